"""`tegata update`: the shared credentials file, kept fresh for whoever reads it: the AWS CLI, boto3, Python, Go."""

import configparser
import contextlib
import datetime
import fcntl
import json
import os
import pathlib
import re
import resource
import signal
import socket
import stat
import subprocess
import threading
import time

import botocore.session
import pytest

from certificates import DAY, now
from clients import Clients
from machines import Setting, as_signing_helper
from tegata import PATIENCE, Credentials, binary, command, environment, has_open, until

SECRETS = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")


@pytest.fixture(scope="module")
def place(root, authority):
    return Setting(root, authority, "updated")


@pytest.fixture
def flags(place, server, authority, tmp_path):
    made = authority.issue([("CN", "updated")], key="p-256")
    server.secrets.note_private_key(made.key_pem)
    (tmp_path / "keys").mkdir()
    return place.flags(*made.write(tmp_path / "keys", "leaf"))


@pytest.fixture
def file(tmp_path):
    return tmp_path / "aws" / "credentials"


def update(home, file, flags, *more, **options):
    env = {"AWS_SHARED_CREDENTIALS_FILE": file, **options.pop("env", {})}
    done = command("update", *flags, *more, home=home, env=env, **options)
    assert done.stdout == "", "nothing is for a program to read"
    return done


def stored(place, file, profile="default"):
    """What botocore reads from the file; the server's search for secrets learns of it."""
    session = botocore.session.Session(profile=profile)
    session.set_config_variable("credentials_file", str(file))
    found = session.get_credentials()
    place.server.secrets.note_answer(
        {"AccessKeyId": found.access_key, "SecretAccessKey": found.secret_key, "SessionToken": found.token}
    )
    return Credentials(found.access_key, found.secret_key, found.token)


def role_of(place, credentials):
    return Clients(place.server, credentials).sts.get_caller_identity()["Arn"]


def mode(path):
    return stat.S_IMODE(os.stat(path).st_mode)


def names(directory):
    return sorted(entry.name for entry in pathlib.Path(directory).iterdir())


@contextlib.contextmanager
def running(home, file, flags, *more, env=None, **options):
    """`tegata update` as a long-running process, with its log."""
    log = pathlib.Path(home) / "update.log"
    with open(log, "wb") as stderr:
        process = subprocess.Popen(
            [str(binary()), "update", *map(str, flags), *more],
            env=environment(home, AWS_SHARED_CREDENTIALS_FILE=file, **(env or {})),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=stderr, **options,
        )  # fmt: skip
    process.log = log.read_text
    try:
        yield process
    finally:
        process.kill()
        assert process.communicate()[0] == b""


def test_once(place, flags, file, tmp_path):
    done = update(tmp_path, file, flags, "--once", check=0)
    assert "Traceback" not in done.stderr
    assert f"/{place.role_name}/" in role_of(place, stored(place, file))
    assert (mode(file.parent), mode(file)) == (0o700, 0o600)
    assert names(file.parent) == ["credentials", "credentials.lock"]
    keys = re.findall(r"^(\S+) = \S+$", file.read_text(), re.MULTILINE)
    assert keys == list(SECRETS)


def test_the_home_directory(place, flags, tmp_path):
    command("update", *flags, "--once", home=tmp_path, check=0)
    stored(place, tmp_path / ".aws" / "credentials")


def test_as_the_helper_that_it_succeeds(place, flags, file, tmp_path):
    helper = as_signing_helper(tmp_path, binary())
    done = update(tmp_path, file, flags, "--once=true", "--profile=from-helper", program=helper, check=0)
    assert done.stderr.startswith("warning: ") or done.stderr == ""
    assert role_of(place, stored(place, file, "from-helper"))


