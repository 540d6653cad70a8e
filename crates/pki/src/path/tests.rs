use const_oid::ObjectIdentifier;
use der::Decode as _;
use der::asn1::Ia5String;
use der::flagset::FlagSet;
use tegata_crypto::KeyKind;
use x509_cert::ext::pkix::KeyUsages;
use x509_cert::ext::pkix::name::GeneralName;

use super::*;
use crate::crl::CrlSignatureError;
use crate::issue::{AlternativeName, Extension};
use crate::name::Name;
use crate::testing::{
    NOW, at, fixture, key, leaf_template, name_constraints, replace, root, root_with, vector,
};

use PathClass::{InsufficientCertificate, UntrustedSigningCertificate};

mod forms;
mod revocation;
mod with_others;

fn anchors(certificates: &[&Certificate]) -> Anchors {
    Anchors::new(certificates.iter().map(|&known| known.clone()).collect()).unwrap()
}

fn verify(
    leaf: &Certificate,
    chain: &[&Certificate],
    anchor: &Certificate,
) -> Result<VerifiedPath, PathError> {
    verify_at(NOW, leaf, chain, anchor)
}

fn verify_at(
    now: &str,
    leaf: &Certificate,
    chain: &[&Certificate],
    anchor: &Certificate,
) -> Result<VerifiedPath, PathError> {
    let chain: Vec<Certificate> = chain.iter().map(|&known| known.clone()).collect();
    verify_path(leaf, &chain, &anchors(&[anchor]), &CrlSet::default(), at(now))
}

/// The subjects of an accepted path.
fn found(result: Result<VerifiedPath, PathError>) -> Vec<String> {
    result
        .unwrap()
        .certificates
        .iter()
        .map(|known| known.subject().to_string())
        .collect()
}

/// The reason of a refusal, and what a caller is told.
#[track_caller]
fn refused(result: Result<VerifiedPath, PathError>, reason: &str, class: PathClass) {
    let error = result.unwrap_err();
    assert_eq!(error.to_string(), reason);
    assert_eq!(error.class(), class);
}

#[test]
fn leaf_below_the_anchor() {
    let ca = root("Root");
    let leaf = ca.leaf("machine");
    let path = verify(&leaf, &[], &ca.certificate).unwrap();
    assert_eq!(path.certificates, [leaf, ca.certificate]);
    assert_eq!(path.anchor_index, 0);
    assert!(path.warnings.is_empty());
    assert!(path.is_valid_at(at(NOW)));
    assert!(!path.is_valid_at(at("2027-01-01T00:00:01Z")));
}

#[test]
fn chain_in_any_order_with_junk_leaf_and_root() {
    let ca = root("Root");
    let (one, other) = (ca.sub("One"), root("Other"));
    let two = one.sub("Two");
    let three = two.sub("Three");
    let leaf = three.leaf("machine");
    let (a, b, c) = (&one.certificate, &two.certificate, &three.certificate);
    let junk = other.leaf("junk");
    let path = ["CN=machine", "CN=Three", "CN=Two", "CN=One", "CN=Root"];
    for chain in [
        vec![c, b, a],
        vec![a, b, c],
        vec![b, c, a],
        vec![c, b, a, &leaf, &ca.certificate],
        vec![&leaf, a, &junk, c, b],
        vec![&other.certificate, b, c, a, &junk],
        vec![a, a, b, b, c],
    ] {
        assert_eq!(found(verify(&leaf, &chain, &ca.certificate)), path);
    }
}

#[test]
fn an_intermediate_may_be_the_anchor() {
    let ca = root("Root");
    let one = ca.sub("One");
    let leaf = one.leaf("machine");
    for chain in [
        vec![],
        vec![&ca.certificate],
        vec![&one.certificate, &ca.certificate],
    ] {
        assert_eq!(
            found(verify(&leaf, &chain, &one.certificate)),
            ["CN=machine", "CN=One"]
        );
    }
}

#[test]
fn the_anchor_of_the_path_is_told() {
    let (a, b) = (root("A"), root("B"));
    let set = anchors(&[&a.certificate, &b.certificate]);
    let path = verify_path(&b.leaf("machine"), &[], &set, &CrlSet::default(), at(NOW)).unwrap();
    assert_eq!(path.anchor_index, 1);
    // A CA that changed its key: same name, two anchors.
    let renewed = root("A");
    let set = anchors(&[&a.certificate, &renewed.certificate]);
    for (ca, index) in [(&a, 0), (&renewed, 1)] {
        let path = verify_path(&ca.leaf("machine"), &[], &set, &CrlSet::default(), at(NOW)).unwrap();
        assert_eq!(path.anchor_index, index);
    }
}

