//! Every operation is refused without permission, allowed with exactly the permission that the table
//! says, and always allowed to the root user. A row without a line here fails.

use serde_json::{Value as Json, json};
use tegata_authz::Identity;

use super::world::{Setting, World, allow, arn, bundle, role_arn, user_with, with};
use crate::{ROWS, SERVICE};

/// An operation, what it is called with, and each `action resource` that it needs.
struct Line(&'static str, Json, Vec<(String, String)>);

/// Something of every kind, and the subject's ARN.
fn furnished() -> (Setting, Json, String) {
    let mut setting = Setting::new();
    let pem = setting.ca.crl(&[]);
    let crl = setting.import(&pem, true);
    let leaf = setting.ca.leaf("vm");
    let session = setting.session(&leaf, &[], json!({})).unwrap();
    (setting, crl, session["subjectArn"].as_str().unwrap().to_owned())
}

fn lines(setting: &Setting, crl: &Json, subject: &str) -> Vec<Line> {
    let text = |json: &Json| json.as_str().unwrap().to_owned();
    let on = |operation: &'static str, input: Json, resource: &str| {
        Line(
            operation,
            input,
            vec![(format!("rolesanywhere:{operation}"), resource.to_owned())],
        )
    };
    let (anchor, profile) = (
        text(&setting.anchor["trustAnchorArn"]),
        text(&setting.profile["profileArn"]),
    );
    let crl_arn = text(&crl["crlArn"]);
    let (by_anchor, by_profile) = (setting.anchor_id(), setting.profile_id());
    let by_crl = json!({"crlId": crl["crlId"]});
    let subject_id = subject.rsplit_once('/').unwrap().1;
    let passed = ("iam:PassRole".to_owned(), role_arn("machine"));
    let roles = json!({"roleArns": [role_arn("machine")]});
    let mut lines = Vec::new();
    for (operation, input, resource) in [
        ("GetTrustAnchor", &by_anchor, &anchor),
        ("UpdateTrustAnchor", &by_anchor, &anchor),
        ("EnableTrustAnchor", &by_anchor, &anchor),
        ("DisableTrustAnchor", &by_anchor, &anchor),
        ("DeleteTrustAnchor", &by_anchor, &anchor),
        ("GetProfile", &by_profile, &profile),
        ("EnableProfile", &by_profile, &profile),
        ("DisableProfile", &by_profile, &profile),
        ("DeleteProfile", &by_profile, &profile),
        ("GetCrl", &by_crl, &crl_arn),
        ("UpdateCrl", &by_crl, &crl_arn),
        ("EnableCrl", &by_crl, &crl_arn),
        ("DisableCrl", &by_crl, &crl_arn),
        ("DeleteCrl", &by_crl, &crl_arn),
    ] {
        lines.push(on(operation, input.clone(), resource));
    }
    for operation in ["ListTrustAnchors", "ListProfiles", "ListCrls", "ListSubjects"] {
        lines.push(on(operation, json!({}), "*"));
    }
    let tag = json!([{"key": "a", "value": "b"}]);
    lines.extend([
        on(
            "CreateTrustAnchor",
            json!({"name": "a", "source": bundle(&[&setting.ca])}),
            "*",
        ),
        on(
            "PutNotificationSettings",
            with(json!({"notificationSettings": []}), &by_anchor),
            &anchor,
        ),
        on(
            "ResetNotificationSettings",
            with(json!({"notificationSettingKeys": []}), &by_anchor),
            &anchor,
        ),
        on(
            "PutAttributeMapping",
            with(
                json!({"certificateField": "x509SAN", "mappingRules": []}),
                &by_profile,
            ),
            &profile,
        ),
        on(
            "DeleteAttributeMapping",
            with(json!({"certificateField": "x509SAN"}), &by_profile),
            &profile,
        ),
        on(
            "ImportCrl",
            json!({"name": "c", "crlData": setting.ca.crl(&[]), "trustAnchorArn": anchor}),
            &anchor,
        ),
        on("GetSubject", json!({"subjectId": subject_id}), subject),
        on(
            "TagResource",
            json!({"resourceArn": profile, "tags": tag}),
            &profile,
        ),
        on(
            "UntagResource",
            json!({"resourceArn": subject, "tagKeys": ["a"]}),
            subject,
        ),
        on("ListTagsForResource", json!({"resourceArn": profile}), "*"),
        Line(
            "CreateProfile",
            with(json!({"name": "p"}), &roles),
            vec![("rolesanywhere:CreateProfile".into(), "*".into()), passed.clone()],
        ),
        Line(
            "UpdateProfile",
            with(by_profile.clone(), &roles),
            vec![("rolesanywhere:UpdateProfile".into(), profile.clone()), passed],
        ),
    ]);
    lines
}

