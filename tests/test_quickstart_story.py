"""What `tegata quickstart` tells: every part of the story, in its order, with the ending that it must have.

That its commands do the same from a shell is in test_quickstart.py.
"""

import os
import pty
import re
import subprocess

from tegata import PATIENCE, binary, command, environment
from test_quickstart import steps

# Words of a step's title, and how its outcome begins.
STORY = [
    ("server", "done"),
    ("authority", "done"),
    ("key and certificate request", "done"),
    ("certificate for 7 days", "done"),
    ("trust anchor", "done"),
    ("role", "done"),
    ("permissions policy", "done"),
    ("profile", "done"),
    ("session policy", "done"),
    ("credentials", "done"),
    ("serial", "done"),
    ("allow", "done"),
    ("not allow", "refused: AccessDenied: .* no identity-based policy allows"),
    ("session policy does not allow", "refused: AccessDeniedException: .* no session policy allows"),
    ("trust policy", "done"),
    ("not trust", "refused: AccessDeniedException: Unable to assume role"),
    ("CRL", "done"),
    ("revoked", "refused: AccessDeniedException: Certificate revoked"),
    ("disabled the trust anchor", "done"),
    ("disabled", "refused: AccessDeniedException: Specified Trust Anchor is disabled"),
    ("older sessions", "done"),
    ("stopped", "refused: AccessDenied: .* with an explicit deny"),
    ("who", "certificate"),
]


def test_the_story(tmp_path):
    told = list(steps(command("quickstart", home=tmp_path, check=0).stdout))
    at = iter(told)
    for words, ending in STORY:
        for step in at:
            if words in step.title and re.match(ending, step.outcome[0].strip()):
                break
        else:
            raise AssertionError(f"no step of {words!r} that ends in {ending!r}: {[step.title for step in told]}")
    # The chain of the last call, from the certificate down to the call.
    chain = [line.split()[0] for line in told[-1].outcome if not line.startswith("     ")]
    assert chain == ["certificate", "session", "role", "action"]
    # The session's name is the certificate's serial number.
    (serial,) = re.findall(r"serial number ([0-9a-f]+)", "\n".join(step.outcome[0] for step in told))
    named = next(step for step in told if "serial number" in step.title and "asked" in step.title)
    assert named.outcome[0].endswith(f"/{serial}")


def test_colour_is_for_a_terminal(tmp_path):
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [str(binary()), "quickstart"],
        stdout=follower,
        stderr=follower,
        stdin=subprocess.DEVNULL,
        env=environment(tmp_path, TERM="xterm"),
    )
    os.close(follower)
    shown = b""
    try:
        while part := os.read(leader, 65536):
            shown += part
    except OSError:
        pass  # The other end was closed.
    os.close(leader)
    assert process.wait(PATIENCE) == 0 and b"\x1b[" in shown


def test_it_fails_when_it_cannot_work(tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("a file, not a directory")
    done = command("quickstart", "--keep", taken, home=tmp_path, check=1)
    assert str(taken) in done.stderr and done.stderr.strip().count("\n") == 0
    done = command("quickstart", home=tmp_path, env={"TMPDIR": tmp_path / "nowhere"}, check=1)
    assert "nowhere" in done.stderr
