//! The snapshot and how changes advance it.

use std::sync::Arc;

use tegata_base::{AccessKeyId, AccountId, Region, UniqueId};
use tegata_store::{Change, Key, Revision};

use crate::entity::{
    AccessKey, Account, Crl, KeyOwner, ManagedPolicy, PolicyRef, Profile, Role, SessionKeys, SubjectTags,
    TrustAnchor, User,
};
use crate::map::Map;
use crate::policy_doc::Interner;
use crate::row::{self, Entity, RowError};

/// How often a managed policy is used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PolicyUsage {
    /// Users and roles it is attached to.
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
    roles: Map<UniqueId, Arc<Role>>,
    role_names: Map<String, UniqueId>,
    policies: Map<UniqueId, Arc<ManagedPolicy>>,
    policy_names: Map<String, UniqueId>,
    /// `policy/entity` for each attachment; `policy//entity` for each boundary.
    policy_uses: Map<String, UniqueId>,
    policy_usage: Map<String, PolicyUsage>,
    access_keys: Map<AccessKeyId, Arc<AccessKey>>,
    /// `account/owner/key`
    access_key_owners: Map<String, AccessKeyId>,
    trust_anchors: Map<String, Arc<TrustAnchor>>,
    profiles: Map<String, Arc<Profile>>,
    crls: Map<String, Arc<Crl>>,
    subject_tags: Map<String, Arc<SubjectTags>>,
    session_keys: Option<Arc<SessionKeys>>,
}

/// Takes rows in and makes the first snapshot.
#[derive(Default)]
pub struct Builder {
    snapshot: Snapshot,
    interner: Interner,
}

impl Builder {
    /// Takes one row in.
    ///
    /// # Errors
    /// [`RowError`].
    pub fn row(&mut self, key: &Key, document: &str) -> Result<(), RowError> {
        self.snapshot.put(key, document, Some(&mut self.interner))
    }

    /// The snapshot of the rows taken in, at this revision.
    #[must_use]
    pub fn finish(self, revision: Revision) -> Snapshot {
        Snapshot {
            revision,
            ..self.snapshot
        }
    }
}

impl Snapshot {
    /// Advances by the changes of one batch.
    ///
    /// # Errors
    /// [`RowError`], when a row of another node cannot be read.
    pub fn apply(&mut self, revision: Revision, changes: &[Change]) -> Result<(), RowError> {
        for change in changes {
            match change {
                Change::Put { key, document } => self.put(key, document, None)?,
                Change::Delete { key } => self.delete(key),
            }
        }
        self.revision = revision;
        Ok(())
    }

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

    /// The users and roles that a policy is attached to, in order of their ids.
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

    fn put(&mut self, key: &Key, document: &str, interner: Option<&mut Interner>) -> Result<(), RowError> {
        match key.kind {
            Account::KIND => {
                let row: Account = row::read(key, document)?;
                self.accounts.insert(row.id, Arc::new(row));
            }
            User::KIND => self.put_user(row::read(key, document)?, interner),
            Role::KIND => self.put_role(row::read(key, document)?, interner),
            ManagedPolicy::KIND => self.put_policy(row::read(key, document)?, interner),
            AccessKey::KIND => {
                let row: AccessKey = row::read(key, document)?;
                let owner = format!("{}{}", owner_prefix(row.account, &row.owner), row.id);
                self.access_key_owners.insert(owner, row.id.clone());
                self.access_keys.insert(row.id.clone(), Arc::new(row));
            }
            TrustAnchor::KIND => {
                let row: TrustAnchor = row::read(key, document)?;
                self.trust_anchors.insert(row.id.clone(), Arc::new(row));
            }
            Profile::KIND => {
                let row: Profile = row::read(key, document)?;
                self.profiles.insert(row.id.clone(), Arc::new(row));
            }
            Crl::KIND => {
                let row: Crl = row::read(key, document)?;
                self.crls.insert(row.id.clone(), Arc::new(row));
            }
            SubjectTags::KIND => {
                let row: SubjectTags = row::read(key, document)?;
                self.subject_tags.insert(row.id.clone(), Arc::new(row));
            }
            SessionKeys::KIND => self.session_keys = Some(Arc::new(row::read(key, document)?)),
            _ => return Err(RowError::Damaged(key.to_string(), "unknown kind".into())),
        }
        Ok(())
    }

    fn delete(&mut self, key: &Key) {
        let unique_id = || key.id.parse::<UniqueId>().ok();
        match key.kind {
            User::KIND => {
                if let Some(id) = unique_id() {
                    self.forget_user(&id);
                    self.users.remove(&id);
                }
            }
            Role::KIND => {
                if let Some(id) = unique_id() {
                    self.forget_role(&id);
                    self.roles.remove(&id);
                }
            }
            ManagedPolicy::KIND => {
                if let Some(id) = unique_id() {
                    self.forget_policy(&id);
                    self.policies.remove(&id);
                }
            }
            AccessKey::KIND => self.delete_access_key(&key.id),
            TrustAnchor::KIND => drop(self.trust_anchors.remove(&key.id)),
            Profile::KIND => drop(self.profiles.remove(&key.id)),
            Crl::KIND => drop(self.crls.remove(&key.id)),
            SubjectTags::KIND => drop(self.subject_tags.remove(&key.id)),
            Account::KIND => drop(self.accounts.remove(&key.account)),
            // INVARIANT: rows of kinds that nothing reads were refused when they were put.
            _ => {}
        }
    }

