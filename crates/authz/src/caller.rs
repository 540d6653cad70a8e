//! Who is calling: what authentication found, and the facts of the request that policies may ask for.

use std::borrow::Cow;
use std::net::IpAddr;
use std::sync::Arc;

use jiff::Timestamp;
use tegata_base::{AccessKeyId, AccountId, Arn, Partition, Region};
use tegata_pki::Certificate;
use tegata_session::Claims;
use tegata_state::{Role, Snapshot, User};

/// An authenticated caller.
#[derive(Clone)]
pub struct Caller {
    /// Who it is.
    pub identity: Identity,
    /// The key that signed, unless a certificate's key did.
    pub access_key_id: Option<AccessKeyId>,
    /// The session whose token came along.
    pub session: Option<Arc<Claims>>,
    /// The request itself.
    pub request: RequestFacts,
}

/// The kinds of callers.
#[derive(Clone)]
pub enum Identity {
    /// The root user of an account.
    Root(AccountId),
    /// An IAM user, with a long-term key or a session of `GetSessionToken`.
    User(Arc<User>),
    /// A session of a role.
    Role {
        /// The role.
        role: Arc<Role>,
        /// The session's name.
        session_name: String,
    },
    /// A session of `GetFederationToken`.
    Federated(FederatedUser),
    /// The holder of a certificate's private key; whether the certificate is trusted is decided later.
    Certificate(Arc<Possession>),
}

/// A federated user: whom a user, or the root user, gave some of its own permissions.
#[derive(Clone)]
pub struct FederatedUser {
    /// The account.
    pub account: AccountId,
    /// The user who asked; `None` for the root user.
    pub issuer: Option<Arc<User>>,
    /// The name given.
    pub name: String,
}

impl FederatedUser {
    /// `arn:<partition>:sts::<account>:federated-user/<name>`
    #[must_use]
    pub fn arn(&self, partition: Partition) -> Arn {
        let resource = format!("federated-user/{}", self.name);
        Arn::new(
            partition.as_str(),
            "sts",
            "",
            &self.account.to_string(),
            &resource,
        )
    }

    /// `<account>:<name>`
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}:{}", self.account, self.name)
    }

    /// The ARN of who asked.
    #[must_use]
    pub fn issuer_arn(&self, partition: Partition) -> Arn {
        match &self.issuer {
            Some(user) => user.arn(partition),
            None => Arn::new(partition.as_str(), "iam", "", &self.account.to_string(), "root"),
        }
    }
}

/// Certificates that came with a request whose signature the leaf's key made.
pub struct Possession {
    /// The end-entity certificate.
    pub leaf: Certificate,
    /// What else was sent, in the order sent, at most five.
    pub chain: Vec<Certificate>,
}

/// What is known of a request besides its parameters.
#[derive(Debug, Clone)]
pub struct RequestFacts {
    /// When it arrived.
    pub now: Timestamp,
    /// The id answered in its header.
    pub request_id: String,
    /// The peer's address.
    pub source_ip: IpAddr,
    /// The `User-Agent` header.
    pub user_agent: Option<String>,
    /// The `Referer` header.
    pub referer: Option<String>,
    /// Whether it came over TLS.
    pub secure_transport: bool,
    /// The region of the credential scope.
    pub region: Region,
    /// The account that this endpoint serves when the caller has none.
    pub default_account: AccountId,
}

