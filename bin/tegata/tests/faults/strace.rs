//! What a program asks of the operating system, as strace writes it.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

use crate::process::program;

/// A system call, and where in the order of everything it began and ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SystemCall {
    /// Its number and name: `14165<writer>`.
    pub(crate) thread: String,
    pub(crate) name: String,
    /// Arguments and result, as text.
    pub(crate) text: String,
    pub(crate) began: usize,
    pub(crate) ended: usize,
}

impl SystemCall {
    /// Whether it is one of these, on a file or socket whose name or data contains this.
    pub(crate) fn is(&self, names: &[&str], text: &str) -> bool {
        names.contains(&self.name.as_str()) && self.text.contains(text)
    }
}

/// strace over the program under test: follows its threads and names them, shows paths of files.
pub(crate) fn strace(home: &Path, output: &Path) -> Command {
    let mut command = program("strace", home);
    command
        .args(["-f", "-Y", "-y", "-s", "64", "-e", "signal=none", "-e"])
        .arg("trace=read,readv,recvfrom,recvmsg,write,writev,sendto,sendmsg,pwrite64,pwritev,fsync,fdatasync")
        .arg("-o")
        .arg(output)
        .arg(env!("CARGO_BIN_EXE_tegata"));
    command
}

/// Reads strace's output. A call that others interrupt stands in two parts.
pub(crate) fn read(output: &str) -> Vec<SystemCall> {
    let mut calls = Vec::new();
    let mut unfinished: HashMap<&str, (usize, String)> = HashMap::new();
    for (at, line) in output.lines().enumerate() {
        let Some((thread, rest)) = line.split_once(' ') else {
            continue;
        };
        let rest = rest.trim_start();
        if let Some(beginning) = rest.strip_suffix("<unfinished ...>") {
            unfinished.insert(thread, (at, beginning.to_owned()));
        } else if rest.starts_with("<... ") {
            let Some((began, mut text)) = unfinished.remove(thread) else {
                continue;
            };
            text.push_str(rest.split_once("resumed>").map_or("", |(_, end)| end));
            calls.extend(one(thread, &text, began, at));
        } else {
            calls.extend(one(thread, rest, at, at));
        }
    }
    calls.sort_unstable_by_key(|call| call.began);
    calls
}

fn one(thread: &str, text: &str, began: usize, ended: usize) -> Option<SystemCall> {
    let (name, text) = text.split_once('(')?;
    let named = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    named.then(|| SystemCall {
        thread: thread.to_owned(),
        name: name.to_owned(),
        text: text.to_owned(),
        began,
        ended,
    })
}

#[test]
fn interrupted_calls_are_joined() {
    let output = "7<edge> recvfrom(9<socket:[1]>, \"POST / HTTP/1.1\\r\\n\", 8192, 0, NULL, NULL) = 17\n\
        8<writer>  fdatasync(5</data/a.db-wal> <unfinished ...>\n\
        7<edge> sendto(9<socket:[1]>, \"x\", 1, 0, NULL, 0) = 1\n\
        8<writer>  <... fdatasync resumed>) = 0\n\
        8<writer> +++ exited with 0 +++\n";
    let calls = read(output);
    let spans: Vec<_> = calls
        .iter()
        .map(|call| (call.name.as_str(), call.began, call.ended))
        .collect();
    assert_eq!(spans, [("recvfrom", 0, 0), ("fdatasync", 1, 3), ("sendto", 2, 2)]);
    assert!(calls[1].is(&["fsync", "fdatasync"], "a.db-wal>") && calls[1].text.ends_with("= 0"));
    assert_eq!(calls[1].thread, "8<writer>");
}
