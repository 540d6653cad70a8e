"""`tegata doctor --vault`: what stands between a person and their accounts is found, and no secret is shown."""

import json
import os

import pytest

import password_store
import policies
from person import PASSPHRASE, Person
from tegata import Credentials

CHECKS = ["keystore", "config files", "plain text", "file mode", "profile", "stored key", "session", "key age", "clock"]
SECRET = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY00"


@pytest.fixture
def key(root, unique):
    name = unique("ada")
    root.iam.create_user(UserName=name)
    root.iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=policies.EVERYTHING)
    key = Credentials.of(root.iam.create_access_key(UserName=name)["AccessKey"])
    root.server.secrets.note(key.secret_access_key)
    return name, key


@pytest.fixture
def person(tmp_path, server):
    person = Person(tmp_path / "home", server)
    server.secrets.note(SECRET)
    return person


def look(person, *flags, **env):
    """The findings by check, each a list of verdict and message; the exit code must fit them."""
    done = person.run("doctor", "--vault", *flags, "--output", "json", check=None, env=env)
    assert SECRET not in done.stdout + done.stderr and PASSPHRASE not in done.stdout + done.stderr
    person.server.secrets.note_error(done.stderr)
    findings = {check: [] for check in CHECKS}
    rows = json.loads(done.stdout)
    assert [row["check"] for row in rows] == sorted((row["check"] for row in rows), key=CHECKS.index)
    for row in rows:
        findings[row["check"]].append((row["verdict"], row["message"]))
    assert done.returncode == (1 if any(row["verdict"] == "failed" for row in rows) else 0)
    return findings


def only(findings, check, verdict):
    """The messages of this check with this verdict, of which it must have some."""
    found = [message for found, message in findings[check] if found == verdict]
    assert found, findings[check]
    return found


def test_all_is_well(person, key):
    person.config("[profile ada]\n[profile task]\nsource_profile = ada\nrole_arn = arn:aws:iam::111122223333:role/x\n")
    person.add("ada", key[1])
    findings = look(person, "--online")
    assert {verdict for found in findings.values() for verdict, _ in found} == {"ok"}, findings
    place, opened = only(findings, "keystore", "ok")
    assert place.startswith("file: ") and place.endswith("as --backend or AWS_VAULT_BACKEND says")
    assert opened == "opens, and keeps 1 keys"
    assert only(findings, "key age", "ok") == [f'{key[1].access_key_id} of "ada" is 0 days old']
    assert only(findings, "clock", "ok") == ["agrees with IAM's"]
    # Without --online nobody is asked, and the server need not be there.
    person.config("[profile ada]\nendpoint_url = http://127.0.0.1:1\n")
    findings = look(person)
    assert findings["key age"] == findings["clock"] == []
    told = person.run("doctor", "--vault").stdout
    assert told.splitlines()[0].startswith("ok    keystore      file: ")


def test_why_this_keystore_and_whether_it_opens(person, key):
    person.config("[profile ada]\n")
    assert "nobody named one: there is no session bus" in only(look(person, AWS_VAULT_BACKEND=None), "keystore", "ok")[0]
    person.add("ada", key[1])
    assert "nobody named one, and this one works here" in only(look(person, AWS_VAULT_BACKEND=None), "keystore", "ok")[0]
    assert "passphrase" in only(look(person, AWS_VAULT_FILE_PASSPHRASE="wrong"), "keystore", "failed")[0]
    assert only(look(person, AWS_VAULT_BACKEND="op"), "keystore", "failed")
    closed = look(person, "--closed", AWS_VAULT_FILE_PASSPHRASE="wrong")
    assert only(closed, "keystore", "unseen") == ["no key was opened, as --closed says"]


