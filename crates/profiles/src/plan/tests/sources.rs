//! Where credentials come from, to aws-vault and to the AWS CLI.

use super::*;
use crate::resolve::PlainKey;

const SSO: &str = "\
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start/#/
sso_region = eu-central-1
sso_registration_scopes = sso:account:access, x
[profile sso]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Admin
[profile legacy]
sso_start_url = https://old.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 111122223333
sso_role_name = Admin
[profile r]
source_profile = sso
role_arn = arn:aws:iam::444455556666:role/r
duration_seconds = 43200
[profile missing]
sso_session = none
sso_account_id = 111122223333
sso_role_name = Admin
[profile half]
sso_session = corp
sso_account_id = 111122223333
";

#[test]
fn sso() {
    for world in [World::of(SSO), World::of(SSO).strict()] {
        assert_eq!(world.steps("sso"), "sso https://corp.awsapps.com/start/#/ Admin*");
        assert_eq!(world.steps("legacy"), "sso https://old.awsapps.com/start Admin*");
        let role = "sso https://corp.awsapps.com/start/#/ Admin*, AR r 1h capped from 12h*";
        assert_eq!(world.steps("r"), role);
        let missing =
            "config:19: sso_session names \"sso-session none\", which is not in the files; check the name";
        assert_eq!(world.error("missing"), missing);
        let half = "config:23: sso_session of profile \"half\" needs sso_role_name beside it; add it";
        assert_eq!(world.error("half"), half);
    }
    let plan = World::of(SSO).plan("sso").unwrap();
    let region = plan
        .source
        .endpoint
        .map(|endpoint| endpoint.region.value.to_string());
    assert_eq!(region.as_deref(), Some("eu-central-1"));
}

