use tegata_crypto::{HashKind, KeyKind, hash};

use super::{digest_info, truncated};

#[test]
fn digests_are_cut_to_the_order() {
    let table = [
        (HashKind::Sha256, KeyKind::P256, 32),
        (HashKind::Sha512, KeyKind::P256, 32),
        (HashKind::Sha256, KeyKind::P384, 32),
        (HashKind::Sha512, KeyKind::P384, 48),
        (HashKind::Sha512, KeyKind::P521, 64),
    ];
    for (hash, kind, length) in table {
        let digest = hash::digest(hash, b"message");
        assert_eq!(truncated(&digest, kind), &digest[..length]);
    }
}

#[test]
fn a_digest_info_tells_the_length_of_its_digest() {
    for hash in [HashKind::Sha256, HashKind::Sha384, HashKind::Sha512] {
        let (info, digest) = (digest_info(hash), hash::digest(hash, b""));
        assert_eq!(usize::from(info[1]), info.len() - 2 + digest.len());
        assert_eq!(usize::from(*info.last().unwrap()), digest.len());
    }
}
