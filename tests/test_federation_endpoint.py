"""The federation endpoint: what a session's holder gives a browser, and where the browser is sent."""

import json
import urllib.parse

import pytest

import events
import policies
import raw
from clients import Clients
from tegata import ACCOUNT, Credentials

CONSOLE = "https://eu-west-1.console.aws.amazon.com/console/home?region=eu-west-1"
ISSUER = policies.allow(["sts:AssumeRole", "sts:GetFederationToken"])


class Endpoint:
    """The endpoint of a server, asked as AWS's own sample for identity brokers asks it."""

    def __init__(self, server):
        self.server = server

    def send(self, method="GET", **form):
        if method == "GET":
            request = raw.Request(method, "/federation", list(form.items()), {"User-Agent": "Python-urllib/3.13"})
        else:
            body = urllib.parse.urlencode(form).encode()
            headers = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": "Python-urllib/3.13"}
            request = raw.Request(method, "/federation", headers=headers, body=body)
        reply = raw.send(self.server, request)
        if reply.status != 413:  # which is said before the path is looked at
            assert reply.headers["cache-control"] == "no-store"
        if 400 <= reply.status != 413:
            assert reply.headers["content-type"] == "text/plain; charset=utf-8"
        return reply

    def ask(self, credentials, *, method="GET", **parameters):
        session = {
            "sessionId": credentials.access_key_id,
            "sessionKey": credentials.secret_access_key,
            "sessionToken": credentials.session_token,
        }
        return self.send(method, Action="getSigninToken", Session=json.dumps(session), **parameters)

    def token(self, credentials, **parameters):
        reply = self.ask(credentials, **parameters)
        assert (reply.status, reply.headers["content-type"]) == (200, "application/json"), reply.text
        assert set(reply.json) == {"SigninToken"}
        self.server.secrets.note(reply.json["SigninToken"])
        return reply.json["SigninToken"]

    def log_in(self, token, destination=CONSOLE):
        return self.send(Action="login", Issuer="aws-vault", Destination=destination, SigninToken=token)


@pytest.fixture
def endpoint(server):
    return Endpoint(server)


@pytest.fixture
def broker(user):
    return user(ISSUER)


@pytest.fixture
def viewer(broker, role):
    """A session of a role, made with a long-term key."""
    return broker.assume(role(policies.ACCOUNT_TRUST), "someone")


