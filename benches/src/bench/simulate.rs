//! SimulatePrincipalPolicy with many action names against GetCallerIdentity, one call at a time.

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
    for page in ["1", "100", "1000"] {
        complain(&format!("simulate: pages of {page}"));
        let call = simulation(&server, page, options.count(ACTIONS, 500), &home.root)?;
        let takes = call.measure(&server, options)?;
        table.row(call.row(&takes, &base));
    }
    server.stop()?;
    Ok(format!(
        "## Simulating a principal\n\n{STATEMENTS} statements, one connection.\n\n{}",
        table.finish()
    ))
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
    let source = format!("arn:aws:iam::{ACCOUNT}:user/simulated");
    let names: Vec<(String, String)> = (0..actions)
        .map(|number| {
            let service = number % (STATEMENTS * 2);
            (
                format!("ActionNames.member.{}", number + 1),
                format!("service{service}:Action{number}"),
            )
        })
        .collect();
    let mut parameters = vec![
        ("Action", "SimulatePrincipalPolicy"),
        ("PolicySourceArn", source.as_str()),
        ("MaxItems", page),
    ];
    parameters.extend(names.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    Ok(Call {
        name: format!("SimulatePrincipalPolicy, {actions} actions, {page} on a page"),
        requests: requests(server, "iam", &parameters, by)?,
    })
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
