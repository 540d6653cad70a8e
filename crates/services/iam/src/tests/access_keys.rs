use jiff::SignedDuration;
use serde_json::json;
use tegata_base::AccessKeyId;
use tegata_operation::observed;
use tegata_state::{AccessKey, Entity as _};
use tegata_store::{LastUsed, Observed};

use super::world::{EC2_TRUST, READ, World, account, each, members};

#[test]
fn shapes_and_the_secret() {
    let mut world = World::new();
    world.ok("CreateUser", json!({"UserName": "u"}));
    let made = world.ok("CreateAccessKey", json!({"UserName": "U"}))["AccessKey"].clone();
    assert_eq!(
        members(&made),
        [
            "AccessKeyId",
            "CreateDate",
            "SecretAccessKey",
            "Status",
            "UserName"
        ]
    );
    assert_eq!(
        (&made["UserName"], &made["Status"]),
        (&json!("u"), &json!("Active"))
    );
    let id: AccessKeyId = made["AccessKeyId"].as_str().unwrap().parse().unwrap();
    assert_eq!((id.account(), id.is_temporary()), (Some(account()), false));
    let secret = made["SecretAccessKey"].as_str().unwrap();
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '+' || c == '/';
    assert!(secret.len() == 40 && secret.chars().all(allowed), "{secret}");

    // At rest it is sealed, in the place of this row and no other.
    let row = world.snapshot.access_key(&id).unwrap().clone();
    assert!(!world.rows.values().any(|document| document.contains(secret)));
    let opened = world
        .kek
        .open(&row.key().to_string(), "secret", &row.sealed_secret)
        .unwrap();
    assert_eq!(opened.expose(), secret.as_bytes());
    let elsewhere = AccessKey {
        id: "AKIAIOSFODNN7EXAMPLE".parse().unwrap(),
        ..AccessKey::clone(&row)
    };
    assert!(
        world
            .kek
            .open(&elsewhere.key().to_string(), "secret", &row.sealed_secret)
            .is_err()
    );

    let listed = world.ok("ListAccessKeys", json!({"UserName": "u"}));
    assert_eq!(
        members(&listed["AccessKeyMetadata"][0]),
        ["AccessKeyId", "CreateDate", "Status", "UserName"]
    );
    let second = world.ok("CreateAccessKey", json!({"UserName": "u"}))["AccessKey"].clone();
    assert_ne!(second["SecretAccessKey"], made["SecretAccessKey"]);
    let kinds: Vec<&str> = world
        .event
        .resources
        .iter()
        .map(|r| r.resource_type.as_str())
        .collect();
    assert_eq!(
        kinds,
        [
            "AWS::IAM::AccessKey",
            "AWS::IAM::User",
            "AWS::IAM::User",
            "AWS::IAM::User"
        ]
    );
}

#[test]
fn two_whatever_their_status() {
    let mut world = World::new();
    world.ok("CreateUser", json!({"UserName": "u"}));
    let first = world.ok("CreateAccessKey", json!({"UserName": "u"}))["AccessKey"]["AccessKeyId"].clone();
    let update = |status: &str| json!({"UserName": "u", "AccessKeyId": first, "Status": status});
    world.ok("UpdateAccessKey", update("Inactive"));
    world.ok("CreateAccessKey", json!({"UserName": "u"}));
    let full = "Cannot exceed quota for AccessKeysPerUser: 2";
    world.refused(
        "CreateAccessKey",
        json!({"UserName": "u"}),
        "LimitExceeded",
        409,
        full,
    );
    let listed = world.ok("ListAccessKeys", json!({"UserName": "u"}));
    assert_eq!(
        each(&listed["AccessKeyMetadata"], "Status"),
        ["Inactive", "Active"],
        "oldest first"
    );
    let page = world.ok("ListAccessKeys", json!({"UserName": "u", "MaxItems": 1}));
    assert_eq!(
        each(&page["AccessKeyMetadata"], "AccessKeyId"),
        [first.as_str().unwrap()]
    );
    let page = world.ok(
        "ListAccessKeys",
        json!({"UserName": "u", "Marker": page["Marker"]}),
    );
    assert_eq!(each(&page["AccessKeyMetadata"], "Status"), ["Active"]);
    world.ok("UpdateAccessKey", update("Inactive"));
    assert_eq!(world.changed, 0);
    world.ok("UpdateAccessKey", update("Active"));
    assert_eq!(world.changed, 1);
    world.refused(
        "UpdateAccessKey",
        update("Expired"),
        "InvalidInput",
        400,
        "The status Expired cannot be set.",
    );
}

#[test]
fn a_key_belongs_to_its_user() {
    let mut world = World::new();
    world.ok("CreateUser", json!({"UserName": "u"}));
    world.ok("CreateUser", json!({"UserName": "v"}));
    let id = world.ok("CreateAccessKey", json!({"UserName": "u"}))["AccessKey"]["AccessKeyId"].clone();
    let message = format!("The Access Key with id {} cannot be found.", id.as_str().unwrap());
    for user in [json!("v"), json!(null)] {
        let mut input = json!({"AccessKeyId": id});
        if !user.is_null() {
            input["UserName"] = user;
        }
        world.refused("DeleteAccessKey", input.clone(), "NoSuchEntity", 404, &message);
        input["Status"] = json!("Inactive");
        world.refused("UpdateAccessKey", input, "NoSuchEntity", 404, &message);
    }
    let nobody = "The user with name nobody cannot be found.";
    world.refused(
        "CreateAccessKey",
        json!({"UserName": "nobody"}),
        "NoSuchEntity",
        404,
        nobody,
    );
}

