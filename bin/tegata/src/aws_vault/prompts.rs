//! The ways of asking for a code that there are here.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use tegata_client::Environment;

/// Programs that ask or answer, in the order of the alphabet, and the terminal, which needs none.
const PROMPTS: [(&str, bool); 5] = [
    ("kdialog", true),
    ("osascript", true),
    ("terminal", false),
    ("ykman", true),
    ("zenity", true),
];

/// Those whose program is on `PATH`.
pub(super) fn available(environment: &Environment) -> Vec<&'static str> {
    let path = environment.os("PATH").unwrap_or_default();
    let is_there = |name: &str| {
        std::env::split_paths(path)
            .map(|folder| folder.join(name))
            .any(|program| is_executable(&program))
    };
    PROMPTS
        .iter()
        .filter(|(name, is_program)| !is_program || is_there(name))
        .map(|(name, _)| *name)
        .collect()
}

fn is_executable(program: &Path) -> bool {
    program
        .metadata()
        .is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}
