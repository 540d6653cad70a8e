"""`tegata serve` by hand and by strangers' clients: what it answers, and to whom."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys

import pytest

import clients
import policies
from machines import Setting, as_signing_helper
from serving import CREDENTIALS, TOKEN, TTL, Endpoint
from tegata import ACCOUNT, PATIENCE, REGION, ROOT, binary, environment, until


@pytest.fixture(scope="module")
def place(root, authority):
    return Setting(root, authority, "machine", policy=policies.allow("sts:*"))


@pytest.fixture
def machine(server, authority, tmp_path):
    made = authority.issue([("CN", "machine")], key="p-256")
    server.secrets.note_private_key(made.key_pem)
    return made, *made.write(tmp_path, "leaf")


@pytest.fixture
def start(place, machine, tmp_path):
    """Starts endpoints: start(flag, …); each is stopped when the test is over."""
    running = []

    def make(*flags, ready=True, **options):
        _, certificate, secret = machine
        endpoint = Endpoint(place, tmp_path, certificate, secret, *flags, **options)
        running.append(endpoint)
        return endpoint.ready() if ready else endpoint

    yield make
    for endpoint in running:
        endpoint.stop()


@pytest.fixture(scope="module")
def endpoint(place, authority, tmp_path_factory):
    """One with everything on, for the tests that change nothing."""
    folder = tmp_path_factory.mktemp("endpoint")
    made = authority.issue([("CN", "machine")], key="p-256")
    certificate, secret = made.write(folder, "leaf")
    flags = ["--ecs-token-file", folder / "ecs-token", "--placement", "--identity-document"]
    running = Endpoint(place, folder, certificate, secret, *flags).ready()
    running.arn = f"arn:aws:sts::{ACCOUNT}:assumed-role/{place.role_name}/{made.serial_hex}"
    running.serial = made.serial_hex
    running.ecs_token_file = folder / "ecs-token"
    place.server.secrets.note(running.ecs_token_file.read_text())
    yield running
    assert running.stop() == 0


# Strangers' clients


def by_imds(endpoint):
    return {"AWS_EC2_METADATA_SERVICE_ENDPOINT": f"{endpoint.url}/", "AWS_EC2_METADATA_DISABLED": None}


def by_imds_without_slash(endpoint):
    return {**by_imds(endpoint), "AWS_EC2_METADATA_SERVICE_ENDPOINT": endpoint.url}


def by_ecs(endpoint):
    return {
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{endpoint.url}/v1/credentials",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": endpoint.ecs_token_file,
    }


def by_ecs_token(endpoint):
    return {
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{endpoint.url}/v1/credentials",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": endpoint.ecs_token_file.read_text(),
    }


WAYS = [by_imds, by_imds_without_slash, by_ecs, by_ecs_token]


@pytest.mark.parametrize("way", WAYS)
def test_row_03_the_aws_cli_version_1(endpoint, cli, way):
    assert cli().json("sts", "get-caller-identity", **way(endpoint))["Arn"] == endpoint.arn


# Debian's is of 2022: it needs the slash and knows no token files.
@pytest.mark.parametrize("way", [by_imds, by_ecs_token])
def test_row_03_the_aws_cli_version_2(endpoint, cli, way):
    aws = cli()
    aws.program = "/usr/bin/aws"
    assert os.path.exists(aws.program), "AWS CLI v2 is missing; run: apt-get install awscli"
    assert aws.run("--version").stdout.startswith("aws-cli/2.")
    flags = ["--endpoint-url", endpoint.setting.server.url]
    assert aws.json("sts", "get-caller-identity", *flags, **way(endpoint))["Arn"] == endpoint.arn


@pytest.mark.parametrize("way", WAYS)
def test_row_03_boto3(endpoint, tmp_path, way):
    script = "import boto3; print(boto3.client('sts').get_caller_identity()['Arn'])"
    env = {"AWS_ENDPOINT_URL": endpoint.setting.server.url, "AWS_DEFAULT_REGION": REGION, **way(endpoint)}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment(tmp_path, **env), capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == endpoint.arn, done.stderr


@pytest.mark.parametrize("provider, way", [
    ("fromInstanceMetadata", by_imds), ("fromInstanceMetadata", by_imds_without_slash), ("fromContainerMetadata", by_ecs_token), ("fromHttp", by_ecs),
    ("fromHttp", by_ecs_token),
])  # fmt: skip
def test_row_03_the_javascript_sdk(endpoint, tmp_path, provider, way):
    node = shutil.which("node")
    modules = os.path.join(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"), "js", "node_modules")
    assert node, "Node.js is missing; run: apt-get install nodejs npm"
    assert os.path.isdir(modules), "the JavaScript SDK is missing; run ./test, or npm ci beside tests/js/package.json"
    env = {
        "AWS_ENDPOINT_URL": endpoint.setting.server.url, "AWS_REGION": REGION, "NODE_PATH": modules, **way(endpoint)
    }  # fmt: skip
    done = subprocess.run(
        [node, str(ROOT / "tests" / "js" / "identity.cjs"), provider],
        env=environment(tmp_path, **env), capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.stdout.strip() == endpoint.arn, done.stderr


def test_row_03_botocore_finds_the_region(endpoint, tmp_path):
    script = "from botocore.utils import IMDSRegionProvider as P; import botocore.session as s; print(P(s.Session()).provide())"
    env = environment(tmp_path, **by_imds(endpoint))
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == REGION, done.stderr


# The protocols


def test_credentials(endpoint):
    answer = endpoint.credentials()
    assert answer.status == 200 and answer.text.endswith("}\n")
    assert list(answer.json) == [
        "AccessKeyId", "SecretAccessKey", "Token", "Code", "Type", "Expiration", "LastUpdated"
    ]  # fmt: skip
    assert (answer.json["Code"], answer.json["Type"]) == ("Success", "AWS-HMAC")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", answer.json["Expiration"])
    head = endpoint.ask("HEAD", CREDENTIALS + endpoint.setting.role_name, {TOKEN: endpoint.token()})
    assert (head.status, head.text) == (200, "")
    assert head.headers["Content-Length"] == str(len(answer.text))


def test_the_role_and_only_it(endpoint):
    assert endpoint.get(CREDENTIALS).text == endpoint.setting.role_name
    assert endpoint.get(CREDENTIALS.rstrip("/")).text == endpoint.setting.role_name
    assert endpoint.get(CREDENTIALS + "another").status == 404
    assert endpoint.get(CREDENTIALS + endpoint.setting.role_name + "x").status == 404


def test_a_token_ends(endpoint):
    token = endpoint.token(ttl=3)
    answer = endpoint.get(CREDENTIALS, token)
    assert answer.status == 200 and int(answer.headers[TTL]) <= 3
    expired = until(lambda: (a := endpoint.get(CREDENTIALS, token)).status != 200 and a, "the end of a token")
    assert (expired.status, expired.text) == (401, "invalid token provided")


def test_a_proxy_gets_no_token(endpoint):
    answer = endpoint.ask("PUT", "/latest/api/token", {TTL: "60", "X-Forwarded-For": "192.0.2.1"})
    assert (answer.status, answer.text) == (403, "unable to process requests with X-Forwarded-For header")


def test_a_rebound_name_is_refused(endpoint):
    for path in ("/latest/api/token", "/v1/credentials", "/health"):
        method = "PUT" if "token" in path else "GET"
        answer = endpoint.ask(method, path, {TTL: "60", "Host": "rebound.example:9911"})
        assert answer.status == 403 and "--allow-host" in answer.text


def test_ecs_needs_its_token(endpoint):
    answer = endpoint.ask("GET", "/v1/credentials", {"Authorization": "guessed-by-somebody"})
    assert answer.status == 401 and answer.json["Code"] == "AccessDenied"
    answer = endpoint.ask("GET", "/v1/credentials", {"Authorization": endpoint.ecs_token_file.read_text()})
    assert list(answer.json) == ["RoleArn", "AccessKeyId", "SecretAccessKey", "Token", "Expiration"]
    endpoint.secrets.note(answer.json["SecretAccessKey"])
    assert endpoint.ecs_token_file.stat().st_mode & 0o777 == 0o600


def test_placement_and_identity(endpoint):
    assert endpoint.get("/latest/meta-data/placement/region").text == REGION
    assert endpoint.get("/latest/meta-data/placement/availability-zone").text == f"{REGION}a"
    document = endpoint.get("/latest/dynamic/instance-identity/document").json
    assert (document["accountId"], document["region"]) == (ACCOUNT, REGION)
    assert document["instanceId"] == endpoint.serial


def test_row_15_health_and_metrics(endpoint):
    health = endpoint.health()
    assert health["status"] == "ok" and health["lastError"] is None
    assert health["credential"]["assumedRole"] == endpoint.arn
    assert health["certificate"]["serialNumber"] == endpoint.serial
    metrics = endpoint.ask("GET", "/metrics")
    assert "openmetrics" in metrics.headers["Content-Type"] and metrics.text.endswith("# EOF\n")
    assert re.search(r"^tegata_serve_certificate_expiration_timestamp_seconds \d+$", metrics.text, re.M)
    assert re.search(r'^tegata_serve_sessions_total\{result="obtained"\} 1$', metrics.text, re.M)
    endpoint.secrets.assert_absent(metrics.text + json.dumps(health), "health and metrics")


def test_large_requests_are_refused(endpoint):
    assert endpoint.ask("GET", "/latest/", {"X-Large": "x" * 20_000}).status == 431
    stream = endpoint.connect()
    stream.sendall(b"PUT /latest/api/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n")
    assert stream.recv(1000).startswith(b"HTTP/1.1 413 ")
    stream.close()


# The start


def test_the_start_as_signing_helper(start, tmp_path):
    helper = as_signing_helper(tmp_path, binary())
    endpoint = start(program=helper)
    stamp, port = r"\d{4}/\d\d/\d\d \d\d:\d\d:\d\d", endpoint.target[1]
    first, second, third = endpoint.lines[-3:]
    assert re.fullmatch(rf"{stamp} Local server started on port: {port}", first)
    assert re.fullmatch(rf"{stamp} Make it available to the sdk by running:", second)
    assert re.fullmatch(rf"{stamp} export AWS_EC2_METADATA_SERVICE_ENDPOINT=http://127\.0\.0\.1:{port}/", third)
    # With the slash that it prints, SDKs ask for //latest.
    assert endpoint.ask("PUT", "//latest/api/token", {TTL: "60"}).status == 200


def test_row_03_it_does_not_start_without_a_session(start, place):
    place.trust(policies.EC2_TRUST)
    try:
        endpoint = start(ready=False)
        assert endpoint.wait() == 1
        assert "Unable to assume role" in endpoint.log and "--wait" in endpoint.log
        assert "trying again" not in endpoint.log
        waiting = start("--wait")
        answer = waiting.credentials()
        assert answer.status == 503 and "Unable to assume role" in answer.json["Message"]
        assert waiting.health()["status"] == "unavailable"
    finally:
        place.trust(policies.machine_trust())
    until(lambda: waiting.credentials().status == 200, "the first session")


def test_a_port_that_is_taken(start):
    first = start()
    second = start("--port", first.target[1], ready=False, port=False)
    assert second.wait() == 1
    assert re.search(rf"cannot listen on 127\.0\.0\.1:{first.target[1]}: .*in use.*name another port", second.log)


def test_row_01_other_machines_need_a_flag(start):
    refused = start("--listen", "0.0.0.0:0", ready=False, port=False)
    assert refused.wait() == 1 and "--allow-remote" in refused.log
    allowed = start("--listen", "0.0.0.0:0", "--allow-remote", "--allow-host", "credentials", port=False)
    assert allowed.credentials().status == 200
    answer = allowed.ask("PUT", "/latest/api/token", {TTL: "60", "Host": "credentials:9911"})
    assert answer.status == 200


def test_row_01_ipv6(start, cli):
    endpoint = start("--listen", "[::1]:0", port=False)
    assert endpoint.url.startswith("http://[::1]:")
    assert cli().json("sts", "get-caller-identity", **by_imds(endpoint))["Account"] == ACCOUNT


def test_row_01_unix_sockets_and_several_addresses(start, tmp_path):
    path = tmp_path / "serve.sock"
    # A leftover of a process that was killed.
    with socket.socket(socket.AF_UNIX) as leftover:
        leftover.bind(str(path))
    endpoint = start("--listen", f"unix:{path}", "--listen", "127.0.0.1:0", "--socket-mode", "0660", port=False)
    assert path.stat().st_mode & 0o777 == 0o660
    by_tcp = endpoint.credentials()
    endpoint.target = str(path)
    by_unix = endpoint.credentials()
    assert by_tcp.status == by_unix.status == 200
    assert by_tcp.json["AccessKeyId"] == by_unix.json["AccessKeyId"]
    again = start("--listen", f"unix:{path}", ready=False, port=False)
    assert again.wait() == 1 and "another process listens" in again.log
    assert endpoint.stop() == 0
    assert not path.exists()


def test_row_01_a_socket_of_systemd(start):
    with socket.create_server(("127.0.0.1", 0)) as passed:
        number, port = passed.fileno(), passed.getsockname()[1]
        shell = f"export LISTEN_PID=$$ LISTEN_FDS=1; exec 3<&{number};"
        endpoint = start(shell=shell, fds=[number], port=False)
    assert endpoint.target == ("127.0.0.1", port)
    assert endpoint.credentials().status == 200


def test_systemd_is_told(start, tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(PATIENCE)
        env = {"NOTIFY_SOCKET": tmp_path / "notify", "WATCHDOG_USEC": 200_000}
        endpoint = start(env=env)

        def told(word):
            return until(lambda: (text := manager.recv(4096).decode()).startswith(word) and text, word)

        assert told("READY=1") == "READY=1"
        assert re.fullmatch(r"STATUS=credentials until \S+", told("STATUS="))
        told("WATCHDOG=1")
        endpoint.signal(signal.SIGHUP)
        assert re.fullmatch(r"RELOADING=1\nMONOTONIC_USEC=\d+", told("RELOADING=1"))
        told("READY=1")
        endpoint.process.terminate()
        told("STOPPING=1")
    assert endpoint.wait() == 0


def test_an_ecs_token_is_kept_and_checked(start, tmp_path):
    path = tmp_path / "token"
    first = start("--ecs-token-file", path)
    token = path.read_text()
    first.secrets.note(token)
    first.stop()
    second = start("--ecs-token-file", path)
    assert second.ask("GET", "/v1/credentials", {"Authorization": token}).status == 200
    second.stop()
    path.chmod(0o644)
    refused = start("--ecs-token-file", path, ready=False)
    assert refused.wait() == 1 and f"chmod 600 {path}" in refused.log


def strace(*injected):
    """The program in front of another, for which these system calls fail; that one stays the child."""
    path = shutil.which("strace")
    assert path, "the tests need strace"
    return [path, "-D", "-f", "-o", "/dev/null", *(f"--inject={one}" for one in injected)]


@pytest.mark.parametrize("missing", ["link,linkat:error=EPERM", "renameat2:error=EINVAL"])
def test_a_token_is_made_where_the_file_system_knows_one_way_alone(start, tmp_path, missing):
    endpoint = start("--ecs-token-file", tmp_path / "token", before=strace(missing))
    endpoint.secrets.note((tmp_path / "token").read_text())
    assert (tmp_path / "token").stat().st_nlink == 1


def test_a_socket_that_cannot_listen_leaves_nothing(start, tmp_path):
    folder = tmp_path / "run"
    folder.mkdir()
    refused = start("--listen", f"unix:{folder}/s", ready=False, port=False,
                    before=strace("listen:error=ENOBUFS"))  # fmt: skip
    assert refused.wait() == 1 and f"cannot listen on unix:{folder}/s" in refused.log
    assert [entry.name for entry in folder.iterdir()] == ["s.lock"]


def test_what_a_shell_is_to_export_is_one_word(start, tmp_path):
    token = tmp_path / "it is" / "the token"
    token.parent.mkdir()
    endpoint = start("--ecs-token-file", token)
    endpoint.secrets.note(token.read_text())
    assert f"export AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE='{token}'" in endpoint.log


def test_slow_clients_keep_nobody_out(start):
    """Connections that never finish a request take all the room there is, until their time is over."""
    endpoint = start("--max-connections", "8")
    slow = [endpoint.connect() for _ in range(8)]
    for stream in slow[:4]:
        stream.sendall(b"GET /latest/meta-data/ HTTP/1.1\r\nHost: loc")
    assert endpoint.credentials().status == 200
    for stream in slow:
        stream.settimeout(PATIENCE)
        # The end, or a reset, or a 408 before it.
        while stream.recv(1000):
            pass
        stream.close()


def test_a_request_of_debug_is_told_without_its_secrets(start):
    endpoint = start("--debug")
    token = endpoint.token()
    endpoint.secrets.note(token)
    endpoint.credentials(token)
    endpoint.told(r'debug: GET "/latest/meta-data/iam/security-credentials/machine" 200')
