//! The policies that bear on a request, and what is told of the trust policy of a role that is to be assumed.
//!
//! STS refuses in the same words those whom a role does not trust and those who ask for a role that does not
//! exist. So does the explanation: who may not read the role is told what one that trusts nobody would
//! answer, unless its own policy allows the request. Roles of other accounts are not looked for.

use tegata_authz::{Caller, Check, HeldPolicy, Lineup, TrustsNobody};
use tegata_operation::{Ctx, ServiceError};
use tegata_policy::{
    Decision, Document, Explanation, PolicyPlace, PolicyType, TRUST_CHARACTERS_MOST, Verdict, Version,
};
use tegata_state::Role;

use super::may;
use crate::access;
use crate::errors::IamError;
use crate::simulate::Load;
use crate::subject::Subject;

/// What is told of the trust policy.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    /// All there is: no role is to be assumed, or the caller may read the one that is.
    Told,
    /// Whether it allows. There may be no such role.
    Hidden,
    /// That there is no such role.
    Missing,
    /// Nothing: the role is another account's.
    Foreign,
}

impl Trust {
    fn of(resource: &str, role: Option<&Role>, caller: &Caller, ctx: &Ctx<'_>) -> Self {
        let owner = resource.split(':').nth(4).unwrap_or_default();
        if owner != ctx.scope.account.to_string() {
            return Self::Foreign;
        }
        if !may(reading(resource, ctx), caller, ctx) {
            return Self::Hidden;
        }
        if role.is_some() { Self::Told } else { Self::Missing }
    }

    /// Whether the policy stands among those that were asked.
    pub(super) const fn is_listed(self) -> bool {
        matches!(self, Self::Told | Self::Hidden)
    }

    /// Takes out of an explanation what a role that trusts nobody had to do with it. `allows`: the policy
    /// that is not told allows the request.
    pub(super) fn conceal(self, explanation: &mut Explanation<'_>, allows: bool) {
        if self == Self::Told {
            return;
        }
        let is_trust = |policy_type| policy_type == PolicyType::RoleTrust;
        explanation
            .statements
            .retain(|explained| !is_trust(explained.statement.policy_type));
        explanation.voices.retain(|voice| !is_trust(voice.policy_type));
        if allows {
            explanation.decision = Decision {
                verdict: Verdict::Allowed,
                deciding: None,
                denied_by: None,
            };
        } else if explanation.decision.denied_by.is_some_and(is_trust) {
            explanation.decision.denied_by = None;
        }
    }

    /// The line that stands in a report for what the trust policy says.
    pub(super) const fn report(self) -> &'static str {
        match self {
            Self::Told => "",
            Self::Hidden => "role trust policy: told only to those who may read the role\n",
            Self::Missing => "role trust policy: there is no such role\n",
            Self::Foreign => "role trust policy: of another account, and not asked\n",
        }
    }
}

/// The permission to read the role of an ARN, be there one or not.
fn reading(resource: &str, ctx: &Ctx<'_>) -> Check {
    let name = resource.rsplit('/').next().unwrap_or_default();
    access::on::<Role>("iam:GetRole", name, ctx)
}

/// The policies that bear on a request: those of its caller, and the trust policy of a role that is to be
/// assumed.
pub(super) struct Bearing {
    /// Those that the answer tells of; a trust policy, which is the last, may be that of a role that trusts
    /// nobody.
    pub(super) told: Lineup,
    /// With the trust policy, where it is not told.
    pub(super) hidden: Option<Lineup>,
    pub(super) trust: Trust,
}

impl Bearing {
    pub(super) fn find(
        subject: &Subject,
        action: &str,
        resource: &str,
        caller: &Caller,
        ctx: &Ctx<'_>,
    ) -> Result<Self, ServiceError> {
        let alone = || Lineup::new(subject.held(ctx), ctx.policies).map_err(IamError::from);
        if !assumes(action, resource) {
            return Ok(Self {
                told: alone()?,
                hidden: None,
                trust: Trust::Told,
            });
        }
        let role = match Subject::find(resource, ctx) {
            Ok(Subject::Role(role)) => Some(role),
            _ => None,
        };
        let trust = Trust::of(resource, role.as_deref(), caller, ctx);
        let governed = match &role {
            Some(role) => {
                let lineup = alone()?.governed_by(&**role, resource, ctx.policies);
                Some(lineup.map_err(IamError::from)?)
            }
            None => None,
        };
        let silent = || {
            let lineup = alone()?.governed_by(&TrustsNobody, resource, ctx.policies);
            lineup.map_err(IamError::from)
        };
        let (told, hidden) = match (trust, governed) {
            (Trust::Told, Some(governed)) => (governed, None),
            (_, hidden) => (silent()?, hidden),
        };
        Ok(Self { told, hidden, trust })
    }

    /// Adds the policies to what a request is compared with. A policy that is not told counts as one of its
    /// greatest size: its own would tell that it is there.
    pub(super) fn weigh(&self, load: &mut Load) {
        let policies = self.told.policies();
        policies.for_each(|policy| load.add(policy.document.text()));
        if self.trust == Trust::Hidden {
            load.add_unknown(TRUST_CHARACTERS_MOST);
        }
    }

    /// The policies of which the answer tells.
    pub(super) fn listed(&self) -> impl Iterator<Item = &HeldPolicy> {
        let of_role = |policy: &&HeldPolicy| policy.policy_type == PolicyType::RoleTrust;
        let policies = self.told.policies();
        policies.filter(move |policy| self.trust.is_listed() || !of_role(policy))
    }
}

/// The actions by which a session of a role is made and those that go with them, in the service `sts`
/// (service authorization reference, "Actions defined by AWS Security Token Service", those on `role`).
const ASSUMING: [&str; 6] = [
    "AssumeRole",
    "AssumeRoleWithSAML",
    "AssumeRoleWithWebIdentity",
    "TagSession",
    "SetSourceIdentity",
    "SetContext",
];

/// Whether the trust policy of a role must allow the action.
fn assumes(action: &str, resource: &str) -> bool {
    let (service, name) = action.split_once(':').unwrap_or_default();
    let mut parts = resource.splitn(6, ':').skip(2);
    let (of_iam, path) = (parts.next() == Some("iam"), parts.nth(2).unwrap_or_default());
    service.eq_ignore_ascii_case("sts")
        && ASSUMING
            .iter()
            .any(|assuming| assuming.eq_ignore_ascii_case(name))
        && of_iam
        && path.starts_with("role/")
}

/// Where the engine sees a trust policy.
pub(super) const PLACE: PolicyPlace = PolicyPlace {
    policy_type: PolicyType::RoleTrust,
    level: 0,
    policy: 0,
};

/// What statements are added to in the account of a foreign role.
pub(super) static BLANK: Document<'static> = Document {
    text: "",
    version: Some(Version::V2012),
    id: None,
    statements: Vec::new(),
};
