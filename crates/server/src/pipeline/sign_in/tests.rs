//! Who is signed in, and what becomes of everybody else.

use std::sync::Arc;

use http_body_util::BodyExt as _;
use jiff::{SignedDuration, Timestamp};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use tegata_base::{AccessKeyId, AccountId, EntityKind, Tags, UniqueId};
use tegata_crypto::OsRng;
use tegata_session::{Claims, Credentials, Kind, Origin, Principal, SessionId, mint};
use tegata_state::{Entity as _, InlinePolicy, PolicyDoc, Role};

use super::asked::Destination;
use super::{MAX_FORM, PATH};
use crate::clock::Clock as _;
use crate::raw::Raw;
use crate::testing::{ACCOUNT, Bench, KEY_ID, SECRET, raw, user};

const CONSOLE: &str = "https://console.aws.amazon.com/console/home?region=us-east-1#top";

fn role(policy: Option<&str>) -> Role {
    let account: AccountId = ACCOUNT.parse().unwrap();
    Role {
        account,
        id: UniqueId::generate(EntityKind::Role, account, &mut OsRng),
        name: "viewer".into(),
        path: "/".into(),
        created: Timestamp::UNIX_EPOCH,
        trust: PolicyDoc::new("{}"),
        description: None,
        max_session_seconds: 43_200,
        tags: Tags::new(),
        boundary: None,
        inline: policy
            .map(|text| InlinePolicy {
                name: "p".into(),
                document: PolicyDoc::new(text),
            })
            .into_iter()
            .collect(),
        attached: Vec::new(),
    }
}

/// A bench with this role, and the claims of a session of it.
fn with_role(policy: Option<&str>) -> (Bench, Role, Claims) {
    let (bench, role) = (Bench::new(), role(policy));
    bench.store_changes(vec![role.put()]);
    let claims = claims(&bench, Principal::Role(role.id.clone()));
    (bench, role, claims)
}

fn claims(bench: &Bench, principal: Principal) -> Claims {
    let account: AccountId = ACCOUNT.parse().unwrap();
    Claims {
        id: SessionId::generate(&mut OsRng),
        access_key_id: AccessKeyId::generate_temporary(account, &mut OsRng),
        account,
        principal,
        kind: Kind::AssumedRole,
        name: Some("someone".into()),
        tags: Tags::new(),
        transitive_tag_keys: Vec::new(),
        source_identity: None,
        policy: None,
        managed_policies: Vec::new(),
        mfa: None,
        issued: bench.clock.now(),
        expires: bench.clock.now() + SignedDuration::from_hours(1),
        origin: Origin::AccessKey(KEY_ID.parse().unwrap()),
        ancestors: Vec::new(),
        chained: false,
        revision: 1,
    }
}

fn minted(bench: &Bench, claims: &Claims) -> Credentials {
    mint(claims, &bench.node.published.load().ring, &mut OsRng).unwrap()
}

fn session(id: &str, key: &str, token: &str) -> String {
    json!({"sessionId": id, "sessionKey": key, "sessionToken": token}).to_string()
}

fn session_of(credentials: &Credentials) -> String {
    session(
        credentials.access_key_id.as_str(),
        credentials.secret_access_key.expose(),
        credentials.session_token.expose(),
    )
}

fn form(parameters: &[(&str, &str)]) -> String {
    let encoded = |text| utf8_percent_encode(text, NON_ALPHANUMERIC);
    let pairs = parameters
        .iter()
        .map(|(name, value)| format!("{name}={}", encoded(value)));
    pairs.collect::<Vec<_>>().join("&")
}

fn get(parameters: &[(&str, &str)]) -> Raw {
    raw("GET", &format!("{PATH}?{}", form(parameters)), &[], "")
}

/// Status, `Location` and body.
async fn answer(bench: &Bench, raw: Raw) -> (u16, Option<String>, String) {
    let response = Arc::clone(&bench.pipeline).serve(raw).await;
    for (name, value) in [("cache-control", "no-store"), ("referrer-policy", "no-referrer")] {
        assert_eq!(response.headers().get(name).unwrap(), value);
    }
    let location = response.headers().get("location");
    let location = location.map(|value| value.to_str().unwrap().to_owned());
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, location, String::from_utf8(body.to_vec()).unwrap())
}

async fn ask(bench: &Bench, session: &str, more: &[(&str, &str)]) -> (u16, String) {
    let parameters = [&[("Action", "getSigninToken"), ("Session", session)], more].concat();
    let (status, _, body) = answer(bench, get(&parameters)).await;
    (status, body)
}

async fn sign_in_token(bench: &Bench, claims: &Claims) -> String {
    let (status, body) = ask(bench, &session_of(&minted(bench, claims)), &[]).await;
    assert_eq!(status, 200, "{body}");
    let answer: Value = serde_json::from_str(&body).unwrap();
    answer["SigninToken"].as_str().unwrap().to_owned()
}

