"""IAM users: shapes, names, paths, tags, boundaries, inline policies, access keys, pages."""

import datetime
import re

import pytest

import policies
from clients import Clients, refused
from tegata import ACCOUNT, Credentials

READ = policies.allow("iam:Get*")


def tags(*pairs):
    return [{"Key": key, "Value": value} for key, value in pairs]


def names(users):
    return [user["UserName"] for user in users]


def test_create_and_get_shapes(iam, unique):
    name = unique("user")
    created = iam.create_user(UserName=name, Path="/division/team/")["User"]
    assert set(created) == {"Path", "UserName", "UserId", "Arn", "CreateDate"}
    assert created["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/division/team/{name}"
    assert re.fullmatch(r"AIDA[A-Z2-7]{17}", created["UserId"])
    age = datetime.datetime.now(datetime.timezone.utc) - created["CreateDate"]
    assert abs(age) < datetime.timedelta(minutes=5)
    assert iam.get_user(UserName=name)["User"] == created


def test_tags_and_boundary_are_shown_where_aws_shows_them(iam, unique):
    name = unique("user")
    boundary = iam.create_policy(PolicyName=unique("policy"), PolicyDocument=READ)["Policy"]["Arn"]
    given = {"Tags": tags(("team", "blue")), "PermissionsBoundary": boundary}
    created = iam.create_user(UserName=name, **given)["User"]
    assert created["Tags"] == given["Tags"]
    # The wire's value differs from the one in the model's enum.
    assert created["PermissionsBoundary"] == {
        "PermissionsBoundaryType": "Policy",
        "PermissionsBoundaryArn": boundary,
    }
    fetched = iam.get_user(UserName=name)["User"]
    assert fetched["Tags"] == created["Tags"] and fetched["PermissionsBoundary"] == created["PermissionsBoundary"]
    listed = next(user for user in iam.get_paginator("list_users").paginate().build_full_result()["Users"]
                  if user["UserName"] == name)  # fmt: skip
    assert "Tags" not in listed and "PermissionsBoundary" not in listed


def test_get_user_without_a_name_is_the_caller(user):
    caller = user(policies.allow("iam:GetUser"))
    assert caller.iam.get_user()["User"]["UserName"] == caller.name


def test_names_are_unique_ignoring_case(iam, unique):
    name = unique("user")
    iam.create_user(UserName=name)
    with refused("EntityAlreadyExists", f"User with name {name} already exists.", 409):
        iam.create_user(UserName=name)
    with refused("EntityAlreadyExists", status=409):
        iam.create_user(UserName=name.upper())


@pytest.mark.parametrize("operation", [
    "get_user", "delete_user", "list_user_tags", "list_user_policies", "list_attached_user_policies",
    "list_access_keys", "create_access_key", "delete_user_permissions_boundary",
])  # fmt: skip
def test_missing_user(iam, operation):
    with refused("NoSuchEntity", "The user with name nobody-here cannot be found.", 404):
        getattr(iam, operation)(UserName="nobody-here")


def test_rename_and_move_keep_the_user(iam, user, unique):
    caller = user(policies.allow("iam:GetUser"), Tags=tags(("team", "blue")))
    before = iam.get_user(UserName=caller.name)["User"]
    renamed = unique("renamed")
    iam.update_user(UserName=caller.name, NewUserName=renamed, NewPath="/moved/")
    after = iam.get_user(UserName=renamed)["User"]
    assert after["UserId"] == before["UserId"] and after["Tags"] == before["Tags"]
    assert after["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/moved/{renamed}"
    # The same key is the user's under the new name, with the same policies.
    identity = caller.sts.get_caller_identity()
    assert identity["Arn"] == after["Arn"] and identity["UserId"] == before["UserId"]
    assert caller.iam.get_user()["User"]["UserName"] == renamed
    with refused("NoSuchEntity", f"The user with name {caller.name} cannot be found.", 404):
        iam.get_user(UserName=caller.name)
    assert names(iam.list_users(PathPrefix="/moved/")["Users"]) == [renamed]


def test_rename_to_a_taken_name(iam, unique):
    first, second = unique("user"), unique("user")
    iam.create_user(UserName=first)
    iam.create_user(UserName=second)
    with refused("EntityAlreadyExists", f"User with name {second} already exists.", 409):
        iam.update_user(UserName=first, NewUserName=second)


def test_delete_conflicts_in_turn(iam, unique):
    name = unique("user")
    iam.create_user(UserName=name)
    key = iam.create_access_key(UserName=name)["AccessKey"]["AccessKeyId"]
    with refused("DeleteConflict", "Cannot delete entity, must delete access keys first.", 409):
        iam.delete_user(UserName=name)
    iam.delete_access_key(UserName=name, AccessKeyId=key)
    iam.delete_user(UserName=name)


def test_a_boundary_does_not_hinder_deletion(iam, unique):
    name = unique("user")
    boundary = iam.create_policy(PolicyName=unique("policy"), PolicyDocument=READ)["Policy"]["Arn"]
    iam.create_user(UserName=name, PermissionsBoundary=boundary)
    assert iam.get_policy(PolicyArn=boundary)["Policy"]["PermissionsBoundaryUsageCount"] == 1
    iam.delete_user_permissions_boundary(UserName=name)
    assert "PermissionsBoundary" not in iam.get_user(UserName=name)["User"]
    iam.put_user_permissions_boundary(UserName=name, PermissionsBoundary=boundary)
    iam.delete_user(UserName=name)
    assert iam.get_policy(PolicyArn=boundary)["Policy"]["PermissionsBoundaryUsageCount"] == 0


def test_boundary_errors(iam, unique):
    name = unique("user")
    iam.create_user(UserName=name)
    missing = f"arn:aws:iam::{ACCOUNT}:policy/nonexistent-policy"
    with refused("NoSuchEntity", f"Scope ARN: {missing} does not exist or is not attachable.", 404):
        iam.put_user_permissions_boundary(UserName=name, PermissionsBoundary=missing)
    invalid = f"arn:aws:iam::{ACCOUNT}:not_a_policy/invalid"
    with refused("InvalidInput", f"ARN {invalid} is not valid.", 400):
        iam.put_user_permissions_boundary(UserName=name, PermissionsBoundary=invalid)
    with refused("NoSuchEntity", "The user with name nobody-here cannot be found.", 404):
        iam.put_user_permissions_boundary(UserName="nobody-here", PermissionsBoundary=missing)


def test_pages(fresh_server):
    iam = Clients(fresh_server, fresh_server.root).iam
    wanted = [f"page-{letter}" for letter in "abcdefg"]
    for name in reversed(wanted):
        iam.create_user(UserName=name, Path="/paged/" if name < "page-f" else "/")
    first = iam.list_users(MaxItems=3)
    assert first["IsTruncated"] is True and names(first["Users"]) == wanted[:3] and first["Marker"]
    second = iam.list_users(MaxItems=3, Marker=first["Marker"])
    assert second["IsTruncated"] is True and names(second["Users"]) == wanted[3:6]
    last = iam.list_users(MaxItems=3, Marker=second["Marker"])
    assert last["IsTruncated"] is False and names(last["Users"]) == wanted[6:] and "Marker" not in last
    pages = iam.get_paginator("list_users").paginate(PathPrefix="/paged/", PaginationConfig={"PageSize": 2})
    assert names(pages.build_full_result()["Users"]) == wanted[:5]
    with refused("ValidationError", "Invalid Marker.", 400):
        iam.list_users(Marker="not-a-marker-of-ours")
    # A marker is of one list: another list does not take it.
    with refused("ValidationError", "Invalid Marker.", 400):
        iam.list_roles(Marker=first["Marker"])


def test_a_page_survives_a_deletion(iam, unique):
    path = f"/{unique('path')}/"
    wanted = [unique(f"user-{letter}") for letter in "abcd"]
    for name in wanted:
        iam.create_user(UserName=name, Path=path)
    first = iam.list_users(PathPrefix=path, MaxItems=2)
    iam.delete_user(UserName=wanted[1])
    rest = iam.list_users(PathPrefix=path, Marker=first["Marker"])
    assert names(rest["Users"]) == wanted[2:]


def test_a_page_has_a_hundred_entries(fresh_server):
    iam = Clients(fresh_server, fresh_server.root).iam
    for number in range(101):
        iam.create_user(UserName=f"user-{number:03}")
    first = iam.list_users()
    assert len(first["Users"]) == 100 and first["IsTruncated"] is True
    assert names(iam.list_users(Marker=first["Marker"])["Users"]) == ["user-100"]


# Tags


def test_tag_keys_ignore_case_and_keep_the_last_spelling(iam, unique):
    name = unique("user")
    iam.create_user(UserName=name, Tags=tags(("Team", "blue")))
    iam.tag_user(UserName=name, Tags=tags(("TEAM", "red"), ("empty", "")))
    found = iam.list_user_tags(UserName=name)["Tags"]
    assert {tag["Key"]: tag["Value"] for tag in found} == {"TEAM": "red", "empty": ""}
    iam.untag_user(UserName=name, TagKeys=["team", "never-there"])
    assert iam.list_user_tags(UserName=name)["Tags"] == tags(("empty", ""))


def test_fifty_tags_at_most(iam, unique):
    name = unique("user")
    iam.create_user(UserName=name, Tags=tags(*[(f"key-{number:02}", "") for number in range(50)]))
    iam.tag_user(UserName=name, Tags=tags(("key-00", "again")))
    with refused("LimitExceeded", "The number of tags has reached the maximum limit.", 409):
        iam.tag_user(UserName=name, Tags=tags(("one-more", "")))
    pages = iam.get_paginator("list_user_tags").paginate(UserName=name, PaginationConfig={"PageSize": 20})
    assert len(pages.build_full_result()["Tags"]) == 50


def test_reserved_tag_prefix(iam, unique):
    with refused(("InvalidInput", "ValidationError"), status=400):
        iam.create_user(UserName=unique("user"), Tags=tags(("aws:team", "blue")))


# Inline policies


def test_inline_policy_shapes_and_text(iam, unique):
    name = unique("user")
    iam.create_user(UserName=name)
    text = '{\n "Version":"2012-10-17",\t"Statement":\r\n[{"Effect":"Allow","Action":"s3:Get+é%20*","Resource":"*"}] }'
    iam.put_user_policy(UserName=name, PolicyName="text", PolicyDocument=text)
    iam.put_user_policy(UserName=name, PolicyName="Another", PolicyDocument=READ)
    assert iam.list_user_policies(UserName=name)["PolicyNames"] == ["Another", "text"]
    got = iam.get_user_policy(UserName=name, PolicyName="text")
    assert got["UserName"] == name and got["PolicyName"] == "text"
    assert got["PolicyDocument"]["Statement"][0]["Action"] == "s3:Get+é%20*"
    iam.put_user_policy(UserName=name, PolicyName="text", PolicyDocument=READ)
    assert iam.list_user_policies(UserName=name)["PolicyNames"] == ["Another", "text"]
    iam.delete_user_policy(UserName=name, PolicyName="text")
    with refused("NoSuchEntity", "The user policy with name text cannot be found.", 404):
        iam.get_user_policy(UserName=name, PolicyName="text")
    with refused("NoSuchEntity", "The user policy with name text cannot be found.", 404):
        iam.delete_user_policy(UserName=name, PolicyName="text")


def test_inline_policies_share_a_limit(iam, unique):
    name = unique("user")
    iam.create_user(UserName=name)

    def sized(characters):
        """A policy of this many characters, white space outside strings not counted."""
        empty = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:"],"Resource":"*"}]}'
        return empty.replace("s3:", "s3:" + "a" * (characters - len(empty)))

    iam.put_user_policy(UserName=name, PolicyName="first", PolicyDocument=sized(1024))
    iam.put_user_policy(UserName=name, PolicyName="second", PolicyDocument=sized(1024) + "\n \t" * 500)
    with refused("LimitExceeded", f"Maximum policy size of 2048 bytes exceeded for user {name}", 409):
        iam.put_user_policy(UserName=name, PolicyName="third", PolicyDocument=sized(100))
    with refused("LimitExceeded", f"Maximum policy size of 2048 bytes exceeded for user {name}", 409):
        iam.put_user_policy(UserName=name, PolicyName="second", PolicyDocument=sized(1025))
    iam.put_user_policy(UserName=name, PolicyName="second", PolicyDocument=sized(900))


# Managed policies


def test_attach_is_idempotent_and_counted(iam, unique):
    name = unique("user")
    iam.create_user(UserName=name)
    arn = iam.create_policy(PolicyName=unique("policy"), PolicyDocument=READ)["Policy"]["Arn"]
    iam.attach_user_policy(UserName=name, PolicyArn=arn)
    iam.attach_user_policy(UserName=name, PolicyArn=arn)
    assert iam.get_policy(PolicyArn=arn)["Policy"]["AttachmentCount"] == 1
    iam.detach_user_policy(UserName=name, PolicyArn=arn)
    assert iam.get_policy(PolicyArn=arn)["Policy"]["AttachmentCount"] == 0
    with refused("NoSuchEntity", f"Policy {arn} was not found.", 404):
        iam.detach_user_policy(UserName=name, PolicyArn=arn)


def test_attach_errors(iam, unique):
    name = unique("user")
    iam.create_user(UserName=name)
    missing = f"arn:aws:iam::{ACCOUNT}:policy/missing"
    with refused("NoSuchEntity", f"Policy {missing} does not exist or is not attachable.", 404):
        iam.attach_user_policy(UserName=name, PolicyArn=missing)
    with refused("NoSuchEntity", f"Policy {missing} was not found.", 404):
        iam.detach_user_policy(UserName=name, PolicyArn=missing)
    with refused("ValidationError", "ARN this-is-not-an-arn-at-all is not valid.", 400):
        iam.attach_user_policy(UserName=name, PolicyArn="this-is-not-an-arn-at-all")


def test_ten_attachments_at_most(iam, unique):
    name = unique("user")
    iam.create_user(UserName=name)
    arns = [iam.create_policy(PolicyName=unique("policy"), PolicyDocument=READ)["Policy"]["Arn"] for _ in range(11)]
    for arn in arns[:10]:
        iam.attach_user_policy(UserName=name, PolicyArn=arn)
    with refused("LimitExceeded", "Cannot exceed quota for PoliciesPerUser: 10", 409):
        iam.attach_user_policy(UserName=name, PolicyArn=arns[10])
    iam.attach_user_policy(UserName=name, PolicyArn=arns[9])
    listed = iam.list_attached_user_policies(UserName=name, MaxItems=4)
    assert len(listed["AttachedPolicies"]) == 4 and listed["IsTruncated"]


# Access keys


def test_access_key_shapes(iam, unique):
    name = unique("user")
    iam.create_user(UserName=name)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    assert set(key) == {"UserName", "AccessKeyId", "Status", "SecretAccessKey", "CreateDate"}
    assert key["UserName"] == name and key["Status"] == "Active"
    assert re.fullmatch(r"AKIA[A-Z2-7]{16}", key["AccessKeyId"])
    assert re.fullmatch(r"[A-Za-z0-9+/]{40}", key["SecretAccessKey"])
    listed = iam.list_access_keys(UserName=name)["AccessKeyMetadata"]
    assert [set(entry) for entry in listed] == [{"UserName", "AccessKeyId", "Status", "CreateDate"}]


def test_keys_of_the_caller(user):
    caller = user(policies.allow("iam:*AccessKey*"))
    second = caller.iam.create_access_key()["AccessKey"]
    assert second["UserName"] == caller.name
    assert len(caller.iam.list_access_keys()["AccessKeyMetadata"]) == 2
    caller.iam.update_access_key(AccessKeyId=second["AccessKeyId"], Status="Inactive")
    caller.iam.delete_access_key(AccessKeyId=second["AccessKeyId"])
    assert len(caller.iam.list_access_keys()["AccessKeyMetadata"]) == 1


def test_keys_of_the_root_user(root):
    own = root.iam.list_access_keys()["AccessKeyMetadata"]
    assert root.credentials.access_key_id in [key["AccessKeyId"] for key in own]


def test_an_inactive_key_counts_and_is_refused_until_it_is_active_again(iam, server, user):
    caller = user(policies.allow("iam:GetUser"))
    key = caller.credentials.access_key_id
    iam.update_access_key(UserName=caller.name, AccessKeyId=key, Status="Inactive")
    with refused("InvalidClientTokenId", status=403):
        caller.iam.get_user()
    with refused("InvalidClientTokenId", status=403):
        caller.sts.get_caller_identity()
    second = Credentials.of(iam.create_access_key(UserName=caller.name)["AccessKey"])
    with refused("LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2", 409):
        iam.create_access_key(UserName=caller.name)
    Clients(server, second).iam.get_user()
    iam.update_access_key(UserName=caller.name, AccessKeyId=key, Status="Active")
    caller.iam.get_user()


def test_a_deleted_key_is_unknown(iam, user):
    caller = user(policies.allow("iam:GetUser"))
    iam.delete_access_key(UserName=caller.name, AccessKeyId=caller.credentials.access_key_id)
    with refused("InvalidClientTokenId", status=403):
        caller.sts.get_caller_identity()


def test_key_errors(iam, unique):
    name, other = unique("user"), unique("user")
    iam.create_user(UserName=name)
    iam.create_user(UserName=other)
    key = iam.create_access_key(UserName=other)["AccessKey"]["AccessKeyId"]
    message = f"The Access Key with id {key} cannot be found."
    with refused("NoSuchEntity", message, 404):
        iam.delete_access_key(UserName=name, AccessKeyId=key)
    with refused("NoSuchEntity", message, 404):
        iam.update_access_key(UserName=name, AccessKeyId=key, Status="Inactive")


def test_last_use_of_a_key_unknown_to_the_account(iam):
    caller, missing = f"arn:aws:iam::{ACCOUNT}:root", "AKIAIOSFODNN7EXAMPLE"
    message = f"User: {caller} is not authorized to perform iam:GetAccessKeyLastUsed on resource: access key {missing}"
    with refused("AccessDenied", message, 403):
        iam.get_access_key_last_used(AccessKeyId=missing)
