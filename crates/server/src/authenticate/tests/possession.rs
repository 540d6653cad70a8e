//! Possession of a certificate's key: proved by the signature, whatever the certificate is worth.

use data_encoding::BASE64;
use http::HeaderValue;
use jiff::Timestamp;
use tegata_authz::{Caller, Identity};
use tegata_base::time::iso_basic;
use tegata_crypto::sign::PrivateKey;
use tegata_crypto::{HashKind, KeyKind, OsRng};
use tegata_pki::certificate::SerialNumber;
use tegata_pki::issue::{Template, self_signed};
use tegata_pki::{Certificate, Name};
use tegata_sigv4::{Algorithm, Presented, Scope, authorize};

use super::{Against, AuthError, Bench, Raw, facts, now, raw};

struct Machine {
    key: PrivateKey,
    certificate: Certificate,
}

impl Machine {
    fn new(kind: KeyKind) -> Self {
        let (key, _) = PrivateKey::generate(kind, 2048).unwrap();
        let subject = Name::from_pairs(&[("CN", "machine")]).unwrap();
        let dates = (
            "2026-01-01T00:00:00Z".parse().unwrap(),
            "2027-01-01T00:00:00Z".parse().unwrap(),
        );
        let template = Template::end_entity(SerialNumber::random(&mut OsRng), subject, dates, &[]);
        let certificate = self_signed(&template, &key).unwrap();
        Self { key, certificate }
    }

    fn header(&self) -> String {
        BASE64.encode(self.certificate.der())
    }

    fn serial(&self) -> String {
        self.certificate.serial().to_decimal()
    }
}

/// What a test may get wrong.
struct Request<'a> {
    serial: &'a str,
    algorithm: Algorithm,
    leaf: Option<&'a str>,
    chain: Option<&'a str>,
}

fn signed(machine: &Machine, at: Timestamp, request: &Request<'_>) -> Raw {
    let mut raw = raw(
        "POST",
        "/sessions?x=1",
        &[("content-type", "application/json")],
        "{}",
    );
    let date = iso_basic(at);
    let mut set = |name: &'static str, value: &str| {
        raw.headers.insert(name, HeaderValue::from_str(value).unwrap());
    };
    set("x-amz-date", &date);
    request.leaf.into_iter().for_each(|leaf| set("x-amz-x509", leaf));
    request
        .chain
        .into_iter()
        .for_each(|chain| set("x-amz-x509-chain", chain));
    let scope = Scope {
        date: date.get(..8).unwrap(),
        region: "us-east-1",
        service: "rolesanywhere",
    };
    let authorization = {
        let headers = raw.header_lists();
        let sign = |text: &[u8]| machine.key.sign(HashKind::Sha256, text);
        authorize(
            &raw.signed(&headers),
            request.algorithm,
            request.serial,
            &scope,
            sign,
        )
        .unwrap()
    };
    raw.headers
        .insert("authorization", HeaderValue::from_str(&authorization).unwrap());
    raw
}

fn authenticate(bench: &Bench, raw: &Raw) -> Result<Caller, AuthError> {
    let published = bench.node.published.load_full();
    let against = Against {
        snapshot: &published.snapshot,
        ring: &published.ring,
        kek: &bench.node.kek,
        metrics: &bench.node.metrics,
        now: now(bench),
    };
    let headers = raw.header_lists();
    let presented = Presented::find(&raw.signed(&headers));
    bench
        .node
        .authenticator
        .by_certificate(raw, &headers, presented, &against, facts(against.now))
}

#[test]
fn a_key_of_each_kind_proves_itself() {
    let bench = Bench::new();
    for (kind, algorithm) in [
        (KeyKind::Rsa, Algorithm::X509RsaSha256),
        (KeyKind::P256, Algorithm::X509EcdsaSha256),
        (KeyKind::P384, Algorithm::X509EcdsaSha256),
        (KeyKind::P521, Algorithm::X509EcdsaSha256),
        (KeyKind::MlDsa65, Algorithm::X509MlDsa),
    ] {
        let machine = Machine::new(kind);
        let (serial, header) = (machine.serial(), machine.header());
        let request = Request {
            serial: &serial,
            algorithm,
            leaf: Some(&header),
            chain: None,
        };
        // The second time the certificate is known.
        for _ in 0..2 {
            let caller = authenticate(&bench, &signed(&machine, now(&bench), &request)).unwrap();
            let Identity::Certificate(possession) = caller.identity else {
                panic!("another caller")
            };
            assert_eq!(possession.leaf, machine.certificate);
            assert!(possession.chain.is_empty());
        }
    }
}

