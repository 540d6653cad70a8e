"""`tegata quickstart`: the story ends well, and every command that it shows does what it says, by the AWS CLI."""

import json
import re
import shlex
import subprocess

import pytest

from tegata import PATIENCE, Server, binary, command, environment


class Step:
    """A step as it was printed: its number and title, the command, and the lines of the outcome."""

    def __init__(self, heading, shell, outcome):
        self.number, self.title = re.fullmatch(r" ?(\d+)\. (.+)", heading).groups()
        self.shell = shell.removeprefix("    $ ")
        self.outcome = outcome

    @property
    def refusal(self):
        """Code and message, of a step that was refused."""
        found = re.fullmatch(r"    refused: (\w+): (.+)", self.outcome[0])
        return found and found.groups()


def steps(text):
    lines = text.splitlines()
    starts = [at for at, line in enumerate(lines) if re.match(r" ?\d+\. ", line)]
    for start, end in zip(starts, [*starts[1:], len(lines)]):
        body = [line for line in lines[start + 2 : end] if line.startswith("    ")]
        yield Step(lines[start], lines[start + 1], body)


class Kept:
    """A story that was kept, and a server over it."""

    def __init__(self, directory):
        self.directory = directory
        self.server = Server(directory)
        self.data = self.server.data
        self.text = command("quickstart", "--keep", self.data, home=directory, check=0).stdout
        self.steps = list(steps(self.text))
        self.files = self.data / "quickstart"

    def introduction(self):
        """The lines before the first step that set the shell up, with the endpoint of the server that runs now."""
        head = self.text[: self.text.index(" 1. ")]
        lines = [line for line in head.splitlines() if re.match(r"export |unset ", line)]
        here = f"export AWS_ENDPOINT_URL={self.server.url}"
        assert sum(line.startswith("export AWS_ENDPOINT_URL=") for line in lines) == 1
        return [here if line.startswith("export AWS_ENDPOINT_URL=") else line for line in lines]

    def begin_again(self):
        (found,) = re.findall(r"^\$ (sh .+)$", self.text, re.MULTILINE)
        return found

    def shell(self, line):
        """Runs one command in a shell of its own, as a user's would be after the introduction."""
        script = "\n".join([*self.introduction(), line])
        env = environment(
            self.directory, AWS_MAX_ATTEMPTS="1", AWS_EC2_METADATA_DISABLED="true", AWS_SECRET_ACCESS_KEY="x"
        )
        return subprocess.run(
            ["sh", "-c", script], env=env, cwd=self.directory, capture_output=True, text=True, timeout=4 * PATIENCE
        )

    def secrets(self):
        for name in ("operator.json", "session.json"):
            found = json.loads((self.files / name).read_text())
            yield found["SecretAccessKey"]
            if "SessionToken" in found:
                yield found["SessionToken"]
        for name in ("ca.key", "machine.key"):
            yield (self.files / name).read_text().splitlines()[1]


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    story = Kept(tmp_path_factory.mktemp("quickstart"))
    story.server.start()
    try:
        yield story
        assert story.server.stop() == 0
    finally:
        story.server.kill()


def test_nothing_is_left_behind(tmp_path):
    done = command("quickstart", home=tmp_path, env={"TMPDIR": tmp_path}, check=0)
    assert list(tmp_path.iterdir()) == [] and "\x1b" not in done.stdout and done.stderr == ""
    assert "All 28 steps behaved as told" in done.stdout


def test_no_secret_is_shown_and_files_are_private(kept):
    for secret in kept.secrets():
        assert secret not in kept.text
    modes = {path: path.stat().st_mode & 0o077 for path in [kept.files, *kept.files.iterdir()]}
    assert not any(modes.values()), modes


def test_what_is_kept_works_at_once(kept):
    for profile in ("machine", "session"):
        done = kept.shell(f"aws sts get-caller-identity --profile {profile} --query Arn --output text")
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("arn:aws:sts::111122223333:assumed-role/quickstart/")


def follow(kept, some):
    """Begins again and runs the commands of these steps; each must do what was told of it."""
    begun = kept.shell(kept.begin_again())
    assert begun.returncode == 0, begun.stderr
    for step in some:
        done = kept.shell(step.shell)
        seen = f"{step.number}. {step.title}\n$ {step.shell}\nexit {done.returncode}\n{done.stdout}\n{done.stderr}"
        if step.refusal:
            code, message = step.refusal
            assert done.returncode != 0 and code in done.stderr and message in done.stderr, seen
            continue
        assert done.returncode == 0, seen
        # Who or what a step is about is in the answer as well, but for the ids of what is made anew.
        if step.title.startswith(("started", "asked who they are", "created a role", "read", "asked for new")):
            (detail,) = re.findall(r"    done: (\S+)", "\n".join(step.outcome))
            assert detail in done.stdout, seen
    return done


def test_every_command_does_what_it_says(kept):
    assert len(kept.steps) == 28
    last = follow(kept, kept.steps)
    assert last.stdout.splitlines() == [line.removeprefix("    ") for line in kept.steps[-1].outcome]


def test_the_story_can_be_told_again(kept):
    """The role, the profile's link to it and a second CRL are made anew."""
    made = (
        "created",
        "let the role",
        "narrowed",
        "got credentials",
        "imported",
        "asked for new credentials: the machine",
    )
    follow(kept, [step for step in kept.steps if step.title.startswith(made)])


def test_a_directory_in_use_is_refused(kept):
    done = command("quickstart", "--keep", kept.data, home=kept.directory, check=1)
    assert done.stdout == "" and str(kept.data) in done.stderr and done.stderr.count("\n") == 1


def test_a_path_that_the_shell_would_take_apart(tmp_path):
    directory = tmp_path / "it's a $HOME"
    text = command("quickstart", "--keep", directory, home=tmp_path, check=0).stdout
    for step in steps(text):
        words = shlex.split(step.shell)
        files = [re.sub(r"^fileb?://", "", word) for word in words if "it's" in word]
        assert all((directory / "quickstart").joinpath(file).exists() for file in files), step.shell


def test_stdout_that_is_closed(tmp_path):
    done = subprocess.run(
        f"{shlex.quote(str(binary()))} quickstart | head -n 1", shell=True, capture_output=True, text=True,
        env=environment(tmp_path, TMPDIR=tmp_path), timeout=4 * PATIENCE,
    )  # fmt: skip
    assert "panicked" not in done.stderr and list(tmp_path.iterdir()) == []
