//! MFA devices: by their serial number, or by the user who holds them.

use tegata_api_iam as api;
use tegata_authz::{Access, Caller, Check};
use tegata_base::Arn;
use tegata_operation::{Ctx, ServiceError};
use tegata_state::User;

use super::{checks, creation, marked, on, on_caller, on_list, with_tags};
use crate::holder::iam_arn;
use crate::mfa_devices;

checks! {
    enable_mfa_device(i: EnableMFADeviceRequest, ctx) = on::<User>("iam:EnableMFADevice", &i.user_name, ctx);
    resync_mfa_device(i: ResyncMFADeviceRequest, ctx) = on::<User>("iam:ResyncMFADevice", &i.user_name, ctx);
    delete_virtual_mfa_device(i: DeleteVirtualMFADeviceRequest, ctx) =
        on_mfa_device("iam:DeleteVirtualMFADevice", &i.serial_number, ctx);
    list_virtual_mfa_devices(i: ListVirtualMFADevicesRequest, ctx) = {
        let check = on_list("iam:ListVirtualMFADevices", "mfa", None, ctx);
        marked("ListVirtualMFADevices", i.marker.as_ref(), check)?
    };
    tag_mfa_device(i: TagMFADeviceRequest, ctx) =
        with_tags(on_mfa_device("iam:TagMFADevice", &i.serial_number, ctx), &i.tags);
    untag_mfa_device(i: UntagMFADeviceRequest, ctx) =
        on_mfa_device("iam:UntagMFADevice", &i.serial_number, ctx).with_tag_keys(i.tag_keys.clone());
    list_mfa_device_tags(i: ListMFADeviceTagsRequest, ctx) = {
        let check = on_mfa_device("iam:ListMFADeviceTags", &i.serial_number, ctx);
        marked("ListMFADeviceTags", i.marker.as_ref(), check)?
    };
}

/// An action on a device by its serial number. One that is no ARN is asked for as if it were the name.
fn on_mfa_device(action: &'static str, serial: &str, ctx: &Ctx<'_>) -> Check {
    let account = ctx.scope.account;
    let arn = match serial.parse::<Arn>() {
        Ok(arn) => arn,
        Err(_) => iam_arn(
            ctx.scope.partition(),
            &account.to_string(),
            &format!("mfa/{serial}"),
        ),
    };
    let check = Check::on(action, &arn, account);
    match mfa_devices::own(serial, ctx) {
        Some(device) => check.with_resource_tags(&device.tags),
        None => check,
    }
}

pub(crate) fn create_virtual_mfa_device(
    input: &api::CreateVirtualMFADeviceRequest,
    _: &Caller,
    ctx: &Ctx<'_>,
) -> Result<Access, ServiceError> {
    let path = input.path.as_deref().unwrap_or("/");
    let resource = format!("mfa{path}{}", input.virtual_mfa_device_name);
    let arn = iam_arn(ctx.scope.partition(), &ctx.scope.account.to_string(), &resource);
    creation(
        "iam:CreateVirtualMFADevice",
        "iam:TagMFADevice",
        &arn,
        None,
        input.tags.as_deref(),
        ctx,
    )
}

pub(crate) fn deactivate_mfa_device(
    input: &api::DeactivateMFADeviceRequest,
    caller: &Caller,
    ctx: &Ctx<'_>,
) -> Result<Access, ServiceError> {
    let check = on_caller("iam:DeactivateMFADevice", input.user_name.as_deref(), caller, ctx)?;
    Ok(Access::Checks(vec![check]))
}

pub(crate) fn list_mfa_devices(
    input: &api::ListMFADevicesRequest,
    caller: &Caller,
    ctx: &Ctx<'_>,
) -> Result<Access, ServiceError> {
    let check = on_caller("iam:ListMFADevices", input.user_name.as_deref(), caller, ctx)?;
    Ok(Access::Checks(vec![marked(
        "ListMFADevices",
        input.marker.as_ref(),
        check,
    )?]))
}

/// On the user named, else on whoever holds the device.
pub(crate) fn get_mfa_device(
    input: &api::GetMFADeviceRequest,
    _: &Caller,
    ctx: &Ctx<'_>,
) -> Result<Access, ServiceError> {
    let action = "iam:GetMFADevice";
    let holder = mfa_devices::own(&input.serial_number, ctx).and_then(|device| device.holder.as_ref());
    let holder = holder.and_then(|holder| ctx.snapshot.user(&holder.user));
    let name = input
        .user_name
        .as_deref()
        .or(holder.map(|user| user.name.as_str()));
    Ok(Access::Checks(vec![match name {
        Some(name) => on::<User>(action, name, ctx),
        None => on_mfa_device(action, &input.serial_number, ctx),
    }]))
}
