"""`exec` and `export` against a server: users with MFA, roles in several accounts, and what is kept of them."""

import contextlib
import http.server
import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
import threading
import time
import urllib.parse

import pytest

import policies
import totp
from clients import Clients
from conftest import new_user
from person import PASSPHRASE, Person
from tegata import ACCOUNT, Credentials, binary, environment, has_open, until
from test_accounts import create
from test_vault_commands import pass_env as pass_env

OTHER = "444455556666"
WITH_MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


@pytest.fixture(scope="module")
def other(server):
    return create(server, OTHER)


@pytest.fixture
def user(root, unique):
    """A user who may do everything, with a key and a phone: name, key, serial number, device."""
    name = unique("ada")
    root.iam.create_user(UserName=name)
    root.iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=policies.EVERYTHING)
    key = Credentials.of(root.iam.create_access_key(UserName=name)["AccessKey"])
    root.server.secrets.note(key.secret_access_key)
    serial, device = totp.new_device(root, unique("phone"), name)
    return name, key, serial, device


@pytest.fixture
def person(tmp_path, server):
    return Person(tmp_path / "home", server)


def role(clients, name, trust):
    made = clients.iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    clients.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=policies.EVERYTHING)
    return made


def identity(server, credentials):
    return Clients(server, credentials).sts.get_caller_identity()["Arn"]


def test_a_stored_key_becomes_a_session(person, server, user):
    name, key, _, _ = user
    person.config("[profile ada]\n")
    person.add("ada", key)
    session = person.export("ada")
    assert session.access_key_id.startswith("ASIA") and session.session_token
    assert identity(server, session).endswith(f":user/{name}")
    # It is kept, and used again.
    assert person.export("ada").access_key_id == session.access_key_id
    assert person.export("ada", "--fresh").access_key_id != session.access_key_id
    raw = person.export("ada", "--no-session")
    assert (raw.access_key_id, raw.session_token) == (key.access_key_id, None)


def test_row_8_2_c_exec_hands_over_what_is_asked_and_is_replaced(person, user):
    _, key, _, _ = user
    person.config("[profile ada]\n")
    person.add("ada", key)
    show = [sys.executable, "-c", "import json, os; print(json.dumps([os.getpid(), dict(os.environ)]))"]
    process = subprocess.Popen(
        [binary(), "exec", "ada", "--", *show],
        env=environment(person.home, **person.variables(AWS_PROFILE="x", AWS_SECURITY_TOKEN="y")),
        stdout=subprocess.PIPE,
    )
    pid, found = json.loads(process.communicate(timeout=60)[0])
    assert process.returncode == 0 and pid == process.pid, "the program takes the place of tegata"
    assert found["AWS_ACCESS_KEY_ID"].startswith("ASIA") and found["AWS_SESSION_TOKEN"]
    assert found["AWS_CREDENTIAL_EXPIRATION"].endswith("Z") and found["AWS_VAULT"] == "ada"
    assert found["AWS_REGION"] == found["AWS_DEFAULT_REGION"] == "us-east-1"
    assert found["AWS_ENDPOINT_URL"] == person.server.url
    assert not {"AWS_PROFILE", "AWS_SECURITY_TOKEN", "AWS_VAULT_FILE_PASSPHRASE"} & set(found)
    assert PASSPHRASE not in found.values() and key.secret_access_key not in found.values()


def test_exit_codes_are_the_programs(person, user):
    _, key, _, _ = user
    person.config("[profile ada]\n")
    person.add("ada", key)
    assert person.run("exec", "ada", "sh", "-c", "exit 42", check=42).stdout == ""
    assert "there is no program" in person.run("exec", "ada", "no-such-program", check=127).stderr
    assert "cannot run" in person.run("exec", "ada", "/etc", check=126).stderr
    # A flag behind the program is the program's.
    assert person.run("exec", "ada", "echo", "--region", "-d", "-n").stdout == "--region -d -n\n"


