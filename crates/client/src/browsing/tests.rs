use std::os::unix::fs::PermissionsExt as _;

use super::*;

fn environment(variables: &[(&str, &str)]) -> Environment {
    Environment::new(
        variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    )
}

#[test]
fn browsers_of_the_variable_are_split_as_a_shell_would() {
    let given = environment(&[("BROWSER", "firefox -P work:'/opt/my browser' --url=%s:")]);
    let browsing = Browsing::of(false, &given).unwrap();
    assert_eq!(
        browsing.browsers,
        [vec!["firefox", "-P", "work"], vec!["/opt/my browser", "--url=%s"]]
    );
    assert!(browsing.opens);
}

#[test]
fn links_are_only_shown_where_that_is_asked_for() {
    for (flag, value, opens) in [
        (true, "", false),
        (false, "true", false),
        (false, "1", false),
        (false, "false", true),
        (false, "", true),
    ] {
        let given = environment(&[("BROWSER", "x"), ("AWS_VAULT_STDOUT", value)]);
        assert_eq!(Browsing::of(flag, &given).unwrap().opens, opens, "{flag} {value}");
    }
}

#[test]
fn the_desktop_is_asked_where_there_is_a_display() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("xdg-open");
    std::fs::write(&program, "#!/bin/sh\n").unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = folder.path().to_str().unwrap();
    let has = |variables: &[(&str, &str)]| {
        Browsing::of(false, &environment(variables))
            .unwrap()
            .has_browser()
    };
    if cfg!(not(target_vendor = "apple")) {
        assert!(has(&[("PATH", path), ("DISPLAY", ":0")]));
        assert!(has(&[("PATH", path), ("WAYLAND_DISPLAY", "wayland-0")]));
    }
    assert!(!has(&[("PATH", path)]));
    assert!(!has(&[("PATH", "/nowhere"), ("DISPLAY", ":0")]));
    assert!(has(&[("BROWSER", "lynx")]));
}

#[test]
fn a_browser_gets_web_addresses_alone() {
    for refused in [
        "file:///etc/passwd",
        "--private-window",
        "javascript:alert(1)",
        "https://a b",
        "https://a\u{1b}[2J",
        "https://ü",
        "",
    ] {
        assert_eq!(Link::new(refused), None, "{refused}");
    }
    assert!(Link::new(&format!("https://x/{}", "a".repeat(8 << 10))).is_none());
    assert_eq!(
        Link::new("https://x/?a=b#/c").unwrap().to_string(),
        "https://x/?a=b#/c"
    );
}
