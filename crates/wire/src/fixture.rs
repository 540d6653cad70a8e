//! A small service in each protocol, with every kind of shape, for the tests.

use crate::message::{Prepared, Request};
use crate::pattern::{Automaton, Class, Pattern, Position};
use crate::schema::{
    Auth, ErrorShape, Http, Location, Member, Operation, Protocol, Service, Shape, TimestampFormat,
};
use crate::typed::Write;
use crate::value::Value;
use crate::writer::{Writer, write_value};

/// A value with its shape, ready to be written.
pub(crate) struct Shaped<'a>(pub(crate) &'static Shape, pub(crate) &'a Value);

impl Write for Shaped<'_> {
    fn write(&self, out: &mut dyn Writer) {
        write_value(self.0, self.1, out);
    }
}

static LOWER: Class = Class {
    ascii: 0x7ff_fffe << 96,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};
static WORD: Pattern = Pattern {
    source: "[a-z]+",
    unless: None,
    automaton: Automaton {
        empty: false,
        first: 1,
        last: 1,
        positions: &[Position::new(&LOWER, 1)],
    },
};

static TEXT: Shape = Shape::string("Text");
static NAME: Shape = Shape::string("Name").min(2).max(5).pattern(&WORD);
static STATUS: Shape = Shape::string("Status").values(&["Active", "Inactive"]);
static COUNT: Shape = Shape::integer("Count").min(1).max(10);
static SIZE: Shape = Shape::long("Size");
static RATIO: Shape = Shape::double("Ratio");
static FLAG: Shape = Shape::boolean("Flag");
static DATA: Shape = Shape::blob("Data").max(4);
static AT: Shape = Shape::timestamp("At", TimestampFormat::Protocol);
static MICROS: Shape = Shape::timestamp("Micros", TimestampFormat::IsoMicros);
static PASSWORD: Shape = Shape::string("Password").max(3).secret();
static CODE: Shape = Shape::string("Code").max(6).sensitive();
static NAMES: Shape = Shape::list("Names", &NAME).max(3);
static ATTRIBUTES: Shape = Shape::map("Attributes", &NAME, &COUNT).max(2);
static TAG: Shape = Shape::structure(
    "Tag",
    &[
        Member::new("Key", &NAME).required(),
        Member::new("Value", &TEXT).required(),
    ],
);
static TAGS: Shape = Shape::list("Tags", &TAG).max(3);
static SOURCE: Shape = Shape::union("Source", &[Member::new("Pem", &TEXT), Member::new("Arn", &TEXT)]);
/// Holds itself.
static TREE: Shape = Shape::structure("Tree", &[Member::new("Left", &TREE), Member::new("Leaf", &TEXT)]);

pub(crate) static EVERYTHING: Shape = Shape::structure(
    "Everything",
    &[
        Member::new("Name", &NAME).required(),
        Member::new("Status", &STATUS),
        Member::new("Count", &COUNT),
        Member::new("Size", &SIZE),
        Member::new("Ratio", &RATIO),
        Member::new("Flag", &FLAG),
        Member::new("Data", &DATA),
        Member::new("At", &AT),
        Member::new("Micros", &MICROS),
        Member::new("Password", &PASSWORD),
        Member::new("Code", &CODE),
        Member::new("Names", &NAMES),
        Member::new("Attributes", &ATTRIBUTES),
        Member::new("Tags", &TAGS),
        Member::new("Flat", &NAMES).named("FlatName").flattened(),
        Member::new("Source", &SOURCE),
        Member::new("Tree", &TREE),
    ],
);

static REST_INPUT: Shape = Shape::structure(
    "RestInput",
    &[
        Member::new("id", &TEXT).at(Location::Uri, "id").required(),
        Member::new("token", &TEXT).at(Location::Query, "nextToken"),
        Member::new("count", &COUNT).at(Location::Query, "count"),
        Member::new("names", &NAMES).at(Location::Query, "name"),
        Member::new("proof", &TEXT).at(Location::Header, "X-Proof"),
        Member::new("arn", &TEXT).at(Location::QueryOrBody, "arn"),
        Member::new("tree", &TREE),
    ],
);
static BARE_INPUT: Shape = Shape::structure(
    "BareInput",
    &[Member::new("id", &TEXT).at(Location::Uri, "id").required()],
);

