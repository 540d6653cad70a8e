"""`tegata why`, the simulator and sealed messages: why was I denied, and what would help?"""

import json
import re

import pytest

import events
from clients import refused
from conftest import new_user
from policies import allow, trust
from tegata import ACCOUNT, ROOT, command

BOB = f"arn:aws:iam::{ACCOUNT}:user/why-bob"
TARGET = f"arn:aws:iam::{ACCOUNT}:user/why-target"
DENY = """{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "iam:*", "Resource": "*"},
    {"Sid": "NotThisUser", "Effect": "Deny", "Action": "iam:GetUser",
     "Resource": "%s"}
  ]
}""" % TARGET  # fmt: skip


def statement(**members):
    return json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Resource": "*", **members}})


class Story:
    """Bob is denied by a managed policy, then that policy is changed."""

    def __init__(self, root):
        self.bob = new_user(root, "why-bob", allow("iam:GetRole"))
        self.policy = root.iam.create_policy(PolicyName="why-deny", PolicyDocument=DENY)["Policy"]["Arn"]
        root.iam.attach_user_policy(UserName="why-bob", PolicyArn=self.policy)
        self.explicit, self.record = self.denied(root, self.bob.iam.get_user, UserName="why-target")
        self.implicit, _ = self.denied(root, self.bob.sts.get_access_key_info, AccessKeyId="AKIAIOSFODNN7EXAMPLE")
        self.allowed = self.event(root, self.bob.iam.list_users())
        version = root.iam.create_policy_version(
            PolicyArn=self.policy, PolicyDocument=allow("iam:GetUser"), SetAsDefault=True
        )
        assert version["PolicyVersion"]["VersionId"] == "v2"

    def denied(self, root, call, **parameters):
        with refused("AccessDenied") as error:
            call(**parameters)
        (record,) = events.by_request(root, error.response["ResponseMetadata"]["RequestId"])
        return record["eventID"], record

    def event(self, root, answer):
        (record,) = events.by_request(root, answer["ResponseMetadata"]["RequestId"])
        return record["eventID"]


@pytest.fixture(scope="module")
def story(root):
    return Story(root)


@pytest.fixture
def why(server, root, tmp_path):
    """Asks `tegata why`, as root unless told otherwise."""

    def ask(*arguments, credentials=None, check=0, **env):
        variables = {
            **(credentials or root.credentials).environment(), "AWS_ENDPOINT_URL": server.url,
            "AWS_REGION": "us-east-1", **env,
        }  # fmt: skip
        done = command("why", *arguments, home=tmp_path, env=variables, check=check)
        server.secrets.assert_absent(done.stdout + done.stderr, "the answer of why")
        return done

    return ask


@pytest.fixture
def aws(root, cli):
    """Runs the AWS CLI as root and reads its answer."""
    return cli(root.credentials).json


def test_an_event_tells_what_decided_after_the_policy_changed(story, why):
    done = why(story.explicit)
    text = done.stdout
    assert re.search(rf"^decided by +identity policy {re.escape(story.policy)} \(v1\)$", text, re.M), text
    assert "statement NotThisUser (line 5, column 5), Deny: matches" in text, text
    assert f'"Resource":"{TARGET}"' in text
    assert f"since then   {story.policy} was changed: v1 then, v2 now" in text, text
    assert re.search(r"^today +allowed$", text, re.M), text
    denied = f"with an explicit deny in an identity-based policy: {story.policy}"
    assert re.search(rf"^message +.* iam:GetUser on resource: {TARGET} {denied}$", text, re.M), text


def test_an_event_as_json(story, why):
    found = json.loads(why(story.explicit, "--output", "json").stdout)
    recorded = found["recorded"]
    assert (recorded["action"], recorded["resource"]) == ("iam:GetUser", TARGET)
    assert recorded["explicit"] is True and recorded["policy"] == story.policy
    asked = {policy["name"]: policy.get("version") for policy in recorded["policies"]}
    assert asked == {f"{BOB}/inline": None, story.policy: "v1"} or asked[story.policy] == "v1"
    (denying,) = [each for each in recorded["statements"] if each["effect"] == "Deny"]
    assert (denying["sid"], denying["line"], denying["outcome"]) == ("NotThisUser", 5, "matched")
    assert json.loads(denying["text"])["Resource"] == TARGET
    assert recorded["context"]["aws:principalarn"] == BOB
    assert found["today"]["decision"] == "allowed" and found["today"]["change"] is None
    assert found["request"]["principal"] == BOB


