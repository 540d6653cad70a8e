"""Certificates from a SPIFFE Workload API.

The agent is gRPC's own server, over code that gRPC's compiler makes of the published definition; it is not SPIRE.
"""

import concurrent.futures
import importlib
import json
import sys
import threading

import grpc
import grpc_tools.protoc
import pytest
from cryptography.hazmat.primitives import serialization

import policies
from certificates import Authority
from clients import Clients
from machines import Setting
from tegata import ACCOUNT, REGION, ROOT, Credentials, command

WEB = "spiffe://example.org/web"
JOB = "spiffe://example.org/job"


@pytest.fixture(scope="module")
def authority():
    return Authority.root([("O", "example.org"), ("CN", "SPIFFE authority")])


@pytest.fixture(scope="module")
def place(root, authority):
    return Setting(root, authority, "spiffe", policy=policies.EVERYTHING)


@pytest.fixture(scope="module")
def definition(tmp_path_factory):
    """The messages and the service, as Python."""
    directory = tmp_path_factory.mktemp("spiffe")
    source = ROOT / "tests" / "spiffe"
    made = grpc_tools.protoc.main([
        "protoc", f"-I{source}", f"--python_out={directory}", f"--grpc_python_out={directory}",
        str(source / "workload.proto"),
    ])  # fmt: skip
    assert made == 0
    sys.path.insert(0, str(directory))
    yield importlib.import_module("workload_pb2"), importlib.import_module("workload_pb2_grpc")
    sys.path.remove(str(directory))


class Agent:
    """A Workload API that offers what a test puts into `offers`, and then keeps its stream open."""

    def __init__(self, definition, directory):
        self.messages, services = definition
        self.offers, self.refusal, self.calls = [], None, 0
        self.over = threading.Event()
        self.socket = f"unix://{directory}/agent.sock"
        agent = self

        class Servicer(services.SpiffeWorkloadAPIServicer):
            def FetchX509SVID(self, request, context):  # noqa: N802, the name of the call
                yield from agent.answer(context)

        self.server = grpc.server(concurrent.futures.ThreadPoolExecutor(4))
        services.add_SpiffeWorkloadAPIServicer_to_server(Servicer(), self.server)
        assert self.server.add_insecure_port(f"unix:{directory}/agent.sock")
        self.server.start()

    def answer(self, context):
        self.calls += 1
        if ("workload.spiffe.io", "true") not in context.invocation_metadata():
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "security header missing from request")
        if self.refusal:
            context.abort(*self.refusal)
        yield self.messages.X509SVIDResponse(svids=self.offers)
        self.over.wait(30)

    def offer(self, spiffe_id, made, chain=(), key=None):
        der = made.der + b"".join(certificate.der for certificate in chain)
        pkcs8 = (key or made.key).private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        self.offers.append(self.messages.X509SVID(spiffe_id=spiffe_id, x509_svid=der, x509_svid_key=pkcs8))

    def stop(self):
        self.over.set()
        self.server.stop(None).wait()


@pytest.fixture
def agent(definition, tmp_path):
    agent = Agent(definition, tmp_path)
    yield agent
    agent.stop()


def ask(place, home, certificate, socket, check=None):
    done = command(
        "credential-process", "--certificate", certificate, "--trust-anchor-arn", place.anchor_arn,
        "--profile-arn", place.profile_arn, "--role-arn", place.role_arn, "--region", REGION,
        "--endpoint", place.server.url, home=home, check=check, env={"SPIFFE_ENDPOINT_SOCKET": socket},
    )  # fmt: skip
    if done.returncode == 0:
        place.server.secrets.note_answer(json.loads(done.stdout))
    return done


def session(place, done):
    return Clients(place.server, Credentials.of(json.loads(done.stdout))).sts.get_caller_identity()["Arn"]


def issue(place, issuer, spiffe_id, **options):
    made = issuer.issue([("CN", spiffe_id.rsplit("/", 1)[1])], **options)
    place.server.secrets.note_private_key(made.key_pem)
    return made


def named(made):
    return f"arn:aws:sts::{ACCOUNT}:assumed-role/spiffe/{made.serial_hex}"


def test_row_10_the_default_identity_and_one_by_name(place, authority, agent, tmp_path):
    web, job = issue(place, authority, WEB), issue(place, authority, JOB, key="rsa-2048")
    agent.offer(WEB, web)
    agent.offer(JOB, job)
    assert session(place, ask(place, tmp_path, "spiffe:", agent.socket, check=0)) == named(web)
    assert session(place, ask(place, tmp_path, JOB, agent.socket, check=0)) == named(job)
    assert agent.calls == 2


def test_intermediates_of_the_identity_are_sent(place, authority, agent, tmp_path):
    intermediate = authority.intermediate([("CN", "SPIFFE intermediate")])
    web = issue(place, intermediate, WEB)
    agent.offer(WEB, web, chain=[intermediate])
    assert session(place, ask(place, tmp_path, "spiffe:", agent.socket, check=0)) == named(web)


def test_a_renewed_identity_is_seen(place, authority, agent, tmp_path):
    first, second = issue(place, authority, WEB), issue(place, authority, WEB)
    agent.offer(WEB, first)
    assert session(place, ask(place, tmp_path, "spiffe:", agent.socket, check=0)) == named(first)
    agent.offers.clear()
    agent.offer(WEB, second)
    assert session(place, ask(place, tmp_path, "spiffe:", agent.socket, check=0)) == named(second)


def refused(place, tmp_path, certificate, socket):
    done = ask(place, tmp_path, certificate, socket, check=1)
    assert done.stdout == "" and done.stderr.count("\n") == 1, done.stderr
    return done.stderr


def test_refusals_say_what_to_do(place, authority, agent, tmp_path):
    assert "offers no X.509-SVID" in refused(place, tmp_path, "spiffe:", agent.socket)
    web = issue(place, authority, WEB)
    agent.offer(WEB, web)
    assert f"has no identity {JOB} for this process; it has {WEB}" in refused(place, tmp_path, JOB, agent.socket)
    agent.refusal = grpc.StatusCode.PERMISSION_DENIED, "no identity issued"
    assert "ask for a registration entry that matches it (it says: no identity issued)" in refused(
        place, tmp_path, "spiffe:", agent.socket
    )
    agent.refusal = grpc.StatusCode.UNAVAILABLE, "starting"
    assert "gRPC status 14 (it says: starting)" in refused(place, tmp_path, "spiffe:", agent.socket)
    agent.refusal = None
    agent.offers.clear()
    agent.offer(WEB, web, key=issue(place, authority, WEB).key)
    assert "a private key that is not its certificate's" in refused(place, tmp_path, "spiffe:", agent.socket)
    agent.stop()
    assert "cannot reach the SPIFFE agent at unix://" in refused(place, tmp_path, "spiffe:", agent.socket)
    assert "SPIFFE_ENDPOINT_SOCKET is not set" in refused(place, tmp_path, "spiffe:", None)


def test_a_stranger_at_the_socket_is_told_from_an_agent(place, tmp_path):
    """An HTTP/1.1 server, here tegata's own, does not answer HTTP/2 frames of gRPC as an agent does."""
    address = place.server.url.removeprefix("http://")
    assert "does not answer as a SPIFFE Workload API does" in refused(place, tmp_path, "spiffe:", f"tcp://{address}")
