//! `tegata server account`: the accounts of an installation, made while its server runs.
//!
//! The running server makes them: the data directory is its alone. It is asked over the control socket in that
//! directory, in the protocol of its other operations.

use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;
use tegata_api_iam::operations::{CreateAccount, ListAccounts};
use tegata_api_iam::{CreateAccountRequest, InstalledAccount, ListAccountsRequest, SERVICE};
use tegata_base::time::iso_seconds;
use tegata_base::{AccountId, Region};
use tegata_wire::{Call, Response, ResponseError, encode_request, read_response};
use zeroize::Zeroizing;

use super::{ServerError, must_be_read, print};

/// Bytes of an answer: far more than a page of accounts.
const MAX_ANSWER: u64 = 1 << 20;
/// How long the server may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Make and list the accounts of an installation whose server is running.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Make another account, and print its root user's access key, once
    Create(CreateArgs),
    /// List the accounts, a line each: number, default region, when it was made
    List(ListArgs),
}

#[derive(Debug, clap::Args)]
struct CreateArgs {
    /// The data directory of the running server
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The account: twelve digits
    #[arg(long, value_name = "ID")]
    account_id: AccountId,
    /// Its default region [default: that of the first account]
    #[arg(long, value_name = "REGION")]
    region: Option<Region>,
}

#[derive(Debug, clap::Args)]
struct ListArgs {
    /// The data directory of the running server
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Print a JSON array instead
    #[arg(long)]
    json: bool,
}

/// Why the running server did not do it.
#[derive(Debug, thiserror::Error)]
pub(super) enum AccountError {
    #[error(
        "no server runs over {}, and the running server makes accounts: start it with `tegata server run --data {}`",
        .0.display(), .0.display()
    )]
    NotRunning(PathBuf),
    #[error("the control socket in {} cannot be used: {source}", path.display())]
    Socket { path: PathBuf, source: io::Error },
    #[error("the server refused: {0}")]
    Refused(String),
    #[error("the server's answer cannot be read: {0}")]
    Answer(String),
    #[error(
        "account {account} was made, but its key could not be written to standard output ({source}) and is lost; nobody can use this account: make another"
    )]
    Lost { account: AccountId, source: io::Error },
}

pub(super) fn run(args: Args) -> Result<(), ServerError> {
    match args.command {
        Command::Create(args) => create(&args),
        Command::List(args) => list(&args),
    }
}

fn create(args: &CreateArgs) -> Result<(), ServerError> {
    must_be_read()?;
    let request = CreateAccountRequest {
        account_id: args.account_id.to_string(),
        region: args.region.as_ref().map(ToString::to_string),
    };
    let key = ask::<CreateAccount>(&args.data, &request)?.access_key;
    let credential = tegata_server::credential_json(&key.access_key_id, &key.secret_access_key);
    print(credential.expose()).map_err(|error| match error {
        ServerError::Output(source) => AccountError::Lost {
            account: args.account_id,
            source,
        }
        .into(),
        error => error,
    })
}

fn list(args: &ListArgs) -> Result<(), ServerError> {
    let mut accounts = Vec::new();
    let mut marker = None;
    loop {
        let request = ListAccountsRequest {
            marker: marker.take(),
            max_items: None,
        };
        let page = ask::<ListAccounts>(&args.data, &request)?;
        accounts.extend(page.accounts);
        marker = page.marker;
        if marker.is_none() {
            break;
        }
    }
    if args.json {
        let shown: Vec<_> = accounts.iter().map(as_json).collect();
        return print(&serde_json::Value::Array(shown).to_string());
    }
    for account in &accounts {
        let InstalledAccount {
            account_id,
            region,
            create_date,
            ..
        } = account;
        print(&format!(
            "{account_id}  {region:<14}  {}",
            iso_seconds(*create_date)
        ))?;
    }
    Ok(())
}

fn as_json(account: &InstalledAccount) -> serde_json::Value {
    json!({
        "AccountId": account.account_id,
        "Arn": account.arn,
        "Region": account.region,
        "CreateDate": iso_seconds(account.create_date),
    })
}

/// Asks the server that runs over the directory.
fn ask<C: Call<Input: tegata_wire::Write>>(data: &Path, input: &C::Input) -> Result<C::Output, AccountError> {
    let answer = exchange::<C>(data, input)?;
    let broken = |what: &str| AccountError::Answer(what.to_owned());
    let end = answer
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .ok_or_else(|| broken("it has no head"))?;
    let (head, rest) = answer.split_at(end);
    let head = std::str::from_utf8(head).map_err(|_| broken("its head is not text"))?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    let response = Response {
        status: status.ok_or_else(|| broken("it has no status"))?,
        headers: &[],
        body: rest.get(4..).unwrap_or_default(),
    };
    read_response::<C>(&SERVICE, &response).map_err(|error| match error {
        ResponseError::Service(error) => AccountError::Refused(
            error
                .message
                .unwrap_or_else(|| format!("status {}", response.status)),
        ),
        error => AccountError::Answer(error.to_string()),
    })
}

/// Sends the request and reads the whole answer, which may hold a secret.
fn exchange<C: Call<Input: tegata_wire::Write>>(
    data: &Path,
    input: &C::Input,
) -> Result<Zeroizing<Vec<u8>>, AccountError> {
    let socket = |source: io::Error| AccountError::Socket {
        path: data.to_owned(),
        source,
    };
    let mut stream = tegata_server::connect_control(data).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused => {
            AccountError::NotRunning(data.to_owned())
        }
        _ => socket(error),
    })?;
    let request = encode_request(&SERVICE, C::OPERATION, input);
    let mut text = format!(
        "{} {} HTTP/1.1\r\nHost: iam\r\nConnection: close\r\nUser-Agent: tegata-server-account\r\nContent-Length: {}\r\n",
        request.method,
        request.path,
        request.body.len()
    );
    for (name, value) in &request.headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str("\r\n");
    // Room from the start, so that no copy of a secret is left behind when it grows.
    let mut answer = Zeroizing::new(Vec::with_capacity(64 * 1024));
    stream
        .set_read_timeout(Some(PATIENCE))
        .and_then(|()| stream.set_write_timeout(Some(PATIENCE)))
        .and_then(|()| stream.write_all(text.as_bytes()))
        .and_then(|()| stream.write_all(&request.body))
        .and_then(|()| stream.take(MAX_ANSWER).read_to_end(&mut answer))
        .map_err(socket)?;
    Ok(answer)
}
