use serde_json::{Value as Json, json};

use super::world::{World, allow, arn, trust};

const MFA: &str = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\"Sid\": \"WithMfa\", \"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\",\n     \"Condition\": {\"Bool\": {\"aws:MultiFactorAuthPresent\": \"true\"}}},\n    {\"Effect\": \"Allow\", \"Action\": \"ec2:*\", \"Resource\": \"*\"}\n  ]\n}";
const DENY: &str = r#"{"Version":"2012-10-17","Statement":{"Sid":"NotThese","Effect":"Deny","Action":"s3:Put*","Resource":["arn:aws:s3:::a/*","arn:aws:s3:::b/*"]}}"#;

/// A user bob with an inline policy that wants a second factor, and an attached one that denies.
fn world() -> World {
    let mut world = World::new();
    for name in ["bob", "eve"] {
        world.ok("CreateUser", json!({"UserName": name}));
    }
    world.ok(
        "PutUserPolicy",
        json!({"UserName": "bob", "PolicyName": "mfa", "PolicyDocument": MFA}),
    );
    world.ok(
        "CreatePolicy",
        json!({"PolicyName": "deny", "PolicyDocument": DENY}),
    );
    world.ok(
        "AttachUserPolicy",
        json!({"UserName": "bob", "PolicyArn": arn("policy/deny")}),
    );
    world
}

fn ask(action: &str, resource: &str) -> Json {
    json!({"PrincipalArn": arn("user/bob"), "ActionName": action, "ResourceArn": resource})
}

/// (policy, statement, outcome, line) of each statement.
fn statements(answer: &Json) -> Vec<(i64, i64, &str, Option<i64>)> {
    let statements = answer["Statements"].as_array().unwrap().iter();
    statements
        .map(|statement| {
            (
                statement["Policy"].as_i64().unwrap(),
                statement["Statement"].as_i64().unwrap(),
                statement["Outcome"].as_str().unwrap(),
                statement["ReasonPosition"]["Line"].as_i64(),
            )
        })
        .collect()
}

#[test]
fn it_tells_what_each_statement_did_and_what_would_help() {
    let mut world = world();
    let answer = world.ok("ExplainAccess", ask("s3:GetObject", "arn:aws:s3:::a/x"));
    assert_eq!(answer["Decision"], "implicitDeny");
    assert_eq!(answer["DecidedBy"], "identity");
    assert_eq!(
        answer["Message"],
        "User: arn:aws:iam::111122223333:user/bob is not authorized to perform: s3:GetObject on resource: \
         arn:aws:s3:::a/x because no identity-based policy allows the s3:GetObject action"
    );
    assert_eq!(
        statements(&answer),
        [
            (0, 0, "Condition", Some(5)),
            (0, 1, "Action", Some(6)),
            (1, 0, "Action", Some(1))
        ]
    );
    let policies = answer["Policies"].as_array().unwrap();
    assert_eq!(policies[0]["Name"], json!(arn("user/bob/mfa")));
    assert_eq!(policies[1]["Name"], json!(arn("policy/deny")));
    assert_eq!(policies[1]["VersionId"], "v1");
    assert_eq!(answer["Statements"][0]["Reason"], "aws:multifactorauthpresent");
    assert_eq!(
        answer["MissingContextValues"],
        json!(["aws:multifactorauthpresent"])
    );
    assert_eq!(
        answer["Change"],
        "make the request with aws:MultiFactorAuthPresent \"true\""
    );
    assert!(
        answer["Report"].as_str().unwrap().contains("line 5, column 29"),
        "{}",
        answer["Report"]
    );
}