#[test]
fn every_kind_of_key_in_every_place() {
    for kind in [
        KeyKind::Rsa,
        KeyKind::P256,
        KeyKind::P384,
        KeyKind::P521,
        KeyKind::MlDsa44,
        KeyKind::MlDsa65,
        KeyKind::MlDsa87,
    ] {
        let ca = root_with("Root", kind, |_| {});
        check_anchor(&ca.certificate).unwrap();
        let middle_key = key(kind);
        let middle = ca.certify(&middle_key, "Middle", |_| {});
        let middle = crate::testing::Ca {
            certificate: middle,
            key: middle_key,
        };
        let leaf_key = key(kind);
        let leaf = crate::issue::issue(
            &leaf_template("machine"),
            &leaf_key.public_spki().unwrap(),
            &middle.certificate,
            &middle.key,
        )
        .unwrap();
        assert_eq!(leaf.key_kind(), Ok(kind));
        let path = verify(&leaf, &[&middle.certificate], &ca.certificate);
        assert_eq!(found(path), ["CN=machine", "CN=Middle", "CN=Root"], "{kind:?}");
        // The key that the path vouches for verifies what its owner signs.
        let signature = leaf_key
            .sign(tegata_crypto::HashKind::Sha256, b"request")
            .unwrap();
        leaf.public_key().unwrap().verify(b"request", &signature).unwrap();
        assert!(leaf.public_key().unwrap().verify(b"Request", &signature).is_err());
    }
}

#[test]
fn cross_signed_intermediates() {
    let (old, new) = (root("Old Root"), root("New Root"));
    let shared = key(KeyKind::P256);
    let by_old = old.certify(&shared, "Issuing", |_| {});
    let by_new = new.certify(&shared, "Issuing", |_| {});
    let issuing = crate::testing::Ca {
        certificate: by_old.clone(),
        key: shared,
    };
    let leaf = issuing.leaf("machine");
    let both = [&by_old, &by_new];
    assert_eq!(
        found(verify(&leaf, &both, &old.certificate)).last().unwrap(),
        "CN=Old Root"
    );
    assert_eq!(
        found(verify(&leaf, &both, &new.certificate)).last().unwrap(),
        "CN=New Root"
    );
    refused(
        verify(&leaf, &[&by_old], &new.certificate),
        "the issuer `CN=Old Root` of the intermediate certificate `CN=Issuing` is neither a trust anchor nor \
         among the intermediates; send the missing intermediate or check the trust anchor",
        UntrustedSigningCertificate,
    );
    // One of the two has expired, the other still carries the path.
    let expired = old.certify(&issuing.key, "Issuing", |template| {
        template.not_after = at("2026-02-01T00:00:00Z");
    });
    let set = anchors(&[&old.certificate, &new.certificate]);
    let chain = [expired.clone(), by_new];
    let path = verify_path(&leaf, &chain, &set, &CrlSet::default(), at(NOW)).unwrap();
    assert_eq!(path.anchor_index, 1);
    refused(
        verify(&leaf, &[&expired], &old.certificate),
        "the intermediate certificate `CN=Issuing` expired at 2026-02-01T00:00:00Z",
        UntrustedSigningCertificate,
    );
}

#[test]
fn roots_that_certify_each_other_do_not_loop() {
    let (a, b, anchor) = (root("A"), root("B"), root("Anchor"));
    let a_by_b = b.certify(&a.key, "A", |_| {});
    let b_by_a = a.certify(&b.key, "B", |_| {});
    let leaf = a.leaf("machine");
    let chain = [&a_by_b, &b_by_a, &a.certificate, &b.certificate];
    refused(
        verify(&leaf, &chain, &anchor.certificate),
        "the path ends in the self-signed certificate `CN=B`, which is not the trust anchor",
        UntrustedSigningCertificate,
    );
    refused(
        verify(&leaf, &[&a_by_b, &b_by_a], &anchor.certificate),
        "the issuers above the intermediate certificate `CN=B` certify each other in a circle; none is the \
         trust anchor",
        UntrustedSigningCertificate,
    );
}

