//! `tegata doctor`: what stands between a machine and its credentials, looked at one by one.
//!
//! ```text
//! flags ─▶ certificate, key, chain ─▶ endpoint, clock ─▶ CreateSession: trust anchor, profile, role
//!            (from their places)        (one request)       (one session, thrown away)
//! ```
//!
//! Each check gives one [`Finding`]. What could not be looked at, because something before it failed, says
//! so; nothing is reported as good that was not seen to be.

mod finding;
mod identity;
mod service;
mod vault;

use std::path::PathBuf;
use std::sync::Arc;

use tegata_keys::{IdentitySource, Permissions};

pub use finding::{Check, Finding, Verdict};
pub use vault::{VaultArgs, VaultCheck, VaultFinding, examine_vault};

use crate::Edge;
use crate::args::SessionArgs;
use crate::source::source_spec;
use crate::target::Target;
use crate::terminal::ProcessSurroundings;
use finding::Findings;
use identity::Places;

/// What to look at.
pub struct Examination {
    /// The flags of `credential-process`.
    pub session: SessionArgs,
    /// A PEM file of the trust anchor, where the machine has it, to check the chain without the service.
    pub anchor_file: Option<PathBuf>,
    /// What to say of a private key that others can read.
    pub permissions: Permissions,
}

/// Looks at everything, in the order of [`Check`]; one finding for each.
pub fn examine(examination: &Examination, edge: &mut Edge<'_>) -> Vec<Finding> {
    let mut findings = Findings::default();
    let args = &examination.session;
    let target = Target::of(args, edge).map_err(|error| error.to_string());
    let spec = source_spec(
        &args.source,
        args.intermediates.as_deref(),
        examination.permissions,
    )
    .map_err(|error| error.to_string());
    findings.add(
        Check::Flags,
        match (&target, &spec) {
            (Ok(target), Ok(_)) => {
                Verdict::Good(format!("{}, signed for {}", target.endpoint, target.region))
            }
            (Err(one), Err(other)) => Verdict::Bad(format!("{one}; and {other}")),
            (Err(error), Ok(_)) | (Ok(_), Err(error)) => Verdict::Bad(error.clone()),
        },
    );
    let identity = spec.ok().and_then(|spec| {
        let places = Places::of(&spec);
        let surroundings = Arc::new(ProcessSurroundings::new(edge.environment));
        let mut source = IdentitySource::new(spec, surroundings);
        let loaded = source.load();
        let alone = loaded.is_err().then(|| source.certificate_alone()).flatten();
        identity::look(
            (loaded, alone),
            &places,
            examination.anchor_file.as_deref(),
            edge,
            &mut findings,
        )
    });
    if let Ok(target) = target {
        service::look(&target, args, identity.as_ref(), edge, &mut findings);
    }
    findings.in_order()
}
