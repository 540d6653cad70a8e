use crate::fixture::{DO_THING, GONE, JSON, Shaped, everything, post, received, structure, text};
use crate::message::{DecodeError, ErrorReply, Request, Response};
use crate::schema::Protocol;
use crate::value::Value;
use crate::{
    decode_error, decode_request, decode_response, encode_error, encode_request, encode_response, route,
};

fn decode(body: &str) -> Result<Value, DecodeError> {
    decode_request(&JSON, &DO_THING, &post(body.as_bytes()))
}

#[test]
fn an_answer_is_compact_json() {
    let reply = encode_response(
        &JSON,
        &DO_THING,
        &Shaped(DO_THING.output, &everything()),
        "id-1",
        None,
    );
    assert_eq!(
        std::str::from_utf8(&reply.body),
        Ok(concat!(
            r#"{"Name":"ab","Status":"Active","Count":7,"Size":9000000000,"Ratio":0.25,"Flag":true,"Data":"AP8Q","#,
            r#""At":1767323045,"Micros":"2026-01-02T03:04:05.000678Z","Password":"pw","Code":"123456","#,
            r#""Names":["ab","cd"],"Attributes":{"ab":1},"Tags":[{"Key":"ky","Value":"<&>\r\n"}],"#,
            r#""FlatName":["xx","yy"],"Source":{"Arn":"a:b"},"Tree":{"Left":{"Leaf":"é"}}}"#
        ))
    );
    assert_eq!(
        reply.headers.first(),
        Some(&("Content-Type", "application/x-amz-json-1.1".to_owned()))
    );
    let response = Response {
        status: 200,
        headers: &[],
        body: &reply.body,
    };
    assert_eq!(decode_response(&JSON, &DO_THING, &response), Ok(everything()));
}

#[test]
fn a_request_goes_and_comes() {
    let prepared = encode_request(&JSON, &DO_THING, &Shaped(DO_THING.input, &everything()));
    received(&prepared, |request| {
        let operation = route(&JSON, request).expect("routed");
        assert_eq!(operation.name, "DoThing");
        assert_eq!(decode_request(&JSON, operation, request), Ok(everything()));
    });
}

#[test]
fn the_target_names_the_operation() {
    let name = |target: &str| {
        let headers = [("X-Amz-Target", target)];
        let request = Request {
            headers: &headers,
            ..post(b"")
        };
        route(&JSON, &request).map(|operation| operation.name)
    };
    assert_eq!(name("com.amazonaws.thing.Thing_20200101.DoThing"), Ok("DoThing"));
    assert_eq!(name("Thing_20200101.DoThing"), Ok("DoThing"));
    for wrong in [
        "Other_20200101.DoThing",
        "DoThing",
        "",
        "Thing_20200101.",
        "Thing_20200101.Missing",
    ] {
        let reply = name(wrong).expect_err(wrong).reply(Protocol::Json11);
        assert_eq!(
            (reply.code.as_ref(), reply.status),
            ("UnknownOperationException", 400)
        );
    }
    assert!(route(&JSON, &post(b"")).is_err());
}