def test_what_else_is_in_the_file_stays(place, flags, file, tmp_path):
    before = (
        b"# caf\xe9\r\n\r\n[other]\r\naws_access_key_id=AKIAOTHER\r\naws_secret_access_key = other\r\n"
        b"s3 =\r\n  max_concurrent_requests = 10\r\n  aws_session_token = nested\r\n\r\n"
        b"[work]\r\n; note\r\naws_access_key_id_old = AKIAOLD\r\naws_access_key_id = AKIAWORK\r\nregion=eu-west-1\r\n"
        b"# " + b"x" * 70_000 + b"\r\n[last]\r\nregion = us-east-2"
    )
    file.parent.mkdir()
    file.write_bytes(before)
    file.chmod(0o600)
    update(tmp_path, file, flags, "--once", "--profile", "work", check=0)
    after = file.read_bytes()
    pattern = re.escape(before).replace(b"AKIAWORK", rb"(ASIA\w{16})").replace(
        rb"region=eu\-west\-1", rb"region=eu\-west\-1\r\naws_secret_access_key = (\S+)\r\naws_session_token = (\S+)"
    )
    found = re.fullmatch(pattern, after)
    assert found, "only the three values differ"
    credentials = Credentials(*(group.decode() for group in found.groups()))
    place.server.secrets.note_answer(
        {"AccessKeyId": credentials.access_key_id, "SecretAccessKey": credentials.secret_access_key,
         "SessionToken": credentials.session_token}
    )  # fmt: skip
    assert role_of(place, credentials)


