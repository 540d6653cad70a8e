"""IAM managed policies: shapes, versions, attachments, pages, quotas, the text as submitted."""

import re

import pytest

import policies
from clients import Clients, refused
from tegata import ACCOUNT

READ = policies.allow("iam:Get*")


def create(iam, name, text=READ, **parameters):
    return iam.create_policy(PolicyName=name, PolicyDocument=text, **parameters)["Policy"]["Arn"]


def test_shapes(iam, unique):
    name = unique("policy")
    given = {"Path": "/team/", "Description": "Reads", "Tags": [{"Key": "team", "Value": "blue"}]}
    created = iam.create_policy(PolicyName=name, PolicyDocument=READ, **given)["Policy"]
    shape = {
        "PolicyName", "PolicyId", "Arn", "Path", "DefaultVersionId", "AttachmentCount", "CreateDate", "UpdateDate",
        "PermissionsBoundaryUsageCount", "IsAttachable",
    }  # fmt: skip
    assert set(created) == shape | {"Tags"}
    assert created["Arn"] == f"arn:aws:iam::{ACCOUNT}:policy/team/{name}"
    assert re.fullmatch(r"ANPA[A-Z2-7]{17}", created["PolicyId"])
    fetched = iam.get_policy(PolicyArn=created["Arn"])["Policy"]
    assert set(fetched) == shape | {"Tags", "Description"} and fetched["Description"] == "Reads"
    listed = iam.list_policies(Scope="Local", PathPrefix="/team/")["Policies"]
    assert [set(entry) for entry in listed if entry["PolicyName"] == name] == [shape]


def test_duplicate(iam, unique):
    name = unique("policy")
    create(iam, name)
    message = f"A policy called {name} already exists. Duplicate names are not allowed."
    with refused("EntityAlreadyExists", message, 409):
        create(iam, name)


def test_missing(iam):
    missing = f"arn:aws:iam::{ACCOUNT}:policy/missing"
    for operation in ("get_policy", "delete_policy", "list_policy_tags"):
        with refused("NoSuchEntity", f"Policy {missing} was not found.", 404):
            getattr(iam, operation)(PolicyArn=missing)
    with refused("NoSuchEntity", f"Policy {missing} does not exist or is not attachable.", 404):
        iam.list_entities_for_policy(PolicyArn=missing)
    for operation in ("get_policy_version", "delete_policy_version", "set_default_policy_version"):
        with refused("NoSuchEntity", f"Policy {missing} version v1 does not exist or is not attachable.", 404):
            getattr(iam, operation)(PolicyArn=missing, VersionId="v1")


def test_version_numbers_are_never_used_again(iam, unique):
    arn = create(iam, unique("policy"))
    for number in range(2, 6):
        made = iam.create_policy_version(PolicyArn=arn, PolicyDocument=policies.allow(f"s3:Action{number}"))
        assert made["PolicyVersion"]["VersionId"] == f"v{number}"
    full = (
        "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing "
        "version."
    )
    with refused("LimitExceeded", full, 409):
        iam.create_policy_version(PolicyArn=arn, PolicyDocument=READ)
    iam.delete_policy_version(PolicyArn=arn, VersionId="v2")
    assert iam.create_policy_version(PolicyArn=arn, PolicyDocument=READ)["PolicyVersion"]["VersionId"] == "v6"
    listed = iam.list_policy_versions(PolicyArn=arn)["Versions"]
    assert [version["VersionId"] for version in listed] == ["v6", "v5", "v4", "v3", "v1"]
    assert all("Document" not in version for version in listed)
    pages = iam.get_paginator("list_policy_versions").paginate(PolicyArn=arn, PaginationConfig={"PageSize": 2})
    assert len(pages.build_full_result()["Versions"]) == 5


def test_default_version(iam, unique):
    arn = create(iam, unique("policy"))
    before = iam.get_policy(PolicyArn=arn)["Policy"]
    iam.create_policy_version(PolicyArn=arn, PolicyDocument=policies.allow("s3:GetObject"), SetAsDefault=True)
    assert iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"] == "v2"
    with refused("DeleteConflict", "Cannot delete the default version of a policy.", 409):
        iam.delete_policy_version(PolicyArn=arn, VersionId="v2")
    iam.set_default_policy_version(PolicyArn=arn, VersionId="v1")
    after = iam.get_policy(PolicyArn=arn)["Policy"]
    assert after["DefaultVersionId"] == "v1" and after["UpdateDate"] >= before["UpdateDate"]
    with refused("NoSuchEntity", f"Policy {arn} version v9 does not exist or is not attachable.", 404):
        iam.set_default_policy_version(PolicyArn=arn, VersionId="v9")
    versions = (
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. "
        "The default version is deleted with the policy."
    )
    with refused("DeleteConflict", versions, 409):
        iam.delete_policy(PolicyArn=arn)
    iam.delete_policy_version(PolicyArn=arn, VersionId="v2")
    iam.delete_policy(PolicyArn=arn)


