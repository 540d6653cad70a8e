//! Files of certificate, key, passwords and PINs that are looked at now and then, since whoever renews them does
//! not say so.

use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;

use tegata_keys::Location;

use crate::args::SessionArgs;

/// What changes when a file is written or replaced; `None` for one that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp(Option<(u64, u64, i64, i64, u64)>);

/// The files of a session's identity, as they were seen last.
pub(crate) struct WatchedFiles {
    paths: Vec<PathBuf>,
    /// As they were when they were read.
    used: Vec<Stamp>,
    /// As they were at the last look.
    seen: Vec<Stamp>,
}

impl WatchedFiles {
    /// The files among what the flags name.
    pub(crate) fn of(args: &SessionArgs) -> Self {
        let source = &args.source;
        let named = [
            &source.certificate.certificate,
            &source.private_key,
            &args.intermediates,
            &source.secrets.key_password_from,
            &source.secrets.tpm_key_password_from,
            &source.secrets.tpm_parent_password_from,
        ];
        let files = named
            .into_iter()
            .flatten()
            .filter_map(|text| Location::parse(text.as_os_str()).ok().flatten()?.file());
        Self::new(files.collect())
    }

    pub(crate) fn new(paths: Vec<PathBuf>) -> Self {
        let stamps: Vec<Stamp> = paths.iter().map(Stamp::of).collect();
        Self {
            paths,
            used: stamps.clone(),
            seen: stamps,
        }
    }

    /// Takes the files as they are now for known: they are about to be read.
    pub(crate) fn read_now(&mut self) {
        self.seen = self.look();
        self.used.clone_from(&self.seen);
    }

    /// Whether the files are other ones than were read, and have been so for two looks: certificate
    /// and key are rarely replaced in one moment.
    pub(crate) fn have_changed(&mut self) -> bool {
        let found = self.look();
        let settled = found == self.seen;
        self.seen = found;
        settled && self.seen != self.used
    }

    fn look(&self) -> Vec<Stamp> {
        self.paths.iter().map(Stamp::of).collect()
    }
}

impl Stamp {
    fn of(path: &PathBuf) -> Self {
        let found = std::fs::metadata(path).ok();
        Self(found.map(|file| {
            (
                file.dev(),
                file.ino(),
                file.mtime(),
                file.mtime_nsec(),
                file.size(),
            )
        }))
    }
}

#[cfg(test)]
mod tests;
