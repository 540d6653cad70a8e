use std::collections::BTreeSet;
use std::fs;

use clap::Command;

use super::write_pages;
use crate::Program;

/// `tegata`, `tegata-policy`, `tegata-policy-eval`, …
fn names(command: &Command, above: &str) -> BTreeSet<String> {
    let name = format!("{above}{}", command.get_name());
    let below = command.get_subcommands().filter(|command| !command.is_hide_set());
    below
        .flat_map(|command| names(command, &format!("{name}-")))
        .chain([name.clone()])
        .collect()
}

#[test]
fn every_subcommand_has_a_page_with_its_flags() {
    let folder = tempfile::tempdir().unwrap();
    let below = folder.path().join("share/man1");
    write_pages(crate::tree(Program::Tegata), &below).unwrap();
    let written: BTreeSet<String> = fs::read_dir(&below)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let expected = names(&crate::tree(Program::Tegata), "");
    assert_eq!(written, expected.iter().map(|name| format!("{name}.1")).collect());
    let shown = |subcommand: &&crate::Subcommand| !Program::Tegata.command(subcommand).is_hide_set();
    for subcommand in crate::SUBCOMMANDS.iter().filter(shown) {
        assert!(expected.contains(&format!("tegata-{}", subcommand.name)));
    }

    let page = fs::read_to_string(below.join("tegata-credential-process.1")).unwrap();
    assert!(page.contains(r#".TH tegata-credential-process 1"#), "{page}");
    assert!(page.contains(env!("CARGO_PKG_VERSION")), "{page}");
    assert!(page.contains(r"\-\-trust\-anchor\-arn"), "{page}");
    assert!(page.contains(".SH SERVICE"), "{page}");
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let error = write_pages(crate::tree(Program::Tegata), file.path()).unwrap_err();
    assert!(error.to_string().contains(file.path().to_str().unwrap()));
}
