use super::*;

fn names(text: &str, dialect: Dialect) -> Vec<(String, usize)> {
    let config = ConfigFile::parse("config", text.as_bytes()).unwrap();
    let none = ConfigFile::parse("credentials", b"").unwrap();
    let catalog = Catalog::new(config, none, dialect)
        .map_err(|warning| warning.to_string())
        .unwrap();
    let mut names: Vec<_> = catalog
        .profiles()
        .map(|(name, section)| (name.to_owned(), section.line()))
        .collect();
    names.sort_unstable();
    names
}

fn of(expected: &[(&str, usize)]) -> Vec<(String, usize)> {
    expected
        .iter()
        .map(|(name, line)| ((*name).to_owned(), *line))
        .collect()
}

#[test]
fn trap_names_with_spaces_commas_slashes_dots_percent_and_default() {
    let text = "[profile a b]\n[profile \"c d\"]\n[profile x,y]\n[profile x/y]\n[profile x.y]\n[profile 50%]\n[profile o'b]\n[default]\n";
    let quoted = [
        ("50%", 6),
        ("c d", 2),
        ("default", 8),
        ("x,y", 3),
        ("x.y", 5),
        ("x/y", 4),
    ];
    assert_eq!(names(text, Dialect::AwsCli), of(&quoted));
    let mut all = quoted.to_vec();
    all.extend([("a b", 1), ("o'b", 7)]);
    all.sort_unstable();
    assert_eq!(names(text, Dialect::AwsVault), of(&all));
}

#[test]
fn default_is_its_short_section_to_aws_vault_and_the_later_one_to_the_cli() {
    let text = "[default]\n[profile default]\n";
    assert_eq!(names(text, Dialect::AwsVault), of(&[("default", 1)]));
    assert_eq!(names(text, Dialect::AwsCli), of(&[("default", 2)]));
    let text = "[profile default]\n[default]\n";
    assert_eq!(names(text, Dialect::AwsVault), of(&[("default", 2)]));
    assert_eq!(
        names("[profile default]\n", Dialect::AwsVault),
        of(&[("default", 1)])
    );
}

#[test]
fn the_strict_dialect_refuses_what_the_cli_refuses() {
    let repeated = b"[profile a]\nregion = x\n[profile a]\n";
    let refused = |config: &[u8], credentials: &[u8]| {
        let config = ConfigFile::parse("config", config).unwrap();
        let credentials = ConfigFile::parse("credentials", credentials).unwrap();
        Catalog::new(config, credentials, Dialect::AwsCli)
            .err()
            .map(|warning| warning.to_string())
    };
    let expected =
        "config:3: [profile a] stands in line 1 already, which the AWS CLI refuses; make them one section";
    assert_eq!(refused(repeated, b"").as_deref(), Some(expected));
    assert_eq!(
        refused(b"", b"\xef\xbb\xbf[default]\n").map(|text| text.starts_with("credentials:1:")),
        Some(true)
    );
}

#[test]
fn what_a_section_says_itself() {
    let text = "[default]\nregion = eu-west-1\nsso_start_url = https://d\n\
                [profile a]\nsource_profile = a # itself\nsso_session = s\nsso_start_url = https://old\n\
                [profile b]\nsource_profile =\n x = 1\n\
                [sso-session s]\nsso_start_url = https://new\n";
    let config = ConfigFile::parse("config", text.as_bytes()).unwrap();
    let none = ConfigFile::parse("credentials", b"").unwrap();
    let catalog = Catalog::new(config, none, Dialect::AwsVault).ok().unwrap();
    let own = |profile, key| catalog.own(profile, key).map(|found| found.map(String::from));
    assert_eq!(own("a", "source_profile").unwrap().as_deref(), Some("a"));
    assert_eq!(own("a", "region").unwrap(), None);
    assert_eq!(own("none", "region").unwrap(), None);
    assert!(own("b", "source_profile").is_err());
    let url = |profile| catalog.own_start_url(profile).unwrap().map(String::from);
    assert_eq!(url("a").as_deref(), Some("https://new"));
    assert_eq!(url("b"), None);
    assert_eq!(catalog.sso_session_of("https://new"), Some("s"));
    assert_eq!(catalog.sso_session_of("https://old"), None);
}
