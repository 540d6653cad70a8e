use serde_json::json;
use tegata_authz::Identity;

use super::world::{READ, World, account, arn, each, members};

#[test]
fn shapes() {
    let mut world = World::new();
    let boundary = arn("policy/bound");
    world.ok(
        "CreatePolicy",
        json!({"PolicyName": "bound", "PolicyDocument": READ}),
    );
    let plain = world.ok("CreateUser", json!({"UserName": "plain", "Path": "/a/b/"}));
    let bare = ["Arn", "CreateDate", "Path", "UserId", "UserName"];
    assert_eq!(members(&plain["User"]), bare);
    assert_eq!(plain["User"]["Arn"], arn("user/a/b/plain"));
    assert_eq!(
        world.ok("GetUser", json!({"UserName": "PLAIN"}))["User"],
        plain["User"]
    );

    let tags = json!([{"Key": "zone", "Value": ""}, {"Key": "a", "Value": "1"}]);
    let input = json!({"UserName": "full", "PermissionsBoundary": boundary, "Tags": tags});
    let full = &world.ok("CreateUser", input)["User"];
    assert_eq!(full["Tags"], tags, "as given");
    let shown = json!({"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": boundary});
    assert_eq!(full["PermissionsBoundary"], shown);
    let read = &world.ok("GetUser", json!({"UserName": "full"}))["User"];
    assert_eq!(each(&read["Tags"], "Key"), ["a", "zone"], "in the order of lists");
    assert_eq!(read["PermissionsBoundary"], shown);
    let listed = world.ok("ListUsers", json!({}));
    assert_eq!(each(&listed["Users"], "UserName"), ["full", "plain"]);
    assert_eq!(members(&listed["Users"][0]), bare);
    assert_eq!(listed["IsTruncated"], false);
    assert_eq!(listed.get("Marker"), None);
    assert_eq!(
        world.ok("ListUsers", json!({"PathPrefix": "/a"}))["Users"],
        json!([plain["User"]])
    );
}

#[test]
fn events_name_the_user() {
    let mut world = World::new();
    let made = world.ok("CreateUser", json!({"UserName": "alice"}));
    let id = made["User"]["UserId"].as_str().unwrap();
    assert_eq!(named(&world), ["alice", &arn("user/alice"), id]);
    assert!(
        world
            .event
            .resources
            .iter()
            .all(|resource| resource.resource_type == "AWS::IAM::User")
    );
    world.ok("UpdateUser", json!({"UserName": "alice", "NewUserName": "eve"}));
    assert_eq!(
        named(&world),
        ["eve", &arn("user/eve"), id, "alice", &arn("user/alice"), id]
    );
    world.ok("CreatePolicy", json!({"PolicyName": "p", "PolicyDocument": READ}));
    assert_eq!(named(&world)[..2], ["p", &arn("policy/p")]);
    world.ok("TagPolicy", json!({"PolicyArn": arn("policy/p"), "Tags": []}));
    assert_eq!(world.event.resources[0].resource_type, "AWS::IAM::Policy");
}

/// What the last call's event is found by.
fn named(world: &World) -> Vec<&str> {
    world
        .event
        .resources
        .iter()
        .map(|resource| resource.name.as_str())
        .collect()
}

#[test]
fn names_are_unique_ignoring_case() {
    let mut world = World::new();
    world.ok("CreateUser", json!({"UserName": "Alice"}));
    let taken = "User with name aLICE already exists.";
    world.refused(
        "CreateUser",
        json!({"UserName": "aLICE", "Path": "/x/"}),
        "EntityAlreadyExists",
        409,
        taken,
    );
    world.ok("CreateUser", json!({"UserName": "bob"}));
    let rename = json!({"UserName": "bob", "NewUserName": "aLICE"});
    world.refused("UpdateUser", rename, "EntityAlreadyExists", 409, taken);
    world.ok("UpdateUser", json!({"UserName": "alice", "NewUserName": "ALICE"}));
    assert_eq!(world.user("alice").name, "ALICE");
}

