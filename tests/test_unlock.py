"""`tegata unlock` and `tegata lock` with real processes: who is served, what is kept from others, and every end."""

import concurrent.futures
import json
import os
import pathlib
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
import time

import pytest

from tegata import PATIENCE, ROOT, binary, environment, until
from terminal import Terminal

KEY = {"AccessKeyID": "AKIAIOSFODNN7EXAMPLE", "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
PASSPHRASE = "correct horse"
GIVEN = {"AWS_VAULT_FILE_PASSPHRASE": PASSPHRASE}
FOLDERS = {"file": ".awsvault/keys", "tegata-file": ".local/share/tegata/vault"}
NOBODY = 65534
AS_NOBODY = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]


@pytest.fixture(scope="module")
def vault():
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    path = target / "debug" / "examples" / "vault"
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing; run: cargo build -p tegata-vault --examples")
    return path


def is_running(process):
    try:
        return ") Z " not in pathlib.Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False


def lift_the_limit_of_cores():
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def part(data):
    return len(data).to_bytes(2, "big") + data


class Home:
    """A home with a folder for sockets, whose path is short enough for one; its agents end with it."""

    def __init__(self, folder, vault):
        self.folder = folder
        self.vault = vault
        self.runtime = folder / "run"
        self.runtime.mkdir(mode=0o700)

    def environment(self, **more):
        return environment(self.folder, XDG_RUNTIME_DIR=self.runtime, **more)

    def run(self, *arguments, env=None, check=0, wrapped_in=(), program=None):
        done = subprocess.run(
            [*wrapped_in, str(program or binary()), *map(str, arguments)], env=self.environment(**(env or {})),
            capture_output=True, text=True, timeout=4 * PATIENCE, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert done.returncode == check, f"{done.stdout}\n{done.stderr}"
        return done

    def keep(self, backend, passphrase=PASSPHRASE):
        """Keeps a key, so that the store has a passphrase."""
        subprocess.run(
            [self.vault, "--backend", backend, "set", "a"], input=json.dumps(KEY), text=True, check=True, timeout=60,
            env=self.environment(AWS_VAULT_FILE_PASSPHRASE=passphrase),
        )  # fmt: skip

    def unlock(self, backend="file", *flags, env=None, **options):
        """By the passphrase of the variable, since there is no terminal; returns the agent's process."""
        self.run("unlock", "--backend", backend, *flags, env={**GIVEN, **(env or {})}, **options)
        (found,) = [found for found in self.status() if found["backend"] == backend]
        return found["process"]

    def status(self):
        return json.loads(self.run("unlock", "--status", "--json").stdout)

    def sockets(self):
        return sorted((self.runtime / "tegata").glob("*.sock"))

    def opener(self, backend, folder=None):
        """What the agent of a store gives to who asks for it, byte for byte as docs/vault.md has it."""
        folder = str(folder or self.folder / FOLDERS[backend]).encode()
        for path in self.sockets():
            with socket.socket(socket.AF_UNIX) as asking:
                asking.connect(str(path))
                asking.sendall(b"TGU1\x01" + part(backend.encode()) + part(folder))
                asking.shutdown(socket.SHUT_WR)
                with asking.makefile("rb") as answer:
                    said = answer.read()
            if said[:5] == b"TGU1\x01":
                return said[7:]
        return None


@pytest.fixture
def home(vault):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="unlock.", dir="/tmp"))
    made = Home(folder, vault)
    yield made
    for found in made.status():
        os.kill(found["process"], signal.SIGKILL)
    shutil.rmtree(folder)


