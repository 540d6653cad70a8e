//! Shapes as statics.

use std::fmt::Write as _;

use super::{Plan, generated};
use crate::Error;
use crate::model::{Reference, Shape};
use crate::names;

pub(super) fn files(plan: &Plan<'_>) -> Result<Vec<(String, String)>, Error> {
    let mut files = Vec::new();
    for group in plan.groups() {
        let mut body = String::new();
        for (name, shape) in plan.shapes_in(group)? {
            let expression = expression(plan, group, name, shape)?;
            let _ = write!(
                body,
                "\npub(crate) static {}: Shape = {expression};\n",
                names::screaming(name)
            );
        }
        if body.is_empty() {
            continue;
        }
        let mut uses = vec!["Shape"];
        for name in ["Location", "Member", "TimestampFormat"] {
            if body.contains(&format!("{name}::")) {
                uses.push(name);
            }
        }
        uses.sort_unstable();
        let mut text = format!(
            "//! Shapes of `types/{group}.rs`.\n{}\nuse tegata_wire::schema::{{{}}};\n",
            generated(plan.service),
            uses.join(", ")
        );
        for (module, path) in [
            ("patterns", "use crate::patterns;"),
            ("shared", "use super::shared;"),
        ] {
            if body.contains(&format!("&{module}::")) {
                let _ = write!(text, "\n{path}");
            }
        }
        text.push('\n');
        text.push_str(&body);
        files.push((group.to_owned(), text));
    }
    Ok(files)
}

fn expression(plan: &Plan<'_>, group: &str, name: &str, shape: &Shape) -> Result<String, Error> {
    let target = |part: &Option<Reference>| match part {
        Some(part) => Ok(reference(plan, group, &part.shape)),
        None => Err(plan.service.error(format!("{name} lacks a part"))),
    };
    let mut text = match shape.kind.as_str() {
        "structure" => structure(plan, group, name, shape)?,
        "list" => {
            let mut text = format!("Shape::list({name:?}, {})", target(&shape.member)?);
            let item = shape
                .member
                .as_ref()
                .and_then(|member| member.location_name.as_ref());
            if let Some(item) = item {
                let _ = write!(text, ".item_name({item:?})");
            }
            text
        }
        "map" => format!(
            "Shape::map({name:?}, {}, {})",
            target(&shape.key)?,
            target(&shape.value)?
        ),
        "timestamp" => format!(
            "Shape::timestamp({name:?}, {})",
            timestamp_format(plan, name, shape)?
        ),
        kind @ ("string" | "integer" | "long" | "double" | "boolean" | "blob") => {
            format!("Shape::{kind}({name:?})")
        }
        other => return Err(plan.service.error(format!("{name} is a {other}"))),
    };
    if let Some(min) = shape.min {
        let _ = write!(text, ".min({min})");
    }
    if let Some(max) = shape.max {
        let _ = write!(text, ".max({max})");
    }
    if let Some(pattern) = &shape.pattern {
        let (home, first) = plan
            .patterns
            .get(pattern.as_str())
            .ok_or_else(|| plan.service.error(format!("{name}'s pattern is not known")))?;
        let _ = write!(text, ".pattern(&patterns::{home}::{})", names::screaming(first));
    }
    if !shape.values.is_empty() {
        let _ = write!(text, ".values(&{:?})", shape.values);
    }
    if shape.secret {
        text.push_str(".secret()");
    } else if shape.sensitive {
        text.push_str(".sensitive()");
    }
    Ok(text)
}

fn structure(plan: &Plan<'_>, group: &str, name: &str, shape: &Shape) -> Result<String, Error> {
    let kind = if shape.union { "union" } else { "structure" };
    let mut text = format!("Shape::{kind}({name:?}, &[\n");
    for (member, part) in &shape.members.0 {
        let target = reference(plan, group, &part.shape);
        let _ = write!(text, "Member::new({member:?}, {target})");
        let wire_name = part.location_name.as_ref().unwrap_or(member);
        let location = match part.location.as_deref() {
            None => None,
            Some("uri") => Some("Uri"),
            Some("querystring") => Some("Query"),
            Some("header") => Some("Header"),
            Some("queryOrBody") => Some("QueryOrBody"),
            Some(other) => return Err(plan.service.error(format!("{name}.{member} stands in {other}"))),
        };
        match location {
            Some(location) => {
                let _ = write!(text, ".at(Location::{location}, {wire_name:?})");
            }
            None if shape.payload.as_ref() == Some(member) => text.push_str(".payload()"),
            None if wire_name != member => {
                let _ = write!(text, ".named({wire_name:?})");
            }
            None => {}
        }
        if shape.required.contains(member) {
            text.push_str(".required()");
        }
        if part.idempotency_token {
            text.push_str(".idempotency_token()");
        }
        if part.flattened || plan.service.shape(&part.shape)?.flattened {
            text.push_str(".flattened()");
        }
        text.push_str(",\n");
    }
    text.push_str("])");
    Ok(text)
}

fn timestamp_format(plan: &Plan<'_>, name: &str, shape: &Shape) -> Result<&'static str, Error> {
    match shape.timestamp_format.as_deref() {
        None => Ok("TimestampFormat::Protocol"),
        Some("iso8601") => Ok("TimestampFormat::IsoMicros"),
        Some("iso8601Seconds") => Ok("TimestampFormat::IsoSeconds"),
        Some("unixTimestamp") => Ok("TimestampFormat::Epoch"),
        Some(other) => Err(plan.service.error(format!("{name} is written as {other}"))),
    }
}

/// The path of a shape's static, seen from a file.
fn reference(plan: &Plan<'_>, group: &str, name: &str) -> String {
    let home = plan.home.get(name).copied().unwrap_or_default();
    let constant = names::screaming(name);
    if home == group {
        format!("&{constant}")
    } else {
        format!("&{home}::{constant}")
    }
}
