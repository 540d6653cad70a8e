//! Flags of aws-vault for backends that are not built: accepted, so that a command line of old parses. Whoever
//! names such a backend is told in one sentence that it is not there; without it they say nothing.

use clap::{Arg, ArgAction, ArgMatches, Command, Error, FromArgMatches};

const BIOMETRICS: &str = "biometrics";

/// Those that take a value.
const FLAGS: &[&str] = &[
    "op-timeout",
    "op-vault-id",
    "op-item-title-prefix",
    "op-item-tag",
    "op-connect-host",
    "op-desktop-account-id",
    "proton-pass-share-id",
    "proton-pass-item-title-prefix",
    "proton-pass-api-base",
    "proton-pass-timeout",
];

/// Those of them that decide about anything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NotBuiltArgs {
    /// `--biometrics`: Touch ID in front of a keychain.
    pub biometrics: bool,
}

impl clap::Args for NotBuiltArgs {
    fn augment_args(command: Command) -> Command {
        let gate = Arg::new(BIOMETRICS).long(BIOMETRICS).hide(true);
        let with_gate = command.arg(gate.action(ArgAction::SetTrue));
        FLAGS.iter().fold(with_gate, |command, name| {
            command.arg(Arg::new(*name).long(*name).hide(true).value_name("VALUE"))
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for NotBuiltArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        Ok(Self {
            biometrics: matches.get_flag(BIOMETRICS),
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
