use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;
use crate::tests::server::{Answer, Received, Server, json as answer};
use crate::tests::{Said, with_edge};

const START_URL: &str = "https://corp.awsapps.com/start";
/// SHA-1 of `corp`.
const TOKEN: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";

/// A user's machine and the directory's services, which answer from a script.
struct World {
    home: TempDir,
    server: Server,
}

impl World {
    /// `script` answers requests by path and how many came there before.
    fn of(script: impl Fn(&str, usize) -> Option<Answer> + Send + 'static) -> Self {
        let mut counts = std::collections::HashMap::new();
        let server = Server::start(move |request: &Received| {
            let count = counts.entry(request.path.clone()).or_insert(0_usize);
            *count += 1;
            script(&request.path, *count - 1).unwrap_or_else(|| usual(&request.path))
        });
        let home = tempfile::tempdir().unwrap();
        Self { home, server }
    }

    fn token(&self) -> Option<Value> {
        let text = std::fs::read(self.home.path().join(TOKEN)).ok()?;
        serde_json::from_slice(&text).ok()
    }

    fn keep(&self, token: &Value) {
        let path = self.home.path().join(TOKEN);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, token.to_string()).unwrap();
    }

    fn ask(&self) -> (Result<ApiCredentials, IdentityCenterError>, Said) {
        self.ask_at(&self.server.url())
    }

    fn ask_at(&self, url: &str) -> (Result<ApiCredentials, IdentityCenterError>, Said) {
        let directory = SsoDirectory {
            session: Some("corp".into()),
            start_url: START_URL.into(),
            region: "eu-central-1".parse().unwrap(),
            scopes: Vec::new(),
        };
        let endpoint = url.parse().unwrap();
        let account_id = "111122223333".parse().unwrap();
        let request = RoleRequest {
            directory: &directory,
            account_id: &account_id,
            role_name: "Admin",
            portal: &endpoint,
            oidc: &endpoint,
        };
        let home = self.home.path().to_str().unwrap();
        with_edge(&[("HOME", home)], |edge| {
            let sign_in = SignInArgs::default().resolve(edge.environment).unwrap();
            role_credentials(&request, &sign_in, &Rc::default(), edge)
        })
    }

    /// The paths that were asked, and the last body sent to `/token`.
    fn paths(&self) -> Vec<String> {
        self.server
            .seen()
            .into_iter()
            .map(|request| request.path)
            .collect()
    }

    fn last_grant(&self) -> Value {
        let seen = self.server.seen();
        let last = seen.iter().rfind(|request| request.path == "/token").unwrap();
        serde_json::from_slice(&last.body).unwrap()
    }
}

fn usual(path: &str) -> Answer {
    let body = match path {
        "/client/register" => json!({
            "clientId": "client", "clientSecret": "hush", "clientSecretExpiresAt": 1_790_000_000,
        }),
        "/device_authorization" => json!({
            "deviceCode": "device", "userCode": "ABCD-EFGH", "verificationUri": "https://device.example/",
            "verificationUriComplete": "https://device.example/?user_code=ABCD-EFGH", "expiresIn": 600,
        }),
        "/token" => {
            json!({"accessToken": "new", "tokenType": "Bearer", "expiresIn": 28800, "refreshToken": "again"})
        }
        "/federation/credentials" => json!({"roleCredentials": {
            "accessKeyId": "ASIAEXAMPLE", "secretAccessKey": "secret", "sessionToken": "session",
            "expiration": 1_767_330_000_500_i64,
        }}),
        _ => return None,
    };
    answer(200, "", &body.to_string())
}

