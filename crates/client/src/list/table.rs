//! What aws-vault prints, to the byte.

use std::collections::HashSet;
use std::fmt::Display;

use jiff::Timestamp;
use tegata_vault::ItemName;

use super::{Listing, Session, Token};
use crate::go_format::time_left;

const HEADER: [&str; 3] = ["Profile", "Credentials", "Sessions"];
const NONE: &str = "-";
/// The narrowest column, and what is left behind the longest cell of a wider one.
const WIDTH: usize = 25;
const PADDING: usize = 2;

type Row = [String; 3];

/// The table.
pub(super) fn of(listing: &Listing, now: Timestamp) -> String {
    let mut rows = vec![
        HEADER.map(str::to_owned),
        HEADER.map(|title| "=".repeat(title.len())),
    ];
    let mut shown = HashSet::new();
    for profile in &listing.profiles {
        let tokens = listing.tokens.iter();
        let tokens = tokens.filter(|token| profile.start_url.as_ref() == Some(&token.start_url));
        let sessions = listing.sessions.iter();
        let sessions = sessions.filter(|session| session.profile == profile.name);
        let labels: Vec<String> = tokens
            .map(Token::label)
            .chain(sessions.map(|session| session.label(now)))
            .collect();
        let key = listing.key(&profile.name).map_or(NONE, ItemName::as_str);
        rows.push([profile.name.clone(), key.to_owned(), joined(&labels)]);
        shown.extend(labels);
    }
    let in_config = listing.in_config();
    let without_profile = listing
        .keys
        .iter()
        .filter(|key| !in_config.contains(key.as_str()));
    rows.extend(without_profile.map(|key| [NONE.into(), key.to_string(), NONE.into()]));
    let elsewhere = listing
        .labels(now)
        .into_iter()
        .filter(|label| !shown.contains(label));
    rows.extend(elsewhere.map(|label| [NONE.into(), NONE.into(), label]));
    aligned(&rows)
}

/// One a line.
pub(super) fn lines(names: &[impl Display]) -> String {
    names
        .iter()
        .map(|name| format!("{}\n", visible(&name.to_string())))
        .collect()
}

impl Listing {
    /// What all tokens and sessions are shown as.
    pub(super) fn labels(&self, now: Timestamp) -> Vec<String> {
        let sessions = self.sessions.iter().map(|session| session.label(now));
        self.tokens.iter().map(Token::label).chain(sessions).collect()
    }
}

impl Session {
    fn label(&self, now: Timestamp) -> String {
        format!("{}:{}", self.operation(), time_left(self.expires, now))
    }
}

impl Token {
    fn label(&self) -> String {
        let host = || {
            let after = self
                .start_url
                .split_once("://")
                .map_or(self.start_url.as_str(), |(_, rest)| rest);
            after.split('/').next().unwrap_or_default().to_owned()
        };
        format!("oidc:{}", self.sso_session.clone().unwrap_or_else(host))
    }
}

fn joined(labels: &[String]) -> String {
    match labels {
        [] => NONE.to_owned(),
        labels => labels.join(", "),
    }
}

/// Every cell padded, those of the last column, too.
fn aligned(rows: &[Row]) -> String {
    let rows: Vec<Row> = rows
        .iter()
        .map(|row| row.each_ref().map(|cell| visible(cell)))
        .collect();
    let width = |column: fn(&Row) -> &str| {
        let longest = rows.iter().map(|row| column(row).chars().count()).max();
        WIDTH.max(longest.unwrap_or_default() + PADDING)
    };
    let widths = [
        width(|[cell, _, _]| cell),
        width(|[_, cell, _]| cell),
        width(|[_, _, cell]| cell),
    ];
    let mut text = String::new();
    for row in &rows {
        for (cell, width) in row.iter().zip(widths) {
            text.push_str(&format!("{cell:width$}"));
        }
        text.push('\n');
    }
    text
}

/// Names come from files that others may have written: without what a terminal would obey.
fn visible(cell: &str) -> String {
    let shown = |c: char| match c.is_control() {
        true => c.escape_unicode().to_string(),
        false => c.to_string(),
    };
    cell.chars().map(shown).collect()
}
