//! Policies lined up for the engine, with the way back from a place in its answer to the document.

use std::collections::BTreeMap;
use std::sync::Arc;

use tegata_policy::{Compiled, PolicyPlace, PolicySet, PolicyType, ResourceMode, ResourcePolicy};
use tegata_state::{PolicyCache, StoredPolicyError};

use crate::holdings::Holdings;
use crate::{Governing, Held, HeldPolicy, ResourcePolicySource};

/// Compiled policies, as the engine takes them.
#[derive(Debug)]
pub(crate) struct Asked {
    policies: Vec<(PolicyType, Arc<Compiled>)>,
    mode: ResourceMode,
    bounded: bool,
    limited: bool,
}

impl Asked {
    /// What bears on a principal.
    pub(crate) fn of(holdings: &Holdings<'_>, policies: &PolicyCache) -> Result<Self, StoredPolicyError> {
        let compiled = holdings
            .policies()
            .map(|kept| Ok((kept.policy_type, kept.compiled(policies)?)));
        Ok(Self {
            policies: compiled.collect::<Result<_, _>>()?,
            mode: ResourceMode::Ordinary,
            bounded: holdings.is_bounded(),
            limited: holdings.is_limited(),
        })
    }

    /// Nothing yet.
    pub(crate) const fn nothing() -> Self {
        Self {
            policies: Vec::new(),
            mode: ResourceMode::Ordinary,
            bounded: false,
            limited: false,
        }
    }

    /// With the resource's own policy.
    pub(crate) fn under(mut self, compiled: Arc<Compiled>, mode: ResourceMode) -> Self {
        self.policies.push((mode.policy_type(), compiled));
        self.mode = mode;
        self
    }

    /// With the policy that governs a resource, where one does.
    pub(crate) fn governed(
        self,
        governing: Option<&Governing>,
        policies: &PolicyCache,
    ) -> Result<Self, StoredPolicyError> {
        let Some(governing) = governing else {
            return Ok(self);
        };
        Ok(self.under(governing.compiled(policies)?, governing.mode))
    }

    /// Without the resource's own policy.
    pub(crate) fn ungoverned(mut self) -> Self {
        let of_resource = self.mode.policy_type();
        self.policies
            .retain(|(policy_type, _)| *policy_type != of_resource);
        self
    }

    /// Hands the engine's view of the policies to `ask`.
    pub(crate) fn with_set<T>(&self, ask: impl FnOnce(&PolicySet<'_>) -> T) -> T {
        let of = |policy_type| self.of_type(policy_type).collect::<Vec<_>>();
        let (identity, boundary, session) = (
            of(PolicyType::Identity),
            of(PolicyType::Boundary),
            of(PolicyType::Session),
        );
        let resource = self.of_type(self.mode.policy_type()).next();
        ask(&PolicySet {
            identity: &identity,
            resource: resource.map(|policy| ResourcePolicy {
                policy,
                mode: self.mode,
            }),
            boundary: self.bounded.then_some(boundary.as_slice()),
            session: self.limited.then_some(session.as_slice()),
            ..PolicySet::default()
        })
    }

    fn of_type(&self, wanted: PolicyType) -> impl Iterator<Item = &Compiled> {
        let of_type = self.policies.iter();
        of_type
            .filter(move |(policy_type, _)| *policy_type == wanted)
            .map(|(_, compiled)| compiled.as_ref())
    }
}

/// The policies that bear on one kind of request: those a caller holds and the resource's own, with their
/// documents.
#[derive(Debug)]
pub struct Lineup {
    // INVARIANT: the policies of `asked`, in the same order.
    held: Vec<HeldPolicy>,
    asked: Asked,
}

impl Lineup {
    /// Compiles what is not compiled yet.
    ///
    /// # Errors
    /// [`StoredPolicyError`]
    pub fn new(held: Held, policies: &PolicyCache) -> Result<Self, StoredPolicyError> {
        let compiled = held
            .policies
            .iter()
            .map(|held| Ok((held.policy_type, held.compiled(policies)?)));
        let asked = Asked {
            policies: compiled.collect::<Result<_, _>>()?,
            mode: ResourceMode::Ordinary,
            bounded: held.bounded,
            limited: held.limited,
        };
        Ok(Self {
            held: held.policies,
            asked,
        })
    }

    /// What was asked, with the documents in the same order.
    pub(crate) const fn of_asked(held: Vec<HeldPolicy>, asked: Asked) -> Self {
        Self { held, asked }
    }

    /// With the resource's own policy.
    #[must_use]
    pub fn under(mut self, policy: HeldPolicy, compiled: Arc<Compiled>, mode: ResourceMode) -> Self {
        self.held.push(policy);
        self.asked = self.asked.under(compiled, mode);
        self
    }

    /// With the policy of a resource that has one.
    ///
    /// # Errors
    /// [`StoredPolicyError`]
    pub fn governed_by(
        self,
        resource: &impl ResourcePolicySource,
        name: &str,
        policies: &PolicyCache,
    ) -> Result<Self, StoredPolicyError> {
        let Some(governing) = Governing::of(resource) else {
            return Ok(self);
        };
        let compiled = governing.compiled(policies)?;
        Ok(self.under(governing.held(name), compiled, governing.mode))
    }

    /// The policies in the order in which they were given.
    pub fn policies(&self) -> impl ExactSizeIterator<Item = &HeldPolicy> {
        self.held.iter()
    }

    /// The number of the policy at a place of the engine's, in the order of [`Self::policies`].
    #[must_use]
    pub fn number_at(&self, place: PolicyPlace) -> Option<usize> {
        number_at(&self.held, place)
    }

    /// The policy at a place of the engine's.
    #[must_use]
    pub fn policy_at(&self, place: PolicyPlace) -> Option<&HeldPolicy> {
        self.held.get(self.number_at(place)?)
    }

    /// Every policy by its place.
    #[must_use]
    pub fn places(&self) -> BTreeMap<PolicyPlace, usize> {
        let mut counts: BTreeMap<PolicyType, usize> = BTreeMap::new();
        let policies = self.held.iter().enumerate();
        policies
            .map(|(number, held)| {
                let count = counts.entry(held.policy_type).or_default();
                let place = PolicyPlace {
                    policy_type: held.policy_type,
                    level: 0,
                    policy: *count,
                };
                *count += 1;
                (place, number)
            })
            .collect()
    }

    /// Hands the engine's view of the policies to `ask`.
    pub fn with_set<T>(&self, ask: impl FnOnce(&PolicySet<'_>) -> T) -> T {
        self.asked.with_set(ask)
    }
}

/// The number of the policy at a place of the engine's.
pub(crate) fn number_at(held: &[HeldPolicy], place: PolicyPlace) -> Option<usize> {
    let of_type = held.iter().enumerate();
    let mut of_type = of_type.filter(|(_, held)| held.policy_type == place.policy_type);
    of_type.nth(place.policy).map(|(number, _)| number)
}
