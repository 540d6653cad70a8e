//! [`Document`] → [`Compiled`]: the form that requests are decided against.
//!
//! A compiled policy is a few flat tables and two byte arenas, about the size of the document. It is
//! immutable and holds no reference to the text. Values are read once: CIDR blocks, dates and
//! patterns are in their final form, and what can match nothing is marked so.

mod arena;
mod condition;
mod mask;
mod principal;
mod resource;
mod token;

pub(crate) use arena::{ANY, ONE, Pattern, VARIABLE, Variable};
pub(crate) use condition::{ARN_COLONS, Condition, Operand, boolean, has_parts_of_arn};
pub(crate) use mask::ActionMask;
pub(crate) use principal::Principal;
pub use principal::PrincipalIds;
pub(crate) use token::variable_keys;

use arena::{Arena, offset};
use resource::is_misshapen;
use token::Syntax;

use crate::document::{self, Document, Effect, Version};
use crate::kind::PolicyKind;
use crate::literal::Range;
use crate::location::Span;

/// A range of rows of one of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Rows {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Rows {
    pub(crate) fn of<T>(self, table: &[T]) -> &[T] {
        table
            .get(self.start as usize..self.end as usize)
            .unwrap_or_default()
    }
}

/// What an element says of what its entries name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sense {
    /// It speaks of what one of them names.
    Includes,
    /// `Not…`: it speaks of all that none of them names.
    Excludes,
    /// It speaks of nothing: `Not…` in an Allow, with an entry that cannot be read. What its author
    /// meant to leave out is not known, and would be let in.
    Nothing,
}

impl Sense {
    fn new(effect: Effect, negated: bool, is_readable: bool) -> Self {
        match (negated, effect) {
            (false, _) => Self::Includes,
            (true, Effect::Allow) if !is_readable => Self::Nothing,
            (true, _) => Self::Excludes,
        }
    }
}

/// A statement: rows of the other tables.
#[derive(Debug, Clone)]
pub(crate) struct Statement {
    pub(crate) effect: Effect,
    pub(crate) sid: Option<Span>,
    pub(crate) principals: Option<Rows>,
    pub(crate) principal_sense: Sense,
    pub(crate) actions: Rows,
    pub(crate) not_action: bool,
    pub(crate) resources: Rows,
    pub(crate) resource_sense: Sense,
    pub(crate) conditions: Rows,
}

/// An action pattern, lower case.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Action {
    /// The service prefix; `None` for every service.
    pub(crate) service: Option<Span>,
    pub(crate) name: Pattern,
}

/// A policy ready for decisions. Share it behind an [`Arc`](std::sync::Arc).
#[derive(Debug)]
pub struct Compiled {
    pub(crate) text: Box<str>,
    pub(crate) code: Box<[u8]>,
    pub(crate) statements: Box<[Statement]>,
    /// One for each statement.
    masks: Box<[ActionMask]>,
    pub(crate) actions: Box<[Action]>,
    pub(crate) resources: Box<[Pattern]>,
    pub(crate) principals: Box<[Principal]>,
    pub(crate) conditions: Box<[Condition]>,
    pub(crate) operands: Box<[Operand]>,
    pub(crate) ranges: Box<[Range]>,
    pub(crate) variables: Box<[Variable]>,
}

impl Compiled {
    /// How many statements the policy has.
    #[must_use]
    pub fn statement_count(&self) -> usize {
        self.statements.len()
    }

    /// Bytes of memory the policy takes.
    #[must_use]
    pub fn memory(&self) -> usize {
        size_of_val(self)
            + self.text.len()
            + size_of_val(&*self.code)
            + size_of_val(&*self.statements)
            + size_of_val(&*self.masks)
            + size_of_val(&*self.actions)
            + size_of_val(&*self.resources)
            + size_of_val(&*self.principals)
            + size_of_val(&*self.conditions)
            + size_of_val(&*self.operands)
            + size_of_val(&*self.ranges)
            + size_of_val(&*self.variables)
    }

    /// The statements that may be about an action, with their indices; no other is.
    pub(crate) fn about(&self, action: ActionMask) -> impl Iterator<Item = (usize, &Statement)> {
        let statements = self.statements.iter().enumerate().zip(&self.masks);
        statements.filter_map(move |(statement, mask)| mask.meets(action).then_some(statement))
    }