fn refused(error: &str) -> Option<Answer> {
    let status = if error == "UnauthorizedException" {
        401
    } else {
        400
    };
    Some(answer(status, error, r#"{"error":"x","error_description":"y"}"#))
}

fn token(access: &str, expires: &str, refresh: Option<&str>) -> Value {
    let mut token = json!({
        "startUrl": START_URL, "region": "eu-central-1", "accessToken": access, "expiresAt": expires,
        "clientId": "old", "clientSecret": "hush", "registrationExpiresAt": "2026-03-01T00:00:00Z",
    });
    if let Some(refresh) = refresh {
        token["refreshToken"] = refresh.into();
    }
    token
}

#[test]
fn a_device_signs_in_at_the_pace_that_it_is_told() {
    let world = World::of(|path, count| match (path, count) {
        ("/token", 0 | 2) => refused("AuthorizationPendingException"),
        ("/token", 1) => refused("SlowDownException"),
        _ => None,
    });
    let (credentials, said) = world.ask();
    let credentials = credentials.unwrap();
    assert_eq!(credentials.access_key_id, "ASIAEXAMPLE");
    assert_eq!(credentials.expires.unwrap().as_millisecond(), 1_767_330_000_500);
    // Row b of 8.2: patience is asked for, and had.
    assert_eq!(said.pauses, [5, 5, 10, 10].map(Duration::from_secs));
    assert_eq!(said.stdout, "");
    assert_eq!(
        said.stderr,
        "Sign in to https://corp.awsapps.com/start: open this link in any browser\n  \
         https://device.example/?user_code=ABCD-EFGH\nand check that the page shows this code: ABCD-EFGH\n"
    );
    let kept = world.token().unwrap();
    assert_eq!(kept["accessToken"], "new");
    assert_eq!(kept["expiresAt"], "2026-01-02T11:04:05Z");
    let bearer = world.server.seen().pop().unwrap();
    assert_eq!(bearer.header("x-amz-sso_bearer_token"), Some("new"));
    assert_eq!(bearer.header("authorization"), None);
    assert_eq!(bearer.query, "account_id=111122223333&role_name=Admin");

    // Now it is kept, and nobody is asked to sign in.
    let (credentials, said) = world.ask();
    assert!(credentials.is_ok());
    assert_eq!(said.stderr, "");
    assert_eq!(world.paths().last().unwrap(), "/federation/credentials");
}

#[test]
fn sign_ins_that_fail_are_told_in_a_sentence() {
    for (error, told) in [
        (
            "AccessDeniedException",
            "the sign-in to https://corp.awsapps.com/start was denied; sign in again and allow it, or ask who \
             administers the directory",
        ),
        (
            "ExpiredTokenException",
            "nobody signed in to https://corp.awsapps.com/start in time; run it again, and sign in within ten minutes",
        ),
        (
            "InvalidGrantException",
            "CreateToken: InvalidGrantException: y (HTTP status 400, request id 11111111-2222-4333-8444-555555555555)",
        ),
    ] {
        let world = World::of(move |path, _| if path == "/token" { refused(error) } else { None });
        let (credentials, said) = world.ask();
        assert_eq!(credentials.err().unwrap().to_string(), told);
        assert_eq!(said.pauses.len(), 1);
        assert!(world.token().is_none());
    }
}

/// A client that was deleted at the service.
#[test]
fn a_forgotten_client_is_registered_anew() {
    let world = World::of(|path, count| match (path, count) {
        ("/device_authorization", 0) => refused("InvalidClientException"),
        _ => None,
    });
    assert!(world.ask().0.is_ok());
    let registered = world
        .paths()
        .iter()
        .filter(|path| *path == "/client/register")
        .count();
    assert_eq!(registered, 2);
}

#[test]
fn a_link_that_is_no_web_page_is_not_followed() {
    let started = json!({
        "deviceCode": "d", "userCode": "C", "verificationUriComplete": "file:///etc/passwd", "expiresIn": 600,
    });
    let world = World::of(move |path, _| {
        (path == "/device_authorization").then(|| answer(200, "", &started.to_string()))
    });
    let (credentials, said) = world.ask();
    let error = credentials.err().unwrap().to_string();
    assert!(error.contains("StartDeviceAuthorization"), "{error}");
    assert_eq!(said.stderr, "");
}

#[test]
fn a_token_is_renewed_before_it_ends() {
    for (expires, refresh, grants) in [
        ("2026-01-02T04:00:00Z", Some("r"), 0),
        ("2026-01-02T03:10:00Z", Some("r"), 1),
        ("2026-01-01T00:00:00Z", Some("r"), 1),
        // Nothing to renew it with: used while it lasts.
        ("2026-01-02T03:10:00Z", None, 0),
    ] {
        let world = World::of(|_, _| None);
        world.keep(&token("old", expires, refresh));
        let (credentials, said) = world.ask();
        assert!(credentials.is_ok(), "{expires}");
        assert_eq!(said.stderr, "", "{expires}");
        let asked = world.paths().iter().filter(|path| *path == "/token").count();
        assert_eq!(asked, grants, "{expires}");
        if grants == 1 {
            let sent = world.last_grant();
            assert_eq!(sent["grantType"], "refresh_token");
            assert_eq!(
                (&sent["refreshToken"], &sent["clientId"]),
                (&json!("r"), &json!("old"))
            );
            let kept = world.token().unwrap();
            assert_eq!(
                (&kept["accessToken"], &kept["refreshToken"]),
                (&json!("new"), &json!("again"))
            );
            assert_eq!(kept["registrationExpiresAt"], "2026-03-01T00:00:00Z");
        }
    }
}

/// Where the service gives no new one, the old token is used while it lasts, and then the user signs in.
#[test]
fn a_refused_renewal_leads_to_a_sign_in_once_the_token_has_ended() {
    for (expires, signs_in) in [("2026-01-02T03:10:00Z", false), ("2026-01-02T03:00:00Z", true)] {
        let world = World::of(|path, count| match (path, count) {
            ("/token", 0) => refused("InvalidGrantException"),
            _ => None,
        });
        world.keep(&token("old", expires, Some("r")));
        let (credentials, said) = world.ask();
        assert!(credentials.is_ok());
        assert_eq!(said.stderr.contains("ABCD-EFGH"), signs_in, "{expires}");
    }
}

/// The AWS CLI takes no lock, and may renew a token while it is renewed here: then that one is used.
#[test]
fn a_token_that_somebody_else_renewed_meanwhile_is_used() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join(TOKEN);
    let server = Server::start(move |request: &Received| match request.path.as_str() {
        "/token" => {
            let theirs = token("theirs", "2026-01-02T11:00:00Z", Some("next"));
            std::fs::write(&path, theirs.to_string()).unwrap();
            refused("InvalidGrantException").unwrap()
        }
        path => usual(path),
    });
    let world = World { home, server };
    world.keep(&token("old", "2026-01-01T00:00:00Z", Some("spent")));
    let (credentials, said) = world.ask();
    assert!(credentials.is_ok());
    assert_eq!(said.stderr, "");
    let asked = world.server.seen().pop().unwrap();
    assert_eq!(asked.header("x-amz-sso_bearer_token"), Some("theirs"));
}

/// The session of a name was another directory's before: its tokens, and what renews them, are none here.
#[test]
fn a_token_of_another_directory_is_none() {
    for expires in ["2026-01-02T11:00:00Z", "2026-01-01T00:00:00Z"] {
        let world = World::of(|_, _| None);
        let mut theirs = token("theirs", expires, Some("theirs"));
        theirs["startUrl"] = "https://other.awsapps.com/start".into();
        world.keep(&theirs);
        let (credentials, said) = world.ask();
        assert!(credentials.is_ok());
        assert!(said.stderr.contains("ABCD-EFGH"));
        assert_eq!(world.last_grant()["refreshToken"], Value::Null);
        assert_eq!(world.token().unwrap()["startUrl"], START_URL);
    }
}

/// Row q of 8.2.
#[test]
fn a_token_that_the_portal_refuses_is_dropped_and_one_new_one_tried() {
    let world = World::of(|path, count| match (path, count) {
        ("/federation/credentials", 0) => refused("UnauthorizedException"),
        _ => None,
    });
    world.keep(&token("dead", "2026-01-02T11:00:00Z", None));
    let (credentials, said) = world.ask();
    assert!(credentials.is_ok());
    assert!(said.stderr.contains("ABCD-EFGH"));
    assert_eq!(world.token().unwrap()["accessToken"], "new");

    let world = World::of(|path, _| match path {
        "/federation/credentials" => refused("UnauthorizedException"),
        _ => None,
    });
    let error = world.ask().0.err().unwrap().to_string();
    assert!(error.contains("does not accept the token that"), "{error}");
    let asked = world
        .paths()
        .iter()
        .filter(|path| path.starts_with("/federation"))
        .count();
    assert_eq!(asked, 2);
}

#[test]
fn a_role_that_the_user_does_not_have() {
    let world = World::of(|path, _| {
        (path == "/federation/credentials")
            .then(|| answer(403, "ForbiddenException", r#"{"message":"No access"}"#))
    });
    world.keep(&token("good", "2026-01-02T11:00:00Z", None));
    let error = world.ask().0.err().unwrap().to_string();
    assert!(
        error.starts_with("you have no role Admin in account 111122223333"),
        "{error}"
    );
}

#[test]
fn the_flow_is_chosen_by_flag_variable_and_what_there_is() {
    let directory = |session: Option<&str>| SsoDirectory {
        session: session.map(str::to_owned),
        start_url: START_URL.into(),
        region: "eu-central-1".parse().unwrap(),
        scopes: Vec::new(),
    };
    let flow = |variables: &[(&str, &str)], flag, session| {
        let (flow, _) = with_edge(variables, |edge| {
            let args = SignInArgs {
                sso_flow: flag,
                stdout: false,
            };
            args.resolve(edge.environment)
                .map(|sign_in| sign_in.flow(&directory(session)))
        });
        flow.map_err(|error| error.to_string())
    };
    let browser = ("BROWSER", "firefox");
    assert_eq!(flow(&[browser], None, Some("corp")), Ok(Flow::Pkce));
    assert_eq!(flow(&[], None, Some("corp")), Ok(Flow::Device));
    assert_eq!(flow(&[browser], None, None), Ok(Flow::Device));
    assert_eq!(
        flow(&[browser, ("TEGATA_SSO_FLOW", "device")], None, Some("corp")),
        Ok(Flow::Device)
    );
    assert_eq!(
        flow(&[("TEGATA_SSO_FLOW", "device")], Some(Flow::Pkce), None),
        Ok(Flow::Pkce)
    );
    let error = flow(&[("TEGATA_SSO_FLOW", "x")], None, None).unwrap_err();
    assert_eq!(
        error,
        "TEGATA_SSO_FLOW is neither device nor pkce; set it to one of them, or unset it"
    );
}

/// A page says where the next one is; an account's roles are asked for one account at a time.
#[test]
fn lists_are_read_to_their_end() {
    let world = World::of(|path, count| {
        let body = match (path, count) {
            ("/assignment/accounts", 0) => json!({
                "nextToken": "more",
                "accountList": [{"accountId": "444455556666", "accountName": "Prod", "emailAddress": "p@example.com"}],
            }),
            ("/assignment/accounts", _) => {
                json!({"accountList": [{"accountId": "111122223333"}], "nextToken": ""})
            }
            ("/assignment/roles", 0) => json!({"roleList": [{"roleName": "Reader"}], "nextToken": "more"}),
            ("/assignment/roles", 1) => json!({"roleList": [{"roleName": "Admin"}]}),
            ("/assignment/roles", _) => json!({"roleList": []}),
            _ => return None,
        };
        Some(answer(200, "", &body.to_string()))
    });
    world.keep(&token("good", "2026-01-02T11:00:00Z", None));
    let directory = SsoDirectory {
        session: Some("corp".into()),
        start_url: START_URL.into(),
        region: "eu-central-1".parse().unwrap(),
        scopes: Vec::new(),
    };
    let endpoint = world.server.url().parse().unwrap();
    let at = Places {
        directory: &directory,
        portal: &endpoint,
        oidc: &endpoint,
    };
    let home = world.home.path().to_str().unwrap();
    let (found, _) = with_edge(&[("HOME", home)], |edge| {
        let sign_in = SignInArgs::default().resolve(edge.environment).unwrap();
        assignments(&at, &sign_in, edge).unwrap()
    });
    let found = serde_json::to_value(found).unwrap();
    let expected = json!([
        {"account_id": "111122223333", "roles": []},
        {"account_id": "444455556666", "name": "Prod", "email": "p@example.com", "roles": ["Admin", "Reader"]},
    ]);
    assert_eq!(found, expected);
    let queries: Vec<String> = world
        .server
        .seen()
        .into_iter()
        .map(|request| request.query)
        .collect();
    assert_eq!(
        queries,
        [
            "max_result=100",
            "max_result=100&next_token=more",
            "account_id=444455556666&max_result=100",
            "account_id=444455556666&max_result=100&next_token=more",
            "account_id=111122223333&max_result=100",
        ]
    );
}

#[test]
fn plain_http_to_another_machine_is_warned_of() {
    let world = World::of(|_, _| None);
    world.keep(&token("old", "2026-01-02T03:00:00Z", None));
    let (done, said) = world.ask_at("http://tegata.invalid");
    let error = done.err().unwrap().to_string();
    assert!(error.contains("http://tegata.invalid was not found"), "{error}");
    let warnings = said
        .stderr
        .lines()
        .filter(|line| line.starts_with("warning: http://tegata.invalid is not"));
    assert_eq!(warnings.count(), 2);
}

#[test]
fn without_a_home_there_is_no_cache() {
    let world = World::of(|_, _| None);
    let endpoint: Endpoint = world.server.url().parse().unwrap();
    let account_id = "111122223333".parse().unwrap();
    let directory = SsoDirectory {
        session: None,
        start_url: START_URL.into(),
        region: "eu-central-1".parse().unwrap(),
        scopes: Vec::new(),
    };
    let request = RoleRequest {
        directory: &directory,
        account_id: &account_id,
        role_name: "Admin",
        portal: &endpoint,
        oidc: &endpoint,
    };
    let (done, _) = with_edge(&[], |edge| {
        let sign_in = SignInArgs::default().resolve(edge.environment).unwrap();
        role_credentials(&request, &sign_in, &Rc::default(), edge)
    });
    assert!(matches!(done, Err(IdentityCenterError::NoHome)));
}
