//! Lines through the command: order, limits, and answers before the next question.

use std::cell::Cell;
use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::rc::Rc;

use serde_json::Value;

use super::super::{Failure, MAX_LINE, answer_lines};
use super::{ALICE, OBJECT};

fn line(id: usize) -> String {
    // Every third is denied and every fifth is not even a document.
    let effect = match id {
        id if id % 5 == 0 => "Maybe",
        id if id % 3 == 0 => "Deny",
        _ => "Allow",
    };
    format!(
        r#"{{"id":{id},"policies":[{{"Version":"2012-10-17","Statement":{{"Effect":"{effect}","Action":"*","Resource":"*"}}}}],"request":{{"principal":"{ALICE}","action":"s3:GetObject","resource":"{OBJECT}"}}}}"#
    )
}

fn answers(input: &[u8]) -> Vec<Value> {
    let mut output = Vec::new();
    answer_lines(input, &mut output).unwrap();
    let lines = std::str::from_utf8(&output).unwrap().lines();
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn answers_keep_the_order_of_the_lines() {
    let mut input = String::new();
    for id in 0..5_000 {
        writeln!(input, "{}", line(id)).unwrap();
    }
    let answers = answers(input.as_bytes());
    assert_eq!(answers.len(), 5_000);
    for (id, answer) in answers.iter().enumerate() {
        assert_eq!(answer["id"], id);
        match id {
            id if id % 5 == 0 => assert!(answer["error"].is_string()),
            id if id % 3 == 0 => assert_eq!(answer["decision"], "ExplicitlyDenied"),
            _ => assert_eq!(answer["decision"], "Allowed"),
        }
    }
}

#[test]
fn the_last_line_needs_no_end_and_others_may_have_two_bytes_of_it() {
    let input = format!("{}\r\n\n{}", line(1), line(2));
    let ids: Vec<Value> = answers(input.as_bytes())
        .iter()
        .map(|answer| answer["id"].clone())
        .collect();
    assert_eq!(ids, [1, 2]);
}

#[test]
fn a_line_that_is_too_long_is_passed_over() {
    let long = format!(r#"{{"id":9,"x":"{}"}}"#, "y".repeat(MAX_LINE));
    let fits = format!("{}{}", line(2), " ".repeat(MAX_LINE - line(2).len()));
    let answers = answers(format!("{}\n{long}\n{fits}\n{long}", line(1)).as_bytes());
    assert_eq!(answers.len(), 4);
    let told = format!("the line is longer than {MAX_LINE} bytes");
    assert_eq!(answers[1], serde_json::json!({"id": null, "error": told}));
    assert_eq!(answers[2]["decision"], "Allowed");
    assert_eq!(answers[3]["error"], told);
}

#[test]
fn text_in_another_encoding_is_refused() {
    let answers = answers(b"{\"id\":\"\xff\"}\n{}\n");
    assert_eq!(answers[0]["error"], "the line is not UTF-8");
    assert_eq!(answers.len(), 2);
}

/// Asks a question only when the last one was answered.
struct Asker {
    asked: usize,
    answered: Rc<Cell<usize>>,
}

impl Read for Asker {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        assert_eq!(self.answered.get(), self.asked, "it waits with answers in hand");
        if self.asked == 3 {
            return Ok(0);
        }
        self.asked += 1;
        let line = line(self.asked) + "\n";
        buffer[..line.len()].copy_from_slice(line.as_bytes());
        Ok(line.len())
    }
}

struct Listener {
    heard: usize,
    answered: Rc<Cell<usize>>,
}

impl Write for Listener {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.heard += buffer.iter().filter(|byte| **byte == b'\n').count();
        Ok(buffer.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.answered.set(self.heard);
        Ok(())
    }
}

#[test]
fn each_question_of_a_conversation_is_answered_before_the_next() {
    let answered = Rc::new(Cell::new(0));
    let asker = Asker {
        asked: 0,
        answered: Rc::clone(&answered),
    };
    let listener = Listener {
        heard: 0,
        answered: Rc::clone(&answered),
    };
    answer_lines(asker, listener).unwrap();
    assert_eq!(answered.get(), 3);
}

struct Closed;

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_closed_output_ends_the_run() {
    let failure = answer_lines(line(1).as_bytes(), Closed).unwrap_err();
    assert!(matches!(failure, Failure::Write(cause) if cause.kind() == io::ErrorKind::BrokenPipe));
}
