//! What users of aws-vault asked for or ran into, as far as config and planning go.

use super::*;

#[test]
fn row_8_1_03_a_cap_is_said_aloud() {
    let config = "[profile u]\n[profile r]\nsource_profile = u\nrole_arn = arn:aws:iam::111122223333:role/r\n\
                  [profile r2]\nsource_profile = r\nrole_arn = arn:aws:iam::111122223333:role/r2\nduration_seconds = 7200\n";
    let notes = World::of(config).notes("r2").join("\n");
    let capped = "config:8: the role of \"r2\" lasts 1h instead of 2h: AWS gives a role that is assumed from a session no longer";
    assert!(notes.contains(capped), "{notes}");
    let flag = World::of(config).lasting("2h").notes("r2").join("\n");
    assert!(
        flag.contains("--duration: the role of \"r2\" lasts 1h instead of 2h"),
        "{flag}"
    );
}

#[test]
fn row_8_1_10_default_is_inherited_as_aws_vault_does_and_never_by_the_cli() {
    let config = "\
[default]
region = eu-west-1
role_arn = arn:aws:iam::111122223333:role/default
source_profile = u
mfa_serial = D
[profile u]
mfa_serial = M
[profile plain]
region = us-east-2
[profile template]
mfa_serial = T
role_session_name = me
[profile team]
include_profile = template
role_arn = arn:aws:iam::111122223333:role/team
source_profile = u
";
    let world = || World::of(config).keys(&["u"]);
    assert_eq!(
        world().steps("plain"),
        "key u, AR u 1h mfa=M*, AR plain 1h mfa=D*"
    );
    let notes = world().notes("plain").join("\n");
    assert!(
        notes.contains("config:3: role_arn of \"plain\" comes from [default]"),
        "{notes}"
    );
    assert!(
        notes.contains("config:4: source_profile of \"plain\" comes from [default]"),
        "{notes}"
    );
    let plan = world().plan("plain").unwrap();
    assert_eq!(plan.region.as_ref().map(Region::as_str), Some("us-east-2"));
    let plan = world().plan("team").unwrap();
    let Some(Call::AssumeRole(request)) = plan.calls.last().map(|step| &step.what) else {
        panic!()
    };
    assert_eq!(request.session_name.as_deref(), Some("me"));
    assert_eq!(request.mfa.as_ref().map(|mfa| mfa.serial.as_str()), Some("T"));
    assert_eq!(plan.region.as_ref().map(Region::as_str), Some("eu-west-1"));
    assert_eq!(world().strict().steps("u"), "key u, GST u 1h mfa=M*");
    assert!(
        world()
            .strict()
            .error("plain")
            .starts_with("credentials missing: profile \"plain\"")
    );
    let notes = world().strict().notes("team").join("\n");
    assert!(
        notes.contains("config:14: include_profile of \"team\" is passed over"),
        "{notes}"
    );
}

#[test]
fn row_8_1_10_includes_are_followed_to_the_end_and_circles_are_named() {
    let config = "\
[profile a]
include_profile = b
[profile b]
include_profile = c
[profile c]
include_profile = b
[profile self]
include_profile = self
[profile gone]
include_profile = nowhere
region = eu-west-1
";
    let world = || World::of(config).keys(&["a", "self", "gone"]);
    let circle = "config:6: include_profile goes round in a circle: b → c → b; remove one of them";
    assert_eq!(world().error("a"), circle);
    assert!(world().error("self").contains("self → self"));
    let notes = world().notes("gone").join("\n");
    assert_eq!(
        notes,
        "config:10: include_profile names \"nowhere\", which is not in the files"
    );
}

#[test]
fn row_8_1_12_every_session_is_kept_under_what_changes_it() {
    let config =
        "[profile u]\n[profile r]\nsource_profile = u\nrole_arn = arn:aws:iam::111122223333:role/r\n";
    let plan = World::of(config).plan("r").unwrap();
    assert!(
        plan.calls.iter().all(|step| step.session.is_some()),
        "without MFA, too"
    );
}

