use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use super::*;
use crate::tests::vault_world::{Ended, ID, SECRET, World};

fn args(profile: &str) -> AddArgs {
    AddArgs {
        profile: profile.into(),
        ..AddArgs::default()
    }
}

fn add(world: &World, args: &AddArgs, answers: &[&str], stdin: &str) -> Ended<(), AddError> {
    world.run(answers, |person, edge| {
        run(args, person, &mut stdin.as_bytes(), edge)
    })
}

fn from_stdin(world: &World, profile: &str, stdin: &str) -> Ended<(), AddError> {
    let args = AddArgs {
        stdin: true,
        ..args(profile)
    };
    add(world, &args, &[], stdin)
}

fn error(ended: Ended<(), AddError>) -> String {
    ended.result.unwrap_err().to_string()
}

const LINES: &str = "AKIAIOSFODNN7EXAMPLE\nwJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n";
const MFA: &str = "arn:aws:iam::111122223333:mfa/me";

#[test]
fn a_person_types_it() {
    let world = World::new();
    let ended = add(&world, &args("work"), &[ID, SECRET, MFA], "");
    ended.result.unwrap();
    assert_eq!(ended.stdout, "Added credentials to profile \"work\" in vault\n");
    assert_eq!(ended.stderr, "");
    assert_eq!(
        ended.asked,
        [
            "Enter Access Key ID: ",
            "Enter Secret Access Key: ",
            "Enter MFA Device ARN (If MFA is not enabled, leave this blank): ",
        ]
    );
    assert_eq!(world.kept("work"), Some((ID.into(), SECRET.into())));
    assert_eq!(
        world.read(".aws/config"),
        format!("[profile work]\nmfa_serial = {MFA}\n")
    );
    let mode = |name| world.path(name).metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(".aws"), mode(".aws/config")), (0o700, 0o600));
}

#[test]
fn what_looks_mistyped_is_told_and_nothing_is_not_asked_further() {
    let world = World::new();
    let ended = add(&world, &args("work"), &["", SECRET], "");
    assert_eq!(ended.asked, ["Enter Access Key ID: "]);
    assert_eq!(
        error(ended),
        "this is no key to keep: its access key id or secret is empty"
    );
    assert_eq!(world.names(), [""; 0]);
    let ended = add(&world, &args("work"), &["AKIA", SECRET, "me"], "");
    ended.result.unwrap();
    let [id, device] = ended.stderr.lines().collect::<Vec<_>>()[..] else {
        panic!("{}", ended.stderr);
    };
    assert!(
        id.starts_with("warning: the access key id is none as AWS gives them"),
        "{id}"
    );
    assert!(
        device.starts_with("warning: \"me\" is no ARN of an MFA device"),
        "{device}"
    );
}

#[test]
fn a_question_that_nobody_answers_leaves_everything_as_it_was() {
    let world = World::new();
    for answers in [&[][..], &[ID], &[ID, SECRET]] {
        let said = error(add(&world, &args("work"), answers, ""));
        assert!(said.contains("was not given: there is no terminal"), "{said}");
        assert!(!said.contains(SECRET));
    }
    assert_eq!(world.names(), [""; 0]);
    assert!(!world.path(".aws/config").exists());
}

#[test]
fn a_key_that_is_kept_is_replaced_only_when_that_is_meant() {
    let world = World::new();
    world.keep_key("work", "AKIAOLD", "old");
    let session = "sts.GetSessionToken,d29yaw,,1900000000";
    world.keep(session, "never opened");
    world.keep("tegata.sts.AssumeRole,d29yaw,eA,1900000000", "never opened");
    world.keep("sts.GetSessionToken,b3RoZXI,,1900000000", "of another");
    let said = error(from_stdin(&world, "work", LINES));
    assert_eq!(
        said,
        "a key is kept for profile \"work\" already; give --force to replace it"
    );
    let ended = add(&world, &args("work"), &["n"], "");
    assert_eq!(
        ended.asked,
        ["A key is kept for profile \"work\" already. Replace it? (y|N) "]
    );
    assert!(matches!(ended.result, Err(AddError::NotReplaced(_))));
    assert_eq!(world.kept("work").unwrap().0, "AKIAOLD");
    let forced = AddArgs {
        stdin: true,
        force: true,
        ..args("work")
    };
    let ended = add(&world, &forced, &[], LINES);
    ended.result.unwrap();
    assert_eq!(
        ended.stdout,
        "Added credentials to profile \"work\" in vault\nDeleted 2 existing sessions.\n"
    );
    assert_eq!(world.kept("work").unwrap().0, ID);
    assert_eq!(world.names(), ["sts.GetSessionToken,b3RoZXI,,1900000000", "work"]);
}

