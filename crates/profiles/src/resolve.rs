//! From the files to the profiles on the way from credentials to what is asked for.
//!
//! ```text
//! Catalog + Request ─layers─▶ settings ─values─▶ typed ─ConfigProfile::read─▶ profile
//!                     profile ─source─▶ its source, or the next profile ─▶ … ─▶ Route
//! ```

mod endpoints;
mod layers;
mod near;
mod profile;
mod source;
mod values;

use tegata_base::Secret;

use crate::catalog::{Catalog, Dialect};
use crate::duration::Seconds;
use crate::error::ResolveError;
use crate::given::{Given, Origin};
use crate::plan::{Note, Purpose, Source};
pub(crate) use endpoints::Endpoints;
pub(crate) use layers::scalar_in;
use layers::{Layers, MAX_CHAIN};
pub(crate) use profile::{ConfigProfile, Role};
use source::From;
use values::Values;

/// What begins a key in plain text.
const KEY: &str = "aws_access_key_id";

/// What was asked for on the command line.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    /// `--region`; it holds for every profile on the way.
    pub region: Option<String>,
    /// `-d`, `--duration`; it, too.
    pub duration: Option<Seconds>,
    /// `-n`, `--no-session`: GetSessionToken is never called.
    pub no_session: bool,
    /// Whether `-t`, `--mfa-token` gave a code.
    pub mfa_token: bool,
}

/// What is known of the key that is stored for a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoredKey {
    /// There is one; its id is told where finding it out needs no password.
    Held(Option<String>),
    /// There is none.
    Absent,
    /// Nobody looked: one is supposed where nothing else gives credentials.
    Unseen,
}

/// A question to the resolver: everything that comes from outside the files.
#[derive(Clone, Copy)]
pub struct Request<'r> {
    /// The profile.
    pub profile: &'r str,
    /// What the credentials are for.
    pub purpose: Purpose,
    /// Flags.
    pub flags: &'r Flags,
    /// Environment variables that are set and not empty.
    pub variable: &'r dyn Fn(&str) -> Option<String>,
    /// The key that is stored for a profile.
    pub stored_key: &'r dyn Fn(&str) -> StoredKey,
}

/// A key that stands in a file in plain text: what [`Source::FileKey`] leads to.
pub struct PlainKey {
    /// `aws_access_key_id`.
    pub access_key_id: String,
    /// `aws_secret_access_key`.
    pub secret_access_key: Secret<String>,
    /// `aws_session_token`, of a session.
    pub session_token: Option<Secret<String>>,
}

impl PlainKey {
    /// The key in one of a profile's own sections, the credentials file before the config file; none where it
    /// lacks a part.
    ///
    /// # Errors
    /// [`ResolveError`], for a profile whose settings cannot be read.
    pub fn of(catalog: &Catalog<'_>, profile: &str) -> Result<Option<Self>, ResolveError> {
        let layers = Layers::of(catalog, profile)?;
        let secret = |key| layers.key_text(key).map(|text| Secret::new(text.to_owned()));
        let (id, key) = (layers.key_text(KEY), secret("aws_secret_access_key"));
        Ok(id.zip(key).map(|(id, key)| Self {
            access_key_id: id.to_owned(),
            secret_access_key: key,
            session_token: secret("aws_session_token"),
        }))
    }
}

/// The way to the credentials.
pub(crate) struct Route {
    /// The profile that was asked for, then its source, that one's source …: never empty.
    pub(crate) target: ConfigProfile,
    pub(crate) sources: Vec<ConfigProfile>,
    /// What the last of them gets its credentials from.
    pub(crate) source: Source,
    pub(crate) notes: Vec<Note>,
}

impl Route {
    /// From the profile that was asked for to the one that has credentials.
    pub(crate) fn profiles(&self) -> impl DoubleEndedIterator<Item = &ConfigProfile> {
        std::iter::once(&self.target).chain(&self.sources)
    }

    /// The profile that has credentials.
    pub(crate) fn base(&self) -> &ConfigProfile {
        self.sources.last().unwrap_or(&self.target)
    }

