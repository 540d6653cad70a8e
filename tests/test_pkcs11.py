"""`tegata credential-process` with certificate and key on a token: SoftHSM 2, as its own tools fill it."""

import hashlib
import json
import re
import subprocess

import pytest

from clients import Clients
from machines import Setting, as_signing_helper
from tegata import ACCOUNT, Credentials, binary, command

MODULE = "/usr/lib/softhsm/libsofthsm2.so"
PIN = "pin-of-the-token"


class Token:
    """A SoftHSM with one token."""

    def __init__(self, directory, label="machine"):
        self.directory, self.label = directory, label
        (directory / "tokens").mkdir()
        configuration = directory / "softhsm2.conf"
        configuration.write_text(f"directories.tokendir = {directory}/tokens\nlog.level = ERROR\n")
        self.env = {"SOFTHSM2_CONF": str(configuration)}
        self.run("softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", "12345678")

    def run(self, *arguments):
        done = subprocess.run(arguments, env={"PATH": "/usr/bin:/bin", **self.env}, capture_output=True, text=True)
        assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout

    def put(self, made, name, number):
        """A certificate and its key, by this label and id."""
        key = self.directory / "key.pem"
        key.write_text(made.key_pem)
        self.run(
            "softhsm2-util", "--import", str(key), "--token", self.label, "--label", name, "--id", number, "--pin", PIN
        )
        key.unlink()
        self.put_certificate(made, name, number)

    def put_certificate(self, made, name, number):
        file = self.directory / "certificate.der"
        file.write_bytes(made.der)
        self.run(
            "pkcs11-tool", "--module", MODULE, "--token-label", self.label, "--login", "--pin", PIN, "--write-object",
            str(file), "--type", "cert", "--label", name, "--id", number,
        )  # fmt: skip


@pytest.fixture(scope="module")
def place(root, authority):
    return Setting(root, authority, "machine")


@pytest.fixture
def token(server, tmp_path):
    server.secrets.note(PIN)
    folder = tmp_path / "softhsm"
    folder.mkdir()
    return Token(folder)


def serial_of(place, output):
    """The session name, which is the certificate's serial number."""
    arn = Clients(place.server, Credentials.of(json.loads(output))).sts.get_caller_identity()["Arn"]
    assert arn.startswith(f"arn:aws:sts::{ACCOUNT}:assumed-role/{place.role_name}/")
    return arn.rsplit("/", 1)[1]


@pytest.mark.parametrize("key", ["rsa-2048", "p-256", "p-384"])
def test_keys(place, authority, token, tmp_path, key):
    made = authority.issue([("CN", "machine")], key=key)
    token.put(made, "machine", "01")
    uri = "pkcs11:token=machine;object=machine"
    done = place.helper(
        tmp_path, uri, f"{uri};type=private?pin-value={PIN}", "--pkcs11-lib", MODULE, env=token.env, check=0
    )
    assert done.stderr == ""
    assert serial_of(place, done.stdout) == made.serial_hex


def test_the_uri_alone_and_p11_kit(place, authority, token, tmp_path):
    """Without `--private-key` and `--pkcs11-lib`: one URI, and the modules that p11-kit knows."""
    made = authority.issue([("CN", "machine")])
    token.put(made, "machine", "0aff")
    pin = tmp_path / "pin"
    pin.write_text(f"{PIN}\n")
    pin.chmod(0o600)
    uri = f"pkcs11:token=machine;id=%0A%FF?pin-source=file:{pin}"
    done = place.helper(tmp_path, uri, "", env=token.env, check=0)
    assert serial_of(place, done.stdout) == made.serial_hex


def test_row_07_the_chain_of_the_token(place, authority, token, tmp_path):
    first = authority.intermediate([("CN", "first")])
    second = first.intermediate([("CN", "second")])
    made = second.issue([("CN", "machine")])
    token.put(made, "machine", "01")
    for number, issuer in enumerate([first, authority, second], start=2):
        token.put_certificate(issuer, f"ca-{number}", f"0{number}")
    uri = f"pkcs11:token=machine;object=machine?pin-value={PIN}"
    done = place.helper(tmp_path, uri, "", "--pkcs11-lib", MODULE, env=token.env, check=0)
    assert serial_of(place, done.stdout) == made.serial_hex


def test_row_06_one_of_several_on_the_token(place, authority, token, tmp_path):
    made = {name: authority.issue([("O", "Example"), ("CN", name)]) for name in ("web", "worker")}
    for number, (name, issued) in enumerate(made.items(), start=1):
        token.put(issued, name, f"0{number}")
    flags = [f"pkcs11:token=machine?pin-value={PIN}", "", "--pkcs11-lib", MODULE, "--cert-selector"]
    for name, issued in made.items():
        done = place.helper(tmp_path, *flags, f"Key=x509Subject,Value=CN={name},O=Example", env=token.env, check=0)
        assert serial_of(place, done.stdout) == issued.serial_hex
    done = place.helper(tmp_path, *flags, "Key=x509Subject,Value=CN=nobody", env=token.env, check=1)
    assert "no certificate matches --cert-selector (Key=x509Subject,Value=CN=nobody); there are " in done.stderr
    issuer = f"Key=x509Issuer,Value={authority.x509.subject.rfc4514_string()}"
    done = place.helper(tmp_path, *flags, issuer, env=token.env, check=1)
    assert "multiple matching identities: `CN=" in done.stderr


