//! CreateSession: a ratio to what verifying its signatures alone would leave room for.

use std::time::Duration;

use tegata_crypto::KeyKind;

use crate::account::Root;
use crate::bench::CONNECTIONS;
use crate::bench::verify::{Verifier, openssl_speed};
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

/// A server that was just started: no path is known to it.
struct Taken {
    new: Measured,
    known: Measured,
    /// How many paths were remembered, of those looked up, in either part.
    new_hits: (f64, f64),
    known_hits: (f64, f64),
    verifications: f64,
}

pub(crate) fn run(options: &Options) -> Result<String> {
    let mut table = Table::new([
        "",
        "requests/s",
        "ratio to aws-lc-rs ÷ verifications",
        "remembered paths",
        "server µs a request, by thread",
        "p50 / p99 ms",
        "generator busy",
    ]);
    let mut ceilings = Table::new(["", "aws-lc-rs verifications/s around the load", "openssl speed"]);
    for (kind, openssl) in openssl_speed()? {
        let taken = take(kind, options)?;
        let verifications: Takes = taken.iter().map(|taken| taken.verifications).collect();
        ceilings.row([
            fleet::name(kind).to_owned(),
            verifications.show(0),
            format!("{openssl:.0}"),
        ]);
        let new = taken
            .iter()
            .map(|taken| (&taken.new, taken.new_hits, taken.verifications / 2.0));
        table.row(row(
            &format!("{}, new chain (2 verifications)", fleet::name(kind)),
            new,
        ));
        let known = taken
            .iter()
            .map(|taken| (&taken.known, taken.known_hits, taken.verifications));
        table.row(row(
            &format!("{}, remembered chain (1)", fleet::name(kind)),
            known,
        ));
    }
    Ok(format!(
        "## CreateSession\n\n{} connections, {} certificates with {} keys of each kind, a CRL, durable spool.\n\n{}\n{}",
        CONNECTIONS,
        options.count(CERTIFICATES, 4096),
        options.count(KEYS, 32),
        ceilings.finish(),
        table.finish()
    ))
}

fn row<'a>(name: &str, takes: impl Iterator<Item = (&'a Measured, (f64, f64), f64)> + Clone) -> [String; 7] {
    let rates: Takes = takes.clone().map(|(measured, ..)| measured.rate).collect();
    let ratios: Takes = takes
        .clone()
        .map(|(measured, _, ceiling)| measured.rate / ceiling)
        .collect();
    let p50: Takes = takes.clone().map(|(measured, ..)| measured.p50).collect();
    let p99: Takes = takes.clone().map(|(measured, ..)| measured.p99).collect();
    let busy: Takes = takes
        .clone()
        .map(|(measured, ..)| measured.busy * 100.0)
        .collect();
    let (hits, lookups) = takes
        .clone()
        .fold((0.0, 0.0), |sum, (_, (hits, all), _)| (sum.0 + hits, sum.1 + all));
    let last = takes
        .last()
        .map(|(measured, ..)| format!("{:.0}: {}", measured.server_micros(), measured.by_thread()));
    [
        name.to_owned(),
        rates.show(0),
        ratios.show(2),
        format!("{hits:.0} of {lookups:.0}"),
        last.unwrap_or_default(),
        format!("{:.1} / {:.1}", p50.median(), p99.median()),
        format!("{:.0} %", busy.median()),
    ]
}

fn take(kind: KeyKind, options: &Options) -> Result<Vec<Taken>> {
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
    let mut taken = Vec::new();
    for _ in 0..options.repeats {
        let server = home.start(&[])?;
        let requests = requests(&fleet, &place, &server.host())?;
        let before = verifier.rate(options.measure / 5)?;
        let (new, new_hits) = watched(&server, &requests, false, options)?;
        let (known, known_hits) = watched(&server, &requests, true, options)?;
        let after = verifier.rate(options.measure / 5)?;
        server.stop()?;
        let verifications = f64::midpoint(before, after);
        taken.push(Taken {
            new,
            known,
            new_hits,
            known_hits,
            verifications,
        });
    }
    Ok(taken)
}

/// One load, with the look-ups of paths that it caused: remembered, and all.
fn watched(
    server: &Process,
    requests: &[Vec<u8>],
    reuse: bool,
    options: &Options,
) -> Result<(Measured, (f64, f64))> {
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
    Ok((measured, (hits, all)))
}
