use serde_json::{Value as Json, json};
use tegata_authz::Identity;

use super::world::{EC2_TRUST, READ, World, account, allow, arn, decoded, each, members};

const ADMIN: &str = "arn:aws:iam::aws:policy/AdministratorAccess";
const BARE: [&str; 10] = [
    "Arn",
    "AttachmentCount",
    "CreateDate",
    "DefaultVersionId",
    "IsAttachable",
    "Path",
    "PermissionsBoundaryUsageCount",
    "PolicyId",
    "PolicyName",
    "UpdateDate",
];

fn create(world: &mut World, name: &str) -> String {
    let made = world.ok(
        "CreatePolicy",
        json!({"PolicyName": name, "PolicyDocument": READ}),
    );
    made["Policy"]["Arn"].as_str().unwrap().to_owned()
}

fn sorted(more: &[&'static str]) -> Vec<&'static str> {
    let mut names = [&BARE, more].concat();
    names.sort_unstable();
    names
}

#[test]
fn shapes() {
    let mut world = World::new();
    let input = json!({
        "PolicyName": "p", "Path": "/team/", "PolicyDocument": READ, "Description": "reads",
        "Tags": [{"Key": "long", "Value": ""}, {"Key": "k", "Value": "v"}],
    });
    let made = world.ok("CreatePolicy", input)["Policy"].clone();
    assert_eq!(members(&made), sorted(&["Tags"]), "no description");
    assert_eq!(each(&made["Tags"], "Key"), ["long", "k"], "as given");
    assert_eq!(made["Arn"], arn("policy/team/p"));
    assert_eq!(
        (&made["DefaultVersionId"], &made["IsAttachable"]),
        (&json!("v1"), &json!(true))
    );
    let plain = create(&mut world, "plain");
    let read = &world.ok("GetPolicy", json!({"PolicyArn": plain}))["Policy"];
    assert_eq!(members(read), sorted(&["Tags"]));
    assert_eq!(read["Tags"], json!([]), "always there");
    let read = &world.ok("GetPolicy", json!({"PolicyArn": made["Arn"]}))["Policy"];
    assert_eq!(members(read), sorted(&["Description", "Tags"]));
    assert_eq!(each(&read["Tags"], "Key"), ["k", "long"]);
    let listed = world.ok("ListPolicies", json!({"Scope": "Local"}));
    assert!(
        listed["Policies"]
            .as_array()
            .unwrap()
            .iter()
            .all(|policy| members(policy) == BARE)
    );
    assert_eq!(each(&listed["Policies"], "PolicyName"), ["p", "plain"]);
}

#[test]
fn creation_errors() {
    let mut world = World::new();
    world.limits.policies = 1;
    create(&mut world, "p");
    let twice = json!({"PolicyName": "P", "Path": "/x/", "PolicyDocument": READ});
    let message = "A policy called P already exists. Duplicate names are not allowed.";
    world.refused("CreatePolicy", twice, "EntityAlreadyExists", 409, message);
    let more = json!({"PolicyName": "q", "PolicyDocument": READ});
    world.refused(
        "CreatePolicy",
        more,
        "LimitExceeded",
        409,
        "Cannot exceed quota for PoliciesPerAccount: 1",
    );
    for (text, message) in [
        ("nonsense", "Syntax errors in policy."),
        (
            r#"{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#,
            "Policy document must be version 2012-10-17 or greater.",
        ),
        (
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"#,
            "Policy document should not specify a principal.",
        ),
        (
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"x"}]}"#,
            "Resource x must be in ARN format or \"*\".",
        ),
    ] {
        let input = json!({"PolicyName": "q", "PolicyDocument": text});
        world.refused("CreatePolicy", input, "MalformedPolicyDocument", 400, message);
        let input = json!({"PolicyArn": arn("policy/p"), "PolicyDocument": text});
        world.refused(
            "CreatePolicyVersion",
            input,
            "MalformedPolicyDocument",
            400,
            message,
        );
    }
    world.limits = tegata_operation::Limits::default();
    let sized = |size: usize| allow(&format!("s3:{}", "a".repeat(size - allow("s3:", "*").len())), "*");
    let blank = |text: &str| text.replace(',', ",\n  \t");
    let new = |text: &str| json!({"PolicyName": "q", "PolicyDocument": text});
    let full = "Cannot exceed quota for PolicySize: 6144";
    world.refused("CreatePolicy", new(&sized(6145)), "LimitExceeded", 409, full);
    world.ok("CreatePolicy", new(&blank(&sized(6144))));
}

