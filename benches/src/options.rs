//! The command line.

use std::time::Duration;

use crate::Result;
use crate::bench::{BENCHES, Bench};

pub(crate) const USAGE: &str = "usage: tegata-bench all|verify|create-session|calls|roles|\
    simulate|credential-process|vault|serve|first-random-bytes|policy-eval|durability… [--repeats N] [--seconds N] [--quick]";

/// What to run, and for how long.
pub(crate) struct Options {
    pub(crate) benches: Vec<&'static Bench>,
    /// How often each figure is taken; medians are reported.
    pub(crate) repeats: usize,
    /// How long each figure is taken for.
    pub(crate) measure: Duration,
    /// Small and short, to see that everything works; the figures mean nothing.
    pub(crate) quick: bool,
}

impl Options {
    pub(crate) fn parse(arguments: &[String]) -> Result<Self> {
        let mut options = Self {
            benches: Vec::new(),
            repeats: 3,
            measure: Duration::from_secs(5),
            quick: false,
        };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let mut number = || -> Result<u64> {
                let value = rest.next().ok_or(USAGE)?;
                Ok(value.parse().map_err(|_| USAGE)?)
            };
            match argument.as_str() {
                "--repeats" => options.repeats = usize::try_from(number()?.clamp(1, 100))?,
                "--seconds" => options.measure = Duration::from_secs(number()?.clamp(1, 60)),
                "--quick" => options.quick = true,
                "all" => options.benches = BENCHES.iter().collect(),
                name => {
                    let found = BENCHES.iter().find(|bench| bench.name == name);
                    options.benches.push(found.ok_or(USAGE)?);
                }
            }
        }
        if options.benches.is_empty() {
            return Err(USAGE.into());
        }
        if options.quick {
            options.measure = Duration::from_secs(1);
            options.repeats = 1;
        }
        Ok(options)
    }

    /// How long a server runs under load before anything is counted.
    pub(crate) fn warm_up(&self) -> Duration {
        self.measure.min(Duration::from_secs(2)) / 2
    }

    /// `full` of something, or `quick` of it in a quick run.
    pub(crate) const fn count(&self, full: usize, quick: usize) -> usize {
        if self.quick { quick } else { full }
    }
}
