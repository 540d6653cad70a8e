//! `ExplainAccess`, Tegata's own: why a request would be allowed or denied today, statement by statement,
//! and the smallest change that would allow it.
//!
//! Whoever may simulate a principal learns the decision, which policies were asked and what their
//! statements had to do with it. The text of a policy, where in it the reason stands and changes to it
//! are shown to those who may read that policy itself. Of a role's trust policy nobody else learns even that
//! it is there: see [`trust`].

mod trust;

use std::collections::BTreeMap;

use tegata_api_iam as api;
use tegata_authz::{Access, Caller, Check, HeldPolicy, HolderKind, Holding, Lineup, permit, type_name};
use tegata_operation::{Ctx, Outcome, ServiceError};
use tegata_policy::{
    Document, Effect, Explained, Explanation, Miss, PolicyPlace, PolicySet, PrincipalIds, Request, Situation,
    Source, Unchangeable, Verdict, decide, denied_message, explain, refused_by_service,
};
use tegata_state::{Group, PolicyRef, Role, User};

use crate::errors::IamError;
use crate::managed_policy::Managed;
use crate::simulate::{self, Load, position, word};
use crate::subject::Subject;
use crate::{access, operation};
use trust::{Bearing, Trust};

operation! {
    /// Explains a request that nobody makes.
    ExplainAccess: Reads at Slow, access::questions::explain_access, |input, caller, ctx| {
        let resource = input.resource_arn.as_deref().unwrap_or("*");
        if !simulate::is_action(&input.action_name) {
            return Err(IamError::InvalidAction(input.action_name.clone()).into());
        }
        if !simulate::is_resource(resource) {
            return Err(IamError::InvalidSimulatedArn(resource.to_owned()).into());
        }
        let subject = Subject::find(&input.principal_arn, ctx)?;
        let mut context = subject.context(caller);
        simulate::entries(input.context_entries.as_deref().unwrap_or_default(), &mut context)?;
        let bearing = Bearing::find(&subject, &input.action_name, resource, caller, ctx)?;
        let readable: Vec<bool> = bearing.told.policies()
            .map(|policy| may_read(policy, bearing.trust, caller, ctx))
            .collect();
        let documents = Documents::of(&bearing.told, &readable)?;
        let mut load = Load::of_context(&context);
        bearing.weigh(&mut load);
        load.work(input.action_name.len() + resource.len())?;
        let answer = subject.with_principal(ctx.scope.partition(), |principal| {
            let request = Request {
                principal,
                account: subject.account(),
                canonical_user: None,
                action: &input.action_name,
                resource,
                resource_account: None,
                context: context.as_policy_context(),
            };
            let allows = bearing.hidden.as_ref()
                .is_some_and(|lineup| lineup.with_set(|set| decide(&request, set).is_allowed()));
            bearing.told.with_set(|set| answer(&request, set, allows, &bearing, &documents))
        });
        Ok(Outcome::answer(answer))
    }
}

/// Whether the caller may read a policy by the operation that shows it.
fn may_read(policy: &HeldPolicy, trust: Trust, caller: &Caller, ctx: &Ctx<'_>) -> bool {
    let check = match &policy.holding {
        Holding::Inline { by, holder, .. } => match by {
            HolderKind::User => access::on::<User>("iam:GetUserPolicy", holder, ctx),
            HolderKind::Group => access::on::<Group>("iam:GetGroupPolicy", holder, ctx),
            HolderKind::Role => access::on::<Role>("iam:GetRolePolicy", holder, ctx),
        },
        Holding::Managed(reference) => match managed(reference, policy, ctx) {
            Some(check) => check,
            None => return false,
        },
        Holding::Resource => return trust == Trust::Told,
        Holding::Session | Holding::Given => return true,
    };
    may(check, caller, ctx)
}

fn may(check: Check, caller: &Caller, ctx: &Ctx<'_>) -> bool {
    permit::<ExplainAccess>(caller, Access::Checks(vec![check]), ctx.snapshot, ctx.policies).is_ok()
}

