//! Deciding allocates nothing, and a compiled policy takes the memory that it tells: counted by the
//! allocator itself.

#![expect(
    unsafe_code,
    reason = "only an allocator can count allocations, and GlobalAlloc is an unsafe trait"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use tegata_policy::{
    Compiled, Context, ContextMap, Decision, PolicyKind, PolicySet, Principal, PrincipalIds, Request,
    ResourceMode, ResourcePolicy, Verdict, decide, read,
};

struct Counting;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
    /// Bytes allocated less bytes freed.
    static BYTES: Cell<isize> = const { Cell::new(0) };
}

// SAFETY: every call goes to the system allocator unchanged; the counters are plain cells without a
// destructor, so counting allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.set(COUNT.get() + 1);
        BYTES.set(BYTES.get() + layout.size().cast_signed());
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        BYTES.set(BYTES.get() - layout.size().cast_signed());
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[expect(clippy::unwrap_used, reason = "the documents below are valid")]
fn compile(text: &str, kind: PolicyKind) -> Compiled {
    read(text, kind).unwrap().compile(kind, PrincipalIds::ByName)
}

fn counted<'a>(request: &Request<'_>, set: &PolicySet<'a>) -> (Decision<'a>, usize) {
    let before = COUNT.get();
    let decision = decide(request, set);
    (decision, COUNT.get() - before)
}

#[test]
fn the_allocator_counts() {
    let before = COUNT.get();
    drop(std::hint::black_box(Box::new(1)));
    assert_eq!(COUNT.get() - before, 1);
}

/// A policy of so many statements, each with everything that takes room.
fn document(statements: usize) -> String {
    let statement = |n: usize| {
        format!(
            r#"{{"Sid": "S{n}", "Effect": "Allow", "Action": ["s3:Get*", "s3:PutObject", "ec2:*"],
                "Resource": ["arn:aws:s3:::b/${{aws:username}}/*", "arn:aws:ec2:*:*:instance/i-{n}"],
                "Condition": {{"IpAddress": {{"aws:SourceIp": ["10.0.0.0/8", "2001:db8::/32"]}},
                    "DateLessThan": {{"aws:CurrentTime": "2030-01-01T00:00:00Z"}},
                    "StringLike": {{"aws:PrincipalTag/team": "red-*"}}}}}}"#
        )
    };
    let statements: Vec<String> = (0..statements).map(statement).collect();
    format!(
        r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#,
        statements.join(",")
    )
}

#[test]
fn a_policy_takes_the_memory_that_it_tells() {
    let least = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    let documents = [1, 3, 10, 100].map(document);
    for text in documents.iter().map(String::as_str).chain([least]) {
        let before = BYTES.get();
        let policy = compile(text, PolicyKind::Managed);
        let held = (BYTES.get() - before).cast_unsigned() + size_of::<Compiled>();
        assert_eq!(policy.memory(), held);
        assert!(held <= 4 * text.len(), "{held} bytes for {} of text", text.len());
    }
}

/// Every element, with conditions of every class.
const IDENTITY: &str = r#"{"Version": "2012-10-17", "Statement": [
    {"Effect": "Deny", "NotAction": ["iam:*", "sts:*"], "Resource": "*", "Condition": {
        "BoolIfExists": {"aws:SecureTransport": "false"},
        "NumericGreaterThan": {"aws:MultiFactorAuthAge": "3600.5"}}},
    {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {
        "DateLessThan": {"aws:TokenIssueTime": "2020-01-01T00:00:00Z"}}},
    {"Sid": "Mine", "Effect": "Allow", "Action": ["ec2:*", "s3:Get*"],
     "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:s3:::b/${aws:PrincipalTag/Team, 'none'}/*.jpg"],
     "Condition": {
        "IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "2001:db8::/32"]},
        "StringLike": {"aws:UserAgent": "*${aws:userid}?"},
        "StringEqualsIgnoreCase": {"aws:PrincipalTag/team": "ÄRED"},
        "ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]},
        "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/${aws:PrincipalTag/Team}*"},
        "BinaryEquals": {"k": "QmluYXJ5"},
        "Null": {"absent": "true"}}}
]}"#;

/// A denial that spares one caller, and a grant.
const RESOURCE: &str = r#"{"Version": "2012-10-17", "Statement": [
    {"Effect": "Deny", "NotPrincipal": {"AWS": ["arn:aws:iam::111122223333:role/x/R", "111122223333",
        "arn:aws:sts::111122223333:assumed-role/R/s"]}, "Action": "*", "Resource": "*"},
    {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "*", "Resource": "*"}
]}"#;

/// What holds for the conditions of [`IDENTITY`].
fn context() -> ContextMap<'static> {
    let mut context = ContextMap::new();
    context.insert("aws:SecureTransport", "true");
    context.insert("aws:MultiFactorAuthAge", "100");
    context.insert("aws:TokenIssueTime", "2026-01-02T03:04:05Z");
    context.insert("aws:PrincipalTag/Team", "äred");
    context.insert("aws:SourceIp", "10.1.2.3");
    context.insert("aws:userid", "AROA:s");
    context.insert("aws:UserAgent", "cli AROA:s!");
    context.insert("aws:PrincipalArn", "arn:aws:iam::111122223333:role/ärede");
    context.insert("k", "QmluYXJ5");
    context.insert_multi("aws:TagKeys", ["a"]);
    context
}

#[test]
fn a_decision_allocates_nothing() {
    let identity = compile(IDENTITY, PolicyKind::Managed);
    let resource = compile(RESOURCE, PolicyKind::Resource);
    let context = context();
    let policies = [&identity];
    let levels: [&[&Compiled]; 1] = [&policies];
    let set = PolicySet {
        identity: &policies,
        resource: Some(ResourcePolicy {
            policy: &resource,
            mode: ResourceMode::MustAllow,
        }),
        boundary: Some(&policies),
        session: Some(&policies),
        service_control: &levels,
        resource_control: &[],
    };
    let mut request = Request {
        principal: Principal::RoleSession {
            arn: "arn:aws:sts::111122223333:assumed-role/R/s",
            role_arn: "arn:aws:iam::111122223333:role/R",
            role_id: None,
        },
        account: "111122223333".parse().ok(),
        canonical_user: None,
        action: "s3:GetObject",
        resource: "arn:aws:s3:::b/äred/cat.jpg",
        resource_account: None,
        context: &context as &dyn Context,
    };
    // Without a boundary NotPrincipal spares the caller; with one it denies.
    let without_boundary = PolicySet {
        boundary: None,
        ..set
    };
    let (decision, allocations) = counted(&request, &without_boundary);
    assert_eq!(decision.verdict, Verdict::Allowed);
    assert_eq!(
        decision.deciding.and_then(|statement| statement.sid),
        Some("Mine")
    );
    assert_eq!(allocations, 0);

    let (decision, allocations) = counted(&request, &set);
    assert_eq!((decision.verdict, allocations), (Verdict::ExplicitlyDenied, 0));

    request.action = "iam:GetUser";
    let (decision, allocations) = counted(&request, &without_boundary);
    assert_eq!((decision.verdict, allocations), (Verdict::ImplicitlyDenied, 0));
}
