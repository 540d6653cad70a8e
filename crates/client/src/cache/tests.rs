//! Sessions that are kept.

use std::cell::Cell;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use clap::{Args as _, Command, FromArgMatches as _};
use jiff::{SignedDuration, Timestamp};
use tegata_crypto::OsRng;
use tegata_keys::Permissions;
use tempfile::TempDir;

use super::*;
use crate::Environment;
use crate::credential_process::{CredentialProcessArgs, run};
use crate::private_file::Lock;
use crate::tests::server::{Server, json};
use crate::tests::{Machine, NOW, at};

/// A machine, a server that counts, and a home for the cache.
struct Place {
    machine: Machine,
    server: Server,
    home: TempDir,
    now: Cell<Timestamp>,
}

impl Place {
    fn new() -> Self {
        Self::answering("2026-01-02T04:04:05Z")
    }

    /// A service whose sessions end then.
    fn answering(expiration: &'static str) -> Self {
        let number = std::sync::atomic::AtomicUsize::new(0);
        let server = Server::start(move |_| {
            let number = number.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            let body = format!(
                r#"{{"credentialSet":[{{"assumedRoleUser":{{"arn":"a","assumedRoleId":"b"}},"credentials":{{"accessKeyId":"ASIAEXAMPLEEXAMPLE{number:02}","expiration":"{expiration}","secretAccessKey":"sEcReT","sessionToken":"tOkEn"}},"packedPolicySize":1,"roleArn":"r","sourceIdentity":"s"}}],"subjectArn":"x"}}"#
            );
            json(201, "", &body)
        });
        Self {
            machine: Machine::new(tegata_crypto::KeyKind::P256),
            server,
            home: tempfile::tempdir().unwrap(),
            now: Cell::new(at(NOW)),
        }
    }

    fn directory(&self) -> PathBuf {
        self.home.path().join("tegata")
    }

    fn files(&self, suffix: &str) -> Vec<PathBuf> {
        let mut found: Vec<PathBuf> = std::fs::read_dir(self.directory())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.to_str().unwrap().ends_with(suffix))
            .collect();
        found.sort();
        found
    }

    /// The access key that is printed, and what is said on stderr.
    fn get(&self, more: &[&str]) -> (String, String) {
        let certificate = self.machine.path("certificate.pem");
        let key = self.machine.path("key.pem");
        let url = self.server.url();
        let mut words = vec![
            "--certificate",
            certificate.to_str().unwrap(),
            "--private-key",
            key.to_str().unwrap(),
            "--endpoint",
            &url,
            "--role-arn=arn:aws:iam::111122223333:role/r",
            "--profile-arn=arn:aws:rolesanywhere:eu-west-1:111122223333:profile/p",
            "--trust-anchor-arn=arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/a",
            "--cache",
        ];
        words.extend(more);
        let command = CredentialProcessArgs::augment_args(Command::new("x").no_binary_name(true))
            .args_override_self(true);
        let matches = command.try_get_matches_from(words).unwrap();
        let args = CredentialProcessArgs::from_arg_matches(&matches).unwrap();
        let home = self.home.path().to_str().unwrap().to_owned();
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        run(
            &args,
            Permissions::Strict,
            &mut Edge {
                environment: &Environment::new([("XDG_CACHE_HOME".to_owned(), home)]),
                clock: &|| self.now.get(),
                sleep: &std::thread::sleep,
                rng: &mut OsRng,
                stdout: &mut stdout,
                stderr: &mut stderr,
            },
        )
        .unwrap();
        let printed: serde_json::Value = serde_json::from_slice(&stdout).unwrap();
        assert_eq!(printed["SecretAccessKey"], "sEcReT");
        assert_eq!(printed["SessionToken"], "tOkEn");
        let id = printed["AccessKeyId"]
            .as_str()
            .unwrap()
            .trim_start_matches("ASIAEXAMPLEEXAMPLE");
        (id.to_owned(), String::from_utf8(stderr).unwrap())
    }

    fn id(&self, more: &[&str]) -> String {
        let (id, said) = self.get(more);
        assert_eq!(said, "");
        id
    }

    fn wait(&self, time: SignedDuration) {
        self.now.set(self.now.get() + time);
    }
}

#[test]
fn row_02_a_session_is_asked_for_once_and_given_out_until_its_margin() {
    let place = Place::new();
    assert_eq!(place.id(&[]), "00");
    place.wait(SignedDuration::from_mins(41));
    assert_eq!(place.id(&[]), "00");
    // The SDKs ask again when 15 minutes are left.
    place.wait(SignedDuration::from_mins(4));
    assert_eq!(place.id(&[]), "01");
    assert_eq!(place.server.seen().len(), 2);
    assert_eq!(place.id(&["--cache=false"]), "02");
}

