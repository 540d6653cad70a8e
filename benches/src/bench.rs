//! The benches, one a module. Each returns a section of the report.

mod calls;
mod create_session;
mod credential_process;
mod durability;
pub(crate) mod first_random;
mod policy_eval;
mod roles;
mod serve;
mod simulate;
pub(crate) mod vault;
mod verify;

use crate::Result;
use crate::options::Options;

/// A bench.
pub(crate) struct Bench {
    pub(crate) name: &'static str,
    pub(crate) run: fn(&Options) -> Result<String>,
}

/// Every bench, in the order of a run of all.
pub(crate) const BENCHES: &[Bench] = &[
    Bench {
        name: "verify",
        run: verify::run,
    },
    Bench {
        name: "create-session",
        run: create_session::run,
    },
    Bench {
        name: "calls",
        run: calls::run,
    },
    Bench {
        name: "roles",
        run: roles::run,
    },
    Bench {
        name: "simulate",
        run: simulate::run,
    },
    Bench {
        name: "credential-process",
        run: credential_process::run,
    },
    Bench {
        name: "vault",
        run: vault::run,
    },
    Bench {
        name: "serve",
        run: serve::run,
    },
    Bench {
        name: "first-random-bytes",
        run: first_random::run,
    },
    Bench {
        name: "policy-eval",
        run: policy_eval::run,
    },
    Bench {
        name: "durability",
        run: durability::run,
    },
];

/// Connections of a load.
const CONNECTIONS: usize = 32;
