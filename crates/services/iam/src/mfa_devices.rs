//! Virtual MFA devices: `CreateVirtualMFADevice`, `EnableMFADevice`, `ResyncMFADevice`, `DeactivateMFADevice`,
//! `DeleteVirtualMFADevice`, `GetMFADevice`, `ListMFADevices`, `ListVirtualMFADevices`.
//!
//! A device is made with a seed, which is shown once and kept sealed; it counts once two of its codes have
//! enabled it for a user. What a code is worth is in [`tegata_authz::mfa`].

use std::sync::Arc;

use data_encoding::BASE32_NOPAD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tegata_api_iam as api;
use tegata_authz::mfa::{self, MfaError};
use tegata_base::{Secret, uuid_v4};
use tegata_operation::{Ctx, EventFacts, Input, Outcome, Refusal, ServiceError};
use tegata_state::{Entity as _, MfaDevice, MfaHolder, User};
use tegata_wire::ValidationError;
use zeroize::Zeroizing;

use crate::errors::IamError;
use crate::holder::{self, resources};
use crate::page::{self, Page};
use crate::users::caller_or_named;
use crate::{access, convert, operation, qr_code, tagging};

/// Bytes of a seed: 64 characters of base 32.
const SEED_BYTES: usize = 40;
/// What the label of an `otpauth:` URI may hold as it is.
const LABEL: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'@');

operation! {
    /// Makes a device; its seed is shown in this answer and never again.
    CreateVirtualMFADevice: Writes wording invalid_device, access::mfa_devices::create_virtual_mfa_device,
    |input, _, ctx| create(input, ctx)
}

operation! {
    /// Enables a device for a user, who shows two codes of it that follow each other.
    EnableMFADevice: Writes, access::mfa_devices::enable_mfa_device, |input, _, ctx| {
        let user = holder::find::<User>(&input.user_name, ctx)?;
        let device = find(&input.serial_number, ctx)?;
        if device.holder.is_some() {
            return Err(IamError::MfaInUse.into());
        }
        let limit = ctx.limits.mfa_devices_per_user;
        if ctx.snapshot.mfa_devices_of(&user.id).count() >= limit {
            return Err(IamError::Quota { name: "MFADevicesPerUser", limit }.into());
        }
        let codes = (input.authentication_code1.as_str(), input.authentication_code2.as_str());
        let shown = paired(&device, codes, mfa::ENABLE_STEPS, ctx)?;
        let holder = Some(MfaHolder { user: user.id.clone(), since: ctx.now });
        let enabled = MfaDevice { holder, ..shown };
        Ok(Outcome::changed((), vec![enabled.put()]).with_event(about_both(&enabled, &user, ctx)))
    }
}

operation! {
    /// Brings a device back whose clock went astray.
    ResyncMFADevice: Writes, access::mfa_devices::resync_mfa_device, |input, _, ctx| {
        let user = holder::find::<User>(&input.user_name, ctx)?;
        let device = enabled(&input.serial_number, &user, ctx)?;
        let codes = (input.authentication_code1.as_str(), input.authentication_code2.as_str());
        let shown = paired(&device, codes, mfa::RESYNC_STEPS, ctx)?;
        Ok(Outcome::changed((), vec![shown.put()]).with_event(about_both(&shown, &user, ctx)))
    }
}

operation! {
    /// Takes a device from its user. It stays, and may be enabled again.
    DeactivateMFADevice: Writes, access::mfa_devices::deactivate_mfa_device, |input, caller, ctx| {
        let missing = || IamError::MfaMissing(input.serial_number.clone());
        // The root user has no virtual device here.
        let user = caller_or_named(input.user_name.as_deref(), caller, ctx)?.ok_or_else(missing)?;
        let device = enabled(&input.serial_number, &user, ctx)?;
        let free = MfaDevice { holder: None, ..MfaDevice::clone(&device) };
        Ok(Outcome::changed((), vec![free.put()]).with_event(about_both(&free, &user, ctx)))
    }
}

operation! {
    /// Deletes a device that is not enabled.
    DeleteVirtualMFADevice: Writes, access::mfa_devices::delete_virtual_mfa_device, |input, _, ctx| {
        let device = find(&input.serial_number, ctx)?;
        if device.holder.is_some() {
            return Err(IamError::MfaEnabled.into());
        }
        Ok(Outcome::changed((), vec![device.delete()]).with_event(about(&device, ctx)))
    }
}

