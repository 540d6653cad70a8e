//! Killed in the middle of eight concurrent writers, fifty times over: what was acknowledged is there,
//! nothing is there by half, and what everybody saw has one total order.

use crate::objects::Dice;
use crate::process::{Home, Server};
use crate::workload::{Round, Unanswered, Workload};

const ROUNDS: u64 = 50;

#[test]
fn killed_among_eight_writers() {
    let home = Home::new();
    let mut server = home.start();
    let mut workload = Workload::prepare(&home, &server);
    let mut dice = Dice::new(ROUNDS);
    let mut total = Round::default();
    for round in 0..ROUNDS {
        let calls = 20 + dice.roll(160);
        total += workload.run(server, calls, Unanswered::Perhaps, Server::kill);
        // On a disk that takes its time in every second round, so that the kill finds commits half done.
        let delay = if round % 2 == 0 { "5" } else { "0" };
        let mut serve = home.serve();
        serve.args(["--sync-delay", delay]);
        server = home.start_as(serve);
        workload.settle(&server);
    }
    workload.settle_all(&server);
    server.stop();
    assert!(
        total.unanswered > 2 * ROUNDS,
        "{total:?}: the server was not killed in the middle"
    );
}
