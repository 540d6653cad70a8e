//! From the profiles on the way to the calls, by aws-vault's rules (those of ByteNess' 7.13).
//!
//! - A session is made of a stored key (GetSessionToken) when the profile that has the key has no role,
//!   or its user has one; but not when just one role is on the way and is to last longer than an hour
//!   (so that it gets its whole duration, from the key), not under `--no-session`, not for `login` with
//!   the key itself, and, where the profile is a source, only when both have the same `mfa_serial`.
//! - A code that GetSessionToken took is not asked for again.
//! - `rotate` assumes no role: it is the user of the stored key who looks after it. Its key is turned into a
//!   session only for a code, since IAM takes no session without one.
//! - A role that is assumed from a session lasts an hour at most. aws-vault applies that to sessions of
//!   GetSessionToken and AssumeRole; AWS does to every session of a role, and so does this.

use tegata_base::{Arn, Partition, Region};

use super::{
    AssumeRole, Call, Code, Endpoint, HeldSession, Metadata, Mfa, Note, Onward, Plan, Purpose, Rotation,
    Seconds, Service, SessionKey, Source, Step, WebToken,
};
use crate::catalog::Catalog;
use crate::error::ResolveError;
use crate::given::{Given, Origin};
use crate::resolve::{ConfigProfile, Request, Role, Route};

/// The plan for what is asked; `held` tells whether a session is kept under a key.
///
/// # Errors
/// [`ResolveError`].
pub fn plan(
    catalog: &Catalog<'_>,
    request: &Request<'_>,
    held: &dyn Fn(&SessionKey) -> Option<HeldSession>,
) -> Result<Plan, ResolveError> {
    let mut route = Route::find(catalog, request)?;
    let notes = std::mem::take(&mut route.notes);
    let region = Given::built_in(home_region(&route));
    let mut builder = Builder {
        request,
        held,
        key: SessionKey::new(),
        region,
        is_region_assumed: false,
        is_session: is_role_session(&route.source),
        calls: Vec::new(),
        notes,
    };
    let source = builder.source(&route)?;
    let mut rotation = None;
    match request.purpose {
        Purpose::Rotate => rotation = Some(builder.rotation(&route)?),
        Purpose::Login => {
            builder.roles(&route)?;
            builder.federate(&route)?;
        }
        Purpose::Session => {
            builder.roles(&route)?;
            builder.note_long_lived(&route);
        }
    }
    builder.note_region();
    let onward = builder.onward(&route);
    let endpoints = &route.target.endpoints;
    Ok(Plan {
        profile: request.profile.to_owned(),
        purpose: request.purpose,
        region: endpoints.region.as_ref().map(|given| given.value.clone()),
        endpoint_url: endpoints.url.as_ref().map(|given| given.value.clone()),
        source,
        calls: builder.calls,
        rotation,
        notes: builder.notes,
        onward,
    })
}

struct Builder<'b> {
    request: &'b Request<'b>,
    held: &'b dyn Fn(&SessionKey) -> Option<HeldSession>,
    /// What has been asked so far.
    key: SessionKey,
    /// Where calls go when no region is set.
    region: Given<Region>,
    /// Whether one does.
    is_region_assumed: bool,
    /// Whether the credentials so far are a session from which a role lasts an hour.
    is_session: bool,
    calls: Vec<Step<Call>>,
    notes: Vec<Note>,
}

