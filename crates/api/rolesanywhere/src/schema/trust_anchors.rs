//! Shapes of `types/trust_anchors.rs`.
//!
//! Generated from `models/rolesanywhere.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Location, Member, Shape};

use super::shared;
use crate::patterns;

pub(crate) static CREATE_TRUST_ANCHOR_REQUEST: Shape = Shape::structure(
    "CreateTrustAnchorRequest",
    &[
        Member::new("name", &shared::RESOURCE_NAME).required(),
        Member::new("source", &SOURCE).required(),
        Member::new("enabled", &shared::BOOLEAN),
        Member::new("crlDpRevocationEnabled", &shared::BOOLEAN),
        Member::new("tags", &shared::TAG_LIST),
        Member::new("notificationSettings", &NOTIFICATION_SETTINGS),
        Member::new("aliasName", &shared::ALIAS_NAME),
    ],
);

pub(crate) static LIST_TRUST_ANCHORS_RESPONSE: Shape = Shape::structure(
    "ListTrustAnchorsResponse",
    &[
        Member::new("nextToken", &shared::STRING),
        Member::new("trustAnchors", &TRUST_ANCHOR_DETAILS),
    ],
);

pub(crate) static NOTIFICATION_CHANNEL: Shape = Shape::string("NotificationChannel").values(&["ALL"]);

pub(crate) static NOTIFICATION_EVENT: Shape =
    Shape::string("NotificationEvent").values(&["CA_CERTIFICATE_EXPIRY", "END_ENTITY_CERTIFICATE_EXPIRY"]);

pub(crate) static NOTIFICATION_SETTING: Shape = Shape::structure(
    "NotificationSetting",
    &[
        Member::new("enabled", &shared::BOOLEAN).required(),
        Member::new("event", &NOTIFICATION_EVENT).required(),
        Member::new("threshold", &NOTIFICATION_SETTING_THRESHOLD_INTEGER),
        Member::new("channel", &NOTIFICATION_CHANNEL),
    ],
);

pub(crate) static NOTIFICATION_SETTING_DETAIL: Shape = Shape::structure(
    "NotificationSettingDetail",
    &[
        Member::new("enabled", &shared::BOOLEAN).required(),
        Member::new("event", &NOTIFICATION_EVENT).required(),
        Member::new("threshold", &NOTIFICATION_SETTING_DETAIL_THRESHOLD_INTEGER),
        Member::new("channel", &NOTIFICATION_CHANNEL),
        Member::new("configuredBy", &NOTIFICATION_SETTING_DETAIL_CONFIGURED_BY_STRING),
    ],
);

pub(crate) static NOTIFICATION_SETTING_DETAIL_CONFIGURED_BY_STRING: Shape =
    Shape::string("NotificationSettingDetailConfiguredByString")
        .min(1)
        .max(200);

pub(crate) static NOTIFICATION_SETTING_DETAIL_THRESHOLD_INTEGER: Shape =
    Shape::integer("NotificationSettingDetailThresholdInteger")
        .min(1)
        .max(360);

pub(crate) static NOTIFICATION_SETTING_DETAILS: Shape =
    Shape::list("NotificationSettingDetails", &NOTIFICATION_SETTING_DETAIL)
        .min(0)
        .max(50);

pub(crate) static NOTIFICATION_SETTING_KEY: Shape = Shape::structure(
    "NotificationSettingKey",
    &[
        Member::new("event", &NOTIFICATION_EVENT).required(),
        Member::new("channel", &NOTIFICATION_CHANNEL),
    ],
);

pub(crate) static NOTIFICATION_SETTING_KEYS: Shape =
    Shape::list("NotificationSettingKeys", &NOTIFICATION_SETTING_KEY)
        .min(0)
        .max(50);

pub(crate) static NOTIFICATION_SETTING_THRESHOLD_INTEGER: Shape =
    Shape::integer("NotificationSettingThresholdInteger")
        .min(1)
        .max(360);

pub(crate) static NOTIFICATION_SETTINGS: Shape = Shape::list("NotificationSettings", &NOTIFICATION_SETTING)
    .min(0)
    .max(50);

pub(crate) static PUT_NOTIFICATION_SETTINGS_REQUEST: Shape = Shape::structure(
    "PutNotificationSettingsRequest",
    &[
        Member::new("trustAnchorId", &shared::UUID).required(),
        Member::new("notificationSettings", &NOTIFICATION_SETTINGS).required(),
    ],
);

pub(crate) static PUT_NOTIFICATION_SETTINGS_RESPONSE: Shape = Shape::structure(
    "PutNotificationSettingsResponse",
    &[Member::new("trustAnchor", &TRUST_ANCHOR_DETAIL).required()],
);

