"""The commands that look after what is kept, over real keystores, with a person at a pseudo-terminal."""

import base64
import concurrent.futures
import json
import os
import pathlib
import shutil
import signal
import subprocess
import threading
import time

import pytest
from jwcrypto import jwe, jwk

import password_store
import secret_service
from tegata import PATIENCE, binary, command, environment, until
from terminal import Terminal

ID = "AKIAIOSFODNN7EXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
OTHER = "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY"
MFA = "arn:aws:iam::111122223333:mfa/me"
KEY = f"{ID}\n{SECRET}\n"
FILES = {"AWS_VAULT_BACKEND": "file", "AWS_VAULT_FILE_PASSPHRASE": "p"}
ADD = [b"Enter Access Key ID: ", b"Enter Secret Access Key: "]
ADD_MFA = b"Enter MFA Device ARN (If MFA is not enabled, leave this blank): "


@pytest.fixture
def tegata(tmp_path):
    """tegata("list", env={…}) → what it printed; with `fails`, the one sentence that it failed with."""

    def run(*words, env=None, stdin="", fails=False, told=""):
        done = command(*words, home=tmp_path, env={**FILES, **(env or {})}, stdin=stdin)
        assert SECRET not in done.stdout + done.stderr and OTHER not in done.stdout + done.stderr
        assert done.returncode == (1 if fails else 0), (done.stdout, done.stderr)
        if fails:
            assert done.stderr.startswith(f"tegata {words[0]}: ") and done.stderr.count("\n") == 1, done.stderr
            return done.stderr
        assert done.stderr == told
        return done.stdout

    return run


@pytest.fixture
def terminal(tmp_path):
    opened = []

    def make(*words, env=None):
        opened.append(Terminal(*words, home=tmp_path, env={"AWS_VAULT_BACKEND": "file", **(env or {})}))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


def table(*rows):
    """What Go's tabwriter makes of it."""
    rows = [("Profile", "Credentials", "Sessions"), ("=======", "===========", "========"), *rows]
    widths = [max(25, *(len(row[column]) + 2 for row in rows)) for column in range(3)]
    return "".join("".join(cell.ljust(width) for cell, width in zip(row, widths)) + "\n" for row in rows)


def opened(path, passphrase="p"):
    """An item of aws-vault's files, by another JOSE library."""
    token = jwe.JWE()
    token.deserialize(path.read_text(), jwk.JWK.from_password(passphrase))
    return json.loads(token.payload)


# A person at the terminal


def test_a_person_adds_a_key_and_the_secret_is_never_shown(terminal, tegata, tmp_path):
    person = terminal("add", "work", env=FILES)
    person.answers((ADD[0], ID.encode()), (ADD[1], b"falsch\x15" + SECRET.encode()), (ADD_MFA, MFA.encode()))
    assert person.ends() == (0, 'Added credentials to profile "work" in vault\n')
    assert ID.encode() in person.shown and b"*" * len(SECRET) in person.shown
    assert SECRET.encode() not in person.shown and b"falsch" not in person.shown
    assert person.is_as_before
    assert (tmp_path / ".aws/config").read_text() == f"[profile work]\nmfa_serial = {MFA}\n"
    assert tegata("list") == table(("work", "work", "-"))


def test_what_is_typed_ahead_is_not_lost(terminal, tmp_path):
    person = terminal("add", "work", env=FILES)
    person.types(f"{ID}\n{SECRET}\n\n".encode())
    assert person.ends() == (0, 'Added credentials to profile "work" in vault\n')
    kept = opened(tmp_path / ".awsvault/keys/work")
    assert kept["Label"] == "aws-vault (work)"
    assert (tmp_path / ".aws/config").read_text() == "[profile work]\n"


@pytest.mark.parametrize("question", [0, 1])
def test_ctrl_c_at_a_question_leaves_everything_as_it_was(terminal, tegata, tmp_path, question):
    person = terminal("add", "work", env=FILES)
    person.answers(*[(text, ID.encode()) for text in ADD[:question]])
    until(lambda: person.shows(ADD[question]), "the question")
    person.types(b"\x03")
    assert person.ends() == (-signal.SIGINT, "")
    assert person.is_as_before
    assert tegata("list") == table() and not (tmp_path / ".aws/config").exists()