#[test]
fn versions() {
    let mut world = World::new();
    let policy = create(&mut world, "p");
    let version = |id: &str| json!({"PolicyArn": policy, "VersionId": id});
    for number in 2..=5 {
        let text = format!(" {}", allow(&format!("s3:Get{number}"), "*"));
        let input =
            json!({"PolicyArn": policy, "PolicyDocument": text.trim_start(), "SetAsDefault": number == 3});
        let made = &world.ok("CreatePolicyVersion", input)["PolicyVersion"];
        assert_eq!(members(made), ["CreateDate", "IsDefaultVersion", "VersionId"]);
        assert_eq!(
            (&made["VersionId"], &made["IsDefaultVersion"]),
            (&json!(format!("v{number}")), &json!(number == 3))
        );
    }
    let full = "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.";
    let sixth = json!({"PolicyArn": policy, "PolicyDocument": READ});
    world.refused("CreatePolicyVersion", sixth.clone(), "LimitExceeded", 409, full);
    let default = "Cannot delete the default version of a policy.";
    world.refused(
        "DeletePolicyVersion",
        version("v3"),
        "DeleteConflict",
        409,
        default,
    );
    world.ok("DeletePolicyVersion", version("v2"));
    world.ok("DeletePolicyVersion", version("v5"));
    assert_eq!(
        world.ok("CreatePolicyVersion", sixth)["PolicyVersion"]["VersionId"],
        "v6",
        "never used again"
    );
    let listed = world.ok("ListPolicyVersions", json!({"PolicyArn": policy}));
    assert_eq!(
        each(&listed["Versions"], "VersionId"),
        ["v6", "v4", "v3", "v1"],
        "newest first"
    );
    let page = world.ok("ListPolicyVersions", json!({"PolicyArn": policy, "MaxItems": 3}));
    let page = world.ok(
        "ListPolicyVersions",
        json!({"PolicyArn": policy, "Marker": page["Marker"]}),
    );
    assert_eq!(each(&page["Versions"], "VersionId"), ["v1"]);
    let got = &world.ok("GetPolicyVersion", version("v4"))["PolicyVersion"];
    assert_eq!(
        members(got),
        ["CreateDate", "Document", "IsDefaultVersion", "VersionId"]
    );
    assert_eq!(decoded(&got["Document"]), allow("s3:Get4", "*"));
    world.ok("SetDefaultPolicyVersion", version("v1"));
    let read = &world.ok("GetPolicy", json!({"PolicyArn": policy}))["Policy"];
    assert_eq!(read["DefaultVersionId"], "v1");
    assert!(read["UpdateDate"].as_str() > read["CreateDate"].as_str());
    world.ok("SetDefaultPolicyVersion", version("v1"));
    assert_eq!(world.changed, 0);
    for operation in [
        "GetPolicyVersion",
        "DeletePolicyVersion",
        "SetDefaultPolicyVersion",
    ] {
        for id in ["v2", "v99999999999", "v1.x"] {
            let message = format!("Policy {policy} version {id} does not exist or is not attachable.");
            world.refused(operation, version(id), "NoSuchEntity", 404, &message);
        }
        let missing = arn("policy/missing");
        let message = format!("Policy {missing} version v1 does not exist or is not attachable.");
        world.refused(
            operation,
            json!({"PolicyArn": missing, "VersionId": "v1"}),
            "NoSuchEntity",
            404,
            &message,
        );
    }
}

#[test]
fn the_default_version_is_in_force() {
    let mut world = World::new();
    world.ok("CreateUser", json!({"UserName": "u"}));
    let policy = create(&mut world, "p");
    world.ok("AttachUserPolicy", json!({"UserName": "u", "PolicyArn": policy}));
    let me = world.as_user("u");
    world.call(&me, "GetUser", json!({})).unwrap();
    let input =
        json!({"PolicyArn": policy, "PolicyDocument": allow("iam:ListUsers", "*"), "SetAsDefault": true});
    world.ok("CreatePolicyVersion", input);
    assert_eq!(
        world.call(&me, "GetUser", json!({})).unwrap_err().code,
        "AccessDenied"
    );
    world.call(&me, "ListUsers", json!({})).unwrap();
}

