use super::*;
use crate::tests::vault_world::{Ended, ID, SECRET, World};

fn remove(world: &World, args: &RemoveArgs, answers: &[&str]) -> Ended<(), RemoveError> {
    world.run(answers, |person, edge| run(args, person, edge))
}

fn args(force: bool, sessions_only: bool) -> RemoveArgs {
    RemoveArgs {
        profile: "a \"b\"".into(),
        force,
        sessions_only,
        ..RemoveArgs::default()
    }
}

#[test]
fn only_a_yes_removes() {
    let world = World::new();
    world.keep_key("a \"b\"", ID, SECRET);
    for answer in ["", "n", "yess", "Y E S"] {
        let ended = remove(&world, &args(false, false), &[answer]);
        ended.result.unwrap();
        assert_eq!(ended.stdout, "");
        assert_eq!(
            ended.asked,
            ["Delete credentials for profile \"a \\\"b\\\"\"? (y|N) "]
        );
    }
    assert!(matches!(
        remove(&world, &args(false, false), &[]).result,
        Err(RemoveError::Ask(AskError::NoTerminal))
    ));
    let ended = remove(&world, &args(false, false), &["YES"]);
    ended.result.unwrap();
    assert_eq!(ended.stdout, "Deleted credentials.\n");
    assert_eq!(world.names(), [""; 0]);
    let error = remove(&world, &args(true, false), &[]).result.unwrap_err();
    assert!(
        error.to_string().starts_with("no key is kept for profile "),
        "{error}"
    );
}

#[test]
fn sessions_stay_unless_they_alone_are_meant() {
    let world = World::new();
    world.keep_key("a \"b\"", ID, SECRET);
    let session = "sts.GetSessionToken,YSAiYiI,,1900000000";
    world.keep(session, "never opened");
    let ended = remove(&world, &args(true, true), &[]);
    ended.result.unwrap();
    assert_eq!(ended.stdout, "Deleted 1 sessions.\n");
    world.keep(session, "never opened");
    remove(&world, &args(true, false), &[]).result.unwrap();
    assert_eq!(world.names(), [session]);
}

#[test]
fn what_is_kept_of_an_interrupted_rotation_goes_too() {
    let world = World::new();
    world.keep_key("work", ID, SECRET);
    world.keep_key("other", ID, SECRET);
    for profile in ["work", "other"] {
        world.keep(&format!("tegata.rotation:{profile}"), "may have a secret");
    }
    let args = RemoveArgs {
        profile: "work".into(),
        ..args(true, false)
    };
    let ended = remove(&world, &args, &[]);
    ended.result.unwrap();
    assert_eq!(ended.stdout, "Deleted credentials.\n");
    assert!(
        ended.stderr.contains("aws iam list-access-keys"),
        "{}",
        ended.stderr
    );
    assert_eq!(world.names(), ["other", "tegata.rotation:other"]);
}
