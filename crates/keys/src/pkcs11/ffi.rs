//! The one place that calls a PKCS#11 module: the functions that a signature needs, which every module since
//! version 2.0 has, as safe methods.
//!
//! `cryptoki`'s own wrapper has no `C_Sign` between `C_SignInit` and a context-specific `C_Login`, which
//! keys with `CKA_ALWAYS_AUTHENTICATE` need, nor a bound on what a module says it has; so the calls are
//! made here with that project's bindings.
//!
//! What makes the calls sound, beyond the notes at each of them:
//! - The module is native code in this process and is trusted to keep to the standard, as any library is.
//! - Every method takes `&mut self`, and [`super::module`] lends one value at a time, so that calls never
//!   overlap, whatever the modules think of threads.
//! - The library is never unloaded, so that a function pointer stays good; see [`Cryptoki::load`].
//! - No pointer outlives its call: the standard lets a module keep none.

use std::ffi::OsStr;
use std::mem::{ManuallyDrop, offset_of};
use std::ptr;

use cryptoki_sys::{
    CK_ATTRIBUTE, CK_ATTRIBUTE_TYPE, CK_C_INITIALIZE_ARGS, CK_FUNCTION_LIST, CK_INFO, CK_MECHANISM,
    CK_MECHANISM_TYPE, CK_OBJECT_HANDLE, CK_RV, CK_SESSION_HANDLE, CK_SLOT_ID, CK_SLOT_INFO, CK_TOKEN_INFO,
    CK_TRUE, CK_ULONG, CK_UNAVAILABLE_INFORMATION, CK_VERSION, CKF_OS_LOCKING_OK, CKF_SERIAL_SESSION, CKR_OK,
    CKU_CONTEXT_SPECIFIC, CKU_USER,
};

use super::uri::LibraryVersion;

/// Slots that are looked at; a machine has a handful.
const MAX_SLOTS: usize = 256;
/// Objects that one search may find.
const MAX_OBJECTS: usize = 4096;
/// The largest attribute that is read: a certificate, with room.
const MAX_ATTRIBUTE: usize = 1 << 16;
/// The largest signature: RSA of 16384 bits.
const MAX_SIGNATURE: usize = 2048;

/// What a function returned when it was not `CKR_OK`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rv(pub(super) CK_RV);

/// The module has no such function, or told of more than its bounds.
const FAILED: Rv = Rv(cryptoki_sys::CKR_FUNCTION_FAILED);
const NOT_SUPPORTED: Rv = Rv(cryptoki_sys::CKR_FUNCTION_NOT_SUPPORTED);

/// Why a library is not a module.
#[derive(Debug)]
pub(super) enum LoadError {
    /// The loader's words.
    Library(String),
    /// There is no `C_GetFunctionList`, or it fails.
    NotAModule,
    /// The list is of a version whose form is not known.
    Version(u8, u8),
}

/// What is read of a module's list: all up to `C_Sign`, the last function that is called here. Lists of
/// version 2.0 end before those of 2.01 do, which added `C_WaitForSlotEvent` behind everything else.
const READ_OF_LIST: usize = offset_of!(CK_FUNCTION_LIST, C_SignUpdate);

/// The user of a login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum User {
    /// For the token.
    Normal,
    /// For the operation under way (`CKU_CONTEXT_SPECIFIC`).
    Context,
}

/// `CK_INFO`
pub(super) struct LibraryInfo {
    pub(super) manufacturer: String,
    pub(super) description: String,
    pub(super) version: LibraryVersion,
}

/// `CK_SLOT_INFO`
pub(super) struct SlotInfo {
    pub(super) description: String,
    pub(super) manufacturer: String,
}

/// `CK_TOKEN_INFO`
#[derive(Debug, Clone)]
pub(super) struct TokenInfo {
    pub(super) label: String,
    pub(super) manufacturer: String,
    pub(super) model: String,
    pub(super) serial: String,
    pub(super) flags: CK_ULONG,
}

/// An attribute and the value that an object must have there.
pub(super) struct Condition {
    pub(super) attribute: CK_ATTRIBUTE_TYPE,
    pub(super) value: Vec<u8>,
}

