//! What the refresher tells and requests are answered from.

use std::sync::Arc;

use jiff::Timestamp;
use tegata_pki::Certificate;

use super::credential::Credential;

/// The state of things; a new one is published whenever something changed or was asked for.
#[derive(Clone, Default)]
pub(super) struct Snapshot {
    /// The last session that could be had, good or expired.
    pub(super) credential: Option<Arc<Credential>>,
    /// The certificate that was read last.
    pub(super) certificate: Option<Arc<Certificate>>,
    /// Why the last attempt failed; `None` when it did not.
    pub(super) failure: Option<Arc<Failure>>,
    /// Sessions that were had.
    pub(super) successes: u64,
    /// Attempts that failed.
    pub(super) failures: u64,
}

/// An attempt that brought no session.
pub(super) struct Failure {
    /// The cause and the next step, in a sentence.
    pub(super) message: String,
    /// When it failed.
    pub(super) at: Timestamp,
    /// How many have failed since the last success.
    pub(super) in_a_row: u32,
    /// Whether it is not tried again before something is changed.
    pub(super) is_permanent: bool,
}

impl Snapshot {
    /// The credentials that can be handed out now.
    pub(super) fn good(&self, now: Timestamp) -> Option<&Arc<Credential>> {
        self.credential
            .as_ref()
            .filter(|credential| credential.is_good(now))
    }

    /// Why there are none, in a sentence.
    pub(super) fn cause(&self) -> String {
        match (&self.failure, &self.credential) {
            (Some(failure), _) => failure.message.clone(),
            (None, Some(_)) => "the credentials have expired and new ones are on their way".into(),
            (None, None) => "the first session is on its way".into(),
        }
    }
}
