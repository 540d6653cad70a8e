//! What a simulation answers to each request.

use std::collections::BTreeMap;

use tegata_api_iam as api;
use tegata_base::AccountId;
use tegata_policy::{
    Compiled, Effect, Explanation, Extent, Location, PolicySet, PolicyType, Request, Says, StatementRef,
    Verdict, decide, explain,
};

use super::policies::source_type;
use super::room::Room;
use super::setting::{Setting, Source};
use crate::errors::IamError;

impl Setting {
    /// A result for each pair of action and resource, as far as they fit on one page: at least one of
    /// them.
    ///
    /// # Errors
    /// [`IamError::SimulationTooLarge`]
    pub(super) fn results<'p>(
        &self,
        pairs: impl Iterator<Item = (&'p String, &'p String)>,
    ) -> Result<Vec<api::EvaluationResult>, IamError> {
        let levels: Vec<Vec<&Compiled>> = self
            .organization
            .iter()
            .flatten()
            .map(|level| level.iter().map(|(_, compiled)| compiled.as_ref()).collect())
            .collect();
        let levels: Vec<&[&Compiled]> = levels.iter().map(Vec::as_slice).collect();
        self.lineup.with_set(|set| {
            let set = PolicySet {
                service_control: &levels,
                ..*set
            };
            let mut room = Room::new();
            let mut results = Vec::new();
            for (action, resource) in pairs {
                if !room.takes(self.load.work(action.len() + resource.len())?) {
                    break;
                }
                let result = self.result(action, resource, &set);
                room.holds(&result);
                results.push(result);
            }
            Ok(results)
        })
    }

    fn result(&self, action: &str, resource: &str, set: &PolicySet<'_>) -> api::EvaluationResult {
        let owner = self.owner_of(resource);
        let request = Request {
            principal: self.caller.principal(),
            account: Some(self.caller.account),
            canonical_user: None,
            action,
            resource,
            // Without a policy of the resource the identity side alone is asked, whosever it is.
            resource_account: Some(if self.has_resource_policy {
                owner
            } else {
                self.caller.account
            }),
            context: self.context.as_policy_context(),
        };
        let explanation = explain(&request, set);
        let decision = word(explanation.decision.verdict).to_owned();
        let matched = self.matched(&explanation);
        let missing = self.missing(&explanation);
        let boundary = self.boundary(&explanation);
        let specific = resource != "*";
        let is_foreign = self.has_resource_policy && owner != self.caller.account;
        let details = specific.then(|| {
            if is_foreign {
                details(&request, set, &explanation)
            } else {
                BTreeMap::new()
            }
        });
        let of_resource = specific.then(|| api::ResourceSpecificResult {
            eval_resource_name: resource.to_owned(),
            eval_resource_decision: decision.clone(),
            matched_statements: Some(matched.clone()),
            missing_context_values: Some(missing.clone()),
            eval_decision_details: details.clone().filter(|details| !details.is_empty()),
            permissions_boundary_decision_detail: boundary.clone(),
        });
        api::EvaluationResult {
            eval_action_name: action.to_owned(),
            eval_resource_name: Some(resource.to_owned()),
            eval_decision: decision,
            matched_statements: Some(matched),
            // For a resource that was named they stand in its own result.
            missing_context_values: Some(if specific { Vec::new() } else { missing }),
            organizations_decision_detail: self.organization.as_ref().map(|_| allowed_above(&explanation)),
            permissions_boundary_decision_detail: boundary,
            eval_decision_details: details,
            resource_specific_results: of_resource.map(|result| vec![result]),
        }
    }

    /// The account that owns a resource.
    fn owner_of(&self, resource: &str) -> AccountId {
        let in_arn = resource.split(':').nth(4).and_then(|text| text.parse().ok());
        in_arn.unwrap_or(self.owner)
    }

    /// The statements that decided: those that deny, else those that allow.
    fn matched(&self, explanation: &Explanation<'_>) -> Vec<api::Statement> {
        let deciding = match explanation.decision.verdict {
            Verdict::ImplicitlyDenied => return Vec::new(),
            Verdict::ExplicitlyDenied => Effect::Deny,
            Verdict::Allowed => Effect::Allow,
        };
        let matched = explanation.matched();
        matched
            .filter(|explained| explained.effect == deciding)
            .filter_map(|explained| self.statement(&explained.statement))
            .collect()
    }

    fn statement(&self, statement: &StatementRef<'_>) -> Option<api::Statement> {
        let source = self.source(statement)?;
        let extent = source.extents.get(statement.statement)?;
        let Extent { start, end } = extent;
        Some(api::Statement {
            source_policy_id: Some(source.id.clone()),
            source_policy_type: Some(source.policy_type.to_owned()),
            start_position: Some(position(start)),
            end_position: Some(position(end)),
        })
    }

    fn source(&self, statement: &StatementRef<'_>) -> Option<&Source> {
        if statement.policy_type == PolicyType::ServiceControl {
            let level = self.organization.as_ref()?.get(statement.level)?;
            return level.get(statement.policy).map(|(source, _)| source);
        }
        self.sources.get(*self.places.get(&statement.place())?)
    }

    /// The keys that the request lacks, as the policies write them.
    fn missing(&self, explanation: &Explanation<'_>) -> Vec<String> {
        let keys = explanation.missing_keys.iter();
        keys.map(|key| self.spellings.get(*key).map_or(*key, String::as_str).to_owned())
            .collect()
    }

    fn boundary(&self, explanation: &Explanation<'_>) -> Option<api::PermissionsBoundaryDecisionDetail> {
        let mut voices = explanation.voices.iter();
        let voice = voices.find(|voice| voice.policy_type == PolicyType::Boundary)?;
        (voice.says != Says::Absent).then(|| api::PermissionsBoundaryDecisionDetail {
            allowed_by_permissions_boundary: Some(voice.says == Says::Allows),
        })
    }
}

