use serde_json::{Value as Json, json};

use super::world::{EC2_TRUST, READ, World, arn, each};

fn tags(pairs: &[(&str, &str)]) -> Json {
    pairs
        .iter()
        .map(|(key, value)| json!({"Key": key, "Value": value}))
        .collect()
}

fn furnished() -> World {
    let mut world = World::new();
    world.ok("CreateUser", json!({"UserName": "u"}));
    world.ok(
        "CreateRole",
        json!({"RoleName": "r", "AssumeRolePolicyDocument": EC2_TRUST}),
    );
    world.ok("CreatePolicy", json!({"PolicyName": "p", "PolicyDocument": READ}));
    world
}

/// Word, member and name of each thing that can be tagged.
fn taggable() -> [(&'static str, &'static str, String); 3] {
    [
        ("User", "UserName", "u".into()),
        ("Role", "RoleName", "r".into()),
        ("Policy", "PolicyArn", arn("policy/p")),
    ]
}

#[test]
fn set_list_and_remove() {
    let mut world = furnished();
    for (word, member, name) in taggable() {
        let (tag, untag, list) = (
            format!("Tag{word}"),
            format!("Untag{word}"),
            format!("List{word}Tags"),
        );
        let shown = |world: &mut World| world.ok(&list, json!({member: name}))["Tags"].clone();
        assert_eq!(shown(&mut world), json!([]));
        let given = tags(&[("abc", "first"), ("b", ""), ("z", "third"), ("a", "fourth")]);
        world.ok(&tag, json!({member: name, "Tags": given}));
        assert_eq!(
            each(&shown(&mut world), "Key"),
            ["a", "b", "z", "abc"],
            "by length, then by code point"
        );
        world.ok(&tag, json!({member: name, "Tags": tags(&[("b", "again")])}));
        world.ok(
            &untag,
            json!({member: name, "TagKeys": ["z", "never-there", "z"]}),
        );
        assert_eq!(
            shown(&mut world),
            tags(&[("a", "fourth"), ("b", "again"), ("abc", "first")])
        );
        world.ok(&untag, json!({member: name, "TagKeys": ["z"]}));
        assert_eq!(world.changed, 0);
        let page = world.ok(&list, json!({member: name, "MaxItems": 2}));
        assert_eq!(each(&page["Tags"], "Key"), ["a", "b"]);
        world.ok(&untag, json!({member: name, "TagKeys": ["b"]}));
        let rest = world.ok(&list, json!({member: name, "Marker": page["Marker"]}));
        assert_eq!(
            each(&rest["Tags"], "Key"),
            ["abc"],
            "goes on where the removed one was"
        );
    }
}

#[test]
fn case_counts_for_policies_alone() {
    let mut world = furnished();
    let both = tags(&[("key", "1"), ("Key", "2")]);
    let message = "Duplicate tag keys found. Please note that Tag keys are case insensitive.";
    for (word, member, name) in &taggable()[..2] {
        let input = json!({*member: name, "Tags": both});
        world.refused(&format!("Tag{word}"), input, "InvalidInput", 400, message);
        world.ok(
            &format!("Tag{word}"),
            json!({*member: name, "Tags": tags(&[("key", "1")])}),
        );
        world.ok(
            &format!("Tag{word}"),
            json!({*member: name, "Tags": tags(&[("KEY", "2")])}),
        );
        assert_eq!(
            world.ok(&format!("List{word}Tags"), json!({*member: name}))["Tags"],
            tags(&[("KEY", "2")])
        );
        world.ok(
            &format!("Untag{word}"),
            json!({*member: name, "TagKeys": ["Key"]}),
        );
        assert_eq!(
            world.ok(&format!("List{word}Tags"), json!({*member: name}))["Tags"],
            json!([])
        );
    }
    let arn = arn("policy/p");
    world.ok("TagPolicy", json!({"PolicyArn": arn, "Tags": both}));
    world.ok(
        "UntagPolicy",
        json!({"PolicyArn": arn, "TagKeys": ["key", "KEY"]}),
    );
    assert_eq!(
        world.ok("ListPolicyTags", json!({"PolicyArn": arn}))["Tags"],
        tags(&[("Key", "2")])
    );
    let twice = json!({"PolicyArn": arn, "Tags": tags(&[("a", "1"), ("a", "2")])});
    world.refused(
        "TagPolicy",
        twice,
        "InvalidInput",
        400,
        "Duplicate tag keys found.",
    );
}

