use serde_json::json;
use tegata_state::{Entity as _, Role};

use super::world::{EC2_TRUST, READ, World, arn, decoded, each, members};

const BARE: [&str; 6] = [
    "Arn",
    "AssumeRolePolicyDocument",
    "CreateDate",
    "Path",
    "RoleId",
    "RoleName",
];

#[test]
fn shapes() {
    let mut world = World::new();
    world.ok(
        "CreatePolicy",
        json!({"PolicyName": "bound", "PolicyDocument": READ}),
    );
    let plain = world.ok(
        "CreateRole",
        json!({"RoleName": "plain", "AssumeRolePolicyDocument": EC2_TRUST}),
    );
    assert_eq!(members(&plain["Role"]), BARE);
    assert_eq!(plain["Role"]["Arn"], arn("role/plain"));
    assert_eq!(decoded(&plain["Role"]["AssumeRolePolicyDocument"]), EC2_TRUST);
    let read = &world.ok("GetRole", json!({"RoleName": "plain"}))["Role"];
    assert_eq!(
        members(read),
        [
            &BARE[..3],
            &["MaxSessionDuration", "Path", "RoleId", "RoleLastUsed", "RoleName"]
        ]
        .concat()
    );
    assert_eq!(
        (&read["MaxSessionDuration"], &read["RoleLastUsed"]),
        (&json!(3600), &json!({}))
    );

    let full = json!({
        "RoleName": "full", "Path": "/team/", "AssumeRolePolicyDocument": EC2_TRUST, "Description": "says",
        "MaxSessionDuration": 7200, "PermissionsBoundary": arn("policy/bound"),
        "Tags": [{"Key": "team", "Value": "blue"}],
    });
    let made = &world.ok("CreateRole", full)["Role"];
    let mut expected = [&BARE[..], &["PermissionsBoundary", "Tags"]].concat();
    expected.sort_unstable();
    assert_eq!(
        members(made),
        expected,
        "never a description or the longest session"
    );
    assert_eq!(made["PermissionsBoundary"]["PermissionsBoundaryType"], "Policy");
    let read = &world.ok("GetRole", json!({"RoleName": "full"}))["Role"];
    expected.extend(["Description", "MaxSessionDuration", "RoleLastUsed"]);
    expected.sort_unstable();
    assert_eq!(members(read), expected);
    let listed = &world.ok("ListRoles", json!({"PathPrefix": "/team/"}))["Roles"];
    assert_eq!(each(listed, "RoleName"), ["full"]);
    let mut expected = [&BARE[..], &["Description", "MaxSessionDuration"]].concat();
    expected.sort_unstable();
    assert_eq!(members(&listed[0]), expected);
}

#[test]
fn updates_leave_what_is_not_given() {
    let mut world = World::new();
    let new = json!({"RoleName": "r", "AssumeRolePolicyDocument": EC2_TRUST, "Description": "first"});
    world.ok("CreateRole", new);
    assert_eq!(
        world.ok("UpdateRole", json!({"RoleName": "r", "MaxSessionDuration": 7200})),
        json!({})
    );
    let described = world.ok(
        "UpdateRoleDescription",
        json!({"RoleName": "r", "Description": "second"}),
    );
    let mut expected = [&BARE[..], &["Description"]].concat();
    expected.sort_unstable();
    assert_eq!(members(&described["Role"]), expected);
    world.ok("UpdateRole", json!({"RoleName": "r"}));
    assert_eq!(world.changed, 0);
    let read = &world.ok("GetRole", json!({"RoleName": "r"}))["Role"];
    assert_eq!(
        (&read["Description"], &read["MaxSessionDuration"]),
        (&json!("second"), &json!(7200))
    );
    world.ok("UpdateRole", json!({"RoleName": "r", "Description": ""}));
    assert_eq!(
        world.ok("GetRole", json!({"RoleName": "r"}))["Role"]["Description"],
        "",
        "empty is not absent"
    );
}

