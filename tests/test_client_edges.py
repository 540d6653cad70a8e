"""Where a command line meets the system: standard output that is closed, values that are not Unicode, exit codes."""

import json
import os
import re
import subprocess

import pytest

from machines import Setting, as_signing_helper
from tegata import ACCOUNT, ROOT, binary, command, environment

LATIN1 = os.fsdecode(b"gr\xfcn")
UNITS = ROOT / "packaging" / "systemd"


@pytest.fixture(scope="module")
def place(root, authority):
    return Setting(root, authority, "edges")


@pytest.fixture
def machine(server, authority, tmp_path):
    made = authority.issue([("CN", "edges")], key="p-256")
    server.secrets.note_private_key(made.key_pem)
    return made.write(tmp_path, "leaf")


@pytest.fixture(params=["tegata", "aws_signing_helper"])
def program(request, tmp_path):
    return binary() if request.param == "tegata" else as_signing_helper(tmp_path, binary())


def closed(*words, home):
    """Runs a command line in a shell that closes its standard output."""
    done = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", *map(str, words)], env=environment(home), stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True, timeout=60,
    )  # fmt: skip
    return done.returncode, done.stderr


def test_what_would_be_lost_is_not_made(place, machine, program, tmp_path):
    flags = place.flags(*machine)
    commands = [["credential-process", *flags], ["sign-string", *flags[:4]], ["read-certificate-data", *flags[:2]], ["version"]]  # fmt: skip
    for words in commands:
        status, said = closed(program, *words, home=tmp_path)
        assert status == 1
        assert said.endswith(f" {words[0]}: standard output is closed or open for reading alone, so what is printed would be lost; open it, or send it to a file\n")  # fmt: skip
        assert said.count("\n") == 1


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["update", "--help"], ["policy", "eval", "--help"], ["help"]])
def test_help_that_nobody_would_see_is_a_failure(tmp_path, words):
    words = [str(binary()), *words]
    for stream in (">&-", ">/dev/full", "1</dev/null"):
        lost = subprocess.run(["sh", "-c", f'exec "$@" {stream}', "sh", *words], env=environment(tmp_path),
                              stderr=subprocess.PIPE, text=True, timeout=60)  # fmt: skip
        assert lost.returncode == 1 and "standard output" in lost.stderr, (stream, lost)


@pytest.mark.parametrize("name", ["credential-process", "update", "serve"])
def test_arns_that_are_missing_are_a_mistake_in_the_command_line(place, machine, tmp_path, name):
    flags = ["--certificate", machine[0], "--private-key", machine[1]]
    told = command(name, *flags, home=tmp_path, check=2)
    assert "--role-arn and --profile-arn and --trust-anchor-arn must be given" in told.stderr
    assert told.stderr.count("\n") == 1


def test_a_bundle_that_is_not_needed_is_told_of(place, machine, tmp_path):
    done = command("credential-process", *place.flags(*machine), "--ca-bundle", "nosuch", home=tmp_path, check=0)
    place.server.secrets.note_answer(json.loads(done.stdout))
    assert "--ca-bundle is not used" in done.stderr


def test_what_is_our_own_is_not_lost_either(tmp_path):
    for words in (["completion", "bash"], ["who", "x"], ["verify-certificate", "x", "--trust-anchor", "y"]):
        status, said = closed(binary(), *words, home=tmp_path)
        assert status == 1 and "standard output is closed" in said, words


