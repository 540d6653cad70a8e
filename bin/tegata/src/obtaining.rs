//! What the commands share that get a profile's credentials.

use tegata_client::Edge;
use tegata_profiles::plan::{Note, Plan};

use crate::paint::printable;

/// Says aloud what comes out otherwise than was asked for; `tegata plan` tells the rest.
pub(crate) fn tell_caps(plan: &Plan, edge: &mut Edge<'_>) {
    let is_otherwise = |note: &Note| match note {
        Note::Capped { .. } => true,
        // Its settings are wanted, such as an mfa_serial; a source without a section may have a key all the same.
        Note::MissingSection { key, .. } => *key == "include_profile",
        _ => false,
    };
    for note in &plan.notes {
        if is_otherwise(note) {
            edge.tell(&format!("warning: {}", printable(&note.to_string())));
        }
    }
}