impl Builder<'_> {
    fn source(&mut self, route: &Route) -> Result<Step<Source>, ResolveError> {
        let base = route.base();
        if let Source::WebIdentity { duration, .. } | Source::RolesAnywhere { duration, .. } = &route.source {
            let given = Given::built_in(*duration);
            let call = match route.source {
                Source::RolesAnywhere { .. } => "CreateSession",
                _ => "AssumeRoleWithWebIdentity",
            };
            within(&given, call, LONGEST_ROLE)?;
        }
        if let Source::FileKey { profile, origin, .. } = &route.source {
            let (profile, origin) = (profile.clone(), origin.clone());
            self.notes.push(Note::PlainText { profile, origin });
        }
        let endpoint = self.endpoint_of_source(&route.source, base);
        let sign_in = sign_in_endpoint(&route.source, base);
        describe_source(&mut self.key, &route.source, base);
        for name in variables_of(&route.source) {
            self.key.add_some(name, (self.request.variable)(name).as_deref());
        }
        describe_endpoint(&mut self.key, endpoint.as_ref());
        describe_endpoint(&mut self.key, sign_in.as_ref());
        let is_kept = matches!(
            route.source,
            Source::SsoRole { .. }
                | Source::WebIdentity { .. }
                | Source::Process { .. }
                | Source::RolesAnywhere { .. }
        );
        let step = self.step(base, route.source.clone(), endpoint, is_kept);
        Ok(Step {
            sign_in_endpoint: sign_in,
            ..step
        })
    }

    fn endpoint(&mut self, profile: &ConfigProfile, service: Service) -> Endpoint {
        let endpoint = profile.endpoints.of(service, &self.region);
        self.is_region_assumed |= profile.endpoints.region.is_none() && service != Service::Iam;
        endpoint
    }

    fn endpoint_of_source(&mut self, source: &Source, base: &ConfigProfile) -> Option<Endpoint> {
        match source {
            Source::SsoRole { directory, .. } => {
                Some(in_region(base, Service::Sso, directory.region.clone()))
            }
            Source::WebIdentity { .. } => Some(self.endpoint(base, Service::Sts)),
            Source::LoginSession { .. } => Some(self.endpoint(base, Service::Signin)),
            Source::RolesAnywhere { trust_anchor_arn, .. } => {
                let region = trust_anchor_arn.region().parse().ok()?;
                Some(in_region(base, Service::RolesAnywhere, region))
            }
            Source::StoredKey { .. }
            | Source::FileKey { .. }
            | Source::Environment
            | Source::Metadata { .. }
            | Source::Process { .. } => None,
        }
    }

    /// Of a profile's key, what rotates it.
    fn rotation(&mut self, route: &Route) -> Result<Rotation, ResolveError> {
        let base = route.base();
        if !matches!(route.source, Source::StoredKey { .. }) {
            return Err(ResolveError::NothingToRotate {
                profile: self.request.profile.into(),
                base: base.name.clone(),
            });
        }
        if !self.request.flags.no_session && base.mfa_serial.is_some() {
            self.session_of_key(base)?;
        }
        Ok(Rotation {
            profile: base.name.clone(),
            profiles: route.profiles().map(|profile| profile.name.clone()).collect(),
            sts: self.endpoint(base, Service::Sts),
            iam: self.endpoint(base, Service::Iam),
            calls: Rotation::CALLS,
        })
    }

    /// From the source up through the roles on the way.
    fn roles(&mut self, route: &Route) -> Result<(), ResolveError> {
        let used = self.session_token(route)?;
        for profile in route.profiles().collect::<Vec<_>>().into_iter().rev() {
            if let Some(role) = &profile.role {
                self.assume(profile, role, used.as_deref())?;
            }
        }
        Ok(())
    }

    /// GetSessionToken, where it is called. Returns the serial number of the device that it asks.
    fn session_token(&mut self, route: &Route) -> Result<Option<String>, ResolveError> {
        if !self.wants_session_token(route) {
            return Ok(None);
        }
        let base = route.base();
        self.session_of_key(base)?;
        Ok(serial(base).map(str::to_owned))
    }

    fn session_of_key(&mut self, base: &ConfigProfile) -> Result<(), ResolveError> {
        within(&base.session, "GetSessionToken", LONGEST_SESSION)?;
        let call = Call::GetSessionToken {
            duration: base.session.value,
            mfa: self.mfa(base),
        };
        self.call(base, call, Service::Sts);
        self.is_session = true;
        Ok(())
    }

    fn wants_session_token(&self, route: &Route) -> bool {
        let is_key = match route.source {
            Source::StoredKey { .. } => true,
            Source::FileKey { temporary, .. } => !temporary,
            _ => false,
        };
        let base = route.base();
        let user = route.profiles().rev().nth(1);
        let mut roles = route.profiles().filter_map(|profile| profile.role.as_ref());
        let is_full = match (roles.next(), roles.next()) {
            (Some(role), None) => role.duration.value > Seconds::HOUR,
            _ => false,
        };
        let has_roles = route.profiles().any(|profile| profile.role.is_some());
        let is_excluded = match user {
            // GetFederationToken takes no session.
            _ if self.request.purpose == Purpose::Login && !has_roles => true,
            None => self.request.purpose == Purpose::Login,
            Some(user) => serial(base).is_none() || serial(base) != serial(user),
        };
        let is_due = base.role.is_none() || user.is_some_and(|user| user.role.is_some());
        is_key && !self.request.flags.no_session && !is_full && is_due && !is_excluded
    }

    fn assume(
        &mut self,
        profile: &ConfigProfile,
        role: &Role,
        used: Option<&str>,
    ) -> Result<(), ResolveError> {
        let asked = &role.duration;
        let is_capped = self.is_session && asked.value > Seconds::HOUR;
        if is_capped {
            self.notes.push(Note::Capped {
                profile: profile.name.clone(),
                asked: asked.value,
                origin: asked.origin.clone(),
            });
        } else {
            within(asked, "AssumeRole", LONGEST_ROLE)?;
        }
        let mfa = self.mfa(profile).filter(|mfa| Some(mfa.serial.as_str()) != used);
        if mfa.is_some() && self.is_session {
            let profile = profile.name.clone();
            self.notes.push(Note::MfaOfSession { profile });
        }
        let request = AssumeRole {
            role_arn: role.arn.value.clone(),
            duration: if is_capped { Seconds::HOUR } else { asked.value },
            capped_from: is_capped.then_some(asked.value),
            session_name: role.session_name.clone(),
            external_id: role.external_id.clone(),
            tags: role.tags.clone(),
            transitive_tag_keys: role.transitive_tag_keys.clone(),
            source_identity: role.source_identity.clone(),
            mfa,
        };
        self.call(profile, Call::AssumeRole(request), Service::Sts);
        self.is_session = true;
        Ok(())
    }

    /// How a role would be assumed from these credentials: for as long as the profile's own would.
    fn onward(&self, route: &Route) -> Option<Onward> {
        let role = route.target.role.as_ref();
        let asked = role
            .map(|role| role.duration.value)
            .or(self.request.flags.duration);
        let asked = asked.unwrap_or(Seconds::HOUR).clamp(SHORTEST, LONGEST_ROLE);
        (self.request.purpose == Purpose::Session).then(|| Onward {
            endpoint: route.target.endpoints.of(Service::Sts, &self.region),
            duration: if self.is_session {
                asked.min(Seconds::HOUR)
            } else {
                asked
            },
        })
    }

    /// What makes an IAM user's credentials such that the console takes them. Sessions of roles are so.
    fn federate(&mut self, route: &Route) -> Result<(), ResolveError> {
        if self.is_session {
            return Ok(());
        }
        let profile = &route.target;
        within(&profile.federation, "GetFederationToken", LONGEST_SESSION)?;
        self.call(profile, Call::GetCallerIdentity, Service::Sts);
        self.call(profile, Call::GetUser, Service::Iam);
        let duration = profile.federation.value;
        self.call(profile, Call::GetFederationToken { duration }, Service::Sts);
        Ok(())
    }

    fn call(&mut self, profile: &ConfigProfile, call: Call, service: Service) {
        let endpoint = self.endpoint(profile, service);
        describe_call(&mut self.key, &call);
        describe_endpoint(&mut self.key, Some(&endpoint));
        let is_kept = matches!(call, Call::GetSessionToken { .. } | Call::AssumeRole(_));
        let step = self.step(profile, call, Some(endpoint), is_kept);
        self.calls.push(step);
    }

    fn step<T>(
        &self,
        profile: &ConfigProfile,
        what: T,
        endpoint: Option<Endpoint>,
        is_kept: bool,
    ) -> Step<T> {
        let session = (is_kept && self.request.purpose != Purpose::Rotate).then(|| self.key.clone());
        Step {
            profile: profile.name.clone(),
            what,
            endpoint,
            sign_in_endpoint: None,
            held: session.as_ref().and_then(self.held),
            session,
        }
    }

    fn mfa(&self, profile: &ConfigProfile) -> Option<Mfa> {
        let serial = profile.mfa_serial.as_ref()?.value.clone();
        let code = match &profile.mfa_process {
            _ if self.request.flags.mfa_token => Code::Given,
            Some(process) => Code::Process(process.value.clone()),
            None => Code::Prompt,
        };
        Some(Mfa { serial, code })
    }

    fn note_long_lived(&mut self, route: &Route) {
        let is_key = matches!(
            route.source,
            Source::StoredKey { .. } | Source::FileKey { temporary: false, .. }
        );
        if is_key && self.calls.is_empty() {
            let profile = route.base().name.clone();
            self.notes.push(Note::LongLived { profile });
        }
    }

    fn note_region(&mut self) {
        if self.is_region_assumed {
            let region = self.region.value.clone();
            self.notes.push(Note::RegionAssumed { region });
        }
    }
}

