//! Operations and their rows in a service's table.

use std::any::Any;

use tegata_authz::{Access, AuthzError, Caller, Permit};
use tegata_base::AccountId;
use tegata_state::Snapshot;
use tegata_store::{Change, Record};
use tegata_wire::{Call, Read as _, ValidationError, Value, Write};

use crate::{Ctx, EventFacts, Fetch, Outcome, Refusal, ServiceError};

/// The input type of an operation.
pub type Input<O> = <<O as Operation>::Call as Call>::Input;
/// The output type of an operation.
pub type Output<O> = <<O as Operation>::Call as Call>::Output;

/// What an operation does to the world, which decides where it runs and how its event is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing: runs on the request's thread; its event is written before the answer.
    Reads,
    /// Issues a session or reveals a secret: runs on the request's thread; its event is synced before
    /// the answer.
    Issues,
    /// Changes configuration: runs on the writer; its event is in the transaction.
    Writes,
}

/// How long an operation may take, which decides on which thread it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Microseconds, whatever the input: one that changes nothing runs on the request's thread.
    Quick,
    /// The input decides: one that changes nothing runs on a thread for that, a few at a time, so that
    /// it holds up nobody else. The writer knows no such difference.
    Slow,
}

/// One operation of a service.
pub trait Operation: Sized + 'static {
    /// The generated call: input, output and descriptor.
    type Call: Call<Input: Send + Sync + 'static, Output: Send + 'static>;

    /// What it does to the world.
    const EFFECT: Effect;

    /// How long it may take.
    const PACE: Pace = Pace::Quick;

    /// What it does with this input, where that is not always the same.
    fn effect(_input: &Input<Self>) -> Effect {
        Self::EFFECT
    }

    /// The account that is called by a certificate's holder, who has none, where the input tells it.
    fn account(_input: &Input<Self>) -> Option<AccountId> {
        None
    }

    /// What the caller must be allowed to do. Runs again on the writer when the revision has moved.
    ///
    /// # Errors
    /// What is wrong with the input beyond its schema.
    fn access(input: &Input<Self>, caller: &Caller, ctx: &Ctx<'_>) -> Result<Access, ServiceError>;

    /// The error when no permit is given. Roles Anywhere words it in its own way.
    fn refused(
        error: AuthzError,
        _input: &Input<Self>,
        _caller: &Caller,
        _ctx: &Ctx<'_>,
        refusal: &Refusal,
    ) -> ServiceError {
        refusal.refused(error)
    }

    /// The error of input that breaks its constraints. CloudTrail has one for each member.
    fn invalid(error: &ValidationError, refusal: &Refusal) -> ServiceError {
        refusal.invalid(error.to_string())
    }

    /// A value to read from the store before `handle`.
    ///
    /// # Errors
    /// What is wrong with the input, such as a page token.
    fn fetch(_input: &Input<Self>, _caller: &Caller) -> Result<Option<Fetch>, ServiceError> {
        Ok(None)
    }

    /// The same where only the snapshot knows what to ask for: a role's name has been given, and what
    /// is kept of it is kept under its unique id.
    ///
    /// # Errors
    /// Those of [`Self::fetch`].
    fn fetch_known(
        input: &Input<Self>,
        caller: &Caller,
        _snapshot: &Snapshot,
    ) -> Result<Option<Fetch>, ServiceError> {
        Self::fetch(input, caller)
    }

    /// The operation itself: reads the snapshot, returns output and changes.
    ///
    /// # Errors
    /// AWS's error for what cannot be done.
    fn handle(
        permit: Permit<Self>,
        input: &Input<Self>,
        caller: &Caller,
        ctx: &mut Ctx<'_>,
    ) -> Result<Outcome<Output<Self>>, ServiceError>;
}

/// A decoded input whose type only its own row knows.
pub struct Decoded(Box<dyn Any + Send + Sync>);

/// What a row answers: the output ready to be written, and everything else of the [`Outcome`].
pub struct Reply {
    /// The answer.
    pub output: Box<dyn Write + Send>,
    /// Changes to commit.
    pub changes: Vec<Change>,
    /// Records to insert.
    pub records: Vec<Record>,
    /// Facts for the event.
    pub event: EventFacts,
}

