//! Who asks, from one line of text (IAM user guide, "AWS JSON policy elements: Principal", "How the
//! principal is identified", "AWS global condition context keys").

use std::borrow::Cow;

use tegata_base::AccountId;
use tegata_policy::Principal;

use super::circumstances::Given;
use super::error::LineError;

/// A caller, with what follows from its name.
pub(super) struct Caller<'t> {
    form: Form<'t>,
    pub(super) account: Option<AccountId>,
    /// Twelve digits, as in the name.
    account_text: &'t str,
    /// The unique id of the user or role, where `aws:userid` tells it.
    id: Option<&'t str>,
}

enum Form<'t> {
    Root { arn: Cow<'t, str> },
    User { arn: &'t str, name: &'t str },
    Role { arn: &'t str },
    Session { arn: &'t str, role_arn: Cow<'t, str> },
    FederatedUser { arn: &'t str, userid: String },
    Federated { provider: &'t str },
    Service { name: &'t str },
    Anonymous,
}

impl<'t> Caller<'t> {
    /// Reads a principal's name. The action tells a web identity provider from a service where only
    /// their domains are given.
    pub(super) fn read(text: &'t str, action: &str, given: &'t Given<'_>) -> Result<Self, LineError> {
        let read = if text == "*" || text.eq_ignore_ascii_case("anonymous") {
            Some(Self::alone(Form::Anonymous))
        } else if let Ok(account) = text.parse() {
            Some(Self::root(text, account))
        } else if text.starts_with("arn:") {
            Self::of_arn(text, given)
        } else {
            Self::of_domain(text, action)
        };
        read.ok_or_else(|| LineError::Principal(text.to_owned()))
    }

    /// One without an account.
    const fn alone(form: Form<'t>) -> Self {
        Self {
            form,
            account: None,
            account_text: "",
            id: None,
        }
    }

    /// The root user of an account that is given by its number.
    fn root(text: &'t str, account: AccountId) -> Self {
        let arn = Cow::Owned(format!("arn:aws:iam::{text}:root"));
        Self::of_account(Form::Root { arn }, account, text, None)
    }

    /// A service or a web identity provider.
    fn of_domain(text: &'t str, action: &str) -> Option<Self> {
        let is_domain = text.contains('.') && !text.contains([':', '/', '*', '?', ' ']);
        let form = if is_of_token(action) {
            Form::Federated { provider: text }
        } else {
            Form::Service { name: text }
        };
        is_domain.then(|| Self::alone(form))
    }

    fn of_arn(text: &'t str, given: &'t Given<'_>) -> Option<Self> {
        let mut parts = text.splitn(6, ':').skip(1);
        let [partition, service, region, account_text, resource] =
            std::array::from_fn(|_| parts.next().unwrap_or_default());
        let account = account_text.parse().ok()?;
        if partition.is_empty() || !region.is_empty() || text.contains(['*', '?']) {
            return None;
        }
        if (service, resource) == ("iam", "root") {
            let arn = Cow::Borrowed(text);
            return Some(Self::of_account(Form::Root { arn }, account, account_text, None));
        }
        let (kind, name) = resource.split_once('/')?;
        if name.is_empty() || name.ends_with('/') || name.starts_with('/') {
            return None;
        }
        let userid = given.text("aws:userid");
        let (form, id) = match (service, kind) {
            ("iam", "user") => {
                let name = name.rsplit_once('/').map_or(name, |(_, name)| name);
                (Form::User { arn: text, name }, userid)
            }
            ("iam", "role") => (Form::Role { arn: text }, userid.map(before_colon)),
            ("sts", "assumed-role") => {
                let (role, _) = name.split_once('/')?;
                let role_arn = role_of_session(role_arn(partition, account_text, role), given);
                (Form::Session { arn: text, role_arn }, userid.map(before_colon))
            }
            ("sts", "federated-user") => {
                let userid = format!("{account_text}:{name}");
                (Form::FederatedUser { arn: text, userid }, None)
            }
            ("iam", "oidc-provider" | "saml-provider") => {
                return Some(Self::alone(Form::Federated { provider: text }));
            }
            _ => return None,
        };
        Some(Self::of_account(form, account, account_text, id))
    }

    const fn of_account(
        form: Form<'t>,
        account: AccountId,
        account_text: &'t str,
        id: Option<&'t str>,
    ) -> Self {
        Self {
            form,
            account: Some(account),
            account_text,
            id,
        }
    }

    pub(super) fn principal(&self) -> Principal<'_> {
        let id = self.id;
        match &self.form {
            Form::Root { arn } => Principal::Root { arn },
            Form::User { arn, .. } => Principal::User { arn, id },
            Form::Role { arn } => Principal::Role { arn, id },
            Form::Session { arn, role_arn } => Principal::RoleSession {
                arn,
                role_arn,
                role_id: id,
            },
            // Whose session it is does not show in its name.
            Form::FederatedUser { arn, .. } => Principal::FederatedUser {
                arn,
                user_arn: "",
                user_id: None,
            },
            Form::Federated { provider } => Principal::Federated { provider },
            Form::Service { name } => Principal::Service { name },
            Form::Anonymous => Principal::Anonymous,
        }
    }

    /// Twelve digits; `None` without an account.
    pub(super) fn account_text(&self) -> Option<&str> {
        self.account.map(|_| self.account_text)
    }

    /// The value of a condition key, in lower case, that follows from who asks.
    pub(super) fn key(&self, key: &str) -> Option<&str> {
        match key.strip_prefix("aws:")? {
            "principalarn" => self.principal_arn(),
            "principalaccount" => match self.form {
                Form::Anonymous => Some("anonymous"),
                _ => self.account_text(),
            },
            "principaltype" => self.principal_type(),
            "principalisawsservice" => match self.form {
                Form::Service { .. } => Some("true"),
                Form::Anonymous | Form::Federated { .. } => None,
                _ => Some("false"),
            },
            "principalservicename" => match self.form {
                Form::Service { name } => Some(name),
                _ => None,
            },
            "username" => match self.form {
                Form::User { name, .. } => Some(name),
                _ => None,
            },
            "userid" => match &self.form {
                Form::Root { .. } => self.account_text(),
                Form::FederatedUser { userid, .. } => Some(userid),
                _ => None,
            },
            _ => None,
        }
    }

    fn principal_arn(&self) -> Option<&str> {
        match &self.form {
            Form::Root { arn } => Some(arn),
            Form::User { arn, .. } | Form::Role { arn } | Form::FederatedUser { arn, .. } => Some(arn),
            Form::Session { role_arn, .. } => Some(role_arn),
            Form::Federated { .. } | Form::Service { .. } | Form::Anonymous => None,
        }
    }

    const fn principal_type(&self) -> Option<&'static str> {
        match self.form {
            Form::Root { .. } => Some("Account"),
            Form::User { .. } => Some("User"),
            Form::Role { .. } | Form::Session { .. } => Some("AssumedRole"),
            Form::FederatedUser { .. } => Some("FederatedUser"),
            Form::Anonymous => Some("Anonymous"),
            Form::Federated { .. } | Form::Service { .. } => None,
        }
    }
}

/// The ARN of a role whose path is not known.
fn role_arn(partition: &str, account: &str, role: &str) -> String {
    ["arn:", partition, ":iam::", account, ":role/", role].concat()
}

/// A session's role, with its path where the line tells it.
fn role_of_session<'t>(without_path: String, given: &'t Given<'_>) -> Cow<'t, str> {
    match given.text("aws:principalarn") {
        Some(arn) if is_with_path(arn, &without_path) => Cow::Borrowed(arn),
        _ => Cow::Owned(without_path),
    }
}

/// Whether the ARN is that of the role with its path. A policy that names a role would else speak of the
/// session of another.
fn is_with_path(arn: &str, without_path: &str) -> bool {
    let Some((head, name)) = without_path.rsplit_once('/') else {
        return false;
    };
    let path = arn
        .strip_prefix(head)
        .and_then(|rest| rest.strip_prefix('/'))
        .and_then(|rest| rest.strip_suffix(name));
    path.is_some_and(|path| path.is_empty() || path.ends_with('/'))
}

/// `AROA…:session` → `AROA…`.
fn before_colon(userid: &str) -> &str {
    userid.split_once(':').map_or(userid, |(id, _)| id)
}

/// Whether the caller of an action shows an identity provider's token in place of a signature.
fn is_of_token(action: &str) -> bool {
    ["sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"]
        .iter()
        .any(|other| action.eq_ignore_ascii_case(other))
}
