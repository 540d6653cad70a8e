"""`credential-process --cache`: one session for many processes."""

import json
import os
import signal
import socket
import subprocess

import pytest

from machines import Setting
from tegata import binary, environment, has_open, until


@pytest.fixture(scope="module")
def place(root, authority):
    return Setting(root, authority, "cached")


@pytest.fixture
def machine(server, authority, tmp_path):
    made = authority.issue([("CN", "cached")])
    server.secrets.note_private_key(made.key_pem)
    return made.write(tmp_path, "cached")


def start(place, machine, home, *more):
    words = [str(binary()), "credential-process", *map(str, place.flags(*machine)), "--cache", *more]
    return subprocess.Popen(words, env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(place, process):
    stdout, stderr = process.communicate(timeout=120)
    assert process.returncode == 0, stderr
    place.server.secrets.note_answer(json.loads(stdout))
    return json.loads(stdout), stderr


def test_a_certificate_from_a_pipe_is_left_in_it(place, machine, tmp_path):
    """As `--certificate <(…)` gives it: there once, for the one who asks for the session."""
    certificate, key = machine
    reading, writing = os.pipe()
    with open(writing, "wb") as end:
        end.write(certificate.read_bytes())
    words = [str(binary()), "credential-process", *place.flags(f"/dev/fd/{reading}", key), "--cache"]
    process = subprocess.Popen(list(map(str, words)), env=environment(tmp_path), pass_fds=[reading],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # fmt: skip
    os.close(reading)
    _, stderr = finish(place, process)
    assert "the session is not cached" in stderr and stderr.count("\n") == 1


def test_a_certificate_from_a_named_pipe_is_left_in_it(place, machine, tmp_path):
    certificate, key = machine
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    process = start(place, (pipe, key), tmp_path)
    pipe.write_bytes(certificate.read_bytes())
    _, stderr = finish(place, process)
    assert "the session is not cached" in stderr


def test_row_02_twenty_processes_make_one_session(place, machine, tmp_path):
    """Sessions have access key ids of their own, so one id is one CreateSession."""
    processes = [start(place, machine, tmp_path) for _ in range(20)]
    answers = [finish(place, process) for process in processes]
    assert len({answer["AccessKeyId"] for answer, _ in answers}) == 1
    assert {stderr for _, stderr in answers} == {""}
    assert len(list((tmp_path / ".cache" / "tegata").glob("*.session"))) == 1


def test_row_02_the_lock_of_a_killed_process_is_nobodys(place, machine, tmp_path):
    """A process that holds the lock, stopped before the service answers, then killed."""
    listener = socket.create_server(("127.0.0.1", 0))
    try:
        flags = [str(flag) for flag in place.flags(*machine)]
        flags[flags.index("--endpoint") + 1] = f"http://127.0.0.1:{listener.getsockname()[1]}"
        words = [str(binary()), "credential-process", *flags, "--cache"]
        stuck = subprocess.Popen(words, env=environment(tmp_path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        connection, _ = listener.accept()
        stuck.send_signal(signal.SIGKILL)
        stuck.wait()
        connection.close()
        again = subprocess.Popen(words, env=environment(tmp_path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        listener.settimeout(30)
        connection, _ = listener.accept()  # It asks: it did not wait for the dead.
        again.kill()
        again.wait()
        connection.close()
    finally:
        listener.close()


def test_row_02_files_hold_no_secret_and_are_the_owners(place, machine, tmp_path):
    """Whatever keeps the key, a second run has the first one's session and the files hold no secret."""
    first, _ = finish(place, start(place, machine, tmp_path))
    second, _ = finish(place, start(place, machine, tmp_path))
    assert first == second
    for path in (tmp_path / ".cache" / "tegata").iterdir():
        assert path.stat().st_mode & 0o077 == 0
        assert first["SecretAccessKey"].encode() not in path.read_bytes()
        assert first["SessionToken"].encode() not in path.read_bytes()


def test_row_02_who_waits_for_a_failure_shares_it(place, machine, tmp_path):
    """16 processes, and a service that hangs up on the one that asks: nobody asks after it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        flags = [str(flag) for flag in place.flags(*machine)]
        flags[flags.index("--endpoint") + 1] = f"http://127.0.0.1:{listener.getsockname()[1]}"
        words = [str(binary()), "credential-process", *flags, "--cache"]
        env = environment(tmp_path, AWS_MAX_ATTEMPTS=1)
        running = [subprocess.Popen(words, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(16)]  # fmt: skip
        connection, _ = listener.accept()
        until(lambda: all(has_open(process, ".lock") for process in running), "that all wait", 60)
        connection.close()
        said = [process.communicate(timeout=60) for process in running]
        listener.settimeout(0)
        with pytest.raises(BlockingIOError):
            listener.accept()
    assert {process.returncode for process in running} == {1}
    assert {stdout for stdout, _ in said} == {""}
    shared = " (another process asked for the same session, and was told so)\n"
    causes = {stderr.removesuffix(shared).removesuffix("\n") for _, stderr in said}
    assert len(causes) == 1 and "the connection to http://127.0.0.1" in causes.pop()
    assert sum(stderr.endswith(shared) for _, stderr in said) == 15
    # Who comes later asks for itself.
    finish(place, start(place, machine, tmp_path))
