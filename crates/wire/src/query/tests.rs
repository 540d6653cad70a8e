use super::element::{Element, parse};
use super::form::{MAX_BRANCHES, MAX_DEPTH, MAX_NAME, MAX_PARAMETERS};
use crate::fixture::{
    DO_THING, DROP_THING, GONE, QUERY, Shaped, everything, post, received, structure, text,
};
use crate::message::{DecodeError, ErrorReply, Reply, Request, Response, RouteError};
use crate::schema::Protocol;
use crate::value::Value;
use crate::{
    decode_error, decode_request, decode_response, encode_error, encode_request, encode_response, route,
};

fn body(reply: &Reply) -> &str {
    std::str::from_utf8(&reply.body).expect("UTF-8")
}

fn decode(form: &str) -> Result<Value, DecodeError> {
    decode_request(&QUERY, &DO_THING, &post(form.as_bytes()))
}

#[test]
fn an_answer_is_xml_in_the_models_order() {
    let reply = encode_response(
        &QUERY,
        &DO_THING,
        &Shaped(DO_THING.output, &everything()),
        "id-1",
        None,
    );
    assert_eq!(
        body(&reply),
        "<DoThingResponse xmlns=\"https://thing.amazonaws.com/doc/2020-01-01/\"><DoThingResult>\
         <Name>ab</Name><Status>Active</Status><Count>7</Count><Size>9000000000</Size><Ratio>0.25</Ratio>\
         <Flag>true</Flag><Data>AP8Q</Data><At>2026-01-02T03:04:05Z</At><Micros>2026-01-02T03:04:05.000678Z</Micros>\
         <Password>pw</Password><Code>123456</Code><Names><member>ab</member><member>cd</member></Names>\
         <Attributes><entry><key>ab</key><value>1</value></entry></Attributes>\
         <Tags><member><Key>ky</Key><Value>&lt;&amp;&gt;&#xD;\n</Value></member></Tags>\
         <FlatName>xx</FlatName><FlatName>yy</FlatName><Source><Arn>a:b</Arn></Source>\
         <Tree><Left><Leaf>é</Leaf></Left></Tree>\
         </DoThingResult><ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></DoThingResponse>"
    );
    assert_eq!(reply.status, 200);
    assert_eq!(
        reply.headers,
        [
            ("Content-Type", "text/xml".to_owned()),
            ("x-amzn-RequestId", "id-1".to_owned())
        ]
    );
}

#[test]
fn an_operation_without_output_answers_its_request_id() {
    let reply = encode_response(&QUERY, &DROP_THING, &(), "id-1", None);
    assert_eq!(
        body(&reply),
        "<DropThingResponse xmlns=\"https://thing.amazonaws.com/doc/2020-01-01/\"><ResponseMetadata>\
         <RequestId>id-1</RequestId></ResponseMetadata></DropThingResponse>"
    );
}

#[test]
fn empty_lists_and_structures_are_empty_elements() {
    let output = structure(&[("Names", Value::List(vec![])), ("Tree", structure(&[]))]);
    let reply = encode_response(&QUERY, &DO_THING, &Shaped(DO_THING.output, &output), "i", None);
    assert!(body(&reply).contains("<DoThingResult><Names></Names><Tree></Tree></DoThingResult>"));
    let again = decode_response(
        &QUERY,
        &DO_THING,
        &Response {
            status: 200,
            headers: &[],
            body: &reply.body,
        },
    );
    assert_eq!(again, Ok(output));
}

#[test]
fn who_asks_for_json_gets_it() {
    let output = structure(&[
        ("Name", text("ab")),
        ("At", everything().member("At").expect("At").clone()),
    ]);
    let reply = encode_response(
        &QUERY,
        &DO_THING,
        &Shaped(DO_THING.output, &output),
        "i",
        Some("application/json"),
    );
    assert_eq!(
        body(&reply),
        r#"{"DoThingResponse":{"DoThingResult":{"Name":"ab","At":1767323045},"ResponseMetadata":{"RequestId":"i"}}}"#
    );
    let error = ErrorReply::of(&GONE, "gone");
    let reply = encode_error(&QUERY, &error, "i", Some("application/json, */*"));
    assert_eq!(
        body(&reply),
        r#"{"Error":{"Code":"NoSuchEntity","Message":"gone","Type":"Sender"},"RequestId":"i"}"#
    );
    for accept in [
        None,
        Some("*/*"),
        Some("text/xml, application/json"),
        Some("text/html"),
    ] {
        let reply = encode_error(&QUERY, &error, "i", accept);
        assert!(body(&reply).starts_with("<ErrorResponse"), "{accept:?}");
    }
}

