"""Where codes come from: a terminal, dialogs, a YubiKey, a pinentry, a program, a kept seed."""

import json
import os
import pathlib
import shutil
import subprocess
import sys

import pytest

from tegata import ROOT, command, environment, until
from terminal import Terminal
from totp import Authenticator

SERIAL = "arn:aws:iam::111122223333:mfa/me_too"
# What it would take for marks is doubled.
SHOWN_BY_ZENITY = f"Enter MFA code for {SERIAL.replace('_', '__')}:"
QUESTION = f"Enter MFA code for {SERIAL}:"
SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
PASSPHRASE = "correct horse battery staple"


@pytest.fixture(scope="module")
def program():
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    path = target / "debug" / "examples" / "mfa"
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing; run: cargo build -p tegata-client --example mfa")
    return path


class Home:
    """A home with a profile that needs codes, and programs of its own on PATH."""

    def __init__(self, folder):
        self.folder = folder
        self.programs = folder / "bin"
        self.programs.mkdir()
        self.variables = {"PATH": self.programs, "DISPLAY": ":99"}
        (folder / ".aws").mkdir()
        self.profile()

    def profile(self, **settings):
        settings = {"region": "us-east-1", "mfa_serial": SERIAL, **settings}
        lines = [f"{name} = {value}\n" for name, value in settings.items()]
        (self.folder / ".aws/config").write_text("[profile me]\n" + "".join(lines))

    def stand_in(self, name, body):
        """A program that keeps its words and environment, and then does what `body` says."""
        path = self.programs / name
        path.write_text(
            f"#!{sys.executable}\nimport json, os, sys, time\n"
            f"with open({str(self.folder / 'runs')!r}, 'a') as runs:\n"
            "    print(json.dumps([os.path.basename(sys.argv[0]), *sys.argv[1:]]), file=runs)\n"
            f"with open({str(self.folder / 'pid')!r}, 'w') as pid:\n    print(os.getpid(), file=pid)\n" + body
        )
        path.chmod(0o700)

    @property
    def runs(self):
        path = self.folder / "runs"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    @property
    def pid(self):
        return int((self.folder / "pid").read_text())


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path)


@pytest.fixture
def mfa(program, home):
    """Runs the program without a terminal: mfa("--prompt", "zenity", env={…}) → the completed process."""

    def run(*words, env=None, check=0):
        done = subprocess.run(
            [program, "me", *words], env=environment(home.folder, **{**home.variables, **(env or {})}),
            capture_output=True, text=True, stdin=subprocess.DEVNULL, start_new_session=True, timeout=60,
        )  # fmt: skip
        assert done.returncode == check, done.stderr
        return done

    return run


@pytest.fixture
def at_terminal(program, home):
    """Starts the program at a terminal: at_terminal(…, stdin=…) → Terminal."""
    started = []

    def start(*words, program=program, env=None, **streams):
        env = {**home.variables, **(env or {})}
        started.append(Terminal(*words, home=home.folder, program=program, env=env, **streams))
        return started[-1]

    yield start
    for terminal in started:
        terminal.close()


# The terminal


