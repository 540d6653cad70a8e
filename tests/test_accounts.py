"""Several accounts in one installation: made while the server runs, apart from each other but for roles that let in."""

import json
import os
import pathlib
import socket
import stat
import subprocess

import pytest

import events
import policies
import raw
import totp
from clients import Clients, refused
from conftest import new_user
from machines import Setting
from tegata import ACCOUNT, Credentials, Server, binary, command

OTHER = "000000000042"  # a smaller number than the first account's


def account(server, *arguments, check=0):
    return command("server", "account", *arguments, "--data", server.data, home=server.directory, check=check)


def create(server, number, *more):
    """Makes an account: its root user's clients."""
    done = account(server, "create", "--account-id", number, *more)
    assert done.stderr == "" and done.stdout.count("\n") == 1
    answer = json.loads(done.stdout)
    assert set(answer) == {"Version", "AccessKeyId", "SecretAccessKey"} and answer["Version"] == 1
    server.secrets.note(answer["SecretAccessKey"])
    return Clients(server, Credentials.of(answer))


@pytest.fixture(scope="module")
def other(server):
    return create(server, OTHER)


@pytest.fixture
def their_role(other, unique):
    """Makes roles of the other account: their_role(trust, policy) → ARN."""

    def make(trust, policy=policies.EVERYTHING):
        name = unique("role")
        arn = other.iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        other.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=policy)
        return arn

    return make


# Making and listing


def test_the_new_root_user_acts_in_its_account_alone(root, other):
    identity = other.sts.get_caller_identity()
    assert (identity["Account"], identity["Arn"]) == (OTHER, f"arn:aws:iam::{OTHER}:root")
    made = other.iam.create_user(UserName="same-name")["User"]
    assert made["Arn"] == f"arn:aws:iam::{OTHER}:user/same-name"
    root.iam.create_user(UserName="same-name")
    assert [user["UserName"] for user in other.iam.list_users()["Users"]] == ["same-name"]
    root.iam.delete_user(UserName="same-name")
    assert other.iam.get_user(UserName="same-name")["User"] == made


def test_list(server, other):
    lines = account(server, "list").stdout.splitlines()
    assert [line.split()[:2] for line in lines] == [[OTHER, "us-east-1"], [ACCOUNT, "us-east-1"]]
    listed = json.loads(account(server, "list", "--json").stdout)
    assert [entry["AccountId"] for entry in listed] == [OTHER, ACCOUNT]
    assert set(listed[0]) == {"AccountId", "Arn", "Region", "CreateDate"}


def test_what_is_refused(server, other):
    done = account(server, "create", "--account-id", OTHER, check=1)
    assert done.stdout == "" and f"Account {OTHER} already exists." in done.stderr
    done = account(server, "create", "--account-id", "444455556666", "--region", "cn-north-1", check=1)
    assert "cn-north-1 is not a region of this installation's partition" in done.stderr
    done = command("server", "account", "create", "--account-id", "12345", "--data", server.data, home=server.directory)
    assert done.returncode == 2 and "exactly 12 digits" in done.stderr


def test_a_region_of_its_own(server):
    create(server, "555566667777", "--region", "eu-central-1")
    listed = json.loads(account(server, "list", "--json").stdout)
    assert {entry["AccountId"]: entry["Region"] for entry in listed}["555566667777"] == "eu-central-1"


def test_the_first_account_stays_first_whatever_the_clock_said(fresh_server, shifted_clock):
    """An account that was made while the clock was behind looks older than the first."""
    assert fresh_server.stop() == 0
    fresh_server.start(env=shifted_clock(-7200))
    later = create(fresh_server, OTHER)
    assert fresh_server.stop() == 0
    fresh_server.start()
    root = Clients(fresh_server, fresh_server.root)
    assert ask(fresh_server, "ListAccounts", root.credentials).status == 200
    assert ask(fresh_server, "ListAccounts", later.credentials).status == 403


