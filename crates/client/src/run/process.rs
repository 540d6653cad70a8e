//! Programs that print credentials (`credential_process`) or a token (`web_identity_token_process`).
//!
//! They are command lines of the config file, run by the shell as the AWS CLI's users write them. Input and
//! messages are the user's own terminal, so a program may ask; what it prints is read, and never shown.

use std::io::Read as _;
use std::process::{Command, Stdio};

use jiff::Timestamp;
use serde::Deserialize;
use tegata_base::Secret;
use tegata_profiles::plan;
use zeroize::Zeroizing;

use crate::secret_json::optional;
use crate::{ApiCredentials, Environment};

/// More than any program prints.
const MAX_OUTPUT: u64 = 256 << 10;

/// Profiles whose programs run above this process, by colons and percent-encoded: one that is there again
/// calls itself.
const CALLERS: &str = "TEGATA_CREDENTIAL_PROCESSES";

/// A program did not do its part. Its output is not shown, since it may hold a secret.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProcessError {
    /// It cannot be started.
    #[error("{key} of {profile:?} ({command}) cannot be run: {error}")]
    Start {
        /// The setting.
        key: &'static str,
        /// Whose.
        profile: String,
        /// Its first word.
        command: plan::Command,
        /// What the system says.
        error: std::io::Error,
    },
    /// It failed.
    #[error("{key} of {profile:?} ({command}) failed with {status}; run it by hand to see why")]
    Failed {
        /// The setting.
        key: &'static str,
        /// Whose.
        profile: String,
        /// Its first word.
        command: plan::Command,
        /// Its exit code or signal.
        status: std::process::ExitStatus,
    },
    /// It printed something else.
    #[error("{key} of {profile:?} ({command}) printed {what}")]
    Output {
        /// The setting.
        key: &'static str,
        /// Whose.
        profile: String,
        /// Its first word.
        command: plan::Command,
        /// What is wrong with it.
        what: String,
    },
    /// It leads back to itself.
    #[error(
        "credential_process of {0:?} calls itself; give it the credentials of another profile, or remove it \
         where the profile's key is stored"
    )]
    Circle(String),
}

/// A command line of a config file, and where it stands.
pub(super) struct Program<'p> {
    pub(super) key: &'static str,
    pub(super) profile: &'p str,
    pub(super) command: &'p plan::Command,
}

/// What `credential_process` prints.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Printed {
    version: Option<u32>,
    access_key_id: Option<String>,
    #[serde(default, deserialize_with = "optional")]
    secret_access_key: Option<Secret<String>>,
    #[serde(default, deserialize_with = "optional")]
    session_token: Option<Secret<String>>,
    expiration: Option<String>,
}

impl<'p> Program<'p> {
    /// The `credential_process` of a profile.
    pub(super) const fn of_credentials(profile: &'p str, command: &'p plan::Command) -> Self {
        Self {
            key: "credential_process",
            profile,
            command,
        }
    }

    /// The credentials that it prints, in the form of the SDKs' `credential_process`. Those without an end
    /// are taken as they are, and kept nowhere.
    pub(super) fn credentials(&self, environment: &Environment) -> Result<ApiCredentials, ProcessError> {
        let callers = self.callers(environment)?;
        let printed = self.run(Some(&callers))?;
        let read: Printed = serde_json::from_slice(&printed)
            .map_err(|_| self.wrong("something else than the JSON of a credential_process"))?;
        if let Some(version) = read.version.filter(|version| *version != 1) {
            return Err(self.wrong(format!("version {version} of the JSON, where 1 is known")));
        }
        let (Some(id), Some(secret)) = (read.access_key_id, read.secret_access_key) else {
            return Err(self.wrong("no AccessKeyId or no SecretAccessKey"));
        };
        let expires = read.expiration.map(|text| text.parse::<Timestamp>()).transpose();
        Ok(ApiCredentials {
            access_key_id: id,
            secret_access_key: secret,
            session_token: read.session_token,
            expires: expires.map_err(|_| self.wrong("an Expiration that is no time"))?,
        })
    }

    /// The text that it prints, without white space around it.
    pub(super) fn text(&self) -> Result<Secret<String>, ProcessError> {
        let printed = self.run(None)?;
        let text = std::str::from_utf8(&printed).map_err(|_| self.wrong("bytes that are no text"))?;
        match text.trim() {
            "" => Err(self.wrong("nothing")),
            text => Ok(Secret::new(text.to_owned())),
        }
    }

    /// Who called up to here, and this one. To be asked before anything is waited for: a program that calls
    /// itself would wait for its own lock.
    pub(super) fn callers(&self, environment: &Environment) -> Result<String, ProcessError> {
        let before = environment.text(CALLERS).ok().flatten().unwrap_or_default();
        let own = percent_encoding::utf8_percent_encode(self.profile, percent_encoding::NON_ALPHANUMERIC);
        let own = own.to_string();
        if before.split(':').any(|caller| caller == own) {
            return Err(ProcessError::Circle(self.profile.to_owned()));
        }
        Ok(match before {
            "" => own,
            before => format!("{before}:{own}"),
        })
    }

    fn run(&self, callers: Option<&str>) -> Result<Zeroizing<Vec<u8>>, ProcessError> {
        let failed = |error| ProcessError::Start {
            key: self.key,
            profile: self.profile.to_owned(),
            command: self.command.clone(),
            error,
        };
        let mut command = Command::new("/bin/sh");
        command
            .arg("-c")
            .arg(self.command.as_str())
            .stdout(Stdio::piped());
        if let Some(callers) = callers {
            command.env(CALLERS, callers);
        }
        let mut child = command.spawn().map_err(failed)?;
        let mut printed = Zeroizing::new(Vec::with_capacity(16 << 10));
        let read = child
            .stdout
            .take()
            .map_or(Ok(0), |out| out.take(MAX_OUTPUT + 1).read_to_end(&mut printed));
        let is_too_much = printed.len() as u64 > MAX_OUTPUT;
        if is_too_much || read.is_err() {
            // It may never end by itself.
            let _ = child.kill();
        }
        let status = child.wait().map_err(failed)?;
        read.map_err(failed)?;
        if is_too_much {
            return Err(self.wrong(format!("more than {MAX_OUTPUT} bytes")));
        }
        if !status.success() {
            return Err(ProcessError::Failed {
                key: self.key,
                profile: self.profile.to_owned(),
                command: self.command.clone(),
                status,
            });
        }
        Ok(printed)
    }

    fn wrong(&self, what: impl Into<String>) -> ProcessError {
        ProcessError::Output {
            key: self.key,
            profile: self.profile.to_owned(),
            command: self.command.clone(),
            what: what.into(),
        }
    }
}