impl Condition {
    pub(super) fn number(attribute: CK_ATTRIBUTE_TYPE, value: CK_ULONG) -> Self {
        Self::bytes(attribute, &value.to_ne_bytes())
    }

    pub(super) fn bytes(attribute: CK_ATTRIBUTE_TYPE, value: &[u8]) -> Self {
        Self {
            attribute,
            value: value.into(),
        }
    }
}

/// The functions of a loaded module.
#[derive(Clone)]
pub(super) struct Cryptoki {
    /// Where the module's own list is: another one for each module, however its library is named.
    address: usize,
    functions: CK_FUNCTION_LIST,
}

/// Calls a function of the list, or tells that the module lacks it. The arguments are names of values, so
/// that nothing is computed where anything goes.
macro_rules! call {
    ($self:ident . $function:ident ( $($argument:ident),* $(,)? )) => {
        match $self.functions.$function {
            // SAFETY: the pointer came from the module's own list, whose types `cryptoki-sys` takes from
            // the standard's header; each argument is a plain number, or a pointer to a value that lives
            // until the call returns and is as long as the length beside it says.
            Some(function) => done(unsafe { function($($argument),*) }),
            None => Err(NOT_SUPPORTED),
        }
    };
}

fn done(value: CK_RV) -> Result<(), Rv> {
    if value == CKR_OK { Ok(()) } else { Err(Rv(value)) }
}

impl Cryptoki {
    /// Loads a library and asks it for its functions. Nothing is initialised yet.
    pub(super) fn load(library: &OsStr) -> Result<Self, LoadError> {
        // SAFETY: the library's initialisers run, as they would for one that this program is linked with;
        // its name comes from the user who runs this program.
        let loaded = unsafe { cryptoki_sys::Pkcs11::new(library) }
            .map_err(|error| LoadError::Library(error.to_string()))?;
        // Never unloaded: modules leave threads, exit handlers and thread-local destructors behind that
        // point into their code.
        let loaded = ManuallyDrop::new(loaded);
        let Ok(function) = loaded.C_GetFunctionList else {
            return Err(LoadError::NotAModule);
        };
        let mut list: *mut CK_FUNCTION_LIST = ptr::null_mut();
        // SAFETY: the symbol of this name has this type in every module; `list` is a place for one pointer.
        let answer = unsafe { function(&mut list) };
        if answer != CKR_OK || list.is_null() {
            return Err(LoadError::NotAModule);
        }
        // SAFETY: the module answered `CKR_OK` and gave a list; each begins with the two bytes of its version.
        let CK_VERSION { major, minor } = unsafe { list.cast::<CK_VERSION>().read_unaligned() };
        if !matches!(major, 2 | 3) {
            return Err(LoadError::Version(major, minor));
        }
        let mut functions = CK_FUNCTION_LIST::default();
        // SAFETY: lists of these versions are at least so long, and stay in place as long as the library is
        // loaded; `functions` is longer and another place. Whatever bytes of the list are copied are the
        // pointers of functions, or none.
        unsafe {
            ptr::copy_nonoverlapping(list.cast::<u8>(), (&raw mut functions).cast(), READ_OF_LIST);
        }
        Ok(Self {
            address: list.addr(),
            functions,
        })
    }

    /// Whether both are one module, whatever their libraries are called.
    pub(super) const fn is(&self, other: &Self) -> bool {
        self.address == other.address
    }

    /// `C_Initialize`, with the system's locks where the module can use them.
    pub(super) fn initialize(&mut self) -> Result<(), Rv> {
        let mut arguments = CK_C_INITIALIZE_ARGS {
            CreateMutex: None,
            DestroyMutex: None,
            LockMutex: None,
            UnlockMutex: None,
            flags: CKF_OS_LOCKING_OK,
            pReserved: ptr::null_mut(),
        };
        let with_locks = (&raw mut arguments).cast();
        match call!(self.C_Initialize(with_locks)) {
            Err(Rv(cryptoki_sys::CKR_CANT_LOCK | cryptoki_sys::CKR_NEED_TO_CREATE_THREADS)) => {
                let without = ptr::null_mut();
                call!(self.C_Initialize(without))
            }
            other => other,
        }
    }

    /// `C_Finalize`: ends every session.
    pub(super) fn finalize(&mut self) -> Result<(), Rv> {
        let reserved = ptr::null_mut();
        call!(self.C_Finalize(reserved))
    }