def test_a_root_key_that_nobody_would_see_is_not_made(tmp_path):
    status, said = closed(
        binary(), "server", "init", "--data", tmp_path / "data", "--account-id", ACCOUNT, home=tmp_path
    )
    assert status == 1 and "standard output is closed" in said
    assert not (tmp_path / "data").exists()
    # Nor where standard output is there, but open for reading alone.
    done = subprocess.run(
        ["sh", "-c", '"$@" 1</dev/null', "sh", str(binary()), "server", "init", "--data", str(tmp_path / "data"), "--account-id", ACCOUNT],
        env=environment(tmp_path), capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1 and "open for reading alone" in done.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("stdout", ["/dev/null", "/dev/full"])
def test_standard_output_that_takes_all_or_nothing(stdout, place, machine, tmp_path):
    """To throw the output away is no mistake; a device that is full is."""
    with open(stdout, "w") as out:
        done = subprocess.run(
            [str(binary()), "credential-process", *map(str, place.flags(*machine))], env=environment(tmp_path),
            stdout=out, stderr=subprocess.PIPE, text=True, timeout=60,
        )  # fmt: skip
    assert (done.returncode, "cannot write to stdout" in done.stderr) == ((0, False) if stdout == "/dev/null" else (1, True))


def test_what_keeps_running_needs_no_standard_output(place, machine, tmp_path):
    status, said = closed(binary(), "update", "--once", *place.flags(*machine), home=tmp_path)
    assert (status, said) == (0, "")


@pytest.mark.parametrize("form", ["--role-arn={}", "--role-arn {}", "--region {}", "--pkcs8-password {}"])
def test_a_flag_that_must_be_text_is_named(form, place, machine, tmp_path):
    words = form.format(LATIN1).split(" ")
    done = command("credential-process", "--ca-bundle", LATIN1, *words, home=tmp_path, check=2)
    flag = words[0].split("=")[0]
    assert f"error: the value of {flag} is not Unicode\n" in done.stderr
    as_helper = as_signing_helper(tmp_path, binary())
    done = command("credential-process", *words, home=tmp_path, program=as_helper, check=1)
    assert re.match(rf'Error: invalid argument ".*" for "{flag}" flag: it is not Unicode\n', done.stderr), done.stderr


def test_a_path_may_be_any_bytes(place, machine, tmp_path):
    certificate, key = (os.fsdecode(os.fsencode(path.parent) + b"/\xff" + os.fsencode(path.name)) for path in machine)
    os.rename(machine[0], certificate)
    os.rename(machine[1], key)
    place.helper(tmp_path, certificate, key, check=0)


def encrypted(machine, tmp_path):
    """The key, encrypted, and a file with another password."""
    path = tmp_path / "encrypted.key"
    subprocess.run(
        ["openssl", "pkcs8", "-topk8", "-in", str(machine[1]), "-out", str(path), "-passout", "pass:right"], check=True
    )
    path.chmod(0o600)
    password = tmp_path / "password"
    password.write_text("wrong\n")
    password.chmod(0o600)
    return path, password


def test_a_refused_password_has_an_exit_code_of_its_own(place, machine, tmp_path):
    key, password = encrypted(machine, tmp_path)
    flags = [*place.flags(machine[0], key), "--key-password-from", "env:PASSWORD"]
    env = {"AWS_SHARED_CREDENTIALS_FILE": tmp_path / "credentials", "PASSWORD": "wrong"}
    for words in (["serve", "--port", "0"], ["update"], ["update", "--once"]):
        done = command(*words, *flags, home=tmp_path, env=env, check=3)
        assert "incorrect PKCS#8" in done.stderr and "trying again" not in done.stderr, done.stderr
    # What may pass by itself, and the helper of the other name, have the code of every failure.
    done = command("serve", "--port", "0", *place.flags(machine[0], tmp_path / "none"), home=tmp_path, check=1)
    assert "cannot read" in done.stderr
    # A password that a file gives may be renewed a moment after its key.
    in_a_file = [*place.flags(machine[0], key), "--key-password-from", password]
    for words in (["serve", "--port", "0"], ["update", "--once"]):
        done = command(*words, *in_a_file, home=tmp_path, env=env, check=1)
        assert "incorrect PKCS#8" in done.stderr, done.stderr
    as_helper = as_signing_helper(tmp_path, binary())
    command("serve", "--port", "0", *flags, home=tmp_path, env=env, program=as_helper, check=1)
    command("credential-process", *flags, home=tmp_path, env=env, check=1)


@pytest.mark.parametrize("unit", ["tegata-serve.service", "tegata-update.service"])
def test_the_units_do_not_start_again_what_a_password_ended(unit):
    assert "\nRestart=on-failure\n" in (UNITS / unit).read_text()
    assert "\nRestartPreventExitStatus=3\n" in (UNITS / unit).read_text()
