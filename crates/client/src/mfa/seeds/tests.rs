use tegata_vault::testing::MemoryStore;

use super::*;

/// The seed of RFC 6238, appendix B, in base32.
const SEED: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const SERIAL: &str = "arn:aws:iam::111122223333:mfa/me";

fn parsed(text: &str) -> Result<TotpSeed, SeedError> {
    TotpSeed::parse(&Secret::new(text.to_owned()))
}

#[test]
fn codes_are_those_of_rfc_6238() {
    // The last six of the eight digits of its table for SHA-1.
    let table = [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ];
    let seed = parsed(SEED).unwrap();
    for (seconds, code) in table {
        assert_eq!(seed.code(seconds / 30).expose(), code);
    }
}

#[test]
fn a_seed_is_read_as_people_write_it() {
    let spaced = " gezd gnbv-gy3t qojq gezd gnbv gy3t qojq====\n";
    let uri = format!(
        "otpauth://totp/AWS:me@1111?secret={SEED}%3D%3D&issuer=AWS&algorithm=sha1&digits=6&period=30"
    );
    let shouted = format!("OTPAUTH://TOTP/me?SECRET={SEED}");
    let with_fragment = format!("otpauth://totp/me?secret={SEED}#me");
    for text in [SEED, spaced, &uri, &shouted, &with_fragment] {
        assert_eq!(
            parsed(text).map(|seed| seed.code(1).expose().clone()),
            Ok("287082".into()),
            "{text}"
        );
    }
}

#[test]
fn the_last_letter_may_have_bits_of_no_byte() {
    // 26 letters are 16 bytes and two bits.
    let code = |last: char| {
        parsed(&format!("GEZDGNBVGY3TQOJQGEZDGNBVG{last}")).map(|seed| seed.code(1).expose().clone())
    };
    let plain = code('Y');
    assert!(plain.is_ok());
    for last in ['Z', '2', '3'] {
        assert_eq!(code(last), plain, "{last}");
    }
    assert_ne!(code('4'), plain);
}

#[test]
fn what_is_no_seed_is_told_without_showing_it() {
    let long = "A".repeat(5000);
    let many = "A".repeat(208);
    let of_sha256 = format!("otpauth://totp/me?secret={SEED}&algorithm=SHA256");
    let of_8 = format!("otpauth://totp/me?digits=8&secret={SEED}");
    let of_60 = format!("otpauth://totp/me?secret={SEED}&period=60");
    let counted = format!("otpauth://hotp/me?secret={SEED}&counter=1");
    let table = [
        ("", SeedError::Length(0)),
        ("GEZDGNBV", SeedError::Length(5)),
        (&many, SeedError::Length(130)),
        (&long, SeedError::TooLong),
        ("hunter1 hunter1 hunter1", SeedError::NotBase32),
        ("müde müde müde müde", SeedError::NotBase32),
        ("otpauth://totp/me", SeedError::NoSecret),
        ("otpauth://totp/me?issuer=AWS", SeedError::NoSecret),
        ("otpauth:", SeedError::NotTotp),
        (&counted, SeedError::NotTotp),
        (&of_sha256, SeedError::Parameter("algorithm")),
        (&of_8, SeedError::Parameter("digits")),
        (&of_60, SeedError::Parameter("period")),
    ];
    for (text, expected) in table {
        let Err(error) = parsed(text) else {
            panic!("{text} is a seed")
        };
        let told = error.to_string();
        assert_eq!(error, expected, "{text}");
        assert!(!told.contains(SEED) && !told.contains("hunter1"), "{told}");
    }
}

#[test]
fn a_seed_is_kept_once_and_found_by_its_device() {
    let store = MemoryStore::default();
    let seeds = Seeds::in_store(&store);
    assert!(seeds.find(SERIAL).unwrap().is_none());
    seeds.add(SERIAL, &parsed(SEED).unwrap()).unwrap();
    assert_eq!(seeds.find(SERIAL).unwrap().unwrap().code(1).expose(), "287082");
    assert!(seeds.find("arn:aws:iam::111122223333:mfa/m").unwrap().is_none());
    assert!(matches!(
        seeds.add(SERIAL, &parsed(SEED).unwrap()),
        Err(SeedsError::Exists(_))
    ));
    assert_eq!(seeds.serials().unwrap(), [SERIAL]);
    seeds.remove(SERIAL).unwrap();
    assert!(matches!(seeds.remove(SERIAL), Err(SeedsError::Missing(_))));
}

#[test]
fn only_what_names_a_device_is_taken() {
    let store = MemoryStore::default();
    let seed = parsed(SEED).unwrap();
    for serial in ["", "a b", "a\u{1b}[2J", &"a".repeat(257)] {
        let refused = Seeds::in_store(&store).add(serial, &seed);
        assert!(matches!(refused, Err(SeedsError::Serial(_))), "{serial:?}");
    }
}

#[test]
fn what_another_program_kept_there_is_told() {
    let store = MemoryStore::default();
    let name = ItemName::totp(SERIAL).unwrap();
    store
        .set(&Item::new(name, Secret::new(b"\xff".to_vec())).unwrap())
        .unwrap();
    let Err(error) = Seeds::in_store(&store).find(SERIAL) else {
        panic!("found")
    };
    assert!(matches!(error, SeedsError::Broken { .. }), "{error}");
}
