//! Trust policies: principals become unique ids when the document is saved, and current ARNs again when
//! it is shown (IAM user guide, "AWS JSON policy elements: Principal"). All other text stays as it was.

use std::borrow::Cow;
use std::collections::BTreeMap;

use tegata_base::{Arn, UniqueId};
use tegata_operation::Ctx;
use tegata_policy::{AwsPrincipal, Complaint, Document, PolicyKind, PrincipalName, PrincipalRef, SizeLimit};
use tegata_state::{PolicyDoc, Role, Snapshot, User};

use crate::errors::IamError;
use crate::holder::{Holder, iam_arn, path_and_name};

/// Checks a trust policy and finds the users and roles that it names.
///
/// # Errors
/// [`IamError::MalformedPolicy`], also for principals that do not exist; [`IamError::Size`].
pub(crate) fn save(text: &str, ctx: &Ctx<'_>) -> Result<PolicyDoc, IamError> {
    let document = tegata_policy::read(text, PolicyKind::Trust)?;
    let mut ids = BTreeMap::new();
    for principal in document.principals() {
        let found = resolve(&principal, ctx.snapshot).map_err(|Nobody| IamError::MalformedPolicy {
            message: Complaint::principal(principal.kind, principal.text).to_string(),
            place: document.location(principal.span.start).to_string(),
        })?;
        if let Some(id) = found {
            ids.insert(principal.text.to_owned(), id);
        }
    }
    let limit = SizeLimit::Trust {
        characters: ctx.limits.trust_policy_size,
    };
    limit.check(tegata_policy::character_count(text))?;
    Ok(PolicyDoc::with_principals(text, ids))
}

/// The principal does not exist.
struct Nobody;

/// The unique id of the user or role that an ARN names; `None` for principals that stay text.
fn resolve(principal: &PrincipalRef<'_>, snapshot: &Snapshot) -> Result<Option<UniqueId>, Nobody> {
    let Ok(PrincipalName::Aws(name)) = principal.name() else {
        return Ok(None);
    };
    match name {
        AwsPrincipal::User(arn) => id_of::<User>(arn, snapshot).map(Some).ok_or(Nobody),
        AwsPrincipal::Role(arn) => id_of::<Role>(arn, snapshot).map(Some).ok_or(Nobody),
        AwsPrincipal::Account(account) => snapshot.account(account).map(|_| None).ok_or(Nobody),
        AwsPrincipal::UniqueId(id) => living(id, snapshot).map(|_| None).ok_or(Nobody),
        AwsPrincipal::AssumedRole(_) | AwsPrincipal::FederatedUser(_) => Ok(None),
    }
}

fn id_of<H: Holder>(arn: &str, snapshot: &Snapshot) -> Option<UniqueId> {
    let arn: Arn = arn.parse().ok()?;
    let (path, name) = path_and_name(arn.resource_of(H::WORD)?);
    let held = H::named(snapshot, arn.account_id()?, name)?.held();
    (held.path == path && held.name == name).then(|| held.id.clone())
}

/// The account and resource of the ARN that a unique id has now.
fn living(id: &str, snapshot: &Snapshot) -> Option<(String, String)> {
    let id: UniqueId = id.parse().ok()?;
    if let Some(user) = snapshot.user(&id) {
        return Some((
            user.account.to_string(),
            format!("user{}{}", user.path, user.name),
        ));
    }
    let role = snapshot.role(&id)?;
    Some((
        role.account.to_string(),
        format!("role{}{}", role.path, role.name),
    ))
}

/// The text as it is shown: who was renamed under the new ARN, who was deleted as the unique id, an
/// account as its root.
pub(crate) fn shown<'d>(doc: &'d PolicyDoc, ctx: &Ctx<'_>) -> Cow<'d, str> {
    // INVARIANT: only documents that parse are saved.
    let Ok(document) = Document::parse(doc.text()) else {
        return Cow::Borrowed(doc.text());
    };
    let mut out = String::new();
    let mut done = 0;
    for principal in document.principals() {
        let Some(now) = name_now(&principal, doc, ctx).filter(|now| now != principal.text) else {
            continue;
        };
        let (start, end) = (principal.span.start as usize, principal.span.end as usize);
        out.push_str(doc.text().get(done..start).unwrap_or_default());
        out.push_str(&serde_json::Value::from(now).to_string());
        done = end;
    }
    if done == 0 {
        return Cow::Borrowed(doc.text());
    }
    out.push_str(doc.text().get(done..).unwrap_or_default());
    Cow::Owned(out)
}

/// What a principal is called now; `None` for one that is only text.
fn name_now(principal: &PrincipalRef<'_>, doc: &PolicyDoc, ctx: &Ctx<'_>) -> Option<String> {
    let Ok(PrincipalName::Aws(name)) = principal.name() else {
        return None;
    };
    let id = match name {
        AwsPrincipal::User(arn) | AwsPrincipal::Role(arn) => doc.principals().get(arn)?.as_str(),
        AwsPrincipal::UniqueId(id) => id,
        AwsPrincipal::Account(account) if account.to_string() == principal.text => {
            return Some(iam_arn(ctx.scope.partition(), principal.text, "root").to_string());
        }
        _ => return None,
    };
    Some(match living(id, ctx.snapshot) {
        Some((account, resource)) => iam_arn(ctx.scope.partition(), &account, &resource).to_string(),
        None => id.to_owned(),
    })
}
