//! The sections that a profile's settings come from, the nearest first.
//!
//! aws-vault's rule: the profile, what it includes, what that includes …, and at last `[default]`; each
//! only fills in what those before leave open. The AWS CLI knows the profile alone.

use std::borrow::Cow;

use super::KEY;
use crate::catalog::{Catalog, Dialect, Held};
use crate::error::ResolveError;
use crate::file::{Setting, Value};
use crate::given::{Given, Origin};
use crate::plan::Note;

/// How many profiles may include one another, or be each other's source.
pub(crate) const MAX_CHAIN: usize = 64;

/// Settings of one profile, by key.
pub(crate) struct Layers<'c, 'a> {
    dialect: Dialect,
    layers: Vec<Layer<'c, 'a>>,
    /// The profile's own sections, that of the credentials file before that of the config file.
    own: Vec<Held<'c, 'a>>,
    has_credentials: bool,
    /// What the user should know.
    pub(crate) notes: Vec<Note>,
}

struct Layer<'c, 'a> {
    held: Held<'c, 'a>,
    /// Whether it is `[default]`, reached from another profile.
    inherited: bool,
}

/// What aws-vault does not read is not inherited from `[default]` either.
const NEVER_INHERITED: [&str; 9] = [
    "credential_source",
    "login_session",
    "services",
    "rolesanywhere_certificate",
    "rolesanywhere_private_key",
    "rolesanywhere_intermediates",
    "rolesanywhere_trust_anchor_arn",
    "rolesanywhere_profile_arn",
    "ca_bundle",
];

impl<'c, 'a> Layers<'c, 'a> {
    pub(crate) fn of(catalog: &'c Catalog<'a>, name: &str) -> Result<Self, ResolveError> {
        let sections = catalog.profile(name);
        let mut found = Self {
            dialect: catalog.dialect(),
            layers: Vec::new(),
            has_credentials: sections.credentials.is_some(),
            own: sections.credentials.into_iter().chain(sections.config).collect(),
            notes: Vec::new(),
        };
        let own = |held| Layer {
            held,
            inherited: false,
        };
        if found.dialect == Dialect::AwsCli {
            // botocore lays the credentials file over the config file.
            found.layers.extend(found.own.iter().copied().map(own));
            found.note_ignored_include(name)?;
            return Ok(found);
        }
        found.layers.extend(sections.config.map(own));
        found.follow_includes(catalog, name)?;
        Ok(found)
    }

    pub(crate) const fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Whether any file has the profile.
    pub(crate) const fn has_section(&self) -> bool {
        !self.own.is_empty()
    }

    fn note_ignored_include(&mut self, name: &str) -> Result<(), ResolveError> {
        if let Some(include) = self.text("include_profile")? {
            self.notes.push(Note::IncludeIgnored {
                profile: name.into(),
                origin: include.origin,
            });
        }
        Ok(())
    }

    fn follow_includes(&mut self, catalog: &'c Catalog<'a>, name: &str) -> Result<(), ResolveError> {
        let mut visited = vec![name.to_owned()];
        let mut last = self.layers.first().map(|layer| layer.held);
        let mut inherited = false;
        loop {
            let next = match last {
                Some(held) => scalar_in(held, "include_profile", self.dialect, inherited)?,
                None => None,
            };
            let Some(next) = next else {
                if visited.iter().any(|name| name == "default") {
                    return Ok(());
                }
                visited.push("default".into());
                inherited = true;
                last = catalog.profile("default").config;
                self.layers.extend(last.map(|held| Layer { held, inherited }));
                continue;
            };
            let included = next.value.into_owned();
            let origin = next.origin;
            if let Some(at) = visited.iter().position(|name| *name == included) {
                let mut names = visited.split_off(at);
                names.push(included);
                return Err(ResolveError::IncludeLoop { origin, names });
            }
            if visited.len() >= MAX_CHAIN {
                let (key, limit) = ("include_profile", MAX_CHAIN);
                return Err(ResolveError::LongChain { origin, key, limit });
            }
            last = catalog.profile(&included).config;
            if last.is_none() {
                self.notes.push(Note::MissingSection {
                    origin,
                    key: "include_profile",
                    name: included.clone(),
                });
            }
            self.layers.extend(last.map(|held| Layer { held, inherited }));
            visited.push(included);
        }
    }