#[test]
fn errors_name_who_is_at_fault() {
    let reply = encode_error(&QUERY, &ErrorReply::of(&GONE, "no <user>"), "id-1", None);
    assert_eq!(reply.status, 404);
    assert_eq!(
        body(&reply),
        "<ErrorResponse xmlns=\"https://thing.amazonaws.com/doc/2020-01-01/\"><Error><Type>Sender</Type>\
         <Code>NoSuchEntity</Code><Message>no &lt;user&gt;</Message></Error><RequestId>id-1</RequestId></ErrorResponse>"
    );
    let reply = encode_error(
        &QUERY,
        &ErrorReply::new("InternalFailure", 500, "").silent(),
        "i",
        None,
    );
    assert!(body(&reply).contains("<Error><Type>Receiver</Type><Code>InternalFailure</Code></Error>"));
}

#[test]
fn a_client_reads_errors() {
    let reply = encode_error(&QUERY, &ErrorReply::of(&GONE, "no <user>"), "id-1", None);
    let error = decode_error(
        &QUERY,
        &Response {
            status: 404,
            headers: &[],
            body: &reply.body,
        },
    );
    assert_eq!(error.to_string(), "NoSuchEntity: no <user>");
    assert_eq!(error.request_id.as_deref(), Some("id-1"));
    let error = decode_error(
        &QUERY,
        &Response {
            status: 502,
            headers: &[("X-Amzn-RequestId", "r")],
            body: b"<html>bad gateway",
        },
    );
    assert_eq!(error.to_string(), "HTTP status 502");
    assert_eq!(error.request_id.as_deref(), Some("r"));
}

#[test]
fn a_request_goes_and_comes() {
    let input = everything();
    let prepared = encode_request(&QUERY, &DO_THING, &Shaped(DO_THING.input, &input));
    let sent = std::str::from_utf8(&prepared.body).expect("UTF-8");
    assert!(sent.starts_with("Action=DoThing&Version=2020-01-01&Name=ab&Status=Active&Count=7&"));
    assert!(sent.contains(
        "&Names.member.1=ab&Names.member.2=cd&Attributes.entry.1.key=ab&Attributes.entry.1.value=1&"
    ));
    assert!(
        sent.contains(
            "&Tags.member.1.Key=ky&Tags.member.1.Value=%3C%26%3E%0D%0A&FlatName.1=xx&FlatName.2=yy&"
        )
    );
    received(&prepared, |request| {
        let operation = route(&QUERY, request).expect("routed");
        assert_eq!(operation.name, "DoThing");
        assert_eq!(decode_request(&QUERY, operation, request), Ok(input));
    });
}

#[test]
fn parameters_come_in_the_query_string_too() {
    let request = Request {
        method: "GET",
        path: "/",
        query: "Action=DoThing&Version=2020-01-01&Name=a+b%2Bc&X-Amz-Signature=00",
        headers: &[],
        body: b"Name=ignored",
    };
    let operation = route(&QUERY, &request).expect("routed");
    assert_eq!(
        decode_request(&QUERY, operation, &request),
        Ok(structure(&[("Name", text("a b+c"))]))
    );
}

#[test]
fn lists_are_ordered_by_number_and_gaps_closed() {
    assert_eq!(
        decode("Names.member.10=c&Names.member.2=b&Names.member.1=a"),
        Ok(structure(&[(
            "Names",
            Value::List(vec![text("a"), text("b"), text("c")])
        )]))
    );
    assert_eq!(decode("Names="), Ok(structure(&[("Names", Value::List(vec![]))])));
    assert_eq!(
        decode("Unknown.member.1.x=1&Flag=false"),
        Ok(structure(&[("Flag", Value::Boolean(false))]))
    );
}

#[test]
fn wrong_types_are_refused() {
    for (form, message) in [
        ("Count=abc", "STRING_VALUE can not be converted to an Integer"),
        ("Count=", "STRING_VALUE can not be converted to an Integer"),
        (
            "Count=2147483648",
            "STRING_VALUE can not be converted to an Integer",
        ),
        (
            "Size=99999999999999999999",
            "STRING_VALUE can not be converted to a Long",
        ),
        ("Flag=TRUE", "STRING_VALUE can not be converted to a Boolean"),
        ("Data=%%%", "STRING_VALUE can not be converted to a Blob"),
        ("At=yesterday", "STRING_VALUE can not be converted to a Timestamp"),
        ("Name.x=1", "Start of structure or map found where not expected."),
        ("Names.member.0=a", "the items of a list are numbered from 1"),
        ("Names.member.01=a", "the items of a list are numbered from 1"),
        ("Names.member.x=a", "the items of a list are numbered from 1"),
        ("Names.member.-1=a", "the items of a list are numbered from 1"),
        (
            "Names.member.4294967296=a",
            "the items of a list are numbered from 1",
        ),
        ("Name=a&Name=b", "the parameter Name is given more than once"),
        ("Attributes.entry.1.value=1", "an entry of a map has no key"),
        (
            "Attributes.entry.1.key=a&Attributes.entry.1.value=1&Attributes.entry.2.key=a&Attributes.entry.2.value=1",
            "the parameter a is given more than once",
        ),
        ("Name=%FF", "a parameter is not valid UTF-8"),
        ("%FF=a", "a parameter is not valid UTF-8"),
    ] {
        let error = decode(form).expect_err(form);
        assert_eq!(error.to_string(), message, "{form}");
        let reply = error.reply(Protocol::Query);
        assert_eq!((reply.code.as_ref(), reply.status), ("MalformedInput", 400));
    }
    assert!(decode("Name=a&Name=a").is_ok());
}

