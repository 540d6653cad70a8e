use proptest::prelude::{any, prop_assert, proptest};

use super::*;

proptest! {
    #[test]
    fn no_file_can_ask_for_more_work_than_the_limit(
        steps in proptest::collection::vec((any::<bool>(), any::<u64>(), 0_u32..70, any::<u32>(), any::<u32>()), 0..40),
    ) {
        let mut work = Work::new();
        let mut spent: u64 = 0;
        for (stretch, number, shift, r, p) in steps {
            // Large numbers and small ones.
            let number = number.checked_shr(shift).unwrap_or(1);
            if stretch {
                if let Ok(count) = work.iterations(PasswordHash::Sha1, number, 32) {
                    prop_assert!(u64::from(count.get()) == number);
                    spent += 2 * number;
                }
            } else if let Ok(cost) = work.scrypt(number.checked_next_power_of_two().unwrap_or(1 << 63), r >> (shift % 32), p >> (shift % 32)) {
                let memory = 128 * (1_u64 << cost.log_n) * u64::from(cost.r);
                prop_assert!(memory <= 128 << 20);
                prop_assert!(128 * u64::from(cost.r) * u64::from(cost.p) <= 128 << 20);
                spent += (1 << cost.log_n) * u64::from(cost.r) * u64::from(cost.p);
            }
        }
        prop_assert!(spent <= Work::LIMIT);
    }
}

#[test]
fn what_people_use_is_within_the_limit() {
    // OpenSSL's default, OWASP's advice of 2023 for each hash, and scrypt at its highest.
    for (hash, iterations) in [
        (PasswordHash::Sha256, 2048),
        (PasswordHash::Sha1, 1_300_000),
        (PasswordHash::Sha256, 600_000),
        (PasswordHash::Sha512, 210_000),
    ] {
        assert!(
            Work::new().iterations(hash, iterations, 32).is_ok(),
            "{iterations}"
        );
    }
    assert!(Work::new().scrypt(1 << 17, 8, 1).is_ok());
    assert!(Work::new().scrypt(1 << 18, 8, 1).is_err());
    assert_eq!(
        Work::new().iterations(PasswordHash::Sha1, 0, 20),
        Err(EncryptionError::Damaged)
    );
    assert_eq!(Work::new().scrypt(3, 8, 1), Err(EncryptionError::Damaged));
}
