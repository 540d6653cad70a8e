"""Keystores against the real thing: every backend passes one suite, and shares its items with others' programs."""

import base64
import concurrent.futures
import json
import os
import pathlib
import socket
import subprocess

import pytest
import secretstorage
from jwcrypto import jwe, jwk

import password_store
import secret_service
from tegata import ROOT, environment

SESSION = "sts.GetSessionToken,am9uc21pdGg,,1700000000"
KEY = {"AccessKeyID": "AKIAIOSFODNN7EXAMPLE", "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}


@pytest.fixture(scope="module")
def program():
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    path = target / "debug" / "examples" / "vault"
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing; run: cargo build -p tegata-vault --examples")
    return path


@pytest.fixture
def vault(program, tmp_path):
    """Runs the program in a home of the test's own: vault("list", env={…}) → what it printed."""

    def run(*arguments, stdin="", env=None, fails=False, told=False, wrapped_in=()):
        done = subprocess.run(
            [*wrapped_in, str(program), *arguments], input=stdin, capture_output=True, text=True, timeout=300,
            env=environment(tmp_path, **(env or {})),
        )  # fmt: skip
        assert (done.returncode != 0) == fails, done.stderr
        return done.stderr if fails or told else done.stdout

    return run


def item(name, data=None):
    """The JSON that Go's keyring library wraps an item in."""
    data = base64.b64encode(json.dumps(data or KEY).encode()).decode()
    flags = {"KeychainNotTrustApplication": True, "KeychainNotSynchronizable": False}
    return {"Key": name, "Data": data, "Label": f"aws-vault ({name})", "Description": "", **flags}


# Encrypted files


@pytest.mark.parametrize("backend", ["file", "tegata-file"])
def test_files_pass_the_suite(vault, backend, tmp_path):
    vault("--backend", backend, "conformance", env={"AWS_VAULT_FILE_PASSPHRASE": "p"})
    folder = {"file": ".awsvault/keys", "tegata-file": ".local/share/tegata/vault"}[backend]
    for path in [tmp_path / folder, *(tmp_path / folder).rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path


def test_another_jose_library_opens_what_is_written(vault, tmp_path):
    env = {"AWS_VAULT_FILE_PASSPHRASE": "pässword"}
    vault("--backend", "file", "set", "client/prod", stdin=json.dumps(KEY), env=env)
    text = (tmp_path / ".awsvault/keys/client%2Fprod").read_text()
    token = jwe.JWE()
    token.deserialize(text, jwk.JWK.from_password("pässword"))
    assert json.loads(token.payload) == item("client/prod")
    assert {name: token.jose_header[name] for name in ("alg", "enc", "p2c")} == {
        "alg": "PBES2-HS256+A128KW", "enc": "A256GCM", "p2c": 8192,
    }  # fmt: skip


def test_what_another_jose_library_writes_is_opened(vault, tmp_path):
    header = {"alg": "PBES2-HS256+A128KW", "enc": "A256GCM", "p2c": 8192, "created": "2024-01-02 03:04:05 +0000 UTC"}
    token = jwe.JWE(json.dumps(item("work")), json.dumps(header))
    token.add_recipient(jwk.JWK.from_password("p"))
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys/work").write_text(token.serialize(compact=True))
    (tmp_path / "keys" / SESSION).write_text("never opened")
    env = {"AWS_VAULT_FILE_PASSPHRASE": "p", "AWS_VAULT_FILE_DIR": "~/keys/"}
    assert vault("--backend", "file", "key", "work", env=env) == f"{KEY['AccessKeyID']} true\n"
    # A session is listed for what it is, and cleared, without opening it.
    listed = vault("--backend", "file", "list", env=env).splitlines()
    assert listed[0].startswith(f"{SESSION}\tSession {{ operation: \"sts.GetSessionToken\", profile: \"jonsmith\"")
    assert listed[1] == "work\tKey"
    assert vault("--backend", "file", "remove", SESSION, env=env) == "true\n"


def test_the_passphrase_is_asked_for_and_never_echoed(vault):
    vault("--backend", "file", "set", "a", stdin="1", env={"AWS_VAULT_FILE_PASSPHRASE": "right"})
    said = vault("--backend", "file", "get", "a", stdin="mistyped\n", fails=True)
    assert said.startswith('Enter passphrase to unlock "')
    assert "the passphrase does not open " in said and "mistyped" not in said
    assert vault("--backend", "file", "get", "a", stdin="right\n") == "1"


def test_row_8_1_02_and_8_2_d_a_machine_without_a_desktop_gets_files_and_a_sentence(vault, tmp_path):
    env = {"AWS_VAULT_FILE_PASSPHRASE": "p"}
    said = vault("set", "work", stdin=json.dumps(KEY), env=env, told=True)
    assert said == (
        "there is no session bus, and so no Secret Service; keys are kept in the encrypted files in "
        f"{tmp_path}/.awsvault/keys (choose another place with --backend or AWS_VAULT_BACKEND)\n"
    )
    assert vault("--backend", "file", "list", env=env) == "work\tKey\n"
    assert vault("key", "work", env=env) == f"{KEY['AccessKeyID']} true\n"
    assert vault("list", env=env, told=True) == ""


# pass and passage


@pytest.fixture(scope="module")
def gnupg():
    with password_store.gnupg() as home:
        yield home


@pytest.fixture
def pass_env(gnupg, tmp_path):
    return password_store.initialised(tmp_path, gnupg)


@pytest.mark.parametrize("prefix", ["", "aws/vault"])
def test_pass_passes_the_suite(vault, pass_env, prefix):
    vault("--backend", "pass", "conformance", env={**pass_env, "AWS_VAULT_PASS_PREFIX": prefix})


def test_items_are_shared_with_pass_itself(vault, pass_env, tmp_path):
    env = {**pass_env, "AWS_VAULT_PASS_PREFIX": "aws"}
    vault("--backend", "pass", "set", "client/prod", stdin=json.dumps(KEY), env=env)
    shown = subprocess.check_output(["pass", "show", "aws/client/prod"], env=environment(tmp_path, **env), text=True)
    assert json.loads(shown) == item("client/prod")
    insert = ["pass", "insert", "-m", "-f", "aws/work"]
    subprocess.run(
        insert, input=json.dumps(item("work")), env=environment(tmp_path, **env), text=True, check=True,
        capture_output=True,
    )  # fmt: skip
    assert vault("--backend", "pass", "key", "work", env=env) == f"{KEY['AccessKeyID']} true\n"
    assert vault("--backend", "pass", "list", env=env) == "client/prod\tKey\nwork\tKey\n"


def test_row_8_2_n_a_token_whose_url_lost_a_slash_is_found_and_removed(vault, pass_env, tmp_path):
    name = "oidc:https://d-1.awsapps.com/start"
    insert = ["pass", "insert", "-m", "-f", name]
    subprocess.run(
        insert, input=json.dumps(item(name, {"Token": {}})), env=environment(tmp_path, **pass_env), text=True, check=True,
        capture_output=True,
    )  # fmt: skip
    listed = 'oidc:https:/d-1.awsapps.com/start\tOidc { start_url: "https://d-1.awsapps.com/start" }\n'
    assert vault("--backend", "pass", "list", env=pass_env) == listed
    for spelt in (name, name.replace("//", "/")):
        assert vault("--backend", "pass", "get", spelt, env=pass_env) == '{"Token": {}}'
    assert vault("--backend", "pass", "remove", name, env=pass_env) == "true\n"
    assert vault("--backend", "pass", "list", env=pass_env) == ""


def test_pass_that_was_never_set_up_is_one_sentence(vault, gnupg):
    said = vault("--backend", "pass", "set", "a", stdin="1", env={"GNUPGHOME": gnupg}, fails=True)
    assert said.endswith("make it with `pass init` and the id of your GnuPG key, or choose another store with --backend, such as file\n")
    assert said.count("\n") == 1, said


def test_passage_passes_the_suite(vault, tmp_path):
    """passage itself is in no Debian package: a script with its three commands stands in, over the real age."""
    identity = tmp_path / "identity"
    subprocess.run(["age-keygen", "-o", identity], check=True, capture_output=True)
    script = tmp_path / "passage"
    script.write_text(
        '#!/bin/sh -e\nverb=$1; shift\nwhile [ "$1" != -- ]; do shift; done\nfile=$PASSAGE_DIR/$2.age\n'
        "case $verb in\n"
        f"show) age -d -i {identity} \"$file\" ;;\n"
        f'insert) mkdir -p "${{file%/*}}"; age -e -i {identity} -o "$file" ;;\n'
        'rm) rm "$file" ;;\nesac\n'
    )
    script.chmod(0o700)
    env = {"AWS_VAULT_PASS_CMD": script, "AWS_VAULT_PASS_PREFIX": "aws"}
    vault("--backend", "passage", "conformance", env=env)
    vault("--backend", "passage", "set", "a", stdin="1", env=env)
    assert (tmp_path / ".passage/store/aws/a.age").read_bytes().startswith(b"age-encryption.org/v1")


# The kernel's keyring


@pytest.mark.parametrize("scope", ["session", "user"])
def test_the_kernel_s_keyring_passes_the_suite(vault, scope):
    # In a session of its own, which its user's keyring is linked to by hand as logging in does.
    wrapped_in = ["keyctl", "session", "-", "sh", "-c", 'keyctl link @u @s; exec "$0" "$@"']
    if scope == "user":
        left = vault("--backend", "keyctl", "list", wrapped_in=wrapped_in)
        assert left == "", f"this user's keyring has items: {left}"
    env = {"TEGATA_KEYCTL_SCOPE": scope}
    try:
        vault("--backend", "keyctl", "conformance", env=env, wrapped_in=wrapped_in)
    finally:
        for line in subprocess.check_output(["keyctl", "show", "@u"], text=True).splitlines():
            if ": aws-vault:" in line:
                subprocess.run(["keyctl", "unlink", line.split()[0], "@u"], check=True)


def test_a_session_that_does_not_lead_to_the_user_s_keyring_keeps_replaces_and_reads(vault):
    """As of services and cron: a key that is there is replaced or stays, and is never lost on the way."""
    name = "apart from all sessions"
    apart = {"wrapped_in": ["keyctl", "session", "-"]}
    linked = {"wrapped_in": ["keyctl", "session", "-", "sh", "-c", 'keyctl link @u @s; exec "$0" "$@"']}
    try:
        for data, written, others in [("1", linked, apart), ("2", apart, linked), ("3", apart, linked)]:
            vault("--backend", "keyctl", "set", name, stdin=data, **written)
            for how in (others, written):
                assert vault("--backend", "keyctl", "get", name, **how) == data
        assert vault("--backend", "keyctl", "remove", name, **apart) == "true\n"
        assert name not in vault("--backend", "keyctl", "list", **linked)
    finally:
        for line in subprocess.check_output(["keyctl", "show", "@u"], text=True).splitlines():
            if f": aws-vault:{name}" in line:
                subprocess.run(["keyctl", "unlink", line.split()[0], "@u"], check=True)


def test_long_names_in_the_kernel_s_keyring_are_names_too(vault):
    """Also those of other programs, which anyone of the user's may put there."""
    script = (
        'name=$(printf "%0900d" 0); keyctl add user "x$name" 1 @s >/dev/null; keyctl add user "é;$name" 1 @s >/dev/null\n'
        'echo -n data | "$0" --backend keyctl set "$name" && "$0" --backend keyctl get "$name" && "$0" --backend keyctl list'
    )
    env = {"TEGATA_KEYCTL_SCOPE": "session"}
    shown = vault(env=env, wrapped_in=["keyctl", "session", "-", "sh", "-c", script])
    assert shown == f"data{'0' * 900}\tKey\n"


def test_an_item_in_the_kernel_is_a_key_that_keyctl_shows(vault):
    script = 'echo -n 1 | "$0" --backend keyctl set work && keyctl print $(keyctl search @s user aws-vault:work)'
    env = {"TEGATA_KEYCTL_SCOPE": "session"}
    shown = vault(env=env, wrapped_in=["keyctl", "session", "-", "sh", "-c", script])
    assert shown == "1\n"


# The Secret Service


@pytest.fixture(scope="module")
def desktop(tmp_path_factory):
    bus = secret_service.Bus(tmp_path_factory.mktemp("desktop"))
    bus.collection = bus.make_collection("awsvault")
    yield bus
    bus.stop()


def test_the_secret_service_passes_the_suite(vault, desktop):
    vault("--backend", "secret-service", "conformance", env=desktop.environment)


def test_items_are_those_of_go_libsecret(vault, desktop):
    # As go-libsecret writes it.
    text = json.dumps(item("work")).encode()
    desktop.collection.create_item("work", {"profile": "work"}, text, replace=True, content_type="application/json")
    desktop.collection.create_item("of another program", {"application": "x"}, b"secret")
    env = desktop.environment
    assert vault("list", env=env) == "work\tKey\n"
    assert vault("key", "work", env=env) == f"{KEY['AccessKeyID']} true\n"
    vault("set", "mine", stdin=json.dumps(KEY), env=env)
    (found,) = desktop.collection.search_items({"profile": "mine"})
    assert found.get_label() == "mine"
    assert {name: value for name, value in found.get_attributes().items() if name != "xdg:schema"} == {"profile": "mine"}
    assert json.loads(found.get_secret()) == item("mine")
    # Written again there is still one.
    vault("set", "mine", stdin=json.dumps(KEY), env=env)
    assert len(list(desktop.collection.search_items({"profile": "mine"}))) == 1
    for name in ("mine", "work"):
        assert vault("remove", name, env=env) == "true\n"


def test_row_8_1_27_a_collection_of_another_name_is_found_by_its_path(vault, desktop):
    other = desktop.make_collection("my-keys")
    assert other.collection_path.endswith("/my_2dkeys")
    env = {**desktop.environment, "AWS_VAULT_SECRET_SERVICE_COLLECTION_NAME": "my-keys"}
    vault("--backend", "secret-service", "set", "a", stdin="1", env=env)
    assert [found.get_label() for found in other.get_all_items()] == ["a"]
    assert vault("--backend", "secret-service", "list", env=desktop.environment) == ""


def test_a_locked_collection_that_nobody_unlocks_is_one_sentence(vault, desktop):
    locked = desktop.make_collection("locked")
    env = {**desktop.environment, "AWS_VAULT_SECRET_SERVICE_COLLECTION_NAME": "locked"}
    locked.lock()
    # GNOME Keyring has no display to ask on, and gives up.
    for arguments in (["list"], ["get", "a"], ["set", "a"]):
        said = vault("--backend", "secret-service", *arguments, stdin="1", env=env, fails=True)
        assert said.startswith("vault: the collection locked of the Secret Service is locked, and its dialog was"), said
        assert "; unlock it (with Seahorse, " in said, said


def test_a_person_answers_the_dialogs_of_the_service(vault, tmp_path):
    bus = secret_service.Bus(tmp_path / "desktop", display=True)
    try:
        with concurrent.futures.ThreadPoolExecutor() as pool:
            # No collection: its password is chosen. Afterwards, locked: it is unlocked.
            kept = pool.submit(vault, "set", "work", stdin=json.dumps(KEY), env=bus.environment)
            bus.answer(kept, "chosen", "chosen")
            kept.result()
            path = "/org/freedesktop/secrets/collection/awsvault"
            collection = secretstorage.Collection(bus.connection, path)
            assert collection.lock() is None and collection.is_locked()
            read = pool.submit(vault, "key", "work", env=bus.environment)
            bus.answer(read, "chosen")
            assert read.result() == f"{KEY['AccessKeyID']} true\n"
            assert not collection.is_locked()
    finally:
        bus.stop()


def test_without_a_collection_and_a_display_keys_are_kept_in_files(vault, tmp_path):
    bus = secret_service.Bus(tmp_path / "desktop")
    try:
        env = {**bus.environment, "AWS_VAULT_FILE_PASSPHRASE": "p"}
        vault("set", "work", stdin="1", env=env)
        assert (tmp_path / ".awsvault/keys/work").exists()
        said = vault("--backend", "secret-service", "set", "work", stdin="1", env=env, fails=True)
        assert "dismissed" in said, said
    finally:
        bus.stop()


def test_a_bus_without_the_service_is_one_sentence(vault, tmp_path):
    bus = secret_service.Bus(tmp_path / "desktop", service=False)
    try:
        said = vault("--backend", "secret-service", "list", env=bus.environment, fails=True)
        assert said.startswith("vault: the collection awsvault of the Secret Service cannot be used: "), said
        assert "choose another store with --backend" in said and said.count("\n") == 1, said
        env = {**bus.environment, "AWS_VAULT_FILE_PASSPHRASE": "p"}
        assert vault("list", env=env) == ""
    finally:
        bus.stop()


def test_a_bus_that_never_answers_is_no_hang(vault, tmp_path):
    path = tmp_path / "bus"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        env = {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={path}"}
        said = vault("--backend", "secret-service", "list", env=env, fails=True)
    assert "it did not answer for 10 s" in said, said
