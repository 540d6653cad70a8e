//! Ways to ask for a code, and which one is taken where none is named.

use std::io::IsTerminal as _;
use std::path::PathBuf;

use clap::ValueEnum;
use rustix::fs::{Access, access};

use crate::{Environment, terminal};

/// The flag of every subcommand that may ask the person something.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct DriverArgs {
    /// How you are asked for codes and passphrases [default: AWS_VAULT_PROMPT or what works here]
    #[arg(long, value_name = "DRIVER", value_enum)]
    pub prompt: Option<Driver>,
}

/// A way to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[non_exhaustive]
pub enum Driver {
    /// The terminal that the program was started at, whatever its streams are
    Terminal,
    /// A dialog of KDE
    Kdialog,
    /// A dialog of macOS
    Osascript,
    /// The program that GnuPG asks with
    Pinentry,
    /// A code of a YubiKey; nobody is asked
    Ykman,
    /// A dialog of GNOME
    Zenity,
    /// Was removed from aws-vault
    #[value(hide = true)]
    Pass,
    /// A dialog of Windows
    #[value(hide = true)]
    Wincredui,
}

/// Where a command stands when it asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Its standard output is a terminal.
    Terminal,
    /// Its standard output is read by a program.
    Piped,
    /// It serves credentials beside a child, which has the terminal. Before the child is started the face
    /// is one of the others.
    Server,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// A code, which works once and may be seen.
    Code,
    /// A passphrase, which a person alone knows, and is not shown.
    Passphrase,
}

impl Face {
    /// That of a command that starts no child.
    #[must_use]
    pub fn of_stdout() -> Self {
        match std::io::stdout().is_terminal() {
            true => Self::Terminal,
            false => Self::Piped,
        }
    }
}

/// What there is to ask with.
pub(super) struct Circumstances<'c> {
    /// Whether this process has a terminal.
    pub(super) has_terminal: bool,
    /// Whether windows can be shown.
    pub(super) has_display: bool,
    /// Whether the key of the YubiKey is named.
    pub(super) names_yubikey: bool,
    /// Whether a program is there.
    pub(super) has_program: &'c dyn Fn(&str) -> bool,
}

/// Dialogs, in the order in which they are preferred, and whether they need a display that a variable names.
const DIALOGS: [(Driver, bool); 4] = [
    (Driver::Kdialog, true),
    (Driver::Osascript, false),
    (Driver::Zenity, true),
    (Driver::Pinentry, true),
];

impl Driver {
    /// As flags, variables and their programs name it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Terminal => "terminal",
            Self::Kdialog => "kdialog",
            Self::Osascript => "osascript",
            Self::Pinentry => "pinentry",
            Self::Ykman => "ykman",
            Self::Zenity => "zenity",
            Self::Pass => "pass",
            Self::Wincredui => "wincredui",
        }
    }

    /// Those that are here, in the order of the alphabet: the terminal, which needs no program, and those whose
    /// program is in `PATH`.
    #[must_use]
    pub fn available(environment: &Environment) -> Vec<&'static str> {
        let is_here = |driver: &&Self| match driver {
            Self::Terminal => true,
            Self::Pass | Self::Wincredui => false,
            driver => program(driver.name(), environment).is_some(),
        };
        let here = Self::value_variants().iter().filter(is_here);
        let mut names: Vec<&'static str> = here.map(|driver| driver.name()).collect();
        names.sort_unstable();
        names
    }

    /// The one that works here: the terminal unless a child has it, a YubiKey whose key is named, a dialog.
    pub(super) fn choose(face: Face, here: &Circumstances<'_>) -> Option<Self> {
        if here.has_terminal && face != Face::Server {
            return Some(Self::Terminal);
        }
        if here.names_yubikey && (here.has_program)(Self::Ykman.name()) {
            return Some(Self::Ykman);
        }
        let mut dialogs = DIALOGS.iter();
        let dialog = dialogs.find(|(driver, needs_display)| {
            (here.has_display || !needs_display) && (here.has_program)(driver.name())
        });
        dialog.map(|(driver, _)| *driver)
    }

    /// As [`Driver::choose`], with what there is.
    pub(super) fn that_works(face: Face, wanted: Wanted, environment: &Environment) -> Option<Self> {
        let is_set = |name| environment.os(name).is_some();
        Self::choose(
            face,
            &Circumstances {
                has_terminal: terminal::open().is_ok(),
                has_display: is_set("DISPLAY") || is_set("WAYLAND_DISPLAY"),
                names_yubikey: wanted == Wanted::Code && is_set(super::ykman::NAME),
                has_program: &|name| program(name, environment).is_some(),
            },
        )
    }
}

/// The names that are worth telling.
pub(super) fn names() -> String {
    let drivers = Driver::value_variants().iter();
    let told = drivers.filter(|driver| !matches!(driver, Driver::Pass | Driver::Wincredui));
    told.map(|driver| driver.name()).collect::<Vec<_>>().join(", ")
}

/// A program's place, as a shell would find it. A folder of `PATH` that is not absolute is passed over.
pub(super) fn program(name: &str, environment: &Environment) -> Option<PathBuf> {
    let folders = std::env::split_paths(environment.os("PATH")?);
    let mut paths = folders
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(name));
    paths.find(|path| path.is_file() && access(path, Access::EXEC_OK).is_ok())
}

#[cfg(test)]
mod tests;
