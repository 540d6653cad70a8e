//! From a caller and a check to a decision: gathers the policies that bear on the request and asks the
//! policy engine.

use std::sync::Arc;

use tegata_base::{AccountId, Arn, Partition};
use tegata_policy::{
    Compiled, Decision, PolicyKind, PolicySet, PolicyType, Principal, Request, ResourceMode, ResourcePolicy,
    Verdict, decide, denied_message,
};
use tegata_session::ManagedPolicy;
use tegata_state::{
    InlinePolicy, PolicyCache, PolicyDoc, PolicyRef, Snapshot, StoredPolicyError, aws_managed,
};

use crate::context::Later;
use crate::held::type_name;
use crate::{Caller, Check, Context, Denied, Held, Identity, Lineup, Trace};

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
    let gathered = Gathered::of(caller, snapshot, policies)?;
    gathered.ask(caller, check, &context, snapshot, policies)
}

/// Decides an action on a role that its trust policy must allow, in this context alone.
pub(crate) fn trust(
    caller: &Caller,
    check: &Check,
    context: &Later<'_>,
    snapshot: &Snapshot,
    policies: &PolicyCache,
) -> Result<Judgement, StoredPolicyError> {
    let gathered = Gathered::of(caller, snapshot, policies)?;
    gathered.ask(caller, check, context, snapshot, policies)
}

/// Decides an action of a service on a resource: the resource's policy alone.
pub(crate) fn trust_of_service(
    service: &'static str,
    check: &Check,
    context: &Later<'_>,
    policies: &PolicyCache,
) -> Result<Judgement, StoredPolicyError> {
    let governing = Governed::of(check, policies)?;
    let request = Request {
        principal: Principal::Service { name: service },
        account: None,
        canonical_user: None,
        action: check.action,
        resource: &check.resource,
        resource_account: Some(check.account),
        context,
    };
    let set = PolicySet {
        resource: governing.as_ref().map(Governed::borrowed),
        ..PolicySet::default()
    };
    let decision = decide(&request, &set);
    if decision.is_allowed() {
        return Ok(Judgement::Allowed);
    }
    let trace = trace(&request, check, Held::default(), policies)?;
    Ok(denied(&request, &decision, &Names::default(), context, trace))
}

/// What a refusal leaves behind.
fn trace(
    request: &Request<'_>,
    check: &Check,
    held: Held,
    policies: &PolicyCache,
) -> Result<Trace, StoredPolicyError> {
    let mut lineup = Lineup::new(held, policies)?;
    if let Some(governing) = &check.governing {
        lineup = lineup.governed(governing, &check.resource, policies)?;
    }
    Ok(Trace::of(request, &lineup))
}

/// The compiled policy of a check's resource.
struct Governed {
    policy: Arc<Compiled>,
    mode: ResourceMode,
}

impl Governed {
    fn of(check: &Check, policies: &PolicyCache) -> Result<Option<Self>, StoredPolicyError> {
        let compiled = check.governing.as_ref().map(|governing| {
            Ok(Self {
                policy: governing.compiled(policies)?,
                mode: governing.mode,
            })
        });
        compiled.transpose()
    }

    fn borrowed(&self) -> ResourcePolicy<'_> {
        ResourcePolicy {
            policy: &self.policy,
            mode: self.mode,
        }
    }
}

/// Whether a text may serve as a session policy; the error is AWS's complaint.
pub(crate) fn check_session_policy(text: &str) -> Result<(), String> {
    tegata_policy::read(text, PolicyKind::Session)
        .map(drop)
        .map_err(|e| e.to_string())
}

/// The managed policy of an ARN, as seen from an account; only its own ARN names it.
#[must_use]
pub fn managed_policy(
    snapshot: &Snapshot,
    account: AccountId,
    partition: Partition,
    arn: &str,
) -> Option<PolicyRef> {
    let parsed: Arn = arn.parse().ok()?;
    let path_and_name = parsed.resource_of("policy")?;
    // Policies compare ARNs as text, so no other spelling of one may find it.
    if let Some(policy) = aws_managed::find(path_and_name).filter(|_| parsed.account() == "aws") {
        let own = Arn::new(
            partition.as_str(),
            "iam",
            "",
            "aws",
            &format!("policy/{path_and_name}"),
        );
        return (own == parsed).then(|| PolicyRef::Aws(policy.reference()));
    }
    let policy = snapshot.policy_named(account, parsed.name())?;
    (policy.arn(partition) == parsed).then(|| PolicyRef::Local(policy.id.clone()))
}

