//! A full disk: errors, nothing by half, and no restart needed once there is space.
//!
//! The data is on a small file system of its own, in a mount namespace of its own, so nothing of it
//! outlives the test, however that ends.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::JoinHandle;

use jiff::Timestamp;

use crate::caller::{Caller, Key, Request, now};
use crate::http::{Exchange, Reply};
use crate::objects::ACCOUNT_TRUST;
use crate::process::{ACCOUNT, Home, Server, run, text};
use crate::trail::Trail;
use crate::workload::{user_names, writer};

/// Set for the copy of this test that runs in the namespace.
const WITHIN: &str = "TEGATA_FAULTS_WITHIN_NAMESPACE";

/// Runs the test of this name once more where it may mount a file system, and tells whether this is
/// that run.
fn in_own_mounts(test: &str) -> bool {
    if std::env::var_os(WITHIN).is_some() {
        return true;
    }
    let mut unshare = Command::new("unshare");
    unshare.arg("--mount");
    if !rustix::process::geteuid().is_root() {
        unshare.args(["--user", "--map-root-user"]);
    }
    let done = run(unshare
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(WITHIN, "1"));
    assert!(
        done.status.success(),
        "{}\n{}\nthis test mounts a small file system: where that is not allowed, run it as root, or allow \
         it with `sysctl -w kernel.unprivileged_userns_clone=1`",
        text(&done.stdout),
        text(&done.stderr),
    );
    assert!(text(&done.stdout).contains("1 passed"), "there is no test {test}");
    false
}

/// A small file system, and a file that fills it.
struct Disk(PathBuf);

impl Disk {
    fn mount(at: &Path) -> Self {
        let done = run(Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=48m,mode=0700", "tmpfs"])
            .arg(at));
        assert!(done.status.success(), "{}", text(&done.stderr));
        Self(at.to_owned())
    }

    fn ballast(&self) -> PathBuf {
        self.0.join("ballast")
    }

    /// Leaves so many bytes free.
    fn fill(&self, free: u64) {
        let mut ballast = File::create(self.ballast()).unwrap();
        let mut size = 1 << 20;
        while size > 0 {
            if ballast.write_all(&vec![0xff; size]).is_err() {
                size /= 16;
            }
        }
        let length = ballast.metadata().unwrap().len();
        ballast.set_len(length - free).unwrap();
    }

    fn free(&self) {
        fs::remove_file(self.ballast()).unwrap();
    }
}

/// A client that remembers what it was told.
struct Client {
    caller: Caller,
    began: Timestamp,
    calls: usize,
    /// Users whose creation was acknowledged, and the user agents of the calls.
    made: BTreeSet<(String, String)>,
    /// The same of those that were answered with an error.
    refused: BTreeSet<(String, String)>,
    /// The user agents of acknowledged sessions.
    sessions: BTreeSet<String>,
}

impl Client {
    fn new(home: &Home, server: &Server) -> Self {
        let mut root = Caller::new(server.connection(), home.root.clone());
        root.call(&Request::iam(
            "CreateRole",
            &[
                ("RoleName", "traveller"),
                ("AssumeRolePolicyDocument", ACCOUNT_TRUST),
            ],
        ));
        let caller = Caller::new(server.connection(), writer(&mut root, "client"));
        let (made, refused, sessions) = Default::default();
        Self {
            caller,
            began: now(),
            calls: 0,
            made,
            refused,
            sessions,
        }
    }

    fn send(&mut self, request: &Request) -> (Reply, String) {
        let agent = format!("full/{}", self.calls);
        self.calls += 1;
        match self.caller.exchange(request, &agent) {
            Exchange::Answered(reply) => (reply, agent),
            other => panic!("{request:?} was not answered: {other:?}"),
        }
    }

    fn create_user(&mut self) -> bool {
        let name = format!("user-{}", self.calls);
        // Some pages of the store each.
        let value = "x".repeat(250);
        let mut parameters = vec![
            ("UserName".to_owned(), name.clone()),
            ("Path".to_owned(), "/full/".to_owned()),
        ];
        for number in 1..=40 {
            parameters.push((format!("Tags.member.{number}.Key"), format!("key-{number}")));
            parameters.push((format!("Tags.member.{number}.Value"), value.clone()));
        }
        let parameters: Vec<_> = parameters
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let (reply, agent) = self.send(&Request::iam("CreateUser", &parameters));
        let done = succeeded(&reply);
        let remembered = if done { &mut self.made } else { &mut self.refused };
        remembered.insert((name, agent));
        done
    }

    fn assume_role(&mut self) -> bool {
        let role = format!("arn:aws:iam::{ACCOUNT}:role/traveller");
        let parameters = [("RoleArn", role.as_str()), ("RoleSessionName", "session")];
        let (reply, agent) = self.send(&Request::sts("AssumeRole", &parameters));
        let done = succeeded(&reply);
        if done {
            self.sessions.insert(agent);
        }
        done
    }

