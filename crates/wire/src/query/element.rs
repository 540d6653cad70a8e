//! Reading XML into a small tree of elements: names without prefixes, text, children. Attributes,
//! comments and processing instructions are passed over; a DTD is refused.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::message::DecodeError;

/// The deepest nesting read.
const MAX_DEPTH: usize = 64;
/// The most elements read.
const MAX_ELEMENTS: usize = 200_000;

/// One element.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    /// The local name.
    pub(super) name: String,
    /// The text directly inside, references resolved.
    pub(super) text: String,
    /// The elements directly inside, in order.
    pub(super) children: Vec<Element>,
}

impl Element {
    /// The first child of this name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All children of this name.
    pub(super) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The text of the first child of this name.
    pub(super) fn text_of(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.as_str())
    }
}

const NOT_XML: DecodeError = DecodeError::Syntax("the answer is not well-formed XML");

/// Reads a document.
///
/// # Errors
/// It is not well-formed UTF-8 XML, has a DTD, or exceeds a limit.
pub(super) fn parse(bytes: &[u8]) -> Result<Element, DecodeError> {
    let text = std::str::from_utf8(bytes).map_err(|_| NOT_XML)?;
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    let mut count = 0_usize;
    loop {
        match reader.read_event().map_err(|_| NOT_XML)? {
            Event::Start(start) => {
                count += 1;
                limit(open.len(), count)?;
                open.push(named(start.local_name().as_ref()));
            }
            Event::Empty(start) => {
                count += 1;
                limit(open.len(), count)?;
                let element = named(start.local_name().as_ref());
                add(&mut open, &mut root, element)?;
            }
            Event::End(_) => {
                let element = open.pop().ok_or(NOT_XML)?;
                add(&mut open, &mut root, element)?;
            }
            Event::Text(text) => {
                let text = text.xml10_content();
                append(&mut open, &text)?;
            }
            Event::CData(data) => {
                let text = data.xml10_content();
                append(&mut open, &text)?;
            }
            Event::GeneralRef(reference) => {
                let text = match reference.resolve_char_ref().map_err(|_| NOT_XML)? {
                    Some(c) => Cow::Owned(c.to_string()),
                    None => Cow::Borrowed(entity(reference.as_ref())?),
                };
                append(&mut open, &text)?;
            }
            Event::DocType(_) => return Err(NOT_XML),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    if !open.is_empty() {
        return Err(NOT_XML);
    }
    root.ok_or(NOT_XML)
}

fn limit(depth: usize, count: usize) -> Result<(), DecodeError> {
    if depth >= MAX_DEPTH {
        return Err(DecodeError::TooMany {
            limit: MAX_DEPTH,
            what: "levels of elements",
        });
    }
    if count > MAX_ELEMENTS {
        return Err(DecodeError::TooMany {
            limit: MAX_ELEMENTS,
            what: "elements",
        });
    }
    Ok(())
}

fn named(name: &str) -> Element {
    Element {
        name: name.to_owned(),
        ..Element::default()
    }
}

fn add(open: &mut [Element], root: &mut Option<Element>, element: Element) -> Result<(), DecodeError> {
    match open.last_mut() {
        Some(parent) => parent.children.push(element),
        None if root.is_none() => *root = Some(element),
        None => return Err(NOT_XML),
    }
    Ok(())
}

/// Adds text to the innermost open element. Outside any, only white space may stand.
fn append(open: &mut [Element], text: &str) -> Result<(), DecodeError> {
    match open.last_mut() {
        Some(element) => element.text.push_str(text),
        None if text.trim().is_empty() => {}
        None => return Err(NOT_XML),
    }
    Ok(())
}

fn entity(name: &str) -> Result<&'static str, DecodeError> {
    Ok(match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return Err(NOT_XML),
    })
}
