//! `Principal` entries. Users and roles are compared by unique id, so that a name used again after
//! a deletion is not let in (IAM user guide, "AWS JSON policy elements: Principal").

use super::arena::offset;
use super::{Compiler, Rows, Sense};
use crate::document::{AwsPrincipal, Effect, Entries, PrincipalEntry, PrincipalName};
use crate::location::Span;
use tegata_base::AccountId;

/// How the ARNs of users and roles in `Principal` are understood.
#[derive(Clone, Copy)]
pub enum PrincipalIds<'a> {
    /// By name: whoever bears the ARN now. For documents at hand, without a server's state.
    ByName,
    /// By the unique id that the ARN had when the document was saved; an ARN for which this answers
    /// `None` names nobody.
    ById(&'a dyn Fn(&str) -> Option<&'a str>),
}

/// A compiled principal entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Principal {
    Everyone,
    Account(AccountId),
    /// A user or role by unique id.
    Id(Span),
    /// A user by ARN.
    User(Span),
    /// A role by ARN; paths are not compared, since sessions do not show them.
    Role(Span),
    AssumedRole(Span),
    FederatedUser(Span),
    Service(Span),
    Federated(Span),
    CanonicalUser(Span),
    /// A user or role without an id: who bore the name is gone.
    Nobody,
    /// A text that can name nobody.
    Unreadable,
}

impl Compiler<'_> {
    pub(super) fn principals(
        &mut self,
        effect: Effect,
        entries: &Entries<PrincipalEntry<'_>>,
    ) -> (Rows, Sense) {
        let start = offset(self.principals.len());
        for entry in &entries.items {
            let principal = self.principal(entry);
            self.principals.push(principal);
        }
        let end = offset(self.principals.len());
        let rows = Rows { start, end };
        let is_readable = !rows.of(&self.principals).contains(&Principal::Unreadable);
        (rows, Sense::new(effect, entries.negated, is_readable))
    }

    fn principal(&mut self, entry: &PrincipalEntry<'_>) -> Principal {
        let Ok(name) = PrincipalName::parse(entry.kind, &entry.name.text) else {
            return Principal::Unreadable;
        };
        match name {
            PrincipalName::Everyone => Principal::Everyone,
            PrincipalName::Aws(AwsPrincipal::Account(account)) => Principal::Account(account),
            PrincipalName::Aws(AwsPrincipal::User(arn)) => self.entity(arn, Principal::User),
            PrincipalName::Aws(AwsPrincipal::Role(arn)) => self.entity(arn, Principal::Role),
            PrincipalName::Aws(AwsPrincipal::UniqueId(id)) => Principal::Id(self.arena.add(id)),
            PrincipalName::Aws(AwsPrincipal::AssumedRole(arn)) => Principal::AssumedRole(self.arena.add(arn)),
            PrincipalName::Aws(AwsPrincipal::FederatedUser(arn)) => {
                Principal::FederatedUser(self.arena.add(arn))
            }
            PrincipalName::Service(name) => Principal::Service(self.arena.add(name)),
            PrincipalName::Federated(provider) => Principal::Federated(self.arena.add(provider)),
            PrincipalName::CanonicalUser(id) => Principal::CanonicalUser(self.arena.add(id)),
        }
    }

    fn entity(&mut self, arn: &str, by_name: fn(Span) -> Principal) -> Principal {
        match self.ids {
            PrincipalIds::ByName => by_name(self.arena.add(arn)),
            PrincipalIds::ById(id) => match id(arn) {
                Some(id) => Principal::Id(self.arena.add(id)),
                None => Principal::Nobody,
            },
        }
    }
}
