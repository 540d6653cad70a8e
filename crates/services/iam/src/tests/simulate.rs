mod room;
mod sides;

use serde_json::{Value as Json, json};

use super::world::{World, allow, arn, members};

/// A document whose statement stands where the one behind AWS's recorded answer did: on one line, its
/// braces at offsets 39 and 111.
const RECORDED: &str = r#"{"Version": "2012-10-17", "Statement": {"Sid": "", "Action": "s3:PutObject", "Effect": "Allow", "Resource": "*"}}"#;

fn user(world: &mut World, policies: &[(&str, &str)]) -> String {
    world.ok("CreateUser", json!({"UserName": "bob"}));
    for (name, document) in policies {
        world.ok(
            "PutUserPolicy",
            json!({"UserName": "bob", "PolicyName": name, "PolicyDocument": document}),
        );
    }
    arn("user/bob")
}

fn decisions(answer: &Json) -> Vec<(&str, &str, &str)> {
    answer["EvaluationResults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| {
            (
                result["EvalActionName"].as_str().unwrap(),
                result["EvalResourceName"].as_str().unwrap(),
                result["EvalDecision"].as_str().unwrap(),
            )
        })
        .collect()
}

fn first(answer: &Json) -> &Json {
    &answer["EvaluationResults"][0]
}

#[test]
fn an_answer_has_the_shape_that_aws_recorded() {
    let mut world = World::new();
    let source = user(&mut world, &[("p", RECORDED)]);
    let bucket = "arn:aws:s3:::bucket";
    let answer = world.ok(
        "SimulatePrincipalPolicy",
        json!({
            "PolicySourceArn": source,
            "ActionNames": ["s3:PutObject", "s3:GetObjectVersion"],
            "ResourceArns": [bucket],
        }),
    );
    let statement = json!({
        "SourcePolicyId": "user_bob_p",
        "SourcePolicyType": "IAM Policy",
        "StartPosition": {"Line": 1, "Column": 41},
        "EndPosition": {"Line": 1, "Column": 113},
    });
    let result = |action: &str, decision: &str, matched: Json| {
        json!({
            "EvalActionName": action,
            "EvalResourceName": bucket,
            "EvalDecision": decision,
            "MatchedStatements": matched,
            "MissingContextValues": [],
            "EvalDecisionDetails": {},
            "ResourceSpecificResults": [{
                "EvalResourceName": bucket,
                "EvalResourceDecision": decision,
                "MatchedStatements": matched,
                "MissingContextValues": [],
            }],
        })
    };
    assert_eq!(
        answer,
        json!({
            "EvaluationResults": [
                result("s3:PutObject", "allowed", json!([statement])),
                result("s3:GetObjectVersion", "implicitDeny", json!([])),
            ],
            "IsTruncated": false,
        })
    );
}

#[test]
fn every_action_meets_every_resource_in_the_order_of_the_input() {
    let mut world = World::new();
    let answer = world.ok(
        "SimulateCustomPolicy",
        json!({
            "PolicyInputList": [allow("s3:Get*", "arn:aws:s3:::a/*")],
            "ActionNames": ["s3:GetObject", "s3:PutObject"],
            "ResourceArns": ["arn:aws:s3:::a/x", "arn:aws:s3:::b/x"],
        }),
    );
    assert_eq!(
        decisions(&answer),
        [
            ("s3:GetObject", "arn:aws:s3:::a/x", "allowed"),
            ("s3:GetObject", "arn:aws:s3:::b/x", "implicitDeny"),
            ("s3:PutObject", "arn:aws:s3:::a/x", "implicitDeny"),
            ("s3:PutObject", "arn:aws:s3:::b/x", "implicitDeny"),
        ]
    );
    let statement = &first(&answer)["MatchedStatements"][0];
    assert_eq!(statement["SourcePolicyId"], "PolicyInputList.1");
}