    /// Finds it.
    ///
    /// # Errors
    /// [`ResolveError`].
    pub(crate) fn find(catalog: &Catalog<'_>, request: &Request<'_>) -> Result<Self, ResolveError> {
        let mut notes: Vec<Note> = catalog.warnings().cloned().map(Note::File).collect();
        let mut way: Vec<ConfigProfile> = Vec::new();
        let mut name = request.profile.to_owned();
        let mut named_by = Origin::BuiltIn;
        loop {
            let mut layers = Layers::of(catalog, &name)?;
            let stored = (request.stored_key)(&name);
            if !layers.has_section() && !matches!(stored, StoredKey::Held(_)) {
                if way.is_empty() {
                    let file = catalog.config_name().to_owned();
                    let near = near::miss(catalog, &name);
                    return Err(ResolveError::UnknownProfile {
                        profile: name,
                        file,
                        near,
                    });
                }
                Self::miss(catalog, named_by, &name, &mut notes)?;
            }
            notes.append(&mut layers.notes);
            let is_target = way.is_empty();
            let values = Values {
                layers: &layers,
                request,
            };
            let mut profile = ConfigProfile::read(&name, &values, catalog, is_target)?;
            if !is_target && has_key_for_others(&values)? {
                profile.drop_role(KEY, &mut notes);
            }
            let from = source::of(&name, &values, catalog, stored, &profile)
                .map_err(|error| with_missing(error, &notes))?;
            profile.note_inherited(&from, &mut notes);
            let next = match from {
                From::Source(source) => {
                    profile.drop_unused_role(&source, &mut notes);
                    way.push(profile);
                    inherit_mfa_process(&mut way);
                    inherit_ca_bundle(&mut way);
                    let target = way.remove(0);
                    return Ok(Self {
                        target,
                        sources: way,
                        source,
                        notes,
                    });
                }
                From::Profile(next) => next,
            };
            way.push(profile);
            Self::keep_straight(&way, &next)?;
            (name, named_by) = (next.value, next.origin);
        }
    }

    /// A source that stands in no file may have a stored key all the same; the AWS CLI has none.
    fn miss(
        catalog: &Catalog<'_>,
        origin: Origin,
        name: &str,
        notes: &mut Vec<Note>,
    ) -> Result<(), ResolveError> {
        let (key, name) = ("source_profile", name.to_owned());
        if catalog.dialect() == Dialect::AwsCli {
            return Err(ResolveError::MissingSection { origin, key, name });
        }
        notes.push(Note::MissingSection { origin, key, name });
        Ok(())
    }

    fn keep_straight(way: &[ConfigProfile], next: &Given<String>) -> Result<(), ResolveError> {
        let origin = next.origin.clone();
        if let Some(at) = way.iter().position(|profile| profile.name == next.value) {
            let mut names: Vec<String> = way.iter().skip(at).map(|profile| profile.name.clone()).collect();
            names.push(next.value.clone());
            return Err(ResolveError::SourceLoop { origin, names });
        }
        match way.len() < MAX_CHAIN {
            true => Ok(()),
            false => Err(ResolveError::LongChain {
                origin,
                key: "source_profile",
                limit: MAX_CHAIN,
            }),
        }
    }
}

/// Whether a source gives the key that stands in its sections, and its role is its own: so botocore.
fn has_key_for_others(values: &Values<'_, '_, '_>) -> Result<bool, ResolveError> {
    let has_key = values.layers.key_part(KEY).is_some();
    let is_asked = values.dialect() == Dialect::AwsCli && has_key;
    Ok(is_asked && values.text(&[], "web_identity_token_file")?.is_none())
}

/// All profiles trust whom the one trusts that was asked for: botocore makes all calls by that one's `ca_bundle`.
fn inherit_ca_bundle(way: &mut [ConfigProfile]) {
    let Some((target, sources)) = way.split_first_mut() else {
        return;
    };
    for source in sources {
        source.endpoints.ca_bundle.clone_from(&target.endpoints.ca_bundle);
    }
}

/// A profile that is named and not there may be why there are no credentials.
fn with_missing(error: ResolveError, notes: &[Note]) -> ResolveError {
    let is_missing = |note: &&Note| matches!(note, Note::MissingSection { .. });
    match error {
        ResolveError::NoCredentials { profile, .. } => ResolveError::NoCredentials {
            profile,
            missing: notes.iter().find(is_missing).cloned().map(Box::new),
        },
        other => other,
    }
}

/// A profile that has no `mfa_process` uses its source's.
fn inherit_mfa_process(way: &mut [ConfigProfile]) {
    let mut known = None;
    for profile in way.iter_mut().rev() {
        match &profile.mfa_process {
            Some(own) => known = Some(own.clone()),
            None => profile.mfa_process.clone_from(&known),
        }
    }
}
