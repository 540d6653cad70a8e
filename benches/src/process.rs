//! What the system tells of a process.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::Result;
use crate::machine::{field_kib, read, run_time};

/// Processor time by name of thread.
pub(crate) struct ThreadTimes(BTreeMap<String, Duration>);

impl ThreadTimes {
    pub(crate) fn of(process: u32) -> Result<Self> {
        let mut times = BTreeMap::new();
        for entry in std::fs::read_dir(format!("/proc/{process}/task"))? {
            let path = entry?.path();
            // A thread may end between the two looks.
            let Ok(name) = std::fs::read_to_string(path.join("comm")) else {
                continue;
            };
            let time = run_time(&std::fs::read_to_string(path.join("schedstat")).unwrap_or_default());
            *times.entry(name.trim().to_owned()).or_default() += time;
        }
        Ok(Self(times))
    }

    /// The time used since an earlier look.
    pub(crate) fn since(&self, earlier: &Self) -> Vec<(String, Duration)> {
        let used = self.0.iter().map(|(name, time)| {
            let before = earlier.0.get(name).copied().unwrap_or_default();
            (name.clone(), time.saturating_sub(before))
        });
        used.collect()
    }
}

/// Bytes of memory that a process has in use now.
pub(crate) fn resident_bytes(process: u32) -> Result<u64> {
    let status = read(&format!("/proc/{process}/status"))?;
    let kib = field_kib(&status, "VmRSS:").ok_or("a process without VmRSS")?;
    Ok(kib * 1024)
}
