//! A request counts for five minutes before and after it was signed.

use jiff::SignedDuration;
use serde_json::{Value, json};
use tegata_base::Secret;
use tegata_base::time::iso_basic;
use tegata_sigv4::{Scope, SigningKey, presign_hmac};

use crate::caller::{Caller, Request, now};
use crate::http::{Connection, Exchange, Reply};
use crate::machine::Machine;
use crate::process::{Home, REGION};

fn answer(connection: &mut Connection, bytes: &[u8]) -> Reply {
    match connection.exchange(bytes) {
        Exchange::Answered(reply) => reply,
        other => panic!("{other:?}"),
    }
}

#[test]
fn five_minutes_either_way() {
    let home = Home::new();
    let server = home.start();
    let mut root = Caller::new(server.connection(), home.root.clone());
    let machine = Machine::new();
    let setting = machine.admit(&mut root, "machine");
    let requests = [
        (Request::iam("ListUsers", &[]), "SignatureDoesNotMatch", 403),
        (
            Request::sts("GetCallerIdentity", &[]),
            "SignatureDoesNotMatch",
            403,
        ),
        (
            Request::lookup_events(&json!({})),
            "InvalidSignatureException",
            400,
        ),
        (
            Request::rolesanywhere("GET", "/trustanchors", &Value::Null),
            "InvalidSignatureException",
            403,
        ),
    ];
    let mut connection = server.connection();
    let host = connection.host();
    for minutes in [-6, -4, 0, 4, 6_i64] {
        let at = now() + SignedDuration::from_mins(minutes);
        let accepted = minutes.abs() < 5;
        for (request, code, status) in &requests {
            let reply = answer(&mut connection, &request.signed(&host, "faults", &home.root, at));
            if accepted {
                assert_eq!(reply.status, 200, "{minutes} minutes: {reply:?}");
            } else {
                assert_eq!(
                    (reply.status, reply.code().as_str()),
                    (*status, *code),
                    "{minutes} minutes"
                );
            }
        }
        let reply = answer(
            &mut connection,
            &machine.create_session(&setting, &host, "faults", at),
        );
        if accepted {
            assert_eq!(reply.status, 201, "{minutes} minutes: {reply:?}");
        } else {
            assert_eq!(
                (reply.status, reply.code().as_str()),
                (403, "AccessDeniedException")
            );
        }
    }
}

#[test]
fn a_presigned_request_counts_as_long_as_it_says() {
    let home = Home::new();
    let server = home.start();
    let mut connection = server.connection();
    let host = connection.host();
    for (minutes_ago, minutes, accepted) in [(0, 1, true), (2, 1, false), (10, 15, true), (16, 15, false)] {
        let at = now() - SignedDuration::from_mins(minutes_ago);
        let mut request = Request::sts("GetCallerIdentity", &[]);
        (request.method, request.query) = ("GET", std::mem::take(&mut request.body));
        let date = iso_basic(at);
        let scope = Scope {
            date: &date[..8],
            region: REGION,
            service: "sts",
        };
        let key = SigningKey::derive(&Secret::new(home.root.secret.clone()), &scope);
        let headers = [("Host", host.as_bytes())];
        let to_sign = request.to_sign(&headers);
        request.query = presign_hmac(&to_sign, &home.root.id, &scope, &key, at, minutes * 60, None).unwrap();
        let reply = answer(
            &mut connection,
            &request.bytes("faults", &[("Host", host.clone())]),
        );
        assert_eq!(
            reply.is_success(),
            accepted,
            "{minutes_ago} of {minutes} minutes: {reply:?}"
        );
    }
}
