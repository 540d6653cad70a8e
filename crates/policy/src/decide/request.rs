//! What is asked: who, what, on what, in which circumstances. Everything is borrowed.

use std::borrow::Cow;

use tegata_base::AccountId;

/// Who makes the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Principal<'a> {
    /// The root user of the caller's account.
    Root {
        /// `arn:…:iam::A:root`.
        arn: &'a str,
    },
    /// An IAM user, by long-term key or `GetSessionToken` credentials.
    User {
        /// The user's ARN, with path.
        arn: &'a str,
        /// `AIDA…`, where known.
        id: Option<&'a str>,
    },
    /// A role itself, which only simulations ask about.
    Role {
        /// The role's ARN, with path.
        arn: &'a str,
        /// `AROA…`, where known.
        id: Option<&'a str>,
    },
    /// A session of a role.
    RoleSession {
        /// `arn:…:sts::A:assumed-role/Name/Session`.
        arn: &'a str,
        /// The role's ARN; its path matters only to conditions.
        role_arn: &'a str,
        /// `AROA…`, where known.
        role_id: Option<&'a str>,
    },
    /// A `GetFederationToken` session.
    FederatedUser {
        /// `arn:…:sts::A:federated-user/Name`.
        arn: &'a str,
        /// The ARN of the user who asked for the session.
        user_arn: &'a str,
        /// That user's `AIDA…`, where known.
        user_id: Option<&'a str>,
    },
    /// The bearer of an identity provider's token, in an unsigned `AssumeRoleWith…` call.
    Federated {
        /// The provider as a trust policy names it: its ARN or, for a built-in one, its domain.
        provider: &'a str,
    },
    /// An AWS service acting for itself.
    Service {
        /// The service principal, such as `rolesanywhere.amazonaws.com`.
        name: &'a str,
    },
    /// Nobody in particular: an unsigned call.
    Anonymous,
}

impl<'a> Principal<'a> {
    /// How messages name the caller: its ARN, the service's name, or `anonymous`.
    #[must_use]
    pub fn name(&self) -> &'a str {
        match *self {
            Self::Root { arn }
            | Self::User { arn, .. }
            | Self::Role { arn, .. }
            | Self::RoleSession { arn, .. }
            | Self::FederatedUser { arn, .. } => arn,
            Self::Federated { provider } => provider,
            Self::Service { name } => name,
            Self::Anonymous => "anonymous",
        }
    }

    /// Whether this is an identity of an AWS account, to which identity policies can apply.
    pub(super) fn has_account(&self) -> bool {
        !matches!(
            self,
            Self::Federated { .. } | Self::Service { .. } | Self::Anonymous
        )
    }

    /// Whether this is a service-linked role, which organizations' policies leave alone.
    pub(super) fn is_service_linked(&self) -> bool {
        let (Self::Role { arn, .. } | Self::RoleSession { role_arn: arn, .. }) = self else {
            return false;
        };
        let resource = arn.as_bytes().splitn(6, |byte| *byte == b':').nth(5);
        resource.is_some_and(|resource| resource.starts_with(b"role/aws-service-role/"))
    }
}

/// The value of a condition key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// Of a single-valued key.
    Single(&'a str),
    /// Of a multi-valued key; an empty list counts as absent.
    Multi(&'a [Cow<'a, str>]),
}

/// The condition keys of a request.
///
/// Implementations should not allocate in [`get`](Self::get); [`ContextMap`] is a ready one.
pub trait Context {
    /// The value of `key`, which comes in lower case (`str::to_lowercase`), tag key included:
    /// `aws:principaltag/team`. `None` when the request has no such key.
    fn get(&self, key: &str) -> Option<Value<'_>>;
}

/// A sorted list of condition keys.
#[derive(Debug, Clone, Default)]
pub struct ContextMap<'a> {
    entries: Vec<Entry<'a>>,
}