def test_an_implicit_denial_tells_what_would_help(story, why):
    done = why(story.implicit)
    assert "decided by   no identity policy that allows it" in done.stdout
    assert re.search(r"^today +denied, since nothing allows it$", done.stdout, re.M), done.stdout
    assert (
        "to allow it  add to the caller's identity-based policies: "
        '{"Effect":"Allow","Action":"sts:GetAccessKeyInfo","Resource":"*"}'
    ) in done.stdout, done.stdout


def test_a_call_that_was_not_denied_has_no_why(story, why):
    done = why(story.allowed, check=1)
    assert done.stdout == ""
    assert done.stderr == f"tegata why: event {story.allowed} was not denied by a policy: it succeeded\n"
    missing = "00000000-0000-4000-8000-00000000000a"
    assert f"no event {missing} is in the trail of us-east-1; check" in why(missing, check=1).stderr
    elsewhere = why(missing, "--region", "eu-central-1", check=1).stderr
    assert f"no event {missing} is in the trail of eu-central-1 or us-east-1; check" in elsewhere


def test_what_cannot_be_asked_is_told_in_a_sentence(story, why):
    for flags, reason in (
        (["--principal", "why-bob", "--action", "iam:GetUser"], "Invalid Entity Arn: why-bob"),
        (["--principal", f"{BOB}y", "--action", "iam:GetUser"], "The user with name why-boby cannot be found"),
        (["--principal", BOB, "--action", "GetUser"], "Invalid Action Name: GetUser"),
        (["--principal", BOB, "--action", "iam:GetUser", "--resource", "x"], "Invalid Resource ARN: x"),
    ):
        done = why(*flags, check=1)
        assert done.stderr.startswith(f"tegata why: {reason}") and "; check --principal" in done.stderr, done.stderr
        assert done.stdout == "" and done.stderr.count("\n") == 1


def test_the_change_that_is_told_is_enough(root, story, why):
    boss = new_user(root, "why-boss", allow("iam:ListUsers"))
    with refused("AccessDenied"):
        boss.iam.get_role(RoleName="why-boss")
    flags = ["--principal", f"arn:aws:iam::{ACCOUNT}:user/why-boss", "--action", "iam:GetRole"]
    flags += ["--resource", f"arn:aws:iam::{ACCOUNT}:role/why-boss"]
    change = json.loads(why(*flags, "--output", "json").stdout)["today"]["change"]
    added = change.removeprefix("add to the caller's identity-based policies: ")
    document = json.dumps({"Version": "2012-10-17", "Statement": json.loads(added)})
    root.iam.put_user_policy(UserName="why-boss", PolicyName="added", PolicyDocument=document)
    with refused("NoSuchEntity"):
        boss.iam.get_role(RoleName="why-boss")
    assert re.search(r"^today +allowed$", why(*flags).stdout, re.M)


def test_a_request_that_nobody_made(story, why):
    flags = ["--principal", BOB, "--action", "s3:GetObject", "--resource", "arn:aws:s3:::bucket/key"]
    done = why(*flags)
    assert re.search(r"^today +denied, since nothing allows it$", done.stdout, re.M)
    assert "asked for s3:GetObject" in done.stdout, done.stdout
    found = json.loads(why(*flags, "--output", "json").stdout)
    assert found["recorded"] is None and found["today"]["decision"] == "implicitDeny"


def test_keys_can_be_given(root, story, why):
    condition = {"StringEquals": {"aws:PrincipalTag/team": "blue"}}
    root.iam.put_user_policy(
        UserName="why-bob", PolicyName="s3", PolicyDocument=statement(Action="s3:*", Condition=condition)
    )
    flags = ["--principal", BOB, "--action", "s3:GetObject", "--output", "json"]
    found = json.loads(why(*flags).stdout)["today"]
    assert found["decision"] == "implicitDeny" and "aws:principaltag/team" in found["missingKeys"]
    assert found["change"] == 'make the request with aws:PrincipalTag/team "blue"' or "add to" in found["change"]
    found = json.loads(why(*flags, "--context", "aws:PrincipalTag/team=blue").stdout)["today"]
    assert found["decision"] == "allowed"
    root.iam.delete_user_policy(UserName="why-bob", PolicyName="s3")


