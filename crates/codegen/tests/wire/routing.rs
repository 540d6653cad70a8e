//! The paths of Roles Anywhere as its API reference lists them, with ids that are encoded ARNs.

use tegata_api_rolesanywhere::SERVICE;
use tegata_wire::{Request, decode_request, route};

const ID: &str = "{id}";

/// Operation, method, path, and the member that the label fills.
const PATHS: [(&str, &str, &str, &str); 31] = [
    ("CreateTrustAnchor", "POST", "/trustanchors", ""),
    ("ListTrustAnchors", "GET", "/trustanchors", ""),
    ("GetTrustAnchor", "GET", "/trustanchor/{id}", "trustAnchorId"),
    ("UpdateTrustAnchor", "PATCH", "/trustanchor/{id}", "trustAnchorId"),
    (
        "DeleteTrustAnchor",
        "DELETE",
        "/trustanchor/{id}",
        "trustAnchorId",
    ),
    (
        "EnableTrustAnchor",
        "POST",
        "/trustanchor/{id}/enable",
        "trustAnchorId",
    ),
    (
        "DisableTrustAnchor",
        "POST",
        "/trustanchor/{id}/disable",
        "trustAnchorId",
    ),
    ("CreateProfile", "POST", "/profiles", ""),
    ("ListProfiles", "GET", "/profiles", ""),
    ("GetProfile", "GET", "/profile/{id}", "profileId"),
    ("UpdateProfile", "PATCH", "/profile/{id}", "profileId"),
    ("DeleteProfile", "DELETE", "/profile/{id}", "profileId"),
    ("EnableProfile", "POST", "/profile/{id}/enable", "profileId"),
    ("DisableProfile", "POST", "/profile/{id}/disable", "profileId"),
    (
        "PutAttributeMapping",
        "PUT",
        "/profiles/{id}/mappings",
        "profileId",
    ),
    (
        "DeleteAttributeMapping",
        "DELETE",
        "/profiles/{id}/mappings",
        "profileId",
    ),
    ("ImportCrl", "POST", "/crls", ""),
    ("ListCrls", "GET", "/crls", ""),
    ("GetCrl", "GET", "/crl/{id}", "crlId"),
    ("UpdateCrl", "PATCH", "/crl/{id}", "crlId"),
    ("DeleteCrl", "DELETE", "/crl/{id}", "crlId"),
    ("EnableCrl", "POST", "/crl/{id}/enable", "crlId"),
    ("DisableCrl", "POST", "/crl/{id}/disable", "crlId"),
    ("ListSubjects", "GET", "/subjects", ""),
    ("GetSubject", "GET", "/subject/{id}", "subjectId"),
    ("TagResource", "POST", "/TagResource", ""),
    ("UntagResource", "POST", "/UntagResource", ""),
    ("ListTagsForResource", "GET", "/ListTagsForResource", ""),
    (
        "PutNotificationSettings",
        "PATCH",
        "/put-notifications-settings",
        "",
    ),
    (
        "ResetNotificationSettings",
        "PATCH",
        "/reset-notifications-settings",
        "",
    ),
    ("CreateSession", "POST", "/sessions", ""),
];

#[test]
fn every_operation_is_found_by_method_and_raw_path() {
    let arn = "arn:aws:rolesanywhere:us-east-1:111122223333:alias/profile/a/b c";
    let encoded = "arn%3Aaws%3Arolesanywhere%3Aus-east-1%3A111122223333%3Aalias%2Fprofile%2Fa%2Fb%20c";
    // Some clients leave colons as they are.
    let mixed = encoded.replace("%3A", ":");
    for (name, method, template, label) in PATHS {
        for id in [encoded, &mixed] {
            let path = template.replace(ID, id);
            let request = Request {
                method,
                path: &path,
                query: "",
                headers: &[],
                body: b"",
            };
            let operation = route(&SERVICE, &request).expect(name);
            assert_eq!(operation.name, name);
            if !label.is_empty() {
                let input = decode_request(&SERVICE, operation, &request).expect(name);
                assert_eq!(input.member(label).and_then(|id| id.as_str()), Some(arn));
            }
        }
    }
}

#[test]
fn neighbouring_paths_are_not_found() {
    for (method, path) in [
        ("GET", "/profiles/abc"),
        ("GET", "/profile/abc/mappings"),
        ("PUT", "/profile/abc/mappings"),
        ("POST", "/profile/abc"),
        ("POST", "/profile/abc/revoke"),
        ("GET", "/profile/arn:aws:x/y"),
        ("GET", "/tagresource"),
        ("PATCH", "/put-notification-settings"),
        ("DELETE", "/subject/abc"),
        ("GET", "/sessions"),
        ("POST", "/session"),
        ("GET", "/"),
        ("POST", "//sessions"),
        ("POST", "/sessions//"),
        ("POST", "/%73essions"),
    ] {
        let request = Request {
            method,
            path,
            query: "",
            headers: &[],
            body: b"",
        };
        assert!(route(&SERVICE, &request).is_err(), "{method} {path}");
    }
}
