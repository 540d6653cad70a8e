//! From a caller and a check to a decision: gathers the policies that bear on the request and asks the
//! policy engine.

use std::sync::Arc;

use tegata_base::AccountId;
use tegata_policy::{
    Decision, PolicySet, PolicyType, Request, StatementRef, Verdict, decide, denied_message,
};
use tegata_state::{PolicyCache, Snapshot, StoredPolicyError};

use crate::case::{Asker, Case};
use crate::context::Later;
use crate::held::type_name;
use crate::holdings::Holdings;
use crate::lineup::{Asked, number_at};
use crate::{Caller, Check, Context, Denied, Held, HeldPolicy, Lineup};

/// What the policies say.
pub(crate) enum Judgement {
    Allowed,
    Denied(Box<Denied>),
}

/// Decides one check of a caller.
pub(crate) fn check(
    caller: &Caller,
    check: &Check,
    snapshot: &Snapshot,
    policies: &PolicyCache,
) -> Result<Judgement, StoredPolicyError> {
    let context = Later::new(|| {
        let mut context = Context::of_request(caller);
        context.set("aws:ResourceAccount", check.account.to_string());
        context.extend(&check.context);
        context
    });
    check_in(caller, check, &context, snapshot, policies)
}

/// Decides one check of a caller, in this context alone.
pub(crate) fn check_in(
    caller: &Caller,
    check: &Check,
    context: &Later<'_>,
    snapshot: &Snapshot,
    policies: &PolicyCache,
) -> Result<Judgement, StoredPolicyError> {
    let holdings = Holdings::of_caller(caller, snapshot);
    let asked = Asked::of(&holdings, policies)?.governed(check.governing.as_ref(), policies)?;
    let question = Question {
        asker: Asker::of(caller),
        account: Some(caller.account()),
        told: caller.account(),
        check,
        context,
    };
    Ok(question.put(asked, || holdings.held(caller.partition())))
}

/// Decides an action of a service on a resource, while it answers `caller`: the resource's policy alone.
pub(crate) fn trust_of_service(
    service: &'static str,
    caller: &Caller,
    check: &Check,
    context: &Later<'_>,
    policies: &PolicyCache,
) -> Result<Judgement, StoredPolicyError> {
    let asked = Asked::nothing().governed(check.governing.as_ref(), policies)?;
    let question = Question {
        asker: Asker::Service(service),
        account: None,
        told: caller.account(),
        check,
        context,
    };
    Ok(question.put(asked, Held::default))
}

/// What the policies are asked.
struct Question<'q, 'c> {
    asker: Asker,
    /// Of the asker; a service has none.
    account: Option<AccountId>,
    /// The account that a refusal is told to.
    told: AccountId,
    check: &'q Check,
    context: &'q Later<'c>,
}

impl Question<'_, '_> {
    /// Asks. What is held is listed with names and documents only for a refusal, which tells of it.
    fn put(self, asked: Asked, held: impl FnOnce() -> Held) -> Judgement {
        let refused = asked.with_set(|set| {
            let request = self.request();
            let decision = decide(&request, set);
            (!decision.is_allowed()).then(|| {
                let held = held().policies;
                let decision = self.told(decision, &request, set);
                (self.denied(&request, &decision, &held), held)
            })
        });
        let Some((mut denied, held)) = refused else {
            return Judgement::Allowed;
        };
        denied.case = Some(Arc::new(self.case(asked, held)));
        Judgement::Denied(Box::new(denied))
    }

    fn request(&self) -> Request<'_> {
        Request {
            principal: self.asker.principal(),
            account: self.account,
            canonical_user: None,
            action: self.check.action,
            resource: &self.check.resource,
            resource_account: Some(self.check.account),
            context: self.context,
        }
    }

    /// Whether the resource, and with it its policy, is another account's.
    fn is_foreign(&self) -> bool {
        self.check.account != self.told
    }

    /// A deny of another account's policy reads like its silence; one of the caller's own besides is told.
    fn told<'d>(
        &self,
        decision: Decision<'d>,
        request: &Request<'_>,
        set: &'d PolicySet<'d>,
    ) -> Decision<'d> {
        let theirs = [PolicyType::Resource, PolicyType::RoleTrust];
        let is_theirs = |statement: &StatementRef<'_>| theirs.contains(&statement.place().policy_type);
        if !self.is_foreign() || !decision.deciding.as_ref().is_some_and(is_theirs) {
            return decision;
        }
        decide(
            request,
            &PolicySet {
                resource: None,
                ..*set
            },
        )
    }

    fn denied(&self, request: &Request<'_>, decision: &Decision<'_>, held: &[HeldPolicy]) -> Denied {
        let deciding = decision.deciding.as_ref();
        let number = deciding.and_then(|statement| number_at(held, statement.place()));
        let own = number.and_then(|number| held.get(number));
        let policy = own.map_or(request.resource, |policy| policy.name.as_str());
        let managed = own.map(|policy| policy.name.as_str());
        let managed = managed.filter(|name| name.contains(":policy/"));
        Denied {
            message: denied_message(request, decision, managed),
            action: request.action.to_owned(),
            resource: request.resource.to_owned(),
            account: self.check.account,
            explicit: decision.verdict == Verdict::ExplicitlyDenied,
            policy_type: decision.denied_by.map(type_name),
            policy: deciding.map(|_| policy.to_owned()),
            statement: deciding.map(|statement| statement.statement),
            sid: deciding.and_then(|statement| statement.sid.map(str::to_owned)),
            context: self.context.whole().clone(),
            case: None,
        }
    }

    /// What a refusal may be explained from: never another account's policy.
    fn case(self, asked: Asked, mut held: Vec<HeldPolicy>) -> Case {
        let lineup = if self.is_foreign() {
            Lineup::of_asked(held, asked.ungoverned())
        } else {
            let governing = self.check.governing.as_ref();
            held.extend(governing.map(|governing| governing.held(&self.check.resource)));
            Lineup::of_asked(held, asked)
        };
        Case {
            asker: self.asker,
            account: self.account,
            lineup,
        }
    }
}
