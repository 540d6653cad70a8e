//! The second half: the old key is taken out of use.

use jiff::Timestamp;
use tegata_vault::LongTermKey;

use super::{NOT_NOTICED, Rotator, failed};
use crate::remove::is_session_of;
use crate::rotate::error::{RotateError, StillUsed};
use crate::rotate::journal::{Journal, Stage};
use crate::rotate::service::{MISSING, Use};
use crate::{Edge, clear};

/// The services that a rotation itself calls with the old key.
const OWN_SERVICES: [&str; 2] = ["iam", "sts"];

impl Rotator<'_> {
    /// Takes the old key out of use, and deletes it where no other program has it.
    pub(super) fn retire(&self, mut journal: Journal, edge: &mut Edge<'_>) -> Result<(), RotateError> {
        let (user, old) = (journal.user.clone(), journal.old.clone());
        self.keep_for_others(&journal, edge)?;
        self.remove_sessions(edge)?;
        match self.service().deactivate(&user, &old, edge) {
            Ok(()) => edge.tell(&format!("Deactivated access key {old}")),
            Err(error) if error.code() == Some(MISSING) => return self.finished(edge),
            Err(error) => return Err(failed(error, self.standing(&journal, false))),
        }
        let (id, told) = match journal.stage {
            Stage::Deactivated { id, told } => (id, told),
            _ => (self.stored.access_key_id.clone(), None),
        };
        journal.stage = Stage::Deactivated { id, told };
        self.note(&journal, self.standing(&journal, true))?;
        let last = self.service().last_use(&old, edge);
        let last = last.map_err(|error| failed(error, self.standing(&journal, true)))?;
        if let Some(last) = last.filter(|last| is_foreign(last, journal.used, told)) {
            return Err(self.still_used(journal, last));
        }
        let deleted = self.service().delete(&user, &old, edge);
        deleted.map_err(|error| failed(error, self.standing(&journal, true)))?;
        edge.tell(&format!("Deleted access key {old}"));
        self.finished(edge)
    }

    fn still_used(&self, mut journal: Journal, last: Use) -> RotateError {
        let new = self.stored.access_key_id.clone();
        journal.stage = Stage::Deactivated {
            id: new.clone(),
            told: Some(last.at),
        };
        if let Err(error) = self.note(&journal, self.standing(&journal, true)) {
            return error;
        }
        RotateError::StillUsed(Box::new(StillUsed {
            profile: self.rotation.profile.clone(),
            user: journal.user,
            new,
            old: journal.old,
            service: last.service,
            region: last.region,
            at: last.at,
        }))
    }

    /// Stores the new key for other profiles, too, that have the old one, which is about to end.
    fn keep_for_others(&self, journal: &Journal, edge: &mut Edge<'_>) -> Result<(), RotateError> {
        for name in self.others {
            let item = self.store.get(name).unwrap_or_else(|error| {
                edge.tell(&format!(
                    "warning: whether {:?} has the same key cannot be told: {error}",
                    name.as_str()
                ));
                None
            });
            let key = item.and_then(|item| LongTermKey::from_item(&item).ok());
            if key.is_none_or(|key| key.access_key_id != journal.old) {
                continue;
            }
            self.keep(name.as_str(), &self.stored)
                .map_err(|why| RotateError::NotStored {
                    why: format!("for {:?}, which has the old one, too: {why}", name.as_str()),
                    standing: self.standing(journal, false),
                })?;
            edge.tell(&format!(
                "{:?} had the same key, and has the new one, too",
                name.as_str()
            ));
        }
        Ok(())
    }

    /// Removes the sessions of the profiles on the way, which are of the old key.
    fn remove_sessions(&self, edge: &mut Edge<'_>) -> Result<(), RotateError> {
        for profile in &self.rotation.profiles {
            let removed = clear::remove(self.store, |kind| is_session_of(kind, profile))?;
            if removed > 0 {
                writeln!(edge.stdout, "Deleted {removed} sessions for {profile}")?;
            }
        }
        Ok(())
    }

    fn finished(&self, edge: &mut Edge<'_>) -> Result<(), RotateError> {
        Journal::remove(self.store, &self.rotation.profile)?;
        writeln!(edge.stdout, "Finished rotating access key")?;
        Ok(())
    }
}

/// Whether another program used the old key: later than we did, where our own calls are to IAM and STS alone, and
/// later than what the person was told of.
pub(super) fn is_foreign(last: &Use, used: Timestamp, told: Option<Timestamp>) -> bool {
    let is_own = OWN_SERVICES.contains(&last.service.as_str());
    let margin = if is_own { NOT_NOTICED * 2 } else { -NOT_NOTICED };
    last.at.duration_since(used) > margin && told.is_none_or(|told| last.at > told)
}
