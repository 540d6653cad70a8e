//! Federated users: `GetFederationToken` turns a long-term key into a session with a name of its own, which may do
//! what both its issuer and its session policies allow.

use tegata_base::{Arn, Tags};
use tegata_state::{PolicyCache, Snapshot};

use crate::assume::{MAX_TAGS, is_reserved, session_policies};
use crate::judge::{self, Judgement};
use crate::{AssumeError, AuthzError, Caller, Check, FederationRequest, Grant, grant};

/// Decides whether the caller may give a federated user what it asks for.
pub(crate) fn federate(
    caller: &Caller,
    mut request: FederationRequest,
    snapshot: &Snapshot,
    policies: &PolicyCache,
) -> Result<Grant, AuthzError> {
    if caller.is_temporary() {
        return Err(AssumeError::FederationBySession.into());
    }
    let tags = Tags::from_list(std::mem::take(&mut request.tags)).map_err(AssumeError::from)?;
    if tags.iter().any(|tag| is_reserved(&tag.key)) {
        return Err(AssumeError::ReservedTag.into());
    }
    if tags.len() > MAX_TAGS {
        return Err(AssumeError::TooManyTags.into());
    }
    let (account, partition) = (caller.account(), caller.partition());
    let resource = format!("federated-user/{}", request.name);
    let arn = Arn::new(partition.as_str(), "sts", "", &account.to_string(), &resource);
    let needed = [
        ("sts:GetFederationToken", true),
        ("sts:TagSession", !tags.is_empty()),
    ];
    for (action, _) in needed.into_iter().filter(|(_, needed)| *needed) {
        let check = Check::on(action, &arn, account).with_request_tags(&tags);
        if let Judgement::Denied(why) = judge::check(caller, &check, snapshot, policies)? {
            return Err(AuthzError::Denied(why));
        }
    }
    let given = (request.policy.as_deref(), request.policy_arns.as_slice());
    let managed = session_policies(given, account, partition, snapshot)?;
    Ok(grant::of_federated(caller, request, tags, managed)?)
}
