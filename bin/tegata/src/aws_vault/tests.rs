//! Command lines, and what kingpin makes of them.
//!
//! `tests/vectors/vault-flags/vectors.json` was written by a program of the same commands and flags over kingpin
//! itself. aws-vault could not be built for it: its modules come from a Go proxy, which the machines of this
//! project do not reach. What its own code does (the list of prompts, flags that exclude each other) is held to
//! the fact sheet.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::grammar::Value;
use super::reading::{Shell, read};
use super::table::{BACKENDS, Flag, Kind};
use super::*;

const VECTORS: &str = include_str!("../../../../tests/vectors/vault-flags/vectors.json");
const PROMPTS: [&str; 2] = ["kdialog", "terminal"];

fn words(texts: &[&str]) -> Vec<OsString> {
    texts.iter().map(OsString::from).collect()
}

fn reading(texts: &[&str]) -> Reading {
    read(&words(texts), &Environment::default(), &PROMPTS)
}

fn asked(texts: &[&str]) -> Asked {
    match reading(texts) {
        Reading::Run(asked) => asked,
        other => panic!("{texts:?}: {other:?}"),
    }
}

fn text<'a>(asked: &'a Asked, name: &str) -> &'a OsStr {
    let found = asked.flags.iter().find(|(flag, _)| flag.name == name);
    match found {
        Some((_, Value::Text(text))) => text,
        other => panic!("{name}: {other:?}"),
    }
}

fn mistake(texts: &[&str]) -> String {
    match reading(texts) {
        Reading::Mistake { message, .. } => message,
        other => panic!("{texts:?}: {other:?}"),
    }
}

/// What a command line comes to: its kind, the command or the error, flags, and arguments or offers.
#[derive(Debug, Default, PartialEq, Eq)]
struct Outcome {
    kind: String,
    about: String,
    flags: BTreeMap<String, String>,
    words: Vec<String>,
}

fn shown(flags: &[reading::Given]) -> BTreeMap<String, String> {
    let mut shown = BTreeMap::new();
    for (flag, value) in flags {
        let text = match value {
            Value::Switch(is_on) => is_on.to_string(),
            Value::Text(text) => text.to_str().unwrap().to_owned(),
        };
        if !text.is_empty() && text != "false" {
            shown.insert(flag.name.to_owned(), text);
        }
    }
    shown
}

fn outcome(words: &[OsString], environment: &Environment) -> Outcome {
    let of = |kind: &str, about: &str| Outcome {
        kind: kind.into(),
        about: about.into(),
        ..Outcome::default()
    };
    let profiles = || vec!["default".into(), "prod".into(), "two words".into()];
    match read(words, environment, &PROMPTS) {
        Reading::Help(command) => of("help", command.map_or("", |command| command.name)),
        Reading::LongHelp => of("long", ""),
        Reading::Manual => of("manual", ""),
        Reading::Version => of("version", ""),
        Reading::Script(Shell::Bash) => of("bash", ""),
        Reading::Script(Shell::Zsh) => of("zsh", ""),
        Reading::Completion => Outcome {
            words: completion::words(words, profiles),
            ..of("completion", "")
        },
        Reading::Mistake {
            message,
            points_to_help,
        } => of(if points_to_help { "error" } else { "topic" }, &message),
        Reading::Run(asked) => Outcome {
            flags: shown(&asked.flags),
            words: asked
                .arguments
                .iter()
                .map(|word| word.to_str().unwrap().into())
                .collect(),
            ..of("run", asked.command.name)
        },
    }
}