    /// The text of a setting, of the nearest section that has it; an empty one counts as none.
    pub(crate) fn text(&self, key: &'static str) -> Result<Option<Given<Cow<'c, str>>>, ResolveError> {
        for layer in &self.layers {
            if layer.inherited && NEVER_INHERITED.contains(&key) {
                continue;
            }
            let found = scalar_in(layer.held, key, self.dialect, layer.inherited)?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// How near the section stands that a setting comes from: 0 is the nearest.
    pub(crate) fn depth(&self, key: &'static str) -> Option<usize> {
        let has = |layer: &Layer<'_, '_>| {
            scalar_in(layer.held, key, self.dialect, layer.inherited).is_ok_and(|found| found.is_some())
        };
        self.layers.iter().position(has)
    }

    /// Where a part of the profile's key in plain text stands, in whichever file; not what it is.
    pub(crate) fn key_part(&self, name: &str) -> Option<Origin> {
        let held = self.key_section()?;
        filled(held, name).map(|setting| origin(held, setting, false))
    }

    /// Such a part, which may be a secret.
    pub(crate) fn key_text(&self, name: &str) -> Option<&'c str> {
        match filled(self.key_section()?, name)?.value() {
            Value::Line(text) => Some(text),
            Value::Lines(_) | Value::Block(_) => None,
        }
    }

    /// Whether that is in the credentials file.
    pub(crate) fn has_key_in_credentials(&self) -> bool {
        self.has_credentials && self.own.first().is_some_and(|held| filled(*held, KEY).is_some())
    }

    /// The section that the profile's key is in, all of it: halves of two keys are none.
    fn key_section(&self) -> Option<Held<'c, 'a>> {
        let has_key = |held: &&Held<'c, 'a>| filled(**held, KEY).is_some();
        self.own.iter().find(has_key).copied()
    }
}

/// A setting of a section, unless it is empty.
fn filled<'c, 'a>(held: Held<'c, 'a>, key: &str) -> Option<&'c Setting<'a>> {
    let setting = held.setting(key)?;
    (!matches!(setting.value(), Value::Line(""))).then_some(setting)
}

/// The text of a setting of a section.
pub(crate) fn scalar_in<'c>(
    held: Held<'c, '_>,
    key: &'static str,
    dialect: Dialect,
    inherited: bool,
) -> Result<Option<Given<Cow<'c, str>>>, ResolveError> {
    let Some(setting) = held.setting(key) else {
        return Ok(None);
    };
    let origin = origin(held, setting, inherited);
    let problem = match setting.value() {
        Value::Line(text) => {
            let value = match dialect {
                Dialect::AwsVault => bare(text),
                Dialect::AwsCli => text,
            };
            let value = Cow::Borrowed(value);
            return Ok((!value.is_empty()).then_some(Given { value, origin }));
        }
        Value::Lines(_) => "goes on in the next line, since that is indented; do not indent the next key",
        Value::Block(_) => "has an indented block below it; put its value on its own line",
    };
    let problem = problem.into();
    Err(ResolveError::Value { origin, key, problem })
}

fn origin(held: Held<'_, '_>, setting: &Setting<'_>, inherited: bool) -> Origin {
    Origin::File {
        place: held.file.place(setting.line()),
        inherited,
    }
}

/// A value without the comment behind it and the quotation marks around it, as aws-vault reads it (and
/// writes it: in backticks, where `#` or `;` is in it).
fn bare(text: &str) -> &str {
    if let Some(quoted) = text.strip_prefix('`').and_then(|rest| rest.rsplit_once('`')) {
        return quoted.0;
    }
    let comment = [" #", " ;"].iter().filter_map(|mark| text.find(mark)).min();
    let text = comment.and_then(|at| text.get(..at)).unwrap_or(text).trim();
    let surrounded = |quote: char| {
        let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
        (!inner.contains(quote)).then_some(inner)
    };
    surrounded('"').or_else(|| surrounded('\'')).unwrap_or(text)
}
