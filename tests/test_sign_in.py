"""Sessions of `aws login` through `tegata export`, against a service made from botocore's `signin` model (no real AWS).

There is no AWS CLI 2 here to begin a session: its file is written as botocore's `LoginCredentialFetcher` reads and writes
it, and what Tegata writes is read by botocore's `LoginTokenLoader`.
"""

import base64
import datetime
import hashlib
import itertools
import json
import os
import stat
import subprocess

import botocore.utils
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from modelled import Modelled, Refusal
from tegata import binary, command, environment

SESSION = "arn:aws:iam::111122223333:user/me"
CLIENT = "arn:aws:signin:::devtools/same-device"


def unpadded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class SignIn:
    def __init__(self):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.numbers = itertools.count(1)
        self.refresh = "refresh-0"
        self.proofs = set()
        self.error = None
        self.modelled = Modelled({"signin": self.answer})
        self.url = self.modelled.url

    def check_proof(self, proof, url):
        """RFC 9449, section 4.3."""
        header, payload, signature = proof.split(".")
        head, claims = json.loads(unpadded(header)), json.loads(unpadded(payload))
        assert (head["typ"], head["alg"]) == ("dpop+jwt", "ES256")
        numbers = self.key.public_key().public_numbers()
        coordinates = [int.from_bytes(unpadded(head["jwk"][name]), "big") for name in "xy"]
        assert coordinates == [numbers.x, numbers.y] and head["jwk"]["crv"] == "P-256" and head["jwk"]["kty"] == "EC"
        raw = unpadded(signature)
        halves = [int.from_bytes(raw[at : at + 32], "big") for at in (0, 32)]
        assert len(raw) == 64
        self.key.public_key().verify(
            encode_dss_signature(*halves), f"{header}.{payload}".encode(), ec.ECDSA(hashes.SHA256())
        )
        assert (claims["htm"], claims["htu"]) == ("POST", url)
        assert abs(claims["iat"] - datetime.datetime.now().timestamp()) < 60
        assert claims["jti"] not in self.proofs
        self.proofs.add(claims["jti"])

    def answer(self, operation, given, headers, url):
        assert operation == "CreateOAuth2Token"
        self.check_proof(headers["DPoP"], url)
        body = given["tokenInput"]
        assert (body["clientId"], body["grantType"]) == (CLIENT, "refresh_token")
        if self.error:
            raise Refusal("AccessDeniedException", error=self.error, message="no")
        if body["refreshToken"] != self.refresh:
            raise Refusal("AccessDeniedException", error="TOKEN_EXPIRED", message="used before")
        number = next(self.numbers)
        self.refresh = f"refresh-{number}"
        return {"tokenOutput": {
            "accessToken": {
                "accessKeyId": f"ASIALOGIN{number:011}", "secretAccessKey": os.urandom(20).hex(),
                "sessionToken": os.urandom(60).hex(),
            },
            "tokenType": "aws_sigv4", "expiresIn": 900, "refreshToken": self.refresh,
        }}  # fmt: skip


@pytest.fixture
def service():
    service = SignIn()
    yield service
    service.modelled.close()


@pytest.fixture
def home(tmp_path):
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws" / "config").write_text(f"[profile me]\nlogin_session = {SESSION}\nregion = eu-west-1\n")
    return tmp_path


def session_file(folder):
    return folder / f"{hashlib.sha256(SESSION.encode()).hexdigest()}.json"


def keep(service, folder, seconds):
    """A session whose credentials end so many seconds from now."""
    at = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    pem = service.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    folder.mkdir(parents=True, exist_ok=True)
    session_file(folder).write_text(json.dumps({
        "accessToken": {
            "accessKeyId": "ASIALOGIN00000000000", "secretAccessKey": os.urandom(20).hex(),
            "sessionToken": os.urandom(60).hex(), "accountId": "111122223333",
            "expiresAt": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        },
        "tokenType": "aws_sigv4", "clientId": CLIENT, "refreshToken": "refresh-0", "idToken": "id",
        "dpopKey": pem.decode(),
    }))  # fmt: skip


