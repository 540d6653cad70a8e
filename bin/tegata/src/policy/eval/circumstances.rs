//! The condition keys of a request: those that the line gives, and those that follow from the caller
//! and the resource.

use std::borrow::Cow;

use tegata_policy::{Context, Value};

use super::caller::Caller;

/// The value that a line gives for a key.
#[derive(Debug, Clone)]
pub(super) enum Held<'t> {
    /// Null: the request has no such key, not even one that would follow from something.
    Absent,
    Single(Cow<'t, str>),
    Multi(Vec<Cow<'t, str>>),
}

/// The keys that a line gives, in lower case and in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Given<'t> {
    entries: Vec<(Cow<'t, str>, Held<'t>)>,
}

impl<'t> Given<'t> {
    pub(super) fn push(&mut self, key: Cow<'t, str>, held: Held<'t>) {
        let is_lower = !key.bytes().any(|b| b.is_ascii_uppercase() || !b.is_ascii());
        let key = if is_lower {
            key
        } else {
            Cow::Owned(key.to_lowercase())
        };
        self.entries.push((key, held));
    }

    /// To be called when every key is there; the error is a key that is there twice.
    pub(super) fn sort(&mut self) -> Result<(), String> {
        self.entries.sort_by(|(a, _), (b, _)| a.cmp(b));
        let twice = self.entries.windows(2).find_map(|pair| match pair {
            [(a, _), (b, _)] if a == b => Some(a.to_string()),
            _ => None,
        });
        twice.map_or(Ok(()), Err)
    }

    /// The text of a key that has one value.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        match self.held(key)? {
            Held::Single(text) => Some(text),
            _ => None,
        }
    }

    fn held(&self, key: &str) -> Option<&Held<'t>> {
        let at = self
            .entries
            .binary_search_by(|(other, _)| other.as_ref().cmp(key))
            .ok()?;
        self.entries.get(at).map(|(_, held)| held)
    }
}

/// All keys of a request. What the line gives goes before what follows.
pub(super) struct Circumstances<'a> {
    pub(super) given: &'a Given<'a>,
    pub(super) caller: &'a Caller<'a>,
    /// Twelve digits: the owner of the resource.
    pub(super) resource_account: Option<&'a str>,
}

impl Context for Circumstances<'_> {
    fn get(&self, key: &str) -> Option<Value<'_>> {
        match self.given.held(key) {
            Some(Held::Absent) => None,
            Some(Held::Single(text)) => Some(Value::Single(text)),
            Some(Held::Multi(values)) => Some(Value::Multi(values)),
            None if key == "aws:resourceaccount" => self.resource_account.map(Value::Single),
            None => self.caller.key(key).map(Value::Single),
        }
    }
}
