//! Changing keys of one profile of a credentials file and nothing else in it, byte for byte.
//!
//! ```text
//! bytes ─lines─▶ lines with their kinds ─changes─▶ lines kept, rewritten, dropped, added ─▶ bytes
//! ```
//!
//! Two kinds of programs read these files: the AWS SDKs, which merge sections of one name and take the
//! last of several equal keys, and those on Python's `configparser`, which take the name as it stands
//! and refuse repeats. So that all of them see the new values, a change is made at *every* place that
//! one of them takes for the key: in each section of that name, with or without spaces around it; in
//! any case; before `=` or `:`. What is missing is added at the end of the last section whose name
//! stands there exactly, and a section that is missing at the end of the file.

use tegata_base::Secret;
use zeroize::Zeroizing;

use crate::lines::{Breaks, Kind, Line, lines};
use crate::space::{trimmed, trimmed_end};

/// The name of a profile, as it stands between the brackets of its section.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProfileName(String);

/// What cannot be written to such a file so that it is read back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EditError {
    /// The name of the profile.
    #[error(
        "{0:?} cannot name a profile: a name has 1 to 255 bytes, no brackets, no control characters, and no \
         space at either end"
    )]
    Name(String),
    /// A key.
    #[error("{0:?} cannot be a key: keys are made of letters, digits, `_` and `-`")]
    Key(String),
    /// A value; it is not shown, since it may be secret.
    #[error("the value of {key} cannot be written: it is empty or has characters other than visible ASCII")]
    Value {
        /// The key that it is for.
        key: String,
    },
}

impl ProfileName {
    const MAX: usize = 255;

    /// Takes the name that a user gave.
    ///
    /// # Errors
    /// [`EditError::Name`].
    pub fn new(name: &str) -> Result<Self, EditError> {
        let sound = (1..=Self::MAX).contains(&name.len())
            && name.trim() == name
            && !name.chars().any(|c| c.is_control() || "[]".contains(c));
        match sound {
            true => Ok(Self(name.into())),
            false => Err(EditError::Name(name.chars().take(60).collect())),
        }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One change to a profile's section.
pub struct Change {
    key: String,
    action: Action,
}

enum Action {
    Set(Secret<String>),
    Unset,
    Note(Secret<String>),
    Unnote,
}

impl Change {
    /// `key = value`.
    ///
    /// # Errors
    /// [`EditError::Key`], [`EditError::Value`].
    pub fn set(key: &str, value: &str) -> Result<Self, EditError> {
        Self::new(key, Action::Set(sound_value(key, value)?))
    }

    /// No such key.
    ///
    /// # Errors
    /// [`EditError::Key`].
    pub fn unset(key: &str) -> Result<Self, EditError> {
        Self::new(key, Action::Unset)
    }

    /// `# key = value`: a comment of that form, for people to read.
    ///
    /// # Errors
    /// [`EditError::Key`], [`EditError::Value`].
    pub fn note(key: &str, value: &str) -> Result<Self, EditError> {
        Self::new(key, Action::Note(sound_value(key, value)?))
    }

    /// No such comment.
    ///
    /// # Errors
    /// [`EditError::Key`].
    pub fn unnote(key: &str) -> Result<Self, EditError> {
        Self::new(key, Action::Unnote)
    }

    fn new(key: &str, action: Action) -> Result<Self, EditError> {
        let sound = !key.is_empty()
            && key
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
        match sound {
            true => Ok(Self {
                key: key.into(),
                action,
            }),
            false => Err(EditError::Key(key.chars().take(60).collect())),
        }
    }

    /// Whether it is about comments rather than keys.
    const fn is_of_notes(&self) -> bool {
        matches!(self.action, Action::Note(_) | Action::Unnote)
    }

    const fn value(&self) -> Option<&Secret<String>> {
        match &self.action {
            Action::Set(value) | Action::Note(value) => Some(value),
            Action::Unset | Action::Unnote => None,
        }
    }

    /// Whether this line says what the change is about.
    fn concerns(&self, kind: &Kind<'_>) -> bool {
        match kind {
            Kind::Property { key, .. } => !self.is_of_notes() && self.is_key(key),
            Kind::Note { key, .. } => self.is_of_notes() && self.is_key(key),
            _ => false,
        }
    }

    fn is_key(&self, key: &[u8]) -> bool {
        key.eq_ignore_ascii_case(self.key.as_bytes())
    }

    /// The line that is added where none is there.
    fn line(&self, indent: &[u8]) -> Option<Piece<'static>> {
        let mark = if self.is_of_notes() { "# " } else { "" };
        let start = [indent, mark.as_bytes(), self.key.as_bytes(), b" = "].concat();
        Some(Piece::written(&start, self.value()?, b""))
    }
}

/// AWS's values are visible ASCII without spaces, so nothing else needs a way to be written.
fn sound_value(key: &str, value: &str) -> Result<Secret<String>, EditError> {
    match !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_graphic()) {
        true => Ok(Secret::new(value.into())),
        false => Err(EditError::Value {
            key: key.chars().take(60).collect(),
        }),
    }
}