/// Where a call of a profile goes that is made in a region of its own.
fn in_region(profile: &ConfigProfile, service: Service, region: Region) -> Endpoint {
    profile.endpoints.of_region(service, &Given::built_in(region))
}

/// The tokens of Identity Center's portal are another service's.
fn sign_in_endpoint(source: &Source, base: &ConfigProfile) -> Option<Endpoint> {
    match source {
        Source::SsoRole { directory, .. } => {
            Some(in_region(base, Service::SsoOidc, directory.region.clone()))
        }
        _ => None,
    }
}

const SHORTEST: Seconds = Seconds(15 * 60);
const LONGEST_ROLE: Seconds = Seconds(12 * 3600);
const LONGEST_SESSION: Seconds = Seconds(36 * 3600);

fn within(asked: &Given<Seconds>, call: &'static str, max: Seconds) -> Result<(), ResolveError> {
    match (SHORTEST..=max).contains(&asked.value) {
        true => Ok(()),
        false => Err(ResolveError::Duration {
            origin: asked.origin.clone(),
            call,
            asked: asked.value,
            min: SHORTEST,
            max,
        }),
    }
}

fn serial(profile: &ConfigProfile) -> Option<&str> {
    profile.mfa_serial.as_ref().map(|given| given.value.as_str())
}