#[test]
fn dates_at_each_level() {
    let ca = root_with("Root", KeyKind::P256, |template| {
        template.not_after = at("2026-09-01T00:00:00Z");
    });
    let one = ca.sub_with("One", |template| template.not_after = at("2026-08-01T00:00:00Z"));
    let leaf = one.leaf_with("machine", |template| {
        template.not_before = at("2026-02-01T00:00:00Z");
        template.not_after = at("2026-07-01T00:00:00Z");
    });
    let late = one.leaf("late");
    let by_root = ca.leaf("by root");
    let chain = [&one.certificate];
    for (now, leaf, chain, reason) in [
        (
            "2026-07-01T00:00:01Z",
            &leaf,
            &chain[..],
            "the end-entity certificate `CN=machine` expired at 2026-07-01T00:00:00Z",
        ),
        (
            "2026-01-31T23:59:59Z",
            &leaf,
            &chain,
            "the end-entity certificate `CN=machine` is not valid before 2026-02-01T00:00:00Z",
        ),
        (
            "2026-08-01T00:00:01Z",
            &late,
            &chain,
            "the intermediate certificate `CN=One` expired at 2026-08-01T00:00:00Z",
        ),
        (
            "2026-09-01T00:00:01Z",
            &by_root,
            &[],
            "the trust anchor `CN=Root` expired at 2026-09-01T00:00:00Z",
        ),
        (
            "2025-12-31T23:59:59Z",
            &by_root,
            &[],
            "the end-entity certificate `CN=by root` is not valid before 2026-01-01T00:00:00Z",
        ),
    ] {
        refused(
            verify_at(now, leaf, chain, &ca.certificate),
            reason,
            UntrustedSigningCertificate,
        );
    }
    // The last second counts.
    let path = verify_at("2026-07-01T00:00:00.9Z", &leaf, &chain, &ca.certificate).unwrap();
    assert_eq!(path.valid_from, at("2026-02-01T00:00:00Z"));
    assert_eq!(path.valid_until, at("2026-07-01T00:00:00Z"));
}

#[test]
fn an_anchor_that_is_not_yet_valid() {
    let ca = root_with("Root", KeyKind::P256, |template| {
        template.not_before = at("2026-06-02T00:00:00Z");
    });
    refused(
        verify(&ca.leaf("machine"), &[], &ca.certificate),
        "the trust anchor `CN=Root` is not valid before 2026-06-02T00:00:00Z",
        UntrustedSigningCertificate,
    );
}

#[test]
fn path_length_at_each_level() {
    let short = root_with("Root", KeyKind::P256, |template| {
        replace(template, Extension::basic_constraints(true, Some(0)));
    });
    let one = short.sub("One");
    refused(
        verify(&one.leaf("machine"), &[&one.certificate], &short.certificate),
        "the trust anchor `CN=Root` allows 0 CA certificates below it, and the path has 1",
        UntrustedSigningCertificate,
    );
    assert_eq!(
        found(verify(&short.leaf("machine"), &[], &short.certificate)).len(),
        2
    );

    let ca = root("Root");
    let middle = ca.sub_with("Middle", |template| {
        replace(template, Extension::basic_constraints(true, Some(0)));
    });
    let low = middle.sub("Low");
    refused(
        verify(
            &low.leaf("machine"),
            &[&low.certificate, &middle.certificate],
            &ca.certificate,
        ),
        "the intermediate certificate `CN=Middle` allows 0 CA certificates below it, and the path has 1",
        UntrustedSigningCertificate,
    );
    assert_eq!(
        found(verify(
            &middle.leaf("machine"),
            &[&middle.certificate],
            &ca.certificate
        ))
        .len(),
        3
    );
}

#[test]
fn five_intermediates_and_no_more() {
    let ca = root("Root");
    let mut cas = vec![ca.sub("1")];
    for level in 2..=6 {
        let next = cas.last().unwrap().sub(&level.to_string());
        cas.push(next);
    }
    let five: Vec<&Certificate> = cas.iter().take(5).map(|ca| &ca.certificate).collect();
    assert_eq!(
        found(verify(&cas[4].leaf("machine"), &five, &ca.certificate)).len(),
        7
    );
    let six: Vec<&Certificate> = cas.iter().map(|ca| &ca.certificate).collect();
    refused(
        verify(&cas[5].leaf("machine"), &six, &ca.certificate),
        "6 certificates were sent as the chain; at most 5 are allowed",
        UntrustedSigningCertificate,
    );
}