def test_ctrl_d_is_no_answer(terminal, tmp_path):
    person = terminal("add", "work", env=FILES)
    until(lambda: person.shows(ADD[0]), "the question")
    person.types(b"\x04")
    assert person.ends() == (1, "")
    assert b"tegata add: the access key id was not given: the question was not answered" in person.shown


def test_a_key_is_replaced_and_removed_only_after_a_yes(terminal, tegata):
    tegata("add", "work", "--stdin", stdin=KEY)
    question = b'A key is kept for profile "work" already. Replace it? (y|N) '
    person = terminal("add", "work", env=FILES)
    person.answers((question, b""))
    assert person.ends() == (1, "")
    person = terminal("add", "work", env=FILES)
    person.answers((question, b"Y"), (ADD[0], ID.encode()), (ADD[1], OTHER.encode()), (ADD_MFA, b""))
    assert person.ends()[0] == 0
    question = b'Delete credentials for profile "work"? (y|N) '
    for answer, printed in [(b"no", ""), (b"", ""), (b"yes", "Deleted credentials.\n")]:
        person = terminal("remove", "work", env=FILES)
        person.answers((question, answer))
        assert person.ends() == (0, printed)
    assert tegata("list") == table(("work", "-", "-"))


def test_row_8_2_k_a_passphrase_is_asked_on_the_terminal_and_standard_output_has_the_answer_alone(terminal, tmp_path):
    person = terminal("add", "work", "--no-add-config")
    unlock = f'Enter passphrase to unlock "{tmp_path}/.awsvault/keys": '.encode()
    again = b"Nothing is kept there yet. Enter the same passphrase again: "
    person.answers((ADD[0], ID.encode()), (ADD[1], SECRET.encode()), (unlock, b"geheim"), (again, b"geheim"))
    assert person.ends() == (0, 'Added credentials to profile "work" in vault\n')
    assert b"geheim" not in person.shown
    assert opened(tmp_path / ".awsvault/keys/work", "geheim")["Key"] == "work"
    person = terminal("list", "--json")
    person.answers((unlock, b"geheim"))
    code, printed = person.ends()
    assert code == 0 and json.loads(printed)["profiles"][0]["key"]["access_key_id"] == ID
    assert printed.startswith("{\n")


def test_a_key_is_not_taken_out_of_its_file_under_a_passphrase_that_was_mistyped(terminal, tmp_path):
    credentials = tmp_path / ".aws/credentials"
    credentials.parent.mkdir()
    text = f"[work]\naws_access_key_id={ID}\naws_secret_access_key={SECRET}\n"
    credentials.write_text(text)
    person = terminal("import", "--yes", "--remove-plain-text")
    person.answers((b"to unlock", b"geheimm"), (b"again: ", b"geheim"))
    assert person.ends()[0] == 1 and b"the second passphrase was not the first" in person.shown
    assert credentials.read_text() == text and not (tmp_path / ".awsvault/keys/work").exists()


def test_row_8_1_14_an_import_is_agreed_to_twice(terminal, tmp_path):
    credentials = tmp_path / ".aws/credentials"
    credentials.parent.mkdir()
    credentials.write_text(f"[work]\naws_access_key_id={ID}\naws_secret_access_key={SECRET}\n# kept\n")
    person = terminal("import", env=FILES)
    person.answers(
        (b"Take 1 of them into the keystore? (y|N) ", b"y"), (f"Remove the keys from {credentials}? (y|N) ".encode(), b"y")
    )
    code, printed = person.ends()
    assert code == 0 and f'"work" ({ID}) is taken\n' in printed, printed
    assert printed.endswith(f"Removed 1 from {credentials}.\n") and SECRET not in printed
    assert credentials.read_text() == "[work]\n# kept\n"
    assert (tmp_path / ".awsvault/keys/work").exists()


