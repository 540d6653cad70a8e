//! Writing Rust for a service.
//!
//! ```text
//! lib.rs                  SERVICE, modules
//! errors.rs               the modelled errors
//! types/<group>.rs        a struct for each structure
//! schema/<group>.rs       a static for each shape
//! patterns/<group>.rs     the automata of the shapes' patterns; classes.rs their character sets
//! operations/<group>.rs   a static and a marker type for each operation
//! ```
//!
//! A shape that one group alone uses stands in its file, any other in `shared.rs`.

mod operations;
mod patterns;
mod schema;
mod types;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::Error;
use crate::model::{Service, Shape};
use crate::names;

/// The file of what several groups use.
const SHARED: &str = "shared";

/// The files of a crate by name.
pub(crate) fn service(service: &Service) -> Result<Vec<(String, String)>, Error> {
    let plan = Plan::of(service)?;
    let mut files = vec![
        ("lib.rs".to_owned(), lib(&plan)),
        ("errors.rs".to_owned(), operations::errors(&plan)?),
    ];
    let mut folder = |name: &str, about: &str, shown: Shown, groups: Vec<(String, String)>| {
        let mut text = format!("//! {about}\n{}\n", generated(service));
        for (group, _) in &groups {
            let _ = writeln!(text, "pub(crate) mod {group};");
        }
        if let Shown::Outside = shown {
            text.push('\n');
            for (group, _) in &groups {
                let _ = writeln!(text, "pub use {group}::*;");
            }
        }
        files.push((format!("{name}.rs"), text));
        let groups = groups.into_iter();
        files.extend(groups.map(|(group, text)| (format!("{name}/{group}.rs"), text)));
    };
    let (types, operations) = (types::files(&plan)?, operations::files(&plan)?);
    folder(
        "types",
        "The structures, by what they are about.",
        Shown::Outside,
        types,
    );
    folder(
        "operations",
        "The operations as types, by what they are about.",
        Shown::Outside,
        operations,
    );
    folder(
        "schema",
        "What the structures hold and how it is limited.",
        Shown::Inside,
        schema::files(&plan)?,
    );
    let patterns = patterns::files(&plan)?;
    if !patterns.is_empty() {
        folder(
            "patterns",
            "The models' patterns as automata.",
            Shown::Inside,
            patterns,
        );
    }
    Ok(files)
}

/// Who sees the items of a folder.
enum Shown {
    /// The crate.
    Inside,
    /// The crate's users as well.
    Outside,
}

/// Which shape stands where.
struct Plan<'a> {
    service: &'a Service,
    /// The file of each shape that an input or output uses.
    home: BTreeMap<&'a str, &'a str>,
    /// The file of each pattern, and the name of the shape that has it first.
    patterns: BTreeMap<&'a str, (&'a str, &'a str)>,
}

impl<'a> Plan<'a> {
    fn of(service: &'a Service) -> Result<Self, Error> {
        let users = service.users()?;
        let one = |groups: &BTreeSet<&'a str>| match groups.iter().next() {
            Some(group) if groups.len() == 1 => *group,
            _ => SHARED,
        };
        let home: BTreeMap<&str, &str> = users.iter().map(|(name, groups)| (*name, one(groups))).collect();
        let mut patterns: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
        let mut statics = BTreeSet::new();
        for (name, home) in &home {
            if !statics.insert(names::screaming(name)) {
                return Err(service.error(format!("two shapes are called {}", names::screaming(name))));
            }
            if let Some(pattern) = &service.shape(name)?.pattern {
                let known = patterns.entry(pattern).or_insert((home, name));
                if known.0 != *home {
                    known.0 = SHARED;
                }
            }
        }
        Ok(Self {
            service,
            home,
            patterns,
        })
    }

    /// The groups in the order of the overlay, `shared` last.
    fn groups(&self) -> impl Iterator<Item = &'a str> {
        let groups = self.service.groups.iter().map(|(group, _)| group.as_str());
        groups.chain([SHARED])
    }

    /// The shapes of a file, by name.
    fn shapes_in(&self, group: &str) -> Result<Vec<(&'a str, &'a Shape)>, Error> {
        let here = self.home.iter().filter(|(_, home)| **home == group);
        here.map(|(name, _)| Ok((*name, self.service.shape(name)?)))
            .collect()
    }
}

fn generated(service: &Service) -> String {
    format!(
        "//!\n//! Generated from `models/{}.json` by `tegata-codegen`; not to be edited.\n",
        service.crate_name
    )
}

fn lib(plan: &Plan<'_>) -> String {
    let service = plan.service;
    let meta = &service.metadata;
    let protocol = match (meta.protocol.as_str(), meta.json_version.as_deref()) {
        ("query", _) => "Query",
        ("rest-json", _) => "RestJson",
        (_, Some("1.0")) => "Json10",
        _ => "Json11",
    };
    let mut operations: Vec<(&str, &str)> = Vec::new();
    for (group, list) in &service.groups {
        operations.extend(
            list.iter()
                .map(|operation| (operation.name.as_str(), group.as_str())),
        );
    }
    operations.sort_unstable();
    let mut table = String::new();
    for (name, group) in operations {
        let _ = writeln!(table, "&operations::{group}::{},", names::screaming(name));
    }
    let patterns = if plan.patterns.is_empty() {
        ""
    } else {
        "mod patterns;\n"
    };
    format!(
        "//! {id}: its operations, structures and errors ({count} operations, API version {version}).\n{generated}\
         #![forbid(unsafe_code)]\n\n\
         pub mod errors;\npub mod operations;\n{patterns}mod schema;\nmod types;\n\n\
         pub use types::*;\n\n\
         use tegata_wire::schema::{{Protocol, Service}};\n\n\
         /// The service.\n\
         pub static SERVICE: Service = Service {{\n\
         id: {id:?},\nsigning_name: {signing:?},\nendpoint_prefix: {endpoint:?},\napi_version: {version:?},\n\
         protocol: Protocol::{protocol},\nxml_namespace: {namespace:?},\ntarget_prefix: {target:?},\n\
         echo_values: {echo},\noperations: &[\n{table}],\n}};\n",
        id = meta.service_id,
        count = service.operations().count(),
        version = meta.api_version,
        generated = generated(service),
        signing = meta.signing_name.as_ref().unwrap_or(&meta.endpoint_prefix),
        endpoint = meta.endpoint_prefix,
        namespace = meta.xml_namespace.as_deref().unwrap_or_default(),
        target = meta.target_prefix.as_deref().unwrap_or_default(),
        echo = service.echo_values,
    )
}
