//! How much of a simulation fits on one page. A page may end early, as AWS's may: the marker goes on
//! after its last result, and no result is cut.

use tegata_api_iam as api;
use tegata_authz::Context;
use tegata_policy::Value;

use crate::errors::IamError;

/// The most work for one page: bytes of policies, for each request and each [`REQUEST_BYTES`] of it; a
/// variable counts as what it may stand for. A thousand requests take this much to policies of 64 KiB, more
/// than a role usually holds.
pub(super) const MAX_WORK: usize = 64 << 20;
/// A request of this size counts once: its names and context keys are compared with patterns.
const REQUEST_BYTES: usize = 256;

/// The most bytes that the results of one page take, about; the last of them may go beyond.
pub(super) const MAX_BYTES: usize = 2 << 20;
/// The elements around one statement and around one result in an answer.
const AROUND_STATEMENT: usize = 256;
const AROUND_RESULT: usize = 384;

/// How much there is to compare with: policies, and the keys of every request.
#[derive(Default)]
pub(crate) struct Load {
    /// Of the texts of all policies.
    policies: usize,
    /// Variables in them, at the most.
    variables: usize,
    /// Of the keys and values that come with every request.
    context: usize,
    /// Of the longest of these values, which any variable may stand for.
    longest: usize,
}

impl Load {
    pub(crate) fn of_context(context: &Context) -> Self {
        let mut load = Self::default();
        for (key, value) in context.iter() {
            let (bytes, longest) = match value {
                Value::Single(text) => (text.len(), text.len()),
                Value::Multi(texts) => {
                    let lengths = || texts.iter().map(|text| text.len());
                    (lengths().sum(), lengths().max().unwrap_or_default())
                }
            };
            load.context += key.len() + bytes;
            load.longest = load.longest.max(longest);
        }
        load
    }

    /// With a policy more. Each of its variables begins with a dollar sign, which JSON may write as
    /// `\u0024`.
    pub(crate) fn add(&mut self, policy: &str) {
        self.policies += policy.len();
        self.variables += policy.matches('$').count() + policy.matches("\\u0024").count();
    }

    /// With a policy of so many bytes, of which nothing else is known: all of them may be variables.
    pub(crate) const fn add_unknown(&mut self, bytes: usize) {
        self.policies += bytes;
        self.variables += bytes / "${a:b}".len();
    }

    /// The work of one request, whose names are of so many bytes.
    ///
    /// # Errors
    /// [`IamError::SimulationTooLarge`]: it is too much for a page of its own.
    pub(crate) fn work(&self, names: usize) -> Result<usize, IamError> {
        let policies = self
            .policies
            .saturating_add(self.variables.saturating_mul(self.longest));
        let request = self.context.saturating_add(names);
        let work = policies.saturating_mul(request.div_ceil(REQUEST_BYTES).max(1));
        if work > MAX_WORK {
            return Err(IamError::SimulationTooLarge(MAX_WORK));
        }
        Ok(work)
    }
}

/// What is left for a page.
pub(super) struct Room {
    work: usize,
    bytes: usize,
    is_empty: bool,
}

impl Room {
    pub(super) const fn new() -> Self {
        Self {
            work: MAX_WORK,
            bytes: MAX_BYTES,
            is_empty: true,
        }
    }

    /// Whether a request of so much [work](Load::work) may still be asked.
    pub(super) fn takes(&mut self, work: usize) -> bool {
        if !self.is_empty && (work > self.work || self.bytes == 0) {
            return false;
        }
        self.work = self.work.saturating_sub(work);
        self.is_empty = false;
        true
    }

    /// Notes a result.
    pub(super) fn holds(&mut self, result: &api::EvaluationResult) {
        self.bytes = self.bytes.saturating_sub(size(result));
    }
}

/// About the bytes of a result in an answer. What stands in the part of a named resource is there again.
fn size(result: &api::EvaluationResult) -> usize {
    let of_keys = |keys: Option<&[String]>| -> usize {
        let keys = keys.unwrap_or_default().iter();
        keys.map(|key| key.len() + "<member></member>".len()).sum()
    };
    let of_statements = |statements: Option<&[api::Statement]>| -> usize {
        let ids = statements.unwrap_or_default().iter();
        ids.map(|statement| AROUND_STATEMENT + statement.source_policy_id.as_ref().map_or(0, String::len))
            .sum()
    };
    let parts = result.resource_specific_results.as_deref().unwrap_or_default();
    let of_parts = parts.iter().map(|part| {
        AROUND_RESULT
            + part.eval_resource_name.len()
            + of_statements(part.matched_statements.as_deref())
            + of_keys(part.missing_context_values.as_deref())
    });
    AROUND_RESULT
        + result.eval_action_name.len()
        + result.eval_resource_name.as_ref().map_or(0, String::len)
        + of_statements(result.matched_statements.as_deref())
        + of_keys(result.missing_context_values.as_deref())
        + of_parts.sum::<usize>()
}
