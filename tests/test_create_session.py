"""CreateSession: a certificate in, short-lived credentials out; every rule of the way and every refusal's words."""

import datetime
import hashlib
import json
import re
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from iam_rolesanywhere_session import CredentialsRetrievalError, IAMRolesAnywhereSession

import policies
import raw
from certificates import DAY, Authority, now, sign
from clients import Clients, refused
from machines import Setting
from policies import machine_trust
from raw import Request, send, stamp
from tegata import ACCOUNT, PATIENCE, REGION, Credentials

UNTRUSTED = "Untrusted signing certificate"
INSUFFICIENT = "Untrusted certificate. Insufficient certificate"
SIGNATURE = "Invalid signature"
DENIED = "AccessDeniedException"
LONG = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."


@pytest.fixture
def setting(root, authority, unique):
    """Makes settings: setting(trust=…, policy=…, profile members…)."""
    made = []

    def make(authority=authority, **parameters):
        made.append(Setting(root, authority, unique("machine"), **parameters))
        return made[-1]

    yield make
    for each in made:
        each.remove_anchor()


@pytest.fixture
def leaf(server, authority):
    """Makes end-entity certificates, whose private keys no log may show."""

    def make(subject=(("CN", "machine"),), issuer=authority, **options):
        made = issuer.issue(list(subject), **options)
        server.secrets.note_private_key(made.key_pem)
        return made

    return make


def assert_denied(reply, message):
    reply.assert_error(DENIED, 403, message)
    assert list(reply.json) == ["message"]
    assert reply.headers["x-amzn-requestid"]


# The answer


def test_answer(iam, setting, leaf):
    place, certificate = setting(), leaf([("CN", "Alice")])
    before = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
    reply = place.request(certificate, durationSeconds=3600)
    assert reply.status == 201
    assert reply.headers["content-type"] == "application/json"
    assert re.fullmatch(r"[0-9a-f-]{36}", reply.headers["x-amzn-requestid"])
    # Compact, with every object's keys in alphabetical order.
    ordered = json.loads(reply.text, object_pairs_hook=lambda pairs: pairs)
    assert reply.text == json.dumps(reply.json, separators=(",", ":"), ensure_ascii=False, sort_keys=True)
    assert [key for key, _ in ordered] == ["credentialSet", "subjectArn"]
    (entry,) = reply.json["credentialSet"]
    assert set(entry) == {"assumedRoleUser", "credentials", "packedPolicySize", "roleArn", "sourceIdentity"}
    role_id = iam.get_role(RoleName=place.role_name)["Role"]["RoleId"]
    name = certificate.serial_hex
    assert entry["assumedRoleUser"] == {
        "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/{place.role_name}/{name}", "assumedRoleId": f"{role_id}:{name}",
    }  # fmt: skip
    assert entry["roleArn"] == place.role_arn and entry["sourceIdentity"] == "CN=Alice"
    assert isinstance(entry["packedPolicySize"], int) and 0 <= entry["packedPolicySize"] <= 100
    credentials = entry["credentials"]
    assert set(credentials) == {"accessKeyId", "expiration", "secretAccessKey", "sessionToken"}
    assert re.fullmatch(r"ASIA[A-Z2-7]{16}", credentials["accessKeyId"])
    assert re.fullmatch(r"[A-Za-z0-9+/]{40}", credentials["secretAccessKey"])
    assert len(credentials["sessionToken"]) <= 4096
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", credentials["expiration"])
    expiration = datetime.datetime.fromisoformat(credentials["expiration"].replace("Z", "+00:00"))
    assert 3600 <= (expiration - before).total_seconds() <= 3720
    assert re.fullmatch(rf"arn:aws:rolesanywhere:{REGION}:{ACCOUNT}:subject/[0-9a-f-]{{36}}", reply.json["subjectArn"])


