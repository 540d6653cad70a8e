"""One well-formed call of every operation that is served: what a test needs that goes through all of them.

The names and identifiers point at nothing; who is refused for lack of permission must not notice.
"""

import models
from certificates import Authority
from tegata import ACCOUNT, REGION

UUID = "00000000-0000-4000-8000-00000000000{}"
USER = {"UserName": "nobody-here"}
GROUP = {"GroupName": "nothing-here"}
ROLE = {"RoleName": "nothing-here"}
POLICY = {"PolicyArn": f"arn:aws:iam::{ACCOUNT}:policy/nothing-here"}
NAMED = {"PolicyName": "inline"}
DOCUMENT = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}'
TRUST = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},'
    '"Action":"sts:AssumeRole"}]}'
)
BOUNDARY = {"PermissionsBoundary": POLICY["PolicyArn"]}
SOURCE = {"PolicySourceArn": f"arn:aws:iam::{ACCOUNT}:user/nobody-here"}
ACTIONS = {"ActionNames": ["s3:GetObject"]}
KEY = {"AccessKeyId": "AKIAIOSFODNN7EXAMPLE"}
MFA = {"SerialNumber": f"arn:aws:iam::{ACCOUNT}:mfa/nothing-here"}
CODES = {"AuthenticationCode1": "000000", "AuthenticationCode2": "000001"}
TAGS = {"Tags": [{"Key": "team", "Value": "blue"}]}
KEYS = {"TagKeys": ["team"]}
VERSION = {"VersionId": "v1"}
ANCHOR = {"trustAnchorId": UUID.format(1)}
PROFILE = {"profileId": UUID.format(2)}
CRL = {"crlId": UUID.format(3)}
RESOURCE = {"resourceArn": f"arn:aws:rolesanywhere:{REGION}:{ACCOUNT}:trust-anchor/{UUID.format(1)}"}
_authority = Authority.root([("CN", "Calls")])