#[test]
fn nulls_and_unknown_members_are_passed_over() {
    assert_eq!(
        decode(r#"{"Name":null,"Else":[{}],"Flag":false}"#),
        Ok(structure(&[("Flag", Value::Boolean(false))]))
    );
    assert_eq!(decode(""), Ok(structure(&[])));
    assert_eq!(decode(" \n"), Ok(structure(&[])));
    assert_eq!(
        decode(r#"{"Names":["ab",null]}"#),
        Ok(structure(&[(
            "Names",
            Value::List(vec![text("ab"), Value::Null])
        )]))
    );
}

#[test]
fn numbers_and_instants_are_read_as_clients_write_them() {
    let at = |json: &str| decode(&format!(r#"{{"At":{json}}}"#)).map(|value| value.member("At").cloned());
    let instant = |text: &str| Ok(Some(Value::Timestamp(text.parse().expect("an instant"))));
    assert_eq!(at("1767323045"), instant("2026-01-02T03:04:05Z"));
    assert_eq!(at("1767323045.5"), instant("2026-01-02T03:04:05.5Z"));
    assert_eq!(at("1.767323045E9"), instant("2026-01-02T03:04:05Z"));
    assert_eq!(at("-1.5"), instant("1969-12-31T23:59:58.5Z"));
    assert_eq!(
        at(r#""2026-01-02T04:04:05+01:00""#),
        instant("2026-01-02T03:04:05Z")
    );
    for broken in ["1e300", "-1e13", r#""""#, r#""tomorrow""#, "true"] {
        assert!(at(broken).is_err(), "{broken}");
    }
    let count =
        |json: &str| decode(&format!(r#"{{"Count":{json}}}"#)).map(|value| value.member("Count").cloned());
    assert_eq!(count("7.0"), Ok(Some(Value::Integer(7))));
    for broken in ["7.5", "1e10", "2147483648", r#""7""#, "99999999999999999999999"] {
        assert!(count(broken).is_err(), "{broken}");
    }
}

#[test]
fn fractions_of_seconds_are_kept() {
    for (text, json) in [
        ("2026-01-02T03:04:05.5Z", "1767323045.5"),
        ("2026-01-02T03:04:05.012Z", "1767323045.012"),
        ("1969-12-31T23:59:58.5Z", "-1.5"),
        ("1970-01-01T00:00:00Z", "0"),
    ] {
        let output = structure(&[("At", Value::Timestamp(text.parse().expect("an instant")))]);
        let reply = encode_response(&JSON, &DO_THING, &Shaped(DO_THING.output, &output), "i", None);
        assert_eq!(
            String::from_utf8_lossy(&reply.body),
            format!(r#"{{"At":{json}}}"#)
        );
    }
}

#[test]
fn wrong_types_are_refused() {
    for (body, message) in [
        (r#"{"Name":1}"#, "NUMBER_VALUE can not be converted to String"),
        (r#"{"Name":true}"#, "TRUE_VALUE can not be converted to String"),
        (
            r#"{"Count":"1"}"#,
            "STRING_VALUE can not be converted to an Integer",
        ),
        (
            r#"{"Flag":"true"}"#,
            "STRING_VALUE can not be converted to a Boolean",
        ),
        (r#"{"Data":"***"}"#, "STRING_VALUE can not be converted to a Blob"),
        (r#"{"Names":"a"}"#, "Unexpected value type in payload"),
        (
            r#"{"Names":{}}"#,
            "Start of structure or map found where not expected.",
        ),
        (r#"{"Tree":[]}"#, "Start of list found where not expected"),
        (r#"{"Name":[]}"#, "Start of list found where not expected"),
        ("[]", "Start of list found where not expected"),
        ("1", "Unexpected value type in payload"),
        ("{", "the body is not valid JSON"),
        (r#"{"Name":"\ud800"}"#, "the body is not valid JSON"),
        (r#"{"Name":"a",}"#, "the body is not valid JSON"),
        (r#"{} {}"#, "the body is not valid JSON"),
    ] {
        let error = decode(body).expect_err(body);
        assert_eq!(error.to_string(), message, "{body}");
        assert_eq!(error.reply(Protocol::Json11).code, "SerializationException");
    }
    assert!(decode_request(&JSON, &DO_THING, &post(b"{\"Name\":\"\xff\"}")).is_err());
}

#[test]
fn depth_and_counts_are_limited() {
    let nested = |depth: usize| format!("{}{}", r#"{"Left":"#.repeat(depth) + "{}", "}".repeat(depth));
    assert!(decode(&format!(r#"{{"Tree":{}}}"#, nested(100))).is_ok());
    assert!(decode(&format!(r#"{{"Tree":{}}}"#, nested(200))).is_err());
    assert!(decode(&"[".repeat(1_000_000)).is_err());
    let items = |count: usize| format!(r#"{{"Names":[{}]}}"#, vec!["\"a\""; count].join(","));
    assert!(decode(&items(10_000)).is_ok());
    assert!(decode(&items(10_001)).is_err());
}

#[test]
fn errors_are_written_and_read() {
    let reply = encode_error(
        &JSON,
        &ErrorReply::of(&GONE, "a \"quoted\" word\u{1}"),
        "id-1",
        None,
    );
    assert_eq!(
        std::str::from_utf8(&reply.body),
        Ok(r#"{"__type":"NoSuchEntity","message":"a \"quoted\" word\u0001"}"#)
    );
    let read = |headers: &[(&str, &str)], body: &[u8]| {
        decode_error(
            &JSON,
            &Response {
                status: 400,
                headers,
                body,
            },
        )
    };
    let error = read(&[("x-amzn-requestid", "id-1")], &reply.body);
    assert_eq!(error.code.as_deref(), Some("NoSuchEntity"));
    assert_eq!(error.message.as_deref(), Some("a \"quoted\" word\u{1}"));
    assert_eq!(error.request_id.as_deref(), Some("id-1"));
    let error = read(
        &[],
        br#"{"__type":"com.amazonaws.thing#Gone:http://x/","Message":"m"}"#,
    );
    assert_eq!(error.to_string(), "Gone: m");
    assert_eq!(read(&[], b"<html>").to_string(), "HTTP status 400");
}

#[test]
fn text_is_escaped_where_it_must_be() {
    let every: String = ('\0'..='\u{7f}')
        .chain(['é', '\u{2028}', '日', '\u{1f600}'])
        .collect();
    let long: Vec<String> = (0..70).map(|at| format!("{:at$}\"{:40}\n", "", "")).collect();
    let short = [every.as_str(), "", "\"", "é\"é", "\\\\", "\n\té\r日\u{1f}"];
    for text in short.into_iter().chain(long.iter().map(String::as_str)) {
        let reply = encode_error(&JSON, &ErrorReply::of(&GONE, text), "id-1", None);
        let read: serde_json::Value = serde_json::from_slice(&reply.body).unwrap();
        assert_eq!(read["message"], text);
    }
}
