//! Lists in pages. A marker names its list and the last entry shown, and the list goes on after that
//! entry's place, so that what was added or removed in between neither repeats nor hides another entry.

use data_encoding::BASE64URL_NOPAD;

use crate::errors::IamError;

/// Entries on a page when the caller does not say.
const DEFAULT_ITEMS: usize = 100;

/// One page of a list.
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    /// Where the next page begins; `None` on the last.
    pub(crate) marker: Option<String>,
}

impl<T> Page<T> {
    /// The first `max` of `items`, which begin after the place of the marker. `place` is where an item
    /// stands in the order of the list, without a line feed.
    pub(crate) fn of(
        list: &'static str,
        mut items: impl Iterator<Item = T>,
        max: Option<i32>,
        place: impl Fn(&T) -> String,
    ) -> Self {
        let most = max
            .and_then(|max| usize::try_from(max).ok())
            .unwrap_or(DEFAULT_ITEMS);
        let page: Vec<T> = items.by_ref().take(most).collect();
        let marker = match (items.next(), page.last()) {
            (Some(_), Some(last)) => Some(marker(list, &place(last))),
            _ => None,
        };
        Self { items: page, marker }
    }

    /// Whether there is more: the `IsTruncated` of every list.
    #[expect(clippy::unnecessary_wraps, reason = "the generated member is optional")]
    pub(crate) fn is_truncated(&self) -> Option<bool> {
        Some(self.marker.is_some())
    }

    /// The same page ending after its first `len` items, and a marker to go on from there.
    pub(crate) fn ended(mut self, list: &'static str, len: usize, place: impl Fn(&T) -> String) -> Self {
        if len < self.items.len() {
            self.items.truncate(len);
            self.marker = self.items.last().map(|last| marker(list, &place(last)));
        }
        self
    }

    /// The same page in another form.
    pub(crate) fn map<U>(self, show: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(show).collect(),
            marker: self.marker,
        }
    }
}

fn marker(list: &str, place: &str) -> String {
    BASE64URL_NOPAD.encode(format!("{list}\n{place}").as_bytes())
}

/// The place that a marker of this list names; `None` for the first page.
///
/// # Errors
/// [`IamError::InvalidMarker`] for text that is no marker, or one of another list.
pub(crate) fn after(list: &'static str, marker: Option<&str>) -> Result<Option<String>, IamError> {
    let Some(marker) = marker else { return Ok(None) };
    let bytes = BASE64URL_NOPAD
        .decode(marker.as_bytes())
        .map_err(|_| IamError::InvalidMarker)?;
    let text = String::from_utf8(bytes).map_err(|_| IamError::InvalidMarker)?;
    match text.split_once('\n') {
        Some((of, place)) if of == list => Ok(Some(place.to_owned())),
        _ => Err(IamError::InvalidMarker),
    }
}

/// Puts entries in the order of their places and drops those up to `after`.
pub(crate) fn sorted_after<T>(
    mut items: Vec<T>,
    after: Option<&str>,
    place: impl Fn(&T) -> String,
) -> Vec<T> {
    items.sort_by_cached_key(&place);
    if let Some(after) = after {
        items.retain(|item| place(item).as_str() > after);
    }
    items
}
