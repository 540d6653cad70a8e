//! Which certificates get a session: paths, key usage, revocation, and the switches of their anchor.

use jiff::SignedDuration;
use serde_json::json;
use tegata_pki::Certificate;
use tegata_state::Entity as _;

use super::certificates::Ca;
use super::world::{Setting, account, bundle, with};

const UNTRUSTED: &str = "Untrusted signing certificate";

#[test]
fn certificates_that_do_not_lead_to_the_anchor() {
    let mut setting = Setting::new();
    let early = "2024-01-01T00:00:00Z".parse().unwrap();
    let ended = "2025-06-01T00:00:00Z".parse().unwrap();
    let intermediate = setting.ca.intermediate("Between");
    let below = intermediate.leaf("below");
    let expired = setting.ca.leaf_with(&[("CN", "old")], |template| {
        (template.not_before, template.not_after) = (early, ended);
    });
    let unborn = setting.ca.leaf_with(&[("CN", "new")], |template| {
        template.not_before = "2026-06-01T00:00:00Z".parse().unwrap();
    });
    let strangers: [Certificate; 5] = [
        Ca::root("Another Root").leaf("vm"),
        Ca::root("Example Root").leaf("vm"),
        below.clone(),
        expired,
        unborn,
    ];
    for leaf in &strangers {
        let error = setting.refused(leaf, &[], json!({}));
        assert_eq!(error.message, UNTRUSTED);
        assert!(error.cause.is_some(), "the log says why");
        assert_eq!(error.event, None, "a stranger leaves no name");
    }
    setting.session(&below, &[&intermediate], json!({})).unwrap();
    let junk = Ca::root("Junk");
    setting
        .session(&below, &[&junk, &intermediate], json!({}))
        .unwrap();
    let five = [&junk, &intermediate, &junk, &junk, &junk];
    setting.session(&below, &five, json!({})).unwrap();
    let six = [&junk, &intermediate, &junk, &junk, &junk, &junk];
    assert_eq!(setting.refused(&below, &six, json!({})).message, UNTRUSTED);
}

#[test]
fn certificates_that_may_not_sign_requests() {
    let mut setting = Setting::new();
    let no_usage = setting.ca.leaf_with(&[("CN", "vm")], |template| {
        template
            .extensions
            .retain(|extension| extension.oid() != "2.5.29.15");
    });
    let authority = setting.ca.intermediate("Authority").certificate;
    for leaf in [no_usage, authority] {
        let error = setting.refused(&leaf, &[], json!({}));
        assert_eq!(error.message, "Untrusted certificate. Insufficient certificate");
    }
}

#[test]
fn a_path_is_remembered_until_something_of_it_changes() {
    let mut setting = Setting::new();
    let leaf = setting.ca.leaf("vm");
    for _ in 0..2 {
        setting.session(&leaf, &[], json!({})).unwrap();
    }
    let pem = setting.ca.crl(&[&leaf]);
    let crl = setting.import(&pem, false);
    let by_id = json!({"crlId": crl["crlId"]});
    setting.session(&leaf, &[], json!({})).unwrap();
    setting.world.ok("EnableCrl", by_id.clone());
    assert_eq!(
        setting.refused(&leaf, &[], json!({})).message,
        "Certificate revoked"
    );
    setting.world.ok("DisableCrl", by_id);
    setting.session(&leaf, &[], json!({})).unwrap();
    // Another certificate in the anchor.
    let (own, other) = (bundle(&[&setting.ca]), bundle(&[&Ca::root("Example Root")]));
    let by_id = setting.anchor_id();
    setting
        .world
        .ok("UpdateTrustAnchor", with(json!({"source": other}), &by_id));
    assert_eq!(setting.refused(&leaf, &[], json!({})).message, UNTRUSTED);
    setting
        .world
        .ok("UpdateTrustAnchor", with(json!({"source": own}), &by_id));
    setting.session(&leaf, &[], json!({})).unwrap();
    // The end of the certificate.
    setting.world.now = leaf.not_after();
    assert_eq!(setting.refused(&leaf, &[], json!({})).message, UNTRUSTED);
}

