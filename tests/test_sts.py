"""STS: who the caller is, AssumeRole in all its conditions, GetSessionToken, GetAccessKeyInfo."""

import base64
import datetime
import random
import re

import pytest

import policies
from clients import Clients, refused
from policies import trust
from tegata import ACCOUNT, Credentials

ALL = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
CHAIN_LIMIT = "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."
ROLE_LIMIT = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."


def tags(**pairs):
    return [{"Key": key, "Value": value} for key, value in pairs.items()]


def not_authorized(caller_arn, action, resource):
    return f"User: {caller_arn} is not authorized to perform: {action} on resource: {resource}"


def session_arn(role_arn, name):
    return f"arn:aws:sts::{ACCOUNT}:assumed-role/{role_arn.rsplit('/', 1)[1]}/{name}"


# GetCallerIdentity


def test_identity_of_root(root):
    answer = root.sts.get_caller_identity()
    assert (answer["Account"], answer["UserId"]) == (ACCOUNT, ACCOUNT)
    assert answer["Arn"] == f"arn:aws:iam::{ACCOUNT}:root"


def test_identity_of_a_user(iam, user):
    caller = user(Path="/staff/")
    answer = caller.sts.get_caller_identity()
    assert answer["Arn"] == caller.arn and answer["Account"] == ACCOUNT
    assert answer["UserId"] == iam.get_user(UserName=caller.name)["User"]["UserId"]


def test_identity_of_a_session(iam, user, role):
    arn = role(trust({"AWS": ACCOUNT}), Path="/apps/")
    session = user(policies.allow("sts:AssumeRole")).assume(arn, "first.try@host")
    answer = session.sts.get_caller_identity()
    role_id = iam.get_role(RoleName=arn.rsplit("/", 1)[1])["Role"]["RoleId"]
    # The session's ARN has no path.
    assert answer["Arn"] == session_arn(arn, "first.try@host")
    assert answer["UserId"] == f"{role_id}:first.try@host"


def test_identity_cannot_be_denied(user, role):
    assert user(policies.deny("*")).sts.get_caller_identity()
    arn = role(trust({"AWS": ACCOUNT}), policies.deny("*"))
    session = user(policies.allow("sts:AssumeRole")).assume(arn, Policy=policies.allow("s3:Get*"))
    assert session.sts.get_caller_identity()["Arn"] == session_arn(arn, "session")


def test_identity_in_every_region(root):
    for region in ("eu-west-1", "ap-southeast-2"):
        assert root.in_region(region).sts.get_caller_identity()["Account"] == ACCOUNT


# AssumeRole: what it answers


def test_credentials(iam, user, role):
    arn = role(trust({"AWS": ACCOUNT}))
    before = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
    answer = user(policies.allow("sts:AssumeRole")).sts.assume_role(RoleArn=arn, RoleSessionName="session")
    assert set(answer) == {"Credentials", "AssumedRoleUser", "ResponseMetadata"}
    role_id = iam.get_role(RoleName=arn.rsplit("/", 1)[1])["Role"]["RoleId"]
    assert answer["AssumedRoleUser"] == {
        "AssumedRoleId": f"{role_id}:session", "Arn": session_arn(arn, "session"),
    }  # fmt: skip
    credentials = answer["Credentials"]
    assert re.fullmatch(r"ASIA[A-Z2-7]{16}", credentials["AccessKeyId"])
    assert re.fullmatch(r"[A-Za-z0-9+/]{40}", credentials["SecretAccessKey"])
    assert re.fullmatch(r"[A-Za-z0-9+/]+={0,2}", credentials["SessionToken"])
    assert len(credentials["SessionToken"]) <= 4096
    lifetime = credentials["Expiration"] - before
    assert datetime.timedelta(seconds=3600) <= lifetime <= datetime.timedelta(seconds=3600, minutes=2)


