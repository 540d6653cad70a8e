//! The list for programs. The form is documented in `docs/vault.md` and only added to.

use std::collections::HashSet;

use jiff::Timestamp;
use serde::Serialize;
use tegata_base::AccessKeyId;
use tegata_base::time::iso_seconds;
use tegata_vault::{ItemName, LongTermKey, SecretStore, StoreError};

use super::{ListError, Listing};
use crate::Edge;
use crate::keystore::Keystore;

/// What is told of this form; another one would get another number.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Told<'l> {
    version: u32,
    keystore: Place,
    profiles: Vec<Profile<'l>>,
    sso_tokens: Vec<Token<'l>>,
    old_sessions: usize,
}

#[derive(Serialize)]
struct Place {
    backend: &'static str,
    place: String,
}

#[derive(Serialize)]
struct Profile<'l> {
    name: &'l str,
    in_config: bool,
    key: Option<Key>,
    sessions: Vec<Session<'l>>,
}

/// A key that is kept. Its id is not told where it was not opened.
#[derive(Default, Serialize)]
struct Key {
    access_key_id: Option<String>,
    /// Not told by the ids of older keys.
    account_id: Option<String>,
}

#[derive(Serialize)]
struct Session<'l> {
    #[serde(rename = "type")]
    kind: &'l str,
    kept_by: &'static str,
    expires: Option<String>,
    seconds_left: i64,
}

#[derive(Serialize)]
struct Token<'l> {
    start_url: &'l str,
    sso_session: Option<&'l str>,
    profiles: Vec<&'l str>,
}

/// The JSON, indented, with a line end.
///
/// # Errors
/// [`ListError::Keystore`].
pub(super) fn of(
    listing: &Listing,
    keystore: &Keystore,
    opens: bool,
    edge: &mut Edge<'_>,
) -> Result<String, ListError> {
    let store = keystore.store()?;
    let mut keys = Keys { store, opens };
    // Of a tree of passwords only what bears a profile's name is opened.
    let is_shared = keystore.is_shared();
    let now = (edge.clock)();
    let in_config = listing.in_config();
    let profiles = names(listing)
        .into_iter()
        .map(|name| Profile {
            name,
            in_config: in_config.contains(name),
            key: listing
                .key(name)
                .map(|key| match is_shared && !in_config.contains(name) {
                    true => Key::default(),
                    false => keys.look(key, edge),
                }),
            sessions: sessions(listing, name, now),
        })
        .collect();
    let tokens = listing.tokens.iter().map(|token| Token {
        start_url: &token.start_url,
        sso_session: token.sso_session.as_deref(),
        profiles: listing
            .profiles
            .iter()
            .filter(|profile| profile.start_url.as_ref() == Some(&token.start_url))
            .map(|profile| profile.name.as_str())
            .collect(),
    });
    let told = Told {
        version: VERSION,
        keystore: Place {
            backend: keystore.backend()?.name(),
            place: store.place(),
        },
        profiles,
        sso_tokens: tokens.collect(),
        old_sessions: listing.old_sessions,
    };
    Ok(format!("{:#}\n", serde_json::json!(told)))
}

/// Every profile that something is known of: those of the config file, then those that have but a key or sessions.
fn names(listing: &Listing) -> Vec<&str> {
    let profiles = listing.profiles.iter().map(|profile| profile.name.as_str());
    let keys = listing.keys.iter().map(ItemName::as_str);
    let sessions = listing.sessions.iter().map(|session| session.profile.as_str());
    let mut known = HashSet::new();
    let all = profiles.chain(keys).chain(sessions);
    all.filter(|name| known.insert(*name)).collect()
}

fn sessions<'l>(listing: &'l Listing, profile: &str, now: Timestamp) -> Vec<Session<'l>> {
    let of_profile = listing
        .sessions
        .iter()
        .filter(|session| session.profile == profile);
    of_profile
        .map(|session| Session {
            kind: session.operation(),
            kept_by: if session.is_own() { "tegata" } else { "aws-vault" },
            expires: Timestamp::from_second(session.expires).ok().map(iso_seconds),
            seconds_left: session.expires.saturating_sub(now.as_second()),
        })
        .collect()
}

/// Opens keys for their ids, until nobody unlocks them.
struct Keys<'s> {
    store: &'s dyn SecretStore,
    opens: bool,
}

impl Keys<'_> {
    fn look(&mut self, name: &ItemName, edge: &mut Edge<'_>) -> Key {
        let item = match self.opens {
            true => self.store.get(name).unwrap_or_else(|error| {
                edge.tell(&format!(
                    "warning: the access key id of {name} is not told: {error}"
                ));
                // What concerns this item alone says nothing of the next.
                self.opens = matches!(error, StoreError::Unreadable { .. });
                None
            }),
            false => None,
        };
        let key = item.and_then(|item| LongTermKey::from_item(&item).ok());
        let id = key.map(|key| key.access_key_id);
        Key {
            account_id: id
                .as_deref()
                .and_then(|id| id.parse::<AccessKeyId>().ok())
                .and_then(|id| id.account())
                .map(|account| account.to_string()),
            access_key_id: id,
        }
    }
}
