//! The three resources that are configured alike: what they have in common, and finding one by what a
//! caller may name it, which is a bare id, its ARN, or the ARN of its alias.

use std::sync::Arc;

use jiff::Timestamp;
use tegata_base::{Arn, Tag};
use tegata_operation::{Ctx, Scope};
use tegata_state::{Crl, Entity, Profile, TrustAnchor, rolesanywhere_arn};

use crate::errors::RolesAnywhereError;

/// A trust anchor, profile or CRL.
pub(crate) trait Resource: Entity + Clone {
    /// The word in its ARN.
    const WORD: &'static str;
    /// The word in messages.
    const NOUN: &'static str;
    /// Its type in events, as in CloudFormation.
    const TYPE: &'static str;

    fn by_id<'a>(ctx: &'a Ctx<'_>, id: &str) -> Option<&'a Arc<Self>>;
    /// Those of the account and region, in order of their ids.
    fn all<'a>(ctx: &'a Ctx<'_>) -> Box<dyn Iterator<Item = &'a Arc<Self>> + 'a>;
    fn arn(&self) -> Arn;
    fn alias(&self) -> Option<&str>;
    fn tags(&self) -> &[Tag];
    fn common(&mut self) -> Common<'_>;
}

/// What can be changed of every resource.
pub(crate) struct Common<'a> {
    pub(crate) enabled: &'a mut bool,
    pub(crate) updated: &'a mut Timestamp,
    pub(crate) alias: &'a mut Option<String>,
    pub(crate) tags: &'a mut Vec<Tag>,
}

/// Implements [`Resource`] from a table: type, word in the ARN, noun, type in events, lookups.
macro_rules! resources {
    ($($type:ty: $kind:literal, $noun:literal, $event:literal, $one:ident, $all:ident;)*) => {$(
        impl Resource for $type {
            const WORD: &'static str = $kind;
            const NOUN: &'static str = $noun;
            const TYPE: &'static str = $event;

            fn by_id<'a>(ctx: &'a Ctx<'_>, id: &str) -> Option<&'a Arc<Self>> {
                ctx.snapshot.$one(ctx.scope.account, &ctx.scope.region, id)
            }

            fn all<'a>(ctx: &'a Ctx<'_>) -> Box<dyn Iterator<Item = &'a Arc<Self>> + 'a> {
                Box::new(ctx.snapshot.$all(ctx.scope.account, &ctx.scope.region))
            }

            fn arn(&self) -> Arn {
                self.arn()
            }

            fn alias(&self) -> Option<&str> {
                self.alias.as_deref()
            }

            fn tags(&self) -> &[Tag] {
                &self.tags
            }

            fn common(&mut self) -> Common<'_> {
                Common {
                    enabled: &mut self.enabled,
                    updated: &mut self.updated,
                    alias: &mut self.alias,
                    tags: &mut self.tags,
                }
            }
        }
    )*};
}

resources! {
    TrustAnchor: "trust-anchor", "Trust anchor", "AWS::RolesAnywhere::TrustAnchor", trust_anchor, trust_anchors;
    Profile: "profile", "Profile", "AWS::RolesAnywhere::Profile", profile, profiles;
    Crl: "crl", "CRL", "AWS::RolesAnywhere::CRL", crl, crls;
}

/// The word in the ARN of a subject, which is no configuration.
pub(crate) const SUBJECT_WORD: &str = "subject";
/// The type of subjects in events.
pub(crate) const SUBJECT_TYPE: &str = "AWS::RolesAnywhere::Subject";

/// The resource that `name` means: an id, an ARN or an alias ARN of this account and region.
pub(crate) fn find<'a, R: Resource>(ctx: &'a Ctx<'_>, name: &str) -> Result<&'a Arc<R>, RolesAnywhereError> {
    if !name.starts_with("arn:") {
        return R::by_id(ctx, name).ok_or(RolesAnywhereError::NotFound(R::NOUN));
    }
    find_by_arn(ctx, name)
}

/// A copy of the resource that `name` means, to be changed.
pub(crate) fn copy<R: Resource>(ctx: &Ctx<'_>, name: &str) -> Result<R, RolesAnywhereError> {
    find::<R>(ctx, name).map(|found| R::clone(found))
}

/// As [`find`], for the places that take ARNs alone.
pub(crate) fn find_by_arn<'a, R: Resource>(
    ctx: &'a Ctx<'_>,
    arn: &str,
) -> Result<&'a Arc<R>, RolesAnywhereError> {
    let alias = own_resource(ctx.scope, arn).and_then(|resource| {
        let (kind, alias) = resource.strip_prefix("alias/")?.split_once('/')?;
        (kind == R::WORD).then(|| alias.to_owned())
    });
    match alias {
        Some(alias) => bearer(ctx, &alias).ok_or(RolesAnywhereError::NotFound(R::NOUN)),
        None => find_by_own_arn(ctx, arn),
    }
}

/// As [`find_by_arn`], for the places that take no alias.
pub(crate) fn find_by_own_arn<'a, R: Resource>(
    ctx: &'a Ctx<'_>,
    arn: &str,
) -> Result<&'a Arc<R>, RolesAnywhereError> {
    own_resource(ctx.scope, arn)
        .and_then(|resource| {
            let (kind, id) = resource.split_once('/')?;
            R::by_id(ctx, id).filter(|_| kind == R::WORD)
        })
        .ok_or(RolesAnywhereError::NotFound(R::NOUN))
}

/// The resource that has this alias.
pub(crate) fn bearer<'a, R: Resource>(ctx: &'a Ctx<'_>, alias: &str) -> Option<&'a Arc<R>> {
    R::all(ctx).find(|resource| resource.alias() == Some(alias))
}

/// The ARN that a resource which is not there would have: `name` itself where it is one.
pub(crate) fn supposed_arn<R: Resource>(ctx: &Ctx<'_>, name: &str) -> String {
    if name.starts_with("arn:") {
        name.to_owned()
    } else {
        rolesanywhere_arn(&ctx.scope.region, ctx.scope.account, R::WORD, name).to_string()
    }
}

/// The resource part of an ARN of this service, account and region.
pub(crate) fn own_resource(scope: &Scope, arn: &str) -> Option<String> {
    let arn: Arn = arn.parse().ok()?;
    let own = arn.service() == "rolesanywhere"
        && arn.partition() == scope.partition().as_str()
        && arn.region() == scope.region.as_str()
        && arn.account_id() == Some(scope.account);
    own.then(|| arn.resource().to_owned())
}
