//! From certificate files to the JSON on stdout, against a server that verifies the signature.

use clap::Parser;
use data_encoding::BASE64;
use tegata_crypto::KeyKind;
use tegata_keys::Permissions;
use tegata_pki::{Certificate, Name};
use tegata_sigv4::SignatureError;

use super::server::{Answer, Received, Server, json};
use super::{Machine, NOW, Said, basic_constraints_of_a_ca, with_edge, without_digital_signature};
use crate::credential_process::CredentialProcessArgs;
use crate::credential_process::{CredentialProcessError, run};

const ANCHOR: &str =
    "arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/22222222-2222-4222-8222-222222222222";
const PROFILE: &str =
    "arn:aws:rolesanywhere:eu-west-1:111122223333:profile/11111111-1111-4111-8111-111111111111";
const ROLE: &str = "arn:aws:iam::111122223333:role/app/reader";

const SUCCESS: &str = concat!(
    r#"{"credentialSet":[{"assumedRoleUser":{"arn":"arn:aws:sts::111122223333:assumed-role/reader/0123","#,
    r#""assumedRoleId":"AROAEXAMPLEEXAMPLEEXA:0123"},"credentials":{"accessKeyId":"ASIAEXAMPLEEXAMPLE22","#,
    r#""expiration":"2026-01-02T04:04:05Z","secretAccessKey":"sEcReT+/0123456789012345678901234567890A","#,
    r#""sessionToken":"tOkEn+/="},"packedPolicySize":7,"roleArn":"arn:aws:iam::111122223333:role/app/reader","#,
    r#""sourceIdentity":"CN=machine"}],"subjectArn":"arn:aws:rolesanywhere:eu-west-1:111122223333:subject/x"}"#
);

#[derive(Parser)]
struct Command {
    #[command(flatten)]
    args: CredentialProcessArgs,
}

/// Runs the command for a machine against an endpoint, with more flags and variables.
fn get(
    machine: &Machine,
    endpoint: &str,
    flags: &[&str],
    variables: &[(&str, &str)],
) -> (Result<(), CredentialProcessError>, Said) {
    let certificate = machine.path("certificate.pem").display().to_string();
    let key = machine.path("key.pem").display().to_string();
    let mut words = vec![
        "tegata",
        "--role-arn",
        ROLE,
        "--profile-arn",
        PROFILE,
        "--trust-anchor-arn",
        ANCHOR,
        "--certificate",
        &certificate,
        "--private-key",
        &key,
    ];
    if !endpoint.is_empty() {
        words.extend(["--endpoint", endpoint]);
    }
    words.extend(flags);
    let args = Command::try_parse_from(words).unwrap().args;
    with_edge(variables, |edge| run(&args, Permissions::Strict, edge))
}

fn leaf(request: &Received) -> Certificate {
    let der = BASE64
        .decode(request.header("x-amz-x509").unwrap().as_bytes())
        .unwrap();
    Certificate::from_der(&der).unwrap()
}

fn verify(request: &Received) -> Result<(), SignatureError> {
    let leaf = leaf(request);
    request.verify(|checked| {
        let presented = checked.presented();
        assert_eq!(presented.credential.key_id(), leaf.serial().to_decimal());
        assert_eq!(presented.credential.scope().region, "eu-west-1");
        assert_eq!(presented.credential.scope().service, "rolesanywhere");
        checked.verify_x509(leaf.key_kind().unwrap(), leaf.public_key().unwrap())
    })
}

fn succeed(request: &Received) -> Answer {
    match verify(request) {
        Ok(()) => json(201, "", SUCCESS),
        Err(error) => json(
            403,
            "AccessDeniedException",
            &format!("{{\"message\":\"{error}\"}}"),
        ),
    }
}

#[test]
fn every_kind_of_key_gets_credentials() {
    for kind in [
        KeyKind::Rsa,
        KeyKind::P256,
        KeyKind::P384,
        KeyKind::P521,
        KeyKind::MlDsa65,
    ] {
        let server = Server::start(succeed);
        let (result, said) = get(&Machine::new(kind), &server.url(), &[], &[]);
        result.unwrap();
        assert_eq!(
            said.stdout,
            concat!(
                r#"{"Version":1,"AccessKeyId":"ASIAEXAMPLEEXAMPLE22","#,
                r#""SecretAccessKey":"sEcReT+/0123456789012345678901234567890A","#,
                r#""SessionToken":"tOkEn+/=","Expiration":"2026-01-02T04:04:05Z"}"#
            )
        );
        assert_eq!(said.stderr, "");
        assert!(said.pauses.is_empty());
    }
}

