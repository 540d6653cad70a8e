use tegata_crypto::KeyKind;
use tegata_crypto::OsRng;
use tegata_crypto::sign::PrivateKey;

use super::*;
use crate::certificate::SerialNumber;
use crate::issue::{Template, issue, self_signed};
use crate::name::Name;

#[test]
fn smoke() {
    for kind in [
        KeyKind::Rsa,
        KeyKind::P256,
        KeyKind::P384,
        KeyKind::P521,
        KeyKind::MlDsa44,
        KeyKind::MlDsa65,
        KeyKind::MlDsa87,
    ] {
        let (ca_key, _) = PrivateKey::generate(kind, 2048).unwrap();
        let (key, _) = PrivateKey::generate(kind, 2048).unwrap();
        let dates = (
            "2026-01-01T00:00:00Z".parse().unwrap(),
            "2027-01-01T00:00:00Z".parse().unwrap(),
        );
        let ca = self_signed(
            &Template::ca(
                SerialNumber::random(&mut OsRng),
                Name::from_pairs(&[("CN", "ca")]).unwrap(),
                dates,
                None,
            ),
            &ca_key,
        )
        .unwrap();
        check_anchor(&ca).unwrap();
        let leaf = issue(
            &Template::end_entity(
                SerialNumber::random(&mut OsRng),
                Name::from_pairs(&[("CN", "leaf")]).unwrap(),
                dates,
                &[],
            ),
            &key.public_spki().unwrap(),
            &ca,
            &ca_key,
        )
        .unwrap();
        let path = verify_path(
            &leaf,
            &[],
            &Anchors::new(vec![ca]).unwrap(),
            &CrlSet::default(),
            dates.0,
        )
        .unwrap();
        assert_eq!(path.certificates.len(), 2);
        leaf.public_key().unwrap();
        println!("{}", leaf.to_pem());
    }
}
