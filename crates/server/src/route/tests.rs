//! Which operation a request asks for, and in whose protocol it is refused when it asks for none.

use tegata_sigv4::Presented;
use tegata_wire::schema::Protocol;

use super::{dialect, route};
use crate::services::{Services, all};
use crate::testing::raw;

const SIGNED: &str = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLEEXAMPLE/20260102/eu-west-9/SERVICE/aws4_request, \
                      SignedHeaders=host;x-amz-date, Signature=00";
const DATE: (&str, &str) = ("x-amz-date", "20260102T030405Z");

/// `Ok` with the operation, or the protocol with the error's code and status.
fn routed(
    method: &str,
    uri: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Result<&'static str, (Protocol, String, u16)> {
    let services = Services::new(all());
    let raw = raw(method, uri, headers, body);
    let lists = raw.header_lists();
    let presented = Presented::find(&raw.signed(&lists)).ok();
    route(&services, &raw, &raw.wire(&lists), presented.as_ref())
        .map(|target| target.row.operation.name)
        .map_err(|refused| {
            (
                refused.service.protocol,
                refused.error.code.into_owned(),
                refused.error.status,
            )
        })
}

fn signed(service: &str) -> String {
    SIGNED.replace("SERVICE", service)
}

#[test]
fn the_scope_names_the_service() {
    let cases = [
        (
            "sts",
            "POST",
            "/",
            "Action=GetCallerIdentity&Version=2011-06-15",
            "GetCallerIdentity",
        ),
        (
            "sts",
            "GET",
            "/?Action=GetCallerIdentity&Version=2011-06-15",
            "",
            "GetCallerIdentity",
        ),
        (
            "iam",
            "POST",
            "/",
            "Action=ListUsers&Version=2010-05-08",
            "ListUsers",
        ),
    ];
    for (service, method, uri, body, operation) in cases {
        let headers = [DATE, ("authorization", &*signed(service))];
        assert_eq!(
            routed(method, uri, &headers, body),
            Ok(operation),
            "{service} {uri} {body}"
        );
    }
    let target = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents";
    let headers = [
        DATE,
        ("authorization", &*signed("cloudtrail")),
        ("x-amz-target", target),
    ];
    assert_eq!(routed("POST", "/", &headers, "{}"), Ok("LookupEvents"));
}

#[test]
fn an_unsigned_request_is_told_by_what_it_looks_like() {
    let target = ("x-amz-target", "CloudTrail_20131101.LookupEvents");
    assert_eq!(routed("POST", "/", &[target], "{}"), Ok("LookupEvents"));
    let by_version = "Action=GetCallerIdentity&Version=2011-06-15";
    assert_eq!(routed("POST", "/", &[], by_version), Ok("GetCallerIdentity"));
    let host = ("host", "sts-fips.us-west-2.amazonaws.com");
    assert_eq!(routed("POST", "/", &[host], by_version), Ok("GetCallerIdentity"));
    let no_version = Err((Protocol::Query, "InvalidAction".to_owned(), 400));
    assert_eq!(routed("POST", "/", &[], "Action=ListUsers"), no_version);
}

#[test]
fn no_operation_is_refused_in_the_right_protocol() {
    let cases: [(&str, &str, &str, Protocol, &str, u16); 7] = [
        (
            "sts",
            "/",
            "Action=NoSuchThing&Version=2011-06-15",
            Protocol::Query,
            "InvalidAction",
            400,
        ),
        (
            "sts",
            "/",
            "Action=GetCallerIdentity&Version=2010-05-08",
            Protocol::Query,
            "InvalidAction",
            400,
        ),
        (
            "iam",
            "/",
            "Action=CreateLoginProfile&Version=2010-05-08",
            Protocol::Query,
            "InvalidAction",
            400,
        ),
        (
            "iam",
            "/",
            "Version=2010-05-08",
            Protocol::Query,
            "MissingAction",
            400,
        ),
        (
            "cloudtrail",
            "/",
            "{}",
            Protocol::Json11,
            "UnknownOperationException",
            400,
        ),
        (
            "s3",
            "/bucket/key",
            "",
            Protocol::RestJson,
            "UnknownOperationException",
            404,
        ),
        (
            "ec2",
            "/",
            "Action=DescribeInstances",
            Protocol::Query,
            "InvalidAction",
            400,
        ),
    ];
    for (service, uri, body, protocol, code, status) in cases {
        let headers = [DATE, ("authorization", &*signed(service))];
        let expected = Err((protocol, code.to_owned(), status));
        assert_eq!(routed("POST", uri, &headers, body), expected, "{service} {body}");
    }
    let unsigned = Err((Protocol::Query, "MissingAuthenticationToken".to_owned(), 403));
    assert_eq!(routed("GET", "/", &[], ""), unsigned);
    let nowhere = Err((Protocol::RestJson, "UnknownOperationException".to_owned(), 404));
    assert_eq!(routed("GET", "/favicon.ico", &[], ""), nowhere);
}

#[test]
fn an_operation_without_a_row_is_unknown() {
    let bench = crate::testing::Bench::new();
    let services = &bench.node.services;
    let raw = raw("POST", "/", &[("x-amz-target", "Things_1.Unbuilt")], "{}");
    let lists = raw.header_lists();
    let refused = route(services, &raw, &raw.wire(&lists), None).err().unwrap();
    assert_eq!(
        (&*refused.error.code, refused.error.status),
        ("UnknownOperationException", 400)
    );
}

#[test]
fn the_head_alone_tells_the_protocol() {
    let services = Services::new(all());
    let of =
        |headers: &[(&str, &str)], uri: &str| dialect(&services, &raw("POST", uri, headers, "")).signing_name;
    assert_eq!(of(&[DATE, ("authorization", &*signed("iam"))], "/"), "iam");
    assert_eq!(
        of(&[("x-amz-target", "CloudTrail_20131101.X")], "/"),
        "cloudtrail"
    );
    assert_eq!(of(&[("host", "sts.eu-west-1.amazonaws.com")], "/"), "sts");
    assert_eq!(of(&[], "/"), "");
}
