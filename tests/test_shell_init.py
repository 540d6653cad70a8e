"""`tegata shell-init`: bash, zsh and fish themselves switch accounts, and execute nothing that a name says.

PowerShell is not run; its text is looked at by the unit tests of `bin/tegata/src/shell_init`.
"""

import datetime
import os
import re
import shlex
import subprocess

import pytest

import policies
from clients import Clients
from person import Person
from tegata import ACCOUNT, PATIENCE, Credentials, binary, command, environment

SHELLS = {
    "bash": (["bash", "--norc", "--noprofile"], 'eval "$(tegata shell-init bash {})"'),
    "zsh": (["zsh", "-f"], 'eval "$(tegata shell-init zsh {})"'),
    "fish": (["fish", "--no-config"], "tegata shell-init fish {} | source"),
}
HOSTILE = [
    "two words",
    "$(touch pwned)",
    "`touch pwned`",
    "a'; touch pwned; '",
    'a" & touch pwned & "',
    "(touch pwned)",
    "\\'; touch pwned; #\\",
    "a%F{red}|touch pwned",
    "-n",
]


@pytest.fixture
def key(root, unique):
    name = unique("ada")
    root.iam.create_user(UserName=name)
    root.iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=policies.EVERYTHING)
    key = Credentials.of(root.iam.create_access_key(UserName=name)["AccessKey"])
    root.server.secrets.note(key.secret_access_key)
    return name, key


@pytest.fixture
def role(root, key, unique):
    name = unique("task")
    trust = policies.trust({"AWS": f"arn:aws:iam::{ACCOUNT}:user/{key[0]}"})
    arn = root.iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    root.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=policies.EVERYTHING)
    return f"source_profile = ada\nrole_arn = {arn}\n"


@pytest.fixture
def person(tmp_path, server):
    person = Person(tmp_path / "home", server)
    (person.home / "bin").mkdir()
    (person.home / "bin" / "tegata").symlink_to(binary())
    (person.home / "work").mkdir()
    return person


def run(person, shell, script, *flags, init="", interactive=False, folder="work", **env):
    """What a shell does that has the hook: its output, its errors, and the environments that `env -0 >N` left."""
    words, start = SHELLS[shell]
    variables = environment(person.home, **person.variables(**env))
    variables["PATH"] = f"{person.home}/bin:{variables['PATH']}"
    text = f"{start.format(init)}\n{script}\n"
    done = subprocess.run(
        [*words, *flags, *(["-i"] if interactive else ["-c", text])],
        env=variables,
        cwd=person.home / folder,
        input=text if interactive else "",
        capture_output=True,
        text=True,
        timeout=4 * PATIENCE,
    )
    snapshots = {}
    for path in (person.home / "work").glob("[0-9]"):
        lines = path.read_text().split("\0")
        snapshots[int(path.name)] = dict(line.split("=", 1) for line in lines if line)
        secret = snapshots[int(path.name)].get("AWS_SECRET_ACCESS_KEY")
        if secret:
            person.server.secrets.note(secret)
    person.server.secrets.note_error(done.stderr)
    return done, snapshots


def arn(person, variables):
    names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]
    credentials = Credentials(*(variables.get(name) for name in names))
    return Clients(person.server, credentials).sts.get_caller_identity()["Arn"]


@pytest.mark.parametrize("shell", SHELLS)
def test_row_8_1_06_a_shell_switches_in_place(person, key, role, shell):
    person.config(f"[profile ada]\n[profile far]\nregion = eu-west-1\n{role}[profile gone]\nrole_arn = x\n")
    person.add("ada", key[1])
    script = """
    tg ada; env -0 >1
    tg far; env -0 >2
    tg gone || echo told; env -0 >3
    tg
    tg --refresh; env -0 >4
    tg --refresh --min-ttl 2h; env -0 >5
    tg --clear; env -0 >6
    tg
    tg --refresh || echo nothing
    """
    before = {"AWS_ACCESS_KEY_ID": "AKIAOTHER", "AWS_SECURITY_TOKEN": "old", "AWS_PROFILE": "other", "AWS_ROLE_ARN": "x"}
    done, at = run(person, shell, script, **before)
    assert arn(person, at[1]).endswith(f":user/{key[0]}") and ":assumed-role/" in arn(person, at[2])
    assert (at[1]["AWS_VAULT"], at[1]["AWS_REGION"], at[1]["AWS_DEFAULT_REGION"]) == ("ada", "us-east-1", "us-east-1")
    # The region of the profile before is none of the next one's.
    assert (at[2]["AWS_VAULT"], at[2]["AWS_REGION"], at[2]["AWS_DEFAULT_REGION"]) == ("far", "eu-west-1", "eu-west-1")
    assert at[1]["AWS_ENDPOINT_URL"] == person.server.url
    assert not {"AWS_SECURITY_TOKEN", "AWS_PROFILE", "AWS_ROLE_ARN"} & set(at[1])
    # What fails changes nothing.
    assert {**at[3], "_": ""} == {**at[2], "_": ""}
    assert "tegata export: " in done.stderr and "told" in done.stdout
    assert at[4]["AWS_ACCESS_KEY_ID"] == at[2]["AWS_ACCESS_KEY_ID"] and at[4]["AWS_VAULT"] == "far"
    assert at[5]["AWS_ACCESS_KEY_ID"] != at[4]["AWS_ACCESS_KEY_ID"] and at[5]["AWS_VAULT"] == "far"
    assert not [name for name in at[6] if name.startswith("AWS_") and name not in person.variables()]
    assert re.search(r"^far \((59m|1h00m)\)\nno account\nnothing$", done.stdout, re.M), done.stdout
    assert "there is no account to refresh" in done.stderr


