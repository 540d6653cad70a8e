use std::collections::BTreeMap;

use jiff::Timestamp;
use proptest::prelude::{Just, Strategy, any, prop, prop_assert_eq, prop_oneof, proptest};
use tegata_base::{AccountId, Tags, UniqueId};
use tegata_policy::PolicyKind;
use tegata_store::{Change, Key, Revision};

use crate::*;

const TRUST: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}}"#;

fn account() -> AccountId {
    "111122223333".parse().unwrap()
}

fn unique_id(prefix: &str, number: u8) -> UniqueId {
    let digit = |n: u8| char::from(b'A' + n % 26);
    format!("{prefix}AAAAAAAAAAAAAAA{}{}", digit(number / 26), digit(number))
        .parse()
        .unwrap()
}

fn policy_ref(number: u8) -> PolicyRef {
    if number == 0 {
        PolicyRef::Aws("AdministratorAccess".into())
    } else {
        PolicyRef::Local(unique_id("ANPA", number))
    }
}

fn role(id: u8, name: u8, attached: Vec<u8>, boundary: Option<u8>) -> Role {
    Role {
        account: account(),
        id: unique_id("AROA", id),
        name: format!("Role{name}"),
        path: "/".into(),
        created: Timestamp::UNIX_EPOCH,
        trust: PolicyDoc::with_principals(TRUST, BTreeMap::from([("x".into(), unique_id("AIDA", 1))])),
        description: None,
        max_session_seconds: 3600,
        tags: Tags::new(),
        boundary: boundary.map(policy_ref),
        inline: vec![InlinePolicy {
            name: "p".into(),
            document: PolicyDoc::new(TRUST),
        }],
        attached: attached.into_iter().map(policy_ref).collect(),
    }
}

fn group(id: u8, name: u8, attached: Vec<u8>) -> Group {
    Group {
        account: account(),
        id: unique_id("AGPA", id),
        name: format!("Group{name}"),
        path: "/".into(),
        created: Timestamp::UNIX_EPOCH,
        inline: Vec::new(),
        attached: attached.into_iter().map(policy_ref).collect(),
    }
}

fn user(id: u8, attached: Vec<u8>, groups: Vec<u8>) -> User {
    User {
        account: account(),
        id: unique_id("AIDA", id),
        name: format!("User{id}"),
        path: "/".into(),
        created: Timestamp::UNIX_EPOCH,
        tags: Tags::new(),
        boundary: None,
        inline: Vec::new(),
        attached: attached.into_iter().map(policy_ref).collect(),
        groups: groups.into_iter().map(|id| unique_id("AGPA", id)).collect(),
    }
}

fn mfa_device(id: u8, name: u8, user: Option<u8>) -> MfaDevice {
    MfaDevice {
        account: account(),
        id: format!("device-{id}"),
        name: format!("Device{name}"),
        path: "/".into(),
        created: Timestamp::UNIX_EPOCH,
        sealed_seed: vec![1, 2, 3],
        tags: Tags::new(),
        holder: user.map(|user| MfaHolder {
            user: unique_id("AIDA", user),
            since: Timestamp::UNIX_EPOCH,
        }),
        drift: 0,
        last_step: None,
    }
}

fn access_key(number: u8, owner: Option<u8>) -> AccessKey {
    AccessKey {
        account: account(),
        id: format!("AKIAAAAAAAAAAAAAAA{}{}", number / 10, number % 10)
            .parse()
            .unwrap(),
        owner: owner.map_or(KeyOwner::Root, |user| KeyOwner::User(unique_id("AIDA", user))),
        sealed_secret: vec![1, 2, 3],
        active: true,
        created: Timestamp::UNIX_EPOCH,
    }
}

