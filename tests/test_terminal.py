"""Questions at the terminal: a person types at a pseudo-terminal."""

import fcntl
import os
import signal
import struct
import sys
import termios

import pytest
from cryptography.hazmat.primitives import serialization

from tegata import until
from terminal import Terminal

QUESTION = b"Password of the private key"


# A shell with job control that leaves the terminal's modes to others. A line on the terminal continues what stopped.
SHELL = """
import os, signal, sys
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
child = os.fork()
if child == 0:
    os.setpgid(0, 0)
    os.tcsetpgrp(0, os.getpid())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    os.execv(sys.argv[1], sys.argv[1:])
while True:
    _, status = os.waitpid(child, os.WUNTRACED)
    os.tcsetpgrp(0, os.getpgrp())
    if not os.WIFSTOPPED(status):
        sys.exit(os.waitstatus_to_exitcode(status))
    print("it has stopped", file=sys.stderr, flush=True)
    sys.stdin.readline()
    os.tcsetpgrp(0, child)
    os.kill(-child, signal.SIGCONT)
"""

ARNS = [
    "--role-arn", "arn:aws:iam::111122223333:role/r",
    "--profile-arn", "arn:aws:rolesanywhere:eu-west-1:111122223333:profile/p",
    "--trust-anchor-arn", "arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/a",
]  # fmt: skip


def foreground(terminal):
    """The process group that the terminal belongs to."""
    return struct.unpack("i", fcntl.ioctl(terminal.master, termios.TIOCGPGRP, bytes(4)))[0]


@pytest.fixture
def encrypted(authority, tmp_path):
    """The flags of a certificate and its encrypted key."""
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
    return ["--certificate", certificate, "--private-key", key]


@pytest.fixture
def ask(encrypted, tmp_path):
    """Starts a command and waits for its question."""
    started = []

    def start(*words, before=()):
        terminal = Terminal(*words, *encrypted, home=tmp_path, before=before)
        started.append(terminal)
        until(lambda: terminal.shows(QUESTION), "the question")
        return terminal

    yield start
    for terminal in started:
        terminal.close()


@pytest.fixture
def asked(ask):
    """`sign-string` with an encrypted key, as it asks for the password."""
    return ask("sign-string", "--format", "text")


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


def test_the_end_of_input_ends_an_answer(asked):
    asked.types(b"geheim\x04")
    signature, _ = asked.process.communicate(timeout=60)
    assert asked.process.returncode == 0 and bytes.fromhex(signature.decode())
    assert asked.is_as_before


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT])
def test_a_signal_leaves_the_terminal_as_it_was(asked, sent):
    asked.types(b"gehe")
    asked.process.send_signal(sent)
    assert asked.process.wait(timeout=60) == -sent
    assert asked.is_as_before


@pytest.mark.parametrize("words, code", [(["update"], 0), (["update", "--once"], 1), (["serve", "--port", "0"], 0)])
def test_what_sees_to_signals_leaves_the_terminal_as_it_was(ask, words, code):
    terminal = ask(*words, *ARNS)
    terminal.process.send_signal(signal.SIGTERM)
    assert terminal.process.wait(timeout=60) == code
    assert terminal.is_as_before


def assert_it_asks_again_and_signs(asked):
    """Lets the shell continue what was stopped; what was typed before is forgotten."""
    asked.types(b"\n")
    until(lambda: asked.shows(b"it has stopped") and asked.shown.count(QUESTION) == 2, "the question")
    assert not asked.is_as_before
    asked.types(b"geheim\n")
    signature, _ = asked.process.communicate(timeout=60)
    assert asked.process.returncode == 0 and bytes.fromhex(signature.decode())
    assert asked.is_as_before and b"falsch" not in asked.shown and b"geheim" not in asked.shown


def test_what_is_stopped_asks_again(ask):
    asked = ask("sign-string", "--format", "text", before=[sys.executable, "-c", SHELL])
    asked.types(b"falsch\x1a")
    until(lambda: asked.shows(b"it has stopped"), "the stop")
    assert asked.is_as_before
    assert_it_asks_again_and_signs(asked)


