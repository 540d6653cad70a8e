"""The Roles Anywhere control plane: all its operations, their odd paths and states, quotas and refusals."""

import datetime
import json
import re
import urllib.parse

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization

import policies
from certificates import Authority
from clients import Clients, refused
from raw import Request, call
from tegata import ACCOUNT, REGION

PREFIX = f"arn:aws:rolesanywhere:{REGION}:{ACCOUNT}"
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
NOWHERE = "00000000-0000-4000-8000-000000000000"
ANCHOR = {
    "trustAnchorId", "trustAnchorArn", "name", "source", "enabled", "createdAt", "updatedAt", "notificationSettings",
}  # fmt: skip
PROFILE = {
    "profileId", "profileArn", "name", "enabled", "createdBy", "roleArns", "createdAt", "updatedAt",
    "durationSeconds", "attributeMappings",
}  # fmt: skip
DEFAULT_MAPPINGS = [
    {"certificateField": "x509Issuer", "mappingRules": [{"specifier": "*"}]},
    {
        "certificateField": "x509SAN",
        "mappingRules": [{"specifier": "DNS"}, {"specifier": "URI"}, {"specifier": "Name/*"}],
    },
    {"certificateField": "x509Subject", "mappingRules": [{"specifier": "*"}]},
]


def bundle(*authorities):
    return {
        "sourceType": "CERTIFICATE_BUNDLE",
        "sourceData": {"x509CertificateData": "".join(authority.pem for authority in authorities)},
    }


def listed(client, kind, member):
    """One member of every resource of a kind, over all pages."""
    key = {"trust_anchors": "trustAnchors"}.get(kind, kind)
    return [each[member] for each in client.get_paginator(f"list_{kind}").paginate().build_full_result()[key]]


@pytest.fixture
def anchor(rolesanywhere, unique, authority):
    """Makes trust anchors, and deletes what is left of them, since an account has few."""
    made = []

    def make(**parameters):
        parameters = {"name": unique("anchor"), "source": bundle(authority), "enabled": True, **parameters}
        detail = rolesanywhere.create_trust_anchor(**parameters)["trustAnchor"]
        made.append(detail["trustAnchorId"])
        return detail

    yield make
    for each in made:
        try:
            for crl in rolesanywhere.list_crls()["crls"]:
                if crl["trustAnchorArn"].endswith(each):
                    rolesanywhere.delete_crl(crlId=crl["crlId"])
            rolesanywhere.delete_trust_anchor(trustAnchorId=each)
        except rolesanywhere.exceptions.ResourceNotFoundException:
            pass


@pytest.fixture
def profile(rolesanywhere, role, unique):
    def make(**parameters):
        if "roleArns" not in parameters:
            parameters["roleArns"] = [role(policies.machine_trust())]
        parameters = {"name": unique("profile"), "enabled": True, **parameters}
        return rolesanywhere.create_profile(**parameters)["profile"]

    return make


@pytest.fixture
def crl(rolesanywhere, unique, authority):
    def make(anchor, *revoked, signer=authority, **parameters):
        parameters = {"name": unique("crl"), "crlData": signer.crl(*revoked), **parameters}
        return rolesanywhere.import_crl(trustAnchorArn=anchor["trustAnchorArn"], **parameters)["crl"]

    return make


# Trust anchors


def test_trust_anchor_lifecycle(rolesanywhere, unique, authority):
    name = unique("anchor")
    answer = rolesanywhere.create_trust_anchor(name=name, source=bundle(authority))
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 201
    created = answer["trustAnchor"]
    assert ANCHOR <= set(created), sorted(ANCHOR - set(created))
    assert re.fullmatch(UUID, created["trustAnchorId"])
    assert created["trustAnchorArn"] == f"{PREFIX}:trust-anchor/{created['trustAnchorId']}"
    assert created["name"] == name and created["enabled"] is False
    assert created["source"] == bundle(authority)
    assert "aliasName" not in created and "previousAliasName" not in created
    age = datetime.datetime.now(datetime.timezone.utc) - created["createdAt"]
    assert abs(age) < datetime.timedelta(minutes=5) and created["updatedAt"] >= created["createdAt"]
    by_id = {"trustAnchorId": created["trustAnchorId"]}

    assert rolesanywhere.get_trust_anchor(**by_id)["trustAnchor"] == created
    enabled = rolesanywhere.enable_trust_anchor(**by_id)["trustAnchor"]
    assert enabled["enabled"] is True and enabled["updatedAt"] > created["updatedAt"]
    assert rolesanywhere.enable_trust_anchor(**by_id)["trustAnchor"]["enabled"] is True
    disabled = rolesanywhere.disable_trust_anchor(**by_id)["trustAnchor"]
    assert disabled["enabled"] is False and disabled["createdAt"] == created["createdAt"]
    renamed = rolesanywhere.update_trust_anchor(**by_id, name=f"{name} again")["trustAnchor"]
    assert renamed["name"] == f"{name} again" and renamed["source"] == created["source"]
    assert created["trustAnchorId"] in listed(rolesanywhere, "trust_anchors", "trustAnchorId")
    deleted = rolesanywhere.delete_trust_anchor(**by_id)
    assert deleted["ResponseMetadata"]["HTTPStatusCode"] == 200 and deleted["trustAnchor"]["name"] == f"{name} again"
    for operation in ("get", "delete", "enable", "disable", "update"):
        with refused("ResourceNotFoundException", status=404):
            getattr(rolesanywhere, f"{operation}_trust_anchor")(**by_id)


