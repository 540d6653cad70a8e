//! What can be wrong with a token, as sentences.

use std::fmt;

use cryptoki_sys as c;

use super::ffi::Rv;
use crate::AskError;

/// Why a token gives no certificate or signature. Each message says what to do about it; none shows a PIN.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// The module is not there, or is no module.
    #[error("the PKCS#11 module {library} cannot be loaded: {reason}; {advice}")]
    Module {
        /// The library's file.
        library: String,
        /// What the loader says.
        reason: String,
        /// What mends it.
        advice: &'static str,
    },
    /// No token has the attributes that the URI gives.
    #[error("no token matches {uri}; {}{}", tokens(present), strangers(unknown))]
    NoToken {
        /// The URI.
        uri: String,
        /// Labels of the tokens that are there.
        present: Vec<String>,
        /// Attributes of the URI that RFC 7512 does not know.
        unknown: Vec<String>,
    },
    /// The URI does not tell two tokens apart.
    #[error("{count} tokens match {uri}; add token= or serial= to the URI")]
    SeveralTokens {
        /// The URI.
        uri: String,
        /// How many.
        count: usize,
    },
    /// The tokens that match have no such certificate.
    #[error(
        "no certificate on the token matches {uri}; pkcs11-tool --list-objects tells what is on it{}",
        strangers(unknown)
    )]
    NoCertificate {
        /// The URI.
        uri: String,
        /// Attributes of the URI that RFC 7512 does not know.
        unknown: Vec<String>,
    },
    /// The URI does not tell two certificates apart.
    #[error("multiple matching certificates: {count} match {uri}; add id= or object= to the URI")]
    SeveralCertificates {
        /// The URI.
        uri: String,
        /// How many.
        count: usize,
    },
    /// There is no such key, even after the login.
    #[error("no private key on the token {token:?} matches {uri}{}", strangers(unknown))]
    NoKey {
        /// The token's label.
        token: String,
        /// The URI.
        uri: String,
        /// Attributes of the URI that RFC 7512 does not know.
        unknown: Vec<String>,
    },
    /// Several keys match, and the token does not tell which is the certificate's.
    #[error(
        "{count} private keys on the token {token:?} match {uri}, and the token does not show which is the \
         certificate's; add id= or object= to the URI"
    )]
    SeveralKeys {
        /// The token's label.
        token: String,
        /// The URI.
        uri: String,
        /// How many.
        count: usize,
    },
    /// The key is another one than the certificate's.
    #[error(
        "the private key {key} does not belong to the certificate `{subject}`; give the key that the certificate was \
         issued for"
    )]
    NotTheKey {
        /// The key's URI, or its file.
        key: String,
        /// The certificate's subject.
        subject: String,
    },
    /// Neither RSA nor an elliptic curve that is known.
    #[error(
        "unsupported algorithm: the key on the token {token:?} is neither RSA nor EC on P-256, P-384 or P-521"
    )]
    Algorithm {
        /// The token's label.
        token: String,
    },
    /// A PIN is needed, and there is none.
    #[error("the token {token:?} needs {what}: {reason}; {advice}")]
    NoPin {
        /// The token's label.
        token: String,
        /// Which PIN.
        what: &'static str,
        /// Why it is not there.
        reason: String,
        /// What mends it.
        advice: &'static str,
    },
    /// Where the PIN should be cannot be read.
    #[error("cannot read the PIN from the URI's pin-source{source_name}: {reason}")]
    PinSource {
        /// A blank and the file or variable; nothing when that may be the PIN.
        source_name: String,
        /// Why not.
        reason: String,
    },
    /// `CKR_PIN_INCORRECT` or a PIN that the token cannot have.
    #[error("the token {token:?} refused the PIN{left}; it is not tried again, since tokens lock")]
    PinIncorrect {
        /// The token's label.
        token: String,
        /// What the token says of further tries.
        left: Tries,
    },
    /// The same PIN was refused before in this process.
    #[error(
        "the token {token:?} refused this PIN before; it is not tried again, since tokens lock: correct it, or \
         restart the program if the token's PIN was changed to it"
    )]
    PinRefusedBefore {
        /// The token's label.
        token: String,
    },
    /// One more wrong PIN locks the token, and nobody types this one.
    #[error(
        "one more wrong PIN locks the token {token:?}, so a PIN that nobody types is not tried: leave the PIN out of \
         the URI and type it at a terminal once, with which the token forgets the wrong tries"
    )]
    PinLastTry {
        /// The token's label.
        token: String,
    },
    /// `CKR_PIN_LOCKED`
    #[error(
        "the PIN of the token {token:?} is locked after wrong tries; unlock it with its security officer's PIN or PUK"
    )]
    PinLocked {
        /// The token's label.
        token: String,
    },
    /// `CKR_PIN_EXPIRED`
    #[error("the PIN of the token {token:?} has expired; set a new one, as with pkcs11-tool --change-pin")]
    PinExpired {
        /// The token's label.
        token: String,
    },
    /// `CKR_USER_PIN_NOT_INITIALIZED`
    #[error("the token {token:?} has no user PIN yet; set one, as with pkcs11-tool --init-pin")]
    PinNotSet {
        /// The token's label.
        token: String,
    },
    /// It was taken out, or its device failed.
    #[error("the token {token:?} is gone; put it back")]
    Gone {
        /// The token's label.
        token: String,
    },
    /// The token is there, the key is not any more.
    #[error("the key is not on the token {token:?} any more; was it replaced?")]
    KeyGone {
        /// The token's label.
        token: String,
    },
    /// Anything else that the module answers.
    #[error("the PKCS#11 module failed to {doing}: {code}")]
    Failed {
        /// What was tried.
        doing: &'static str,
        /// What the function returned.
        code: ReturnCode,
    },
}

