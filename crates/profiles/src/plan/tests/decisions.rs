//! Which calls are made: every case in which aws-vault decides, as ByteNess' 7.13 does.

use super::*;

/// U has the key and a device, as have R and R2; V, Q and P have none; A is U by another name.
const CHAIN: &str = "\
[profile u]
mfa_serial = M
[profile r]
source_profile = u
role_arn = arn:aws:iam::111122223333:role/r
mfa_serial = M
[profile r2]
source_profile = r
role_arn = arn:aws:iam::111122223333:role/r2
mfa_serial = M
[profile a]
source_profile = u
mfa_serial = M
[profile ra]
source_profile = a
role_arn = arn:aws:iam::111122223333:role/ra
mfa_serial = M
[profile bare]
source_profile = u
role_arn = arn:aws:iam::111122223333:role/bare
[profile other]
source_profile = u
role_arn = arn:aws:iam::111122223333:role/other
mfa_serial = N
[profile long]
source_profile = u
role_arn = arn:aws:iam::111122223333:role/long
mfa_serial = M
duration_seconds = 7200
[profile long2]
source_profile = r
role_arn = arn:aws:iam::111122223333:role/long2
mfa_serial = M
duration_seconds = 7200
[profile v]
region = eu-west-1
[profile q]
source_profile = v
role_arn = arn:aws:iam::111122223333:role/q
mfa_serial = M
";

fn chain() -> World {
    World::of(CHAIN).keys(&["u", "v"])
}

#[test]
fn a_key_alone() {
    assert_eq!(chain().steps("v"), "key v, GST v 1h*");
    assert_eq!(chain().steps("u"), "key u, GST u 1h mfa=M*");
    assert_eq!(chain().no_session().steps("u"), "key u");
    assert_eq!(chain().lasting("12h").steps("u"), "key u, GST u 12h mfa=M*");
}

#[test]
fn a_role_of_a_key() {
    assert_eq!(chain().steps("bare"), "key u, AR bare 1h*");
    assert_eq!(chain().steps("r"), "key u, GST u 8h mfa=M*, AR r 1h*");
    assert_eq!(
        chain().lasting("30m").steps("r"),
        "key u, GST u 30m mfa=M*, AR r 30m*"
    );
    assert_eq!(chain().steps("q"), "key v, AR q 1h mfa=M*");
    assert_eq!(chain().steps("other"), "key u, AR other 1h mfa=N*");
    assert_eq!(chain().no_session().steps("r"), "key u, AR r 1h mfa=M*");
}

#[test]
fn a_role_that_lasts_longer_than_an_hour_is_assumed_from_the_key() {
    assert_eq!(chain().steps("long"), "key u, AR long 2h mfa=M*");
    assert_eq!(chain().lasting("3h").steps("r"), "key u, AR r 3h mfa=M*");
    assert_eq!(
        chain().lasting("1h").steps("long"),
        "key u, GST u 1h mfa=M*, AR long 1h*"
    );
}

#[test]
fn a_role_with_a_key_of_its_own() {
    let own = || chain().keys(&["r"]);
    assert_eq!(own().steps("r"), "key r, AR r 1h mfa=M*");
    assert_eq!(own().steps("r2"), "key r, GST r 8h mfa=M*, AR r 1h*, AR r2 1h*");
}

#[test]
fn chained_roles_last_an_hour() {
    assert_eq!(chain().steps("r2"), "key u, GST u 8h mfa=M*, AR r 1h*, AR r2 1h*");
    assert_eq!(
        chain().steps("long2"),
        "key u, GST u 8h mfa=M*, AR r 1h*, AR long2 1h capped from 2h*"
    );
    let capped = "key u, GST u 4h mfa=M*, AR r 1h capped from 4h*, AR r2 1h capped from 4h*";
    assert_eq!(chain().lasting("4h").steps("r2"), capped);
    assert_eq!(
        chain().no_session().steps("r2"),
        "key u, AR r 1h mfa=M*, AR r2 1h mfa=M*"
    );
}

#[test]
fn a_profile_between_that_has_no_role() {
    assert_eq!(chain().steps("ra"), "key u, GST u 8h mfa=M*, AR ra 1h*");
    assert_eq!(chain().lasting("2h").steps("ra"), "key u, AR ra 2h mfa=M*");
    assert_eq!(chain().steps("a"), "key u, GST u 8h mfa=M*");
}

#[test]
fn signing_in_to_the_console() {
    let login = || chain().for_(Purpose::Login);
    assert_eq!(login().steps("u"), "key u, GetCallerIdentity, GetUser, GFT 1h");
    assert_eq!(login().steps("a"), "key u, GetCallerIdentity, GetUser, GFT 1h");
    assert_eq!(
        login().lasting("36h").steps("u"),
        "key u, GetCallerIdentity, GetUser, GFT 36h"
    );
    assert_eq!(login().steps("r"), "key u, GST u 8h mfa=M*, AR r 1h*");
    let set = login().set("AWS_FEDERATION_TOKEN_TTL", "2h");
    assert_eq!(set.steps("u"), "key u, GetCallerIdentity, GetUser, GFT 2h");
}

#[test]
fn rotation_assumes_no_role_and_keeps_no_session() {
    let rotate = || chain().for_(Purpose::Rotate);
    assert_eq!(rotate().steps("u"), "key u, GST u 1h mfa=M");
    assert_eq!(rotate().steps("r"), "key u, GST u 8h mfa=M");
    assert_eq!(rotate().steps("long"), "key u, GST u 8h mfa=M");
    assert_eq!(rotate().no_session().steps("r2"), "key u");
    // IAM takes no session without a code, so there is none where the key's own profile has no device.
    assert_eq!(rotate().steps("q"), "key v");
    assert_eq!(
        rotate().set("AWS_MFA_SERIAL", "X").steps("q"),
        "key v, GST v 8h mfa=X"
    );
}

