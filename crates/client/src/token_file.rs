//! Files of tokens that other tools read and write, too: a JSON object each, for its owner alone.

use std::fs;
use std::io;
use std::path::Path;

use jiff::Timestamp;
use serde_json::{Map, Value};
use tegata_base::Secret;
use zeroize::{Zeroize as _, Zeroizing};

use crate::private_file::{Attributes, Links, Lock, PrivateFile, PrivateFileError, failed, replace};

/// Tokens have a few thousand bytes.
const MAX_FILE: u64 = 1 << 20;

/// A JSON value whose texts are wiped, since any of them may be a secret.
pub(crate) struct Document(Value);

impl Document {
    /// The member of this name at this path, if it is text.
    pub(crate) fn text(&self, pointer: &str) -> Option<&str> {
        self.0.pointer(&format!("/{pointer}"))?.as_str()
    }

    /// The same, if it is not empty, as a secret.
    pub(crate) fn secret(&self, pointer: &str) -> Option<Secret<String>> {
        let text = self.text(pointer).filter(|text| !text.is_empty())?;
        Some(Secret::new(text.to_owned()))
    }

    /// An instant. Some tools write `UTC` in the place of `Z`.
    pub(crate) fn time(&self, pointer: &str) -> Option<Timestamp> {
        let text = self.text(pointer)?;
        match text.strip_suffix("UTC") {
            Some(local) => format!("{local}Z").parse().ok(),
            None => text.parse().ok(),
        }
    }

    /// The texts in a list.
    pub(crate) fn list(&self, name: &str) -> Vec<&str> {
        let items = self.0.get(name).and_then(Value::as_array);
        items.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// Puts a text in the place of a member, in this object or in one of its members.
    pub(crate) fn set(&mut self, object: Option<&str>, name: &str, text: &str) {
        let object = match object {
            Some(member) => self.0.get_mut(member),
            None => Some(&mut self.0),
        };
        if let Some(members) = object.and_then(Value::as_object_mut)
            && let Some(mut old) = members.insert(name.to_owned(), text.into())
        {
            wipe(&mut old);
        }
    }
}

impl Drop for Document {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(items) => items.iter_mut().for_each(wipe),
        Value::Object(members) => members.values_mut().for_each(wipe),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The members of a new document.
pub(crate) struct Members(Map<String, Value>);

impl Members {
    pub(crate) fn new() -> Self {
        Self(Map::new())
    }

    pub(crate) fn add(&mut self, name: &str, text: &str) {
        self.0.insert(name.to_owned(), text.into());
    }

    pub(crate) fn add_list(&mut self, name: &str, texts: &[String]) {
        self.0.insert(name.to_owned(), texts.into());
    }
}

impl From<Members> for Document {
    fn from(members: Members) -> Self {
        Self(Value::Object(members.0))
    }
}

/// What is in a file. One that is not there, or holds no JSON object, has nothing to say.
pub(crate) fn read(path: &Path) -> Result<Option<Document>, PrivateFileError> {
    let Some(file) = PrivateFile::open(path, Links::Refuse)? else {
        return Ok(None);
    };
    file.check_owner()?;
    let bytes = file.read(MAX_FILE)?;
    let document = serde_json::from_slice(&bytes).ok().map(Document);
    Ok(document.filter(|document| document.0.is_object()))
}

/// Puts a document in the place of a file. The lock must be the file's own.
pub(crate) fn write(held: &Lock, path: &Path, document: &Document) -> Result<(), PrivateFileError> {
    // In one piece from the beginning, so that no copy stays behind where it grew: an escape is six for one.
    let mut bytes = Zeroizing::new(Vec::with_capacity(6 * size(&document.0)));
    serde_json::to_writer(&mut *bytes, &document.0).map_err(|error| failed("write", path)(error.into()))?;
    replace(held, path, &bytes, Attributes::PRIVATE)
}

/// Removes a file, if it is there. The lock must be the file's own.
pub(crate) fn remove(_held: &Lock, path: &Path) -> Result<(), PrivateFileError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed("remove", path)(error)),
        _ => Ok(()),
    }
}

/// At least as long as what is to be escaped.
fn size(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len() + 2,
        Value::Array(items) => items.iter().map(|item| size(item) + 1).sum::<usize>() + 2,
        Value::Object(members) => {
            members
                .iter()
                .map(|(name, value)| name.len() + size(value) + 4)
                .sum::<usize>()
                + 2
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => 24,
    }
}