def test_other_passwords_of_pass_are_neither_opened_nor_told_to_be_removed(person, key):
    person.config("[profile ada]\n")
    with password_store.gnupg() as gnupg:
        env = {**password_store.initialised(person.home, gnupg), "AWS_VAULT_BACKEND": "pass"}
        for name in ["a-bank", "mail"]:
            password_store.pass_(["insert", "-m", "-f", name], person.home, env, stdin="hunter2")
        findings = look(person, "--online", **env)
        assert ("ok", "keeps no key that a profile uses") in findings["keystore"]
        person.run("add", "--env", "--no-add-config", "ada", env={**env, **key[1].environment()})
        findings = look(person, "--online", **env)
        assert ("ok", "opens, and keeps 1 keys") in findings["keystore"]
        assert "--pass-prefix" in only(findings, "stored key", "unseen")[0]
        assert len(findings["key age"]) == 1 and only(findings, "key age", "ok")
        assert "mail" not in str(findings) and "a-bank" not in str(findings)


def test_row_8_1_31_plain_text_is_found_by_line(person):
    person.config(f"[profile old]\naws_access_key_id = AKIAOLDOLDOLDOLDOLD1\naws_secret_access_key = {SECRET}\n")
    credentials = person.home / ".aws" / "credentials"
    credentials.write_text(
        f"[it's]\naws_access_key_id = AKIAOLDOLDOLDOLDOLD2\naws_secret_access_key = {SECRET}\n"
        f"[s]\naws_access_key_id = ASIAOLDOLDOLDOLDOLD3\naws_secret_access_key = {SECRET}\naws_session_token = {SECRET}\n"
    )
    credentials.chmod(0o600)
    config, plain, session = only(look(person), "plain text", "warning")
    assert config.startswith(f"{person.home}/.aws/config:7: ") and "tegata add old" in config
    assert plain.startswith(f"{credentials}:3: ")
    assert plain.endswith("run: tegata import --profile 'it'\\''s' --remove-plain-text")
    assert session.startswith(f"{credentials}:6: the key of a session")
    # What is told mends it.
    person.run("import", "--profile", "it's", "--remove-plain-text", "--yes")
    assert len(only(look(person), "plain text", "warning")) == 2


def test_files_of_others_are_found(person, key):
    person.config("[profile ada]\n")
    person.add("ada", key[1])
    assert only(look(person), "file mode", "ok")
    (person.home / ".aws" / "config").chmod(0o666)
    credentials = person.home / ".aws" / "credentials"
    credentials.write_text("")
    credentials.chmod(0o644)
    (person.home / ".awsvault" / "keys").chmod(0o755)
    read, written, folder = only(look(person), "file mode", "warning")
    assert f"run: chmod 600 {credentials}" in read
    assert written.endswith(f"run: chmod go-w {person.home}/.aws/config")
    assert folder.endswith(f"run: chmod 700 {person.home}/.awsvault/keys")
    for sentence in (read, written, folder):
        os.system(sentence.split("run: ")[1])
    assert only(look(person), "file mode", "ok")


BROKEN = [
    ("source_profile = nowhere\nrole_arn = arn:aws:iam::111122223333:role/x", "failed", 'source_profile leads to "nowhere"'),
    ("include_profile = nowhere\ncredential_process = cat", "warning", 'names "nowhere", which is not there'),
    ("sso_session = nowhere\nsso_account_id = 111122223333\nsso_role_name = x", "failed", 'sso_session names "sso-session nowhere"'),
    ("source_profile = x\nrole_arn = arn:aws:iam::111122223333:role/x", "failed", 'profile "x" has no stored key'),
    ("role_arn = x\nsource_profile = ada", "failed", "role_arn"),
    ("credential_process = no-such-program --flag", "failed", 'the credential_process of "x" is "no-such-program", which'),
    ("credential_process = /no/such/program", "failed", '"/no/such/program", which is not there'),
    ("source_profile = ada\nmfa_process = no-such-program", "failed", 'the mfa_process of "x"'),
    ("source_profile = ada\nmfa_serial = GAHT12345678", "warning", "is no ARN"),
    ("source_profile = ada\nmfa_serial = arn:aws:iam::111122223333:user/me", "warning", "is the ARN of something else"),
    ("source_profile = ada\nmfa_serial = arn:aws:iam::111122223333:u2f/user/me/k", "warning", "gives no codes"),
    ("output = json", "warning", "credentials missing"),
]


