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
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
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