def test_a_role_that_may_not_be_assumed(root, story, why):
    text = trust({"AWS": f"arn:aws:iam::{ACCOUNT}:root"})
    arn = root.iam.create_role(RoleName="why-role", AssumeRolePolicyDocument=text)["Role"]["Arn"]
    event, _ = story.denied(root, story.bob.sts.assume_role, RoleArn=arn, RoleSessionName="why")
    done = why(event)
    assert "allows the account, whose own policies must allow too" in done.stdout, done.stdout
    assert f'"Action":"sts:AssumeRole","Resource":"{arn}"' in done.stdout, done.stdout


def test_who_may_ask(root, story, why):
    eve = new_user(root, "why-eve", allow("cloudtrail:LookupEvents"))
    done = why(story.explicit, credentials=eve.credentials)
    assert "statement NotThisUser" in done.stdout
    assert "today        unknown: " in done.stdout and "iam:SimulatePrincipalPolicy" in done.stdout
    root.iam.put_user_policy(
        UserName="why-eve", PolicyName="simulate", PolicyDocument=allow("iam:SimulatePrincipalPolicy")
    )
    flags = ["--principal", BOB, "--action", "iam:GetRole"]
    done = why(*flags, credentials=eve.credentials)
    assert re.search(r"^today +allowed$", done.stdout, re.M)
    assert f"the text of {story.policy}, which you may not read" in done.stdout, done.stdout
    asked = json.loads(why(*flags, "--output", "json", credentials=eve.credentials).stdout)["today"]["policies"]
    assert asked and all(policy["sha256"] is None and not policy["readable"] for policy in asked), asked
    assert "iam:GetUser" not in done.stdout, "a policy's text is shown to someone who may not read it"
    nobody = new_user(root, "why-nobody")
    for arguments, action in (([story.explicit], "cloudtrail:LookupEvents"), (flags, "iam:SimulatePrincipalPolicy")):
        done = why(*arguments, credentials=nobody.credentials, check=1)
        assert f"ask with credentials that may do {action}" in done.stderr


def test_a_sealed_message_says_what_the_event_says(root, story, aws):
    denial = story.record["additionalEventData"]["denial"]
    text = denial["encodedMessage"]
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,10240}", text)
    answer = aws("sts", "decode-authorization-message", "--encoded-message", text)
    message = json.loads(answer["DecodedMessage"])
    assert list(message) == ["allowed", "explicitDeny", "matchedStatements", "failures", "context"]
    assert message["allowed"] is False and message["explicitDeny"] is True
    (matched,) = message["matchedStatements"]["items"]
    assert matched["statementId"] == "NotThisUser" and matched["effect"] == "DENY"
    assert matched["resources"] == {"items": [{"value": TARGET}]}
    context = message["context"]
    assert (context["action"], context["resource"]) == (denial["action"], denial["resource"])
    assert context["principal"]["arn"] == BOB and context["principal"]["name"] == "why-bob"
    keys = {item["key"]: [value["value"] for value in item["values"]["items"]] for item in context["conditions"]["items"]}
    assert keys["aws:username"] == ["why-bob"]
    assert set(keys) == set(denial["context"])
    assert root.sts.decode_authorization_message(EncodedMessage=text)["DecodedMessage"] == answer["DecodedMessage"]


@pytest.mark.parametrize("text", ["x", "A" * 200, "not base64 !"])
def test_what_was_not_sealed_here_is_no_message(root, text):
    with refused("InvalidAuthorizationMessageException") as error:
        root.sts.decode_authorization_message(EncodedMessage=text)
    assert error.response["Error"]["Message"] == "Message is not valid"
    assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_decoding_and_simulating_leave_no_contents_in_the_trail(root, story):
    text = story.record["additionalEventData"]["denial"]["encodedMessage"]
    answer = root.sts.decode_authorization_message(EncodedMessage=text)
    (record,) = events.by_request(root, answer["ResponseMetadata"]["RequestId"])
    shown = json.dumps(record)
    assert text not in shown and "NotThisUser" not in shown
    answer = root.iam.simulate_custom_policy(PolicyInputList=[allow("s3:*")], ActionNames=["s3:GetObject"])
    (record,) = events.by_request(root, answer["ResponseMetadata"]["RequestId"])
    assert record["readOnly"] is True and record["responseElements"] is None


