//! `tegata exec`: a program with a profile's credentials: in its environment, in the place of this process; or
//! from a server, beside this process.

use std::ffi::OsString;
use std::process::ExitCode;

use tegata_client::Edge;
use tegata_client::args::{ValueError, boolean};
use tegata_client::child;
use tegata_client::exec::{
    ChildEnvironment, Habits, HandOver, command_or_shell, greet, refuse_nested, replace_process,
};
use tegata_client::mfa::Face;
use tegata_client::profile_credentials::{CredentialArgs, ProfileCredentials};
use tegata_client::profile_server::{Manner, ProfileServer, Protocol, ServerArgs};
use tegata_profiles::plan::Purpose;

use crate::obtaining::tell_caps;
use crate::process;
use crate::{MISTAKE, Program};

/// Run a program with a profile's credentials in its environment
///
/// Without a program, the user's shell is run. The program takes this process's place: its exit code, signals
/// and terminal are its own. With --server or --ec2-server this process stays beside it, passes on signals and
/// ends as it does.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    credentials: CredentialArgs,
    /// Hand over the profile's name alone, once its credentials were got; not with a server
    #[arg(long, env = "AWS_VAULT_PROFILE_ENV", hide_env = true, value_parser = switch)]
    profile_env: bool,
    #[command(flatten)]
    server: ServerArgs,
    /// The program and its arguments [default: SHELL or /bin/sh]
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

/// Does not return when all is well.
pub(crate) fn run(mut args: Args, program: Program) -> ExitCode {
    process::hide_memory();
    if program.habits() == Habits::Tegata {
        let words: Vec<OsString> = std::env::args_os().collect();
        args.take_program(&words);
    }
    Edge::with_process(|edge| match start(args, program, edge) {
        Ok(never) => never,
        Err((error, code)) => {
            program.finish("exec", Err::<(), _>(error), edge);
            ExitCode::from(code)
        }
    })
}

impl Args {
    /// All that stands behind `--` is the program; aws-vault takes its first word for the profile where none stands
    /// before.
    fn take_program(&mut self, words: &[OsString]) {
        let behind = words.iter().skip_while(|word| *word != "--").skip(1).count();
        if behind == self.command.len() + 1
            && let Some(word) = self.credentials.planning.take_profile()
        {
            self.command.insert(0, word.into());
        }
    }

    /// Refuses a flag that is none, in the place of the program: what stands there is not looked at before.
    fn refuse_flag(&self) -> Result<(), (String, u8)> {
        let first = self.command.first().and_then(|word| word.to_str());
        match first.filter(|word| word.starts_with('-')) {
            Some(word) => {
                let why = format!("{word:?} is no flag of it, and names no program; see: tegata exec --help");
                Err((why, MISTAKE))
            }
            None => Ok(()),
        }
    }
}

type Outcome = Result<ExitCode, (String, u8)>;

fn plain(error: &dyn std::fmt::Display) -> (String, u8) {
    (error.to_string(), 1)
}

fn start(args: Args, program: Program, edge: &mut Edge<'_>) -> Outcome {
    let habits = program.habits();
    refuse_nested(habits, edge.environment).map_err(|error| plain(&error))?;
    if habits == Habits::Tegata {
        args.refuse_flag()?;
    }
    let no_session = args.credentials.planning.no_session();
    let protocol = args.server.protocol(no_session);
    match protocol.map_err(|error| plain(&error))? {
        None => start_in_place(&args, program, edge),
        Some(protocol) => start_beside(args, protocol, program, edge),
    }
}

/// Serves the credentials to a child.
fn start_beside(args: Args, protocol: Protocol, program: Program, edge: &mut Edge<'_>) -> Outcome {
    let habits = program.habits();
    let manner = Manner {
        protocol,
        habits,
        face: Face::of_stdout(),
    };
    let is_quiet = !args.credentials.debug;
    let server = ProfileServer::start(args.credentials, &args.server, manner);
    let server = server.map_err(|error| plain(&error))?;
    tell_caps(server.plan(), edge);
    for note in server.notes() {
        edge.tell(note);
    }
    let words = words_of(&args.command, &server.plan().profile, (habits, is_quiet), edge);
    let environment = ChildEnvironment::new(
        std::env::vars_os(),
        server.plan(),
        &server.hand_over(),
        habits,
        edge.environment,
    );
    let ended = child::run(&words, &environment);
    server.stop();
    match ended {
        Ok(ended) => Ok(ExitCode::from(ended.follow(habits))),
        Err(error) => Err((error.told(habits), error.exit_code(habits))),
    }
}

/// The program, and to whoever is before a shell how to leave it.
fn words_of(
    command: &[OsString],
    profile: &str,
    (habits, is_quiet): (Habits, bool),
    edge: &mut Edge<'_>,
) -> Vec<OsString> {
    let words = command_or_shell(command, edge.environment);
    if let (true, true, Some(shell)) = (is_quiet, command.is_empty(), words.first()) {
        greet(shell, profile, habits, edge);
    }
    words
}

/// A switch as aws-vault reads it of a variable; an empty one is off.
fn switch(text: &str) -> Result<bool, ValueError> {
    match text {
        "" => Ok(false),
        text => boolean(text),
    }
}

/// Puts the program in the place of this process.
fn start_in_place(args: &Args, program: Program, edge: &mut Edge<'_>) -> Outcome {
    let habits = program.habits();
    let credentials = &args.credentials;
    let source = ProfileCredentials::new(credentials, Purpose::Session, Face::of_stdout(), edge.environment)
        .map_err(|error| plain(&error))?;
    let plan = source.plan(edge).map_err(|error| plain(&error))?;
    tell_caps(&plan, edge);
    let session = source.obtain(&plan, edge).map_err(|error| plain(&error))?;
    let words = words_of(&args.command, &plan.profile, (habits, !credentials.debug), edge);
    let hand_over = match args.profile_env {
        true => HandOver::Profile,
        false => HandOver::Variables(&session),
    };
    let environment = ChildEnvironment::new(std::env::vars_os(), &plan, &hand_over, habits, edge.environment);
    let error = replace_process(&words, &environment);
    Err((error.told(habits), error.exit_code(habits)))
}
