//! Exact bytes of answers.

use jiff::Timestamp;
use tegata_api_iam as iam;
use tegata_api_rolesanywhere as ra;
use tegata_api_sts as sts;
use tegata_base::Secret;
use tegata_wire::{Call, ErrorReply, Reply, Service, Write, encode_error, encode_response};

fn body(reply: &Reply) -> &str {
    std::str::from_utf8(&reply.body).expect("UTF-8")
}

fn answer<C: Call>(service: &Service, output: &dyn Write) -> Reply {
    encode_response(service, C::OPERATION, output, "id-1", None)
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

const METADATA: &str = "<ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata>";

#[test]
fn who_am_i() {
    let output = sts::GetCallerIdentityResponse {
        user_id: Some("AIDAEXAMPLE".to_owned()),
        account: Some("111122223333".to_owned()),
        arn: Some("arn:aws:iam::111122223333:user/a&b".to_owned()),
    };
    let reply = answer::<sts::operations::GetCallerIdentity>(&sts::SERVICE, &output);
    assert_eq!(
        body(&reply),
        format!(
            "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\
             <GetCallerIdentityResult><UserId>AIDAEXAMPLE</UserId><Account>111122223333</Account>\
             <Arn>arn:aws:iam::111122223333:user/a&amp;b</Arn></GetCallerIdentityResult>{METADATA}\
             </GetCallerIdentityResponse>"
        )
    );
}

#[test]
fn an_assumed_role() {
    let output = sts::AssumeRoleResponse {
        credentials: Some(sts::Credentials {
            access_key_id: "ASIA".to_owned(),
            secret_access_key: Secret::new("secret+/".to_owned()),
            session_token: "token==".to_owned(),
            expiration: at("2026-01-02T03:04:05.9Z"),
        }),
        assumed_role_user: Some(sts::AssumedRoleUser {
            assumed_role_id: "AROA:me".to_owned(),
            arn: "arn:aws:sts::1:assumed-role/r/me".to_owned(),
        }),
        packed_policy_size: Some(16),
        ..Default::default()
    };
    let reply = answer::<sts::operations::AssumeRole>(&sts::SERVICE, &output);
    assert_eq!(
        body(&reply),
        format!(
            "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult>\
             <Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>secret+/</SecretAccessKey>\
             <SessionToken>token==</SessionToken><Expiration>2026-01-02T03:04:05Z</Expiration></Credentials>\
             <AssumedRoleUser><AssumedRoleId>AROA:me</AssumedRoleId><Arn>arn:aws:sts::1:assumed-role/r/me</Arn>\
             </AssumedRoleUser><PackedPolicySize>16</PackedPolicySize></AssumeRoleResult>{METADATA}\
             </AssumeRoleResponse>"
        )
    );
}

#[test]
fn users_with_and_without() {
    let user = iam::User {
        path: "/".to_owned(),
        user_name: "bob".to_owned(),
        user_id: "AIDA".to_owned(),
        arn: "arn:aws:iam::1:user/bob".to_owned(),
        create_date: at("2026-02-17T19:15:13Z"),
        password_last_used: None,
        permissions_boundary: Some(iam::AttachedPermissionsBoundary {
            permissions_boundary_type: Some("Policy".to_owned()),
            permissions_boundary_arn: Some("arn:b".to_owned()),
        }),
        tags: Some(vec![iam::Tag {
            key: "k".to_owned(),
            value: String::new(),
        }]),
    };
    let xml = "<Path>/</Path><UserName>bob</UserName><UserId>AIDA</UserId><Arn>arn:aws:iam::1:user/bob</Arn>\
               <CreateDate>2026-02-17T19:15:13Z</CreateDate><PermissionsBoundary>\
               <PermissionsBoundaryType>Policy</PermissionsBoundaryType>\
               <PermissionsBoundaryArn>arn:b</PermissionsBoundaryArn></PermissionsBoundary>\
               <Tags><member><Key>k</Key><Value></Value></member></Tags>";
    let namespace = "xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"";
    let reply = answer::<iam::operations::CreateUser>(
        &iam::SERVICE,
        &iam::CreateUserResponse {
            user: Some(user.clone()),
        },
    );
    assert_eq!(
        body(&reply),
        format!(
            "<CreateUserResponse {namespace}><CreateUserResult><User>{xml}</User></CreateUserResult>{METADATA}\
             </CreateUserResponse>"
        )
    );
    let reply = answer::<iam::operations::ListUsers>(
        &iam::SERVICE,
        &iam::ListUsersResponse {
            users: vec![],
            is_truncated: Some(false),
            marker: None,
        },
    );
    assert_eq!(
        body(&reply),
        format!(
            "<ListUsersResponse {namespace}><ListUsersResult><Users></Users><IsTruncated>false</IsTruncated>\
             </ListUsersResult>{METADATA}</ListUsersResponse>"
        )
    );
}

#[test]
fn update_role_has_an_empty_result_and_delete_role_has_none() {
    let reply = answer::<iam::operations::UpdateRole>(&iam::SERVICE, &iam::UpdateRoleResponse);
    assert_eq!(
        body(&reply),
        format!(
            "<UpdateRoleResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><UpdateRoleResult>\
             </UpdateRoleResult>{METADATA}</UpdateRoleResponse>"
        )
    );
    let reply = answer::<iam::operations::DeleteRole>(&iam::SERVICE, &());
    assert_eq!(
        body(&reply),
        format!(
            "<DeleteRoleResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">{METADATA}</DeleteRoleResponse>"
        )
    );
}

#[test]
fn an_unused_role_has_an_empty_last_used() {
    let output = iam::RoleLastUsed::default();
    let reply = answer::<iam::operations::GetRole>(
        &iam::SERVICE,
        &iam::GetRoleResponse {
            role: iam::Role {
                path: "/".to_owned(),
                role_name: "r".to_owned(),
                role_id: "AROA".to_owned(),
                arn: "arn:r".to_owned(),
                create_date: at("2026-02-17T19:15:13Z"),
                assume_role_policy_document: Some("%7B%7D".to_owned()),
                description: None,
                max_session_duration: Some(3600),
                permissions_boundary: None,
                tags: None,
                role_last_used: Some(output),
                source_role_template: None,
            },
        },
    );
    assert!(body(&reply).contains(
        "<AssumeRolePolicyDocument>%7B%7D</AssumeRolePolicyDocument><MaxSessionDuration>3600</MaxSessionDuration>\
         <RoleLastUsed></RoleLastUsed></Role>"
    ));
}

#[test]
fn an_error_of_the_model() {
    let error = ErrorReply::of(
        &iam::errors::NO_SUCH_ENTITY,
        "The role with name x cannot be found.",
    );
    let reply = encode_error(&iam::SERVICE, &error, "id-1", None);
    assert_eq!(reply.status, 404);
    assert_eq!(
        body(&reply),
        "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error><Type>Sender</Type>\
         <Code>NoSuchEntity</Code><Message>The role with name x cannot be found.</Message></Error>\
         <RequestId>id-1</RequestId></ErrorResponse>"
    );
}

#[test]
fn a_session_is_compact_and_alphabetical() {
    let output = ra::CreateSessionResponse {
        credential_set: vec![ra::CredentialResponse {
            assumed_role_user: ra::AssumedRoleUser {
                arn: "a".to_owned(),
                assumed_role_id: "i".to_owned(),
            },
            credentials: ra::Credentials {
                access_key_id: "ASIA".to_owned(),
                expiration: at("2024-01-16T00:02:43.5Z"),
                secret_access_key: Secret::new("s".to_owned()),
                session_token: "t".to_owned(),
            },
            packed_policy_size: Some(46),
            role_arn: "r".to_owned(),
            source_identity: Some("CN=alice".to_owned()),
        }],
        subject_arn: "u".to_owned(),
    };
    let reply = answer::<ra::operations::CreateSession>(&ra::SERVICE, &output);
    assert_eq!(reply.status, 201);
    assert_eq!(
        body(&reply),
        concat!(
            r#"{"credentialSet":[{"assumedRoleUser":{"arn":"a","assumedRoleId":"i"},"#,
            r#""credentials":{"accessKeyId":"ASIA","expiration":"2024-01-16T00:02:43Z","secretAccessKey":"s","#,
            r#""sessionToken":"t"},"packedPolicySize":46,"roleArn":"r","sourceIdentity":"CN=alice"}],"subjectArn":"u"}"#
        )
    );
}

#[test]
fn a_crl_has_microseconds_and_base64() {
    let output = ra::CrlDetailResponse {
        crl: ra::CrlDetail {
            crl_id: Some("i".to_owned()),
            enabled: Some(false),
            crl_data: Some(tegata_wire::Blob(b"-----BEGIN X509".to_vec())),
            created_at: Some(at("2022-07-01T18:11:27.380711Z")),
            updated_at: Some(at("2022-07-01T18:11:27Z")),
            ..Default::default()
        },
    };
    let reply = answer::<ra::operations::ImportCrl>(&ra::SERVICE, &output);
    assert_eq!(reply.status, 201);
    let text = body(&reply);
    assert!(text.contains(r#""crlData":"LS0tLS1CRUdJTiBYNTA5""#), "{text}");
    assert!(
        text.contains(
            r#""createdAt":"2022-07-01T18:11:27.380711Z","updatedAt":"2022-07-01T18:11:27.000000Z""#
        )
    );
    let reply = answer::<ra::operations::TagResource>(&ra::SERVICE, &ra::TagResourceResponse);
    assert_eq!((reply.status, body(&reply)), (201, "{}"));
}

#[test]
fn events_are_in_epoch_seconds() {
    let output = tegata_api_cloudtrail::LookupEventsResponse {
        events: Some(vec![tegata_api_cloudtrail::Event {
            event_id: Some("e".to_owned()),
            read_only: Some("false".to_owned()),
            event_time: Some(at("2026-01-02T03:04:05Z")),
            ..Default::default()
        }]),
        next_token: None,
    };
    let reply =
        answer::<tegata_api_cloudtrail::operations::LookupEvents>(&tegata_api_cloudtrail::SERVICE, &output);
    assert_eq!(
        body(&reply),
        r#"{"Events":[{"EventId":"e","ReadOnly":"false","EventTime":1767323045}]}"#
    );
}