def test_the_default_version_decides(iam, root, user, unique):
    caller = user()
    arn = create(iam, unique("policy"), policies.allow("iam:ListUsers"))
    iam.attach_user_policy(UserName=caller.name, PolicyArn=arn)
    caller.iam.list_users()
    iam.create_policy_version(PolicyArn=arn, PolicyDocument=policies.allow("iam:ListRoles"), SetAsDefault=True)
    caller.iam.list_roles()
    with refused("AccessDenied", status=403):
        caller.iam.list_users()
    iam.set_default_policy_version(PolicyArn=arn, VersionId="v1")
    caller.iam.list_users()


def test_policy_size_does_not_count_white_space(iam, unique):
    def sized(characters, blanks=0):
        text = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:","Resource":"*"}]}'
        return text.replace("s3:", "s3:" + "a" * (characters - len(text))) + "\n" * blanks

    create(iam, unique("policy"), sized(6144, 1000))
    with refused("LimitExceeded", "Cannot exceed quota for PolicySize: 6144", 409):
        create(iam, unique("policy"), sized(6145))


def test_entities_of_a_policy(iam, user, role, unique):
    arn = create(iam, unique("policy"))
    attached, bounded = user(), user()
    name = role(policies.EC2_TRUST).rsplit("/", 1)[1]
    iam.attach_user_policy(UserName=attached.name, PolicyArn=arn)
    iam.put_user_permissions_boundary(UserName=bounded.name, PermissionsBoundary=arn)
    iam.attach_role_policy(RoleName=name, PolicyArn=arn)

    def entities(**filters):
        found = iam.list_entities_for_policy(PolicyArn=arn, **filters)
        return [entry["UserName"] for entry in found["PolicyUsers"]], [
            entry["RoleName"] for entry in found["PolicyRoles"]
        ]

    assert entities(PolicyUsageFilter="PermissionsPolicy") == ([attached.name], [name])
    assert entities(PolicyUsageFilter="PermissionsBoundary") == ([bounded.name], [])
    assert entities(EntityFilter="Role") == ([], [name])


def test_list_filters(iam, user, unique):
    path = f"/{unique('path')}/"
    attached, bounding, unused = (create(iam, unique("policy"), Path=path) for _ in range(3))
    holder = user(PermissionsBoundary=bounding)
    iam.attach_user_policy(UserName=holder.name, PolicyArn=attached)

    def listed(**filters):
        return {entry["Arn"] for entry in iam.list_policies(PathPrefix=path, **filters)["Policies"]}

    assert listed() == listed(Scope="Local") == {attached, bounding, unused}
    assert listed(Scope="AWS") == set()
    assert listed(OnlyAttached=True) == {attached}
    assert listed(PolicyUsageFilter="PermissionsBoundary", OnlyAttached=True) == {bounding}


def test_pages(fresh_server):
    iam = Clients(fresh_server, fresh_server.root).iam
    wanted = [create(iam, f"policy-{letter}") for letter in "abcde"]
    pages = iam.get_paginator("list_policies").paginate(Scope="Local", PaginationConfig={"PageSize": 2})
    found = list(pages)
    assert [len(page["Policies"]) for page in found] == [2, 2, 1]
    assert [entry["Arn"] for page in found for entry in page["Policies"]] == wanted


def test_tags_distinguish_case(iam, unique):
    tags = [{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "2"}]
    arn = create(iam, unique("policy"), Tags=tags)
    found = {tag["Key"]: tag["Value"] for tag in iam.list_policy_tags(PolicyArn=arn)["Tags"]}
    assert found == {"a": "1", "A": "2"}
    iam.tag_policy(PolicyArn=arn, Tags=[{"Key": "A", "Value": "3"}])
    iam.untag_policy(PolicyArn=arn, TagKeys=["a"])
    assert iam.list_policy_tags(PolicyArn=arn)["Tags"] == [{"Key": "A", "Value": "3"}]


@pytest.mark.parametrize("call, message", [
    (lambda iam, arn: iam.delete_policy(PolicyArn=arn), "Cannot delete policies outside your own account."),
    (
        lambda iam, arn: iam.delete_policy_version(PolicyArn=arn, VersionId="v1"),
        "Cannot delete policy versions for policies outside your own account.",
    ),
    (
        lambda iam, arn: iam.set_default_policy_version(PolicyArn=arn, VersionId="v1"),
        "Cannot update policies outside your own account.",
    ),
])  # fmt: skip
def test_policies_of_aws_are_not_ours_to_change(iam, call, message):
    with refused("AccessDenied", message, 403):
        call(iam, "arn:aws:iam::aws:policy/AdministratorAccess")
