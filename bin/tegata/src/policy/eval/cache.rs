//! Documents that were seen before, by their very bytes.

use std::hash::{Hash, Hasher};
use std::rc::Rc;

use percent_encoding::percent_decode_str;
use quick_cache::Equivalent;
use quick_cache::unsync::Cache;
use tegata_policy::{Compiled, Complaint, Document, PolicyKind, PrincipalIds, Span, Statement, Version};

use super::error::Malformed;
use super::json::unquote;

/// Bytes that the cache may take.
const CAPACITY: u64 = 64 << 20;
/// Documents that the cache makes room for at once.
const DOCUMENTS: usize = 1024;

/// Compiled documents, bounded in bytes.
pub(super) struct Documents(Cache<Key, Rc<Compiled>, ByMemory>);

/// A document as it stood in a line, and what it was used as.
struct Key {
    kind: PolicyKind,
    raw: Box<str>,
}

/// A [`Key`], borrowed.
struct Sought<'a> {
    kind: PolicyKind,
    raw: &'a str,
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.kind, &*self.raw).hash(state);
    }
}

impl Hash for Sought<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.kind, self.raw).hash(state);
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        (self.kind, &self.raw) == (other.kind, &other.raw)
    }
}

impl Eq for Key {}

impl Equivalent<Key> for Sought<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        (self.kind, self.raw) == (key.kind, &*key.raw)
    }
}

#[derive(Clone)]
struct ByMemory;

impl quick_cache::Weighter<Key, Rc<Compiled>> for ByMemory {
    fn weight(&self, key: &Key, policy: &Rc<Compiled>) -> u64 {
        u64::try_from(key.raw.len() + policy.memory() + 128).unwrap_or(u64::MAX)
    }
}

impl Documents {
    pub(super) fn new() -> Self {
        Self::with_capacity(CAPACITY)
    }

    pub(super) fn with_capacity(bytes: u64) -> Self {
        Self(Cache::with_weighter(DOCUMENTS, bytes, ByMemory))
    }

    /// The document in its compiled form; `raw` is a JSON object, or a JSON string that holds one.
    pub(super) fn compiled(&mut self, kind: PolicyKind, raw: &str) -> Result<Rc<Compiled>, Malformed> {
        if let Some(policy) = self.0.get(&Sought { kind, raw }) {
            return Ok(Rc::clone(policy));
        }
        let policy = Rc::new(compile(kind, raw)?);
        let raw = raw.into();
        self.0.insert(Key { kind, raw }, Rc::clone(&policy));
        Ok(policy)
    }

    #[cfg(test)]
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    #[cfg(test)]
    pub(super) fn weight(&self) -> u64 {
        self.0.weight()
    }
}

fn compile(kind: PolicyKind, raw: &str) -> Result<Compiled, Malformed> {
    let text;
    let text = match raw.as_bytes().first() {
        Some(b'{') => raw,
        Some(b'"') => {
            text = held(raw).ok_or(Malformed::NotADocument)?;
            text.as_str()
        }
        _ => return Err(Malformed::NotADocument),
    };
    let document = Document::parse(text).map_err(Malformed::Syntax)?;
    for statement in &document.statements {
        if let Err((complaint, span)) = check(kind, statement) {
            let location = document.location(span.start);
            let (line, column) = (location.line, location.column);
            return Err(Malformed::Structure {
                complaint,
                line,
                column,
            });
        }
    }
    Ok(document.compile(kind, PrincipalIds::ByName))
}

/// What a string holds; IAM's own answers have documents percent-encoded.
fn held(quoted: &str) -> Option<String> {
    let text = unquote(quoted)?;
    if text.starts_with('%') {
        return percent_decode_str(&text)
            .decode_utf8()
            .ok()
            .map(|text| text.into_owned());
    }
    Some(text)
}

/// Whether the statement has what this kind of policy needs and nothing that it does not take. A text
/// that names nothing is not looked for: it matches nothing, as it does where AWS keeps one from
/// before its checks.
fn check(kind: PolicyKind, statement: &Statement<'_>) -> Result<(), (Complaint, Span)> {
    let whole = statement.span;
    if !matches!(statement.effect_word.text.as_ref(), "Allow" | "Deny") {
        return Err((Complaint::Legacy, statement.effect_word.span));
    }
    match &statement.principals {
        Some(entries) if !kind.has_principals() => return Err((Complaint::PrincipalGiven, entries.span)),
        None if kind.has_principals() => return Err((Complaint::NoPrincipal, whole)),
        _ => {}
    }
    match &statement.actions {
        Some(entries) if !entries.items.is_empty() => {}
        entries => {
            let span = entries.as_ref().map_or(whole, |entries| entries.span);
            return Err((Complaint::NoActions, span));
        }
    }
    match kind {
        PolicyKind::Trust => check_trust(statement)?,
        PolicyKind::ResourceControl => check_resource_control(statement)?,
        _ => {}
    }
    match (&statement.resources, kind) {
        (Some(entries), PolicyKind::Trust) => Err((Complaint::Prohibited("Resource"), entries.span)),
        (None, PolicyKind::Trust) => Ok(()),
        (Some(entries), _) if entries.items.is_empty() => Err((Complaint::NoResources, entries.span)),
        (Some(_), _) => Ok(()),
        (None, _) => Err((Complaint::NoResources, whole)),
    }
}

fn check_trust(statement: &Statement<'_>) -> Result<(), (Complaint, Span)> {
    if let Some(entries) = statement.actions.as_ref().filter(|entries| entries.negated) {
        return Err((Complaint::Prohibited("NotAction"), entries.span));
    }
    match statement.principals.as_ref().filter(|entries| entries.negated) {
        Some(entries) => Err((Complaint::Prohibited("NotPrincipal"), entries.span)),
        None => Ok(()),
    }
}

/// A resource control policy speaks of everyone, and names its actions. That it denies, and not `*`, is
/// not looked for: `RCPFullAWSAccess`, with which every level begins, allows `*`.
fn check_resource_control(statement: &Statement<'_>) -> Result<(), (Complaint, Span)> {
    if let Some(entries) = &statement.principals {
        let everyone = entries.items.iter().all(|entry| entry.name.text == "*");
        if entries.negated || !everyone {
            return Err((Complaint::Syntax, entries.span));
        }
    }
    match statement.actions.as_ref().filter(|entries| entries.negated) {
        Some(entries) => Err((Complaint::Syntax, entries.span)),
        None => Ok(()),
    }
}

/// A policy without statements.
pub(super) fn silent(kind: PolicyKind) -> Compiled {
    let document = Document {
        text: "",
        version: Some(Version::V2012),
        id: None,
        statements: Vec::new(),
    };
    document.compile(kind, PrincipalIds::ByName)
}
