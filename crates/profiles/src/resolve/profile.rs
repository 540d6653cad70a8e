//! One profile of the config file, its settings typed.

use tegata_base::{Arn, Tags};

use super::Endpoints;
use super::source::From;
use super::values::Values;
use crate::catalog::{Catalog, Dialect};
use crate::duration::Seconds;
use crate::error::ResolveError;
use crate::given::Given;
use crate::plan::{Command, Note, Source};

/// A profile on the way to credentials.
pub(crate) struct ConfigProfile {
    pub(crate) name: String,
    pub(crate) role: Option<Role>,
    pub(crate) mfa_serial: Option<Given<String>>,
    pub(crate) mfa_process: Option<Given<Command>>,
    pub(crate) endpoints: Endpoints,
    /// How long a session of GetSessionToken is to last.
    pub(crate) session: Given<Seconds>,
    /// How long one of GetFederationToken is.
    pub(crate) federation: Given<Seconds>,
}

/// The role of a profile.
#[derive(Debug, Clone)]
pub(crate) struct Role {
    pub(crate) arn: Given<Arn>,
    pub(crate) session_name: Option<String>,
    pub(crate) external_id: Option<String>,
    pub(crate) tags: Tags,
    pub(crate) transitive_tag_keys: Vec<String>,
    pub(crate) source_identity: Option<String>,
    pub(crate) duration: Given<Seconds>,
}

impl ConfigProfile {
    /// Reads it. Variables about the role hold for the profile that was asked for alone.
    pub(crate) fn read(
        name: &str,
        values: &Values<'_, '_, '_>,
        catalog: &Catalog<'_>,
        is_target: bool,
    ) -> Result<Self, ResolveError> {
        let command = |given: Given<String>| given.map(Command::new);
        let (variable, otherwise) = match is_target {
            true => ("AWS_SESSION_TOKEN_TTL", Seconds::HOUR),
            false => ("AWS_CHAINED_SESSION_TOKEN_TTL", Seconds(8 * 3600)),
        };
        Ok(Self {
            name: name.into(),
            role: Role::read(values, is_target && catalog.dialect() == Dialect::AwsVault)?,
            mfa_serial: values.string(&["AWS_MFA_SERIAL"], "mfa_serial")?,
            mfa_process: values.string(&[], "mfa_process")?.map(command),
            endpoints: Endpoints::read(values, catalog)?,
            session: values.duration(variable, Given::built_in(otherwise))?,
            federation: values.duration("AWS_FEDERATION_TOKEN_TTL", Given::built_in(Seconds::HOUR))?,
        })
    }

    /// A role beside credentials of another kind is passed over, unless it is what they are for.
    pub(crate) fn drop_unused_role(&mut self, source: &Source, notes: &mut Vec<Note>) {
        let beside = match source {
            Source::SsoRole { .. } => "sso_account_id",
            Source::LoginSession { .. } => "login_session",
            Source::Process { .. } => "credential_process",
            // These take the role themselves.
            Source::WebIdentity { .. } | Source::RolesAnywhere { .. } => {
                self.role = None;
                return;
            }
            Source::StoredKey { .. }
            | Source::FileKey { .. }
            | Source::Environment
            | Source::Metadata { .. } => return,
        };
        self.drop_role(beside, notes);
    }

    /// Passes over the role for what is beside it.
    pub(crate) fn drop_role(&mut self, beside: &'static str, notes: &mut Vec<Note>) {
        if let Some(role) = self.role.take() {
            notes.push(Note::RoleIgnored {
                profile: self.name.clone(),
                origin: role.arn.origin,
                beside,
            });
        }
    }

    /// Tells what `[default]` decides of this profile, which surprises users of the AWS CLI.
    pub(crate) fn note_inherited(&self, from: &From, notes: &mut Vec<Note>) {
        let role = self.role.as_ref().filter(|role| role.arn.is_inherited());
        let serial = self.mfa_serial.as_ref().filter(|serial| serial.is_inherited());
        let source = match from {
            From::Profile(next) if next.is_inherited() => Some(&next.origin),
            _ => None,
        };
        let found = [
            ("role_arn", role.map(|role| &role.arn.origin)),
            ("mfa_serial", serial.map(|serial| &serial.origin)),
            ("source_profile", source),
        ];
        for (key, origin) in found {
            notes.extend(origin.map(|origin| Note::Inherited {
                profile: self.name.clone(),
                key,
                origin: origin.clone(),
            }));
        }
    }
}

impl Role {
    fn read(values: &Values<'_, '_, '_>, is_target: bool) -> Result<Option<Self>, ResolveError> {
        // The name of a variable, where it counts.
        let of_target = |name: &'static str| is_target.then_some(name);
        let Some(arn) = values.arn(of_target("AWS_ROLE_ARN").as_slice(), "role_arn")? else {
            return Ok(None);
        };
        let external_id = values.checked(&[], "external_id", "must have 2 to 1224 characters", |text| {
            (2..=1224)
                .contains(&text.chars().count())
                .then(|| text.to_owned())
        })?;
        Ok(Some(Self {
            arn,
            session_name: values
                .session_name(of_target("AWS_ROLE_SESSION_NAME").as_slice(), "role_session_name")?
                .map(|given| given.value),
            external_id: external_id.map(|given| given.value),
            tags: values.tags(of_target("AWS_SESSION_TAGS").as_slice(), "session_tags")?,
            transitive_tag_keys: values.tag_keys(
                of_target("AWS_TRANSITIVE_TAGS").as_slice(),
                "transitive_session_tags",
            )?,
            source_identity: values
                .session_name(of_target("AWS_SOURCE_IDENTITY").as_slice(), "source_identity")?
                .map(|given| given.value),
            duration: values.duration("AWS_ASSUME_ROLE_TTL", values.duration_seconds()?)?,
        }))
    }
}
