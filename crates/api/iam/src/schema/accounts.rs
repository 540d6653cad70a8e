//! Shapes of `types/accounts.rs`.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape};

use super::shared;
use crate::patterns;

pub(crate) static ACCOUNT_NUMBER_TYPE: Shape = Shape::string("AccountNumberType")
    .min(12)
    .max(12)
    .pattern(&patterns::accounts::ACCOUNT_NUMBER_TYPE);

pub(crate) static CREATE_ACCOUNT_REQUEST: Shape = Shape::structure(
    "CreateAccountRequest",
    &[
        Member::new("AccountId", &ACCOUNT_NUMBER_TYPE).required(),
        Member::new("Region", &REGION_NAME_TYPE),
    ],
);

pub(crate) static CREATE_ACCOUNT_RESPONSE: Shape = Shape::structure(
    "CreateAccountResponse",
    &[
        Member::new("Account", &INSTALLED_ACCOUNT).required(),
        Member::new("AccessKey", &ROOT_ACCESS_KEY).required(),
    ],
);

pub(crate) static INSTALLED_ACCOUNT: Shape = Shape::structure(
    "InstalledAccount",
    &[
        Member::new("AccountId", &ACCOUNT_NUMBER_TYPE).required(),
        Member::new("Arn", &shared::ARN_TYPE).required(),
        Member::new("Region", &REGION_NAME_TYPE).required(),
        Member::new("CreateDate", &shared::DATE_TYPE).required(),
    ],
);

pub(crate) static INSTALLED_ACCOUNT_LIST: Shape = Shape::list("InstalledAccountList", &INSTALLED_ACCOUNT);

pub(crate) static LIST_ACCOUNTS_REQUEST: Shape = Shape::structure(
    "ListAccountsRequest",
    &[
        Member::new("Marker", &shared::MARKER_TYPE),
        Member::new("MaxItems", &shared::MAX_ITEMS_TYPE),
    ],
);

pub(crate) static LIST_ACCOUNTS_RESPONSE: Shape = Shape::structure(
    "ListAccountsResponse",
    &[
        Member::new("Accounts", &INSTALLED_ACCOUNT_LIST).required(),
        Member::new("IsTruncated", &shared::BOOLEAN_TYPE),
        Member::new("Marker", &shared::RESPONSE_MARKER_TYPE),
    ],
);

pub(crate) static REGION_NAME_TYPE: Shape = Shape::string("RegionNameType")
    .min(1)
    .max(32)
    .pattern(&patterns::accounts::REGION_NAME_TYPE);

pub(crate) static ROOT_ACCESS_KEY: Shape = Shape::structure(
    "RootAccessKey",
    &[
        Member::new("AccessKeyId", &shared::ACCESS_KEY_ID_TYPE).required(),
        Member::new("SecretAccessKey", &shared::ACCESS_KEY_SECRET_TYPE).required(),
    ],
);
