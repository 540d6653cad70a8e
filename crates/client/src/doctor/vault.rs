//! `tegata doctor --vault`: what stands between a person and their accounts: keystore, config files, profiles, keys.
//!
//! ```text
//! keystore ─names─▶ ┐
//! config files ────▶ ├─▶ each profile's plan ─▶ keys that none uses ─(--online)─▶ IAM: how old each key is
//! ```
//!
//! Nothing is changed, and no secret is shown. Unless `--closed` says otherwise a key is opened to see that the keystore
//! can be, and for that a passphrase may be asked for.

mod ages;
mod files;
mod keystore;
mod profiles;

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use tegata_profiles::catalog::Dialect;
use tegata_profiles::duration::{InvalidDuration, Seconds, Units};
use tegata_vault::Ask;

use super::Verdict;
use crate::Edge;
use crate::config_files::ConfigFiles;
use crate::keystore::KeystoreArgs;

/// The flags that make `doctor` look at the vault.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Vault")]
pub struct VaultArgs {
    /// Look at the config files and the keystore instead of a certificate
    #[arg(long)]
    pub vault: bool,
    /// With --vault: ask IAM how old the stored keys are, and what time it is
    #[arg(long, requires = "vault")]
    pub online: bool,
    /// With --online: the age from which on a key should be rotated
    #[arg(long, requires = "online", value_name = "DURATION", default_value = "90d", value_parser = duration)]
    pub max_key_age: Seconds,
    /// With --vault: open no key, so that nothing is asked for
    #[arg(long, requires = "vault", conflicts_with = "online")]
    pub closed: bool,
    /// Where keys are kept.
    #[command(flatten)]
    pub keystore: KeystoreArgs,
}

/// What is looked at, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum VaultCheck {
    /// Which keystore, and whether it opens.
    Keystore,
    /// Whether the config and credentials files can be read.
    ConfigFiles,
    /// Secrets that stand in them.
    PlainText,
    /// Who else can read or write what should be the user's alone.
    FileMode,
    /// Each profile, and what it leads to.
    Profile,
    /// Keys that are kept.
    StoredKey,
    /// Sessions that are kept.
    Session,
    /// How old keys are.
    KeyAge,
    /// This machine's clock against IAM's.
    Clock,
}

impl fmt::Display for VaultCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Keystore => "keystore",
            Self::ConfigFiles => "config files",
            Self::PlainText => "plain text",
            Self::FileMode => "file mode",
            Self::Profile => "profile",
            Self::StoredKey => "stored key",
            Self::Session => "session",
            Self::KeyAge => "key age",
            Self::Clock => "clock",
        })
    }
}

/// One thing that was seen; a check may have several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultFinding {
    /// What was looked at.
    pub check: VaultCheck,
    /// How it went.
    pub verdict: Verdict,
}

/// What was seen so far.
#[derive(Default)]
struct VaultFindings(Vec<VaultFinding>);

impl VaultFindings {
    fn add(&mut self, check: VaultCheck, verdict: Verdict) {
        self.0.push(VaultFinding { check, verdict });
    }

    fn extend(&mut self, check: VaultCheck, verdicts: impl IntoIterator<Item = Verdict>) {
        verdicts.into_iter().for_each(|verdict| self.add(check, verdict));
    }

    /// Says that all is well where a check has found nothing.
    fn good_unless_found(&mut self, check: VaultCheck, sentence: impl Into<String>) {
        if !self.0.iter().any(|finding| finding.check == check) {
            self.add(check, Verdict::Good(sentence.into()));
        }
    }
}

/// Looks at everything, in the order of [`VaultCheck`].
pub fn examine_vault(args: &VaultArgs, ask: Arc<dyn Ask>, edge: &mut Edge<'_>) -> Vec<VaultFinding> {
    let mut findings = VaultFindings::default();
    let keystore = args.keystore.open(edge.environment, ask);
    let held = match &keystore {
        Ok(keystore) => keystore::look(keystore, &mut findings),
        Err(error) => {
            findings.add(VaultCheck::Keystore, Verdict::Bad(error.to_string()));
            None
        }
    };
    let folder = keystore.as_ref().ok().and_then(|keystore| keystore.folder());
    files::modes(folder.as_deref(), edge.environment, &mut findings);
    let files = ConfigFiles::read(edge.environment);
    let catalog = files.as_ref().map_err(ToString::to_string).and_then(|files| {
        files::plain_text(files, &mut findings).map_err(|error| error.to_string())?;
        files
            .catalog(Dialect::AwsVault)
            .map_err(|error| error.to_string())
    });
    let catalog = match catalog {
        Ok(catalog) => catalog,
        Err(error) => {
            findings.add(VaultCheck::ConfigFiles, Verdict::Bad(error));
            if let Some(held) = &held {
                keystore::opens(held, &BTreeSet::new(), args.closed, &mut findings);
            }
            return in_order(findings);
        }
    };
    for warning in catalog.warnings() {
        findings.add(VaultCheck::ConfigFiles, Verdict::Doubtful(warning.to_string()));
    }
    findings.good_unless_found(VaultCheck::ConfigFiles, "can be read, by the AWS CLI, too");
    let used = profiles::look(&catalog, held.as_ref(), edge.environment, &mut findings);
    if let Some(held) = &held {
        keystore::opens(held, &used, args.closed, &mut findings);
        keystore::unused(held, &used, &mut findings);
        keystore::sessions(held, (edge.clock)(), &mut findings);
        if args.online {
            ages::look(&catalog, held, &used, args.max_key_age, edge, &mut findings);
        }
    }
    in_order(findings)
}

fn in_order(mut findings: VaultFindings) -> Vec<VaultFinding> {
    findings.0.sort_by_key(|finding| finding.check);
    findings.0
}

fn duration(text: &str) -> Result<Seconds, InvalidDuration> {
    Seconds::parse(text, Units::GoDaysWeeks)
}
