use std::cell::Cell;

use crate::decide::{ContextMap, Scope};
use crate::{Document, PolicyKind, PrincipalIds};

thread_local! {
    /// Turns of the matcher's loop. What it leaves to the standard library's search is linear.
    pub(super) static STEPS: Cell<usize> = const { Cell::new(0) };
}

/// Whether a text matches a pattern, and in how many steps.
fn matches(pattern: &str, text: &str) -> (bool, usize) {
    let document = format!(
        r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "Allow", "Action": "*", "Resource": "*",
            "Condition": {{"StringLike": {{"k": "{pattern}"}}}}}}}}"#
    );
    let policy = Document::parse(&document)
        .unwrap()
        .compile(PolicyKind::Managed, PrincipalIds::ByName);
    let mut context = ContextMap::new();
    context.insert("k", text);
    context.insert("v", "ab");
    let scope = Scope {
        policy: &policy,
        context: &context,
    };
    STEPS.set(0);
    (scope.conditions_hold(&policy.conditions), STEPS.get())
}

/// Patterns that cost a backtracking matcher a power of the text's length.
#[test]
fn steps_grow_as_the_text_does() {
    const LONG: usize = 100_000;
    let stars = "*a".repeat(1_000);
    for (pattern, tail, expected) in [
        (format!("{stars}*"), "", true),
        (stars.clone(), "b", false),
        (format!("{stars}*b*"), "", false),
        (format!("{stars}?b"), "", false),
        ("*?*?*?*?*?*b".to_owned(), "", false),
        ("*${v}*${v}*${v}*".to_owned(), "", false),
        (format!("?{stars}"), "", true),
    ] {
        let (short, long) = ("a".repeat(LONG / 2) + tail, "a".repeat(LONG) + tail);
        let (matched, of_short) = matches(&pattern, &short);
        assert_eq!(matched, expected, "{:.20}", pattern);
        let (_, of_long) = matches(&pattern, &long);
        assert!(
            of_long <= 3 * LONG + 2 * pattern.len(),
            "{:.20}: {of_long}",
            pattern
        );
        assert!(
            of_long <= 2 * of_short + pattern.len(),
            "{:.20}: {of_short}, {of_long}",
            pattern
        );
    }
}
