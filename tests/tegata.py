"""The binary under test: where it is, and how a test runs it as a command or as a server.

A server listens on a free loopback port of its own choosing; its output is kept, so that a test can show it and
search it. Every process is ended with the object that started it.
"""

import base64
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import threading
import time

from confidential import Secrets

ROOT = pathlib.Path(__file__).resolve().parent.parent
ACCOUNT = "111122223333"
REGION = "us-east-1"
PATIENCE = 30  # seconds that a test waits for something that should happen at once


def binary():
    """The built `tegata`: `TEGATA_BIN`, else the debug build under the cargo target directory."""
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    path = pathlib.Path(os.environ.get("TEGATA_BIN", target / "debug" / "tegata"))
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing; run: cargo build -p tegata")
    return path


def until(condition, what, seconds=PATIENCE):
    """Asks `condition` until its answer is true and returns that; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not happen in {seconds} s")
        time.sleep(0.02)


def has_open(process, ending):
    """Whether a process has a file open whose name ends so."""
    folder = f"/proc/{process.pid}/fd"
    try:
        return any(os.readlink(f"{folder}/{number}").endswith(ending) for number in os.listdir(folder))
    except FileNotFoundError:  # closed in between
        return False


def environment(home, **variables):
    """A clean environment: nothing of the user's AWS settings, keys or proxies gets in."""
    return {
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "PATH": os.pathsep.join([str(pathlib.Path(sys.executable).parent), "/usr/local/bin", "/usr/bin", "/bin"]),
        **{name: str(value) for name, value in variables.items() if value is not None},
    }


def command(*arguments, home, program=None, env=None, check=None, stdin=""):
    """Runs `tegata` and returns the completed process; `check` is the exit code it must have."""
    done = subprocess.run(
        [str(program or binary()), *map(str, arguments)],
        env=environment(home, **(env or {})),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=4 * PATIENCE,
    )
    if check is not None:
        assert done.returncode == check, f"exit {done.returncode}\nstdout: {done.stdout}\nstderr: {done.stderr}"
    return done


class Credentials:
    """An access key, and its session token when it is a session's."""

    def __init__(self, access_key_id, secret_access_key, session_token=None, expiration=None):
        self.access_key_id = access_key_id
        self.secret_access_key = secret_access_key
        self.session_token = session_token
        self.expiration = expiration

    @classmethod
    def of(cls, answer):
        """From any AWS answer that holds them: STS, IAM, CreateSession or credential_process."""
        fields = {name[0].upper() + name[1:]: value for name, value in answer.items()}
        return cls(
            fields["AccessKeyId"], fields["SecretAccessKey"], fields.get("SessionToken"), fields.get("Expiration")
        )

    def environment(self):
        return {
            "AWS_ACCESS_KEY_ID": self.access_key_id,
            "AWS_SECRET_ACCESS_KEY": self.secret_access_key,
            "AWS_SESSION_TOKEN": self.session_token,
        }


class Server:
    """A data directory and the server over it, started and stopped by the test."""

    def __init__(self, directory, *, flags=(), log_format="text", env=None, account=ACCOUNT, ca=None):
        self.directory = pathlib.Path(directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.data = self.directory / "data"
        self.flags = list(flags)
        self.log_format = log_format
        self.env = env or {}
        self.account = account
        self.ca = ca  # of a TLS server: the authority that its clients trust
        self.secrets = Secrets()
        self.process = None
        self.url = None
        self.stdout = []
        self.log = self.directory / "server.log"
        self.root = None

    def init(self, *flags):
        done = command(
            "server", "init", "--data", self.data, "--account-id", self.account, *flags, home=self.directory, check=0
        )
        self.root = Credentials.of(json.loads(done.stdout))
        self.secrets.note(self.root.secret_access_key)
        return self

    def start(self, *, listen="127.0.0.1:0", env=None):
        """Starts the server and waits for its `listening on` line."""
        assert self.process is None, "the server runs already"
        ready = threading.Event()
        self.url = None
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [
                    str(binary()), "server", "run", "--data", str(self.data), "--listen", listen,
                    "--log-format", self.log_format, *map(str, self.flags),
                ],
                env=environment(self.directory, **{**self.env, **(env or {})}),
                stdout=subprocess.PIPE,
                stderr=log,
                stdin=subprocess.DEVNULL,
                text=True,
            )  # fmt: skip

        def read(stream):
            for line in stream:
                self.stdout.append(line)
                if found := re.search(r"listening on (https?://\S+)", line):
                    self.url = found.group(1).rstrip("/")
                    ready.set()
            ready.set()

        threading.Thread(target=read, args=(self.process.stdout,), daemon=True).start()
        if not ready.wait(PATIENCE) or self.url is None:
            self.kill()
            raise AssertionError(f"the server did not start:\n{self.output()}")
        return self

    @property
    def host(self):
        """Host and port, as a Host header has it."""
        return self.url.split("://", 1)[1]

    @property
    def port(self):
        return int(self.host.rsplit(":", 1)[1])

    def stop(self):
        """SIGTERM, and the exit code."""
        process, self.process = self.process, None
        if process is None:
            return 0
        process.send_signal(signal.SIGTERM)
        try:
            code = process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f"the server did not stop on SIGTERM:\n{self.output()}") from None
        process.stdout.close()
        return code

    def kill(self):
        process, self.process = self.process, None
        if process is not None:
            process.kill()
            process.wait()

    def output(self):
        """Everything the server wrote, on both streams, since the first start."""
        return "".join(self.stdout) + self.log.read_text(errors="replace")

    def key_encryption_key(self):
        """The key file of a first run, in the forms in which it could leak."""
        raw = (self.data / "kek").read_bytes()
        forms = {raw.strip(), base64.b64encode(raw).rstrip(b"="), raw.hex().encode()}
        return {form.decode() for form in forms if form.isascii() and len(form) >= 32}

    def assert_confidential(self):
        """No secret that the tests saw is in the server's output, or at rest in its directory."""
        for form in self.key_encryption_key():
            self.secrets.note(form)
        self.secrets.assert_absent_from_much("the server's log", text=self.output())
        paths = [path for path in sorted(self.data.rglob("*")) if path.is_file() and path.name != "kek"]
        self.secrets.assert_absent_from_much("the data directory", paths=paths)
