//! Access keys: `CreateAccessKey`, `ListAccessKeys`, `UpdateAccessKey`, `DeleteAccessKey`,
//! `GetAccessKeyLastUsed`. Without a user name they are about the caller: a user or the root user.

use std::sync::Arc;

use data_encoding::BASE64;
use tegata_api_iam as api;
use tegata_authz::Caller;
use tegata_base::{AccessKeyId, AccountId, Secret};
use tegata_operation::{Ctx, EventFacts, Fetch, Fetched, Input, Outcome, ServiceError, observed};
use tegata_state::{AccessKey, Entity as _, KeyOwner, Snapshot, User};
use zeroize::Zeroizing;

use crate::errors::IamError;
use crate::holder::{about, resources};
use crate::page::{self, Page};
use crate::users::caller_or_named;
use crate::{access, operation};

const ACTIVE: &str = "Active";
const INACTIVE: &str = "Inactive";
/// What an answer says where a key was never used.
const NOT_USED: &str = "N/A";
/// Random bytes of a secret: 40 characters of base 64.
const SECRET_BYTES: usize = 30;

operation! {
    /// Makes a key; its secret is shown in this answer and never again.
    CreateAccessKey: Writes, access::access_keys::create_access_key, |input, caller, ctx| create(input, caller, ctx)
}

operation! {
    /// Lists keys without their secrets, oldest first.
    ListAccessKeys: Reads, access::access_keys::list_access_keys, |input, caller, ctx| {
        let after = page::after("ListAccessKeys", input.marker.as_deref())?;
        let user = caller_or_named(input.user_name.as_deref(), caller, ctx)?;
        let keys = ctx.snapshot.access_keys_of(ctx.scope.account, &owner(user.as_ref())).cloned().collect();
        let keys = page::sorted_after(keys, after.as_deref(), place);
        let page = Page::of("ListAccessKeys", keys.into_iter(), input.max_items, place);
        let metadata = |key: &Arc<AccessKey>| api::AccessKeyMetadata {
            user_name: user.as_ref().map(|user| user.name.clone()),
            access_key_id: Some(key.id.to_string()),
            status: Some(status(key).to_owned()),
            create_date: Some(key.created),
        };
        Ok(Outcome::answer(api::ListAccessKeysResponse {
            is_truncated: page.is_truncated(),
            access_key_metadata: page.items.iter().map(metadata).collect(),
            marker: page.marker,
        }))
    }
}

operation! {
    /// Lets a key sign, or stops it.
    UpdateAccessKey: Writes, access::access_keys::update_access_key, |input, caller, ctx| {
        let user = caller_or_named(input.user_name.as_deref(), caller, ctx)?;
        let key = owned(&input.access_key_id, user.as_ref(), ctx)?;
        let active = match input.status.as_str() {
            ACTIVE => true,
            INACTIVE => false,
            _ => return Err(IamError::ExpiredStatus.into()),
        };
        let changes = if key.active == active {
            Vec::new()
        } else {
            vec![AccessKey { active, ..AccessKey::clone(&key) }.put()]
        };
        Ok(Outcome::changed((), changes).with_event(facts(&key.id, user.as_ref(), ctx)))
    }
}

operation! {
    /// Deletes a key.
    DeleteAccessKey: Writes, access::access_keys::delete_access_key, |input, caller, ctx| {
        let user = caller_or_named(input.user_name.as_deref(), caller, ctx)?;
        let key = owned(&input.access_key_id, user.as_ref(), ctx)?;
        Ok(Outcome::changed((), vec![key.delete()]).with_event(facts(&key.id, user.as_ref(), ctx)))
    }
}

operation! {
    /// Tells when, and for what, a key was last used.
    GetAccessKeyLastUsed: Reads fetching last_use_of, access::access_keys::get_access_key_last_used,
    |input, _, ctx| last_used(input, ctx)
}

fn create(
    input: &Input<CreateAccessKey>,
    caller: &Caller,
    ctx: &mut Ctx<'_>,
) -> Result<Outcome<api::CreateAccessKeyResponse>, ServiceError> {
    let user = caller_or_named(input.user_name.as_deref(), caller, ctx)?;
    let (account, owner) = (ctx.scope.account, owner(user.as_ref()));
    let limit = ctx.limits.access_keys_per_user;
    if ctx.snapshot.access_keys_of(account, &owner).count() >= limit {
        return Err(IamError::Quota {
            name: "AccessKeysPerUser",
            limit,
        }
        .into());
    }
    let (key, secret_access_key) = new_key(account, owner, ctx)?;
    let answer = api::AccessKey {
        user_name: user
            .as_ref()
            .map_or(crate::ROOT_NAME, |user| &user.name)
            .to_owned(),
        access_key_id: key.id.to_string(),
        status: ACTIVE.to_owned(),
        secret_access_key,
        create_date: Some(key.created),
    };
    let outcome = Outcome::changed(
        api::CreateAccessKeyResponse { access_key: answer },
        vec![key.put()],
    );
    Ok(outcome.with_event(facts(&key.id, user.as_ref(), ctx)))
}

