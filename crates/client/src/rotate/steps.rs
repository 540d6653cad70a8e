//! The steps of a rotation, each of which the next `rotate` can take up.

mod making;
mod retiring;

use std::rc::Rc;

use jiff::{SignedDuration, Timestamp};
use tegata_base::Secret;
use tegata_profiles::plan::Rotation;
use tegata_vault::{ItemName, SecretStore};

use super::error::{RotateError, Standing};
use super::journal::{Journal, NewKey, Stage};
use super::service::Service;
use crate::{ApiCredentials, CallError, Edge, Skew};

/// Clocks may differ by so much without being noticed.
const NOT_NOTICED: SignedDuration = SignedDuration::from_secs(30);

/// What a rotation is done with.
pub(super) struct Rotator<'r> {
    pub(super) store: &'r dyn SecretStore,
    /// Where other profiles' keys are, one of which may be the same.
    pub(super) others: &'r [ItemName],
    pub(super) rotation: &'r Rotation,
    /// A session of the key that was stored at first, where a code was asked for: it makes all calls.
    pub(super) session: Option<ApiCredentials>,
    pub(super) skew: Rc<Skew>,
    /// The key that is stored now.
    pub(super) stored: ApiCredentials,
    /// By the service's clock, until when the key that was stored at first was used here.
    pub(super) used: Timestamp,
}

