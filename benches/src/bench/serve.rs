//! `tegata serve`: credentials a second on one core beside a bare server with the same bytes, and
//! memory: idle, under load, and after millions of session tokens.

use std::process::Command;
use std::time::Duration;

use tegata_crypto::KeyKind;

use crate::account::Root;
use crate::bench::{CONNECTIONS, create_session, credential_process};
use crate::load::{Load, Measured};
use crate::machine::{field_kib, read};
use crate::options::Options;
use crate::report::{Table, Takes, complain};
use crate::server::{Home, Process, binary};
use crate::{Result, bare, exchange, load};

/// Token requests that memory must not grow over.
const TOKENS: usize = 5_000_000;
/// The process is left alone that long before its memory is looked at.
const SETTLE: Duration = Duration::from_secs(3);
const MEBIBYTE: f64 = 1024.0;

pub(crate) fn run(options: &Options) -> Result<String> {
    let home = Home::init()?;
    let server = home.start(&[])?;
    let fleet = create_session::fleet(KeyKind::P256, options)?;
    let place = Root {
        home: &home,
        server: &server,
    }
    .admit(&fleet, "machines")?;
    let files = fleet.write_files(home.folder())?;
    let mut command = Command::new(binary()?);
    command
        .args(credential_process::arguments("serve", &server, &place, &files)?)
        .args(["--port", "0"]);
    complain("serve: idle");
    let endpoint = Process::start_telling_on_stderr(command)?;
    std::thread::sleep(SETTLE);
    let mut memory = Table::new(["memory", "resident MiB", "of it private MiB"]);
    memory.row(resident("idle, one session held", &endpoint)?);

    complain("serve: credentials");
    let speed = credentials(&home, &endpoint, options)?;
    std::thread::sleep(SETTLE);
    memory.row(resident(
        &format!("after {CONNECTIONS} connections at full speed"),
        &endpoint,
    )?);

    let tokens = options.count(TOKENS, 20_000);
    complain(&format!("serve: {tokens} tokens"));
    let mut asked = 0;
    let mut rates = Takes::default();
    for share in [10, 2, 1] {
        while asked < tokens / share {
            let measured = measure(&endpoint, &token_request(&endpoint), options)?;
            asked += measured.all_answers;
            rates.push(measured.rate);
        }
        memory.row(resident(&format!("after {asked} token requests"), &endpoint)?);
    }
    endpoint.stop()?;
    server.stop()?;
    Ok(format!(
        "## serve\n\n{CONNECTIONS} connections; tokens: {} requests/s.\n\n{speed}\n{}",
        rates.show(0),
        memory.finish()
    ))
}

fn credentials(home: &Home, endpoint: &Process, options: &Options) -> Result<String> {
    let token = exchange::send(endpoint.address, token_request(endpoint).as_bytes())?.text();
    let get = |path: &str| {
        format!(
            "GET /latest/meta-data/iam/security-credentials/{path} HTTP/1.1\r\nHost: {}\r\nX-aws-ec2-metadata-token: {token}\r\n\r\n",
            endpoint.host()
        )
    };
    let role = exchange::send(endpoint.address, get("").as_bytes())?.text();
    let request = get(&role);
    let answer = exchange::send(endpoint.address, request.as_bytes())?;
    if answer.status != 200 {
        return Err(format!(
            "the credentials route answered {}: {}",
            answer.status,
            answer.text()
        )
        .into());
    }
    let (mut own, mut bare_ones) = (Vec::new(), Vec::new());
    for _ in 0..options.repeats {
        own.push(measure(endpoint, &request, options)?);
        let bare = bare::start(&answer, home.folder())?;
        bare_ones.push(measure(&bare, &request, options)?);
        bare.stop()?;
    }
    let rates = |measured: &[Measured]| -> Takes { measured.iter().map(|found| found.rate).collect() };
    let pairs = || own.iter().zip(&bare_ones);
    let ratio: Takes = pairs().map(|(own, bare)| own.rate / bare.rate).collect();
    let by_processor: Takes = pairs()
        .map(|(own, bare)| bare.server_micros() / own.server_micros())
        .collect();
    let busy: Takes = own.iter().map(|measured| measured.busy * 100.0).collect();
    let micros: Takes = own.iter().map(Measured::server_micros).collect();
    let p99: Takes = own.iter().map(|measured| measured.p99).collect();
    let mut table = Table::new([
        "credentials route",
        "requests/s",
        "bare hyper, requests/s",
        "ratio",
        "ratio by processor time",
        "µs a request",
        "p99 ms",
        "generator busy",
    ]);
    table.row([
        "`tegata serve`, one core".to_owned(),
        rates(&own).show(0),
        rates(&bare_ones).show(0),
        ratio.show(2),
        by_processor.show(2),
        format!("{:.1}", micros.median()),
        format!("{:.1}", p99.median()),
        format!("{:.0} %", busy.median()),
    ]);
    Ok(table.finish())
}

fn token_request(endpoint: &Process) -> String {
    format!(
        "PUT /latest/api/token HTTP/1.1\r\nHost: {}\r\nContent-Length: 0\r\nX-aws-ec2-metadata-token-ttl-seconds: 21600\r\n\r\n",
        endpoint.host()
    )
}

fn measure(process: &Process, request: &str, options: &Options) -> Result<Measured> {
    load::run(&Load {
        address: process.address,
        connections: CONNECTIONS,
        requests: &[request.as_bytes().to_vec()],
        reuse: true,
        warm_up: options.warm_up(),
        measure: options.measure,
        server: process.id(),
    })
}

/// What is resident, and what of it no other process has: pages of the program itself can be shared.
fn resident(name: &str, process: &Process) -> Result<[String; 3]> {
    let status = read(&format!("/proc/{}/status", process.id()))?;
    let kib = |field| field_kib(&status, field).unwrap_or_default() as f64 / MEBIBYTE;
    Ok([
        name.to_owned(),
        format!("{:.2}", kib("VmRSS:")),
        format!("{:.2}", kib("RssAnon:")),
    ])
}
