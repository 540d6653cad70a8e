"""`tegata doctor`: each thing that can stand between a machine and its credentials is found and named."""

import json
import os
import subprocess

import pytest

import policies
from certificates import DAY, Authority, now
from machines import Setting
from tegata import binary, command, environment

CHECKS = ["flags", "certificate", "key", "chain", "endpoint", "clock", "trust anchor", "profile", "role"]


@pytest.fixture(scope="module")
def authority():
    return Authority.root([("O", "Example"), ("CN", "Doctor authority")])


@pytest.fixture(scope="module")
def place(root, authority):
    return Setting(root, authority, "patient")


@pytest.fixture
def machine(server, authority, tmp_path):
    def make(issuer=authority, stem="leaf", **options):
        made = issuer.issue([("CN", "machine")], **{"not_after": now() + 30 * DAY, **options})
        server.secrets.note_private_key(made.key_pem)
        return made, *made.write(tmp_path, stem)

    return make


def look(place, home, certificate, key, *more, env=None, changed=()):
    """The findings by check; the exit code must fit them."""
    flags = [str(flag) for flag in place.flags(certificate, key)]
    for flag, value in changed:
        flags[flags.index(flag) + 1] = str(value)
    done = command("doctor", *flags, *more, "--output", "json", home=home, env=env)
    place.server.secrets.note_error(done.stderr)
    findings = {finding["check"]: finding for finding in json.loads(done.stdout)}
    assert list(findings) == CHECKS
    bad = any(finding["verdict"] == "failed" for finding in findings.values())
    assert done.returncode == (1 if bad else 0)
    return findings


def only(findings, check, *words, verdict="failed"):
    """Just this check has this verdict, and its message these words."""
    found = [name for name, finding in findings.items() if finding["verdict"] == verdict]
    assert found == [check], findings
    for word in words:
        assert word in findings[check]["message"], findings[check]


def test_all_is_well(place, machine, tmp_path):
    made, certificate, key = machine()
    findings = look(place, tmp_path, certificate, key)
    assert {finding["verdict"] for finding in findings.values()} == {"ok"}, findings
    assert made.serial_hex in findings["certificate"]["message"]
    assert made.serial_hex in findings["role"]["message"]
    assert findings["key"]["message"] == "P-256, the certificate's own; it signs"
    # The same for a person, and no credential in it.
    done = command("doctor", *place.flags(certificate, key), home=tmp_path, check=0)
    assert [line[6:18].strip() for line in done.stdout.splitlines()] == CHECKS
    assert "ASIA" not in done.stdout and done.stderr == ""


def test_flags(place, machine, tmp_path):
    _, certificate, key = machine()
    findings = look(place, tmp_path, certificate, key, changed=[("--trust-anchor-arn", "nonsense")])
    only(findings, "flags", "failed to parse trust anchor arn")
    # What does not need them is looked at all the same.
    assert findings["key"]["verdict"] == "ok"
    assert findings["role"] == {"check": "role", "verdict": "unseen", "message": "not looked at: first mend the flags"}
    # Whoever says nothing may have meant the other half.
    told = command("doctor", home=tmp_path, check=1).stdout.splitlines()[0]
    assert told.endswith("must be given, or --vault to look at config files, profiles and the keystore")


def test_certificate_that_has_ended(place, machine, tmp_path):
    _, certificate, key = machine(not_before=now() - 3 * DAY, not_after=now() - DAY)
    findings = look(place, tmp_path, certificate, key)
    assert findings["certificate"]["verdict"] == "failed"
    assert "expired at" in findings["certificate"]["message"] and "renew it" in findings["certificate"]["message"]


def test_certificate_that_ends_soon(place, machine, tmp_path):
    _, certificate, key = machine(not_before=now() - 30 * DAY, not_after=now() + 2 * DAY)
    findings = look(place, tmp_path, certificate, key)
    only(findings, "certificate", "have it renewed", verdict="warning")


def test_certificate_of_a_ca(place, authority, server, tmp_path):
    sub = authority.intermediate([("CN", "Sub")])
    server.secrets.note_private_key(sub.key_pem)
    certificate, key = sub.write(tmp_path, "sub")
    assert "is the certificate of a CA" in look(place, tmp_path, certificate, key)["certificate"]["message"]


