"""Our answers beside AWS's: each scenario is run again and every answer compared with the recorded one."""

import pytest

import policies
from clients import Clients
from tegata import ACCOUNT, Credentials, until

TRUST = policies.EC2_TRUST
LIST_USERS = policies.document({"Effect": "Allow", "Action": "iam:ListUsers", "Resource": "*"})
TAGS = [{"Key": "somekey", "Value": "somevalue"}, {"Key": "someotherkey", "Value": "someothervalue"}]
ENCODED = "arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Frestapis%2Faaeeieije"


def only(answer, key, name):
    """A list answer with the one entity of this name, in an account that holds others as well."""
    kind = {"Users": "UserName", "Roles": "RoleName", "Policies": "PolicyName"}[key]
    return {**answer, key: [entry for entry in answer[key] if entry[kind] == name]}


def attachable(iam, name):
    return iam.create_policy(PolicyName=name, PolicyDocument=LIST_USERS)


# Users


def test_user_lifecycle(iam, scenario, unique):
    recorded, name = scenario("TestUserLifecycle::test_user_lifecycle[/]"), unique("user")
    recorded.match("create-user", iam.create_user(UserName=name, Path="/"))
    recorded.match("get-user", iam.get_user(UserName=name))
    recorded.match("list-users", only(iam.list_users(), "Users", name))
    recorded.match("delete-user", iam.delete_user(UserName=name))
    recorded.refuse("get-deleted-user-error", iam.get_user, UserName=name)


def test_delete_user_with_attached_policy(iam, scenario, unique):
    recorded, name = scenario("TestUserLifecycle::test_delete_user_with_attached_policy"), unique("user")
    recorded.match("create-user", iam.create_user(UserName=name))
    policy = attachable(iam, unique("policy"))["Policy"]["Arn"]
    iam.attach_user_policy(UserName=name, PolicyArn=policy)
    recorded.refuse("delete-user-with-attached-policy-error", iam.delete_user, UserName=name)
    iam.detach_user_policy(UserName=name, PolicyArn=policy)
    recorded.match("delete-user-after-detach", iam.delete_user(UserName=name))
    recorded.refuse("get-deleted-user-error", iam.get_user, UserName=name)


def test_delete_user_with_inline_policy(iam, scenario, unique):
    recorded, name = scenario("TestUserLifecycle::test_delete_user_with_inline_policy"), unique("user")
    recorded.match("create-user", iam.create_user(UserName=name))
    iam.put_user_policy(UserName=name, PolicyName="inline", PolicyDocument=LIST_USERS)
    recorded.refuse("delete-user-with-inline-policy-error", iam.delete_user, UserName=name)
    iam.delete_user_policy(UserName=name, PolicyName="inline")
    recorded.match("delete-user-after-policy-delete", iam.delete_user(UserName=name))
    recorded.refuse("get-deleted-user-error", iam.get_user, UserName=name)


def test_user_inline_policy_lifecycle(iam, scenario, unique):
    recorded, name = scenario("TestUserPolicies::test_user_inline_policy_lifecycle"), unique("user")
    iam.create_user(UserName=name)
    recorded.match("list-user-policies-empty", iam.list_user_policies(UserName=name))
    put = iam.put_user_policy(UserName=name, PolicyName="inline-policy", PolicyDocument=LIST_USERS)
    recorded.match("put-user-policy", put)
    recorded.match("get-user-policy", iam.get_user_policy(UserName=name, PolicyName="inline-policy"))
    recorded.match("list-user-policies", iam.list_user_policies(UserName=name))
    recorded.match("delete-user-policy", iam.delete_user_policy(UserName=name, PolicyName="inline-policy"))


def test_user_managed_policy_lifecycle(iam, scenario, unique):
    recorded, name = scenario("TestUserPolicies::test_user_managed_policy_lifecycle"), unique("user")
    iam.create_user(UserName=name)
    recorded.match("list-attached-user-policies-empty", iam.list_attached_user_policies(UserName=name))
    policy = attachable(iam, unique("policy"))["Policy"]["Arn"]
    recorded.match("attach-user-policy", iam.attach_user_policy(UserName=name, PolicyArn=policy))
    recorded.match("list-attached-user-policies", iam.list_attached_user_policies(UserName=name))
    recorded.match("detach-user-policy", iam.detach_user_policy(UserName=name, PolicyArn=policy))


