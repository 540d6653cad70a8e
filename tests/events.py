"""Reading the audit trail through LookupEvents."""

import json

from tegata import until


def every(caller, **parameters):
    """All events, newest first, page by page."""
    token = {}
    while True:
        page = caller.cloudtrail.lookup_events(**parameters, **token)
        yield from page["Events"]
        if not page.get("NextToken"):
            return
        token = {"NextToken": page["NextToken"]}


def find(caller, key, value, **parameters):
    """Events by one attribute, newest first."""
    return list(every(caller, LookupAttributes=[{"AttributeKey": key, "AttributeValue": value}], **parameters))


def record(event):
    """The record in CloudTrail's format."""
    return json.loads(event["CloudTrailEvent"])


def by_request(caller, request_id):
    """The records of the call that was answered with this request id; waits until there is one."""

    def look():
        records = [record(event) for event in every(caller)]
        return [found for found in records if found.get("requestID") == request_id]

    return until(look, f"the event of request {request_id}")
