//! Reading what operations ask of the store. Blocks; the pipeline runs it on a thread for that.

use std::time::Duration;

use tegata_base::AccountId;
use tegata_operation::{Fetch, Fetched};
use tegata_store::{EventAttribute, EventQuery, EventRow, Store, StoreError};

use crate::indexer::{Indexed, NotInTime};
use crate::node::Node;

/// How long a question about events waits for the index.
const INDEX_WITHIN: Duration = Duration::from_secs(20);
/// How long a question about what was observed waits for it; then it is answered with what is known.
const OBSERVED_WITHIN: Duration = Duration::from_millis(250);
/// The most sessions that a walk goes through.
const MAX_HOPS: usize = 16;

/// How many of the newest events are looked through for one that leads on.
const MAX_COMPANIONS: usize = 5;

/// Why nothing was read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FetchError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Spool(#[from] tegata_audit::SpoolError),
    #[error(transparent)]
    Index(#[from] NotInTime),
    #[error("an operation asks for something that this server does not read")]
    Unknown,
}

/// Reads what was asked for.
pub(crate) fn fetch(node: &Node, indexed: &Indexed, wanted: &Fetch) -> Result<Fetched, FetchError> {
    let end = node.journal.flush()?;
    match wanted {
        // Observations are folded from events; AWS tells them late, too.
        Fetch::Observed(_) | Fetch::Observations(_) => drop(indexed.wait_for(end, OBSERVED_WITHIN)),
        _ => indexed.wait_for(end, INDEX_WITHIN)?,
    }
    let store = &*node.store;
    Ok(match wanted {
        Fetch::Events(query) => Fetched::Events(store.events(query)?),
        Fetch::Observed(keys) => Fetched::Observed(
            keys.iter()
                .map(|key| store.observation(key))
                .collect::<Result<_, _>>()?,
        ),
        Fetch::Observations(query) => Fetched::Observations(store.observations(query)?),
        Fetch::Lineage { account, starts } => Fetched::Lineage(lineage(store, *account, starts)?),
        _ => return Err(FetchError::Unknown),
    })
}

/// The newest event that one of the attributes finds, then the event that issued its session, and so
/// on up.
fn lineage(
    store: &dyn Store,
    account: AccountId,
    starts: &[EventAttribute],
) -> Result<Vec<EventRow>, StoreError> {
    let newest = |attribute: EventAttribute| -> Result<Option<EventRow>, StoreError> {
        let query = EventQuery {
            account: Some(account),
            attribute: Some(attribute),
            ..EventQuery::all(MAX_COMPANIONS)
        };
        let events = store.events(&query)?.events;
        let led = events.iter().position(leads_somewhere);
        Ok(events.into_iter().nth(led.unwrap_or(0)))
    };
    let mut chain = Vec::new();
    for start in starts {
        chain.extend(newest(start.clone())?);
        if !chain.is_empty() {
            break;
        }
    }
    while let Some(session) = chain.last().and_then(|event| event.session_id.clone()) {
        let issuer = newest(EventAttribute::IssuedSessionId(session))?;
        let Some(issuer) = issuer.filter(|_| chain.len() <= MAX_HOPS) else {
            break;
        };
        chain.push(issuer);
    }
    Ok(chain)
}

/// Whether an event tells who called or what was issued. The one that a service leaves for a call of its
/// own tells neither; the event of the call that it answered stands beside it.
fn leads_somewhere(event: &EventRow) -> bool {
    event.access_key_id.is_some() || event.session_id.is_some() || event.issued.is_some()
}

#[cfg(test)]
mod tests;