#[test]
fn what_proves_nothing() {
    let bench = Bench::new();
    let (machine, other) = (Machine::new(KeyKind::P256), Machine::new(KeyKind::P256));
    let (serial, header, foreign) = (machine.serial(), machine.header(), other.header());
    let algorithm = Algorithm::X509EcdsaSha256;
    let good = || Request {
        serial: &serial,
        algorithm,
        leaf: Some(&header),
        chain: None,
    };
    let six = [foreign.as_str(); 6].join(",");
    let refused = [
        Request {
            leaf: Some(&foreign),
            ..good()
        },
        Request {
            leaf: Some("AAAA"),
            ..good()
        },
        Request {
            leaf: Some("no base64!"),
            ..good()
        },
        Request { leaf: None, ..good() },
        Request {
            serial: "1",
            ..good()
        },
        Request {
            serial: &format!("0{serial}"),
            ..good()
        },
        Request {
            algorithm: Algorithm::X509RsaSha256,
            ..good()
        },
        Request {
            chain: Some(&six),
            ..good()
        },
    ];
    for (number, request) in refused.iter().enumerate() {
        let raw = signed(&machine, now(&bench), request);
        assert!(authenticate(&bench, &raw).is_err(), "case {number}");
    }
    let early = now(&bench) + jiff::SignedDuration::from_mins(6);
    assert!(authenticate(&bench, &signed(&machine, early, &good())).is_err());
    let mut changed = signed(&machine, now(&bench), &good());
    changed.body = "{ }".into();
    assert!(authenticate(&bench, &changed).is_err());
    assert!(authenticate(&bench, &signed(&machine, now(&bench), &good())).is_ok());
}

#[test]
fn a_chain_may_hold_junk_up_to_its_length() {
    let bench = Bench::new();
    let (machine, other) = (Machine::new(KeyKind::P256), Machine::new(KeyKind::P256));
    let (serial, header, second) = (machine.serial(), machine.header(), other.header());
    let chain = [second.as_str(), "AAAA", "", "%%%", &header, &second].join(",");
    let request = Request {
        serial: &serial,
        algorithm: Algorithm::X509EcdsaSha256,
        leaf: Some(&header),
        chain: Some(&chain),
    };
    let caller = authenticate(&bench, &signed(&machine, now(&bench), &request)).unwrap();
    let Identity::Certificate(possession) = caller.identity else {
        panic!("another caller")
    };
    let subjects: Vec<_> = possession
        .chain
        .iter()
        .map(|found| found.serial().to_decimal())
        .collect();
    assert_eq!(subjects, [other.serial(), serial, other.serial()]);
}

#[test]
fn strangers_certificates_are_not_remembered() {
    let bench = Bench::new();
    let (machine, other) = (Machine::new(KeyKind::P256), Machine::new(KeyKind::P256));
    let (serial, foreign) = (machine.serial(), other.header());
    let request = Request {
        serial: &serial,
        algorithm: Algorithm::X509EcdsaSha256,
        leaf: Some(&foreign),
        chain: None,
    };
    for _ in 0..2 {
        assert!(authenticate(&bench, &signed(&machine, now(&bench), &request)).is_err());
    }
    let text = bench.node.metrics.text();
    assert!(text.contains(r#"cache="certificate",result="hit"} 0"#), "{text}");
}

#[test]
fn neither_kind_of_signature_stands_for_the_other() {
    let bench = Bench::new();
    let machine = Machine::new(KeyKind::P256);
    let (serial, header) = (machine.serial(), machine.header());
    let request = Request {
        serial: &serial,
        algorithm: Algorithm::X509EcdsaSha256,
        leaf: Some(&header),
        chain: None,
    };
    let raw = signed(&machine, now(&bench), &request);
    assert!(super::authenticate(&bench, &raw).is_err());
    let mut by_secret = super::signed(&bench, super::KEY_ID, super::SECRET, None);
    by_secret
        .headers
        .insert("x-amz-x509", HeaderValue::from_str(&header).unwrap());
    let at = now(&bench);
    super::sign(
        &mut by_secret,
        at,
        super::KEY_ID,
        super::SECRET,
        "rolesanywhere",
        None,
    );
    assert!(authenticate(&bench, &by_secret).is_err());
}
