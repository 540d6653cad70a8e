//! Results as Markdown, in the form of `benches/RESULTS.md`.

use std::io::Write as _;

/// Prints a section as it comes, so that an interrupted run leaves what it had.
pub(crate) fn print(section: &str) {
    let mut out = std::io::stdout().lock();
    // Without standard output there is nobody to tell.
    let _ = writeln!(out, "{section}").and_then(|()| out.flush());
}

/// Says something on standard error: progress, or why a run ended.
pub(crate) fn complain(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// A Markdown table.
pub(crate) struct Table(String);

impl Table {
    pub(crate) fn new<const N: usize>(columns: [&str; N]) -> Self {
        let line = |cells: [&str; N]| format!("| {} |\n", cells.join(" | "));
        let mut rule = ["---:"; N];
        if let Some(first) = rule.first_mut() {
            *first = "---";
        }
        Self(line(columns) + &line(rule))
    }

    pub(crate) fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.0.push_str(&format!("| {} |\n", cells.join(" | ")));
    }

    pub(crate) fn finish(self) -> String {
        self.0
    }
}

/// Several takes of one figure.
#[derive(Debug, Clone, Default)]
pub(crate) struct Takes(Vec<f64>);

impl Takes {
    pub(crate) fn push(&mut self, take: f64) {
        self.0.push(take);
    }

    /// The middle one; 0 without any.
    pub(crate) fn median(&self) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let upper = sorted.get(sorted.len() / 2).copied().unwrap_or_default();
        if sorted.len() % 2 == 1 {
            return upper;
        }
        let lower = sorted
            .get((sorted.len() / 2).saturating_sub(1))
            .copied()
            .unwrap_or_default();
        f64::midpoint(lower, upper)
    }

    /// `median (lowest–highest)`, with so many decimals.
    pub(crate) fn show(&self, decimals: usize) -> String {
        let lowest = self.0.iter().copied().fold(f64::INFINITY, f64::min);
        let highest = self.0.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let median = self.median();
        match self.0.len() {
            0 => "–".to_owned(),
            1 => format!("{median:.decimals$}"),
            _ => format!("{median:.decimals$} ({lowest:.decimals$}–{highest:.decimals$})"),
        }
    }
}

impl FromIterator<f64> for Takes {
    fn from_iter<I: IntoIterator<Item = f64>>(takes: I) -> Self {
        Self(takes.into_iter().collect())
    }
}

#[cfg(test)]
mod tests;