    pub(super) fn library_info(&mut self) -> Result<LibraryInfo, Rv> {
        let mut info = CK_INFO::default();
        let place = &raw mut info;
        call!(self.C_GetInfo(place))?;
        let version = info.libraryVersion;
        Ok(LibraryInfo {
            manufacturer: padded(&{ info.manufacturerID }),
            description: padded(&{ info.libraryDescription }),
            version: LibraryVersion {
                major: version.major,
                minor: version.minor,
            },
        })
    }

    /// Slots with a token in them. The list is asked for anew, so that tokens put in since are seen.
    pub(super) fn slots(&mut self) -> Result<Vec<CK_SLOT_ID>, Rv> {
        // The standard lets a module take up new slots only in the call without a buffer.
        let mut there: CK_ULONG = 0;
        let (nowhere, count) = (ptr::null_mut(), &raw mut there);
        call!(self.C_GetSlotList(CK_TRUE, nowhere, count))?;
        let mut slots: Vec<CK_SLOT_ID> = vec![0; MAX_SLOTS];
        let mut given = length(slots.len());
        let (place, count) = (slots.as_mut_ptr(), &raw mut given);
        call!(self.C_GetSlotList(CK_TRUE, place, count))?;
        cut(slots, given)
    }

    pub(super) fn slot_info(&mut self, slot: CK_SLOT_ID) -> Result<SlotInfo, Rv> {
        let mut info = CK_SLOT_INFO::default();
        let place = &raw mut info;
        call!(self.C_GetSlotInfo(slot, place))?;
        Ok(SlotInfo {
            description: padded(&{ info.slotDescription }),
            manufacturer: padded(&{ info.manufacturerID }),
        })
    }

    pub(super) fn token_info(&mut self, slot: CK_SLOT_ID) -> Result<TokenInfo, Rv> {
        let mut info = CK_TOKEN_INFO::default();
        let place = &raw mut info;
        call!(self.C_GetTokenInfo(slot, place))?;
        Ok(TokenInfo {
            label: padded(&{ info.label }),
            manufacturer: padded(&{ info.manufacturerID }),
            model: padded(&{ info.model }),
            serial: padded(&{ info.serialNumber }),
            flags: info.flags,
        })
    }

    /// Opens a session that only reads.
    pub(super) fn open_session(&mut self, slot: CK_SLOT_ID) -> Result<CK_SESSION_HANDLE, Rv> {
        let mut session = 0;
        let (application, notify, place) = (ptr::null_mut(), None, &raw mut session);
        call!(self.C_OpenSession(slot, CKF_SERIAL_SESSION, application, notify, place))?;
        Ok(session)
    }

    pub(super) fn close_session(&mut self, session: CK_SESSION_HANDLE) -> Result<(), Rv> {
        call!(self.C_CloseSession(session))
    }

    /// Logs in; without a PIN, the token's own keypad is meant.
    pub(super) fn login(
        &mut self,
        session: CK_SESSION_HANDLE,
        user: User,
        pin: Option<&[u8]>,
    ) -> Result<(), Rv> {
        let user = match user {
            User::Normal => CKU_USER,
            User::Context => CKU_CONTEXT_SPECIFIC,
        };
        // The standard's types say `mut`; a module does not write to a PIN.
        let (start, length) = pin.map_or((ptr::null_mut(), 0), |pin| {
            (pin.as_ptr().cast_mut(), length(pin.len()))
        });
        call!(self.C_Login(session, user, start, length))
    }

    /// The objects that meet all conditions.
    pub(super) fn find(
        &mut self,
        session: CK_SESSION_HANDLE,
        conditions: &[Condition],
    ) -> Result<Vec<CK_OBJECT_HANDLE>, Rv> {
        let mut template: Vec<CK_ATTRIBUTE> = conditions
            .iter()
            .map(|condition| CK_ATTRIBUTE {
                type_: condition.attribute,
                // The module only compares.
                pValue: condition.value.as_ptr().cast_mut().cast(),
                ulValueLen: length(condition.value.len()),
            })
            .collect();
        let (place, count) = (template.as_mut_ptr(), length(template.len()));
        call!(self.C_FindObjectsInit(session, place, count))?;
        let found = self.collect(session);
        let ended = call!(self.C_FindObjectsFinal(session));
        let found = found?;
        ended?;
        Ok(found)
    }

