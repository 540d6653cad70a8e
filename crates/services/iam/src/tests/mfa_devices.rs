use data_encoding::BASE32_NOPAD;
use serde_json::{Value as Json, json};
use tegata_authz::Identity;
use tegata_crypto::totp::{Seed, step_at};
use tegata_state::KeyOwner;

use super::world::{World, account, arn, each, members};

const SERIAL: &str = "arn:aws:iam::111122223333:mfa/phone";
const WRONG: &str = "Authentication code for device is not valid.";
const MISSING: &str = "MFA Device with serial number arn:aws:iam::111122223333:mfa/phone does not exist.";

/// A device's own view: makes the codes around a world's time.
struct Phone(Seed);

impl Phone {
    fn new(world: &mut World, name: &str) -> Self {
        let made = world.ok("CreateVirtualMFADevice", json!({"VirtualMFADeviceName": name}));
        let seed = made["VirtualMFADevice"]["Base32StringSeed"].as_str().unwrap();
        Self(Seed::new(&BASE32_NOPAD.decode(seed.as_bytes()).unwrap()))
    }

    fn code(&self, world: &World, steps: i64) -> String {
        let step = step_at(world.now.as_second()) + steps;
        let code = self.0.code(u64::try_from(step).unwrap());
        String::from_utf8(code.expose().to_vec()).unwrap()
    }

    /// Two codes, the first so many steps from now.
    fn pair(&self, world: &World, user: &str, serial: &str, steps: i64) -> Json {
        let (first, second) = (self.code(world, steps), self.code(world, steps + 1));
        json!({"UserName": user, "SerialNumber": serial, "AuthenticationCode1": first, "AuthenticationCode2": second})
    }
}

fn world() -> World {
    let mut world = World::new();
    for user in ["alice", "bob"] {
        world.ok("CreateUser", json!({"UserName": user}));
    }
    world
}

#[test]
fn shapes() {
    let mut world = world();
    let tags = json!([{"Key": "team", "Value": "blue"}]);
    let input = json!({"VirtualMFADeviceName": "Key", "Path": "/a//b/", "Tags": tags});
    let made = world.ok("CreateVirtualMFADevice", input)["VirtualMFADevice"].clone();
    assert_eq!(
        members(&made),
        ["Base32StringSeed", "QRCodePNG", "SerialNumber", "Tags"]
    );
    assert_eq!(made["SerialNumber"], arn("mfa/a//b/Key"));
    let seed = made["Base32StringSeed"].as_str().unwrap();
    assert_eq!(seed.len(), 64);
    let stored: String = world
        .rows
        .values()
        .filter(|row| row.contains("sealed_seed"))
        .cloned()
        .collect();
    let raw = format!("{:?}", BASE32_NOPAD.decode(seed.as_bytes()).unwrap());
    assert!(!stored.contains(seed) && !stored.contains(raw.trim_matches(['[', ']'])));
    let phone = Phone::new(&mut world, "phone");
    let listed = world.ok("ListVirtualMFADevices", json!({}));
    assert_eq!(
        each(&listed["VirtualMFADevices"], "SerialNumber"),
        [arn("mfa/a//b/Key"), SERIAL.to_owned()]
    );
    assert_eq!(members(&listed["VirtualMFADevices"][1]), ["SerialNumber"]);
    let pair = phone.pair(&world, "alice", SERIAL, -1);
    world.ok("EnableMFADevice", pair);
    let resources: Vec<&str> = world
        .event
        .resources
        .iter()
        .map(|resource| resource.name.as_str())
        .collect();
    assert_eq!(&resources[..2], [SERIAL, "alice"]);
    let listed =
        world.ok("ListVirtualMFADevices", json!({"AssignmentStatus": "Assigned"}))["VirtualMFADevices"]
            .clone();
    assert_eq!(members(&listed[0]), ["EnableDate", "SerialNumber", "User"]);
    assert_eq!(
        members(&listed[0]["User"]),
        ["Arn", "CreateDate", "Path", "UserId", "UserName"]
    );
    let unassigned = world.ok("ListVirtualMFADevices", json!({"AssignmentStatus": "Unassigned"}));
    assert_eq!(
        each(&unassigned["VirtualMFADevices"], "SerialNumber"),
        [arn("mfa/a//b/Key")]
    );
    let of_user = world.ok("ListMFADevices", json!({"UserName": "alice"}));
    assert_eq!(
        members(&of_user["MFADevices"][0]),
        ["EnableDate", "SerialNumber", "UserName"]
    );
    let read = world.ok("GetMFADevice", json!({"SerialNumber": SERIAL}));
    assert_eq!(members(&read), ["EnableDate", "SerialNumber", "UserName"]);
    assert_eq!(
        world.ok("ListMFADevices", json!({}))["MFADevices"],
        json!([]),
        "the root user's"
    );
    let tags_of = world.ok("ListMFADeviceTags", json!({"SerialNumber": made["SerialNumber"]}));
    assert_eq!(tags_of["Tags"], tags);
}

