"""Records how botocore reads generated config files: cases.jsonl, which the tests of this crate replay.

    python record.py                     # write cases.jsonl
    python record.py --check             # fail if botocore would record anything else now
    python record.py --cases N --seed S  # print N other cases

A line of the output is {"text": …, "sections": {name: {key: value or {key: value}}}, "profiles": [[name,
section] …], "sso_sessions": …, "services": …}, or {"text": …, "error": kind, "lines": [numbers]}.
"""

import argparse
import json
import pathlib
import random
import sys
import tempfile

import botocore
import botocore.configloader
import botocore.exceptions

CASES = pathlib.Path(__file__).parent / "cases.jsonl"

HEADERS = [
    "[default]", "[profile a]", "[profile b]", "[profile a.b]", "[profile a/b]", "[profile a,b]", "[profile 50%]",
    '[profile "a b"]', "[profile 'a b']", "[profile a b]", "[profile]", "[profilex a]", "[profile\ta]", "[profile  a ]",
    "[ profile a]", "[profile a] # x", "[profile a]]", "[[profile a]", "[profile default]", '[profile "a]', "[profile a\\ b]",
    '[profile "a\\"b"]', '[profile "\\a"]', "[profile ''b]", "[profile #a]", "[sso-session s]", '[sso-session "s t"]',
    "[sso-sessions s]", "[services v]", "[services]", "[DEFAULT]", "[Default]", "[preview]", "[plugins]", "[ü]", "[a]", "[b]", "[]",
    "[profile é]", "[ ]", "[profile a", "profile a]", "[profile \u00a0a]",
]  # fmt: skip
KEYS = ["region", "Region", "role_arn", "source_profile", "s3", "sts", "a b", "ÄÖ", "output", "x-y", "é", "%(region)s", ""]
VALUES = [
    "", "eu-west-1", "a = b", "a:b", "v # c", "v ; c", "#x", ";x", '"q"', "'q'", "`b`", "%(region)s", "a\\", "https://x/start/#/",
    "ü\u00a0ß", "\u00a0", "tab\there", "arn:aws:iam::111122223333:role/r", "x\u2028y=z", "\x0b", "\x1cx", "[x]", "k=v\x0cw=z",
]  # fmt: skip
DELIMITERS = ["=", " = ", "= ", " =", ":", " : ", "\t=\t", " ", "\u00a0=\u00a0", "==", ""]
INDENTS = ["", "", "", "", "", " ", "  ", "\t", "    ", "\u00a0", "\x0c"]
OTHERS = ["", "", " ", "# c", "; c", "  # c", "#", "junk", "  junk", "=", "\t", "\u3000", "# ü = 1", "\x1f", "-"]
ENDINGS = ["\n"] * 12 + ["\r\n"] * 4 + ["\r", "\n\n"]


def line(rng):
    kind = rng.random()
    if kind < 0.22:
        return rng.choice(INDENTS[:6]) + rng.choice(HEADERS)
    if kind < 0.84:
        delimiter = rng.choice(DELIMITERS[:6] if rng.random() < 0.9 else DELIMITERS)
        key = rng.choice(KEYS[:-1] if rng.random() < 0.97 else KEYS)
        return rng.choice(INDENTS) + key + delimiter + rng.choice(VALUES) + rng.choice(["", "", " ", "\t"])
    return rng.choice(OTHERS[:7] if rng.random() < 0.8 else OTHERS)


def text(rng):
    start = rng.choice(["", "", "# c\n", "\n"]) if rng.random() < 0.97 else "\ufeff"
    if rng.random() < 0.97:
        start += rng.choice(HEADERS[:-6] if rng.random() < 0.97 else HEADERS) + "\n"
    lines = [line(rng) + rng.choice(ENDINGS) for _ in range(rng.randrange(9))]
    whole = start + "".join(lines)
    return whole[:-1] if whole and rng.random() < 0.2 else whole


def read(text, folder):
    path = folder / "config"
    path.write_bytes(text.encode())
    try:
        sections = botocore.configloader.raw_config_parse(str(path))
    except botocore.exceptions.ConfigParseError as error:
        cause = error.kwargs["error"]
        lines = [number for number, _ in getattr(cause, "errors", [])] or [getattr(cause, "lineno", None)]
        return {"error": type(cause).__name__, "lines": [number for number in lines if number]}
    marked = {name: {"\0": name} for name in sections}
    loaded = botocore.configloader.build_profile_map(marked)
    named = {
        kind: [[name, values["\0"]] for name, values in loaded[kind].items()] for kind in ("profiles", "sso_sessions", "services")
    }
    return {"sections": sections, **named}


def cases(count, seed):
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        seen = set()
        while len(seen) < count:
            generated = text(rng)
            if generated in seen:
                continue
            seen.add(generated)
            yield json.dumps({"text": generated, **read(generated, pathlib.Path(folder))}, ensure_ascii=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--cases", type=int)
    parser.add_argument("--seed", type=int, default=1)
    flags = parser.parse_args()
    if flags.cases:
        sys.stdout.writelines(case + "\n" for case in cases(flags.cases, flags.seed))
        return
    recorded = "".join(case + "\n" for case in cases(1200, 1))
    if not flags.check:
        CASES.write_text(recorded)
    elif CASES.read_text() != recorded:
        sys.exit(f"{CASES} is not what botocore {botocore.__version__} says; record it anew and look at the difference")


if __name__ == "__main__":
    main()
