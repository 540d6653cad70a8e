use std::collections::BTreeSet;
use std::path::Path;

use tegata_client::CallError;
use tegata_wire::ServiceError;

use super::command::Command;
use super::documents;
use super::outcome::{Outcome, Told, Wrong};
use super::place::Place;
use super::steps::STEPS;
use crate::paint::Paint;

/// What the shell makes of a command whose program prints its words, one a line.
fn words(command: &Command) -> String {
    let script = format!("show() {{ printf '[%s]\\n' \"$@\"; }}\n{command}");
    let output = std::process::Command::new("sh")
        .args(["-c", &script])
        .output()
        .unwrap();
    assert!(output.status.success(), "{command}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_shell_takes_every_word_as_it_is() {
    let awkward = [
        "plain-word",
        "",
        "two words",
        "it's",
        "'",
        "\"$HOME\" `id` $(id) \\",
        "*",
        "~",
        "a;b|c&d>e",
        "#no comment",
        "!",
        "{\"a\": [1]}",
        "é\tü",
    ];
    let command = Command::new("show").words(awkward);
    let expected: String = awkward.iter().map(|word| format!("[{word}]\n")).collect();
    assert_eq!(words(&command), expected);
}

#[test]
fn a_command_reads_as_a_user_would_write_it() {
    let command = Command::aws("iam", "create-role")
        .flag("--role-name", "web")
        .text_of("--assume-role-policy-document", Path::new("/my files/trust.json"))
        .profile("operator")
        .into_file(Path::new("/tmp/out put"));
    assert_eq!(
        command.to_string(),
        "aws iam create-role --role-name web --assume-role-policy-document \
         'file:///my files/trust.json' --profile operator > '/tmp/out put'"
    );
}

#[test]
fn the_shell_puts_its_own_time_into_the_revoking_policy() {
    let command = Command::new("show").verbatim(&super::withdrawal::revoke_document_of_the_shell());
    let shown = words(&command);
    let text = shown.trim().trim_start_matches('[').trim_end_matches(']');
    let policy: serde_json::Value = serde_json::from_str(text).unwrap();
    let instant = policy["Statement"][0]["Condition"]["DateLessThan"]["aws:TokenIssueTime"]
        .as_str()
        .unwrap();
    assert!(instant.parse::<jiff::Timestamp>().is_ok(), "{instant}");
}

#[test]
fn every_policy_is_one_that_iam_takes() {
    let anchor = "arn:aws:rolesanywhere:us-east-1:111122223333:trust-anchor/1";
    let trust: serde_json::Value = serde_json::from_str(&documents::trust_policy_of_machine(anchor)).unwrap();
    let condition = &trust["Statement"][0]["Condition"];
    let keys: BTreeSet<&str> = condition["StringEquals"]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys,
        BTreeSet::from([
            "aws:PrincipalTag/x509Subject/CN",
            "aws:PrincipalTag/x509Subject/OU",
            "aws:PrincipalTag/x509Issuer/CN",
        ])
    );
    assert_eq!(condition["ArnEquals"]["aws:SourceArn"], anchor);
    for text in [documents::permissions(), documents::session_policy()] {
        let policy: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(policy["Version"], "2012-10-17");
    }
}

#[test]
fn every_step_says_something_of_its_own() {
    let titles: BTreeSet<&str> = STEPS.iter().map(|step| step.title).collect();
    assert_eq!(titles.len(), STEPS.len());
    for step in STEPS {
        assert!(
            step.title.len() < 100 && !step.title.ends_with('.'),
            "{}",
            step.title
        );
    }
}

fn refusal(code: &str, message: &str) -> CallError {
    CallError::Service {
        operation: "ListUsers",
        error: Box::new(ServiceError {
            status: 403,
            code: Some(code.into()),
            message: Some(message.into()),
            request_id: None,
            reason: None,
        }),
    }
}

#[test]
fn only_the_refusal_that_is_told_of_is_as_told() {
    let refused = |result| Outcome::refused::<(), CallError>(result, "AccessDenied", "because no");
    assert_eq!(
        refused(Err(refusal("AccessDenied", "denied because no policy"))),
        Outcome::Refused {
            code: "AccessDenied".into(),
            message: "denied because no policy".into(),
        }
    );
    for other in [
        Ok(()),
        Err(refusal("AccessDenied", "with an explicit deny")),
        Err(refusal("ExpiredToken", "because no")),
    ] {
        assert!(matches!(refused(other), Outcome::Unexpected { .. }));
    }
}

#[test]
fn only_the_answer_that_is_told_of_is_as_told() {
    let done = |result: Result<i32, String>| {
        Outcome::done(result, |answer| match answer {
            1 => Ok("one".to_owned()),
            other => Err(Wrong::new("one", other.to_string())),
        })
    };
    assert_eq!(done(Ok(1)), Outcome::Done("one".into()));
    let unexpected = |expected: &str, seen: &str| Outcome::Unexpected {
        expected: expected.into(),
        seen: seen.into(),
    };
    assert_eq!(done(Ok(2)), unexpected("one", "2"));
    assert_eq!(done(Err("no".into())), unexpected("an answer", "no"));
}

#[test]
fn a_step_is_printed_on_lines_of_its_own() {
    let told = Told {
        command: Command::aws("iam", "list-users"),
        outcome: Outcome::Refused {
            code: "AccessDenied".into(),
            message: "no\u{1b}[2J".into(),
        },
    };
    let mut out = Vec::new();
    super::print(3, "listed users", &told, Paint::off(), &mut out).unwrap();
    assert_eq!(
        String::from_utf8(out).unwrap(),
        " 3. listed users\n    $ aws iam list-users\n    refused: AccessDenied: no\\u{1b}[2J\n"
    );
    let mut painted = Vec::new();
    super::print(3, "listed users", &told, Paint::on(), &mut painted).unwrap();
    assert!(
        String::from_utf8(painted)
            .unwrap()
            .contains("\u{1b}[36m$ aws iam list-users\u{1b}[0m")
    );
}

#[test]
fn a_temporary_place_goes_and_a_kept_one_stays() {
    let place = Place::open(None).unwrap();
    assert!(!place.is_kept());
    std::fs::create_dir(place.data()).unwrap();
    place.make().unwrap();
    let file = place.write("a.json", "text").unwrap();
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "text");
    place.write("a.json", "new").unwrap();
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "new");
    assert!(place.make().is_err(), "its files would be mixed with others");
    drop(place);
    assert!(!file.exists());

    let directory = tempfile::tempdir().unwrap();
    let kept = Place::open(Some(directory.path())).unwrap();
    assert!(kept.is_kept() && kept.data() == directory.path());
    drop(kept);
    assert!(directory.path().exists());
    assert!(
        Place::open(Some(Path::new("a\nb"))).is_err(),
        "no command could show it"
    );
}
