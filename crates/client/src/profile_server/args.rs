//! The flags of `exec` that say by which server a child gets its credentials, and when they are refused.

use clap::Args;

use super::ServerError;
use crate::serve::Place;

/// The flags.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Server")]
pub struct ServerArgs {
    /// Serve the credentials to the program, as ECS does to containers, and renew them as long as it runs
    #[arg(
        short = 's',
        long = "server",
        visible_alias = "ecs-server",
        overrides_with = "ecs_server"
    )]
    pub ecs_server: bool,
    /// Serve them to every program of this machine, as EC2 does to instances; takes root's rights
    #[arg(long)]
    pub ec2_server: bool,
    /// Get the first credentials when they are asked for, not before the program is started
    #[arg(long)]
    pub lazy: bool,
    /// With --server, one more address to listen on: HOST:PORT, [IPV6]:PORT or unix:PATH; may be repeated
    #[arg(long, value_name = "ADDRESS", requires = "ecs_server")]
    pub listen: Vec<Place>,
    /// With --listen, a host name that clients call the server by, beside localhost; may be repeated
    #[arg(long, value_name = "NAME", requires = "ecs_server")]
    pub allow_host: Vec<String>,
    /// With --ec2-server, answer programs that know the first version of the protocol alone, too
    #[arg(long, requires = "ec2_server")]
    pub imds_v1: bool,
}

/// A protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// The container credentials of ECS.
    Container,
    /// The instance metadata of EC2.
    Instance,
}

impl Protocol {
    /// The flag that asks for it.
    #[must_use]
    pub const fn flag(self) -> &'static str {
        match self {
            Self::Container => "ecs-server",
            Self::Instance => "ec2-server",
        }
    }
}

impl ServerArgs {
    /// What is wanted, if anything; `no_session` is the flag of that name.
    ///
    /// # Errors
    /// [`ServerError`], for flags that exclude each other.
    pub fn protocol(&self, no_session: bool) -> Result<Option<Protocol>, ServerError> {
        let protocol = match (self.ec2_server, self.ecs_server) {
            (true, true) => return Err(ServerError::Both),
            (true, false) => Protocol::Instance,
            (false, true) => Protocol::Container,
            (false, false) => return Ok(None),
        };
        if no_session {
            return Err(ServerError::NoSession(protocol));
        }
        Ok(Some(protocol))
    }
}