operation! {
    /// Shows a device that is enabled.
    GetMFADevice: Reads, access::mfa_devices::get_mfa_device, |input, _, ctx| {
        let missing = || IamError::MfaMissing(input.serial_number.clone());
        let asked = input.user_name.as_deref().map(|name| holder::find::<User>(name, ctx)).transpose()?;
        let device = find(&input.serial_number, ctx)?;
        let holder = device.holder.as_ref().ok_or_else(missing)?;
        if asked.is_some_and(|user| user.id != holder.user) {
            return Err(missing().into());
        }
        let answer = api::GetMFADeviceResponse {
            user_name: ctx.snapshot.user(&holder.user).map(|user| user.name.clone()),
            serial_number: device.serial(ctx.scope.partition()).to_string(),
            enable_date: Some(holder.since),
            certifications: None,
        };
        Ok(Outcome::answer(answer).with_event(about(&device, ctx)))
    }
}

operation! {
    /// Lists the devices of a user, by serial number.
    ListMFADevices: Reads, access::mfa_devices::list_mfa_devices, |input, caller, ctx| {
        let after = page::after("ListMFADevices", input.marker.as_deref())?;
        let user = caller_or_named(input.user_name.as_deref(), caller, ctx)?;
        let devices = user.iter().flat_map(|user| ctx.snapshot.mfa_devices_of(&user.id)).collect();
        let devices = page::sorted_after(devices, after.as_deref(), |device| place(device));
        let page = Page::of("ListMFADevices", devices.into_iter(), input.max_items, |device| place(device));
        let shown = |device: &&Arc<MfaDevice>| Some(api::MFADevice {
            user_name: user.as_ref()?.name.clone(),
            serial_number: device.serial(ctx.scope.partition()).to_string(),
            enable_date: device.holder.as_ref()?.since,
        });
        Ok(Outcome::answer(api::ListMFADevicesResponse {
            is_truncated: page.is_truncated(),
            mfa_devices: page.items.iter().filter_map(shown).collect(),
            marker: page.marker,
        }))
    }
}

operation! {
    /// Lists the virtual devices of the account, enabled or not, by serial number.
    ListVirtualMFADevices: Reads, access::mfa_devices::list_virtual_mfa_devices, |input, _, ctx| {
        let after = page::after("ListVirtualMFADevices", input.marker.as_deref())?;
        let status = input.assignment_status.as_deref();
        let selected = |device: &&Arc<MfaDevice>| match status {
            Some("Assigned") => device.holder.is_some(),
            Some("Unassigned") => device.holder.is_none(),
            _ => true,
        };
        let devices = ctx.snapshot.mfa_devices(ctx.scope.account).filter(selected).collect();
        let devices = page::sorted_after(devices, after.as_deref(), |device| place(device));
        let page = Page::of("ListVirtualMFADevices", devices.into_iter(), input.max_items, |device| place(device));
        Ok(Outcome::answer(api::ListVirtualMFADevicesResponse {
            is_truncated: page.is_truncated(),
            virtual_mfa_devices: page.items.iter().map(|device| listed(device, ctx)).collect(),
            marker: page.marker,
        }))
    }
}

fn create(
    input: &Input<CreateVirtualMFADevice>,
    ctx: &mut Ctx<'_>,
) -> Result<Outcome<api::CreateVirtualMFADeviceResponse>, ServiceError> {
    let (account, name) = (ctx.scope.account, &input.virtual_mfa_device_name);
    let path = input.path.as_deref().unwrap_or("/");
    let tags = tagging::folded(input.tags.as_deref().unwrap_or_default())?;
    tagging::check_count(tags.len(), ctx.limits.tags_per_entity)?;
    if ctx.snapshot.mfa_device(account, path, name).is_some() {
        return Err(IamError::MfaExists.into());
    }
    let limit = ctx.limits.virtual_mfa_devices;
    if ctx.snapshot.mfa_devices(account).count() >= limit {
        return Err(IamError::Quota {
            name: "VirtualMFADevicesPerAccount",
            limit,
        }
        .into());
    }
    let mut seed = Zeroizing::new([0; SEED_BYTES]);
    ctx.rng.fill(&mut *seed);
    let mut device = MfaDevice {
        account,
        id: uuid_v4(ctx.rng),
        name: name.clone(),
        path: path.to_owned(),
        created: ctx.now,
        sealed_seed: Vec::new(),
        tags,
        holder: None,
        drift: 0,
        last_step: None,
    };
    let place = device.key().to_string();
    device.sealed_seed = ctx.kek.seal(ctx.rng, &place, MfaDevice::SEED_FIELD, &*seed);
    let seed = Zeroizing::new(BASE32_NOPAD.encode(&*seed));
    let label = format!("{name}@{account}");
    let label = utf8_percent_encode(&label, LABEL);
    let uri = Zeroizing::new(format!("otpauth://totp/{label}?secret={}", *seed));
    let too_long = || crate::REFUSAL.invalid("virtualMFADeviceName is too long for a QR code");
    let answer = api::VirtualMFADevice {
        serial_number: device.serial(ctx.scope.partition()).to_string(),
        base32_string_seed: Some(Secret::new(seed.as_bytes().to_vec())),
        qr_code_png: Some(qr_code::png(&uri).ok_or_else(too_long)?),
        user: None,
        enable_date: None,
        tags: convert::some_tags(tagging::as_given(device.tags.as_slice())),
    };
    let answer = api::CreateVirtualMFADeviceResponse {
        virtual_mfa_device: answer,
    };
    Ok(Outcome::changed(answer, vec![device.put()]).with_event(about(&device, ctx)))
}

