//! What is refused before a key is tried, and in which words.

use data_encoding::HEXLOWER;
use proptest::prelude::{any, prop, proptest};

use super::{KEY_ID, Owned, SECRET, at, key};
use crate::{Code, Presented, Rules, Scope, SignatureError, UNSIGNED_PAYLOAD, authorize_hmac};

const NOW: &str = "20260102T030405Z";

fn request() -> Owned {
    Owned::new(
        "POST",
        "/",
        "",
        &[("Host", "localhost:8181"), ("X-Amz-Date", NOW)],
        "Action=GetCallerIdentity",
    )
}

fn scope() -> Scope<'static> {
    Scope {
        date: "20260102",
        region: "us-east-1",
        service: "sts",
    }
}

fn sign(request: &mut Owned) {
    let scope = scope();
    let signed = request
        .with(|request| authorize_hmac(request, KEY_ID, &scope, &key(SECRET, &scope)))
        .unwrap();
    request.set("Authorization", &signed);
}

fn signed() -> Owned {
    let mut request = request();
    sign(&mut request);
    request
}

fn refusal(request: &Owned) -> SignatureError {
    request.verify(at(NOW)).unwrap_err()
}

/// The signed request with one part of its Authorization value replaced.
fn rewritten(from: &str, to: &str) -> Owned {
    let mut request = signed();
    let value = request.get("Authorization");
    assert!(value.contains(from));
    request.set("Authorization", &value.replace(from, to));
    request
}

#[test]
fn an_unsigned_request() {
    let mut request = request();
    assert_eq!(refusal(&request), SignatureError::Missing);
    assert_eq!(refusal(&request).code(), Code::MissingAuthenticationToken);
    assert_eq!(
        refusal(&request).message(),
        "Request is missing Authentication Token"
    );
    request.set("Authorization", "Bearer abc");
    assert_eq!(refusal(&request), SignatureError::Missing);
}

#[test]
fn missing_parts_are_listed() {
    let mut request = request();
    request.headers.retain(|(name, _)| name != "X-Amz-Date");
    request.set("Authorization", "AWS4-HMAC-SHA256 Credential=,");
    let refusal = refusal(&request);
    assert_eq!(refusal.code(), Code::IncompleteSignature);
    assert_eq!(
        refusal.message(),
        "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' \
         parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires \
         existence of either a 'X-Amz-Date' or a 'Date' header. (Hashed with SHA-256 and encoded with \
         Base64) Authorization=R3HPhKcIsgyVDnu/aFQFJsLTxJXrA7ti2T8m2bOOvkM="
    );

    let mut request = self::request();
    request.query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20260102T030405Z".into();
    assert_eq!(
        self::refusal(&request).message(),
        "AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string parameters must \
         include 'X-Amz-Signature'. AWS query-string parameters must include 'X-Amz-SignedHeaders'. \
         Re-examine the query-string parameters."
    );
}

#[test]
fn parts_that_cannot_be_read() {
    let table: [(&str, &str, &str); 6] = [
        (
            "AWS4-HMAC-SHA256",
            "AWS4-HMAC-SHA512",
            "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA512'.",
        ),
        (
            "/20260102/us-east-1/sts/aws4_request",
            "",
            "Credential must have exactly 5 slash-delimited elements, e.g. \
             keyid/date/region/service/term, got 'AKIDEXAMPLE'",
        ),
        (
            "SignedHeaders=host;x-amz-date",
            "SignedHeaders=x-amz-date;host",
            "'SignedHeaders' must be lower-case header names in ascending order, separated by ';'.",
        ),
        (
            "SignedHeaders=host;x-amz-date",
            "SignedHeaders=host;host;x-amz-date",
            "'SignedHeaders' must be lower-case header names in ascending order, separated by ';'.",
        ),
        (
            "SignedHeaders=host;x-amz-date",
            "SignedHeaders=Host;x-amz-date",
            "'SignedHeaders' must be lower-case header names in ascending order, separated by ';'.",
        ),
        (
            "SignedHeaders=",
            "SignedHeaders=a,SignedHeaders=",
            "'SignedHeaders' must not be repeated.",
        ),
    ];
    for (from, to, message) in table {
        let refusal = refusal(&rewritten(from, to));
        assert_eq!(refusal.message(), message);
        assert_eq!(refusal.code(), Code::IncompleteSignature);
    }
    let refusal = refusal(&rewritten("Credential=", "Credential= "));
    assert!(
        matches!(refusal, SignatureError::NotKeyValue { .. }),
        "{refusal:?}"
    );
}

#[test]
fn blanks_after_commas_may_be_missing() {
    assert_eq!(rewritten(", ", ",").verify(at(NOW)), Ok(()));
    assert_eq!(rewritten(", ", " ,  ").verify(at(NOW)), Ok(()));
}

#[test]
fn a_scope_that_does_not_fit() {
    let refusal = refusal(&rewritten(
        "20260102/us-east-1/sts/aws4_request",
        "20260101/us-east-1/sts/aws5",
    ));
    assert_eq!(refusal.code(), Code::SignatureDoesNotMatch);
    assert_eq!(
        refusal.message(),
        "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5'. Date in \
         Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20260101' != \
         '20260102', from '20260102T030405Z'."
    );
}

