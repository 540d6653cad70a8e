//! The caller of a simulation: the one who holds the policies, or the user that the input names.

use tegata_authz::Context;
use tegata_base::{AccountId, Arn};
use tegata_policy::Principal;

use crate::errors::IamError;

/// Who makes the imagined requests.
pub(super) struct Simulated {
    pub(super) account: AccountId,
    kind: Kind,
}

enum Kind {
    User { arn: String, id: Option<String> },
    Role { arn: String, id: String },
}

impl Simulated {
    /// Nobody in particular: policies alone are asked.
    pub(super) const fn nobody(account: AccountId) -> Self {
        let kind = Kind::User {
            arn: String::new(),
            id: None,
        };
        Self { account, kind }
    }

    pub(super) const fn role(account: AccountId, arn: String, id: String) -> Self {
        Self {
            account,
            kind: Kind::Role { arn, id },
        }
    }

    pub(super) const fn user(account: AccountId, arn: String, id: Option<String>) -> Self {
        Self {
            account,
            kind: Kind::User { arn, id },
        }
    }

    /// The user of `CallerArn`, whether or not there is one, and the keys that its ARN tells.
    ///
    /// # Errors
    /// [`IamError::InvalidCallerArn`]: only users call in simulations.
    pub(super) fn named(text: &str) -> Result<(Self, Context), IamError> {
        let invalid = || IamError::InvalidCallerArn(text.to_owned());
        let arn: Arn = text.parse().map_err(|_| invalid())?;
        let account = arn.account_id().ok_or_else(invalid)?;
        let name = arn.resource_of("user").and_then(|path| path.rsplit('/').next());
        let name = name.filter(|name| !name.is_empty() && arn.service() == "iam");
        let name = name.ok_or_else(invalid)?;
        let mut context = Context::default();
        context.set("aws:PrincipalArn", text.to_owned());
        context.set("aws:PrincipalAccount", account.to_string());
        context.set("aws:PrincipalType", "User");
        context.set("aws:username", name.to_owned());
        Ok((Self::user(account, text.to_owned(), None), context))
    }

    pub(super) fn principal(&self) -> Principal<'_> {
        match &self.kind {
            Kind::User { arn, id } => Principal::User {
                arn,
                id: id.as_deref(),
            },
            Kind::Role { arn, id } => Principal::Role { arn, id: Some(id) },
        }
    }
}
