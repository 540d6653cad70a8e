//! What holds for every text.

use proptest::prelude::*;

use super::super::pattern::covers;
use super::super::{MAX_FINDINGS, REFUSED, findings};
use crate::kind::PolicyKind;
use crate::location::Location;
use crate::validate::read;

const KINDS: [PolicyKind; 7] = [
    PolicyKind::Managed,
    PolicyKind::Inline,
    PolicyKind::Session,
    PolicyKind::Trust,
    PolicyKind::Resource,
    PolicyKind::ServiceControl,
    PolicyKind::ResourceControl,
];

/// The plainest of matchers.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    match (pattern.split_first(), text.split_first()) {
        (None, None) => true,
        (Some((b'*', rest)), _) if matches(rest, text) => true,
        (Some((b'*', _)), Some((_, after))) => matches(pattern, after),
        (Some((b'?', rest)), Some((_, after))) => matches(rest, after),
        (Some((wanted, rest)), Some((found, after))) => wanted == found && matches(rest, after),
        _ => false,
    }
}

fn element() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "\"*\"",
        "\"s3:Get*\"",
        "\"x\"",
        "\"arn:aws:s3:::b/${aws:username\"",
        "\"\"",
        "7",
        "null",
        "true",
        "[]",
        "{}",
        "[\"s3:*\",\"s3:Get?\"]",
        "{\"AWS\":[\"*\",7]}",
        "{\"StringEquals\":{\"aws:TagKeys\":[]}}",
        "{\"IpAddress\":{\"aws:SourceIp\":[\"10.0.0.1/8\",\"é\"]},\"NullIfExists\":{\"k\":[[]]}}",
        "\"Allow\"",
        "\"Deny\"",
    ]);
    let key = prop::sample::select(vec![
        "Sid",
        "Effect",
        "Principal",
        "NotPrincipal",
        "Action",
        "NotAction",
        "Resource",
        "NotResource",
        "Condition",
        "Version",
        "Statement",
        "Élan",
    ]);
    prop::collection::vec((key, word), 0..7).prop_map(|members| {
        let members: Vec<String> = members
            .iter()
            .map(|(key, word)| format!("\"{key}\":{word}"))
            .collect();
        format!("{{{}}}", members.join(","))
    })
}

proptest! {
    #[test]
    fn every_text_has_its_findings(text in r#"[\[\]{}:," a-zé$*?0-9\n]{0,60}"#, kind in 0_usize..7) {
        prop_assert!(findings(&text, KINDS[kind]).len() <= MAX_FINDINGS);
    }

    /// IAM's complaint is told exactly when there is one, and every place is in the text.
    #[test]
    fn findings_agree_with_iam(
        statements in prop::collection::vec(element(), 0..4), rest in "[,}\\]{a]{0,2}", kind in 0_usize..7,
    ) {
        let text = format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}{rest}"#, statements.join(",\n"));
        let kind = KINDS[kind];
        let found = findings(&text, kind);
        let refused = found.iter().any(|finding| finding.issue_code == REFUSED);
        prop_assert_eq!(refused, read(&text, kind).is_err());
        for location in found.iter().flat_map(|finding| &finding.locations) {
            let extent = location.extent;
            let (start, end) = (extent.start.offset as usize, extent.end.offset as usize);
            prop_assert!(text.get(start..end).is_some(), "{:?}", extent);
            prop_assert_eq!(extent.start, Location::of(&text, extent.start.offset));
            prop_assert_eq!(extent.end, Location::of(&text, extent.end.offset));
        }
    }

    /// A covering pattern matches all that the covered one does.
    #[test]
    fn covering_is_sound(wide in "[ab*?]{0,6}", narrow in "[ab*?]{0,6}", text in "[ab]{0,7}") {
        if covers(&wide, &narrow) && matches(narrow.as_bytes(), text.as_bytes()) {
            prop_assert!(matches(wide.as_bytes(), text.as_bytes()));
        }
    }

    /// A text without wildcards is covered by what matches it.
    #[test]
    fn covering_a_text_is_matching_it(wide in "[ab*?]{0,6}", text in "[ab]{0,7}") {
        prop_assert_eq!(covers(&wide, &text), matches(wide.as_bytes(), text.as_bytes()));
    }
}
