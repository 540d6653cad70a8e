use proptest::prelude::{prop_assert_eq, proptest};
use serde_json::json;

use super::world::{ACCOUNT, World, arn, decoded, trust};

fn principal_of(world: &mut World, role: &str) -> String {
    let read = world.ok("GetRole", json!({"RoleName": role}));
    let document: serde_json::Value =
        serde_json::from_str(&decoded(&read["Role"]["AssumeRolePolicyDocument"])).unwrap();
    document["Statement"][0]["Principal"]["AWS"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn a_principal_is_followed_and_not_its_name() {
    let mut world = World::new();
    world.ok("CreateUser", json!({"UserName": "alice", "Path": "/team/"}));
    let alice = arn("user/team/alice");
    world.ok(
        "CreateRole",
        json!({"RoleName": "r", "AssumeRolePolicyDocument": trust(&alice)}),
    );
    let id = world.user("alice").id.clone();
    assert_eq!(world.role("r").trust.principals().get(&alice), Some(&id));
    assert_eq!(principal_of(&mut world, "r"), alice);
    world.ok(
        "UpdateUser",
        json!({"UserName": "alice", "NewUserName": "eve", "NewPath": "/"}),
    );
    assert_eq!(principal_of(&mut world, "r"), arn("user/eve"));
    world.ok("DeleteUser", json!({"UserName": "eve"}));
    assert_eq!(principal_of(&mut world, "r"), id.as_str());
    // The name used again is somebody else.
    world.ok("CreateUser", json!({"UserName": "alice", "Path": "/team/"}));
    assert_eq!(principal_of(&mut world, "r"), id.as_str());
    // What is shown for somebody who is gone cannot be saved again.
    let gone = json!({"RoleName": "r", "PolicyDocument": trust(id.as_str())});
    let message = format!("Invalid principal in policy: \"AWS\":\"{id}\"");
    world.refused(
        "UpdateAssumeRolePolicy",
        gone,
        "MalformedPolicyDocument",
        400,
        &message,
    );
    world.ok(
        "UpdateAssumeRolePolicy",
        json!({"RoleName": "r", "PolicyDocument": trust(&alice)}),
    );
    assert_eq!(principal_of(&mut world, "r"), alice);
}

#[test]
fn ids_and_accounts_are_shown_as_arns() {
    let mut world = World::new();
    world.ok(
        "CreateRole",
        json!({"RoleName": "other", "AssumeRolePolicyDocument": trust(ACCOUNT)}),
    );
    assert_eq!(principal_of(&mut world, "other"), arn("root"));
    let id = world.role("other").id.to_string();
    let made = world.ok(
        "CreateRole",
        json!({"RoleName": "r", "AssumeRolePolicyDocument": trust(&id)}),
    );
    assert_eq!(
        decoded(&made["Role"]["AssumeRolePolicyDocument"]),
        trust(&id),
        "as submitted"
    );
    assert_eq!(principal_of(&mut world, "r"), arn("role/other"));
    for kept in [
        arn("root"),
        "*".to_owned(),
        format!("arn:aws:sts::{ACCOUNT}:assumed-role/other/session"),
    ] {
        world.ok(
            "UpdateAssumeRolePolicy",
            json!({"RoleName": "r", "PolicyDocument": trust(&kept)}),
        );
        assert_eq!(principal_of(&mut world, "r"), kept);
    }
}

#[test]
fn a_role_may_trust_itself_once_it_exists() {
    let mut world = World::new();
    let own = arn("role/r");
    let new = json!({"RoleName": "r", "AssumeRolePolicyDocument": trust(&own)});
    let message = format!("Invalid principal in policy: \"AWS\":\"{own}\"");
    world.refused("CreateRole", new, "MalformedPolicyDocument", 400, &message);
    world.ok(
        "CreateRole",
        json!({"RoleName": "r", "AssumeRolePolicyDocument": trust(ACCOUNT)}),
    );
    world.ok(
        "UpdateAssumeRolePolicy",
        json!({"RoleName": "r", "PolicyDocument": trust(&own)}),
    );
}

#[test]
fn who_is_not_there_cannot_be_trusted() {
    let mut world = World::new();
    world.ok("CreateUser", json!({"UserName": "alice", "Path": "/team/"}));
    for nobody in [
        arn("user/nobody"),
        arn("user/alice"),
        arn("user/team/Alice"),
        arn("role/team/alice"),
        "arn:aws:iam::999900001111:root".to_owned(),
        "999900001111".to_owned(),
        "AIDAAAAAAAAAAAAAAAAAA".to_owned(),
    ] {
        let input = json!({"RoleName": "r", "AssumeRolePolicyDocument": trust(&nobody)});
        let message = format!("Invalid principal in policy: \"AWS\":\"{nobody}\"");
        world.refused("CreateRole", input, "MalformedPolicyDocument", 400, &message);
    }
}

#[test]
fn complaints_and_size() {
    let mut world = World::new();
    let statement =
        |rest: &str| format!(r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow",{rest}}}]}}"#);
    let ec2 = r#""Principal":{"Service":"ec2.amazonaws.com"}"#;
    for (text, message) in [
        ("{nonsense".to_owned(), "This policy contains invalid Json"),
        (
            statement(&format!(r#"{ec2},"Action":"s3:GetObject""#)),
            "AssumeRole policy may only specify STS AssumeRole actions.",
        ),
        (
            statement(&format!(r#"{ec2},"Action":"sts:AssumeRole","Resource":"*""#)),
            "Has prohibited field Resource",
        ),
        (
            statement(r#""Action":"sts:AssumeRole""#),
            "Missing required field Principal",
        ),
    ] {
        let input = json!({"RoleName": "r", "AssumeRolePolicyDocument": text});
        world.refused("CreateRole", input, "MalformedPolicyDocument", 400, message);
    }
    let condition = format!(
        r#""Condition":{{"StringEquals":{{"sts:ExternalId":"{}"}}}}"#,
        "a".repeat(2048)
    );
    let long = statement(&format!(r#"{ec2},"Action":"sts:AssumeRole",{condition}"#));
    let input = json!({"RoleName": "r", "AssumeRolePolicyDocument": long});
    world.refused(
        "CreateRole",
        input,
        "LimitExceeded",
        409,
        "Cannot exceed quota for ACLSizePerRole: 2048",
    );
}

#[test]
fn all_other_text_stays() {
    let mut world = World::new();
    world.ok("CreateUser", json!({"UserName": "a", "Path": "/q\"\\/"}));
    world.ok("CreateUser", json!({"UserName": "b"}));
    let text = |first: &str, second: &str, third: &str| {
        format!(
            "{{ \"Version\" :\"2012-10-17\",\n\"Statement\":{{\"Effect\":\"Allow\",\t\"Principal\": {{\"AWS\":[{first} , \
             {second}],\"Service\":\"ec2.amazonaws.com\"}},\"Action\":\"sts:AssumeRole\",\
             \"Condition\":{{\"StringLike\":{{\"aws:PrincipalArn\":[\"{third}\"]}}}}}} }}"
        )
    };
    let (a, b) = (arn("user/q\"\\/a"), arn("user/b"));
    let (quoted, escaped) = (
        json!(a).to_string(),
        format!("\"{}\"", b.replacen('a', "\\u0061", 1)),
    );
    let submitted = text(&quoted, &escaped, &b);
    world.ok(
        "CreateRole",
        json!({"RoleName": "r", "AssumeRolePolicyDocument": submitted}),
    );
    let shown = |world: &mut World| {
        decoded(&world.ok("GetRole", json!({"RoleName": "r"}))["Role"]["AssumeRolePolicyDocument"])
    };
    assert_eq!(
        shown(&mut world),
        submitted,
        "escapes too, while the names are the same"
    );
    world.ok(
        "UpdateUser",
        json!({"UserName": "b", "NewUserName": "c", "NewPath": "/\"/"}),
    );
    let c = json!(arn("user/\"/c")).to_string();
    assert_eq!(shown(&mut world), text(&quoted, &c, &b), "a condition is text");
    let listed = world.ok("ListRoles", json!({}));
    assert_eq!(
        decoded(&listed["Roles"][0]["AssumeRolePolicyDocument"]),
        shown(&mut world)
    );
}

proptest! {
    /// Who is not renamed or deleted leaves no trace of the way in and out.
    #[test]
    fn what_is_shown_is_what_was_submitted(names in proptest::collection::vec("[a-z]{1,8}", 1..4), blanks in "[ \n\t]{0,4}") {
        let mut world = World::new();
        for name in &names {
            if world.snapshot.user_named(super::world::account(), name).is_none() {
                world.ok("CreateUser", json!({"UserName": name}));
            }
        }
        let principals: Vec<String> = names.iter().map(|name| format!("{blanks}\"{}\"", arn(&format!("user/{name}")))).collect();
        let text = trust("X").replace("\"X\"", &format!("[{}{blanks}]", principals.join(",")));
        world.ok("CreateRole", json!({"RoleName": "r", "AssumeRolePolicyDocument": text}));
        let read = world.ok("GetRole", json!({"RoleName": "r"}));
        prop_assert_eq!(decoded(&read["Role"]["AssumeRolePolicyDocument"]), text);
    }
}
