//! What stays the same for every request of a simulation.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use tegata_api_iam as api;
use tegata_authz::{Caller, Context, Held, HeldPolicy, Lineup};
use tegata_base::AccountId;
use tegata_operation::{Ctx, ServiceError};
use tegata_policy::{Compiled, Extent, PolicyPlace, PolicyType, ResourceMode};

use super::caller::Simulated;
use super::room::Load;
use super::{entries, policies};
use crate::errors::IamError;
use crate::subject::{PolicySource, Subject};

/// The policies, their caller, and the keys of every request.
pub(super) struct Setting {
    pub(super) lineup: Lineup,
    /// Where the engine says a policy is → its number in the line-up.
    pub(super) places: BTreeMap<PolicyPlace, usize>,
    /// Of each policy of the line-up, what results call it and where its statements stand.
    pub(super) sources: Vec<Source>,
    /// Service control policies, a list for each level from the root down.
    pub(super) organization: Option<Vec<Level>>,
    pub(super) caller: Simulated,
    pub(super) context: Context,
    /// The owner of resources that do not say whose they are.
    pub(super) owner: AccountId,
    /// Whether a resource's policy takes part, and with it the rules of another account.
    pub(super) has_resource_policy: bool,
    /// What every request is compared with.
    pub(super) load: Load,
    /// Condition keys in lower case → as a policy writes them.
    pub(super) spellings: HashMap<String, String>,
}

/// The policies of one level of an organization.
pub(super) type Level = Vec<(Source, Arc<Compiled>)>;

/// A policy as results refer to it.
pub(super) struct Source {
    pub(super) id: String,
    pub(super) policy_type: &'static str,
    pub(super) extents: Vec<Extent>,
}

/// What both simulations take besides their policies.
struct Common<'a> {
    resource_policy: Option<&'a str>,
    resource_owner: Option<&'a str>,
    context_entries: &'a [api::ContextEntry],
}

impl Setting {
    pub(super) fn of_custom(
        input: &api::SimulateCustomPolicyRequest,
        ctx: &Ctx<'_>,
    ) -> Result<Self, ServiceError> {
        let identity = Some(input.policy_input_list.as_slice());
        let mut held = Held {
            policies: policies::list(PolicyType::Identity, "PolicyInputList", identity)?,
            ..Held::default()
        };
        policies::boundary(&mut held, input.permissions_boundary_policy_input_list.as_deref())?;
        let (caller, context) = match input.caller_arn.as_deref() {
            Some(arn) => Simulated::named(arn)?,
            None if input.resource_policy.is_some() => return Err(IamError::CallerArnNeeded.into()),
            None => (Simulated::nobody(ctx.scope.account), Context::default()),
        };
        let common = Common {
            resource_policy: input.resource_policy.as_deref(),
            resource_owner: input.resource_owner.as_deref(),
            context_entries: input.context_entries.as_deref().unwrap_or_default(),
        };
        let mut setting = Self::of(held, caller, context, &common, ctx)?;
        if let Some(levels) = &input.ordered_organization_policy_input_list {
            setting.organization = Some(organization(levels, ctx)?);
            let levels = levels.iter();
            let texts = levels.flat_map(|level| level.service_control_policy_input_list.iter().flatten());
            texts.for_each(|text| setting.load.add(text));
        }
        Ok(setting)
    }

