use std::fs;

use clap::Parser as _;
use tegata_crypto::sign::PrivateKey;
use tegata_crypto::{KeyKind, OsRng};
use tegata_pki::Name;
use tegata_pki::certificate::SerialNumber;
use tegata_pki::issue::{AlternativeName, CrlTemplate, Template, issue, issue_crl, self_signed};

use super::*;

#[derive(clap::Parser)]
struct Command {
    #[command(flatten)]
    args: Args,
}

/// A directory with a root, an intermediate, a certificate and CRLs.
struct Files {
    directory: tempfile::TempDir,
}

impl Files {
    fn make() -> Self {
        let files = Self {
            directory: tempfile::tempdir().unwrap(),
        };
        let dates = (
            "2026-01-01T00:00:00Z".parse().unwrap(),
            "2027-01-01T00:00:00Z".parse().unwrap(),
        );
        let serial = |number| SerialNumber::from_bytes(&[1, number]).unwrap();
        let name = |pairs: &[(&str, &str)]| Name::from_pairs(pairs).unwrap();
        let key = || PrivateKey::generate(KeyKind::P256, 0).unwrap().0;
        let (root_key, middle_key) = (key(), key());
        let root = self_signed(
            &Template::ca(serial(1), name(&[("CN", "Root")]), dates, None),
            &root_key,
        )
        .unwrap();
        let middle = Template::ca(
            SerialNumber::random(&mut OsRng),
            name(&[("CN", "Middle")]),
            dates,
            Some(0),
        );
        let middle = issue(&middle, &middle_key.public_spki().unwrap(), &root, &root_key).unwrap();
        let names = [AlternativeName::Dns("*.example.com".into())];
        let subject = name(&[("OU", "a"), ("OU", "b"), ("CN", "machine")]);
        let leaf = Template::end_entity(serial(0x23), subject, dates, &names);
        let leaf = issue(&leaf, &key().public_spki().unwrap(), &middle, &middle_key).unwrap();
        let crl = |revoked| {
            let list = CrlTemplate {
                number: 1,
                this_update: dates.0,
                next_update: "2026-02-01T00:00:00Z".parse().unwrap(),
                revoked,
            };
            issue_crl(&list, &middle, &middle_key).unwrap().to_pem()
        };
        for (file, text) in [
            ("root.pem", root.to_pem()),
            ("middle.pem", middle.to_pem()),
            ("leaf.pem", leaf.to_pem()),
            ("full.pem", leaf.to_pem() + &middle.to_pem()),
            ("clean.crl", crl(vec![])),
            ("revoked.crl", crl(vec![(leaf.serial().clone(), dates.0)])),
        ] {
            fs::write(files.directory.path().join(file), text).unwrap();
        }
        files
    }

    /// Runs with these words, file names among them; the answer and whether it is a yes.
    fn ask(&self, words: &[&str]) -> (String, bool) {
        let words = words.iter().map(|word| {
            let file = self.directory.path().join(word);
            if file.exists() {
                file.into_os_string()
            } else {
                (*word).into()
            }
        });
        let args = Command::try_parse_from(std::iter::once("x".into()).chain(words))
            .unwrap()
            .args;
        let now = args.at.unwrap();
        match verdict(&args, now) {
            Ok(verdict) => (render(&verdict, args.output, now), verdict.is_ok()),
            Err(error) => (error.to_string(), false),
        }
    }
}

const AT: [&str; 2] = ["--at", "2026-06-01T12:00:00Z"];

#[test]
fn an_accepted_certificate_and_its_session() {
    let files = Files::make();
    let (text, accepted) = files.ask(&[
        "--trust-anchor",
        "root.pem",
        "--intermediates",
        "middle.pem",
        "--crl",
        "clean.crl",
        AT[0],
        AT[1],
        "leaf.pem",
    ]);
    assert!(accepted);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[..2], ["accepted", "path:"]);
    assert_eq!(
        lines[2],
        "  CN=machine,OU=b,OU=a  (end entity, serial 0123, valid until 2027-01-01T00:00:00Z)"
    );
    assert!(lines[3].starts_with("  CN=Middle  (intermediate, serial "));
    assert_eq!(
        lines[4],
        "  CN=Root  (trust anchor, serial 0101, valid until 2027-01-01T00:00:00Z)"
    );
    assert_eq!(
        lines[5..],
        [
            "session tags:",
            "  x509Issuer/CN = Middle",
            "  x509Subject/OU = a/b",
            "  x509Subject/CN = machine",
            "source identity: CN=machine",
            "session name: 0123",
            "warning: the CRL of `CN=Middle` was due to be replaced at 2026-02-01T00:00:00Z; it is still honoured",
            "warning: Some attributes failed to be mapped into session tags. Issuer: [  ]; Subject: [  ]; SAN: [ \
             DNS/2 ]",
        ]
    );
}

