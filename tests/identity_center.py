"""A directory of IAM Identity Center made from botocore's `sso` and `sso-oidc` models, a person, and their browser.

It is no real AWS: the models say how calls look, the RFCs (6749, 7636, 8628) and the AWS CLI's source what they do.
"""

import base64
import datetime
import hashlib
import itertools
import os
import stat
import sys
import textwrap
import threading
import urllib.parse

from modelled import Modelled, Refusal

START_URL = "https://corp.awsapps.com/start"
REGION = "eu-central-1"
ACCOUNT = "111122223333"

CONFIG = f"""\
[sso-session corp]
sso_start_url = {START_URL}
sso_region = {REGION}
sso_registration_scopes = sso:account:access
[profile admin]
sso_session = corp
sso_account_id = {ACCOUNT}
sso_role_name = Admin
region = eu-west-1
[profile reader]
sso_session = corp
sso_account_id = {ACCOUNT}
sso_role_name = Reader
[profile legacy]
sso_start_url = {START_URL}
sso_region = {REGION}
sso_account_id = {ACCOUNT}
sso_role_name = Admin
[profile stranger]
sso_session = corp
sso_account_id = 444455556666
sso_role_name = Admin
"""

BROWSER = """\
#!{python}
import json, os, sys, urllib.request
answers = []
class Redirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, request, body, code, message, headers, url):
        answers.append(url)
        return super().redirect_request(request, body, code, message, headers, url)
opener = urllib.request.build_opener(urllib.request.ProxyHandler({{}}), Redirect)
page = opener.open(sys.argv[1]).read().decode()
with open({log!r}, "a") as log:
    names = sorted(name for name in os.environ if name.startswith(("AWS_", "TEGATA_")))
    log.write(json.dumps({{"url": sys.argv[1], "redirects": answers, "page": page, "variables": names}}) + "\\n")
"""


