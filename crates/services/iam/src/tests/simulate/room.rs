//! How much is simulated and answered on one page.

use serde_json::{Value as Json, json};

use super::super::world::{World, arn};
use super::{decisions, user};

/// The pages of a simulation, up to the last.
fn pages(world: &mut World, mut input: Json) -> Vec<Json> {
    let mut pages = Vec::new();
    loop {
        let answer = world.ok("SimulateCustomPolicy", input.clone());
        let marker = answer["Marker"].clone();
        assert_eq!(answer["IsTruncated"], marker.is_string());
        pages.push(answer);
        if marker.is_null() {
            return pages;
        }
        input["Marker"] = marker;
    }
}

fn actions(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("test:Action{number}")).collect()
}

fn named(pages: &[Json]) -> Vec<String> {
    let results = pages.iter().flat_map(decisions);
    results.map(|(action, _, _)| action.to_owned()).collect()
}

fn statements(count: usize) -> String {
    let statement = json!({"Effect": "Allow", "Action": "*", "Resource": "*"});
    json!({"Version": "2012-10-17", "Statement": vec![statement; count]}).to_string()
}

#[test]
fn ten_thousand_names_go_by_in_full_pages() {
    let mut world = World::new();
    let actions = actions(10_000);
    let statement = |number: usize| {
        let resource = format!("arn:aws:s3:::{number}/{}", "a".repeat(1000));
        json!({"Effect": "Allow", "Action": "*", "Resource": resource})
    };
    let policy = json!({"Version": "2012-10-17", "Statement": (0..5).map(statement).collect::<Vec<_>>()});
    let policies = vec![policy.to_string(); 10];
    assert!(policies.iter().map(String::len).sum::<usize>() > 50_000);
    let input = json!({"PolicyInputList": policies, "ActionNames": actions, "MaxItems": 1000});
    let pages = pages(&mut world, input);
    assert_eq!(pages.len(), 10);
    assert_eq!(named(&pages), actions);
}

#[test]
fn a_page_ends_when_its_answer_grows_long() {
    let mut world = World::new();
    let actions = actions(40);
    let input = json!({"PolicyInputList": [statements(1000)], "ActionNames": actions});
    let pages = pages(&mut world, input);
    assert!(pages.len() > 1);
    assert_eq!(named(&pages), actions);
    for page in &pages {
        let results = page["EvaluationResults"].as_array().unwrap();
        assert!(
            results.len() <= 10,
            "{} results of 1,000 statements",
            results.len()
        );
        for result in results {
            let matched = result["MatchedStatements"].as_array().unwrap();
            assert_eq!(matched.len(), 1000, "no result is cut");
        }
    }
}

/// Large policies and long names: every page asks less, down to one request.
#[test]
fn a_page_ends_when_it_is_much_work() {
    let mut world = World::new();
    let actions = actions(6);
    let never: Vec<String> = (0..1000)
        .map(|number| format!("arn:aws:s3:::{number}/{}", "a".repeat(100)))
        .collect();
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": {"Effect": "Allow", "Action": "*", "Resource": never},
    });
    let mut input = json!({
        "PolicyInputList": vec![policy.to_string(); 20],
        "ActionNames": actions,
        "ResourceArns": [format!("arn:aws:s3:::{}", "a".repeat(1900))],
    });
    let pages = pages(&mut world, input.clone());
    assert!(pages.len() > 1);
    assert_eq!(named(&pages), actions);
    input["ContextEntries"] = json!([{
        "ContextKeyName": "test:Key",
        "ContextKeyType": "string",
        "ContextKeyValues": ["a".repeat(20_000)],
    }]);
    world.refused(
        "SimulateCustomPolicy",
        input,
        "PolicyEvaluation",
        500,
        "One simulated request takes more than 67108864 bytes of policies, counted for each 256 bytes of its names \
         and context keys. Give fewer or smaller policies.",
    );
}

/// A variable of a few bytes stands for as long a value as the request has.
#[test]
fn variables_count_as_what_they_may_stand_for() {
    let mut world = World::new();
    let long = |key: &str, text: &str| {
        let value = text.repeat(50_000 / text.len());
        json!({"ContextKeyName": key, "ContextKeyType": "string", "ContextKeyValues": [value]})
    };
    // JSON can write the variable in other ways.
    for (variable, count) in [
        ("${aa:vv}", 11_000),
        (r"\u0024{aa:vv}", 5_000),
        (r"\u0024\u007Baa:vv}", 5_000),
    ] {
        let variables = vec![format!("\"{variable}\""); count].join(",");
        let policy = format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Deny","Action":"*","Resource":"*","Condition":{{"StringEqualsIgnoreCase":{{"aa:ww":[{variables}]}}}}}}}}"#
        );
        let mut input = json!({
            "PolicyInputList": [policy],
            "ActionNames": ["test:Action"],
            "ContextEntries": [long("aa:vv", "a"), long("aa:ww", "b")],
        });
        world.refused(
            "SimulateCustomPolicy",
            input.clone(),
            "PolicyEvaluation",
            500,
            "One simulated request takes more than 67108864 bytes of policies, counted for each 256 bytes of its \
             names and context keys. Give fewer or smaller policies.",
        );
        input["ContextEntries"] = json!([]);
        let answer = world.ok("SimulateCustomPolicy", input);
        assert_eq!(decisions(&answer)[0].2, "implicitDeny");
    }
}

#[test]
fn another_caller_brings_none_of_the_sources_keys() {
    let mut world = World::new();
    let tagged = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/team":"blue"}}}}"#;
    let source = user(&mut world, &[("p", tagged)]);
    world.ok(
        "TagUser",
        json!({"UserName": "bob", "Tags": [{"Key": "team", "Value": "blue"}]}),
    );
    let mut decide = |caller: &str| {
        let answer = world.ok(
            "SimulatePrincipalPolicy",
            json!({"PolicySourceArn": source, "ActionNames": ["s3:GetObject"], "CallerArn": caller}),
        );
        let result = &answer["EvaluationResults"][0];
        (
            result["EvalDecision"].as_str().unwrap().to_owned(),
            result["MissingContextValues"].clone(),
        )
    };
    assert_eq!(decide(&arn("user/bob")), ("allowed".into(), json!([])));
    let missing = json!(["aws:PrincipalTag/team"]);
    assert_eq!(decide(&arn("user/eve")), ("implicitDeny".into(), missing));
}
