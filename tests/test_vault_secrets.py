"""Where secrets of the vault are not: in no command line, whichever programs it runs."""

import json
import pathlib
import shutil
import subprocess

import pytest

import policies
import totp
from conftest import new_user
from person import PASSPHRASE, Person
from tegata import Credentials, binary, environment
from test_vault_commands import pass_env as pass_env

SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


class Traced:
    """A person whose commands are watched: every program that is started, with its words."""

    def __init__(self, person, folder):
        self.person, self.folder, self.count = person, folder, 0
        assert shutil.which("strace"), "strace is missing; run: apt-get install strace"

    def run(self, *words, env, stdin=""):
        self.count += 1
        trace = ["strace", "-f", "-qq", "-e", "trace=execve", "-s", "65535", "-o", self.folder / f"{self.count}.trace"]
        done = subprocess.run(
            [*map(str, trace), binary(), *words], input=stdin, capture_output=True, text=True, timeout=120,
            env=environment(self.person.home, **self.person.variables(**env)),
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    @property
    def started(self):
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.trace")))


@pytest.fixture
def traced(server, tmp_path):
    folder = tmp_path / "traces"
    folder.mkdir()
    return Traced(Person(tmp_path / "home", server), folder)


@pytest.mark.parametrize("backend", ["file", "pass"])
def test_no_secret_is_in_a_command_line(traced, server, root, unique, pass_env, backend):
    name = unique("ada")
    key = new_user(root, name, policies.EVERYTHING).credentials
    serial, device = totp.new_device(root, unique("phone"), name)
    person = traced.person
    person.config(f"[profile ada]\n{person.phone(serial, device)}")
    env = {**pass_env, "AWS_VAULT_BACKEND": backend}
    added = json.dumps({"AccessKey": {"AccessKeyId": key.access_key_id, "SecretAccessKey": key.secret_access_key}})
    traced.run("add", "--stdin", "ada", env=env, stdin=added)
    traced.run("totp", "add", "arn:aws:iam::111122223333:mfa/other", env=env, stdin=SEED)
    session = Credentials.of(json.loads(traced.run("export", "--format=json", "ada", env=env)))
    server.secrets.note(session.secret_access_key)
    traced.run("exec", "ada", "--", "true", env=env)
    browser = pathlib.Path(shutil.which("true"))
    traced.run("login", "--browser", str(browser), "ada", env=env)
    traced.run("rotate", "ada", env=env)
    started = traced.started
    for program in ["/true", "person.py", *(["gpg"] if backend == "pass" else [])]:
        assert program in started
    for secret in (key.secret_access_key, session.secret_access_key, session.session_token, SEED, PASSPHRASE):
        assert secret not in started