def test_a_new_bundle(rolesanywhere, anchor):
    created = anchor()
    other = Authority.root([("CN", "Another Root")])
    by_id = {"trustAnchorId": created["trustAnchorId"]}
    updated = rolesanywhere.update_trust_anchor(**by_id, source=bundle(other))["trustAnchor"]
    assert updated["source"] == bundle(other) and updated["name"] == created["name"]
    flagged = rolesanywhere.update_trust_anchor(**by_id, crlDpRevocationEnabled=False)["trustAnchor"]
    assert flagged["crlDpRevocationEnabled"] is False


def test_two_certificates_in_a_bundle(anchor, authority):
    other = Authority.root([("CN", "The Next Root")])
    assert anchor(source=bundle(authority, other))["source"] == bundle(authority, other)
    with refused("ValidationException", status=400):
        anchor(source=bundle(authority, other, Authority.root([("CN", "One Too Many")])))


def test_an_intermediate_as_anchor(anchor, authority):
    anchor(source=bundle(authority.intermediate([("CN", "Intermediate")])))


def bad_bundles(authority):
    leaf = authority.issue([("CN", "leaf")])
    no_usage = Authority.root([("CN", "No keyCertSign")], key_cert_sign=False)
    return {
        "an end-entity certificate": (leaf.pem, "Incorrect basic constraints for CA certificate"),
        "no CA": (Authority.root([("CN", "None")], basic_constraints=False).pem,
                  "Incorrect basic constraints for CA certificate"),
        "no keyCertSign": (no_usage.pem, None),
        "no PEM": ("hello", None),
        "no certificate": ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", None),
        "a private key": (authority.key_pem, None),
        "half a certificate": (authority.pem[: len(authority.pem) // 2], None),
    }  # fmt: skip


@pytest.mark.parametrize("case", [
    "an end-entity certificate", "no CA", "no keyCertSign", "no PEM", "no certificate", "a private key",
    "half a certificate",
])  # fmt: skip
def test_a_bad_bundle(rolesanywhere, server, anchor, unique, authority, case):
    server.secrets.note_private_key(authority.key_pem)
    text, message = bad_bundles(authority)[case]
    source = {"sourceType": "CERTIFICATE_BUNDLE", "sourceData": {"x509CertificateData": text}}
    with refused("ValidationException", message, 400):
        anchor(source=source)
    good = anchor()
    with refused("ValidationException", message, 400):
        rolesanywhere.update_trust_anchor(trustAnchorId=good["trustAnchorId"], source=source)
    assert rolesanywhere.get_trust_anchor(trustAnchorId=good["trustAnchorId"])["trustAnchor"] == good


@pytest.mark.parametrize("source", [
    {"sourceType": "CERTIFICATE_BUNDLE"},
    {"sourceType": "CERTIFICATE_BUNDLE", "sourceData": {}},
    {"sourceData": {"x509CertificateData": "x"}},
    {"sourceType": "SOMETHING", "sourceData": {"x509CertificateData": "x"}},
    {"sourceType": "CERTIFICATE_BUNDLE", "sourceData": {"acmPcaArn": "arn:aws:acm-pca:us-east-1:1:x"}},
    {"sourceType": "CERTIFICATE_BUNDLE", "sourceData": {"x509CertificateData": "x", "acmPcaArn": "y"}},
    {"sourceType": "CERTIFICATE_BUNDLE", "sourceData": {"x509CertificateData": ""}},
    {"sourceType": "CERTIFICATE_BUNDLE", "sourceData": {"x509CertificateData": "x" * 204_801}},
    "text", 5, None, [],
])  # fmt: skip
def test_a_source_of_the_wrong_shape(server, root, source):
    request = Request(path="/trustanchors", body=json.dumps({"name": "shape", "source": source}).encode())
    request.headers["Content-Type"] = "application/json"
    reply = call(server, request, root.credentials, "rolesanywhere")
    assert reply.status == 400 and reply.code in ("ValidationException", "SerializationException"), reply.text


# Profiles


def test_profile_lifecycle(rolesanywhere, role, unique):
    roles = [role(policies.machine_trust()), role(policies.machine_trust())]
    name = unique("profile")
    answer = rolesanywhere.create_profile(name=name, roleArns=roles)
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 201
    created = answer["profile"]
    assert PROFILE <= set(created), sorted(PROFILE - set(created))
    assert created["profileArn"] == f"{PREFIX}:profile/{created['profileId']}"
    assert created["roleArns"] == roles and created["durationSeconds"] == 3600
    assert created["enabled"] is False and not created.get("acceptRoleSessionName")
    assert created["createdBy"] == f"arn:aws:iam::{ACCOUNT}:root"
    assert created["attributeMappings"] == DEFAULT_MAPPINGS
    assert not created.get("sessionPolicy") and not created.get("managedPolicyArns")
    by_id = {"profileId": created["profileId"]}

    assert rolesanywhere.get_profile(**by_id)["profile"] == created
    enabled = rolesanywhere.enable_profile(**by_id)["profile"]
    assert enabled["enabled"] is True and enabled["updatedAt"] > created["updatedAt"]
    assert rolesanywhere.disable_profile(**by_id)["profile"]["enabled"] is False
    changes = {
        "name": f"{name} again", "roleArns": roles[:1], "durationSeconds": 43200, "acceptRoleSessionName": True,
        "sessionPolicy": policies.allow("iam:Get*"), "managedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"],
    }  # fmt: skip
    updated = rolesanywhere.update_profile(**by_id, **changes)["profile"]
    assert {key: updated[key] for key in changes} == changes
    # What is left out stays.
    again = rolesanywhere.update_profile(**by_id, durationSeconds=900)["profile"]
    assert {key: again[key] for key in changes} == {**changes, "durationSeconds": 900}
    assert created["profileId"] in listed(rolesanywhere, "profiles", "profileId")
    assert rolesanywhere.delete_profile(**by_id)["profile"]["name"] == f"{name} again"
    for operation in ("get", "delete", "enable", "disable", "update"):
        with refused("ResourceNotFoundException", status=404):
            getattr(rolesanywhere, f"{operation}_profile")(**by_id)


def test_a_profile_of_no_roles(profile):
    assert profile(roleArns=[])["roleArns"] == []


def test_a_profile_as_given(profile, role):
    given = {
        "requireInstanceProperties": True, "acceptRoleSessionName": True, "durationSeconds": 900,
        "sessionPolicy": policies.allow("s3:Get*"), "managedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"],
    }  # fmt: skip
    created = profile(**given)
    assert {key: created[key] for key in given} == given and created["enabled"] is True