#[test]
fn row_8_2_f_a_profile_that_is_its_own_source_takes_a_key() {
    let world = World::new();
    let config = "[profile jump]\nsource_profile = jump # itself\n\n[profile role]\nsource_profile=jump\n";
    world.write(".aws/config", config);
    from_stdin(&world, "jump", LINES).result.unwrap();
    assert_eq!(
        error(from_stdin(&world, "role", LINES)),
        "profile \"role\" has a source_profile of jump, so a key added to it would have no effect; add the key to jump"
    );
    assert_eq!(
        world.read(".aws/config"),
        config,
        "a profile that is there is left alone"
    );
}

#[test]
fn row_8_1_21_every_other_byte_of_the_config_file_stays() {
    let world = World::new();
    let config = "# mine\r\n[default]\r\ns3 =\r\n  max_concurrent_requests = 20 ; many\r\n[profile b]\r\nregion=eu-west-1\r\n# last";
    world.write(".aws/config", config);
    from_stdin(&world, "work", LINES).result.unwrap();
    assert_eq!(
        world.read(".aws/config"),
        format!("{config}\r\n\r\n[profile work]")
    );
    let serial = AddArgs {
        mfa_serial: Some(MFA.into()),
        stdin: true,
        ..args("b")
    };
    add(&world, &serial, &[], LINES).result.unwrap();
    let with = config.replace("eu-west-1\r\n", &format!("eu-west-1\r\nmfa_serial = {MFA}\r\n"));
    assert_eq!(world.read(".aws/config"), format!("{with}\r\n\r\n[profile work]"));
}

#[test]
fn trap_names() {
    let world = World::new();
    for profile in [
        "a b", "x,y", "x/y", "x.y", "50%", "o'b", "default", "käse", "a#b", "a;b",
    ] {
        let ended = from_stdin(&world, profile, LINES);
        ended.result.unwrap();
        assert_eq!(
            ended.stdout,
            format!("Added credentials to profile \"{profile}\" in vault\n")
        );
        assert!(world.kept(profile).is_some(), "{profile}");
    }
    let config = world.read(".aws/config");
    assert!(config.starts_with("[profile a b]\n\n[profile x,y]\n"), "{config}");
    assert!(config.contains("\n[default]\n"), "{config}");
    for profile in ["a]b", "\"a b\"", " x"] {
        let said = error(from_stdin(&world, profile, LINES));
        assert!(said.contains("--no-add-config"), "{profile}: {said}");
        assert_eq!(world.kept(profile), None);
    }
    for profile in ["", "a\nb", "sts.GetSessionToken,d29yaw,,1900000000"] {
        assert!(matches!(
            from_stdin(&world, profile, LINES).result,
            Err(AddError::Name(_))
        ));
    }
    assert_eq!(world.read(".aws/config"), config);
    let alone = AddArgs {
        stdin: true,
        no_add_config: true,
        ..args("a]b")
    };
    add(&world, &alone, &[], LINES).result.unwrap();
    assert!(world.kept("a]b").is_some());
}

#[test]
fn trap_a_config_file_in_folders_that_are_not_there() {
    let mut world = World::new();
    let path = world.path("a/b/c/config");
    world.set("AWS_CONFIG_FILE", path.to_str().unwrap());
    from_stdin(&world, "work", LINES).result.unwrap();
    assert_eq!(fs::read_to_string(path).unwrap(), "[profile work]\n");
}

#[test]
fn a_config_file_that_cannot_be_read_or_replaced_stops_it_before_anything_is_kept() {
    let world = World::new();
    world.write(".aws/config", "[profile a]\nno delimiter\n");
    let said = error(from_stdin(&world, "work", LINES));
    assert!(said.contains("config:2:") || said.contains("line 2"), "{said}");
    world.write(".aws/config", "");
    fs::create_dir(world.path(".aws/.config.tegata-new")).unwrap();
    let said = error(from_stdin(&world, "work", LINES));
    assert!(said.contains("--no-add-config leaves that file alone"), "{said}");
    assert_eq!(world.names(), [""; 0]);
}

