"""Roles of IAM Identity Center through `tegata export`, against a directory made from botocore's models (no real AWS),
with a browser that is a script, and with boto3 as the other owner of the cache."""

import datetime
import hashlib
import itertools
import json
import os
import re
import socket
import stat
import subprocess

import boto3
import botocore.session
import pytest

import identity_center
from identity_center import START_URL
from tegata import binary, command, environment, has_open, until


@pytest.fixture
def directory():
    directory = identity_center.Directory()
    yield directory
    directory.close()


@pytest.fixture
def home(tmp_path):
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws" / "config").write_text(identity_center.CONFIG)
    return tmp_path


def token_file(home, name="corp"):
    return home / ".aws" / "sso" / "cache" / f"{hashlib.sha1(name.encode()).hexdigest()}.json"


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def shift(home, name="corp", **seconds):
    """Makes times in the token's file so many seconds from now."""
    path = token_file(home, name)
    token = json.loads(path.read_text())
    for key, distance in seconds.items():
        at = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=distance)
        token[key] = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    path.write_text(json.dumps(token))
    return token


def refusal(profile):
    return f"tegata export: cannot get the credentials of \"{profile}\": "


def export(home, directory, profile, *flags, check=0, **env):
    env = directory.environment(**{"TEGATA_SESSION_CACHE": "off", **env})
    done = command("export", "--format", "json", *flags, profile, home=home, env=env, check=check)
    for secret in directory.secrets():
        assert secret not in done.stderr
    return done


def exported(home, directory, profile, *flags, **env):
    return json.loads(export(home, directory, profile, *flags, **env).stdout)


def test_a_browser_on_this_machine_signs_in_and_comes_back(home, directory):
    program, log = identity_center.browser(home)
    done = export(home, directory, "admin", BROWSER=program, AWS_VAULT_FILE_PASSPHRASE="hush")
    credentials = json.loads(done.stdout)
    assert credentials["AccessKeyId"].startswith("ASIAADMIN")
    assert f"Sign in to {START_URL} in the browser." in done.stderr
    seen = json.loads(log.read_text())
    assert seen["url"] in done.stderr
    assert len(seen["redirects"]) == 1 and re.match(r"http://127\.0\.0\.1:\d+/oauth/callback\?code=", seen["redirects"][0])
    assert "You can close this page" in seen["page"]
    # 8.2 c: passphrases and keys are not the browser's.
    assert seen["variables"] == []
    assert directory.modelled.calls == ["RegisterClient", "CreateToken", "GetRoleCredentials"]
    # Nothing listens any more.
    port = re.search(r"127\.0\.0\.1%3A(\d+)%2Foauth", seen["url"])[1]
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(port)))

    path = token_file(home)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    token = json.loads(path.read_text())
    assert set(token) == {
        "startUrl", "region", "accessToken", "expiresAt", "refreshToken", "clientId", "clientSecret",
        "registrationExpiresAt",
    }  # fmt: skip
    # Another role of the directory: no second sign-in.
    assert exported(home, directory, "reader")["AccessKeyId"].startswith("ASIAREADER")
    assert directory.count("CreateToken") == 1


def test_row_8_1_04_the_code_is_always_shown(home, directory):
    program, _ = identity_center.browser(home)
    for number, (profile, flags, env) in enumerate([
        ("legacy", [], {"BROWSER": program}),
        ("admin", ["--sso-flow", "device"], {"BROWSER": program}),
    ]):  # fmt: skip
        done = export(home, directory, profile, *flags, **env)
        code = list(directory.devices.values())[number]["code"]
        assert re.search(f"user_code={code}\nand check that the page shows this code: {code}\n", done.stderr)
    kept = json.loads(token_file(home, START_URL).read_text())
    assert "refreshToken" not in kept
    assert "refreshToken" in json.loads(token_file(home).read_text())