#[test]
fn bad_tags_at_creation_too() {
    let mut world = furnished();
    let creations = [
        ("CreateUser", json!({"UserName": "new"}), true),
        (
            "CreateRole",
            json!({"RoleName": "new", "AssumeRolePolicyDocument": EC2_TRUST}),
            true,
        ),
        (
            "CreatePolicy",
            json!({"PolicyName": "new", "PolicyDocument": READ}),
            false,
        ),
    ];
    for (operation, mut input, folded) in creations {
        let mut refused = |tags: Json, code: &str, message: &str| {
            input["Tags"] = tags;
            world.refused(operation, input.clone(), code, 400, message);
        };
        let twice = if folded {
            "Duplicate tag keys found. Please note that Tag keys are case insensitive."
        } else {
            "Duplicate tag keys found."
        };
        refused(tags(&[("k", "1"), ("k", "2")]), "InvalidInput", twice);
        let reserved = "Tag keys that begin with aws: are reserved and cannot be set.";
        refused(tags(&[("aws:x", "1")]), "InvalidInput", reserved);
        refused(tags(&[("AWS:x", "1")]), "InvalidInput", reserved);
        let frame = "1 validation error detected: Value at";
        refused(
            tags(&[("a*b", "1")]),
            "ValidationError",
            &format!(
                r"{frame} 'tags.1.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: [\p{{L}}\p{{Z}}\p{{N}}_.:/=+\-@]+"
            ),
        );
        refused(
            (0..51)
                .map(|n| json!({"Key": format!("k{n}"), "Value": ""}))
                .collect(),
            "ValidationError",
            &format!(
                "{frame} 'tags' failed to satisfy constraint: Member must have length less than or equal to 50"
            ),
        );
    }
}

#[test]
fn fifty_at_most() {
    let mut world = furnished();
    let fifty: Json = (0..50)
        .map(|n| json!({"Key": format!("key-{n:02}"), "Value": ""}))
        .collect();
    for (word, member, name) in taggable() {
        let tag = format!("Tag{word}");
        world.ok(&tag, json!({member: name, "Tags": fifty}));
        world.ok(&tag, json!({member: name, "Tags": tags(&[("key-00", "again")])}));
        let more = json!({member: name, "Tags": tags(&[("one-more", "")])});
        world.refused(
            &tag,
            more,
            "LimitExceeded",
            409,
            "The number of tags has reached the maximum limit.",
        );
    }
}

#[test]
fn long_keys_have_markers_that_are_taken_back() {
    let mut world = furnished();
    let keys: Vec<String> = (0..3).map(|n| format!("{n}{}", "漢".repeat(127))).collect();
    let long: Json = keys.iter().map(|key| json!({"Key": key, "Value": ""})).collect();
    world.ok("TagUser", json!({"UserName": "u", "Tags": long}));
    let (mut found, mut input) = (Vec::new(), json!({"UserName": "u", "MaxItems": 1}));
    loop {
        let page = world.ok("ListUserTags", input.clone());
        found.extend(each(&page["Tags"], "Key").into_iter().map(str::to_owned));
        let Some(marker) = page.get("Marker") else { break };
        input["Marker"] = marker.clone();
    }
    assert_eq!(found, keys);
}

#[test]
fn what_is_missing() {
    let mut world = World::new();
    let gone = arn("policy/gone");
    for (word, member, name, message) in [
        (
            "User",
            "UserName",
            "gone",
            "The user with name gone cannot be found.",
        ),
        (
            "Role",
            "RoleName",
            "gone",
            "The role with name gone cannot be found.",
        ),
        (
            "Policy",
            "PolicyArn",
            gone.as_str(),
            &*format!("Policy {gone} was not found."),
        ),
    ] {
        let tagging = json!({member: name, "Tags": tags(&[("k", "v")])});
        world.refused(&format!("Tag{word}"), tagging, "NoSuchEntity", 404, message);
        let untagging = json!({member: name, "TagKeys": ["k"]});
        world.refused(&format!("Untag{word}"), untagging, "NoSuchEntity", 404, message);
        world.refused(
            &format!("List{word}Tags"),
            json!({member: name}),
            "NoSuchEntity",
            404,
            message,
        );
    }
}
