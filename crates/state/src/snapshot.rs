//! The snapshot and what is asked of it; `apply` says how changes advance it.

mod apply;

pub use apply::Builder;

use std::sync::Arc;

use tegata_base::{AccessKeyId, AccountId, Arn, Partition, Region, UniqueId};
use tegata_store::Revision;

use crate::entity::{
    AccessKey, Account, Crl, Group, KeyOwner, ManagedPolicy, MfaDevice, PolicyRef, Profile, Role,
    SessionKeys, SubjectTags, TrustAnchor, User,
};
use crate::map::Map;

use crate::row::Entity;

/// How often a managed policy is used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PolicyUsage {
    /// Users, groups and roles it is attached to.
    pub attachments: u32,
    /// Users and roles it bounds.
    pub boundaries: u32,
}

/// The configuration at one revision.
#[derive(Clone, Default)]
pub struct Snapshot {
    revision: Revision,
    accounts: Map<AccountId, Arc<Account>>,
    users: Map<UniqueId, Arc<User>>,
    user_names: Map<String, UniqueId>,
    groups: Map<UniqueId, Arc<Group>>,
    group_names: Map<String, UniqueId>,
    /// `group/user`
    group_members: Map<String, UniqueId>,
    roles: Map<UniqueId, Arc<Role>>,
    role_names: Map<String, UniqueId>,
    policies: Map<UniqueId, Arc<ManagedPolicy>>,
    policy_names: Map<String, UniqueId>,
    /// `policy+entity` for each attachment, `policy-entity` for each boundary.
    policy_uses: Map<String, UniqueId>,
    policy_usage: Map<String, PolicyUsage>,
    access_keys: Map<AccessKeyId, Arc<AccessKey>>,
    /// `account/owner/key`
    access_key_owners: Map<String, AccessKeyId>,
    mfa_devices: Map<String, Arc<MfaDevice>>,
    /// `account/path name` → id
    mfa_names: Map<String, String>,
    /// `user/id` → id
    mfa_holders: Map<String, String>,
    trust_anchors: Map<String, Arc<TrustAnchor>>,
    profiles: Map<String, Arc<Profile>>,
    crls: Map<String, Arc<Crl>>,
    subject_tags: Map<String, Arc<SubjectTags>>,
    session_keys: Option<Arc<SessionKeys>>,
}

impl Snapshot {
    /// The revision it shows.
    #[must_use]
    pub const fn revision(&self) -> Revision {
        self.revision
    }

    /// An account.
    #[must_use]
    pub fn account(&self, id: AccountId) -> Option<&Arc<Account>> {
        self.accounts.get(&id)
    }

    /// The accounts, in order.
    pub fn accounts(&self) -> impl Iterator<Item = &Arc<Account>> {
        self.accounts.iter().map(|(_, account)| account)
    }

    /// A user by unique id.
    #[must_use]
    pub fn user(&self, id: &UniqueId) -> Option<&Arc<User>> {
        self.users.get(id)
    }

    /// A user by name, ignoring case.
    #[must_use]
    pub fn user_named(&self, account: AccountId, name: &str) -> Option<&Arc<User>> {
        self.users.get(self.user_names.get(&name_key(account, name))?)
    }

    /// The users of an account in order of their names ignoring case, after the one named `after`.
    pub fn users(&self, account: AccountId, after: Option<&str>) -> impl Iterator<Item = &Arc<User>> {
        named(&self.user_names, account, after).filter_map(|id| self.users.get(id))
    }

    /// A group by unique id.
    #[must_use]
    pub fn group(&self, id: &UniqueId) -> Option<&Arc<Group>> {
        self.groups.get(id)
    }

    /// A group by name, ignoring case.
    #[must_use]
    pub fn group_named(&self, account: AccountId, name: &str) -> Option<&Arc<Group>> {
        self.groups.get(self.group_names.get(&name_key(account, name))?)
    }

    /// The groups of an account in order of their names ignoring case, after the one named `after`.
    pub fn groups(&self, account: AccountId, after: Option<&str>) -> impl Iterator<Item = &Arc<Group>> {
        named(&self.group_names, account, after).filter_map(|id| self.groups.get(id))
    }

    /// The users in a group, in order of their ids.
    pub fn members(&self, group: &UniqueId) -> impl Iterator<Item = &Arc<User>> {
        prefixed(&self.group_members, format!("{group}/")).filter_map(|id| self.users.get(id))
    }

    /// A role by unique id.
    #[must_use]
    pub fn role(&self, id: &UniqueId) -> Option<&Arc<Role>> {
        self.roles.get(id)
    }

    /// A role by name, ignoring case.
    #[must_use]
    pub fn role_named(&self, account: AccountId, name: &str) -> Option<&Arc<Role>> {
        self.roles.get(self.role_names.get(&name_key(account, name))?)
    }

    /// The roles of an account in order of their names ignoring case, after the one named `after`.
    pub fn roles(&self, account: AccountId, after: Option<&str>) -> impl Iterator<Item = &Arc<Role>> {
        named(&self.role_names, account, after).filter_map(|id| self.roles.get(id))
    }

