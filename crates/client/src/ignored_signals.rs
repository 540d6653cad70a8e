//! Signals that this process was started to ignore, as by `nohup` or in the background of a script: they stay so.

use std::fs;

/// The signals, by number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ignored(u64);

impl Ignored {
    /// Those of now; none where the system does not tell. To be asked before any is caught.
    pub(crate) fn now() -> Self {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
        Self(mask.unwrap_or_default())
    }

    /// Whether this signal, whose number begins at 1, is among them.
    pub(crate) const fn has(self, signal: i32) -> bool {
        self.0 & (1_u64 << (signal - 1)) != 0
    }
}