/// Whether AWS limits roles assumed from these credentials to an hour, as far as can be known.
fn is_role_session(source: &Source) -> bool {
    match source {
        Source::SsoRole { .. }
        | Source::WebIdentity { .. }
        | Source::RolesAnywhere { .. }
        | Source::Metadata { .. } => true,
        Source::LoginSession { session } => session.resource_of("assumed-role").is_some(),
        Source::StoredKey { .. } | Source::FileKey { .. } | Source::Environment | Source::Process { .. } => {
            false
        }
    }
}

/// The region that answers when none is set: of the partition that the first role is in.
fn home_region(route: &Route) -> Region {
    let role = route.profiles().find_map(|profile| profile.role.as_ref());
    let partition = role.map_or("aws", |role| role.arn.value.partition());
    let known = [Partition::AwsCn, Partition::AwsUsGov].into_iter();
    let partition = known
        .clone()
        .find(|known| known.as_str() == partition)
        .unwrap_or(Partition::Aws);
    partition.into()
}

/// The variables that decide who answers a source.
const fn variables_of(source: &Source) -> &'static [&'static str] {
    match source {
        Source::Metadata {
            service: Metadata::Ec2InstanceMetadata,
        } => &["AWS_EC2_METADATA_SERVICE_ENDPOINT"],
        Source::Metadata {
            service: Metadata::EcsContainer,
        } => &[
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        ],
        _ => &[],
    }
}