@pytest.mark.parametrize("parameters", [
    {"name": "no/slash"}, {"name": ""}, {"name": "a" * 256}, {"durationSeconds": 899}, {"durationSeconds": 43201},
    {"roleArns": ["no-arn"]}, {"roleArns": [f"arn:aws:iam::{ACCOUNT}:user/alice"]},
    {"managedPolicyArns": [""]}, {"managedPolicyArns": ["arn:aws:iam::aws:policy/X"] * 51},
    {"sessionPolicy": "no JSON"}, {"aliasName": "1-starts-with-a-digit"}, {"aliasName": "double//slash"},
    {"aliasName": "ends-in/"}, {"aliasName": "aws/reserved"}, {"aliasName": "AWS/reserved"}, {"aliasName": "a" * 257},
    {"tags": [{"key": "", "value": "x"}]}, {"tags": [{"key": "*", "value": "x"}]}, {"tags": [{"key": "x"}]},
])  # fmt: skip
def test_a_bad_profile(root, unique, parameters):
    client = root.unchecked().rolesanywhere
    before = listed(root.rolesanywhere, "profiles", "profileId")
    with refused("ValidationException", status=400):
        client.create_profile(**{"name": unique("profile"), "roleArns": [], **parameters})
    assert listed(root.rolesanywhere, "profiles", "profileId") == before


