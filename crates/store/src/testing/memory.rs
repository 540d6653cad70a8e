//! A store that lives and dies with the process.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::{
    Batch, BatchId, Change, Changes, EventCursor, EventPage, EventQuery, EventRow, KEPT_REVISIONS, Key,
    ObservationQuery, Observed, Record, Revision, Row, SpoolPosition, Store, StoreError, fold,
};

/// The fake: everything that [`Store`] promises but durability. Writes can be made to fail.
#[derive(Default)]
pub struct MemoryStore {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    head: Revision,
    rows: BTreeMap<Key, (Revision, String)>,
    records: BTreeMap<Key, String>,
    history: VecDeque<(Revision, BatchId, Vec<Change>)>,
    spool: SpoolPosition,
    /// In order of arrival; the sequence of a cursor is the index.
    events: Vec<EventRow>,
    event_ids: HashSet<String>,
    observed: BTreeMap<Key, Observed>,
    failures: VecDeque<StoreError>,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes the next write, a commit or an append of events, fail with this error.
    pub fn fail_next_write(&self, error: StoreError) {
        self.lock().failures.push_back(error);
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    fn load(&self, each: &mut dyn FnMut(Row)) -> Result<Revision, StoreError> {
        let inner = self.lock();
        for (key, (revision, document)) in &inner.rows {
            each(Row {
                key: key.clone(),
                revision: *revision,
                document: document.clone(),
            });
        }
        Ok(inner.head)
    }

    fn changes_since(&self, revision: Revision) -> Result<Changes, StoreError> {
        let inner = self.lock();
        if revision > inner.head {
            return Err(StoreError::Invalid(format!(
                "revision {revision} is ahead of the store"
            )));
        }
        let oldest = Revision(inner.head.0.saturating_sub(KEPT_REVISIONS));
        if revision < oldest {
            return Err(StoreError::Compacted { oldest });
        }
        let later = inner.history.iter().filter(|(at, ..)| *at > revision);
        Ok(Changes {
            head: inner.head,
            changes: later
                .flat_map(|(at, _, changes)| changes.iter().map(|change| (*at, change.clone())))
                .collect(),
        })
    }

    fn commit(&self, expected: Revision, batches: &[Batch]) -> Result<Revision, StoreError> {
        let mut inner = self.lock();
        if let Some(error) = inner.failures.pop_front() {
            return Err(error);
        }
        inner.check(expected, batches)?;
        for batch in batches {
            inner.apply(batch);
        }
        Ok(inner.head)
    }

    fn append_events(&self, position: SpoolPosition, events: &[EventRow]) -> Result<(), StoreError> {
        let mut inner = self.lock();
        if let Some(error) = inner.failures.pop_front() {
            return Err(error);
        }
        if position <= inner.spool {
            return Ok(());
        }
        for event in events {
            inner.append(event);
        }
        inner.spool = position;
        Ok(())
    }

    fn spool_position(&self) -> Result<SpoolPosition, StoreError> {
        Ok(self.lock().spool)
    }

    fn events(&self, query: &EventQuery) -> Result<EventPage, StoreError> {
        let inner = self.lock();
        let mut found: Vec<(EventCursor, &EventRow)> = (0_u64..)
            .zip(&inner.events)
            .filter(|(_, event)| selects(query, event))
            .map(|(sequence, event)| {
                let time = event.time.as_microsecond();
                (EventCursor { time, sequence }, event)
            })
            .filter(|(at, _)| query.after.is_none_or(|after| *at < after))
            .collect();
        found.sort_unstable_by(|(a, _), (b, _)| b.cmp(a));
        let more = found.len() > query.limit;
        found.truncate(query.limit);
        Ok(EventPage {
            next: found.last().map(|(at, _)| *at).filter(|_| more),
            events: found.into_iter().map(|(_, event)| event.clone()).collect(),
        })
    }

    fn record(&self, key: &Key) -> Result<Option<Record>, StoreError> {
        Ok(self.lock().records.get(key).map(|document| Record {
            key: key.clone(),
            document: document.clone(),
        }))
    }

    fn observation(&self, key: &Key) -> Result<Option<Observed>, StoreError> {
        Ok(self.lock().observed.get(key).cloned())
    }

    fn observations(&self, query: &ObservationQuery) -> Result<Vec<(Key, Observed)>, StoreError> {
        let inner = self.lock();
        let selected = inner.observed.iter().filter(|(key, _)| query.selects(key));
        Ok(selected
            .take(query.limit)
            .map(|(key, observed)| (key.clone(), observed.clone()))
            .collect())
    }
}

impl Inner {
    fn check(&self, expected: Revision, batches: &[Batch]) -> Result<(), StoreError> {
        Batch::check_group(batches)?;
        let ids: HashMap<&BatchId, usize> = batches
            .iter()
            .enumerate()
            .map(|(index, batch)| (&batch.id, index))
            .collect();
        let committed = self
            .history
            .iter()
            .filter_map(|(at, id, _)| Some((*ids.get(id)?, *at)))
            .min();
        if let Some((batch, revision)) = committed {
            return Err(StoreError::Committed { batch, revision });
        }
        if self.head != expected {
            return Err(StoreError::Behind { head: self.head });
        }
        let mut new = HashSet::new();
        for (index, batch) in batches.iter().enumerate() {
            for record in &batch.records {
                if self.records.contains_key(&record.key) || !new.insert(&record.key) {
                    return Err(StoreError::Exists {
                        batch: index,
                        key: record.key.clone(),
                    });
                }
            }
        }
        Ok(())
    }

    fn apply(&mut self, batch: &Batch) {
        self.head = self.head.next();
        for change in &batch.changes {
            match change {
                Change::Put { key, document } => {
                    self.rows.insert(key.clone(), (self.head, document.clone()));
                }
                Change::Delete { key } => {
                    self.rows.remove(key);
                }
            }
        }
        for record in &batch.records {
            self.records.insert(record.key.clone(), record.document.clone());
        }
        for event in &batch.events {
            self.append(event);
        }
        self.history
            .push_back((self.head, batch.id, batch.changes.clone()));
        while self.history.len() as u64 > KEPT_REVISIONS {
            self.history.pop_front();
        }
    }

    fn append(&mut self, event: &EventRow) {
        if !self.event_ids.insert(event.event_id.clone()) {
            return;
        }
        for observation in &event.observations {
            let old = self.observed.remove(observation.key());
            self.observed
                .insert(observation.key().clone(), fold(old, observation));
        }
        self.events.push(EventRow {
            observations: Vec::new(),
            ..event.clone()
        });
    }
}

fn selects(query: &EventQuery, event: &EventRow) -> bool {
    query.account.is_none_or(|account| event.account == account)
        && query.region.as_ref().is_none_or(|region| event.region == *region)
        && query
            .attribute
            .as_ref()
            .is_none_or(|attribute| event.has(attribute))
        && query.start.is_none_or(|start| event.time >= start)
        && query.end.is_none_or(|end| event.time <= end)
}
