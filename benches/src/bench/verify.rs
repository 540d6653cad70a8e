//! How fast the library in use verifies signatures on one core: the ceiling of CreateSession.

use std::time::{Duration, Instant};

use tegata_crypto::sign::PrivateKey;
use tegata_crypto::verify::PublicKey;
use tegata_crypto::{HashKind, KeyKind, hash};

use crate::Result;
use crate::fleet;
use crate::machine::{self, SERVER_CORE};
use crate::options::Options;
use crate::report::{Table, Takes};

/// Verifications between two looks at the clock.
const ROUND: usize = 200;

/// A signature of a message, to be verified again and again.
pub(crate) struct Verifier {
    key: PublicKey,
    spki: Vec<u8>,
    kind: KeyKind,
    message: Vec<u8>,
    signature: Vec<u8>,
}

impl Verifier {
    pub(crate) fn new(kind: KeyKind) -> Result<Self> {
        let (key, _) = PrivateKey::generate(kind, 2048)?;
        let spki = key.public_spki()?;
        // As long as what a request's signature is over.
        let digest = data_encoding::HEXLOWER.encode(&hash::sha256(b"a canonical request"));
        let scope = "20260102/us-east-1/rolesanywhere/aws4_request";
        let message = format!("AWS4-X509-ECDSA-SHA256\n20260102T030405Z\n{scope}\n{digest}").into_bytes();
        Ok(Self {
            key: PublicKey::from_spki(kind, HashKind::Sha256, &spki)?,
            signature: key.sign(HashKind::Sha256, &message)?,
            spki,
            kind,
            message,
        })
    }

    /// Verifications on the server's core, with the key parsed once.
    pub(crate) fn rate(&self, within: Duration) -> Result<Rate> {
        rate(within, || Ok(self.key.verify(&self.message, &self.signature)?))
    }

    /// The same with the key parsed each time.
    fn rate_with_parsing(&self, within: Duration) -> Result<Rate> {
        rate(within, || {
            let key = PublicKey::from_spki(self.kind, HashKind::Sha256, &self.spki)?;
            Ok(key.verify(&self.message, &self.signature)?)
        })
    }
}

/// How fast something is on one core.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rate {
    /// A second of the clock.
    pub(crate) a_second: f64,
    /// Microseconds of processor time for each: the same, unless others use the core.
    pub(crate) micros: f64,
}

impl Rate {
    pub(crate) const fn midpoint(self, other: Self) -> Self {
        Self {
            a_second: f64::midpoint(self.a_second, other.a_second),
            micros: f64::midpoint(self.micros, other.micros),
        }
    }
}

fn rate(within: Duration, once: impl Fn() -> Result<()> + Send + Sync) -> Result<Rate> {
    machine::on_core(SERVER_CORE, || {
        let (started, used) = (Instant::now(), machine::thread_time()?);
        let mut count = 0;
        while started.elapsed() < within {
            for _ in 0..ROUND {
                once()?;
            }
            count += ROUND;
        }
        let (elapsed, used) = (started.elapsed(), machine::thread_time()?.saturating_sub(used));
        Ok(Rate {
            a_second: count as f64 / elapsed.as_secs_f64(),
            micros: used.as_secs_f64() * 1e6 / count as f64,
        })
    })
}

/// What `openssl speed` says of the same on the same core: RSA-2048 and P-256 verifications a second.
pub(crate) fn openssl_speed() -> Result<[(KeyKind, f64); 2]> {
    let output = machine::on_core(SERVER_CORE, || {
        let arguments = ["speed", "-mr", "-seconds", "1", "rsa2048", "ecdsap256"];
        Ok(std::process::Command::new("openssl").args(arguments).output()?)
    })?;
    let text = String::from_utf8_lossy(&output.stdout);
    // `+F2:0:2048:<sign>:<verify>`, `+F4:…`: operations a second.
    let rate = |prefix: &str| {
        let line = text.lines().find(|line| line.starts_with(prefix))?;
        line.rsplit(':').next()?.trim().parse::<f64>().ok()
    };
    let missing = || format!("`openssl speed` printed no rates: {text}");
    Ok([
        (KeyKind::Rsa, rate("+F2:").ok_or_else(missing)?),
        (KeyKind::P256, rate("+F4:").ok_or_else(missing)?),
    ])
}

pub(crate) fn run(options: &Options) -> Result<String> {
    let mut table = Table::new([
        "verifications a second on one core",
        "aws-lc-rs",
        "with the key parsed each time",
        "openssl speed",
    ]);
    for (kind, openssl) in openssl_speed()? {
        let verifier = Verifier::new(kind)?;
        let (mut kept, mut parsed) = (Takes::default(), Takes::default());
        for _ in 0..options.repeats {
            kept.push(verifier.rate(options.measure / 5)?.a_second);
            parsed.push(verifier.rate_with_parsing(options.measure / 5)?.a_second);
        }
        table.row([
            fleet::name(kind).to_owned(),
            kept.show(0),
            parsed.show(0),
            format!("{openssl:.0}"),
        ]);
    }
    Ok(format!("## Signatures\n\n{}", table.finish()))
}
