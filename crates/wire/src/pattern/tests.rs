use super::Class;

const NONE: Class = Class {
    ascii: 0,
    ranges: &[],
    letters: false,
    numbers: false,
    separators: false,
};

#[test]
fn letters_are_category_l() {
    let letters = Class {
        letters: true,
        ..NONE
    };
    for c in [
        'é',
        'ß',
        'Ω',
        'Ж',
        'א',
        '中',
        'ª',
        'ﷺ',
        'ʰ',
        '\u{20000}',
        '\u{1e900}',
    ] {
        assert!(letters.contains(c), "{c}");
    }
    // Marks, letter numbers, symbols, digits, and the white space between.
    for c in [
        '\u{301}',
        'Ⅷ',
        'ⓐ',
        '٣',
        '\u{a0}',
        '×',
        '€',
        '\u{345}',
        '\u{10ffff}',
    ] {
        assert!(!letters.contains(c), "{c}");
    }
    for c in ('\u{80}'..='\u{10ffff}').filter(|c| letters.contains(*c)) {
        assert!(c.is_alphabetic(), "{c:?}");
    }
    assert!(('\u{80}'..=char::MAX).filter(|c| letters.contains(*c)).count() > 130_000);
}

#[test]
fn separators_are_category_z() {
    let separators = Class {
        separators: true,
        ..NONE
    };
    let found: Vec<u32> = ('\u{80}'..=char::MAX)
        .filter(|c| separators.contains(*c))
        .map(u32::from)
        .collect();
    let expected: Vec<u32> = [0xa0, 0x1680]
        .into_iter()
        .chain(0x2000..=0x200a)
        .chain([0x2028, 0x2029, 0x202f, 0x205f, 0x3000])
        .collect();
    assert_eq!(found, expected);
}