def export(home, service, check=0, **env):
    env = {"AWS_VAULT_BACKEND": "file", "AWS_ENDPOINT_URL_SIGNIN": service.url, **env}
    return command("export", "--format", "json", "me", home=home, env=env, check=check)


def test_a_session_is_used_while_it_lasts_and_renewed_before_it_ends(home, service):
    folder = home / ".aws" / "login" / "cache"
    keep(service, folder, 600)
    assert json.loads(export(home, service).stdout)["AccessKeyId"] == "ASIALOGIN00000000000"
    assert service.modelled.calls == []
    for number, seconds in enumerate([290, -1000], start=1):
        keep(service, folder, seconds)
        service.refresh = "refresh-0"
        credentials = json.loads(export(home, service).stdout)
        assert credentials["AccessKeyId"] == f"ASIALOGIN{number:011}"
        assert len(service.modelled.calls) == number
        # What was written is botocore's to read, and lacks nothing that was there.
        loader = botocore.utils.LoginTokenLoader(botocore.utils.JSONFileCache(str(folder)))
        token = loader.load_token(SESSION)
        assert token["accessToken"]["accessKeyId"] == credentials["AccessKeyId"]
        assert token["accessToken"]["secretAccessKey"] == credentials["SecretAccessKey"]
        assert token["accessToken"]["accountId"] == "111122223333"
        assert (token["refreshToken"], token["idToken"]) == (f"refresh-{number}", "id")
        left = datetime.datetime.fromisoformat(token["accessToken"]["expiresAt"].replace("Z", "+00:00"))
        left -= datetime.datetime.now(datetime.timezone.utc)
        assert datetime.timedelta(minutes=13) < left <= datetime.timedelta(minutes=15)
        assert stat.S_IMODE(session_file(folder).stat().st_mode) == 0o600


def test_the_cache_may_be_elsewhere(home, service, tmp_path):
    keep(service, tmp_path / "elsewhere", -1)
    done = export(home, service, AWS_LOGIN_CACHE_DIRECTORY=tmp_path / "elsewhere")
    assert json.loads(done.stdout)["AccessKeyId"] == "ASIALOGIN00000000001"


def test_who_is_not_signed_in_is_told_the_command(home, service):
    told = export(home, service, check=1).stderr
    assert told == f"tegata export: cannot get the credentials of \"me\": there is no session of {SESSION}; sign in with: aws login --profile me\n"
    for error, expected in [
        ("TOKEN_EXPIRED", f"the session of {SESSION} has ended; sign in with: aws login --profile me"),
        ("USER_CREDENTIALS_CHANGED", f"the session of {SESSION} has ended; sign in with: aws login --profile me"),
        ("INSUFFICIENT_PERMISSIONS", "can attach the policy SignInLocalDevelopmentAccess"),
    ]:
        keep(service, home / ".aws" / "login" / "cache", -1)
        service.error = error
        told = export(home, service, check=1)
        assert told.stdout == "" and told.stderr.strip().endswith(expected)


def test_twenty_processes_renew_once(home, service):
    """A refresh token is good once: who used it a second time would end the session."""
    keep(service, home / ".aws" / "login" / "cache", -1)
    env = environment(home, AWS_ENDPOINT_URL_SIGNIN=service.url)
    processes = [
        subprocess.Popen(
            [str(binary()), "export", "--format", "json", "me"], env=env, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )
        for _ in range(20)
    ]  # fmt: skip
    for process in processes:
        stdout, stderr = process.communicate(timeout=120)
        assert process.returncode == 0, stderr
        assert json.loads(stdout)["AccessKeyId"] == "ASIALOGIN00000000001"
    assert service.modelled.calls == ["CreateOAuth2Token"]
