//! Operations: a static descriptor, and a type that ties it to its input and output.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Plan, generated};
use crate::Error;
use crate::model::{OneOrMore, Operation, Reference};
use crate::names;

/// What begins the name of an operation that changes nothing.
const READS: [&str; 5] = ["Get", "List", "Describe", "Lookup", "Simulate"];

pub(super) fn files(plan: &Plan<'_>) -> Result<Vec<(String, String)>, Error> {
    let groups = plan.service.groups.iter();
    groups
        .map(|(group, operations)| Ok((group.clone(), file(plan, group, operations)?)))
        .collect()
}

fn file(plan: &Plan<'_>, group: &str, operations: &[Operation]) -> Result<String, Error> {
    let mut body = String::new();
    for operation in operations {
        body.push_str(&one(plan, operation)?);
    }
    let title = names::snake(group).replace('_', " ");
    let mut uses = String::from("use tegata_wire::Call;\nuse tegata_wire::schema::{");
    for name in ["Auth", "Http", "Operation", "Paginator", "Shape"] {
        if body.contains(&format!("{name}::")) || body.contains(&format!("{name} {{")) {
            let _ = write!(uses, "{name}, ");
        }
    }
    uses.push_str("};\n");
    for module in ["errors", "schema"] {
        if body.contains(&format!("&{module}::")) {
            let _ = write!(uses, "\nuse crate::{module};");
        }
    }
    Ok(format!(
        "//! Operations on {title}.\n{}\n{uses}\n{body}",
        generated(plan.service)
    ))
}

fn one(plan: &Plan<'_>, operation: &Operation) -> Result<String, Error> {
    let service = plan.service;
    let name = &operation.name;
    let auth = match operation.authtype.as_deref() {
        None => "Signature",
        Some("x509") => "Certificate",
        Some("none") => "Nothing",
        Some(other) => return Err(service.error(format!("{name} authenticates by {other}"))),
    };
    let end = |end: &Option<Reference>| match end {
        Some(end) => {
            let home = plan.home.get(end.shape.as_str()).copied().unwrap_or_default();
            (
                format!("crate::{}", names::type_name(&end.shape)),
                format!("&schema::{home}::{}", names::screaming(&end.shape)),
            )
        }
        None => ("()".to_owned(), "Shape::EMPTY".to_owned()),
    };
    let (input_type, input) = end(&operation.input);
    let (output_type, output) = end(&operation.output);
    if let Some(reference) = &operation.output {
        let shape = service.shape(&reference.shape)?;
        let elsewhere = shape
            .members
            .0
            .iter()
            .find(|(_, member)| member.location.is_some());
        if let Some((member, _)) = elsewhere {
            return Err(service.error(format!("{name} answers {member} outside the body")));
        }
    }
    let wrapper = operation
        .output
        .as_ref()
        .and_then(|output| output.result_wrapper.as_ref());
    let mut errors = String::new();
    for error in &operation.errors {
        let _ = write!(errors, "&errors::{}, ", error_name(&error.shape));
    }
    let read_only = operation.readonly || READS.iter().any(|verb| name.starts_with(verb));
    let constant = names::screaming(name);
    Ok(format!(
        "\n/// `{name}`.\n#[derive(Debug, Clone, Copy)]\npub struct {name};\n\n\
         impl Call for {name} {{\n    type Input = {input_type};\n    type Output = {output_type};\n    \
         const OPERATION: &'static Operation = &{constant};\n}}\n\n\
         pub(crate) static {constant}: Operation = Operation {{\n    name: {name:?},\n    \
         http: Http {{ method: {method:?}, uri: {uri:?}, status: {status} }},\n    auth: Auth::{auth},\n    \
         input: {input},\n    output: {output},\n    result_wrapper: {wrapper:?},\n    errors: &[{errors}],\n    \
         read_only: {read_only},\n    idempotent: {idempotent},\n    paginator: {paginator},\n}};\n",
        method = operation.http.method,
        uri = operation.http.request_uri,
        status = operation.http.response_code.unwrap_or(200),
        idempotent = operation.idempotent,
        paginator = paginator(operation),
    ))
}

fn paginator(operation: &Operation) -> String {
    let Some(paginator) = &operation.paginator else {
        return "None".to_owned();
    };
    let keys = match &paginator.result_key {
        OneOrMore::One(key) => std::slice::from_ref(key),
        OneOrMore::More(keys) => keys,
    };
    format!(
        "Some(Paginator {{ input_token: {:?}, output_token: {:?}, more_results: {:?}, limit_key: {:?}, \
         result_keys: &{keys:?} }})",
        paginator.input_token, paginator.output_token, paginator.more_results, paginator.limit_key,
    )
}

fn error_name(shape: &str) -> String {
    names::screaming(shape.strip_suffix("Exception").unwrap_or(shape))
}

/// `errors.rs`: every modelled error once.
pub(super) fn errors(plan: &Plan<'_>) -> Result<String, Error> {
    let service = plan.service;
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for operation in service.operations() {
        for error in &operation.errors {
            let shape = service.shape(&error.shape)?;
            if !shape.exception {
                return Err(service.error(format!("{} is no error", error.shape)));
            }
            let traits = shape.error.as_ref();
            let code = traits
                .and_then(|traits| traits.code.as_ref())
                .unwrap_or(&error.shape);
            let status = traits.and_then(|traits| traits.http_status_code).unwrap_or(400);
            let text = format!(
                "/// `{code}`, HTTP {status}.\npub static {}: ErrorShape = ErrorShape {{\n    name: {:?},\n    \
                 code: {code:?},\n    status: {status},\n}};\n\n",
                error_name(&error.shape),
                error.shape,
            );
            let before = known.insert(error_name(&error.shape), text.clone());
            if before.is_some_and(|before| before != text) {
                return Err(service.error(format!("two errors are called {}", error_name(&error.shape))));
            }
        }
    }
    let mut text = format!(
        "//! The errors that the models list.\n{}\nuse tegata_wire::schema::ErrorShape;\n\n",
        generated(service)
    );
    known.values().for_each(|error| text.push_str(error));
    Ok(text)
}
