//! `tegata policy eval`: JSON lines in, one decision a line out, in order and as they come.
//!
//! ```text
//! stdin ─▶ a line ─line::read─▶ Line ─┬─ documents ─▶ compiled, from the cache ─┐
//!                                     └─ request ─▶ Caller, Circumstances ──────┴─ decide ─▶ answer ─▶ stdout
//! ```
//!
//! Everything of a line is borrowed from it; a document whose bytes were seen before is neither read
//! nor compiled again.

mod answer;
mod cache;
mod caller;
mod circumstances;
mod error;
mod evaluator;
mod json;
mod line;

use std::io::{self, BufRead as _, BufReader, Read, Write};
use std::process::ExitCode;

use evaluator::Evaluator;

/// Bytes that a line may have.
const MAX_LINE: usize = 4 << 20;
/// Bytes read at a time.
const READ: usize = 256 << 10;
/// Bytes of answers that wait for more before they are written.
const WRITE: usize = 64 << 10;

/// Decide requests: each line of standard input is a JSON object of policies and a request, each line of
/// standard output the decision.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// Answers until the input ends; exit code 1 only when it cannot be read or the answers not written.
pub(crate) fn run(_: &Args) -> ExitCode {
    let told = match answer_lines(io::stdin().lock(), io::stdout().lock()) {
        Ok(()) => return ExitCode::SUCCESS,
        // Whoever read the answers has had enough.
        Err(Failure::Write(cause)) if cause.kind() == io::ErrorKind::BrokenPipe => return ExitCode::SUCCESS,
        Err(Failure::Write(cause)) => format!("standard output cannot be written: {cause}"),
        Err(Failure::Read(cause)) => format!("standard input cannot be read: {cause}"),
    };
    // Where stderr itself is gone, the exit code still tells.
    let _ = writeln!(io::stderr(), "tegata policy eval: {told}");
    ExitCode::FAILURE
}

#[derive(Debug)]
enum Failure {
    Read(io::Error),
    Write(io::Error),
}

/// Answers every line. What is answered is handed on before the input is waited for, so that a program
/// can hold a conversation.
fn answer_lines(input: impl Read, mut output: impl Write) -> Result<(), Failure> {
    let mut input = BufReader::with_capacity(READ, input);
    let mut evaluator = Evaluator::new();
    let mut line = Vec::new();
    let mut answers = Vec::with_capacity(2 * WRITE);
    // Bytes of whole lines that are known to be in hand.
    let mut whole = 0_usize;
    loop {
        if whole == 0 {
            let last = input.buffer().iter().rposition(|byte| *byte == b'\n');
            whole = last.map_or(0, |at| at + 1);
        }
        let waits = whole == 0;
        if !answers.is_empty() && (waits || answers.len() >= WRITE) {
            output.write_all(&answers).map_err(Failure::Write)?;
            output.flush().map_err(Failure::Write)?;
            answers.clear();
        }
        line.clear();
        let most = u64::try_from(MAX_LINE).unwrap_or(u64::MAX).saturating_add(1);
        let mut limited = input.by_ref().take(most);
        let length = limited.read_until(b'\n', &mut line).map_err(Failure::Read)?;
        if length == 0 {
            return Ok(());
        }
        whole = whole.saturating_sub(length);
        if line.last() == Some(&b'\n') {
            line.pop();
        } else if line.len() > MAX_LINE {
            input.skip_until(b'\n').map_err(Failure::Read)?;
            evaluator.refuse_too_long(&mut answers);
            continue;
        }
        evaluator.answer(&line, &mut answers);
    }
}

#[cfg(test)]
mod tests;
