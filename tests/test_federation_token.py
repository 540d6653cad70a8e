"""GetFederationToken: sessions under another name, for what both the issuer and the session policies allow."""

import json

import pytest

import events
import policies
from clients import Clients, refused
from tegata import ACCOUNT, Credentials

LOOKUP = policies.allow("cloudtrail:LookupEvents")
ISSUER = policies.document(
    policies.statement("Allow", ["sts:GetFederationToken", "cloudtrail:LookupEvents", "rolesanywhere:List*"])
)


def federated(caller, name="visitor", **parameters):
    """The clients of a federated user."""
    answer = caller.sts.get_federation_token(Name=name, **parameters)
    return Clients(caller.server, Credentials.of(answer["Credentials"]))


@pytest.fixture
def issuer(user):
    return user(ISSUER)


def test_recorded(scenario, issuer, unique):
    recorded = scenario("TestSTSIntegrations::test_get_federation_token", file="sts")
    name = unique("f")[:32]
    recorded.match("get-federation-token", issuer.sts.get_federation_token(Name=name, DurationSeconds=900))


def test_who_it_is(issuer):
    answer = issuer.sts.get_federation_token(Name="visitor", Policy=LOOKUP)
    arn = f"arn:aws:sts::{ACCOUNT}:federated-user/visitor"
    assert answer["FederatedUser"] == {"FederatedUserId": f"{ACCOUNT}:visitor", "Arn": arn}
    assert 0 < answer["PackedPolicySize"] <= 100
    identity = Clients(issuer.server, Credentials.of(answer["Credentials"])).sts.get_caller_identity()
    assert (identity["UserId"], identity["Account"], identity["Arn"]) == (f"{ACCOUNT}:visitor", ACCOUNT, arn)


def test_both_must_allow(issuer, user):
    may = federated(issuer, Policy=policies.allow("*"))
    may.cloudtrail.lookup_events(MaxResults=1)
    may.rolesanywhere.list_profiles()
    less = federated(issuer, Policy=LOOKUP)
    less.cloudtrail.lookup_events(MaxResults=1)
    with refused("AccessDeniedException", matches="no session policy allows the rolesanywhere:ListProfiles action"):
        less.rolesanywhere.list_profiles()
    with refused("AccessDeniedException", matches=rf"^User: arn:aws:sts::{ACCOUNT}:federated-user/visitor is not"):
        may.rolesanywhere.create_profile(name="p", roleArns=[])
    managed = federated(issuer, PolicyArns=[{"arn": "arn:aws:iam::aws:policy/AdministratorAccess"}])
    managed.cloudtrail.lookup_events(MaxResults=1)


def test_without_a_session_policy_it_may_nothing(issuer):
    nothing = federated(issuer)
    nothing.sts.get_caller_identity()
    with refused("AccessDeniedException"):
        nothing.cloudtrail.lookup_events()


def test_the_root_users(root):
    made = federated(root, Policy=LOOKUP, DurationSeconds=40_000)
    assert made.sts.get_caller_identity()["Arn"].endswith(":federated-user/visitor")
    made.cloudtrail.lookup_events(MaxResults=1)
    with refused("AccessDeniedException"):
        made.rolesanywhere.list_profiles()
    answer = root.sts.get_federation_token(Name="hour", DurationSeconds=40_000)
    left = answer["Credentials"]["Expiration"] - answer["Credentials"]["Expiration"].now(
        answer["Credentials"]["Expiration"].tzinfo
    )
    assert left.total_seconds() <= 3600


def test_it_calls_neither_iam_nor_the_rest_of_sts(issuer, role):
    made = federated(issuer, Policy=policies.allow("*"))
    with refused("InvalidClientTokenId", status=403):
        made.iam.list_users()
    arn = role(policies.trust({"AWS": ACCOUNT}))
    message = (
        f"User: arn:aws:sts::{ACCOUNT}:federated-user/visitor is not authorized to perform: sts:AssumeRole "
        f"on resource: {arn}"
    )
    with refused("AccessDenied", message, 403):
        made.assume(arn)
    with refused("AccessDenied", "Cannot call GetSessionToken with session credentials", 403):
        made.sts.get_session_token()
    with refused("AccessDenied", "Cannot call GetFederationToken with session credentials", 403):
        made.sts.get_federation_token(Name="again")
    with refused("AccessDenied", status=403):
        made.sts.get_access_key_info(AccessKeyId=issuer.credentials.access_key_id)