#[test]
fn standard_input_in_its_two_forms() {
    let json = format!(
        r#"{{"AccessKey":{{"UserName":"me","AccessKeyId":"{ID}","Status":"Active","SecretAccessKey":"{SECRET}","CreateDate":"2026-01-02T00:00:00Z"}}}}"#
    );
    let inner = format!(r#"  {{"AccessKeyId":"{ID}","SecretAccessKey":"{SECRET}"}}"#);
    for stdin in [
        LINES,
        &LINES.replace('\n', "\r\n"),
        &format!("\n {ID} \n\n{SECRET}"),
        &json,
        &inner,
    ] {
        let world = World::new();
        from_stdin(&world, "work", stdin).result.unwrap();
        assert_eq!(world.kept("work"), Some((ID.into(), SECRET.into())));
    }
}

#[test]
fn what_is_no_key_is_refused_without_being_repeated() {
    let world = World::new();
    let with_token = format!(r#"{{"AccessKeyId":"{ID}","SecretAccessKey":"{SECRET}","SessionToken":"t"}}"#);
    let large = "A".repeat(70 << 10);
    for (stdin, expected) in [
        ("", "neither an access key id"),
        (ID, "neither an access key id"),
        ("a\nb\nc\n", "neither an access key id"),
        ("{}", "neither an access key id"),
        ("{\"AccessKey\": {\"AccessKey\": {}}}", "neither an access key id"),
        (&with_token, "has a session token"),
        (&large, "more than"),
        ("ASIAIOSFODNN7EXAMPLE\nhunter22hunter22\n", "the key of a session"),
        (
            "AKIA\u{7}\nhunter22hunter22\n",
            "the access key id has characters",
        ),
        (
            "AKIA\nhunter22 hunter22\n",
            "the secret access key has characters",
        ),
    ] {
        let said = error(from_stdin(&world, "work", stdin));
        assert!(said.contains(expected), "{said}");
        assert!(!said.contains("hunter22") && !said.contains(SECRET), "{said}");
    }
    let said = error(add(&world, &args("work"), &["", "", ""], ""));
    assert!(said.contains("empty"), "{said}");
    assert_eq!(world.names(), [""; 0]);
}

#[test]
fn variables() {
    let mut world = World::new();
    let env = AddArgs {
        env: true,
        ..args("work")
    };
    assert!(error(add(&world, &env, &[], "")).starts_with("Missing value for AWS_ACCESS_KEY_ID"));
    world.set("AWS_ACCESS_KEY_ID", ID);
    assert!(error(add(&world, &env, &[], "")).starts_with("Missing value for AWS_SECRET_ACCESS_KEY"));
    world.set("AWS_SECRET_ACCESS_KEY", SECRET);
    world.set("AWS_SESSION_TOKEN", "ignored");
    let ended = add(&world, &env, &[], "");
    ended.result.unwrap();
    assert_eq!(ended.asked, [""; 0]);
    assert_eq!(world.kept("work"), Some((ID.into(), SECRET.into())));
}

#[test]
fn files_of_the_console() {
    let world = World::new();
    let read = |text: &str| {
        world.write("accessKeys.csv", text);
        let args = AddArgs {
            csv: Some(world.path("accessKeys.csv")),
            force: true,
            ..args("work")
        };
        add(&world, &args, &[], "")
    };
    for text in [
        format!("\u{feff}Access key ID,Secret access key\r\n{ID},{SECRET}\r\n"),
        format!("Access key ID,Secret access key\n{ID},{SECRET}"),
        format!(
            "\u{feff}User name,Password,Access key ID,Secret access key,Console login link\r\n\"me, myself\",\"a\"\"b\",{ID},\"{SECRET}\",https://x\r\n\r\n"
        ),
    ] {
        let ended = read(&text);
        ended.result.unwrap();
        assert!(
            ended.stderr.contains("the secret is still readable in "),
            "{}",
            ended.stderr
        );
        assert_eq!(world.kept("work"), Some((ID.into(), SECRET.into())));
    }
    for (text, expected) in [
        (String::new(), "its first line must name the columns"),
        (format!("{ID},{SECRET}\n"), "its first line must name the columns"),
        ("Access key ID,Secret access key\r\n".into(), "has 0 keys"),
        (
            format!("Access key ID,Secret access key\n{ID},{SECRET}\n{ID},{SECRET}\n"),
            "has 2 keys",
        ),
        (format!("Access key ID,Secret access key\n\n{ID}\n"), "line 3 of "),
        (
            format!("Access key ID,Secret access key\n{ID},\"{SECRET}\n"),
            "line 2 of ",
        ),
    ] {
        let said = error(read(&text));
        assert!(said.contains(expected) && !said.contains(SECRET), "{said}");
    }
    let missing = AddArgs {
        csv: Some(world.path("none.csv")),
        ..args("other")
    };
    assert!(error(add(&world, &missing, &[], "")).starts_with("there is no file "));
}
