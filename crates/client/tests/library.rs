//! The client as a library: credentials for a program that has no command line, by what is public alone.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs::{self, Permissions};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::thread::JoinHandle;

use tegata_base::Rng as _;
use tegata_client::Edge;
use tegata_client::args::{CertificateArgs, ServiceArgs, SessionArgs, SourceArgs};
use tegata_client::provider::SessionProvider;
use tegata_crypto::sign::PrivateKey;
use tegata_crypto::{KeyKind, OsRng};
use tegata_keys::Permissions as KeyPermissions;
use tegata_pki::Name;
use tegata_pki::certificate::SerialNumber;
use tegata_pki::issue::{Template, self_signed};

const ANSWER: &str = concat!(
    r#"{"credentialSet":[{"assumedRoleUser":{"arn":"arn:aws:sts::111122223333:assumed-role/reader/0123","#,
    r#""assumedRoleId":"AROAEXAMPLEEXAMPLEEXA:0123"},"credentials":{"accessKeyId":"ASIAEXAMPLEEXAMPLE22","#,
    r#""expiration":"2026-01-02T04:04:05Z","secretAccessKey":"sEcReT+/0123456789012345678901234567890A","#,
    r#""sessionToken":"tOkEn+/="},"packedPolicySize":7,"roleArn":"arn:aws:iam::111122223333:role/app/reader","#,
    r#""sourceIdentity":"CN=machine"}],"subjectArn":"arn:aws:rolesanywhere:eu-west-1:111122223333:subject/x"}"#
);

/// A machine's certificate and key in one file.
fn machine(path: &Path) {
    let (key, pkcs8) = PrivateKey::generate(KeyKind::P256, 0).unwrap();
    let mut serial = [0; 8];
    OsRng.fill(&mut serial);
    let name = Name::from_pairs(&[("CN", "machine")]).unwrap();
    let validity = ("2026-01-01T00:00:00Z", "2126-01-01T00:00:00Z");
    let validity = (validity.0.parse().unwrap(), validity.1.parse().unwrap());
    let template = Template::ca(SerialNumber::from_bytes(&serial).unwrap(), name, validity, None);
    let certificate = self_signed(&template, &key).unwrap();
    let der = data_encoding::BASE64.encode(pkcs8.expose());
    let key = format!("-----BEGIN PRIVATE KEY-----\n{der}\n-----END PRIVATE KEY-----\n");
    fs::write(path, certificate.to_pem() + &key).unwrap();
    fs::set_permissions(path, Permissions::from_mode(0o600)).unwrap();
}

/// Answers so many requests, and returns the first line of each.
fn service(count: usize) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let thread = std::thread::spawn(move || {
        let one = |_| {
            let (stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(&stream);
            let mut first = String::new();
            reader.read_line(&mut first).unwrap();
            let mut length = 0;
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                let line = line.trim_end().to_ascii_lowercase();
                if let Some(value) = line.strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
                if line.is_empty() {
                    break;
                }
            }
            reader.take(length).read_to_end(&mut Vec::new()).unwrap();
            let head = format!(
                "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
                ANSWER.len()
            );
            (&stream).write_all((head + ANSWER).as_bytes()).unwrap();
            first
        };
        (0..count).map(one).collect()
    });
    (url, thread)
}

#[test]
fn row_12_a_program_asks_for_sessions_as_often_as_it_likes() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("machine.pem");
    machine(&file);
    let (url, service) = service(2);
    let arn = |rest: &str| format!("arn:aws:rolesanywhere:eu-west-1:111122223333:{rest}");
    let args = SessionArgs {
        role_arn: "arn:aws:iam::111122223333:role/app/reader".into(),
        profile_arn: arn("profile/p"),
        trust_anchor_arn: arn("trust-anchor/t"),
        session_duration: 3600,
        role_session_name: None,
        region: None,
        service: ServiceArgs {
            endpoint: Some(url),
            ..ServiceArgs::default()
        },
        debug: false,
        source: SourceArgs {
            certificate: CertificateArgs {
                certificate: Some(file),
                ..CertificateArgs::default()
            },
            ..SourceArgs::default()
        },
        intermediates: None,
    };
    Edge::with_process(|edge| {
        let mut provider = SessionProvider::new(args, KeyPermissions::Strict, edge).unwrap();
        assert_eq!(provider.region().as_str(), "eu-west-1");
        for _ in 0..2 {
            let answer = provider.obtain(edge).unwrap();
            assert_eq!(answer.credentials.access_key_id, "ASIAEXAMPLEEXAMPLE22");
            assert!(
                answer
                    .credentials
                    .secret_access_key
                    .expose()
                    .starts_with("sEcReT")
            );
        }
        assert_eq!(
            provider.certificate().unwrap().subject().to_string(),
            "CN=machine"
        );
    });
    for line in service.join().unwrap() {
        assert!(line.starts_with("POST /sessions?"), "{line}");
    }
}
