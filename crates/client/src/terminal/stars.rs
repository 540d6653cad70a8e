//! What is shown of a secret while it is typed.

/// A star for each character of what is typed. `rpassword` shows them only where it opens the terminal itself.
#[derive(Default)]
pub(super) struct Stars {
    count: usize,
    /// Within a key that sends several bytes, such as an arrow.
    in_sequence: bool,
}

impl Stars {
    /// What the terminal shows for these keys.
    pub(super) fn echo(&mut self, typed: &[u8]) -> Vec<u8> {
        const ERASE: &[u8] = b"\x08 \x08";
        let mut echo = Vec::new();
        for &key in typed {
            match key {
                0x1b => self.in_sequence = true,
                _ if self.in_sequence => self.in_sequence = matches!(key, b'[' | b'O' | b'0'..=b'9' | b';'),
                0x08 | 0x7f if self.count > 0 => {
                    self.count -= 1;
                    echo.extend_from_slice(ERASE);
                }
                // Ctrl-U, Ctrl-W: all of it, since no secret has a space.
                0x15 | 0x17 => echo.extend(ERASE.repeat(std::mem::take(&mut self.count))),
                // A character, told by its first byte.
                0x20..=0x7e | 0xc0.. => {
                    self.count += 1;
                    echo.push(b'*');
                }
                _ => {}
            }
        }
        echo
    }
}

#[cfg(test)]
mod tests;
