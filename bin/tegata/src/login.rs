//! `tegata login`: the console, in a browser.

use std::process::ExitCode;

use tegata_client::login::{Login, LoginArgs};
use tegata_client::mfa::Face;
use tegata_client::profile_credentials::{CredentialArgs, ProfileCredentials};
use tegata_client::{ApiCredentials, Edge};
use tegata_profiles::plan::Purpose;
use zeroize::Zeroizing;

use crate::Program;
use crate::obtaining::tell_caps;
use crate::{output, process};

/// Sign in to the console with a profile's credentials
///
/// Without a profile, the session in AWS_ACCESS_KEY_ID and what belongs to it signs in. With --stdout the link is
/// printed; it signs in whoever opens it, for 15 minutes.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    credentials: CredentialArgs,
    #[command(flatten)]
    login: LoginArgs,
}

/// A browser, or the link on stdout; exit 1, with one sentence on stderr, when there is none.
pub(crate) fn run(args: &Args, program: Program) -> ExitCode {
    process::hide_memory();
    Edge::with_process(|edge| match link(args, edge) {
        Ok(Some(link)) => output::print(&format!("{}\n", link.as_str())),
        Ok(None) => ExitCode::SUCCESS,
        Err(error) => program.finish("login", Err::<(), _>(error), edge),
    })
}

/// The link, where it is to be printed.
fn link(args: &Args, edge: &mut Edge<'_>) -> Result<Option<Zeroizing<String>>, String> {
    let plain = |error: &dyn std::fmt::Display| error.to_string();
    let (credentials, region, endpoint_url) = match args
        .credentials
        .planning
        .names_a_profile(edge.environment)
    {
        true => of_profile(args, edge)?,
        false => {
            let session = ApiCredentials::from_environment(edge.environment).map_err(|_| {
                "no profile was named, and AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set; name a profile"
                    .to_owned()
            })?;
            let region = edge.environment.first(&["AWS_REGION", "AWS_DEFAULT_REGION"]);
            let region = region.ok().flatten().and_then(|region| region.parse().ok());
            let url = edge
                .environment
                .text("AWS_ENDPOINT_URL")
                .map_err(|error| plain(&error))?;
            (session, region, url.map(str::to_owned))
        }
    };
    let login = Login {
        args: &args.login,
        credentials: &credentials,
        region: region.as_ref(),
        endpoint_url: endpoint_url.as_deref(),
    };
    let link = login.link(edge).map_err(|error| plain(&error))?;
    let is_printed = args
        .credentials
        .sign_in
        .is_stdout(edge.environment)
        .map_err(|error| plain(&error))?;
    if is_printed {
        let printed = args.login.printed(link);
        return printed
            .ok_or_else(|| "the service gave no link to sign in".into())
            .map(Some);
    }
    let opened = args.login.open(&link, edge.environment);
    opened.map_err(|error| plain(&error))?;
    Ok(None)
}

type Signing = (ApiCredentials, Option<tegata_base::Region>, Option<String>);

fn of_profile(args: &Args, edge: &mut Edge<'_>) -> Result<Signing, String> {
    let plain = |error: &dyn std::fmt::Display| error.to_string();
    let source = ProfileCredentials::new(
        &args.credentials,
        Purpose::Login,
        Face::of_stdout(),
        edge.environment,
    )
    .map_err(|error| plain(&error))?;
    let plan = source.plan(edge).map_err(|error| plain(&error))?;
    tell_caps(&plan, edge);
    let credentials = source.obtain(&plan, edge).map_err(|error| plain(&error))?;
    Ok((credentials, plan.region, plan.endpoint_url))
}
