//! Accounts, numbers, dates, addresses and bytes, each read in the plainest way.

use std::net::IpAddr;

use jiff::civil;

pub(super) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.chars().all(|c| c.is_ascii_digit())
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
}

/// A decimal number in units of 10^-12.
pub(super) fn decimal(text: &str) -> Option<i128> {
    let lower = text.to_lowercase();
    let (number, exponent) = match lower.split_once('e') {
        Some((number, exponent)) => (number, exponent.parse::<i32>().ok()?),
        None => (lower.as_str(), 0),
    };
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, number.strip_prefix('+').unwrap_or(number)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    if !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let all: i128 = format!("{whole}{fraction}").parse().ok()?;
    let places = 12 + exponent - i32::try_from(fraction.len()).ok()?;
    let factor = 10_i128.pow(u32::try_from(places).expect("the generator's numbers have few places"));
    Some(sign * all * factor)
}

/// Nanoseconds since 1970.
pub(super) fn date(text: &str) -> Option<i128> {
    if is_digits(text) {
        return Some(i128::from(text.parse::<i64>().ok()?) * 1_000_000_000);
    }
    let upper = text.to_uppercase();
    let (date, time) = upper.split_once('T').unwrap_or((&upper, "Z"));
    let (sign, date) = match date.strip_prefix('-') {
        Some(date) => (-1, date),
        None => (1, date),
    };
    if !date.split('-').all(is_digits) {
        return None;
    }
    let mut numbers = date.split('-').map(|part| part.parse::<i16>().ok());
    let year = numbers.next()??;
    let mut small = || i8::try_from(numbers.next().unwrap_or(Some(1))?).ok();
    let date = civil::Date::new(sign * year, small()?, small()?).ok()?;

    let (clock, zone) = match time.find(['Z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => (time, "Z"),
    };
    let seconds_east = match zone.split_at(1) {
        ("Z", "") => 0,
        (sign, zone) => {
            let (hours, minutes) = zone.split_once(':').unwrap_or((zone, "00"));
            let away = hours.parse::<i64>().ok()? * 3600 + minutes.parse::<i64>().ok()? * 60;
            if sign == "-" { -away } else { away }
        }
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let mut numbers = clock.split(':').map(|part| {
        if part.is_empty() {
            Some(0)
        } else {
            part.parse::<i8>().ok()
        }
    });
    let mut next = || numbers.next().unwrap_or(Some(0));
    let nanos: i32 = format!("{fraction:0<9}").parse().ok()?;
    let time = civil::Time::new(next()?, next()?, next()?, nanos).ok()?;
    let instant = date.to_datetime(time);
    let since = instant.duration_since(civil::date(1970, 1, 1).at(0, 0, 0, 0));
    Some(since.as_nanos() - i128::from(seconds_east) * 1_000_000_000)
}

/// Whether an address lies in a block, bit by bit.
pub(super) fn in_block(block: &str, address: &str) -> bool {
    let (Some(wanted), Some(address)) = (block_bits(block), bits(address)) else {
        return false;
    };
    let (base, prefix) = wanted;
    base.len() == address.len() && base[..prefix] == address[..prefix]
}

pub(super) fn is_address(text: &str) -> bool {
    bits(text).is_some()
}

pub(super) fn is_block(text: &str) -> bool {
    block_bits(text).is_some()
}

/// The bits of a block's address, and how many of them count.
fn block_bits(block: &str) -> Option<(String, usize)> {
    let (base, prefix) = match block.split_once('/') {
        Some((base, prefix)) => (bits(base)?, Some(prefix)),
        None => (bits(block)?, None),
    };
    let prefix = match prefix {
        None => base.len(),
        Some(prefix) if is_digits(prefix) => prefix.parse().unwrap(),
        Some(_) => return None,
    };
    (prefix <= base.len()).then_some((base, prefix))
}

fn bits(text: &str) -> Option<String> {
    Some(match text.parse().ok()? {
        IpAddr::V4(address) => format!("{:032b}", address.to_bits()),
        IpAddr::V6(address) => format!("{:0128b}", address.to_bits()),
    })
}

/// The bytes as bits, six a character.
pub(super) fn base64(text: &str) -> Option<String> {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let data = text.trim_end_matches('=');
    let padding = text.len() - data.len();
    if !text.len().is_multiple_of(4) || padding > 2 {
        return None;
    }
    let mut bits = String::new();
    for character in data.chars() {
        bits += &format!("{:06b}", ALPHABET.find(character)?);
    }
    bits.truncate(bits.len() / 8 * 8);
    Some(bits)
}