def test_the_session_is_its_certificate(setting, leaf):
    place, certificate = setting(), leaf(serial=0x61D5692C1982239B82255B38E6CED2AA34712FF0)
    identity = place.session(certificate).sts.get_caller_identity()
    name = "61d5692c1982239b82255b38e6ced2aa34712ff0"
    assert identity["Arn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/{place.role_name}/{name}"
    assert identity["UserId"].endswith(f":{name}")


# Keys, layouts, chains


@pytest.mark.parametrize("key", [
    "rsa-2048", "rsa-3072", "rsa-4096", "p-256", "p-384", "p-521", "ml-dsa-44", "ml-dsa-65", "ml-dsa-87",
])  # fmt: skip
def test_every_kind_of_key(setting, leaf, key):
    setting().session(leaf(key=key)).sts.get_caller_identity()


@pytest.mark.parametrize("key", ["rsa-2048", "p-384", "p-521"])
@pytest.mark.parametrize("digest", [hashes.SHA384, hashes.SHA512])
def test_authorities_of_other_kinds(setting, leaf, key, digest):
    issuer = Authority.root([("CN", "Other kind")], key=key)
    setting(issuer).session(leaf(issuer=issuer, digest=digest)).sts.get_caller_identity()


ARNS = raw.ARNS


@pytest.mark.parametrize("in_query, content_type", [
    (ARNS, "application/json"), ((), "application/json"), ((), "application/x-amz-json-1.0"),
    (ARNS[:1], "application/json"), ((), None),
])  # fmt: skip
def test_where_parameters_stand(setting, leaf, in_query, content_type):
    reply = setting().request(leaf(), in_query=in_query, content_type=content_type, durationSeconds=900)
    assert reply.status == 201, reply.text


def test_an_empty_body(setting, leaf):
    assert setting().request(leaf(), body=b"").status == 201


@pytest.mark.parametrize("size", [1, 10])
def test_a_chunked_body(setting, leaf, size):
    assert setting().request(leaf(), chunked=size, durationSeconds=900).status == 201


def test_unknown_members_are_ignored(setting, leaf):
    body = b'{"surprise":[1,{"a":null}],"durationSeconds":900,"sessionName":"ignored"}'
    reply = setting().request(leaf(), body=body)
    assert reply.status == 201, reply.text


def test_the_same_parameter_twice(server, setting, leaf):
    place = setting()
    same = json.dumps(place.arns).encode()
    assert place.request(leaf(), body=same).status == 201
    other = json.dumps({**place.arns, "roleArn": f"arn:aws:iam::{ACCOUNT}:role/another"}).encode()
    place.request(leaf(), body=other).assert_error(("ValidationException", "SerializationException"), 400)


def test_alias_arns(root, setting, leaf, unique):
    place = setting(aliasName=unique("profile"))
    alias = unique("anchor")
    updated = root.rolesanywhere.update_trust_anchor(trustAnchorId=place.anchor["trustAnchorId"], aliasName=alias)
    # In a trust policy the source is the anchor's own ARN, whichever name was used.
    place.trust(machine_trust({"ArnEquals": {"aws:SourceArn": place.anchor_arn}}))
    reply = place.request(
        leaf(), trustAnchorArn=updated["trustAnchor"]["aliasArn"], profileArn=place.profile["aliasArn"]
    )
    assert reply.status == 201, reply.text


def test_chains(setting, leaf, authority):
    first = authority.intermediate([("CN", "First")])
    second = first.intermediate([("CN", "Second")], key="rsa-2048")
    certificate = leaf(issuer=second)
    stranger = Authority.root([("CN", "Stranger")])
    place = setting()
    for chain in (
        [second, first],
        [first, second],
        [certificate, second, first, authority],
        [stranger, first, leaf(), second, authority],
    ):
        assert place.request(certificate, chain=chain).status == 201
    assert_denied(place.request(certificate), UNTRUSTED)
    assert_denied(place.request(certificate, chain=[second]), UNTRUSTED)
    six = place.request(certificate, chain=[second, first, stranger, stranger, stranger, stranger])
    assert six.status in (400, 403)


def test_an_intermediate_as_anchor(setting, leaf, authority):
    intermediate = authority.intermediate([("CN", "Anchor")])
    place = setting(intermediate)
    assert place.request(leaf(issuer=intermediate), chain=[intermediate, authority]).status == 201
    assert_denied(place.request(leaf()), UNTRUSTED)


def test_a_bundle_of_two(root, setting, leaf, authority):
    other = Authority.root([("CN", "The other of two")])
    place = setting()
    root.rolesanywhere.update_trust_anchor(
        trustAnchorId=place.anchor["trustAnchorId"],
        source={
            "sourceType": "CERTIFICATE_BUNDLE", "sourceData": {"x509CertificateData": authority.pem + other.pem},
        },
    )  # fmt: skip
    for issuer in (authority, other):
        assert place.request(leaf(issuer=issuer)).status == 201


# Certificates that are refused


def bad_certificates(leaf, authority):
    year = 365 * DAY
    return {
        "expired": (leaf(not_before=now() - 2 * DAY, not_after=now() - DAY), UNTRUSTED),
        "not yet valid": (leaf(not_before=now() + DAY, not_after=now() + year), UNTRUSTED),
        "of another authority": (leaf(issuer=Authority.root([("CN", "Another")])), UNTRUSTED),
        "of an impostor": (
            leaf(issuer=Authority.root([("C", "NL"), ("O", "Example"), ("CN", "Example Root")])), UNTRUSTED,
        ),
        "without digitalSignature": (leaf(digital_signature=False), INSUFFICIENT),
        "without key usage": (leaf(key_usage=False), INSUFFICIENT),
        "of an authority": (authority.intermediate([("CN", "An authority")]), None),
        "itself the anchor": (authority, None),
        "without a subject": (leaf([]), None),
    }  # fmt: skip


@pytest.mark.parametrize("case", [
    "expired", "not yet valid", "of another authority", "of an impostor", "without digitalSignature",
    "without key usage", "of an authority", "itself the anchor", "without a subject",
])  # fmt: skip
def test_a_bad_certificate(setting, leaf, authority, case):
    certificate, message = bad_certificates(leaf, authority)[case]
    assert_denied(setting().request(certificate), message)


def test_an_expired_intermediate(setting, leaf, authority):
    old = authority.intermediate([("CN", "Old")], not_before=now() - 3 * DAY, not_after=now() - DAY)
    assert_denied(setting().request(leaf(issuer=old), chain=[old]), UNTRUSTED)


def test_an_expired_anchor(setting, leaf):
    old = Authority.root([("CN", "Old")], not_before=now() - 3 * DAY, not_after=now() - DAY)
    assert_denied(setting(old).request(leaf(issuer=old)), UNTRUSTED)


def test_path_length(setting, leaf):
    short = Authority.root([("CN", "Short")], path_length=0)
    place = setting(short)
    assert place.request(leaf(issuer=short)).status == 201
    longer = short.intermediate([("CN", "One too many")])
    assert_denied(place.request(leaf(issuer=longer), chain=[longer]), UNTRUSTED)


def test_an_unknown_critical_extension(setting, leaf):
    odd = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4.5"), b"\x05\x00")
    assert setting().request(leaf(extensions=[(odd, False)])).status == 201
    assert setting().request(leaf(extensions=[(odd, True)])).assert_error(DENIED, 403)


def test_extended_key_usage_is_not_asked_for(setting, leaf):
    assert setting().request(leaf(client_auth=False)).status == 201


def test_basic_constraints_may_be_absent(setting, leaf):
    assert setting().request(leaf(basic_constraints=False)).status == 201


@pytest.mark.parametrize("header", ["", "AAAA", "not base64!", "MIIB"])
def test_a_certificate_header_of_nonsense(server, setting, leaf, header):
    place = setting()
    request = raw.session_request(**place.arns)
    raw.x509(server, request, leaf())
    request.headers["X-Amz-X509"] = header
    assert send(server, request).status in (400, 403)


# Signatures


def test_signatures_that_do_not_verify(server, setting, leaf):
    place, certificate = setting(), leaf()
    assert_denied(place.request(certificate, signing={"key": leaf().key}), SIGNATURE)
    for offset in (-3600, 3600):
        assert_denied(place.request(certificate, signing={"date": stamp(offset)}), SIGNATURE)
    place.request(certificate, signing={"region": "eu-west-1"}).assert_error(
        (DENIED, "ResourceNotFoundException", "ValidationException"), (400, 403, 404)
    )
    for signing in ({"serial": certificate.serial + 1}, {"algorithm": "AWS4-X509-RSA-SHA256"},
                    {"algorithm": "AWS4-X509-ECDSA-SHA384"}):  # fmt: skip
        place.request(certificate, signing=signing).assert_error(DENIED, 403)


@pytest.mark.parametrize("part", ["body", "query", "date", "certificate", "header"])
def test_what_is_signed_cannot_be_changed(server, setting, leaf, part):
    place = setting()
    request = raw.session_request(**place.arns, durationSeconds=900)
    request.headers["X-Extra"] = "one"
    raw.x509(server, request, leaf())
    if part == "body":
        request.body = b'{"durationSeconds":901}'
    elif part == "query":
        request.query = [(name, value if name != "roleArn" else value + "x") for name, value in request.query]
    elif part == "date":
        request.headers["X-Amz-Date"] = stamp(60)
    elif part == "certificate":
        request.headers["X-Amz-X509"] = leaf().base64
    else:
        request.headers["X-Extra"] = "two"
    send(server, request).assert_error(DENIED, 403)


@pytest.mark.parametrize("unsigned", ["host", "x-amz-date", "x-amz-x509", "x-amz-x509-chain"])
def test_what_must_be_signed(server, setting, leaf, authority, unsigned):
    """A signature that leaves one of these out proves nothing about it."""
    place, certificate = setting(), leaf()
    request = raw.session_request(**place.arns)
    raw.x509(server, request, certificate, chain=[authority])
    del request.headers["Authorization"]
    signed = sorted(name.lower() for name in request.headers if name.lower() != unsigned)
    text = raw.canonical(request, signed, hashlib.sha256(request.body).hexdigest())
    date = request.headers["X-Amz-Date"]
    scope = f"{date[:8]}/{REGION}/rolesanywhere/aws4_request"
    algorithm, _ = sign(certificate.key, b"")
    to_sign = "\n".join([algorithm, date, scope, hashlib.sha256(text.encode()).hexdigest()])
    signature = sign(certificate.key, to_sign.encode())[1].hex()
    request.headers["Authorization"] = (
        f"{algorithm} Credential={certificate.serial}/{scope}, SignedHeaders={';'.join(signed)}, Signature={signature}"
    )
    send(server, request).assert_error(DENIED, 403)


def test_no_signature(server, setting, leaf):
    place = setting()
    request = raw.session_request(**place.arns)
    request.headers.update({"Host": server.host, "X-Amz-X509": leaf().base64})
    assert send(server, request).status == 403


def test_sigv4_is_no_way_in(server, root, setting, leaf):
    """A caller with an access key, root even, gets no session without a certificate."""
    request = raw.session_request(**setting().arns)
    request.headers["X-Amz-X509"] = leaf().base64
    assert raw.call(server, request, root.credentials, "rolesanywhere").status == 403


def test_a_certificate_is_no_way_into_the_control_plane(server, leaf):
    request = Request("GET", "/trustanchors")
    raw.x509(server, request, leaf())
    assert send(server, request).status in (400, 403)


# Parameters


@pytest.mark.parametrize("parameters", [
    {"durationSeconds": 899}, {"durationSeconds": 43201}, {"durationSeconds": "3600"}, {"profileArn": "nonsense"},
    {"roleArn": "nonsense"}, {"trustAnchorArn": None}, {"roleArn": None}, {"profileArn": None},
    {"instanceProperties": {"a": "x" * 201}}, {"instanceProperties": {str(number): "x" for number in range(51)}},
])  # fmt: skip
def test_malformed_parameters(setting, leaf, parameters):
    reply = setting().request(leaf(), **parameters)
    reply.assert_error(("ValidationException", "SerializationException"), 400)


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", b'{"durationSeconds":}'])
def test_a_malformed_body(setting, leaf, body):
    setting().request(leaf(), body=body).assert_error(("ValidationException", "SerializationException"), 400)


def test_resources_that_are_not_there(setting, leaf):
    place = setting()
    nowhere = "00000000-0000-4000-8000-000000000000"
    prefix = f"arn:aws:rolesanywhere:{REGION}:{ACCOUNT}"
    for parameters in (
        {"profileArn": f"{prefix}:profile/{nowhere}"},
        {"trustAnchorArn": f"{prefix}:trust-anchor/{nowhere}"},
    ):
        place.request(leaf(), **parameters).assert_error(("ResourceNotFoundException", DENIED), (403, 404))


# Durations


def lifetime(reply, before):
    assert reply.status == 201, reply.text
    text = reply.json["credentialSet"][0]["credentials"]["expiration"]
    return (datetime.datetime.fromisoformat(text.replace("Z", "+00:00")) - before).total_seconds()


def test_duration_is_the_shorter(setting, leaf):
    place = setting(durationSeconds=7200, role={"MaxSessionDuration": 43200})
    for asked, given in ((None, 7200), (900, 900), (43200, 7200)):
        before = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
        assert given <= lifetime(place.request(leaf(), durationSeconds=asked), before) <= given + 120


def test_twelve_hours(setting, leaf):
    place = setting(durationSeconds=43200, role={"MaxSessionDuration": 43200})
    before = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
    assert 43200 <= lifetime(place.request(leaf(), durationSeconds=43200), before) <= 43320


def test_longer_than_the_role_allows(setting, leaf):
    place = setting(durationSeconds=7200)
    assert_denied(place.request(leaf()), f"Unable to assume role for {place.role_arn}. {LONG}")
    assert place.request(leaf(), durationSeconds=3600).status == 201


# Session names


@pytest.mark.parametrize("serial, name", [
    (0x6C8A648800B353455B5520636B775431, "6c8a648800b353455b5520636b775431"), (0x1000, "1000"), (5, "05"),
    (0x123, "0123"), (0xFF, "ff"),
])  # fmt: skip
def test_the_default_name_is_the_serial(setting, leaf, serial, name):
    reply = setting().request(leaf(serial=serial))
    assert reply.json["credentialSet"][0]["assumedRoleUser"]["arn"].endswith(f"/{name}"), reply.text


def test_a_name_of_the_machines_choice(setting, leaf):
    place = setting(acceptRoleSessionName=True)
    reply = place.request(leaf(), roleSessionName="build-7@host")
    assert reply.json["credentialSet"][0]["assumedRoleUser"]["arn"].endswith("/build-7@host")
    certificate = leaf()
    assert place.session(certificate).sts.get_caller_identity()["Arn"].endswith(f"/{certificate.serial_hex}")
    for name in ("a", "with blank", "a" * 65):
        reply = place.request(leaf(), roleSessionName=name)
        reply.assert_error(("ValidationException", DENIED), (400, 403))


def test_a_name_where_none_is_accepted(setting, leaf):
    setting().request(leaf(), roleSessionName="build-7").assert_error(DENIED, 403)


# Source identity and tags


@pytest.mark.parametrize("subject, serial, identity", [
    ((("CN", "Alice"),), None, "CN=Alice"), ((("CN", "a" * 61),), None, "CN=" + "a" * 61),
    ((("CN", "b" * 62),), None, "b" * 62), ((("CN", "c" * 64),), None, "c" * 64),
    ((("O", "Example"),), 291, "ID=0123"), ((("O", "Example"),), 17767, "ID=4567"),
])  # fmt: skip
def test_source_identity(setting, leaf, subject, serial, identity):
    place = setting(trust=machine_trust({"StringEquals": {"sts:SourceIdentity": identity}}))
    reply = place.request(leaf(subject, serial=serial))
    assert reply.status == 201, reply.text
    assert reply.json["credentialSet"][0]["sourceIdentity"] == identity


@pytest.mark.parametrize("name", ["Alice Smith", "Zoë Ångström", "漢字", "a=b+c@d/e:f_g-h.i"])
def test_source_identities_in_every_script(setting, leaf, name):
    place = setting(
        trust=machine_trust({"StringEquals": {"aws:PrincipalTag/x509Subject/CN": name}}),
        policy=policies.allow("iam:ListUsers", Condition={"StringEquals": {"aws:SourceIdentity": f"CN={name}"}}),
    )
    reply = place.request(leaf([("CN", name)]))
    assert reply.status == 201, reply.text
    assert reply.json["credentialSet"][0]["sourceIdentity"] == f"CN={name}"
    credentials = Credentials.of(reply.json["credentialSet"][0]["credentials"])
    Clients(place.server, credentials).iam.list_users()


@pytest.mark.parametrize("name", ["web (prod)", "*.example.com", "a" * 64 + "b", "x\ty", "<script>", "a;b"])
def test_names_that_no_identity_has(setting, leaf, name):
    """What AWS does is not known; that it is an answer, and no broken one, is asked for here."""
    reply = setting().request(leaf([("CN", name)]) if len(name) <= 64 else leaf([("O", name)]))
    assert reply.status in (201, 403), reply.text


def test_an_attribute_that_is_too_long_for_a_tag(setting, leaf):
    long = leaf([("CN", "long")], sans=[x509.UniformResourceIdentifier("spiffe://example.com/" + "a" * 300)])
    place = setting(trust=machine_trust({"Null": {"aws:RequestTag/x509SAN/URI": "true"}}))
    assert place.request(long).status == 201


@pytest.fixture
def described(leaf):
    """A certificate that has something in every mapped place."""
    directory = x509.Name([
        x509.NameAttribute(x509.NameOID.COMMON_NAME, "Alice Name"),
        x509.NameAttribute(x509.NameOID.ORGANIZATIONAL_UNIT_NAME, "Inside"),
    ])  # fmt: skip
    return leaf(
        [("C", "NL"), ("ST", "Utrecht"), ("L", "Utrecht"), ("O", "Example"), ("OU", "a"), ("OU", "b"), ("CN", "Alice")],
        sans=[
            x509.DNSName("first.example.com"), x509.DNSName("second.example.com"),
            x509.UniformResourceIdentifier("spiffe://example.com/workload/alice"), x509.DirectoryName(directory),
        ],
    )  # fmt: skip


TAGS = {
    "x509Subject/C": "NL", "x509Subject/ST": "Utrecht", "x509Subject/L": "Utrecht", "x509Subject/O": "Example",
    "x509Subject/OU": "a/b", "x509Subject/CN": "Alice", "x509Issuer/C": "NL", "x509Issuer/O": "Example",
    "x509Issuer/CN": "Example Root", "x509SAN/DNS": "first.example.com",
    "x509SAN/URI": "spiffe://example.com/workload/alice", "x509SAN/Name/CN": "Alice Name", "x509SAN/Name/OU": "Inside",
}  # fmt: skip


@pytest.mark.parametrize("kind", ["PrincipalTag", "RequestTag"])
def test_tags_in_the_trust_policy(setting, described, kind):
    right = {f"aws:{kind}/{key}": value for key, value in TAGS.items()}
    # All of them at once would be longer than a trust policy may be.
    for part in (list(right)[:7], list(right)[7:]):
        place = setting(trust=machine_trust({"StringEquals": {key: right[key] for key in part}}))
        reply = place.request(described)
        assert reply.status == 201, reply.text
    place = setting(trust=machine_trust({"StringEquals": {f"aws:{kind}/x509Subject/OU": "a"}}))
    assert_denied(place.request(described), f"Unable to assume role for {place.role_arn}.")


def test_tags_in_the_session(setting, described):
    for key, value in TAGS.items():
        break_down = policies.allow("iam:ListUsers", Condition={"StringEquals": {f"aws:PrincipalTag/{key}": value}})
        if key in ("x509Subject/OU", "x509SAN/URI", "x509Issuer/CN"):
            setting(policy=break_down).session(described).iam.list_users()


def test_the_tag_keys(setting, described):
    keys = {"ForAllValues:StringEquals": {"aws:TagKeys": sorted(TAGS)}}
    assert setting(trust=machine_trust(keys)).request(described).status == 201
    fewer = {"ForAllValues:StringEquals": {"aws:TagKeys": sorted(TAGS)[1:]}}
    assert setting(trust=machine_trust(fewer)).request(described).status == 403


def test_mappings_decide_which_tags_there_are(root, setting, described):
    place = setting(trust=machine_trust({"ForAllValues:StringEquals": {"aws:TagKeys": ["x509Subject/CN"]}}))
    by_id = {"profileId": place.profile["profileId"]}
    client = root.rolesanywhere
    assert place.request(described).status == 403
    for field in ("x509Issuer", "x509SAN", "x509Subject"):
        client.delete_attribute_mapping(**by_id, certificateField=field)
    client.put_attribute_mapping(**by_id, certificateField="x509Subject", mappingRules=[{"specifier": "CN"}])
    assert place.request(described).status == 201


def test_no_tags_need_no_permission_to_tag(root, setting, leaf):
    place = setting(trust=machine_trust(actions=["sts:AssumeRole", "sts:SetSourceIdentity"]))
    assert_denied(place.request(leaf()), f"Unable to assume role for {place.role_arn}.")
    for field in ("x509Issuer", "x509SAN", "x509Subject"):
        root.rolesanywhere.delete_attribute_mapping(profileId=place.profile["profileId"], certificateField=field)
    assert place.request(leaf()).status == 201


def test_attributes_that_are_no_tags(setting, leaf):
    wild = leaf([("CN", "wild")], sans=[x509.DNSName("*.example.com")])
    assert setting().request(wild).status == 201
    place = setting(trust=machine_trust({"StringEquals": {"aws:PrincipalTag/x509SAN/DNS": "*.example.com"}}))
    assert_denied(
        place.request(wild),
        f"Unable to assume role for {place.role_arn}. Some attributes failed to be mapped into session tags. "
        "Issuer: [  ]; Subject: [  ]; SAN: [ DNS/2 ]",
    )


def test_source_arn_and_account(setting, leaf):
    place = setting()
    for condition, status in (
        ({"ArnEquals": {"aws:SourceArn": place.anchor_arn}}, 201),
        ({"StringEquals": {"aws:SourceAccount": ACCOUNT}}, 201),
        ({"ArnEquals": {"aws:SourceArn": place.profile_arn}}, 403),
        ({"StringEquals": {"aws:SourceAccount": "444455556666"}}, 403),
        ({"StringLike": {"sts:RoleSessionName": "0*"}}, 403),
    ):
        place.trust(machine_trust(condition))
        assert place.request(leaf(serial=0x1F)).status == status, condition


# The role


@pytest.mark.parametrize("missing", ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"])
def test_the_trust_must_allow_three_actions(setting, leaf, missing):
    actions = [action for action in policies.MACHINE_ACTIONS if action != missing]
    place = setting(trust=machine_trust(actions=actions))
    assert_denied(place.request(leaf()), f"Unable to assume role for {place.role_arn}.")


def test_a_role_that_trusts_others(setting, leaf):
    for principal in ({"AWS": ACCOUNT}, {"Service": "ec2.amazonaws.com"}):
        place = setting(trust=policies.trust(principal, policies.MACHINE_ACTIONS))
        assert_denied(place.request(leaf()), f"Unable to assume role for {place.role_arn}.")


def test_a_role_outside_the_profile(setting, leaf, role):
    place, other = setting(), role(machine_trust())
    place.request(leaf(), roleArn=other).assert_error(DENIED, 403)


def test_a_role_that_is_gone(iam, setting, leaf):
    place = setting(policy=None)
    iam.delete_role(RoleName=place.role_name)
    assert_denied(place.request(leaf()), f"Unable to assume role for {place.role_arn}.")


def test_a_role_of_another_account(setting, leaf):
    place = setting()
    foreign = place.role_arn.replace(ACCOUNT, "444455556666")
    place.request(leaf(), roleArn=foreign).assert_error((DENIED, "ValidationException"), (400, 403))


def test_session_policies_narrow(iam, setting, leaf, unique):
    managed = iam.create_policy(PolicyName=unique("policy"), PolicyDocument=policies.allow("iam:ListRoles"))
    place = setting(
        policy=policies.allow("iam:List*"), sessionPolicy=policies.allow(["iam:ListUsers", "iam:GetUser"]),
        managedPolicyArns=[managed["Policy"]["Arn"]],
    )  # fmt: skip
    session = place.session(leaf())
    session.iam.list_users()
    session.iam.list_roles()
    with refused("AccessDenied", matches="because no session policy allows the iam:ListPolicies action$", status=403):
        session.iam.list_policies()
    with refused("AccessDenied", matches="no identity-based policy allows the iam:GetUser action$", status=403):
        session.iam.get_user(UserName="anybody")


# Switches


def test_a_disabled_anchor(root, setting, leaf):
    place = setting()
    live = place.session(leaf())
    root.rolesanywhere.disable_trust_anchor(trustAnchorId=place.anchor["trustAnchorId"])
    assert_denied(place.request(leaf()), "Specified Trust Anchor is disabled.")
    # What was issued goes on.
    live.sts.get_caller_identity()
    root.rolesanywhere.enable_trust_anchor(trustAnchorId=place.anchor["trustAnchorId"])
    assert place.request(leaf()).status == 201


def test_a_disabled_profile(root, setting, leaf):
    place = setting()
    root.rolesanywhere.disable_profile(profileId=place.profile["profileId"])
    place.request(leaf()).assert_error(DENIED, 403)
    root.rolesanywhere.enable_profile(profileId=place.profile["profileId"])
    assert place.request(leaf()).status == 201


def test_a_revoked_certificate(root, setting, leaf, authority):
    place, bad, good = setting(), leaf(), leaf()
    live = place.session(bad)
    crl = root.rolesanywhere.import_crl(
        name="revocations", crlData=authority.crl(bad), trustAnchorArn=place.anchor_arn
    )["crl"]
    by_id = {"crlId": crl["crlId"]}
    assert place.request(bad).status == 201
    root.rolesanywhere.enable_crl(**by_id)
    assert_denied(place.request(bad), "Certificate revoked")
    assert place.request(good).status == 201
    live.sts.get_caller_identity()
    root.rolesanywhere.update_crl(**by_id, crlData=authority.crl(good, number=2))
    assert place.request(bad).status == 201
    assert_denied(place.request(good), "Certificate revoked")
    root.rolesanywhere.disable_crl(**by_id)
    assert place.request(good).status == 201
    root.rolesanywhere.enable_crl(**by_id)
    root.rolesanywhere.delete_crl(**by_id)
    assert place.request(good).status == 201


def test_a_revoked_intermediate(root, setting, leaf, authority):
    intermediate = authority.intermediate([("CN", "Revoked")])
    place, certificate = setting(), leaf(issuer=intermediate)
    assert place.request(certificate, chain=[intermediate]).status == 201
    root.rolesanywhere.import_crl(
        name="revocations", crlData=authority.crl(intermediate), trustAnchorArn=place.anchor_arn, enabled=True
    )
    place.request(certificate, chain=[intermediate]).assert_error(DENIED, 403)
    assert place.request(leaf()).status == 201


def test_a_crl_past_its_next_update_still_counts(root, setting, leaf, authority):
    place, bad = setting(), leaf()
    stale = authority.crl(bad, last_update=now() - 10 * DAY, next_update=DAY)
    root.rolesanywhere.import_crl(name="stale", crlData=stale, trustAnchorArn=place.anchor_arn, enabled=True)
    assert_denied(place.request(bad), "Certificate revoked")
    assert place.request(leaf()).status == 201


def test_revoking_older_sessions(iam, setting, leaf):
    """The console's button: a deny of everything on tokens issued before an instant."""
    place, certificate = setting(policy=policies.allow("iam:ListUsers")), leaf()
    live = place.session(certificate)
    live.iam.list_users()
    instant = (now() + DAY / 86400 * 5).strftime("%Y-%m-%dT%H:%M:%SZ")
    revoke = policies.deny("*", Condition={"DateLessThan": {"aws:TokenIssueTime": instant}})
    iam.put_role_policy(RoleName=place.role_name, PolicyName="AWSRevokeOlderSessions", PolicyDocument=revoke)
    with refused("AccessDenied", matches="with an explicit deny in an identity-based policy", status=403):
        live.iam.list_users()
    # With an instant that lies before it, the session is untouched.
    past = policies.deny("*", Condition={"DateLessThan": {"aws:TokenIssueTime": "2020-01-01T00:00:00Z"}})
    iam.put_role_policy(RoleName=place.role_name, PolicyName="AWSRevokeOlderSessions", PolicyDocument=past)
    live.iam.list_users()


def test_a_crl_that_its_issuer_did_not_sign(root, setting, leaf, authority):
    """The anchor cannot check an intermediate's CRL when it is imported; no session is made where it counts."""
    name = [("CN", "An Intermediate With A Forged CRL")]
    intermediate = authority.intermediate(name)
    forged = Authority.root(name).crl()
    place, certificate = setting(), leaf(issuer=intermediate)
    assert place.request(certificate, chain=[intermediate]).status == 201
    root.rolesanywhere.import_crl(name="forged", crlData=forged, trustAnchorArn=place.anchor_arn, enabled=True)
    place.request(certificate, chain=[intermediate]).assert_error(DENIED, 403)
    assert place.request(leaf()).status == 201


def test_a_crl_of_an_intermediate(root, setting, leaf, authority):
    intermediate = authority.intermediate([("CN", "An Intermediate With A CRL")])
    bad, good = leaf(issuer=intermediate), leaf(issuer=intermediate)
    place = setting()
    root.rolesanywhere.import_crl(
        name="of an intermediate", crlData=intermediate.crl(bad), trustAnchorArn=place.anchor_arn, enabled=True
    )
    assert_denied(place.request(bad, chain=[intermediate]), "Certificate revoked")
    assert place.request(good, chain=[intermediate]).status == 201


# Subjects


def test_subjects(root, setting, leaf):
    subject = [("O", "Example"), ("CN", "subject of this test")]
    first, second = leaf(subject), leaf(subject)
    place = setting()
    arns = {place.request(each).json["subjectArn"] for each in (first, second)}
    assert len(arns) == 1
    (arn,) = arns
    other = place.request(leaf([("CN", "another")])).json["subjectArn"]
    assert other != arn

    client = root.rolesanywhere
    identifier = arn.rsplit("/", 1)[1]
    listed = {
        each["subjectArn"]: each
        for each in client.get_paginator("list_subjects").paginate().build_full_result()["subjects"]
    }
    assert {arn, other} <= set(listed)
    detail = client.get_subject(subjectId=identifier)["subject"]
    assert detail["subjectArn"] == arn and detail["subjectId"] == identifier and detail["enabled"] is True
    assert "subject of this test" in detail["x509Subject"] and "Example" in detail["x509Subject"]
    assert detail["createdAt"] <= detail["lastSeenAt"]
    pems = {x509.load_pem_x509_certificate(entry["x509CertificateData"].encode()) for entry in detail["credentials"]}
    assert pems == {first.x509, second.x509}
    for entry in detail["credentials"]:
        assert "Example Root" in entry["issuer"] and entry["enabled"] is True
        assert int(entry["serialNumber"], 0) in (first.serial, second.serial) or int(entry["serialNumber"], 16) in (
            first.serial, second.serial,
        )  # fmt: skip
    assert client.list_tags_for_resource(resourceArn=arn)["tags"] == []
    client.tag_resource(resourceArn=arn, tags=[{"key": "team", "value": "blue"}])
    assert client.list_tags_for_resource(resourceArn=arn)["tags"] == [{"key": "team", "value": "blue"}]
    client.untag_resource(resourceArn=arn, tagKeys=["team"])
    assert client.list_tags_for_resource(resourceArn=arn)["tags"] == []


def test_a_subject_tells_whether_its_last_attempt_failed(root, setting, leaf):
    place, certificate = setting(), leaf([("CN", "fails now and then")])
    identifier = place.request(certificate).json["subjectArn"].rsplit("/", 1)[1]

    def failed():
        detail = root.rolesanywhere.get_subject(subjectId=identifier)["subject"]
        return [entry["failed"] for entry in detail["credentials"]]

    assert failed() == [False]
    place.trust(machine_trust({"StringEquals": {"sts:SourceIdentity": "somebody"}}))
    assert place.request(certificate).status == 403
    assert failed() == [True]
    place.trust(machine_trust())
    assert place.request(certificate).status == 201
    assert failed() == [False]


def test_instance_properties_are_kept_with_the_subject(root, setting, leaf):
    place = setting()
    reply = place.request(leaf([("CN", "with properties")]), instanceProperties={"rack": "7", "site": "ams"})
    identifier = reply.json["subjectArn"].rsplit("/", 1)[1]
    detail = root.rolesanywhere.get_subject(subjectId=identifier)["subject"]
    assert {"rack": "7", "site": "ams"} in [entry["properties"] for entry in detail["instanceProperties"]]


def test_many_machines_at_once(setting, leaf):
    place = setting()
    machines = [leaf([("CN", f"machine {number % 3}")]) for number in range(12)]
    replies = []
    threads = [
        threading.Thread(target=lambda each=each: replies.extend(place.request(each) for _ in range(4)))
        for each in machines
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert [reply.status for reply in replies] == [201] * 48
    assert len({reply.json["subjectArn"] for reply in replies}) == 3
    keys = {reply.json["credentialSet"][0]["credentials"]["accessKeyId"] for reply in replies}
    assert len(keys) == 48


# Another stranger's client


@pytest.fixture
def library(tls_server, authority):
    """A session by iam-rolesanywhere-session, which speaks TLS only."""
    root = Clients(tls_server, tls_server.root)
    place = Setting(root, authority, "library", acceptRoleSessionName=True)

    def make(certificate, **options):
        parameters = {
            "profile_arn": place.profile_arn, "role_arn": place.role_arn, "trust_anchor_arn": place.anchor_arn,
            "certificate": certificate.pem.encode(), "private_key": certificate.key_pem.encode(), "region": REGION,
            "endpoint": tls_server.host, "verify": str(tls_server.ca), **options,
        }  # fmt: skip
        return IAMRolesAnywhereSession(**parameters).get_session()

    yield make
    place.remove_anchor()
    root.iam.delete_role_policy(RoleName="library", PolicyName="permissions")
    root.iam.delete_role(RoleName="library")


@pytest.mark.parametrize("key", ["rsa-2048", "p-256", "p-384"])
def test_the_python_library(tls_server, library, leaf, key):
    certificate = leaf(key=key)
    session = library(certificate)
    sts = session.client("sts", endpoint_url=tls_server.url)
    arn = sts.get_caller_identity()["Arn"]
    assert arn == f"arn:aws:sts::{ACCOUNT}:assumed-role/library/{certificate.serial_hex}"
    frozen = session.get_credentials().get_frozen_credentials()
    tls_server.secrets.note(frozen.secret_key)
    tls_server.secrets.note(frozen.token)
    session.client("iam", endpoint_url=tls_server.url).list_users()


def test_the_python_library_with_a_chain_and_a_name(tls_server, library, leaf, authority):
    intermediate = authority.intermediate([("CN", "Library intermediate")])
    session = library(
        leaf(issuer=intermediate), certificate_chain=intermediate.pem.encode(), role_session_name="from-python",
        session_duration=900,
    )  # fmt: skip
    identity = session.client("sts", endpoint_url=tls_server.url).get_caller_identity()
    assert identity["Arn"].endswith("/from-python")


def test_the_python_library_is_told_why(library, leaf):
    stranger = leaf(issuer=Authority.root([("CN", "Stranger")]))
    with pytest.raises(CredentialsRetrievalError) as error:
        library(stranger).get_credentials().get_frozen_credentials()
    assert (error.value.status_code, error.value.message) == (403, UNTRUSTED)
