"""`tegata serve` whose key is on a device that goes away: a token that is removed, a TPM that is reset."""

import pytest

from conftest import running
from swtpm import Swtpm
from tegata import until
from test_pkcs11 import MODULE, PIN, Token
from test_serve_faults import World


@pytest.fixture
def world(tmp_path, authority, shifted_clock):
    """Whose server and endpoints have one clock."""
    folder = tmp_path / "machine"
    folder.mkdir()
    env = {"LD_PRELOAD": shifted_clock(0)["LD_PRELOAD"], "CLOCK_OFFSET_FILE": folder / "clock-offset"}
    made = running(tmp_path / "server", env=env)
    world = World(next(made), authority, folder)
    world.clock_env = env
    yield world
    for endpoint in world.running:
        endpoint.stop()
    world.set_clock(0)
    next(made, None)


def assert_outlives(world, flags, env, take_away, bring_back):
    """What is served stays good; when it has expired the cause is told; with the device back there is more."""
    endpoint = world.start("--session-duration", "900", *flags, env={**world.clock_env, **env})
    held = endpoint.credentials().json
    take_away()
    world.set_clock(600)
    told = endpoint.told("no new credentials: (.+); the credentials in use are good until")
    assert endpoint.credentials().json == held
    assert endpoint.health()["status"] == "degraded"
    world.set_clock(1000)
    answer = until(lambda: (a := endpoint.credentials()).status == 503 and a, "the end of what was held")
    assert answer.json["Code"] == "Unavailable" and answer.json["Message"]
    assert endpoint.ask("GET", "/health").status == 503
    bring_back()
    fresh = until(lambda: (a := endpoint.credentials()).status == 200 and a.json, "credentials", 90)
    assert fresh["AccessKeyId"] != held["AccessKeyId"]
    assert endpoint.health()["status"] == "ok"
    assert endpoint.process.poll() is None
    return told[1]


def test_row_03_a_token_is_removed_and_comes_back(world, authority, tmp_path):
    world.server.secrets.note(PIN)
    folder = tmp_path / "softhsm"
    folder.mkdir()
    token = Token(folder)
    token.put(authority.issue([("CN", "machine")], key="p-256"), "machine", "01")
    pin = tmp_path / "pin"
    pin.write_text(PIN)
    pin.chmod(0o600)
    world.certificate = "pkcs11:token=machine;object=machine"
    world.key = f"{world.certificate};type=private?pin-source={pin}"
    (place,) = (folder / "tokens").iterdir()
    away = folder / "away"
    told = assert_outlives(
        world, ["--pkcs11-lib", MODULE], token.env, lambda: place.rename(away), lambda: away.rename(place)
    )
    assert "trying again" not in told


@pytest.mark.parametrize("form", ["handle", "file"])
def test_row_03_a_tpm_is_reset(world, authority, tmp_path, form):
    tpm = Swtpm(tmp_path / "tpm")
    try:
        key, public = (
            tpm.persistent_key("-G", "ecc256") if form == "handle" else tpm.key_file("-algorithm", "EC", "-pkeyopt", "group:P-256")
        )  # fmt: skip
        world.certificate = tmp_path / "machine.pem"
        world.certificate.write_text(authority.issue([("CN", "machine")], secret=public).pem)
        world.key = key
        flags = ["--no-tpm-key-password"] if form == "handle" else []
        told = assert_outlives(world, flags, tpm.environment, tpm.stop, tpm.start)
        assert "TPM" in told
    finally:
        tpm.stop()
