//! What the names in `Principal` mean
//! (IAM user guide, "AWS JSON policy elements: Principal").

use tegata_base::{AccountId, Arn, EntityKind, UniqueId};

/// The key that a principal's name stands under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrincipalKind {
    /// The bare `"*"` in place of an object.
    Everyone,
    /// `AWS`: accounts, users, roles, sessions.
    Aws,
    /// `Service`: service principals.
    Service,
    /// `Federated`: identity providers.
    Federated,
    /// `CanonicalUser`: the 64 hex digits by which S3 knows an account.
    CanonicalUser,
}

/// A principal's name, read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrincipalName<'t> {
    /// `"*"` or `{"AWS": "*"}`: everyone, anonymous callers included.
    Everyone,
    /// A name under `AWS`.
    Aws(AwsPrincipal<'t>),
    /// A service principal such as `ec2.amazonaws.com`.
    Service(&'t str),
    /// A built-in web identity provider, or the ARN of an OIDC or SAML provider.
    Federated(&'t str),
    /// The canonical id of an account.
    CanonicalUser(&'t str),
}

/// A name under `AWS`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AwsPrincipal<'t> {
    /// Twelve digits or `arn:…:iam::A:root`: the account, by delegation.
    Account(AccountId),
    /// The ARN of an IAM user.
    User(&'t str),
    /// The ARN of a role: all its sessions.
    Role(&'t str),
    /// The ARN of one role session.
    AssumedRole(&'t str),
    /// The ARN of a `GetFederationToken` session.
    FederatedUser(&'t str),
    /// `AIDA…` or `AROA…`: what the name of a deleted user or role decays to.
    UniqueId(&'t str),
}

/// The text names no principal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text names no principal; wildcards must stand alone and groups cannot be named")]
pub struct InvalidPrincipal;

impl PrincipalKind {
    /// The key, `*` for everyone, who stands under none.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Everyone => "*",
            Self::Aws => "AWS",
            Self::Service => "Service",
            Self::Federated => "Federated",
            Self::CanonicalUser => "CanonicalUser",
        }
    }

    pub(super) fn from_key(key: &str) -> Option<Self> {
        match key {
            "AWS" => Some(Self::Aws),
            "Service" => Some(Self::Service),
            "Federated" => Some(Self::Federated),
            "CanonicalUser" => Some(Self::CanonicalUser),
            _ => None,
        }
    }
}

impl<'t> PrincipalName<'t> {
    /// Reads a name by the rules of the key it stands under.
    ///
    /// # Errors
    /// [`InvalidPrincipal`] when it can name nobody.
    pub fn parse(kind: PrincipalKind, text: &'t str) -> Result<Self, InvalidPrincipal> {
        let read = match kind {
            PrincipalKind::Everyone => (text == "*").then_some(Self::Everyone),
            PrincipalKind::Aws if text == "*" => Some(Self::Everyone),
            PrincipalKind::Aws => AwsPrincipal::parse(text).map(Self::Aws),
            PrincipalKind::Service => is_service(text).then_some(Self::Service(text)),
            PrincipalKind::Federated => is_provider(text).then_some(Self::Federated(text)),
            PrincipalKind::CanonicalUser => is_canonical(text).then_some(Self::CanonicalUser(text)),
        };
        read.ok_or(InvalidPrincipal)
    }
}

impl<'t> AwsPrincipal<'t> {
    fn parse(text: &'t str) -> Option<Self> {
        if let Ok(account) = text.parse() {
            return Some(Self::Account(account));
        }
        if text.contains(['*', '?']) {
            return None;
        }
        if let Ok(id) = text.parse::<UniqueId>() {
            let named = matches!(id.kind(), Some(EntityKind::User | EntityKind::Role));
            return named.then_some(Self::UniqueId(text));
        }
        let arn: Arn = text.parse().ok()?;
        let account = arn.account_id()?;
        if !arn.region().is_empty() {
            return None;
        }
        let named = |kind| {
            arn.resource_of(kind)
                .is_some_and(|name| !name.is_empty() && !name.ends_with('/'))
        };
        match arn.service() {
            "iam" if arn.resource() == "root" => Some(Self::Account(account)),
            "iam" if named("user") => Some(Self::User(text)),
            "iam" if named("role") => Some(Self::Role(text)),
            "sts" if named("federated-user") => Some(Self::FederatedUser(text)),
            "sts" => {
                let (role, session) = arn.resource_of("assumed-role")?.split_once('/')?;
                (!role.is_empty() && !session.is_empty()).then_some(Self::AssumedRole(text))
            }
            _ => None,
        }
    }
}

fn is_service(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.' | b'_');
    text.contains('.') && !text.starts_with('.') && !text.ends_with('.') && text.bytes().all(allowed)
}

/// A domain name, or the ARN of a provider.
fn is_provider(text: &str) -> bool {
    if let Ok(arn) = text.parse::<Arn>() {
        let provider = arn
            .resource_of("oidc-provider")
            .or_else(|| arn.resource_of("saml-provider"));
        let named = provider.is_some_and(|name| !name.is_empty() && !name.contains(['*', '?']));
        return named && arn.service() == "iam" && arn.region().is_empty() && arn.account_id().is_some();
    }
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.');
    text.contains('.') && !text.starts_with('.') && !text.ends_with('.') && text.bytes().all(allowed)
}

fn is_canonical(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit())
}
