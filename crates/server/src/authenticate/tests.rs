//! Who is let in, and what everybody else hears.

use jiff::{SignedDuration, Timestamp};
use tegata_authz::{Caller, Identity, RequestFacts};
use tegata_base::{AccessKeyId, AccountId, Tags, UniqueId};
use tegata_crypto::OsRng;
use tegata_operation::ServiceError;
use tegata_session::{Claims, Credentials, Kind, Origin, Principal, SessionId, mint};
use tegata_sigv4::Presented;
use tegata_state::{Entity as _, KeyOwner};
use tegata_wire::schema::{Auth, Protocol};

use super::{Against, AuthError};
use crate::raw::Raw;
use crate::testing::{ACCOUNT, Bench, KEY_ID, SECRET, access_key, raw, sign, user};

fn authenticate(bench: &Bench, raw: &Raw) -> Result<Caller, AuthError> {
    let published = bench.node.published.load_full();
    let now = crate::clock::Clock::now(&*bench.clock);
    let against = Against {
        snapshot: &published.snapshot,
        ring: &published.ring,
        kek: &bench.node.kek,
        metrics: &bench.node.metrics,
        now,
    };
    let headers = raw.header_lists();
    let presented = Presented::find(&raw.signed(&headers));
    bench
        .node
        .authenticator
        .by_key(raw, &headers, presented, &against, facts(now))
}

fn facts(now: Timestamp) -> RequestFacts {
    RequestFacts {
        now,
        request_id: "r".to_owned(),
        source_ip: "127.0.0.1".parse().unwrap(),
        user_agent: None,
        referer: None,
        secure_transport: false,
        region: "us-east-1".parse().unwrap(),
        default_account: ACCOUNT.parse().unwrap(),
    }
}

fn now(bench: &Bench) -> Timestamp {
    crate::clock::Clock::now(&*bench.clock)
}

fn signed(bench: &Bench, key_id: &str, secret: &str, token: Option<&str>) -> Raw {
    let mut raw = raw("POST", "/", &[], "Action=GetCallerIdentity");
    sign(&mut raw, now(bench), key_id, secret, "sts", token);
    raw
}

/// A session of a principal, for an hour.
fn session(bench: &Bench, principal: Principal) -> Credentials {
    let account: AccountId = ACCOUNT.parse().unwrap();
    let claims = Claims {
        id: SessionId::generate(&mut OsRng),
        access_key_id: AccessKeyId::generate_temporary(account, &mut OsRng),
        account,
        principal,
        kind: Kind::SessionToken,
        name: None,
        tags: Tags::new(),
        transitive_tag_keys: Vec::new(),
        source_identity: None,
        policy: None,
        managed_policies: Vec::new(),
        mfa: None,
        issued: now(bench),
        expires: now(bench) + SignedDuration::from_hours(1),
        origin: Origin::AccessKey(KEY_ID.parse().unwrap()),
        ancestors: Vec::new(),
        chained: false,
        revision: 1,
    };
    mint(&claims, &bench.node.published.load().ring, &mut OsRng).unwrap()
}

fn by_session(bench: &Bench, credentials: &Credentials) -> Result<Caller, AuthError> {
    let token = credentials.session_token.expose();
    let secret = credentials.secret_access_key.expose();
    authenticate(
        bench,
        &signed(bench, credentials.access_key_id.as_str(), secret, Some(token)),
    )
}

fn code(result: Result<Caller, AuthError>) -> &'static str {
    match result {
        Ok(_) => "ok",
        Err(error) => error.reason(),
    }
}

