"""The command line of `aws-vault`, as a user who swapped the file meets it.

What kingpin makes of 5,000 lines is compared in the unit tests (bin/tegata/src/aws_vault/tests.rs), against vectors that
kingpin itself wrote. aws-vault could not be built here, since its modules come from a Go proxy that is out of reach; so
what is printed is held to the fact sheet, and streams and exit codes to what kingpin 2.2.6 did when it was run.
"""

import os
import re
import subprocess

import pytest

from tegata import PATIENCE, binary, command, environment

COMMANDS = {"add", "remove", "list", "rotate", "exec", "export", "clear", "login", "proxy", "migrate-backend", "version"}


def linked(folder, name):
    link = folder / name
    os.symlink(binary(), link)
    return link


@pytest.fixture
def vault(tmp_path):
    program = linked(tmp_path, "aws-vault")

    def run(*words, check=None, **options):
        return command(*words, home=tmp_path, program=program, check=check, **options)

    return run


@pytest.mark.parametrize("words", [[], ["help"], ["--help"], ["--no-help"], ["help", "version"], ["version", "--help"]])
def test_help_goes_to_standard_error(vault, words):
    done = vault(*words, check=0)
    assert done.stdout == ""
    assert done.stderr.startswith("Short-lived" if "version" not in words else "Print the version")
    assert ("version" in words) == ("aws-vault version" in done.stderr)


def test_help_tells_of_no_command_that_aws_vault_has_not(vault):
    told = vault("--help", check=0).stderr
    for name in ("server", "credential-process", "quickstart", "doctor", "plan"):
        assert not re.search(rf"^  {name}\b", told, re.MULTILINE), name
    assert not re.search(r"-h\b", told)


@pytest.mark.parametrize("flag, begins", [("--help-long", "Short-lived"), ("--help-man", ".")])
def test_long_help_and_the_manual_go_to_standard_output(vault, flag, begins):
    done = vault(flag, check=0)
    assert done.stderr == ""
    assert begins in done.stdout and "aws" in done.stdout


def test_the_version_is_on_either_stream(vault, tmp_path):
    version = command("version", home=tmp_path, check=0).stdout
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", version)
    for words in (["--version"], ["-v"], ["--version", "--unknown"], ["list", "--version"]):
        done = vault(*words, check=0)
        assert (done.stdout, done.stderr) == ("", version), words
    done = vault("version", check=0)
    assert (done.stdout, done.stderr) == (version, "")


@pytest.mark.parametrize("words, message", [
    (["foo"], 'expected command but got "foo"'),
    ([""], 'expected command but got ""'),
    (["--foo"], "unknown long flag '--foo'"),
    (["-x"], "unknown short flag '-x'"),
    (["-h"], "unknown short flag '-h'"),
    (["list", "--region", "x"], "unknown long flag '--region'"),
    (["--region", "x", "exec"], "unknown long flag '--region'"),
    (["exec", "--no-region", "x"], "unknown long flag '--no-region'"),
    (["list", "x"], "unexpected x"),
    (["list", "--profiles=true"], "unexpected true"),
    (["remove"], "required argument 'profile' not provided"),
    (["rm", "-f"], "required argument 'profile' not provided"),
    (["add", "--env"], "required argument 'profile' not provided"),
    (["migrate-backend", "--to", "file"], "required flag --from not provided"),
    (["exec", "--region"], "expected argument for flag '--region'"),
    (["exec", "--region", "--debug"], "expected argument for flag '--region'"),
    (["exec", "-d"], "expected argument for flag '-d'"),
    (["exec", "-d", "1"], 'time: missing unit in duration "1"'),
    (["exec", "-d1y"], 'time: unknown unit "y" in duration "1y"'),
    (["exec", "-d", "soon"], 'time: invalid duration "soon"'),
    (["exec", "-n", "--no-session"], "flag 'no-session' cannot be repeated"),
    (["export", "--format", "yaml", "x"], "enum value must be one of env,export-env,json,ini, got 'yaml'"),
    (["--prompt", "telepathy", "list"], "--prompt value must be one of terminal, got 'telepathy'"),
    (["@nowhere"], 'failed to open arguments file "nowhere": open nowhere: no such file or directory'),
    (["@/"], 'failed to read arguments from "/": read /: is a directory'),
    (["@"], "expected @ file to expand arguments from"),
    (["\u2014debug", "list"], 'expected command but got "\u2014debug": its dash, an em dash (U+2014), is not the one of '
                              "the keyboard; type --debug"),
    (["exec", "\u2013region", "x"], '"\u2013region" is no flag: its dash, an en dash (U+2013), is not the one of the '
                                    "keyboard; type --region"),
])  # fmt: skip
def test_mistakes_are_exit_code_1_in_kingpins_words(vault, words, message):
    done = vault(*words, check=1, env={"PATH": "/none"})
    assert (done.stdout, done.stderr) == ("", f"aws-vault: error: {message}, try --help\n")


def test_an_unknown_backend_is_told_with_those_there_are(vault):
    done = vault("--backend=vault", "list", check=1)
    found = re.fullmatch(r"aws-vault: error: enum value must be one of (\S+), got 'vault', try --help\n", done.stderr)
    assert {"secret-service", "keyctl", "pass", "file", "op", "proton-pass"} <= set(found[1].split(","))
    by_variable = vault("list", check=1, env={"AWS_VAULT_BACKEND": "vault"})
    assert by_variable.stderr == done.stderr


