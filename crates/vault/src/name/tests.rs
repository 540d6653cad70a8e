use proptest::prelude::{prop_assert_eq, proptest};

use crate::{InvalidName, ItemKind, ItemName};

fn kind(text: &str) -> ItemKind {
    ItemName::parse(text).unwrap().kind().clone()
}

#[test]
fn a_cached_session_says_whose_it_is() {
    let session = kind("sts.GetSessionToken,am9uc21pdGg,YXJuOmF3czppYW06OjE6bWZhL20,1700000000");
    let expected = ItemKind::Session {
        operation: "sts.GetSessionToken".into(),
        profile: "jonsmith".into(),
        expires: 1_700_000_000,
    };
    assert_eq!(session, expected);
    // No MFA: the third part is empty.
    assert!(matches!(
        kind("credential_process,am9uc21pdGg,,1700000000"),
        ItemKind::Session { operation, .. } if operation == "credential_process"
    ));
}

#[test]
fn sessions_of_old_versions_are_recognised() {
    for text in [
        "session,am9uc21pdGg,,17",
        "session,am9uc21pdGg,YXJu,1566280000",
        "session:jonsmith:arn/aws/iam//1/mfa/m:1566280000",
        "jonsmith session (1566280000)",
        "session (1) session (61633665646639303539)",
    ] {
        let is_four = text.split(':').count() == 4 || !text.contains(':');
        assert_eq!((kind(text), is_four), (ItemKind::OldSession, true), "{text}");
    }
}

#[test]
fn a_seed_says_whose_it_is() {
    for serial in [
        "arn:aws:iam::111122223333:mfa/me",
        "GAHT12345678",
        "a,YQ,YQ,17",
        "m session (17)",
    ] {
        let name = ItemName::totp(serial).unwrap();
        let expected = ItemKind::Totp {
            serial: serial.into(),
        };
        assert_eq!((name.kind(), kind(name.as_str())), (&expected, expected.clone()));
        assert_eq!(name.as_str(), format!("tegata.totp:{serial}"));
        assert_eq!(ItemName::key(name.as_str()), Err(InvalidName::NotAKey));
    }
    assert_eq!(ItemName::totp(""), Err(InvalidName::Empty));
    assert_eq!(ItemName::totp("a\nb"), Err(InvalidName::ControlCharacter));
}

#[test]
fn a_rotation_says_whose_it_is() {
    for profile in [
        "work",
        "a b",
        "sts.X,YQ,YQ,17",
        "oidc:https://x",
        "m session (17)",
    ] {
        let name = ItemName::rotation(profile).unwrap();
        let expected = ItemKind::Rotation {
            profile: profile.into(),
        };
        assert_eq!((name.kind(), kind(name.as_str())), (&expected, expected.clone()));
        assert_eq!(ItemName::key(name.as_str()), Err(InvalidName::NotAKey));
    }
    assert_eq!(ItemName::rotation(""), Err(InvalidName::Empty));
}

#[test]
fn everything_else_is_a_key() {
    for text in [
        "jonsmith",
        "session",
        "a,b,c",
        "sts.GetSessionToken,am9uc21pdGg,,",
        "sts.GetSessionToken,am9uc21pdGg,,17x",
        "sts.GetSessionToken,am9uc21pdGg=,,17",
        "sts.GetSessionToken,!,,1700000000",
        "sts.GetSessionToken,am9uc21pdGg,,99999999999999999999999999",
        ",am9uc21pdGg,,1700000000",
        "a,am9uc21pdGg,,1700000000,more",
        "jonsmith session ()",
        "session (17",
        "oidc",
    ] {
        assert_eq!(kind(text), ItemKind::Key, "{text}");
    }
}

#[test]
fn a_token_is_for_a_start_url_whatever_a_path_did_to_it() {
    for text in [
        "oidc:https://d-1.awsapps.com/start",
        "oidc:https:/d-1.awsapps.com/start",
    ] {
        let name = ItemName::parse(text).unwrap();
        let start_url = "https://d-1.awsapps.com/start".into();
        assert_eq!(*name.kind(), ItemKind::Oidc { start_url });
        assert_eq!(name.as_str(), text);
    }
}

#[test]
fn keys_are_not_kept_where_they_would_not_be_found_again() {
    assert_eq!(ItemName::key(""), Err(InvalidName::Empty));
    assert_eq!(ItemName::key("two\nlines"), Err(InvalidName::ControlCharacter));
    assert_eq!(ItemName::key(&"a".repeat(1025)), Err(InvalidName::TooLong));
    for session in ["sts.AssumeRole,YQ,,1", "oidc:x", "a session (1)"] {
        assert_eq!(ItemName::key(session), Err(InvalidName::NotAKey));
    }
    assert_eq!(ItemName::key("a").unwrap().label(), "aws-vault (a)");
}

proptest! {
    #[test]
    fn no_text_is_changed_or_breaks_in(text: String) {
        if let Ok(name) = ItemName::parse(&text) {
            prop_assert_eq!(name.as_str(), &text);
            let _ = name.label();
        }
    }
}
