//! Which PKCS#11 module serves a URI, and its life in this process.
//!
//! `C_Initialize` and `C_Finalize` are of the whole process and not counted. One module may be loaded by
//! several names (links), and p11-kit's proxy may stand before one that is loaded by itself, too; so a
//! module is known by where its functions are, calls of all modules are made one at a time, and none is
//! finalised before the last user of any of them is gone.

use std::ffi::{OsStr, OsString};
use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use super::Options;
use super::error::TokenError;
use super::ffi::{Cryptoki, LoadError, Rv};
use super::uri::{Text, Uri};

/// What the system calls libraries: prefix and ending.
#[cfg(target_os = "macos")]
const LIBRARY: (&str, &str) = ("lib", ".dylib");
#[cfg(windows)]
const LIBRARY: (&str, &str) = ("", ".dll");
#[cfg(not(any(target_os = "macos", windows)))]
const LIBRARY: (&str, &str) = ("lib", ".so");

/// Where modules are beside the loader's own path: p11-kit's and SoftHSM's folders on Linux, Homebrew on
/// ARM and Intel and MacPorts on macOS, whose loader looks into none of these by itself.
#[cfg(target_os = "macos")]
const FOLDERS: &[&str] = &[
    "/opt/homebrew/lib",
    "/opt/homebrew/lib/pkcs11",
    "/usr/local/lib",
    "/usr/local/lib/pkcs11",
    "/opt/local/lib",
];
#[cfg(not(target_os = "macos"))]
const FOLDERS: &[&str] = &[
    #[cfg(target_arch = "x86_64")]
    "/usr/lib/x86_64-linux-gnu/pkcs11",
    #[cfg(target_arch = "aarch64")]
    "/usr/lib/aarch64-linux-gnu/pkcs11",
    "/usr/lib64/pkcs11",
    "/usr/lib/pkcs11",
    "/usr/lib/softhsm",
    "/usr/local/lib/pkcs11",
];

const NAME_IT: &str = "name the token's library with --pkcs11-lib";
const INSTALL_IT: &str = "install p11-kit, or name the token's library with --pkcs11-lib";

/// A loaded and initialised module.
pub(super) struct Module {
    library: OsString,
    inner: Mutex<Inner>,
}

/// A module while no other call of any module can be under way.
pub(super) struct Inner {
    pub(super) cryptoki: Cryptoki,
    /// Whether it was initialised here, and is to be finalised; somebody else may have been first.
    is_ours: Arc<AtomicBool>,
    /// Counts its own restarts.
    restarts: u64,
}

/// When a session was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Generation {
    /// Of all modules: what is of an earlier one means nothing, or another object.
    any: u64,
    /// Of its own module: a session of the same one still holds a place on its token.
    own: u64,
}

impl Generation {
    /// Whether the module has not been restarted since, whatever became of others.
    pub(super) const fn is_same_module_as(self, other: Self) -> bool {
        self.own == other.own
    }
}

/// Lends [`Inner`].
pub(super) struct Calling<'a> {
    inner: MutexGuard<'a, Inner>,
    _alone: MutexGuard<'static, ()>,
}

/// Held while any module is called.
static CALLS: Mutex<()> = Mutex::new(());
/// Counts the restarts of all modules, since finalising one may end the sessions of another that stands
/// before it, such as p11-kit's proxy.
static RESTARTS: AtomicU64 = AtomicU64::new(0);
/// Every module that was loaded, in that order; libraries are never unloaded.
static LOADED: Mutex<Vec<Loaded>> = Mutex::new(Vec::new());

/// A module, whether or not it is in use.
struct Loaded {
    /// The names by which it was asked for.
    libraries: Vec<OsString>,
    cryptoki: Cryptoki,
    is_ours: Arc<AtomicBool>,
    module: Weak<Module>,
}

