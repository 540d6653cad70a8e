//! Every operation is refused without permission, allowed with exactly the permission that the table
//! says, and always allowed to the root user. A row without a line here fails the build of this table.

mod groups;
mod mfa_devices;

use serde_json::{Value as Json, json};
use tegata_authz::Identity;
use tegata_state::{Entity as _, MfaDevice, MfaHolder};

use super::world::{ACCOUNT, EC2_TRUST, READ, World, account, allow, arn, trust};
use crate::{ROWS, SERVICE};

/// An operation, what it is called with, and each `action resource` that it needs.
struct Line(&'static str, Json, Vec<(&'static str, String)>);

/// The key of `bob` stands for `KEY`.
const KEY: &str = "AKIA0000000000000000";

fn lines() -> Vec<Line> {
    let (alice, bob) = (arn("user/team/alice"), arn("user/bob"));
    let (role, bare) = (arn("role/team/deploy"), arn("role/bare"));
    let (policy, spare) = (arn("policy/team/reading"), arn("policy/spare"));
    let user = |name: &str| json!({"UserName": name});
    let named = |name: &str| json!({"RoleName": name});
    let tags = json!([{"Key": "team", "Value": "blue"}]);
    let one = |operation, input, action, resource: &str| {
        Line(operation, input, vec![(action, resource.to_owned())])
    };
    let mut lines = vec![
        one("CreateAccessKey", user("alice"), "iam:CreateAccessKey", &alice),
        one(
            "DeleteAccessKey",
            json!({"UserName": "bob", "AccessKeyId": KEY}),
            "iam:DeleteAccessKey",
            &bob,
        ),
        one(
            "GetAccessKeyLastUsed",
            json!({"AccessKeyId": KEY}),
            "iam:GetAccessKeyLastUsed",
            &bob,
        ),
        one("ListAccessKeys", user("alice"), "iam:ListAccessKeys", &alice),
        one(
            "UpdateAccessKey",
            json!({"UserName": "bob", "AccessKeyId": KEY, "Status": "Inactive"}),
            "iam:UpdateAccessKey",
            &bob,
        ),
        one(
            "AttachRolePolicy",
            json!({"RoleName": "deploy", "PolicyArn": spare}),
            "iam:AttachRolePolicy",
            &role,
        ),
        one(
            "AttachUserPolicy",
            json!({"UserName": "alice", "PolicyArn": spare}),
            "iam:AttachUserPolicy",
            &alice,
        ),
        one(
            "DetachRolePolicy",
            json!({"RoleName": "deploy", "PolicyArn": policy}),
            "iam:DetachRolePolicy",
            &role,
        ),
        one(
            "DetachUserPolicy",
            json!({"UserName": "alice", "PolicyArn": policy}),
            "iam:DetachUserPolicy",
            &alice,
        ),
        one(
            "ListAttachedRolePolicies",
            named("deploy"),
            "iam:ListAttachedRolePolicies",
            &role,
        ),
        one(
            "ListAttachedUserPolicies",
            user("alice"),
            "iam:ListAttachedUserPolicies",
            &alice,
        ),
        one(
            "DeleteRolePolicy",
            json!({"RoleName": "deploy", "PolicyName": "inline"}),
            "iam:DeleteRolePolicy",
            &role,
        ),
        one(
            "DeleteUserPolicy",
            json!({"UserName": "alice", "PolicyName": "inline"}),
            "iam:DeleteUserPolicy",
            &alice,
        ),
        one(
            "GetRolePolicy",
            json!({"RoleName": "deploy", "PolicyName": "inline"}),
            "iam:GetRolePolicy",
            &role,
        ),
        one(
            "GetUserPolicy",
            json!({"UserName": "alice", "PolicyName": "inline"}),
            "iam:GetUserPolicy",
            &alice,
        ),
        one("ListRolePolicies", named("deploy"), "iam:ListRolePolicies", &role),
        one("ListUserPolicies", user("alice"), "iam:ListUserPolicies", &alice),
        one(
            "PutRolePolicy",
            json!({"RoleName": "deploy", "PolicyName": "p", "PolicyDocument": READ}),
            "iam:PutRolePolicy",
            &role,
        ),
        one(
            "PutUserPolicy",
            json!({"UserName": "alice", "PolicyName": "p", "PolicyDocument": READ}),
            "iam:PutUserPolicy",
            &alice,
        ),
        one(
            "ListEntitiesForPolicy",
            json!({"PolicyArn": policy}),
            "iam:ListEntitiesForPolicy",
            &policy,
        ),
        one("ListPolicies", json!({}), "iam:ListPolicies", "*"),
        one(
            "DeleteRolePermissionsBoundary",
            named("deploy"),
            "iam:DeleteRolePermissionsBoundary",
            &role,
        ),
        one(
            "DeleteUserPermissionsBoundary",
            user("alice"),
            "iam:DeleteUserPermissionsBoundary",
            &alice,
        ),
        one(
            "PutRolePermissionsBoundary",
            json!({"RoleName": "deploy", "PermissionsBoundary": spare}),
            "iam:PutRolePermissionsBoundary",
            &role,
        ),
        one(
            "PutUserPermissionsBoundary",
            json!({"UserName": "alice", "PermissionsBoundary": spare}),
            "iam:PutUserPermissionsBoundary",
            &alice,
        ),
        Line(
            "CreatePolicy",
            json!({"PolicyName": "new", "Path": "/p/", "PolicyDocument": READ, "Tags": tags}),
            vec![
                ("iam:CreatePolicy", arn("policy/p/new")),
                ("iam:TagPolicy", arn("policy/p/new")),
            ],
        ),
        one(
            "DeletePolicy",
            json!({"PolicyArn": spare}),
            "iam:DeletePolicy",
            &spare,
        ),
        one(
            "GetPolicy",
            json!({"PolicyArn": policy}),
            "iam:GetPolicy",
            &policy,
        ),
        one(
            "CreatePolicyVersion",
            json!({"PolicyArn": spare, "PolicyDocument": READ}),
            "iam:CreatePolicyVersion",
            &spare,
        ),
        one(
            "DeletePolicyVersion",
            json!({"PolicyArn": policy, "VersionId": "v2"}),
            "iam:DeletePolicyVersion",
            &policy,
        ),
        one(
            "GetPolicyVersion",
            json!({"PolicyArn": policy, "VersionId": "v2"}),
            "iam:GetPolicyVersion",
            &policy,
        ),
        one(
            "ListPolicyVersions",
            json!({"PolicyArn": policy}),
            "iam:ListPolicyVersions",
            &policy,
        ),
        one(
            "SetDefaultPolicyVersion",
            json!({"PolicyArn": policy, "VersionId": "v2"}),
            "iam:SetDefaultPolicyVersion",
            &policy,
        ),
        Line(
            "CreateRole",
            json!({"RoleName": "new", "Path": "/p/", "AssumeRolePolicyDocument": EC2_TRUST, "Tags": tags}),
            vec![
                ("iam:CreateRole", arn("role/p/new")),
                ("iam:TagRole", arn("role/p/new")),
            ],
        ),
        one("DeleteRole", named("bare"), "iam:DeleteRole", &bare),
        one("GetRole", named("deploy"), "iam:GetRole", &role),
        one(
            "ListRoles",
            json!({"PathPrefix": "/team/"}),
            "iam:ListRoles",
            &arn("role/team/"),
        ),
        one(
            "UpdateAssumeRolePolicy",
            json!({"RoleName": "deploy", "PolicyDocument": trust(ACCOUNT)}),
            "iam:UpdateAssumeRolePolicy",
            &role,
        ),
        one(
            "UpdateRole",
            json!({"RoleName": "deploy", "Description": "d"}),
            "iam:UpdateRole",
            &role,
        ),
        one(
            "UpdateRoleDescription",
            json!({"RoleName": "deploy", "Description": "d"}),
            "iam:UpdateRoleDescription",
            &role,
        ),
        one(
            "ListPolicyTags",
            json!({"PolicyArn": policy}),
            "iam:ListPolicyTags",
            &policy,
        ),
        one("ListRoleTags", named("deploy"), "iam:ListRoleTags", &role),
        one("ListUserTags", user("alice"), "iam:ListUserTags", &alice),
        one(
            "TagPolicy",
            json!({"PolicyArn": policy, "Tags": tags}),
            "iam:TagPolicy",
            &policy,
        ),
        one(
            "TagRole",
            json!({"RoleName": "deploy", "Tags": tags}),
            "iam:TagRole",
            &role,
        ),
        one(
            "TagUser",
            json!({"UserName": "alice", "Tags": tags}),
            "iam:TagUser",
            &alice,
        ),
        one(
            "UntagPolicy",
            json!({"PolicyArn": policy, "TagKeys": ["team"]}),
            "iam:UntagPolicy",
            &policy,
        ),
        one(
            "UntagRole",
            json!({"RoleName": "deploy", "TagKeys": ["team"]}),
            "iam:UntagRole",
            &role,
        ),
        one(
            "UntagUser",
            json!({"UserName": "alice", "TagKeys": ["team"]}),
            "iam:UntagUser",
            &alice,
        ),
        Line(
            "CreateUser",
            json!({"UserName": "new", "Path": "/p/", "Tags": tags}),
            vec![
                ("iam:CreateUser", arn("user/p/new")),
                ("iam:TagUser", arn("user/p/new")),
            ],
        ),
        one("DeleteUser", user("carol"), "iam:DeleteUser", &arn("user/carol")),
        one("GetUser", user("alice"), "iam:GetUser", &alice),
        one("ListUsers", json!({}), "iam:ListUsers", &arn("user/")),
        one(
            "ExplainAccess",
            json!({"PrincipalArn": role, "ActionName": "s3:GetObject"}),
            "iam:SimulatePrincipalPolicy",
            &role,
        ),
        one(
            "GetContextKeysForCustomPolicy",
            json!({"PolicyInputList": [READ]}),
            "iam:GetContextKeysForCustomPolicy",
            "*",
        ),
        one(
            "GetContextKeysForPrincipalPolicy",
            json!({"PolicySourceArn": alice}),
            "iam:GetContextKeysForPrincipalPolicy",
            &alice,
        ),
        one(
            "SimulateCustomPolicy",
            json!({"PolicyInputList": [READ], "ActionNames": ["s3:GetObject"]}),
            "iam:SimulateCustomPolicy",
            "*",
        ),
        one(
            "SimulatePrincipalPolicy",
            json!({"PolicySourceArn": role, "ActionNames": ["s3:GetObject"]}),
            "iam:SimulatePrincipalPolicy",
            &role,
        ),
        Line(
            "UpdateUser",
            json!({"UserName": "alice", "NewUserName": "eve"}),
            vec![
                ("iam:UpdateUser", alice.clone()),
                ("iam:UpdateUser", arn("user/team/eve")),
            ],
        ),
    ];
    lines.extend(groups::lines());
    lines.push(one(
        "CreateAccount",
        json!({"AccountId": "000000000042"}),
        "iam:CreateAccount",
        "*",
    ));
    lines.push(one("ListAccounts", json!({}), "iam:ListAccounts", "*"));
    lines.extend(mfa_devices::lines());
    lines
}

