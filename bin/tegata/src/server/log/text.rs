//! Lines of text: time, level, target, message, `name=value` pairs.
//!
//! Written for the one line of every request, straight into the line; values are quoted, and escaped
//! only where they need it, so that nothing that comes from outside begins a line of its own.

use std::fmt::{self, Write as _};

use jiff::Timestamp;
use tegata_base::time::iso_micros;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

/// The text format.
pub(in crate::server) struct Text;

impl<S, N> FormatEvent<S, N> for Text
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, _: &FmtContext<'_, S, N>, mut line: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let metadata = event.metadata();
        line.write_str(&now())?;
        line.write_str(level(*metadata.level()))?;
        line.write_str(metadata.target())?;
        line.write_char(':')?;
        let mut pairs = Pairs { line, result: Ok(()) };
        event.record(&mut pairs);
        pairs.result?;
        pairs.line.write_char('\n')
    }
}

/// `2026-01-02T03:04:05.678901Z`
#[expect(clippy::disallowed_methods, reason = "the time of a line")]
fn now() -> String {
    iso_micros(Timestamp::now())
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::ERROR => " ERROR ",
        Level::WARN => "  WARN ",
        Level::INFO => "  INFO ",
        Level::DEBUG => " DEBUG ",
        Level::TRACE => " TRACE ",
    }
}

/// Writes the fields of an event, as long as writing works.
struct Pairs<'w> {
    line: Writer<'w>,
    result: fmt::Result,
}

impl Pairs<'_> {
    fn pair(&mut self, field: &Field, write: impl FnOnce(&mut Writer<'_>) -> fmt::Result) {
        if self.result.is_ok() {
            self.result = name(&mut self.line, field).and_then(|()| write(&mut self.line));
        }
    }
}

/// The message stands without a name.
fn name(line: &mut Writer<'_>, field: &Field) -> fmt::Result {
    line.write_char(' ')?;
    if field.name() == "message" {
        return Ok(());
    }
    line.write_str(field.name())?;
    line.write_char('=')
}

impl Visit for Pairs<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.pair(field, |line| {
            if value
                .bytes()
                .all(|byte| (b' '..=b'~').contains(&byte) && !matches!(byte, b'"' | b'\\'))
            {
                line.write_char('"')?;
                line.write_str(value)?;
                line.write_char('"')
            } else {
                write!(line, "{value:?}")
            }
        });
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.pair(field, |line| write!(line, "{value}"));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.pair(field, |line| write!(Visible(line), "{value:?}"));
    }
}

/// Shows control characters instead of writing them.
struct Visible<'l, 'w>(&'l mut Writer<'w>);

impl fmt::Write for Visible<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if !text.contains(char::is_control) {
            return self.0.write_str(text);
        }
        text.chars().try_for_each(|c| match c.is_control() {
            true => write!(self.0, "{}", c.escape_default()),
            false => self.0.write_char(c),
        })
    }
}

#[cfg(test)]
mod tests;
