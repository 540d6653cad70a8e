//! Which tokens a URI means.

use cryptoki_sys as c;
use cryptoki_sys::CK_SLOT_ID;

use super::error::TokenError;
use super::ffi::{Rv, SlotInfo, TokenInfo};
use super::module::Inner;
use super::uri::{Text, Uri};

/// A slot with a token that has been initialised.
#[derive(Clone)]
pub(super) struct Slot {
    pub(super) id: CK_SLOT_ID,
    pub(super) token: TokenInfo,
}

/// The slots whose token and slot attributes are the URI's; and the labels of all tokens that are there.
pub(super) fn matching(inner: &mut Inner, uri: &Uri) -> Result<(Vec<Slot>, Vec<String>), TokenError> {
    let mut found = Vec::new();
    let mut labels = Vec::new();
    for slot in present(inner)? {
        labels.push(slot.token.label.clone());
        if !is_token(&slot.token, uri) || !is_slot_id(slot.id, uri) {
            continue;
        }
        if uri.text(Text::SlotDescription).is_some() || uri.text(Text::SlotManufacturer).is_some() {
            let info = inner
                .cryptoki
                .slot_info(slot.id)
                .map_err(TokenError::failed("tell about a slot"))?;
            if !is_slot(&info, uri) {
                continue;
            }
        }
        found.push(slot);
    }
    Ok((found, labels))
}

/// The slot that a token is in now.
pub(super) fn find_token(inner: &mut Inner, token: &TokenInfo) -> Result<Option<Slot>, TokenError> {
    let slots = match present(inner) {
        // A module that has to be initialised again has no slots to tell of.
        Err(error) if error.is_gone() => return Ok(None),
        slots => slots?,
    };
    Ok(slots.into_iter().find(|slot| same_token(&slot.token, token)))
}

/// Whether they are one token, by what is written on it.
pub(super) fn same_token(one: &TokenInfo, other: &TokenInfo) -> bool {
    one.serial == other.serial
        && one.label == other.label
        && one.manufacturer == other.manufacturer
        && one.model == other.model
}

fn present(inner: &mut Inner) -> Result<Vec<Slot>, TokenError> {
    let slots = inner
        .cryptoki
        .slots()
        .map_err(TokenError::failed("list the slots"))?;
    let mut found = Vec::new();
    for id in slots {
        match inner.cryptoki.token_info(id) {
            Ok(token) if token.flags & c::CKF_TOKEN_INITIALIZED != 0 => found.push(Slot { id, token }),
            // Taken out meanwhile, or a card that the module does not speak for.
            Ok(_)
            | Err(Rv(
                c::CKR_TOKEN_NOT_PRESENT
                | c::CKR_TOKEN_NOT_RECOGNIZED
                | c::CKR_DEVICE_REMOVED
                | c::CKR_DEVICE_ERROR
                | c::CKR_SLOT_ID_INVALID,
            )) => {}
            Err(error) => return Err(TokenError::failed("tell about a token")(error)),
        }
    }
    Ok(found)
}

/// Whether the URI's token attributes are this token's.
pub(super) fn is_token(token: &TokenInfo, uri: &Uri) -> bool {
    let table = [
        (Text::Token, &token.label),
        (Text::Manufacturer, &token.manufacturer),
        (Text::Model, &token.model),
        (Text::Serial, &token.serial),
    ];
    all_match(uri, &table)
}

fn is_slot(slot: &SlotInfo, uri: &Uri) -> bool {
    let table = [
        (Text::SlotDescription, &slot.description),
        (Text::SlotManufacturer, &slot.manufacturer),
    ];
    all_match(uri, &table)
}

fn all_match(uri: &Uri, table: &[(Text, &String)]) -> bool {
    table
        .iter()
        .all(|(which, value)| uri.text(*which).is_none_or(|text| text == value.as_str()))
}

fn is_slot_id(slot: CK_SLOT_ID, uri: &Uri) -> bool {
    uri.slot_id
        .is_none_or(|wanted| usize::try_from(wanted).is_ok_and(|wanted| Ok(wanted) == usize::try_from(slot)))
}