/// A world in which every line can be answered, and the id of bob's key.
pub(super) fn furnished() -> (World, String) {
    let mut world = World::new();
    for (name, path) in [("alice", "/team/"), ("bob", "/"), ("carol", "/"), ("caller", "/")] {
        world.ok("CreateUser", json!({"UserName": name, "Path": path}));
    }
    for (name, path) in [("reading", "/team/"), ("spare", "/")] {
        world.ok(
            "CreatePolicy",
            json!({"PolicyName": name, "Path": path, "PolicyDocument": READ}),
        );
    }
    for (name, path) in [("deploy", "/team/"), ("bare", "/")] {
        let input = json!({"RoleName": name, "Path": path, "AssumeRolePolicyDocument": EC2_TRUST});
        world.ok("CreateRole", input);
    }
    for (name, path) in [("staff", "/team/"), ("spares", "/")] {
        world.ok("CreateGroup", json!({"GroupName": name, "Path": path}));
    }
    world.ok(
        "AddUserToGroup",
        json!({"GroupName": "staff", "UserName": "alice"}),
    );
    let policy = arn("policy/team/reading");
    world.ok(
        "CreatePolicyVersion",
        json!({"PolicyArn": policy, "PolicyDocument": READ}),
    );
    let holders = [
        ("User", "UserName", "alice"),
        ("Group", "GroupName", "staff"),
        ("Role", "RoleName", "deploy"),
    ];
    for (word, member, name) in holders {
        let input = json!({member: name, "PolicyName": "inline", "PolicyDocument": READ});
        world.ok(&format!("Put{word}Policy"), input);
        world.ok(
            &format!("Attach{word}Policy"),
            json!({member: name, "PolicyArn": policy}),
        );
    }
    for name in ["phone", "spare"] {
        world.ok("CreateVirtualMFADevice", json!({"VirtualMFADeviceName": name}));
    }
    hold(&mut world, "phone", "alice");
    let made = world.ok("CreateAccessKey", json!({"UserName": "bob"}));
    let key = made["AccessKey"]["AccessKeyId"].as_str().unwrap().to_owned();
    (world, key)
}

