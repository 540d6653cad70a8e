"""Writes vectors.json: command lines of aws-vault, and what kingpin makes of them.

Needs Debian's golang-go and golang-gopkg-alecthomas-kingpin.v2-dev (2.2.6). The program is main.go, which defines
aws-vault's commands and flags (ByteNess 7.13) and tells how kingpin read each line.

aws-vault itself uses kingpin 2.4.0, which differs where this file does not go: `d` and `w` in durations, and a lone
`-`. One more it does wrongly, and Tegata as 2.2.6: after letters that share a dash (`-ns`) or an `@file`, 2.4.0 looks
for `--` in the wrong place.
"""

import itertools
import json
import os
import pathlib
import random
import subprocess
import tempfile

HERE = pathlib.Path(__file__).parent
PACKAGE = HERE.parents[2] / "bin" / "tegata"  # where the unit tests run, so that names of files are the same
FILES = "../../tests/vectors/vault-flags/arguments"
GLOBAL_TEXT = [
    "prompt", "keychain", "secret-service-collection", "pass-dir", "pass-cmd", "pass-prefix", "file-dir", "op-vault-id",
    "op-item-title-prefix", "op-item-tag", "op-connect-host", "op-desktop-account-id", "proton-pass-share-id",
    "proton-pass-item-title-prefix", "proton-pass-api-base", "backend", "op-timeout", "proton-pass-timeout",
]  # fmt: skip
SPECIAL = ["help", "help-long", "help-man", "completion-script-bash", "completion-script-zsh", "version",
           "completion-bash"]  # fmt: skip
GLOBAL_SWITCHES = [*SPECIAL, "debug", "biometrics"]
SESSION = ["duration", "region", "mfa-token"]
COMMANDS = {
    "add": ([], ["env", "add-config"]),
    "remove": ([], ["sessions-only", "force"]),
    "rm": ([], ["force"]),
    "list": ([], ["profiles", "sessions", "credentials"]),
    "ls": ([], ["profiles"]),
    "rotate": ([], ["no-session"]),
    "exec": (SESSION, ["no-session", "json", "server", "ec2-server", "ecs-server", "lazy", "stdout", "profile-env"]),
    "export": ([*SESSION, "format"], ["no-session", "stdout"]),
    "clear": ([], []),
    "login": ([*SESSION, "path"], ["no-session", "auto-logout", "stdout"]),
    "proxy": ([], ["stop"]),
    "server": ([], ["stop"]),
    "migrate-backend": (["from", "to", "profile"], ["dry-run", "overwrite", "delete-source"]),
    "version": ([], []),
    "help": ([], []),
}
SHORTS = ["-d", "-n", "-t", "-j", "-s", "-f", "-a", "-v", "-ns", "-sn", "-nd1h", "-d1h", "-t123456", "-nt", "-nx", "-xn", "-h",
          "-é", "-nsjd", "-d=1h"]  # fmt: skip
VALUES = ["x", "", "a b", "-x", "--debug", "--", "k=v", "=", "é", "1h", "file", "json", "terminal"]
DURATIONS = ["1h", "90m", "1h30m", "1.5h", ".5h", "1.h", "0", "+1h", "1", "h", "1x", "1h1", "1hh", "", "-", ".", "1..5h", " 1h",
             "1h ", "300ms", "1us", "9999999999h", "1h-1m", "abc"]  # fmt: skip
BOOLEANS = ["1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False", "yes", "", "tRUE", " ", "2"]


def every_flag():
    """Each flag of each command, in each form, before the command and after it."""
    for name, (texts, switches) in COMMANDS.items():
        yield [name]
        yield [name, "one"]
        yield [name, "one", "two"]
        yield [name, "one", "two", "three", "-n", "--debug"]
        yield [name, "--", "--debug", "-n"]
        yield [name, "one", "--", "two", "--debug", "-n", "@none", "--"]
        for flag in [*texts, *(GLOBAL_TEXT if name == "list" else ["backend", "prompt"])]:
            yield [name, "one", f"--{flag}"]
            yield [name, f"--no-{flag}", "x"]
            for value in VALUES:
                yield [name, f"--{flag}={value}"]
                yield [name, "one", f"--{flag}", value]
        for flag in [*switches, *(GLOBAL_SWITCHES if name in ["exec", "list", "help"] else ["help", "debug"])]:
            yield [name, f"--{flag}"]
            yield [f"--{flag}", name]
            yield [name, f"--no-{flag}"]
            yield [name, f"--no-no-{flag}"]
            yield [name, f"--{flag}=true"]
            yield [name, f"--{flag}", f"--{flag}"]
            yield [name, f"--{flag}", "one"]
            yield [name, "one", f"--no-{flag}", "two"]
        for short in SHORTS:
            yield [name, short]
            yield [name, "one", short, "two"]
    for duration in DURATIONS:
        yield ["exec", f"--duration={duration}"]
        yield ["--op-timeout", duration, "list"]
        yield ["exec", f"-d{duration}"]


