//! Sign-in tokens.

use super::*;

fn sign_in(claims: Claims) -> SignIn {
    SignIn {
        claims,
        made: at(ISSUED + 60),
        console_seconds: Some(43_200),
    }
}

fn sealed(sign_in: &SignIn, ring: &KeyRing) -> String {
    sign_in.seal(ring, &mut OsRng).expose().clone()
}

#[test]
fn what_was_sealed_is_opened() {
    let ring = ring();
    for console_seconds in [None, Some(900)] {
        let sign_in = SignIn {
            console_seconds,
            ..sign_in(Claims {
                tags: tags(&[("team", "red")]),
                policy: Some("{}".into()),
                ..claims()
            })
        };
        let token = sealed(&sign_in, &ring);
        assert_eq!(SignIn::open(&token, &ring, at(ISSUED + 60)), Ok(sign_in));
        assert!(
            token
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
        );
    }
}

#[test]
fn it_is_good_for_fifteen_minutes_and_no_longer_than_its_session() {
    let ring = ring();
    let opened = |sign_in: &SignIn, second| SignIn::open(&sealed(sign_in, &ring), &ring, at(second)).err();
    let long = sign_in(claims());
    assert_eq!(opened(&long, ISSUED + 60 + 899), None);
    assert_eq!(opened(&long, ISSUED + 60 + 900), Some(TokenError::Expired));
    let short = sign_in(Claims {
        expires: at(ISSUED + 100),
        ..claims()
    });
    assert_eq!(opened(&short, ISSUED + 99), None);
    assert_eq!(opened(&short, ISSUED + 100), Some(TokenError::Expired));
}

#[test]
fn neither_token_passes_for_the_other() {
    let ring = ring();
    let session = token(&claims(), &ring);
    let sign_in = sealed(&sign_in(claims()), &ring);
    let bytes = BASE64.decode(session.as_bytes()).unwrap();
    let as_sign_in = |bytes: &[u8]| {
        let token = data_encoding::BASE64URL_NOPAD.encode(bytes);
        SignIn::open(&token, &ring, at(ISSUED)).err()
    };
    assert_eq!(as_sign_in(&bytes), Some(TokenError::Malformed));
    // The version is authenticated.
    let mut renamed = bytes;
    renamed[0] = b'S';
    assert_eq!(as_sign_in(&renamed), Some(TokenError::Forged));
    let mut bytes = data_encoding::BASE64URL_NOPAD.decode(sign_in.as_bytes()).unwrap();
    assert_eq!(error(&BASE64.encode(&bytes), &ring), TokenError::Malformed);
    bytes[0] = VERSION;
    assert_eq!(error(&BASE64.encode(&bytes), &ring), TokenError::Forged);
}

#[test]
fn errors_tell_malformed_unknown_and_forged_apart() {
    let ring = ring();
    let token = sealed(&sign_in(claims()), &ring);
    let opened = |token: &str, ring: &KeyRing| SignIn::open(token, ring, at(ISSUED)).err();
    assert_eq!(opened(&token, &self::ring()), Some(TokenError::UnknownKey));
    for malformed in ["", "AAAA", "not base64!", &"A".repeat(MAX_SIGN_IN_TOKEN + 4)] {
        assert_eq!(
            opened(malformed, &ring),
            Some(TokenError::Malformed),
            "{malformed}"
        );
    }
    let mut bytes = data_encoding::BASE64URL_NOPAD.decode(token.as_bytes()).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    let forged = data_encoding::BASE64URL_NOPAD.encode(&bytes);
    assert_eq!(opened(&forged, &ring), Some(TokenError::Forged));
}

/// The longest session token there can be still makes a sign-in token within its limit.
#[test]
fn the_largest_session_fits() {
    let largest = BASE64.decode("A".repeat(MAX_TOKEN).as_bytes()).unwrap().len() + 8 + 4;
    assert_eq!(
        data_encoding::BASE64URL_NOPAD.encode_len(largest),
        MAX_SIGN_IN_TOKEN
    );
}

/// Seals any bytes as if they were fields, as a newer or a broken node would.
pub(super) fn sealed_fields(ring: &KeyRing, fields: &[u8]) -> String {
    let header = [&b"S"[..], &ring.active().id().0].concat();
    let sealed = ring.active().seal().seal(&mut OsRng, &header, fields);
    data_encoding::BASE64URL_NOPAD.encode(&[header, sealed].concat())
}
