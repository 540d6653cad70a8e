//! `tegata server`: make a data directory, serve it, and make accounts in it.

mod account;
mod log;

use std::ffi::OsString;
use std::fmt;
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use tegata_base::{AccountId, Region, Secret};
use tegata_crypto::OsRng;
use tegata_server::clock::{Clock as _, SystemClock};
use tegata_server::{Config, Init, KekSource, Server, Signals, TlsFiles};
use tracing_subscriber::EnvFilter;

use self::log::{Log, Text};
use crate::{output, streams};

/// The variable that systemd names the directory of a service's credentials by.
const CREDENTIALS_DIRECTORY: &str = "CREDENTIALS_DIRECTORY";
/// The passphrase that the key-encryption key is made from.
const PASSPHRASE: &str = "TEGATA_KEK_PASSPHRASE";

/// Run an identity server: IAM, STS, Roles Anywhere and CloudTrail on the AWS protocols.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Make a data directory with one account, and print the root user's access key, once
    Init(InitArgs),
    /// Serve a data directory until SIGTERM or SIGINT
    Run(RunArgs),
    /// Make and list accounts while the server runs
    Account(account::Args),
}

#[derive(Debug, clap::Args)]
struct InitArgs {
    /// The data directory; made if it does not exist
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The account: twelve digits
    #[arg(long, value_name = "ID")]
    account_id: AccountId,
    /// The default region
    #[arg(long, value_name = "REGION", default_value = "us-east-1")]
    region: Region,
    #[command(flatten)]
    kek: KekArgs,
}

#[derive(Debug, clap::Args)]
struct RunArgs {
    /// The data directory
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The address to listen on; port 0 picks a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8181")]
    listen: SocketAddr,
    /// The TLS certificate and its intermediates (PEM)
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The private key of the TLS certificate (PEM, mode 0600)
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Speak plain HTTP on addresses that other machines reach
    #[arg(long)]
    insecure_http: bool,
    /// The default region, instead of the one given to init
    #[arg(long, value_name = "REGION")]
    region: Option<Region>,
    #[command(flatten)]
    kek: KekArgs,
    /// A quota, such as roles=5000; may be repeated
    #[arg(long, value_name = "NAME=COUNT", value_parser = setting::<usize>)]
    limit: Vec<(String, usize)>,
    /// Requests a second for an account, such as CreateSession=10; may be repeated
    #[arg(long, value_name = "OPERATION=COUNT", value_parser = setting::<u32>)]
    rate: Vec<(String, u32)>,
    /// Seconds that a request's clock may be off
    #[arg(long, value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u32).range(1..=900))]
    clock_window: u32,
    /// Which events are on the disk before their answers leave
    #[arg(long, value_enum, default_value_t = AuditSync::Changes)]
    audit_sync: AuditSync,
    /// Threads that answer requests [default: one a processor]
    #[arg(long, value_name = "COUNT")]
    worker_threads: Option<usize>,
    /// The most connections at a time
    #[arg(long, value_name = "COUNT", default_value_t = 4096)]
    max_connections: usize,
    /// How the log is written
    #[arg(long, value_enum, default_value_t = LogFormat::Text)]
    log_format: LogFormat,
    /// What is logged, such as info, or warn,tegata::request=info
    #[arg(long, value_name = "FILTER", env = "TEGATA_LOG", default_value = "info")]
    log_level: String,
    /// Milliseconds added to every sync, to measure as if on a slower disk
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 0, hide = true)]
    sync_delay: u64,
}

