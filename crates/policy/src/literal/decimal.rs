//! Decimal numbers of any length, compared exactly and without conversion to binary floats.

use std::cmp::Ordering;

/// A number in the text that it was written in: `10`, `-3.50`, `1e6`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Decimal<'a> {
    negative: bool,
    /// Digits before and after the point.
    whole: &'a [u8],
    fraction: &'a [u8],
    /// Power of ten of the first digit of `whole` ‖ `fraction` that is not zero; `None` for zero.
    magnitude: Option<i64>,
    /// How many digits of `whole` ‖ `fraction` come before that digit.
    leading_zeros: usize,
}

impl<'a> Decimal<'a> {
    /// Reads digits with an optional sign, point and exponent (of at most six digits).
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let (negative, rest) = match text.as_bytes().first()? {
            b'-' => (true, text.get(1..)?),
            b'+' => (false, text.get(1..)?),
            _ => (false, text),
        };
        let (digits, exponent) = match rest.split_once(['e', 'E']) {
            Some((digits, exponent)) => (digits, read_exponent(exponent)?),
            None => (rest, 0),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let (whole, fraction) = (whole.as_bytes(), fraction.as_bytes());
        let all_digits = whole.iter().chain(fraction).all(u8::is_ascii_digit);
        if !all_digits || whole.is_empty() || (fraction.is_empty() && digits.ends_with('.')) {
            return None;
        }
        let leading_zeros = whole.iter().chain(fraction).take_while(|d| **d == b'0').count();
        let is_zero = leading_zeros == whole.len() + fraction.len();
        let point = i64::try_from(whole.len()).ok()? + exponent;
        let first = point - 1 - i64::try_from(leading_zeros).ok()?;
        Some(Self {
            negative: negative && !is_zero,
            whole,
            fraction,
            magnitude: (!is_zero).then_some(first),
            leading_zeros,
        })
    }

    pub(crate) fn compare(self, other: Decimal<'_>) -> Ordering {
        match (self.negative, other.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => self.compare_size(other),
            (true, true) => other.compare_size(self),
        }
    }

    fn compare_size(self, other: Decimal<'_>) -> Ordering {
        // `None` (zero) sorts below every magnitude.
        self.magnitude.cmp(&other.magnitude).then_with(|| {
            let mut ours = self.significant();
            let mut theirs = other.significant();
            loop {
                let (a, b) = (ours.next(), theirs.next());
                if a.is_none() && b.is_none() {
                    return Ordering::Equal;
                }
                let order = a.unwrap_or(b'0').cmp(&b.unwrap_or(b'0'));
                if order.is_ne() {
                    return order;
                }
            }
        })
    }

    fn significant(self) -> impl Iterator<Item = u8> {
        self.whole
            .iter()
            .chain(self.fraction)
            .skip(self.leading_zeros)
            .copied()
    }
}

fn read_exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || digits.len() > 6 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}
