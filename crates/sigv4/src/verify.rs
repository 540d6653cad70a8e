//! Checking what a signature covers and when it was made, then the signature itself.

use data_encoding::HEXLOWER;
use jiff::{SignedDuration, Timestamp};
use tegata_crypto::KeyKind;
use tegata_crypto::mac::constant_time_eq;
use tegata_crypto::verify::PublicKey;

use crate::canonical::{QueryForm, canonical_request, hex_sha256, string_to_sign};
use crate::credential::TERMINATOR;
use crate::request::Repeated;
use crate::{Algorithm, Carrier, Mismatch, Presented, Request, SignatureError, SigningKey, UNSIGNED_PAYLOAD};

/// What a server asks of every signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// How far the request's clock may be off, either way.
    pub window: SignedDuration,
    /// Whether `X-Amz-Content-Sha256: UNSIGNED-PAYLOAD` may stand for the body's hash.
    pub unsigned_payload: bool,
}

impl Default for Rules {
    /// Five minutes; every body is signed.
    fn default() -> Self {
        Self {
            window: SignedDuration::from_mins(5),
            unsigned_payload: false,
        }
    }
}

/// A signature of the right time that covers what it must; only the key is left to try.
pub struct Checked<'r, 'a> {
    request: &'r Request<'a>,
    presented: Presented<'a>,
    payload_hash: PayloadHash,
}

enum PayloadHash {
    Signed([u8; 64]),
    Unsigned,
}

impl<'a> Presented<'a> {
    /// Checks clock, scope and signed headers, and hashes the body.
    ///
    /// # Errors
    /// [`SignatureError`] of code `SignatureDoesNotMatch`.
    pub fn check<'r>(
        self,
        request: &'r Request<'a>,
        now: Timestamp,
        rules: &Rules,
    ) -> Result<Checked<'r, 'a>, SignatureError> {
        self.check_clock(now, rules.window)?;
        self.check_signed_headers(request)?;
        self.check_scope()?;
        let payload_hash = payload_hash(request, rules)?;
        Ok(Checked {
            request,
            presented: self,
            payload_hash,
        })
    }

    fn check_clock(&self, now: Timestamp, window: SignedDuration) -> Result<(), SignatureError> {
        let at = self.at;
        let lifetime = self
            .expires
            .map_or(window, |seconds| SignedDuration::from_secs(i64::from(seconds)));
        let bound = shifted(now, -lifetime.as_secs());
        if at < bound {
            return Err(SignatureError::Expired { at, bound, now });
        }
        let bound = shifted(now, window.as_secs());
        if at > bound {
            return Err(SignatureError::NotYetCurrent { at, bound, now });
        }
        Ok(())
    }

    fn check_signed_headers(&self, request: &Request<'_>) -> Result<(), SignatureError> {
        let mut required = vec!["host"];
        required.extend(self.date_header);
        if self.algorithm.is_x509() {
            required.push("x-amz-x509");
        }
        if let Some(name) = required.into_iter().find(|name| !self.signs(name)) {
            return Err(SignatureError::NotSigned(name.into()));
        }
        // AWS refuses any header of its own prefix that was added behind the signer's back; this
        // covers x-amz-x509-chain, x-amz-security-token, x-amz-target and x-amz-content-sha256.
        for (name, _) in request.headers {
            let ours = name
                .get(..6)
                .is_some_and(|prefix| prefix.eq_ignore_ascii_case("x-amz-"));
            if ours && !self.signs(name) {
                return Err(SignatureError::NotSigned(name.to_ascii_lowercase()));
            }
        }
        Ok(())
    }

    fn check_scope(&self) -> Result<(), SignatureError> {
        let mut complaints = Vec::new();
        let terminator = self.credential.terminator();
        if terminator != TERMINATOR {
            complaints.push(format!(
                "Credential should be scoped with a valid terminator: '{TERMINATOR}', not '{terminator}'."
            ));
        }
        let scope_date = self.credential.scope().date;
        let day = self.date.get(..8).unwrap_or_default();
        if scope_date != day {
            complaints.push(format!(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: \
                 '{scope_date}' != '{day}', from '{}'.",
                self.date
            ));
        }
        if complaints.is_empty() {
            Ok(())
        } else {
            Err(SignatureError::Scope(complaints.join(" ")))
        }
    }
}

