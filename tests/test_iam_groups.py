"""IAM groups: shapes, who is in them, what their policies do to a call, conflicts, pages, the AWS CLI."""

import json
import re

import pytest

import events
import policies
from clients import refused
from tegata import ACCOUNT

READ = policies.allow("iam:ListGroups")


def names(things, member):
    return [thing[member] for thing in things]


@pytest.fixture
def group(iam, unique):
    """Makes groups: group(user, …) → the name of a new group with these users in it."""

    def make(*users, **parameters):
        name = unique("group")
        iam.create_group(GroupName=name, **parameters)
        for user in users:
            iam.add_user_to_group(GroupName=name, UserName=user)
        return name

    return make


def test_shapes(iam, user, unique):
    name, caller = unique("group"), user()
    made = iam.create_group(GroupName=name, Path="/division/")["Group"]
    assert set(made) == {"Path", "GroupName", "GroupId", "Arn", "CreateDate"}
    assert made["Arn"] == f"arn:aws:iam::{ACCOUNT}:group/division/{name}"
    assert re.fullmatch(r"AGPA[A-Z2-7]{17}", made["GroupId"])
    iam.add_user_to_group(GroupName=name, UserName=caller.name)
    read = iam.get_group(GroupName=name)
    assert read["Group"] == made and read["IsTruncated"] is False and "Marker" not in read
    assert [set(entry) for entry in read["Users"]] == [{"Path", "UserName", "UserId", "Arn", "CreateDate"}]
    assert iam.list_groups_for_user(UserName=caller.name)["Groups"] == [made]
    assert made in iam.list_groups(PathPrefix="/division/")["Groups"]


def test_membership_is_idempotent_and_survives_renames(iam, user, group, unique):
    caller = user()
    name = group(caller.name, caller.name)
    renamed, moved = unique("renamed"), unique("moved")
    iam.update_user(UserName=caller.name, NewUserName=renamed)
    iam.update_group(GroupName=name, NewGroupName=moved, NewPath="/moved/")
    assert names(iam.get_group(GroupName=moved)["Users"], "UserName") == [renamed]
    for _ in range(2):
        iam.remove_user_from_group(GroupName=moved, UserName=renamed)
    assert iam.get_group(GroupName=moved)["Users"] == []


def test_who_is_missing_is_told_in_aws_order(iam, user, group):
    name = group()
    nobody = "The user with name nobody-here cannot be found."
    with refused("NoSuchEntity", nobody, 404):
        iam.remove_user_from_group(GroupName="nothing-here", UserName="nobody-here")
    with refused("NoSuchEntity", nobody, 404):
        iam.add_user_to_group(GroupName=name, UserName="nobody-here")
    with refused("NoSuchEntity", "The group with name nothing-here cannot be found.", 404):
        iam.add_user_to_group(GroupName="nothing-here", UserName=user().name)
    with refused("EntityAlreadyExists", f"Group with name {name} already exists.", 409):
        iam.create_group(GroupName=name)


def test_policies_bear_on_the_users_at_once(iam, user, group):
    caller = user()
    name = group(caller.name)
    with refused("AccessDenied", status=403):
        caller.iam.list_groups()
    iam.put_group_policy(GroupName=name, PolicyName="read", PolicyDocument=READ)
    caller.iam.list_groups()
    assert iam.get_group_policy(GroupName=name, PolicyName="read")["PolicyDocument"] == json.loads(READ)
    assert iam.list_group_policies(GroupName=name)["PolicyNames"] == ["read"]
    iam.delete_group_policy(GroupName=name, PolicyName="read")
    with refused("AccessDenied", status=403):
        caller.iam.list_groups()
    # A managed policy does the same, and a session of the user has what the user has.
    policy = iam.create_policy(PolicyName=f"{name}-read", PolicyDocument=READ)["Policy"]["Arn"]
    iam.attach_group_policy(GroupName=name, PolicyArn=policy)
    caller.iam.list_groups()
    attached = iam.list_attached_group_policies(GroupName=name)["AttachedPolicies"]
    assert attached == [{"PolicyName": f"{name}-read", "PolicyArn": policy}]
    entities = iam.list_entities_for_policy(PolicyArn=policy)
    assert names(entities["PolicyGroups"], "GroupName") == [name] and entities["PolicyUsers"] == []
    with refused("DeleteConflict", "Cannot delete a policy attached to entities.", 409):
        iam.delete_policy(PolicyArn=policy)
    iam.remove_user_from_group(GroupName=name, UserName=caller.name)
    with refused("AccessDenied", status=403):
        caller.iam.list_groups()


