"""What the client reads in its environment: a value that is not Unicode is a path's, or an error; never as good as none."""

import os

import pytest

from machines import Setting
from tegata import command

LATIN1 = os.fsdecode(b"gr\xfcn")


@pytest.fixture(scope="module")
def place(root, authority):
    return Setting(root, authority, "environment")


@pytest.fixture
def machine(server, authority, tmp_path):
    made = authority.issue([("CN", "environment")], key="p-256")
    server.secrets.note_private_key(made.key_pem)
    return made.write(tmp_path, "leaf")


def without_endpoint(flags):
    at = [str(flag) for flag in flags].index("--endpoint")
    return [*flags[:at], *flags[at + 2 :]]


@pytest.mark.parametrize("variable", ["AWS_MAX_ATTEMPTS", "AWS_RETRY_MODE", "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"])  # fmt: skip
def test_text_is_unicode(place, machine, tmp_path, variable):
    refused = command("credential-process", *place.flags(*machine), home=tmp_path, env={variable: LATIN1}, check=1)
    sentence = f"tegata credential-process: the value of the variable {variable} is not Unicode; set it anew, or unset it"
    assert (refused.stdout, refused.stderr) == ("", sentence + "\n")


@pytest.mark.parametrize("variable", ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_ROLESANYWHERE", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"])  # fmt: skip
def test_an_endpoint_is_unicode(place, machine, tmp_path, variable):
    flags = without_endpoint(place.flags(*machine))
    refused = command("credential-process", *flags, home=tmp_path, env={variable: LATIN1}, check=1)
    assert f"the variable {variable} is not Unicode" in refused.stderr and refused.stderr.count("\n") == 1


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "no_proxy"])
def test_a_proxy_is_unicode(place, machine, tmp_path, variable):
    flags = [*without_endpoint(place.flags(*machine)), "--endpoint", "http://service.test", "--with-proxy"]
    refused = command("credential-process", *flags, home=tmp_path, env={variable: LATIN1}, check=1)
    assert f"the variable {variable} is not Unicode" in refused.stderr


def test_a_bundle_of_any_name_is_used(place, machine, tmp_path):
    """Were it passed over, the system's roots would be asked, and another error told."""
    flags = [*without_endpoint(place.flags(*machine)), "--endpoint", "https://127.0.0.1:1"]
    env = {"AWS_CA_BUNDLE": os.fsdecode(os.fsencode(tmp_path) + b"/gr\xfcn.pem")}
    refused = command("credential-process", *flags, home=tmp_path, env=env, check=1)
    assert "cannot read the CA bundle" in refused.stderr


def test_a_bundle_that_is_a_pipe_is_not_waited_for(place, machine, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    flags = [*without_endpoint(place.flags(*machine)), "--endpoint", "https://127.0.0.1:1"]
    refused = command("credential-process", *flags, "--ca-bundle", tmp_path / "pipe", home=tmp_path, check=1)
    assert "cannot read the CA bundle" in refused.stderr and "not a regular file" in refused.stderr


def test_a_tpm_of_any_name_is_asked(place, machine, tmp_path):
    flags = place.flags(machine[0], "handle:0x81000001")
    env = {"TPM_DEVICE": "/dev/" + LATIN1}
    refused = command("credential-process", *flags, home=tmp_path, env=env, check=1)
    assert "the TPM /dev/gr\ufffdn is not there" in refused.stderr


def test_attempts_are_a_number(place, machine, tmp_path):
    flags = place.flags(*machine)
    refused = command("credential-process", *flags, home=tmp_path, env={"AWS_MAX_ATTEMPTS": "many"}, check=1)
    assert 'AWS_MAX_ATTEMPTS is "many", which is not a number of attempts' in refused.stderr
    for asking in (["who", "x"], ["why", "x"]):
        env = {"AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "x", "AWS_MAX_ATTEMPTS": "many"}
        refused = command(*asking, "--endpoint", place.server.url, home=tmp_path, env=env, check=1)
        assert "not a number of attempts" in refused.stderr


def test_the_password_of_an_endpoint_is_not_repeated(place, machine, tmp_path):
    flags = without_endpoint(place.flags(*machine))
    refused = command("credential-process", *flags, "--endpoint", "http://me:hunter2@host", home=tmp_path, check=1)
    assert "is not an endpoint, which has no user name or password" in refused.stderr
    assert "hunter2" not in refused.stderr
