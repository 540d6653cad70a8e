use tegata_base::Secret;

use super::*;

fn handed(seconds: Option<i64>) -> (Handed, Timestamp) {
    let now = Timestamp::from_second(1_767_225_600).unwrap();
    let credentials = ApiCredentials {
        access_key_id: "ASIA1".into(),
        secret_access_key: Secret::new("a\"b".into()),
        session_token: Some(Secret::new("token".into())),
        expires: seconds.map(|seconds| now + SignedDuration::from_secs(seconds)),
    };
    (Handed::new(&credentials, now), now)
}

#[test]
fn the_next_are_asked_for_ten_minutes_before_the_end() {
    for (seconds, age) in [
        (Some(601), Age::Fresh),
        (Some(600), Age::Aging),
        (Some(1), Age::Aging),
        (Some(0), Age::Ended),
        (Some(-1), Age::Ended),
        (None, Age::Fresh),
    ] {
        let (handed, now) = handed(seconds);
        assert_eq!(handed.age(now), age, "{seconds:?}");
    }
}

#[test]
fn one_of_many_asks_and_not_again_at_once() {
    let (handed, start) = (handed(Some(60)).0, Instant::now());
    assert!(handed.may_renew(start));
    assert!(!handed.may_renew(start + PAUSE / 2));
    assert!(handed.may_renew(start + PAUSE));
}

#[test]
fn bodies() {
    let (handed, _) = handed(Some(3600));
    assert_eq!(
        handed.container,
        "{\"AccessKeyId\":\"ASIA1\",\"Expiration\":\"2026-01-01T01:00:00Z\",\"SecretAccessKey\":\"a\\\"b\",\"Token\":\"token\"}\n"
    );
    assert_eq!(
        handed.instance,
        "{\"Code\":\"Success\",\"LastUpdated\":\"2026-01-01T00:00:00Z\",\"Type\":\"AWS-HMAC\",\"AccessKeyId\":\"ASIA1\",\"SecretAccessKey\":\"a\\\"b\",\"Token\":\"token\",\"Expiration\":\"2026-01-01T01:00:00Z\"}\n"
    );
}
