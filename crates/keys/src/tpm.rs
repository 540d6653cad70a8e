//! Keys in a TPM 2.0.
//!
//! ```text
//! TSS2 key file ─▶ KeyFile ┐                                    ┌▶ /dev/tpmrm0, /dev/tpm0
//!                          ├─▶ TpmSigner ─▶ commands ─▶ transport
//! handle ─ReadPublic─▶ Public ┘                                 └▶ the Unix socket of a software TPM
//! ```
//!
//! The few commands that signing takes are written here, since libtss2 is a library to be found at each
//! start and does not come as a static one. Passwords travel in the clear between this process and
//! the TPM (`TPM_RS_PW`), as with AWS's helper: who can listen on the bus between processor and TPM can
//! read them.

mod commands;
mod error;
mod key_file;
mod passwords;
mod public;
mod response_code;
mod signature;
mod signer;
mod transport;
mod wire;

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use tegata_base::Secret;
use tegata_crypto::hash;
use tegata_pki::Certificate;

use crate::files::Certified;
use crate::identity::NotTheKey;
use crate::passwords::given;
use crate::{Identity, KeyError, Loaded, SourceSpec, Surroundings, TpmPassword, files};

pub use commands::{Patience, Tpm, Transient};
pub use error::TpmError;
pub use key_file::{KeyFile, KeyFileError, Parent};
use passwords::{Lock, Shared};
pub use public::{Public, UnusableKey};
pub use response_code::ResponseCode;
pub use signature::ToSign;
pub(crate) use signer::Keeper;
use signer::{Origin, TpmSigner, none};
use transport::Device;
pub use transport::Transport;
pub use wire::{MAX_MESSAGE, Malformed};

/// The label of a key file's block.
pub(crate) const PEM_LABEL: &str = "TSS2 PRIVATE KEY";

/// A TPM 2.0 handle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handle(u32);

/// The text is not a handle.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HandleError {
    /// No number of 32 bits in hexadecimal digits.
    #[error("{0:?} is not the handle of a TPM key; write handle:0x81000001")]
    Digits(String),
    /// A hierarchy, a place in memory, a session and so on: the first byte tells (part 2, section 7.2).
    #[error(
        "{0:#010x} is the handle of something other than a key in a TPM; those of keys begin with 0x81, and \
         `tpm2_getcap handles-persistent` lists them"
    )]
    NotAKey(u32),
}

/// What the handles of keys begin with: those that are loaded for a while, and those that stay.
const KEYS: [u8; 2] = [0x80, 0x81];

impl FromStr for Handle {
    type Err = HandleError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text
            .strip_prefix("0x")
            .or_else(|| text.strip_prefix("0X"))
            .unwrap_or(text);
        let handle = u32::from_str_radix(digits, 16)
            .ok()
            .filter(|_| !digits.starts_with('+'))
            .ok_or_else(|| HandleError::Digits(text.chars().take(40).collect()))?;
        let [first, ..] = handle.to_be_bytes();
        match KEYS.contains(&first) {
            true => Ok(Self(handle)),
            false => Err(HandleError::NotAKey(handle)),
        }
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "handle:{:#010x}", self.0)
    }
}

/// What a load may use.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) spec: &'a SourceSpec,
    pub(crate) surroundings: &'a Arc<dyn Surroundings>,
    pub(crate) keeper: &'a Keeper,
}

/// A key that the TPM keeps under a handle. The TPM is asked for its public half; it signs later.
pub(crate) fn load_handle(handle: Handle, context: Context<'_>) -> Result<Loaded, KeyError> {
    let spec = context.spec;
    let location = spec.certificate.as_ref().ok_or(KeyError::NoCertificate)?;
    let certified = Certified::read(location, &**context.surroundings, &spec.selection)?;
    let device = context.device()?;
    let area = Tpm::new(device.open()?)
        .read_public(handle.0)
        .map_err(|error| match error.code() {
            Some(code) if code.is_lost_handle() => TpmError::NoSuchHandle { handle: handle.0 },
            _ => error.explained(),
        })?;
    let public = Public::parse(&area).map_err(|error| TpmError::Unusable {
        handle: handle.0,
        error,
    })?;
    let found = Found {
        place: handle.to_string(),
        key: Lock::Key(hash::sha256(&area)),
        origin: Origin::Persistent(handle.0),
        public,
        empty_auth: false,
    };
    Ok(Loaded {
        identity: context.identity(certified, device, found)?,
        warnings: Vec::new(),
    })
}

