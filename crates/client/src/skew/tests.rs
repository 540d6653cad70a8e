use super::*;

#[test]
fn a_clock_is_compensated_only_once_a_service_refused_for_it() {
    let skew = Skew::default();
    let now: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
    let date = now.checked_add(SignedDuration::from_mins(20)).unwrap();
    let refused = |code: &str| ServiceError {
        status: 403,
        code: Some(code.into()),
        message: None,
        request_id: None,
        reason: None,
    };
    assert!(
        !skew.mends(&refused("RequestExpired")),
        "nothing is known of the clock"
    );
    skew.learn(Some(date), now);
    assert_eq!(skew.service_time(now), date);
    assert_eq!(skew.signing_time(now), now);
    assert!(!skew.mends(&refused("AccessDenied")));
    assert!(skew.mends(&refused("SignatureDoesNotMatch")));
    skew.compensated.set(true);
    assert_eq!(skew.signing_time(now), date);
    assert!(!skew.mends(&refused("SignatureDoesNotMatch")), "once is enough");
}

#[test]
fn seconds_are_not_noticed() {
    let skew = Skew::default();
    let now: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
    skew.learn(now.checked_add(SignedDuration::from_secs(20)).ok(), now);
    assert_eq!(skew.service_time(now), now);
    skew.learn(None, now);
    assert_eq!(skew.behind(), SignedDuration::ZERO);
}