#[test]
fn row_8_1_15_without_a_region_the_partition_decides_and_it_is_said() {
    let config = "[profile u]\n[profile r]\nsource_profile = u\nrole_arn = arn:aws-cn:iam::111122223333:role/r\n\
                  [profile g]\nsource_profile = u\nrole_arn = arn:aws-us-gov:iam::111122223333:role/r\nregion = us-gov-east-1\n";
    let region = |world: World, profile: &str| {
        let plan = world.plan(profile).unwrap();
        let last = plan.calls.last().and_then(|step| step.endpoint.clone()).unwrap();
        (last.region.value.to_string(), plan.notes.len())
    };
    assert_eq!(region(World::of(config), "u"), ("us-east-1".into(), 1));
    assert_eq!(region(World::of(config), "r"), ("cn-north-1".into(), 1));
    assert_eq!(region(World::of(config), "g"), ("us-gov-east-1".into(), 0));
    assert_eq!(
        region(World::of(config).set("AWS_REGION", "eu-west-1"), "r"),
        ("eu-west-1".into(), 0)
    );
    assert_eq!(
        region(World::of(config).set("AWS_DEFAULT_REGION", "eu-west-1"), "g").0,
        "eu-west-1"
    );
    let mut flag = World::of(config).set("AWS_REGION", "eu-west-1");
    flag.flags.region = Some("eu-north-1".into());
    assert_eq!(region(flag, "r").0, "eu-north-1");
}

#[test]
fn row_8_1_29_errors_say_where_what_and_what_next() {
    let config = "[profile u]\nregion = eu-west-1\n  mfa_serial = M\n[profile d]\nduration_seconds = 1h\nrole_arn = arn:aws:iam::1:role/d\n\
                  [profile n]\n[profile short]\nsource_profile = key\nrole_arn = arn:aws:iam::111122223333:role/s\nduration_seconds = 60\n\
                  [profile role]\nrole_arn = role/x\n";
    let world = || World::of(config).keys(&["key"]);
    assert_eq!(
        world().error("x"),
        "profile \"x\" is not in config and no key is stored for it; check its name"
    );
    assert!(
        world()
            .error("n")
            .starts_with("credentials missing: profile \"n\" has no stored key")
    );
    let deep =
        "config:2: region goes on in the next line, since that is indented; do not indent the next key";
    assert_eq!(world().error("u"), deep);
    assert_eq!(
        world().error("d"),
        "config:5: duration_seconds is not a number of seconds; give one from 900 to 43200"
    );
    assert_eq!(
        world().error("short"),
        "config:11: AssumeRole cannot last 1m; AWS takes 15m to 12h"
    );
    assert_eq!(
        world().error("role"),
        "config:13: role_arn is not an ARN; copy the whole of it, from arn: on"
    );
}

/// Two plans that differ in one thing never share a session.
#[test]
fn row_8_2_a_whatever_changes_a_session_changes_its_key() {
    const LINES: [&str; 9] = [
        "",
        "role_arn = arn:aws:iam::444455556666:role/r",
        "duration_seconds = 1800",
        "region = eu-west-1",
        "external_id = abc",
        "session_tags = a=b",
        "role_session_name = me",
        "source_identity = me",
        "endpoint_url = http://127.0.0.1:1",
    ];
    let mut keys = Vec::new();
    for line in LINES {
        let role =
            "[profile u]\n[profile r]\nsource_profile = u\nrole_arn = arn:aws:iam::111122223333:role/r\n";
        let text: &'static str = Box::leak(format!("{role}{line}\n").into_boxed_str());
        let plan = World::of(text).plan("r").unwrap();
        keys.extend(plan.calls.last().and_then(|step| step.session.clone()));
    }
    let distinct: std::collections::HashSet<_> = keys.iter().collect();
    assert_eq!((keys.len(), distinct.len()), (LINES.len(), LINES.len()));
}

