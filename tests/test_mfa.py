"""MFA: virtual devices, codes, and what sessions made with one may do."""

import base64
import io
import json
import threading
import urllib.parse

import PIL.Image
import PIL.ImageOps
import pytest
import zxingcpp

import events
import policies
import totp
from clients import Clients, refused
from tegata import ACCOUNT, Credentials

WRONG = "MultiFactorAuthentication failed with invalid MFA one time pass code."
UNKNOWN = (
    "MultiFactorAuthentication failed, unable to validate MFA code.  "
    "Please verify your MFA serial number is valid and associated with this user."
)
HALF = "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code."
WITH_MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


@pytest.fixture
def device(root, unique):
    """Makes devices: device(user) → serial number and authenticator."""
    return lambda user=None, **parameters: totp.new_device(root, unique("phone"), user, **parameters)


def session(caller, **parameters):
    """The clients of a session of GetSessionToken."""
    return Clients(caller.server, Credentials.of(caller.sts.get_session_token(**parameters)["Credentials"]))


def with_code(serial, authenticator):
    return {"SerialNumber": serial, "TokenCode": authenticator.fresh()}


# Devices


def test_recorded_lifecycle(iam, scenario, unique):
    recorded, name = scenario("TestVirtualMfaDevice::test_virtual_mfa_device_lifecycle[/]"), unique("phone")
    made = recorded.match("create-mfa-device", text_of(iam.create_virtual_mfa_device(VirtualMFADeviceName=name)))
    serial = made["VirtualMFADevice"]["SerialNumber"]
    listed = iam.list_virtual_mfa_devices()
    ours = [entry for entry in listed["VirtualMFADevices"] if entry["SerialNumber"] == serial]
    recorded.match("list-mfa-devices", {**listed, "VirtualMFADevices": ours})
    recorded.match("delete-mfa-device", iam.delete_virtual_mfa_device(SerialNumber=serial))


def text_of(answer):
    device = answer["VirtualMFADevice"]
    texts = {"Base32StringSeed": device["Base32StringSeed"].decode(), "QRCodePNG": str(device["QRCodePNG"])}
    return {**answer, "VirtualMFADevice": {**device, **texts}}


def test_the_qr_code_is_the_seed(iam, unique):
    name = unique("phone")
    made = iam.create_virtual_mfa_device(VirtualMFADeviceName=f"{name}=1+2,3@x")["VirtualMFADevice"]
    seed = made["Base32StringSeed"].decode()
    assert len(base64.b32decode(seed)) == 40
    image = PIL.Image.open(io.BytesIO(made["QRCodePNG"]))
    image.verify()
    image = PIL.Image.open(io.BytesIO(made["QRCodePNG"])).convert("L")
    # As large, and with as much white around it, as a screen shows it to a camera: of an image that is all code the
    # reader finds one in 250 not.
    image = PIL.ImageOps.expand(image, 40, 255)
    image = image.resize([3 * side for side in image.size], PIL.Image.Resampling.NEAREST)
    found = zxingcpp.read_barcodes(zxingcpp.ImageView(image.tobytes(), *image.size, zxingcpp.ImageFormat.Lum))
    uri = urllib.parse.urlsplit(found[0].text)
    assert (uri.scheme, uri.netloc) == ("otpauth", "totp")
    assert urllib.parse.unquote(uri.path) == f"/{name}=1+2,3@x@{ACCOUNT}"
    assert urllib.parse.parse_qs(uri.query) == {"secret": [seed]}


