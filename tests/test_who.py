"""`tegata who`: from an access key, an event, a session's name or a resource back to the certificate."""

import json
import re

import pytest

import events
import policies
from clients import refused
from machines import Setting
from policies import allow, trust
from tegata import ACCOUNT, command, until

MEMBERS = ["kind", "id", "arn", "serial", "subject", "fingerprint", "time", "source"]


class Story:
    """A certificate, its session, a role assumed with that, a second role assumed with the first, and an action."""

    def __init__(self, root, authority):
        self.root = root
        place = Setting(root, authority, "who-machine", policy=allow("sts:AssumeRole"))
        self.place = place
        self.first = self.role("who-first", place.role_arn, allow("sts:AssumeRole"))
        self.second = self.role("who-second", self.first, allow("iam:CreateUser"))
        self.certificate = authority.issue([("O", "Example"), ("OU", "Inside"), ("CN", "Alice")])
        self.machine = place.session(self.certificate)
        self.hop = self.machine.assume(self.first, "first-hop")
        self.last = self.hop.assume(self.second, "second-hop")
        made = self.last.iam.create_user(UserName="made-by-alice", Path="/who/")
        self.resource = made["User"]["Arn"]
        (record,) = events.by_request(root, made["ResponseMetadata"]["RequestId"])
        self.event = record["eventID"]
        with refused("AccessDenied") as error:
            self.last.iam.delete_user(UserName="made-by-alice")
        (denied,) = events.by_request(root, error.response["ResponseMetadata"]["RequestId"])
        self.denied = denied["eventID"]

    def role(self, name, principal, policy):
        text = trust({"AWS": principal}, ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"])
        arn = self.root.iam.create_role(RoleName=name, AssumeRolePolicyDocument=text)["Role"]["Arn"]
        self.root.iam.put_role_policy(RoleName=name, PolicyName="permissions", PolicyDocument=policy)
        return arn


@pytest.fixture(scope="module")
def story(root, authority):
    return Story(root, authority)


@pytest.fixture
def who(server, root, tmp_path):
    """Asks `tegata who`, as root unless told otherwise."""

    def ask(*arguments, credentials=None, check=0, **env):
        variables = {
            **(credentials or root.credentials).environment(), "AWS_ENDPOINT_URL": server.url,
            "AWS_REGION": "us-east-1", **env,
        }  # fmt: skip
        done = command("who", *arguments, home=tmp_path, env=variables, check=check)
        server.secrets.assert_absent(done.stdout + done.stderr, "the answer of who")
        return done

    return ask


def hops(done):
    found = json.loads(done.stdout)
    assert isinstance(found, list)
    for hop in found:
        assert [name for name in hop if name in MEMBERS] == MEMBERS, hop
    return found


def assert_chain(found, story, sessions):
    """The certificate comes first, then the sessions, each made by the one before it."""
    assert found[0]["kind"] == "certificate"
    assert "CN=Alice" in found[0]["subject"] and "OU=Inside" in found[0]["subject"]
    assert found[0]["fingerprint"].replace(":", "").lower() == story.certificate.fingerprint
    serial = found[0]["serial"].lower().replace(":", "")
    assert serial in (str(story.certificate.serial), story.certificate.serial_hex)
    arns = [hop["arn"] for hop in found if hop["arn"] and ":assumed-role/" in hop["arn"]]
    wanted = [
        f"arn:aws:sts::{ACCOUNT}:assumed-role/who-machine/{story.certificate.serial_hex}",
        f"arn:aws:sts::{ACCOUNT}:assumed-role/who-first/first-hop",
        f"arn:aws:sts::{ACCOUNT}:assumed-role/who-second/second-hop",
    ][:sessions]
    assert list(dict.fromkeys(arns)) == wanted
    times = [hop["time"] for hop in found if hop["time"] and hop["kind"] != "certificate"]
    assert times and times == sorted(times)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", time) for time in times)
    assert "127.0.0.1" in [hop["source"] for hop in found]


@pytest.mark.parametrize("session, count", [("machine", 1), ("hop", 2), ("last", 3)])
def test_an_access_key(story, who, session, count):
    key = getattr(story, session).credentials.access_key_id
    found = hops(who(key, "--output", "json"))
    assert_chain(found, story, count)
    assert key in json.dumps(found)


def test_an_event(story, who):
    found = hops(who(story.event, "--output", "json"))
    assert_chain(found, story, 3)
    assert found[-1]["id"] == story.event


def test_a_denied_event(story, who):
    found = hops(who(story.denied, "--output", "json"))
    assert_chain(found, story, 3)
    assert found[-1]["id"] == story.denied


def test_a_session_name(story, who):
    assert_chain(hops(who("second-hop", "--output", "json")), story, 3)
    assert_chain(hops(who(story.certificate.serial_hex, "--output", "json")), story, 1)


def test_a_resource(story, who):
    """Who made this?"""
    found = hops(who(story.resource, "--output", "json"))
    assert_chain(found, story, 3)


def test_text(story, who):
    done = who(story.event)
    lines = done.stdout
    for part in ("CN=Alice", "who-machine", "who-first", "who-second", "CreateUser", "127.0.0.1"):
        assert part in lines, lines
    order = [lines.index(part) for part in ("CN=Alice", "who-machine", "who-first", "who-second", "CreateUser")]
    assert order == sorted(order), lines
    assert "CN=Example Root" in lines and "\x1b" not in lines


def test_a_user_has_no_certificate(server, root, user, who):
    caller = user(allow("iam:ListUsers"))
    caller.iam.list_users()
    found = hops(who(caller.credentials.access_key_id, "--output", "json"))
    assert found and found[0]["kind"] != "certificate"
    assert caller.arn in [hop["arn"] for hop in found]
    text = trust({"AWS": caller.arn})
    root.iam.create_role(RoleName="who-user", AssumeRolePolicyDocument=text)
    session = caller.assume(f"arn:aws:iam::{ACCOUNT}:role/who-user", "of-a-user")
    found = hops(who(session.credentials.access_key_id, "--output", "json"))
    arns = [hop["arn"] for hop in found]
    assert arns.index(caller.arn) < arns.index(f"arn:aws:sts::{ACCOUNT}:assumed-role/who-user/of-a-user")


@pytest.mark.parametrize("subject", [
    "AKIAIOSFODNN7EXAMPLE", "no-such-session-name", "00000000-0000-4000-8000-000000000000",
    f"arn:aws:iam::{ACCOUNT}:user/never-made",
])  # fmt: skip
def test_nothing_known(story, who, subject):
    done = who(subject, check=1)
    assert done.stdout == "" and subject in done.stderr and done.stderr.strip().count("\n") == 0


def test_who_needs_permission(server, story, user, who):
    caller = user()
    done = who(story.event, credentials=caller.credentials, check=1)
    assert done.stdout == "" and "not authorized to perform" in done.stderr
    allowed = user(policies.allow("cloudtrail:*"))
    assert_chain(hops(who(story.event, "--output", "json", credentials=allowed.credentials)), story, 3)


def test_who_with_flags(server, root, story, tmp_path):
    env = root.credentials.environment()
    done = command(
        "who",
        story.event,
        "--endpoint",
        server.url,
        "--region",
        "us-east-1",
        "--output",
        "json",
        home=tmp_path,
        env=env,
    )
    assert done.returncode == 0, done.stderr
    assert_chain(json.loads(done.stdout), story, 3)


def test_a_session_asks_about_itself(server, story, who):
    """Credentials of a session sign as well."""
    machine, place = story.machine, story.place
    place.root.iam.put_role_policy(
        RoleName=place.role_name, PolicyName="trail", PolicyDocument=policies.allow("cloudtrail:*")
    )
    found = until(
        lambda: hops(who(machine.credentials.access_key_id, "--output", "json", credentials=machine.credentials)),
        "the answer",
    )
    assert_chain(found, story, 1)
