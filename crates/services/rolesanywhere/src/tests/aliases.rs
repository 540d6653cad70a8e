use serde_json::{Value as Json, json};

use super::world::{Setting, arn, bundle, invalid, missing, with};

#[test]
fn every_form_of_a_name_means_the_same() {
    let mut setting = Setting::with(json!({"aliasName": "Team/profile"}));
    let by_id = setting.anchor_id();
    let named = with(json!({"aliasName": "anchor"}), &by_id);
    setting.anchor = setting.world.ok("UpdateTrustAnchor", named)["trustAnchor"].clone();
    let pem = setting.ca.crl(&[]);
    let crl = setting.import(&pem, false);
    let named = json!({"crlId": crl["crlId"], "aliasName": "crl"});
    setting.world.ok("UpdateCrl", named);
    for (noun, operation, alias) in [
        ("trustAnchor", "GetTrustAnchor", "alias/trust-anchor/anchor"),
        ("profile", "GetProfile", "alias/profile/Team/profile"),
        ("crl", "GetCrl", "alias/crl/crl"),
    ] {
        let id = format!("{noun}Id");
        let by_alias = setting.world.ok(operation, json!({&id: arn(alias)}))[noun].clone();
        assert_eq!(by_alias["aliasArn"], arn(alias));
        for form in [&id, &format!("{noun}Arn")] {
            let same = setting.world.ok(operation, json!({&id: by_alias[form]}))[noun].clone();
            assert_eq!(same, by_alias);
        }
    }
    // A name in another letter case, of another kind, region or account is another name.
    for (other, noun) in [
        (arn("alias/profile/team/profile"), "Profile"),
        (arn("alias/profile/anchor"), "Profile"),
        (
            arn("alias/profile/Team/profile").replace("us-east-1", "eu-west-1"),
            "Profile",
        ),
        (
            arn("alias/profile/Team/profile").replace("111122223333", "444455556666"),
            "Profile",
        ),
        (
            arn("alias/profile/Team/profile").replace("arn:aws:", "arn:aws-cn:"),
            "Profile",
        ),
    ] {
        missing(
            &mut setting.world,
            "GetProfile",
            json!({"profileId": other}),
            noun,
        );
    }
    let said = invalid(
        &mut setting.world,
        "GetProfile",
        json!({"profileId": arn("trust-anchor/x")}),
    );
    assert!(said.contains("regular expression"), "{said}");
}

#[test]
fn an_alias_moves_and_goes() {
    let mut setting = Setting::with(json!({"aliasName": "first"}));
    let by_id = setting.profile_id();
    let update = |setting: &mut Setting, parameters: Json| -> Json {
        let input = with(parameters, &by_id);
        setting.world.ok("UpdateProfile", input)["profile"].clone()
    };
    let same = update(&mut setting, json!({"aliasName": "first"}));
    assert_eq!(
        (same.get("previousAliasName"), &same["aliasName"]),
        (None, &json!("first"))
    );
    let moved = update(&mut setting, json!({"aliasName": "second"}));
    assert_eq!(
        (&moved["previousAliasName"], &moved["aliasName"]),
        (&json!("first"), &json!("second"))
    );
    let kept = update(&mut setting, json!({}));
    assert_eq!(
        (kept.get("previousAliasName"), &kept["aliasName"]),
        (None, &json!("second"))
    );
    let removed = update(&mut setting, json!({"aliasName": ""}));
    assert_eq!(
        (&removed["previousAliasName"], removed.get("aliasName")),
        (&json!("second"), None)
    );
    assert_eq!(removed.get("aliasArn"), None);
    let none = update(&mut setting, json!({"aliasName": ""}));
    assert_eq!(none.get("previousAliasName"), None);
    let given = update(&mut setting, json!({"aliasName": "third"}));
    assert_eq!(given.get("previousAliasName"), None);
}

#[test]
fn an_alias_has_one_bearer_of_a_kind() {
    let mut setting = Setting::with(json!({"aliasName": "taken"}));
    let again = json!({"name": "p", "roleArns": [], "aliasName": "taken"});
    assert_eq!(
        invalid(&mut setting.world, "CreateProfile", again.clone()),
        "The alias 'taken' is in use."
    );
    let other = setting
        .world
        .ok("CreateProfile", json!({"name": "p", "roleArns": []}));
    let update = json!({"profileId": other["profile"]["profileId"], "aliasName": "taken"});
    invalid(&mut setting.world, "UpdateProfile", update);
    // Another kind, another letter case, another region are no conflict.
    let anchor = json!({"name": "a", "source": bundle(&[&setting.ca]), "aliasName": "taken"});
    setting.world.ok("CreateTrustAnchor", anchor);
    setting.world.ok(
        "CreateProfile",
        json!({"name": "p", "roleArns": [], "aliasName": "Taken"}),
    );
    setting.world.region = "eu-west-1".parse().unwrap();
    setting.world.ok("CreateProfile", again.clone());
    setting.world.region = "us-east-1".parse().unwrap();
    let by_id = setting.profile_id();
    setting.world.ok("DeleteProfile", by_id);
    setting.world.ok("CreateProfile", again);
}

#[test]
fn aliases_that_are_refused() {
    let mut setting = Setting::new();
    let by_id = setting.profile_id();
    for (alias, message) in [
        ("aws/mine", "Aliases that begin with aws/ are reserved."),
        ("AWS/mine", "Aliases that begin with aws/ are reserved."),
        ("1st", "1 validation error detected: "),
        ("a//b", "1 validation error detected: "),
        ("a/", "1 validation error detected: "),
        ("a b", "1 validation error detected: "),
        (&"a".repeat(257), "1 validation error detected: "),
    ] {
        let create = json!({"name": "p", "roleArns": [], "aliasName": alias});
        let said = invalid(&mut setting.world, "CreateProfile", create);
        assert!(said.starts_with(message), "{said}");
        let said = invalid(
            &mut setting.world,
            "UpdateProfile",
            with(json!({"aliasName": alias}), &by_id),
        );
        assert!(said.starts_with(message), "{said}");
    }
    let fine = json!({"name": "p", "roleArns": [], "aliasName": "awsome"});
    setting.world.ok("CreateProfile", fine);
    let none = setting.world.ok(
        "CreateProfile",
        json!({"name": "p", "roleArns": [], "aliasName": ""}),
    );
    assert_eq!(none["profile"].get("aliasName"), None);
}
