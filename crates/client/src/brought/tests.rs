use super::*;

fn environment(variables: &[(&str, &str)]) -> Environment {
    let owned = variables.iter();
    Environment::new(owned.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
}

#[test]
fn what_was_set_since_is_the_users() {
    let list = (
        BROUGHT,
        "AWS_REGION=eu-west-1 AWS_ENDPOINT_URL=http://127.0.0.1:1/?a=b PATH=/bin",
    );
    let here = environment(&[
        list,
        ("AWS_REGION", "eu-west-1"),
        ("AWS_DEFAULT_REGION", "eu-west-1"),
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:1/?a=b"),
        ("PATH", "/bin"),
    ]);
    assert!(here.is_brought("AWS_REGION") && here.is_brought("AWS_ENDPOINT_URL"));
    assert!(!here.is_brought("AWS_DEFAULT_REGION") && !here.is_brought("PATH"));
    let since = environment(&[list, ("AWS_REGION", "us-west-2")]);
    assert!(!since.is_brought("AWS_REGION") && !since.is_brought("AWS_ENDPOINT_URL"));
    for odd in ["", " ", "=", "AWS_REGION", "AWS_REGION=", "AWS_REGIONeu-west-1"] {
        let here = environment(&[(BROUGHT, odd), ("AWS_REGION", "eu-west-1")]);
        assert!(!here.is_brought("AWS_REGION"), "{odd:?}");
    }
}
