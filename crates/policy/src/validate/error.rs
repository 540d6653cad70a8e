//! IAM's complaints about policy documents, word for word.

use std::fmt;

use crate::document::{Fault, PrincipalKind, SyntaxError};
use crate::kind::PolicyKind;
use crate::location::Location;

/// What IAM says. [`Display`](fmt::Display) is its text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Complaint {
    /// Not JSON, not the grammar.
    #[error("Syntax errors in policy.")]
    Syntax,
    /// A trust policy that is not JSON.
    #[error("This policy contains invalid Json")]
    Json,
    /// A trust policy whose first byte is not the opening brace.
    #[error("JSON strings must not have leading spaces")]
    LeadingSpaces,
    /// No version, or the older one.
    #[error("Policy document must be version 2012-10-17 or greater.")]
    OldVersion,
    /// Letter case of the effect, a date, an ARN that lacks parts, blanks before the document.
    #[error("The policy failed legacy parsing")]
    Legacy,
    /// A `Sid` of a managed policy with other characters.
    #[error(
        "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*"
    )]
    SidCharacters,
    /// Two statements with one `Sid`.
    #[error("Statement IDs (SID) in a single policy must be unique.")]
    RepeatedSid,
    /// A statement without actions.
    #[error("Policy statement must contain actions.")]
    NoActions,
    /// A statement without resources.
    #[error("Policy statement must contain resources.")]
    NoResources,
    /// A resource that is neither an ARN nor `*`.
    #[error("Resource {0} must be in ARN format or \"*\".")]
    NotAnArn(String),
    /// A resource of an unknown partition.
    #[error("Partition \"{partition}\" is not valid for resource \"{shown}\".")]
    Partition {
        /// The second part.
        partition: String,
        /// The resource as IAM repeats it: `arn` in front, six parts.
        shown: String,
    },
    /// A resource without a service, or with a wildcard in it.
    #[error("Resource vendor must be fully qualified and cannot contain regexes.")]
    ResourceVendor,
    /// A region in an IAM resource.
    #[error("IAM resource {0} cannot contain region information.")]
    IamRegion(String),
    /// A region in an S3 resource that has none.
    #[error("Resource {0} can not contain region information.")]
    S3Region(String),
    /// An IAM resource of an unknown type.
    #[error(
        "IAM resource path must either be \"*\", root, or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/."
    )]
    IamPath,
    /// An action without a service.
    #[error("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")]
    NoVendor,
    /// An action with two colons.
    #[error("Actions/Condition can contain only one colon.")]
    TwoColons,
    /// A service with a character that services have not.
    #[error("Vendor {0} is not valid")]
    Vendor(String),
    /// A principal in an identity or session policy.
    #[error("Policy document should not specify a principal.")]
    PrincipalGiven,
    /// No principal where one must be.
    #[error("Missing required field Principal")]
    NoPrincipal,
    /// An element that this kind of policy does not take.
    #[error("Has prohibited field {0}")]
    Prohibited(&'static str),
    /// A trust policy for other actions.
    #[error("AssumeRole policy may only specify STS AssumeRole actions.")]
    NotAssumeRole,
    /// The bare `*` as the principal of a trust policy.
    #[error("AssumeRolepolicy contained an invalid principal: \"STAR\":\"*\".")]
    StarPrincipal,
    /// A federated principal that is neither a domain nor a provider's ARN.
    #[error("Federated principals must be valid domain names or SAML metadata ARNs")]
    FederatedName,
    /// A principal that does not exist or cannot.
    #[error("Invalid principal in policy: \"{kind}\":\"{name}\"")]
    InvalidPrincipal {
        /// The kind as IAM writes it: `AWS`, `SERVICE`, …
        kind: &'static str,
        /// The name as written.
        name: String,
    },
}

impl Complaint {
    /// The complaint about a principal that names nobody; also the caller's, when it looked and
    /// found nobody.
    #[must_use]
    pub fn principal(kind: PrincipalKind, name: &str) -> Self {
        let kind = match kind {
            PrincipalKind::Everyone => "STAR",
            PrincipalKind::Aws => "AWS",
            PrincipalKind::Service => "SERVICE",
            PrincipalKind::Federated => "Federated",
            PrincipalKind::CanonicalUser => "CanonicalUser",
        };
        Self::InvalidPrincipal {
            kind,
            name: name.into(),
        }
    }

    /// The error code of the answer; its HTTP status is 400.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "MalformedPolicyDocument"
    }
}

/// A refused document: what IAM says, and where. [`Display`](fmt::Display) is IAM's text alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyError {
    /// What IAM says.
    pub complaint: Complaint,
    /// The place it is about.
    pub location: Location,
    /// What the grammar forbids there, when that was the reason.
    pub syntax: Option<Fault>,
}

impl PolicyError {
    pub(super) fn syntax(kind: PolicyKind, error: SyntaxError) -> Self {
        let complaint = match (kind, &error.fault) {
            (PolicyKind::Trust, Fault::Json(_)) => Complaint::Json,
            _ => Complaint::Syntax,
        };
        Self {
            complaint,
            location: error.location,
            syntax: Some(error.fault),
        }
    }

    /// The error code of the answer.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.complaint.code()
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.complaint.fmt(f)
    }
}

impl std::error::Error for PolicyError {}
