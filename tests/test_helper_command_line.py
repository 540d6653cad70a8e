"""The command line of `aws_signing_helper`, as a user who swapped the file meets it."""

import base64
import hashlib
import json
import re
import subprocess

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding

from machines import as_signing_helper
from tegata import binary, command, environment

EXCLUDED = "if any flags in the group [{}] are set none of the others can be; [{}] were all set"


@pytest.fixture
def helper(tmp_path):
    program = as_signing_helper(tmp_path, binary())

    def run(*words, check=None, **options):
        return command(*words, home=tmp_path, program=program, check=check, **options)

    return run


@pytest.fixture
def leaf(authority, tmp_path):
    def make(key="p-256", **options):
        made = authority.issue([("C", "US"), ("O", "Example"), ("CN", "machine")], key=key, **options)
        return made, *made.write(tmp_path, "leaf")

    return make


@pytest.mark.parametrize("words", [[], ["help"], ["--help"], ["-h"]])
def test_without_a_subcommand_there_is_help(helper, words):
    done = helper(*words, check=0)
    assert done.stderr == ""
    for name in ("credential-process", "sign-string", "read-certificate-data", "version"):
        assert name in done.stdout
    assert "verify-certificate" not in done.stdout


@pytest.mark.parametrize("words, message", [
    (["foo"], 'unknown command "foo" for "aws_signing_helper"'),
    (["--debug", "version"], "unknown flag: --debug"),
    (["credential-process", "--unknown"], "unknown flag: --unknown"),
    (["credential-process", "-d"], "unknown shorthand flag: 'd' in -d"),
    (["credential-process", "--role-arn"], "flag needs an argument: --role-arn"),
    (["credential-process", "--debug=maybe"],
     'invalid argument "maybe" for "--debug" flag: strconv.ParseBool: parsing "maybe": invalid syntax'),
    (["credential-process", "--session-duration", "x"],
     'invalid argument "x" for "--session-duration" flag: strconv.ParseInt: parsing "x": invalid syntax'),
    (["sign-string", "--format", "xml"],
     'invalid argument "xml" for "--format" flag: xml is not included in json,text,bin'),
    (["credential-process", "--certificate", "a", "--cert-selector", "b"],
     EXCLUDED.format("certificate cert-selector", "cert-selector certificate")),
    (["sign-string", "--no-tpm-key-password=false", "--reuse-pin=0"],
     EXCLUDED.format("no-tpm-key-password reuse-pin", "no-tpm-key-password reuse-pin")),
    (["read-certificate-data", "--certificate=", "--system-store-name=MY"],
     EXCLUDED.format("certificate system-store-name", "certificate system-store-name")),
])  # fmt: skip
def test_mistakes_are_exit_code_1(helper, words, message):
    done = helper(*words, check=1)
    assert done.stdout == ""
    first, second = done.stderr.splitlines()
    assert first == f"Error: {message}"
    assert re.fullmatch(r"Run 'aws_signing_helper\S*.* --help' for usage\.", second)


def test_words_with_a_dash_of_another_kind_are_passed_over_with_a_warning(helper):
    done = helper("credential-process", "\u2013certificate", "x", check=1)
    assert "warning: \u2013certificate is passed over: its dash, an en dash (U+2013), is not the one of the keyboard; type --certificate" in (
        done.stderr
    )


def test_as_tegata_mistakes_are_told_in_plain_words(tmp_path):
    for words, told in [
        (["\u2013certificate", "x"], "its dash, an en dash (U+2013), is not the one of the keyboard; type --certificate"),
        (["--session-duration", "1h"], "it must be a whole number"),
        (["--session-duration", "9999999999"], "the number is out of range"),
        (["--debug=maybe"], "it must be true or false"),
    ]:
        done = command("credential-process", *words, home=tmp_path, check=2)
        assert told in done.stderr and "strconv" not in done.stderr, done.stderr