def test_where_there_is_no_terminal_the_sentence_names_the_flag(tegata):
    no_terminal = "there is no terminal to ask for it"
    assert f"was not given: {no_terminal}; run this at a terminal, or give the key with --env" in tegata(
        "add", "work", fails=True
    )
    tegata("add", "work", "--stdin", stdin=KEY)
    assert "give --force to replace it" in tegata("add", "work", "--stdin", stdin=KEY, fails=True)
    assert "give --force to remove it unasked" in tegata("remove", "work", fails=True)


def test_nothing_to_unlock_with_is_one_sentence(tegata, tmp_path):
    said = tegata("add", "work", "--stdin", stdin=KEY, env={"AWS_VAULT_FILE_PASSPHRASE": None}, fails=True)
    assert "need their passphrase" in said and "set AWS_VAULT_FILE_PASSPHRASE" in said
    assert not (tmp_path / ".aws/config").exists()


# Where keys come from


def test_row_8_1_14_keys_come_from_everywhere(tegata, tmp_path):
    made = {"AccessKey": {"UserName": "me", "AccessKeyId": ID, "Status": "Active", "SecretAccessKey": SECRET}}
    (tmp_path / "accessKeys.csv").write_bytes(
        f"\ufeffAccess key ID,Secret access key\r\n{ID},{SECRET}\r\n".encode()
    )
    tegata("add", "lines", "--stdin", stdin=KEY)
    tegata("add", "json", "--stdin", stdin=json.dumps(made, indent=4))
    tegata("add", "env", "--env", env={"AWS_ACCESS_KEY_ID": ID, "AWS_SECRET_ACCESS_KEY": SECRET})
    told = f"the secret is still readable in {tmp_path}/accessKeys.csv; remove that file\n"
    tegata("add", "csv", "--csv", tmp_path / "accessKeys.csv", told=told)
    kept = {opened(tmp_path / ".awsvault/keys" / name)["Data"] for name in ("lines", "json", "env", "csv")}
    assert len(kept) == 1
    assert tegata("list", "--credentials") == "csv\nenv\njson\nlines\n"


def test_a_secret_is_in_no_command_line_and_the_flags_of_old_are_taken(tegata):
    help_text = command("add", "--help", home="/", check=0).stdout
    assert "--secret" not in help_text.replace("--secret-service-collection", "") and "--op-" not in help_text
    tegata("add", "work", "--stdin", "--add-config", "--op-vault-id=v", "--biometrics", stdin=KEY)
    done = command("list", "--backend", "op", home="/")
    assert done.returncode == 2 and "the backend op is not built into Tegata" in done.stderr
    said = tegata("list", env={"AWS_VAULT_BACKEND": "proton-pass"}, fails=True)
    assert said.startswith("tegata list: AWS_VAULT_BACKEND: the backend proton-pass is not built into Tegata")


def test_an_empty_passphrase_is_one(tegata, tmp_path):
    tegata("add", "work", "--stdin", stdin=KEY, env={"AWS_VAULT_FILE_PASSPHRASE": ""})
    assert opened(tmp_path / ".awsvault/keys/work", "")["Key"] == "work"


def test_called_as_aws_vault_a_key_is_replaced_without_a_word(tegata, tmp_path):
    aws_vault = tmp_path / "aws-vault"
    aws_vault.symlink_to(binary())
    for secret in (SECRET, OTHER):
        env = {**FILES, "AWS_ACCESS_KEY_ID": ID, "AWS_SECRET_ACCESS_KEY": secret}
        done = command("add", "--env", "work", home=tmp_path, env=env, program=aws_vault, check=0)
        assert (done.stdout, done.stderr) == ('Added credentials to profile "work" in vault\n', "")
    kept = json.loads(base64.b64decode(opened(tmp_path / ".awsvault/keys/work")["Data"]))
    assert kept["SecretAccessKey"] == OTHER
    listed = command("ls", home=tmp_path, env=FILES, program=aws_vault, check=0)
    assert listed.stdout == tegata("list") == table(("work", "work", "-"))


# Names


