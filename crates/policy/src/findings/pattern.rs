//! Patterns against patterns.

/// Bytes of a document whose lists are looked through, each item against each other: more than any quota
/// allows (Amazon S3 and VPC endpoints, 20,480).
pub(super) const MOST: usize = 20_480;

/// Whether every text that `narrow` matches is also matched by `wide`. `*` is any run, `?` one
/// character, all else itself.
///
/// It walks both with one place to resume from, as text is matched: a wildcard of `narrow` is covered
/// only by wildcards, `*` by `*`. It can miss what takes two patterns of `wide` to see, and is never wrong
/// when it says yes.
pub(super) fn covers(wide: &str, narrow: &str) -> bool {
    let (wide, narrow) = (wide.as_bytes(), narrow.as_bytes());
    let (mut w, mut n) = (0, 0);
    let mut resume: Option<(usize, usize)> = None;
    loop {
        match (wide.get(w), narrow.get(n)) {
            (Some(b'*'), _) => {
                w += 1;
                resume = Some((w, n));
                continue;
            }
            (None, None) => return true,
            (Some(b'?'), Some(found)) if *found != b'*' && is_whole(narrow, n) => {
                w += 1;
                n += 1;
                continue;
            }
            (Some(wanted), Some(found)) if wanted == found && *found != b'?' && *found != b'*' => {
                w += 1;
                n += 1;
                continue;
            }
            _ => {}
        }
        match resume {
            Some((at, from)) if from < narrow.len() => {
                resume = Some((at, from + 1));
                w = at;
                n = from + 1;
            }
            _ => return false,
        }
    }
}

/// Whether the byte is a character of its own.
fn is_whole(text: &[u8], at: usize) -> bool {
    text.get(at).is_some_and(u8::is_ascii)
}

/// Those of the patterns that another one covers; of equal ones, all but the first.
pub(super) fn covered(patterns: &[String]) -> Vec<usize> {
    let is_covered = |at: usize, narrow: &String| {
        patterns
            .iter()
            .enumerate()
            .any(|(other, wide)| other != at && covers(wide, narrow) && (other < at || !covers(narrow, wide)))
    };
    let numbered = patterns.iter().enumerate();
    numbered
        .filter(|(at, narrow)| is_covered(*at, narrow))
        .map(|(at, _)| at)
        .collect()
}
