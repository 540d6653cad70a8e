//! Keystores at hand, to try one and to hold it against real daemons: the tests under `tests/` run this.
//!
//! ```text
//! vault [--backend NAME] list | get NAME | set NAME < DATA | remove NAME | key NAME | conformance
//! ```
//!
//! Without `--backend` it takes the store that works here, and says on standard error why. Variables are
//! those of aws-vault. `key` shows the id of a long-term key, and whether its secret is there.

use std::error::Error;
use std::io::{self, Read as _, Write as _};
use std::process::ExitCode;
use std::sync::Arc;

use tegata_base::{AskError, Secret};
use tegata_vault::testing::conformance;
use tegata_vault::{Ask, Backend, Item, ItemName, LongTermKey, Options, SecretStore, choose};

/// Reads each answer from a line of standard input, after showing the question.
struct Lines;

impl Ask for Lines {
    fn ask(&self, question: &str) -> Result<Secret<String>, AskError> {
        let failed = |error: io::Error| AskError::Failed(error.to_string());
        io::stderr().write_all(question.as_bytes()).map_err(failed)?;
        let mut line = String::new();
        match io::stdin().read_line(&mut line).map_err(failed)? {
            0 => Err(AskError::NoTerminal),
            _ => Ok(Secret::new(line.trim_end_matches('\n').to_owned())),
        }
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "vault: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let backend = match args.first().map(String::as_str) {
        Some("--backend") => args.drain(..2).nth(1),
        _ => None,
    };
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let store = open(backend.as_deref())?;
    let mut out = io::stdout();
    match args[..] {
        ["list"] => {
            for name in store.names()? {
                writeln!(out, "{name}\t{:?}", name.kind())?;
            }
        }
        ["get", name] => out.write_all(found(&*store, name)?.data.expose())?,
        ["set", name] => {
            let mut data = Vec::new();
            io::stdin().take(100_000).read_to_end(&mut data)?;
            store.set(&Item::new(ItemName::parse(name)?, Secret::new(data))?)?;
        }
        ["remove", name] => writeln!(out, "{}", store.remove(&ItemName::parse(name)?)?)?,
        ["key", name] => {
            let key = LongTermKey::from_item(&found(&*store, name)?)?;
            writeln!(out, "{} {}", key.access_key_id, !key.secret.expose().is_empty())?;
        }
        ["conformance"] => {
            drop(store);
            #[expect(clippy::unwrap_used, reason = "it was opened just before")]
            conformance(|| open(backend.as_deref()).unwrap());
        }
        _ => return Err("say list, get NAME, set NAME, remove NAME, key NAME or conformance".into()),
    }
    Ok(())
}

fn open(backend: Option<&str>) -> Result<Box<dyn SecretStore>, Box<dyn Error>> {
    let options = Options::from_environment(&|name| std::env::var_os(name))?;
    if let Some(backend) = backend {
        return Ok(backend.parse::<Backend>()?.open(&options, Arc::new(Lines))?);
    }
    let chosen = choose(&options, Arc::new(Lines))?;
    if let Some(note) = chosen.note {
        writeln!(io::stderr(), "{note}")?;
    }
    Ok(chosen.store)
}

fn found(store: &dyn SecretStore, name: &str) -> Result<Item, Box<dyn Error>> {
    let item = store.get(&ItemName::parse(name)?)?;
    Ok(item.ok_or_else(|| format!("{name} is not in {}", store.place()))?)
}
