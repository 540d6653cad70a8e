"""`exec --ec2-server`: instance metadata at its real address, in a network of the test's own."""

import ctypes
import http.client
import http.server
import json
import os
import signal
import socket
import subprocess
import sys
import threading

import pytest

import policies
from clients import Clients
from conftest import new_user
from person import Person
from tegata import Server, binary, environment, until

ADDRESS = "169.254.169.254"
ROLE = "/latest/meta-data/iam/security-credentials/local-credentials"
NEW_NETWORK = 0x40000000  # CLONE_NEWNET


def enter(flag_or_file, call):
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, call)(*flag_or_file) != 0:
        raise OSError(ctypes.get_errno(), f"{call}: a network of its own takes root's rights")


@pytest.fixture
def network():
    """A network in which nothing is but a loopback interface; this thread and what it starts are in it."""
    before = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    enter([NEW_NETWORK], "unshare")
    try:
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        yield
    finally:
        enter([before, NEW_NETWORK], "setns")
        os.close(before)


@pytest.fixture
def ada(network, tmp_path):
    server = Server(tmp_path / "server").init().start()
    person = Person(tmp_path / "home", server)
    key = new_user(Clients(server, server.root), "ada", policies.EVERYTHING).credentials
    person.config("[profile ada]\n")
    person.add("ada", key)
    yield person
    server.stop()


def has_alias():
    return ADDRESS in subprocess.run(["ip", "addr", "show", "lo"], capture_output=True, text=True, check=True).stdout


def ask(path, method="GET", host=ADDRESS, to=(ADDRESS, 80), **headers):
    connection = http.client.HTTPConnection(*to, timeout=60)
    connection.request(method, path, headers={"Host": host, **{name.replace("_", "-"): v for name, v in headers.items()}})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def token():
    status, text = ask("/latest/api/token", "PUT", X_aws_ec2_metadata_token_ttl_seconds="60")
    assert status == 200
    return text


class Served:
    """`exec --ec2-server` with a child that ends at the end of its input."""

    def __init__(self, person, *flags):
        self.process = subprocess.Popen(
            [binary(), "exec", "--ec2-server", *flags, "ada", "--", "sh", "-c", "echo ready; env; cat"],
            env=environment(person.home, **person.variables(AWS_EC2_METADATA_DISABLED="true")),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.secrets = person.server.secrets
        line = self.process.stdout.readline()
        assert line == "ready\n", self.process.communicate(timeout=60)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.out, self.told = self.process.communicate("", timeout=60)
        assert self.process.returncode == 0, self.told


def test_boto3_and_the_aws_cli_ask_the_real_address(ada):
    slow = {"AWS_METADATA_SERVICE_TIMEOUT": "20", "AWS_METADATA_SERVICE_NUM_ATTEMPTS": "3"}
    script = "import boto3; print(boto3.client('sts').get_caller_identity()['Arn'])"
    done = ada.run("exec", "--ec2-server", "ada", "--", sys.executable, "-c", script, env=slow, check=0)
    assert done.stdout.strip().endswith(":user/ada")
    assert "every program of this machine" in done.stderr
    assert not has_alias(), "it is gone with the program"
    done = ada.run("exec", "--ec2-server", "ada", "--", "aws", "sts", "get-caller-identity", env=slow, check=0)
    assert json.loads(done.stdout)["Arn"].endswith(":user/ada")


def test_row_8_1_13_answers(ada):
    """Row 8.1 13: the second version of the protocol, and no other."""
    with Served(ada) as served:
        assert ask(ROLE)[0] == 401
        assert ask(ROLE, X_aws_ec2_metadata_token="x")[0] == 401
        given = {"X_aws_ec2_metadata_token": token()}
        assert ask("/latest/meta-data/iam/security-credentials/", **given) == (200, "local-credentials")
        found = json.loads(ask(ROLE, **given)[1])
        served.secrets.note(found["SecretAccessKey"])
        names = "Code LastUpdated Type AccessKeyId SecretAccessKey Token Expiration".split()
        assert list(found) == names and found["Code"] == "Success" and found["Type"] == "AWS-HMAC"
        assert ask("/latest/meta-data/instance-id/", **given) == (200, "aws-vault")
        assert json.loads(ask("/latest/meta-data/iam/info/", **given)[1]) == {"Code": "Success"}
        document = ask("/latest/dynamic/instance-identity/document", **given)[1]
        assert json.loads(document) == {"region": "us-east-1"}
        assert ask("/latest/user-data", **given)[0] == 404
        assert ask(ROLE, "POST", **given)[0] == 405
        for to in [(ADDRESS, 80), ("127.0.0.1", 9099)]:
            for host in ["rebound.example", "127.0.0.1:9099", f"{ADDRESS}:8080"]:
                assert ask(ROLE, host=host, to=to, **given)[0] == 403
        for header in ["Origin", "Sec-Fetch-Site"]:
            assert ask("/stop", **{header: "http://rebound.example"})[0] == 403
        refused = ada.run("exec", "--ec2-server", "ada", "--", "true", check=1).stderr
        assert "cannot listen on 127.0.0.1:9099" in refused and "end the other --ec2-server first" in refused
    assert "AWS_EC2_METADATA_DISABLED" not in served.out and "AWS_SESSION_TOKEN" not in served.out


def test_the_first_version_is_answered_on_demand(ada):
    with Served(ada, "--imds-v1") as served:
        found = json.loads(ask(ROLE)[1])
        served.secrets.note(found["SecretAccessKey"])
        assert found["Code"] == "Success"
        assert ask(ROLE, X_aws_ec2_metadata_token="x")[0] == 401


def test_row_8_2_j_a_port_in_use_is_told(ada):
    """Row 8.2 j: not an exit without a word."""
    with socket.create_server(("127.0.0.1", 9099)):
        told = ada.run("exec", "--ec2-server", "ada", "--", "echo", "ran", check=1)
    assert told.stdout == "" and "cannot listen on 127.0.0.1:9099" in told.stderr and not has_alias()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, "--stop", "/stop"])
