//! From a demand to a permit.

use tegata_state::{PolicyCache, Snapshot, StoredPolicyError};

use crate::assume::assume;
use crate::federate::federate;
use crate::judge::{self, Judgement};
use crate::{Access, AuthzError, Caller, Check, Denied, Permit, grant};

/// Decides what an operation demands. The first check that fails is reported.
///
/// # Errors
/// [`AuthzError`].
pub fn permit<O>(
    caller: &Caller,
    access: Access,
    snapshot: &Snapshot,
    policies: &PolicyCache,
) -> Result<Permit<O>, AuthzError> {
    match access {
        Access::Open => Ok(Permit::new(None)),
        Access::Checks(checks) => {
            for check in &checks {
                if let Judgement::Denied(why) = judge::check(caller, check, snapshot, policies)? {
                    return Err(AuthzError::Denied(why));
                }
            }
            Ok(Permit::new(None))
        }
        Access::Assume(request) => Ok(Permit::new(Some(assume(caller, *request, snapshot, policies)?))),
        Access::Federation(request) => Ok(Permit::new(Some(federate(caller, *request, snapshot, policies)?))),
        Access::Token(request) => Ok(Permit::new(Some(grant::of_user(caller, &request)?))),
    }
}

/// Whether a statement denies what needs no permission, such as signing in: a caller without any policy may, and
/// one whose sessions of before an instant are denied everything may not.
///
/// # Errors
/// [`StoredPolicyError`]
pub fn forbidden(
    caller: &Caller,
    check: &Check,
    snapshot: &Snapshot,
    policies: &PolicyCache,
) -> Result<Option<Box<Denied>>, StoredPolicyError> {
    Ok(match judge::check(caller, check, snapshot, policies)? {
        Judgement::Denied(why) if why.explicit => Some(why),
        Judgement::Denied(_) | Judgement::Allowed => None,
    })
}
