//! Settings as values of their types: flag before variable before file, checked as AWS checks them.

use std::borrow::Cow;
use std::str::FromStr;

use tegata_base::{Arn, Region, Tag, Tags, is_tag_text};

use super::layers::Layers;
use super::{Flags, Request};
use crate::catalog::Dialect;
use crate::duration::{Seconds, Units};
use crate::error::ResolveError;
use crate::given::{Given, Origin};

/// Reads the settings of one profile.
pub(crate) struct Values<'v, 'c, 'a> {
    pub(crate) layers: &'v Layers<'c, 'a>,
    pub(crate) request: &'v Request<'v>,
}

type Read<T> = Result<Option<Given<T>>, ResolveError>;

impl<'c> Values<'_, 'c, '_> {
    pub(crate) const fn dialect(&self) -> Dialect {
        self.layers.dialect()
    }

    pub(crate) const fn flags(&self) -> &Flags {
        self.request.flags
    }

    /// The first variable that is set, or the setting.
    pub(crate) fn text(&self, variables: &[&'static str], key: &'static str) -> Read<Cow<'c, str>> {
        let found = variables.iter().find_map(|name| {
            let value = Cow::Owned((self.request.variable)(name)?);
            let origin = Origin::Variable(name);
            Some(Given { value, origin })
        });
        match found {
            Some(found) => Ok(Some(found)),
            None => self.layers.text(key),
        }
    }

    pub(crate) fn string(&self, variables: &[&'static str], key: &'static str) -> Read<String> {
        Ok(self.text(variables, key)?.map(|given| given.map(Cow::into_owned)))
    }

    /// A value that has a syntax; `problem` says which.
    pub(crate) fn parsed<T: FromStr>(
        &self,
        variables: &[&'static str],
        key: &'static str,
        problem: &str,
    ) -> Read<T> {
        self.checked(variables, key, problem, |text| text.parse().ok())
    }

    pub(crate) fn checked<T>(
        &self,
        variables: &[&'static str],
        key: &'static str,
        problem: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Read<T> {
        let Some(Given { value, origin }) = self.text(variables, key)? else {
            return Ok(None);
        };
        match read(&value) {
            Some(value) => Ok(Some(Given { value, origin })),
            None => Err(wrong(origin, key, problem)),
        }
    }

    pub(crate) fn region(&self) -> Read<Region> {
        const PROBLEM: &str = "is not a region; give one such as eu-west-1";
        if let Some(text) = &self.flags().region {
            let origin = Origin::Flag("--region");
            return match text.parse() {
                Ok(value) => Ok(Some(Given { value, origin })),
                Err(_) => Err(wrong(origin, "region", PROBLEM)),
            };
        }
        self.parsed(&["AWS_REGION", "AWS_DEFAULT_REGION"], "region", PROBLEM)
    }

    pub(crate) fn arn(&self, variables: &[&'static str], key: &'static str) -> Read<Arn> {
        self.parsed(
            variables,
            key,
            "is not an ARN; copy the whole of it, from arn: on",
        )
    }

    /// `-d`, else a variable, else `otherwise`.
    pub(crate) fn duration(
        &self,
        variable: &'static str,
        otherwise: Given<Seconds>,
    ) -> Result<Given<Seconds>, ResolveError> {
        if let Some(value) = self.flags().duration {
            let origin = Origin::Flag("--duration");
            return Ok(Given { value, origin });
        }
        let Some(text) = (self.request.variable)(variable) else {
            return Ok(otherwise);
        };
        let origin = Origin::Variable(variable);
        match Seconds::parse(&text, Units::Go) {
            Ok(value) => Ok(Given { value, origin }),
            Err(problem) => Err(wrong(origin, variable, &format!("is {problem}"))),
        }
    }

    /// `duration_seconds`, else an hour.
    pub(crate) fn duration_seconds(&self) -> Result<Given<Seconds>, ResolveError> {
        let problem = "is not a number of seconds; give one from 900 to 43200";
        let given = self.parsed::<u32>(&[], "duration_seconds", problem)?;
        Ok(given.map_or(Given::built_in(Seconds::HOUR), |given| given.map(Seconds)))
    }

    /// A name that STS takes for a session or a source identity.
    pub(crate) fn session_name(&self, variables: &[&'static str], key: &'static str) -> Read<String> {
        let problem = "must have 2 to 64 letters, digits or any of _+=,.@-";
        self.checked(variables, key, problem, |text| {
            let sound = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
            ((2..=64).contains(&text.len()) && text.bytes().all(sound)).then(|| text.to_owned())
        })
    }

    /// `k=v,k=v`.
    pub(crate) fn tags(&self, variables: &[&'static str], key: &'static str) -> Result<Tags, ResolveError> {
        let Some(Given { value, origin }) = self.text(variables, key)? else {
            return Ok(Tags::new());
        };
        let list: Option<Vec<Tag>> = value.split(',').map(tag).collect();
        let Some(list) = list else {
            let problem = "is not a list of tags; write key=value,key=value";
            return Err(wrong(origin, key, problem));
        };
        if list.len() > MAX_TAGS {
            return Err(wrong(origin, key, "has more than the 50 tags that AWS takes"));
        }
        Tags::from_list(list).map_err(|_| wrong(origin, key, "has a key twice, capitals or not; remove one"))
    }

    /// `k,k`.
    pub(crate) fn tag_keys(
        &self,
        variables: &[&'static str],
        key: &'static str,
    ) -> Result<Vec<String>, ResolveError> {
        let Some(Given { value, origin }) = self.text(variables, key)? else {
            return Ok(Vec::new());
        };
        let keys = value.split(',').map(str::trim).filter(|key| !key.is_empty());
        let keys: Vec<String> = keys.map(str::to_owned).collect();
        let sound = |key: &String| key.chars().count() <= 128 && is_tag_text(key);
        match keys.len() <= MAX_TAGS && keys.iter().all(sound) {
            true => Ok(keys),
            false => Err(wrong(origin, key, "is not a list of tag keys; write key,key")),
        }
    }

    pub(crate) fn is_true(&self, variable: &'static str, key: &'static str) -> Result<bool, ResolveError> {
        let problem = "is neither true nor false";
        let read = self.checked(&[variable], key, problem, |text| {
            let known = [("true", true), ("false", false)];
            known
                .iter()
                .find(|(name, _)| text.eq_ignore_ascii_case(name))
                .map(|(_, value)| *value)
        })?;
        Ok(read.is_some_and(|given| given.value))
    }
}

const MAX_TAGS: usize = 50;

fn tag(text: &str) -> Option<Tag> {
    let (key, value) = text.split_once('=')?;
    let (key, value) = (key.trim(), value.trim());
    let sound = (1..=128).contains(&key.chars().count())
        && value.chars().count() <= 256
        && is_tag_text(key)
        && is_tag_text(value);
    sound.then(|| Tag {
        key: key.into(),
        value: value.into(),
    })
}

pub(crate) fn wrong(origin: Origin, key: &'static str, problem: &str) -> ResolveError {
    let problem = problem.to_owned();
    ResolveError::Value { origin, key, problem }
}