NAMES = ["a b", "x,y", "x/y", "x.y", "50%", "%2F", "o'b", "default", "käse", "-dash", "..x", "a#b"]


def test_hostile_names_go_all_the_way(tegata, tmp_path):
    for name in NAMES:
        assert tegata("add", "--stdin", "--", name, stdin=KEY) == f'Added credentials to profile "{name}" in vault\n'
    # A `[default]` without settings is not listed as a profile, as with aws-vault.
    profiles = [name for name in NAMES if name != "default"]
    assert tegata("list", "--profiles") == "".join(f"{name}\n" for name in profiles)
    assert tegata("list", "--credentials") == "".join(f"{name}\n" for name in sorted(NAMES, key=str.encode))
    assert all(path.parent == tmp_path / ".awsvault/keys" for path in tmp_path.rglob("*%2F*"))
    printed = tegata("migrate-backend", "--from", "file", "--to", "tegata-file", "--delete-source")
    assert printed.endswith("  copied: 12\n  overwritten: 0\n  skipped: 0\n  deleted from source: 12\n")
    for name in NAMES:
        assert tegata("remove", "--force", "--backend", "tegata-file", "--", name) == "Deleted credentials.\n"
    assert tegata("list", "--credentials", "--backend", "tegata-file") == ""


# Failures leave things as they were


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def foreign_home():
    """A home of the user `nobody`."""
    home = pathlib.Path(subprocess.check_output(["mktemp", "-d", "/tmp/home.XXXXXX"], text=True).strip())
    program = shutil.copy(binary(), home / "tegata")
    (home / ".aws").mkdir()
    (home / ".awsvault/keys").mkdir(parents=True)
    (home / ".aws/config").write_text("# mine\n[profile a]\n")
    (home / ".aws/credentials").write_text(f"[a]\naws_access_key_id={ID}\naws_secret_access_key={SECRET}\n")
    for path in [home, *home.rglob("*")]:
        os.chown(path, 65534, 65534)
    os.chmod(program, 0o755)
    yield home
    shutil.rmtree(home)


@pytest.mark.parametrize("locked", [".aws", ".awsvault/keys"])
def test_a_folder_that_may_not_be_written_leaves_everything_as_it_was(foreign_home, locked):
    before = {name: text for name, text in files(foreign_home).items() if name.name != "tegata"}
    (foreign_home / locked).chmod(0o500)
    wrapped = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", str(foreign_home / "tegata")]
    done = subprocess.run(
        [*wrapped, "add", "work", "--stdin"], env=environment(foreign_home, **FILES), input=KEY, capture_output=True,
        text=True, timeout=PATIENCE,
    )  # fmt: skip
    assert done.returncode == 1 and done.stdout == "" and SECRET not in done.stderr
    assert done.stderr.startswith("tegata add: ") and str(foreign_home / locked) in done.stderr, done.stderr
    done = subprocess.run(
        [*wrapped, "import", "--yes", "--remove-plain-text"], env=environment(foreign_home, **FILES),
        capture_output=True, text=True, timeout=PATIENCE,
    )  # fmt: skip
    assert done.returncode == 1 and SECRET not in done.stdout + done.stderr
    after = {name: text for name, text in files(foreign_home).items() if name.name != "tegata"}
    if locked == ".aws":
        # The key is kept, and told to be in the file still.
        assert "the keys are kept, but they are still in the file" in done.stderr, done.stderr
        assert after.pop(pathlib.Path(".awsvault/keys/a"))
    after = {name: text for name, text in after.items() if name.suffix != ".lock"}
    assert after == before