fn expected(vector: &Json) -> Outcome {
    let text = |name: &str| {
        vector
            .get(name)
            .and_then(Json::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let list = |name: &str| -> Vec<String> {
        let list = vector.get(name).filter(|list| !list.is_null());
        list.map(|list| serde_json::from_value(list.clone()).unwrap())
            .unwrap_or_default()
    };
    let flags = vector.get("flags").filter(|flags| !flags.is_null());
    let mut words = list("words");
    words.extend(list("arguments"));
    Outcome {
        kind: text("kind"),
        about: text("error") + &text("command"),
        flags: flags
            .map(|flags| serde_json::from_value(flags.clone()).unwrap())
            .unwrap_or_default(),
        words,
    }
}

#[test]
fn command_lines_mean_what_they_mean_to_kingpin() {
    let vectors: Vec<Json> = serde_json::from_str(VECTORS).unwrap();
    assert!(vectors.len() > 3000);
    let mut wrong = Vec::new();
    for vector in &vectors {
        let texts: Vec<OsString> = serde_json::from_value::<Vec<String>>(vector["args"].clone())
            .unwrap()
            .into_iter()
            .map(Into::into)
            .collect();
        let variables: BTreeMap<String, String> = vector
            .get("env")
            .map(|env| serde_json::from_value(env.clone()).unwrap())
            .unwrap_or_default();
        // A lone dash is an argument to the kingpin of aws-vault; the one that wrote this takes it for a flag.
        if texts.iter().any(|text| text == "-") {
            continue;
        }
        let expected = expected(vector);
        let found = outcome(&texts, &Environment::new(variables.clone()));
        // Which of two missing flags is told is up to the order of a Go map.
        let is_either = |outcome: &Outcome| outcome.about.starts_with("required flag --");
        if found != expected && !(is_either(&found) && is_either(&expected)) {
            wrong.push(format!(
                "{texts:?} {variables:?}:\n  {found:?}, not\n  {expected:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn days_and_weeks_are_units_of_flags() {
    for duration in ["1d", "1w2d", "1.5d", "1d12h"] {
        let asked = asked(&["exec", "-d", duration]);
        assert_eq!(text(&asked, "duration"), duration);
    }
    let message = mistake(&["exec", "--duration=1y"]);
    assert_eq!(message, "time: unknown unit \"y\" in duration \"1y\"");
}

#[test]
fn a_lone_dash_is_an_argument() {
    assert_eq!(
        asked(&["exec", "prod", "cat", "-"]).arguments,
        words(&["prod", "cat", "-"])
    );
    assert_eq!(mistake(&["-"]), "expected command but got \"-\"");
}

#[test]
fn what_is_behind_two_dashes_is_the_childs_whatever_was_before() {
    let child = words(&["prod", "cmd", "-d", "--region", "--", "@x"]);
    for before in [
        &["exec", "prod"][..],
        &["exec", "-ns", "prod"],
        &["-v=", "exec"][..0],
    ] {
        let line = [before, &["--", "cmd", "-d", "--region", "--", "@x"]].concat();
        if before.is_empty() {
            assert_eq!(mistake(&line), "expected command but got \"cmd\"");
            continue;
        }
        assert_eq!(asked(&line).arguments, child);
    }
}

#[test]
fn words_that_are_not_unicode_pass_through() {
    use std::os::unix::ffi::OsStringExt as _;
    let odd = OsString::from_vec(b"\xff\xfe=\x80".to_vec());
    let mut line = words(&["exec", "prod", "cmd"]);
    line.push(odd.clone());
    let Reading::Run(asked) = read(&line, &Environment::default(), &PROMPTS) else {
        panic!("it is an argument");
    };
    assert_eq!(asked.arguments.last().unwrap(), &odd);

    let mut flag = OsString::from("--pass-dir=");
    flag.push(&odd);
    let Reading::Run(asked) = read(&[flag, "list".into()], &Environment::default(), &PROMPTS) else {
        panic!("it is a value");
    };
    assert_eq!(text(&asked, "pass-dir"), odd);

    let Reading::Mistake { message, .. } = read(&[odd], &Environment::default(), &PROMPTS) else {
        panic!("it is no command");
    };
    assert_eq!(message, r#"expected command but got "\xff\xfe=\x80""#);
}

#[test]
fn arguments_files_are_bounded() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("arguments");
    let line = format!("@{}", file.display());
    std::fs::write(&file, &line).unwrap();
    assert_eq!(
        mistake(&[&line]),
        "more than 32 arguments files, or one that names itself"
    );
    std::fs::write(&file, "x".repeat(64 * 1024)).unwrap();
    assert!(mistake(&[&line]).ends_with(": bufio.Scanner: token too long"));
    std::fs::write(&file, "x\n".repeat(600_000)).unwrap();
    assert!(mistake(&[&line]).ends_with(": it is longer than 1048576 bytes"));
}

#[test]
fn a_prompt_that_is_not_here_is_told_with_those_that_are() {
    assert_eq!(
        mistake(&["--prompt=zenity", "list"]),
        "--prompt value must be one of kdialog,terminal, got 'zenity'"
    );
    let message = mistake(&["--prompt=pass", "list"]);
    assert!(message.contains("mfa_process"), "{message}");
}

#[test]
fn an_unknown_store_is_told_with_those_there_are() {
    let message = mistake(&["--backend=vault", "list"]);
    let expected = format!("enum value must be one of {}, got 'vault'", BACKENDS.join(","));
    assert_eq!(message, expected);
}

#[test]
fn every_flag_has_a_name_of_its_own() {
    for command in COMMANDS {
        let flags: Vec<&Flag> = GLOBAL.iter().chain(command.flags).collect();
        for (at, flag) in flags.iter().enumerate() {
            let others = flags.iter().skip(at + 1);
            let mut same = others
                .filter(|other| other.name == flag.name || flag.short.is_some() && other.short == flag.short);
            assert_eq!(same.next(), None, "{}", flag.name);
        }
    }
}

#[test]
fn every_command_that_is_built_takes_the_flags_of_the_table() {
    for command in COMMANDS {
        for flag in command.flags {
            let value = match flag.kind {
                Kind::Switch => Value::Switch(true),
                Kind::Choice(words) => Value::Text(words.first().unwrap().into()),
                Kind::Duration => Value::Text("1h".into()),
                Kind::Text => Value::Text("x".into()),
            };
            let asked = Asked {
                command,
                flags: vec![(flag, value)],
                arguments: Vec::new(),
            };
            let asked = translation::renamed(asked).unwrap();
            let Some(subcommand) = PROGRAM.subcommand(asked.command.name) else {
                continue;
            };
            let translated = translation::words(&asked, &PROGRAM.command(subcommand));
            assert!(
                translated.is_ok(),
                "{} --{}: {translated:?}",
                command.name,
                flag.name
            );
        }
    }
}

#[test]
fn asking_for_json_by_its_old_name_is_an_export() {
    let json = translation::renamed(asked(&["exec", "-j", "-n", "prod", "cmd"])).unwrap();
    assert_eq!(json.command.name, "export");
    assert_eq!(text(&json, "format"), "json");
    assert!(json.is_on("no-session"));
    assert_eq!(json.arguments, words(&["prod"]));
    for (server, shown) in [("-s", "ecs-server"), ("--ec2-server", "ec2-server")] {
        let refused = translation::renamed(asked(&["exec", "-j", server, "prod"]));
        assert_eq!(refused.unwrap_err(), format!("Can't use --{shown} with --json"));
    }
}

#[test]
fn flags_become_those_of_our_definition() {
    let definition = || {
        clap::Command::new("exec")
            .arg(clap::arg!(--"no-session"))
            .arg(clap::arg!(--"no-stdout"))
            .arg(clap::arg!(--region <REGION>))
            .arg(clap::arg!([profile]))
    };
    let line = asked(&[
        "exec",
        "--no-no-session",
        "--no-stdout",
        "--region",
        "x",
        "prod",
        "cmd",
        "-d1h",
    ]);
    let refused = translation::words(&line, &definition());
    assert_eq!(refused.unwrap_err(), "--duration is not built yet");
    let line = asked(&[
        "exec",
        "-n",
        "--no-stdout",
        "--region",
        "x",
        "prod",
        "cmd",
        "--",
        "-d",
    ]);
    let rest = clap::arg!([command] ...);
    let found = translation::words(&line, &definition().arg(rest.clone())).unwrap();
    let flags = ["--no-session", "--no-stdout", "--region=x"];
    assert_eq!(found, words(&[&flags[..], &["--", "prod", "cmd", "-d"]].concat()));
    let found = translation::words(&line, &definition().arg(rest.last(true))).unwrap();
    assert_eq!(found, words(&[&flags[..], &["prod", "--", "cmd", "-d"]].concat()));
}

#[test]
fn a_flag_with_a_dash_of_another_kind_is_told() {
    let line = asked(&["exec", "\u{2013}region", "x"]);
    let hint = misdashed(&line).unwrap();
    assert!(hint.ends_with("type --region"), "{hint}");
    assert_eq!(misdashed(&asked(&["exec", "\u{2013}unknown"])), None);
    let told = with_hint(
        mistake(&["\u{2014}debug", "list"]),
        &words(&["\u{2014}debug", "list"]),
    );
    assert!(told.ends_with("type --debug"), "{told}");
}

#[test]
fn releases_have_names_of_their_own() {
    for name in ["aws-vault", "aws-vault-linux-amd64", "aws-vault-darwin-arm64"] {
        assert!(is_called(name), "{name}");
    }
    assert!(!is_called("aws-vaults"));
}

proptest::proptest! {
    #[test]
    fn any_words_are_read(words in proptest::collection::vec(proptest::collection::vec(proptest::num::u8::ANY, 0..9), 0..9)) {
        use std::os::unix::ffi::OsStringExt as _;
        let words: Vec<OsString> = words
            .into_iter()
            .filter(|word| !word.starts_with(b"@"))
            .map(OsString::from_vec)
            .collect();
        let _ = read(&words, &Environment::default(), &PROMPTS);
        let _ = completion::words(&words, Vec::new);
    }
}
