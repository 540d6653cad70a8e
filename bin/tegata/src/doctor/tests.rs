use tegata_client::doctor::{Check, Verdict};

use super::{Row, json_of, text};
use crate::paint::Paint;

fn findings() -> Vec<Row> {
    let finding = |check: Check, verdict| (check.to_string(), verdict);
    vec![
        finding(Check::Certificate, Verdict::Good("`CN=x`".into())),
        finding(Check::Key, Verdict::Doubtful("others can read it".into())),
        finding(Check::Clock, Verdict::Bad("is 9 minutes\u{1b}[31m behind".into())),
        finding(Check::TrustAnchor, Verdict::Unseen("not looked at".into())),
    ]
}

#[test]
fn one_line_a_finding() {
    let told = text(&findings(), Paint::off());
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines[0], "ok    certificate   `CN=x`");
    assert_eq!(lines[1], "warn  key           others can read it");
    assert!(lines[2].starts_with("FAIL  clock         is 9 minutes"));
    assert!(
        !lines[2].contains('\u{1b}'),
        "what a service says cannot paint the terminal"
    );
    assert_eq!(lines[3], "-     trust anchor  not looked at");
}

#[test]
fn json_has_the_same() {
    let told: serde_json::Value = serde_json::from_str(&json_of(&findings())).unwrap();
    assert_eq!(told[3]["check"], "trust anchor");
    assert_eq!(told[3]["verdict"], "unseen");
    assert_eq!(told[2]["verdict"], "failed");
}
