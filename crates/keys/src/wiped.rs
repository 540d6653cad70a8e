//! Bytes that are secret while they are put together.

use zeroize::Zeroizing;

/// Appends. Memory that becomes too small is wiped before it is given back, which growing by itself would
/// not do.
pub(crate) fn append(bytes: &mut Zeroizing<Vec<u8>>, more: &[u8]) {
    if bytes.capacity() - bytes.len() < more.len() {
        let mut larger = Zeroizing::new(Vec::with_capacity(2 * (bytes.len() + more.len())));
        larger.extend_from_slice(bytes);
        *bytes = larger;
    }
    bytes.extend_from_slice(more);
}
