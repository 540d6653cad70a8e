use serde_json::{Value as Json, json};

use super::certificates::Ca;
use super::world::{ACCOUNT, Setting, arn, bundle, invalid, members, missing, source, with, world};

const NOWHERE: &str = "00000000-0000-4000-8000-000000000000";

fn settings(anchor: &Json) -> &Vec<Json> {
    anchor["notificationSettings"].as_array().unwrap()
}

#[test]
fn a_trust_anchor_from_beginning_to_end() {
    let (mut world, ca) = (world(), Ca::root("Root"));
    let created = world.ok(
        "CreateTrustAnchor",
        json!({"name": "a", "source": bundle(&[&ca])}),
    )["trustAnchor"]
        .clone();
    assert_eq!(
        members(&created),
        [
            "createdAt",
            "enabled",
            "name",
            "notificationSettings",
            "source",
            "trustAnchorArn",
            "trustAnchorId",
            "updatedAt"
        ]
    );
    let id = created["trustAnchorId"].as_str().unwrap();
    assert_eq!(created["trustAnchorArn"], arn(&format!("trust-anchor/{id}")));
    assert_eq!(created["enabled"], false);
    assert_eq!(created["source"], bundle(&[&ca]));
    assert_eq!(created["createdAt"], created["updatedAt"]);
    assert_eq!(
        world.event.resources[0].resource_type,
        "AWS::RolesAnywhere::TrustAnchor"
    );
    assert_eq!(
        world.event.resources[0].name,
        created["trustAnchorArn"].as_str().unwrap()
    );

    let by_id = json!({"trustAnchorId": id});
    assert_eq!(world.ok("GetTrustAnchor", by_id.clone())["trustAnchor"], created);
    let enabled = world.ok("EnableTrustAnchor", by_id.clone())["trustAnchor"].clone();
    assert_eq!(enabled["enabled"], true);
    assert_ne!(enabled["updatedAt"], created["updatedAt"]);
    let again = world.ok("EnableTrustAnchor", by_id.clone())["trustAnchor"].clone();
    assert_ne!(again["updatedAt"], enabled["updatedAt"]);
    let disabled = world.ok("DisableTrustAnchor", by_id.clone())["trustAnchor"].clone();
    assert_eq!(
        (&disabled["enabled"], &disabled["createdAt"]),
        (&json!(false), &created["createdAt"])
    );

    let other = Ca::root("Other");
    let update = with(json!({"name": "b", "source": bundle(&[&other])}), &by_id);
    let updated = world.ok("UpdateTrustAnchor", update)["trustAnchor"].clone();
    assert_eq!(
        (&updated["name"], &updated["source"]),
        (&json!("b"), &bundle(&[&other]))
    );
    let kept = world.ok("UpdateTrustAnchor", by_id.clone())["trustAnchor"].clone();
    assert_eq!(
        (&kept["name"], &kept["source"]),
        (&updated["name"], &updated["source"])
    );
    assert_eq!(
        world.ok("ListTrustAnchors", json!({}))["trustAnchors"],
        json!([kept])
    );

    assert_eq!(world.ok("DeleteTrustAnchor", by_id.clone())["trustAnchor"], kept);
    for operation in [
        "GetTrustAnchor",
        "EnableTrustAnchor",
        "DisableTrustAnchor",
        "UpdateTrustAnchor",
        "DeleteTrustAnchor",
    ] {
        missing(&mut world, operation, by_id.clone(), "Trust anchor");
    }
}

#[test]
fn crls_go_with_their_anchor() {
    let mut setting = Setting::new();
    let pem = setting.ca.crl(&[]);
    let (first, second) = (setting.import(&pem, true), setting.import(&pem, false));
    let other = setting.world.ok(
        "CreateTrustAnchor",
        json!({"name": "other", "source": bundle(&[&setting.ca])}),
    )["trustAnchor"]
        .clone();
    let kept = setting.world.ok(
        "ImportCrl",
        json!({"name": "kept", "crlData": pem, "trustAnchorArn": other["trustAnchorArn"]}),
    )["crl"]
        .clone();
    let by_id = setting.anchor_id();
    setting.world.ok("DeleteTrustAnchor", by_id);
    assert_eq!(setting.world.changed, 3);
    let told: Vec<&str> = setting
        .world
        .event
        .resources
        .iter()
        .map(|r| r.name.as_str())
        .collect();
    for gone in [
        &setting.anchor["trustAnchorArn"],
        &first["crlArn"],
        &second["crlArn"],
    ] {
        assert!(told.contains(&gone.as_str().unwrap()));
    }
    assert_eq!(setting.world.ok("ListCrls", json!({}))["crls"], json!([kept]));
}

