//! What a session is made of, and what roles and profiles refuse.

use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use tegata_authz::Identity;
use tegata_pki::issue::{AlternativeName, Extension};
use tegata_session::{Claims, Kind, Origin};
use tegata_state::Entity as _;

use super::world::{
    ACCOUNT, Setting, TRUST, account, allow, arn, members, put_role, role_arn, user_with, with,
};

/// The session as its token tells it.
fn opened(setting: &Setting, answer: &Json) -> Claims {
    let credentials = &answer["credentialSet"][0]["credentials"];
    let token = credentials["sessionToken"].as_str().unwrap();
    let opened = tegata_session::open(token, &setting.world.ring, setting.world.now).unwrap();
    assert_eq!(
        *opened.secret_access_key.expose(),
        credentials["secretAccessKey"].as_str().unwrap()
    );
    opened.claims
}

fn unable(role: &str, suffix: &str) -> String {
    format!("Unable to assume role for {}.{suffix}", role_arn(role))
}

/// A trust policy with this condition.
fn trust_if(condition: &Json) -> String {
    let mut policy: Json = serde_json::from_str(TRUST).unwrap();
    policy["Statement"]["Condition"] = condition.clone();
    policy.to_string()
}

/// Trusts anew, without making another role of it.
fn retrust(setting: &mut Setting, trust: &str) {
    let mut role = (*setting.world.role("machine")).clone();
    role.trust = tegata_state::PolicyDoc::new(trust);
    setting.world.commit(&[role.put()]);
}

#[test]
fn a_session_in_all_its_parts() {
    let mut setting = Setting::new();
    let leaf = setting.ca.leaf("vm");
    let answer = setting.session(&leaf, &[], json!({})).unwrap();
    assert_eq!(members(&answer), ["credentialSet", "subjectArn"]);
    let set = &answer["credentialSet"][0];
    assert_eq!(answer["credentialSet"].as_array().unwrap().len(), 1);
    assert_eq!(
        members(set),
        [
            "assumedRoleUser",
            "credentials",
            "packedPolicySize",
            "roleArn",
            "sourceIdentity"
        ]
    );
    let (role, name) = (setting.world.role("machine"), leaf.serial().to_hex());
    assert_eq!(
        set["assumedRoleUser"],
        json!({
            "arn": format!("arn:aws:sts::{ACCOUNT}:assumed-role/machine/{name}"),
            "assumedRoleId": format!("{}:{name}", role.id),
        })
    );
    assert_eq!(
        (&set["roleArn"], &set["sourceIdentity"]),
        (&json!(role_arn("machine")), &json!("CN=vm"))
    );
    let expires = setting.world.now + SignedDuration::from_hours(1);
    assert_eq!(set["credentials"]["expiration"], expires.to_string());
    assert!(
        answer["subjectArn"]
            .as_str()
            .unwrap()
            .starts_with(&arn("subject/"))
    );

    let claims = opened(&setting, &answer);
    assert_eq!((claims.kind, claims.expires), (Kind::AssumedRole, expires));
    assert_eq!(
        (claims.name.as_ref(), claims.source_identity.as_deref()),
        (Some(&name), Some("CN=vm"))
    );
    assert_eq!(
        (
            claims.tags.get("x509Subject/CN"),
            claims.tags.get("x509Issuer/CN")
        ),
        (Some("vm"), Some("Example Root"))
    );
    assert_eq!(
        (claims.transitive_tag_keys.len(), claims.chained, claims.policy),
        (0, false, None)
    );
    let Origin::Certificate(origin) = claims.origin else {
        panic!("another origin")
    };
    assert_eq!((origin.fingerprint, &origin.serial), (*leaf.fingerprint(), &name));
    assert_eq!(
        origin.trust_anchor,
        setting.anchor["trustAnchorId"].as_str().unwrap()
    );
}

