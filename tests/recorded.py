"""Answers recorded from AWS, and the comparison of ours with them.

A recorded string may hold placeholders: `<datetime>` is any timestamp, `<partition>` is `aws`, and any other is
bound to the text it stands for at its first use and must stand for the same text afterwards. Everything else,
the set of members above all, must be equal.
"""

import datetime
import json
import pathlib
import re

from tegata import ACCOUNT

DIRECTORY = pathlib.Path(__file__).resolve().parent / "vectors" / "aws-recorded"
RECORDED_ACCOUNT = "111111111111"
PLACEHOLDER = re.compile(r"<([a-z0-9-]+(?::\d+)?)>")
FORMS = {
    "path": r"/(?:[^:]*/)?",
    "path-prefix": r"[^:]+?",
    "region": r"[a-z0-9-]+",
    "caller": r"\S+",
    "partition": "aws",
}


class Scenario:
    """One recorded scenario: every step of it must be compared, except those that `without` names."""

    def __init__(self, file, name, without=()):
        self.answers = json.loads((DIRECTORY / f"{file}.json").read_text())[name]["answers"]
        self.open = set(self.answers) - set(without)
        assert set(without) <= set(self.answers)
        self.bound = {}

    def match(self, step, answer):
        """Compares an answer, or the error that a call raised, with the recorded one; returns it."""
        self._value(self.answers[step], answer, step)
        self.open.discard(step)
        return answer

    def refuse(self, step, call, **parameters):
        """Makes a call that must fail as recorded."""
        try:
            call(**parameters)
        except call.__self__.exceptions.ClientError as error:
            response = {name: error.response[name] for name in ("Error", "ResponseMetadata")}
            self.match(step, response)
            return
        raise AssertionError(f"{step}: the call was answered")

    def done(self):
        assert not self.open, f"steps that were not compared: {sorted(self.open)}"

    def _value(self, recorded, found, at):
        if isinstance(recorded, dict):
            self._members(recorded, found, at)
        elif isinstance(recorded, list):
            assert isinstance(found, list) and len(found) == len(recorded), f"{at}: {found!r} is not {recorded!r}"
            for number, (expected, item) in enumerate(zip(recorded, found)):
                self._value(expected, item, f"{at}[{number}]")
        elif recorded == "<datetime>":
            assert isinstance(found, datetime.datetime), f"{at}: {found!r} is no timestamp"
        elif isinstance(recorded, str):
            self._text(recorded, found, at)
        else:
            assert found == recorded and type(found) is type(recorded), f"{at}: {found!r} is not {recorded!r}"

    def _members(self, recorded, found, at):
        assert isinstance(found, dict), f"{at}: {found!r} is not {recorded!r}"
        if at.endswith(".ResponseMetadata"):
            status = found["HTTPStatusCode"]
            assert status == recorded["HTTPStatusCode"], f"{at}: {status} is not {recorded['HTTPStatusCode']}"
            return
        assert set(found) == set(recorded), f"{at}: members {sorted(found)} are not {sorted(recorded)}"
        for name, expected in recorded.items():
            self._value(expected, found[name], f"{at}.{name}")

    def _text(self, recorded, found, at):
        assert isinstance(found, str), f"{at}: {found!r} is not {recorded!r}"
        recorded = recorded.replace(RECORDED_ACCOUNT, ACCOUNT)
        parts, last, names = [], 0, []
        for placeholder in PLACEHOLDER.finditer(recorded):
            parts.append(re.escape(recorded[last : placeholder.start()]))
            parts.append(self._form(placeholder, recorded, names))
            last = placeholder.end()
        parts.append(re.escape(recorded[last:]))
        matched = re.fullmatch("".join(parts), found, re.DOTALL)
        assert matched, f"{at}: {found!r} is not {recorded!r} where {self.bound}"
        self.bound.update(zip(names, matched.groups()))

    def _form(self, placeholder, recorded, names):
        name = placeholder.group(1)
        if name in self.bound:
            return re.escape(self.bound[name])
        names.append(name)
        whole = placeholder.group(0) == recorded
        return "(" + (".+" if whole else FORMS.get(name.split(":")[0], r"[^/:]+?")) + ")"
