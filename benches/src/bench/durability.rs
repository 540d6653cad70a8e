//! What is on the disk before its answer: sessions and changes, on this disk and on one whose every
//! sync takes 5 ms longer.

use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

use tegata_crypto::KeyKind;

use crate::account::{Root, account_trust};
use crate::bench::{CONNECTIONS, create_session};
use crate::fleet::Fleet;
use crate::load::{Load, Measured};
use crate::options::Options;
use crate::report::{Table, Takes, complain};
use crate::request;
use crate::server::{Home, Process};
use crate::{Result, load, machine};

const DELAY: Duration = Duration::from_millis(5);
/// Bytes written before each sync of the disk alone: about an event.
const WRITTEN: usize = 4096;
/// The most changes of one take; each needs a request of its own.
const CHANGES: usize = 40_000;

/// One call at one speed of the disk, over some takes.
#[derive(Default)]
struct Figures {
    rates: Takes,
    a_sync: Takes,
    p50: Takes,
    p99: Takes,
}

impl Figures {
    fn push(&mut self, measured: &Measured, syncs: f64) {
        self.rates.push(measured.rate);
        self.a_sync.push(measured.rate / syncs);
        self.p50.push(measured.p50);
        self.p99.push(measured.p99);
    }
}

pub(crate) fn run(options: &Options) -> Result<String> {
    let fleet = create_session::fleet(KeyKind::P256, options)?;
    let mut table = Table::new([
        "",
        "answers/s",
        "÷ syncs/s of the disk",
        "÷ without the delay",
        "p50 / p99 ms",
    ]);
    let mut disks = Table::new(["", "syncs/s"]);
    let mut undelayed: Vec<f64> = Vec::new();
    for (disk, delay) in [("this disk", Duration::ZERO), ("5 ms added to each sync", DELAY)] {
        complain(&format!("durability: {disk}"));
        let mut syncs = Takes::default();
        let mut figures: [Figures; 3] = Default::default();
        for _ in 0..options.repeats {
            take(delay, &fleet, options, &mut syncs, &mut figures)?;
        }
        disks.row([disk.to_owned(), syncs.show(0)]);
        let names = [
            "CreateSession, P-256, remembered chain",
            "AssumeRole",
            "CreateRole",
        ];
        for (number, (name, figures)) in names.iter().zip(&figures).enumerate() {
            let rate = figures.rates.median();
            let before = undelayed
                .get(number)
                .map_or("–".to_owned(), |before| format!("{:.2}", rate / before));
            undelayed.push(rate);
            table.row([
                format!("{name}, {disk}"),
                figures.rates.show(0),
                figures.a_sync.show(1),
                before,
                format!("{:.1} / {:.1}", figures.p50.median(), figures.p99.median()),
            ]);
        }
    }
    Ok(format!(
        "## Durability\n\n{CONNECTIONS} connections. Syncs of the disk: {WRITTEN} bytes written and synced, one after the other.\n\n{}\n{}",
        disks.finish(),
        table.finish()
    ))
}

/// All three calls once, on a fresh server.
fn take(
    delay: Duration,
    fleet: &Fleet,
    options: &Options,
    disk: &mut Takes,
    figures: &mut [Figures; 3],
) -> Result<()> {
    let home = Home::init()?;
    let syncs = syncs(home.folder(), delay, options.measure / 5)?;
    disk.push(syncs);
    let delay = delay.as_millis().to_string();
    let server = home.start(&["--sync-delay", &delay, "--limit", "roles=1000000"])?;
    let root = Root {
        home: &home,
        server: &server,
    };
    let place = root.admit(fleet, "machines")?;
    let sessions = create_session::requests(fleet, &place, &server.host())?;
    let user = root.user("caller", "*")?;
    let role_arn = root.role("assumed", &account_trust())?;
    let call = |parameters: &[(&str, &str)], service, number| {
        request::query_call(&server.host(), service, parameters, &user, number)
    };
    let assume = |number: usize| {
        let name = format!("bench-{number}");
        let parameters = [
            ("Action", "AssumeRole"),
            ("RoleArn", role_arn.as_str()),
            ("RoleSessionName", &name),
        ];
        call(&parameters, "sts", number)
    };
    let assumptions = (0..256).map(assume).collect::<Result<Vec<_>>>()?;
    let trust = account_trust();
    let create = |number: usize| {
        let name = format!("bench-{number}");
        let parameters = [
            ("Action", "CreateRole"),
            ("RoleName", &name),
            ("AssumeRolePolicyDocument", &trust),
        ];
        call(&parameters, "iam", number)
    };
    let changes = (0..options.count(CHANGES, 10_000))
        .map(create)
        .collect::<Result<Vec<_>>>()?;
    // Every path is known after one pass.
    measure(&server, &sessions, false, Duration::from_secs(60), options)?;
    let loads = [(&sessions, true), (&assumptions, true), (&changes, false)];
    for (figures, (requests, reuse)) in figures.iter_mut().zip(loads) {
        figures.push(
            &measure(&server, requests, reuse, options.measure, options)?,
            syncs,
        );
    }
    server.stop()
}

fn measure(
    server: &Process,
    requests: &[Vec<u8>],
    reuse: bool,
    within: Duration,
    options: &Options,
) -> Result<Measured> {
    load::run(&Load {
        address: server.address,
        connections: CONNECTIONS,
        requests,
        reuse,
        warm_up: options.warm_up() / 2,
        measure: within,
        server: server.id(),
    })
}

/// Syncs a second of the disk alone, each after a small write.
fn syncs(folder: &Path, delay: Duration, within: Duration) -> Result<f64> {
    machine::on_core(machine::SERVER_CORE, || {
        let mut file = std::fs::File::create(folder.join("syncs"))?;
        // The room is there before, as it is in a spool or a log that is written over.
        file.write_all(&vec![0; WRITTEN * 1024])?;
        file.sync_all()?;
        let started = Instant::now();
        let mut count = 0;
        while started.elapsed() < within {
            file.seek(SeekFrom::Start((count % 1024) * WRITTEN as u64))?;
            file.write_all(&[1; WRITTEN])?;
            std::thread::sleep(delay);
            file.sync_data()?;
            count += 1;
        }
        Ok(count as f64 / started.elapsed().as_secs_f64())
    })
}
