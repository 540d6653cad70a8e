//! A request that was refused, with what was asked, kept so that the refusal can be explained.
//!
//! To explain takes many times as long as to decide, and most refusals of a caller who tries again and
//! again are only counted. So a refusal holds on to the compiled policies that decided it, and whoever
//! keeps its event has it explained then.

use std::sync::Arc;

use tegata_base::AccountId;
use tegata_policy::{Principal, Request};
use tegata_state::{Role, User};

use crate::{Caller, Context, Identity, Lineup, Trace};

/// Who asked, and of which policies.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) asker: Asker,
    /// The account of the asker; a service has none.
    pub(crate) account: Option<AccountId>,
    /// Policies of the caller's own account alone.
    pub(crate) lineup: Lineup,
}

/// Who asks, as the engine knows it.
#[derive(Debug)]
pub(crate) enum Asker {
    Root {
        arn: String,
    },
    User {
        arn: String,
        user: Arc<User>,
    },
    Session {
        arn: String,
        role_arn: String,
        role: Arc<Role>,
    },
    Federated {
        arn: String,
        issuer_arn: String,
        issuer: Option<Arc<User>>,
    },
    Service(&'static str),
    Nobody,
}

impl Asker {
    pub(crate) fn of(caller: &Caller) -> Self {
        let arn = || caller.name_for_messages();
        match &caller.identity {
            Identity::Root(_) => Self::Root { arn: arn() },
            Identity::User(user) => Self::User {
                arn: arn(),
                user: Arc::clone(user),
            },
            Identity::Role { role, .. } => Self::Session {
                arn: arn(),
                role_arn: role.arn(caller.partition()).to_string(),
                role: Arc::clone(role),
            },
            Identity::Federated(federated) => Self::Federated {
                arn: arn(),
                issuer_arn: federated.issuer_arn(caller.partition()).to_string(),
                issuer: federated.issuer.clone(),
            },
            Identity::Certificate(_) => Self::Nobody,
        }
    }

    pub(crate) fn principal(&self) -> Principal<'_> {
        match self {
            Self::Root { arn } => Principal::Root { arn },
            Self::User { arn, user } => Principal::User {
                arn,
                id: Some(user.id.as_str()),
            },
            Self::Session { arn, role_arn, role } => Principal::RoleSession {
                arn,
                role_arn,
                role_id: Some(role.id.as_str()),
            },
            Self::Federated {
                arn,
                issuer_arn,
                issuer,
            } => Principal::FederatedUser {
                arn,
                user_arn: issuer_arn,
                user_id: issuer.as_ref().map(|user| user.id.as_str()),
            },
            Self::Service(name) => Principal::Service { name },
            Self::Nobody => Principal::Anonymous,
        }
    }
}

impl Case {
    /// Asks the same policies again, statement by statement.
    pub(crate) fn explain(
        &self,
        action: &str,
        resource: &str,
        resource_account: AccountId,
        context: &Context,
    ) -> Trace {
        let request = Request {
            principal: self.asker.principal(),
            account: self.account,
            canonical_user: None,
            action,
            resource,
            resource_account: Some(resource_account),
            context: context.as_policy_context(),
        };
        Trace::of(&request, &self.lineup)
    }
}
