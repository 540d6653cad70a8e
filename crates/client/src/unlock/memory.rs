//! Memory that is not swapped and a process that leaves no core: as far as the system goes along.

use std::fmt;

use rustix::process::{Resource, Rlimit, setrlimit};
use tegata_base::Secret;
use zeroize::Zeroize as _;

use super::protocol::MAX_OPENER;

/// Takes from this process what would show its memory to others: cores, and a debugger of the same user's.
/// What the system refuses is no reason to keep nothing.
pub(super) fn close_to_others() {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    let _ = setrlimit(Resource::Core, none);
    // A core that goes to a program by a pipe knows no limit; it has none of a process that says so.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

/// A page of its own, so that no other data shares what is locked.
#[repr(C, align(4096))]
struct Page([u8; MAX_OPENER]);

/// A passphrase or key in a page that is not swapped, where the system's limit allows it; wiped when dropped.
pub(super) struct Locked {
    page: Box<Page>,
    length: usize,
    _lock: Option<region::LockGuard>,
}

impl Locked {
    /// Takes it in; what is longer than [`MAX_OPENER`] is none.
    pub(super) fn new(secret: &Secret<Vec<u8>>) -> Option<Self> {
        let secret = secret.expose();
        let mut page = Box::new(Page([0; MAX_OPENER]));
        // Before anything is in it.
        let lock = region::lock(page.0.as_ptr(), page.0.len()).ok();
        page.0.get_mut(..secret.len())?.copy_from_slice(secret);
        Some(Self {
            page,
            length: secret.len(),
            _lock: lock,
        })
    }

    /// A copy, to be handed out.
    pub(super) fn copy(&self) -> Secret<Vec<u8>> {
        Secret::new(self.page.0.iter().copied().take(self.length).collect())
    }
}

impl Drop for Locked {
    fn drop(&mut self) {
        self.page.0.zeroize();
    }
}

impl fmt::Debug for Locked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Locked(..)")
    }
}
