//! `UpdateTrustAnchor`: changes what is given and keeps the rest.

use tegata_api_rolesanywhere as api;
use tegata_operation::Ctx;
use tegata_state::TrustAnchor;

use crate::create_trust_anchor::supported;
use crate::edit::Edits;
use crate::errors::RolesAnywhereError;
use crate::{alias, anchor_source};

impl Edits for api::UpdateTrustAnchorRequest {
    fn edit(&self, anchor: &mut TrustAnchor, ctx: &Ctx<'_>) -> Result<Option<String>, RolesAnywhereError> {
        if let Some(name) = &self.name {
            anchor.name.clone_from(name);
        }
        if let Some(source) = &self.source {
            anchor.source = anchor_source::read(source, ctx.limits)?;
        }
        anchor.crl_dp_revocation = supported(self.crl_dp_revocation_enabled)?.or(anchor.crl_dp_revocation);
        alias::change(anchor, self.alias_name.as_deref(), ctx)
    }
}
