//! Bytes read as choices. Each choice takes one byte, and the first alternative is taken once there
//! are no more bytes, so that fewer and smaller bytes mean a simpler case: whatever shrinks the bytes
//! shrinks the case.

/// What is left of the bytes.
pub(crate) struct Choices<'a>(&'a [u8]);

impl<'a> Choices<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// A number below `bound`, which is at most 256.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let Some((first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        usize::from(*first) * bound / 256
    }

    /// True in so many of 256 cases; false without bytes.
    pub(crate) fn chance(&mut self, of_256: usize) -> bool {
        self.below(256) >= 256 - of_256
    }

    /// One of a list; its first without bytes.
    pub(crate) fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}