#[test]
fn what_cannot_be_an_anchor() {
    let ca = Ca::root("Root");
    let leaf = ca.leaf("leaf");
    let cut: String = ca.pem().chars().take(200).collect();
    let key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    let no_ca = "Incorrect basic constraints for CA certificate";
    let unsigned = Ca::root_with("No keyCertSign", |template| {
        template
            .extensions
            .retain(|extension| extension.oid() != "2.5.29.15");
        template
            .extensions
            .push(tegata_pki::issue::Extension::digital_signature());
    });
    let cases = [
        (leaf.to_pem(), no_ca),
        (
            unsigned.pem(),
            "the CA certificate `CN=No keyCertSign` has no key usage that includes keyCertSign",
        ),
        (
            "hello".into(),
            "The certificate bundle cannot be used: no `-----BEGIN CERTIFICATE-----` block was found.",
        ),
        (
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".into(),
            "The certificate bundle cannot be used: not a DER-encoded X.509 certificate.",
        ),
        (
            cut,
            "The certificate bundle cannot be used: the CERTIFICATE block that begins on line 1 has no \
             `-----END CERTIFICATE-----` line.",
        ),
        (
            format!("{}{key}", ca.pem()),
            "The certificate bundle holds a private key; give certificates alone, and replace that key.",
        ),
        // A good certificate does not excuse the next one.
        (ca.pem() + &leaf.to_pem(), no_ca),
    ];
    let mut world = world();
    let good = world.ok(
        "CreateTrustAnchor",
        json!({"name": "good", "source": bundle(&[&ca])}),
    );
    let id = &good["trustAnchor"]["trustAnchorId"];
    for (pem, message) in cases {
        let source = source("CERTIFICATE_BUNDLE", &pem);
        let said = invalid(
            &mut world,
            "CreateTrustAnchor",
            json!({"name": "a", "source": source}),
        );
        assert_eq!(said, message);
        let said = invalid(
            &mut world,
            "UpdateTrustAnchor",
            json!({"trustAnchorId": id, "source": source}),
        );
        assert_eq!(said, message);
    }
}

#[test]
fn sources_of_other_kinds() {
    let (mut world, ca) = (world(), Ca::root("Root"));
    let repository = source("SELF_SIGNED_REPOSITORY", &ca.pem());
    let made = world.ok("CreateTrustAnchor", json!({"name": "a", "source": repository}));
    assert_eq!(made["trustAnchor"]["source"], repository);
    for (source, part) in [
        (
            json!({"sourceType": "AWS_ACM_PCA", "sourceData": {"acmPcaArn": "arn:x"}}),
            "Given AWS PCA did not allow",
        ),
        (
            json!({"sourceData": {"x509CertificateData": ca.pem()}}),
            "must have a sourceType",
        ),
        (
            json!({"sourceType": "CERTIFICATE_BUNDLE"}),
            "must have x509CertificateData",
        ),
        (
            json!({"sourceType": "CERTIFICATE_BUNDLE", "sourceData": {}}),
            "Member must have exactly one member set",
        ),
        (
            json!({"sourceType": "CERTIFICATE_BUNDLE", "sourceData": {"acmPcaArn": "arn:x"}}),
            "must have x509CertificateData",
        ),
        (
            json!({"sourceType": "CERTIFICATE_BUNDLE",
                   "sourceData": {"x509CertificateData": ca.pem(), "acmPcaArn": "arn:x"}}),
            "Member must have exactly one member set",
        ),
        (
            json!({"sourceType": "SOMETHING", "sourceData": {"x509CertificateData": ca.pem()}}),
            "enum value set",
        ),
    ] {
        let said = invalid(
            &mut world,
            "CreateTrustAnchor",
            json!({"name": "a", "source": source}),
        );
        assert!(said.contains(part), "{said}");
    }
}