def test_user_rename(iam, scenario, unique):
    recorded = scenario("TestUserRename::test_user_rename_updates_access_key_metadata")
    old, new = unique("user"), unique("renamed")
    recorded.match("create-user", iam.create_user(UserName=old))
    iam.create_access_key(UserName=old)
    recorded.match("list-access-keys-before-rename", iam.list_access_keys(UserName=old))
    iam.update_user(UserName=old, NewUserName=new)
    recorded.match("get-user-after-update", iam.get_user(UserName=new))
    recorded.match("list-access-keys-after-rename", iam.list_access_keys(UserName=new))


def test_user_tags(iam, scenario, unique):
    recorded, name = scenario("TestUserTags::test_user_tag_operations"), unique("user")
    iam.create_user(UserName=name)
    recorded.match("list-user-tags-before-tag", iam.list_user_tags(UserName=name))
    tags = [{"Key": "key-1", "Value": "value-1"}, {"Key": "key-2", "Value": "value-2"}]
    recorded.match("tag-user", iam.tag_user(UserName=name, Tags=tags))
    recorded.match("list-user-tags-after-tag", iam.list_user_tags(UserName=name))
    recorded.match("untag-user", iam.untag_user(UserName=name, TagKeys=["key-2"]))
    recorded.match("list-user-tags-after-untag", iam.list_user_tags(UserName=name))


def test_user_tag_errors(iam, scenario):
    recorded, name = scenario("TestUserTags::test_user_tag_errors"), "nonexistent-user"
    recorded.refuse("list-tags-nonexistent-user-error", iam.list_user_tags, UserName=name)
    recorded.refuse("tag-nonexistent-user-error", iam.tag_user, UserName=name, Tags=TAGS)
    recorded.refuse("untag-nonexistent-user-error", iam.untag_user, UserName=name, TagKeys=["key-1"])


# Access keys


def test_access_key_lifecycle(iam, scenario, unique):
    recorded, name = scenario("TestUserAccessKeys::test_access_key_lifecycle"), unique("user")
    iam.create_user(UserName=name)
    recorded.match("list-access-keys-empty", iam.list_access_keys(UserName=name))
    created = recorded.match("create-access-key", iam.create_access_key(UserName=name))
    key = created["AccessKey"]["AccessKeyId"]
    recorded.match("list-access-keys", iam.list_access_keys(UserName=name))
    recorded.match("delete-access-key", iam.delete_access_key(UserName=name, AccessKeyId=key))


def test_access_key_limit(iam, scenario, unique):
    recorded, name = scenario("TestUserAccessKeys::test_access_key_limit"), unique("user")
    iam.create_user(UserName=name)
    iam.create_access_key(UserName=name)
    iam.create_access_key(UserName=name)
    recorded.refuse("create-third-access-key-error", iam.create_access_key, UserName=name)


def test_access_key_update_status(iam, scenario, unique):
    recorded, name = scenario("TestUserAccessKeys::test_access_key_update_status"), unique("user")
    iam.create_user(UserName=name)
    key = iam.create_access_key(UserName=name)["AccessKey"]["AccessKeyId"]
    recorded.match("list-access-keys-active", iam.list_access_keys(UserName=name))
    iam.update_access_key(UserName=name, AccessKeyId=key, Status="Inactive")
    recorded.match("list-access-keys-inactive", iam.list_access_keys(UserName=name))


def test_access_key_last_used(iam, scenario, server, unique):
    recorded, name = scenario("TestUserAccessKeys::test_access_key_last_used"), unique("user")
    iam.create_user(UserName=name)
    iam.put_user_policy(UserName=name, PolicyName="list", PolicyDocument=LIST_USERS)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    unused = iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])
    recorded.match("get-access-key-last-used-unused", unused)
    Clients(server, Credentials.of(key)).iam.list_users()

    def used():
        answer = iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])
        return answer if answer["AccessKeyLastUsed"]["ServiceName"] != "N/A" else None

    recorded.match("get-access-key-last-used-used", until(used, "the key's last use"))


def test_access_key_deletion_without_user_name(iam, scenario, server, unique):
    recorded = scenario("TestUserAccessKeys::test_access_key_deletion_without_username")
    name = unique("user")
    recorded.match("create-user", iam.create_user(UserName=name))
    iam.put_user_policy(UserName=name, PolicyName="all", PolicyDocument=policies.EVERYTHING)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    own = Clients(server, Credentials.of(key)).iam
    recorded.match("delete-access-key", own.delete_access_key(AccessKeyId=key["AccessKeyId"]))


