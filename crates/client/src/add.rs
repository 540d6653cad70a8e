//! `tegata add`: puts a long-lived key into the keystore, and its profile into the config file.
//!
//! ```text
//! terminal | variables | CSV | stdin ─▶ LongTermKey ─▶ keystore, then: old sessions out, [profile p] in
//! ```
//!
//! What can fail for want of rights or room is tried before anything is asked or kept: a config file that cannot be
//! changed is found out while everything is as it was.

mod config;
mod csv;
mod given;

use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use tegata_base::AskError;
use tegata_profiles::EditError;
use tegata_profiles::catalog::{Catalog, Dialect};
use tegata_profiles::error::ResolveError;
use tegata_vault::{InvalidKey, InvalidName, ItemName, LongTermKey, SecretStore, StoreError};

use crate::clear;
use crate::config_files::{ConfigFiles, ConfigFilesError};
use crate::go_format::quoted;
use crate::keystore::{KeystoreArgs, KeystoreError};
use crate::remove::is_session_of;
use crate::{Edge, NotChanged, NotUnicode, Person};
use config::NewProfile;
pub use csv::CsvError;
pub use given::StdinError;

/// What a session's id begins with.
const TEMPORARY: &str = "ASIA";
/// What stands where nobody can answer.
const AT_A_TERMINAL: &str = "run this at a terminal, or give the key with --env, --csv or --stdin";

/// The flags of `add`.
#[derive(Debug, Clone, Default, Args)]
pub struct AddArgs {
    /// The profile that the key is for
    pub profile: String,
    /// Take the key from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY
    #[arg(long, conflicts_with_all = ["csv", "stdin"])]
    pub env: bool,
    /// Take the key from a file as the AWS console lets one download it
    #[arg(long, value_name = "FILE", conflicts_with = "stdin")]
    pub csv: Option<PathBuf>,
    /// Take the key from standard input: id and secret on two lines, or what `aws iam create-access-key` prints
    #[arg(long)]
    pub stdin: bool,
    /// The MFA device of the user, for the profile; not asked for then
    #[arg(long, value_name = "ARN", conflicts_with = "no_add_config")]
    pub mfa_serial: Option<String>,
    /// Add the profile to the config file, which is done anyway
    #[arg(long, hide = true, overrides_with = "no_add_config")]
    pub add_config: bool,
    /// Leave the config file alone, also where it does not have the profile
    #[arg(long, overrides_with = "add_config")]
    pub no_add_config: bool,
    /// Replace a key that is kept for the profile without asking
    #[arg(short, long)]
    pub force: bool,
    /// Where keys are kept.
    #[command(flatten)]
    pub keystore: KeystoreArgs,
}