ODD = [
    "", "foo", "--foo", "-x", "-v", "--version", "--", "-- list", "-- foo", "list --", "list -- x", "help", "help list", "help ls",
    "help foo", "help list x", "help exec --region x", "help --foo", "help -x", "help help", "help exec prod cmd", "help proxy",
    "help exec -- --region", "--backend=bad help exec", "help exec --backend=bad", "help exec --backend bad --version",
    "--help", "--help foo", "--help list", "list --help", "list --help --foo", "--no-help", "list x --help",
    "exec --help prod cmd", "--help --backend=bad list", "--backend=bad --help list", "remove --help", "migrate-backend --help",
    "--help-long", "--help-man", "--no-help-long", "--help-long --foo", "--foo --help-long", "exec --help-man",
    "--version --help-long", "--help-long --version", "--version list", "list --version --foo", "list --foo --version",
    "--backend=bad --version", "--version --backend=bad", "--completion-script-bash", "--completion-script-zsh",
    "--no-completion-script-bash", "--debug=false list", "--no-debug list", "list --profiles=false", "list --no-profiles",
    "exec --no-session prod", "exec --no-no-session prod", "exec --no-no-no-session prod", "--debug --debug list",
    "--debug list --debug", "list --profiles --no-profiles", "exec -n -n", "exec -nn", "exec -s --server", "exec -s --ecs-server",
    "exec -d 1h -d 2h", "exec prod -- cmd -d", "exec -- cmd", "exec prod cmd -d", "exec prod cmd -d 1h", "exec prod cmd --unknown",
    "exec prod cmd -x", "exec prod cmd --region", "exec prod --region -- x -n", "exec prod -- cmd -- -n", "exec -ns prod -- cmd -n",
    "exec -n prod -s cmd -j", "--region x exec", "-n exec", "remove", "rm", "add", "add --env", "remove -f", "remove -sf prod",
    "migrate-backend", "migrate-backend --from file", "migrate-backend --to file", "migrate-backend --from file --to pass",
    "migrate-backend --from file --to pass x", "migrate-backend --from bad --to bad", "export --format=yaml prod",
    "export --format json prod", "--prompt bad list", "--prompt terminal list", "--prompt= list", "--prompt bad", "remove --prompt bad",
    "version x", "version", "proxy --stop", "server --stop", "list --backend", "list --backend=", "list --backend=bad --prompt=bad",
    "@", "list @", "@none", "list @none", "exec prod -- @none", f"@{FILES}/list", f"list @{FILES}/empty", f"exec @{FILES}/profile",
    f"exec @{FILES}/profile -n", f"exec -n @{FILES}/profile -- env -n", f"@{FILES}/exec", f"list @{FILES}", f"exec prod @{FILES}/list",
    f"--backend @{FILES}/list", "exec --region @none", f"exec --region @{FILES}/list", f"exec -t@{FILES}/list", f"list @{FILES}/list/x",
    "exec --=x", "exec --", "exec ---", "exec --- x", "exec --region== x", "add prod --no-add-config", "login -as prod", "login -sa",
]  # fmt: skip

