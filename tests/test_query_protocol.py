"""The awsQuery protocol of IAM and STS, read as bytes: envelopes, errors, validation, what is not built."""

import json
import re
import urllib.parse

import botocore.session
import pytest

import models
import policies
import raw
from clients import refused
from raw import Request, call, query
from tegata import ACCOUNT

IAM = "https://iam.amazonaws.com/doc/2010-05-08/"
STS = "https://sts.amazonaws.com/doc/2011-06-15/"


@pytest.fixture
def ask(server, root):
    """Sends an action as root and returns the reply."""

    def send(action, service="iam", **parameters):
        return call(server, query(action, service, **parameters), root.credentials, service)

    return send


def test_envelope(ask):
    reply = ask("ListUsers")
    assert reply.status == 200
    assert reply.headers["content-type"].split(";")[0] == "text/xml"
    assert reply.xml.tag == f"{{{IAM}}}ListUsersResponse"
    assert [child.tag for child in reply.xml] == [f"{{{IAM}}}ListUsersResult", f"{{{IAM}}}ResponseMetadata"]
    assert reply.headers["x-amzn-requestid"] == reply.find("RequestId")
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", reply.find("RequestId"))


def test_envelope_of_sts(ask):
    reply = ask("GetCallerIdentity", "sts")
    assert reply.xml.tag == f"{{{STS}}}GetCallerIdentityResponse"
    result = reply.xml.find(f"{{{STS}}}GetCallerIdentityResult")
    assert {child.tag.split("}")[1]: child.text for child in result} == {
        "UserId": ACCOUNT, "Account": ACCOUNT, "Arn": f"arn:aws:iam::{ACCOUNT}:root",
    }  # fmt: skip


def test_an_operation_without_output_has_metadata_only(ask, iam, unique):
    name = unique("user")
    iam.create_user(UserName=name)
    reply = ask("DeleteUser", UserName=name)
    assert [child.tag for child in reply.xml] == [f"{{{IAM}}}ResponseMetadata"]


def test_update_role_has_an_empty_result(ask, iam, unique):
    name = unique("role")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=policies.EC2_TRUST)
    reply = ask("UpdateRole", RoleName=name)
    assert [child.tag.split("}")[1] for child in reply.xml] == ["UpdateRoleResult", "ResponseMetadata"]
    assert len(reply.xml[0]) == 0


def test_an_empty_list_is_an_empty_element(ask, iam, unique):
    name = unique("user")
    iam.create_user(UserName=name)
    reply = ask("ListAccessKeys", UserName=name)
    result = reply.xml.find(f"{{{IAM}}}ListAccessKeysResult")
    keys = result.find(f"{{{IAM}}}AccessKeyMetadata")
    assert keys is not None and len(keys) == 0
    assert result.find(f"{{{IAM}}}Marker") is None


