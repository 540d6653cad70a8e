//! `TagResource`, `UntagResource`, `ListTagsForResource`: tags of trust anchors, profiles, CRLs and
//! subjects. Keys that differ in letter case are different keys.

use tegata_api_rolesanywhere as api;
use tegata_authz::{Access, Caller, Check, Permit};
use tegata_base::Tag;
use tegata_operation::{Ctx, Effect, Fetch, Input, Limits, Operation, Outcome, Output, ServiceError};

use crate::errors::RolesAnywhereError;
use crate::tagged::Tagged;
use crate::{access, convert, subjects};

/// The tags of a resource that is being made.
pub(crate) fn for_new(tags: Option<&[api::Tag]>, limits: &Limits) -> Result<Vec<Tag>, RolesAnywhereError> {
    let tags = checked(tags.unwrap_or_default())?;
    if tags.len() > limits.tags_per_resource {
        return Err(RolesAnywhereError::Quota(
            "tags on a resource",
            limits.tags_per_resource,
        ));
    }
    Ok(tags)
}

/// The tags of a request.
fn checked(tags: &[api::Tag]) -> Result<Vec<Tag>, RolesAnywhereError> {
    let mut keys: Vec<&str> = tags.iter().map(|tag| tag.key.as_str()).collect();
    if keys.iter().any(|key| {
        key.get(..4)
            .is_some_and(|start| start.eq_ignore_ascii_case("aws:"))
    }) {
        return Err(RolesAnywhereError::ReservedTag);
    }
    keys.sort_unstable();
    if keys.windows(2).any(|pair| pair.first() == pair.get(1)) {
        return Err(RolesAnywhereError::DuplicateTags);
    }
    Ok(convert::tags(tags))
}

pub(crate) struct TagResource;

impl Operation for TagResource {
    type Call = api::operations::TagResource;
    const EFFECT: Effect = Effect::Writes;

    fn access(input: &Input<Self>, _caller: &Caller, ctx: &Ctx<'_>) -> Result<Access, ServiceError> {
        let check = on(access::action::<Self::Call>(), &input.resource_arn, ctx)?;
        Ok(access::one(access::with_tags(check, Some(&input.tags))))
    }

    fn fetch(input: &Input<Self>, caller: &Caller) -> Result<Option<Fetch>, ServiceError> {
        Ok(subjects::fetch_by_arn(&input.resource_arn, caller))
    }

    fn handle(
        _permit: Permit<Self>,
        input: &Input<Self>,
        _caller: &Caller,
        ctx: &mut Ctx<'_>,
    ) -> Result<Outcome<Output<Self>>, ServiceError> {
        let tagged = Tagged::find(&input.resource_arn, ctx)?;
        let mut tags = tagged.tags().to_vec();
        for new in checked(&input.tags)? {
            match tags.iter_mut().find(|tag| tag.key == new.key) {
                Some(tag) => tag.value = new.value,
                None => tags.push(new),
            }
        }
        if tags.len() > ctx.limits.tags_per_resource {
            return Err(RolesAnywhereError::TooManyTags(ctx.limits.tags_per_resource).into());
        }
        let changes = vec![tagged.with_tags(tags, ctx)];
        Ok(Outcome::changed(api::TagResourceResponse, changes).with_event(tagged.about()))
    }
}

pub(crate) struct UntagResource;

impl Operation for UntagResource {
    type Call = api::operations::UntagResource;
    const EFFECT: Effect = Effect::Writes;

    fn access(input: &Input<Self>, _caller: &Caller, ctx: &Ctx<'_>) -> Result<Access, ServiceError> {
        let check = on(access::action::<Self::Call>(), &input.resource_arn, ctx)?;
        Ok(access::one(check.with_tag_keys(input.tag_keys.clone())))
    }

    fn fetch(input: &Input<Self>, caller: &Caller) -> Result<Option<Fetch>, ServiceError> {
        Ok(subjects::fetch_by_arn(&input.resource_arn, caller))
    }

    fn handle(
        _permit: Permit<Self>,
        input: &Input<Self>,
        _caller: &Caller,
        ctx: &mut Ctx<'_>,
    ) -> Result<Outcome<Output<Self>>, ServiceError> {
        let tagged = Tagged::find(&input.resource_arn, ctx)?;
        let mut tags = tagged.tags().to_vec();
        tags.retain(|tag| !input.tag_keys.contains(&tag.key));
        let changes = vec![tagged.with_tags(tags, ctx)];
        Ok(Outcome::changed(api::UntagResourceResponse, changes).with_event(tagged.about()))
    }
}

pub(crate) struct ListTagsForResource;

impl Operation for ListTagsForResource {
    type Call = api::operations::ListTagsForResource;
    const EFFECT: Effect = Effect::Reads;

    fn access(_input: &Input<Self>, _caller: &Caller, ctx: &Ctx<'_>) -> Result<Access, ServiceError> {
        Ok(access::one(access::on_any::<Self::Call>(ctx)))
    }

    fn fetch(input: &Input<Self>, caller: &Caller) -> Result<Option<Fetch>, ServiceError> {
        Ok(subjects::fetch_by_arn(&input.resource_arn, caller))
    }

    fn handle(
        _permit: Permit<Self>,
        input: &Input<Self>,
        _caller: &Caller,
        ctx: &mut Ctx<'_>,
    ) -> Result<Outcome<Output<Self>>, ServiceError> {
        let tagged = Tagged::find(&input.resource_arn, ctx)?;
        let output = api::ListTagsForResourceResponse {
            tags: Some(convert::shown_tags(tagged.tags())),
        };
        Ok(Outcome::answer(output).with_event(tagged.about()))
    }
}

/// An action on what an ARN names, with the tags that it has.
fn on(action: &'static str, arn: &str, ctx: &Ctx<'_>) -> Result<Check, RolesAnywhereError> {
    let check = Check::on_text(action, arn.to_owned(), ctx.scope.account);
    Ok(match Tagged::of(arn, ctx)? {
        Some(tagged) => check.with_resource_tags(&access::condition_tags(tagged.tags())),
        None => check,
    })
}
