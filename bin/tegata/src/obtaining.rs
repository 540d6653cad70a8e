//! What the commands share that get a profile's credentials.

use tegata_client::Edge;
use tegata_client::mfa::Face;
use tegata_profiles::plan::{Note, Plan};

use crate::paint::printable;

/// Where the command stands when it asks.
pub(crate) fn face() -> Face {
    Face::of_stdout()
}

/// Says aloud what comes out otherwise than was asked for; `tegata plan` tells the rest.
pub(crate) fn tell_caps(plan: &Plan, edge: &mut Edge<'_>) {
    for note in &plan.notes {
        if matches!(note, Note::Capped { .. }) {
            edge.tell(&format!("warning: {}", printable(&note.to_string())));
        }
    }
}