def test_timestamps_have_seconds_and_a_zone(ask, unique):
    reply = ask("CreateUser", UserName=unique("user"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", reply.find("CreateDate"))


def test_policy_text_is_kept_byte_for_byte(ask, iam, unique):
    name = unique("user")
    iam.create_user(UserName=name)
    text = '{"Version":"2012-10-17",\n\t"Statement": [{"Effect":"Allow","Action":"s3:+ %41é&<>\'~*","Resource":"*"}]}'
    assert ask("PutUserPolicy", UserName=name, PolicyName="text", PolicyDocument=text).status == 200
    encoded = ask("GetUserPolicy", UserName=name, PolicyName="text").find("PolicyDocument")
    assert urllib.parse.unquote(encoded) == text
    # RFC 3986: only unreserved characters stand for themselves.
    assert re.fullmatch(r"(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})+", encoded)


def test_get_with_a_query_string(server, root):
    request = Request(method="GET", query=[("Action", "GetCallerIdentity"), ("Version", "2011-06-15")])
    reply = call(server, request, root.credentials, "sts")
    assert reply.status == 200 and reply.find("Account") == ACCOUNT


def test_unknown_parameters_are_ignored(ask):
    assert ask("ListUsers", Unknown="1", **{"Another.member.1.Thing": "2"}).status == 200


def test_lists_may_be_empty(ask, unique):
    """SDKs send an empty list as a bare name."""
    assert ask("CreateUser", UserName=unique("user"), Tags="").status == 200


def test_errors(ask):
    reply = ask("GetUser", UserName="nobody-here")
    reply.assert_error("NoSuchEntity", 404, "The user with name nobody-here cannot be found.")
    assert reply.xml.tag == f"{{{IAM}}}ErrorResponse"
    assert reply.find("Type") == "Sender"
    assert reply.headers["x-amzn-requestid"] == reply.find("RequestId")


def test_no_action(server, root):
    request = Request(headers={"Content-Type": "application/x-www-form-urlencoded"}, body=b"Version=2010-05-08")
    call(server, request, root.credentials, "iam").assert_error("MissingAction", 400)


def unbuilt(service, version):
    model = botocore.session.get_session().get_service_model(service, version)
    return sorted(set(model.operation_names) - set(models.operations(service)))


@pytest.mark.parametrize("service", ["iam", "sts"])
def test_operations_that_are_not_built_are_unknown(ask, service):
    names = unbuilt(service, raw.VERSIONS[service])
    assert {"iam": "CreateLoginProfile", "sts": "AssumeRoleWithSAML"}[service] in names
    for name in [*names, "NoSuchOperation", "getUser", ""]:
        reply = ask(name, service)
        assert (reply.status, reply.code) in ((400, "InvalidAction"), (400, "MissingAction")), (name, reply.text)
        if name:
            assert reply.code == "InvalidAction", name


def test_an_operation_of_the_other_service_is_unknown(ask):
    ask("GetCallerIdentity", "iam").assert_error("InvalidAction", 400)
    ask("ListUsers", "sts").assert_error("InvalidAction", 400)


# Validation

NAME = r"[\w+=,.@-]+"
FRAME = "1 validation error detected: Value at '{}' failed to satisfy constraint: {}"


@pytest.mark.parametrize("action, parameters, field, constraint", [
    ("GetUser", {"UserName": "a" * 129}, "userName", "Member must have length less than or equal to 128"),
    ("CreateUser", {"UserName": "a" * 65}, "userName", "Member must have length less than or equal to 64"),
    ("CreateUser", {"UserName": "a b"}, "userName", f"Member must satisfy regular expression pattern: {NAME}"),
    ("ListUsers", {"MaxItems": "1001"}, "maxItems", "Member must have value less than or equal to 1000"),
    ("ListUsers", {"MaxItems": "0"}, "maxItems", "Member must have value greater than or equal to 1"),
    (
        "TagUser", {"UserName": "any", "Tags.member.1.Key": "*", "Tags.member.1.Value": ""}, "tags.1.member.key",
        r"Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+",
    ),
])  # fmt: skip
def test_one_validation_error(ask, action, parameters, field, constraint):
    ask(action, **parameters).assert_error("ValidationError", 400, FRAME.format(field, constraint))


def test_several_validation_errors(ask):
    reply = ask("CreateUser", UserName="a" * 65, Path="nopath")
    reply.assert_error("ValidationError", 400)
    assert re.fullmatch(
        r"2 validation errors detected: Value at '\w+' failed to satisfy constraint: Member must .*; "
        r"Value at '\w+' failed to satisfy constraint: Member must .*",
        reply.message,
    )
    assert "'userName'" in reply.message and "'path'" in reply.message


def test_a_missing_required_member(ask):
    reply = ask("CreateRole", RoleName="only-a-name")
    reply.assert_error("ValidationError", 400)
    assert "at 'assumeRolePolicyDocument' failed to satisfy constraint: Member must not be null" in reply.message


def test_an_enum(ask):
    reply = ask("UpdateAccessKey", UserName="any", AccessKeyId="AKIAIOSFODNN7EXAMPLE", Status="Sleeping")
    reply.assert_error("ValidationError", 400)
    assert reply.message.startswith(FRAME.format("status", "Member must satisfy enum value set"))


@pytest.mark.parametrize("parameters", [{"MaxItems": "ten"}, {"MaxItems": "1.5"}, {"MaxItems": "99999999999999999999"}])
def test_a_number_that_is_none(ask, parameters):
    reply = ask("ListUsers", **parameters)
    assert reply.status == 400 and reply.find("Type") == "Sender"


def test_sts_echoes_values(ask, user, server):
    caller = user(policies.EVERYTHING)
    request = query("AssumeRole", RoleArn=f"arn:aws:iam::{ACCOUNT}:role/any", RoleSessionName="s" * 65)
    reply = call(server, request, caller.credentials, "sts")
    value = "s" * 65
    reply.assert_error(
        "ValidationError", 400,
        f"1 validation error detected: Value '{value}' at 'roleSessionName' failed to satisfy constraint: "
        "Member must have length less than or equal to 64",
    )  # fmt: skip


def test_validation_precedes_permission(user):
    with refused("ValidationError", status=400):
        user().unchecked().iam.create_user(UserName="no such name")


def test_no_error_of_a_stranger_tells_what_exists(user, iam, unique):
    """Permission precedes semantics: who may not ask does not learn whether there is an answer."""
    caller, name = user(), unique("user")
    iam.create_user(UserName=name)
    messages = []
    for target in (name, "nobody-here"):
        with refused("AccessDenied", status=403) as error:
            caller.iam.get_user(UserName=target)
        messages.append(error.text.replace(target, "NAME"))
    assert messages[0] == messages[1]


def test_documents_outside_latin_1(ask, unique):
    text = policies.allow("iam:Get*").replace("iam", "\u6f22")
    ask("CreatePolicy", PolicyName=unique("policy"), PolicyDocument=json.loads(json.dumps(text))).assert_error(
        ("ValidationError", "MalformedPolicyDocument"), 400
    )
