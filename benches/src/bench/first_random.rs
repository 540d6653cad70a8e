//! The first random bytes of a fresh process. The library can be built to gather entropy from the
//! processor's jitter first, which would cost every command a tenth of a second; this watches that it
//! is not.

use std::io::{Read as _, Write as _};
use std::time::Instant;

use tegata_base::Rng as _;
use tegata_crypto::OsRng;

use crate::Result;
use crate::machine::{self, CLIENT_CORE};
use crate::options::Options;
use crate::report::{Table, Takes};

const PROCESSES: usize = 20;

/// `tegata-bench first-random`: microseconds for 32 bytes from the system, then from the library.
pub(crate) fn print_once() -> Result<()> {
    let mut bytes = [0; 32];
    let started = Instant::now();
    std::fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    let system = started.elapsed();
    let started = Instant::now();
    OsRng.fill(&mut bytes);
    let library = started.elapsed();
    let mut out = std::io::stdout().lock();
    Ok(writeln!(out, "{} {}", system.as_nanos(), library.as_nanos())?)
}

pub(crate) fn run(options: &Options) -> Result<String> {
    let (mut system, mut library, mut ratios) = (Takes::default(), Takes::default(), Takes::default());
    for _ in 0..options.count(PROCESSES, 3) {
        let program = std::env::current_exe()?;
        let output = machine::on_core(CLIENT_CORE, || {
            Ok(std::process::Command::new(program).arg("first-random").output()?)
        })?;
        let text = String::from_utf8(output.stdout)?;
        let numbers: Vec<f64> = text
            .split_whitespace()
            .filter_map(|number| number.parse().ok())
            .collect();
        let [first, second] = numbers.as_slice() else {
            return Err("a process told no times".into());
        };
        system.push(first / 1000.0);
        library.push(second / 1000.0);
        ratios.push(second / first);
    }
    let mut table = Table::new(["32 bytes in a fresh process", "µs"]);
    table.row(["/dev/urandom, opened and read".to_owned(), system.show(0)]);
    table.row(["`OsRng`, first use".to_owned(), library.show(0)]);
    table.row(["ratio".to_owned(), ratios.show(1)]);
    Ok(format!("## First random bytes\n\n{}", table.finish()))
}
