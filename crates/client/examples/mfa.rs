//! Gets codes as commands do that sign in, and prints them: for trying out prompts, and for their tests.
//!
//! `mfa PROFILE [--prompt DRIVER] [-t CODE] [--server] [--refused N] [--backend NAME]`

use std::error::Error;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use tegata_client::Edge;
use tegata_client::keystore::KeystoreArgs;
use tegata_client::mfa::{Codes, Face, Passphrases, PromptArgs};
use tegata_client::planning::{Holdings, PlanningArgs};
use tegata_profiles::plan::Purpose;
use tegata_profiles::resolve::StoredKey;

#[derive(Parser)]
struct Args {
    #[command(flatten)]
    planning: PlanningArgs,
    #[command(flatten)]
    prompt: PromptArgs,
    #[command(flatten)]
    keystore: KeystoreArgs,
    /// As if a child had the terminal
    #[arg(long)]
    server: bool,
    /// How many codes are refused
    #[arg(long, default_value_t = 0)]
    refused: usize,
    /// How many are wanted that are not
    #[arg(long, default_value_t = 1)]
    wanted: usize,
}

fn main() -> ExitCode {
    let args = Args::parse();
    Edge::with_process(|edge| match run(&args, edge) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            edge.tell(&format!("mfa: {error}"));
            ExitCode::FAILURE
        }
    })
}

fn run(args: &Args, edge: &mut Edge<'_>) -> Result<(), Box<dyn Error>> {
    let holdings = Holdings {
        key: &|_| StoredKey::Unseen,
        session: &|_| None,
        mfa_token: args.prompt.mfa_token.is_some(),
    };
    let plan = args
        .planning
        .plan(Purpose::Session, &holdings, edge.environment)?;
    let mfa = plan.calls.iter().find_map(|step| step.what.mfa());
    let mfa = mfa.ok_or("the profile has no mfa_serial")?;
    let face = match args.server {
        true => Face::Server,
        false => Face::of_stdout(),
    };
    let mut codes = Codes::new(&args.prompt, face, edge.environment)?;
    let passphrases = Passphrases::new(&args.prompt.driver, face, edge.environment)?;
    let keystore = args.keystore.open(edge.environment, Arc::new(passphrases))?;
    let keystore = args.keystore.backend.map(|_| &keystore);
    for _ in 0..args.refused {
        codes.code(mfa, keystore, edge)?;
        if !codes.refused(mfa) {
            return Err("the code was refused".into());
        }
    }
    for _ in 0..args.wanted {
        let code = codes.code(mfa, keystore, edge)?;
        writeln!(edge.stdout, "{}", code.expose())?;
    }
    Ok(())
}
