use serde_json::{Value, json};

use super::*;
use crate::Person;
use crate::tests::vault_world::{Ended, ID, SECRET, World};

/// An id that tells the account 111122223333.
const TELLING: &str = "AKIARTX3GSDSSVNDZEIH";

fn list(world: &World, args: &ListArgs) -> Ended<(), ListError> {
    world.run(&[], |person, edge| {
        run(args, Arc::<dyn Person>::clone(person), edge)
    })
}

fn told(world: &World, args: &ListArgs) -> String {
    let ended = list(world, args);
    ended.result.unwrap();
    ended.stdout
}

fn world() -> World {
    let mut world = World::new();
    world.now = "2026-01-02T00:00:00.5Z".parse().unwrap();
    world.write(
        ".aws/config",
        "[profile zebra]\nregion = eu-west-1\n[default]\nregion = eu-west-1\n[profile a b]\nsso_session = corp\n\
         [sso-session corp]\nsso_start_url = https://d-1.awsapps.com/start\n[profile zebra]\n",
    );
    world.keep_key("zebra", TELLING, SECRET);
    world.keep_key("stray", ID, SECRET);
    let at = |left: i64| world.now.as_second() + left;
    for name in [
        format!("sts.GetSessionToken,emVicmE,YXJu,{}", at(3600)),
        format!("tegata.sts.AssumeRole,emVicmE,eA,{}", at(7266)),
        format!("sts.AssumeRole,c3RyYXk,,{}", at(-60)),
        "session:old::1500000000".to_owned(),
        "oidc:https://d-1.awsapps.com/start".to_owned(),
        "oidc:https://d-2.awsapps.com/start/#/".to_owned(),
    ] {
        world.keep(&name, "never opened");
    }
    world
}

/// A row as aws-vault pads it where the last column is so wide.
fn row(cells: [&str; 3], last: usize) -> String {
    format!("{:25}{:25}{:last$}\n", cells[0], cells[1], cells[2])
}

#[test]
fn the_table_is_aws_vault_s_to_the_byte() {
    let sessions = "sts.GetSessionToken:59m59s, sts.AssumeRole:2h1m5s";
    let rows = [
        ["Profile", "Credentials", "Sessions"],
        ["=======", "===========", "========"],
        ["zebra", "zebra", sessions],
        ["default", "-", "-"],
        ["a b", "-", "oidc:corp"],
        ["-", "stray", "-"],
        ["-", "-", "oidc:d-2.awsapps.com"],
        ["-", "-", "sts.AssumeRole:-1m0s"],
    ];
    let expected: String = rows.iter().map(|cells| row(*cells, sessions.len() + 2)).collect();
    assert_eq!(told(&world(), &ListArgs::default()), expected);
}

#[test]
fn an_empty_vault_has_two_rows() {
    let world = World::new();
    // Without a key that aws-vault reads, [default] is none.
    world.write(".aws/config", "[default]\noutput = json\n");
    let expected = [
        row(["Profile", "Credentials", "Sessions"], 25),
        row(["=======", "===========", "========"], 25),
    ];
    assert_eq!(told(&world, &ListArgs::default()), expected.concat());
    assert!(!world.path(".awsvault").exists());
    assert_eq!(
        world.path(".aws").read_dir().unwrap().count(),
        1,
        "nothing is made"
    );
}

#[test]
fn wide_names_widen_their_column_by_characters() {
    let world = World::new();
    let name = "ä".repeat(30);
    world.write(
        ".aws/config",
        &format!("[profile {name}]\n[profile \u{1b}[31m]\n"),
    );
    let told = told(&world, &ListArgs::default());
    let line = told.lines().nth(2).unwrap();
    assert_eq!(line, format!("{name}  {:25}{:25}", "-", "-"));
    assert!(!told.contains('\u{1b}'), "{told}");
}

#[test]
fn names_alone_in_aws_vault_s_precedence() {
    let world = world();
    let told = |profiles, sessions, credentials| {
        let args = ListArgs {
            profiles,
            sessions,
            credentials,
            ..ListArgs::default()
        };
        told(&world, &args)
    };
    assert_eq!(told(true, false, false), "zebra\ndefault\na b\n");
    assert_eq!(told(true, true, false), "zebra\ndefault\na b\n");
    assert_eq!(told(true, true, true), "stray\nzebra\n");
    assert_eq!(
        told(false, true, false),
        "oidc:corp\noidc:d-2.awsapps.com\nsts.AssumeRole:-1m0s\nsts.GetSessionToken:59m59s\nsts.AssumeRole:2h1m5s\n"
    );
}

#[test]
fn row_8_1_18_json_has_a_stable_form() {
    let args = ListArgs {
        json: true,
        ..ListArgs::default()
    };
    let world = world();
    let told: Value = serde_json::from_str(&told(&world, &args)).unwrap();
    let place = world.with_store(|store| store.place());
    assert_eq!(
        told,
        json!({
            "version": 1,
            "keystore": {"backend": "file", "place": place},
            "profiles": [
                {
                    "name": "zebra",
                    "in_config": true,
                    "key": {"access_key_id": TELLING, "account_id": "111122223333"},
                    "sessions": [
                        {"type": "sts.GetSessionToken", "kept_by": "aws-vault", "expires": "2026-01-02T01:00:00Z", "seconds_left": 3600},
                        {"type": "sts.AssumeRole", "kept_by": "tegata", "expires": "2026-01-02T02:01:06Z", "seconds_left": 7266},
                    ],
                },
                {"name": "default", "in_config": true, "key": null, "sessions": []},
                {"name": "a b", "in_config": true, "key": null, "sessions": []},
                {
                    "name": "stray",
                    "in_config": false,
                    "key": {"access_key_id": ID, "account_id": null},
                    "sessions": [
                        {"type": "sts.AssumeRole", "kept_by": "aws-vault", "expires": "2026-01-01T23:59:00Z", "seconds_left": -60},
                    ],
                },
            ],
            "sso_tokens": [
                {"start_url": "https://d-1.awsapps.com/start", "sso_session": "corp", "profiles": ["a b"]},
                {"start_url": "https://d-2.awsapps.com/start/#/", "sso_session": null, "profiles": []},
            ],
            "old_sessions": 1,
        })
    );
}

#[test]
fn keys_that_stay_closed_or_cannot_be_opened_are_told_without_their_ids() {
    let mut world = world();
    let id = |told: &str| serde_json::from_str::<Value>(told).unwrap()["profiles"][0]["key"].clone();
    let unknown = json!({"access_key_id": null, "account_id": null});
    let closed = ListArgs {
        json: true,
        closed: true,
        ..ListArgs::default()
    };
    assert_eq!(id(&told(&world, &closed)), unknown);
    world.set("AWS_VAULT_FILE_PASSPHRASE", "another");
    let open = ListArgs {
        closed: false,
        ..closed
    };
    let ended = list(&world, &open);
    ended.result.unwrap();
    assert_eq!(id(&ended.stdout), unknown);
    assert_eq!(ended.stderr.lines().count(), 1, "{}", ended.stderr);
    assert!(
        ended
            .stderr
            .contains("warning: the access key id of zebra is not told: the passphrase")
    );
}