def test_certificate_that_is_not_there(place, machine, tmp_path):
    _, _, key = machine()
    findings = look(place, tmp_path, tmp_path / "absent.pem", key)
    only(findings, "certificate", "absent.pem")
    assert findings["key"]["message"] == "not looked at: first mend the certificate"
    assert findings["endpoint"]["verdict"] == "ok" and findings["role"]["verdict"] == "unseen"


def test_selector_that_is_none(place, machine, tmp_path):
    _, certificate, key = machine()
    findings = look(place, tmp_path, certificate, key, "--cert-selector", "CN=machine")
    only(findings, "flags", "--cert-selector cannot be read")


def test_selector_that_is_empty(place, authority, machine, tmp_path):
    """As good as none: the first certificate of the file is meant."""
    made, certificate, key = machine()
    certificate.write_text(made.pem + authority.pem)
    findings = look(place, tmp_path, certificate, key, "--cert-selector", " ")
    assert {finding["verdict"] for finding in findings.values()} == {"ok"}, findings
    assert "leads from the certificate up to" in findings["chain"]["message"]


def test_intermediates_that_are_none(place, machine, tmp_path):
    _, certificate, key = machine()
    (tmp_path / "none.pem").write_text("nothing")
    only(look(place, tmp_path, certificate, key, "--intermediates", tmp_path / "none.pem"), "chain", "none.pem")


def test_anchor_file_without_a_certificate(place, machine, tmp_path):
    _, certificate, key = machine()
    for text in ("", "nothing", "-----BEGIN X-----\n-----END X-----\n"):
        (tmp_path / "anchor.pem").write_text(text)
        only(look(place, tmp_path, certificate, key, "--anchor-file", tmp_path / "anchor.pem"), "chain", "anchor.pem")


def test_key_that_does_not_sign(place, machine, tmp_path):
    """It is the certificate's by what is written; only a signature shows that it cannot be used."""
    _, certificate, _ = machine()
    flags = [str(flag) for flag in place.flags(certificate, "")]
    at = flags.index("--private-key")
    del flags[at : at + 2]
    done = command("doctor", *flags, "--signer-process", "false", "--output", "json", home=tmp_path, check=1)
    findings = {finding["check"]: finding for finding in json.loads(done.stdout)}
    only(findings, "key", "`false` of --signer-process failed")
    assert findings["endpoint"]["verdict"] == "ok"
    assert findings["role"]["message"] == "not looked at: first mend the key"


def test_key_that_is_not_there(place, machine, tmp_path):
    """The certificate is looked at all the same."""
    _, certificate, _ = machine()
    findings = look(place, tmp_path, certificate, tmp_path / "absent.key")
    only(findings, "key", "absent.key")
    assert findings["certificate"]["verdict"] == "ok" and "valid until" in findings["certificate"]["message"]


def test_certificate_in_a_directory(place, machine, tmp_path):
    _, certificate, _ = machine()
    findings = look(place, tmp_path, certificate.parent, "")
    only(findings, "certificate", "is a directory", "--cert-selector")


def test_key_of_another(place, machine, tmp_path):
    _, certificate, _ = machine()
    _, _, other = machine(stem="other")
    only(look(place, tmp_path, certificate, other), "key", "does not belong to the certificate")


def test_key_that_others_can_read(place, machine, tmp_path):
    _, certificate, key = machine()
    os.chmod(key, 0o644)
    only(look(place, tmp_path, certificate, key), "key", "chmod 600")


def test_chain(place, authority, machine, tmp_path):
    intermediate = authority.intermediate([("CN", "Intermediate")])
    made, certificate, key = machine(issuer=intermediate)
    (tmp_path / "root.pem").write_text(authority.pem)
    (tmp_path / "chain.pem").write_text(intermediate.pem)
    findings = look(place, tmp_path, certificate, key, "--anchor-file", tmp_path / "root.pem")
    assert findings["chain"]["verdict"] == "failed", findings
    assert "Untrusted signing certificate" in findings["trust anchor"]["message"]
    whole = look(
        place, tmp_path, certificate, key, "--intermediates", tmp_path / "chain.pem", "--anchor-file",
        tmp_path / "root.pem",
    )  # fmt: skip
    assert {finding["verdict"] for finding in whole.values()} == {"ok"}, whole
    assert "leads to the trust anchor in" in whole["chain"]["message"]