/// How many wrong PINs the token takes, as far as its flags say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Tries {
    /// It does not say.
    Unknown,
    /// One more wrong PIN locks it.
    Last,
    /// It is locked now.
    None,
}

impl Tries {
    /// From the flags of `CK_TOKEN_INFO`.
    pub(super) const fn from_flags(flags: c::CK_FLAGS) -> Self {
        if flags & c::CKF_USER_PIN_LOCKED != 0 {
            Self::None
        } else if flags & c::CKF_USER_PIN_FINAL_TRY != 0 {
            Self::Last
        } else {
            Self::Unknown
        }
    }
}

impl fmt::Display for Tries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "",
            Self::Last => ", and one more wrong PIN locks it",
            Self::None => " and is locked now",
        })
    }
}

/// The return value of a PKCS#11 function, shown by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReturnCode(c::CK_RV);

const NAMES: [(c::CK_RV, &str); 22] = [
    (c::CKR_HOST_MEMORY, "CKR_HOST_MEMORY"),
    (c::CKR_SLOT_ID_INVALID, "CKR_SLOT_ID_INVALID"),
    (c::CKR_GENERAL_ERROR, "CKR_GENERAL_ERROR"),
    (c::CKR_FUNCTION_FAILED, "CKR_FUNCTION_FAILED"),
    (c::CKR_ARGUMENTS_BAD, "CKR_ARGUMENTS_BAD"),
    (c::CKR_DATA_LEN_RANGE, "CKR_DATA_LEN_RANGE"),
    (c::CKR_DEVICE_ERROR, "CKR_DEVICE_ERROR"),
    (c::CKR_DEVICE_MEMORY, "CKR_DEVICE_MEMORY"),
    (c::CKR_DEVICE_REMOVED, "CKR_DEVICE_REMOVED"),
    (c::CKR_FUNCTION_CANCELED, "CKR_FUNCTION_CANCELED"),
    (c::CKR_FUNCTION_NOT_SUPPORTED, "CKR_FUNCTION_NOT_SUPPORTED"),
    (c::CKR_KEY_HANDLE_INVALID, "CKR_KEY_HANDLE_INVALID"),
    (c::CKR_KEY_SIZE_RANGE, "CKR_KEY_SIZE_RANGE"),
    (c::CKR_KEY_TYPE_INCONSISTENT, "CKR_KEY_TYPE_INCONSISTENT"),
    (
        c::CKR_KEY_FUNCTION_NOT_PERMITTED,
        "CKR_KEY_FUNCTION_NOT_PERMITTED",
    ),
    (c::CKR_MECHANISM_INVALID, "CKR_MECHANISM_INVALID"),
    (c::CKR_OPERATION_ACTIVE, "CKR_OPERATION_ACTIVE"),
    (c::CKR_OPERATION_NOT_INITIALIZED, "CKR_OPERATION_NOT_INITIALIZED"),
    (c::CKR_SESSION_COUNT, "CKR_SESSION_COUNT"),
    (c::CKR_SESSION_HANDLE_INVALID, "CKR_SESSION_HANDLE_INVALID"),
    (c::CKR_USER_NOT_LOGGED_IN, "CKR_USER_NOT_LOGGED_IN"),
    (c::CKR_CRYPTOKI_NOT_INITIALIZED, "CKR_CRYPTOKI_NOT_INITIALIZED"),
];

