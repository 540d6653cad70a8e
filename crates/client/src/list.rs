//! `tegata list`: the profiles of the config file, the keys that are kept, and the sessions.
//!
//! ```text
//! config file, names in the keystore ─▶ Listing ─▶ aws-vault's table | names, one a line | JSON
//! ```
//!
//! The table needs names alone, so nothing is opened for it. JSON also tells access key ids, for which keys are
//! opened, unless they are to stay closed.

mod json;
mod table;

use std::borrow::Cow;
use std::collections::HashSet;
use std::io;
use std::sync::Arc;

use clap::Args;
use tegata_profiles::catalog::{Catalog, Dialect};
use tegata_profiles::file::Section;
use tegata_vault::{Ask, ItemKind, ItemName, OWN_SESSIONS, StoreError};

use crate::Edge;
use crate::config_files::{ConfigFiles, ConfigFilesError};
use crate::keystore::{KeystoreArgs, KeystoreError};

/// The flags of `list`.
#[derive(Debug, Clone, Default, Args)]
pub struct ListArgs {
    /// Print the names of profiles alone, one a line
    #[arg(long)]
    pub profiles: bool,
    /// Print the sessions alone, one a line
    #[arg(long)]
    pub sessions: bool,
    /// Print the names of profiles that have a key alone, one a line
    #[arg(long)]
    pub credentials: bool,
    /// Print JSON, with access key ids and accounts, for which the keys are opened
    #[arg(long, conflicts_with_all = ["profiles", "sessions", "credentials"])]
    pub json: bool,
    /// With --json: open no key, so that nothing is asked for
    #[arg(long, requires = "json")]
    pub closed: bool,
    /// Where keys are kept.
    #[command(flatten)]
    pub keystore: KeystoreArgs,
}

/// Why there is no list. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ListError {
    /// The config file.
    #[error(transparent)]
    Files(#[from] ConfigFilesError),
    /// The keystore.
    #[error(transparent)]
    Keystore(#[from] KeystoreError),
    /// The keystore, when it was used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Standard output.
    #[error("cannot write to standard output: {0}")]
    Output(#[from] io::Error),
}

/// What there is.
struct Listing {
    /// In the order of the config file.
    profiles: Vec<Profile>,
    /// Profiles that have a key, sorted.
    keys: Vec<ItemName>,
    sessions: Vec<Session>,
    tokens: Vec<Token>,
    /// Sessions in the forms of an aws-vault before version 6, which tell nothing more.
    old_sessions: usize,
}

/// A profile of the config file.
struct Profile {
    name: String,
    start_url: Option<String>,
}

/// A session that is kept.
struct Session {
    /// As it is named in the keystore.
    kind: String,
    profile: String,
    /// Seconds since 1970.
    expires: i64,
}

/// A token of IAM Identity Center that is kept.
struct Token {
    start_url: String,
    /// The section of the config file that names the start URL.
    sso_session: Option<String>,
}

/// Prints the list.
///
/// # Errors
/// [`ListError`].
pub fn run(args: &ListArgs, ask: Arc<dyn Ask>, edge: &mut Edge<'_>) -> Result<(), ListError> {
    let files = ConfigFiles::read_config(edge.environment)?;
    let catalog = files.catalog(Dialect::AwsVault)?;
    let only_profiles = args.profiles && !args.credentials;
    if only_profiles {
        let names = profile_names(&catalog);
        edge.stdout.write_all(table::lines(&names).as_bytes())?;
        return Ok(());
    }
    let keystore = args.keystore.open(edge.environment, ask)?;
    let store = keystore.store_and_tell(edge)?;
    let listing = Listing::of(&catalog, &store.names()?);
    let now = (edge.clock)();
    let text = match args {
        args if args.json => json::of(&listing, &keystore, !args.closed, edge)?,
        args if args.credentials => table::lines(&listing.keys),
        args if args.sessions => table::lines(&listing.labels(now)),
        _ => table::of(&listing, now),
    };
    edge.stdout.write_all(text.as_bytes())?;
    Ok(())
}

impl Listing {
    fn of(catalog: &Catalog<'_>, names: &[ItemName]) -> Self {
        let mut listing = Self {
            profiles: profiles(catalog),
            keys: Vec::new(),
            sessions: Vec::new(),
            tokens: Vec::new(),
            old_sessions: 0,
        };
        for name in names {
            match name.kind() {
                ItemKind::Key => listing.keys.push(name.clone()),
                ItemKind::Session {
                    operation,
                    profile,
                    expires,
                } => listing.sessions.push(Session {
                    kind: operation.clone(),
                    profile: profile.clone(),
                    expires: *expires,
                }),
                ItemKind::Oidc { start_url } => listing.tokens.push(Token {
                    start_url: start_url.clone(),
                    sso_session: catalog.sso_session_of(start_url).map(str::to_owned),
                }),
                ItemKind::OldSession => listing.old_sessions += 1,
                _ => {}
            }
        }
        listing
    }

    fn key(&self, profile: &str) -> Option<&ItemName> {
        let at = self.keys.binary_search_by(|key| key.as_str().cmp(profile));
        at.ok().and_then(|at| self.keys.get(at))
    }

    /// The names of the config file's profiles.
    fn in_config(&self) -> HashSet<&str> {
        self.profiles
            .iter()
            .map(|profile| profile.name.as_str())
            .collect()
    }
}

impl Session {
    /// What was called for it.
    fn operation(&self) -> &str {
        self.kind.strip_prefix(OWN_SESSIONS).unwrap_or(&self.kind)
    }

    fn is_own(&self) -> bool {
        self.kind.starts_with(OWN_SESSIONS)
    }
}

/// The names of the profiles that aws-vault lists, in the order of the file.
#[must_use]
pub fn profile_names(catalog: &Catalog<'_>) -> Vec<String> {
    let profiles = profiles(catalog).into_iter();
    profiles.map(|profile| profile.name).collect()
}

/// The profiles that aws-vault lists, in the order of the file.
fn profiles(catalog: &Catalog<'_>) -> Vec<Profile> {
    let mut sections: Vec<(&str, &Section<'_>)> = catalog.profiles().collect();
    sections.sort_by_key(|(_, section)| section.line());
    let is_listed = |name: &str, section: &Section<'_>| {
        name != "default" || section.name() != "default" || says_something(catalog)
    };
    let listed = sections.iter().filter(|(name, section)| is_listed(name, section));
    listed
        .map(|(name, _)| Profile {
            name: (*name).to_owned(),
            start_url: catalog.own_start_url(name).ok().flatten().map(Cow::into_owned),
        })
        .collect()
}

/// Whether `[default]` has a key that aws-vault reads.
fn says_something(catalog: &Catalog<'_>) -> bool {
    const KEYS: [&str; 22] = [
        "mfa_serial",
        "role_arn",
        "external_id",
        "region",
        "role_session_name",
        "duration_seconds",
        "source_profile",
        "include_profile",
        "sso_session",
        "sso_start_url",
        "sso_region",
        "sso_account_id",
        "sso_role_name",
        "web_identity_token_file",
        "web_identity_token_process",
        "sts_regional_endpoints",
        "endpoint_url",
        "session_tags",
        "transitive_session_tags",
        "source_identity",
        "credential_process",
        "mfa_process",
    ];
    KEYS.iter()
        .any(|key| catalog.own("default", key).is_ok_and(|value| value.is_some()))
}

#[cfg(test)]
mod tests;