COMPLETIONS = [
    "", "l", "li", "list", "list ", "list -", "list --", "list --p", "list --profiles", "list --profiles ", "exec", "exec ", "exec p",
    "exec prod", "exec prod ", "exec prod cmd ", "exec --", "exec --r", "exec --region", "exec --region ", "exec --region x",
    "exec --region x ", "exec prod --", "export --format", "export --format ", "export --format e", "export --format env",
    "export --format export-env", "export --format json", "export --format x", "export --format json ", "--backend", "--backend ",
    "--backend f", "--backend file", "--backend file ", "--backend op", "exec --backend", "exec --backend ", "exec --backend k",
    "exec --backend pass", "exec --backend keyctl", "--", "--d", "--debug", "--debug ", "--debug l", "foo", "foo ", "foo --", "remove ", "rm ", "rm x ",
    "add ", "clear ", "login ", "login --", "rotate ", "help", "help ", "help e", "proxy ", "proxy --", "migrate-backend ",
    "migrate-backend --", "migrate-backend --from ", "exec -", "exec -n ", "exec --no-session ", "exec --foo", "exec --foo ",
    "exec -- ", "exec --backend=", "exec --backend=f", "--version", "--help", "exec  ",
]  # fmt: skip

VARIABLES = {
    "AWS_VAULT_BACKEND": ["file", "bad", ""],
    "AWS_VAULT_PROMPT": ["terminal", "bad", ""],
    "AWS_VAULT_STDOUT": BOOLEANS,
    "AWS_VAULT_AUTO_LOGOUT": ["1", "yes"],
    "AWS_VAULT_PROFILE_ENV": ["true", "on"],
    "AWS_VAULT_BIOMETRICS": ["f", "no"],
    "AWS_VAULT_DURATION": ["1h", "x", "", "90"],
    "AWS_VAULT_OP_TIMEOUT": ["15s", "15"],
    "AWS_VAULT_FILE_DIR": ["/x", ""],
}
UNDER_VARIABLES = [
    "", "list", "exec prod", "export prod", "login prod", "list --foo", "--foo", "--help", "list --help", "help exec",
    "--version", "--help-long", "--completion-bash exec ", "exec --stdout", "exec --no-stdout", "login -s", "exec -d 2h",
    "list --backend=pass", "list --prompt=kdialog", "--biometrics list", "exec --profile-env", "login -a", "--file-dir=/y list",
    "--op-timeout=1m list", "remove",
]  # fmt: skip


def at_random(seed=1):
    rng = random.Random(seed)
    for _ in range(1200):
        name = rng.choice(list(COMMANDS))
        texts, switches = COMMANDS[name]
        words = []
        for _ in range(rng.randrange(6)):
            kind = rng.randrange(9)
            if kind < 2:
                flag, value = rng.choice([*texts, *GLOBAL_TEXT]), rng.choice(VALUES)
                words += rng.choice([[f"--{flag}={value}"], [f"--{flag}", value], [f"--{flag}"]])
            elif kind < 4:
                words.append(rng.choice(["--", "--no-"]) + rng.choice([*switches, *switches, *GLOBAL_SWITCHES]))
            elif kind < 5:
                words.append(rng.choice(SHORTS))
            elif kind < 6:
                words.append(rng.choice(["--", "@none", f"@{FILES}/profile", f"@{FILES}/empty", "--foo", "-x"]))
            else:
                words.append(rng.choice(["one", "two", "", name, "a b", "é"]))
        words.insert(rng.randrange(len(words) + 1) if rng.random() < 0.4 else 0, name)
        yield words


def lines():
    seen = set()
    plain = itertools.chain(
        (text.split(" ") if text else [] for text in ODD),
        every_flag(),
        (["--completion-bash", *text.split(" ")] for text in COMPLETIONS),
        at_random(),
    )
    for words in plain:
        if tuple(words) not in seen:
            seen.add(tuple(words))
            yield {"args": words}
    for (variable, values), text in itertools.product(VARIABLES.items(), UNDER_VARIABLES):
        for value in values:
            yield {"args": text.split(" ") if text else [], "env": {variable: value}}


def main():
    with tempfile.TemporaryDirectory() as home:
        program = pathlib.Path(home, "told")
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        env = {**kept, "GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "HOME": home, "GOFLAGS": "-buildvcs=false"}
        subprocess.run(["go", "build", "-o", program, HERE / "main.go"], env=env, check=True)
        asked = json.dumps(list(lines()))
        done = subprocess.run([program], input=asked, capture_output=True, text=True, env=env, check=True, cwd=PACKAGE)
    (HERE / "vectors.json").write_text("[\n" + ",\n".join(done.stdout.splitlines()) + "\n]\n")


if __name__ == "__main__":
    main()
