mod sign_in;

use std::collections::BTreeSet;
use std::sync::Arc;

use data_encoding::{BASE64, HEXLOWER};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::{Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::sample::Index;
use tegata_base::{AccessKeyId, AccountId, EntityKind, Tag, Tags, UniqueId};
use tegata_crypto::OsRng;
use tegata_crypto::hash::sha256;

use crate::dictionary::DICTIONARY;
use crate::packed::{pack, unpack};
use crate::*;

fn account() -> AccountId {
    "111122223333".parse().unwrap()
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

const ISSUED: i64 = 1_767_323_045;

fn ring() -> KeyRing {
    KeyRing::generate(&mut OsRng, at(ISSUED))
}

fn claims() -> Claims {
    Claims {
        id: SessionId::generate(&mut OsRng),
        access_key_id: AccessKeyId::generate_temporary(account(), &mut OsRng),
        account: account(),
        principal: Principal::Role(UniqueId::generate(EntityKind::Role, account(), &mut OsRng)),
        kind: Kind::AssumedRole,
        name: Some("session".into()),
        tags: Tags::new(),
        transitive_tag_keys: Vec::new(),
        source_identity: None,
        policy: None,
        managed_policies: Vec::new(),
        mfa: None,
        issued: at(ISSUED),
        expires: at(ISSUED + 3600),
        origin: Origin::AccessKey("AKIAIOSFODNN7EXAMPLE".parse().unwrap()),
        ancestors: Vec::new(),
        chained: false,
        revision: 42,
    }
}

fn tags(list: &[(&str, &str)]) -> Tags {
    let list = list.iter().map(|(key, value)| Tag {
        key: (*key).into(),
        value: (*value).into(),
    });
    Tags::from_list(list.collect()).unwrap()
}

fn token(claims: &Claims, ring: &KeyRing) -> String {
    mint(claims, ring, &mut OsRng)
        .unwrap()
        .session_token
        .expose()
        .clone()
}

/// Seals any bytes as if they were fields, as a newer or a broken node would.
fn sealed(ring: &KeyRing, fields: &[u8]) -> String {
    let header = [&[VERSION][..], &ring.active().id().0].concat();
    let sealed = ring.active().seal().seal(&mut OsRng, &header, fields);
    BASE64.encode(&[header, sealed].concat())
}

fn error(token: &str, ring: &KeyRing) -> TokenError {
    open(token, ring, at(ISSUED)).err().unwrap()
}

#[test]
fn a_secret_is_forty_characters_and_the_same_wherever_the_token_is_opened() {
    let ring = ring();
    let claims = claims();
    let credentials = mint(&claims, &ring, &mut OsRng).unwrap();
    let secret = credentials.secret_access_key.expose();
    assert_eq!(secret.len(), 40);
    assert!(
        secret
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(&byte))
    );

    let copy = KeyRing::from_bytes(&ring.to_bytes()).unwrap();
    let opened = open(credentials.session_token.expose(), &copy, at(ISSUED)).unwrap();
    assert!(opened.secret_access_key == credentials.secret_access_key);

    let mut other = claims.clone();
    other.id = SessionId::generate(&mut OsRng);
    let other = mint(&other, &ring, &mut OsRng).unwrap();
    assert!(other.secret_access_key != credentials.secret_access_key);
}

#[test]
fn errors_tell_malformed_unknown_forged_and_expired_apart() {
    let ring = ring();
    let claims = claims();
    let token = token(&claims, &ring);
    assert_eq!(open(&token, &ring, at(ISSUED + 3599)).err(), None);
    assert_eq!(
        open(&token, &ring, at(ISSUED + 3600)).err(),
        Some(TokenError::Expired)
    );
    assert_eq!(error("", &ring), TokenError::Malformed);
    assert_eq!(error("not base64!", &ring), TokenError::Malformed);
    assert_eq!(error(&"A".repeat(MAX_TOKEN + 4), &ring), TokenError::Malformed);
    assert_eq!(error(&token, &self::ring()), TokenError::UnknownKey);
    let mut bytes = BASE64.decode(token.as_bytes()).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    assert_eq!(error(&BASE64.encode(&bytes), &ring), TokenError::Forged);
    bytes[0] = 2;
    assert_eq!(error(&BASE64.encode(&bytes), &ring), TokenError::Malformed);
}

#[test]
fn an_opened_token_serves_its_own_key_until_it_expires() {
    let ring = ring();
    let claims = claims();
    let opened = open(&token(&claims, &ring), &ring, at(ISSUED)).unwrap();
    let key = claims.access_key_id.as_str();
    assert_eq!(opened.check(key, at(ISSUED)), Ok(()));
    assert_eq!(
        opened.check("ASIAOTHER0OTHER0OTHE", at(ISSUED)),
        Err(TokenError::OtherAccessKey)
    );
    assert_eq!(opened.check(key, at(ISSUED + 3600)), Err(TokenError::Expired));
}

#[test]
fn fields_that_are_unknown_repeated_unordered_or_missing_are_refused() {
    let ring = ring();
    let field = |tag: u8, bytes: &[u8]| [&[tag, u8::try_from(bytes.len()).unwrap()], bytes].concat();
    let whole = {
        let token = token(&claims(), &ring);
        let bytes = BASE64.decode(token.as_bytes()).unwrap();
        ring.active().seal().open(&bytes[..5], &bytes[5..]).unwrap()
    };
    assert!(open(&sealed(&ring, &whole), &ring, at(ISSUED)).is_ok());
    let bad = [
        [whole.clone(), field(99, b"new")].concat(),
        [whole.clone(), field(1, &[0; 16])].concat(),
        whole[18..].to_vec(),
        whole[..whole.len() - 1].to_vec(),
        [whole.clone(), vec![17, 0x80, 0x00]].concat(),
        Vec::new(),
    ];
    for fields in bad {
        assert_eq!(
            error(&sealed(&ring, &fields), &ring),
            TokenError::Malformed,
            "{fields:?}"
        );
    }
}

#[test]
fn unpacking_is_bounded() {
    // A megabyte of zeros deflates to a kilobyte; the stated length decides what is allocated.
    let mut compress = flate2::Compress::new(flate2::Compression::best(), false);
    let mut deflated = Vec::with_capacity(64 * 1024);
    compress
        .compress_vec(&vec![0; 1 << 20], &mut deflated, flate2::FlushCompress::Finish)
        .unwrap();
    for stated in [0_u32, 1, 1024, 96 * 1024, 1 << 20, u32::MAX] {
        let packed = [&[1], &stated.to_be_bytes()[..], &deflated].concat();
        assert_eq!(unpack(&packed).err(), Some(TokenError::Malformed), "{stated}");
    }
    assert_eq!(unpack(&[]).err(), Some(TokenError::Malformed));
    assert_eq!(unpack(&[7, 1, 2]).err(), Some(TokenError::Malformed));
}

#[test]
fn packing_has_a_size_in_percent_and_a_limit() {
    let ring = ring();
    let mut claims = claims();
    assert_eq!(packed_policy_size(&claims), None);
    assert_eq!(mint(&claims, &ring, &mut OsRng).unwrap().packed_policy_size, None);

    claims.policy = Some(
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}"#
            .into(),
    );
    let small = packed_policy_size(&claims).unwrap();
    assert!((1..10).contains(&small), "{small}");

    // Text that does not compress, as long as AssumeRole lets it be.
    let noise: String = (0..64_u8).map(|n| HEXLOWER.encode(&sha256(&[n]))).collect();
    claims.policy = Some(noise.chars().take(2_048).collect());
    let policy = packed_policy_size(&claims).unwrap();
    assert!(policy <= 100, "{policy}");
    for (number, chunk) in noise.as_bytes().chunks(256).skip(8).take(4).enumerate() {
        claims.tags.set(Tag {
            key: number.to_string(),
            value: String::from_utf8(chunk.to_vec()).unwrap(),
        });
    }
    let percent = packed_policy_size(&claims).unwrap();
    assert!(percent > 100, "{percent}");
    assert_eq!(
        mint(&claims, &ring, &mut OsRng).err(),
        Some(MintError::PackedPolicyTooLarge(percent))
    );
    claims.tags = Tags::new();
    claims.policy = Some(format!("{}{}", "x".repeat(1 << 20), noise));
    assert!(packed_policy_size(&claims).unwrap() > 100);
}

