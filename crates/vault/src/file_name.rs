//! Names of items as names of files, as Go's keyring library encodes them: `%` and `/`, and nothing else, where
//! the system takes the rest. What Windows does not take is encoded there in the same way; decoding is one for all.

use std::ffi::OsStr;
use std::fmt;

use percent_encoding::percent_decode_str;

use crate::ItemName;

/// What the usual file systems take.
const MAX_FILE_NAME: usize = 255;

/// How files begin that are being written: never the name of an item's.
pub(crate) const DRAFT: &str = ".tegata-draft-";

/// The name of a file in a [`Folder`](crate::folder::Folder).
///
/// INVARIANT: one normal component of a path, here and on every other system that its rules are for: it leads
/// neither up nor down, nor to another drive, stream or device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileName(String);

/// Whose rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rules {
    /// aws-vault's files keep their names.
    Unix,
    /// `:` begins a stream or ends a drive, `\\` is a slash, some names are devices in every folder, and dots and
    /// spaces at the end are dropped.
    Windows,
}

const HERE: Rules = if cfg!(windows) {
    Rules::Windows
} else {
    Rules::Unix
};

/// Devices of Windows, which are devices whatever extension follows.
const DEVICES: &[&str] = &["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

/// Those that have a digit after them, which may be a raised one.
const PORTS: &[&str] = &["COM", "LPT"];
const DIGITS: &str = "0123456789¹²³";

impl FileName {
    /// One that the program itself gives, in lower-case letters with a dot.
    pub(crate) fn fixed(name: &'static str) -> Self {
        debug_assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'.'));
        Self(name.to_owned())
    }

    /// Of an item; the error says which rule it breaks.
    pub(crate) fn of(name: &ItemName) -> Result<Self, &'static str> {
        Self::under(HERE, name)
    }

    fn under(rules: Rules, name: &ItemName) -> Result<Self, &'static str> {
        if matches!(name.as_str(), "." | "..") {
            return Err("it is the name of a folder");
        }
        let is_hidden = name.as_str().starts_with(DRAFT);
        let is_device = rules == Rules::Windows && is_device(name.as_str());
        let last = name.as_str().chars().count() - 1;
        let mut file = String::with_capacity(name.as_str().len());
        for (at, c) in name.as_str().chars().enumerate() {
            let is_forbidden = match rules {
                Rules::Unix => matches!(c, '%' | '/'),
                Rules::Windows => {
                    matches!(c, '%' | '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
                        || (at == last && matches!(c, '.' | ' '))
                }
            };
            match is_forbidden || (at == 0 && (is_hidden || is_device)) {
                true => file.push_str(&format!("%{:02X}", u32::from(c))),
                false => file.push(c),
            }
        }
        match file.len() {
            ..=MAX_FILE_NAME => Ok(Self(file)),
            _ => Err("as a file's name it has more than 255 bytes"),
        }
    }

    /// As the file system has it.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a name is a device's on Windows, be it `NUL`, `com1.txt` or `lpt¹`.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let is_one_of = |names: &[&str], stem: &str| names.iter().any(|name| stem.eq_ignore_ascii_case(name));
    let port = stem.strip_suffix(|last| DIGITS.contains(last));
    is_one_of(DEVICES, stem) || port.is_some_and(|port| is_one_of(PORTS, port))
}

/// The item of a file, if it can be one.
pub(crate) fn decode(file: &OsStr) -> Option<ItemName> {
    let text = percent_decode_str(file.to_str()?).decode_utf8().ok()?;
    ItemName::parse(&text).ok()
}

#[cfg(test)]
mod tests;
