//! The file that the AWS console offers when a key is made: two lines of comma-separated values, with a byte order
//! mark and CRLF, and in older ones more columns (`User name`, `Password`, …).

use std::path::{Path, PathBuf};

use tegata_vault::LongTermKey;
use zeroize::Zeroizing;

use super::given;
use crate::private_file::{Links, PrivateFile, PrivateFileError};

/// Bytes of a file. The console's have 100.
const MAX_FILE: u64 = 64 << 10;
/// The columns, in any case.
const COLUMNS: [&str; 2] = ["access key id", "secret access key"];

/// Why a file gives no key. What is in it is not repeated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CsvError {
    /// The system refuses.
    #[error(transparent)]
    File(#[from] PrivateFileError),
    /// It is not there.
    #[error("there is no file {}; give the path of the downloaded file", .0.display())]
    NotThere(PathBuf),
    /// Something else.
    #[error("{} is no file of the AWS console: its first line must name the columns `Access key ID` and `Secret access key`", .0.display())]
    Columns(PathBuf),
    /// Keys of several users, or none.
    #[error("{} has {keys} keys, and one can be added at a time; leave the others out", path.display())]
    Keys {
        /// The file.
        path: PathBuf,
        /// How many it has.
        keys: usize,
    },
    /// A line with fewer values than columns, or a quotation that does not end.
    #[error("line {line} of {} cannot be read; download the file again", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: usize,
    },
}

/// The one key of a file.
///
/// # Errors
/// [`CsvError`].
pub(super) fn read(path: &Path) -> Result<LongTermKey, CsvError> {
    let file = PrivateFile::open(path, Links::Follow)?;
    let text = file
        .ok_or_else(|| CsvError::NotThere(path.to_owned()))?
        .read(MAX_FILE)?;
    let text = std::str::from_utf8(&text).map_err(|_| CsvError::Columns(path.to_owned()))?;
    let lines = (1..).zip(text.trim_start_matches('\u{feff}').lines());
    let mut lines = lines.filter(|(_, line)| !line.trim().is_empty());
    let columns = || CsvError::Columns(path.to_owned());
    let header = lines
        .next()
        .and_then(|(_, line)| fields(line))
        .ok_or_else(columns)?;
    let place = |column: &str| {
        let is_it = |field: &Zeroizing<String>| field.trim().eq_ignore_ascii_case(column);
        header.iter().position(is_it).ok_or_else(columns)
    };
    let [id, secret] = [place(COLUMNS[0])?, place(COLUMNS[1])?];
    let mut keys = Vec::new();
    for (line, text) in lines {
        let path = || path.to_owned();
        let fields = fields(text).ok_or_else(|| CsvError::Line { path: path(), line })?;
        let value = |at: usize| {
            fields
                .get(at)
                .ok_or_else(|| CsvError::Line { path: path(), line })
        };
        keys.push(given::of(value(id)?, value(secret)?));
    }
    let several = CsvError::Keys {
        path: path.to_owned(),
        keys: keys.len(),
    };
    match (keys.pop(), keys.is_empty()) {
        (Some(key), true) => Ok(key),
        _ => Err(several),
    }
}

/// The values of a line (RFC 4180); none when a quotation does not end. None of these values has a line break.
fn fields(line: &str) -> Option<Vec<Zeroizing<String>>> {
    let new = || Zeroizing::new(String::with_capacity(line.len()));
    let mut fields = vec![new()];
    let mut characters = line.chars().peekable();
    let mut is_quoted = false;
    while let Some(c) = characters.next() {
        match c {
            '"' if is_quoted && characters.next_if_eq(&'"').is_some() => fields.last_mut()?.push('"'),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => fields.push(new()),
            c => fields.last_mut()?.push(c),
        }
    }
    (!is_quoted).then_some(fields)
}