def test_every_reader_sees_the_same(place, flags, file, tmp_path):
    """botocore, Python's own parser, the AWS CLI; over a file that they read, edited twice."""
    file.parent.mkdir()
    file.write_text("[default]\nregion = us-east-1\nAWS_SESSION_TOKEN: old\n  older\n[ default ]\naws_access_key_id = A\n")
    file.chmod(0o600)
    update(tmp_path, file, flags, "--once", check=0)
    update(tmp_path, file, flags, "--once", "--expiration", "key", "--write-region", check=0)
    credentials = stored(place, file)
    parser = configparser.RawConfigParser()
    parser.read_string(file.read_text())
    section = dict(parser["default"])
    assert section.pop("aws_credential_expiration").endswith("Z")
    assert section == {
        "region": "us-east-1",
        **dict(zip(SECRETS, (credentials.access_key_id, credentials.secret_access_key, credentials.session_token))),
    }
    assert parser[" default "]["aws_access_key_id"] == credentials.access_key_id
    cli = subprocess.run(
        ["aws", "sts", "get-caller-identity", "--endpoint-url", place.server.url, "--query", "Arn", "--output", "text"],
        env=environment(tmp_path, AWS_SHARED_CREDENTIALS_FILE=file), capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert place.role_name in cli.stdout, cli.stderr


def test_the_expiration(place, flags, file, tmp_path):
    def after(*more):
        update(tmp_path, file, flags, "--once", *more, check=0)
        stored(place, file)
        return re.findall(r"^(.*aws_credential_expiration) = (\S+)$", file.read_text(), re.MULTILINE)

    [(form, expires)] = after("--expiration", "comment")
    assert form == "# aws_credential_expiration"
    left = datetime.datetime.fromisoformat(expires) - datetime.datetime.now(datetime.timezone.utc)
    assert 3500 < left.total_seconds() <= 3600
    assert [form for form, _ in after("--expiration=key")] == ["aws_credential_expiration"]
    assert [form for form, _ in after("--expiration=comment")] == ["# aws_credential_expiration"]
    assert after() == []
    update(tmp_path, file, flags, "--once", "--expiration", "yaml", check=2)


def test_a_link_stays_and_the_mode_is_narrowed(place, flags, file, tmp_path):
    real = tmp_path / "elsewhere" / "real"
    real.parent.mkdir()
    real.write_text("[default]\n")
    real.chmod(0o640)
    file.parent.mkdir()
    file.symlink_to("../elsewhere/real")
    done = update(tmp_path, file, flags, "--once", check=0)
    assert "had the mode 0640" in done.stderr and "--file-mode 0640 lets its group read it" in done.stderr
    assert file.is_symlink() and mode(real) == 0o600 and names(file.parent) == ["credentials"]
    assert role_of(place, stored(place, file))
    done = update(tmp_path, file, flags, "--once", "--file-mode", "0640", check=0)
    assert done.stderr == "" and mode(real) == 0o640
    update(tmp_path, file, flags, "--once", "--file-mode", "0644", check=2)


def test_a_name_that_is_not_unicode(place, flags, tmp_path):
    """The file that was named is written, and not another."""
    file = pathlib.Path(os.fsdecode(os.fsencode(tmp_path) + b"/gr\xfcn"))
    update(tmp_path, file, flags, "--once", check=0)
    assert role_of(place, stored(place, file))
    assert not (tmp_path / ".aws").exists()


def test_a_lock_that_is_a_pipe_is_told_of_and_waited_for_by_nobody(flags, file, tmp_path):
    file.parent.mkdir()
    os.mkfifo(file.with_name("credentials.lock"))
    refused = update(tmp_path, file, flags, "--once", check=1)
    assert "credentials.lock is not a regular file" in refused.stderr and refused.stderr.count("\n") == 1
    with running(tmp_path, file, flags) as process:
        until(lambda: "is not a regular file" in process.log(), "the failure")
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0


def test_a_lock_that_is_held_does_not_hold_up_the_end(flags, file, tmp_path):
    file.parent.mkdir()
    with open(file.with_name("credentials.lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with running(tmp_path, file, flags) as process:
            until(lambda: has_open(process, "credentials.lock"), "its wait for the lock")
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0
            assert "has locked" not in process.log(), "it ended before it gave up waiting"


def test_row_04_many_at_once_lose_nothing(place, flags, file, tmp_path):
    """20 processes for 20 profiles of one file, while a reader never sees a part of it."""
    done = threading.Event()
    torn = []

    def read():
        while not done.is_set():
            text = file.read_text() if file.exists() else ""
            parser = configparser.RawConfigParser()
            parser.read_string(text)
            torn.extend(name for name in parser.sections() if set(parser[name]) != set(SECRETS))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        processes = [
            subprocess.Popen(
                [str(binary()), "update", "--once", "--profile", f"p{number}", *map(str, flags)],
                env=environment(tmp_path, AWS_SHARED_CREDENTIALS_FILE=file),
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            )
            for number in range(20)
        ]  # fmt: skip
        for process in processes:
            said, _ = process.communicate(timeout=4 * PATIENCE)
            assert process.returncode == 0, said
    finally:
        done.set()
        reader.join()
    assert torn == []
    keys = {stored(place, file, f"p{number}").access_key_id for number in range(20)}
    assert len(keys) == 20
    assert names(file.parent) == ["credentials", "credentials.lock"]


def test_row_04_the_network_fails_and_comes_back(place, flags, file, tmp_path):
    """Without a service nothing is lost and nothing ends; with one again, the next pass succeeds."""
    update(tmp_path, file, flags, "--once", check=0)
    first = stored(place, file)
    before = file.read_bytes()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # not listening: connections are refused
        port = taken.getsockname()[1]
        at = flags.index("--endpoint") + 1
        away = [*flags[:at], f"http://127.0.0.1:{port}", *flags[at + 1 :]]
        attempts = {"AWS_MAX_ATTEMPTS": "1"}
        failed = update(tmp_path, file, away, "--once", env=attempts, check=1)
        assert failed.stderr.count("\n") == 1 and f"127.0.0.1:{port}" in failed.stderr
        assert file.read_bytes() == before
        with running(tmp_path, file, away, env=attempts) as process:
            until(lambda: process.log().count("trying again in") >= 2, "a second attempt")
            assert process.poll() is None and file.read_bytes() == before
            forward = Forwarder(taken, place.server)
            process.send_signal(signal.SIGHUP)  # rather than wait for the pause to end
            until(lambda: "has credentials until" in process.log(), "an update")
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0
            forward.stop()
    second = stored(place, file)
    assert second.access_key_id != first.access_key_id
    assert names(file.parent) == ["credentials", "credentials.lock"]


def test_a_password_that_is_refused_is_not_tried_again_before_a_person_says_so(place, flags, file, tmp_path):
    """What was written stays, and the process goes on, until it is told that the password is right now."""
    key = tmp_path / "encrypted.key"
    plain = flags[flags.index("--private-key") + 1]

    def encrypt(password):
        fresh = tmp_path / "fresh.key"
        command = ["openssl", "pkcs8", "-topk8", "-in", str(plain), "-out", str(fresh), "-passout", f"pass:{password}"]
        subprocess.run(command, check=True)
        fresh.chmod(0o600)
        fresh.rename(key)

    encrypt("right")
    flags[flags.index("--private-key") + 1] = key
    flags += ["--key-password-from", "env:PASSWORD"]
    with running(tmp_path, file, flags, env={"PASSWORD": "right"}) as process:
        until(lambda: "has credentials until" in process.log(), "an update")
        first = stored(place, file)
        encrypt("another")
        process.send_signal(signal.SIGHUP)
        told = "; not tried again before SIGHUP, or a change of the files of certificate, key and passwords"
        until(lambda: told in process.log(), "the refusal")
        assert "trying again in" not in process.log() and process.poll() is None
        assert stored(place, file).access_key_id == first.access_key_id
        encrypt("right")
        process.send_signal(signal.SIGHUP)
        until(lambda: process.log().count("has credentials until") == 2, "another update")
    assert stored(place, file).access_key_id != first.access_key_id


def test_a_password_file_may_follow_its_key(place, flags, file, tmp_path):
    """Renewed one after the other, key and password do not fit for a while."""
    key, password = tmp_path / "encrypted.key", tmp_path / "password"
    plain = flags[flags.index("--private-key") + 1]
    command = ["openssl", "pkcs8", "-topk8", "-in", str(plain), "-out", str(key), "-passout", "pass:new"]
    subprocess.run(command, check=True)
    key.chmod(0o600)
    password.write_text("old")
    password.chmod(0o600)
    flags[flags.index("--private-key") + 1] = key
    with running(tmp_path, file, flags, "--key-password-from", str(password)) as process:
        until(lambda: "trying again in" in process.log(), "the refusal")
        assert "incorrect PKCS#8" in process.log() and process.poll() is None
        password.write_text("new")
        until(lambda: "has credentials until" in process.log(), "an update")
    stored(place, file)


def test_systemd_is_told(place, flags, file, tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(PATIENCE)

        def told():
            return manager.recv(4096).decode()

        with running(tmp_path, file, flags, env={"NOTIFY_SOCKET": tmp_path / "notify"}) as process:
            status = r"STATUS=profile default in \S+ has credentials until \S+; the next are due in \d+ s"
            assert re.fullmatch(status, told())
            assert told() == "READY=1"
            stored(place, file)
            process.send_signal(signal.SIGHUP)
            assert told().startswith("STATUS=profile default in ")
            process.send_signal(signal.SIGTERM)
            assert told() == "STOPPING=1"
            assert process.wait(PATIENCE) == 0
    stored(place, file)


def test_systemd_is_told_of_failures_and_starts_all_the_same(flags, file, tmp_path):
    away = [*flags[: flags.index("--endpoint") + 1], "http://127.0.0.1:1", *flags[flags.index("--endpoint") + 2 :]]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(PATIENCE)
        env = {"NOTIFY_SOCKET": tmp_path / "notify", "AWS_MAX_ATTEMPTS": "1"}
        with running(tmp_path, file, away, env=env):
            told = manager.recv(4096).decode()
            assert told.startswith("STATUS=") and "127.0.0.1:1" in told and "trying again in" in told
            assert manager.recv(4096) == b"READY=1"


class Forwarder:
    """Hands what comes to a socket on to the server, as it is."""

    def __init__(self, listener, server):
        listener.listen()
        listener.settimeout(0.1)
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.run, args=(listener, server))
        self.thread.start()

    def run(self, listener, server):
        host, port = server.host.rsplit(":", 1)
        while not self.ended.is_set():
            with contextlib.suppress(TimeoutError):
                connection, _ = listener.accept()
                with connection, socket.create_connection((host, int(port))) as upstream:
                    connection.settimeout(PATIENCE)
                    upstream.settimeout(PATIENCE)
                    request = b""
                    while b"\r\n\r\n" not in request:
                        request += connection.recv(65536)
                    head, body = request.split(b"\r\n\r\n", 1)
                    length = int(re.search(rb"(?i)content-length: (\d+)", head).group(1))
                    while len(body) < length:
                        body += connection.recv(65536)
                    head = re.sub(rb"(?i)\r\nconnection: [^\r]+", b"", head) + b"\r\nConnection: close"
                    upstream.sendall(head + b"\r\n\r\n" + body)
                    while reply := upstream.recv(65536):
                        connection.sendall(reply)

    def stop(self):
        self.ended.set()
        self.thread.join()


def test_a_renewed_certificate_is_seen_at_the_next_pass(place, server, authority, flags, file, tmp_path):
    with running(tmp_path, file, flags) as process:
        until(lambda: "has credentials until" in process.log(), "an update")
        first = stored(place, file)
        renewed = authority.issue([("CN", "renewed")], key="p-384")
        server.secrets.note_private_key(renewed.key_pem)
        renewed.write(tmp_path / "keys", "leaf")
        process.send_signal(signal.SIGHUP)
        until(lambda: process.log().count("has credentials until") == 2, "a second update")
        second = stored(place, file)
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
    assert role_of(place, second).endswith(renewed.serial_hex) and not role_of(place, first).endswith(renewed.serial_hex)


@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGINT])
def test_it_can_be_stopped_at_any_moment(place, flags, file, tmp_path, signal_number):
    """Whenever the signal comes, the file is whole and nothing is left beside it."""
    file.parent.mkdir()
    file.write_text("[kept]\nregion = x\n")
    file.chmod(0o600)
    for delay in [0.0, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16]:
        with running(tmp_path, file, flags) as process:
            until(lambda: pathlib.Path(f"/proc/{process.pid}/task").exists() and
                  len(names(f"/proc/{process.pid}/task")) > 1 or "update" in process.log(), "its signals")  # fmt: skip
            time.sleep(delay)
            process.send_signal(signal_number)
            assert process.wait(PATIENCE) == 0
        parser = configparser.RawConfigParser()
        parser.read(file)
        assert dict(parser["kept"]) == {"region": "x"}
        if parser.has_section("default"):
            assert set(parser["default"]) == set(SECRETS)
            stored(place, file)
        assert set(names(file.parent)) <= {"credentials", "credentials.lock"}


def other_user():
    """Someone whom permissions bind, which they do not bind root."""
    return {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}


@pytest.fixture
def of_another(flags, tmp_path):
    """What another user has, where that user can reach it: pytest's own directories are closed to others."""
    directory = pathlib.Path(subprocess.run(["mktemp", "-d"], check=True, capture_output=True, text=True).stdout.strip())
    for name in ("leaf.pem", "leaf.key"):
        found = next((tmp_path / "keys").glob(f"*{name.removeprefix('leaf')}"))
        (directory / name).write_bytes(found.read_bytes())
    aws = directory / "aws"
    aws.mkdir()
    (aws / "credentials").write_text("[default]\nregion = x\n")
    (directory / "tegata").write_bytes(pathlib.Path(binary()).read_bytes())
    for name, bits in [("leaf.pem", 0o644), ("leaf.key", 0o600), ("aws/credentials", 0o600), ("aws", 0o700), ("tegata", 0o755), (".", 0o755)]:  # fmt: skip
        (directory / name).chmod(bits)
        if os.geteuid() == 0:
            os.chown(directory / name, 65534, 65534)
    at = {str(flags[flags.index(flag) + 1]): directory / name
          for flag, name in [("--certificate", "leaf.pem"), ("--private-key", "leaf.key")]}  # fmt: skip
    moved = [at.get(str(flag), flag) for flag in flags]

    def run(*more):
        return subprocess.run(
            [str(directory / "tegata"), "update", "--once", *map(str, moved), *more], capture_output=True, text=True,
            timeout=60, env=environment(directory, AWS_SHARED_CREDENTIALS_FILE=aws / "credentials"), **other_user(),
        )  # fmt: skip

    yield aws, run
    aws.chmod(0o700)
    subprocess.run(["rm", "-r", str(directory)], check=True)


def test_a_directory_that_cannot_be_written(place, of_another):
    aws, run = of_another
    aws.chmod(0o500)
    done = run()
    assert done.returncode == 1 and done.stderr.count("\n") == 1, done.stderr
    assert "Permission denied" in done.stderr and f"let this user write in {aws}" in done.stderr
    assert names(aws) == ["credentials"] and (aws / "credentials").read_text() == "[default]\nregion = x\n"


def test_a_file_of_a_group_that_its_owner_is_not_in(place, of_another):
    """As `chown app file` leaves it. It needs root, who alone can give files away."""
    assert os.geteuid() == 0, "run the tests as root, or as sudo does"
    aws, run = of_another
    os.chown(aws / "credentials", 65534, 0)
    done = run("--file-mode", "0640")
    assert done.returncode == 1 and done.stderr.count("\n") == 1, done.stderr
    assert "cannot keep the group (id 0)" in done.stderr and "a member of that group" in done.stderr, done.stderr
    assert (aws / "credentials").read_text() == "[default]\nregion = x\n"
    # For its owner alone the group does not matter.
    done = run()
    assert done.returncode == 0, done.stderr
    found = (aws / "credentials").stat()
    assert (found.st_uid, found.st_gid, found.st_mode & 0o777) == (65534, 65534, 0o600)
    assert "aws_session_token" in (aws / "credentials").read_text()


def test_a_file_of_somebody_else(place, of_another):
    assert os.geteuid() == 0, "run the tests as root, or as sudo does"
    aws, run = of_another
    (aws / "credentials").chmod(0o666)
    os.chown(aws / "credentials", 1, 65534)
    done = run()
    assert done.returncode == 1 and done.stderr.count("\n") == 1, done.stderr
    assert "cannot keep the owner (id 1)" in done.stderr and "run this as that user" in done.stderr, done.stderr
    assert "group" not in done.stderr


def test_what_root_locks_is_not_locked_for_ever(place, flags, of_another, tmp_path):
    """As after `sudo -E tegata update`."""
    assert os.geteuid() == 0, "run the tests as root, or as sudo does"
    aws, run = of_another
    update(tmp_path, aws / "credentials", flags, "--once", check=0)
    lock = aws / "credentials.lock"
    assert (lock.stat().st_uid, mode(lock)) == (65534, 0o600)
    done = run()
    assert done.returncode == 0, done.stderr
    # One that is there already stays whose it is, and is told of.
    os.chown(lock, 0, 0)
    done = run()
    assert done.returncode == 1 and done.stderr.count("\n") == 1, done.stderr
    assert f"{lock} belongs to another user (id 0); remove it" in done.stderr, done.stderr


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: os.symlink("/dev/null", path)])
def test_no_lock_is_left_beside_what_is_no_file(flags, file, tmp_path, make):
    file.parent.mkdir()
    make(file)
    beside = set(pathlib.Path("/dev").glob("*.lock"))
    done = update(tmp_path, file, flags, "--once", check=1)
    assert "is not a regular file" in done.stderr and done.stderr.count("\n") == 1, done.stderr
    assert names(file.parent) == ["credentials"]
    assert set(pathlib.Path("/dev").glob("*.lock")) == beside