    fn put_user(&mut self, mut user: User, interner: Option<&mut Interner>) {
        if let Some(interner) = interner {
            user.inline
                .iter_mut()
                .for_each(|policy| interner.intern(&mut policy.document));
        }
        self.forget_user(&user.id);
        self.user_names
            .insert(name_key(user.account, &user.name), user.id.clone());
        self.note_uses(
            user.account,
            &user.id,
            &user.attached,
            user.boundary.as_ref(),
            true,
        );
        self.users.insert(user.id.clone(), Arc::new(user));
    }

    fn forget_user(&mut self, id: &UniqueId) {
        if let Some(old) = self.users.get(id).cloned() {
            self.user_names.remove(&name_key(old.account, &old.name));
            self.note_uses(old.account, id, &old.attached, old.boundary.as_ref(), false);
        }
    }

    fn put_role(&mut self, mut role: Role, interner: Option<&mut Interner>) {
        if let Some(interner) = interner {
            interner.intern(&mut role.trust);
            role.inline
                .iter_mut()
                .for_each(|policy| interner.intern(&mut policy.document));
        }
        self.forget_role(&role.id);
        self.role_names
            .insert(name_key(role.account, &role.name), role.id.clone());
        self.note_uses(
            role.account,
            &role.id,
            &role.attached,
            role.boundary.as_ref(),
            true,
        );
        self.roles.insert(role.id.clone(), Arc::new(role));
    }

    fn forget_role(&mut self, id: &UniqueId) {
        if let Some(old) = self.roles.get(id).cloned() {
            self.role_names.remove(&name_key(old.account, &old.name));
            self.note_uses(old.account, id, &old.attached, old.boundary.as_ref(), false);
        }
    }

    fn put_policy(&mut self, mut policy: ManagedPolicy, interner: Option<&mut Interner>) {
        if let Some(interner) = interner {
            policy
                .versions
                .iter_mut()
                .for_each(|version| interner.intern(&mut version.document));
        }
        self.forget_policy(&policy.id);
        self.policy_names
            .insert(name_key(policy.account, &policy.name), policy.id.clone());
        self.policies.insert(policy.id.clone(), Arc::new(policy));
    }

    fn forget_policy(&mut self, id: &UniqueId) {
        if let Some(old) = self.policies.get(id).cloned() {
            self.policy_names.remove(&name_key(old.account, &old.name));
        }
    }

    fn delete_access_key(&mut self, id: &str) {
        let Ok(id) = id.parse::<AccessKeyId>() else { return };
        if let Some(old) = self.access_keys.get(&id).cloned() {
            self.access_key_owners
                .remove(&format!("{}{id}", owner_prefix(old.account, &old.owner)));
            self.access_keys.remove(&id);
        }
    }

    /// Adds or removes the uses that one entity makes of managed policies.
    fn note_uses(
        &mut self,
        account: AccountId,
        entity: &UniqueId,
        attached: &[PolicyRef],
        boundary: Option<&PolicyRef>,
        add: bool,
    ) {
        for policy in attached {
            self.note_use(&use_prefix(account, policy), '+', entity, add, |usage| {
                &mut usage.attachments
            });
        }
        if let Some(policy) = boundary {
            self.note_use(&use_prefix(account, policy), '-', entity, add, |usage| {
                &mut usage.boundaries
            });
        }
    }

    fn note_use(
        &mut self,
        prefix: &str,
        mark: char,
        entity: &UniqueId,
        add: bool,
        count: impl Fn(&mut PolicyUsage) -> &mut u32,
    ) {
        let mut usage = self.policy_usage.get(prefix).copied().unwrap_or_default();
        let counted = count(&mut usage);
        *counted = if add {
            counted.saturating_add(1)
        } else {
            counted.saturating_sub(1)
        };
        if usage == PolicyUsage::default() {
            self.policy_usage.remove(prefix);
        } else {
            self.policy_usage.insert(prefix.to_owned(), usage);
        }
        let key = format!("{prefix}{mark}{entity}");
        if add {
            self.policy_uses.insert(key, entity.clone());
        } else {
            self.policy_uses.remove(&key);
        }
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
        table(&mut out, &self.roles);
        table(&mut out, &self.policies);
        table(&mut out, &self.access_keys);
        table(&mut out, &self.trust_anchors);
        table(&mut out, &self.profiles);
        table(&mut out, &self.crls);
        table(&mut out, &self.subject_tags);
        for names in [
            &self.user_names,
            &self.role_names,
            &self.policy_names,
            &self.policy_uses,
        ] {
            out.extend(names.iter().map(|(name, id)| format!("{name} → {id}")));
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
