use super::route::labels;
use crate::fixture::{EVERYTHING, GET_THING, GONE, PUT_THING, REST, Shaped, received, structure, text};
use crate::message::{DecodeError, ErrorReply, Request, Response};
use crate::schema::Protocol;
use crate::value::Value;
use crate::{
    decode_error, decode_request, decode_response, encode_error, encode_request, encode_response, route,
};

fn request<'a>(method: &'a str, path: &'a str, query: &'a str, body: &'a str) -> Request<'a> {
    Request {
        method,
        path,
        query,
        headers: &[],
        body: body.as_bytes(),
    }
}

#[test]
fn paths_are_matched_before_decoding() {
    let arn = "arn%3Aaws%3Arolesanywhere%3Aus-east-1%3A1%3Aprofile%2Fabc";
    for (method, path, name) in [
        ("GET", format!("/thing/{arn}"), Some("GetThing")),
        ("GET", format!("/thing/{arn}/"), Some("GetThing")),
        ("PUT", format!("/things/{arn}/parts"), Some("PutThing")),
        ("GET", format!("/things/{arn}/parts"), None),
        ("GET", "/thing/a/b".to_owned(), None),
        ("GET", "/thing/".to_owned(), None),
        ("GET", "/thing//".to_owned(), None),
        ("GET", "/thing".to_owned(), None),
        ("GET", "/Thing/a".to_owned(), None),
        ("GET", "thing/a".to_owned(), None),
        ("GET", "/".to_owned(), None),
        ("GET", String::new(), None),
        ("get", "/thing/a".to_owned(), None),
    ] {
        let found = route(&REST, &request(method, &path, "", ""));
        assert_eq!(
            found.as_ref().ok().map(|operation| operation.name),
            name,
            "{path}"
        );
        if let Err(error) = found {
            let reply = error.reply(Protocol::RestJson);
            assert_eq!(
                (reply.code.as_ref(), reply.status),
                ("UnknownOperationException", 404)
            );
        }
    }
    assert_eq!(
        labels("/a/{x}/b/{y}", "/a/1%2F/b/2"),
        Some(vec![("x", "1%2F"), ("y", "2")])
    );
}

#[test]
fn members_come_from_everywhere() {
    let headers = [("x-proof", "p")];
    let request = Request {
        headers: &headers,
        ..request(
            "PUT",
            "/things/a%2Fb%20c/parts",
            "nextToken=t%2Bu+v&name=x&name=y&count=3&arn=q&other=1",
            r#"{"tree":{"Leaf":"l"},"id":"ignored","token":"ignored"}"#,
        )
    };
    assert_eq!(
        decode_request(&REST, &PUT_THING, &request),
        Ok(structure(&[
            ("id", text("a/b c")),
            ("token", text("t+u v")),
            ("count", Value::Integer(3)),
            ("names", Value::List(vec![text("x"), text("y")])),
            ("proof", text("p")),
            ("arn", text("q")),
            ("tree", structure(&[("Leaf", text("l"))])),
        ]))
    );
}

#[test]
fn a_member_of_query_or_body_may_not_contradict_itself() {
    let arn = |query: &str, body: &str| {
        decode_request(&REST, &PUT_THING, &request("PUT", "/things/i/parts", query, body))
            .map(|value| value.member("arn").cloned())
    };
    assert_eq!(arn("arn=a", ""), Ok(Some(text("a"))));
    assert_eq!(arn("", r#"{"arn":"a"}"#), Ok(Some(text("a"))));
    assert_eq!(arn("arn=a", r#"{"arn":"a"}"#), Ok(Some(text("a"))));
    assert_eq!(arn("arn=a", r#"{"arn":null}"#), Ok(Some(text("a"))));
    assert_eq!(
        arn("arn=a", r#"{"arn":"b"}"#),
        Err(DecodeError::Repeated("arn".to_owned()))
    );
    assert_eq!(
        arn("arn=a&arn=b", ""),
        Err(DecodeError::Repeated("arn".to_owned()))
    );
    assert_eq!(arn("", ""), Ok(None));
}

#[test]
fn a_request_goes_and_comes() {
    let input = structure(&[
        ("id", text("arn:aws:x:::y/ä z")),
        ("token", text("a&b=c")),
        ("count", Value::Integer(3)),
        ("names", Value::List(vec![text("x"), text("y")])),
        ("proof", text("p")),
        ("arn", text("q")),
        ("tree", structure(&[("Leaf", text("l"))])),
    ]);
    let prepared = encode_request(&REST, &PUT_THING, &Shaped(PUT_THING.input, &input));
    assert_eq!(
        prepared.path,
        "/things/arn%3Aaws%3Ax%3A%3A%3Ay%2F%C3%A4%20z/parts"
    );
    assert_eq!(prepared.query, "arn=q&count=3&name=x&name=y&nextToken=a%26b%3Dc");
    assert_eq!(prepared.body, br#"{"tree":{"Leaf":"l"}}"#);
    received(&prepared, |request| {
        let operation = route(&REST, request).expect("routed");
        assert_eq!(decode_request(&REST, operation, request), Ok(input));
    });
    let prepared = encode_request(
        &REST,
        &GET_THING,
        &Shaped(GET_THING.input, &structure(&[("id", text("i"))])),
    );
    assert_eq!((prepared.body.as_slice(), prepared.headers.len()), (&b""[..], 0));
}

#[test]
fn wrong_types_are_refused() {
    let path = "/things/i/parts";
    for (query, body) in [
        ("count=x", ""),
        ("count=", ""),
        ("nextToken=%FF", ""),
        ("", "[]"),
        ("", "{"),
        ("", r#"{"tree":1}"#),
    ] {
        let decoded = decode_request(&REST, &PUT_THING, &request("PUT", path, query, body));
        assert!(decoded.is_err(), "{query} {body}");
    }
    let many = "a=1&".repeat(1_001);
    assert!(matches!(
        decode_request(&REST, &PUT_THING, &request("PUT", path, &many, "")),
        Err(DecodeError::TooMany { limit: 1_000, .. })
    ));
    assert!(decode_request(&REST, &PUT_THING, &request("PUT", "/things/%ff/parts", "", "")).is_err());
    // An operation without a body does not look at it.
    assert!(decode_request(&REST, &GET_THING, &request("GET", "/thing/i", "", "{")).is_ok());
}

#[test]
fn answers_and_errors_are_written_and_read() {
    let output = crate::fixture::everything();
    let reply = encode_response(&REST, &PUT_THING, &Shaped(&EVERYTHING, &output), "id-1", None);
    assert_eq!(reply.status, 201);
    assert_eq!(
        reply.headers,
        [
            ("Content-Type", "application/json".to_owned()),
            ("x-amzn-RequestId", "id-1".to_owned())
        ]
    );
    let response = Response {
        status: 201,
        headers: &[],
        body: &reply.body,
    };
    assert_eq!(decode_response(&REST, &PUT_THING, &response), Ok(output));

    let reply = encode_error(&REST, &ErrorReply::of(&GONE, "gone"), "id-1", None);
    assert_eq!(reply.body, br#"{"message":"gone"}"#);
    assert_eq!(
        reply.headers.last(),
        Some(&("x-amzn-ErrorType", "NoSuchEntity".to_owned()))
    );
    let headers: Vec<(&str, &str)> = reply
        .headers
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let error = decode_error(
        &REST,
        &Response {
            status: 404,
            headers: &headers,
            body: &reply.body,
        },
    );
    assert_eq!(error.to_string(), "NoSuchEntity: gone");
    assert_eq!(error.request_id.as_deref(), Some("id-1"));
}