def test_a_disk_without_room(place, flags, file, tmp_path):
    """A limit on the size of files stands for a full disk; the loop goes on, and writes when there is room."""
    file.parent.mkdir()
    file.write_text("[default]\nregion = x\n")
    file.chmod(0o600)

    def limited():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (300, resource.RLIM_INFINITY))

    with running(tmp_path, file, flags, preexec_fn=limited, restore_signals=False) as process:
        until(lambda: "trying again in" in process.log(), "a failure")
        assert "File too large" in process.log() and "make room in" in process.log()
        assert file.read_text() == "[default]\nregion = x\n"
        assert names(file.parent) == ["credentials", "credentials.lock"]
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        process.send_signal(signal.SIGHUP)
        until(lambda: "has credentials until" in process.log(), "an update")
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    assert role_of(place, stored(place, file))


@pytest.mark.parametrize("more, told, code", [
    (["--profile", "a]b"], "cannot name a profile", 1),
    (["--profile", ""], "cannot name a profile", 1),
    (["--role-arn", ""], "role", 2),
])  # fmt: skip
def test_flags_that_say_nothing_end_it_at_once(place, flags, file, tmp_path, more, told, code):
    kept = [flag for at, flag in enumerate(flags) if more[0] not in (flag, flags[at - 1])]
    done = update(tmp_path, file, kept, *more, check=code)
    assert told in done.stderr and done.stderr.count("\n") == 1
    assert not file.parent.exists()


