//! The five commands that signing takes, and the patience that a TPM asks for.

use std::time::{Duration, Instant};

use super::response_code::ResponseCode;
use super::signature::ToSign;
use super::transport::Transport;
use super::wire::{Command, Reader, Response, Writer};
use super::{Malformed, TpmError};

const TPM_CC_CREATE_PRIMARY: u32 = 0x131;
const TPM_CC_LOAD: u32 = 0x157;
const TPM_CC_SIGN: u32 = 0x15d;
const TPM_CC_FLUSH_CONTEXT: u32 = 0x165;
const TPM_CC_READ_PUBLIC: u32 = 0x173;

const TPM_RH_NULL: u32 = 0x4000_0007;
const TPM_ST_HASHCHECK: u16 = 0x8024;

/// How often a command is sent again when the TPM asks for it, and after which pauses: the first one
/// doubles until it is the longest.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// How often it is sent at most.
    pub tries: u32,
    /// The first pause.
    pub first: Duration,
    /// The longest pause.
    pub longest: Duration,
    /// How long after the first time it is sent no more, however long each answer takes.
    pub whole: Duration,
}

/// Some twelve seconds of pauses.
const PATIENCE: Patience = Patience {
    tries: 60,
    first: Duration::from_millis(4),
    longest: Duration::from_millis(250),
    whole: Duration::from_secs(30),
};

/// An object in one of the TPM's few places for loaded ones, which must be flushed.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "it holds one of the TPM's few places until it is flushed"]
pub struct Transient(u32);

impl Transient {
    /// Its handle.
    #[must_use]
    pub const fn handle(&self) -> u32 {
        self.0
    }
}

/// A TPM behind a transport.
pub struct Tpm<T> {
    transport: T,
    patience: Patience,
    /// The transport failed, and gives no further answers.
    lost: bool,
}

impl<T: Transport> Tpm<T> {
    /// Nothing is sent yet.
    pub const fn new(transport: T) -> Self {
        Self::with_patience(transport, PATIENCE)
    }

    /// With a patience other than the usual one.
    pub const fn with_patience(transport: T, patience: Patience) -> Self {
        Self {
            transport,
            patience,
            lost: false,
        }
    }

    /// The `TPMT_PUBLIC` of a loaded or persistent object.
    ///
    /// # Errors
    /// [`TpmError`].
    pub fn read_public(&mut self, handle: u32) -> Result<Vec<u8>, TpmError> {
        let answer = self.run(&Command::new(TPM_CC_READ_PUBLIC, Some(handle)))?;
        let mut reader = Reader(&answer.parameters);
        let public = reader.sized()?.to_vec();
        let (_name, _qualified_name) = (reader.sized()?, reader.sized()?);
        reader.finish()?;
        Ok(public)
    }

    /// Makes the storage key that a hierarchy's seed and this template always give.
    ///
    /// # Errors
    /// [`TpmError`].
    pub fn create_primary(&mut self, hierarchy: u32, password: &[u8]) -> Result<Transient, TpmError> {
        // Neither password nor data of its own; nothing from outside; no PCRs.
        let sensitive = Writer::default().sized(&[]).sized(&[]).into_bytes();
        let command = Command {
            password: Some(password),
            parameters: Writer::default()
                .sized(&sensitive)
                .sized(&primary_template())
                .sized(&[])
                .u32(0)
                .into_bytes(),
            gives_handle: true,
            ..Command::new(TPM_CC_CREATE_PRIMARY, Some(hierarchy))
        };
        self.run(&command)?.transient()
    }

    /// Loads a key, as `TPM2B_PRIVATE` and `TPM2B_PUBLIC` without their lengths, under its parent.
    ///
    /// # Errors
    /// [`TpmError`].
    pub fn load(
        &mut self,
        parent: u32,
        password: &[u8],
        private: &[u8],
        public: &[u8],
    ) -> Result<Transient, TpmError> {
        let command = Command {
            password: Some(password),
            parameters: Writer::default().sized(private).sized(public).into_bytes(),
            gives_handle: true,
            ..Command::new(TPM_CC_LOAD, Some(parent))
        };
        self.run(&command)?.transient()
    }