/// A policy that allows each of these.
fn allowing<'a>(needs: impl IntoIterator<Item = &'a (String, String)>) -> String {
    let statement = |(action, resource): &(String, String)| json!({"Effect": "Allow", "Action": action, "Resource": resource});
    let statements: Vec<Json> = needs.into_iter().map(statement).collect();
    if statements.is_empty() {
        return allow("nothing:Nothing", "*");
    }
    json!({"Version": "2012-10-17", "Statement": statements}).to_string()
}

#[test]
fn every_row_has_a_line_and_every_operation_a_row() {
    let (setting, crl, subject) = furnished();
    let mut tested: Vec<&str> = lines(&setting, &crl, &subject)
        .iter()
        .map(|line| line.0)
        .collect();
    // Decided by certificates and trust policies; see the tests of sessions.
    tested.push("CreateSession");
    tested.sort_unstable();
    let mut rows: Vec<&str> = ROWS.iter().map(|row| row.operation.name).collect();
    rows.sort_unstable();
    assert_eq!(tested, rows);
    let mut modelled: Vec<&str> = SERVICE
        .operations
        .iter()
        .map(|operation| operation.name)
        .collect();
    modelled.sort_unstable();
    assert_eq!(rows, modelled);
}

#[test]
fn every_operation_asks_for_its_permission_and_no_other() {
    let (first, crl, subject) = furnished();
    for Line(operation, ..) in lines(&first, &crl, &subject) {
        let (mut setting, crl, subject) = furnished();
        let lines = lines(&setting, &crl, &subject);
        let Line(_, input, needs) = lines.into_iter().find(|line| line.0 == operation).unwrap();
        for missing in &needs {
            let policy = allowing(needs.iter().filter(|need| *need != missing));
            let caller = user_with(&mut setting.world, &policy);
            let error = setting
                .world
                .call(&caller, operation, input.clone())
                .expect_err(operation);
            assert_eq!(
                (error.code.as_ref(), error.status),
                ("AccessDeniedException", 403),
                "{operation}"
            );
            let denied = error.denied.unwrap();
            assert_eq!((denied.action, denied.resource), missing.clone(), "{operation}");
        }
        let caller = user_with(&mut setting.world, &allowing(&needs));
        if let Err(error) = setting.world.call(&caller, operation, input) {
            panic!("{operation}: {error:?}");
        }
    }
}

#[test]
fn the_denial_is_in_the_words_of_aws() {
    let (mut setting, ..) = furnished();
    let caller = user_with(&mut setting.world, &allow("rolesanywhere:*", "*"));
    let input = json!({"name": "p", "roleArns": [role_arn("machine")]});
    let error = setting.world.call(&caller, "CreateProfile", input).unwrap_err();
    assert_eq!(
        error.message,
        format!(
            "User: arn:aws:iam::111122223333:user/caller is not authorized to perform: iam:PassRole on resource: \
             {} because no identity-based policy allows the iam:PassRole action",
            role_arn("machine")
        )
    );
}

/// Whether the caller may, with this condition on everything.
fn may(world: &mut World, condition: Json, operation: &str, input: Json) -> bool {
    let statement = json!({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition});
    let policy = json!({"Version": "2012-10-17", "Statement": statement}).to_string();
    let caller = user_with(world, &policy);
    match world.call(&caller, operation, input) {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error.code, "AccessDeniedException", "{}", error.message);
            false
        }
    }
}