def test_as_tegata_mistakes_are_exit_code_2(tmp_path):
    for words in (["--unknown"], ["--debug=maybe"], ["--tpm-key-password=a", "--no-tpm-key-password"]):
        done = command("credential-process", *words, home=tmp_path, check=2)
        assert done.stdout == "" and done.stderr
    # A selector chooses among the certificates of files and tokens, too.
    done = command("credential-process", "--certificate=a", "--cert-selector=b", home=tmp_path, check=2)
    assert "--role-arn" in done.stderr


def test_version(helper, tmp_path):
    done = helper("version", check=0)
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", done.stdout) and done.stderr == ""
    assert command("version", home=tmp_path, check=0).stdout == done.stdout


@pytest.mark.parametrize("shell", ["bash", "fish", "powershell", "zsh"])
def test_completion(helper, shell):
    script = helper("completion", shell, check=0).stdout
    assert "aws_signing_helper" in script and "session-duration" in script and "verify-certificate" not in script
    if shell == "bash":
        subprocess.run(["bash", "-n"], input=script, text=True, check=True)


def fixed_text(certificate):
    key = certificate.public_key()
    if isinstance(key, ec.EllipticCurvePublicKey):
        public = key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    else:
        public = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.PKCS1)
    text = b"AWS Roles Anywhere Credential Helper Signing Test1"
    return text + hashlib.sha256(b"IAM RA" + public).digest()


@pytest.mark.parametrize("key", ["p-256", "p-384", "p-521", "rsa-2048"])
@pytest.mark.parametrize("digest", ["SHA256", "SHA384", "SHA512"])
def test_sign_string(helper, leaf, tmp_path, key, digest):
    made, certificate, secret = leaf(key)
    flags = ["sign-string", "--certificate", certificate, "--private-key", secret, "--digest", digest]
    text = helper(*flags, "--format", "text", check=0).stdout
    quoted = helper(*flags, check=0).stdout
    assert re.fullmatch("[0-9a-f]+", text) and re.fullmatch('"[0-9a-f]+"', quoted)
    words = [str(word) for word in [binary(), *flags, "--format=bin"]]
    raw = subprocess.run(words, env=environment(tmp_path), capture_output=True, check=True).stdout
    parsed = x509.load_pem_x509_certificate(made.pem.encode())
    hash_ = getattr(hashes, digest)()
    for signature in (bytes.fromhex(text), bytes.fromhex(json.loads(quoted)), raw):
        if key.startswith("rsa"):
            parsed.public_key().verify(signature, fixed_text(parsed), padding.PKCS1v15(), hash_)
        else:
            parsed.public_key().verify(signature, fixed_text(parsed), ec.ECDSA(hash_))
    if key.startswith("rsa"):
        assert text == json.loads(quoted) == raw.hex()


@pytest.mark.parametrize("key, kind", [("p-256", "EC"), ("p-384", "EC"), ("rsa-2048", "RSA")])
def test_read_certificate_data(helper, leaf, key, kind):
    made, certificate, _ = leaf(key)
    parsed = x509.load_pem_x509_certificate(made.pem.encode())
    der = base64.b64encode(parsed.public_bytes(serialization.Encoding.DER)).decode()
    expected = (
        f'{{"keyType":"{kind}","certificateData":"{der}","serialNumber":"{parsed.serial_number}",'
        f'"supportedAlgorithms":["{kind}SHA256","{kind}SHA384","{kind}SHA512"]}}'
    )
    done = helper("read-certificate-data", "--certificate", certificate, check=0)
    assert (done.stdout, done.stderr) == (expected, "")


def test_what_cannot_be_read_is_one_sentence(helper, tmp_path):
    bad = tmp_path / "bad.pem"
    bad.write_text("hello")
    for words in (
        ["read-certificate-data", "--certificate", bad],
        ["read-certificate-data", "--certificate", tmp_path / "none"],
        ["read-certificate-data"],
        ["sign-string", "--certificate", bad],
        ["sign-string"],
    ):
        done = helper(*words, check=1)
        assert done.stdout == "" and done.stderr.count("\n") == 1, done.stderr
        assert done.stderr.startswith(f"aws_signing_helper {words[0]}: ")
