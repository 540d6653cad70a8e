//! What is signed verifies; one bit of anything signed changed, and it does not.

use proptest::prelude::{Strategy, any, prop, prop_assert, prop_assert_eq, proptest};
use proptest::sample::Index;
use tegata_base::time::iso_basic;
use tegata_crypto::sign::PrivateKey;
use tegata_crypto::verify::PublicKey;
use tegata_crypto::{HashKind, KeyKind};

use super::{KEY_ID, Owned, SECRET, at, key};
use crate::{Algorithm, Presented, Rules, Scope, SignatureError, authorize, authorize_hmac, presign_hmac};

const NOW: &str = "20260102T030405Z";

fn scope() -> Scope<'static> {
    Scope {
        date: "20260102",
        region: "us-east-1",
        service: "sts",
    }
}

/// Requests whose parts have one spelling only, so that any flipped bit means another request.
fn requests() -> impl Strategy<Value = Owned> {
    (
        "[A-Z]{3,6}",
        "(/[A-Za-z0-9_~-]{1,8}){1,3}",
        "([A-Za-z0-9]{1,5}=[A-Za-z0-9_~-]{0,8}(&[A-Za-z0-9]{1,5}=[A-Za-z0-9_~-]{1,8}){0,3})?",
        prop::collection::vec("[!-~]{1,12}( [!-~]{1,5})?", 1..4),
        any::<Vec<u8>>(),
    )
        .prop_map(|(method, path, query, values, body)| {
            let mut headers = vec![
                ("Host".to_owned(), b"localhost:8181".to_vec()),
                ("X-Amz-Date".to_owned(), NOW.as_bytes().to_vec()),
            ];
            for (number, value) in values.into_iter().enumerate() {
                headers.push((format!("My-Header-{number}"), value.into_bytes()));
            }
            Owned {
                method,
                path,
                query,
                headers,
                body,
            }
        })
}

fn flip(bytes: &mut [u8], at: Index, bit: u8) -> bool {
    if bytes.is_empty() {
        return false;
    }
    let at = at.index(bytes.len());
    bytes[at] ^= 1 << (bit % 8);
    true
}

/// Flips one bit of text; text that is no longer UTF-8 cannot stand in a request line at all.
fn flip_text(text: &mut String, at: Index, bit: u8) -> bool {
    let mut bytes = text.clone().into_bytes();
    if !flip(&mut bytes, at, bit % 7) {
        return false;
    }
    *text = String::from_utf8(bytes).unwrap();
    true
}

/// Flips one bit of the given part; `false` when there is nothing to flip.
fn bend(request: &mut Owned, part: u8, at: Index, bit: u8) -> bool {
    match part {
        0 => flip_text(&mut request.method, at, bit),
        1 => flip_text(&mut request.path, at, bit),
        2 => flip_text(&mut request.query, at, bit),
        3 => flip(&mut request.body, at, bit),
        _ => {
            let number = usize::from(part - 4) % request.headers.len();
            flip(&mut request.headers[number].1, at, bit)
        }
    }
}

