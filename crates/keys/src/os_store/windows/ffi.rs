//! The calls into crypt32, ncrypt and advapi32, each with its proof, behind values that free what they hold.
//!
//! Errors are told apart by code: the texts are in the language of the machine.

use std::{io, ptr, slice};

use tegata_crypto::HashKind;
use windows_sys::Win32::Foundation::{CRYPT_E_NOT_FOUND, ERROR_INVALID_PARAMETER};
use windows_sys::Win32::Security::Cryptography as c;

use crate::os_store::place::{StoreLocation, SystemStore};

/// The longest signature: RSA of 8192 bits, and as much again.
const MAX_SIGNATURE: u32 = 2048;
/// `HCCE_LOCAL_MACHINE`, which the bindings leave out: the chain engine of the computer.
const MACHINE_ENGINE: usize = 1;

/// Whether the user may be asked for a PIN or a consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialogs {
    Never,
    Allowed,
}

/// An open store.
pub(super) struct Store {
    /// INVARIANT: not null; opened by `CertOpenStore` and not closed.
    handle: c::HCERTSTORE,
    location: StoreLocation,
}

impl Store {
    /// Opens a store that exists, to read it.
    pub(super) fn open(place: &SystemStore) -> io::Result<Self> {
        let name: Vec<u16> = place.name().encode_utf16().chain([0]).collect();
        let location = match place.location() {
            StoreLocation::CurrentUser => c::CERT_SYSTEM_STORE_CURRENT_USER,
            StoreLocation::LocalMachine => c::CERT_SYSTEM_STORE_LOCAL_MACHINE,
        };
        let flags = location | c::CERT_STORE_READONLY_FLAG | c::CERT_STORE_OPEN_EXISTING_FLAG;
        // SAFETY: with the provider CERT_STORE_PROV_SYSTEM_W, which is a number in the place of a pointer,
        // the last argument is a UTF-16 string that ends in a zero; it outlives the call.
        let handle =
            unsafe { c::CertOpenStore(c::CERT_STORE_PROV_SYSTEM_W, 0, 0, flags, name.as_ptr().cast()) };
        if handle.is_null() {
            return Err(io::Error::last_os_error());
        }
        Ok(Self {
            handle,
            location: place.location(),
        })
    }

    /// The certificates that know of a private key, at most so many.
    pub(super) fn with_keys(&self, limit: usize) -> io::Result<Vec<Context>> {
        let mut found: Vec<Context> = Vec::new();
        let mut last = ptr::null();
        while found.len() < limit {
            // SAFETY: the store is open; `last` is null or a context that the call before returned and that
            // nobody else holds, whose reference this call takes over, on failure too; this kind of search
            // takes no parameter.
            let next = unsafe {
                c::CertFindCertificateInStore(
                    self.handle,
                    c::X509_ASN_ENCODING | c::PKCS_7_ASN_ENCODING,
                    0,
                    c::CERT_FIND_HAS_PRIVATE_KEY,
                    ptr::null(),
                    last,
                )
            };
            if next.is_null() {
                let error = io::Error::last_os_error();
                return match error.raw_os_error() {
                    Some(CRYPT_E_NOT_FOUND) => Ok(found),
                    _ => Err(error),
                };
            }
            // SAFETY: `next` is a live context, as it was returned just now.
            found.push(unsafe { Context::another(next) });
            last = next;
        }
        // SAFETY: the search ended by the limit, so that the last context, null if the limit is 0, is still
        // this function's to free.
        unsafe { c::CertFreeCertificateContext(last) };
        Ok(found)
    }

    /// What leads from a certificate of the store upwards, the certificate itself first, in DER: also from
    /// the other stores of the same owner, and with nothing fetched from the network.
    pub(super) fn chain(&self, leaf: &Context) -> io::Result<Vec<Vec<u8>>> {
        let engine = match self.location {
            StoreLocation::CurrentUser => ptr::null_mut(),
            StoreLocation::LocalMachine => ptr::without_provenance_mut(MACHINE_ENGINE),
        };
        let parameters = c::CERT_CHAIN_PARA {
            cbSize: size_of::<c::CERT_CHAIN_PARA>() as u32,
            ..c::CERT_CHAIN_PARA::default()
        };
        let mut chain: *mut c::CERT_CHAIN_CONTEXT = ptr::null_mut();
        // SAFETY: the engine is one of the two predefined ones; leaf and store are live; no time means now;
        // `parameters` has its size in it, and zeros, which ask for nothing; `chain` is a place for a pointer.
        let done = unsafe {
            c::CertGetCertificateChain(
                engine,
                leaf.0,
                ptr::null(),
                self.handle,
                &parameters,
                c::CERT_CHAIN_CACHE_ONLY_URL_RETRIEVAL,
                ptr::null(),
                &mut chain,
            )
        };
        if done == 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: the call succeeded, so `chain` is a chain context of the system's making.
        let found = unsafe { elements(chain) };
        // SAFETY: `chain` is this function's alone, what is kept of it was copied, and it is freed once.
        unsafe { c::CertFreeCertificateChain(chain) };
        Ok(found)
    }
}