impl Caller {
    /// The same caller as a later snapshot knows it: with the policies, tags and name it has there.
    /// `None` when it may no longer call, since its key was deleted or made inactive or its principal
    /// is gone. A call that waited for its turn is judged by this, never by what was true before.
    #[must_use]
    pub fn as_of(&self, snapshot: &Snapshot) -> Option<Cow<'_, Self>> {
        let long_term = self.access_key_id.as_ref().filter(|_| self.session.is_none());
        if let Some(id) = long_term
            && !snapshot.access_key(id).is_some_and(|key| key.active)
        {
            return None;
        }
        let identity = match &self.identity {
            Identity::Root(account) => {
                snapshot.account(*account)?;
                None
            }
            Identity::User(user) => {
                let now = snapshot.user(&user.id)?;
                (!Arc::ptr_eq(user, now)).then(|| Identity::User(Arc::clone(now)))
            }
            Identity::Role { role, session_name } => {
                let now = snapshot.role(&role.id)?;
                (!Arc::ptr_eq(role, now)).then(|| Identity::Role {
                    role: Arc::clone(now),
                    session_name: session_name.clone(),
                })
            }
            Identity::Federated(federated) => match &federated.issuer {
                None => {
                    snapshot.account(federated.account)?;
                    None
                }
                Some(user) => {
                    let now = snapshot.user(&user.id)?;
                    (!Arc::ptr_eq(user, now)).then(|| {
                        Identity::Federated(FederatedUser {
                            issuer: Some(Arc::clone(now)),
                            ..federated.clone()
                        })
                    })
                }
            },
            Identity::Certificate(_) => None,
        };
        Some(match identity {
            None => Cow::Borrowed(self),
            Some(identity) => Cow::Owned(Self {
                identity,
                ..self.clone()
            }),
        })
    }

    /// The account whose policies judge the caller.
    #[must_use]
    pub fn account(&self) -> AccountId {
        match &self.identity {
            Identity::Root(account) => *account,
            Identity::User(user) => user.account,
            Identity::Role { role, .. } => role.account,
            Identity::Federated(federated) => federated.account,
            Identity::Certificate(_) => self.request.default_account,
        }
    }

    /// The partition of ARNs in answers.
    #[must_use]
    pub fn partition(&self) -> Partition {
        self.request.region.partition()
    }

    /// The caller's own ARN, as `GetCallerIdentity` answers it; `None` for a certificate.
    #[must_use]
    pub fn arn(&self) -> Option<Arn> {
        let partition = self.partition();
        match &self.identity {
            Identity::Root(account) => Some(Arn::new(
                partition.as_str(),
                "iam",
                "",
                &account.to_string(),
                "root",
            )),
            Identity::User(user) => Some(user.arn(partition)),
            Identity::Role { role, session_name } => Some(role.session_arn(partition, session_name)),
            Identity::Federated(federated) => Some(federated.arn(partition)),
            Identity::Certificate(_) => None,
        }
    }

    /// The caller's ARN as text; a certificate is named by its subject.
    #[must_use]
    pub fn name_for_messages(&self) -> String {
        match &self.identity {
            Identity::Certificate(possession) => possession.leaf.subject().to_string(),
            _ => self.arn().map(|arn| arn.to_string()).unwrap_or_default(),
        }
    }

    /// `aws:userid`: the account number, `AIDA…`, `AROA…:session` or `account:name`; `None` for a certificate.
    #[must_use]
    pub fn user_id(&self) -> Option<String> {
        match &self.identity {
            Identity::Root(account) => Some(account.to_string()),
            Identity::User(user) => Some(user.id.to_string()),
            Identity::Role { role, session_name } => Some(format!("{}:{session_name}", role.id)),
            Identity::Federated(federated) => Some(federated.id()),
            Identity::Certificate(_) => None,
        }
    }

    /// The unique id of whoever holds the policies: the account number, `AIDA…` or `AROA…`; `None` for a
    /// certificate. Limits on a caller go by it, since a session may be given any name.
    #[must_use]
    pub fn principal_id(&self) -> Option<String> {
        match &self.identity {
            Identity::Root(account) => Some(account.to_string()),
            Identity::User(user) => Some(user.id.to_string()),
            Identity::Role { role, .. } => Some(role.id.to_string()),
            Identity::Federated(federated) => Some(match &federated.issuer {
                Some(user) => user.id.to_string(),
                None => federated.account.to_string(),
            }),
            Identity::Certificate(_) => None,
        }
    }

    /// Whether the credentials are temporary.
    #[must_use]
    pub const fn is_temporary(&self) -> bool {
        self.session.is_some()
    }

    /// Whether this is a session of a role, so that assuming another is role chaining.
    #[must_use]
    pub const fn is_role_session(&self) -> bool {
        matches!(self.identity, Identity::Role { .. })
    }
}
