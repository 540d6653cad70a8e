use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::world::{Setting, World, each, invalid, world};

/// Every id of a list, in pages of this size, and how many pages there were.
fn walk(world: &mut World, operation: &str, list: &str, id: &str, size: usize) -> (Vec<String>, usize) {
    let (mut found, mut pages, mut token) = (Vec::new(), 0, Json::Null);
    loop {
        let mut input = json!({"pageSize": size});
        if !token.is_null() {
            input["nextToken"] = token;
        }
        let page = world.ok(operation, input);
        pages += 1;
        assert!(page[list].as_array().unwrap().len() <= size);
        found.extend(each(&page[list], id).into_iter().map(str::to_owned));
        token = page["nextToken"].clone();
        if token.is_null() {
            return (found, pages);
        }
    }
}

#[test]
fn pages_hold_everything_once() {
    let mut world = world();
    let mut made = BTreeSet::new();
    for number in 0..7 {
        let profile = world.ok(
            "CreateProfile",
            json!({"name": format!("p{number}"), "roleArns": []}),
        );
        made.insert(profile["profile"]["profileId"].as_str().unwrap().to_owned());
    }
    for (size, pages) in [(1, 7), (2, 4), (6, 2), (7, 1), (8, 1), (1_000_000, 1)] {
        let (found, counted) = walk(&mut world, "ListProfiles", "profiles", "profileId", size);
        assert_eq!((found.len(), counted), (7, pages), "size {size}");
        assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), made);
    }
}

#[test]
fn fifty_on_a_page_by_default() {
    let mut world = world();
    for number in 0..51 {
        world.ok(
            "CreateProfile",
            json!({"name": format!("p{number}"), "roleArns": []}),
        );
    }
    let page = world.ok("ListProfiles", json!({}));
    assert_eq!(page["profiles"].as_array().unwrap().len(), 50);
    let last = world.ok("ListProfiles", json!({"nextToken": page["nextToken"]}));
    assert_eq!(last["profiles"].as_array().unwrap().len(), 1);
    assert_eq!(last.get("nextToken"), None);
}

#[test]
fn a_token_outlives_what_it_names() {
    let mut world = world();
    for number in 0..4 {
        world.ok(
            "CreateProfile",
            json!({"name": format!("p{number}"), "roleArns": []}),
        );
    }
    let all = world.ok("ListProfiles", json!({}))["profiles"].clone();
    let page = world.ok("ListProfiles", json!({"pageSize": 2}));
    world.ok(
        "DeleteProfile",
        json!({"profileId": page["profiles"][1]["profileId"]}),
    );
    let rest = world.ok("ListProfiles", json!({"nextToken": page["nextToken"]}));
    assert_eq!(rest["profiles"], json!([all[2], all[3]]));
}

#[test]
fn subjects_come_in_pages() {
    let mut setting = Setting::new();
    for number in 0..5 {
        let leaf = setting.ca.leaf(&format!("vm {number}"));
        setting.session(&leaf, &[], json!({})).unwrap();
    }
    let (found, pages) = walk(&mut setting.world, "ListSubjects", "subjects", "subjectId", 2);
    assert_eq!((found.iter().collect::<BTreeSet<_>>().len(), pages), (5, 3));
}

#[test]
fn what_is_no_page() {
    let mut setting = Setting::new();
    setting
        .world
        .ok("CreateProfile", json!({"name": "p", "roleArns": []}));
    let token = setting.world.ok("ListProfiles", json!({"pageSize": 1}))["nextToken"].clone();
    for operation in ["ListTrustAnchors", "ListCrls", "ListSubjects"] {
        // A token belongs to its list.
        let said = invalid(&mut setting.world, operation, json!({"nextToken": token}));
        assert_eq!(
            said,
            "The nextToken is invalid; use one that the same operation answered with."
        );
    }
    for operation in ["ListTrustAnchors", "ListProfiles", "ListCrls", "ListSubjects"] {
        for bad in [
            json!({"nextToken": "nonsense!"}),
            json!({"pageSize": 0}),
            json!({"pageSize": -1}),
        ] {
            invalid(&mut setting.world, operation, bad);
        }
        let page = setting.world.ok(operation, json!({"pageSize": 2}));
        assert_eq!(page.get("nextToken"), None);
    }
}
