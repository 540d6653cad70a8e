//! `PutNotificationSettings`, `ResetNotificationSettings`: when the owner of a trust anchor is told that
//! certificates expire. The defaults are never stored: a setting that somebody put stands in the place of
//! its default until it is reset.

use tegata_api_rolesanywhere as api;
use tegata_operation::Ctx;
use tegata_state::{NotificationSetting, TrustAnchor};

use crate::PRINCIPAL;
use crate::edit::Edits;
use crate::errors::RolesAnywhereError;

/// The channel that stands for all of them, and the only one there is.
const ALL: &str = "ALL";
/// The events, each of which has a default, in the order of answers.
const EVENTS: [&str; 2] = ["CA_CERTIFICATE_EXPIRY", "END_ENTITY_CERTIFICATE_EXPIRY"];
/// Days before expiry, by default.
const DEFAULT_THRESHOLD: i32 = 45;

impl Edits for api::PutNotificationSettingsRequest {
    fn edit(&self, anchor: &mut TrustAnchor, _: &Ctx<'_>) -> Result<Option<String>, RolesAnywhereError> {
        put(&mut anchor.notifications, &self.notification_settings)?;
        Ok(None)
    }
}

impl Edits for api::ResetNotificationSettingsRequest {
    fn edit(&self, anchor: &mut TrustAnchor, _: &Ctx<'_>) -> Result<Option<String>, RolesAnywhereError> {
        for key in &self.notification_setting_keys {
            forget(
                &mut anchor.notifications,
                (&key.event, channel(key.channel.as_deref())),
            );
        }
        Ok(None)
    }
}

/// Puts settings in the place of those for the same event and channel.
pub(crate) fn put(
    kept: &mut Vec<NotificationSetting>,
    settings: &[api::NotificationSetting],
) -> Result<(), RolesAnywhereError> {
    for (at, setting) in settings.iter().enumerate() {
        let key = (setting.event.as_str(), channel(setting.channel.as_deref()));
        let mut before = settings.iter().take(at);
        if before.any(|other| (other.event.as_str(), channel(other.channel.as_deref())) == key) {
            return Err(RolesAnywhereError::RepeatedNotification(setting.event.clone()));
        }
        if setting.enabled && setting.threshold.is_none() {
            return Err(RolesAnywhereError::ThresholdMissing(setting.event.clone()));
        }
        forget(kept, key);
        kept.push(NotificationSetting {
            event: setting.event.clone(),
            channel: key.1.to_owned(),
            enabled: setting.enabled,
            threshold: setting.threshold.and_then(|days| u32::try_from(days).ok()),
        });
    }
    Ok(())
}

/// The settings of an anchor, defaults included.
pub(crate) fn shown(anchor: &TrustAnchor) -> Vec<api::NotificationSettingDetail> {
    EVENTS.iter().map(|event| shown_of(anchor, event)).collect()
}

fn shown_of(anchor: &TrustAnchor, event: &str) -> api::NotificationSettingDetail {
    let own = anchor.notifications.iter().find(|setting| setting.event == event);
    let (enabled, threshold, by) = match own {
        Some(own) => {
            let threshold = own.threshold.and_then(|days| i32::try_from(days).ok());
            (own.enabled, threshold, anchor.account.to_string())
        }
        None => (true, Some(DEFAULT_THRESHOLD), PRINCIPAL.to_owned()),
    };
    api::NotificationSettingDetail {
        enabled,
        event: event.to_owned(),
        threshold,
        channel: Some(ALL.to_owned()),
        configured_by: Some(by),
    }
}

fn channel(given: Option<&str>) -> &str {
    given.unwrap_or(ALL)
}

fn forget(kept: &mut Vec<NotificationSetting>, (event, channel): (&str, &str)) {
    kept.retain(|setting| (setting.event.as_str(), setting.channel.as_str()) != (event, channel));
}
