//! The keystore: which it is and why, whether it opens, and what is kept in it for nothing.

use std::collections::BTreeSet;

use jiff::Timestamp;
use tegata_vault::{ItemKind, ItemName, LongTermKey, SecretStore};

use super::{VaultCheck, VaultFindings};
use crate::doctor::Verdict;
use crate::go_format::quoted;
use crate::keystore::Keystore;

/// A keystore that can be listed.
pub(super) struct Held<'k> {
    pub(super) store: &'k dyn SecretStore,
    pub(super) names: Vec<ItemName>,
    /// Whether other secrets of the person's are among the items, which are nobody's business here.
    pub(super) is_shared: bool,
}

impl Held<'_> {
    /// The profiles that have a key.
    pub(super) fn keys(&self) -> impl Iterator<Item = &ItemName> {
        self.names.iter().filter(|name| *name.kind() == ItemKind::Key)
    }

    /// Those of them that may be opened: where other secrets are among them, the keys that profiles use.
    pub(super) fn own_keys(&self, used: &BTreeSet<String>) -> impl Iterator<Item = &ItemName> {
        self.keys()
            .filter(|key| !self.is_shared || used.contains(key.as_str()))
    }

    /// The key of a profile.
    ///
    /// # Errors
    /// Why there is none, in a sentence.
    pub(super) fn open(&self, name: &ItemName) -> Result<LongTermKey, String> {
        let item = self.store.get(name).map_err(|error| error.to_string())?;
        let item = item.ok_or_else(|| format!("the key of {} is gone", quoted(name.as_str())))?;
        LongTermKey::from_item(&item).map_err(|error| {
            let name = quoted(name.as_str());
            format!("what is kept for {name} is no key: {error}; run: tegata add --force {name}")
        })
    }
}

/// Which keystore it is, and why.
pub(super) fn look<'k>(keystore: &'k Keystore, findings: &mut VaultFindings) -> Option<Held<'k>> {
    let listed = keystore
        .store()
        .map_err(|error| error.to_string())
        .and_then(|store| {
            let names = store.names().map_err(|error| error.to_string())?;
            Ok((
                store,
                keystore.backend().map_err(|error| error.to_string())?,
                names,
            ))
        });
    let (store, backend, names) = match listed {
        Ok(listed) => listed,
        Err(error) => {
            findings.add(VaultCheck::Keystore, Verdict::Bad(error));
            return None;
        }
    };
    let why = match (keystore.is_named(), keystore.note()) {
        (true, _) => "as --backend or AWS_VAULT_BACKEND says".to_owned(),
        (false, Some(note)) => format!("nobody named one: {note}"),
        (false, None) => "nobody named one, and this one works here".to_owned(),
    };
    let place = format!("{}: {}, {why}", backend.name(), store.place());
    findings.add(VaultCheck::Keystore, Verdict::Good(place));
    Some(Held {
        store,
        names,
        is_shared: keystore.is_shared(),
    })
}

/// Whether a key opens, and so the keystore.
pub(super) fn opens(held: &Held<'_>, used: &BTreeSet<String>, closed: bool, findings: &mut VaultFindings) {
    let count = held.own_keys(used).count();
    let verdict = match held.own_keys(used).next() {
        None if held.is_shared => Verdict::Good("keeps no key that a profile uses".into()),
        None => Verdict::Good("keeps no key".into()),
        Some(_) if closed => Verdict::Unseen("no key was opened, as --closed says".into()),
        Some(first) => match held.open(first) {
            Ok(_) => Verdict::Good(format!("opens, and keeps {count} keys")),
            Err(error) => Verdict::Bad(error),
        },
    };
    findings.add(VaultCheck::Keystore, verdict);
}

/// Keys that no profile leads to.
pub(super) fn unused(held: &Held<'_>, used: &BTreeSet<String>, findings: &mut VaultFindings) {
    let mut unused = held.keys().filter(|key| !used.contains(key.as_str()));
    if held.is_shared && unused.next().is_some() {
        let sentence = "what no profile uses may be other secrets of yours and was not looked at; keep keys in a folder \
                        of their own, and name it with --pass-prefix or AWS_VAULT_PASS_PREFIX";
        return findings.add(VaultCheck::StoredKey, Verdict::Unseen(sentence.into()));
    }
    for key in unused {
        let name = quoted(key.as_str());
        let sentence = format!("no profile uses the key that is kept for {name}; run: tegata remove {name}");
        findings.add(VaultCheck::StoredKey, Verdict::Doubtful(sentence));
    }
    findings.good_unless_found(
        VaultCheck::StoredKey,
        "each key that is kept is used by a profile",
    );
}

/// Sessions that ended.
pub(super) fn sessions(held: &Held<'_>, now: Timestamp, findings: &mut VaultFindings) {
    let ends = held.names.iter().filter_map(|name| match name.kind() {
        ItemKind::Session { expires, .. } => Some(*expires),
        ItemKind::OldSession => Some(0),
        _ => None,
    });
    let (ended, valid): (Vec<i64>, Vec<i64>) = ends.partition(|end| *end <= now.as_second());
    findings.add(
        VaultCheck::Session,
        match ended.len() {
            0 => Verdict::Good(format!("{} are kept, and none has ended", valid.len())),
            ended => Verdict::Doubtful(format!(
                "{ended} of {} have ended, and are of no use; run: tegata clear",
                ended + valid.len()
            )),
        },
    );
}
