"""Who may speak at all: signatures, keys, tokens and clocks, in each of the three protocols.

Strangers are refused with AWS's code for the protocol before anything of their request is looked at.
"""

import datetime
import hashlib
import hmac
import http.client
import urllib.parse

import boto3
import pytest
from botocore.config import Config

import policies
import raw
from clients import Clients
from policies import trust
from raw import Request, call, connect, list_trust_anchors, lookup_events, query, send, sigv4, stamp
from tegata import ACCOUNT, REGION, Credentials

INVALID_TOKEN = "The security token included in the request is invalid"
EXPIRED_TOKEN = "The security token included in the request is expired"
MISMATCH = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
    "and signing method. Consult the service documentation for details."
)


class Protocol:
    """A request of one protocol, and how it says what is wrong."""

    def __init__(self, service, request, codes, statuses):
        self.service = service
        self.request = request
        self.codes = codes
        self.statuses = statuses

    def refused(self, reply, what):
        return reply.assert_error(self.codes[what], self.statuses.get(what, self.statuses["other"]))


QUERY = {
    "signature": "SignatureDoesNotMatch",
    "key": "InvalidClientTokenId",
    "expired": "ExpiredToken",
    "missing": "MissingAuthenticationToken",
    "incomplete": "IncompleteSignature",
}
JSON = {
    "signature": "InvalidSignatureException",
    "key": "UnrecognizedClientException",
    "expired": "ExpiredTokenException",
    "missing": "MissingAuthenticationTokenException",
    "incomplete": "IncompleteSignatureException",
}
PROTOCOLS = {
    "query": Protocol("iam", lambda: query("ListUsers", "iam"), QUERY, {"incomplete": 400, "other": 403}),
    "query-sts": Protocol("sts", lambda: query("GetCallerIdentity"), QUERY, {"incomplete": 400, "other": 403}),
    "json": Protocol("cloudtrail", lookup_events, JSON, {"other": (400, 403)}),
    "rest-json": Protocol("rolesanywhere", list_trust_anchors, JSON, {"incomplete": (400, 403), "other": 403}),
}


@pytest.fixture(params=PROTOCOLS)
def protocol(request):
    return PROTOCOLS[request.param]


@pytest.fixture(scope="module")
def caller(root):
    root.iam.create_user(UserName="caller")
    root.iam.put_user_policy(UserName="caller", PolicyName="all", PolicyDocument=policies.EVERYTHING)
    key = root.iam.create_access_key(UserName="caller")["AccessKey"]
    return Clients(root.server, Credentials.of(key))


@pytest.fixture(scope="module")
def session(root, caller):
    text = trust({"AWS": ACCOUNT})
    arn = root.iam.create_role(RoleName="session", AssumeRolePolicyDocument=text)["Role"]["Arn"]
    root.iam.put_role_policy(RoleName="session", PolicyName="all", PolicyDocument=policies.EVERYTHING)
    return caller.assume(arn)


def changed(credentials, **parts):
    return Credentials(
        parts.get("access_key_id", credentials.access_key_id),
        parts.get("secret_access_key", credentials.secret_access_key),
        parts.get("session_token", credentials.session_token),
    )


def altered(text, at):
    """The text with another character at one place."""
    at %= len(text)
    return text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]


# What is accepted


def test_a_long_term_key(server, caller, protocol):
    assert call(server, protocol.request(), caller.credentials, protocol.service).status == 200


def test_a_session(server, session, protocol):
    assert call(server, protocol.request(), session.credentials, protocol.service).status == 200


@pytest.mark.parametrize("offset", [-240, 240])
def test_a_clock_that_is_four_minutes_off(server, caller, protocol, offset):
    reply = call(server, protocol.request(), caller.credentials, protocol.service, date=stamp(offset))
    assert reply.status == 200


