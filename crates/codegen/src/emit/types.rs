//! Structures as Rust types.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{Plan, generated};
use crate::Error;
use crate::model::{Reference, Shape};
use crate::names;

pub(super) fn files(plan: &Plan<'_>) -> Result<Vec<(String, String)>, Error> {
    let mut files = Vec::new();
    for group in plan.groups() {
        let mut body = String::new();
        let mut shared = BTreeSet::new();
        for (name, shape) in plan.shapes_in(group)? {
            if shape.kind == "structure" {
                body.push_str(&one(plan, group, name, shape, &mut shared)?);
            }
        }
        if !body.is_empty() {
            let title = names::snake(group).replace('_', " ");
            let text = format!(
                "//! Structures of {title}.\n{}\n{}{body}",
                generated(plan.service),
                imports(&body, &shared)
            );
            files.push((group.to_owned(), text));
        }
    }
    Ok(files)
}

fn imports(body: &str, shared: &BTreeSet<String>) -> String {
    let mut text = String::new();
    if body.contains("BTreeMap<") {
        text.push_str("use std::collections::BTreeMap;\n");
    }
    if body.contains("impl fmt::Debug") {
        text.push_str("use std::fmt;\n");
    }
    text.push('\n');
    if body.contains("Timestamp") {
        text.push_str("use jiff::Timestamp;\n");
    }
    if body.contains("Secret<") {
        text.push_str("use tegata_base::Secret;\n");
    }
    let blob = if body.contains("Blob>") || body.contains(": Blob,") {
        "Blob, "
    } else {
        ""
    };
    let fields = if body.contains("Fields::") { "Fields, " } else { "" };
    let _ = writeln!(
        text,
        "use tegata_wire::{{{blob}{fields}Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure}};"
    );
    text.push_str("\nuse crate::schema;\n");
    for name in shared {
        let _ = writeln!(text, "use super::shared::{name};");
    }
    text
}

fn one(
    plan: &Plan<'_>,
    group: &str,
    name: &str,
    shape: &Shape,
    shared: &mut BTreeSet<String>,
) -> Result<String, Error> {
    let type_name = names::type_name(name);
    let mut fields = String::new();
    let mut reads = String::new();
    let mut writes = String::new();
    let mut hidden = false;
    let mut shown = String::new();
    let mut defaults = true;
    for (member, part) in &shape.members.0 {
        let required = shape.required.contains(member);
        let field = names::field(member);
        let rust = rust_type(plan, group, &part.shape, shared)?;
        let rust = if required { rust } else { format!("Option<{rust}>") };
        let _ = writeln!(
            fields,
            "    /// {}\n    pub {field}: {rust},",
            describe(plan, member, part, required)?
        );
        let how = if required { "required" } else { "optional" };
        let _ = writeln!(reads, "            {field}: fields.{how}({member:?})?,");
        let _ = write!(writes, "&self.{field}, ");
        defaults &= !required;
        if is_sensitive(plan, &part.shape)? {
            hidden = true;
        } else {
            let plain = field.trim_start_matches("r#");
            let _ = write!(shown, ".field({plain:?}, &self.{field})");
        }
    }
    let mut derives = Vec::new();
    if !hidden {
        derives.push("Debug");
    }
    if !holds(plan, name, &|shape| shape.secret)? {
        derives.push("Clone");
    }
    derives.push("PartialEq");
    if !holds(plan, name, &|shape| shape.kind == "double")? {
        derives.push("Eq");
    }
    if defaults {
        derives.push("Default");
    }
    let debug = if hidden {
        format!(
            "\nimpl fmt::Debug for {type_name} {{\n    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {{\n\
             f.debug_struct({type_name:?}){shown}.finish_non_exhaustive()\n}}\n}}\n"
        )
    } else {
        String::new()
    };
    let empty = shape.members.0.is_empty();
    let (open, close) = if empty { (";", "") } else { (" {\n", "}\n") };
    let read = if empty {
        "Ok(Self)".to_owned()
    } else {
        format!("let fields = Fields::of(value)?;\n        Ok(Self {{\n{reads}        }})")
    };
    let value = if empty { "_" } else { "value" };
    let home = plan.home.get(name).copied().unwrap_or_default();
    let constant = names::screaming(name);
    Ok(format!(
        "\n/// `{name}`.\n#[derive({derives})]\npub struct {type_name}{open}{fields}{close}\n\
         impl Typed for {type_name} {{\n    const SHAPE: &'static Shape = &schema::{home}::{constant};\n}}\n\n\
         impl Read for {type_name} {{\n    fn read({value}: &Value) -> Result<Self, ReadError> {{\n        {read}\n    \
         }}\n}}\n\n\
         impl Write for {type_name} {{\n    fn write(&self, out: &mut dyn Writer) {{\n        \
         write_structure(Self::SHAPE, &[{writes}], out);\n    }}\n}}\n{debug}",
        derives = derives.join(", "),
    ))
}

