use serde_json::{Value as Json, json};
use tegata_authz::Identity;

use super::world::{
    ACCOUNT, Setting, account, allow, arn, invalid, members, missing, put_role, role_arn, user_with, with,
    world,
};
use super::world::{TRUST, World};

fn create(world: &mut World, parameters: Json) -> Json {
    let input = with(json!({"name": "p", "roleArns": []}), &parameters);
    world.ok("CreateProfile", input)["profile"].clone()
}

#[test]
fn a_profile_from_beginning_to_end() {
    let mut world = world();
    put_role(&mut world, "machine", TRUST);
    let roles = json!([role_arn("machine"), role_arn("not/there/yet")]);
    let created = create(&mut world, json!({"roleArns": roles}));
    assert_eq!(
        members(&created),
        [
            "acceptRoleSessionName",
            "attributeMappings",
            "createdAt",
            "createdBy",
            "durationSeconds",
            "enabled",
            "managedPolicyArns",
            "name",
            "profileArn",
            "profileId",
            "requireInstanceProperties",
            "roleArns",
            "updatedAt"
        ]
    );
    let told: Vec<&str> = world.event.resources.iter().map(|r| r.name.as_str()).collect();
    let arn_of = |json: &Json| json.as_str().unwrap().to_owned();
    assert_eq!(
        told,
        [
            arn_of(&created["profileArn"]),
            arn_of(&roles[0]),
            arn_of(&roles[1])
        ]
    );
    let id = created["profileId"].as_str().unwrap();
    assert_eq!(created["profileArn"], arn(&format!("profile/{id}")));
    assert_eq!(created["roleArns"], roles);
    assert_eq!(created["durationSeconds"], 3600);
    assert_eq!(created["createdBy"], format!("arn:aws:iam::{ACCOUNT}:root"));
    for off in ["enabled", "acceptRoleSessionName", "requireInstanceProperties"] {
        assert_eq!(created[off], false, "{off}");
    }

    let by_id = json!({"profileId": id});
    assert_eq!(world.ok("GetProfile", by_id.clone())["profile"], created);
    assert_eq!(
        world.ok("EnableProfile", by_id.clone())["profile"]["enabled"],
        true
    );
    let disabled = world.ok("DisableProfile", by_id.clone())["profile"].clone();
    assert_eq!(disabled["enabled"], false);
    assert_ne!(disabled["updatedAt"], created["updatedAt"]);

    let changes = json!({
        "name": "q", "roleArns": [role_arn("machine")], "durationSeconds": 43_200, "acceptRoleSessionName": true,
        "sessionPolicy": allow("s3:*", "*"),
        "managedPolicyArns": ["arn:aws:iam::aws:policy/ReadOnlyAccess", format!("arn:aws:iam::{ACCOUNT}:policy/a/b")],
    });
    let updated = world.ok("UpdateProfile", with(changes.clone(), &by_id))["profile"].clone();
    let kept = world.ok("UpdateProfile", by_id.clone())["profile"].clone();
    for (key, value) in changes.as_object().unwrap() {
        assert_eq!((&updated[key], &kept[key]), (value, value));
    }
    let emptied = with(json!({"roleArns": [], "managedPolicyArns": []}), &by_id);
    let emptied = world.ok("UpdateProfile", emptied)["profile"].clone();
    assert_eq!(
        (&emptied["roleArns"], &emptied["managedPolicyArns"]),
        (&json!([]), &json!([]))
    );
    assert_eq!(emptied["sessionPolicy"], changes["sessionPolicy"]);
    assert_eq!(world.ok("ListProfiles", json!({}))["profiles"], json!([emptied]));

    assert_eq!(world.ok("DeleteProfile", by_id.clone())["profile"], emptied);
    for operation in [
        "GetProfile",
        "EnableProfile",
        "DisableProfile",
        "UpdateProfile",
        "DeleteProfile",
    ] {
        missing(&mut world, operation, by_id.clone(), "Profile");
    }
}

#[test]
fn the_creator_is_the_caller() {
    let mut world = world();
    let caller = user_with(&mut world, &allow("rolesanywhere:CreateProfile", "*"));
    let made = world
        .call(&caller, "CreateProfile", json!({"name": "p", "roleArns": []}))
        .unwrap();
    assert_eq!(
        made["profile"]["createdBy"],
        format!("arn:aws:iam::{ACCOUNT}:user/caller")
    );
}

#[test]
fn a_listed_role_is_kept_with_its_id() {
    let mut setting = Setting::new();
    let id = setting.profile["profileId"].as_str().unwrap().to_owned();
    let kept = |world: &World| {
        let profile = world.snapshot.profile(account(), &world.region, &id).unwrap();
        profile.roles[0].id.clone()
    };
    assert_eq!(
        kept(&setting.world),
        Some(setting.world.role("machine").id.clone())
    );
    put_role(&mut setting.world, "machine", TRUST);
    assert_ne!(
        kept(&setting.world),
        Some(setting.world.role("machine").id.clone())
    );
    // Another path, or another letter case, is another role.
    for other in ["path/machine", "MACHINE"] {
        let update = with(json!({"roleArns": [role_arn(other)]}), &setting.profile_id());
        setting.world.ok("UpdateProfile", update);
        assert_eq!(kept(&setting.world), None);
    }
    let update = with(json!({"roleArns": [role_arn("machine")]}), &setting.profile_id());
    setting.world.ok("UpdateProfile", update);
    assert_eq!(
        kept(&setting.world),
        Some(setting.world.role("machine").id.clone())
    );
}