def test_validation_text(root):
    with refused("ValidationException", status=400) as error:
        root.unchecked().rolesanywhere.create_profile(name="no/slash", roleArns=[])
    assert error.text == (
        "1 validation error detected: Value 'no/slash' at 'name' failed to satisfy constraint: "
        "Member must satisfy regular expression pattern: ^[ a-zA-Z0-9-_]*$"
    )


# Attribute mappings


def mappings(profile):
    return {
        entry["certificateField"]: [rule["specifier"] for rule in entry["mappingRules"]]
        for entry in profile["attributeMappings"]
    }


def test_attribute_mappings(rolesanywhere, profile):
    by_id = {"profileId": profile()["profileId"]}

    def put(field, *specifiers):
        rules = [{"specifier": specifier} for specifier in specifiers]
        return mappings(
            rolesanywhere.put_attribute_mapping(**by_id, certificateField=field, mappingRules=rules)["profile"]
        )

    def delete(field, *specifiers):
        parameters = {"specifiers": list(specifiers)} if specifiers else {}
        answer = rolesanywhere.delete_attribute_mapping(**by_id, certificateField=field, **parameters)
        return mappings(answer["profile"])

    assert "x509Issuer" not in delete("x509Issuer")
    assert delete("x509Subject", "*").get("x509Subject", []) == []
    assert put("x509Subject", "CN", "OU")["x509Subject"] == ["CN", "OU"]
    assert set(put("x509Subject", "O")["x509Subject"]) == {"CN", "OU", "O"}
    assert set(delete("x509Subject", "CN", "OU")["x509Subject"]) == {"O"}
    assert set(delete("x509SAN", "URI")["x509SAN"]) == {"DNS", "Name/*"}
    # Three ways to write one thing, and one way to show it.
    for spelling in ("Name", "Name/", "Name/*"):
        delete("x509SAN")
        assert put("x509SAN", spelling)["x509SAN"] == ["Name/*"]
    assert mappings(rolesanywhere.get_profile(**by_id)["profile"]) == {"x509SAN": ["Name/*"], "x509Subject": ["O"]}


@pytest.mark.parametrize("field, specifiers", [
    ("x509Nothing", ["CN"]), ("x509Subject", ["a" * 61]), ("x509SAN", ["IP"]), ("x509SAN", ["Name/Nonsense"]),
    ("x509Subject", ["Nonsense"]),
])  # fmt: skip
def test_a_bad_mapping(root, profile, field, specifiers):
    client = root.unchecked().rolesanywhere
    rules = [{"specifier": specifier} for specifier in specifiers]
    with refused("ValidationException", status=400):
        client.put_attribute_mapping(profileId=profile()["profileId"], certificateField=field, mappingRules=rules)


# CRLs


def test_crl_lifecycle(rolesanywhere, anchor, unique, authority):
    parent = anchor()
    revoked, text = authority.issue([("CN", "revoked")]), authority.crl()
    name = unique("crl")
    answer = rolesanywhere.import_crl(name=name, crlData=text, trustAnchorArn=parent["trustAnchorArn"])
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 201
    created = answer["crl"]
    assert created["crlArn"] == f"{PREFIX}:crl/{created['crlId']}"
    assert created["crlData"] == text and created["trustAnchorArn"] == parent["trustAnchorArn"]
    assert created["enabled"] is False and created["name"] == name
    by_id = {"crlId": created["crlId"]}

    assert rolesanywhere.get_crl(**by_id)["crl"] == created
    assert rolesanywhere.enable_crl(**by_id)["crl"]["enabled"] is True
    newer = authority.crl(revoked, number=2)
    updated = rolesanywhere.update_crl(**by_id, crlData=newer, name=f"{name} again")["crl"]
    assert updated["crlData"] == newer and updated["enabled"] is True and updated["name"] == f"{name} again"
    assert updated["updatedAt"] > created["updatedAt"]
    assert rolesanywhere.disable_crl(**by_id)["crl"]["enabled"] is False
    assert created["crlId"] in listed(rolesanywhere, "crls", "crlId")
    assert rolesanywhere.delete_crl(**by_id)["crl"]["crlId"] == created["crlId"]
    for operation in ("get", "delete", "enable", "disable", "update"):
        with refused("ResourceNotFoundException", status=404):
            getattr(rolesanywhere, f"{operation}_crl")(**by_id)