#[test]
fn given_keys_take_part_and_an_allowed_request_needs_no_change() {
    let mut world = world();
    let mut input = ask("s3:GetObject", "arn:aws:s3:::a/x");
    input["ContextEntries"] = json!([
        {"ContextKeyName": "aws:multifactorauthpresent", "ContextKeyType": "boolean", "ContextKeyValues": ["true"]},
    ]);
    let answer = world.ok("ExplainAccess", input.clone());
    assert_eq!(answer["Decision"], "allowed");
    assert_eq!(
        (&answer["Change"], &answer["Message"]),
        (&Json::Null, &Json::Null)
    );
    let decides: Vec<_> = answer["Statements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["Decides"] == true)
        .collect();
    assert_eq!(decides, [true, false, false]);

    input["ActionName"] = json!("s3:PutObject");
    let answer = world.ok("ExplainAccess", input);
    assert_eq!(answer["Decision"], "explicitDeny");
    let decides: Vec<_> = answer["Statements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["Decides"] == true)
        .collect();
    assert_eq!(decides, [false, false, true]);
    assert!(
        answer["Change"].as_str().unwrap().contains("statement NotThese"),
        "{}",
        answer["Change"]
    );
}

#[test]
fn what_the_caller_may_not_read_is_not_shown() {
    let mut world = world();
    let allowed = |actions: &[&str]| {
        let statement = json!({"Effect": "Allow", "Action": actions, "Resource": "*"});
        json!({"Version": "2012-10-17", "Statement": statement}).to_string()
    };
    let rows: [(&[&str], [bool; 2]); 4] = [
        (&["iam:SimulatePrincipalPolicy"], [false, false]),
        (
            &["iam:SimulatePrincipalPolicy", "iam:GetUserPolicy"],
            [true, false],
        ),
        (
            &["iam:SimulatePrincipalPolicy", "iam:GetPolicyVersion"],
            [false, true],
        ),
        (&["iam:*"], [true, true]),
    ];
    for (actions, expected) in rows {
        world.ok(
            "PutUserPolicy",
            json!({"UserName": "eve", "PolicyName": "p", "PolicyDocument": allowed(actions)}),
        );
        let eve = world.as_user("eve");
        let answer = world
            .call(&eve, "ExplainAccess", ask("s3:PutObject", "arn:aws:s3:::a/x"))
            .unwrap();
        assert_eq!(answer["Decision"], "explicitDeny", "{actions:?}");
        let policies = answer["Policies"].as_array().unwrap();
        let readable: Vec<_> = policies.iter().map(|policy| policy["Readable"] == true).collect();
        assert_eq!(readable, expected, "{actions:?}");
        // With the hash of a text one could try texts until one fits.
        let hashed: Vec<_> = policies
            .iter()
            .map(|policy| policy["Sha256"].is_string())
            .collect();
        assert_eq!(hashed, expected, "{actions:?}");
        for statement in answer["Statements"].as_array().unwrap() {
            let shown = expected[statement["Policy"].as_u64().unwrap() as usize];
            assert_eq!(statement["Text"].is_string(), shown, "{actions:?}");
            assert_eq!(statement["ReasonPosition"].is_object(), shown, "{actions:?}");
        }
        let told = answer.to_string();
        assert_eq!(
            told.contains("arn:aws:s3:::b/*"),
            expected[1],
            "{actions:?}: {told}"
        );
        assert_eq!(told.contains("ec2:*"), expected[0], "{actions:?}: {told}");
    }
}

#[test]
fn the_trust_policy_of_a_role_is_asked_when_it_is_to_be_assumed() {
    let mut world = world();
    world.ok(
        "CreateRole",
        json!({"RoleName": "r", "AssumeRolePolicyDocument": trust(&arn("user/bob"))}),
    );
    let answer = world.ok("ExplainAccess", ask("sts:AssumeRole", &arn("role/r")));
    assert_eq!(answer["Decision"], "allowed");
    let trusting = |answer: &Json| answer["Policies"].to_string().contains(r#""PolicyType":"trust""#);
    assert!(trusting(&answer));
    let answer = world.ok("ExplainAccess", ask("sts:TagSession", &arn("role/r")));
    assert_eq!(
        (&answer["Decision"], &answer["DecidedBy"]),
        (&json!("implicitDeny"), &json!("trust"))
    );
    assert!(
        answer["Change"]
            .as_str()
            .unwrap()
            .starts_with("add to the role's trust policy: "),
        "{}",
        answer["Change"]
    );
    let answer = world.ok("ExplainAccess", ask("iam:GetRole", &arn("role/r")));
    assert!(!trusting(&answer));
    // Whoever takes the name of a deleted user is not trusted.
    world.ok(
        "DetachUserPolicy",
        json!({"UserName": "bob", "PolicyArn": arn("policy/deny")}),
    );
    world.ok(
        "DeleteUserPolicy",
        json!({"UserName": "bob", "PolicyName": "mfa"}),
    );
    world.ok("DeleteUser", json!({"UserName": "bob"}));
    world.ok("CreateUser", json!({"UserName": "bob"}));
    let answer = world.ok("ExplainAccess", ask("sts:AssumeRole", &arn("role/r")));
    assert_eq!(answer["Decision"], "implicitDeny");
}

/// A trust policy of one statement with a `Sid`, a condition and nobody known as its principal.
fn trusting(effect: &str, principal: &str, condition: &Json) -> String {
    let statement = json!({
        "Sid": "WhomWeTrust", "Effect": effect, "Principal": {"AWS": principal}, "Action": "sts:*",
        "Condition": condition,
    });
    json!({"Version": "2012-10-17", "Statement": [statement]}).to_string()
}

/// STS answers alike for both, on purpose.
#[test]
fn a_missing_role_and_one_that_does_not_trust_look_the_same() {
    let mut world = world();
    let own = [
        allow("sts:*", "*"),
        allow("iam:SimulatePrincipalPolicy", &arn("user/eve")),
    ];
    for (name, document) in ["assume", "simulate"].iter().zip(own) {
        world.ok(
            "PutUserPolicy",
            json!({"UserName": "eve", "PolicyName": name, "PolicyDocument": document}),
        );
    }
    let (eve, account) = (arn("user/eve"), arn("root"));
    let secret = json!({"StringEquals": {"sts:ExternalId": "secret"}});
    let roles = [
        ("bobs", trusting("Allow", &arn("user/bob"), &secret)),
        ("cond", trusting("Allow", &eve, &secret)),
        ("deny", trusting("Deny", &eve, &json!({}))),
        ("mine", trusting("Allow", &eve, &json!({}))),
        ("ours", trusting("Allow", &account, &json!({}))),
    ];
    for (name, document) in &roles {
        world.ok(
            "CreateRole",
            json!({"RoleName": name, "AssumeRolePolicyDocument": document}),
        );
    }
    let asking = world.as_user("eve");
    let mut ask = |action: &str, name: &str| {
        let resource = arn(&format!("role/{name}"));
        let input = json!({"PrincipalArn": eve, "ActionName": action, "ResourceArn": resource});
        let answer = world.call(&asking, "ExplainAccess", input).unwrap();
        answer.to_string().replace(&format!("role/{name}"), "role/<name>")
    };
    for action in [
        "sts:AssumeRole",
        "STS:assumerole",
        "sts:TagSession",
        "sts:SetSourceIdentity",
    ] {
        let missing = ask(action, "none");
        assert!(missing.contains(r#""Decision":"implicitDeny""#), "{missing}");
        assert!(missing.contains("role trust policy: told only to those who may read the role"));
        for name in ["bobs", "cond", "deny"] {
            assert_eq!(ask(action, name), missing, "{action} {name}");
        }
        // Whom the role trusts may learn it, but not how.
        for name in ["mine", "ours"] {
            let allowed = ask(action, name);
            assert!(allowed.contains(r#""Decision":"allowed""#), "{allowed}");
            assert!(!allowed.contains("WhomWeTrust"), "{allowed}");
        }
        assert!(!missing.contains("because"), "{missing}");
    }
    // Who may read the roles is told.
    world.ok(
        "PutUserPolicy",
        json!({"UserName": "eve", "PolicyName": "read", "PolicyDocument": allow("iam:GetRole", "*")}),
    );
    let asking = world.as_user("eve");
    for (name, told) in [("deny", "WhomWeTrust"), ("none", "there is no such role")] {
        let resource = arn(&format!("role/{name}"));
        let input = json!({"PrincipalArn": eve, "ActionName": "sts:AssumeRole", "ResourceArn": resource});
        let answer = world.call(&asking, "ExplainAccess", input).unwrap().to_string();
        assert!(answer.contains(told), "{answer}");
    }
}

#[test]
fn what_the_service_refuses_tells_nothing_of_a_role_either() {
    let mut world = world();
    let simulate = allow("iam:SimulatePrincipalPolicy", "*");
    world.ok(
        "PutUserPolicy",
        json!({"UserName": "eve", "PolicyName": "p", "PolicyDocument": simulate}),
    );
    let document = trusting("Allow", &arn("root"), &json!({}));
    world.ok(
        "CreateRole",
        json!({"RoleName": "mine", "AssumeRolePolicyDocument": document}),
    );
    let eve = world.as_user("eve");
    let [mine, none] = ["mine", "none"].map(|name| {
        let resource = arn(&format!("role/{name}"));
        let input =
            json!({"PrincipalArn": arn("root"), "ActionName": "sts:AssumeRole", "ResourceArn": resource});
        let answer = world.call(&eve, "ExplainAccess", input).unwrap();
        answer.to_string().replace(&format!("role/{name}"), "role/<name>")
    });
    assert_eq!(mine, none);
}

#[test]
fn nobody_may_assume_a_role_that_does_not_exist() {
    let mut world = world();
    world.ok(
        "PutUserPolicy",
        json!({"UserName": "bob", "PolicyName": "assume", "PolicyDocument": allow("sts:*", "*")}),
    );
    let answer = world.ok("ExplainAccess", ask("sts:AssumeRole", &arn("role/gone")));
    assert_eq!(answer["Decision"], "implicitDeny");
    assert_eq!(answer["Change"], "create the role: there is none of this ARN");
    assert!(!answer["Policies"].to_string().contains("trust"), "{answer}");
    let report = answer["Report"].as_str().unwrap();
    assert!(
        report.ends_with("role trust policy: there is no such role\n"),
        "{report}"
    );
    // Other actions ask the caller's policies alone, as before.
    let answer = world.ok("ExplainAccess", ask("sts:GetAccessKeyInfo", &arn("role/gone")));
    assert_eq!(answer["Decision"], "allowed");
}

#[test]
fn a_role_of_another_account_gets_a_statement_that_its_policy_may_have() {
    let mut world = world();
    let role = "arn:aws:iam::444455556666:role/theirs";
    let answer = world.ok("ExplainAccess", ask("sts:AssumeRole", role));
    assert_eq!(answer["Decision"], "implicitDeny");
    let change = answer["Change"].as_str().unwrap();
    let (own, theirs) = change.split_once('\n').unwrap();
    let (own, theirs) = if own.contains("trust") {
        (theirs, own)
    } else {
        (own, theirs)
    };
    assert!(own.contains(role), "{change}");
    let statement = theirs.strip_prefix("add to the role's trust policy: ").unwrap();
    let statement: Json = serde_json::from_str(statement).unwrap();
    assert_eq!(
        statement,
        json!({"Effect": "Allow", "Principal": {"AWS": arn("user/bob")}, "Action": "sts:AssumeRole"})
    );
    assert!(!answer["Policies"].to_string().contains("theirs"), "{answer}");
    assert!(
        answer["Report"]
            .as_str()
            .unwrap()
            .ends_with("role trust policy: of another account, and not asked\n")
    );
}

#[test]
fn variables_that_stand_for_long_values_are_too_much_to_explain() {
    let mut world = World::new();
    world.ok("CreateUser", json!({"UserName": "bob"}));
    let statement = json!({
        "Effect": "Deny", "Action": "*", "Resource": "*",
        "Condition": {"StringEquals": {"aa:ww": vec!["${aa:vv}"; 100]}},
    });
    let document = json!({"Version": "2012-10-17", "Statement": statement}).to_string();
    world.ok(
        "PutUserPolicy",
        json!({"UserName": "bob", "PolicyName": "p", "PolicyDocument": document}),
    );
    let long = |key: &str| json!({"ContextKeyName": key, "ContextKeyType": "string", "ContextKeyValues": ["a".repeat(50_000)]});
    let mut input = ask("s3:GetObject", "*");
    world.ok("ExplainAccess", input.clone());
    input["ContextEntries"] = json!([long("aa:vv"), long("aa:ww")]);
    world.refused(
        "ExplainAccess",
        input,
        "PolicyEvaluation",
        500,
        "One simulated request takes more than 67108864 bytes of policies, counted for each 256 bytes of its names \
         and context keys. Give fewer or smaller policies.",
    );
}

#[test]
fn sessions_services_and_root_can_be_asked_about() {
    let mut world = world();
    world.ok(
        "CreateRole",
        json!({"RoleName": "r", "AssumeRolePolicyDocument": super::world::EC2_TRUST}),
    );
    world.ok(
        "PutRolePolicy",
        json!({"RoleName": "r", "PolicyName": "p", "PolicyDocument": allow("s3:*", "*")}),
    );
    let mut decide = |principal: &str, action: &str, resource: &str| {
        let input = json!({"PrincipalArn": principal, "ActionName": action, "ResourceArn": resource});
        world.ok("ExplainAccess", input)["Decision"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let session = "arn:aws:sts::111122223333:assumed-role/r/s";
    assert_eq!(decide(session, "s3:GetObject", "*"), "allowed");
    assert_eq!(decide(session, "ec2:RunInstances", "*"), "implicitDeny");
    assert_eq!(
        decide("ec2.amazonaws.com", "sts:AssumeRole", &arn("role/r")),
        "allowed"
    );
    assert_eq!(
        decide("lambda.amazonaws.com", "sts:AssumeRole", &arn("role/r")),
        "implicitDeny"
    );
    assert_eq!(decide(&arn("root"), "s3:GetObject", "*"), "allowed");
    assert_eq!(
        decide(&arn("root"), "sts:AssumeRole", &arn("role/r")),
        "explicitDeny"
    );
    world.refused(
        "ExplainAccess",
        json!({"PrincipalArn": arn("user/nobody"), "ActionName": "s3:GetObject"}),
        "NoSuchEntity",
        404,
        "The user with name nobody cannot be found.",
    );
}

/// The trust policy allows the root user, and STS refuses it all the same.
#[test]
fn what_the_service_refuses_is_not_allowed_by_policies() {
    let mut world = World::new();
    let root = arn("root");
    world.ok(
        "CreateRole",
        json!({"RoleName": "r", "AssumeRolePolicyDocument": super::world::trust(&root)}),
    );
    let input = json!({"PrincipalArn": root, "ActionName": "sts:AssumeRole", "ResourceArn": arn("role/r")});
    let answer = world.ok("ExplainAccess", input);
    assert_eq!(answer["Decision"], "explicitDeny");
    assert_eq!(answer["DecidedBy"], Json::Null);
    assert_eq!(answer["Message"], "roles may not be assumed by root accounts");
    assert!(answer["Change"].is_string(), "{answer}");
    let report = answer["Report"].as_str().unwrap();
    assert!(
        report.contains("role/r: refused by the service, whatever policies say\n"),
        "{report}"
    );
    assert!(!report.lines().next().unwrap().contains("allowed"), "{report}");
    for statement in answer["Statements"].as_array().unwrap() {
        assert_eq!(statement["Decides"], false);
    }
}