def test_access_key_errors(scenario, user, role):
    recorded = scenario("TestUserAccessKeys::test_access_key_errors")
    caller = user(policies.EVERYTHING)
    session = caller.assume(role(policies.ACCOUNT_TRUST, policies.EVERYTHING)).iam
    missing = "AKIAIOSFODNN7EXAMPLE"
    recorded.refuse("create-access-key-unknown-user-error", session.create_access_key, UserName="nonexistent-user")
    recorded.refuse("delete-access-key-without-username-error", session.delete_access_key, AccessKeyId=missing)
    recorded.refuse("get-last-used-nonexistent-key-error", session.get_access_key_last_used, AccessKeyId=missing)
    recorded.refuse(
        "update-nonexistent-access-key-error", session.update_access_key, UserName=caller.name, AccessKeyId=missing,
        Status="Inactive",
    )  # fmt: skip
    assert recorded.bound["caller"].startswith(f"arn:aws:sts::{ACCOUNT}:assumed-role/")


# Roles


def test_create_describe_role(iam, scenario, unique):
    recorded, name = scenario("TestRoleLifecycle::test_create_describe_role"), unique("role")
    path = f"/{unique('path')}/"
    created = iam.create_role(RoleName=name, Path=path, AssumeRolePolicyDocument=TRUST)
    recorded.match("create-role-result", created)
    recorded.match("get-role-result", iam.get_role(RoleName=name))
    recorded.match("list-roles-result", iam.list_roles(PathPrefix=path))


def test_delete_role_with_attached_policy(iam, scenario, unique):
    recorded, name = scenario("TestRoleLifecycle::test_delete_role_with_attached_policy"), unique("role")
    recorded.match("create-role", iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST))
    policy = attachable(iam, unique("policy"))["Policy"]["Arn"]
    iam.attach_role_policy(RoleName=name, PolicyArn=policy)
    recorded.refuse("delete-role-with-policy-error", iam.delete_role, RoleName=name)
    iam.detach_role_policy(RoleName=name, PolicyArn=policy)
    iam.delete_role(RoleName=name)
    recorded.refuse("get-role-after-deletion-error", iam.get_role, RoleName=name)


def test_list_roles_path_prefix(iam, scenario, unique):
    recorded = scenario("TestRoleLifecycle::test_list_roles_path_prefix")
    prefix = unique("prefix")
    plain = iam.create_role(RoleName=unique("role"), AssumeRolePolicyDocument=TRUST)
    recorded.match("create-role-without-path", plain)
    below = iam.create_role(RoleName=unique("role"), Path=f"/{prefix}/", AssumeRolePolicyDocument=TRUST)
    recorded.match("create-role-with-path", below)
    recorded.match("list-roles-with-path-prefix", iam.list_roles(PathPrefix=f"/{prefix}/"))
    recorded.match("list-roles-empty-path-prefix", iam.list_roles(PathPrefix=f"/{unique('nothing')}/"))


def test_update_assume_role_policy(iam, scenario, unique):
    recorded, name = scenario("TestRoleLifecycle::test_update_assume_role_policy"), unique("role")
    trust = policies.trust({"Service": ["ec2.amazonaws.com"]}, ["sts:AssumeRole"])
    recorded.match("created_role", iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust))
    updated = iam.update_assume_role_policy(RoleName=name, PolicyDocument=trust)
    recorded.match("updated_policy", updated)


def test_update_role(iam, scenario, unique):
    recorded, name = scenario("TestRoleLifecycle::test_update_role"), unique("role")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST, Description="initial description")
    recorded.match("get-role-initial", iam.get_role(RoleName=name))
    updated = iam.update_role(RoleName=name, Description="updated description", MaxSessionDuration=7200)
    recorded.match("update-role-response", updated)
    recorded.match("get-role-after-update", iam.get_role(RoleName=name))
    description = "description via update_role_description"
    described = iam.update_role_description(RoleName=name, Description=description)
    recorded.match("update-role-description-response", described)
    recorded.match("get-role-after-desc-update", iam.get_role(RoleName=name))
    recorded.match("update-role-defaults-response", iam.update_role(RoleName=name))
    recorded.match("get-role-after-defaults", iam.get_role(RoleName=name))


