"""`login`: the console, by the server's federation endpoint and a browser that stands in."""

import http.server
import json
import sys
import threading
import urllib.parse
import urllib.request

import pytest

import policies
from person import Person
from tegata import ACCOUNT, Credentials, until
from test_exec import role, user

assert user  # the fixture


@pytest.fixture
def person(tmp_path, server):
    return Person(tmp_path / "home", server)


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def follow(link):
    """What the federation endpoint answers to the link: status and Location."""
    try:
        answer = urllib.request.build_opener(Stay, urllib.request.ProxyHandler({})).open(link, timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    return answer.status, answer.headers.get("Location")


def parts(link):
    query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(link).query))
    assert list(query) == ["Action", "Issuer", "Destination", "SigninToken"]
    assert (query["Action"], query["Issuer"]) == ("login", "aws-vault")
    return query


def test_a_users_key_signs_in_as_federated(person, server, user):
    name, key, _, _ = user
    person.config("[profile ada]\n")
    person.add("ada", key)
    link = person.run("login", "--stdout", "ada").stdout.strip()
    assert link.startswith(f"{server.url}/federation?")
    destination = parts(link)["Destination"]
    assert destination == "https://us-east-1.console.aws.amazon.com/console/home?region=us-east-1"
    assert follow(link) == (302, destination)
    assert key.secret_access_key not in link


def test_a_role_signs_in_as_it_is_and_goes_where_it_is_sent(person, server, root, user, unique):
    name, key, _, _ = user
    arn = role(root, unique("console"), policies.trust({"AWS": f"arn:aws:iam::{ACCOUNT}:user/{name}"}))
    person.config(f"[profile ada]\n[profile task]\nsource_profile = ada\nrole_arn = {arn}\n")
    person.add("ada", key)
    link = person.run("login", "--stdout", "--no-session", "--path", "s3/buckets", "--console-duration", "2h", "task").stdout.strip()
    assert parts(link)["Destination"] == "https://us-east-1.console.aws.amazon.com/s3/buckets?region=us-east-1"
    assert follow(link)[0] == 302
    elsewhere = person.run("login", "--stdout", "--destination", "https://example.com/a?b=c&d", "task").stdout.strip()
    assert follow(elsewhere) == (302, "https://example.com/a?b=c&d")


def test_a_session_of_the_environment_signs_in(person, server, user):
    _, key, _, _ = user
    person.config("[profile ada]\n")
    person.add("ada", key)
    role_session = person.run("export", "--format=json", "ada")
    found = json.loads(role_session.stdout)
    env = {
        "AWS_ACCESS_KEY_ID": found["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": found["SecretAccessKey"],
        "AWS_ENDPOINT_URL": server.url,
    }
    told = person.run("login", "--stdout", env=env, check=1).stderr
    assert told.startswith("tegata login: the credentials are a long-lived key")
    # What GetSessionToken gives is no session of the console's, which the endpoint says.
    told = person.run("login", "--stdout", env={**env, "AWS_SESSION_TOKEN": found["SessionToken"]}, check=1).stderr
    assert "gives no sign-in token (HTTP status 400)" in told and found["SessionToken"] not in told
    assert "name a profile" in person.run("login", "--stdout", check=1).stderr


def test_row_8_1_07_the_browser_is_handed_the_link_alone(person, server, user):
    _, key, _, _ = user
    person.config("[profile ada]\n")
    person.add("ada", key)
    log = person.home / "opened"
    script = person.home / "browser"
    script.write_text(f"#!{sys.executable}\nimport json, os, sys\nopen('{log}', 'w').write(json.dumps([sys.argv[1:], dict(os.environ)]))\n")
    script.chmod(0o755)
    assert person.run("login", "ada", env={"BROWSER": str(script)}).stdout == ""
    until(lambda: log.exists() and log.read_text(), "the browser's start")
    arguments, environment = json.loads(log.read_text())
    assert follow(arguments[0])[0] == 302
    assert not [name for name in environment if name.startswith(("AWS_", "TEGATA_"))]
    log.unlink()
    person.run("login", "--container", "work & play", "--browser", f"{script} --new-tab", "ada")
    until(lambda: log.exists() and log.read_text(), "the browser's start")
    [tab, link], _ = json.loads(log.read_text())
    assert tab == "--new-tab" and link.startswith("ext+container:name=work%20%26%20play&url=http%3A%2F%2F127%2E0%2E0%2E1")
    printed = person.run("login", "--container", "work & play", "--stdout", "ada").stdout
    assert printed.startswith("ext+container:name=work%20%26%20play&url=http%3A%2F%2F127%2E0%2E0%2E1"), printed
    told = person.run("login", "ada", env={"BROWSER": "/no/such/browser"}, check=1).stderr
    assert told.startswith("tegata login: there is no browser to open; print the link with --stdout")
    told = person.run("login", "ada", "--browser", "no-such-browser", check=1).stderr
    assert told.startswith('tegata login: the browser "no-such-browser" cannot be started; is it installed?')


def test_the_way_out_is_encoded_once(person, user):
    _, key, _, _ = user
    person.config("[profile ada]\n")
    person.add("ada", key)
    link = person.run("login", "--stdout", "--auto-logout", "ada").stdout.strip()
    address, _, query = link.partition("?")
    # No other host is shown what signs in.
    assert address == f"{person.server.url}/oauth"
    inner = dict(urllib.parse.parse_qsl(query))["redirect_uri"]
    assert follow(inner)[0] == 302


@pytest.mark.parametrize("flags, told", [
    (["--console-duration", "13h"], "it must be between 15m and 12h"),
    (["--console-duration", "soon"], "not a duration; write one such as 1h"),
    (["--destination", "ftp://x"], "it is not the address of a web page"),
    (["--federation-endpoint", "x"], "is not an endpoint"),
])  # fmt: skip
def test_what_cannot_be_is_told_before_anybody_is_asked(person, flags, told):
    asked = person.home / "asked"
    person.config(f"[profile ada]\nmfa_serial = arn:aws:iam::{ACCOUNT}:mfa/x\nmfa_process = touch {asked}\n")
    person.add("ada", Credentials("AKIA1", "secret"))
    assert told in person.run("login", "--stdout", *flags, "ada", check=2).stderr
    assert not asked.exists()


def test_row_8_2_t_the_sessions_secret_is_in_a_form(person, user):
    _, key, _, _ = user
    person.config("[profile ada]\n")
    person.add("ada", key)
    seen = []

    class Federation(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            seen.append((self.path, self.headers["Content-Type"], dict(urllib.parse.parse_qsl(form))))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"SigninToken": "a/b+c"}')

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Federation) as federation:
        threading.Thread(target=federation.serve_forever, daemon=True).start()
        endpoint = f"http://127.0.0.1:{federation.server_port}/federation"
        link = person.run("login", "--stdout", "--federation-endpoint", endpoint, "ada").stdout
        federation.shutdown()
    [(path, kind, form)] = seen
    assert (path, kind) == ("/federation", "application/x-www-form-urlencoded")
    assert form["Action"] == "getSigninToken" and set(json.loads(form["Session"])) == {"sessionId", "sessionKey", "sessionToken"}
    person.server.secrets.note(json.loads(form["Session"])["sessionKey"])
    assert link.endswith("&SigninToken=a%2Fb%2Bc\n") and json.loads(form["Session"])["sessionKey"] not in link
