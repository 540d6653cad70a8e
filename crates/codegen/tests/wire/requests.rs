//! Requests as the stock clients send them, into typed inputs.

use tegata_api_rolesanywhere as ra;
use tegata_base::Secret;
use tegata_wire::{Call, Read, Request, decode_request, encode_request, route};

use crate::post;

fn read<C: Call>(service: &tegata_wire::Service, request: &Request<'_>) -> C::Input {
    let operation = route(service, request).expect("routed");
    assert_eq!(operation.name, C::OPERATION.name);
    let input = decode_request(service, operation, request).expect("decoded");
    tegata_wire::validate(service, operation.input, &input).expect("valid");
    C::Input::read(&input).expect("typed")
}

#[test]
fn a_role_with_tags_as_boto_sends_it() {
    let input = read::<tegata_api_iam::operations::CreateRole>(
        &tegata_api_iam::SERVICE,
        &post(
            b"Action=CreateRole&Version=2010-05-08&RoleName=web&AssumeRolePolicyDocument=%7B%22Version%22%3A+%22x%22%7D\
              &Tags.member.1.Key=team&Tags.member.1.Value=&Tags.member.2.Key=a%2Bb&Tags.member.2.Value=c+d\
              &MaxSessionDuration=7200",
        ),
    );
    assert_eq!(input.assume_role_policy_document, r#"{"Version": "x"}"#);
    assert_eq!(input.max_session_duration, Some(7200));
    let tags = input.tags.expect("tags");
    let tags: Vec<(&str, &str)> = tags
        .iter()
        .map(|tag| (tag.key.as_str(), tag.value.as_str()))
        .collect();
    assert_eq!(tags, [("team", ""), ("a+b", "c d")]);
    assert_eq!(input.description, None);
}

#[test]
fn session_policies_and_transitive_tags() {
    let input = read::<tegata_api_sts::operations::AssumeRole>(
        &tegata_api_sts::SERVICE,
        &post(
            b"Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fweb\
              &RoleSessionName=me&PolicyArns.member.1.arn=arn:aws:iam::111122223333:policy/p&TransitiveTagKeys=\
              &DurationSeconds=900",
        ),
    );
    assert_eq!(input.role_arn, "arn:aws:iam::111122223333:role/web");
    assert_eq!(input.transitive_tag_keys, Some(vec![]));
    let arns = input.policy_arns.expect("policies");
    assert_eq!(arns[0].arn.as_deref(), Some("arn:aws:iam::111122223333:policy/p"));
}

#[test]
fn create_session_from_query_and_from_body() {
    let arn = |kind: &str| {
        format!("arn:aws:rolesanywhere:us-east-1:111122223333:{kind}/0a1b2c3d-0000-0000-0000-000000000000")
    };
    let (profile, anchor) = (arn("profile"), arn("trust-anchor"));
    let role = "arn:aws:iam::111122223333:role/web";
    let query = format!(
        "profileArn={}&roleArn={}&trustAnchorArn={}",
        profile.replace(':', "%3A").replace('/', "%2F"),
        role.replace(':', "%3A").replace('/', "%2F"),
        anchor.replace(':', "%3A").replace('/', "%2F"),
    );
    let body = format!(
        r#"{{"durationSeconds":3600,"profileArn":"{profile}","roleArn":"{role}","trustAnchorArn":"{anchor}"}}"#
    );
    for (query, body) in [
        (query.as_str(), r#"{"durationSeconds":3600}"#),
        ("", body.as_str()),
    ] {
        let headers = [
            ("content-type", "application/x-amz-json-1.0"),
            ("x-amz-x509", "MIIB"),
        ];
        let request = Request {
            method: "POST",
            path: "/sessions",
            query,
            headers: &headers,
            body: body.as_bytes(),
        };
        let input = read::<ra::operations::CreateSession>(&ra::SERVICE, &request);
        assert_eq!(
            (
                input.profile_arn.as_str(),
                input.role_arn.as_str(),
                input.trust_anchor_arn.as_str()
            ),
            (profile.as_str(), role, anchor.as_str())
        );
        assert_eq!(
            (input.cert.as_str(), input.cert_chain, input.duration_seconds),
            ("MIIB", None, Some(3600))
        );
    }
}

#[test]
fn create_session_as_the_aws_helper_sends_it() {
    let input = ra::CreateSessionRequest {
        profile_arn: "arn:p".to_owned(),
        role_arn: "arn:r".to_owned(),
        trust_anchor_arn: "arn:t".to_owned(),
        cert: "MIIB".to_owned(),
        cert_chain: Some("MIIC,MIID".to_owned()),
        duration_seconds: Some(3600),
        instance_properties: None,
        role_session_name: Some("x".to_owned()),
        session_name: None,
    };
    let sent = encode_request(&ra::SERVICE, ra::operations::CreateSession::OPERATION, &input);
    assert_eq!((sent.method, sent.path.as_str()), ("POST", "/sessions"));
    assert_eq!(
        sent.query,
        "profileArn=arn%3Ap&roleArn=arn%3Ar&trustAnchorArn=arn%3At"
    );
    assert_eq!(sent.body, br#"{"durationSeconds":3600,"roleSessionName":"x"}"#);
    assert_eq!(
        sent.headers,
        [
            ("X-Amz-X509", "MIIB".to_owned()),
            ("X-Amz-X509-Chain", "MIIC,MIID".to_owned()),
            ("Content-Type", "application/json".to_owned()),
        ]
    );
}

#[test]
fn repeated_query_keys_are_a_list() {
    let request = Request {
        method: "DELETE",
        path: "/profiles/0a1b2c3d-0000-0000-0000-000000000000/mappings",
        query: "certificateField=x509Subject&specifiers=CN&specifiers=OU",
        headers: &[],
        body: b"",
    };
    let input = read::<ra::operations::DeleteAttributeMapping>(&ra::SERVICE, &request);
    assert_eq!(input.specifiers, Some(vec!["CN".to_owned(), "OU".to_owned()]));
}

/// A member that is the payload is the whole body, both ways.
#[test]
fn a_token_of_sign_in_has_no_wrapper() {
    let refresh = || Secret::new("r".to_owned());
    let input = tegata_api_signin::CreateOAuth2TokenRequest {
        token_input: tegata_api_signin::CreateOAuth2TokenRequestBody {
            client_id: "arn:aws:signin:::devtools/same-device".to_owned(),
            grant_type: "refresh_token".to_owned(),
            code: None,
            redirect_uri: None,
            code_verifier: None,
            refresh_token: Some(refresh()),
        },
    };
    let service = &tegata_api_signin::SERVICE;
    let sent = encode_request(
        service,
        tegata_api_signin::operations::CreateOAuth2Token::OPERATION,
        &input,
    );
    assert_eq!(
        sent.body,
        br#"{"clientId":"arn:aws:signin:::devtools/same-device","grantType":"refresh_token","refreshToken":"r"}"#
    );
    let request = Request {
        path: "/v1/token",
        ..post(&sent.body)
    };
    assert!(read::<tegata_api_signin::operations::CreateOAuth2Token>(service, &request) == input);
    let response = tegata_wire::Response {
        status: 200,
        headers: &[],
        body: br#"{"accessToken":{"accessKeyId":"ASIA","secretAccessKey":"s","sessionToken":"t"},
            "tokenType":"aws_sigv4","expiresIn":900,"refreshToken":"r2"}"#,
    };
    let output =
        tegata_wire::read_response::<tegata_api_signin::operations::CreateOAuth2Token>(service, &response)
            .expect("read");
    assert_eq!(output.token_output.expires_in, 900);
    assert!(output.token_output.refresh_token == Secret::new("r2".to_owned()));
}

#[test]
fn event_lookup_in_epoch_seconds() {
    let headers = [(
        "X-Amz-Target",
        "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents",
    )];
    let request = Request {
        headers: &headers,
        ..post(br#"{"LookupAttributes":[{"AttributeKey":"EventName","AttributeValue":"CreateRole"}],"StartTime":1767323045}"#)
    };
    let input =
        read::<tegata_api_cloudtrail::operations::LookupEvents>(&tegata_api_cloudtrail::SERVICE, &request);
    assert_eq!(input.start_time.map(|at| at.as_second()), Some(1_767_323_045));
}

#[test]
fn a_client_reads_its_credentials() {
    let body = br#"{"credentialSet":[{"assumedRoleUser":{"arn":"a","assumedRoleId":"AROA:x"},"credentials":{
        "accessKeyId":"ASIA","expiration":"2024-01-16T00:02:43Z","secretAccessKey":"s","sessionToken":"t"},
        "packedPolicySize":46,"roleArn":"r","sourceIdentity":"CN=alice"}],"subjectArn":"u","enrollmentArn":"old"}"#;
    let response = tegata_wire::Response {
        status: 201,
        headers: &[],
        body,
    };
    let output =
        tegata_wire::read_response::<ra::operations::CreateSession>(&ra::SERVICE, &response).expect("read");
    let credentials = &output.credential_set[0].credentials;
    assert!(credentials.secret_access_key == Secret::new("s".to_owned()));
    assert_eq!(
        tegata_base::time::iso_seconds(credentials.expiration),
        "2024-01-16T00:02:43Z"
    );

    let refused = tegata_wire::Response {
        status: 403,
        headers: &[
            ("X-Amzn-ErrorType", "AccessDeniedException:http://x"),
            ("x-amzn-RequestId", "id"),
        ],
        body: br#"{"message":"Untrusted signing certificate"}"#,
    };
    let error = tegata_wire::read_response::<ra::operations::CreateSession>(&ra::SERVICE, &refused);
    assert_eq!(
        error.expect_err("refused").to_string(),
        "AccessDeniedException: Untrusted signing certificate"
    );
}
