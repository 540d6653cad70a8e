//! What a service speaks, as constants: operations, shapes, limits, errors.
//!
//! The `api` crates hold these tables, generated from the service models; the codecs, the
//! validator and the redaction read them. Nothing is built at run time: every descriptor is a
//! `static` that refers to other `static`s.

mod shape;

use std::fmt;

pub use shape::{Kind, Limits, Location, Member, Shape, TimestampFormat};

/// The wire protocol of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// awsQuery: form parameters in, XML out.
    Query,
    /// awsJson1.0.
    Json10,
    /// awsJson1.1.
    Json11,
    /// restJson1.
    RestJson,
}

/// A service and its operations.
pub struct Service {
    /// The name that SDKs derive client names from, such as `RolesAnywhere`.
    pub id: &'static str,
    /// The service name in a credential scope, such as `rolesanywhere`.
    pub signing_name: &'static str,
    /// The first label of the endpoint's host name.
    pub endpoint_prefix: &'static str,
    /// The version date, such as `2010-05-08`.
    pub api_version: &'static str,
    /// How requests and answers are written.
    pub protocol: Protocol,
    /// The namespace of XML answers; empty for JSON protocols.
    pub xml_namespace: &'static str,
    /// What stands before the operation's name in `X-Amz-Target`; empty for other protocols.
    pub target_prefix: &'static str,
    /// Whether validation messages show the refused value. IAM leaves it out.
    pub echo_values: bool,
    /// The operations that are served or called, sorted by name.
    pub operations: &'static [&'static Operation],
}

impl Service {
    /// The operation of this name, in AWS's spelling.
    #[must_use]
    pub fn operation(&self, name: &str) -> Option<&'static Operation> {
        self.operations
            .binary_search_by(|operation| operation.name.cmp(name))
            .ok()
            .and_then(|at| self.operations.get(at).copied())
    }
}

impl fmt::Debug for Service {
    /// The name alone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

/// Where an operation is found in HTTP terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Http {
    /// The request method.
    pub method: &'static str,
    /// The path, with labels such as `/profile/{profileId}`; `/` unless the protocol is restJson1.
    pub uri: &'static str,
    /// The status of a successful answer.
    pub status: u16,
}

/// How a caller proves who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Auth {
    /// A Signature Version 4 with a secret key.
    Signature,
    /// A Signature Version 4 made with the private key of an X.509 certificate.
    Certificate,
    /// The request is not signed.
    Nothing,
}

/// How a list operation is continued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paginator {
    /// The input member that takes the token.
    pub input_token: &'static str,
    /// The output member that holds the next token.
    pub output_token: &'static str,
    /// The output member that says whether there is more.
    pub more_results: Option<&'static str>,
    /// The input member that limits a page.
    pub limit_key: Option<&'static str>,
    /// The output members that hold the results.
    pub result_keys: &'static [&'static str],
}

/// One operation.
pub struct Operation {
    /// AWS's name, such as `CreateTrustAnchor`.
    pub name: &'static str,
    /// Method, path and status.
    pub http: Http,
    /// How the caller authenticates.
    pub auth: Auth,
    /// The input structure ([`Shape::EMPTY`] where the model has none).
    pub input: &'static Shape,
    /// The output structure ([`Shape::EMPTY`] where the model has none).
    pub output: &'static Shape,
    /// The element around the output in awsQuery answers, where the model has an output.
    pub result_wrapper: Option<&'static str>,
    /// The errors that the model lists, besides those every operation may answer.
    pub errors: &'static [&'static ErrorShape],
    /// Whether it changes nothing: CloudTrail's `readOnly`.
    pub read_only: bool,
    /// Whether calling it twice equals calling it once.
    pub idempotent: bool,
    /// How its results are paged.
    pub paginator: Option<Paginator>,
}

impl fmt::Debug for Operation {
    /// The name alone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// A modelled error.
#[derive(Debug, PartialEq, Eq)]
pub struct ErrorShape {
    /// The name in the model, such as `NoSuchEntityException`.
    pub name: &'static str,
    /// The code on the wire, such as `NoSuchEntity`.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
}
