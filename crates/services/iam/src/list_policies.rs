//! `ListPolicies`: the account's own managed policies and AWS's, by name.

use tegata_api_iam as api;
use tegata_operation::{Ctx, Input, Outcome};
use tegata_state::aws_managed::AWS_MANAGED;

use crate::managed_policy::Managed;
use crate::page::{self, Page};
use crate::{access, convert, operation};

operation! {
    /// Lists managed policies by scope, path and use.
    ListPolicies: Reads, access::policies::list_policies, |input, _, ctx| {
        let after = page::after("ListPolicies", input.marker.as_deref())?;
        let found = in_scope(input, ctx).into_iter().filter(|policy| selected(policy, input, ctx)).collect();
        let found = page::sorted_after(found, after.as_deref(), Managed::place);
        let page = Page::of("ListPolicies", found.into_iter(), input.max_items, Managed::place);
        Ok(Outcome::answer(api::ListPoliciesResponse {
            is_truncated: page.is_truncated(),
            policies: Some(page.items.iter().map(|policy| convert::listed_policy(policy, ctx)).collect()),
            marker: page.marker,
        }))
    }
}

fn in_scope(input: &Input<ListPolicies>, ctx: &Ctx<'_>) -> Vec<Managed> {
    let scope = input.scope.as_deref().unwrap_or("All");
    let aws = AWS_MANAGED.iter().filter(|_| scope != "Local").map(Managed::Aws);
    let own = ctx
        .snapshot
        .policies(ctx.scope.account, None)
        .filter(|_| scope != "AWS")
        .cloned();
    aws.chain(own.map(Managed::Local)).collect()
}

/// With a usage filter, being used in that way is what counts, and `OnlyAttached` adds nothing.
fn selected(policy: &Managed, input: &Input<ListPolicies>, ctx: &Ctx<'_>) -> bool {
    let usage = policy.usage(ctx);
    let used = match input.policy_usage_filter.as_deref() {
        Some("PermissionsBoundary") => usage.boundaries > 0,
        Some(_) => usage.attachments > 0,
        None => input.only_attached != Some(true) || usage.attachments > 0,
    };
    used && policy
        .path()
        .starts_with(input.path_prefix.as_deref().unwrap_or("/"))
}
