//! Finding an operation by its method and raw path.

use crate::message::{Request, RouteError};
use crate::schema::{Operation, Service};

/// Finds the operation. One trailing slash is tolerated.
pub(crate) fn route(service: &Service, request: &Request<'_>) -> Result<&'static Operation, RouteError> {
    let operations = service.operations.iter().copied();
    operations
        .filter(|operation| operation.http.method == request.method)
        .find(|operation| labels(operation.http.uri, request.path).is_some())
        .ok_or_else(|| RouteError::Unknown {
            name: format!("{} {}", request.method, request.path)
                .chars()
                .take(256)
                .collect(),
            version: service.api_version.to_owned(),
        })
}

/// The labels of a template in a raw path: names and undecoded values; nothing if the path does
/// not fit.
pub(super) fn labels<'t, 'p>(template: &'t str, path: &'p str) -> Option<Vec<(&'t str, &'p str)>> {
    let path = path
        .strip_suffix('/')
        .filter(|path| !path.is_empty())
        .unwrap_or(path);
    let mut found = Vec::new();
    let mut wanted = template.split('/');
    let mut given = path.split('/');
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(found),
            (Some(wanted), Some(given)) => match label(wanted) {
                Some(name) if !given.is_empty() => found.push((name, given)),
                None if wanted == given => {}
                _ => return None,
            },
            _ => return None,
        }
    }
}

pub(super) fn label(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}