def records(root, session):
    """What the trail says of a session's signing in, oldest first."""
    found = events.find(root, "AccessKeyId", session.credentials.access_key_id)
    found = [events.record(event) for event in found]
    return [record for record in reversed(found) if record["eventSource"] == "signin.amazonaws.com"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_role_signs_in(root, endpoint, viewer, method):
    token = endpoint.token(viewer.credentials, method=method)
    reply = endpoint.log_in(token)
    assert (reply.status, reply.headers["location"], reply.text) == (302, CONSOLE, "")
    asked, signed_in = records(root, viewer)
    assert (asked["eventName"], signed_in["eventName"]) == ("GetSigninToken", "ConsoleLogin")
    for record in asked, signed_in:
        assert record["eventType"] == "AwsConsoleSignIn" and record["requestParameters"] is None
        assert record["responseElements"] == {record["eventName"]: "Success"}
        assert record["userIdentity"]["arn"] == viewer.sts.get_caller_identity()["Arn"]
        assert record["userAgent"] == "Python-urllib/3.13"
    assert signed_in["additionalEventData"]["LoginTo"] == CONSOLE
    assert asked["requestID"] != signed_in["requestID"] == reply.headers["x-amzn-requestid"]


def test_a_federated_user_signs_in(root, endpoint, broker):
    made = broker.sts.get_federation_token(Name="visitor", Policy=policies.allow("iam:ListUsers"))
    session = Clients(broker.server, Credentials.of(made["Credentials"]))
    assert endpoint.log_in(endpoint.token(session.credentials)).status == 302
    assert [record["userIdentity"]["type"] for record in records(root, session)] == ["FederatedUser"] * 2
    assert endpoint.ask(session.credentials, SessionDuration="3600").status == 400


def test_how_long_the_console_lasts_is_asked_for_with_a_long_term_key_alone(root, endpoint, viewer):
    endpoint.log_in(endpoint.token(viewer.credentials, SessionDuration="43200"))
    assert [record["additionalEventData"]["SessionDuration"] for record in records(root, viewer)] == [43200, 43200]
    for wrong in ("899", "43201", "an hour"):
        reply = endpoint.ask(viewer.credentials, SessionDuration=wrong)
        assert (reply.status, reply.text.split(":")[0]) == (400, "Invalid SessionDuration parameter")


def test_a_chained_role_leaves_it_out(endpoint, broker, role):
    hop = broker.assume(role(policies.ACCOUNT_TRUST, policies.allow("sts:AssumeRole")))
    chained = hop.assume(role(policies.ACCOUNT_TRUST))
    reply = endpoint.ask(chained.credentials, SessionDuration="900")
    assert reply.status == 400 and "leave it out" in reply.text
    assert endpoint.log_in(endpoint.token(chained.credentials)).status == 302


def test_what_is_no_live_session_is_refused(endpoint, root, broker, viewer):
    good = viewer.credentials
    user = Credentials.of(broker.sts.get_session_token()["Credentials"])
    for wrong in (
        Credentials(good.access_key_id, root.credentials.secret_access_key, good.session_token),
        Credentials(good.access_key_id, good.secret_access_key, good.session_token[:-8] + "AAAAAAAA"),
        Credentials(user.access_key_id, good.secret_access_key, good.session_token),
        Credentials(broker.credentials.access_key_id, broker.credentials.secret_access_key, ""),
        user,
    ):
        reply = endpoint.ask(wrong)
        assert (reply.status, reply.text.split(":")[0]) == (400, "Invalid credentials parameter")
    for wrong in ("", "nothing", good.session_token):
        reply = endpoint.log_in(wrong)
        assert (reply.status, "location" in reply.headers) == (400, False)


def test_destinations(endpoint, viewer):
    token = endpoint.token(viewer.credentials)
    for address in ("javascript:alert(1)", "//example.com", "/console", "ftp://example.com/", "https://a@example.com/"):
        reply = endpoint.log_in(token, address)
        assert (reply.status, "location" in reply.headers) == (400, False), address
    # Decoded once, as it was encoded once.
    for address in ("http://127.0.0.1:9/x#y", "https://example.com/?a=b%26c+d&e=%252F", "https://[::1]/%"):
        assert endpoint.log_in(token, address).headers["location"] == address
    reply = endpoint.log_in(token, "https://example.com/\r\nSet-Cookie: a=b")
    assert (reply.status, "location" in reply.headers) == (400, False)


def test_ended_sessions_do_not_sign_in(root, endpoint, broker, role):
    arn = role(policies.ACCOUNT_TRUST)
    name = arn.rsplit("/", 1)[1]
    session = broker.assume(arn)
    token = endpoint.token(session.credentials)
    ended = {"DateLessThan": {"aws:TokenIssueTime": "2100-01-01T00:00:00Z"}}
    root.iam.put_role_policy(
        RoleName=name, PolicyName="AWSRevokeOlderSessions", PolicyDocument=policies.deny("*", Condition=ended)
    )
    for reply in endpoint.log_in(token), endpoint.ask(session.credentials):
        assert reply.status == 400 and "with an explicit deny" in reply.text
    last = records(root, session)[-1]
    assert (last["eventName"], last["errorCode"]) == ("GetSigninToken", "AccessDenied")
    assert last["responseElements"] == {"GetSigninToken": "Failure"}
    root.iam.delete_role_policy(RoleName=name, PolicyName="AWSRevokeOlderSessions")
    assert endpoint.log_in(token).status == 302
    root.iam.delete_role(RoleName=name)
    for reply in endpoint.log_in(token), endpoint.ask(session.credentials):
        assert reply.status == 400 and "not" in reply.text and "live session" in reply.text


def test_strangers_leave_no_event_and_large_requests_are_refused(root, endpoint):
    before = len(list(events.every(root)))
    for form in ({}, {"Action": "login"}, {"Action": "getSigninToken", "Session": "{}"}, {"x": "x" * 40_000}):
        assert endpoint.send(**form).status == 400
    assert endpoint.send("POST", Action="login", x="x" * 40_000).status == 413
    assert endpoint.send("PUT").status == 405
    assert endpoint.send(Action="logout").status == 200
    after = [event["EventName"] for event in events.every(root)][: -before or None]
    assert set(after) <= {"LookupEvents"}


def test_tokens_outlive_a_restart(fresh_server):
    root = Clients(fresh_server, fresh_server.root)
    made = root.sts.get_federation_token(Name="visitor", Policy=policies.EVERYTHING)
    token = Endpoint(fresh_server).token(Credentials.of(made["Credentials"]))
    assert fresh_server.stop() == 0
    fresh_server.start()
    assert Endpoint(fresh_server).log_in(token).status == 302
    assert f"arn:aws:sts::{ACCOUNT}:federated-user/visitor" in fresh_server.output()
