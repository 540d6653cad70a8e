//! What the commands share that get a profile's credentials.

use tegata_client::Edge;
use tegata_profiles::plan::{Note, Plan};

use crate::paint::printable;

/// Says aloud what comes out otherwise than was asked for; `tegata plan` tells the rest.
pub(crate) fn tell_caps(plan: &Plan, edge: &mut Edge<'_>) {
    for note in &plan.notes {
        if matches!(note, Note::Capped { .. }) {
            edge.tell(&format!("warning: {}", printable(&note.to_string())));
        }
    }
}
