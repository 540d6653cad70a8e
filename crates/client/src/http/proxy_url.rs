//! A proxy as a flag or variable names it, perhaps with a password.

use std::fmt;
use std::sync::Arc;

use tegata_base::Secret;

use super::without_password;

/// The URL of a proxy, or its host and port. Flags are copied about and printed by tests, so it is held once, behind
/// all its copies, and shown without its password.
#[derive(Clone, PartialEq, Eq)]
pub struct ProxyUrl(Arc<Secret<String>>);

impl ProxyUrl {
    pub(super) fn text(&self) -> &str {
        self.0.expose()
    }
}

impl From<String> for ProxyUrl {
    fn from(text: String) -> Self {
        Self(Arc::new(Secret::new(text)))
    }
}

impl From<&str> for ProxyUrl {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl fmt::Debug for ProxyUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ProxyUrl")
            .field(&without_password(self.text()))
            .finish()
    }
}
