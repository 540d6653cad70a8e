//! The calls of a rotation, to IAM and STS.

use std::rc::Rc;
use std::time::Duration;

use jiff::Timestamp;
use tegata_api_iam::operations::{
    CreateAccessKey, DeleteAccessKey, GetAccessKeyLastUsed, ListAccessKeys, UpdateAccessKey,
};
use tegata_api_iam::{
    CreateAccessKeyRequest, DeleteAccessKeyRequest, GetAccessKeyLastUsedRequest, ListAccessKeysRequest,
    UpdateAccessKeyRequest,
};
use tegata_api_sts::GetCallerIdentityRequest;
use tegata_api_sts::operations::GetCallerIdentity;
use tegata_profiles::plan::{Endpoint as Place, Rotation};
use tegata_wire::Service as WireService;

use super::journal::NewKey;
use crate::{ApiClient, ApiCredentials, CallError, Edge, Endpoint, Skew};

/// Half a minute, in which a new key becomes known everywhere.
const PAUSES: [u64; 7] = [500, 1_000, 2_000, 4_000, 7_500, 7_500, 7_500];

/// What is answered as long as a key that was made or changed is not known everywhere.
const PASSING: [&str; 3] = [
    "InvalidClientTokenId",
    "EntityTemporarilyUnmodifiable",
    "ConcurrentModification",
];

/// What a missing key is answered with.
pub(super) const MISSING: &str = "NoSuchEntity";

/// IAM and STS, as whoever's credentials these are.
pub(super) struct Service<'s> {
    pub(super) rotation: &'s Rotation,
    pub(super) credentials: &'s ApiCredentials,
    pub(super) skew: &'s Rc<Skew>,
}

/// A key as IAM lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) id: String,
    pub(super) status: String,
    pub(super) created: Option<Timestamp>,
}

/// The last use of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Use {
    pub(super) at: Timestamp,
    pub(super) service: String,
    pub(super) region: String,
}

impl Service<'_> {
    fn client(
        &self,
        service: &'static WireService,
        place: &Place,
        edge: &Edge<'_>,
    ) -> Result<ApiClient<'_>, CallError> {
        let endpoint = Endpoint::of_plan(place)?;
        let credentials = self.credentials;
        let client = ApiClient::at(
            service,
            &endpoint,
            &place.region.value,
            credentials,
            edge.environment,
        )?;
        Ok(client.with_skew(self.skew))
    }

    fn iam(&self, edge: &Edge<'_>) -> Result<ApiClient<'_>, CallError> {
        self.client(&tegata_api_iam::SERVICE, &self.rotation.iam, edge)
    }

    /// The ARN of whose credentials these are; empty where the service does not say.
    pub(super) fn identity(&self, edge: &mut Edge<'_>) -> Result<String, CallError> {
        let client = self.client(&tegata_api_sts::SERVICE, &self.rotation.sts, edge)?;
        let output = client.call::<GetCallerIdentity>(&GetCallerIdentityRequest, edge)?;
        Ok(output.arn.unwrap_or_default())
    }

    /// The user's keys: two at most, so one answer has them all.
    pub(super) fn keys(&self, user: &str, edge: &mut Edge<'_>) -> Result<Vec<Listed>, CallError> {
        let input = ListAccessKeysRequest {
            user_name: Some(user.to_owned()),
            marker: None,
            max_items: None,
        };
        let output = self.iam(edge)?.call::<ListAccessKeys>(&input, edge)?;
        let keys = output.access_key_metadata.into_iter();
        Ok(keys
            .filter_map(|key| {
                Some(Listed {
                    id: key.access_key_id?,
                    status: key.status.unwrap_or_default(),
                    created: key.create_date,
                })
            })
            .collect())
    }

    pub(super) fn create(&self, user: &str, edge: &mut Edge<'_>) -> Result<NewKey, CallError> {
        let user_name = Some(user.to_owned());
        let made = self
            .iam(edge)?
            .call::<CreateAccessKey>(&CreateAccessKeyRequest { user_name }, edge)?;
        Ok(NewKey {
            id: made.access_key.access_key_id,
            secret: made.access_key.secret_access_key,
        })
    }

    pub(super) fn deactivate(&self, user: &str, id: &str, edge: &mut Edge<'_>) -> Result<(), CallError> {
        let input = UpdateAccessKeyRequest {
            user_name: Some(user.to_owned()),
            access_key_id: id.to_owned(),
            status: "Inactive".to_owned(),
        };
        patiently(edge, |edge| self.iam(edge)?.call::<UpdateAccessKey>(&input, edge))
    }

    /// The last use of a key; none where it was never used.
    pub(super) fn last_use(&self, id: &str, edge: &mut Edge<'_>) -> Result<Option<Use>, CallError> {
        let access_key_id = id.to_owned();
        let input = GetAccessKeyLastUsedRequest { access_key_id };
        let output = patiently(edge, |edge| {
            self.iam(edge)?.call::<GetAccessKeyLastUsed>(&input, edge)
        })?;
        Ok(output.access_key_last_used.and_then(|used| {
            Some(Use {
                at: used.last_used_date?,
                service: used.service_name,
                region: used.region,
            })
        }))
    }

    /// Deletes a key, if it is still there.
    pub(super) fn delete(&self, user: &str, id: &str, edge: &mut Edge<'_>) -> Result<(), CallError> {
        let input = DeleteAccessKeyRequest {
            user_name: Some(user.to_owned()),
            access_key_id: id.to_owned(),
        };
        let deleted = patiently(edge, |edge| self.iam(edge)?.call::<DeleteAccessKey>(&input, edge));
        match deleted {
            Err(error) if error.code() == Some(MISSING) => Ok(()),
            deleted => deleted,
        }
    }
}

/// Calls again, for half a minute, as long as a key may not be known everywhere.
pub(super) fn patiently<T>(
    edge: &mut Edge<'_>,
    mut call: impl FnMut(&mut Edge<'_>) -> Result<T, CallError>,
) -> Result<T, CallError> {
    for pause in PAUSES {
        match call(edge) {
            Err(error) if error.code().is_some_and(|code| PASSING.contains(&code)) => {
                (edge.sleep)(Duration::from_millis(pause));
            }
            done => return done,
        }
    }
    call(edge)
}