def test_crl_refusals(rolesanywhere, anchor, crl, unique, authority):
    parent = anchor(aliasName=unique("alias"))
    impostor = Authority.root([("C", "NL"), ("O", "Example"), ("CN", "Example Root")])
    with refused("ValidationException", status=400):
        crl(parent, signer=impostor)
    der = x509.load_pem_x509_crl(authority.crl()).public_bytes(serialization.Encoding.DER)
    for data in (b"nonsense", der, authority.pem.encode(), authority.crl()[:100]):
        with refused("ValidationException", status=400):
            crl(parent, crlData=data)
    for arn in (f"{PREFIX}:trust-anchor/{NOWHERE}", parent["aliasArn"]):
        with refused("ResourceNotFoundException", status=404):
            rolesanywhere.import_crl(name=unique("crl"), crlData=authority.crl(), trustAnchorArn=arn)
    good = crl(parent)
    with refused("ValidationException", status=400):
        rolesanywhere.update_crl(crlId=good["crlId"], crlData=impostor.crl())
    assert rolesanywhere.get_crl(crlId=good["crlId"])["crl"] == good


def test_two_crls_for_an_anchor(anchor, crl):
    parent = anchor()
    crl(parent)
    crl(parent)
    with refused("ValidationException", status=400):
        crl(parent)
    crl(anchor())


def test_a_crl_that_is_too_large(root, anchor):
    with refused("ValidationException", status=400):
        root.unchecked().rolesanywhere.import_crl(
            name="large", crlData=b"x" * 300_001, trustAnchorArn=anchor()["trustAnchorArn"]
        )


# Aliases and identifiers


def test_aliases(rolesanywhere, anchor, profile, crl, authority, unique):
    parent = anchor(aliasName=unique("Team/anchor"))
    assert parent["aliasArn"] == f"{PREFIX}:alias/trust-anchor/{parent['aliasName']}"
    made = profile(aliasName=unique("profile"))
    assert made["aliasArn"] == f"{PREFIX}:alias/profile/{made['aliasName']}"
    revocations = crl(parent, aliasName=unique("crl"))
    assert revocations["aliasArn"] == f"{PREFIX}:alias/crl/{revocations['aliasName']}"
    for detail, kind, call_with in (
        (parent, "trustAnchor", lambda each: rolesanywhere.get_trust_anchor(trustAnchorId=each)),
        (made, "profile", lambda each: rolesanywhere.get_profile(profileId=each)),
        (revocations, "crl", lambda each: rolesanywhere.get_crl(crlId=each)),
    ):
        for form in ("Id", "Arn"):
            assert call_with(detail[f"{kind}{form}"])[kind] == detail
        assert call_with(detail["aliasArn"])[kind] == detail
    # Aliases distinguish case, and are unique for a type.
    with refused("ResourceNotFoundException", status=404):
        rolesanywhere.get_profile(profileId=f"{PREFIX}:alias/profile/{made['aliasName'].upper()}")
    with refused("ValidationException", status=400):
        profile(aliasName=made["aliasName"])
    anchor(aliasName=made["aliasName"])


def test_an_alias_moves(rolesanywhere, profile, unique):
    first, second = unique("first"), unique("second")
    by_id = {"profileId": profile(aliasName=first)["profileId"]}
    moved = rolesanywhere.update_profile(**by_id, aliasName=second)["profile"]
    assert moved["aliasName"] == second and moved["previousAliasName"] == first
    assert "previousAliasName" not in rolesanywhere.get_profile(**by_id)["profile"]
    kept = rolesanywhere.update_profile(**by_id, durationSeconds=1000)["profile"]
    assert kept["aliasName"] == second and "previousAliasName" not in kept
    with refused("ResourceNotFoundException", status=404):
        rolesanywhere.get_profile(profileId=f"{PREFIX}:alias/profile/{first}")
    removed = rolesanywhere.update_profile(**by_id, aliasName="")["profile"]
    assert not removed.get("aliasName") and removed["previousAliasName"] == second
    profile(aliasName=second)


def test_every_form_of_identifier_changes_the_same_resource(rolesanywhere, anchor, unique):
    created = anchor(aliasName=unique("alias"))
    for form in (created["trustAnchorId"], created["trustAnchorArn"], created["aliasArn"]):
        assert rolesanywhere.disable_trust_anchor(trustAnchorId=form)["trustAnchor"]["enabled"] is False
        assert rolesanywhere.enable_trust_anchor(trustAnchorId=form)["trustAnchor"]["enabled"] is True
    assert rolesanywhere.delete_trust_anchor(trustAnchorId=created["aliasArn"])["trustAnchor"]["trustAnchorId"]


