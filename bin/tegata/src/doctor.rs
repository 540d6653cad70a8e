//! `tegata doctor`: what stands between this machine and its credentials, one line a check.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use serde_json::json;
use tegata_client::args::SessionArgs;
use tegata_client::doctor::{Examination, Finding, VaultArgs, VaultFinding, Verdict, examine, examine_vault};
use tegata_client::mfa::{DriverArgs, Face, MfaError, Passphrases};
use tegata_client::{Edge, Environment};
use tegata_keys::Permissions;

use crate::asking::Output;
use crate::paint::{Paint, printable};
use crate::{Program, output, process};

/// Look at certificate, key, chain, clock, endpoint, trust anchor, profile and role, one by one
///
/// It asks for a session as credential-process does, and throws it away. Exit 0 when credentials can be had. With
/// --vault it looks at config files, profiles and the keystore instead.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    session: SessionArgs,
    /// A PEM file of the trust anchor, to check the chain against it without the service
    #[arg(long, value_name = "FILE")]
    anchor_file: Option<PathBuf>,
    #[command(flatten)]
    vault: VaultArgs,
    /// How the passphrase is asked for.
    #[command(flatten)]
    driver: DriverArgs,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t = Output::Text)]
    output: Output,
}

/// A check by its name, and how it went.
type Row = (String, Verdict);

/// Findings on stdout; exit 1 when one of them is bad.
pub(crate) fn run(args: Args) -> ExitCode {
    let rows = match args.vault.vault {
        true => of_vault(&args.vault, &args.driver),
        false => of_certificate(args.session, args.anchor_file),
    };
    let rows = match rows {
        Ok(rows) => rows,
        Err(error) => return Program::Tegata.fail("doctor", &error),
    };
    let told = match args.output {
        Output::Text => text(&rows, Paint::for_stdout(&Environment::of_process())),
        Output::Json => json_of(&rows),
    };
    let printed = output::print(&told);
    let bad = rows.iter().any(|(_, verdict)| matches!(verdict, Verdict::Bad(_)));
    if bad { ExitCode::FAILURE } else { printed }
}

fn of_certificate(session: SessionArgs, anchor_file: Option<PathBuf>) -> Result<Vec<Row>, MfaError> {
    let examination = Examination {
        session,
        anchor_file,
        permissions: Permissions::Strict,
    };
    let findings = Edge::with_process(|edge| examine(&examination, edge));
    let row = |finding: Finding| (finding.check.to_string(), told_of_vault(finding.verdict));
    Ok(findings.into_iter().map(row).collect())
}

/// Whoever names no certificate may have meant the other half.
fn told_of_vault(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::Bad(sentence) if sentence.ends_with("must be given") => Verdict::Bad(format!(
            "{sentence}, or --vault to look at config files, profiles and the keystore"
        )),
        other => other,
    }
}

fn of_vault(args: &VaultArgs, driver: &DriverArgs) -> Result<Vec<Row>, MfaError> {
    process::hide_memory();
    Edge::with_process(|edge| {
        let passphrases = Passphrases::new(driver, Face::of_stdout(), edge.environment)?;
        let findings = examine_vault(args, Arc::new(passphrases), edge);
        let row = |finding: VaultFinding| (finding.check.to_string(), finding.verdict);
        Ok(findings.into_iter().map(row).collect())
    })
}

fn text(rows: &[Row], paint: Paint) -> String {
    rows.iter()
        .map(|(check, verdict)| {
            let (mark, sentence) = match verdict {
                Verdict::Good(sentence) => (paint.green("ok  "), sentence),
                Verdict::Doubtful(sentence) => (paint.cyan("warn"), sentence),
                Verdict::Bad(sentence) => (paint.red("FAIL"), sentence),
                Verdict::Unseen(sentence) => (paint.dim("-   "), sentence),
            };
            format!("{mark}  {check:<12}  {}\n", printable(sentence))
        })
        .collect()
}

fn json_of(rows: &[Row]) -> String {
    let rows: Vec<_> = rows
        .iter()
        .map(|(check, verdict)| {
            let (verdict, sentence) = match verdict {
                Verdict::Good(sentence) => ("ok", sentence),
                Verdict::Doubtful(sentence) => ("warning", sentence),
                Verdict::Bad(sentence) => ("failed", sentence),
                Verdict::Unseen(sentence) => ("unseen", sentence),
            };
            json!({"check": check, "verdict": verdict, "message": sentence})
        })
        .collect();
    format!("{:#}\n", serde_json::Value::from(rows))
}

#[cfg(test)]
mod tests;