def test_the_account_is_in_the_access_key_id(user, role):
    arn = role(trust({"AWS": ACCOUNT}))
    session = user(policies.allow("sts:AssumeRole")).assume(arn)
    raw = base64.b32decode(session.credentials.access_key_id[4:])
    assert (int.from_bytes(raw[:6]) & 0x7FFFFFFFFF80) >> 7 == int(ACCOUNT)


def test_two_sessions_of_one_name_are_two(user, role):
    arn = role(trust({"AWS": ACCOUNT}))
    caller = user(policies.allow("sts:AssumeRole"))
    first, second = caller.assume(arn), caller.assume(arn)
    assert first.credentials.access_key_id != second.credentials.access_key_id
    mixed = Credentials(
        first.credentials.access_key_id, first.credentials.secret_access_key, second.credentials.session_token
    )
    with refused("InvalidClientTokenId", status=403):
        Clients(caller.server, mixed).sts.get_caller_identity()


# Who may


def test_an_account_trust_needs_the_callers_policy_too(user, role):
    arn = role(trust({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}))
    stranger = user()
    with refused("AccessDenied", not_authorized(stranger.arn, "sts:AssumeRole", arn), 403):
        stranger.assume(arn)
    user(policies.allow("sts:AssumeRole", arn)).assume(arn)


def test_a_user_named_in_the_trust_needs_nothing_else(user, role):
    caller = user()
    caller.assume(role(trust({"AWS": caller.arn})))


def test_a_policy_alone_is_not_enough(user, role):
    caller = user(policies.EVERYTHING)
    arn = role(policies.EC2_TRUST)
    with refused("AccessDenied", not_authorized(caller.arn, "sts:AssumeRole", arn), 403):
        caller.assume(arn)


def test_an_explicit_deny_beats_the_trust(user, role):
    caller = user(policies.deny("sts:AssumeRole"))
    with refused("AccessDenied", status=403):
        caller.assume(role(trust({"AWS": caller.arn})))


