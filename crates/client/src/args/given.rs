//! A secret that stood on the command line.

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

use tegata_base::Secret;

/// A secret as a flag gave it. The flags are copied about and printed by tests, so it is held once, behind
/// all its copies, and not shown.
#[derive(Clone)]
pub struct GivenSecret(Arc<Secret<String>>);

impl GivenSecret {
    /// Takes the flag's value in.
    ///
    /// # Errors
    /// None; parsers of flags may have some.
    pub(crate) fn parse(text: &str) -> Result<Self, Infallible> {
        Ok(Self(Arc::new(Secret::new(text.to_owned()))))
    }

    /// The secret, unless it is empty, which is as good as none.
    pub(crate) fn if_any(&self) -> Option<Secret<String>> {
        let text = self.0.expose();
        (!text.is_empty()).then(|| Secret::new(text.clone()))
    }
}

impl fmt::Debug for GivenSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GivenSecret(…)")
    }
}
