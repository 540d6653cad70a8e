use super::*;

/// What is there: the terminal (`t`), a display (`d`), the name of a YubiKey's key (`y`).
fn chosen(face: Face, there: &str, programs: &[&str]) -> Option<Driver> {
    Driver::choose(
        face,
        &Circumstances {
            has_terminal: there.contains('t'),
            has_display: there.contains('d'),
            names_yubikey: there.contains('y'),
            has_program: &|name| programs.contains(&name),
        },
    )
}

#[test]
fn row_8_2_i_the_terminal_comes_first_and_a_yubikey_only_when_it_is_named() {
    use Driver::{Kdialog, Osascript, Pinentry, Terminal, Ykman, Zenity};
    use Face::{Piped, Server};
    const ALL: &[&str] = &["kdialog", "osascript", "pinentry", "ykman", "zenity"];
    let table: [(Face, &str, &[&str], Option<Driver>); 15] = [
        (Face::Terminal, "tdy", ALL, Some(Terminal)),
        // Where aws-vault would take the alphabetically first.
        (Piped, "tdy", ALL, Some(Terminal)),
        (Piped, "t", &["ykman"], Some(Terminal)),
        (Piped, "", &["ykman"], None),
        (Piped, "y", &["ykman"], Some(Ykman)),
        (Piped, "y", &[], None),
        (Piped, "d", &["pinentry", "ykman", "zenity"], Some(Zenity)),
        (Piped, "dy", &["ykman", "zenity"], Some(Ykman)),
        (Piped, "d", &["kdialog", "zenity"], Some(Kdialog)),
        (Piped, "d", &["pinentry"], Some(Pinentry)),
        (Piped, "", &["kdialog", "pinentry", "zenity"], None),
        (Piped, "", &["osascript", "pinentry"], Some(Osascript)),
        (Server, "td", &["zenity"], Some(Zenity)),
        (Server, "t", &["zenity", "pinentry", "ykman"], None),
        (Server, "ty", &["zenity", "ykman"], Some(Ykman)),
    ];
    for (face, there, programs, expected) in table {
        assert_eq!(
            chosen(face, there, programs),
            expected,
            "{face:?} {there:?} {programs:?}"
        );
    }
}

#[test]
fn a_program_is_found_as_a_shell_finds_it() {
    let folder = tempfile::tempdir().unwrap();
    let [first, second] = ["first", "second"].map(|name| folder.path().join(name));
    for path in [&first, &second, &first.join("zenity")] {
        std::fs::create_dir(path).unwrap();
    }
    let path = std::env::join_paths([std::path::Path::new("."), &first, &second]).unwrap();
    let environment = Environment::new([("PATH".to_owned(), path)]);
    let file = second.join("zenity");
    std::fs::write(&file, "").unwrap();
    // A folder and a file that cannot be run are none.
    assert_eq!(program("zenity", &environment), None);
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    std::fs::set_permissions(&file, mode).unwrap();
    assert_eq!(program("zenity", &environment), Some(file));
    assert_eq!(program("zenity", &Environment::default()), None);
}
