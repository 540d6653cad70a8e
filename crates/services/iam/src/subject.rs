//! Whom a question about permissions is about: a user, a role, a session of one, the root user, a
//! service.

use std::sync::Arc;

use tegata_authz::{Caller, Check, Context, Held, Identity};
use tegata_base::{AccountId, Arn, Partition};
use tegata_operation::Ctx;
use tegata_policy::Principal;
use tegata_state::{Group, Role, User};

use crate::access;
use crate::errors::IamError;

/// The one who makes the imagined request.
pub(crate) enum Subject {
    Root(AccountId),
    User(Arc<User>),
    /// A role as such.
    Role(Arc<Role>),
    /// A session of a role, by name.
    Session(Arc<Role>, String),
    /// A service, by its principal.
    Service(String),
}

/// What an ARN names, before it is looked for.
pub(crate) enum Named<'a> {
    Root,
    User(&'a str),
    /// No subject, but a source of policies.
    Group(&'a str),
    Role(&'a str),
    Session(&'a str, &'a str),
    Service(&'a str),
}

impl<'a> Named<'a> {
    /// What a text names.
    ///
    /// # Errors
    /// [`IamError::InvalidEntityArn`].
    pub(crate) fn parse(text: &'a str) -> Result<Self, IamError> {
        let invalid = || IamError::InvalidEntityArn(text.to_owned());
        if text.ends_with(".amazonaws.com") && !text.contains(':') {
            return Ok(Self::Service(text));
        }
        let arn: Arn = text.parse().map_err(|_| invalid())?;
        let resource = text.splitn(6, ':').nth(5).ok_or_else(invalid)?;
        if arn.account_id().is_none() {
            return Err(invalid());
        }
        let last = |path: &'a str| path.rsplit('/').next().filter(|name| !name.is_empty());
        let named = match (arn.service(), resource.split_once('/')) {
            ("iam", None) if resource == "root" => Some(Self::Root),
            ("iam", Some(("user", path))) => last(path).map(Self::User),
            ("iam", Some(("group", path))) => last(path).map(Self::Group),
            ("iam", Some(("role", path))) => last(path).map(Self::Role),
            ("sts", Some(("assumed-role", rest))) => {
                let parts = rest.split_once('/');
                parts.map(|(role, session)| Self::Session(role, session))
            }
            _ => None,
        };
        named.ok_or_else(invalid)
    }

    /// The check of an action on it. One that does not exist is asked for as `access` does everywhere.
    pub(crate) fn check(&self, action: &'static str, ctx: &Ctx<'_>) -> Check {
        match self {
            Self::User(name) => access::on::<User>(action, name, ctx),
            Self::Group(name) => access::on::<Group>(action, name, ctx),
            Self::Role(name) | Self::Session(name, _) => access::on::<Role>(action, name, ctx),
            Self::Root => access::on_root(action, ctx),
            Self::Service(_) => Check::on_any(action, ctx.scope.account),
        }
    }
}

/// What the policies of a question are taken from.
pub(crate) enum PolicySource {
    Subject(Subject),
    Group(Arc<Group>),
}

impl PolicySource {
    /// The source of this very ARN, in the account that is asked.
    ///
    /// # Errors
    /// Those of [`Subject::find`]; [`IamError::GroupMissing`].
    pub(crate) fn find(text: &str, ctx: &Ctx<'_>) -> Result<Self, IamError> {
        let Named::Group(name) = Named::parse(text)? else {
            return Subject::find(text, ctx).map(Self::Subject);
        };
        let group = ctx.snapshot.group_named(ctx.scope.account, name);
        // The very ARN, as for subjects.
        let group = group.filter(|group| group.arn(ctx.scope.partition()).as_str() == text);
        let group = group.ok_or_else(|| IamError::GroupMissing(name.to_owned()))?;
        Ok(Self::Group(Arc::clone(group)))
    }

    /// The policies it holds.
    pub(crate) fn held(&self, ctx: &Ctx<'_>) -> Held {
        match self {
            Self::Subject(subject) => subject.held(ctx),
            Self::Group(group) => Held::by_group(group, ctx.scope.partition(), ctx.snapshot),
        }
    }
}

impl Subject {
    /// The subject of this very ARN, in the account that is asked.
    ///
    /// # Errors
    /// [`IamError::InvalidEntityArn`], [`IamError::UserMissing`], [`IamError::RoleMissing`].
    pub(crate) fn find(text: &str, ctx: &Ctx<'_>) -> Result<Self, IamError> {
        let (snapshot, account, partition) = (ctx.snapshot, ctx.scope.account, ctx.scope.partition());
        let role = |name: &str| {
            let role = snapshot.role_named(account, name).cloned();
            role.ok_or_else(|| IamError::RoleMissing(name.to_owned()))
        };
        let named = Named::parse(text)?;
        let found = match named {
            Named::Root => Self::Root(account),
            Named::User(name) => {
                let user = snapshot.user_named(account, name).cloned();
                Self::User(user.ok_or_else(|| IamError::UserMissing(name.to_owned()))?)
            }
            Named::Role(name) => Self::Role(role(name)?),
            Named::Session(name, session) => Self::Session(role(name)?, session.to_owned()),
            Named::Service(name) => return Ok(Self::Service(name.to_owned())),
            // Nobody acts as a group.
            Named::Group(_) => return Err(IamError::InvalidEntityArn(text.to_owned())),
        };
        // Policies compare ARNs as text, so no other spelling of one may find its bearer.
        if found.arn(partition) == text {
            return Ok(found);
        }
        Err(match named {
            Named::User(name) => IamError::UserMissing(name.to_owned()),
            Named::Role(name) | Named::Session(name, _) => IamError::RoleMissing(name.to_owned()),
            Named::Root | Named::Group(_) | Named::Service(_) => IamError::InvalidEntityArn(text.to_owned()),
        })
    }

    /// Its ARN, or the service's principal.
    pub(crate) fn arn(&self, partition: Partition) -> String {
        match self {
            Self::Root(account) => format!("arn:{}:iam::{account}:root", partition.as_str()),
            Self::User(user) => user.arn(partition).to_string(),
            Self::Role(role) => role.arn(partition).to_string(),
            Self::Session(role, session) => role.session_arn(partition, session).to_string(),
            Self::Service(name) => name.clone(),
        }
    }

    /// The account it belongs to.
    pub(crate) fn account(&self) -> Option<AccountId> {
        match self {
            Self::Root(account) => Some(*account),
            Self::User(user) => Some(user.account),
            Self::Role(role) | Self::Session(role, _) => Some(role.account),
            Self::Service(_) => None,
        }
    }

    /// The policies it holds.
    pub(crate) fn held(&self, ctx: &Ctx<'_>) -> Held {
        let partition = ctx.scope.partition();
        match self {
            Self::User(user) => Held::by_user(user, partition, ctx.snapshot),
            Self::Role(role) | Self::Session(role, _) => Held::by_role(role, partition, ctx.snapshot),
            Self::Root(_) | Self::Service(_) => Held::default(),
        }
    }

    /// The keys that it brings with any request.
    pub(crate) fn context(&self, asking: &Caller) -> Context {
        let identity = match self {
            Self::Root(account) => Identity::Root(*account),
            Self::User(user) => Identity::User(Arc::clone(user)),
            Self::Role(role) => Identity::Role {
                role: Arc::clone(role),
                session_name: String::new(),
            },
            Self::Session(role, name) => Identity::Role {
                role: Arc::clone(role),
                session_name: name.clone(),
            },
            Self::Service(name) => return Context::of_named_service(asking, name),
        };
        Context::of_principal(&Caller {
            identity,
            access_key_id: None,
            session: None,
            request: asking.request.clone(),
        })
    }

    /// Hands itself as the engine knows it to `ask`.
    pub(crate) fn with_principal<T>(&self, partition: Partition, ask: impl FnOnce(Principal<'_>) -> T) -> T {
        let arn = self.arn(partition);
        match self {
            Self::Root(_) => ask(Principal::Root { arn: &arn }),
            Self::User(user) => ask(Principal::User {
                arn: &arn,
                id: Some(user.id.as_str()),
            }),
            Self::Role(role) => ask(Principal::Role {
                arn: &arn,
                id: Some(role.id.as_str()),
            }),
            Self::Session(role, _) => ask(Principal::RoleSession {
                arn: &arn,
                role_arn: &role.arn(partition).to_string(),
                role_id: Some(role.id.as_str()),
            }),
            Self::Service(name) => ask(Principal::Service { name }),
        }
    }
}
