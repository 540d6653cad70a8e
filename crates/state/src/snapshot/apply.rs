//! Rows and changes become a snapshot: each kind of row goes to its map and its indexes.

use std::sync::Arc;

use tegata_base::{AccessKeyId, AccountId, UniqueId};
use tegata_store::{Change, Key, Revision};

use super::{PolicyUsage, Snapshot, member_key, mfa_key, name_key, owner_prefix, use_prefix};
use crate::entity::{
    AccessKey, Account, Crl, Group, ManagedPolicy, MfaDevice, PolicyRef, Profile, Role, SessionKeys,
    SubjectTags, TrustAnchor, User,
};
use crate::policy_doc::Interner;
use crate::row::{self, Entity, RowError};

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

    fn put(&mut self, key: &Key, document: &str, interner: Option<&mut Interner>) -> Result<(), RowError> {
        match key.kind {
            Account::KIND => {
                let row: Account = row::read(key, document)?;
                self.accounts.insert(row.id, Arc::new(row));
            }
            User::KIND => self.put_user(row::read(key, document)?, interner),
            Group::KIND => self.put_group(row::read(key, document)?, interner),
            Role::KIND => self.put_role(row::read(key, document)?, interner),
            ManagedPolicy::KIND => self.put_policy(row::read(key, document)?, interner),
            AccessKey::KIND => {
                let row: AccessKey = row::read(key, document)?;
                let owner = format!("{}{}", owner_prefix(row.account, &row.owner), row.id);
                self.access_key_owners.insert(owner, row.id.clone());
                self.access_keys.insert(row.id.clone(), Arc::new(row));
            }
            MfaDevice::KIND => self.put_mfa_device(row::read(key, document)?),
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
            Group::KIND => {
                if let Some(id) = unique_id() {
                    self.forget_group(&id);
                    self.groups.remove(&id);
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
            MfaDevice::KIND => {
                self.forget_mfa_device(&key.id);
                self.mfa_devices.remove(&key.id);
            }
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
        for group in &user.groups {
            self.group_members
                .insert(member_key(group, &user.id), user.id.clone());
        }
        self.users.insert(user.id.clone(), Arc::new(user));
    }

    fn forget_user(&mut self, id: &UniqueId) {
        if let Some(old) = self.users.get(id).cloned() {
            self.user_names.remove(&name_key(old.account, &old.name));
            for group in &old.groups {
                self.group_members.remove(&member_key(group, id));
            }
            self.note_uses(old.account, id, &old.attached, old.boundary.as_ref(), false);
        }
    }

    fn put_group(&mut self, mut group: Group, interner: Option<&mut Interner>) {
        if let Some(interner) = interner {
            group
                .inline
                .iter_mut()
                .for_each(|policy| interner.intern(&mut policy.document));
        }
        self.forget_group(&group.id);
        self.group_names
            .insert(name_key(group.account, &group.name), group.id.clone());
        self.note_uses(group.account, &group.id, &group.attached, None, true);
        self.groups.insert(group.id.clone(), Arc::new(group));
    }

    fn forget_group(&mut self, id: &UniqueId) {
        if let Some(old) = self.groups.get(id).cloned() {
            self.group_names.remove(&name_key(old.account, &old.name));
            self.note_uses(old.account, id, &old.attached, None, false);
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

    fn put_mfa_device(&mut self, device: MfaDevice) {
        self.forget_mfa_device(&device.id);
        let name = mfa_key(device.account, &device.path, &device.name);
        self.mfa_names.insert(name, device.id.clone());
        if let Some(holder) = &device.holder {
            self.mfa_holders
                .insert(format!("{}/{}", holder.user, device.id), device.id.clone());
        }
        self.mfa_devices.insert(device.id.clone(), Arc::new(device));
    }

    fn forget_mfa_device(&mut self, id: &str) {
        if let Some(old) = self.mfa_devices.get(id).cloned() {
            self.mfa_names.remove(&mfa_key(old.account, &old.path, &old.name));
            if let Some(holder) = &old.holder {
                self.mfa_holders.remove(&format!("{}/{id}", holder.user));
            }
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
}
