//! Whatever is sent, decoding answers or refuses; it never panics.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use tegata_wire::{Request, Response, decode_error, decode_request, decode_response, route, validate};

use crate::operations;

/// Bytes of the kinds that parsers stumble over.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let token = select(vec![
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "null",
        "true",
        "1e999",
        "-",
        "\\u",
        "\\ud800",
        "<",
        ">",
        "</",
        "/>",
        "<a",
        "<?",
        "<!DOCTYPE",
        "<![CDATA[",
        "&",
        "&#x",
        ";",
        "=",
        "%",
        "%2",
        "%FF",
        "%00",
        "+",
        ".",
        "member",
        "entry",
        "key",
        "value",
        "1",
        "0",
        "99999999999999999999",
        "Tags",
        "tags",
        "Key",
        "Policy",
        "name",
        "source",
        "\0",
        "é",
    ]);
    prop_oneof![
        vec(any::<u8>(), 0..200),
        vec(token, 0..60).prop_map(|tokens| tokens.concat().into_bytes()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn servers_survive_any_request(
        (service, operation) in select(operations()),
        method in select(vec!["GET", "POST", "PUT", "PATCH", "DELETE", "\u{0}"]),
        path in "(/[^/]{0,9}){0,4}",
        query in "\\PC{0,80}",
        header in "\\PC{0,40}",
        body in bytes(),
    ) {
        let headers = [("X-Amz-Target", header.as_str()), ("X-Amz-X509", header.as_str())];
        let request = Request { method, path: &path, query: &query, headers: &headers, body: &body };
        if let Err(error) = route(service, &request) {
            prop_assert!((400..500).contains(&error.reply(service.protocol).status));
        }
        match decode_request(service, operation, &request) {
            Ok(input) => drop(validate(service, operation.input, &input)),
            Err(error) => prop_assert_eq!(error.reply(service.protocol).status, 400),
        }
    }

    #[test]
    fn clients_survive_any_answer((service, operation) in select(operations()), status in 100..600_u16, body in bytes()) {
        let response = Response { status, headers: &[], body: &body };
        let _ = decode_response(service, operation, &response);
        let _ = decode_error(service, &response).to_string();
    }
}
