//! What the steps share: the server, who calls it, and what earlier steps have made.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use clap::{Args as _, FromArgMatches as _};
use jiff::Timestamp;
use tegata_api_rolesanywhere::CredentialResponse;
use tegata_base::{AccountId, Region, Secret};
use tegata_client::args::SessionArgs;
use tegata_client::provider::{ProviderError, SessionProvider};
use tegata_client::{ApiClient, ApiCredentials, CallError, Edge, Endpoint, Environment};
use tegata_crypto::OsRng;
use tegata_keys::Permissions;
use tegata_pki::Certificate;
use tegata_pki::csr::CertificateRequest;
use tegata_server::clock::{Clock as _, SystemClock};
use tegata_server::{Config, Init, KekSource, Running, Server};
use tegata_wire::Call;
use tegata_wire::schema::Service;

use super::machine::Authority;
use super::outcome::Trouble;
use super::place::Place;

/// The account that AWS uses in examples.
const ACCOUNT: &str = "111122223333";
const REGION: &str = "us-east-1";

/// What the steps share.
pub(super) struct Story {
    // Fields are dropped in this order: the server stops before its directory goes.
    running: Running,
    pub(super) place: Place,
    pub(super) region: Region,
    pub(super) account: AccountId,
    pub(super) endpoint: Endpoint,
    pub(super) operator: ApiCredentials,
    environment: Environment,
    pub(super) made: Made,
}

/// What steps have made so far.
#[derive(Default)]
pub(super) struct Made {
    pub(super) authority: Option<Authority>,
    pub(super) request: Option<CertificateRequest>,
    pub(super) certificate: Option<Certificate>,
    pub(super) anchor: Option<Resource>,
    pub(super) profile: Option<Resource>,
    pub(super) crl: Option<Resource>,
    pub(super) session: Option<Session>,
}

/// A resource of Roles Anywhere.
pub(super) struct Resource {
    pub(super) id: String,
    pub(super) arn: String,
}

/// The credentials that the machine got, and holds on to.
pub(super) struct Session {
    pub(super) credentials: ApiCredentials,
    /// Not before this were they issued.
    pub(super) received: Timestamp,
}

