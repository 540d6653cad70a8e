//! Shapes of `types/assignments.rs`.
//!
//! Generated from `models/sso.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Location, Member, Shape};

use super::shared;

pub(crate) static ACCOUNT_INFO: Shape = Shape::structure(
    "AccountInfo",
    &[
        Member::new("accountId", &shared::ACCOUNT_ID_TYPE),
        Member::new("accountName", &ACCOUNT_NAME_TYPE),
        Member::new("emailAddress", &EMAIL_ADDRESS_TYPE),
    ],
);

pub(crate) static ACCOUNT_LIST_TYPE: Shape = Shape::list("AccountListType", &ACCOUNT_INFO);

pub(crate) static ACCOUNT_NAME_TYPE: Shape = Shape::string("AccountNameType");

pub(crate) static EMAIL_ADDRESS_TYPE: Shape = Shape::string("EmailAddressType").min(1).max(254);

pub(crate) static LIST_ACCOUNT_ROLES_REQUEST: Shape = Shape::structure(
    "ListAccountRolesRequest",
    &[
        Member::new("nextToken", &NEXT_TOKEN_TYPE).at(Location::Query, "next_token"),
        Member::new("maxResults", &MAX_RESULT_TYPE).at(Location::Query, "max_result"),
        Member::new("accessToken", &shared::ACCESS_TOKEN_TYPE)
            .at(Location::Header, "x-amz-sso_bearer_token")
            .required(),
        Member::new("accountId", &shared::ACCOUNT_ID_TYPE)
            .at(Location::Query, "account_id")
            .required(),
    ],
);

pub(crate) static LIST_ACCOUNT_ROLES_RESPONSE: Shape = Shape::structure(
    "ListAccountRolesResponse",
    &[
        Member::new("nextToken", &NEXT_TOKEN_TYPE),
        Member::new("roleList", &ROLE_LIST_TYPE),
    ],
);

pub(crate) static LIST_ACCOUNTS_REQUEST: Shape = Shape::structure(
    "ListAccountsRequest",
    &[
        Member::new("nextToken", &NEXT_TOKEN_TYPE).at(Location::Query, "next_token"),
        Member::new("maxResults", &MAX_RESULT_TYPE).at(Location::Query, "max_result"),
        Member::new("accessToken", &shared::ACCESS_TOKEN_TYPE)
            .at(Location::Header, "x-amz-sso_bearer_token")
            .required(),
    ],
);

pub(crate) static LIST_ACCOUNTS_RESPONSE: Shape = Shape::structure(
    "ListAccountsResponse",
    &[
        Member::new("nextToken", &NEXT_TOKEN_TYPE),
        Member::new("accountList", &ACCOUNT_LIST_TYPE),
    ],
);

pub(crate) static MAX_RESULT_TYPE: Shape = Shape::integer("MaxResultType").min(1).max(100);

pub(crate) static NEXT_TOKEN_TYPE: Shape = Shape::string("NextTokenType");

pub(crate) static ROLE_INFO: Shape = Shape::structure(
    "RoleInfo",
    &[
        Member::new("roleName", &shared::ROLE_NAME_TYPE),
        Member::new("accountId", &shared::ACCOUNT_ID_TYPE),
    ],
);

pub(crate) static ROLE_LIST_TYPE: Shape = Shape::list("RoleListType", &ROLE_INFO);
