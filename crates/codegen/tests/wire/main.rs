//! The generated crates, the codecs and the models together: what is checked in is what the models
//! say, and every operation goes through its protocol and back.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod answers;
mod checked_in;
mod frames;
mod hostile;
mod patterns;
mod redaction;
mod requests;
mod round_trips;
mod routing;
mod shown;
mod tables;
mod typed;
mod values;

use tegata_wire::{Operation, Request, Service, Shape, Value, Write, Writer, write_value};

/// Every service.
const SERVICES: [&Service; 7] = [
    &tegata_api_iam::SERVICE,
    &tegata_api_sts::SERVICE,
    &tegata_api_rolesanywhere::SERVICE,
    &tegata_api_cloudtrail::SERVICE,
    &tegata_api_sso::SERVICE,
    &tegata_api_sso_oidc::SERVICE,
    &tegata_api_signin::SERVICE,
];

/// Every operation with its service.
fn operations() -> Vec<(&'static Service, &'static Operation)> {
    let all = SERVICES.iter();
    all.flat_map(|service| service.operations.iter().map(|operation| (*service, *operation)))
        .collect()
}

/// A value with its shape, ready to be written.
struct Shaped<'a>(&'static Shape, &'a Value);

impl Write for Shaped<'_> {
    fn write(&self, out: &mut dyn Writer) {
        write_value(self.0, self.1, out);
    }
}

/// A form post.
fn post(body: &[u8]) -> Request<'_> {
    Request {
        method: "POST",
        path: "/",
        query: "",
        headers: &[],
        body,
    }
}
