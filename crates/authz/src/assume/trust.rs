//! Whether a role's trust policy, together with the caller's own policies, lets it be assumed.
//!
//! What a role of another account says, and whether there is one, is told to nobody: a refusal is then judged once
//! more as if the role trusted nobody, and tells of that alone. So it reads the same of a role that denies, of one
//! that is silent, and of one that does not exist.

use tegata_base::{AccountId, Tags};
use tegata_state::{PolicyCache, Role, Snapshot, StoredPolicyError};

use super::{AssumeRequest, SessionTags};
use crate::context::Later;
use crate::judge::{self, Judgement};
use crate::resource_policy::{Governing, TrustsNobody};
use crate::{AuthzError, Caller, Check, Context, Denied};

/// A request that trust policies are asked about.
pub(super) struct Asking<'a> {
    pub(super) caller: &'a Caller,
    pub(super) request: &'a AssumeRequest,
    pub(super) tags: &'a SessionTags,
    pub(super) source_identity: Option<&'a str>,
    pub(super) snapshot: &'a Snapshot,
    pub(super) policies: &'a PolicyCache,
}

/// Whose trust is asked for.
struct Trusting<'a> {
    account: AccountId,
    tags: Option<&'a Tags>,
    governing: Option<Governing>,
}

impl<'a> Trusting<'a> {
    fn role(role: &'a Role) -> Self {
        Self {
            account: role.account,
            tags: Some(&role.tags),
            governing: Governing::of(role),
        }
    }

    /// In the place of a role that is none of the caller's business.
    fn nobody(account: AccountId) -> Self {
        Self {
            account,
            tags: None,
            governing: Governing::of(&TrustsNobody),
        }
    }
}

impl Asking<'_> {
    /// `sts:AssumeRole`, and `sts:TagSession` and `sts:SetSourceIdentity` where they apply, against the trust policy
    /// and the caller's own policies.
    ///
    /// # Errors
    /// The refusal of the first that is denied.
    pub(super) fn of(&self, role: &Role) -> Result<(), AuthzError> {
        let trusting = Trusting::role(role);
        let actions = [
            ("sts:AssumeRole", true),
            ("sts:TagSession", !self.tags.tags.is_empty()),
            ("sts:SetSourceIdentity", self.source_identity.is_some()),
        ];
        for (action, _) in actions.into_iter().filter(|(_, needed)| *needed) {
            let Judgement::Denied(why) = self.judge(action, &trusting)? else {
                continue;
            };
            let why = match self.is_elsewhere(role.account) {
                true => self.refused_elsewhere(action, role.account)?,
                false => why,
            };
            return Err(AuthzError::Denied(self.worded(action, why)));
        }
        Ok(())
    }

    /// The refusal for a role that does not exist.
    pub(super) fn refused_by_nobody(&self) -> Result<Box<Denied>, StoredPolicyError> {
        let account = self.request.role_arn.account_id();
        match account.filter(|account| self.is_elsewhere(*account)) {
            Some(account) => {
                let why = self.refused_elsewhere("sts:AssumeRole", account)?;
                Ok(self.worded("sts:AssumeRole", why))
            }
            None => Ok(Box::new(denied(self.caller, "sts:AssumeRole", self.request))),
        }
    }

    /// Whether a role of this account is another's. A service asks for the account that it answers for.
    fn is_elsewhere(&self, account: AccountId) -> bool {
        self.request.service.is_none() && account != self.caller.account()
    }

    fn refused_elsewhere(
        &self,
        action: &'static str,
        account: AccountId,
    ) -> Result<Box<Denied>, StoredPolicyError> {
        match self.judge(action, &Trusting::nobody(account))? {
            Judgement::Denied(why) => Ok(why),
            // INVARIANT: whoever is let in nowhere is denied, whatever its own policies say.
            Judgement::Allowed => Ok(Box::new(denied(self.caller, action, self.request))),
        }
    }

    fn judge(&self, action: &'static str, trusting: &Trusting<'_>) -> Result<Judgement, StoredPolicyError> {
        let context = Later::new(|| self.context(trusting));
        let check = Check {
            action,
            resource: self.request.role_arn.to_string(),
            account: trusting.account,
            context: Context::default(),
            governing: trusting.governing.clone(),
        };
        match &self.request.service {
            Some(service) => {
                judge::trust_of_service(service.principal, self.caller, &check, &context, self.policies)
            }
            None => judge::check_in(self.caller, &check, &context, self.snapshot, self.policies),
        }
    }

    fn context(&self, trusting: &Trusting<'_>) -> Context {
        let (request, tags) = (self.request, self.tags);
        let mut context = match &request.service {
            None => Context::of_request(self.caller),
            Some(service) => Context::of_service(self.caller, service.principal),
        };
        context.set("aws:ResourceAccount", trusting.account.to_string());
        if request.mfa.is_some() {
            context.set("aws:MultiFactorAuthPresent", "true");
            context.set("aws:MultiFactorAuthAge", "0");
        }
        context.set("sts:RoleSessionName", request.session_name.clone());
        if let Some(id) = &request.external_id {
            context.set("sts:ExternalId", id.clone());
        }
        if let Some(source) = self.source_identity {
            context.set("sts:SourceIdentity", source.to_owned());
        }
        if !tags.transitive.is_empty() {
            context.set_many("sts:TransitiveTagKeys", tags.transitive.clone());
        }
        if let Some(tags) = trusting.tags {
            context.set_tags("aws:ResourceTag", tags);
            context.set_tags("iam:ResourceTag", tags);
        }
        context.set_tags("aws:RequestTag", &tags.tags);
        if !tags.tags.is_empty() {
            context.set_many(
                "aws:TagKeys",
                tags.tags.iter().map(|tag| tag.key.clone()).collect(),
            );
        }
        // An inherited transitive tag stands above the role's own tag in this evaluation.
        for key in tags
            .transitive
            .iter()
            .filter(|key| !request.transitive_tag_keys.contains(key))
        {
            if let Some(value) = tags.tags.get(key) {
                context.set(format!("aws:ResourceTag/{key}"), value.to_owned());
                context.set(format!("iam:ResourceTag/{key}"), value.to_owned());
            }
        }
        if let Some(service) = &request.service {
            context.set("aws:SourceArn", service.source_arn.to_string());
            context.set("aws:SourceAccount", service.source_account.to_string());
            // Roles Anywhere shows the mapped attributes as the principal's own already here.
            context.set_tags("aws:PrincipalTag", &tags.tags);
        }
        context
    }

    /// In the words of STS.
    fn worded(&self, action: &str, mut why: Box<Denied>) -> Box<Denied> {
        why.message = denied(self.caller, action, self.request).message;
        why
    }
}

/// A refusal in the words of STS, which are the same for a role that does not exist.
pub(super) fn denied(caller: &Caller, action: &str, request: &AssumeRequest) -> Denied {
    let resource = request.role_arn.to_string();
    let name = caller.name_for_messages();
    Denied {
        message: format!("User: {name} is not authorized to perform: {action} on resource: {resource}"),
        action: action.into(),
        account: request.role_arn.account_id().unwrap_or_else(|| caller.account()),
        resource,
        explicit: false,
        policy_type: None,
        policy: None,
        statement: None,
        sid: None,
        context: Context::default(),
        case: None,
    }
}
