use super::*;

fn at(running: u64, wall: i64) -> Now {
    Now {
        running: Duration::from_secs(running),
        wall: Timestamp::from_second(wall).unwrap(),
    }
}

#[test]
fn the_clock_that_is_there_first_counts() {
    let deadline = Deadline::after(Duration::from_secs(60), at(100, 1_000_000));
    for (now, left, why) in [
        (at(100, 1_000_000), 60, "at once"),
        (at(130, 1_000_030), 30, "half way"),
        (at(160, 1_000_060), 0, "at the end"),
        (at(101, 1_000_200), 0, "slept by a clock that stood still"),
        (at(300, 1_000_001), 0, "slept, and the wall clock was set back"),
        (at(130, 900_000), 30, "the wall clock was set back"),
        (at(50, 1_000_030), 30, "no clock runs back, but if it did"),
    ] {
        assert_eq!(deadline.left(now), Duration::from_secs(left), "{why}");
    }
}

#[test]
fn no_length_overflows() {
    let deadline = Deadline::after(Duration::MAX, at(1, 1));
    assert!(deadline.left(at(2, 2)) > Duration::from_secs(1));
}

#[test]
fn both_clocks_go_on() {
    let before = Now::read();
    let after = Now::read();
    assert!(after.running >= before.running && before.running > Duration::ZERO);
}
