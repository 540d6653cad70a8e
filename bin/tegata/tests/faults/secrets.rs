//! No secret leaves the one answer that tells it: not into a log, not into an event, not into an error,
//! not onto the disk.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use data_encoding::{BASE64, HEXLOWER};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::caller::{Caller, Key, Request, encode, now};
use crate::http::{Connection, Exchange, Reply};
use crate::machine::{Machine, Setting};
use crate::objects::ACCOUNT_TRUST;
use crate::process::{ACCOUNT, Home, REGION, Server, run, tegata};
use crate::trail::records;
use crate::workload::writer;

const PASSPHRASE: &str = "correct horse battery staple, and then some";

/// Secrets, each in the forms in which it could be found.
#[derive(Default)]
struct Secrets(Vec<(String, Vec<Vec<u8>>)>);

impl Secrets {
    /// A secret that is text. Of a token a part is enough.
    fn note(&mut self, what: &str, secret: &str) {
        assert!(secret.len() >= 16, "{what} is too short to be looked for");
        let needle = if secret.len() > 160 {
            &secret[48..112]
        } else {
            secret
        };
        let mut forms = vec![needle.as_bytes().to_vec(), encode(needle).into_bytes()];
        forms.push(HEXLOWER.encode(needle.as_bytes()).into_bytes());
        // The beginning of its base64, which does not depend on what follows.
        let whole = secret.len() / 3 * 3;
        forms.push(BASE64.encode(&secret.as_bytes()[..whole]).into_bytes());
        self.0.push((what.to_owned(), forms));
    }

    fn note_key(&mut self, what: &str, key: &Key) {
        self.note(&format!("the secret key of {what}"), &key.secret);
        if let Some(token) = &key.token {
            self.note(&format!("the session token of {what}"), token);
        }
    }

    /// Which secrets are in this.
    fn found(&self, bytes: &[u8]) -> Vec<&str> {
        let holds = |forms: &Vec<Vec<u8>>| forms.iter().any(|form| contains(bytes, form));
        self.0
            .iter()
            .filter(|(_, forms)| holds(forms))
            .map(|(what, _)| what.as_str())
            .collect()
    }

    fn assert_absent(&self, place: &str, bytes: &[u8]) {
        let found = self.found(bytes);
        assert!(found.is_empty(), "in {place}: {found:?}");
    }
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    let Some((first, _)) = needle.split_first() else {
        return false;
    };
    let starts = bytes.iter().enumerate().filter(|(_, byte)| *byte == first);
    starts.into_iter().any(|(at, _)| bytes[at..].starts_with(needle))
}

/// Everything that a client was told in errors.
#[derive(Default)]
struct Errors(String);

impl Errors {
    fn note(&mut self, reply: &Reply) {
        assert!(!reply.is_success(), "{reply:?}");
        self.0.push_str(&format!("{reply:?}\n"));
    }
}

fn reply(connection: &mut Connection, bytes: &[u8]) -> Reply {
    match connection.exchange(bytes) {
        Exchange::Answered(reply) => reply,
        other => panic!("{other:?}"),
    }
}

/// Keys of every kind, used well.
fn make_keys(root: &mut Caller, secrets: &mut Secrets) -> Vec<Key> {
    let mut keys = vec![root.key.clone()];
    for name in ["alice", "bob"] {
        keys.push(writer(root, name));
    }
    keys.push(Key::from_xml(
        &root.call(&Request::iam("CreateAccessKey", &[("UserName", "bob")])),
    ));
    root.call(&Request::iam(
        "CreateRole",
        &[
            ("RoleName", "traveller"),
            ("AssumeRolePolicyDocument", ACCOUNT_TRUST),
        ],
    ));
    let role = format!("arn:aws:iam::{ACCOUNT}:role/traveller");
    let mut alice = Caller::new(
        Connection::to(root.connection.host().parse().unwrap()),
        keys[1].clone(),
    );
    let assume = Request::sts(
        "AssumeRole",
        &[("RoleArn", &role), ("RoleSessionName", "session")],
    );
    keys.push(Key::from_xml(&alice.call(&assume)));
    keys.push(Key::from_xml(&alice.call(&Request::sts("GetSessionToken", &[]))));
    for (number, key) in keys.iter().enumerate() {
        secrets.note_key(&format!("key {number}"), key);
    }
    keys
}

