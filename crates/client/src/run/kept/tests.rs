use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn session(expires: Option<&str>) -> ApiCredentials {
    ApiCredentials {
        access_key_id: "ASIAEXAMPLE".into(),
        secret_access_key: Secret::new("sEcReT".into()),
        session_token: Some(Secret::new("tOkEn".into())),
        expires: expires.map(at),
    }
}

#[test]
fn it_is_read_as_it_was_written_and_good_until_too_little_is_left() {
    let now = at("2026-01-01T00:00:00Z");
    let session = session(Some("2026-01-01T01:00:00Z"));
    let (expires, json) = written(&session, Some("AKIA1"), "work", now, &Skew::default()).unwrap();
    assert_eq!(expires, at("2026-01-01T01:00:00Z"));
    let kept = Kept::read(json.expose()).unwrap();
    assert_eq!(kept.credentials.access_key_id, "ASIAEXAMPLE");
    assert_eq!(kept.credentials.secret_access_key.expose(), "sEcReT");
    assert_eq!(kept.credentials.session_token.as_ref().unwrap().expose(), "tOkEn");
    assert_eq!(kept.credentials.expires, Some(expires));
    assert_eq!(kept.made_from(), Some("AKIA1"));
    let least = SignedDuration::from_mins(5);
    assert!(kept.is_good_at(now, least));
    assert!(kept.is_good_at(at("2026-01-01T00:55:00Z"), least));
    assert!(!kept.is_good_at(at("2026-01-01T00:55:01Z"), least));
    assert!(
        !kept.is_good_at(at("2025-12-31T23:59:59Z"), least),
        "the clock was set back"
    );
}

#[test]
fn a_clock_that_is_behind_does_not_make_it_last_longer() {
    let now = at("2026-01-01T00:00:00Z");
    let skew = Skew::default();
    skew.learn(Some(at("2026-01-01T00:20:00Z")), now);
    let (_, json) = written(&session(Some("2026-01-01T01:20:00Z")), None, "work", now, &skew).unwrap();
    let kept = Kept::read(json.expose()).unwrap();
    assert!(kept.is_good_at(at("2026-01-01T00:59:00Z"), SignedDuration::ZERO));
    assert!(!kept.is_good_at(at("2026-01-01T01:00:01Z"), SignedDuration::ZERO));
}

#[test]
fn what_does_not_end_or_has_ended_is_not_kept() {
    let now = at("2026-01-01T00:00:00Z");
    for expires in [None, Some("2026-01-01T00:00:00Z")] {
        assert!(written(&session(expires), None, "work", now, &Skew::default()).is_none());
    }
    for json in [&b""[..], b"{}", b"null", &[b'['; 100_000]] {
        assert!(Kept::read(json).is_none());
    }
}
