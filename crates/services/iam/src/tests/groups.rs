use serde_json::{Value as Json, json};
use tegata_authz::Identity;

use super::world::{READ, World, account, allow, arn, decoded, each, members};

fn group(world: &mut World, name: &str, users: &[&str]) -> Json {
    let made = world.ok("CreateGroup", json!({"GroupName": name}));
    for user in users {
        if world.snapshot.user_named(account(), user).is_none() {
            world.ok("CreateUser", json!({"UserName": user}));
        }
        world.ok("AddUserToGroup", json!({"GroupName": name, "UserName": user}));
    }
    made["Group"].clone()
}

fn both(group: &str, user: &str) -> Json {
    json!({"GroupName": group, "UserName": user})
}

#[test]
fn shapes() {
    let mut world = World::new();
    let made = world.ok("CreateGroup", json!({"GroupName": "Devs", "Path": "/a/b/"}));
    let bare = ["Arn", "CreateDate", "GroupId", "GroupName", "Path"];
    assert_eq!(members(&made["Group"]), bare);
    assert_eq!(made["Group"]["Arn"], arn("group/a/b/Devs"));
    assert!(made["Group"]["GroupId"].as_str().unwrap().starts_with("AGPA"));
    world.ok(
        "CreateUser",
        json!({"UserName": "alice", "Tags": [{"Key": "k", "Value": "v"}]}),
    );
    world.ok("AddUserToGroup", both("devs", "ALICE"));
    let read = world.ok("GetGroup", json!({"GroupName": "DEVS"}));
    assert_eq!(members(&read), ["Group", "IsTruncated", "Users"]);
    assert_eq!(read["Group"], made["Group"]);
    let listed = ["Arn", "CreateDate", "Path", "UserId", "UserName"];
    assert_eq!(members(&read["Users"][0]), listed, "as in lists, without tags");
    let of_user = world.ok("ListGroupsForUser", json!({"UserName": "alice"}));
    assert_eq!(of_user, json!({"Groups": [made["Group"]], "IsTruncated": false}));
    group(&mut world, "admins", &[]);
    let all = world.ok("ListGroups", json!({}));
    assert_eq!(each(&all["Groups"], "GroupName"), ["admins", "Devs"]);
    assert_eq!(
        world.ok("ListGroups", json!({"PathPrefix": "/a/"}))["Groups"],
        json!([made["Group"]])
    );
}

#[test]
fn joining_and_leaving_are_idempotent_and_about_both() {
    let mut world = World::new();
    group(&mut world, "g", &["alice"]);
    let user = world.user("alice");
    let names: Vec<&str> = world.event.resources.iter().map(|r| r.name.as_str()).collect();
    assert_eq!(&names[..2], ["g", &arn("group/g")]);
    assert_eq!(&names[3..], ["alice", &arn("user/alice"), user.id.as_str()]);
    world.ok("AddUserToGroup", both("g", "alice"));
    assert_eq!(world.changed, 0);
    world.ok("RemoveUserFromGroup", both("g", "alice"));
    assert_eq!(world.changed, 1);
    world.ok("RemoveUserFromGroup", both("g", "alice"));
    assert_eq!(world.changed, 0);
    assert_eq!(
        world.ok("GetGroup", json!({"GroupName": "g"}))["Users"],
        json!([])
    );
}

#[test]
fn the_user_is_looked_for_before_the_group() {
    let mut world = World::new();
    let nobody = "The user with name nobody cannot be found.";
    let nothing = "The group with name nothing cannot be found.";
    for operation in ["AddUserToGroup", "RemoveUserFromGroup"] {
        world.refused(operation, both("nothing", "nobody"), "NoSuchEntity", 404, nobody);
    }
    world.ok("CreateUser", json!({"UserName": "alice"}));
    for operation in ["AddUserToGroup", "RemoveUserFromGroup"] {
        world.refused(operation, both("nothing", "alice"), "NoSuchEntity", 404, nothing);
    }
    let group = json!({"GroupName": "nothing"});
    for operation in [
        "GetGroup",
        "DeleteGroup",
        "UpdateGroup",
        "ListGroupPolicies",
        "ListAttachedGroupPolicies",
    ] {
        world.refused(operation, group.clone(), "NoSuchEntity", 404, nothing);
    }
}

