"""What the server claims to serve: the operations of the pruned models, with their shapes."""

import functools
import json

from tegata import ROOT

SERVICES = ("iam", "sts", "rolesanywhere", "cloudtrail")


# What the client calls and the server does not serve.
CALLED_ALONE = {("sts", "AssumeRoleWithWebIdentity")}


@functools.cache
def model(service):
    return json.loads((ROOT / "models" / f"{service}.json").read_text())


def operations(service):
    return [name for name in model(service)["operations"] if (service, name) not in CALLED_ALONE]


def status(service, operation):
    """The success status that the model gives an operation."""
    return model(service)["operations"][operation]["http"].get("responseCode", 200)


def every():
    """(service, operation) of all that AWS's own models hold and that is served."""
    return [(service, operation) for service in SERVICES for operation in operations(service)]
