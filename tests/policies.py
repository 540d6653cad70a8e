"""Policy documents, written short."""

import json

from tegata import ACCOUNT


def document(*statements, version="2012-10-17"):
    return json.dumps({"Version": version, "Statement": list(statements)})


def statement(effect, actions, resources="*", **rest):
    return {"Effect": effect, "Action": actions, "Resource": resources, **rest}


def allow(actions, resources="*", **rest):
    """A policy that allows these actions."""
    return document(statement("Allow", actions, resources, **rest))


def deny(actions, resources="*", **rest):
    return document(statement("Deny", actions, resources, **rest))


def both(allowed, denied):
    """A policy that allows some actions and denies others, everywhere."""
    return document(statement("Allow", allowed), statement("Deny", denied))


def trust(principal, actions="sts:AssumeRole", condition=None, effect="Allow"):
    entry = {"Effect": effect, "Principal": principal, "Action": actions}
    if condition:
        entry["Condition"] = condition
    return document(entry)


EVERYTHING = allow("*")
ACCOUNT_TRUST = trust({"AWS": ACCOUNT}, ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"])
EC2_TRUST = trust({"Service": "ec2.amazonaws.com"})
MACHINE_ACTIONS = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]


def machine_trust(condition=None, actions=MACHINE_ACTIONS):
    """The trust that Roles Anywhere needs."""
    return trust({"Service": "rolesanywhere.amazonaws.com"}, actions, condition)