    /// Works until both kinds of calls have failed several times.
    fn work_until_full(&mut self) {
        let (mut writes, mut sessions) = (0, 0);
        for _ in 0..3_000 {
            writes += usize::from(!self.create_user());
            sessions += usize::from(!self.assume_role());
            if writes > 3 && sessions > 3 {
                return;
            }
        }
        panic!("the disk never filled: {writes} writes and {sessions} sessions failed");
    }

    /// Reads work, or say that they do not.
    fn read_while_full(&mut self) {
        for request in [
            Request::iam("ListUsers", &[]),
            Request::iam("GetRole", &[("RoleName", "traveller")]),
            Request::sts("GetCallerIdentity", &[]),
        ] {
            let (reply, _) = self.send(&request);
            succeeded(&reply);
        }
    }

    /// What is there is what was acknowledged, and nothing else.
    fn assert_kept(&mut self) {
        let made: BTreeSet<_> = self.made.iter().map(|(name, _)| name.clone()).collect();
        assert_eq!(user_names(&mut self.caller, "/full/"), made);
    }

    /// The trail tells of what was acknowledged, once, and of no other change.
    fn assert_recorded(&mut self) {
        let trail = Trail::since(&mut self.caller, self.began);
        for agent in self.made.iter().map(|(_, agent)| agent).chain(&self.sessions) {
            let event = trail
                .of(agent)
                .unwrap_or_else(|| panic!("no event of the acknowledged {agent}"));
            assert_eq!(event.error, None);
        }
        for (name, agent) in &self.refused {
            let told = trail.of(agent).is_some_and(|event| event.error.is_none());
            assert!(!told, "an event of success of {name}, which was refused");
        }
    }
}

/// Whether a call was done; if not, it failed as AWS says that a service has failed.
fn succeeded(reply: &Reply) -> bool {
    if reply.is_success() {
        return true;
    }
    assert!(reply.status == 500 || reply.status == 503, "{reply:?}");
    assert!(
        !reply.code().is_empty() && !reply.request_id().is_empty(),
        "{reply:?}"
    );
    let text = reply.body.to_lowercase();
    for inside in ["sqlite", "enospc", "spool", "disk", "tegata.db"] {
        assert!(!text.contains(inside), "strangers need not know: {reply:?}");
    }
    false
}

fn health(server: &Server) -> u16 {
    match server
        .connection()
        .exchange(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
    {
        Exchange::Answered(reply) => reply.status,
        other => panic!("{other:?}"),
    }
}

/// Asks for events beside everything else: that takes until the index can go on.
fn ask_for_events(server: &Server, key: &Key) -> JoinHandle<Reply> {
    let mut caller = Caller::new(server.connection(), key.clone());
    std::thread::spawn(move || caller.answer(&Request::lookup_events(&serde_json::json!({}))))
}

#[test]
fn full_and_freed_and_full_again() {
    if !in_own_mounts("full_disk::full_and_freed_and_full_again") {
        return;
    }
    let mounted = tempfile::tempdir().unwrap();
    let disk = Disk::mount(mounted.path());
    let home = Home::over(disk.0.join("data"));
    let mut server = home.start();
    let mut client = Client::new(&home, &server);

    // Wherever it gives out: within a page, a transaction, a frame of the spool.
    for pages in [0, 1, 2, 3, 5, 8, 13, 34, 89, 233] {
        disk.fill(pages * 4096);
        client.work_until_full();
        assert_eq!(health(&server), 503);
        client.read_while_full();
        let question = (pages == 0).then(|| ask_for_events(&server, &client.caller.key));
        disk.free();
        assert!(
            client.create_user() && client.assume_role(),
            "no restart is needed"
        );
        assert_eq!(health(&server), 200);
        client.assert_kept();
        if let Some(question) = question {
            assert_eq!(
                question.join().unwrap().status,
                200,
                "the index goes on once there is space"
            );
        }
    }
    client.assert_recorded();

    // Killed while full, and asked to stop while full; started again while full.
    for kill in [true, false] {
        disk.fill(0);
        client.work_until_full();
        if kill {
            server.kill();
        } else {
            server.stop();
        }
        match home.try_start(home.serve()) {
            Ok(started) => {
                client.caller.connection = started.connection();
                client.read_while_full();
                started.stop();
            }
            Err(status) => {
                assert_eq!(status.code(), Some(1), "{}", home.logged());
                let logged = home.logged();
                let last = logged.lines().last().unwrap();
                assert!(last.starts_with("tegata server: "), "{last}");
            }
        }
        disk.free();
        server = home.start();
        client.caller.connection = server.connection();
        client.assert_kept();
        client.assert_recorded();
        assert!(client.create_user() && client.assume_role());
    }
    server.stop();
}
