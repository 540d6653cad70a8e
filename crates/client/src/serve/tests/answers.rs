use std::sync::mpsc;

use http::request::Parts;
use http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use jiff::Timestamp;
use tegata_base::Secret;
use tokio::sync::watch;

use super::{Counting, ROLE, hour, mono, new_year, response};
use crate::serve::AnswerArgs;
use crate::serve::answer::Endpoint;
use crate::serve::credential::Credential;
use crate::serve::hosts::Hosts;
use crate::serve::http::{Ends, Site as _};
use crate::serve::metadata::Metadata;
use crate::serve::metrics::Metrics;
use crate::serve::refresher::{Clocks, Command};
use crate::serve::snapshot::{Failure, Snapshot};
use crate::serve::token::Tokens;

const LOCAL: std::net::IpAddr = std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
const ENDS: Ends = Ends {
    local: Some(LOCAL),
    peer: Some(LOCAL),
};
const ECS_TOKEN: &str = "a-token-of-ecs-clients";

struct World {
    site: Endpoint,
    publish: watch::Sender<Snapshot>,
    commands: mpsc::Receiver<Command>,
}

struct Answer {
    status: StatusCode,
    headers: http::HeaderMap,
    body: String,
}

impl World {
    fn new(args: &AnswerArgs) -> Self {
        let (publish, snapshot) = watch::channel(Snapshot {
            credential: Some(Credential::new(&response(new_year() + hour()), new_year()).into()),
            ..Snapshot::default()
        });
        let (sender, commands) = mpsc::channel();
        let region = "eu-west-1".parse().unwrap();
        Self {
            site: Endpoint {
                hosts: Hosts::new(Vec::new()),
                tokens: Tokens::new(&mut Counting::default(), mono()),
                ecs_token: Some(Secret::new(ECS_TOKEN.into())),
                metadata: Metadata::new(ROLE, &region, args, new_year()),
                metrics: Metrics::new(),
                snapshot,
                commands: sender,
                clocks: Clocks { wall: new_year, mono },
            },
            publish,
            commands,
        }
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.answer(&request.body(()).unwrap().into_parts().0)
    }

    fn answer(&self, head: &Parts) -> Answer {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build();
        let runtime = runtime.unwrap();
        runtime.block_on(async {
            let (head, body) = self.site.answer(head, ENDS).await.into_parts();
            let body = body.collect().await.unwrap().to_bytes();
            Answer {
                status: head.status,
                headers: head.headers,
                body: String::from_utf8(body.to_vec()).unwrap(),
            }
        })
    }

    fn token(&self) -> String {
        let headers = [
            ("host", "localhost"),
            ("x-aws-ec2-metadata-token-ttl-seconds", "60"),
        ];
        let answer = self.ask("PUT", "/latest/api/token", &headers);
        assert_eq!(answer.status, 200);
        answer.body
    }

    fn get(&self, path: &str) -> Answer {
        let token = self.token();
        self.ask(
            "GET",
            path,
            &[("host", "localhost"), ("x-aws-ec2-metadata-token", &token)],
        )
    }
}

fn world() -> World {
    World::new(&AnswerArgs::default())
}

#[test]
fn the_credentials_have_the_keys_of_awss_helper_in_its_order() {
    let answer = world().get("/latest/meta-data/iam/security-credentials/machine");
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.body,
        "{\"AccessKeyId\":\"ASIAEXAMPLE\",\"SecretAccessKey\":\"se/cr+et\",\"Token\":\"to/k+en==\",\"Code\":\"Success\",\
         \"Type\":\"AWS-HMAC\",\"Expiration\":\"2026-01-01T01:00:00Z\",\"LastUpdated\":\"2026-01-01T00:00:00Z\"}\n"
    );
    assert_eq!(answer.headers["content-type"], "text/plain; charset=utf-8");
    let ttl = answer.headers["x-aws-ec2-metadata-token-ttl-seconds"]
        .to_str()
        .unwrap();
    assert!((55..=60).contains(&ttl.parse::<u32>().unwrap()));
}

#[test]
fn the_role_is_listed_and_no_other_is_there() {
    let world = world();
    for path in [
        "/latest/meta-data/iam/security-credentials",
        "/latest/meta-data/iam/security-credentials/",
        "//latest/meta-data/iam/security-credentials/",
    ] {
        let answer = world.get(path);
        assert_eq!(
            (answer.status.as_u16(), answer.body.as_str()),
            (200, "machine"),
            "{path}"
        );
    }
    for path in ["machin%65", "machine/"] {
        let answer = world.get(&format!("/latest/meta-data/iam/security-credentials/{path}"));
        assert_eq!(answer.status, 200, "{path}");
    }
    for path in ["other", "machine/x", "machine2", "Machine", "%ff", "machine//"] {
        let answer = world.get(&format!("/latest/meta-data/iam/security-credentials/{path}"));
        assert_eq!(answer.status, 404, "{path}");
    }
}

