//! One contended object: the calls made of it, and the three checks.

use std::collections::HashSet;
use std::sync::Mutex;

use super::{Goes, Judged, Shared, Unanswered, moment};
use crate::caller::Caller;
use crate::http::{Exchange, Reply};
use crate::objects::{Contended, Dice, locked};
use crate::total_order::{Answer, Call, explain};
use crate::trail::{Event, Trail};

/// An object and what was seen of it since the last check.
pub(super) struct Group<O: Contended> {
    pub(super) object: O,
    /// What it may be at the beginning of the round.
    starts: Mutex<HashSet<O::State>>,
    seen: Mutex<Vec<Seen<O::Op>>>,
    /// The ids that were told last.
    known: Mutex<Vec<String>>,
}

/// A call, and how to find it in the trail.
#[derive(Clone)]
struct Seen<Op> {
    call: Call<Op>,
    agent: String,
    request_id: Option<String>,
}

/// A call in the order of revisions.
struct Ordered<Op> {
    revision: u64,
    /// Refusals and reads of a revision come before the change that ends it.
    changes: bool,
    call: Call<Op>,
}

impl<O: Contended> Group<O> {
    pub(super) fn new(object: O) -> Self {
        let starts = Mutex::new(HashSet::from([object.start()]));
        Self {
            object,
            starts,
            seen: Mutex::default(),
            known: Mutex::default(),
        }
    }

    fn answer(&self, op: &O::Op, reply: &Reply) -> Answer {
        match reply.status {
            200..300 => {
                let mut told = self.object.told(op, reply);
                told.sort_unstable();
                if !told.is_empty() {
                    locked(&self.known).clone_from(&told);
                }
                Answer::Done(told)
            }
            503 => Answer::Unavailable,
            500.. => panic!("{op:?}: {reply:?}"),
            _ => Answer::refused(&reply.code()),
        }
    }

    /// The state as it is read now, as calls after all others.
    fn look(&self, reader: &mut Caller, seen: &[Seen<O::Op>]) -> Vec<Call<O::Op>> {
        let calls: Vec<_> = seen.iter().map(|seen| seen.call.clone()).collect();
        let ops = self.object.look(&calls);
        ops.into_iter()
            .map(|op| {
                let began = moment();
                let reply = reader.answer(&self.object.request(&op));
                let answer = Some(self.answer(&op, &reply));
                Call {
                    op,
                    answer,
                    began,
                    ended: moment(),
                }
            })
            .collect()
    }

    /// The calls in the order that the trail gives them, and when they were judged.
    fn ordered(&self, seen: Vec<Seen<O::Op>>, trail: &Trail) -> (Vec<Ordered<O::Op>>, Vec<Judged>) {
        let (mut ordered, mut judged) = (Vec::new(), Vec::new());
        for seen in seen {
            let event = trail.of(&seen.agent);
            self.assert_recorded(&seen, event);
            let Some(event) = event else { continue };
            let changes = event.error.is_none() && !self.object.reads(&seen.call.op);
            let Seen { mut call, .. } = seen;
            if let Some(code) = &event.error {
                call.answer.get_or_insert_with(|| Answer::refused(code));
            }
            let (began, ended, before) = (call.began, call.ended, event.revision());
            judged.push(Judged {
                began,
                ended,
                before,
                after: before + u64::from(changes),
            });
            ordered.push(Ordered {
                revision: event.revision(),
                changes,
                call,
            });
        }
        ordered.sort_by_key(|ordered| (ordered.revision, ordered.changes));
        (ordered, judged)
    }

