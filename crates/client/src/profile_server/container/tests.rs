use super::*;

#[test]
fn a_path_names_a_role_or_the_profile() {
    let role = |arn: &str| Some(Whose::Role(arn.to_owned()));
    for (path, expected) in [
        ("/", Some(Whose::Profile)),
        ("", Some(Whose::Profile)),
        ("/credentials", Some(Whose::Profile)),
        ("/role-arn", Some(Whose::Profile)),
        (
            "/role-arn/arn:aws:iam::111122223333:role/a/b",
            role("arn:aws:iam::111122223333:role/a/b"),
        ),
        (
            "/role-arn/arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fa",
            role("arn:aws:iam::1:role/a"),
        ),
        ("/role-arn/", role("")),
        ("/role-arn/%ff", None),
    ] {
        assert_eq!(whose(path), expected, "{path}");
    }
    assert_eq!(whose(&format!("/role-arn/{}", "a".repeat(MAX_ARN + 1))), None);
}