@pytest.mark.parametrize("settings, verdict, words", BROKEN)
def test_a_profile_that_cannot_work_is_told(person, key, settings, verdict, words):
    person.config(f"[profile ada]\n[profile x]\n{settings}\n")
    person.add("ada", key[1])
    findings = look(person)
    told = only(findings, "profile", verdict)
    assert any(words in message for message in told), told
    others = [message for found, message in findings["profile"] if found not in (verdict, "ok")]
    assert others == [], findings["profile"]


def test_programs_that_are_there_are_no_trouble(person):
    person.config(
        "[profile a]\ncredential_process = cat /x\n[profile b]\ncredential_process = /bin/cat x\n"
        "[profile c]\ncredential_process = FOO=1 no-such-program\n[profile template]\nregion = eu-west-1\n"
        "[profile d]\ninclude_profile = template\ncredential_process = exec cat\n"
    )
    assert only(look(person), "profile", "ok") == ["each of 6 leads to credentials"]


def test_keys_and_sessions_of_no_use_are_told(person, key):
    person.config("[profile ada]\n")
    person.add("ada", key[1])
    person.add("left", key[1])
    person.export("ada")
    findings = look(person)
    assert only(findings, "stored key", "warning") == [
        'no profile uses the key that is kept for "left"; run: tegata remove "left"'
    ]
    assert only(findings, "session", "ok") == ["1 are kept, and none has ended"]
    # A session that ended: its end is in its name.
    folder = person.home / ".awsvault" / "keys"
    kept = next(path for path in folder.iterdir() if path.name.startswith("tegata."))
    kept.rename(folder / (kept.name.rsplit(",", 1)[0] + ",1700000000"))
    assert only(look(person), "session", "warning") == ["1 of 1 have ended, and are of no use; run: tegata clear"]
    person.run("clear")
    assert only(look(person), "session", "ok")


def test_stale_and_dead_keys_are_told(person, root, key):
    name, pair = key
    person.config("[profile ada]\n[profile gone]\n")
    person.add("ada", pair)
    dead = Credentials.of(root.iam.create_access_key(UserName=name)["AccessKey"])
    person.server.secrets.note(dead.secret_access_key)
    person.add("gone", dead)
    root.iam.update_access_key(UserName=name, AccessKeyId=dead.access_key_id, Status="Inactive")
    findings = look(person, "--online", "--max-key-age", "0s")
    assert only(findings, "key age", "warning") == [
        f'{pair.access_key_id} of "ada" is 0 days old; run: tegata rotate "ada"'
    ]
    assert "was deleted or deactivated" in only(findings, "key age", "failed")[0]
    # Who may not ask is no failure.
    root.iam.delete_user_policy(UserName=name, PolicyName="p")
    findings = look(person, "--online")
    assert "AccessDenied" in only(findings, "key age", "unseen")[0]
    # Nor is a service that is not there.
    person.config("[profile ada]\nendpoint_url = http://127.0.0.1:1\n[profile gone]\nendpoint_url = http://127.0.0.1:1\n")
    findings = look(person, "--online", AWS_MAX_ATTEMPTS="1")
    assert len(only(findings, "key age", "unseen")) == 2
    assert only(findings, "clock", "unseen") == ["IAM did not answer"]


@pytest.mark.parametrize("minutes, verdict", [(-2, "warning"), (60, "failed")])
def test_a_clock_that_is_off_is_told(person, key, shifted_clock, minutes, verdict):
    person.config("[profile ada]\n")
    person.add("ada", key[1])
    told = only(look(person, "--online", **shifted_clock(minutes * 60)), "clock", verdict)
    assert ("behind" if minutes < 0 else "ahead of") in told[0]


def test_a_file_that_cannot_be_read_is_told(person):
    person.config("[profile x\n")
    findings = look(person)
    assert ".aws/config:5" in only(findings, "config files", "failed")[0]
    assert findings["profile"] == []


def test_flags_that_belong_together(person):
    assert "--vault" in person.run("doctor", "--online", check=2).stderr
    assert "--online" in person.run("doctor", "--vault", "--max-key-age", "1d", check=2).stderr
    assert person.run("doctor", "--vault", "--online", "--closed", check=2).stderr