def test_a_device_is_enabled_by_two_codes_in_order(iam, user, device):
    caller = user()
    serial, authenticator = device()
    wrong = {"AuthenticationCode1": authenticator.code(0), "AuthenticationCode2": authenticator.code(-1)}
    with refused("InvalidAuthenticationCode", "Authentication code for device is not valid.", 403):
        iam.enable_mfa_device(UserName=caller.name, SerialNumber=serial, **wrong)
    iam.enable_mfa_device(UserName=caller.name, SerialNumber=serial, **authenticator.pair())
    with refused("EntityAlreadyExists", "MFA Device is already in use.", 409):
        iam.enable_mfa_device(UserName=caller.name, SerialNumber=serial, **authenticator.pair())
    listed = iam.list_mfa_devices(UserName=caller.name)["MFADevices"]
    assert [set(entry) for entry in listed] == [{"UserName", "SerialNumber", "EnableDate"}]
    assert iam.get_mfa_device(SerialNumber=serial)["UserName"] == caller.name
    assigned = iam.list_virtual_mfa_devices(AssignmentStatus="Assigned")["VirtualMFADevices"]
    mine = next(entry for entry in assigned if entry["SerialNumber"] == serial)
    assert set(mine) == {"SerialNumber", "EnableDate", "User"} and mine["User"]["UserName"] == caller.name
    with refused("DeleteConflict", "MFA VirtualDevice in use. Must deactivate first.", 409):
        iam.delete_virtual_mfa_device(SerialNumber=serial)
    iam.deactivate_mfa_device(UserName=caller.name, SerialNumber=serial)
    iam.delete_virtual_mfa_device(SerialNumber=serial)
    with refused("NoSuchEntity", f"MFA Device with serial number {serial} does not exist.", 404):
        iam.delete_virtual_mfa_device(SerialNumber=serial)


def test_a_clock_gone_astray_is_found_again(iam, user, device):
    caller = user()
    serial, authenticator = device(caller.name)
    authenticator.ahead = 20 * 60
    with refused("AccessDenied", WRONG, 403):
        caller.sts.get_session_token(**with_code(serial, authenticator))
    iam.resync_mfa_device(UserName=caller.name, SerialNumber=serial, **authenticator.pair())
    caller.sts.get_session_token(**with_code(serial, authenticator))


def test_paths_and_tags(iam, unique):
    message = (
        "The specified value for path is invalid. It must begin and end with / and contain only "
        "alphanumeric characters and/or / characters."
    )
    name = unique("phone")
    with refused("ValidationError", message, 400):
        iam.create_virtual_mfa_device(VirtualMFADeviceName=name, Path="/unended")
    tags = [{"Key": "team", "Value": "blue"}]
    made = iam.create_virtual_mfa_device(VirtualMFADeviceName=name, Path="/a//b/", Tags=tags)["VirtualMFADevice"]
    serial = made["SerialNumber"]
    assert serial == f"arn:aws:iam::{ACCOUNT}:mfa/a//b/{name}" and made["Tags"] == tags
    iam.tag_mfa_device(SerialNumber=serial, Tags=[{"Key": "zone", "Value": "1"}])
    iam.untag_mfa_device(SerialNumber=serial, TagKeys=["team"])
    assert iam.list_mfa_device_tags(SerialNumber=serial)["Tags"] == [{"Key": "zone", "Value": "1"}]
    with refused("EntityAlreadyExists", "MFA device already exists.", 409):
        iam.create_virtual_mfa_device(VirtualMFADeviceName=name, Path="/a//b/")


def test_a_user_may_manage_its_own_device(root, user, unique):
    mine = [f"arn:aws:iam::{ACCOUNT}:user/${{aws:username}}", f"arn:aws:iam::{ACCOUNT}:mfa/${{aws:username}}"]
    caller = user(policies.allow(["iam:*MFADevice", "iam:ListMFADevices"], mine))
    serial, authenticator = totp.new_device(caller, caller.name)
    caller.iam.enable_mfa_device(UserName=caller.name, SerialNumber=serial, **authenticator.pair())
    assert caller.iam.list_mfa_devices()["MFADevices"][0]["SerialNumber"] == serial
    with refused("AccessDenied", status=403):
        caller.iam.create_virtual_mfa_device(VirtualMFADeviceName=unique("other"))
    caller.iam.deactivate_mfa_device(SerialNumber=serial)
    caller.iam.delete_virtual_mfa_device(SerialNumber=serial)


# Sessions