def test_a_reader_that_has_gone_stops_nothing_half_way(tmp_path):
    """As with `| head -1`: what was asked for is done, and the exit code tells of that."""

    def unread(*words):
        reading, writing = os.pipe()
        os.close(reading)
        env = environment(tmp_path, **FILES, AWS_ACCESS_KEY_ID=ID, AWS_SECRET_ACCESS_KEY=SECRET)
        subprocess.run([binary(), *words], env=env, stdout=writing, stdin=subprocess.DEVNULL, check=True, timeout=PATIENCE)
        os.close(writing)

    credentials = tmp_path / ".aws/credentials"
    credentials.parent.mkdir()
    credentials.write_text(f"[a]\naws_access_key_id={ID}\naws_secret_access_key={SECRET}\n")
    kept = tmp_path / ".awsvault/keys"
    unread("import", "--yes", "--remove-plain-text")
    assert credentials.read_text() == "[a]\n" and opened(kept / "a")
    unread("add", "--env", "b")
    assert (tmp_path / ".aws/config").read_text() == "[profile b]\n" and opened(kept / "b")
    unread("list")
    unread("migrate-backend", "--from", "file", "--to", "tegata-file", "--delete-source")
    assert list(kept.iterdir()) == []


def test_no_process_of_the_same_user_reads_the_memory_of_a_command_that_has_a_key(foreign_home):
    wrapped = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", str(foreign_home / "tegata")]
    command = [*wrapped, "add", "work", "--stdin"]
    waiting = subprocess.Popen(command, env=environment(foreign_home, **FILES), stdin=subprocess.PIPE)
    proc = pathlib.Path(f"/proc/{waiting.pid}")
    try:
        until(lambda: (proc / "comm").read_text() == "tegata\n", "its start")
        # What belongs to root in /proc is of a process that leaves no core and takes no debugger.
        until(lambda: (proc / "mem").stat().st_uid == 0, "its memory to be hidden")
    finally:
        waiting.kill()
        waiting.communicate()


@pytest.mark.parametrize("full", [".aws", ".awsvault/keys"])
def test_a_full_disk_leaves_everything_as_it_was(tegata, tmp_path, full):
    """One folder is a file system of its own, in a mount namespace of the test's, with no room left."""
    for folder in (".aws", ".awsvault/keys"):
        (tmp_path / folder).mkdir(parents=True)
    script = (
        'mount -t tmpfs -o size=16k none "$1" && echo "[profile a]" > "$1/config" && : > "$1/config.lock"\n'
        'head -c 1000000 /dev/zero > "$1/filler" 2>/dev/null; shift; "$@"; echo "exit $?"; cd "$HOME"; find . -type f\n'
        "cat .aws/config"
    )
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", script, "sh", str(tmp_path / full), str(binary()), "add", "work", "--stdin"],
        env=environment(tmp_path, **FILES), input=KEY, capture_output=True, text=True, timeout=PATIENCE,
    )  # fmt: skip
    assert "exit 1\n" in done.stdout and "Added" not in done.stdout, (done.stdout, done.stderr)
    assert "No space left on device" in done.stderr and done.stderr.count("tegata add: ") == 1, done.stderr
    assert "keys/work" not in done.stdout and "tegata-new" not in done.stdout and "tegata-draft" not in done.stdout
    assert "profile work" not in done.stdout


def test_row_8_2_w_many_at_a_time_lose_nothing(tegata, tmp_path):
    """Keys are added at once, while the config file is read over and over: it is always whole."""
    (tmp_path / ".aws").mkdir()
    config = tmp_path / ".aws/config"
    config.write_text("# mine\n[default]\nregion = eu-west-1\n")
    stop = threading.Event()
    torn = []

    def read():
        while not stop.is_set():
            text = config.read_text()
            if not text.startswith("# mine\n[default]\nregion = eu-west-1\n") or not text.endswith(("]\n", "1\n")):
                torn.append(text)

    reader = threading.Thread(target=read)
    reader.start()
    names = [f"p{number}" for number in range(8)]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: tegata("add", name, "--stdin", stdin=KEY), names))
    stop.set()
    reader.join()
    assert torn == []
    assert sorted(tegata("list", "--profiles").split()) == ["default", *names]
    assert tegata("list", "--credentials").split() == names


# Real keystores