#[test]
fn the_clock_window() {
    let request = signed();
    for inside in ["20260102T025905Z", NOW, "20260102T030905Z"] {
        assert_eq!(request.verify(at(inside)), Ok(()), "{inside}");
    }
    let late = request.verify(at("20260102T031405Z")).unwrap_err();
    assert_eq!(late.code(), Code::SignatureDoesNotMatch);
    assert_eq!(
        late.message(),
        "Signature expired: 20260102T030405Z is now earlier than 20260102T030905Z (20260102T031405Z - 5 min.)"
    );
    let early = request.verify(at("20260102T025405Z")).unwrap_err();
    assert_eq!(
        early.message(),
        "Signature not yet current: 20260102T030405Z is still later than 20260102T025905Z \
         (20260102T025405Z + 5 min.)"
    );
    assert!(request.verify(jiff::Timestamp::MIN).is_err());
    assert!(request.verify(jiff::Timestamp::MAX).is_err());
}

#[test]
fn dates() {
    let mut request = signed();
    request.set("X-Amz-Date", "2026-01-02");
    assert_eq!(
        refusal(&request).message(),
        "Date must be in ISO-8601 'basic format'. Got '2026-01-02'. See http://en.wikipedia.org/wiki/ISO_8601"
    );
    request.headers.push(("x-amz-date".into(), NOW.into()));
    assert_eq!(refusal(&request), SignatureError::Repeated("X-Amz-Date"));

    // The Date header stands in for X-Amz-Date, and must then be signed.
    let mut request = rewritten("SignedHeaders=host;x-amz-date", "SignedHeaders=date;host");
    request.headers.retain(|(name, _)| name != "X-Amz-Date");
    request.set("Date", NOW);
    assert!(matches!(refusal(&request), SignatureError::Mismatch(_)));
    let mut request = rewritten("SignedHeaders=host;x-amz-date", "SignedHeaders=host");
    request.headers.retain(|(name, _)| name != "X-Amz-Date");
    request.set("Date", NOW);
    assert_eq!(refusal(&request), SignatureError::NotSigned("date".into()));
}

#[test]
fn headers_that_must_be_signed() {
    let request = rewritten("SignedHeaders=host;x-amz-date", "SignedHeaders=x-amz-date");
    assert_eq!(
        refusal(&request).message(),
        "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."
    );
    let request = rewritten("SignedHeaders=host;x-amz-date", "SignedHeaders=host");
    assert_eq!(refusal(&request), SignatureError::NotSigned("x-amz-date".into()));
    for name in [
        "X-Amz-Target",
        "x-amz-security-token",
        "X-AMZ-META-X",
        "x-amz-x509-chain",
    ] {
        let mut request = signed();
        request.set(name, "value");
        assert_eq!(
            refusal(&request),
            SignatureError::NotSigned(name.to_ascii_lowercase())
        );
    }
    let request = rewritten("AWS4-HMAC-SHA256", "AWS4-X509-RSA-SHA256");
    assert_eq!(refusal(&request), SignatureError::NotSigned("x-amz-x509".into()));
}

#[test]
fn a_signed_header_that_is_gone_does_not_count_as_empty() {
    let mut request = request();
    request.set("Accept", "");
    sign(&mut request);
    assert_eq!(request.verify(at(NOW)), Ok(()));
    request.headers.retain(|(name, _)| name != "Accept");
    assert!(matches!(refusal(&request), SignatureError::Mismatch(_)));
}

#[test]
fn the_payload_hash_is_of_the_bytes_received() {
    let mut request = request();
    request.set(
        "X-Amz-Content-Sha256",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    );
    sign(&mut request);
    assert_eq!(refusal(&request), SignatureError::Payload);
    request.set("X-Amz-Content-Sha256", UNSIGNED_PAYLOAD);
    assert_eq!(refusal(&request), SignatureError::Payload);
}

#[test]
fn an_unsigned_payload_where_it_is_allowed() {
    let rules = Rules {
        unsigned_payload: true,
        ..Rules::default()
    };
    let mut request = signed();
    request.set("X-Amz-Content-Sha256", UNSIGNED_PAYLOAD);
    let value = request.get("Authorization");
    let value = value.replace("host;x-amz-date", "host;x-amz-content-sha256;x-amz-date");
    request.set("Authorization", &value);
    let Err(SignatureError::Mismatch(mismatch)) = request.verify_with(SECRET, at(NOW), &rules) else {
        panic!("the signature is of another request");
    };
    assert!(mismatch.canonical_request.ends_with("\nUNSIGNED-PAYLOAD"));

    // Our own signer always hashes the body, so the string to sign is signed by hand.
    let signature = HEXLOWER.encode(&key(SECRET, &scope()).sign(mismatch.string_to_sign.as_bytes()));
    let (head, _) = value.rsplit_once('=').unwrap();
    request.set("Authorization", &format!("{head}={signature}"));
    assert_eq!(request.verify_with(SECRET, at(NOW), &rules), Ok(()));
    assert_eq!(refusal(&request), SignatureError::Payload);
    request.body.push(b'x');
    assert_eq!(request.verify_with(SECRET, at(NOW), &rules), Ok(()));
}

