//! The accounts of the installation, Tegata's own: `CreateAccount`, `ListAccounts`. Only the account that the
//! installation began with may: its users by their policies, its operator over the control socket.

use std::sync::Arc;

use tegata_api_iam as api;
use tegata_authz::{Access, Caller, Check};
use tegata_base::{AccountId, Region};
use tegata_operation::{Ctx, Input, Outcome, ServiceError};
use tegata_state::{Account, Entity as _, KeyOwner};

use crate::access_keys::new_key;
use crate::errors::IamError;
use crate::holder::{iam_arn, resources};
use crate::operation;
use crate::page::{self, Page};

operation! {
    /// Makes an account; the access key of its root user is shown in this answer and never again.
    CreateAccount: Writes, may_create, |input, _, ctx| create(input, ctx)
}

operation! {
    /// Lists the accounts by number.
    ListAccounts: Reads, may_list, |input, _, ctx| {
        let after = page::after("ListAccounts", input.marker.as_deref())?;
        let place = |account: &Arc<Account>| account.id.to_string();
        let accounts = page::sorted_after(ctx.snapshot.accounts().cloned().collect(), after.as_deref(), place);
        let page = Page::of("ListAccounts", accounts.into_iter(), input.max_items, place);
        Ok(Outcome::answer(api::ListAccountsResponse {
            is_truncated: page.is_truncated(),
            accounts: page.items.iter().map(|account| shown(account, ctx)).collect(),
            marker: page.marker,
        }))
    }
}

fn may_create(input: &Input<CreateAccount>, caller: &Caller, ctx: &Ctx<'_>) -> Result<Access, ServiceError> {
    number(&input.account_id)?;
    may("iam:CreateAccount", caller, ctx)
}

fn may_list(input: &Input<ListAccounts>, caller: &Caller, ctx: &Ctx<'_>) -> Result<Access, ServiceError> {
    page::after("ListAccounts", input.marker.as_deref())?;
    may("iam:ListAccounts", caller, ctx)
}

fn may(action: &'static str, caller: &Caller, ctx: &Ctx<'_>) -> Result<Access, ServiceError> {
    if caller.account() != caller.request.default_account {
        return Err(IamError::NotFirstAccount.into());
    }
    Ok(Access::Checks(vec![Check::on_any(action, ctx.scope.account)]))
}

fn number(text: &str) -> Result<AccountId, IamError> {
    text.parse()
        .map_err(|_| IamError::InvalidAccount(text.to_owned()))
}

fn create(
    input: &Input<CreateAccount>,
    ctx: &mut Ctx<'_>,
) -> Result<Outcome<api::CreateAccountResponse>, ServiceError> {
    let id = number(&input.account_id)?;
    let region = match &input.region {
        Some(text) => region(text, ctx)?,
        None => ctx
            .snapshot
            .account(ctx.scope.account)
            .map_or_else(|| ctx.scope.region.clone(), |own| own.region.clone()),
    };
    if ctx.snapshot.account(id).is_some() {
        return Err(IamError::AccountExists(id).into());
    }
    let limit = ctx.limits.accounts;
    if ctx.snapshot.accounts().count() >= limit {
        return Err(IamError::Quota {
            name: "AccountsPerInstallation",
            limit,
        }
        .into());
    }
    let account = Account {
        id,
        region,
        created: ctx.now,
    };
    let (key, secret_access_key) = new_key(id, KeyOwner::Root, ctx)?;
    let answer = api::CreateAccountResponse {
        account: shown(&account, ctx),
        access_key: api::RootAccessKey {
            access_key_id: key.id.to_string(),
            secret_access_key,
        },
    };
    let mut facts = resources("AWS::IAM::AccessKey", [key.id.as_str()]);
    // The trail of the new account begins with this.
    facts.recipient = Some(id);
    Ok(Outcome::changed(answer, vec![account.put(), key.put()]).with_event(facts))
}

/// A region of the server's partition: others would have other ARNs.
fn region(text: &str, ctx: &Ctx<'_>) -> Result<Region, IamError> {
    let region = text.parse::<Region>().ok();
    let region = region.filter(|region| region.partition() == ctx.scope.partition());
    region.ok_or_else(|| IamError::InvalidRegion(text.to_owned()))
}

fn shown(account: &Account, ctx: &Ctx<'_>) -> api::InstalledAccount {
    let number = account.id.to_string();
    api::InstalledAccount {
        arn: iam_arn(ctx.scope.partition(), &number, "root").to_string(),
        account_id: number,
        region: account.region.to_string(),
        create_date: account.created,
    }
}
