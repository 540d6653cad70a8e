"""A machine that holds a certificate: the role, trust anchor and profile that let it in, and its requests."""

import json
import os

import policies
import raw
from clients import Clients
from tegata import REGION, Credentials, command


class Setting:
    """A role, an anchor and a profile that belong together."""

    def __init__(self, root, authority, name, *, trust=None, policy=policies.EVERYTHING, role=None, **profile):
        self.root = root
        self.server = root.server
        self.authority = authority
        created = root.iam.create_role(
            RoleName=name, AssumeRolePolicyDocument=trust or policies.machine_trust(), **(role or {})
        )
        self.role_name, self.role_arn = name, created["Role"]["Arn"]
        if policy:
            root.iam.put_role_policy(RoleName=name, PolicyName="permissions", PolicyDocument=policy)
        self.anchor = root.rolesanywhere.create_trust_anchor(
            name=name, enabled=True,
            source={"sourceType": "CERTIFICATE_BUNDLE", "sourceData": {"x509CertificateData": authority.pem}},
        )["trustAnchor"]  # fmt: skip
        self.profile = root.rolesanywhere.create_profile(
            **{"name": name, "enabled": True, "roleArns": [self.role_arn], **profile}
        )["profile"]

    @property
    def anchor_arn(self):
        return self.anchor["trustAnchorArn"]

    @property
    def profile_arn(self):
        return self.profile["profileArn"]

    @property
    def arns(self):
        return {"profileArn": self.profile_arn, "roleArn": self.role_arn, "trustAnchorArn": self.anchor_arn}

    def trust(self, text):
        self.root.iam.update_assume_role_policy(RoleName=self.role_name, PolicyDocument=text)

    def remove_anchor(self):
        """Gives the anchor's place back, since an account has few."""
        client = self.root.rolesanywhere
        for crl in client.get_paginator("list_crls").paginate().build_full_result()["crls"]:
            if crl["trustAnchorArn"] == self.anchor_arn:
                client.delete_crl(crlId=crl["crlId"])
        client.delete_trust_anchor(trustAnchorId=self.anchor["trustAnchorId"])

    def request(self, certificate, **parameters):
        """CreateSession by a request made by hand; returns the reply."""
        return raw.create_session(self.server, certificate, **{**self.arns, **parameters})

    def session(self, certificate, **parameters):
        """CreateSession that must succeed; returns the session's clients."""
        reply = self.request(certificate, **parameters)
        assert reply.status == 201, reply.text
        credentials = reply.json["credentialSet"][0]["credentials"]
        return Clients(self.server, Credentials.of(credentials))

    def flags(self, certificate, key):
        """The flags that every form of the credential helper takes."""
        return [
            "--certificate", certificate, "--private-key", key, "--trust-anchor-arn", self.anchor_arn,
            "--profile-arn", self.profile_arn, "--role-arn", self.role_arn, "--region", REGION,
            "--endpoint", self.server.url,
        ]  # fmt: skip

    def helper(self, home, certificate, key, *more, check=None, program=None, env=None):
        """Runs `tegata credential-process`."""
        done = command(
            "credential-process", *self.flags(certificate, key), *more, home=home, check=check, program=program, env=env
        )
        if done.returncode == 0:
            self.server.secrets.note_answer(json.loads(done.stdout))
        self.server.secrets.note_error(done.stderr)
        return done


def as_signing_helper(directory, binary):
    """The binary under the name of the helper that it succeeds."""
    link = directory / "aws_signing_helper"
    os.symlink(binary, link)
    return link