def test_role_inline_policy_errors(iam, scenario, unique):
    recorded, name = scenario("TestRoleInlinePolicies::test_role_inline_policy_errors"), unique("role")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)
    nobody, nothing = {"RoleName": "nonexistent-role"}, {"PolicyName": "non-existent-policy"}
    recorded.refuse("delete-nonexistent-policy-error", iam.delete_role_policy, RoleName=name, **nothing)
    recorded.refuse("get-nonexistent-policy-error", iam.get_role_policy, RoleName=name, **nothing)
    recorded.refuse("delete-policy-nonexistent-role-error", iam.delete_role_policy, **nobody, **nothing)
    recorded.refuse("get-policy-nonexistent-role-error", iam.get_role_policy, **nobody, **nothing)
    recorded.refuse(
        "put-policy-nonexistent-role-error", iam.put_role_policy, **nobody, **nothing, PolicyDocument=LIST_USERS
    )


def test_role_policy_encoding(iam, scenario, unique):
    recorded, name = scenario("TestIAMPolicyEncoding::test_put_role_policy_encoding"), unique("role")
    path = f"/{unique('path')}/"
    trust = policies.trust({"Service": "lambda.amazonaws.com"}, condition={"StringEquals": {"aws:SourceArn": ENCODED}})
    policy = policies.allow(["apigatway:PUT"], [f"arn:aws:apigateway:us-east-1::/tags/{ENCODED}"])
    created = iam.create_role(RoleName=name, Path=path, AssumeRolePolicyDocument=trust)
    recorded.match("create-role-response", created)
    iam.put_role_policy(RoleName=name, PolicyName="encoded", PolicyDocument=policy)
    recorded.match("get-policy-response", iam.get_role_policy(RoleName=name, PolicyName="encoded"))
    recorded.match("get-role-response", iam.get_role(RoleName=name))
    recorded.match("list-roles-response", iam.list_roles(PathPrefix=path))


def test_role_managed_policy_lifecycle(iam, scenario, unique):
    recorded, name = scenario("TestRoleManagedPolicies::test_role_managed_policy_lifecycle"), unique("role")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)
    recorded.match("list-attached-policies-empty", iam.list_attached_role_policies(RoleName=name))
    policy = attachable(iam, unique("policy"))["Policy"]["Arn"]
    iam.attach_role_policy(RoleName=name, PolicyArn=policy)
    recorded.match("list-attached-policies-1", iam.list_attached_role_policies(RoleName=name))
    iam.detach_role_policy(RoleName=name, PolicyArn=policy)
    recorded.match("list-attached-policies-after-detach", iam.list_attached_role_policies(RoleName=name))


def test_role_managed_policy_errors(iam, scenario, unique):
    recorded, name = scenario("TestRoleManagedPolicies::test_role_managed_policy_errors"), unique("role")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)
    policy = recorded.match("create-policy", attachable(iam, unique("policy-of-a-long-name")))["Policy"]
    missing = f"arn:aws:iam::{ACCOUNT}:policy/nonexistent-policy"
    attach, detach = iam.attach_role_policy, iam.detach_role_policy
    recorded.refuse("attach-nonexistent-policy-error", attach, RoleName=name, PolicyArn=missing)
    recorded.refuse("existing-policy-name-provided", attach, RoleName=name, PolicyArn=policy["PolicyName"])
    recorded.refuse("non-existent-malformed-policy-arn", attach, RoleName=name, PolicyArn="longpolicynamebutnoarn")
    recorded.refuse("detach-not-attached-policy-error", detach, RoleName=name, PolicyArn=policy["Arn"])
    attach(RoleName=name, PolicyArn=policy["Arn"])
    recorded.refuse("delete-attached-policy-error", iam.delete_policy, PolicyArn=policy["Arn"])


