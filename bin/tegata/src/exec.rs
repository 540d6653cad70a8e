//! `tegata exec`: a program with a profile's credentials.

use std::ffi::OsString;
use std::process::ExitCode;

use tegata_client::Edge;
use tegata_client::exec::{
    ChildEnvironment, HandOver, command_or_shell, greet, refuse_nested, replace_process,
};
use tegata_client::profile_credentials::{CredentialArgs, ProfileCredentials};
use tegata_profiles::plan::Purpose;

use crate::Program;
use crate::obtaining::{face, tell_caps};
use crate::process;

/// Run a program with a profile's credentials in its environment
///
/// Without a program, the user's shell is run. The program takes this process's place: its exit code, signals
/// and terminal are its own.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    credentials: CredentialArgs,
    /// Hand over the profile's name alone, once its credentials were got
    #[arg(long, env = "AWS_VAULT_PROFILE_ENV", hide_env = true)]
    profile_env: bool,
    /// The program and its arguments [default: SHELL or /bin/sh]
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

/// Does not return when all is well.
pub(crate) fn run(args: &Args, program: Program) -> ExitCode {
    process::hide_memory();
    Edge::with_process(|edge| match start(args, program, edge) {
        Ok(never) => never,
        Err((error, code)) => {
            program.finish("exec", Err::<(), _>(error), edge);
            ExitCode::from(code)
        }
    })
}

fn start(args: &Args, program: Program, edge: &mut Edge<'_>) -> Result<ExitCode, (String, u8)> {
    let habits = program.habits();
    let plain = |error: &dyn std::fmt::Display| (error.to_string(), 1);
    refuse_nested(habits, edge.environment).map_err(|error| plain(&error))?;
    let credentials = &args.credentials;
    let source = ProfileCredentials::new(credentials, Purpose::Session, face(), edge.environment)
        .map_err(|error| plain(&error))?;
    let plan = source.plan(edge).map_err(|error| plain(&error))?;
    tell_caps(&plan, edge);
    let session = source.obtain(&plan, edge).map_err(|error| plain(&error))?;
    let words = command_or_shell(&args.command, edge.environment);
    if let (true, Some(shell)) = (args.command.is_empty(), words.first()) {
        greet(shell, &plan.profile, edge);
    }
    let hand_over = match args.profile_env {
        true => HandOver::Profile,
        false => HandOver::Variables(&session),
    };
    let environment = ChildEnvironment::new(std::env::vars_os(), &plan, &hand_over, habits, edge.environment);
    let error = replace_process(&words, &environment);
    Err((error.to_string(), error.exit_code(habits)))
}
