use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;
use crate::tests::server::{Answer, Received, Server, json as answer};
use crate::tests::with_edge;

const SESSION: &str = "arn:aws:iam::111122223333:user/me";
/// RFC 7517, appendix A.2.
const KEY: &str = "-----BEGIN EC PRIVATE KEY-----\n\
    MHcCAQEEIPO9DAeoH7kyeB7VJ1L2DMiaa+XlGTT+AZON21XY93gBoAoGCCqGSM49\n\
    AwEHoUQDQgAEMKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D7gS2XpJFbZ\n\
    iItSs3m9+9Ue6GnvHw/GW2ZZaVtszggXIw==\n\
    -----END EC PRIVATE KEY-----\n";

fn kept(expires: &str) -> Value {
    json!({
        "accessToken": {
            "accessKeyId": "ASIAOLD", "secretAccessKey": "s", "sessionToken": "t", "accountId": "111122223333",
            "expiresAt": expires,
        },
        "tokenType": "aws_sigv4", "clientId": "arn:aws:signin:::devtools/same-device", "refreshToken": "r",
        "idToken": "i", "dpopKey": KEY,
    })
}

/// A home directory with a session, and a service.
fn world(session: Option<&Value>, reply: impl Fn() -> Answer + Send + 'static) -> (TempDir, Server) {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(".aws/login/cache");
    std::fs::create_dir_all(&folder).unwrap();
    if let Some(session) = session {
        std::fs::write(file(&home), session.to_string()).unwrap();
    }
    (home, Server::start(move |_: &Received| reply()))
}

/// The SHA-256 of the ARN, made by Python's `hashlib`.
fn file(home: &TempDir) -> PathBuf {
    let name = "6eeec053fe13079aaf7fd81065ec5ecbdb93674f20700e51842d0c769b240c8a.json";
    home.path().join(".aws/login/cache").join(name)
}

fn ask(home: &TempDir, server: &Server) -> Result<ApiCredentials, SignInError> {
    let place = plan::Endpoint {
        service: plan::Service::Signin,
        region: Given::built_in("eu-west-1".parse().unwrap()),
        url: Some(Given::built_in(server.url())),
        global: false,
        fips: false,
        dual_stack: false,
        ca_bundle: None,
    };
    let session: Arn = SESSION.parse().unwrap();
    let request = SessionOf {
        profile: "me",
        session: &session,
        place: &place,
    };
    let home = home.path().to_str().unwrap();
    with_edge(&[("HOME", home), ("AWS_MAX_ATTEMPTS", "1")], |edge| {
        session_credentials(&request, edge)
    })
    .0
}

fn renewed() -> Answer {
    let body = json!({
        "accessToken": {"accessKeyId": "ASIANEW", "secretAccessKey": "s2", "sessionToken": "t2"},
        "tokenType": "aws_sigv4", "expiresIn": 900, "refreshToken": "r2",
    });
    answer(200, "", &body.to_string())
}

#[test]
fn a_session_is_used_and_renewed_shortly_before_it_ends() {
    for (expires, key, asked) in [
        ("2026-01-02T03:10:00Z", "ASIAOLD", 0),
        ("2026-01-02T03:09:05Z", "ASIANEW", 1),
        ("2026-01-01T00:00:00Z", "ASIANEW", 1),
    ] {
        let (home, server) = world(Some(&kept(expires)), renewed);
        let credentials = ask(&home, &server).unwrap();
        assert_eq!(credentials.access_key_id, key, "{expires}");
        let seen = server.seen();
        assert_eq!(seen.len(), asked, "{expires}");
        let Some(request) = seen.first() else {
            continue;
        };
        assert_eq!(
            (request.method.as_str(), request.path.as_str()),
            ("POST", "/v1/token")
        );
        assert_eq!(request.header("authorization"), None);
        assert_eq!(request.header("dpop").unwrap().split('.').count(), 3);
        let sent: Value = serde_json::from_slice(&request.body).unwrap();
        let client = "arn:aws:signin:::devtools/same-device";
        assert_eq!(
            sent,
            json!({"clientId": client, "grantType": "refresh_token", "refreshToken": "r"})
        );
        let mut expected = kept(expires);
        expected["refreshToken"] = "r2".into();
        expected["accessToken"] = json!({
            "accessKeyId": "ASIANEW", "secretAccessKey": "s2", "sessionToken": "t2", "accountId": "111122223333",
            "expiresAt": "2026-01-02T03:19:05Z",
        });
        let written: Value = serde_json::from_slice(&std::fs::read(file(&home)).unwrap()).unwrap();
        assert_eq!(written, expected);
        assert_eq!(credentials.expires, Some("2026-01-02T03:19:05Z".parse().unwrap()));
    }
}

