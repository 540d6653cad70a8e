//! `login`: a session signs in to the console, by the federation endpoint.
//!
//! ```text
//! session ─POST getSigninToken─▶ token ─▶ https://…/federation?Action=login&…&SigninToken=… ─▶ browser | stdout
//! ```
//!
//! aws-vault sends the session's secret in the query of a GET, where proxies log it; here it is in a form. The
//! link that comes of it signs in whoever opens it, for a quarter of an hour.

mod place;

use clap::Args;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::json;
use tegata_base::Region;
use tegata_base::Secret;
use tegata_profiles::duration::{Seconds, Units};
use zeroize::Zeroizing;

use crate::browsing::{Browsing, Link};
use crate::http::{HttpClient, HttpError, HttpOptions, HttpRequest};
use crate::secret_json::secret;
use crate::{ApiCredentials, Edge, Endpoint, EndpointError, Environment, NotUnicode};
use place::ConsolePlace;

/// As Go's `url.QueryEscape` leaves them.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Seconds that AWS lets a console session last.
const CONSOLE: std::ops::RangeInclusive<u32> = 900..=43_200;

/// The flags that say where in the console to go, and how.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Console")]
pub struct LoginArgs {
    /// The page, such as s3 or lambda/home [default: the console's home]
    #[arg(long, value_name = "PATH")]
    path: Option<String>,
    /// The whole address to go to once signed in
    #[arg(long, value_name = "URL", conflicts_with = "path", value_parser = page)]
    destination: Option<Link>,
    /// How long the console session lasts, 15m to 12h; AWS takes it for a role assumed with a key alone
    #[arg(long, value_name = "DURATION", value_parser = console_duration)]
    console_duration: Option<Seconds>,
    /// Sign out of the console first [default: AWS_VAULT_AUTO_LOGOUT]
    #[arg(short, long)]
    auto_logout: bool,
    /// The browser, in the place of BROWSER: a command, in which %s stands for the link
    #[arg(long, value_name = "COMMAND")]
    browser: Option<String>,
    /// Open it in a container of Firefox (with the add-on "Open external links in a container")
    #[arg(long, value_name = "NAME")]
    container: Option<String>,
    /// The federation endpoint [default: AWS_ENDPOINT_URL_SIGNIN, that of endpoint_url, or the partition's]
    #[arg(long, value_name = "URL")]
    federation_endpoint: Option<Endpoint>,
}

/// The browser that has containers.
const FIREFOX: &str = "firefox";

/// Why nobody is signed in. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoginError {
    /// A key signs in nobody.
    #[error(
        "the credentials are a long-lived key, which the console does not take; name a profile that gives a session"
    )]
    NotASession,
    /// Not an endpoint.
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
    /// No answer.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// A variable is no text.
    #[error(transparent)]
    Variable(#[from] NotUnicode),
    /// A partition whose console is not known.
    #[error("the console of {0} is not known; give --federation-endpoint and --destination")]
    Partition(Region),
    /// The endpoint refused.
    #[error("{endpoint} gives no sign-in token (HTTP status {status}): {cause}")]
    Refused {
        /// Who.
        endpoint: Endpoint,
        /// The status.
        status: u16,
        /// The first line of what it says.
        cause: String,
    },
    /// It cannot be read.
    #[error("{0} did not answer as a federation endpoint does; check it")]
    Answer(Endpoint),
    /// There is no browser.
    #[error(
        "there is no browser to open; print the link with --stdout, or name one with --browser or BROWSER"
    )]
    NoBrowser,
    /// The one that was named.
    #[error(
        "the browser {0:?} cannot be started; is it installed? name another with --browser, or print the link with --stdout"
    )]
    Browser(String),
}

/// Where to sign in, and with what.
pub struct Login<'l> {
    /// The flags.
    pub args: &'l LoginArgs,
    /// The session.
    pub credentials: &'l ApiCredentials,
    /// The region to go to, if one is set.
    pub region: Option<&'l Region>,
    /// `endpoint_url` of the profile.
    pub endpoint_url: Option<&'l str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    #[serde(deserialize_with = "secret")]
    signin_token: Secret<String>,
}