#[test]
fn an_intermediate_may_be_an_anchor() {
    let mut world = world();
    let intermediate = Ca::root("Root").intermediate("Intermediate");
    world.ok(
        "CreateTrustAnchor",
        json!({"name": "a", "source": bundle(&[&intermediate])}),
    );
}

#[test]
fn distribution_points_cannot_be_turned_on() {
    let (mut world, ca) = (world(), Ca::root("Root"));
    let create = json!({"name": "a", "source": bundle(&[&ca])});
    let off = world.ok(
        "CreateTrustAnchor",
        with(json!({"crlDpRevocationEnabled": false}), &create),
    );
    assert_eq!(off["trustAnchor"]["crlDpRevocationEnabled"], false);
    let on = json!({"crlDpRevocationEnabled": true});
    let said = invalid(&mut world, "CreateTrustAnchor", with(on.clone(), &create));
    assert!(said.starts_with("crlDpRevocationEnabled cannot be turned on"));
    let id = json!({"trustAnchorId": off["trustAnchor"]["trustAnchorId"]});
    invalid(&mut world, "UpdateTrustAnchor", with(on, &id));
    assert_eq!(
        world.ok("UpdateTrustAnchor", id)["trustAnchor"]["crlDpRevocationEnabled"],
        false
    );
}

#[test]
fn quotas() {
    let mut world = world();
    let authorities = [Ca::root("One"), Ca::root("Two"), Ca::root("Three")];
    let [one, two, three] = &authorities;
    let create = |source| json!({"name": "a", "source": source});
    world.limits.trust_anchors = 1;
    let said = invalid(
        &mut world,
        "CreateTrustAnchor",
        create(bundle(&[one, two, three])),
    );
    assert_eq!(
        said,
        "The certificate bundle holds 3 certificates; a trust anchor can have 2 at most."
    );
    world.ok("CreateTrustAnchor", create(bundle(&[one, two])));
    let said = invalid(&mut world, "CreateTrustAnchor", create(bundle(&[one])));
    assert_eq!(said, "The quota of trust anchors (1) is used up.");
    // It is a quota of the region.
    world.region = "eu-west-1".parse().unwrap();
    world.ok("CreateTrustAnchor", create(bundle(&[one])));
}

#[test]
fn a_region_does_not_see_another() {
    let mut setting = Setting::new();
    let (by_id, arn) = (setting.anchor_id(), setting.anchor["trustAnchorArn"].clone());
    let world = &mut setting.world;
    world.region = "eu-west-1".parse().unwrap();
    missing(world, "GetTrustAnchor", by_id, "Trust anchor");
    missing(
        world,
        "GetTrustAnchor",
        json!({"trustAnchorId": arn}),
        "Trust anchor",
    );
    assert_eq!(world.ok("ListTrustAnchors", json!({}))["trustAnchors"], json!([]));
}