#[test]
fn json_of_a_full_chain_in_one_file() {
    let files = Files::make();
    let words = [
        "--trust-anchor",
        "root.pem",
        AT[0],
        AT[1],
        "--output",
        "json",
        "full.pem",
    ];
    let (text, accepted) = files.ask(&words);
    assert!(accepted);
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["accepted"], true);
    assert_eq!(value["at"], "2026-06-01T12:00:00Z");
    assert_eq!(value["path"][0]["subject"], "CN=machine,OU=b,OU=a");
    assert_eq!(value["path"][0]["issuer"], "CN=Middle");
    assert_eq!(value["path"][2]["role"], "trust anchor");
    assert_eq!(value["path"][2]["fingerprint"].as_str().unwrap().len(), 64);
    assert_eq!(value["tags"]["x509Subject/OU"], "a/b");
    assert_eq!(value["sourceIdentity"], "CN=machine");
    assert_eq!(value["sessionName"], "0123");
}

#[test]
fn refusals_are_one_sentence() {
    let files = Files::make();
    let anchored = ["--trust-anchor", "root.pem"];
    let cases: [(&[&str], &str, Value); 5] = [
        (
            &["leaf.pem"],
            "the issuer `CN=Middle` of the end-entity certificate `CN=machine,OU=b,OU=a` is neither a trust \
             anchor nor among the intermediates; send the missing intermediate or check the trust anchor",
            "Untrusted signing certificate".into(),
        ),
        (
            &["full.pem", "--crl", "revoked.crl"],
            "the end-entity certificate `CN=machine,OU=b,OU=a` with the serial number 0123 was revoked at \
             2026-01-01T00:00:00Z",
            "Certificate revoked".into(),
        ),
        (
            &["middle.pem"],
            "the end-entity certificate `CN=Middle` is a CA certificate; use an end-entity certificate",
            "Untrusted certificate. Insufficient certificate".into(),
        ),
        (
            &["full.pem", "--at", "2027-01-01T00:00:01Z"],
            "the end-entity certificate `CN=machine,OU=b,OU=a` expired at 2027-01-01T00:00:00Z",
            "Untrusted signing certificate".into(),
        ),
        (
            &["full.pem", "--trust-anchor", "leaf.pem"],
            "the trust anchor would not be accepted: Incorrect basic constraints for CA certificate",
            Value::Null,
        ),
    ];
    for (words, reason, message) in cases {
        let mut all = words.to_vec();
        if !words.contains(&"--trust-anchor") {
            all.extend(anchored);
        }
        if !words.contains(&"--at") {
            all.extend(AT);
        }
        assert_eq!(files.ask(&all), (format!("refused: {reason}\n"), false));
        all.extend(["--output", "json"]);
        let (text, accepted) = files.ask(&all);
        let value: Value = serde_json::from_str(&text).unwrap();
        assert!(!accepted);
        assert_eq!(value["accepted"], false);
        assert_eq!(value["reason"], reason);
        assert_eq!(value["message"], message);
    }
}

#[test]
fn files_that_cannot_be_used_are_named() {
    let files = Files::make();
    let (text, accepted) = files.ask(&["--trust-anchor", "no-such.pem", AT[0], AT[1], "leaf.pem"]);
    assert!(!accepted);
    assert!(text.starts_with("no-such.pem: cannot be read: "), "{text}");
    let (text, _) = files.ask(&["--trust-anchor", "root.pem", AT[0], AT[1], "clean.crl"]);
    assert!(
        text.ends_with("clean.crl: no `-----BEGIN CERTIFICATE-----` block was found"),
        "{text}"
    );
    let (text, _) = files.ask(&[
        "--trust-anchor",
        "root.pem",
        "--crl",
        "root.pem",
        AT[0],
        AT[1],
        "leaf.pem",
    ]);
    assert!(
        text.ends_with("root.pem: no `-----BEGIN X509 CRL-----` block was found"),
        "{text}"
    );
}
