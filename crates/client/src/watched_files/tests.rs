use clap::{Args as _, Command, FromArgMatches as _};

use super::*;

#[test]
fn every_file_that_the_flags_name_is_watched() {
    let words = [
        "--certificate=pkcs11:token=machine?pin-source=file:///run/the%20pin",
        "--private-key=pkcs11:token=machine?pin-source=/run/pin",
        "--intermediates=/run/chain.pem",
        "--key-password-from=env:PASSWORD",
        "--tpm-key-password-from=/run/password",
    ];
    let command = SessionArgs::augment_args(Command::new("serve").no_binary_name(true));
    let matches = command.try_get_matches_from(words).unwrap();
    let files = WatchedFiles::of(&SessionArgs::from_arg_matches(&matches).unwrap());
    let expected = ["/run/the pin", "/run/pin", "/run/chain.pem", "/run/password"];
    assert_eq!(files.paths, expected.map(PathBuf::from));
}
