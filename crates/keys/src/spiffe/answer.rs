//! What the Workload API sends: gRPC frames, and in the first of them an `X509SVIDResponse`.

use std::fmt;

use zeroize::{Zeroize as _, Zeroizing};

use crate::wiped::append;

/// The head of a gRPC frame: one byte that tells of compression, four of length.
pub(super) const FRAME_HEAD: usize = 5;
/// The most that one frame may hold, as gRPC's own default is.
const MAX_MESSAGE: usize = 4 << 20;

/// A gRPC frame that arrives in pieces. It holds the key, and is wiped.
#[derive(Default)]
pub struct Frame(Zeroizing<Vec<u8>>);

/// The bytes are not a frame that is taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a compressed answer, or one of more than 4 MiB")]
pub struct NotAFrame;

impl Frame {
    /// Takes what arrived; the message, once it is whole. What follows it is not looked at.
    ///
    /// # Errors
    /// [`NotAFrame`].
    pub fn take(&mut self, piece: &[u8]) -> Result<Option<Zeroizing<Vec<u8>>>, NotAFrame> {
        let room = FRAME_HEAD + MAX_MESSAGE - self.0.len();
        append(
            &mut self.0,
            piece.get(..room.min(piece.len())).unwrap_or_default(),
        );
        let Some((head, rest)) = self.0.split_first_chunk::<FRAME_HEAD>() else {
            return Ok(None);
        };
        let [compressed, length @ ..] = *head;
        let length = usize::try_from(u32::from_be_bytes(length)).map_err(|_| NotAFrame)?;
        if compressed != 0 || length > MAX_MESSAGE {
            return Err(NotAFrame);
        }
        Ok(rest.get(..length).map(|message| Zeroizing::new(message.to_vec())))
    }
}

/// What `FetchX509SVID` streams; its other members are of no use here.
#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct X509SvidResponse {
    #[prost(message, repeated, tag = "1")]
    pub(super) svids: Vec<X509Svid>,
}

/// One identity.
#[derive(Clone, PartialEq, prost::Message)]
#[prost(skip_debug)]
pub(super) struct X509Svid {
    #[prost(string, tag = "1")]
    pub(super) spiffe_id: String,
    /// The DER of certificates, the leaf's first.
    #[prost(bytes = "vec", tag = "2")]
    pub(super) x509_svid: Vec<u8>,
    /// Unencrypted PKCS#8.
    #[prost(bytes = "vec", tag = "3")]
    pub(super) x509_svid_key: Vec<u8>,
}

/// The key is wiped, also that of an identity that nobody chose.
impl Drop for X509Svid {
    fn drop(&mut self) {
        self.x509_svid_key.zeroize();
    }
}

/// Without the key.
impl fmt::Debug for X509Svid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("X509Svid")
            .field("spiffe_id", &self.spiffe_id)
            .finish_non_exhaustive()
    }
}
