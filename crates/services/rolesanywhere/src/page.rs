//! Lists in pages, by ascending id. A token names its list and the last id shown; the list goes on after
//! it, so that what is made or deleted in between neither repeats nor hides anything else.

use data_encoding::BASE64URL_NOPAD;
use tegata_api_rolesanywhere as api;

use crate::errors::RolesAnywhereError;

/// Entries on a page when the caller does not say. AWS publishes no number.
const DEFAULT: usize = 50;
/// Entries on a page at most; who asks for more gets the rest on the next pages.
const MOST: usize = 500;

/// Which page is asked for.
pub(crate) struct Page {
    list: &'static str,
    /// The last id of the page before.
    pub(crate) after: Option<String>,
    /// How many entries it has at most.
    pub(crate) size: usize,
}

impl Page {
    /// The page of `list` that an input asks for.
    pub(crate) fn of(list: &'static str, input: &api::ListRequest) -> Result<Self, RolesAnywhereError> {
        let size = match input.page_size {
            None => DEFAULT,
            Some(size) => usize::try_from(size)
                .ok()
                .filter(|size| *size > 0)
                .ok_or(RolesAnywhereError::PageSize)?
                .min(MOST),
        };
        let after = match &input.next_token {
            None => None,
            Some(token) => Some(read(list, token).ok_or(RolesAnywhereError::NextToken)?),
        };
        Ok(Self { list, after, size })
    }

    /// The entries of this page, and the token of the next. `entries` are those after the last id of the
    /// page before; one more than the page holds is enough.
    pub(crate) fn cut<T>(
        &self,
        mut entries: impl Iterator<Item = T>,
        id: impl Fn(&T) -> &str,
    ) -> (Vec<T>, Option<String>) {
        let page: Vec<T> = entries.by_ref().take(self.size).collect();
        let token = match (entries.next(), page.last()) {
            (Some(_), Some(last)) => Some(write(self.list, id(last))),
            _ => None,
        };
        (page, token)
    }
}

fn write(list: &str, id: &str) -> String {
    BASE64URL_NOPAD.encode(format!("{list}\n{id}").as_bytes())
}

fn read(list: &str, token: &str) -> Option<String> {
    let text = String::from_utf8(BASE64URL_NOPAD.decode(token.as_bytes()).ok()?).ok()?;
    let (of, id) = text.split_once('\n')?;
    (of == list).then(|| id.to_owned())
}
