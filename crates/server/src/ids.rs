//! Ids of requests and events.

use std::cell::RefCell;

use tegata_base::{Rng, uuid_v4};
use tegata_crypto::OsRng;

/// Bytes taken from the system's generator at once. One call for each id would cost more than the rest
/// of it.
const FETCHED: usize = 1024;

/// A fresh UUID. It is unique, and no secret: it stands in answers and in the trail.
pub(crate) fn new_id() -> String {
    BYTES.with_borrow_mut(|bytes| uuid_v4(bytes))
}

thread_local! {
    static BYTES: RefCell<Bytes> = const {
        RefCell::new(Bytes {
            fetched: [0; FETCHED],
            left: 0,
        })
    };
}

/// Random bytes fetched ahead; each is given out once.
struct Bytes {
    fetched: [u8; FETCHED],
    /// How many at the beginning were not given out yet.
    left: usize,
}

impl Rng for Bytes {
    fn fill(&mut self, bytes: &mut [u8]) {
        if bytes.len() > FETCHED {
            return OsRng.fill(bytes);
        }
        if self.left < bytes.len() {
            OsRng.fill(&mut self.fetched);
            self.left = FETCHED;
        }
        let fresh = self.fetched.iter().take(self.left).rev();
        for (to, from) in bytes.iter_mut().zip(fresh) {
            *to = *from;
        }
        self.left -= bytes.len();
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::new_id;

    #[test]
    fn every_id_is_another_random_uuid() {
        let ids: Vec<String> = (0..1000).map(|_| new_id()).collect();
        assert!(ids.iter().all(|id| id.len() == 36 && id.as_bytes()[14] == b'4'));
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), 1000);
        // No two ids share bytes that were fetched for one of them.
        let parts: HashSet<_> = ids.iter().map(|id| id.rsplit_once('-').unwrap().1).collect();
        assert_eq!(parts.len(), 1000);
    }
}