def test_role_permissions_boundary_lifecycle(iam, scenario, unique):
    recorded = scenario("TestRolePermissionsBoundary::test_role_permissions_boundary_lifecycle")
    name, path = unique("role"), "/"
    policy = recorded.match("create-policy", attachable(iam, unique("policy")))["Policy"]["Arn"]

    def listed():
        return {"Roles": only(iam.list_roles(PathPrefix=path), "Roles", name)["Roles"]}

    created = iam.create_role(
        RoleName=name, Path=path, AssumeRolePolicyDocument=TRUST, PermissionsBoundary=policy,
        Description="Role with permissions boundary",
    )  # fmt: skip
    recorded.match("create-role-with-boundary", created)
    recorded.match("get-role-with-boundary", iam.get_role(RoleName=name))
    recorded.match("list-roles-with-boundary", listed())
    iam.delete_role_permissions_boundary(RoleName=name)
    recorded.match("get-role-no-boundary", iam.get_role(RoleName=name))
    recorded.match("list-roles-without-boundary", listed())
    iam.put_role_permissions_boundary(RoleName=name, PermissionsBoundary=policy)
    recorded.match("get-role-boundary-restored", iam.get_role(RoleName=name))


def test_role_permissions_boundary_errors(iam, scenario, unique):
    recorded = scenario("TestRolePermissionsBoundary::test_role_permissions_boundary_errors")
    name, other = unique("role"), unique("other")
    recorded.match("create-role", iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST))
    policy = recorded.match("create-policy", attachable(iam, unique("policy")))["Policy"]["Arn"]
    missing = f"arn:aws:iam::{ACCOUNT}:policy/nonexistent-policy"
    invalid = f"arn:aws:iam::{ACCOUNT}:not_a_policy/invalid"
    put = iam.put_role_permissions_boundary
    new = {"RoleName": other, "AssumeRolePolicyDocument": TRUST}
    recorded.refuse("put-nonexistent-policy-error", put, RoleName=name, PermissionsBoundary=missing)
    recorded.refuse("put-invalid-boundary-error", put, RoleName=name, PermissionsBoundary=invalid)
    recorded.refuse("put-boundary-nonexistent-role-error", put, RoleName="nonexistent-role", PermissionsBoundary=policy)
    recorded.refuse("create-role-nonexistent-policy-error", iam.create_role, **new, PermissionsBoundary=missing)
    recorded.refuse("create-role-invalid-boundary-error", iam.create_role, **new, PermissionsBoundary=invalid)


def test_role_tag_operations(iam, scenario, unique):
    recorded, name = scenario("TestRoleTags::test_role_tag_operations"), unique("role")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)

    def tagged(step, *tags, untag=()):
        if tags:
            iam.tag_role(RoleName=name, Tags=[{"Key": key, "Value": value} for key, value in tags])
        if untag:
            iam.untag_role(RoleName=name, TagKeys=list(untag))
        recorded.match(step, iam.list_role_tags(RoleName=name))

    recorded.match("get-role-no-tags", iam.get_role(RoleName=name))
    tagged("list-role-tags-empty")
    tagged("list-role-tags", ("somekey", "somevalue"), ("someotherkey", "someothervalue"))
    recorded.match("get-role-with-tags", iam.get_role(RoleName=name))
    tagged("list-role-tags-after-update", ("somekey", "updatedvalue"))
    tagged("list-role-tags-after-untag", untag=["somekey"])
    tagged("list-role-tags-empty-value", ("somekey", ""))
    iam.untag_role(RoleName=name, TagKeys=["somekey", "someotherkey"])
    tagged("list-role-tags-before-casing-update", ("somekey", "somevalue"))
    tagged("list-role-tags-after-casing-update", ("Somekey", "updatedvalue"))


BAD_TAGS = {
    "duplicate-tags": [{"Key": "key", "Value": "1"}, {"Key": "key", "Value": "2"}],
    "duplicate-tags-different-case": [{"Key": "key", "Value": "1"}, {"Key": "Key", "Value": "2"}],
    "tag-invalid-char": [{"Key": "invalid*character", "Value": "value"}],
    "tag-key-too-long": [{"Key": "a" * 129, "Value": "value"}],
    "tag-value-too-long": [{"Key": "key", "Value": "a" * 257}],
    "too-many-tags": [{"Key": f"key-{number}", "Value": "value"} for number in range(51)],
}


