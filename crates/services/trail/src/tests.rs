use jiff::Timestamp;
use serde_json::json;
use tegata_store::{EventAttribute, EventCursor, EventQuery, EventResource, EventRow, IssuedSession};

use crate::hops::{Shown, chain};
use crate::page_token;

fn row(name: &str, source: &str, issued: Option<&str>, record: serde_json::Value) -> EventRow {
    EventRow {
        event_id: format!("event-{name}"),
        time: Timestamp::from_second(1_767_323_045).unwrap(),
        account: "111122223333".parse().unwrap(),
        region: "us-east-1".parse().unwrap(),
        event_name: name.into(),
        event_source: source.into(),
        read_only: false,
        username: None,
        access_key_id: None,
        session_id: None,
        session_name: None,
        resources: ["role", "arn:role"]
            .map(|name| EventResource {
                resource_type: "AWS::IAM::Role".into(),
                name: name.into(),
            })
            .into(),
        issued: issued.map(|id| IssuedSession {
            session_id: format!("session-{id}"),
            access_key_id: format!("ASIA{id}"),
            session_name: None,
            expires: None,
        }),
        observations: Vec::new(),
        record: record.to_string(),
    }
}

fn create_session() -> EventRow {
    row(
        "CreateSession",
        "rolesanywhere.amazonaws.com",
        Some("1"),
        json!({
            "sourceIPAddress": "192.0.2.1",
            "additionalEventData": {"certificate": {
                "subject": "CN=vm", "issuer": "CN=CA", "serialNumber": "0123", "fingerprint": "ab",
                "trustAnchorArn": "arn:anchor"
            }},
            "responseElements": {
                "credentialSet": [{"assumedRoleUser": {"arn": "arn:first"}}],
                "subjectArn": "arn:subject"
            }
        }),
    )
}

fn assume_role() -> EventRow {
    row(
        "AssumeRole",
        "sts.amazonaws.com",
        Some("2"),
        json!({
            "sourceIPAddress": "192.0.2.2",
            "userIdentity": {"type": "AssumedRole", "arn": "arn:first"},
            "responseElements": {"assumedRoleUser": {"arn": "arn:second"}}
        }),
    )
}

fn kinds(rows: &[EventRow], shown: Shown) -> Vec<(String, Option<String>)> {
    chain(rows, &shown)
        .into_iter()
        .map(|hop| (hop.kind, hop.arn))
        .collect()
}

fn pair(kind: &str, arn: &str) -> (String, Option<String>) {
    (kind.into(), Some(arn.into()))
}

#[test]
fn a_chain_reads_from_the_certificate_down() {
    let denied = row(
        "ListUsers",
        "iam.amazonaws.com",
        None,
        json!({
            "errorCode": "AccessDenied",
            "additionalEventData": {"denial": {"resource": "arn:users"}}
        }),
    );
    let hops = kinds(&[denied, assume_role(), create_session()], Shown::Action);
    assert_eq!(
        hops,
        [
            pair("certificate", "arn:anchor"),
            pair("session", "arn:subject"),
            pair("role", "arn:first"),
            pair("role", "arn:second"),
            pair("action", "arn:users"),
        ]
    );
}

#[test]
fn the_certificate_is_told_whole() {
    let hops = chain(&[create_session()], &Shown::SessionIfIssued);
    let certificate = &hops[0];
    assert_eq!(certificate.serial.as_deref(), Some("0123"));
    assert_eq!(certificate.subject.as_deref(), Some("CN=vm"));
    assert_eq!(certificate.issuer.as_deref(), Some("CN=CA"));
    assert_eq!(certificate.fingerprint.as_deref(), Some("ab"));
    assert_eq!(certificate.source.as_deref(), Some("192.0.2.1"));
}

#[test]
fn an_issuing_event_stands_for_its_session_or_for_itself() {
    let rows = [assume_role(), create_session()];
    assert_eq!(
        kinds(&rows, Shown::SessionIfIssued).last().unwrap(),
        &pair("role", "arn:second")
    );
    assert_eq!(
        kinds(&rows, Shown::Action).last().unwrap(),
        &pair("action", "arn:role")
    );
}

#[test]
fn a_user_is_the_origin_of_its_own_action() {
    let deleted = row(
        "DeleteRole",
        "iam.amazonaws.com",
        None,
        json!({
            "userIdentity": {"type": "IAMUser", "arn": "arn:user", "accessKeyId": "AKIA1"}
        }),
    );
    let hops = chain(&[deleted], &Shown::Action);
    assert_eq!(
        (hops[0].kind.as_str(), hops[0].id.as_deref()),
        ("user", Some("AKIA1"))
    );
    assert_eq!(hops[1].outcome.as_deref(), Some("Success"));
}

#[test]
fn a_page_token_is_good_for_its_own_query_alone() {
    let query = EventQuery::all(50);
    let cursor = EventCursor {
        time: -5,
        sequence: 7,
    };
    let token = page_token::write(cursor, &query);
    assert_eq!(page_token::read(&token, &query), Some(cursor));
    let other = EventQuery {
        attribute: Some(EventAttribute::ReadOnly(true)),
        ..EventQuery::all(50)
    };
    assert_eq!(page_token::read(&token, &other), None);
    for text in [
        "",
        "1",
        "1.2.3",
        "1.2.3.zz",
        "2.0.0.0",
        "1.a.0.0",
        &format!("{token}.x"),
    ] {
        assert_eq!(page_token::read(text, &query), None, "{text}");
    }
}
