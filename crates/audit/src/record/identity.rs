//! `userIdentity`: who called (AWS: *CloudTrail userIdentity element*).

use jiff::Timestamp;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};
use tegata_base::AccountId;
use tegata_base::time::iso_seconds;

/// Who called.
#[derive(Debug, Clone, PartialEq)]
pub enum UserIdentity {
    /// The root user of an account.
    Root {
        /// The account.
        account: AccountId,
        /// `arn:aws:iam::A:root`
        arn: String,
        /// The key that signed.
        access_key_id: Option<String>,
        /// Of a session of the root user.
        session: Option<SessionContext>,
    },
    /// An IAM user.
    IamUser {
        /// `AIDA…`
        user_id: String,
        /// The user's ARN.
        arn: String,
        /// The user's account.
        account: AccountId,
        /// The user's name.
        user_name: String,
        /// The key that signed.
        access_key_id: Option<String>,
        /// Of a session of `GetSessionToken`.
        session: Option<SessionContext>,
    },
    /// A session of a role.
    AssumedRole {
        /// `AROA…`
        role_id: String,
        /// The role session name.
        session_name: String,
        /// `arn:aws:sts::A:assumed-role/ROLE/SESSION`
        arn: String,
        /// The role's account.
        account: AccountId,
        /// `ASIA…`
        access_key_id: Option<String>,
        /// The session and its role.
        session: SessionContext,
    },
    /// A session of `GetFederationToken`.
    FederatedUser {
        /// `arn:aws:sts::A:federated-user/NAME`
        arn: String,
        /// The account.
        account: AccountId,
        /// The name given.
        name: String,
        /// `ASIA…`
        access_key_id: Option<String>,
        /// The session and the user that asked for it.
        session: SessionContext,
    },
    /// The bearer of a SAML assertion, in `AssumeRoleWithSAML`.
    SamlUser {
        /// `namequalifier:subject`
        principal_id: String,
        /// The subject.
        user_name: String,
        /// The issuer.
        identity_provider: String,
    },
    /// The bearer of a web identity token, in `AssumeRoleWithWebIdentity`.
    WebIdentityUser {
        /// `issuer:audience:subject`
        principal_id: String,
        /// The subject.
        user_name: String,
        /// The issuer.
        identity_provider: String,
    },
    /// A caller of another account, in the record that the called account gets.
    AwsAccount {
        /// The caller's unique id, with the session name of a role's session.
        principal_id: String,
        /// The caller's account.
        account: AccountId,
    },
    /// A service that calls on its own.
    AwsService {
        /// `rolesanywhere.amazonaws.com`
        invoked_by: String,
    },
    /// A caller that could not be told.
    Unknown {
        /// The key that the request named, if it named one.
        access_key_id: Option<String>,
    },
}

/// `sessionContext`
#[derive(Debug, Clone, PartialEq)]
pub struct SessionContext {
    /// When the session was made.
    pub created: Timestamp,
    /// Whether an MFA code came with the request for it.
    pub mfa_authenticated: bool,
    /// Whose session it is; `None` for a user's own.
    pub issuer: Option<SessionIssuer>,
    /// The source identity, once set in the chain.
    pub source_identity: Option<String>,
    /// Of a session made with a web identity token.
    pub web_identity: Option<WebIdentityFederation>,
}

/// `sessionContext.sessionIssuer`
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionIssuer {
    /// `Role`, `IAMUser` or `Root`.
    #[serde(rename = "type")]
    pub issuer_type: String,
    /// `AROA…`, `AIDA…` or the account number.
    pub principal_id: String,
    /// The role's or user's ARN.
    pub arn: String,
    /// Its account.
    pub account_id: AccountId,
    /// Its name.
    pub user_name: String,
}

/// `sessionContext.webIdFederationData`
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WebIdentityFederation {
    /// The ARN of the identity provider.
    pub federated_provider: String,
    /// Claims of the token.
    pub attributes: Map<String, Value>,
}

impl UserIdentity {
    /// `Username` of `LookupEvents`: the user's name, the role session name, or `root`.
    #[must_use]
    pub fn username(&self) -> Option<&str> {
        match self {
            Self::Root { .. } => Some("root"),
            Self::IamUser { user_name, .. }
            | Self::SamlUser { user_name, .. }
            | Self::WebIdentityUser { user_name, .. } => Some(user_name),
            Self::AssumedRole { session_name, .. } => Some(session_name),
            Self::FederatedUser { name, .. } => Some(name),
            Self::AwsAccount { .. } | Self::AwsService { .. } | Self::Unknown { .. } => None,
        }
    }

