//! Eight writers who contend, everything that they saw, and whether it can be true.
//!
//! ```text
//! prepare ─▶ run: writers call until the server is gone ─▶ settle, on the server started anew:
//!     ├─ each object: is there an order of the calls that ends in what is there now?
//!     ├─ the trail: an event of each acknowledged call, and of each change that is there, and no other;
//!     │  in the order of their revisions the calls answer as they did and end in what is there now
//!     └─ that order is the order of time: nobody was told what was not yet so, or no longer
//! ```

mod group;
mod sessions;

use std::collections::BTreeSet;
use std::ops::AddAssign;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::SeqCst;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::caller::{Caller, Key, Request, now};
use crate::http::{Connection, PATIENCE};
use crate::machine::Machine;
use crate::objects::{
    ACCOUNT_TRUST, Attachment, Dice, Name, Register, SOME_PERMISSION, Slots, Users, Versions,
};
use crate::process::{ACCOUNT, Home, Server};
use crate::trail::Trail;

use group::Group;
use sessions::Sessions;

const WRITERS: usize = 8;

/// A policy that allows everything.
pub(crate) const EVERYTHING: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;

/// A clock that all writers share and that never shows one moment twice.
static MOMENTS: AtomicU64 = AtomicU64::new(0);

pub(crate) fn moment() -> u64 {
    MOMENTS.fetch_add(1, SeqCst)
}

/// What a call that was sent and not answered may have done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unanswered {
    /// It happened or not: the server was killed.
    Perhaps,
    /// Nothing: the server was asked to stop, and answers what it serves.
    Nothing,
}

/// Whether a writer may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Goes {
    On,
    /// The server is gone.
    Away {
        /// Whether it went with a call of this writer's.
        unanswered: bool,
    },
}

/// What the writers share, one of it.
trait Shared: Send + Sync {
    /// One call at random.
    fn act(&self, caller: &mut Caller, agent: &str, dice: &mut Dice, lost: Unanswered) -> Goes;

    /// Checks what was seen since the last time, and tells when which calls were judged.
    fn settle(&self, reader: &mut Caller, trail: &Trail) -> Vec<Judged>;
}

/// A call, when it was made, and the revisions of the configuration before and after it.
#[derive(Debug, Clone, Copy)]
struct Judged {
    began: u64,
    ended: u64,
    before: u64,
    after: u64,
}

/// Objects that exist, and writers who may change them.
pub(crate) struct Workload {
    root: Key,
    writers: Vec<Key>,
    shared: Vec<Box<dyn Shared>>,
    users: Arc<Group<Users>>,
    round: u64,
    began: Timestamp,
    /// Calls begun in this round.
    begun: AtomicU64,
}

/// What a round made of the writers.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Round {
    /// Calls that were sent.
    pub(crate) calls: u64,
    /// Those of them that were not answered.
    pub(crate) unanswered: u64,
}

impl AddAssign for Round {
    fn add_assign(&mut self, more: Self) {
        self.calls += more.calls;
        self.unanswered += more.unanswered;
    }
}

impl Workload {
    /// Makes what there must be before the writers begin.
    pub(crate) fn prepare(home: &Home, server: &Server) -> Self {
        let mut root = Caller::new(server.connection(), home.root.clone());
        let writers = (0..WRITERS)
            .map(|number| writer(&mut root, &format!("writer-{number}")))
            .collect();
        root.call(&Request::iam("CreateUser", &[("UserName", "holder")]));
        root.call(&Request::iam(
            "CreateRole",
            &[
                ("RoleName", "register"),
                ("AssumeRolePolicyDocument", ACCOUNT_TRUST),
                ("Description", "0"),
            ],
        ));
        root.call(&Request::iam(
            "CreatePolicy",
            &[("PolicyName", "versions"), ("PolicyDocument", SOME_PERMISSION)],
        ));
        let machine = Machine::new();
        let setting = machine.admit(&mut root, "machine");
        root.call(&Request::iam(
            "CreateRole",
            &[
                ("RoleName", "traveller"),
                ("AssumeRolePolicyDocument", ACCOUNT_TRUST),
            ],
        ));
        let crls = Slots::Crls {
            anchor: setting.anchor.clone(),
            pem: machine.crl(),
        };
        let traveller = format!("arn:aws:iam::{ACCOUNT}:role/traveller");
        let users = Arc::new(Group::new(Users::default()));
        let shared: Vec<Box<dyn Shared>> = vec![
            Box::new(Group::new(Name("wanted"))),
            Box::new(Group::new(Attachment {
                role: "coming",
                policy: "going",
            })),
            Box::new(Group::new(Register("register"))),
            Box::new(Group::new(Slots::AccessKeys("holder"))),
            Box::new(Group::new(crls)),
            Box::new(Group::new(Versions("versions"))),
            Box::new(Arc::clone(&users)),
            Box::new(Sessions::new(traveller, machine, setting)),
        ];
        Self {
            root: home.root.clone(),
            writers,
            shared,
            users,
            round: 0,
            began: now(),
            begun: AtomicU64::new(0),
        }
    }