@pytest.mark.parametrize("backend", FOLDERS)
def test_a_store_stays_unlocked_until_it_is_locked(home, backend):
    home.keep(backend)
    folder = home.folder / FOLDERS[backend]
    done = home.run("unlock", "--backend", backend, "--for", "90m", env=GIVEN)
    assert (done.stdout, done.stderr) == (f"{folder} is unlocked for 1h30m; tegata lock ends it\n", "")
    (found,) = home.status()
    assert {name: found[name] for name in ("backend", "folder")} == {"backend": backend, "folder": str(folder)}
    assert 5300 < found["seconds_left"] <= 5400 and is_running(found["process"])
    assert f"{folder} ({backend}) is unlocked for 1h" in home.run("unlock", "--status").stdout
    opener = home.opener(backend)
    # Of its own files, the passphrase is not in the agent at all.
    assert opener == PASSPHRASE.encode() if backend == "file" else len(opener) == 32
    assert home.run("lock", "--backend", backend).stdout == f"{folder} is locked\n"
    until(lambda: not is_running(found["process"]), "the agent's end")
    assert home.sockets() == [] and home.status() == [] and home.opener(backend) is None
    assert home.run("lock", "--backend", backend).stdout == f"{folder} was not unlocked\n"
    assert home.run("unlock", "--status").stdout == "nothing is unlocked\n"


@pytest.mark.parametrize("backend", FOLDERS)
def test_commands_that_need_the_passphrase_ask_nobody(home, backend):
    home.keep(backend)
    added = ["add", "--env", "--backend", backend, "--no-add-config", "b"]
    key = {"AWS_ACCESS_KEY_ID": KEY["AccessKeyID"], "AWS_SECRET_ACCESS_KEY": KEY["SecretAccessKey"]}
    assert "need their passphrase, but there is no terminal" in home.run(*added, env=key, check=1).stderr
    home.unlock(backend)
    home.run(*added, env=key)
    listed = home.run("list", "--backend", backend, "--credentials").stdout
    assert listed.split() == ["a", "b"]
    home.run("lock", "--backend", backend)
    assert "need their passphrase" in home.run(*added, "--force", env=key, check=1).stderr


@pytest.mark.parametrize("backend", FOLDERS)
def test_the_passphrase_is_typed_once_and_for_an_empty_store_twice(home, backend):
    def typed(*answers):
        terminal = Terminal("unlock", "--backend", backend, home=home.folder)
        try:
            for count, answer in enumerate(answers, 1):
                until(lambda: terminal.shows(b": ") and terminal.shown.count(b": ") >= count, "the question")
                terminal.types(answer.encode() + b"\n")
            code = terminal.process.wait(timeout=2 * PATIENCE)
            until(lambda: terminal.shows(b"\n"), "what is said")
            assert PASSPHRASE.encode() not in terminal.shown
            return code, terminal.process.stdout.read().decode(), terminal.shown.decode()
        finally:
            terminal.close()

    agents = home.folder / ".cache/tegata/unlocked"
    code, _, shown = typed(PASSPHRASE, "another")
    assert code == 1 and "the second passphrase was not the first" in shown, shown
    assert list(agents.glob("*.sock")) == []
    code, said, shown = typed(PASSPHRASE, PASSPHRASE)
    assert code == 0 and "is unlocked for 8h" in said, shown
    home.keep(backend)
    code, _, shown = typed("mistyped")
    assert code == 1 and "the passphrase does not open " in shown and shown.count("\n") <= 3, shown
    # Without a folder for the time of the session, the socket is in the cache. What is unlocked stays so.
    home.runtime.rename(home.folder / "elsewhere")
    (found,) = home.status()
    assert typed(PASSPHRASE)[0] == 0
    until(lambda: not is_running(found["process"]), "the end of the agent that another took the place of")
    assert len(home.status()) == 1
    home.run("lock", "--all")