def test_a_key_that_nobody_would_see_is_not_made(server):
    words = [binary(), "server", "account", "create", "--account-id", "888899990000", "--data", server.data]
    done = subprocess.run(["sh", "-c", '"$@" >&-', "sh", *map(str, words)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and "standard output is closed" in done.stderr
    assert "888899990000" not in account(server, "list").stdout


def test_a_key_that_could_not_be_written_is_told(server):
    words = [binary(), "server", "account", "create", "--account-id", "888899990001", "--data", server.data]
    with open("/dev/full", "w") as full:
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith("tegata server: account 888899990001 was made, but its key could not be written")


def test_of_many_at_once_one_makes_an_account_and_all_make_their_own(server):
    numbers = [number for pair in range(6) for number in ("666677770000", f"66667777100{pair}")]
    words = [binary(), "server", "account", "create", "--data", server.data, "--account-id"]
    started = [
        subprocess.Popen([*words, number], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for number in numbers
    ]
    ended = [(number, *process.communicate(timeout=60), process.returncode) for number, process in zip(numbers, started)]
    made = {}
    for number, out, err, code in ended:
        if code != 0:
            assert (number, out) == ("666677770000", "") and "Account 666677770000 already exists." in err
            continue
        assert number not in made, number
        made[number] = Clients(server, Credentials.of(json.loads(out)))
        server.secrets.note(json.loads(out)["SecretAccessKey"])
    assert set(made) == set(numbers)
    for number, clients in made.items():
        assert clients.sts.get_caller_identity()["Account"] == number


def test_without_a_server(tmp_path):
    server = Server(tmp_path / "stopped").init()
    done = account(server, "create", "--account-id", OTHER, check=1)
    assert done.stdout == "" and "no server runs over" in done.stderr and "tegata server run --data" in done.stderr
    done = account(Server(tmp_path / "never"), "list", check=1)
    assert "no server runs over" in done.stderr


def test_it_survives_a_restart_and_the_first_account_stays_first(fresh_server):
    other = create(fresh_server, OTHER)
    fresh_server.kill()
    fresh_server.start()  # the socket that the killed server left is no hindrance
    other = Clients(fresh_server, other.credentials)
    assert other.sts.get_caller_identity()["Account"] == OTHER
    assert create(fresh_server, "777788889999").sts.get_caller_identity()["Account"] == "777788889999"
    assert fresh_server.stop() == 0
    fresh_server.start()
    root = Clients(fresh_server, fresh_server.root)
    assert ask(fresh_server, "ListAccounts", root.credentials).status == 200
    assert ask(fresh_server, "ListAccounts", other.credentials).code == "AccessDenied"


def test_a_data_directory_with_a_long_path(tmp_path):
    directory = tmp_path / ("long-" * 20) / ("name-" * 20)
    directory.mkdir(parents=True)
    server = Server(directory).init()
    server.start()
    try:
        assert create(server, OTHER).sts.get_caller_identity()["Account"] == OTHER
    finally:
        server.kill()


# Who may


def ask(server, action, credentials, **parameters):
    return raw.call(server, raw.query(action, "iam", **parameters), credentials, "iam")


def test_signed_calls(server, root, user, other):
    admin, nobody = user(policies.allow(["iam:CreateAccount", "iam:ListAccounts"])), user()
    assert ask(server, "ListAccounts", admin.credentials).status == 200
    reply = ask(server, "CreateAccount", admin.credentials, AccountId="222233334444")
    assert reply.status == 200 and "<SecretAccessKey>" in reply.text
    server.secrets.note(reply.text.split("<SecretAccessKey>")[1].split("<")[0])
    for action in ("ListAccounts", "CreateAccount"):
        reply = ask(server, action, nobody.credentials, AccountId="333344445555")
        assert (reply.status, reply.code) == (403, "AccessDenied")
        reply = ask(server, action, other.credentials, AccountId="333344445555")
        assert (reply.status, reply.code) == (403, "AccessDenied")
    reply = ask(server, "CreateAccount", admin.credentials, AccountId="33334444555x")
    assert (reply.status, reply.code) == (400, "ValidationError")


def test_the_control_socket_is_its_owners_and_takes_little(server):
    path = server.data / "control.sock"
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600 and stat.S_IMODE(os.stat(server.data).st_mode) == 0o700

    def send(body):
        with socket.socket(socket.AF_UNIX) as stream:
            stream.settimeout(30)
            stream.connect(str(path))
            head = f"POST / HTTP/1.1\r\nHost: iam\r\nConnection: close\r\nContent-Length: {len(body)}\r\n"
            head += "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
            stream.sendall((head + body).encode())
            return b"".join(iter(lambda: stream.recv(65536), b"")).decode()

    assert send("Action=ListAccounts&Version=2010-05-08").startswith("HTTP/1.1 200")
    for action in ("ListUsers", "CreateAccessKey", "GetUser"):
        answer = send(f"Action={action}&Version=2010-05-08")
        assert answer.startswith("HTTP/1.1 403") and "MissingAuthenticationToken" in answer, answer
    assert send("Action=CreateAccount&Version=2010-05-08").startswith("HTTP/1.1 400")
    assert send("x" * 5000).startswith("HTTP/1.1 4")
    # The same without the socket is a stranger's call.
    reply = raw.send(server, raw.query("ListAccounts", "iam"))
    assert (reply.status, reply.code) == (403, "MissingAuthenticationToken")


def test_both_trails_begin_with_it(root, other):
    (mine,) = [events.record(event) for event in events.find(root, "EventName", "CreateAccount")
               if OTHER in event["CloudTrailEvent"] and "errorCode" not in event["CloudTrailEvent"]]  # fmt: skip
    theirs = events.record(list(events.every(other))[-1])
    assert mine["userIdentity"]["type"] == "Root" and mine["recipientAccountId"] == ACCOUNT
    assert mine["responseElements"]["accessKey"] == {"accessKeyId": other.credentials.access_key_id}
    assert theirs["eventName"] == "CreateAccount" and theirs["recipientAccountId"] == OTHER
    assert theirs["sharedEventID"] == mine["sharedEventID"] and theirs["eventID"] != mine["eventID"]
    assert theirs["userIdentity"] == {"type": "AWSAccount", "principalId": ACCOUNT, "accountId": ACCOUNT}


# Roles across accounts


def test_both_sides_must_allow(user, their_role):
    caller, barred = user(policies.allow("sts:AssumeRole")), user()
    trusting = their_role(policies.trust({"AWS": ACCOUNT}))
    session = caller.assume(trusting, "visit")
    identity = session.sts.get_caller_identity()
    assert identity["Account"] == OTHER and identity["Arn"].endswith("/visit")
    session.iam.list_users()
    with refused("AccessDenied", status=403):
        barred.assume(trusting)
    closed = their_role(policies.trust({"AWS": OTHER}))
    message = f"User: {caller.arn} is not authorized to perform: sts:AssumeRole on resource: {closed}"
    with refused("AccessDenied", message, 403):
        caller.assume(closed)
    # A trust policy alone, naming the user itself, is not enough either: the caller's account has its say.
    named = their_role(policies.trust({"AWS": barred.arn}))
    with refused("AccessDenied", status=403):
        barred.assume(named)


def test_a_missing_role_is_told_in_the_same_words(user, other):
    caller = user(policies.allow("sts:AssumeRole"))
    for number in (OTHER, "999999999999"):
        arn = f"arn:aws:iam::{number}:role/nothing-here"
        message = f"User: {caller.arn} is not authorized to perform: sts:AssumeRole on resource: {arn}"
        with refused("AccessDenied", message, 403):
            caller.assume(arn)


def test_what_a_refusal_leaves_tells_nothing_of_another_accounts_role(root, user, other, unique):
    """The event reads the same of a role that denies, of one that is silent, and of one that is not there."""
    caller = user(policies.allow("sts:AssumeRole"))
    name = unique("theirs")
    arn = f"arn:aws:iam::{OTHER}:role/{name}"

    def told():
        with refused("AccessDenied", status=403) as error:
            caller.sts.assume_role(RoleArn=arn, RoleSessionName="peek", Tags=[{"Key": "a", "Value": "1"}])
        (record,) = events.by_request(root, error.response["ResponseMetadata"]["RequestId"])
        denial = record["additionalEventData"]["denial"]
        opened = root.sts.decode_authorization_message(EncodedMessage=denial.pop("encodedMessage"))["DecodedMessage"]
        passing = ("aws:currenttime", "aws:epochtime")
        denial["context"] = {key: value for key, value in denial["context"].items() if key not in passing}
        opened = json.loads(opened)
        items = opened["context"]["conditions"]["items"]
        opened["context"]["conditions"]["items"] = [item for item in items if item["key"] not in passing]
        return denial, opened

    missing = told()
    assert missing[0]["explicit"] is False and missing[0]["policies"]
    tags = [{"Key": "theirs", "Value": "secret"}]
    other.iam.create_role(RoleName=name, AssumeRolePolicyDocument=policies.trust({"AWS": OTHER}), Tags=tags)
    assert told() == missing
    for trust in (
        policies.trust({"AWS": ACCOUNT}, effect="Deny"),
        policies.trust({"AWS": "*"}, effect="Deny"),
        policies.trust({"AWS": ACCOUNT}, condition={"StringEquals": {"sts:ExternalId": "theirs"}}),
    ):
        other.iam.update_assume_role_policy(RoleName=name, PolicyDocument=trust)
        assert told() == missing, trust


def test_external_id_and_mfa(root, user, unique, their_role):
    caller = user(policies.allow("sts:AssumeRole"))
    serial, authenticator = totp.new_device(root, unique("phone"), caller.name)
    condition = {"StringEquals": {"sts:ExternalId": "ours-42"}, "Bool": {"aws:MultiFactorAuthPresent": "true"}}
    arn = their_role(policies.trust({"AWS": ACCOUNT}, condition=condition))
    with refused("AccessDenied", status=403):
        caller.assume(arn, ExternalId="ours-42")
    with refused("AccessDenied", status=403):
        caller.assume(arn, SerialNumber=serial, TokenCode=authenticator.fresh())
    caller.assume(arn, ExternalId="ours-42", SerialNumber=serial, TokenCode=authenticator.fresh())


def test_a_chain_through_accounts(user, role, their_role):
    caller = user(policies.allow("sts:AssumeRole"))
    over = their_role(policies.trust({"AWS": caller.arn}), policies.allow("sts:AssumeRole"))
    back = role(policies.trust({"AWS": over}), policies.allow("iam:ListUsers"))
    returned = caller.assume(over, "over").assume(back, "back")
    assert returned.sts.get_caller_identity()["Account"] == ACCOUNT
    returned.iam.list_users()
    with refused("AccessDenied", status=403):
        caller.assume(back)


def test_both_trails_tell_of_it(root, other, user, their_role):
    caller = user(policies.allow("sts:AssumeRole"))
    arn = their_role(policies.trust({"AWS": ACCOUNT}))
    answer = caller.sts.assume_role(RoleArn=arn, RoleSessionName="told")
    request = answer["ResponseMetadata"]["RequestId"]
    (mine,), (theirs,) = events.by_request(root, request), events.by_request(other, request)
    assert mine["userIdentity"]["arn"] == caller.arn and mine["recipientAccountId"] == ACCOUNT
    identity = theirs["userIdentity"]
    assert (identity["type"], identity["accountId"]) == ("AWSAccount", ACCOUNT)
    assert set(identity) == {"type", "principalId", "accountId"} and theirs["recipientAccountId"] == OTHER
    assert mine["sharedEventID"] == theirs["sharedEventID"] and mine["eventID"] != theirs["eventID"]
    key = answer["Credentials"]["AccessKeyId"]
    for record in (mine, theirs):
        assert record["requestParameters"]["roleArn"] == arn
        assert record["responseElements"]["credentials"]["accessKeyId"] == key
        assert record["resources"][0]["ARN"] == arn
    session = Clients(caller.server, Credentials.of(answer["Credentials"]))
    done = session.iam.list_users()["ResponseMetadata"]["RequestId"]
    assert events.by_request(other, done)[0]["userIdentity"]["accessKeyId"] == key
    # Within one account there is one record, and nothing is shared.
    inside = other.sts.get_session_token()["ResponseMetadata"]["RequestId"]
    assert "sharedEventID" not in events.by_request(other, inside)[0]
    # A refused call is the caller's own affair.
    with refused("AccessDenied") as error:
        caller.sts.assume_role(RoleArn=their_role(policies.trust({"AWS": OTHER})), RoleSessionName="no")
    refusal = error.response["ResponseMetadata"]["RequestId"]
    assert len(events.by_request(root, refusal)) == 1
    assert all(events.record(event).get("requestID") != refusal for event in events.every(other))


def test_who_did_this_is_answered_in_the_other_account(other, user, their_role):
    caller = user(policies.allow("sts:AssumeRole"))
    session = caller.assume(their_role(policies.trust({"AWS": ACCOUNT})), "visitor")
    session.iam.create_user(UserName="made-by-a-visitor")
    done = command(
        "who", f"arn:aws:iam::{OTHER}:user/made-by-a-visitor", "--endpoint", other.server.url, "--output", "json",
        home=other.server.directory, env=other.credentials.environment(),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    first, second, third = (hop["kind"] for hop in json.loads(done.stdout))
    assert (first, second, third) == ("account", "role", "action"), done.stdout
    assert ACCOUNT in done.stdout and "visitor" in done.stdout


# Machines


def test_a_certificate_is_answered_for_the_account_of_its_anchor(other, authority, unique):
    place = Setting(other, authority, unique("machine"), policy=policies.allow("iam:ListUsers"))
    certificate = authority.issue([("O", "Example"), ("CN", "vm")])
    session = place.session(certificate)
    assert session.sts.get_caller_identity()["Account"] == OTHER
    (record,) = [events.record(event) for event in events.find(other, "EventName", "CreateSession")]
    assert record["recipientAccountId"] == OTHER
    # An anchor of one account does not let into another's profile.
    reply = place.request(certificate, trustAnchorArn=place.anchor_arn.replace(OTHER, ACCOUNT))
    assert reply.status in (403, 404), reply.text


def test_a_user_of_one_account_reads_nothing_of_another(server, root, other):
    admin = new_user(root, "prying", policies.EVERYTHING)
    policy = other.iam.create_policy(PolicyName="theirs", PolicyDocument=policies.allow("*"))["Policy"]["Arn"]
    with refused("NoSuchEntity", status=404):
        admin.iam.get_policy(PolicyArn=policy)
    with refused("NoSuchEntity", status=404):
        admin.iam.attach_user_policy(UserName="prying", PolicyArn=policy)
    made = other.iam.create_virtual_mfa_device(VirtualMFADeviceName="theirs")["VirtualMFADevice"]["SerialNumber"]
    with refused("NoSuchEntity", f"MFA Device with serial number {made} does not exist.", 404):
        admin.iam.delete_virtual_mfa_device(SerialNumber=made)
    assert made not in [entry["SerialNumber"] for entry in admin.iam.list_virtual_mfa_devices()["VirtualMFADevices"]]
    key = other.iam.list_access_keys()["AccessKeyMetadata"][0]["AccessKeyId"]
    with refused("AccessDenied", status=403):
        admin.iam.get_access_key_last_used(AccessKeyId=key)
    assert pathlib.Path(server.data / "control.sock").is_socket()
