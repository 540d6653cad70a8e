//! Memory and start-up with many roles.

use std::time::Duration;

use rustix::fs::Advice;
use serde_json::json;
use tegata_base::{AccountId, EntityKind, Rng as _, Tags, UniqueId};
use tegata_crypto::OsRng;
use tegata_sqlite::{DataDir, SqliteStore};
use tegata_state::{Entity as _, PolicyDoc, Role};
use tegata_store::{Batch, Change, Revision, Store as _};

use crate::options::Options;
use crate::process::resident_bytes;
use crate::report::{Table, Takes, complain};
use crate::server::{ACCOUNT, Home};
use crate::{Result, machine};

const ROLES: usize = 100_000;
/// Changes in one batch.
const BATCH: usize = 1000;
/// A server is left alone that long before its memory is looked at.
const SETTLE: Duration = Duration::from_millis(500);

/// Whether every role has the same trust policy.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Documents {
    Same,
    Distinct,
}

/// Figures of one data directory, over some starts.
struct Started {
    warm: Takes,
    cold: Takes,
    resident: Takes,
}

pub(crate) fn run(options: &Options) -> Result<String> {
    let count = options.count(ROLES, 5000);
    complain("roles: without any");
    let empty = start(&Home::init()?, options)?;
    let mut table = Table::new([
        "",
        "start, s",
        "start with the file out of the cache, s",
        "resident MiB",
        "bytes a role",
        "of it documents",
        "bytes a role beyond its documents",
    ]);
    table.row([
        "no roles".to_owned(),
        empty.warm.show(3),
        empty.cold.show(3),
        mebibytes(&empty.resident),
        "–".to_owned(),
        "–".to_owned(),
        "–".to_owned(),
    ]);
    for (name, documents) in [
        ("the same trust policy", Documents::Same),
        ("distinct trust policies", Documents::Distinct),
    ] {
        complain(&format!("roles: {count} with {name}"));
        let home = Home::init()?;
        let text_bytes = fill(&home, count, documents)?;
        let with = start(&home, options)?;
        let grown = with.resident.median() - empty.resident.median();
        table.row([
            format!("{count} roles with {name}"),
            with.warm.show(2),
            with.cold.show(2),
            mebibytes(&with.resident),
            format!("{:.0}", grown / count as f64),
            format!("{:.0}", text_bytes as f64 / count as f64),
            format!("{:.0}", (grown - text_bytes as f64) / count as f64),
        ]);
    }
    Ok(format!(
        "## Memory and start-up with many roles\n\n{}",
        table.finish()
    ))
}

fn mebibytes(takes: &Takes) -> String {
    format!("{:.1}", takes.median() / f64::from(1 << 20))
}

fn start(home: &Home, options: &Options) -> Result<Started> {
    let mut started = Started {
        warm: Takes::default(),
        cold: Takes::default(),
        resident: Takes::default(),
    };
    // What was just written is on its way to the disk.
    home.start(&[])?.stop()?;
    for _ in 0..options.repeats {
        forget(home)?;
        let server = home.start(&[])?;
        started.cold.push(server.ready_after.as_secs_f64());
        server.stop()?;
        let server = home.start(&[])?;
        started.warm.push(server.ready_after.as_secs_f64());
        std::thread::sleep(SETTLE);
        started.resident.push(resident_bytes(server.id())? as f64);
        server.stop()?;
    }
    Ok(started)
}

/// Drops the database's pages from the system's cache.
fn forget(home: &Home) -> Result<()> {
    for entry in std::fs::read_dir(home.data())? {
        let path = entry?.path();
        if path.is_file() {
            let file = std::fs::File::open(path)?;
            file.sync_all()?;
            rustix::fs::fadvise(&file, 0, None, Advice::DontNeed)?;
        }
    }
    Ok(())
}

/// Stores roles through the engine itself, as the writer would, and returns the bytes of their
/// documents, each different one counted once.
fn fill(home: &Home, count: usize, documents: Documents) -> Result<usize> {
    let account: AccountId = ACCOUNT.parse().map_err(|_| "an account id")?;
    let store = SqliteStore::open(&DataDir::open(&home.data())?)?;
    let mut head = store.load(&mut |_| {})?;
    let mut bytes = 0;
    for first in (0..count).step_by(BATCH) {
        let mut changes: Vec<Change> = Vec::with_capacity(BATCH);
        for number in first..count.min(first + BATCH) {
            let trust = trust(if documents == Documents::Same { 0 } else { number });
            if number == 0 || documents == Documents::Distinct {
                bytes += trust.len();
            }
            changes.push(role(account, number, &trust).put());
        }
        head = commit(&store, head, changes)?;
    }
    Ok(bytes)
}

fn commit(store: &SqliteStore, head: Revision, changes: Vec<Change>) -> Result<Revision> {
    let mut batch = Batch {
        changes,
        ..Batch::default()
    };
    OsRng.fill(&mut batch.id);
    Ok(store.commit(head, &[batch])?)
}

fn role(account: AccountId, number: usize, trust: &str) -> Role {
    Role {
        account,
        id: UniqueId::generate(EntityKind::Role, account, &mut OsRng),
        name: format!("service-role-{number:06}"),
        path: "/".to_owned(),
        created: machine::now(),
        trust: PolicyDoc::new(trust),
        description: None,
        max_session_seconds: 3600,
        tags: Tags::default(),
        boundary: None,
        inline: Vec::new(),
        attached: Vec::new(),
    }
}

/// A trust policy of the usual size, about 350 bytes.
fn trust(number: usize) -> String {
    let statement = json!({
        "Effect": "Allow",
        "Principal": {"Service": "rolesanywhere.amazonaws.com"},
        "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
        "Condition": {
            "StringEquals": {
                "aws:PrincipalTag/x509Subject/OU": format!("service-{number:06}"),
                "aws:PrincipalTag/x509Issuer/CN": "Example Issuing CA 1",
            },
        },
    });
    json!({"Version": "2012-10-17", "Statement": [statement]}).to_string()
}
