"""What time does to the vault: clocks that are off, sessions that end, a run that is longer than its sessions."""

import json
import shutil
import subprocess
import sys

import pytest

import policies
import sped_up
import totp
from clients import Clients
from conftest import new_user
from person import Person
from tegata import ACCOUNT, Credentials, Server
from test_accounts import create

OTHER = "444455556666"
HOUR = 3600
WITH_MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


class Clock:
    """The time of a server and a person, which a test sets."""

    def __init__(self, shifted_clock, path):
        self.path = path
        self.env = {"LD_PRELOAD": shifted_clock(0)["LD_PRELOAD"], "CLOCK_OFFSET_FILE": str(path)}
        self.set(0)

    def set(self, seconds):
        self.path.write_text(str(seconds))


@pytest.fixture
def clock(shifted_clock, tmp_path):
    return Clock(shifted_clock, tmp_path / "offset")


def role(clients, name, trust):
    arn = clients.iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    clients.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=policies.EVERYTHING)
    return arn


def test_one_code_serves_many_accounts_again_after_their_sessions_ended(clock, tmp_path):
    server = Server(tmp_path / "server").init()
    server.start(env=clock.env)
    try:
        root = Clients(server, server.root)
        ada = new_user(root, "ada", policies.EVERYTHING).credentials
        serial, device = totp.new_device(root, "phone", "ada")
        trust = policies.trust({"AWS": f"arn:aws:iam::{ACCOUNT}:user/ada"}, condition=WITH_MFA)
        there = create(server, OTHER)
        person = Person(tmp_path / "home", server)
        phone = person.phone(serial, device)
        person.config(
            f"[profile jump]\n{phone}\n[profile template]\nsource_profile = jump\n{phone}\n"
            f"[profile here]\ninclude_profile = template\nrole_arn = {role(root, 'task', trust)}\n"
            f"[profile there]\ninclude_profile = template\nrole_arn = {role(there, 'task', trust)}\n"
        )
        person.add("jump", ada)

        def sessions():
            return [person.export(profile, **clock.env).access_key_id for profile in ("here", "there")]

        first = sessions()
        assert sessions() == first and person.readings() == 1
        # An hour later the roles' sessions have ended, that of the key has not.
        clock.set(HOUR + 60)
        second = sessions()
        assert not set(second) & set(first) and person.readings() == 1
        clock.set(7 * HOUR)
        assert not set(sessions()) & {*first, *second} and person.readings() == 1
        # After eight hours that has, too.
        clock.set(8 * HOUR + 60)
        assert sessions() == sessions() and person.readings() == 2
    finally:
        server.stop()


@pytest.mark.parametrize("minutes", [30, -30])
def test_trap_clock_skew(server, root, unique, shifted_clock, tmp_path, minutes):
    name = unique("ada")
    key = new_user(root, name, policies.EVERYTHING).credentials
    person = Person(tmp_path / "home", server)
    person.config("[profile ada]\n")
    person.add("ada", key)
    env = person.variables(**shifted_clock(60 * minutes))
    done = person.run("export", "--format=json", "ada", env=env)
    session = Credentials.of(json.loads(done.stdout))
    server.secrets.note(session.secret_access_key)
    assert Clients(server, session).sts.get_caller_identity()["Arn"].endswith(f":user/{name}")
    assert "clock" in done.stderr and done.stderr.count("\n") == 1, done.stderr
    # It is kept as long as the service keeps it, though this machine's clock calls its end another.
    again = Credentials.of(json.loads(person.run("export", "--format=json", "ada", env=env).stdout))
    assert again.access_key_id == session.access_key_id


def test_row_8_1_16_a_run_under_faketime_outlives_its_sessions(tmp_path):
    """Server, vault and a run with boto3 live sixty times as fast: half an hour, in sessions of 15 minutes."""
    faketime = shutil.which("faketime")
    assert faketime, "faketime is missing; run: apt-get install faketime"
    words = [faketime, "--exclude-monotonic", "-f", f"+0 x{sped_up.SPEED}", sys.executable, sped_up.__file__, tmp_path]
    done = subprocess.run(words, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    run = json.loads(done.stdout)
    assert run["minutes"] >= 30 and run["sessions"] >= 3, run
