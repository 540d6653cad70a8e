//! Whether standard output was there, and open for writing, when the process began.
//!
//! Where it was closed (`tegata … >&-`), Rust's runtime opens `/dev/null` in its place before `main`: what a
//! command prints would be lost, and it would end with success. So it is looked at before the runtime does. What
//! was opened for reading alone takes as little, and the standard library passes over the error.

use std::sync::atomic::{AtomicBool, Ordering};

use rustix::fs::{OFlags, fcntl_getfl};
use rustix::io::Errno;

static WAS_CLOSED: AtomicBool = AtomicBool::new(false);

/// Whether what is printed reaches nobody, since there was no standard output to begin with.
pub(crate) fn stdout_was_closed() -> bool {
    WAS_CLOSED.load(Ordering::Relaxed)
}

/// What the loader calls before the runtime begins.
#[expect(
    unsafe_code,
    reason = "there is no other way to run before the runtime; the function takes nothing, returns nothing, cannot panic, \
              allocates nothing and uses nothing that the runtime sets up: one system call on a number, and one store to \
              a static. The loader calls the pointers of this section as `extern \"C\"` functions, whose arguments, if it \
              gives any, may be left unused in the calling conventions of these systems"
)]
#[used]
#[cfg_attr(target_vendor = "apple", unsafe(link_section = "__DATA,__mod_init_func"))]
#[cfg_attr(not(target_vendor = "apple"), unsafe(link_section = ".init_array"))]
static LOOK: extern "C" fn() = look;

extern "C" fn look() {
    let closed = match fcntl_getfl(rustix::stdio::stdout()) {
        Ok(flags) => flags & OFlags::RWMODE == OFlags::RDONLY,
        Err(error) => error == Errno::BADF,
    };
    WAS_CLOSED.store(closed, Ordering::Relaxed);
}