#[test]
fn notification_settings_stand_in_the_place_of_defaults() {
    let mut setting = Setting::new();
    let default = |event: &str| {
        json!({"enabled": true, "event": event, "threshold": 45, "channel": "ALL",
               "configuredBy": "rolesanywhere.amazonaws.com"})
    };
    let (ca, leaf) = (
        default("CA_CERTIFICATE_EXPIRY"),
        default("END_ENTITY_CERTIFICATE_EXPIRY"),
    );
    assert_eq!(*settings(&setting.anchor), [ca.clone(), leaf.clone()]);
    let by_id = setting.anchor_id();
    let world = &mut setting.world;

    let put = with(
        json!({"notificationSettings": [{"enabled": true, "event": "END_ENTITY_CERTIFICATE_EXPIRY", "threshold": 7}]}),
        &by_id,
    );
    let own = json!({"enabled": true, "event": "END_ENTITY_CERTIFICATE_EXPIRY", "threshold": 7, "channel": "ALL",
                     "configuredBy": ACCOUNT});
    let answer = world.ok("PutNotificationSettings", put)["trustAnchor"].clone();
    assert_eq!(*settings(&answer), [ca.clone(), own]);
    let off = with(
        json!({"notificationSettings": [
            {"enabled": false, "event": "END_ENTITY_CERTIFICATE_EXPIRY", "channel": "ALL"}]}),
        &by_id,
    );
    let answer = world.ok("PutNotificationSettings", off)["trustAnchor"].clone();
    let own = json!({"enabled": false, "event": "END_ENTITY_CERTIFICATE_EXPIRY", "channel": "ALL",
                     "configuredBy": ACCOUNT});
    assert_eq!(*settings(&answer), [ca.clone(), own]);
    assert_eq!(world.ok("GetTrustAnchor", by_id.clone())["trustAnchor"], answer);

    let reset = json!({"notificationSettingKeys": [
        {"event": "END_ENTITY_CERTIFICATE_EXPIRY"}, {"event": "CA_CERTIFICATE_EXPIRY", "channel": "ALL"}]});
    let answer = world.ok("ResetNotificationSettings", with(reset, &by_id))["trustAnchor"].clone();
    assert_eq!(*settings(&answer), [ca, leaf]);
}

#[test]
fn notification_settings_that_are_refused() {
    let mut setting = Setting::new();
    let by_id = setting.anchor_id();
    let one = json!({"enabled": true, "event": "CA_CERTIFICATE_EXPIRY", "threshold": 5});
    let same = with(json!({"channel": "ALL"}), &one);
    let cases = [
        (
            json!([{"enabled": true, "event": "CA_CERTIFICATE_EXPIRY"}]),
            "The notification setting for CA_CERTIFICATE_EXPIRY must have a threshold, since it is enabled.",
        ),
        (
            json!([one, same]),
            "The notification setting for CA_CERTIFICATE_EXPIRY is given twice.",
        ),
    ];
    for (settings, message) in cases {
        let put = with(json!({"notificationSettings": settings}), &by_id);
        assert_eq!(
            invalid(&mut setting.world, "PutNotificationSettings", put),
            message
        );
        let source = bundle(&[&setting.ca]);
        let create = json!({"name": "a", "source": source, "notificationSettings": settings});
        assert_eq!(invalid(&mut setting.world, "CreateTrustAnchor", create), message);
    }
    for bad in [
        json!({"enabled": true, "event": "CA_CERTIFICATE_EXPIRY", "threshold": 0}),
        json!({"enabled": true, "event": "CA_CERTIFICATE_EXPIRY", "threshold": 361}),
        json!({"enabled": true, "event": "OTHER", "threshold": 5}),
        json!({"enabled": true, "event": "CA_CERTIFICATE_EXPIRY", "threshold": 5, "channel": "SMS"}),
    ] {
        invalid(
            &mut setting.world,
            "PutNotificationSettings",
            with(json!({"notificationSettings": [bad]}), &by_id),
        );
    }
    let nowhere = json!({"trustAnchorId": NOWHERE, "notificationSettings": []});
    missing(
        &mut setting.world,
        "PutNotificationSettings",
        nowhere,
        "Trust anchor",
    );
    let nowhere = json!({"trustAnchorId": NOWHERE, "notificationSettingKeys": []});
    missing(
        &mut setting.world,
        "ResetNotificationSettings",
        nowhere,
        "Trust anchor",
    );
}

#[test]
fn settings_may_be_given_at_creation() {
    let (mut world, ca) = (world(), Ca::root("Root"));
    let given =
        json!({"enabled": true, "event": "CA_CERTIFICATE_EXPIRY", "threshold": 360, "channel": "ALL"});
    let create = json!({"name": "a", "source": bundle(&[&ca]), "notificationSettings": [given]});
    let made = world.ok("CreateTrustAnchor", create)["trustAnchor"].clone();
    assert_eq!(settings(&made)[0], with(json!({"configuredBy": ACCOUNT}), &given));
}
