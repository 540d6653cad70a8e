//! Between values and the generated types. A generated structure implements [`Read`], [`Write`]
//! and [`Typed`] with one call each into this module; everything else is here, once.

use std::collections::BTreeMap;

use jiff::Timestamp;
use tegata_base::Secret;

use crate::schema::{Kind, Operation, Shape, TimestampFormat};
use crate::value::Value;
use crate::writer::{ValueWriter, Writer};

/// Why a value does not have the type asked for. A value that has passed [`crate::validate()`]
/// against the same shape reads without error.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// A required member is absent.
    #[error("`{0}` is missing")]
    Missing(&'static str),
    /// The value is of another kind.
    #[error("a {expected} was expected")]
    Kind {
        /// The kind asked for.
        expected: &'static str,
    },
    /// A number does not fit its type.
    #[error("a number is out of range")]
    Range,
}

/// A type that can be read from a [`Value`].
pub trait Read: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// The value is of another kind, or a required member is absent.
    fn read(value: &Value) -> Result<Self, ReadError>;
}

/// A type that can be written to a [`Writer`].
pub trait Write {
    /// Writes it.
    fn write(&self, out: &mut dyn Writer);
}

/// A generated structure.
pub trait Typed: Read + Write {
    /// Its schema.
    const SHAPE: &'static Shape;
}

/// An operation as a type: what ties its name to its input and output.
pub trait Call {
    /// The input structure; `()` where the model has none.
    type Input: Typed;
    /// The output structure; `()` where the model has none.
    type Output: Typed;
    /// The descriptor.
    const OPERATION: &'static Operation;
}

/// The value of a typed message.
#[must_use]
pub fn to_value(message: &dyn Write) -> Value {
    let mut writer = ValueWriter::default();
    message.write(&mut writer);
    writer.finish()
}

/// The value of a member: what a generated structure hands to [`write_structure`].
pub trait Field {
    /// Whether there is nothing to write.
    fn is_absent(&self) -> bool {
        false
    }

