//! Policy documents as they are kept: the text exactly as submitted, the principals it names resolved
//! to unique ids beside it, interned, and compiled at first use into a cache bounded in bytes.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tegata_base::UniqueId;
use tegata_crypto::hash;
use tegata_policy::{Compiled, Document, PolicyKind, PrincipalIds};

/// A policy document in a row. Cheap to clone; equal documents share their text.
#[derive(Debug, Clone)]
pub struct PolicyDoc(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    text: Box<str>,
    /// ARN as written → unique id it meant when it was saved (trust policies only).
    principals: BTreeMap<String, UniqueId>,
    hash: [u8; 32],
}

/// The form a document has in a row.
#[derive(Serialize, Deserialize)]
struct Stored {
    text: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    principals: BTreeMap<String, UniqueId>,
}

impl PolicyDoc {
    /// A document whose principals need no ids.
    #[must_use]
    pub fn new(text: impl Into<Box<str>>) -> Self {
        Self::with_principals(text, BTreeMap::new())
    }

    /// A document with the unique ids of the principals it names.
    #[must_use]
    pub fn with_principals(text: impl Into<Box<str>>, principals: BTreeMap<String, UniqueId>) -> Self {
        let text = text.into();
        let mut hasher = hash::Sha256::default();
        hasher.update(&(text.len() as u64).to_be_bytes());
        hasher.update(text.as_bytes());
        for (arn, id) in &principals {
            hasher.update(&(arn.len() as u64).to_be_bytes());
            hasher.update(arn.as_bytes());
            hasher.update(id.as_str().as_bytes());
        }
        Self(Arc::new(Inner {
            text,
            principals,
            hash: hasher.finish(),
        }))
    }

    /// The text as submitted.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// ARN as written → the unique id it meant when the document was saved.
    #[must_use]
    pub fn principals(&self) -> &BTreeMap<String, UniqueId> {
        &self.0.principals
    }
}

impl PartialEq for PolicyDoc {
    fn eq(&self, other: &Self) -> bool {
        self.0.hash == other.0.hash
    }
}

impl Eq for PolicyDoc {}

impl Serialize for PolicyDoc {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Stored {
            text: self.0.text.to_string(),
            principals: self.0.principals.clone(),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for PolicyDoc {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stored = Stored::deserialize(deserializer)?;
        Ok(Self::with_principals(stored.text, stored.principals))
    }
}

/// Makes equal documents share one allocation while a snapshot is built.
#[derive(Default)]
pub(crate) struct Interner(HashMap<[u8; 32], PolicyDoc>);

impl Interner {
    pub(crate) fn intern(&mut self, doc: &mut PolicyDoc) {
        *doc = self.0.entry(doc.0.hash).or_insert_with(|| doc.clone()).clone();
    }
}

/// Compiled policies, bounded by the memory they take.
pub struct PolicyCache(quick_cache::sync::Cache<CacheKey, Arc<Compiled>, ByMemory>);

/// The document and what it is used as.
type CacheKey = ([u8; 32], PolicyKind);

#[derive(Clone)]
struct ByMemory;

impl quick_cache::Weighter<CacheKey, Arc<Compiled>> for ByMemory {
    fn weight(&self, _: &CacheKey, compiled: &Arc<Compiled>) -> u64 {
        compiled.memory() as u64 + size_of::<CacheKey>() as u64
    }
}

/// A stored document no longer parses, though it was checked when it was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a stored policy cannot be read: {0}")]
pub struct StoredPolicyError(pub String);

impl PolicyCache {
    /// A cache that holds about this many bytes of compiled policies.
    #[must_use]
    pub fn new(bytes: u64) -> Self {
        Self(quick_cache::sync::Cache::with_weighter(4096, bytes, ByMemory))
    }

    /// The bytes that the compiled policies take, about.
    #[must_use]
    pub fn memory(&self) -> u64 {
        self.0.weight()
    }

    /// The compiled form of a document.
    ///
    /// # Errors
    /// [`StoredPolicyError`] when the row was damaged.
    pub fn compiled(&self, doc: &PolicyDoc, kind: PolicyKind) -> Result<Arc<Compiled>, StoredPolicyError> {
        self.0.get_or_insert_with(&(doc.0.hash, kind), || {
            let document = Document::parse(doc.text()).map_err(|e| StoredPolicyError(e.to_string()))?;
            let by_id = |arn: &str| doc.principals().get(arn).map(UniqueId::as_str);
            Ok(Arc::new(document.compile(kind, PrincipalIds::ById(&by_id))))
        })
    }
}