/// Enables a device without a look at its codes.
fn hold(world: &mut World, name: &str, user: &str) {
    let device = world.snapshot.mfa_device(account(), "/", name).unwrap();
    let holder = Some(MfaHolder {
        user: world.user(user).id.clone(),
        since: world.now,
    });
    let held = MfaDevice {
        holder,
        ..MfaDevice::clone(device)
    };
    world.commit(&[held.put()]);
}

fn with_key(input: &Json, key: &str) -> Json {
    serde_json::from_str(&input.to_string().replace(KEY, key)).unwrap()
}

#[test]
fn every_operation_has_a_line_and_a_row() {
    let mut lined: Vec<&str> = lines().iter().map(|line| line.0).collect();
    let mut rows: Vec<&str> = ROWS.iter().map(|row| row.operation.name).collect();
    let mut modelled: Vec<&str> = SERVICE
        .operations
        .iter()
        .map(|operation| operation.name)
        .collect();
    // Their codes cannot be written in a table.
    lined.extend(["EnableMFADevice", "ResyncMFADevice"]);
    for names in [&mut lined, &mut rows, &mut modelled] {
        names.sort_unstable();
    }
    assert_eq!(lined, rows);
    assert_eq!(rows, modelled);
}

#[test]
fn each_is_refused_without_permission() {
    let (mut world, key) = furnished();
    let caller = world.as_user("caller");
    for Line(operation, input, needs) in lines() {
        let error = world
            .call(&caller, operation, with_key(&input, &key))
            .expect_err(operation);
        let (action, resource) = &needs[0];
        let shown = match (operation, resource.as_str()) {
            ("ListPolicies", _) => " on resource: policy path /".to_owned(),
            (_, "*") => String::new(),
            (_, resource) => format!(" on resource: {resource}"),
        };
        let message = format!(
            "User: {} is not authorized to perform: {action}{shown} \
             because no identity-based policy allows the {action} action",
            arn("user/caller")
        );
        assert_eq!(
            (error.code.as_ref(), error.status, error.message),
            ("AccessDenied", 403, message)
        );
        assert_eq!(error.denied.expect(operation).action, *action);
    }
}

