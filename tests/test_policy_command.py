"""`tegata policy`: documents checked and requests decided by the binary alone, without a server."""

import json
import subprocess

import pytest

from tegata import PATIENCE, binary, command, environment

ALICE = "arn:aws:iam::111122223333:user/alice"


def document(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def statement(effect, action="*", resource="*", **members):
    return {"Effect": effect, "Action": action, "Resource": resource, **members}


SOUND = document(statement("Allow", "s3:GetObject", "arn:aws:s3:::b/*"))
BROAD = document(statement("Allow"))
REFUSED = document(statement("Allow", "GetObject"))


@pytest.fixture
def tegata(tmp_path):
    return lambda *arguments, **options: command("policy", *arguments, home=tmp_path, **options)


def question(id, policies, **request):
    request = {"principal": ALICE, "action": "s3:GetObject", "resource": "arn:aws:s3:::b/x", **request}
    return json.dumps({"id": id, "policies": policies, "request": request})


def answers(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_sound_document_has_no_findings(tegata, tmp_path):
    file = tmp_path / "policy.json"
    file.write_text(json.dumps(SOUND))
    done = tegata("validate", file, check=0)
    assert (done.stdout, done.stderr) == ("", "")
    assert json.loads(tegata("validate", "--output", "json", file, check=0).stdout) == {"findings": []}


def test_errors_are_lines_with_their_places(tegata, tmp_path):
    file = tmp_path / "policy.json"
    file.write_text(json.dumps(REFUSED, indent=1))
    lines = tegata("validate", file, check=1).stdout.splitlines()
    assert lines[0].startswith(f"{file}:6:14: error: Actions/Conditions must be prefaced by a vendor, ")
    assert lines[1] == (
        f"{file}:6:14: error: The action GetObject does not exist. Use the format service:action. [INVALID_ACTION]"
    )


def test_security_warnings_fail_only_where_asked(tegata):
    done = tegata("validate", "-", stdin=json.dumps(BROAD), check=0)
    assert "security warning: " in done.stdout and "[PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE]" in done.stdout
    assert done.stdout.startswith("<stdin>:1:")
    tegata("validate", "--strict", "-", stdin=json.dumps(BROAD), check=1)


def test_the_type_decides_what_is_an_error(tegata):
    trust = document({"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"})
    tegata("validate", "--type", "trust", "-", stdin=json.dumps(trust), check=0)
    done = tegata("validate", "--output", "json", "-", stdin=json.dumps(trust), check=1)
    codes = {finding["issueCode"] for finding in json.loads(done.stdout)["findings"]}
    assert codes == {"MALFORMED_POLICY_DOCUMENT", "UNSUPPORTED_PRINCIPAL", "MISSING_RESOURCE"}


@pytest.mark.parametrize(
    ("kind", "most"),
    [
        ("identity", 6144),
        ("inline", 10240),
        ("inline-user", 2048),
        ("inline-group", 5120),
        ("inline-role", 10240),
        ("session", 2048),
        ("scp", 5120),
    ],
)
def test_the_type_decides_how_long_a_document_may_be(tegata, kind, most):
    def long(characters):
        empty = json.dumps(document(statement("Deny", "s3:*", "arn:aws:s3:::")), separators=(",", ":"))
        return empty.replace(":::", ":::" + "b" * (characters - len(empty)))

    # Blanks between the elements do not count.
    tegata("validate", "--type", kind, "-", stdin=long(most) + " " * 100, check=0)
    done = tegata("validate", "--type", kind, "-", stdin=long(most + 1), check=1)
    assert f"The {most + 1} characters" in done.stdout and f"exceed the {most} character maximum" in done.stdout


@pytest.mark.parametrize("arguments", [["validate"], ["validate", "--type", "none", "-"], ["validate", "/nowhere"], []])
def test_without_a_document_the_exit_code_is_2(tegata, arguments):
    done = tegata(*arguments, check=2)
    assert done.stdout == "" and done.stderr != ""


def test_decisions_come_in_order(tegata):
    deny = document(statement("Deny", "s3:*", Sid="No"))
    lines = [
        question("a", [SOUND]),
        question("b", {"identity": [SOUND, deny]}),
        "not json",
        "",
        question("c", [json.dumps(SOUND)], resource="arn:aws:s3:::c/x"),
        question("d", [{"Version": "2012-10-17"}]),
    ]
    told = answers(tegata("eval", stdin="\n".join(lines), check=0))
    allowed = {"policyType": "identity", "index": 0, "sid": None, "effect": "Allow"}
    assert told[0] == {"id": "a", "decision": "Allowed", "because": [allowed]}
    denied = {"policyType": "identity", "index": 1, "sid": "No", "effect": "Deny"}
    assert told[1] == {"id": "b", "decision": "ExplicitlyDenied", "because": [denied]}
    assert told[2]["id"] is None and told[2]["error"].startswith("the line is not a JSON object: ")
    assert told[3] == {"id": "c", "decision": "ImplicitlyDenied", "because": [], "missing": "identity"}
    assert told[4]["id"] == "d" and "identity policy 0 is malformed (MalformedPolicyDocument)" in told[4]["error"]
    assert len(told) == 5


def test_a_conversation(tmp_path):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    arguments = [str(binary()), "policy", "eval"]
    with subprocess.Popen(arguments, text=True, bufsize=1, env=environment(tmp_path), **pipes) as process:
        for id in range(3):
            process.stdin.write(question(id, [SOUND]) + "\n")
            # The input stays open: an answer that waited for more would never come.
            assert json.loads(process.stdout.readline())["id"] == id
        process.stdin.close()
        assert process.stdout.read() == ""
        assert process.wait(PATIENCE) == 0


def test_a_reader_that_leaves_ends_it_quietly(tmp_path):
    lines = (question(1, [SOUND]) + "\n").encode() * 100_000
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([str(binary()), "policy", "eval"], env=environment(tmp_path), **pipes) as process:
        process.stdout.close()
        try:
            process.stdin.write(lines)
            process.stdin.close()
        except BrokenPipeError:
            pass
        assert process.stderr.read() == b""
        assert process.wait(PATIENCE) == 0