@pytest.mark.parametrize("identifier", [
    NOWHERE, f"{PREFIX}:trust-anchor/{NOWHERE}", f"{PREFIX}:alias/trust-anchor/nothing",
    f"arn:aws:rolesanywhere:eu-west-1:{ACCOUNT}:trust-anchor/{NOWHERE}",
    f"arn:aws:rolesanywhere:{REGION}:444455556666:trust-anchor/{NOWHERE}",
])  # fmt: skip
def test_an_unknown_identifier(rolesanywhere, identifier):
    with refused("ResourceNotFoundException", status=404):
        rolesanywhere.get_trust_anchor(trustAnchorId=identifier)


@pytest.mark.parametrize("identifier", [
    "nonsense", NOWHERE.upper().replace("0", "G"), "a" * 1012, f"{PREFIX}:profile/{NOWHERE}", "../../profiles", "%00",
])  # fmt: skip
def test_a_malformed_identifier(rolesanywhere, identifier):
    with refused("ValidationException", status=400):
        rolesanywhere.get_trust_anchor(trustAnchorId=identifier)


def test_resources_live_in_a_region(root, rolesanywhere, anchor):
    created = anchor()
    elsewhere = root.in_region("eu-west-1").rolesanywhere
    assert elsewhere.list_trust_anchors()["trustAnchors"] == []
    with refused("ResourceNotFoundException", status=404):
        elsewhere.get_trust_anchor(trustAnchorId=created["trustAnchorId"])
    there = elsewhere.create_profile(name="elsewhere", roleArns=[])["profile"]
    assert there["profileArn"].startswith(f"arn:aws:rolesanywhere:eu-west-1:{ACCOUNT}:profile/")
    with refused("ResourceNotFoundException", status=404):
        rolesanywhere.get_profile(profileId=there["profileId"])


# Notification settings


def settings(anchor):
    return {entry["event"]: entry for entry in anchor["notificationSettings"]}


def test_notification_settings(rolesanywhere, anchor):
    created = anchor()
    default = {"enabled": True, "threshold": 45, "channel": "ALL", "configuredBy": "rolesanywhere.amazonaws.com"}
    assert settings(created) == {
        event: {"event": event, **default} for event in ("CA_CERTIFICATE_EXPIRY", "END_ENTITY_CERTIFICATE_EXPIRY")
    }
    by_id = {"trustAnchorId": created["trustAnchorId"]}
    put = rolesanywhere.put_notification_settings(
        **by_id, notificationSettings=[{"enabled": True, "event": "CA_CERTIFICATE_EXPIRY", "threshold": 30}]
    )["trustAnchor"]
    assert settings(put)["CA_CERTIFICATE_EXPIRY"] == {
        "event": "CA_CERTIFICATE_EXPIRY", "enabled": True, "threshold": 30, "channel": "ALL", "configuredBy": ACCOUNT,
    }  # fmt: skip
    assert settings(put)["END_ENTITY_CERTIFICATE_EXPIRY"] == settings(created)["END_ENTITY_CERTIFICATE_EXPIRY"]
    off = rolesanywhere.put_notification_settings(
        **by_id, notificationSettings=[{"enabled": False, "event": "END_ENTITY_CERTIFICATE_EXPIRY", "channel": "ALL"}]
    )["trustAnchor"]
    assert settings(off)["END_ENTITY_CERTIFICATE_EXPIRY"]["enabled"] is False
    assert rolesanywhere.get_trust_anchor(**by_id)["trustAnchor"]["notificationSettings"] == off["notificationSettings"]
    reset = rolesanywhere.reset_notification_settings(
        **by_id,
        notificationSettingKeys=[{"event": "CA_CERTIFICATE_EXPIRY"}, {"event": "END_ENTITY_CERTIFICATE_EXPIRY"}],
    )["trustAnchor"]
    assert settings(reset) == settings(created)


def test_notification_settings_at_creation(anchor):
    chosen = {"enabled": True, "event": "CA_CERTIFICATE_EXPIRY", "threshold": 360, "channel": "ALL"}
    assert settings(anchor(notificationSettings=[chosen]))["CA_CERTIFICATE_EXPIRY"] == {
        **chosen, "configuredBy": ACCOUNT,
    }  # fmt: skip


