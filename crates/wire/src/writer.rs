//! Writing a typed message: the generated types say what they hold, a [`Writer`] says how a
//! protocol writes it.
//!
//! Events come in the order of the model. Absent members are not announced.

use jiff::Timestamp;

use crate::schema::{Kind, Member, Shape, TimestampFormat};
use crate::value::Value;

/// Takes a message apart into events. Each value is announced by `member`, `item` or `entry`, but
/// for the outermost one.
pub trait Writer {
    /// A structure begins; members follow.
    fn begin_structure(&mut self);
    /// The next value is this member.
    fn member(&mut self, member: &'static Member);
    /// The value of the member is complete.
    fn end_member(&mut self, member: &'static Member);
    /// The structure is complete.
    fn end_structure(&mut self);
    /// A list of `count` items begins.
    fn begin_list(&mut self, item_name: &'static str, count: usize);
    /// The next value is the next item.
    fn item(&mut self);
    /// The value of the item is complete.
    fn end_item(&mut self);
    /// The list is complete.
    fn end_list(&mut self);
    /// A map of `count` entries begins.
    fn begin_map(&mut self, count: usize);
    /// The next value is the entry with this key.
    fn entry(&mut self, key: &str);
    /// The value of the entry is complete.
    fn end_entry(&mut self);
    /// The map is complete.
    fn end_map(&mut self);
    /// An explicit null in a list or map.
    fn null(&mut self);
    /// True or false.
    fn boolean(&mut self, value: bool);
    /// A whole number.
    fn integer(&mut self, value: i64);
    /// A floating-point number.
    fn double(&mut self, value: f64);
    /// Text.
    fn string(&mut self, value: &str);
    /// Bytes.
    fn blob(&mut self, value: &[u8]);
    /// An instant, in the format of its shape.
    fn timestamp(&mut self, value: Timestamp, format: TimestampFormat);
}

/// Writes a value that has the given shape. Members that the shape does not know are left out.
pub fn write_value(shape: &'static Shape, value: &Value, out: &mut dyn Writer) {
    match (value, &shape.kind) {
        (Value::Structure(_), Kind::Structure { members, .. }) => {
            out.begin_structure();
            for member in *members {
                if let Some(value) = value.member(member.name) {
                    out.member(member);
                    write_value(member.shape, value, out);
                    out.end_member(member);
                }
            }
            out.end_structure();
        }
        (Value::List(items), Kind::List { item, item_name, .. }) => {
            out.begin_list(item_name, items.len());
            for value in items {
                out.item();
                write_value(item, value, out);
                out.end_item();
            }
            out.end_list();
        }
        (Value::Map(entries), Kind::Map { value: shape, .. }) => {
            out.begin_map(entries.len());
            for (key, value) in entries {
                out.entry(key);
                write_value(shape, value, out);
                out.end_entry();
            }
            out.end_map();
        }
        (Value::Boolean(value), _) => out.boolean(*value),
        (Value::Integer(value), _) => out.integer(*value),
        (Value::Double(value), _) => out.double(*value),
        (Value::String(value), _) => out.string(value),
        (Value::Blob(value), _) => out.blob(value),
        (Value::Timestamp(value), Kind::Timestamp { format }) => out.timestamp(*value, *format),
        (Value::Timestamp(value), _) => out.timestamp(*value, TimestampFormat::Protocol),
        _ => out.null(),
    }
}

/// Collects the events into a [`Value`].
#[derive(Debug, Default)]
pub struct ValueWriter {
    open: Vec<Open>,
    done: Option<Value>,
}

#[derive(Debug)]
enum Open {
    Structure(Vec<(&'static str, Value)>),
    List(Vec<Value>),
    Map(Vec<(String, Value)>, String),
}

impl ValueWriter {
    /// What was written; [`Value::Null`] if nothing was.
    #[must_use]
    pub fn finish(self) -> Value {
        self.done.unwrap_or(Value::Null)
    }

    fn close(&mut self) {
        self.done = self.open.pop().map(|open| match open {
            Open::Structure(members) => Value::Structure(members),
            Open::List(items) => Value::List(items),
            Open::Map(entries, _) => Value::Map(entries),
        });
    }
}

impl Writer for ValueWriter {
    fn begin_structure(&mut self) {
        self.open.push(Open::Structure(Vec::new()));
    }

    fn member(&mut self, _: &'static Member) {}

    fn end_member(&mut self, member: &'static Member) {
        if let (Some(Open::Structure(members)), Some(value)) = (self.open.last_mut(), self.done.take()) {
            members.push((member.name, value));
        }
    }

    fn end_structure(&mut self) {
        self.close();
    }

    fn begin_list(&mut self, _: &'static str, count: usize) {
        self.open.push(Open::List(Vec::with_capacity(count)));
    }

    fn item(&mut self) {}

    fn end_item(&mut self) {
        if let (Some(Open::List(items)), Some(value)) = (self.open.last_mut(), self.done.take()) {
            items.push(value);
        }
    }

    fn end_list(&mut self) {
        self.close();
    }

    fn begin_map(&mut self, count: usize) {
        self.open
            .push(Open::Map(Vec::with_capacity(count), String::new()));
    }

    fn entry(&mut self, key: &str) {
        if let Some(Open::Map(_, next)) = self.open.last_mut() {
            key.clone_into(next);
        }
    }

    fn end_entry(&mut self) {
        if let (Some(Open::Map(entries, key)), Some(value)) = (self.open.last_mut(), self.done.take()) {
            entries.push((std::mem::take(key), value));
        }
    }

    fn end_map(&mut self) {
        self.close();
    }

    fn null(&mut self) {
        self.done = Some(Value::Null);
    }

    fn boolean(&mut self, value: bool) {
        self.done = Some(Value::Boolean(value));
    }

    fn integer(&mut self, value: i64) {
        self.done = Some(Value::Integer(value));
    }

    fn double(&mut self, value: f64) {
        self.done = Some(Value::Double(value));
    }

    fn string(&mut self, value: &str) {
        self.done = Some(Value::String(value.to_owned()));
    }

    fn blob(&mut self, value: &[u8]) {
        self.done = Some(Value::Blob(value.to_vec()));
    }

    fn timestamp(&mut self, value: Timestamp, _: TimestampFormat) {
        self.done = Some(Value::Timestamp(value));
    }
}