fn managed(reference: &PolicyRef, policy: &HeldPolicy, ctx: &Ctx<'_>) -> Option<Check> {
    Managed::of(reference, ctx)?;
    access::on_policy("iam:GetPolicyVersion", &policy.name, ctx).ok()
}

/// The documents that the caller may see, parsed.
struct Documents<'a> {
    /// Of each policy of the line-up.
    parsed: Vec<Option<(&'a HeldPolicy, Document<'a>)>>,
}

impl<'a> Documents<'a> {
    fn of(lineup: &'a Lineup, readable: &[bool]) -> Result<Self, ServiceError> {
        let policies = lineup.policies().zip(readable);
        let parsed = policies.map(|(policy, readable)| {
            let document = readable.then(|| policy.parsed()).transpose();
            Ok(document
                .map_err(IamError::from)?
                .map(|document| (policy, document)))
        });
        Ok(Self {
            parsed: parsed.collect::<Result<_, ServiceError>>()?,
        })
    }

    fn document(&self, number: usize) -> Option<&Document<'a>> {
        self.parsed.get(number)?.as_ref().map(|(_, document)| document)
    }

    /// By the places that the engine knows them by.
    fn sources<'s>(&'s self, bearing: &Bearing, resource: &'s str) -> BTreeMap<PolicyPlace, Source<'s>> {
        let places = bearing.told.places().into_iter();
        let foreign = (bearing.trust == Trust::Foreign).then_some((
            trust::PLACE,
            Source {
                name: resource,
                document: &trust::BLANK,
            },
        ));
        places
            .filter_map(|(place, number)| {
                let (policy, document) = self.parsed.get(number)?.as_ref()?;
                let source = Source {
                    name: &policy.name,
                    document,
                };
                Some((place, source))
            })
            .chain(foreign)
            .collect()
    }
}

fn answer(
    request: &Request<'_>,
    set: &PolicySet<'_>,
    allows: bool,
    bearing: &Bearing,
    documents: &Documents<'_>,
) -> api::ExplainAccessResponse {
    let lineup = &bearing.told;
    let mut explanation = explain(request, set);
    bearing.trust.conceal(&mut explanation, allows);
    // Policies do not get to say: the service's word is the decision.
    let refused = refused_by_service(request);
    let sources = documents.sources(bearing, request.resource);
    let decision = &explanation.decision;
    let (decided_by, message) = match refused {
        Some(refusal) => (None, Some(refusal.to_string())),
        None if decision.is_allowed() => (None, None),
        None => {
            let deciding = decision
                .deciding
                .and_then(|statement| lineup.policy_at(statement.place()));
            let managed = deciding.filter(|policy| matches!(policy.holding, Holding::Managed(_)));
            let managed = managed.map(|policy| policy.name.as_str());
            (
                decision.denied_by,
                Some(denied_message(request, decision, managed)),
            )
        }
    };
    let policies = bearing.listed().enumerate().map(|(number, policy)| {
        let readable = documents.document(number).is_some();
        api::ExplainedPolicy {
            policy_type: policy.type_name().to_owned(),
            name: policy.name.clone(),
            version_id: policy.version.map(|version| format!("v{version}")),
            // Whoever has the hash of a text can try texts until one fits.
            sha256: readable.then(|| policy.sha256()),
            readable,
        }
    });
    api::ExplainAccessResponse {
        decision: word(refused.map_or(decision.verdict, |_| Verdict::ExplicitlyDenied)).to_owned(),
        decided_by: decided_by.map(|by| type_name(by).to_owned()),
        message,
        policies: policies.collect(),
        statements: statements(&explanation, refused.is_some(), lineup, documents),
        missing_context_values: explanation
            .missing_keys
            .iter()
            .map(|key| (*key).to_owned())
            .collect(),
        change: change(request, set, allows, bearing, &sources),
        report: report(&explanation, refused.is_some(), &sources) + bearing.trust.report(),
    }
}

