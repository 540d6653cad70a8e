"""`tegata credential-process`: the helper's flags and output, driven by hand and by the AWS CLI's config file."""

import datetime
import json
import re
import shlex
import socket
import subprocess

import pytest

import policies
from certificates import DAY, Authority, now
from clients import Clients
from machines import Setting, as_signing_helper
from tegata import ACCOUNT, Credentials, binary, command, environment


@pytest.fixture(scope="module")
def place(root, authority):
    return Setting(root, authority, "machine", acceptRoleSessionName=True)


@pytest.fixture
def machine(server, authority, tmp_path):
    """Writes a certificate and key: machine(key kind, …) → paths, with `.certificate`."""

    def make(key="p-256", *, issuer=authority, layout="pkcs8", stem="leaf", chain=(), **options):
        made = issuer.issue([("CN", "machine")], key=key, **options)
        server.secrets.note_private_key(made.key_pem)
        return made, *made.write(tmp_path, stem, chain=chain, layout=layout)

    return make


def identity(place, output):
    credentials = Credentials.of(json.loads(output))
    return Clients(place.server, credentials).sts.get_caller_identity()["Arn"]


@pytest.mark.parametrize("key, layout", [
    ("rsa-2048", "pkcs8"), ("rsa-2048", "traditional"), ("p-256", "pkcs8"), ("p-256", "traditional"),
    ("p-384", "pkcs8"), ("p-384", "traditional"), ("p-521", "pkcs8"),
])  # fmt: skip
def test_keys(place, machine, tmp_path, key, layout):
    made, certificate, secret = machine(key, layout=layout)
    done = place.helper(tmp_path, certificate, secret, check=0)
    assert identity(place, done.stdout) == (f"arn:aws:sts::{ACCOUNT}:assumed-role/{place.role_name}/{made.serial_hex}")


def test_output(place, machine, tmp_path):
    _, certificate, secret = machine()
    done = place.helper(tmp_path, certificate, secret, check=0)
    assert done.stderr == ""
    assert re.fullmatch(
        r'\{"Version":1,"AccessKeyId":"ASIA[A-Z2-7]{16}","SecretAccessKey":"[A-Za-z0-9+/]{40}",'
        r'"SessionToken":"[A-Za-z0-9+/=]+","Expiration":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"\}',
        done.stdout,
    )


def test_flags(place, machine, tmp_path):
    _, certificate, secret = machine()
    done = place.helper(
        tmp_path, certificate, secret, "--session-duration=900", "--role-session-name", "by-name", check=0
    )
    expiration = datetime.datetime.fromisoformat(json.loads(done.stdout)["Expiration"].replace("Z", "+00:00"))
    assert (expiration - now()).total_seconds() <= 900
    assert identity(place, done.stdout).endswith("/by-name")


def test_the_region_is_the_anchors(place, machine, tmp_path):
    _, certificate, secret = machine()
    flags = place.flags(certificate, secret)
    at = flags.index("--region")
    done = command("credential-process", *flags[:at], *flags[at + 2 :], home=tmp_path, check=0)
    place.server.secrets.note_answer(json.loads(done.stdout))


def test_the_endpoint_of_the_environment(place, machine, tmp_path):
    _, certificate, secret = machine()
    flags = place.flags(certificate, secret)
    at = flags.index("--endpoint")
    env = {"AWS_ENDPOINT_URL": place.server.url}
    done = command("credential-process", *flags[:at], *flags[at + 2 :], home=tmp_path, env=env, check=0)
    place.server.secrets.note_answer(json.loads(done.stdout))


@pytest.mark.parametrize("where", ["flag", "certificate"])
def test_intermediates(place, machine, authority, tmp_path, where):
    first = authority.intermediate([("CN", "First")])
    second = first.intermediate([("CN", "Second")])
    if where == "flag":
        _, certificate, secret = machine(issuer=second)
        bundle = tmp_path / "bundle.pem"
        bundle.write_text(second.pem + first.pem)
        place.helper(tmp_path, certificate, secret, "--intermediates", bundle, check=0)
    else:
        _, certificate, secret = machine(issuer=second, chain=[second, first])
        place.helper(tmp_path, certificate, secret, check=0)