@pytest.mark.parametrize("shell", SHELLS)
def test_a_region_of_the_users_own_stays(person, key, shell):
    person.config("[profile ada]\nregion = eu-west-1\n")
    person.add("ada", key[1])
    _, at = run(person, shell, "tg ada; env -0 >1\ntg --clear; env -0 >2", AWS_REGION="us-west-2")
    assert (at[1]["AWS_REGION"], at[1]["AWS_DEFAULT_REGION"]) == ("us-west-2", "us-west-2")
    assert at[2]["AWS_REGION"] == "us-west-2" and "AWS_DEFAULT_REGION" not in at[2]


@pytest.mark.parametrize("shell", SHELLS)
def test_what_a_profile_brought_is_no_other_profiles(person, key, shell):
    person.config("[profile ada]\n[profile far]\nregion = eu-west-1\nendpoint_url = http://127.0.0.1:1\n")
    person.add("ada", key[1])
    person.add("far", key[1])
    script = "tg ada; tegata exec -n far -- env -0 >1\nexport AWS_REGION=us-west-2; tegata exec -n far -- env -0 >2\ntg --clear; env -0 >3"
    _, at = run(person, shell, script)
    assert at[1]["TEGATA_STACK"] == at[2]["TEGATA_STACK"] == "ada>far"
    assert at[1]["AWS_REGION"] == at[1]["AWS_DEFAULT_REGION"] == "eu-west-1"
    assert at[1]["AWS_ENDPOINT_URL"] == at[2]["AWS_ENDPOINT_URL"] == "http://127.0.0.1:1"
    # What was set since is the person's own.
    assert at[2]["AWS_REGION"] == at[3]["AWS_REGION"] == "us-west-2"
    assert not {"AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL"} & set(at[3])


@pytest.mark.parametrize("shell", SHELLS)
def test_names_are_never_executed(person, key, role, shell):
    person.config("[profile ada]\n" + "".join(f"[profile {shlex.quote(name)}]\n{role}\n" for name in HOSTILE))
    person.add("ada", key[1])
    for name in HOSTILE:
        script = 'tg -- "$HOSTILE"; env -0 >1\ntg\ntg_prompt\ntg --refresh; env -0 >2'
        done, at = run(person, shell, script, HOSTILE=name)
        assert (at[1]["AWS_VAULT"], at[2]["AWS_VAULT"]) == (name, name), done.stderr
        assert ":assumed-role/" in arn(person, at[2])
        in_prompt = name.replace("%", "%%") if shell == "zsh" else name
        first, second = done.stdout.splitlines()
        assert first.startswith(f"{name} (") and second.startswith(f"{in_prompt} ")
        # A name that is in no file, and one from a program above.
        above = dict.fromkeys(["AWS_VAULT", "AWS_CREDENTIAL_EXPIRATION", "AWS_ENDPOINT_URL", "TEGATA_SHELL"], name)
        run(person, shell, 'tg "x$HOSTILE"\ntg\ntg --clear', HOSTILE=name, **above)
    assert sorted(path.name for path in (person.home / "work").iterdir()) == ["1", "2"]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_time_left_is_told(person, shell):
    now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    ends = [now + datetime.timedelta(seconds=5430), *(
        datetime.datetime(year, month, day, 1, 2, 3, tzinfo=datetime.UTC)
        for year, month, day in [(2096, 2, 29), (2096, 3, 1), (2097, 12, 31), (2100, 1, 8), (2101, 9, 9)]
    )]
    for end in ends:
        env = {"AWS_VAULT": "x", "AWS_CREDENTIAL_EXPIRATION": end.strftime("%Y-%m-%dT%H:%M:%SZ")}
        told = run(person, shell, "tg", **env)[0].stdout
        hours, minutes = map(int, re.fullmatch(r"x \((\d+)h(\d\d)m\)\n", told).groups())
        left = int((end - datetime.datetime.now(datetime.UTC)).total_seconds()) // 60
        assert 0 <= hours * 60 + minutes - left <= 1, (end, told)
    over = {"AWS_VAULT": "x", "AWS_CREDENTIAL_EXPIRATION": "2020-02-29T00:00:00Z"}
    assert run(person, shell, "tg", **over)[0].stdout == "x (ended)\n"
    assert run(person, shell, "tg", AWS_VAULT="x\x1b[2Jy")[0].stdout == "x?[2Jy\n"


