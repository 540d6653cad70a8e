"""The server as a program: its commands, addresses, TLS, signals, health, metrics and logs."""

import base64
import json
import os
import re
import signal
import socket
import sqlite3
import ssl
import stat
import subprocess

import pytest

import certificates
import events
import policies
from clients import Cli, Clients, refused
from raw import Request, send
from tegata import ACCOUNT, PATIENCE, Credentials, Server, binary, command, environment, until


def fetch(server, path):
    reply = send(server, Request("GET", path, headers={"Host": server.host}))
    return reply


# init


def test_init_prints_what_credential_process_expects(tmp_path):
    done = command("server", "init", "--data", tmp_path / "data", "--account-id", ACCOUNT, home=tmp_path, check=0)
    answer = json.loads(done.stdout)
    assert list(answer) == ["Version", "AccessKeyId", "SecretAccessKey"] and answer["Version"] == 1
    assert re.fullmatch(r"AKIA[A-Z2-7]{16}", answer["AccessKeyId"])
    assert re.fullmatch(r"[A-Za-z0-9+/]{40}", answer["SecretAccessKey"])
    assert answer["SecretAccessKey"] not in done.stderr
    for path in (tmp_path / "data").rglob("*"):
        if path.is_file():
            assert answer["SecretAccessKey"].encode() not in path.read_bytes(), path
    again = command("server", "init", "--data", tmp_path / "data", "--account-id", ACCOUNT, home=tmp_path, check=1)
    assert again.stdout == "" and str(tmp_path / "data") in again.stderr


def test_the_key_file_is_the_owners_alone(tmp_path):
    command("server", "init", "--data", tmp_path / "data", "--account-id", ACCOUNT, home=tmp_path, check=0)
    key = tmp_path / "data" / "kek"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    key.chmod(0o644)
    done = command("server", "run", "--data", tmp_path / "data", "--listen", "127.0.0.1:0", home=tmp_path, check=1)
    assert str(key) in done.stderr and "chmod" in done.stderr


@pytest.mark.parametrize("account", ["1", "11112222333", "1111222233334", "aaaabbbbcccc", ""])
def test_init_refuses_what_is_no_account(tmp_path, account):
    done = command("server", "init", "--data", tmp_path / "data", "--account-id", account, home=tmp_path)
    assert done.returncode != 0 and done.stdout == "" and not (tmp_path / "data" / "kek").exists()


def test_run_without_init(tmp_path):
    done = command("server", "run", "--data", tmp_path / "data", "--listen", "127.0.0.1:0", home=tmp_path, check=1)
    assert "tegata server init" in done.stderr and done.stderr.strip().count("\n") == 0


def test_another_account(tmp_path):
    server = Server(tmp_path / "server", account="000000000042").init().start()
    try:
        identity = Clients(server, server.root).sts.get_caller_identity()
        assert (identity["Account"], identity["Arn"]) == ("000000000042", "arn:aws:iam::000000000042:root")
    finally:
        server.kill()


def test_a_wrong_key_file(tmp_path):
    """Another key-encryption key does not open the data, and says so before anybody is served."""
    server = Server(tmp_path / "server").init()
    key = server.data / "kek"
    other = Server(tmp_path / "other").init()
    key.write_bytes((other.data / "kek").read_bytes())
    done = command("server", "run", "--data", server.data, "--listen", "127.0.0.1:0", home=tmp_path, check=1)
    assert "key" in done.stderr


def test_a_key_file_elsewhere(tmp_path):
    server = Server(tmp_path / "server")
    place = tmp_path / "elsewhere.kek"
    place.touch(mode=0o600)
    place.write_bytes(base64.b64encode(os.urandom(32)) + b"\n")
    server.flags = ["--kek-file", place]
    server.init("--kek-file", place)
    assert not (server.data / "kek").exists()
    server.start()
    try:
        Clients(server, server.root).iam.list_users()
        assert server.stop() == 0
        assert "beside the data" not in server.output()
    finally:
        server.kill()


# run


