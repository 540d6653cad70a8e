//! Which roles a user has, in which accounts.

use std::rc::Rc;

use serde::Serialize;
use tegata_api_sso::operations::{ListAccountRoles, ListAccounts};
use tegata_api_sso::{ListAccountRolesRequest, ListAccountsRequest};

use super::cache::Token;
use super::{IdentityCenterError, Places, SignIn, oidc};
use crate::{ApiClient, CallError, Edge, Skew};

/// What is asked for at a time: the most that the service gives.
const PAGE: i32 = 100;
/// Pages of one list. A service that gives more goes round in a circle.
const MAX_PAGES: usize = 200;

/// An account, and the user's roles there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Its id.
    pub account_id: String,
    /// Its name, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The address of its root user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The names of the roles, sorted.
    pub roles: Vec<String>,
}

/// The accounts where the user has a role, by id. Signs in where that is needed, which waits for a person.
///
/// # Errors
/// [`IdentityCenterError`].
pub fn assignments(
    at: &Places<'_>,
    sign_in: &SignIn,
    edge: &mut Edge<'_>,
) -> Result<Vec<Account>, IdentityCenterError> {
    Ok(
        at.ask(sign_in, &Rc::<Skew>::default(), edge, |portal, token, edge| {
            let mut found = accounts(portal, token, edge)?;
            for account in &mut found {
                account.roles = roles(portal, token, &account.account_id, edge)?;
            }
            found.sort_by(|one, other| one.account_id.cmp(&other.account_id));
            Ok(found)
        })??,
    )
}

fn accounts(portal: &ApiClient<'_>, token: &Token, edge: &mut Edge<'_>) -> Result<Vec<Account>, CallError> {
    let mut found = Vec::new();
    let mut next = None;
    for _ in 0..MAX_PAGES {
        let input = ListAccountsRequest {
            next_token: next,
            max_results: Some(PAGE),
            access_token: oidc::copy(&token.access),
        };
        let page = portal.call::<ListAccounts>(&input, edge)?;
        let accounts = page.account_list.into_iter().flatten();
        found.extend(accounts.filter_map(|account| {
            Some(Account {
                account_id: account.account_id?,
                name: account.account_name,
                email: account.email_address,
                roles: Vec::new(),
            })
        }));
        next = page.next_token.filter(|token| !token.is_empty());
        if next.is_none() {
            break;
        }
    }
    Ok(found)
}

fn roles(
    portal: &ApiClient<'_>,
    token: &Token,
    account_id: &str,
    edge: &mut Edge<'_>,
) -> Result<Vec<String>, CallError> {
    let mut found = Vec::new();
    let mut next = None;
    for _ in 0..MAX_PAGES {
        let input = ListAccountRolesRequest {
            next_token: next,
            max_results: Some(PAGE),
            access_token: oidc::copy(&token.access),
            account_id: account_id.to_owned(),
        };
        let page = portal.call::<ListAccountRoles>(&input, edge)?;
        found.extend(
            page.role_list
                .into_iter()
                .flatten()
                .filter_map(|role| role.role_name),
        );
        next = page.next_token.filter(|token| !token.is_empty());
        if next.is_none() {
            break;
        }
    }
    found.sort();
    Ok(found)
}