#[test]
fn a_long_term_key_of_root_and_of_a_user() {
    let bench = Bench::new();
    for _ in 0..2 {
        let caller = authenticate(&bench, &signed(&bench, KEY_ID, SECRET, None)).unwrap();
        assert!(matches!(caller.identity, Identity::Root(account) if account.to_string() == ACCOUNT));
        assert_eq!(caller.access_key_id.unwrap().as_str(), KEY_ID);
    }
    let alice = user("alice");
    let id = "AKIAALICEALICEALICE7";
    let key = access_key(KeyOwner::User(alice.id.clone()), id, &bench.node.kek);
    bench.store_changes(vec![alice.put(), key.put()]);
    let caller = authenticate(&bench, &signed(&bench, id, SECRET, None)).unwrap();
    assert!(matches!(caller.identity, Identity::User(user) if user.name == "alice"));
}

#[test]
fn a_key_counts_as_its_row_says_now() {
    let bench = Bench::new();
    let known = || code(authenticate(&bench, &signed(&bench, KEY_ID, SECRET, None)));
    assert_eq!(known(), "ok");
    let mut key = access_key(KeyOwner::Root, KEY_ID, &bench.node.kek);
    key.active = false;
    bench.store_changes(vec![key.put()]);
    assert_eq!(known(), "unknown-key");
    // The same id with another secret: the derived key that was kept is of no use.
    let place = key.key().to_string();
    let field = tegata_state::AccessKey::SECRET_FIELD;
    key.sealed_secret = bench.node.kek.seal(&mut OsRng, &place, field, b"another");
    key.active = true;
    bench.store_changes(vec![key.put()]);
    assert_eq!(known(), "wrong-signature");
    assert_eq!(
        code(authenticate(&bench, &signed(&bench, KEY_ID, "another", None))),
        "ok"
    );
    bench.store_changes(vec![key.delete()]);
    assert_eq!(
        code(authenticate(&bench, &signed(&bench, KEY_ID, "another", None))),
        "unknown-key"
    );
}

#[test]
fn strangers() {
    let bench = Bench::new();
    let of = |raw: &Raw| code(authenticate(&bench, raw));
    assert_eq!(of(&raw("POST", "/", &[], "")), "unsigned");
    assert_eq!(of(&signed(&bench, KEY_ID, "wrong", None)), "wrong-signature");
    assert_eq!(
        of(&signed(&bench, "AKIAIOSFODNN7EXAMPLE", SECRET, None)),
        "unknown-key"
    );
    assert_eq!(of(&signed(&bench, "x", SECRET, None)), "unknown-key");
    assert_eq!(
        of(&signed(&bench, "ASIARTX3GSDSWHAIDOO3", SECRET, None)),
        "unknown-key"
    );
    assert_eq!(
        of(&signed(&bench, KEY_ID, SECRET, Some("bm9uc2Vuc2U="))),
        "unknown-key"
    );
    let incomplete = raw(
        "POST",
        "/",
        &[("authorization", "AWS4-HMAC-SHA256 Credential=a")],
        "",
    );
    assert_eq!(of(&incomplete), "incomplete-signature");
    let mut late = signed(&bench, KEY_ID, SECRET, None);
    sign(
        &mut late,
        now(&bench) - SignedDuration::from_mins(6),
        KEY_ID,
        SECRET,
        "sts",
        None,
    );
    assert_eq!(of(&late), "wrong-signature");
    let mut changed = signed(&bench, KEY_ID, SECRET, None);
    changed.body = "Action=GetCallerIdentity&x=1".into();
    assert_eq!(of(&changed), "wrong-signature");
}

