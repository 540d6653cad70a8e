//! QR codes as PNG (ISO/IEC 15948): one bit a pixel, black on white.

use std::io::Write as _;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use qrcode::{Color, EcLevel, QrCode};
use tegata_base::Secret;
use zeroize::Zeroizing;

/// Pixels along the side of a module.
const SCALE: usize = 4;
/// Modules of white around the code (ISO/IEC 18004 section 9.1).
const QUIET: usize = 4;

/// The text as a QR code; `None` when it is too long for one.
pub(crate) fn png(text: &str) -> Option<Secret<Vec<u8>>> {
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).ok()?;
    let modules = code.width();
    let dark = Zeroizing::new(
        code.into_colors()
            .into_iter()
            .map(|color| color == Color::Dark)
            .collect::<Vec<bool>>(),
    );
    let side = (modules + 2 * QUIET) * SCALE;
    let is_dark = |x: usize, y: usize| {
        let at = |pixel: usize| {
            (pixel / SCALE)
                .checked_sub(QUIET)
                .filter(|module| *module < modules)
        };
        let place = at(y).zip(at(x)).map(|(row, column)| row * modules + column);
        place.and_then(|place| dark.get(place)).copied().unwrap_or(false)
    };
    let mut rows = Zeroizing::new(Vec::with_capacity(side * (side / 8 + 2)));
    for y in 0..side {
        rows.push(0); // no filter
        for left in (0..side).step_by(8) {
            let bits = (left..left + 8).map(|x| u8::from(!is_dark(x, y)));
            rows.push(bits.fold(0, |byte, bit| byte << 1 | bit));
        }
    }
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    packed.write_all(&rows).ok()?;
    let packed = Zeroizing::new(packed.finish().ok()?);
    let side = u32::try_from(side).ok()?.to_be_bytes();
    // Width, height, one bit a pixel, greyscale, the usual compression, filters and order.
    let header = [&side[..], &side, &[1, 0, 0, 0, 0]].concat();
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in [(b"IHDR", header.as_slice()), (b"IDAT", &packed), (b"IEND", &[])] {
        chunk(&mut out, *kind, data)?;
    }
    Some(Secret::new(out))
}

fn chunk(out: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) -> Option<()> {
    let mut check = Crc::new();
    check.update(&kind);
    check.update(data);
    out.extend_from_slice(&u32::try_from(data.len()).ok()?.to_be_bytes());
    out.extend_from_slice(&kind);
    out.extend_from_slice(data);
    out.extend_from_slice(&check.sum().to_be_bytes());
    Some(())
}