#[test]
fn deletion() {
    let mut world = World::new();
    world.ok("CreateUser", json!({"UserName": "u"}));
    let policy = create(&mut world, "p");
    let (name, delete) = (json!({"PolicyArn": policy}), "DeletePolicy");
    world.ok(
        "CreatePolicyVersion",
        json!({"PolicyArn": policy, "PolicyDocument": READ}),
    );
    world.ok("AttachUserPolicy", json!({"UserName": "u", "PolicyArn": policy}));
    let used = "Cannot delete a policy attached to entities.";
    world.refused(delete, name.clone(), "DeleteConflict", 409, used);
    world.ok("DetachUserPolicy", json!({"UserName": "u", "PolicyArn": policy}));
    world.ok(
        "PutUserPermissionsBoundary",
        json!({"UserName": "u", "PermissionsBoundary": policy}),
    );
    world.refused(delete, name.clone(), "DeleteConflict", 409, used);
    world.ok("DeleteUserPermissionsBoundary", json!({"UserName": "u"}));
    let versions = "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.";
    world.refused(delete, name.clone(), "DeleteConflict", 409, versions);
    world.ok(
        "DeletePolicyVersion",
        json!({"PolicyArn": policy, "VersionId": "v2"}),
    );
    world.ok(delete, name.clone());
    let missing = format!("Policy {policy} was not found.");
    for operation in ["DeletePolicy", "GetPolicy", "ListPolicyVersions"] {
        world.refused(operation, name.clone(), "NoSuchEntity", 404, &missing);
    }
    let input = json!({"PolicyArn": policy, "PolicyDocument": READ});
    world.refused("CreatePolicyVersion", input, "NoSuchEntity", 404, &missing);
}

