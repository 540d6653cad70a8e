//! `tegata update`: keeps one profile of the shared credentials file fresh. Flags are those of
//! `aws_signing_helper`, and some of our own.
//!
//! ```text
//! SessionProvider ─▶ credentials ─▶ changes to a profile ─▶ CredentialsFile ─▶ the file, replaced whole
//!        ▲                                                                        │
//!        └──────── Watch: until shortly before they expire, or SIGHUP ◀───────────┘
//! ```
//!
//! A pass that fails leaves the file as it is, so that the old credentials serve until they expire, and
//! is made again after a pause that grows. Certificate and key are read anew at each pass.

mod credentials_file;
mod schedule;
#[cfg(unix)]
mod signals;

use std::time::Duration;

use clap::{ArgAction, Args, ValueEnum};
use jiff::Timestamp;
use tegata_api_rolesanywhere::CredentialResponse;
use tegata_base::time::iso_seconds;
use tegata_keys::{Permissions, shell_word};
use tegata_profiles::{Change, EditError, ProfileName};

use crate::Edge;
use crate::args::SessionArgs;
use crate::provider::{ProviderError, SessionProvider, UNTIL_CHANGED};
use crate::systemd::Notify;
use crate::watched_files::WatchedFiles;

use credentials_file::CredentialsFile;
pub use credentials_file::{CredentialsFileError, FileMode, InvalidFileMode};
use schedule::Schedule;
#[cfg(unix)]
pub use signals::Signals;

/// The key, and the comment, that tells when the credentials expire; named after the variable in which
/// AWS's tools give it.
const EXPIRATION: &str = "aws_credential_expiration";
/// Clocks are looked at this often, since a machine that slept or whose clock was set does not tell.
const SLICE: Duration = Duration::from_secs(20);

/// The flags of `update`.
#[derive(Debug, Clone, Args)]
pub struct UpdateArgs {
    /// What to ask for.
    #[command(flatten)]
    pub session: SessionArgs,
    /// The profile of the credentials file to keep fresh
    #[arg(long, value_name = "NAME", default_value = "default")]
    pub profile: String,
    /// Update the file once and end
    #[arg(long, action = ArgAction::Set, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value_t = false, hide_default_value = true, value_parser = crate::args::boolean, value_name = "BOOL")]
    pub once: bool,
    /// Write the time at which the credentials expire, for people or programs to read
    #[arg(long, value_enum, default_value_t = Expiration::None, value_name = "FORM")]
    pub expiration: Expiration,
    /// The mode of the file: 0600, or 0640 to let its group read the credentials
    #[arg(long, value_name = "MODE", default_value = "0600")]
    pub file_mode: FileMode,
    /// Write the region that the session is of, too
    #[arg(long, action = ArgAction::Set, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value_t = false, hide_default_value = true, value_parser = crate::args::boolean, value_name = "BOOL")]
    pub write_region: bool,
}

/// How the expiration is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Expiration {
    /// Not at all.
    #[default]
    None,
    /// `# aws_credential_expiration = 2026-01-02T03:04:05Z`
    Comment,
    /// `aws_credential_expiration = 2026-01-02T03:04:05Z`
    Key,
}

/// Why the file was not updated. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UpdateError {
    /// There are no credentials.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// The profile's name, or what the service sent, cannot stand in the file.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// The file cannot be replaced; it is as it was.
    #[error(transparent)]
    File(#[from] CredentialsFileError),
}

impl UpdateError {
    /// Whether to start again is of no use before a person changes something, and may even lock a token.
    #[must_use]
    pub const fn is_permanent(&self) -> bool {
        match self {
            Self::Provider(error) => error.is_permanent(),
            _ => false,
        }
    }

    /// Whether it is the command line that is wrong, by itself.
    #[must_use]
    pub const fn is_mistake(&self) -> bool {
        matches!(self, Self::Provider(error) if error.is_mistake())
    }
}

/// What happens to the process meanwhile.
pub trait Watch {
    /// Does something that nothing may break off in the middle.
    fn undisturbed(&mut self, work: &mut dyn FnMut());

    /// Waits, at most this long.
    fn wait(&mut self, at_most: Duration) -> Woken;
}

/// Why a wait ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Woken {
    /// The time is up.
    Time,
    /// Someone wants new credentials now.
    Refresh,
}

