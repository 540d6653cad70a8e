//! `UpdateCrl`: changes what is given and keeps the rest, enabled or not included.

use tegata_api_rolesanywhere as api;
use tegata_operation::Ctx;
use tegata_state::{Crl, TrustAnchor};

use crate::edit::Edits;
use crate::errors::RolesAnywhereError;
use crate::{alias, crl_data, resource};

impl Edits for api::UpdateCrlRequest {
    fn edit(&self, crl: &mut Crl, ctx: &Ctx<'_>) -> Result<Option<String>, RolesAnywhereError> {
        if let Some(name) = &self.name {
            crl.name.clone_from(name);
        }
        if let Some(data) = &self.crl_data {
            let anchor = resource::find::<TrustAnchor>(ctx, &crl.trust_anchor)?;
            crl.data = crl_data::read(data, anchor)?;
        }
        alias::change(crl, self.alias_name.as_deref(), ctx)
    }
}
