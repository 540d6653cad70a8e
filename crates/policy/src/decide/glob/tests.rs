use std::cell::Cell;

use crate::decide::{ContextMap, Scope};
use crate::{Document, PolicyKind, PrincipalIds};

thread_local! {
    /// Turns of the matcher's loop. What it leaves to the standard library's search is linear.
    pub(super) static STEPS: Cell<usize> = const { Cell::new(0) };
}

/// Whether a text matches a pattern under an operator, and in how many steps. `${v}` is `ab` and
/// `${long}` is 50,000 times `a`.
fn matches_under(operator: &str, pattern: &str, text: &str) -> (bool, usize) {
    let document = format!(
        r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "Allow", "Action": "*", "Resource": "*",
            "Condition": {{"{operator}": {{"k": "{pattern}"}}}}}}}}"#
    );
    let policy = Document::parse(&document)
        .unwrap()
        .compile(PolicyKind::Managed, PrincipalIds::ByName);
    let long = "a".repeat(50_000);
    let mut context = ContextMap::new();
    context.insert("k", text);
    context.insert("v", "ab");
    context.insert("long", long);
    let scope = Scope {
        policy: &policy,
        context: &context,
    };
    STEPS.set(0);
    (scope.conditions_hold(&policy.conditions), STEPS.get())
}

fn matches(pattern: &str, text: &str) -> (bool, usize) {
    matches_under("StringLike", pattern, text)
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

/// Runs that stand nowhere, though most of each stands everywhere: 64 places are looked at in a step.
#[test]
fn places_of_a_long_run_are_tried_together() {
    const TEXT: usize = 100_000;
    const RUN: usize = 50_000;
    let (text, run) = ("a".repeat(TEXT), "a".repeat(RUN));
    let at_worst = TEXT / 64 * RUN;
    for (pattern, text) in [
        (format!("*{run}?b*"), text.clone()),
        (format!("*{}b*", "a?".repeat(RUN / 2)), text.clone()),
        ("*${long}?b*".to_owned(), text.clone()),
        ("*${long}b${v}*".to_owned(), text.clone()),
        (format!("*{}?b*", "ä".repeat(RUN)), "ä".repeat(TEXT)),
    ] {
        let (matched, steps) = matches(&pattern, &text);
        assert!(!matched, "{pattern:.20}");
        assert!(steps <= at_worst, "{pattern:.20}: {steps}");
        let (matched, _) = matches(&pattern, &format!("{text}xb{text}bab{text}"));
        assert!(matched, "{pattern:.20}");
    }
}

/// Runs that have one place only: before the first `*`, after the last, and before a colon of an ARN.
#[test]
fn runs_of_one_place_are_read_once() {
    const TEXT: usize = 100_000;
    const RUN: usize = 50_000;
    let (text, run) = ("a".repeat(TEXT), "a".repeat(RUN));
    let arn = format!("arn:aws:s3:{text}::x");
    for (operator, pattern, text) in [
        ("StringLike", format!("*{run}?b"), text.clone()),
        ("StringLike", "*${long}b".to_owned(), text.clone()),
        ("StringLike", format!("{run}?b*"), text.clone()),
        ("ArnLike", format!("arn:aws:s3:*{run}b::x"), arn.clone()),
        ("ArnLike", format!("arn:aws:s3:*{run}?b::x"), arn.clone()),
        ("ArnLike", "arn:aws:s3:*${long}b::x".to_owned(), arn),
    ] {
        let (matched, steps) = matches_under(operator, &pattern, &text);
        assert!(!matched, "{pattern:.20}");
        assert!(steps <= 3 * TEXT, "{pattern:.20}: {steps}");
    }
}

/// What a pattern matches, decided by trying every split of the text.
fn matches_by_splits(pattern: &[char], text: &[char]) -> bool {
    match pattern {
        [] => text.is_empty(),
        ['*', rest @ ..] => (0..=text.len()).any(|at| matches_by_splits(rest, &text[at..])),
        [one, rest @ ..] => text
            .split_first()
            .is_some_and(|(first, after)| (*one == '?' || one == first) && matches_by_splits(rest, after)),
    }
}

proptest::proptest! {
    /// Long texts of few letters, so that runs are looked for at many places together.
    #[test]
    fn a_run_is_found_where_it_stands(
        (before, run, after) in ("[aä]{0,200}", "[aä?]{1,150}[ab?]", "[aäb]{0,100}"),
        filler in "[aäb]",
    ) {
        let there = run.replace('?', &filler);
        for text in [format!("{before}{there}{after}"), format!("{before}{after}")] {
            for pattern in [format!("*{run}*"), format!("*{run}"), format!("{run}*"), format!("a*{run}*b")] {
                let (wanted, found): (Vec<_>, Vec<_>) = (pattern.chars().collect(), text.chars().collect());
                let expected = matches_by_splits(&wanted, &found);
                proptest::prop_assert_eq!(matches(&pattern, &text).0, expected, "{} {}", pattern, text);
            }
        }
    }
}

/// A pattern of a few bytes may stand for much text.
#[test]
fn what_a_variable_brings_is_compared_at_once() {
    let text = "a".repeat(50_000);
    for (pattern, text, expected) in [
        ("${long}", text.clone(), true),
        ("${long}b", text.clone() + "b", true),
        ("${long}b", text.clone() + "c", false),
        ("${long}?b", text.clone() + "ab", true),
        ("${long}", "a".repeat(49_999), false),
    ] {
        let (matched, steps) = matches(pattern, &text);
        assert_eq!((matched, steps < 10), (expected, true), "{pattern} in {steps}");
    }
}

/// Letters outside ASCII fold, too, wherever they stand, and into ASCII.
#[test]
fn letter_case_does_not_count() {
    for (pattern, text, expected) in [
        ("X${v}Y", "xABy", true),
        ("X${v}Y", "xABz", false),
        ("X${v}Y", "xABy!", false),
        ("X${v}Y", "xA", false),
        ("X${absent}", "x", false),
        ("Ä${v}", "äAB", true),
        ("Ä${v}", "aAB", false),
        ("\u{212a}${v}", "kab", true),
        ("k${v}", "\u{212a}AB", true),
        ("k", "\u{212a}", true),
        ("", "", true),
    ] {
        let (matched, _) = matches_under("StringEqualsIgnoreCase", pattern, text);
        assert_eq!(matched, expected, "{pattern} {text}");
    }
}
