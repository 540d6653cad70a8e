//! One-time passwords: which are accepted, and what is remembered of them.

use jiff::{SignedDuration, Timestamp};
use tegata_base::{Secret, Tags};
use tegata_crypto::OsRng;
use tegata_crypto::kek::Kek;
use tegata_crypto::totp::{Seed, step_at};
use tegata_state::{MfaDevice, MfaHolder, PolicyCache, Snapshot};
use tegata_store::{Change, Revision};

use super::*;
use crate::mfa::{self, Attempts, ENABLE_STEPS, MfaError, RESYNC_STEPS};

const SERIAL: &str = "arn:aws:iam::111122223333:mfa/phone";
const SEED: &[u8] = b"12345678901234567890";

fn kek() -> Kek {
    Kek::new(&Secret::new([7; 32]))
}

fn device(holder: Option<&str>) -> MfaDevice {
    let mut device = MfaDevice {
        account: account(),
        id: "00000000-0000-4000-8000-000000000001".into(),
        name: "phone".into(),
        path: "/".into(),
        created: Timestamp::UNIX_EPOCH,
        sealed_seed: Vec::new(),
        tags: Tags::new(),
        holder: holder.map(|user| MfaHolder {
            user: unique_id(user),
            since: Timestamp::UNIX_EPOCH,
        }),
        drift: 0,
        last_step: None,
    };
    let place = device.key().to_string();
    device.sealed_seed = kek().seal(&mut OsRng, &place, MfaDevice::SEED_FIELD, SEED);
    device
}

fn code(step: i64) -> String {
    let code = Seed::new(SEED).code(u64::try_from(step).unwrap());
    String::from_utf8(code.expose().to_vec()).unwrap()
}

/// A user's calls at instants of their own, each on what the one before left.
struct Bench {
    device: MfaDevice,
    attempts: Attempts,
    caller: Caller,
}

impl Bench {
    fn new() -> Self {
        Self {
            device: device(Some(alice().id.as_str())),
            attempts: Attempts::default(),
            caller: user(Some(ASSUME_ANYTHING)),
        }
    }

    fn snapshot(&self) -> Snapshot {
        let mut snapshot = Snapshot::default();
        snapshot.apply(Revision(1), &[self.device.put()]).unwrap();
        snapshot
    }

    fn now(&self) -> i64 {
        step_at(self.caller.request.now.as_second())
    }

    fn wait(&mut self, seconds: i64) {
        self.caller.request.now += SignedDuration::from_secs(seconds);
    }

    fn show(&mut self, code: &str) -> Result<mfa::Shown, MfaError> {
        let shown = mfa::show(
            &self.caller,
            SERIAL,
            code,
            &self.snapshot(),
            &kek(),
            &self.attempts,
        )?;
        let Change::Put { document, .. } = shown.change() else {
            panic!("a device is never deleted by a code")
        };
        self.device = serde_json::from_str(&document).unwrap();
        Ok(shown)
    }
}

#[test]
fn a_code_is_accepted_once_and_none_before_it() {
    let mut bench = Bench::new();
    let now = bench.now();
    assert_eq!(bench.show(&code(now)).unwrap().at(), bench.caller.request.now);
    assert_eq!(bench.show(&code(now)).unwrap_err(), MfaError::WrongCode);
    assert_eq!(bench.show(&code(now - 1)).unwrap_err(), MfaError::WrongCode);
    bench.show(&code(now + 1)).unwrap();
    assert_eq!((bench.device.last_step, bench.device.drift), (Some(now + 1), 1));
}

#[test]
fn a_code_may_be_one_step_off_and_drift_is_followed() {
    for off in [-2, -1, 0, 1, 2] {
        let mut bench = Bench::new();
        let now = bench.now();
        assert_eq!(bench.show(&code(now + off)).is_ok(), off.abs() < 2, "{off}");
    }
    let mut bench = Bench::new();
    for ahead in 1..4 {
        let now = bench.now();
        bench.show(&code(now + ahead)).unwrap();
        bench.wait(30);
    }
    assert_eq!(bench.device.drift, 3);
    // One that was typed late says nothing about the clock.
    let mut bench = Bench::new();
    let now = bench.now();
    bench.show(&code(now - 1)).unwrap();
    bench.show(&code(now + 1)).unwrap();
}

#[test]
fn only_the_devices_own_user_can_show_it() {
    let mut bench = Bench::new();
    let now = bench.now();
    let unknown = |caller: &Caller, serial: &str| {
        let shown = mfa::show(
            caller,
            serial,
            &code(now),
            &bench.snapshot(),
            &kek(),
            &bench.attempts,
        );
        shown.unwrap_err() == MfaError::UnknownDevice
    };
    for serial in [
        "arn:aws:iam::111122223333:mfa/Phone",
        "arn:aws:iam::999999999999:mfa/phone",
        "phone",
        "GAHT12345678",
    ] {
        assert!(unknown(&bench.caller, serial), "{serial}");
    }
    assert!(unknown(&caller(Identity::Root(account())), SERIAL));
    assert!(unknown(
        &role_session(role("one", TRUST_ACCOUNT), &[], None),
        SERIAL
    ));
    bench.device = device(Some("AIDAAAAAAAAAAAAAABOBB"));
    assert_eq!(bench.show(&code(now)).unwrap_err(), MfaError::UnknownDevice);
    bench.device = device(None);
    assert_eq!(bench.show(&code(now)).unwrap_err(), MfaError::UnknownDevice);
}