/// Who answers for a machine or container is told by variables.
#[test]
fn another_machine_is_another_session() {
    let config = "[profile e]\ncredential_source = Ec2InstanceMetadata\nrole_arn = arn:aws:iam::111122223333:role/r\n\
                  [profile c]\ncredential_source = EcsContainer\nrole_arn = arn:aws:iam::111122223333:role/r\n";
    let key = |world: World, profile: &str| world.plan(profile).unwrap().calls[0].session.clone();
    for (profile, variable) in [
        ("e", "AWS_EC2_METADATA_SERVICE_ENDPOINT"),
        ("c", "AWS_CONTAINER_CREDENTIALS_FULL_URI"),
        ("c", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"),
    ] {
        let one = || World::of(config).set(variable, "one");
        assert_eq!(key(one(), profile), key(one(), profile));
        assert_ne!(
            key(one(), profile),
            key(World::of(config).set(variable, "two"), profile)
        );
        assert_ne!(key(one(), profile), key(World::of(config), profile));
    }
}

/// A program may ask which profile is wanted, be it by a variable; where a key stands in its file says nothing.
#[test]
fn a_session_is_its_profiles_and_no_lines() {
    let key = |world: &World, profile: &str| {
        let plan = world.plan(profile).unwrap();
        let session = plan.source.session.clone();
        session.or_else(|| plan.calls[0].session.clone()).unwrap()
    };
    let world = World::of(
        "[default]\ncredential_process = vend\n[profile a]\n[profile b]\n\
         [profile v]\nweb_identity_token_process = t\nrole_arn = arn:aws:iam::111122223333:role/r\n\
         [profile w]\nweb_identity_token_process = t\nrole_arn = arn:aws:iam::111122223333:role/r\n",
    );
    assert_ne!(key(&world, "a"), key(&world, "b"));
    assert_ne!(key(&world, "v"), key(&world, "w"));
    let file = |config| World::of(config).keys(&[]);
    let (one, other) = (
        file("[profile f]\naws_access_key_id = A\naws_secret_access_key = S\n"),
        file("# More.\n\n[profile f]\naws_access_key_id = A\naws_secret_access_key = S\n"),
    );
    assert_eq!(key(&one, "f"), key(&other, "f"));
}

#[test]
fn one_session_of_a_key_serves_the_roles_of_many_accounts() {
    let config = "[profile u]\nmfa_serial = M\nregion = eu-west-1\n\
                  [profile a]\nsource_profile = u\nmfa_serial = M\nregion = us-east-1\nrole_arn = arn:aws:iam::111122223333:role/r\n\
                  [profile b]\nsource_profile = u\nmfa_serial = M\nregion = eu-north-1\nrole_arn = arn:aws:iam::444455556666:role/r\n";
    let first = |profile| {
        World::of(config)
            .plan(profile)
            .unwrap()
            .calls
            .first()
            .and_then(|step| step.session.clone())
    };
    assert!(first("a").is_some());
    assert_eq!(first("a"), first("b"));
}

#[test]
fn row_8_2_e_a_circle_of_sources_is_named() {
    let config =
        "[profile a]\nsource_profile = b\n[profile b]\nsource_profile = c\n[profile c]\nsource_profile = b\n";
    let circle = "config:6: source_profile goes round in a circle: b → c → b; let one of them have credentials of its own";
    assert_eq!(World::of(config).keys(&[]).error("a"), circle);
    assert_eq!(World::of(config).keys(&["c"]).steps("a"), "key c");
}

#[test]
fn row_8_2_g_dots_inherit_nothing_and_percent_expands_nothing() {
    let config = "[profile a]\nmfa_serial = M\n[profile a.b]\nregion = eu-west-1\nrole_session_name = x\n\
                  credential_process = echo %(region)s\n";
    assert_eq!(
        World::of(config).keys(&["a.b"]).steps("a.b"),
        "key a.b, GST a.b 1h*"
    );
    assert_eq!(
        World::of(config).keys(&[]).steps("a.b"),
        "process echo %(region)s*"
    );
}

#[test]
fn row_8_2_h_a_start_url_of_the_profile_outranks_the_session_of_default() {
    let config = "\
[default]
sso_session = corp
[sso-session corp]
sso_start_url = https://corp.example
sso_region = eu-west-1
[profile own]
sso_start_url = https://own.example
sso_region = us-east-1
sso_account_id = 111122223333
sso_role_name = Admin
[profile inherits]
sso_account_id = 111122223333
sso_role_name = Admin
";
    assert_eq!(World::of(config).steps("own"), "sso https://own.example Admin*");
    assert_eq!(
        World::of(config).steps("inherits"),
        "sso https://corp.example Admin*"
    );
}

#[test]
fn row_8_2_j_tags_of_a_variable_that_are_none_are_told() {
    let config =
        "[profile u]\n[profile r]\nsource_profile = u\nrole_arn = arn:aws:iam::111122223333:role/r\n";
    for tags in ["a", "a=b,", "", "a=b,A=c"] {
        let world = World::of(config).set("AWS_SESSION_TAGS", tags);
        let error = world.error("r");
        assert!(error.starts_with("AWS_SESSION_TAGS: session_tags "), "{error}");
    }
}

#[test]
fn row_8_2_r_a_duration_that_is_none_is_told() {
    let config =
        "[profile u]\n[profile r]\nsource_profile = u\nrole_arn = arn:aws:iam::111122223333:role/r\n";
    let told = "AWS_ASSUME_ROLE_TTL is not a duration; write one such as 1h, 90m or 1h30m";
    assert_eq!(
        World::of(config).set("AWS_ASSUME_ROLE_TTL", "12").error("r"),
        told
    );
    assert!(
        World::of(config)
            .set("AWS_SESSION_TOKEN_TTL", "1d")
            .error("u")
            .contains("not a duration")
    );
}

#[test]
fn trap_source_profile_that_is_itself() {
    let config = "[profile u]\nsource_profile = u\nmfa_serial = M\n[default]\nsource_profile = default\n";
    assert_eq!(World::of(config).steps("u"), "key u, GST u 1h mfa=M*");
    assert_eq!(
        World::of(config).keys(&["default"]).steps("default"),
        "key default, GST default 1h*"
    );
    assert!(
        World::of(config)
            .keys(&[])
            .error("u")
            .starts_with("credentials missing")
    );
    let role = "[profile s]\nsource_profile = s\nrole_arn = arn:aws:iam::111122223333:role/s\n";
    assert!(World::of(role).keys(&[]).strict().error("s").contains("s → s"));
    assert_eq!(
        World::of(role).keys(&["s"]).strict().steps("s"),
        "key s, AR s 1h*"
    );
}

#[test]
fn trap_a_hash_in_a_start_url_and_comments_behind_values() {
    let config =
        "[profile u]\nmfa_serial = M ; my phone\nregion = \"eu-west-1\" # home\nrole_session_name = `a#b`\n";
    let plan = World::of(config).plan("u").unwrap();
    assert_eq!(
        plan.calls
            .first()
            .and_then(|step| step.what.mfa())
            .map(|mfa| mfa.serial.as_str()),
        Some("M")
    );
    assert_eq!(plan.region.as_ref().map(Region::as_str), Some("eu-west-1"));
    let strict = World::of(config).strict().error("u");
    assert!(strict.starts_with("config:3: region is not a region"), "{strict}");
    let url = "[profile s]\nsso_start_url = https://d-1.awsapps.com/start/#/ # ours\nsso_region = eu-west-1\n\
               sso_account_id = 111122223333\nsso_role_name = Admin\n";
    assert_eq!(
        World::of(url).steps("s"),
        "sso https://d-1.awsapps.com/start/#/ Admin*"
    );
}

#[test]
fn trap_a_missing_section_is_no_source_unless_a_key_is_stored() {
    let config = "[profile r]\nsource_profile = gone\nrole_arn = arn:aws:iam::111122223333:role/r\n";
    assert_eq!(
        World::of(config).keys(&[]).error("r"),
        "credentials missing: profile \"gone\" has no stored key, and names no source_profile, sso_session, \
         credential_process or other source; config:2: source_profile names \"gone\", which is not in the files; check \
         that name"
    );
    assert_eq!(World::of(config).keys(&["gone"]).steps("r"), "key gone, AR r 1h*");
    let strict = World::of(config).keys(&[]).strict().error("r");
    assert_eq!(
        strict,
        "config:2: source_profile names \"gone\", which is not in the files; check the name"
    );
    let session = "[profile s]\nsso_session = gone\nsso_account_id = 111122223333\nsso_role_name = Admin\n";
    assert_eq!(
        World::of(session).error("s"),
        "config:2: sso_session names \"sso-session gone\", which is not in the files; check the name"
    );
}

#[test]
fn variables_about_the_role_are_the_targets_alone() {
    let config =
        "[profile u]\n[profile r]\nsource_profile = u\nrole_arn = arn:aws:iam::111122223333:role/r\n";
    let world = || World::of(config).set("AWS_ROLE_ARN", "arn:aws:iam::444455556666:role/env");
    let arn = |profile: &str| match world()
        .plan(profile)
        .unwrap()
        .calls
        .last()
        .map(|step| step.what.clone())
    {
        Some(Call::AssumeRole(request)) => request.role_arn.to_string(),
        _ => String::new(),
    };
    assert_eq!(arn("r"), "arn:aws:iam::444455556666:role/env");
    assert_eq!(
        arn("u"),
        "arn:aws:iam::444455556666:role/env",
        "any profile becomes one of a role"
    );
    assert_eq!(world().strict().steps("u"), "key u, GST u 1h*");
}

#[test]
fn all_that_a_role_is_asked() {
    let config = "[profile u]\n[profile r]\nsource_profile = u\nrole_arn = arn:aws:iam::111122223333:role/r\nexternal_id = x y\n\
                  session_tags = a = 1 , b=2\ntransitive_session_tags = a,,b \nsource_identity = me@x\nrole_session_name = me\nregion = eu-west-1\n";
    let plan = World::of(config).plan("r").unwrap();
    let json = serde_json::to_value(&plan).unwrap();
    let expected = serde_json::json!({
        "profile": "r", "call": "AssumeRole", "role_arn": "arn:aws:iam::111122223333:role/r", "duration_seconds": 3600,
        "role_session_name": "me", "external_id": "x y", "tags": [{"key": "a", "value": "1"}, {"key": "b", "value": "2"}],
        "transitive_tag_keys": ["a", "b"], "source_identity": "me@x",
        "endpoint": {"service": "sts", "region": "eu-west-1"},
    });
    assert_eq!(json["calls"][0], expected);
}