#[test]
fn issuers_that_are_missing_or_wrong() {
    let ca = root("Root");
    let one = ca.sub("One");
    let two = one.sub("Two");
    let leaf = two.leaf("machine");
    refused(
        verify(&leaf, &[], &ca.certificate),
        "the issuer `CN=Two` of the end-entity certificate `CN=machine` is neither a trust anchor nor among \
         the intermediates; send the missing intermediate or check the trust anchor",
        UntrustedSigningCertificate,
    );
    refused(
        verify(&leaf, &[&two.certificate], &ca.certificate),
        "the issuer `CN=One` of the intermediate certificate `CN=Two` is neither a trust anchor nor among \
         the intermediates; send the missing intermediate or check the trust anchor",
        UntrustedSigningCertificate,
    );
    let namesake = root("Root");
    refused(
        verify(
            &leaf,
            &[&two.certificate, &one.certificate],
            &namesake.certificate,
        ),
        "the intermediate certificate `CN=One` is not signed by the key of the certificate found for its \
         issuer `CN=Root`",
        UntrustedSigningCertificate,
    );
    refused(
        verify(
            &leaf,
            &[&two.certificate, &one.certificate, &ca.certificate],
            &namesake.certificate,
        ),
        "the path ends in the self-signed certificate `CN=Root`, which is not the trust anchor: the trust \
         anchor of the same name has another key",
        UntrustedSigningCertificate,
    );
    let other = root("Other");
    refused(
        verify(
            &leaf,
            &[&two.certificate, &one.certificate, &ca.certificate],
            &other.certificate,
        ),
        "the path ends in the self-signed certificate `CN=Root`, which is not the trust anchor",
        UntrustedSigningCertificate,
    );
    let impostor = ca.sub("Two");
    refused(
        verify(&leaf, &[&impostor.certificate], &ca.certificate),
        "the end-entity certificate `CN=machine` is not signed by the key of the certificate found for its \
         issuer `CN=Two`",
        UntrustedSigningCertificate,
    );
    // An impostor beside the right one does no harm, in whichever order.
    for chain in [
        [&impostor.certificate, &two.certificate, &one.certificate],
        [&one.certificate, &two.certificate, &impostor.certificate],
    ] {
        assert_eq!(found(verify(&leaf, &chain, &ca.certificate)).len(), 4);
    }
    let none = Anchors::new(Vec::new()).unwrap();
    refused(
        verify_path(&leaf, &[], &none, &CrlSet::default(), at(NOW)),
        "there is no trust anchor certificate to verify against",
        UntrustedSigningCertificate,
    );
}

#[test]
fn an_issuer_name_in_another_encoding() {
    let ca = root("root");
    let leaf = ca.leaf("machine");
    let shouting = root("ROOT");
    refused(
        verify(&leaf, &[], &shouting.certificate),
        "the end-entity certificate `CN=machine` names its issuer `CN=root` in another encoding than the \
         issuer's own certificate does; names must match byte for byte",
        UntrustedSigningCertificate,
    );
}

#[test]
fn unreadable_certificates_in_the_chain_are_passed_over() {
    let ca = root("Root");
    let one = ca.sub("One");
    let leaf = one.leaf("machine");
    let ders = [&b"junk"[..], &[], one.certificate.der(), b"0"];
    let chain = read_chain(&ders).unwrap();
    assert_eq!(chain, [one.certificate]);
    verify_path(
        &leaf,
        &chain,
        &anchors(&[&ca.certificate]),
        &CrlSet::default(),
        at(NOW),
    )
    .unwrap();
    assert_eq!(
        read_chain(&[b"junk"; 6]),
        Err(PathError::ChainTooLong { given: 6 })
    );
}

#[test]
fn long_names_are_cut_in_errors() {
    let ca = root("Root");
    let leaf = root("Other").leaf(&"x".repeat(60_000));
    let reason = verify(&leaf, &[], &ca.certificate).unwrap_err().to_string();
    assert!(reason.chars().count() < 500, "{reason}");
}

#[test]
fn what_is_prepared_can_be_shared_between_threads() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<Certificate>();
    shared::<Anchors>();
    shared::<CrlSet>();
    shared::<VerifiedPath>();
    shared::<PathError>();
}

#[test]
fn cache_keys_tell_everything_apart() {
    let ca = root("Root");
    let other = root("Other");
    let (leaf, revoked) = (ca.leaf("machine"), ca.leaf("revoked"));
    let one = anchors(&[&ca.certificate]);
    let two = anchors(&[&ca.certificate, &other.certificate]);
    let (none, crl) = (CrlSet::default(), CrlSet::new(vec![ca.crl(&[&revoked])]));
    let chain = [ca.certificate.clone(), other.certificate.clone()];
    let turned = [other.certificate.clone(), ca.certificate.clone()];
    let keys = [
        cache_key(&leaf, &[], ("a", &one), &none),
        cache_key(&revoked, &[], ("a", &one), &none),
        cache_key(&leaf, &[], ("b", &one), &none),
        cache_key(&leaf, &[], ("a", &two), &none),
        cache_key(&leaf, &[], ("a", &one), &crl),
        cache_key(&leaf, &chain, ("a", &one), &none),
        cache_key(&leaf, &turned, ("a", &one), &none),
        cache_key(&leaf, &chain[..1], ("a", &one), &none),
    ];
    for (position, key) in keys.iter().enumerate() {
        assert!(!keys[..position].contains(key), "{position}");
    }
    assert_eq!(
        cache_key(&leaf, &chain, ("a", &one), &crl),
        cache_key(&leaf, &chain, ("a", &one), &crl)
    );
}

#[test]
fn aws_wording() {
    assert_eq!(
        UntrustedSigningCertificate.message(),
        "Untrusted signing certificate"
    );
    assert_eq!(
        InsufficientCertificate.message(),
        "Untrusted certificate. Insufficient certificate"
    );
    assert_eq!(PathClass::Revoked.message(), "Certificate revoked");
}