def test_header_names_in_any_case(server, caller, protocol):
    request = protocol.request()
    sigv4(server, request, caller.credentials, protocol.service)
    mixed = {
        name.upper() if at % 2 else name.lower(): value for at, (name, value) in enumerate(request.headers.items())
    }
    assert send(server, Request(request.method, request.path, request.query, mixed, request.body)).status == 200


def test_blanks_in_signed_headers(server, caller, protocol):
    request = protocol.request()
    request.headers["X-Extra"] = "  two   words  "
    assert call(server, request, caller.credentials, protocol.service).status == 200


def test_headers_that_are_not_signed(server, caller, protocol):
    request = protocol.request()
    sigv4(server, request, caller.credentials, protocol.service)
    request.headers["User-Agent"] = "added on the way"
    assert send(server, request).status == 200


@pytest.mark.parametrize("name", ["query", "query-sts", "json"])
@pytest.mark.parametrize("size", [1, 7, 4096])
def test_a_chunked_body(server, caller, name, size):
    protocol = PROTOCOLS[name]
    request = protocol.request()
    sigv4(server, request, caller.credentials, protocol.service)
    assert send(server, request, chunked=size).status == 200


def test_a_connection_is_kept(server, caller, protocol):
    """Answers, and refusals too, leave the connection fit for the next request."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    for good in (True, False, True):
        request = protocol.request()
        secret = caller.credentials if good else changed(caller.credentials, secret_access_key="x" * 40)
        sigv4(server, request, secret, protocol.service)
        connection.request(request.method, request.target, request.body or None, request.headers)
        response = connection.getresponse()
        response.read()
        assert (response.status == 200) is good
    connection.close()


# What is not


def test_a_wrong_secret(server, caller, protocol):
    request = protocol.request()
    wrong = changed(caller.credentials, secret_access_key="wrong" * 8)
    canonical = sigv4(server, request, wrong, protocol.service)
    reply = protocol.refused(send(server, request), "signature")
    assert reply.message.startswith(MISMATCH)
    if protocol.codes is QUERY:
        assert f"The Canonical String for this request should have been\n'{canonical}'" in reply.message
        assert "The String-to-Sign should have been\n'AWS4-HMAC-SHA256\n" in reply.message


def test_a_wrong_secret_with_a_session(server, session, protocol):
    wrong = changed(session.credentials, secret_access_key="wrong" * 8)
    protocol.refused(call(server, protocol.request(), wrong, protocol.service), "signature")


@pytest.mark.parametrize("key", ["AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE", "x", "AKIA" + "A" * 124])
def test_an_unknown_key(server, protocol, key):
    reply = call(server, protocol.request(), Credentials(key, "secret" * 7), protocol.service)
    assert protocol.refused(reply, "key").message.rstrip(".") == INVALID_TOKEN


def test_an_inactive_key(server, root, user, protocol):
    caller = user(policies.EVERYTHING)
    key = caller.credentials.access_key_id
    root.iam.update_access_key(UserName=caller.name, AccessKeyId=key, Status="Inactive")
    reply = call(server, protocol.request(), caller.credentials, protocol.service)
    assert protocol.refused(reply, "key").message.rstrip(".") == INVALID_TOKEN


def test_a_session_without_its_token(server, session, protocol):
    bare = Credentials(session.credentials.access_key_id, session.credentials.secret_access_key)
    protocol.refused(call(server, protocol.request(), bare, protocol.service), "key")


@pytest.mark.parametrize("at", [0, 1, 50, -3])
def test_a_tampered_token(server, session, protocol, at):
    token = altered(session.credentials.session_token, at)
    reply = call(server, protocol.request(), changed(session.credentials, session_token=token), protocol.service)
    assert protocol.refused(reply, "key").message.rstrip(".") == INVALID_TOKEN


@pytest.mark.parametrize("token", ["nonsense", "AAAA", "*" * 500, "A" * 10_000])
def test_a_token_of_nonsense(server, session, protocol, token):
    reply = call(server, protocol.request(), changed(session.credentials, session_token=token), protocol.service)
    protocol.refused(reply, "key")


def test_a_token_with_a_long_term_key(server, caller, session, protocol):
    mixed = changed(caller.credentials, session_token=session.credentials.session_token)
    protocol.refused(call(server, protocol.request(), mixed, protocol.service), "key")


def test_no_authentication(server, protocol):
    request = protocol.request()
    request.headers["Host"] = server.host
    protocol.refused(send(server, request), "missing")


@pytest.mark.parametrize("header", [
    "AWS4-HMAC-SHA256 Credential={key}/{scope}, SignedHeaders=host;x-amz-date",
    "AWS4-HMAC-SHA256 Credential={key}/{scope}, Signature=00",
    "AWS4-HMAC-SHA256 SignedHeaders=host;x-amz-date, Signature=00",
    "AWS4-HMAC-SHA256 Credential={key}, SignedHeaders=host;x-amz-date, Signature=00",
    "AWS4-HMAC-SHA256",
])  # fmt: skip
def test_an_incomplete_signature(server, caller, protocol, header):
    request = protocol.request()
    sigv4(server, request, caller.credentials, protocol.service)
    scope = f"{request.headers['X-Amz-Date'][:8]}/{REGION}/{protocol.service}/aws4_request"
    request.headers["Authorization"] = header.format(key=caller.credentials.access_key_id, scope=scope)
    reply = send(server, request)
    reply.assert_error((protocol.codes["incomplete"], protocol.codes["missing"]), (400, 403))
    if "/aws4_request" in request.headers["Authorization"]:
        protocol.refused(reply, "incomplete")


def test_no_date(server, caller, protocol):
    request = protocol.request()
    sigv4(server, request, caller.credentials, protocol.service)
    del request.headers["X-Amz-Date"]
    send(server, request).assert_error((protocol.codes["incomplete"], protocol.codes["missing"]), (400, 403))


@pytest.mark.parametrize("authorization", ["Basic dXNlcjpwYXNz", "Bearer abc", "AWS AKIA:abc", "\u00ff", ""])
def test_another_scheme(server, protocol, authorization):
    request = protocol.request()
    request.headers.update({"Host": server.host, "Authorization": authorization})
    reply = send(server, request)
    codes = (protocol.codes["missing"], protocol.codes["incomplete"])
    reply.assert_error(codes, (400, 403))


@pytest.mark.parametrize("offset, words", [(-900, "Signature expired: "), (900, "Signature not yet current: ")])
def test_a_clock_that_is_a_quarter_of_an_hour_off(server, caller, protocol, offset, words):
    reply = call(server, protocol.request(), caller.credentials, protocol.service, date=stamp(offset))
    assert protocol.refused(reply, "signature").message.startswith(words)


@pytest.mark.parametrize("options", [
    {"terminator": "aws4_answer"},
    {"scope_date": "20200101"},
    {"signed": ["x-amz-date"]},
])  # fmt: skip
def test_a_scope_or_set_of_headers_that_proves_nothing(server, caller, protocol, options):
    reply = call(server, protocol.request(), caller.credentials, protocol.service, **options)
    reply.assert_error((protocol.codes["signature"], protocol.codes["incomplete"]), (400, 403))


@pytest.mark.parametrize("name", ["query", "query-sts", "json"])
def test_a_changed_body(server, caller, name):
    protocol = PROTOCOLS[name]
    request = protocol.request()
    sigv4(server, request, caller.credentials, protocol.service)
    request.body = request.body + (b" " if name == "json" else b"&MaxItems=1")
    protocol.refused(send(server, request), "signature")


@pytest.mark.parametrize("change", [
    {"X-Amz-Date": stamp(60)}, {"Host": "iam.amazonaws.com"}, {"X-Extra": "another"},
])  # fmt: skip
def test_a_changed_header(server, caller, protocol, change):
    request = protocol.request()
    request.headers["X-Extra"] = "one"
    sigv4(server, request, caller.credentials, protocol.service)
    request.headers.update(change)
    protocol.refused(send(server, request), "signature")


def test_a_changed_query(server, caller):
    protocol = PROTOCOLS["rest-json"]
    request = protocol.request()
    sigv4(server, request, caller.credentials, protocol.service)
    request.query = [("pageSize", "5")]
    protocol.refused(send(server, request), "signature")


def test_a_changed_path(server, caller):
    protocol = PROTOCOLS["rest-json"]
    request = protocol.request()
    sigv4(server, request, caller.credentials, protocol.service)
    request.path = "/profiles"
    protocol.refused(send(server, request), "signature")


def test_a_body_that_is_not_the_one_its_hash_names(server, caller):
    request = lookup_events(b"{}")
    request.headers["X-Amz-Content-Sha256"] = "0" * 64
    sigv4(server, request, caller.credentials, "cloudtrail", payload_hash="0" * 64)
    assert send(server, request).status in (400, 403)


def test_a_key_of_one_service_does_not_sign_for_another(server, caller):
    """The scope decides which service is asked; a derived key of another service does not verify."""
    request = query("ListUsers", "iam")
    sigv4(server, request, caller.credentials, "sts")
    request.headers["Authorization"] = request.headers["Authorization"].replace("/sts/", "/iam/")
    send(server, request).assert_error("SignatureDoesNotMatch", 403)


def test_two_authorization_headers(server, caller, protocol):
    request = protocol.request()
    sigv4(server, request, caller.credentials, protocol.service)
    connection = connect(server)
    connection.putrequest(request.method, request.target, skip_host=True, skip_accept_encoding=True)
    for name, value in [*request.headers.items(), ("Authorization", request.headers["Authorization"])]:
        connection.putheader(name, value)
    connection.putheader("Content-Length", str(len(request.body)))
    connection.endheaders(request.body)
    assert connection.getresponse().status in (400, 403)
    connection.close()


# Presigned requests


@pytest.fixture
def presigned(server):
    """A presigned URL of GetCallerIdentity, taken apart: presigned(credentials) → query pairs."""

    def make(credentials, expires=300):
        client = boto3.client(
            "sts", endpoint_url=server.url, region_name=REGION, config=Config(signature_version="v4"),
            aws_access_key_id=credentials.access_key_id, aws_secret_access_key=credentials.secret_access_key,
            aws_session_token=credentials.session_token,
        )  # fmt: skip
        url = client.generate_presigned_url("get_caller_identity", ExpiresIn=expires, HttpMethod="GET")
        return urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query, keep_blank_values=True)

    return make


def fetch(server, pairs):
    return send(server, Request("GET", "/", pairs, {"Host": server.host}))


def test_a_presigned_request(server, caller, session, presigned):
    reply = fetch(server, presigned(caller.credentials))
    assert reply.status == 200 and reply.find("Arn") == f"arn:aws:iam::{ACCOUNT}:user/caller"
    reply = fetch(server, presigned(session.credentials))
    assert reply.status == 200 and reply.find("Arn").startswith(f"arn:aws:sts::{ACCOUNT}:assumed-role/session/")


def test_a_presigned_request_in_another_order(server, caller, presigned):
    assert fetch(server, list(reversed(presigned(caller.credentials)))).status == 200


@pytest.mark.parametrize("name, value", [
    ("X-Amz-Expires", "301"), ("Action", "GetSessionToken"), ("X-Amz-Signature", "0" * 64), ("Extra", "1"),
])  # fmt: skip
def test_a_changed_presigned_request(server, caller, presigned, name, value):
    pairs = dict(presigned(caller.credentials)) | {name: value}
    fetch(server, list(pairs.items())).assert_error("SignatureDoesNotMatch", 403)


@pytest.mark.parametrize(
    "name", ["X-Amz-Signature", "X-Amz-Credential", "X-Amz-Date", "X-Amz-SignedHeaders", "X-Amz-Expires"]
)
def test_an_incomplete_presigned_request(server, caller, presigned, name):
    pairs = dict(presigned(caller.credentials))
    del pairs[name]
    reply = fetch(server, list(pairs.items()))
    codes = {"IncompleteSignature", "MissingAuthenticationToken", "AuthorizationQueryParametersError"}
    # STS has a default for the lifetime; without it in the query, it is another query than the signed one.
    codes |= {"SignatureDoesNotMatch"} if name == "X-Amz-Expires" else set()
    reply.assert_error(codes, (400, 403))


def test_a_presigned_request_of_a_day_ago(server, caller):
    """Its lifetime is over: signed with a date of the past, for longer than AWS allows or for less."""
    date = stamp(-600)
    scope = f"{date[:8]}/{REGION}/sts/aws4_request"
    pairs = [
        ("Action", "GetCallerIdentity"), ("Version", "2011-06-15"), ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
        ("X-Amz-Credential", f"{caller.credentials.access_key_id}/{scope}"), ("X-Amz-Date", date),
        ("X-Amz-Expires", "300"), ("X-Amz-SignedHeaders", "host"),
    ]  # fmt: skip
    assert fetch(server, presign(server, caller.credentials, pairs, date)).status == 403
    longer = [(name, "900" if name == "X-Amz-Expires" else value) for name, value in pairs]
    assert fetch(server, presign(server, caller.credentials, longer, date)).status == 200


def presign(server, credentials, pairs, date):
    request = Request("GET", "/", pairs, {"Host": server.host})
    text = raw.canonical(request, ["host"], hashlib.sha256(b"").hexdigest())
    scope = dict(pairs)["X-Amz-Credential"].split("/", 1)[1]
    to_sign = "\n".join(["AWS4-HMAC-SHA256", date, scope, hashlib.sha256(text.encode()).hexdigest()])
    key = b"AWS4" + credentials.secret_access_key.encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    return [*pairs, ("X-Amz-Signature", hmac.digest(key, to_sign.encode(), "sha256").hex())]


# Expiry


def test_an_expired_session(fresh_server, shifted_clock):
    server, root = fresh_server, Clients(fresh_server, fresh_server.root)
    root.iam.create_user(UserName="caller")
    root.iam.put_user_policy(UserName="caller", PolicyName="all", PolicyDocument=policies.EVERYTHING)
    key = root.iam.create_access_key(UserName="caller")["AccessKey"]
    text = trust({"AWS": ACCOUNT})
    arn = root.iam.create_role(RoleName="session", AssumeRolePolicyDocument=text)["Role"]["Arn"]
    root.iam.put_role_policy(RoleName="session", PolicyName="all", PolicyDocument=policies.EVERYTHING)
    caller = Clients(server, Credentials.of(key))
    session = caller.assume(arn, DurationSeconds=900)
    assert session.credentials.expiration > datetime.datetime.now(datetime.timezone.utc)
    assert server.stop() == 0

    # Sessions live on through a restart, with the time that they had.
    server.start(env=shifted_clock(840))
    for protocol in PROTOCOLS.values():
        reply = call(server, protocol.request(), session.credentials, protocol.service, date=stamp(840))
        assert reply.status == 200
    assert server.stop() == 0

    server.start(env=shifted_clock(960))
    for protocol in PROTOCOLS.values():
        reply = call(server, protocol.request(), session.credentials, protocol.service, date=stamp(960))
        assert protocol.refused(reply, "expired").message.rstrip(".") == EXPIRED_TOKEN
        # The key that made the session is not touched by its end.
        assert call(server, protocol.request(), caller.credentials, protocol.service, date=stamp(960)).status == 200
    assert server.stop() == 0
    server.start()
