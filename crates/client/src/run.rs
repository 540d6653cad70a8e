//! Runs a Plan: from its source of credentials through its calls to the credentials that are wanted.
//!
//! ```text
//! the last step: kept? ─yes─▶ credentials
//!       │ no: lock it, look again
//!       ▼
//! the step before: kept? … ─▶ source ─▶ call ─▶ keep ─▶ call ─▶ keep ─▶ credentials
//! ```
//!
//! A plan is walked from its end, so that what is kept of a later step saves all those before it; nothing is
//! opened or asked for a step that is saved. Parallel processes share one prompt and one call, and what one is
//! refused, those that waited for it are refused, too, unless they could fare better: see [`RunError`].

mod calls;
mod error;
mod kept;
mod metadata;
mod process;
mod sessions;
mod source;

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use jiff::SignedDuration;
use tegata_base::Secret;
use tegata_profiles::catalog::Dialect;
use tegata_profiles::plan::{Call, Code, Mfa, Plan, Source, Step};
use tegata_vault::SecretStore;

use crate::cache::{Directory, Flight, Landed};
use crate::identity_center::SignIn;
use crate::mfa::MfaError;
use crate::private_file::Lock;
use crate::{ApiCredentials, Edge, Skew};
use calls::{Caller, Factor};
pub use error::RunError;
pub use metadata::MetadataError;
pub use process::ProcessError;
use process::Program;
pub use sessions::Place;
use sessions::SessionName;
pub(crate) use sessions::{Sessions, sealed_of};

/// How a service answers a key that was deleted or deactivated.
const REFUSED_KEY: &str = "InvalidClientTokenId";

/// How long to wait for another process that asks for the same session: a person may be typing a code there.
const PATIENCE: Duration = Duration::from_secs(180);

/// Where the codes of second factors come from.
pub trait Codes {
    /// The next code of a device.
    ///
    /// # Errors
    /// [`MfaError`], when there is none.
    fn code(&mut self, mfa: &Mfa, edge: &mut Edge<'_>) -> Result<Secret<String>, MfaError>;

    /// The service refused the code. Returns whether to ask for another.
    fn refused(&mut self, mfa: &Mfa) -> bool;
}

/// What a plan is run with.
pub(crate) struct Tools<'t> {
    /// Where keys are stored.
    pub(crate) store: &'t dyn SecretStore,
    /// Where sessions are kept.
    pub(crate) sessions: &'t Sessions<'t>,
    /// Where codes come from.
    pub(crate) codes: RefCell<&'t mut dyn Codes>,
    /// How a person signs in to IAM Identity Center.
    pub(crate) sign_in: &'t SignIn,
    /// By whose rules the config files are read.
    pub(crate) dialect: Dialect,
    /// How much must be left of a session that is kept for it to be used.
    pub(crate) least: SignedDuration,
    /// Whether what is kept of the last step is passed over, so that a new session is made.
    pub(crate) fresh: bool,
    /// Whether to tell what is done.
    pub(crate) debug: bool,
}

/// Runs a plan.
///
/// # Errors
/// [`RunError`].
pub(crate) fn run<'r>(
    plan: &'r Plan,
    tools: Tools<'r>,
    edge: &mut Edge<'_>,
) -> Result<ApiCredentials, RunError> {
    if let Source::Process { command } = &plan.source.what {
        Program::of_credentials(&plan.source.profile, command).callers(edge.environment)?;
    }
    let run = Run {
        plan,
        tools,
        skew: Rc::default(),
        key: RefCell::default(),
        caller: RefCell::default(),
    };
    run.obtain(plan.calls.len(), edge)
}

struct Run<'r> {
    plan: &'r Plan,
    tools: Tools<'r>,
    skew: Rc<Skew>,
    /// The access key that the plan begins with, where it does; read once, and again when it was replaced since.
    key: RefCell<Option<ApiCredentials>>,
    /// What is known of whose credentials these are: `login` asks.
    caller: RefCell<Known>,
}

