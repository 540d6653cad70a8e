//! Flags that cannot be given together.

use clap::ArgMatches;
use clap::parser::ValueSource;

/// Two flags of which only one can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exclusion {
    /// Their names, in the order in which AWS's helper names them.
    pub flags: [&'static str; 2],
    /// The one subcommand that it holds for, or all that have both flags.
    pub only: Option<&'static str>,
    /// Whether it holds under our own name, too. There, a selector also chooses among the certificates
    /// of files and tokens.
    pub ours: bool,
}

const fn always(one: &'static str, other: &'static str) -> Exclusion {
    Exclusion {
        flags: [one, other],
        only: None,
        ours: true,
    }
}

const fn of_helper(one: &'static str, other: &'static str) -> Exclusion {
    Exclusion {
        flags: [one, other],
        only: None,
        ours: false,
    }
}

/// In the order in which cobra looks at them: of several that are broken, it tells the first.
pub const EXCLUSIONS: &[Exclusion] = &[
    of_helper("cert-selector", "intermediates"),
    of_helper("cert-selector", "reuse-pin"),
    of_helper("certificate", "cert-selector"),
    always("certificate", "system-store-location"),
    always("certificate", "system-store-name"),
    always("key-password-from", "pkcs8-password"),
    of_helper("no-tpm-key-password", "cert-selector"),
    Exclusion {
        flags: ["no-tpm-key-password", "reuse-pin"],
        only: Some("sign-string"),
        ours: true,
    },
    always("no-tpm-key-password", "tpm-key-password"),
    always("no-tpm-key-password", "tpm-key-password-from"),
    always("pkcs8-password", "tpm-key-password"),
    of_helper("private-key", "cert-selector"),
    always("private-key", "signer-process"),
    always("private-key", "system-store-location"),
    always("private-key", "system-store-name"),
    of_helper("private-key", "use-latest-expiring-certificate"),
    always("system-store-location", "reuse-pin"),
    always("system-store-name", "reuse-pin"),
    of_helper("tpm-key-password", "cert-selector"),
    always("tpm-key-password", "reuse-pin"),
    always("tpm-key-password", "tpm-key-password-from"),
    always("tpm-parent-password", "tpm-parent-password-from"),
    of_helper("use-latest-expiring-certificate", "intermediates"),
    of_helper("use-latest-expiring-certificate", "reuse-pin"),
];

/// The first exclusion that a command line breaks. A flag counts when it was given, whatever its value.
#[must_use]
pub fn excluded(subcommand: &str, matches: &ArgMatches, ours: bool) -> Option<&'static Exclusion> {
    EXCLUSIONS.iter().find(|exclusion| {
        (exclusion.ours || !ours)
            && exclusion.only.is_none_or(|only| only == subcommand)
            && exclusion.flags.iter().all(|flag| is_given(matches, flag))
    })
}

fn is_given(matches: &ArgMatches, flag: &str) -> bool {
    let id = flag.replace('-', "_");
    matches.try_contains_id(&id).is_ok_and(|known| known)
        && matches.value_source(&id) == Some(ValueSource::CommandLine)
}
