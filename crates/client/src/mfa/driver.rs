//! Ways to ask for a code, and which one is taken where none is named.

use clap::ValueEnum;

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
    /// The terminal that this process belongs to, whatever its streams are
    Terminal,
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

impl Driver {
    /// As flags and variables name it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Terminal => "terminal",
            Self::Pass => "pass",
            Self::Wincredui => "wincredui",
        }
    }
}

/// The names that are worth telling.
pub(super) fn names() -> String {
    let drivers = Driver::value_variants().iter();
    let told = drivers.filter(|driver| !matches!(driver, Driver::Pass | Driver::Wincredui));
    told.map(|driver| driver.name()).collect::<Vec<_>>().join(", ")
}