/// Makes the changes in one profile's section. Applying the same changes again changes nothing.
#[must_use]
pub fn edit(text: &[u8], profile: &ProfileName, changes: &[Change]) -> Zeroizing<Vec<u8>> {
    edited(text, profile, changes, false)
}

/// As [`edit`], but a section that is missing is made even where nothing is set in it.
#[must_use]
pub fn edit_or_add(text: &[u8], profile: &ProfileName, changes: &[Change]) -> Zeroizing<Vec<u8>> {
    edited(text, profile, changes, true)
}

fn edited(text: &[u8], profile: &ProfileName, changes: &[Change], adds: bool) -> Zeroizing<Vec<u8>> {
    let lines: Vec<_> = lines(text, Breaks::Newline).collect();
    let section = Section::find(&lines, profile);
    let mut pieces = Vec::with_capacity(lines.len() + changes.len() + 2);
    let mut found = vec![false; changes.len()];
    let mut dropping = false;
    for (line, membership) in lines.iter().zip(&section.membership) {
        match line.kind {
            Kind::Blank | Kind::Comment | Kind::Note { .. } | Kind::Continuation => {}
            _ => dropping = false,
        }
        let change = changes
            .iter()
            .zip(&mut found)
            .find(|(change, _)| *membership != Membership::Other && change.concerns(&line.kind));
        match change {
            // What goes on below a value is part of it, and goes with it.
            None if dropping && line.kind == Kind::Continuation => {}
            None => pieces.push(Piece::kept(line)),
            Some((change, found)) => {
                *found |= *membership == Membership::Exact;
                dropping |= !change.is_of_notes();
                pieces.extend(change.value().map(|value| line.rewritten(value)));
            }
        }
        if section.last_line == Some(line.number) {
            // Filled below, when it is known what the whole file lacks.
            pieces.push(Piece::default());
        }
    }
    let missing = changes.iter().zip(&found).filter(|(_, found)| !**found);
    let added: Vec<_> = missing
        .filter_map(|(change, _)| change.line(section.indent))
        .collect();
    match pieces.iter().position(Piece::is_place) {
        Some(at) => {
            pieces.splice(at..=at, added);
        }
        None if added.is_empty() && !adds => {}
        None => {
            let header = format!("[{}]", profile.as_str());
            let blank = lines.last().is_some_and(|line| line.kind != Kind::Blank);
            pieces.extend(blank.then(|| Piece::from(Vec::new())));
            pieces.push(Piece::from(header.into_bytes()));
            pieces.extend(added);
        }
    }
    joined(&pieces, text, section.ending)
}

impl Line<'_> {
    /// The line with another value. What stands before the value stays, if it is read alike by all: the
    /// SDKs know no `:`, and not every reader takes the same characters for white space.
    fn rewritten(&self, value: &Secret<String>) -> Piece<'static> {
        let kept = self.content.get(..self.value_at()).unwrap_or_default();
        let blank = kept.iter().rev().take_while(|byte| b" \t".contains(byte)).count();
        if kept
            .get(..kept.len() - blank)
            .is_some_and(|start| start.ends_with(b"="))
        {
            return Piece::written(kept, value, self.ending);
        }
        let key = trimmed_end(kept);
        let key = key.strip_suffix(b"=").or(key.strip_suffix(b":")).unwrap_or(key);
        Piece::written(&[trimmed_end(key), b" = "].concat(), value, self.ending)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Membership {
    /// Not the profile's.
    Other,
    /// Of a section whose name has spaces around it, which the AWS SDKs pass over.
    Loose,
    /// Of a section of exactly this name.
    Exact,
}