def goes_round(run, backend, env):
    """A key goes in, is listed, and goes out; sessions are cleared."""
    flags = ["--backend", backend]
    added = run("add", "team/prod", "--stdin", *flags, stdin=KEY, env=env)
    assert added == 'Added credentials to profile "team/prod" in vault\n'
    assert run("list", *flags, env=env) == table(("team/prod", "team/prod", "-"))
    told = json.loads(run("list", "--json", *flags, env=env))
    assert told["keystore"]["backend"] == backend
    assert told["profiles"][0]["key"] == {"access_key_id": ID, "account_id": None}
    assert run("clear", *flags, env=env) == "Cleared 0 sessions.\n"
    assert run("remove", "team/prod", "--force", *flags, env=env) == "Deleted credentials.\n"
    said = run("remove", "team/prod", "--force", *flags, env=env, fails=True)
    assert "no key is kept for profile" in said
    assert run("list", "--credentials", *flags, env=env) == ""


@pytest.mark.parametrize("backend", ["file", "tegata-file"])
def test_files(tegata, backend):
    goes_round(tegata, backend, {})


@pytest.fixture(scope="module")
def desktop(tmp_path_factory):
    bus = secret_service.Bus(tmp_path_factory.mktemp("desktop"))
    bus.collection = bus.make_collection("awsvault")
    yield bus
    bus.stop()


def test_gnome_keyring(tegata, desktop):
    goes_round(tegata, "secret-service", desktop.environment)
    # Where it is there, it is the one that is taken.
    env = {**desktop.environment, "AWS_VAULT_BACKEND": None}
    assert json.loads(tegata("list", "--json", env=env))["keystore"]["backend"] == "secret-service"


@pytest.fixture
def pass_env(tmp_path):
    with password_store.gnupg() as gnupg:
        yield password_store.initialised(tmp_path, gnupg)


def test_pass(tegata, pass_env):
    goes_round(tegata, "pass", pass_env)
    tegata("add", "work", "--stdin", "--backend", "pass", "--pass-prefix", "aws", stdin=KEY, env=pass_env)
    assert (pathlib.Path(pass_env["PASSWORD_STORE_DIR"]) / "aws/work.gpg").exists()


def test_row_8_2_n_a_token_whose_url_lost_a_slash_is_listed_and_cleared(tegata, pass_env, tmp_path):
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws/config").write_text(
        "[profile dev]\nsso_session = corp\n[sso-session corp]\nsso_start_url = https://d-1.awsapps.com/start\n"
    )
    name = "oidc:https://d-1.awsapps.com/start"
    password_store.pass_(["insert", "-m", "-f", name], tmp_path, pass_env, stdin="{}")
    flags = ["--backend", "pass"]
    assert tegata("list", *flags, env=pass_env) == table(("dev", "-", "oidc:corp"))
    assert tegata("clear", "dev", *flags, env=pass_env) == "Cleared 1 sessions.\n"
    assert tegata("list", *flags, env=pass_env) == table(("dev", "-", "-"))


def test_other_passwords_of_pass_are_not_opened_to_list_keys(tegata, pass_env, tmp_path):
    password_store.pass_(["insert", "-m", "-f", "mail"], tmp_path, pass_env, stdin="hunter2")
    tegata("add", "work", "--stdin", "--backend", "pass", stdin=KEY, env=pass_env)
    # Nobody could.
    (pathlib.Path(pass_env["PASSWORD_STORE_DIR"]) / "mail.gpg").write_text("of another key")
    mail, work = json.loads(tegata("list", "--json", "--backend", "pass", env=pass_env))["profiles"][::-1]
    assert (mail["name"], mail["key"]) == ("mail", {"access_key_id": None, "account_id": None})
    assert (work["name"], work["key"]["access_key_id"]) == ("work", ID)


def test_other_passwords_of_pass_are_not_migrated(tegata, pass_env, tmp_path):
    password_store.pass_(["insert", "-m", "-f", "mail"], tmp_path, pass_env, stdin="hunter2")
    tegata("add", "work", "--stdin", "--backend", "pass", stdin=KEY, env=pass_env)
    printed = tegata("migrate-backend", "--from", "pass", "--to", "file", "--delete-source", env=pass_env)
    assert printed == (
        "Migrating mail... skipped, it is no access key\n"
        "Migrating work... copied, verified, deleted source\n\n"
        "Migration summary:\n  copied: 1\n  overwritten: 0\n  skipped: 1\n  deleted from source: 1\n"
    )
    assert opened(tmp_path / ".awsvault/keys/work")["Key"] == "work"
    assert tegata("list", "--credentials", "--backend", "pass", env=pass_env) == "mail\n"


