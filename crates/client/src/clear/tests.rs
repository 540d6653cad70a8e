use super::*;
use crate::tests::vault_world::{ID, SECRET, World};

const OF_WORK: &str = "sts.GetSessionToken,d29yaw,,1900000000";
const OWN: &str = "tegata.sts.AssumeRole,d29yaw,eA,1900000000";
const OF_OTHER: &str = "sts.AssumeRole,b3RoZXI,,1700000000";
const OLD: &str = "session:work::1500000000";
const TOKEN: &str = "oidc:https://d-1.awsapps.com/start";
const SEED: &str = "tegata.totp:arn:aws:iam::111122223333:mfa/me";
const OTHER_TOKEN: &str = "oidc:https://d-2.awsapps.com/start";

fn world() -> World {
    let world = World::new();
    world.write(
        ".aws/config",
        "[profile work]\nsso_session = s\n[sso-session s]\nsso_start_url = https://d-1.awsapps.com/start\n",
    );
    world.keep_key("work", ID, SECRET);
    for name in [OF_WORK, OWN, OF_OTHER, OLD, TOKEN, OTHER_TOKEN, SEED] {
        world.keep(name, "never opened");
    }
    world
}

fn clear(world: &World, profile: Option<&str>) -> String {
    let args = ClearArgs {
        profile: profile.map(str::to_owned),
        ..ClearArgs::default()
    };
    let ended = world.run(&[], |person, edge| {
        run(&args, Arc::<dyn crate::Person>::clone(person), edge)
    });
    ended.result.unwrap();
    ended.stdout
}

#[test]
fn all_but_keys_and_seeds() {
    let world = world();
    assert_eq!(clear(&world, None), "Cleared 6 sessions.\n");
    assert_eq!(world.names(), [SEED, "work"]);
    assert_eq!(clear(&world, None), "Cleared 0 sessions.\n");
}

#[test]
fn of_one_profile_with_the_token_of_its_start_url() {
    let world = world();
    assert_eq!(clear(&world, Some("work")), "Cleared 3 sessions.\n");
    assert_eq!(world.names(), [OTHER_TOKEN, OLD, OF_OTHER, SEED, "work"]);
    assert_eq!(clear(&world, Some("unknown")), "Cleared 0 sessions.\n");
}

#[test]
fn sealed_files_that_tell_no_profile_go_with_all_and_are_told_of_otherwise() {
    let world = world();
    let name = |ending: &str| format!(".cache/tegata/{}.{ending}", "a".repeat(64));
    for ending in ["session", "lock"] {
        world.write(&name(ending), "");
    }
    let args = ClearArgs {
        profile: Some("work".into()),
        ..ClearArgs::default()
    };
    let ended = world.run(&[], |person, edge| {
        run(&args, Arc::<dyn crate::Person>::clone(person), edge)
    });
    ended.result.unwrap();
    assert_eq!(ended.stdout, "Cleared 3 sessions.\n");
    assert!(
        ended
            .stderr
            .starts_with("1 sessions in sealed files do not tell their profile"),
        "{}",
        ended.stderr
    );
    assert_eq!(clear(&world, None), "Cleared 4 sessions.\n");
    assert!(!world.path(&name("session")).exists() && world.path(&name("lock")).exists());
}
