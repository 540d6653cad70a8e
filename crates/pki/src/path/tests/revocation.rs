//! CRLs of each level: present, absent, stale, of the wrong key.

use super::*;
use crate::crl::Crl;

fn with_crls(
    leaf: &Certificate,
    chain: &[&Certificate],
    roots: &[&Certificate],
    crls: &[&Crl],
) -> Result<VerifiedPath, PathError> {
    let chain: Vec<Certificate> = chain.iter().map(|&known| known.clone()).collect();
    let crls = CrlSet::new(crls.iter().map(|&known| known.clone()).collect());
    verify_path(leaf, &chain, &anchors(roots), &crls, at(NOW))
}

#[test]
fn revoked_at_each_level() {
    let ca = root("Root");
    let one = ca.sub("One");
    let two = one.sub("Two");
    let leaf = two.leaf("machine");
    let chain = [&two.certificate, &one.certificate];
    let verify = |crls: &[&Crl]| with_crls(&leaf, &chain, &[&ca.certificate], crls);

    let clean = [&two.crl(&[]), &one.crl(&[]), &ca.crl(&[])];
    let path = verify(&clean).unwrap();
    assert!(path.warnings.is_empty());
    for (crl, role, revoked) in [
        (
            two.crl(&[&leaf]),
            "the end-entity certificate `CN=machine`",
            &leaf,
        ),
        (
            one.crl(&[&two.certificate]),
            "the intermediate certificate `CN=Two`",
            &two.certificate,
        ),
        (
            ca.crl(&[&one.certificate]),
            "the intermediate certificate `CN=One`",
            &one.certificate,
        ),
    ] {
        let serial = revoked.serial().to_hex();
        let reason = format!("{role} with the serial number {serial} was revoked at 2026-05-01T00:00:00Z");
        refused(verify(&[&crl]), &reason, PathClass::Revoked);
        // Beside CRLs that say nothing of it, in either order.
        refused(
            verify(&[clean[0], clean[1], clean[2], &crl]),
            &reason,
            PathClass::Revoked,
        );
        refused(
            verify(&[&crl, clean[2], clean[1], clean[0]]),
            &reason,
            PathClass::Revoked,
        );
    }
    // A CRL of another CA that happens to list the serial number.
    let other = root("Other");
    verify(&[&other.crl(&[&leaf, &two.certificate])]).unwrap();
    // The anchor is not looked up: trust in it ends by configuration.
    verify(&[&ca.crl(&[&ca.certificate])]).unwrap();
}

#[test]
fn a_crl_of_the_wrong_key_fails_closed() {
    let (ca, namesake) = (root("Root"), root("Root"));
    let leaf = ca.leaf("machine");
    let forged = namesake.crl(&[]);
    refused(
        with_crls(&leaf, &[], &[&ca.certificate], &[&forged]),
        "revocation of the end-entity certificate `CN=machine` cannot be checked: the CRL of `CN=Root` is not \
         signed by that issuer's key",
        UntrustedSigningCertificate,
    );
    let error = with_crls(&leaf, &[], &[&ca.certificate], &[&ca.crl(&[]), &forged]).unwrap_err();
    assert!(matches!(
        error,
        PathError::Crl {
            reason: CrlSignatureError::Signature { .. },
            ..
        }
    ));
    // The same for an intermediate's CRL.
    let one = ca.sub("One");
    let error = with_crls(
        &one.leaf("machine"),
        &[&one.certificate],
        &[&ca.certificate],
        &[&ca.sub("One").crl(&[])],
    )
    .unwrap_err();
    assert!(matches!(error, PathError::Crl { .. }));
}

#[test]
fn a_ca_that_changed_its_key_may_sign_for_its_old_certificates() {
    let (old, new) = (root("Root"), root("Root"));
    let (leaf, good) = (old.leaf("machine"), old.leaf("good"));
    let both = [&old.certificate, &new.certificate];
    let crl = new.crl(&[&leaf]);
    let error = with_crls(&leaf, &[], &both, &[&crl]).unwrap_err();
    assert_eq!(error.class(), PathClass::Revoked);
    with_crls(&good, &[], &both, &[&crl, &old.crl(&[])]).unwrap();
}

#[test]
fn an_issuer_without_crl_sign() {
    let ca = root_with("Root", KeyKind::P256, |template| {
        replace(template, Extension::key_usage(KeyUsages::KeyCertSign));
    });
    refused(
        with_crls(&ca.leaf("machine"), &[], &[&ca.certificate], &[&ca.crl(&[])]),
        "revocation of the end-entity certificate `CN=machine` cannot be checked: `CN=Root` may not sign \
         CRLs: its key usage does not include cRLSign",
        UntrustedSigningCertificate,
    );
}

#[test]
fn a_stale_crl_is_honoured_with_a_warning() {
    let ca = root("Root");
    let (leaf, revoked) = (ca.leaf("machine"), ca.leaf("revoked"));
    let stale = ca.crl_until("2026-05-31T00:00:00Z", &[&revoked]);
    let path = with_crls(&leaf, &[], &[&ca.certificate], &[&stale]).unwrap();
    let warnings: Vec<String> = path.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        ["the CRL of `CN=Root` was due to be replaced at 2026-05-31T00:00:00Z; it is still honoured"]
    );
    let error = with_crls(&revoked, &[], &[&ca.certificate], &[&stale]).unwrap_err();
    assert_eq!(error.class(), PathClass::Revoked);
}

#[test]
fn a_crl_with_a_weak_hash() {
    let leaf = Certificate::from_pem(fixture!("leaf.pem")).unwrap();
    let ca = Certificate::from_pem(fixture!("root.pem")).unwrap();
    let crl = Crl::from_pem(fixture!("crl-sha1.pem")).unwrap();
    refused(
        with_crls(&leaf, &[], &[&ca], &[&crl]),
        "revocation of the end-entity certificate `CN=good` cannot be checked: the CRL of `CN=Fixture Root` is \
         signed with SHA-1, which is not accepted; use SHA-256 or stronger",
        UntrustedSigningCertificate,
    );
    let crl = Crl::from_pem(fixture!("crl.pem")).unwrap();
    with_crls(&leaf, &[], &[&ca], &[&crl]).unwrap();
}
