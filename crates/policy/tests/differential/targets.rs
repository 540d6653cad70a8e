//! What each target of `fuzz/` does with its input.

use tegata_policy::{
    ContextMap, Document, MAX_FINDINGS, MAX_TEXT_BYTES, PolicyKind, PolicySet, Principal, PrincipalIds,
    Request, ResourceMode, ResourcePolicy, SyntaxError, character_count, decide, denied_message, findings,
    read,
};

use crate::agreement::disagreement;
use crate::generate;
use crate::tally::Tally;

const KINDS: [PolicyKind; 7] = [
    PolicyKind::Managed,
    PolicyKind::Inline,
    PolicyKind::Session,
    PolicyKind::Trust,
    PolicyKind::Resource,
    PolicyKind::ServiceControl,
    PolicyKind::ResourceControl,
];

/// Bytes of memory for a byte of text: an action of one letter, with quotes and comma, is the worst.
const MEMORY_FOR_A_BYTE: usize = 16;

/// Bytes of memory that an empty policy takes.
const MEMORY_AT_LEAST: usize = 1024;

/// Some bytes, as a document of each kind, through every stage.
pub(crate) fn policy_parse(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    // One kind at a time; the fuzzer varies lengths by itself.
    look_for_findings(text, KINDS[text.len() % KINDS.len()]);
    match Document::parse(text) {
        Ok(document) => use_document(text, &document),
        Err(error) => explain_refusal(text, &error),
    }
}

fn look_for_findings(text: &str, kind: PolicyKind) {
    let findings = findings(text, kind);
    assert!(findings.len() <= MAX_FINDINGS);
    for finding in findings {
        assert!(!finding.details.is_empty() && !finding.locations.is_empty());
        for location in finding.locations {
            let (start, end) = (location.extent.start.offset, location.extent.end.offset);
            assert!(start <= end && end as usize <= text.len());
        }
    }
}

fn use_document(text: &str, document: &Document<'_>) {
    assert!(text.len() <= MAX_TEXT_BYTES);
    assert!(character_count(text) <= text.chars().count());
    let printed = document.to_string();
    let again = Document::parse(&printed).expect("a printed document is a document");
    assert_eq!(again.to_string(), printed);
    for statement in &document.statements {
        let span = statement.span.of(text);
        assert!(span.starts_with('{') && span.ends_with('}'));
    }
    for principal in document.principals() {
        assert!(principal.span.of(text).starts_with('"'));
        let _names_somebody = principal.name().is_ok();
    }
    for kind in KINDS {
        if let Err(error) = document.validate(kind) {
            assert!(error.location.offset as usize <= text.len());
            assert!(!error.to_string().is_empty());
        }
        let policy = document.compile(kind, PrincipalIds::ByName);
        assert_eq!(policy.statement_count(), document.statements.len());
        assert!(policy.memory() <= MEMORY_AT_LEAST + MEMORY_FOR_A_BYTE * text.len());
        ask(&policy);
    }
}

fn explain_refusal(text: &str, error: &SyntaxError) {
    let location = error.location;
    assert!(location.offset as usize <= text.len());
    let lines = text.matches('\n').count() + 1;
    assert!((1..=lines).contains(&(location.line as usize)));
    assert!(location.column >= 1);
    assert!(!error.to_string().is_empty());
    for kind in KINDS {
        assert_eq!(
            read(text, kind).map_err(|refused| refused.location),
            Err(location)
        );
    }
}

/// The policy in every part that it can play.
fn ask(policy: &tegata_policy::Compiled) {
    let mut context = ContextMap::new();
    context.insert("aws:username", "bob");
    context.insert("aws:SourceIp", "203.0.113.7");
    context.insert("aws:CurrentTime", "2026-01-02T03:04:05Z");
    context.insert("k", "a");
    context.insert_multi("aws:TagKeys", ["a", "b"]);
    let policies = [policy];
    let set = PolicySet {
        identity: &policies,
        resource: Some(ResourcePolicy {
            policy,
            mode: ResourceMode::Ordinary,
        }),
        boundary: Some(&policies),
        session: Some(&policies),
        service_control: &[&policies],
        resource_control: &[&policies],
    };
    let request = Request {
        principal: Principal::User {
            arn: "arn:aws:iam::111122223333:user/bob",
            id: None,
        },
        account: "111122223333".parse().ok(),
        canonical_user: None,
        action: "s3:GetObject",
        resource: "arn:aws:s3:::b/bob/x",
        resource_account: None,
        context: &context,
    };
    let decision = decide(&request, &set);
    assert!(!denied_message(&request, &decision, None).is_empty());
}

/// Some bytes as choices: the case that they stand for, decided twice.
pub(crate) fn policy_decide(bytes: &[u8]) {
    if let Some(complaint) = disagreement(&generate::case(bytes), &mut Tally::default()) {
        panic!("{complaint}");
    }
}
