//! One call, from its caller to its outcome.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use jiff::Timestamp;
use tegata_audit::TlsDetails;
use tegata_authz::Caller;
use tegata_crypto::OsRng;
use tegata_operation::{Ctx, Decoded, Fetched, Reply, Scope, ServiceError};
use tegata_state::Snapshot;

use crate::authenticate::AuthError;
use crate::node::Node;
use crate::services::Target;

/// What an event tells of a call, whatever becomes of it.
pub(crate) struct About {
    /// The operation.
    pub(crate) target: Target,
    /// Who calls.
    pub(crate) caller: Caller,
    /// Where it is answered.
    pub(crate) scope: Scope,
    /// The input without its secrets, as JSON text; `None` until it is decoded, and of one without members.
    pub(crate) parameters: Option<String>,
    /// Of a call over TLS.
    pub(crate) tls: Option<TlsDetails>,
}

/// A call that is ready to run.
pub(crate) struct Call {
    pub(crate) about: About,
    pub(crate) input: Decoded,
    pub(crate) fetched: Fetched,
}

/// A revision of the configuration with the keys that belong to it.
pub(crate) struct Published {
    pub(crate) snapshot: Snapshot,
    pub(crate) ring: Arc<tegata_session::KeyRing>,
}

impl Call {
    /// When the request arrived.
    pub(crate) fn now(&self) -> Timestamp {
        self.about.caller.request.now
    }

    /// Whether the caller may at all, before anything is fetched for it.
    pub(crate) fn authorize(&self, node: &Node, published: &Published) -> Result<(), ServiceError> {
        self.with_ctx(node, &published.snapshot, &published.ring, |caller, ctx| {
            let target = &self.about.target;
            target.row.authorize(&self.input, caller, ctx, &target.refusal)
        })
    }

    /// Decides and handles. A panic of the handler is an error of the server.
    pub(crate) fn run(
        &self,
        node: &Node,
        snapshot: &Snapshot,
        ring: &tegata_session::KeyRing,
    ) -> Result<Reply, ServiceError> {
        self.with_ctx(node, snapshot, ring, |caller, ctx| {
            let target = &self.about.target;
            target.row.run(&self.input, caller, ctx, &target.refusal)
        })
    }

    /// Runs something for the caller as the snapshot knows it: since the request was authenticated its
    /// policies may have changed, and its key or the caller itself may be gone.
    fn with_ctx<T>(
        &self,
        node: &Node,
        snapshot: &Snapshot,
        ring: &tegata_session::KeyRing,
        run: impl FnOnce(&Caller, &mut Ctx<'_>) -> Result<T, ServiceError>,
    ) -> Result<T, ServiceError> {
        let Some(caller) = self.about.caller.as_of(snapshot) else {
            let target = &self.about.target;
            let gone = AuthError::UnknownKey("the caller or its key was deleted while the call waited");
            return Err(gone.reply(target.service.protocol, target.row.operation));
        };
        let mut rng = OsRng;
        let mut ctx = Ctx {
            snapshot,
            policies: &node.policies,
            paths: &node.paths,
            attempts: &node.attempts,
            now: self.now(),
            scope: &self.about.scope,
            rng: &mut rng,
            limits: &node.limits,
            kek: &node.kek,
            ring,
            fetched: &self.fetched,
        };
        // A handler only reads and returns changes: when it panics, nothing is half done.
        catch_unwind(AssertUnwindSafe(|| run(&caller, &mut ctx))).unwrap_or_else(|panic| {
            node.metrics.panics.inc();
            let cause = format!(
                "{} panicked: {}",
                self.about.target.row.operation.name,
                text(&*panic)
            );
            Err(self.about.target.refusal.internal(cause))
        })
    }
}

/// What a panic said.
pub(crate) fn text(panic: &(dyn Any + Send)) -> &str {
    let owned = panic.downcast_ref::<String>().map(String::as_str);
    owned
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("without a word")
}