async fn log_in(bench: &Bench, token: &str) -> (u16, Option<String>, String) {
    let parameters = [
        ("Action", "login"),
        ("Issuer", "aws-vault"),
        ("Destination", CONSOLE),
        ("SigninToken", token),
    ];
    answer(bench, get(&parameters)).await
}

fn records(bench: &Bench) -> Vec<Value> {
    let rows = bench.spooled().into_iter();
    rows.map(|row| serde_json::from_str(&row.record).unwrap())
        .collect()
}

#[tokio::test]
async fn a_session_gets_a_token_and_the_token_leads_to_the_console() {
    let (bench, role, claims) = with_role(None);
    let token = sign_in_token(&bench, &claims).await;
    assert_eq!(
        log_in(&bench, &token).await,
        (302, Some(CONSOLE.to_owned()), String::new())
    );
    let records = records(&bench);
    let [asked, signed_in] = records.as_slice() else {
        panic!("{records:?}")
    };
    for (record, name) in [(asked, "GetSigninToken"), (signed_in, "ConsoleLogin")] {
        assert_eq!(record["eventSource"], "signin.amazonaws.com");
        assert_eq!(record["eventName"], name);
        assert_eq!(record["eventType"], "AwsConsoleSignIn");
        assert_eq!(record["awsRegion"], "us-east-1");
        assert_eq!(record["readOnly"], false);
        assert_eq!(record["requestParameters"], Value::Null);
        assert_eq!(record["responseElements"], json!({name: "Success"}));
        let identity = &record["userIdentity"];
        assert_eq!(identity["type"], "AssumedRole");
        assert_eq!(identity["principalId"], format!("{}:someone", role.id));
        assert_eq!(identity["accessKeyId"], claims.access_key_id.as_str());
        let more = &record["additionalEventData"];
        assert_eq!(more["sessionId"], claims.id.to_string());
        assert_eq!(
            (&more["MobileVersion"], &more["MFAUsed"]),
            (&json!("No"), &json!("No"))
        );
    }
    assert_eq!(signed_in["additionalEventData"]["LoginTo"], CONSOLE);
    let all = format!("{records:?}");
    let credentials = minted(&bench, &claims);
    for secret in [
        &token,
        credentials.secret_access_key.expose(),
        credentials.session_token.expose(),
    ] {
        assert!(!all.contains(secret.as_str()));
    }
}

#[tokio::test]
async fn a_form_is_read_as_well_as_a_query() {
    let (bench, _, claims) = with_role(None);
    let session = session_of(&minted(&bench, &claims)).replace('/', "\\/");
    let body = form(&[
        ("Action", "getSigninToken"),
        ("Session", &session),
        ("SessionType", "json"),
    ]);
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let (status, _, body) = answer(&bench, raw("POST", PATH, &headers, &body)).await;
    assert_eq!(status, 200, "{body}");
}

#[tokio::test]
async fn a_federated_user_signs_in_and_a_users_own_session_does_not() {
    let bench = Bench::new();
    let alice = user("alice");
    bench.store_changes(vec![alice.put()]);
    let of = |kind| Claims {
        kind,
        ..claims(&bench, Principal::User(alice.id.clone()))
    };
    let token = sign_in_token(&bench, &of(Kind::Federation)).await;
    assert_eq!(log_in(&bench, &token).await.0, 302);
    let session = session_of(&minted(&bench, &of(Kind::SessionToken)));
    let (status, body) = ask(&bench, &session, &[]).await;
    assert_eq!(status, 400);
    assert!(body.contains("of AssumeRole or GetFederationToken"), "{body}");
    let refused = records(&bench).pop().unwrap();
    assert_eq!(refused["responseElements"], json!({"GetSigninToken": "Failure"}));
    assert_eq!(refused["errorCode"], "InvalidParameterCombination");
}

#[tokio::test]
async fn only_a_role_assumed_with_a_long_term_key_chooses_how_long_the_console_lasts() {
    let (bench, _, role) = with_role(None);
    let chained = Claims {
        chained: true,
        ancestors: vec![SessionId::generate(&mut OsRng)],
        ..role.clone()
    };
    let federated = Claims {
        kind: Kind::Federation,
        principal: Principal::Root,
        ..role.clone()
    };
    for (claims, allowed) in [(&role, 200), (&chained, 400), (&federated, 400)] {
        let session = session_of(&minted(&bench, claims));
        for seconds in ["900", "43200"] {
            let (status, body) = ask(&bench, &session, &[("SessionDuration", seconds)]).await;
            assert_eq!(status, allowed, "{body}");
        }
        assert_eq!(ask(&bench, &session, &[]).await.0, 200);
    }
    let kept = records(&bench);
    assert_eq!(kept[0]["additionalEventData"]["SessionDuration"], 900);
    let session = session_of(&minted(&bench, &role));
    for seconds in ["", "0", "899", "43201", "-900", "1h", "99999999999"] {
        let (status, body) = ask(&bench, &session, &[("SessionDuration", seconds)]).await;
        assert_eq!(status, 400, "{seconds}");
        assert!(body.starts_with("Invalid SessionDuration parameter"), "{body}");
    }
}

