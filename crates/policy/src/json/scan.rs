//! Text → [`Tree`], with an explicit stack in place of recursion.

use std::borrow::Cow;

use super::escape::decode_escape;
use super::{JsonFault, Kind, MAX_DEPTH, MAX_TEXT_BYTES, Node, Tree, Value};
use crate::location::Span;

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    Colon,
    CommaOrEnd,
    Nothing,
}

struct Scanner<'t> {
    tree: Tree<'t>,
    at: usize,
    /// Indices of the containers that are open.
    open: Vec<u32>,
}

type Fault = (JsonFault, u32);

/// Reads one JSON text; the error carries the byte offset where reading stopped.
pub(crate) fn parse(text: &str) -> Result<Tree<'_>, Fault> {
    if text.len() > MAX_TEXT_BYTES {
        return Err((JsonFault::TooLong, 0));
    }
    let mut scanner = Scanner {
        tree: Tree {
            text,
            nodes: Vec::with_capacity(text.len() / 16),
        },
        at: 0,
        open: Vec::new(),
    };
    let mut expect = Expect::Value;
    loop {
        scanner.skip_blanks();
        let Some(byte) = scanner.peek() else {
            if expect == Expect::Nothing {
                return Ok(scanner.tree);
            }
            return Err(scanner.fault(JsonFault::Truncated));
        };
        expect = scanner.step(expect, byte)?;
    }
}

