//! The errors of Roles Anywhere, in AWS's words where they are known. No quota has an error of its own in
//! the model, so that what is too much is invalid.

use tegata_operation::ServiceError;
use tegata_pki::crl::CrlSignatureError;
use tegata_pki::path::{AnchorError, PathError};

/// What Roles Anywhere refuses. `Display` is what the caller reads; [`ServiceError::cause`] says more in
/// the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RolesAnywhereError {
    // CreateSession
    #[error("Specified Trust Anchor is disabled.")]
    AnchorDisabled,
    #[error("Specified Profile is disabled.")]
    ProfileDisabled,
    #[error("{}", .0.class().message())]
    Path(Box<PathError>),
    #[error("Untrusted signing certificate")]
    AnchorUnusable { anchor: String, reason: String },
    #[error("Untrusted signing certificate")]
    CrlUnusable { crl: String, reason: String },
    #[error("Unable to assume role for {role}.")]
    CannotAssume {
        role: String,
        cause: Option<&'static str>,
    },
    #[error("Unable to assume role for {0}. {1}")]
    CannotAssumeBecause(String, String),
    #[error("Role session name is not accepted by the profile.")]
    SessionNameNotAccepted,
    #[error("Only requests signed with the private key of an X.509 certificate can create sessions.")]
    NotACertificate,
    // Trust anchors
    #[error("The source of a trust anchor must have a sourceType.")]
    SourceTypeMissing,
    #[error("A source of the type {0} must have x509CertificateData and nothing else in its sourceData.")]
    BundleMissing(String),
    #[error(
        "Error creating TrustAnchor. Given AWS PCA did not allow get request.: private certificate \
         authorities are not served here; give its certificate as a CERTIFICATE_BUNDLE."
    )]
    NoPrivateCa,
    #[error("The certificate bundle cannot be used: {0}.")]
    Bundle(String),
    #[error("The certificate bundle holds a private key; give certificates alone, and replace that key.")]
    PrivateKeyInBundle,
    #[error("The certificate bundle holds {given} certificates; a trust anchor can have {most} at most.")]
    TooManyCertificates { given: usize, most: usize },
    #[error("{0}")]
    AnchorCertificate(Box<AnchorError>),
    #[error(
        "crlDpRevocationEnabled cannot be turned on: CRL distribution points are not consulted here; \
         import the CRL instead."
    )]
    CrlDistributionPoints,
    #[error("The notification setting for {0} must have a threshold, since it is enabled.")]
    ThresholdMissing(String),
    #[error("The notification setting for {0} is given twice.")]
    RepeatedNotification(String),
    // Profiles
    #[error("{0} is not the ARN of a role.")]
    RoleArn(String),
    #[error("{0} is a role of another account; a profile can list roles of its own account alone.")]
    ForeignRole(String),
    #[error("The session policy is invalid: {0}")]
    SessionPolicy(String),
    #[error("The session policy and the ARNs of managed policies together exceed {0} characters.")]
    SessionPolicySize(usize),
    #[error("{0} is not the ARN of a managed policy of this account or of AWS.")]
    PolicyArn(String),
    #[error("A profile can have {0} managed policies at most.")]
    TooManyPolicies(usize),
    #[error("The specifier '{0}' is not supported for {1}.")]
    Specifier(String, String),
    #[error("A certificate field can have {0} mapping rules at most.")]
    TooManyRules(usize),
    // CRLs
    #[error("The CRL cannot be used: it is not PEM.")]
    CrlNotPem,
    #[error("The CRL cannot be used: {0}.")]
    CrlData(String),
    #[error("The CRL does not belong to the trust anchor: {0}.")]
    CrlSignature(Box<CrlSignatureError>),
    // Everywhere
    #[error("{0} not found.")]
    NotFound(&'static str),
    #[error("The alias '{0}' is in use.")]
    AliasTaken(String),
    #[error("Aliases that begin with aws/ are reserved.")]
    ReservedAlias,
    #[error("Tag keys that begin with aws: are reserved.")]
    ReservedTag,
    #[error("A tag key is given twice.")]
    DuplicateTags,
    #[error("A resource can have {0} tags at most.")]
    TooManyTags(usize),
    #[error("{0} is not the ARN of a Roles Anywhere resource.")]
    ResourceArn(String),
    #[error("The quota of {0} ({1}) is used up.")]
    Quota(&'static str, usize),
    #[error("pageSize must be greater than 0.")]
    PageSize,
    #[error("The nextToken is invalid; use one that the same operation answered with.")]
    NextToken,
}

impl RolesAnywhereError {
    /// AWS's code and its status.
    const fn code(&self) -> (&'static str, u16) {
        match self {
            Self::AnchorDisabled
            | Self::ProfileDisabled
            | Self::Path(_)
            | Self::AnchorUnusable { .. }
            | Self::CrlUnusable { .. }
            | Self::CannotAssume { .. }
            | Self::CannotAssumeBecause(..)
            | Self::SessionNameNotAccepted
            | Self::NotACertificate => ("AccessDeniedException", 403),
            Self::NotFound(_) => ("ResourceNotFoundException", 404),
            Self::TooManyTags(_) => ("TooManyTagsException", 400),
            Self::SourceTypeMissing
            | Self::BundleMissing(_)
            | Self::NoPrivateCa
            | Self::Bundle(_)
            | Self::PrivateKeyInBundle
            | Self::TooManyCertificates { .. }
            | Self::AnchorCertificate(_)
            | Self::CrlDistributionPoints
            | Self::ThresholdMissing(_)
            | Self::RepeatedNotification(_)
            | Self::RoleArn(_)
            | Self::ForeignRole(_)
            | Self::SessionPolicy(_)
            | Self::SessionPolicySize(_)
            | Self::PolicyArn(_)
            | Self::TooManyPolicies(_)
            | Self::Specifier(..)
            | Self::TooManyRules(_)
            | Self::CrlNotPem
            | Self::CrlData(_)
            | Self::CrlSignature(_)
            | Self::AliasTaken(_)
            | Self::ReservedAlias
            | Self::ReservedTag
            | Self::DuplicateTags
            | Self::ResourceArn(_)
            | Self::Quota(..)
            | Self::PageSize
            | Self::NextToken => ("ValidationException", 400),
        }
    }

    /// What the log says besides.
    fn cause(&self) -> Option<String> {
        match self {
            Self::Path(error) => Some(error.to_string()),
            Self::AnchorUnusable { anchor, reason } => Some(format!(
                "the certificates of the trust anchor {anchor} cannot be used: {reason}"
            )),
            Self::CrlUnusable { crl, reason } => Some(format!("the CRL {crl} cannot be used: {reason}")),
            Self::CannotAssume { cause, .. } => cause.map(str::to_owned),
            _ => None,
        }
    }
}

impl From<RolesAnywhereError> for ServiceError {
    fn from(error: RolesAnywhereError) -> Self {
        let (code, status) = error.code();
        let shown = Self::new(code, status, error.to_string());
        match error.cause() {
            Some(cause) => shown.caused_by(cause),
            None => shown,
        }
    }
}
