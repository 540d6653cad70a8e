//! A JSON reader and writer (RFC 8259) for policy documents.
//!
//! The reader differs from a general one in what a policy needs: every value knows its byte range, an
//! object that names a key twice is refused, and nothing recurses on the depth of the input. The
//! result is a flat list of nodes in document order; a node knows where its subtree ends.

mod escape;
mod scan;
mod write;

use std::borrow::Cow;

use crate::location::Span;
pub(crate) use scan::parse;
pub(crate) use write::Writer;

/// Bytes that a document may have: the 131,072 characters of IAM's parameter, at four bytes each.
pub const MAX_TEXT_BYTES: usize = 524_288;

/// How deep values may nest. A complete policy needs seven levels.
pub const MAX_DEPTH: usize = 32;

/// Why a text is not the JSON that a policy needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JsonFault {
    /// Longer than [`MAX_TEXT_BYTES`].
    #[error("the document is longer than {MAX_TEXT_BYTES} bytes")]
    TooLong,
    /// Nested deeper than [`MAX_DEPTH`].
    #[error("values nest deeper than {MAX_DEPTH} levels")]
    TooDeep,
    /// The text ends inside a value.
    #[error("the text ends inside a value")]
    Truncated,
    /// A character that cannot stand here.
    #[error("unexpected character")]
    Unexpected,
    /// Something follows the document.
    #[error("unexpected text after the document")]
    Trailing,
    /// A control character inside a string, unescaped.
    #[error("a control character in a string must be escaped")]
    ControlCharacter,
    /// An escape that JSON does not know, or half of a surrogate pair.
    #[error("invalid escape in a string")]
    Escape,
    /// A number that JSON does not allow.
    #[error("invalid number")]
    Number,
    /// The same key twice in one object.
    #[error("the object names this key twice")]
    DuplicateKey,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Object,
    Array,
    String { escaped: bool },
    Number,
    Bool,
    Null,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    kind: Kind,
    span: Span,
    /// Index of the first node past this one's subtree.
    next: u32,
}

/// A read document: nodes in document order, an object's as key, value, key, value.
#[derive(Debug)]
pub(crate) struct Tree<'t> {
    text: &'t str,
    nodes: Vec<Node>,
}

/// One value of a [`Tree`].
#[derive(Clone, Copy)]
pub(crate) struct Value<'a, 't> {
    tree: &'a Tree<'t>,
    index: u32,
}

impl<'t> Tree<'t> {
    pub(crate) fn root(&self) -> Value<'_, 't> {
        Value { tree: self, index: 0 }
    }
}

impl<'a, 't> Value<'a, 't> {
    /// The node; a missing one (there is none by construction) reads as null.
    fn node(self) -> Node {
        const ABSENT: Node = Node {
            kind: Kind::Null,
            span: Span { start: 0, end: 0 },
            next: u32::MAX,
        };
        self.tree
            .nodes
            .get(self.index as usize)
            .copied()
            .unwrap_or(ABSENT)
    }

    pub(crate) fn kind(self) -> Kind {
        self.node().kind
    }

    pub(crate) fn span(self) -> Span {
        self.node().span
    }

    /// The value's own text, quotes included.
    pub(crate) fn raw(self) -> &'t str {
        self.span().of(self.tree.text)
    }

    /// The characters of a string; `None` for other values.
    pub(crate) fn as_str(self) -> Option<Cow<'t, str>> {
        let Kind::String { escaped } = self.kind() else {
            return None;
        };
        let inner = self.raw();
        let inner = inner.get(1..inner.len().saturating_sub(1)).unwrap_or_default();
        Some(if escaped {
            Cow::Owned(escape::unescape(inner))
        } else {
            Cow::Borrowed(inner)
        })
    }

    /// The values of an array; nothing for other values.
    pub(crate) fn items(self) -> impl Iterator<Item = Value<'a, 't>> {
        let is_array = self.kind() == Kind::Array;
        self.children().filter(move |_| is_array)
    }

    /// The members of an object, key and value; nothing for other values.
    pub(crate) fn members(self) -> impl Iterator<Item = (Value<'a, 't>, Value<'a, 't>)> {
        let mut children = self.children();
        let is_object = self.kind() == Kind::Object;
        std::iter::from_fn(move || {
            if !is_object {
                return None;
            }
            Some((children.next()?, children.next()?))
        })
    }

    fn children(self) -> impl Iterator<Item = Value<'a, 't>> {
        let end = self.node().next;
        let tree = self.tree;
        let mut index = self.index.saturating_add(1);
        std::iter::from_fn(move || {
            if index >= end {
                return None;
            }
            let child = Value { tree, index };
            index = child.node().next;
            Some(child)
        })
    }
}

#[cfg(test)]
mod tests;
