//! Where a profile's credentials come from.
//!
//! aws-vault asks in this order: a key stored for the profile, `source_profile`, SSO, web identity,
//! `credential_process`. What it does not know stands where it cannot change an answer of those: keys
//! that are never inherited go before what is inherited from `[default]`, plain keys in a file last.
//! The AWS CLI asks for the role first, then web identity, SSO, stored keys, `login_session`,
//! `credential_process`.

use std::borrow::Cow;

use super::layers::scalar_in;
use super::profile::ConfigProfile;
use super::values::{Values, wrong};
use super::{KEY, StoredKey};
use crate::catalog::{Catalog, Dialect, Held};
use crate::error::ResolveError;
use crate::given::{Given, Origin};
use crate::plan::{Command, Metadata, PrivateKey, Source, SsoDirectory, WebToken};

/// Where they come from.
pub(crate) enum From {
    /// From itself.
    Source(Source),
    /// From those of another profile.
    Profile(Given<String>),
}

type Found = Result<Option<From>, ResolveError>;

/// Finds out.
pub(crate) fn of(
    name: &str,
    values: &Values<'_, '_, '_>,
    catalog: &Catalog<'_>,
    stored: StoredKey,
    profile: &ConfigProfile,
) -> Result<From, ResolveError> {
    let asking = Asking {
        name,
        values,
        catalog,
        profile,
    };
    let found = match catalog.dialect() {
        Dialect::AwsVault => asking.as_aws_vault(&stored)?,
        Dialect::AwsCli => asking.as_aws_cli(&stored)?,
    };
    let supposed = || {
        let profile = name.to_owned();
        let (seen, key_id) = (false, None);
        (stored == StoredKey::Unseen).then_some(From::Source(Source::StoredKey {
            profile,
            seen,
            key_id,
        }))
    };
    found
        .or_else(supposed)
        .ok_or_else(|| ResolveError::NoCredentials {
            profile: name.into(),
            missing: None,
        })
}

struct Asking<'s, 'c, 'a> {
    name: &'s str,
    values: &'s Values<'s, 'c, 'a>,
    catalog: &'s Catalog<'a>,
    profile: &'s ConfigProfile,
}