#[test]
fn names_paths_and_tags_that_are_refused() {
    let mut world = world();
    Phone::new(&mut world, "phone");
    let again = json!({"VirtualMFADeviceName": "PHONE"});
    world.refused(
        "CreateVirtualMFADevice",
        again,
        "EntityAlreadyExists",
        409,
        "MFA device already exists.",
    );
    Phone::new(&mut world, "other");
    let elsewhere = json!({"VirtualMFADeviceName": "phone", "Path": "/x/"});
    world.ok("CreateVirtualMFADevice", elsewhere);
    let long = json!({"VirtualMFADeviceName": "x".repeat(3000)});
    let error = world
        .call(&Identity::Root(account()), "CreateVirtualMFADevice", long)
        .unwrap_err();
    assert_eq!((error.code.as_ref(), error.status), ("ValidationError", 400));
    let twice = json!([{"Key": "a", "Value": ""}, {"Key": "A", "Value": ""}]);
    let message = "Duplicate tag keys found. Please note that Tag keys are case insensitive.";
    let input = json!({"VirtualMFADeviceName": "tagged", "Tags": twice});
    world.refused("CreateVirtualMFADevice", input, "InvalidInput", 400, message);
    world.limits.virtual_mfa_devices = 3;
    let message = "Cannot exceed quota for VirtualMFADevicesPerAccount: 3";
    world.refused(
        "CreateVirtualMFADevice",
        json!({"VirtualMFADeviceName": "z"}),
        "LimitExceeded",
        409,
        message,
    );
}

#[test]
fn enabling_takes_two_new_codes_in_order() {
    let mut world = world();
    let phone = Phone::new(&mut world, "phone");
    let refuse = |world: &mut World, operation: &str, input: Json| {
        world.refused(operation, input, "InvalidAuthenticationCode", 403, WRONG);
    };
    let mut swapped = phone.pair(&world, "alice", SERIAL, -1);
    let object = swapped.as_object_mut().unwrap();
    let (first, second) = (
        object["AuthenticationCode1"].clone(),
        object["AuthenticationCode2"].clone(),
    );
    object.insert("AuthenticationCode1".into(), second.clone());
    object.insert("AuthenticationCode2".into(), first);
    refuse(&mut world, "EnableMFADevice", swapped);
    let same = json!({"UserName": "alice", "SerialNumber": SERIAL, "AuthenticationCode1": second, "AuthenticationCode2": second});
    refuse(&mut world, "EnableMFADevice", same);
    let late = phone.pair(&world, "alice", SERIAL, -40);
    refuse(&mut world, "EnableMFADevice", late);
    let unknown = json!({"UserName": "nobody", "SerialNumber": SERIAL, "AuthenticationCode1": "000000", "AuthenticationCode2": "000000"});
    world.refused(
        "EnableMFADevice",
        unknown,
        "NoSuchEntity",
        404,
        "The user with name nobody cannot be found.",
    );
    let missing = phone.pair(&world, "alice", &arn("mfa/Phone"), -1);
    let message = MISSING.replace("mfa/phone", "mfa/Phone");
    world.refused("EnableMFADevice", missing, "NoSuchEntity", 404, &message);
    let pair = phone.pair(&world, "alice", SERIAL, -1);
    world.ok("EnableMFADevice", pair.clone());
    world.refused(
        "EnableMFADevice",
        pair.clone(),
        "EntityAlreadyExists",
        409,
        "MFA Device is already in use.",
    );
    world.ok(
        "DeactivateMFADevice",
        json!({"UserName": "alice", "SerialNumber": SERIAL}),
    );
    refuse(&mut world, "EnableMFADevice", pair);
    let new = phone.pair(&world, "bob", SERIAL, 1);
    world.ok("EnableMFADevice", new);
}

#[test]
fn a_clock_that_went_astray_is_found_again() {
    let mut world = world();
    let phone = Phone::new(&mut world, "phone");
    let pair = phone.pair(&world, "alice", SERIAL, -1);
    world.ok("EnableMFADevice", pair);
    let far = phone.pair(&world, "alice", SERIAL, 100);
    let of_bob = phone.pair(&world, "bob", SERIAL, 100);
    world.refused("ResyncMFADevice", of_bob, "NoSuchEntity", 404, MISSING);
    world.ok("ResyncMFADevice", far.clone());
    world.refused("ResyncMFADevice", far, "InvalidAuthenticationCode", 403, WRONG);
    let device = world.snapshot.mfa_devices(account()).next().unwrap();
    assert_eq!(device.drift, 101);
}

