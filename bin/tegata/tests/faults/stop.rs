//! SIGTERM under load: a request is answered, or it is refused and has done nothing.

use std::time::Duration;

use crate::process::{Home, Server};
use crate::workload::{Unanswered, Workload};

#[test]
fn stopped_among_eight_writers() {
    let home = Home::new();
    let mut server = home.start();
    let mut workload = Workload::prepare(&home, &server);
    for round in 0..5 {
        let stop = |server: Server| {
            std::thread::sleep(Duration::from_millis(100 + 20 * round));
            server.stop();
        };
        let done = workload.run(server, Unanswered::Nothing, stop);
        assert!(done.calls > 8, "{done:?}");
        server = home.start();
        workload.settle(&server);
    }
    workload.settle_all(&server);
}
