//! Laws over any sequence of calls.

use std::collections::BTreeSet;

use proptest::prelude::{Just, Strategy, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::test_runner::Config;
use serde_json::{Value as Json, json};
use tegata_authz::Identity;

use super::world::{EC2_TRUST, READ, World, account, arn, each};

const ADMIN: &str = "arn:aws:iam::aws:policy/AdministratorAccess";

/// A call about a few names, so that calls meet.
fn call() -> impl Strategy<Value = (&'static str, Json)> {
    let name = prop_oneof![Just("a"), Just("A"), Just("b"), Just("c")];
    let policy = prop_oneof![
        Just(arn("policy/a")),
        Just(arn("policy/b")),
        Just(ADMIN.to_owned())
    ];
    (name.clone(), name, policy, 0_usize..33).prop_map(|(name, other, policy, which)| match which {
        0 | 1 => ("CreateUser", json!({"UserName": name})),
        2 => ("DeleteUser", json!({"UserName": name})),
        3 => (
            "UpdateUser",
            json!({"UserName": name, "NewUserName": other, "NewPath": "/x/"}),
        ),
        4 | 5 => (
            "CreateRole",
            json!({"RoleName": name, "AssumeRolePolicyDocument": EC2_TRUST}),
        ),
        6 => ("DeleteRole", json!({"RoleName": name})),
        7 | 8 => (
            "CreatePolicy",
            json!({"PolicyName": other, "PolicyDocument": READ}),
        ),
        9 => ("DeletePolicy", json!({"PolicyArn": policy})),
        10 => ("AttachUserPolicy", json!({"UserName": name, "PolicyArn": policy})),
        11 => ("DetachUserPolicy", json!({"UserName": name, "PolicyArn": policy})),
        12 => ("AttachRolePolicy", json!({"RoleName": name, "PolicyArn": policy})),
        13 => ("DetachRolePolicy", json!({"RoleName": name, "PolicyArn": policy})),
        14 => (
            "PutUserPermissionsBoundary",
            json!({"UserName": name, "PermissionsBoundary": policy}),
        ),
        15 => ("DeleteUserPermissionsBoundary", json!({"UserName": name})),
        16 => (
            "PutRolePermissionsBoundary",
            json!({"RoleName": name, "PermissionsBoundary": policy}),
        ),
        17 => ("DeleteRolePermissionsBoundary", json!({"RoleName": name})),
        18 => (
            "PutUserPolicy",
            json!({"UserName": name, "PolicyName": other, "PolicyDocument": READ}),
        ),
        19 => ("DeleteUserPolicy", json!({"UserName": name, "PolicyName": other})),
        20 => (
            "CreatePolicyVersion",
            json!({"PolicyArn": policy, "PolicyDocument": READ, "SetAsDefault": name == "a"}),
        ),
        21 => (
            "DeletePolicyVersion",
            json!({"PolicyArn": policy, "VersionId": "v1"}),
        ),
        22 => ("CreateAccessKey", json!({"UserName": name})),
        23 => (
            "TagUser",
            json!({"UserName": name, "Tags": [{"Key": other, "Value": ""}]}),
        ),
        24 => (
            "TagPolicy",
            json!({"PolicyArn": policy, "Tags": [{"Key": other, "Value": ""}]}),
        ),
        25 => ("CreateGroup", json!({"GroupName": name})),
        26 => ("DeleteGroup", json!({"GroupName": name})),
        27 | 28 => ("AddUserToGroup", json!({"GroupName": name, "UserName": other})),
        29 => (
            "RemoveUserFromGroup",
            json!({"GroupName": name, "UserName": other}),
        ),
        30 => (
            "AttachGroupPolicy",
            json!({"GroupName": name, "PolicyArn": policy}),
        ),
        31 => (
            "DetachGroupPolicy",
            json!({"GroupName": name, "PolicyArn": policy}),
        ),
        _ => ("UntagUser", json!({"UserName": name, "TagKeys": [other]})),
    })
}

/// What the answers say agrees with itself.
fn check(world: &mut World) {
    for policy in each(&world.ok("ListPolicies", json!({}))["Policies"], "Arn") {
        let read = world.ok("GetPolicy", json!({"PolicyArn": policy}))["Policy"].clone();
        let mut count = |filter: &str| {
            let found = world.ok(
                "ListEntitiesForPolicy",
                json!({"PolicyArn": policy, "PolicyUsageFilter": filter}),
            );
            let kinds = ["PolicyUsers", "PolicyGroups", "PolicyRoles"];
            kinds
                .map(|kind| found[kind].as_array().unwrap().len())
                .iter()
                .sum::<usize>()
        };
        assert_eq!(read["AttachmentCount"], count("PermissionsPolicy"));
        assert_eq!(
            read["PermissionsBoundaryUsageCount"],
            count("PermissionsBoundary")
        );
        let versions = world.ok("ListPolicyVersions", json!({"PolicyArn": policy}));
        let defaults = versions["Versions"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|v| v["IsDefaultVersion"] == true);
        assert_eq!(defaults.count(), 1);
    }
    let users = world.ok("ListUsers", json!({}));
    let names = each(&users["Users"], "UserName");
    let folded: BTreeSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
    assert_eq!(folded.len(), names.len());
    for name in names {
        let attached = world.ok("ListAttachedUserPolicies", json!({"UserName": name}));
        for arn in each(&attached["AttachedPolicies"], "PolicyArn") {
            world.ok("GetPolicy", json!({"PolicyArn": arn}));
        }
        let groups = world.ok("ListGroupsForUser", json!({"UserName": name}));
        for group in each(&groups["Groups"], "GroupName") {
            let members = world.ok("GetGroup", json!({"GroupName": group}));
            assert!(each(&members["Users"], "UserName").contains(&name));
        }
    }
}

proptest! {
    #![proptest_config(Config::with_cases(64))]

    /// Every change rebuilds from its rows (which `World` checks), no call is the server's fault, what
    /// is refused changes nothing, and counts agree with lists.
    #[test]
    fn any_sequence_of_calls(calls in prop::collection::vec(call(), 1..60)) {
        let mut world = World::new();
        for (operation, input) in calls {
            let before = world.snapshot.revision();
            if let Err(error) = world.call(&Identity::Root(account()), operation, input) {
                prop_assert!(error.status < 500, "{}: {:?}", operation, error);
                prop_assert_eq!(world.snapshot.revision(), before);
            }
        }
        check(&mut world);
    }

    /// Pages of any size, one after the other, are the whole list.
    #[test]
    fn pages_are_the_list(names in prop::collection::btree_set("[a-zA-Z0-9_.@=,+-]{1,12}", 0..20), size in 1..7) {
        let mut world = World::new();
        let mut expected = BTreeSet::new();
        for name in names {
            if expected.insert(name.to_lowercase()) {
                world.ok("CreateRole", json!({"RoleName": name, "AssumeRolePolicyDocument": EC2_TRUST}));
            }
        }
        let (mut found, mut input) = (Vec::new(), json!({"MaxItems": size}));
        loop {
            let page = world.ok("ListRoles", input.clone());
            let names = each(&page["Roles"], "RoleName");
            prop_assert!(names.len() <= usize::try_from(size).unwrap());
            found.extend(names.into_iter().map(str::to_lowercase));
            prop_assert_eq!(page["IsTruncated"] == true, page.get("Marker").is_some());
            let Some(marker) = page.get("Marker") else { break };
            prop_assert!(marker.as_str().unwrap().len() <= 320);
            input["Marker"] = marker.clone();
        }
        prop_assert_eq!(found, expected.into_iter().collect::<Vec<_>>());
    }

    /// Whatever stands in a marker, the answer is a page or `Invalid Marker.`
    #[test]
    fn no_marker_breaks_a_list(marker in "[ -~]{1,64}", list in 0_usize..4) {
        let mut world = World::new();
        world.ok("CreateUser", json!({"UserName": "u", "Tags": [{"Key": "k", "Value": ""}]}));
        world.ok("CreatePolicy", json!({"PolicyName": "p", "PolicyDocument": READ}));
        let lists = ["ListUsers", "ListUserTags", "ListPolicyVersions", "ListEntitiesForPolicy"];
        let encoded = data_encoding::BASE64URL_NOPAD.encode(format!("{}\n{marker}", lists[list]).as_bytes());
        for marker in [marker, encoded] {
            let input = match list {
                0 => json!({"Marker": marker}),
                1 => json!({"Marker": marker, "UserName": "u"}),
                _ => json!({"Marker": marker, "PolicyArn": arn("policy/p")}),
            };
            if let Err(error) = world.call(&Identity::Root(account()), lists[list], input) {
                prop_assert_eq!(error.message, "Invalid Marker.");
            }
        }
    }
}