/// With every field at the longest that AWS allows, a token keeps its limit.
#[test]
fn the_fullest_token_fits() {
    let ring = ring();
    let mut claims = claims();
    claims.access_key_id = format!("ASIA{}", "A".repeat(124)).parse().unwrap();
    claims.name = Some("n".repeat(64));
    claims.source_identity = Some("s".repeat(64));
    claims.mfa = Some(at(ISSUED));
    claims.ancestors = (0..MAX_ANCESTORS)
        .map(|_| SessionId::generate(&mut OsRng))
        .collect();
    claims.chained = true;
    claims.origin = Origin::Certificate(Arc::new(CertificateOrigin {
        fingerprint: [7; 32],
        serial: "f".repeat(40),
        subject: "é".repeat(600),
        issuer: "i".repeat(600),
        trust_anchor: "22222222-2222-4222-8222-222222222222".into(),
    }));
    let noise: String = (0..64_u8).map(|n| HEXLOWER.encode(&sha256(&[n]))).collect();
    let mut length = 3_000;
    while {
        claims.policy = Some(noise.chars().take(length).collect());
        packed_policy_size(&claims).unwrap() > 100
    } {
        length -= 10;
    }
    assert!(packed_policy_size(&claims).unwrap() > 98);
    let token = token(&claims, &ring);
    assert!(token.len() <= MAX_TOKEN, "{}", token.len());
    let opened = open(&token, &ring, at(ISSUED)).unwrap().claims;
    let Origin::Certificate(origin) = opened.origin else {
        panic!("another origin");
    };
    assert_eq!(origin.subject, "é".repeat(256));
    assert_eq!(origin.issuer, "i".repeat(512));
}

