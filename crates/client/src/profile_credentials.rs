//! The credentials of a profile of the config file, as `exec`, `export`, `login` and `rotate` need them.
//!
//! ```text
//! flags ─▶ ProfileCredentials { keystore, codes } ─plan─▶ Plan ─obtain, as often as wanted─▶ ApiCredentials
//! ```

use std::cell::{RefCell, RefMut};
use std::sync::Arc;

use jiff::SignedDuration;
use tegata_base::{AskError, Secret};
use tegata_profiles::duration::{InvalidDuration, Seconds, Units};
use tegata_profiles::plan::{Mfa, Plan, Purpose};
use tegata_profiles::resolve::StoredKey;
use tegata_vault::{Ask, Backend, ItemName, SecretStore, StoreError};

use crate::cache::CacheError;
use crate::identity_center::{IdentityCenterError, SignIn, SignInArgs};
use crate::keystore::{Keystore, KeystoreArgs, KeystoreError};
use crate::mfa::{Codes, Face, MfaError, Passphrases, PromptArgs};
use crate::planning::{Holdings, PlanningArgs, PlanningError};
use crate::run::{self, Place, RunError, Sessions, Tools};
use crate::{ApiCredentials, Edge, Environment, NotUnicode};

/// What must be left of a kept session when `AWS_MIN_TTL` does not say: as aws-vault has it.
const LEAST: Seconds = Seconds(5 * 60);

/// The flags of every subcommand that gets a profile's credentials.
#[derive(Debug, clap::Args)]
pub struct CredentialArgs {
    /// Which profile, and how its sessions are to be.
    #[command(flatten)]
    pub planning: PlanningArgs,
    /// Where codes come from.
    #[command(flatten)]
    pub prompt: PromptArgs,
    /// Where keys are stored.
    #[command(flatten)]
    pub keystore: KeystoreArgs,
    /// How a person signs in.
    #[command(flatten)]
    pub sign_in: SignInArgs,
    /// Where sessions are kept.
    #[command(flatten)]
    pub sessions: SessionCacheArgs,
    /// Tell on stderr what is done
    #[arg(long)]
    pub debug: bool,
}

/// The flags that say where sessions are kept, and for how long they are used.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Sessions")]
pub struct SessionCacheArgs {
    /// Where sessions are kept [default: TEGATA_SESSION_CACHE or keystore; file with pass and passage]
    #[arg(long, value_enum, value_name = "PLACE")]
    session_cache: Option<Place>,
    /// Make a new session, whatever is kept
    #[arg(long)]
    fresh: bool,
    /// What must be left of a kept session for it to be used [default: AWS_MIN_TTL or 5m]
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    min_ttl: Option<Seconds>,
}

