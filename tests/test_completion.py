"""Shell completions and manual pages, as a user's shell and `man` take them."""

import re
import subprocess

import pytest

from tegata import PATIENCE, binary, command, environment

# Bash as it would do on TAB: asks the function that the script registered, prints what it offers.
ASK = """
source "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
completer=$(complete -p "$1") && completer=${completer##*-F } && completer=${completer%% *}
"$completer" "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture
def complete(tmp_path):
    def offered(*words, program=None):
        script = tmp_path / "completion.bash"
        script.write_text(command("completion", "bash", home=tmp_path, program=program, check=0).stdout)
        done = subprocess.run(
            ["bash", "--norc", "-c", ASK, "bash", str(script), *words],
            env=environment(tmp_path),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode == 0 and done.stderr == "", done.stderr
        return done.stdout.split()

    return offered


def test_bash_completes_subcommands_and_flags(complete):
    assert "credential-process" in complete("tegata", "cred")
    assert complete("tegata", "credential-process", "--trust") == ["--trust-anchor-arn"]
    assert set(complete("tegata", "policy", "")) >= {"validate", "eval"}
    assert complete("tegata", "verify-certificate", "--output", "j") == ["json"]


def test_bash_completes_the_helper_by_its_own_name(complete, tmp_path):
    helper = tmp_path / "aws_signing_helper"
    helper.symlink_to(binary())
    assert complete("aws_signing_helper", "cred", program=helper) == ["credential-process"]
    assert complete("aws_signing_helper", "credential-process", "--role-arn", program=helper) == ["--role-arn"]
    assert complete("aws_signing_helper", "verify", program=helper) == []


def test_a_shell_that_is_none_is_refused(tmp_path):
    done = command("completion", "tcsh", home=tmp_path, check=2)
    assert "bash" in done.stderr and "fish" in done.stderr


def test_manual_pages_are_well_formed(tmp_path):
    folder = tmp_path / "share" / "man1"
    command("man", folder, home=tmp_path, check=0)
    pages = sorted(folder.iterdir())
    assert {"tegata.1", "tegata-credential-process.1", "tegata-policy-eval.1"} <= {page.name for page in pages}
    # The generator's redundant line breaks are worth a warning to mandoc; what is lost or misread is an error.
    done = subprocess.run(
        ["mandoc", "-T", "lint", "-W", "error,stop", *pages], capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_manual_page_reads_as_its_help(tmp_path):
    command("man", tmp_path, home=tmp_path, check=0)
    page = tmp_path / "tegata-credential-process.1"
    done = subprocess.run(["mandoc", "-T", "utf8", "-O", "width=200", page], capture_output=True, timeout=PATIENCE)
    help = command("credential-process", "--help", home=tmp_path, check=0).stdout
    flags = set(re.findall(r"--[a-z][a-z0-9-]+", help))
    assert "--trust-anchor-arn" in flags
    shown = strip_overstrikes(done.stdout.decode())
    assert {flag for flag in flags if flag not in shown} == set(), shown


def strip_overstrikes(text):
    """What a terminal shows of `x\\bx` and `_\\bx`."""
    shown = []
    for letter in text:
        if letter == "\b":
            shown.pop()
        else:
            shown.append(letter)
    return "".join(shown)
