//! What is asked for and where, from the flags.

use clap::{Args as _, Command, FromArgMatches as _};

use super::with_edge;
use crate::args::SessionArgs;
use crate::http::{HttpOptions, ProxyUrl};
use crate::target::Target;

const ROLE: &str = "arn:aws:iam::111122223333:role/path/Name";
const PROFILE: &str = "arn:aws:rolesanywhere:eu-west-1:111122223333:profile/p";
const ANCHOR: &str = "arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/a";

fn args(words: &[&str]) -> SessionArgs {
    let command = SessionArgs::augment_args(Command::new("credential-process").no_binary_name(true));
    SessionArgs::from_arg_matches(&command.try_get_matches_from(words).unwrap()).unwrap()
}

/// The service's URL, or what is wrong.
fn target(role: &str, profile: &str, anchor: &str, more: &[&str], variables: &[(&str, &str)]) -> String {
    let arns = [
        "--role-arn",
        role,
        "--profile-arn",
        profile,
        "--trust-anchor-arn",
        anchor,
    ];
    let args = args(&[&arns, more].concat());
    let (target, _) = with_edge(variables, |edge| Target::of(&args, edge));
    target.map_or_else(
        |error| error.to_string(),
        |target| format!("{} {}", target.endpoint, target.region),
    )
}

