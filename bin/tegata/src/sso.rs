//! `tegata sso`: what IAM Identity Center tells of its user.

use std::fmt::Write as _;
use std::process::ExitCode;

use serde_json::json;
use tegata_client::identity_center::{Account, Places, SignInArgs, assignments};
use tegata_client::planning::{Holdings, PlanningArgs, PlanningError};
use tegata_client::{Edge, Endpoint};
use tegata_profiles::error::ResolveError;
use tegata_profiles::plan::{Purpose, Source};
use tegata_profiles::resolve::StoredKey;

use crate::Program;
use crate::output;
use crate::paint::printable;

/// See what there is in IAM Identity Center
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// List the accounts and roles of the user of a profile's directory
    List(ListArgs),
}

#[derive(Debug, clap::Args)]
struct ListArgs {
    #[command(flatten)]
    planning: PlanningArgs,
    #[command(flatten)]
    sign_in: SignInArgs,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// The list on stdout; exit 1, with one sentence on stderr, when there is none.
pub(crate) fn run(args: &Args) -> ExitCode {
    let Command::List(args) = &args.command;
    Edge::with_process(|edge| match found(args, edge) {
        Ok(accounts) if args.json => output::print(&format!("{:#}\n", json!(accounts))),
        Ok(accounts) => output::print(&table(&accounts)),
        Err(error) => Program::Tegata.finish("sso list", Err(printable(&error)), edge),
    })
}

fn found(args: &ListArgs, edge: &mut Edge<'_>) -> Result<Vec<Account>, String> {
    // Only where the directory is matters, not who has a key.
    let holdings = Holdings {
        key: &|_| StoredKey::Absent,
        session: &|_| None,
        mfa_token: false,
    };
    let plan = args
        .planning
        .plan(Purpose::Session, &holdings, edge.environment)
        .map_err(|error| match error {
            PlanningError::Resolve(ResolveError::NoCredentials { profile, .. }) => no_directory(&profile),
            error => error.to_string(),
        })?;
    let step = &plan.source;
    let (Source::SsoRole { directory, .. }, Some(portal), Some(oidc)) =
        (&step.what, &step.endpoint, &step.sign_in_endpoint)
    else {
        return Err(no_directory(&plan.profile));
    };
    let url = |place| Endpoint::of_plan(place).map_err(|error| error.to_string());
    let at = Places {
        directory,
        portal: &url(portal)?,
        oidc: &url(oidc)?,
    };
    let sign_in = args
        .sign_in
        .resolve(edge.environment)
        .map_err(|error| error.to_string())?;
    assignments(&at, &sign_in, edge).map_err(|error| error.to_string())
}

fn no_directory(profile: &str) -> String {
    format!("profile {profile:?} has no role of IAM Identity Center; name one that has sso_account_id")
}

/// A role a line: account, role, the account's name.
fn table(accounts: &[Account]) -> String {
    let roles = || {
        accounts
            .iter()
            .flat_map(|account| account.roles.iter().map(move |role| (account, role)))
    };
    let width = roles()
        .map(|(_, role)| role.chars().count())
        .max()
        .unwrap_or_default();
    let mut text = String::new();
    for (account, role) in roles() {
        let name = account.name.as_deref().unwrap_or_default();
        let line = format!("{}  {role:<width$}  {name}", account.account_id);
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}", printable(&line).trim_end());
    }
    text
}
