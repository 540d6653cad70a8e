//! Policies that resources carry themselves: role trust policies today.

use std::sync::Arc;

use tegata_policy::{Compiled, PolicyKind, ResourceMode};
use tegata_state::{PolicyCache, PolicyDoc, Role, StoredPolicyError};

use crate::HeldPolicy;

/// Something that carries a policy of its own. A service names it in
/// [`Check::governed_by`](crate::Check::governed_by); the judge then asks its policy together with the
/// caller's, by the rules of the same account or of another.
pub trait ResourcePolicySource {
    /// Its policy; `None` when it has none now, which allows nothing where it must allow.
    fn resource_policy(&self) -> Option<&PolicyDoc>;

    /// What the document is compiled as.
    fn policy_kind(&self) -> PolicyKind {
        PolicyKind::Resource
    }

    /// Whether its policy must allow even callers of its own account, as that of a role or of a KMS key,
    /// or merely may, as that of a secret.
    fn resource_mode(&self) -> ResourceMode {
        ResourceMode::Ordinary
    }
}

/// Who may assume it.
impl ResourcePolicySource for Role {
    fn resource_policy(&self) -> Option<&PolicyDoc> {
        Some(&self.trust)
    }

    fn policy_kind(&self) -> PolicyKind {
        PolicyKind::Trust
    }

    fn resource_mode(&self) -> ResourceMode {
        ResourceMode::RoleTrust
    }
}

/// A role that lets nobody in: what stands in the place of one that may not be told of.
pub struct TrustsNobody;

impl ResourcePolicySource for TrustsNobody {
    fn resource_policy(&self) -> Option<&PolicyDoc> {
        None
    }

    fn resource_mode(&self) -> ResourceMode {
        ResourceMode::RoleTrust
    }
}

/// A resource's policy as a check keeps it.
#[derive(Debug, Clone)]
pub struct Governing {
    document: PolicyDoc,
    kind: PolicyKind,
    pub(crate) mode: ResourceMode,
}

/// Stands for the policy of a resource that has none though it must allow.
const NOTHING: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","NotAction":"*","Resource":"*"}}"#;

impl Governing {
    /// The policy of a resource; `None` when it has none and need not have one.
    pub(crate) fn of(source: &impl ResourcePolicySource) -> Option<Self> {
        let mode = source.resource_mode();
        let (document, kind) = match (source.resource_policy(), mode) {
            (Some(document), _) => (document.clone(), source.policy_kind()),
            (None, ResourceMode::Ordinary) => return None,
            (None, ResourceMode::MustAllow | ResourceMode::RoleTrust) => {
                (PolicyDoc::new(NOTHING), PolicyKind::Resource)
            }
        };
        Some(Self { document, kind, mode })
    }

    /// The policy under the name of its resource.
    pub(crate) fn held(&self, resource: &str) -> HeldPolicy {
        HeldPolicy::of_resource(resource, self.document.clone(), self.kind, self.mode)
    }

    pub(crate) fn compiled(&self, policies: &PolicyCache) -> Result<Arc<Compiled>, StoredPolicyError> {
        policies.compiled(&self.document, self.kind)
    }
}