#[test]
fn the_request_has_the_form_of_the_helper() {
    let server = Server::start(succeed);
    let machine = Machine::new(KeyKind::P256);
    let chain = machine.path("chain.pem").display().to_string();
    let flags = [
        "--intermediates",
        &chain,
        "--role-session-name",
        "deploy",
        "--session-duration",
        "900",
    ];
    get(&machine, &server.url(), &flags, &[]).0.unwrap();
    let seen = server.seen();
    let [request] = &seen[..] else { panic!("{seen:?}") };
    assert_eq!(
        (request.method.as_str(), request.path.as_str()),
        ("POST", "/sessions")
    );
    assert_eq!(
        request.query,
        "profileArn=arn%3Aaws%3Arolesanywhere%3Aeu-west-1%3A111122223333%3Aprofile%2F11111111-1111-4111-8111-111111111111\
         &roleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fapp%2Freader\
         &trustAnchorArn=arn%3Aaws%3Arolesanywhere%3Aeu-west-1%3A111122223333%3Atrust-anchor%2F22222222-2222-4222-8222-222222222222"
    );
    assert_eq!(
        request.body,
        br#"{"durationSeconds":900,"roleSessionName":"deploy"}"#
    );
    assert_eq!(
        request.header("host").unwrap(),
        format!("127.0.0.1:{}", server.port)
    );
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("amz-sdk-request"), Some("attempt=1; max=3"));
    assert_eq!(request.header("x-amz-date"), Some("20260102T030405Z"));
    assert_eq!(leaf(request), machine.certificate);
    assert!(request.header("x-amz-x509-chain").is_some());
    assert!(request.header("authorization").unwrap().contains(
        "SignedHeaders=amz-sdk-invocation-id;amz-sdk-request;content-type;host;x-amz-date;x-amz-x509;x-amz-x509-chain,"
    ));
    let names: Vec<String> = request
        .headers
        .iter()
        .map(|(name, _)| name.to_lowercase())
        .collect();
    assert!(!names.contains(&"accept-encoding".to_owned()), "{names:?}");

    get(&machine, &server.url(), &[], &[]).0.unwrap();
    let request = &server.seen()[1];
    assert_eq!(request.body, br#"{"durationSeconds":3600}"#);
    assert_eq!(request.header("x-amz-x509-chain"), None);
}

#[test]
fn failures_that_may_pass_are_tried_again_and_signed_anew() {
    let mut count = 0;
    let server = Server::start(move |request| {
        count += 1;
        match count {
            1 => json(503, "ServiceUnavailableException", "{}"),
            2 => None,
            _ => succeed(request),
        }
    });
    let (result, said) = get(&Machine::new(KeyKind::P256), &server.url(), &[], &[]);
    result.unwrap();
    let seen = server.seen();
    let attempts: Vec<&str> = seen
        .iter()
        .map(|request| request.header("amz-sdk-request").unwrap())
        .collect();
    assert_eq!(
        attempts,
        ["attempt=1; max=3", "attempt=2; max=3", "attempt=3; max=3"]
    );
    let invocation = |at: usize| seen[at].header("amz-sdk-invocation-id").unwrap();
    assert_eq!(invocation(0), invocation(2));
    assert_ne!(seen[0].header("authorization"), seen[2].header("authorization"));
    assert_eq!(said.pauses.len(), 2);
    assert!(said.pauses[0].as_secs_f64() <= 2.0 && said.pauses[1].as_secs_f64() <= 4.0);
}