pub(crate) static RESET_NOTIFICATION_SETTINGS_REQUEST: Shape = Shape::structure(
    "ResetNotificationSettingsRequest",
    &[
        Member::new("trustAnchorId", &shared::UUID).required(),
        Member::new("notificationSettingKeys", &NOTIFICATION_SETTING_KEYS).required(),
    ],
);

pub(crate) static RESET_NOTIFICATION_SETTINGS_RESPONSE: Shape = Shape::structure(
    "ResetNotificationSettingsResponse",
    &[Member::new("trustAnchor", &TRUST_ANCHOR_DETAIL).required()],
);

pub(crate) static SCALAR_TRUST_ANCHOR_REQUEST: Shape = Shape::structure(
    "ScalarTrustAnchorRequest",
    &[Member::new("trustAnchorId", &TRUST_ANCHOR_IDENTIFIER)
        .at(Location::Uri, "trustAnchorId")
        .required()],
);

pub(crate) static SOURCE: Shape = Shape::structure(
    "Source",
    &[
        Member::new("sourceType", &TRUST_ANCHOR_TYPE),
        Member::new("sourceData", &SOURCE_DATA),
    ],
);

pub(crate) static SOURCE_DATA: Shape = Shape::union(
    "SourceData",
    &[
        Member::new("x509CertificateData", &SOURCE_DATA_X509_CERTIFICATE_DATA_STRING),
        Member::new("acmPcaArn", &shared::STRING),
    ],
);

pub(crate) static SOURCE_DATA_X509_CERTIFICATE_DATA_STRING: Shape =
    Shape::string("SourceDataX509CertificateDataString")
        .min(1)
        .max(204800);

pub(crate) static TRUST_ANCHOR_ALIAS_ARN: Shape = Shape::string("TrustAnchorAliasArn")
    .min(1)
    .max(1011)
    .pattern(&patterns::trust_anchors::TRUST_ANCHOR_ALIAS_ARN);

pub(crate) static TRUST_ANCHOR_DETAIL: Shape = Shape::structure(
    "TrustAnchorDetail",
    &[
        Member::new("trustAnchorId", &shared::UUID),
        Member::new("trustAnchorArn", &shared::TRUST_ANCHOR_RESOURCE_ARN),
        Member::new("name", &shared::RESOURCE_NAME),
        Member::new("source", &SOURCE),
        Member::new("enabled", &shared::BOOLEAN),
        Member::new("crlDpRevocationEnabled", &shared::BOOLEAN),
        Member::new("createdAt", &shared::SYNTHETIC_TIMESTAMP_DATE_TIME),
        Member::new("updatedAt", &shared::SYNTHETIC_TIMESTAMP_DATE_TIME),
        Member::new("notificationSettings", &NOTIFICATION_SETTING_DETAILS),
        Member::new("aliasName", &shared::ALIAS_NAME),
        Member::new("aliasArn", &TRUST_ANCHOR_ALIAS_ARN),
        Member::new("previousAliasName", &shared::ALIAS_NAME),
    ],
);

pub(crate) static TRUST_ANCHOR_DETAIL_RESPONSE: Shape = Shape::structure(
    "TrustAnchorDetailResponse",
    &[Member::new("trustAnchor", &TRUST_ANCHOR_DETAIL).required()],
);

pub(crate) static TRUST_ANCHOR_DETAILS: Shape = Shape::list("TrustAnchorDetails", &TRUST_ANCHOR_DETAIL);

pub(crate) static TRUST_ANCHOR_IDENTIFIER: Shape = Shape::string("TrustAnchorIdentifier")
    .min(1)
    .max(1011)
    .pattern(&patterns::trust_anchors::TRUST_ANCHOR_IDENTIFIER);

pub(crate) static TRUST_ANCHOR_TYPE: Shape =
    Shape::string("TrustAnchorType").values(&["AWS_ACM_PCA", "CERTIFICATE_BUNDLE", "SELF_SIGNED_REPOSITORY"]);

pub(crate) static UPDATE_TRUST_ANCHOR_REQUEST: Shape = Shape::structure(
    "UpdateTrustAnchorRequest",
    &[
        Member::new("trustAnchorId", &TRUST_ANCHOR_IDENTIFIER)
            .at(Location::Uri, "trustAnchorId")
            .required(),
        Member::new("name", &shared::RESOURCE_NAME),
        Member::new("source", &SOURCE),
        Member::new("crlDpRevocationEnabled", &shared::BOOLEAN),
        Member::new("aliasName", &shared::ALIAS_NAME),
    ],
);
