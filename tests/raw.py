"""Requests written by hand, byte for byte, where a client library would not send what a test needs.

`Request` holds the parts; `sigv4` and `x509` sign it and return the headers that carry the signature, so that a
test can change any part before or after; `send` puts it on a fresh connection.
"""

import datetime
import hashlib
import hmac
import http.client
import json
import ssl
import urllib.parse
import xml.etree.ElementTree
from dataclasses import dataclass, field

import certificates
from clients import record
from tegata import PATIENCE, REGION

VERSIONS = {"iam": "2010-05-08", "sts": "2011-06-15"}
CLOUDTRAIL = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101"


def stamp(offset=0):
    """Now, shifted by seconds, as X-Amz-Date has it."""
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=offset)
    return moment.strftime("%Y%m%dT%H%M%SZ")


def quote(text):
    return urllib.parse.quote(text, safe="-_.~")


@dataclass
class Request:
    method: str = "POST"
    path: str = "/"
    query: list = field(default_factory=list)
    headers: dict = field(default_factory=dict)
    body: bytes = b""

    @property
    def target(self):
        encoded = "&".join(f"{quote(name)}={quote(value)}" for name, value in self.query)
        return self.path + (f"?{encoded}" if encoded else "")


@dataclass
class Reply:
    status: int
    headers: dict
    body: bytes

    @property
    def text(self):
        return self.body.decode()

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def xml(self):
        return xml.etree.ElementTree.fromstring(self.body)

    def find(self, tag):
        """The text of the first element of this local name, in any namespace."""
        for element in self.xml.iter():
            if element.tag.rsplit("}", 1)[-1] == tag:
                return element.text
        return None

    @property
    def code(self):
        """The error code, whichever protocol the answer is in."""
        if self.body.lstrip().startswith(b"<"):
            return self.find("Code")
        header = self.headers.get("x-amzn-errortype") or self.json.get("__type") or self.json.get("code")
        return header and header.split(":", 1)[0].rsplit("#", 1)[-1]

    @property
    def message(self):
        if self.body.lstrip().startswith(b"<"):
            return self.find("Message")
        return self.json.get("message") or self.json.get("Message")

    def assert_error(self, code, status, message=None):
        codes = (code,) if isinstance(code, str) else code
        statuses = (status,) if isinstance(status, int) else status
        assert self.code in codes and self.status in statuses, f"{self.status} {self.body[:2000]!r}"
        if message is not None:
            assert self.message == message, self.message
        return self