/// A session from a certificate, by hand and by `tegata credential-process`.
fn make_machine(
    home: &Home,
    server: &Server,
    root: &mut Caller,
    secrets: &mut Secrets,
) -> (Vec<Key>, Errors) {
    let machine = Machine::new();
    let setting = machine.admit(root, "machine");
    secrets
        .0
        .push(("the machine's private key".to_owned(), machine.key_in_the_clear()));
    let mut connection = server.connection();
    let host = connection.host();
    let made = reply(
        &mut connection,
        &machine.create_session(&setting, &host, "faults", now()),
    );
    assert_eq!(made.status, 201, "{made:?}");
    let by_hand = Key::from_json(&made.json()["credentialSet"][0]["credentials"]);

    let mut errors = Errors::default();
    let late = machine.create_session(&setting, &host, "faults", now() - SignedDuration::from_mins(9));
    errors.note(&reply(&mut connection, &late));
    let by_helper = credential_process(home, server, &machine, &setting, &mut errors);
    let keys = vec![by_hand, by_helper];
    for (number, key) in keys.iter().enumerate() {
        secrets.note_key(&format!("machine session {number}"), key);
    }
    (keys, errors)
}

fn credential_process(
    home: &Home,
    server: &Server,
    machine: &Machine,
    setting: &Setting,
    errors: &mut Errors,
) -> Key {
    let write = |name: &str, text: &str| {
        let path = home.path().join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        path
    };
    let (certificate, key) = (
        write("machine.crt", &machine.certificate_pem()),
        write("machine.key", &machine.key_pem()),
    );
    let helper = |role: &str| {
        let mut command = tegata(home.path());
        command
            .arg("credential-process")
            .arg("--certificate")
            .arg(&certificate)
            .arg("--private-key")
            .arg(&key);
        command.args([
            "--trust-anchor-arn",
            &setting.anchor,
            "--profile-arn",
            &setting.profile,
            "--role-arn",
            role,
        ]);
        command.args([
            "--region",
            REGION,
            "--endpoint",
            &format!("http://{}", server.address),
        ]);
        run(&mut command)
    };
    let refused = helper(&format!("{}-of-somebody-else", setting.role));
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
    assert!(refused.stdout.is_empty());
    errors.0.push_str(&String::from_utf8_lossy(&refused.stderr));
    let done = helper(&setting.role);
    assert!(done.status.success(), "{done:?}");
    errors.0.push_str(&String::from_utf8_lossy(&done.stderr));
    Key::from_json(&serde_json::from_slice(&done.stdout).unwrap())
}

/// Everything that can be wrong with a request, with every kind of key.
fn go_wrong(server: &Server, keys: &[Key]) -> Errors {
    let mut errors = Errors::default();
    let mut connection = server.connection();
    let host = connection.host();
    for key in keys {
        let wrong = Key {
            secret: format!("{}x", &key.secret[1..]),
            ..key.clone()
        };
        let unknown = Key {
            id: "AKIAQQQQQQQQQQQQQQQQ".to_owned(),
            ..key.clone()
        };
        let cut = key
            .token
            .as_ref()
            .map(|token| token[..token.len() - 8].to_owned());
        let cut = Key {
            token: cut.or(Some("nonsense".to_owned())),
            ..key.clone()
        };
        for request in [
            Request::iam("GetUser", &[("UserName", "nobody")]),
            Request::sts("GetCallerIdentity", &[("Surplus", "parameter")]),
            Request::lookup_events(&json!({})),
            Request::rolesanywhere("GET", "/profiles", &Value::Null),
        ] {
            for key in [&wrong, &unknown, &cut] {
                errors.note(&reply(
                    &mut connection,
                    &request.signed(&host, "faults", key, now()),
                ));
            }
            let late = now() - SignedDuration::from_mins(9);
            errors.note(&reply(
                &mut connection,
                &request.signed(&host, "faults", key, late),
            ));
            // The body is another than the one that was signed.
            let mut changed = request.signed(&host, "faults", key, now());
            *changed.last_mut().unwrap() ^= 1;
            errors.note(&reply(&mut connection, &changed));
        }
        // In a query, where proxies and browsers would remember it.
        let token = key.token.as_deref().unwrap_or("none");
        let mut presigned = Request::sts("GetCallerIdentity", &[]);
        presigned.query = format!(
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={}&X-Amz-Date=20260101T000000Z&X-Amz-Expires=60\
             &X-Amz-SignedHeaders=host&X-Amz-Security-Token={}&X-Amz-Signature={}",
            encode(&format!("{}/20260101/{REGION}/sts/aws4_request", key.id)),
            encode(token),
            "0".repeat(64),
        );
        errors.note(&reply(
            &mut connection,
            &presigned.bytes("faults", &[("Host", host.clone())]),
        ));
        // Unknown operations and malformed inputs, well signed.
        for request in [
            Request::iam("NoSuchAction", &[("Secret", &key.secret)]),
            Request::iam(
                "CreateRole",
                &[("RoleName", "r"), ("AssumeRolePolicyDocument", "{")],
            ),
            Request::sts("AssumeRole", &[("RoleArn", "nonsense")]),
            Request::rolesanywhere("POST", "/profiles", &json!({ "name": 7 })),
        ] {
            errors.note(&reply(
                &mut connection,
                &request.signed(&host, "faults", key, now()),
            ));
        }
    }
    errors
}

