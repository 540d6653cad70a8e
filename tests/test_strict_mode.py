"""The rules of the AWS CLI: where botocore gets a profile's credentials from, the strict mode gets them, too."""

import json

import botocore.session
import pytest
from botocore.exceptions import BotoCoreError

from tegata import command

ROLE = "arn:aws:iam::111122223333:role"
KEY = "aws_access_key_id = {0}\naws_secret_access_key = secret\n"
PROCESS = """credential_process = echo '{"Version": 1, "AccessKeyId": "PROCESS", "SecretAccessKey": "s"}'\n"""
CORP = "[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-central-1\n"
SSO = "sso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n"

# What stands in the config file and in the credentials file; the profile is p.
CASES = {
    "a key of the config file": ("[profile p]\n" + KEY.format("CONFIG"), ""),
    "a key of each file": ("[profile p]\n" + KEY.format("CONFIG"), "[p]\n" + KEY.format("CREDENTIALS")),
    "a key behind a section without": ("[profile p]\n" + KEY.format("CONFIG"), "[p]\nregion = us-west-2\n"),
    "a process": ("[profile p]\n" + PROCESS, ""),
    "a process before a key of the config file": ("[profile p]\n" + PROCESS + KEY.format("CONFIG"), ""),
    "a process after a key of the credentials file": ("[profile p]\n" + PROCESS, "[p]\n" + KEY.format("CREDENTIALS")),
    "a directory before keys": (CORP + "[profile p]\n" + SSO, "[p]\n" + KEY.format("CREDENTIALS")),
    "a role of a key": (f"[profile p]\nrole_arn = {ROLE}/p\nsource_profile = u\n[profile u]\n" + KEY.format("U"), ""),
    "a role before the profile's own key": (
        f"[profile p]\nrole_arn = {ROLE}/p\nsource_profile = u\n" + KEY.format("P") + "[profile u]\n" + KEY.format("U"), "",
    ),
    "its own source": (f"[profile p]\nrole_arn = {ROLE}/p\nsource_profile = p\n" + KEY.format("P"), ""),
    "a role of a role": (
        f"[profile p]\nrole_arn = {ROLE}/p\nsource_profile = q\n[profile q]\nrole_arn = {ROLE}/q\nsource_profile = u\n"
        "[profile u]\n" + KEY.format("U"), "",
    ),
    "a source's key before its role": (
        f"[profile p]\nrole_arn = {ROLE}/p\nsource_profile = q\n[profile q]\nrole_arn = {ROLE}/q\nsource_profile = u\n"
        + KEY.format("Q") + "[profile u]\n" + KEY.format("U"), "",
    ),
    "a source that is its own source": (
        f"[profile p]\nrole_arn = {ROLE}/p\nsource_profile = q\n[profile q]\nrole_arn = {ROLE}/q\nsource_profile = q\n"
        + KEY.format("Q"), "",
    ),
    "a role of a process": (f"[profile p]\nrole_arn = {ROLE}/p\nsource_profile = q\n[profile q]\n" + PROCESS, ""),
    "a role of a directory": (CORP + f"[profile p]\nrole_arn = {ROLE}/p\nsource_profile = q\n[profile q]\n" + SSO, ""),
    "nothing of [default]": (f"[default]\nrole_arn = {ROLE}/d\nsource_profile = u\n[profile p]\n" + KEY.format("P"), ""),
    "a web identity": (f"[profile p]\nrole_arn = {ROLE}/p\nweb_identity_token_file = /token\n" + KEY.format("P"), ""),
    "a role without a source": (f"[profile p]\nrole_arn = {ROLE}/p\n" + KEY.format("P"), ""),
    "two sources": (
        f"[profile p]\nrole_arn = {ROLE}/p\nsource_profile = u\ncredential_source = Environment\n[profile u]\n" + KEY.format("U"), "",
    ),
    "a circle": (
        f"[profile p]\nrole_arn = {ROLE}/p\nsource_profile = q\n[profile q]\nrole_arn = {ROLE}/q\nsource_profile = p\n", "",
    ),
    "a source that is not there": (f"[profile p]\nrole_arn = {ROLE}/p\nsource_profile = u\n", ""),
    "half a key": ("[profile p]\naws_access_key_id = A\n", ""),
}  # fmt: skip


def way(credentials):
    """The roles that are assumed, the last first, and what the first is assumed with."""
    if credentials.method == "assume-role":
        fetcher = credentials._refresh_using.__self__
        return [fetcher._role_arn, *way(fetcher._source_credentials)]
    if credentials.method in ("sso", "assume-role-with-web-identity"):
        return [credentials.method]
    if credentials.method == "custom-process":
        return ["process"]
    return [credentials.access_key]


def planned(plan, keys):
    source = plan["source"]
    roles = [call["role_arn"] for call in reversed(plan["calls"]) if call["call"] == "AssumeRole"]
    leaf = {
        "SsoRole": lambda: "sso",
        "WebIdentity": lambda: "assume-role-with-web-identity",
        "Process": lambda: "process",
        "FileKey": lambda: keys(source["origin"]),
    }
    return [*roles, leaf[source["source"]]()]


@pytest.mark.parametrize("case", CASES)
def test_credentials_come_from_where_botocore_gets_them(tmp_path, monkeypatch, case):
    folder = tmp_path / ".aws"
    folder.mkdir()
    for name, text in zip(["config", "credentials"], CASES[case]):
        (folder / name).write_text(text)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(folder / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(folder / "credentials"))
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    try:
        found = botocore.session.Session(profile="p").get_credentials()
        expected = way(found) if found else None
    except BotoCoreError:
        expected = None

    def keys(origin):
        path, line = origin.rsplit(":", 1)
        with open(path) as lines:
            return lines.readlines()[int(line) - 1].split(" = ")[1].strip()

    done = command("plan", "p", "--json", "--config-mode", "aws-cli", "--no-session", home=tmp_path, env={"AWS_VAULT_BACKEND": "file"})
    plan = json.loads(done.stdout) if done.returncode == 0 else None
    if expected is None:
        # Where nothing else gives any, `plan` supposes a stored key.
        assert plan is None or plan["source"]["source"] == "StoredKey", plan
        return
    assert plan is not None, done.stderr
    assert planned(plan, keys) == expected
