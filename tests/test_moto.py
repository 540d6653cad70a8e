"""A stranger's server: moto, which knows nothing of us. It checks no signatures, but it reads and writes AWS's forms."""

import json
import subprocess
import sys

import pytest

from person import PASSPHRASE
from tegata import command

SERVE = """
import sys, threading
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
server.stop()
"""


@pytest.fixture(scope="module")
def moto():
    process = subprocess.Popen([sys.executable, "-c", SERVE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        port = process.stdout.readline().strip()
        assert port, "moto did not start"
        yield f"http://127.0.0.1:{port}"
    finally:
        process.stdin.close()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


@pytest.fixture
def home(tmp_path, moto):
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws" / "config").write_text(
        f"""[default]
region = us-east-1
endpoint_url = {moto}

[profile user]

[profile role]
source_profile = user
role_arn = arn:aws:iam::123456789012:role/admin
external_id = agreed
session_tags = team=red,cost=1
source_identity = ada

[profile web]
role_arn = arn:aws:iam::123456789012:role/web
role_session_name = machine
web_identity_token_file = {tmp_path}/token
"""
    )
    (tmp_path / "token").write_text("eyJhbGciOiJub25lIn0.e30.\n")
    return tmp_path


VARIABLES = {"AWS_VAULT_BACKEND": "file", "AWS_VAULT_FILE_PASSPHRASE": PASSPHRASE}


def run(home, *words, check=0, **env):
    return command(*words, home=home, env={**VARIABLES, **env}, check=check)


def add(home):
    keys = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
    run(home, "add", "--env", "user", **keys)


def exported(home, profile):
    return json.loads(run(home, "export", "--format=json", profile).stdout)


def test_a_key_becomes_a_session_and_a_role(home):
    add(home)
    session, role = exported(home, "user"), exported(home, "role")
    assert session["SessionToken"] and role["AccessKeyId"] != session["AccessKeyId"]
    assert exported(home, "role") == role, "it is kept"
    told = run(home, "exec", "role", "--", "aws", "sts", "get-caller-identity").stdout
    assert json.loads(told)["Arn"].startswith("arn:aws:sts::123456789012:assumed-role/admin/")


def test_a_web_identity_becomes_a_role(home):
    found = exported(home, "web")
    told = run(home, "exec", "web", "--", "aws", "sts", "get-caller-identity").stdout
    assert json.loads(told)["Arn"] == "arn:aws:sts::123456789012:assumed-role/web/machine"
    assert exported(home, "web") == found
    config = (home / ".aws" / "config").read_text()
    config = config.replace(f"web_identity_token_file = {home}/token", f"web_identity_token_process = cat {home}/token")
    (home / ".aws" / "config").write_text(config)
    assert exported(home, "web")["AccessKeyId"] != found["AccessKeyId"], "another source is another session"
    (home / "token").unlink()
    told = run(home, "export", "--fresh", "web", check=1).stderr
    assert "web_identity_token_process of \"web\" (cat …) failed with exit status: 1" in told


def test_sessions_of_both_are_listed_and_cleared(home):
    add(home)
    exported(home, "role")
    listed = json.loads(run(home, "list", "--json").stdout)
    sessions = {profile["name"]: [session["type"] for session in profile["sessions"]] for profile in listed["profiles"]}
    assert sessions["user"] == [] and sessions["role"] == ["sts.AssumeRole"]
    assert run(home, "clear").stdout == "Cleared 1 sessions.\n"