#[test]
fn names_are_unique_and_renames_keep_the_users() {
    let mut world = World::new();
    group(&mut world, "Devs", &["alice"]);
    group(&mut world, "ops", &[]);
    let taken = "Group with name dEVS already exists.";
    world.refused(
        "CreateGroup",
        json!({"GroupName": "dEVS"}),
        "EntityAlreadyExists",
        409,
        taken,
    );
    let rename = json!({"GroupName": "ops", "NewGroupName": "dEVS"});
    world.refused("UpdateGroup", rename, "EntityAlreadyExists", 409, taken);
    world.ok(
        "UpdateGroup",
        json!({"GroupName": "devs", "NewGroupName": "DEVELOPERS", "NewPath": "/x/"}),
    );
    let read = world.ok("GetGroup", json!({"GroupName": "developers"}));
    assert_eq!(read["Group"]["Arn"], arn("group/x/DEVELOPERS"));
    assert_eq!(each(&read["Users"], "UserName"), ["alice"]);
    world.ok("UpdateUser", json!({"UserName": "alice", "NewUserName": "eve"}));
    let read = world.ok("GetGroup", json!({"GroupName": "developers"}));
    assert_eq!(each(&read["Users"], "UserName"), ["eve"]);
}

#[test]
fn a_group_is_deleted_last_of_all() {
    let mut world = World::new();
    group(&mut world, "g", &["alice"]);
    let named = json!({"GroupName": "g"});
    world.ok(
        "PutGroupPolicy",
        json!({"GroupName": "g", "PolicyName": "p", "PolicyDocument": READ}),
    );
    world.ok("CreatePolicy", json!({"PolicyName": "m", "PolicyDocument": READ}));
    let managed = json!({"GroupName": "g", "PolicyArn": arn("policy/m")});
    world.ok("AttachGroupPolicy", managed.clone());
    let refuse = |world: &mut World, operation: &str, input: &Json, message: &str| {
        world.refused(operation, input.clone(), "DeleteConflict", 409, message);
    };
    let members_left = "Cannot delete entity, must remove users from group first.";
    refuse(&mut world, "DeleteGroup", &named, members_left);
    refuse(
        &mut world,
        "DeleteUser",
        &json!({"UserName": "alice"}),
        members_left,
    );
    world.ok("RemoveUserFromGroup", both("g", "alice"));
    refuse(
        &mut world,
        "DeleteGroup",
        &named,
        "Cannot delete entity, must detach all policies first.",
    );
    let in_use = "Cannot delete a policy attached to entities.";
    refuse(
        &mut world,
        "DeletePolicy",
        &json!({"PolicyArn": arn("policy/m")}),
        in_use,
    );
    world.ok("DetachGroupPolicy", managed.clone());
    let gone = format!("Policy {} was not found.", arn("policy/m"));
    world.refused("DetachGroupPolicy", managed, "NoSuchEntity", 404, &gone);
    refuse(
        &mut world,
        "DeleteGroup",
        &named,
        "Cannot delete entity, must delete policies first.",
    );
    world.ok("DeleteGroupPolicy", json!({"GroupName": "g", "PolicyName": "p"}));
    world.ok("DeleteGroup", named.clone());
    world.refused(
        "GetGroup",
        named,
        "NoSuchEntity",
        404,
        "The group with name g cannot be found.",
    );
    world.ok("DeleteUser", json!({"UserName": "alice"}));
}