#[tokio::test]
async fn credentials_that_are_not_of_a_live_session_are_a_strangers() {
    let (bench, _, claims) = with_role(None);
    let good = minted(&bench, &claims);
    let (id, key, token) = (
        good.access_key_id.as_str(),
        good.secret_access_key.expose().as_str(),
        good.session_token.expose().as_str(),
    );
    let other = minted(
        &bench,
        &Claims {
            access_key_id: "ASIAIOSFODNN7EXAMPLE".parse().unwrap(),
            ..claims.clone()
        },
    );
    for wrong in [
        session(id, SECRET, token),
        session(id, "", token),
        session(KEY_ID, SECRET, ""),
        session(KEY_ID, SECRET, token),
        session(id, key, &token.replace('A', "B")),
        session(id, key, other.session_token.expose()),
        session("no key", key, token),
    ] {
        let (status, body) = ask(&bench, &wrong, &[]).await;
        assert_eq!(status, 400, "{wrong}");
        assert_eq!(
            body,
            "Invalid credentials parameter: they are not of a live session of this server.\n"
        );
    }
    for malformed in [
        "",
        "{}",
        "null",
        r#"{"sessionId":1}"#,
        &"[".repeat(9000),
        &"x".repeat(17_000),
    ] {
        let (status, body) = ask(&bench, malformed, &[]).await;
        assert_eq!(status, 400);
        assert!(body.starts_with("Invalid Session parameter"), "{body}");
    }
    assert!(records(&bench).is_empty());
    let counted = bench
        .node
        .journal
        .counted_refusals(bench.clock.now(), true)
        .unwrap();
    assert_eq!((counted.total, counted.without_principal), (13, 13));
    // Nothing of it was remembered: the right secret is still what is asked for.
    assert_eq!(ask(&bench, &session(id, key, token), &[]).await.0, 200);
    assert_eq!(ask(&bench, &session(id, SECRET, token), &[]).await.0, 400);
}

#[tokio::test]
async fn a_token_lasts_fifteen_minutes_and_a_session_its_own_time() {
    let (bench, _, claims) = with_role(None);
    let token = sign_in_token(&bench, &claims).await;
    let session = session_of(&minted(&bench, &claims));
    bench.clock.advance(899);
    assert_eq!(log_in(&bench, &token).await.0, 302);
    bench.clock.advance(1);
    let (status, location, body) = log_in(&bench, &token).await;
    assert_eq!((status, location), (400, None));
    assert!(body.contains("has expired: ask for another"), "{body}");
    bench.clock.advance(3000);
    let (status, body) = ask(&bench, &session, &[]).await;
    assert_eq!(status, 400);
    assert!(body.starts_with("The session has expired"), "{body}");
}

#[tokio::test]
async fn a_session_whose_role_is_gone_is_none() {
    let (bench, role, claims) = with_role(None);
    let token = sign_in_token(&bench, &claims).await;
    bench.store_changes(vec![role.delete()]);
    assert_eq!(
        ask(&bench, &session_of(&minted(&bench, &claims)), &[]).await.0,
        400
    );
    let (status, location, body) = log_in(&bench, &token).await;
    assert_eq!((status, location), (400, None));
    assert!(body.contains("not for a live session"), "{body}");
}

/// As `AWSRevokeOlderSessions` does it.
#[tokio::test]
async fn a_session_that_is_denied_everything_does_not_sign_in() {
    let (bench, role, claims) = with_role(None);
    let token = sign_in_token(&bench, &claims).await;
    let document = |at: &str| {
        format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Deny","Action":"*","Resource":"*","Condition":{{"DateLessThan":{{"aws:TokenIssueTime":"{at}"}}}}}}}}"#
        )
    };
    let revoked = |at: &str| Role {
        inline: vec![InlinePolicy {
            name: "AWSRevokeOlderSessions".into(),
            document: PolicyDoc::new(document(at)),
        }],
        ..role.clone()
    };
    bench.store_changes(vec![revoked("2000-01-01T00:00:00Z").put()]);
    assert_eq!(log_in(&bench, &token).await.0, 302);
    bench.store_changes(vec![revoked("2100-01-01T00:00:00Z").put()]);
    let (status, location, body) = log_in(&bench, &token).await;
    assert_eq!((status, location), (400, None));
    assert!(
        body.contains("signin:ConsoleLogin") && body.contains("explicit deny"),
        "{body}"
    );
    let (status, body) = ask(&bench, &session_of(&minted(&bench, &claims)), &[]).await;
    assert_eq!(status, 400);
    assert!(body.contains("signin:GetSigninToken"), "{body}");
    let kept = records(&bench);
    let denied = &kept[kept.len() - 2];
    assert_eq!(denied["errorCode"], "AccessDenied");
    assert_eq!(denied["responseElements"], json!({"ConsoleLogin": "Failure"}));
    assert_eq!(denied["additionalEventData"]["denial"]["explicit"], true);
}