def test_a_profile_by_the_name_of_its_section_elsewhere_is_warned_of(place, flags, file, tmp_path):
    done = update(tmp_path, file, flags, "--once", "--profile", "profile x", check=0)
    assert "give --profile x\n" in done.stderr and done.stderr.count("\n") == 1


def test_a_refusal_leaves_the_file(place, authority, flags, file, tmp_path):
    file.parent.mkdir()
    file.write_text("[default]\nregion = x\n")
    expired = authority.issue([("CN", "expired")], key="p-256", not_before=now() - 3 * DAY, not_after=now() - DAY)
    certificate, key = expired.write(tmp_path / "keys", "expired")
    place.server.secrets.note_private_key(expired.key_pem)
    done = update(tmp_path, file, place.flags(certificate, key), "--once", check=1)
    place.server.secrets.note_error(done.stderr)
    assert file.read_text() == "[default]\nregion = x\n" and names(file.parent) == ["credentials"]


def test_the_next_pass_is_told(place, flags, file, tmp_path):
    with running(tmp_path, file, flags, "--session-duration", "900") as process:
        until(lambda: "has credentials until" in process.log(), "an update")
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
        line = next(line for line in process.log().splitlines() if "has credentials" in line)
    stored(place, file)
    assert re.match(r"\d{4}/\d\d/\d\d \d\d:\d\d:\d\d profile default in /.* has credentials until \S+Z; ", line)
    due = int(re.search(r"due in (\d+) s", line).group(1))
    assert 900 - 300 - 90 - 10 <= due <= 900 - 300