def test_a_deny_of_a_group_is_named_in_the_event(root, iam, user, group):
    caller = user(policies.allow("iam:*"))
    name = group(caller.name)
    iam.put_group_policy(GroupName=name, PolicyName="never", PolicyDocument=policies.deny("iam:ListGroups"))
    with refused("AccessDenied", matches="with an explicit deny in an identity-based policy$") as denied:
        caller.iam.list_groups()
    record = events.by_request(root, denied.response["ResponseMetadata"]["RequestId"])[0]
    assert f"arn:aws:iam::{ACCOUNT}:group/{name}/never" in json.dumps(record["additionalEventData"])


def test_conflicts_in_turn(iam, user, group):
    caller = user()
    name = group(caller.name)
    members = "Cannot delete entity, must remove users from group first."
    with refused("DeleteConflict", members, 409):
        iam.delete_group(GroupName=name)
    key = iam.list_access_keys(UserName=caller.name)["AccessKeyMetadata"][0]["AccessKeyId"]
    iam.delete_access_key(UserName=caller.name, AccessKeyId=key)
    with refused("DeleteConflict", members, 409):
        iam.delete_user(UserName=caller.name)
    iam.put_group_policy(GroupName=name, PolicyName="p", PolicyDocument=READ)
    iam.remove_user_from_group(GroupName=name, UserName=caller.name)
    with refused("DeleteConflict", "Cannot delete entity, must delete policies first.", 409):
        iam.delete_group(GroupName=name)
    iam.delete_group_policy(GroupName=name, PolicyName="p")
    administrator = "arn:aws:iam::aws:policy/AdministratorAccess"
    iam.attach_group_policy(GroupName=name, PolicyArn=administrator)
    with refused("DeleteConflict", "Cannot delete entity, must detach all policies first.", 409):
        iam.delete_group(GroupName=name)
    iam.detach_group_policy(GroupName=name, PolicyArn=administrator)
    iam.delete_group(GroupName=name)
    iam.delete_user(UserName=caller.name)


def test_the_eleventh_group_of_a_user(iam, user, group):
    caller = user()
    for _ in range(10):
        group(caller.name)
    with refused("LimitExceeded", "Cannot exceed quota for GroupsPerUser: 10", 409):
        group(caller.name)


def test_pages(iam, user, group):
    users = sorted(user().name for _ in range(5))
    name = group(*users)
    pages = iam.get_paginator("get_group").paginate(GroupName=name, PaginationConfig={"PageSize": 2})
    assert names(pages.build_full_result()["Users"], "UserName") == users
    marker = iam.get_group(GroupName=name, MaxItems=2)["Marker"]
    with refused("ValidationError", "Invalid Marker.", 400):
        iam.list_groups(Marker=marker)


def test_the_aws_cli(server, root, cli, unique):
    aws, name, user = cli(server.root), unique("group"), unique("user")
    aws.json("iam", "create-group", "--group-name", name)
    aws.json("iam", "create-user", "--user-name", user)
    aws.json("iam", "add-user-to-group", "--group-name", name, "--user-name", user)
    assert aws.json("iam", "get-group", "--group-name", name)["Users"][0]["UserName"] == user
    listed = aws.json("iam", "list-groups-for-user", "--user-name", user)["Groups"]
    assert names(listed, "GroupName") == [name]
    aws.json("iam", "remove-user-from-group", "--group-name", name, "--user-name", user)
    assert "DeleteConflict" not in aws.run("iam", "delete-group", "--group-name", name).stderr
