//! Policies lined up for the engine, with the way back from a place in its answer to the document.

use std::collections::BTreeMap;
use std::sync::Arc;

use tegata_policy::{Compiled, PolicyPlace, PolicySet, PolicyType, ResourceMode, ResourcePolicy};
use tegata_state::{PolicyCache, StoredPolicyError};

use crate::{Governing, Held, HeldPolicy, ResourcePolicySource};

/// The policies that bear on one kind of request: those a caller holds and the resource's own.
pub struct Lineup {
    policies: Vec<(HeldPolicy, Arc<Compiled>)>,
    mode: ResourceMode,
    bounded: bool,
    limited: bool,
}

impl Lineup {
    /// Compiles what is not compiled yet.
    ///
    /// # Errors
    /// [`StoredPolicyError`]
    pub fn new(held: Held, policies: &PolicyCache) -> Result<Self, StoredPolicyError> {
        let compiled = held.policies.into_iter().map(|held| {
            let compiled = held.compiled(policies)?;
            Ok((held, compiled))
        });
        Ok(Self {
            policies: compiled.collect::<Result<_, _>>()?,
            mode: ResourceMode::Ordinary,
            bounded: held.bounded,
            limited: held.limited,
        })
    }

    /// With the resource's own policy.
    #[must_use]
    pub fn under(mut self, policy: HeldPolicy, compiled: Arc<Compiled>, mode: ResourceMode) -> Self {
        self.policies.push((policy, compiled));
        self.mode = mode;
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
        match Governing::of(resource) {
            Some(governing) => self.governed(&governing, name, policies),
            None => Ok(self),
        }
    }

    pub(crate) fn governed(
        self,
        governing: &Governing,
        name: &str,
        policies: &PolicyCache,
    ) -> Result<Self, StoredPolicyError> {
        let compiled = governing.compiled(policies)?;
        Ok(self.under(governing.held(name), compiled, governing.mode))
    }

    /// The policies in the order in which they were given.
    pub fn policies(&self) -> impl ExactSizeIterator<Item = &HeldPolicy> {
        self.policies.iter().map(|(held, _)| held)
    }

    /// The number of the policy at a place of the engine's, in the order of [`Self::policies`].
    #[must_use]
    pub fn number_at(&self, place: PolicyPlace) -> Option<usize> {
        let of_type = self.policies.iter().enumerate();
        let mut of_type = of_type.filter(|(_, (held, _))| held.policy_type == place.policy_type);
        of_type.nth(place.policy).map(|(number, _)| number)
    }

    /// Every policy by its place.
    #[must_use]
    pub fn places(&self) -> BTreeMap<PolicyPlace, usize> {
        let mut counts: BTreeMap<PolicyType, usize> = BTreeMap::new();
        let policies = self.policies.iter().enumerate();
        policies
            .map(|(number, (held, _))| {
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
        let of = |policy_type| self.of_type(policy_type);
        let (identity, boundary, session) = (
            of(PolicyType::Identity),
            of(PolicyType::Boundary),
            of(PolicyType::Session),
        );
        let resource = of(self.mode.policy_type()).first().copied();
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

    fn of_type(&self, policy_type: PolicyType) -> Vec<&Compiled> {
        let of_type = self
            .policies
            .iter()
            .filter(|(held, _)| held.policy_type == policy_type);
        of_type.map(|(_, compiled)| compiled.as_ref()).collect()
    }
}
