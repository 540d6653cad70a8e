//! What the audit trail shows of inputs and outputs that hold secrets.

use serde_json::json;
use tegata_api_iam as iam;
use tegata_api_rolesanywhere as ra;
use tegata_api_sts as sts;
use tegata_base::Secret;
use tegata_wire::{Call, Typed, redact};

fn shown<T: Typed>(message: &T) -> serde_json::Value {
    serde_json::from_str(&redact(T::SHAPE, message).expect("members")).expect("JSON")
}

#[test]
fn an_access_key_without_its_secret() {
    let output = iam::CreateAccessKeyResponse {
        access_key: iam::AccessKey {
            user_name: "bob".to_owned(),
            access_key_id: "AKIA".to_owned(),
            status: "Active".to_owned(),
            secret_access_key: Secret::new("wJalr".to_owned()),
            create_date: Some("2014-03-24T21:11:59Z".parse().expect("an instant")),
        },
    };
    assert_eq!(
        shown(&output),
        json!({"accessKey": {
            "userName": "bob", "accessKeyId": "AKIA", "status": "Active", "createDate": "Mar 24, 2014, 9:11:59 PM"
        }})
    );
}

#[test]
fn a_session_with_its_token_hidden() {
    let output = sts::AssumeRoleResponse {
        credentials: Some(sts::Credentials {
            access_key_id: "ASIA".to_owned(),
            secret_access_key: Secret::new("wJalr".to_owned()),
            session_token: "Fwo".to_owned(),
            expiration: "2026-01-02T03:04:05Z".parse().expect("an instant"),
        }),
        ..Default::default()
    };
    assert_eq!(
        shown(&output),
        json!({"credentials": {
            "accessKeyId": "ASIA", "sessionToken": "HIDDEN_DUE_TO_SECURITY_REASONS",
            "expiration": "Jan 2, 2026, 3:04:05 AM"
        }})
    );
}

#[test]
fn tags_of_roles_anywhere_are_hidden() {
    let input = ra::TagResourceRequest {
        resource_arn: "arn".to_owned(),
        tags: vec![ra::Tag {
            key: "k".to_owned(),
            value: "v".to_owned(),
        }],
    };
    let hidden = "HIDDEN_DUE_TO_SECURITY_REASONS";
    assert_eq!(
        shown(&input),
        json!({"resourceArn": "arn", "tags": [{"key": hidden, "value": hidden}]})
    );
}

/// Every text of every operation that is named like a secret is marked as one.
#[test]
fn what_is_named_like_a_secret_is_marked() {
    let names = ["secret", "password", "token", "privatekey", "tokencode"];
    let harmless = [
        "NextToken",
        "nextToken",
        "MinimumSessionTokenSize",
        "SessionTokenSize",
        "SessionTokenUtilization",
        "SubjectFromWebIdentityToken",
        "PasswordLastUsed",
        "clientSecretExpiresAt",
        "tokenEndpoint",
        "tokenInput",
        "tokenOutput",
        "tokenType",
    ];
    for (_, operation) in crate::operations() {
        let mut todo = vec![operation.input, operation.output];
        while let Some(shape) = todo.pop() {
            for member in shape.members() {
                let name = member.name.to_lowercase();
                let suspicious =
                    names.iter().any(|word| name.contains(word)) && !harmless.contains(&member.name);
                assert!(
                    !suspicious || member.shape.sensitive,
                    "{} {}",
                    operation.name,
                    member.name
                );
                todo.push(member.shape);
            }
            if let tegata_wire::schema::Kind::List { item, .. } = shape.kind {
                todo.push(item);
            }
        }
    }
    assert!(
        ra::operations::CreateSession::OPERATION
            .output
            .member("credentialSet")
            .is_some()
    );
}
