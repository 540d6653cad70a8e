use proptest::prelude::*;
use proptest::sample::select;
use tegata_wire::{
    Operation, Request, Response, Service, Value, decode_request, decode_response, encode_request,
    encode_response, redact_value, route, validate,
};

use crate::{Shaped, operations, values};

type Case = (&'static Service, &'static Operation, Value);

fn inputs() -> impl Strategy<Value = Case> {
    select(operations())
        .prop_flat_map(|(service, operation)| (Just(service), Just(operation), values::of(operation.input)))
}

fn outputs() -> impl Strategy<Value = Case> {
    select(operations())
        .prop_flat_map(|(service, operation)| (Just(service), Just(operation), values::of(operation.output)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, max_shrink_iters: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn what_a_client_sends_is_what_the_server_reads((service, operation, input) in inputs()) {
        let prepared = encode_request(service, operation, &Shaped(operation.input, &input));
        let headers: Vec<(&str, &str)> = prepared.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let request = Request {
            method: prepared.method,
            path: &prepared.path,
            query: &prepared.query,
            headers: &headers,
            body: &prepared.body,
        };
        let found = route(service, &request).expect("routed");
        prop_assert_eq!(found.name, operation.name);
        prop_assert_eq!(decode_request(service, found, &request), Ok(input));
    }

    #[test]
    fn what_the_server_answers_is_what_a_client_reads((service, operation, output) in outputs()) {
        let reply = encode_response(service, operation, &Shaped(operation.output, &output), "id", None);
        let response = Response { status: reply.status, headers: &[], body: &reply.body };
        prop_assert_eq!(reply.status, operation.http.status);
        prop_assert_eq!(decode_response(service, operation, &response), Ok(output));
    }

    #[test]
    fn json_answers_of_query_services_are_json((service, operation, output) in outputs()) {
        let shaped = Shaped(operation.output, &output);
        let reply = encode_response(service, operation, &shaped, "id", Some("application/json"));
        let parsed: Result<serde_json::Value, _> = serde_json::from_slice(&reply.body);
        prop_assert!(parsed.is_ok());
    }

    #[test]
    fn any_decoded_input_is_judged_and_shown((service, operation, input) in inputs()) {
        // Neither may panic; what is judged bad is told with a number that fits.
        if let Err(error) = validate(service, operation.input, &input) {
            let told = error.to_string();
            let count = format!("{} validation error", error.failures().len());
            prop_assert!(told.starts_with(&count));
        }
        let shown = redact_value(operation.input, &input);
        prop_assert!(shown.is_none_or(|text| text.starts_with('{')), "not an object");
    }
}