fn loaded() -> MutexGuard<'static, Vec<Loaded>> {
    LOADED.lock().unwrap_or_else(PoisonError::into_inner)
}

fn alone() -> MutexGuard<'static, ()> {
    CALLS.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Module {
    /// The module that the options name, else the URI, else p11-kit's proxy, which speaks for every module
    /// that the system has configured.
    ///
    /// # Errors
    /// [`TokenError::Module`] with what the loader says of the first library that was looked for.
    pub(super) fn open(uri: &Uri, options: &Options) -> Result<Arc<Self>, TokenError> {
        let (libraries, advice) = candidates(uri, options);
        let mut first = None;
        for library in libraries {
            match Self::load(&library) {
                Ok(module) => {
                    module.check(uri)?;
                    return Ok(module);
                }
                Err(reason) => {
                    first.get_or_insert(TokenError::Module {
                        library: library.display().to_string(),
                        reason,
                        advice,
                    });
                }
            }
        }
        Err(first.unwrap_or(TokenError::Module {
            library: String::new(),
            reason: "no library is named".into(),
            advice,
        }))
    }

    fn load(library: &OsStr) -> Result<Arc<Self>, String> {
        let mut loaded = loaded();
        let named = |known: &Loaded| known.libraries.iter().any(|name| name == library);
        let at = match loaded.iter().position(named) {
            Some(at) => at,
            None => Loaded::add(&mut loaded, library)?,
        };
        let known = loaded.get_mut(at).ok_or("it cannot be kept")?;
        if let Some(module) = known.module.upgrade() {
            return Ok(module);
        }
        let mut inner = Inner {
            cryptoki: known.cryptoki.clone(),
            is_ours: Arc::clone(&known.is_ours),
            restarts: 0,
        };
        {
            let _alone = alone();
            inner.start().map_err(|error| error.to_string())?;
        }
        let module = Arc::new(Self {
            library: library.into(),
            inner: Mutex::new(inner),
        });
        known.module = Arc::downgrade(&module);
        Ok(module)
    }

    /// The URI's `library-*` attributes are the module's.
    fn check(&self, uri: &Uri) -> Result<(), TokenError> {
        let manufacturer = uri.text(Text::LibraryManufacturer);
        let description = uri.text(Text::LibraryDescription);
        if manufacturer.is_none() && description.is_none() && uri.library_version.is_none() {
            return Ok(());
        }
        let info = self
            .inner()
            .cryptoki
            .library_info()
            .map_err(TokenError::failed("tell what it is"))?;
        let matches = manufacturer.is_none_or(|text| text == info.manufacturer)
            && description.is_none_or(|text| text == info.description)
            && uri.library_version.is_none_or(|version| version == info.version);
        if matches {
            return Ok(());
        }
        Err(TokenError::Module {
            library: self.library.display().to_string(),
            reason: format!(
                "it is {:?} by {:?}, version {}.{}, which the URI's library attributes do not match",
                info.description, info.manufacturer, info.version.major, info.version.minor
            ),
            advice: "leave out the URI's library attributes, or name another library with --pkcs11-lib",
        })
    }

    pub(super) fn inner(&self) -> Calling<'_> {
        let _alone = alone();
        Calling {
            inner: self.inner.lock().unwrap_or_else(PoisonError::into_inner),
            _alone,
        }
    }
}

impl Loaded {
    /// Loads a library that was not asked for by this name; the place of its module in the list.
    fn add(all: &mut Vec<Self>, library: &OsStr) -> Result<usize, String> {
        let cryptoki = Cryptoki::load(library).map_err(|error| match error {
            LoadError::Library(reason) => reason,
            LoadError::NotAModule => "it is not a PKCS#11 module".into(),
            LoadError::Version(major, minor) => {
                format!("its list of functions is of version {major}.{minor}, and 2 and 3 are known")
            }
        })?;
        if let Some(at) = all.iter().position(|known| known.cryptoki.is(&cryptoki)) {
            if let Some(known) = all.get_mut(at) {
                known.libraries.push(library.into());
            }
            return Ok(at);
        }
        all.push(Self {
            libraries: vec![library.into()],
            cryptoki,
            is_ours: Arc::default(),
            module: Weak::new(),
        });
        Ok(all.len() - 1)
    }
}

