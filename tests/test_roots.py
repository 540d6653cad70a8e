"""Whom the client trusts on the way to a service: the system's roots, in a file and in folders, or a bundle."""

import json

import pytest

from certificates import Authority
from clients import Clients
from machines import Setting


@pytest.fixture(scope="module")
def place(tls_server, authority):
    return Setting(Clients(tls_server, tls_server.root), authority, "machine")


@pytest.fixture
def ask(place, authority, tmp_path):
    """Asks for a session with these variables in the environment; returns the completed process."""
    made = authority.issue([("CN", "machine")])
    place.server.secrets.note_private_key(made.key_pem)
    certificate, key = made.write(tmp_path, "leaf")
    return lambda check, **env: place.helper(tmp_path, certificate, key, check=check, env=env)


@pytest.fixture
def other(tmp_path):
    """A root that has nothing to do with the server's."""
    path = tmp_path / "other.pem"
    path.write_text(Authority.root([("CN", "TLS test authority")]).pem)
    return path


@pytest.fixture
def folder(tls, tmp_path):
    """The server's root as systems keep theirs in folders: named by a hash."""
    path = tmp_path / "roots"
    path.mkdir()
    (path / "0123abcd.0").write_text(tls["ca"].read_text())
    return path


def test_the_systems_roots(ask, tls, other, folder, tmp_path):
    both = tmp_path / "both.pem"
    both.write_text(other.read_text() + tls["ca"].read_text())
    for roots in [
        {"SSL_CERT_FILE": tls["ca"]},
        {"SSL_CERT_FILE": both},
        {"SSL_CERT_DIR": folder},
        # Nothing in the file vouches for the server, though one of its roots has the name.
        {"SSL_CERT_FILE": other, "SSL_CERT_DIR": folder},
        {"SSL_CERT_FILE": tmp_path / "missing.pem", "SSL_CERT_DIR": folder},
    ]:
        assert json.loads(ask(0, **roots).stdout)["Version"] == 1, roots


def test_a_server_that_no_root_vouches_for(ask, other, tmp_path):
    (tmp_path / "empty").mkdir()
    for roots in [{}, {"SSL_CERT_FILE": other}, {"SSL_CERT_FILE": other, "SSL_CERT_DIR": tmp_path / "empty"}]:
        done = ask(1, **roots)
        assert "is not trusted" in done.stderr and "AWS_CA_BUNDLE" in done.stderr, done.stderr
    assert "no trusted root" in ask(1, SSL_CERT_FILE=tmp_path / "missing.pem").stderr


def test_a_bundle_is_trusted_alone(ask, tls, other, folder):
    assert ask(0, AWS_CA_BUNDLE=tls["ca"], SSL_CERT_FILE=other).returncode == 0
    assert "is not trusted" in ask(1, AWS_CA_BUNDLE=other, SSL_CERT_FILE=tls["ca"], SSL_CERT_DIR=folder).stderr