#[derive(Debug, clap::Args)]
struct KekArgs {
    /// The file of the key-encryption key: 32 bytes in base64, mode 0600 [default: DIR/kek]
    #[arg(long, value_name = "FILE", group = "kek")]
    kek_file: Option<PathBuf>,
    /// The name of a systemd credential that holds the key-encryption key
    #[arg(long, value_name = "NAME", group = "kek")]
    kek_credential: Option<String>,
    /// Make the key-encryption key from the passphrase in TEGATA_KEK_PASSPHRASE
    #[arg(long, group = "kek")]
    kek_passphrase: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum AuditSync {
    /// Those of changes and sessions; others within 100 ms
    Changes,
    /// All
    All,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum LogFormat {
    Text,
    Json,
}

/// Why the command cannot be carried out, in one sentence.
#[derive(Debug, thiserror::Error)]
enum ServerError {
    #[error(transparent)]
    Init(#[from] tegata_server::InitError),
    #[error(transparent)]
    Start(#[from] tegata_server::StartError),
    #[error(transparent)]
    Account(#[from] account::AccountError),
    #[error("there is no quota {0:?}: see `tegata server run --help`")]
    UnknownLimit(String),
    #[error("--log-level {0:?} is not a filter: {1}")]
    LogLevel(String, String),
    #[error(
        "--kek-credential needs {CREDENTIALS_DIRECTORY}, which systemd sets for a service with LoadCredential="
    )]
    NoCredentials,
    #[error("--kek-passphrase needs the passphrase in {PASSPHRASE}")]
    NoPassphrase,
    #[error("the log cannot be written: {0}")]
    Log(io::Error),
    #[error("standard output: {0}")]
    Output(io::Error),
    #[error("signals cannot be waited for: {0}")]
    Signals(io::Error),
}

/// Carries out the command. Exit 1 when it fails.
pub(crate) fn run(args: Args) -> ExitCode {
    let done = match args.command {
        Command::Init(args) => init(args),
        Command::Run(args) => serve(args),
        Command::Account(args) => account::run(args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tell(&error);
            ExitCode::FAILURE
        }
    }
}

fn tell(error: &dyn fmt::Display) {
    // Without standard error there is nobody to tell.
    let _ = writeln!(io::stderr(), "tegata server: {error}");
}

/// Before a key is made that is printed once.
fn must_be_read() -> Result<(), ServerError> {
    match streams::stdout_was_closed() {
        true => Err(ServerError::Output(io::Error::other(output::CLOSED))),
        false => Ok(()),
    }
}

fn init(args: InitArgs) -> Result<(), ServerError> {
    must_be_read()?;
    let init = Init {
        data_dir: args.data,
        account: args.account_id,
        region: args.region,
        kek: args.kek.source()?,
    };
    let credential = tegata_server::init(&init, SystemClock.now(), &mut OsRng)?;
    print(credential.to_json().expose())
}

fn serve(args: RunArgs) -> Result<(), ServerError> {
    let log = start_log(&args)?;
    let served = serve_logged(args);
    log.flush();
    served
}

fn serve_logged(args: RunArgs) -> Result<(), ServerError> {
    let mut config = Config::new(args.data).on(args.listen);
    config.tls = match (args.tls_cert, args.tls_key) {
        (Some(certificate), Some(key)) => Some(TlsFiles { certificate, key }),
        _ => None,
    };
    config.insecure_http = args.insecure_http;
    config.region = args.region;
    config.kek = args.kek.source()?;
    for (name, count) in args.limit {
        *config
            .limits
            .by_name(&name)
            .ok_or(ServerError::UnknownLimit(name))? = count;
    }
    config.rates = args.rate.into_iter().collect();
    config.clock_window = jiff::SignedDuration::from_secs(args.clock_window.into());
    config.audit_sync_all = args.audit_sync == AuditSync::All;
    config.worker_threads = args.worker_threads;
    config.max_connections = args.max_connections;
    config.sync_delay = Duration::from_millis(args.sync_delay);
    let signals = Signals::listen().map_err(ServerError::Signals)?;
    let running = Server::start(config)?;
    print(&format!("listening on {}", running.url()))?;
    running.run_until(signals);
    Ok(())
}

impl KekArgs {
    fn source(self) -> Result<KekSource, ServerError> {
        if let Some(path) = self.kek_file {
            return Ok(KekSource::File(path));
        }
        if let Some(name) = self.kek_credential {
            let directory = std::env::var_os(CREDENTIALS_DIRECTORY).ok_or(ServerError::NoCredentials)?;
            return Ok(KekSource::SystemdCredential {
                directory: directory.into(),
                name,
            });
        }
        if self.kek_passphrase {
            let passphrase = std::env::var_os(PASSPHRASE).and_then(|text| OsString::into_string(text).ok());
            return passphrase
                .map(|text| KekSource::Passphrase(Secret::new(text)))
                .ok_or(ServerError::NoPassphrase);
        }
        Ok(KekSource::BesideData)
    }
}

/// The log goes to standard error, so that standard output has only what a program reads.
fn start_log(args: &RunArgs) -> Result<Log, ServerError> {
    let filter = EnvFilter::try_new(&args.log_level)
        .map_err(|error| ServerError::LogLevel(args.log_level.clone(), error.to_string()))?;
    let log = Log::start().map_err(ServerError::Log)?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(log.clone());
    match args.log_format {
        LogFormat::Text => lines.event_format(Text).init(),
        LogFormat::Json => lines.json().flatten_event(true).init(),
    }
    Ok(log)
}

fn print(line: &str) -> Result<(), ServerError> {
    let mut out = io::stdout().lock();
    // Not as one text: a line may be a secret, of which no copy is to be left.
    out.write_all(line.as_bytes())
        .and_then(|()| out.write_all(b"\n"))
        .and_then(|()| out.flush())
        .map_err(ServerError::Output)
}

/// `name=value`
fn setting<T: std::str::FromStr<Err: fmt::Display>>(text: &str) -> Result<(String, T), String> {
    let (name, value) = text.split_once('=').ok_or("not of the form NAME=COUNT")?;
    let value = value.parse().map_err(|error| format!("{value:?}: {error}"))?;
    Ok((name.to_owned(), value))
}
