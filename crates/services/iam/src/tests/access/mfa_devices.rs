//! The lines of MFA devices: `phone` is enabled for alice, `spare` for nobody. Their codes are not known here, so
//! that enabling and resynchronizing have tests of their own.

use serde_json::{Value as Json, json};

use super::super::world::arn;
use super::Line;

pub(super) fn lines() -> Vec<Line> {
    let (alice, phone, spare) = (arn("user/team/alice"), arn("mfa/phone"), arn("mfa/spare"));
    let one = |operation, input: Json, action, resource: &str| {
        Line(operation, input, vec![(action, resource.to_owned())])
    };
    let of_alice = json!({"UserName": "alice", "SerialNumber": phone});
    let serial = json!({"SerialNumber": spare});
    let tags = json!([{"Key": "team", "Value": "blue"}]);
    vec![
        Line(
            "CreateVirtualMFADevice",
            json!({"VirtualMFADeviceName": "new", "Path": "/p/", "Tags": tags}),
            vec![
                ("iam:CreateVirtualMFADevice", arn("mfa/p/new")),
                ("iam:TagMFADevice", arn("mfa/p/new")),
            ],
        ),
        one(
            "DeactivateMFADevice",
            of_alice.clone(),
            "iam:DeactivateMFADevice",
            &alice,
        ),
        one(
            "DeleteVirtualMFADevice",
            serial.clone(),
            "iam:DeleteVirtualMFADevice",
            &spare,
        ),
        one(
            "GetMFADevice",
            json!({"SerialNumber": phone}),
            "iam:GetMFADevice",
            &alice,
        ),
        one(
            "ListMFADevices",
            json!({"UserName": "alice"}),
            "iam:ListMFADevices",
            &alice,
        ),
        one(
            "ListVirtualMFADevices",
            json!({}),
            "iam:ListVirtualMFADevices",
            &arn("mfa/"),
        ),
        one(
            "ListMFADeviceTags",
            serial.clone(),
            "iam:ListMFADeviceTags",
            &spare,
        ),
        one(
            "TagMFADevice",
            json!({"SerialNumber": spare, "Tags": tags}),
            "iam:TagMFADevice",
            &spare,
        ),
        one(
            "UntagMFADevice",
            json!({"SerialNumber": spare, "TagKeys": ["team"]}),
            "iam:UntagMFADevice",
            &spare,
        ),
    ]
}
