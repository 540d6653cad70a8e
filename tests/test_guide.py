"""docs/roles-anywhere.md, run: every command of the guide, in order, in one shell, against a server of its own."""

import os
import pathlib
import re
import signal
import socket
import subprocess

from tegata import PATIENCE, ROOT, binary, environment

GUIDE = ROOT / "docs" / "roles-anywhere.md"


def blocks():
    """The guide's shell blocks; those for AWS alone are marked `sh aws`."""
    return re.findall(r"^```sh\n(.*?)^```$", GUIDE.read_text(), re.M | re.S)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def run(script, home, path):
    process = subprocess.Popen(
        ["bash", "-c", script],
        cwd=home,
        env=environment(home, PATH=path),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=8 * PATIENCE)
    finally:
        # What a failed run has left in the background.
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    return process.returncode, output


def test_every_command_of_the_guide(tmp_path):
    steps = blocks()
    assert len(steps) >= 14
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "tegata").symlink_to(binary())
    path = os.pathsep.join([str(programs), environment(tmp_path)["PATH"]])
    # `set -m` gives each background command its own number, and `wait` until the server answers what a person
    # does by being slow.
    script = ["set -eum"]
    for step in steps:
        script.append(step)
        if "server run" in step:
            script.append("until grep -q '^listening on' server.log; do sleep 0.1; done")
        script.append("echo ---")
    text = "\n".join(script).replace(":8181", f":{free_port()}")
    metadata = free_port()
    text = text.replace("--port 9911", f"--port {metadata}").replace(":9911", f":{metadata}")
    # Job control gives background commands process groups of their own.
    text = "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n" + text
    status, output = run(text, tmp_path, path)
    assert status == 0, output
    told = output.split("---\n")
    identities = re.findall(r'"Arn": "arn:aws:sts::111122223333:assumed-role/edge/([0-9a-f]+)"', output)
    assert len(identities) == 3 and len(set(identities)) == 1, output
    assert '"edge"' in output
    # The trail names the certificate and its sessions.
    who = next(part for part in told if part.lstrip().startswith("certificate"))
    assert identities[0] in who and "assumed-role" not in who.splitlines()[0]
    # Nothing is left that holds a secret.
    left = {path.name for path in pathlib.Path(tmp_path).iterdir()}
    assert not left & {"machine.key", "ca.key", "root.json", "tegata-data"}
    credentials = (tmp_path / ".aws" / "credentials").read_text()
    assert "aws_secret_access_key" not in credentials
