//! A decoded message before it has a type: what the codecs make and the typed readers take.

use jiff::Timestamp;

/// A value of any shape.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// An explicit null; only ever an item of a list or a value of a map.
    Null,
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A floating-point number.
    Double(f64),
    /// Text.
    String(String),
    /// Bytes.
    Blob(Vec<u8>),
    /// An instant.
    Timestamp(Timestamp),
    /// Items in order.
    List(Vec<Value>),
    /// Entries in order of appearance; keys are unique.
    Map(Vec<(String, Value)>),
    /// Members in the model's order, by their names in the model; absent ones are not there.
    Structure(Vec<(&'static str, Value)>),
}

impl Value {
    /// The member of a structure, if it is there.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Self> {
        let Self::Structure(members) = self else {
            return None;
        };
        members
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
    }

    /// The text, where it is text.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }
}