#[test]
fn what_strangers_send_is_limited() {
    let many = |count: usize| "x=1&".repeat(count);
    assert!(decode(&many(MAX_PARAMETERS)).is_ok());
    assert_eq!(
        decode(&many(MAX_PARAMETERS + 1))
            .expect_err("too many")
            .to_string(),
        "more than 20000 parameters"
    );
    let deep = |depth: usize| format!("{}=1", vec!["a"; depth].join("."));
    assert!(decode(&deep(MAX_DEPTH)).is_ok());
    assert_eq!(
        decode(&deep(MAX_DEPTH + 1)).expect_err("too deep").to_string(),
        "more than 16 parts in the name of a parameter"
    );
    assert!(decode(&"n".repeat(MAX_NAME)).is_ok());
    assert_eq!(
        decode(&"n".repeat(MAX_NAME + 1))
            .expect_err("too long")
            .to_string(),
        "more than 512 bytes in the name of a parameter"
    );
    assert!(matches!(
        route(&QUERY, &post(many(MAX_PARAMETERS + 1).as_bytes())),
        Err(RouteError::Decode(DecodeError::TooMany { .. }))
    ));
}

/// Short names of many parts would cost a hundred times their length.
#[test]
fn the_tree_of_parameters_is_limited() {
    let named = |count: usize| -> String { (0..count).map(|number| format!("a.{number}.b.c&")).collect() };
    // `a` itself, and three for each.
    let most = (MAX_BRANCHES - 1) / 3;
    assert!(decode(&named(most)).is_ok());
    assert_eq!(
        decode(&named(most + 1)).expect_err("too many").to_string(),
        "more than 40000 different parts in the names of all parameters"
    );
    let actions: String = (0..MAX_PARAMETERS)
        .map(|number| format!("ActionNames.member.{number}=s3:GetObject&"))
        .collect();
    assert!(decode(&actions).is_ok(), "a list as long as may be");
}

#[test]
fn unknown_operations_are_told_in_awss_words() {
    let told = |form: &str| {
        let reply = route(&QUERY, &post(form.as_bytes()))
            .expect_err(form)
            .reply(Protocol::Query);
        (
            reply.code.into_owned(),
            reply.status,
            reply.message.unwrap_or_default(),
        )
    };
    let invalid = |message: &str| ("InvalidAction".to_owned(), 400, message.to_owned());
    assert_eq!(
        told("Action=CreateGroup&Version=2020-01-01"),
        invalid("Could not find operation CreateGroup for version 2020-01-01")
    );
    assert_eq!(
        told("Action=DoThing&Version=2010-01-01"),
        invalid("Could not find operation DoThing for version 2010-01-01")
    );
    assert_eq!(
        told("Action=DoThing"),
        invalid("Could not find operation DoThing for version NO_VERSION_SPECIFIED")
    );
    assert_eq!(
        told("Version=2020-01-01"),
        ("MissingAction".to_owned(), 400, "Missing Action".to_owned())
    );
    assert_eq!(told("Action=DoThing&Action=DropThing").0, "MalformedInput");
}

#[test]
fn xml_is_read_with_limits() {
    let tree = parse(
        b"<?xml version=\"1.0\"?><a:x y='1'><!-- c --><b>1 &lt;&#x41;</b><b><![CDATA[<&]]></b><c/></a:x>",
    );
    let element = |name: &str, text: &str| Element {
        name: name.to_owned(),
        text: text.to_owned(),
        children: vec![],
    };
    let tree = tree.expect("well-formed");
    assert_eq!(tree.name, "x");
    assert_eq!(
        tree.children,
        [element("b", "1 <A"), element("b", "<&"), element("c", "")]
    );
    for broken in [
        "",
        "text",
        "<a>",
        "<a></b>",
        "<a/><b/>",
        "</a>",
        "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
        "<a>&x;</a>",
        "<a>&#xD800;</a>",
        "<a/>text",
    ] {
        assert!(parse(broken.as_bytes()).is_err(), "{broken}");
    }
    let nested = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    assert!(parse(nested(64).as_bytes()).is_ok());
    assert!(parse(nested(65).as_bytes()).is_err());
    assert!(parse(&[b'<', 0xff, b'>']).is_err());
}

#[test]
fn text_that_xml_cannot_hold_is_replaced() {
    let output = structure(&[("Name", text("a\u{0}b\u{1f}\u{ffff}\tc"))]);
    let reply = encode_response(&QUERY, &DO_THING, &Shaped(DO_THING.output, &output), "i", None);
    assert!(body(&reply).contains("<Name>a\u{fffd}b\u{fffd}\u{fffd}\tc</Name>"));
}
