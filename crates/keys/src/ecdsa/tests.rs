use tegata_crypto::{HashKind, KeyKind, hash};

use super::truncated;

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
