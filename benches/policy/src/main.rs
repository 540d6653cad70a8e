//! Times decisions of the policy engine against the `cedar-policy` crate, and tells what compiled
//! policies take. See `benches/README.md`. Prints Markdown.
//!
//! Everything but the decision is made beforehand on both sides: policies, entities, requests.

mod many;
mod measure;
mod typical;

use std::fmt::Write as _;

use tegata_policy::{Compiled, Document, PolicyKind, PrincipalIds, read};

use many::Spread;
use measure::{Thing, medians};
use typical::{ASKS, Cedar, DOCUMENTS};

fn main() {
    stay_on_one_core();
    check_equivalence();
    let sections = [decisions(), compiling(), memory()];
    println!("## Policies\n\n{}", sections.join("\n"));
}

fn stay_on_one_core() {
    let mut cores = rustix::thread::CpuSet::new();
    cores.set(1);
    // On a machine with one core there is nothing to choose.
    let _ = rustix::thread::sched_setaffinity(None, &cores);
}

/// Both sides must answer alike, and as expected, before any is timed.
fn check_equivalence() {
    let policies = typical::compiled();
    let policies: Vec<&Compiled> = policies.iter().collect();
    let cedar_policies = typical::cedar_policies();
    let statements: usize = policies.iter().map(|policy| policy.statement_count()).sum();
    assert_eq!(cedar_policies.policies().count(), statements);
    for ask in ASKS {
        let context = typical::context(ask);
        let request = typical::request(ask, &context);
        let cedar = Cedar::new(ask);
        let answers = [
            typical::engine_allows(&request, &policies),
            cedar.allows(&cedar_policies),
            cedar.allows(&typical::cedar_policies_for(ask.action)),
        ];
        assert_eq!(answers, [ask.allowed; 3], "{} on {}", ask.action, ask.resource);
    }
}

fn decisions() -> String {
    let ask = &ASKS[0];
    let context = typical::context(ask);
    let request = typical::request(ask, &context);
    let typical = typical::compiled();
    let services = compile_all(&many::documents(Spread::Services));
    let actions = compile_all(&many::documents(Spread::Actions));
    let [typical, services, actions]: [Vec<&Compiled>; 3] =
        [&typical, &services, &actions].map(|all| all.iter().collect());
    for policies in [&services, &actions] {
        assert!(typical::engine_allows(&request, policies));
        assert_eq!(
            policies
                .iter()
                .map(|policy| policy.statement_count())
                .sum::<usize>(),
            500
        );
    }
    let cedar = Cedar::new(ask);
    let (all, sliced) = (typical::cedar_policies(), typical::cedar_policies_for(ask.action));
    let of_sliced = sliced.policies().count();
    let [ours, theirs, theirs_sliced, of_services, of_actions] = medians([
        Thing::new(|| typical::engine_allows(&request, &typical)),
        Thing::new(|| cedar.allows(&all)),
        Thing::new(|| cedar.allows(&sliced)),
        Thing::new(|| typical::engine_allows(&request, &services)),
        Thing::new(|| typical::engine_allows(&request, &actions)),
    ]);
    let mut table = String::from("| decision | ns | times as fast as Cedar |\n| --- | ---: | ---: |\n");
    for (name, nanos, ratio) in [
        ("3 policies, 30 statements".to_owned(), ours, theirs / ours),
        ("the same in cedar-policy".to_owned(), theirs, 1.0),
        (
            format!("the {of_sliced} of them that name the action, in cedar-policy"),
            theirs_sliced,
            theirs / theirs_sliced,
        ),
        (
            "20 policies, 500 statements, of 25 services".to_owned(),
            of_services,
            theirs / of_services,
        ),
        (
            "20 policies, 500 statements, of one service".to_owned(),
            of_actions,
            theirs / of_actions,
        ),
    ] {
        writeln!(table, "| {name} | {nanos:.0} | {ratio:.1} |").expect("a string takes everything");
    }
    table
}

fn compile_all(documents: &[String]) -> Vec<Compiled> {
    documents.iter().map(|text| typical::compile(text)).collect()
}

fn compiling() -> String {
    let text = DOCUMENTS[0];
    let document = read(text, PolicyKind::Managed).expect("the document is valid");
    let [parse, validate, compile] = medians([
        Thing::new(|| Document::parse(text)),
        Thing::new(|| document.validate(PolicyKind::Managed)),
        Thing::new(|| document.compile(PolicyKind::Managed, PrincipalIds::ByName)),
    ]);
    let bytes = text.len();
    let mut table = format!("| a document of {bytes} bytes, 10 statements | µs |\n| --- | ---: |\n");
    for (name, nanos) in [
        ("parse", parse),
        ("validate", validate),
        ("compile", compile),
        ("all three", parse + validate + compile),
    ] {
        writeln!(table, "| {name} | {:.1} |", nanos / 1000.0).expect("a string takes everything");
    }
    table
}

fn memory() -> String {
    let one = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    let many = many::documents(Spread::Services);
    let mut table =
        String::from("| document | bytes of text | bytes compiled | ratio |\n| --- | ---: | ---: | ---: |\n");
    for (name, text) in [
        ("one statement, everything", one),
        ("photos", DOCUMENTS[0]),
        ("operations", DOCUMENTS[1]),
        ("guardrails", DOCUMENTS[2]),
        ("25 statements, as dense as JSON can be", &many[0]),
    ] {
        let (text_size, compiled) = (text.len(), typical::compile(text).memory());
        let ratio = compiled as f64 / text_size as f64;
        writeln!(table, "| {name} | {text_size} | {compiled} | {ratio:.2} |")
            .expect("a string takes everything");
    }
    table
}