/// The DER of each certificate of a chain's first path, which is the one from the leaf upwards.
///
/// # Safety
/// `chain` is a chain context that is not freed yet.
unsafe fn elements(chain: *const c::CERT_CHAIN_CONTEXT) -> Vec<Vec<u8>> {
    // SAFETY: by the caller's word the context is live; `rgpChain` has `cChain` pointers to paths, `rgpElement`
    // of each `cElement` pointers to elements, and an element's context is live as long as the chain is.
    unsafe {
        let paths = list((*chain).rgpChain, (*chain).cChain);
        let Some(path) = paths.first() else {
            return Vec::new();
        };
        list((**path).rgpElement, (**path).cElement)
            .iter()
            .map(|element| encoded((**element).pCertContext))
            .collect()
    }
}

/// # Safety
/// When `length` is not 0, and `first` not null, that many values are there for as long as the list is used.
unsafe fn list<'a, T>(first: *const T, length: u32) -> &'a [T] {
    if first.is_null() || length == 0 {
        return &[];
    }
    // SAFETY: by the caller's word.
    unsafe { slice::from_raw_parts(first, length as usize) }
}

/// # Safety
/// `context` is a certificate context that is not freed yet.
unsafe fn encoded(context: *const c::CERT_CONTEXT) -> Vec<u8> {
    // SAFETY: a live context has `cbCertEncoded` bytes at `pbCertEncoded`, which do not change.
    unsafe { list((*context).pbCertEncoded, (*context).cbCertEncoded).to_vec() }
}

impl Drop for Store {
    fn drop(&mut self) {
        // SAFETY: the handle is open, and closed once, here. Contexts hold on to the store by themselves,
        // since no flag forces it shut.
        unsafe { c::CertCloseStore(self.handle, 0) };
    }
}

/// A certificate of a store.
///
/// INVARIANT: not null; a reference of our own, not freed.
pub(super) struct Context(*const c::CERT_CONTEXT);

// SAFETY: certificate contexts are counted with atomic operations, and what they hold does not change
// (CertDuplicateCertificateContext); properties, which can change, are guarded by the system.
unsafe impl Send for Context {}
// SAFETY: as above.
unsafe impl Sync for Context {}

impl Context {
    /// Another reference to the same certificate.
    ///
    /// # Safety
    /// `context` is a certificate context that is not freed yet.
    unsafe fn another(context: *const c::CERT_CONTEXT) -> Self {
        // SAFETY: by the caller's word. The call adds one to the count and returns the same pointer.
        Self(unsafe { c::CertDuplicateCertificateContext(context) })
    }

    /// The certificate.
    pub(super) fn der(&self) -> Vec<u8> {
        // SAFETY: the context is live as long as `self`.
        unsafe { encoded(self.0) }
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        // SAFETY: the reference is our own, and freed once, here.
        unsafe { c::CertFreeCertificateContext(self.0) };
    }
}

/// A private key, held by its provider.
pub(super) struct KeyHandle {
    /// INVARIANT: a handle from `CryptAcquireCertificatePrivateKey`, of CNG if `spec` is
    /// `CERT_NCRYPT_KEY_SPEC`, else of CryptoAPI; not freed if `owned`.
    handle: c::HCRYPTPROV_OR_NCRYPT_KEY_HANDLE,
    spec: c::CERT_KEY_SPEC,
    /// Whether it is ours to free; if not, it lives as long as the certificate's context.
    owned: bool,
}

impl KeyHandle {
    /// The key of a certificate, by CNG where that has it, else by CryptoAPI. The context must outlive it.
    pub(super) fn acquire(context: &Context, dialogs: Dialogs) -> io::Result<Self> {
        let silent = match dialogs {
            Dialogs::Never => c::CRYPT_ACQUIRE_SILENT_FLAG,
            Dialogs::Allowed => 0,
        };
        let (mut handle, mut spec, mut free) = (0, 0, 0);
        // SAFETY: the context is live; no window is named; the three places are for one value each.
        let done = unsafe {
            c::CryptAcquireCertificatePrivateKey(
                context.0,
                c::CRYPT_ACQUIRE_PREFER_NCRYPT_KEY_FLAG | silent,
                ptr::null(),
                &mut handle,
                &mut spec,
                &mut free,
            )
        };
        if done == 0 {
            return Err(io::Error::last_os_error());
        }
        Ok(Self {
            handle,
            spec,
            owned: free != 0,
        })
    }

    /// PKCS#1 v1.5 over a digest of this kind.
    pub(super) fn sign_rsa(&self, hash: HashKind, digest: &[u8], dialogs: Dialogs) -> io::Result<Vec<u8>> {
        if self.spec != c::CERT_NCRYPT_KEY_SPEC {
            return self.sign_with_crypto_api(hash, digest);
        }
        let padding = c::BCRYPT_PKCS1_PADDING_INFO {
            pszAlgId: match hash {
                HashKind::Sha256 => c::BCRYPT_SHA256_ALGORITHM,
                HashKind::Sha384 => c::BCRYPT_SHA384_ALGORITHM,
                HashKind::Sha512 => c::BCRYPT_SHA512_ALGORITHM,
            },
        };
        self.sign_with_cng(Some(&padding), digest, dialogs)
    }