impl Scanner<'_> {
    fn step(&mut self, expect: Expect, byte: u8) -> Result<Expect, Fault> {
        match (expect, byte) {
            (Expect::ValueOrEnd, b']') | (Expect::KeyOrEnd, b'}') => self.close(byte),
            (Expect::Value | Expect::ValueOrEnd, _) => self.value(byte),
            (Expect::Key | Expect::KeyOrEnd, b'"') => {
                self.string()?;
                Ok(Expect::Colon)
            }
            (Expect::Colon, b':') => {
                self.at += 1;
                Ok(Expect::Value)
            }
            (Expect::CommaOrEnd, b',') => {
                self.at += 1;
                Ok(if self.innermost() == Some(Kind::Object) {
                    Expect::Key
                } else {
                    Expect::Value
                })
            }
            (Expect::CommaOrEnd, b'}' | b']') => self.close(byte),
            (Expect::Nothing, _) => Err(self.fault(JsonFault::Trailing)),
            _ => Err(self.fault(JsonFault::Unexpected)),
        }
    }

    fn value(&mut self, byte: u8) -> Result<Expect, Fault> {
        match byte {
            b'{' => return self.open(Kind::Object, Expect::KeyOrEnd),
            b'[' => return self.open(Kind::Array, Expect::ValueOrEnd),
            b'"' => self.string()?,
            b't' => self.word("true", Kind::Bool)?,
            b'f' => self.word("false", Kind::Bool)?,
            b'n' => self.word("null", Kind::Null)?,
            b'-' | b'0'..=b'9' => self.number()?,
            _ => return Err(self.fault(JsonFault::Unexpected)),
        }
        Ok(self.after_value())
    }

    fn open(&mut self, kind: Kind, inside: Expect) -> Result<Expect, Fault> {
        if self.open.len() >= MAX_DEPTH {
            return Err(self.fault(JsonFault::TooDeep));
        }
        self.open.push(small(self.tree.nodes.len()));
        self.push(kind, self.at, self.at + 1);
        self.at += 1;
        Ok(inside)
    }

    fn close(&mut self, byte: u8) -> Result<Expect, Fault> {
        let fits = match self.innermost() {
            Some(Kind::Object) => byte == b'}',
            Some(_) => byte == b']',
            None => false,
        };
        let (true, Some(index)) = (fits, self.open.pop()) else {
            return Err(self.fault(JsonFault::Unexpected));
        };
        self.at += 1;
        let next = small(self.tree.nodes.len());
        if let Some(node) = self.tree.nodes.get_mut(index as usize) {
            node.next = next;
            node.span.end = small(self.at);
        }
        let container = Value {
            tree: &self.tree,
            index,
        };
        if let Some(span) = repeated_key(container) {
            return Err((JsonFault::DuplicateKey, span.start));
        }
        Ok(self.after_value())
    }

    fn string(&mut self) -> Result<(), Fault> {
        let start = self.at;
        let mut escaped = false;
        self.at += 1;
        loop {
            match self.peek() {
                None => return Err(self.fault(JsonFault::Truncated)),
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                Some(0..=0x1f) => return Err(self.fault(JsonFault::ControlCharacter)),
                Some(_) => self.at += 1,
            }
        }
        self.at += 1;
        self.push(Kind::String { escaped }, start, self.at);
        Ok(())
    }

    /// Checks one escape, so that [`unescape`](super::escape::unescape) meets sound ones only.
    fn escape(&mut self) -> Result<(), Fault> {
        let rest = self.tree.text.get(self.at..).unwrap_or_default();
        match decode_escape(rest) {
            Some((_, length)) => {
                self.at += length;
                Ok(())
            }
            None => Err(self.fault(JsonFault::Escape)),
        }
    }

    fn word(&mut self, word: &str, kind: Kind) -> Result<(), Fault> {
        let rest = self.tree.text.get(self.at..).unwrap_or_default();
        if !rest.starts_with(word) {
            return Err(self.fault(JsonFault::Unexpected));
        }
        let start = self.at;
        self.at += word.len();
        self.push(kind, start, self.at);
        Ok(())
    }

    fn number(&mut self) -> Result<(), Fault> {
        let start = self.at;
        self.eat(b'-');
        let whole = self.at;
        let sound = match self.digits() {
            0 => false,
            1 => true,
            _ => self.tree.text.as_bytes().get(whole) != Some(&b'0'),
        };
        let fraction = !self.eat(b'.') || self.digits() > 0;
        let exponent = if self.eat(b'e') || self.eat(b'E') {
            let _signed = self.eat(b'+') || self.eat(b'-');
            self.digits() > 0
        } else {
            true
        };
        if !(sound && fraction && exponent) {
            return Err((JsonFault::Number, small(start)));
        }
        self.push(Kind::Number, start, self.at);
        Ok(())
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while self.peek().is_some_and(|b| b.is_ascii_digit()) {
            self.at += 1;
        }
        self.at - start
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.tree.text.as_bytes().get(self.at).copied()
    }

    fn innermost(&self) -> Option<Kind> {
        let index = self.open.last()?;
        self.tree.nodes.get(*index as usize).map(|node| node.kind)
    }

    fn after_value(&self) -> Expect {
        if self.open.is_empty() {
            Expect::Nothing
        } else {
            Expect::CommaOrEnd
        }
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        let next = small(self.tree.nodes.len() + 1);
        let span = Span {
            start: small(start),
            end: small(end),
        };
        self.tree.nodes.push(Node { kind, span, next });
    }

    fn fault(&self, fault: JsonFault) -> Fault {
        (fault, small(self.at))
    }
}

/// Offsets and counts fit, since the text is at most [`MAX_TEXT_BYTES`] long.
fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Below this many members comparing each pair is quicker than sorting.
const FEW_MEMBERS: usize = 12;

fn repeated_key(object: Value<'_, '_>) -> Option<Span> {
    let mut keys: Vec<(Cow<'_, str>, Span)> = object
        .members()
        .filter_map(|(key, _)| Some((key.as_str()?, key.span())))
        .collect();
    if keys.len() <= FEW_MEMBERS {
        return keys.iter().enumerate().find_map(|(at, (key, span))| {
            let before = keys.get(..at).unwrap_or_default();
            before.iter().any(|(other, _)| other == key).then_some(*span)
        });
    }
    keys.sort_by(|(a, _), (b, _)| a.cmp(b));
    keys.windows(2).find_map(|pair| match pair {
        [(a, _), (b, span)] if a == b => Some(*span),
        _ => None,
    })
}
