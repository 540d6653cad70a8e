"""`--cert-selector` over the certificates of a file or a directory, and its place among the flags."""

import json

import pytest

from certificates import DAY, now
from clients import Clients
from machines import Setting, as_signing_helper
from tegata import Credentials, binary, command


@pytest.fixture(scope="module")
def place(root, authority):
    return Setting(root, authority, "selected")


@pytest.fixture
def store(place, authority, tmp_path):
    """A directory of certificates with their keys: web, and worker before and after its renewal."""
    directory = tmp_path / "store"
    directory.mkdir()
    made = {}
    for stem, cn, until in [("a", "web", 5), ("b", "worker", 5), ("c", "worker", 6)]:
        issued = authority.issue([("O", "Example"), ("CN", cn)], key="p-256", not_after=now() + until * DAY)
        place.server.secrets.note_private_key(issued.key_pem)
        certificate, key = issued.write(tmp_path, stem)
        both = directory / f"{stem}.pem"
        both.touch(mode=0o600)
        both.write_text(certificate.read_text() + key.read_text())
        made[stem] = issued
    (directory / "README").write_text("not a certificate")
    return directory, made


def selected(place, home, where, *more, check=0, **options):
    flags = place.flags(where, "")
    at = flags.index("--private-key")
    done = command("credential-process", *flags[:at], *flags[at + 2 :], *more, home=home, check=check, **options)
    if check:
        place.server.secrets.note_error(done.stderr)
        return done.stderr
    answer = json.loads(done.stdout)
    place.server.secrets.note_answer(answer)
    return Clients(place.server, Credentials.of(answer)).sts.get_caller_identity()["Arn"].rsplit("/", 1)[1]


@pytest.mark.parametrize("selector, more, stem", [
    ("Key=x509Subject,Value=CN=web,O=Example", [], "a"),
    ("Key=x509Subject,Value=O = example, CN = WEB", [], "a"),
    ("Key=x509Subject,Value=CN=worker,O=Example", ["--use-latest-expiring-certificate"], "c"),
])  # fmt: skip
def test_row_06_one_of_a_directory(place, store, tmp_path, selector, more, stem):
    directory, made = store
    assert selected(place, tmp_path, directory, "--cert-selector", selector, *more) == made[stem].serial_hex


def test_row_06_a_selector_in_a_file(place, store, tmp_path):
    directory, made = store
    file = tmp_path / "selector.json"
    file.write_text(json.dumps([{"Key": "x509Serial", "Value": made["b"].serial_hex}]))
    assert selected(place, tmp_path, directory, "--cert-selector", f"file://{file}") == made["b"].serial_hex


def test_row_06_one_of_a_bundle_by_its_key(place, store, tmp_path):
    directory, made = store
    bundle = tmp_path / "bundle.pem"
    bundle.write_text("".join(made[stem].pem for stem in "abc"))
    chosen = ["--private-key", tmp_path / "b.key", "--cert-selector", "Key=x509Subject,Value=CN=worker,O=Example"]
    assert selected(place, tmp_path, bundle, *chosen) == made["b"].serial_hex


@pytest.mark.parametrize("selector, told", [
    ("Key=x509Subject,Value=CN=worker,O=Example", "multiple matching identities: "),
    ("Key=x509Subject,Value=CN=nobody", "no certificate matches --cert-selector (Key=x509Subject,Value=CN=nobody); there are "),
    ("Key=x509subject,Value=CN=nobody", "is not a key"),
    ("CN=nobody", "write Key=x509Subject,Value=CN=machine"),
    ("file:///nowhere", "/nowhere"),
])  # fmt: skip
def test_what_is_wrong_is_one_sentence(place, store, tmp_path, selector, told):
    error = selected(place, tmp_path, store[0], "--cert-selector", selector, check=1)
    assert told in error and error.count("\n") == 1


def test_linux_has_no_store(place, tmp_path):
    error = selected(place, tmp_path, "", "--cert-selector", "Key=x509Subject,Value=CN=a", check=1)
    assert "unable to use cert store signer on linux" in error and "--certificate" in error


def test_the_helper_takes_no_selector_beside_a_certificate(place, store, tmp_path):
    helper = as_signing_helper(tmp_path, binary())
    flags = place.flags(store[0] / "a.pem", "")
    at = flags.index("--private-key")
    done = command(
        "credential-process", *flags[:at], *flags[at + 2 :], "--cert-selector", "Key=x509Subject,Value=CN=web",
        home=tmp_path, program=helper,
    )  # fmt: skip
    assert done.returncode != 0 and done.stdout == ""
    assert "certificate" in done.stderr and "cert-selector" in done.stderr
