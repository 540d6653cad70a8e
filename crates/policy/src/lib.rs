//! The AWS IAM policy language: parse, validate, compile, decide, explain.
//!
//! ```text
//! text ─Document::parse─▶ Document ─validate─▶ IAM's complaint, or fine
//!                             ├────Display──▶ text
//!                             └────compile──▶ Compiled ─┐
//!                                    Request, PolicySet ─┼─decide──▶ Decision
//!                                                        ├─explain─▶ Explanation ─report─▶ words
//!                                                        └─Situation::smallest_change─▶ Changes
//! ```
//!
//! - [`read`] parses and validates a document for a [`PolicyKind`], with IAM's own messages in
//!   IAM's own order. Do this when a document is written.
//! - [`findings`] says what is wrong or unwise in a document, in all of its places.
//! - [`Document::compile`] makes the form that requests are decided against. Do this once and share
//!   the result.
//! - [`decide`] answers one [`Request`] from every policy that bears on it: identity policies, the
//!   resource's policy, permissions boundary, session policies, and an organization's service and
//!   resource control policies. The [`Decision`] names the statement that decided, or the type of
//!   policy in which an allow is missing; [`denied_message`] puts it in AWS's words.
//! - [`explain`] gives the same answer with the part that every statement had in it: whether it
//!   matched, or the first element that did not, and what the request had in its place.
//! - [`Situation::smallest_change`] finds the fewest changes, of policies or of the request, that
//!   would allow it, and proves each of them needed by deciding again without it.
//! - A [`Document`] knows where its statements stand ([`Document::extent`]), which condition keys it
//!   reads ([`Document::condition_keys`]), and prints itself.
//!
//! Deciding allocates nothing, does not recurse on its input and never panics. The crate knows no
//! clock, network or storage: what a request is about comes in as values.
//!
//! # What is left to the caller, and what is open
//!
//! Where AWS's documentation and its observed behaviour leave a question open, the tests named after
//! the question show what this crate does (`tests/policy/deviations/open.rs`). Among them: `"*"` and
//! `{"AWS": "*"}` name everyone, services included, in role trust policies as elsewhere; only the
//! bearers of an identity provider's token must be named by their provider.
//!
//! - A condition with a value that its operator cannot read never holds in an Allow, whatever the request
//!   has; in a Deny such a value matches nothing, so that a negated operator still denies.
//! - Nor does an Allow with a value in `NotResource` or `NotPrincipal` that can name nothing (no ARN, an
//!   unfinished variable, a partial wildcard in a principal) match any request; a Deny denies by it. A dead
//!   name in `NotAction` excludes nothing, in both.
//! - VPC endpoint policies are not among the policies of a [`PolicySet`], so neither is their wording.
//! - The resource of a request is one name: a `*` in it is that character, not a pattern. An action on
//!   several resources is as many requests, all of which must be allowed.
//! - What services refuse whatever policies say is not [`decide`]'s: see [`refused_by_service`].
//! - Which organization policies apply is the caller's to know: none for a management account, and
//!   resource control policies only for the services that support them.
//! - `sts:GetSessionToken` needs no permission; do not ask.
//!
//! # Example
//!
//! ```
//! use tegata_policy::{
//!     ContextMap, PolicyKind, PolicySet, Principal, PrincipalIds, Request, decide, denied_message, read,
//! };
//!
//! let text = r#"{
//!     "Version": "2012-10-17",
//!     "Statement": {
//!         "Sid": "OwnFolder",
//!         "Effect": "Allow",
//!         "Action": "s3:GetObject",
//!         "Resource": "arn:aws:s3:::photos/${aws:username}/*"
//!     }
//! }"#;
//! let policy = read(text, PolicyKind::Managed)?.compile(PolicyKind::Managed, PrincipalIds::ByName);
//!
//! let mut context = ContextMap::new();
//! context.insert("aws:username", "alice");
//! let mut request = Request {
//!     principal: Principal::User { arn: "arn:aws:iam::111122223333:user/alice", id: None },
//!     account: Some("111122223333".parse()?),
//!     canonical_user: None,
//!     action: "s3:GetObject",
//!     resource: "arn:aws:s3:::photos/alice/cat.jpg",
//!     resource_account: None,
//!     context: &context,
//! };
//! let policies = PolicySet { identity: &[&policy], ..PolicySet::default() };
//!
//! let decision = decide(&request, &policies);
//! assert!(decision.is_allowed());
//! assert_eq!(decision.deciding.and_then(|statement| statement.sid), Some("OwnFolder"));
//!
//! request.resource = "arn:aws:s3:::photos/bob/cat.jpg";
//! let decision = decide(&request, &policies);
//! assert_eq!(
//!     denied_message(&request, &decision, None),
//!     "User: arn:aws:iam::111122223333:user/alice is not authorized to perform: s3:GetObject \
//!      on resource: arn:aws:s3:::photos/bob/cat.jpg \
//!      because no identity-based policy allows the s3:GetObject action"
//! );
//!
//! // A document that IAM would refuse is refused with IAM's words, and the place.
//! let error = read(r#"{"Version": "2012-10-17", "Statement": []}"#, PolicyKind::Managed).unwrap_err();
//! assert_eq!(error.to_string(), "Syntax errors in policy.");
//! assert_eq!((error.location.line, error.location.column), (1, 1));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

mod change;
mod compile;
mod decide;
mod document;
mod explain;
mod findings;
mod json;
mod kind;
mod literal;
mod location;
mod operator;
mod size;
mod validate;

pub use change::{
    Change, KeyValue, ServiceRefusal, Situation, Spared, Target, Unchangeable, refused_by_service,
};
pub use compile::{Compiled, PrincipalIds};
pub use decide::{
    Context, ContextMap, Decision, PolicyPlace, PolicySet, PolicyType, Principal, Request, ResourceMode,
    ResourcePolicy, StatementRef, Value, Verdict, decide, denied_message, not_authorized_message,
};
pub use document::{
    AwsPrincipal, Condition, Document, Effect, Entries, Fault, InvalidPrincipal, PrincipalEntry,
    PrincipalKind, PrincipalName, PrincipalRef, Statement, SyntaxError, Text, Version,
};
pub use explain::{
    Documents, Explained, Explanation, Miss, Outcome, Report, Says, Source, Unmet, Voice, explain,
};
pub use findings::{
    Finding, FindingLocation, FindingType, MAX_FINDINGS, OWN_CODES, PathElement, REFUSED, findings,
    findings_within,
};
pub use json::{JsonFault, MAX_DEPTH, MAX_TEXT_BYTES};
pub use kind::PolicyKind;
pub use location::{Extent, Location, Span};
pub use operator::{Comparison, Operator, Ordering, SetQualifier};
pub use size::{
    INLINE_GROUP_CHARACTERS, INLINE_ROLE_CHARACTERS, INLINE_USER_CHARACTERS, MANAGED_CHARACTERS,
    ORGANIZATION_CHARACTERS, SESSION_CHARACTERS, SizeLimit, SizeLimitExceeded, TRUST_CHARACTERS,
    TRUST_CHARACTERS_MOST, character_count, default_quota,
};
pub use validate::{Complaint, PolicyError, read};