/// The explanation in words, which begins with the decision.
fn report(
    explanation: &Explanation<'_>,
    refused: bool,
    sources: &BTreeMap<PolicyPlace, Source<'_>>,
) -> String {
    let report = explanation.report(sources).to_string();
    match report.split_once('\n') {
        Some((first, policies)) if refused => {
            let asked = first.rsplit_once(": ").map_or(first, |(asked, _)| asked);
            format!("{asked}: refused by the service, whatever policies say\n{policies}")
        }
        _ => report,
    }
}

fn statements(
    explanation: &Explanation<'_>,
    refused: bool,
    lineup: &Lineup,
    documents: &Documents<'_>,
) -> Vec<api::ExplainedStatement> {
    let explained = explanation.statements.iter();
    explained
        .filter_map(|explained| {
            let policy = lineup.number_at(explained.statement.place())?;
            let decides = !refused && explanation.decision.deciding == Some(explained.statement);
            Some(statement(explained, policy, decides, documents.document(policy)))
        })
        .collect()
}

fn statement(
    explained: &Explained<'_>,
    policy: usize,
    decides: bool,
    document: Option<&Document<'_>>,
) -> api::ExplainedStatement {
    let index = explained.statement.statement;
    let written = document.and_then(|document| document.statements.get(index));
    let place = document.and_then(|document| Some(document.location(explained.span(document)?.start)));
    api::ExplainedStatement {
        policy: i32::try_from(policy).unwrap_or(i32::MAX),
        statement: i32::try_from(index).unwrap_or(i32::MAX),
        sid: explained.statement.sid.map(str::to_owned),
        effect: match explained.effect {
            Effect::Allow => "Allow".to_owned(),
            Effect::Deny => "Deny".to_owned(),
        },
        outcome: outcome(explained).to_owned(),
        decides,
        reason: reason(explained),
        reason_position: place.as_ref().map(position),
        text: written.map(ToString::to_string),
    }
}

/// `matched`, `delegates`, or the element that did not match.
fn outcome(explained: &Explained<'_>) -> &'static str {
    match &explained.outcome {
        // A Deny that names the account denies: only an Allow leaves the word to it.
        tegata_policy::Outcome::Matched { delegates: true } if explained.effect == Effect::Allow => {
            "delegates"
        }
        tegata_policy::Outcome::Matched { .. } => "matched",
        tegata_policy::Outcome::Missed(Miss::Principal { .. }) => "Principal",
        tegata_policy::Outcome::Missed(Miss::Action) => "Action",
        tegata_policy::Outcome::Missed(Miss::Resource { .. }) => "Resource",
        tegata_policy::Outcome::Missed(Miss::Condition(_)) => "Condition",
    }
}

/// The condition keys that stood in the way.
fn reason(explained: &Explained<'_>) -> Option<String> {
    let tegata_policy::Outcome::Missed(Miss::Condition(unmet)) = &explained.outcome else {
        return None;
    };
    let keys: Vec<&str> = unmet.iter().map(|unmet| unmet.key).collect();
    Some(keys.join(", "))
}

/// What would have to change, a line each; `None` for an allowed request.
fn change(
    request: &Request<'_>,
    set: &PolicySet<'_>,
    allows: bool,
    bearing: &Bearing,
    sources: &BTreeMap<PolicyPlace, Source<'_>>,
) -> Option<String> {
    if allows && refused_by_service(request).is_none() {
        return None;
    }
    let lineup = &bearing.told;
    let ids = |arn: &str| {
        let mut policies = lineup.policies();
        policies.find_map(|policy| policy.document.principals().get(arn).map(|id| id.as_str()))
    };
    let situation = Situation {
        request,
        set,
        documents: sources,
        ids: PrincipalIds::ById(&ids),
    };
    match situation.smallest_change() {
        Ok(changes) => {
            let lines: Vec<String> = changes.iter().map(ToString::to_string).collect();
            Some(lines.join("\n"))
        }
        Err(Unchangeable::Allowed) => None,
        Err(Unchangeable::NoDocument(place)) if place == trust::PLACE && bearing.trust == Trust::Missing => {
            Some("create the role: there is none of this ARN".to_owned())
        }
        Err(error) => Some(error.to_string()),
    }
}
