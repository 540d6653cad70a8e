//! SIGTERM under load: a request is answered, or it is refused and has done nothing.

use crate::process::{Home, Server};
use crate::workload::{Unanswered, Workload};

#[test]
fn stopped_among_eight_writers() {
    let home = Home::new();
    let mut server = home.start();
    let mut workload = Workload::prepare(&home, &server);
    for round in 0..5 {
        let calls = 20 + 30 * round;
        workload.run(server, calls, Unanswered::Nothing, Server::stop);
        server = home.start();
        workload.settle(&server);
    }
    workload.settle_all(&server);
}
