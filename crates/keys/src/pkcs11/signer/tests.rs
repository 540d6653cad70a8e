use tegata_crypto::{HashKind, hash};

use super::digest_info;

#[test]
fn a_digest_info_tells_the_length_of_its_digest() {
    for hash in [HashKind::Sha256, HashKind::Sha384, HashKind::Sha512] {
        let (info, digest) = (digest_info(hash), hash::digest(hash, b""));
        assert_eq!(usize::from(info[1]), info.len() - 2 + digest.len());
        assert_eq!(usize::from(*info.last().unwrap()), digest.len());
    }
}
