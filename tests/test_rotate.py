"""`rotate`: whatever is refused, breaks or is killed on the way, the stored key works and the next `rotate` goes on."""

import json
import os
import resource
import signal
import subprocess
import time

import pytest

import password_store
import policies
import totp
from between import Between
from clients import Clients
from conftest import new_user
from person import Person
from tegata import ACCOUNT, PATIENCE, Credentials, binary, environment, until

OPERATIONS = ["ListAccessKeys", "CreateAccessKey", "UpdateAccessKey", "GetAccessKeyLastUsed", "DeleteAccessKey"]
OWN = f"arn:aws:iam::{ACCOUNT}:user/${{aws:username}}"
# As docs/vault.md tells users.
MINIMAL = policies.allow([f"iam:{operation}" for operation in OPERATIONS], OWN)
# What a rotation calls when all goes well and no code is asked for.
CALLS = ["GetCallerIdentity", "ListAccessKeys", "CreateAccessKey", "GetCallerIdentity", "UpdateAccessKey",
         "GetAccessKeyLastUsed", "DeleteAccessKey"]  # fmt: skip
FINISHED = "Finished rotating access key\n"


@pytest.fixture
def between(server):
    between = Between(server)
    yield between
    between.close()


class Owner(Person):
    """A person with the key of a user, whose calls go through a proxy."""

    def __init__(self, home, server, root, between, name, policy=MINIMAL):
        super().__init__(home, server)
        self.root, self.between, self.name = root, between, name
        self.outputs = []
        root.iam.create_user(UserName=name)
        self.allow(policy)
        self.first = Credentials.of(root.iam.create_access_key(UserName=name)["AccessKey"])
        server.secrets.note(self.first.secret_access_key)
        self.profiles("[profile work]\n")
        self.add("work", self.first)

    def allow(self, policy):
        self.root.iam.put_user_policy(UserName=self.name, PolicyName="p", PolicyDocument=policy)

    def profiles(self, text):
        head = f"[default]\nregion = us-east-1\nendpoint_url = {self.between.url}\n\n"
        (self.home / ".aws" / "config").write_text(head + text)

    def rotate(self, *words, check=0, env=None):
        done = self.run("rotate", *(words or ["work"]), check=check, env=env)
        self.outputs.append(done.stdout + done.stderr)
        return done

    def start(self, *words):
        return subprocess.Popen(
            [binary(), "rotate", *(words or ["work"])],
            env=environment(self.home, **self.variables()),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
        )

    def ended(self, process):
        out, error = process.communicate(timeout=4 * PATIENCE)
        self.outputs.append(out + error)
        return out, error

    def stored(self):
        """The key in the keystore, which works."""
        key = self.export("work", "-n", AWS_ENDPOINT_URL=self.server.url)
        assert isinstance(key, Credentials), key
        assert Clients(self.server, key).sts.get_caller_identity()["Arn"].endswith(f":user/{self.name}")
        return key

    def keys(self):
        """The service's list: id → status."""
        listed = self.root.iam.list_access_keys(UserName=self.name)["AccessKeyMetadata"]
        return {key["AccessKeyId"]: key["Status"] for key in listed}

    def items(self):
        return sorted(path.name for path in (self.home / ".awsvault" / "keys").iterdir())

    def assert_rotated(self):
        """One key, another than the first, stored and working, and nothing left of the way there."""
        key = self.stored()
        assert key.access_key_id != self.first.access_key_id
        assert self.keys() == {key.access_key_id: "Active"}
        assert not [name for name in self.items() if "rotation" in name]
        for text in self.outputs:
            self.server.secrets.assert_absent(text, "the output of rotate")
        return key


@pytest.fixture
def owner(tmp_path, server, root, between, unique):
    return Owner(tmp_path / "home", server, root, between, unique("ada"))


def last_use(root, key):
    return root.iam.get_access_key_last_used(AccessKeyId=key.access_key_id)["AccessKeyLastUsed"]


def killed(owner, process, number, moment):
    """Kills the rotation at a request: before it is forwarded, or before its answer comes back."""

    def hook(at, _):
        if at == number:
            process[0].send_signal(signal.SIGKILL)
            process[0].wait()
            return True

    setattr(owner.between, moment, hook)


