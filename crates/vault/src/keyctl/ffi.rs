//! `keyctl(KEYCTL_DESCRIBE)`: the one call that the library cannot be trusted with, since any program of the user's may
//! have put a key with a longer description into the same keyring.

use std::io;

/// A description has at most a page of 4096 bytes, and some more before it.
const MAX_DESCRIPTION: usize = 8 << 10;

/// `TYPE;USER;GROUP;PERMISSIONS;DESCRIPTION` of a key.
///
/// # Errors
/// What the kernel says; [`io::ErrorKind::InvalidData`] for what is no text.
pub(super) fn describe(serial: i32) -> io::Result<String> {
    let mut text = vec![0_u8; MAX_DESCRIPTION];
    // SAFETY: the kernel writes at most the length that it is given, to a buffer of that length that outlives the call.
    let length = unsafe {
        libc::syscall(
            libc::SYS_keyctl,
            libc::c_ulong::from(libc::KEYCTL_DESCRIBE),
            libc::c_long::from(serial),
            text.as_mut_ptr(),
            text.len(),
        )
    };
    let length = usize::try_from(length).map_err(|_| io::Error::last_os_error())?;
    if length > text.len() {
        return Err(io::ErrorKind::InvalidData.into());
    }
    // Its end is a zero, which counts.
    text.truncate(length.saturating_sub(1));
    String::from_utf8(text).map_err(|_| io::ErrorKind::InvalidData.into())
}