pub(crate) static GONE: ErrorShape = ErrorShape {
    name: "NoSuchEntityException",
    code: "NoSuchEntity",
    status: 404,
};

const ERRORS: &[&ErrorShape] = &[&GONE];

const fn operation(
    name: &'static str,
    http: Http,
    input: &'static Shape,
    wrapper: Option<&'static str>,
) -> Operation {
    Operation {
        name,
        http,
        auth: Auth::Signature,
        input,
        output: &EVERYTHING,
        result_wrapper: wrapper,
        errors: ERRORS,
        read_only: false,
        idempotent: false,
        paginator: None,
    }
}

const POST: Http = Http {
    method: "POST",
    uri: "/",
    status: 200,
};

pub(crate) static DO_THING: Operation = operation("DoThing", POST, &EVERYTHING, Some("DoThingResult"));
pub(crate) static DROP_THING: Operation = Operation {
    output: Shape::EMPTY,
    ..operation("DropThing", POST, &EVERYTHING, None)
};
pub(crate) static PUT_THING: Operation = operation(
    "PutThing",
    Http {
        method: "PUT",
        uri: "/things/{id}/parts",
        status: 201,
    },
    &REST_INPUT,
    None,
);
pub(crate) static GET_THING: Operation = operation(
    "GetThing",
    Http {
        method: "GET",
        uri: "/thing/{id}",
        status: 200,
    },
    &BARE_INPUT,
    None,
);

pub(crate) static QUERY: Service = Service {
    id: "Thing",
    signing_name: "thing",
    endpoint_prefix: "thing",
    api_version: "2020-01-01",
    protocol: Protocol::Query,
    xml_namespace: "https://thing.amazonaws.com/doc/2020-01-01/",
    target_prefix: "",
    echo_values: false,
    operations: &[&DO_THING, &DROP_THING],
};
pub(crate) static JSON: Service = Service {
    protocol: Protocol::Json11,
    xml_namespace: "",
    target_prefix: "com.amazonaws.thing.Thing_20200101",
    echo_values: true,
    ..QUERY
};
pub(crate) static REST: Service = Service {
    protocol: Protocol::RestJson,
    xml_namespace: "",
    echo_values: true,
    operations: &[&GET_THING, &PUT_THING],
    ..QUERY
};

/// A structure value.
pub(crate) fn structure(members: &[(&'static str, Value)]) -> Value {
    Value::Structure(members.to_vec())
}

/// A text value.
pub(crate) fn text(value: &str) -> Value {
    Value::String(value.to_owned())
}

/// What a server receives of a prepared request.
pub(crate) fn received<R>(prepared: &Prepared, then: impl FnOnce(&Request<'_>) -> R) -> R {
    let headers: Vec<(&str, &str)> = prepared
        .headers
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    then(&Request {
        method: prepared.method,
        path: &prepared.path,
        query: &prepared.query,
        headers: &headers,
        body: &prepared.body,
    })
}

/// A form post.
pub(crate) fn post(body: &[u8]) -> Request<'_> {
    Request {
        method: "POST",
        path: "/",
        query: "",
        headers: &[],
        body,
    }
}

/// A value with every member of [`EVERYTHING`], in order.
pub(crate) fn everything() -> Value {
    let at = |text: &str| Value::Timestamp(text.parse().expect("an instant"));
    structure(&[
        ("Name", text("ab")),
        ("Status", text("Active")),
        ("Count", Value::Integer(7)),
        ("Size", Value::Integer(9_000_000_000)),
        ("Ratio", Value::Double(0.25)),
        ("Flag", Value::Boolean(true)),
        ("Data", Value::Blob(vec![0, 255, 16])),
        ("At", at("2026-01-02T03:04:05Z")),
        ("Micros", at("2026-01-02T03:04:05.000678Z")),
        ("Password", text("pw")),
        ("Code", text("123456")),
        ("Names", Value::List(vec![text("ab"), text("cd")])),
        (
            "Attributes",
            Value::Map(vec![("ab".to_owned(), Value::Integer(1))]),
        ),
        (
            "Tags",
            Value::List(vec![structure(&[
                ("Key", text("ky")),
                ("Value", text("<&>\r\n")),
            ])]),
        ),
        ("Flat", Value::List(vec![text("xx"), text("yy")])),
        ("Source", structure(&[("Arn", text("a:b"))])),
        ("Tree", structure(&[("Left", structure(&[("Leaf", text("é"))]))])),
    ])
}