def test_a_key_is_replaced(owner, between):
    done = owner.rotate()
    key = owner.assert_rotated()
    assert between.actions[: len(CALLS)] == CALLS
    assert done.stdout == "Rotating credentials stored for profile 'work' (takes 10-20 seconds)\n" + FINISHED
    assert done.stderr.splitlines() == [
        f"Created access key {key.access_key_id} in place of {owner.first.access_key_id}",
        f"Deactivated access key {owner.first.access_key_id}",
        f"Deleted access key {owner.first.access_key_id}",
    ]
    # And again.
    owner.rotate("-n", "work")
    assert owner.assert_rotated().access_key_id != key.access_key_id


def test_row_8_1_11_one_code_is_enough(owner, root, unique, between):
    owner.allow(policies.allow("iam:*", OWN, Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}))
    serial, device = totp.new_device(root, unique("phone"), owner.name)
    owner.profiles(f"[profile work]\n{owner.phone(serial, device)}")
    assert "AccessDenied" in owner.rotate("-n", "work", check=1).stderr
    owner.rotate()
    assert owner.readings() == 1 and between.actions.count("GetSessionToken") == 1
    owner.assert_rotated()


def test_killed_where_a_code_is_asked_for(owner, root, unique, between):
    """The session has died with the process: the next rotation asks for another code, and for no more."""
    serial, device = totp.new_device(root, unique("phone"), owner.name)
    owner.profiles(f"[profile work]\n{owner.phone(serial, device)}")
    process = []
    killed(owner, process, 4, "after")
    process.append(owner.start())
    owner.ended(process[0])
    assert between.actions == ["GetSessionToken", *CALLS[:3]]
    between.reset()
    assert "which the interrupted rotation had made" in owner.rotate().stderr
    assert owner.readings() == 2
    owner.assert_rotated()


def test_row_8_2_m_through_two_hops_and_roles(owner, role):
    arn = role(policies.trust({"AWS": f"arn:aws:iam::{ACCOUNT}:user/{owner.name}"}), policies.EVERYTHING)
    owner.profiles(
        f"[profile work]\n[profile one]\nsource_profile = work\nrole_arn = {arn}\n"
        f"[profile two]\nsource_profile = one\nrole_arn = {arn}\n"
    )
    for profile in ["one", "work"]:
        owner.export(profile)
    done = owner.rotate("two")
    assert "Deleted 1 sessions for one\nDeleted 1 sessions for work\n" in done.stdout, done.stdout
    before = owner.assert_rotated()
    owner.rotate("-n", "two")
    assert owner.assert_rotated().access_key_id != before.access_key_id
    assert owner.export("one").access_key_id.startswith("ASIA")


def test_what_would_be_done_is_told_before(owner, between):
    told = owner.rotate("work", "--dry-run").stderr
    assert f"the place of {owner.first.access_key_id}" in told and "nothing was changed" in told
    assert between.actions == ["GetCallerIdentity", "ListAccessKeys"]
    assert owner.keys() == {owner.first.access_key_id: "Active"}
    plan = json.loads(owner.run("plan", "--for", "rotate", "--json", "work").stdout)
    assert [call["call"] for call in plan["rotation"]["calls"]] == CALLS
    assert plan["rotation"]["iam"]["url"] == plan["rotation"]["sts"]["url"] == between.url
    text = owner.run("plan", "--for", "rotate", "work").stdout
    assert text.startswith("work: 7 calls, no code is asked for\n") and "to deactivate the old one" in text


def test_called_as_aws_vault(owner, tmp_path):
    link = tmp_path / "aws-vault"
    link.symlink_to(binary())
    done = owner.run("rotate", "-n", "work", program=link, check=0)
    assert done.stdout.endswith(FINISHED)
    owner.assert_rotated()


def test_two_keys_already(owner, root):
    other = root.iam.create_access_key(UserName=owner.name)["AccessKey"]["AccessKeyId"]
    error = owner.rotate(check=1).stderr
    assert f"{other} is active and was never used" in error and f"--access-key-id {other}" in error
    assert set(owner.keys()) == {owner.first.access_key_id, other}
    assert owner.stored().access_key_id == owner.first.access_key_id
    root.iam.delete_access_key(UserName=owner.name, AccessKeyId=other)
    owner.rotate()
    owner.assert_rotated()