proptest! {
    #[test]
    fn a_signed_request_verifies_and_a_bent_one_does_not(
        mut request in requests(),
        part in 0_u8..10,
        place: Index,
        bit: u8,
    ) {
        let signed = request
            .with(|request| authorize_hmac(request, KEY_ID, &scope(), &key(SECRET, &scope())))
            .unwrap();
        request.set("Authorization", &signed);
        prop_assert_eq!(request.verify(at(NOW)), Ok(()));
        let mut bent = request.clone();
        // The key id chooses the secret and is not signed itself: a server finds another key or none.
        let credential = signed.find(KEY_ID).unwrap();
        if bend(&mut bent, part, place, bit) && bent != request {
            let key_id_bent = bent.headers.last().is_some_and(|(_, value)| {
                let range = credential..credential + KEY_ID.len();
                value[range.clone()] != signed.as_bytes()[range]
            });
            if !key_id_bent && !only_separators_differ(&bent, &signed) {
                prop_assert!(bent.verify(at(NOW)).is_err(), "{:?}", bent);
            }
        }
    }

    #[test]
    fn a_presigned_request_verifies_and_a_bent_one_does_not(
        mut request in requests(),
        part in 0_u8..7,
        place: Index,
        bit: u8,
        expires in 1_u32..=604_800,
        token in prop::option::of("[A-Za-z0-9+/=]{1,40}"),
    ) {
        request.headers.retain(|(name, _)| name != "X-Amz-Date");
        let query = request
            .with(|request| {
                let key = key(SECRET, &scope());
                presign_hmac(request, "AKID", &scope(), &key, at(NOW), expires, token.as_deref())
            })
            .unwrap();
        request.query = query;
        prop_assert_eq!(request.verify(at(NOW)), Ok(()));
        let mut bent = request.clone();
        if bend(&mut bent, part, place, bit) && meaning(&bent.query) != meaning(&request.query)
            || bent.method != request.method
            || bent.path != request.path
            || bent.body != request.body
            || bent.headers != request.headers
        {
            prop_assert!(bent.verify(at(NOW)).is_err(), "{:?}", bent);
        }
    }

    #[test]
    fn the_window_is_closed_on_both_sides(offset in -1_000_i64..1_000) {
        let mut request = Owned::new("GET", "/", "", &[("Host", "h"), ("X-Amz-Date", NOW)], "");
        let signed = request
            .with(|request| authorize_hmac(request, KEY_ID, &scope(), &key(SECRET, &scope())))
            .unwrap();
        request.set("Authorization", &signed);
        let now = at(NOW) + jiff::SignedDuration::from_secs(offset);
        prop_assert_eq!(request.verify(now).is_ok(), offset.abs() <= 300, "{}", iso_basic(now));
    }
}

/// Blanks and commas between the parts are free, so swapping one for the other changes nothing.
fn only_separators_differ(bent: &Owned, signed: &str) -> bool {
    let tokens = |text: &str| -> Vec<String> {
        text.split([',', ' ', '\t'])
            .filter(|token| !token.is_empty())
            .map(str::to_owned)
            .collect()
    };
    bent.headers
        .last()
        .and_then(|(_, value)| std::str::from_utf8(value).ok())
        .is_some_and(|value| value != signed && tokens(value) == tokens(signed))
}

/// The query with what may be spelled two ways spelled one way, and the key id left out.
fn meaning(query: &str) -> Vec<(Vec<u8>, Vec<u8>)> {
    let decoded =
        |text: &str| -> Vec<u8> { percent_encoding::percent_decode_str(&text.replace('+', "%20")).collect() };
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), decoded(value))
        })
        .collect()
}

#[test]
fn certificates_sign_the_same_request() {
    for kind in [
        KeyKind::P256,
        KeyKind::P384,
        KeyKind::P521,
        KeyKind::MlDsa44,
        KeyKind::MlDsa65,
        KeyKind::MlDsa87,
    ] {
        let (secret, _) = PrivateKey::generate(kind, 0).unwrap();
        let public = PublicKey::from_spki(kind, HashKind::Sha256, &secret.public_spki().unwrap()).unwrap();
        let mut request = Owned::new(
            "POST",
            "/sessions",
            "a=b",
            &[("Host", "h"), ("X-Amz-Date", NOW), ("X-Amz-X509", "AAAA")],
            "{}",
        );
        let signed = request
            .with(|request| {
                authorize(request, Algorithm::of_key(kind), "291", &scope(), |to_sign| {
                    secret.sign(HashKind::Sha256, to_sign)
                })
            })
            .unwrap();
        request.set("Authorization", &signed);
        let verify = |request: &Owned| {
            request.with(|request| {
                Presented::find(request)?
                    .check(request, at(NOW), &Rules::default())?
                    .verify_x509(kind, &public)
            })
        };
        assert_eq!(verify(&request), Ok(()), "{kind:?}");
        for part in 0..4 {
            let mut bent = request.clone();
            match part {
                0 => bent.body.push(b' '),
                1 => bent.query.push('c'),
                2 => bent.set("X-Amz-X509", "AAAB"),
                _ => {
                    let last = signed.chars().last().unwrap();
                    let other = if last == '0' { '1' } else { '0' };
                    bent.set(
                        "Authorization",
                        &format!("{}{other}", signed.strip_suffix(last).unwrap()),
                    );
                }
            }
            assert!(
                matches!(verify(&bent), Err(SignatureError::Mismatch(_))),
                "{kind:?} {part}"
            );
        }
    }
}
