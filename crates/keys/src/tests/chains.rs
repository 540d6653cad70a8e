//! The chain: by path, bounded, without repeats.

use tegata_crypto::sign::PrivateKey;
use tegata_crypto::{KeyKind, OsRng};
use tegata_pki::Certificate;
use tegata_pki::certificate::SerialNumber;
use tegata_pki::issue::{Template, issue, self_signed};

use super::{Files, at, certificate_of, failure, load, name, read, spec, validity, vector};
use crate::{Signer as _, SourceSpec};

#[test]
fn chains_are_bounded_and_tidied() {
    let files = Files::new();
    let key = read(&vector("p256.sec1")).unwrap();
    let leaf = certificate_of(&key, "machine");
    let certificate = files.write("certificate.pem", leaf.to_pem());
    let key = files.write("key.pem", vector("p256.sec1"));
    let (root_key, _) = PrivateKey::generate(KeyKind::P256, 0).unwrap();
    let ca = |cn: &str| Template::ca(SerialNumber::random(&mut OsRng), name(cn), validity(), None);
    let root = self_signed(&ca("root"), &root_key).unwrap();
    let intermediates: Vec<Certificate> = (0..6)
        .map(|number| {
            let (key, _) = PrivateKey::generate(KeyKind::P256, 0).unwrap();
            issue(
                &ca(&format!("ca {number}")),
                &key.spki().unwrap(),
                &root,
                &root_key,
            )
            .unwrap()
        })
        .collect();
    let with = |certificates: &[&Certificate]| {
        let text: String = certificates
            .iter()
            .map(|certificate| certificate.to_pem())
            .collect();
        let bundle = files.write("bundle.pem", text);
        load(SourceSpec {
            intermediates: at(&bundle),
            ..spec(&certificate, Some(&key))
        })
    };
    let [a, b, c, d, e, f] = &intermediates[..] else {
        panic!()
    };
    let chain = |certificates: &[&Certificate]| with(certificates).unwrap().identity.chain().len();
    assert_eq!(chain(&[a, b, &leaf, a]), 2);
    assert_eq!(chain(&[a, &root]), 2);
    assert_eq!(chain(&[a, b, c, d, e, &root]), 5);
    assert_eq!(
        failure(with(&[a, b, c, d, e, f])),
        "6 intermediate certificates were given; Roles Anywhere takes at most 5"
    );
}

#[test]
fn row_20_the_chain_goes_by_path_not_by_the_order_of_the_files() {
    let ca = |cn: &str| Template::ca(SerialNumber::random(&mut OsRng), name(cn), validity(), None);
    let generate = || PrivateKey::generate(KeyKind::P256, 0).unwrap().0;
    let (root_key, upper_key, lower_key) = (generate(), generate(), generate());
    let key_text = vector("p256.sec1");
    let leaf_key = read(&key_text).unwrap();
    let root = self_signed(&ca("root"), &root_key).unwrap();
    let below = |template: &Template, key: &PrivateKey, issuer: &Certificate, issuer_key: &PrivateKey| {
        issue(template, &key.spki().unwrap(), issuer, issuer_key).unwrap()
    };
    let upper = below(&ca("upper"), &upper_key, &root, &root_key);
    let lower = below(&ca("lower"), &lower_key, &upper, &upper_key);
    // The same CA, certified by another root too.
    let other_root = self_signed(&ca("other root"), &generate()).unwrap();
    let (cross_key, stranger) = (generate(), self_signed(&ca("lower"), &generate()).unwrap());
    let cross_root = self_signed(&ca("cross root"), &cross_key).unwrap();
    let cross = below(&ca("upper"), &upper_key, &cross_root, &cross_key);
    let template = Template::end_entity(SerialNumber::random(&mut OsRng), name("machine"), validity(), &[]);
    let leaf = below(&template, &leaf_key, &lower, &lower_key);

    let files = Files::new();
    let pem = |certificates: &[&Certificate]| -> String {
        certificates
            .iter()
            .map(|certificate| certificate.to_pem())
            .collect()
    };
    let key = files.write("key.pem", key_text);
    let chain = |full: &[&Certificate], bundle: &[&Certificate]| {
        let full = files.write("full.pem", pem(full));
        let bundle = (!bundle.is_empty()).then(|| files.write("bundle.pem", pem(bundle)));
        let loaded = load(SourceSpec {
            intermediates: bundle.as_deref().and_then(at),
            ..spec(&full, Some(&key))
        });
        loaded.unwrap().identity.chain().to_vec()
    };
    assert_eq!(
        chain(&[&leaf, &lower, &upper], &[]),
        [lower.clone(), upper.clone()]
    );
    assert_eq!(
        chain(&[&leaf, &root, &upper, &lower], &[]),
        [lower.clone(), upper.clone(), root.clone()]
    );
    assert_eq!(
        chain(&[&leaf, &upper], &[&root, &lower, &leaf]),
        [lower.clone(), upper.clone(), root.clone()]
    );
    // What is not on the path follows, and both certificates of a cross-signed CA are on it. A name alone
    // puts nobody on it.
    assert_eq!(
        chain(&[&leaf], &[&stranger, &cross, &upper, &lower]),
        [lower.clone(), cross.clone(), upper.clone(), stranger.clone()]
    );
    // When there are too many, roots go first, then what is not on the path.
    assert_eq!(
        chain(
            &[&leaf],
            &[&other_root, &cross_root, &root, &cross, &upper, &lower]
        ),
        [lower.clone(), cross.clone(), upper.clone()]
    );
    let others: Vec<Certificate> = (0..4)
        .map(|_| below(&ca("x"), &generate(), &root, &root_key))
        .collect();
    let [a, b, c, d] = &others[..] else { panic!() };
    assert_eq!(chain(&[&leaf], &[a, b, c, d, &upper, &lower]), [lower, upper]);
}