#[test]
fn each_is_allowed_by_what_it_needs_and_not_by_less() {
    for Line(operation, input, needs) in lines() {
        for missing in 0..=needs.len() {
            let (mut world, key) = furnished();
            for (number, (action, resource)) in
                needs.iter().enumerate().filter(|(number, _)| *number != missing)
            {
                let policy = allow(action, resource);
                let input = json!({"UserName": "caller", "PolicyName": format!("p{number}"), "PolicyDocument": policy});
                world.ok("PutUserPolicy", input);
            }
            let caller = world.as_user("caller");
            let answer = world.call(&caller, operation, with_key(&input, &key));
            match answer {
                Ok(_) => assert_eq!(missing, needs.len(), "{operation} needs less than the table says"),
                Err(error) if missing < needs.len() => assert_eq!(error.code, "AccessDenied", "{operation}"),
                Err(error) => panic!("{operation}: {error:?}"),
            }
        }
    }
}

#[test]
fn the_root_user_may_everything() {
    for Line(operation, input, _) in lines() {
        let (mut world, key) = furnished();
        world.ok(operation, with_key(&input, &key));
    }
}

#[test]
fn what_is_missing_is_told_only_to_who_may_see_it() {
    let (mut world, _) = furnished();
    let caller = world.as_user("caller");
    for (operation, input, resource) in [
        ("GetUser", json!({"UserName": "nobody"}), arn("user/nobody")),
        ("GetRole", json!({"RoleName": "nothing"}), arn("role/nothing")),
        (
            "GetPolicy",
            json!({"PolicyArn": arn("policy/nothing")}),
            arn("policy/nothing"),
        ),
    ] {
        let error = world.call(&caller, operation, input.clone()).unwrap_err();
        assert_eq!(
            (error.code.as_ref(), error.denied.unwrap().resource),
            ("AccessDenied", resource)
        );
        let error = world
            .call(&Identity::Root(account()), operation, input)
            .unwrap_err();
        assert_eq!(error.code, "NoSuchEntity");
    }
}

