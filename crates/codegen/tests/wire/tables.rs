//! The tables say what AWS's references say.

use tegata_wire::schema::{Auth, Protocol};

use crate::{SERVICES, operations};

#[test]
fn services_are_complete_and_findable() {
    let counts: Vec<(&str, usize)> = SERVICES
        .iter()
        .map(|s| (s.signing_name, s.operations.len()))
        .collect();
    assert_eq!(
        counts,
        [
            ("iam", 87),
            ("sts", 7),
            ("rolesanywhere", 31),
            ("cloudtrail", 2),
            ("awsssoportal", 3),
            ("sso-oauth", 3),
            ("signin", 1),
        ]
    );
    for (service, operation) in operations() {
        let found = service.operation(operation.name).expect("findable");
        assert!(std::ptr::eq(found, operation));
    }
    assert!(SERVICES[0].operation("CreateLoginProfile").is_none());
    assert_eq!(
        SERVICES.map(|service| service.protocol),
        [
            Protocol::Query,
            Protocol::Query,
            Protocol::RestJson,
            Protocol::Json11,
            Protocol::RestJson,
            Protocol::RestJson,
            Protocol::RestJson
        ]
    );
    assert_eq!(
        SERVICES.map(|service| service.echo_values),
        [false, true, true, true, true, true, true]
    );
}

#[test]
fn create_session_alone_is_signed_by_a_certificate() {
    for (service, operation) in operations() {
        let expected = match service.signing_name {
            // Who calls them has no credentials yet.
            "awsssoportal" | "sso-oauth" | "signin" => Auth::Nothing,
            _ if operation.name == "AssumeRoleWithWebIdentity" => Auth::Nothing,
            _ if operation.name == "CreateSession" => Auth::Certificate,
            _ => Auth::Signature,
        };
        assert_eq!(operation.auth, expected, "{}", operation.name);
    }
}

#[test]
fn what_creates_answers_201_in_roles_anywhere() {
    let created = [
        "CreateProfile",
        "CreateSession",
        "CreateTrustAnchor",
        "ImportCrl",
        "TagResource",
    ];
    for (_, operation) in operations() {
        let expected = if created.contains(&operation.name) {
            201
        } else {
            200
        };
        assert_eq!(operation.http.status, expected, "{}", operation.name);
    }
}

#[test]
fn result_elements_of_query_answers() {
    for (service, operation) in operations() {
        let wrapper = (service.protocol == Protocol::Query && operation.output.name != "Unit")
            .then(|| format!("{}Result", operation.name));
        assert_eq!(operation.result_wrapper.map(str::to_owned), wrapper);
    }
}

#[test]
fn errors_have_their_statuses() {
    let status = |service: usize, operation: &str, code: &str| {
        let operation = SERVICES[service].operation(operation).expect(operation);
        let error = operation.errors.iter().find(|error| error.code == code);
        error.map(|error| error.status)
    };
    for (code, expected) in [
        ("NoSuchEntity", Some(404)),
        ("LimitExceeded", Some(409)),
        ("DeleteConflict", Some(409)),
        ("ConcurrentModification", Some(409)),
        ("ServiceFailure", Some(500)),
        ("EntityAlreadyExists", None),
    ] {
        assert_eq!(status(0, "DeleteUser", code), expected, "{code}");
    }
    assert_eq!(status(1, "AssumeRole", "RegionDisabledException"), Some(403));
    assert_eq!(status(1, "AssumeRole", "PackedPolicyTooLarge"), Some(400));
    assert_eq!(status(2, "GetProfile", "ResourceNotFoundException"), Some(404));
    assert_eq!(status(2, "GetProfile", "AccessDeniedException"), Some(403));
    assert_eq!(status(2, "GetProfile", "ServiceUnavailableException"), Some(503));
    assert_eq!(status(2, "TagResource", "TooManyTagsException"), Some(400));
    assert_eq!(status(3, "LookupEvents", "InvalidTimeRangeException"), Some(400));
}

#[test]
fn reads_are_read_only_and_lists_are_paged() {
    for (service, operation) in operations() {
        let reads = ["Get", "List", "Lookup", "Simulate", "Explain"]
            .iter()
            .any(|verb| operation.name.starts_with(verb));
        assert_eq!(operation.read_only, reads, "{}", operation.name);
        let Some(paginator) = operation.paginator else {
            continue;
        };
        let input = |name: &str| operation.input.member(name).is_some();
        let output = |name: &str| operation.output.member(name).is_some();
        assert!(
            input(paginator.input_token) && output(paginator.output_token),
            "{}",
            operation.name
        );
        assert!(paginator.limit_key.is_none_or(input) && paginator.more_results.is_none_or(output));
        assert!(
            paginator.result_keys.iter().all(|key| output(key)),
            "{} {}",
            service.id,
            operation.name
        );
    }
    let paged = operations()
        .iter()
        .filter(|(_, operation)| operation.paginator.is_some())
        .count();
    assert!(paged >= 18, "{paged}");
}
