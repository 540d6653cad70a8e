//! `Resource` entries: ARN patterns, whose first five parts have rules of their own
//! (IAM user guide, "IAM JSON policy elements: Resource").

use std::borrow::Cow;

use super::Compiler;
use super::arena::Pattern;
use super::token::{Syntax, Token, tokens};
use crate::kind::PolicyKind;
use crate::validate::{fails_legacy, is_partition};

/// Services whose resources begin with their name, not with the word for their type.
const WITHOUT_TYPE_WORD: [&str; 4] = ["codecommit", "execute-api", "sns", "sqs"];

impl Compiler<'_> {
    /// A resource entry. What cannot match: a text that is no ARN, a wildcard in the service or the
    /// type word, a variable before the fifth colon.
    ///
    /// [`Pattern::Never`] is for these alone: a pattern that merely meets no resource is another.
    pub(super) fn resource(&mut self, text: &str) -> Pattern {
        if text == "*" {
            return Pattern::Everything;
        }
        let Some(arn) = complete(text, self.kind) else {
            return Pattern::Never;
        };
        let mut parts = arn.splitn(6, ':');
        let [_, _, service, region, account, resource] =
            std::array::from_fn(|_| parts.next().unwrap_or_default());
        let syntax = Syntax {
            wildcards: true,
            variables: self.variables,
        };
        let head = arn.get(..arn.len() - resource.len()).unwrap_or_default();
        let early_variable = self.variables && head.contains("${");
        let is_bare = region.is_empty() && account.is_empty();
        let has_type_word = !is_bare && !WITHOUT_TYPE_WORD.contains(&service);
        if early_variable || service.contains(['*', '?']) || (has_type_word && wild_type(resource, syntax)) {
            return Pattern::Never;
        }
        self.arena.arn_pattern(&arn, syntax)
    }
}

/// Whether a text that could be compared is nevertheless no ARN: something else than `arn` in front, no
/// partition of AWS, or a part left out, as IAM refuses it.
pub(super) fn is_misshapen(text: &str) -> bool {
    if text == "*" {
        return false;
    }
    let mut parts = text.split(':');
    let [scheme, partition] = std::array::from_fn(|_| parts.next().unwrap_or_default());
    let is_arn = scheme == "arn" || scheme.contains(['*', '?']);
    !is_arn || !is_partition(partition) || fails_legacy(text)
}

/// The text with all six parts. Each kind of policy has its own way with short texts.
fn complete(text: &str, kind: PolicyKind) -> Option<Cow<'_, str>> {
    let colons = text.bytes().filter(|b| *b == b':').count();
    if colons >= 5 {
        return Some(Cow::Borrowed(text));
    }
    let usable = match kind {
        PolicyKind::Managed | PolicyKind::Inline | PolicyKind::Session => true,
        PolicyKind::Trust | PolicyKind::Resource => text.contains('*'),
        PolicyKind::ServiceControl => text.ends_with('*'),
        PolicyKind::ResourceControl => false,
    };
    if colons == 0 || !usable {
        return None;
    }
    Some(Cow::Owned(format!("{text}{}", ":*".repeat(5 - colons))))
}

/// Whether the word for the type, up to the first `/` or `:`, has a wildcard. `*/*` and `*:*` are
/// every resource, and fine.
fn wild_type(resource: &str, syntax: Syntax) -> bool {
    if matches!(resource, "*/*" | "*:*") {
        return false;
    }
    let mut wild = false;
    for token in tokens(resource, syntax) {
        match token {
            Token::Literal(literal) if literal.contains(['/', ':']) => return wild,
            Token::Any | Token::One => wild = true,
            _ => {}
        }
    }
    false
}
