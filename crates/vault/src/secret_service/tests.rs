use super::name_in;

#[test]
fn paths_name_collections() {
    for (path, name) in [
        ("/org/freedesktop/secrets/collection/awsvault", "awsvault"),
        ("/org/freedesktop/secrets/collection/my_2dkeys_5f", "my-keys_"),
        ("/org/freedesktop/secrets/collection/a_zz_", "a_zz_"),
        ("/org/freedesktop/secrets/collection/a_4", "a_4"),
        ("", ""),
    ] {
        assert_eq!(name_in(path), name);
    }
}