/// One row of a service's table: an operation without its types.
pub struct Row {
    /// The descriptor.
    pub operation: &'static tegata_wire::Operation,
    /// How long it may take.
    pub pace: Pace,
    effect: fn(&Decoded) -> Effect,
    account: fn(&Decoded) -> Option<AccountId>,
    invalid: fn(&ValidationError, &Refusal) -> ServiceError,
    decode: fn(&Value) -> Result<Decoded, String>,
    fetch: fn(&Decoded, &Caller, &Snapshot) -> Result<Option<Fetch>, ServiceError>,
    authorize: fn(&Decoded, &Caller, &mut Ctx<'_>, &Refusal) -> Result<(), ServiceError>,
    run: fn(&Decoded, &Caller, &mut Ctx<'_>, &Refusal) -> Result<Reply, ServiceError>,
}

impl Row {
    /// The row of an operation.
    #[must_use]
    pub const fn of<O: Operation>() -> Self {
        Self {
            operation: <O::Call as Call>::OPERATION,
            pace: O::PACE,
            effect: effect::<O>,
            account: account::<O>,
            invalid: O::invalid,
            decode: decode::<O>,
            fetch: fetch::<O>,
            authorize: authorize::<O>,
            run: run::<O>,
        }
    }

    /// What it does to the world with this input.
    #[must_use]
    pub fn effect(&self, input: &Decoded) -> Effect {
        (self.effect)(input)
    }

    /// The account that this input is for, where the caller has none.
    #[must_use]
    pub fn account(&self, input: &Decoded) -> Option<AccountId> {
        (self.account)(input)
    }

    /// The error of input that has not passed validation.
    #[must_use]
    pub fn invalid(&self, error: &ValidationError, refusal: &Refusal) -> ServiceError {
        (self.invalid)(error, refusal)
    }

    /// Reads a value that has passed validation.
    ///
    /// # Errors
    /// What does not fit, in words.
    pub fn decode(&self, value: &Value) -> Result<Decoded, String> {
        (self.decode)(value)
    }

    /// What `handle` wants from the store.
    ///
    /// # Errors
    /// Those of [`Operation::fetch`].
    pub fn fetch(
        &self,
        input: &Decoded,
        caller: &Caller,
        snapshot: &Snapshot,
    ) -> Result<Option<Fetch>, ServiceError> {
        (self.fetch)(input, caller, snapshot)
    }

    /// Decides access alone, before anything is fetched for the caller.
    ///
    /// # Errors
    /// The denial.
    pub fn authorize(
        &self,
        input: &Decoded,
        caller: &Caller,
        ctx: &mut Ctx<'_>,
        refusal: &Refusal,
    ) -> Result<(), ServiceError> {
        (self.authorize)(input, caller, ctx, refusal)
    }

    /// Decides access and handles.
    ///
    /// # Errors
    /// The denial, or the error of the operation.
    pub fn run(
        &self,
        input: &Decoded,
        caller: &Caller,
        ctx: &mut Ctx<'_>,
        refusal: &Refusal,
    ) -> Result<Reply, ServiceError> {
        (self.run)(input, caller, ctx, refusal)
    }
}

fn effect<O: Operation>(input: &Decoded) -> Effect {
    typed::<O>(input).map_or(O::EFFECT, O::effect)
}

fn account<O: Operation>(input: &Decoded) -> Option<AccountId> {
    typed::<O>(input).ok().and_then(O::account)
}

fn decode<O: Operation>(value: &Value) -> Result<Decoded, String> {
    let input = Input::<O>::read(value).map_err(|e| e.to_string())?;
    Ok(Decoded(Box::new(input)))
}

fn typed<O: Operation>(input: &Decoded) -> Result<&Input<O>, ServiceError> {
    // INVARIANT: the pipeline hands a row what the same row decoded.
    input
        .0
        .downcast_ref()
        .ok_or_else(|| Refusal::JSON.internal("input of another operation"))
}

fn fetch<O: Operation>(
    input: &Decoded,
    caller: &Caller,
    snapshot: &Snapshot,
) -> Result<Option<Fetch>, ServiceError> {
    O::fetch_known(typed::<O>(input)?, caller, snapshot)
}

fn authorize<O: Operation>(
    input: &Decoded,
    caller: &Caller,
    ctx: &mut Ctx<'_>,
    refusal: &Refusal,
) -> Result<(), ServiceError> {
    permit::<O>(typed::<O>(input)?, caller, ctx, refusal).map(drop)
}

fn permit<O: Operation>(
    input: &Input<O>,
    caller: &Caller,
    ctx: &Ctx<'_>,
    refusal: &Refusal,
) -> Result<Permit<O>, ServiceError> {
    let access = O::access(input, caller, ctx)?;
    tegata_authz::permit::<O>(caller, access, ctx.snapshot, ctx.policies)
        .map_err(|e| O::refused(e, input, caller, ctx, refusal))
}

fn run<O: Operation>(
    input: &Decoded,
    caller: &Caller,
    ctx: &mut Ctx<'_>,
    refusal: &Refusal,
) -> Result<Reply, ServiceError> {
    let input = typed::<O>(input)?;
    let permit = permit::<O>(input, caller, ctx, refusal)?;
    let outcome = O::handle(permit, input, caller, ctx)?;
    Ok(Reply {
        output: Box::new(outcome.output),
        changes: outcome.changes,
        records: outcome.records,
        event: outcome.event,
    })
}