def test_the_aws_cli(place, machine, cli):
    made, certificate, secret = machine()
    aws = cli()
    words = [str(binary()), "credential-process", *map(str, place.flags(certificate, secret))]
    aws.config(f"[profile machine]\nregion = us-east-1\ncredential_process = {shlex.join(words)}\n")
    answer = aws.json("sts", "get-caller-identity", "--profile", "machine")
    assert answer["Arn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/{place.role_name}/{made.serial_hex}"
    users = aws.json("iam", "list-users", "--profile", "machine")
    assert users == {"Users": []}


def test_the_aws_cli_over_tls(tls_server, authority, machine, tmp_path, cli):
    """The server's authority is told to both by AWS_CA_BUNDLE."""
    root = Clients(tls_server, tls_server.root)
    place = Setting(root, authority, "machine", policy=policies.allow("iam:List*"))
    _, certificate, secret = machine()
    aws = cli(url=tls_server.url, ca_bundle=tls_server.ca)
    words = [str(binary()), "credential-process", *map(str, place.flags(certificate, secret))]
    aws.config(f"[profile machine]\nregion = us-east-1\ncredential_process = {shlex.join(words)}\n")
    assert aws.json("sts", "get-caller-identity", "--profile", "machine")["Account"] == ACCOUNT
    # Without it, nobody is talked to.
    done = place.helper(tmp_path, certificate, secret, check=1)
    assert done.stdout == "" and done.stderr.count("\n") == 1
    done = place.helper(tmp_path, certificate, secret, "--no-verify-ssl", check=0)


# Failures


def assert_fails(done, *words, code=1):
    """The exit code, nothing on stdout, and one sentence that names the cause."""
    assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
    assert done.stdout == ""
    assert done.stderr.strip() and "panicked" not in done.stderr
    for word in words:
        assert re.search(word, done.stderr, re.IGNORECASE), f"no /{word}/ in: {done.stderr}"


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_key_that_others_can_read(place, machine, tmp_path, mode):
    _, certificate, secret = machine()
    secret.chmod(mode)
    done = place.helper(tmp_path, certificate, secret)
    assert_fails(done, rf"chmod (0?600|go-\S+|u=rw\S*) '?{re.escape(str(secret))}")


def test_a_key_that_others_can_read_under_the_old_name(place, machine, tmp_path):
    _, certificate, secret = machine()
    secret.chmod(0o644)
    helper = as_signing_helper(tmp_path, binary())
    done = place.helper(tmp_path, certificate, secret, program=helper, check=0)
    assert done.stderr.strip().count("\n") == 0 and "chmod" in done.stderr
    identity(place, done.stdout)
    secret.chmod(0o600)
    assert place.helper(tmp_path, certificate, secret, program=helper, check=0).stderr == ""


def test_a_key_of_another_certificate(place, machine, tmp_path):
    _, certificate, _ = machine()
    _, _, other = machine(stem="other")
    assert_fails(place.helper(tmp_path, certificate, other), "match|belong")


def test_an_expired_certificate(place, machine, tmp_path):
    _, certificate, secret = machine(not_before=now() - 3 * DAY, not_after=now() - DAY)
    assert_fails(place.helper(tmp_path, certificate, secret), "expired")


def test_a_certificate_of_the_future(place, machine, tmp_path):
    _, certificate, secret = machine(not_before=now() + DAY)
    assert_fails(place.helper(tmp_path, certificate, secret), "not (yet )?valid|clock")


def test_a_certificate_without_digital_signature(place, machine, tmp_path):
    _, certificate, secret = machine(digital_signature=False)
    assert_fails(place.helper(tmp_path, certificate, secret), "digitalSignature")


def test_the_wrong_anchor(place, machine, tmp_path):
    _, certificate, secret = machine(issuer=Authority.root([("CN", "Stranger")]))
    assert_fails(place.helper(tmp_path, certificate, secret), "anchor")


def test_a_missing_intermediate(place, machine, authority, tmp_path):
    _, certificate, secret = machine(issuer=authority.intermediate([("CN", "Missing")]))
    assert_fails(place.helper(tmp_path, certificate, secret), "anchor|intermediate")


def test_files_that_are_not_there(place, machine, tmp_path):
    _, certificate, secret = machine()
    assert_fails(place.helper(tmp_path, tmp_path / "none.pem", secret), re.escape(str(tmp_path / "none.pem")))
    assert_fails(place.helper(tmp_path, certificate, tmp_path / "none.key"), re.escape(str(tmp_path / "none.key")))


@pytest.mark.parametrize("text", ["", "hello\n", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_files_of_nonsense(place, machine, tmp_path, text):
    _, certificate, secret = machine()
    bad = tmp_path / "bad.pem"
    bad.touch(mode=0o600)
    bad.write_text(text)
    assert_fails(place.helper(tmp_path, certificate, bad), re.escape(str(bad)))
    assert_fails(place.helper(tmp_path, bad, secret), re.escape(str(bad)))


def test_no_server(place, machine, tmp_path):
    _, certificate, secret = machine()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    flags = place.flags(certificate, secret)
    flags[flags.index("--endpoint") + 1] = f"http://127.0.0.1:{port}"
    done = command("credential-process", *flags, home=tmp_path)
    assert_fails(done, f"127.0.0.1:{port}")


def test_regions_that_differ(place, machine, tmp_path):
    _, certificate, secret = machine()
    flags = place.flags(certificate, secret)
    at = flags.index("--profile-arn") + 1
    flags[at] = flags[at].replace("us-east-1", "eu-west-1")
    assert_fails(command("credential-process", *flags, home=tmp_path), "region", code=2)


@pytest.mark.parametrize(
    "flag", ["--certificate", "--private-key", "--trust-anchor-arn", "--profile-arn", "--role-arn"]
)
def test_a_flag_that_is_missing(place, machine, tmp_path, flag):
    _, certificate, secret = machine()
    flags = place.flags(certificate, secret)
    at = flags.index(flag)
    done = command("credential-process", *flags[:at], *flags[at + 2 :], home=tmp_path)
    assert_fails(done, flag.lstrip("-"), code=2 if flag.endswith("-arn") else 1)


def test_the_servers_reason_is_told(root, place, machine, tmp_path):
    _, certificate, secret = machine()
    anchor = {"trustAnchorId": place.anchor["trustAnchorId"]}
    root.rolesanywhere.disable_trust_anchor(**anchor)
    try:
        assert_fails(place.helper(tmp_path, certificate, secret), r"Specified Trust Anchor is disabled\.")
    finally:
        root.rolesanywhere.enable_trust_anchor(**anchor)


def test_a_clock_that_is_wrong(place, machine, tmp_path, shifted_clock):
    """The server says only that the signature is invalid; the machine can see its Date header."""
    _, certificate, secret = machine()
    done = place.helper(tmp_path, certificate, secret, env=shifted_clock(1800))
    assert_fails(done, "clock")


# verify-certificate


def verify(tmp_path, anchor, certificate, *flags, check=None):
    pem = tmp_path / "anchor.pem"
    pem.write_text(anchor.pem)
    leaf = tmp_path / "verified.pem"
    leaf.write_text(certificate.pem)
    return command("verify-certificate", "--trust-anchor", pem, *flags, leaf, home=tmp_path, check=check)


def test_verify(authority, tmp_path):
    intermediate = authority.intermediate([("CN", "Intermediate")])
    certificate = intermediate.issue([("O", "Example"), ("CN", "Alice")])
    chain = tmp_path / "chain.pem"
    chain.write_text(intermediate.pem)
    done = verify(tmp_path, authority, certificate, "--intermediates", chain, check=0)
    for part in ("Example Root", "Intermediate", "x509Subject/CN", "Alice", "CN=Alice"):
        assert part in done.stdout, done.stdout
    done = verify(tmp_path, authority, certificate, "--intermediates", chain, "--output", "json", check=0)
    text = json.dumps(json.loads(done.stdout))
    for part in ("x509Subject/O", "x509Issuer/CN", "CN=Alice"):
        assert part in text
    done = verify(tmp_path, authority, certificate)
    assert done.returncode == 1 and done.stdout.count("\n") + done.stderr.count("\n") == 1


@pytest.mark.parametrize("case", ["expired", "stranger", "usage", "revoked"])
def test_verify_says_the_first_rule_broken(tmp_path, case):
    authority, flags = Authority.root([("CN", "Of Long Standing")], not_before=now() - 30 * DAY), []
    if case == "expired":
        certificate, word = authority.issue([("CN", "x")], not_before=now() - 2 * DAY, not_after=now() - DAY), "expired"
    elif case == "stranger":
        certificate, word = Authority.root([("CN", "Stranger")]).issue([("CN", "x")]), "anchor|issuer|path"
    elif case == "usage":
        certificate, word = authority.issue([("CN", "x")], digital_signature=False), "digitalSignature"
    else:
        certificate, word = authority.issue([("CN", "x")]), "revoked"
        crl = tmp_path / "crl.pem"
        crl.write_bytes(authority.crl(certificate))
        flags = ["--crl", crl]
    done = verify(tmp_path, authority, certificate, *flags, check=1)
    assert re.search(word, done.stdout + done.stderr, re.IGNORECASE), done.stdout + done.stderr
    done = verify(tmp_path, authority, certificate, *flags, "--output", "json", check=1)
    assert json.loads(done.stdout)
    if case == "expired":
        moment = (now() - 36 * DAY / 24).strftime("%Y-%m-%dT%H:%M:%SZ")
        verify(tmp_path, authority, certificate, "--at", moment, check=0)


def test_verify_agrees_with_the_server(place, authority, tmp_path):
    """What the diagnostic accepts gets a session, and the source identity it names is the session's."""
    certificate = authority.issue([("OU", "Odd*"), ("CN", "agree")])
    done = verify(tmp_path, authority, certificate, "--output", "json", check=0)
    reply = place.request(certificate)
    assert reply.status == 201
    identity_ = reply.json["credentialSet"][0]["sourceIdentity"]
    assert identity_ in json.dumps(json.loads(done.stdout))


def test_no_flag_shows_a_secret(place, machine, tmp_path):
    """Neither the help nor --debug puts a private key or a session on stderr."""
    _, certificate, secret = machine()
    done = subprocess.run(
        [str(binary()), "credential-process", *map(str, place.flags(certificate, secret)), "--debug"],
        env=environment(tmp_path), capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    place.server.secrets.note_answer(json.loads(done.stdout))
    place.server.secrets.assert_absent(done.stderr, "the debug output")