def test_only_keys_of_users_are_rotated(owner, root):
    owner.add("work", root.credentials)
    error = owner.rotate(check=1).stderr
    assert f"arn:aws:iam::{ACCOUNT}:root, which is no IAM user" in error


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_step_that_is_forbidden(owner, operation):
    allowed = [f"iam:{each}" for each in OPERATIONS]
    owner.allow(policies.both(allowed, [f"iam:{operation}"]))
    error = owner.rotate(check=1).stderr
    assert f"{operation}: AccessDenied" in error, error
    stored = owner.stored().access_key_id
    is_early = operation in ["ListAccessKeys", "CreateAccessKey"]
    assert (stored == owner.first.access_key_id) == is_early
    assert ("nothing was changed" in error) == is_early
    # Not better by itself.
    assert f"{operation}: AccessDenied" in owner.rotate(check=1).stderr
    assert owner.stored().access_key_id == stored
    owner.allow(MINIMAL)
    owner.rotate()
    assert (owner.assert_rotated().access_key_id == stored) != is_early


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("number", range(1, len(CALLS) + 1))
def test_killed_at_any_request(owner, number, moment):
    process = []
    killed(owner, process, number, moment)
    process.append(owner.start())
    owner.ended(process[0])
    assert process[0].returncode == -signal.SIGKILL and len(owner.between.actions) == number
    owner.between.reset()
    owner.stored()
    done = owner.rotate()
    assert done.stdout.endswith(FINISHED)
    if number >= 3:
        assert "An interrupted rotation of the key of \"work\" is taken up" in done.stderr
    owner.assert_rotated()


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("number", range(1, len(CALLS) + 1))
def test_the_network_goes_at_any_request(owner, number, moment):
    setattr(owner.between, moment, lambda at, _: at >= number)
    owner.rotate(check=1, env={"AWS_MAX_ATTEMPTS": "1"})
    owner.between.reset()
    owner.stored()
    owner.rotate()
    owner.assert_rotated()


def test_an_answer_that_is_lost_makes_no_second_key(owner):
    """The call is tried again by itself, and is told that there are two keys."""
    lost = []

    def after(_, action):
        if action == "CreateAccessKey" and not lost:
            lost.append(action)
            return True

    owner.between.after = after
    done = owner.rotate()
    assert "which the interrupted rotation had made" in done.stderr
    owner.assert_rotated()


@pytest.mark.parametrize("number", range(1, len(CALLS) + 1))
def test_the_disk_is_full_from_any_request_on(owner, number):
    process = []

    def before(at, _):
        if at == number:
            resource.prlimit(process[0].pid, resource.RLIMIT_FSIZE, (0, 0))

    owner.between.before = before
    ignored = subprocess.Popen(
        [binary(), "rotate", "work"],
        env=environment(owner.home, **owner.variables()),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
        restore_signals=False,
    )
    process.append(ignored)
    _, error = owner.ended(ignored)
    # From the last two on nothing is written any more.
    assert ignored.returncode == (1 if number < 6 else 0), error
    owner.between.reset()
    stored = owner.stored().access_key_id
    if number in [3, 4]:
        assert "was deleted again, and the stored key is as it was" in error, error
    if number < 5:
        assert stored == owner.first.access_key_id and owner.keys() == {stored: "Active"}
    if number < 6:
        owner.rotate()
    owner.assert_rotated()


@pytest.mark.parametrize("number", [4, 5])
def test_another_profile_with_the_same_key_gets_the_new_one_too(owner, root, unique, number):
    """Also when the process is killed before."""
    bob = new_user(root, unique("bob"), MINIMAL)
    bob.server.secrets.note(bob.credentials.secret_access_key)
    owner.profiles("[profile work]\n[profile same]\n[profile other]\n")
    owner.add("same", owner.first)
    owner.add("other", bob.credentials)
    (owner.home / ".awsvault" / "keys" / "stray").write_text("no key")
    process = []
    killed(owner, process, number, "after")
    process.append(owner.start())
    owner.ended(process[0])
    owner.between.reset()
    done = owner.rotate()
    key = owner.assert_rotated()
    assert '"same" had the same key, and has the new one, too\n' in owner.outputs[0] + done.stderr
    direct = {"AWS_ENDPOINT_URL": owner.server.url}
    assert owner.export("same", "-n", **direct).access_key_id == key.access_key_id
    assert owner.export("other", "-n", **direct).access_key_id == bob.credentials.access_key_id


