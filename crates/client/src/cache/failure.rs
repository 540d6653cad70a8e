//! What a process was told in vain while others waited for it: they would ask the same and be told the same,
//! one after the other.

use jiff::Timestamp;

/// No cause comes near it.
const MAX_CAUSE: usize = 4096;

/// When a process gave up, and why, as it is kept beside the lock.
pub(super) fn written(at: Timestamp, cause: &str) -> String {
    let cause: String = cause.chars().take(MAX_CAUSE).collect();
    format!("{at}\n{cause}")
}

/// The cause, when it is of an attempt that ended after `began`, at which time this process began to wait.
/// One that ended before is of a time that is over.
pub(super) fn since(record: &[u8], began: Timestamp, now: Timestamp) -> Option<String> {
    let (at, cause) = std::str::from_utf8(record).ok()?.split_once('\n')?;
    let at: Timestamp = at.parse().ok()?;
    (began <= at && at <= now && !cause.is_empty()).then(|| cause.to_owned())
}
