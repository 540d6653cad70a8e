//! Every operation's types read, write and show what its shapes say.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use tegata_wire::{Call, Operation, Typed, redact, to_value};

use crate::{operations, shown, values};

fn there_and_back<T: Typed>(runner: &mut TestRunner) {
    for _ in 0..20 {
        let value = values::of(T::SHAPE).new_tree(runner).expect("a value").current();
        let typed = T::read(&value).expect("a value of the shape");
        assert_eq!(to_value(&typed), value);
        shown::check(T::SHAPE, &value, redact(T::SHAPE, &typed).as_deref());
    }
}

fn check<C: Call>(runner: &mut TestRunner) -> &'static Operation {
    let operation = C::OPERATION;
    assert!(
        std::ptr::eq(C::Input::SHAPE, operation.input),
        "{}",
        operation.name
    );
    assert!(
        std::ptr::eq(C::Output::SHAPE, operation.output),
        "{}",
        operation.name
    );
    there_and_back::<C::Input>(runner);
    there_and_back::<C::Output>(runner);
    operation
}

macro_rules! every {
    ($runner:expr, $($service:ident: $($name:ident)*;)*) => {
        vec![$($(check::<$service::operations::$name>($runner)),*),*]
    };
}

#[test]
fn types_agree_with_shapes() {
    let mut runner = TestRunner::deterministic();
    let checked = every! { &mut runner,
        tegata_api_iam:
            CreateUser GetUser ListUsers UpdateUser DeleteUser
            CreateRole GetRole ListRoles UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy DeleteRole
            TagUser UntagUser ListUserTags TagRole UntagRole ListRoleTags TagPolicy UntagPolicy ListPolicyTags
            PutUserPermissionsBoundary DeleteUserPermissionsBoundary
            PutRolePermissionsBoundary DeleteRolePermissionsBoundary
            PutUserPolicy GetUserPolicy DeleteUserPolicy ListUserPolicies
            PutRolePolicy GetRolePolicy DeleteRolePolicy ListRolePolicies
            CreatePolicy GetPolicy ListPolicies DeletePolicy
            CreatePolicyVersion GetPolicyVersion ListPolicyVersions DeletePolicyVersion SetDefaultPolicyVersion
            AttachUserPolicy DetachUserPolicy ListAttachedUserPolicies
            AttachRolePolicy DetachRolePolicy ListAttachedRolePolicies ListEntitiesForPolicy
            CreateGroup GetGroup ListGroups UpdateGroup DeleteGroup AddUserToGroup RemoveUserFromGroup ListGroupsForUser
            PutGroupPolicy GetGroupPolicy DeleteGroupPolicy ListGroupPolicies
            AttachGroupPolicy DetachGroupPolicy ListAttachedGroupPolicies
            CreateVirtualMFADevice EnableMFADevice ListMFADevices ListVirtualMFADevices GetMFADevice
            ResyncMFADevice DeactivateMFADevice DeleteVirtualMFADevice
            TagMFADevice UntagMFADevice ListMFADeviceTags CreateAccount ListAccounts
            CreateAccessKey ListAccessKeys UpdateAccessKey DeleteAccessKey GetAccessKeyLastUsed
            SimulateCustomPolicy SimulatePrincipalPolicy GetContextKeysForCustomPolicy GetContextKeysForPrincipalPolicy
            ExplainAccess;
        tegata_api_sts:
            AssumeRole AssumeRoleWithWebIdentity GetSessionToken GetFederationToken GetCallerIdentity GetAccessKeyInfo DecodeAuthorizationMessage;
        tegata_api_rolesanywhere:
            CreateTrustAnchor ListTrustAnchors GetTrustAnchor UpdateTrustAnchor DeleteTrustAnchor
            EnableTrustAnchor DisableTrustAnchor PutNotificationSettings ResetNotificationSettings
            CreateProfile ListProfiles GetProfile UpdateProfile DeleteProfile EnableProfile DisableProfile
            PutAttributeMapping DeleteAttributeMapping
            ImportCrl ListCrls GetCrl UpdateCrl DeleteCrl EnableCrl DisableCrl
            ListSubjects GetSubject TagResource UntagResource ListTagsForResource CreateSession;
        tegata_api_cloudtrail: LookupEvents GetLineage;
        tegata_api_sso: GetRoleCredentials ListAccounts ListAccountRoles;
        tegata_api_sso_oidc: RegisterClient StartDeviceAuthorization CreateToken;
        tegata_api_signin: CreateOAuth2Token;
    };
    for (_, operation) in operations() {
        assert!(
            checked.iter().any(|known| std::ptr::eq(*known, operation)),
            "{}",
            operation.name
        );
    }
}

#[test]
fn secrets_are_not_shown_by_debug() {
    let at = "2026-01-02T03:04:05Z".parse().expect("an instant");
    let credentials = tegata_api_sts::Credentials {
        access_key_id: "ASIAEXAMPLE".to_owned(),
        secret_access_key: tegata_base::Secret::new("wJalrXUtnFEMI".to_owned()),
        session_token: "FwoGZXIvYXdz".to_owned(),
        expiration: at,
    };
    let shown = format!(
        "{:?}",
        tegata_api_sts::AssumeRoleResponse {
            credentials: Some(credentials),
            ..Default::default()
        }
    );
    assert!(shown.contains("ASIAEXAMPLE"), "{shown}");
    assert!(!shown.contains("wJalr") && !shown.contains("FwoG"), "{shown}");
    let tag = tegata_api_rolesanywhere::Tag {
        key: "team".to_owned(),
        value: "red".to_owned(),
    };
    assert_eq!(format!("{tag:?}"), "Tag { .. }");
}