#[test]
fn conflicts_quota_and_missing_ones() {
    let mut world = World::new();
    world.limits.roles = 1;
    world.ok(
        "CreateRole",
        json!({"RoleName": "r", "AssumeRolePolicyDocument": EC2_TRUST}),
    );
    let twice = json!({"RoleName": "R", "Path": "/x/", "AssumeRolePolicyDocument": EC2_TRUST});
    world.refused(
        "CreateRole",
        twice,
        "EntityAlreadyExists",
        409,
        "Role with name R already exists.",
    );
    let more = json!({"RoleName": "s", "AssumeRolePolicyDocument": EC2_TRUST});
    world.refused(
        "CreateRole",
        more,
        "LimitExceeded",
        409,
        "Cannot exceed quota for RolesPerAccount: 1",
    );
    let (role, admin) = (
        json!({"RoleName": "r"}),
        "arn:aws:iam::aws:policy/AdministratorAccess",
    );
    world.ok("AttachRolePolicy", json!({"RoleName": "r", "PolicyArn": admin}));
    world.ok(
        "PutRolePolicy",
        json!({"RoleName": "r", "PolicyName": "p", "PolicyDocument": READ}),
    );
    let attached = "Cannot delete entity, must detach all policies first.";
    world.refused("DeleteRole", role.clone(), "DeleteConflict", 409, attached);
    world.ok("DetachRolePolicy", json!({"RoleName": "r", "PolicyArn": admin}));
    let embedded = "Cannot delete entity, must delete policies first.";
    world.refused("DeleteRole", role.clone(), "DeleteConflict", 409, embedded);
    world.ok("DeleteRolePolicy", json!({"RoleName": "r", "PolicyName": "p"}));
    let id = world.role("r").id.clone();
    world.ok("DeleteRole", role.clone());
    for (operation, rest) in [
        ("GetRole", json!({})),
        ("DeleteRole", json!({})),
        ("UpdateRole", json!({})),
        ("UpdateRoleDescription", json!({"Description": ""})),
        ("UpdateAssumeRolePolicy", json!({"PolicyDocument": EC2_TRUST})),
        ("ListRoleTags", json!({})),
        ("ListRolePolicies", json!({})),
        ("ListAttachedRolePolicies", json!({})),
        (
            "PutRolePolicy",
            json!({"PolicyName": "p", "PolicyDocument": READ}),
        ),
        ("GetRolePolicy", json!({"PolicyName": "p"})),
        ("DeleteRolePolicy", json!({"PolicyName": "p"})),
        ("AttachRolePolicy", json!({"PolicyArn": admin})),
        ("DetachRolePolicy", json!({"PolicyArn": admin})),
        (
            "PutRolePermissionsBoundary",
            json!({"PermissionsBoundary": admin}),
        ),
        ("DeleteRolePermissionsBoundary", json!({})),
    ] {
        let mut input = rest;
        input["RoleName"] = json!("r");
        world.refused(
            operation,
            input,
            "NoSuchEntity",
            404,
            "The role with name r cannot be found.",
        );
    }
    world.ok(
        "CreateRole",
        json!({"RoleName": "r", "AssumeRolePolicyDocument": EC2_TRUST}),
    );
    assert_ne!(world.role("r").id, id, "an id is never used again");
}

