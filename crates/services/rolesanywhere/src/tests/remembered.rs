//! A remembered certificate path never outlives what it was accepted under: after each change of the
//! configuration the next session is another, or none.

use serde_json::{Value as Json, json};
use tegata_pki::Certificate;
use tegata_session::{Claims, Origin};

use super::certificates::Ca;
use super::world::{Setting, TRUST, account, bundle, put_role, role_arn, with};

/// A setting with a certificate whose path is remembered.
fn remembered(parameters: Json) -> (Setting, Certificate) {
    let mut setting = Setting::with(parameters);
    let leaf = setting.ca.leaf_with(&[("O", "Example"), ("CN", "vm")], |_| {});
    let first = claims(&mut setting, &leaf);
    let again = claims(&mut setting, &leaf);
    assert_eq!(
        (first.tags, first.source_identity, first.origin),
        (again.tags, again.source_identity, again.origin)
    );
    assert_ne!(first.id, again.id);
    (setting, leaf)
}

fn claims(setting: &mut Setting, leaf: &Certificate) -> Claims {
    let answer = setting.session(leaf, &[], json!({})).unwrap();
    let token = answer["credentialSet"][0]["credentials"]["sessionToken"]
        .as_str()
        .unwrap();
    tegata_session::open(token, &setting.world.ring, setting.world.now)
        .unwrap()
        .claims
}

#[test]
fn another_mapping_makes_other_tags() {
    let (mut setting, leaf) = remembered(json!({}));
    let field = with(json!({"certificateField": "x509Subject"}), &setting.profile_id());
    setting.world.ok("DeleteAttributeMapping", field.clone());
    assert_eq!(claims(&mut setting, &leaf).tags.get("x509Subject/CN"), None);
    let rules = json!({"mappingRules": [{"specifier": "O"}]});
    setting.world.ok("PutAttributeMapping", with(rules, &field));
    let tags = claims(&mut setting, &leaf).tags;
    let found = (tags.get("x509Subject/O"), tags.get("x509Subject/CN"));
    assert_eq!(found, (Some("Example"), None));
    // Two profiles with other mappings, turn by turn.
    let input = json!({"name": "all", "roleArns": [role_arn("machine")], "enabled": true});
    let second = setting.world.ok("CreateProfile", input)["profile"].clone();
    for _ in 0..2 {
        let first = std::mem::replace(&mut setting.profile, second.clone());
        assert_eq!(claims(&mut setting, &leaf).tags.get("x509Subject/CN"), Some("vm"));
        setting.profile = first;
        assert_eq!(claims(&mut setting, &leaf).tags.get("x509Subject/CN"), None);
    }
}

#[test]
fn an_updated_profile_counts_at_once() {
    let (mut setting, leaf) = remembered(json!({}));
    let update = with(json!({"durationSeconds": 900}), &setting.profile_id());
    setting.world.ok("UpdateProfile", update);
    let session = claims(&mut setting, &leaf);
    assert_eq!((session.expires - session.issued).get_seconds(), 900);
    let id = setting.profile_id();
    setting.world.ok("DisableProfile", id);
    setting.refused(&leaf, &[], json!({}));
}

#[test]
fn a_role_made_anew_is_another() {
    let (mut setting, leaf) = remembered(json!({}));
    put_role(&mut setting.world, "machine", TRUST);
    setting.refused(&leaf, &[], json!({}));
    let update = with(json!({"roleArns": [role_arn("machine")]}), &setting.profile_id());
    setting.world.ok("UpdateProfile", update);
    let role = setting.world.snapshot.role_named(account(), "machine").unwrap();
    let principal = tegata_session::Principal::Role(role.id.clone());
    assert_eq!(claims(&mut setting, &leaf).principal, principal);
}

#[test]
fn a_disabled_anchor_ends_it() {
    let (mut setting, leaf) = remembered(json!({}));
    let id = setting.anchor_id();
    setting.world.ok("DisableTrustAnchor", id.clone());
    setting.refused(&leaf, &[], json!({}));
    setting.world.ok("EnableTrustAnchor", id);
    claims(&mut setting, &leaf);
}

#[test]
fn an_anchor_with_other_certificates_ends_it() {
    let (mut setting, leaf) = remembered(json!({}));
    let other = Ca::root("Other Root");
    let update = with(json!({"source": bundle(&[&other])}), &setting.anchor_id());
    setting.world.ok("UpdateTrustAnchor", update);
    setting.refused(&leaf, &[], json!({}));
}

#[test]
fn a_crl_that_lists_it_ends_it_while_enabled() {
    let (mut setting, leaf) = remembered(json!({}));
    let pem = setting.ca.crl(&[&leaf]);
    let crl = setting.import(&pem, true);
    setting.refused(&leaf, &[], json!({}));
    let id = json!({"crlId": crl["crlId"]});
    setting.world.ok("DisableCrl", id.clone());
    claims(&mut setting, &leaf);
    setting.world.ok("EnableCrl", id);
    setting.refused(&leaf, &[], json!({}));
}

#[test]
fn each_anchor_speaks_for_itself() {
    let (mut setting, leaf) = remembered(json!({}));
    let input = json!({"name": "second", "source": bundle(&[&setting.ca]), "enabled": true});
    let second = setting.world.ok("CreateTrustAnchor", input)["trustAnchor"].clone();
    for _ in 0..2 {
        let first = std::mem::replace(&mut setting.anchor, second.clone());
        for anchor in [second.clone(), first] {
            setting.anchor = anchor.clone();
            let Origin::Certificate(origin) = claims(&mut setting, &leaf).origin else {
                panic!("another origin")
            };
            assert_eq!(anchor["trustAnchorId"], origin.trust_anchor.as_str());
            let told = &setting.world.event.additional["certificate"]["trustAnchorArn"];
            assert_eq!(anchor["trustAnchorArn"], *told);
        }
    }
}

#[test]
fn another_certificate_of_the_same_name_is_told_apart() {
    let (mut setting, leaf) = remembered(json!({}));
    let twin = setting.ca.leaf_with(&[("O", "Example"), ("CN", "vm")], |_| {});
    for known in [&twin, &leaf, &twin] {
        let session = claims(&mut setting, known);
        let Origin::Certificate(origin) = session.origin else {
            panic!("another origin")
        };
        assert_eq!(origin.fingerprint, *known.fingerprint());
        assert_eq!(session.name, Some(known.serial().to_hex()));
    }
}
