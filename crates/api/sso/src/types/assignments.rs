//! Structures of assignments.
//!
//! Generated from `models/sso.json` by `tegata-codegen`; not to be edited.

use std::fmt;

use tegata_base::Secret;
use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use crate::schema;

/// `AccountInfo`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AccountInfo {
    /// `accountId`.
    pub account_id: Option<String>,
    /// `accountName`.
    pub account_name: Option<String>,
    /// `emailAddress`: 1–254 characters.
    pub email_address: Option<String>,
}

impl Typed for AccountInfo {
    const SHAPE: &'static Shape = &schema::assignments::ACCOUNT_INFO;
}

impl Read for AccountInfo {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            account_id: fields.optional("accountId")?,
            account_name: fields.optional("accountName")?,
            email_address: fields.optional("emailAddress")?,
        })
    }
}

impl Write for AccountInfo {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.account_id, &self.account_name, &self.email_address],
            out,
        );
    }
}

/// `ListAccountRolesRequest`.
#[derive(PartialEq, Eq)]
pub struct ListAccountRolesRequest {
    /// `nextToken`: in the query string.
    pub next_token: Option<String>,
    /// `maxResults`: 1–100; in the query string.
    pub max_results: Option<i32>,
    /// `accessToken`: in a header; required; a secret.
    pub access_token: Secret<String>,
    /// `accountId`: in the query string; required.
    pub account_id: String,
}

impl Typed for ListAccountRolesRequest {
    const SHAPE: &'static Shape = &schema::assignments::LIST_ACCOUNT_ROLES_REQUEST;
}

impl Read for ListAccountRolesRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            next_token: fields.optional("nextToken")?,
            max_results: fields.optional("maxResults")?,
            access_token: fields.required("accessToken")?,
            account_id: fields.required("accountId")?,
        })
    }
}

impl Write for ListAccountRolesRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.next_token,
                &self.max_results,
                &self.access_token,
                &self.account_id,
            ],
            out,
        );
    }
}

impl fmt::Debug for ListAccountRolesRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListAccountRolesRequest")
            .field("next_token", &self.next_token)
            .field("max_results", &self.max_results)
            .field("account_id", &self.account_id)
            .finish_non_exhaustive()
    }
}

/// `ListAccountRolesResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListAccountRolesResponse {
    /// `nextToken`.
    pub next_token: Option<String>,
    /// `roleList`.
    pub role_list: Option<Vec<RoleInfo>>,
}

impl Typed for ListAccountRolesResponse {
    const SHAPE: &'static Shape = &schema::assignments::LIST_ACCOUNT_ROLES_RESPONSE;
}

impl Read for ListAccountRolesResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            next_token: fields.optional("nextToken")?,
            role_list: fields.optional("roleList")?,
        })
    }
}

impl Write for ListAccountRolesResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.next_token, &self.role_list], out);
    }
}

/// `ListAccountsRequest`.
#[derive(PartialEq, Eq)]
pub struct ListAccountsRequest {
    /// `nextToken`: in the query string.
    pub next_token: Option<String>,
    /// `maxResults`: 1–100; in the query string.
    pub max_results: Option<i32>,
    /// `accessToken`: in a header; required; a secret.
    pub access_token: Secret<String>,
}

impl Typed for ListAccountsRequest {
    const SHAPE: &'static Shape = &schema::assignments::LIST_ACCOUNTS_REQUEST;
}

impl Read for ListAccountsRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            next_token: fields.optional("nextToken")?,
            max_results: fields.optional("maxResults")?,
            access_token: fields.required("accessToken")?,
        })
    }
}

impl Write for ListAccountsRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.next_token, &self.max_results, &self.access_token],
            out,
        );
    }
}

impl fmt::Debug for ListAccountsRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListAccountsRequest")
            .field("next_token", &self.next_token)
            .field("max_results", &self.max_results)
            .finish_non_exhaustive()
    }
}

/// `ListAccountsResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListAccountsResponse {
    /// `nextToken`.
    pub next_token: Option<String>,
    /// `accountList`.
    pub account_list: Option<Vec<AccountInfo>>,
}

impl Typed for ListAccountsResponse {
    const SHAPE: &'static Shape = &schema::assignments::LIST_ACCOUNTS_RESPONSE;
}

impl Read for ListAccountsResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            next_token: fields.optional("nextToken")?,
            account_list: fields.optional("accountList")?,
        })
    }
}

impl Write for ListAccountsResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.next_token, &self.account_list], out);
    }
}

/// `RoleInfo`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RoleInfo {
    /// `roleName`.
    pub role_name: Option<String>,
    /// `accountId`.
    pub account_id: Option<String>,
}

impl Typed for RoleInfo {
    const SHAPE: &'static Shape = &schema::assignments::ROLE_INFO;
}

impl Read for RoleInfo {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            role_name: fields.optional("roleName")?,
            account_id: fields.optional("accountId")?,
        })
    }
}

impl Write for RoleInfo {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.role_name, &self.account_id], out);
    }
}
