//! What holds of every text that is read as a config file; also what the fuzzer runs.

#![expect(clippy::unwrap_used, reason = "the names and values here are sound")]

use tegata_profiles::catalog::{Catalog, Dialect};
use tegata_profiles::file::{ConfigFile, Value};
use tegata_profiles::plan::{Purpose, plan};
use tegata_profiles::resolve::{Flags, Request, StoredKey};
use tegata_profiles::{Change, ProfileName, edit};

/// Reads the text as both files, and what an edit makes of it.
pub(crate) fn check(text: &[u8]) {
    let lines = text.iter().filter(|byte| b"\r\n".contains(byte)).count() + 1;
    let file = match ConfigFile::parse("config", text) {
        Ok(file) => file,
        Err(error) => {
            assert!((1..=lines).contains(&error.place.line), "{error}");
            assert!(!error.to_string().contains('\n'), "an error has one line");
            return;
        }
    };
    for warning in file.warnings() {
        assert!((1..=lines).contains(&warning.place().line), "{warning}");
    }
    for section in file.sections() {
        for setting in file.settings(section) {
            assert!((1..=lines).contains(&setting.line()));
            assert_eq!(setting.key(), setting.key().to_lowercase());
            let found = file.setting(section, setting.key()).map(|found| found.line());
            assert_eq!(found, Some(setting.line()), "a key stands once");
        }
    }
    edited(text);
    for dialect in [Dialect::AwsVault, Dialect::AwsCli] {
        let again = || ConfigFile::parse("config", text).unwrap();
        if let Ok(catalog) = Catalog::new(again(), again(), dialect) {
            for (name, section) in catalog.profiles().take(20) {
                assert!(section.line() <= lines && name.len() <= text.len());
                planned(&catalog, name);
            }
        }
    }
}

/// There is a plan, or an error of one line; whichever is found, it is found in the end.
fn planned(catalog: &Catalog<'_>, profile: &str) {
    for stored_key in [StoredKey::Unseen, StoredKey::Absent, StoredKey::Held(None)] {
        let request = Request {
            profile,
            purpose: Purpose::Session,
            flags: &Flags::default(),
            variable: &|_| None,
            stored_key: &|_| stored_key.clone(),
        };
        match plan(catalog, &request, &|_| None) {
            Ok(plan) => assert!(plan.prompts() <= plan.calls.len()),
            Err(error) => assert!(!error.to_string().contains('\n'), "an error has one line"),
        }
    }
}

/// What an edit writes is read back, and the file stays one that is read.
fn edited(text: &[u8]) {
    // Only Python takes a lone `\r` for the end of a line, so that an edit leaves it in its line.
    let alone = |at: usize| text.get(at) == Some(&b'\r') && text.get(at + 1) != Some(&b'\n');
    if (0..text.len()).any(alone) {
        return;
    }
    let changes = [
        Change::set("region", "eu-north-1").unwrap(),
        Change::unset("s3").unwrap(),
    ];
    let edited = edit(text, &ProfileName::new("default").unwrap(), &changes);
    let file = ConfigFile::parse("config", &edited)
        .map_err(|error| error.to_string())
        .unwrap();
    let section = file
        .sections()
        .iter()
        .find(|section| section.name() == "default")
        .unwrap();
    let region = file.setting(section, "region").unwrap();
    assert!(
        matches!(region.value(), Value::Line("eu-north-1")),
        "what was written is read"
    );
}
