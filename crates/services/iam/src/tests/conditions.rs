//! The condition keys that a statement can ask for, one by one.

use serde_json::{Value as Json, json};

use super::access::furnished;
use super::world::{READ, World, arn};

/// Whether a caller with this statement may make the call.
fn may(world: &mut World, action: &str, condition: &Json, operation: &str, input: Json) -> bool {
    let statement = json!({"Effect": "Allow", "Action": action, "Resource": "*", "Condition": condition});
    let policy = json!({"Version": "2012-10-17", "Statement": [statement]}).to_string();
    world.ok(
        "PutUserPolicy",
        json!({"UserName": "caller", "PolicyName": "conditional", "PolicyDocument": policy}),
    );
    let caller = world.as_user("caller");
    match world.call(&caller, operation, input) {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error.code, "AccessDenied", "{operation}: {error:?}");
            false
        }
    }
}

#[test]
fn condition_keys_of_each_kind() {
    let (mut world, _) = furnished();
    let (policy, spare) = (arn("policy/team/reading"), arn("policy/spare"));
    world.ok(
        "TagUser",
        json!({"UserName": "bob", "Tags": [{"Key": "team", "Value": "blue"}]}),
    );
    world.ok(
        "TagPolicy",
        json!({"PolicyArn": policy, "Tags": [{"Key": "team", "Value": "blue"}]}),
    );
    let equals = |key: &str, value: &str| json!({"StringEquals": {key: value}});

    for key in ["aws:ResourceTag/team", "iam:ResourceTag/Team"] {
        let blue = equals(key, "blue");
        assert!(may(
            &mut world,
            "iam:GetUser",
            &blue,
            "GetUser",
            json!({"UserName": "bob"})
        ));
        assert!(!may(
            &mut world,
            "iam:GetUser",
            &blue,
            "GetUser",
            json!({"UserName": "alice"})
        ));
        assert!(may(
            &mut world,
            "iam:GetPolicy",
            &blue,
            "GetPolicy",
            json!({"PolicyArn": policy})
        ));
        assert!(!may(
            &mut world,
            "iam:GetPolicy",
            &blue,
            "GetPolicy",
            json!({"PolicyArn": spare})
        ));
    }

    let red = json!({"UserName": "carol", "Tags": [{"Key": "team", "Value": "red"}]});
    assert!(may(
        &mut world,
        "iam:TagUser",
        &equals("aws:RequestTag/team", "red"),
        "TagUser",
        red.clone()
    ));
    assert!(!may(
        &mut world,
        "iam:TagUser",
        &equals("aws:RequestTag/team", "blue"),
        "TagUser",
        red
    ));
    let only_team =
        json!({"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}, "Null": {"aws:TagKeys": "false"}});
    let untag = |keys: &[&str]| json!({"UserName": "carol", "TagKeys": keys});
    assert!(may(
        &mut world,
        "iam:UntagUser",
        &only_team,
        "UntagUser",
        untag(&["team"])
    ));
    assert!(!may(
        &mut world,
        "iam:UntagUser",
        &only_team,
        "UntagUser",
        untag(&["team", "other"])
    ));

    let attach = |arn: &str| json!({"UserName": "carol", "PolicyArn": arn});
    let only_spare = json!({"ArnEquals": {"iam:PolicyARN": spare}});
    assert!(may(
        &mut world,
        "iam:AttachUserPolicy",
        &only_spare,
        "AttachUserPolicy",
        attach(&spare)
    ));
    assert!(!may(
        &mut world,
        "iam:AttachUserPolicy",
        &only_spare,
        "AttachUserPolicy",
        attach(&policy)
    ));

    // The boundary asked for where one is set, the present one where policies change.
    let bounded = equals("iam:PermissionsBoundary", &spare);
    let new = |name: &str, boundary: &str| json!({"UserName": name, "PermissionsBoundary": boundary});
    assert!(may(
        &mut world,
        "iam:CreateUser",
        &bounded,
        "CreateUser",
        new("dave", &spare)
    ));
    assert!(!may(
        &mut world,
        "iam:CreateUser",
        &bounded,
        "CreateUser",
        new("erin", &policy)
    ));
    assert!(!may(
        &mut world,
        "iam:CreateUser",
        &bounded,
        "CreateUser",
        json!({"UserName": "erin"})
    ));
    let put = |name: &str| json!({"UserName": name, "PolicyName": "p", "PolicyDocument": READ});
    assert!(may(
        &mut world,
        "iam:PutUserPolicy",
        &bounded,
        "PutUserPolicy",
        put("dave")
    ));
    assert!(!may(
        &mut world,
        "iam:PutUserPolicy",
        &bounded,
        "PutUserPolicy",
        put("carol")
    ));
    let remove = "DeleteUserPermissionsBoundary";
    let unbounded = equals("iam:PermissionsBoundary", &policy);
    assert!(!may(
        &mut world,
        &format!("iam:{remove}"),
        &unbounded,
        remove,
        json!({"UserName": "dave"})
    ));
    assert!(may(
        &mut world,
        &format!("iam:{remove}"),
        &bounded,
        remove,
        json!({"UserName": "dave"})
    ));
}
