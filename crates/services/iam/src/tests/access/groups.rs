//! The lines of groups. `staff` is furnished below `/team/`, with alice in it; `spares` is empty.

use serde_json::{Value as Json, json};

use super::super::world::{READ, arn};
use super::Line;

pub(super) fn lines() -> Vec<Line> {
    let staff = arn("group/team/staff");
    let named = json!({"GroupName": "staff"});
    let with = |more: Json| {
        let mut input = named.clone();
        input
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        input
    };
    let (inline, attached) = (
        json!({"PolicyName": "inline"}),
        json!({"PolicyArn": arn("policy/team/reading")}),
    );
    let spare = json!({"PolicyArn": arn("policy/spare")});
    let new = json!({"PolicyName": "p", "PolicyDocument": READ});
    let on_staff = [
        (
            "AddUserToGroup",
            "iam:AddUserToGroup",
            with(json!({"UserName": "bob"})),
        ),
        ("AttachGroupPolicy", "iam:AttachGroupPolicy", with(spare)),
        ("DeleteGroupPolicy", "iam:DeleteGroupPolicy", with(inline.clone())),
        ("DetachGroupPolicy", "iam:DetachGroupPolicy", with(attached)),
        ("GetGroup", "iam:GetGroup", named.clone()),
        ("GetGroupPolicy", "iam:GetGroupPolicy", with(inline)),
        (
            "ListAttachedGroupPolicies",
            "iam:ListAttachedGroupPolicies",
            named.clone(),
        ),
        ("ListGroupPolicies", "iam:ListGroupPolicies", named.clone()),
        ("PutGroupPolicy", "iam:PutGroupPolicy", with(new)),
        (
            "RemoveUserFromGroup",
            "iam:RemoveUserFromGroup",
            with(json!({"UserName": "alice"})),
        ),
    ];
    let on_staff =
        on_staff.map(|(operation, action, input)| Line(operation, input, vec![(action, staff.clone())]));
    let others = [
        Line(
            "CreateGroup",
            json!({"GroupName": "new", "Path": "/p/"}),
            vec![("iam:CreateGroup", arn("group/p/new"))],
        ),
        Line(
            "DeleteGroup",
            json!({"GroupName": "spares"}),
            vec![("iam:DeleteGroup", arn("group/spares"))],
        ),
        Line("ListGroups", json!({}), vec![("iam:ListGroups", arn("group/"))]),
        Line(
            "ListGroupsForUser",
            json!({"UserName": "alice"}),
            vec![("iam:ListGroupsForUser", arn("user/team/alice"))],
        ),
        Line(
            "UpdateGroup",
            with(json!({"NewGroupName": "crew"})),
            vec![
                ("iam:UpdateGroup", staff.clone()),
                ("iam:UpdateGroup", arn("group/team/crew")),
            ],
        ),
    ];
    on_staff.into_iter().chain(others).collect()
}