impl Asking<'_, '_, '_> {
    fn as_aws_vault(&self, stored: &StoredKey) -> Found {
        let source = self.source_profile()?;
        let (inherited, own) = match source {
            Some(From::Profile(next)) if next.is_inherited() => (Some(From::Profile(next)), None),
            own => (None, own),
        };
        if let Some(found) = self.stored(stored).or(own) {
            return Ok(Some(found));
        }
        let new = self.first(&[Self::credential_source, Self::roles_anywhere, Self::login])?;
        match new.or(inherited) {
            Some(found) => Ok(Some(found)),
            None => self.first(&[Self::sso, Self::web_identity, Self::process, Self::file_key]),
        }
    }

    fn as_aws_cli(&self, stored: &StoredKey) -> Found {
        let web = self.values.text(&[], "web_identity_token_file")?.is_some();
        if self.profile.role.is_some() && !web && self.values.text(&[], ANCHOR)?.is_none() {
            return self.source_of_role(stored);
        }
        if let Some(found) = self.first(&[Self::web_identity, Self::sso])? {
            return Ok(Some(found));
        }
        match self.stored(stored) {
            Some(found) => Ok(Some(found)),
            None => self.first(&[
                Self::key_of_credentials_file,
                Self::login,
                Self::process,
                Self::file_key,
                Self::roles_anywhere,
            ]),
        }
    }

    /// The first question that has an answer.
    fn first(&self, questions: &[fn(&Self) -> Found]) -> Found {
        for question in questions {
            if let Some(found) = question(self)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// To botocore, a role has one source, and that is there.
    fn source_of_role(&self, stored: &StoredKey) -> Found {
        let source = self.values.string(&[], "source_profile")?;
        let credential_source = self.values.string(&[], "credential_source")?;
        let Some(role) = &self.profile.role else {
            return Ok(None);
        };
        match (source, credential_source) {
            (Some(_), Some(given)) => Err(ResolveError::Conflict {
                origin: given.origin,
                profile: self.name.into(),
                keys: ["source_profile", "credential_source"],
            }),
            (None, None) => Err(ResolveError::Missing {
                origin: role.arn.origin.clone(),
                key: "role_arn",
                profile: self.name.into(),
                missing: "source_profile or credential_source",
            }),
            (None, Some(_)) => self.credential_source(),
            (Some(source), None) if source.value == self.name => {
                let own = self.file_key()?.or_else(|| self.stored(stored));
                let names = vec![self.name.to_owned(), source.value];
                let origin = source.origin;
                match (own, stored) {
                    (Some(own), _) => Ok(Some(own)),
                    (None, StoredKey::Unseen) => Ok(None),
                    (None, _) => Err(ResolveError::SourceLoop { origin, names }),
                }
            }
            (Some(source), None) => Ok(Some(From::Profile(source))),
        }
    }

    fn stored(&self, stored: &StoredKey) -> Option<From> {
        let StoredKey::Held(key_id) = stored else {
            return None;
        };
        Some(From::Source(Source::StoredKey {
            profile: self.name.into(),
            seen: true,
            key_id: key_id.clone(),
        }))
    }

    /// To name oneself is a way to say that one is the source.
    fn source_profile(&self) -> Found {
        let source = self.values.string(&[], "source_profile")?;
        Ok(source
            .filter(|source| source.value != self.name)
            .map(From::Profile))
    }

    fn credential_source(&self) -> Found {
        const KNOWN: [(&str, Source); 3] = [
            ("Environment", Source::Environment),
            (
                "Ec2InstanceMetadata",
                Source::Metadata {
                    service: Metadata::Ec2InstanceMetadata,
                },
            ),
            (
                "EcsContainer",
                Source::Metadata {
                    service: Metadata::EcsContainer,
                },
            ),
        ];
        let key = "credential_source";
        let Some(given) = self.values.string(&[], key)? else {
            return Ok(None);
        };
        let known = KNOWN
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(&given.value));
        let Some((_, source)) = known else {
            let problem = "is none of Environment, Ec2InstanceMetadata and EcsContainer";
            return Err(wrong(given.origin, key, problem));
        };
        self.need_role(given.origin, key)?;
        Ok(Some(From::Source(source.clone())))
    }

    fn need_role(&self, origin: Origin, key: &'static str) -> Result<&super::Role, ResolveError> {
        self.profile
            .role
            .as_ref()
            .ok_or_else(|| self.missing(origin, key, "role_arn"))
    }

    fn missing(&self, origin: Origin, key: &'static str, missing: &'static str) -> ResolveError {
        ResolveError::Missing {
            origin,
            key,
            profile: self.name.into(),
            missing,
        }
    }

    /// A key in plain text in one of the files.
    fn file_key(&self) -> Found {
        let layers = self.values.layers;
        let Some(origin) = layers.key_part(KEY) else {
            return Ok(None);
        };
        if layers.key_part("aws_secret_access_key").is_none() {
            return Err(self.missing(origin, KEY, "aws_secret_access_key"));
        }
        Ok(Some(From::Source(Source::FileKey {
            profile: self.name.into(),
            origin,
            temporary: layers.key_part("aws_session_token").is_some(),
        })))
    }

    fn key_of_credentials_file(&self) -> Found {
        match self.values.layers.has_key_in_credentials() {
            true => self.file_key(),
            false => Ok(None),
        }
    }

    fn login(&self) -> Found {
        let session = self.values.arn(&[], "login_session")?;
        Ok(session.map(|session| {
            From::Source(Source::LoginSession {
                session: session.value,
            })
        }))
    }

    fn process(&self) -> Found {
        let command = self.values.string(&[], "credential_process")?;
        Ok(command.map(|command| {
            From::Source(Source::Process {
                command: Command::new(command.value),
            })
        }))
    }

    fn web_identity(&self) -> Found {
        let (file, process) = ("web_identity_token_file", "web_identity_token_process");
        let (key, origin, token) = match (self.values.string(&[], file)?, self.values.dialect()) {
            (Some(path), _) => (file, path.origin, WebToken::File(path.value)),
            (None, Dialect::AwsCli) => return Ok(None),
            (None, Dialect::AwsVault) => match self.values.string(&[], process)? {
                Some(command) => (
                    process,
                    command.origin,
                    WebToken::Process(Command::new(command.value)),
                ),
                None => return Ok(None),
            },
        };
        let role = self.need_role(origin, key)?;
        Ok(Some(From::Source(Source::WebIdentity {
            token,
            role_arn: role.arn.value.clone(),
            session_name: role.session_name.clone(),
            duration: role.duration.value,
        })))
    }

    fn roles_anywhere(&self) -> Found {
        let Some(anchor) = self.values.arn(&[], ANCHOR)? else {
            return Ok(None);
        };
        let needed = |missing| self.missing(anchor.origin.clone(), ANCHOR, missing);
        let certificate = "rolesanywhere_certificate";
        let certificate = self
            .values
            .string(&[], certificate)?
            .ok_or_else(|| needed(certificate))?;
        let profile = "rolesanywhere_profile_arn";
        let profile = self.values.arn(&[], profile)?.ok_or_else(|| needed(profile))?;
        let key = self.values.string(&[], "rolesanywhere_private_key")?;
        let intermediates = self.values.string(&[], "rolesanywhere_intermediates")?;
        let role = self.need_role(anchor.origin.clone(), ANCHOR)?;
        if anchor.value.region().parse::<tegata_base::Region>().is_err() {
            return Err(wrong(
                anchor.origin.clone(),
                ANCHOR,
                "names no region; copy the whole ARN",
            ));
        }
        Ok(Some(From::Source(Source::RolesAnywhere {
            certificate: PrivateKey::new(certificate.value),
            private_key: key.map(|key| PrivateKey::new(key.value)),
            intermediates: intermediates.map(|given| given.value),
            trust_anchor_arn: anchor.value.clone(),
            profile_arn: profile.value,
            role_arn: role.arn.value.clone(),
            session_name: role.session_name.clone(),
            duration: role.duration.value,
        })))
    }

    fn sso(&self) -> Found {
        let account = "sso_account_id";
        let problem = "is not an account id; give 12 digits";
        let account_id = self
            .values
            .parsed::<tegata_base::AccountId>(&[], account, problem)?;
        let role_name = self.values.string(&[], "sso_role_name")?;
        let cli = self.values.dialect() == Dialect::AwsCli;
        if cli && account_id.is_none() && role_name.is_none() {
            return Ok(None);
        }
        let Some((directory, origin, key)) = self.directory()? else {
            return match account_id.filter(|_| cli) {
                Some(given) => Err(self.missing(given.origin, account, "sso_session")),
                None => Ok(None),
            };
        };
        let account_id = account_id.ok_or_else(|| self.missing(origin.clone(), key, account))?;
        let role_name = role_name.ok_or_else(|| self.missing(origin, key, "sso_role_name"))?;
        Ok(Some(From::Source(Source::SsoRole {
            directory,
            account_id: account_id.value,
            role_name: role_name.value,
        })))
    }

    /// The directory, and what names it. A start URL that stands nearer than `sso_session` is meant.
    fn directory(&self) -> Result<Option<(SsoDirectory, Origin, &'static str)>, ResolveError> {
        let (key, url_key) = ("sso_session", "sso_start_url");
        let url = self.values.string(&[], url_key)?;
        let session = self.values.string(&[], key)?;
        let Some(session) = session else {
            return Ok(match url {
                Some(url) => Some((self.inline(&url)?, url.origin, url_key)),
                None => None,
            });
        };
        let section = self.catalog.sso_session(&session.value);
        let depth = |key| self.values.layers.depth(key);
        match (section, url) {
            (Some(section), Some(url)) if self.values.dialect() == Dialect::AwsCli => {
                let directory = self.of_section(&session, section)?;
                match directory.start_url == url.value {
                    true => Ok(Some((directory, session.origin, key))),
                    false => Err(ResolveError::Conflict {
                        origin: url.origin,
                        profile: self.name.into(),
                        keys: [key, "another sso_start_url"],
                    }),
                }
            }
            (_, Some(url)) if depth(url_key) < depth(key) => {
                Ok(Some((self.inline(&url)?, url.origin, url_key)))
            }
            (Some(section), _) => Ok(Some((self.of_section(&session, section)?, session.origin, key))),
            (None, _) => Err(ResolveError::MissingSection {
                origin: session.origin,
                key,
                name: format!("sso-session {}", session.value),
            }),
        }
    }

    fn inline(&self, url: &Given<String>) -> Result<SsoDirectory, ResolveError> {
        let region = self.values.parsed(&[], "sso_region", NOT_A_REGION)?;
        let region = region.ok_or_else(|| self.missing(url.origin.clone(), "sso_start_url", "sso_region"))?;
        Ok(SsoDirectory {
            session: None,
            start_url: url.value.clone(),
            region: region.value,
            scopes: Vec::new(),
        })
    }

    fn of_section(
        &self,
        session: &Given<String>,
        section: Held<'_, '_>,
    ) -> Result<SsoDirectory, ResolveError> {
        let text = |key| scalar_in(section, key, self.values.dialect(), false);
        let needed = |missing| ResolveError::Missing {
            origin: Origin::File {
                place: section.file.place(section.section.line()),
                inherited: false,
            },
            key: "sso_session",
            profile: self.name.into(),
            missing,
        };
        let region = text("sso_region")?.ok_or_else(|| needed("sso_region"))?;
        let scopes = text("sso_registration_scopes")?.map_or(Cow::Borrowed(""), |given| given.value);
        let scopes = scopes.split(',').map(str::trim).filter(|scope| !scope.is_empty());
        Ok(SsoDirectory {
            session: Some(session.value.clone()),
            start_url: text("sso_start_url")?
                .ok_or_else(|| needed("sso_start_url"))?
                .value
                .into_owned(),
            region: region
                .value
                .parse()
                .map_err(|_| wrong(region.origin, "sso_region", NOT_A_REGION))?,
            scopes: scopes.map(str::to_owned).collect(),
        })
    }
}

const ANCHOR: &str = "rolesanywhere_trust_anchor_arn";
const NOT_A_REGION: &str = "is not a region; give one such as eu-west-1";
