//! The record, member by member, and its limits.

use proptest::prelude::*;
use serde_json::{Value, json};
use tegata_base::AccountId;
use tegata_store::{EventResource, IssuedSession, Revision};

use crate::{
    AdditionalEventData, Event, EventType, Failure, SessionContext, SessionIssuer, TlsDetails, UserIdentity,
    WebIdentityFederation,
};

fn account() -> AccountId {
    "111122223333".parse().unwrap()
}

fn context() -> SessionContext {
    SessionContext {
        created: "2026-01-02T03:04:05.9Z".parse().unwrap(),
        mfa_authenticated: false,
        issuer: Some(SessionIssuer {
            issuer_type: "Role".to_owned(),
            principal_id: "AROAEXAMPLE".to_owned(),
            arn: "arn:aws:iam::111122223333:role/web".to_owned(),
            account_id: account(),
            user_name: "web".to_owned(),
        }),
        source_identity: Some("CN=machine".to_owned()),
        web_identity: None,
    }
}

pub(super) fn role_session() -> UserIdentity {
    UserIdentity::AssumedRole {
        role_id: "AROAEXAMPLE".to_owned(),
        session_name: "00ab".to_owned(),
        arn: "arn:aws:sts::111122223333:assumed-role/web/00ab".to_owned(),
        account: account(),
        access_key_id: Some("ASIAEXAMPLE".to_owned()),
        session: context(),
    }
}

pub(super) fn event(identity: UserIdentity) -> Event {
    Event::new(
        "11111111-2222-4333-8444-555555555555".to_owned(),
        "2026-11-21T10:11:12.987654Z".parse().unwrap(),
        (account(), "us-east-1".parse().unwrap()),
        ("sts.amazonaws.com", "AssumeRole"),
        identity,
    )
}

fn record(event: &mut Event) -> Value {
    serde_json::from_str(&event.record()).unwrap()
}

