"""Machines whose key is in a TPM: swtpm, keys of tpm2-tools and tpm2-openssl, and a real server."""

import json

import pytest

from clients import Clients
from machines import Setting, as_signing_helper
from swtpm import Swtpm
from tegata import Credentials, binary


@pytest.fixture(scope="module")
def place(root, authority):
    return Setting(root, authority, "tpm-machine", acceptRoleSessionName=True)


@pytest.fixture
def tpm(tmp_path):
    tpm = Swtpm(tmp_path / "tpm")
    yield tpm
    tpm.stop()


def certified(authority, tmp_path, public):
    certificate = tmp_path / "certificate.pem"
    made = authority.issue([("CN", "machine")], secret=public)
    certificate.write_text(made.pem)
    return certificate, made


def assert_gives_credentials(place, done, made):
    credentials = Credentials.of(json.loads(done.stdout))
    arn = Clients(place.server, credentials).sts.get_caller_identity()["Arn"]
    assert arn.endswith(f"/{made.serial_hex}")


def assert_fails(done, *words):
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    for word in words:
        assert word in done.stderr


@pytest.mark.parametrize("options", [
    ["-algorithm", "RSA", "-pkeyopt", "bits:2048"],
    ["-algorithm", "EC", "-pkeyopt", "group:P-256"],
    ["-algorithm", "EC", "-pkeyopt", "group:P-384"],
])  # fmt: skip
def test_key_files(place, authority, tpm, tmp_path, options):
    key, public = tpm.key_file(*options)
    certificate, made = certified(authority, tmp_path, public)
    done = place.helper(tmp_path, certificate, key, check=0, env=tpm.environment)
    assert done.stderr == ""
    assert_gives_credentials(place, done, made)
    assert tpm.loaded() == []


def test_a_key_file_with_a_password(place, authority, tpm, tmp_path):
    key, public = tpm.key_file("-algorithm", "EC", "-pkeyopt", "group:P-256", "-pkeyopt", "user-auth:secret")
    certificate, made = certified(authority, tmp_path, public)
    given = place.helper(
        tmp_path, certificate, key, "--tpm-key-password", "secret", check=0, env=tpm.environment
    )
    assert_gives_credentials(place, given, made)
    assert_fails(
        place.helper(tmp_path, certificate, key, "--tpm-key-password", "guess", env=tpm.environment),
        "the key's password is wrong", "--tpm-key-password",
    )  # fmt: skip
    assert_fails(place.helper(tmp_path, certificate, key, env=tpm.environment), "needs a password")
    assert tpm.loaded() == []


@pytest.mark.parametrize("algorithm", ["rsa2048", "ecc256", "ecc384"])
def test_handles(place, authority, tpm, tmp_path, algorithm):
    handle, public = tpm.persistent_key("-G", algorithm)
    certificate, made = certified(authority, tmp_path, public)
    for name in (handle, handle.replace("0x", "")):
        done = place.helper(tmp_path, certificate, name, "--no-tpm-key-password", check=0, env=tpm.environment)
        assert_gives_credentials(place, done, made)
    assert tpm.loaded() == []


def test_under_the_old_name(place, authority, tpm, tmp_path):
    handle, public = tpm.persistent_key("-G", "ecc256", "-p", "secret")
    certificate, made = certified(authority, tmp_path, public)
    helper = as_signing_helper(tmp_path, binary())
    done = place.helper(
        tmp_path, certificate, handle, "--tpm-key-password", "secret", check=0, program=helper, env=tpm.environment
    )
    assert_gives_credentials(place, done, made)


def test_another_key_than_the_certificates(place, authority, tpm, tmp_path):
    certificate, _ = certified(authority, tmp_path, tpm.persistent_key("-G", "ecc256")[1])
    other, _ = tpm.persistent_key("-G", "ecc256", handle="0x81000003")
    assert_fails(
        place.helper(tmp_path, certificate, other, "--no-tpm-key-password", env=tpm.environment),
        "the private key in handle:0x81000003 does not belong to the certificate",
    )


def test_no_tpm(place, authority, tpm, tmp_path):
    key, public = tpm.key_file("-algorithm", "EC", "-pkeyopt", "group:P-256")
    certificate, _ = certified(authority, tmp_path, public)
    tpm.stop()
    assert_fails(place.helper(tmp_path, certificate, key, env=tpm.environment), "is not there", "TPM_DEVICE")
    tpm.start()
    place.helper(tmp_path, certificate, key, check=0, env=tpm.environment)