#[test]
fn roles_that_aws_makes_are_not_changed() {
    let mut world = World::new();
    let reserved =
        json!({"RoleName": "r", "Path": "/aws-service-role/x/", "AssumeRolePolicyDocument": EC2_TRUST});
    let message = "Paths that begin with /aws-service-role/ are reserved for roles that AWS makes.";
    world.refused("CreateRole", reserved, "InvalidInput", 400, message);
    world.ok(
        "CreateRole",
        json!({"RoleName": "r", "AssumeRolePolicyDocument": EC2_TRUST}),
    );
    let role = Role {
        path: "/aws-reserved/sso.amazonaws.com/".into(),
        ..Role::clone(&world.role("r"))
    };
    world.commit(&[role.put()]);
    let message =
        "Cannot perform the operation on the protected role 'r' - this role is only modifiable by AWS";
    let admin = "arn:aws:iam::aws:policy/AdministratorAccess";
    for (operation, rest) in [
        ("DeleteRole", json!({})),
        ("UpdateRole", json!({"Description": "d"})),
        ("UpdateRoleDescription", json!({"Description": "d"})),
        ("UpdateAssumeRolePolicy", json!({"PolicyDocument": EC2_TRUST})),
        (
            "PutRolePolicy",
            json!({"PolicyName": "p", "PolicyDocument": READ}),
        ),
        ("DeleteRolePolicy", json!({"PolicyName": "p"})),
        ("AttachRolePolicy", json!({"PolicyArn": admin})),
        ("DetachRolePolicy", json!({"PolicyArn": admin})),
        (
            "PutRolePermissionsBoundary",
            json!({"PermissionsBoundary": admin}),
        ),
        ("DeleteRolePermissionsBoundary", json!({})),
    ] {
        let mut input = rest;
        input["RoleName"] = json!("r");
        world.refused(operation, input, "UnmodifiableEntity", 400, message);
    }
    world.ok(
        "TagRole",
        json!({"RoleName": "r", "Tags": [{"Key": "k", "Value": "v"}]}),
    );
    world.ok("GetRole", json!({"RoleName": "r"}));
}

#[test]
fn inline_policies() {
    let mut world = World::new();
    world.ok(
        "CreateRole",
        json!({"RoleName": "r", "AssumeRolePolicyDocument": EC2_TRUST}),
    );
    let text = "{\n \"Version\":\"2012-10-17\",\t\"Statement\":\r\n[{\"Effect\":\"Allow\",\"Action\":\"s3:Get+é%20~*\",\"Resource\":\"*\"}] }";
    let put = |name: &str, text: &str| json!({"RoleName": "r", "PolicyName": name, "PolicyDocument": text});
    world.ok("PutRolePolicy", put("zed", text));
    world.ok("PutRolePolicy", put("Another", READ));
    let got = world.ok("GetRolePolicy", json!({"RoleName": "R", "PolicyName": "zed"}));
    assert_eq!(members(&got), ["PolicyDocument", "PolicyName", "RoleName"]);
    assert_eq!(got["RoleName"], "r");
    assert_eq!(decoded(&got["PolicyDocument"]), text, "byte for byte");
    let encoded = got["PolicyDocument"].as_str().unwrap();
    assert!(
        encoded.starts_with("%7B%0A%20%22Version%22%3A%222012-10-17%22"),
        "{encoded}"
    );
    assert!(encoded.contains("s3%3AGet%2B%C3%A9%2520~%2A"), "{encoded}");
    world.ok("PutRolePolicy", put("zed", READ));
    assert_eq!(
        world.ok("ListRolePolicies", json!({"RoleName": "r"}))["PolicyNames"],
        json!(["Another", "zed"])
    );
    let page = world.ok("ListRolePolicies", json!({"RoleName": "r", "MaxItems": 1}));
    let page = world.ok(
        "ListRolePolicies",
        json!({"RoleName": "r", "Marker": page["Marker"]}),
    );
    assert_eq!(page["PolicyNames"], json!(["zed"]));
    let missing = "The role policy with name none cannot be found.";
    for operation in ["GetRolePolicy", "DeleteRolePolicy"] {
        let input = json!({"RoleName": "r", "PolicyName": "none"});
        world.refused(operation, input, "NoSuchEntity", 404, missing);
    }
    let missing = "The user policy with name none cannot be found.";
    world.ok("CreateUser", json!({"UserName": "u"}));
    let input = json!({"UserName": "u", "PolicyName": "none"});
    world.refused("GetUserPolicy", input, "NoSuchEntity", 404, missing);
    let syntax = "Syntax errors in policy.";
    world.refused(
        "PutRolePolicy",
        put("bad", "{"),
        "MalformedPolicyDocument",
        400,
        syntax,
    );
}

