//! What would be done to get a profile's credentials, as plain data.
//!
//! ```text
//! Catalog + Request ─resolve─▶ Route ─build─▶ Plan: a source of credentials, then calls, each with the
//!                                             session that it makes
//! ```
//!
//! A plan is the answer of `tegata plan` and what the client runs. It holds no secret; what may hold one,
//! the text of a command or of a PKCS#11 URI, is not printed or serialised.

mod build;
mod note;
mod place;
mod redacted;
mod rotation;
mod session_key;

use jiff::Timestamp;
use serde::{Serialize, Serializer};
pub use tegata_base::Region;
use tegata_base::{AccountId, Arn, Tags};

pub use crate::duration::Seconds;
use crate::given::Origin;
pub use build::plan;
pub use note::Note;
pub use place::{Endpoint, Service};
pub use redacted::{Command, PrivateKey};
pub use rotation::{Rotation, RotationCall};
pub use session_key::SessionKey;

/// What credentials are wanted for; it decides about sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// To be handed to a program: `exec`, `export`.
    Session,
    /// To sign in to the console: `login`.
    Login,
    /// To change the stored key: `rotate`. No session that is held is used, none is kept.
    Rotate,
}

/// The way to a profile's credentials.
#[derive(Debug, Clone, Serialize)]
pub struct Plan {
    /// The profile.
    pub profile: String,
    /// What for.
    pub purpose: Purpose,
    /// What programs are told of where to go.
    pub region: Option<Region>,
    /// `endpoint_url` of all services, which programs are told, too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint_url: Option<String>,
    /// Where it begins.
    pub source: Step<Source>,
    /// What is done with these credentials, in order; the last gives those that are wanted.
    pub calls: Vec<Step<Call>>,
    /// What is done to the stored key with those, for [`Purpose::Rotate`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rotation: Option<Rotation>,
    /// What the user should know.
    #[serde(serialize_with = "sentences")]
    pub notes: Vec<Note>,
    /// How any other role would be assumed from the credentials that are wanted.
    #[serde(skip)]
    pub onward: Option<Onward>,
}

/// How a role that no profile names is assumed.
#[derive(Debug, Clone)]
pub struct Onward {
    /// Where the call goes.
    pub endpoint: Endpoint,
    /// How long the session is to last.
    pub duration: Seconds,
}

/// A step, and the session that it makes.
#[derive(Debug, Clone, Serialize)]
pub struct Step<T> {
    /// The profile on whose behalf.
    pub profile: String,
    /// What is done.
    #[serde(flatten)]
    pub what: T,
    /// Where the call goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<Endpoint>,
    /// Where its user signs in, for what takes a sign-in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_in_endpoint: Option<Endpoint>,
    /// What its session is kept under; none where nothing is kept.
    #[serde(skip)]
    pub session: Option<SessionKey>,
    /// The session, if it is kept already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<HeldSession>,
}

/// A session that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct HeldSession {
    /// When it ends.
    pub expires: Timestamp,
}

