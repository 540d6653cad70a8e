mod answers;
mod ecs;
mod listening;
mod refreshing;
mod tokens;

use std::time::Instant;

use jiff::{SignedDuration, Timestamp};
use tegata_api_rolesanywhere::{AssumedRoleUser, CredentialResponse, Credentials};
use tegata_base::{Rng, Secret};

const ROLE: &str = "arn:aws:iam::111122223333:role/path/machine";

/// Numbers that count up.
#[derive(Default)]
struct Counting(u8);

impl Rng for Counting {
    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            self.0 = self.0.wrapping_add(1);
            *byte = self.0;
        }
    }
}

/// The first second of 2026.
fn new_year() -> Timestamp {
    Timestamp::from_second(1_767_225_600).unwrap()
}

fn response(expiration: Timestamp) -> CredentialResponse {
    CredentialResponse {
        assumed_role_user: AssumedRoleUser {
            arn: "arn:aws:sts::111122223333:assumed-role/machine/01".into(),
            assumed_role_id: "AROAEXAMPLE:01".into(),
        },
        credentials: Credentials {
            access_key_id: "ASIAEXAMPLE".into(),
            expiration,
            secret_access_key: Secret::new("se/cr+et".into()),
            session_token: "to/k+en==".into(),
        },
        packed_policy_size: None,
        role_arn: ROLE.into(),
        source_identity: None,
    }
}

fn hour() -> SignedDuration {
    SignedDuration::from_hours(1)
}

fn mono() -> Instant {
    Instant::now()
}