def test_who_may_ask(issuer, user, role):
    nobody = user()
    with refused("AccessDenied", matches=f"sts:GetFederationToken on resource: arn:aws:sts::{ACCOUNT}:federated-user/x1"):
        nobody.sts.get_federation_token(Name="x1")
    named = user(policies.allow("sts:GetFederationToken", f"arn:aws:sts::{ACCOUNT}:federated-user/team-*"))
    named.sts.get_federation_token(Name="team-a")
    with refused("AccessDenied", status=403):
        named.sts.get_federation_token(Name="other")
    session = issuer.sts.get_session_token()["Credentials"]
    with refused("AccessDenied", "Cannot call GetFederationToken with session credentials", 403):
        Clients(issuer.server, Credentials.of(session)).sts.get_federation_token(Name="by-session")


def test_tags(user):
    tags = [{"Key": "team", "Value": "blue"}]
    allowed = ["sts:GetFederationToken", "cloudtrail:LookupEvents"]
    untagged = user(policies.allow(allowed))
    with refused("AccessDenied", matches="sts:TagSession"):
        federated(untagged, Policy=LOOKUP, Tags=tags)
    tagging = user(policies.allow([*allowed, "sts:TagSession"]))
    only_blue = policies.allow(
        "cloudtrail:LookupEvents", Condition={"StringEquals": {"aws:PrincipalTag/team": "blue"}}
    )
    federated(tagging, Policy=only_blue, Tags=tags).cloudtrail.lookup_events(MaxResults=1)
    with refused("AccessDeniedException"):
        federated(tagging, Policy=only_blue).cloudtrail.lookup_events(MaxResults=1)
    twice = [*tags, {"Key": "TEAM", "Value": "red"}]
    message = "Duplicate tag keys found. Please note that Tag keys are case insensitive."
    with refused("InvalidParameterValue", message, 400):
        tagging.sts.get_federation_token(Name="visitor", Tags=twice)


def test_input_that_is_refused(issuer):
    with refused("MalformedPolicyDocument", status=400):
        issuer.sts.get_federation_token(Name="visitor", Policy="{}")
    missing = f"arn:aws:iam::{ACCOUNT}:policy/nothing-here"
    with refused("ValidationError", status=400):
        issuer.sts.get_federation_token(Name="visitor", PolicyArns=[{"arn": missing}])
    unchecked = issuer.unchecked().sts
    for bad in ({"Name": "x"}, {"Name": "x" * 33}, {"Name": "a b"}, {"Name": "visitor", "DurationSeconds": 899}):
        with refused("ValidationError", status=400):
            unchecked.get_federation_token(**bad)
    with refused("ValidationError", matches="less than or equal to 2048", status=400):
        unchecked.get_federation_token(Name="visitor", Policy=LOOKUP + " " * 2048)


def test_it_ends_with_its_issuers_permissions_and_its_issuer(root, issuer):
    made = federated(issuer, Policy=LOOKUP)
    made.cloudtrail.lookup_events(MaxResults=1)
    deny = policies.deny("*", Condition={"DateLessThan": {"aws:TokenIssueTime": "2100-01-01T00:00:00Z"}})
    root.iam.put_user_policy(UserName=issuer.name, PolicyName="inline-9", PolicyDocument=deny)
    with refused("AccessDeniedException"):
        made.cloudtrail.lookup_events(MaxResults=1)
    for number in ("0", "9"):
        root.iam.delete_user_policy(UserName=issuer.name, PolicyName=f"inline-{number}")
    key = issuer.credentials.access_key_id
    root.iam.delete_access_key(UserName=issuer.name, AccessKeyId=key)
    root.iam.delete_user(UserName=issuer.name)
    with refused("InvalidClientTokenId", status=403):
        made.sts.get_caller_identity()


def test_events(root, issuer):
    answer = issuer.sts.get_federation_token(Name="visitor", Policy=LOOKUP)
    (record,) = events.by_request(root, answer["ResponseMetadata"]["RequestId"])
    assert record["requestParameters"]["name"] == "visitor"
    shown = record["responseElements"]
    assert shown["credentials"]["accessKeyId"] == answer["Credentials"]["AccessKeyId"]
    assert answer["Credentials"]["SecretAccessKey"] not in json.dumps(record)
    made = Clients(issuer.server, Credentials.of(answer["Credentials"]))
    done = made.cloudtrail.lookup_events(MaxResults=1)["ResponseMetadata"]["RequestId"]
    identity = events.by_request(root, done)[0]["userIdentity"]
    assert (identity["type"], identity["principalId"]) == ("FederatedUser", f"{ACCOUNT}:visitor")
    assert identity["arn"] == answer["FederatedUser"]["Arn"]
    assert identity["sessionContext"]["sessionIssuer"]["userName"] == issuer.name


def test_the_aws_cli(issuer, cli):
    made = cli(issuer.credentials).json("sts", "get-federation-token", "--name", "by-cli", "--policy", LOOKUP)
    found = cli(Credentials.of(made["Credentials"])).json("sts", "get-caller-identity")
    assert found["Arn"] == f"arn:aws:sts::{ACCOUNT}:federated-user/by-cli"