@pytest.mark.parametrize("setting", [
    {"enabled": True, "event": "CA_CERTIFICATE_EXPIRY"},
    {"enabled": True, "event": "CA_CERTIFICATE_EXPIRY", "threshold": 0},
    {"enabled": True, "event": "CA_CERTIFICATE_EXPIRY", "threshold": 361},
    {"enabled": True, "event": "SOMETHING", "threshold": 5},
    {"enabled": True, "event": "CA_CERTIFICATE_EXPIRY", "threshold": 5, "channel": "SMS"},
    {"event": "CA_CERTIFICATE_EXPIRY", "threshold": 5},
])  # fmt: skip
def test_a_bad_notification_setting(root, anchor, setting):
    created = anchor()
    with refused("ValidationException", status=400):
        root.unchecked().rolesanywhere.put_notification_settings(
            trustAnchorId=created["trustAnchorId"], notificationSettings=[setting]
        )


def test_notification_settings_of_nothing(rolesanywhere):
    with refused("ResourceNotFoundException", status=404):
        rolesanywhere.put_notification_settings(trustAnchorId=NOWHERE, notificationSettings=[])
    with refused("ResourceNotFoundException", status=404):
        rolesanywhere.reset_notification_settings(trustAnchorId=NOWHERE, notificationSettingKeys=[])


# Tags


def test_tags(rolesanywhere, anchor, profile, crl):
    def tags_of(arn):
        return {tag["key"]: tag["value"] for tag in rolesanywhere.list_tags_for_resource(resourceArn=arn)["tags"]}

    parent = anchor(tags=[{"key": "made", "value": "with"}])
    for arn in (parent["trustAnchorArn"], profile()["profileArn"], crl(parent)["crlArn"]):
        before = tags_of(arn)
        assert before == ({"made": "with"} if "trust-anchor" in arn else {})
        tags = [{"key": "team", "value": "blue"}, {"key": "Team", "value": "red"}, {"key": "none", "value": ""}]
        answer = rolesanywhere.tag_resource(resourceArn=arn, tags=tags)
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == 201
        rolesanywhere.tag_resource(resourceArn=arn, tags=[{"key": "team", "value": "green"}])
        assert tags_of(arn) == {**before, "team": "green", "Team": "red", "none": ""}
        rolesanywhere.untag_resource(resourceArn=arn, tagKeys=["team", "never-there"])
        assert tags_of(arn) == {**before, "Team": "red", "none": ""}


def test_two_hundred_tags_at_most(rolesanywhere, root, profile):
    arn = profile()["profileArn"]
    rolesanywhere.tag_resource(resourceArn=arn, tags=[{"key": f"k{number}", "value": ""} for number in range(200)])
    with refused("TooManyTagsException", status=400):
        rolesanywhere.tag_resource(resourceArn=arn, tags=[{"key": "one-more", "value": ""}])
    with refused("ValidationException", status=400):
        root.unchecked().rolesanywhere.tag_resource(
            resourceArn=arn, tags=[{"key": f"m{number}", "value": ""} for number in range(201)]
        )


@pytest.mark.parametrize("arn", [f"{PREFIX}:profile/{NOWHERE}", f"{PREFIX}:trust-anchor/{NOWHERE}"])
def test_tags_of_nothing(rolesanywhere, arn):
    with refused("ResourceNotFoundException", status=404):
        rolesanywhere.list_tags_for_resource(resourceArn=arn)
    with refused("ResourceNotFoundException", status=404):
        rolesanywhere.tag_resource(resourceArn=arn, tags=[{"key": "a", "value": "b"}])
    with refused("ResourceNotFoundException", status=404):
        rolesanywhere.untag_resource(resourceArn=arn, tagKeys=["a"])


# Pages and quotas


def test_pages(fresh_server):
    client = Clients(fresh_server, fresh_server.root).rolesanywhere
    made = {client.create_profile(name=f"page {number}", roleArns=[])["profile"]["profileId"] for number in range(5)}
    first = client.list_profiles(pageSize=2)
    assert len(first["profiles"]) == 2 and first["nextToken"]
    second = client.list_profiles(pageSize=2, nextToken=first["nextToken"])
    third = client.list_profiles(pageSize=2, nextToken=second["nextToken"])
    assert len(third["profiles"]) == 1 and "nextToken" not in third
    assert {each["profileId"] for page in (first, second, third) for each in page["profiles"]} == made
    assert len(client.get_paginator("list_profiles").paginate().build_full_result()["profiles"]) == 5
    with refused("ValidationException", status=400):
        client.list_profiles(nextToken="not-a-token-of-ours")
    for lister in (client.list_trust_anchors, client.list_crls, client.list_subjects):
        assert "nextToken" not in lister(pageSize=2)