fn rust_type(
    plan: &Plan<'_>,
    group: &str,
    name: &str,
    shared: &mut BTreeSet<String>,
) -> Result<String, Error> {
    let shape = plan.service.shape(name)?;
    let part = |part: &Option<Reference>| match part {
        Some(part) => Ok(part.shape.clone()),
        None => Err(plan.service.error(format!("{name} lacks a part"))),
    };
    Ok(match shape.kind.as_str() {
        "structure" => {
            let type_name = names::type_name(name);
            if plan.home.get(name).copied() != Some(group) {
                shared.insert(type_name.clone());
            }
            type_name
        }
        "list" => format!("Vec<{}>", rust_type(plan, group, &part(&shape.member)?, shared)?),
        "map" => format!(
            "BTreeMap<String, {}>",
            rust_type(plan, group, &part(&shape.value)?, shared)?
        ),
        "string" if shape.secret => "Secret<String>".to_owned(),
        "string" => "String".to_owned(),
        "integer" => "i32".to_owned(),
        "long" => "i64".to_owned(),
        "double" => "f64".to_owned(),
        "boolean" => "bool".to_owned(),
        "blob" if shape.secret => "Secret<Vec<u8>>".to_owned(),
        "blob" => "Blob".to_owned(),
        "timestamp" => "Timestamp".to_owned(),
        other => return Err(plan.service.error(format!("{name} is a {other}"))),
    })
}

/// Whether a member of this shape must not be shown: it is sensitive itself, or holds such scalars.
fn is_sensitive(plan: &Plan<'_>, name: &str) -> Result<bool, Error> {
    let shape = plan.service.shape(name)?;
    if shape.sensitive || shape.secret {
        return Ok(true);
    }
    if shape.kind == "structure" {
        return Ok(false);
    }
    for part in shape.references() {
        if is_sensitive(plan, part)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a shape or anything in it is such a one.
fn holds(plan: &Plan<'_>, name: &str, such: &dyn Fn(&Shape) -> bool) -> Result<bool, Error> {
    let mut seen = BTreeSet::new();
    let mut todo = vec![name];
    while let Some(name) = todo.pop() {
        if seen.insert(name) {
            let shape = plan.service.shape(name)?;
            if such(shape) {
                return Ok(true);
            }
            todo.extend(shape.references());
        }
    }
    Ok(false)
}

fn describe(plan: &Plan<'_>, member: &str, part: &Reference, required: bool) -> Result<String, Error> {
    let shape = plan.service.shape(&part.shape)?;
    let unit = match (shape.kind.as_str(), shape.max.or(shape.min)) {
        ("string", Some(1)) => " character",
        ("string", _) => " characters",
        ("list" | "map", Some(1)) => " entry",
        ("list" | "map", _) => " entries",
        ("blob", _) => " bytes",
        _ => "",
    };
    let mut facts = Vec::new();
    match (shape.min, shape.max) {
        (Some(min), Some(max)) if min == max => facts.push(format!("{min}{unit}")),
        (Some(min), Some(max)) => facts.push(format!("{min}–{max}{unit}")),
        (Some(min), None) => facts.push(format!("at least {min}{unit}")),
        (None, Some(max)) => facts.push(format!("at most {max}{unit}")),
        (None, None) => {}
    }
    if !shape.values.is_empty() {
        let values: Vec<String> = shape.values.iter().map(|value| format!("`{value}`")).collect();
        facts.push(format!("one of {}", values.join(", ")));
    }
    match part.location.as_deref() {
        Some("uri") => facts.push("in the path".to_owned()),
        Some("querystring") => facts.push("in the query string".to_owned()),
        Some("header") => facts.push("in a header".to_owned()),
        Some("queryOrBody") => facts.push("in the query string or the body".to_owned()),
        _ => {}
    }
    if required {
        facts.push("required".to_owned());
    }
    if shape.secret {
        facts.push("a secret".to_owned());
    } else if shape.sensitive {
        facts.push("sensitive".to_owned());
    }
    let facts = if facts.is_empty() {
        String::new()
    } else {
        format!(": {}", facts.join("; "))
    };
    Ok(format!("`{member}`{facts}."))
}