impl Rotator<'_> {
    /// From wherever it stands to the end.
    pub(super) fn rotate(mut self, found: Option<Journal>, edge: &mut Edge<'_>) -> Result<(), RotateError> {
        let user = self.user(edge)?;
        self.used = self.now(edge);
        let journal = match self.taken_up(found, edge)? {
            Some(journal) if self.is_dead(&journal, edge)? => {
                self.forget(&journal, edge)?;
                self.created(&user, None, edge)?
            }
            Some(journal) if journal.new_id().is_some() => journal,
            begun => self.created(&user, begun, edge)?,
        };
        let journal = self.put_in_place(journal, edge)?;
        self.retire(journal, edge)
    }

    /// What would be done.
    pub(super) fn tell(self, found: Option<Journal>, edge: &mut Edge<'_>) -> Result<(), RotateError> {
        let user = self.user(edge)?;
        let profile = &self.rotation.profile;
        if let Some(journal) = found.filter(|journal| journal.concerns(&self.stored.access_key_id)) {
            let new = journal.new_id().unwrap_or("not known yet");
            edge.tell(&format!(
                "an interrupted rotation of {profile:?} would be taken up: the old key is {}, the new one {new}",
                journal.old
            ));
            return Ok(());
        }
        let old = &self.stored.access_key_id;
        let keys = self.unchanged(|service, edge| service.keys(&user, edge), edge)?;
        if let Some(other) = keys.iter().find(|key| key.id != *old) {
            return Err(self.two_keys(&user, other, edge));
        }
        edge.tell(&format!(
            "a new access key of {user} would take the place of {old}, which would be deactivated and, unless another \
             program uses it, deleted; nothing was changed"
        ));
        Ok(())
    }

    fn service(&self) -> Service<'_> {
        self.service_as(self.session.as_ref().unwrap_or(&self.stored))
    }

    fn service_as<'s>(&'s self, credentials: &'s ApiCredentials) -> Service<'s> {
        Service {
            rotation: self.rotation,
            credentials,
            skew: &self.skew,
        }
    }

    fn now(&self, edge: &Edge<'_>) -> Timestamp {
        self.skew.service_time((edge.clock)())
    }

    /// A call before anything was changed.
    fn unchanged<T>(
        &self,
        call: impl FnOnce(&Service<'_>, &mut Edge<'_>) -> Result<T, CallError>,
        edge: &mut Edge<'_>,
    ) -> Result<T, RotateError> {
        call(&self.service(), edge).map_err(|error| failed(error, Standing::Unchanged))
    }

    /// The name of the user whose key it is.
    fn user(&self, edge: &mut Edge<'_>) -> Result<String, RotateError> {
        let arn = self.unchanged(|service, edge| service.identity(edge), edge)?;
        match user_of(&arn) {
            Some(user) => Ok(user.to_owned()),
            None if arn.is_empty() => Err(RotateError::Incomplete("the answer of GetCallerIdentity")),
            None => Err(RotateError::NotAUser {
                profile: self.rotation.profile.clone(),
                arn,
            }),
        }
    }

    /// The rotation that was interrupted, if it was of the key that is stored.
    fn taken_up(&self, found: Option<Journal>, edge: &mut Edge<'_>) -> Result<Option<Journal>, RotateError> {
        let Some(journal) = found else {
            return Ok(None);
        };
        let profile = &self.rotation.profile;
        if journal.concerns(&self.stored.access_key_id) {
            edge.tell(&format!(
                "An interrupted rotation of the key of {profile:?} is taken up"
            ));
            return Ok(Some(journal));
        }
        let new = journal.new_id().unwrap_or("a new one");
        edge.tell(&format!(
            "warning: another key was stored for {profile:?} since a rotation was interrupted, which is passed over; \
             its keys, {} and {new} of the user {}, may still be there: see aws iam list-access-keys",
            journal.old, journal.user
        ));
        Journal::remove(self.store, profile)?;
        Ok(None)
    }

    /// Whether the new key of a journal is of no use: not listed, or inactive, and refused.
    fn is_dead(&self, journal: &Journal, edge: &mut Edge<'_>) -> Result<bool, RotateError> {
        let Stage::Created { key } = &journal.stage else {
            return Ok(false);
        };
        if self.stored.access_key_id == key.id {
            return Ok(false);
        }
        let keys = self.unchanged(|service, edge| service.keys(&journal.user, edge), edge)?;
        if keys
            .iter()
            .any(|listed| listed.id == key.id && listed.status == "Active")
        {
            return Ok(false);
        }
        let tried = self.service_as(&credentials(key)).identity(edge);
        Ok(matches!(tried, Err(CallError::Service { .. })))
    }

    /// Begins anew after a journal whose new key is of no use.
    fn forget(&self, journal: &Journal, edge: &mut Edge<'_>) -> Result<(), RotateError> {
        let new = journal.new_id().unwrap_or_default();
        edge.tell(&format!(
            "The access key {new} that it had made is of no use; another is made"
        ));
        self.unchanged(|service, edge| service.delete(&journal.user, new, edge), edge)?;
        Ok(Journal::remove(self.store, &self.rotation.profile)?)
    }

    fn note(&self, journal: &Journal, standing: Standing) -> Result<(), RotateError> {
        let saved = journal.save(self.store, &self.rotation.profile);
        saved.map_err(|error| RotateError::Journal {
            error: error.to_string(),
            standing,
        })
    }

    fn standing(&self, journal: &Journal, inactive: bool) -> Standing {
        Standing::Stored {
            profile: self.rotation.profile.clone(),
            new: self.stored.access_key_id.clone(),
            old: journal.old.clone(),
            inactive,
        }
    }
}

fn failed(error: CallError, standing: Standing) -> RotateError {
    let error = Box::new(error);
    RotateError::Call { error, standing }
}

/// The name at the end of a user's ARN.
fn user_of(arn: &str) -> Option<&str> {
    let resource = arn.splitn(6, ':').nth(5)?;
    let path = resource.strip_prefix("user/")?;
    path.rsplit('/').next().filter(|name| !name.is_empty())
}

fn credentials(key: &NewKey) -> ApiCredentials {
    ApiCredentials {
        access_key_id: key.id.clone(),
        secret_access_key: copy(&key.secret),
        session_token: None,
        expires: None,
    }
}

fn copy(secret: &Secret<String>) -> Secret<String> {
    Secret::new(secret.expose().clone())
}

#[cfg(test)]
mod tests;