/// Every file under a directory, which only its owner can read.
fn files(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let mode = path.metadata().unwrap().permissions().mode();
        assert_eq!(
            mode & 0o077,
            0,
            "others can use {} (mode {mode:o})",
            path.display()
        );
        if path.is_dir() {
            files.append(&mut self::files(&path))
        } else if path.is_file() {
            // The control socket holds nothing.
            files.push(path)
        }
    }
    files
}

fn assert_absent_from_disk(home: &Home, secrets: &Secrets) {
    let files = files(home.data());
    // Where it may be: the key file of a first run.
    let files: Vec<_> = files.iter().filter(|path| !path.ends_with("kek")).collect();
    assert!(files.len() > 3, "{files:?}");
    for path in files {
        secrets.assert_absent(&path.display().to_string(), &fs::read(path).unwrap());
    }
}

/// The key-encryption key of a first run, as it is and as it is written.
fn note_kek(home: &Home, secrets: &mut Secrets) {
    let written = fs::read_to_string(home.data().join("kek")).unwrap();
    let raw = BASE64.decode(written.trim().as_bytes()).unwrap();
    let forms = vec![
        written.trim().as_bytes().to_vec(),
        HEXLOWER.encode(&raw).into_bytes(),
        raw,
    ];
    secrets.0.push(("the key-encryption key".to_owned(), forms));
}

/// The whole story with this log, and what is found afterwards.
fn tell_nothing(log: [&str; 4], passphrase: bool) {
    let mut secrets = Secrets::default();
    let locked = |command: &mut std::process::Command| {
        if passphrase {
            command
                .arg("--kek-passphrase")
                .env("TEGATA_KEK_PASSPHRASE", PASSPHRASE);
        }
    };
    let home = Home::with(locked);
    if passphrase {
        secrets.note("the passphrase", PASSPHRASE);
    } else {
        note_kek(&home, &mut secrets);
    }
    let mut serve = home.serve();
    locked(serve.args(log));
    let server = home.start_as(serve);
    let began = now();
    let mut root = Caller::new(server.connection(), home.root.clone());
    let mut keys = make_keys(&mut root, &mut secrets);
    let (machines, mut errors) = make_machine(&home, &server, &mut root, &mut secrets);
    keys.extend(machines);
    errors.0.push_str(&go_wrong(&server, &keys).0);
    let events = serde_json::to_string(&records(&mut root, began)).unwrap();
    assert_absent_from_disk(&home, &secrets);
    server.stop();
    let log = home.logged();

    secrets.assert_absent("the log", log.as_bytes());
    secrets.assert_absent("the events", events.as_bytes());
    secrets.assert_absent("the errors", errors.0.as_bytes());
    assert_absent_from_disk(&home, &secrets);
    // What is no secret is there, so the search finds what there is.
    let mut known = Secrets::default();
    known.note("an access key id", &keys[1].id);
    assert_eq!(known.found(events.as_bytes()).len(), 1);
    assert!(
        files(home.data())
            .iter()
            .any(|path| known.found(&fs::read(path).unwrap()).len() == 1)
    );
    assert!(log.contains("GetCallerIdentity") && errors.0.contains("SignatureDoesNotMatch"));
}

#[test]
fn no_secret_in_a_text_log() {
    tell_nothing(["--log-format", "text", "--log-level", "info"], true);
}

#[test]
fn no_secret_in_a_json_log_that_tells_everything() {
    tell_nothing(["--log-format", "json", "--log-level", "trace"], false);
}

#[test]
fn the_search_finds_every_form() {
    let mut secrets = Secrets::default();
    let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    secrets.note("a key", secret);
    for text in [
        format!("key={secret}."),
        format!("key={}&", encode(secret)),
        HEXLOWER.encode(format!("..{secret}").as_bytes()),
        BASE64.encode(format!("{secret}, and more").as_bytes()),
    ] {
        assert_eq!(secrets.found(text.as_bytes()), ["a key"], "{text}");
    }
    assert!(secrets.found(&secret.as_bytes()[1..]).is_empty());
}
