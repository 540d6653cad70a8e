//! The ways to change a request, and a statement that denies.

use serde_json::{Value, json};

use super::{all, on_condition, proved, to};
use crate::case::{case, deny, with};

#[test]
fn the_request_may_be_made_otherwise() {
    let mfa = || json!({"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}});
    let external = json!({"StringEquals": {"sts:ExternalId": "7"}});
    let address = json!({"NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24"]}});
    let age = json!({"NumericGreaterThan": {"s3:max-keys": "3600"}});
    let issued = json!({"DateLessThan": {"ex:issued": "2026-01-02T03:04:05Z"}});
    let region = json!({"StringEquals": {"aws:RequestedRegion": "eu-west-1"}});
    let tags = json!({"ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]}});
    let trust = json!({"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/bob"},
        "Action": "sts:AssumeRole"});
    for (case, change) in [
        (
            case().id(json!([all(), on_condition(deny("*", "*"), mfa())])),
            r#"with aws:MultiFactorAuthPresent "true""#,
        ),
        (
            case().trust(on_condition(trust, external)),
            r#"with sts:ExternalId "7""#,
        ),
        (
            case()
                .id(json!([all(), on_condition(deny("*", "*"), address)]))
                .key("aws:SourceIp", "10.0.0.1"),
            r#"with aws:SourceIp such as "203.0.113.0""#,
        ),
        (
            case()
                .id(json!([all(), on_condition(deny("*", "*"), age)]))
                .key("s3:max-keys", "4000"),
            r#"with s3:max-keys "3600""#,
        ),
        (
            case()
                .id(json!([all(), on_condition(deny("*", "*"), issued)]))
                .key("ex:issued", "2020-01-01"),
            r#"with ex:issued "2026-01-02T03:04:05Z""#,
        ),
        (
            case()
                .id(on_condition(all(), tags))
                .keys("aws:TagKeys", &["a", "c"]),
            r#"with aws:TagKeys ["a"]"#,
        ),
        (
            case()
                .id(json!([
                    all(),
                    on_condition(deny("*", "*"), json!({"Null": {"k": "false"}}))
                ]))
                .key("k", "x"),
            "without k",
        ),
        (
            case()
                .id(json!([all(), on_condition(deny("*", "*"), region)]))
                .key("aws:RequestedRegion", "eu-west-1"),
            r#"with aws:RequestedRegion such as "other""#,
        ),
    ] {
        assert_eq!(proved(&case), [format!("make the request {change}")]);
    }
}

#[test]
fn a_denying_statement_is_changed_as_little_as_possible() {
    let arn = "aws:PrincipalArn";
    let denied = |statement: Value| case().id(json!([all(), statement]));
    for (case, change) in [
        (
            denied(deny(json!(["s3:PutObject", "s3:getobject"]), "*")),
            r#"spare the action in statement 2 of the identity-based policy Identity-0-0: {"Effect":"Deny","Action":"s3:PutObject","Resource":"*"}"#,
        ),
        (
            denied(deny("*", json!(["arn:aws:s3:::b/x", "arn:aws:s3:::b/y"]))),
            r#"spare the resource in statement 2 of the identity-based policy Identity-0-0: {"Effect":"Deny","Action":"*","Resource":"arn:aws:s3:::b/y"}"#,
        ),
        (
            denied(with(
                deny("*", "*"),
                json!({"Sid": "NotIam", "Action": null, "NotAction": "iam:*"}),
            )),
            r#"spare the action in statement NotIam of the identity-based policy Identity-0-0: {"Sid":"NotIam","Effect":"Deny","NotAction":["iam:*","s3:GetObject"],"Resource":"*"}"#,
        ),
        (
            denied(with(
                deny("*", "*"),
                json!({"Resource": null, "NotResource": "arn:aws:s3:::c"}),
            )),
            r#"spare the resource in statement 2 of the identity-based policy Identity-0-0: {"Effect":"Deny","Action":"*","NotResource":["arn:aws:s3:::c","arn:aws:s3:::b/x"]}"#,
        ),
        (
            denied(deny("*", "*")).key(arn, "arn:aws:iam::111122223333:user/bob"),
            r#"spare the caller in statement 2 of the identity-based policy Identity-0-0: {"Effect":"Deny","Action":"*","Resource":"*","Condition":{"ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:user/bob"}}}"#,
        ),
        (
            denied(deny("s3:*", "*")),
            r#"spare the resource in statement 2 of the identity-based policy Identity-0-0: {"Effect":"Deny","Action":"s3:*","NotResource":"arn:aws:s3:::b/x"}"#,
        ),
        (
            denied(deny("s3:*", "arn:aws:s3:::*")),
            "remove statement 2 of the identity-based policy Identity-0-0",
        ),
        (
            case()
                .id(all())
                .rcp(json!([to("Allow", json!("*")), to("Deny", json!("*"))])),
            r#"spare the resource in statement 2 of the resource control policy ResourceControl-0-0: {"Effect":"Deny","Principal":"*","Action":"*","NotResource":"arn:aws:s3:::b/x"}"#,
        ),
    ] {
        assert_eq!(proved(&case), [change]);
    }
}