fn describe_source(key: &mut SessionKey, source: &Source, base: &ConfigProfile) {
    let arn = |key: &mut SessionKey, name, arn: &Arn| key.add(name, arn.as_str());
    match source {
        Source::StoredKey { profile, key_id, .. } => {
            key.add("stored-key", profile);
            key.add_some("key-id", key_id.as_deref());
        }
        Source::FileKey { profile, origin, .. } => {
            key.add("file-key", profile);
            // Its line may be another tomorrow.
            if let Origin::File { place, .. } = origin {
                key.add("file", &place.file);
            }
        }
        Source::Environment => key.add("environment", ""),
        Source::Metadata { service } => key.add("metadata", &format!("{service:?}")),
        Source::SsoRole {
            directory,
            account_id,
            role_name,
        } => {
            key.add("sso-start-url", &directory.start_url);
            key.add_some("sso-session", directory.session.as_deref());
            key.add("sso-region", directory.region.as_str());
            key.add("sso-account", &account_id.to_string());
            key.add("sso-role", role_name);
        }
        Source::LoginSession { session } => arn(key, "login-session", session),
        Source::WebIdentity {
            token,
            role_arn,
            session_name,
            duration,
        } => {
            match token {
                WebToken::File(path) => key.add("token-file", path),
                WebToken::Process(command) => {
                    key.add("token-process", command.as_str());
                    key.add("profile", &base.name);
                }
            }
            arn(key, "role", role_arn);
            key.add_some("session-name", session_name.as_deref());
            key.add("duration", &duration.0.to_string());
        }
        // One program may give each profile something else.
        Source::Process { command } => {
            key.add("process", command.as_str());
            key.add("profile", &base.name);
        }
        Source::RolesAnywhere {
            certificate,
            private_key,
            intermediates,
            trust_anchor_arn,
            profile_arn,
            role_arn,
            session_name,
            duration,
        } => {
            key.add("certificate", certificate.as_str());
            key.add_some("private-key", private_key.as_ref().map(|key| key.as_str()));
            key.add_some("intermediates", intermediates.as_deref());
            arn(key, "trust-anchor", trust_anchor_arn);
            arn(key, "profile", profile_arn);
            arn(key, "role", role_arn);
            key.add_some("session-name", session_name.as_deref());
            key.add("duration", &duration.0.to_string());
        }
    }
}

fn describe_call(key: &mut SessionKey, call: &Call) {
    key.add("call", call.name());
    match call {
        Call::GetSessionToken { duration, .. } | Call::GetFederationToken { duration } => {
            key.add("duration", &duration.0.to_string());
        }
        Call::AssumeRole(request) => {
            key.add("role", request.role_arn.as_str());
            key.add("duration", &request.duration.0.to_string());
            key.add_some("session-name", request.session_name.as_deref());
            key.add_some("external-id", request.external_id.as_deref());
            for tag in &request.tags {
                key.add("tag", &tag.key);
                key.add("tag-value", &tag.value);
            }
            for name in &request.transitive_tag_keys {
                key.add("transitive", name);
            }
            key.add_some("source-identity", request.source_identity.as_deref());
        }
        Call::GetCallerIdentity | Call::GetUser => {}
    }
    key.add_some("mfa", call.mfa().map(|mfa| mfa.serial.as_str()));
}

fn describe_endpoint(key: &mut SessionKey, endpoint: Option<&Endpoint>) {
    let Some(endpoint) = endpoint else {
        return;
    };
    key.add("region", endpoint.region.value.as_str());
    key.add_some("url", endpoint.url.as_ref().map(|url| url.value.as_str()));
    for (name, is_so) in [
        ("global", endpoint.global),
        ("fips", endpoint.fips),
        ("dual-stack", endpoint.dual_stack),
    ] {
        if is_so {
            key.add(name, "");
        }
    }
}