class Directory:
    """The service, and what its person does."""

    def __init__(self):
        self.numbers = itertools.count(1)
        self.clients, self.codes, self.devices, self.tokens, self.refreshes = {}, {}, {}, {}, {}
        self.seen = []  # every secret that was given out
        self.lasts = 8 * 3600  # seconds of a token
        self.denies = False
        self.person_is_back = threading.Event()
        self.person_is_back.set()
        self.pending = 0  # answers before a device's sign-in is seen
        self.slow_downs = 0
        self.expires_devices = False
        self.gives_refresh = True
        self.roles = {(ACCOUNT, "Admin"), (ACCOUNT, "Reader")}
        self.modelled = Modelled({"sso": self.portal, "sso-oidc": self.oidc}, self.page)
        self.url = self.modelled.url

    def environment(self, **more):
        """Variables of who uses it; a store is named, so that none is looked for and told about."""
        places = {"AWS_ENDPOINT_URL_SSO": self.url, "AWS_ENDPOINT_URL_SSO_OIDC": self.url}
        return {"AWS_VAULT_BACKEND": "file", **places, **more}

    def secrets(self):
        clients = [client["secret"] for client in self.clients.values()]
        return [*self.seen, *clients, *self.devices]

    def count(self, operation):
        return self.modelled.calls.count(operation)

    def close(self):
        self.modelled.close()

    def oidc(self, operation, given, headers, url):
        return getattr(self, operation)(given)

    def RegisterClient(self, given):
        assert given["clientType"] == "public"
        if given.get("grantTypes"):
            assert given["redirectUris"] == ["http://127.0.0.1/oauth/callback"]
            assert given["issuerUrl"] == START_URL
        name = f"client-{next(self.numbers)}"
        expires = int(datetime.datetime.now().timestamp()) + 90 * 86400
        self.clients[name] = {"secret": f"secret-of-{name}-{os.urandom(8).hex()}", **given}
        return {"clientId": name, "clientSecret": self.clients[name]["secret"], "clientSecretExpiresAt": expires}

    def client(self, given):
        client = self.clients.get(given["clientId"])
        if client is None or client["secret"] != given["clientSecret"]:
            raise Refusal("InvalidClientException", error="invalid_client")
        return client

    def StartDeviceAuthorization(self, given):
        self.client(given)
        assert given["startUrl"] == START_URL
        number = next(self.numbers)
        device, code = f"device-{number}-{os.urandom(8).hex()}", f"WXYZ-{number:04}"
        self.devices[device] = {"code": code, "allowed": None, "client": given["clientId"]}
        return {
            "deviceCode": device, "userCode": code, "verificationUri": f"{self.url}/device",
            "verificationUriComplete": f"{self.url}/device?user_code={code}", "expiresIn": 600, "interval": 1,
        }  # fmt: skip

    def CreateToken(self, given):
        client = self.client(given)
        kind = given["grantType"]
        if kind == "authorization_code":
            code = self.codes.pop(given["code"], None)
            challenge = base64.urlsafe_b64encode(hashlib.sha256(given["codeVerifier"].encode()).digest()).decode()
            if code is None or code["challenge"] != challenge.rstrip("=") or code["redirect"] != given["redirectUri"]:
                raise Refusal("InvalidGrantException", error="invalid_grant")
            assert code["client"] == given["clientId"]
        elif kind == "refresh_token":
            if self.refreshes.pop(given["refreshToken"], None) != given["clientId"]:
                raise Refusal("InvalidGrantException", error="invalid_grant")
        else:
            assert kind == "urn:ietf:params:oauth:grant-type:device_code"
            self.poll(self.devices[given["deviceCode"]])
        number = next(self.numbers)
        token = f"access-{number}-{os.urandom(12).hex()}"
        self.tokens[token] = True
        self.seen.append(token)
        output = {"accessToken": token, "tokenType": "Bearer", "expiresIn": self.lasts}
        if self.gives_refresh and client.get("scopes"):
            output["refreshToken"] = f"refresh-{number}-{os.urandom(12).hex()}"
            self.refreshes[output["refreshToken"]] = given["clientId"]
            self.seen.append(output["refreshToken"])
        return output

    def poll(self, device):
        if self.expires_devices:
            raise Refusal("ExpiredTokenException", error="expired_token")
        if self.slow_downs:
            self.slow_downs -= 1
            raise Refusal("SlowDownException", error="slow_down")
        if self.pending or device["allowed"] is None:
            self.pending = max(0, self.pending - 1)
            raise Refusal("AuthorizationPendingException", error="authorization_pending")
        if not device["allowed"]:
            raise Refusal("AccessDeniedException", error="access_denied")

    def portal(self, operation, given, headers, url):
        if not self.tokens.get(given["accessToken"]):
            raise Refusal("UnauthorizedException", message="Session token not found or invalid")
        if operation == "GetRoleCredentials":
            if (given["accountId"], given["roleName"]) not in self.roles:
                raise Refusal("ForbiddenException")
            expires = int((datetime.datetime.now().timestamp() + 3600) * 1000)
            return {"roleCredentials": {
                "accessKeyId": f"ASIA{given['roleName'].upper():0<12}{next(self.numbers):04}",
                "secretAccessKey": os.urandom(20).hex(), "sessionToken": os.urandom(60).hex(), "expiration": expires,
            }}  # fmt: skip
        # Pages of one.
        if operation == "ListAccounts":
            every = [{"accountId": account, "accountName": f"Name of {account}"} for account in self.accounts()]
            name = "accountList"
        else:
            roles = sorted(role for account, role in self.roles if account == given["accountId"])
            every = [{"roleName": role, "accountId": given["accountId"]} for role in roles]
            name = "roleList"
        at = int(given.get("nextToken", 0))
        more = {"nextToken": str(at + 1)} if at + 1 < len(every) else {}
        return {name: every[at : at + 1], **more}

    def accounts(self):
        return sorted({account for account, _ in self.roles})

    def page(self, method, path, query):
        """What the person's browser sees."""
        assert self.person_is_back.wait(60)
        if path == "/device":
            found = [device for device in self.devices.values() if device["code"] == query["user_code"]]
            found[0]["allowed"] = not self.denies
            return 200, {}, "done"
        if path != "/authorize":
            return 404, {}, "not here"
        client = self.clients[query["client_id"]]
        assert query["response_type"] == "code" and query["code_challenge_method"] == "S256"
        assert query["scopes"] == " ".join(client["scopes"])
        redirect = urllib.parse.urlsplit(query["redirect_uri"])
        assert (redirect.scheme, redirect.hostname, redirect.path) == ("http", "127.0.0.1", "/oauth/callback")
        if self.denies:
            back = {"error": "access_denied", "state": query["state"]}
        else:
            code = os.urandom(12).hex()
            self.codes[code] = {
                "challenge": query["code_challenge"], "redirect": query["redirect_uri"], "client": query["client_id"],
            }  # fmt: skip
            back = {"code": code, "state": query["state"]}
        return 302, {"Location": f"{query['redirect_uri']}?{urllib.parse.urlencode(back)}"}, ""

    def end_tokens(self):
        """What an administrator does, or a logout elsewhere."""
        self.tokens.clear()
        self.refreshes.clear()


def browser(folder):
    """A browser that follows every redirect, and its log."""
    log = folder / "browser.log"
    program = folder / "browser"
    program.write_text(textwrap.dedent(BROWSER).format(python=sys.executable, log=str(log)))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program, log
