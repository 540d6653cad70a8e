"""`exec` and `export` when they are called by aws-vault's name. No command here calls AWS."""

import json
import os
import subprocess

import pytest

from aws_vault import KEY, Vault
from tegata import PATIENCE, environment


@pytest.fixture
def vault(tmp_path):
    return Vault(tmp_path)


def test_exec_takes_its_flags_before_and_behind_and_leaves_the_childs(vault):
    vault.add("prod")
    print_words = ["sh", "-c", 'printf "%s\\n" "$AWS_VAULT" "$AWS_ACCESS_KEY_ID" "$AWS_REGION" "$@"', "sh"]
    for line in (
        ["exec", "-n", "--region", "eu-west-1", "prod", "--", *print_words, "-d", "--", "--region", "@x"],
        ["exec", "prod", "--no-session", "--region=eu-west-1", "--", *print_words, "-d", "--", "--region", "@x"],
        ["--debug", "exec", "-n", "--", "prod", *print_words, "-d", "--", "--region", "@x"],
    ):
        done = vault(*line, env={"AWS_REGION": "eu-west-1"})
        words = ["prod", KEY["AWS_ACCESS_KEY_ID"], "eu-west-1", "-d", "--", "--region", "@x"]
        assert done.stdout.splitlines() == words, line


def test_a_flag_that_is_the_childs_too_is_taken_by_exec(vault):
    vault.add("prod")
    done = vault("exec", "prod", "printenv", "-n", "AWS_VAULT")
    assert done.stdout == "prod\n"
    done = vault("exec", "-n", "prod", "ls", "--color", check=1)
    assert done.stderr == "aws-vault: error: unknown long flag '--color', try --help\n"


def test_a_command_behind_two_dashes_is_the_profile_when_there_is_none(vault):
    vault.add("prod")
    done = vault("exec", "-n", "--", "printenv", check=1)
    assert "printenv" in done.stderr and done.stderr.startswith("aws-vault: error: exec: ")
    done = vault("exec", "-n", "--", "prod", env={"SHELL": "/usr/bin/env"})
    assert "AWS_VAULT=prod" in done.stdout.splitlines()


def test_words_that_are_not_unicode_reach_the_child(vault):
    vault.add("prod")
    odd = b"\xff\xfe --x=\x80"
    done = subprocess.run(
        [os.fsencode(vault.program), b"exec", b"-n", b"prod", b"--", b"printf", b"%s", odd],
        env=environment(vault.home, **vault.env), capture_output=True, timeout=PATIENCE,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, odd), done.stderr


def test_the_childs_exit_code_is_ours(vault):
    vault.add("prod")
    vault("exec", "-n", "prod", "--", "sh", "-c", "exit 7", check=7)


def test_a_program_that_is_not_there_is_told_in_gos_words(vault):
    vault.add("prod")
    for program, told in [
        ("no such", 'exec: "no such": executable file not found in $PATH'),
        ("./no-such", "fork/exec ./no-such: no such file or directory"),
    ]:
        assert vault("exec", "-n", "prod", "--", program, check=1).stderr == f"aws-vault: error: exec: {told}\n"


def test_a_subshell_is_told_how_to_be_left(vault):
    vault.add("prod")
    master, slave = os.openpty()
    try:
        for flags, shown in [([], True), (["--debug"], False)]:
            done = subprocess.run(
                [vault.program, "exec", "-n", *flags, "prod"],
                env=environment(vault.home, **vault.env, SHELL="/bin/true"),
                stdout=slave, stderr=subprocess.PIPE, text=True, timeout=PATIENCE, check=True,
            )  # fmt: skip
            line = "Starting subshell /bin/true, use `exit` to exit the subshell\n"
            assert done.stderr == line if shown else line not in done.stderr
    finally:
        os.close(master)
        os.close(slave)


def test_a_vault_within_a_vault_is_refused(vault):
    vault.add("prod")
    done = vault("exec", "-n", "prod", "true", check=1, env={"AWS_VAULT": "other"})
    assert done.stderr.startswith("aws-vault: error: exec: ") and "AWS_VAULT" in done.stderr


def test_export_and_its_old_name(vault):
    vault.add("prod")
    expected = {
        "Version": 1, "AccessKeyId": KEY["AWS_ACCESS_KEY_ID"], "SecretAccessKey": KEY["AWS_SECRET_ACCESS_KEY"],
    }  # fmt: skip
    text = json.dumps(expected, indent=2) + "\n"
    region = {"AWS_REGION": "eu-west-1"}
    assert vault("export", "-n", "prod", "--format", "json", env=region).stdout == text
    assert vault("exec", "-nj", "prod", env=region).stdout == text
    assert vault("exec", "--json", "--no-session", "prod", "--", "passed-over", env=region).stdout == text
    done = vault("exec", "-nj", "--server", "prod", check=1)
    assert done.stderr == "aws-vault: error: exec: Can't use --ecs-server with --json\n"
    done = vault("export", "-n", "prod", env=region)
    variables = [*KEY.items(), ("AWS_REGION", "eu-west-1"), ("AWS_DEFAULT_REGION", "eu-west-1")]
    assert done.stdout == "".join(f"{name}={value}\n" for name, value in variables)


def test_a_switch_that_a_variable_turned_on_is_turned_off(vault):
    vault.add("prod")
    on = {"AWS_VAULT_PROFILE_ENV": "true", "AWS_REGION": "eu-west-1"}
    assert vault("exec", "-n", "prod", "printenv", "AWS_PROFILE", env=on).stdout == "prod\n"
    vault("exec", "-n", "--no-profile-env", "prod", "printenv", "AWS_PROFILE", check=1, env=on)


def test_the_profile_may_be_a_variable(vault):
    vault.add("prod")
    done = vault("export", "-n", env={"AWS_PROFILE": "prod", "AWS_REGION": "eu-west-1"})
    assert KEY["AWS_ACCESS_KEY_ID"] in done.stdout


def test_help_tells_of_aws_vaults_flags_alone(vault):
    told = vault("exec", "--help").stderr
    assert "--no-session" in told and "--json" not in told and "--fresh" not in told
