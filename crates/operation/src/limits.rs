//! Quotas. Defaults are AWS's; every one can be set by the operator.

/// Count quotas, each the most that may exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Accounts of the installation.
    pub accounts: usize,
    /// Users per account.
    pub users: usize,
    /// Groups per account.
    pub groups: usize,
    /// Roles per account.
    pub roles: usize,
    /// Customer managed policies per account.
    pub policies: usize,
    /// Managed policies attached to one user.
    pub policies_per_user: usize,
    /// Managed policies attached to one group.
    pub policies_per_group: usize,
    /// Groups that one user is in.
    pub groups_per_user: usize,
    /// Managed policies attached to one role.
    pub policies_per_role: usize,
    /// Versions of one managed policy.
    pub versions_per_policy: usize,
    /// Access keys of one user.
    pub access_keys_per_user: usize,
    /// MFA devices enabled for one user.
    pub mfa_devices_per_user: usize,
    /// Virtual MFA devices per account, enabled or not.
    pub virtual_mfa_devices: usize,
    /// Tags on one IAM entity.
    pub tags_per_entity: usize,
    /// Characters of one managed policy, white space not counted.
    pub policy_size: usize,
    /// Characters of all inline policies of one user.
    pub user_policy_size: usize,
    /// Characters of all inline policies of one group.
    pub group_policy_size: usize,
    /// Characters of all inline policies of one role.
    pub role_policy_size: usize,
    /// Characters of one trust policy.
    pub trust_policy_size: usize,
    /// Trust anchors per account and region.
    pub trust_anchors: usize,
    /// Profiles per account and region.
    pub profiles: usize,
    /// CRLs of one trust anchor.
    pub crls_per_trust_anchor: usize,
    /// Certificates in one trust anchor.
    pub certificates_per_trust_anchor: usize,
    /// Roles in one profile.
    pub roles_per_profile: usize,
    /// Tags on one Roles Anywhere resource.
    pub tags_per_resource: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            accounts: 1000,
            users: 5000,
            groups: 300,
            roles: 1000,
            policies: 1500,
            policies_per_user: 10,
            policies_per_group: 10,
            groups_per_user: 10,
            policies_per_role: 10,
            versions_per_policy: 5,
            access_keys_per_user: 2,
            mfa_devices_per_user: 8,
            virtual_mfa_devices: 5000,
            tags_per_entity: 50,
            policy_size: 6144,
            user_policy_size: 2048,
            group_policy_size: 5120,
            role_policy_size: 10_240,
            trust_policy_size: 2048,
            trust_anchors: 50,
            profiles: 250,
            crls_per_trust_anchor: 2,
            certificates_per_trust_anchor: 2,
            roles_per_profile: 250,
            tags_per_resource: 200,
        }
    }
}

impl Limits {
    /// The limit of this name (`roles`, `trust_anchors`, …), to set it.
    pub fn by_name(&mut self, name: &str) -> Option<&mut usize> {
        Some(match name {
            "accounts" => &mut self.accounts,
            "users" => &mut self.users,
            "groups" => &mut self.groups,
            "roles" => &mut self.roles,
            "policies" => &mut self.policies,
            "policies_per_user" => &mut self.policies_per_user,
            "policies_per_group" => &mut self.policies_per_group,
            "groups_per_user" => &mut self.groups_per_user,
            "policies_per_role" => &mut self.policies_per_role,
            "versions_per_policy" => &mut self.versions_per_policy,
            "access_keys_per_user" => &mut self.access_keys_per_user,
            "mfa_devices_per_user" => &mut self.mfa_devices_per_user,
            "virtual_mfa_devices" => &mut self.virtual_mfa_devices,
            "tags_per_entity" => &mut self.tags_per_entity,
            "policy_size" => &mut self.policy_size,
            "user_policy_size" => &mut self.user_policy_size,
            "group_policy_size" => &mut self.group_policy_size,
            "role_policy_size" => &mut self.role_policy_size,
            "trust_policy_size" => &mut self.trust_policy_size,
            "trust_anchors" => &mut self.trust_anchors,
            "profiles" => &mut self.profiles,
            "crls_per_trust_anchor" => &mut self.crls_per_trust_anchor,
            "certificates_per_trust_anchor" => &mut self.certificates_per_trust_anchor,
            "roles_per_profile" => &mut self.roles_per_profile,
            "tags_per_resource" => &mut self.tags_per_resource,
            _ => return None,
        })
    }
}