#[derive(Debug, Clone)]
struct Entry<'a> {
    glance: u64,
    key: Cow<'a, str>,
    held: Held<'a>,
}

#[derive(Debug, Clone)]
enum Held<'a> {
    Single(Cow<'a, str>),
    Multi(Vec<Cow<'a, str>>),
}

impl<'a> ContextMap<'a> {
    /// No keys.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a single-valued key, in any letter case; a later value replaces an earlier one.
    pub fn insert(&mut self, key: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) {
        self.set(key.into(), Held::Single(value.into()));
    }

    /// Sets a multi-valued key.
    pub fn insert_multi<V: Into<Cow<'a, str>>>(
        &mut self,
        key: impl Into<Cow<'a, str>>,
        values: impl IntoIterator<Item = V>,
    ) {
        let values = values.into_iter().map(Into::into).collect();
        self.set(key.into(), Held::Multi(values));
    }

    /// The keys, in lower case and in order, with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Value<'_>)> {
        self.entries
            .iter()
            .map(|entry| (entry.key.as_ref(), entry.held.value()))
    }

    fn set(&mut self, key: Cow<'a, str>, held: Held<'a>) {
        let key = lower_case(key);
        match self.entries.binary_search_by(|entry| entry.key.cmp(&key)) {
            Ok(at) => {
                if let Some(entry) = self.entries.get_mut(at) {
                    entry.held = held;
                }
            }
            Err(at) => {
                let glance = glance(&key);
                self.entries.insert(at, Entry { glance, key, held });
            }
        }
    }
}

/// Length and end of a key, in one number. Keys begin alike, and a request has few: looking at each
/// finds one sooner than comparing texts in order.
fn glance(key: &str) -> u64 {
    let end = match key.as_bytes().last_chunk() {
        Some(end) => u64::from_le_bytes(*end),
        None => key.bytes().fold(0, |end, byte| end << 8 | u64::from(byte)),
    };
    end ^ ((key.len() as u64) << 56)
}

fn lower_case(key: Cow<'_, str>) -> Cow<'_, str> {
    if !key.is_ascii() {
        return Cow::Owned(key.to_lowercase());
    }
    if !key.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return key;
    }
    let mut key = key.into_owned();
    key.make_ascii_lowercase();
    Cow::Owned(key)
}

impl Held<'_> {
    fn value(&self) -> Value<'_> {
        match self {
            Self::Single(text) => Value::Single(text),
            Self::Multi(values) => Value::Multi(values),
        }
    }
}

impl Context for ContextMap<'_> {
    fn get(&self, key: &str) -> Option<Value<'_>> {
        let glance = glance(key);
        let mut entries = self.entries.iter();
        let entry = entries.find(|entry| entry.glance == glance && entry.key == key)?;
        Some(entry.held.value())
    }
}

/// One question: may this caller do this?
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// Who asks.
    pub principal: Principal<'a>,
    /// The caller's account; `None` for services and unsigned calls.
    pub account: Option<AccountId>,
    /// The canonical user id of the caller's account, where one is known.
    pub canonical_user: Option<&'a str>,
    /// `service:Action`, in any letter case.
    pub action: &'a str,
    /// The ARN of the resource, or `*` for an action without one.
    pub resource: &'a str,
    /// The account that owns the resource; `None`: the one in its ARN, else the caller's.
    pub resource_account: Option<AccountId>,
    /// The condition keys.
    pub context: &'a dyn Context,
}

impl Request<'_> {
    /// Whether caller and resource are of the same account.
    pub(super) fn is_same_account(&self) -> bool {
        let in_arn = || {
            let mut parts = self.resource.as_bytes().split(|byte| *byte == b':');
            std::str::from_utf8(parts.nth(4)?).ok()?.parse().ok()
        };
        let owner = self.resource_account.or_else(in_arn).or(self.account);
        self.account.is_some() && owner == self.account
    }
}