def test_what_stands_behind_two_dashes_is_the_program(person, user, tmp_path):
    _, key, _, _ = user
    aws_vault = tmp_path / "aws-vault"
    aws_vault.symlink_to(binary())
    person.config("[profile ada]\n")
    person.add("ada", key)
    named = {"AWS_PROFILE": "ada"}
    assert person.run("exec", "--", "echo", "--", "-d", env=named).stdout == "-- -d\n"
    assert person.run("exec", "-d", "1h", "--", "sh", "-c", "echo $AWS_VAULT", env=named).stdout == "ada\n"
    assert person.run("exec", "ada", "--", "echo", "a", "--", "b").stdout == "a -- b\n"
    assert "no profile was named" in person.run("exec", "--", "echo", check=1).stderr
    # aws-vault takes the first for the profile.
    done = person.run("exec", "--", "echo", "ran", check=1, env=named, program=aws_vault)
    assert 'profile "echo" is not in' in done.stderr


def test_a_flag_that_is_none_is_no_program(person, user):
    _, key, _, _ = user
    person.config("[profile ada]\n")
    person.add("ada", key)
    done = person.run("exec", "ada", "--regoin", "eu-west-1", "--", "echo", check=2)
    assert done.stderr == 'tegata exec: "--regoin" is no flag of it, and names no program; see: tegata exec --help\n'


def test_mistyped_profiles_are_told(person, user):
    _, key, _, _ = user
    person.config("[profile shop-admin]\n[staging]\n[profile part]\ninclude_profile = tmeplate\n[profile whole]\ninclude_profile = tmeplate\n")
    person.add("whole", key)
    config = person.home / ".aws" / "config"
    absent = f'is not in {config} and no key is stored for it; '
    for profile, hint in (
        ("shop-amdin", 'check its name: is "shop-admin" meant?'),
        ("staging", f"{config}:6 has [staging]; write [profile staging] there"),
        ("prod", f"check its name (keys were looked for in the encrypted files in {person.home}/.awsvault/keys)"),
    ):
        assert person.run("exec", profile, "true", check=1).stderr == f'tegata exec: profile "{profile}" {absent}{hint}\n'
    missing = 'include_profile names "tmeplate", which is not in the files'
    assert f"; {config}:8: {missing}; check that name (keys were" in person.run("exec", "part", "true", check=1).stderr
    # What it should have had, such as an mfa_serial, is not there: not without a word.
    assert person.run("exec", "whole", "true").stderr == f"warning: {config}:10: {missing}\n"


def test_the_aws_cli_and_boto3_are_children(person, user):
    name, key, _, _ = user
    person.config("[profile ada]\n")
    person.add("ada", key)
    told = person.run("exec", "ada", "--", "aws", "sts", "get-caller-identity").stdout
    assert json.loads(told)["Arn"].endswith(f":user/{name}")
    script = "import boto3; print(boto3.client('sts').get_caller_identity()['Arn'])"
    assert person.run("exec", "ada", "--", sys.executable, "-c", script).stdout.strip().endswith(f":user/{name}")


def test_one_code_opens_every_account(person, server, root, other, user, unique):
    name, key, serial, device = user
    arn = f"arn:aws:iam::{ACCOUNT}:user/{name}"
    roles = {}
    for clients, account in [(root, "here"), (other, "there")]:
        for task in ["read", "admin"]:
            roles[f"{account}-{task}"] = role(clients, unique(task), policies.trust({"AWS": arn}, condition=WITH_MFA))
    sections = "".join(
        f"[profile {profile}]\ninclude_profile = template\nrole_arn = {role_arn}\n\n"
        for profile, role_arn in roles.items()
    )
    phone = person.phone(serial, device)
    person.config(f"[profile jump]\n{phone}\n[profile template]\nsource_profile = jump\n{phone}\n{sections}")
    person.add("jump", key)
    for profile, role_arn in roles.items():
        session = person.export(profile)
        assert identity(server, session).split("/")[1] == role_arn.split("/")[-1], profile
    assert person.readings() == 1, "one code serves every account"
    # The roles' sessions are kept, too; made anew they need no code either.
    again = person.export("there-admin")
    assert again.access_key_id == session.access_key_id
    assert person.export("there-admin", "--fresh").access_key_id != again.access_key_id
    assert person.readings() == 1