    pub(super) fn of_principal(
        input: &api::SimulatePrincipalPolicyRequest,
        asking: &Caller,
        ctx: &Ctx<'_>,
    ) -> Result<Self, ServiceError> {
        let source = PolicySource::find(&input.policy_source_arn, ctx)?;
        let mut held = source.held(ctx);
        policies::exclude(
            &mut held,
            input.policy_exclusion_list.as_deref().unwrap_or_default(),
        );
        let given = input.policy_input_list.as_deref();
        held.policies
            .extend(policies::list(PolicyType::Identity, "PolicyInputList", given)?);
        policies::boundary(&mut held, input.permissions_boundary_policy_input_list.as_deref())?;
        let partition = ctx.scope.partition();
        let nobody_calls = input.resource_policy.is_some() && input.caller_arn.is_none();
        let itself = match &source {
            PolicySource::Subject(Subject::User(user)) => {
                let arn = user.arn(partition).to_string();
                Simulated::user(user.account, arn, Some(user.id.to_string()))
            }
            PolicySource::Subject(Subject::Role(_)) | PolicySource::Group(_) if nobody_calls => {
                return Err(IamError::CallerArnNeeded.into());
            }
            PolicySource::Subject(Subject::Role(role)) => {
                Simulated::role(role.account, role.arn(partition).to_string(), role.id.to_string())
            }
            PolicySource::Group(group) => Simulated::nobody(group.account),
            PolicySource::Subject(Subject::Root(_) | Subject::Session(..) | Subject::Service(_)) => {
                return Err(IamError::InvalidEntityArn(input.policy_source_arn.clone()).into());
            }
        };
        let (caller, context) = match (input.caller_arn.as_deref(), &source) {
            // Another caller brings none of the source's keys along, such as its tags.
            (Some(arn), _) if arn != input.policy_source_arn => Simulated::named(arn)?,
            (_, PolicySource::Subject(subject)) => (itself, subject.context(asking)),
            // A group brings no keys: who is in it would.
            (_, PolicySource::Group(_)) => (itself, Context::default()),
        };
        let common = Common {
            resource_policy: input.resource_policy.as_deref(),
            resource_owner: input.resource_owner.as_deref(),
            context_entries: input.context_entries.as_deref().unwrap_or_default(),
        };
        Self::of(held, caller, context, &common, ctx)
    }

    fn of(
        held: Held,
        caller: Simulated,
        mut context: Context,
        common: &Common<'_>,
        ctx: &Ctx<'_>,
    ) -> Result<Self, ServiceError> {
        entries(common.context_entries, &mut context)?;
        let owner = match common.resource_owner {
            Some(text) => owner(text)?,
            None => caller.account,
        };
        let mut lineup = Lineup::new(held, ctx.policies).map_err(IamError::from)?;
        if let Some(text) = common.resource_policy {
            let (policy, compiled) = policies::resource(text)?;
            lineup = lineup.under(policy, compiled, ResourceMode::Ordinary);
        }
        let mut spellings = HashMap::new();
        let mut sources = Vec::new();
        let mut load = Load::of_context(&context);
        for policy in lineup.policies() {
            load.add(policy.document.text());
            sources.push(Source::of(policy, &mut spellings)?);
        }
        Ok(Self {
            places: lineup.places(),
            load,
            lineup,
            sources,
            organization: None,
            caller,
            context,
            owner,
            has_resource_policy: common.resource_policy.is_some(),
            spellings,
        })
    }
}

impl Source {
    fn of(policy: &HeldPolicy, spellings: &mut HashMap<String, String>) -> Result<Self, IamError> {
        let document = policy.parsed().map_err(IamError::from)?;
        for key in document.condition_keys() {
            spellings
                .entry(key.to_lowercase())
                .or_insert_with(|| key.to_owned());
        }
        let statements = 0..document.statements.len();
        Ok(Self {
            id: policies::source_id(policy),
            policy_type: policies::source_type(policy.policy_type),
            extents: statements.filter_map(|index| document.extent(index)).collect(),
        })
    }
}

fn organization(
    levels: &[api::OrderedOrganizationPolicyType],
    ctx: &Ctx<'_>,
) -> Result<Vec<Level>, ServiceError> {
    let mut found = Vec::new();
    for (number, level) in levels.iter().enumerate() {
        let name = format!(
            "OrderedOrganizationPolicyInputList.{}.ServiceControlPolicyInputList",
            number + 1
        );
        let texts = level.service_control_policy_input_list.as_deref();
        let mut policies = Vec::new();
        for policy in policies::list(PolicyType::ServiceControl, &name, texts)? {
            let compiled = policy.compiled(ctx.policies).map_err(IamError::from)?;
            policies.push((Source::of(&policy, &mut HashMap::new())?, compiled));
        }
        found.push(policies);
    }
    Ok(found)
}

/// The account of `ResourceOwner`: a number, or the ARN of an account's root.
fn owner(text: &str) -> Result<AccountId, IamError> {
    let invalid = || IamError::InvalidResourceOwner(text.to_owned());
    if let Ok(account) = text.parse() {
        return Ok(account);
    }
    let arn: tegata_base::Arn = text.parse().map_err(|_| invalid())?;
    arn.account_id().ok_or_else(invalid)
}
