"""The search for secrets finds them: a search that cannot fail would prove nothing."""

from urllib.parse import quote

import pytest

from confidential import Secrets


@pytest.fixture
def secrets():
    found = Secrets()
    found.note_answer({"Credentials": {"SecretAccessKey": "k" * 30 + "/+secret", "SessionToken": "t" * 64 + "u" * 300}})
    found.note_private_key(
        "-----BEGIN PRIVATE KEY-----\n" + "p" * 64 + "\n" + "q" * 40 + "\n-----END PRIVATE KEY-----\n"
    )
    return found


@pytest.mark.parametrize("text", [
    "k" * 30 + "/+secret", quote("k" * 30 + "/+secret", safe=""), "t" * 64 + "u" * 300, "token=" + "u" * 80, "p" * 64,
])  # fmt: skip
def test_a_secret_is_found(secrets, tmp_path, text):
    with pytest.raises(AssertionError) as error:
        secrets.assert_absent(f"some {text} text", "here")
    assert text not in str(error.value)
    with pytest.raises(AssertionError) as error:
        secrets.assert_absent_from_much("here", text=f"some\n{text} text")
    assert text not in str(error.value)
    (tmp_path / "file").write_bytes(b"\x00\xff\n" + text.encode() + b"\x00")
    with pytest.raises(AssertionError) as error:
        secrets.assert_absent_from_much("here", paths=[tmp_path / "file"])
    assert text not in str(error.value)
    secrets.note_error(f"an error with {text}")
    with pytest.raises(AssertionError):
        secrets.assert_absent_from_errors()


def test_what_is_no_secret_is_not(secrets):
    secrets.assert_absent("AKIAIOSFODNN7EXAMPLE " + "q" * 40, "here")
    secrets.assert_absent_from_much("here", text="AKIAIOSFODNN7EXAMPLE " + "q" * 40)
    assert len(secrets) == 3


def test_a_server_knows_its_secrets(server, root):
    root.sts.get_session_token()
    assert len(server.secrets) >= 3 and server.key_encryption_key()
    for form in server.key_encryption_key():
        assert form not in server.output()