def test_role_tag_errors(iam, scenario, unique):
    recorded, name = scenario("TestRoleTags::test_role_tag_errors"), unique("role")
    recorded.match("create-role", iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST))
    nobody = {"RoleName": "test-nonexistent-role"}
    for step, tags in BAD_TAGS.items():
        new = {"RoleName": unique("other"), "AssumeRolePolicyDocument": TRUST}
        recorded.refuse(f"create-role-{step}", iam.create_role, **new, Tags=tags)
        recorded.refuse(f"tag-role-{step}", iam.tag_role, RoleName=name, Tags=tags)
    recorded.refuse("list-tags-nonexistent-role-error", iam.list_role_tags, **nobody)
    recorded.refuse("tag-nonexistent-role-error", iam.tag_role, **nobody, Tags=TAGS)
    recorded.refuse("untag-nonexistent-role-error", iam.untag_role, **nobody, TagKeys=["key"])
    many = [f"key-{number}" for number in range(51)]
    recorded.refuse("untag-role-too-many-keys", iam.untag_role, RoleName=name, TagKeys=many)
    recorded.refuse("untag-role-key-too-long", iam.untag_role, RoleName=name, TagKeys=["a" * 129])
    recorded.refuse("untag-role-invalid-char", iam.untag_role, RoleName=name, TagKeys=["invalid*character"])


# Managed policies


def test_policy_lifecycle(iam, scenario, unique):
    recorded, name = scenario("TestPolicies::test_policy_lifecycle[None]"), unique("policy")
    arn = recorded.match("create-policy-response", attachable(iam, name))["Policy"]["Arn"]
    recorded.match("get-policy-response", iam.get_policy(PolicyArn=arn))
    recorded.match("filtered-policy-list", only(iam.list_policies(Scope="Local"), "Policies", name)["Policies"])
    recorded.match("delete-policy-response", iam.delete_policy(PolicyArn=arn))


def test_policy_version_lifecycle(iam, scenario, unique):
    recorded = scenario("TestPolicies::test_policy_version_lifecycle")

    def version(action):
        return policies.document({"Sid": "Statement1", "Effect": "Allow", "Action": [action], "Resource": "*"})

    created = iam.create_policy(PolicyName=unique("policy"), PolicyDocument=version("s3:GetObject"))
    arn = recorded.match("create-policy", created)["Policy"]["Arn"]
    second = iam.create_policy_version(PolicyArn=arn, PolicyDocument=version("s3:ListBucket"), SetAsDefault=True)
    recorded.match("create-version-v2", second)
    third = iam.create_policy_version(PolicyArn=arn, PolicyDocument=version("ec2:DescribeInstances"))
    recorded.match("create-version-v3", third)
    recorded.match("get-version-v2", iam.get_policy_version(PolicyArn=arn, VersionId="v2"))
    recorded.match("get-version-v3", iam.get_policy_version(PolicyArn=arn, VersionId="v3"))
    iam.delete_policy_version(PolicyArn=arn, VersionId="v1")
    recorded.match("list-versions", iam.list_policy_versions(PolicyArn=arn))


def test_delete_missing_policy(iam, scenario):
    recorded = scenario("TestIAMIntegrations::test_delete_non_existent_policy_returns_no_such_entity")
    missing = f"arn:aws:iam::{ACCOUNT}:policy/non-existent-policy"
    recorded.refuse("delete-non-existent-policy-exc", iam.delete_policy, PolicyArn=missing)


def test_policy_tag_order(iam, scenario, unique):
    recorded = scenario("TestPolicyTags::test_policy_tag_order")
    tags = [("abc", "first"), ("b", "second"), ("z", "third"), ("a", "fourth")]
    created = iam.create_policy(
        PolicyName=unique("policy"), PolicyDocument=LIST_USERS,
        Tags=[{"Key": key, "Value": value} for key, value in tags],
    )  # fmt: skip
    arn = recorded.match("create-with-case-sensitive-tags", created)["Policy"]["Arn"]
    recorded.match("list-tags", iam.list_policy_tags(PolicyArn=arn))


POLICY_TAG_STEPS = {
    "duplicate-keys": "duplicate-tags",
    "invalid-character": "tag-invalid-char",
    "large-key": "tag-key-too-long",
    "large-value": "tag-value-too-long",
}


def test_policy_tag_create_errors(iam, scenario, unique):
    recorded = scenario("TestPolicyTags::test_policy_tag_create_errors")
    new = {"PolicyName": unique("policy"), "PolicyDocument": LIST_USERS}
    for step, tags in {**POLICY_TAG_STEPS, "too-many-tags": "too-many-tags"}.items():
        recorded.refuse(f"err-{step}", iam.create_policy, **new, Tags=BAD_TAGS[tags])


