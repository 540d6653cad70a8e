use super::*;

#[test]
fn what_the_shell_would_change_is_quoted() {
    for plain in ["a", "--x=1", "/tmp/a.pem", "arn:aws:iam::1:role/x", "50%"] {
        assert_eq!(shell_word(plain), plain);
    }
    for (word, quoted) in [
        ("", "''"),
        ("it's", r"'it'\''s'"),
        ("a b", "'a b'"),
        ("$(x)", "'$(x)'"),
    ] {
        assert_eq!(shell_word(word), quoted);
        assert_eq!(shlex::split(quoted), Some(vec![word.to_owned()]));
    }
}

#[test]
fn a_path_is_no_flag() {
    assert_eq!(shell_path(Path::new("-rf")), "./-rf");
    assert_eq!(shell_path(Path::new("-a b")), "'./-a b'");
    assert_eq!(shell_path(Path::new("/a b/c")), "'/a b/c'");
}
