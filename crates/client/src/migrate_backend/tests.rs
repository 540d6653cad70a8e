use super::*;
use crate::tests::vault_world::{Ended, ID, SECRET, World};

fn args(from: Backend, to: Backend) -> MigrateBackendArgs {
    MigrateBackendArgs {
        from,
        to,
        profile: None,
        dry_run: false,
        overwrite: false,
        delete_source: false,
        keystore: KeystoreArgs::default(),
    }
}

fn to_sealed() -> MigrateBackendArgs {
    args(Backend::File, Backend::TegataFile)
}

fn migrate(world: &World, args: &MigrateBackendArgs) -> Ended<(), MigrateBackendError> {
    world.run(&[], |person, edge| {
        run(args, Arc::<dyn crate::Person>::clone(person), edge)
    })
}

#[test]
fn keys_are_copied_verified_and_then_removed_where_that_is_asked() {
    let world = World::new();
    world.keep_key("b", ID, SECRET);
    world.keep_key("a", ID, SECRET);
    world.keep("sts.GetSessionToken,d29yaw,,1900000000", "never opened");
    world.keep("mail", "a password of something else");
    let dry = MigrateBackendArgs {
        dry_run: true,
        ..to_sealed()
    };
    let ended = migrate(&world, &dry);
    ended.result.unwrap();
    assert_eq!(
        ended.stdout,
        "Would migrate 3 credential profile(s) from file to tegata-file:\n  a\n  b\n  mail\n\nNo changes made.\n"
    );
    let ended = migrate(
        &world,
        &MigrateBackendArgs {
            profile: Some("b".into()),
            ..to_sealed()
        },
    );
    ended.result.unwrap();
    assert_eq!(
        ended.stdout,
        "Migrating b... copied, verified\n\n\
         Migration summary:\n  copied: 1\n  overwritten: 0\n  skipped: 0\n  deleted from source: 0\n"
    );
    let rest = MigrateBackendArgs {
        delete_source: true,
        ..to_sealed()
    };
    let ended = migrate(&world, &rest);
    ended.result.unwrap();
    assert_eq!(
        ended.stdout,
        "Migrating a... copied, verified, deleted source\n\
         Migrating b... skipped, already exists in destination\n\
         Migrating mail... skipped, it is no access key\n\n\
         Migration summary:\n  copied: 1\n  overwritten: 0\n  skipped: 2\n  deleted from source: 1\n"
    );
    assert_eq!(
        world.names(),
        ["b", "mail", "sts.GetSessionToken,d29yaw,,1900000000"]
    );
    let all = MigrateBackendArgs {
        overwrite: true,
        ..rest
    };
    let ended = migrate(&world, &all);
    assert!(
        ended
            .stdout
            .starts_with("Migrating b... overwritten, verified, deleted source\n"),
        "{}",
        ended.stdout
    );
}

#[test]
fn seeds_of_mfa_devices_go_along() {
    let world = World::new();
    world.keep("tegata.totp:arn:aws:iam::111122223333:mfa/me", "a seed");
    let all = MigrateBackendArgs {
        delete_source: true,
        ..to_sealed()
    };
    let ended = migrate(&world, &all);
    ended.result.unwrap();
    let expected =
        "Migrating tegata.totp:arn:aws:iam::111122223333:mfa/me... copied, verified, deleted source\n";
    assert!(ended.stdout.starts_with(expected), "{}", ended.stdout);
    assert_eq!(world.names(), [""; 0]);
}

#[test]
fn nothing_to_do_or_nowhere_to_go() {
    let world = World::new();
    let ended = migrate(&world, &to_sealed());
    ended.result.unwrap();
    assert_eq!(ended.stdout, "No credentials found in source backend file.\n");
    let same = migrate(&world, &args(Backend::File, Backend::File));
    assert!(matches!(
        same.result,
        Err(MigrateBackendError::Same(Backend::File))
    ));
    let missing = MigrateBackendArgs {
        profile: Some("x".into()),
        ..to_sealed()
    };
    let said = migrate(&world, &missing).result.unwrap_err().to_string();
    assert_eq!(
        said,
        "profile \"x\" not found in source backend file; see which are with: tegata list --backend file"
    );
}

#[test]
fn it_stops_at_the_first_that_fails() {
    let world = World::new();
    world.keep_key("a", ID, SECRET);
    // What stands where the destination's folder is to be.
    world.write(".local/share/tegata/vault", "");
    let all = MigrateBackendArgs {
        delete_source: true,
        ..to_sealed()
    };
    let ended = migrate(&world, &all);
    assert!(ended.result.is_err());
    assert_eq!(world.names(), ["a"]);
}

#[test]
fn what_is_named_and_is_no_key_is_told() {
    let world = World::new();
    world.keep("mail", "a password of something else");
    let named = MigrateBackendArgs {
        profile: Some("mail".into()),
        ..to_sealed()
    };
    let said = migrate(&world, &named).result.unwrap_err().to_string();
    assert!(
        said.starts_with("what is kept for profile \"mail\" cannot be migrated: it is no key"),
        "{said}"
    );
}

#[test]
fn what_is_kept_of_an_interrupted_rotation_goes_along_with_its_key() {
    let world = World::new();
    world.keep_key("work", ID, SECRET);
    world.keep("tegata.rotation:work", "how far it has come");
    world.keep("tegata.rotation:gone", "of a key that is not there");
    let all = MigrateBackendArgs {
        delete_source: true,
        ..to_sealed()
    };
    let ended = migrate(&world, &all);
    ended.result.unwrap();
    assert!(
        ended.stdout.starts_with(
            "Migrating work... copied, verified, deleted source\n\nMigration summary:\n  copied: 1\n"
        ),
        "{}",
        ended.stdout
    );
    assert_eq!(world.names(), ["tegata.rotation:gone"]);
    let back = MigrateBackendArgs {
        delete_source: true,
        ..args(Backend::TegataFile, Backend::File)
    };
    migrate(&world, &back).result.unwrap();
    assert_eq!(
        world.names(),
        ["tegata.rotation:gone", "tegata.rotation:work", "work"]
    );
}
