"""CreatePolicy's complaints about documents, as AWS was seen to make them, and the documents it takes."""

import json

import pytest

import policies
from clients import refused

SYNTAX = "Syntax errors in policy."
VERSION = "Policy document must be version 2012-10-17 or greater."
LEGACY = "The policy failed legacy parsing"
ACTIONS = "Policy statement must contain actions."
RESOURCES = "Policy statement must contain resources."
SIDS = "Statement IDs (SID) in a single policy must be unique."
VENDOR = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
COLON = "Actions/Condition can contain only one colon."
IAM_PATH = (
    'IAM resource path must either be "*", root, or start with user/, federated-user/, role/, group/, '
    "instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, "
    "access-report/."
)
GONE = object()


def changed(**changes):
    """The good statement with some elements changed, or taken away."""
    statement = {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::example_bucket", **changes}
    return {name: value for name, value in statement.items() if value is not GONE}


def one(**changes):
    return json.dumps({"Version": "2012-10-17", "Statement": changed(**changes)})


def top(statements=None, **changes):
    whole = {"Version": "2012-10-17", "Statement": [changed()] if statements is None else statements, **changes}
    return json.dumps({name: value for name, value in whole.items() if value is not GONE})


def dated(value):
    return {"DateGreaterThan": {"a": value}}


REFUSED = {
    "no JSON": ("this is no JSON", SYNTAX),
    "no version": (top(Version=GONE), VERSION),
    "version 2008": (top(Version="2008-10-17"), VERSION),
    "version 2013": (top(Version="2013-10-17"), SYNTAX),
    "only a version": ('{"Version": "2012-10-17"}', SYNTAX),
    "statement a list of text": (top(["afd"]), SYNTAX),
    "statement an empty list": (top([]), SYNTAX),
    "unknown element": (top(Extra="value"), SYNTAX),
    "unknown element of a statement": (one(Extra="value"), SYNTAX),
    "element in another case": (one(effect="Allow"), SYNTAX),
    "id a list": (top(Id=[]), SYNTAX),
    "id an object": (top(Id={}), SYNTAX),
    "effect unknown": (one(Effect="invalid"), SYNTAX),
    "effect missing": (one(Effect=GONE), SYNTAX),
    "effect in another case": (one(Effect="denY"), LEGACY),
    "effect in lower case": (one(Effect="allow"), LEGACY),
    "effect in another case, no version": (top([changed(Effect="denY")], Version=GONE), VERSION),
    "action without a vendor": (one(Action="invalid"), VENDOR),
    "action without a vendor or a resource": (one(Action="invalid", Resource=GONE), RESOURCES),
    "not-action empty": (one(Action=GONE, NotAction=""), VENDOR),
    "vendor with a blank": (one(Action="a a:ListBucket"), "Vendor a a is not valid"),
    "action with two colons": (one(Action="s3:List:Bucket"), COLON),
    "second statement's action with two colons": (top([changed(), changed(Action="s:3s:ListBucket")]), COLON),
    "bad resource before bad action": (
        one(Action="s:3:ListBucket", Resource="sdfsadf"), 'Resource sdfsadf must be in ARN format or "*".',
    ),
    "resource empty": (one(Resource=""), 'Resource  must be in ARN format or "*".'),
    "resource an object": (one(Resource={}), SYNTAX),
    "resource with an object": (one(Resource=["adfdf", {}]), SYNTAX),
    "action and not-action": (one(NotAction="s3:GetObject"), SYNTAX),
    "empty action and not-action": (one(Action=[], NotAction="s3:GetObject"), SYNTAX),
    "resource and not-resource": (one(NotResource="*"), SYNTAX),
    "resource and empty not-resource": (one(NotResource=[]), SYNTAX),
    "no action": (one(Action=GONE), ACTIONS),
    "empty action": (one(Action=[]), ACTIONS),
    "only an effect": (top([{"Effect": "Allow"}]), ACTIONS),
    "no resource": (one(Resource=GONE), RESOURCES),
    "empty resource": (one(Resource=[]), RESOURCES),
    "action nested": (one(Action=[[]]), SYNTAX),
    "action an object": (one(Action={}), SYNTAX),
    "a sid twice": (top([changed(Sid="a"), changed(Sid="a", Action=GONE)]), SIDS),
    "a sid twice, no version": (top([changed(Sid="a"), changed(Sid="a")], Version=GONE), VERSION),
    "sid an object": (one(Sid={}), SYNTAX),
    "no date": (one(Condition=dated("sdfdsf")), LEGACY),
    "no date and no partition": (one(Condition=dated("sdfdsf"), Resource="arn:b:s3:::x"), LEGACY),
    "no date and no version": (top([changed(Condition=dated("sdfdsf"))], Version=GONE), VERSION),
    "date: a month too many": (one(Condition=dated("234-13")), LEGACY),
    "date: a digit too many": (one(Condition=dated("9223372036854775808")), LEGACY),
    "no action and a broken ARN": (one(Action=GONE, Resource="arn:aws:s3::example_bucket"), LEGACY),
    "broken ARN": (one(Resource="arn:aws::::example_bucket"), LEGACY),
    "broken ARN under not-resource": (one(Resource=GONE, NotResource="arn:aws::fdsasf"), LEGACY),
    "path of IAM": (one(Resource="arn:aws:iam:::example_bucket"), IAM_PATH),
    "region of IAM": (
        one(Resource="arn:aws:iam:us-east-1::user/x"),
        "IAM resource arn:aws:iam:us-east-1::user/x cannot contain region information.",
    ),
    "region of S3": (
        one(Resource="arn:aws:s3:us-east-1::example_bucket"),
        "Resource arn:aws:s3:us-east-1::example_bucket can not contain region information.",
    ),
    "partition": (
        one(Resource="a:bsdfdsafsad"),
        'Partition "bsdfdsafsad" is not valid for resource "arn:bsdfdsafsad:*:*:*:*".',
    ),
    "partition of eight segments": (
        one(Resource="a:b:c:d:e:f:g:h"), 'Partition "b" is not valid for resource "arn:b:c:d:e:f:g:h".',
    ),
    "partition left out": (
        one(Resource="aws:s3:::example_bucket"), 'Partition "s3" is not valid for resource "arn:s3:::example_bucket:*".',
    ),
    "only a partition": (
        one(Resource="arn:aws"), "Resource vendor must be fully qualified and cannot contain regexes.",
    ),
    "condition a list": (one(Condition=[]), SYNTAX),
    "condition's operator unknown": (one(Condition={"x": {"a": "1"}}), SYNTAX),
    "condition's operator with text": (one(Condition={"StringEquals": "aws:username"}), SYNTAX),
    "condition's value an object": (one(Condition={"StringEquals": {"aws:username": {}}}), SYNTAX),
    "two colons after the set prefix": (one(Condition={"ForAnyValue::StringEquals": {"a": "b"}}), SYNTAX),
    "an element twice": ('{"Version":"2012-10-17","Version":"2012-10-17","Statement":[]}', SYNTAX),
}  # fmt: skip

# Not recorded word for word, but refused.
REFUSED_SOMEHOW = {
    "a principal": one(Principal="*"),
    "a null": one(Resource=None),
    "deep": '{"Version":"2012-10-17","Statement":' + "[" * 20_000,
}

ACCEPTED = {
    "user without an account": one(Resource="arn:aws:iam:::user/x"),
    "an ARN and a star": one(Resource=["arn:aws:s3:::b", "*"]),
    "an empty sid twice": top([changed(Sid=""), changed(Sid="")]),
    "an id": top(Id="an-id"),
    "a lone statement": one(),
    "access point with a region": one(Resource="arn:aws:s3:us-west-2:123456789012:accesspoint/x"),
    "not-action with not-resource": one(Action=GONE, NotAction="s3:*", Resource=GONE, NotResource="*"),
    "vendor with a dash": one(Action="s3-s:ListBucket"),
    "vendor with a dot": one(Action="s3.s:ListBucket"),
    "an unknown vendor": one(Action="abcdefghijklmnopqrst:ListBucket"),
    "an action with blanks": one(Action="iam: asdf safdsf af "),
    "three segments": one(Resource="arn:aws:fdsasf"),
    "an unknown service": one(Resource="arn:aws:s33:::x"),
    "an empty condition": one(Condition={}),
    "an unknown operator of nothing": one(Condition={"x": {}, "y": {}}),
    "a condition of no values": one(Condition={"StringEquals": {"aws:username": []}}),
    "a boolean value": one(Condition={"Bool": {"aws:SecureTransport": True}}),
    "a number": one(Condition={"NumericEquals": {"a": 5}}),
    "a set operator": one(Condition={"ForAnyValue:StringEqualsIfExists": {"aws:TagKeys": ["a"]}}),
    "an epoch date": one(Condition=dated("9223372036854775807")),
    "a date with a short hour": one(Condition=dated("2020-01-02t2:00:00Z")),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(iam, unique, case):
    text, message = REFUSED[case]
    with refused("MalformedPolicyDocument", message, 400):
        iam.create_policy(PolicyName=unique("policy"), PolicyDocument=text)


@pytest.mark.parametrize("case", REFUSED_SOMEHOW)
def test_refused_somehow(iam, unique, case):
    with refused("MalformedPolicyDocument", status=400):
        iam.create_policy(PolicyName=unique("policy"), PolicyDocument=REFUSED_SOMEHOW[case])


@pytest.mark.parametrize("case", ACCEPTED)
def test_accepted(iam, unique, case):
    arn = iam.create_policy(PolicyName=unique("policy"), PolicyDocument=ACCEPTED[case])["Policy"]["Arn"]
    kept = iam.get_policy_version(PolicyArn=arn, VersionId="v1")["PolicyVersion"]["Document"]
    assert kept == json.loads(ACCEPTED[case])


@pytest.mark.parametrize("operation", ["put_user_policy", "put_role_policy", "create_policy_version"])
def test_every_door_has_the_same_guard(iam, user, role, unique, operation):
    """Whoever stores a policy checks it the same way; what is refused leaves nothing behind."""
    text, message = REFUSED["condition's operator unknown"]
    with refused("MalformedPolicyDocument", message, 400):
        if operation == "put_user_policy":
            iam.put_user_policy(UserName=user().name, PolicyName="bad", PolicyDocument=text)
        elif operation == "put_role_policy":
            name = role(policies.EC2_TRUST).rsplit("/", 1)[1]
            iam.put_role_policy(RoleName=name, PolicyName="bad", PolicyDocument=text)
        else:
            arn = iam.create_policy(PolicyName=unique("policy"), PolicyDocument=one())["Policy"]["Arn"]
            iam.create_policy_version(PolicyArn=arn, PolicyDocument=text)


def test_a_principal_in_an_identity_policy(iam, unique):
    with refused("MalformedPolicyDocument", "Policy document should not specify a principal.", 400):
        iam.create_policy(PolicyName=unique("policy"), PolicyDocument=one(Principal="*"))