def test_endpoint(place, machine, tmp_path):
    _, certificate, key = machine()
    findings = look(place, tmp_path, certificate, key, changed=[("--endpoint", "http://127.0.0.1:1")])
    only(findings, "endpoint", "127.0.0.1:1")
    assert findings["trust anchor"]["message"] == "not looked at: first mend the endpoint"


@pytest.mark.parametrize("minutes, verdict", [(-20, "failed"), (20, "failed"), (-2, "warning")])
def test_clock(place, machine, tmp_path, shifted_clock, minutes, verdict):
    _, certificate, key = machine()
    findings = look(place, tmp_path, certificate, key, env=shifted_clock(minutes * 60))
    assert findings["clock"]["verdict"] == verdict, findings
    assert ("behind" if minutes < 0 else "ahead of") in findings["clock"]["message"]
    assert "timedatectl set-ntp true" in findings["clock"]["message"]
    assert (findings["role"]["verdict"] == "ok") == (verdict == "warning")


def test_trust_anchor_of_another_ca(place, machine, tmp_path):
    _, certificate, key = machine(issuer=Authority.root([("CN", "Elsewhere")]))
    only(look(place, tmp_path, certificate, key), "trust anchor", "Untrusted signing certificate", "--intermediates")


def test_trust_anchor_that_is_disabled(place, machine, tmp_path, rolesanywhere):
    _, certificate, key = machine()
    rolesanywhere.disable_trust_anchor(trustAnchorId=place.anchor["trustAnchorId"])
    try:
        findings = look(place, tmp_path, certificate, key)
    finally:
        rolesanywhere.enable_trust_anchor(trustAnchorId=place.anchor["trustAnchorId"])
    only(findings, "trust anchor", "aws rolesanywhere enable-trust-anchor")


def test_trust_anchor_that_is_not_there(place, machine, tmp_path):
    _, certificate, key = machine()
    gone = place.anchor_arn.rsplit("/", 1)[0] + "/00000000-0000-4000-8000-000000000000"
    findings = look(place, tmp_path, certificate, key, changed=[("--trust-anchor-arn", gone)])
    only(findings, "trust anchor", "check --trust-anchor-arn")


def test_certificate_that_was_revoked(place, authority, machine, tmp_path, rolesanywhere):
    made, certificate, key = machine()
    crl = rolesanywhere.import_crl(
        name="doctor", enabled=True, crlData=authority.crl(made), trustAnchorArn=place.anchor_arn
    )["crl"]
    try:
        findings = look(place, tmp_path, certificate, key)
    finally:
        rolesanywhere.delete_crl(crlId=crl["crlId"])
    only(findings, "trust anchor", "Certificate revoked", "have a new one issued")


def test_profile_that_is_disabled(place, machine, tmp_path, rolesanywhere):
    _, certificate, key = machine()
    rolesanywhere.disable_profile(profileId=place.profile["profileId"])
    try:
        findings = look(place, tmp_path, certificate, key)
    finally:
        rolesanywhere.enable_profile(profileId=place.profile["profileId"])
    only(findings, "profile", "Specified Profile is disabled")


def test_role_that_does_not_trust(place, machine, tmp_path):
    _, certificate, key = machine()
    place.trust(policies.machine_trust({"StringEquals": {"aws:PrincipalTag/x509Subject/CN": "other"}}))
    try:
        findings = look(place, tmp_path, certificate, key)
    finally:
        place.trust(policies.machine_trust())
    only(findings, "role", "Unable to assume role", "sts:TagSession")
    assert findings["trust anchor"]["verdict"] == "ok"


def test_an_endless_anchor_file_is_told(place, machine, tmp_path):
    _, certificate, key = machine()
    findings = look(place, tmp_path, certificate, key, "--anchor-file", "/dev/zero")
    only(findings, "chain", "cannot read the trust anchor /dev/zero: it is larger than 1 MiB")


def test_a_full_device_is_told(authority, tmp_path):
    certificate, _ = authority.issue([("CN", "machine")]).write(tmp_path, "leaf")
    anchor = tmp_path / "ca.pem"
    anchor.write_text(authority.pem)
    for words in (["doctor"], ["verify-certificate", "--trust-anchor", anchor, certificate]):
        with open("/dev/full", "w") as full:
            done = subprocess.run(
                [binary(), *map(str, words)], stdout=full, stderr=subprocess.PIPE, env=environment(tmp_path), text=True
            )
        assert done.returncode == 1
        assert done.stderr == "cannot write to standard output: No space left on device (os error 28)\n"
