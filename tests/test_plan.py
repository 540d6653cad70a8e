"""`tegata plan` as users call it: config files in a home directory, variables, and what is printed."""

import json
import pathlib

import pytest

from tegata import command

GOLDEN = pathlib.Path(__file__).parent / "vectors" / "plan"
CASES = sorted(path.stem for path in GOLDEN.glob("*.json"))


@pytest.fixture
def home(tmp_path):
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws" / "config").write_bytes((GOLDEN / "config").read_bytes())
    return tmp_path


def told(home, text):
    return text.replace(str(home), "~")


@pytest.mark.parametrize("case", CASES)
def test_plans_are_printed_as_recorded(home, case):
    expected = json.loads((GOLDEN / f"{case}.json").read_text())
    done = command("plan", *expected["words"], home=home, env=expected.get("env"), check=0)
    assert told(home, done.stdout) == (GOLDEN / f"{case}.txt").read_text()
    done = command("plan", *expected["words"], "--json", home=home, env=expected.get("env"), check=0)
    assert json.loads(told(home, done.stdout)) == expected["plan"]


def refused(home, *words, **env):
    done = command("plan", *words, home=home, env=env, check=1)
    assert done.stdout == ""
    return told(home, done.stderr)


def test_errors_are_one_sentence_with_the_line(home):
    assert refused(home, "a") == (
        "tegata plan: ~/.aws/config:34: source_profile goes round in a circle: a → b → a; "
        "let one of them have credentials of its own\n"
    )
    assert refused(home) == "tegata plan: no profile was named; name one, or set AWS_PROFILE\n"
    assert "AWS_ASSUME_ROLE_TTL is not a duration" in refused(home, "prod", AWS_ASSUME_ROLE_TTL="12")
    assert "TEGATA_CONFIG_MODE is neither" in refused(home, "prod", TEGATA_CONFIG_MODE="x")
    assert "AWS_VAULT_DURATION is not a duration" in refused(home, "prod", AWS_VAULT_DURATION="x")
    (home / ".aws" / "config").write_text("[default]\nregion\n")
    assert refused(home, "prod").startswith("tegata plan: ~/.aws/config:2: this is neither [a section] nor key = value")


def test_what_the_cli_refuses_is_read_and_told_unless_its_rules_hold(home):
    with (home / ".aws" / "config").open("a") as config:
        config.write("[profile process]\nregion = us-west-2\n")
    warning = "~/.aws/config:43: [profile process] stands in line 41 already, which the AWS CLI refuses; make them one section\n"
    done = command("plan", "process", home=home, check=0)
    assert told(home, done.stdout).endswith(f"\nnote: {warning}")
    assert refused(home, "process", "--config-mode", "aws-cli") == f"tegata plan: {warning}"
    assert refused(home, "process", TEGATA_CONFIG_MODE="aws-cli") == f"tegata plan: {warning}"


def test_trap_a_missing_file_is_empty_and_is_not_made(home):
    config = home / "no" / "such" / "folder" / "config"
    error = refused(home, "prod", AWS_CONFIG_FILE=config)
    assert error == (
        'tegata plan: profile "prod" is not in ~/no/such/folder/config (which is not there) and no key is stored for it; '
        "check its name\n"
    )
    assert not (home / "no").exists()


def test_trap_no_home(home):
    error = refused(home, "prod", HOME="")
    assert error == "tegata plan: there is no home directory to look for .aws/config in; set HOME or AWS_CONFIG_FILE\n"


def test_trap_a_file_that_cannot_be_read(home):
    error = refused(home, "prod", AWS_CONFIG_FILE=home / ".aws")
    assert error == "tegata plan: ~/.aws is not a regular file; let this user read it, or name another file in AWS_CONFIG_FILE\n"


def test_a_file_that_is_the_null_device_is_empty(home):
    error = refused(home, "prod", AWS_CONFIG_FILE="/dev/null")
    assert error == 'tegata plan: profile "prod" is not in /dev/null and no key is stored for it; check its name\n'
    (home / "null").symlink_to("/dev/null")
    done = command("plan", "prod", home=home, env={"AWS_SHARED_CREDENTIALS_FILE": home / "null"}, check=0)
    assert done.stdout.startswith("prod: ")


def test_to_look_makes_nothing(home):
    before = sorted(home.rglob("*"))
    command("plan", "prod", "--session-cache", "file", home=home, check=0)
    assert sorted(home.rglob("*")) == before


@pytest.mark.parametrize(
    "word, name, flag",
    [("\u2014json", "an em dash (U+2014)", "--json"), ("\u2013d", "an en dash (U+2013)", "-d")],
)
def test_a_dash_that_is_not_ascii_is_named(home, word, name, flag):
    done = command("plan", "prod", word, home=home, check=2)
    assert f"is no flag: its dash, {name}, is not the one of the keyboard; type {flag}" in done.stderr


def test_variables_that_are_no_text_are_told(home):
    done = command("plan", "prod", home=home, env={"AWS_REGION": b"\xff".decode(errors="surrogateescape")}, check=1)
    assert "AWS_REGION is not Unicode" in done.stderr


def test_the_profile_is_aws_profile(home):
    assert command("plan", home=home, env={"AWS_PROFILE": "prod"}, check=0).stdout.startswith("prod: ")
