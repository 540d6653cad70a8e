//! A disk that tells what was done to it, waits at a gate, and fails when told.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use tegata_store::SpoolPosition;

use crate::spool::segment::{FIRST_FRAME, Media, Opened, SegmentFile};
use crate::{Spool, SpoolOptions};

/// One call to the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Call {
    Create(u64),
    /// This many bytes.
    Write(usize),
    Sync,
    Cut(u64),
}

#[derive(Default)]
struct State {
    calls: Vec<Call>,
    /// Errors of the next calls of each kind.
    write_errors: VecDeque<io::ErrorKind>,
    cut_errors: VecDeque<io::ErrorKind>,
    sync_errors: VecDeque<io::ErrorKind>,
    create_errors: VecDeque<io::ErrorKind>,
    /// While set, a sync has begun and does not end.
    gate: bool,
    /// How long the next write takes.
    write_pause: Duration,
}

#[derive(Clone, Default)]
pub(crate) struct Disk(Arc<(Mutex<State>, Condvar)>);

impl Disk {
    pub(crate) fn spool(&self, options: SpoolOptions) -> Spool {
        let end = SpoolPosition {
            segment: 1,
            offset: FIRST_FRAME,
        };
        let file = Box::new(self.clone());
        Spool::start(self.clone(), options, Opened { file, end }).unwrap()
    }

    pub(crate) fn calls(&self) -> Vec<Call> {
        self.state(|state| state.calls.clone())
    }

    pub(crate) fn forget_calls(&self) {
        self.state(|state| state.calls.clear());
    }

    pub(crate) fn fail_write(&self, kind: io::ErrorKind) {
        self.state(|state| state.write_errors.push_back(kind));
    }

    pub(crate) fn fail_cut(&self, kind: io::ErrorKind) {
        self.state(|state| state.cut_errors.push_back(kind));
    }

    pub(crate) fn fail_sync(&self, kind: io::ErrorKind) {
        self.state(|state| state.sync_errors.push_back(kind));
    }

    pub(crate) fn fail_create(&self, kind: io::ErrorKind) {
        self.state(|state| state.create_errors.push_back(kind));
    }

    pub(crate) fn pause_write(&self, pause: Duration) {
        self.state(|state| state.write_pause = pause);
    }

    /// Lets no sync end until [`Disk::release`].
    pub(crate) fn hold(&self) {
        self.state(|state| state.gate = true);
    }

    pub(crate) fn release(&self) {
        self.state(|state| state.gate = false);
        self.0.1.notify_all();
    }

    /// Waits until this was done.
    pub(crate) fn wait_for(&self, call: &Call) {
        let mut state = self.0.0.lock().unwrap();
        while !state.calls.contains(call) {
            state = self.0.1.wait(state).unwrap();
        }
    }

    fn state<T>(&self, with: impl FnOnce(&mut State) -> T) -> T {
        with(&mut self.0.0.lock().unwrap())
    }

    fn called(
        &self,
        call: Call,
        errors: impl FnOnce(&mut State) -> &mut VecDeque<io::ErrorKind>,
    ) -> io::Result<()> {
        let error = self.state(|state| {
            state.calls.push(call);
            errors(state).pop_front()
        });
        self.0.1.notify_all();
        error.map_or(Ok(()), |kind| Err(kind.into()))
    }
}

impl Media for Disk {
    fn create(&mut self, segment: u64) -> io::Result<Box<dyn SegmentFile>> {
        self.called(Call::Create(segment), |state| &mut state.create_errors)?;
        Ok(Box::new(self.clone()))
    }
}

impl SegmentFile for Disk {
    fn write_at(&mut self, bytes: &[u8], _offset: u64) -> io::Result<()> {
        std::thread::sleep(self.state(|state| std::mem::take(&mut state.write_pause)));
        self.called(Call::Write(bytes.len()), |state| &mut state.write_errors)
    }

    fn sync(&mut self) -> io::Result<()> {
        let result = self.called(Call::Sync, |state| &mut state.sync_errors);
        let mut state = self.0.0.lock().unwrap();
        while state.gate {
            state = self.0.1.wait(state).unwrap();
        }
        result
    }

    fn cut(&mut self, len: u64) -> io::Result<()> {
        self.called(Call::Cut(len), |state| &mut state.cut_errors)
    }
}