/// Where credentials come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "source")]
pub enum Source {
    /// A long-lived key in the keystore.
    StoredKey {
        /// The profile that it is stored for.
        #[serde(rename = "stored_for")]
        profile: String,
        /// Whether anybody looked; otherwise it is supposed to be there.
        seen: bool,
        /// Its access key id, where that is known.
        #[serde(skip_serializing_if = "Option::is_none")]
        key_id: Option<String>,
    },
    /// A key in plain text in a file.
    FileKey {
        /// The profile whose section it is in.
        #[serde(rename = "stored_for")]
        profile: String,
        /// Its line.
        origin: Origin,
        /// Whether a session token is beside it.
        temporary: bool,
    },
    /// `AWS_ACCESS_KEY_ID` and what belongs to it.
    Environment,
    /// The machine's or container's own.
    Metadata {
        /// Who gives them.
        service: Metadata,
    },
    /// A role of IAM Identity Center.
    SsoRole {
        /// The directory to sign in to.
        #[serde(flatten)]
        directory: SsoDirectory,
        /// The account.
        account_id: AccountId,
        /// The role's name there.
        role_name: String,
    },
    /// A session of `aws login`.
    LoginSession {
        /// Whose.
        #[serde(serialize_with = "arn")]
        session: Arn,
    },
    /// AssumeRoleWithWebIdentity.
    WebIdentity {
        /// Where the token is from.
        #[serde(flatten)]
        token: WebToken,
        /// The role.
        #[serde(serialize_with = "arn")]
        role_arn: Arn,
        /// The session's name; otherwise one is made up.
        #[serde(skip_serializing_if = "Option::is_none")]
        session_name: Option<String>,
        /// How long.
        #[serde(rename = "duration_seconds")]
        duration: Seconds,
    },
    /// A program that prints them.
    Process {
        /// It.
        command: Command,
    },
    /// IAM Roles Anywhere's CreateSession, by a certificate.
    RolesAnywhere {
        /// A file or URI.
        certificate: PrivateKey,
        /// A file or URI; it may be where the certificate is.
        #[serde(skip_serializing_if = "Option::is_none")]
        private_key: Option<PrivateKey>,
        /// A file.
        #[serde(skip_serializing_if = "Option::is_none")]
        intermediates: Option<String>,
        /// The trust anchor.
        #[serde(serialize_with = "arn")]
        trust_anchor_arn: Arn,
        /// The profile of Roles Anywhere.
        #[serde(serialize_with = "arn")]
        profile_arn: Arn,
        /// The role.
        #[serde(serialize_with = "arn")]
        role_arn: Arn,
        /// The session's name; otherwise the service's choice.
        #[serde(skip_serializing_if = "Option::is_none")]
        session_name: Option<String>,
        /// How long.
        #[serde(rename = "duration_seconds")]
        duration: Seconds,
    },
}

/// Who gives a machine its credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Metadata {
    /// The instance metadata service of EC2.
    Ec2InstanceMetadata,
    /// The container endpoint of ECS and EKS.
    EcsContainer,
}

/// A directory of IAM Identity Center.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SsoDirectory {
    /// The `sso-session` that it is from; none where the profile names the start URL itself.
    #[serde(rename = "sso_session", skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// Where to sign in.
    #[serde(rename = "sso_start_url")]
    pub start_url: String,
    /// The region that it is in.
    #[serde(rename = "sso_region")]
    pub region: Region,
    /// What to ask for when signing in.
    #[serde(rename = "sso_registration_scopes", skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<String>,
}

/// Where a web identity token is from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum WebToken {
    /// A file, whose content is it.
    #[serde(rename = "token_file")]
    File(String),
    /// A program that prints it.
    #[serde(rename = "token_process")]
    Process(Command),
}

/// A call that makes credentials of others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "call")]
pub enum Call {
    /// STS GetSessionToken.
    GetSessionToken {
        /// How long.
        #[serde(rename = "duration_seconds")]
        duration: Seconds,
        /// The second factor.
        #[serde(skip_serializing_if = "Option::is_none")]
        mfa: Option<Mfa>,
    },
    /// STS AssumeRole.
    AssumeRole(AssumeRole),
    /// STS GetCallerIdentity: a role session signs in to the console as it is.
    GetCallerIdentity,
    /// IAM GetUser, for the name; not of a role session.
    GetUser,
    /// STS GetFederationToken, under a policy that allows everything; not of a role session.
    GetFederationToken {
        /// How long.
        #[serde(rename = "duration_seconds")]
        duration: Seconds,
    },
}

/// What STS AssumeRole is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AssumeRole {
    /// The role.
    #[serde(serialize_with = "arn")]
    pub role_arn: Arn,
    /// How long.
    #[serde(rename = "duration_seconds")]
    pub duration: Seconds,
    /// How long it was to last, where that is longer than AWS allows.
    #[serde(rename = "capped_from_seconds", skip_serializing_if = "Option::is_none")]
    pub capped_from: Option<Seconds>,
    /// The session's name; otherwise one is made up.
    #[serde(rename = "role_session_name", skip_serializing_if = "Option::is_none")]
    pub session_name: Option<String>,
    /// What the role's owner agreed on with the caller.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Tags of the session.
    #[serde(skip_serializing_if = "Tags::is_empty")]
    pub tags: Tags,
    /// Keys of the tags that the next role inherits.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub transitive_tag_keys: Vec<String>,
    /// Who is behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_identity: Option<String>,
    /// The second factor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mfa: Option<Mfa>,
}