/// A key, to be stored, and its secret, to be shown once.
///
/// # Errors
/// An internal error when the randomness is broken.
pub(crate) fn new_key(
    account: AccountId,
    owner: KeyOwner,
    ctx: &mut Ctx<'_>,
) -> Result<(AccessKey, Secret<String>), ServiceError> {
    let mut random = Zeroizing::new([0; SECRET_BYTES]);
    ctx.rng.fill(&mut *random);
    let secret = Secret::new(BASE64.encode(&*random));
    let mut key = AccessKey {
        account,
        id: fresh_key_id(account, ctx)?,
        owner,
        sealed_secret: Vec::new(),
        active: true,
        created: ctx.now,
    };
    let place = key.key().to_string();
    key.sealed_secret = ctx.kek.seal(
        ctx.rng,
        &place,
        AccessKey::SECRET_FIELD,
        secret.expose().as_bytes(),
    );
    Ok((key, secret))
}

/// An id that no key has.
fn fresh_key_id(account: AccountId, ctx: &mut Ctx<'_>) -> Result<AccessKeyId, ServiceError> {
    let mut draws = (0..8).map(|_| AccessKeyId::generate_long_term(account, ctx.rng));
    let free = draws.find(|id| ctx.snapshot.access_key(id).is_none());
    free.ok_or_else(|| crate::REFUSAL.internal("every access key id drawn is taken"))
}

fn last_use_of(input: &Input<GetAccessKeyLastUsed>, _: &Caller, snapshot: &Snapshot) -> Option<Fetch> {
    let key = snapshot.access_key(&input.access_key_id.parse().ok()?)?;
    Some(Fetch::Observed(vec![observed::access_key_used(
        key.account,
        key.id.as_str(),
    )]))
}

fn last_used(
    input: &Input<GetAccessKeyLastUsed>,
    ctx: &Ctx<'_>,
) -> Result<Outcome<api::GetAccessKeyLastUsedResponse>, ServiceError> {
    let missing = || IamError::AccessKeyMissing(input.access_key_id.clone());
    let id: AccessKeyId = input.access_key_id.parse().map_err(|_| missing())?;
    let key = ctx.snapshot.access_key(&id).ok_or_else(missing)?;
    let user = match &key.owner {
        KeyOwner::User(id) => ctx.snapshot.user(id),
        KeyOwner::Root => None,
    };
    let used = match ctx.fetched {
        Fetched::Observed(found) => found
            .first()
            .and_then(Option::as_ref)
            .and_then(|seen| seen.last_used.as_ref()),
        _ => None,
    };
    let answer = api::GetAccessKeyLastUsedResponse {
        user_name: user.map(|user| user.name.clone()),
        access_key_last_used: Some(api::AccessKeyLastUsed {
            last_used_date: used.map(|used| used.at),
            service_name: used.map_or(NOT_USED, |used| &used.service).to_owned(),
            region: used.map_or(NOT_USED, |used| used.region.as_str()).to_owned(),
        }),
    };
    Ok(Outcome::answer(answer).with_event(facts(&id, user, ctx)))
}

/// A key of this owner.
fn owned(id: &str, user: Option<&Arc<User>>, ctx: &Ctx<'_>) -> Result<Arc<AccessKey>, IamError> {
    let known = id
        .parse()
        .ok()
        .and_then(|id: AccessKeyId| ctx.snapshot.access_key(&id));
    let owned = known.filter(|key| key.account == ctx.scope.account && key.owner == owner(user));
    owned
        .cloned()
        .ok_or_else(|| IamError::AccessKeyMissing(id.to_owned()))
}

fn owner(user: Option<&Arc<User>>) -> KeyOwner {
    user.map_or(KeyOwner::Root, |user| KeyOwner::User(user.id.clone()))
}

const fn status(key: &AccessKey) -> &'static str {
    if key.active { ACTIVE } else { INACTIVE }
}

/// Oldest first; the id settles equal instants.
fn place(key: &Arc<AccessKey>) -> String {
    format!("{:020} {}", key.created.as_microsecond(), key.id)
}

/// The key, and its user where it has one.
fn facts(id: &AccessKeyId, user: Option<&Arc<User>>, ctx: &Ctx<'_>) -> EventFacts {
    let mut facts = resources("AWS::IAM::AccessKey", [id.as_str()]);
    if let Some(user) = user {
        facts.resources.extend(about(&**user, ctx).resources);
    }
    facts
}
