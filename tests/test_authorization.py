"""Who may do what: identity policies, explicit denials, boundaries, session policies, PassRole, and the words."""

import pytest

import events
import policies
import raw
from clients import refused
from policies import allow, deny, document, statement, trust
from tegata import ACCOUNT, REGION

IMPLICIT = "because no {} allows the {} action$"
EXPLICIT = "with an explicit deny in a"


def test_allow_by_policy(user):
    caller = user(allow("iam:ListUsers"))
    caller.iam.list_users()
    with refused("AccessDenied", status=403) as error:
        caller.iam.list_roles()
    assert error.text == (
        f"User: {caller.arn} is not authorized to perform: iam:ListRoles on resource: arn:aws:iam::{ACCOUNT}:role/ "
        "because no identity-based policy allows the iam:ListRoles action"
    )


def test_explicit_deny_wins(user):
    caller = user(policies.both("iam:*", "iam:ListRoles"))
    caller.iam.list_users()
    with refused("AccessDenied", status=403) as error:
        caller.iam.list_roles()
    assert error.text.startswith(
        f"User: {caller.arn} is not authorized to perform: iam:ListRoles on resource: arn:aws:iam::{ACCOUNT}:role/ "
        "with an explicit deny in an identity-based policy"
    )


def test_a_deny_in_another_policy_wins(iam, user, unique):
    caller = user(allow("*"))
    arn = iam.create_policy(PolicyName=unique("policy"), PolicyDocument=deny("iam:List*"))["Policy"]["Arn"]
    iam.attach_user_policy(UserName=caller.name, PolicyArn=arn)
    with refused("AccessDenied", matches=f"{EXPLICIT}n identity-based policy(: {arn})?$", status=403):
        caller.iam.list_users()
    iam.detach_user_policy(UserName=caller.name, PolicyArn=arn)
    caller.iam.list_users()


def test_resources(user, iam, unique):
    path = f"/{unique('team')}/"
    inside, outside = unique("inside"), unique("outside")
    iam.create_user(UserName=inside, Path=path)
    iam.create_user(UserName=outside)
    caller = user(allow("iam:GetUser", f"arn:aws:iam::{ACCOUNT}:user{path}*"))
    caller.iam.get_user(UserName=inside)
    for name in (outside, "nobody-here"):
        with refused("AccessDenied", status=403):
            caller.iam.get_user(UserName=name)


def test_not_action_and_not_resource(user, iam, unique):
    iam.create_user(UserName=unique("user"))
    caller = user(document({"Effect": "Allow", "NotAction": "iam:ListRoles", "Resource": "*"}))
    caller.iam.list_users()
    with refused("AccessDenied", status=403):
        caller.iam.list_roles()
    other = f"arn:aws:iam::{ACCOUNT}:user/{unique('other')}"
    caller = user(document({"Effect": "Allow", "Action": "iam:GetUser", "NotResource": other}))
    caller.iam.get_user(UserName=caller.name)
    with refused("AccessDenied", status=403):
        caller.iam.get_user(UserName=other.rsplit("/", 1)[1])


def test_variables(user):
    own = allow("iam:GetUser", f"arn:aws:iam::{ACCOUNT}:user/${{aws:username}}")
    caller, other = user(own), user(own)
    caller.iam.get_user(UserName=caller.name)
    with refused("AccessDenied", status=403):
        caller.iam.get_user(UserName=other.name)