def test_quota_of_anchors_and_profiles(fresh_server, authority):
    client = Clients(fresh_server, fresh_server.root).rolesanywhere
    for number in range(50):
        client.create_trust_anchor(name=f"anchor {number}", source=bundle(authority))
    with refused("ValidationException", status=400):
        client.create_trust_anchor(name="one too many", source=bundle(authority))
    for number in range(250):
        last = client.create_profile(name=f"profile {number}", roleArns=[])["profile"]
    with refused("ValidationException", status=400):
        client.create_profile(name="one too many", roleArns=[])
    client.delete_profile(profileId=last["profileId"])
    client.create_profile(name="one again", roleArns=[])


def test_roles_of_a_profile(profile, role):
    arn = f"arn:aws:iam::{ACCOUNT}:role/r"
    with refused("ValidationException", status=400):
        profile(roleArns=[arn] * 251)


# As bytes


def test_bytes(server, root, anchor):
    created = anchor()
    encoded = urllib.parse.quote(created["trustAnchorArn"], safe="")
    request = Request("GET", f"/trustanchor/{encoded}")
    raw_path = request.path
    # The path is signed with its percent signs encoded again, and sent with them as they are.
    reply = call(server, request, root.credentials, "rolesanywhere")
    assert request.path == raw_path and reply.status == 200, reply.text
    assert reply.headers["content-type"].split(";")[0] == "application/json"
    assert re.fullmatch(UUID, reply.headers["x-amzn-requestid"])
    detail = reply.json["trustAnchor"]
    for stamp in (detail["createdAt"], detail["updatedAt"]):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", stamp)


def test_errors_as_bytes(server, root):
    reply = call(server, Request("GET", f"/trustanchor/{NOWHERE}"), root.credentials, "rolesanywhere")
    assert reply.status == 404
    assert reply.headers["x-amzn-errortype"].split(":")[0] == "ResourceNotFoundException"
    assert re.fullmatch(UUID, reply.headers["x-amzn-requestid"])
    assert list(reply.json) == ["message"] and reply.json["message"]


@pytest.mark.parametrize("method, path", [
    ("GET", "/"), ("GET", "/trustanchor"), ("GET", "/trustanchors/x"), ("POST", "/profile"), ("DELETE", "/profiles"),
    ("GET", "/TagResource"), ("POST", "/tagresource"), ("PATCH", "/put-notification-settings"), ("GET", "/sessions"),
    ("PUT", f"/profile/{NOWHERE}/mappings"), ("GET", f"/profile/{NOWHERE}/enable"), ("OPTIONS", "/profiles"),
    ("DELETE", f"/subject/{NOWHERE}"), ("GET", "//profiles"),
])  # fmt: skip
def test_a_path_that_is_no_operation(server, root, method, path):
    reply = call(server, Request(method, path), root.credentials, "rolesanywhere")
    reply.assert_error("UnknownOperationException", 404)


def test_unknown_members_are_ignored(server, root):
    body = json.dumps({"name": "unknown members", "roleArns": [], "surprise": {"a": [1]}}).encode()
    request = Request(path="/profiles", headers={"Content-Type": "application/json"}, body=body)
    reply = call(server, request, root.credentials, "rolesanywhere")
    assert reply.status == 201, reply.text


@pytest.mark.parametrize("body", [
    b"", b"{", b"[]", b'"text"', b"null", b"{}", b'{"name": 5, "roleArns": []}', b'{"name": "x", "roleArns": "y"}',
    b'{"name": "x", "roleArns": [1]}', b'{"name": "\xff\xfe", "roleArns": []}',
    b'{"name": "x", "roleArns": [], "durationSeconds": "900"}', b'{"name": "x", "roleArns": [], "enabled": "yes"}',
    b'{"name": "x", "roleArns": [], "durationSeconds": 1e400}', b'{"name": null, "roleArns": []}',
])  # fmt: skip
def test_a_body_of_the_wrong_shape(server, root, body):
    request = Request(path="/profiles", headers={"Content-Type": "application/json"}, body=body)
    reply = call(server, request, root.credentials, "rolesanywhere")
    assert reply.status == 400 and reply.code in ("ValidationException", "SerializationException"), reply.text


# Subjects (what CreateSession leaves of them is in test_create_session.py)


def test_a_missing_subject(rolesanywhere):
    with refused("ResourceNotFoundException", status=404):
        rolesanywhere.get_subject(subjectId=NOWHERE)