def query(action, service="sts", **parameters):
    """An awsQuery request."""
    form = {"Action": action, "Version": VERSIONS[service], **parameters}
    body = urllib.parse.urlencode({name: value for name, value in form.items() if value is not None})
    return Request(headers={"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}, body=body.encode())


def lookup_events(body=b"{}"):
    """An awsJson1.1 request."""
    return Request(
        headers={"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": f"{CLOUDTRAIL}.LookupEvents"}, body=body
    )


def list_trust_anchors():
    """A restJson1 request."""
    return Request(method="GET", path="/trustanchors")


def canonical(request, signed, payload_hash):
    lines = {name.lower(): " ".join(str(value).split()) for name, value in request.headers.items()}
    encoded = sorted((quote(name), quote(value)) for name, value in request.query)
    return "\n".join(
        [
            request.method,
            "/".join(quote(part) for part in request.path.split("/")),
            "&".join(f"{name}={value}" for name, value in encoded),
            *(f"{name}:{lines[name]}" for name in signed),
            "",
            ";".join(signed),
            payload_hash,
        ]
    )


def sigv4(
    server, request, credentials, service, *, region=REGION, date=None, scope_date=None, signed=None, payload_hash=None,
    terminator="aws4_request", session_token=True,
):  # fmt: skip
    """Signs the request with a secret key, header style; its headers then hold the Authorization."""
    date = date or stamp()
    request.headers = {"Host": server.host, "X-Amz-Date": date, **request.headers}
    if credentials.session_token and session_token:
        request.headers["X-Amz-Security-Token"] = credentials.session_token
    signed = sorted(name.lower() for name in (signed or request.headers))
    payload_hash = payload_hash or hashlib.sha256(request.body).hexdigest()
    scope = f"{scope_date or date[:8]}/{region}/{service}/{terminator}"
    text = canonical(request, signed, payload_hash)
    to_sign = "\n".join(["AWS4-HMAC-SHA256", date, scope, hashlib.sha256(text.encode()).hexdigest()])
    key = b"AWS4" + credentials.secret_access_key.encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, to_sign.encode(), "sha256").hex()
    request.headers["Authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={credentials.access_key_id}/{scope}, "
        f"SignedHeaders={';'.join(signed)}, Signature={signature}"
    )
    return text


def x509(server, request, certificate, *, chain=(), date=None, region=REGION, serial=None, algorithm=None, key=None):
    """Signs a CreateSession request with a certificate's private key."""
    date = date or stamp()
    request.headers = {
        "Host": server.host,
        "X-Amz-Date": date,
        "X-Amz-X509": certificate.base64,
        **({"X-Amz-X509-Chain": ",".join(link.base64 for link in chain)} if chain else {}),
        **request.headers,
    }
    signed = sorted(name.lower() for name in request.headers)
    scope = f"{date[:8]}/{region}/rolesanywhere/aws4_request"
    text = canonical(request, signed, hashlib.sha256(request.body).hexdigest())
    # The algorithm's name is part of what is signed, and follows from the key.
    named, _ = certificates.sign(certificate.key, b"")
    named = algorithm or named
    to_sign = "\n".join([named, date, scope, hashlib.sha256(text.encode()).hexdigest()])
    _, signature = certificates.sign(key or certificate.key, to_sign.encode())
    request.headers["Authorization"] = (
        f"{named} Credential={certificate.serial if serial is None else serial}/{scope}, "
        f"SignedHeaders={';'.join(signed)}, Signature={signature.hex()}"
    )
    return request


def connect(server):
    host, port = server.host.rsplit(":", 1)
    if server.url.startswith("https"):
        context = ssl.create_default_context(cafile=server.ca)
        return http.client.HTTPSConnection(host, int(port), timeout=PATIENCE, context=context)
    return http.client.HTTPConnection(host, int(port), timeout=PATIENCE)


def send(server, request, *, chunked=False, target=None, connection=None):
    """Sends the request as it stands and returns the reply; `chunked` is the size of its chunks."""
    connection = connection or connect(server)
    names = {name.lower() for name in request.headers}
    connection.putrequest(
        request.method, target or request.target, skip_host="host" in names, skip_accept_encoding=True
    )
    for name, value in request.headers.items():
        connection.putheader(name, value)
    if chunked:
        connection.putheader("Transfer-Encoding", "chunked")
        connection.endheaders()
        for at in range(0, len(request.body), chunked):
            part = request.body[at : at + chunked]
            connection.send(b"%x\r\n%s\r\n" % (len(part), part))
        connection.send(b"0\r\n\r\n")
    else:
        if "content-length" not in names and (request.body or request.method in ("POST", "PUT", "PATCH")):
            connection.putheader("Content-Length", str(len(request.body)))
        connection.endheaders(request.body or None)
    response = connection.getresponse()
    reply = Reply(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())
    if reply.status < 300 and reply.body.startswith(b"{"):
        server.secrets.note_answer(json.loads(reply.body))
    elif reply.status >= 400:
        server.secrets.note_error(reply.body.decode("utf-8", "replace"))
    connection.close()
    return reply


def call(server, request, credentials, service, **options):
    """Signs and sends."""
    sigv4(server, request, credentials, service, **options)
    return send(server, request)


ARNS = ("profileArn", "roleArn", "trustAnchorArn")


def session_request(*, in_query=ARNS, body=None, content_type="application/json", **parameters):
    """A CreateSession request with the named parameters in the query and the others in the body."""
    inside = {name: value for name, value in parameters.items() if name not in in_query and value is not None}
    text = json.dumps(inside, separators=(",", ":")).encode() if body is None else body
    return Request(
        path="/sessions",
        query=[(name, parameters[name]) for name in in_query if parameters.get(name) is not None],
        headers={"Content-Type": content_type} if content_type else {},
        body=text,
    )


def create_session(server, certificate, *, chain=(), chunked=False, signing=None, **parameters):
    """Signs and sends a CreateSession request as the credential helper does."""
    request = session_request(**parameters)
    x509(server, request, certificate, chain=chain, **(signing or {}))
    reply = send(server, request, chunked=chunked)
    record("rolesanywhere", "CreateSession", None if reply.status == 201 else reply.code)
    return reply