#[test]
fn quotas() {
    let mut world = World::new();
    world.limits.groups = 2;
    world.limits.groups_per_user = 1;
    world.limits.group_policy_size = 150;
    world.limits.policies_per_group = 1;
    group(&mut world, "a", &["alice"]);
    group(&mut world, "b", &[]);
    let full = |name: &str, limit| format!("Cannot exceed quota for {name}: {limit}");
    world.refused(
        "CreateGroup",
        json!({"GroupName": "c"}),
        "LimitExceeded",
        409,
        &full("GroupsPerAccount", 2),
    );
    world.refused(
        "AddUserToGroup",
        both("b", "alice"),
        "LimitExceeded",
        409,
        &full("GroupsPerUser", 1),
    );
    world.ok("AddUserToGroup", both("a", "alice"));
    for name in ["one", "two"] {
        world.ok(
            "CreatePolicy",
            json!({"PolicyName": name, "PolicyDocument": READ}),
        );
    }
    world.ok(
        "AttachGroupPolicy",
        json!({"GroupName": "a", "PolicyArn": arn("policy/one")}),
    );
    let second = json!({"GroupName": "a", "PolicyArn": arn("policy/two")});
    world.refused(
        "AttachGroupPolicy",
        second,
        "LimitExceeded",
        409,
        &full("PoliciesPerGroup", 1),
    );
    world.ok(
        "PutGroupPolicy",
        json!({"GroupName": "a", "PolicyName": "p", "PolicyDocument": READ}),
    );
    let more = json!({"GroupName": "a", "PolicyName": "q", "PolicyDocument": READ});
    let message = "Maximum policy size of 150 bytes exceeded for group a";
    world.refused("PutGroupPolicy", more, "LimitExceeded", 409, message);
}

