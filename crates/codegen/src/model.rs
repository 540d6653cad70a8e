//! Reading the models: `overlay.json` names the services, `<service>.json` is what `prune.py`
//! made from botocore, and the additions are written by hand in the same form.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::marker::PhantomData;
use std::path::Path;

use serde::Deserialize;
use serde::de::{DeserializeOwned, MapAccess, Visitor};

use crate::Error;

/// A service with everything known of it.
#[derive(Debug)]
pub(crate) struct Service {
    /// The folder below `crates/api`.
    pub(crate) crate_name: String,
    pub(crate) metadata: Metadata,
    pub(crate) echo_values: bool,
    /// Operations by group, in the order of the overlay.
    pub(crate) groups: Vec<(String, Vec<Operation>)>,
    pub(crate) shapes: BTreeMap<String, Shape>,
}

impl Service {
    pub(crate) fn shape(&self, name: &str) -> Result<&Shape, Error> {
        self.shapes
            .get(name)
            .ok_or_else(|| self.error(format!("there is no shape {name}")))
    }

    pub(crate) fn error(&self, what: String) -> Error {
        Error::Model {
            service: self.crate_name.clone(),
            what,
        }
    }

    /// All operations.
    pub(crate) fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.groups.iter().flat_map(|(_, operations)| operations)
    }

    /// Which groups use each shape in an input or an output.
    pub(crate) fn users(&self) -> Result<BTreeMap<&str, BTreeSet<&str>>, Error> {
        let mut users: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (group, operations) in &self.groups {
            let roots = operations.iter().flat_map(|operation| {
                let ends = operation.input.iter().chain(&operation.output);
                ends.map(|end| end.shape.as_str())
            });
            let mut todo: Vec<&str> = roots.collect();
            while let Some(name) = todo.pop() {
                let (name, shape) = self
                    .shapes
                    .get_key_value(name)
                    .ok_or_else(|| self.error(format!("there is no shape {name}")))?;
                if users.entry(name).or_default().insert(group) {
                    todo.extend(shape.references());
                }
            }
        }
        Ok(users)
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Metadata {
    pub(crate) api_version: String,
    pub(crate) endpoint_prefix: String,
    pub(crate) json_version: Option<String>,
    pub(crate) protocol: String,
    pub(crate) service_id: String,
    pub(crate) signing_name: Option<String>,
    pub(crate) target_prefix: Option<String>,
    pub(crate) xml_namespace: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Operation {
    #[serde(skip)]
    pub(crate) name: String,
    pub(crate) http: Http,
    pub(crate) authtype: Option<String>,
    pub(crate) input: Option<Reference>,
    pub(crate) output: Option<Reference>,
    #[serde(default)]
    pub(crate) errors: Vec<ErrorReference>,
    #[serde(default)]
    pub(crate) idempotent: bool,
    #[serde(default)]
    pub(crate) readonly: bool,
    #[serde(skip)]
    pub(crate) paginator: Option<Paginator>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Http {
    pub(crate) method: String,
    pub(crate) request_uri: String,
    pub(crate) response_code: Option<u16>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ErrorReference {
    pub(crate) shape: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Paginator {
    pub(crate) input_token: String,
    pub(crate) output_token: String,
    pub(crate) more_results: Option<String>,
    pub(crate) limit_key: Option<String>,
    pub(crate) result_key: OneOrMore,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum OneOrMore {
    One(String),
    More(Vec<String>),
}

/// A reference to a shape, as a member, an item, an input or an output.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Reference {
    pub(crate) shape: String,
    pub(crate) location: Option<String>,
    pub(crate) location_name: Option<String>,
    #[serde(default)]
    pub(crate) flattened: bool,
    #[serde(default)]
    pub(crate) idempotency_token: bool,
    pub(crate) result_wrapper: Option<String>,
    #[serde(default, rename = "box")]
    pub(crate) _box: bool,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Shape {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) required: Vec<String>,
    #[serde(default)]
    pub(crate) members: Ordered<Reference>,
    pub(crate) member: Option<Reference>,
    pub(crate) key: Option<Reference>,
    pub(crate) value: Option<Reference>,
    #[serde(default, rename = "enum")]
    pub(crate) values: Vec<String>,
    pub(crate) min: Option<i64>,
    pub(crate) max: Option<i64>,
    pub(crate) pattern: Option<String>,
    #[serde(default)]
    pub(crate) sensitive: bool,
    #[serde(default)]
    pub(crate) secret: bool,
    #[serde(default)]
    pub(crate) union: bool,
    #[serde(default)]
    pub(crate) flattened: bool,
    /// The member that is the whole body.
    pub(crate) payload: Option<String>,
    pub(crate) timestamp_format: Option<String>,
    pub(crate) error: Option<ErrorTraits>,
    #[serde(default)]
    pub(crate) exception: bool,
    #[serde(default, rename = "box")]
    pub(crate) _box: bool,
}

impl Shape {
    /// The shapes that this one is made of.
    pub(crate) fn references(&self) -> impl Iterator<Item = &str> {
        let members = self.members.0.iter().map(|(_, member)| member);
        let parts = [&self.member, &self.key, &self.value].into_iter().flatten();
        members.chain(parts).map(|reference| reference.shape.as_str())
    }
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ErrorTraits {
    pub(crate) code: Option<String>,
    pub(crate) http_status_code: Option<u16>,
    #[serde(rename = "senderFault")]
    pub(crate) _sender_fault: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Overlay {
    #[serde(rename = "botocore")]
    _botocore: String,
    services: Ordered<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(rename = "source")]
    _source: String,
    #[serde(default)]
    additions: Vec<String>,
    echo_values: bool,
    operations: Ordered<Vec<String>>,
    #[serde(default, rename = "own_shapes")]
    _own_shapes: BTreeMap<String, String>,
    #[serde(default, rename = "secret")]
    _secret: Vec<String>,
    #[serde(default, rename = "sensitive")]
    _sensitive: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pruned {
    metadata: Metadata,
    operations: BTreeMap<String, Operation>,
    shapes: BTreeMap<String, Shape>,
    pagination: BTreeMap<String, Paginator>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Addition {
    operations: BTreeMap<String, Operation>,
    shapes: BTreeMap<String, Shape>,
}

/// Reads all services that the overlay names.
pub(crate) fn load(folder: &Path) -> Result<Vec<Service>, Error> {
    let overlay: Overlay = read(&folder.join("overlay.json"))?;
    let entries = overlay.services.0.into_iter();
    entries
        .map(|(name, entry)| service(folder, &name, entry))
        .collect()
}

fn service(folder: &Path, name: &str, entry: Entry) -> Result<Service, Error> {
    let fail = |what: String| Error::Model {
        service: name.to_owned(),
        what,
    };
    let mut model: Pruned = read(&folder.join(format!("{name}.json")))?;
    for addition in entry.additions {
        let added: Addition = read(&folder.join(format!("{addition}.json")))?;
        for (operation, body) in added.operations {
            if model.operations.insert(operation.clone(), body).is_some() {
                return Err(fail(format!("{addition} repeats the operation {operation}")));
            }
        }
        for (shape, body) in added.shapes {
            let known = model.shapes.insert(shape.clone(), body.clone());
            if known.is_some_and(|known| known != body) {
                return Err(fail(format!("{addition} says otherwise of the shape {shape}")));
            }
        }
    }
    let mut groups = Vec::new();
    for (group, names) in entry.operations.0 {
        let mut operations = Vec::new();
        for name in names {
            let mut operation = model
                .operations
                .remove(&name)
                .ok_or_else(|| fail(format!("there is no operation {name}")))?;
            operation.paginator = model.pagination.remove(&name);
            operation.name = name;
            operations.push(operation);
        }
        groups.push((group, operations));
    }
    if let Some(operation) = model.operations.keys().next() {
        return Err(fail(format!(
            "the overlay does not name the operation {operation}"
        )));
    }
    Ok(Service {
        crate_name: name.to_owned(),
        metadata: model.metadata,
        echo_values: entry.echo_values,
        groups,
        shapes: model.shapes,
    })
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T, Error> {
    let text = std::fs::read_to_string(path).map_err(|source| Error::Io {
        path: path.to_owned(),
        source,
    })?;
    serde_json::from_str(&text).map_err(|source| Error::Json {
        path: path.to_owned(),
        source,
    })
}

/// A JSON object in the order of the file: the order of members is part of a model.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ordered<T>(pub(crate) Vec<(String, T)>);

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
            type Value = Vec<(String, T)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(entries)
            }
        }
        deserializer.deserialize_map(Entries(PhantomData)).map(Ordered)
    }
}