#[tokio::test]
async fn a_session_token_is_no_sign_in_token() {
    let (bench, _, claims) = with_role(None);
    let session = minted(&bench, &claims);
    for wrong in ["", "x", session.session_token.expose(), &"A".repeat(5000)] {
        let (status, location, body) = log_in(&bench, wrong).await;
        assert_eq!((status, location), (400, None));
        assert!(body.starts_with("Invalid SigninToken parameter"), "{body}");
    }
}

#[tokio::test]
async fn what_is_not_asked_well_is_told() {
    let (bench, _, claims) = with_role(None);
    let token = sign_in_token(&bench, &claims).await;
    let login = [("Action", "login"), ("SigninToken", token.as_str())];
    let to = |destination| [&login[..], &[("Destination", destination)]].concat();
    for (parameters, words) in [
        (vec![], "Invalid Action parameter"),
        (vec![("Action", "GetSigninToken")], "Invalid Action parameter"),
        (vec![("Action", "getSigninToken")], "Invalid Session parameter"),
        (vec![("Action", "login")], "Invalid SigninToken parameter"),
        (login.to_vec(), "Invalid Destination parameter"),
        (to("javascript:alert(1)"), "Invalid Destination parameter"),
        (
            vec![("Action", "login"), ("Action", "logout")],
            "The parameters cannot be read",
        ),
    ] {
        let (status, location, body) = answer(&bench, get(&parameters)).await;
        assert_eq!((status, location), (400, None), "{parameters:?}");
        assert!(body.starts_with(words), "{parameters:?}: {body}");
    }
    let long = format!("{PATH}?Action=login&x={}", "x".repeat(MAX_FORM));
    assert_eq!(answer(&bench, raw("GET", &long, &[], "")).await.0, 400);
    assert_eq!(answer(&bench, raw("PUT", PATH, &[], "")).await.0, 405);
    assert_eq!(answer(&bench, get(&[("Action", "logout")])).await.0, 200);
}

#[test]
fn a_destination_is_an_address_of_the_web() {
    for good in [
        CONSOLE,
        "http://127.0.0.1:8080/x?y=%20",
        "https://[::1]/",
        "HTTPS://example.com",
    ] {
        assert!(Destination::parse(good).is_some(), "{good}");
    }
    let long = format!("https://example.com/{}", "x".repeat(2048));
    for bad in [
        "",
        "/console",
        "//example.com/",
        "https://",
        "https:///path",
        "https:example.com",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.com/",
        "https://console.aws.amazon.com@example.com/",
        "https://example.com/\r\nset-cookie: a=b",
        "https://example.com/a b",
        "https://example.com\\@other.example",
        "https://example.com/\u{e9}",
        &long,
    ] {
        assert!(Destination::parse(bad).is_none(), "{bad}");
    }
}

/// What a limit on requests counts is the account's of whoever is known.
#[tokio::test]
async fn limits_on_requests_count() {
    let (bench, role) = (Bench::limited(&[("GetSigninToken", 1)]), role(None));
    bench.store_changes(vec![role.put()]);
    let claims = claims(&bench, Principal::Role(role.id.clone()));
    let session = session_of(&minted(&bench, &claims));
    for _ in 0..3 {
        assert_eq!(ask(&bench, "{}", &[]).await.0, 400);
    }
    assert_eq!(ask(&bench, &session, &[]).await.0, 200);
    let (status, body) = ask(&bench, &session, &[]).await;
    assert_eq!((status, body.as_str()), (429, "Rate exceeded\n"));
}

#[tokio::test]
async fn it_is_counted_under_its_own_name() {
    let (bench, _, claims) = with_role(None);
    let token = sign_in_token(&bench, &claims).await;
    log_in(&bench, &token).await;
    let metrics = bench.node.metrics.text();
    for (operation, class) in [("GetSigninToken", "2xx"), ("ConsoleLogin", "3xx")] {
        let line =
            format!(r#"tegata_requests_total{{service="signin",operation="{operation}",class="{class}"}} 1"#);
        assert!(metrics.contains(&line), "{metrics}");
    }
}
