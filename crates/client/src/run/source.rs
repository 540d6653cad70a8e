//! Where a plan's credentials come from.

use data_encoding::HEXLOWER;
use tegata_base::Secret;
use tegata_keys::Permissions;
use tegata_profiles::plan::{Metadata, PrivateKey, Seconds, Source, WebToken};
use tegata_profiles::resolve::PlainKey;

use super::calls::{Caller, WebIdentity};
use super::process::Program;
use super::{REFUSED_KEY, Run, RunError, metadata};
use crate::args::{CertificateArgs, ServiceArgs, SessionArgs, SourceArgs};
use crate::cache::certificate;
use crate::config_files::ConfigFiles;
use crate::identity_center::{RoleRequest, role_credentials};
use crate::private_file::{Links, PrivateFile};
use crate::provider::SessionProvider;
use crate::sign_in::{SessionOf, session_credentials};
use crate::stored_key::stored_key;
use crate::{ApiCredentials, CallError, Edge, Endpoint};

/// A token of a web identity is far below it.
const MAX_TOKEN: u64 = 64 << 10;

impl Run<'_> {
    /// The credentials that the plan begins with.
    pub(super) fn source(&self, edge: &mut Edge<'_>) -> Result<ApiCredentials, RunError> {
        if let Some(key) = self.key(edge)? {
            return Ok(key);
        }
        let step = &self.plan.source;
        match &step.what {
            Source::StoredKey { .. } | Source::FileKey { .. } | Source::Environment => {
                Err(RunError::Incomplete("the key"))
            }
            Source::Metadata { service } => Ok(match service {
                Metadata::Ec2InstanceMetadata => metadata::of_instance(edge.environment)?,
                Metadata::EcsContainer => metadata::of_container(edge.environment)?,
            }),
            Source::Process { command } => {
                let program = Program::of_credentials(&step.profile, command);
                Ok(program.credentials(edge.environment)?)
            }
            Source::WebIdentity {
                token,
                role_arn,
                session_name,
                duration,
            } => {
                let request = WebIdentity {
                    token: self.web_token(token)?,
                    role_arn: role_arn.as_str(),
                    session_name: session_name.as_deref(),
                    duration: *duration,
                };
                self.with_web_identity(&request, edge)
            }
            Source::RolesAnywhere { .. } => self.by_certificate(edge),
            Source::SsoRole {
                directory,
                account_id,
                role_name,
            } => {
                let (Some(portal), Some(oidc)) = (&step.endpoint, &step.sign_in_endpoint) else {
                    return Err(RunError::Incomplete("GetRoleCredentials"));
                };
                let request = RoleRequest {
                    directory,
                    account_id,
                    role_name,
                    portal: &Endpoint::of_plan(portal).map_err(CallError::from)?,
                    oidc: &Endpoint::of_plan(oidc).map_err(CallError::from)?,
                };
                Ok(role_credentials(&request, self.tools.sign_in, &self.skew, edge)?)
            }
            Source::LoginSession { session } => {
                let Some(place) = &step.endpoint else {
                    return Err(RunError::Incomplete("CreateOAuth2Token"));
                };
                let request = SessionOf {
                    profile: &step.profile,
                    session,
                    place,
                };
                Ok(session_credentials(&request, edge)?)
            }
        }
    }

    /// What no plan tells of its beginning, and what its sessions are made from all the same: the id of an access
    /// key, or a hash of the file of a certificate.
    pub(super) fn origin(&self, edge: &mut Edge<'_>) -> Result<Option<String>, RunError> {
        if let Some(args) = self.session_args() {
            let found = certificate(&args.source, edge.environment).ok();
            return Ok(found.map(|hash| HEXLOWER.encode(&hash)));
        }
        Ok(self.key(edge)?.map(|key| key.access_key_id))
    }

    /// The access key that the plan begins with, where it does; read once.
    fn key(&self, edge: &mut Edge<'_>) -> Result<Option<ApiCredentials>, RunError> {
        if let Some(key) = &*self.key.borrow() {
            return Ok(Some(copy(key)));
        }
        let key = match &self.plan.source.what {
            Source::StoredKey { profile, .. } => stored_key(self.tools.store, profile)?,
            Source::FileKey { profile, .. } => self.file_key(profile, edge)?,
            Source::Environment => ApiCredentials::from_environment(edge.environment)?,
            _ => return Ok(None),
        };
        *self.key.borrow_mut() = Some(copy(&key));
        Ok(Some(key))
    }

    /// The key that was stored in place of one that was refused: `rotate` or `add` was quicker.
    pub(super) fn replaced_key(&self, error: &RunError) -> Option<ApiCredentials> {
        let (RunError::Call(refusal), Source::StoredKey { profile, .. }) = (error, &self.plan.source.what)
        else {
            return None;
        };
        if refusal.code() != Some(REFUSED_KEY) {
            return None;
        }
        let stored = stored_key(self.tools.store, profile).ok()?;
        let mut known = self.key.borrow_mut();
        if known
            .as_ref()
            .is_none_or(|known| known.access_key_id == stored.access_key_id)
        {
            return None;
        }
        *known = Some(copy(&stored));
        Some(stored)
    }

    fn file_key(&self, profile: &str, edge: &Edge<'_>) -> Result<ApiCredentials, RunError> {
        let files = ConfigFiles::read(edge.environment)?;
        let key = PlainKey::of(&files.catalog(self.tools.dialect)?, profile)?;
        let key = key.ok_or_else(|| RunError::NoFileKey(profile.to_owned()))?;
        Ok(ApiCredentials {
            access_key_id: key.access_key_id,
            secret_access_key: key.secret_access_key,
            session_token: key.session_token,
            expires: None,
        })
    }

    fn web_token(&self, token: &WebToken) -> Result<Secret<String>, RunError> {
        let profile = &self.plan.source.profile;
        let path = match token {
            WebToken::File(path) => path,
            WebToken::Process(command) => {
                let program = Program {
                    key: "web_identity_token_process",
                    profile,
                    command,
                };
                return Ok(program.text()?);
            }
        };
        let wrong = |what: String| RunError::TokenFile {
            profile: profile.clone(),
            what,
        };
        let file =
            PrivateFile::open(path.as_ref(), Links::Follow).map_err(|error| wrong(error.to_string()))?;
        let file = file.ok_or_else(|| wrong(format!("there is no file {path}")))?;
        let bytes = file.read(MAX_TOKEN).map_err(|error| wrong(error.to_string()))?;
        match std::str::from_utf8(&bytes).map(str::trim) {
            Ok("") | Err(_) => Err(wrong(format!("{path} holds no token"))),
            Ok(text) => Ok(Secret::new(text.to_owned())),
        }
    }

    fn with_web_identity(
        &self,
        request: &WebIdentity<'_>,
        edge: &mut Edge<'_>,
    ) -> Result<ApiCredentials, RunError> {
        let Some(place) = &self.plan.source.endpoint else {
            return Err(RunError::Incomplete("AssumeRoleWithWebIdentity"));
        };
        let caller = Caller {
            place,
            credentials: None,
            skew: &self.skew,
        };
        caller.with_web_identity(request, edge)
    }

    fn by_certificate(&self, edge: &mut Edge<'_>) -> Result<ApiCredentials, RunError> {
        let Some(mut args) = self.session_args() else {
            return Err(RunError::Incomplete("CreateSession"));
        };
        if edge.environment.path("AWS_CA_BUNDLE").is_some() {
            args.service.ca_bundle = None;
        }
        let mut provider = SessionProvider::new(args, Permissions::Strict, edge)?;
        let credentials = provider.obtain(edge)?.credentials;
        Ok(ApiCredentials {
            access_key_id: credentials.access_key_id,
            secret_access_key: credentials.secret_access_key,
            session_token: Some(Secret::new(credentials.session_token)),
            expires: Some(credentials.expiration),
        })
    }

    /// The flags of `credential-process` that ask for the same.
    fn session_args(&self) -> Option<SessionArgs> {
        let Source::RolesAnywhere {
            certificate,
            private_key,
            intermediates,
            trust_anchor_arn,
            profile_arn,
            role_arn,
            session_name,
            duration,
        } = &self.plan.source.what
        else {
            return None;
        };
        let place = self.plan.source.endpoint.as_ref()?;
        let path = |key: &PrivateKey| key.as_str().into();
        Some(SessionArgs {
            role_arn: role_arn.as_str().to_owned(),
            profile_arn: profile_arn.as_str().to_owned(),
            trust_anchor_arn: trust_anchor_arn.as_str().to_owned(),
            session_duration: seconds(*duration),
            role_session_name: session_name.clone(),
            region: Some(place.region.value.as_str().to_owned()),
            service: ServiceArgs {
                endpoint: place.url.as_ref().map(|url| url.value.clone()),
                use_fips_endpoint: place.fips,
                use_dualstack_endpoint: place.dual_stack,
                ca_bundle: place.ca_bundle.as_ref().map(|path| (&path.value).into()),
                with_proxy: true,
                ..ServiceArgs::default()
            },
            debug: self.tools.debug,
            source: SourceArgs {
                certificate: CertificateArgs {
                    certificate: Some(path(certificate)),
                    ..CertificateArgs::default()
                },
                private_key: private_key.as_ref().map(path),
                ..SourceArgs::default()
            },
            intermediates: intermediates.as_ref().map(Into::into),
        })
    }
}

fn seconds(duration: Seconds) -> i32 {
    i32::try_from(duration.0).unwrap_or(i32::MAX)
}

/// The key is kept for as long as the plan runs; what it is handed out as is a copy.
fn copy(key: &ApiCredentials) -> ApiCredentials {
    ApiCredentials {
        access_key_id: key.access_key_id.clone(),
        secret_access_key: Secret::new(key.secret_access_key.expose().clone()),
        session_token: key
            .session_token
            .as_ref()
            .map(|token| Secret::new(token.expose().clone())),
        expires: key.expires,
    }
}
