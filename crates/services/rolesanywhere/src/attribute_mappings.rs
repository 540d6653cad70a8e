//! `PutAttributeMapping`, `DeleteAttributeMapping`: which attributes of a certificate become
//! session tags. Fields stand in the order of the defaults, specifiers in the order in which they were
//! added; a field without rules is not listed and maps nothing.

use tegata_api_rolesanywhere as api;
use tegata_operation::Ctx;
use tegata_pki::attributes::{self, CertificateField};
use tegata_state::{AttributeMapping, Profile};

use crate::edit::Edits;
use crate::errors::RolesAnywhereError;

/// Rules of one field: a session has room for as many tags. AWS publishes no number.
const MOST_RULES: usize = 50;

impl Edits for api::PutAttributeMappingRequest {
    fn edit(&self, profile: &mut Profile, _: &Ctx<'_>) -> Result<Option<String>, RolesAnywhereError> {
        add(
            &mut profile.mappings,
            &self.certificate_field,
            &self.mapping_rules,
        )?;
        Ok(None)
    }
}

impl Edits for api::DeleteAttributeMappingRequest {
    fn edit(&self, profile: &mut Profile, _: &Ctx<'_>) -> Result<Option<String>, RolesAnywhereError> {
        let specifiers = self.specifiers.as_deref().unwrap_or_default();
        remove(&mut profile.mappings, &self.certificate_field, specifiers)?;
        Ok(None)
    }
}

/// The mappings that a profile has from the start.
pub(crate) fn defaults() -> Vec<AttributeMapping> {
    let stored = |mapping: attributes::AttributeMapping| AttributeMapping {
        field: mapping.field.as_str().to_owned(),
        specifiers: mapping.specifiers,
    };
    attributes::default_mappings().into_iter().map(stored).collect()
}

/// Adds rules to a field.
fn add(
    mappings: &mut Vec<AttributeMapping>,
    field: &str,
    rules: &[api::MappingRule],
) -> Result<(), RolesAnywhereError> {
    let mut specifiers = match mappings.iter().find(|mapping| mapping.field == field) {
        Some(mapping) => mapping.specifiers.clone(),
        None => Vec::new(),
    };
    for rule in rules {
        let specifier = canonical(field, &rule.specifier)?;
        if !specifiers.contains(&specifier) {
            specifiers.push(specifier);
        }
    }
    if specifiers.len() > MOST_RULES {
        return Err(RolesAnywhereError::TooManyRules(MOST_RULES));
    }
    keep(mappings, field, specifiers);
    Ok(())
}

/// Takes rules away from a field; without specifiers all of them. What is not there is taken as gone.
fn remove(
    mappings: &mut Vec<AttributeMapping>,
    field: &str,
    specifiers: &[String],
) -> Result<(), RolesAnywhereError> {
    let gone: Vec<String> = specifiers
        .iter()
        .map(|specifier| canonical(field, specifier))
        .collect::<Result<_, _>>()?;
    let left = mappings
        .iter()
        .filter(|mapping| mapping.field == field && !gone.is_empty());
    let left = left.flat_map(|mapping| mapping.specifiers.iter());
    let left = left
        .filter(|specifier| !gone.contains(specifier))
        .cloned()
        .collect();
    keep(mappings, field, left);
    Ok(())
}

fn keep(mappings: &mut Vec<AttributeMapping>, field: &str, specifiers: Vec<String>) {
    mappings.retain(|mapping| mapping.field != field);
    if !specifiers.is_empty() {
        mappings.push(AttributeMapping {
            field: field.to_owned(),
            specifiers,
        });
    }
    // The order of the names is that of the defaults.
    mappings.sort_by(|a, b| a.field.cmp(&b.field));
}

fn canonical(field: &str, specifier: &str) -> Result<String, RolesAnywhereError> {
    let parsed: Option<CertificateField> = field.parse().ok();
    parsed
        .and_then(|parsed| attributes::canonical_specifier(parsed, specifier))
        .ok_or_else(|| RolesAnywhereError::Specifier(specifier.to_owned(), field.to_owned()))
}
