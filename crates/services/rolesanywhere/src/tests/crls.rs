use serde_json::json;

use super::certificates::Ca;
use super::world::{Setting, arn, bundle, invalid, members, missing, with};

#[test]
fn a_crl_from_beginning_to_end() {
    let mut setting = Setting::new();
    let (empty, leaf) = (setting.ca.crl(&[]), setting.ca.leaf("revoked"));
    let import = json!({"name": "c", "crlData": empty, "trustAnchorArn": setting.anchor["trustAnchorArn"]});
    let created = setting.world.ok("ImportCrl", import)["crl"].clone();
    assert_eq!(
        members(&created),
        [
            "createdAt",
            "crlArn",
            "crlData",
            "crlId",
            "enabled",
            "name",
            "trustAnchorArn",
            "updatedAt"
        ]
    );
    let id = created["crlId"].as_str().unwrap();
    assert_eq!(created["crlArn"], arn(&format!("crl/{id}")));
    assert_eq!(
        (&created["enabled"], &created["crlData"]),
        (&json!(false), &json!(empty))
    );
    assert_eq!(created["trustAnchorArn"], setting.anchor["trustAnchorArn"]);
    assert_eq!(
        setting.world.event.resources[0].resource_type,
        "AWS::RolesAnywhere::CRL"
    );

    let by_id = json!({"crlId": id});
    let full = setting.ca.crl(&[&leaf]);
    let world = &mut setting.world;
    assert_eq!(world.ok("GetCrl", by_id.clone())["crl"], created);
    assert_eq!(world.ok("EnableCrl", by_id.clone())["crl"]["enabled"], true);
    let updated = world.ok("UpdateCrl", with(json!({"name": "d", "crlData": full}), &by_id))["crl"].clone();
    assert_eq!(
        (&updated["name"], &updated["crlData"]),
        (&json!("d"), &json!(full))
    );
    assert_eq!(updated["enabled"], true);
    assert_ne!(updated["updatedAt"], created["updatedAt"]);
    let kept = world.ok("UpdateCrl", by_id.clone())["crl"].clone();
    assert_eq!((&kept["name"], &kept["crlData"]), (&json!("d"), &json!(full)));
    let disabled = world.ok("DisableCrl", by_id.clone())["crl"].clone();
    assert_eq!(disabled["enabled"], false);
    assert_eq!(world.ok("ListCrls", json!({}))["crls"], json!([disabled]));
    assert_eq!(world.ok("DeleteCrl", by_id.clone())["crl"], disabled);
    for operation in ["GetCrl", "EnableCrl", "DisableCrl", "UpdateCrl", "DeleteCrl"] {
        missing(world, operation, by_id.clone(), "CRL");
    }
}

#[test]
fn a_crl_must_be_of_its_anchor_if_it_says_so() {
    let mut setting = Setting::new();
    let impostor = Ca::root("Example Root");
    let import =
        |pem: &str| json!({"name": "c", "crlData": pem, "trustAnchorArn": setting.anchor["trustAnchorArn"]});
    let (forged, other) = (
        import(&impostor.crl(&[])),
        import(&setting.ca.intermediate("Below").crl(&[])),
    );
    let message = "The CRL does not belong to the trust anchor: \
                   the CRL of `CN=Example Root` is not signed by that issuer's key.";
    assert_eq!(invalid(&mut setting.world, "ImportCrl", forged), message);
    // Who issued it is seen with a session at the earliest.
    let made = setting.world.ok("ImportCrl", other)["crl"].clone();
    let update = json!({"crlId": made["crlId"], "crlData": impostor.crl(&[])});
    assert_eq!(invalid(&mut setting.world, "UpdateCrl", update), message);
}

#[test]
fn an_anchor_that_changed_its_key_has_lists_of_both() {
    let mut setting = Setting::new();
    let next = Ca::root("Example Root");
    let source = bundle(&[&setting.ca, &next]);
    let by_id = setting.anchor_id();
    setting
        .world
        .ok("UpdateTrustAnchor", with(json!({"source": source}), &by_id));
    let (old, new) = (setting.ca.crl(&[]), next.crl(&[]));
    setting.import(&old, true);
    setting.import(&new, true);
}

#[test]
fn an_anchor_that_may_not_sign_lists() {
    let mut setting = Setting::new();
    let mute = Ca::root_with("Mute", |template| {
        template
            .extensions
            .retain(|extension| extension.oid() != "2.5.29.15");
        // keyCertSign alone.
        template.extensions.push(tegata_pki::issue::Extension::raw(
            "2.5.29.15",
            true,
            &[0x03, 0x02, 0x02, 0x04],
        ));
    });
    let by_id = setting.anchor_id();
    setting.world.ok(
        "UpdateTrustAnchor",
        with(json!({"source": bundle(&[&mute])}), &by_id),
    );
    let import =
        json!({"name": "c", "crlData": mute.crl(&[]), "trustAnchorArn": setting.anchor["trustAnchorArn"]});
    let said = invalid(&mut setting.world, "ImportCrl", import);
    assert!(said.contains("does not include cRLSign"), "{said}");
}

#[test]
fn what_is_no_crl() {
    let mut setting = Setting::new();
    let good = setting.ca.crl(&[]);
    for data in [
        "nonsense".to_owned(),
        setting.ca.pem(),
        good.chars().take(100).collect(),
        format!("{good}{good}"),
    ] {
        let import =
            json!({"name": "c", "crlData": data, "trustAnchorArn": setting.anchor["trustAnchorArn"]});
        let said = invalid(&mut setting.world, "ImportCrl", import);
        assert!(said.starts_with("The CRL cannot be used: "), "{said}");
    }
    let import =
        json!({"name": "c", "crlData": "x".repeat(300_001), "trustAnchorArn": arn("trust-anchor/x")});
    invalid(&mut setting.world, "ImportCrl", import);
}

#[test]
fn the_anchor_is_named_by_its_own_arn_alone() {
    let mut setting = Setting::new();
    let by_id = setting.anchor_id();
    let alias = with(json!({"aliasName": "ours"}), &by_id);
    let alias_arn = setting.world.ok("UpdateTrustAnchor", alias)["trustAnchor"]["aliasArn"].clone();
    let pem = setting.ca.crl(&[]);
    for anchor in [
        alias_arn,
        json!(arn("trust-anchor/00000000-0000-4000-8000-000000000000")),
    ] {
        let import = json!({"name": "c", "crlData": pem, "trustAnchorArn": anchor});
        missing(&mut setting.world, "ImportCrl", import, "Trust anchor");
    }
    let import = json!({"name": "c", "crlData": pem, "trustAnchorArn": arn("profile/x")});
    invalid(&mut setting.world, "ImportCrl", import);
}

#[test]
fn two_lists_for_an_anchor() {
    let mut setting = Setting::new();
    let pem = setting.ca.crl(&[]);
    let first = setting.import(&pem, false);
    setting.import(&pem, false);
    let import = json!({"name": "c", "crlData": pem, "trustAnchorArn": setting.anchor["trustAnchorArn"]});
    let said = invalid(&mut setting.world, "ImportCrl", import);
    assert_eq!(said, "The quota of CRLs of a trust anchor (2) is used up.");
    setting.world.ok("DeleteCrl", json!({"crlId": first["crlId"]}));
    setting.import(&pem, false);
}
