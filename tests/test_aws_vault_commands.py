"""What the commands print and do when they are called by aws-vault's name, to the byte where the fact sheet has bytes.

Everything is run through a link of that name, over aws-vault's own encrypted files. No command here calls AWS.
"""

import pathlib

import pytest

from aws_vault import KEY, Vault
from tegata import command

TITLES = [["Profile", "Credentials", "Sessions"], ["=======", "===========", "========"]]


@pytest.fixture
def vault(tmp_path):
    return Vault(tmp_path)


def table(*rows):
    """Three columns, each as wide as its longest cell and two spaces more, and at least 25; the last one, too."""
    rows = [*TITLES, *rows]
    widths = [max(25, *(len(row[column]) + 2 for row in rows)) for column in range(3)]
    return "".join("".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + "\n" for row in rows)


def test_add_list_remove(vault):
    assert vault("list").stdout == table()
    done = vault("add", "--env", "prod", env=KEY)
    assert done.stdout == 'Added credentials to profile "prod" in vault\n'
    assert vault.config.read_text() == "[profile prod]\n"
    assert vault("ls").stdout == table(["prod", "prod", "-"])
    assert vault("list", "--credentials").stdout == vault("ls", "--profiles").stdout == "prod\n"
    assert vault("list", "--sessions").stdout == ""
    assert vault("rm", "-s", "prod").stdout == "Deleted 0 sessions.\n"
    assert vault("clear").stdout == vault("clear", "prod").stdout == "Cleared 0 sessions.\n"
    assert vault("remove", "--force", "prod").stdout == "Deleted credentials.\n"
    assert vault("list").stdout == table(["prod", "-", "-"])


def test_the_config_file_is_left_alone_when_asked(vault):
    vault("add", "--env", "--no-add-config", "prod", env=KEY)
    assert not vault.config.exists() or vault.config.read_text() == ""
    name = "a-profile-of-more-than-25-letters"
    vault("add", name, "--env", "--add-config", env=KEY)
    assert vault("list").stdout == table([name, name, "-"], ["-", "prod", "-"])


@pytest.mark.parametrize("missing", list(KEY))
def test_a_key_that_is_not_in_the_environment(vault, missing):
    done = vault("add", "--env", "prod", check=1, env={**KEY, missing: None})
    assert done.stderr.startswith(f"aws-vault: error: add: Missing value for {missing}")


def test_keys_move_to_another_backend(vault):
    vault.add("prod", "dev")
    done = vault("migrate-backend", "--from=file", "--to=tegata-file", "--dry-run")
    assert "dev" in done.stdout and "prod" in done.stdout
    done = vault("migrate-backend", "--from=file", "--to=file", check=1)
    assert done.stderr.startswith("aws-vault: error: migrate-backend: ")


def test_a_store_that_is_not_built_says_so(vault):
    for backend in ("op", "proton-pass", "kwallet"):
        done = vault("list", f"--backend={backend}", check=1)
        assert done.stdout == "" and done.stderr.startswith("aws-vault: error: ") and "not built" in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_help_tells_of_aws_vaults_flags_alone(vault):
    told = vault("help", "list").stderr
    assert "--credentials" in told and "--json" not in told and "--closed" not in told


def test_our_own_flags_are_not_taken_by_that_name(vault):
    done = vault("list", "--json", check=1)
    assert done.stderr == "aws-vault: error: unknown long flag '--json', try --help\n"


def test_aliases_work_under_our_own_name(vault):
    vault.add("prod")
    run = {"home": vault.home, "env": vault.env, "check": 0}
    assert command("ls", "--credentials", **run).stdout == "prod\n"
    assert command("rm", "-f", "prod", **run).stdout == "Deleted credentials.\n"
    assert "[alias: ls]" in command("--help", **run).stdout
    assert pathlib.Path(vault.home, ".awsvault", "keys").is_dir()
