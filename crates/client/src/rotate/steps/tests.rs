use super::making::may_be_of;
use super::retiring::is_foreign;
use super::*;
use crate::rotate::service::{Listed, Use};

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + seconds).unwrap()
}

#[test]
fn only_users_have_keys_that_are_rotated() {
    let user = |arn: &'static str| user_of(arn);
    assert_eq!(user("arn:aws:iam::111122223333:user/ada"), Some("ada"));
    assert_eq!(user("arn:aws-cn:iam::111122223333:user/team/x/ada"), Some("ada"));
    assert_eq!(user("arn:aws:iam::111122223333:root"), None);
    assert_eq!(user("arn:aws:sts::111122223333:assumed-role/a/b"), None);
    assert_eq!(user("arn:aws:iam::111122223333:user/"), None);
    assert_eq!(user(""), None);
}

#[test]
fn an_orphan_is_new_and_of_that_moment() {
    let journal = Journal {
        user: "ada".into(),
        old: "OLD".into(),
        began: at(0),
        used: at(0),
        stage: Stage::Creating {
            known: vec!["OLD".into(), "KNOWN".into()],
            ended: None,
        },
    };
    let key = |id: &str, seconds: Option<i64>| Listed {
        id: id.into(),
        status: "Active".into(),
        created: seconds.map(at),
    };
    assert!(may_be_of(&journal, &key("NEW", Some(1))));
    assert!(may_be_of(&journal, &key("NEW", Some(-60))));
    assert!(may_be_of(&journal, &key("NEW", Some(900))));
    for other in [
        key("NEW", Some(-61)),
        key("NEW", Some(901)),
        key("NEW", None),
        key("KNOWN", Some(1)),
        key("OLD", Some(1)),
    ] {
        assert!(!may_be_of(&journal, &other), "{other:?}");
    }
    // Nothing is made after the call has failed: a key of later is one that a person made.
    let failed = Journal {
        stage: Stage::Creating {
            known: vec!["OLD".into()],
            ended: Some(at(30)),
        },
        ..journal
    };
    assert!(may_be_of(&failed, &key("NEW", Some(90))));
    assert!(!may_be_of(&failed, &key("NEW", Some(91))));
    let stored = Journal {
        stage: Stage::Stored { id: "NEW".into() },
        ..failed
    };
    assert!(!may_be_of(&stored, &key("X", Some(1))));
}

#[test]
fn our_own_use_of_the_old_key_is_not_anothers() {
    let last = |service: &str, seconds| Use {
        at: at(seconds),
        service: service.into(),
        region: "us-east-1".into(),
    };
    let is_foreign =
        |service, seconds, told: Option<i64>| is_foreign(&last(service, seconds), at(0), told.map(at));
    assert!(!is_foreign("iam", 0, None) && !is_foreign("sts", 59, None));
    assert!(is_foreign("sts", 61, None) && is_foreign("s3", 1, None));
    // The clock may be ahead without being noticed.
    assert!(is_foreign("s3", -29, None) && !is_foreign("s3", -31, None));
    // What was told is not told again.
    assert!(!is_foreign("s3", 5, Some(5)) && is_foreign("s3", 6, Some(5)));
}