def test_two_stores_are_unlocked_and_locked_apart(home):
    for backend in FOLDERS:
        home.keep(backend)
        home.unlock(backend)
    assert [found["backend"] for found in home.status()] == ["file", "tegata-file"]
    assert home.opener("file") == PASSPHRASE.encode() and len(home.opener("tegata-file")) == 32
    other = home.folder / "other"
    home.run("unlock", "--backend", "file", "--file-dir", other, env={"AWS_VAULT_FILE_PASSPHRASE": "x"})
    assert home.opener("file", other) == b"x" and home.opener("file") == PASSPHRASE.encode()
    home.run("lock", "--backend", "file")
    assert home.opener("file") is None and home.opener("file", other) == b"x" and home.opener("tegata-file")
    processes = [found["process"] for found in home.status()]
    assert home.run("lock", "--all").stdout == "2 stores are locked\n"
    until(lambda: not any(map(is_running, processes)), "the end of all")
    assert home.run("lock", "--all").stdout == "nothing was unlocked\n"


def test_fifty_clients_are_served_at_once(home):
    home.keep("file")
    home.unlock()
    with concurrent.futures.ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: home.opener("file"), range(50)))
    assert answers == [PASSPHRASE.encode()] * 50


def test_another_user_is_served_nothing_even_where_files_let_them(home):
    home.keep("file")
    home.unlock()
    (path,) = home.sockets()
    script = (
        "import socket, sys\ns = socket.socket(socket.AF_UNIX)\ns.settimeout(20)\ns.connect(sys.argv[1])\n"
        "try:\n    s.sendall(bytes.fromhex(sys.argv[2]))\n    s.shutdown(socket.SHUT_WR)\n    print(s.recv(99))\n"
        "except (BrokenPipeError, ConnectionResetError):\n    print(b'')\n"
    )
    folder = str(home.folder / FOLDERS["file"]).encode()
    asks = (b"TGU1\x01" + part(b"file") + part(folder)).hex()
    asking = [*AS_NOBODY, "/usr/bin/python3", "-c", script, str(path)]
    done = subprocess.run([*asking, asks], capture_output=True, text=True, timeout=60)
    assert "PermissionError" in done.stderr
    for opened in (home.folder, home.runtime, path.parent, path):
        opened.chmod(0o777)
    for says in (asks, b"TGU1\x02".hex(), b"TGU1\x03".hex()):
        done = subprocess.run([*asking, says], capture_output=True, text=True, timeout=60)
        assert (done.stdout, done.returncode) == ("b''\n", 0), done.stderr
    path.parent.chmod(0o700)
    assert home.opener("file") == PASSPHRASE.encode()