/// Whether every level of the organization allows.
fn allowed_above(explanation: &Explanation<'_>) -> api::OrganizationsDecisionDetail {
    let mut voices = explanation.voices.iter();
    let allowed = voices.all(|voice| {
        voice.policy_type != PolicyType::ServiceControl || matches!(voice.says, Says::Allows | Says::Absent)
    });
    api::OrganizationsDecisionDetail {
        allowed_by_organizations: Some(allowed),
    }
}

/// What each side says to a request across accounts.
fn details(
    request: &Request<'_>,
    set: &PolicySet<'_>,
    explanation: &Explanation<'_>,
) -> BTreeMap<String, String> {
    let within = Request {
        resource_account: request.account,
        ..*request
    };
    let alone = PolicySet {
        resource: None,
        ..*set
    };
    let identity = decide(&within, &alone).verdict;
    let mut voices = explanation.voices.iter();
    let resource = voices.find(|voice| voice.policy_type == PolicyType::Resource);
    let resource = match resource.map(|voice| voice.says) {
        Some(Says::Allows | Says::Delegates) => Verdict::Allowed,
        Some(Says::Denies) => Verdict::ExplicitlyDenied,
        _ => Verdict::ImplicitlyDenied,
    };
    let sides = [(PolicyType::Identity, identity), (PolicyType::Resource, resource)];
    let words = sides.map(|(side, verdict)| (source_type(side).to_owned(), word(verdict).to_owned()));
    BTreeMap::from(words)
}

/// The words of `EvalDecision`.
pub(crate) const fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allowed => "allowed",
        Verdict::ExplicitlyDenied => "explicitDeny",
        Verdict::ImplicitlyDenied => "implicitDeny",
    }
}

pub(crate) fn position(place: &Location) -> api::Position {
    api::Position {
        line: i32::try_from(place.line).ok(),
        column: i32::try_from(place.column).ok(),
    }
}