#[test]
fn the_events_of_a_session() {
    let mut setting = Setting::with(json!({
        "sessionPolicy": allow("s3:*", "*"), "managedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"],
    }));
    let leaf = setting.ca.leaf("vm");
    let answer = setting.session(&leaf, &[], json!({})).unwrap();
    let event = setting.world.event.clone();
    let told: Vec<&str> = event
        .resources
        .iter()
        .map(|resource| resource.name.as_str())
        .collect();
    let text = |json: &Json| json.as_str().unwrap().to_owned();
    assert_eq!(
        told,
        [
            text(&setting.anchor["trustAnchorArn"]),
            text(&setting.profile["profileArn"]),
            role_arn("machine"),
            text(&answer["subjectArn"]),
        ]
    );
    let issued = event.issued.unwrap();
    assert_eq!(
        issued.access_key_id,
        answer["credentialSet"][0]["credentials"]["accessKeyId"]
            .as_str()
            .unwrap()
    );
    assert_eq!(
        event.additional["certificate"]["fingerprint"],
        leaf.fingerprint_hex()
    );
    assert_eq!(
        event.additional["certificate"]["serialNumber"],
        leaf.serial().to_hex()
    );
    assert_eq!(event.additional.get("warnings"), None);

    let second = event.second.unwrap();
    assert_eq!(
        (second.event_source, second.event_name, second.invoked_by),
        ("sts.amazonaws.com", "AssumeRole", "rolesanywhere.amazonaws.com")
    );
    let asked = second.request_parameters;
    assert_eq!(
        members(&asked),
        [
            "durationSeconds",
            "policy",
            "policyArns",
            "principalTags",
            "roleArn",
            "roleSessionName",
            "sourceIdentity"
        ]
    );
    assert_eq!(asked["principalTags"]["x509Subject/CN"], "vm");
    assert_eq!(
        asked["policyArns"],
        json!([{"arn": "arn:aws:iam::aws:policy/AdministratorAccess"}])
    );
    let told = format!("{}{}", asked, second.response_elements);
    for secret in ["secretAccessKey", "sessionToken"] {
        let secret = answer["credentialSet"][0]["credentials"][secret]
            .as_str()
            .unwrap();
        assert!(!told.contains(secret));
    }
}

#[test]
fn an_absent_member_has_no_place_in_the_event() {
    let mut setting = Setting::new();
    for field in ["x509Issuer", "x509SAN", "x509Subject"] {
        let input = with(json!({"certificateField": field}), &setting.profile_id());
        setting.world.ok("DeleteAttributeMapping", input);
    }
    let leaf = setting.ca.leaf("vm");
    setting.session(&leaf, &[], json!({})).unwrap();
    let second = setting.world.event.second.clone().unwrap();
    let parameters = members(&second.request_parameters);
    assert_eq!(
        parameters,
        ["durationSeconds", "roleArn", "roleSessionName", "sourceIdentity"]
    );
    assert!(
        second
            .response_elements
            .as_object()
            .unwrap()
            .values()
            .all(|value| !value.is_null())
    );
}

#[test]
fn aliases_stand_for_their_resources_and_never_for_the_source() {
    let mut setting = Setting::with(json!({"aliasName": "profile"}));
    let named = with(json!({"aliasName": "anchor"}), &setting.anchor_id());
    setting.world.ok("UpdateTrustAnchor", named);
    let anchor = setting.anchor["trustAnchorArn"].clone();
    retrust(
        &mut setting,
        &trust_if(&json!({"ArnEquals": {"aws:SourceArn": anchor}})),
    );
    let leaf = setting.ca.leaf("vm");
    let aliases = json!({
        "trustAnchorArn": arn("alias/trust-anchor/anchor"), "profileArn": arn("alias/profile/profile"),
    });
    setting.session(&leaf, &[], aliases).unwrap();
    // The event names what was meant.
    let told: Vec<&str> = setting
        .world
        .event
        .resources
        .iter()
        .map(|r| r.name.as_str())
        .collect();
    assert!(told.contains(&setting.profile["profileArn"].as_str().unwrap()));
}

#[test]
fn the_shorter_duration_counts() {
    let mut setting = Setting::with(json!({"durationSeconds": 3000}));
    let leaf = setting.ca.leaf("vm");
    for (asked, given) in [
        (json!({}), 3000),
        (json!({"durationSeconds": 900}), 900),
        (json!({"durationSeconds": 43_200}), 3000),
    ] {
        let answer = setting.session(&leaf, &[], asked).unwrap();
        let claims = opened(&setting, &answer);
        assert_eq!(
            claims.expires.duration_since(claims.issued),
            SignedDuration::from_secs(given)
        );
    }
    let update = with(json!({"durationSeconds": 3601}), &setting.profile_id());
    setting.world.ok("UpdateProfile", update);
    let long = " The requested DurationSeconds exceeds the MaxSessionDuration set for this role.";
    assert_eq!(
        setting.refused(&leaf, &[], json!({})).message,
        unable("machine", long)
    );
    setting
        .session(&leaf, &[], json!({"durationSeconds": 3600}))
        .unwrap();
    for bad in [899, 43_201] {
        let error = setting
            .session(&leaf, &[], json!({"durationSeconds": bad}))
            .unwrap_err();
        assert_eq!((error.code.as_ref(), error.status), ("ValidationException", 400));
    }
}

