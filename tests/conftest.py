"""Fixtures: servers, callers, certificates, and the search for secrets after each of them.

A test module has one server of its own, with an empty account; a test that needs to stop, fill or break one
takes `fresh_server`. When a server ends, its log, its data directory, its audit trail and every error message
that it gave are searched for the secrets that its clients saw.
"""

import itertools
import os
import pathlib
import re
import signal
import subprocess

import pytest

import certificates
import clients
import events
from recorded import Scenario
from tegata import ACCOUNT, Credentials, Server

# The tests' own boto3 must not read what the user who runs them has configured.
for variable in [name for name in os.environ if name.startswith("AWS_") or name.lower().endswith("_proxy")]:
    del os.environ[variable]
os.environ.update(AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull, AWS_EC2_METADATA_DISABLED="true")

# What runs the tests in the background may ignore signals (nohup, a shell's `&`), and what is ignored stays so in every
# program that a test starts. Python's subprocess takes back only what Python itself ignores.
for ending in (signal.SIGHUP, signal.SIGQUIT, signal.SIGTERM):
    signal.signal(ending, signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.default_int_handler)

_numbers = itertools.count(1)


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.get_closest_marker("last") is not None)


def pytest_sessionfinish(session):
    """A test that did not run proves nothing: a skip fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and (reporter.stats.get("skipped") or reporter.stats.get("xfailed")):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def running(directory, **options):
    """Starts a server with an empty account; when the test is over, ends it and looks for leaks."""
    server = Server(directory, **options).init()
    server.start()
    yield server
    try:
        if server.process is not None and server.process.poll() is None:
            trail = [event["CloudTrailEvent"] for event in events.every(clients.Clients(server, server.root))]
            server.secrets.assert_absent_from_much("the events", text="\n".join(trail))
            assert server.stop() == 0, f"the server did not stop cleanly:\n{server.output()[-4000:]}"
        server.assert_confidential()
        server.secrets.assert_absent_from_errors()
    finally:
        server.kill()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    yield from running(tmp_path_factory.mktemp("server"))


@pytest.fixture
def fresh_server(tmp_path):
    yield from running(tmp_path / "server", log_format="json")


@pytest.fixture(scope="session")
def tls(tmp_path_factory):
    """A server's TLS files: `ca`, `certificate` and `key` paths."""
    directory = tmp_path_factory.mktemp("tls")
    authority = certificates.Authority.root([("CN", "TLS test authority")])
    leaf = certificates.server_certificate(authority)
    leaf.write(directory, "server")
    (directory / "ca.pem").write_text(authority.pem)
    return {"ca": directory / "ca.pem", "certificate": directory / "server.pem", "key": directory / "server.key"}


@pytest.fixture(scope="module")
def tls_server(tmp_path_factory, tls):
    flags = ["--tls-cert", tls["certificate"], "--tls-key", tls["key"]]
    yield from running(tmp_path_factory.mktemp("tls-server"), flags=flags, log_format="json", ca=tls["ca"])


@pytest.fixture(scope="module")
def root(server):
    """The account's root user."""
    return clients.Clients(server, server.root)


@pytest.fixture(scope="module")
def iam(root):
    return root.iam


@pytest.fixture(scope="module")
def rolesanywhere(root):
    return root.rolesanywhere


@pytest.fixture
def scenario():
    """Opens scenarios and checks at the end that every recorded step was compared."""
    opened = []

    def make(name, file="iam", without=()):
        opened.append(Scenario(file, name, without))
        return opened[-1]

    yield make
    for each in opened:
        each.done()


@pytest.fixture
def unique(request):
    """Names that no other test uses: unique("role") → `role-create-describe-17`."""
    test = re.sub(r"[^A-Za-z0-9]+", "-", request.node.name.removeprefix("test_"))[:24].strip("-")

    def make(prefix):
        return f"{prefix}-{test}-{next(_numbers)}"

    return make


def new_user(root, name, *policies, **parameters):
    """A user with an access key and inline policies, and its clients."""
    root.iam.create_user(UserName=name, **parameters)
    for number, policy in enumerate(policies):
        root.iam.put_user_policy(UserName=name, PolicyName=f"inline-{number}", PolicyDocument=policy)
    key = root.iam.create_access_key(UserName=name)["AccessKey"]
    return clients.Clients(root.server, Credentials.of(key))


@pytest.fixture
def user(root, unique):
    """Makes users: user(policy, …) → clients of a new user, with `.name` and `.arn`."""

    def make(*policies, **parameters):
        name = parameters.pop("UserName", None) or unique("user")
        caller = new_user(root, name, *policies, **parameters)
        caller.name = name
        caller.arn = f"arn:aws:iam::{ACCOUNT}:user{parameters.get('Path', '/')}{name}"
        return caller

    return make


@pytest.fixture
def role(root, unique):
    """Makes roles: role(trust, policy, …) → its ARN."""

    def make(trust, *policies, **parameters):
        name = parameters.pop("RoleName", None) or unique("role")
        arn = root.iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust, **parameters)["Role"]["Arn"]
        for number, policy in enumerate(policies):
            root.iam.put_role_policy(RoleName=name, PolicyName=f"inline-{number}", PolicyDocument=policy)
        return arn

    return make


@pytest.fixture(scope="session")
def authority():
    return certificates.Authority.root([("C", "NL"), ("O", "Example"), ("CN", "Example Root")])


@pytest.fixture
def cli(server, tmp_path):
    """The AWS CLI: cli(credentials) → a runner with an empty home."""

    def make(credentials=None, **options):
        return clients.Cli(tmp_path / "home", options.pop("url", server.url), credentials, **options)

    return make


@pytest.fixture(scope="session")
def shifted_clock(tmp_path_factory):
    """The environment of a program whose wall clock is so many seconds ahead."""
    library = tmp_path_factory.mktemp("clock") / "clock.so"
    source = str(pathlib.Path(__file__).resolve().parent / "clock.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", str(library), source, "-ldl"], check=True)
    return lambda seconds: {"LD_PRELOAD": str(library), "CLOCK_OFFSET": str(seconds)}