/// Updates the file; without `--once`, for ever.
///
/// # Errors
/// [`UpdateError`], with `--once`. Without it, only what cannot mend itself: flags that say nothing
/// sensible, and a first pass that [`UpdateError::is_permanent`].
pub fn run(
    args: &UpdateArgs,
    permissions: Permissions,
    edge: &mut Edge<'_>,
    watch: &mut dyn Watch,
) -> Result<(), UpdateError> {
    let mut updater = Updater {
        profile: ProfileName::new(&args.profile)?,
        file: CredentialsFile::locate(edge.environment, args.file_mode)?,
        provider: SessionProvider::new(args.session.clone(), permissions, edge)?,
        args,
    };
    if let Some(name) = args.profile.strip_prefix("profile ") {
        let name = shell_word(name.trim());
        edge.tell(&format!(
            "warning: a section of the credentials file has the bare name of its profile, so whoever asks for that \
             profile does not find it; give --profile {name}"
        ));
    }
    if args.once {
        return updater.pass(edge, watch).map(|_| ());
    }
    let notify = Notify::new(edge.environment);
    let mut files = WatchedFiles::of(&args.session);
    let mut schedule = Schedule::default();
    let mut is_ready = false;
    loop {
        files.read_now();
        let result = updater.pass(edge, watch);
        let now = (edge.clock)();
        let (pause, text) = match result {
            Err(error) if error.is_permanent() && !is_ready => return Err(error),
            Err(error) if error.is_permanent() => (None, format!("{error}; {UNTIL_CHANGED}")),
            Ok(expiration) => {
                let pause = schedule.succeeded(now, expiration, edge.rng);
                let text = format!(
                    "profile {} in {} has credentials until {}; the next are due in {} s",
                    args.profile,
                    updater.file.path().display(),
                    iso_seconds(expiration),
                    pause.as_secs(),
                );
                (Some(pause), text)
            }
            Err(error) => {
                let pause = schedule.failed(edge.rng);
                let text = format!("{error}; trying again in {} s", pause.as_secs());
                (Some(pause), text)
            }
        };
        log(edge, &text);
        notify.status(&text);
        // Whatever came of the first pass: a service that is away does not keep the unit from starting.
        if !is_ready {
            notify.ready();
            is_ready = true;
        }
        let why = match pause {
            Some(pause) => wait(pause, edge, watch).then_some(HUNG_UP),
            None => Some(wait_for_change(&mut files, watch)),
        };
        if let Some(why) = why {
            schedule = Schedule::default();
            log(edge, why);
        }
    }
}

/// What a pass needs.
struct Updater<'a> {
    args: &'a UpdateArgs,
    profile: ProfileName,
    file: CredentialsFile,
    provider: SessionProvider,
}

impl Updater<'_> {
    /// Gets credentials and writes them. Returns when they expire.
    fn pass(&mut self, edge: &mut Edge<'_>, watch: &mut dyn Watch) -> Result<Timestamp, UpdateError> {
        let response = self.provider.obtain(edge)?;
        let changes = self.changes(&response)?;
        let held = self.file.lock()?;
        let mut written = Ok(None);
        watch.undisturbed(&mut || written = held.change(&self.profile, &changes));
        if let Some(warning) = written? {
            log(edge, &warning);
        }
        Ok(response.credentials.expiration)
    }

    fn changes(&self, response: &CredentialResponse) -> Result<Vec<Change>, EditError> {
        let credentials = &response.credentials;
        let expiration = iso_seconds(credentials.expiration);
        let mut changes = vec![
            Change::set("aws_access_key_id", &credentials.access_key_id)?,
            Change::set("aws_secret_access_key", credentials.secret_access_key.expose())?,
            Change::set("aws_session_token", &credentials.session_token)?,
        ];
        if self.args.write_region {
            changes.push(Change::set("region", self.provider.region().as_str())?);
        }
        // What an earlier run wrote in another form would tell of credentials that are gone.
        changes.push(match self.args.expiration {
            Expiration::Key => Change::set(EXPIRATION, &expiration)?,
            Expiration::Comment | Expiration::None => Change::unset(EXPIRATION)?,
        });
        changes.push(match self.args.expiration {
            Expiration::Comment => Change::note(EXPIRATION, &expiration)?,
            Expiration::Key | Expiration::None => Change::unnote(EXPIRATION)?,
        });
        Ok(changes)
    }
}

const HUNG_UP: &str = "SIGHUP: getting new credentials";

/// Waits for somebody to change something, and returns what tells of it.
fn wait_for_change(files: &mut WatchedFiles, watch: &mut dyn Watch) -> &'static str {
    loop {
        if watch.wait(SLICE) == Woken::Refresh {
            return HUNG_UP;
        }
        if files.have_changed() {
            return "certificate, key or password changed on disk: getting new credentials";
        }
    }
}

/// Waits for the pause to pass, by whichever clock is first: time in which the machine slept counts,
/// and a clock that is set back does not make it longer. True when someone wants new credentials before.
fn wait(pause: Duration, edge: &Edge<'_>, watch: &mut dyn Watch) -> bool {
    let until = (edge.clock)() + pause;
    let mut left = pause;
    while !left.is_zero() {
        let by_wall = Duration::try_from(until.duration_since((edge.clock)())).unwrap_or_default();
        if by_wall.is_zero() {
            break;
        }
        let slice = left.min(by_wall).min(SLICE);
        if watch.wait(slice) == Woken::Refresh {
            return true;
        }
        left = left.saturating_sub(slice);
    }
    false
}

/// One line, stamped as AWS's helper stamps its own, in UTC.
fn log(edge: &mut Edge<'_>, text: &str) {
    let stamp = (edge.clock)().strftime("%Y/%m/%d %H:%M:%S");
    edge.tell(&format!("{stamp} {text}"));
}

#[cfg(test)]
mod tests;
