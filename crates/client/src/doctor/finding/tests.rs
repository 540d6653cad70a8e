use super::*;

#[test]
fn a_failure_outweighs_what_was_seen_before_it() {
    let mut findings = Findings::default();
    findings.add(Check::Key, Verdict::Good("fits".into()));
    findings.add(Check::Key, Verdict::Unseen("not again".into()));
    findings.add(Check::Key, Verdict::Bad("does not sign".into()));
    findings.add(Check::Key, Verdict::Bad("nor now".into()));
    findings.add(Check::Role, Verdict::Doubtful("soon".into()));
    findings.add(Check::Role, Verdict::Good("now".into()));
    let found = findings.in_order();
    let of = |check: Check| {
        &found
            .iter()
            .find(|finding| finding.check == check)
            .unwrap()
            .verdict
    };
    assert_eq!(*of(Check::Key), Verdict::Bad("does not sign".into()));
    assert_eq!(*of(Check::Role), Verdict::Doubtful("soon".into()));
    assert_eq!(
        *of(Check::Chain),
        Verdict::Unseen("not looked at: first mend the key".into())
    );
    assert_eq!(found.len(), Check::ALL.len());
}