def test_the_default_key_file_is_warned_about(server):
    assert re.search(r"warn.*kek|kek.*warn", server.output(), re.IGNORECASE)


def test_one_line_on_stdout(server):
    assert re.fullmatch(r"listening on http://127\.0\.0\.1:\d+\n", "".join(server.stdout))


@pytest.mark.parametrize("address", ["0.0.0.0:0", "[::]:0"])
def test_plain_http_beyond_loopback_is_refused(tmp_path, address):
    server = Server(tmp_path / "server").init()
    done = command("server", "run", "--data", server.data, "--listen", address, home=tmp_path, check=1)
    assert "--tls-cert" in done.stderr and "--insecure-http" in done.stderr and done.stdout == ""


def test_plain_http_beyond_loopback_said_aloud(tmp_path):
    server = Server(tmp_path / "server", flags=["--insecure-http"]).init().start(listen="0.0.0.0:0")
    try:
        assert server.stop() == 0
    finally:
        server.kill()


def test_an_address_in_use(server, tmp_path):
    other = Server(tmp_path / "server").init()
    listen = f"127.0.0.1:{server.port}"
    done = command("server", "run", "--data", other.data, "--listen", listen, home=tmp_path, check=1)
    assert listen in done.stderr and done.stdout == ""


def test_one_server_for_a_directory(server, tmp_path):
    done = command("server", "run", "--data", server.data, "--listen", "127.0.0.1:0", home=tmp_path, check=1)
    assert done.stdout == "" and str(server.data) in done.stderr
    Clients(server, server.root).iam.list_users()


def test_offline_commands_refuse_while_a_server_runs(server, tmp_path):
    done = command("server", "init", "--data", server.data, "--account-id", ACCOUNT, home=tmp_path, check=1)
    assert done.stdout == ""


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_signals(tmp_path, sent):
    server = Server(tmp_path / "server").init().start()
    root = Clients(server, server.root)
    root.iam.create_user(UserName="kept")
    # A connection that is open and idle does not keep the server.
    idle = socket.create_connection(("127.0.0.1", server.port))
    process = server.process
    process.send_signal(sent)
    assert process.wait(PATIENCE) == 0
    idle.close()
    server.process = None
    server.start()
    try:
        assert Clients(server, server.root).iam.get_user(UserName="kept")
    finally:
        server.kill()


def test_a_restart_keeps_everything(fresh_server):
    root = Clients(fresh_server, fresh_server.root)
    root.iam.create_user(UserName="kept", Tags=[{"Key": "team", "Value": "blue"}])
    root.iam.put_user_policy(UserName="kept", PolicyName="all", PolicyDocument=policies.EVERYTHING)
    made = root.rolesanywhere.create_profile(name="kept", roleArns=[], aliasName="kept")["profile"]
    before = root.iam.get_user(UserName="kept")["User"]
    assert fresh_server.stop() == 0
    fresh_server.start()
    root = Clients(fresh_server, fresh_server.root)
    assert root.iam.get_user(UserName="kept")["User"] == before
    assert root.rolesanywhere.get_profile(profileId=made["aliasArn"])["profile"] == made
    with refused("EntityAlreadyExists"):
        root.iam.create_user(UserName="KEPT")


def test_the_database_syncs_fully(server):
    """Read from a copy's header and from the engine's own settings: WAL is persistent in the file."""
    (path,) = [
        each for each in server.data.rglob("*") if each.is_file() and each.read_bytes()[:15] == b"SQLite format 3"
    ]
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        assert database.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


