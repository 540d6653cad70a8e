//! Every subcommand, as a table.

use std::process::ExitCode;

use clap::{ArgMatches, Args as _, Command, FromArgMatches};

use crate::Program;
use crate::{
    add, clear, completion, credential_process, doctor, exec, export, import, list, login, man,
    migrate_backend, plan, policy, proxy, quickstart, read_certificate_data, remove, rotate, serve, server,
    shell_init, sign_string, sso, totp, unlock, update, verify_certificate, version, who, why,
};

/// A subcommand: its parser and what it runs.
pub(crate) struct Subcommand {
    pub(crate) name: &'static str,
    /// Whether `aws_signing_helper` has it, too.
    pub(crate) of_helper: bool,
    /// Whether it is run for what it prints on standard output.
    pub(crate) prints: bool,
    /// Adds its arguments, and what it is for, to a command of its name.
    pub(crate) define: fn(Command) -> Command,
    pub(crate) run: fn(&ArgMatches, Program) -> ExitCode,
}

/// Every subcommand, in the order of the help text.
pub(crate) const SUBCOMMANDS: &[Subcommand] = &[
    Subcommand {
        name: "server",
        of_helper: false,
        prints: false,
        define: server::Args::augment_args,
        run: |matches, _| parsed(matches, server::run),
    },
    Subcommand {
        name: "credential-process",
        of_helper: true,
        prints: true,
        define: credential_process::Args::augment_args,
        run: |matches, program| parsed(matches, |args| credential_process::run(&args, program)),
    },
    Subcommand {
        name: "doctor",
        of_helper: false,
        prints: true,
        define: doctor::Args::augment_args,
        run: |matches, _| parsed(matches, doctor::run),
    },
    Subcommand {
        name: "update",
        of_helper: true,
        prints: false,
        define: update::Args::augment_args,
        run: |matches, program| parsed(matches, |args| update::run(&args, program)),
    },
    Subcommand {
        name: "serve",
        of_helper: true,
        prints: false,
        define: serve::Args::augment_args,
        run: |matches, program| parsed(matches, |args| serve::run(&args, program)),
    },
    Subcommand {
        name: "sign-string",
        of_helper: true,
        prints: true,
        define: sign_string::Args::augment_args,
        run: |matches, program| parsed(matches, |args| sign_string::run(&args, program)),
    },
    Subcommand {
        name: "read-certificate-data",
        of_helper: true,
        prints: true,
        define: read_certificate_data::Args::augment_args,
        run: |matches, program| parsed(matches, |args| read_certificate_data::run(&args, program)),
    },
    Subcommand {
        name: "verify-certificate",
        of_helper: false,
        prints: true,
        define: verify_certificate::Args::augment_args,
        run: |matches, _| parsed(matches, |args| verify_certificate::run(&args)),
    },
    Subcommand {
        name: "quickstart",
        of_helper: false,
        prints: true,
        define: quickstart::Args::augment_args,
        run: |matches, _| parsed(matches, |args| quickstart::run(&args)),
    },
    Subcommand {
        name: "exec",
        of_helper: false,
        prints: false,
        define: exec::Args::augment_args,
        run: |matches, program| parsed(matches, |args| exec::run(args, program)),
    },
    Subcommand {
        name: "export",
        of_helper: false,
        prints: true,
        define: export::Args::augment_args,
        run: |matches, program| parsed(matches, |args| export::run(&args, program)),
    },
    Subcommand {
        name: "shell-init",
        of_helper: false,
        prints: true,
        define: shell_init::Args::augment_args,
        run: |matches, _| parsed(matches, |args| shell_init::run(&args)),
    },
    Subcommand {
        name: "login",
        of_helper: false,
        prints: true,
        define: login::Args::augment_args,
        run: |matches, program| parsed(matches, |args| login::run(&args, program)),
    },
    Subcommand {
        name: "plan",
        of_helper: false,
        prints: true,
        define: plan::Args::augment_args,
        run: |matches, _| parsed(matches, |args| plan::run(&args)),
    },
    Subcommand {
        name: "sso",
        of_helper: false,
        prints: true,
        define: sso::Args::augment_args,
        run: |matches, _| parsed(matches, |args| sso::run(&args)),
    },
    Subcommand {
        name: "add",
        of_helper: false,
        prints: true,
        define: add::Args::augment_args,
        run: |matches, program| parsed(matches, |args| add::run(&args, program)),
    },
    Subcommand {
        name: "list",
        of_helper: false,
        prints: true,
        define: list::Args::augment_args,
        run: |matches, program| parsed(matches, |args| list::run(&args, program)),
    },
    Subcommand {
        name: "remove",
        of_helper: false,
        prints: true,
        define: remove::Args::augment_args,
        run: |matches, program| parsed(matches, |args| remove::run(&args, program)),
    },
    Subcommand {
        name: "rotate",
        of_helper: false,
        prints: false,
        define: rotate::Args::augment_args,
        run: |matches, program| parsed(matches, |args| rotate::run(&args, program)),
    },
    Subcommand {
        name: "clear",
        of_helper: false,
        prints: true,
        define: clear::Args::augment_args,
        run: |matches, program| parsed(matches, |args| clear::run(&args, program)),
    },
    Subcommand {
        name: "import",
        of_helper: false,
        prints: true,
        define: import::Args::augment_args,
        run: |matches, program| parsed(matches, |args| import::run(&args, program)),
    },
    Subcommand {
        name: "migrate-backend",
        of_helper: false,
        prints: true,
        define: migrate_backend::Args::augment_args,
        run: |matches, program| parsed(matches, |args| migrate_backend::run(&args, program)),
    },
    Subcommand {
        name: "totp",
        of_helper: false,
        prints: false,
        define: totp::Args::augment_args,
        run: |matches, _| parsed(matches, |args| totp::run(&args)),
    },
    Subcommand {
        name: "proxy",
        of_helper: false,
        prints: false,
        define: |command| proxy::Args::augment_args(command.hide(true)),
        run: |matches, program| parsed(matches, |args| proxy::run(&args, program)),
    },
    Subcommand {
        name: "unlock",
        of_helper: false,
        prints: true,
        define: unlock::Args::augment_args,
        run: |matches, _| parsed(matches, |args| unlock::run(&args)),
    },
    Subcommand {
        name: "lock",
        of_helper: false,
        prints: true,
        define: unlock::Lock::augment_args,
        run: |matches, _| parsed(matches, |args| unlock::lock(&args)),
    },
    Subcommand {
        name: "who",
        of_helper: false,
        prints: true,
        define: who::Args::augment_args,
        run: |matches, _| parsed(matches, |args| who::run(&args)),
    },
    Subcommand {
        name: "why",
        of_helper: false,
        prints: true,
        define: why::Args::augment_args,
        run: |matches, _| parsed(matches, |args| why::run(&args)),
    },
    Subcommand {
        name: "policy",
        of_helper: false,
        prints: true,
        define: policy::Args::augment_args,
        run: |matches, _| parsed(matches, |args| policy::run(&args)),
    },
    Subcommand {
        name: "completion",
        of_helper: false,
        prints: true,
        define: completion::Args::augment_args,
        run: |matches, program| parsed(matches, |args| completion::run(&args, program)),
    },
    Subcommand {
        name: "man",
        of_helper: false,
        prints: false,
        define: man::Args::augment_args,
        run: |matches, _| parsed(matches, |args| man::run(&args)),
    },
    Subcommand {
        name: "version",
        of_helper: true,
        prints: true,
        define: version::Args::augment_args,
        run: |_, _| version::run(),
    },
];

fn parsed<A: FromArgMatches>(matches: &ArgMatches, run: impl FnOnce(A) -> ExitCode) -> ExitCode {
    match A::from_arg_matches(matches) {
        Ok(args) => run(args),
        Err(error) => error.exit(),
    }
}