#[test]
fn row_02_files_are_sealed_and_for_their_owner_alone() {
    let place = Place::new();
    place.get(&[]);
    let mode = |path: &PathBuf| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&place.directory()), 0o700);
    let sessions = place.files(".session");
    assert_eq!(sessions.len(), 1);
    assert_eq!(mode(&sessions[0]), 0o600);
    let text = String::from_utf8_lossy(&std::fs::read(&sessions[0]).unwrap()).into_owned();
    for plain in ["ASIA", "sEcReT", "tOkEn", "2026"] {
        assert!(!text.contains(plain), "{plain}");
    }
    // A directory that was opened to others is closed again.
    std::fs::set_permissions(place.directory(), std::fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(place.id(&[]), "00");
    assert_eq!(mode(&place.directory()), 0o700);
}

#[test]
fn row_02_whatever_changes_the_answer_is_another_session() {
    let place = Place::new();
    let base = "00".to_owned();
    assert_eq!(place.id(&[]), base);
    let changes: [&[&str]; 7] = [
        &["--role-arn=arn:aws:iam::111122223333:role/other"],
        &["--profile-arn=arn:aws:rolesanywhere:eu-west-1:111122223333:profile/other"],
        &["--trust-anchor-arn=arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/other"],
        &["--session-duration=1800"],
        &["--role-session-name=name"],
        &["--region=eu-west-2"],
        &["--no-verify-ssl"],
    ];
    for (at, change) in changes.iter().enumerate() {
        let id = format!("{:02}", at + 1);
        assert_eq!(place.id(change), id, "{change:?}");
        assert_eq!(place.id(change), id, "{change:?}");
    }
    let other = format!("{}/base", place.server.url());
    assert_eq!(place.id(&["--endpoint", &other]), "08");
    // The key's place changes nothing; the certificate does.
    let key = place.machine.path("key.pem");
    let moved = place.machine.path("moved.pem");
    std::fs::rename(&key, &moved).unwrap();
    assert_eq!(place.id(&["--private-key", moved.to_str().unwrap()]), base);
    std::fs::rename(&moved, &key).unwrap();
    let certificate = place.machine.path("certificate.pem");
    let text = std::fs::read_to_string(&certificate).unwrap();
    std::fs::write(&certificate, format!("{text}\n")).unwrap();
    assert_eq!(place.id(&[]), "09");
}

#[test]
fn row_02_a_certificate_that_is_chosen_later_is_not_cached() {
    let place = Place::new();
    let selector = place.machine.path("selector.json");
    let serial = "[{\"Key\":\"x509Subject\",\"Value\":\"CN=machine\"}]";
    std::fs::write(&selector, serial).unwrap();
    let by_file = format!("--cert-selector=file://{}", selector.display());
    for more in [
        &["--cert-selector=Key=x509Subject,Value=CN=machine"][..],
        &[&by_file],
        &["--use-latest-expiring-certificate"],
    ] {
        let (first, said) = place.get(more);
        assert!(
            said.contains("warning: the session is not cached: which certificate it will be"),
            "{said}"
        );
        assert_ne!(first, place.get(more).0, "{more:?}");
    }
}

#[test]
fn row_02_files_that_are_damaged_or_anothers_are_written_anew() {
    let place = Place::new();
    assert_eq!(place.id(&[]), "00");
    assert_eq!(place.id(&["--region=eu-west-2"]), "01");
    let sessions = place.files(".session");
    let good = std::fs::read(&sessions[0]).unwrap();
    let ours = |place: &Place| place.files(".session").len();
    for bad in [
        b"".to_vec(),
        b"nonsense".to_vec(),
        MAGIC.to_vec(),
        good[..good.len() - 1].to_vec(),
        vec![0; 100 << 10],
        // One that is sealed rightly, under the other's name.
        std::fs::read(&sessions[1]).unwrap(),
    ] {
        std::fs::write(&sessions[0], &bad).unwrap();
        let ids = (place.id(&[]), place.id(&["--region=eu-west-2"]));
        assert_eq!((place.id(&[]), place.id(&["--region=eu-west-2"])), ids);
        assert_ne!(std::fs::read(&sessions[0]).unwrap(), bad);
    }
    assert_eq!(ours(&place), 2);
    // A link to somewhere else is not followed, and replaced.
    let elsewhere = place.home.path().join("elsewhere");
    std::fs::write(&elsewhere, "x").unwrap();
    std::fs::remove_file(&sessions[0]).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &sessions[0]).unwrap();
    place.get(&[]);
    place.get(&["--region=eu-west-2"]);
    assert_eq!(std::fs::read(&elsewhere).unwrap(), b"x");
    assert!(std::fs::symlink_metadata(&sessions[0]).unwrap().is_file());
}