def test_variables_are_read_as_flags_and_empty_ones_are_unset(vault):
    done = vault("login", check=1, env={"AWS_VAULT_STDOUT": "maybe"})
    assert done.stderr == 'aws-vault: error: strconv.ParseBool: parsing "maybe": invalid syntax, try --help\n'
    done = vault("exec", "x", check=1, env={"AWS_VAULT_DURATION": "90"})
    assert done.stderr == 'aws-vault: error: time: missing unit in duration "90", try --help\n'
    done = vault("list", check=1, env={"AWS_VAULT_PROMPT": "x", "PATH": "/none"})
    assert done.stderr == "aws-vault: error: --prompt value must be one of terminal, got 'x', try --help\n"
    empty = dict.fromkeys(["AWS_VAULT_BACKEND", "AWS_VAULT_PROMPT", "AWS_VAULT_STDOUT", "AWS_VAULT_BIOMETRICS"], "")
    assert vault("version", check=0, env=empty).stderr == ""


def test_prompts_are_those_whose_program_is_there(vault, tmp_path):
    for name in ("zenity", "kdialog"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
    done = vault("--prompt=x", "list", check=1, env={"PATH": tmp_path})
    assert "one of kdialog,terminal,zenity, got 'x'" in done.stderr


def test_help_on_what_is_no_command_points_nowhere(vault):
    done = vault("help", "foo", check=1)
    assert done.stderr == 'aws-vault: error: expected command but got "foo"\n'


def test_mistakes_are_told_by_the_name_that_was_called(tmp_path):
    for name in ("aws-vault-linux-amd64", "aws-vault-darwin-arm64"):
        done = command("--foo", home=tmp_path, program=linked(tmp_path, name), check=1)
        assert done.stderr == f"{name}: error: unknown long flag '--foo', try --help\n"


def test_a_command_is_built_or_says_that_it_is_not(vault):
    for name in COMMANDS - {"version"}:
        words = [name, *(["x"] if name in {"add", "remove", "exec", "export", "login", "rotate"} else [])]
        words += ["--from=file", "--to=pass"] if name == "migrate-backend" else []
        words += ["--stop"] if name == "proxy" else []
        done = vault(*words, stdin="", env={"PATH": "/none", "AWS_VAULT_BACKEND": "file", "AWS_VAULT_FILE_PASSPHRASE": "x"})
        if "not built" in done.stderr:
            assert (done.returncode, done.stderr) == (1, f"aws-vault: error: {name} is not built yet\n")


def test_words_may_be_in_a_file(vault, tmp_path):
    words = tmp_path / "words"
    words.write_text("# what to do\nversion\n")
    assert vault(f"@{words}", check=0).stdout == vault("version", check=0).stdout
    words.write_text("export\n--format\nyaml\n")
    assert "got 'yaml'" in vault(f"@{words}", check=1).stderr


PROFILES = "[default]\nregion = eu-west-1\n[profile prod]\nregion = eu-west-1\n[profile two words]\nregion = eu-west-1\n"


@pytest.fixture
def complete(vault, tmp_path):
    """Bash as it would do on TAB with the script that aws-vault's users source."""
    config = tmp_path / "config"
    config.write_text(PROFILES)
    ask = """
    source "$1"; shift
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
    completer=$(complete -p aws-vault); completer=${completer##*-F }; completer=${completer%% *}
    "$completer"; printf '%s\\n' "${COMPREPLY[@]}"
    """

    def offered(*words):
        script = tmp_path / "script"
        script.write_text(vault("--completion-script-bash", check=0).stdout)
        path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "--norc", "-c", ask, "bash", str(script), "aws-vault", *words],
            env=environment(tmp_path, PATH=path, AWS_CONFIG_FILE=config), capture_output=True, text=True, timeout=PATIENCE,
        )  # fmt: skip
        assert done.stderr == ""
        return done.stdout.splitlines()

    return offered


def test_bash_completes_commands_flags_and_profiles(complete):
    assert set(complete("")) == {"help", *COMMANDS} - {"proxy"}
    assert complete("ex") == ["exec", "export"]
    assert complete("exec", "") == ["default", "prod", "two words"]
    assert complete("exec", "p") == ["prod"]
    assert complete("rm", "t") == ["two words"]
    assert complete("export", "--format", "e") == ["env", "export-env"]
    assert complete("list", "--cred") == ["--credentials"]
    assert "--json" not in complete("exec", "--")


def test_zsh_gets_the_same_function(vault):
    bash = vault("--completion-script-bash", check=0).stdout
    zsh = vault("--completion-script-zsh", check=0).stdout
    assert zsh.startswith("#compdef aws-vault\n") and zsh.endswith(bash)


def test_profiles_that_cannot_be_read_are_not_offered(vault, tmp_path):
    done = vault("--completion-bash", "exec", "", check=0, env={"AWS_CONFIG_FILE": tmp_path / "none"})
    assert (done.stdout, done.stderr) == ("", "")


def test_row_8_1_35_help_and_version_under_our_own_name(tmp_path):
    for words in (["--help"], ["help"], ["plan", "--help"]):
        done = command(*words, home=tmp_path, check=0)
        assert "Usage: tegata" in done.stdout and done.stderr == ""
    for flag in ("--version", "-v", "-V"):
        assert re.fullmatch(r"tegata \d+\.\d+\.\d+\n", command(flag, home=tmp_path, check=0).stdout)
