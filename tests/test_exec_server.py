"""`exec --server`: a program that gets its credentials from a server beside it, for as long as it runs."""

import concurrent.futures
import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import threading

import boto3
import pytest

import policies
import totp
from clients import Clients
from conftest import new_user
from person import Person
from tegata import ACCOUNT, Credentials, Server, binary, environment, until
from terminal import Terminal
from test_exec import role

KEYS = ["AccessKeyId", "Expiration", "SecretAccessKey", "Token"]
SHOW = [sys.executable, "-c", "import json, os; print(json.dumps(dict(os.environ)), flush=True); input()"]


@pytest.fixture
def ada(server, root, unique, tmp_path):
    """A person with a stored key: person, user name."""
    person = Person(tmp_path / "home", server)
    name = unique("ada")
    key = new_user(root, name, policies.EVERYTHING).credentials
    server.secrets.note(key.secret_access_key)
    person.config("[profile ada]\n")
    person.add("ada", key)
    return person, name


class Served:
    """`exec --server` whose child shows its environment and ends at a line of input."""

    def __init__(self, person, *words, program=None, show=SHOW, env=None):
        self.process = subprocess.Popen(
            [str(program or binary()), "exec", *words, "--", *show],
            env=environment(person.home, **person.variables(**(env or {}))),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        line = self.process.stdout.readline()
        assert line, self.process.communicate(timeout=60)
        self.env = json.loads(line)
        self.token = self.env["AWS_CONTAINER_AUTHORIZATION_TOKEN"]
        self.address = self.env["AWS_CONTAINER_CREDENTIALS_FULL_URI"].removeprefix("http://")
        self.secrets = person.server.secrets

    def ask(self, path="/", method="GET", address=None, **headers):
        """Status and JSON."""
        connection = http.client.HTTPConnection(address or self.address, timeout=60)
        connection.request(method, path, headers={"Authorization": self.token, **headers})
        return self.read(connection)

    def read(self, connection):
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        found = json.loads(text)
        if "SecretAccessKey" in found:
            self.secrets.note(found["SecretAccessKey"])
        return answer.status, found

    def __enter__(self):
        return self

    def __exit__(self, *_):
        out, self.told = self.process.communicate("\n", timeout=60)
        assert self.process.returncode == 0, (out, self.told)


def test_the_aws_cli_and_boto3_are_children(ada):
    person, name = ada
    for flag in ["-s", "--server", "--ecs-server"]:
        told = person.run("exec", flag, "ada", "--", "aws", "sts", "get-caller-identity").stdout
        assert json.loads(told)["Arn"].endswith(f":user/{name}")
    script = "import boto3; print(boto3.client('sts').get_caller_identity()['Arn'])"
    done = person.run("exec", "--server", "--lazy", "ada", sys.executable, "-c", script)
    assert done.stdout.strip().endswith(f":user/{name}")


def test_no_secret_is_in_the_childs_environment(ada):
    person, _ = ada
    leftovers = {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/x"}
    with Served(person, "-s", "ada", env={"AWS_SECRET_ACCESS_KEY": "old", **leftovers}) as served:
        _, found = served.ask()
        child = until(lambda: children(served.process.pid), "the child")[0]
        shown = pathlib.Path(f"/proc/{child}/environ").read_text()
        assert found["SecretAccessKey"] not in shown and found["Token"] not in shown
        names = {line.split("=")[0] for line in shown.split("\0")}
        assert not {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", *leftovers} & names
        assert not {"AWS_VAULT_FILE_PASSPHRASE", "AWS_PROFILE"} & names
        assert served.env["AWS_VAULT"] == "ada" and served.env["AWS_REGION"] == "us-east-1"
        assert served.address.startswith("127.0.0.1:") and len(served.token) == 40


def children(pid):
    path = pathlib.Path(f"/proc/{pid}/task/{pid}/children")
    return path.read_text().split()


def test_row_8_2_s_answers(ada, server, root, unique):
    """Row 8.2 s: who does not know the token, calls by another name or by another method, gets nothing."""
    person, name = ada
    arn = role(root, unique("task"), policies.trust({"AWS": f"arn:aws:iam::{ACCOUNT}:user/{name}"}))
    with Served(person, "-s", "ada") as served:
        for path in ["/", "/credentials", "/latest/meta-data/"]:
            status, found = served.ask(path)
            assert status == 200 and list(found) == KEYS
        assert found["AccessKeyId"].startswith("ASIA")
        status, assumed = served.ask(f"/role-arn/{arn}")
        assert status == 200 and list(assumed) == KEYS
        assert served.ask(f"/role-arn/{arn}")[1] == assumed, "kept for each role"
        as_role = Credentials(assumed["AccessKeyId"], assumed["SecretAccessKey"], assumed["Token"])
        identity = boto3.client("sts", endpoint_url=server.url, region_name="us-east-1", **keywords(as_role))
        assert arn.split("/")[1] in identity.get_caller_identity()["Arn"]
        status, refused = served.ask(f"/role-arn/arn:aws:iam::{ACCOUNT}:role/none")
        assert status == 500 and "AccessDenied" in refused["Message"]
        status, refused = served.ask("/role-arn/x")
        assert status == 500 and "not the ARN of a role" in refused["Message"]
        wrong = {"Message": "invalid Authorization token"}
        for token in ["", "x", f"Bearer {served.token}", served.token[:-1]]:
            assert served.ask(Authorization=token) == (403, wrong)
        status, refused = served.ask(Host="rebound.example")
        assert status == 403 and "not called by that name" in refused["Message"]
        for method in ["POST", "PUT", "DELETE"]:
            assert served.ask(method=method)[0] == 405


def keywords(credentials):
    return {
        "aws_access_key_id": credentials.access_key_id,
        "aws_secret_access_key": credentials.secret_access_key,
        "aws_session_token": credentials.session_token,
    }


def test_a_failure_is_told_before_the_program_starts_or_on_demand(ada):
    person, _ = ada
    person.config(f"[profile ada]\n[profile no]\nsource_profile = ada\nrole_arn = arn:aws:iam::{ACCOUNT}:role/none\n")
    done = person.run("exec", "-s", "no", "--", "echo", "ran", check=1)
    assert done.stdout == "" and done.stderr.startswith("tegata exec: cannot get the credentials of \"no\": AssumeRole")
    with Served(person, "-s", "--lazy", "no") as served:
        status, refused = served.ask()
        assert status == 500 and "AccessDenied" in refused["Message"]


def test_exit_codes(ada):
    person, _ = ada
    person.run("exec", "-s", "ada", "sh", "-c", "exit 42", check=42)
    person.run("exec", "-s", "ada", "sh", "-c", "kill -TERM $$", check=-signal.SIGTERM)
    assert "there is no program" in person.run("exec", "-s", "ada", "no-such-program", check=127).stderr
    assert "cannot run" in person.run("exec", "-s", "ada", "/etc", check=126).stderr


COUNT = """
import os, signal, sys, time
seen = []
for name in sys.argv[1:]:
    signal.signal(getattr(signal, name), lambda number, _: seen.append(signal.Signals(number).name))
print("ready", os.getpid(), flush=True)
while not set(sys.argv[1:]) <= set(seen):
    time.sleep(0.01)
time.sleep(0.3)  # one that came twice would be seen
print(" ".join(seen), flush=True)
"""


def test_signals_reach_the_child_once(ada):
    person, _ = ada
    names = ["SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT", "SIGUSR1", "SIGALRM", "SIGWINCH", "SIGUSR2"]
    process = subprocess.Popen(
        [binary(), "exec", "-s", "ada", "--", sys.executable, "-c", COUNT, *names],
        env=environment(person.home, **person.variables()), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    word, child = process.stdout.readline().split()
    assert word == "ready" and int(child) != process.pid
    assert os.getpgid(int(child)) == os.getpgid(process.pid)
    for name in names:
        process.send_signal(getattr(signal, name))
    out, _ = process.communicate(timeout=60)
    assert sorted(out.split()) == sorted(names) and process.returncode == 0


def test_signals_reach_the_child_after_a_question(ada):
    person, _ = ada
    variables = person.variables()
    passphrase = variables.pop("AWS_VAULT_FILE_PASSPHRASE")
    terminal = Terminal(
        "exec", "-s", "ada", "--", sys.executable, "-c", COUNT, "SIGTERM", "SIGHUP", home=person.home, env=variables
    )
    try:
        terminal.answers((b"Enter passphrase", passphrase.encode()))
        assert terminal.process.stdout.readline().startswith(b"ready ")
        for each in (signal.SIGTERM, signal.SIGHUP):
            terminal.process.send_signal(each)
        code, printed = terminal.ends()
        assert (code, sorted(printed.split())) == (0, ["SIGHUP", "SIGTERM"]), terminal.shown
    finally:
        terminal.close()


def test_a_child_that_was_stopped_alone_goes_on_with_what_serves_it(ada):
    person, _ = ada
    with subprocess.Popen(
        [binary(), "exec", "-s", "ada", "--", "sh", "-c", "echo $$; read line"],
        env=environment(person.home, **person.variables()), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        child = int(process.stdout.readline())
        os.kill(child, signal.SIGSTOP)
        until(lambda: state(process.pid) == "T", "it stops with its child")
        process.send_signal(signal.SIGCONT)
        until(lambda: state(child) != "T", "the child goes on")
        process.communicate("\n", timeout=60)
    assert process.returncode == 0


def test_what_is_ignored_stays_so(ada):
    person, _ = ada
    script = "grep SigIgn /proc/self/status"
    told = person.run("-c", f"trap '' HUP; exec {binary()} exec -s ada -- {script}", program="/bin/sh", check=0).stdout
    assert int(told.split()[1], 16) & 1 << (signal.SIGHUP - 1)


@pytest.fixture
def shell(ada):
    """A shell with job control at a terminal."""
    person, _ = ada
    env = person.variables(PS1="$ ", TERM="dumb")
    terminal = Terminal("--norc", "--noprofile", "-i", home=person.home, env=env, program="/bin/bash")
    # What the shell itself writes is at the terminal; here, what its jobs write, too.
    terminal.answers((b"$ ", b"exec >/dev/tty 2>&1"))
    yield terminal
    terminal.close()


def state(pid):
    return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]


def test_the_terminal_stops_continues_and_interrupts(shell, tmp_path):
    script = tmp_path / "count.py"
    script.write_text(COUNT)
    shell.types(f"{binary()} exec -s ada -- {sys.executable} {script} SIGCONT SIGINT SIGUSR2\n".encode())
    until(lambda: shell.shows(b"ready "), "the child")
    until(lambda: shell.shows(b"\n") and shell.shown.split(b"ready ")[1].strip(), "its number")
    child = int(shell.shown.split(b"ready ")[1].split()[0])
    parent = int(pathlib.Path(f"/proc/{child}/stat").read_text().rsplit(")", 1)[1].split()[1])
    for _ in range(2):
        shell.types(b"\x1a")
        until(lambda: state(child) == "T" and state(parent) == "T", "both are stopped")
        shell.types(b"fg\n")
        until(lambda: state(child) != "T" and state(parent) != "T", "both go on")
    shell.types(b"\x03")
    threading.Event().wait(0.3)
    os.kill(parent, signal.SIGUSR2)
    until(lambda: shell.shows(b"SIGCONT SIGCONT SIGINT SIGUSR2"), "each signal, once")
    assert b"SIGCONT SIGCONT SIGCONT" not in shell.shown
    shell.types(b"echo left $?\n")
    until(lambda: shell.shows(b"left 0"), "the end")


def test_ctrl_c_ends_the_script_around_it(shell):
    loop = f"for i in 1 2 3; do {binary()} exec -s ada -- sh -c \"echo be''gun; sleep 60\"; echo aft''er; done"
    shell.types(f"bash -c '{loop}'\n".encode())
    until(lambda: shell.shows(b"begun"), "the child")
    shell.types(b"\x03")
    until(lambda: shell.shows(b"^C") and shell.shown.endswith(b"$ "), "the end")
    assert shell.shown.count(b"begun") == 1 and b"after" not in shell.shown


def test_a_child_that_cannot_be_stopped_goes_on_in_the_foreground(shell, tmp_path):
    fifo = tmp_path / "go"
    os.mkfifo(fifo)
    script = f"trap '' TSTP; echo be''gun; read line <{fifo}; echo do''ne"
    shell.types(f'{binary()} exec -s ada -- sh -c "{script}"\n'.encode())
    until(lambda: shell.shows(b"begun"), "the child")
    shell.types(b"\x1a")
    until(lambda: shell.shows(b"^Z"), "the key")
    threading.Event().wait(0.3)
    fifo.write_text("go\n")
    until(lambda: shell.shows(b"done"), "the end")
    assert b"Stopped" not in shell.shown


def test_a_child_that_stops_itself_stops_the_job(shell):
    words = f"{binary()} exec -s ada -- sh -c 'kill -STOP $$; exit 7'\n"
    shell.types(words.encode())
    until(lambda: shell.shows(b"Stopped"), "the shell is told")
    shell.types(b"fg\n")
    shell.types(b"echo left $?\n")
    until(lambda: shell.shows(b"left 7"), "the end")


def test_flags_that_exclude_each_other(ada, tmp_path):
    person, _ = ada
    for flags, message in [
        (["-s", "--ec2-server"], "Can't use --ec2-server with --ecs-server"),
        (["-s", "-n"], "Can't use --ecs-server with --no-session"),
        (["--ec2-server", "-n"], "Can't use --ec2-server with --no-session"),
    ]:
        done = person.run("exec", *flags, "ada", "--", "echo", "ran", check=1)
        assert done.stdout == "" and message in done.stderr
    aws_vault = tmp_path / "aws-vault"
    aws_vault.symlink_to(binary())
    for flags, message in [
        (["-s", "--ec2-server"], "Can't use --ec2-server with --ecs-server"),
        (["--ecs-server", "-j"], "Can't use --ecs-server with --json"),
        (["-s", "--prompt=terminal"], "Can't use --prompt=terminal with --ecs-server. Specify a different prompt driver"),
    ]:
        done = person.run("exec", *flags, "ada", "--", "echo", "ran", check=1, program=aws_vault)
        assert done.stdout == "" and done.stderr == f"aws-vault: error: exec: {message}\n"


def test_called_as_aws_vault(ada, tmp_path):
    """Any method, and its exit code after a signal."""
    person, _ = ada
    aws_vault, prompt = tmp_path / "aws-vault", tmp_path / "zenity"
    aws_vault.symlink_to(binary())
    prompt.write_text("#!/bin/sh\nexit 1\n")  # it is there, and never asked
    prompt.chmod(0o755)
    env = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
    flags = ["-s", "--prompt=zenity", "ada"]
    done = person.run("exec", *flags, "--", "sh", "-c", "kill -TERM $$", program=aws_vault, env=env, check=255)
    assert done.stdout == "" and done.stderr == ""
    with Served(person, *flags, program=aws_vault, env=env) as served:
        for method in ["GET", "POST"]:
            status, found = served.ask(method=method)
            assert status == 200 and list(found) == KEYS
        assert served.ask(Authorization="x") == (403, {"Message": "invalid Authorization token"})
        assert "TEGATA_STACK" not in served.env


FETCH = """
import os, urllib.error, urllib.request
url, token = os.environ["AWS_CONTAINER_CREDENTIALS_FULL_URI"], os.environ["AWS_CONTAINER_AUTHORIZATION_TOKEN"]
try:
    urllib.request.urlopen(urllib.request.Request(url, headers={"Authorization": token}), timeout=60)
except urllib.error.HTTPError as error:
    print(error.code, error.read().decode())
"""


FETCHED = """
import os, urllib.request
url, token = os.environ["AWS_CONTAINER_CREDENTIALS_FULL_URI"], os.environ["AWS_CONTAINER_AUTHORIZATION_TOKEN"]
print(urllib.request.urlopen(urllib.request.Request(url, headers={"Authorization": token}), timeout=60).status)
"""


def test_nothing_is_asked_at_a_terminal_that_the_program_has(ada):
    person, _ = ada
    env = {"AWS_VAULT_BACKEND": "file"}  # and no passphrase
    words = ["exec", "-s", "--lazy", "ada", "--", sys.executable, "-c", FETCH]
    terminal = Terminal(*words, home=person.home, env=env)
    try:
        code, printed = terminal.ends()
        assert code == 0 and printed.startswith("500 ") and "Message" in printed
        assert terminal.shown == b""
    finally:
        terminal.close()


def test_a_code_that_nobody_could_be_asked_for_is_told_at_once(ada):
    person, _ = ada
    serial = f"arn:aws:iam::{ACCOUNT}:mfa/phone"
    person.config(f"[profile ada]\nmfa_serial = {serial}\n")
    for flag in ("--lazy", "--fresh", "--session-cache=off"):
        done = person.run("exec", "-s", flag, "ada", "--", "echo", "ran", check=1)
        assert done.stdout == "" and f"needs codes of {serial}" in done.stderr


def test_a_code_is_asked_for_before_the_program_has_the_terminal(server, root, unique, tmp_path):
    person, name = Person(tmp_path / "home", server), unique("ada")
    key = new_user(root, name, policies.EVERYTHING).credentials
    serial, device = totp.new_device(root, unique("phone"), name)
    arn = role(root, unique("role"), policies.ACCOUNT_TRUST)
    person.config(f"[profile ada]\nmfa_serial = {serial}\n[profile work]\nsource_profile = ada\nmfa_serial = {serial}\nrole_arn = {arn}\n")
    person.add("ada", key)
    # The second finds the session of the code, and says all the same what it cannot ask for.
    for answers in ([(b"Enter MFA code", device.fresh().encode())], []):
        terminal = Terminal("exec", "-s", "work", "--", sys.executable, "-c", FETCHED, home=person.home, env=person.variables())
        try:
            terminal.answers(*answers)
            code, printed = terminal.ends()
            assert (code, printed) == (0, "200\n"), terminal.shown
            assert f"as long as the session that a code of {serial} opens".encode() in terminal.shown
            assert terminal.shown.count(b"Enter MFA code") == len(answers)
        finally:
            terminal.close()


def test_clients_at_once_share_one_code(server, root, unique, tmp_path):
    person, name = Person(tmp_path / "home", server), unique("ada")
    key = new_user(root, name, policies.EVERYTHING).credentials
    serial, device = totp.new_device(root, unique("phone"), name)
    person.config(f"[profile ada]\n{person.phone(serial, device)}")
    person.add("ada", key)
    with Served(person, "-s", "--lazy", "--session-cache=off", "ada") as served:
        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            answers = [pool.submit(served.ask) for _ in range(20)]
            found = [answer.result() for answer in answers]
        assert {status for status, _ in found} == {200}
        assert len({answer["AccessKeyId"] for _, answer in found}) == 1
    assert person.readings() == 1


def test_clients_at_once_share_a_refusal(server, root, unique, tmp_path):
    person, name = Person(tmp_path / "home", server), unique("ada")
    key = new_user(root, name, policies.EVERYTHING).credentials
    serial, _ = totp.new_device(root, unique("phone"), name)
    log = tmp_path / "asked"
    person.config(f"[profile ada]\nmfa_serial = {serial}\nmfa_process = sh -c 'echo >> {log}; sleep 2; echo 000000'\n")
    person.add("ada", key)
    with Served(person, "-s", "--lazy", "ada") as served:
        with concurrent.futures.ThreadPoolExecutor(10) as pool:
            answers = [pool.submit(served.ask) for _ in range(10)]
            found = [answer.result() for answer in answers]
        assert all(status == 500 and "MultiFactorAuthentication" in told["Message"] for status, told in found), found
    assert len(log.read_text().splitlines()) == 1


def test_row_8_1_08_more_addresses(ada, tmp_path):
    """Row 8.1 8: another address, for containers, and a Unix socket."""
    person, _ = ada
    path = tmp_path / "socket"
    flags = ["--listen", f"unix:{path}", "--listen", "0.0.0.0:0", "--allow-host", "host.docker.internal"]
    with Served(person, "-s", *flags, "ada") as served:
        expected = served.ask()
        connection = http.client.HTTPConnection("localhost")
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.connect(str(path))
        connection.request("GET", "/", headers={"Authorization": served.token})
        assert served.read(connection) == expected
        assert path.stat().st_mode & 0o777 == 0o600
        told = served.process.stderr
        warnings = [told.readline(), told.readline()]
        assert all(line.startswith("warning: also listening on ") for line in warnings), warnings
        port = warnings[1].split("http://0.0.0.0:")[1].split(":")[0]
        assert served.ask(address=f"127.0.0.1:{port}", Host=f"host.docker.internal:{port}") == expected
        assert served.ask(address=f"127.0.0.1:{port}", Host=f"rebound.example:{port}")[0] == 403
    assert not path.exists()


class Clock:
    """The time of several programs, which a test, or one of them, sets."""

    def __init__(self, shifted_clock, path):
        self.path = path
        path.write_text("0")
        self.env = {"LD_PRELOAD": shifted_clock(0)["LD_PRELOAD"], "CLOCK_OFFSET_FILE": str(path)}


LONG = """
import pathlib, sys, boto3
clock, seconds, steps = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
session = boto3.Session()
ids = []
for step in range(steps):
    # A new connection each time: the clock has jumped. The credentials are the session's.
    arn = session.client("sts").get_caller_identity()["Arn"]
    assert "assumed-role" in arn, arn
    ids.append(session.get_credentials().get_frozen_credentials().access_key)
    clock.write_text(str(seconds * (step + 1)))
print(len(set(ids)))
"""


@pytest.fixture
def passing_time(shifted_clock, tmp_path, unique):
    """A server and a person in a world whose clock can be set, and a role whose sessions last 15 minutes."""
    clock = Clock(shifted_clock, tmp_path / "offset")
    server = Server(tmp_path / "server").init()
    server.start(env=clock.env)
    person = Person(tmp_path / "home", server)
    root = Clients(server, server.root)
    key = new_user(root, "ada", policies.EVERYTHING).credentials
    arn = role(root, "task", policies.trust({"AWS": f"arn:aws:iam::{ACCOUNT}:user/ada"}))
    person.config(
        f"[profile ada]\n[profile task]\nsource_profile = ada\nrole_arn = {arn}\nduration_seconds = 900\n"
        f"[profile auto]\ncredential_process = {binary()} export --format=json task\n"
    )
    person.add("ada", key)
    yield person, clock
    server.stop()


def test_row_8_1_16_a_run_outlives_its_sessions(passing_time):
    """Row 8.1 16: what takes three hours does not die with a session of fifteen minutes."""
    person, clock = passing_time
    words = [sys.executable, "-c", LONG, str(clock.path), "400", "30"]
    done = person.run("exec", "-s", "task", "--", *words, env=clock.env, check=0)
    assert int(done.stdout) >= 12


def test_row_8_1_16_a_run_by_credential_process_outlives_its_sessions(passing_time):
    person, clock = passing_time
    words = ["-c", LONG, str(clock.path), "400", "10"]
    env = {**clock.env, "AWS_PROFILE": "auto", "AWS_ENDPOINT_URL": person.server.url, "AWS_DEFAULT_REGION": "us-east-1"}
    done = person.run(*words, program=sys.executable, env=env, check=0)
    assert int(done.stdout) >= 4