    fn collect(&mut self, session: CK_SESSION_HANDLE) -> Result<Vec<CK_OBJECT_HANDLE>, Rv> {
        let mut found = Vec::new();
        while found.len() < MAX_OBJECTS {
            let mut page: [CK_OBJECT_HANDLE; 64] = [0; 64];
            let mut given: CK_ULONG = 0;
            let (place, room, count) = (page.as_mut_ptr(), length(page.len()), &raw mut given);
            call!(self.C_FindObjects(session, place, room, count))?;
            let page = size(given).and_then(|given| page.get(..given)).ok_or(FAILED)?;
            if page.is_empty() {
                return Ok(found);
            }
            found.extend_from_slice(page);
        }
        Err(FAILED)
    }

    /// An attribute's value; none when the object does not have it or does not show it.
    pub(super) fn attribute(
        &mut self,
        session: CK_SESSION_HANDLE,
        object: CK_OBJECT_HANDLE,
        attribute: CK_ATTRIBUTE_TYPE,
    ) -> Result<Option<Vec<u8>>, Rv> {
        let mut asked = CK_ATTRIBUTE {
            type_: attribute,
            pValue: ptr::null_mut(),
            ulValueLen: 0,
        };
        let one: CK_ULONG = 1;
        let place = &raw mut asked;
        match call!(self.C_GetAttributeValue(session, object, place, one)) {
            Err(Rv(cryptoki_sys::CKR_ATTRIBUTE_TYPE_INVALID | cryptoki_sys::CKR_ATTRIBUTE_SENSITIVE)) => {
                return Ok(None);
            }
            other => other?,
        }
        let length = asked.ulValueLen;
        if length == CK_UNAVAILABLE_INFORMATION || length == 0 {
            return Ok(None);
        }
        let size_asked = size(length).filter(|size| *size <= MAX_ATTRIBUTE).ok_or(FAILED)?;
        let mut value = vec![0_u8; size_asked];
        asked.pValue = value.as_mut_ptr().cast();
        let place = &raw mut asked;
        call!(self.C_GetAttributeValue(session, object, place, one))?;
        cut(value, asked.ulValueLen).map(Some)
    }

    /// `C_SignInit`. The mechanisms used have no parameters.
    pub(super) fn sign_init(
        &mut self,
        session: CK_SESSION_HANDLE,
        mechanism: CK_MECHANISM_TYPE,
        key: CK_OBJECT_HANDLE,
    ) -> Result<(), Rv> {
        let mut mechanism = CK_MECHANISM {
            mechanism,
            pParameter: ptr::null_mut(),
            ulParameterLen: 0,
        };
        let place = &raw mut mechanism;
        call!(self.C_SignInit(session, place, key))
    }

    /// `C_Sign`, which ends what `C_SignInit` began.
    pub(super) fn sign(&mut self, session: CK_SESSION_HANDLE, data: &[u8]) -> Result<Vec<u8>, Rv> {
        let mut signature = vec![0_u8; MAX_SIGNATURE];
        let mut given = length(signature.len());
        // The module only reads the data.
        let (start, size) = (data.as_ptr().cast_mut(), length(data.len()));
        let (place, count) = (signature.as_mut_ptr(), &raw mut given);
        call!(self.C_Sign(session, start, size, place, count))?;
        cut(signature, given)
    }
}

/// As much of what there was room for as the module says that it gave.
fn cut<T>(mut values: Vec<T>, given: CK_ULONG) -> Result<Vec<T>, Rv> {
    let given = size(given).filter(|given| *given <= values.len()).ok_or(FAILED)?;
    values.truncate(given);
    Ok(values)
}

/// A length for the module. All lengths here are small, so none is cut short.
fn length(length: usize) -> CK_ULONG {
    CK_ULONG::try_from(length).unwrap_or(0)
}

fn size(length: CK_ULONG) -> Option<usize> {
    usize::try_from(length).ok()
}

/// A text of fixed size, filled up with blanks (some modules use NULs).
fn padded(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes)
        .trim_end_matches([' ', '\0'])
        .to_owned()
}
