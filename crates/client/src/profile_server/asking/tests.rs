use jiff::SignedDuration;

use super::*;
use crate::ApiCredentials;
use crate::tests::at;
use crate::tests::handing_over::session;

#[test]
fn roles_that_ended_make_room() {
    let now = at("2026-01-02T00:00:00Z");
    let lasting = |minutes| {
        let expires = Some(now + SignedDuration::from_mins(minutes));
        Arc::new(Handed::new(&ApiCredentials { expires, ..session() }, now))
    };
    let mut shelf = BTreeMap::from([(Whose::Profile, lasting(15))]);
    for number in 0..MAX_ROLES {
        assert!(has_room(&mut shelf, now), "{number}");
        shelf.insert(
            Whose::Role(number.to_string()),
            lasting(if number == 7 { 30 } else { 60 }),
        );
    }
    assert!(!has_room(&mut shelf, now));
    assert!(has_room(&mut shelf, now + SignedDuration::from_mins(30)));
    assert_eq!(shelf.len(), MAX_ROLES, "the profile's stay, even when they ended");
}