    /// Writes it as the shape says.
    fn write_field(&self, shape: &'static Shape, out: &mut dyn Writer);
}

/// Writes a structure: `fields` are the values of the shape's members, in the same order.
pub fn write_structure(shape: &'static Shape, fields: &[&dyn Field], out: &mut dyn Writer) {
    out.begin_structure();
    for (member, field) in shape.members().iter().zip(fields) {
        if !field.is_absent() {
            out.member(member);
            field.write_field(member.shape, out);
            out.end_member(member);
        }
    }
    out.end_structure();
}

/// Reads the members of a structure.
#[derive(Debug)]
pub struct Fields<'a>(&'a [(&'static str, Value)]);

impl<'a> Fields<'a> {
    /// The members of a value.
    ///
    /// # Errors
    /// The value is not a structure.
    pub fn of(value: &'a Value) -> Result<Self, ReadError> {
        match value {
            Value::Structure(members) => Ok(Self(members)),
            _ => Err(ReadError::Kind {
                expected: "structure",
            }),
        }
    }

    /// A member that must be there.
    ///
    /// # Errors
    /// It is absent or of another kind.
    pub fn required<T: Read>(&self, name: &'static str) -> Result<T, ReadError> {
        self.optional(name)?.ok_or(ReadError::Missing(name))
    }

    /// A member that may be absent.
    ///
    /// # Errors
    /// It is of another kind.
    pub fn optional<T: Read>(&self, name: &'static str) -> Result<Option<T>, ReadError> {
        self.0
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| T::read(value))
            .transpose()
    }
}

impl Typed for () {
    const SHAPE: &'static Shape = Shape::EMPTY;
}

impl Read for () {
    fn read(_: &Value) -> Result<Self, ReadError> {
        Ok(())
    }
}

impl Write for () {
    fn write(&self, out: &mut dyn Writer) {
        out.begin_structure();
        out.end_structure();
    }
}

impl<T: Typed> Field for T {
    fn write_field(&self, _: &'static Shape, out: &mut dyn Writer) {
        self.write(out);
    }
}

impl<T: Field> Field for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn write_field(&self, shape: &'static Shape, out: &mut dyn Writer) {
        match self {
            Some(value) => value.write_field(shape, out),
            None => out.null(),
        }
    }
}

impl Read for String {
    fn read(value: &Value) -> Result<Self, ReadError> {
        match value {
            Value::String(text) => Ok(text.clone()),
            _ => Err(ReadError::Kind { expected: "string" }),
        }
    }
}

impl Field for String {
    fn write_field(&self, _: &'static Shape, out: &mut dyn Writer) {
        out.string(self);
    }
}

impl Read for Secret<String> {
    fn read(value: &Value) -> Result<Self, ReadError> {
        String::read(value).map(Self::new)
    }
}

impl Field for Secret<String> {
    fn write_field(&self, _: &'static Shape, out: &mut dyn Writer) {
        out.string(self.expose());
    }
}

impl Read for bool {
    fn read(value: &Value) -> Result<Self, ReadError> {
        match value {
            Value::Boolean(value) => Ok(*value),
            _ => Err(ReadError::Kind { expected: "boolean" }),
        }
    }
}

impl Field for bool {
    fn write_field(&self, _: &'static Shape, out: &mut dyn Writer) {
        out.boolean(*self);
    }
}

impl Read for i32 {
    fn read(value: &Value) -> Result<Self, ReadError> {
        Self::try_from(i64::read(value)?).map_err(|_| ReadError::Range)
    }
}

impl Field for i32 {
    fn write_field(&self, _: &'static Shape, out: &mut dyn Writer) {
        out.integer(i64::from(*self));
    }
}

impl Read for i64 {
    fn read(value: &Value) -> Result<Self, ReadError> {
        match value {
            Value::Integer(value) => Ok(*value),
            _ => Err(ReadError::Kind { expected: "number" }),
        }
    }
}

impl Field for i64 {
    fn write_field(&self, _: &'static Shape, out: &mut dyn Writer) {
        out.integer(*self);
    }
}

impl Read for f64 {
    fn read(value: &Value) -> Result<Self, ReadError> {
        match value {
            Value::Double(value) => Ok(*value),
            _ => Err(ReadError::Kind { expected: "number" }),
        }
    }
}

impl Field for f64 {
    fn write_field(&self, _: &'static Shape, out: &mut dyn Writer) {
        out.double(*self);
    }
}

/// The bytes of a blob. (`Vec<u8>` would be a list of numbers.)
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Blob(pub Vec<u8>);

impl Read for Blob {
    fn read(value: &Value) -> Result<Self, ReadError> {
        match value {
            Value::Blob(bytes) => Ok(Self(bytes.clone())),
            _ => Err(ReadError::Kind { expected: "blob" }),
        }
    }
}

impl Field for Blob {
    fn write_field(&self, _: &'static Shape, out: &mut dyn Writer) {
        out.blob(&self.0);
    }
}

/// A secret blob.
impl Read for Secret<Vec<u8>> {
    fn read(value: &Value) -> Result<Self, ReadError> {
        Blob::read(value).map(|blob| Self::new(blob.0))
    }
}

impl Field for Secret<Vec<u8>> {
    fn write_field(&self, _: &'static Shape, out: &mut dyn Writer) {
        out.blob(self.expose());
    }
}

impl Read for Timestamp {
    fn read(value: &Value) -> Result<Self, ReadError> {
        match value {
            Value::Timestamp(at) => Ok(*at),
            _ => Err(ReadError::Kind {
                expected: "timestamp",
            }),
        }
    }
}

impl Field for Timestamp {
    fn write_field(&self, shape: &'static Shape, out: &mut dyn Writer) {
        let format = match shape.kind {
            Kind::Timestamp { format } => format,
            _ => TimestampFormat::Protocol,
        };
        out.timestamp(*self, format);
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(value: &Value) -> Result<Self, ReadError> {
        match value {
            Value::List(items) => items.iter().map(T::read).collect(),
            _ => Err(ReadError::Kind { expected: "list" }),
        }
    }
}

impl<T: Field> Field for Vec<T> {
    fn write_field(&self, shape: &'static Shape, out: &mut dyn Writer) {
        let Kind::List { item, item_name, .. } = shape.kind else {
            return out.null();
        };
        out.begin_list(item_name, self.len());
        for value in self {
            out.item();
            value.write_field(item, out);
            out.end_item();
        }
        out.end_list();
    }
}

impl<T: Read> Read for BTreeMap<String, T> {
    fn read(value: &Value) -> Result<Self, ReadError> {
        match value {
            Value::Map(entries) => entries
                .iter()
                .map(|(key, value)| Ok((key.clone(), T::read(value)?)))
                .collect(),
            _ => Err(ReadError::Kind { expected: "map" }),
        }
    }
}

impl<T: Field> Field for BTreeMap<String, T> {
    fn write_field(&self, shape: &'static Shape, out: &mut dyn Writer) {
        let Kind::Map { value: item, .. } = shape.kind else {
            return out.null();
        };
        out.begin_map(self.len());
        for (key, value) in self {
            out.entry(key);
            value.write_field(item, out);
            out.end_entry();
        }
        out.end_map();
    }
}
