use super::*;
use crate::tpm::public::testing::public;

fn ec(curve: u16, width: usize, fixed: Option<u16>) -> Public {
    public(
        0x0023,
        fixed.map(|hash| (TPM_ALG_ECDSA, hash)),
        curve,
        &vec![1; width],
    )
}

/// The number that ECDSA takes of a digest: its leftmost bits, as many as the curve's whole bytes.
fn number(digest: &[u8], width: usize) -> Vec<u8> {
    let taken = &digest[..digest.len().min(width)];
    let zeros = taken.iter().take_while(|byte| **byte == 0).count();
    taken[zeros..].to_vec()
}

#[test]
fn a_digest_keeps_its_number_under_every_hash_and_curve() {
    for (curve, width) in [(3, 32), (4, 48), (5, 66)] {
        for fixed in [None, Some(0x000b), Some(0x000c), Some(0x000d)] {
            let key = ec(curve, width, fixed);
            for hash in [HashKind::Sha256, HashKind::Sha384, HashKind::Sha512] {
                let digest: Vec<u8> = (1..).take(length(hash)).collect();
                let fits = ToSign::new(&key, hash, &digest);
                let room = fixed.map_or(width.min(64), |id| length(hash_kind(id).unwrap()));
                match fits {
                    Ok(to_sign) => {
                        assert_eq!(to_sign.digest.len(), length(to_sign.hash));
                        assert_eq!(number(&to_sign.digest, width), number(&digest, width));
                    }
                    Err(error) => {
                        assert!(
                            digest.len().min(width) > room,
                            "{curve} {fixed:?} {hash:?}: {error}"
                        );
                    }
                }
            }
        }
    }
}

/// The digest rule for a key without a fixed scheme: the curve names the hash.
#[test]
fn the_hash_of_the_curve() {
    let digest = [7; 32];
    let p256 = ToSign::new(&ec(3, 32, None), HashKind::Sha256, &digest).unwrap();
    assert_eq!(
        (p256.hash, p256.digest.as_slice()),
        (HashKind::Sha256, &digest[..])
    );
    let p384 = ToSign::new(&ec(4, 48, None), HashKind::Sha256, &digest).unwrap();
    assert_eq!(
        (p384.hash, p384.digest),
        (HashKind::Sha384, [vec![0; 16], digest.to_vec()].concat())
    );
    let cut = ToSign::new(&ec(3, 32, None), HashKind::Sha512, &[9; 64]).unwrap();
    assert_eq!((cut.hash, cut.digest), (HashKind::Sha256, vec![9; 32]));
}

#[test]
fn rsa_names_the_hash_within_the_signature() {
    let modulus = [0xff; 256];
    let free = public(0x0001, None, 0, &modulus);
    let to_sign = ToSign::new(&free, HashKind::Sha384, &[1; 48]).unwrap();
    assert_eq!((to_sign.scheme, to_sign.hash), (TPM_ALG_RSASSA, HashKind::Sha384));
    let fixed = public(0x0001, Some((TPM_ALG_RSASSA, 0x000c)), 0, &modulus);
    assert!(ToSign::new(&fixed, HashKind::Sha384, &[1; 48]).is_ok());
    assert!(matches!(
        ToSign::new(&fixed, HashKind::Sha256, &[1; 32]),
        Err(TpmError::OtherHash {
            fixed: HashKind::Sha384,
            hash: HashKind::Sha256
        })
    ));
}

#[test]
fn signatures_are_read_exactly() {
    let to_sign = ToSign::new(&ec(3, 32, None), HashKind::Sha256, &[1; 32]).unwrap();
    let answer = |r: &[u8], s: &[u8]| {
        let writer = Writer::default().u16(TPM_ALG_ECDSA).u16(0x000b);
        writer.sized(r).sized(s).into_bytes()
    };
    // A number whose highest bit is set is written with a zero before it.
    let der = to_sign.signature(&answer(&[0x80], &[0, 0, 2]), 32).unwrap();
    assert_eq!(der, [0x30, 0x07, 0x02, 0x02, 0x00, 0x80, 0x02, 0x01, 0x02]);
    for (r, s) in [(&[][..], &[1][..]), (&[1], &[0, 0]), (&[1; 33], &[1])] {
        assert_eq!(to_sign.signature(&answer(r, s), 32), Err(Malformed));
    }
    let whole = answer(&[1; 32], &[2; 32]);
    assert!(to_sign.signature(&whole, 32).is_ok());
    for end in 0..whole.len() {
        assert_eq!(to_sign.signature(&whole[..end], 32), Err(Malformed), "{end}");
    }
    assert_eq!(
        to_sign.signature(&[&whole[..], &[0]].concat(), 32),
        Err(Malformed)
    );

    let rsa = ToSign::new(&public(0x0001, None, 0, &[0xff; 256]), HashKind::Sha256, &[1; 32]).unwrap();
    let answer = |length| {
        Writer::default()
            .u16(TPM_ALG_RSASSA)
            .u16(0x000b)
            .sized(&vec![5; length])
            .into_bytes()
    };
    assert_eq!(rsa.signature(&answer(256), 256), Ok(vec![5; 256]));
    assert_eq!(rsa.signature(&answer(255), 256), Err(Malformed));
    assert_eq!(rsa.signature(&whole, 256), Err(Malformed));
}