#[test]
fn tokens_are_asked_for_as_on_ec2() {
    let world = world();
    let put = |headers: &[(&str, &str)]| {
        let mut all = vec![("host", "localhost")];
        all.extend(headers);
        world.ask("PUT", "/latest/api/token", &all)
    };
    const TTL: &str = "x-aws-ec2-metadata-token-ttl-seconds";
    for ttl in ["1", "21600"] {
        let answer = put(&[(TTL, ttl)]);
        assert_eq!((answer.status.as_u16(), answer.body.len()), (200, 56));
        assert_eq!(answer.headers[TTL], ttl);
    }
    for ttl in ["0", "21601", "-1", "", "ten", "60.5", "99999999999999999999"] {
        let answer = put(&[(TTL, ttl)]);
        assert_eq!(
            (answer.status.as_u16(), answer.body.as_str()),
            (400, "invalid token TTL"),
            "{ttl:?}"
        );
    }
    assert_eq!(put(&[]).status, 400);
    let answer = put(&[(TTL, "60"), ("x-forwarded-for", "192.0.2.1")]);
    assert_eq!(answer.status, 403);
    assert_eq!(
        answer.body,
        "unable to process requests with X-Forwarded-For header"
    );
    for method in ["GET", "POST", "DELETE", "OPTIONS"] {
        let answer = world.ask(method, "/latest/api/token", &[("host", "localhost"), (TTL, "60")]);
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (405, ""));
        assert_eq!(answer.headers["allow"], "PUT");
    }
}

#[test]
fn nothing_is_told_without_a_token() {
    let world = world();
    for path in [
        "/latest",
        "/latest/meta-data/iam/security-credentials/machine",
        "/latest/nothing",
    ] {
        let answer = world.ask("GET", path, &[("host", "localhost")]);
        assert_eq!(
            (answer.status.as_u16(), answer.body.as_str()),
            (401, "no token provided")
        );
        let headers = [("host", "localhost"), ("x-aws-ec2-metadata-token", "nonsense")];
        let answer = world.ask("GET", path, &headers);
        assert_eq!(
            (answer.status.as_u16(), answer.body.as_str()),
            (401, "invalid token provided")
        );
    }
}

#[test]
fn a_name_that_somebody_else_can_own_is_not_answered_to() {
    let world = world();
    const TTL: (&str, &str) = ("x-aws-ec2-metadata-token-ttl-seconds", "60");
    for path in ["/latest/api/token", "/health", "/metrics", "/v1/credentials"] {
        let method = if path.ends_with("token") { "PUT" } else { "GET" };
        let status = |headers: &[(&str, &str)]| world.ask(method, path, headers).status.as_u16();
        assert_eq!(status(&[("host", "evil.example:9911"), TTL]), 403);
        assert_eq!(status(&[TTL]), 400);
        assert_eq!(status(&[("host", "localhost"), ("host", "localhost"), TTL]), 400);
    }
    let headers = [("host", "localhost"), TTL];
    assert_eq!(
        world
            .ask("PUT", "http://evil.example/latest/api/token", &headers)
            .status,
        403
    );
    assert_eq!(
        world
            .ask("PUT", "http://169.254.169.254/latest/api/token", &headers)
            .status,
        200
    );
}

#[test]
fn ecs_clients_must_send_the_token() {
    let world = world();
    let get = |headers: &[(&str, &str)]| {
        let mut all = vec![("host", "127.0.0.1:9911")];
        all.extend(headers);
        world.ask("GET", "/v1/credentials", &all)
    };
    let answer = get(&[("authorization", ECS_TOKEN)]);
    assert_eq!(
        answer.body,
        "{\"RoleArn\":\"arn:aws:iam::111122223333:role/path/machine\",\"AccessKeyId\":\"ASIAEXAMPLE\",\
         \"SecretAccessKey\":\"se/cr+et\",\"Token\":\"to/k+en==\",\"Expiration\":\"2026-01-01T01:00:00Z\"}"
    );
    for headers in [&[][..], &[("authorization", "wrong")], &[("authorization", "")]] {
        assert_eq!(get(headers).status, 401);
    }
}

#[test]
fn ecs_is_off_without_a_token() {
    let mut world = world();
    world.site.ecs_token = None;
    let headers = [("host", "localhost"), ("authorization", "")];
    assert_eq!(world.ask("GET", "/v1/credentials", &headers).status, 404);
}

