//! Command lines, and what cobra makes of them.
//!
//! `tests/vectors/helper-flags/vectors.json` was written by a program of the same flags over cobra itself.

use std::collections::BTreeMap;
use std::ffi::OsString;

use serde_json::Value;

use super::*;

const VECTORS: &str = include_str!("../../../../tests/vectors/helper-flags/vectors.json");

fn words(texts: &[Value]) -> Vec<OsString> {
    texts.iter().map(|text| text.as_str().unwrap().into()).collect()
}

/// The flags that were given, with what they came to, as Go prints it.
fn given(subcommand: &Subcommand, matches: &ArgMatches) -> BTreeMap<String, String> {
    let mut command = PROGRAM.command(subcommand);
    command.build();
    let mut found = BTreeMap::new();
    for arg in command.get_arguments() {
        let (id, Some(long)) = (arg.get_id().as_str(), arg.get_long()) else {
            continue;
        };
        if matches.value_source(id) != Some(clap::parser::ValueSource::CommandLine) {
            continue;
        }
        let raw = matches.get_raw(id).unwrap().next_back().unwrap();
        let raw = raw.to_str().unwrap();
        let text = if arg.is_require_equals_set() {
            tegata_client::args::boolean(raw).unwrap().to_string()
        } else if ["session-duration", "port", "hop-limit"].contains(&long) {
            tegata_client::args::integer::<i64>(raw).unwrap().to_string()
        } else {
            raw.to_owned()
        };
        found.insert(long.to_owned(), text);
    }
    found
}

/// One line of what a command line means: help, the values of its flags, or the error.
fn outcome(words: &[OsString]) -> (String, String, BTreeMap<String, String>) {
    let name = |subcommand: Option<&Subcommand>| match subcommand {
        Some(subcommand) => format!("aws_signing_helper {}", subcommand.name),
        None => "aws_signing_helper".to_owned(),
    };
    match called(words) {
        Ok(Called::Help(subcommand)) => ("help".into(), name(subcommand), BTreeMap::new()),
        Ok(Called::HelpOfHelp) => ("help".into(), "aws_signing_helper help".into(), BTreeMap::new()),
        Ok(Called::Completion(None)) => (
            "help".into(),
            "aws_signing_helper completion".into(),
            BTreeMap::new(),
        ),
        Ok(Called::Completion(Some(_)) | Called::UnknownTopic(_)) => {
            (String::new(), String::new(), BTreeMap::new())
        }
        Ok(Called::Run(subcommand, matches)) => {
            ("run".into(), subcommand.name.into(), given(subcommand, &matches))
        }
        Err(wrong) => ("error".into(), wrong.message, BTreeMap::new()),
    }
}

#[test]
fn command_lines_mean_what_they_mean_to_cobra() {
    let vectors: Vec<Value> = serde_json::from_str(VECTORS).unwrap();
    assert!(vectors.len() > 1000);
    let mut wrong = Vec::new();
    for vector in &vectors {
        let texts = vector["args"].as_array().unwrap();
        let expected = match vector["kind"].as_str().unwrap() {
            "error" => vector["error"].as_str().unwrap().lines().next().unwrap(),
            "" => "",
            _ => vector["command"].as_str().unwrap(),
        };
        let mut flags: BTreeMap<String, String> = vector
            .get("flags")
            .map(|flags| serde_json::from_value(flags.clone()).unwrap())
            .unwrap_or_default();
        // That help was not asked for is of no interest to a subcommand.
        flags.remove("help");
        let expected = (
            vector["kind"].as_str().unwrap().to_owned(),
            expected.to_owned(),
            flags,
        );
        let found = outcome(&words(texts));
        if found != expected {
            wrong.push(format!("{texts:?}: {found:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn values_that_are_not_unicode_are_taken_where_they_name_files() {
    use std::os::unix::ffi::OsStringExt as _;
    let path = OsString::from_vec(b"/tmp/\xff".to_vec());
    let line = ["credential-process".into(), "--certificate".into(), path.clone()];
    let Ok(Called::Run(_, matches)) = called(&line) else {
        panic!("it is a file's name");
    };
    assert_eq!(
        matches.get_one::<std::path::PathBuf>("certificate").unwrap(),
        &path
    );
    let line = ["credential-process".into(), "--role-arn".into(), path];
    let Err(wrong) = called(&line) else {
        panic!("an ARN is text");
    };
    assert!(wrong.message.contains("it is not Unicode"), "{}", wrong.message);
}