    /// How many users an account has.
    #[must_use]
    pub fn user_count(&self, account: AccountId) -> usize {
        self.count(&self.user_names, account)
    }

    /// How many groups an account has.
    #[must_use]
    pub fn group_count(&self, account: AccountId) -> usize {
        self.count(&self.group_names, account)
    }

    /// How many roles an account has.
    #[must_use]
    pub fn role_count(&self, account: AccountId) -> usize {
        self.count(&self.role_names, account)
    }

    /// How many customer managed policies an account has.
    #[must_use]
    pub fn policy_count(&self, account: AccountId) -> usize {
        self.count(&self.policy_names, account)
    }

    fn count(&self, names: &Map<String, UniqueId>, account: AccountId) -> usize {
        // With one account, as almost everywhere, nothing needs to be counted.
        if self.accounts.len() == 1 {
            names.len()
        } else {
            named(names, account, None).count()
        }
    }

    /// A managed policy by unique id.
    #[must_use]
    pub fn policy(&self, id: &UniqueId) -> Option<&Arc<ManagedPolicy>> {
        self.policies.get(id)
    }

    /// A managed policy by name, ignoring case.
    #[must_use]
    pub fn policy_named(&self, account: AccountId, name: &str) -> Option<&Arc<ManagedPolicy>> {
        self.policies
            .get(self.policy_names.get(&name_key(account, name))?)
    }

    /// The managed policies of an account in order of their names ignoring case.
    pub fn policies(
        &self,
        account: AccountId,
        after: Option<&str>,
    ) -> impl Iterator<Item = &Arc<ManagedPolicy>> {
        named(&self.policy_names, account, after).filter_map(|id| self.policies.get(id))
    }

    /// How often a policy is attached and used as a boundary in this account.
    #[must_use]
    pub fn policy_usage(&self, account: AccountId, policy: &PolicyRef) -> PolicyUsage {
        self.policy_usage
            .get(&use_prefix(account, policy))
            .copied()
            .unwrap_or_default()
    }

    /// The users, groups and roles that a policy is attached to, in order of their ids.
    pub fn attached_to(&self, account: AccountId, policy: &PolicyRef) -> impl Iterator<Item = &UniqueId> {
        prefixed(&self.policy_uses, format!("{}+", use_prefix(account, policy)))
    }

    /// The users and roles that a policy bounds, in order of their ids.
    pub fn bounded_by(&self, account: AccountId, policy: &PolicyRef) -> impl Iterator<Item = &UniqueId> {
        prefixed(&self.policy_uses, format!("{}-", use_prefix(account, policy)))
    }

    /// An access key.
    #[must_use]
    pub fn access_key(&self, id: &AccessKeyId) -> Option<&Arc<AccessKey>> {
        self.access_keys.get(id)
    }

    /// The access keys of the root user or of a user, in order of their ids.
    pub fn access_keys_of(
        &self,
        account: AccountId,
        owner: &KeyOwner,
    ) -> impl Iterator<Item = &Arc<AccessKey>> {
        prefixed(&self.access_key_owners, owner_prefix(account, owner))
            .filter_map(|id| self.access_keys.get(id))
    }

    /// A virtual MFA device by path and name, ignoring case.
    #[must_use]
    pub fn mfa_device(&self, account: AccountId, path: &str, name: &str) -> Option<&Arc<MfaDevice>> {
        let id = self.mfa_names.get(&mfa_key(account, path, name))?;
        self.mfa_devices.get(id)
    }

    /// A virtual MFA device by its serial number: only its own ARN names it.
    #[must_use]
    pub fn mfa_device_of_serial(&self, partition: Partition, serial: &str) -> Option<&Arc<MfaDevice>> {
        let arn: Arn = serial.parse().ok()?;
        let (path, name) = arn.resource().strip_prefix("mfa")?.rsplit_once('/')?;
        let device = self.mfa_device(arn.account_id()?, &format!("{path}/"), name)?;
        (device.serial(partition).as_str() == serial).then_some(device)
    }

    /// The virtual MFA devices of an account in order of path and name ignoring case.
    pub fn mfa_devices(&self, account: AccountId) -> impl Iterator<Item = &Arc<MfaDevice>> {
        prefixed(&self.mfa_names, format!("{account}/")).filter_map(|id| self.mfa_devices.get(id))
    }

    /// The MFA devices that are enabled for a user, in order of their ids.
    pub fn mfa_devices_of(&self, user: &UniqueId) -> impl Iterator<Item = &Arc<MfaDevice>> {
        prefixed(&self.mfa_holders, format!("{user}/")).filter_map(|id| self.mfa_devices.get(id))
    }

    /// A trust anchor by id.
    #[must_use]
    pub fn trust_anchor(&self, account: AccountId, region: &Region, id: &str) -> Option<&Arc<TrustAnchor>> {
        self.trust_anchors
            .get(id)
            .filter(|e| e.account == account && e.region == *region)
    }

    /// The trust anchors of an account and region, in order of their ids.
    pub fn trust_anchors(
        &self,
        account: AccountId,
        region: &Region,
    ) -> impl Iterator<Item = &Arc<TrustAnchor>> {
        self.trust_anchors
            .iter()
            .map(|(_, e)| e)
            .filter(move |e| e.account == account && e.region == *region)
    }