#[test]
fn what_is_enabled_is_neither_deleted_nor_is_its_user() {
    let mut world = world();
    let phone = Phone::new(&mut world, "phone");
    let pair = phone.pair(&world, "alice", SERIAL, -1);
    world.ok("EnableMFADevice", pair);
    let serial = json!({"SerialNumber": SERIAL});
    let message = "MFA VirtualDevice in use. Must deactivate first.";
    world.refused(
        "DeleteVirtualMFADevice",
        serial.clone(),
        "DeleteConflict",
        409,
        message,
    );
    let message = "Cannot delete entity, must delete MFA device first.";
    world.refused(
        "DeleteUser",
        json!({"UserName": "alice"}),
        "DeleteConflict",
        409,
        message,
    );
    let of_bob = json!({"UserName": "bob", "SerialNumber": SERIAL});
    world.refused(
        "DeactivateMFADevice",
        of_bob.clone(),
        "NoSuchEntity",
        404,
        MISSING,
    );
    world.refused("GetMFADevice", of_bob, "NoSuchEntity", 404, MISSING);
    let alice = world.as_user("alice");
    assert_eq!(
        world
            .call(&alice, "DeactivateMFADevice", serial.clone())
            .unwrap_err()
            .code,
        "AccessDenied"
    );
    world.ok("UpdateUser", json!({"UserName": "alice", "NewUserName": "eve"}));
    assert_eq!(world.ok("GetMFADevice", serial.clone())["UserName"], "eve");
    world.ok(
        "DeactivateMFADevice",
        json!({"UserName": "eve", "SerialNumber": SERIAL}),
    );
    world.refused("GetMFADevice", serial.clone(), "NoSuchEntity", 404, MISSING);
    world.ok("DeleteUser", json!({"UserName": "eve"}));
    world.ok("DeleteVirtualMFADevice", serial.clone());
    world.refused("DeleteVirtualMFADevice", serial, "NoSuchEntity", 404, MISSING);
    let keys = world.snapshot.access_keys_of(account(), &KeyOwner::Root).count();
    assert_eq!(keys, 0);
}

#[test]
fn the_ninth_device_of_a_user() {
    let mut world = world();
    world.limits.mfa_devices_per_user = 2;
    for name in ["one", "two"] {
        let phone = Phone::new(&mut world, name);
        let pair = phone.pair(&world, "alice", &arn(&format!("mfa/{name}")), -1);
        world.ok("EnableMFADevice", pair);
    }
    let phone = Phone::new(&mut world, "three");
    let pair = phone.pair(&world, "alice", &arn("mfa/three"), -1);
    world.refused(
        "EnableMFADevice",
        pair,
        "LimitExceeded",
        409,
        "Cannot exceed quota for MFADevicesPerUser: 2",
    );
}

#[test]
fn pages() {
    let mut world = world();
    for name in ["c", "A", "b"] {
        Phone::new(&mut world, name);
    }
    let first = world.ok("ListVirtualMFADevices", json!({"MaxItems": 2}));
    assert_eq!(
        each(&first["VirtualMFADevices"], "SerialNumber"),
        [arn("mfa/A"), arn("mfa/b")]
    );
    let rest = world.ok("ListVirtualMFADevices", json!({"Marker": first["Marker"]}));
    assert_eq!(each(&rest["VirtualMFADevices"], "SerialNumber"), [arn("mfa/c")]);
    let foreign = json!({"UserName": "alice", "Marker": first["Marker"]});
    world.refused(
        "ListMFADevices",
        foreign,
        "ValidationError",
        400,
        "Invalid Marker.",
    );
}

#[test]
fn tags() {
    let mut world = world();
    Phone::new(&mut world, "phone");
    let tag = |key: &str| json!({"SerialNumber": SERIAL, "Tags": [{"Key": key, "Value": "v"}]});
    world.ok("TagMFADevice", tag("Team"));
    world.ok("TagMFADevice", tag("team"));
    let listed =
        |world: &mut World| world.ok("ListMFADeviceTags", json!({"SerialNumber": SERIAL}))["Tags"].clone();
    assert_eq!(each(&listed(&mut world), "Key"), ["team"]);
    world.limits.tags_per_entity = 1;
    world.refused(
        "TagMFADevice",
        tag("other"),
        "LimitExceeded",
        409,
        "The number of tags has reached the maximum limit.",
    );
    world.ok(
        "UntagMFADevice",
        json!({"SerialNumber": SERIAL, "TagKeys": ["TEAM", "none"]}),
    );
    assert_eq!(listed(&mut world), json!([]));
    let none = json!({"SerialNumber": arn("mfa/none"), "TagKeys": ["a"]});
    let message = MISSING.replace("mfa/phone", "mfa/none");
    world.refused("UntagMFADevice", none, "NoSuchEntity", 404, &message);
}
