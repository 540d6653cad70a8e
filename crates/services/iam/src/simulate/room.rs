//! How much of a simulation fits on one page. A page may end early, as AWS's may: the marker goes on
//! after its last result, and no result is cut.

use tegata_api_iam as api;

use crate::errors::IamError;

/// The most work for one page: bytes of policies, for each request and each [`REQUEST_BYTES`] of it. A
/// thousand requests take this much to policies of 64 KiB, more than a role usually holds.
pub(super) const MAX_WORK: usize = 64 << 20;
/// A request of this size counts once: its names and context keys are compared with patterns.
const REQUEST_BYTES: usize = 256;

/// The most bytes that the results of one page take, about; the last of them may go beyond.
pub(super) const MAX_BYTES: usize = 2 << 20;
/// The elements around one statement and around one result in an answer.
const AROUND_STATEMENT: usize = 256;
const AROUND_RESULT: usize = 384;

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

    /// Whether a request of so many bytes may still be asked of policies of so many.
    ///
    /// # Errors
    /// [`IamError::SimulationTooLarge`]: it is too much for a page of its own.
    pub(super) fn takes(&mut self, policies: usize, request: usize) -> Result<bool, IamError> {
        let work = policies.saturating_mul(request.div_ceil(REQUEST_BYTES).max(1));
        if work > MAX_WORK {
            return Err(IamError::SimulationTooLarge(MAX_WORK));
        }
        if !self.is_empty && (work > self.work || self.bytes == 0) {
            return Ok(false);
        }
        self.work -= work;
        self.is_empty = false;
        Ok(true)
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