#[test]
fn revoked_certificates() {
    let mut setting = Setting::new();
    let intermediate = setting.ca.intermediate("Between");
    let (revoked, good) = (setting.ca.leaf("revoked"), setting.ca.leaf("good"));
    let below = intermediate.leaf("below");
    let pem = setting.ca.crl(&[&revoked, &intermediate.certificate]);
    setting.import(&pem, true);
    let error = setting.refused(&revoked, &[], json!({}));
    assert_eq!(error.message, "Certificate revoked");
    // Its own CA says that it is this certificate's, so that the event may tell.
    assert_eq!(
        error.event.unwrap().additional["certificate"]["fingerprint"],
        revoked.fingerprint_hex()
    );
    let error = setting.refused(&below, &[&intermediate], json!({}));
    assert_eq!(
        (error.message.as_str(), error.event),
        ("Certificate revoked", None)
    );
    setting.session(&good, &[], json!({})).unwrap();
}

#[test]
fn a_list_past_its_date_counts_and_is_told_of() {
    let mut setting = Setting::new();
    let (revoked, good) = (setting.ca.leaf("revoked"), setting.ca.leaf("good"));
    let pem = setting.ca.crl_until("2026-01-03T00:00:00Z", &[&revoked]);
    setting.import(&pem, true);
    setting.session(&good, &[], json!({})).unwrap();
    assert_eq!(setting.world.event.additional.get("warnings"), None);
    // The path is remembered, the date passes.
    setting.world.now += SignedDuration::from_hours(48);
    setting.session(&good, &[], json!({})).unwrap();
    assert_eq!(
        setting.world.event.additional["warnings"],
        json!([
            "the CRL of `CN=Example Root` was due to be replaced at 2026-01-03T00:00:00Z; it is still honoured"
        ])
    );
    assert_eq!(
        setting.refused(&revoked, &[], json!({})).message,
        "Certificate revoked"
    );
}

#[test]
fn a_list_that_cannot_be_trusted_or_read_ends_the_call() {
    let mut setting = Setting::new();
    let intermediate = setting.ca.intermediate("Between");
    let (direct, below) = (setting.ca.leaf("direct"), intermediate.leaf("below"));
    // Whether it is the intermediate's is seen now at the earliest.
    let pem = Ca::root("Between").crl(&[]);
    let crl = setting.import(&pem, true);
    assert_eq!(
        setting.refused(&below, &[&intermediate], json!({})).message,
        UNTRUSTED
    );
    setting.session(&direct, &[], json!({})).unwrap();

    let id = crl["crlId"].as_str().unwrap();
    let mut row = (**setting
        .world
        .snapshot
        .crl(account(), &setting.world.region, id)
        .unwrap())
    .clone();
    row.data = "damaged".into();
    setting.world.commit(&[row.put()]);
    let error = setting.refused(&direct, &[], json!({}));
    assert_eq!(error.message, UNTRUSTED);
    assert!(error.cause.unwrap().contains(id));
}

#[test]
fn switches() {
    let mut setting = Setting::new();
    let leaf = setting.ca.leaf("vm");
    let (anchor, profile) = (setting.anchor_id(), setting.profile_id());
    setting.world.ok("DisableProfile", profile.clone());
    let error = setting.refused(&leaf, &[], json!({}));
    assert_eq!(error.message, "Specified Profile is disabled.");
    assert!(error.event.is_some());
    setting.world.ok("DisableTrustAnchor", anchor.clone());
    let error = setting.refused(&leaf, &[], json!({}));
    assert_eq!(error.message, "Specified Trust Anchor is disabled.");
    assert!(error.event.is_some());
    let stranger = Ca::root("Another Root").leaf("vm");
    let error = setting.refused(&stranger, &[], json!({}));
    assert_eq!(
        (error.message.as_str(), error.event),
        ("Specified Trust Anchor is disabled.", None)
    );
    setting.world.ok("EnableTrustAnchor", anchor);
    setting.world.ok("EnableProfile", profile);
    setting.session(&leaf, &[], json!({})).unwrap();
}