/// Whose credentials these are.
#[derive(Default)]
struct Known {
    arn: Option<String>,
    user_name: Option<String>,
}

impl Run<'_> {
    /// The credentials after so many calls: kept, or made now.
    fn obtain(&self, calls: usize, edge: &mut Edge<'_>) -> Result<ApiCredentials, RunError> {
        let name = match calls.checked_sub(1).and_then(|at| self.plan.calls.get(at)) {
            Some(step) => SessionName::of(step, name_of_call(&step.what)),
            None => SessionName::of(&self.plan.source, name_of_source(&self.plan.source.what)),
        };
        let Some(name) = name.filter(|_| !self.tools.sessions.is_off()) else {
            return self.make(calls, edge);
        };
        let is_fresh = self.tools.fresh && calls == self.plan.calls.len();
        let directory = match Directory::open(edge.environment) {
            Ok(directory) => directory,
            Err(error) => {
                edge.tell(&format!("warning: the session is not kept: {error}"));
                return self.make(calls, edge);
            }
        };
        let flight = Flight {
            directory: &directory,
            name: &name.hash,
            patience: PATIENCE,
            // Who brings a code of their own may fare better.
            heeds_failures: !self.has_given_code(),
        };
        let landed = flight.land(
            edge,
            |edge| match is_fresh {
                true => None,
                false => self.look(&name, edge).transpose(),
            },
            |edge, lock| {
                let made = self.make(calls, edge)?;
                if let Some(lock) = lock {
                    self.keep(lock, &name, &made, edge);
                }
                Ok::<_, RunError>(Ok(made))
            },
            |error| error.is_everybodys() && !(error.is_about_code() && self.has_given_code()),
            |error, edge| edge.tell(&format!("warning: the session is not kept: {error}")),
        );
        match landed {
            Landed::Answer(answer) => answer,
            Landed::Refused(error) => Err(error),
            Landed::Shared(cause) => Err(RunError::Shared(cause)),
        }
    }

    /// Whether a code was given on the command line, which no other process has.
    fn has_given_code(&self) -> bool {
        let factors = self.plan.second_factors();
        factors.iter().any(|mfa| mfa.code == Code::Given)
    }

    /// What is kept under a name, if it is still good.
    fn look(&self, name: &SessionName<'_>, edge: &mut Edge<'_>) -> Result<Option<ApiCredentials>, RunError> {
        let Some(kept) = self.tools.sessions.find(name)? else {
            return Ok(None);
        };
        let is_good = kept.is_good_at((edge.clock)(), self.tools.least);
        if !is_good || kept.made_from() != self.origin(edge)?.as_deref() {
            return Ok(None);
        }
        self.tell(
            &format!("{} of {} is kept already", name.operation, name.profile),
            edge,
        );
        Ok(Some(kept.credentials))
    }

    /// Keeps a session; that it cannot be kept is told, and does no harm otherwise.
    fn keep(&self, lock: &Lock, name: &SessionName<'_>, made: &ApiCredentials, edge: &mut Edge<'_>) {
        let kept = self.origin(edge).and_then(|made_from| {
            let now = (edge.clock)();
            let Some((expires, json)) =
                kept::written(made, made_from.as_deref(), name.profile, now, &self.skew)
            else {
                return Ok(());
            };
            let service_now = self.skew.service_time(now);
            let kept = self
                .tools
                .sessions
                .keep(lock, name, expires, json, service_now, edge);
            kept.map_err(|error| RunError::NotKept(error.to_string()))
        });
        if let Err(error) = kept {
            edge.tell(&format!("warning: the session is not kept: {error}"));
        }
    }

    fn make(&self, calls: usize, edge: &mut Edge<'_>) -> Result<ApiCredentials, RunError> {
        let Some(before) = calls.checked_sub(1) else {
            return self.source(edge);
        };
        let with = self.obtain(before, edge)?;
        let Some(step) = self.plan.calls.get(before) else {
            return Ok(with);
        };
        match self.call(step, with, edge) {
            Err(error) if before == 0 => match self.replaced_key(&error) {
                Some(with) => self.call(step, with, edge),
                None => Err(error),
            },
            called => called,
        }
    }

    fn call(
        &self,
        step: &Step<Call>,
        with: ApiCredentials,
        edge: &mut Edge<'_>,
    ) -> Result<ApiCredentials, RunError> {
        let Some(place) = &step.endpoint else {
            return Err(RunError::Incomplete(step.what.name()));
        };
        let caller = Caller {
            place,
            credentials: Some(&with),
            skew: &self.skew,
        };
        self.tell(&format!("{} for {}", step.what.name(), step.profile), edge);
        match &step.what {
            Call::GetSessionToken { duration, mfa } => self.with_code(mfa.as_ref(), edge, |factor, edge| {
                caller.session_token(*duration, factor, edge)
            }),
            Call::AssumeRole(request) => self.with_code(request.mfa.as_ref(), edge, |factor, edge| {
                caller.assume_role(request, factor, edge)
            }),
            Call::GetCallerIdentity => {
                let arn = caller.identity(edge)?;
                self.caller.borrow_mut().arn = Some(arn);
                Ok(with)
            }
            Call::GetUser if self.is_session() => Ok(with),
            Call::GetUser => {
                let name = caller.user_name(edge)?;
                self.caller.borrow_mut().user_name = name;
                Ok(with)
            }
            Call::GetFederationToken { .. } if self.is_session() => Ok(with),
            Call::GetFederationToken { duration } => {
                caller.federation_token(&self.federated_name(), *duration, edge)
            }
        }
    }

    /// Calls with a code, where one is wanted, and with another as long as it is refused and there are more.
    fn with_code(
        &self,
        mfa: Option<&Mfa>,
        edge: &mut Edge<'_>,
        mut call: impl FnMut(Option<Factor<'_>>, &mut Edge<'_>) -> Result<ApiCredentials, RunError>,
    ) -> Result<ApiCredentials, RunError> {
        let Some(mfa) = mfa else {
            return call(None, edge);
        };
        loop {
            let code = self.tools.codes.borrow_mut().code(mfa, edge)?;
            let serial = mfa.serial.as_str();
            let called = call(Some(Factor { serial, code }), edge);
            match called {
                Err(error) if error.is_about_code() => {
                    if !self.tools.codes.borrow_mut().refused(mfa) {
                        return Err(error);
                    }
                    edge.tell(&format!("{error}; try the next code"));
                }
                called => return called,
            }
        }
    }

    /// Whether the credentials for `login` are a session that signs in as it is.
    fn is_session(&self) -> bool {
        let known = self.caller.borrow();
        let resource = known.arn.as_deref().and_then(|arn| arn.splitn(6, ':').nth(5));
        resource.is_some_and(|resource| {
            resource.starts_with("assumed-role/") || resource.starts_with("federated-user/")
        })
    }

    /// The user's name, which the trail shows for what is done in the console.
    fn federated_name(&self) -> String {
        let known = self.caller.borrow();
        let of_arn = || known.arn.as_deref()?.rsplit(['/', ':']).next();
        known
            .user_name
            .as_deref()
            .or_else(of_arn)
            .unwrap_or("tegata")
            .to_owned()
    }

    fn tell(&self, line: &str, edge: &mut Edge<'_>) {
        if self.tools.debug {
            edge.tell(&format!("debug: {line}"));
        }
    }
}

/// What is kept of a call, in the words of aws-vault.
const fn name_of_call(call: &Call) -> &'static str {
    match call {
        Call::AssumeRole(_) => "sts.AssumeRole",
        _ => "sts.GetSessionToken",
    }
}

/// What is kept of a source, in the same words.
const fn name_of_source(source: &Source) -> &'static str {
    match source {
        Source::SsoRole { .. } => "sso.GetRoleCredentials",
        Source::WebIdentity { .. } => "sts.AssumeRoleWithWebIdentity",
        Source::RolesAnywhere { .. } => "rolesanywhere.CreateSession",
        _ => "credential_process",
    }
}
