//! `tegata export`: a profile's credentials as text.

use std::process::ExitCode;

use tegata_client::Edge;
use tegata_client::exec::refuse_nested;
use tegata_client::export::{Format, written};
use tegata_client::mfa::Face;
use tegata_client::profile_credentials::{CredentialArgs, ProfileCredentials};
use tegata_profiles::plan::Purpose;
use zeroize::Zeroizing;

use crate::Program;
use crate::obtaining::tell_caps;
use crate::{output, process};

/// Print a profile's credentials, for shells, files and credential_process
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    credentials: CredentialArgs,
    /// The form
    #[arg(long, value_enum, default_value_t = Format::Env)]
    format: Format,
}

/// The credentials on stdout; exit 1, with one sentence on stderr, when there are none.
pub(crate) fn run(args: &Args, program: Program) -> ExitCode {
    process::hide_memory();
    Edge::with_process(|edge| match text(args, program, edge) {
        Ok(text) => output::print(&text),
        Err(error) => program.finish("export", Err::<(), _>(error), edge),
    })
}

fn text(args: &Args, program: Program, edge: &mut Edge<'_>) -> Result<Zeroizing<String>, String> {
    let plain = |error: &dyn std::fmt::Display| error.to_string();
    refuse_nested(program.habits(), edge.environment).map_err(|error| plain(&error))?;
    let source = ProfileCredentials::new(
        &args.credentials,
        Purpose::Session,
        Face::of_stdout(),
        edge.environment,
    )
    .map_err(|error| plain(&error))?;
    let plan = source.plan(edge).map_err(|error| plain(&error))?;
    tell_caps(&plan, edge);
    let session = source.obtain(&plan, edge).map_err(|error| plain(&error))?;
    Ok(written(args.format, &plan, &session))
}
