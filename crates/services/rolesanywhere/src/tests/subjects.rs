use serde_json::{Value as Json, json};

use super::certificates::Ca;
use super::world::{Setting, TRUST, members, missing, put_role, role_arn};

fn subject(setting: &mut Setting, arn: &Json) -> Json {
    let id = arn.as_str().unwrap().rsplit_once('/').unwrap().1.to_owned();
    setting.world.ok("GetSubject", json!({"subjectId": id}))["subject"].clone()
}

#[test]
fn a_subject_is_what_its_certificates_showed() {
    let mut setting = Setting::new();
    let pairs = [("O", "Example"), ("CN", "vm")];
    let (first, second) = (
        setting.ca.leaf_with(&pairs, |_| {}),
        setting.ca.leaf_with(&pairs, |_| {}),
    );
    let arn = setting.session(&first, &[], json!({})).unwrap()["subjectArn"].clone();
    let created = setting.world.now;
    let properties = json!({"instanceProperties": {"rack": "7"}});
    assert_eq!(
        setting.session(&second, &[], properties).unwrap()["subjectArn"],
        arn
    );

    let detail = subject(&mut setting, &arn);
    assert_eq!(
        members(&detail),
        [
            "createdAt",
            "credentials",
            "enabled",
            "instanceProperties",
            "lastSeenAt",
            "subjectArn",
            "subjectId",
            "updatedAt",
            "x509Subject"
        ]
    );
    assert_eq!(detail["subjectArn"], arn);
    assert_eq!(detail["x509Subject"], first.subject().to_string());
    assert_eq!(
        (&detail["enabled"], &detail["createdAt"]),
        (&json!(true), &json!(created.to_string()))
    );
    assert_ne!(detail["lastSeenAt"], detail["createdAt"]);
    let credentials = detail["credentials"].as_array().unwrap();
    for (credential, leaf) in credentials.iter().zip([&second, &first]) {
        assert_eq!(credential["serialNumber"], leaf.serial().to_decimal());
        assert_eq!(credential["x509CertificateData"], leaf.to_pem());
        assert_eq!(credential["issuer"], "CN=Example Root");
        assert_eq!(
            (&credential["enabled"], &credential["failed"]),
            (&json!(true), &json!(false))
        );
    }
    let seen = &detail["instanceProperties"].as_array().unwrap()[0];
    assert_eq!(
        (&seen["properties"], &seen["failed"]),
        (&json!({"rack": "7"}), &json!(false))
    );

    let listed = setting.world.ok("ListSubjects", json!({}))["subjects"].clone();
    assert_eq!(listed.as_array().unwrap().len(), 1);
    for key in members(&listed[0]) {
        assert_eq!(listed[0][key], detail[key]);
    }
}

#[test]
fn a_refused_request_is_seen_once_the_certificate_is_trusted() {
    let mut setting = Setting::new();
    let (known, stranger) = (
        setting.ca.leaf("known"),
        Ca::root("Example Root").leaf("stranger"),
    );
    setting.refused(&stranger, &[], json!({}));
    assert_eq!(setting.world.ok("ListSubjects", json!({}))["subjects"], json!([]));
    setting.refused(&known, &[], json!({"roleArn": role_arn("other")}));
    let listed = setting.world.ok("ListSubjects", json!({}))["subjects"].clone();
    let detail = subject(&mut setting, &listed[0]["subjectArn"]);
    assert_eq!(detail["credentials"][0]["failed"], true);
    setting.session(&known, &[], json!({})).unwrap();
    let detail = subject(&mut setting, &listed[0]["subjectArn"]);
    assert_eq!(detail["credentials"][0]["failed"], false);
}

#[test]
fn a_subject_belongs_to_its_region() {
    let mut setting = Setting::new();
    put_role(&mut setting.world, "machine", TRUST);
    let by_id = setting.profile_id();
    setting.world.ok(
        "UpdateProfile",
        super::world::with(json!({"roleArns": [role_arn("machine")]}), &by_id),
    );
    let leaf = setting.ca.leaf("vm");
    let arn = setting.session(&leaf, &[], json!({})).unwrap()["subjectArn"].clone();
    let id = arn.as_str().unwrap().rsplit_once('/').unwrap().1.to_owned();
    setting.world.region = "eu-west-1".parse().unwrap();
    missing(
        &mut setting.world,
        "GetSubject",
        json!({"subjectId": id}),
        "Subject",
    );
    assert_eq!(setting.world.ok("ListSubjects", json!({}))["subjects"], json!([]));
}