    /// Signs a digest; the signature as the key's algorithm writes it elsewhere. `width` is the length
    /// of an RSA signature or of a coordinate, in bytes.
    ///
    /// # Errors
    /// [`TpmError`].
    pub fn sign(
        &mut self,
        key: u32,
        password: &[u8],
        to_sign: &ToSign,
        width: usize,
    ) -> Result<Vec<u8>, TpmError> {
        let command = Command {
            password: Some(password),
            parameters: to_sign
                .scheme(Writer::default().sized(&to_sign.digest))
                // The ticket of a digest that the TPM did not make.
                .u16(TPM_ST_HASHCHECK)
                .u32(TPM_RH_NULL)
                .sized(&[])
                .into_bytes(),
            ..Command::new(TPM_CC_SIGN, Some(key))
        };
        let answer = self.run(&command)?;
        Ok(to_sign.signature(&answer.parameters, width)?)
    }

    /// Gives the place back, unless the connection is lost, and with it whoever could be asked to.
    ///
    /// # Errors
    /// [`TpmError`].
    #[expect(
        clippy::needless_pass_by_value,
        reason = "what was flushed cannot be used again"
    )]
    pub fn flush(&mut self, object: Transient) -> Result<(), TpmError> {
        if self.lost {
            return Ok(());
        }
        let command = Command {
            parameters: Writer::default().u32(object.0).into_bytes(),
            ..Command::new(TPM_CC_FLUSH_CONTEXT, None)
        };
        self.run(&command).map(|_| ())
    }

    /// Uses an object and flushes it, whatever became of the use.
    ///
    /// # Errors
    /// That of the use.
    pub fn with<R>(
        &mut self,
        object: Transient,
        use_it: impl FnOnce(&mut Self, u32) -> Result<R, TpmError>,
    ) -> Result<R, TpmError> {
        let result = use_it(self, object.0);
        // The use has succeeded or said why not; neither changes when the TPM refuses this.
        let _ = self.flush(object);
        result
    }

    /// Sends a command, again as long as the TPM asks for it.
    fn run(&mut self, command: &Command<'_>) -> Result<Answer, TpmError> {
        let bytes = command.bytes().ok_or(TpmError::TooLong)?;
        let mut pause = self.patience.first;
        let mut tries = 1;
        let begun = Instant::now();
        loop {
            let response = self
                .transport
                .transmit(&bytes)
                .inspect_err(|_| self.lost = true)?;
            let sessions = command.password.is_some();
            let refused = match Response::parse(&response, sessions, command.gives_handle)? {
                Response::Refused(code) => ResponseCode::new(code),
                Response::Done { handle, parameters } => {
                    return Ok(Answer {
                        handle,
                        parameters: parameters.to_vec(),
                    });
                }
            };
            let given_up = tries >= self.patience.tries || begun.elapsed() >= self.patience.whole;
            if !refused.may_pass() || given_up {
                return Err(TpmError::Refused(refused));
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(self.patience.longest);
            tries += 1;
        }
    }
}

/// What a command that was done gave.
struct Answer {
    handle: Option<u32>,
    parameters: Vec<u8>,
}

impl Answer {
    fn transient(&self) -> Result<Transient, TpmError> {
        self.handle
            .filter(|handle| handle >> 24 == 0x80)
            .map(Transient)
            .ok_or_else(|| Malformed.into())
    }
}

/// The `TPMT_PUBLIC` from which every tool makes a hierarchy's primary key for key files: elliptic curve
/// P-256, storage, AES-128 in CFB mode, no dictionary-attack protection.
fn primary_template() -> Vec<u8> {
    const ECC: u16 = 0x0023;
    const SHA256: u16 = 0x000b;
    const AES: u16 = 0x0006;
    const CFB: u16 = 0x0043;
    const NULL: u16 = 0x0010;
    const P256: u16 = 0x0003;
    /// fixedTPM, fixedParent, sensitiveDataOrigin, userWithAuth, noDA, restricted, decrypt.
    const ATTRIBUTES: u32 = 0x0003_0472;
    Writer::default()
        .u16(ECC)
        .u16(SHA256)
        .u32(ATTRIBUTES)
        .sized(&[])
        .u16(AES)
        .u16(128)
        .u16(CFB)
        .u16(NULL)
        .u16(P256)
        .u16(NULL)
        .sized(&[])
        .sized(&[])
        .into_bytes()
        .to_vec()
}

impl<T: Transport + ?Sized> Transport for Box<T> {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TpmError> {
        (**self).transmit(command)
    }
}

#[cfg(test)]
mod tests;