    /// A profile by id.
    #[must_use]
    pub fn profile(&self, account: AccountId, region: &Region, id: &str) -> Option<&Arc<Profile>> {
        self.profiles
            .get(id)
            .filter(|e| e.account == account && e.region == *region)
    }

    /// The profiles of an account and region, in order of their ids.
    pub fn profiles(&self, account: AccountId, region: &Region) -> impl Iterator<Item = &Arc<Profile>> {
        self.profiles
            .iter()
            .map(|(_, e)| e)
            .filter(move |e| e.account == account && e.region == *region)
    }

    /// A CRL by id.
    #[must_use]
    pub fn crl(&self, account: AccountId, region: &Region, id: &str) -> Option<&Arc<Crl>> {
        self.crls
            .get(id)
            .filter(|e| e.account == account && e.region == *region)
    }

    /// The CRLs of an account and region, in order of their ids.
    pub fn crls(&self, account: AccountId, region: &Region) -> impl Iterator<Item = &Arc<Crl>> {
        self.crls
            .iter()
            .map(|(_, e)| e)
            .filter(move |e| e.account == account && e.region == *region)
    }

    /// The tags of a subject.
    #[must_use]
    pub fn subject_tags(&self, account: AccountId, region: &Region, id: &str) -> Option<&Arc<SubjectTags>> {
        self.subject_tags
            .get(id)
            .filter(|e| e.account == account && e.region == *region)
    }

    /// The sealed ring of session root keys.
    #[must_use]
    pub const fn session_keys(&self) -> Option<&Arc<SessionKeys>> {
        self.session_keys.as_ref()
    }

    /// Every entity and index entry as text, in order: two snapshots of equal content are equal here.
    #[must_use]
    pub fn contents(&self) -> Vec<String> {
        fn table<K: Ord + Clone, E: Entity>(out: &mut Vec<String>, map: &Map<K, Arc<E>>) {
            out.extend(map.iter().map(|(_, e)| format!("{} {:?}", e.key(), e.put())));
        }
        let mut out = vec![format!("revision {:?}", self.revision)];
        table(&mut out, &self.accounts);
        table(&mut out, &self.users);
        table(&mut out, &self.groups);
        table(&mut out, &self.roles);
        table(&mut out, &self.policies);
        table(&mut out, &self.access_keys);
        table(&mut out, &self.mfa_devices);
        table(&mut out, &self.trust_anchors);
        table(&mut out, &self.profiles);
        table(&mut out, &self.crls);
        table(&mut out, &self.subject_tags);
        for names in [
            &self.user_names,
            &self.group_names,
            &self.group_members,
            &self.role_names,
            &self.policy_names,
            &self.policy_uses,
        ] {
            out.extend(names.iter().map(|(name, id)| format!("{name} → {id}")));
        }
        for ids in [&self.mfa_names, &self.mfa_holders] {
            out.extend(ids.iter().map(|(name, id)| format!("{name} → {id}")));
        }
        out.extend(
            self.policy_usage
                .iter()
                .map(|(policy, usage)| format!("{policy} {usage:?}")),
        );
        out.extend(
            self.access_key_owners
                .iter()
                .map(|(owner, id)| format!("{owner} → {id}")),
        );
        out.extend(self.session_keys.iter().map(|keys| format!("{:?}", keys.put())));
        out
    }
}

fn name_key(account: AccountId, name: &str) -> String {
    format!("{account}/{}", name.to_lowercase())
}

fn member_key(group: &UniqueId, user: &UniqueId) -> String {
    format!("{group}/{user}")
}

fn mfa_key(account: AccountId, path: &str, name: &str) -> String {
    name_key(account, &format!("{path}{name}"))
}

fn owner_prefix(account: AccountId, owner: &KeyOwner) -> String {
    match owner {
        KeyOwner::Root => format!("{account}/root/"),
        KeyOwner::User(id) => format!("{account}/{id}/"),
    }
}

fn use_prefix(account: AccountId, policy: &PolicyRef) -> String {
    match policy {
        PolicyRef::Local(id) => format!("{account}/{id}"),
        PolicyRef::Aws(name) => format!("{account}/aws:{name}"),
    }
}

fn named<'a>(
    names: &'a Map<String, UniqueId>,
    account: AccountId,
    after: Option<&str>,
) -> impl Iterator<Item = &'a UniqueId> + use<'a> {
    let prefix = format!("{account}/");
    let first = name_key(account, after.unwrap_or_default());
    let skip = after.map(|_| first.clone());
    names
        .from(first)
        .take_while(move |(key, _)| key.starts_with(&prefix))
        .filter(move |(key, _)| Some(*key) != skip.as_ref())
        .map(|(_, id)| id)
}

fn prefixed<V: Clone>(map: &Map<String, V>, prefix: String) -> impl Iterator<Item = &V> {
    map.from(prefix.clone())
        .take_while(move |(key, _)| key.starts_with(&prefix))
        .map(|(_, value)| value)
}
