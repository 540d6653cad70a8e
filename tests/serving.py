"""`tegata serve` as a process, and the requests that SDKs make of it."""

import http.client
import json
import re
import socket
import subprocess
import threading

from tegata import PATIENCE, binary, environment, until

TOKEN = "X-aws-ec2-metadata-token"
TTL = "X-aws-ec2-metadata-token-ttl-seconds"
CREDENTIALS = "/latest/meta-data/iam/security-credentials/"


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.text = response.read().decode()

    @property
    def json(self):
        return json.loads(self.text)


class Endpoint:
    """A running endpoint. `target` is what requests go to: a (host, port), or the path of a Unix socket."""

    def __init__(self, setting, home, certificate, key, *flags, env=None, program=None, shell=None, fds=(), port=True, before=()):
        self.setting = setting
        self.secrets = setting.server.secrets
        words = [str(program or binary()), "serve", *map(str, setting.flags(certificate, key)), *map(str, flags)]
        if port:
            words += ["--port", "0"]
        if shell:
            words = ["bash", "-c", f'{shell} exec "$@"', "bash", *words]
        words = [*before, *words]
        self.lines = []
        self.process = subprocess.Popen(
            words, env=environment(home, **(env or {})), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True, pass_fds=fds,
        )  # fmt: skip
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        self.target = None

    def _read(self):
        for line in self.process.stderr:
            self.lines.append(line.rstrip("\n"))

    @property
    def log(self):
        return "\n".join(self.lines)

    def ready(self):
        """Waits until it tells where it listens."""

        def found():
            assert self.process.poll() is None, f"exit {self.process.returncode}: {self.log}"
            return re.search(r"AWS_EC2_METADATA_SERVICE_ENDPOINT=http://(\S+):(\d+)|listening on unix:(.+)", self.log)

        match = until(found, "the start of the endpoint")
        self.target = match[3] or (match[1].strip("[]"), int(match[2]))
        return self

    @property
    def url(self):
        host, port = self.target
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def told(self, pattern, seconds=PATIENCE):
        return until(lambda: re.search(pattern, self.log), f"a line with /{pattern}/ in:\n{self.log}\n", seconds)

    def ask(self, method, path, headers=None, timeout=PATIENCE):
        connection = http.client.HTTPConnection("localhost", timeout=timeout)
        connection.sock = self.connect(timeout)
        try:
            connection.request(method, path, headers={"Connection": "close", **(headers or {})})
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def connect(self, timeout=PATIENCE):
        if isinstance(self.target, tuple):
            return socket.create_connection(self.target, timeout)
        stream = socket.socket(socket.AF_UNIX)
        stream.settimeout(timeout)
        stream.connect(self.target)
        return stream

    def token(self, ttl=60):
        answer = self.ask("PUT", "/latest/api/token", {TTL: str(ttl)})
        assert answer.status == 200, answer.text
        return answer.text

    def get(self, path, token=None):
        return self.ask("GET", path, {TOKEN: token or self.token()})

    def credentials(self, token=None):
        """The answer of the credentials route."""
        answer = self.get(CREDENTIALS + self.setting.role_name, token)
        if answer.status == 200:
            self.secrets.note(answer.json["SecretAccessKey"])
            self.secrets.note(answer.json["Token"])
        return answer

    def health(self):
        return self.ask("GET", "/health").json

    def signal(self, number):
        self.process.send_signal(number)

    def wait(self, seconds=PATIENCE):
        """The exit code, once it has ended."""
        code = self.process.wait(seconds)
        self.reader.join(PATIENCE)
        return code

    def stop(self):
        """SIGTERM; no secret may be in what it wrote."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            code = self.wait()
        finally:
            self.process.kill()
            self.process.wait()
            self.process.stderr.close()
        self.secrets.assert_absent(self.log, "what the endpoint wrote")
        return code
