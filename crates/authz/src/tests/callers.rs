//! A caller as the snapshot knows it.

use super::*;

#[test]
fn a_caller_is_judged_as_the_snapshot_knows_it_now() {
    let key = AccessKey {
        account: account(),
        id: "AKIAIOSFODNN7EXAMPLE".parse().unwrap(),
        owner: KeyOwner::User(alice().id),
        sealed_secret: Vec::new(),
        active: true,
        created: Timestamp::UNIX_EPOCH,
    };
    let mut snapshot = Snapshot::default();
    let mut revision = 0;
    let mut apply = |snapshot: &mut Snapshot, change| {
        revision += 1;
        snapshot.apply(Revision(revision), &[change]).unwrap();
    };
    apply(&mut snapshot, alice().put());
    apply(&mut snapshot, key.put());
    let known = Arc::clone(snapshot.user(&alice().id).unwrap());
    let caller = caller(Identity::User(known));
    assert!(matches!(caller.as_of(&snapshot), Some(Cow::Borrowed(_))));

    let renamed = User {
        name: "carol".into(),
        inline: inline(ASSUME_ANYTHING),
        ..alice()
    };
    apply(&mut snapshot, renamed.put());
    let now = caller.as_of(&snapshot).unwrap();
    assert!(matches!(&now.identity, Identity::User(user) if user.name == "carol" && user.inline.len() == 1));

    let inactive = AccessKey {
        active: false,
        ..key.clone()
    };
    apply(&mut snapshot, inactive.put());
    assert!(caller.as_of(&snapshot).is_none());
    apply(&mut snapshot, key.put());
    assert!(caller.as_of(&snapshot).is_some());
    apply(&mut snapshot, key.delete());
    assert!(caller.as_of(&snapshot).is_none());
    apply(&mut snapshot, key.put());
    apply(&mut snapshot, alice().delete());
    assert!(caller.as_of(&snapshot).is_none());
}

#[test]
fn a_session_ends_with_its_role_and_not_with_a_key() {
    let mut snapshot = Snapshot::default();
    let role = role("r", TRUST_ACCOUNT);
    snapshot.apply(Revision(1), &[role.put()]).unwrap();
    let caller = role_session(role.clone(), &[], None);
    assert!(caller.as_of(&snapshot).is_some());
    snapshot.apply(Revision(2), &[role.delete()]).unwrap();
    assert!(caller.as_of(&snapshot).is_none());
}