#[test]
fn a_session_ends_with_its_time_its_principal_and_its_key() {
    let bench = Bench::new();
    let alice = user("alice");
    bench.store_changes(vec![alice.put()]);
    let credentials = session(&bench, Principal::User(alice.id.clone()));
    for _ in 0..2 {
        let caller = by_session(&bench, &credentials).unwrap();
        assert!(matches!(caller.identity, Identity::User(user) if user.name == "alice"));
        assert!(caller.session.is_some());
    }
    // With another key id, a known token too.
    let token = Some(credentials.session_token.expose().as_str());
    let secret = credentials.secret_access_key.expose();
    assert_eq!(
        code(authenticate(&bench, &signed(&bench, KEY_ID, secret, token))),
        "unknown-key"
    );
    // Its owner's long-term secret does not sign for it.
    let id = credentials.access_key_id.as_str();
    assert_eq!(
        code(authenticate(&bench, &signed(&bench, id, SECRET, token))),
        "wrong-signature"
    );
    bench.clock.advance(3599);
    assert_eq!(code(by_session(&bench, &credentials)), "ok");
    bench.clock.advance(1);
    assert_eq!(code(by_session(&bench, &credentials)), "expired-token");
    let fresh = session(&bench, Principal::User(alice.id.clone()));
    assert_eq!(code(by_session(&bench, &fresh)), "ok");
    // Gone, and another of the same name in its place.
    bench.store_changes(vec![alice.delete(), user("alice").put()]);
    assert_eq!(code(by_session(&bench, &fresh)), "unknown-key");
    let of_nobody = session(
        &bench,
        Principal::Role("AROAAAAAAAAAAAAAAAAAA".parse::<UniqueId>().unwrap()),
    );
    assert_eq!(code(by_session(&bench, &of_nobody)), "unknown-key");
    assert_eq!(code(by_session(&bench, &session(&bench, Principal::Root))), "ok");
}

#[test]
fn codes_and_statuses_of_each_protocol() {
    let operation = |auth| tegata_wire::Operation { auth, ..template() };
    let expired = || AuthError::Expired;
    let mismatch = || AuthError::Region("?".into());
    let unknown = || AuthError::UnknownKey("");
    let missing = || AuthError::Signature(tegata_sigv4::SignatureError::Missing);
    let incomplete = || AuthError::Signature(tegata_sigv4::SignatureError::Expires);
    let table = [
        (
            (Protocol::Query, Auth::Signature),
            [
                "ExpiredToken 403",
                "SignatureDoesNotMatch 403",
                "InvalidClientTokenId 403",
            ],
            ["MissingAuthenticationToken 403", "IncompleteSignature 400"],
        ),
        (
            (Protocol::Json11, Auth::Signature),
            [
                "ExpiredTokenException 400",
                "InvalidSignatureException 400",
                "UnrecognizedClientException 400",
            ],
            [
                "MissingAuthenticationTokenException 400",
                "IncompleteSignatureException 400",
            ],
        ),
        (
            (Protocol::RestJson, Auth::Signature),
            [
                "ExpiredTokenException 403",
                "InvalidSignatureException 403",
                "UnrecognizedClientException 403",
            ],
            [
                "MissingAuthenticationTokenException 403",
                "IncompleteSignatureException 400",
            ],
        ),
        (
            (Protocol::RestJson, Auth::Certificate),
            ["AccessDeniedException 403"; 3],
            ["AccessDeniedException 403"; 2],
        ),
    ];
    for ((protocol, auth), known, malformed) in table {
        let told = |error: AuthError| {
            let ServiceError { code, status, .. } = error.reply(protocol, &operation(auth));
            format!("{code} {status}")
        };
        assert_eq!([told(expired()), told(mismatch()), told(unknown())], known);
        assert_eq!([told(missing()), told(incomplete())], malformed);
    }
    let possession = AuthError::Signature(tegata_sigv4::SignatureError::Payload);
    assert_eq!(
        possession
            .reply(Protocol::RestJson, &operation(Auth::Certificate))
            .message,
        "Invalid signature"
    );
}

const fn template() -> tegata_wire::Operation {
    tegata_wire::Operation {
        name: "Any",
        http: tegata_wire::schema::Http {
            method: "POST",
            uri: "/",
            status: 200,
        },
        auth: Auth::Signature,
        input: tegata_wire::Shape::EMPTY,
        output: tegata_wire::Shape::EMPTY,
        result_wrapper: None,
        errors: &[],
        read_only: true,
        idempotent: false,
        paginator: None,
    }
}

mod possession;
