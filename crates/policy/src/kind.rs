//! The kinds of policy, which differ in the elements they may contain.

/// What a document is used as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PolicyKind {
    /// A managed policy, also one that serves as a permissions boundary.
    Managed,
    /// A policy embedded in a user, group or role.
    Inline,
    /// A policy passed when a session is made.
    Session,
    /// The trust policy of a role.
    Trust,
    /// A policy attached to any other resource.
    Resource,
    /// A service control policy of an organization.
    ServiceControl,
    /// A resource control policy of an organization.
    ResourceControl,
}

impl PolicyKind {
    /// Whether statements name principals.
    #[must_use]
    pub fn has_principals(self) -> bool {
        matches!(self, Self::Trust | Self::Resource | Self::ResourceControl)
    }
}