#[test]
fn attempts_end() {
    let server = Server::start(|_| json(429, "ThrottlingException", r#"{"message":"Rate exceeded"}"#));
    let machine = Machine::new(KeyKind::P256);
    let (result, said) = get(&machine, &server.url(), &[], &[]);
    assert_eq!(
        result.unwrap_err().to_string(),
        "ThrottlingException: Rate exceeded (HTTP status 429, request id \
         11111111-2222-4333-8444-555555555555): too many sessions were asked for at once; try again later"
    );
    assert_eq!(said.stdout, "");
    assert_eq!(server.seen().len(), 3);
    get(&machine, &server.url(), &[], &[("AWS_MAX_ATTEMPTS", "5")])
        .0
        .unwrap_err();
    assert_eq!(server.seen().len(), 8);
    get(&machine, &server.url(), &[], &[("AWS_MAX_ATTEMPTS", "0")])
        .0
        .unwrap_err();
    assert_eq!(server.seen().len(), 9);
}

#[test]
fn attempts_that_are_no_number_are_an_error() {
    let machine = Machine::new(KeyKind::P256);
    for text in ["often", "-1", "3.5", "0x10", "1 2", "+++3", "+"] {
        let (result, _) = get(&machine, "http://127.0.0.1:1", &[], &[("AWS_MAX_ATTEMPTS", text)]);
        assert_eq!(
            result.unwrap_err().to_string(),
            format!(
                "AWS_MAX_ATTEMPTS is {text:?}, which is not a number of attempts; set it to 1 or more, or unset it"
            )
        );
    }
    let many = |text| {
        let variables = [("AWS_MAX_ATTEMPTS", text)];
        with_edge(&variables, |edge| {
            crate::Retries::of_environment(edge.environment)
        })
        .0
    };
    assert_eq!(many("999999999999"), many("100"));
    assert_eq!(many(" +7 "), many("7"));
    assert_eq!(many(""), many("3"));
}

#[test]
fn retry_modes_are_those_of_the_sdks() {
    let machine = Machine::new(KeyKind::P256);
    for mode in ["", "standard", "adaptive", "Legacy"] {
        let server = Server::start(succeed);
        let (result, _) = get(&machine, &server.url(), &[], &[("AWS_RETRY_MODE", mode)]);
        assert!(result.is_ok(), "{mode}");
    }
    let server = Server::start(succeed);
    let (result, _) = get(&machine, &server.url(), &[], &[("AWS_RETRY_MODE", "often")]);
    assert_eq!(
        result.unwrap_err().to_string(),
        "AWS_RETRY_MODE is \"often\", which is not a retry mode; set it to standard or adaptive, or unset it"
    );
    assert!(server.seen().is_empty());
}

/// The error for a refusal of this message, from a service whose clock reads `date`.
fn refused(machine: &Machine, message: &str, date: &'static str) -> String {
    refused_with(machine, &[], message, date)
}

/// The same, with more flags.
fn refused_with(machine: &Machine, flags: &[&str], message: &str, date: &'static str) -> String {
    let body = serde_json::json!({ "message": message }).to_string();
    let server = Server::start(move |request| {
        assert_eq!(verify(request), Ok(()));
        let mut answer = json(403, "AccessDeniedException", &body);
        if let Some((_, headers, _)) = &mut answer {
            headers.push(("Date", date.to_owned()));
        }
        answer
    });
    let (result, said) = get(machine, &server.url(), flags, &[]);
    assert_eq!(server.seen().len(), 1, "a refusal is final");
    assert_eq!(said.stdout, "");
    result.unwrap_err().to_string()
}

const ON_TIME: &str = "Fri, 02 Jan 2026 03:04:06 GMT";

#[test]
fn row_13_refusals_name_the_cause_and_the_next_step() {
    let machine = Machine::new(KeyKind::P256);
    let table = [
        (
            "Untrusted signing certificate",
            format!("no chain leads from `CN=machine`, issued by `CN=root`, to the trust anchor {ANCHOR}; give missing intermediates with --intermediates"),
        ),
        ("Certificate revoked", "was revoked by its CA; have a new one issued".into()),
        (
            "Specified Trust Anchor is disabled.",
            "enable it with `aws rolesanywhere enable-trust-anchor --trust-anchor-id 22222222-2222-4222-8222-222222222222`".into(),
        ),
        ("Unable to assume role for arn.", "sts:AssumeRole, sts:TagSession and sts:SetSourceIdentity".into()),
        (
            "Unable to assume role for arn. The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
            "3600 s were asked for; ask for less with --session-duration".into(),
        ),
        (
            "Role session name is not accepted by the profile.",
            "leave --role-session-name out, or let the profile accept it: `aws rolesanywhere update-profile".into(),
        ),
        ("Invalid signature", "look for a proxy".into()),
        ("Something new", "ask whoever runs the service, with the request id".into()),
    ];
    for (message, advice) in table {
        let error = refused(&machine, message, ON_TIME);
        let start = format!(
            "AccessDeniedException: {message} (HTTP status 403, request id 11111111-2222-4333-8444-555555555555): "
        );
        assert!(error.starts_with(&start), "{error}");
        assert!(error.contains(&advice), "{error}");
    }
}

#[test]
fn row_13_a_chain_that_ends_too_early_and_values_that_are_no_tags() {
    let valid = ("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
    let machine = Machine::with(KeyKind::P256, valid, |template| {
        template.subject = Name::from_pairs(&[("CN", "machine (old)")]).unwrap();
    });
    let chain = machine.path("chain.pem").display().to_string();
    let untrusted = "Untrusted signing certificate";
    let error = refused_with(&machine, &["--intermediates", &chain], untrusted, ON_TIME);
    let told = format!(
        "the chain of `CN=machine (old)` ends at `CN=root`, issued by `CN=root`, and not at the trust anchor {ANCHOR}; "
    );
    assert!(error.contains(&told), "{error}");
    let other = Machine::new(KeyKind::P256);
    let chain = other.path("chain.pem").display().to_string();
    let error = refused_with(&machine, &["--intermediates", &chain], untrusted, ON_TIME);
    assert!(error.contains("has the name of the CA that issued"), "{error}");
    let error = refused(&machine, "Unable to assume role for arn.", ON_TIME);
    assert!(
        error.contains("; and conditions on x509Subject/CN cannot be met"),
        "{error}"
    );
}

#[test]
fn row_13_a_wrong_clock_is_measured() {
    let machine = Machine::new(KeyKind::P256);
    let ahead = refused(&machine, "Invalid signature", "Fri, 02 Jan 2026 02:00:00 GMT");
    assert!(
        ahead.contains("this machine's clock is 64 minutes ahead of the service's"),
        "{ahead}"
    );
    let behind = refused(&machine, "Invalid signature", "Mon, 05 Jan 2026 03:04:05 GMT");
    assert!(
        behind.contains("this machine's clock is 3 days behind the service's"),
        "{behind}"
    );
    assert_eq!(NOW, "2026-01-02T03:04:05Z");
}

#[test]
fn row_13_certificates_that_do_not_meet_the_requirements() {
    let insufficient = "Untrusted certificate. Insufficient certificate";
    let valid = ("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
    let machine = Machine::with(KeyKind::P256, valid, without_digital_signature);
    let error = refused(&machine, insufficient, ON_TIME);
    assert!(
        error.contains("the key usage of `CN=machine` lacks digitalSignature"),
        "{error}"
    );
    let machine = Machine::with(KeyKind::P256, valid, basic_constraints_of_a_ca);
    let error = refused(&machine, insufficient, ON_TIME);
    assert!(
        error.contains("`CN=machine` is the certificate of a CA"),
        "{error}"
    );
    let error = refused(&Machine::new(KeyKind::P256), insufficient, ON_TIME);
    assert!(
        error.contains("`tegata verify-certificate` tells which"),
        "{error}"
    );

    let expired = Machine::with(
        KeyKind::P256,
        ("2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z"),
        |_| {},
    );
    let error = refused(&expired, "Untrusted signing certificate", ON_TIME);
    assert!(
        error.contains("the certificate `CN=machine` expired at 2026-01-01T00:00:00Z; renew it"),
        "{error}"
    );
    let early = Machine::with(
        KeyKind::P256,
        ("2026-02-01T00:00:00Z", "2027-01-01T00:00:00Z"),
        |_| {},
    );
    let error = refused(&early, "Untrusted signing certificate", ON_TIME);
    assert!(
        error.contains("is not valid before 2026-02-01T00:00:00Z"),
        "{error}"
    );
}

#[test]
fn a_key_of_another_certificate_is_found_before_anything_is_sent() {
    let server = Server::start(succeed);
    let machine = Machine::new(KeyKind::P256);
    let other = Machine::new(KeyKind::P256);
    std::fs::copy(other.path("key.pem"), machine.path("key.pem")).unwrap();
    let (result, said) = get(&machine, &server.url(), &[], &[]);
    assert!(
        result
            .unwrap_err()
            .to_string()
            .contains("does not belong to the certificate `CN=machine`")
    );
    assert_eq!(said.stdout, "");
    assert!(server.seen().is_empty());
}

#[test]
fn answers_that_are_not_of_roles_anywhere() {
    let machine = Machine::new(KeyKind::P256);
    let html = |status: u16| {
        let server = Server::start(move |_| Some((status, vec![], b"<html>Welcome</html>".to_vec())));
        let (result, _) = get(&machine, &server.url(), &[], &[("AWS_MAX_ATTEMPTS", "1")]);
        (server.url(), result.unwrap_err().to_string())
    };
    for status in [200, 403, 502] {
        let (url, error) = html(status);
        assert!(
            error.starts_with(&format!("{url} did not answer as Roles Anywhere does: ")),
            "{error}"
        );
        assert!(error.ends_with("; check the endpoint"), "{error}");
    }
    let server = Server::start(|_| json(201, "", r#"{"credentialSet":[],"subjectArn":"x"}"#));
    let (result, _) = get(&machine, &server.url(), &[], &[]);
    assert!(result.unwrap_err().to_string().contains("it sent no credentials"));
}

#[test]
fn nobody_listens() {
    let mut server = Server::start(succeed);
    server.stop();
    let (result, said) = get(&Machine::new(KeyKind::P256), &server.url(), &[], &[]);
    assert_eq!(
        result.unwrap_err().to_string(),
        format!(
            "the connection to {} was refused; is the service running there?",
            server.url()
        )
    );
    assert_eq!(said.pauses.len(), 2);
}

#[test]
fn the_endpoint_may_come_from_the_environment_and_have_a_path() {
    let server = Server::start(succeed);
    let machine = Machine::new(KeyKind::P256);
    get(&machine, "", &[], &[("AWS_ENDPOINT_URL", &server.url())])
        .0
        .unwrap();
    let own = format!("{}/base/", server.url());
    let variables = [
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:1"),
        ("AWS_ENDPOINT_URL_ROLESANYWHERE", &own),
    ];
    get(&machine, "", &[], &variables).0.unwrap();
    assert_eq!(server.seen()[1].path, "/base/sessions");
}

#[test]
fn debug_tells_much_and_no_secret() {
    let server = Server::start(succeed);
    let (result, said) = get(&Machine::new(KeyKind::P256), &server.url(), &["--debug"], &[]);
    result.unwrap();
    assert!(
        said.stderr.contains("debug: certificate `CN=machine`"),
        "{}",
        said.stderr
    );
    assert!(
        said.stderr.contains("debug: session ASIAEXAMPLEEXAMPLE22"),
        "{}",
        said.stderr
    );
    assert!(!said.stderr.contains("sEcReT") && !said.stderr.contains("tOkEn"));
}

#[test]
fn values_that_cannot_be() {
    let machine = Machine::new(KeyKind::P256);
    let message = |flags: &[&str]| {
        let mut words = vec!["tegata"];
        words.extend(flags);
        let args = Command::try_parse_from(words).unwrap().args;
        let (result, _) = with_edge(&[], |edge| run(&args, Permissions::Strict, edge));
        result.unwrap_err().to_string()
    };
    assert_eq!(
        message(&[]),
        "--role-arn and --profile-arn and --trust-anchor-arn must be given"
    );
    let arns = [
        "--role-arn",
        ROLE,
        "--profile-arn",
        PROFILE,
        "--trust-anchor-arn",
        ANCHOR,
    ];
    assert_eq!(
        message(&arns),
        "no certificate was given; name its PEM file with --certificate and its key with --private-key"
    );
    let (result, _) = get(&machine, "ftp://x", &[], &[]);
    assert!(
        result
            .unwrap_err()
            .to_string()
            .starts_with("\"ftp://x\" is not an endpoint")
    );
    let (result, _) = get(&machine, "", &["--region", "EU"], &[]);
    assert!(result.unwrap_err().to_string().starts_with("--region \"EU\": "));
}