def test_without_a_browser_or_with_stdout_the_link_is_printed(home, directory):
    program, log = identity_center.browser(home)
    for flags, env in [([], {}), (["--stdout"], {"BROWSER": program}), ([], {"BROWSER": program, "AWS_VAULT_STDOUT": "true"})]:
        process = subprocess.Popen(
            [str(binary()), "export", "--format", "json", "--sso-flow", "device", *flags, "admin"],
            env=environment(home, **directory.environment(**env)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        lines = [process.stderr.readline() for _ in range(3)]
        assert not log.exists()
        link = lines[1].strip()
        subprocess.run([program, link], check=True)
        log.unlink()
        stdout, _ = process.communicate(timeout=60)
        assert json.loads(stdout)["AccessKeyId"].startswith("ASIA")
        token_file(home).unlink()


def test_row_8_2_b_patience_is_had_when_it_is_asked_for(home, directory):
    program, _ = identity_center.browser(home)
    directory.slow_downs, directory.pending = 1, 1
    exported(home, directory, "admin", "--sso-flow", "device", BROWSER=program)
    assert directory.count("CreateToken") == 3


@pytest.mark.parametrize("flow", ["device", "pkce"])
def test_a_denial_is_one_sentence(home, directory, flow):
    program, log = identity_center.browser(home)
    directory.denies = True
    done = export(home, directory, "admin", "--sso-flow", flow, check=1, BROWSER=program)
    assert done.stdout == ""
    assert done.stderr.splitlines()[-1] == (
        f"{refusal('admin')}the sign-in to {START_URL} was denied; sign in again and allow it, or ask who administers the "
        "directory"
    )
    assert not token_file(home).exists()


def test_a_sign_in_that_nobody_made_is_one_sentence(home, directory):
    directory.expires_devices = True
    done = export(home, directory, "admin", check=1)
    assert done.stderr.splitlines()[-1].startswith(f"{refusal('admin')}nobody signed in to {START_URL} in time")


def test_a_role_of_others_is_one_sentence(home, directory):
    program, _ = identity_center.browser(home)
    done = export(home, directory, "stranger", check=1, BROWSER=program)
    assert done.stderr.splitlines()[-1].startswith(f"{refusal('stranger')}you have no role Admin in account 444455556666")


def test_tokens_are_renewed_without_a_person(home, directory):
    program, _ = identity_center.browser(home)
    exported(home, directory, "admin", BROWSER=program)
    first = shift(home, expiresAt=-60)
    done = export(home, directory, "reader")
    assert done.stderr == ""
    second = json.loads(token_file(home).read_text())
    assert second["accessToken"] != first["accessToken"] and second["refreshToken"] != first["refreshToken"]
    assert second["clientId"] == first["clientId"]
    left = instant(second["expiresAt"]) - datetime.datetime.now(datetime.timezone.utc)
    assert datetime.timedelta(hours=7) < left <= datetime.timedelta(hours=8)
    # Signed out elsewhere: neither token is good, and the person signs in again.
    directory.end_tokens()
    done = export(home, directory, "admin", BROWSER=program)
    assert START_URL in done.stderr
    assert directory.count("RegisterClient") == 1


def test_row_8_2_q_a_dead_token_is_dropped_and_the_person_signs_in_again(home, directory):
    program, _ = identity_center.browser(home)
    exported(home, directory, "admin", BROWSER=program)
    directory.tokens.clear()
    before = directory.count("GetRoleCredentials")
    assert exported(home, directory, "reader", BROWSER=program)["AccessKeyId"].startswith("ASIAREADER")
    assert directory.count("GetRoleCredentials") == before + 2


def test_twenty_processes_sign_in_once(home, directory):
    program, log = identity_center.browser(home)
    directory.roles |= {(identity_center.ACCOUNT, f"Role{number}") for number in range(20)}
    with (home / ".aws" / "config").open("a") as config:
        for number in range(20):
            config.write(
                f"[profile p{number}]\nsso_session = corp\nsso_account_id = {identity_center.ACCOUNT}\nsso_role_name = Role{number}\n"
            )
    env = environment(home, **directory.environment(BROWSER=program))
    processes = [
        subprocess.Popen(
            [str(binary()), "export", "--format", "json", f"p{number}"], env=env, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )
        for number in range(20)
    ]  # fmt: skip
    for number, process in enumerate(processes):
        stdout, stderr = process.communicate(timeout=120)
        assert process.returncode == 0, stderr
        assert json.loads(stdout)["AccessKeyId"].startswith(f"ASIAROLE{number}")
    # The browser writes it when the page is there, which nobody waits for.
    until(log.exists, "that the browser has shown its page")
    assert len(log.read_text().splitlines()) == 1
    assert directory.count("CreateToken") == directory.count("RegisterClient") == 1


def test_twenty_processes_are_denied_once(home, directory):
    program, log = identity_center.browser(home)
    directory.denies = True
    directory.person_is_back.clear()
    env = environment(home, **directory.environment(BROWSER=program, TEGATA_SESSION_CACHE="off"))
    words = [str(binary()), "export", "--format", "json"]
    roles = itertools.cycle(["admin", "reader"])
    processes = [subprocess.Popen([*words, next(roles)], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) for _ in range(20)]
    until(lambda: all(has_open(process, ".lock") for process in processes), "that all of them wait")
    directory.person_is_back.set()
    told = [process.communicate(timeout=120)[1] for process in processes]
    assert all(process.returncode == 1 for process in processes)
    assert sum("another process asked for the same sign-in" in text for text in told) == 19, told
    # The browser writes it when the page is there, which nobody waits for.
    until(log.exists, "that the browser has shown its page")
    assert len(log.read_text().splitlines()) == 1


def test_a_session_is_kept_and_asked_for_once(home, directory):
    program, log = identity_center.browser(home)
    first = exported(home, directory, "admin", BROWSER=program, TEGATA_SESSION_CACHE="file")
    token_file(home).unlink()
    assert exported(home, directory, "admin", TEGATA_SESSION_CACHE="file") == first
    assert directory.count("GetRoleCredentials") == 1


def test_a_clock_that_is_behind_keeps_no_session_beyond_its_end(home, directory, shifted_clock):
    """The portal says when a session ends by its own clock, and in `Date` how far that is from this one."""
    program, _ = identity_center.browser(home)
    behind = {"BROWSER": program, "TEGATA_SESSION_CACHE": "file"}
    first = exported(home, directory, "admin", **behind, **shifted_clock(-2 * 3600))
    assert exported(home, directory, "admin", **behind, **shifted_clock(-2 * 3600 + 50 * 60)) == first
    # An hour and ten minutes later, when it lasts for fifty minutes more by this machine's clock alone.
    assert exported(home, directory, "admin", **behind, **shifted_clock(-50 * 60)) != first
    assert directory.count("GetRoleCredentials") == 2


def test_called_as_aws_vault_the_link_is_printed_with_stdout(home, directory):
    (home / "aws-vault").symlink_to(binary())
    program, log = identity_center.browser(home)
    directory.expires_devices = True
    env = directory.environment(BROWSER=program, TEGATA_SSO_FLOW="device", TEGATA_SESSION_CACHE="off")
    for flags in ["--stdout"], []:
        done = command("export", "--format=json", *flags, "admin", home=home, program=home / "aws-vault", env=env, check=1)
        assert "and check that the page shows this code: WXYZ-" in done.stderr
        if flags:
            assert not log.exists()
    until(log.exists, "that the browser is opened")


def test_the_accounts_and_roles_of_a_user_are_listed(home, directory):
    program, _ = identity_center.browser(home)
    directory.roles.add(("444455556666", "Auditor"))
    env = directory.environment(BROWSER=program)
    done = command("sso", "list", "admin", home=home, env=env, check=0)
    assert done.stdout == (
        "111122223333  Admin    Name of 111122223333\n111122223333  Reader   Name of 111122223333\n"
        "444455556666  Auditor  Name of 444455556666\n"
    )
    done = command("sso", "list", "admin", "--json", home=home, env=env, check=0)
    assert done.stderr == ""
    assert json.loads(done.stdout) == [
        {"account_id": "111122223333", "name": "Name of 111122223333", "roles": ["Admin", "Reader"]},
        {"account_id": "444455556666", "name": "Name of 444455556666", "roles": ["Auditor"]},
    ]
    with (home / ".aws" / "config").open("a") as config:
        config.write("[profile key]\nregion = eu-west-1\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = x\n[profile empty]\n")
    for name in ("key", "empty"):
        done = command("sso", "list", name, home=home, env=env, check=1)
        assert done.stderr == (
            f'tegata sso list: profile "{name}" has no role of IAM Identity Center; name one that has sso_account_id\n'
        )


@pytest.fixture
def boto(home, directory, monkeypatch):
    """boto3 with this home directory."""
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(home / ".aws" / "config"))
    for name, value in directory.environment().items():
        monkeypatch.setenv(name, value)
    # Both take the directory from HOME when they are loaded.
    cache = str(home / ".aws" / "sso" / "cache")
    for provider in ("botocore.tokens.SSOTokenProvider", "botocore.credentials.SSOProvider"):
        monkeypatch.setattr(f"{provider}._SSO_TOKEN_CACHE_DIR", cache)
    return lambda profile: boto3.Session(profile_name=profile).get_credentials().get_frozen_credentials()


def test_boto3_uses_and_renews_the_token_that_tegata_keeps(home, directory, boto):
    program, _ = identity_center.browser(home)
    exported(home, directory, "admin", BROWSER=program)
    assert boto("reader").access_key.startswith("ASIAREADER")
    first = shift(home, expiresAt=60)
    assert boto("admin").access_key.startswith("ASIAADMIN")
    second = json.loads(token_file(home).read_text())
    assert second["accessToken"] != first["accessToken"]
    # And Tegata goes on with what boto3 wrote, by its renewal too.
    assert export(home, directory, "admin").stderr == ""
    shift(home, expiresAt=-1)
    assert export(home, directory, "reader").stderr == ""
    assert directory.count("CreateToken") == 3


def test_a_legacy_token_is_boto3s_too(home, directory, boto):
    program, _ = identity_center.browser(home)
    exported(home, directory, "legacy", BROWSER=program)
    assert boto("legacy").access_key.startswith("ASIAADMIN")


def test_a_client_that_the_cli_registered_is_used(home, directory):
    """The name of its file and what is in it are those of the AWS CLI 2 (botocore's `BaseSSOTokenFetcher` there)."""
    registered = directory.RegisterClient({
        "clientName": "botocore-client-corp", "clientType": "public", "scopes": ["sso:account:access"],
        "grantTypes": ["authorization_code", "refresh_token"], "redirectUris": ["http://127.0.0.1/oauth/callback"],
        "issuerUrl": START_URL,
    })  # fmt: skip
    arguments = {
        "tool": "botocore", "startUrl": START_URL, "region": identity_center.REGION,
        "scopes": ["sso:account:access"], "session_name": "corp",
    }  # fmt: skip
    name = hashlib.sha1(json.dumps(arguments, sort_keys=True).encode()).hexdigest()
    cache = home / ".aws" / "sso" / "cache"
    cache.mkdir(parents=True)
    at = datetime.datetime.fromtimestamp(registered["clientSecretExpiresAt"], datetime.timezone.utc)
    (cache / f"{name}.json").write_text(json.dumps({
        "clientId": registered["clientId"], "clientSecret": registered["clientSecret"],
        "expiresAt": at.strftime("%Y-%m-%dT%H:%M:%SZ"), "scopes": ["sso:account:access"],
        "grantTypes": ["authorization_code", "refresh_token"],
    }))  # fmt: skip
    program, _ = identity_center.browser(home)
    exported(home, directory, "admin", BROWSER=program)
    assert directory.count("RegisterClient") == 0


def test_endpoints_of_a_services_section(home, directory):
    with (home / ".aws" / "config").open("a") as config:
        config.write(
            f"[profile local]\nsso_session = corp\nsso_account_id = {identity_center.ACCOUNT}\nsso_role_name = Admin\n"
            f"services = local\n[services local]\nsso =\n  endpoint_url = {directory.url}\nsso_oidc =\n"
            f"  endpoint_url = {directory.url}\n"
        )
    program, _ = identity_center.browser(home)
    done = command("export", "--format", "json", "local", home=home, env={"BROWSER": program}, check=0)
    assert json.loads(done.stdout)["AccessKeyId"].startswith("ASIAADMIN")
