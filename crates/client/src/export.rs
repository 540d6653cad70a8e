//! Credentials as text: what `export` prints, for shells, files and the SDKs' `credential_process`.
//!
//! The forms of aws-vault are kept to the byte; `sh`, `fish` and `powershell` are Tegata's own: each value is quoted, and
//! the endpoint is told, too, since a shell has no profile that names it.

use clap::ValueEnum;
use jiff::Timestamp;
use serde::Serialize;
use tegata_profiles::plan::Plan;
use zeroize::Zeroizing;

use crate::ApiCredentials;

/// More than any credentials have, in any form.
const ROOM: usize = 32 << 10;

/// A form of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// `KEY=value` lines, unquoted
    Env,
    /// The same behind `export `, for POSIX shells
    ExportEnv,
    /// What the SDKs read from a credential_process
    Json,
    /// A section of the credentials file
    Ini,
    /// `export` lines for any POSIX shell, quoted
    Sh,
    /// `set -gx` lines, quoted
    Fish,
    /// `$Env:` lines, quoted
    Powershell,
}

/// The members in the order in which aws-vault writes them.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Process<'a> {
    version: u8,
    access_key_id: &'a str,
    secret_access_key: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expiration: Option<String>,
}

/// The variables that hand over credentials: those that `exec` sets and `export` prints.
pub(crate) fn variables(credentials: &ApiCredentials) -> Vec<(&'static str, Zeroizing<String>)> {
    let mut variables = vec![
        (
            "AWS_ACCESS_KEY_ID",
            Zeroizing::new(credentials.access_key_id.clone()),
        ),
        (
            "AWS_SECRET_ACCESS_KEY",
            Zeroizing::new(credentials.secret_access_key.expose().clone()),
        ),
    ];
    if let Some(token) = &credentials.session_token {
        variables.push(("AWS_SESSION_TOKEN", Zeroizing::new(token.expose().clone())));
    }
    if let Some(expires) = credentials.expires {
        variables.push((
            "AWS_CREDENTIAL_EXPIRATION",
            Zeroizing::new(whole_seconds(expires)),
        ));
    }
    variables
}

/// The variables that name the region.
fn region_variables(plan: &Plan) -> Vec<(&'static str, String)> {
    plan.region.as_ref().map_or_else(Vec::new, |region| {
        ["AWS_REGION", "AWS_DEFAULT_REGION"]
            .map(|name| (name, region.as_str().to_owned()))
            .into()
    })
}

/// The variables that say where calls go: the region's and the endpoint's.
pub(crate) fn place_variables(plan: &Plan) -> Vec<(&'static str, String)> {
    let mut variables = region_variables(plan);
    let url = plan.endpoint_url.as_ref();
    variables.extend(url.map(|url| ("AWS_ENDPOINT_URL", url.clone())));
    variables
}

/// The text, with the line break at its end.
#[must_use]
pub fn written(format: Format, plan: &Plan, credentials: &ApiCredentials) -> Zeroizing<String> {
    match format {
        Format::Env => lines(plan, credentials, |name, value| format!("{name}={value}\n")),
        Format::ExportEnv => lines(plan, credentials, |name, value| {
            format!("export {name}={value}\n")
        }),
        Format::Sh => shell_lines(plan, credentials, |name, value| {
            format!("export {name}={}\n", sh_quoted(value))
        }),
        Format::Fish => shell_lines(plan, credentials, |name, value| {
            format!("set -gx {name} {};\n", fish_quoted(value))
        }),
        Format::Powershell => shell_lines(plan, credentials, |name, value| {
            format!("$Env:{name} = {}\n", powershell_quoted(value))
        }),
        Format::Json => json(credentials),
        Format::Ini => ini(plan, credentials),
    }
}

fn lines(
    plan: &Plan,
    credentials: &ApiCredentials,
    line: impl Fn(&str, &str) -> String,
) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(ROOM));
    for (name, value) in variables(credentials) {
        text.push_str(&Zeroizing::new(line(name, &value)));
    }
    for (name, value) in region_variables(plan) {
        text.push_str(&line(name, &value));
    }
    text
}

fn shell_lines(
    plan: &Plan,
    credentials: &ApiCredentials,
    line: impl Fn(&str, &str) -> String,
) -> Zeroizing<String> {
    let mut text = lines(plan, credentials, &line);
    if let Some(url) = &plan.endpoint_url {
        text.push_str(&line("AWS_ENDPOINT_URL", url));
    }
    text
}

/// One word of a POSIX shell, whatever is in it.
#[must_use]
pub fn sh_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// One word of fish, whatever is in it.
#[must_use]
pub fn fish_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', r"\\").replace('\'', r"\'"))
}

/// One word of PowerShell, whatever is in it: four other quotation marks end a string, too, and each is meant when it
/// stands twice.
#[must_use]
pub fn powershell_quoted(text: &str) -> String {
    let mut quoted = String::from("'");
    for character in text.chars() {
        if matches!(character, '\'' | '\u{2018}'..='\u{201b}') {
            quoted.push(character);
        }
        quoted.push(character);
    }
    quoted.push('\'');
    quoted
}

fn json(credentials: &ApiCredentials) -> Zeroizing<String> {
    let printed = Process {
        version: 1,
        access_key_id: &credentials.access_key_id,
        secret_access_key: credentials.secret_access_key.expose(),
        session_token: credentials
            .session_token
            .as_ref()
            .map(|token| token.expose().as_str()),
        expiration: credentials.expires.map(whole_seconds),
    };
    let mut bytes = Zeroizing::new(Vec::with_capacity(ROOM));
    let result = serde_json::to_writer_pretty(&mut *bytes, &printed);
    debug_assert!(result.is_ok(), "strings and a number are always JSON");
    let mut text = Zeroizing::new(String::with_capacity(ROOM));
    for character in String::from_utf8_lossy(&bytes).chars() {
        // As Go escapes for HTML; outside of strings there are none of these.
        match character {
            '<' => text.push_str("\\u003c"),
            '>' => text.push_str("\\u003e"),
            '&' => text.push_str("\\u0026"),
            other => text.push(other),
        }
    }
    text.push('\n');
    text
}

fn ini(plan: &Plan, credentials: &ApiCredentials) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(ROOM));
    text.push_str(&format!("[{}]\n", plan.profile));
    for (name, value) in variables(credentials) {
        text.push_str(&Zeroizing::new(format!(
            "{}={}\n",
            name.to_ascii_lowercase(),
            value.as_str()
        )));
    }
    if let Some(region) = &plan.region {
        text.push_str(&format!("region={region}\n"));
    }
    text
}

/// RFC 3339 in UTC, without fractions of a second.
fn whole_seconds(time: Timestamp) -> String {
    tegata_base::time::iso_seconds(time)
}

#[cfg(test)]
mod tests;