    /// The key that signed.
    #[must_use]
    pub fn access_key_id(&self) -> Option<&str> {
        match self {
            Self::Root { access_key_id, .. }
            | Self::IamUser { access_key_id, .. }
            | Self::AssumedRole { access_key_id, .. }
            | Self::FederatedUser { access_key_id, .. }
            | Self::Unknown { access_key_id } => access_key_id.as_deref(),
            _ => None,
        }
    }

    /// The role session name of the session that called.
    #[must_use]
    pub fn session_name(&self) -> Option<&str> {
        match self {
            Self::AssumedRole { session_name, .. } => Some(session_name),
            _ => None,
        }
    }
}

/// The members of `userIdentity`, in CloudTrail's order; what a type does not have stays away.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Members<'a> {
    #[serde(rename = "type")]
    identity_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    principal_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    arn: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_id: Option<AccountId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    access_key_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identity_provider: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_context: Option<&'a SessionContext>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invoked_by: Option<&'a str>,
}

impl Serialize for UserIdentity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Members::of(self).serialize(serializer)
    }
}

impl<'a> Members<'a> {
    fn of(identity: &'a UserIdentity) -> Self {
        use UserIdentity as U;
        let access_key_id = identity.access_key_id();
        match identity {
            U::Root {
                account,
                arn,
                session,
                ..
            } => Self {
                identity_type: "Root",
                principal_id: Some(account.to_string()),
                arn: Some(arn),
                account_id: Some(*account),
                access_key_id,
                session_context: session.as_ref(),
                ..Self::default()
            },
            U::IamUser {
                user_id,
                arn,
                account,
                user_name,
                session,
                ..
            } => Self {
                identity_type: "IAMUser",
                principal_id: Some(user_id.clone()),
                arn: Some(arn),
                account_id: Some(*account),
                access_key_id,
                user_name: Some(user_name),
                session_context: session.as_ref(),
                ..Self::default()
            },
            U::AssumedRole {
                role_id,
                session_name,
                arn,
                account,
                session,
                ..
            } => Self {
                identity_type: "AssumedRole",
                principal_id: Some(format!("{role_id}:{session_name}")),
                arn: Some(arn),
                account_id: Some(*account),
                access_key_id,
                session_context: Some(session),
                ..Self::default()
            },
            U::FederatedUser {
                arn,
                account,
                name,
                session,
                ..
            } => Self {
                identity_type: "FederatedUser",
                principal_id: Some(format!("{account}:{name}")),
                arn: Some(arn),
                account_id: Some(*account),
                access_key_id,
                session_context: Some(session),
                ..Self::default()
            },
            U::SamlUser {
                principal_id,
                user_name,
                identity_provider,
            } => Self::federated("SAMLUser", principal_id, user_name, identity_provider),
            U::WebIdentityUser {
                principal_id,
                user_name,
                identity_provider,
            } => Self::federated("WebIdentityUser", principal_id, user_name, identity_provider),
            U::AwsAccount {
                principal_id,
                account,
            } => Self {
                identity_type: "AWSAccount",
                principal_id: Some(principal_id.clone()),
                account_id: Some(*account),
                ..Self::default()
            },
            U::AwsService { invoked_by } => Self {
                identity_type: "AWSService",
                invoked_by: Some(invoked_by),
                ..Self::default()
            },
            U::Unknown { .. } => Self {
                identity_type: "Unknown",
                access_key_id,
                ..Self::default()
            },
        }
    }

    fn federated(
        identity_type: &'static str,
        principal_id: &str,
        user_name: &'a str,
        identity_provider: &'a str,
    ) -> Self {
        Self {
            identity_type,
            principal_id: Some(principal_id.to_owned()),
            user_name: Some(user_name),
            identity_provider: Some(identity_provider),
            ..Self::default()
        }
    }
}

impl Serialize for SessionContext {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Attributes {
            creation_date: String,
            mfa_authenticated: &'static str,
        }
        let mut map = serializer.serialize_map(None)?;
        if let Some(issuer) = &self.issuer {
            map.serialize_entry("sessionIssuer", issuer)?;
        }
        if let Some(federation) = &self.web_identity {
            map.serialize_entry("webIdFederationData", federation)?;
        }
        let attributes = Attributes {
            creation_date: iso_seconds(self.created),
            mfa_authenticated: if self.mfa_authenticated { "true" } else { "false" },
        };
        map.serialize_entry("attributes", &attributes)?;
        if let Some(identity) = &self.source_identity {
            map.serialize_entry("sourceIdentity", identity)?;
        }
        map.end()
    }
}