impl Story {
    /// Starts a server with a new account on a free port of the loopback address.
    pub(super) fn begin(place: Place) -> Result<Self, Trouble> {
        let broken = |what: &str| Trouble::Arguments(format!("{what} is not well-formed"));
        let account: AccountId = ACCOUNT.parse().map_err(|_| broken("the account id"))?;
        let region: Region = REGION.parse().map_err(|_| broken("the region"))?;
        let init = Init {
            data_dir: place.data().to_owned(),
            account,
            region: region.clone(),
            kek: KekSource::BesideData,
        };
        let root = tegata_server::init(&init, now(), &mut OsRng)?;
        place.make()?;
        place.write("operator.json", root.to_json().expose())?;
        let any_port = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);
        let running = Server::start(Config::new(place.data()).on(any_port))?;
        let endpoint: Endpoint = running.url().parse()?;
        // Nothing of the user's own settings counts here, such as the endpoint of a real service.
        let environment = Environment::new([
            ("AWS_ENDPOINT_URL".to_owned(), endpoint.to_string()),
            ("AWS_MAX_ATTEMPTS".to_owned(), "1".to_owned()),
        ]);
        let operator = ApiCredentials {
            access_key_id: root.access_key_id.to_string(),
            secret_access_key: root.secret_access_key,
            session_token: None,
            expires: None,
        };
        Ok(Self {
            running,
            place,
            region,
            account,
            endpoint,
            operator,
            environment,
            made: Made::default(),
        })
    }

    /// Where the server listens, as `server run --listen` takes it.
    pub(super) fn listen(&self) -> String {
        self.running.address().to_string()
    }

    /// Calls an operation.
    pub(super) fn call<C: Call>(
        &self,
        service: &'static Service,
        credentials: &ApiCredentials,
        input: &C::Input,
    ) -> Result<C::Output, CallError> {
        let client = ApiClient::new(service, None, &self.region, credentials, &self.environment)?;
        self.at_edge(|edge| client.call::<C>(input, edge))
    }

    /// The flags of `credential-process` for the machine. The endpoint comes from the environment.
    pub(super) fn credential_process_flags(&self) -> Result<Vec<String>, Trouble> {
        let file = |name: &str| self.place.file(name).display().to_string();
        let flags = [
            ("--certificate", file("machine.pem")),
            ("--private-key", file("machine.key")),
            ("--trust-anchor-arn", self.anchor()?.arn.clone()),
            ("--profile-arn", self.profile()?.arn.clone()),
            ("--role-arn", self.role_arn()),
        ];
        Ok(flags
            .into_iter()
            .flat_map(|(name, value)| [name.to_owned(), value])
            .collect())
    }

    /// What `tegata credential-process` does, with the flags that a user would give it.
    pub(super) fn new_credentials(&self) -> Result<Result<CredentialResponse, ProviderError>, Trouble> {
        let flags = self.credential_process_flags()?;
        let parser = clap::Command::new("credential-process").no_binary_name(true);
        let args = SessionArgs::augment_args(parser)
            .try_get_matches_from(flags)
            .and_then(|matches| SessionArgs::from_arg_matches(&matches))
            .map_err(|error| Trouble::Arguments(error.to_string()))?;
        Ok(self.at_edge(|edge| SessionProvider::new(args, Permissions::Strict, edge)?.obtain(edge)))
    }

    /// Runs a part of the client with this story's environment; what it would print is of no interest.
    pub(super) fn at_edge<T>(&self, run: impl FnOnce(&mut Edge<'_>) -> T) -> T {
        run(&mut Edge {
            environment: &self.environment,
            clock: &now,
            sleep: &std::thread::sleep,
            rng: &mut OsRng,
            stdout: &mut std::io::sink(),
            stderr: &mut std::io::sink(),
        })
    }

    /// The role's ARN.
    pub(super) fn role_arn(&self) -> String {
        let partition = self.region.partition();
        format!(
            "arn:{partition}:iam::{}:role/{}",
            self.account,
            super::grant::ROLE_NAME
        )
    }

    pub(super) fn authority(&self) -> Result<&Authority, Trouble> {
        self.made
            .authority
            .as_ref()
            .ok_or(Trouble::Missing("certificate authority"))
    }

    pub(super) fn certificate(&self) -> Result<&Certificate, Trouble> {
        self.made
            .certificate
            .as_ref()
            .ok_or(Trouble::Missing("certificate"))
    }

    pub(super) fn anchor(&self) -> Result<&Resource, Trouble> {
        self.made.anchor.as_ref().ok_or(Trouble::Missing("trust anchor"))
    }

    pub(super) fn profile(&self) -> Result<&Resource, Trouble> {
        self.made.profile.as_ref().ok_or(Trouble::Missing("profile"))
    }

    pub(super) fn crl(&self) -> Result<&Resource, Trouble> {
        self.made.crl.as_ref().ok_or(Trouble::Missing("CRL"))
    }

    pub(super) fn session(&self) -> Result<&Session, Trouble> {
        self.made.session.as_ref().ok_or(Trouble::Missing("session"))
    }
}

impl Session {
    /// Takes credentials over as those that sign calls.
    pub(super) fn of(response: CredentialResponse) -> Self {
        let credentials = response.credentials;
        Self {
            credentials: ApiCredentials {
                access_key_id: credentials.access_key_id,
                secret_access_key: credentials.secret_access_key,
                session_token: Some(Secret::new(credentials.session_token)),
                expires: Some(credentials.expiration),
            },
            received: now(),
        }
    }
}

/// The wall clock.
pub(super) fn now() -> Timestamp {
    SystemClock.now()
}

/// This program, as a shell finds it from anywhere.
pub(super) fn program() -> String {
    std::env::current_exe()
        .unwrap_or_else(|_| PathBuf::from("tegata"))
        .display()
        .to_string()
}