#[test]
fn a_rename_keeps_what_the_user_has() {
    let mut world = World::new();
    world.ok(
        "CreateUser",
        json!({"UserName": "old", "Tags": [{"Key": "k", "Value": "v"}]}),
    );
    let before = world.user("old");
    let key = world.ok("CreateAccessKey", json!({"UserName": "old"}));
    world.ok(
        "PutUserPolicy",
        json!({"UserName": "old", "PolicyName": "p", "PolicyDocument": READ}),
    );
    world.ok(
        "UpdateUser",
        json!({"UserName": "old", "NewUserName": "new", "NewPath": "/moved/"}),
    );
    let after = world.user("new");
    assert_eq!(
        (&after.id, &after.tags, after.inline.len()),
        (&before.id, &before.tags, 1)
    );
    assert_eq!(
        world.ok("GetUser", json!({"UserName": "new"}))["User"]["Arn"],
        arn("user/moved/new")
    );
    let keys = world.ok("ListAccessKeys", json!({"UserName": "new"}));
    assert_eq!(
        keys["AccessKeyMetadata"][0]["AccessKeyId"],
        key["AccessKey"]["AccessKeyId"]
    );
    assert_eq!(keys["AccessKeyMetadata"][0]["UserName"], "new");
    let gone = "The user with name old cannot be found.";
    world.refused("GetUser", json!({"UserName": "old"}), "NoSuchEntity", 404, gone);
    world.ok("UpdateUser", json!({"UserName": "new"}));
    assert_eq!(world.changed, 0, "nothing was to be changed");
}

#[test]
fn deletion_waits_for_everything_else() {
    let mut world = World::new();
    world.ok("CreatePolicy", json!({"PolicyName": "p", "PolicyDocument": READ}));
    world.ok(
        "CreateUser",
        json!({"UserName": "u", "PermissionsBoundary": arn("policy/p")}),
    );
    let user = json!({"UserName": "u"});
    let key = world.ok("CreateAccessKey", user.clone())["AccessKey"]["AccessKeyId"].clone();
    world.ok(
        "PutUserPolicy",
        json!({"UserName": "u", "PolicyName": "i", "PolicyDocument": READ}),
    );
    world.ok(
        "AttachUserPolicy",
        json!({"UserName": "u", "PolicyArn": arn("policy/p")}),
    );
    let conflict = |world: &mut World, message: &str| {
        world.refused("DeleteUser", user.clone(), "DeleteConflict", 409, message);
    };
    conflict(
        &mut world,
        "Cannot delete entity, must detach all policies first.",
    );
    world.ok(
        "DetachUserPolicy",
        json!({"UserName": "u", "PolicyArn": arn("policy/p")}),
    );
    conflict(&mut world, "Cannot delete entity, must delete policies first.");
    world.ok("DeleteUserPolicy", json!({"UserName": "u", "PolicyName": "i"}));
    conflict(&mut world, "Cannot delete entity, must delete access keys first.");
    world.ok("DeleteAccessKey", json!({"UserName": "u", "AccessKeyId": key}));
    world.ok("DeleteUser", json!({"UserName": "u"}));
    let missing = "The user with name u cannot be found.";
    world.refused(
        "DeleteUser",
        json!({"UserName": "u"}),
        "NoSuchEntity",
        404,
        missing,
    );
    let usage = world.ok("GetPolicy", json!({"PolicyArn": arn("policy/p")}));
    assert_eq!(usage["Policy"]["PermissionsBoundaryUsageCount"], 0);
}

#[test]
fn the_caller_is_meant_without_a_name() {
    let mut world = World::new();
    world.ok("CreateUser", json!({"UserName": "me"}));
    world.ok(
        "PutUserPolicy",
        json!({"UserName": "me", "PolicyName": "p", "PolicyDocument": READ}),
    );
    let me = world.as_user("me");
    world.ok("UpdateUser", json!({"UserName": "me", "NewUserName": "renamed"}));
    // The caller was authenticated before the rename.
    assert_eq!(
        world.call(&me, "GetUser", json!({})).unwrap()["User"]["UserName"],
        "renamed"
    );
    let root = world.ok("GetUser", json!({}));
    assert_eq!(
        (&root["User"]["Arn"], &root["User"]["UserId"]),
        (&json!(arn("root")), &json!("111122223333"))
    );
}

#[test]
fn a_role_must_say_whom_it_means() {
    let mut world = World::new();
    let trust = super::world::EC2_TRUST;
    world.ok(
        "CreateRole",
        json!({"RoleName": "r", "AssumeRolePolicyDocument": trust}),
    );
    let role = world.as_role("r");
    for (operation, input) in [
        ("GetUser", json!({})),
        ("CreateAccessKey", json!({})),
        ("ListAccessKeys", json!({})),
        ("DeleteAccessKey", json!({"AccessKeyId": "AKIAIOSFODNN7EXAMPLE"})),
        (
            "UpdateAccessKey",
            json!({"AccessKeyId": "AKIAIOSFODNN7EXAMPLE", "Status": "Active"}),
        ),
    ] {
        let error = world.call(&role, operation, input).unwrap_err();
        assert_eq!(
            error.message,
            "Must specify userName when calling with non-User credentials"
        );
        assert_eq!((error.code.as_ref(), error.status), ("ValidationError", 400));
    }
}

