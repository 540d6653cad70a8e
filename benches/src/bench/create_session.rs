//! CreateSession: a ratio to what verifying its signatures alone would leave room for.

use std::time::Duration;

use tegata_crypto::KeyKind;

use crate::account::Root;
use crate::bench::CONNECTIONS;
use crate::bench::verify::{Rate, Verifier, openssl_speed};
use crate::fleet::{self, Fleet};
use crate::load::{Load, Measured};
use crate::options::Options;
use crate::report::{Table, Takes, complain};
use crate::request::{self, Place};
use crate::server::{Home, Process};
use crate::{Result, load, machine};

/// Fewer than a server remembers, so that after one pass all are known.
const CERTIFICATES: usize = 16_384;
const KEYS: usize = 1024;
/// One pass over all certificates takes a few seconds.
const PASS_WITHIN: Duration = Duration::from_secs(60);

/// The fleet of a run.
pub(crate) fn fleet(kind: KeyKind, options: &Options) -> Result<Fleet> {
    Fleet::open(kind, options.count(KEYS, 32), options.count(CERTIFICATES, 4096))
}

/// One signed request for each machine, by two threads.
pub(crate) fn requests(fleet: &Fleet, place: &Place, host: &str) -> Result<Vec<Vec<u8>>> {
    let machines: Vec<_> = fleet.machines().collect();
    fleet::in_two(machines.len(), |range| {
        let machines = machines.get(range).unwrap_or_default();
        machines
            .iter()
            .map(|machine| request::create_session(host, place, machine))
            .collect()
    })
}

/// One kind of load, in the order in which a server that was just started gets them.
struct Kind {
    name: &'static str,
    /// Signatures that a request costs.
    signatures: f64,
    /// How many of the certificates.
    certificates: usize,
    /// Whether they come again and again.
    again: bool,
}

const KINDS: [Kind; 3] = [
    Kind {
        name: "new chains",
        signatures: 2.0,
        certificates: CERTIFICATES,
        again: false,
    },
    Kind {
        name: "remembered chains",
        signatures: 1.0,
        certificates: KEYS,
        again: true,
    },
    Kind {
        name: "remembered chains",
        signatures: 1.0,
        certificates: CERTIFICATES,
        again: true,
    },
];

/// One take of one load.
struct Taken {
    measured: Measured,
    /// Paths looked up, and found remembered.
    lookups: f64,
    hits: f64,
    /// What the library does at the same time on the same core.
    verifying: Rate,
}

pub(crate) fn run(options: &Options) -> Result<String> {
    let mut table = Table::new([
        "",
        "requests/s",
        "ratio",
        "ratio by processor time",
        "remembered paths",
        "server µs a request, by thread",
        "p50 / p99 ms",
        "generator busy",
    ]);
    let mut ceilings = Table::new(["verifications/s", "aws-lc-rs, around the load", "openssl speed"]);
    for (kind, openssl) in openssl_speed()? {
        let loads = take(kind, options)?;
        let rates: Takes = loads
            .iter()
            .flatten()
            .map(|taken| taken.verifying.a_second)
            .collect();
        ceilings.row([
            fleet::name(kind).to_owned(),
            rates.show(0),
            format!("{openssl:.0}"),
        ]);
        for (load, taken) in KINDS.iter().zip(&loads) {
            table.row(load.row(kind, taken, options));
        }
    }
    Ok(format!(
        "## CreateSession\n\n{CONNECTIONS} connections, {} keys of each kind, a CRL, durable spool.\n\n{}\n{}",
        options.count(KEYS, 32),
        ceilings.finish(),
        table.finish()
    ))
}

impl Kind {
    fn row(&self, kind: KeyKind, taken: &[Taken], options: &Options) -> [String; 8] {
        let takes = |of: &dyn Fn(&Taken) -> f64| taken.iter().map(of).collect::<Takes>();
        let sum = |of: fn(&Taken) -> f64| taken.iter().map(of).sum::<f64>();
        let by_thread = taken.last().map(|taken| taken.measured.by_thread());
        [
            format!(
                "{}, {} {}",
                fleet::name(kind),
                self.certificates(options),
                self.name
            ),
            takes(&|taken| taken.measured.rate).show(0),
            takes(&|taken| taken.measured.rate * self.signatures / taken.verifying.a_second).show(2),
            takes(&|taken| self.signatures * taken.verifying.micros / taken.measured.server_micros()).show(2),
            format!(
                "{:.0} of {:.0}",
                sum(|taken| taken.hits),
                sum(|taken| taken.lookups)
            ),
            format!(
                "{:.0}: {}",
                takes(&|taken| taken.measured.server_micros()).median(),
                by_thread.unwrap_or_default()
            ),
            format!(
                "{:.1} / {:.1}",
                takes(&|taken| taken.measured.p50).median(),
                takes(&|taken| taken.measured.p99).median()
            ),
            format!("{:.0} %", takes(&|taken| taken.measured.busy * 100.0).median()),
        ]
    }

    fn certificates(&self, options: &Options) -> usize {
        options.count(self.certificates, self.certificates / 4)
    }
}

/// The takes of each load.
fn take(kind: KeyKind, options: &Options) -> Result<[Vec<Taken>; KINDS.len()]> {
    let fleet = fleet(kind, options)?;
    complain(&format!(
        "create-session: {} with {} keys",
        fleet::name(kind),
        fleet.key_count()
    ));
    let verifier = Verifier::new(kind)?;
    let home = Home::init()?;
    let server = home.start(&[])?;
    let place = Root {
        home: &home,
        server: &server,
    }
    .admit(&fleet, "machines")?;
    server.stop()?;
    let mut taken: [Vec<Taken>; KINDS.len()] = Default::default();
    for _ in 0..options.repeats {
        let server = home.start(&[])?;
        let requests = requests(&fleet, &place, &server.host())?;
        let mut before = verifier.rate(options.measure / 5)?;
        for (load, taken) in KINDS.iter().zip(&mut taken) {
            let some = requests.get(..load.certificates(options)).unwrap_or_default();
            let (measured, hits, lookups) = watched(&server, some, load.again, options)?;
            let after = verifier.rate(options.measure / 5)?;
            taken.push(Taken {
                measured,
                lookups,
                hits,
                verifying: before.midpoint(after),
            });
            before = after;
        }
        server.stop()?;
    }
    Ok(taken)
}

/// One load, and the look-ups of paths that it caused: remembered, and all.
fn watched(
    server: &Process,
    requests: &[Vec<u8>],
    reuse: bool,
    options: &Options,
) -> Result<(Measured, f64, f64)> {
    let lookups = |result: &str| server.counter("tegata_cache_lookups_total", &["cache=\"path\"", result]);
    let before = (lookups("result=\"hit\"")?, lookups("")?);
    let started = machine::now();
    // New paths are used up by the warm-up, too; the load ends with the last of them.
    let (warm_up, measure) = match reuse {
        true => (options.warm_up(), options.measure),
        false => (options.warm_up() / 4, PASS_WITHIN),
    };
    let measured = load::run(&Load {
        address: server.address,
        connections: CONNECTIONS,
        requests,
        reuse,
        warm_up,
        measure,
        server: server.id(),
    })?;
    let (hits, all) = (lookups("result=\"hit\"")? - before.0, lookups("")? - before.1);
    if all < measured.all_answers as f64 {
        let took = machine::now().duration_since(started);
        return Err(format!(
            "{} answers but {all} look-ups of paths in {took:#}",
            measured.all_answers
        )
        .into());
    }
    Ok((measured, hits, all))
}
