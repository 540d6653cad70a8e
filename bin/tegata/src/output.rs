//! Standard output and standard error of commands that only print.

use std::io::{ErrorKind, Write as _, stderr, stdout};
use std::process::ExitCode;

use crate::streams::stdout_was_closed;

/// What is told where [`stdout_was_closed`].
pub(crate) const CLOSED: &str = "standard output is closed or open for reading alone, so what is printed would be lost; open it, or send it to a file";

/// Prints to standard output, as it is.
pub(crate) fn print(text: &str) -> ExitCode {
    print_bytes(text.as_bytes())
}

/// Prints to standard output, as it is. A reader that has gone, such as `head`, has what it wants.
pub(crate) fn print_bytes(bytes: &[u8]) -> ExitCode {
    if stdout_was_closed() {
        tell(CLOSED);
        return ExitCode::FAILURE;
    }
    let mut stdout = stdout().lock();
    code_of(stdout.write_all(bytes).and_then(|()| stdout.flush()))
}

/// Says what the parser of the command line has to say: what is wrong, on standard error, or help and version, which
/// were asked for as what other commands print.
pub(crate) fn say(parser: &clap::Error) -> ExitCode {
    if parser.use_stderr() {
        // Nobody reading it is no reason for another code.
        let _ = parser.print();
        return u8::try_from(parser.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from);
    }
    if stdout_was_closed() {
        tell(CLOSED);
        return ExitCode::FAILURE;
    }
    code_of(parser.print().and_then(|()| stdout().flush()))
}

fn code_of(printed: std::io::Result<()>) -> ExitCode {
    match printed {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            tell(&format!("cannot write to standard output: {error}"));
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

/// A line on standard error. Nobody reading it is no reason to stop.
pub(crate) fn tell(line: &str) {
    let _ = writeln!(stderr(), "{line}");
}
