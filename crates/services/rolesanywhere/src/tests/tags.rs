use serde_json::{Value as Json, json};

use super::world::{Setting, World, arn, bundle, invalid, missing};

fn tag(key: &str, value: &str) -> Json {
    json!({"key": key, "value": value})
}

fn tags(world: &mut World, arn: &Json) -> Json {
    world.ok("ListTagsForResource", json!({"resourceArn": arn}))["tags"].clone()
}

/// The ARNs of a trust anchor, a profile, a CRL and a subject.
fn furnished() -> (Setting, [Json; 4]) {
    let mut setting = Setting::new();
    let pem = setting.ca.crl(&[]);
    let crl = setting.import(&pem, false);
    let leaf = setting.ca.leaf("vm");
    let session = setting.session(&leaf, &[], json!({})).unwrap();
    let arns = [
        setting.anchor["trustAnchorArn"].clone(),
        setting.profile["profileArn"].clone(),
        crl["crlArn"].clone(),
        session["subjectArn"].clone(),
    ];
    (setting, arns)
}

#[test]
fn everything_takes_tags() {
    let (mut setting, arns) = furnished();
    let world = &mut setting.world;
    for arn in &arns {
        assert_eq!(tags(world, arn), json!([]));
        let given = json!([tag("team", "blue"), tag("Team", "red"), tag("none", "")]);
        assert_eq!(
            world.ok("TagResource", json!({"resourceArn": arn, "tags": given})),
            json!({})
        );
        assert_eq!(world.event.resources[0].name, arn.as_str().unwrap());
        assert_eq!(tags(world, arn), given);
        world.ok(
            "TagResource",
            json!({"resourceArn": arn, "tags": [tag("team", "green"), tag("more", "x")]}),
        );
        let now = json!([
            tag("team", "green"),
            tag("Team", "red"),
            tag("none", ""),
            tag("more", "x")
        ]);
        assert_eq!(tags(world, arn), now);
        let keys = json!(["team", "never-there", "TEAM"]);
        assert_eq!(
            world.ok("UntagResource", json!({"resourceArn": arn, "tagKeys": keys})),
            json!({})
        );
        assert_eq!(
            tags(world, arn),
            json!([tag("Team", "red"), tag("none", ""), tag("more", "x")])
        );
        world.ok(
            "UntagResource",
            json!({"resourceArn": arn, "tagKeys": ["Team", "none", "more"]}),
        );
        assert_eq!(tags(world, arn), json!([]));
    }
}

#[test]
fn tags_do_not_touch_the_resource() {
    let (mut setting, [_, arn, ..]) = furnished();
    let by_id = setting.profile_id();
    let before = setting.world.ok("GetProfile", by_id.clone());
    setting.world.ok(
        "TagResource",
        json!({"resourceArn": arn, "tags": [tag("a", "b")]}),
    );
    assert_eq!(setting.world.ok("GetProfile", by_id), before);
}

#[test]
fn tags_at_creation() {
    let mut setting = Setting::new();
    let given = json!([tag("a", "1"), tag("b", "")]);
    let source = bundle(&[&setting.ca]);
    let pem = setting.ca.crl(&[]);
    let world = &mut setting.world;
    let anchor = world.ok(
        "CreateTrustAnchor",
        json!({"name": "a", "source": source, "tags": given}),
    )["trustAnchor"]["trustAnchorArn"]
        .clone();
    let profile = world.ok(
        "CreateProfile",
        json!({"name": "p", "roleArns": [], "tags": given}),
    )["profile"]["profileArn"]
        .clone();
    let import = json!({"name": "c", "crlData": pem, "trustAnchorArn": anchor, "tags": given});
    let crl = world.ok("ImportCrl", import.clone())["crl"]["crlArn"].clone();
    for arn in [&anchor, &profile, &crl] {
        assert_eq!(tags(world, arn), given);
    }
    let bad = [
        (json!([tag("a", "1"), tag("a", "2")]), "A tag key is given twice."),
        (
            json!([tag("AWS:a", "1")]),
            "Tag keys that begin with aws: are reserved.",
        ),
    ];
    for (tags, message) in bad {
        let create = json!({"name": "a", "source": source, "tags": tags});
        assert_eq!(invalid(world, "CreateTrustAnchor", create), message);
        let create = json!({"name": "p", "roleArns": [], "tags": tags});
        assert_eq!(invalid(world, "CreateProfile", create), message);
        let mut import = import.clone();
        import["tags"] = tags.clone();
        assert_eq!(invalid(world, "ImportCrl", import), message);
        let add = json!({"resourceArn": anchor, "tags": tags});
        assert_eq!(invalid(world, "TagResource", add), message);
    }
    world.limits.tags_per_resource = 1;
    let create = json!({"name": "p", "roleArns": [], "tags": given});
    assert_eq!(
        invalid(world, "CreateProfile", create),
        "The quota of tags on a resource (1) is used up."
    );
}

#[test]
fn two_hundred_tags_and_no_more() {
    let (mut setting, arns) = furnished();
    let many: Vec<Json> = (0..200).map(|number| tag(&format!("k{number}"), "v")).collect();
    for arn in &arns {
        setting
            .world
            .ok("TagResource", json!({"resourceArn": arn, "tags": many}));
        // Another value for a key that is there is no further tag.
        setting.world.ok(
            "TagResource",
            json!({"resourceArn": arn, "tags": [tag("k7", "w")]}),
        );
        setting.world.refused(
            "TagResource",
            json!({"resourceArn": arn, "tags": [tag("one-more", "v")]}),
            "TooManyTagsException",
            400,
            "A resource can have 200 tags at most.",
        );
    }
    let too_many: Vec<Json> = (0..201).map(|number| tag(&format!("k{number}"), "v")).collect();
    invalid(
        &mut setting.world,
        "TagResource",
        json!({"resourceArn": arns[0], "tags": too_many}),
    );
}

#[test]
fn tags_of_nothing() {
    let (mut setting, _) = furnished();
    let nowhere = "00000000-0000-4000-8000-000000000000";
    let mut arns: Vec<String> = ["trust-anchor", "profile", "crl", "subject", "other"]
        .map(|kind| arn(&format!("{kind}/{nowhere}")))
        .to_vec();
    arns.push(arn("alias/profile/none"));
    arns.push(
        setting.profile["profileArn"]
            .as_str()
            .unwrap()
            .replace("us-east-1", "eu-west-1"),
    );
    for arn in arns {
        let world = &mut setting.world;
        missing(
            world,
            "ListTagsForResource",
            json!({"resourceArn": arn}),
            "Resource",
        );
        missing(
            world,
            "TagResource",
            json!({"resourceArn": arn, "tags": [tag("a", "b")]}),
            "Resource",
        );
        missing(
            world,
            "UntagResource",
            json!({"resourceArn": arn, "tagKeys": ["a"]}),
            "Resource",
        );
    }
    for other in ["nonsense", "arn:aws:iam::111122223333:role/r"] {
        for (operation, input) in [
            ("ListTagsForResource", json!({"resourceArn": other})),
            ("TagResource", json!({"resourceArn": other, "tags": []})),
            ("UntagResource", json!({"resourceArn": other, "tagKeys": []})),
        ] {
            let said = invalid(&mut setting.world, operation, input);
            assert_eq!(
                said,
                format!("{other} is not the ARN of a Roles Anywhere resource.")
            );
        }
    }
}
