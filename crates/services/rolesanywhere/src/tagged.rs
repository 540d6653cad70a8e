//! What an ARN of a request for tags names.

use std::sync::Arc;

use tegata_base::{Arn, Tag};
use tegata_operation::{Ctx, EventFacts, Fetched};
use tegata_state::{Crl, Entity as _, Profile, SubjectTags, TrustAnchor};
use tegata_store::{Change, EventResource};

use crate::errors::RolesAnywhereError;
use crate::outcome;
use crate::resource::{self, Resource, SUBJECT_TYPE, SUBJECT_WORD};

/// Something that has tags.
pub(crate) enum Tagged {
    TrustAnchor(Arc<TrustAnchor>),
    Profile(Arc<Profile>),
    Crl(Arc<Crl>),
    Subject {
        id: String,
        arn: String,
        tags: Option<Arc<SubjectTags>>,
    },
}

impl Tagged {
    /// What the ARN names; `None` when no such thing is configured. Of a subject only its tags are
    /// configured, so that every id is taken.
    pub(crate) fn of(arn: &str, ctx: &Ctx<'_>) -> Result<Option<Self>, RolesAnywhereError> {
        let parsed: Arn = arn
            .parse()
            .map_err(|_| RolesAnywhereError::ResourceArn(arn.to_owned()))?;
        if parsed.service() != "rolesanywhere" {
            return Err(RolesAnywhereError::ResourceArn(arn.to_owned()));
        }
        let Some(resource) = resource::own_resource(ctx.scope, arn) else {
            return Ok(None);
        };
        let Some((kind, id)) = resource.split_once('/') else {
            return Ok(None);
        };
        Ok(match kind {
            TrustAnchor::WORD => TrustAnchor::by_id(ctx, id).cloned().map(Self::TrustAnchor),
            Profile::WORD => Profile::by_id(ctx, id).cloned().map(Self::Profile),
            Crl::WORD => Crl::by_id(ctx, id).cloned().map(Self::Crl),
            SUBJECT_WORD => Some(Self::Subject {
                id: id.to_owned(),
                arn: arn.to_owned(),
                tags: ctx
                    .snapshot
                    .subject_tags(ctx.scope.account, &ctx.scope.region, id)
                    .cloned(),
            }),
            _ => None,
        })
    }

    /// What the ARN names. A subject must have been seen.
    pub(crate) fn find(arn: &str, ctx: &Ctx<'_>) -> Result<Self, RolesAnywhereError> {
        let found = Self::of(arn, ctx)?.filter(|tagged| match tagged {
            Self::Subject { .. } => was_seen(ctx.fetched),
            _ => true,
        });
        found.ok_or(RolesAnywhereError::NotFound("Resource"))
    }

    pub(crate) fn tags(&self) -> &[Tag] {
        match self {
            Self::TrustAnchor(anchor) => &anchor.tags,
            Self::Profile(profile) => &profile.tags,
            Self::Crl(crl) => &crl.tags,
            Self::Subject { tags, .. } => tags.as_ref().map(|tags| tags.tags.as_slice()).unwrap_or_default(),
        }
    }

    /// The change to these tags. What the resource does is the same, so its time of change stays.
    pub(crate) fn with_tags(&self, tags: Vec<Tag>, ctx: &Ctx<'_>) -> Change {
        match self {
            Self::TrustAnchor(anchor) => retag(anchor, tags),
            Self::Profile(profile) => retag(profile, tags),
            Self::Crl(crl) => retag(crl, tags),
            Self::Subject { id, .. } => {
                let row = SubjectTags {
                    account: ctx.scope.account,
                    region: ctx.scope.region.clone(),
                    id: id.clone(),
                    tags,
                };
                if row.tags.is_empty() {
                    row.delete()
                } else {
                    row.put()
                }
            }
        }
    }

    /// What the event of the call tells.
    pub(crate) fn about(&self) -> EventFacts {
        match self {
            Self::TrustAnchor(anchor) => outcome::about(&**anchor),
            Self::Profile(profile) => outcome::about(&**profile),
            Self::Crl(crl) => outcome::about(&**crl),
            Self::Subject { arn, .. } => EventFacts {
                resources: vec![EventResource {
                    resource_type: SUBJECT_TYPE.into(),
                    name: arn.clone(),
                }],
                ..EventFacts::default()
            },
        }
    }
}

fn retag<R: Resource>(resource: &Arc<R>, tags: Vec<Tag>) -> Change {
    let mut resource = R::clone(resource);
    *resource.common().tags = tags;
    resource.put()
}

/// Whether the one thing that was fetched has been observed.
fn was_seen(fetched: &Fetched) -> bool {
    match fetched {
        Fetched::Observed(observed) => observed
            .iter()
            .flatten()
            .any(|observed| observed.subject.is_some()),
        _ => false,
    }
}