class OwnerWithPass(Owner):
    """Whose key is in `pass`, a program that may say that it failed."""

    def variables(self, **more):
        return {**self.store, "AWS_VAULT_BACKEND": "pass", "AWS_VAULT_PASS_CMD": self.program, **more}

    def items(self):
        return [path.name for path in self.store["PASSWORD_STORE_DIR"].iterdir()]


def test_a_keystore_that_fails_after_it_wrote(tmp_path, server, root, between, unique):
    """It has the new key, cannot be given the old one back, and tells neither: no key may go that it may have."""
    program = tmp_path / "pass"
    (broken, fails) = (tmp_path / "broken", tmp_path / "fails")
    program.write_text(
        f'#!/bin/sh\n[ -e {fails} ] && [ "$1 $5" = "insert work" ] || exec pass "$@"\n'
        f'[ -e {broken} ] && exit 1\npass "$@"; touch {broken}; echo it is broken >&2; exit 1\n'
    )
    program.chmod(0o700)
    OwnerWithPass.program = program
    home = tmp_path / "home"
    home.mkdir()
    with password_store.gnupg() as gnupg:
        OwnerWithPass.store = password_store.initialised(home, gnupg)
        owner = OwnerWithPass(home, server, root, between, unique("ada"))
        fails.touch()
        error = owner.rotate(check=1).stderr
        assert "it is broken; the keystore has the new key " in error and "and both work" in error, error
        stored = owner.stored().access_key_id
        assert stored != owner.first.access_key_id
        assert owner.keys() == {owner.first.access_key_id: "Active", stored: "Active"}
        fails.unlink()
        assert "is taken up" in owner.rotate().stderr
        assert owner.assert_rotated().access_key_id == stored


def test_nobody_reads_what_it_tells(owner):
    reading, writing = os.pipe()
    os.close(reading)
    env = environment(owner.home, **owner.variables())
    subprocess.run([binary(), "rotate", "work"], env=env, stdout=writing, check=True, timeout=4 * PATIENCE)
    os.close(writing)
    owner.assert_rotated()


def test_two_at_once(owner):
    second = []

    def before(_, action):
        if action == "CreateAccessKey":
            second.append(owner.run("rotate", "work", check=1).stderr)

    owner.between.before = before
    owner.rotate()
    assert second == ['tegata rotate: another process is rotating the key of "work"; let it finish\n']
    owner.assert_rotated()


def test_exec_goes_on_all_the_while(owner):
    """At every moment of a rotation another process gets credentials that work."""
    got = []

    def hook(*_):
        session = owner.export("work", "--fresh", AWS_ENDPOINT_URL=owner.server.url)
        assert isinstance(session, Credentials), session
        Clients(owner.server, session).sts.get_caller_identity()
        got.append(session.access_key_id)

    owner.between.before = owner.between.after = hook
    owner.rotate()
    assert len(got) == 2 * len(CALLS) == len(set(got))
    owner.assert_rotated()


def test_a_command_that_read_the_old_key_before_takes_the_new_one(owner):
    rotated = []

    def before(_, action):
        if action == "GetSessionToken" and not rotated:
            rotated.append(owner.rotate("-n", "work").stdout)

    owner.between.before = before
    session = owner.export("work")
    assert isinstance(session, Credentials), session
    assert rotated[0].endswith(FINISHED)
    assert owner.between.actions.count("GetSessionToken") == 2
    # It is kept as that of the new key.
    assert owner.export("work").access_key_id == session.access_key_id
    # A key that was not replaced is tried once.
    owner.between.reset()
    owner.root.iam.update_access_key(
        UserName=owner.name, AccessKeyId=owner.stored().access_key_id, Status="Inactive"
    )
    assert "InvalidClientTokenId" in owner.export("work", "--fresh", check=1)
    assert owner.between.actions == ["GetSessionToken"]