def test_session_tokens(root, user, device):
    caller = user(policies.allow("iam:GetUser", Condition={**WITH_MFA, "NumericLessThan": {"aws:MultiFactorAuthAge": "300"}}))
    serial, authenticator = device(caller.name)
    with refused("InvalidClientTokenId", status=403):
        session(caller).iam.get_user()
    with refused("AccessDenied", status=403):
        caller.iam.get_user()  # with the key alone, nothing says whether there was a second factor
    made = session(caller, **with_code(serial, authenticator))
    assert made.iam.get_user()["User"]["UserName"] == caller.name
    record = events.record(events.find(root, "AccessKeyId", made.credentials.access_key_id)[0])
    assert record["userIdentity"]["sessionContext"]["attributes"]["mfaAuthenticated"] == "true"


def test_a_code_is_accepted_once(user, device):
    caller = user()
    serial, authenticator = device(caller.name)
    used = with_code(serial, authenticator)
    caller.sts.get_session_token(**used)
    with refused("AccessDenied", WRONG, 403):
        caller.sts.get_session_token(**used)
    with refused("AccessDenied", WRONG, 403):
        caller.sts.get_session_token(SerialNumber=serial, TokenCode=authenticator.code(-2))


def test_of_many_at_once_one_uses_a_code(user, device):
    caller = user()
    serial, authenticator = device(caller.name)
    used, outcomes = with_code(serial, authenticator), []
    sts = [caller.client("sts") for _ in range(8)]

    def attempt(client):
        try:
            client.get_session_token(**used)
            outcomes.append("accepted")
        except client.exceptions.ClientError as error:
            outcomes.append(error.response["Error"]["Code"])

    threads = [threading.Thread(target=attempt, args=(client,)) for client in sts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["AccessDenied"] * 7 + ["accepted"]


def test_guesses_are_limited(user, device):
    caller = user()
    serial, authenticator = device(caller.name)
    wrong = next(code for code in ("000000", "111111") if code not in {authenticator.code(n) for n in range(-1, 3)})
    for _ in range(5):
        with refused("AccessDenied", WRONG, 403):
            caller.sts.get_session_token(SerialNumber=serial, TokenCode=wrong)
    with refused("AccessDenied", matches="too many invalid one time pass codes", status=403):
        caller.sts.get_session_token(**with_code(serial, authenticator))


def test_serial_numbers_that_are_not_the_callers(root, user, device, role):
    caller, other = user(policies.allow("sts:*")), user()
    serial, authenticator = device(other.name)
    for bad in (serial, f"arn:aws:iam::{ACCOUNT}:mfa/nothing-here", "GAHT12345678"):
        with refused("AccessDenied", UNKNOWN, 403):
            caller.sts.get_session_token(SerialNumber=bad, TokenCode=authenticator.code())
    with refused("AccessDenied", HALF, 403):
        caller.sts.get_session_token(SerialNumber=serial)
    with refused("AccessDenied", HALF, 403):
        caller.sts.assume_role(RoleArn=role(policies.ACCOUNT_TRUST), RoleSessionName="half", TokenCode="123456")
    # The root user may have a session, but no device.
    with refused("AccessDenied", UNKNOWN, 403):
        root.sts.get_session_token(SerialNumber=serial, TokenCode=authenticator.code())
    with refused("AccessDenied", "Cannot call GetSessionToken with session credentials", 403):
        session(caller).sts.get_session_token(SerialNumber=serial, TokenCode="123456")


def test_a_trust_policy_that_asks_for_it(root, user, device, role):
    caller = user(policies.allow("sts:AssumeRole"))
    serial, authenticator = device(caller.name)
    fresh = {**WITH_MFA, "NumericLessThan": {"aws:MultiFactorAuthAge": "60"}}
    may = policies.document(
        policies.statement("Allow", "iam:ListGroups", Condition=WITH_MFA),
        policies.statement("Allow", "iam:ListUsers", Condition={"Bool": {"aws:MultiFactorAuthPresent": "false"}}),
        policies.statement("Allow", "sts:AssumeRole"),
    )
    arn = role(policies.trust({"AWS": ACCOUNT}, condition=fresh), may)
    with refused("AccessDenied", status=403):
        caller.assume(arn)
    with refused("AccessDenied", WRONG, 403):
        caller.assume(arn, SerialNumber=serial, TokenCode=authenticator.code(-5))
    made = caller.assume(arn, **with_code(serial, authenticator))
    # A session that was made with one is enough, too, and needs no other code.
    by_session = session(caller, **with_code(serial, authenticator)).assume(arn)
    next_role = role(policies.trust({"AWS": ACCOUNT}, condition=WITH_MFA))
    for reached in made, by_session:
        # The session of the role says nothing of it, and does not hand it on.
        reached.iam.list_users()
        with refused("AccessDenied", status=403):
            reached.iam.list_groups()
        with refused("AccessDenied", status=403):
            reached.assume(next_role)
    with refused("AccessDenied", UNKNOWN, 403):
        made.assume(arn, SerialNumber=serial, TokenCode=authenticator.code(1))


def test_a_refused_call_uses_no_code(user, device, role):
    caller = user(policies.allow("sts:AssumeRole"))
    serial, authenticator = device(caller.name)
    code = with_code(serial, authenticator)
    barred = role(policies.trust({"AWS": ACCOUNT}, condition={"Bool": {"aws:MultiFactorAuthPresent": "false"}}))
    with refused("AccessDenied", status=403):
        caller.assume(barred, **code)
    caller.sts.get_session_token(**code)


def test_events_tell_the_device_and_no_code(root, user, device, role):
    caller = user(policies.allow("sts:AssumeRole"))
    serial, authenticator = device(caller.name)
    arn = role(policies.trust({"AWS": ACCOUNT}, condition=WITH_MFA))
    code = authenticator.fresh()
    answer = caller.sts.assume_role(RoleArn=arn, RoleSessionName="told", SerialNumber=serial, TokenCode=code)
    record = events.by_request(root, answer["ResponseMetadata"]["RequestId"])[0]
    assert record["requestParameters"]["serialNumber"] == serial
    assert code not in json.dumps(record["requestParameters"])
    assert record["responseElements"]["credentials"]["accessKeyId"] == answer["Credentials"]["AccessKeyId"]
    for name in ("CreateVirtualMFADevice", "EnableMFADevice"):
        found = [events.record(event) for event in events.find(root, "EventName", name)]
        record = next(record for record in found if serial in json.dumps(record))
        shown = json.dumps([record["requestParameters"], record.get("responseElements")]).lower()
        assert "seed" not in shown and "qrcode" not in shown
        codes = [value for key, value in record["requestParameters"].items() if key.startswith("authenticationCode")]
        assert not any(value.isdigit() for value in codes)


def test_what_was_used_stays_used_after_a_restart(fresh_server):
    root = Clients(fresh_server, fresh_server.root)
    root.iam.create_user(UserName="alice")
    caller = Clients(fresh_server, Credentials.of(root.iam.create_access_key(UserName="alice")["AccessKey"]))
    serial, authenticator = totp.new_device(root, "phone", "alice")
    code = with_code(serial, authenticator)
    caller.sts.get_session_token(**code)
    fresh_server.kill()
    fresh_server.start()
    again = Clients(fresh_server, caller.credentials)
    with refused("AccessDenied", WRONG, 403):
        again.sts.get_session_token(**code)
    again.sts.get_session_token(**with_code(serial, authenticator))


def test_the_aws_cli(server, root, cli, user, device, role, tmp_path):
    caller = user(policies.allow("sts:AssumeRole"))
    serial, authenticator = device(caller.name)
    aws = cli(caller.credentials)
    token = aws.json("sts", "get-session-token", "--serial-number", serial, "--token-code", authenticator.fresh())
    assert cli(Credentials.of(token["Credentials"])).json("sts", "get-caller-identity")["Arn"] == caller.arn
    target = tmp_path / "qr.png"
    made = cli(server.root).json(
        "iam", "create-virtual-mfa-device", "--virtual-mfa-device-name", f"{caller.name}-2",
        "--outfile", target, "--bootstrap-method", "QRCodePNG",
    )  # fmt: skip
    assert made["VirtualMFADevice"]["SerialNumber"].endswith("-2")
    assert target.read_bytes().startswith(b"\x89PNG")
