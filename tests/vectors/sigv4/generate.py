"""Writes botocore.json beside this file: what botocore signs for a set of awkward requests.

Run with a Python that has botocore; the key is the example key of the AWS documentation.
"""

import datetime
import json
import pathlib

import botocore
import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

AT = datetime.datetime(2015, 8, 30, 12, 36, 0)
KEY_ID = "AKIDEXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
HOST = "example.amazonaws.com"
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}

CASES = [
    # label, method, path with query as on the wire, headers, body, token
    ("root", "GET", "/", {}, "", None),
    ("dot segments", "GET", "/a/../b/./c", {}, "", None),
    ("slashes", "GET", "//a//b/", {}, "", None),
    ("up to the root", "GET", "/a/b/../..", {}, "", None),
    ("encoded path", "GET", "/profile/arn%3Aaws%3Arolesanywhere%3Aeu-west-1%3A111122223333%3Aprofile%2Fx", {}, "", None),
    ("unicode path", "GET", "/%E1%88%B4", {}, "", None),
    ("query order", "GET", "/?Param2=value2&Param1=value1", {}, "", None),
    ("query case", "GET", "/?b=2&B=1&a=3", {}, "", None),
    ("query repeated", "GET", "/?a=2&a=1&a=10&a=", {}, "", None),
    ("query encoded", "GET", "/?specifiers=a%20b&specifiers=a%2Fb%3D&certificateField=x509%2ASubject", {}, "", None),
    ("query unreserved", "GET", "/?-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz=1", {}, "", None),
    ("header blanks", "GET", "/", {"My-Header1": "  value1   with  blanks ", "My-header2": '"a   b   c"'}, "", None),
    ("form body", "POST", "/", FORM, "Action=GetCallerIdentity&Version=2011-06-15", None),
    ("session token", "POST", "/", FORM, "Action=GetCallerIdentity&Version=2011-06-15", "AQoDYXdzEPT//////////wEXAMPLE"),
    ("json body", "POST", "/", {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "CloudTrail_20131101.LookupEvents"}, '{"MaxResults":1}', None),
    ("unicode body", "PUT", "/x", {"Content-Type": "application/json"}, '{"name":"Zoë"}', None),
]


class FrozenDatetime(datetime.datetime):
    @classmethod
    def utcnow(cls):
        return cls(AT.year, AT.month, AT.day, AT.hour, AT.minute, AT.second)

    @classmethod
    def now(cls, tz=None):
        return cls.utcnow().replace(tzinfo=tz)


def freeze():
    botocore.auth.get_current_datetime = lambda remove_tzinfo=True: FrozenDatetime.utcnow()


def record(case, presign):
    label, method, target, headers, body, token = case
    request = AWSRequest(method=method, url=f"https://{HOST}{target}", headers=dict(headers), data=body.encode())
    credentials = Credentials(KEY_ID, SECRET, token)
    if presign:
        signer = botocore.auth.SigV4QueryAuth(credentials, "service", "us-east-1", expires=900)
    else:
        signer = botocore.auth.SigV4Auth(credentials, "service", "us-east-1")
    seen = {}
    signer_string_to_sign = signer.string_to_sign

    def spy(request, canonical):
        seen["canonical_request"] = canonical
        seen["string_to_sign"] = signer_string_to_sign(request, canonical)
        return seen["string_to_sign"]

    signer.string_to_sign = spy
    signer.add_auth(request)
    sent = request.prepare()
    kept = [[name, value if isinstance(value, str) else value.decode()] for name, value in sent.headers.items()]
    kept = [pair for pair in kept if pair[0].lower() != "content-length"]
    path, _, query = sent.url[len(f"https://{HOST}"):].partition("?")
    return {
        "label": label,
        "presigned": presign,
        "method": method,
        "path": path,
        "query": query,
        "headers": [["Host", HOST]] + kept,
        "body": body,
        **seen,
    }


def main():
    freeze()
    cases = [record(case, False) for case in CASES]
    cases += [record(case, True) for case in CASES if case[1] == "GET"]
    cases.append(record(("token", "GET", "/?Action=GetCallerIdentity", {}, "", "AQoDYXdzEPT//////////wEXAMPLE"), True))
    out = {
        "made_with": f"botocore {botocore.__version__}",
        "key_id": KEY_ID,
        "secret": SECRET,
        "region": "us-east-1",
        "service": "service",
        "cases": cases,
    }
    path = pathlib.Path(__file__).with_name("botocore.json")
    path.write_text(json.dumps(out, indent=1, ensure_ascii=False) + "\n")


main()