def test_policy_tag_update_errors(iam, scenario, unique):
    recorded = scenario("TestPolicyTags::test_policy_tag_update_errors")
    policy = {"PolicyArn": attachable(iam, unique("policy"))["Policy"]["Arn"]}
    missing = {"PolicyArn": f"arn:aws:iam::{ACCOUNT}:policy/NotAPolicy"}
    for step, tags in {**POLICY_TAG_STEPS, "too-many": "too-many-tags"}.items():
        recorded.refuse(f"err-tag-{step}", iam.tag_policy, **policy, Tags=BAD_TAGS[tags])
    recorded.refuse("err-tag-nonexistent-policy", iam.tag_policy, **missing, Tags=TAGS)
    recorded.refuse("err-untag-nonexistent-policy", iam.untag_policy, **missing, TagKeys=["key"])
    many = [f"key-{number}" for number in range(51)]
    recorded.refuse("err-untag-too-many-keys", iam.untag_policy, **policy, TagKeys=many)
    recorded.refuse("err-untag-large-key", iam.untag_policy, **policy, TagKeys=["a" * 129])
    recorded.refuse("err-untag-invalid-character", iam.untag_policy, **policy, TagKeys=["invalid*character"])


def test_list_entities_for_policy(iam, scenario, unique):
    recorded = scenario("TestListEntitiesForPolicy::test_list_entities_for_policy")
    user, group, role = unique("user"), unique("group"), unique("role")
    arn = recorded.match("create-policy", attachable(iam, unique("policy")))["Policy"]["Arn"]
    recorded.match("create-user", iam.create_user(UserName=user))
    recorded.match("create-group", iam.create_group(GroupName=group))
    recorded.match("create-role", iam.create_role(RoleName=role, AssumeRolePolicyDocument=TRUST))
    recorded.match("empty-entities", iam.list_entities_for_policy(PolicyArn=arn))
    iam.attach_user_policy(UserName=user, PolicyArn=arn)
    iam.attach_group_policy(GroupName=group, PolicyArn=arn)
    iam.attach_role_policy(RoleName=role, PolicyArn=arn)

    def filtered(kind):
        return iam.list_entities_for_policy(PolicyArn=arn, EntityFilter=kind)

    recorded.match("no-filter", iam.list_entities_for_policy(PolicyArn=arn))
    recorded.match("filter-user", filtered("User"))
    recorded.match("filter-group", filtered("Group"))
    recorded.match("filter-role", filtered("Role"))
    recorded.match("filter-local-managed-policy", filtered("LocalManagedPolicy"))


def test_list_entities_for_missing_policy(iam, scenario):
    recorded = scenario("TestListEntitiesForPolicy::test_list_entities_for_policy_errors")
    missing = f"arn:aws:iam::{ACCOUNT}:policy/NonExistentPolicy"
    recorded.refuse("err-nonexistent-policy", iam.list_entities_for_policy, PolicyArn=missing)


# STS


def test_assume_role(iam, scenario, user, unique):
    recorded = scenario("TestSTSIntegrations::test_assume_role", "sts")
    trust = policies.trust({"AWS": ACCOUNT})
    created = iam.create_role(RoleName=unique("role"), AssumeRolePolicyDocument=trust)
    arn = recorded.match("create-role", created)["Role"]["Arn"]
    session = {"RoleSessionName": unique("session")}
    recorded.match("role-session-name", session)
    caller = user(policies.allow("sts:AssumeRole", arn))
    recorded.match("assume-role", caller.sts.assume_role(RoleArn=arn, **session))


def test_get_session_token(scenario, user):
    recorded = scenario("TestSTSIntegrations::test_get_session_token", "sts")
    recorded.match("get-session-token", user().sts.get_session_token())


def test_sts_invalid_parameters(scenario, user):
    recorded = scenario("TestSTSIntegrations::test_sts_invalid_parameters", "sts")
    sts = user(policies.EVERYTHING).sts
    role = f"arn:aws:iam::{ACCOUNT}:role/anything"
    recorded.refuse("invalid-session-name", sts.assume_role, RoleArn=role, RoleSessionName="Session1:2")
    for step, arn in {
        "malformed-arn": "nothing-valid-in-here",
        "no-partition": "arn::b:::something/test-role",
        "no-service": "arn:a::::something/test-role",
        "no-resource": "arn:a:a::aaaaaaaaaa:",
        "not-enough-colons": "arn:a:::something/test-role",
    }.items():
        recorded.refuse(step, sts.assume_role, RoleArn=arn, RoleSessionName="session")
