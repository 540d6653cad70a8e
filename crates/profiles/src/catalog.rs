//! The sections of both files by what they are: profiles, SSO sessions, services.
//!
//! ```text
//! config, credentials ─ConfigFile::parse─▶ sections ─Catalog::new─▶ profile | sso-session | services by name
//! ```

use std::borrow::Cow;
use std::collections::HashMap;

use crate::error::ResolveError;
use crate::file::{ConfigFile, Place, Section, Setting, Warning};
use crate::resolve::scalar_in;
use crate::words;

const START_URL: &str = "sso_start_url";

/// Whose rules hold where aws-vault and the AWS CLI differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// aws-vault's: `[default]` is inherited from, `include_profile` is followed, ` #` begins a comment
    /// and quotation marks around a value are not of it; of the credentials file only keys count.
    #[default]
    AwsVault,
    /// The AWS CLI's: none of that.
    AwsCli,
}

/// What the files say of one profile.
#[derive(Default)]
pub(crate) struct ProfileSections<'c, 'a> {
    pub(crate) config: Option<Held<'c, 'a>>,
    pub(crate) credentials: Option<Held<'c, 'a>>,
}

/// A section in its file.
#[derive(Clone, Copy)]
pub(crate) struct Held<'c, 'a> {
    pub(crate) file: &'c ConfigFile<'a>,
    pub(crate) section: &'c Section<'a>,
}

/// Both files, their sections found by name.
pub struct Catalog<'a> {
    config: ConfigFile<'a>,
    credentials: ConfigFile<'a>,
    dialect: Dialect,
    profiles: HashMap<String, usize>,
    sso_sessions: HashMap<String, usize>,
    services: HashMap<String, usize>,
    /// Sections of the credentials file.
    stored: HashMap<String, usize>,
}

/// What a section of the config file is.
enum Kind {
    Profile(String),
    SsoSession(String),
    Services(String),
    Other,
}

impl<'a> Catalog<'a> {
    /// Sorts the sections of a config file and a credentials file; either may be empty.
    ///
    /// # Errors
    /// In [`Dialect::AwsCli`], the first [`Warning`]: what the AWS CLI refuses.
    pub fn new(
        config: ConfigFile<'a>,
        credentials: ConfigFile<'a>,
        dialect: Dialect,
    ) -> Result<Self, Box<Warning>> {
        let mut warnings = config.warnings().iter().chain(credentials.warnings());
        if let (Dialect::AwsCli, Some(warning)) = (dialect, warnings.next()) {
            return Err(Box::new(warning.clone()));
        }
        let stored = credentials.sections().iter().enumerate();
        let mut catalog = Self {
            stored: stored
                .map(|(at, section)| (section.name().to_owned(), at))
                .collect(),
            config,
            credentials,
            dialect,
            profiles: HashMap::new(),
            sso_sessions: HashMap::new(),
            services: HashMap::new(),
        };
        for (at, section) in catalog.config.sections().iter().enumerate() {
            match kind(section.name(), dialect) {
                // aws-vault knows `[default]` alone; to botocore the later is the one.
                Kind::Profile(name) if name == "default" && dialect == Dialect::AwsVault => {
                    let known = catalog.profiles.entry(name).or_insert(at);
                    if section.name() == "default" {
                        *known = at;
                    }
                }
                Kind::Profile(name) => drop(catalog.profiles.insert(name, at)),
                Kind::SsoSession(name) => drop(catalog.sso_sessions.insert(name, at)),
                Kind::Services(name) => drop(catalog.services.insert(name, at)),
                Kind::Other => {}
            }
        }
        Ok(catalog)
    }

    /// Whose rules it was sorted by.
    #[must_use]
    pub const fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// What is read in spite of the AWS CLI refusing it.
    pub fn warnings(&self) -> impl Iterator<Item = &Warning> {
        self.config.warnings().iter().chain(self.credentials.warnings())
    }

    /// What the config file is called.
    #[must_use]
    pub fn config_name(&self) -> &str {
        self.config.name()
    }

    /// The profiles of the config file and the sections that they are, in no order.
    pub fn profiles(&self) -> impl Iterator<Item = (&str, &Section<'a>)> {
        named(&self.config, &self.profiles)
    }

    /// Where the config file has a section of a profile's name without `profile ` before it, as stands in the
    /// credentials file: nobody reads it.
    pub(crate) fn header_without_profile(&self, profile: &str) -> Option<Place> {
        let mut sections = self.config.sections().iter();
        let section = sections.find(|section| section.name() == profile)?;
        matches!(kind(section.name(), self.dialect), Kind::Other).then(|| self.config.place(section.line()))
    }

