//! What a profile's name that is not there may stand for.

use crate::catalog::{Catalog, Dialect};
use crate::error::NearMiss;

/// What was meant, as far as the config file tells.
pub(super) fn miss(catalog: &Catalog<'_>, profile: &str) -> NearMiss {
    if let Some(place) = catalog.header_without_profile(profile) {
        let profile = match catalog.dialect() {
            Dialect::AwsCli if profile.contains(' ') => format!("\"{profile}\""),
            _ => profile.to_owned(),
        };
        return NearMiss::Header { place, profile };
    }
    let known = catalog
        .profiles()
        .map(|(name, _)| (strsim::damerau_levenshtein(name, profile), name));
    // Profiles come in no order, so of those that are as near the first by its name.
    match known.min() {
        Some((distance, name)) if distance <= tolerance(profile) => NearMiss::Name(name.to_owned()),
        _ => NearMiss::Nothing,
    }
}

/// How many letters may be wrong, missing, too many or in each other's place: fewer of a short name.
fn tolerance(name: &str) -> usize {
    (name.chars().count() / 3).min(2)
}

#[cfg(test)]
mod tests;
