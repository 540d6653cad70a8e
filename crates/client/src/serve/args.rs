//! The flags of `serve`: those of AWS's helper, and what it was asked for and did not have.

use std::path::PathBuf;

use clap::Args;

use super::listen::{Place, SocketMode};
use crate::args::{SessionArgs, ValueError, integer};

/// The port when neither `--port` nor `--listen` is given.
pub const DEFAULT_PORT: u16 = 9911;

/// The flags of `tegata serve`.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Listening")]
pub struct ServeArgs {
    /// The session that is served
    #[command(flatten)]
    pub session: SessionArgs,
    /// The port on 127.0.0.1; 0 picks a free one [default: 9911]
    #[arg(long, value_name = "PORT", value_parser = integer::<u16>, conflicts_with = "listen")]
    pub port: Option<u16>,
    /// How many hops answers may go; 1 keeps them from forwarded containers, as on EC2
    #[arg(long, value_name = "HOPS", default_value_t = 64, value_parser = hop_limit)]
    pub hop_limit: u8,
    /// An address to listen on: HOST:PORT, [IPV6]:PORT or unix:PATH; may be repeated
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Vec<Place>,
    /// Who may connect to a Unix socket
    #[arg(long, value_name = "MODE", default_value = "0600")]
    pub socket_mode: SocketMode,
    /// Listen on addresses that other machines reach
    #[arg(long)]
    pub allow_remote: bool,
    /// A host name that clients call this endpoint by, beside localhost; may be repeated
    #[arg(long, value_name = "NAME")]
    pub allow_host: Vec<String>,
    /// The most connections at a time
    #[arg(long, value_name = "COUNT", default_value_t = 1024, value_parser = clap::value_parser!(u32).range(1..))]
    pub max_connections: u32,
    /// Start even when no session can be had yet, and answer 503 until there is one
    #[arg(long)]
    pub wait: bool,
    /// What else is answered
    #[command(flatten)]
    pub answers: AnswerArgs,
}

/// The flags that say what is answered beside the credentials of IMDS.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Answers")]
pub struct AnswerArgs {
    /// Serve ECS clients at /v1/credentials; the file holds the token that they must send, and is made when it is not there
    #[arg(long, value_name = "FILE")]
    pub ecs_token_file: Option<PathBuf>,
    /// Answer meta-data/placement: the region that is signed for, and a zone
    #[arg(long)]
    pub placement: bool,
    /// The zone that is answered [default: the region and the letter a, which is made up]
    #[arg(long, value_name = "ZONE", requires = "placement")]
    pub availability_zone: Option<String>,
    /// Answer an instance identity document, unsigned, and meta-data/instance-id
    #[arg(long)]
    pub identity_document: bool,
    /// The instance id that is answered [default: the serial number of the certificate]
    #[arg(long, value_name = "ID", requires = "identity_document")]
    pub instance_id: Option<String>,
}

fn hop_limit(text: &str) -> Result<u8, ValueError> {
    match integer(text)? {
        0 => Err(ValueError::rule("it must be 1 to 255")),
        hops => Ok(hops),
    }
}