    /// The `sso-session` sections by their names, in no order.
    pub fn sso_sessions(&self) -> impl Iterator<Item = (&str, &Section<'a>)> {
        named(&self.config, &self.sso_sessions)
    }

    /// The `services` sections by their names, in no order.
    pub fn services(&self) -> impl Iterator<Item = (&str, &Section<'a>)> {
        named(&self.config, &self.services)
    }

    /// What a profile's own section of the config file says of a key, without what it inherits.
    ///
    /// # Errors
    /// [`ResolveError::Value`], for a value that is more than a line.
    pub fn own(&self, profile: &str, key: &'static str) -> Result<Option<Cow<'_, str>>, ResolveError> {
        self.text_in(self.profile(profile).config, key)
    }

    /// The start URL of IAM Identity Center that a profile's own section names, itself or by its `sso_session`.
    ///
    /// # Errors
    /// [`ResolveError::Value`], for a value that is more than a line.
    pub fn own_start_url(&self, profile: &str) -> Result<Option<Cow<'_, str>>, ResolveError> {
        let session = self.own(profile, "sso_session")?;
        let session = session.and_then(|name| self.sso_session(&name));
        match self.text_in(session, START_URL)? {
            Some(url) => Ok(Some(url)),
            None => self.own(profile, START_URL),
        }
    }

    /// The `sso-session` section that names a start URL, if one does.
    #[must_use]
    pub fn sso_session_of(&self, start_url: &str) -> Option<&str> {
        let names = self.sso_sessions.keys().map(String::as_str);
        let named = |name: &&str| {
            let url = self.text_in(self.sso_session(name), START_URL);
            url.is_ok_and(|url| url.is_some_and(|url| url == start_url))
        };
        names.filter(named).min()
    }

    fn text_in<'c>(
        &self,
        section: Option<Held<'c, '_>>,
        key: &'static str,
    ) -> Result<Option<Cow<'c, str>>, ResolveError> {
        let found = section.map(|held| scalar_in(held, key, self.dialect, false));
        Ok(found.transpose()?.flatten().map(|given| given.value))
    }

    /// What the files say of a profile.
    pub(crate) fn profile(&self, name: &str) -> ProfileSections<'_, 'a> {
        ProfileSections {
            config: held(&self.config, &self.profiles, name),
            credentials: held(&self.credentials, &self.stored, name),
        }
    }

    pub(crate) fn sso_session(&self, name: &str) -> Option<Held<'_, 'a>> {
        held(&self.config, &self.sso_sessions, name)
    }

    pub(crate) fn service_section(&self, name: &str) -> Option<Held<'_, 'a>> {
        held(&self.config, &self.services, name)
    }
}

impl<'c, 'a> Held<'c, 'a> {
    pub(crate) fn setting(self, key: &str) -> Option<&'c Setting<'a>> {
        self.file.setting(self.section, key)
    }
}

fn named<'c, 'a>(
    file: &'c ConfigFile<'a>,
    by_name: &'c HashMap<String, usize>,
) -> impl Iterator<Item = (&'c str, &'c Section<'a>)> {
    by_name
        .iter()
        .filter_map(|(name, at)| Some((name.as_str(), file.sections().get(*at)?)))
}

fn held<'c, 'a>(
    file: &'c ConfigFile<'a>,
    by_name: &HashMap<String, usize>,
    name: &str,
) -> Option<Held<'c, 'a>> {
    let section = file.sections().get(*by_name.get(name)?)?;
    Some(Held { file, section })
}

/// As botocore has it: two words, of which the first begins so. aws-vault takes all that follows
/// `profile ` for the name, so that names with spaces need no quotation marks.
fn kind(section: &str, dialect: Dialect) -> Kind {
    type Make = fn(String) -> Kind;
    const PREFIXES: [(&str, Make); 3] = [
        ("profile", Kind::Profile),
        ("sso-session", Kind::SsoSession),
        ("services", Kind::Services),
    ];
    if section == "default" {
        return Kind::Profile(section.into());
    }
    let known = PREFIXES.iter().find(|(prefix, _)| section.starts_with(prefix));
    let Some((prefix, kind)) = known else {
        return Kind::Other;
    };
    let words = words::split(section);
    if let Some([_, name]) = words.as_deref() {
        return kind(name.clone());
    }
    let rest = section
        .strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix(' '));
    let rest = rest.map(str::trim).filter(|rest| !rest.is_empty());
    match rest.filter(|_| dialect == Dialect::AwsVault) {
        Some(name) => kind(name.into()),
        None => Kind::Other,
    }
}

#[cfg(test)]
mod tests;
