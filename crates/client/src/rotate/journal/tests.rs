use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};
use tegata_vault::ItemKind;
use tegata_vault::testing::MemoryStore;

use super::*;

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

fn journal(stage: Stage) -> Journal {
    Journal {
        user: "ada".into(),
        old: "AKIAOLD".into(),
        began: "2026-01-02T03:04:05Z".parse().unwrap(),
        used: "2026-01-02T03:04:06.5Z".parse().unwrap(),
        stage,
    }
}

fn stages() -> [Stage; 6] {
    let id = || "AKIANEW".to_owned();
    let secret = Secret::new(SECRET.to_owned());
    [
        Stage::Creating {
            known: vec!["AKIAOLD".into()],
            ended: None,
        },
        Stage::Creating {
            known: vec![],
            ended: Some(Timestamp::UNIX_EPOCH),
        },
        Stage::Created {
            key: NewKey { id: id(), secret },
        },
        Stage::Stored { id: id() },
        Stage::Deactivated { id: id(), told: None },
        Stage::Deactivated {
            id: id(),
            told: Some(Timestamp::UNIX_EPOCH),
        },
    ]
}

#[test]
fn what_is_written_is_read() {
    let store = MemoryStore::default();
    for stage in stages() {
        let journal = journal(stage);
        journal.save(&store, "work").unwrap();
        let read = Journal::load(&store, "work").unwrap().unwrap().unwrap();
        assert_eq!(format!("{read:?}"), format!("{journal:?}"));
        assert_eq!(read.written().expose(), journal.written().expose());
        assert!(!format!("{read:?}").contains(SECRET));
    }
    let names = store.names().unwrap();
    assert!(matches!(names[0].kind(), ItemKind::Rotation { profile } if profile == "work"));
    assert_eq!(names.len(), 1);
    Journal::remove(&store, "work").unwrap();
    assert!(Journal::load(&store, "work").unwrap().is_none());
}

#[test]
fn it_is_of_the_key_that_it_names() {
    let concerned = |stored: &str| stages().map(|stage| journal(stage).concerns(stored));
    assert_eq!(concerned("AKIAOLD"), [true, true, true, false, false, false]);
    assert_eq!(concerned("AKIANEW"), [false, false, true, true, true, true]);
    assert_eq!(concerned("AKIAOTHER"), [false; 6]);
}

#[test]
fn a_newer_one_is_told_from_a_broken_one() {
    assert_eq!(
        Journal::read(br#"{"version":2,"x":1}"#).unwrap_err(),
        Unreadable::Newer
    );
    let empty = br#"{"version":1,"user":"","old":"a","began":"2026-01-02T03:04:05Z","used":"2026-01-02T03:04:05Z","stage":{"stored":{"id":"b"}}}"#;
    for broken in [&b"{}"[..], b"", b"[1]", b"{\"version\":1}", empty] {
        assert_eq!(Journal::read(broken).unwrap_err(), Unreadable::NotAJournal);
    }
    let long = vec![b' '; MAX_JSON + 1];
    assert_eq!(Journal::read(&long).unwrap_err(), Unreadable::TooLong);
}

proptest! {
    #[test]
    fn hostile_bytes_are_no_journal(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(Journal::read(&bytes).is_err());
    }

    #[test]
    fn hostile_members_are_read_or_refused(at in 0_usize..600, byte: u8, stage in 0_usize..5) {
        let stage = stages().into_iter().nth(stage).unwrap();
        let mut json = journal(stage).written().expose().clone();
        let at = at % json.len();
        json[at] = byte;
        if let Ok(read) = Journal::read(&json) {
            // What is taken can be written again, and means the same.
            let again = Journal::read(read.written().expose()).unwrap();
            prop_assert_eq!(format!("{again:?}"), format!("{read:?}"));
        }
    }
}