CALLS = {
    "iam": {
        "CreateUser": USER, "GetUser": USER, "ListUsers": {}, "UpdateUser": USER, "DeleteUser": USER,
        "TagUser": {**USER, **TAGS}, "UntagUser": {**USER, **KEYS}, "ListUserTags": USER,
        "PutUserPermissionsBoundary": {**USER, **BOUNDARY}, "DeleteUserPermissionsBoundary": USER,
        "CreateRole": {**ROLE, "AssumeRolePolicyDocument": TRUST}, "GetRole": ROLE, "ListRoles": {}, "UpdateRole": ROLE,
        "UpdateRoleDescription": {**ROLE, "Description": "x"},
        "UpdateAssumeRolePolicy": {**ROLE, "PolicyDocument": TRUST}, "DeleteRole": ROLE,
        "TagRole": {**ROLE, **TAGS}, "UntagRole": {**ROLE, **KEYS}, "ListRoleTags": ROLE,
        "PutRolePermissionsBoundary": {**ROLE, **BOUNDARY}, "DeleteRolePermissionsBoundary": ROLE,
        "PutUserPolicy": {**USER, **NAMED, "PolicyDocument": DOCUMENT}, "GetUserPolicy": {**USER, **NAMED},
        "DeleteUserPolicy": {**USER, **NAMED}, "ListUserPolicies": USER,
        "PutRolePolicy": {**ROLE, **NAMED, "PolicyDocument": DOCUMENT}, "GetRolePolicy": {**ROLE, **NAMED},
        "DeleteRolePolicy": {**ROLE, **NAMED}, "ListRolePolicies": ROLE,
        "CreatePolicy": {"PolicyName": "nothing-here", "PolicyDocument": DOCUMENT}, "GetPolicy": POLICY,
        "ListPolicies": {}, "DeletePolicy": POLICY, "CreatePolicyVersion": {**POLICY, "PolicyDocument": DOCUMENT},
        "GetPolicyVersion": {**POLICY, **VERSION}, "ListPolicyVersions": POLICY,
        "DeletePolicyVersion": {**POLICY, **VERSION}, "SetDefaultPolicyVersion": {**POLICY, **VERSION},
        "TagPolicy": {**POLICY, **TAGS}, "UntagPolicy": {**POLICY, **KEYS}, "ListPolicyTags": POLICY,
        "AttachUserPolicy": {**USER, **POLICY}, "DetachUserPolicy": {**USER, **POLICY},
        "ListAttachedUserPolicies": USER, "AttachRolePolicy": {**ROLE, **POLICY},
        "DetachRolePolicy": {**ROLE, **POLICY}, "ListAttachedRolePolicies": ROLE, "ListEntitiesForPolicy": POLICY,
        "CreateGroup": GROUP, "GetGroup": GROUP, "ListGroups": {}, "UpdateGroup": GROUP, "DeleteGroup": GROUP,
        "AddUserToGroup": {**GROUP, **USER}, "RemoveUserFromGroup": {**GROUP, **USER}, "ListGroupsForUser": USER,
        "PutGroupPolicy": {**GROUP, **NAMED, "PolicyDocument": DOCUMENT}, "GetGroupPolicy": {**GROUP, **NAMED},
        "DeleteGroupPolicy": {**GROUP, **NAMED}, "ListGroupPolicies": GROUP,
        "AttachGroupPolicy": {**GROUP, **POLICY}, "DetachGroupPolicy": {**GROUP, **POLICY},
        "ListAttachedGroupPolicies": GROUP,
        "CreateAccessKey": USER, "ListAccessKeys": USER, "UpdateAccessKey": {**USER, **KEY, "Status": "Inactive"},
        "DeleteAccessKey": {**USER, **KEY}, "GetAccessKeyLastUsed": KEY,
        "CreateVirtualMFADevice": {"VirtualMFADeviceName": "nothing-here"}, "EnableMFADevice": {**USER, **MFA, **CODES},
        "ListMFADevices": USER, "ListVirtualMFADevices": {}, "GetMFADevice": MFA,
        "ResyncMFADevice": {**USER, **MFA, **CODES}, "DeactivateMFADevice": {**USER, **MFA},
        "DeleteVirtualMFADevice": MFA, "TagMFADevice": {**MFA, **TAGS}, "UntagMFADevice": {**MFA, **KEYS},
        "ListMFADeviceTags": MFA,
        "SimulateCustomPolicy": {"PolicyInputList": [DOCUMENT], **ACTIONS},
        "SimulatePrincipalPolicy": {**SOURCE, **ACTIONS},
        "GetContextKeysForCustomPolicy": {"PolicyInputList": [DOCUMENT]},
        "GetContextKeysForPrincipalPolicy": SOURCE,
    },
    "sts": {
        "AssumeRole": {"RoleArn": f"arn:aws:iam::{ACCOUNT}:role/nothing-here", "RoleSessionName": "session"},
        "GetSessionToken": {}, "GetFederationToken": {"Name": "somebody"}, "GetCallerIdentity": {}, "GetAccessKeyInfo": KEY,
        "DecodeAuthorizationMessage": {"EncodedMessage": "nothing"},
    },
    "rolesanywhere": {
        "CreateTrustAnchor": {
            "name": "nothing",
            "source": {
                "sourceType": "CERTIFICATE_BUNDLE", "sourceData": {"x509CertificateData": _authority.pem},
            },
        },
        "ListTrustAnchors": {}, "GetTrustAnchor": ANCHOR, "UpdateTrustAnchor": {**ANCHOR, "name": "x"},
        "DeleteTrustAnchor": ANCHOR, "EnableTrustAnchor": ANCHOR, "DisableTrustAnchor": ANCHOR,
        "PutNotificationSettings": {**ANCHOR, "notificationSettings": []},
        "ResetNotificationSettings": {**ANCHOR, "notificationSettingKeys": []},
        "CreateProfile": {"name": "nothing", "roleArns": []}, "ListProfiles": {}, "GetProfile": PROFILE,
        "UpdateProfile": {**PROFILE, "name": "x"}, "DeleteProfile": PROFILE, "EnableProfile": PROFILE,
        "DisableProfile": PROFILE,
        "PutAttributeMapping": {
            **PROFILE, "certificateField": "x509Subject", "mappingRules": [{"specifier": "CN"}],
        },
        "DeleteAttributeMapping": {**PROFILE, "certificateField": "x509Subject"},
        "ImportCrl": {
            "name": "nothing", "crlData": _authority.crl(), "trustAnchorArn": RESOURCE["resourceArn"],
        },
        "ListCrls": {}, "GetCrl": CRL, "UpdateCrl": {**CRL, "name": "x"}, "DeleteCrl": CRL, "EnableCrl": CRL,
        "DisableCrl": CRL, "ListSubjects": {}, "GetSubject": {"subjectId": UUID.format(4)},
        "TagResource": {**RESOURCE, "tags": [{"key": "team", "value": "blue"}]},
        "UntagResource": {**RESOURCE, "tagKeys": ["team"]}, "ListTagsForResource": RESOURCE,
    },
    "cloudtrail": {"LookupEvents": {}},
}  # fmt: skip

# Never refused for lack of permission.
OPEN = {("sts", "GetCallerIdentity"), ("sts", "GetSessionToken")}


def every():
    """(service, operation, parameters) of all that is served; an operation without a row here is an error."""
    rows = []
    for service, operation in models.every():
        rows.append((service, operation, CALLS[service][operation]))
    return rows


def method(client, operation):
    """The boto3 method of an operation."""
    names = client.meta.method_to_api_mapping
    return getattr(client, next(name for name, api in names.items() if api == operation))