def test_the_cli_simulates_a_principal(root, story, aws):
    answer = aws(
        "iam", "simulate-principal-policy", "--policy-source-arn", BOB, "--action-names", "iam:GetUser", "s3:GetObject",
        "--resource-arns", TARGET,
    )  # fmt: skip
    first, second = answer["EvaluationResults"]
    assert (first["EvalDecision"], second["EvalDecision"]) == ("allowed", "implicitDeny")
    assert first["MatchedStatements"][0]["SourcePolicyId"] == "why-deny"
    assert first["ResourceSpecificResults"][0]["EvalResourceName"] == TARGET
    keys = aws("iam", "get-context-keys-for-principal-policy", "--policy-source-arn", BOB)
    assert keys["ContextKeyNames"] == []
    assert root.iam.get_context_keys_for_principal_policy(PolicySourceArn=BOB)["ContextKeyNames"] == []


def test_the_cli_simulates_policies(root, aws):
    conditioned = statement(Action="s3:*", Condition={"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}})
    keys = aws("iam", "get-context-keys-for-custom-policy", "--policy-input-list", conditioned)
    assert keys["ContextKeyNames"] == ["aws:SourceIp"]
    assert root.iam.get_context_keys_for_custom_policy(PolicyInputList=[conditioned])["ContextKeyNames"] == ["aws:SourceIp"]
    entry = "ContextKeyName=aws:SourceIp,ContextKeyValues={},ContextKeyType=ip"
    for address, decision in (("192.0.2.7", "allowed"), ("198.51.100.7", "implicitDeny")):
        answer = aws(
            "iam", "simulate-custom-policy", "--policy-input-list", conditioned, "--action-names", "s3:GetObject",
            "--context-entries", entry.format(address),
        )  # fmt: skip
        (result,) = answer["EvaluationResults"]
        assert result["EvalDecision"] == decision, address


def test_pages_of_a_simulation_are_read_through(root):
    actions = [f"test:Action{number}" for number in range(2500)]
    paginator = root.iam.get_paginator("simulate_custom_policy")
    pages = list(paginator.paginate(PolicyInputList=[allow("*")], ActionNames=actions, MaxItems=1000))
    found = [result["EvalActionName"] for page in pages for result in page["EvaluationResults"]]
    assert found == actions and len(pages) == 3


def recorded_simulation():
    path = ROOT / "tests" / "vectors" / "aws-recorded" / "iam.json"
    return json.loads(path.read_text())["TestIAMIntegrations::test_simulate_principle_policy[role]"]["answers"]


def test_a_simulation_has_the_members_that_aws_recorded(root):
    recorded = recorded_simulation()["response"]["EvaluationResults"]
    arn = root.iam.create_role(RoleName="why-recorded", AssumeRolePolicyDocument=trust({"Service": "ec2.amazonaws.com"}))
    arn = arn["Role"]["Arn"]
    root.iam.put_role_policy(
        RoleName="why-recorded", PolicyName="p", PolicyDocument=allow("s3:PutObject", "arn:aws:s3:::bucket")
    )
    answer = root.iam.simulate_principal_policy(
        PolicySourceArn=arn, ActionNames=["s3:PutObject", "s3:GetObjectVersion"], ResourceArns=["arn:aws:s3:::bucket"]
    )
    for ours, theirs in zip(answer["EvaluationResults"], recorded, strict=True):
        # The recorded account was in an organization; this server knows of none.
        assert set(theirs) - set(ours) == {"OrganizationsDecisionDetail"} and set(ours) <= set(theirs)
        assert ours["EvalDecision"] == theirs["EvalDecision"] and ours["EvalDecisionDetails"] == {}
        for our_part, their_part in zip(ours["ResourceSpecificResults"], theirs["ResourceSpecificResults"], strict=True):
            assert set(our_part) == set(their_part)
        for our_part, their_part in zip(ours["MatchedStatements"], theirs["MatchedStatements"], strict=True):
            assert set(our_part) == set(their_part)
            assert our_part["SourcePolicyType"] == their_part["SourcePolicyType"]