#[test]
fn row_8_2_m_rotation_finds_the_key_however_deep_it_is() {
    let rotation = |profile| {
        let plan = chain().for_(Purpose::Rotate).plan(profile).unwrap();
        let hands_out = |note: &Note| matches!(note, Note::LongLived { .. });
        assert!(!plan.notes.iter().any(hands_out), "{:?}", plan.notes);
        plan.rotation.unwrap()
    };
    assert_eq!(rotation("r2").profile, "u");
    assert_eq!(rotation("r2").profiles, ["r2", "r", "u"]);
    assert_eq!(rotation("ra").profiles, ["ra", "a", "u"]);
    // Calls go where the profile says that has the key.
    assert_eq!(rotation("q").sts.region.value.as_str(), "eu-west-1");
    assert!(rotation("q").iam.global);
    assert!(chain().plan("r2").unwrap().rotation.is_none());
}

#[test]
fn rotation_needs_a_stored_key() {
    let world = World::of(
        "[profile p]\ncredential_process = x\n[profile r]\nsource_profile = p\nrole_arn = arn:aws:iam::111122223333:role/r\n",
    );
    let error = world.for_(Purpose::Rotate).error("r");
    assert!(
        error.starts_with("no master credentials found: profile \"r\" ends in \"p\""),
        "{error}"
    );
}

#[test]
fn how_long_variables_say() {
    let set = |name, value| chain().set(name, value);
    assert_eq!(
        set("AWS_SESSION_TOKEN_TTL", "2h").steps("u"),
        "key u, GST u 2h mfa=M*"
    );
    assert_eq!(
        set("AWS_SESSION_TOKEN_TTL", "2h").steps("r"),
        "key u, GST u 8h mfa=M*, AR r 1h*"
    );
    assert_eq!(
        set("AWS_CHAINED_SESSION_TOKEN_TTL", "2h").steps("r"),
        "key u, GST u 2h mfa=M*, AR r 1h*"
    );
    assert_eq!(
        set("AWS_ASSUME_ROLE_TTL", "15m").steps("long"),
        "key u, GST u 8h mfa=M*, AR long 15m*"
    );
    let flag = set("AWS_SESSION_TOKEN_TTL", "2h").lasting("20m");
    assert_eq!(flag.steps("u"), "key u, GST u 20m mfa=M*");
}

#[test]
fn the_code_is_asked_for_once() {
    let plan = chain().plan("r2").unwrap();
    assert_eq!(plan.prompts(), 1);
    assert_eq!(chain().plan("bare").unwrap().prompts(), 0);
    let mut given = chain();
    given.flags.mfa_token = true;
    assert_eq!(given.plan("r2").unwrap().prompts(), 0);
}

#[test]
fn nothing_before_a_session_that_is_held_needs_doing() {
    let mut world = chain();
    world.held = Some(|_| true);
    let plan = world.plan("r2").unwrap();
    assert_eq!((plan.steps_held(), plan.prompts()), (4, 0));
    world.held = Some(|key| !key.as_bytes().windows(7).any(|part| part == b"role/r2"));
    let plan = world.plan("r2").unwrap();
    assert_eq!((plan.steps_held(), plan.prompts()), (3, 0));
    assert_eq!(chain().plan("r2").unwrap().steps_held(), 0);
}

#[test]
fn mfa_process_is_the_sources_and_the_flag_outranks_it() {
    let config = "[profile u]\nmfa_serial = M\nmfa_process = pass otp\n[profile r]\nsource_profile = u\n\
                  role_arn = arn:aws:iam::111122223333:role/r\nmfa_serial = N\n";
    let code = |world: World| {
        let plan = world.plan("r").unwrap();
        plan.calls
            .first()
            .and_then(|step| step.what.mfa())
            .map(|mfa| mfa.code.clone())
            .unwrap()
    };
    assert!(matches!(code(World::of(config)), Code::Process(command) if command.as_str() == "pass otp"));
    let mut flag = World::of(config);
    flag.flags.mfa_token = true;
    assert_eq!(code(flag), Code::Given);
}

#[test]
fn a_role_that_no_profile_names_lasts_as_long_as_the_profiles_own() {
    const CONFIG: &str = "[profile key]\n[profile role]\nsource_profile = key\n\
                          role_arn = arn:aws:iam::111122223333:role/r\nduration_seconds = 1800\n";
    let world = || World::of(CONFIG).keys(&["key"]);
    for (world, profile, seconds) in [
        (world(), "key", 3600),
        (world().lasting("15m"), "key", 900),
        (world().lasting("2h"), "key", 3600),
        (world().lasting("2h").no_session(), "key", 7200),
        (world(), "role", 1800),
    ] {
        let plan = world.plan(profile).unwrap();
        let further = plan
            .assuming("arn:aws:iam::111122223333:role/x".parse().unwrap())
            .unwrap();
        let step = further.calls.last().unwrap();
        let Call::AssumeRole(request) = &step.what else {
            panic!("{:?}", step.what);
        };
        assert_eq!(further.calls.len(), plan.calls.len() + 1);
        assert_eq!(
            (request.role_arn.name(), request.duration),
            ("x", Seconds(seconds)),
            "{profile}"
        );
        assert!(request.mfa.is_none() && step.session.is_none() && step.endpoint.is_some());
    }
    assert!(world().for_(Purpose::Login).plan("key").unwrap().onward.is_none());
}