impl Login<'_> {
    /// Asks for a token. The link signs in whoever has it, so it is a secret for as long as the token is good.
    ///
    /// # Errors
    /// [`LoginError`].
    pub fn link(&self, edge: &mut Edge<'_>) -> Result<Zeroizing<String>, LoginError> {
        let (federation, destination) = self.places(edge.environment)?;
        let token = self.token(&federation, edge)?;
        let link = Zeroizing::new(format!(
            "{}?Action=login&Issuer=aws-vault&Destination={}&SigninToken={}",
            federation.url(&federation.path(""), ""),
            escaped(&destination),
            Zeroizing::new(escaped(token.expose())).as_str(),
        ));
        if !self.args.signs_out(edge.environment)? {
            return Ok(link);
        }
        Ok(Zeroizing::new(format!(
            "{}&redirect_uri={}",
            way_out(&federation),
            Zeroizing::new(escaped(&link)).as_str()
        )))
    }

    fn places(&self, environment: &Environment) -> Result<(Endpoint, String), LoginError> {
        let args = self.args;
        let given = match (
            &args.federation_endpoint,
            environment.text("AWS_ENDPOINT_URL_SIGNIN")?,
        ) {
            (Some(given), _) => Some(given.clone()),
            (None, Some(url)) => Some(below(url)?),
            (None, None) => self.endpoint_url.map(below).transpose()?,
        };
        let console = ConsolePlace::of(self.region);
        let destination = match (&args.destination, &console) {
            (Some(destination), _) => destination.to_string(),
            (None, Some(console)) => console.destination(self.region, args.path.as_deref()),
            (None, None) => return Err(self.unknown()),
        };
        let federation = match (given, console) {
            (Some(given), _) => given,
            (None, Some(console)) => console.federation().parse()?,
            (None, None) => return Err(self.unknown()),
        };
        Ok((federation, destination))
    }

    fn unknown(&self) -> LoginError {
        LoginError::Partition(self.region.cloned().unwrap_or(tegata_base::Partition::Aws.into()))
    }

    fn token(&self, federation: &Endpoint, edge: &mut Edge<'_>) -> Result<Secret<String>, LoginError> {
        let body = self.form()?;
        let options = HttpOptions::from_environment(edge.environment, federation, true)?;
        let client = HttpClient::new(federation, &options)?;
        let answer = client.send(&HttpRequest {
            method: "POST",
            path: &federation.path(""),
            query: "",
            headers: &[
                ("Host", federation.host()),
                ("Content-Type", "application/x-www-form-urlencoded"),
                ("Accept", "application/json"),
            ],
            body: body.as_bytes(),
        })?;
        if answer.status != 200 {
            return Err(LoginError::Refused {
                endpoint: federation.clone(),
                status: answer.status,
                cause: first_line(&answer.body),
            });
        }
        let read: Answer =
            serde_json::from_slice(&answer.body).map_err(|_| LoginError::Answer(federation.clone()))?;
        Ok(read.signin_token)
    }

    fn form(&self) -> Result<Zeroizing<String>, LoginError> {
        let credentials = self.credentials;
        let token = credentials
            .session_token
            .as_ref()
            .ok_or(LoginError::NotASession)?;
        let session = Zeroizing::new(
            json!({
                "sessionId": credentials.access_key_id,
                "sessionKey": credentials.secret_access_key.expose(),
                "sessionToken": token.expose(),
            })
            .to_string(),
        );
        let mut form = Zeroizing::new(format!("Action=getSigninToken&Session={}", escaped(&session)));
        if let Some(Seconds(seconds)) = self.args.console_duration {
            form.push_str(&format!("&SessionDuration={seconds}"));
        }
        Ok(form)
    }
}

impl LoginArgs {
    /// Opens a link in the browser that the flags or the environment name.
    ///
    /// # Errors
    /// [`LoginError::NoBrowser`], [`LoginError::Browser`].
    pub fn open(&self, link: &str, environment: &Environment) -> Result<(), LoginError> {
        let browsing = Browsing::of(false, environment)?;
        let browsing = match (&self.browser, &self.container) {
            (Some(command), _) => browsing.with(command),
            (None, Some(_)) => browsing.with(FIREFOX),
            (None, None) => browsing,
        };
        let link = match &self.container {
            Some(name) => Link::in_container(name, link),
            None => Link::new(link),
        };
        let opened = link.is_some_and(|link| browsing.open(&link, environment));
        let named = self.browser.as_deref();
        let named = named.or_else(|| self.container.as_ref().map(|_| FIREFOX));
        opened.then_some(()).ok_or_else(|| {
            named.map_or(LoginError::NoBrowser, |named| {
                LoginError::Browser(named.to_owned())
            })
        })
    }

    /// The link as it is to be printed: that of the container, where one is named. `None` for what is no link.
    #[must_use]
    pub fn printed(&self, link: Zeroizing<String>) -> Option<Zeroizing<String>> {
        let Some(name) = &self.container else {
            return Some(link);
        };
        Some(Zeroizing::new(Link::in_container(name, &link)?.to_string()))
    }

    fn signs_out(&self, environment: &Environment) -> Result<bool, NotUnicode> {
        let said = environment.text("AWS_VAULT_AUTO_LOGOUT")?;
        Ok(self.auto_logout || said.is_some_and(crate::browsing::is_true))
    }
}

/// The federation endpoint of a service whose base URL was given.
fn below(url: &str) -> Result<Endpoint, EndpointError> {
    format!("{}/federation", url.trim_end_matches('/')).parse()
}

/// Where the host of a federation endpoint signs out, and then goes where `redirect_uri` says. No other host is shown
/// what signs in there.
fn way_out(federation: &Endpoint) -> String {
    let path = federation.path("");
    let base = path.strip_suffix("/federation").unwrap_or(&path);
    federation.url(&format!("{base}/oauth"), "Action=logout")
}

fn escaped(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}

/// What a person can read of a refusal.
fn first_line(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let line = text.lines().map(str::trim).find(|line| !line.is_empty());
    let shown = line
        .unwrap_or("it says nothing")
        .chars()
        .filter(|c| !c.is_control());
    shown.take(200).collect()
}

fn console_duration(text: &str) -> Result<Seconds, String> {
    let given = Seconds::parse(text, Units::GoDaysWeeks).map_err(|error| error.to_string())?;
    match CONSOLE.contains(&given.0) {
        true => Ok(given),
        false => Err("it must be between 15m and 12h".to_owned()),
    }
}

fn page(text: &str) -> Result<Link, &'static str> {
    Link::new(text).ok_or("it is not the address of a web page; give one that begins with https://")
}

#[cfg(test)]
mod tests;
