//! GetCallerIdentity and AssumeRole against a bare server that gives the same answers.

use crate::account::{Root, account_trust, session, succeeded};
use crate::bench::{CONNECTIONS, create_session};
use crate::load::{Load, Measured};
use crate::options::Options;
use crate::report::{Table, Takes, complain};
use crate::request::{self, Credentials};
use crate::server::{Home, Process};
use crate::{Result, bare, exchange, load};

/// Requests of a load, all different.
const REQUESTS: usize = 256;

struct Call {
    name: &'static str,
    requests: Vec<Vec<u8>>,
}

pub(crate) fn run(options: &Options) -> Result<String> {
    let home = Home::init()?;
    let server = home.start(&[])?;
    let calls = calls(&home, &server, options)?;
    let mut table = Table::new([
        "",
        "requests/s",
        "bare hyper, requests/s",
        "ratio",
        "ratio by processor time",
        "server µs a request, by thread",
        "bare µs",
        "p50 / p99 ms",
        "generator busy (with bare)",
    ]);
    for call in &calls {
        complain(&format!("calls: {}", call.name));
        table.row(compare(call, &home, &server, options)?);
    }
    server.stop()?;
    Ok(format!(
        "## Calls against a bare server\n\n{CONNECTIONS} connections.\n\n{}",
        table.finish()
    ))
}

fn calls(home: &Home, server: &Process, options: &Options) -> Result<Vec<Call>> {
    let root = Root { home, server };
    let user = root.user("caller", "sts:AssumeRole")?;
    let role_arn = root.role("assumed", &account_trust())?;
    let fleet = create_session::fleet(tegata_crypto::KeyKind::P256, options)?;
    let place = root.admit(&fleet, "machines")?;
    let machine = fleet.machines().next().ok_or("an empty fleet")?;
    let request = request::create_session(&server.host(), &place, &machine)?;
    let session = session(&succeeded(
        exchange::send(server.address, &request)?,
        "CreateSession",
    )?)?;
    let identity = |by: &Credentials| -> Result<Vec<Vec<u8>>> {
        let call = |number| {
            let parameters = [("Action", "GetCallerIdentity")];
            request::query_call(&server.host(), "sts", &parameters, by, number)
        };
        (0..REQUESTS).map(call).collect()
    };
    let assume = |number: usize| {
        let name = format!("bench-{number}");
        let parameters = [
            ("Action", "AssumeRole"),
            ("RoleArn", role_arn.as_str()),
            ("RoleSessionName", &name),
        ];
        request::query_call(&server.host(), "sts", &parameters, &user, number)
    };
    Ok(vec![
        Call {
            name: "GetCallerIdentity, a user's key",
            requests: identity(&user)?,
        },
        Call {
            name: "GetCallerIdentity, a machine's session",
            requests: identity(&session)?,
        },
        Call {
            name: "AssumeRole, a user's key",
            requests: (0..REQUESTS).map(assume).collect::<Result<_>>()?,
        },
    ])
}

fn compare(call: &Call, home: &Home, server: &Process, options: &Options) -> Result<[String; 9]> {
    let request = call.requests.first().ok_or("no requests")?;
    let answer = succeeded(exchange::send(server.address, request)?, call.name)?;
    let (mut own, mut bare_ones) = (Vec::new(), Vec::new());
    for _ in 0..options.repeats {
        own.push(measure(server, &call.requests, options)?);
        let bare = bare::start(&answer, home.folder())?;
        bare_ones.push(measure(&bare, &call.requests, options)?);
        bare.stop()?;
    }
    let takes =
        |measured: &[Measured], of: fn(&Measured) -> f64| -> Takes { measured.iter().map(of).collect() };
    let ratios: Takes = own
        .iter()
        .zip(&bare_ones)
        .map(|(own, bare)| own.rate / bare.rate)
        .collect();
    let by_processor: Takes = own
        .iter()
        .zip(&bare_ones)
        .map(|(own, bare)| bare.server_micros() / own.server_micros())
        .collect();
    let by_thread = own.last().map(Measured::by_thread).unwrap_or_default();
    let answers: usize = own.iter().map(|measured| measured.answers).sum();
    if answers == 0 {
        return Err("nothing was counted".into());
    }
    Ok([
        call.name.to_owned(),
        takes(&own, |measured| measured.rate).show(0),
        takes(&bare_ones, |measured| measured.rate).show(0),
        ratios.show(2),
        by_processor.show(2),
        format!(
            "{:.0}: {by_thread}",
            takes(&own, Measured::server_micros).median()
        ),
        format!("{:.0}", takes(&bare_ones, Measured::server_micros).median()),
        format!(
            "{:.1} / {:.1}",
            takes(&own, |measured| measured.p50).median(),
            takes(&own, |measured| measured.p99).median()
        ),
        format!(
            "{:.0} % ({:.0} %)",
            takes(&own, |measured| measured.busy * 100.0).median(),
            takes(&bare_ones, |measured| measured.busy * 100.0).median()
        ),
    ])
}

fn measure(server: &Process, requests: &[Vec<u8>], options: &Options) -> Result<Measured> {
    load::run(&Load {
        address: server.address,
        connections: CONNECTIONS,
        requests,
        reuse: true,
        warm_up: options.warm_up(),
        measure: options.measure,
        server: server.id(),
    })
}
