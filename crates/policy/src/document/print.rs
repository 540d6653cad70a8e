//! [`Document`] → JSON, in one canonical form: members in the grammar's order, statements as a list,
//! a list of one value as that value, numbers and booleans of conditions as text. Reading it back
//! gives the same document, spans aside.

use std::fmt::{self, Display, Formatter};

use super::{Condition, Document, Entries, PrincipalEntry, PrincipalKind, Statement, Text, Version};
use crate::json::Writer;

/// Compact JSON; indented with `{:#}`.
///
/// ```
/// use tegata_policy::Document;
///
/// let text = r#"{"Statement": {"Resource": ["*"], "Action": ["s3:Get*", "s3:List*"], "Effect": "Allow"}}"#;
/// assert_eq!(
///     Document::parse(text)?.to_string(),
///     r#"{"Statement":[{"Effect":"Allow","Action":["s3:Get*","s3:List*"],"Resource":"*"}]}"#
/// );
/// # Ok::<(), tegata_policy::SyntaxError>(())
/// ```
impl Display for Document<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let indented = f.alternate();
        let mut json = Writer::new(f, indented);
        json.open('{')?;
        if let Some(version) = self.version {
            json.key("Version")?;
            json.string(match version {
                Version::V2008 => "2008-10-17",
                Version::V2012 => "2012-10-17",
            })?;
        }
        if let Some(id) = &self.id {
            json.key("Id")?;
            json.string(&id.text)?;
        }
        json.key("Statement")?;
        json.open('[')?;
        for statement in &self.statements {
            write_statement(&mut json, statement)?;
        }
        json.close(']')?;
        json.close('}')
    }
}

/// The statement alone, as it stands in a printed document.
impl Display for Statement<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let indented = f.alternate();
        write_statement(&mut Writer::new(f, indented), self)
    }
}

fn write_statement(json: &mut Writer<'_>, statement: &Statement<'_>) -> fmt::Result {
    json.open('{')?;
    if let Some(sid) = &statement.sid {
        json.key("Sid")?;
        json.string(&sid.text)?;
    }
    json.key("Effect")?;
    json.string(&statement.effect_word.text)?;
    if let Some(entries) = &statement.principals {
        json.key(if entries.negated {
            "NotPrincipal"
        } else {
            "Principal"
        })?;
        write_principals(json, entries)?;
    }
    if let Some(entries) = &statement.actions {
        json.key(if entries.negated { "NotAction" } else { "Action" })?;
        write_texts(json, entries.items.iter())?;
    }
    if let Some(entries) = &statement.resources {
        json.key(if entries.negated {
            "NotResource"
        } else {
            "Resource"
        })?;
        write_texts(json, entries.items.iter())?;
    }
    if !statement.conditions.is_empty() {
        json.key("Condition")?;
        write_conditions(json, &statement.conditions)?;
    }
    json.close('}')
}

fn write_principals(json: &mut Writer<'_>, entries: &Entries<PrincipalEntry<'_>>) -> fmt::Result {
    if let [entry] = entries.items.as_slice()
        && entry.kind == PrincipalKind::Everyone
    {
        return json.string(&entry.name.text);
    }
    json.open('{')?;
    for group in groups(&entries.items, |entry| entry.kind.key()) {
        if let Some(first) = group.first() {
            json.key(first.kind.key())?;
            write_texts(json, group.iter().map(|entry| &entry.name))?;
        }
    }
    json.close('}')
}

fn write_conditions(json: &mut Writer<'_>, conditions: &[Condition<'_>]) -> fmt::Result {
    json.open('{')?;
    for group in groups(conditions, |condition| condition.operator_name.text.as_ref()) {
        if let Some(first) = group.first() {
            json.key(&first.operator_name.text)?;
            json.open('{')?;
            for condition in group {
                json.key(&condition.key.text)?;
                write_texts(json, condition.values.iter())?;
            }
            json.close('}')?;
        }
    }
    json.close('}')
}

/// The items by a name they share: each name once, at its first item's place.
fn groups<'i, T>(items: &'i [T], name: fn(&'i T) -> &'i str) -> Vec<Vec<&'i T>> {
    let mut groups: Vec<Vec<&'i T>> = Vec::new();
    for item in items {
        let same = |group: &&mut Vec<&'i T>| group.first().is_some_and(|first| name(first) == name(item));
        match groups.iter_mut().find(same) {
            Some(group) => group.push(item),
            None => groups.push(vec![item]),
        }
    }
    groups
}

fn write_texts<'a, 't: 'a>(
    json: &mut Writer<'_>,
    texts: impl ExactSizeIterator<Item = &'a Text<'t>>,
) -> fmt::Result {
    let is_lone = texts.len() == 1;
    if !is_lone {
        json.open('[')?;
    }
    for text in texts {
        json.string(&text.text)?;
    }
    if is_lone {
        return Ok(());
    }
    json.close(']')
}
