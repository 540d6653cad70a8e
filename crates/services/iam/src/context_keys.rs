//! `GetContextKeysForCustomPolicy`, `GetContextKeysForPrincipalPolicy`: the condition keys that policies
//! read, which whoever simulates them has to give.

use std::collections::HashSet;

use tegata_api_iam as api;
use tegata_operation::{Ctx, Outcome, ServiceError};
use tegata_policy::{Document, PolicyKind};

use crate::errors::IamError;
use crate::simulate::document;
use crate::subject::{PolicySource, Subject};
use crate::{access, operation};

operation! {
    /// Lists the keys of the policies given.
    GetContextKeysForCustomPolicy: Reads at Slow, access::questions::get_context_keys_for_custom_policy, |input, _, _| {
        let mut keys = Keys::default();
        keys.of_given(&input.policy_input_list)?;
        Ok(keys.answer())
    }
}

operation! {
    /// Lists the keys of what a user, group or role holds, and of the policies given.
    GetContextKeysForPrincipalPolicy: Reads at Slow, access::questions::get_context_keys_for_principal_policy, |input, _, ctx| {
        let mut keys = Keys::default();
        keys.of_held(&input.policy_source_arn, ctx)?;
        keys.of_given(input.policy_input_list.as_deref().unwrap_or_default())?;
        Ok(keys.answer())
    }
}

/// Keys as first written, each once whatever its letter case.
#[derive(Default)]
struct Keys {
    names: Vec<String>,
    seen: HashSet<String>,
}

impl Keys {
    fn of_given(&mut self, texts: &[String]) -> Result<(), ServiceError> {
        for text in texts {
            self.of(&document(text, PolicyKind::Managed)?);
        }
        Ok(())
    }

    fn of_held(&mut self, arn: &str, ctx: &Ctx<'_>) -> Result<(), ServiceError> {
        let source = PolicySource::find(arn, ctx)?;
        let holds = match &source {
            PolicySource::Subject(subject) => matches!(subject, Subject::User(_) | Subject::Role(_)),
            PolicySource::Group(_) => true,
        };
        if !holds {
            return Err(IamError::InvalidEntityArn(arn.to_owned()).into());
        }
        for policy in &source.held(ctx).policies {
            self.of(&policy.parsed().map_err(IamError::from)?);
        }
        Ok(())
    }

    fn of(&mut self, document: &Document<'_>) {
        for key in document.condition_keys() {
            if self.seen.insert(key.to_lowercase()) {
                self.names.push(key.to_owned());
            }
        }
    }

    fn answer(self) -> Outcome<api::GetContextKeysForPolicyResponse> {
        Outcome::answer(api::GetContextKeysForPolicyResponse {
            context_key_names: Some(self.names),
        })
    }
}
