//! Before a change or a session is answered it is on the disk: between the arrival of each request and
//! its answer, the program writes to the database's log or to the audit spool and then syncs it.
//!
//! That the database syncs its log at each commit (`PRAGMA synchronous`) is tested where it is set; here
//! is what the operating system saw.

use std::{fs, slice};

use crate::caller::{Caller, Request, now};
use crate::http::Exchange;
use crate::machine::Machine;
use crate::objects::ACCOUNT_TRUST;
use crate::process::{ACCOUNT, Home};
use crate::strace::{SystemCall, read, strace};
use crate::workload::writer;

const RECEIVE: &[&str] = &["read", "readv", "recvfrom", "recvmsg"];
const SEND: &[&str] = &["write", "writev", "sendto", "sendmsg"];
const WRITE: &[&str] = &["write", "writev", "pwrite64", "pwritev"];
const SYNC: &[&str] = &["fsync", "fdatasync"];

/// The database's write-ahead log, and a segment of the spool, as strace shows their paths.
const LOG: &str = "tegata.db-wal>";
const SPOOL: &str = ".spool>";

/// A request that was answered: where it stands in the order of system calls.
struct Served {
    /// Where its first bytes had arrived.
    arrived: usize,
    /// Where its answer began to leave.
    left: usize,
}

/// Requests that came one after the other, on connections of one client.
fn served(calls: &[SystemCall]) -> Vec<Served> {
    let arrivals = calls.iter().filter(|call| call.is(RECEIVE, "\"POST /"));
    arrivals
        .map(|arrival| {
            let answer = calls
                .iter()
                .find(|call| call.began > arrival.ended && call.is(SEND, "\"HTTP/1.1 20"));
            Served {
                arrived: arrival.ended,
                left: answer.unwrap().began,
            }
        })
        .collect()
}

/// The thread that follows behind with the events: no answer waits for it, so its commits prove nothing.
const BEHIND: &str = "<indexer>";

/// Whether, while a request was served, a thread wrote to a file, and then synced it.
fn is_synced(calls: &[SystemCall], request: &Served, file: &str) -> bool {
    let within = |call: &&SystemCall| {
        call.began > request.arrived && call.ended < request.left && !call.thread.ends_with(BEHIND)
    };
    let done: Vec<_> = calls
        .iter()
        .filter(within)
        .filter(|call| !call.text.contains("= -1"))
        .collect();
    let writes: Vec<_> = done.iter().filter(|call| call.is(WRITE, file)).collect();
    let synced = |write: &SystemCall| {
        done.iter()
            .any(|sync| sync.is(SYNC, file) && sync.thread == write.thread && sync.began > write.ended)
    };
    !writes.is_empty() && writes.iter().all(|write| synced(write))
}

#[test]
fn synced_before_the_answer() {
    let home = Home::new();
    let output = home.path().join("strace");
    let mut command = strace(home.path(), &output);
    home.add_arguments(&mut command);
    let server = home.start_as(command);
    let mut root = Caller::new(server.connection(), home.root.clone());
    let machine = Machine::new();

    let mut expected = Vec::new();
    let setting = machine.admit(&mut root, "machine");
    // The root user assumes no roles.
    let mut user = Caller::new(server.connection(), writer(&mut root, "user"));
    expected.extend([LOG; 6]);
    for number in 0..20 {
        let name = format!("role-{number}");
        let role = ("RoleName", name.as_str());
        let tag = [
            role,
            ("Tags.member.1.Key", "key"),
            ("Tags.member.1.Value", "value"),
        ];
        root.call(&Request::iam(
            "CreateRole",
            &[role, ("AssumeRolePolicyDocument", ACCOUNT_TRUST)],
        ));
        root.call(&Request::iam("TagRole", &tag));
        expected.extend([LOG, LOG]);
    }
    for number in 0..20 {
        let role = format!("arn:aws:iam::{ACCOUNT}:role/role-{number}");
        user.call(&Request::sts(
            "AssumeRole",
            &[("RoleArn", &role), ("RoleSessionName", "session")],
        ));
        let host = user.connection.host();
        let request = machine.create_session(&setting, &host, "faults", now());
        match user.connection.exchange(&request) {
            Exchange::Answered(reply) => assert_eq!(reply.status, 201, "{reply:?}"),
            other => panic!("{other:?}"),
        }
        expected.extend([SPOOL, SPOOL]);
    }
    server.stop();

    let calls = read(&fs::read_to_string(&output).unwrap());
    let served = served(&calls);
    assert_eq!(served.len(), expected.len());
    for (number, (request, file)) in served.iter().zip(expected).enumerate() {
        assert!(
            is_synced(&calls, request, file),
            "request {number} was answered before {file} was synced:\n{:#?}",
            calls
                .iter()
                .filter(|call| call.ended >= request.arrived && call.began <= request.left)
                .collect::<Vec<_>>()
        );
    }
}

#[test]
fn an_answer_before_its_sync_is_noticed() {
    let by = |thread: &str, name: &str, text: &str, at| SystemCall {
        thread: thread.to_owned(),
        name: name.to_owned(),
        text: text.to_owned(),
        began: at,
        ended: at,
    };
    let call = |name: &str, text: &str, at| by("1<writer>", name, text, at);
    let arrived = call("recvfrom", "9<socket>, \"POST / HTTP/1.1\"", 0);
    let write = |at| call("pwrite64", "5</data/tegata.db-wal>, \"x\", 1) = 1", at);
    let sync = |at| call("fdatasync", "5</data/tegata.db-wal>) = 0", at);
    let answer = |at| call("sendto", "9<socket>, \"HTTP/1.1 200 OK\"", at);
    let synced = |calls: &[SystemCall]| {
        let served = served(calls);
        is_synced(calls, &served[0], LOG)
    };
    assert!(synced(&[arrived.clone(), write(1), sync(2), answer(3)]));
    assert!(!synced(&[arrived.clone(), write(1), answer(3), sync(4)]));
    assert!(!synced(&[arrived.clone(), sync(1), write(2), answer(3)]));
    assert!(!synced(&[arrived.clone(), sync(1), answer(3)]));
    assert!(!synced(&[arrived.clone(), write(1), answer(3)]));

    let behind = |name: &str, at| by("2<indexer>", name, "5</data/tegata.db-wal>", at);
    let its_commit = [behind("pwrite64", 1), behind("fsync", 2)];
    assert!(!synced(
        &[slice::from_ref(&arrived), &its_commit, &[answer(3)]].concat()
    ));
    assert!(synced(&[
        arrived,
        write(1),
        sync(2),
        behind("pwrite64", 3),
        answer(4)
    ]));
}
