//! What a session is asked for and where, from the flags: checked before anything is read or sent.

use tegata_api_rolesanywhere::SERVICE;
use tegata_base::{Arn, InvalidRegion, Region};

use crate::args::SessionArgs;
use crate::endpoint::{HostNaming, Variant};
use crate::retry::{Retries, RetriesError};
use crate::{Edge, Endpoint, EndpointError, NotUnicode};

/// Where the request goes and what it is signed for.
pub(crate) struct Target {
    /// The region of the credential scope.
    pub(crate) region: Region,
    /// The service.
    pub(crate) endpoint: Endpoint,
    /// How often it is asked.
    pub(crate) retries: Retries,
}

/// What is wrong with the flags. Each message says what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TargetError {
    /// Flags that must be given.
    #[error("{} must be given", .0.join(" and "))]
    MissingFlags(Vec<&'static str>),
    /// A value that is not the ARN it should be.
    #[error("failed to parse {what} arn: {flag} {value:?} {reason}; it looks like {}", what.example())]
    NotAnArn {
        /// What the flag names.
        what: Named,
        /// The flag.
        flag: &'static str,
        /// Its value, cut.
        value: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The two must be in one region.
    #[error(
        "trust anchor and profile regions don't match: {anchor} and {profile}; \
         name a trust anchor and a profile of one region"
    )]
    Regions {
        /// The trust anchor's region.
        anchor: String,
        /// The profile's region.
        profile: String,
    },
    /// Not a region.
    #[error("--region {0:?}: {InvalidRegion}")]
    Region(String),
    /// The name of an endpoint in the place of a region's.
    #[error(
        "--region {given:?} names an endpoint, and cannot be signed for; \
         give --region {region} --use-fips-endpoint"
    )]
    FipsRegion {
        /// What was given.
        given: String,
        /// The region in it.
        region: String,
    },
    /// The endpoint is not one.
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
    /// What the environment says of trying again makes no sense.
    #[error(transparent)]
    Retries(#[from] RetriesError),
    /// A variable is no text.
    #[error(transparent)]
    Variable(#[from] NotUnicode),
}

impl TargetError {
    /// Whether it is the command line that is wrong, by itself.
    #[must_use]
    pub const fn is_mistake(&self) -> bool {
        match self {
            Self::MissingFlags(_)
            | Self::NotAnArn { .. }
            | Self::Regions { .. }
            | Self::Region(_)
            | Self::FipsRegion { .. } => true,
            Self::Endpoint(_) | Self::Retries(_) | Self::Variable(_) => false,
        }
    }
}

/// What an ARN of the flags names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A trust anchor.
    TrustAnchor,
    /// A profile.
    Profile,
    /// A role.
    Role,
}

impl Named {
    /// The flag that takes it, the service whose it is, and the kind before the slash.
    const fn form(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::TrustAnchor => ("--trust-anchor-arn", "rolesanywhere", "trust-anchor"),
            Self::Profile => ("--profile-arn", "rolesanywhere", "profile"),
            Self::Role => ("--role-arn", "iam", "role"),
        }
    }

    const fn example(self) -> &'static str {
        match self {
            Self::TrustAnchor => {
                "arn:aws:rolesanywhere:us-east-1:111122223333:trust-anchor/a1b2c3d4-5678-90ab-cdef-111111111111"
            }
            Self::Profile => {
                "arn:aws:rolesanywhere:us-east-1:111122223333:profile/a1b2c3d4-5678-90ab-cdef-222222222222"
            }
            Self::Role => "arn:aws:iam::111122223333:role/Name",
        }
    }
}

impl std::fmt::Display for Named {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::TrustAnchor => "trust anchor",
            Self::Profile => "profile",
            Self::Role => "role",
        })
    }
}

impl Target {
    /// Checks the flags and finds the service.
    ///
    /// # Errors
    /// [`TargetError`].
    pub(crate) fn of(args: &SessionArgs, edge: &Edge<'_>) -> Result<Self, TargetError> {
        let required = [
            ("--role-arn", &args.role_arn),
            ("--profile-arn", &args.profile_arn),
            ("--trust-anchor-arn", &args.trust_anchor_arn),
        ];
        let missing: Vec<&str> = required
            .into_iter()
            .filter(|(_, value)| value.is_empty())
            .map(|(flag, _)| flag)
            .collect();
        if !missing.is_empty() {
            return Err(TargetError::MissingFlags(missing));
        }
        parse(Named::Role, &args.role_arn)?;
        let anchor = parse(Named::TrustAnchor, &args.trust_anchor_arn)?;
        let profile = parse(Named::Profile, &args.profile_arn)?;
        if anchor.region() != profile.region() {
            return Err(TargetError::Regions {
                anchor: anchor.region().into(),
                profile: profile.region().into(),
            });
        }
        let given = args.region.as_deref().filter(|region| !region.is_empty());
        let region = region(given.unwrap_or_else(|| anchor.region()))?;
        let retries = Retries::of_environment(edge.environment)?;
        let naming = HostNaming {
            prefix: SERVICE.endpoint_prefix,
            global: false,
        };
        let variant = Variant::of_environment(edge.environment)?.or(Variant {
            fips: args.service.use_fips_endpoint,
            dual_stack: args.service.use_dualstack_endpoint,
        });
        let endpoint = Endpoint::resolve(
            args.service.endpoint.as_deref(),
            SERVICE.id,
            naming,
            &region,
            variant,
            edge.environment,
        )?;
        Ok(Self {
            region,
            endpoint,
            retries,
        })
    }
}

fn region(text: &str) -> Result<Region, TargetError> {
    let of_endpoint = text.strip_prefix("fips-").or_else(|| text.strip_suffix("-fips"));
    if let Some(region) = of_endpoint {
        return Err(TargetError::FipsRegion {
            given: text.into(),
            region: region.into(),
        });
    }
    text.parse()
        .map_err(|InvalidRegion| TargetError::Region(text.chars().take(80).collect()))
}

fn parse(what: Named, value: &str) -> Result<Arn, TargetError> {
    let (flag, service, kind) = what.form();
    let failed = |reason: String| TargetError::NotAnArn {
        what,
        flag,
        value: value.chars().take(200).collect(),
        reason,
    };
    let arn: Arn = value.parse().map_err(|_| failed("is not an ARN".into()))?;
    let own = arn.resource().strip_prefix("alias/").unwrap_or(arn.resource());
    let (found, name) = own.split_once('/').unwrap_or((own, ""));
    if arn.service() != service || found != kind || name.is_empty() {
        return Err(failed(format!(
            "is the ARN of something else ({}, {:?}), not of a {what}",
            arn.service(),
            arn.resource()
        )));
    }
    if arn.account_id().is_none() {
        return Err(failed(format!(
            "has {:?} for the account, which is 12 digits",
            arn.account()
        )));
    }
    match what {
        Named::Role if !arn.region().is_empty() => {
            Err(failed("has a region, which roles do not have".into()))
        }
        Named::TrustAnchor | Named::Profile if arn.region().is_empty() => Err(failed("has no region".into())),
        _ => Ok(arn),
    }
}