def test_files_are_the_owners_alone(server):
    for path in [server.data, *server.data.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


# TLS


def test_tls(tls_server, tls, tmp_path):
    assert tls_server.url.startswith("https://127.0.0.1:")
    aws = Cli(tmp_path, tls_server.url, tls_server.root, ca_bundle=None)
    answer = aws.json("sts", "get-caller-identity", "--ca-bundle", tls["ca"])
    assert answer["Account"] == ACCOUNT
    assert "SSL" in aws.error("sts", "get-caller-identity")


def test_tls_is_on_record(tls_server):
    root = Clients(tls_server, tls_server.root)
    answer = root.iam.list_users()
    (record,) = events.by_request(root, answer["ResponseMetadata"]["RequestId"])
    assert record["tlsDetails"]["tlsVersion"] in ("TLSv1.3", "TLSv1.2")
    assert record["tlsDetails"]["clientProvidedHostHeader"] == tls_server.host
    assert record["tlsDetails"]["cipherSuite"]
    secure = policies.allow("iam:ListUsers", Condition={"Bool": {"aws:SecureTransport": "true"}})
    root.iam.create_user(UserName="secure")
    root.iam.put_user_policy(UserName="secure", PolicyName="p", PolicyDocument=secure)
    key = root.iam.create_access_key(UserName="secure")["AccessKey"]
    Clients(tls_server, Credentials.of(key)).iam.list_users()


@pytest.fixture
def renewable(tmp_path):
    """A TLS server, its authority's file, and two certificates of which it has the first."""
    authority = certificates.Authority.root([("CN", "TLS test authority")])
    ca = tmp_path / "ca.pem"
    ca.write_text(authority.pem)
    first, second = (certificates.server_certificate(authority) for _ in range(2))
    first.write(tmp_path, "server")
    flags = ["--tls-cert", tmp_path / "server.pem", "--tls-key", tmp_path / "server.key"]
    server = Server(tmp_path / "server", flags=flags, ca=ca)
    server.init()
    server.start()
    yield server, ca, first, second
    server.stop()


def test_tls_files_are_read_again(renewable, tmp_path):
    server, ca, first, second = renewable
    key = tmp_path / "server.key"
    old = key.read_text()
    second.write(tmp_path, "server")
    new = key.read_text()
    # Half a renewal cannot be used: the pair before goes on serving.
    key.write_text(old)
    os.kill(server.process.pid, signal.SIGHUP)
    until(lambda: "in use stay" in server.output(), "a complaint in the log")
    assert presented(server, ca) == first.x509.serial_number
    # No signal is needed; it only saves the wait.
    key.write_text(new)
    until(lambda: presented(server, ca) == second.x509.serial_number, "the renewed certificate")


def presented(server, ca):
    """The serial number of the certificate that the server presents."""
    context = ssl.create_default_context(cafile=ca)
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE) as plain:
        with context.wrap_socket(plain, server_hostname="localhost") as connection:
            return int(connection.getpeercert()["serialNumber"], 16)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_tls_versions(tls_server, version):
    context = ssl.create_default_context(cafile=tls_server.ca)
    context.minimum_version = context.maximum_version = version
    with socket.create_connection(("127.0.0.1", tls_server.port), PATIENCE) as plain:
        with context.wrap_socket(plain, server_hostname="localhost") as connection:
            assert connection.version() == version.name.replace("_", ".")


def test_http_on_a_tls_port(tls_server):
    with socket.create_connection(("127.0.0.1", tls_server.port), PATIENCE) as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        connection.settimeout(PATIENCE)
        connection.recv(1024)
    assert Clients(tls_server, tls_server.root).iam.list_users()


def test_a_tls_key_that_others_can_read(tls, tmp_path):
    server = Server(tmp_path / "server").init()
    key = tmp_path / "open.key"
    key.write_text(tls["key"].read_text())
    key.chmod(0o644)
    done = command(
        "server", "run", "--data", server.data, "--listen", "127.0.0.1:0", "--tls-cert", tls["certificate"], "--tls-key",
        key, home=tmp_path, check=1,
    )  # fmt: skip
    assert "chmod" in done.stderr


def test_half_of_tls(tls, tmp_path):
    server = Server(tmp_path / "server").init()
    run = ["server", "run", "--data", server.data, "--listen", "127.0.0.1:0"]
    done = command(*run, "--tls-cert", tls["certificate"], home=tmp_path)
    assert done.returncode != 0 and "--tls-key" in done.stderr
    done = command(*run, "--tls-key", tls["key"], home=tmp_path)
    assert done.returncode != 0 and "--tls-cert" in done.stderr


# Health, metrics, logs


