//! Making a data directory: the account, its root user's access key, and the session keys.

use std::path::PathBuf;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};
use tegata_audit::{AdditionalEventData, Event, UserIdentity};
use tegata_base::{AccessKeyId, AccountId, Region, Rng, Secret, uuid_v4};
use tegata_crypto::kek::Kek;
use tegata_session::KeyRing;
use tegata_sqlite::{DataDir, SqliteStore};
use tegata_state::{AccessKey, Account, Entity as _, KeyOwner};
use tegata_store::{Batch, EventResource, Revision, Store};

use crate::config::KekSource;
use crate::kek::{self, KekError};
use crate::node::seal_ring;

/// What a data directory is made from.
pub struct Init {
    /// The directory; made with mode 0700 if need be.
    pub data_dir: PathBuf,
    /// The account.
    pub account: AccountId,
    /// Its default region.
    pub region: Region,
    /// Where the key-encryption key comes from.
    pub kek: KekSource,
}

/// The root user's access key, told once.
pub struct RootCredential {
    /// `AKIA…`
    pub access_key_id: AccessKeyId,
    /// Its secret, which is stored sealed only.
    pub secret_access_key: Secret<String>,
}

/// Why a data directory was not made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InitError {
    /// The directory cannot be used, or holds a store already.
    #[error(transparent)]
    DataDir(#[from] tegata_sqlite::DataDirError),
    /// The key-encryption key cannot be used or made.
    #[error(transparent)]
    Kek(#[from] KekError),
    /// The store cannot be made.
    #[error(transparent)]
    Store(#[from] tegata_store::StoreError),
}

/// Makes a data directory.
///
/// # Errors
/// [`InitError`].
pub fn init(init: &Init, now: Timestamp, rng: &mut dyn Rng) -> Result<RootCredential, InitError> {
    let dir = DataDir::create(&init.data_dir)?;
    let kek = kek::create(&init.kek, dir.path(), rng)?;
    let store = SqliteStore::open(&dir)?;
    let credential = RootCredential {
        access_key_id: AccessKeyId::generate_long_term(init.account, rng),
        secret_access_key: secret_access_key(rng),
    };
    store.commit(
        Revision::default(),
        &[first_batch(init, &kek, &credential, now, rng)],
    )?;
    Ok(credential)
}

impl RootCredential {
    /// The JSON that a `credential_process` prints.
    #[must_use]
    pub fn to_json(&self) -> Secret<String> {
        credential_json(self.access_key_id.as_str(), &self.secret_access_key)
    }
}

/// A long-term key as a `credential_process` prints it. No copy of the secret is left behind.
#[must_use]
pub fn credential_json(access_key_id: &str, secret_access_key: &Secret<String>) -> Secret<String> {
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Shown<'a> {
        version: u8,
        access_key_id: &'a str,
        secret_access_key: &'a str,
    }
    let shown = Shown {
        version: 1,
        access_key_id,
        secret_access_key: secret_access_key.expose(),
    };
    // Room for what is longest in JSON, six bytes a character, so that the text is never moved.
    let room = 64 + 6 * (shown.access_key_id.len() + shown.secret_access_key.len());
    let mut text = Vec::with_capacity(room);
    #[expect(
        clippy::expect_used,
        reason = "text and a number always serialise, and JSON is text"
    )]
    let text = serde_json::to_writer(&mut text, &shown)
        .map(|()| String::from_utf8(text).expect("JSON is text"))
        .expect("plain data");
    Secret::new(text)
}

/// Forty characters of `A–Za–z0–9+/`.
fn secret_access_key(rng: &mut dyn Rng) -> Secret<String> {
    let mut bytes = zeroize::Zeroizing::new([0; 30]);
    rng.fill(&mut *bytes);
    Secret::new(data_encoding::BASE64.encode(&*bytes))
}

fn first_batch(
    init: &Init,
    kek: &Kek,
    credential: &RootCredential,
    now: Timestamp,
    rng: &mut dyn Rng,
) -> Batch {
    let account = Account {
        id: init.account,
        region: init.region.clone(),
        created: now,
    };
    let mut key = AccessKey {
        account: init.account,
        id: credential.access_key_id.clone(),
        owner: KeyOwner::Root,
        sealed_secret: Vec::new(),
        active: true,
        created: now,
    };
    let secret = credential.secret_access_key.expose().as_bytes();
    key.sealed_secret = kek.seal(rng, &key.key().to_string(), AccessKey::SECRET_FIELD, secret);
    let ring = seal_ring(init.account, &KeyRing::generate(rng, now), kek, rng);
    let mut batch = Batch {
        id: [0; 16],
        changes: vec![account.put(), key.put(), ring.put()],
        records: Vec::new(),
        events: vec![first_event(init, credential, now, rng).into_row()],
    };
    rng.fill(&mut batch.id);
    batch
}

/// The trail begins with the root user's key.
fn first_event(init: &Init, credential: &RootCredential, now: Timestamp, rng: &mut dyn Rng) -> Event {
    let service = "iam.amazonaws.com".to_owned();
    let mut event = Event::new(
        uuid_v4(rng),
        now,
        (init.account, init.region.clone()),
        (service.as_str(), "CreateAccessKey"),
        UserIdentity::AwsService {
            invoked_by: "tegata server init".to_owned(),
        },
    );
    event.source_address = service;
    event.request_id = Some(uuid_v4(rng));
    let shown = json!({
        "accessKey": {
            "userName": Value::Null,
            "accessKeyId": credential.access_key_id.as_str(),
            "status": "Active",
        }
    });
    event.response_elements = Some(shown.to_string());
    event.additional = AdditionalEventData {
        revision: Some(Revision(0)),
        ..AdditionalEventData::default()
    };
    event.resources = vec![EventResource {
        resource_type: "AWS::IAM::AccessKey".to_owned(),
        name: credential.access_key_id.to_string(),
    }];
    event
}

#[cfg(test)]
mod tests;
