"""Requests that mean harm, or come from something broken: each is refused with an error, and the server goes on.

After every test here the server must still answer, the same process, without having panicked.
"""

import random
import socket
import threading

import pytest

import policies
from clients import Clients
from raw import Request, call, lookup_events, query, send, sigv4
from tegata import PATIENCE, Credentials

FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
JSON = {"Content-Type": "application/json"}


@pytest.fixture(autouse=True)
def alive(server, root):
    process = server.process
    yield
    assert server.process is process and process.poll() is None, server.output()[-4000:]
    assert root.sts.get_caller_identity()
    assert "panicked" not in server.output()


@pytest.fixture
def caller(root):
    return root.credentials


def talk(server, data, *, expect=None, close=False):
    """Sends bytes as they are on a connection of their own; returns what comes back until it is closed or quiet."""
    received = b""
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE) as connection:
        try:
            connection.sendall(data)
            if close:
                connection.shutdown(socket.SHUT_WR)
            connection.settimeout(5)
            while part := connection.recv(65536):
                received += part
                if expect and expect in received:
                    break
        except OSError:
            pass
    return received


def status(answer):
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else None


# Too large


@pytest.mark.parametrize("service, request_", [
    ("iam", lambda body: Request(headers=dict(FORM), body=b"Action=ListUsers&Version=2010-05-08&X=" + body)),
    ("cloudtrail", lambda body: lookup_events(b'{"NextToken":"' + body + b'"}')),
    ("rolesanywhere", lambda body: Request(path="/profiles", headers=dict(JSON), body=b'{"name":"' + body + b'"}')),
])  # fmt: skip
@pytest.mark.parametrize("signed", [True, False])
def test_a_body_that_is_too_large(server, caller, service, request_, signed):
    request = request_(b"x" * (20 << 20))
    if signed:
        sigv4(server, request, caller, service)
    else:
        request.headers["Host"] = server.host
    try:
        reply = send(server, request)
    except (ConnectionError, BrokenPipeError):
        return  # The server stopped reading; that is an answer too.
    assert 400 <= reply.status < 500, reply.status


def test_a_body_that_says_it_is_too_large(server):
    """A length alone is enough to refuse; nothing waits for the bytes."""
    head = f"POST / HTTP/1.1\r\nHost: {server.host}\r\nContent-Type: {FORM['Content-Type']}\r\n"
    for length in ("99999999999", "18446744073709551616", "-1", "x"):
        answer = talk(server, f"{head}Content-Length: {length}\r\n\r\nAction=ListUsers".encode())
        assert status(answer) in (400, 403, 413), answer[:200]


def test_a_chunked_body_without_end(server):
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE) as connection:
        head = f"POST / HTTP/1.1\r\nHost: {server.host}\r\nTransfer-Encoding: chunked\r\n\r\n"
        connection.sendall(head.encode())
        chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
        sent = 0
        try:
            while sent < 64 << 20:
                connection.sendall(chunk)
                sent += len(chunk)
        except OSError:
            pass
        assert sent < 64 << 20, "64 MiB were taken"


def test_headers_that_are_too_large(server, caller):
    request = query("GetCallerIdentity")
    sigv4(server, request, caller, "sts")
    request.headers["X-Large"] = "x" * (1 << 20)
    try:
        assert send(server, request).status in (400, 431)
    except ConnectionError:
        pass


def test_headers_as_large_as_a_certificate_chain(server, caller):
    """A chain of the largest certificates has some 70 KB: headers of 100 KB are in order."""
    request = query("GetCallerIdentity")
    request.headers["X-Large"] = "x" * 100_000
    assert call(server, request, caller, "sts").status == 200


def test_many_headers(server, caller):
    request = query("GetCallerIdentity")
    sigv4(server, request, caller, "sts")
    request.headers.update({f"X-{number}": "y" for number in range(5000)})
    try:
        assert send(server, request).status in (400, 431)
    except ConnectionError:
        pass


def test_a_target_that_is_too_long(server, caller):
    request = Request("GET", "/trustanchor/" + "a" * 100_000)
    sigv4(server, request, caller, "rolesanywhere")
    try:
        assert 400 <= send(server, request).status < 500
    except ConnectionError:
        pass


# Too deep, too many


DEEP = [b"[" * 20_000, b'{"a":' * 20_000, b"[" * 5000 + b"]" * 5000, b'{"a":' * 500 + b"1" + b"}" * 500]


@pytest.mark.parametrize("body", DEEP, ids=["lists", "objects", "closed lists", "closed objects"])
def test_json_that_is_too_deep(server, caller, body):
    assert call(server, lookup_events(body), caller, "cloudtrail").status == 400
    inside = b'{"name":"deep","roleArns":' + body + b"}"
    request = Request(path="/profiles", headers=dict(JSON), body=inside)
    assert call(server, request, caller, "rolesanywhere").status == 400
    # An unknown member is ignored, but not at any depth.
    unknown = Request(path="/profiles", headers=dict(JSON), body=b'{"surprise":' + body + b',"name":"d","roleArns":[]}')
    assert call(server, unknown, caller, "rolesanywhere").status in (201, 400)


