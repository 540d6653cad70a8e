//! From a profile's name to its plan: the files and variables that `tegata-profiles` does not read.

use std::cell::RefCell;

use clap::ValueEnum;
use tegata_profiles::catalog::Dialect;
use tegata_profiles::duration::{InvalidDuration, Seconds, Units};
use tegata_profiles::error::{NearMiss, ResolveError};
use tegata_profiles::plan::{self, HeldSession, Plan, Purpose, Service, SessionKey};
use tegata_profiles::resolve::{Flags, Request, StoredKey};

use crate::config_files::{ConfigFiles, ConfigFilesError};
use crate::endpoint::{HostNaming, Variant};
use crate::{Endpoint, EndpointError, Environment, NotUnicode};

/// The flags of every subcommand that takes a profile of the config file.
#[derive(Debug, clap::Args)]
pub struct PlanningArgs {
    /// The profile [default: AWS_PROFILE]
    profile: Option<String>,
    /// How long sessions are to last, such as 1h, 90m or 1d [default: AWS_VAULT_DURATION]
    #[arg(short, long, value_parser = duration)]
    duration: Option<Seconds>,
    /// Make no session of the stored key with GetSessionToken
    #[arg(short, long)]
    no_session: bool,
    /// The region [default: AWS_REGION, AWS_DEFAULT_REGION or the profile's]
    #[arg(long)]
    region: Option<String>,
    /// Whose rules the config files are read by [default: TEGATA_CONFIG_MODE or aws-vault]
    #[arg(long, value_enum)]
    config_mode: Option<ConfigMode>,
}

/// Whose rules hold where aws-vault and the AWS CLI differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ConfigMode {
    /// `[default]` is inherited from, include_profile is followed, ` #` begins a comment
    AwsVault,
    /// None of that; what the AWS CLI refuses is refused
    AwsCli,
}

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlanningError {
    /// The files.
    #[error(transparent)]
    Files(#[from] ConfigFilesError),
    /// What is in them.
    #[error(transparent)]
    Resolve(#[from] ResolveError),
    /// A variable that is no text.
    #[error(transparent)]
    Variable(#[from] NotUnicode),
    /// No profile was named.
    #[error("no profile was named; name one, or set AWS_PROFILE")]
    NoProfile,
    /// A variable that is no duration.
    #[error("AWS_VAULT_DURATION is {0}")]
    Duration(#[from] InvalidDuration),
    /// A variable that names no mode.
    #[error("TEGATA_CONFIG_MODE is neither aws-vault nor aws-cli; set it to one of them")]
    Mode,
}

/// What is stored: a plan depends on it.
pub struct Holdings<'h> {
    /// The key of a profile.
    pub key: &'h dyn Fn(&str) -> StoredKey,
    /// The session that is kept under a key.
    pub session: &'h dyn Fn(&SessionKey) -> Option<HeldSession>,
    /// Whether a code was given.
    pub mfa_token: bool,
}

impl PlanningError {
    /// Whether a stored key would have given a plan.
    pub(crate) const fn wants_a_key(&self) -> bool {
        matches!(
            self,
            Self::Resolve(
                ResolveError::NoCredentials { .. }
                    | ResolveError::UnknownProfile {
                        near: NearMiss::Nothing,
                        ..
                    }
            )
        )
    }
}

impl PlanningArgs {
    /// Whether a profile is named, here or in `AWS_PROFILE`.
    #[must_use]
    pub fn names_a_profile(&self, environment: &Environment) -> bool {
        self.profile.is_some() || environment.os("AWS_PROFILE").is_some()
    }

    /// The profile that was named here, which then is no longer.
    pub const fn take_profile(&mut self) -> Option<String> {
        self.profile.take()
    }

    /// Whether no session is to be made of a stored key.
    #[must_use]
    pub const fn no_session(&self) -> bool {
        self.no_session
    }

    /// The plan for these flags. Nothing is asked, and nothing is written.
    ///
    /// # Errors
    /// [`PlanningError`].
    pub fn plan(
        &self,
        purpose: Purpose,
        holdings: &Holdings<'_>,
        environment: &Environment,
    ) -> Result<Plan, PlanningError> {
        let profile = match &self.profile {
            Some(profile) => profile,
            None => environment.text("AWS_PROFILE")?.ok_or(PlanningError::NoProfile)?,
        };
        let flags = self.flags(holdings.mfa_token, environment)?;
        let dialect = self.dialect(environment)?;
        let files = ConfigFiles::read(environment)?;
        // The first variable that was wanted and is no text.
        let odd = RefCell::new(None);
        let variable = |name: &str| match environment.text(name) {
            // Another profile's, in whose environment this one is used.
            Ok(_) if environment.is_brought(name) => None,
            Ok(text) => text.map(str::to_owned),
            Err(error) => {
                odd.borrow_mut().get_or_insert(error);
                None
            }
        };
        let request = Request {
            profile,
            purpose,
            flags: &flags,
            variable: &variable,
            stored_key: holdings.key,
        };
        let planned = plan::plan(&files.catalog(dialect)?, &request, holdings.session);
        match odd.take() {
            Some(error) => Err(error.into()),
            None => Ok(planned?),
        }
    }

    fn flags(&self, mfa_token: bool, environment: &Environment) -> Result<Flags, PlanningError> {
        let duration = match (self.duration, environment.text("AWS_VAULT_DURATION")?) {
            (None, Some(text)) => Some(duration(text)?),
            (given, _) => given,
        };
        Ok(Flags {
            region: self.region.clone(),
            duration,
            no_session: self.no_session,
            mfa_token,
        })
    }

    pub(crate) fn dialect(&self, environment: &Environment) -> Result<Dialect, PlanningError> {
        let mode = match (self.config_mode, environment.text("TEGATA_CONFIG_MODE")?) {
            (Some(mode), _) => mode,
            (None, None) => ConfigMode::AwsVault,
            (None, Some(name)) => ConfigMode::from_str(name, false).map_err(|_| PlanningError::Mode)?,
        };
        Ok(match mode {
            ConfigMode::AwsVault => Dialect::AwsVault,
            ConfigMode::AwsCli => Dialect::AwsCli,
        })
    }
}

fn duration(text: &str) -> Result<Seconds, InvalidDuration> {
    Seconds::parse(text, Units::GoDaysWeeks)
}

impl Endpoint {
    /// Where a step of a plan goes.
    ///
    /// # Errors
    /// [`EndpointError`], for a URL that the files or the environment give and that is none.
    pub fn of_plan(endpoint: &plan::Endpoint) -> Result<Self, EndpointError> {
        let ca_bundle = endpoint.ca_bundle.as_ref().map(|path| (&path.value).into());
        Ok(Self::of_place(endpoint)?.trusting(ca_bundle))
    }

    fn of_place(endpoint: &plan::Endpoint) -> Result<Self, EndpointError> {
        if let Some(url) = &endpoint.url {
            return url.value.parse();
        }
        let region = &endpoint.region.value;
        let prefix = match endpoint.service {
            Service::Sts => "sts",
            Service::Iam => "iam",
            Service::Sso => "portal.sso",
            Service::SsoOidc => "oidc",
            Service::RolesAnywhere => "rolesanywhere",
            Service::Signin => return Self::of_sign_in(region),
        };
        let naming = HostNaming {
            prefix,
            global: endpoint.global,
        };
        let variant = Variant {
            fips: endpoint.fips,
            dual_stack: endpoint.dual_stack,
        };
        Ok(Self::of_aws(naming, region, variant))
    }
}

#[cfg(test)]
mod tests;