#[test]
fn inline_policies_share_a_limit_without_blanks() {
    let mut world = World::new();
    world.limits.user_policy_size = 200;
    world.ok("CreateUser", json!({"UserName": "u"}));
    let used = READ.len();
    let spaced = READ.replace(',', " ,\n ");
    let put = |name: &str, text: &str| json!({"UserName": "u", "PolicyName": name, "PolicyDocument": text});
    assert!(used * 2 <= 200 && used * 3 > 200);
    world.ok("PutUserPolicy", put("a", &spaced));
    world.ok("PutUserPolicy", put("b", READ));
    world.ok("PutUserPolicy", put("b", &spaced));
    let full = "Maximum policy size of 200 bytes exceeded for user u";
    world.refused("PutUserPolicy", put("c", READ), "LimitExceeded", 409, full);
}

#[test]
fn attachments() {
    let mut world = World::new();
    world.limits.policies_per_role = 2;
    world.ok(
        "CreateRole",
        json!({"RoleName": "r", "AssumeRolePolicyDocument": EC2_TRUST}),
    );
    for (name, path) in [("Beta", "/team/"), ("alpha", "/")] {
        world.ok(
            "CreatePolicy",
            json!({"PolicyName": name, "Path": path, "PolicyDocument": READ}),
        );
    }
    let (alpha, beta) = (arn("policy/alpha"), arn("policy/team/Beta"));
    let with = |arn: &str| json!({"RoleName": "r", "PolicyArn": arn});
    world.ok("AttachRolePolicy", with(&beta));
    world.ok("AttachRolePolicy", with(&beta));
    assert_eq!(world.changed, 0, "attached twice");
    world.ok("AttachRolePolicy", with(&alpha));
    let admin = "arn:aws:iam::aws:policy/AdministratorAccess";
    let full = "Cannot exceed quota for PoliciesPerRole: 2";
    world.refused("AttachRolePolicy", with(admin), "LimitExceeded", 409, full);
    world.ok("AttachRolePolicy", with(&alpha));
    let listed = world.ok("ListAttachedRolePolicies", json!({"RoleName": "r"}));
    let expected =
        json!([{"PolicyName": "alpha", "PolicyArn": alpha}, {"PolicyName": "Beta", "PolicyArn": beta}]);
    assert_eq!(listed["AttachedPolicies"], expected);
    let below = world.ok(
        "ListAttachedRolePolicies",
        json!({"RoleName": "r", "PathPrefix": "/team/"}),
    );
    assert_eq!(each(&below["AttachedPolicies"], "PolicyName"), ["Beta"]);
    let page = world.ok(
        "ListAttachedRolePolicies",
        json!({"RoleName": "r", "MaxItems": 1}),
    );
    let page = world.ok(
        "ListAttachedRolePolicies",
        json!({"RoleName": "r", "Marker": page["Marker"]}),
    );
    assert_eq!(each(&page["AttachedPolicies"], "PolicyName"), ["Beta"]);

    world.ok("DetachRolePolicy", with(&beta));
    world.refused(
        "DetachRolePolicy",
        with(&beta),
        "NoSuchEntity",
        404,
        &format!("Policy {beta} was not found."),
    );
    world.ok("AttachRolePolicy", with(admin));
    for missing in [
        arn("policy/missing"),
        arn("policy/Beta"),
        arn("policy/team/beta"),
        "arn:aws:iam::aws:policy/None".into(),
        "arn:aws:iam::999900001111:policy/alpha".into(),
        alpha.replace("arn:aws:", "arn:aws-cn:"),
    ] {
        let message = format!("Policy {missing} does not exist or is not attachable.");
        world.refused("AttachRolePolicy", with(&missing), "NoSuchEntity", 404, &message);
        world.refused(
            "DetachRolePolicy",
            with(&missing),
            "NoSuchEntity",
            404,
            &format!("Policy {missing} was not found."),
        );
    }
    let message = "ARN longpolicynamebutnoarn is not valid.";
    world.refused(
        "AttachRolePolicy",
        with("longpolicynamebutnoarn"),
        "ValidationError",
        400,
        message,
    );
}