#[test]
fn row_02_a_clock_that_was_set_back_or_is_wrong() {
    let place = Place::new();
    assert_eq!(place.id(&[]), "00");
    place.wait(SignedDuration::from_mins(-1));
    assert_eq!(place.id(&[]), "01");

    // Behind: what is asked for bounds how long a session is believed.
    let place = Place::answering("2026-03-01T00:00:00Z");
    assert_eq!(place.id(&[]), "00");
    place.wait(SignedDuration::from_mins(40));
    assert_eq!(place.id(&[]), "00");
    place.wait(SignedDuration::from_mins(6));
    assert_eq!(place.id(&[]), "01");

    // Ahead: the session has ended already, as it seems.
    let place = Place::answering("2026-01-01T00:00:00Z");
    let (id, said) = place.get(&[]);
    assert_eq!(id, "00");
    assert!(said.contains("timedatectl set-ntp true"), "{said}");
    assert_eq!(place.get(&[]).0, "01");
}

#[test]
fn row_02_without_a_cache_the_command_goes_on() {
    let place = Place::new();
    std::fs::write(place.directory(), "a file in its place").unwrap();
    let (id, said) = place.get(&[]);
    assert_eq!(id, "00");
    assert!(said.starts_with("warning: the session is not cached: "), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    std::fs::remove_file(place.directory()).unwrap();
    assert_eq!(place.id(&[]), "01");
}

#[test]
fn row_02_the_cause_of_a_failure_is_shared_with_those_who_waited_for_it() {
    let record = failure::written(at("2026-01-02T03:04:05Z"), "nobody\nanswers");
    let since = |began, now| failure::since(record.as_bytes(), at(began), at(now));
    let cause = Some("nobody\nanswers".to_owned());
    assert_eq!(since("2026-01-02T03:04:00Z", "2026-01-02T03:04:06Z"), cause);
    // Of an earlier time, or of a clock that was set back.
    assert_eq!(since("2026-01-02T03:04:06Z", "2026-01-02T03:04:07Z"), None);
    assert_eq!(since("2026-01-02T03:04:00Z", "2026-01-02T03:04:01Z"), None);
    for damaged in [&b""[..], b"x", b"x\ny", b"\xff\n", b"2026-01-02T03:04:05Z\n"] {
        let found = failure::since(damaged, at("2026-01-01T00:00:00Z"), at("2026-02-01T00:00:00Z"));
        assert_eq!(found, None, "{damaged:?}");
    }
}

#[test]
fn sessions_of_days_ago_are_tidied_away() {
    let place = Place::new();
    assert_eq!(place.id(&[]), "00");
    let old = place.files(".session").remove(0);
    let strange = place.directory().join("notes.txt");
    std::fs::write(&strange, "x").unwrap();
    for path in [&old, &place.files(".lock")[0], &strange] {
        let file = std::fs::File::options().append(true).open(path).unwrap();
        file.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
    }
    assert_eq!(place.id(&["--region=eu-west-2"]), "01");
    assert!(!old.exists());
    assert!(strange.exists());
}

/// However old its file is: it is as old as the question.
#[test]
fn a_lock_that_another_process_has_is_not_tidied_away() {
    let place = Place::new();
    place.id(&[]);
    let lock = place.files(".lock").remove(0);
    let held = Lock::take(&lock, std::time::Duration::ZERO, &|_| {}).unwrap();
    let file = std::fs::File::options().append(true).open(&lock).unwrap();
    file.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
    place.id(&["--region=eu-west-2"]);
    assert!(lock.exists());
    drop(held);
    place.id(&["--region=eu-west-3"]);
    assert!(!lock.exists());
}

#[test]
fn margins_are_a_quarter_of_a_short_life_and_vary() {
    let credentials = Credentials {
        access_key_id: "id".into(),
        expiration: at("2026-01-02T03:19:05Z"),
        secret_access_key: tegata_base::Secret::new("s".into()),
        session_token: "t".into(),
    };
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..200 {
        let plain = entry::written(&credentials, 3600, at(NOW), &mut OsRng).unwrap();
        let entry = Entry::read(plain.as_bytes()).unwrap();
        assert!(entry.is_good_at(at("2026-01-02T03:14:34Z")));
        assert!(!entry.is_good_at(at("2026-01-02T03:15:21Z")));
        seen.insert(plain.lines().nth(1).unwrap().to_owned());
    }
    assert!(seen.len() > 100);
    assert!(Entry::read(b"").is_none());
    assert!(Entry::read(b"a\nb\nc\nd\ne\nf").is_none());
}