#[test]
fn roles_that_cannot_be_listed() {
    let mut setting = Setting::new();
    let by_id = setting.profile_id();
    let no_role = |text: &str| format!("{text} is not the ARN of a role.");
    let cases = [
        (
            "arn:aws:iam::111122223333:role",
            no_role("arn:aws:iam::111122223333:role"),
        ),
        (
            "arn:aws:iam::111122223333:role/a/",
            no_role("arn:aws:iam::111122223333:role/a/"),
        ),
        (
            "arn:aws:iam:us-east-1:111122223333:role/a",
            no_role("arn:aws:iam:us-east-1:111122223333:role/a"),
        ),
        (
            "arn:aws-cn:iam::111122223333:role/a",
            no_role("arn:aws-cn:iam::111122223333:role/a"),
        ),
    ];
    for (role, message) in cases {
        let roles = json!({"roleArns": [role]});
        let said = invalid(
            &mut setting.world,
            "CreateProfile",
            with(json!({"name": "p"}), &roles),
        );
        assert_eq!(said, message);
        assert_eq!(
            invalid(&mut setting.world, "UpdateProfile", with(roles, &by_id)),
            message
        );
    }
    for shape in ["no-arn", "arn:aws:iam::111122223333:user/alice"] {
        let said = invalid(
            &mut setting.world,
            "CreateProfile",
            json!({"name": "p", "roleArns": [shape]}),
        );
        assert!(said.contains("failed to satisfy constraint"), "{said}");
    }
}

#[test]
fn a_role_of_another_account_cannot_be_passed() {
    let mut world = world();
    let input = json!({"name": "p", "roleArns": ["arn:aws:iam::444455556666:role/theirs"]});
    for who in [Identity::Root(account()), user_with(&mut world, &allow("*", "*"))] {
        let error = world.call(&who, "CreateProfile", input.clone()).unwrap_err();
        assert_eq!(error.code, "AccessDeniedException");
        let denied = error.denied.unwrap();
        assert_eq!(
            (denied.action.as_str(), denied.resource.as_str()),
            ("iam:PassRole", "arn:aws:iam::444455556666:role/theirs")
        );
    }
}

#[test]
fn session_policies_are_checked_when_they_are_written() {
    let mut setting = Setting::new();
    let by_id = setting.profile_id();
    let long = allow("s3:*", &format!("arn:aws:s3:::{}", "b".repeat(1980)));
    assert!(long.len() > 2048);
    let cases = [
        (
            json!({"sessionPolicy": "no JSON"}),
            "The session policy is invalid: ",
        ),
        (json!({"sessionPolicy": TRUST}), "The session policy is invalid: "),
        (
            json!({"sessionPolicy": long}),
            "The session policy and the ARNs of managed policies together exceed 2048 characters.",
        ),
        (
            json!({"managedPolicyArns": vec!["arn:aws:iam::aws:policy/X"; 11]}),
            "A profile can have 10 managed policies at most.",
        ),
        (
            json!({"managedPolicyArns": ["arn:aws:iam::444455556666:policy/theirs"]}),
            "arn:aws:iam::444455556666:policy/theirs is not the ARN of a managed policy of this account or of AWS.",
        ),
        (
            json!({"managedPolicyArns": ["nonsense"]}),
            "nonsense is not the ARN of a managed policy",
        ),
    ];
    for (parameters, message) in cases {
        let input = with(json!({"name": "p", "roleArns": []}), &parameters);
        let said = invalid(&mut setting.world, "CreateProfile", input);
        assert!(said.starts_with(message), "{said}");
        let said = invalid(&mut setting.world, "UpdateProfile", with(parameters, &by_id));
        assert!(said.starts_with(message), "{said}");
    }
    // The sum counts, whichever of the two comes later.
    let half = allow("s3:*", &format!("arn:aws:s3:::{}", "b".repeat(1900)));
    setting
        .world
        .ok("UpdateProfile", with(json!({"sessionPolicy": half}), &by_id));
    let arns =
        json!({"managedPolicyArns": vec![format!("arn:aws:iam::{ACCOUNT}:policy/{}", "p".repeat(50)); 2]});
    invalid(&mut setting.world, "UpdateProfile", with(arns, &by_id));
}

#[test]
fn an_empty_session_policy_is_none() {
    let mut world = world();
    assert!(
        create(&mut world, json!({"sessionPolicy": ""}))
            .get("sessionPolicy")
            .is_none()
    );
}

#[test]
fn quotas() {
    let mut world = world();
    world.limits.profiles = 1;
    world.limits.roles_per_profile = 2;
    let three = json!({"name": "p", "roleArns": [role_arn("a"), role_arn("b"), role_arn("c")]});
    let said = invalid(&mut world, "CreateProfile", three);
    assert_eq!(said, "The quota of roles in a profile (2) is used up.");
    create(&mut world, json!({"roleArns": [role_arn("a"), role_arn("b")]}));
    let said = invalid(&mut world, "CreateProfile", json!({"name": "p", "roleArns": []}));
    assert_eq!(said, "The quota of profiles (1) is used up.");
}

#[test]
fn limits_of_the_model() {
    let mut world = world();
    for bad in [
        json!({"name": "no/slash"}),
        json!({"name": ""}),
        json!({"name": "a".repeat(256)}),
        json!({"durationSeconds": 899}),
        json!({"durationSeconds": 43_201}),
        json!({"roleArns": vec![role_arn("r"); 251]}),
    ] {
        let input = with(json!({"name": "p", "roleArns": []}), &bad);
        let said = invalid(&mut world, "CreateProfile", input);
        assert!(said.starts_with("1 validation error detected: "), "{said}");
    }
}
