"""`tegata serve` when something goes wrong: the service away, files renewed, clocks set, everybody asking at once."""

import concurrent.futures
import os
import signal
import time

import pytest

import events
import policies
from clients import Clients
from conftest import running
from machines import Setting
from serving import CREDENTIALS, Endpoint
from tegata import Credentials, until


class World:
    """A server of its own, a machine, and the endpoints that it runs."""

    def __init__(self, server, authority, folder):
        self.server = server
        self.authority = authority
        self.folder = folder
        self.root = Clients(server, server.root)
        self.place = Setting(self.root, authority, "machine", policy=policies.allow("sts:*"))
        self.clock = folder / "clock-offset"
        self.running = []
        self.renew()

    def renew(self, **options):
        """A new certificate and key in the files of the old ones, as a renewal agent puts them there."""
        made = self.authority.issue([("CN", "machine")], key="p-256", **options)
        self.server.secrets.note_private_key(made.key_pem)
        fresh = made.write(self.folder, "fresh")
        self.certificate, self.key = self.folder / "leaf.pem", self.folder / "leaf.key"
        os.replace(fresh[1], self.key)
        os.replace(fresh[0], self.certificate)
        return made

    def set_clock(self, seconds):
        """Sets the clock of the endpoints, while they run."""
        fresh = self.clock.with_suffix(".new")
        fresh.write_text(str(seconds))
        fresh.rename(self.clock)

    def start(self, *flags, env=None):
        endpoint = Endpoint(self.place, self.folder, self.certificate, self.key, *flags, env=env)
        self.running.append(endpoint)
        return endpoint.ready()

    def sessions(self):
        """How many sessions the server made."""
        return len(events.find(self.root, "EventName", "CreateSession"))

    def away(self):
        """The server dies; returns what brings it back at the same address."""
        host = self.server.host
        self.server.kill()
        return lambda: self.server.start(listen=host)

    def identity(self, answer):
        fields = answer.json
        held = Credentials(fields["AccessKeyId"], fields["SecretAccessKey"], fields["Token"])
        return Clients(self.server, held).sts.get_caller_identity()["Arn"]


@pytest.fixture
def world(tmp_path, authority, request, shifted_clock):
    """Whose server has a clock of its own, or, by parameter, that of the endpoints."""
    folder = tmp_path / "machine"
    folder.mkdir()
    one_clock = hasattr(request, "param")
    env = {"LD_PRELOAD": shifted_clock(0)["LD_PRELOAD"], "CLOCK_OFFSET_FILE": folder / "clock-offset"}
    made = running(tmp_path / "server", env=env if one_clock else None)
    world = World(next(made), authority, folder)
    world.clock_env = env
    try:
        yield world
    finally:
        for endpoint in world.running:
            endpoint.stop()
        world.set_clock(0)
    next(made, None)


def answers(endpoint, count):
    """The answers of so many clients that ask at once."""
    token = endpoint.token()
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        return list(pool.map(lambda _: endpoint.credentials(token), range(count)))


@pytest.mark.parametrize("world", ["one clock"], indirect=True)
def test_row_03_200_clients_on_an_expired_cache_make_one_session(world):
    endpoint = world.start("--session-duration", "900", env=world.clock_env)
    old = endpoint.credentials().json["AccessKeyId"]
    assert world.sessions() == 1
    world.set_clock(1000)
    found = answers(endpoint, 200)
    assert {answer.status for answer in found} == {200}
    new = {answer.json["AccessKeyId"] for answer in found}
    assert len(new) == 1 and old not in new
    # Two looks at the clocks later nothing was asked for again.
    time.sleep(5)
    endpoint.stop()
    # The tests' own clock stayed, and the server looks at dates.
    world.set_clock(0)
    assert world.sessions() == 2


def test_row_03_the_server_dies_and_comes_back(world):
    endpoint = world.start()
    held = endpoint.credentials().json
    back = world.away()
    endpoint.signal(signal.SIGHUP)
    endpoint.told("no new credentials: .*the credentials in use are good until")
    assert endpoint.credentials().json == held
    health = endpoint.health()
    assert health["status"] == "degraded" and health["lastError"]["inARow"] >= 1
    back()
    fresh = until(lambda: (a := endpoint.credentials()).json != held and a, "a new session")
    assert endpoint.health()["status"] == "ok"
    assert world.identity(fresh).startswith("arn:aws:sts::")


def test_row_03_expired_while_the_server_is_away(world):
    endpoint = world.start(env={**world.clock_env, "AWS_MAX_ATTEMPTS": "1"})
    back = world.away()
    world.set_clock(2 * 3600)
    answer = endpoint.credentials()
    assert answer.status == 503
    assert answer.json["Code"] == "Unavailable" and "refused" in answer.json["Message"]
    assert endpoint.ask("GET", "/health").status == 503
    back()
    # Alive again, it does not take a clock that is two hours ahead, and the cause says so.
    until(lambda: "clock" in endpoint.credentials().json["Message"], "the cause")
    world.set_clock(0)
    until(lambda: endpoint.credentials().status == 200, "credentials")