def test_a_deny_in_the_trust(user, role):
    caller = user(policies.EVERYTHING)
    text = policies.document(
        {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"},
        {"Effect": "Deny", "Principal": {"AWS": caller.arn}, "Action": "sts:AssumeRole"},
    )
    arn = role(text)
    with refused("AccessDenied", status=403):
        caller.assume(arn)
    user(policies.EVERYTHING).assume(arn)


def test_a_missing_role_looks_like_a_denied_one(user):
    caller = user(policies.EVERYTHING)
    missing = f"arn:aws:iam::{ACCOUNT}:role/nothing-here"
    with refused("AccessDenied", not_authorized(caller.arn, "sts:AssumeRole", missing), 403):
        caller.assume(missing)


def test_root_may_not(root, role):
    with refused("AccessDenied", "Roles may not be assumed by root accounts.", 403):
        root.assume(role(trust({"AWS": "*"})))


def test_everyone(user, role):
    user().assume(role(trust({"AWS": "*"})))


def test_a_session_named_in_the_trust(user, role):
    first = role(trust({"AWS": ACCOUNT}))
    second = role(trust({"AWS": session_arn(first, "right")}))
    caller = user(policies.allow("sts:AssumeRole"))
    caller.assume(first, "right").assume(second)
    with refused("AccessDenied", status=403):
        caller.assume(first, "wrong").assume(second)


def test_a_role_named_in_the_trust(user, role):
    first = role(trust({"AWS": ACCOUNT}))
    second = role(trust({"AWS": first}))
    caller = user(policies.allow("sts:AssumeRole"))
    caller.assume(first).assume(second)
    with refused("AccessDenied", status=403):
        caller.assume(second)


CONDITIONS = {
    "external id": ({"StringEquals": {"sts:ExternalId": "secret-handshake"}}, {"ExternalId": "secret-handshake"}, {}),
    "another external id": (
        {"StringEquals": {"sts:ExternalId": "right"}}, {"ExternalId": "right"}, {"ExternalId": "wrong"},
    ),
    "session name": (
        {"StringLike": {"sts:RoleSessionName": "ci-*"}}, {"RoleSessionName": "ci-7"}, {"RoleSessionName": "cd-7"},
    ),
    "session tag": (
        {"StringEquals": {"aws:RequestTag/team": "blue"}}, {"Tags": tags(team="blue")}, {"Tags": tags(team="red")},
    ),
    "no session tag": ({"StringEquals": {"aws:RequestTag/team": "blue"}}, {"Tags": tags(team="blue")}, {}),
    "tag keys": (
        {"ForAllValues:StringEquals": {"aws:TagKeys": ["team", "cost"]}},
        {"Tags": tags(team="blue")}, {"Tags": tags(team="blue", other="x")},
    ),
    "transitive keys": (
        {"ForAnyValue:StringEquals": {"sts:TransitiveTagKeys": "team"}},
        {"Tags": tags(team="blue"), "TransitiveTagKeys": ["team"]}, {"Tags": tags(team="blue")},
    ),
    "source identity": (
        {"StringEquals": {"sts:SourceIdentity": "alice"}}, {"SourceIdentity": "alice"}, {"SourceIdentity": "mallory"},
    ),
    "no source identity": ({"Null": {"sts:SourceIdentity": "false"}}, {"SourceIdentity": "alice"}, {}),
}  # fmt: skip


@pytest.mark.parametrize("case", CONDITIONS)
def test_conditions_on_the_request(user, role, case):
    condition, right, wrong = CONDITIONS[case]
    arn = role(trust({"AWS": ACCOUNT}, ALL, condition))
    caller = user(policies.allow(ALL))
    caller.assume(arn, **{"session_name": right.get("RoleSessionName", "session"), **without_name(right)})
    with refused("AccessDenied", status=403):
        caller.assume(arn, **{"session_name": wrong.get("RoleSessionName", "session"), **without_name(wrong)})


def without_name(parameters):
    return {name: value for name, value in parameters.items() if name != "RoleSessionName"}


def test_an_external_id_that_nobody_asked_for(user, role):
    user(policies.allow(ALL)).assume(role(trust({"AWS": ACCOUNT})), ExternalId="not-needed")


def test_conditions_on_the_caller(user, role):
    condition = {"StringEquals": {"aws:PrincipalTag/Team": "blue"}}
    arn = role(trust({"AWS": ACCOUNT}, condition=condition))
    may = policies.allow("sts:AssumeRole")
    user(may, Tags=tags(team="blue")).assume(arn)
    with refused("AccessDenied", status=403):
        user(may, Tags=tags(team="red")).assume(arn)
    with refused("AccessDenied", status=403):
        user(may).assume(arn)


def test_conditions_on_the_principals_arn(user, role):
    caller = user(policies.allow("sts:AssumeRole"))
    condition = {"ArnLike": {"aws:PrincipalArn": caller.arn}}
    caller.assume(role(trust({"AWS": "*"}, condition=condition)))
    with refused("AccessDenied", status=403):
        user().assume(role(trust({"AWS": "*"}, condition=condition)))


def test_mfa_is_absent_for_a_long_term_key(user, role):
    caller = user()
    with_mfa = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    with refused("AccessDenied", status=403):
        caller.assume(role(trust({"AWS": caller.arn}, condition=with_mfa)))
    absent = {"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}
    caller.assume(role(trust({"AWS": caller.arn}, condition=absent)))


def test_an_mfa_device_that_is_not_there(user, role):
    caller = user()
    with refused("AccessDenied", matches="^MultiFactorAuthentication failed", status=403):
        caller.assume(
            role(trust({"AWS": caller.arn})),
            SerialNumber=f"arn:aws:iam::{ACCOUNT}:mfa/{caller.name}", TokenCode="123456",
        )  # fmt: skip
    with refused("AccessDenied", status=403) as error:
        caller.assume(role(trust({"AWS": caller.arn})), TokenCode="123456")
    assert error.text == "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code."


# Durations


def test_duration(user, role):
    arn = role(trust({"AWS": ACCOUNT}), MaxSessionDuration=7200)
    sts = user(policies.allow("sts:AssumeRole")).sts
    for seconds in (900, 7200):
        before = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
        answer = sts.assume_role(RoleArn=arn, RoleSessionName="session", DurationSeconds=seconds)
        lifetime = (answer["Credentials"]["Expiration"] - before).total_seconds()
        assert seconds <= lifetime <= seconds + 120
    with refused("ValidationError", ROLE_LIMIT, 400):
        sts.assume_role(RoleArn=arn, RoleSessionName="session", DurationSeconds=7201)


@pytest.mark.parametrize("seconds, constraint", [
    (899, "Member must have value greater than or equal to 900"),
    (43201, "Member must have value less than or equal to 43200"),
])  # fmt: skip
def test_duration_range(user, role, seconds, constraint):
    sts = user(policies.allow("sts:AssumeRole")).unchecked().sts
    frame = f"1 validation error detected: Value '{seconds}' at 'durationSeconds' failed to satisfy constraint: "
    with refused("ValidationError", frame + constraint, 400):
        sts.assume_role(RoleArn=role(trust({"AWS": ACCOUNT})), RoleSessionName="session", DurationSeconds=seconds)


def test_chaining_is_limited_to_an_hour(user, role):
    first = role(trust({"AWS": ACCOUNT}), policies.allow("sts:AssumeRole"))
    second = role(trust({"AWS": ACCOUNT}), MaxSessionDuration=43200)
    session = user(policies.allow("sts:AssumeRole")).assume(first)
    session.assume(second, DurationSeconds=3600)
    with refused("ValidationError", CHAIN_LIMIT, 400):
        session.assume(second, DurationSeconds=3601)


# Session tags


def test_tags_need_tag_session_on_both_sides(user, role):
    trusting = role(trust({"AWS": ACCOUNT}, ALL))
    caller = user(policies.allow("sts:AssumeRole"))
    with refused("AccessDenied", not_authorized(caller.arn, "sts:TagSession", trusting), 403):
        caller.assume(trusting, Tags=tags(team="blue"))
    plain = role(trust({"AWS": ACCOUNT}))
    able = user(policies.allow(ALL))
    with refused("AccessDenied", not_authorized(able.arn, "sts:TagSession", plain), 403):
        able.assume(plain, Tags=tags(team="blue"))
    able.assume(trusting, Tags=tags(team="blue"))


def team_only(team):
    return policies.allow("iam:ListUsers", Condition={"StringEquals": {"aws:PrincipalTag/team": team}})


def test_a_session_tag_overrides_the_roles_tag(user, role):
    arn = role(trust({"AWS": ACCOUNT}, ALL), team_only("blue"), Tags=tags(Team="red"))
    caller = user(policies.allow(ALL))
    with refused("AccessDenied", status=403):
        caller.assume(arn).iam.list_users()
    caller.assume(arn, Tags=tags(TEAM="blue")).iam.list_users()


def test_the_roles_tag_is_the_principals(user, role):
    arn = role(trust({"AWS": ACCOUNT}, ALL), team_only("blue"), Tags=tags(Team="blue"))
    user(policies.allow(ALL)).assume(arn).iam.list_users()


def test_transitive_tags_go_along(user, role):
    first = role(trust({"AWS": ACCOUNT}, ALL), policies.allow(ALL))
    second = role(trust({"AWS": ACCOUNT}, ALL), policies.allow(ALL + ["iam:ListRoles"]), team_only("blue"))
    caller = user(policies.allow(ALL))
    carried = caller.assume(first, Tags=tags(team="blue", cost="7"), TransitiveTagKeys=["team"]).assume(second)
    carried.iam.list_users()
    # They go on to the third hop as well, and stay what they were.
    third = role(trust({"AWS": ACCOUNT}, ALL, {"StringEquals": {"aws:RequestTag/team": "blue"}}), team_only("blue"))
    carried.assume(third).iam.list_users()
    # A tag that is not transitive ends with its session.
    plain = caller.assume(first, Tags=tags(team="blue")).assume(second)
    with refused("AccessDenied", status=403):
        plain.iam.list_users()


def test_a_transitive_tag_needs_tag_session_at_the_next_hop(user, role):
    first = role(trust({"AWS": ACCOUNT}, ALL), policies.allow(ALL))
    second = role(trust({"AWS": ACCOUNT}))
    session = user(policies.allow(ALL)).assume(first, Tags=tags(team="blue"), TransitiveTagKeys=["team"])
    caller_arn = session.sts.get_caller_identity()["Arn"]
    with refused("AccessDenied", not_authorized(caller_arn, "sts:TagSession", second), 403):
        session.assume(second)


def test_tag_refusals(user, role):
    first = role(trust({"AWS": ACCOUNT}, ALL), policies.allow(ALL))
    second = role(trust({"AWS": ACCOUNT}, ALL))
    caller = user(policies.allow(ALL))
    twice = "Duplicate tag keys found. Please note that Tag keys are case insensitive."
    with refused("InvalidParameterValue", twice, 400):
        caller.assume(first, Tags=[{"Key": "team", "Value": "a"}, {"Key": "Team", "Value": "b"}])
    missing = "The specified transitive tag key must be included in the requested tags."
    with refused("InvalidParameterValue", missing, 400):
        caller.assume(first, Tags=tags(team="blue"), TransitiveTagKeys=["cost"])
    session = caller.assume(first, Tags=tags(team="blue"), TransitiveTagKeys=["team"])
    conflict = (
        "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from "
        "the calling session."
    )
    for key in ("team", "TEAM"):
        with refused("InvalidParameterValue", conflict, 400):
            session.assume(second, Tags=[{"Key": key, "Value": "red"}])


def test_fifty_tags_at_most(user, role):
    arn = role(trust({"AWS": ACCOUNT}, ALL))
    caller = user(policies.allow(ALL)).unchecked()
    many = [{"Key": f"key-{number:02}", "Value": ""} for number in range(51)]
    with refused("ValidationError", matches="at 'tags' failed to satisfy constraint", status=400):
        caller.assume(arn, Tags=many)


# Source identity


def test_source_identity_stays(user, role):
    first = role(trust({"AWS": ACCOUNT}, ALL), policies.allow(ALL))
    condition = {"StringEquals": {"sts:SourceIdentity": "alice"}}
    keyed = policies.allow("iam:ListUsers", Condition={"StringEquals": {"aws:SourceIdentity": "alice"}})
    second = role(trust({"AWS": ACCOUNT}, ALL, condition), keyed)
    caller = user(policies.allow(ALL))
    session = caller.assume(first, SourceIdentity="alice")
    answer = session.sts.assume_role(RoleArn=second, RoleSessionName="next")
    assert answer["SourceIdentity"] == "alice"
    Clients(caller.server, Credentials.of(answer["Credentials"])).iam.list_users()
    session.assume(second, SourceIdentity="alice")
    with refused("AccessDenied", status=403):
        session.assume(second, SourceIdentity="mallory")
    with refused("AccessDenied", status=403):
        caller.assume(first).assume(second)


def test_source_identity_needs_permission_on_both_sides(user, role):
    plain = role(trust({"AWS": ACCOUNT}))
    able = user(policies.allow(ALL))
    with refused("AccessDenied", not_authorized(able.arn, "sts:SetSourceIdentity", plain), 403):
        able.assume(plain, SourceIdentity="alice")
    unable = user(policies.allow("sts:AssumeRole"))
    trusting = role(trust({"AWS": ACCOUNT}, ALL))
    with refused("AccessDenied", not_authorized(unable.arn, "sts:SetSourceIdentity", trusting), 403):
        unable.assume(trusting, SourceIdentity="alice")


def test_source_identity_texts(user, role):
    arn = role(trust({"AWS": ACCOUNT}, ALL))
    caller = user(policies.allow(ALL)).unchecked()
    for text in ("a", "a" * 65, "with blank"):
        with refused("ValidationError", matches=f"Value '{text}' at 'sourceIdentity' failed", status=400):
            caller.assume(arn, SourceIdentity=text)


# Session policies


def test_an_inline_session_policy_narrows(user, role):
    arn = role(trust({"AWS": ACCOUNT}), policies.allow("iam:List*"))
    caller = user(policies.allow("sts:AssumeRole"))
    session = caller.assume(arn, Policy=policies.allow(["iam:ListUsers", "iam:GetUser"]))
    session.iam.list_users()
    with refused("AccessDenied", matches="because no session policy allows the iam:ListRoles action$", status=403):
        session.iam.list_roles()
    # It gives nothing that the role has not.
    with refused("AccessDenied", status=403):
        session.iam.get_user(UserName=caller.name)


def test_managed_session_policies_narrow(iam, user, role, unique):
    arn = role(trust({"AWS": ACCOUNT}), policies.allow("iam:*"))

    def managed(text):
        return {"arn": iam.create_policy(PolicyName=unique("policy"), PolicyDocument=text)["Policy"]["Arn"]}

    users, roles = managed(policies.allow("iam:ListUsers")), managed(policies.allow("iam:ListRoles"))
    caller = user(policies.allow("sts:AssumeRole"))
    session = caller.assume(arn, PolicyArns=[users, roles], Policy=policies.deny("iam:ListRoles"))
    session.iam.list_users()
    with refused("AccessDenied", matches="with an explicit deny in a session policy", status=403):
        session.iam.list_roles()
    with refused("AccessDenied", matches="no session policy allows", status=403):
        session.iam.list_policies()


def test_session_policy_errors(user, role):
    arn = role(trust({"AWS": ACCOUNT}))
    caller = user(policies.allow("sts:AssumeRole"))
    for text in ("{", policies.document({"Effect": "Allow", "Action": "s3:Get*"})):
        with refused("MalformedPolicyDocument", status=400):
            caller.assume(arn, Policy=text)
    with refused(("ValidationError", "PackedPolicyTooLarge"), status=400):
        caller.assume(arn, Policy=policies.allow("s3:" + "a" * 2048))
    missing = [{"arn": f"arn:aws:iam::{ACCOUNT}:policy/missing"}]
    with refused(("ValidationError", "NoSuchEntity", "MalformedPolicyDocument", "InvalidParameterValue")):
        caller.assume(arn, PolicyArns=missing)
    eleven = [{"arn": f"arn:aws:iam::{ACCOUNT}:policy/policy-{number}"} for number in range(11)]
    with refused(("ValidationError", "InvalidParameterValue"), status=400):
        caller.assume(arn, PolicyArns=eleven)


def test_packed_policy_size(user, role):
    arn = role(trust({"AWS": ACCOUNT}, ALL))
    sts = user(policies.allow(ALL)).sts

    def packed(**parameters):
        return sts.assume_role(RoleArn=arn, RoleSessionName="session", **parameters).get("PackedPolicySize")

    assert packed() is None
    small, large = (
        packed(Tags=tags(team="blue")),
        packed(Tags=tags(team="blue", key="x" * 200), Policy=policies.EVERYTHING),
    )
    assert 0 < small < large <= 100
    noise = random.Random(7)
    text = [
        {"Key": f"{noise.getrandbits(500):0126x}"[:127], "Value": f"{noise.getrandbits(1020):0255x}"} for _ in range(50)
    ]
    with refused("PackedPolicyTooLarge", status=400):
        packed(Tags=text)


# GetSessionToken


def test_session_token_is_the_user(iam, user):
    caller = user(policies.allow("rolesanywhere:List*"))
    answer = caller.sts.get_session_token(DurationSeconds=900)["Credentials"]
    assert re.fullmatch(r"ASIA[A-Z2-7]{16}", answer["AccessKeyId"])
    session = Clients(caller.server, Credentials.of(answer))
    assert session.sts.get_caller_identity()["Arn"] == caller.arn
    session.rolesanywhere.list_profiles()
    # Without MFA a session token is nothing to IAM, and little to STS.
    with refused("InvalidClientTokenId", status=403):
        session.iam.get_user()
    with refused("AccessDenied", "Cannot call GetSessionToken with session credentials", 403):
        session.sts.get_session_token()


def test_session_token_may_assume_a_role_for_longer_than_an_hour(user, role):
    """It is the user's own session and no role session: AssumeRole with it is not chaining."""
    caller = user()
    arn = role(trust({"AWS": caller.arn}), MaxSessionDuration=7200)
    session = Clients(caller.server, Credentials.of(caller.sts.get_session_token()["Credentials"]))
    session.assume(arn, DurationSeconds=7200)


def test_session_token_of_a_role_session(user, role):
    session = user(policies.allow("sts:AssumeRole")).assume(role(trust({"AWS": ACCOUNT}), policies.EVERYTHING))
    with refused("AccessDenied", "Cannot call GetSessionToken with session credentials", 403):
        session.sts.get_session_token()


def test_session_token_durations(root, user):
    def lifetime(sts, **parameters):
        before = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
        return (sts.get_session_token(**parameters)["Credentials"]["Expiration"] - before).total_seconds()

    caller = user()
    assert 43200 <= lifetime(caller.sts) <= 43320
    assert 129600 <= lifetime(caller.sts, DurationSeconds=129600) <= 129720
    assert 3600 <= lifetime(root.sts, DurationSeconds=43200) <= 3720
    with refused("ValidationError", matches="at 'durationSeconds' failed to satisfy constraint", status=400):
        caller.unchecked().sts.get_session_token(DurationSeconds=129601)


def test_a_gone_user_ends_the_session(iam, user):
    caller = user(policies.allow("rolesanywhere:List*"))
    session = Clients(caller.server, Credentials.of(caller.sts.get_session_token()["Credentials"]))
    session.rolesanywhere.list_profiles()
    iam.delete_access_key(UserName=caller.name, AccessKeyId=caller.credentials.access_key_id)
    iam.delete_user_policy(UserName=caller.name, PolicyName="inline-0")
    iam.delete_user(UserName=caller.name)
    with refused("InvalidClientTokenId", status=403):
        session.sts.get_caller_identity()


def test_a_gone_role_ends_its_sessions_and_a_new_one_of_its_name_does_not_revive_them(iam, user, role, unique):
    name = unique("role")
    arn = role(trust({"AWS": ACCOUNT}), RoleName=name)
    session = user(policies.allow("sts:AssumeRole")).assume(arn)
    session.sts.get_caller_identity()
    iam.delete_role(RoleName=name)
    with refused("InvalidClientTokenId", status=403):
        session.sts.get_caller_identity()
    role(trust({"AWS": ACCOUNT}), RoleName=name)
    with refused("InvalidClientTokenId", status=403):
        session.sts.get_caller_identity()


# GetAccessKeyInfo


def test_access_key_info(user):
    caller = user(policies.allow("sts:GetAccessKeyInfo"))
    for key in (caller.credentials.access_key_id, caller.sts.get_session_token()["Credentials"]["AccessKeyId"]):
        assert caller.sts.get_access_key_info(AccessKeyId=key)["Account"] == ACCOUNT
    # Any well-formed id tells its account.
    assert caller.sts.get_access_key_info(AccessKeyId="ASIAY34FZKBOKMUTVV7A")["Account"] == "609629065308"
    with refused("AccessDenied", status=403):
        user().sts.get_access_key_info(AccessKeyId="ASIAY34FZKBOKMUTVV7A")


@pytest.mark.parametrize("key", ["ASIA-not-a-key-id!", "SHORT"])
def test_access_key_info_of_nonsense(user, key):
    with refused("ValidationError", matches=f"Value '{key}' at 'accessKeyId' failed", status=400):
        user(policies.EVERYTHING).unchecked().sts.get_access_key_info(AccessKeyId=key)
