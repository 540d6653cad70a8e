"""Strangers' clients of a server: boto3 in this process, and the AWS CLI as a program.

Each client reports what it did: the operations that were answered are recorded, for the tests that judge
coverage, and the secrets in answers are noted, for the tests that look for leaks.
"""

import json
import pathlib
import re
import shlex
import subprocess
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from tegata import PATIENCE, REGION, Credentials, environment

# (service, operation) → the codes it was answered with; None is success.
answered = {}


def record(service, operation, code):
    answered.setdefault((service, operation), set()).add(code)


class Clients:
    """boto3 clients of one caller; made at their first use."""

    _session = boto3.Session(region_name=REGION)

    def __init__(self, server, credentials, *, region=REGION, url=None, validate=True):
        self.server = server
        self.credentials = credentials
        self.region = region
        self.url = url
        self.validate = validate
        self._made = {}

    def client(self, service):
        if service not in self._made:
            self._made[service] = self._make(service)
        return self._made[service]

    def _make(self, service):
        client = self._session.client(
            service,
            endpoint_url=self.url or self.server.url,
            region_name=self.region,
            aws_access_key_id=self.credentials.access_key_id,
            aws_secret_access_key=self.credentials.secret_access_key,
            aws_session_token=self.credentials.session_token,
            verify=str(self.server.ca) if self.server.ca else None,
            config=Config(
                retries={"total_max_attempts": 1},
                connect_timeout=PATIENCE,
                read_timeout=PATIENCE,
                parameter_validation=self.validate,
            ),
        )

        def after(http_response, parsed, model, **_):
            self.server.secrets.note_answer(parsed)
            record(service, model.name, parsed.get("Error", {}).get("Code"))

        client.meta.events.register("after-call", after)
        return client

    @property
    def iam(self):
        return self.client("iam")

    @property
    def sts(self):
        return self.client("sts")

    @property
    def rolesanywhere(self):
        return self.client("rolesanywhere")

    @property
    def cloudtrail(self):
        return self.client("cloudtrail")

    def unchecked(self):
        """The same caller, without botocore's own validation, so that the server's is reached."""
        return Clients(self.server, self.credentials, region=self.region, url=self.url, validate=False)

    def in_region(self, region):
        return Clients(self.server, self.credentials, region=region, url=self.url)

    def assume(self, role_arn, session_name="session", **parameters):
        """The clients of a session that this caller assumes."""
        answer = self.sts.assume_role(RoleArn=role_arn, RoleSessionName=session_name, **parameters)
        return Clients(self.server, Credentials.of(answer["Credentials"]))


class refused:
    """A block whose call must fail with this code; the message and the status are compared when given.

    with refused("NoSuchEntity", "The user with name x cannot be found.", 404) as error: …
    """

    def __init__(self, code, message=None, status=None, *, matches=None):
        self.codes = (code,) if isinstance(code, str) else tuple(code)
        self.message = message
        self.status = status
        self.matches = matches
        self.response = None

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        assert error is not None, f"the call was answered; expected {' or '.join(self.codes)}"
        if not isinstance(error, ClientError):
            return False
        self.response = error.response
        found = error.response["Error"]
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        shown = f"{status} {found['Code']}: {found.get('Message')}"
        assert found["Code"] in self.codes, f"expected {' or '.join(self.codes)}, got {shown}"
        if self.message is not None:
            assert found.get("Message") == self.message, f"expected {self.message!r}, got {shown}"
        if self.matches is not None:
            assert re.search(self.matches, found.get("Message", "")), f"expected /{self.matches}/, got {shown}"
        if self.status is not None:
            assert status == self.status, f"expected {self.status}, got {shown}"
        return True

    @property
    def text(self):
        return self.response["Error"]["Message"]


class Cli:
    """The AWS CLI in an empty home, against one endpoint."""

    program = pathlib.Path(sys.executable).parent / "aws"

    def __init__(self, home, url, credentials=None, *, region=REGION, ca_bundle=None):
        self.home = pathlib.Path(home)
        self.home.mkdir(parents=True, exist_ok=True)
        self.variables = {
            "AWS_ENDPOINT_URL": url,
            "AWS_DEFAULT_REGION": region,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_MAX_ATTEMPTS": "1",
            "AWS_PAGER": "",
            "AWS_CA_BUNDLE": ca_bundle,
            **(credentials.environment() if credentials else {}),
        }

    def environment(self, **variables):
        return environment(self.home, **{**self.variables, **variables})

    def config(self, text):
        """Writes ~/.aws/config."""
        path = self.home / ".aws" / "config"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    def run(self, *arguments, cwd=None, **variables):
        return subprocess.run(
            [str(self.program), *map(str, arguments)],
            env=self.environment(**variables),
            cwd=cwd or self.home,
            capture_output=True,
            text=True,
            timeout=4 * PATIENCE,
        )

    def json(self, *arguments, **variables):
        """Runs a command that must succeed and returns its JSON answer."""
        done = self.run(*arguments, "--output", "json", **variables)
        assert done.returncode == 0, f"aws {shlex.join(map(str, arguments))}: {done.returncode}\n{done.stderr}"
        return json.loads(done.stdout) if done.stdout.strip() else None

    def error(self, *arguments, **variables):
        """Runs a command that must fail and returns what it wrote to stderr."""
        done = self.run(*arguments, **variables)
        assert done.returncode != 0, f"aws {shlex.join(map(str, arguments))} succeeded:\n{done.stdout}"
        return done.stderr