def test_the_alias_goes_with_the_proxy(network, tmp_path, how):
    proxy = subprocess.Popen([binary(), "proxy"], env=environment(tmp_path), stderr=subprocess.PIPE, text=True)
    try:
        until(answers, "that the proxy answers")
        assert has_alias() and ask("/latest/meta-data/")[0] == 502, "nobody is behind it"
        if how == "--stop":
            subprocess.run([binary(), "proxy", "--stop"], env=environment(tmp_path), check=True)
        elif how == "/stop":
            assert ask("/stop")[0] == 200
        else:
            proxy.send_signal(how)
        assert proxy.wait(60) == 0 and not has_alias()
    finally:
        proxy.kill()
        proxy.communicate()
    done = subprocess.run([binary(), "proxy", "--stop"], env=environment(tmp_path), capture_output=True, text=True)
    assert done.returncode == 1 and done.stderr.startswith("tegata proxy: no proxy was stopped")


def answers():
    try:
        socket.create_connection((ADDRESS, 80), timeout=1).close()
        return True
    except OSError:
        return False


def test_a_proxy_that_root_started_is_used_and_stays(ada):
    proxy = subprocess.Popen([binary(), "proxy"], env=environment(ada.home), stderr=subprocess.PIPE, text=True)
    try:
        until(answers, "that the proxy answers")
        with Served(ada):
            given = {"X_aws_ec2_metadata_token": token()}
            assert ask("/latest/meta-data/instance-id/", **given) == (200, "aws-vault")
        assert ask("/latest/meta-data/")[0] == 502 and has_alias(), "it waits for the next"
    finally:
        proxy.send_signal(signal.SIGTERM)
        proxy.communicate(timeout=60)


def test_the_proxy_ends_when_exec_was_killed(ada):
    served = Served(ada)
    served.process.kill()
    served.process.communicate()
    until(lambda: not has_alias() and not answers(), "the end of the proxy")


@pytest.mark.parametrize("status", [200, 404])
def test_what_another_program_answers_is_no_proxy(ada, status):
    """Such as an instance's own metadata service."""
    subprocess.run(["ip", "addr", "add", f"{ADDRESS}/32", "dev", "lo"], check=True)

    class Other(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            self.end_headers()
            self.wfile.write(b"something else")

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer((ADDRESS, 80), Other) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        told = ada.run("exec", "--ec2-server", "ada", "--", "echo", "ran", check=1)
        assert told.stdout == "" and "another program answers at 169.254.169.254 already" in told.stderr
        assert "another program answers" in ada.run("proxy", check=1).stderr
        if status != 200:
            assert "no proxy was stopped: another program answers" in ada.run("proxy", "--stop", check=1).stderr
        other.shutdown()


def test_row_8_2_u_sudo_gets_the_path_of_the_program(ada, tmp_path):
    """Row 8.2 u: `sudo` looks in places of its own for what is called by its name alone."""
    folder, told = tmp_path / "bin", tmp_path / "told"
    folder.mkdir()
    (folder / "tegata").symlink_to(binary())
    (folder / "sudo").write_text(f'#!/bin/sh\necho "$@" >{told}\nexit 1\n')
    (folder / "sudo").chmod(0o755)
    path = f"{folder}:/usr/sbin:/usr/bin:/sbin:/bin"
    words = ["--user", "--map-user=1000", "tegata", "exec", "--ec2-server", "ada", "--", "echo", "ran"]
    done = ada.run(*words, program="/usr/bin/unshare", env={"PATH": path}, check=1)
    assert "the proxy was not started: sudo: exit status: 1" in done.stderr and done.stdout == ""
    assert told.read_text() == f"-b {binary().resolve()} proxy --background\n"