/// A path that is none is said in a sentence of its own, unlike those of users and groups.
fn invalid_device(error: &ValidationError, refusal: &Refusal) -> ServiceError {
    match error.failures() {
        [only] if only.path == "path" => IamError::InvalidPath.into(),
        _ => refusal.invalid(error.to_string()),
    }
}

/// The device after a pair of its codes.
fn paired(
    device: &MfaDevice,
    codes: (&str, &str),
    steps: i64,
    ctx: &Ctx<'_>,
) -> Result<MfaDevice, ServiceError> {
    mfa::pair(device, codes, steps, ctx.now, (ctx.kek, ctx.attempts)).map_err(|error| match error {
        MfaError::Sealed(error) => crate::REFUSAL.internal(error),
        MfaError::WrongCode | MfaError::UnknownDevice | MfaError::TooManyWrongCodes => {
            IamError::WrongCodes.into()
        }
    })
}

/// A device of the account by its serial number.
pub(crate) fn own<'a>(serial: &str, ctx: &Ctx<'a>) -> Option<&'a Arc<MfaDevice>> {
    let device = ctx.snapshot.mfa_device_of_serial(ctx.scope.partition(), serial);
    device.filter(|device| device.account == ctx.scope.account)
}

/// The same.
///
/// # Errors
/// [`IamError::MfaMissing`]
pub(crate) fn find(serial: &str, ctx: &Ctx<'_>) -> Result<Arc<MfaDevice>, IamError> {
    own(serial, ctx)
        .cloned()
        .ok_or_else(|| IamError::MfaMissing(serial.to_owned()))
}

/// A device that is enabled for this user.
fn enabled(serial: &str, user: &User, ctx: &Ctx<'_>) -> Result<Arc<MfaDevice>, IamError> {
    let device = find(serial, ctx)?;
    let holds = device
        .holder
        .as_ref()
        .is_some_and(|holder| holder.user == user.id);
    if holds {
        Ok(device)
    } else {
        Err(IamError::MfaMissing(serial.to_owned()))
    }
}

/// Where a device stands in lists.
fn place(device: &MfaDevice) -> String {
    format!("{}{}", device.path, device.name).to_lowercase()
}

fn listed(device: &MfaDevice, ctx: &Ctx<'_>) -> api::VirtualMFADevice {
    let user = device
        .holder
        .as_ref()
        .and_then(|holder| ctx.snapshot.user(&holder.user));
    api::VirtualMFADevice {
        serial_number: device.serial(ctx.scope.partition()).to_string(),
        base32_string_seed: None,
        qr_code_png: None,
        user: user.map(|user| convert::listed_user(user, ctx)),
        enable_date: device.holder.as_ref().map(|holder| holder.since),
        tags: None,
    }
}

/// The facts of an event about a device.
pub(crate) fn about(device: &MfaDevice, ctx: &Ctx<'_>) -> EventFacts {
    resources(
        "AWS::IAM::VirtualMFADevice",
        [device.serial(ctx.scope.partition()).as_str()],
    )
}

fn about_both(device: &MfaDevice, user: &User, ctx: &Ctx<'_>) -> EventFacts {
    let mut facts = about(device, ctx);
    facts.resources.extend(holder::about(user, ctx).resources);
    facts
}
