"""What users asked of AWS's helper: each row of the table in docs/client.md has tests of its number, or says why not."""

import re

import pytest

from tegata import ROOT

TABLE = (ROOT / "docs" / "client.md").read_text().split("## What users asked of aws_signing_helper")[1]
ROWS = {int(number): text for number, text in re.findall(r"^\| (\d+) \|(.+)\|$", TABLE, re.M)}
SOURCES = [*(ROOT / "crates").glob("**/*.rs"), *(ROOT / "tests").glob("test_*.py")]
NAME = re.compile(r"(?:fn|def) (?:test_)?row_(\d\d)_\w+\(")
NUMBERS = {str(path.relative_to(ROOT)): {int(number) for number in NAME.findall(path.read_text())} for path in SOURCES}
WHY_NOT = {16: "no test, since no Windows has run it", 17: "not here: releases are source", 18: "not here: Roles Anywhere gives"}


def files_with_tests_of(number):
    """The files with tests whose name has the row's number."""
    return {path for path, numbers in NUMBERS.items() if number in numbers}


def test_every_row_is_there():
    assert sorted(ROWS) == list(range(1, 21))


@pytest.mark.parametrize("number", range(1, 21))
def test_a_row_is_tested_or_says_why_not(number):
    text, tests = ROWS[number], files_with_tests_of(number)
    if number in WHY_NOT:
        assert WHY_NOT[number] in text and not tests
        return
    assert f"`row_{number:02}_…`" in text
    named = set(re.findall(r"`((?:crates|tests)/[\w/.-]+)`", text))
    assert named, "the row names where its tests are"
    for place in named:
        assert any(test == place or test.startswith(place + "/") or test.startswith(place.removesuffix(".rs") + "/") for test in tests), place  # fmt: skip
