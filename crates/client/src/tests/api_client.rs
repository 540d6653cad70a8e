//! Calls to services of each protocol, against a server that verifies the signature.

use tegata_api_cloudtrail::LookupEventsRequest;
use tegata_api_rolesanywhere::ListTrustAnchorsResponse;
use tegata_api_sts::{GetCallerIdentityRequest, GetCallerIdentityResponse};
use tegata_base::Secret;
use tegata_sigv4::SigningKey;
use tegata_wire::{ErrorReply, Reply, Service, encode_error, encode_response};

use super::server::{Answer, Received, Server};
use super::with_edge;
use crate::{ApiClient, ApiCredentials, CallError, CredentialsError, Environment};

const SECRET: &str = "sEcReT+/0123456789012345678901234567890A";

fn credentials(token: Option<&str>) -> ApiCredentials {
    ApiCredentials {
        access_key_id: "ASIAEXAMPLEEXAMPLE22".into(),
        secret_access_key: Secret::new(SECRET.into()),
        session_token: token.map(|token| Secret::new(token.into())),
        expires: None,
    }
}

fn answered(reply: Reply) -> Answer {
    Some((reply.status, reply.headers, reply.body))
}

/// Verifies the signature, then answers.
fn verified(request: &Received, region: &str, service: &'static Service, reply: Reply) -> Answer {
    let verdict = request.verify(|checked| {
        let scope = checked.presented().credential.scope();
        assert_eq!((scope.region, scope.service), (region, service.signing_name));
        checked.verify(&SigningKey::derive(&Secret::new(SECRET.into()), &scope))
    });
    match verdict {
        Ok(()) => answered(reply),
        Err(error) => answered(encode_error(
            service,
            &ErrorReply::new("SignatureDoesNotMatch", 403, error.to_string()),
            "id",
            None,
        )),
    }
}

fn caller_identity(request: &Received) -> Answer {
    let output = GetCallerIdentityResponse {
        user_id: Some("AROAEXAMPLE:name".into()),
        account: Some("111122223333".into()),
        arn: Some("arn:aws:sts::111122223333:assumed-role/reader/name".into()),
    };
    let sts = &tegata_api_sts::SERVICE;
    let operation = sts.operation("GetCallerIdentity").unwrap();
    verified(
        request,
        "eu-west-1",
        sts,
        encode_response(sts, operation, &output, "id", None),
    )
}

/// Calls `GetCallerIdentity` at an endpoint.
fn call(endpoint: &str, credentials: &ApiCredentials) -> Result<GetCallerIdentityResponse, CallError> {
    let region = "eu-west-1".parse().unwrap();
    with_edge(&[], |edge| {
        let client = ApiClient::new(
            &tegata_api_sts::SERVICE,
            Some(endpoint),
            &region,
            credentials,
            edge.environment,
        )?;
        client.call::<tegata_api_sts::operations::GetCallerIdentity>(&GetCallerIdentityRequest, edge)
    })
    .0
}

#[test]
fn the_query_protocol() {
    let server = Server::start(caller_identity);
    for token in [None, Some("to/ken+=")] {
        let identity = call(&server.url(), &credentials(token)).unwrap();
        assert_eq!(
            identity.arn.as_deref(),
            Some("arn:aws:sts::111122223333:assumed-role/reader/name")
        );
    }
    let seen = server.seen();
    assert_eq!(seen[0].body, b"Action=GetCallerIdentity&Version=2011-06-15");
    assert_eq!(seen[0].header("x-amz-security-token"), None);
    assert_eq!(seen[1].header("x-amz-security-token"), Some("to/ken+="));
}