/// Compiled policies of one type, and what each is called.
#[derive(Default)]
struct Named {
    policies: Vec<Arc<Compiled>>,
    names: Vec<String>,
}

impl Named {
    fn push(&mut self, policy: Arc<Compiled>, name: String) {
        self.policies.push(policy);
        self.names.push(name);
    }

    fn borrowed(&self) -> Vec<&Compiled> {
        self.policies.iter().map(AsRef::as_ref).collect()
    }
}

/// The names of the policies that were asked.
#[derive(Default)]
struct Names<'a> {
    identity: &'a [String],
    boundary: &'a [String],
    session: &'a [String],
}

/// The policies of a caller.
#[derive(Default)]
struct Gathered {
    identity: Named,
    boundary: Option<Named>,
    session: Option<Named>,
}

impl Gathered {
    fn of(caller: &Caller, snapshot: &Snapshot, policies: &PolicyCache) -> Result<Self, StoredPolicyError> {
        let mut gathered = Self::default();
        match &caller.identity {
            Identity::User(user) => {
                let owner = user.arn(caller.partition());
                gathered.holder(
                    &owner,
                    &user.inline,
                    &user.attached,
                    user.boundary.as_ref(),
                    snapshot,
                    policies,
                )?;
            }
            Identity::Role { role, .. } => {
                let owner = role.arn(caller.partition());
                gathered.holder(
                    &owner,
                    &role.inline,
                    &role.attached,
                    role.boundary.as_ref(),
                    snapshot,
                    policies,
                )?;
            }
            Identity::Root(_) | Identity::Certificate(_) => {}
        }
        if let Some(session) = &caller.session
            && (session.policy.is_some() || !session.managed_policies.is_empty())
        {
            let mut named = Named::default();
            if let Some(text) = &session.policy {
                let doc = PolicyDoc::new(text.as_str());
                named.push(
                    policies.compiled(&doc, PolicyKind::Session)?,
                    "session policy".into(),
                );
            }
            for policy in &session.managed_policies {
                named.managed(caller, &session_ref(policy), snapshot, policies)?;
            }
            gathered.session = Some(named);
        }
        Ok(gathered)
    }

    fn holder(
        &mut self,
        owner: &Arn,
        inline: &[InlinePolicy],
        attached: &[PolicyRef],
        boundary: Option<&PolicyRef>,
        snapshot: &Snapshot,
        policies: &PolicyCache,
    ) -> Result<(), StoredPolicyError> {
        for policy in inline {
            let compiled = policies.compiled(&policy.document, PolicyKind::Inline)?;
            self.identity.push(compiled, format!("{owner}/{}", policy.name));
        }
        for policy in attached {
            self.identity.managed_of(owner, policy, snapshot, policies)?;
        }
        if let Some(policy) = boundary {
            let mut named = Named::default();
            named.managed_of(owner, policy, snapshot, policies)?;
            self.boundary = Some(named);
        }
        Ok(())
    }

