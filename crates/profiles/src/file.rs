//! A shared config or credentials file, read as botocore reads it.
//!
//! ```text
//! bytes ─lines─▶ lines with their kinds ─ConfigFile::parse─▶ sections, settings, values, with their lines
//! ```
//!
//! botocore reads with Python's `configparser` and then takes indented blocks below an empty value
//! apart. What it refuses although it can be read is read here, and told as a [`Warning`]: repeated
//! sections and settings, which the other SDKs and aws-vault merge, a byte order mark, and bytes in
//! comments that are not UTF-8. The rest of what it refuses is a [`FileError`] here as well.

mod error;
mod setting;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use crate::lines::{Breaks, Kind, Line, lines};
use crate::space::trimmed;
pub use error::{Fault, FileError, Place, Warning};
pub use setting::{Nested, Setting, Value};

/// The most bytes a file may have: 8 MiB, some 25,000 profiles.
pub const MAX_FILE: usize = 8 << 20;
/// The most sections a file may have.
pub const MAX_SECTIONS: usize = 50_000;
/// The most settings a section may have, and the most lines of an indented block.
pub const MAX_SETTINGS: usize = 256;
/// The most bytes a value may have, with all its lines.
pub const MAX_VALUE: usize = 64 << 10;

/// What stands in a file. It borrows from the text, so that no secret is copied.
pub struct ConfigFile<'a> {
    name: Arc<str>,
    /// In the order in which they first stand there.
    sections: Vec<Section<'a>>,
    /// `[DEFAULT]`: what it says holds in every section that does not say otherwise.
    defaults: Section<'a>,
    warnings: Vec<Warning>,
}

/// A section; those of one name are one.
pub struct Section<'a> {
    name: &'a str,
    line: usize,
    settings: Vec<Setting<'a>>,
}

/// The section of Python's `configparser` whose settings hold in all others.
const DEFAULTS: &str = "DEFAULT";

impl<'a> ConfigFile<'a> {
    /// Reads a text; `name` is what places in it are called by, such as its path.
    ///
    /// # Errors
    /// [`FileError`], of the first line that cannot be read.
    pub fn parse(name: &str, text: &'a [u8]) -> Result<Self, FileError> {
        let mut reader = Reader::new(name);
        if text.len() > MAX_FILE {
            return Err(reader.error(1, Fault::TooLarge));
        }
        if text.starts_with(b"\xef\xbb\xbf") {
            let place = reader.place(1);
            reader.file.warnings.push(Warning::ByteOrderMark { place });
        }
        for line in lines(text, Breaks::Universal) {
            reader.take(&line)?;
        }
        reader.finish_setting()?;
        Ok(reader.file)
    }

    /// What the file is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The place of a line of it.
    #[must_use]
    pub fn place(&self, line: usize) -> Place {
        Place {
            file: Arc::clone(&self.name),
            line,
        }
    }

    /// Its sections but `[DEFAULT]`, in the order in which they first stand there.
    #[must_use]
    pub fn sections(&self) -> &[Section<'a>] {
        &self.sections
    }

    /// What the AWS CLI would refuse.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// All settings of a section, those of `[DEFAULT]` last, each key once.
    pub fn settings<'s>(&'s self, section: &'s Section<'a>) -> impl Iterator<Item = &'s Setting<'a>> {
        let inherited = self.defaults.settings.iter();
        let inherited = inherited.filter(|setting| section.own(setting.key()).is_none());
        section.settings.iter().chain(inherited)
    }

    /// A setting of a section, by its key in lower case.
    #[must_use]
    pub fn setting<'s>(&'s self, section: &'s Section<'a>, key: &str) -> Option<&'s Setting<'a>> {
        section.own(key).or_else(|| self.defaults.own(key))
    }
}

impl<'a> Section<'a> {
    /// What stands between the brackets.
    #[must_use]
    pub const fn name(&self) -> &'a str {
        self.name
    }

    /// Where it first begins, from 1.
    #[must_use]
    pub const fn line(&self) -> usize {
        self.line
    }

    fn own(&self, key: &str) -> Option<&Setting<'a>> {
        self.settings.iter().find(|setting| setting.key() == key)
    }
}

/// Which section lines belong to.
#[derive(Clone, Copy)]
enum Current {
    None,
    Defaults,
    Section(usize),
}

struct Reader<'a> {
    file: ConfigFile<'a>,
    /// Where in `file.sections` a name is.
    by_name: HashMap<&'a str, usize>,
    current: Current,
    /// The setting whose value may go on.
    open: Option<Setting<'a>>,
}

impl<'a> Reader<'a> {
    fn new(name: &str) -> Self {
        Self {
            file: ConfigFile {
                name: name.into(),
                sections: Vec::new(),
                defaults: Section {
                    name: DEFAULTS,
                    line: 0,
                    settings: Vec::new(),
                },
                warnings: Vec::new(),
            },
            by_name: HashMap::new(),
            current: Current::None,
            open: None,
        }
    }

