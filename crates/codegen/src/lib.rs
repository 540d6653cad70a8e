//! Development only: turns the service models in `models/` into the `api/<service>` crates.
//!
//! ```text
//! models/overlay.json ─┐
//! models/<service>.json ─┴─model─▶ Service ─emit─▶ Rust text ─rustfmt─▶ crates/api/<service>/src/*.rs
//! ```
//!
//! What comes out is checked in; a test makes it again and compares. A model that says something
//! the generator does not know (a pattern, a location, a kind) is an error here, so that nothing
//! is left out in silence.
#![forbid(unsafe_code)]

mod emit;
mod format;
mod letters;
mod model;
mod names;
mod pattern;

use std::path::{Path, PathBuf};

pub use pattern::{Automaton, CharSet, Compiled, compile};

/// A generated file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Relative to the workspace.
    pub path: PathBuf,
    /// Formatted Rust.
    pub text: String,
}

/// Why nothing is generated.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file is not a model.
    #[error("{path}: {source}")]
    Json {
        /// The file.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
    /// A model says what the generator cannot express.
    #[error("{service}: {what}")]
    Model {
        /// The service.
        service: String,
        /// What.
        what: String,
    },
    /// A pattern that no small automaton decides.
    #[error("pattern `{pattern}`: {why}")]
    Pattern {
        /// AWS's text.
        pattern: String,
        /// Why not.
        why: &'static str,
    },
    /// The formatter refused the text.
    #[error("rustfmt refused {path}: {why}")]
    Format {
        /// The file.
        path: PathBuf,
        /// What it said.
        why: String,
    },
}

/// Generates every file of every api crate, from the models of a workspace, and `wire`'s table of
/// letters.
///
/// # Errors
/// A model cannot be read or says something unknown, or `rustfmt` is missing.
pub fn generate(workspace: &Path) -> Result<Vec<File>, Error> {
    let mut files = Vec::new();
    for service in model::load(&workspace.join("models"))? {
        let folder = PathBuf::from("crates/api").join(&service.crate_name).join("src");
        for (name, text) in emit::service(&service)? {
            let path = folder.join(name);
            let text = format::rust(workspace, &path, &text)?;
            files.push(File { path, text });
        }
    }
    let path = PathBuf::from("crates/wire/src/pattern/letters.rs");
    let text = format::rust(workspace, &path, &letters::file()?)?;
    files.push(File { path, text });
    Ok(files)
}

/// Writes the files below a workspace, and removes what an earlier run left in the crates' `src`.
///
/// # Errors
/// A file cannot be written.
pub fn write(workspace: &Path, files: &[File]) -> Result<(), Error> {
    for file in files {
        let path = workspace.join(&file.path);
        let io = |source| Error::Io {
            path: path.clone(),
            source,
        };
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(io)?;
        }
        std::fs::write(&path, &file.text).map_err(io)?;
    }
    for path in leftovers(workspace, files)? {
        std::fs::remove_file(&path).map_err(|source| Error::Io { path, source })?;
    }
    Ok(())
}

/// Rust files in the crates' `src` that are not among the generated ones.
///
/// # Errors
/// A folder cannot be read.
pub fn leftovers(workspace: &Path, files: &[File]) -> Result<Vec<PathBuf>, Error> {
    let mut roots: Vec<PathBuf> = files
        .iter()
        .filter(|file| file.path.ends_with("src/lib.rs"))
        .filter_map(|file| file.path.parent().map(|folder| workspace.join(folder)))
        .collect();
    let mut found = Vec::new();
    while let Some(folder) = roots.pop() {
        let io = |source| Error::Io {
            path: folder.clone(),
            source,
        };
        for entry in std::fs::read_dir(&folder).map_err(io)? {
            let path = entry.map_err(io)?.path();
            if path.is_dir() {
                roots.push(path);
            } else if !files.iter().any(|file| workspace.join(&file.path) == path) && !is_manual(&path) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Hand-written exceptions of a crate stand in `manual.rs`, its tests in `tests.rs`.
fn is_manual(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name == "manual.rs" || name == "tests.rs")
}
