use serde_json::{Value as Json, json};
use tegata_base::Secret;
use tegata_crypto::kek::Kek;

use super::*;
use crate::{InvalidMessage, MAX_MESSAGE_CHARACTERS, open_message, seal_message};

fn kek() -> Kek {
    Kek::new(&Secret::new([7; 32]))
}

fn denied(caller: &Caller, check: Check) -> Box<Denied> {
    let cache = PolicyCache::new(1 << 20);
    match permit::<Operation>(caller, Access::Checks(vec![check]), &Snapshot::default(), &cache) {
        Err(AuthzError::Denied(denied)) => denied,
        _ => panic!("not denied"),
    }
}

fn get_user() -> Check {
    Check::on_text(
        "iam:GetUser",
        "arn:aws:iam::111122223333:user/bob".into(),
        account(),
    )
}

fn opened(caller: &Caller, denied: &Denied) -> Json {
    let text = seal_message(caller, denied, denied.trace().as_ref(), &kek(), &mut OsRng);
    assert!(text.len() <= MAX_MESSAGE_CHARACTERS);
    assert!(
        text.bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    );
    serde_json::from_str(&open_message(&text, account(), &kek()).unwrap()).unwrap()
}

#[test]
fn a_message_tells_an_explicit_denial() {
    let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Sid":"No","Effect":"Deny","Action":["iam:Get*","iam:List*"],"Resource":"*","Condition":{"Bool":{"aws:SecureTransport":false}}}]}"#;
    let caller = user(Some(policy));
    let message = opened(&caller, &denied(&caller, get_user()));
    let values =
        |texts: &[&str]| json!({"items": texts.iter().map(|t| json!({"value": t})).collect::<Vec<_>>()});
    assert_eq!(message["allowed"], json!(false));
    assert_eq!(message["explicitDeny"], json!(true));
    let statement = json!({
        "statementId": "No",
        "effect": "DENY",
        "principals": values(&["AIDAAAAAAAAAAAAAAALIC"]),
        "principalGroups": {"items": []},
        "actions": values(&["iam:Get*", "iam:List*"]),
        "resources": values(&["*"]),
        "conditions": {"items": [{"key": "aws:SecureTransport", "values": values(&["false"])}]},
    });
    assert_eq!(message["matchedStatements"], json!({"items": [statement]}));
    assert_eq!(message["failures"], json!({"items": []}));
    let context = &message["context"];
    assert_eq!(
        context["principal"],
        json!({"id": "AIDAAAAAAAAAAAAAAALIC", "name": "alice", "arn": "arn:aws:iam::111122223333:user/alice"})
    );
    assert_eq!(context["action"], "iam:GetUser");
    assert_eq!(context["resource"], "arn:aws:iam::111122223333:user/bob");
    let conditions = context["conditions"]["items"].as_array().unwrap();
    assert!(conditions.contains(&json!({"key": "aws:username", "values": values(&["alice"])})));
}

#[test]
fn an_implicit_denial_matches_no_statement() {
    let caller = role_session(role("r", TRUST_ACCOUNT), &[("team", "blue")], None);
    let message = opened(&caller, &denied(&caller, get_user()));
    assert_eq!(message["explicitDeny"], json!(false));
    assert_eq!(message["matchedStatements"], json!({"items": []}));
    assert_eq!(
        message["context"]["principal"],
        json!({"id": "AROAAAAAAAAAAAAAAAAAR:hop", "arn": "arn:aws:sts::111122223333:assumed-role/r/hop"})
    );
}

#[test]
fn only_the_account_and_the_server_open_a_message() {
    let caller = user(None);
    let sealed = || seal_message(&caller, &denied(&caller, get_user()), None, &kek(), &mut OsRng);
    let text = sealed();
    let other: AccountId = "444455556666".parse().unwrap();
    assert_eq!(open_message(&text, other, &kek()), Err(InvalidMessage));
    let other = Kek::new(&Secret::new([8; 32]));
    assert_eq!(open_message(&text, account(), &other), Err(InvalidMessage));
    for broken in ["", "x", "not base64!", &text.to_lowercase(), &format!("{text}AA")] {
        assert_eq!(
            open_message(broken, account(), &kek()),
            Err(InvalidMessage),
            "{broken}"
        );
    }
    assert_ne!(
        text,
        sealed(),
        "the same text twice tells that the denials are the same"
    );
}

#[test]
fn a_message_is_never_too_long() {
    let mut value = [0; 128];
    let mut check = get_user();
    for number in 0..200 {
        OsRng.fill(&mut value);
        let text: String = value.iter().map(|byte| format!("{byte:02x}")).collect();
        check.context.set(format!("aws:RequestTag/{number:03}"), text);
    }
    let caller = user(None);
    let message = opened(&caller, &denied(&caller, check));
    let conditions = message["context"]["conditions"]["items"].as_array().unwrap();
    assert!((10..200).contains(&conditions.len()), "{}", conditions.len());
}

/// A box of another account denies alice, who has an explicit deny of her own besides.
#[test]
fn a_message_tells_nothing_of_another_accounts_resource() {
    let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Sid":"Mine","Effect":"Deny","Action":"boxes:Open","Resource":"*"}]}"#;
    let caller = user(Some(policy));
    let tags = Tags::from_list(vec![tag("secret", "theirs")]).unwrap();
    let check = |owner| boxed("Deny", owner).with_resource_tags(&tags);
    let sids = |message: &Json| {
        let items = message["matchedStatements"]["items"].as_array().unwrap().clone();
        items
            .iter()
            .map(|item| item["statementId"].clone())
            .collect::<Vec<_>>()
    };
    let own = opened(&caller, &denied(&caller, check("111122223333")));
    assert_eq!(sids(&own), ["Theirs", "Mine"]);
    assert!(
        own["context"].to_string().contains("aws:resourcetag/secret"),
        "{own}"
    );
    let foreign = opened(&caller, &denied(&caller, check("444455556666")));
    assert_eq!(sids(&foreign), ["Mine"]);
    assert!(!foreign.to_string().contains("heirs"), "{foreign}");
    assert!(
        !foreign["context"].to_string().contains("resourcetag"),
        "{foreign}"
    );
    assert!(
        foreign["context"].to_string().contains("aws:username"),
        "{foreign}"
    );
}