#[test]
fn the_root_user_has_keys_of_its_own() {
    let mut world = World::new();
    world.ok("CreateUser", json!({"UserName": "u"}));
    world.ok("CreateAccessKey", json!({"UserName": "u"}));
    let own = world.ok("CreateAccessKey", json!({}))["AccessKey"].clone();
    let listed = world.ok("ListAccessKeys", json!({}));
    assert_eq!(
        each(&listed["AccessKeyMetadata"], "AccessKeyId"),
        [own["AccessKeyId"].as_str().unwrap()]
    );
    assert_eq!(listed["AccessKeyMetadata"][0].get("UserName"), None);
    let used = world.ok("GetAccessKeyLastUsed", json!({"AccessKeyId": own["AccessKeyId"]}));
    assert_eq!(members(&used), ["AccessKeyLastUsed"]);
    world.ok("DeleteAccessKey", json!({"AccessKeyId": own["AccessKeyId"]}));
    assert_eq!(
        world.ok("ListAccessKeys", json!({}))["AccessKeyMetadata"],
        json!([])
    );
}

#[test]
fn a_users_own_keys() {
    let mut world = World::new();
    world.ok("CreateUser", json!({"UserName": "me"}));
    let policy = super::world::allow("iam:*AccessKey*", &super::world::arn("user/${aws:username}"));
    world.ok(
        "PutUserPolicy",
        json!({"UserName": "me", "PolicyName": "p", "PolicyDocument": policy}),
    );
    let me = world.as_user("me");
    let made = world.call(&me, "CreateAccessKey", json!({})).unwrap();
    let id = &made["AccessKey"]["AccessKeyId"];
    assert_eq!(made["AccessKey"]["UserName"], "me");
    assert_eq!(
        world.call(&me, "ListAccessKeys", json!({})).unwrap()["AccessKeyMetadata"][0]["AccessKeyId"],
        *id
    );
    world
        .call(
            &me,
            "UpdateAccessKey",
            json!({"AccessKeyId": id, "Status": "Inactive"}),
        )
        .unwrap();
    world
        .call(&me, "DeleteAccessKey", json!({"AccessKeyId": id}))
        .unwrap();
}

#[test]
fn last_use() {
    let mut world = World::new();
    world.ok("CreateUser", json!({"UserName": "u"}));
    let id = world.ok("CreateAccessKey", json!({"UserName": "u"}))["AccessKey"]["AccessKeyId"].clone();
    let unused = world.ok("GetAccessKeyLastUsed", json!({"AccessKeyId": id}));
    let expected = json!({"UserName": "u", "AccessKeyLastUsed": {"ServiceName": "N/A", "Region": "N/A"}});
    assert_eq!(unused, expected);
    let seen = LastUsed {
        at: world.now,
        service: "sts".into(),
        region: "eu-west-1".parse().unwrap(),
    };
    let key = observed::access_key_used(account(), id.as_str().unwrap());
    world.observed.insert(
        key,
        Observed {
            last_used: Some(seen),
            subject: None,
        },
    );
    let used = &world.ok("GetAccessKeyLastUsed", json!({"AccessKeyId": id}))["AccessKeyLastUsed"];
    assert_eq!(members(used), ["LastUsedDate", "Region", "ServiceName"]);
    assert_eq!(
        (&used["ServiceName"], &used["Region"]),
        (&json!("sts"), &json!("eu-west-1"))
    );
}

#[test]
fn an_unknown_key_is_refused_in_the_same_words_to_everyone() {
    let mut world = World::new();
    world.ok(
        "CreateRole",
        json!({"RoleName": "r", "AssumeRolePolicyDocument": EC2_TRUST}),
    );
    let message = |caller: &str| {
        format!(
            "User: {caller} is not authorized to perform iam:GetAccessKeyLastUsed on resource: access key AKIAIOSFODNN7EXAMPLE"
        )
    };
    let input = json!({"AccessKeyId": "AKIAIOSFODNN7EXAMPLE"});
    let root = message("arn:aws:iam::111122223333:root");
    world.refused("GetAccessKeyLastUsed", input.clone(), "AccessDenied", 403, &root);
    let role = world.as_role("r");
    let error = world.call(&role, "GetAccessKeyLastUsed", input).unwrap_err();
    assert_eq!(
        error.message,
        message("arn:aws:sts::111122223333:assumed-role/r/session")
    );
}

#[test]
fn a_roles_last_use() {
    let mut world = World::new();
    world.ok(
        "CreateRole",
        json!({"RoleName": "r", "AssumeRolePolicyDocument": EC2_TRUST}),
    );
    world.ok(
        "PutRolePolicy",
        json!({"RoleName": "r", "PolicyName": "p", "PolicyDocument": READ}),
    );
    let last_used =
        |world: &mut World| world.ok("GetRole", json!({"RoleName": "R"}))["Role"]["RoleLastUsed"].clone();
    assert_eq!(last_used(&mut world), json!({}));
    let seen = LastUsed {
        at: world.now,
        service: "iam".into(),
        region: "eu-west-1".parse().unwrap(),
    };
    let key = observed::role_used(account(), &world.role("r").id);
    world.observed.insert(
        key,
        Observed {
            last_used: Some(seen),
            subject: None,
        },
    );
    assert_eq!(members(&last_used(&mut world)), ["LastUsedDate", "Region"]);
    world.now += SignedDuration::from_hours(401 * 24);
    assert_eq!(last_used(&mut world), json!({}), "forgotten after 400 days");
}
