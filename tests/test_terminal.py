"""Questions at the terminal: a person types at a pseudo-terminal."""

import signal

import pytest
from cryptography.hazmat.primitives import serialization

from tegata import until
from terminal import Terminal

QUESTION = b"Password of the private key"


@pytest.fixture
def asked(authority, tmp_path):
    """`sign-string` with an encrypted key, as it asks for the password."""
    made = authority.issue([("CN", "machine")], key="p-256")
    certificate, key = made.write(tmp_path, "leaf")
    private = serialization.load_pem_private_key(key.read_bytes(), None)
    key.write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"geheim"),
        )
    )
    words = ["sign-string", "--format", "text", "--certificate", certificate, "--private-key", key]
    terminal = Terminal(*words, home=tmp_path)
    until(lambda: terminal.shows(QUESTION), "the question")
    yield terminal
    terminal.close()


def test_a_password_is_not_shown(asked):
    assert not asked.is_as_before
    asked.types(b"falsch\nx\x15geheimm\x7f\n")
    signature, _ = asked.process.communicate(timeout=60)
    assert asked.process.returncode == 0 and bytes.fromhex(signature.decode())
    assert asked.shows(b"Incorrect.") and b"geheim" not in asked.shown and b"falsch" not in asked.shown
    assert asked.is_as_before


@pytest.mark.parametrize("key, ending", [(b"\x03", signal.SIGINT), (b"\x1c", signal.SIGQUIT)])
def test_a_key_that_ends_the_program_leaves_the_terminal_as_it_was(asked, key, ending):
    asked.types(b"gehe" + key)
    assert asked.process.wait(timeout=60) == -ending
    assert asked.is_as_before


def test_no_answer_is_told_on_a_line_of_its_own(asked):
    asked.types(b"\x04")
    assert asked.process.wait(timeout=60) == 1
    until(lambda: asked.shows(b"the question was not answered"), "the error")
    assert b": \r\ntegata sign-string: " in asked.shown
    assert asked.is_as_before