/// The tags of a usual machine certificate take a small part of the room.
#[test]
fn certificate_attributes_pack_well() {
    let mut claims = claims();
    claims.tags = tags(&[
        ("x509Subject/CN", "web-042.eu-west-1.example.com"),
        ("x509Subject/OU", "platform"),
        ("x509Subject/O", "Example Corporation"),
        ("x509Issuer/CN", "Example Machines CA 3"),
        ("x509Issuer/O", "Example Corporation"),
        ("x509SAN/DNS", "web-042.eu-west-1.example.com"),
    ]);
    let size = packed_policy_size(&claims).unwrap();
    assert!(size <= 20, "{size}");
    claims.tags.set(Tag {
        key: "x509SAN/URI".into(),
        value: "spiffe://example.com/web-042.eu-west-1".into(),
    });
    let deflated = packed_policy_size(&claims).unwrap();
    assert!(deflated <= 10, "{deflated}");
}

#[test]
fn the_dictionary_never_changes() {
    assert_eq!(
        HEXLOWER.encode(&sha256(DICTIONARY.as_bytes())),
        "3db00580f5e2e999c58881bb40435053b181a64f7126d870c1ae5e6ecab5c6ba"
    );
}

#[test]
fn keys_rotate_without_losing_a_token() {
    let mut ring = ring();
    let claims = claims();
    let first = token(&claims, &ring);
    assert_eq!(ring.rotate(at(ISSUED)), Err(RingError::NoNext));
    ring.prepare(&mut OsRng, at(ISSUED));
    let next = ring.next().unwrap();
    ring.prepare(&mut OsRng, at(ISSUED));
    assert_eq!(ring.next(), Some(next));
    assert_eq!(ring.rotate(at(ISSUED + 599)), Err(RingError::TooYoung));
    assert_eq!(ring.next(), Some(next));

    // A node that has not rotated yet opens what one that has seals.
    let behind = KeyRing::from_bytes(&ring.to_bytes()).unwrap();
    assert_eq!(ring.rotate(at(ISSUED + 600)), Ok(()));
    assert_eq!(ring.active().id(), next);
    assert_eq!(ring.active_since(), at(ISSUED + 600));
    let second = token(&claims, &ring);
    assert!(open(&second, &behind, at(ISSUED)).is_ok());
    assert!(open(&first, &ring, at(ISSUED)).is_ok());

    // The replaced key goes once nothing sealed under it can be alive.
    let later = at(ISSUED + 600) + VERIFY_ONLY_FOR;
    ring.prepare(&mut OsRng, later);
    assert_eq!(ring.rotate(later + MIN_NEXT_AGE), Ok(()));
    assert_eq!(
        open(&first, &ring, at(ISSUED)).err(),
        Some(TokenError::UnknownKey)
    );
    assert!(open(&second, &ring, at(ISSUED)).is_ok());
    assert!(VERIFY_ONLY_FOR > SignedDuration::from_hours(36));
}

