//! Finding a resource by what a caller may name it: a bare id, its ARN, or the ARN of its alias.

use std::sync::Arc;

use tegata_base::Arn;
use tegata_operation::{Ctx, Scope};
use tegata_state::{Crl, Profile, TrustAnchor};

use crate::errors::RolesAnywhereError;

/// A kind of resource that has an alias.
pub(crate) trait Resource: Sized {
    /// The word in its ARN.
    const KIND: &'static str;
    /// The word in messages.
    const NOUN: &'static str;

    fn by_id<'a>(ctx: &'a Ctx<'_>, id: &str) -> Option<&'a Arc<Self>>;
    fn all<'a>(ctx: &'a Ctx<'_>) -> Box<dyn Iterator<Item = &'a Arc<Self>> + 'a>;
    fn alias(&self) -> Option<&str>;
    fn id(&self) -> &str;
}

/// Implements [`Resource`] from a table: type, word in the ARN, noun, lookups.
macro_rules! resources {
    ($($type:ty: $kind:literal, $noun:literal, $one:ident, $all:ident;)*) => {$(
        impl Resource for $type {
            const KIND: &'static str = $kind;
            const NOUN: &'static str = $noun;

            fn by_id<'a>(ctx: &'a Ctx<'_>, id: &str) -> Option<&'a Arc<Self>> {
                ctx.snapshot.$one(ctx.scope.account, &ctx.scope.region, id)
            }

            fn all<'a>(ctx: &'a Ctx<'_>) -> Box<dyn Iterator<Item = &'a Arc<Self>> + 'a> {
                Box::new(ctx.snapshot.$all(ctx.scope.account, &ctx.scope.region))
            }

            fn alias(&self) -> Option<&str> {
                self.alias.as_deref()
            }

            fn id(&self) -> &str {
                &self.id
            }
        }
    )*};
}

resources! {
    TrustAnchor: "trust-anchor", "Trust anchor", trust_anchor, trust_anchors;
    Profile: "profile", "Profile", profile, profiles;
    Crl: "crl", "Crl", crl, crls;
}

/// The resource that `name` means: an id, an ARN or an alias ARN of this account and region.
pub(crate) fn find<'a, R: Resource>(ctx: &'a Ctx<'_>, name: &str) -> Result<&'a Arc<R>, RolesAnywhereError> {
    let missing = RolesAnywhereError::NotFound(R::NOUN);
    if !name.starts_with("arn:") {
        return R::by_id(ctx, name).ok_or(missing);
    }
    let Some(resource) = own_resource(ctx.scope, name) else {
        return Err(missing);
    };
    if let Some(id) = resource
        .strip_prefix(R::KIND)
        .and_then(|rest| rest.strip_prefix('/'))
    {
        return R::by_id(ctx, id).ok_or(missing);
    }
    let alias = resource
        .strip_prefix("alias/")
        .and_then(|rest| rest.strip_prefix(R::KIND)?.strip_prefix('/'));
    alias
        .and_then(|alias| R::all(ctx).find(|resource| resource.alias() == Some(alias)))
        .ok_or(missing)
}

/// As [`find`], for the places that take ARNs alone.
pub(crate) fn find_by_arn<'a, R: Resource>(
    ctx: &'a Ctx<'_>,
    arn: &str,
) -> Result<&'a Arc<R>, RolesAnywhereError> {
    if arn.starts_with("arn:") {
        find(ctx, arn)
    } else {
        Err(RolesAnywhereError::NotFound(R::NOUN))
    }
}

/// The resource part of an ARN of this service, account and region.
fn own_resource(scope: &Scope, arn: &str) -> Option<String> {
    let arn: Arn = arn.parse().ok()?;
    let own = arn.service() == "rolesanywhere"
        && arn.partition() == scope.partition().as_str()
        && arn.region() == scope.region.as_str()
        && arn.account_id() == Some(scope.account);
    own.then(|| arn.resource().to_owned())
}