def test_read_certificate_data(authority, token, tmp_path):
    """Byte for byte what AWS's helper prints."""
    made = {
        "web": authority.issue([("C", "NL"), ("ST", "Utrecht"), ("O", "Example, Inc."), ("CN", "web")], key="rsa-2048"),
        "worker": authority.issue([("OU", "a"), ("OU", "b"), ("CN", "worker")]),
    }
    names = {"web": "CN=web,O=Example\\, Inc.,ST=Utrecht,C=NL", "worker": "CN=worker,OU=a+OU=b"}
    for number, (name, issued) in enumerate(made.items(), start=1):
        token.put(issued, name, f"0{number}")
    slots = token.run("softhsm2-util", "--show-slots")
    serial = re.search(r"Serial number: +(\S+)\s.*?Label: +machine", slots, re.DOTALL).group(1)

    def identity(number, name):
        issued = made[name]
        issuer = ",".join(part.rfc4514_string() for part in reversed(authority.x509.subject.rdns))
        return (
            f"{number}) Hex Fingerprint: {hashlib.sha1(issued.der).hexdigest()}\n"
            f"Subject: {names[name]}\nIssuer: {issuer}\nSerial Number: {issued.x509.serial_number:X}\n"
            f"URI: pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial={serial};token=machine;"
            f"id=%0{list(made).index(name) + 1};object={name};type=cert\n\n"
        )

    def read(uri, *more, program=None):
        done = command(
            "read-certificate-data", "--certificate", uri, "--pkcs11-lib", MODULE, *more,
            home=tmp_path, env=token.env, program=program, check=0,
        )  # fmt: skip
        assert done.stderr == ""
        return done.stdout

    both = read("pkcs11:token=machine")
    order = ["web", "worker"] if both.index(names["web"]) < both.index(names["worker"]) else ["worker", "web"]
    assert both == "Matching identities\n" + "".join(identity(at, name) for at, name in enumerate(order, 1))
    assert read("pkcs11:token=machine", program=as_signing_helper(tmp_path, binary())) == both
    web = "Matching identities\n" + identity(1, "web")
    assert read("pkcs11:object=web") == web
    assert read("pkcs11:", "--cert-selector", f"Key=x509Subject,Value={names['web']}") == web
    assert read("pkcs11:object=nothing") == "No matching identities\n"
    assert read("pkcs11:", "--cert-selector", "Key=x509Serial,Value=1") == "No matching identities\n"


def test_a_certificate_file_with_a_key_on_the_token(place, authority, token, tmp_path):
    made = authority.issue([("CN", "machine")])
    token.put(made, "machine", "01")
    certificate = tmp_path / "machine.pem"
    certificate.write_text(made.pem)
    uri = f"pkcs11:token=machine;object=machine?pin-value={PIN}"
    done = place.helper(tmp_path, certificate, uri, "--pkcs11-lib", MODULE, env=token.env, check=0)
    assert serial_of(place, done.stdout) == made.serial_hex


def test_failures_are_one_sentence_without_the_pin(place, authority, token, tmp_path):
    token.put(authority.issue([("CN", "machine")]), "machine", "01")
    place.server.secrets.note("another-tokens-pin")
    right, wrong = f"?pin-value={PIN}", "?pin-value=another-tokens-pin"
    table = [
        (f"pkcs11:token=machine{wrong}", MODULE, 'the token "machine" refused the PIN; it is not tried again'),
        (f"pkcs11:token=other{right}", MODULE, "no token matches pkcs11:token=other; there are: "),
        (f"pkcs11:token=machine;id=%02{right}", MODULE, "no certificate on the token matches "),
        (f"pkcs11:token=machine;token=machine{right}", MODULE, "the PKCS#11 URI has token more than once"),
        (f"pkcs11:token=machine{right}&pin-source=x", MODULE, "the PKCS#11 URI has both pin-value and pin-source"),
        (f"pkcs11:token=machine{right}", "/no/module.so", "the PKCS#11 module /no/module.so cannot be loaded: "),
        ("pkcs11:token=machine", MODULE, 'the token "machine" needs its PIN: there is no terminal to ask for it; '),
    ]
    for uri, module, message in table:
        done = place.helper(tmp_path, uri, "", "--pkcs11-lib", module, env=token.env, check=1)
        assert message in done.stderr and done.stderr.count("\n") == 1, done.stderr
        assert done.stdout == ""
