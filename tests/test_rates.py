"""Limits on requests a second: an account pays for its own machines, never for strangers who name it."""

import http.client
import itertools

import pytest

import certificates
import policies
import raw
from clients import Clients
from conftest import running
from machines import Setting
from tegata import PATIENCE


@pytest.fixture
def limited(tmp_path):
    yield from running(tmp_path / "server", flags=["--rate", "CreateSession=1"])


def ask(place, certificate, source):
    """CreateSession from an address of the loopback network."""
    request = raw.session_request(**place.arns)
    raw.x509(place.server, request, certificate)
    connection = http.client.HTTPConnection(
        "127.0.0.1", place.server.port, timeout=PATIENCE, source_address=(source, 0)
    )
    return raw.send(place.server, request, connection=connection)


def test_strangers_do_not_spend_what_an_account_may_ask(limited, authority):
    place = Setting(Clients(limited, limited.root), authority, "machine", policy=policies.EVERYTHING)
    stranger = certificates.Authority.root([("CN", "nobody's")]).issue([("CN", "stranger")])
    codes = {ask(place, stranger, "127.0.0.2").code for _ in range(20)}
    assert codes == {"AccessDeniedException", "ThrottlingException"}
    machine = authority.issue([("O", "Example"), ("CN", "vm")])
    reply = ask(place, machine, "127.0.0.3")
    assert reply.status == 201, reply.text
    # Its own requests count, wherever they come from.
    for number in itertools.islice(itertools.count(4), 50):
        reply = ask(place, machine, f"127.0.0.{number}")
        if reply.status != 201:
            break
    reply.assert_error("ThrottlingException", 429)