#[test]
fn a_stored_ring_is_read_exactly() {
    let mut ring = ring();
    ring.prepare(&mut OsRng, at(ISSUED));
    ring.rotate(at(ISSUED + 600)).unwrap();
    ring.prepare(&mut OsRng, at(ISSUED + 600));
    let bytes = ring.to_bytes();
    let copy = KeyRing::from_bytes(&bytes).unwrap();
    assert!(copy.to_bytes() == bytes);
    let damaged = |bytes: Vec<u8>| KeyRing::from_bytes(&tegata_base::Secret::new(bytes)).err();
    assert_eq!(damaged(Vec::new()), Some(RingError::Damaged));
    assert_eq!(damaged(vec![1]), Some(RingError::Damaged));
    assert_eq!(damaged(vec![2]), Some(RingError::Newer));
    assert_eq!(damaged(bytes.expose()[..40].to_vec()), Some(RingError::Damaged));
    let mut twice = bytes.expose().clone();
    twice.extend_from_slice(&bytes.expose()[1..46]);
    assert_eq!(damaged(twice), Some(RingError::Damaged));
}

#[test]
fn session_ids_print_and_parse() {
    let id = SessionId::generate(&mut OsRng);
    assert_eq!(id.to_string().parse(), Ok(id));
    assert!("00".parse::<SessionId>().is_err());
    let ids: BTreeSet<SessionId> = (0..100).map(|_| SessionId::generate(&mut OsRng)).collect();
    assert_eq!(ids.len(), 100);
}

fn any_tags() -> impl Strategy<Value = Tags> {
    prop::collection::btree_map("[a-z0-9/é]{1,20}", "\\PC{0,30}", 0..12).prop_map(|map| {
        let list = map.into_iter().map(|(key, value)| Tag { key, value });
        Tags::from_list(list.collect()).unwrap()
    })
}

fn any_origin() -> impl Strategy<Value = Origin> {
    prop_oneof![
        Just(Origin::AccessKey("AKIAIOSFODNN7EXAMPLE".parse().unwrap())),
        (
            any::<[u8; 32]>(),
            "[0-9a-f]{2,40}",
            "\\PC{0,80}",
            "\\PC{0,80}",
            "[0-9a-f-]{36}"
        )
            .prop_map(|(fingerprint, serial, subject, issuer, trust_anchor)| {
                Origin::Certificate(Arc::new(CertificateOrigin {
                    fingerprint,
                    serial,
                    subject,
                    issuer,
                    trust_anchor,
                }))
            }),
    ]
}

