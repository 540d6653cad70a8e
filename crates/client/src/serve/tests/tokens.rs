use std::time::{Duration, Instant};

use super::Counting;
use crate::serve::token::Tokens;

const MINUTE: Duration = Duration::from_secs(60);

fn tokens(now: Instant) -> Tokens {
    Tokens::new(&mut Counting::default(), now)
}

#[test]
fn a_token_is_good_for_as_long_as_it_was_asked_for() {
    let now = Instant::now();
    let tokens = tokens(now);
    let token = tokens.issue(MINUTE, now, &mut Counting::default());
    assert_eq!(token.len(), 56);
    assert_eq!(tokens.remaining(token.as_bytes(), now), Some(MINUTE));
    let late = now + MINUTE - Duration::from_millis(1);
    assert_eq!(
        tokens.remaining(token.as_bytes(), late),
        Some(Duration::from_millis(1))
    );
    assert_eq!(tokens.remaining(token.as_bytes(), now + MINUTE), None);
}

#[test]
fn tokens_differ() {
    let now = Instant::now();
    let tokens = tokens(now);
    let mut rng = Counting::default();
    assert_ne!(
        tokens.issue(MINUTE, now, &mut rng),
        tokens.issue(MINUTE, now, &mut rng)
    );
}

#[test]
fn a_token_with_any_character_changed_is_refused() {
    let now = Instant::now();
    let tokens = tokens(now);
    let token = tokens.issue(MINUTE, now, &mut Counting::default());
    for at in 0..token.len() {
        let mut changed = token.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        assert_eq!(tokens.remaining(&changed, now), None, "character {at}");
    }
    for wrong in [
        token.get(..55).unwrap(),
        "",
        &format!("{token}A"),
        &"=".repeat(56),
        &"é".repeat(28),
    ] {
        assert_eq!(tokens.remaining(wrong.as_bytes(), now), None, "{wrong:?}");
    }
}

#[test]
fn a_token_of_another_process_is_refused() {
    let now = Instant::now();
    let mut rng = Counting::default();
    let (first, second) = (Tokens::new(&mut rng, now), Tokens::new(&mut rng, now));
    let token = first.issue(MINUTE, now, &mut rng);
    assert!(first.remaining(token.as_bytes(), now).is_some());
    assert!(second.remaining(token.as_bytes(), now).is_none());
}