#[test]
fn what_has_ended_is_told_with_the_command_that_begins_it_anew() {
    let (home, server) = world(None, renewed);
    let told = ask(&home, &server).err().unwrap().to_string();
    assert_eq!(
        told,
        format!("there is no session of {SESSION}; sign in with: aws login --profile me")
    );

    for (reason, expected) in [
        ("TOKEN_EXPIRED", "has ended; sign in with: aws login --profile me"),
        (
            "USER_CREDENTIALS_CHANGED",
            "has ended; sign in with: aws login --profile me",
        ),
        (
            "INSUFFICIENT_PERMISSIONS",
            "can attach the policy SignInLocalDevelopmentAccess",
        ),
    ] {
        // Refused for good: what is left of the old credentials is not used.
        let body = json!({"error": reason, "message": "no"}).to_string();
        let refusal = move || answer(403, "AccessDeniedException", &body);
        let (home, server) = world(Some(&kept("2026-01-02T03:08:00Z")), refusal);
        let told = ask(&home, &server).err().unwrap().to_string();
        assert!(told.ends_with(expected), "{told}");
    }
}

#[test]
fn a_failure_that_may_pass_does_no_harm_while_the_old_ones_last() {
    for (expires, is_ok) in [("2026-01-02T03:08:00Z", true), ("2026-01-02T03:04:30Z", false)] {
        let unavailable = || {
            answer(
                503,
                "ServiceUnavailableException",
                r#"{"error":"server_error","message":"m"}"#,
            )
        };
        let (home, server) = world(Some(&kept(expires)), unavailable);
        assert_eq!(ask(&home, &server).is_ok(), is_ok, "{expires}");
    }
}

/// The AWS CLI takes no lock, and a refresh token is good once: what it renewed meanwhile is used.
#[test]
fn a_session_that_somebody_else_renewed_meanwhile_is_used() {
    let (home, _) = world(Some(&kept("2026-01-02T03:00:00Z")), renewed);
    let path = file(&home);
    let server = Server::start(move |_: &Received| {
        let mut theirs = kept("2026-01-02T03:15:00Z");
        theirs["accessToken"]["accessKeyId"] = "ASIATHEIRS".into();
        std::fs::write(&path, theirs.to_string()).unwrap();
        let spent = json!({"error": "TOKEN_EXPIRED", "message": "no"});
        answer(403, "AccessDeniedException", &spent.to_string())
    });
    assert_eq!(ask(&home, &server).unwrap().access_key_id, "ASIATHEIRS");
}

#[test]
fn what_the_file_lacks_is_named() {
    for (pointer, lacks) in [
        ("/accessToken/expiresAt", "accessToken.expiresAt"),
        ("/accessToken/accessKeyId", "accessToken.accessKeyId"),
        ("/dpopKey", "a P-256 key (dpopKey)"),
        ("/clientId", "clientId"),
        ("/refreshToken", "refreshToken"),
    ] {
        let mut session = kept("2026-01-01T00:00:00Z");
        *session.pointer_mut(pointer).unwrap() = Value::Null;
        let (home, server) = world(Some(&session), renewed);
        let told = ask(&home, &server).err().unwrap().to_string();
        assert!(
            told.contains(&format!(" lacks {lacks}; sign in again with")),
            "{told}"
        );
        assert!(server.seen().is_empty());
    }
}

/// Sessions of another region are renewed there.
#[test]
fn the_host_is_that_of_the_region_where_the_session_was_begun() {
    let session: Arn = SESSION.parse().unwrap();
    let place = plan::Endpoint {
        service: plan::Service::Signin,
        region: Given::built_in("eu-west-1".parse().unwrap()),
        url: None,
        global: false,
        fips: false,
        dual_stack: false,
        ca_bundle: None,
    };
    let request = SessionOf {
        profile: "me",
        session: &session,
        place: &place,
    };
    let session = Session {
        request: &request,
        path: PathBuf::new(),
    };
    let folder = tempfile::tempdir().unwrap();
    for (region, host) in [
        (json!("us-east-2"), "us-east-2.signin.aws.amazon.com"),
        (Value::Null, "eu-west-1.signin.aws.amazon.com"),
    ] {
        let path = folder.path().join("x.json");
        std::fs::write(&path, json!({ "signInRegion": region }).to_string()).unwrap();
        let kept = token_file::read(&path).unwrap().unwrap();
        assert_eq!(session.endpoint(&kept).unwrap().host(), host);
    }
}