@pytest.mark.parametrize("body", DEEP[:3], ids=["lists", "objects", "closed lists"])
def test_policies_that_are_too_deep(server, root, body):
    text = '{"Version":"2012-10-17","Statement":' + body.decode() + "}"
    for action, name in (("CreatePolicy", "PolicyDocument"), ("CreateRole", "AssumeRolePolicyDocument")):
        request = query(action, "iam", PolicyName="deep", RoleName="deep", **{name: text})
        call(server, request, root.credentials, "iam").assert_error(("MalformedPolicyDocument", "ValidationError"), 400)


def form(*pairs):
    body = "&".join(["Version=2010-05-08", *pairs])
    return Request(headers=dict(FORM), body=body.encode())


@pytest.mark.parametrize("pairs", [
    [f"Tags.member.{number}.Key=k" for number in range(1, 100_001)],
    ["Tags.member.18446744073709551615.Key=k"], ["Tags.member.99999999999999999999999.Key=k"],
    ["Tags.member.4294967296.Key=k", "Tags.member.4294967296.Value=v"], ["Tags.member.-1.Key=k"],
    ["Tags.member.0.Key=k", "Tags.member.0.Value=v"], ["Tags.member.1000000.Key=k", "Tags.member.1000000.Value=v"],
    ["Tags.member.x.Key=k"], ["Tags.member..Key=k"], ["Tags.member=k"], ["Tags.member.1=k"], ["Tags.1.Key=k"],
    ["Tags.member.1.Key.member.1.Key=k"], ["Tags" + ".member.1" * 2000 + "=k"], ["." * 5000 + "=k"],
    ["=", "=&=&=", "&&&&", "%", "%zz=1", "UserName=%"], ["UserName=%ff%fe"], ["UserName=%00"],
    ["UserName=a", "UserName=b"], ["Action=ListUsers"],
])  # fmt: skip
def test_forms(server, caller, pairs):
    for action in ("CreateUser", "TagUser"):
        reply = call(server, form(f"Action={action}", "UserName=nobody", *pairs), caller, "iam")
        assert reply.status in (200, 400, 404, 409, 413), reply.text[:500]
        assert reply.xml is not None
    caller_ = Clients(server, caller)
    for user in caller_.iam.list_users()["Users"]:
        caller_.iam.delete_user(UserName=user["UserName"])


def test_many_parameters(server, caller):
    reply = call(server, form("Action=ListUsers", *[f"a{number}=1" for number in range(200_000)]), caller, "iam")
    assert reply.status in (200, 400, 413)


# Bytes that are no text


@pytest.mark.parametrize(
    "body", [b"\xff\xfe", b'{"NextToken":"\xff"}', b'{"NextToken":"\\ud800"}', b'{"a":"\x00"}', b"\x00" * 100]
)
def test_json_that_is_no_text(server, caller, body):
    assert call(server, lookup_events(body), caller, "cloudtrail").status in (200, 400)


@pytest.mark.parametrize("body", [
    b'{"MaxResults":1e999}', b'{"MaxResults":-0}', b'{"MaxResults":1.5}', b'{"MaxResults":99999999999999999999}',
    b'{"StartTime":1e308}', b'{"StartTime":-1e308}', b'{"StartTime":"yesterday"}', b'{"StartTime":1e17}',
    b'{"StartTime":253402300800}', b'{"EndTime":-99999999999}', b'{"MaxResults":1,"MaxResults":2}',
])  # fmt: skip
def test_numbers(server, caller, body):
    assert call(server, lookup_events(body), caller, "cloudtrail").status in (200, 400)


@pytest.mark.parametrize("path", [
    "/trustanchor/%", "/trustanchor/%zz", "/trustanchor/%ff%fe", "/trustanchor/%00", "/trustanchor/..%2f..%2fprofiles",
    "/profiles?pageSize=x", "/profiles?pageSize=-1", "/profiles?pageSize=99999999999999", "/profiles?pageSize",
    "/profiles?=&=&&", "/profiles?nextToken=%ff", "/profiles?nextToken=" + "A" * 10_001, "/profiles?pageSize=1&pageSize=2",
])  # fmt: skip
def test_targets(server, caller, path):
    path, _, text = path.partition("?")
    pairs = [tuple((pair + "=").split("=")[:2]) for pair in text.split("&")] if text else []
    request = Request("GET", path, pairs)
    sigv4(server, request, caller, "rolesanywhere")
    reply = send(server, request, target=path + (f"?{text}" if text else ""))
    assert reply.status in (200, 400, 403, 404), reply.text