#[test]
fn without_resources_there_is_one_result_an_action() {
    let mut world = World::new();
    let conditioned = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"s3:Prefix":"a"}}}}"#;
    let answer = world.ok(
        "SimulateCustomPolicy",
        json!({"PolicyInputList": [conditioned], "ActionNames": ["s3:ListBucket"]}),
    );
    assert_eq!(decisions(&answer), [("s3:ListBucket", "*", "implicitDeny")]);
    let result = first(&answer);
    assert_eq!(result["MissingContextValues"], json!(["s3:Prefix"]));
    assert_eq!(
        members(result),
        [
            "EvalActionName",
            "EvalDecision",
            "EvalResourceName",
            "MatchedStatements",
            "MissingContextValues"
        ]
    );
    let answer = world.ok(
        "SimulateCustomPolicy",
        json!({
            "PolicyInputList": [conditioned],
            "ActionNames": ["s3:ListBucket"],
            "ResourceArns": ["arn:aws:s3:::b"],
        }),
    );
    let result = first(&answer);
    assert_eq!(result["MissingContextValues"], json!([]));
    assert_eq!(
        result["ResourceSpecificResults"][0]["MissingContextValues"],
        json!(["s3:Prefix"])
    );
}

#[test]
fn a_denying_statement_is_the_only_one_told() {
    let mut world = World::new();
    let policies = [
        allow("*", "*"),
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}}"#.to_owned(),
    ];
    let answer = world.ok(
        "SimulateCustomPolicy",
        json!({"PolicyInputList": policies, "ActionNames": ["s3:GetObject"]}),
    );
    let result = first(&answer);
    assert_eq!(result["EvalDecision"], "explicitDeny");
    let matched = result["MatchedStatements"].as_array().unwrap();
    assert_eq!(matched.len(), 1);
    assert_eq!(matched[0]["SourcePolicyId"], "PolicyInputList.2");
}

fn context_entry(key: &str, kind: &str, values: &[&str]) -> Json {
    json!({"ContextKeyName": key, "ContextKeyType": kind, "ContextKeyValues": values})
}

/// One policy a type of context key; the given values satisfy it, others do not.
#[test]
fn keys_of_every_type_are_compared() {
    type Row = (
        &'static str,
        &'static str,
        &'static str,
        &'static [&'static str],
        &'static [&'static str],
    );
    let rows: [Row; 12] = [
        ("string", "StringEquals", "a", &["a"], &["b"]),
        (
            "stringList",
            "ForAllValues:StringEquals",
            "a",
            &["a", "a"],
            &["a", "b"],
        ),
        ("numeric", "NumericLessThan", "10", &["9.5"], &["10"]),
        (
            "numericList",
            "ForAnyValue:NumericEquals",
            "10",
            &["1", "10"],
            &["1"],
        ),
        ("boolean", "Bool", "true", &["TRUE"], &["false"]),
        (
            "booleanList",
            "ForAnyValue:Bool",
            "true",
            &["false", "true"],
            &["false"],
        ),
        (
            "ip",
            "IpAddress",
            "192.0.2.0/24",
            &["192.0.2.7"],
            &["198.51.100.7"],
        ),
        (
            "ipList",
            "ForAllValues:IpAddress",
            "192.0.2.0/24",
            &["192.0.2.7"],
            &["198.51.100.7"],
        ),
        ("binary", "BinaryEquals", "QmluYXJ5", &["QmluYXJ5"], &["AAAA"]),
        (
            "binaryList",
            "ForAnyValue:BinaryEquals",
            "QmluYXJ5",
            &["AAAA", "QmluYXJ5"],
            &["AAAA"],
        ),
        (
            "date",
            "DateLessThan",
            "2030-01-01T00:00:00Z",
            &["2029-01-01T00:00:00Z"],
            &["2031-01-01T00:00:00Z"],
        ),
        (
            "dateList",
            "ForAnyValue:DateLessThan",
            "2030-01-01",
            &["2029-01-01"],
            &["2031-01-01"],
        ),
    ];
    let mut world = World::new();
    for (kind, operator, wanted, holds, fails) in rows {
        let condition = json!({operator: {"test:Key": wanted}});
        let statement = json!({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition});
        let policy = json!({"Version": "2012-10-17", "Statement": statement}).to_string();
        for (values, decision) in [(holds, "allowed"), (fails, "implicitDeny")] {
            let answer = world.ok(
                "SimulateCustomPolicy",
                json!({
                    "PolicyInputList": [policy],
                    "ActionNames": ["test:Action"],
                    "ContextEntries": [context_entry("test:Key", kind, values)],
                }),
            );
            assert_eq!(first(&answer)["EvalDecision"], decision, "{kind} {values:?}");
        }
    }
}

