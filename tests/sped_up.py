"""A world whose time passes faster: run under Debian's `faketime`, it starts a server, keeps a user's key in a vault,
and has a program with boto3 call for longer than a session of its role lasts. It prints what came of it.
"""

import json
import os
import pathlib
import select
import sys
import time

SPEED = 60  # seconds of this world in one of ours

# What botocore waits for an answer passes as fast, and would be some hundredths of a second.
RUN = """
import json, select, time
time.sleep = lambda seconds: select.select([], [], [], seconds)
import boto3
from botocore.config import Config
from botocore.utils import ContainerMetadataFetcher
ContainerMetadataFetcher.TIMEOUT_SECONDS = 600
patient = Config(connect_timeout=600, read_timeout=3600)
session, ids, began = boto3.Session(), set(), time.time()
while time.time() - began < 31 * 60:
    arn = session.client("sts", config=patient).get_caller_identity()["Arn"]
    assert "assumed-role" in arn, arn
    ids.add(session.get_credentials().get_frozen_credentials().access_key)
    time.sleep(60)
print(json.dumps({"sessions": len(ids), "minutes": (time.time() - began) / 60}))
"""


def live(folder):
    from clients import Clients
    from conftest import new_user
    from person import Person
    from tegata import ACCOUNT, Server
    import policies

    faster = {name: value for name, value in os.environ.items() if "FAKE" in name or name == "LD_PRELOAD"}
    assert faster, "this runs under faketime alone"
    server = Server(folder / "server").init()
    server.start(env=faster)
    try:
        root = Clients(server, server.root)
        ada = new_user(root, "ada", policies.EVERYTHING).credentials
        trust = policies.trust({"AWS": f"arn:aws:iam::{ACCOUNT}:user/ada"})
        arn = root.iam.create_role(RoleName="task", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        root.iam.put_role_policy(RoleName="task", PolicyName="p", PolicyDocument=policies.EVERYTHING)
        person = Person(folder / "home", server)
        person.config(f"[profile ada]\n[profile task]\nsource_profile = ada\nrole_arn = {arn}\nduration_seconds = 900\n")
        person.add("ada", ada)
        return person.run("exec", "--server", "task", "--", sys.executable, "-c", RUN, env=faster).stdout
    finally:
        server.stop()


if __name__ == "__main__":
    # libfaketime has the call that sleeps until an instant fail where it leaves the other clocks alone.
    time.sleep = lambda seconds: select.select([], [], [], seconds)
    print(json.dumps(json.loads(live(pathlib.Path(sys.argv[1])))))
