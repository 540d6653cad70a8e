//! `UpdateProfile`: changes what is given and keeps the rest. An empty list empties; a session policy,
//! which cannot be empty, can be replaced but not taken away, as in AWS.

use tegata_api_rolesanywhere as api;
use tegata_operation::Ctx;
use tegata_state::Profile;

use crate::edit::Edits;
use crate::errors::RolesAnywhereError;
use crate::{alias, profile_rules};

impl Edits for api::UpdateProfileRequest {
    fn roles_passed(&self) -> &[String] {
        self.role_arns.as_deref().unwrap_or_default()
    }

    fn edit(&self, profile: &mut Profile, ctx: &Ctx<'_>) -> Result<Option<String>, RolesAnywhereError> {
        if let Some(name) = &self.name {
            profile.name.clone_from(name);
        }
        if let Some(policy) = &self.session_policy {
            profile.session_policy = Some(profile_rules::session_policy(policy)?);
        }
        if let Some(arns) = &self.role_arns {
            profile.roles = profile_rules::roles(arns, ctx)?;
        }
        if let Some(arns) = &self.managed_policy_arns {
            profile.managed_policy_arns = profile_rules::managed_policies(arns, ctx)?;
        }
        if let Some(seconds) = self
            .duration_seconds
            .and_then(|seconds| u32::try_from(seconds).ok())
        {
            profile.duration_seconds = seconds;
        }
        if let Some(accept) = self.accept_role_session_name {
            profile.accept_role_session_name = accept;
        }
        profile_rules::check_size(profile)?;
        alias::change(profile, self.alias_name.as_deref(), ctx)
    }
}
