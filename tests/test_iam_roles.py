"""IAM roles: shapes, trust policies and their complaints, boundaries, quotas, last use."""

import json
import re

import pytest

import policies
from clients import refused
from tegata import ACCOUNT, until

TRUST = policies.EC2_TRUST
READ = policies.allow("iam:Get*")


def test_shapes(iam, unique):
    name = unique("role")
    given = {
        "Path": "/service/", "Description": "Runs the tests", "MaxSessionDuration": 7200,
        "Tags": [{"Key": "team", "Value": "blue"}],
    }  # fmt: skip
    created = iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST, **given)["Role"]
    shape = {"Path", "RoleName", "RoleId", "Arn", "CreateDate", "AssumeRolePolicyDocument"}
    assert set(created) == shape | {"Tags"}
    assert created["Arn"] == f"arn:aws:iam::{ACCOUNT}:role/service/{name}"
    assert re.fullmatch(r"AROA[A-Z2-7]{17}", created["RoleId"])
    fetched = iam.get_role(RoleName=name)["Role"]
    assert set(fetched) == shape | {"Tags", "Description", "MaxSessionDuration", "RoleLastUsed"}
    assert fetched["MaxSessionDuration"] == 7200 and fetched["RoleLastUsed"] == {}
    listed = iam.list_roles(PathPrefix="/service/")["Roles"]
    assert [set(entry) for entry in listed if entry["RoleName"] == name] == [
        shape | {"Description", "MaxSessionDuration"}
    ]


def test_names_are_unique_ignoring_case_and_path(iam, unique):
    name = unique("role")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)
    with refused("EntityAlreadyExists", f"Role with name {name} already exists.", 409):
        iam.create_role(RoleName=name, Path="/elsewhere/", AssumeRolePolicyDocument=TRUST)
    with refused("EntityAlreadyExists", status=409):
        iam.create_role(RoleName=name.upper(), AssumeRolePolicyDocument=TRUST)


@pytest.mark.parametrize("operation", [
    "get_role", "delete_role", "list_role_tags", "list_role_policies", "list_attached_role_policies", "update_role",
    "delete_role_permissions_boundary",
])  # fmt: skip
def test_missing_role(iam, operation):
    with refused("NoSuchEntity", "The role with name nothing-here cannot be found.", 404):
        getattr(iam, operation)(RoleName="nothing-here")


def test_delete_conflicts(iam, unique):
    name = unique("role")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)
    iam.put_role_policy(RoleName=name, PolicyName="inline", PolicyDocument=READ)
    with refused("DeleteConflict", "Cannot delete entity, must delete policies first.", 409):
        iam.delete_role(RoleName=name)
    iam.delete_role_policy(RoleName=name, PolicyName="inline")
    iam.delete_role(RoleName=name)


def test_inline_limit(iam, unique):
    name = unique("role")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)
    for number in range(10):
        iam.put_role_policy(RoleName=name, PolicyName=f"p{number}", PolicyDocument=policies.allow("s3:" + "a" * 850))
    with refused("LimitExceeded", f"Maximum policy size of 10240 bytes exceeded for role {name}", 409):
        iam.put_role_policy(RoleName=name, PolicyName="last", PolicyDocument=policies.allow("s3:" + "a" * 900))
    listed = iam.get_paginator("list_role_policies").paginate(RoleName=name, PaginationConfig={"PageSize": 4})
    assert listed.build_full_result()["PolicyNames"] == [f"p{number}" for number in range(10)]


def test_ten_attachments_at_most(iam, unique):
    name = unique("role")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)
    arns = [iam.create_policy(PolicyName=unique("policy"), PolicyDocument=READ)["Policy"]["Arn"] for _ in range(11)]
    for arn in arns[:10]:
        iam.attach_role_policy(RoleName=name, PolicyArn=arn)
    with refused("LimitExceeded", "Cannot exceed quota for PoliciesPerRole: 10", 409):
        iam.attach_role_policy(RoleName=name, PolicyArn=arns[10])


def test_attached_policies_by_path(iam, unique):
    name, path = unique("role"), f"/{unique('path')}/"
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)
    below = iam.create_policy(PolicyName=unique("policy"), Path=path, PolicyDocument=READ)["Policy"]["Arn"]
    above = iam.create_policy(PolicyName=unique("policy"), PolicyDocument=READ)["Policy"]["Arn"]
    for arn in (below, above):
        iam.attach_role_policy(RoleName=name, PolicyArn=arn)
    listed = iam.list_attached_role_policies(RoleName=name, PathPrefix=path)["AttachedPolicies"]
    assert [entry["PolicyArn"] for entry in listed] == [below]


def test_max_session_duration_bounds(root, unique):
    unchecked = root.unchecked().iam
    frame = "1 validation error detected: Value at 'maxSessionDuration' failed to satisfy constraint: "
    for value, constraint in {3599: "greater than or equal to 3600", 43201: "less than or equal to 43200"}.items():
        with refused("ValidationError", frame + f"Member must have value {constraint}", 400):
            unchecked.create_role(RoleName=unique("role"), AssumeRolePolicyDocument=TRUST, MaxSessionDuration=value)


