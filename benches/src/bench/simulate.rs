//! SimulatePrincipalPolicy with many action names against GetCallerIdentity, one call at a time.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::account::{Root, succeeded};
use crate::load::{Load, Measured};
use crate::options::Options;
use crate::report::{Table, Takes, complain};
use crate::request::{Credentials, query_call};
use crate::server::{ACCOUNT, Home, Process};
use crate::{Result, exchange, load};

/// Action names in one call.
const ACTIONS: usize = 10_000;
/// Statements of the simulated user's policy.
const STATEMENTS: usize = 20;
/// Requests of a load.
const REQUESTS: usize = 8;
/// Results on the largest page.
const MOST_ON_A_PAGE: &str = "1000";

pub(crate) fn run(options: &Options) -> Result<String> {
    let home = Home::init()?;
    let server = home.start(&[])?;
    let root = Root {
        home: &home,
        server: &server,
    };
    root.user("simulated", "iam:GetUser")?;
    root.iam(&[
        ("Action", "PutUserPolicy"),
        ("UserName", "simulated"),
        ("PolicyName", "many"),
        ("PolicyDocument", &policy()),
    ])?;
    let mut table = Table::new([
        "",
        "p50 ms",
        "p99 ms",
        "server ms a call",
        "times GetCallerIdentity",
    ]);
    let own = Call {
        name: "GetCallerIdentity".to_owned(),
        requests: requests(&server, "sts", &[("Action", "GetCallerIdentity")], &home.root)?,
    };
    let base = own.measure(&server, options)?;
    table.row(own.row(&base, &base));
    // More than one page in a quick run, too.
    let actions = options.count(ACTIONS, 1_500);
    for page in ["1", "100", MOST_ON_A_PAGE] {
        complain(&format!("simulate: pages of {page}"));
        let call = simulation(&server, page, actions, &home.root)?;
        let takes = call.measure(&server, options)?;
        table.row(call.row(&takes, &base));
    }
    complain("simulate: every page");
    let whole = every_page(&server, actions, &home.root, options)?;
    server.stop()?;
    Ok(format!(
        "## Simulating a principal\n\n{STATEMENTS} statements, one connection.\n\n{}\n\
         All results of {actions} actions, {} calls one after another that each send all the names: {} ms.\n",
        table.finish(),
        whole.calls,
        whole.millis.show(1)
    ))
}

/// A simulation to its last page.
struct Whole {
    calls: usize,
    /// From the first byte sent to the last received, of all calls together; signing is not counted.
    millis: Takes,
}

fn every_page(server: &Process, actions: usize, by: &Credentials, options: &Options) -> Result<Whole> {
    let mut whole = Whole {
        calls: 0,
        millis: Takes::default(),
    };
    let everything = parameters(MOST_ON_A_PAGE, actions);
    // The first take is for warming up.
    for take in 0..=options.repeats {
        let mut spent = Duration::ZERO;
        let mut marker: Option<String> = None;
        let mut calls = 0;
        loop {
            let mut parameters = borrowed(&everything);
            parameters.extend(marker.as_deref().map(|marker| ("Marker", marker)));
            let request = query_call(&server.host(), "iam", &parameters, by, calls)?;
            let from = Instant::now();
            let answer = exchange::send(server.address, &request)?;
            spent += from.elapsed();
            calls += 1;
            let answer = succeeded(answer, "SimulatePrincipalPolicy")?.text();
            marker = text_of(&answer, "Marker");
            if marker.is_none() {
                break;
            }
        }
        if take > 0 {
            whole.millis.push(spent.as_secs_f64() * 1000.0);
        }
        whole.calls = calls;
    }
    Ok(whole)
}

/// The text of an element that an answer has once.
fn text_of(answer: &str, element: &str) -> Option<String> {
    let (_, rest) = answer.split_once(&format!("<{element}>"))?;
    let (text, _) = rest.split_once(&format!("</{element}>"))?;
    Some(text.to_owned())
}

struct Call {
    name: String,
    requests: Vec<Vec<u8>>,
}

/// Figures of one call, over the repeats.
struct Figures {
    p50: Takes,
    p99: Takes,
    server_millis: Takes,
}

impl Call {
    fn measure(&self, server: &Process, options: &Options) -> Result<Figures> {
        let request = self.requests.first().ok_or("no requests")?;
        succeeded(exchange::send(server.address, request)?, &self.name)?;
        let mut measured = Vec::new();
        for _ in 0..options.repeats {
            measured.push(load::run(&Load {
                address: server.address,
                connections: 1,
                requests: &self.requests,
                reuse: true,
                warm_up: options.warm_up(),
                measure: options.measure,
                server: server.id(),
            })?);
        }
        let takes = |of: fn(&Measured) -> f64| -> Takes { measured.iter().map(of).collect() };
        Ok(Figures {
            p50: takes(|measured| measured.p50),
            p99: takes(|measured| measured.p99),
            server_millis: takes(|measured| measured.server_micros() / 1000.0),
        })
    }

    fn row(&self, figures: &Figures, base: &Figures) -> [String; 5] {
        let ratio = figures.server_millis.median() / base.server_millis.median();
        [
            self.name.clone(),
            figures.p50.show(2),
            figures.p99.show(2),
            figures.server_millis.show(2),
            format!("{ratio:.0}"),
        ]
    }
}

fn simulation(server: &Process, page: &str, actions: usize, by: &Credentials) -> Result<Call> {
    let parameters = parameters(page, actions);
    Ok(Call {
        name: format!("SimulatePrincipalPolicy, {actions} actions, {page} on a page"),
        requests: requests(server, "iam", &borrowed(&parameters), by)?,
    })
}

fn parameters(page: &str, actions: usize) -> Vec<(String, String)> {
    let member = |number| {
        let service = number % (STATEMENTS * 2);
        (
            format!("ActionNames.member.{}", number + 1),
            format!("service{service}:Action{number}"),
        )
    };
    let source = format!("arn:aws:iam::{ACCOUNT}:user/simulated");
    let mut parameters = vec![
        ("Action".to_owned(), "SimulatePrincipalPolicy".to_owned()),
        ("PolicySourceArn".to_owned(), source),
        ("MaxItems".to_owned(), page.to_owned()),
    ];
    parameters.extend((0..actions).map(member));
    parameters
}

fn borrowed(parameters: &[(String, String)]) -> Vec<(&str, &str)> {
    let pairs = parameters.iter();
    pairs
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

fn requests(
    server: &Process,
    service: &str,
    parameters: &[(&str, &str)],
    by: &Credentials,
) -> Result<Vec<Vec<u8>>> {
    let call = |number| query_call(&server.host(), service, parameters, by, number);
    (0..REQUESTS).map(call).collect()
}

fn policy() -> String {
    let statements = (0..STATEMENTS).map(|number| {
        json!({
            "Effect": "Allow",
            "Action": [format!("service{number}:Action1*"), format!("service{number}:Get*")],
            "Resource": "*",
        })
    });
    json!({"Version": "2012-10-17", "Statement": statements.collect::<Vec<_>>()}).to_string()
}
