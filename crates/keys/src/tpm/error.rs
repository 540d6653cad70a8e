//! Why a TPM's key cannot be used. Each message says what to do about it.

use std::path::PathBuf;

use tegata_crypto::HashKind;

use super::key_file::{KeyFileError, Parent};
use super::public::UnusableKey;
use super::response_code::ResponseCode;
use super::wire::Malformed;
use crate::AskError;

/// Why a TPM's key cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TpmError {
    /// No device of the usual names.
    #[error(
        "this machine has no TPM that Linux knows: neither /dev/tpmrm0 nor /dev/tpm0 exists; name a device or a socket in TPM_DEVICE, or switch the TPM on in the firmware"
    )]
    NoDevice,
    /// The named device is not there.
    #[error("the TPM {} is not there; TPM_DEVICE names the device or the Unix socket of a TPM", path.display())]
    Absent {
        /// The device.
        path: PathBuf,
    },
    /// The process may not open the device.
    #[error("the TPM {} may not be opened by this user; add the user to the group `tss`, which owns the device", path.display())]
    Denied {
        /// The device.
        path: PathBuf,
    },
    /// Another program has it open.
    #[error("the TPM {} is in use by another program; stop that program, or use /dev/tpmrm0, which programs share", path.display())]
    Busy {
        /// The device.
        path: PathBuf,
    },
    /// A socket that nobody listens at.
    #[error("nobody listens at the TPM's socket {}; start the program that serves it", path.display())]
    NotListening {
        /// The socket.
        path: PathBuf,
    },
    /// No answer in time.
    #[error("the TPM {} does not answer; if it is a software TPM, another program may be holding its one connection", path.display())]
    Silent {
        /// The device.
        path: PathBuf,
    },
    /// Neither a character device nor a socket.
    #[error("{} is neither a TPM device nor a Unix socket", path.display())]
    NotADevice {
        /// What was named.
        path: PathBuf,
    },
    /// A device or socket of something else.
    #[error("what {} answers is no answer of a TPM; TPM_DEVICE names the device or the Unix socket of a TPM 2.0", path.display())]
    NotATpm {
        /// What was named.
        path: PathBuf,
    },
    /// Another failure of the system.
    #[error("the TPM {} cannot be used: {error}", path.display())]
    Io {
        /// The device.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// What came back is not a response.
    #[error("the TPM's answer cannot be understood: {0}")]
    Response(#[from] Malformed),
    /// A command that no TPM takes.
    #[error("the key or its password is longer than any that a TPM takes")]
    TooLong,
    /// The TPM refused.
    #[error("the TPM refused: {0}")]
    Refused(ResponseCode),
    /// No place for the key.
    #[error(
        "the TPM has no place left for a key, since other programs left theirs loaded ({0}); remove those with `tpm2_flushcontext -t`, or use /dev/tpmrm0, which gives each program its own places"
    )]
    Full(ResponseCode),
    /// Locked against guessing.
    #[error(
        "the TPM is locked after too many wrong passwords; wait for its recovery time (`tpm2_getcap properties-variable` shows it) or unlock it with `tpm2_dictionarylockout --clear-lockout`, then give the right password"
    )]
    Lockout,
    /// Nothing under the handle.
    #[error(
        "the TPM has no key under the handle {handle:#010x}; `tpm2_getcap handles-persistent` lists those it has"
    )]
    NoSuchHandle {
        /// The handle.
        handle: u32,
    },
    /// The parent is not there.
    #[error(
        "the TPM has no parent key under the handle {handle:#010x}, which the key file names; make it again with `tpm2_evictcontrol`, or make the key under another parent"
    )]
    NoSuchParent {
        /// The handle.
        handle: u32,
    },
    /// The key belongs to another TPM or parent.
    #[error(
        "the TPM cannot open the key under {parent}: {code}; a TPM that was cleared has lost its keys, and a new key must be made"
    )]
    NotIts {
        /// The parent that the key file names.
        parent: Parent,
        /// What the TPM said.
        code: ResponseCode,
    },
    /// The key's password is wrong.
    #[error(
        "the TPM says that the key's password is wrong; it is not tried again, since a TPM locks itself after some wrong ones; give the right one with --tpm-key-password-from"
    )]
    WrongPassword,
    /// The parent's password is wrong.
    #[error(
        "the TPM says that the password of {0} is wrong; it is not tried again, since a TPM locks itself after some wrong ones; give the right one with --tpm-parent-password-from"
    )]
    WrongParentPassword(Parent),
    /// No password could be had.
    #[error(
        "the TPM's key needs a password, and {0}; name the file, env:NAME or fd:NUMBER that has it with --tpm-key-password-from, or say with --no-tpm-key-password that it has none"
    )]
    NoPassword(AskError),
    /// No password of the parent could be had.
    #[error(
        "{0} needs a password, and {1}; name the file, env:NAME or fd:NUMBER that has it with --tpm-parent-password-from"
    )]
    NoParentPassword(Parent, AskError),
    /// A password for a key without one.
    #[error(
        "the key file says that the key has no password, but one is given; leave it out, or mend the file: `tpm2_encodeobject` of tpm2-tools 5 says the opposite of what is so"
    )]
    NeedlessPassword,
    /// The key signs with one hash alone.
    #[error(
        "the TPM's key signs with {fixed:?} alone, and {hash:?} is asked for; make a key whose scheme is not fixed, or one for {hash:?}"
    )]
    OtherHash {
        /// The hash that the key's scheme is fixed to.
        fixed: HashKind,
        /// The hash that is asked for.
        hash: HashKind,
    },
    /// A key under a handle that cannot sign.
    #[error("the key under the handle {handle:#010x} cannot be used: {error}")]
    Unusable {
        /// The handle.
        handle: u32,
        /// Why.
        error: UnusableKey,
    },
    /// A key file that cannot be used.
    #[error("the TPM key in {place} cannot be used: {error}")]
    KeyFile {
        /// Where it was read from.
        place: String,
        /// Why.
        error: KeyFileError,
    },
}

impl TpmError {
    /// The code that the TPM refused with.
    pub(super) const fn code(&self) -> Option<ResponseCode> {
        match self {
            Self::Refused(code) => Some(*code),
            _ => None,
        }
    }

    /// See [`crate::KeyError::is_permanent`]. A lockout ends by itself.
    pub(crate) const fn is_permanent(&self) -> bool {
        matches!(
            self,
            Self::WrongPassword
                | Self::WrongParentPassword(_)
                | Self::NoPassword(_)
                | Self::NoParentPassword(..)
                | Self::NeedlessPassword
                | Self::OtherHash { .. }
                | Self::Unusable { .. }
        )
    }

    /// What a refusal means whatever the command was.
    pub(super) fn explained(self) -> Self {
        match self {
            Self::Refused(code) if code.is_full() => Self::Full(code),
            Self::Refused(ResponseCode::LOCKOUT) => Self::Lockout,
            other => other,
        }
    }

    /// Whether a connection that was kept, or what was loaded over it, is gone, so that a new one may do.
    pub(super) fn is_loss(&self) -> bool {
        match self {
            Self::Refused(code) => code.is_lost_handle(),
            Self::Io { .. } | Self::NotATpm { .. } | Self::Response(_) => true,
            _ => false,
        }
    }
}