/// Changes that a writer could make: names of living roles stay unique, attachments do not repeat.
fn changes() -> impl Strategy<Value = Vec<Change>> {
    let attached = prop::collection::btree_set(0_u8..4, 0..3);
    let put_role = (0_u8..6, attached, prop::option::of(0_u8..4), any::<bool>()).prop_map(
        |(id, attached, boundary, renamed)| {
            let name = if renamed { id + 100 } else { id };
            role(id, name, attached.into_iter().collect(), boundary).put()
        },
    );
    let numbers = || prop::collection::btree_set(0_u8..4, 0..3).prop_map(|set| set.into_iter().collect());
    let put_user =
        (0_u8..4, numbers(), numbers()).prop_map(|(id, attached, groups)| user(id, attached, groups).put());
    let put_group = (0_u8..4, numbers(), any::<bool>())
        .prop_map(|(id, attached, renamed)| group(id, if renamed { id + 100 } else { id }, attached).put());
    let change = prop_oneof![
        put_role,
        put_user,
        (0_u8..4, prop::option::of(0_u8..3)).prop_map(|(id, user)| mfa_device(id, id, user).put()),
        (0_u8..4).prop_map(|id| mfa_device(id, id, None).delete()),
        put_group,
        (0_u8..4).prop_map(|id| user(id, Vec::new(), Vec::new()).delete()),
        (0_u8..4).prop_map(|id| group(id, id, Vec::new()).delete()),
        (0_u8..6).prop_map(|id| role(id, id, Vec::new(), None).delete()),
        (0_u8..6, prop::option::of(0_u8..3)).prop_map(|(id, owner)| access_key(id, owner).put()),
        (0_u8..6).prop_map(|id| access_key(id, None).delete()),
        Just(
            Account {
                id: account(),
                region: "us-east-1".parse().unwrap(),
                created: Timestamp::UNIX_EPOCH
            }
            .put()
        ),
    ];
    prop::collection::vec(change, 0..40)
}

/// What a store holds after these changes.
fn rows(changes: &[Change]) -> BTreeMap<Key, String> {
    let mut rows = BTreeMap::new();
    for change in changes {
        match change {
            Change::Put { key, document } => drop(rows.insert(key.clone(), document.clone())),
            Change::Delete { key } => drop(rows.remove(key)),
        }
    }
    rows
}

proptest! {
    /// A key never changes its owner, so the generator may not either.
    #[test]
    fn rebuilt_from_rows_equals_applied(changes in changes()) {
        let mut owners = BTreeMap::new();
        let changes: Vec<Change> = changes.into_iter().filter(|change| match change {
            Change::Put { key, document } if key.kind == AccessKey::KIND => {
                owners.entry(key.clone()).or_insert_with(|| document.clone()) == document
            }
            _ => true,
        }).collect();
        let mut applied = Snapshot::default();
        applied.apply(Revision(7), &[]).unwrap();
        for change in &changes {
            applied.apply(Revision(7), std::slice::from_ref(change)).unwrap();
        }
        let mut builder = Builder::default();
        for (key, document) in rows(&changes) {
            builder.row(&key, &document).unwrap();
        }
        prop_assert_eq!(builder.finish(Revision(7)).contents(), applied.contents());
    }

    #[test]
    fn an_old_snapshot_stays_whole(first in changes(), then in changes()) {
        let mut snapshot = Snapshot::default();
        snapshot.apply(Revision(1), &first).unwrap();
        let (kept, before) = (snapshot.clone(), snapshot.contents());
        snapshot.apply(Revision(2), &then).unwrap();
        prop_assert_eq!(kept.contents(), before);
    }
}

#[test]
fn names_fold_case_and_attachments_are_counted() {
    let mut snapshot = Snapshot::default();
    snapshot
        .apply(
            Revision(1),
            &[
                role(1, 1, vec![1, 0], Some(1)).put(),
                role(2, 2, vec![1], None).put(),
            ],
        )
        .unwrap();
    assert_eq!(
        snapshot.role_named(account(), "rOLE1").unwrap().id,
        unique_id("AROA", 1)
    );
    let usage = snapshot.policy_usage(account(), &policy_ref(1));
    assert_eq!(
        usage,
        PolicyUsage {
            attachments: 2,
            boundaries: 1
        }
    );
    assert_eq!(snapshot.attached_to(account(), &policy_ref(1)).count(), 2);
    assert_eq!(snapshot.bounded_by(account(), &policy_ref(1)).count(), 1);
    assert_eq!(snapshot.attached_to(account(), &policy_ref(0)).count(), 1);
    let names: Vec<&str> = snapshot
        .roles(account(), Some("role1"))
        .map(|role| role.name.as_str())
        .collect();
    assert_eq!(names, ["Role2"]);
    snapshot
        .apply(Revision(2), &[role(1, 1, Vec::new(), None).delete()])
        .unwrap();
    assert_eq!(
        snapshot.policy_usage(account(), &policy_ref(1)),
        PolicyUsage {
            attachments: 1,
            boundaries: 0
        }
    );
    assert!(snapshot.role_named(account(), "Role1").is_none());
}

