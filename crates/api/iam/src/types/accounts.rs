//! Structures of accounts.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use std::fmt;

use jiff::Timestamp;
use tegata_base::Secret;
use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use crate::schema;

/// `CreateAccountRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateAccountRequest {
    /// `AccountId`: 12 characters; required.
    pub account_id: String,
    /// `Region`: 1–32 characters.
    pub region: Option<String>,
}

impl Typed for CreateAccountRequest {
    const SHAPE: &'static Shape = &schema::accounts::CREATE_ACCOUNT_REQUEST;
}

impl Read for CreateAccountRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            account_id: fields.required("AccountId")?,
            region: fields.optional("Region")?,
        })
    }
}

impl Write for CreateAccountRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.account_id, &self.region], out);
    }
}

/// `CreateAccountResponse`.
#[derive(Debug, PartialEq, Eq)]
pub struct CreateAccountResponse {
    /// `Account`: required.
    pub account: InstalledAccount,
    /// `AccessKey`: required.
    pub access_key: RootAccessKey,
}

impl Typed for CreateAccountResponse {
    const SHAPE: &'static Shape = &schema::accounts::CREATE_ACCOUNT_RESPONSE;
}

impl Read for CreateAccountResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            account: fields.required("Account")?,
            access_key: fields.required("AccessKey")?,
        })
    }
}

impl Write for CreateAccountResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.account, &self.access_key], out);
    }
}

/// `InstalledAccount`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstalledAccount {
    /// `AccountId`: 12 characters; required.
    pub account_id: String,
    /// `Arn`: 20–2048 characters; required.
    pub arn: String,
    /// `Region`: 1–32 characters; required.
    pub region: String,
    /// `CreateDate`: required.
    pub create_date: Timestamp,
}

impl Typed for InstalledAccount {
    const SHAPE: &'static Shape = &schema::accounts::INSTALLED_ACCOUNT;
}

impl Read for InstalledAccount {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            account_id: fields.required("AccountId")?,
            arn: fields.required("Arn")?,
            region: fields.required("Region")?,
            create_date: fields.required("CreateDate")?,
        })
    }
}

impl Write for InstalledAccount {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.account_id, &self.arn, &self.region, &self.create_date],
            out,
        );
    }
}

/// `ListAccountsRequest`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListAccountsRequest {
    /// `Marker`: 1–320 characters.
    pub marker: Option<String>,
    /// `MaxItems`: 1–1000.
    pub max_items: Option<i32>,
}

impl Typed for ListAccountsRequest {
    const SHAPE: &'static Shape = &schema::accounts::LIST_ACCOUNTS_REQUEST;
}

impl Read for ListAccountsRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            marker: fields.optional("Marker")?,
            max_items: fields.optional("MaxItems")?,
        })
    }
}

impl Write for ListAccountsRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.marker, &self.max_items], out);
    }
}

/// `ListAccountsResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListAccountsResponse {
    /// `Accounts`: required.
    pub accounts: Vec<InstalledAccount>,
    /// `IsTruncated`.
    pub is_truncated: Option<bool>,
    /// `Marker`.
    pub marker: Option<String>,
}

impl Typed for ListAccountsResponse {
    const SHAPE: &'static Shape = &schema::accounts::LIST_ACCOUNTS_RESPONSE;
}

impl Read for ListAccountsResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            accounts: fields.required("Accounts")?,
            is_truncated: fields.optional("IsTruncated")?,
            marker: fields.optional("Marker")?,
        })
    }
}

impl Write for ListAccountsResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.accounts, &self.is_truncated, &self.marker],
            out,
        );
    }
}

/// `RootAccessKey`.
#[derive(PartialEq, Eq)]
pub struct RootAccessKey {
    /// `AccessKeyId`: 16–128 characters; required.
    pub access_key_id: String,
    /// `SecretAccessKey`: required; a secret.
    pub secret_access_key: Secret<String>,
}

impl Typed for RootAccessKey {
    const SHAPE: &'static Shape = &schema::accounts::ROOT_ACCESS_KEY;
}

impl Read for RootAccessKey {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            access_key_id: fields.required("AccessKeyId")?,
            secret_access_key: fields.required("SecretAccessKey")?,
        })
    }
}

impl Write for RootAccessKey {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.access_key_id, &self.secret_access_key], out);
    }
}

impl fmt::Debug for RootAccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RootAccessKey")
            .field("access_key_id", &self.access_key_id)
            .finish_non_exhaustive()
    }
}
