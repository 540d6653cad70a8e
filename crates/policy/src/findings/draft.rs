//! A document as its author left it: JSON with a place for everything, whatever the grammar says of it.

use std::borrow::Cow;

use crate::document::Effect;
use crate::json::{Kind, Tree, Value};
use crate::kind::PolicyKind;
use crate::location::Span;
use crate::operator::Operator;

/// A step of the way to a place (Access Analyzer API, `PathElement`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathElement {
    /// The value of this key.
    Value(String),
    /// This key itself.
    Key(String),
    /// The item of a list, from 0.
    Index(usize),
}

/// Where something stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Place {
    pub(super) path: Vec<PathElement>,
    pub(super) span: Span,
}

impl Place {
    /// A point in the text.
    pub(super) const fn at(offset: u32) -> Self {
        Self {
            path: Vec::new(),
            span: Span {
                start: offset,
                end: offset,
            },
        }
    }

    fn below(&self, element: PathElement, span: Span) -> Self {
        let mut path = self.path.clone();
        path.push(element);
        Self { path, span }
    }
}

pub(super) struct Node<'t> {
    pub(super) place: Place,
    pub(super) body: Body<'t>,
}

pub(super) enum Body<'t> {
    Object(Vec<Member<'t>>),
    List(Vec<Node<'t>>),
    Text(Cow<'t, str>),
    /// A number or boolean, as written.
    Bare(&'t str),
    Null,
}

pub(super) struct Member<'t> {
    pub(super) name: Cow<'t, str>,
    /// Where the key stands.
    pub(super) key: Place,
    pub(super) value: Node<'t>,
}

impl<'t> Node<'t> {
    /// Recursion ends, since the reader limits how deep values nest.
    fn read(value: Value<'_, 't>, place: Place) -> Self {
        let body = match value.kind() {
            Kind::Object => Body::Object(value.members().map(|(k, v)| Member::read(k, v, &place)).collect()),
            Kind::Array => {
                let item = |(index, item): (usize, Value<'_, 't>)| {
                    Self::read(item, place.below(PathElement::Index(index), item.span()))
                };
                Body::List(value.items().enumerate().map(item).collect())
            }
            Kind::String { .. } => Body::Text(value.as_str().unwrap_or_default()),
            Kind::Number | Kind::Bool => Body::Bare(value.raw()),
            Kind::Null => Body::Null,
        };
        Self { place, body }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match &self.body {
            Body::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Text, or what a number or boolean is compared as.
    pub(super) fn scalar(&self) -> Option<&str> {
        match &self.body {
            Body::Text(text) => Some(text),
            Body::Bare(raw) => Some(raw),
            _ => None,
        }
    }

    /// The members of an object; none of anything else.
    pub(super) fn members(&self) -> &[Member<'t>] {
        match &self.body {
            Body::Object(members) => members,
            _ => &[],
        }
    }

    /// The items of a list; anything else is its own only item.
    pub(super) fn items(&self) -> &[Self] {
        match &self.body {
            Body::List(items) => items,
            _ => std::slice::from_ref(self),
        }
    }

    pub(super) fn member(&self, name: &str) -> Option<&Member<'t>> {
        self.members().iter().find(|member| member.name == name)
    }

    pub(super) const fn is_empty(&self) -> bool {
        match &self.body {
            Body::Object(members) => members.is_empty(),
            Body::List(items) => items.is_empty(),
            _ => false,
        }
    }
}

impl<'t> Member<'t> {
    fn read(key: Value<'_, 't>, value: Value<'_, 't>, around: &Place) -> Self {
        let name = key.as_str().unwrap_or_default();
        Self {
            key: around.below(PathElement::Key(name.to_string()), key.span()),
            value: Node::read(
                value,
                around.below(PathElement::Value(name.to_string()), value.span()),
            ),
            name,
        }
    }
}

/// A document with what it is used as.
pub(super) struct Draft<'t> {
    pub(super) text: &'t str,
    pub(super) kind: PolicyKind,
    /// Characters that it may have.
    pub(super) quota: Option<usize>,
    pub(super) root: Node<'t>,
}

impl<'t> Draft<'t> {
    pub(super) fn read(text: &'t str, kind: PolicyKind, quota: Option<usize>, tree: &Tree<'t>) -> Self {
        let root = tree.root();
        let span = root.span();
        let place = Place {
            path: Vec::new(),
            span,
        };
        Self {
            text,
            kind,
            quota,
            root: Node::read(root, place),
        }
    }

    /// Whether `${…}` is a variable.
    pub(super) fn has_variables(&self) -> bool {
        let version = self.root.member("Version");
        version.and_then(|version| version.value.text()) == Some("2012-10-17")
    }

    /// Whether it is for a user, group, role or session.
    pub(super) const fn is_identity(&self) -> bool {
        matches!(
            self.kind,
            PolicyKind::Managed | PolicyKind::Inline | PolicyKind::Session
        )
    }

    /// What stands as a statement and is an object.
    pub(super) fn statements(&self) -> impl Iterator<Item = Statement<'_, 't>> {
        let list = self.root.member("Statement");
        let nodes = list.map_or(&[][..], |list| list.value.items());
        let objects = nodes.iter().filter(|node| matches!(node.body, Body::Object(_)));
        objects.map(|node| Statement { node })
    }

    /// Every key of every operator of every statement.
    pub(super) fn conditions(&self) -> impl Iterator<Item = Condition<'_, 't>> {
        self.statements().flat_map(Statement::conditions)
    }
}

#[derive(Clone, Copy)]
pub(super) struct Statement<'a, 't> {
    pub(super) node: &'a Node<'t>,
}

/// An element that has a `Not` form, with the form that the statement has.
#[derive(Clone, Copy)]
pub(super) struct Element<'a, 't> {
    pub(super) negated: bool,
    pub(super) value: &'a Node<'t>,
}

impl<'a, 't> Element<'a, 't> {
    /// The texts of the list, with their nodes.
    pub(super) fn texts(self) -> impl Iterator<Item = (&'a str, &'a Node<'t>)> {
        let items = self.value.items().iter();
        items.filter_map(|item| Some((item.text()?, item)))
    }
}

impl<'a, 't> Statement<'a, 't> {
    pub(super) fn place(self) -> &'a Place {
        &self.node.place
    }

    pub(super) fn effect(self) -> Option<Effect> {
        match self.node.member("Effect")?.value.text()? {
            "Allow" => Some(Effect::Allow),
            "Deny" => Some(Effect::Deny),
            _ => None,
        }
    }

    pub(super) fn allows(self) -> bool {
        self.effect() == Some(Effect::Allow)
    }

    pub(super) fn actions(self) -> Option<Element<'a, 't>> {
        self.either("Action", "NotAction")
    }

    pub(super) fn resources(self) -> Option<Element<'a, 't>> {
        self.either("Resource", "NotResource")
    }

    pub(super) fn principals(self) -> Option<Element<'a, 't>> {
        self.either("Principal", "NotPrincipal")
    }

    fn either(self, plain: &str, negated: &str) -> Option<Element<'a, 't>> {
        let of = |name, negated| {
            let value = &self.node.member(name)?.value;
            Some(Element { negated, value })
        };
        of(plain, false).or_else(|| of(negated, true))
    }

    /// The names in `Principal` or `NotPrincipal`, each with its key; `*` for the bare star.
    pub(super) fn principal_names(self) -> impl Iterator<Item = (&'a str, &'a str, &'a Node<'t>)> {
        let value = self.principals().map(|principals| principals.value);
        let bare = value.filter(|value| value.text() == Some("*"));
        let bare = bare.map(|value| ("*", "*", value));
        let members = value.map_or(&[][..], Node::members).iter();
        let named = members.flat_map(|member| {
            let items = member.value.items().iter();
            items.filter_map(|item| Some((member.name.as_ref(), item.text()?, item)))
        });
        bare.into_iter().chain(named)
    }

    pub(super) fn conditions(self) -> impl Iterator<Item = Condition<'a, 't>> {
        let condition = self.node.member("Condition");
        let operators = condition.map_or(&[][..], |condition| condition.value.members());
        operators.iter().flat_map(move |operator| {
            let keys = operator.value.members().iter();
            keys.map(move |key| Condition {
                statement: self,
                name: &operator.name,
                operator: Operator::parse(&operator.name),
                key,
            })
        })
    }
}

/// One key of one operator.
#[derive(Clone, Copy)]
pub(super) struct Condition<'a, 't> {
    pub(super) statement: Statement<'a, 't>,
    /// The operator as written.
    pub(super) name: &'a str,
    /// `None` when the language does not have it.
    pub(super) operator: Option<Operator>,
    /// The key, with its values.
    pub(super) key: &'a Member<'t>,
}

impl<'a, 't> Condition<'a, 't> {
    /// The values, with their nodes.
    pub(super) fn values(self) -> impl Iterator<Item = (&'a str, &'a Node<'t>)> {
        let items = self.key.value.items().iter();
        items.filter_map(|item| Some((item.scalar()?, item)))
    }
}