def test_row_8_1_05_the_terminal_is_asked_whatever_the_streams_are(at_terminal, home):
    home.stand_in("ykman", "print(111111)")
    home.stand_in("zenity", "print(111111)")
    terminal = at_terminal("me", stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
    until(lambda: terminal.shows(QUESTION.encode()), "the question")
    terminal.types(b"12345\n")
    until(lambda: terminal.shows(b"A code has six digits. " + QUESTION.encode()), "the question again")
    terminal.types(b"123 456\n")
    out, err = terminal.process.communicate(timeout=60)
    # Row 8.2 k: neither the question nor the line end after it is on the standard output.
    assert (out, err, home.runs) == (b"123456\n", b"", [])
    assert b"12345" not in terminal.shown and terminal.is_as_before


def test_a_person_corrects_a_refused_code_and_no_code_is_given_twice(at_terminal):
    terminal = at_terminal("me", "--refused", 1)
    until(lambda: terminal.shows(QUESTION.encode()), "the question")
    terminal.types(b"123456\n")
    until(lambda: terminal.shows(b"The code was refused. Enter MFA code"), "the question again")
    terminal.types(b"123456\n")
    until(lambda: terminal.shows(b"That code was used already; wait for the next. "), "the hint")
    terminal.types(b"654321\n")
    assert terminal.process.communicate(timeout=60)[0] == b"654321\n"


def test_a_person_who_is_not_there_is_not_waited_for(at_terminal):
    terminal = at_terminal("me", env={"TEGATA_PROMPT_TIMEOUT": "1s"}, stderr=subprocess.PIPE)
    until(lambda: terminal.shows(QUESTION.encode()), "the question")
    terminal.types(b"123")
    out, err = terminal.process.communicate(timeout=60)
    assert (out, err.decode()) == (b"", f"mfa: the code of {SERIAL} was not given: the question was not answered in 1 s\n")
    assert terminal.process.returncode == 1 and terminal.is_as_before


def test_nobody_is_asked_where_nobody_is(mfa):
    for words in ([], ["--server"]):
        said = mfa(*words, env={"DISPLAY": None}, check=1).stderr
        assert said == (
            f"mfa: a code of {SERIAL} is needed, and there is neither a terminal nor a display to ask at; give it "
            "with -t, or set mfa_process or --prompt\n"
        )


# Dialogs


@pytest.mark.parametrize(
    "driver, words",
    [
        ("zenity", ["--entry", "--title", "tegata", "--text", SHOWN_BY_ZENITY]),
        ("kdialog", ["--title", "tegata", "--inputbox", QUESTION]),
    ],
)
def test_a_dialog_is_shown_where_there_is_a_display(mfa, home, driver, words):
    home.stand_in(driver, "print('123456')")
    home.stand_in("ykman", "print('111111')")
    assert mfa().stdout == "123456\n"
    assert mfa("--server").stdout == "123456\n"
    assert home.runs == [[driver, *words]] * 2


def test_a_child_with_the_terminal_is_not_disturbed(at_terminal, home):
    home.stand_in("kdialog", "print('123456')")
    terminal = at_terminal("me", "--server")
    assert terminal.process.communicate(timeout=60)[0] == b"123456\n"
    assert not terminal.shows(b"Enter") and len(home.runs) == 1


def test_a_person_corrects_an_answer_in_a_dialog_three_times(mfa, home):
    home.stand_in("zenity", "print('hunter2')")
    said = mfa("--prompt", "zenity", check=1).stderr
    assert said == f"mfa: zenity gave no code of six digits for {SERIAL}\n"
    asked = [run[-1] for run in home.runs]
    assert asked == [SHOWN_BY_ZENITY, *[f"A code has six digits. {SHOWN_BY_ZENITY}"] * 2]


@pytest.mark.parametrize(
    "body, why",
    [
        ("sys.exit(1)", "the question was not answered"),
        ("print('no \\x1b[2Jdisplay', file=sys.stderr); sys.exit(1)", "zenity failed (exit status: 1): no [2Jdisplay"),
        ("os.kill(os.getpid(), 15)", "zenity failed (signal: 15 (SIGTERM))"),
        ("sys.stdout.write('1' * 1_000_000)", "zenity printed more than 4096 bytes"),
    ],
)
def test_a_dialog_without_an_answer_is_one_sentence(mfa, home, body, why):
    home.stand_in("zenity", body)
    assert mfa("--prompt", "zenity", check=1).stderr == f"mfa: the code of {SERIAL} was not given: {why}\n"


@pytest.mark.parametrize("driver", ["zenity", "kdialog", "ykman", "pinentry", "mfa_process"])
def test_a_program_that_hangs_is_ended(mfa, home, driver):
    home.stand_in(driver, "time.sleep(1000)")
    words = ["--prompt", driver]
    if driver == "mfa_process":
        home.profile(mfa_process=f"exec {home.programs / driver}")
        words = []
    said = mfa(*words, env={"TEGATA_PROMPT_TIMEOUT": "1s"}, check=1).stderr
    assert ("did not end in 1 s" in said or "was not answered in 1 s" in said) and said.count("\n") == 1, said
    assert not pathlib.Path(f"/proc/{home.pid}").exists()


@pytest.mark.parametrize("driver", ["zenity", "kdialog", "ykman", "pinentry"])
def test_who_asks_learns_no_settings(mfa, home, driver):
    names = home.folder / "names"
    home.stand_in(driver, f"open({str(names)!r}, 'w').write(' '.join(os.environ))\nprint('123456')")
    secrets = {"AWS_VAULT_FILE_PASSPHRASE": "hush", "AWS_SECRET_ACCESS_KEY": "hush", "TEGATA_PROMPT_TIMEOUT": "30s"}
    mfa("--prompt", driver, env=secrets, check=1 if driver == "pinentry" else 0)  # which says more than a code
    found = names.read_text().split()
    assert "PATH" in found and not [name for name in found if name.startswith(("AWS_", "TEGATA_"))]


def test_an_answer_needs_no_line_end(mfa, home):
    home.stand_in("kdialog", "sys.stdout.write('123456')")
    assert mfa("--prompt", "kdialog").stdout == "123456\n"


def test_a_driver_that_is_not_there_is_told(mfa):
    said = mfa("--prompt", "zenity", check=1).stderr
    assert said == (
        f"mfa: the code of {SERIAL} was not given: zenity is not in PATH; install it, or choose another way with "
        "--prompt or AWS_VAULT_PROMPT\n"
    )
    assert "mfa_process = pass otp NAME" in mfa(env={"AWS_VAULT_PROMPT": "pass"}, check=1).stderr


@pytest.mark.parametrize("keys, out, why", [("Return", "123456\n", ""), ("Escape", "", "the question was not answered")])
def test_the_real_zenity_asks_in_a_window(mfa, home, keys, out, why):
    (home.programs / "zenity").symlink_to("/usr/bin/zenity")
    read, write = os.pipe()
    with subprocess.Popen(["Xvfb", "-displayfd", str(write)], pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        with os.fdopen(read) as told:
            display = {"DISPLAY": f":{told.readline().strip()}"}
        find = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "tegata"]
        person = subprocess.Popen(
            [*find, "windowfocus", "--sync", "sleep", "0.5", "type", "--args", "1", "123456", "key", keys], env=environment(home.folder, **display)
        )
        try:
            done = mfa("--prompt", "zenity", env={**display, "TEGATA_PROMPT_TIMEOUT": "30s"}, check=1 if why else 0)
        finally:
            person.kill()
            person.wait()
            server.terminate()
    assert done.stdout == out and why in done.stderr and done.stderr.count("\n") <= 1, done.stderr


# A YubiKey


@pytest.mark.parametrize(
    "env, words",
    [
        ({}, ["oath", "accounts", "code", "--single", "--", SERIAL]),
        (
            {"YKMAN_OATH_CREDENTIAL_NAME": "AWS:me", "YKMAN_OATH_DEVICE_SERIAL": "1234567"},
            ["--device", "1234567", "oath", "accounts", "code", "--single", "--", "AWS:me"],
        ),
        ({"AWS_VAULT_YKMAN_VERSION": "3"}, ["oath", "code", "--single", "--", SERIAL]),
    ],
)
def test_row_8_1_20_a_yubikey_speaks_with_the_person_at_the_terminal(at_terminal, home, env, words):
    home.stand_in(
        "ykman", "print('Enter the password:', file=sys.stderr, flush=True); assert input() == 'geheim'; print(123456)"
    )
    terminal = at_terminal(
        "me", "--prompt", "ykman", env=env, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    until(lambda: terminal.shows(b"Enter the password:"), "its question")
    terminal.types(b"geheim\n")
    assert terminal.process.communicate(timeout=60) == (b"123456\n", b"")
    assert home.runs == [["ykman", *words]]


def test_row_8_2_i_a_yubikey_is_asked_only_when_its_key_is_named(mfa, home):
    home.stand_in("ykman", "print('123456')")
    mfa(check=1)
    assert home.runs == []
    assert mfa(env={"YKMAN_OATH_CREDENTIAL_NAME": "AWS:me"}).stdout == "123456\n"


def test_a_yubikey_is_not_asked_twice_for_a_refused_code(mfa, home):
    home.stand_in("ykman", "print('123456')")
    assert mfa("--prompt", "ykman", "--refused", "1", check=1).stderr == "mfa: the code was refused\n"
    assert len(home.runs) == 1


# A pinentry

PINENTRY = """
say = lambda line: print(line, flush=True)
say("OK Pleased to meet you")
for line in sys.stdin:
    with open(%r, "a") as said:
        said.write(line)
    say(answer) if line == "GETPIN\\n" else say("ERR 83886254 Unknown option") if line.startswith("OPTION lc") else say("OK")
"""


@pytest.mark.parametrize(
    "answer, out, why",
    [
        ("S PASSWORD_FROM_CACHE\\nD 123\\nD %34%35%36\\nOK", "123456\n", ""),
        ("ERR 83886179 Operation cancelled <Pinentry>", "", "the question was not answered"),
        ("ERR 83886142 Timeout <Pinentry>", "", "pinentry was not answered in 120 s"),
        ("ERR 83886340 No \\x1b[2Jtty <Pinentry>", "", "pinentry failed (error 260): No [2Jtty <Pinentry>"),
        ("INQUIRE QUALITY 123456", "", "pinentry does not speak as a pinentry does"),
        ("D ' + '1' * 1_000_000 + '\\nOK", "", "pinentry said more than a pinentry says"),
        ("D %ff\\nOK", "", "pinentry gave an answer that is not UTF-8"),
    ],
)
def test_a_pinentry_is_spoken_to_in_its_protocol(mfa, home, answer, out, why):
    said = home.folder / "said"
    home.stand_in("pinentry", f"answer = '{answer}'\n" + PINENTRY % str(said))
    done = mfa("--prompt", "pinentry", check=1 if why else 0)
    assert done.stdout == out
    assert done.stderr == (f"mfa: the code of {SERIAL} was not given: {why}\n" if why else "")
    lines = said.read_text().splitlines()
    assert lines[:5] == ["OPTION lc-ctype=C.UTF-8", "OPTION lc-messages=C.UTF-8", "SETTIMEOUT 120", "SETTITLE tegata",
                         f"SETDESC Enter MFA code for {SERIAL}"]  # fmt: skip
    assert lines[5:7] == ["SETPROMPT Code:", "GETPIN"] and home.runs == [["pinentry"]]


@pytest.mark.parametrize("flavour", ["pinentry-tty", "pinentry-curses"])
def test_the_real_pinentry_asks_at_the_terminal(at_terminal, home, flavour):
    path = shutil.which(flavour)
    assert path, f"{flavour} is missing; run: apt-get install {flavour}"
    (home.programs / "pinentry").symlink_to(path)
    terminal = at_terminal("me", "--prompt", "pinentry", "--wanted", 2, env={"TERM": "xterm"}, stdin=subprocess.DEVNULL)
    for code in (b"123456", b"654321"):
        until(lambda: terminal.shows(b"Code:"), "the question")
        terminal.types(code + (b"\n" if flavour == "pinentry-tty" else b"\r"))
        terminal.shown = b""
    assert terminal.process.communicate(timeout=60)[0] == b"123456\n654321\n"
    assert terminal.is_as_before


# mfa_process, and what comes before and after it


def test_mfa_process_has_the_terminal_and_is_trimmed(at_terminal, home):
    home.profile(mfa_process="echo 'touch it' >&2; read -r code; echo \" $code \"")
    terminal = at_terminal("me", stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
    until(lambda: terminal.shows(b"touch it"), "its message")
    terminal.types(b"123456\n")
    assert terminal.process.communicate(timeout=60) == (b"123456\n", b"")


def test_mfa_process_that_fails_is_told_without_what_may_be_secret(mfa, home):
    home.profile(mfa_process="exit 3 # hunter2")
    said = mfa(check=1).stderr
    assert said == "mfa: process provider: mfa_process `exit …` failed (exit status: 3)\n"
    home.profile(mfa_process="echo hunter2")
    said = mfa(check=1).stderr
    assert said == f"mfa: mfa_process gave no code of six digits for {SERIAL}\n"


def test_the_flag_comes_before_mfa_process_and_that_before_a_seed(mfa, home):
    home.variables |= {"TEGATA_FILE_DIR": home.folder / "vault", "AWS_VAULT_FILE_PASSPHRASE": PASSPHRASE}
    env, words = home.variables, ["--backend", "tegata-file"]
    added = command("totp", "add", SERIAL, *words, home=home.folder, env=env, stdin=SEED, check=0)
    assert added.stdout == "" and "a second factor beside the first is none" in added.stderr
    app = Authenticator(SEED)
    before = app.code()
    assert mfa(*words).stdout.strip() in (before, app.code())
    home.profile(mfa_process="echo 123456")
    assert mfa(*words).stdout == "123456\n"
    assert mfa(*words, "-t", "654321").stdout == "654321\n"
    assert "gave one code, and another is needed" in mfa(*words, "-t", "654321", "--wanted", "2", check=1).stderr


# Seeds


def test_a_seed_is_kept_shown_as_codes_and_removed(home):
    def totp(verb, serial=SERIAL, **more):
        return command("totp", verb, serial, "--backend", "tegata-file", home=home.folder, env=home.variables, **more)

    home.variables |= {"AWS_VAULT_FILE_PASSPHRASE": PASSPHRASE}
    assert totp("code", check=1).stderr == f"tegata totp: no seed of {SERIAL} is kept; keep one with: tegata totp add {SERIAL}\n"
    refused = totp("add", stdin="otpauth://hotp/me?secret=" + SEED, check=1).stderr
    assert refused.startswith("tegata totp: the URI is not for time-based codes") and SEED not in refused
    totp("add", stdin=f"otpauth://totp/AWS:me?secret={SEED}&issuer=AWS\n", check=0)
    there = f"tegata totp: a seed of {SERIAL} is kept already; remove it first, with: tegata totp remove {SERIAL}\n"
    assert totp("add", stdin=SEED, check=1).stderr == there
    app = Authenticator(SEED)
    before = app.code()
    assert totp("code", check=0).stdout.strip() in (before, app.code())
    assert totp("remove", check=0).stdout == ""
    assert totp("remove", check=1).stderr == f"tegata totp: no seed of {SERIAL} is kept; keep one with: tegata totp add {SERIAL}\n"
    kept = [path for path in home.folder.rglob("*") if path.is_file() and SEED.encode() in path.read_bytes()]
    assert kept == []


def test_row_8_2_k_a_passphrase_is_asked_at_the_terminal_and_never_on_stdout(at_terminal, home):
    words = ["totp", "add", SERIAL, "--backend", "tegata-file"]
    terminal = at_terminal(*words, program=None)
    for question, answer in [
        (b"Secret key or otpauth:// URI of ", SEED),
        (b"passphrase", PASSPHRASE),
        (b"again", PASSPHRASE),
    ]:
        until(lambda: terminal.shows(question), question.decode())
        terminal.types(answer.encode() + b"\n")
    out, _ = terminal.process.communicate(timeout=60)
    until(lambda: terminal.shows(b"whoever opens that has both factors"), "the warning")
    assert (terminal.process.returncode, out) == (0, b"")
    assert SEED.encode() not in terminal.shown and PASSPHRASE.encode() not in terminal.shown


def test_a_dialog_that_fails_is_no_terminal_that_failed(home):
    home.stand_in("zenity", "print('no display', file=sys.stderr); sys.exit(1)")
    words = ["totp", "add", SERIAL, "--backend", "tegata-file", "--prompt"]
    for driver, why in [("zenity", "zenity failed (exit status: 1): no display"), ("kdialog", "kdialog is not in PATH; ")]:
        said = command(*words, driver, home=home.folder, env=home.variables, stdin=SEED, check=1).stderr
        assert why in said and "the terminal failed" not in said, said


@pytest.mark.parametrize("driver, hides", [("zenity", "--hide-text"), ("kdialog", "--password")])
def test_a_passphrase_is_hidden_in_dialogs_and_in_no_one_s_words(home, driver, hides):
    home.stand_in(driver, f"print({PASSPHRASE!r})")
    words = ["totp", "add", SERIAL, "--backend", "tegata-file", "--prompt", driver]
    command(*words, home=home.folder, env=home.variables, stdin=SEED, check=0)
    assert len(home.runs) == 2 and all(hides in run for run in home.runs)
    assert PASSPHRASE not in (home.folder / "runs").read_text()
    env = {**home.variables, "AWS_VAULT_FILE_PASSPHRASE": PASSPHRASE}
    command("totp", "code", SERIAL, "--backend", "tegata-file", home=home.folder, env=env, check=0)