    /// The event says what the caller was told.
    fn assert_recorded(&self, seen: &Seen<O::Op>, event: Option<&Event>) {
        let Seen {
            call,
            agent,
            request_id,
        } = seen;
        match (&call.answer, event) {
            (Some(Answer::Done(_)), None) => panic!("no event of the acknowledged {agent}: {call:?}"),
            (Some(Answer::Done(_)), Some(event)) => {
                assert_eq!(
                    (&event.error, Some(&event.request_id)),
                    (&None, request_id.as_ref()),
                    "{call:?}"
                );
            }
            // Of many refusals in a short time not all leave an event.
            (Some(Answer::Refused(code)), Some(event)) => {
                assert_eq!(
                    (&event.error, Some(&event.request_id)),
                    (&Some(code.clone()), request_id.as_ref())
                );
            }
            (Some(Answer::Unavailable), Some(event)) => {
                assert!(
                    event.error.is_some(),
                    "an event of success of {call:?}, which was not done: {event:?}"
                );
            }
            (Some(_), None) | (None, _) => {}
        }
    }

    /// The states in which the calls end, one after the other as the trail has them.
    fn replayed(&self, ordered: &[Ordered<O::Op>], starts: &HashSet<O::State>) -> HashSet<O::State> {
        let mut states = starts.clone();
        for Ordered { revision, call, .. } in ordered {
            if call.answer == Some(Answer::Unavailable) {
                continue;
            }
            let next: HashSet<_> = states
                .iter()
                .flat_map(|state| self.object.step(state, &call.op, call.answer.as_ref()))
                .collect();
            assert!(
                !next.is_empty(),
                "at revision {revision} the trail has {call:?}, which cannot be in {states:?}"
            );
            states = next;
        }
        states
    }
}

impl<O> Shared for Group<O>
where
    O: Contended<State: Send, Op: Send> + Send + Sync,
{
    fn act(&self, caller: &mut Caller, agent: &str, dice: &mut Dice, lost: Unanswered) -> Goes {
        let known = locked(&self.known).clone();
        let op = self.object.choose(dice, &known);
        let request = self.object.request(&op);
        let began = moment();
        let exchange = caller.exchange(&request, agent);
        let (answer, request_id, goes) = match exchange {
            Exchange::Answered(reply) => (
                Some(self.answer(&op, &reply)),
                Some(reply.request_id().to_owned()),
                Goes::On,
            ),
            // It never was.
            Exchange::Unsent(_) => return Goes::Away { unanswered: false },
            Exchange::Unanswered(_) if lost == Unanswered::Nothing => {
                (Some(Answer::Unavailable), None, Goes::Away { unanswered: true })
            }
            Exchange::Torn(error) if lost == Unanswered::Nothing => panic!("{op:?}: a torn answer: {error}"),
            Exchange::Unanswered(_) | Exchange::Torn(_) => (None, None, Goes::Away { unanswered: true }),
        };
        let call = Call {
            op,
            answer,
            began,
            ended: moment(),
        };
        locked(&self.seen).push(Seen {
            call,
            agent: agent.to_owned(),
            request_id,
        });
        goes
    }

    fn settle(&self, reader: &mut Caller, trail: &Trail) -> Vec<Judged> {
        let mut seen = std::mem::take(&mut *locked(&self.seen));
        // What was not answered may have happened until the server was gone, which it was before this.
        let gone = moment();
        for seen in seen.iter_mut().filter(|seen| seen.call.answer.is_none()) {
            seen.call.ended = gone;
        }
        let look = self.look(reader, &seen);
        let starts = locked(&self.starts).clone();

        let calls: Vec<_> = seen
            .iter()
            .map(|seen| seen.call.clone())
            .chain(look.iter().cloned())
            .collect();
        let explained = explain(&self.object, &starts, &calls).unwrap_or_else(|why| panic!("{why}"));

        let (ordered, judged) = self.ordered(seen, trail);
        let replayed = self.replayed(&ordered, &starts);
        let ends = explain(&self.object, &replayed, &look)
            .unwrap_or_else(|why| panic!("the trail ends in {replayed:?}, but {why}"));

        let both: HashSet<_> = explained.intersection(&ends).cloned().collect();
        assert!(
            !both.is_empty(),
            "the calls end in {explained:?}, the trail in {ends:?}"
        );
        *locked(&self.starts) = self.object.settled(both);
        judged
    }
}
