//! Which policies take part: boundaries, exclusions, resources, organizations.

use serde_json::{Value as Json, json};

use super::super::world::{World, allow, arn};
use super::{decisions, first, user};

#[test]
fn a_boundary_has_its_own_detail_and_can_be_replaced_or_left_out() {
    let mut world = World::new();
    let source = user(&mut world, &[("all", &allow("*", "*"))]);
    world.ok(
        "CreatePolicy",
        json!({"PolicyName": "edge", "PolicyDocument": allow("s3:Get*", "*")}),
    );
    world.ok(
        "PutUserPermissionsBoundary",
        json!({"UserName": "bob", "PermissionsBoundary": arn("policy/edge")}),
    );
    let mut ask = |more: Json| {
        let mut input = json!({"PolicySourceArn": source, "ActionNames": ["s3:PutObject"]});
        input
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let answer = world.ok("SimulatePrincipalPolicy", input);
        let result = first(&answer).clone();
        (
            result["EvalDecision"].as_str().unwrap().to_owned(),
            result["PermissionsBoundaryDecisionDetail"].clone(),
        )
    };
    let detail = |allowed: bool| json!({"AllowedByPermissionsBoundary": allowed});
    assert_eq!(ask(json!({})), ("implicitDeny".into(), detail(false)));
    let wider = json!({"PermissionsBoundaryPolicyInputList": [allow("s3:*", "*")]});
    assert_eq!(ask(wider), ("allowed".into(), detail(true)));
    let without = json!({"PolicyExclusionList": [{"PolicyType": "permission-boundary"}]});
    assert_eq!(ask(without), ("allowed".into(), Json::Null));
}

#[test]
fn policies_are_left_out_by_type_arn_and_name() {
    let mut world = World::new();
    let source = user(&mut world, &[("mine", &allow("s3:*", "*"))]);
    world.ok(
        "CreatePolicy",
        json!({"PolicyName": "ours", "PolicyDocument": allow("ec2:*", "*")}),
    );
    for policy in [
        arn("policy/ours"),
        "arn:aws:iam::aws:policy/AdministratorAccess".into(),
    ] {
        world.ok(
            "AttachUserPolicy",
            json!({"UserName": "bob", "PolicyArn": policy}),
        );
    }
    let admin = json!({"PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"});
    let inline = |holder: &str| {
        json!({"InlinePolicyIdentifier": {
            "PolicyName": "mine", "AttachmentType": "user", "AttachmentName": holder,
        }})
    };
    let rows = [
        (json!([]), ["allowed", "allowed", "allowed"]),
        (json!([admin]), ["allowed", "allowed", "implicitDeny"]),
        (
            json!([{"PolicyType": "aws-managed"}]),
            ["allowed", "allowed", "implicitDeny"],
        ),
        (
            json!([admin, {"PolicyType": "user-managed"}]),
            ["allowed", "implicitDeny", "implicitDeny"],
        ),
        (
            json!([admin, {"PolicyType": "inline"}]),
            ["implicitDeny", "allowed", "implicitDeny"],
        ),
        (
            json!([admin, inline("bob")]),
            ["implicitDeny", "allowed", "implicitDeny"],
        ),
        (
            json!([admin, inline("eve")]),
            ["allowed", "allowed", "implicitDeny"],
        ),
        (
            json!([admin, {"PolicyArn": arn("policy/ours")}]),
            ["allowed", "implicitDeny", "implicitDeny"],
        ),
    ];
    for (excluded, expected) in rows {
        let answer = world.ok(
            "SimulatePrincipalPolicy",
            json!({
                "PolicySourceArn": source,
                "ActionNames": ["s3:GetObject", "ec2:RunInstances", "iam:GetUser"],
                "PolicyExclusionList": excluded,
            }),
        );
        let found: Vec<_> = decisions(&answer)
            .into_iter()
            .map(|(_, _, decision)| decision)
            .collect();
        assert_eq!(found, expected, "{excluded}");
    }
}

#[test]
fn a_resources_policy_brings_the_rules_of_its_account() {
    let mut world = World::new();
    let caller = arn("user/bob");
    let bucket_policy = |principal: &str| {
        let statement = json!({
            "Effect": "Allow", "Principal": {"AWS": principal}, "Action": "s3:*", "Resource": "*",
        });
        json!({"Version": "2012-10-17", "Statement": statement}).to_string()
    };
    let mut ask = |policy: &str, principal: &str, owner: &str| {
        let answer = world.ok(
            "SimulateCustomPolicy",
            json!({
                "PolicyInputList": [policy],
                "ActionNames": ["s3:GetObject"],
                "ResourceArns": ["arn:aws:s3:::b/x"],
                "ResourcePolicy": bucket_policy(principal),
                "ResourceOwner": owner,
                "CallerArn": caller,
            }),
        );
        let result = first(&answer);
        (
            result["EvalDecision"].as_str().unwrap().to_owned(),
            result["EvalDecisionDetails"].clone(),
        )
    };
    let (own, other) = ("arn:aws:iam::111122223333:root", "444455556666");
    let (s3, ec2) = (allow("s3:*", "*"), allow("ec2:*", "*"));
    let details =
        |identity: &str, resource: &str| json!({"IAM Policy": identity, "Resource Policy": resource});
    assert_eq!(ask(&ec2, &caller, own), ("allowed".into(), json!({})));
    assert_eq!(
        ask(&ec2, &caller, other),
        ("implicitDeny".into(), details("implicitDeny", "allowed"))
    );
    assert_eq!(
        ask(&s3, &caller, other),
        ("allowed".into(), details("allowed", "allowed"))
    );
    assert_eq!(ask(&s3, "999988887777", own), ("allowed".into(), json!({})));
    assert_eq!(
        ask(&s3, "999988887777", other),
        ("implicitDeny".into(), details("allowed", "implicitDeny"))
    );
}

#[test]
fn every_level_of_an_organization_must_allow() {
    let mut world = World::new();
    let mut ask = |levels: Json| {
        let answer = world.ok(
            "SimulateCustomPolicy",
            json!({
                "PolicyInputList": [allow("*", "*")],
                "ActionNames": ["s3:GetObject"],
                "OrderedOrganizationPolicyInputList": levels,
            }),
        );
        let result = first(&answer);
        (
            result["EvalDecision"].as_str().unwrap().to_owned(),
            result["OrganizationsDecisionDetail"]["AllowedByOrganizations"]
                .as_bool()
                .unwrap(),
        )
    };
    let level = |policies: &[&str]| json!({"ServiceControlPolicyInputList": policies});
    let (all, ec2) = (allow("*", "*"), allow("ec2:*", "*"));
    assert_eq!(ask(json!([level(&[&all])])), ("allowed".into(), true));
    assert_eq!(
        ask(json!([level(&[&all]), level(&[&ec2])])),
        ("implicitDeny".into(), false)
    );
    assert_eq!(ask(json!([level(&[&ec2, &all])])), ("allowed".into(), true));
}