impl Inner {
    pub(super) fn generation(&self) -> Generation {
        Generation {
            any: RESTARTS.load(Ordering::Relaxed),
            own: self.restarts,
        }
    }

    /// Initialises it, unless it is already.
    fn start(&mut self) -> Result<(), TokenError> {
        if self.is_ours.load(Ordering::Relaxed) {
            return Ok(());
        }
        match self.cryptoki.initialize() {
            // Whoever has done so finalises it.
            Err(Rv(cryptoki_sys::CKR_CRYPTOKI_ALREADY_INITIALIZED)) => Ok(()),
            Ok(()) => {
                self.is_ours.store(true, Ordering::Relaxed);
                Ok(())
            }
            Err(error) => Err(TokenError::failed("initialise")(error)),
        }
    }

    /// Finalises and initialises: some modules look for tokens only then. All sessions end.
    pub(super) fn restart(&mut self) -> Result<(), TokenError> {
        RESTARTS.fetch_add(1, Ordering::Relaxed);
        self.restarts += 1;
        // That it was not initialised any more is as good.
        let _ = self.cryptoki.finalize();
        self.is_ours.store(false, Ordering::Relaxed);
        self.start()
    }
}

impl Deref for Calling<'_> {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.inner
    }
}

impl DerefMut for Calling<'_> {
    fn deref_mut(&mut self) -> &mut Inner {
        &mut self.inner
    }
}

impl Drop for Module {
    /// The last of all finalises them all, the one that was loaded last first.
    fn drop(&mut self) {
        let mut loaded = loaded();
        if loaded.iter().any(|known| known.module.strong_count() > 0) {
            return;
        }
        let _alone = alone();
        for known in loaded.iter_mut().rev() {
            if known.is_ours.swap(false, Ordering::Relaxed) {
                let _ = known.cryptoki.finalize();
            }
        }
    }
}

/// The libraries to try, in order, and what helps when none is there.
fn candidates(uri: &Uri, options: &Options) -> (Vec<OsString>, &'static str) {
    if let Some(library) = options
        .module
        .as_ref()
        .filter(|path| !path.as_os_str().is_empty())
    {
        return (vec![library.into()], NAME_IT);
    }
    match (&uri.module_path, &uri.module_name) {
        (Some(path), Some(name)) if Path::new(path).is_dir() => {
            let folder = Path::new(path);
            let inside = |file: String| folder.join(file).into_os_string();
            (file_names(name).into_iter().map(inside).collect(), NAME_IT)
        }
        (Some(path), _) => (vec![path.into()], NAME_IT),
        (None, Some(name)) => (everywhere(&file_names(name)), NAME_IT),
        (None, None) => (everywhere(&[format!("p11-kit-proxy{}", LIBRARY.1)]), INSTALL_IT),
    }
}

/// `module-name` is given without the system's prefix and ending (RFC 7512 section 2.3).
fn file_names(name: &str) -> Vec<String> {
    let (prefix, ending) = LIBRARY;
    let mut names = vec![format!("{prefix}{name}{ending}")];
    if !prefix.is_empty() {
        names.push(format!("{name}{ending}"));
    }
    names
}

/// By the loader's path, then in the folders that it leaves out.
fn everywhere(files: &[String]) -> Vec<OsString> {
    let mut libraries: Vec<OsString> = files.iter().map(OsString::from).collect();
    for folder in FOLDERS {
        libraries.extend(
            files
                .iter()
                .map(|file| Path::new(folder).join(file).into_os_string()),
        );
    }
    libraries
}

#[cfg(test)]
mod tests;
