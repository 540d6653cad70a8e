//! Changes made to a case without the engine: in the JSON of its documents, or in its request.

use serde_json::{Value, json};
use tegata_policy::{Change, KeyValue, PolicyPlace, PolicyType, ResourceMode};

use super::{Case, document};

impl Case {
    /// Makes a change by hand: in the JSON of a document, or in the request.
    pub(crate) fn change(&mut self, change: &Change) {
        match change {
            Change::Context { key, value, .. } => self.change_key(&key.to_lowercase(), value),
            Change::Add {
                policy_type,
                level,
                statement,
            } => {
                let statement: Value = serde_json::from_str(&statement.to_string()).unwrap();
                let of_resource = matches!(policy_type, PolicyType::Resource | PolicyType::RoleTrust);
                let policies = self.documents.iter_mut();
                let mut resource = policies.filter(|(of, ..)| of_resource && *of == PolicyType::Resource);
                match resource.next() {
                    Some((.., text)) => change_statements(text, |statements| statements.push(statement)),
                    None if of_resource => {
                        if *policy_type == PolicyType::RoleTrust {
                            self.mode = ResourceMode::RoleTrust;
                        }
                        self.documents
                            .push((PolicyType::Resource, 0, document(statement)));
                    }
                    None => {
                        self.has_session |= *policy_type == PolicyType::Session;
                        self.documents.push((*policy_type, *level, document(statement)));
                    }
                }
            }
            Change::Rewrite {
                target, statement, ..
            } => {
                let statement: Value = serde_json::from_str(&statement.to_string()).unwrap();
                let at = target.statement;
                change_statements(self.text_at(target.place), |statements| {
                    statements[at] = statement
                });
            }
            Change::Remove { target } => {
                let at = target.statement;
                change_statements(self.text_at(target.place), |statements| {
                    statements[at] = json!({"Effect": "Deny"});
                });
            }
        }
    }

    fn change_key(&mut self, key: &str, value: &KeyValue) {
        let before = std::mem::take(&mut self.context);
        for (other, held) in before.iter().filter(|(other, _)| *other != key) {
            match held {
                tegata_policy::Value::Single(text) => self.context.insert(other.to_owned(), text.to_owned()),
                tegata_policy::Value::Multi(texts) => {
                    let texts: Vec<String> = texts.iter().map(|text| text.clone().into_owned()).collect();
                    self.context.insert_multi(other.to_owned(), texts);
                }
            }
        }
        match value {
            KeyValue::Absent => {}
            KeyValue::Single(text) => self.context.insert(key.to_owned(), text.clone()),
            KeyValue::Multi(texts) => self.context.insert_multi(key.to_owned(), texts.clone()),
        }
    }

    fn text_at(&mut self, place: PolicyPlace) -> &mut String {
        let wanted = match place.policy_type {
            PolicyType::RoleTrust => PolicyType::Resource,
            other => other,
        };
        let those = self.documents.iter_mut();
        let mut those = those.filter(|(of, level, _)| (*of, *level) == (wanted, place.level));
        let (.., text) = those.nth(place.policy).unwrap();
        text
    }
}

fn change_statements(text: &mut String, change: impl FnOnce(&mut Vec<Value>)) {
    let mut document: Value = serde_json::from_str(text).unwrap();
    let statements = &mut document["Statement"];
    if statements.is_object() {
        *statements = json!([statements]);
    }
    change(statements.as_array_mut().unwrap());
    *text = document.to_string();
}
