use super::*;

#[test]
fn words_are_those_of_the_version() {
    let words = |variables: &[(&str, &str)]| {
        let pairs = variables.iter().map(|&(name, value)| (name.to_owned(), value));
        arguments("arn:aws:iam::1:mfa/me", &Environment::new(pairs)).map(|words| words.join(" "))
    };
    let table: [(&[(&str, &str)], &str); 5] = [
        (&[], "oath accounts code --single -- arn:aws:iam::1:mfa/me"),
        (&[(NAME, "-rf")], "oath accounts code --single -- -rf"),
        (
            &[(DEVICE, "1234567")],
            "--device 1234567 oath accounts code --single -- arn:aws:iam::1:mfa/me",
        ),
        (&[(VERSION, "3")], "oath code --single -- arn:aws:iam::1:mfa/me"),
        (
            &[(VERSION, "5.1.2"), (NAME, "AWS:me")],
            "oath accounts code --single -- AWS:me",
        ),
    ];
    for (variables, expected) in table {
        assert_eq!(words(variables).unwrap(), expected);
    }
    assert!(matches!(words(&[(VERSION, "new")]), Err(MfaError::YkmanVersion)));
}
