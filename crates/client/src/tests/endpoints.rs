//! Where services are.

use crate::endpoint::{HostNaming, Variant};
use crate::{Endpoint, Environment};

fn resolve(
    flag: Option<&str>,
    prefix: &str,
    global: bool,
    region: &str,
    variables: &[(&str, &str)],
) -> String {
    let environment = Environment::new(
        variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    let naming = HostNaming { prefix, global };
    Endpoint::resolve(
        flag,
        "RolesAnywhere",
        naming,
        &region.parse().unwrap(),
        Variant::of_environment(&environment).unwrap(),
        &environment,
    )
    .map_or_else(|error| error.to_string(), |endpoint| endpoint.to_string())
}

#[test]
fn flag_then_environment_then_aws() {
    let own = ("AWS_ENDPOINT_URL_ROLESANYWHERE", "http://own:1");
    let all = ("AWS_ENDPOINT_URL", "http://all:2");
    let get = |flag, variables: &[_]| resolve(flag, "rolesanywhere", false, "eu-west-1", variables);
    assert_eq!(get(Some("http://flag"), &[own, all]), "http://flag");
    assert_eq!(get(Some(""), &[own, all]), "http://own:1");
    assert_eq!(get(None, &[all]), "http://all:2");
    assert_eq!(
        get(None, &[("AWS_ENDPOINT_URL_ROLESANYWHERE", ""), all]),
        "http://all:2"
    );
    let ignore = ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
    assert_eq!(
        get(None, &[own, all, ignore]),
        "https://rolesanywhere.eu-west-1.amazonaws.com"
    );
    assert!(get(None, &[("AWS_ENDPOINT_URL", "nonsense")]).contains("is not an endpoint"));
}

#[test]
fn a_password_in_an_endpoint_is_not_repeated() {
    let get = |flag, variables: &[_]| resolve(flag, "rolesanywhere", false, "eu-west-1", variables);
    for url in [
        "http://user:hunter2@host",
        "https://user:hunter2@host:443/path",
        "user:hunter2@host",
        "ftp://user:hunter2@",
        "http://user:hun%zz@ter2@host",
        "http://:hunter2@host/?x",
        "http://user:hun/ter2@host",
    ] {
        for said in [get(Some(url), &[]), get(None, &[("AWS_ENDPOINT_URL", url)])] {
            assert!(said.contains("is not an endpoint"), "{said}");
            assert!(!said.contains("hun") && !said.contains("ter2"), "{said}");
        }
    }
}

#[test]
fn hosts_of_aws() {
    let fips = ("AWS_USE_FIPS_ENDPOINT", "true");
    let dual = ("AWS_USE_DUALSTACK_ENDPOINT", "TRUE");
    let get = |region, variables: &[_]| resolve(None, "rolesanywhere", false, region, variables);
    assert_eq!(
        get("us-east-1", &[fips]),
        "https://rolesanywhere-fips.us-east-1.amazonaws.com"
    );
    assert_eq!(
        get("us-east-1", &[dual]),
        "https://rolesanywhere.us-east-1.api.aws"
    );
    assert_eq!(
        get("us-east-1", &[dual, fips]),
        "https://rolesanywhere-fips.us-east-1.api.aws"
    );
    assert_eq!(
        get("cn-north-1", &[]),
        "https://rolesanywhere.cn-north-1.amazonaws.com.cn"
    );
    assert_eq!(
        get("us-gov-west-1", &[]),
        "https://rolesanywhere.us-gov-west-1.amazonaws.com"
    );
}

/// As `botocore` resolves them.
#[test]
fn hosts_of_iam() {
    let fips = ("AWS_USE_FIPS_ENDPOINT", "true");
    let dual = ("AWS_USE_DUALSTACK_ENDPOINT", "true");
    let table = [
        ("eu-west-1", &[][..], "iam.amazonaws.com"),
        ("eu-west-1", &[fips], "iam-fips.amazonaws.com"),
        ("us-east-1", &[dual], "iam.global.api.aws"),
        ("us-east-1", &[fips, dual], "iam-fips.global.api.aws"),
        ("cn-northwest-1", &[], "iam.cn-north-1.amazonaws.com.cn"),
        ("cn-north-1", &[fips], "iam-fips.amazonaws.com.cn"),
        ("cn-north-1", &[dual], "iam.global.api.amazonwebservices.com.cn"),
        (
            "cn-north-1",
            &[fips, dual],
            "iam-fips.api.amazonwebservices.com.cn",
        ),
        ("us-gov-west-1", &[], "iam.us-gov.amazonaws.com"),
        ("us-gov-east-1", &[fips], "iam.us-gov.amazonaws.com"),
        ("us-gov-west-1", &[dual], "iam.us-gov.api.aws"),
        ("us-gov-west-1", &[fips, dual], "iam.us-gov.api.aws"),
    ];
    for (region, variables, host) in table {
        let found = resolve(None, "iam", true, region, variables);
        assert_eq!(found, format!("https://{host}"), "{region} {variables:?}");
    }
}

#[test]
fn urls_are_read_strictly() {
    for (text, host, path) in [
        ("http://127.0.0.1:8181", "127.0.0.1:8181", "/sessions"),
        ("http://127.0.0.1:80/", "127.0.0.1", "/sessions"),
        ("https://Example.COM:443", "example.com", "/sessions"),
        ("https://example.com:80/a/b/", "example.com:80", "/a/b/sessions"),
        ("http://[::1]:8181", "[::1]:8181", "/sessions"),
    ] {
        let endpoint: Endpoint = text.parse().unwrap();
        assert_eq!(endpoint.host(), host, "{text}");
        assert_eq!(endpoint.path("/sessions"), path, "{text}");
    }
    for text in [
        "",
        "example.com",
        "example.com:80",
        "ftp://example.com",
        "http://",
        "http:///path",
        "http://user:password@example.com",
        "http://example.com?query",
        "http://exa mple.com",
    ] {
        assert!(text.parse::<Endpoint>().is_err(), "{text}");
    }
}

#[test]
fn plain_http_to_another_machine_is_exposed() {
    let exposed = |text: &str| text.parse::<Endpoint>().unwrap().is_exposed();
    assert!(exposed("http://example.com"));
    assert!(exposed("http://10.0.0.1:8181"));
    assert!(!exposed("https://example.com"));
    for local in [
        "http://127.0.0.1:1",
        "http://127.1.2.3",
        "http://[::1]:1",
        "http://localhost:1",
        "http://a.localhost",
    ] {
        assert!(!exposed(local), "{local}");
    }
}