    fn place(&self, line: usize) -> Place {
        self.file.place(line)
    }

    fn error(&self, line: usize, fault: Fault) -> FileError {
        FileError {
            place: self.place(line),
            fault,
        }
    }

    fn take(&mut self, line: &Line<'a>) -> Result<(), FileError> {
        let number = line.number + 1;
        let Ok(content) = std::str::from_utf8(line.content) else {
            if line.kind.says_something() {
                return Err(self.error(number, Fault::NotUnicode));
            }
            let place = self.place(number);
            self.file.warnings.push(Warning::NotUnicode { place });
            return Ok(());
        };
        match line.kind {
            Kind::Comment | Kind::Note { .. } => Ok(()),
            Kind::Blank => {
                if let Some(open) = &mut self.open {
                    open.goes_on(number, "");
                }
                Ok(())
            }
            Kind::Continuation => self.go_on(number, unicode(trimmed(content.as_bytes()))),
            Kind::Header(name) => {
                self.finish_setting()?;
                self.enter(number, unicode(name))
            }
            _ if matches!(self.current, Current::None) => Err(self.error(
                number,
                match trimmed(line.content).first() {
                    Some(b'[') => Fault::OpenHeader,
                    _ => Fault::NoSection,
                },
            )),
            Kind::Property { key, value_at } => {
                self.finish_setting()?;
                let value = line.content.get(value_at..).unwrap_or_default();
                self.open = Some(Setting::new(lower(unicode(key)), number, unicode(trimmed(value))));
                Ok(())
            }
            Kind::Unknown => {
                let text = trimmed(line.content);
                Err(self.error(
                    number,
                    match text.first() {
                        Some(b'[') => Fault::OpenHeader,
                        Some(b'=' | b':') => Fault::NoKey,
                        _ => Fault::NoDelimiter,
                    },
                ))
            }
        }
    }

    fn go_on(&mut self, number: usize, text: &'a str) -> Result<(), FileError> {
        if let Some(open) = &mut self.open {
            open.goes_on(number, text);
            if open.length() > MAX_VALUE {
                return Err(self.error(number, Fault::LongValue));
            }
        }
        Ok(())
    }

    fn enter(&mut self, number: usize, name: &'a str) -> Result<(), FileError> {
        if name == DEFAULTS {
            self.current = Current::Defaults;
            return Ok(());
        }
        if let Some(&at) = self.by_name.get(name) {
            let first = self.file.sections.get(at).map_or(number, Section::line);
            let place = self.place(number);
            let name = name.to_owned();
            self.file
                .warnings
                .push(Warning::RepeatedSection { place, name, first });
            self.current = Current::Section(at);
            return Ok(());
        }
        let at = self.file.sections.len();
        if at >= MAX_SECTIONS {
            return Err(self.error(number, Fault::ManySections));
        }
        self.by_name.insert(name, at);
        self.file.sections.push(Section {
            name,
            line: number,
            settings: Vec::new(),
        });
        self.current = Current::Section(at);
        Ok(())
    }

    /// Puts the setting whose value is complete now where it belongs.
    fn finish_setting(&mut self) -> Result<(), FileError> {
        let Some(mut setting) = self.open.take() else {
            return Ok(());
        };
        let line = setting.line();
        if setting.length() > MAX_VALUE {
            return Err(self.error(line, Fault::LongValue));
        }
        setting
            .complete()
            .map_err(|(line, fault)| self.error(line, fault))?;
        let section = match self.current {
            Current::Section(at) => self.file.sections.get_mut(at),
            _ => Some(&mut self.file.defaults),
        };
        let Some(section) = section else {
            return Ok(());
        };
        let known = section
            .settings
            .iter_mut()
            .find(|known| known.key() == setting.key());
        let Some(known) = known else {
            section.settings.push(setting);
            return match section.settings.len() > MAX_SETTINGS {
                true => Err(self.error(line, Fault::ManySettings)),
                false => Ok(()),
            };
        };
        let (first, key) = (known.line(), setting.key().to_owned());
        *known = setting;
        let place = self.place(line);
        self.file
            .warnings
            .push(Warning::RepeatedSetting { place, key, first });
        Ok(())
    }
}

/// Parts of a line that is UTF-8, cut at ASCII or at white space, are so, too.
fn unicode(part: &[u8]) -> &str {
    std::str::from_utf8(part).unwrap_or_default()
}

fn lower(key: &str) -> Cow<'_, str> {
    match key
        .bytes()
        .all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase())
    {
        true => Cow::Borrowed(key),
        false => Cow::Owned(key.to_lowercase()),
    }
}

#[cfg(test)]
mod tests;