#[test]
fn two_signatures_and_repeats() {
    let mut request = signed();
    request.query = "X-Amz-Algorithm=AWS4-HMAC-SHA256".into();
    assert_eq!(refusal(&request), SignatureError::Both);
    let mut request = signed();
    let value = request.get("Authorization");
    request.headers.push(("authorization".into(), value.into()));
    assert_eq!(refusal(&request), SignatureError::Repeated("Authorization"));
    let mut request = self::request();
    request.query = "X-Amz-Date=a&X%2DAmz-Date=b".into();
    assert_eq!(refusal(&request), SignatureError::Repeated("X-Amz-Date"));
}

#[test]
fn presigned_lifetimes() {
    for (expires, ok) in [
        ("0", false),
        ("1", true),
        ("604800", true),
        ("604801", false),
        ("+1", false),
        ("x", false),
    ] {
        let mut request = request();
        request.query = format!(
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=A%2F20260102%2Fr%2Fs%2Faws4_request&\
             X-Amz-Date={NOW}&X-Amz-SignedHeaders=host&X-Amz-Signature=00&X-Amz-Expires={expires}"
        );
        let found = request.with(|request| Presented::find(request).map(|found| found.expires));
        assert_eq!(found.is_ok(), ok, "{expires}");
    }
}

#[test]
fn limits_are_named() {
    let mut request = signed();
    request.set("Authorization", &format!("AWS4-{}", "x".repeat(20_000)));
    assert_eq!(
        refusal(&request).message(),
        "'Authorization' must not be longer than 16384 bytes."
    );
    let names: Vec<String> = (100..201).map(|number| format!("x{number}")).collect();
    let request = rewritten(
        "SignedHeaders=host;x-amz-date",
        &format!("SignedHeaders={}", names.join(";")),
    );
    assert_eq!(
        refusal(&request).message(),
        "'SignedHeaders' must not be longer than 100 names."
    );
    let mut request = signed();
    request.query = "a=b&".repeat(1_001);
    assert_eq!(
        refusal(&request).message(),
        "'query string' must not be longer than 1000 parameters."
    );
}

#[test]
fn the_mismatch_text_is_that_of_aws_and_hides_the_token() {
    let mut request = request();
    request.set("X-Amz-Security-Token", "FwoSECRETTOKEN");
    sign(&mut request);
    let refusal = request
        .verify_with("another", at(NOW), &Rules::default())
        .unwrap_err();
    let message = refusal.message();
    assert!(message.starts_with(
        "The request signature we calculated does not match the signature you provided. Check your AWS \
         Secret Access Key and signing method. Consult the service documentation for details.\n\nThe \
         Canonical String for this request should have been\n'POST\n/\n\nhost:localhost:8181\n\
         x-amz-date:20260102T030405Z\nx-amz-security-token:***\n\nhost;x-amz-date;x-amz-security-token\n"
    ));
    assert!(message.ends_with("'\n"));
    assert!(
        message.contains("'\n\nThe String-to-Sign should have been\n'AWS4-HMAC-SHA256\n20260102T030405Z\n")
    );
    assert!(!message.contains("FwoSECRETTOKEN"));
    assert!(!refusal.to_string().contains("FwoSECRETTOKEN"));

    let mut request = self::request();
    request.query = format!(
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=A%2F20260102%2Fr%2Fs%2Faws4_request&\
         X-Amz-Date={NOW}&X-Amz-SignedHeaders=host%3Bx-amz-date&X-Amz-Signature=00&X-Amz-Security-Token=FwoSECRETTOKEN"
    );
    let message = self::refusal(&request).message();
    assert!(
        message.contains("&X-Amz-Security-Token=***&X-Amz-SignedHeaders="),
        "{message}"
    );
}

proptest! {
    #[test]
    fn hostile_requests_never_panic(
        method: String,
        path: String,
        query in "(X-Amz-(Algorithm|Credential|Signature|SignedHeaders|Date|Expires|Security-Token)=[^&]{0,20}&){0,8}\\PC{0,40}",
        headers in prop::collection::vec(
            ("(authorization|host|date|x-amz-date|x-amz-content-sha256|\\PC{0,10})", any::<Vec<u8>>()), 0..6),
        authorization in "(AWS4-(HMAC-SHA256|X509-RSA-SHA256) )?(Credential=|SignedHeaders=|Signature=|[a-z0-9/;, ]|\\PC){0,40}",
        body: Vec<u8>,
    ) {
        let mut request = Owned { method, path, query, headers, body };
        let _ = request.verify(at(NOW));
        request.set("authorization", &authorization);
        request.set("x-amz-date", NOW);
        if let Err(error) = request.verify(at(NOW)) {
            let _ = error.message();
        }
    }
}
