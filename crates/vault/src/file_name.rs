//! Names of items as names of files, as Go's keyring library encodes them: `%` and `/`, and nothing else.

use std::ffi::OsStr;

use percent_encoding::percent_decode_str;

use crate::ItemName;

/// What the usual file systems take.
const MAX_FILE_NAME: usize = 255;

/// The file of an item; the error says which rule it breaks.
pub(crate) fn encode(name: &ItemName) -> Result<String, &'static str> {
    let mut file = String::with_capacity(name.as_str().len());
    for c in name.as_str().chars() {
        match c {
            '%' => file.push_str("%25"),
            '/' => file.push_str("%2F"),
            _ => file.push(c),
        }
    }
    match file.as_str() {
        "." | ".." => Err("it is the name of a folder"),
        long if long.len() > MAX_FILE_NAME => Err("as a file's name it has more than 255 bytes"),
        _ => Ok(file),
    }
}

/// The item of a file, if it can be one.
pub(crate) fn decode(file: &OsStr) -> Option<ItemName> {
    let text = percent_decode_str(file.to_str()?).decode_utf8().ok()?;
    ItemName::parse(&text).ok()
}

#[cfg(test)]
mod tests;