    fn ask(
        &self,
        caller: &Caller,
        check: &Check,
        context: &Later<'_>,
        snapshot: &Snapshot,
        policies: &PolicyCache,
    ) -> Result<Judgement, StoredPolicyError> {
        let arn = caller.name_for_messages();
        let partition = caller.partition();
        let role_arn = match &caller.identity {
            Identity::Role { role, .. } => role.arn(partition).to_string(),
            _ => String::new(),
        };
        let principal = match &caller.identity {
            Identity::Root(_) => Principal::Root { arn: &arn },
            Identity::User(user) => Principal::User {
                arn: &arn,
                id: Some(user.id.as_str()),
            },
            Identity::Role { role, .. } => Principal::RoleSession {
                arn: &arn,
                role_arn: &role_arn,
                role_id: Some(role.id.as_str()),
            },
            Identity::Certificate(_) => Principal::Anonymous,
        };
        let request = Request {
            principal,
            account: Some(caller.account()),
            canonical_user: None,
            action: check.action,
            resource: &check.resource,
            resource_account: Some(check.account),
            context,
        };
        let governing = Governed::of(check, policies)?;
        let identity = self.identity.borrowed();
        let boundary = self.boundary.as_ref().map(Named::borrowed);
        let session = self.session.as_ref().map(Named::borrowed);
        let set = PolicySet {
            identity: &identity,
            resource: governing.as_ref().map(Governed::borrowed),
            boundary: boundary.as_deref(),
            session: session.as_deref(),
            ..PolicySet::default()
        };
        let decision = decide(&request, &set);
        if decision.is_allowed() {
            return Ok(Judgement::Allowed);
        }
        let names = Names {
            identity: &self.identity.names,
            boundary: self
                .boundary
                .as_ref()
                .map(|named| named.names.as_slice())
                .unwrap_or_default(),
            session: self
                .session
                .as_ref()
                .map(|named| named.names.as_slice())
                .unwrap_or_default(),
        };
        let trace = trace(&request, check, Held::by(caller, snapshot), policies)?;
        Ok(denied(&request, &decision, &names, context, trace))
    }
}

impl Named {
    fn managed(
        &mut self,
        caller: &Caller,
        policy: &PolicyRef,
        snapshot: &Snapshot,
        policies: &PolicyCache,
    ) -> Result<(), StoredPolicyError> {
        let owner = Arn::new(
            caller.partition().as_str(),
            "iam",
            "",
            &caller.account().to_string(),
            "root",
        );
        self.managed_of(&owner, policy, snapshot, policies)
    }

    /// A managed policy that is gone contributes nothing; it cannot be deleted while it is attached, but
    /// a session may outlive one it names.
    fn managed_of(
        &mut self,
        owner: &Arn,
        policy: &PolicyRef,
        snapshot: &Snapshot,
        policies: &PolicyCache,
    ) -> Result<(), StoredPolicyError> {
        match policy {
            PolicyRef::Local(id) => {
                let Some(policy) = snapshot.policy(id) else {
                    return Ok(());
                };
                let Some(document) = policy.default_document() else {
                    return Ok(());
                };
                let resource = format!("policy{}{}", policy.path, policy.name);
                let arn = Arn::new(
                    owner.partition(),
                    "iam",
                    "",
                    &policy.account.to_string(),
                    &resource,
                );
                self.push(policies.compiled(document, PolicyKind::Managed)?, arn.to_string());
            }
            PolicyRef::Aws(name) => {
                let Some(policy) = aws_managed::find(name) else {
                    return Ok(());
                };
                let arn = Arn::new(owner.partition(), "iam", "", "aws", &format!("policy/{name}"));
                self.push(
                    policies.compiled(&policy.policy_doc(), PolicyKind::Managed)?,
                    arn.to_string(),
                );
            }
        }
        Ok(())
    }
}

/// A managed session policy as a reference.
fn session_ref(policy: &ManagedPolicy) -> PolicyRef {
    match policy {
        ManagedPolicy::Customer(id) => PolicyRef::Local(id.clone()),
        ManagedPolicy::Aws(name) => PolicyRef::Aws(name.clone()),
    }
}

fn denied(
    request: &Request<'_>,
    decision: &Decision<'_>,
    names: &Names<'_>,
    context: &Later<'_>,
    trace: Trace,
) -> Judgement {
    let policy = decision.deciding.and_then(|statement| {
        let names = match statement.policy_type {
            PolicyType::Identity => names.identity,
            PolicyType::Boundary => names.boundary,
            PolicyType::Session => names.session,
            _ => return Some(request.resource.to_owned()),
        };
        names.get(statement.policy).cloned()
    });
    let managed = policy.as_deref().filter(|name| name.contains(":policy/"));
    Judgement::Denied(Box::new(Denied {
        message: denied_message(request, decision, managed),
        action: request.action.to_owned(),
        resource: request.resource.to_owned(),
        explicit: decision.verdict == Verdict::ExplicitlyDenied,
        policy_type: decision.denied_by.map(type_name),
        policy,
        statement: decision.deciding.map(|statement| statement.statement),
        sid: decision
            .deciding
            .and_then(|statement| statement.sid.map(str::to_owned)),
        context: context.whole().clone(),
        trace: Some(Box::new(trace)),
    }))
}