#[test]
fn policies_of_aws_are_read_and_attached_but_not_changed() {
    let mut world = World::new();
    world.ok("CreateUser", json!({"UserName": "u"}));
    world.ok("AttachUserPolicy", json!({"UserName": "u", "PolicyArn": ADMIN}));
    let read = &world.ok("GetPolicy", json!({"PolicyArn": ADMIN}))["Policy"];
    assert_eq!(
        (&read["AttachmentCount"], &read["Arn"], &read["Tags"]),
        (&json!(1), &json!(ADMIN), &json!([]))
    );
    let id = read["DefaultVersionId"].clone();
    let version = json!({"PolicyArn": ADMIN, "VersionId": id});
    let got = &world.ok("GetPolicyVersion", version.clone())["PolicyVersion"];
    assert!(decoded(&got["Document"]).contains("\"Action\":\"*\""));
    assert_eq!(
        world.ok("ListPolicyVersions", json!({"PolicyArn": ADMIN}))["Versions"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        world.ok("ListPolicyTags", json!({"PolicyArn": ADMIN}))["Tags"],
        json!([])
    );
    let entities = world.ok("ListEntitiesForPolicy", json!({"PolicyArn": ADMIN}));
    assert_eq!(each(&entities["PolicyUsers"], "UserName"), ["u"]);
    let me = world.as_user("u");
    world.call(&me, "ListRoles", json!({})).unwrap();

    let update = "Cannot update policies outside your own account.";
    let with = |more: Json| {
        let mut input = more;
        input["PolicyArn"] = json!(ADMIN);
        input
    };
    for (operation, input, message) in [
        (
            "DeletePolicy",
            with(json!({})),
            "Cannot delete policies outside your own account.",
        ),
        (
            "DeletePolicyVersion",
            version.clone(),
            "Cannot delete policy versions for policies outside your own account.",
        ),
        ("SetDefaultPolicyVersion", version, update),
        (
            "CreatePolicyVersion",
            with(json!({"PolicyDocument": READ})),
            update,
        ),
        (
            "TagPolicy",
            with(json!({"Tags": [{"Key": "k", "Value": "v"}]})),
            update,
        ),
        ("UntagPolicy", with(json!({"TagKeys": ["k"]})), update),
    ] {
        world.refused(operation, input, "AccessDenied", 403, message);
    }
}

#[test]
fn list_filters_and_pages() {
    let mut world = World::new();
    world.ok("CreateUser", json!({"UserName": "u"}));
    let (bound, attached) = (create(&mut world, "bound"), create(&mut world, "Attached"));
    world.ok(
        "CreatePolicy",
        json!({"PolicyName": "unused", "Path": "/team/", "PolicyDocument": READ}),
    );
    world.ok(
        "AttachUserPolicy",
        json!({"UserName": "u", "PolicyArn": attached}),
    );
    world.ok(
        "PutUserPermissionsBoundary",
        json!({"UserName": "u", "PermissionsBoundary": bound}),
    );
    let mut listed = |filters: Json| {
        let answer = world.ok("ListPolicies", filters);
        each(&answer["Policies"], "PolicyName")
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        listed(json!({})),
        ["AdministratorAccess", "Attached", "bound", "unused"]
    );
    assert_eq!(listed(json!({"Scope": "All"})).len(), 4);
    assert_eq!(listed(json!({"Scope": "AWS"})), ["AdministratorAccess"]);
    assert_eq!(listed(json!({"Scope": "Local"})), ["Attached", "bound", "unused"]);
    assert_eq!(listed(json!({"PathPrefix": "/team/"})), ["unused"]);
    assert_eq!(listed(json!({"OnlyAttached": true})), ["Attached"]);
    assert_eq!(
        listed(json!({"PolicyUsageFilter": "PermissionsPolicy"})),
        ["Attached"]
    );
    assert_eq!(
        listed(json!({"PolicyUsageFilter": "PermissionsBoundary", "OnlyAttached": true})),
        ["bound"]
    );
    let first = world.ok("ListPolicies", json!({"MaxItems": 3}));
    let rest = world.ok("ListPolicies", json!({"MaxItems": 3, "Marker": first["Marker"]}));
    assert_eq!(each(&rest["Policies"], "PolicyName"), ["unused"]);
}

#[test]
fn entities_of_a_policy() {
    let mut world = World::new();
    let policy = create(&mut world, "p");
    for name in ["a", "b"] {
        world.ok(
            "CreateUser",
            json!({"UserName": name, "Path": format!("/{name}/")}),
        );
    }
    world.ok(
        "CreateRole",
        json!({"RoleName": "r", "AssumeRolePolicyDocument": EC2_TRUST}),
    );
    world.ok("AttachUserPolicy", json!({"UserName": "a", "PolicyArn": policy}));
    world.ok(
        "PutUserPermissionsBoundary",
        json!({"UserName": "a", "PermissionsBoundary": policy}),
    );
    world.ok(
        "PutUserPermissionsBoundary",
        json!({"UserName": "b", "PermissionsBoundary": policy}),
    );
    world.ok("AttachRolePolicy", json!({"RoleName": "r", "PolicyArn": policy}));
    let mut entities = |filters: Json| {
        let mut input = filters;
        input["PolicyArn"] = json!(policy);
        let found = world.ok("ListEntitiesForPolicy", input);
        assert_eq!(found["PolicyGroups"], json!([]));
        let names = |list: &str, member: &str| each(&found[list], member).join(",");
        (names("PolicyUsers", "UserName"), names("PolicyRoles", "RoleName"))
    };
    let pair = |users: &str, roles: &str| (users.to_owned(), roles.to_owned());
    assert_eq!(entities(json!({})), pair("a,b", "r"));
    assert_eq!(
        entities(json!({"PolicyUsageFilter": "PermissionsPolicy"})),
        pair("a", "r")
    );
    assert_eq!(
        entities(json!({"PolicyUsageFilter": "PermissionsBoundary"})),
        pair("a,b", "")
    );
    assert_eq!(entities(json!({"EntityFilter": "User"})), pair("a,b", ""));
    assert_eq!(entities(json!({"EntityFilter": "Role"})), pair("", "r"));
    for filter in ["Group", "LocalManagedPolicy", "AWSManagedPolicy"] {
        assert_eq!(entities(json!({"EntityFilter": filter})), pair("", ""));
    }
    assert_eq!(entities(json!({"PathPrefix": "/b/"})), pair("b", ""));
    let first = world.ok(
        "ListEntitiesForPolicy",
        json!({"PolicyArn": policy, "MaxItems": 2}),
    );
    assert_eq!(
        (
            each(&first["PolicyRoles"], "RoleName"),
            each(&first["PolicyUsers"], "UserName")
        ),
        (vec!["r"], vec!["a"])
    );
    let rest = world.ok(
        "ListEntitiesForPolicy",
        json!({"PolicyArn": policy, "Marker": first["Marker"]}),
    );
    assert_eq!(each(&rest["PolicyUsers"], "UserName"), ["b"]);
    let missing = arn("policy/missing");
    let message = format!("Policy {missing} does not exist or is not attachable.");
    world.refused(
        "ListEntitiesForPolicy",
        json!({"PolicyArn": missing}),
        "NoSuchEntity",
        404,
        &message,
    );
}

/// Conditions on `iam:PolicyARN` compare the text that was given.
#[test]
fn a_policy_is_found_by_its_own_arn_alone() {
    let mut world = World::new();
    create(&mut world, "p");
    world.ok("CreateUser", json!({"UserName": "u"}));
    for other in [
        "arn:aws:iam::aws:policy//AdministratorAccess",
        "arn:aws:iam::aws:policy/x/AdministratorAccess",
        "arn:aws:iam::aws:policy/administratoraccess",
        "arn:aws-cn:iam::aws:policy/AdministratorAccess",
        "arn:aws:iam::111122223333:policy//p",
        "arn:aws:iam::111122223333:policy/P",
    ] {
        let root = Identity::Root(account());
        let input = json!({"UserName": "u", "PolicyArn": other});
        let error = world.call(&root, "AttachUserPolicy", input).unwrap_err();
        assert_eq!(error.code, "NoSuchEntity", "{other}");
        let input = json!({"UserName": "bounded", "PermissionsBoundary": other});
        let error = world.call(&root, "CreateUser", input).unwrap_err();
        assert_eq!(error.code, "NoSuchEntity", "{other}");
    }
}