def test_parallel_processes_share_one_prompt_and_one_call(person, server, root, user, unique):
    name, key, serial, device = user
    arn = f"arn:aws:iam::{ACCOUNT}:user/{name}"
    role_arn = role(root, unique("shared"), policies.trust({"AWS": arn}, condition=WITH_MFA))
    phone = person.phone(serial, device)
    person.config(f"[profile jump]\n{phone}\n[profile shared]\nsource_profile = jump\nrole_arn = {role_arn}\n{phone}\n")
    person.add("jump", key)
    started = [
        subprocess.Popen(
            [binary(), "export", "--format=json", "shared"],
            env=environment(person.home, **person.variables()),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(20)
    ]
    printed = [process.communicate(timeout=120) for process in started]
    assert [process.returncode for process in started] == [0] * 20, printed
    ids = {json.loads(out)["AccessKeyId"] for out, _ in printed}
    for out, _ in printed:
        server.secrets.note(json.loads(out)["SecretAccessKey"])
    assert len(ids) == 1 and person.readings() == 1


def test_a_refused_code_is_told_to_all_that_waited(person, server, user):
    _, key, serial, _ = user
    log = person.home / "asked"
    script = f"sh -c 'echo >> {log}; sleep 1; echo 000000'"
    person.config(f"[profile jump]\nmfa_serial = {serial}\nmfa_process = {script}\n")
    person.add("jump", key)
    started = [
        subprocess.Popen(
            [binary(), "export", "jump"],
            env=environment(person.home, **person.variables()),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(5)
    ]
    printed = [process.communicate(timeout=120) for process in started]
    assert [process.returncode for process in started] == [1] * 5
    assert all(out == "" and "MultiFactorAuthentication failed" in error for out, error in printed), printed
    assert len(log.read_text().splitlines()) == 1


def test_row_8_2_a_an_edited_role_is_another_session(person, server, root, user, unique):
    name, key, _, _ = user
    trust = policies.trust({"AWS": f"arn:aws:iam::{ACCOUNT}:user/{name}"})
    first, second = role(root, unique("one"), trust), role(root, unique("two"), trust)
    person.add("ada", key)
    for arn in [first, second]:
        person.config(f"[profile ada]\n[profile task]\nsource_profile = ada\nrole_arn = {arn}\n")
        assert identity(server, person.export("task")).split("/")[1] == arn.split("/")[-1]


def test_another_key_under_the_same_name_is_another_session(person, server, root, user, unique):
    name, key, _, _ = user
    person.config("[profile ada]\n")
    person.add("ada", key)
    person.export("ada")
    other_name = unique("bob")
    bobs = new_user(root, other_name).credentials
    person.run("remove", "--force", "ada")
    person.add("ada", bobs)
    assert identity(server, person.export("ada")).endswith(f":user/{other_name}")


def test_chained_roles_are_capped_aloud(person, server, root, user, unique):
    name, key, _, _ = user
    first = role(root, unique("first"), policies.trust({"AWS": f"arn:aws:iam::{ACCOUNT}:user/{name}"}))
    root.iam.update_role(RoleName=first.split("/")[-1], MaxSessionDuration=7200)
    second = role(root, unique("second"), policies.trust({"AWS": first}))
    person.config(
        f"[profile ada]\n[profile one]\nsource_profile = ada\nrole_arn = {first}\n"
        f"[profile two]\nsource_profile = one\nrole_arn = {second}\n"
    )
    person.add("ada", key)
    done = person.run("export", "--format=json", "-d", "2h", "two")
    server.secrets.note(json.loads(done.stdout)["SecretAccessKey"])
    assert "lasts 1h instead of 2h" in done.stderr
    assert identity(server, Credentials.of(json.loads(done.stdout))).split("/")[1] == second.split("/")[-1]


def test_what_the_service_refuses_is_told(person, user):
    _, key, _, _ = user
    person.config(f"[profile ada]\n[profile no]\nsource_profile = ada\nrole_arn = arn:aws:iam::{ACCOUNT}:role/none\n")
    person.add("ada", key)
    told = person.export("no", check=1)
    assert told.startswith("tegata export: cannot get the credentials of \"no\": AssumeRole: AccessDenied")
    assert person.export("nobody", check=1).startswith("tegata export:")


def test_nested_is_told_by_a_stack(person, user):
    _, key, _, _ = user
    person.config("[profile ada]\n[profile bob]\n")
    person.add("ada", key)
    person.add("bob", key)
    inner = [str(binary()), "exec", "bob", "--", "sh", "-c", "echo $TEGATA_STACK $AWS_VAULT"]
    env = f"AWS_VAULT_FILE_PASSPHRASE='{PASSPHRASE}'"
    done = person.run("exec", "ada", "--", "sh", "-c", f"{env} {' '.join(inner[:4])} sh -c 'echo $TEGATA_STACK $AWS_VAULT'")
    assert done.stdout == "ada>bob bob\n"


def test_a_nested_profile_is_used_where_it_says(person, user):
    _, key, _, _ = user
    person.config("[profile ada]\n[profile far]\nregion = eu-west-1\nendpoint_url = http://127.0.0.1:1\n")
    person.add("ada", key)
    person.add("far", key)
    tegata = str(binary())
    far = "http://127.0.0.1:1 (eu-west-1)"
    assert far in person.run("plan", "far").stdout
    assert far in person.run("exec", "ada", "--", tegata, "plan", "far").stdout
    # What the person says in between holds.
    said = person.run("exec", "ada", "--", "env", "AWS_REGION=us-west-2", tegata, "plan", "far").stdout
    assert "http://127.0.0.1:1 (us-west-2)" in said
    show = f"{tegata} exec -n far -- env"
    env = f"AWS_VAULT_FILE_PASSPHRASE='{PASSPHRASE}'"
    inner = person.run("exec", "-n", "ada", "--", "sh", "-c", f"{env} {show}").stdout.splitlines()
    place = {"AWS_REGION=eu-west-1", "AWS_DEFAULT_REGION=eu-west-1", "AWS_ENDPOINT_URL=http://127.0.0.1:1"}
    assert place <= set(inner)


def test_a_switch_in_a_variable_is_read_as_aws_vault_reads_it(person, user):
    _, key, _, _ = user
    person.config("[profile ada]\n")
    person.add("ada", key)
    for value, handed in [("1", "ada"), ("T", "ada"), ("0", ""), ("", "")]:
        words = ["exec", "ada", "--", "sh", "-c", 'echo "$AWS_PROFILE"']
        assert person.run(*words, env={"AWS_VAULT_PROFILE_ENV": value}).stdout == f"{handed}\n", value


def test_a_plan_tells_what_is_kept(person, root, user, unique):
    name, key, _, _ = user
    arn = role(root, unique("kept"), policies.trust({"AWS": f"arn:aws:iam::{ACCOUNT}:user/{name}"}))
    person.config(f"[profile ada]\n[profile task]\nsource_profile = ada\nrole_arn = {arn}\n")
    person.add("ada", key)
    # No passphrase is needed for it.
    env = {"AWS_VAULT_FILE_PASSPHRASE": None}
    before = json.loads(person.run("plan", "task", "--json", env=env).stdout)
    assert before["source"]["seen"] and "held" not in before["calls"][-1]
    person.export("task")
    after = json.loads(person.run("plan", "task", "--json", env=env).stdout)
    assert after["calls"][-1]["held"]["expires"]
    assert "until" in person.run("plan", "task", env=env).stdout
    closed = json.loads(person.run("plan", "task", "--json", "--closed", env=env).stdout)
    assert not closed["source"]["seen"] and "held" not in closed["calls"][-1]


def test_a_plan_counts_no_session_that_is_not_used_any_more(person, user):
    _, key, _, _ = user
    person.config("[profile ada]\n")
    person.add("ada", key)

    def is_held(*flags):
        told = json.loads(person.run("plan", "ada", "--json", *flags).stdout)
        return "held" in told["calls"][-1]

    for place in ["keystore", "file"]:
        cache = ["--session-cache", place]
        person.export("ada", *cache)
        assert is_held(*cache) and is_held(*cache, "--min-ttl", "55m")
        assert not is_held(*cache, "--min-ttl", "2h")
        assert not is_held(*cache, "--fresh")


def session_items(person):
    items = person.home / ".awsvault" / "keys"
    return [path for path in items.iterdir() if path.name.startswith("tegata.sts.")]


def test_a_damaged_session_is_made_anew(person, user):
    _, key, _, _ = user
    person.config("[profile ada]\n")
    person.add("ada", key)
    first = person.export("ada").access_key_id
    [item] = session_items(person)
    for damage in [b"", b"no JWE", item.read_bytes()[:-9]]:
        item.write_bytes(damage)
        again = person.export("ada").access_key_id
        assert again != first and person.export("ada").access_key_id == again
        first, [item] = again, session_items(person)


@pytest.mark.parametrize("hours", [2, -2])
def test_a_clock_that_is_off_ends_no_session(person, server, root, user, unique, shifted_clock, hours):
    """By a clock that is two hours ahead a session has ended when it is made; its code is asked for once all the same."""
    name, key, serial, device = user
    trust = policies.trust({"AWS": f"arn:aws:iam::{ACCOUNT}:user/{name}"}, condition=WITH_MFA)
    roles = [role(root, unique("ahead"), trust) for _ in range(2)]
    # The phone goes right.
    phone = person.phone(serial, device).replace("mfa_process = ", "mfa_process = env -u LD_PRELOAD ")
    person.config(
        f"[profile jump]\n{phone}\n"
        + "".join(f"[profile r{number}]\nsource_profile = jump\nrole_arn = {arn}\n{phone}\n" for number, arn in enumerate(roles))
    )
    person.add("jump", key)
    env = {**shifted_clock(hours * 3600), "AWS_CHAINED_SESSION_TOKEN_TTL": "1h"}
    told = [person.run("export", "--format=json", profile, env=env) for profile in ["r0", "r1", "r0"]]
    sessions = [Credentials.of(json.loads(done.stdout)) for done in told]
    for session in sessions:
        server.secrets.note(session.secret_access_key)
    assert sessions[0].access_key_id == sessions[2].access_key_id and person.readings() == 1
    word = "ahead of" if hours > 0 else "behind"
    assert [f"s {word} the service's" in done.stderr for done in told] == [True, True, False]
    # An hour later all of them have ended, by whichever clock.
    later = shifted_clock(hours * 3600 + 3601)
    again = person.export("r0", **{**env, **later})
    assert again.access_key_id not in [session.access_key_id for session in sessions]


class Slow:
    """An STS that refuses every code, and keeps whoever asks first waiting."""

    def __init__(self):
        self.asked, self.may_answer = threading.Event(), threading.Event()
        self.codes = []
        slow = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                slow.codes.append(body["TokenCode"][0])
                slow.asked.set()
                assert slow.may_answer.wait(60)
                told = (
                    "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>MultiFactorAuthentication "
                    "failed with invalid MFA one time pass code.</Message></Error></ErrorResponse>"
                ).encode()
                self.send_response(403)
                self.send_header("Content-Length", str(len(told)))
                self.end_headers()
                self.wfile.write(told)

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()


@pytest.fixture
def slow():
    slow = Slow()
    yield slow
    slow.may_answer.set()
    slow.server.shutdown()
    slow.server.server_close()


@pytest.mark.parametrize("first, second", [(["-t", "111111"], []), ([], ["-t", "222222"])])
def test_what_one_was_refused_for_a_code_of_its_own_is_no_others(person, slow, first, second):
    """`-t` is one process' code: it neither fails for those that wait, nor does theirs for it."""
    person.config("[profile jump]\nmfa_serial = arn:aws:iam::111122223333:mfa/x\nmfa_process = echo 333333\n")
    person.add("jump", Credentials("AKIAIOSFODNN7EXAMPLE", "x" * 40))

    def start(flags):
        env = environment(person.home, **person.variables(AWS_ENDPOINT_URL=slow.url, AWS_MAX_ATTEMPTS="1"))
        return subprocess.Popen([binary(), "export", *flags, "jump"], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    processes = [start(first)]
    assert slow.asked.wait(60)
    processes.append(start(second))
    until(lambda: has_open(processes[1], ".lock"), "that the second waits")
    time.sleep(0.2)
    slow.may_answer.set()
    told = [process.communicate(timeout=120)[1] for process in processes]
    assert all("MultiFactorAuthentication failed" in text and "another process" not in text for text in told), told
    codes = [flags[1] if flags else "333333" for flags in (first, second)]
    assert slow.codes == codes


def session_of_another(root, unique):
    """A session as the metadata service and containers give theirs."""
    user = new_user(root, unique("machine"), policies.EVERYTHING)
    session = user.sts.get_session_token()["Credentials"]
    return json.dumps({
        "AccessKeyId": session["AccessKeyId"], "SecretAccessKey": session["SecretAccessKey"],
        "Token": session["SessionToken"], "Expiration": session["Expiration"].strftime("%Y-%m-%dT%H:%M:%SZ"),
    }).encode()  # fmt: skip


@contextlib.contextmanager
def answering(answer):
    """A server on this machine, which answers (method, path, headers) with (status, body)."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            status, body = answer(self.command, self.path, self.headers)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_PUT = do_GET

        def log_message(self, *arguments):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_an_instance_without_the_second_version_is_asked_by_the_first_if_that_may_be(person, root, unique):
    arn = role(root, unique("task"), policies.trust({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}))
    person.config(f"[profile e]\ncredential_source = Ec2InstanceMetadata\nrole_arn = {arn}\n")
    body = session_of_another(root, unique)
    roles = "/latest/meta-data/iam/security-credentials/"
    asked = []

    def answer(method, path, headers):
        asked.append((method, path))
        return {"/latest/api/token": (403, b""), roles: (200, b"machine\n"), f"{roles}machine": (200, body)}[path]

    with answering(answer) as url:
        env = {"AWS_EC2_METADATA_SERVICE_ENDPOINT": url, "TEGATA_SESSION_CACHE": "off"}
        assert person.export("e", **env).access_key_id.startswith("ASIA")
        assert asked == [("PUT", "/latest/api/token"), ("GET", roles), ("GET", f"{roles}machine")]
        asked.clear()
        told = person.export("e", check=1, AWS_EC2_METADATA_V1_DISABLED="true", **env)
        assert "answered the question for a token with HTTP status 403" in told and len(asked) == 1
        told = person.export("e", check=1, AWS_EC2_METADATA_DISABLED="true", **env)
        assert "AWS_EC2_METADATA_DISABLED is true" in told and len(asked) == 1


def test_a_token_that_is_lost_on_the_way_into_a_container_holds_nothing_up(person, root, unique):
    arn = role(root, unique("task"), policies.trust({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}))
    person.config(f"[profile e]\ncredential_source = Ec2InstanceMetadata\nrole_arn = {arn}\n")
    body = session_of_another(root, unique)
    roles = "/latest/meta-data/iam/security-credentials/"
    done = threading.Event()

    def answer(method, path, headers):
        if method == "PUT":
            assert done.wait(60), "the token was waited for"
        return {roles: (200, b"machine\n"), f"{roles}machine": (200, body)}.get(path, (200, b""))

    with answering(answer) as url:
        env = {"AWS_EC2_METADATA_SERVICE_ENDPOINT": url, "TEGATA_SESSION_CACHE": "off"}
        assert person.export("e", **env).access_key_id.startswith("ASIA")
        told = person.export("e", check=1, AWS_EC2_METADATA_V1_DISABLED="true", **env)
        assert "is this an EC2 instance?" in told
        done.set()


def test_roots_of_the_config_file(tmp_path, tls_server, tls, authority, unique):
    """`ca_bundle` of the profile that is asked for holds on the whole way; AWS_CA_BUNDLE outranks it."""
    person = Person(tmp_path / "home", tls_server)
    root = Clients(tls_server, tls_server.root)
    name = unique("ada")
    key = new_user(root, name, policies.EVERYTHING).credentials
    arn = role(root, unique("task"), policies.trust({"AWS": f"arn:aws:iam::{ACCOUNT}:user/{name}"}))
    sections = f"[profile ada]\n[profile task]\nsource_profile = ada\nrole_arn = {arn}\n"
    person.config(sections)
    person.add("ada", key)
    env = {"TEGATA_SESSION_CACHE": "off"}
    assert "is not trusted" in person.export("task", check=1, **env)
    person.config(f"{sections}ca_bundle = {tls['ca']}\n")
    assert identity(tls_server, person.export("task", **env)).split("/")[1] == arn.split("/")[-1]
    planned = person.run("plan", "task").stdout
    assert f"trusting     {tls['ca']}" in planned
    other = tmp_path / "other.pem"
    other.write_text(authority.pem)
    assert "is not trusted" in person.export("task", check=1, AWS_CA_BUNDLE=other, **env)


def test_another_container_is_another_session(person, root, unique):
    """Whoever answers for the container decides whose session of the role it is."""
    arn = role(root, unique("task"), policies.trust({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}))
    person.config(f"[profile c]\ncredential_source = EcsContainer\nrole_arn = {arn}\n")
    bodies = {place: session_of_another(root, unique) for place in ["/one", "/two"]}
    with answering(lambda method, path, headers: (200, bodies[path])) as url:
        places = ["/one", "/two", "/one"]
        ids = [person.export("c", AWS_CONTAINER_CREDENTIALS_FULL_URI=f"{url}{place}").access_key_id for place in places]
    assert ids[0] == ids[2] != ids[1]


def dumped(process, folder):
    """Whether a process that is aborted leaves a core, as far as the system tells."""
    process.send_signal(signal.SIGABRT)
    _, status = os.waitpid(process.pid, 0)
    process.returncode = -signal.SIGABRT
    assert os.WTERMSIG(status) == signal.SIGABRT
    return os.WCOREDUMP(status) or any(name.startswith("core") for name in os.listdir(folder))


def test_memory_goes_into_no_core_dump(person, user, tmp_path):
    _, key, serial, _ = user
    waiting = person.home / "waiting"
    person.config(f"[profile ada]\nmfa_serial = {serial}\nmfa_process = sh -c 'touch {waiting}; exec sleep 60'\n")
    person.add("ada", key)
    cores = tmp_path / "cores"
    cores.mkdir()
    limits = {
        "cwd": cores,
        "preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)),
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
    }
    control = subprocess.Popen(["sleep", "60"], **limits)
    can_dump = dumped(control, cores)
    for core in cores.iterdir():
        core.unlink()
    exporting = subprocess.Popen(
        [binary(), "export", "ada"], env=environment(person.home, **person.variables()), start_new_session=True, **limits
    )
    until(waiting.exists, "the question for a code")
    # What the system shows of a process that may not be dumped: its files are root's, and of another user's
    # process nobody else's; root itself sees it by the dump that is not made.
    assert not dumped(exporting, cores)
    os.killpg(exporting.pid, signal.SIGKILL)  # what it had started
    assert can_dump, "this machine writes no core dumps at all, so nothing was shown; see /proc/sys/kernel/core_pattern"


def test_row_8_1_19_sessions_are_kept_where_it_is_said(person, user):
    _, key, _, _ = user
    person.config("[profile ada]\n")
    person.add("ada", key)
    items = person.home / ".awsvault" / "keys"
    sealed = person.home / ".cache" / "tegata"
    ids = {}
    for place in ["off", "file", "keystore"]:
        before = set(os.listdir(items))
        first, again = (person.export("ada", "--session-cache", place).access_key_id for _ in range(2))
        assert (first == again) == (place != "off"), place
        ids[place] = first
        new = set(os.listdir(items)) - before
        assert [name.split(",")[0] for name in new] == (["tegata.sts.GetSessionToken"] if place == "keystore" else [])
        if place == "file":
            [session] = [name for name in os.listdir(sealed) if name.endswith(".session")]
            assert key.access_key_id.encode() not in (sealed / session).read_bytes()
    assert len(set(ids.values())) == 3
    told = person.run("export", "ada", env={"TEGATA_SESSION_CACHE": "x"}, check=1).stderr
    assert told == "tegata export: TEGATA_SESSION_CACHE is none of keystore, file and off; set it to one of them\n"


def test_sealed_sessions_are_cleared_by_profile(person, user):
    _, key, _, _ = user
    person.config("[profile ada]\n[profile bob]\nregion = eu-west-1\n")
    sealed = ["--session-cache", "file"]
    ids = {}
    for profile in ["ada", "bob"]:
        person.add(profile, key)
        ids[profile] = person.export(profile, *sealed).access_key_id
    done = person.run("clear", "bob")
    assert (done.stdout, done.stderr) == ("Cleared 1 sessions.\n", "")
    assert person.export("ada", *sealed).access_key_id == ids["ada"]
    assert person.export("bob", *sealed).access_key_id != ids["bob"]


def test_row_8_1_19_with_pass_sessions_are_no_commits(person, user, pass_env):
    _, key, _, _ = user
    person.config("[profile ada]\n")
    env = {**pass_env, "AWS_VAULT_BACKEND": "pass"}
    person.run("add", "--env", "--no-add-config", "ada", env={**env, **key.environment()})
    first, again = (person.export("ada", **env).access_key_id for _ in range(2))
    assert first == again != key.access_key_id
    assert [path.name for path in pathlib.Path(pass_env["PASSWORD_STORE_DIR"]).rglob("*.gpg")] == ["ada.gpg"]


def test_row_8_1_23_a_process_that_calls_itself_is_told(person):
    person.config(f"[profile loop]\ncredential_process = {binary()} export --format=json loop\n")
    told = person.run("export", "loop", check=1).stderr
    assert 'credential_process of "loop" calls itself' in told and told.count("calls itself") == 1
    person.config(
        f"[profile a]\ncredential_process = {binary()} export --format=json b\n"
        f"[profile b]\ncredential_process = {binary()} export --format=json a\n"
    )
    assert 'credential_process of "a" calls itself' in person.run("export", "a", check=1).stderr


def test_row_8_1_25_what_is_left_of_a_session_decides(person, user):
    _, key, _, _ = user
    person.config("[profile ada]\n")
    person.add("ada", key)
    first = person.export("ada", "-d", "15m").access_key_id
    assert person.export("ada", "-d", "15m").access_key_id == first
    assert person.export("ada", "-d", "15m", "--min-ttl", "14m").access_key_id == first
    second = person.export("ada", "-d", "15m", "--min-ttl", "16m").access_key_id
    assert second != first
    assert person.export("ada", "-d", "15m", AWS_MIN_TTL="16m").access_key_id != second
    assert "AWS_MIN_TTL is not a duration" in person.export("ada", check=1, AWS_MIN_TTL="5")


def test_a_process_without_an_end_is_not_kept(person, tmp_path):
    counter = tmp_path / "runs"
    program = tmp_path / "credentials"
    program.write_text(f'#!/bin/sh\necho x >> {counter}\necho \'{{"Version":1,"AccessKeyId":"AKIA1","SecretAccessKey":"s"}}\'\n')
    program.chmod(0o755)
    person.config(f"[profile p]\ncredential_process = {program}\n")
    for _ in range(2):
        assert json.loads(person.run("export", "p", "--format=json").stdout) == {
            "Version": 1, "AccessKeyId": "AKIA1", "SecretAccessKey": "s",
        }
    assert len(counter.read_text().splitlines()) == 2
    for printed, complaint in [
        ("nonsense", "printed something else than the JSON of a credential_process"),
        ('{"Version": 2}', "printed version 2 of the JSON, where 1 is known"),
        ('{"AccessKeyId": "A"}', "printed no AccessKeyId or no SecretAccessKey"),
        ('{"AccessKeyId": "A", "SecretAccessKey": "hush", "Expiration": "soon"}', "printed an Expiration that is no time"),
    ]:
        program.write_text(f"#!/bin/sh\necho '{printed}'\n")
        told = person.run("export", "p", check=1).stderr
        assert complaint in told and "hush" not in told
    program.write_text("#!/bin/sh\nyes\n")
    assert "printed more than 262144 bytes" in person.run("export", "p", check=1).stderr
