use serde_json::json;
use tegata_authz::Identity;
use tegata_base::AccountId;
use tegata_state::KeyOwner;

use super::world::{ACCOUNT, World, each, members};

const OTHER: &str = "000000000042";

fn other() -> AccountId {
    OTHER.parse().unwrap()
}

#[test]
fn an_account_begins_with_its_root_key() {
    let mut world = World::new();
    let made = world.ok("CreateAccount", json!({"AccountId": OTHER}));
    assert_eq!(members(&made), ["AccessKey", "Account"]);
    assert_eq!(
        members(&made["Account"]),
        ["AccountId", "Arn", "CreateDate", "Region"]
    );
    assert_eq!(made["Account"]["Arn"], format!("arn:aws:iam::{OTHER}:root"));
    assert_eq!(made["Account"]["Region"], "us-east-1", "that of the first");
    let secret = made["AccessKey"]["SecretAccessKey"].as_str().unwrap();
    assert_eq!(secret.len(), 40);
    assert!(world.rows.values().all(|row| !row.contains(secret)));
    assert_eq!(world.event.recipient, Some(other()));
    let keys: Vec<_> = world.snapshot.access_keys_of(other(), &KeyOwner::Root).collect();
    assert_eq!(keys.len(), 1);
    assert_eq!((keys[0].account, keys[0].id.account()), (other(), Some(other())));
    assert_eq!(made["AccessKey"]["AccessKeyId"], keys[0].id.as_str());
    let listed = world.ok("ListAccounts", json!({}));
    assert_eq!(each(&listed["Accounts"], "AccountId"), [OTHER, ACCOUNT]);
    let first = world.ok("ListAccounts", json!({"MaxItems": 1}));
    let rest = world.ok("ListAccounts", json!({"Marker": first["Marker"]}));
    assert_eq!(each(&rest["Accounts"], "AccountId"), [ACCOUNT]);
}

#[test]
fn what_is_refused() {
    let mut world = World::new();
    let own = format!("Account {ACCOUNT} already exists.");
    world.refused(
        "CreateAccount",
        json!({"AccountId": ACCOUNT}),
        "EntityAlreadyExists",
        409,
        &own,
    );
    let foreign = json!({"AccountId": OTHER, "Region": "cn-north-1"});
    let message = "cn-north-1 is not a region of this installation's partition.";
    world.refused("CreateAccount", foreign, "InvalidInput", 400, message);
    world.limits.accounts = 1;
    let message = "Cannot exceed quota for AccountsPerInstallation: 1";
    world.refused(
        "CreateAccount",
        json!({"AccountId": OTHER}),
        "LimitExceeded",
        409,
        message,
    );
    world.limits.accounts = 2;
    world.ok("CreateAccount", json!({"AccountId": OTHER}));
    for (operation, input) in [
        ("ListAccounts", json!({})),
        ("CreateAccount", json!({"AccountId": "000000000043"})),
    ] {
        let error = world
            .call(&Identity::Root(other()), operation, input)
            .unwrap_err();
        let message = "Only the account that the installation began with can do this.";
        assert_eq!(
            (error.code.as_ref(), error.message.as_str()),
            ("AccessDenied", message)
        );
    }
}

/// Names and quotas are each account's own.
#[test]
fn accounts_do_not_meet() {
    let mut world = World::new();
    world.limits.users = 1;
    world.ok("CreateAccount", json!({"AccountId": OTHER}));
    let theirs = Identity::Root(other());
    world.ok("CreateUser", json!({"UserName": "alice"}));
    world
        .call(&theirs, "CreateUser", json!({"UserName": "alice"}))
        .unwrap();
    world
        .call(&theirs, "CreateGroup", json!({"GroupName": "devs"}))
        .unwrap();
    let add = json!({"GroupName": "devs", "UserName": "alice"});
    world.refused(
        "AddUserToGroup",
        add.clone(),
        "NoSuchEntity",
        404,
        "The group with name devs cannot be found.",
    );
    world.call(&theirs, "AddUserToGroup", add).unwrap();
    let listed = world.ok("ListUsers", json!({}));
    assert_eq!(each(&listed["Users"], "UserName"), ["alice"]);
    let full = world
        .call(&theirs, "CreateUser", json!({"UserName": "bob"}))
        .unwrap_err();
    assert_eq!(full.code, "LimitExceeded");
}
