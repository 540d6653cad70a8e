"""Writes vectors.json: command lines of `aws_signing_helper`, and what cobra makes of them.

Needs Debian's golang-go, golang-github-spf13-cobra-dev and golang-github-spf13-pflag-dev. The program is main.go,
which defines the helper's flags (version 1.8) and tells how cobra read them.
"""

import itertools
import json
import os
import pathlib
import random
import subprocess
import tempfile

HERE = pathlib.Path(__file__).parent
TEXT = [
    "certificate", "private-key", "cert-selector", "system-store-name", "pkcs11-lib", "tpm-key-password",
    "pkcs8-password",
]  # fmt: skip
SWITCHES = ["debug", "use-latest-expiring-certificate", "reuse-pin", "no-tpm-key-password"]
SESSION_TEXT = [*TEXT, "role-arn", "profile-arn", "trust-anchor-arn", "region", "endpoint", "intermediates",
                "role-session-name"]  # fmt: skip
SESSION_SWITCHES = [*SWITCHES, "no-verify-ssl", "with-proxy"]
# The subcommands: text flags, switches, flags of numbers.
SUBCOMMANDS = {
    "credential-process": (SESSION_TEXT, SESSION_SWITCHES, ["session-duration"]),
    "serve": (SESSION_TEXT, SESSION_SWITCHES, ["session-duration", "port", "hop-limit"]),
    "update": ([*SESSION_TEXT, "profile"], [*SESSION_SWITCHES, "once"], ["session-duration"]),
    "sign-string": (TEXT, SWITCHES, []),
    "read-certificate-data": (["certificate", "cert-selector", "system-store-name", "pkcs11-lib"], ["debug"], []),
    "version": ([], [], []),
}
# Their rules of what excludes what are those of credential-process, which stands for them.
LIKE_CREDENTIAL_PROCESS = ["serve", "update"]
VALUES = ["x", "", "a b", "-x", "--debug", "--", "k=v", "=", "é"]
BOOLEANS = ["1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False", "yes", "", "tRUE", " "]
NUMBERS = [
    "900", "+900", "-1", "0", "0x384", "-0X384", "01604", "0o1604", "0b11", "3_600", "0_7", "0x_384", "", "+", "-",
    "--1", "0x-1", "0x", "08", "_1", "1_", "1__0", "1.5", " 1", "2147483647",
]  # fmt: skip
# Numbers that no socket takes: cobra reads them, and binding or setting them fails afterwards. Ours says so at once.
NO_PORT = ["-1", "-0X384", "2147483647"]
NO_HOP_LIMIT = [*NO_PORT, "0", "900", "+900", "0x384", "01604", "0o1604", "3_600", "0x_384"]
REFUSED_LATER = {"port": NO_PORT, "hop-limit": NO_HOP_LIMIT}


def numbers_of(flag):
    return [number for number in NUMBERS if number not in REFUSED_LATER.get(flag, [])]


def every_flag():
    """Each flag in each form, and each pair of flags."""
    for name, (texts, switches, numbers) in SUBCOMMANDS.items():
        yield [name]
        for flag in texts:
            yield [name, f"--{flag}"]
            for value in VALUES:
                yield [name, f"--{flag}={value}"]
                yield [name, f"--{flag}", value]
        for flag in switches:
            yield [name, f"--{flag}"]
            yield [name, f"--{flag}", "false"]
            for value in BOOLEANS:
                yield [name, f"--{flag}={value}"]
        for flag in numbers:
            for value in numbers_of(flag):
                yield [name, f"--{flag}={value}"]
                yield [name, f"--{flag}", value]
        for one, other in [] if name in LIKE_CREDENTIAL_PROCESS else itertools.combinations([*texts, *switches], 2):
            yield [name, *(f"--{flag}={'false' if flag in switches else ''}" for flag in (one, other))]
    for value in ["json", "text", "bin", "JSON", "", "hex"]:
        yield ["sign-string", "--format", value]
    for value in ["SHA256", "SHA384", "SHA512", "sha256", "SHA1", ""]:
        yield ["sign-string", f"--digest={value}"]


def odd():
    """What is not of the usual form."""
    for line in [
        "", "help", "help help", "help -h", "help foo", "help version", "help version x", "foo", "foo --bar", "--bar foo",
        "--bar x version", "--bar=x version", "-x version", "-x y version", "-xy version", "--help version", "-h version",
        "--", "-- version", "version -- --debug", "version x y", "version --debug", "-h", "--help", "--help=false",
        "-h=false", "--help=maybe", "version -h", "version --help", "version -h=f", "version -hh", "version -hx",
        "version -x", "version -é", "version -h=", "version --help=0 x", "version - x", "--version", "version ---",
        "version --=x", "version ---x", "--role-arn x credential-process", "--role-arn version version",
        "--role-arn=version version", "completion", "completion -h", "completion bash", "completion zsh",
        "completion fish", "completion powershell", "completion foo", "completion bash x", "help completion",
        "completion --bar", "credential-process --unknown --debug=maybe", "credential-process --debug=maybe --unknown",
        "credential-process --help --unknown", "credential-process --help --certificate a --cert-selector b",
        "credential-process --debug --debug=false", "credential-process --role-arn a --role-arn b",
        "credential-process --session-duration 1 --session-duration x", "credential-process x --debug y",
        "credential-process --role", "credential-process -- --debug", "credential-process --no-debug",
        "sign-string --intermediates x", "sign-string --no-tpm-key-password --reuse-pin",
        "credential-process --no-tpm-key-password --reuse-pin", "read-certificate-data --private-key x",
    ]:  # fmt: skip
        yield line.split()


def at_random(seed=1):
    rng = random.Random(seed)
    for _ in range(600):
        name = rng.choice(list(SUBCOMMANDS))
        texts, switches, numbers = SUBCOMMANDS[name]
        words = []
        for _ in range(rng.randrange(5)):
            kind = rng.randrange(8)
            if kind < 3 and texts:
                flag, value = rng.choice(texts), rng.choice(VALUES)
                words += rng.choice([[f"--{flag}={value}"], [f"--{flag}", value], [f"--{flag}"]])
            elif kind < 5 and switches:
                words.append(rng.choice([f"--{rng.choice(switches)}", f"--{rng.choice(switches)}={rng.choice(BOOLEANS)}"]))
            elif kind < 6 and numbers:
                flag = rng.choice(numbers)
                words += [f"--{flag}", rng.choice(numbers_of(flag))]
            else:
                words.append(rng.choice(["-h", "--help", "x", "-x", "--", "--unknown", "help", name, "--help=f"]))
        words.insert(rng.randrange(len(words) + 1) if rng.random() < 0.3 else 0, name)
        yield words


def main():
    with tempfile.TemporaryDirectory() as home:
        program = pathlib.Path(home, "helper")
        env = {**os.environ, "GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "HOME": home, "GOFLAGS": "-buildvcs=false"}
        subprocess.run(["go", "build", "-o", program, HERE / "main.go"], env=env, check=True)
        lines, seen = [], set()
        for words in itertools.chain(odd(), every_flag(), at_random()):
            if tuple(words) in seen:
                continue
            seen.add(tuple(words))
            reader, writer = os.pipe()
            done = subprocess.Popen(
                ["bash", "-c", f'exec "$0" "$@" 3>&{writer}', program, *words],
                pass_fds=[writer], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            os.close(writer)
            with os.fdopen(reader) as file:
                lines.append(json.dumps(json.load(file), ensure_ascii=False))
            done.wait()
    (HERE / "vectors.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")


if __name__ == "__main__":
    main()
