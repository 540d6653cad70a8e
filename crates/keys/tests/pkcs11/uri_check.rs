//! What must hold of any text taken as a `pkcs11:` URI; also what the fuzzer runs.

use tegata_keys::pkcs11::Uri;

/// Parses the text; a URI that comes of it is printed as one that means the same, without its PIN, which
/// no error tells either.
pub(crate) fn check(text: &str) {
    match text.parse::<Uri>() {
        Ok(uri) => {
            let printed = uri.to_string();
            let shown = printed
                .to_ascii_lowercase()
                .replace("%2d", "-")
                .replace("%3d", "=");
            assert!(printed.is_ascii() && !shown.contains("pin-value="), "{printed}");
            assert!(format!("{uri:?}").contains(&printed), "{printed}");
            let again = printed.parse::<Uri>().map(|again| again.to_string());
            assert_eq!(again.as_ref(), Ok(&printed), "{text:?}");
        }
        Err(error) => {
            let shown = format!("{error} {error:?}");
            assert!(shown.len() < 1000, "{shown}");
            let pin = text.to_ascii_lowercase();
            let pin = pin.split("pin-value=").nth(1).unwrap_or_default();
            let pin = pin.split('&').next().unwrap_or_default();
            // Shorter ones may be words of the message by chance.
            assert!(
                pin.len() < 32 || !shown.to_ascii_lowercase().contains(pin),
                "{shown}"
            );
        }
    }
}