def test_what_nobody_can_continue_is_not_stopped(asked):
    """A leader of a session has no shell that would continue it, so the system does not stop it."""
    asked.types(b"\x1a")
    until(lambda: asked.shows(QUESTION) and asked.shown.count(QUESTION) == 2, "the question")
    asked.types(b"geheim\n")
    assert asked.process.wait(timeout=60) == 0
    assert asked.is_as_before


# A job that nobody sees: it stops where it would use the terminal, is told to end, and then to go on, as shells do.
BACKGROUND = """
import os, signal, sys
child = os.fork()
if child == 0:
    os.setpgid(0, 0)
    os.execv(sys.argv[1], sys.argv[1:])
os.waitpid(child, os.WUNTRACED)
print("it has stopped", file=sys.stderr, flush=True)
sys.stdin.readline()
os.kill(-child, signal.SIGTERM)
os.kill(-child, signal.SIGCONT)
_, status = os.waitpid(child, os.WUNTRACED)
os.kill(-child, signal.SIGKILL) if os.WIFSTOPPED(status) else None
print("it ended by", os.WIFSIGNALED(status) and os.WTERMSIG(status), file=sys.stderr, flush=True)
"""

# As the shell of above, but what stopped is to end as soon as it goes on, which is in the background.
KILLED = SHELL.replace("os.tcsetpgrp(0, child)\n    os.kill(-child, signal.SIGCONT)", "os.kill(-child, signal.SIGTERM)\n    os.kill(-child, signal.SIGCONT)")


def test_what_is_in_the_background_asks_nobody_and_can_be_ended(encrypted, tmp_path):
    shell = [sys.executable, "-c", BACKGROUND]
    terminal = Terminal("sign-string", *encrypted, home=tmp_path, before=shell)
    try:
        until(lambda: terminal.shows(b"it has stopped"), "the stop")
        assert terminal.is_as_before and QUESTION not in terminal.shown
        terminal.types(b"\n")
        until(lambda: terminal.shows(b"it ended by 15"), "its end")
    finally:
        terminal.close()


@pytest.mark.parametrize("sent", [signal.SIGSTOP, signal.SIGTSTP])
def test_what_is_stopped_from_outside_asks_again(ask, sent):
    asked = ask("sign-string", "--format", "text", before=[sys.executable, "-c", SHELL])
    asked.types(b"falsch")
    os.killpg(foreground(asked), sent)
    until(lambda: asked.shows(b"it has stopped"), "the stop")
    # Nobody could restore the terminal; a shell does that by itself. This one does so here.
    termios.tcsetattr(asked.slave, termios.TCSANOW, asked.before)
    assert_it_asks_again_and_signs(asked)


def test_a_terminal_that_a_shell_gives_back_quiet_is_as_before_in_the_end(ask):
    asked = ask("sign-string", "--format", "text", before=[sys.executable, "-c", SHELL])
    os.killpg(foreground(asked), signal.SIGSTOP)
    until(lambda: asked.shows(b"it has stopped"), "the stop")
    asked.types(b"\n")
    until(lambda: asked.shows(b"it has stopped") and asked.shown.count(QUESTION) == 2, "the question")
    asked.types(b"geheim\n")
    assert asked.process.wait(timeout=60) == 0
    assert asked.is_as_before


@pytest.mark.parametrize("sent", [signal.SIGSTOP, signal.SIGTSTP])
def test_what_is_stopped_from_outside_can_be_ended(ask, sent):
    asked = ask("sign-string", "--format", "text", before=[sys.executable, "-c", KILLED])
    os.killpg(foreground(asked), sent)
    until(lambda: asked.shows(b"it has stopped"), "the stop")
    shown = len(asked.shown)
    asked.types(b"\n")
    # As Python tells a signal in an exit code.
    assert asked.process.wait(timeout=60) == 256 - signal.SIGTERM
    assert b"it has stopped" not in asked.shown[shown:]


def test_what_nohup_ignores_stays_ignored(ask):
    asked = ask("sign-string", "--format", "text", before=["/bin/sh", "-c", 'trap "" HUP; exec "$@"', "sh"])
    asked.process.send_signal(signal.SIGHUP)
    asked.types(b"geheim\n")
    signature, _ = asked.process.communicate(timeout=60)
    assert asked.process.returncode == 0 and bytes.fromhex(signature.decode())
    assert asked.is_as_before
