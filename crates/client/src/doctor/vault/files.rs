//! The files: secrets that stand in them, and who else can read or write them.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use tegata_keys::{shell_path, shell_word};
use tegata_profiles::file::{ConfigFile, FileError, Value};

use super::{VaultCheck, VaultFindings};
use crate::Environment;
use crate::config_files::{CONFIG, CREDENTIALS, ConfigFiles, locate};
use crate::doctor::Verdict;
use crate::private_file::{Links, PrivateFile, Readers};

const SECRET: &str = "aws_secret_access_key";
const TOKEN: &str = "aws_session_token";

/// Which file a secret stands in: `import` takes keys from one of them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum In {
    Config,
    Credentials,
}

/// Keys in plain text, by file and line.
///
/// # Errors
/// [`FileError`] for a file that cannot be read.
pub(super) fn plain_text(files: &ConfigFiles, findings: &mut VaultFindings) -> Result<(), FileError> {
    let [config, credentials] = files.parsed()?;
    secrets(&config, In::Config, findings);
    secrets(&credentials, In::Credentials, findings);
    findings.good_unless_found(VaultCheck::PlainText, "no key stands in the files");
    Ok(())
}

fn secrets(file: &ConfigFile<'_>, which: In, findings: &mut VaultFindings) {
    // What `[DEFAULT]` says is said in every section, and stands in one place.
    let mut told = BTreeSet::new();
    for section in file.sections() {
        let Some(secret) = file.setting(section, SECRET) else {
            continue;
        };
        if matches!(secret.value(), Value::Line("")) || !told.insert(secret.line()) {
            continue;
        }
        let place = file.place(secret.line());
        let name = section.name();
        let name = name.strip_prefix("profile ").unwrap_or(name).trim();
        let word = shell_word(name);
        let sentence = match (file.setting(section, TOKEN).is_some(), which) {
            (true, _) => format!(
                "{place}: the key of a session stands here, for {name:?}; it ends by itself, and until then whoever \
                 reads the file has it"
            ),
            (false, In::Credentials) => format!(
                "{place}: the key of {name:?} stands here in plain text; run: tegata import --profile {word} \
                 --remove-plain-text"
            ),
            (false, In::Config) => format!(
                "{place}: the key of {name:?} stands here in plain text; run: tegata add {word}, and remove the lines \
                 (tegata import takes keys from the credentials file)"
            ),
        };
        findings.add(VaultCheck::PlainText, Verdict::Doubtful(sentence));
    }
}

/// Files and folders that others can change, or read where a secret is.
pub(super) fn modes(folder: Option<&Path>, environment: &Environment, findings: &mut VaultFindings) {
    if let Some(path) = locate(environment, CREDENTIALS.0, CREDENTIALS.1) {
        let checked = PrivateFile::open(&path, Links::Follow).and_then(|file| match file {
            Some(file) => file.check_owner().and_then(|()| file.check_mode(Readers::Owner)),
            None => Ok(()),
        });
        if let Err(error) = checked {
            findings.add(VaultCheck::FileMode, Verdict::Doubtful(error.to_string()));
        }
    }
    if let Some(path) = locate(environment, CONFIG.0, CONFIG.1)
        && let Some(mode) = mode(&path).filter(|mode| mode & 0o022 != 0)
    {
        findings.add(
            VaultCheck::FileMode,
            Verdict::Doubtful(format!(
                "{} can be written by others (mode {mode:04o}), and so can the programs that it names; run: chmod \
                 go-w {}",
                path.display(),
                shell_path(&path)
            )),
        );
    }
    if let Some(folder) = folder
        && let Some(mode) = mode(folder).filter(|mode| mode & 0o077 != 0)
    {
        findings.add(
            VaultCheck::FileMode,
            Verdict::Doubtful(format!(
                "the keystore's folder {} is open to others (mode {mode:04o}); run: chmod 700 {}",
                folder.display(),
                shell_path(folder)
            )),
        );
    }
    findings.good_unless_found(VaultCheck::FileMode, "files and keystore are this user's alone");
}

fn mode(path: &Path) -> Option<u32> {
    let metadata = fs::metadata(path).ok()?;
    Some(metadata.permissions().mode() & 0o777)
}
