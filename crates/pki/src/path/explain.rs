//! Says why there is no acceptable path: walks the certificates again, from the end-entity certificate
//! along the issuers whose keys did sign, and names the first rule broken. It decides nothing; the
//! path has been refused before.

use std::collections::HashMap;

use super::error::{Concerned, PathError, Role, shown};
use super::{Search, constraints, rules};
use crate::certificate::Certificate;

impl Search<'_> {
    /// The first rule broken; `None` when the rules known here would all hold.
    pub(super) fn explain(&self) -> Option<PathError> {
        if self.anchors.as_slice().is_empty() {
            return Some(PathError::NoAnchor);
        }
        let mut walk = Walk {
            search: self,
            known: std::iter::once(self.leaf)
                .chain(self.chain)
                .chain(self.anchors.as_slice())
                .collect(),
            first_anchor: 1 + self.chain.len(),
            signed: HashMap::new(),
            complete: None,
            dead_end: None,
        };
        walk.climb(&mut vec![0]);
        walk.complete.or(walk.dead_end.map(|(_, error)| error))
    }
}

/// Certificates go by their index in `known`: the end-entity certificate, the chain, the anchors.
struct Walk<'a> {
    search: &'a Search<'a>,
    known: Vec<&'a Certificate>,
    first_anchor: usize,
    /// Whether (child, issuer) is a good signature: each pair is verified once, so that certificates
    /// that sign each other in circles cost no more than their number squared.
    signed: HashMap<(usize, usize), bool>,
    /// The rule that a path that does reach an anchor breaks.
    complete: Option<PathError>,
    /// Where the longest path that reaches none ends, and why; a circle only when there is nothing else.
    dead_end: Option<((bool, usize), PathError)>,
}

impl<'a> Walk<'a> {
    fn climb(&mut self, path: &mut Vec<usize>) {
        let Some((child, head)) = path
            .last()
            .and_then(|index| Some((*index, self.certificate(*index)?)))
        else {
            return;
        };
        let (repeated, namesakes): (Vec<usize>, Vec<usize>) = (1..self.known.len())
            .filter(|index| {
                self.certificate(*index)
                    .is_some_and(|known| known.subject() == head.issuer())
            })
            .partition(|index| self.repeats(path, *index));
        let issuers: Vec<usize> = namesakes
            .iter()
            .copied()
            .filter(|issuer| self.is_signed_by(child, *issuer))
            .collect();
        if issuers.is_empty() {
            let in_circle = repeated
                .into_iter()
                .any(|issuer| self.is_signed_by(child, issuer));
            let error = self.dead_end(child, head, &namesakes, in_circle);
            let rank = (!matches!(error, PathError::Circle { .. }), path.len());
            if self.dead_end.as_ref().is_none_or(|(known, _)| rank > *known) {
                self.dead_end = Some((rank, error));
            }
            return;
        }
        // Anchors first, as the path builder does.
        let (anchors, others): (Vec<_>, Vec<_>) = issuers
            .into_iter()
            .partition(|issuer| *issuer >= self.first_anchor);
        for issuer in anchors.into_iter().chain(others) {
            path.push(issuer);
            if issuer >= self.first_anchor {
                let certificates: Vec<&Certificate> =
                    path.iter().filter_map(|index| self.certificate(*index)).collect();
                self.complete = self.first_broken(&certificates);
            } else {
                self.climb(path);
            }
            path.pop();
            if self.complete.is_some() {
                return;
            }
        }
    }

    fn certificate(&self, index: usize) -> Option<&'a Certificate> {
        self.known.get(index).copied()
    }

    /// Loops are told by key and name (RFC 4158 section 5.2). An anchor ends a path, also one that came
    /// by the same certificate.
    fn repeats(&self, path: &[usize], index: usize) -> bool {
        let Some(candidate) = self.certificate(index) else {
            return true;
        };
        index < self.first_anchor
            && path
                .iter()
                .filter_map(|known| self.certificate(*known))
                .any(|known| known.spki() == candidate.spki() && known.subject() == candidate.subject())
    }

    fn is_signed_by(&mut self, child: usize, issuer: usize) -> bool {
        let (Some(signed), Some(by)) = (self.certificate(child), self.certificate(issuer)) else {
            return false;
        };
        *self
            .signed
            .entry((child, issuer))
            .or_insert_with(|| signed.is_signed_by(by))
    }

    /// Why the path ends at `head`, none of whose namesake issuers signed it.
    fn dead_end(&self, child: usize, head: &Certificate, namesakes: &[usize], in_circle: bool) -> PathError {
        let role = if child == 0 {
            Role::EndEntity
        } else {
            Role::Intermediate
        };
        let certificate = Concerned::new(role, head);
        let issuer = shown(head.issuer());
        if let Err(error) = rules::check_form(head, role) {
            return error;
        }
        if head.is_self_issued() && head.is_signed_by(head) {
            return PathError::UntrustedRoot {
                subject: issuer,
                has_namesake: !namesakes.is_empty(),
            };
        }
        // A key that is not accepted verifies nothing, so its form is the reason.
        let unusable = namesakes.iter().find_map(|index| {
            let role = if *index < self.first_anchor {
                Role::Intermediate
            } else {
                Role::Anchor
            };
            rules::check_form(self.certificate(*index)?, role).err()
        });
        if let Some(error) = unusable {
            return error;
        }
        if !namesakes.is_empty() {
            return PathError::Signature { certificate, issuer };
        }
        if in_circle {
            return PathError::Circle { certificate };
        }
        let mut others = self.known.iter().skip(1).map(|known| known.subject());
        if others.any(|subject| subject != head.issuer() && subject.means(head.issuer())) {
            return PathError::IssuerEncoding { certificate, issuer };
        }
        PathError::IssuerMissing { certificate, issuer }
    }

    fn first_broken(&self, path: &[&Certificate]) -> Option<PathError> {
        let Search {
            anchors, crls, now, ..
        } = *self.search;
        rules::check_path(path, now)
            .and_then(|()| constraints::check(path))
            .and_then(|()| rules::check_revocation(path, anchors, crls, now))
            .err()
    }
}
