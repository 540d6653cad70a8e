//! Whether a text may hold a PIN or a password that stands where none belongs, so that no message shows
//! it: a URI with a typing error is taken for a file name, a query's end for a token's label.

/// What names of secrets have in them, in lower case.
const WORDS: [&str; 4] = ["pin", "pass", "pwd", "secret"];
/// Texts are percent-decoded as often as a program and a person may have encoded them.
const DECODINGS: usize = 3;

/// Whether something like `pin-value=…`, `PIN=…` or `pass:…` is in the text, also percent-encoded.
pub(crate) fn may_hold_a_secret(text: &str) -> bool {
    may_hold(text, |_, _| true)
}

/// The same for a label, in which such a word may stand within another, `Shipping: EU`, unless it goes on as
/// the names of a URI's own attributes do.
pub(crate) fn label_may_hold_a_secret(label: &str) -> bool {
    may_hold(label, |before, from| {
        !before.ends_with(char::is_alphanumeric) || from.starts_with("pin-")
    })
}

fn may_hold(text: &str, counts: fn(before: &str, from: &str) -> bool) -> bool {
    decodings(text).any(|text| {
        WORDS.iter().any(|word| {
            text.match_indices(word)
                .filter(|(at, _)| {
                    let (before, from) = text.split_at_checked(*at).unwrap_or_default();
                    counts(before, from)
                })
                .filter_map(|(at, _)| text.get(at + word.len()..))
                .any(|rest| {
                    rest.trim_start_matches(|c: char| c.is_alphanumeric() || "-_. \t".contains(c))
                        .starts_with(['=', ':'])
                })
        })
    })
}

/// Whether the text is a `pkcs11:` URI but for what stands before it: blanks, quotes, an encoding.
pub(crate) fn is_nearly_a_token(text: &str) -> bool {
    let is_wrapping = |c: char| c.is_whitespace() || c.is_control() || "'\"`\u{feff}‘’“”".contains(c);
    decodings(text).any(|text| {
        text.trim_start_matches(is_wrapping)
            .strip_prefix("pkcs11")
            .is_some_and(|rest| rest.trim_start().starts_with(':'))
    })
}

/// The text in lower case, as it is and percent-decoded.
fn decodings(text: &str) -> impl Iterator<Item = String> {
    std::iter::successors(Some(text.to_lowercase()), |text| {
        text.contains('%').then(|| decoded(text).to_lowercase())
    })
    .take(DECODINGS)
}

/// Without percent-encoding; what is none stays.
fn decoded(text: &str) -> String {
    let mut bytes = text.bytes();
    let mut out = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        let mut ahead = bytes.clone();
        let mut digit = || char::from(ahead.next()?).to_digit(16);
        let value = digit().zip(digit()).map(|(high, low)| high << 4 | low);
        match value.map(u8::try_from) {
            Some(Ok(value)) if byte == b'%' => {
                out.push(value);
                bytes = ahead;
            }
            _ => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests;