COMPLETE = {
    "bash": 'COMP_WORDS=(tg "$TYPED") COMP_CWORD=1; __tegata_complete; for word in "${COMPREPLY[@]}"; do eval "printf \'%s\\n\' $word"; done',
    "zsh": 'function compadd { shift; print -rl -- "$@" }; CURRENT=2; __tegata_complete',
    "fish": 'complete -C "tg $TYPED"',
}


@pytest.mark.parametrize("shell", SHELLS)
def test_profiles_are_completed(person, shell):
    names = [name for name in HOSTILE if name != "-n"]
    person.config("".join(f"[profile {shlex.quote(name)}]\n" for name in names))
    offered = run(person, shell, COMPLETE[shell], TYPED="")[0].stdout.splitlines()
    assert set(offered) >= set(names), offered
    assert not (person.home / "work" / "pwned").exists()
    if shell == "bash":
        done, _ = run(person, shell, COMPLETE[shell], TYPED="two\\ w")
        assert done.stdout == "two words\n"


@pytest.mark.parametrize("shell", SHELLS)
def test_row_8_1_33_a_folder_names_its_profile(person, key, role, shell):
    person.config(f"[profile ada]\n[profile $(touch pwned)]\n{role}\n")
    person.add("ada", key[1])
    for folder, name in [("in", "$(touch pwned)\n"), ("odd", "ada\nada\n"), ("strange", "nobody"), ("theirs", "ada")]:
        (person.home / folder / "deep").mkdir(parents=True)
        (person.home / folder / ".tegata").write_text(name)
    os.chown(person.home / "theirs" / ".tegata", 12345, 12345)
    script = """
    cd ../in/deep
    env -0 >../../work/1
    cd ../../work
    env -0 >2
    cd ../odd
    cd ../strange
    cd ../theirs
    env -0 >../work/3
    cd ../in
    tg ada
    cd deep
    env -0 >../../work/4
    cd ../../work
    env -0 >5
    """
    done, at = run(person, shell, script, init="--with-directories", interactive=True)
    assert at[1]["AWS_VAULT"] == "$(touch pwned)" and ":assumed-role/" in arn(person, at[1]), done.stderr
    assert not {"AWS_VAULT", "AWS_ACCESS_KEY_ID"} & set(at[2]), "what a folder brought goes with it"
    assert not {"AWS_VAULT", "AWS_ACCESS_KEY_ID"} & set(at[3])
    assert "odd/.tegata is not followed: it must have the name of one profile" in done.stderr
    assert "strange/.tegata is not followed: " in done.stderr
    assert "theirs/.tegata belongs to another user (id 12345)" in done.stderr
    # What the person chose in a folder holds there and after it.
    assert at[4]["AWS_VAULT"] == at[5]["AWS_VAULT"] == "ada"
    assert not list(person.home.glob("**/pwned"))
    # Nothing of the kind without the flag.
    _, at = run(person, shell, "cd ../in\nenv -0 >../work/1", interactive=True)
    assert "AWS_VAULT" not in at[1]


@pytest.mark.parametrize("shell", SHELLS)
def test_it_may_have_another_name(person, key, shell):
    person.config("[profile ada]\n")
    person.add("ada", key[1])
    done, at = run(person, shell, "acct ada; env -0 >1\nacct_prompt; type tg >/dev/null 2>&1 || echo none", init="--name acct")
    assert at[1]["AWS_VAULT"] == "ada" and done.stdout.startswith("ada ") and done.stdout.endswith("none\n")


def test_a_program_without_path_is_found_by_its_own(person, key, tmp_path):
    person.config("[profile ada]\n")
    person.add("ada", key[1])
    folder = tmp_path / "it's $(touch pwned)"
    folder.mkdir()
    (folder / "tegata").symlink_to(binary())
    done = subprocess.run(
        ["bash", "--norc", "-c", 'eval "$("$WHERE/tegata" shell-init bash)"; tg ada; echo "$AWS_VAULT"'],
        env=environment(person.home, **person.variables(WHERE=folder)),
        cwd=person.home / "work",
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.stdout == "ada\n", done.stderr
    assert not (person.home / "work" / "pwned").exists()


def test_mistakes_are_told(tmp_path):
    assert "bash, zsh, fish, powershell" in command("shell-init", home=tmp_path, check=2).stderr + command(
        "shell-init", "tcsh", home=tmp_path, check=2
    ).stderr
    for name in ["a b", "a;touch x", "tegata", "1a", ""]:
        assert "32 letters" in command("shell-init", "zsh", "--name", name, home=tmp_path, check=2).stderr