def test_the_clock_is_set(world):
    endpoint = world.start(env=world.clock_env)
    held = endpoint.credentials().json
    for offset, told in [(200, "forward"), (-100, "back")]:
        world.set_clock(offset)
        endpoint.told(rf"the clock went \d+ seconds {told}")
        fresh = until(lambda: (a := endpoint.credentials().json) != held and a, "a new session")
        held = fresh
    assert world.sessions() == 3


def test_row_15_a_certificate_renewed_on_disk(world):
    endpoint = world.start()
    first = world.identity(endpoint.credentials())
    made = world.renew()
    endpoint.told("certificate, key or password changed on disk")
    until(lambda: endpoint.health()["certificate"]["serialNumber"] == made.serial_hex, "the new certificate")
    second = world.identity(endpoint.credentials())
    assert first != second and second.endswith(f"/{made.serial_hex}")


def test_row_15_half_a_renewal_does_no_harm(world):
    endpoint = world.start()
    held = endpoint.credentials().json
    certificate, key = world.certificate.read_text(), world.key.read_text()
    world.renew()
    fresh = world.key.read_text()
    world.key.write_text(key)
    endpoint.told("does not belong to the certificate")
    assert endpoint.credentials().json == held
    world.key.write_text(fresh)
    until(lambda: endpoint.credentials().json != held, "a session by the new certificate")
    assert endpoint.health()["status"] == "ok"
    assert certificate != world.certificate.read_text()


def test_row_15_warnings_before_the_certificate_expires(world):
    from certificates import DAY, now

    world.renew(not_before=now() - 60 * DAY, not_after=now() + 5 * DAY)
    endpoint = world.start()
    warning = endpoint.told(r"warning: the certificate `CN=machine` expires at \S+, in (4|5) days; renew it")
    endpoint.signal(signal.SIGHUP)
    until(lambda: world.sessions() == 2, "the second session")
    assert endpoint.log.count(warning[0]) == 1


def test_sighup_gets_a_new_session(world):
    endpoint = world.start()
    held = endpoint.credentials().json
    endpoint.signal(signal.SIGHUP)
    until(lambda: endpoint.credentials().json["AccessKeyId"] != held["AccessKeyId"], "a new session")
    assert world.sessions() == 2


def test_a_stop_is_graceful_and_bounded(world):
    endpoint = world.start("--wait")
    until(lambda: endpoint.credentials().status == 200, "credentials")
    idle, half = endpoint.connect(), endpoint.connect()
    half.sendall(b"GET /latest/ HTTP/1.1\r\n")
    begin = time.monotonic()
    assert endpoint.stop() == 0
    # Connections that do nothing are waited for 5 seconds at the most.
    assert time.monotonic() - begin < 20
    for stream in (idle, half):
        stream.settimeout(5)
        try:
            assert stream.recv(1000) == b""
        except ConnectionResetError:
            pass  # closed with a part of a request unread
        stream.close()


def test_a_kill_leaves_nothing_that_hinders_the_next_start(world):
    path = world.folder / "serve.sock"
    flags = ["--listen", f"unix:{path}"]
    for _ in range(2):
        endpoint = Endpoint(world.place, world.folder, world.certificate, world.key, *flags, port=False).ready()
        world.running.append(endpoint)
        assert endpoint.credentials().status == 200
        endpoint.process.kill()
        endpoint.wait()
    assert path.exists()


def test_a_client_that_never_reads_loses_its_connection(world):
    """It asks and asks, until nothing more fits on the way; ten seconds later it is gone, and others never noticed."""
    endpoint = world.start()
    request = b"GET /latest/meta-data/ HTTP/1.1\r\nHost: localhost\r\n\r\n" * 500
    with endpoint.connect() as stream:
        stream.setblocking(False)

        def dropped():
            try:
                while True:
                    stream.send(request)
            except BlockingIOError:
                return False
            except (ConnectionResetError, BrokenPipeError):
                return True

        assert not dropped(), "it is borne with for a while"
        assert "tegata_serve_connections 2" in endpoint.ask("GET", "/metrics").text
        until(dropped, "the end of the connection")
    until(lambda: "tegata_serve_connections 1" in endpoint.ask("GET", "/metrics").text, "its place to be free")
    assert endpoint.credentials().status == 200


def test_no_token_costs_memory(world):
    endpoint = world.start()

    def resident():
        status = open(f"/proc/{endpoint.process.pid}/status").read()
        return int(status.split("VmRSS:")[1].split()[0])

    def ask(count):
        stream = endpoint.connect()
        request = b"PUT /latest/api/token HTTP/1.1\r\nHost: localhost\r\nX-aws-ec2-metadata-token-ttl-seconds: 21600\r\n\r\n"
        for _ in range(count // 50):
            stream.sendall(request * 50)
            got = b""
            while got.count(b"HTTP/1.1 200 OK") < 50 or not got[-56:].endswith(b"=="):
                got += stream.recv(1 << 16)
        stream.close()

    ask(2_000)
    before = resident()
    ask(20_000)
    # A table of 20,000 tokens would hold two megabytes.
    assert resident() - before < 512, "KiB"
    assert endpoint.get(CREDENTIALS).status == 200
