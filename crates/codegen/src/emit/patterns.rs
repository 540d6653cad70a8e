//! Patterns as static automata. Each character set is written once, in `classes.rs`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Plan, generated};
use crate::Error;
use crate::names;
use crate::pattern::{Automaton, CharSet, compile};

pub(super) fn files(plan: &Plan<'_>) -> Result<Vec<(String, String)>, Error> {
    let mut classes: BTreeMap<CharSet, usize> = BTreeMap::new();
    let mut files = Vec::new();
    for group in plan.groups() {
        let mut body = String::new();
        for (source, (_, shape)) in plan.patterns.iter().filter(|(_, (home, _))| *home == group) {
            let compiled = compile(source)?;
            let unless = compiled.unless.map_or_else(
                || "None".to_owned(),
                |unless| format!("Some({})", automaton(&unless, &mut classes)),
            );
            let _ = write!(
                body,
                "\npub(crate) static {}: Pattern = Pattern {{\n    source: {source:?},\n    unless: {unless},\n    \
                 automaton: {},\n}};\n",
                names::screaming(shape),
                automaton(&compiled.automaton, &mut classes),
            );
        }
        if !body.is_empty() {
            let text = format!(
                "//! Patterns of the shapes in `schema/{group}.rs`.\n{}\n\
                 use tegata_wire::pattern::{{Automaton, Pattern, Position}};\n\nuse super::classes::*;\n{body}",
                generated(plan.service)
            );
            files.push((group.to_owned(), text));
        }
    }
    if files.is_empty() {
        return Ok(files);
    }
    let mut text = format!(
        "//! The sets of characters that the patterns name.\n{}\nuse tegata_wire::pattern::Class;\n",
        generated(plan.service)
    );
    let mut ordered: Vec<(&CharSet, &usize)> = classes.iter().collect();
    ordered.sort_unstable_by_key(|(_, number)| **number);
    for (set, number) in ordered {
        let _ = write!(
            text,
            "\npub(super) static C{number}: Class = Class {{\n    ascii: {:#x},\n    ranges: &{:?},\n    \
             letters: {},\n    numbers: {},\n    separators: {},\n}};\n",
            set.ascii, set.ranges, set.letters, set.numbers, set.separators,
        );
    }
    files.insert(0, ("classes".to_owned(), text));
    Ok(files)
}

fn automaton(automaton: &Automaton, classes: &mut BTreeMap<CharSet, usize>) -> String {
    let mut positions = String::new();
    for (set, follow) in &automaton.positions {
        let next = classes.len();
        let number = classes.entry(set.clone()).or_insert(next);
        let _ = writeln!(positions, "Position::new(&C{number}, {follow:#x}),");
    }
    format!(
        "Automaton {{ empty: {}, first: {:#x}, last: {:#x}, positions: &[\n{positions}] }}",
        automaton.empty, automaton.first, automaton.last,
    )
}
