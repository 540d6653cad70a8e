//! Lines on standard error, stamped as AWS's helper stamps them, in UTC.

use std::io::{self, Write};

use jiff::Timestamp;

/// Where lines go.
#[derive(Clone, Copy)]
pub(crate) struct Log {
    pub(crate) clock: fn() -> Timestamp,
}

impl Log {
    /// One line. A closed stderr is no reason to stop.
    pub(crate) fn line(self, text: &str) {
        let stamp = (self.clock)().strftime("%Y/%m/%d %H:%M:%S");
        let _ = writeln!(io::stderr(), "{stamp} {text}");
    }

    /// A line for a shell to read, as it is.
    pub(super) fn plain(text: &str) {
        let _ = writeln!(io::stderr(), "{text}");
    }
}

/// Stamps the lines of those who write to a stream.
pub(super) struct LogStream {
    log: Log,
    line: Vec<u8>,
}

impl LogStream {
    pub(super) const fn new(log: Log) -> Self {
        Self {
            log,
            line: Vec::new(),
        }
    }
}

impl Write for LogStream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            match piece.strip_suffix(b"\n") {
                Some(end) => {
                    self.line.extend_from_slice(end);
                    self.log.line(&String::from_utf8_lossy(&self.line));
                    self.line.clear();
                }
                None => self.line.extend_from_slice(piece),
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