#[test]
fn quota_and_pages() {
    let mut world = World::new();
    world.limits.users = 5;
    for name in ["e", "D", "c", "B", "a"] {
        world.ok("CreateUser", json!({"UserName": name}));
    }
    let full = "Cannot exceed quota for UsersPerAccount: 5";
    world.refused("CreateUser", json!({"UserName": "f"}), "LimitExceeded", 409, full);
    let first = world.ok("ListUsers", json!({"MaxItems": 2}));
    assert_eq!(each(&first["Users"], "UserName"), ["a", "B"]);
    assert_eq!(first["IsTruncated"], true);
    world.ok("DeleteUser", json!({"UserName": "B"}));
    let second = world.ok("ListUsers", json!({"MaxItems": 2, "Marker": first["Marker"]}));
    assert_eq!(
        each(&second["Users"], "UserName"),
        ["c", "D"],
        "goes on after the name"
    );
    let last = world.ok("ListUsers", json!({"MaxItems": 2, "Marker": second["Marker"]}));
    assert_eq!(each(&last["Users"], "UserName"), ["e"]);
    assert_eq!((&last["IsTruncated"], last.get("Marker")), (&json!(false), None));
    let marker = json!({"Marker": first["Marker"]});
    world.refused("ListRoles", marker, "ValidationError", 400, "Invalid Marker.");
}

#[test]
fn a_page_has_a_hundred_entries() {
    let mut world = World::new();
    for number in 0..101 {
        world.ok("CreateUser", json!({"UserName": format!("user-{number:03}")}));
    }
    let first = world.ok("ListUsers", json!({}));
    assert_eq!(first["Users"].as_array().unwrap().len(), 100);
    let rest = world.ok("ListUsers", json!({"Marker": first["Marker"]}));
    assert_eq!(each(&rest["Users"], "UserName"), ["user-100"]);
}

#[test]
fn boundaries() {
    let mut world = World::new();
    world.ok("CreatePolicy", json!({"PolicyName": "p", "PolicyDocument": READ}));
    world.ok("CreateUser", json!({"UserName": "u"}));
    let put = |arn: &str| json!({"UserName": "u", "PermissionsBoundary": arn});
    let missing = arn("policy/missing");
    let message = format!("Scope ARN: {missing} does not exist or is not attachable.");
    world.refused(
        "PutUserPermissionsBoundary",
        put(&missing),
        "NoSuchEntity",
        404,
        &message,
    );
    for invalid in [arn("not_a_policy/invalid"), "no-arn-but-long-enough".to_owned()] {
        let message = format!("ARN {invalid} is not valid.");
        world.refused(
            "PutUserPermissionsBoundary",
            put(&invalid),
            "InvalidInput",
            400,
            &message,
        );
        let new = json!({"UserName": "new", "PermissionsBoundary": invalid});
        world.refused("CreateUser", new, "InvalidInput", 400, &message);
    }
    let nobody = json!({"UserName": "nobody", "PermissionsBoundary": missing});
    let message = "The user with name nobody cannot be found.";
    world.refused("PutUserPermissionsBoundary", nobody, "NoSuchEntity", 404, message);
    let admin = "arn:aws:iam::aws:policy/AdministratorAccess";
    world.ok("PutUserPermissionsBoundary", put(admin));
    world.ok("PutUserPermissionsBoundary", put(&arn("policy/p")));
    let count = |world: &mut World, arn: &str| {
        world.ok("GetPolicy", json!({"PolicyArn": arn}))["Policy"]["PermissionsBoundaryUsageCount"].clone()
    };
    assert_eq!(
        (count(&mut world, admin), count(&mut world, &arn("policy/p"))),
        (json!(0), json!(1))
    );
    world.ok("DeleteUserPermissionsBoundary", json!({"UserName": "u"}));
    world.ok("DeleteUserPermissionsBoundary", json!({"UserName": "u"}));
    assert_eq!(world.changed, 0);
    assert_eq!(
        world.ok("GetUser", json!({"UserName": "u"}))["User"].get("PermissionsBoundary"),
        None
    );
}

#[test]
fn identities_of_other_accounts_are_not_seen() {
    let mut world = World::new();
    world.ok("CreateUser", json!({"UserName": "u"}));
    let stranger = Identity::Root("999900001111".parse().unwrap());
    assert_ne!(account().to_string(), "999900001111");
    let error = world
        .call(&stranger, "GetUser", json!({"UserName": "u"}))
        .unwrap_err();
    assert_eq!(error.code, "NoSuchEntity");
    assert_eq!(
        world.call(&stranger, "ListUsers", json!({})).unwrap()["Users"],
        json!([])
    );
}
