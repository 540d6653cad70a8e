//! Certificate paths that were accepted before, and what sessions of their certificates are made of.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use tegata_base::Arn;
use tegata_pki::attributes::{self, CertificateField, SessionTags};
use tegata_pki::path::VerifiedPath;
use tegata_pki::{Certificate, Shown};
use tegata_session::CertificateOrigin;
use tegata_state::{AttributeMapping, TrustAnchor, rolesanywhere_arn};

use crate::observed;

/// What a usual path takes with what is kept beside it, in bytes.
const USUAL_SIZE: u64 = 8 * 1024;
/// What a path takes whatever its certificates are.
const SMALLEST_SIZE: usize = 1024;

/// Remembers accepted paths under [`tegata_pki::path::cache_key`]. The key names the certificates, the
/// trust anchor and the CRLs, so a change of any of them misses; a hit is good while every certificate
/// of the path is within its dates. Bounded in bytes.
pub struct PathCache {
    paths: quick_cache::sync::Cache<[u8; 32], Arc<AcceptedPath>, BySize>,
    /// Told of each look-up whether it was a hit.
    watch: Box<dyn Fn(bool) + Send + Sync>,
}

#[derive(Clone)]
struct BySize;

impl quick_cache::Weighter<[u8; 32], Arc<AcceptedPath>> for BySize {
    fn weight(&self, _: &[u8; 32], accepted: &Arc<AcceptedPath>) -> u64 {
        accepted.size() as u64
    }
}

impl PathCache {
    /// A cache with room for this many usual paths.
    #[must_use]
    pub fn new(paths: usize) -> Self {
        let bytes = (paths as u64).saturating_mul(USUAL_SIZE);
        Self {
            paths: quick_cache::sync::Cache::with_weighter(paths, bytes, BySize),
            watch: Box::new(|_| {}),
        }
    }

    /// The same, which tells of each look-up whether it was a hit.
    #[must_use]
    pub fn watched(self, watch: impl Fn(bool) + Send + Sync + 'static) -> Self {
        Self {
            watch: Box::new(watch),
            ..self
        }
    }

    /// The path under this key, if it is still good.
    #[must_use]
    pub fn get(&self, key: &[u8; 32], now: Timestamp) -> Option<Arc<AcceptedPath>> {
        let found = self
            .paths
            .get(key)
            .filter(|accepted| accepted.path.is_valid_at(now));
        (self.watch)(found.is_some());
        found
    }

    /// Remembers an accepted path.
    pub fn insert(&self, key: [u8; 32], accepted: Arc<AcceptedPath>) {
        self.paths.insert(key, accepted);
    }
}

/// A certificate as the sessions and events of one trust anchor tell of it, rendered once.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The certificate in words.
    pub shown: Shown,
    /// The id of the subject that the certificate is for.
    pub id: String,
    /// The subject's ARN.
    pub arn: String,
    /// The trust anchor's ARN, never that of an alias.
    pub trust_anchor: Arn,
}

impl Subject {
    /// The subject of a certificate in the anchor's account and region.
    #[must_use]
    pub fn of(certificate: &Certificate, anchor: &TrustAnchor) -> Self {
        let id = observed::subject_id(anchor.account, &anchor.region, certificate.subject().der());
        Self {
            shown: Shown::of(certificate),
            arn: rolesanywhere_arn(&anchor.region, anchor.account, "subject", &id).to_string(),
            trust_anchor: anchor.arn(),
            id,
        }
    }
}

/// An accepted path with what sessions of its certificate are made of. All of it comes from the bytes
/// that were accepted and from what never changes of the anchor.
pub struct AcceptedPath {
    path: VerifiedPath,
    leaf: Certificate,
    subject: Subject,
    source_identity: String,
    origin: Arc<CertificateOrigin>,
    mapped: Mutex<Option<Arc<Mapped>>>,
}

/// The session tags under these mappings.
struct Mapped {
    mappings: Vec<AttributeMapping>,
    tags: SessionTags,
}

impl AcceptedPath {
    /// Takes in the path that was found from this certificate to this anchor.
    #[must_use]
    pub fn new(path: VerifiedPath, leaf: &Certificate, anchor: &TrustAnchor) -> Self {
        let subject = Subject::of(leaf, anchor);
        let shown = &subject.shown;
        let origin = CertificateOrigin {
            fingerprint: *leaf.fingerprint(),
            serial: shown.serial.clone(),
            subject: shown.subject.clone(),
            issuer: shown.issuer.clone(),
            trust_anchor: anchor.id.clone(),
        };
        Self {
            source_identity: attributes::source_identity(leaf),
            origin: Arc::new(origin),
            mapped: Mutex::new(None),
            leaf: leaf.clone(),
            subject,
            path,
        }
    }

    /// The path.
    #[must_use]
    pub const fn path(&self) -> &VerifiedPath {
        &self.path
    }

    /// The certificate in words.
    #[must_use]
    pub const fn subject(&self) -> &Subject {
        &self.subject
    }

    /// The source identity of its sessions.
    #[must_use]
    pub fn source_identity(&self) -> &str {
        &self.source_identity
    }

    /// What its sessions come from.
    #[must_use]
    pub const fn origin(&self) -> &Arc<CertificateOrigin> {
        &self.origin
    }

    /// The session tags under a profile's mappings; those of the last mappings asked for are kept.
    #[must_use]
    pub fn session_tags(&self, mappings: &[AttributeMapping]) -> SessionTags {
        let known = self.mapped.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(known) = known.filter(|known| known.mappings == mappings) {
            return known.tags.clone();
        }
        let tags = session_tags(&self.leaf, mappings);
        let made = Mapped {
            mappings: mappings.to_vec(),
            tags: tags.clone(),
        };
        *self.mapped.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(made));
        tags
    }

    /// About the bytes that it keeps alive. Tags and source identity are made of the certificate's names.
    fn size(&self) -> usize {
        let certificates: usize = self.path.certificates.iter().map(|known| known.der().len()).sum();
        SMALLEST_SIZE + 3 * certificates + 2 * self.subject.shown.size()
    }
}

/// The session tags of a certificate under a profile's mappings.
#[must_use]
pub fn session_tags(leaf: &Certificate, mappings: &[AttributeMapping]) -> SessionTags {
    let parsed = |mapping: &AttributeMapping| {
        let field: CertificateField = mapping.field.parse().ok()?;
        // INVARIANT: only known fields are ever stored.
        Some(attributes::AttributeMapping {
            field,
            specifiers: mapping.specifiers.clone(),
        })
    };
    let mappings: Vec<_> = mappings.iter().filter_map(parsed).collect();
    attributes::session_tags(leaf, &mappings)
}
