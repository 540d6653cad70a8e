//! What botocore read in generated files is what is read here; `botocore/record.py` made the cases.
//! `TEGATA_BOTOCORE_CASES` names a file with others.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a case that is not as recorded ends the test"
)]

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};
use tegata_profiles::catalog::{Catalog, Dialect};
use tegata_profiles::file::{ConfigFile, Fault, FileError, Section, Value, Warning};

fn cases() -> String {
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/botocore/cases.jsonl");
    let path = std::env::var("TEGATA_BOTOCORE_CASES").unwrap_or_else(|_| own.into());
    std::fs::read_to_string(path).unwrap()
}

fn parsed(text: &str) -> Result<ConfigFile<'_>, FileError> {
    ConfigFile::parse("config", text.as_bytes())
}

#[test]
fn files_are_read_as_botocore_reads_them() {
    let (mut read, mut refused) = (0, 0);
    for line in cases().lines() {
        let case: Json = serde_json::from_str(line).unwrap();
        let text = case["text"].as_str().unwrap();
        match case["error"].as_str() {
            // What nobody inherits botocore does not look at.
            None if text.contains("[DEFAULT]") && parsed(text).is_err() => {
                let error = parsed(text).err().map(|error| error.fault);
                assert_eq!(error, Some(Fault::NestedNoEquals), "{text:?}");
            }
            None => {
                read += 1;
                assert_eq!(sections_of(&parsed(text).unwrap()), case["sections"], "{text:?}");
                names(text, &case);
            }
            Some(kind) => {
                refused += 1;
                let lines = serde_json::from_value(case["lines"].clone()).unwrap();
                refusal(text, kind, lines);
            }
        }
    }
    assert!(read >= 500 && refused >= 100, "{read} read, {refused} refused");
}

fn sections_of(file: &ConfigFile<'_>) -> Json {
    let settings = |section: &Section<'_>| -> Json {
        let settings = file.settings(section);
        let pairs = settings.map(|setting| (setting.key().to_owned(), json_of(setting.value())));
        Json::Object(pairs.collect())
    };
    let sections = file.sections().iter();
    Json::Object(
        sections
            .map(|section| (section.name().to_owned(), settings(section)))
            .collect(),
    )
}

fn json_of(value: &Value<'_>) -> Json {
    match value {
        Value::Line(text) => json!(text),
        Value::Lines(text) => json!(text),
        Value::Block(nested) => {
            let pairs = nested
                .iter()
                .map(|nested| (nested.key.to_owned(), json!(nested.value)));
            Json::Object(pairs.collect::<Map<_, _>>())
        }
    }
}

/// Which section a name stands for.
fn names(text: &str, case: &Json) {
    let none = parsed("").unwrap();
    let catalog = Catalog::new(parsed(text).unwrap(), none, Dialect::AwsCli);
    let catalog = catalog.map_err(|warning| warning.to_string()).unwrap();
    let expect = |kind: &str| -> BTreeMap<String, String> {
        let pairs: Vec<(String, String)> = serde_json::from_value(case[kind].clone()).unwrap();
        pairs.into_iter().collect()
    };
    let found: [BTreeMap<_, _>; 3] = [
        catalog
            .profiles()
            .map(|(name, section)| (name.to_owned(), section.name().to_owned()))
            .collect(),
        catalog
            .sso_sessions()
            .map(|(name, section)| (name.to_owned(), section.name().to_owned()))
            .collect(),
        catalog
            .services()
            .map(|(name, section)| (name.to_owned(), section.name().to_owned()))
            .collect(),
    ];
    assert_eq!(
        found,
        [expect("profiles"), expect("sso_sessions"), expect("services")],
        "{text:?}"
    );
}

/// What botocore refuses is refused in the same line; or it is read, with a warning of that line.
fn refusal(text: &str, kind: &str, lines: Vec<usize>) {
    let warned = |is_it: fn(&Warning) -> bool| {
        let file = parsed(text).unwrap();
        let found = file
            .warnings()
            .iter()
            .any(|warning| is_it(warning) && lines.contains(&warning.place().line));
        assert!(found, "{kind} of {text:?}");
    };
    match (kind, parsed(text)) {
        ("DuplicateOptionError", Ok(_)) => {
            warned(|warning| matches!(warning, Warning::RepeatedSetting { .. }))
        }
        ("DuplicateSectionError", Ok(_)) => {
            warned(|warning| matches!(warning, Warning::RepeatedSection { .. }))
        }
        // Only one of several mistakes is told, and not always the same.
        ("DuplicateOptionError" | "DuplicateSectionError", Err(_)) => {}
        (_, _) if text.starts_with('\u{feff}') => {
            if let Ok(file) = parsed(text) {
                assert!(matches!(
                    file.warnings().first(),
                    Some(Warning::ByteOrderMark { .. })
                ));
            }
        }
        ("ValueError", Err(error)) => {
            let nested = Fault::NestedNoEquals;
            assert_eq!(error.fault, nested, "{text:?}");
        }
        // Blocks are looked at as they end, by botocore after all lines.
        (_, Err(error)) => assert!(
            lines.contains(&error.place.line)
                || (error.fault == Fault::NestedNoEquals
                    && lines.iter().all(|line| error.place.line < *line)),
            "{error} in {text:?}: {lines:?}"
        ),
        (_, Ok(_)) => panic!("{kind} of {text:?}"),
    }
}