/// Why there are no credentials. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CredentialError {
    /// There is no plan.
    #[error(transparent)]
    Planning(#[from] PlanningError),
    /// There is none, since no key is stored.
    #[error("{error} (keys were looked for in {place})")]
    NoKey {
        /// Why a key is wanted.
        error: Box<PlanningError>,
        /// Where there is none.
        place: String,
    },
    /// There is no keystore.
    #[error(transparent)]
    Keystore(#[from] KeystoreError),
    /// It cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no way to get codes.
    #[error(transparent)]
    Codes(#[from] MfaError),
    /// How to sign in makes no sense.
    #[error(transparent)]
    SignIn(#[from] IdentityCenterError),
    /// Sessions cannot be kept there.
    #[error("sessions cannot be kept in files: {0}; choose another place with --session-cache")]
    Cache(#[from] CacheError),
    /// The plan could not be run.
    #[error("cannot get the credentials of {profile:?}: {error}")]
    Run {
        /// The profile.
        profile: String,
        /// Why.
        error: Box<RunError>,
    },
    /// A variable that is no text.
    #[error(transparent)]
    Variable(#[from] NotUnicode),
    /// A variable that is no duration.
    #[error("AWS_MIN_TTL is {0}")]
    MinTtl(#[from] InvalidDuration),
    /// A variable that names no place.
    #[error("TEGATA_SESSION_CACHE is none of keystore, file and off; set it to one of them")]
    SessionCache,
}

/// Gets the credentials of one profile, as often as they are asked for.
pub struct ProfileCredentials<'a> {
    args: &'a CredentialArgs,
    purpose: Purpose,
    keystore: Keystore,
    passphrases: Arc<Passphrases>,
    codes: RefCell<Codes>,
    sign_in: SignIn,
    least: SignedDuration,
    place: Option<Place>,
}

impl<'a> ProfileCredentials<'a> {
    /// Checks the flags and variables; nothing is opened, asked for or called yet.
    ///
    /// # Errors
    /// [`CredentialError`].
    pub fn new(
        args: &'a CredentialArgs,
        purpose: Purpose,
        face: Face,
        environment: &Environment,
    ) -> Result<Self, CredentialError> {
        let passphrases = Arc::new(Passphrases::new(&args.prompt.driver, face, environment)?);
        Ok(Self {
            args,
            purpose,
            keystore: args
                .keystore
                .open(environment, Arc::<Passphrases>::clone(&passphrases))?,
            passphrases,
            codes: RefCell::new(Codes::new(&args.prompt, face, environment)?),
            sign_in: args.sign_in.resolve(environment)?,
            least: args.sessions.least(environment)?,
            place: args.sessions.place(environment)?,
        })
    }

    /// What is to be done, as it looks now; nothing is done.
    ///
    /// # Errors
    /// [`CredentialError`].
    pub fn plan(&self, edge: &mut Edge<'_>) -> Result<Plan, CredentialError> {
        let store = self.keystore.store_and_tell(edge)?;
        let names = store.names()?;
        let sessions = self.sessions(store, edge)?;
        let key = |profile: &str| match is_stored(profile, &names) {
            true => StoredKey::Held(None),
            false => StoredKey::Absent,
        };
        let now = (edge.clock)();
        let holdings = Holdings {
            key: &key,
            session: &|key| sessions.held(key, &names, self.least, now),
            mfa_token: self.args.prompt.mfa_token.is_some(),
        };
        let plan = self.args.planning.plan(self.purpose, &holdings, edge.environment);
        plan.map_err(|error| match error.wants_a_key() {
            true => CredentialError::NoKey {
                error: Box::new(error),
                place: store.place(),
            },
            false => error.into(),
        })
    }

    /// Does it.
    ///
    /// # Errors
    /// [`CredentialError`].
    pub fn obtain(&self, plan: &Plan, edge: &mut Edge<'_>) -> Result<ApiCredentials, CredentialError> {
        let store = self.keystore.store_and_tell(edge)?;
        let sessions = self.sessions(store, edge)?;
        let mut codes = WithSeeds {
            codes: self.codes.borrow_mut(),
            keystore: &self.keystore,
        };
        let tools = Tools {
            store,
            sessions: &sessions,
            codes: RefCell::new(&mut codes),
            sign_in: &self.sign_in,
            dialect: self.args.planning.dialect(edge.environment)?,
            least: self.least,
            fresh: self.args.sessions.fresh,
            debug: self.args.debug,
        };
        run::run(plan, tools, edge).map_err(|error| CredentialError::Run {
            profile: plan.profile.clone(),
            error: Box::new(error),
        })
    }

    /// From now on a child has the terminal, and what is obtained is to last for so long at least.
    pub(crate) fn serve_beside_child(&mut self, least: SignedDuration) {
        self.codes.get_mut().leave_terminal();
        self.passphrases.leave_terminal();
        self.least = self.least.max(least);
    }

    /// The device whose code could not be asked for beside a child, if a plan has one.
    pub(crate) fn unaskable<'p>(&self, plan: &'p Plan, edge: &mut Edge<'_>) -> Option<&'p Mfa> {
        let codes = self.codes.borrow();
        let mut needed = plan.second_factors().into_iter();
        needed.find(|mfa| codes.needs_terminal(mfa, &self.keystore, edge))
    }

    /// Whether a session that is there is used by all that needs it.
    pub(crate) fn uses_kept_sessions(&self) -> Result<bool, CredentialError> {
        let is_kept = place(self.place, self.keystore.backend()?) != Place::Off;
        Ok(is_kept && !self.args.sessions.fresh)
    }

    /// Whether there is no way to ask a person but the terminal.
    pub(crate) fn asks_at_terminal(&self) -> bool {
        self.codes.borrow().are_asked_at_terminal()
    }

    /// Where keys are stored.
    #[must_use]
    pub const fn keystore(&self) -> &Keystore {
        &self.keystore
    }

    fn sessions<'s>(
        &self,
        store: &'s dyn SecretStore,
        edge: &mut Edge<'_>,
    ) -> Result<Sessions<'s>, CredentialError> {
        let place = place(self.place, self.keystore.backend()?);
        Ok(Sessions::open(place, store, edge)?)
    }
}

impl Holdings<'_> {
    /// What the names in a keystore tell, for a plan that is only looked at: no key is opened, and one that is
    /// not there is supposed.
    ///
    /// # Errors
    /// [`CredentialError`], where the keystore cannot be looked into.
    pub fn look<T>(
        keystore: &KeystoreArgs,
        cache: &SessionCacheArgs,
        edge: &mut Edge<'_>,
        plan: impl FnOnce(&Holdings<'_>, &Environment) -> T,
    ) -> Result<T, CredentialError> {
        let keystore = keystore.open(edge.environment, Arc::new(Nobody))?;
        let store = keystore.store()?;
        let names = store.names()?;
        let place = place(cache.place(edge.environment)?, keystore.backend()?);
        let sessions = Sessions::look(place, store, edge.environment);
        let least = cache.least(edge.environment)?;
        let now = (edge.clock)();
        let key = |profile: &str| match is_stored(profile, &names) {
            true => StoredKey::Held(None),
            false => StoredKey::Unseen,
        };
        let holdings = Holdings {
            key: &key,
            session: &|key| sessions.held(key, &names, least, now),
            mfa_token: false,
        };
        Ok(plan(&holdings, edge.environment))
    }
}

/// Answers nothing: names are told without.
struct Nobody;

impl Ask for Nobody {
    fn ask(&self, _: &str) -> Result<Secret<String>, AskError> {
        Err(AskError::NoTerminal)
    }
}

fn is_stored(profile: &str, names: &[ItemName]) -> bool {
    ItemName::key(profile).is_ok_and(|name| names.contains(&name))
}

/// Where sessions are kept, if nobody says it, with a store of this kind.
fn place(named: Option<Place>, backend: Backend) -> Place {
    match (named, backend) {
        (Some(place), _) => place,
        // With those each session would be a commit, and a question of the agent of GnuPG.
        (None, Backend::Pass | Backend::Passage) => Place::File,
        (None, _) => Place::Keystore,
    }
}

/// The codes of a command, for which seeds are looked for in the keystore.
struct WithSeeds<'k> {
    codes: RefMut<'k, Codes>,
    keystore: &'k Keystore,
}

impl run::Codes for WithSeeds<'_> {
    fn code(&mut self, mfa: &Mfa, edge: &mut Edge<'_>) -> Result<Secret<String>, MfaError> {
        self.codes.code(mfa, Some(self.keystore), edge)
    }

    fn refused(&mut self, mfa: &Mfa) -> bool {
        self.codes.refused(mfa)
    }
}

impl SessionCacheArgs {
    /// Whether a new session is to be made, whatever is kept.
    #[must_use]
    pub const fn is_fresh(&self) -> bool {
        self.fresh
    }

    fn least(&self, environment: &Environment) -> Result<SignedDuration, CredentialError> {
        let seconds = match (self.min_ttl, environment.text("AWS_MIN_TTL")?) {
            (Some(given), _) => given,
            (None, Some(text)) => Seconds::parse(text, Units::Go)?,
            (None, None) => LEAST,
        };
        Ok(SignedDuration::from_secs(seconds.0.into()))
    }

    fn place(&self, environment: &Environment) -> Result<Option<Place>, CredentialError> {
        match (self.session_cache, environment.text("TEGATA_SESSION_CACHE")?) {
            (Some(given), _) => Ok(Some(given)),
            (None, None) => Ok(None),
            (None, Some(name)) => match clap::ValueEnum::from_str(name, false) {
                Ok(place) => Ok(Some(place)),
                Err(_) => Err(CredentialError::SessionCache),
            },
        }
    }
}

fn duration(text: &str) -> Result<Seconds, InvalidDuration> {
    Seconds::parse(text, Units::GoDaysWeeks)
}