def test_health(server):
    reply = fetch(server, "/health")
    assert reply.status == 200
    assert reply.headers["content-type"].startswith("application/json") and isinstance(reply.json, dict)


def test_metrics(server, root):
    root.iam.list_users()
    reply = fetch(server, "/metrics")
    assert reply.status == 200
    assert re.match(r"(text/plain|application/openmetrics-text)", reply.headers["content-type"])
    lines = reply.text.splitlines()
    samples = [line for line in lines if line and not line.startswith("#")]
    assert samples
    for line in samples:
        assert re.fullmatch(r"[a-zA-Z_:][a-zA-Z0-9_:]*(\{[^}]*\})? [-+0-9.eEinfNa]+( \S+)?", line), line
    assert any("ListUsers" in line for line in samples)
    assert server.root.access_key_id not in reply.text


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_health_and_metrics_are_read_only(server, method):
    for path in ("/health", "/metrics"):
        reply = send(server, Request(method, path, headers={"Host": server.host}))
        assert reply.status >= 400


def test_a_line_for_a_request(server, root):
    request_id = root.iam.list_users()["ResponseMetadata"]["RequestId"]
    (line,) = until(
        lambda: [line for line in server.output().splitlines() if request_id in line], "the request's log line"
    )
    assert "ListUsers" in line and "200" in line and "\x1b" not in line


def test_a_line_of_json_for_a_request(tls_server):
    root = Clients(tls_server, tls_server.root)
    with refused("NoSuchEntity") as error:
        root.iam.get_user(UserName="nobody-here")
    request_id = error.response["ResponseMetadata"]["RequestId"]
    (line,) = until(
        lambda: [line for line in tls_server.log.read_text().splitlines() if request_id in line], "the log line"
    )
    for each in tls_server.log.read_text().splitlines():
        assert isinstance(json.loads(each), dict)
    text = json.dumps(json.loads(line))
    assert "GetUser" in text and "404" in text


def test_request_ids_are_unique(root):
    ids = {root.sts.get_caller_identity()["ResponseMetadata"]["RequestId"] for _ in range(50)}
    assert len(ids) == 50


# Commands


def test_help(tmp_path):
    for words in (
        [],
        ["server"],
        ["server", "run"],
        ["credential-process"],
        ["who"],
        ["verify-certificate"],
        ["quickstart"],
    ):
        done = command(*words, "--help", home=tmp_path, check=0)
        assert "Usage" in done.stdout
    assert re.match(r"tegata \d+\.\d+", command("--version", home=tmp_path, check=0).stdout)


def test_a_command_that_is_none(tmp_path):
    done = command("nonsense", home=tmp_path)
    assert done.returncode != 0 and done.stdout == "" and "nonsense" in done.stderr


def test_a_closed_stdout(tmp_path):
    """`tegata --help | head -1` ends quietly."""
    read, write = os.pipe()
    os.close(read)
    process = subprocess.Popen(
        [str(binary()), "--help"], stdout=write, stderr=subprocess.PIPE, env=environment(tmp_path), text=True
    )
    os.close(write)
    _, stderr = process.communicate(timeout=PATIENCE)
    assert "panicked" not in stderr


def test_the_aws_cli(server, root, cli, unique):
    """One round with the stock CLI over each protocol."""
    aws = cli(server.root)
    name = unique("user")
    created = aws.json("iam", "create-user", "--user-name", name)
    assert created["User"]["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/{name}"
    assert name in [user["UserName"] for user in aws.json("iam", "list-users")["Users"]]
    assert aws.json("rolesanywhere", "list-profiles") == {"profiles": []}
    looked = aws.json(
        "cloudtrail", "lookup-events", "--lookup-attributes", "AttributeKey=EventName,AttributeValue=CreateUser"
    )
    assert name in looked["Events"][0]["CloudTrailEvent"]
    error = aws.error("iam", "get-user", "--user-name", "nobody-here")
    assert (
        "An error occurred (NoSuchEntity) when calling the GetUser operation: "
        "The user with name nobody-here cannot be found." in error
    )