#[test]
fn rest_json_and_json_and_the_global_region_of_iam() {
    let server = Server::start(|request| {
        if request.path == "/trustanchors" {
            let service = &tegata_api_rolesanywhere::SERVICE;
            let output = ListTrustAnchorsResponse {
                next_token: None,
                trust_anchors: Some(Vec::new()),
            };
            let operation = service.operation("ListTrustAnchors").unwrap();
            return verified(
                request,
                "eu-west-1",
                service,
                encode_response(service, operation, &output, "id", None),
            );
        }
        if request.header("x-amz-target").is_some() {
            let service = &tegata_api_cloudtrail::SERVICE;
            let output = tegata_api_cloudtrail::LookupEventsResponse {
                events: Some(Vec::new()),
                next_token: Some("next".into()),
            };
            let operation = service.operation("LookupEvents").unwrap();
            return verified(
                request,
                "eu-west-1",
                service,
                encode_response(service, operation, &output, "id", None),
            );
        }
        let service = &tegata_api_iam::SERVICE;
        let error = ErrorReply::new("NoSuchEntity", 404, "The role with name x cannot be found.");
        verified(
            request,
            "us-east-1",
            service,
            encode_error(service, &error, "the-id", None),
        )
    });
    let region = "eu-west-1".parse().unwrap();
    let credentials = credentials(None);
    let url = server.url();
    let ((), _) = with_edge(&[("AWS_ENDPOINT_URL", &url)], |edge| {
        let client =
            |service| ApiClient::new(service, None, &region, &credentials, edge.environment).unwrap();
        let (anywhere, trail, iam) = (
            client(&tegata_api_rolesanywhere::SERVICE),
            client(&tegata_api_cloudtrail::SERVICE),
            client(&tegata_api_iam::SERVICE),
        );
        let anchors = anywhere
            .call::<tegata_api_rolesanywhere::operations::ListTrustAnchors>(
                &tegata_api_rolesanywhere::ListRequest {
                    next_token: None,
                    page_size: Some(5),
                },
                edge,
            )
            .unwrap();
        assert_eq!(anchors.trust_anchors.map(|anchors| anchors.len()), Some(0));
        let events = trail
            .call::<tegata_api_cloudtrail::operations::LookupEvents>(
                &LookupEventsRequest {
                    lookup_attributes: None,
                    start_time: None,
                    end_time: None,
                    event_category: None,
                    max_results: Some(7),
                    next_token: None,
                },
                edge,
            )
            .unwrap();
        assert_eq!(events.next_token.as_deref(), Some("next"));
        let role = tegata_api_iam::GetRoleRequest {
            role_name: "x".into(),
        };
        let error = iam
            .call::<tegata_api_iam::operations::GetRole>(&role, edge)
            .err()
            .unwrap();
        assert_eq!(error.code(), Some("NoSuchEntity"));
        assert_eq!(
            error.to_string(),
            "GetRole: NoSuchEntity: The role with name x cannot be found. (HTTP status 404, request id the-id)"
        );
    });
    assert_eq!(server.seen()[0].query, "pageSize=5");
}

#[test]
fn throttling_is_waited_out_whatever_its_status() {
    let mut count = 0;
    let server = Server::start(move |request| {
        count += 1;
        if count < 3 {
            let error = ErrorReply::new("Throttling", 400, "Rate exceeded");
            return answered(encode_error(&tegata_api_sts::SERVICE, &error, "id", None));
        }
        caller_identity(request)
    });
    assert!(call(&server.url(), &credentials(None)).is_ok());
    assert_eq!(server.seen().len(), 3);
}

#[test]
fn answers_that_cannot_be_read_say_so() {
    let server = Server::start(|_| Some((200, vec![], b"<html/>".to_vec())));
    let error = call(&server.url(), &credentials(None)).err().unwrap().to_string();
    assert!(
        error.starts_with("GetCallerIdentity: http://127.0.0.1:"),
        "{error}"
    );
}

#[test]
fn credentials_come_from_the_environment() {
    let environment = |list: &[(&str, &str)]| {
        Environment::new(
            list.iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        )
    };
    let id = ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
    let secret = ("AWS_SECRET_ACCESS_KEY", "secret\n");
    let token = ("AWS_SESSION_TOKEN", "token");
    let found = ApiCredentials::from_environment(&environment(&[id, secret, token])).unwrap();
    assert_eq!(found.access_key_id, "AKIDEXAMPLE");
    assert!(found.secret_access_key == Secret::new("secret".into()));
    assert!(found.session_token == Some(Secret::new("token".into())));
    assert!(
        ApiCredentials::from_environment(&environment(&[id, secret]))
            .unwrap()
            .session_token
            .is_none()
    );
    assert_eq!(
        ApiCredentials::from_environment(&environment(&[id])).err(),
        Some(CredentialsError::Missing("AWS_SECRET_ACCESS_KEY"))
    );
    assert_eq!(
        ApiCredentials::from_environment(&environment(&[("AWS_ACCESS_KEY_ID", ""), secret])).err(),
        Some(CredentialsError::Missing("AWS_ACCESS_KEY_ID"))
    );
}