def test_an_agent_of_another_user_is_not_believed(home):
    home.keep("file")
    home.unlock()
    (path,) = home.sockets()
    home.run("lock", "--backend", "file")
    script = (
        "import socket, sys\ns = socket.socket(socket.AF_UNIX)\ns.bind(sys.argv[1])\ns.listen()\nprint('up', flush=True)\n"
        "c, _ = s.accept()\nprint(c.recv(99), flush=True)\n"
    )
    for folder in (home.folder, home.runtime, path.parent):
        folder.chmod(0o777)
    foreign = subprocess.Popen(
        [*AS_NOBODY, "/usr/bin/python3", "-c", script, str(path)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert foreign.stdout.readline() == "up\n"
        # Its socket is no longer its own, so that only the process tells whose it is.
        os.chown(path, 0, 0)
        path.parent.chmod(0o700)
        assert home.status() == []
        assert foreign.stdout.readline() == "b''\n", "it was told something"
    finally:
        foreign.kill()
        foreign.wait()
        foreign.stdout.close()
        home.runtime.chmod(0o700)
    # A killed agent's socket, even another user's, is in nobody's way.
    home.unlock()
    assert home.opener("file") == PASSPHRASE.encode()


def test_it_ends_with_its_time(home):
    home.keep("file")
    process = home.unlock("file", "--for", "5s")
    until(lambda: not is_running(process), "the end of its time")
    assert home.sockets() == [] and home.status() == []


def test_it_ends_when_the_wall_clock_says_so(home, shifted_clock):
    home.keep("file")
    offset = home.folder / "offset"
    offset.write_text("0")
    env = {"LD_PRELOAD": shifted_clock(0)["LD_PRELOAD"], "CLOCK_OFFSET_FILE": offset}
    process = home.unlock("file", "--for", "1h", env=env)
    offset.write_text("-7200")
    time.sleep(1.5)
    assert is_running(process) and home.status()[0]["seconds_left"] <= 3600
    # As after a night in which the machine slept.
    offset.write_text("3601")
    until(lambda: not is_running(process), "the end of its time")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it(home, number):
    home.keep("file")
    process = home.unlock()
    os.kill(process, number)
    until(lambda: not is_running(process), "its end")
    assert home.sockets() == []


def test_the_loss_of_its_socket_ends_it(home):
    home.keep("file")
    process = home.unlock()
    home.sockets()[0].unlink()
    until(lambda: not is_running(process), "its end")


def test_what_a_killed_one_leaves_is_passed_over_and_replaced(home):
    home.keep("file")
    killed = home.unlock()
    os.kill(killed, signal.SIGKILL)
    until(lambda: not is_running(killed), "its end")
    (left,) = home.sockets()
    assert home.status() == []
    assert home.unlock() != killed
    assert home.sockets() == [left] and home.opener("file") == PASSPHRASE.encode()


def test_one_that_does_not_answer_is_not_said_to_be_locked(home):
    home.keep("file")
    process = home.unlock()
    (path,) = home.sockets()
    os.kill(process, signal.SIGSTOP)
    told = f"the agent at {path} does not answer, and may still keep what opens the store; end it with: kill -9 {process}\n"
    for words in (["lock", "--backend", "file"], ["lock", "--all"], ["unlock", "--backend", "file"]):
        assert home.run(*words, env=GIVEN, check=1).stderr == f"tegata {words[0]}: {told}"
    done = home.run("unlock", "--status")
    assert (done.stdout, done.stderr) == ("", f"warning: {told}")
    os.kill(process, signal.SIGCONT)
    until(lambda: not is_running(process), "its end, since it was told while it slept")


def test_unlocking_again_counts_from_then_on(home):
    home.keep("file")
    first = home.unlock("file", "--for", "2h")
    second = home.unlock("file", "--for", "10m")
    until(lambda: not is_running(first), "the end of the first")
    (found,) = home.status()
    assert found["process"] == second and found["seconds_left"] <= 600


def test_a_wrong_passphrase_unlocks_nothing_and_says_so(home):
    for backend in FOLDERS:
        home.keep(backend, "another")
        done = home.run("unlock", "--backend", backend, env=GIVEN, check=1)
        assert done.stderr.startswith("tegata unlock: the passphrase does not open ") and done.stderr.count("\n") == 1
    assert home.status() == []


def test_what_cannot_be_unlocked_is_one_sentence(home):
    for arguments, said in [
        (["--backend", "pass"], "the backend pass is not unlocked with a passphrase of Tegata's"),
        (["--backend", "file", "--for", "0s"], "a store is unlocked for one second to 168h"),
        (["--backend", "file", "--for", "8d"], "a store is unlocked for one second to 168h"),
        (["--agent"], "the agent is started by tegata unlock, without --agent"),
    ]:
        done = home.run("unlock", *arguments, env=GIVEN, check=1)
        assert done.stderr.startswith(f"tegata unlock: {said}") and done.stderr.count("\n") == 1, done.stderr
    done = home.run("unlock", "--backend", "file", check=1)
    assert "need their passphrase, but there is no terminal to ask for it" in done.stderr


def test_the_process_is_apart_from_who_started_it(home):
    home.keep("file")
    secret = {"AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI", "TEGATA_X": "x", "KEPT": "y"}
    process = home.unlock(env=secret)
    proc = pathlib.Path(f"/proc/{process}")
    assert os.getsid(process) == process and os.readlink(proc / "cwd") == "/"
    assert (proc / "cmdline").read_bytes() == b"tegata\0unlock\0--agent\0"
    names = [line.split(b"=")[0] for line in (proc / "environ").read_bytes().split(b"\0") if line]
    assert b"KEPT" in names and not [name for name in names if name.startswith((b"AWS_", b"TEGATA_"))]
    assert [os.readlink(proc / "fd" / number) for number in "12"] == ["/dev/null"] * 2
    limits = (proc / "limits").read_text().splitlines()
    assert [line.split()[4:6] for line in limits if line.startswith("Max core file size")] == [["0", "0"]]
    status = dict(line.split(":\t", 1) for line in (proc / "status").read_text().splitlines() if ":\t" in line)
    assert status["VmLck"].split() >= ["4", "kB"]


def test_it_holds_nothing_open_of_who_started_it(home):
    home.keep("file")
    reading, writing = os.pipe()
    subprocess.run(
        [binary(), "unlock", "--backend", "file"], env=home.environment(**GIVEN), pass_fds=[writing], check=True,
        stdin=subprocess.DEVNULL, capture_output=True, timeout=4 * PATIENCE,
    )  # fmt: skip
    os.close(writing)
    assert len(home.status()) == 1
    os.set_blocking(reading, False)
    assert os.read(reading, 1) == b"", "something is at the pipe's other end"
    os.close(reading)


def test_processes_of_the_same_user_cannot_read_its_memory(home):
    """As a user without privileges: root can read everything."""
    program = home.folder / "tegata"
    shutil.copy(binary(), program)
    program.chmod(0o755)
    keys = home.folder / "keys"
    for path in (home.folder, home.runtime):
        os.chown(path, NOBODY, NOBODY)
    nobody = {"wrapped_in": AS_NOBODY, "program": program}
    home.run("unlock", "--backend", "file", "--file-dir", keys, env=GIVEN, **nobody)
    (found,) = json.loads(home.run("unlock", "--status", "--json", **nobody).stdout)
    proc = pathlib.Path(f"/proc/{found['process']}")
    assert f"Uid:\t{NOBODY}\t" in (proc / "status").read_text()
    # What belongs to root in /proc is of a process that leaves no core and takes no debugger.
    assert (proc / "mem").stat().st_uid == 0
    for name in ("mem", "environ", "maps"):
        done = subprocess.run([*AS_NOBODY, "head", "-c", "1", proc / name], capture_output=True, text=True, timeout=60)
        assert done.returncode != 0 and "Permission denied" in done.stderr, name
    control = subprocess.Popen([*AS_NOBODY, "sleep", "60"])
    try:
        until(lambda: pathlib.Path(f"/proc/{control.pid}/comm").read_text() == "sleep\n", "the start of sleep")
        subprocess.run([*AS_NOBODY, "head", "-c", "1", f"/proc/{control.pid}/environ"], check=True, timeout=60)
    finally:
        control.kill()
        control.wait()
    assert home.run("lock", "--all", **nobody).stdout == "1 store is locked\n"


@pytest.mark.parametrize("piped", [False, True], ids=["to a file", "through a pipe"])
def test_a_crash_leaves_no_core(home, piped):
    home.keep("file")
    pattern = pathlib.Path("/proc/sys/kernel/core_pattern")
    before = pattern.read_text()
    cores = home.folder / "cores"
    cores.mkdir()
    taker = home.folder / "taker"
    taker.write_text(f'#!/bin/sh\nexec cat > {cores}/core.$1\n')
    taker.chmod(0o755)
    unlimited = ["prlimit", "--core=unlimited:unlimited"]
    try:
        pattern.write_text(f"|{taker} %p" if piped else f"{cores}/core.%p")
        process = home.unlock(wrapped_in=unlimited)
        # Its limit is lifted before it becomes itself, so that it leaves a core however early it is ended.
        control = subprocess.Popen(["sleep", "60"], preexec_fn=lift_the_limit_of_cores)
        for pid in (process, control.pid):
            os.kill(pid, signal.SIGABRT)
        control.wait()
        until(lambda: not is_running(process), "the crash")
        until(lambda: list(cores.iterdir()), "the core of the other program")
    finally:
        pattern.write_text(before)
    assert [core.name for core in cores.iterdir()] == [f"core.{control.pid}"]