fn any_claims() -> impl Strategy<Value = Claims> {
    let principal = prop_oneof![
        Just(Principal::Root),
        "AIDA[A-Z2-7]{17}".prop_map(|id| Principal::User(id.parse().unwrap())),
        "AROA[A-Z2-7]{17}".prop_map(|id| Principal::Role(id.parse().unwrap())),
    ];
    let managed = prop_oneof![
        "ANPA[A-Z2-7]{17}".prop_map(|id| ManagedPolicy::Customer(id.parse().unwrap())),
        "[A-Za-z/]{1,30}".prop_map(ManagedPolicy::Aws),
    ];
    let who = (
        any::<[u8; 16]>(),
        "ASIA[A-Z2-7]{16}",
        0_u64..1_000_000_000_000,
        principal,
        prop_oneof![
            Just(Kind::AssumedRole),
            Just(Kind::SessionToken),
            Just(Kind::Federation)
        ],
    );
    let what = (
        prop::option::of("[a-z=,.@-]{2,64}"),
        any_tags(),
        prop::collection::vec("[a-z]{1,10}", 0..4),
        prop::option::of("[a-z]{2,64}"),
        prop::option::of("\\PC{1,400}"),
        prop::collection::vec(managed, 0..6),
    );
    let when = (
        prop::option::of(0_i64..4_000_000_000),
        0_i64..4_000_000_000,
        1_i64..129_600,
        any_origin(),
        prop::collection::vec(any::<[u8; 16]>().prop_map(SessionId), 0..=MAX_ANCESTORS),
        any::<bool>(),
        any::<u64>(),
    );
    (who, what, when).prop_map(|(who, what, when)| {
        let mut managed_policies = what.5;
        // A token lists customer policies first; the order of session policies means nothing.
        managed_policies.sort_by_key(|policy| matches!(policy, ManagedPolicy::Aws(_)));
        Claims {
            id: SessionId(who.0),
            access_key_id: who.1.parse().unwrap(),
            account: AccountId::from_number(who.2).unwrap(),
            principal: who.3,
            kind: who.4,
            name: what.0,
            tags: what.1,
            transitive_tag_keys: what.2,
            source_identity: what.3,
            policy: what.4,
            managed_policies,
            mfa: when.0.map(at),
            issued: at(when.1),
            expires: at(when.1 + when.2),
            origin: when.3,
            ancestors: when.4,
            chained: when.5,
            revision: when.6,
        }
    })
}

proptest! {
    #[test]
    fn what_is_minted_opens_and_a_bent_token_does_not(claims in any_claims(), place: Index, bit in 0_u8..8) {
        let ring = ring();
        let Ok(credentials) = mint(&claims, &ring, &mut OsRng) else {
            prop_assert!(packed_policy_size(&claims).unwrap() > 100);
            return Ok(());
        };
        prop_assert_eq!(credentials.packed_policy_size, packed_policy_size(&claims));
        let token = credentials.session_token.expose();
        prop_assert!(token.len() <= MAX_TOKEN);
        let opened = open(token, &ring, claims.issued).unwrap();
        prop_assert_eq!(&opened.claims, &claims);
        prop_assert!(opened.secret_access_key == credentials.secret_access_key);

        let mut text = token.clone().into_bytes();
        let at = place.index(text.len());
        text[at] ^= 1 << bit;
        if let Ok(text) = String::from_utf8(text) {
            prop_assert!(open(&text, &ring, claims.issued).is_err());
        }
        let mut bytes = BASE64.decode(token.as_bytes()).unwrap();
        let at = place.index(bytes.len());
        bytes[at] ^= 1 << bit;
        prop_assert!(open(&BASE64.encode(&bytes), &ring, claims.issued).is_err());
    }

    #[test]
    fn packing_loses_nothing(claims in any_claims()) {
        let Some(packed) = pack(&claims) else {
            prop_assert!(claims.tags.is_empty() && claims.policy.is_none());
            return Ok(());
        };
        let found = unpack(&packed).unwrap();
        prop_assert_eq!(found.tags, claims.tags);
        prop_assert_eq!(found.policy, claims.policy);
    }

    #[test]
    fn hostile_tokens_never_panic(text: String, bytes: Vec<u8>, fields: Vec<u8>) {
        let ring = ring();
        prop_assert!(open(&text, &ring, at(ISSUED)).is_err());
        prop_assert!(open(&BASE64.encode(&bytes), &ring, at(ISSUED)).is_err());
        prop_assert!(open(&sealed(&ring, &fields), &ring, at(ISSUED)).is_err());
        prop_assert!(SignIn::open(&text, &ring, at(ISSUED)).is_err());
        prop_assert!(SignIn::open(&sign_in::sealed_fields(&ring, &fields), &ring, at(ISSUED)).is_err());
        let _ = unpack(&fields);
        let _ = unpack(&[&[1, 0, 0, 4, 0], &fields[..]].concat());
    }
}
