//! `@file` among the words: the lines of a file, in its place.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read as _};
use std::os::unix::ffi::OsStrExt as _;

use super::words_of_go;

/// The most that is read, in bytes.
const MOST: u64 = 1 << 20;
/// The longest line that Go's scanner takes, in bytes.
const LONGEST_LINE: usize = 64 * 1024;

/// The lines of the file, without those that begin with `#`.
///
/// # Errors
/// What kingpin says.
pub(super) fn lines(name: &[u8]) -> Result<Vec<Vec<u8>>, String> {
    if name.is_empty() {
        return Err("expected @ file to expand arguments from".to_owned());
    }
    let quoted = words_of_go::quoted(name);
    let told = |verb: &str, error: &io::Error| {
        let name = String::from_utf8_lossy(name);
        format!("{verb} {name}: {}", words_of_go::of_system(error))
    };
    let file = File::open(OsStr::from_bytes(name))
        .map_err(|error| format!("failed to open arguments file {quoted}: {}", told("open", &error)))?;
    let failed = |reason: String| format!("failed to read arguments from {quoted}: {reason}");
    let mut text = Vec::new();
    file.take(MOST + 1)
        .read_to_end(&mut text)
        .map_err(|error| failed(told("read", &error)))?;
    if text.len() as u64 > MOST {
        return Err(failed(format!("it is longer than {MOST} bytes")));
    }
    let lines = text
        .strip_suffix(b"\n")
        .unwrap_or(&text)
        .split(|byte| *byte == b'\n');
    let lines: Vec<&[u8]> = if text.is_empty() {
        Vec::new()
    } else {
        lines.collect()
    };
    if lines.iter().any(|line| line.len() >= LONGEST_LINE) {
        return Err(failed("bufio.Scanner: token too long".to_owned()));
    }
    Ok(lines
        .into_iter()
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
        .filter(|line| !line.starts_with(b"#"))
        .map(<[u8]>::to_vec)
        .collect())
}
