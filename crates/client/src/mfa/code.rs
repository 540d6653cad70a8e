//! What a code is: six digits, as STS's `TokenCode` has them.

use tegata_base::Secret;
use tegata_crypto::totp::DIGITS;

/// The code in an answer, without the blanks that people type and programs print around and within it.
pub(super) fn of(answer: &Secret<String>) -> Option<Secret<String>> {
    let mut code = String::with_capacity(DIGITS);
    for typed in answer.expose().chars().filter(|typed| !typed.is_whitespace()) {
        if !typed.is_ascii_digit() || code.len() == DIGITS {
            // What was copied is part of a code, or of something that was typed at the wrong place.
            drop(Secret::new(code));
            return None;
        }
        code.push(typed);
    }
    let code = Secret::new(code);
    (code.expose().len() == DIGITS).then_some(code)
}
