//! The first half: a new key, tried and stored.

use jiff::{SignedDuration, Timestamp};
use tegata_vault::{ItemName, LongTermKey};

use super::{NOT_NOTICED, Rotator, copy, credentials, failed, user_of};
use crate::rotate::error::{OtherKey, RotateError, Standing};
use crate::rotate::journal::{Journal, Stage};
use crate::rotate::service::{Listed, patiently};
use crate::{ApiCredentials, CallError, Edge};

/// How long after its journal was begun a key may have been made by that rotation: a call with all its attempts
/// is over by then.
const LATEST: SignedDuration = SignedDuration::from_mins(15);

/// Two clocks that are off without being noticed.
const MARGIN: SignedDuration = SignedDuration::from_secs(2 * NOT_NOTICED.as_secs());

impl Rotator<'_> {
    /// A new key, in the journal. `begun` is an interrupted rotation that may have made one.
    pub(super) fn created(
        &mut self,
        user: &str,
        begun: Option<Journal>,
        edge: &mut Edge<'_>,
    ) -> Result<Journal, RotateError> {
        let mut keys = self.unchanged(|service, edge| service.keys(user, edge), edge)?;
        if let Some(begun) = &begun {
            self.delete_orphan(begun, &mut keys, edge)?;
        }
        let mut journal = Journal {
            user: user.to_owned(),
            old: self.stored.access_key_id.clone(),
            began: self.now(edge),
            used: self.used,
            stage: Stage::Creating {
                known: keys.iter().map(|key| key.id.clone()).collect(),
                ended: None,
            },
        };
        if let Some(other) = keys.iter().find(|key| key.id != journal.old) {
            return Err(self.two_keys(user, other, edge));
        }
        self.note(&journal, Standing::Unchanged)?;
        let key = match self.service().create(user, edge) {
            Err(error) if error.code() == Some("LimitExceeded") => {
                // The first attempt's answer may have been lost on the way.
                let mut keys = self.unchanged(|service, edge| service.keys(user, edge), edge)?;
                self.delete_orphan(&journal, &mut keys, edge)?;
                if let Some(other) = keys.iter().find(|key| key.id != journal.old) {
                    return Err(self.two_keys(user, other, edge));
                }
                self.service().create(user, edge)
            }
            made => made,
        };
        let key = key.map_err(|error| self.not_created(&mut journal, error, edge))?;
        edge.tell(&format!(
            "Created access key {} in place of {}",
            key.id, journal.old
        ));
        if self.session.is_none() {
            self.used = self.now(edge);
        }
        journal.used = self.used;
        journal.stage = Stage::Created { key };
        match journal.save(self.store, &self.rotation.profile) {
            Ok(()) => Ok(journal),
            Err(error) => Err(self.undone(&journal, error.to_string(), edge)),
        }
    }

    /// A service that refuses has made nothing; of silence nothing is known, but that nothing is made any more.
    fn not_created(&self, journal: &mut Journal, error: CallError, edge: &Edge<'_>) -> RotateError {
        let profile = &self.rotation.profile;
        let is_refusal = matches!(&error, CallError::Service { error, .. } if error.status < 500);
        if is_refusal && Journal::remove(self.store, profile).is_ok() {
            return failed(error, Standing::Unchanged);
        }
        if let Stage::Creating { ended, .. } = &mut journal.stage {
            *ended = Some(self.now(edge));
            // Without it, what was made is looked for in a longer time.
            let _ = journal.save(self.store, profile);
        }
        failed(
            error,
            Standing::Unknown {
                profile: profile.clone(),
            },
        )
    }

    /// Deletes the key that an interrupted rotation made and nobody has: it was not there before, was made just
    /// then, and was never used.
    fn delete_orphan(
        &self,
        journal: &Journal,
        keys: &mut Vec<Listed>,
        edge: &mut Edge<'_>,
    ) -> Result<(), RotateError> {
        let Some(orphan) = keys.iter().find(|key| may_be_of(journal, key)).cloned() else {
            return Ok(());
        };
        let used = self.unchanged(|service, edge| service.last_use(&orphan.id, edge), edge)?;
        if used.is_some() {
            return Ok(());
        }
        self.unchanged(
            |service, edge| service.delete(&journal.user, &orphan.id, edge),
            edge,
        )?;
        edge.tell(&format!(
            "Deleted access key {}, which the interrupted rotation had made",
            orphan.id
        ));
        keys.retain(|key| key.id != orphan.id);
        Ok(())
    }

    pub(super) fn two_keys(&self, user: &str, other: &Listed, edge: &mut Edge<'_>) -> RotateError {
        let used = match self.service().last_use(&other.id, edge) {
            Ok(Some(used)) => format!(
                "was last used for {} in {} at {}",
                used.service, used.region, used.at
            ),
            Ok(None) => "was never used".to_owned(),
            // Who may not ask is told the rest.
            Err(_) => String::new(),
        };
        RotateError::TwoKeys {
            user: user.to_owned(),
            old: self.stored.access_key_id.clone(),
            other: OtherKey {
                id: other.id.clone(),
                status: other.status.clone(),
                used,
            },
        }
    }

    /// Tries the new key and stores it.
    pub(super) fn put_in_place(
        &mut self,
        mut journal: Journal,
        edge: &mut Edge<'_>,
    ) -> Result<Journal, RotateError> {
        let Stage::Created { key } = &journal.stage else {
            return Ok(journal);
        };
        let new = credentials(key);
        let id = key.id.clone();
        if self.stored.access_key_id != id {
            if self.session.is_none() {
                // What was interrupted is taken up with the old key.
                self.used = self.now(edge);
            }
            journal.used = self.used;
            self.try_key(&journal, &new, edge)?;
            self.store_key(&journal, &new, edge)?;
        }
        self.stored = new;
        journal.stage = Stage::Stored { id };
        self.note(&journal, self.standing(&journal, false))?;
        Ok(journal)
    }

    /// Whether the new key works, and is the same user's.
    fn try_key(
        &self,
        journal: &Journal,
        new: &ApiCredentials,
        edge: &mut Edge<'_>,
    ) -> Result<(), RotateError> {
        let standing = Standing::Made {
            profile: self.rotation.profile.clone(),
            new: new.access_key_id.clone(),
        };
        let tried = patiently(edge, |edge| self.service_as(new).identity(edge));
        match tried {
            Err(error) => Err(failed(error, standing)),
            Ok(arn) if user_of(&arn) == Some(journal.user.as_str()) => Ok(()),
            Ok(arn) => Err(RotateError::OtherUser {
                arn,
                user: journal.user.clone(),
                standing: Box::new(standing),
            }),
        }
    }

    /// Stores the new key and looks whether it is there. Where it is not, what was stored is put back; only once that
    /// is seen to be there is the new key taken away, which else may be the only one that is kept.
    fn store_key(
        &self,
        journal: &Journal,
        new: &ApiCredentials,
        edge: &mut Edge<'_>,
    ) -> Result<(), RotateError> {
        let profile = &self.rotation.profile;
        // `add` takes no lock; what it stored in between is not written over.
        if self.read_back(profile, &self.stored).is_err() {
            let why = format!("{} is stored for {profile:?} no more", self.stored.access_key_id);
            return Err(self.undone(journal, why, edge));
        }
        let Err(why) = self.keep(profile, new) else {
            return Ok(());
        };
        // As `set` has it, what was there is as it was; the rest is for stores that do not keep that.
        if self.read_back(profile, &self.stored).is_ok() || self.keep(profile, &self.stored).is_ok() {
            return Err(self.undone(journal, why, edge));
        }
        let standing = Standing::Either {
            profile: self.rotation.profile.clone(),
            new: new.access_key_id.clone(),
            old: journal.old.clone(),
        };
        Err(RotateError::NotStored { why, standing })
    }

    /// Stores a key for a profile, and looks whether it is there.
    pub(super) fn keep(&self, profile: &str, key: &ApiCredentials) -> Result<(), String> {
        let long_term = LongTermKey {
            access_key_id: key.access_key_id.clone(),
            secret: copy(&key.secret_access_key),
        };
        let item = long_term.to_item(profile);
        let item = item.map_err(|error| error.to_string())?;
        self.store.set(&item).map_err(|error| error.to_string())?;
        self.read_back(profile, key)
    }

    fn read_back(&self, profile: &str, key: &ApiCredentials) -> Result<(), String> {
        let name = ItemName::key(profile).map_err(|error| error.to_string())?;
        let read = self.store.get(&name).map_err(|error| error.to_string())?;
        match read.and_then(|item| LongTermKey::from_item(&item).ok()) {
            Some(read) if is_same(&read, key) => Ok(()),
            _ => Err("it is not read back as it was stored".to_owned()),
        }
    }

    /// Takes a new key away again that cannot be kept.
    fn undone(&self, journal: &Journal, why: String, edge: &mut Edge<'_>) -> RotateError {
        let profile = self.rotation.profile.clone();
        let new = journal.new_id().unwrap_or_default().to_owned();
        let standing = match self.service().delete(&journal.user, &new, edge) {
            Ok(()) => {
                // If it stays, the next rotation finds that its key is of no use.
                let _ = Journal::remove(self.store, &profile);
                Standing::Undone { new }
            }
            Err(_) => Standing::Made { profile, new },
        };
        RotateError::NotStored { why, standing }
    }
}

/// Whether a key can be what CreateAccessKey made for a journal that says no more than that it was called.
pub(super) fn may_be_of(journal: &Journal, key: &Listed) -> bool {
    let Stage::Creating { known, ended } = &journal.stage else {
        return false;
    };
    let is_new = key.id != journal.old && !known.contains(&key.id);
    let since = |time: Timestamp| time.duration_since(journal.began);
    let latest = ended.map_or(LATEST, |ended| LATEST.min(since(ended) + MARGIN));
    is_new
        && key
            .created
            .map(since)
            .is_some_and(|age| (-MARGIN..=latest).contains(&age))
}

fn is_same(read: &LongTermKey, key: &ApiCredentials) -> bool {
    read.access_key_id == key.access_key_id && read.secret.expose() == key.secret_access_key.expose()
}