#[test]
fn guesses_are_limited_and_come_back_with_time() {
    let mut bench = Bench::new();
    for _ in 0..5 {
        assert_eq!(bench.show("000000").unwrap_err(), MfaError::WrongCode);
    }
    let now = bench.now();
    assert_eq!(bench.show(&code(now)).unwrap_err(), MfaError::TooManyWrongCodes);
    bench.wait(120);
    assert_eq!(bench.show("000000").unwrap_err(), MfaError::WrongCode);
    assert_eq!(bench.show("000000").unwrap_err(), MfaError::TooManyWrongCodes);
    bench.wait(120);
    let now = bench.now();
    bench.show(&code(now)).unwrap();
}

#[test]
fn pairs_follow_each_other_and_are_new() {
    let now = caller(Identity::Root(account())).request.now;
    let (step, fresh) = (step_at(now.as_second()), device(None));
    let pair = |device: &MfaDevice, first: i64, second: i64, steps| {
        mfa::pair(
            device,
            (&code(first), &code(second)),
            steps,
            now,
            (&kek(), &Attempts::default()),
        )
    };
    let enabled = pair(&fresh, step - 1, step, ENABLE_STEPS).unwrap();
    assert_eq!((enabled.last_step, enabled.drift), (Some(step), 0));
    for (first, second) in [(step, step - 1), (step, step), (step - 2, step)] {
        assert_eq!(
            pair(&fresh, first, second, ENABLE_STEPS).unwrap_err(),
            MfaError::WrongCode
        );
    }
    assert_eq!(
        pair(&enabled, step - 1, step, ENABLE_STEPS).unwrap_err(),
        MfaError::WrongCode
    );
    assert_eq!(
        pair(&enabled, step, step + 1, ENABLE_STEPS).unwrap_err(),
        MfaError::WrongCode
    );
    pair(&enabled, step + 1, step + 2, ENABLE_STEPS).unwrap();
    assert_eq!(
        pair(&fresh, step + 50, step + 51, ENABLE_STEPS).unwrap_err(),
        MfaError::WrongCode
    );
    let resynced = pair(&fresh, step + 50, step + 51, RESYNC_STEPS).unwrap();
    assert_eq!((resynced.last_step, resynced.drift), (Some(step + 51), 51));
    assert_eq!(
        pair(&fresh, step - 121, step - 120, RESYNC_STEPS).unwrap_err(),
        MfaError::WrongCode
    );
}

#[test]
fn a_seed_under_another_key_is_an_error_of_the_server() {
    let mut bench = Bench::new();
    bench.device.sealed_seed = Kek::new(&Secret::new([8; 32])).seal(&mut OsRng, "x", "seed", SEED);
    assert!(matches!(bench.show("000000"), Err(MfaError::Sealed(_))));
}

/// What was shown is in the trust policy's context and in the user's own session, and has to be stored.
#[test]
fn the_users_session_carries_when_it_was_shown_and_a_roles_does_not() {
    let trust = TRUST_ALICE.replacen(
        "\"Effect\"",
        r#""Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"},"NumericLessThan":{"aws:MultiFactorAuthAge":"60"}},"Effect""#,
        1,
    );
    let mut bench = Bench::new();
    let one = role("one", &trust);
    assert_eq!(
        denied_action(try_assume(
            &bench.caller,
            std::slice::from_ref(&one),
            request("one")
        )),
        "sts:AssumeRole"
    );
    let now = bench.now();
    let mfa = Some(bench.show(&code(now)).unwrap());
    let grant = try_assume(
        &bench.caller,
        std::slice::from_ref(&one),
        AssumeRequest {
            mfa: mfa.clone(),
            ..request("one")
        },
    )
    .unwrap();
    let ring = KeyRing::generate(&mut OsRng, Timestamp::UNIX_EPOCH);
    let issued = grant.mint(&ring, 7, &mut OsRng).unwrap();
    assert_eq!(issued.claims.mfa, None);
    assert_eq!(issued.changes, [bench.device.put()]);

    let access = Access::Token(TokenRequest {
        duration_seconds: None,
        mfa,
    });
    let permit = permit::<Operation>(
        &bench.caller,
        access,
        &Snapshot::default(),
        &PolicyCache::new(1 << 20),
    )
    .unwrap();
    let issued = permit.into_grant().unwrap().mint(&ring, 7, &mut OsRng).unwrap();
    assert_eq!(issued.claims.mfa, Some(bench.caller.request.now));
    assert_eq!(issued.changes.len(), 1);

    // That session is enough for the trust policy, and the role's session again says nothing of it.
    let caller = Caller {
        session: Some(Arc::new(issued.claims)),
        ..bench.caller.clone()
    };
    let grant = try_assume(&caller, &[one], request("one")).unwrap();
    assert_eq!(claims(grant).mfa, None);
}
