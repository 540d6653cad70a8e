"""Default deny: every operation that is served is refused to a caller without policies, and the refusal is recorded."""

import pytest
from botocore.exceptions import ClientError

import calls
import events
from conftest import new_user
from tegata import ACCOUNT

ROWS = calls.every()
IDS = [f"{service}-{operation}" for service, operation, _ in ROWS]
GUARDED = [row for row in ROWS if row[:2] not in calls.OPEN]


@pytest.fixture(scope="module")
def nobody(root):
    """A user without any policy."""
    return new_user(root, "nobody")


@pytest.fixture(scope="module")
def answers(nobody):
    """What every operation answers to nobody."""
    found = {}
    for service, operation, parameters in ROWS:
        try:
            found[service, operation] = calls.method(nobody.client(service), operation)(**parameters)
        except ClientError as error:
            found[service, operation] = error.response
    return found


@pytest.fixture(scope="module")
def records(root, answers):
    """The events of those calls, by request id."""
    found = [events.record(event) for event in events.every(root)]
    return {record["requestID"]: record for record in found if "requestID" in record}


@pytest.mark.parametrize("service, operation, _", GUARDED, ids=[f"{row[0]}-{row[1]}" for row in GUARDED])
def test_denied(answers, service, operation, _):
    answer = answers[service, operation]
    assert "Error" in answer, "the call was answered"
    query = service in ("iam", "sts")
    assert answer["Error"]["Code"] == ("AccessDenied" if query else "AccessDeniedException"), answer["Error"]
    status = answer["ResponseMetadata"]["HTTPStatusCode"]
    assert status == (400 if service == "cloudtrail" else 403)
    who, action = f"User: arn:aws:iam::{ACCOUNT}:user/nobody is not authorized to perform", f"{service}:{operation}"
    message = answer["Error"]["Message"]
    if operation == "GetAccessKeyLastUsed":
        key = calls.KEY["AccessKeyId"]
        assert message == f"{who} {action} on resource: access key {key}" or message.startswith(f"{who}: {action}")
    elif operation == "AssumeRole":
        assert message == f"{who}: {action} on resource: arn:aws:iam::{ACCOUNT}:role/nothing-here"
    else:
        assert message.startswith(f"{who}: {action}") and message.endswith(
            f"because no identity-based policy allows the {action} action"
        ), message


@pytest.mark.parametrize("service, operation, parameters", ROWS, ids=IDS)
def test_recorded(answers, records, service, operation, parameters):
    answer = answers[service, operation]
    record = records[answer["ResponseMetadata"]["RequestId"]]
    assert (record["eventSource"], record["eventName"]) == (f"{service}.amazonaws.com", operation)
    assert record["userIdentity"]["userName"] == "nobody"
    assert record.get("errorCode") == answer.get("Error", {}).get("Code")
    assert record.get("errorMessage") == answer.get("Error", {}).get("Message")
    assert record["readOnly"] is operation.startswith(("Get", "List", "Lookup", "Simulate"))


TARGETS = {
    ("iam", "GetUser"): f"arn:aws:iam::{ACCOUNT}:user/nobody-here",
    ("iam", "ListUsers"): f"arn:aws:iam::{ACCOUNT}:user/",
    ("iam", "GetRole"): f"arn:aws:iam::{ACCOUNT}:role/nothing-here",
    ("iam", "ListRoles"): f"arn:aws:iam::{ACCOUNT}:role/",
    ("iam", "DeletePolicy"): calls.POLICY["PolicyArn"],
    ("iam", "CreatePolicy"): calls.POLICY["PolicyArn"],
    ("rolesanywhere", "GetTrustAnchor"): calls.RESOURCE["resourceArn"],
    ("rolesanywhere", "TagResource"): calls.RESOURCE["resourceArn"],
}


@pytest.mark.parametrize("service, operation", TARGETS, ids=[f"{row[0]}-{row[1]}" for row in TARGETS])
def test_the_message_names_the_resource(answers, service, operation):
    message = answers[service, operation]["Error"]["Message"]
    action = f"{service}:{operation}"
    assert f"perform: {action} on resource: {TARGETS[service, operation]} because" in message, message


def test_nothing_was_made(root, answers):
    assert [user["UserName"] for user in root.iam.list_users()["Users"]] == ["nobody"]
    assert root.iam.list_roles()["Roles"] == [] and root.rolesanywhere.list_profiles()["profiles"] == []


def test_every_model_has_a_row():
    """The rows are the models' operations, no fewer and no more."""
    for service, rows in calls.CALLS.items():
        assert sorted(rows) == sorted(operation for each, operation, _ in ROWS if each == service)