/// A second factor that a call asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mfa {
    /// The device.
    pub serial: String,
    /// Where the code comes from.
    #[serde(flatten)]
    pub code: Code,
}

/// Where a code comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "code", content = "command", rename_all = "kebab-case")]
pub enum Code {
    /// It was given with `--mfa-token`.
    Given,
    /// `mfa_process` prints it.
    Process(Command),
    /// The user is asked.
    Prompt,
}

impl Plan {
    /// The plan that goes one role further: no second factor, no tags, and nothing is kept of it. None where
    /// the credentials are for something else than to be handed to a program.
    #[must_use]
    pub fn assuming(&self, role_arn: Arn) -> Option<Self> {
        let onward = self.onward.as_ref()?;
        let request = AssumeRole {
            role_arn,
            duration: onward.duration,
            capped_from: None,
            session_name: None,
            external_id: None,
            tags: Tags::new(),
            transitive_tag_keys: Vec::new(),
            source_identity: None,
            mfa: None,
        };
        let step = Step {
            profile: self.profile.clone(),
            what: Call::AssumeRole(request),
            endpoint: Some(onward.endpoint.clone()),
            sign_in_endpoint: None,
            session: None,
            held: None,
        };
        let mut further = self.clone();
        further.calls.push(step);
        Some(further)
    }

    /// The second factors of all calls, also of those that a session saves for now.
    #[must_use]
    pub fn second_factors(&self) -> Vec<&Mfa> {
        self.calls.iter().filter_map(|step| step.what.mfa()).collect()
    }

    /// How many steps need not be done, since what they lead to is held: those up to the last session
    /// that is, the source being the first.
    #[must_use]
    pub fn steps_held(&self) -> usize {
        let calls = self.calls.iter().map(|step| step.held.is_some());
        let held = std::iter::once(self.source.held.is_some()).chain(calls);
        held.enumerate()
            .filter_map(|(at, held)| held.then_some(at + 1))
            .last()
            .unwrap_or_default()
    }

    /// The plan when the last session is made anew, whatever is held: `--fresh`.
    #[must_use]
    pub fn anew(mut self) -> Self {
        match self.calls.last_mut() {
            Some(last) => last.held = None,
            None => self.source.held = None,
        }
        self
    }

    /// How often the user is asked for a code.
    #[must_use]
    pub fn prompts(&self) -> usize {
        let left = self.calls.iter().skip(self.steps_held().saturating_sub(1));
        left.filter(|step| {
            matches!(
                step.what.mfa(),
                Some(Mfa {
                    code: Code::Prompt,
                    ..
                })
            )
        })
        .count()
    }
}

impl Call {
    /// The second factor that it asks for.
    #[must_use]
    pub const fn mfa(&self) -> Option<&Mfa> {
        match self {
            Self::GetSessionToken { mfa, .. } => mfa.as_ref(),
            Self::AssumeRole(request) => request.mfa.as_ref(),
            Self::GetCallerIdentity | Self::GetUser | Self::GetFederationToken { .. } => None,
        }
    }

    /// The name of the operation.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::GetSessionToken { .. } => "GetSessionToken",
            Self::AssumeRole(_) => "AssumeRole",
            Self::GetCallerIdentity => "GetCallerIdentity",
            Self::GetUser => "GetUser",
            Self::GetFederationToken { .. } => "GetFederationToken",
        }
    }
}

fn arn<S: Serializer>(arn: &Arn, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(arn.as_str())
}

fn sentences<S: Serializer>(notes: &[Note], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(notes.iter().map(ToString::to_string))
}

#[cfg(test)]
mod tests;
