//! The policies that AWS manages and that are known here, as a table.

use jiff::Timestamp;

use crate::PolicyDoc;

/// A policy that AWS manages: `arn:<partition>:iam::aws:policy/<path><name>`.
#[derive(Debug)]
pub struct AwsManagedPolicy {
    /// The path after `policy`: `/` or `/job-function/`.
    pub path: &'static str,
    /// The name.
    pub name: &'static str,
    /// AWS's own unique id of it.
    pub id: &'static str,
    /// The default version, `v<number>`.
    pub version: u32,
    /// Seconds since the epoch.
    pub created: i64,
    /// What AWS says of it.
    pub description: &'static str,
    /// The document.
    pub document: &'static str,
}

/// The table.
pub static AWS_MANAGED: &[AwsManagedPolicy] = &[AwsManagedPolicy {
    path: "/",
    name: "AdministratorAccess",
    id: "ANPAIWMBCKSKIEE64ZLYK",
    version: 1,
    created: 1_423_247_986,
    description: "Provides full access to AWS services and resources.",
    document: r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#,
}];

impl AwsManagedPolicy {
    /// `<path without the leading slash><name>`: how a [`crate::PolicyRef::Aws`] names it.
    #[must_use]
    pub fn reference(&self) -> String {
        format!("{}{}", self.path.trim_start_matches('/'), self.name)
    }

    /// When AWS created it.
    #[must_use]
    pub fn created(&self) -> Timestamp {
        Timestamp::from_second(self.created).unwrap_or_default()
    }

    /// The document as kept.
    #[must_use]
    pub fn policy_doc(&self) -> PolicyDoc {
        PolicyDoc::new(self.document)
    }
}

/// Looks a policy up by its reference (`job-function/Billing`).
#[must_use]
pub fn find(reference: &str) -> Option<&'static AwsManagedPolicy> {
    AWS_MANAGED.iter().find(|policy| {
        policy.path.trim_start_matches('/').len() + policy.name.len() == reference.len()
            && reference.ends_with(policy.name)
            && reference.starts_with(policy.path.trim_start_matches('/'))
    })
}