/// A key whose private half a file holds, encrypted by its parent in the TPM. The TPM is not asked yet.
pub(crate) fn load_key_file(
    der: &[u8],
    place: &str,
    certified: Certified,
    context: Context<'_>,
) -> Result<Identity, KeyError> {
    let file = KeyFile::from_der(der).map_err(|error| TpmError::KeyFile {
        place: place.into(),
        error,
    })?;
    let found = Found {
        place: place.into(),
        key: Lock::Key(hash::sha256(&file.public_area)),
        public: file.public.clone(),
        empty_auth: file.empty_auth,
        origin: Origin::File(file),
    };
    context.identity(certified, context.device()?, found)
}

/// A key, before its certificate is known to be its own.
struct Found {
    place: String,
    key: Lock,
    origin: Origin,
    public: Public,
    /// The key file says that there is no password.
    empty_auth: bool,
}

/// A path may be any bytes.
#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    std::ffi::OsStr::from_bytes(bytes).into()
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    String::from_utf8_lossy(bytes).into_owned().into()
}

impl Context<'_> {
    fn device(self) -> Result<Device, TpmError> {
        let named = self.surroundings.variable("TPM_DEVICE");
        let named = named.filter(|path| !path.expose().is_empty());
        Device::find(named.map(|path| path_of(path.expose())))
    }

    fn identity(self, certified: Certified, device: Device, found: Found) -> Result<Identity, KeyError> {
        let mismatch = |leaf: &Certificate| KeyError::Mismatch {
            key: found.place.clone(),
            certificate: certified.place.clone(),
            subject: leaf.subject().to_string(),
            belongs_to: certified
                .others
                .iter()
                .position(|certificate| found.public.is_named_by(certificate.spki()))
                .map(|at| at + 2),
        };
        if !found.public.is_named_by(certified.leaf.spki()) {
            return Err(mismatch(&certified.leaf));
        }
        let password = self.key_password(&found)?;
        let chain = files::chain(&certified.leaf, certified.others, self.spec, &**self.surroundings)?;
        let signer = TpmSigner {
            password,
            parent_password: self.parent_password()?,
            spki: certified.leaf.spki().to_vec(),
            device,
            key: found.key,
            origin: found.origin,
            public: found.public,
            keeper: self.keeper.clone(),
            surroundings: Arc::clone(self.surroundings),
        };
        match Identity::new(certified.leaf, chain, Box::new(signer))? {
            Ok(identity) => Ok(identity),
            // The signer gives the certificate's own words for the key.
            Err(NotTheKey) => Err(TpmError::Response(Malformed).into()),
        }
    }

    /// As AWS's helper: the given one, else the terminal's, unless the file or the user says that there
    /// is none.
    fn key_password(self, found: &Found) -> Result<Shared, KeyError> {
        let spec = &self.spec.tpm_password;
        let given = self.given(spec)?;
        match (given, found.empty_auth) {
            (Some(_), true) => return Err(TpmError::NeedlessPassword.into()),
            (Some(password), false) => return Ok(password),
            (None, true) => return Ok(none()),
            (None, false) if matches!(spec, TpmPassword::Without) => return Ok(none()),
            (None, false) => {}
        }
        if let Some(known) = self.keeper.lock().passwords.answer(found.key) {
            return Ok(known);
        }
        let question = format!("Password of the TPM key {}: ", found.place);
        let answer = self.surroundings.ask(&question).map_err(TpmError::NoPassword)?;
        let answer = Arc::new(answer);
        let passwords = &mut self.keeper.lock().passwords;
        passwords.remember(found.key, Arc::clone(&answer));
        Ok(answer)
    }

    fn parent_password(self) -> Result<Option<Shared>, KeyError> {
        let spec = &self.spec.tpm_parent_password;
        let given = self.given(spec)?;
        Ok(given.or_else(|| matches!(spec, TpmPassword::Without).then(none)))
    }

    fn given(self, password: &TpmPassword) -> Result<Option<Shared>, KeyError> {
        let TpmPassword::Given(password) = password else {
            return Ok(None);
        };
        let text = given(password, self.spec.permissions, &**self.surroundings)?;
        Ok(text.map(|text| Arc::new(Secret::new(text.as_str().to_owned()))))
    }
}
