//! `tegata doctor`: what stands between this machine and its credentials, one line a check.

use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::json;
use tegata_client::args::SessionArgs;
use tegata_client::doctor::{Examination, Finding, Verdict, examine};
use tegata_client::{Edge, Environment};
use tegata_keys::Permissions;

use crate::asking::Output;
use crate::output;
use crate::paint::{Paint, printable};

/// Look at certificate, key, chain, clock, endpoint, trust anchor, profile and role, one by one
///
/// It asks for a session as credential-process does, and throws it away. Exit 0 when credentials can be had.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    session: SessionArgs,
    /// A PEM file of the trust anchor, to check the chain against it without the service
    #[arg(long, value_name = "FILE")]
    anchor_file: Option<PathBuf>,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t = Output::Text)]
    output: Output,
}

/// Findings on stdout; exit 1 when one of them is bad.
pub(crate) fn run(args: Args) -> ExitCode {
    let examination = Examination {
        session: args.session,
        anchor_file: args.anchor_file,
        permissions: Permissions::Strict,
    };
    let findings = Edge::with_process(|edge| examine(&examination, edge));
    let told = match args.output {
        Output::Text => text(&findings, Paint::for_stdout(&Environment::of_process())),
        Output::Json => json_of(&findings),
    };
    let printed = output::print(&told);
    let bad = findings
        .iter()
        .any(|finding| matches!(finding.verdict, Verdict::Bad(_)));
    if bad { ExitCode::FAILURE } else { printed }
}

fn text(findings: &[Finding], paint: Paint) -> String {
    findings
        .iter()
        .map(|Finding { check, verdict }| {
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

fn json_of(findings: &[Finding]) -> String {
    let rows: Vec<_> = findings
        .iter()
        .map(|Finding { check, verdict }| {
            let (verdict, sentence) = match verdict {
                Verdict::Good(sentence) => ("ok", sentence),
                Verdict::Doubtful(sentence) => ("warning", sentence),
                Verdict::Bad(sentence) => ("failed", sentence),
                Verdict::Unseen(sentence) => ("unseen", sentence),
            };
            json!({"check": check.to_string(), "verdict": verdict, "message": sentence})
        })
        .collect();
    format!("{:#}\n", serde_json::Value::from(rows))
}

#[cfg(test)]
mod tests;
