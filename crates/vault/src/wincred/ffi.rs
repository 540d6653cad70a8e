//! The calls into advapi32, each with its proof.

use std::{io, ptr, slice};

use windows_sys::Win32::Foundation::ERROR_NOT_FOUND;
use windows_sys::Win32::Security::Credentials as c;
use windows_sys::core::BOOL;

/// Bytes of a credential.
pub(super) const MAX_BLOB: usize = c::CRED_MAX_CREDENTIAL_BLOB_SIZE as usize;

/// Characters of a target that are looked for its end.
const MAX_TARGET: usize = c::CRED_MAX_GENERIC_TARGET_NAME_LENGTH as usize;

/// What the system allocated, freed with this value.
struct Allocated<T>(*mut T);

impl<T> Drop for Allocated<T> {
    fn drop(&mut self) {
        // SAFETY: the pointer is null or was given by CredReadW or CredEnumerateW, which say to free it so,
        // and only this value frees it.
        unsafe { c::CredFree(self.0.cast_const().cast()) }
    }
}

/// Nothing there is no failure.
fn found(answer: BOOL) -> io::Result<bool> {
    if answer != 0 {
        return Ok(true);
    }
    let error = io::Error::last_os_error();
    match error.raw_os_error().map(i32::cast_unsigned) {
        Some(ERROR_NOT_FOUND) => Ok(false),
        _ => Err(error),
    }
}

/// The targets of generic credentials that begin with `prefix`.
pub(super) fn targets(prefix: &str) -> io::Result<Vec<String>> {
    let filter: Vec<u16> = format!("{prefix}*").encode_utf16().chain([0]).collect();
    let mut count = 0;
    let mut list: *mut *mut c::CREDENTIALW = ptr::null_mut();
    // SAFETY: the filter ends in a zero and outlives the call; both results are written only on success.
    let answer = unsafe { c::CredEnumerateW(filter.as_ptr(), 0, &raw mut count, &raw mut list) };
    if !found(answer)? {
        return Ok(Vec::new());
    }
    let list = Allocated(list);
    // SAFETY: on success the list has `count` pointers, which live until it is freed.
    let credentials = unsafe { slice::from_raw_parts(list.0, count as usize) };
    let mut targets = Vec::with_capacity(credentials.len());
    for &credential in credentials {
        // SAFETY: each pointer leads to a credential in the same allocation.
        let credential = unsafe { &*credential };
        if credential.Type == c::CRED_TYPE_GENERIC {
            // SAFETY: a credential's target is a string that ends in a zero.
            targets.push(unsafe { text(credential.TargetName) });
        }
    }
    Ok(targets)
}

/// The text at a pointer.
///
/// # Safety
/// The pointer is null, or leads to UTF-16 that ends in a zero.
unsafe fn text(start: *const u16) -> String {
    if start.is_null() {
        return String::new();
    }
    let mut length = 0;
    // SAFETY: every place up to the zero can be read, and the zero ends the walk.
    while length < MAX_TARGET && unsafe { *start.add(length) } != 0 {
        length += 1;
    }
    // SAFETY: these places were just read.
    String::from_utf16_lossy(unsafe { slice::from_raw_parts(start, length) })
}

/// The blob of a generic credential.
pub(super) fn read(target: &[u16]) -> io::Result<Option<Vec<u8>>> {
    debug_assert_eq!(target.last(), Some(&0));
    let mut credential: *mut c::CREDENTIALW = ptr::null_mut();
    // SAFETY: the target ends in a zero and outlives the call; the result is written only on success.
    let answer = unsafe { c::CredReadW(target.as_ptr(), c::CRED_TYPE_GENERIC, 0, &raw mut credential) };
    if !found(answer)? {
        return Ok(None);
    }
    let credential = Allocated(credential);
    // SAFETY: on success the pointer leads to a credential, which lives until it is freed.
    let (blob, size) = unsafe { ((*credential.0).CredentialBlob, (*credential.0).CredentialBlobSize) };
    if blob.is_null() {
        return Ok(Some(Vec::new()));
    }
    // SAFETY: the blob has that many bytes, in the same allocation.
    Ok(Some(
        unsafe { slice::from_raw_parts(blob, size as usize) }.to_vec(),
    ))
}

/// Keeps a generic credential on this machine, in place of one of the same target.
pub(super) fn write(target: &[u16], blob: &[u8]) -> io::Result<()> {
    debug_assert_eq!(target.last(), Some(&0));
    let size = u32::try_from(blob.len()).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
    let credential = c::CREDENTIALW {
        Type: c::CRED_TYPE_GENERIC,
        TargetName: target.as_ptr().cast_mut(),
        CredentialBlobSize: size,
        CredentialBlob: blob.as_ptr().cast_mut(),
        Persist: c::CRED_PERSIST_LOCAL_MACHINE,
        ..Default::default()
    };
    // SAFETY: target and blob outlive the call, which reads them only; the other members are null or zero.
    match unsafe { c::CredWriteW(&raw const credential, 0) } {
        0 => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}

/// Removes a generic credential, and says whether there was one.
pub(super) fn delete(target: &[u16]) -> io::Result<bool> {
    debug_assert_eq!(target.last(), Some(&0));
    // SAFETY: the target ends in a zero and outlives the call.
    found(unsafe { c::CredDeleteW(target.as_ptr(), c::CRED_TYPE_GENERIC, 0) })
}
