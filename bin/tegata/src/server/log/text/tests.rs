//! The lines as a person reads them.

use std::io::Write;
use std::sync::{Arc, Mutex};

use super::Text;

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn one_line_an_event_whatever_is_in_it() {
    let kept = Kept::default();
    let writer = kept.clone();
    let log = tracing_subscriber::fmt()
        .event_format(Text)
        .with_writer(move || writer.clone())
        .finish();
    tracing::subscriber::with_default(log, || {
        tracing::info!(target: "t", plain = "a b", forged = "x\n2026 ERROR", count = 7_u64, shown = %"y", "said");
        tracing::warn!(quoted = "\"", "\u{1b}[31mred");
    });
    let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let (time, first) = lines[0].split_once(' ').unwrap();
    assert!(time.ends_with('Z'), "{time}");
    assert_eq!(
        first,
        r#" INFO t: said plain="a b" forged="x\n2026 ERROR" count=7 shown=y"#
    );
    assert!(
        lines[1].contains(r#"quoted="\"""#) && !text.contains('\u{1b}'),
        "{text}"
    );
    assert_eq!(lines.len(), 2);
}
