//! awsQuery: form parameters in, XML out.
//!
//! ```text
//! query string, body ─form::Parameters─▶ tree of dotted names ─decode─▶ Value
//! Write ─xml::XmlWriter─▶ <OpResponse><OpResult>…</OpResult><ResponseMetadata/></OpResponse>
//! Value ─encode::FormWriter─▶ Action=…&Version=…&Tags.member.1.Key=…
//! XML ─element::parse─▶ tree ─read─▶ Value
//! ```

mod answer;
mod decode;
mod element;
mod encode;
mod form;
mod read;
mod xml;

pub(crate) use answer::{encode_error, encode_response};
pub(crate) use decode::{decode_request, route};
pub(crate) use encode::encode_request;
pub use form::find as form_values;
pub(crate) use read::{decode_error, decode_response};

#[cfg(test)]
mod tests;