impl<'a> Checked<'_, 'a> {
    /// The signature that was checked.
    #[must_use]
    pub const fn presented(&self) -> &Presented<'a> {
        &self.presented
    }

    /// Verifies an HMAC signature in constant time. `key` is derived for the presented scope.
    ///
    /// # Errors
    /// [`SignatureError::Mismatch`], with what should have been signed; [`SignatureError::Algorithm`]
    /// when the signature is of another algorithm.
    pub fn verify(&self, key: &SigningKey) -> Result<(), SignatureError> {
        if self.presented.algorithm != Algorithm::HmacSha256 {
            return Err(SignatureError::Algorithm(self.presented.algorithm.name().into()));
        }
        let form = match self.presented.carrier {
            Carrier::Header => QueryForm::Plain,
            Carrier::Query => QueryForm::Presigned,
        };
        let (canonical, to_sign) = self.strings(form);
        let given = HEXLOWER
            .decode(self.presented.signature.as_bytes())
            .unwrap_or_default();
        if constant_time_eq(&key.sign(&to_sign), &given) && self.all_present() {
            Ok(())
        } else {
            Err(mismatch(&canonical, &to_sign))
        }
    }

    /// Verifies a signature by a certificate's key. `kind` and `key` are those of the certificate in
    /// `X-Amz-X509`; the key was parsed for SHA-256.
    ///
    /// # Errors
    /// As [`Checked::verify`].
    pub fn verify_x509(&self, kind: KeyKind, key: &PublicKey) -> Result<(), SignatureError> {
        if self.presented.algorithm != Algorithm::of_key(kind) {
            return Err(SignatureError::Algorithm(self.presented.algorithm.name().into()));
        }
        let form = match self.presented.carrier {
            Carrier::Header => QueryForm::Plain,
            Carrier::Query => QueryForm::Presigned,
        };
        let (canonical, to_sign) = self.strings(form);
        let given = HEXLOWER
            .decode(self.presented.signature.as_bytes())
            .unwrap_or_default();
        if !self.all_present() {
            return Err(mismatch(&canonical, &to_sign));
        }
        if key.verify(&to_sign, &given).is_ok() {
            return Ok(());
        }
        if form == QueryForm::Plain && has_equals_in_value(self.request.query) {
            let (_, doubled) = self.strings(QueryForm::DoubledEquals);
            if key.verify(&doubled, &given).is_ok() {
                return Ok(());
            }
        }
        Err(mismatch(&canonical, &to_sign))
    }

    fn strings(&self, form: QueryForm) -> (Vec<u8>, Vec<u8>) {
        let presented = &self.presented;
        let payload: &[u8] = match &self.payload_hash {
            PayloadHash::Signed(hash) => hash,
            PayloadHash::Unsigned => UNSIGNED_PAYLOAD.as_bytes(),
        };
        let canonical = canonical_request(self.request, form, &presented.signed_headers, payload);
        let to_sign = string_to_sign(
            presented.algorithm,
            &presented.date,
            &presented.credential.scope(),
            &canonical,
        );
        (canonical, to_sign)
    }

    /// A signed header that is gone is not the same as one that was signed empty.
    fn all_present(&self) -> bool {
        self.presented
            .signed_headers
            .split(';')
            .all(|name| self.request.values(name).next().is_some())
    }
}

/// Trusts no word of the caller's about the body: its hash is always of the bytes received.
fn payload_hash(request: &Request<'_>, rules: &Rules) -> Result<PayloadHash, SignatureError> {
    let said = request
        .single("x-amz-content-sha256")
        .map_err(|Repeated| SignatureError::Repeated("X-Amz-Content-Sha256"))?;
    if rules.unsigned_payload && said == Some(UNSIGNED_PAYLOAD.as_bytes()) {
        return Ok(PayloadHash::Unsigned);
    }
    let hash = hex_sha256(request.body);
    match said {
        Some(said) if said != hash => Err(SignatureError::Payload),
        _ => Ok(PayloadHash::Signed(hash)),
    }
}

fn has_equals_in_value(query: &str) -> bool {
    query.split('&').any(|pair| {
        pair.split_once('=')
            .is_some_and(|(_, value)| value.contains('=') || value.contains("%3D") || value.contains("%3d"))
    })
}

fn mismatch(canonical: &[u8], to_sign: &[u8]) -> SignatureError {
    SignatureError::Mismatch(Box::new(Mismatch::new(canonical, to_sign)))
}

/// Whole seconds away, at the ends of time if need be.
fn shifted(at: Timestamp, seconds: i64) -> Timestamp {
    let end = if seconds < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    };
    at.as_second()
        .checked_add(seconds)
        .and_then(|second| Timestamp::from_second(second).ok())
        .unwrap_or(end)
}