    /// Lets the writers work; once they have begun so many calls, `end` ends the server under them.
    pub(crate) fn run(
        &mut self,
        server: Server,
        calls: u64,
        lost: Unanswered,
        end: impl FnOnce(Server),
    ) -> Round {
        self.round += 1;
        self.begun = AtomicU64::new(0);
        self.began = now();
        let (address, workload) = (server.address, &*self);
        std::thread::scope(|scope| {
            let writers: Vec<_> = workload
                .writers
                .iter()
                .enumerate()
                .map(|(number, key)| {
                    let caller = Caller::new(Connection::to(address), key.clone());
                    scope.spawn(move || workload.write(number, caller, lost))
                })
                .collect();
            workload.wait_for(calls);
            end(server);
            let mut total = Round::default();
            for writer in writers {
                total += writer.join().unwrap();
            }
            total
        })
    }

    fn wait_for(&self, calls: u64) {
        let deadline = Instant::now() + PATIENCE;
        while self.begun.load(SeqCst) < calls && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// One writer, until the server is gone.
    fn write(&self, number: usize, mut caller: Caller, lost: Unanswered) -> Round {
        let mut dice = Dice::new(self.round << 8 | number as u64);
        let mut calls = 0;
        loop {
            let agent = format!("writer/{}.{number}.{calls}", self.round);
            let shared = dice.pick(&self.shared).unwrap();
            self.begun.fetch_add(1, SeqCst);
            if let Goes::Away { unanswered } = shared.act(&mut caller, &agent, &mut dice, lost) {
                let unanswered = u64::from(unanswered);
                return Round {
                    calls: calls + unanswered,
                    unanswered,
                };
            }
            calls += 1;
        }
    }

    /// Checks what the writers of the last round saw against what a new server knows.
    pub(crate) fn settle(&self, server: &Server) {
        let mut reader = Caller::new(server.connection(), self.root.clone());
        let trail = Trail::since(&mut reader, self.began);
        let judged: Vec<Judged> = self
            .shared
            .iter()
            .flat_map(|shared| shared.settle(&mut reader, &trail))
            .collect();
        assert_in_time(judged);
    }

    /// At the end: the users of all rounds are there, and no others.
    pub(crate) fn settle_all(&self, server: &Server) {
        let mut reader = Caller::new(server.connection(), self.root.clone());
        let names = user_names(&mut reader, "/kept/");
        assert_eq!(names, self.users.object.all());
    }
}

/// All users under a path, over all pages.
pub(crate) fn user_names(reader: &mut Caller, path: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut marker: Option<String> = None;
    loop {
        let mut parameters = vec![("PathPrefix", path), ("MaxItems", "1000")];
        parameters.extend(marker.as_deref().map(|marker| ("Marker", marker)));
        let page = reader.call(&Request::iam("ListUsers", &parameters));
        names.extend(page.texts("UserName"));
        marker = page.texts("Marker").pop();
        if marker.is_none() {
            return names;
        }
    }
}

/// A user who may do everything, and an access key.
pub(crate) fn writer(root: &mut Caller, name: &str) -> Key {
    let user = ("UserName", name);
    root.call(&Request::iam("CreateUser", &[user]));
    root.call(&Request::iam(
        "PutUserPolicy",
        &[user, ("PolicyName", "everything"), ("PolicyDocument", EVERYTHING)],
    ));
    Key::from_xml(&root.call(&Request::iam("CreateAccessKey", &[user])))
}

/// What a call was judged by is not older than what any call that had ended before it had left.
fn assert_in_time(mut judged: Vec<Judged>) {
    judged.sort_unstable_by_key(|call| call.began);
    let mut ended = judged.clone();
    ended.sort_unstable_by_key(|call| call.ended);
    let mut ended = ended.into_iter().peekable();
    let mut newest = 0;
    for call in judged {
        while let Some(earlier) = ended.next_if(|earlier| earlier.ended < call.began) {
            newest = newest.max(earlier.after);
        }
        assert!(
            call.before >= newest,
            "{call:?} was judged by less than revision {newest}, which had been told"
        );
    }
}

impl<T: Shared + Send> Shared for Arc<T> {
    fn act(&self, caller: &mut Caller, agent: &str, dice: &mut Dice, lost: Unanswered) -> Goes {
        (**self).act(caller, agent, dice, lost)
    }

    fn settle(&self, reader: &mut Caller, trail: &Trail) -> Vec<Judged> {
        (**self).settle(reader, trail)
    }
}

#[test]
fn time_is_checked() {
    let call = |began, ended, before, after| Judged {
        began,
        ended,
        before,
        after,
    };
    assert_in_time(vec![call(1, 3, 0, 1), call(2, 4, 0, 0), call(5, 6, 1, 2)]);
    let stale = std::panic::catch_unwind(|| assert_in_time(vec![call(1, 3, 0, 1), call(4, 5, 0, 0)]));
    assert!(stale.is_err());
}
