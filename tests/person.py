"""A person with a laptop: a home directory, a keystore of encrypted files, a config file, and a phone.

The phone is a real TOTP device of the server's; `mfa_process` reads it and notes each reading, so that a test
can count how often the person would have been asked.
"""

import json
import os
import pathlib
import sys

import totp
from tegata import Credentials, command

PASSPHRASE = "correct horse battery staple"


class Person:
    def __init__(self, home, server):
        self.home = pathlib.Path(home)
        self.server = server
        (self.home / ".aws").mkdir(parents=True, exist_ok=True)
        server.secrets.note(PASSPHRASE)

    def config(self, text):
        """The config file; every profile goes to the server."""
        head = f"[default]\nregion = us-east-1\nendpoint_url = {self.server.url}\n\n"
        (self.home / ".aws" / "config").write_text(head + text)

    def variables(self, **more):
        return {"AWS_VAULT_BACKEND": "file", "AWS_VAULT_FILE_PASSPHRASE": PASSPHRASE, **more}

    def run(self, *words, check=0, env=None, program=None):
        return command(*words, home=self.home, env=self.variables(**(env or {})), check=check, program=program)

    def add(self, profile, credentials):
        done = self.run("add", "--env", "--no-add-config", "--force", profile, env=credentials.environment())
        assert done.stdout.startswith(f'Added credentials to profile "{profile}" in vault\n')

    def export(self, profile, *flags, check=0, **env):
        done = self.run("export", *flags, "--format=json", profile, check=check, env=env)
        if done.returncode != 0:
            return done.stderr
        credentials = Credentials.of(json.loads(done.stdout))
        self.server.secrets.note(credentials.secret_access_key)
        return credentials

    def phone(self, serial, device):
        """The line of a config file that reads this device."""
        (self.home / "phone.json").write_text(json.dumps({"key": device.key.hex(), "last": device.last}))
        script = pathlib.Path(__file__).resolve()
        return f"mfa_serial = {serial}\nmfa_process = {sys.executable} {script} {self.home}/phone.json\n"

    def readings(self):
        """How often the phone was read."""
        readings = self.home / "phone.json.readings"
        return len(readings.read_text().splitlines()) if readings.exists() else 0


def read_phone(path):
    """A code that was not given before."""
    state = json.loads(pathlib.Path(path).read_text())
    device = totp.Authenticator.of_key(bytes.fromhex(state["key"]), state["last"])
    code = device.fresh()
    pathlib.Path(path).write_text(json.dumps({**state, "last": device.last}))
    with open(f"{path}.readings", "a") as readings:
        readings.write(f"{os.getppid()}\n")
    print(code)


if __name__ == "__main__":
    read_phone(sys.argv[1])
