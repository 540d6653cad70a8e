"""What packaging/ holds: systemd accepts the units and finds them confined, and the flags in them exist."""

import pathlib
import re
import subprocess

import pytest

from tegata import ROOT, binary, command

UNITS = sorted((ROOT / "packaging" / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]


@pytest.fixture
def units(tmp_path):
    """The units, with the binary under test in the place of the installed one."""
    for unit in UNITS:
        (tmp_path / unit.name).write_text(unit.read_text().replace("/usr/bin/tegata", str(binary())))
    return tmp_path


def analyze(*words):
    done = subprocess.run(["systemd-analyze", *map(str, words)], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_systemd_takes_the_units(units):
    assert len(SERVICES) == 2
    status, said = analyze("verify", "--man=no", *(units / unit.name for unit in UNITS))
    assert status == 0 and said == "", said


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_the_services_are_confined(units, unit):
    # 10 is without any confinement; systemd calls what is below 2 well confined.
    status, said = analyze("security", "--offline=true", "--no-pager", "--threshold=20", units / unit.name)
    assert status == 0, said


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_the_command_of_a_service_exists(unit, tmp_path):
    (words,) = re.findall(r"^ExecStart=/usr/bin/tegata (.*) \$TEGATA_ARGS$", unit.read_text(), re.M)
    done = command(*words.split(), "--help", home=tmp_path, check=0)
    assert "--trust-anchor-arn" in done.stdout


def test_the_image_is_built_from_what_is_there():
    text = (ROOT / "packaging" / "Dockerfile").read_text()
    (profile,) = re.findall(r"--profile (\w+)", text)
    assert f"[profile.{profile}]" in (ROOT / "Cargo.toml").read_text()
    (version,) = re.findall(r"rust:([0-9.]+)-", text)
    assert f'rust-version = "{version}"' in (ROOT / "Cargo.toml").read_text()
    assert pathlib.Path(ROOT / "packaging" / "Dockerfile.dockerignore").exists()