/// Why no key was added. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AddError {
    /// The profile's name.
    #[error(transparent)]
    Name(#[from] InvalidName),
    /// The config file cannot be read.
    #[error(transparent)]
    Files(#[from] ConfigFilesError),
    /// What it says of the profile makes no sense.
    #[error(transparent)]
    Resolve(#[from] ResolveError),
    /// The key would never be used.
    #[error("profile {} has a source_profile of {source_profile}, so a key added to it would have no effect; add the key to {source_profile}", quoted(.profile))]
    SourceProfile {
        /// The profile.
        profile: String,
        /// Where it gets its credentials.
        source_profile: String,
    },
    /// A variable that is wanted is not there.
    #[error("Missing value for {0}; set it, or leave out --env")]
    Missing(&'static str),
    /// A variable that is no text.
    #[error(transparent)]
    Variable(#[from] NotUnicode),
    /// Nobody typed it.
    #[error("{what} was not given: {error}; {AT_A_TERMINAL}")]
    Ask {
        /// What was asked for.
        what: &'static str,
        /// Why it was not answered.
        error: AskError,
    },
    /// There is a key, and nobody to ask whether it may be replaced.
    #[error("a key is kept for profile {} already; give --force to replace it", quoted(.0))]
    Existing(String),
    /// There is a key, and it stays.
    #[error("the key that is kept for profile {} was not replaced", quoted(.0))]
    NotReplaced(String),
    /// A file of the console.
    #[error(transparent)]
    Csv(#[from] CsvError),
    /// What came on standard input.
    #[error(transparent)]
    Stdin(#[from] StdinError),
    /// What was given is no key.
    #[error("this is no key to keep: {0}")]
    Key(#[from] InvalidKey),
    /// White space, control characters…
    #[error("this is no key to keep: {0} has characters that no key has; copy it again")]
    Characters(&'static str),
    /// It would stop working within hours.
    #[error(
        "this is the key of a session (its id begins with {TEMPORARY}), which ends by itself; add the long-lived key of a user, which begins with AKIA"
    )]
    Temporary,
    /// The keystore.
    #[error(transparent)]
    Keystore(#[from] KeystoreError),
    /// The keystore, when it was used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A name or value that a config file cannot have.
    #[error("{0}; give --no-add-config to keep the key without a profile in the config file")]
    Edit(#[from] EditError),
    /// A name that would be read as another.
    #[error("the config file cannot have a profile named {}; give --no-add-config to keep the key without one", quoted(.0))]
    Unwritable(String),
    /// The config file; nothing was done.
    #[error("{0}; --no-add-config leaves that file alone")]
    Config(#[from] NotChanged),
    /// The config file, although it could be changed just before; the key is kept.
    #[error("the key is kept, but the profile is not in the config file: {0}")]
    ConfigAfter(NotChanged),
    /// Standard output.
    #[error("cannot write to standard output: {0}")]
    Output(#[from] io::Error),
}

/// Adds a key, and tells on stdout what aws-vault would.
///
/// # Errors
/// [`AddError`]. But for [`AddError::ConfigAfter`] and [`AddError::Output`], keystore and config file are as they
/// were.
pub fn run(
    args: &AddArgs,
    person: &Arc<dyn Person>,
    stdin: &mut dyn Read,
    edge: &mut Edge<'_>,
) -> Result<(), AddError> {
    let profile = args.profile.as_str();
    let name = ItemName::key(profile)?;
    let files = ConfigFiles::read_config(edge.environment)?;
    let catalog = files.catalog(Dialect::AwsVault)?;
    check_source(&catalog, profile)?;
    let mut new = (!args.no_add_config).then(|| NewProfile::new(profile, edge.environment));
    if let Some(new) = &mut new {
        new.set_mfa_serial(args.mfa_serial.as_deref())?;
        new.check()?;
    }
    let keystore = args
        .keystore
        .open(edge.environment, Arc::<dyn Person>::clone(person))?;
    let store = keystore.store_and_tell(edge)?;
    if !args.force && store.names()?.contains(&name) {
        may_replace(profile, person.as_ref())?;
    }
    let key = given::key(args, person.as_ref(), stdin, edge)?;
    warn_of_odd_id(&key.access_key_id, edge);
    if let Some(new) = &mut new
        && args.is_asking()
        && args.mfa_serial.is_none()
    {
        let what = "the MFA device";
        let typed = person
            .line("Enter MFA Device ARN (If MFA is not enabled, leave this blank): ")
            .map_err(|error| AddError::Ask { what, error })?;
        warn_of_odd_device(typed.trim(), edge);
        new.set_mfa_serial(Some(typed.trim()))?;
    }
    store.set(&key.to_item(profile)?)?;
    writeln!(
        edge.stdout,
        "Added credentials to profile {} in vault",
        quoted(profile)
    )?;
    let ended = end_sessions(profile, store, edge);
    if ended > 0 {
        writeln!(edge.stdout, "Deleted {ended} existing sessions.")?;
    }
    match new.map_or(Ok(()), |new| new.write()) {
        Err(AddError::Config(error)) => Err(AddError::ConfigAfter(error)),
        written => written,
    }
}

impl AddArgs {
    /// Whether a person types the key.
    pub(crate) const fn is_asking(&self) -> bool {
        !self.env && self.csv.is_none() && !self.stdin
    }
}

/// A profile whose section names another as its source never looks for a key of its own, unless that is itself.
fn check_source(catalog: &Catalog<'_>, profile: &str) -> Result<(), AddError> {
    match catalog.own(profile, "source_profile")? {
        Some(source) if source != profile => Err(AddError::SourceProfile {
            profile: profile.to_owned(),
            source_profile: source.into_owned(),
        }),
        _ => Ok(()),
    }
}

fn may_replace(profile: &str, person: &dyn Person) -> Result<(), AddError> {
    let question = format!(
        "A key is kept for profile {} already. Replace it? (y|N) ",
        quoted(profile)
    );
    match person.agrees(&question) {
        Ok(true) => Ok(()),
        Ok(false) => Err(AddError::NotReplaced(profile.to_owned())),
        Err(_) => Err(AddError::Existing(profile.to_owned())),
    }
}

/// Refuses what no keystore should be trusted with.
fn sound(key: LongTermKey) -> Result<LongTermKey, AddError> {
    let is_visible = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
    if !is_visible(&key.access_key_id) {
        return Err(AddError::Characters("the access key id"));
    }
    if !is_visible(key.secret.expose()) {
        return Err(AddError::Characters("the secret access key"));
    }
    match key.access_key_id.starts_with(TEMPORARY) {
        true => Err(AddError::Temporary),
        false => Ok(key),
    }
}

/// Says so where an id is none that AWS gives: other services have others.
fn warn_of_odd_id(id: &str, edge: &mut Edge<'_>) {
    let is_of_aws = id.len() == 20
        && id.starts_with("AKIA")
        && id
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if !is_of_aws {
        // It is not shown: it may be the secret.
        edge.tell(
            "warning: the access key id is none as AWS gives them (AKIA and 16 capital letters and digits); was it \
             copied whole, or is it the secret?",
        );
    }
}

/// Says so where a device is named by less than its ARN.
fn warn_of_odd_device(serial: &str, edge: &mut Edge<'_>) {
    if !serial.is_empty() && !serial.starts_with("arn:") {
        edge.tell(&format!(
            "warning: {serial:?} is no ARN of an MFA device, which is right for the serial number of a hardware device \
             alone; mend mfa_serial in the config file otherwise"
        ));
    }
}

/// Removes the sessions that were made with the old key, and says how many. The key is in place whatever comes of it.
fn end_sessions(profile: &str, store: &dyn SecretStore, edge: &mut Edge<'_>) -> usize {
    let ended = clear::remove(store, |kind| is_session_of(kind, profile));
    ended.unwrap_or_else(|error| {
        edge.tell(&format!(
            "warning: sessions of the old key may still be kept: {error}; remove them with: tegata clear"
        ));
        0
    })
}

#[cfg(test)]
mod tests;