#[test]
fn a_whole_record() {
    let mut event = event(role_session());
    event.source_address = "192.0.2.7".to_owned();
    event.user_agent = Some("aws-cli/1".to_owned());
    event.request_id = Some("r-1".to_owned());
    event.shared_event_id = Some("s-1".to_owned());
    event.failure = Some(Failure {
        code: "AccessDenied".to_owned(),
        message: "no".to_owned(),
    });
    event.request_parameters = Some(r#"{"roleArn":"arn:aws:iam::444455556666:role/other"}"#.to_owned());
    event.additional = AdditionalEventData {
        session_id: Some("00ff".to_owned()),
        ancestors: vec!["00ee".to_owned(), "00dd".to_owned()],
        revision: Some(Revision(7)),
        denial: Some(json!({ "policy": "p" })),
        more: json!({ "extra": 1 }).as_object().unwrap().clone(),
    };
    event.resources = vec![
        EventResource {
            resource_type: "AWS::IAM::Role".to_owned(),
            name: "arn:aws:iam::444455556666:role/other".to_owned(),
        },
        EventResource {
            resource_type: "AWS::IAM::Role".to_owned(),
            name: "other".to_owned(),
        },
    ];
    event.tls = Some(TlsDetails {
        tls_version: "TLSv1.3".to_owned(),
        cipher_suite: "TLS_AES_128_GCM_SHA256".to_owned(),
        client_provided_host_header: "sts.example.com".to_owned(),
    });
    let expected = json!({
        "eventVersion": "1.11",
        "userIdentity": {
            "type": "AssumedRole",
            "principalId": "AROAEXAMPLE:00ab",
            "arn": "arn:aws:sts::111122223333:assumed-role/web/00ab",
            "accountId": "111122223333",
            "accessKeyId": "ASIAEXAMPLE",
            "sessionContext": {
                "sessionIssuer": {
                    "type": "Role",
                    "principalId": "AROAEXAMPLE",
                    "arn": "arn:aws:iam::111122223333:role/web",
                    "accountId": "111122223333",
                    "userName": "web",
                },
                "attributes": { "creationDate": "2026-01-02T03:04:05Z", "mfaAuthenticated": "false" },
                "sourceIdentity": "CN=machine",
            },
        },
        "eventTime": "2026-11-21T10:11:12Z",
        "eventSource": "sts.amazonaws.com",
        "eventName": "AssumeRole",
        "awsRegion": "us-east-1",
        "sourceIPAddress": "192.0.2.7",
        "userAgent": "aws-cli/1",
        "errorCode": "AccessDenied",
        "errorMessage": "no",
        "requestParameters": { "roleArn": "arn:aws:iam::444455556666:role/other" },
        "responseElements": null,
        "additionalEventData": {
            "sessionId": "00ff",
            "ancestors": ["00ee", "00dd"],
            "revision": 7,
            "denial": { "policy": "p" },
            "extra": 1,
        },
        "requestID": "r-1",
        "eventID": "11111111-2222-4333-8444-555555555555",
        "readOnly": false,
        "resources": [{
            "ARN": "arn:aws:iam::444455556666:role/other",
            "accountId": "444455556666",
            "type": "AWS::IAM::Role",
        }],
        "eventType": "AwsApiCall",
        "managementEvent": true,
        "recipientAccountId": "111122223333",
        "sharedEventID": "s-1",
        "eventCategory": "Management",
        "tlsDetails": {
            "tlsVersion": "TLSv1.3",
            "cipherSuite": "TLS_AES_128_GCM_SHA256",
            "clientProvidedHostHeader": "sts.example.com",
        },
    });
    assert_eq!(record(&mut event), expected);
    // The order of members is CloudTrail's too.
    assert_eq!(event.record(), expected.to_string());
}

#[test]
fn what_does_not_apply_stays_away() {
    let mut event = event(UserIdentity::AwsService {
        invoked_by: "rolesanywhere.amazonaws.com".to_owned(),
    });
    event.source_address = "rolesanywhere.amazonaws.com".to_owned();
    let record = record(&mut event);
    let members: Vec<&str> = record.as_object().unwrap().keys().map(String::as_str).collect();
    let expected = [
        "eventVersion",
        "userIdentity",
        "eventTime",
        "eventSource",
        "eventName",
        "awsRegion",
        "sourceIPAddress",
        "requestParameters",
        "responseElements",
        "eventID",
        "readOnly",
        "eventType",
        "managementEvent",
        "recipientAccountId",
        "eventCategory",
    ];
    assert_eq!(members, expected);
    let identity = json!({ "type": "AWSService", "invokedBy": "rolesanywhere.amazonaws.com" });
    assert_eq!(record["userIdentity"], identity);
}

#[test]
fn every_kind_of_identity() {
    let id = "AKIAEXAMPLE".to_owned();
    let own_session = SessionContext {
        issuer: None,
        source_identity: None,
        mfa_authenticated: true,
        ..context()
    };
    let federated = SessionContext {
        web_identity: Some(WebIdentityFederation {
            federated_provider: "arn:aws:iam::111122223333:oidc-provider/idp".to_owned(),
            attributes: serde_json::Map::new(),
        }),
        ..own_session.clone()
    };
    let shown_session = json!({
        "attributes": { "creationDate": "2026-01-02T03:04:05Z", "mfaAuthenticated": "true" },
    });
    let shown_federated = json!({
        "webIdFederationData": {
            "federatedProvider": "arn:aws:iam::111122223333:oidc-provider/idp",
            "attributes": {},
        },
        "attributes": { "creationDate": "2026-01-02T03:04:05Z", "mfaAuthenticated": "true" },
    });
    let cases = [
        (
            UserIdentity::Root {
                account: account(),
                arn: "arn:aws:iam::111122223333:root".to_owned(),
                access_key_id: Some(id.clone()),
                session: None,
            },
            json!({ "type": "Root", "principalId": "111122223333", "arn": "arn:aws:iam::111122223333:root",
                "accountId": "111122223333", "accessKeyId": "AKIAEXAMPLE" }),
            (Some("root"), Some("AKIAEXAMPLE"), None),
        ),
        (
            UserIdentity::IamUser {
                user_id: "AIDAEXAMPLE".to_owned(),
                arn: "arn:aws:iam::111122223333:user/alice".to_owned(),
                account: account(),
                user_name: "alice".to_owned(),
                access_key_id: Some(id.clone()),
                session: Some(own_session),
            },
            json!({ "type": "IAMUser", "principalId": "AIDAEXAMPLE",
                "arn": "arn:aws:iam::111122223333:user/alice", "accountId": "111122223333",
                "accessKeyId": "AKIAEXAMPLE", "userName": "alice", "sessionContext": shown_session }),
            (Some("alice"), Some("AKIAEXAMPLE"), None),
        ),
        (
            UserIdentity::FederatedUser {
                arn: "arn:aws:sts::111122223333:federated-user/bob".to_owned(),
                account: account(),
                name: "bob".to_owned(),
                access_key_id: None,
                session: federated,
            },
            json!({ "type": "FederatedUser", "principalId": "111122223333:bob",
                "arn": "arn:aws:sts::111122223333:federated-user/bob", "accountId": "111122223333",
                "sessionContext": shown_federated }),
            (Some("bob"), None, None),
        ),
        (
            UserIdentity::SamlUser {
                principal_id: "q:carol".to_owned(),
                user_name: "carol".to_owned(),
                identity_provider: "idp".to_owned(),
            },
            json!({ "type": "SAMLUser", "principalId": "q:carol", "userName": "carol",
                "identityProvider": "idp" }),
            (Some("carol"), None, None),
        ),
        (
            UserIdentity::WebIdentityUser {
                principal_id: "idp:aud:dave".to_owned(),
                user_name: "dave".to_owned(),
                identity_provider: "idp".to_owned(),
            },
            json!({ "type": "WebIdentityUser", "principalId": "idp:aud:dave", "userName": "dave",
                "identityProvider": "idp" }),
            (Some("dave"), None, None),
        ),
        (
            UserIdentity::AwsAccount {
                principal_id: "AIDAOTHER".to_owned(),
                account: "444455556666".parse().unwrap(),
            },
            json!({ "type": "AWSAccount", "principalId": "AIDAOTHER", "accountId": "444455556666" }),
            (None, None, None),
        ),
        (
            UserIdentity::Unknown {
                access_key_id: Some(id),
            },
            json!({ "type": "Unknown", "accessKeyId": "AKIAEXAMPLE" }),
            (None, Some("AKIAEXAMPLE"), None),
        ),
    ];
    for (identity, expected, (username, access_key_id, session_name)) in cases {
        let row = event(identity.clone()).into_row();
        assert_eq!(serde_json::to_value(&identity).unwrap(), expected);
        assert_eq!(row.username.as_deref(), username);
        assert_eq!(row.access_key_id.as_deref(), access_key_id);
        assert_eq!(row.session_name.as_deref(), session_name);
    }
}

#[test]
fn the_row_is_what_the_record_says() {
    let mut event = event(role_session());
    event.read_only = true;
    event.event_type = EventType::AwsApiCall;
    event.additional.session_id = Some("00ff".to_owned());
    event.issued = Some(IssuedSession {
        session_id: "abcd".to_owned(),
        access_key_id: "ASIANEW".to_owned(),
        session_name: Some("next".to_owned()),
        expires: None,
    });
    let expected = event.record();
    let row = event.clone().into_row();
    assert_eq!(row.record, expected);
    assert_eq!(
        (row.event_id, row.time, row.account),
        (event.event_id, event.time, event.account)
    );
    assert_eq!((row.region, row.read_only), (event.region, true));
    assert_eq!(
        (row.event_source.as_str(), row.event_name.as_str()),
        ("sts.amazonaws.com", "AssumeRole")
    );
    assert_eq!(row.username.as_deref(), Some("00ab"));
    assert_eq!(row.session_name.as_deref(), Some("00ab"));
    assert_eq!(row.access_key_id.as_deref(), Some("ASIAEXAMPLE"));
    assert_eq!(row.session_id.as_deref(), Some("00ff"));
    assert_eq!(row.issued, event.issued);
}

/// A host may be as long as a request's head, and a read costs its caller nothing else.
#[test]
fn a_long_host_is_cut() {
    let mut event = event(UserIdentity::AwsService {
        invoked_by: "rolesanywhere.amazonaws.com".into(),
    });
    event.tls = Some(TlsDetails {
        tls_version: "TLSv1.3".into(),
        cipher_suite: "TLS_AES_128_GCM_SHA256".into(),
        client_provided_host_header: "h".repeat(100_000),
    });
    let record: Value = serde_json::from_str(&event.record()).unwrap();
    let host = record["tlsDetails"]["clientProvidedHostHeader"].as_str().unwrap();
    assert_eq!(host, "h".repeat(1024));
}

#[test]
fn what_is_too_large_is_left_out_and_said() {
    let mut event = event(role_session());
    event.request_parameters = Some(json!({ "document": "x".repeat(200_000) }).to_string());
    event.response_elements = Some(json!({ "document": "y".repeat(90_000) }).to_string());
    event.additional.session_id = Some("00ff".to_owned());
    event.additional.denial = Some(json!({ "context": "z".repeat(50_000) }));
    let record = record(&mut event);
    let left_out =
        json!({ "omitted": true, "originalSize": 200_015, "reason": "requestParameters too large" });
    assert_eq!(record["requestParameters"], left_out);
    assert_eq!(
        record["responseElements"]["document"].as_str().unwrap().len(),
        90_000
    );
    // The way back to the session stays.
    assert_eq!(record["additionalEventData"]["sessionId"], "00ff");
    assert_eq!(record["additionalEventData"]["omitted"], true);
    assert_eq!(record["additionalEventData"].get("denial"), None);
}

proptest! {
    #[test]
    fn texts_are_cut_to_a_kilobyte_between_characters(text in "[a手🔑\"\\\\]{0,1500}") {
        let mut event = event(role_session());
        event.user_agent = Some(text.clone());
        event.failure = Some(Failure { code: text.clone(), message: text.clone() });
        event.source_address = text.clone();
        let record = record(&mut event);
        for member in ["userAgent", "errorCode", "errorMessage", "sourceIPAddress"] {
            let shown = record[member].as_str().unwrap();
            prop_assert!(text.starts_with(shown));
            prop_assert!(shown.len() <= 1024);
            prop_assert!(text.len() <= 1024 || shown.len() > 1020);
        }
    }
}

proptest! {
    // Each case writes a megabyte of JSON.
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn no_record_is_larger_than_a_frame(
        sizes in [0..300_000_usize, 0..300_000, 0..300_000, 0..300_000],
    ) {
        let mut event = event(role_session());
        let [request, response, denial, details] = sizes.map(|size| json!({ "text": "x".repeat(size) }));
        event.request_parameters = Some(request.to_string());
        event.response_elements = Some(response.to_string());
        event.additional.denial = Some(denial);
        event.service_event_details = details;
        prop_assert!(event.record().len() <= 256 << 10);
    }
}
