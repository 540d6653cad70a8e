//! What a policy that is held is compiled into.

use tegata_policy::{PolicyKind, PolicyType};
use tegata_state::{Entity as _, Group, PolicyCache, PolicyDoc, PolicyRef, Snapshot, User};
use tegata_store::Revision;

use super::{ASSUME_ANYTHING, account, alice, inline, unique_id};
use crate::{Held, HeldPolicy, HolderKind, Holding};

/// Documents that come with a request would push those of other requests out of the cache.
#[test]
fn given_policies_leave_the_cache_as_it_is() {
    let cache = PolicyCache::new(1 << 20);
    let mut held = HeldPolicy {
        policy_type: PolicyType::Identity,
        kind: PolicyKind::Managed,
        name: "PolicyInputList.1".into(),
        holding: Holding::Given,
        version: None,
        document: PolicyDoc::new(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#,
        ),
    };
    held.compiled(&cache).unwrap();
    assert_eq!(cache.memory(), 0);
    held.holding = Holding::Session;
    held.compiled(&cache).unwrap();
    assert_ne!(cache.memory(), 0);
}

/// A user's own policies come before those of the groups, in the order of joining; the boundary is last. A
/// group that is gone gives nothing.
#[test]
fn groups_give_after_the_user_and_before_the_boundary() {
    let partition = "us-east-1".parse::<tegata_base::Region>().unwrap().partition();
    let group = |name: &str, attached: Vec<PolicyRef>| Group {
        account: account(),
        id: unique_id(&format!("AGPAAAAAAAAAAAAAAA{name:A>3}")),
        name: name.into(),
        path: "/team/".into(),
        created: alice().created,
        inline: inline(ASSUME_ANYTHING),
        attached,
    };
    let administrator = PolicyRef::Aws("AdministratorAccess".into());
    let (one, two) = (
        group("ONE", Vec::new()),
        group("TWO", vec![administrator.clone()]),
    );
    let user = User {
        inline: inline(ASSUME_ANYTHING),
        boundary: Some(administrator),
        groups: vec![two.id.clone(), unique_id("AGPAAAAAAAAAAAAAAGONE"), one.id.clone()],
        ..alice()
    };
    let mut snapshot = Snapshot::default();
    snapshot.apply(Revision(1), &[one.put(), two.put()]).unwrap();
    let held = Held::by_user(&user, partition, &snapshot);
    let names: Vec<&str> = held.policies.iter().map(|policy| policy.name.as_str()).collect();
    let (user_arn, group_arn) = (user.arn(partition), "arn:aws:iam::111122223333:group/team");
    assert_eq!(
        names,
        [
            &format!("{user_arn}/p"),
            &format!("{group_arn}/TWO/p"),
            "arn:aws:iam::aws:policy/AdministratorAccess",
            &format!("{group_arn}/ONE/p"),
            "arn:aws:iam::aws:policy/AdministratorAccess",
        ]
    );
    assert_eq!(held.policies[4].policy_type, PolicyType::Boundary);
    assert!(
        matches!(&held.policies[1].holding, Holding::Inline { by: HolderKind::Group, holder, .. } if holder == "TWO")
    );
    assert_eq!(Held::by_group(&one, partition, &snapshot).policies.len(), 1);
}