/// Both services of Identity Center, by the rules of the profile; other sources have none to sign in to.
#[test]
fn sso_has_an_endpoint_to_sign_in() {
    let urls = |world: World| {
        let source = world.plan("sso").unwrap().source;
        [source.endpoint, source.sign_in_endpoint].map(|endpoint| {
            let endpoint = endpoint.unwrap();
            assert_eq!(endpoint.region.value.as_str(), "eu-central-1");
            endpoint.url.map(|url| url.value)
        })
    };
    let url = |port: u16| Some(format!("http://127.0.0.1:{port}"));
    assert_eq!(urls(World::of(SSO)), [None, None]);
    let all = World::of(SSO).set("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
    assert_eq!(urls(all), [url(1), url(1)]);
    let single = World::of(SSO).set("AWS_ENDPOINT_URL_SSO_OIDC", "http://127.0.0.1:2");
    assert_eq!(urls(single), [None, url(2)]);
    let section = "[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-central-1\n\
                   [profile sso]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n\
                   services = local\n[services local]\nsso =\n  endpoint_url = http://127.0.0.1:3\n\
                   sso_oidc =\n  endpoint_url = http://127.0.0.1:4\n";
    assert_eq!(urls(World::of(section)), [url(3), url(4)]);
    let shown = serde_json::to_value(World::of(SSO).plan("sso").unwrap()).unwrap();
    assert_eq!(shown["source"]["sign_in_endpoint"]["service"], "sso-oidc");
    let other = World::of("[profile u]\nregion = eu-west-1\n").plan("u").unwrap();
    assert!(other.source.sign_in_endpoint.is_none());
}

#[test]
fn web_identity_takes_the_role_itself() {
    let config = "[profile w]\nweb_identity_token_file = /t\nweb_identity_token_process = no\n\
                  role_arn = arn:aws:iam::111122223333:role/w\nduration_seconds = 3600\n\
                  [profile p]\nweb_identity_token_process = get-token\nrole_arn = arn:aws:iam::111122223333:role/p\n\
                  [profile none]\nweb_identity_token_file = /t\n[profile next]\nsource_profile = w\n\
                  role_arn = arn:aws:iam::111122223333:role/next\n";
    assert_eq!(World::of(config).steps("w"), "web w 1h*");
    assert_eq!(World::of(config).strict().steps("w"), "web w 1h*");
    assert_eq!(World::of(config).steps("p"), "web p 1h*");
    assert_eq!(World::of(config).steps("next"), "web w 1h*, AR next 1h*");
    let none = "config:10: web_identity_token_file of profile \"none\" needs role_arn beside it; add it";
    assert_eq!(World::of(config).error("none"), none);
}

#[test]
fn a_role_beside_other_credentials_is_passed_over() {
    let config = "[profile p]\ncredential_process = /bin/x --pass secret\nrole_arn = arn:aws:iam::111122223333:role/p\n";
    assert_eq!(World::of(config).steps("p"), "process /bin/x --pass secret*");
    let notes = World::of(config).notes("p");
    assert!(
        notes
            .concat()
            .starts_with("config:3: role_arn of \"p\" is passed over, since credential_process")
    );
    let strict = World::of(config).strict().error("p");
    assert!(
        strict.contains("needs source_profile or credential_source"),
        "{strict}"
    );
}

#[test]
fn credential_source() {
    let config = "[profile e]\ncredential_source = Ec2InstanceMetadata\nrole_arn = arn:aws:iam::111122223333:role/e\n\
                  [profile c]\ncredential_source = EcsContainer\nrole_arn = arn:aws:iam::111122223333:role/e\n\
                  duration_seconds = 7200\n[profile v]\ncredential_source = Environment\n\
                  role_arn = arn:aws:iam::111122223333:role/e\nduration_seconds = 7200\n\
                  [profile x]\ncredential_source = Other\nrole_arn = arn:aws:iam::111122223333:role/e\n\
                  [profile both]\ncredential_source = Environment\nsource_profile = e\n\
                  role_arn = arn:aws:iam::111122223333:role/e\n";
    for world in [World::of(config), World::of(config).strict()] {
        assert_eq!(world.steps("e"), "Ec2InstanceMetadata, AR e 1h*");
        assert_eq!(world.steps("c"), "EcsContainer, AR c 1h capped from 2h*");
        assert_eq!(world.steps("v"), "environment, AR v 2h*");
        let other =
            "config:13: credential_source is none of Environment, Ec2InstanceMetadata and EcsContainer";
        assert_eq!(world.error("x"), other);
    }
    let both = "config:16: profile \"both\" has both source_profile and credential_source; remove one";
    assert_eq!(World::of(config).strict().error("both"), both);
}

#[test]
fn roles_anywhere_and_login() {
    let config = "\
[profile ra]
rolesanywhere_certificate = /etc/m.pem
rolesanywhere_private_key = pkcs11:token=t;object=k?pin-value=1234
rolesanywhere_trust_anchor_arn = arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/a
rolesanywhere_profile_arn = arn:aws:rolesanywhere:eu-west-1:111122223333:profile/p
role_arn = arn:aws:iam::111122223333:role/machine
[profile next]
source_profile = ra
role_arn = arn:aws:iam::111122223333:role/next
[profile half]
rolesanywhere_trust_anchor_arn = arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/a
[profile login]
login_session = arn:aws:iam::111122223333:user/me
[profile from-user]
source_profile = login
role_arn = arn:aws:iam::111122223333:role/next
duration_seconds = 7200
[profile from-role]
source_profile = login-as-role
role_arn = arn:aws:iam::111122223333:role/next
duration_seconds = 7200
[profile login-as-role]
login_session = arn:aws:sts::111122223333:assumed-role/Admin/me
";
    for world in [World::of(config), World::of(config).strict()] {
        assert_eq!(world.steps("ra"), "certificate machine 1h*");
        assert_eq!(world.steps("next"), "certificate machine 1h*, AR next 1h*");
        assert_eq!(world.steps("login"), "login arn:aws:iam::111122223333:user/me");
        assert!(world.steps("from-user").ends_with("AR from-user 2h*"));
        assert!(
            world
                .steps("from-role")
                .ends_with("AR from-role 1h capped from 2h*")
        );
        assert!(
            world
                .error("half")
                .contains("needs rolesanywhere_certificate beside it")
        );
        let plan = world.plan("ra").unwrap();
        let told = [serde_json::to_string(&plan).unwrap(), format!("{plan:?}")].concat();
        assert!(!told.contains("1234"), "{told}");
    }
}

#[test]
fn no_plan_shows_what_a_command_is_given() {
    let config = "[profile u]\nmfa_serial = M\nmfa_process = otp --seed TOPSECRET\n\
                  [profile p]\ncredential_process = \"/x\" --password TOPSECRET\n\
                  [profile w]\nweb_identity_token_process = t TOPSECRET\nrole_arn = arn:aws:iam::111122223333:role/w\n\
                  [profile f]\naws_access_key_id = AKIATOPSECRET\naws_secret_access_key = TOPSECRET\n";
    for profile in ["u", "p", "w", "f"] {
        let plan = World::of(config).plan(profile).unwrap();
        let told = [serde_json::to_string(&plan).unwrap(), format!("{plan:?}")].concat();
        assert!(!told.contains("TOPSECRET"), "{told}");
    }
}

#[test]
fn keys_in_files_come_last_to_aws_vault_and_are_told() {
    let world = |dialect| World {
        config: "[profile f]\nregion = x\n[profile p]\ncredential_process = x\n[profile r]\nsource_profile = f\n\
                 role_arn = arn:aws:iam::111122223333:role/r\n",
        credentials: "[f]\naws_access_key_id = A\naws_secret_access_key = S\nregion = y\n\
                      [p]\naws_access_key_id = A\naws_secret_access_key = S\naws_session_token = T\n[half]\naws_access_key_id=A\n",
        dialect,
        keys: Some(&[]),
        ..World::default()
    };
    assert_eq!(world(Dialect::AwsVault).steps("f"), "file f, GST f 1h*");
    assert_eq!(world(Dialect::AwsVault).steps("r"), "file f, AR r 1h*");
    assert_eq!(world(Dialect::AwsVault).steps("p"), "process x*");
    assert_eq!(world(Dialect::AwsCli).steps("p"), "file p");
    assert!(
        world(Dialect::AwsVault)
            .error("half")
            .contains("needs aws_secret_access_key")
    );
    let region = |dialect| {
        world(dialect)
            .plan("f")
            .unwrap()
            .region
            .map(|region| region.to_string())
    };
    assert_eq!(region(Dialect::AwsVault).as_deref(), Some("x"));
    assert_eq!(region(Dialect::AwsCli).as_deref(), Some("y"));
    let notes = world(Dialect::AwsVault).notes("f");
    assert!(
        notes
            .concat()
            .contains("credentials:2: the key of \"f\" stands in this file in plain text")
    );
}

/// Of two sections that have a part of a key each, one has the key.
#[test]
fn halves_of_two_keys_are_no_key() {
    let world = |dialect| World {
        config: "[profile p]\naws_access_key_id = OLD\naws_secret_access_key = old\naws_session_token = old\n\
                 [profile q]\naws_access_key_id = OLD\naws_secret_access_key = old\n",
        credentials: "[p]\naws_access_key_id = NEW\naws_secret_access_key = new\n[q]\nregion = x\n",
        dialect,
        keys: Some(&[]),
        ..World::default()
    };
    for dialect in [Dialect::AwsVault, Dialect::AwsCli] {
        let world = world(dialect);
        assert_eq!(world.steps("p"), "file p, GST p 1h*");
        assert_eq!(world.steps("q"), "file q, GST q 1h*");
        let config = ConfigFile::parse("config", world.config.as_bytes()).unwrap();
        let credentials = ConfigFile::parse("credentials", world.credentials.as_bytes()).unwrap();
        let catalog = Catalog::new(config, credentials, dialect).unwrap();
        let key = PlainKey::of(&catalog, "p").unwrap().unwrap();
        assert_eq!(key.access_key_id, "NEW");
        assert_eq!(key.secret_access_key.expose(), "new");
        assert!(key.session_token.is_none());
    }
}

#[test]
fn a_keystore_that_nobody_looked_into() {
    let mut world = World::of(
        "[profile u]\n[profile r]\nsource_profile = u\nrole_arn = arn:aws:iam::111122223333:role/r\n[profile p]\ncredential_process = x\n",
    );
    world.keys = None;
    assert_eq!(world.steps("u"), "key u, GST u 1h*");
    assert_eq!(world.steps("r"), "key u, AR r 1h*");
    assert_eq!(world.steps("p"), "process x*");
    assert!(matches!(
        world.plan("u").unwrap().source.what,
        Source::StoredKey { seen: false, .. }
    ));
}

#[test]
fn endpoints() {
    let config = "\
[profile u]
region = eu-west-1
endpoint_url = https://all.example
services = local
[services local]
sts =
  endpoint_url = http://127.0.0.1:8181
s3 =
  endpoint_url = http://127.0.0.1:9000
[profile bad]
endpoint_url = ftp://x
[profile legacy]
region = eu-west-1
sts_regional_endpoints = legacy
[profile far]
region = ap-east-1
sts_regional_endpoints = legacy
[profile none]
services = gone
";
    let world = || World::of(config).keys(&["u", "legacy", "far", "none", "bad"]);
    let sts = |world: World, profile: &str| {
        let plan = world.plan(profile).unwrap();
        plan.calls.first().and_then(|step| step.endpoint.clone()).unwrap()
    };
    let url = |world: World| sts(world, "u").url.map(|url| url.value);
    assert_eq!(url(world()).as_deref(), Some("http://127.0.0.1:8181"));
    assert_eq!(
        url(world().set("AWS_ENDPOINT_URL", "https://env.example")).as_deref(),
        Some("https://env.example")
    );
    let both = world()
        .set("AWS_ENDPOINT_URL", "https://env.example")
        .set("AWS_ENDPOINT_URL_STS", "https://sts.example");
    assert_eq!(url(both).as_deref(), Some("https://sts.example"));
    assert_eq!(
        url(world().set("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")),
        None
    );
    assert_eq!(
        world().plan("u").unwrap().endpoint_url.as_deref(),
        Some("https://all.example")
    );
    assert!(sts(world(), "legacy").global && !sts(world(), "far").global);
    for variant in ["AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"] {
        let found = sts(world().set(variant, "true"), "legacy");
        assert!(!found.global && found.region.value.as_str() == "eu-west-1");
    }
    assert!(
        world()
            .error("bad")
            .starts_with("config:11: endpoint_url is not a URL")
    );
    assert_eq!(
        world().error("none"),
        "config:19: services names \"gone\", which is not in the files; check the name"
    );
}

#[test]
fn roots_are_those_of_the_profile_that_was_asked_for() {
    let config = "[default]\nca_bundle = /default.pem\n[profile u]\n[profile own]\nca_bundle = /own.pem\n\
                  [profile r]\nsource_profile = u\nrole_arn = arn:aws:iam::111122223333:role/r\nca_bundle = /r.pem\n\
                  mfa_serial = M\n[profile u2]\nmfa_serial = M\n[profile r2]\nsource_profile = u2\nca_bundle = /r2.pem\n\
                  mfa_serial = M\nrole_arn = arn:aws:iam::111122223333:role/r\n[profile r3]\nsource_profile = own\n\
                  role_arn = arn:aws:iam::111122223333:role/r\n[profile own4]\nca_bundle = /own.pem\nmfa_serial = M\n\
                  [profile r4]\nsource_profile = own4\nca_bundle = /r.pem\nmfa_serial = M\n\
                  role_arn = arn:aws:iam::111122223333:role/r\n[profile r5]\nsource_profile = own4\nmfa_serial = M\n\
                  role_arn = arn:aws:iam::111122223333:role/r\n";
    let roots = |world: World, profile: &str| -> Vec<Option<String>> {
        let calls = world.plan(profile).unwrap().calls;
        let endpoints = calls.into_iter().filter_map(|call| call.endpoint);
        endpoints
            .map(|endpoint| endpoint.ca_bundle.map(|path| path.value))
            .collect()
    };
    for strict in [false, true] {
        let world = || {
            let world = World::of(config).keys(&["u", "u2", "own", "own4"]);
            if strict { world.strict() } else { world }
        };
        let some = |path: &str| Some(path.to_owned());
        assert_eq!(roots(world(), "u"), [None], "[default] is no other profile's");
        assert_eq!(roots(world(), "own"), [some("/own.pem")]);
        assert_eq!(roots(world(), "r2"), [some("/r2.pem"), some("/r2.pem")]);
        assert_eq!(roots(world(), "r3"), [None]);
        assert_eq!(roots(world(), "r4"), [some("/r.pem"), some("/r.pem")]);
        assert_eq!(roots(world(), "r5"), [None, None]);
    }
}

#[test]
fn a_source_with_a_key_keeps_its_role_to_itself_by_the_clis_rules() {
    let config = "[profile p]\nrole_arn = arn:aws:iam::111122223333:role/p\nsource_profile = q\n[profile q]\n\
                  role_arn = arn:aws:iam::111122223333:role/q\nsource_profile = q\naws_access_key_id = A\n\
                  aws_secret_access_key = S\n";
    let world = || World::of(config).keys(&[]);
    assert_eq!(world().steps("p"), "file q, AR q 1h*, AR p 1h*");
    assert_eq!(world().strict().steps("p"), "file q, AR p 1h*");
    let told = "config:5: role_arn of \"q\" is passed over, since aws_access_key_id is beside it; put the role into a \
                profile of its own, with source_profile = q";
    assert!(world().strict().notes("p").contains(&told.to_owned()));
}
