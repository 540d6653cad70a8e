"""The audit trail: what LookupEvents finds, what a record holds, and what it must not hold."""

import datetime
import json
import re

import pytest

import events
import policies
import raw
from clients import Clients, refused
from machines import Setting
from policies import allow, trust
from tegata import ACCOUNT, REGION, Credentials, until

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS"
ALWAYS = {
    "eventVersion", "userIdentity", "eventTime", "eventSource", "eventName", "awsRegion", "sourceIPAddress",
    "requestParameters", "responseElements", "requestID", "eventID", "eventType", "managementEvent", "eventCategory",
    "readOnly", "recipientAccountId",
}  # fmt: skip


def request_id(answer):
    return answer["ResponseMetadata"]["RequestId"]


@pytest.fixture
def recorded(root):
    """The record of a call: recorded(answer)."""

    def find(answer):
        (record,) = events.by_request(root, request_id(answer))
        return record

    return find


def test_the_record_of_a_change(root, recorded, unique):
    name = unique("user")
    before = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
    answer = root.iam.create_user(UserName=name, Path="/staff/", Tags=[{"Key": "team", "Value": "blue"}])
    record = recorded(answer)
    assert ALWAYS <= set(record), sorted(ALWAYS - set(record))
    assert re.fullmatch(r"1\.(08|09|10|11)", record["eventVersion"])
    moment = datetime.datetime.strptime(record["eventTime"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.timezone.utc)
    assert before <= moment <= before + datetime.timedelta(minutes=2)
    assert record["userIdentity"] == {
        "type": "Root", "principalId": ACCOUNT, "arn": f"arn:aws:iam::{ACCOUNT}:root", "accountId": ACCOUNT,
        "accessKeyId": root.credentials.access_key_id,
    }  # fmt: skip
    assert (record["eventSource"], record["eventName"]) == ("iam.amazonaws.com", "CreateUser")
    assert record["awsRegion"] == "us-east-1" and record["sourceIPAddress"] == "127.0.0.1"
    assert "Boto3" in record["userAgent"]
    assert record["requestParameters"]["userName"] == name and record["requestParameters"]["path"] == "/staff/"
    made = record["responseElements"]["user"]
    assert made["arn"] == answer["User"]["Arn"] and made["userId"] == answer["User"]["UserId"]
    assert re.fullmatch(UUID, record["eventID"]) and re.fullmatch(UUID, record["requestID"])
    assert record["eventType"] == "AwsApiCall" and record["eventCategory"] == "Management"
    assert record["managementEvent"] is True and record["readOnly"] is False
    assert record["recipientAccountId"] == ACCOUNT
    assert "errorCode" not in record and "errorMessage" not in record


def test_every_record_has_what_is_always_there(root):
    for event in events.every(root):
        record = events.record(event)
        assert ALWAYS <= set(record), (event["EventName"], sorted(ALWAYS - set(record)))


def test_the_record_of_a_reading(root, recorded):
    record = recorded(root.iam.list_users(PathPrefix="/"))
    assert record["readOnly"] is True and record["responseElements"] is None
    assert record["requestParameters"] == {"pathPrefix": "/"}
    assert recorded(root.iam.list_roles())["requestParameters"] in (None, {})


def test_the_record_of_a_refusal(recorded, user, unique):
    caller = user()
    with refused("AccessDenied") as error:
        caller.iam.delete_user(UserName="somebody")
    record = recorded(error.response)
    assert record["errorCode"] == "AccessDenied" and record["errorMessage"] == error.text
    assert record["userIdentity"]["type"] == "IAMUser" and record["userIdentity"]["userName"] == caller.name
    assert record["requestParameters"] == {"userName": "somebody"} and record["responseElements"] is None
    with refused("NoSuchEntity") as error:
        user(policies.EVERYTHING).iam.delete_user(UserName="somebody")
    assert recorded(error.response)["errorCode"] == "NoSuchEntity"


def test_strangers_do_not_fill_the_trail(root, server):
    reply = raw.call(server, raw.query("ListUsers", "iam"), Credentials("AKIAIOSFODNN7EXAMPLE", "wrong" * 8), "iam")
    assert reply.status == 403
    root.iam.list_users()
    ids = [events.record(event).get("requestID") for event in events.every(root)]
    assert reply.headers["x-amzn-requestid"] not in ids


def test_identities(root, recorded, user, role):
    caller = user(allow(["sts:AssumeRole", "iam:ListUsers"]), Path="/staff/")
    identity = recorded(caller.iam.list_users())["userIdentity"]
    user_id = root.iam.get_user(UserName=caller.name)["User"]["UserId"]
    assert identity == {
        "type": "IAMUser", "principalId": user_id, "arn": caller.arn, "accountId": ACCOUNT,
        "accessKeyId": caller.credentials.access_key_id, "userName": caller.name,
    }  # fmt: skip
    arn = role(trust({"AWS": caller.arn}), allow("iam:ListUsers"), Path="/apps/")
    session = caller.assume(arn, "named")
    record = recorded(session.iam.list_users())
    identity, name = record["userIdentity"], arn.rsplit("/", 1)[1]
    role_id = root.iam.get_role(RoleName=name)["Role"]["RoleId"]
    assert identity["type"] == "AssumedRole" and identity["principalId"] == f"{role_id}:named"
    assert identity["arn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/{name}/named"
    assert identity["accountId"] == ACCOUNT and identity["accessKeyId"] == session.credentials.access_key_id
    context = identity["sessionContext"]
    assert context["sessionIssuer"] == {
        "type": "Role", "principalId": role_id, "arn": arn, "accountId": ACCOUNT, "userName": name,
    }  # fmt: skip
    assert context["attributes"]["mfaAuthenticated"] == "false"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", context["attributes"]["creationDate"])

    token = Clients(caller.server, Credentials.of(caller.sts.get_session_token()["Credentials"]))
    identity = recorded(token.sts.get_caller_identity())["userIdentity"]
    assert identity["type"] == "IAMUser" and identity["userName"] == caller.name
    assert identity["sessionContext"]["attributes"]["mfaAuthenticated"] == "false"


def test_assume_role(root, recorded, user, role):
    everything = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
    arn = role(trust({"AWS": ACCOUNT}, everything), allow("iam:ListUsers"))
    caller = user(allow(everything))
    answer = caller.sts.assume_role(
        RoleArn=arn, RoleSessionName="named", ExternalId="handshake", SourceIdentity="alice", DurationSeconds=900,
        Tags=[{"Key": "team", "Value": "blue"}], TransitiveTagKeys=["team"], Policy=allow("iam:*"),
    )  # fmt: skip
    record = recorded(answer)
    asked = record["requestParameters"]
    assert asked["roleArn"] == arn and asked["roleSessionName"] == "named" and asked["externalId"] == "handshake"
    assert asked["sourceIdentity"] == "alice" and asked["durationSeconds"] == 900
    assert asked["transitiveTagKeys"] == ["team"] and asked["principalTags"] == {"team": "blue"}
    given = record["responseElements"]
    assert given["credentials"]["accessKeyId"] == answer["Credentials"]["AccessKeyId"]
    assert "secretAccessKey" not in given["credentials"] and given["credentials"]["sessionToken"] == HIDDEN
    assert given["assumedRoleUser"] == {
        "assumedRoleId": answer["AssumedRoleUser"]["AssumedRoleId"], "arn": answer["AssumedRoleUser"]["Arn"],
    }  # fmt: skip
    assert given["packedPolicySize"] == answer["PackedPolicySize"] and given["sourceIdentity"] == "alice"
    assert {"ARN": arn, "accountId": ACCOUNT, "type": "AWS::IAM::Role"} in record["resources"]
    session = Clients(caller.server, Credentials.of(answer["Credentials"]))
    later = recorded(session.iam.list_users())
    assert later["userIdentity"]["sessionContext"]["sourceIdentity"] == "alice"
    assert later["userIdentity"]["accessKeyId"] == given["credentials"]["accessKeyId"]


def test_access_keys_are_shown_without_their_secret(recorded, root, user):
    caller = user()
    answer = root.iam.create_access_key(UserName=caller.name)
    made = recorded(answer)["responseElements"]["accessKey"]
    assert made["accessKeyId"] == answer["AccessKey"]["AccessKeyId"]
    assert made.get("secretAccessKey", HIDDEN) == HIDDEN


def test_tags_of_roles_anywhere_are_hidden(recorded, root):
    answer = root.rolesanywhere.create_profile(
        name="tags", roleArns=[], tags=[{"key": "a-key-to-hide", "value": "a-value-to-hide"}]
    )
    record = recorded(answer)
    assert record["requestParameters"]["name"] == "tags"
    assert record["responseElements"]["profile"]["profileId"] == answer["profile"]["profileId"]
    text = json.dumps(record)
    assert HIDDEN in text and "a-key-to-hide" not in text and "a-value-to-hide" not in text


def test_the_id_in_the_path_is_a_parameter(recorded, root):
    made = root.rolesanywhere.create_profile(name="path", roleArns=[])["profile"]
    record = recorded(root.rolesanywhere.get_profile(profileId=made["profileId"]))
    assert record["requestParameters"] == {"profileId": made["profileId"]}
    assert record["awsRegion"] == REGION and record["readOnly"] is True


def test_regions(root, recorded):
    elsewhere = root.in_region("eu-west-1")
    answer = elsewhere.rolesanywhere.create_profile(name="elsewhere", roleArns=[])
    (record,) = events.by_request(elsewhere, request_id(answer))
    assert record["awsRegion"] == "eu-west-1"


# Sessions of machines


@pytest.fixture(scope="module")
def place(root, authority):
    return Setting(root, authority, "trail-machine", policy=allow("iam:ListUsers"), acceptRoleSessionName=True)


def pair(root, reply):
    """The two records of one CreateSession: its own, and that of the AssumeRole made for it."""
    own = events.by_request(root, reply.headers["x-amzn-requestid"])
    session = [record for record in own if record["eventName"] == "CreateSession"]
    assert len(session) == 1, own
    return session[0]


def test_create_session_leaves_two_records(root, place, authority):
    certificate = authority.issue([("CN", "Alice"), ("OU", "Inside")])
    reply = place.request(certificate, durationSeconds=900, roleSessionName="from-a-machine")
    key = reply.json["credentialSet"][0]["credentials"]["accessKeyId"]
    record = pair(root, reply)
    assert (record["eventSource"], record["eventName"]) == ("rolesanywhere.amazonaws.com", "CreateSession")
    assert record["readOnly"] is False and record["sourceIPAddress"] == "127.0.0.1"
    asked = record["requestParameters"]
    assert asked["cert"] == certificate.base64 and asked["durationSeconds"] == 900
    assert {name: asked[name] for name in place.arns} == place.arns
    (given,) = record["responseElements"]["credentialSet"]
    assert given["credentials"]["accessKeyId"] == key
    assert "secretAccessKey" not in given["credentials"] or given["credentials"]["secretAccessKey"] == HIDDEN
    assert given["sourceIdentity"] == "CN=Alice" and given["roleArn"] == place.role_arn
    assert record["responseElements"]["subjectArn"] == reply.json["subjectArn"]

    def assumed():
        found = [events.record(event) for event in events.find(root, "EventName", "AssumeRole")]
        return [
            each for each in found
            if (each["responseElements"] or {}).get("credentials", {}).get("accessKeyId") == key
        ]  # fmt: skip

    (assume,) = until(assumed, "the AssumeRole event")
    assert assume["eventSource"] == "sts.amazonaws.com"
    assert assume["userIdentity"]["type"] == "AWSService"
    assert assume["userIdentity"]["invokedBy"] == "rolesanywhere.amazonaws.com"
    assert assume["sourceIPAddress"] == "rolesanywhere.amazonaws.com"
    asked = assume["requestParameters"]
    assert asked["roleArn"] == place.role_arn and asked["roleSessionName"] == "from-a-machine"
    assert asked["sourceIdentity"] == "CN=Alice" and asked["durationSeconds"] == 900
    assert asked["principalTags"]["x509Subject/CN"] == "Alice"
    assert assume["eventTime"] == record["eventTime"]


def test_a_refused_session(root, place, authority):
    certificate = authority.issue([("CN", "Refused")])
    place.trust(policies.machine_trust({"StringEquals": {"aws:PrincipalTag/x509Subject/CN": "Somebody"}}))
    reply = place.request(certificate)
    place.trust(policies.machine_trust())
    record = pair(root, reply)
    assert record["errorCode"].startswith("AccessDenied")
    assert record["errorMessage"] == f"Unable to assume role for {place.role_arn}."
    assert record["requestParameters"]["cert"] == certificate.base64 and record["responseElements"] is None


def test_calls_of_a_machine(root, place, authority):
    certificate = authority.issue([("CN", "Caller")])
    session = place.session(certificate)
    session.iam.list_users()
    with refused("AccessDenied") as error:
        session.iam.list_roles()
    (record,) = events.by_request(root, request_id(error.response))
    identity = record["userIdentity"]
    assert identity["type"] == "AssumedRole"
    assert identity["principalId"].endswith(f":{certificate.serial_hex}")
    assert identity["sessionContext"]["sourceIdentity"] == "CN=Caller"
    # Why it was denied is kept with it.
    assert record["additionalEventData"]


# Looking up


def test_event_entries(root, user, unique):
    name = unique("user")
    answer = root.iam.create_user(UserName=name)
    (record,) = events.by_request(root, request_id(answer))
    (event,) = events.find(root, "EventId", record["eventID"])
    assert event["EventName"] == "CreateUser" and event["EventSource"] == "iam.amazonaws.com"
    assert event["ReadOnly"] == "false" and event["Username"] == "root"
    assert event["AccessKeyId"] == root.credentials.access_key_id
    assert int(event["EventTime"].timestamp()) == int(
        datetime.datetime.strptime(record["eventTime"], "%Y-%m-%dT%H:%M:%SZ")
        .replace(tzinfo=datetime.timezone.utc).timestamp()
    )  # fmt: skip
    assert json.loads(event["CloudTrailEvent"])["eventID"] == event["EventId"]


def test_attributes(root, user, role):
    caller = user(allow(["sts:AssumeRole", "iam:ListUsers"]))
    arn = role(trust({"AWS": ACCOUNT}), allow("iam:ListRoles"))
    session = caller.assume(arn, "looked-up")
    session.iam.list_roles()
    caller.iam.list_users()

    def names(key, value):
        return [event["EventName"] for event in events.find(root, key, value)]

    assert names("Username", caller.name) == ["ListUsers", "AssumeRole"]
    assert names("Username", "looked-up") == ["ListRoles"]
    assert names("AccessKeyId", caller.credentials.access_key_id) == ["ListUsers", "AssumeRole"]
    assert names("AccessKeyId", session.credentials.access_key_id) == ["ListRoles"]
    assert names("EventName", "AssumeRole")[0] == "AssumeRole"
    assert set(names("EventName", "AssumeRole")) == {"AssumeRole"}
    assert "AssumeRole" in names("ResourceName", arn)
    assert "AssumeRole" in names("ResourceType", "AWS::IAM::Role")
    assert "CreateUser" not in names("EventSource", "sts.amazonaws.com")
    assert "ListUsers" in names("ReadOnly", "true") and "ListUsers" not in names("ReadOnly", "false")
    assert "CreateUser" in names("ReadOnly", "false")
    assert names("Username", "nobody-at-all") == [] and names("EventId", "no-such-event") == []


def test_a_caller_reads_its_own_calls_at_once(root, unique):
    for _ in range(5):
        name = unique("user")
        answer = root.iam.create_user(UserName=name)
        newest = root.cloudtrail.lookup_events(MaxResults=5)["Events"]
        assert request_id(answer) in [events.record(event)["requestID"] for event in newest]


def test_newest_first_and_pages(root):
    for _ in range(12):
        root.iam.list_users()
    whole = list(events.every(root))
    times = [event["EventTime"] for event in whole]
    assert times == sorted(times, reverse=True)
    assert len({event["EventId"] for event in whole}) == len(whole)
    # In pages of two the same events come in the same order, though the pages themselves make new ones.
    until_now = {"EndTime": whole[0]["EventTime"]}
    paged, token = [], {}
    while len(paged) < 9:
        page = root.cloudtrail.lookup_events(MaxResults=2, **until_now, **token)
        assert len(page["Events"]) == 2
        paged += [event["EventId"] for event in page["Events"]]
        token = {"NextToken": page["NextToken"]}
    ids = [event["EventId"] for event in whole]
    wanted = [each for each in paged if each in ids]
    at = ids.index(wanted[0])
    assert ids[at : at + len(wanted)] == wanted and len(set(paged)) == len(paged)


def test_fifty_at_a_time(root):
    for _ in range(51):
        root.sts.get_caller_identity()
    page = root.cloudtrail.lookup_events()
    assert len(page["Events"]) == 50 and page["NextToken"]


def test_times(root):
    root.iam.list_users()
    now = datetime.datetime.now(datetime.timezone.utc)
    hour = datetime.timedelta(hours=1)
    assert root.cloudtrail.lookup_events(StartTime=now - hour, EndTime=now + hour)["Events"]
    assert root.cloudtrail.lookup_events(EndTime=now - hour)["Events"] == []
    assert root.cloudtrail.lookup_events(StartTime=now + hour)["Events"] == []


def attribute(key, value="x"):
    return {"AttributeKey": key, "AttributeValue": value}


@pytest.mark.parametrize("parameters, code", [
    ({"LookupAttributes": [attribute("EventId"), attribute("EventName")]}, "InvalidLookupAttributesException"),
    ({"LookupAttributes": [attribute("Nonsense")]}, "InvalidLookupAttributesException"),
    ({"MaxResults": 51}, "InvalidMaxResultsException"),
    ({"MaxResults": 0}, "InvalidMaxResultsException"),
    ({"NextToken": "not-a-token-of-ours"}, "InvalidNextTokenException"),
    ({"EventCategory": "nonsense"}, "InvalidEventCategoryException"),
    (
        {"StartTime": datetime.datetime(2026, 1, 2), "EndTime": datetime.datetime(2026, 1, 1)},
        "InvalidTimeRangeException",
    ),
])  # fmt: skip
def test_refusals(root, parameters, code):
    with refused(code, status=400):
        root.unchecked().cloudtrail.lookup_events(**parameters)


def test_a_token_belongs_to_its_question(root):
    for _ in range(3):
        root.iam.list_users()
    token = root.cloudtrail.lookup_events(MaxResults=1)["NextToken"]
    with refused("InvalidNextTokenException", status=400):
        root.cloudtrail.lookup_events(NextToken=token, LookupAttributes=[attribute("EventName", "ListUsers")])


def test_insights(root):
    """There are none."""
    assert root.cloudtrail.lookup_events(EventCategory="insight")["Events"] == []


def test_the_wire(server, root):
    reply = raw.call(server, raw.lookup_events(b'{"MaxResults":1}'), root.credentials, "cloudtrail")
    assert reply.status == 200
    assert reply.headers["content-type"] == "application/x-amz-json-1.1"
    (event,) = reply.json["Events"]
    assert isinstance(event["EventTime"], (int, float)) and isinstance(event["CloudTrailEvent"], str)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"MaxResults":"many"}', b'{"LookupAttributes":{}}', b"\xff"])
def test_bodies_of_the_wrong_shape(server, root, body):
    reply = raw.call(server, raw.lookup_events(body), root.credentials, "cloudtrail")
    if body == b"":
        assert reply.status in (200, 400)
    else:
        assert reply.status == 400 and reply.json["__type"], reply.text


@pytest.mark.parametrize("target", [f"{raw.CLOUDTRAIL}.DescribeTrails", f"{raw.CLOUDTRAIL}.", "nonsense", ""])
def test_operations_that_are_not_built(server, root, target):
    request = raw.lookup_events()
    request.headers["X-Amz-Target"] = target
    reply = raw.call(server, request, root.credentials, "cloudtrail")
    assert reply.status in (400, 404) and reply.code == "UnknownOperationException", reply.text


def test_events_survive_a_restart(fresh_server):
    root = Clients(fresh_server, fresh_server.root)
    answer = root.iam.create_user(UserName="before-the-restart")
    assert fresh_server.stop() == 0
    fresh_server.start()
    root = Clients(fresh_server, fresh_server.root)
    (record,) = events.by_request(root, request_id(answer))
    assert record["requestParameters"]["userName"] == "before-the-restart"
    assert root.iam.get_user(UserName="before-the-restart")