#[test]
fn tags_are_condition_keys() {
    let (mut setting, crl, subject) = furnished();
    let profile = setting.profile["profileArn"].clone();
    let by_id = setting.profile_id();
    let source = bundle(&[&setting.ca]);
    let pem = setting.ca.crl(&[]);
    let anchor = setting.anchor["trustAnchorArn"].clone();
    let world = &mut setting.world;
    world.ok("DeleteCrl", json!({"crlId": crl["crlId"]}));
    for arn in [&profile, &anchor, &json!(subject)] {
        world.ok(
            "TagResource",
            json!({"resourceArn": arn, "tags": [{"key": "team", "value": "blue"}]}),
        );
    }
    let resource = |value: &str| json!({"StringEquals": {"aws:ResourceTag/team": value}});
    let request = |value: &str| json!({"StringEquals": {"aws:RequestTag/team": value}});
    let keys = |key: &str| json!({"ForAllValues:StringEquals": {"aws:TagKeys": [key]}});

    let subject_id = json!({"subjectId": subject.rsplit_once('/').unwrap().1});
    for (operation, input) in [
        ("GetProfile", by_id),
        ("GetSubject", subject_id),
        ("TagResource", json!({"resourceArn": profile, "tags": []})),
        ("UntagResource", json!({"resourceArn": subject, "tagKeys": []})),
        (
            "ImportCrl",
            json!({"name": "c", "crlData": pem, "trustAnchorArn": anchor}),
        ),
    ] {
        assert!(
            may(world, resource("blue"), operation, input.clone()),
            "{operation}"
        );
        assert!(!may(world, resource("red"), operation, input), "{operation}");
    }
    let red = json!([{"key": "team", "value": "red"}]);
    for (operation, input) in [
        (
            "CreateTrustAnchor",
            json!({"name": "a", "source": source, "tags": red}),
        ),
        ("CreateProfile", json!({"name": "p", "roleArns": [], "tags": red})),
        (
            "ImportCrl",
            json!({"name": "c", "crlData": pem, "trustAnchorArn": anchor, "tags": red}),
        ),
        ("TagResource", json!({"resourceArn": profile, "tags": red})),
    ] {
        assert!(
            may(world, request("red"), operation, input.clone()),
            "{operation}"
        );
        assert!(
            !may(world, request("blue"), operation, input.clone()),
            "{operation}"
        );
        assert!(!may(world, keys("other"), operation, input), "{operation}");
    }
    let untag = json!({"resourceArn": profile, "tagKeys": ["team"]});
    assert!(!may(world, keys("other"), "UntagResource", untag.clone()));
    assert!(may(world, keys("team"), "UntagResource", untag));
}

#[test]
fn the_role_is_passed_to_roles_anywhere() {
    let (mut setting, ..) = furnished();
    let to = |service: &str| json!({"StringEqualsIfExists": {"iam:PassedToService": service}});
    let create = json!({"name": "p", "roleArns": [role_arn("machine")]});
    let update = with(json!({"roleArns": [role_arn("machine")]}), &setting.profile_id());
    for (operation, input) in [("CreateProfile", create), ("UpdateProfile", update)] {
        assert!(may(
            &mut setting.world,
            to("rolesanywhere.amazonaws.com"),
            operation,
            input.clone()
        ));
        assert!(!may(
            &mut setting.world,
            to("ec2.amazonaws.com"),
            operation,
            input
        ));
    }
    // What leaves the roles alone passes none.
    let rename = with(json!({"name": "q"}), &setting.profile_id());
    let caller = user_with(&mut setting.world, &allow("rolesanywhere:UpdateProfile", "*"));
    setting.world.call(&caller, "UpdateProfile", rename).unwrap();
}

#[test]
fn what_is_missing_is_told_only_to_who_may_see_it() {
    let (mut setting, ..) = furnished();
    let nowhere = "00000000-0000-4000-8000-000000000000";
    let caller = user_with(&mut setting.world, &allow("rolesanywhere:*", &arn("profile/*")));
    let by_id = json!({"trustAnchorId": nowhere});
    let error = setting.world.call(&caller, "GetTrustAnchor", by_id).unwrap_err();
    assert_eq!(error.code, "AccessDeniedException");
    assert_eq!(
        error.denied.unwrap().resource,
        arn(&format!("trust-anchor/{nowhere}"))
    );
    let error = setting
        .world
        .call(&caller, "GetProfile", json!({"profileId": nowhere}))
        .unwrap_err();
    assert_eq!(error.code, "ResourceNotFoundException");
}

#[test]
fn an_alias_is_no_name_for_policies() {
    let mut setting = Setting::with(json!({"aliasName": "mine"}));
    let alias = setting.profile["aliasArn"].as_str().unwrap().to_owned();
    let input = json!({"profileId": alias});
    let caller = user_with(&mut setting.world, &allow("rolesanywhere:*", &alias));
    assert_eq!(
        setting
            .world
            .call(&caller, "GetProfile", input.clone())
            .unwrap_err()
            .code,
        "AccessDeniedException"
    );
    let own = setting.profile["profileArn"].as_str().unwrap().to_owned();
    let caller = user_with(&mut setting.world, &allow("rolesanywhere:*", &own));
    setting.world.call(&caller, "GetProfile", input).unwrap();
}

#[test]
fn a_certificate_opens_nothing_but_sessions() {
    let (mut setting, crl, subject) = furnished();
    let leaf = setting.ca.leaf("vm");
    let possession = tegata_authz::Possession {
        leaf,
        chain: Vec::new(),
    };
    let who = Identity::Certificate(std::sync::Arc::new(possession));
    for Line(operation, input, _) in lines(&setting, &crl, &subject) {
        let error = setting.world.call(&who, operation, input).expect_err(operation);
        assert_eq!(error.code, "AccessDeniedException", "{operation}");
    }
}