#[test]
fn a_principal_brings_its_keys_and_given_ones_replace_them() {
    let mut world = World::new();
    let policy = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::${aws:username}/*","Condition":{"StringEquals":{"aws:PrincipalTag/team":"blue"}}}}"#;
    let source = user(&mut world, &[("p", policy)]);
    world.ok(
        "TagUser",
        json!({"UserName": "bob", "Tags": [{"Key": "team", "Value": "blue"}]}),
    );
    let mut decide = |resource: &str, entries: Json| {
        let answer = world.ok(
            "SimulatePrincipalPolicy",
            json!({
                "PolicySourceArn": source,
                "ActionNames": ["s3:GetObject"],
                "ResourceArns": [resource],
                "ContextEntries": entries,
            }),
        );
        first(&answer)["EvalDecision"].as_str().unwrap().to_owned()
    };
    assert_eq!(decide("arn:aws:s3:::bob/x", json!([])), "allowed");
    assert_eq!(decide("arn:aws:s3:::eve/x", json!([])), "implicitDeny");
    let red = context_entry("aws:PrincipalTag/team", "string", &["red"]);
    assert_eq!(decide("arn:aws:s3:::bob/x", json!([red])), "implicitDeny");
}

#[test]
fn results_come_in_pages() {
    let mut world = World::new();
    let actions: Vec<String> = (0..250).map(|number| format!("test:Action{number}")).collect();
    let mut input = json!({"PolicyInputList": [allow("*", "*")], "ActionNames": actions});
    let mut found = Vec::new();
    let mut sizes = Vec::new();
    loop {
        let answer = world.ok("SimulateCustomPolicy", input.clone());
        let page = decisions(&answer);
        sizes.push(page.len());
        found.extend(page.into_iter().map(|(action, _, _)| action.to_owned()));
        let Some(marker) = answer["Marker"].as_str() else {
            assert_eq!(answer["IsTruncated"], false);
            break;
        };
        assert_eq!(answer["IsTruncated"], true);
        input["Marker"] = json!(marker);
    }
    assert_eq!((found, sizes), (actions, vec![100, 100, 50]));
    input["Marker"] = json!("x");
    world.refused(
        "SimulateCustomPolicy",
        input,
        "ValidationError",
        400,
        "Invalid Marker.",
    );
}

#[test]
fn what_cannot_be_simulated_is_refused() {
    let mut world = World::new();
    let source = user(&mut world, &[]);
    world.ok(
        "CreateRole",
        json!({"RoleName": "r", "AssumeRolePolicyDocument": super::world::EC2_TRUST}),
    );
    let base = json!({"PolicyInputList": [allow("*", "*")], "ActionNames": ["s3:GetObject"]});
    let custom = |more: Json| {
        let mut input = base.clone();
        input
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        ("SimulateCustomPolicy", input)
    };
    let principal = |source: &str, more: Json| {
        let mut input = json!({"PolicySourceArn": source, "ActionNames": ["s3:GetObject"]});
        input
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        ("SimulatePrincipalPolicy", input)
    };
    let two = [allow("*", "*"), allow("*", "*")];
    let rows = [
        (
            custom(json!({"PolicyInputList": ["{}"]})),
            "InvalidInput",
            "Syntax errors in policy.",
        ),
        (
            custom(json!({"ActionNames": ["s3:*"]})),
            "InvalidInput",
            "Invalid Action Name: s3:*",
        ),
        (
            custom(json!({"ActionNames": ["GetObject"]})),
            "InvalidInput",
            "Invalid Action Name: GetObject",
        ),
        (
            custom(json!({"ResourceArns": ["bucket"]})),
            "InvalidInput",
            "Invalid Resource ARN: bucket",
        ),
        (
            custom(json!({"ResourceHandlingOption": "x"})),
            "InvalidInput",
            "Invalid Resource Handling Option: x",
        ),
        (
            custom(json!({"ContextEntries": [context_entry("a:Key", "string", &["a", "b"])]})),
            "InvalidInput",
            "Invalid Context Entry: a:Key",
        ),
        (
            custom(json!({"ContextEntries": [{"ContextKeyName": "a:Key"}]})),
            "InvalidInput",
            "Invalid Context Entry: a:Key",
        ),
        (
            custom(json!({"CallerArn": "arn:aws:iam::111122223333:role/r"})),
            "InvalidInput",
            "Invalid Caller Arn: arn:aws:iam::111122223333:role/r. Only the ARN of an IAM user can be the caller of \
             a simulation.",
        ),
        (
            custom(json!({"ResourcePolicy": super::world::READ})),
            "InvalidInput",
            "Caller Arn is required when a resource policy is given and the policy source is not a user.",
        ),
        (
            principal(&arn("role/r"), json!({"ResourcePolicy": super::world::READ})),
            "InvalidInput",
            "Caller Arn is required when a resource policy is given and the policy source is not a user.",
        ),
        (
            custom(json!({"ResourceOwner": "x"})),
            "InvalidInput",
            "Invalid Resource Owner: x",
        ),
        (
            principal(&source, json!({"PermissionsBoundaryPolicyInputList": two})),
            "InvalidInput",
            "Only one permissions boundary can be in effect.",
        ),
        (
            principal("arn:aws:sts::111122223333:assumed-role/r/s", json!({})),
            "InvalidInput",
            "Invalid Entity Arn: arn:aws:sts::111122223333:assumed-role/r/s does not clearly define entity type and \
             name.",
        ),
        (
            principal("arn:aws:s3:::some-bucket-here", json!({})),
            "InvalidInput",
            "Invalid Entity Arn: arn:aws:s3:::some-bucket-here does not clearly define entity type and name.",
        ),
    ];
    for ((operation, input), code, message) in rows {
        world.refused(operation, input, code, 400, message);
    }
    let missing = [
        ("user/eve", "The user with name eve cannot be found."),
        ("role/eve", "The role with name eve cannot be found."),
        ("user/path/bob", "The user with name bob cannot be found."),
    ];
    for (resource, message) in missing {
        let (operation, input) = principal(&arn(resource), json!({}));
        world.refused(operation, input, "NoSuchEntity", 404, message);
    }
}

#[test]
fn context_keys_are_listed_as_written_and_once() {
    let mut world = World::new();
    let held = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::b/${aws:username}","Condition":{"Bool":{"aws:SecureTransport":"true"}}}}"#;
    let given = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"AWS:securetransport":"true"},"StringEquals":{"s3:prefix":"a"}}}}"#;
    let source = user(&mut world, &[("p", held)]);
    let answer = world.ok(
        "GetContextKeysForPrincipalPolicy",
        json!({"PolicySourceArn": source, "PolicyInputList": [given]}),
    );
    assert_eq!(
        answer,
        json!({"ContextKeyNames": ["aws:username", "aws:SecureTransport", "s3:prefix"]})
    );
    let answer = world.ok(
        "GetContextKeysForCustomPolicy",
        json!({"PolicyInputList": [given]}),
    );
    assert_eq!(
        answer,
        json!({"ContextKeyNames": ["AWS:securetransport", "s3:prefix"]})
    );
    world.refused(
        "GetContextKeysForCustomPolicy",
        json!({"PolicyInputList": ["x"]}),
        "InvalidInput",
        400,
        "Syntax errors in policy.",
    );
}