#[test]
fn validation_comes_before_permission() {
    let (mut world, _) = furnished();
    let caller = world.as_user("caller");
    for (operation, input, message) in [
        ("ListUsers", json!({"Marker": "nonsense"}), "Invalid Marker."),
        (
            "AttachUserPolicy",
            json!({"UserName": "alice", "PolicyArn": "this-is-not-an-arn-at-all"}),
            "ARN this-is-not-an-arn-at-all is not valid.",
        ),
        (
            "GetPolicy",
            json!({"PolicyArn": arn("user/alice")}),
            &format!("ARN {} is not valid.", arn("user/alice")),
        ),
    ] {
        let error = world.call(&caller, operation, input).unwrap_err();
        assert_eq!(
            (error.code.as_ref(), error.status, error.message.as_str()),
            ("ValidationError", 400, message)
        );
    }
}

/// What is not in the table: these take codes, which are looked at only for those who may.
#[test]
fn codes_are_looked_at_for_those_who_may() {
    let (mut world, _) = furnished();
    let input = |name: &str| {
        json!({
            "UserName": "alice",
            "SerialNumber": arn(&format!("mfa/{name}")),
            "AuthenticationCode1": "000000",
            "AuthenticationCode2": "000001",
        })
    };
    for (operation, action, device) in [
        ("EnableMFADevice", "iam:EnableMFADevice", "spare"),
        ("ResyncMFADevice", "iam:ResyncMFADevice", "phone"),
    ] {
        let caller = world.as_user("caller");
        let denied = world
            .call(&caller, operation, input(device))
            .unwrap_err()
            .denied
            .unwrap();
        assert_eq!(
            (denied.action.as_str(), denied.resource),
            (action, arn("user/team/alice"))
        );
        let policy = allow(action, &arn("user/team/alice"));
        let input_of = json!({"UserName": "caller", "PolicyName": operation, "PolicyDocument": policy});
        world.ok("PutUserPolicy", input_of);
        let caller = world.as_user("caller");
        let error = world.call(&caller, operation, input(device)).unwrap_err();
        assert_eq!(error.code, "InvalidAuthenticationCode");
    }
}
