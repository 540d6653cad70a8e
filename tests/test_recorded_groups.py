"""Our answers about groups beside AWS's."""

import pytest

import policies
from tegata import ACCOUNT

DOCUMENT = policies.document(
    {
        "Effect": "Allow",
        "Action": ["apigatway:PUT"],
        "Resource": [
            "arn:aws:apigateway:us-east-1::/tags/arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Frestapis%2Faaeeieije"
        ],
    }
)


@pytest.fixture
def group(iam, unique):
    name = unique("group")
    iam.create_group(GroupName=name)
    return name


def named(groups, *names):
    """Those of these names, in an account that holds others as well."""
    return [group for group in groups if group["GroupName"] in names]


def test_create(iam, scenario, unique):
    recorded, name = scenario("TestIAMGroupsCRUD::test_create_group"), unique("group")
    recorded.match("create-group", iam.create_group(GroupName=name))
    recorded.refuse("create-group-duplicate", iam.create_group, GroupName=name)


def test_delete_unknown(iam, scenario):
    recorded = scenario("TestIAMGroupsCRUD::test_delete_unknown_group")
    recorded.refuse("delete-unknown-group", iam.delete_group, GroupName="unknown-group")


def test_paths(iam, scenario, unique, group):
    recorded = scenario("TestIAMGroupsCRUD::test_get_group_with_path")
    recorded.match("get-group-default-path", iam.get_group(GroupName=group))
    created = iam.create_group(GroupName=unique("located"), Path="/some/location/")
    recorded.match("create-group-with-path", created)


def test_list(iam, scenario, unique):
    recorded, names = scenario("TestIAMGroupsCRUD::test_list_groups"), [unique("group"), unique("group")]
    for name in names:
        iam.create_group(GroupName=name)
    recorded.match("list-groups", named(iam.list_groups()["Groups"], *names))


def test_rename(iam, scenario, unique, group):
    recorded, new = scenario("TestIAMGroupsCRUD::test_update_group_name"), unique("renamed")
    recorded.match("original_group", iam.get_group(GroupName=group)["Group"])
    iam.update_group(GroupName=group, NewGroupName=new)
    recorded.match("updated-group", iam.get_group(GroupName=new)["Group"])
    recorded.refuse("old-group-not-found", iam.get_group, GroupName=group)


def test_move(iam, scenario, group):
    recorded = scenario("TestIAMGroupsCRUD::test_update_group_path")
    iam.update_group(GroupName=group, NewPath="/new-path/")
    recorded.match("updated-group-with-new-path", iam.get_group(GroupName=group)["Group"])


def test_unknown_users_and_groups(iam, scenario, user, group):
    known = user().name
    recorded = scenario("TestIAMGroupsMembership::test_add_unknown_user_to_group")
    recorded.refuse("add-unknown-user", iam.add_user_to_group, GroupName=group, UserName="non-existent-user")
    recorded = scenario("TestIAMGroupsMembership::test_add_user_to_unknown_group")
    recorded.refuse("add-user-unknown-group", iam.add_user_to_group, GroupName="non-existent-group", UserName=known)
    recorded = scenario("TestUserGroups::test_user_group_errors")
    nobody, nothing = "nonexistent-user", "nonexistent-group"
    step = "add-nonexistent-user-to-group-error"
    recorded.refuse(step, iam.add_user_to_group, GroupName=group, UserName=nobody)
    step = "add-user-to-nonexistent-group-error"
    recorded.refuse(step, iam.add_user_to_group, GroupName=nothing, UserName=known)
    step = "remove-user-from-nonexistent-group-error"
    recorded.refuse(step, iam.remove_user_from_group, GroupName=nothing, UserName=known)


def test_groups_of_a_user(iam, scenario, unique):
    recorded = scenario("TestIAMGroupsMembership::test_list_groups_for_user")
    names, user = [unique("group"), unique("group")], unique("user")
    iam.create_user(UserName=user)
    for name in names:
        iam.create_group(GroupName=name)
        iam.add_user_to_group(GroupName=name, UserName=user)
    recorded.match("list-groups-for-user", iam.list_groups_for_user(UserName=user)["Groups"])


def test_membership(iam, scenario, unique):
    recorded, user = scenario("TestUserGroups::test_user_group_membership"), unique("user")
    first, second = unique("group"), unique("group")
    recorded.match("create-user", iam.create_user(UserName=user))
    recorded.match("list-groups-for-user-empty", iam.list_groups_for_user(UserName=user))
    recorded.match("create-group-1", iam.create_group(GroupName=first))
    recorded.match("create-group-2", iam.create_group(GroupName=second))
    recorded.match("add-user-to-group", iam.add_user_to_group(GroupName=first, UserName=user))
    iam.add_user_to_group(GroupName=second, UserName=user)
    recorded.match("list-groups-for-user", iam.list_groups_for_user(UserName=user))
    recorded.match("get-group-with-user", iam.get_group(GroupName=first))
    recorded.match("remove-user-from-group", iam.remove_user_from_group(GroupName=first, UserName=user))
    recorded.match("remove-nonmember-user-from-group", iam.remove_user_from_group(GroupName=first, UserName=user))


def test_attached_policies(iam, scenario, unique, group):
    recorded = scenario("TestIAMGroupsPolicies::test_attach_detach_group_policy")
    policy = iam.create_policy(PolicyName=unique("policy"), PolicyDocument=DOCUMENT)["Policy"]["Arn"]
    recorded.match("no-attached-policies", iam.list_attached_group_policies(GroupName=group))
    iam.attach_group_policy(GroupName=group, PolicyArn=policy)
    recorded.match("one-attached-policy", iam.list_attached_group_policies(GroupName=group))
    iam.detach_group_policy(GroupName=group, PolicyArn=policy)
    recorded.match("after-detach", iam.list_attached_group_policies(GroupName=group))


def test_detach_what_is_not_attached(iam, scenario, group):
    recorded = scenario("TestIAMGroupsPolicies::test_detach_unattached_group_policy")
    policy = f"arn:aws:iam::{ACCOUNT}:policy/unattached"
    recorded.refuse("detach-unattached-error", iam.detach_group_policy, GroupName=group, PolicyArn=policy)


def test_inline_policies(iam, scenario, group):
    recorded = scenario("TestIAMGroupsPolicies::test_list_group_policies")
    recorded.match("list-empty-policies", iam.list_group_policies(GroupName=group))
    put = iam.put_group_policy(GroupName=group, PolicyName="inline", PolicyDocument=DOCUMENT)
    scenario("TestIAMGroupsPolicies::test_put_group_policy").match("put-group-policy", put)
    recorded.match("list-policies-with-one", iam.list_group_policies(GroupName=group))
    recorded = scenario("TestIAMPolicyEncoding::test_put_group_policy_encoding")
    recorded.match("get-policy-response", iam.get_group_policy(GroupName=group, PolicyName="inline"))