#[test]
fn inline_and_attached_policies() {
    let mut world = World::new();
    group(&mut world, "g", &[]);
    world.ok(
        "PutGroupPolicy",
        json!({"GroupName": "G", "PolicyName": "p", "PolicyDocument": READ}),
    );
    let shown = world.ok("GetGroupPolicy", json!({"GroupName": "g", "PolicyName": "p"}));
    assert_eq!(
        (&shown["GroupName"], &shown["PolicyName"]),
        (&json!("g"), &json!("p"))
    );
    assert_eq!(decoded(&shown["PolicyDocument"]), READ);
    let missing = json!({"GroupName": "g", "PolicyName": "q"});
    let message = "The group policy with name q cannot be found.";
    world.refused("GetGroupPolicy", missing.clone(), "NoSuchEntity", 404, message);
    world.refused("DeleteGroupPolicy", missing, "NoSuchEntity", 404, message);
    assert_eq!(
        world.ok("ListGroupPolicies", json!({"GroupName": "g"}))["PolicyNames"],
        json!(["p"])
    );

    world.ok("CreatePolicy", json!({"PolicyName": "m", "PolicyDocument": READ}));
    let policy = arn("policy/m");
    for _ in 0..2 {
        world.ok(
            "AttachGroupPolicy",
            json!({"GroupName": "g", "PolicyArn": policy}),
        );
    }
    assert_eq!(
        world.ok("GetPolicy", json!({"PolicyArn": policy}))["Policy"]["AttachmentCount"],
        1
    );
    let attached = world.ok("ListAttachedGroupPolicies", json!({"GroupName": "g"}));
    assert_eq!(
        attached["AttachedPolicies"],
        json!([{"PolicyName": "m", "PolicyArn": policy}])
    );
    let entities = world.ok("ListEntitiesForPolicy", json!({"PolicyArn": policy}));
    let id = world.snapshot.group_named(account(), "g").unwrap().id.to_string();
    assert_eq!(
        entities["PolicyGroups"],
        json!([{"GroupName": "g", "GroupId": id}])
    );
    let filtered = |world: &mut World, filter: &str| {
        let input = json!({"PolicyArn": policy, "EntityFilter": filter});
        world.ok("ListEntitiesForPolicy", input)["PolicyGroups"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(
        (filtered(&mut world, "Group"), filtered(&mut world, "User")),
        (1, 0)
    );
}

#[test]
fn pages_of_users_and_groups() {
    let mut world = World::new();
    group(&mut world, "g", &["b", "A", "c"]);
    let first = world.ok("GetGroup", json!({"GroupName": "g", "MaxItems": 2}));
    assert_eq!(each(&first["Users"], "UserName"), ["A", "b"]);
    assert_eq!(first["IsTruncated"], true);
    let marker = &first["Marker"];
    let rest = world.ok(
        "GetGroup",
        json!({"GroupName": "g", "MaxItems": 2, "Marker": marker}),
    );
    assert_eq!(each(&rest["Users"], "UserName"), ["c"]);
    assert_eq!(rest.get("Marker"), None);
    let foreign = json!({"UserName": "A", "Marker": marker});
    world.refused(
        "ListGroupsForUser",
        foreign,
        "ValidationError",
        400,
        "Invalid Marker.",
    );
    group(&mut world, "B", &["A"]);
    let first = world.ok("ListGroupsForUser", json!({"UserName": "A", "MaxItems": 1}));
    assert_eq!(each(&first["Groups"], "GroupName"), ["B"]);
    let rest = json!({"UserName": "A", "Marker": first["Marker"]});
    assert_eq!(
        each(&world.ok("ListGroupsForUser", rest)["Groups"], "GroupName"),
        ["g"]
    );
}

#[test]
fn a_groups_policies_bear_on_its_users_alone() {
    let mut world = World::new();
    group(&mut world, "readers", &["alice"]);
    let put = |policy: &str| json!({"GroupName": "readers", "PolicyName": "p", "PolicyDocument": policy});
    let list = |world: &mut World| {
        let alice = world.as_user("alice");
        world
            .call(&alice, "ListGroups", json!({}))
            .map(|_| ())
            .map_err(|e| e.code)
    };
    assert_eq!(list(&mut world), Err("AccessDenied".into()));
    world.ok("PutGroupPolicy", put(&allow("iam:ListGroups", "*")));
    assert_eq!(list(&mut world), Ok(()));
    world.ok("CreateUser", json!({"UserName": "bob"}));
    let bob = world.as_user("bob");
    assert_eq!(
        world.call(&bob, "ListGroups", json!({})).unwrap_err().code,
        "AccessDenied"
    );
    // A Deny of one group outweighs the Allow of another.
    group(&mut world, "barred", &["alice"]);
    let deny = json!({"Version": "2012-10-17", "Statement": {"Sid": "No", "Effect": "Deny", "Action": "iam:*", "Resource": "*"}});
    let barred = json!({"GroupName": "barred", "PolicyName": "never", "PolicyDocument": deny.to_string()});
    world.ok("PutGroupPolicy", barred);
    let alice = world.as_user("alice");
    let error = world.call(&alice, "ListGroups", json!({})).unwrap_err();
    let denied = error.denied.unwrap();
    assert_eq!(
        denied.policy.as_deref(),
        Some(&*format!("{}/never", arn("group/barred")))
    );
    assert!(
        denied.explicit
            && error
                .message
                .ends_with("with an explicit deny in an identity-based policy")
    );
    world.ok("RemoveUserFromGroup", both("barred", "alice"));
    assert_eq!(list(&mut world), Ok(()));
    world.ok("RemoveUserFromGroup", both("readers", "alice"));
    assert_eq!(list(&mut world), Err("AccessDenied".into()));
}

#[test]
fn a_boundary_holds_for_what_groups_allow() {
    let mut world = World::new();
    group(&mut world, "g", &["alice"]);
    world.ok(
        "AttachGroupPolicy",
        json!({"GroupName": "g", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}),
    );
    let alice = world.as_user("alice");
    world.call(&alice, "ListGroups", json!({})).unwrap();
    world.ok(
        "CreatePolicy",
        json!({"PolicyName": "bound", "PolicyDocument": READ}),
    );
    let bound = json!({"UserName": "alice", "PermissionsBoundary": arn("policy/bound")});
    world.ok("PutUserPermissionsBoundary", bound);
    let alice = world.as_user("alice");
    let error = world.call(&alice, "ListGroups", json!({})).unwrap_err();
    assert!(
        error.message.contains("no permissions boundary allows"),
        "{}",
        error.message
    );
}

#[test]
fn conditions_and_resources_of_group_operations() {
    let mut world = World::new();
    world.ok("CreateUser", json!({"UserName": "admin"}));
    world.ok("CreateGroup", json!({"GroupName": "g", "Path": "/team/"}));
    world.ok("CreatePolicy", json!({"PolicyName": "m", "PolicyDocument": READ}));
    let statement = json!([
        {"Effect": "Allow", "Action": "iam:*Group*", "Resource": arn("group/team/*")},
        {"Effect": "Deny", "Action": "iam:AttachGroupPolicy", "Resource": "*",
         "Condition": {"ArnEquals": {"iam:PolicyARN": arn("policy/m")}}},
    ]);
    let policy = json!({"Version": "2012-10-17", "Statement": statement}).to_string();
    world.ok(
        "PutUserPolicy",
        json!({"UserName": "admin", "PolicyName": "p", "PolicyDocument": policy}),
    );
    let admin = world.as_user("admin");
    world.call(&admin, "GetGroup", json!({"GroupName": "g"})).unwrap();
    world.call(&admin, "AddUserToGroup", both("g", "admin")).unwrap();
    let attach = json!({"GroupName": "g", "PolicyArn": arn("policy/m")});
    assert_eq!(
        world.call(&admin, "AttachGroupPolicy", attach).unwrap_err().code,
        "AccessDenied"
    );
    let out = json!({"GroupName": "g", "NewPath": "/"});
    let error = world.call(&admin, "UpdateGroup", out).unwrap_err();
    assert!(
        error.message.contains(&arn("group/g")),
        "as it will be: {}",
        error.message
    );
    let error = world
        .call(&admin, "CreateGroup", json!({"GroupName": "other"}))
        .unwrap_err();
    assert!(error.message.contains(&arn("group/other")));
}

#[test]
fn simulations_take_a_groups_policies() {
    let mut world = World::new();
    group(&mut world, "g", &["alice"]);
    let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}]}"#;
    world.ok(
        "PutGroupPolicy",
        json!({"GroupName": "g", "PolicyName": "p", "PolicyDocument": policy}),
    );
    let secure = json!([{"ContextKeyName": "aws:SecureTransport", "ContextKeyValues": ["true"], "ContextKeyType": "boolean"}]);
    for source in ["group/g", "user/alice"] {
        let input = json!({"PolicySourceArn": arn(source), "ActionNames": ["s3:GetObject"], "ContextEntries": secure});
        let results = world.ok("SimulatePrincipalPolicy", input);
        let result = &results["EvaluationResults"][0];
        assert_eq!(result["EvalDecision"], "allowed", "{source}");
        assert_eq!(result["MatchedStatements"][0]["SourcePolicyId"], "group_g_p");
        let keys = world.ok(
            "GetContextKeysForPrincipalPolicy",
            json!({"PolicySourceArn": arn(source)}),
        );
        assert_eq!(keys["ContextKeyNames"], json!(["aws:SecureTransport"]));
    }
    let lost = json!({"PolicySourceArn": arn("group/x/g"), "ActionNames": ["s3:GetObject"]});
    world.refused(
        "SimulatePrincipalPolicy",
        lost,
        "NoSuchEntity",
        404,
        "The group with name g cannot be found.",
    );
    let resource =
        json!({"PolicySourceArn": arn("group/g"), "ActionNames": ["s3:GetObject"], "ResourcePolicy": policy});
    assert_eq!(
        world
            .call(&Identity::Root(account()), "SimulatePrincipalPolicy", resource)
            .unwrap_err()
            .code,
        "InvalidInput"
    );
    let explained = json!({"PrincipalArn": arn("user/alice"), "ActionName": "s3:GetObject"});
    let explained = world.ok("ExplainAccess", explained);
    assert_eq!(explained["Policies"][0]["Name"], format!("{}/p", arn("group/g")));
    let nobody = json!({"PrincipalArn": arn("group/g"), "ActionName": "s3:GetObject"});
    let message = format!(
        "Invalid Entity Arn: {} does not clearly define entity type and name.",
        arn("group/g")
    );
    world.refused("ExplainAccess", nobody, "InvalidInput", 400, &message);
}