impl fmt::Display for ReturnCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match NAMES.iter().find(|(code, _)| *code == self.0) {
            Some((_, name)) => f.write_str(name),
            None => write!(f, "return value {:#x}", self.0),
        }
    }
}

impl TokenError {
    pub(super) fn failed(doing: &'static str) -> impl Fn(Rv) -> Self {
        move |Rv(code)| Self::Failed {
            doing,
            code: ReturnCode(code),
        }
    }

    /// See [`crate::KeyError::is_permanent`].
    pub(crate) const fn is_permanent(&self) -> bool {
        matches!(
            self,
            Self::PinIncorrect { .. }
                | Self::PinRefusedBefore { .. }
                | Self::PinLastTry { .. }
                | Self::PinLocked { .. }
                | Self::PinExpired { .. }
                | Self::PinNotSet { .. }
                | Self::NoPin { .. }
        )
    }

    /// Whether the session, or what it stood on, is no more, so that a new one may help.
    pub(super) fn is_gone(&self) -> bool {
        // A login that failed for no clear reason may have cost a try.
        if let Self::Failed { doing, code } = self
            && *doing == super::pin::LOG_IN
        {
            return matches!(
                code.0,
                c::CKR_SESSION_HANDLE_INVALID | c::CKR_SESSION_CLOSED | c::CKR_CRYPTOKI_NOT_INITIALIZED
            );
        }
        matches!(
            self,
            Self::Failed {
                code: ReturnCode(
                    c::CKR_SESSION_HANDLE_INVALID
                        | c::CKR_SESSION_CLOSED
                        | c::CKR_DEVICE_REMOVED
                        | c::CKR_DEVICE_ERROR
                        | c::CKR_TOKEN_NOT_PRESENT
                        | c::CKR_TOKEN_NOT_RECOGNIZED
                        | c::CKR_SLOT_ID_INVALID
                        | c::CKR_OBJECT_HANDLE_INVALID
                        | c::CKR_KEY_HANDLE_INVALID
                        | c::CKR_USER_NOT_LOGGED_IN
                        | c::CKR_OPERATION_ACTIVE
                        | c::CKR_GENERAL_ERROR
                        | c::CKR_CRYPTOKI_NOT_INITIALIZED
                ),
                ..
            }
        )
    }

    /// The mechanism, not the token, is the matter.
    pub(super) const fn is_mechanism(&self) -> bool {
        matches!(
            self,
            Self::Failed {
                code: ReturnCode(c::CKR_MECHANISM_INVALID | c::CKR_MECHANISM_PARAM_INVALID),
                ..
            }
        )
    }

    pub(super) fn no_pin(token: &str, what: &'static str, error: &AskError, advice: &'static str) -> Self {
        Self::NoPin {
            token: token.into(),
            what,
            reason: error.to_string(),
            advice,
        }
    }
}

fn tokens(present: &[String]) -> String {
    match present {
        [] => "no token is there: is it plugged in, and is this its module (--pkcs11-lib)?".into(),
        present => {
            let shown: Vec<String> = present
                .iter()
                .take(10)
                .map(|label| format!("{label:?}"))
                .collect();
            format!("there are: {}", shown.join(", "))
        }
    }
}

fn strangers(unknown: &[String]) -> String {
    match unknown {
        [] => String::new(),
        unknown => format!(
            " (of the URI, {} is not an attribute that is known)",
            unknown.join(", ")
        ),
    }
}