@pytest.mark.parametrize("data", [
    b"\x00" * 1000, b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"\r\n" * 1000,
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"GET http://a/b HTTP/1.1\r\nHost: a\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\xff" * 100, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", b"GET / HTTP/1.1\r\nHost: \xff\xfe\r\n\r\n", b"GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", b"GET / HTTP/1.0\r\n\r\n", b"GET / HTTP/1.1\r\n Host: a\r\n\r\n",
])  # fmt: skip
def test_bytes_that_are_no_request(server, data):
    answer = talk(server, data, expect=b"\r\n\r\n", close=True)
    code = status(answer)
    assert code is None or 400 <= code < 500, answer[:300]


def test_noise(server):
    noise = random.Random(11)
    for _ in range(50):
        data = bytes(noise.getrandbits(8) for _ in range(noise.randrange(1, 400)))
        if noise.random() < 0.5:
            data = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(data) + data
        answer = talk(server, data, expect=b"\r\n\r\n", close=True)
        code = status(answer)
        assert code is None or 400 <= code < 500, answer[:300]


def test_mutations_of_a_good_request(server, caller):
    """Any byte of a good request changed: it is refused, or, where the change means nothing, answered."""
    noise = random.Random(12)
    request = query("GetCallerIdentity")
    sigv4(server, request, caller, "sts")
    head = "POST / HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
    good = head.encode() + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(request.body) + request.body
    assert status(talk(server, good)) == 200
    for _ in range(150):
        at = noise.randrange(len(good))
        changed = good[:at] + bytes([noise.getrandbits(8)]) + good[at + 1 :]
        answer = talk(server, changed, expect=b"\r\n\r\n", close=True)
        code = status(answer)
        assert code is None or code == 200 or 400 <= code < 500, (at, changed, answer[:300])


# Slow and broken clients


def test_clients_that_go_away(server, caller):
    request = query("ListUsers", "iam")
    sigv4(server, request, caller, "iam")
    head = "POST / HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
    whole = head.encode() + b"Content-Length: %d\r\n\r\n" % len(request.body) + request.body
    for cut in (1, 20, len(whole) // 2, len(whole) - 1, len(whole)):
        for _ in range(5):
            connection = socket.create_connection(("127.0.0.1", server.port), PATIENCE)
            connection.sendall(whole[:cut])
            # Reset instead of a polite end.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
            connection.close()


def test_clients_that_say_nothing(server, root):
    """Two hundred silent and half-spoken connections do not keep others from being served."""
    idle = []
    try:
        for number in range(200):
            connection = socket.create_connection(("127.0.0.1", server.port), PATIENCE)
            if number % 2:
                connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Le")
            idle.append(connection)
        for _ in range(5):
            root.sts.get_caller_identity()
            root.iam.list_users()
    finally:
        for connection in idle:
            connection.close()


def test_a_client_that_does_not_read(server, root):
    """It asks on and on over one connection and never takes an answer; others go on."""
    request = Request("GET", "/metrics", headers={"Host": server.host})
    line = f"GET {request.path} HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE) as connection:
        connection.settimeout(1)
        try:
            for _ in range(20_000):
                connection.sendall(line)
        except OSError:
            pass
        assert root.iam.list_users()


def test_many_at_once(server, root):
    """Sixteen callers at once: every call is answered, and every change is there."""
    made, failed = [], []

    def work(number):
        clients = Clients(server, root.credentials)
        try:
            for step in range(5):
                name = f"worker-{number}-{step}"
                clients.iam.create_user(UserName=name)
                assert clients.iam.get_user(UserName=name)["User"]["UserName"] == name
                made.append(name)
        except Exception as error:  # noqa: BLE001  (shown by the assertion below)
            failed.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(4 * PATIENCE)
    assert failed == [] and len(made) == 80
    users = root.iam.get_paginator("list_users").paginate().build_full_result()["Users"]
    assert set(made) <= {user["UserName"] for user in users}


def test_one_name_many_makers(server, root):
    """Of sixteen that make the same role at once, one succeeds and the others are told that it exists."""
    answers = []

    def work():
        request = query(
            "CreateRole", "iam", RoleName="contended", AssumeRolePolicyDocument=policies.EC2_TRUST,
        )  # fmt: skip
        reply = call(server, request, root.credentials, "iam")
        answers.append(reply.status if reply.status == 200 else reply.code)

    threads = [threading.Thread(target=work) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert sorted(map(str, answers)) == ["200"] + ["EntityAlreadyExists"] * 15


# Memory


def resident(process):
    with open(f"/proc/{process.pid}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS:")) * 1024


def test_strangers_cost_nothing(server, root):
    """Refusals of strangers leave neither events nor memory behind."""
    unknown = Credentials("AKIAIOSFODNN7EXAMPLE", "wrong" * 8)

    def knock(times):
        for number in range(times):
            request = query("ListUsers", "iam", Padding="x" * 50_000, Number=str(number))
            assert call(server, request, unknown, "iam").status == 403

    def size():
        return sum(path.stat().st_size for path in server.data.rglob("*") if path.is_file())

    knock(50)
    memory, disk = resident(server.process), size()
    knock(300)
    assert resident(server.process) - memory < 8 << 20
    assert size() - disk < 1 << 20
