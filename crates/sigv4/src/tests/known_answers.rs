//! The AWS documentation's examples, what botocore signs, and the Roles Anywhere vectors.

use data_encoding::{BASE64, HEXLOWER};
use serde_json::Value;
use tegata_crypto::sign::PrivateKey;
use tegata_crypto::verify::PublicKey;
use tegata_crypto::{HashKind, KeyKind};

use super::{KEY_ID, Owned, SECRET, at, key};
use crate::{Algorithm, Presented, Rules, Scope, SignatureError, authorize, authorize_hmac, presign_hmac};

fn vectors(path: &str) -> Value {
    let path = format!("{}/../../tests/vectors/{path}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap()
}

/// The worked example of "Create a signed AWS API request": `iam:ListUsers`.
#[test]
fn the_documented_list_users_request() {
    let mut request = Owned::new(
        "GET",
        "/",
        "Action=ListUsers&Version=2010-05-08",
        &[
            ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
            ("Host", "iam.amazonaws.com"),
            ("X-Amz-Date", "20150830T123600Z"),
        ],
        "",
    );
    let scope = Scope {
        date: "20150830",
        region: "us-east-1",
        service: "iam",
    };
    let signed = request
        .with(|request| authorize_hmac(request, KEY_ID, &scope, &key(SECRET, &scope)))
        .unwrap();
    assert_eq!(
        signed,
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, \
         SignedHeaders=content-type;host;x-amz-date, \
         Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"
    );
    request.set("Authorization", &signed);
    assert_eq!(request.verify(at("20150830T123600Z")), Ok(()));

    let Err(SignatureError::Mismatch(mismatch)) =
        request.verify_with("another", at("20150830T123600Z"), &Rules::default())
    else {
        panic!("another key must not verify");
    };
    assert_eq!(
        mismatch.string_to_sign,
        "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n\
         f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59"
    );
}

#[test]
fn what_botocore_signs_is_signed_alike_and_verifies() {
    let vectors = vectors("sigv4/botocore.json");
    let scope = Scope {
        date: "20150830",
        region: text(&vectors, "region"),
        service: text(&vectors, "service"),
    };
    assert_eq!(text(&vectors, "secret"), SECRET);
    let now = at("20150830T123600Z");
    let cases = vectors["cases"].as_array().unwrap();
    assert!(cases.len() > 20);
    for case in cases {
        let label = text(case, "label");
        let headers: Vec<(&str, &str)> = case["headers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|pair| (pair[0].as_str().unwrap(), pair[1].as_str().unwrap()))
            .collect();
        let sent = Owned::new(
            text(case, "method"),
            text(case, "path"),
            text(case, "query"),
            &headers,
            text(case, "body"),
        );
        assert_eq!(sent.verify(now), Ok(()), "{label}");

        let Err(SignatureError::Mismatch(mismatch)) = sent.verify_with("x", now, &Rules::default()) else {
            panic!("{label}");
        };
        assert_eq!(mismatch.string_to_sign, text(case, "string_to_sign"), "{label}");
        if !label.contains("token") {
            assert_eq!(
                mismatch.canonical_request,
                text(case, "canonical_request"),
                "{label}"
            );
        }

        if case["presigned"].as_bool().unwrap() {
            continue;
        }
        let mut bare = sent.clone();
        bare.headers.retain(|(name, _)| name != "Authorization");
        let signed = bare
            .with(|request| authorize_hmac(request, KEY_ID, &scope, &key(SECRET, &scope)))
            .unwrap();
        assert_eq!(signed, sent.get("Authorization"), "{label}");
    }
}

#[test]
fn a_presigned_query_verifies_until_it_expires() {
    let scope = Scope {
        date: "20150830",
        region: "us-east-1",
        service: "sts",
    };
    let mut request = Owned::new(
        "GET",
        "/",
        "Action=GetCallerIdentity&Version=2011-06-15",
        &[("Host", "sts.amazonaws.com")],
        "",
    );
    let query = request
        .with(|request| {
            let key = key(SECRET, &scope);
            presign_hmac(
                request,
                KEY_ID,
                &scope,
                &key,
                at("20150830T123600Z"),
                900,
                Some("token/+="),
            )
        })
        .unwrap();
    request.query = query;
    request
        .with(|request| {
            Presented::find(request).map(|found| {
                assert_eq!(found.session_token.as_deref(), Some("token/+="));
                assert_eq!(found.expires, Some(900));
            })
        })
        .unwrap();
    assert_eq!(request.verify(at("20150830T125100Z")), Ok(()));
    let late = request.verify(at("20150830T125101Z")).unwrap_err();
    assert_eq!(
        late.message(),
        "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T125101Z - 15 min.)"
    );
}

fn pem(path: &str) -> Vec<u8> {
    let path = format!("{}/../../tests/vectors/{path}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let body: String = text.lines().filter(|line| !line.starts_with("--")).collect();
    BASE64.decode(body.as_bytes()).unwrap()
}

#[test]
fn the_roles_anywhere_vectors() {
    let vectors = vectors("rolesanywhere/vectors.json");
    let kinds = [
        ("rsa2048", KeyKind::Rsa),
        ("p256", KeyKind::P256),
        ("p384", KeyKind::P384),
    ];
    for (label, kind) in kinds {
        let vector = vectors
            .as_array()
            .unwrap()
            .iter()
            .find(|vector| vector["label"] == label)
            .unwrap();
        let headers: Vec<(&str, &str)> = vector["headers"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
            .collect();
        let mut request = Owned::new(
            "POST",
            "/sessions",
            text(vector, "query"),
            &headers,
            text(vector, "body"),
        );
        let secret = PrivateKey::from_pkcs8(kind, &pem(&format!("rolesanywhere/{label}.key.pem"))).unwrap();
        let public = PublicKey::from_spki(kind, HashKind::Sha256, &secret.public_spki().unwrap()).unwrap();
        let verify = |request: &Owned| {
            request.with(|request| {
                let presented = Presented::find(request)?;
                assert_eq!(presented.credential.key_id(), text(vector, "serial_dec"));
                presented
                    .check(request, at("20260102T030405Z"), &Rules::default())?
                    .verify_x509(kind, &public)
            })
        };

        request.set("authorization", text(vector, "authorization"));
        assert_eq!(verify(&request), Ok(()), "{label}");

        let mut bent = request.clone();
        bent.body.push(b' ');
        assert!(
            matches!(verify(&bent), Err(SignatureError::Mismatch(_))),
            "{label}"
        );

        let given = text(vector, "authorization");
        let (head, _) = given.rsplit_once('=').unwrap();
        let mut unsigned = request.clone();
        unsigned.set("authorization", &format!("{head}={}", HEXLOWER.encode(&[0; 64])));
        let Err(SignatureError::Mismatch(mismatch)) = verify(&unsigned) else {
            panic!("{label}");
        };
        assert_eq!(
            mismatch.canonical_request,
            text(vector, "canonical_request"),
            "{label}"
        );
        assert_eq!(mismatch.string_to_sign, text(vector, "string_to_sign"), "{label}");

        // What we sign: byte for byte where the algorithm is deterministic, verified otherwise.
        let scope = Scope {
            date: "20260102",
            region: "us-east-1",
            service: "rolesanywhere",
        };
        let mut ours = request.clone();
        ours.headers.retain(|(name, _)| name != "authorization");
        let signed = ours
            .with(|request| {
                let algorithm = Algorithm::of_key(kind);
                authorize(
                    request,
                    algorithm,
                    text(vector, "serial_dec"),
                    &scope,
                    |to_sign| secret.sign(HashKind::Sha256, to_sign),
                )
            })
            .unwrap();
        if kind == KeyKind::Rsa {
            assert_eq!(signed, given);
        }
        ours.set("authorization", &signed);
        assert_eq!(verify(&ours), Ok(()), "{label}");
    }
}

#[test]
fn equal_signs_encoded_twice_verify_for_certificates() {
    let (secret, _) = PrivateKey::generate(KeyKind::P256, 0).unwrap();
    let public =
        PublicKey::from_spki(KeyKind::P256, HashKind::Sha256, &secret.public_spki().unwrap()).unwrap();
    let mut request = Owned::new(
        "POST",
        "/sessions",
        "roleSessionName=a%3Db",
        &[
            ("host", "localhost"),
            ("x-amz-date", "20260102T030405Z"),
            ("x-amz-x509", "AAAA"),
        ],
        "",
    );
    let scope = Scope {
        date: "20260102",
        region: "us-east-1",
        service: "rolesanywhere",
    };
    let mut doubled = request.clone();
    doubled.query = "roleSessionName=a%253Db".into();
    let signed = doubled
        .with(|request| {
            authorize(request, Algorithm::X509EcdsaSha256, "1", &scope, |to_sign| {
                secret.sign(HashKind::Sha256, to_sign)
            })
        })
        .unwrap();
    request.set("authorization", &signed);
    request.with(|request| {
        let checked = Presented::find(request)
            .unwrap()
            .check(request, at("20260102T030405Z"), &Rules::default())
            .unwrap();
        assert_eq!(checked.verify_x509(KeyKind::P256, &public), Ok(()));
        assert!(matches!(
            checked.verify_x509(KeyKind::Rsa, &public),
            Err(SignatureError::Algorithm(_))
        ));
    });
}
