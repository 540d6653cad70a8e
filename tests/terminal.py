"""A pseudo-terminal for programs that ask a person."""

import os
import pty
import subprocess
import termios

from tegata import PATIENCE, binary, environment, until


class Terminal:
    """A program that has a terminal, and what it writes there. `streams` are Popen's, where they are elsewhere."""

    def __init__(self, *words, home, before=(), env=None, program=None, **streams):
        self.master, self.slave = pty.openpty()
        self.before = termios.tcgetattr(self.slave)
        name = os.ttyname(self.slave)
        streams = {"stdin": self.slave, "stdout": subprocess.PIPE, "stderr": self.slave, **streams}
        self.process = subprocess.Popen(
            [*before, program or binary(), *map(str, words)], env=environment(home, **(env or {})), **streams,
            # The leader of a session without a terminal gets the one that it opens.
            start_new_session=True, preexec_fn=lambda: os.close(os.open(name, os.O_RDWR)),
        )  # fmt: skip
        os.set_blocking(self.master, False)
        self.shown = b""

    def shows(self, text):
        try:
            self.shown += os.read(self.master, 4096)
        except BlockingIOError:
            pass
        return text in self.shown

    def types(self, keys):
        os.write(self.master, keys)

    def answers(self, *pairs):
        """Waits for each question, and types its answer."""
        for question, answer in pairs:
            until(lambda question=question: self.shows(question), f"the question {question}")
            self.types(answer + b"\n")

    def ends(self):
        """Its exit code and standard output, when it has ended."""
        printed, _ = self.process.communicate(timeout=2 * PATIENCE)
        self.shows(b"")
        return self.process.returncode, printed.decode()

    @property
    def is_as_before(self):
        return termios.tcgetattr(self.slave) == self.before

    def close(self):
        self.process.kill()
        self.process.wait()
        for stream in filter(None, (self.process.stdout, self.process.stderr)):
            stream.close()
        os.close(self.master)
        os.close(self.slave)