# Trust policies


def document_of(principal="*", **changes):
    statement = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "sts:AssumeRole", **changes}
    return policies.document({name: value for name, value in statement.items() if value is not None})


MALFORMED = {
    "not JSON": ("{nonsense", "This policy contains invalid Json"),
    "an action of another service": (
        document_of(Action="s3:GetObject"), "AssumeRole policy may only specify STS AssumeRole actions.",
    ),
    "another action of STS": (
        document_of(Action="sts:GetCallerIdentity"), "AssumeRole policy may only specify STS AssumeRole actions.",
    ),
    "a resource": (document_of(Resource="*"), "Has prohibited field Resource"),
    "no principal": (document_of(Principal=None), "Missing required field Principal"),
    "a user that is not there": (
        document_of(f"arn:aws:iam::{ACCOUNT}:user/nobody-here"),
        f'Invalid principal in policy: "AWS":"arn:aws:iam::{ACCOUNT}:user/nobody-here"',
    ),
    "a role that is not there": (
        document_of(f"arn:aws:iam::{ACCOUNT}:role/nothing-here"),
        f'Invalid principal in policy: "AWS":"arn:aws:iam::{ACCOUNT}:role/nothing-here"',
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", MALFORMED)
def test_malformed_trust(iam, unique, case):
    text, message = MALFORMED[case]
    name = unique("role")
    with refused("MalformedPolicyDocument", message, 400):
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=text)
    with refused("NoSuchEntity"):
        iam.get_role(RoleName=name)
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)
    with refused("MalformedPolicyDocument", message, 400):
        iam.update_assume_role_policy(RoleName=name, PolicyDocument=text)


@pytest.mark.parametrize("statement", [
    {"Effect": "Allow", "NotPrincipal": {"AWS": "*"}, "Action": "sts:AssumeRole"},
    {"Effect": "Allow", "Principal": {"AWS": "*"}, "NotAction": "sts:AssumeRole"},
    {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:user/*"}, "Action": "sts:AssumeRole"},
    {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:group/all"}, "Action": "sts:AssumeRole"},
    {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole", "Condition": {"Odd": {"a": "b"}}},
    {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole", "Extra": 1},
])  # fmt: skip
def test_refused_trust(iam, unique, statement):
    with refused("MalformedPolicyDocument", status=400):
        iam.create_role(RoleName=unique("role"), AssumeRolePolicyDocument=policies.document(statement))


@pytest.mark.parametrize("version", ["2012-10-17", "2008-10-17"])
def test_accepted_trust(iam, unique, version):
    statement = {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": ["sts:AssumeRole", "sts:TagSession"]}
    text = policies.document(statement, version=version)
    created = iam.create_role(RoleName=unique("role"), AssumeRolePolicyDocument=text)["Role"]
    assert created["AssumeRolePolicyDocument"] == json.loads(text)


def test_trust_size(iam, unique):
    long = policies.trust({"AWS": ACCOUNT}, condition={"StringEquals": {"sts:ExternalId": "a" * 2048}})
    with refused("LimitExceeded", "Cannot exceed quota for ACLSizePerRole: 2048", 409):
        iam.create_role(RoleName=unique("role"), AssumeRolePolicyDocument=long)


def test_trust_follows_a_principal_and_not_its_name(iam, user, role, unique):
    caller = user()
    arn = role(policies.trust({"AWS": caller.arn}))
    name = arn.rsplit("/", 1)[1]

    def principal():
        return iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]["AWS"]

    assert principal() == caller.arn
    renamed = unique("renamed")
    iam.update_user(UserName=caller.name, NewUserName=renamed)
    assert principal() == f"arn:aws:iam::{ACCOUNT}:user/{renamed}"
    caller.assume(arn)

    unique_id = iam.get_user(UserName=renamed)["User"]["UserId"]
    iam.delete_access_key(UserName=renamed, AccessKeyId=caller.credentials.access_key_id)
    iam.delete_user(UserName=renamed)
    assert principal() == unique_id
    # A new user of the same name is somebody else.
    again = user(UserName=renamed)
    with refused("AccessDenied", status=403):
        again.assume(arn)
    iam.update_assume_role_policy(RoleName=name, PolicyDocument=policies.trust({"AWS": again.arn}))
    again.assume(arn)


def test_role_last_used(iam, user, role):
    caller = user(policies.allow("sts:AssumeRole"))
    arn = role(policies.ACCOUNT_TRUST, policies.allow("iam:ListUsers"))
    caller.assume(arn).iam.list_users()

    def used():
        return iam.get_role(RoleName=arn.rsplit("/", 1)[1])["Role"]["RoleLastUsed"]

    assert set(until(used, "the role's last use")) == {"LastUsedDate", "Region"}


def test_description_may_be_cleared(iam, unique):
    name = unique("role")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST, Description="something")
    described = iam.update_role_description(RoleName=name, Description="Größe ¡!")
    assert described["Role"]["Description"] == "Größe ¡!"
    with refused("ValidationError", status=400):
        iam.update_role_description(RoleName=name, Description="漢字 are outside Latin-1")
