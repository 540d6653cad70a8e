"""What users asked of aws-vault, and the traps on the way: each row has a test of its number or says why not."""

import re

import pytest

from tegata import ROOT

TEXT = (ROOT / "docs" / "vault.md").read_text().split("## What users of aws-vault asked for")[1]
TABLE = re.findall(r"^\| (8\.[12][^|]*) \|(.+)\|$", TEXT, re.M)
WHY_NOT = re.search(r"^Not built, or not ours: .*?\n\n", TEXT, re.M | re.S)[0]
TRAPS = re.findall(r"^\| ([^|]+) \|([^|]+)\|$", TEXT.split("### Traps")[1], re.M)[2:]
ROW = re.compile(r"8\.([12]) (\d+|[a-w])\b")
EVERY = [*(("1", str(number)) for number in range(1, 36)), *(("2", letter) for letter in "abcdefghijklmnopqrstuvw")]

SOURCES = [*(ROOT / "crates").glob("**/*.rs"), *(ROOT / "bin").glob("**/*.rs"), *(ROOT / "tests").glob("test_*.py")]
TESTS = {name for path in SOURCES for name in re.findall(r"^\s*(?:fn|def) (\w+)\(", path.read_text(), re.M)}


def is_tested(part, row):
    number = f"{int(row):02}" if row.isdigit() else row
    return any(re.search(rf"(?:^|_)(?:row|and)_8_{part}_{number}_", name) for name in TESTS)


def is_there(name):
    """Whether a test of this name is there, or one that begins so where it ends with an ellipsis."""
    return any(test.startswith(name[:-1]) for test in TESTS) if name.endswith("…") else name in TESTS


def test_every_row_is_there_once():
    rows = [row for labels, _ in TABLE for row in ROW.findall(labels)] + ROW.findall(WHY_NOT)
    assert sorted(rows) == sorted(EVERY)


@pytest.mark.parametrize("part, row", [row for labels, _ in TABLE for row in ROW.findall(labels)])
def test_a_row_has_a_test_of_its_number(part, row):
    assert is_tested(part, row)


@pytest.mark.parametrize("part, row", ROW.findall(WHY_NOT))
def test_what_says_why_not_has_none(part, row):
    assert not is_tested(part, row)


def test_what_is_named_is_there():
    for _, text in [*TABLE, *TRAPS]:
        for name in re.findall(r"`((?:test_|row_|trap_)\w+…?)`", text):
            assert is_there(name), name
        for path in re.findall(r"`((?:crates|tests)/[\w/.-]+)`", text):
            assert (ROOT / path).exists(), path


def test_every_trap_is_tested_or_says_why_not():
    assert len(TRAPS) == 18
    for trap, text in TRAPS:
        assert re.search(r"`(?:test_|row_|trap_)\w+…?`", text) or "no test" in text, trap
