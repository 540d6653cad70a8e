//! The laws, against a second and deliberately naive reader; also what the fuzzer runs.

#![expect(clippy::unwrap_used, reason = "the names and values here are sound")]

use tegata_profiles::{Change, ProfileName, edit};

const KEYS: [(&str, &str); 3] = [
    ("aws_access_key_id", "AKIANEW"),
    ("aws_secret_access_key", "new/secret+"),
    ("aws_session_token", "token=="),
];

/// Edits `default` in the text and compares what stands there before and after.
pub(crate) fn check(text: &[u8]) {
    let profile = ProfileName::new("default").unwrap();
    let changes: Vec<Change> = KEYS
        .iter()
        .map(|(key, value)| Change::set(key, value).unwrap())
        .chain([
            Change::unset("aws_credential_expiration").unwrap(),
            Change::note("aws_credential_expiration", "2026-01-02T03:04:05Z").unwrap(),
        ])
        .collect();
    let once = edit(text, &profile, &changes);
    assert_eq!(*edit(&once, &profile, &changes), *once, "again changes nothing");

    let (before, after) = (Read::of(text), Read::of(&once));
    assert_eq!(before.others, after.others, "what stands in other sections");
    assert_eq!(
        after.headers,
        before.headers.max(1),
        "a section is added only where there is none"
    );
    let kept: Vec<_> = after.rest.iter().filter(|line| !line.is_empty()).collect();
    let had: Vec<_> = before.rest.iter().filter(|line| !line.is_empty()).collect();
    assert_eq!(had, kept, "what else stands in the section");
    let values = |key: &str| {
        let of_key = after.values.iter().filter(move |(name, _)| name == key);
        of_key.map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    for (key, value) in KEYS {
        let found = values(key);
        assert!(!found.is_empty(), "{key} is there");
        assert!(found.iter().all(|found| found == value), "{key} is {found:?}");
    }
    assert!(values("aws_credential_expiration").is_empty());
    assert_eq!(
        text.is_empty() || text.ends_with(b"\n"),
        once.ends_with(b"\n"),
        "how the text ends"
    );
}

/// A text as a naive reader sees it.
#[derive(Default)]
struct Read {
    /// Lines outside of the section, with the header that they stand under.
    others: Vec<(Vec<u8>, Vec<u8>)>,
    /// Lines of the section that are not of the keys; without white space at the end.
    rest: Vec<Vec<u8>>,
    /// How often the section begins.
    headers: usize,
    /// Keys of the section, in lower case, with their values.
    values: Vec<(String, String)>,
}

impl Read {
    fn of(text: &[u8]) -> Self {
        let mut read = Self::default();
        let mut header = Vec::new();
        let mut depth: Option<usize> = None;
        let mut ours = false;
        for (number, line) in text.split(|byte| *byte == b'\n').enumerate() {
            let line = text_of(line);
            let is_space = |c: char| c.is_whitespace() || matches!(c, '\x1c'..='\x1f');
            let start = match number {
                0 => line.strip_prefix('\u{feff}').unwrap_or(&line),
                _ => &line,
            };
            let bare = start.trim_matches(is_space);
            let indent = line.chars().take_while(|c| is_space(*c)).count();
            let of_default =
                |header: &[u8]| std::str::from_utf8(header).unwrap().trim_matches(is_space) == "default";
            if bare.is_empty() || bare.starts_with(['#', ';']) {
                let noted = bare.get(1..).unwrap_or_default();
                let is_ours = noted.split_once('=').is_some_and(|(key, _)| {
                    key.trim_matches(is_space)
                        .eq_ignore_ascii_case("aws_credential_expiration")
                });
                match of_default(&header) {
                    true if is_ours => {}
                    true => read.keep(bare),
                    // Blank lines may be added before a new section.
                    false if bare.is_empty() => {}
                    false => read.others.push((header.clone(), bytes(bare))),
                }
                continue;
            }
            if depth.is_some_and(|depth| indent > depth) {
                match (of_default(&header), ours) {
                    (true, true) => {}
                    (true, false) => read.keep(bare),
                    (false, _) => read.others.push((header.clone(), bytes(bare))),
                }
                continue;
            }
            let name = bare.strip_prefix('[').and_then(|rest| rest.rsplit_once(']'));
            if let Some((name, _)) = name.filter(|(name, _)| !name.is_empty()) {
                header = bytes(name);
                (depth, ours) = (None, false);
                // The new section's header is the one thing that may be added.
                match name {
                    "default" => read.headers += 1,
                    _ => read.others.push((header.clone(), bytes(bare))),
                }
                continue;
            }
            depth = Some(indent);
            let pair = bare.split_once(['=', ':']).map(|(key, value)| {
                (
                    key.trim_matches(is_space).to_ascii_lowercase(),
                    value.trim_matches(is_space),
                )
            });
            ours = false;
            match pair {
                _ if !of_default(&header) => read.others.push((header.clone(), bytes(bare))),
                Some((key, value)) if is_key(&key) => {
                    ours = true;
                    read.values.push((key, value.into()));
                }
                _ => read.keep(bare),
            }
        }
        read
    }

    fn keep(&mut self, line: &str) {
        self.rest.push(bytes(line));
    }
}

fn bytes(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

/// Bytes that are not UTF-8 become characters of their own each, so that nothing is lost.
fn text_of(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        let odd = chunk.invalid().iter();
        text.extend(odd.filter_map(|byte| char::from_u32(0xf_0000 + u32::from(*byte))));
    }
    text
}

fn is_key(key: &str) -> bool {
    key == "aws_credential_expiration" || KEYS.iter().any(|(known, _)| *known == key)
}