def test_the_old_key_is_used_elsewhere(owner, root):
    owner.allow(policies.document(
        policies.statement("Allow", "rolesanywhere:*"), *json.loads(MINIMAL)["Statement"],
    ))  # fmt: skip
    elsewhere = Clients(owner.server, owner.first).rolesanywhere
    seen = [None]

    def is_seen():
        used = last_use(root, owner.first)
        return used.get("ServiceName") == "rolesanywhere" and used["LastUsedDate"] != seen[-1] and used["LastUsedDate"]

    def before(_, action):
        if action == "UpdateAccessKey":
            time.sleep(1.1)  # times of use have whole seconds
            elsewhere.list_trust_anchors()
            seen.append(until(is_seen, "the use of the key to be known"))

    owner.between.before = before
    error = owner.rotate(check=1).stderr
    old = owner.first.access_key_id
    assert "another program has the old one" in error and "for rolesanywhere in us-east-1 at 20" in error
    assert f"--access-key-id {old} --status Active" in error
    key = owner.stored().access_key_id
    assert owner.keys() == {old: "Inactive", key: "Active"}
    # Reactivated, and used again: it is told again.
    root.iam.update_access_key(UserName=owner.name, AccessKeyId=old, Status="Active")
    assert "another program has the old one" in owner.rotate(check=1).stderr
    assert owner.keys() == {old: "Inactive", key: "Active"}
    # The person has been told, and nothing has used it since.
    owner.between.reset()
    owner.rotate()
    assert owner.assert_rotated().access_key_id == key


def test_a_key_that_another_stored_meanwhile(owner, root, unique):
    process = []
    killed(owner, process, 5, "before")
    process.append(owner.start())
    owner.ended(process[0])
    owner.between.reset()
    bob = new_user(root, unique("bob"), MINIMAL)
    bob.server.secrets.note(bob.credentials.secret_access_key)
    owner.add("work", bob.credentials)
    done = owner.rotate()
    assert "another key was stored" in done.stderr and owner.first.access_key_id in done.stderr
    assert done.stdout.endswith(FINISHED)


def test_a_key_that_is_added_during_a_rotation_stays(owner, root, unique):
    bob = new_user(root, unique("bob"), MINIMAL)
    bob.server.secrets.note(bob.credentials.secret_access_key)

    def after(number, _):
        if number == 4:
            owner.add("work", bob.credentials)

    owner.between.after = after
    error = owner.rotate(check=1).stderr
    assert f"{owner.first.access_key_id} is stored for \"work\" no more; the new key " in error, error
    assert owner.keys() == {owner.first.access_key_id: "Active"}
    direct = {"AWS_ENDPOINT_URL": owner.server.url}
    assert owner.export("work", "-n", **direct).access_key_id == bob.credentials.access_key_id


def test_a_new_key_that_was_deleted_meanwhile(owner, root):
    process = []
    killed(owner, process, 4, "before")
    process.append(owner.start())
    owner.ended(process[0])
    owner.between.reset()
    (new,) = set(owner.keys()) - {owner.first.access_key_id}
    root.iam.delete_access_key(UserName=owner.name, AccessKeyId=new)
    assert f"The access key {new} that it had made is of no use" in owner.rotate().stderr
    owner.assert_rotated()


def test_a_key_that_is_used_is_never_taken_for_an_orphan(owner, root):
    """Made by another just then, and in use: it is told of, not deleted."""
    process = []
    killed(owner, process, 3, "before")
    process.append(owner.start())
    owner.ended(process[0])
    owner.between.reset()
    other = Credentials.of(root.iam.create_access_key(UserName=owner.name)["AccessKey"])
    Clients(owner.server, other).sts.get_caller_identity()
    until(lambda: last_use(root, other).get("LastUsedDate"), "the use of the key to be known")
    error = owner.rotate(check=1).stderr
    assert f"{other.access_key_id} is active and was last used for sts" in error
    assert set(owner.keys()) == {owner.first.access_key_id, other.access_key_id}


def test_the_journal_is_no_key(owner):
    process = []
    killed(owner, process, 5, "before")
    process.append(owner.start())
    owner.ended(process[0])
    assert [name for name in owner.items() if "rotation" in name]
    assert "rotation" not in owner.run("list").stdout
    owner.run("clear")
    assert [name for name in owner.items() if "rotation" in name]
    owner.between.reset()
    owner.rotate()
    owner.assert_rotated()