#[test]
fn row_19_arns_are_checked_before_anything_is_read_or_sent() {
    assert_eq!(
        target("", "", "", &[], &[]),
        "--role-arn and --profile-arn and --trust-anchor-arn must be given"
    );
    let table = [
        (
            ROLE,
            PROFILE,
            "x",
            "failed to parse trust anchor arn: --trust-anchor-arn \"x\" is not an ARN; it looks like arn:aws:rolesanywhere:us-east-1:111122223333:trust-anchor/a1b2c3d4-5678-90ab-cdef-111111111111",
        ),
        (
            ROLE,
            ANCHOR,
            PROFILE,
            "failed to parse trust anchor arn: --trust-anchor-arn \"arn:aws:rolesanywhere:eu-west-1:111122223333:profile/p\" is the ARN of something else (rolesanywhere, \"profile/p\"), not of a trust anchor; it",
        ),
        (
            ROLE,
            ROLE,
            ANCHOR,
            "failed to parse profile arn: --profile-arn \"arn:aws:iam::111122223333:role/path/Name\" is the ARN of something else (iam, \"role/path/Name\"), not of a profile; it looks like arn:aws:rolesanywhere",
        ),
        (
            "Name",
            PROFILE,
            ANCHOR,
            "failed to parse role arn: --role-arn \"Name\" is not an ARN; it looks like arn:aws:iam::111122223333:role/Name",
        ),
        (
            "arn:aws:iam::111122223333:user/Name",
            PROFILE,
            ANCHOR,
            "failed to parse role arn: --role-arn \"arn:aws:iam::111122223333:user/Name\" is the ARN of something else (iam, \"user/Name\"), not of a role",
        ),
        (
            "arn:aws:sts::111122223333:assumed-role/Name/x",
            PROFILE,
            ANCHOR,
            "failed to parse role arn",
        ),
        (
            "arn:aws:iam::111122223333:role/",
            PROFILE,
            ANCHOR,
            "failed to parse role arn",
        ),
        (
            "arn:aws:iam::1234:role/Name",
            PROFILE,
            ANCHOR,
            "failed to parse role arn: --role-arn \"arn:aws:iam::1234:role/Name\" has \"1234\" for the account, which is 12 digits; it looks like",
        ),
        (
            "arn:aws:iam:eu-west-1:111122223333:role/Name",
            PROFILE,
            ANCHOR,
            "failed to parse role arn: --role-arn \"arn:aws:iam:eu-west-1:111122223333:role/Name\" has a region, which roles do not have; it looks like",
        ),
        (
            ROLE,
            PROFILE,
            "arn:aws:rolesanywhere::111122223333:trust-anchor/a",
            "failed to parse trust anchor arn: --trust-anchor-arn \"arn:aws:rolesanywhere::111122223333:trust-anchor/a\" has no region; it looks like",
        ),
        (
            ROLE,
            "arn:aws:rolesanywhere:us-east-1:111122223333:profile/p",
            ANCHOR,
            "trust anchor and profile regions don't match: eu-west-1 and us-east-1; name a trust anchor and a profile of one region",
        ),
    ];
    for (role, profile, anchor, message) in table {
        let said = target(role, profile, anchor, &[], &[]);
        assert!(said.starts_with(message), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
    // The ARNs of aliases stand for what they name.
    let alias = "arn:aws:rolesanywhere:eu-west-1:111122223333:alias/trust-anchor/machines";
    assert_eq!(
        target(ROLE, PROFILE, alias, &[], &[]),
        "https://rolesanywhere.eu-west-1.amazonaws.com eu-west-1"
    );
    let long = "x".repeat(5000);
    assert!(target(ROLE, PROFILE, &long, &[], &[]).len() < 500);
}

#[test]
fn row_14_fips_and_dual_stack_by_flag_or_variable() {
    let at = |more: &[&str], variables: &[(&str, &str)]| target(ROLE, PROFILE, ANCHOR, more, variables);
    let own = "https://rolesanywhere.eu-west-1.amazonaws.com eu-west-1";
    let fips = "https://rolesanywhere-fips.eu-west-1.amazonaws.com eu-west-1";
    let dual = "https://rolesanywhere.eu-west-1.api.aws eu-west-1";
    assert_eq!(at(&[], &[]), own);
    assert_eq!(at(&["--use-fips-endpoint"], &[]), fips);
    assert_eq!(at(&["--use-fips-endpoint=false"], &[]), own);
    assert_eq!(at(&[], &[("AWS_USE_FIPS_ENDPOINT", "true")]), fips);
    assert_eq!(at(&["--use-dualstack-endpoint"], &[]), dual);
    assert_eq!(at(&[], &[("AWS_USE_DUALSTACK_ENDPOINT", "True")]), dual);
    assert_eq!(
        at(
            &["--use-dualstack-endpoint"],
            &[("AWS_USE_FIPS_ENDPOINT", "true")]
        ),
        "https://rolesanywhere-fips.eu-west-1.api.aws eu-west-1"
    );
    assert_eq!(
        at(&["--endpoint", "http://h:1", "--use-fips-endpoint"], &[]),
        "http://h:1 eu-west-1"
    );
    assert_eq!(
        target(
            &ROLE.replace("aws:", "aws-cn:"),
            PROFILE,
            ANCHOR,
            &["--region", "cn-north-1", "--use-dualstack-endpoint"],
            &[]
        ),
        "https://rolesanywhere.cn-north-1.api.amazonwebservices.com.cn cn-north-1"
    );
    for name in ["us-east-1-fips", "fips-us-east-1"] {
        assert_eq!(
            at(&["--region", name], &[]),
            format!(
                "--region {name:?} names an endpoint, and cannot be signed for; give --region us-east-1 --use-fips-endpoint"
            )
        );
    }
}

#[test]
fn row_14_proxies_and_bundles_by_flag_or_variable() {
    let options = |words: &[&str], variables: &[(&str, &str)], url: &str| {
        let args = args(words);
        with_edge(variables, |edge| {
            HttpOptions::from_flags(&args.service, edge.environment, &url.parse().unwrap()).unwrap()
        })
        .0
    };
    let https = ("HTTPS_PROXY", "http://secure:1");
    let http = ("HTTP_PROXY", "http://plain:1");
    let proxy = |words: &[&str], variables: &[(&str, &str)], url| options(words, variables, url).proxy;
    let some = |text: &str| Some(ProxyUrl::from(text));
    assert_eq!(proxy(&[], &[https, http], "https://h"), None);
    assert_eq!(
        proxy(&["--with-proxy"], &[https, http], "https://h"),
        some("http://secure:1")
    );
    assert_eq!(
        proxy(&["--with-proxy"], &[https, http], "http://h"),
        some("http://plain:1")
    );
    assert_eq!(proxy(&["--with-proxy"], &[http], "http://127.0.0.1:1"), None);
    assert_eq!(
        proxy(&["--proxy", "http://p:2"], &[https], "https://h"),
        some("http://p:2")
    );
    assert_eq!(
        proxy(&["--proxy", "http://p:2"], &[], "http://127.0.0.1:1"),
        some("http://p:2")
    );
    let except = ("NO_PROXY", "h");
    assert_eq!(proxy(&["--proxy", "http://p:2"], &[except], "https://h"), None);
    assert_eq!(
        proxy(&["--with-proxy"], &[https, ("no_proxy", "*")], "https://h"),
        None
    );

    let shown = options(&["--proxy", "http://me:geheim@p:2"], &[], "http://h");
    let shown = format!(
        "{shown:?} {:?}",
        args(&["--proxy", "http://me:geheim@p:2"]).service
    );
    assert!(shown.contains("@p:2") && !shown.contains("geheim"), "{shown}");

    let bundle =
        |words: &[&str], variables: &[(&str, &str)]| options(words, variables, "https://h").ca_bundle;
    let variable = ("AWS_CA_BUNDLE", "/env.pem");
    assert_eq!(bundle(&[], &[]), None);
    assert_eq!(bundle(&[], &[variable]), Some("/env.pem".into()));
    assert_eq!(
        bundle(&["--ca-bundle", "/flag.pem"], &[variable]),
        Some("/flag.pem".into())
    );
    assert_eq!(bundle(&["--ca-bundle="], &[variable]), Some("/env.pem".into()));
    assert!(options(&["--no-verify-ssl"], &[], "https://h").insecure);
}

#[test]
fn hosts_that_a_proxy_is_not_for() {
    let excepted = |list: &str, url: &str| {
        let variables = [("NO_PROXY", list), ("HTTP_PROXY", "http://p")];
        with_edge(&variables, |edge| {
            let endpoint = url.parse().unwrap();
            HttpOptions::from_environment(edge.environment, &endpoint, true)
                .unwrap()
                .proxy
        })
        .0
        .is_none()
    };
    let table = [
        ("*", "http://any.test", true),
        ("example.com", "http://example.com", true),
        ("example.com", "http://a.example.com", true),
        ("EXAMPLE.com", "http://a.Example.com:8080", true),
        ("example.com", "http://badexample.com", false),
        (".example.com", "http://example.com", false),
        (".example.com", "http://a.example.com", true),
        ("*.example.com", "http://a.example.com", true),
        ("a.test, b.test", "http://b.test", true),
        ("example.com:80", "http://example.com", true),
        ("example.com:8080", "http://example.com", false),
        ("10.1.2.3", "http://10.1.2.3:9", true),
        ("10.1.2.3", "http://10.1.2.33:9", false),
        ("10.0.0.0/8", "http://10.9.9.9", true),
        ("10.0.0.0/8", "http://11.0.0.1", false),
        ("0.0.0.0/0", "http://11.0.0.1", true),
        ("fd00::/8", "http://[fd12::1]:80", true),
        ("fd12::1", "http://[fd12::1]", true),
        ("[fd12::1]:81", "http://[fd12::1]:81", true),
        ("[fd12::1]:82", "http://[fd12::1]:81", false),
        ("10.0.0.0/33", "http://10.0.0.1", false),
        ("nonsense/8", "http://10.0.0.1", false),
        (",, ,", "http://10.0.0.1", false),
        (".", "http://a.test", false),
    ];
    for (list, url, expected) in table {
        assert_eq!(excepted(list, url), expected, "{list} {url}");
    }
}
