"""The servers made from botocore's models refuse what the models do not know: or else what passes with them proves nothing."""

import json
import urllib.error
import urllib.request

import pytest

from modelled import Modelled


@pytest.fixture
def oidc():
    answers = {"clientId": "c", "clientSecret": "s"}
    modelled = Modelled({"sso-oidc": lambda *_: dict(answers), "sso": lambda *_: {"roleCredentials": {}}})
    modelled.answers = answers
    yield modelled
    modelled.wrong.clear()
    modelled.close()


def status(modelled, path, body=None, **headers):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(modelled.url + path, data=data, headers=headers)
    if data is not None:
        request.add_header("Content-Type", "application/json")
    try:
        return urllib.request.urlopen(request).status
    except urllib.error.HTTPError as error:
        return error.code


GOOD = {"clientName": "n", "clientType": "public"}
TOKEN = {"x-amz-sso_bearer_token": "t"}


@pytest.mark.parametrize("path, body, headers, why", [
    ("/client/register", {**GOOD, "more": "x"}, {}, "more"),
    ("/client/register", {"clientName": "n"}, {}, "clientType"),
    ("/client/register", {**GOOD, "scopes": "x"}, {}, "scopes"),
    ("/client/register", GOOD, {"Authorization": "AWS4-HMAC-SHA256 x"}, "signed"),
    ("/client/register?x=y", GOOD, {}, "query"),
    ("/token", GOOD, {}, "grantType"),
    ("/elsewhere", GOOD, {}, "no model"),
    ("/federation/credentials?role_name=r&account_id=1&other=2", None, TOKEN, "other"),
    ("/federation/credentials?role_name=r", None, TOKEN, "accountId"),
    ("/federation/credentials?role_name=r&account_id=1", None, {}, "accessToken"),
])  # fmt: skip
def test_what_is_not_in_the_model_is_refused(oidc, path, body, headers, why):
    assert status(oidc, path, body, **headers) == 599
    assert why in oidc.wrong[0]


def test_what_is_in_the_model_is_answered_by_the_model(oidc):
    assert status(oidc, "/client/register", GOOD) == 200
    assert status(oidc, "/federation/credentials?role_name=r&account_id=1", None, **TOKEN) == 200
    assert oidc.wrong == []
    oidc.answers["more"] = "x"
    assert status(oidc, "/client/register", GOOD) == 599