    pub(crate) fn str(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    pub(crate) fn code(&self, span: Span) -> &[u8] {
        self.code
            .get(span.start as usize..span.end as usize)
            .unwrap_or_default()
    }
}

impl Document<'_> {
    /// Compiles the document for use as `kind`.
    ///
    /// A document that [`validate`](Self::validate) would refuse compiles too; an entry that can
    /// match nothing (a malformed ARN, an unfinished variable) then matches nothing. In `NotPrincipal`
    /// or `NotResource` of an Allow it makes the statement match nothing.
    #[must_use]
    pub fn compile(&self, kind: PolicyKind, ids: PrincipalIds<'_>) -> Compiled {
        let mut compiler = Compiler {
            kind,
            ids,
            variables: self.version == Some(Version::V2012),
            arena: Arena::default(),
            masks: Vec::with_capacity(self.statements.len()),
            actions: Vec::new(),
            resources: Vec::new(),
            principals: Vec::new(),
            conditions: Vec::new(),
            operands: Vec::new(),
            ranges: Vec::new(),
        };
        let statements = self.statements.iter().map(|s| compiler.statement(s)).collect();
        Compiled {
            text: compiler.arena.text.into(),
            code: compiler.arena.code.into(),
            variables: compiler.arena.variables.into(),
            statements,
            masks: compiler.masks.into(),
            actions: compiler.actions.into(),
            resources: compiler.resources.into(),
            principals: compiler.principals.into(),
            conditions: compiler.conditions.into(),
            operands: compiler.operands.into(),
            ranges: compiler.ranges.into(),
        }
    }
}

struct Compiler<'i> {
    kind: PolicyKind,
    ids: PrincipalIds<'i>,
    /// Whether the document's version knows variables.
    variables: bool,
    arena: Arena,
    masks: Vec<ActionMask>,
    actions: Vec<Action>,
    resources: Vec<Pattern>,
    principals: Vec<Principal>,
    conditions: Vec<Condition>,
    operands: Vec<Operand>,
    ranges: Vec<Range>,
}

impl Compiler<'_> {
    fn statement(&mut self, statement: &document::Statement<'_>) -> Statement {
        let sid = statement.sid.as_ref().filter(|sid| !sid.text.is_empty());
        let sid = sid.map(|sid| self.arena.add(&sid.text));
        let (actions, not_action) = self.actions(statement.actions.as_ref());
        let effect = statement.effect;
        let (resources, resource_sense) = self.resources(effect, statement.resources.as_ref());
        let (principals, principal_sense) = match &statement.principals {
            Some(entries) => {
                let (rows, sense) = self.principals(effect, entries);
                (Some(rows), sense)
            }
            None => (None, Sense::Includes),
        };
        Statement {
            effect,
            sid,
            principals,
            principal_sense,
            actions,
            not_action,
            resources,
            resource_sense,
            conditions: self.conditions(effect, &statement.conditions),
        }
    }

    fn actions(&mut self, entries: Option<&document::Entries<document::Text<'_>>>) -> (Rows, bool) {
        let start = offset(self.actions.len());
        let not_action = entries.is_some_and(|entries| entries.negated);
        // Whatever is not listed: no bits tell.
        let mut mask = if not_action {
            ActionMask::EVERY
        } else {
            ActionMask::NONE
        };
        for entry in entries.iter().flat_map(|entries| &entries.items) {
            let (action, bits) = self.action(&entry.text);
            self.actions.push(action);
            mask = mask.with(bits);
        }
        self.masks.push(mask);
        let end = offset(self.actions.len());
        (Rows { start, end }, not_action)
    }

    fn action(&mut self, text: &str) -> (Action, ActionMask) {
        const GLOB: Syntax = Syntax {
            wildcards: true,
            variables: false,
        };
        let of_every_service = |name| Action { service: None, name };
        if text == "*" {
            return (of_every_service(Pattern::Everything), ActionMask::EVERY);
        }
        let lower = text.to_ascii_lowercase();
        let Some((service, name)) = lower.split_once(':') else {
            return (of_every_service(Pattern::Never), ActionMask::NONE);
        };
        if service == "*" {
            return (
                of_every_service(self.arena.pattern(name, GLOB)),
                ActionMask::EVERY,
            );
        }
        let action = Action {
            service: Some(self.arena.add(service)),
            name: self.arena.pattern(name, GLOB),
        };
        (action, ActionMask::of_entry(service, name))
    }

    /// A trust policy names no resource: it speaks of its role.
    fn resources(
        &mut self,
        effect: Effect,
        entries: Option<&document::Entries<document::Text<'_>>>,
    ) -> (Rows, Sense) {
        let start = offset(self.resources.len());
        match entries {
            Some(entries) => {
                let excludes = effect == Effect::Allow && entries.negated;
                for entry in &entries.items {
                    let pattern = match excludes && is_misshapen(&entry.text) {
                        true => Pattern::Never,
                        false => self.resource(&entry.text),
                    };
                    self.resources.push(pattern);
                }
            }
            None if self.kind == PolicyKind::Trust => self.resources.push(Pattern::Everything),
            None => {}
        }
        let end = offset(self.resources.len());
        let rows = Rows { start, end };
        let is_readable = !rows.of(&self.resources).contains(&Pattern::Never);
        let negated = entries.is_some_and(|entries| entries.negated);
        (rows, Sense::new(effect, negated, is_readable))
    }
}