#[test]
fn row_03_no_credentials_are_a_503_with_the_cause_and_never_empty_ones() {
    let mut world = world();
    for expiration in [new_year(), new_year() - hour()] {
        world.publish.send_modify(|snapshot| {
            snapshot.credential = Some(Credential::new(&response(expiration), new_year()).into());
            snapshot.failure = Some(
                Failure {
                    message: "the \"service\" is away".into(),
                    at: new_year(),
                    in_a_row: 2,
                    is_permanent: false,
                }
                .into(),
            );
        });
        // The demand is met, with nothing.
        let publish = world.publish.clone();
        let commands = std::mem::replace(&mut world.commands, mpsc::channel().1);
        let refresher = std::thread::spawn(move || {
            assert_eq!(commands.recv(), Ok(Command::Demand));
            publish.send_modify(|_| {});
            commands
        });
        let answer = world.get("/latest/meta-data/iam/security-credentials/machine");
        world.commands = refresher.join().unwrap();
        assert_eq!(answer.status, 503);
        let told: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(told["Code"], "Unavailable");
        assert!(!answer.body.contains("ASIA"));
    }
    let answer = world.ask("GET", "/health", &[("host", "localhost")]);
    assert_eq!(answer.status, 503);
    let told: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(told["status"], "unavailable");
    assert_eq!(told["lastError"]["message"], "the \"service\" is away");
}

#[test]
fn a_request_waits_for_the_session_that_it_asked_for() {
    let world = world();
    world.publish.send_modify(|snapshot| snapshot.credential = None);
    let publish = world.publish.clone();
    let World { site, commands, .. } = world;
    let refresher = std::thread::spawn(move || {
        assert_eq!(commands.recv(), Ok(Command::Demand));
        publish.send_modify(|snapshot| {
            let credential = Credential::new(&response(new_year() + hour()), new_year());
            snapshot.credential = Some(credential.into());
        });
    });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let request = Request::builder()
        .uri("/v1/credentials")
        .header("host", "localhost")
        .header("authorization", ECS_TOKEN);
    let head = request.body(()).unwrap().into_parts().0;
    let answer = runtime.block_on(site.answer(&head, Ends::default()));
    assert_eq!(answer.status(), 200);
    refresher.join().unwrap();
}

#[test]
fn placement_and_identity_are_told_on_request_alone() {
    let paths = [
        "/latest/meta-data/placement/region",
        "/latest/meta-data/placement/availability-zone",
        "/latest/meta-data/instance-id",
        "/latest/dynamic/instance-identity/document",
    ];
    let none = world();
    for path in paths {
        assert_eq!(none.get(path).status, 404, "{path}");
    }
    assert_eq!(none.get("/latest/meta-data/").body, "iam/");
    let all = World::new(&AnswerArgs {
        placement: true,
        identity_document: true,
        instance_id: Some("i-0123".into()),
        ..AnswerArgs::default()
    });
    let told = paths.map(|path| all.get(path).body);
    assert_eq!(told[..3], ["eu-west-1", "eu-west-1a", "i-0123"]);
    let document: serde_json::Value = serde_json::from_str(&told[3]).unwrap();
    assert_eq!(document["accountId"], "111122223333");
    assert_eq!(document["region"], "eu-west-1");
    assert_eq!(document["instanceId"], "i-0123");
    assert!(document["imageId"].is_null());
    assert_eq!(all.get("/latest/meta-data").body, "iam/\ninstance-id\nplacement/");
    assert_eq!(all.get("/latest/dynamic/instance-identity/pkcs7").status, 404);
}

#[test]
fn metrics_count_and_hold_no_secret() {
    let world = world();
    world.get("/latest/meta-data/iam/security-credentials/machine");
    world.get("/latest/nothing");
    let text = world.ask("GET", "/metrics", &[("host", "localhost")]).body;
    let expiration = Timestamp::as_second(new_year() + hour());
    for line in [
        "tegata_serve_requests_total{route=\"token\",status=\"200\"} 2".to_owned(),
        "tegata_serve_requests_total{route=\"metadata\",status=\"404\"} 1".to_owned(),
        "tegata_serve_connections 0".to_owned(),
        format!("tegata_serve_credential_expiration_timestamp_seconds {expiration}"),
        "tegata_serve_sessions_total{result=\"obtained\"} 0".to_owned(),
    ] {
        assert!(text.lines().any(|found| found == line), "no {line} in {text}");
    }
    assert_eq!(text.matches("# EOF").count(), 1);
    assert!(!text.contains("se/cr+et") && !text.contains("ASIA"));
}