    /// ECDSA over a digest that is no longer than the order, as `r ‖ s`.
    pub(super) fn sign_ecdsa(&self, digest: &[u8], dialogs: Dialogs) -> io::Result<Vec<u8>> {
        if self.spec != c::CERT_NCRYPT_KEY_SPEC {
            // CryptoAPI knows no elliptic curves.
            return Err(io::Error::from_raw_os_error(ERROR_INVALID_PARAMETER as i32));
        }
        self.sign_with_cng(None, digest, dialogs)
    }

    fn sign_with_cng(
        &self,
        padding: Option<&c::BCRYPT_PKCS1_PADDING_INFO>,
        digest: &[u8],
        dialogs: Dialogs,
    ) -> io::Result<Vec<u8>> {
        let padded = match padding {
            Some(_) => c::NCRYPT_PAD_PKCS1_FLAG,
            None => 0,
        };
        let silent = match dialogs {
            Dialogs::Never => c::NCRYPT_SILENT_FLAG,
            Dialogs::Allowed => 0,
        };
        let mut signature = vec![0; MAX_SIGNATURE as usize];
        let mut length = 0;
        // SAFETY: the key is live and of CNG, as the callers looked; the padding, where its flag is given, is
        // the structure that goes with it, and outlives the call; both lengths are those of their slices.
        let status = unsafe {
            c::NCryptSignHash(
                self.handle,
                padding.map_or(ptr::null(), |padding| ptr::from_ref(padding).cast()),
                digest.as_ptr(),
                length_of(digest)?,
                signature.as_mut_ptr(),
                MAX_SIGNATURE,
                &mut length,
                padded | silent,
            )
        };
        if status != 0 {
            return Err(io::Error::from_raw_os_error(status));
        }
        signature.truncate(length as usize);
        Ok(signature)
    }

    fn sign_with_crypto_api(&self, hash: HashKind, digest: &[u8]) -> io::Result<Vec<u8>> {
        let (algorithm, expected) = match hash {
            HashKind::Sha256 => (c::CALG_SHA_256, 32),
            HashKind::Sha384 => (c::CALG_SHA_384, 48),
            HashKind::Sha512 => (c::CALG_SHA_512, 64),
        };
        if digest.len() != expected {
            return Err(io::Error::from_raw_os_error(ERROR_INVALID_PARAMETER as i32));
        }
        let hash = LegacyHash::new(self.handle, algorithm)?;
        // SAFETY: the hash is live; HP_HASHVAL reads as many bytes as the algorithm's digest has, which is
        // what `digest` is long.
        if unsafe { c::CryptSetHashParam(hash.0, c::HP_HASHVAL, digest.as_ptr(), 0) } == 0 {
            return Err(io::Error::last_os_error());
        }
        let mut signature = vec![0; MAX_SIGNATURE as usize];
        let mut length = MAX_SIGNATURE;
        // SAFETY: the hash is live; the description must be null; `length` tells how long `signature` is.
        let done = unsafe {
            c::CryptSignHashW(
                hash.0,
                self.spec,
                ptr::null(),
                0,
                signature.as_mut_ptr(),
                &mut length,
            )
        };
        if done == 0 {
            return Err(io::Error::last_os_error());
        }
        signature.truncate(length as usize);
        // CryptoAPI's numbers begin with the lowest byte.
        signature.reverse();
        Ok(signature)
    }
}

impl Drop for KeyHandle {
    fn drop(&mut self) {
        if !self.owned {
            return;
        }
        if self.spec == c::CERT_NCRYPT_KEY_SPEC {
            // SAFETY: the handle is of CNG, ours, and freed once, here.
            unsafe { c::NCryptFreeObject(self.handle) };
        } else {
            // SAFETY: the handle is of CryptoAPI, ours, and freed once, here.
            unsafe { c::CryptReleaseContext(self.handle, 0) };
        }
    }
}

/// A hash object of CryptoAPI.
///
/// INVARIANT: made by `CryptCreateHash` and not destroyed.
struct LegacyHash(usize);

impl LegacyHash {
    fn new(provider: usize, algorithm: c::ALG_ID) -> io::Result<Self> {
        let mut hash = 0;
        // SAFETY: the provider is live, no key is needed for these algorithms; `hash` is a place for one handle.
        if unsafe { c::CryptCreateHash(provider, algorithm, 0, 0, &mut hash) } == 0 {
            return Err(io::Error::last_os_error());
        }
        Ok(Self(hash))
    }
}

impl Drop for LegacyHash {
    fn drop(&mut self) {
        // SAFETY: the hash is live, and destroyed once, here.
        unsafe { c::CryptDestroyHash(self.0) };
    }
}

fn length_of(bytes: &[u8]) -> io::Result<u32> {
    u32::try_from(bytes.len()).map_err(io::Error::other)
}
