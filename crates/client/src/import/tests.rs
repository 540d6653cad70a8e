use super::*;
use crate::tests::vault_world::{Ended, ID, SECRET, World};

const FILE: &str = ".aws/credentials";

fn import(world: &World, args: &ImportArgs, answers: &[&str]) -> Ended<(), ImportError> {
    world.run(answers, |person, edge| run(args, person, edge))
}

fn unasked() -> ImportArgs {
    ImportArgs {
        yes: true,
        remove_plain_text: true,
        ..ImportArgs::default()
    }
}

fn text() -> String {
    format!(
        "; mine\r\n[default]\r\naws_access_key_id = {ID}\r\naws_secret_access_key = {SECRET}\r\nregion = eu-west-1\r\n\r\n\
         [ci]\r\naws_secret_access_key={SECRET}2\r\n# between\r\nAWS_ACCESS_KEY_ID={ID}2\r\n\
         [session]\r\naws_access_key_id = ASIAX\r\naws_secret_access_key = {SECRET}3\r\naws_session_token = t\r\n\
         [half]\r\naws_access_key_id = {ID}\r\n\
         [none]\r\nregion = x\r\n# the end"
    )
}

#[test]
fn keys_go_into_the_keystore_and_out_of_the_file_and_every_other_byte_stays() {
    let world = World::new();
    world.write(FILE, &text());
    let ended = import(&world, &unasked(), &[]);
    ended.result.unwrap();
    let path = world.path(FILE);
    let (path, place) = (path.display(), world.with_store(|store| store.place()));
    assert_eq!(
        ended.stdout,
        format!(
            "Keys in {path}, for {place}:\n  \"default\" ({ID}) is taken\n  \"ci\" ({ID}2) is taken\n  \
             \"session\" is passed over: it is of a session (it has a session token), which ends by itself\n  \
             \"half\" is passed over: it has an access key id and no secret, or a secret and no id\n\
             Took 2 into {place}.\nRemoved 2 from {path}.\n"
        )
    );
    assert_eq!(world.kept("default"), Some((ID.into(), SECRET.into())));
    assert_eq!(world.kept("ci"), Some((format!("{ID}2"), format!("{SECRET}2"))));
    assert_eq!(world.names(), ["ci", "default"]);
    let left = text()
        .replace(
            &format!("aws_access_key_id = {ID}\r\naws_secret_access_key = {SECRET}\r\nregion"),
            "region",
        )
        .replace(
            &format!("aws_secret_access_key={SECRET}2\r\n# between\r\nAWS_ACCESS_KEY_ID={ID}2\r\n"),
            "# between\r\n",
        );
    assert_eq!(world.read(FILE), left);
}

#[test]
fn a_person_is_asked_twice_and_no_answer_is_no() {
    let world = World::new();
    world.write(FILE, &text());
    let ended = import(&world, &ImportArgs::default(), &["n"]);
    ended.result.unwrap();
    assert_eq!(ended.asked, ["Take 2 of them into the keystore? (y|N) "]);
    assert_eq!(world.names(), [""; 0]);
    let ended = import(&world, &ImportArgs::default(), &["y"]);
    ended.result.unwrap();
    assert_eq!(
        ended.asked[1],
        format!("Remove the keys from {}? (y|N) ", world.path(FILE).display())
    );
    assert!(ended.stdout.ends_with(".aws/credentials.\n"), "{}", ended.stdout);
    assert_eq!(world.read(FILE), text());
    // What is kept already may still go from the file.
    let ended = import(&world, &ImportArgs::default(), &["y"]);
    assert_eq!(ended.asked.len(), 1);
    assert!(
        ended
            .stdout
            .contains("\"ci\" (AKIAIOSFODNN7EXAMPLE2) is kept already\n")
    );
    assert!(!world.read(FILE).contains("EXAMPLEKEY2"));
    let unanswered = import(&World::new(), &ImportArgs::default(), &[]);
    assert!(matches!(unanswered.result, Err(ImportError::NotThere(_))));
}

#[test]
fn another_key_that_is_kept_stays_and_so_does_the_file() {
    let world = World::new();
    world.write(FILE, &text());
    world.keep_key("ci", "AKIAOTHER", "other");
    let ended = import(&world, &unasked(), &[]);
    ended.result.unwrap();
    assert!(
        ended
            .stdout
            .contains("\"ci\" (AKIAIOSFODNN7EXAMPLE2) is passed over: another key"),
        "{}",
        ended.stdout
    );
    assert_eq!(world.kept("ci").unwrap().0, "AKIAOTHER");
    assert!(world.read(FILE).contains("EXAMPLEKEY2"));
    let over = ImportArgs {
        overwrite: true,
        ..unasked()
    };
    import(&world, &over, &[]).result.unwrap();
    assert_eq!(world.kept("ci").unwrap().0, format!("{ID}2"));
    assert!(!world.read(FILE).contains("EXAMPLEKEY2"));
}

#[test]
fn some_of_them_or_none() {
    let world = World::new();
    world.write("keys", &text());
    let named = |profile: &str, dry_run| ImportArgs {
        file: Some(world.path("keys")),
        profile: vec![profile.into()],
        dry_run,
        ..unasked()
    };
    let ended = import(&world, &named("ci", true), &[]);
    assert!(
        ended.stdout.ends_with("is taken\nNothing was changed.\n"),
        "{}",
        ended.stdout
    );
    assert_eq!(world.names(), [""; 0]);
    let said = import(&world, &named("none", false), &[])
        .result
        .unwrap_err()
        .to_string();
    assert!(said.contains("has no key for profile \"none\""), "{said}");
    import(&world, &named("ci", false), &[]).result.unwrap();
    assert_eq!(world.names(), ["ci"]);
    assert!(
        world
            .read("keys")
            .contains(&format!("aws_secret_access_key = {SECRET}\r\n"))
    );
}

#[test]
fn a_key_that_holds_for_every_section_is_not_said_to_be_removed() {
    let world = World::new();
    world.write(
        FILE,
        &format!("[DEFAULT]\naws_secret_access_key = {SECRET}\n[a]\naws_access_key_id = {ID}\n"),
    );
    let ended = import(&world, &unasked(), &[]);
    ended.result.unwrap();
    assert_eq!(world.kept("a"), Some((ID.into(), SECRET.into())));
    assert!(ended.stdout.contains("Removed 0 from "), "{}", ended.stdout);
    assert!(
        ended
            .stderr
            .starts_with("warning: the secret of profile \"a\" still stands in "),
        "{}",
        ended.stderr
    );
    assert!(world.read(FILE).contains(SECRET));
}

#[test]
fn sections_of_a_config_file_are_passed_over() {
    let world = World::new();
    let text = format!("[profile work]\naws_access_key_id = {ID}\naws_secret_access_key = {SECRET}\n");
    world.write(FILE, &text);
    let ended = import(&world, &unasked(), &[]);
    ended.result.unwrap();
    assert!(
        ended
            .stdout
            .contains("\"profile work\" is passed over: its section is that of a config file"),
        "{}",
        ended.stdout
    );
    assert_eq!(world.names(), [""; 0]);
    assert_eq!(world.read(FILE), text);
}
