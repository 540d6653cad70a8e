//! The algorithm names that open an `Authorization` value and a string to sign.

use tegata_crypto::KeyKind;

/// How the string to sign is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// `AWS4-HMAC-SHA256`: a key derived from a secret access key.
    HmacSha256,
    /// `AWS4-X509-RSA-SHA256`: PKCS#1 v1.5.
    X509RsaSha256,
    /// `AWS4-X509-ECDSA-SHA256`: SHA-256 on every curve, signature in DER.
    X509EcdsaSha256,
    /// `AWS4-X509-MLDSA`: pure ML-DSA with an empty context; the parameter set is the key's.
    X509MlDsa,
}

impl Algorithm {
    const ALL: [Self; 4] = [
        Self::HmacSha256,
        Self::X509RsaSha256,
        Self::X509EcdsaSha256,
        Self::X509MlDsa,
    ];

    /// The algorithm of this name; names are compared exactly.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::HmacSha256 => "AWS4-HMAC-SHA256",
            Self::X509RsaSha256 => "AWS4-X509-RSA-SHA256",
            Self::X509EcdsaSha256 => "AWS4-X509-ECDSA-SHA256",
            Self::X509MlDsa => "AWS4-X509-MLDSA",
        }
    }

    /// The X.509 algorithm that a key of this kind signs with.
    #[must_use]
    pub const fn of_key(kind: KeyKind) -> Self {
        match kind {
            KeyKind::Rsa => Self::X509RsaSha256,
            KeyKind::P256 | KeyKind::P384 | KeyKind::P521 => Self::X509EcdsaSha256,
            KeyKind::MlDsa44 | KeyKind::MlDsa65 | KeyKind::MlDsa87 => Self::X509MlDsa,
        }
    }

    /// Whether a certificate's key signs, rather than a secret access key.
    #[must_use]
    pub const fn is_x509(self) -> bool {
        !matches!(self, Self::HmacSha256)
    }
}