CONDITIONS = {
    "source address": ({"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}}, {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}),
    "transport": ({"Bool": {"aws:SecureTransport": "false"}}, {"Bool": {"aws:SecureTransport": "true"}}),
    "account": ({"StringEquals": {"aws:PrincipalAccount": ACCOUNT}}, {"StringEquals": {"aws:PrincipalAccount": "1"}}),
    "type": ({"StringEquals": {"aws:PrincipalType": "User"}}, {"StringEquals": {"aws:PrincipalType": "Account"}}),
    "region": (
        {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}, {"StringNotEquals": {"aws:RequestedRegion": "us-east-1"}},
    ),
    "time": (
        {"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}},
        {"DateLessThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}},
    ),
    "agent": ({"StringLike": {"aws:UserAgent": "*Botocore*"}}, {"StringLike": {"aws:UserAgent": "curl*"}}),
    "no token time": (
        {"DateGreaterThanIfExists": {"aws:TokenIssueTime": "2020-01-01T00:00:00Z"}},
        {"DateGreaterThan": {"aws:TokenIssueTime": "2020-01-01T00:00:00Z"}},
    ),
    "absent": ({"Null": {"aws:SourceIdentity": "true"}}, {"Null": {"aws:SourceIdentity": "false"}}),
}  # fmt: skip


@pytest.mark.parametrize("case", CONDITIONS)
def test_global_conditions(user, case):
    right, wrong = CONDITIONS[case]
    user(allow("iam:ListUsers", Condition=right)).iam.list_users()
    with refused("AccessDenied", status=403):
        user(allow("iam:ListUsers", Condition=wrong)).iam.list_users()


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Amz-Source-Ip"])
def test_an_address_is_the_peers(server, user, header):
    """What a caller says of its address is not believed."""
    caller = user(allow("iam:ListUsers", Condition={"IpAddress": {"aws:SourceIp": "10.0.0.1"}}))
    request = raw.query("ListUsers", "iam")
    request.headers[header] = "for=10.0.0.1" if header == "Forwarded" else "10.0.0.1"
    raw.call(server, request, caller.credentials, "iam").assert_error("AccessDenied", 403)


def test_tags_of_principal_resource_and_request(user, iam, unique):
    condition = {"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}}
    caller = user(allow("iam:GetUser", Condition=condition), Tags=[{"Key": "team", "Value": "blue"}])
    for team in ("blue", "red"):
        iam.create_user(UserName=f"{caller.name}-{team}", Tags=[{"Key": "team", "Value": team}])
    caller.iam.get_user(UserName=f"{caller.name}-blue")
    with refused("AccessDenied", status=403):
        caller.iam.get_user(UserName=f"{caller.name}-red")

    tagging = user(
        allow(["iam:CreateUser", "iam:TagUser"], Condition={"StringEquals": {"aws:RequestTag/team": "blue"}})
    )
    tagging.iam.create_user(UserName=unique("made"), Tags=[{"Key": "team", "Value": "blue"}])
    for tags in ([{"Key": "team", "Value": "red"}], []):
        with refused("AccessDenied", status=403):
            tagging.iam.create_user(UserName=unique("made"), Tags=tags)


def test_creating_with_tags_is_two_permissions(user, iam, unique):
    caller = user(allow("iam:CreateUser"))
    name = unique("made")
    with refused("AccessDenied", matches="iam:TagUser", status=403):
        caller.iam.create_user(UserName=name, Tags=[{"Key": "team", "Value": "blue"}])
    with refused("NoSuchEntity"):
        iam.get_user(UserName=name)
    caller.iam.create_user(UserName=name)


def test_tags_of_roles_anywhere(user, rolesanywhere):
    made = {
        team: rolesanywhere.create_profile(name="tagged", roleArns=[], tags=[{"key": "team", "value": team}])["profile"]
        for team in ("blue", "red")
    }
    condition = {"StringEquals": {"aws:ResourceTag/team": "blue"}}
    caller = user(allow("rolesanywhere:*", Condition=condition)).rolesanywhere
    caller.get_profile(profileId=made["blue"]["profileId"])
    with refused("AccessDeniedException", status=403):
        caller.get_profile(profileId=made["red"]["profileId"])
    wanted = {"StringEquals": {"aws:RequestTag/team": "blue"}}
    maker = user(allow(["rolesanywhere:CreateProfile", "rolesanywhere:TagResource"], Condition=wanted)).rolesanywhere
    maker.create_profile(name="tagged", roleArns=[], tags=[{"key": "team", "value": "blue"}])
    with refused("AccessDeniedException", status=403):
        maker.create_profile(name="tagged", roleArns=[], tags=[{"key": "team", "value": "red"}])


def test_an_alias_is_the_resource_behind_it(user, rolesanywhere, unique):
    made = rolesanywhere.create_profile(name="alias", roleArns=[], aliasName=unique("alias"))["profile"]
    caller = user(allow("rolesanywhere:GetProfile", made["profileArn"])).rolesanywhere
    caller.get_profile(profileId=made["aliasArn"])
    by_alias = user(allow("rolesanywhere:GetProfile", made["aliasArn"])).rolesanywhere
    for identifier in (made["aliasArn"], made["profileId"]):
        with refused("AccessDeniedException", status=403):
            by_alias.get_profile(profileId=identifier)


# Boundaries


@pytest.fixture
def boundary(iam, unique):
    return lambda text: iam.create_policy(PolicyName=unique("boundary"), PolicyDocument=text)["Policy"]["Arn"]


def test_a_boundary_narrows_a_user(iam, user, boundary):
    caller = user(
        allow(["iam:ListUsers", "iam:ListRoles"]),
        PermissionsBoundary=boundary(allow(["iam:ListUsers", "iam:ListPolicies"])),
    )
    caller.iam.list_users()
    with refused("AccessDenied", matches=IMPLICIT.format("permissions boundary", "iam:ListRoles"), status=403):
        caller.iam.list_roles()
    # It gives nothing.
    with refused("AccessDenied", matches=IMPLICIT.format("identity-based policy", "iam:ListPolicies"), status=403):
        caller.iam.list_policies()
    iam.put_user_permissions_boundary(
        UserName=caller.name, PermissionsBoundary=boundary(policies.both("*", "iam:ListUsers"))
    )
    with refused("AccessDenied", matches=f"{EXPLICIT} permissions boundary", status=403):
        caller.iam.list_users()
    iam.delete_user_permissions_boundary(UserName=caller.name)
    caller.iam.list_users()
    caller.iam.list_roles()


def test_a_boundary_narrows_a_role(user, role, boundary):
    arn = role(
        trust({"AWS": ACCOUNT}), allow(["iam:ListUsers", "iam:ListRoles"]),
        PermissionsBoundary=boundary(allow("iam:ListUsers")),
    )  # fmt: skip
    session = user(allow("sts:AssumeRole")).assume(arn)
    session.iam.list_users()
    with refused("AccessDenied", matches=IMPLICIT.format("permissions boundary", "iam:ListRoles"), status=403):
        session.iam.list_roles()


def test_a_boundary_that_must_be_given(user, boundary, unique):
    arn = boundary(allow("s3:*"))
    condition = {"StringEquals": {"iam:PermissionsBoundary": arn}}
    caller = user(allow("iam:CreateUser", Condition=condition))
    caller.iam.create_user(UserName=unique("made"), PermissionsBoundary=arn)
    with refused("AccessDenied", status=403):
        caller.iam.create_user(UserName=unique("made"))
    with refused("AccessDenied", status=403):
        caller.iam.create_user(UserName=unique("made"), PermissionsBoundary=boundary(allow("*")))


# Sessions


def test_a_session_is_identity_and_boundary_and_session_policy(user, role, boundary):
    arn = role(
        trust({"AWS": ACCOUNT}), allow(["iam:ListUsers", "iam:ListRoles", "iam:ListPolicies"]),
        PermissionsBoundary=boundary(allow(["iam:ListUsers", "iam:ListRoles"])),
    )  # fmt: skip
    session = user(allow("sts:AssumeRole")).assume(arn, Policy=allow(["iam:ListUsers", "iam:ListPolicies"]))
    session.iam.list_users()
    for call, kind, action in (
        (session.iam.list_roles, "session policy", "iam:ListRoles"),
        (session.iam.list_policies, "permissions boundary", "iam:ListPolicies"),
    ):
        with refused("AccessDenied", matches=IMPLICIT.format(kind, action), status=403):
            call()
    caller = session.sts.get_caller_identity()["Arn"]
    with refused("AccessDenied", matches=f"^User: {caller} is not authorized to perform: iam:GetRole ", status=403):
        session.iam.get_role(RoleName="anything")


def test_a_session_policy_limits_the_next_hop(user, role):
    first = role(trust({"AWS": ACCOUNT}), allow("sts:AssumeRole"))
    second = role(trust({"AWS": ACCOUNT}), policies.EVERYTHING)
    caller = user(allow("sts:AssumeRole"))
    caller.assume(first, Policy=allow("sts:AssumeRole")).assume(second).iam.list_users()
    with refused("AccessDenied", status=403):
        caller.assume(first, Policy=allow("iam:*")).assume(second)


def test_policies_are_read_at_each_call(iam, user, role):
    arn = role(trust({"AWS": ACCOUNT}))
    session = user(allow("sts:AssumeRole")).assume(arn)
    with refused("AccessDenied", status=403):
        session.iam.list_users()
    name = arn.rsplit("/", 1)[1]
    iam.put_role_policy(RoleName=name, PolicyName="later", PolicyDocument=allow("iam:ListUsers"))
    session.iam.list_users()
    iam.delete_role_policy(RoleName=name, PolicyName="later")
    with refused("AccessDenied", status=403):
        session.iam.list_users()


@pytest.mark.parametrize("condition", [
    {"DateLessThan": {"aws:TokenIssueTime": "2999-01-01T00:00:00Z"}},
    {"StringLike": {"aws:userid": "*:target"}},
    {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:role/*"}},
])  # fmt: skip
def test_stopping_sessions(iam, user, role, condition):
    caller = user(allow(["sts:AssumeRole", "iam:ListUsers"]))
    arn = role(trust({"AWS": ACCOUNT}), allow("iam:ListUsers"))
    session = caller.assume(arn, "target")
    session.iam.list_users()
    iam.put_role_policy(
        RoleName=arn.rsplit("/", 1)[1],
        PolicyName="AWSRevokeOlderSessions",
        PolicyDocument=deny("*", Condition=condition),
    )
    with refused("AccessDenied", matches=f"{EXPLICIT}n identity-based policy", status=403):
        session.iam.list_users()
    assert session.sts.get_caller_identity()["Arn"].endswith("/target")
    caller.iam.list_users()


# Root and PassRole


def test_root_needs_no_policy(root):
    root.iam.list_users()
    root.rolesanywhere.list_profiles()
    root.cloudtrail.lookup_events(MaxResults=1)


@pytest.fixture
def machine_role(role):
    return lambda: role(policies.machine_trust())


def test_pass_role(user, machine_role):
    mine, other = machine_role(), machine_role()
    making = statement("Allow", "rolesanywhere:*")
    without = user(document(making))
    with refused("AccessDeniedException", status=403) as error:
        without.rolesanywhere.create_profile(name="pass", roleArns=[mine])
    assert error.text == (
        f"User: {without.arn} is not authorized to perform: iam:PassRole on resource: {mine} "
        "because no identity-based policy allows the iam:PassRole action"
    )
    caller = user(document(making, statement("Allow", "iam:PassRole", mine))).rolesanywhere
    made = caller.create_profile(name="pass", roleArns=[mine])["profile"]
    # One check for each role.
    with refused("AccessDeniedException", matches=f"iam:PassRole on resource: {other}", status=403):
        caller.create_profile(name="pass", roleArns=[mine, other])
    with refused("AccessDeniedException", matches=f"iam:PassRole on resource: {other}", status=403):
        caller.update_profile(profileId=made["profileId"], roleArns=[mine, other])
    caller.update_profile(profileId=made["profileId"], roleArns=[mine], durationSeconds=900)
    caller.update_profile(profileId=made["profileId"], durationSeconds=901)
    caller.create_profile(name="pass", roleArns=[])


def test_pass_role_to_which_service(user, machine_role):
    arn = machine_role()

    def caller(service):
        condition = {"StringEquals": {"iam:PassedToService": service}}
        passing = statement("Allow", "iam:PassRole", arn, Condition=condition)
        return user(document(statement("Allow", "rolesanywhere:CreateProfile"), passing)).rolesanywhere

    caller("rolesanywhere.amazonaws.com").create_profile(name="pass", roleArns=[arn])
    with refused("AccessDeniedException", matches="iam:PassRole", status=403):
        caller("ec2.amazonaws.com").create_profile(name="pass", roleArns=[arn])


def test_pass_role_leaves_no_event(root, user, machine_role):
    user(policies.EVERYTHING).rolesanywhere.create_profile(name="pass", roleArns=[machine_role()])
    assert events.find(root, "EventName", "PassRole") == []


def test_resources_of_roles_anywhere(user, rolesanywhere):
    mine, other = (rolesanywhere.create_profile(name="own", roleArns=[])["profile"] for _ in range(2))
    caller = user(allow("rolesanywhere:*", f"arn:aws:rolesanywhere:{REGION}:{ACCOUNT}:profile/{mine['profileId']}"))
    caller.rolesanywhere.get_profile(profileId=mine["profileId"])
    with refused("AccessDeniedException", status=403) as error:
        caller.rolesanywhere.delete_profile(profileId=other["profileId"])
    assert error.text == (
        f"User: {caller.arn} is not authorized to perform: rolesanywhere:DeleteProfile on resource: "
        f"{other['profileArn']} because no identity-based policy allows the rolesanywhere:DeleteProfile action"
    )
    # Lists are of everything.
    with refused("AccessDeniedException", status=403):
        caller.rolesanywhere.list_profiles()


def test_the_trail_is_guarded(user):
    user(allow("cloudtrail:LookupEvents")).cloudtrail.lookup_events()
    with refused("AccessDeniedException", status=400):
        user(allow("cloudtrail:Get*")).cloudtrail.lookup_events()
