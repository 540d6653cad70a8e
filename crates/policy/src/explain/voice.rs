//! What each type of policy said, from what its statements did.

use super::{Explained, Outcome, Says, Voice};
use crate::decide::{PolicySet, PolicyType, Principal, Request, ResourceMode, bears_on, is_always_allowed};
use crate::document::Effect;

/// One voice for each type, for each level of an organization, in the order in which they are asked.
pub(super) fn voices(request: &Request<'_>, set: &PolicySet<'_>, statements: &[Explained<'_>]) -> Vec<Voice> {
    let listener = Listener { request, statements };
    let mode = set
        .resource
        .map_or(ResourceMode::Ordinary, |resource| resource.mode);
    let no_session_grants = matches!(request.principal, Principal::FederatedUser { .. });
    let mut voices = Vec::new();
    listener.levels(PolicyType::ServiceControl, set.service_control.len(), &mut voices);
    listener.levels(
        PolicyType::ResourceControl,
        set.resource_control.len(),
        &mut voices,
    );
    voices.extend([
        listener.voice(mode.policy_type(), 0, set.resource.is_some()),
        // Nothing attached is as silent as a policy that says nothing.
        listener.voice(PolicyType::Identity, 0, true),
        listener.voice(PolicyType::Boundary, 0, set.boundary.is_some()),
        // A federated user's session that was given no policies has no permissions.
        listener.voice(PolicyType::Session, 0, set.session.is_some() || no_session_grants),
    ]);
    voices
}

struct Listener<'a> {
    request: &'a Request<'a>,
    statements: &'a [Explained<'a>],
}

impl Listener<'_> {
    fn levels(&self, policy_type: PolicyType, count: usize, voices: &mut Vec<Voice>) {
        let there = count > 0;
        voices.extend((0..count.max(1)).map(|level| self.voice(policy_type, level, there)));
    }

    fn voice(&self, policy_type: PolicyType, level: usize, is_there: bool) -> Voice {
        let says = if is_always_allowed(self.request) || !bears_on(policy_type, &self.request.principal) {
            Says::Exempt
        } else if is_there {
            self.says(policy_type, level)
        } else {
            Says::Absent
        };
        Voice {
            policy_type,
            level,
            says,
        }
    }

    /// The strongest thing said by the statements of a type and level.
    fn says(&self, policy_type: PolicyType, level: usize) -> Says {
        let mut says = Says::Silent;
        for explained in self.statements {
            let place = explained.statement.place();
            let Outcome::Matched { delegates } = explained.outcome else {
                continue;
            };
            if (place.policy_type, place.level) != (policy_type, level) {
                continue;
            }
            match (explained.effect, delegates) {
                (Effect::Deny, _) => return Says::Denies,
                (Effect::Allow, false) => says = Says::Allows,
                (Effect::Allow, true) if says == Says::Silent => says = Says::Delegates,
                (Effect::Allow, true) => {}
            }
        }
        says
    }
}
