"""Every operation that names a thing is asked for one that is not there."""

import pytest
from botocore.exceptions import ClientError

import calls
import models

# The model allows the error, but these need nothing to be there.
NEED_NOTHING = {"CreateUser", "CreateGroup", "CreateProfile", "CreateTrustAnchor", "ListTrustAnchors", "ListProfiles"}
SHAPES = {"iam": "NoSuchEntityException", "rolesanywhere": "ResourceNotFoundException"}
CODES = {"iam": "NoSuchEntity", "rolesanywhere": "ResourceNotFoundException"}
ROWS = [
    (service, operation, parameters)
    for service, operation, parameters in calls.every()
    if service in SHAPES
    and operation not in NEED_NOTHING
    and SHAPES[service] in [error["shape"] for error in models.model(service)["operations"][operation]["errors"]]
]


@pytest.mark.parametrize("service, operation, parameters", ROWS, ids=[f"{row[0]}-{row[1]}" for row in ROWS])
def test_missing(root, service, operation, parameters):
    with pytest.raises(ClientError) as error:
        calls.method(root.client(service), operation)(**parameters)
    assert error.value.response["Error"]["Code"] == CODES[service], error.value.response["Error"]
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404


def test_import_for_an_anchor_that_is_not_there(root):
    """The model of ImportCrl has no such error; AWS answers it all the same."""
    with pytest.raises(ClientError) as error:
        root.rolesanywhere.import_crl(**calls.CALLS["rolesanywhere"]["ImportCrl"])
    assert error.value.response["Error"]["Code"] == "ResourceNotFoundException"


def test_a_boundary_that_is_not_there(root):
    with pytest.raises(ClientError) as error:
        root.iam.create_user(UserName="bounded", **calls.BOUNDARY)
    assert error.value.response["Error"]["Code"] == "NoSuchEntity"
