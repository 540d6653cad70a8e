//! Validation messages as AWS words them. Those marked *recorded* are real answers.

use tegata_wire::{Service, decode_request, route, validate};

use crate::post;

fn told(service: &Service, form: &str) -> String {
    let form = format!("{form}&Version={}", service.api_version);
    let request = post(form.as_bytes());
    let operation = route(service, &request).expect("routed");
    let input = decode_request(service, operation, &request).expect("decoded");
    validate(service, operation.input, &input).map_or_else(|error| error.to_string(), |()| String::new())
}

fn told_by_iam(form: &str) -> String {
    told(&tegata_api_iam::SERVICE, form)
}

const TAG_KEY: &str = r"Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+";
const POLICY: &str = "PolicyArn=arn:aws:iam::111122223333:policy/p";

fn tags(count: usize) -> String {
    let tags = (1..=count).map(|n| format!("&Tags.member.{n}.Key=k{n}&Tags.member.{n}.Value=v"));
    tags.collect()
}

#[test]
fn tag_frames_of_iam_as_recorded() {
    let one = |what: &str| format!("1 validation error detected: Value at {what}");
    let long = "a".repeat(129);
    for (form, message) in [
        (
            format!("Action=TagPolicy&{POLICY}&Tags.member.1.Key=%23&Tags.member.1.Value=v"),
            one(&format!(
                "'tags.1.member.key' failed to satisfy constraint: {TAG_KEY}"
            )),
        ),
        (
            format!("Action=TagRole&RoleName=r&Tags.member.1.Key={long}&Tags.member.1.Value=v"),
            one(
                "'tags.1.member.key' failed to satisfy constraint: Member must have length less than or equal to 128",
            ),
        ),
        (
            format!("Action=TagRole&RoleName=r&Tags.member.1.Key=k&Tags.member.1.Value={long}{long}"),
            one(
                "'tags.1.member.value' failed to satisfy constraint: Member must have length less than or equal to 256",
            ),
        ),
        (
            format!("Action=TagRole&RoleName=r{}", tags(51)),
            one("'tags' failed to satisfy constraint: Member must have length less than or equal to 50"),
        ),
        (
            format!("Action=UntagPolicy&{POLICY}&TagKeys.member.1=k&TagKeys.member.2={long}"),
            one(&format!(
                "'tagKeys' failed to satisfy constraint: Member must satisfy constraint: [Member must have length \
                 less than or equal to 128, Member must have length greater than or equal to 1, {TAG_KEY}, \
                 Member must not be null]"
            )),
        ),
    ] {
        assert_eq!(told_by_iam(&form), message);
    }
}

#[test]
fn session_name_frames_of_sts_as_recorded() {
    let role = "Action=AssumeRole&RoleArn=arn:aws:iam::111122223333:role/r";
    assert_eq!(
        told(
            &tegata_api_sts::SERVICE,
            &format!("{role}&RoleSessionName=Session1:2")
        ),
        r"1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*"
    );
    let long = "a".repeat(65);
    assert_eq!(
        told(
            &tegata_api_sts::SERVICE,
            &format!("{role}&RoleSessionName={long}")
        ),
        format!(
            "1 validation error detected: Value '{long}' at 'roleSessionName' failed to satisfy constraint: \
             Member must have length less than or equal to 64"
        )
    );
    // Recorded by others for an empty role ARN: the pattern comes before the length.
    assert_eq!(
        told(
            &tegata_api_sts::SERVICE,
            "Action=AssumeRole&RoleArn=&RoleSessionName=ok"
        ),
        "2 validation errors detected: Value '' at 'roleArn' failed to satisfy constraint: Member must satisfy \
         regular expression pattern: [\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\
         \\u10000-\\u10FFFF]+; Value '' at 'roleArn' failed to satisfy constraint: Member must have length greater \
         than or equal to 20"
    );
}

#[test]
fn numbers_enums_and_nulls() {
    let role = "Action=AssumeRole&RoleArn=arn:aws:iam::111122223333:role/r&RoleSessionName=ok";
    assert_eq!(
        told(&tegata_api_sts::SERVICE, &format!("{role}&DurationSeconds=43201")),
        "1 validation error detected: Value '43201' at 'durationSeconds' failed to satisfy constraint: \
         Member must have value less than or equal to 43200"
    );
    assert_eq!(
        told_by_iam("Action=UpdateAccessKey&AccessKeyId=AKIAIOSFODNN7EXAMPLE&Status=On"),
        "1 validation error detected: Value at 'status' failed to satisfy constraint: Member must satisfy enum \
         value set: [Active, Inactive, Expired]"
    );
    assert_eq!(
        told(&tegata_api_sts::SERVICE, "Action=AssumeRole"),
        "2 validation errors detected: Value null at 'roleArn' failed to satisfy constraint: Member must not be \
         null; Value null at 'roleSessionName' failed to satisfy constraint: Member must not be null"
    );
    assert_eq!(
        told_by_iam("Action=GetRole"),
        "1 validation error detected: Value at 'roleName' failed to satisfy constraint: Member must not be null"
    );
}

#[test]
fn token_codes_are_not_shown() {
    let told = told(
        &tegata_api_sts::SERVICE,
        "Action=GetSessionToken&TokenCode=12345x",
    );
    assert!(
        told.starts_with("1 validation error detected: Value at 'tokenCode' failed"),
        "{told}"
    );
}

#[test]
fn roles_anywhere_names_and_sources() {
    let service = &tegata_api_rolesanywhere::SERVICE;
    let told = |body: &str| {
        let request = tegata_wire::Request {
            path: "/trustanchors",
            ..post(body.as_bytes())
        };
        let operation = route(service, &request).expect("routed");
        let input = decode_request(service, operation, &request).expect("decoded");
        validate(service, operation.input, &input).map_or_else(|error| error.to_string(), |()| String::new())
    };
    assert_eq!(
        told(r#"{"name":"a.b","source":{"sourceType":"NONE","sourceData":{"acmPcaArn":"arn"}}}"#),
        "2 validation errors detected: Value 'a.b' at 'name' failed to satisfy constraint: Member must satisfy \
         regular expression pattern: ^[ a-zA-Z0-9-_]*$; Value 'NONE' at 'source.sourceType' failed to satisfy \
         constraint: Member must satisfy enum value set: [AWS_ACM_PCA, CERTIFICATE_BUNDLE, SELF_SIGNED_REPOSITORY]"
    );
    let hidden = told(r#"{"name":"a","source":{},"tags":[{"key":"s3cret!","value":"v"}]}"#);
    assert!(
        hidden.starts_with("1 validation error detected: Value at 'tags.1.member.key' failed"),
        "{hidden}"
    );
}
