use super::*;

fn region(name: &str) -> Option<Region> {
    Some(name.parse().unwrap())
}

#[test]
fn row_8_1_34_every_partition_has_its_console() {
    for (name, federation, destination) in [
        (
            "eu-west-1",
            "https://us-east-1.signin.aws.amazon.com/federation",
            "https://eu-west-1.console.aws.amazon.com/console/home?region=eu-west-1",
        ),
        (
            "cn-north-1",
            "https://signin.amazonaws.cn/federation",
            "https://cn-north-1.console.amazonaws.cn/console/home?region=cn-north-1",
        ),
        (
            "us-gov-west-1",
            "https://signin.amazonaws-us-gov.com/federation",
            "https://us-gov-west-1.console.amazonaws-us-gov.com/console/home?region=us-gov-west-1",
        ),
        (
            "eusc-de-east-1",
            "https://signin.amazonaws-eusc.eu/federation",
            "https://eusc-de-east-1.console.amazonaws-eusc.eu/console/home?region=eusc-de-east-1",
        ),
    ] {
        let region = region(name);
        let place = ConsolePlace::of(region.as_ref()).unwrap();
        assert_eq!(place.federation(), federation);
        assert_eq!(place.destination(region.as_ref(), None), destination);
    }
    assert_eq!(ConsolePlace::of(region("us-iso-east-1").as_ref()), None);
    let home = ConsolePlace::of(None).unwrap();
    assert_eq!(home.destination(None, None), "https://console.aws.amazon.com/");
    let s3 = home.destination(region("us-west-2").as_ref(), Some("/s3/buckets"));
    assert_eq!(
        s3,
        "https://us-west-2.console.aws.amazon.com/s3/buckets?region=us-west-2"
    );
}

#[test]
fn row_8_2_p_the_way_out_is_the_endpoints_own() {
    let gov = ConsolePlace::of(region("us-gov-west-1").as_ref()).unwrap();
    for (federation, expected) in [
        (
            gov.federation().as_str(),
            "https://signin.amazonaws-us-gov.com/oauth?Action=logout",
        ),
        (
            "http://127.0.0.1:1/a/federation",
            "http://127.0.0.1:1/a/oauth?Action=logout",
        ),
        (
            "https://example.com/console",
            "https://example.com/console/oauth?Action=logout",
        ),
    ] {
        assert_eq!(way_out(&federation.parse().unwrap()), expected);
    }
    assert_eq!(
        escaped("https://a/?b=c&d=e f"),
        "https%3A%2F%2Fa%2F%3Fb%3Dc%26d%3De%20f"
    );
}

#[test]
fn a_refusal_is_shown_in_a_line() {
    assert_eq!(first_line(b"\n  no\x1b[31m way\nmore"), "no[31m way");
    assert_eq!(first_line(b""), "it says nothing");
    assert_eq!(first_line(&[b'x'; 1000]).len(), 200);
}
