//! `SimulateCustomPolicy`, `SimulatePrincipalPolicy`: what policies would say to requests that nobody
//! makes.
//!
//! ```text
//! input ─setting─▶ Setting{policies, caller, keys} ─┐
//! actions × resources, one page of them ────────────┴─results─▶ EvaluationResults
//! ```
//!
//! The identity side is simulated: policies, boundary, organization policies, given keys. A resource's
//! policy takes part only when it is given. Only the pairs of the page asked for are evaluated, and a page
//! ends early when they are too much work or too long an answer.

mod caller;
mod policies;
mod results;
mod room;
mod setting;

use tegata_api_iam as api;
use tegata_operation::{Outcome, ServiceError};

use crate::operation;
use crate::page::{self, Page};
use crate::{access, errors::IamError};
use setting::Setting;

operation! {
    /// Evaluates the policies given.
    SimulateCustomPolicy: Reads at Slow, access::questions::simulate_custom_policy, |input, _, ctx| {
        let asked = Asked {
            list: "SimulateCustomPolicy",
            actions: &input.action_names,
            resources: input.resource_arns.as_deref().unwrap_or_default(),
            handling: input.resource_handling_option.as_deref(),
            max_items: input.max_items,
            marker: input.marker.as_deref(),
        };
        let setting = Setting::of_custom(input, ctx)?;
        asked.answer(&setting)
    }
}

operation! {
    /// Evaluates what a user, group or role holds, with and without policies given.
    SimulatePrincipalPolicy: Reads at Slow, access::questions::simulate_principal_policy, |input, caller, ctx| {
        let asked = Asked {
            list: "SimulatePrincipalPolicy",
            actions: &input.action_names,
            resources: input.resource_arns.as_deref().unwrap_or_default(),
            handling: input.resource_handling_option.as_deref(),
            max_items: input.max_items,
            marker: input.marker.as_deref(),
        };
        let setting = Setting::of_principal(input, caller, ctx)?;
        asked.answer(&setting)
    }
}

/// The requests that are imagined, and which page of their results is wanted.
struct Asked<'a> {
    list: &'static str,
    actions: &'a [String],
    resources: &'a [String],
    handling: Option<&'a str>,
    max_items: Option<i32>,
    marker: Option<&'a str>,
}

/// The scenarios of `ec2:RunInstances`. They say which resources must be given; those that are given are
/// evaluated either way.
const SCENARIOS: [&str; 6] = [
    "EC2-Classic-InstanceStore",
    "EC2-Classic-EBS",
    "EC2-VPC-InstanceStore",
    "EC2-VPC-InstanceStore-Subnet",
    "EC2-VPC-EBS",
    "EC2-VPC-EBS-Subnet",
];

impl Asked<'_> {
    fn answer(&self, setting: &Setting) -> Result<Outcome<api::SimulatePolicyResponse>, ServiceError> {
        self.check()?;
        let first = page::after(self.list, self.marker)?
            .map(|place| place.parse::<usize>().map_err(|_| IamError::InvalidMarker))
            .transpose()?
            .map_or(0, |last| last.saturating_add(1));
        let everything = ["*".to_owned()];
        let resources = if self.resources.is_empty() {
            everything.as_slice()
        } else {
            self.resources
        };
        let pairs = self
            .actions
            .iter()
            .flat_map(|action| resources.iter().map(move |resource| (action, resource)));
        let pairs = pairs.enumerate().skip(first);
        let place = |(number, _): &(usize, _)| number.to_string();
        let page = Page::of(self.list, pairs, self.max_items, place);
        let results = setting.results(page.items.iter().map(|(_, pair)| *pair))?;
        let page = page.ended(self.list, results.len(), place);
        let answer = api::SimulatePolicyResponse {
            is_truncated: page.is_truncated(),
            marker: page.marker,
            evaluation_results: Some(results),
        };
        Ok(Outcome::answer(answer))
    }

    /// What the model cannot say of the input.
    fn check(&self) -> Result<(), IamError> {
        if let Some(action) = self.actions.iter().find(|action| !is_action(action)) {
            return Err(IamError::InvalidAction(action.clone()));
        }
        if let Some(resource) = self.resources.iter().find(|resource| !is_resource(resource)) {
            return Err(IamError::InvalidSimulatedArn(resource.clone()));
        }
        if let Some(handling) = self.handling.filter(|name| !SCENARIOS.contains(name)) {
            return Err(IamError::InvalidResourceHandling(handling.to_owned()));
        }
        Ok(())
    }
}

/// `service:Action`, without wildcards.
pub(crate) fn is_action(text: &str) -> bool {
    let parts = text.split_once(':');
    parts.is_some_and(|(service, name)| {
        !service.is_empty() && !name.is_empty() && !text.contains(['*', '?', ' ']) && !name.contains(':')
    })
}

/// An ARN, or `*`.
pub(crate) fn is_resource(text: &str) -> bool {
    text == "*" || (text.starts_with("arn:") && text.splitn(6, ':').count() == 6)
}

/// The context keys of a request, from entries of the input.
///
/// # Errors
/// [`IamError::InvalidContextEntry`].
pub(crate) fn entries(
    given: &[api::ContextEntry],
    context: &mut tegata_authz::Context,
) -> Result<(), IamError> {
    for entry in given {
        let (Some(key), Some(kind)) = (&entry.context_key_name, &entry.context_key_type) else {
            return Err(IamError::InvalidContextEntry(
                entry.context_key_name.clone().unwrap_or_default(),
            ));
        };
        let values = entry.context_key_values.clone().unwrap_or_default();
        if kind.ends_with("List") {
            context.set_many(key.clone(), values);
            continue;
        }
        match <[String; 1]>::try_from(values) {
            Ok([value]) => context.set(key.clone(), value),
            Err(_) => return Err(IamError::InvalidContextEntry(key.clone())),
        }
    }
    Ok(())
}

pub(crate) use policies::document;
pub(crate) use results::{position, word};
pub(crate) use room::Load;