def test_row_8_1_14_keys_move_from_files_to_a_desktop_and_back(tegata, desktop):
    tegata("add", "work", "--stdin", stdin=KEY)
    env = desktop.environment
    there = tegata("migrate-backend", "--from", "file", "--to", "secret-service", "--delete-source", env=env)
    assert there.startswith("Migrating work... copied, verified, deleted source\n")
    again = tegata("migrate-backend", "--from", "secret-service", "--to", "file", "--delete-source", env=env)
    assert again.startswith("Migrating work... copied, verified, deleted source\n")
    assert tegata("migrate-backend", "--from", "secret-service", "--to", "file", env=env) == (
        "No credentials found in source backend secret-service.\n"
    )


def test_the_kernel_s_keyring(tmp_path):
    # In a session of its own, which ends with the processes in it.
    script = (
        'printf "%s\\n%s\\n" "$ID" "$SECRET" | "$0" add work --stdin && "$0" list && "$0" list --json'
        ' && "$0" clear && "$0" remove -f work && "$0" list --credentials'
    )
    env = {"AWS_VAULT_BACKEND": "keyctl", "TEGATA_KEYCTL_SCOPE": "session", "ID": ID, "SECRET": SECRET}
    done = subprocess.run(
        ["keyctl", "session", "-", "sh", "-c", script, str(binary())], env=environment(tmp_path, **env),
        capture_output=True, text=True, timeout=PATIENCE,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith('Added credentials to profile "work" in vault\n' + table(("work", "work", "-")))
    assert f'"access_key_id": "{ID}"' in done.stdout
    assert done.stdout.endswith("}\nCleared 0 sessions.\nDeleted credentials.\n")


# Sessions that aws-vault left


def test_sessions_are_listed_with_the_time_left_and_cleared(tegata, tmp_path):
    tegata("add", "jonsmith", "--stdin", stdin=KEY)
    soon = int(time.time()) + 3600
    for name in (f"sts.GetSessionToken,am9uc21pdGg,,{soon}", f"tegata.sts.AssumeRole,am9uc21pdGg,eA,{soon}"):
        (tmp_path / ".awsvault/keys" / name).write_text("never opened")
    sessions = tegata("list", "--sessions").split()
    assert [session.split(":")[0] for session in sessions] == ["sts.GetSessionToken", "sts.AssumeRole"]
    assert all(session.split(":")[1].startswith(("59m", "1h0m0s")) for session in sessions), sessions
    assert tegata("clear", "someone") == "Cleared 0 sessions.\n"
    assert tegata("clear", "jonsmith") == "Cleared 2 sessions.\n"
    assert tegata("list") == table(("jonsmith", "jonsmith", "-"))
    (tmp_path / ".awsvault/keys" / f"sts.GetSessionToken,am9uc21pdGg,,{soon}").write_text("never opened")
    again = tegata("add", "jonsmith", "--stdin", "--force", stdin=KEY)
    assert again == 'Added credentials to profile "jonsmith" in vault\nDeleted 1 existing sessions.\n'


def test_a_reader_that_leaves_is_no_failure(tegata, tmp_path):
    for number in range(3):
        tegata("add", f"p{number}", "--stdin", stdin=KEY)
    done = subprocess.run(
        ["sh", "-c", '"$0" list; echo "exit $?" >&2', str(binary())], env=environment(tmp_path, **FILES),
        stdout=closed_pipe(), stderr=subprocess.PIPE, text=True, timeout=PATIENCE,
    )  # fmt: skip
    assert done.stderr == "exit 0\n"


def closed_pipe():
    reading, writing = os.pipe()
    os.close(reading)
    return writing