#[test]
fn session_names() {
    let mut setting = Setting::new();
    let leaf = setting.ca.leaf("vm");
    let named = json!({"roleSessionName": "build-7@host"});
    let error = setting.refused(&leaf, &[], named.clone());
    assert_eq!(error.message, "Role session name is not accepted by the profile.");
    assert!(error.event.is_some());
    let accept = with(json!({"acceptRoleSessionName": true}), &setting.profile_id());
    setting.world.ok("UpdateProfile", accept);
    for (parameters, name) in [
        (named, "build-7@host".to_owned()),
        (json!({"sessionName": "of another time"}), leaf.serial().to_hex()),
    ] {
        let answer = setting.session(&leaf, &[], parameters).unwrap();
        assert_eq!(opened(&setting, &answer).name, Some(name));
    }
}

#[test]
fn the_trust_policy_must_allow_three_actions() {
    let mut setting = Setting::new();
    let leaf = setting.ca.leaf("vm");
    for missing in ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"] {
        retrust(
            &mut setting,
            &TRUST.replace(&format!("\"{missing}\""), "\"sts:GetCallerIdentity\""),
        );
        let error = setting.refused(&leaf, &[], json!({}));
        assert_eq!(error.message, unable("machine", ""));
        assert_eq!(error.denied.unwrap().action, missing);
        assert_eq!(error.event.unwrap().observations.len(), 1);
    }
    // Another service is not Roles Anywhere, and neither is the account.
    for principal in [r#"{"Service":"ec2.amazonaws.com"}"#, r#"{"AWS":"111122223333"}"#] {
        retrust(
            &mut setting,
            &TRUST.replace(r#"{"Service":"rolesanywhere.amazonaws.com"}"#, principal),
        );
        assert_eq!(
            setting.refused(&leaf, &[], json!({})).message,
            unable("machine", "")
        );
    }
}

#[test]
fn what_the_trust_policy_can_ask_for() {
    let mut setting = Setting::new();
    let leaf = setting.ca.leaf("vm");
    let anchor = setting.anchor["trustAnchorArn"].clone();
    for (condition, good) in [
        (json!({"ArnEquals": {"aws:SourceArn": anchor}}), true),
        (json!({"StringEquals": {"aws:SourceAccount": ACCOUNT}}), true),
        (
            json!({"StringEquals": {"aws:PrincipalTag/x509Subject/CN": "vm"}}),
            true,
        ),
        (
            json!({"StringEquals": {"aws:RequestTag/x509Issuer/CN": "Example Root"}}),
            true,
        ),
        (json!({"StringEquals": {"sts:SourceIdentity": "CN=vm"}}), true),
        (
            json!({"StringEquals": {"sts:RoleSessionName": leaf.serial().to_hex()}}),
            true,
        ),
        (
            json!({"ForAllValues:StringEquals": {"aws:TagKeys": ["x509Subject/CN", "x509Issuer/CN"]}}),
            true,
        ),
        (json!({"Null": {"sts:TransitiveTagKeys": "true"}}), true),
        (
            json!({"ArnEquals": {"aws:SourceArn": setting.profile["profileArn"]}}),
            false,
        ),
        (
            json!({"StringEquals": {"aws:SourceAccount": "444455556666"}}),
            false,
        ),
        (
            json!({"StringEquals": {"aws:PrincipalTag/x509Subject/CN": "other"}}),
            false,
        ),
        (
            json!({"StringEquals": {"aws:PrincipalTag/x509Subject/OU": "vm"}}),
            false,
        ),
    ] {
        retrust(&mut setting, &trust_if(&condition));
        assert_eq!(
            setting.session(&leaf, &[], json!({})).is_ok(),
            good,
            "{condition}"
        );
    }
}

#[test]
fn attributes_that_are_no_tags_are_told_with_a_denial_alone() {
    let mut setting = Setting::new();
    let wild = setting.ca.leaf_with(&[("CN", "vm"), ("O", "A, B")], |template| {
        template
            .extensions
            .push(Extension::alternative_names(&[AlternativeName::Dns(
                "*.example.com".into(),
            )]));
    });
    let answer = setting.session(&wild, &[], json!({})).unwrap();
    let tags = opened(&setting, &answer).tags;
    assert_eq!(
        (
            tags.get("x509Subject/CN"),
            tags.get("x509Subject/O"),
            tags.get("x509SAN/DNS")
        ),
        (Some("vm"), None, None)
    );
    retrust(
        &mut setting,
        &trust_if(&json!({"StringLike": {"aws:PrincipalTag/x509SAN/DNS": "*"}})),
    );
    let suffix = " Some attributes failed to be mapped into session tags. \
                  Issuer: [  ]; Subject: [ O ]; SAN: [ DNS/2 ]";
    assert_eq!(
        setting.refused(&wild, &[], json!({})).message,
        unable("machine", suffix)
    );
}

