//! Which PKCS#11 module serves a URI, and its life in this process.
//!
//! A module is initialised once a process, whoever uses it (`C_Initialize` is not counted), and finalised
//! when nobody does any more. Its calls are made one at a time.

use std::ffi::{OsStr, OsString};
use std::path::Path;
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

/// A module while no other call can be under way.
pub(super) struct Inner {
    pub(super) cryptoki: Cryptoki,
    /// Counts initialisations: handles of an earlier one mean nothing, or another object.
    pub(super) generation: u64,
}

static LOADED: Mutex<Vec<(OsString, Weak<Module>)>> = Mutex::new(Vec::new());

fn loaded() -> MutexGuard<'static, Vec<(OsString, Weak<Module>)>> {
    LOADED.lock().unwrap_or_else(PoisonError::into_inner)
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
        let known = loaded.iter().find(|(known, _)| known == library);
        if let Some(module) = known.and_then(|(_, module)| module.upgrade()) {
            return Ok(module);
        }
        let mut cryptoki = Cryptoki::load(library).map_err(|error| match error {
            LoadError::Library(reason) => reason,
            LoadError::NotAModule => "it is not a PKCS#11 module".into(),
        })?;
        initialize(&mut cryptoki).map_err(|error| error.to_string())?;
        let module = Arc::new(Self {
            library: library.into(),
            inner: Mutex::new(Inner {
                cryptoki,
                generation: 0,
            }),
        });
        loaded.retain(|(known, module)| known != library && module.strong_count() > 0);
        loaded.push((library.into(), Arc::downgrade(&module)));
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

    pub(super) fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// Finalises and initialises: some modules look for tokens only then. All sessions end.
    pub(super) fn restart(&mut self) -> Result<(), TokenError> {
        self.generation += 1;
        // That it was not initialised any more is as good.
        let _ = self.cryptoki.finalize();
        initialize(&mut self.cryptoki)
    }
}

impl Drop for Module {
    fn drop(&mut self) {
        let mut loaded = loaded();
        let me: *const Self = self;
        let mine = |(_, module): &(OsString, Weak<Self>)| std::ptr::eq(module.as_ptr(), me);
        // Whoever loaded the same library meanwhile uses what this one initialised.
        let Some(at) = loaded.iter().position(mine) else {
            return;
        };
        loaded.remove(at);
        let inner = self.inner.get_mut().unwrap_or_else(PoisonError::into_inner);
        let _ = inner.cryptoki.finalize();
    }
}

fn initialize(cryptoki: &mut Cryptoki) -> Result<(), TokenError> {
    match cryptoki.initialize() {
        Err(Rv(cryptoki_sys::CKR_CRYPTOKI_ALREADY_INITIALIZED)) => Ok(()),
        other => other.map_err(TokenError::failed("initialise")),
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