#[test]
fn members_are_those_whose_rows_say_so() {
    let mut snapshot = Snapshot::default();
    let changes = [
        group(1, 1, vec![1]).put(),
        group(2, 2, Vec::new()).put(),
        user(1, Vec::new(), vec![1, 2]).put(),
        user(2, Vec::new(), vec![1]).put(),
    ];
    snapshot.apply(Revision(1), &changes).unwrap();
    let members = |snapshot: &Snapshot, group| -> Vec<String> {
        let group = unique_id("AGPA", group);
        let members = snapshot.members(&group);
        members.map(|user| user.name.clone()).collect()
    };
    assert_eq!(members(&snapshot, 1), ["User1", "User2"]);
    assert_eq!(members(&snapshot, 2), ["User1"]);
    assert_eq!(snapshot.attached_to(account(), &policy_ref(1)).count(), 1);
    let changes = [
        user(1, Vec::new(), vec![2]).put(),
        user(2, Vec::new(), vec![1]).delete(),
    ];
    snapshot.apply(Revision(2), &changes).unwrap();
    assert!(members(&snapshot, 1).is_empty());
    assert_eq!(members(&snapshot, 2), ["User1"]);
}

#[test]
fn mfa_devices_are_found_by_name_serial_and_user() {
    let mut snapshot = Snapshot::default();
    let device = mfa_device(1, 1, Some(1));
    snapshot
        .apply(Revision(1), &[device.put(), mfa_device(2, 2, None).put()])
        .unwrap();
    let partition = "us-east-1".parse::<tegata_base::Region>().unwrap().partition();
    assert_eq!(**snapshot.mfa_device(account(), "/", "dEVICE1").unwrap(), device);
    let serial = device.serial(partition);
    assert_eq!(serial.as_str(), "arn:aws:iam::111122223333:mfa/Device1");
    assert_eq!(
        **snapshot.mfa_device_of_serial(partition, serial.as_str()).unwrap(),
        device
    );
    for other in [
        "arn:aws:iam::111122223333:mfa/device1",
        "arn:aws-cn:iam::111122223333:mfa/Device1",
        "Device1",
    ] {
        assert!(
            snapshot.mfa_device_of_serial(partition, other).is_none(),
            "{other}"
        );
    }
    assert_eq!(snapshot.mfa_devices(account()).count(), 2);
    assert_eq!(snapshot.mfa_devices_of(&unique_id("AIDA", 1)).count(), 1);
    snapshot
        .apply(Revision(2), &[mfa_device(1, 1, None).put()])
        .unwrap();
    assert_eq!(snapshot.mfa_devices_of(&unique_id("AIDA", 1)).count(), 0);
}

#[test]
fn equal_documents_share_their_text() {
    let mut builder = Builder::default();
    for id in 0..2 {
        let role = role(id, id, Vec::new(), None);
        let Change::Put { key, document } = role.put() else {
            panic!()
        };
        builder.row(&key, &document).unwrap();
    }
    let snapshot = builder.finish(Revision(1));
    let texts: Vec<*const u8> = snapshot
        .roles(account(), None)
        .map(|role| role.trust.text().as_ptr())
        .collect();
    assert_eq!(texts[0], texts[1]);
}

#[test]
fn a_compiled_policy_is_made_once() {
    let cache = PolicyCache::new(1 << 20);
    let first = cache.compiled(&PolicyDoc::new(TRUST), PolicyKind::Trust).unwrap();
    let second = cache.compiled(&PolicyDoc::new(TRUST), PolicyKind::Trust).unwrap();
    assert!(std::sync::Arc::ptr_eq(&first, &second));
    assert!(cache.compiled(&PolicyDoc::new("{"), PolicyKind::Trust).is_err());
}

#[test]
fn a_row_of_a_later_version_is_refused() {
    let Change::Put { key, document } = role(1, 1, Vec::new(), None).put() else {
        panic!()
    };
    let later = document.replacen("\"v\":1", "\"v\":2", 1);
    assert!(matches!(
        Builder::default().row(&key, &later),
        Err(RowError::Newer(_, 2))
    ));
    assert!(matches!(
        Builder::default().row(&key, "{}"),
        Err(RowError::Damaged(..))
    ));
}

#[test]
fn managed_policies_of_aws_are_found_by_their_reference() {
    for policy in aws_managed::AWS_MANAGED {
        assert_eq!(aws_managed::find(&policy.reference()).unwrap().id, policy.id);
        assert!(tegata_policy::Document::parse(policy.document).is_ok());
    }
    assert!(aws_managed::find("Administrator").is_none());
}