#[test]
fn roles_that_cannot_be_taken() {
    let mut setting = Setting::new();
    put_role(&mut setting.world, "other", TRUST);
    let leaf = setting.ca.leaf("vm");
    // Not listed, listed nowhere, of another path, of another account.
    for other in [
        role_arn("other"),
        role_arn("nothing"),
        role_arn("path/machine"),
        "arn:aws:iam::444455556666:role/machine".to_owned(),
    ] {
        let error = setting.refused(&leaf, &[], json!({"roleArn": other}));
        assert_eq!(error.message, format!("Unable to assume role for {other}."));
        assert!(error.event.is_some() && error.cause.is_some());
    }
    // Made anew under the same name: what the profile lists is the former one.
    put_role(&mut setting.world, "machine", TRUST);
    let error = setting.refused(&leaf, &[], json!({}));
    assert_eq!(error.message, unable("machine", ""));
    assert!(error.cause.unwrap().contains("an earlier role of that name"));
    let anew = with(
        json!({"roleArns": [role_arn("machine"), role_arn("later")]}),
        &setting.profile_id(),
    );
    setting.world.ok("UpdateProfile", anew);
    setting.session(&leaf, &[], json!({})).unwrap();
    // Gone altogether.
    let gone = setting.world.role("machine").delete();
    setting.world.commit(&[gone]);
    assert_eq!(
        setting.refused(&leaf, &[], json!({})).message,
        unable("machine", "")
    );
    // Listed before it was there.
    assert_eq!(
        setting
            .refused(&leaf, &[], json!({"roleArn": role_arn("later")}))
            .message,
        unable("later", "")
    );
    put_role(&mut setting.world, "later", TRUST);
    setting
        .session(&leaf, &[], json!({"roleArn": role_arn("later")}))
        .unwrap();
}

#[test]
fn session_policies_come_from_the_profile() {
    let policy = allow("s3:*", "*");
    let mut setting = Setting::with(json!({
        "sessionPolicy": policy, "managedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"],
    }));
    let leaf = setting.ca.leaf("vm");
    let answer = setting.session(&leaf, &[], json!({})).unwrap();
    let claims = opened(&setting, &answer);
    assert_eq!((claims.policy, claims.managed_policies.len()), (Some(policy), 1));
    let unknown = format!("arn:aws:iam::{ACCOUNT}:policy/none");
    let update = with(json!({"managedPolicyArns": [unknown]}), &setting.profile_id());
    setting.world.ok("UpdateProfile", update);
    let message = unable("machine", &format!(" {unknown} is invalid"));
    assert_eq!(setting.refused(&leaf, &[], json!({})).message, message);
}

#[test]
fn resources_that_are_not_there() {
    let mut setting = Setting::new();
    let leaf = setting.ca.leaf("vm");
    let nowhere = "00000000-0000-4000-8000-000000000000";
    for (parameters, noun) in [
        (
            json!({"trustAnchorArn": arn(&format!("trust-anchor/{nowhere}"))}),
            "Trust anchor",
        ),
        (
            json!({"trustAnchorArn": arn("alias/trust-anchor/none")}),
            "Trust anchor",
        ),
        (
            json!({"profileArn": arn(&format!("profile/{nowhere}"))}),
            "Profile",
        ),
        (
            json!({"profileArn": setting.profile["profileArn"].as_str().unwrap().replace(ACCOUNT, "444455556666")}),
            "Profile",
        ),
    ] {
        let error = setting.session(&leaf, &[], parameters).unwrap_err();
        assert_eq!(
            (error.code.as_ref(), error.status),
            ("ResourceNotFoundException", 404)
        );
        assert_eq!(error.message, format!("{noun} not found."));
    }
    // A bare id is not for this operation.
    let id = setting.anchor_id()["trustAnchorId"].clone();
    let error = setting
        .session(&leaf, &[], json!({"trustAnchorArn": id}))
        .unwrap_err();
    assert_eq!(error.code, "ValidationException");
}

#[test]
fn nobody_gets_a_session_without_a_certificate() {
    let mut setting = Setting::new();
    let input = json!({
        "trustAnchorArn": setting.anchor["trustAnchorArn"], "profileArn": setting.profile["profileArn"],
        "roleArn": role_arn("machine"), "cert": data_encoding::BASE64.encode(setting.ca.leaf("vm").der()),
    });
    let user = user_with(&mut setting.world, &allow("*", "*"));
    for who in [Identity::Root(account()), user] {
        let error = setting
            .world
            .call(&who, "CreateSession", input.clone())
            .unwrap_err();
        assert_eq!(
            (error.code.as_ref(), error.status),
            ("AccessDeniedException", 403)
        );
    }
}
