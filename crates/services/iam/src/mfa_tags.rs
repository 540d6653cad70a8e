//! Tags of MFA devices: `TagMFADevice`, `UntagMFADevice`, `ListMFADeviceTags`.

use tegata_api_iam as api;
use tegata_operation::{Ctx, Outcome, ServiceError};
use tegata_state::{Entity as _, MfaDevice};

use crate::errors::IamError;
use crate::mfa_devices::{about, find};
use crate::{access, operation, tagging};

operation! {
    /// Adds tags to a device, or sets them anew.
    TagMFADevice: Writes, access::mfa_devices::tag_mfa_device, |input, _, ctx| {
        let new = tagging::folded(&input.tags)?;
        change(&input.serial_number, ctx, |device| {
            for tag in &new {
                device.tags.set(tag.clone());
            }
            tagging::check_count(device.tags.len(), ctx.limits.tags_per_entity)
        })
    }
}

operation! {
    /// Removes tags from a device; a key that is not there does no harm.
    UntagMFADevice: Writes, access::mfa_devices::untag_mfa_device, |input, _, ctx| change(&input.serial_number, ctx, |device| {
        for key in &input.tag_keys {
            device.tags.remove(key);
        }
        Ok(())
    })
}

operation! {
    /// Lists the tags of a device.
    ListMFADeviceTags: Reads, access::mfa_devices::list_mfa_device_tags, |input, _, ctx| {
        let device = find(&input.serial_number, ctx)?;
        let page = tagging::page("ListMFADeviceTags", device.tags.as_slice(), input.marker.as_deref(), input.max_items)?;
        let answer = api::ListMFADeviceTagsResponse {
            is_truncated: page.is_truncated(),
            tags: page.items,
            marker: page.marker,
        };
        Ok(Outcome::answer(answer).with_event(about(&device, ctx)))
    }
}

fn change(
    serial: &str,
    ctx: &Ctx<'_>,
    edit: impl FnOnce(&mut MfaDevice) -> Result<(), IamError>,
) -> Result<Outcome<()>, ServiceError> {
    let old = find(serial, ctx)?;
    let mut new = MfaDevice::clone(&old);
    edit(&mut new)?;
    let changes = if new == *old { Vec::new() } else { vec![new.put()] };
    Ok(Outcome::changed((), changes).with_event(about(&new, ctx)))
}
