"""The secrets that a test run saw, and the search for them where none may be.

Secret keys, session tokens, private keys and the server's own keys are noted as they come by; logs, events,
error messages and the data directory are then searched for each of them, as they are and percent-encoded.
"""

import base64
import os
import re
import subprocess
import tempfile
from urllib.parse import quote

SHORTEST = 16


class Secrets:
    def __init__(self):
        self._needles = {}
        self._messages = []

    def note(self, value):
        """Remembers one secret. Of a long one its middle is looked for, so that a part of it is found as well."""
        if not value:
            return
        assert len(value) >= SHORTEST, "too short to be looked for"
        needle = value if len(value) < 160 else value[64:128]
        self._needles.setdefault(needle, {needle, quote(needle, safe="")})

    def note_private_key(self, pem):
        """Remembers the lines of a PKCS#8 private key that hold nothing public: the first of an EC key, which its
        public key ends, and the second half of an RSA key, which its modulus begins."""
        lines = re.sub(r"-----[^-]+-----", "", pem).split()
        for line in lines[:1] if len(lines) < 8 else lines[len(lines) // 2 : -1]:
            self.note(line)

    def note_answer(self, answer):
        """Remembers every secret member of an API answer, at any depth, and the message of an error."""
        if isinstance(answer, dict):
            for name, value in answer.items():
                if isinstance(value, str) and name.lower() in ("secretaccesskey", "sessiontoken"):
                    self.note(value)
                elif isinstance(value, bytes) and name == "Base32StringSeed":
                    self.note(value.decode())
                    self.note(base64.b64encode(value).decode())
                elif name == "Error" and isinstance(value, dict):
                    self._messages.append(str(value))
                elif name != "ResponseMetadata":
                    self.note_answer(value)
        elif isinstance(answer, list):
            for item in answer:
                self.note_answer(item)

    def note_error(self, text):
        self._messages.append(text)

    def assert_absent(self, text, where):
        for forms in self._needles.values():
            for form in forms:
                at = text.find(form)
                assert at < 0, f"a secret is in {where}: …{text[max(0, at - 120) : at]}[{len(form)} characters]"

    def assert_absent_from_much(self, where, *, text=None, paths=()):
        """The same of a text or of files that are large, where looking for one secret after the other takes long."""
        with tempfile.NamedTemporaryFile("w") as patterns:
            patterns.write("\n".join(form for forms in self._needles.values() for form in forms))
            patterns.flush()
            found = subprocess.run(
                ["grep", "--fixed-strings", "--text", "--only-matching", "--byte-offset", "--with-filename",
                 "--max-count=1", f"--file={patterns.name}", "--", *(map(str, paths) if text is None else "-")],
                input=None if text is None else text.encode(), capture_output=True, env={**os.environ, "LC_ALL": "C"},
            )  # fmt: skip
        # 0 is found, 1 is not found, and 2 is a failure of the search.
        places = [line.rsplit(":", 1)[0] for line in found.stdout.decode("utf-8", "replace").splitlines()]
        assert found.returncode == 1, f"a secret is in {where}: {places} {found.stderr.decode()}"

    def assert_absent_from_errors(self):
        for message in self._messages:
            self.assert_absent(message, "an error message")

    def __len__(self):
        return len(self._needles)