/// Where the profile stands in the file.
struct Section<'a> {
    /// One for each line.
    membership: Vec<Membership>,
    /// The number of the last line with something in it of the last section of exactly this name.
    last_line: Option<usize>,
    /// What new lines begin with there, so that the next header stays one for Python.
    indent: &'a [u8],
    /// How new lines end.
    ending: &'static [u8],
}

impl<'a> Section<'a> {
    fn find(lines: &[Line<'a>], profile: &ProfileName) -> Self {
        let name = profile.as_str().as_bytes();
        let mut current = Membership::Other;
        let mut last_line = None;
        let mut membership = Vec::with_capacity(lines.len());
        for line in lines {
            if let Kind::Header(found) = line.kind {
                current = match (found == name, trimmed(found) == name) {
                    (true, _) => Membership::Exact,
                    (_, true) => Membership::Loose,
                    _ => Membership::Other,
                };
            }
            membership.push(current);
            if current == Membership::Exact && line.kind.says_something() {
                last_line = Some(line.number);
            }
        }
        let next = last_line.and_then(|at| {
            let mut after = lines.iter().skip(at + 1);
            after.find(|line| line.kind.says_something())
        });
        let model = last_line.map_or(lines.first(), |at| lines.get(at));
        Self {
            membership,
            last_line,
            indent: next.map_or(b"".as_slice(), |line| line.indent()),
            ending: match model.is_some_and(|line| line.ending == b"\r\n") {
                true => b"\r\n",
                false => b"\n",
            },
        }
    }
}

/// A line of what is written.
#[derive(Default)]
struct Piece<'a> {
    /// None is the place where what is missing goes.
    content: Option<Content<'a>>,
    ending: Vec<u8>,
}

enum Content<'a> {
    Kept(&'a [u8]),
    Written(Zeroizing<Vec<u8>>),
}

impl<'a> Piece<'a> {
    fn kept(line: &Line<'a>) -> Self {
        Self {
            content: Some(Content::Kept(line.content)),
            ending: line.ending.into(),
        }
    }

    fn written(start: &[u8], value: &Secret<String>, ending: &[u8]) -> Self {
        let value = value.expose().as_bytes();
        let mut content = Zeroizing::new(Vec::with_capacity(start.len() + value.len()));
        content.extend_from_slice(start);
        content.extend_from_slice(value);
        Self {
            content: Some(Content::Written(content)),
            ending: ending.into(),
        }
    }

    const fn is_place(&self) -> bool {
        self.content.is_none()
    }

    fn content(&self) -> &[u8] {
        match &self.content {
            Some(Content::Kept(bytes)) => bytes,
            Some(Content::Written(bytes)) => bytes,
            None => b"",
        }
    }
}

impl From<Vec<u8>> for Piece<'_> {
    fn from(content: Vec<u8>) -> Self {
        Self {
            content: Some(Content::Written(Zeroizing::new(content))),
            ending: Vec::new(),
        }
    }
}

/// Lines without an ending get the file's, but for the last of a text that had none there.
fn joined(pieces: &[Piece<'_>], text: &[u8], ending: &[u8]) -> Zeroizing<Vec<u8>> {
    let capacity = pieces
        .iter()
        .map(|piece| piece.content().len() + piece.ending.len().max(ending.len()))
        .sum();
    let mut joined = Zeroizing::new(Vec::with_capacity(capacity));
    let open_ended = !text.is_empty() && !text.ends_with(b"\n");
    // Where what went on below a value was dropped, an empty line above it would end the text otherwise.
    let length = match open_ended {
        true => pieces
            .iter()
            .rposition(|piece| !piece.content().is_empty())
            .map_or(0, |last| last + 1),
        false => pieces.len(),
    };
    let pieces = pieces.get(..length).unwrap_or_default();
    for (number, piece) in pieces.iter().enumerate() {
        joined.extend_from_slice(piece.content());
        if open_ended && number + 1 == pieces.len() {
            break;
        }
        joined.extend_from_slice(match piece.ending.is_empty() {
            true => ending,
            false => &piece.ending,
        });
    }
    joined
}

#[cfg(test)]
mod tests;
