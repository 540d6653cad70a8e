//! Shapes: what a value may be, and where a member stands. Each is a constant, put together by
//! `const` functions.

use std::fmt;

use crate::pattern::Pattern;

/// Inclusive bounds of a length, a count or a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The least allowed.
    pub min: Option<i64>,
    /// The most allowed.
    pub max: Option<i64>,
}

impl Limits {
    /// No bounds.
    pub const NONE: Self = Self { min: None, max: None };
}

/// How an instant is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimestampFormat {
    /// What the protocol writes: ISO 8601 with seconds in awsQuery, epoch seconds in JSON.
    Protocol,
    /// ISO 8601 in UTC with microseconds, `2022-07-01T18:11:27.380711Z`.
    IsoMicros,
    /// ISO 8601 in UTC with seconds, `2022-07-01T18:11:27Z`.
    IsoSeconds,
    /// Seconds since 1970, with a fraction where there is one.
    Epoch,
}

/// A type: its kind with its limits, and how freely it may be shown.
#[derive(Clone, Copy)]
pub struct Shape {
    /// The name in the model.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// Its values are hidden in messages, logs and events.
    pub sensitive: bool,
    /// It is a key or password: like `sensitive`, and left out of events altogether.
    pub secret: bool,
}

/// What a shape is.
#[derive(Clone, Copy)]
pub enum Kind {
    /// Named members in the model's order.
    Structure {
        /// The members.
        members: &'static [Member],
        /// Exactly one member is set.
        union: bool,
    },
    /// Values of one shape.
    List {
        /// The shape of each.
        item: &'static Shape,
        /// The element name of each in awsQuery, `member` unless the model says otherwise.
        item_name: &'static str,
        /// How many.
        size: Limits,
    },
    /// Values by text key.
    Map {
        /// The shape of the keys, a string.
        key: &'static Shape,
        /// The shape of the values.
        value: &'static Shape,
        /// How many.
        size: Limits,
    },
    /// Text.
    String {
        /// Length in characters.
        length: Limits,
        /// What the whole text must match.
        pattern: Option<&'static Pattern>,
        /// The values allowed; empty if any is.
        values: &'static [&'static str],
    },
    /// A 32-bit number.
    Integer {
        /// Bounds of the value.
        range: Limits,
    },
    /// A 64-bit number.
    Long {
        /// Bounds of the value.
        range: Limits,
    },
    /// A floating-point number.
    Double,
    /// True or false.
    Boolean,
    /// Bytes, base64 on the wire.
    Blob {
        /// Length in bytes.
        length: Limits,
    },
    /// An instant.
    Timestamp {
        /// How it is written.
        format: TimestampFormat,
    },
}

static UNIT: Shape = Shape::structure("Unit", &[]);

impl Shape {
    /// A structure without members: the input or output of operations that have none.
    pub const EMPTY: &'static Self = &UNIT;

    const fn of(name: &'static str, kind: Kind) -> Self {
        Self {
            name,
            kind,
            sensitive: false,
            secret: false,
        }
    }

    /// A structure.
    #[must_use]
    pub const fn structure(name: &'static str, members: &'static [Member]) -> Self {
        Self::of(
            name,
            Kind::Structure {
                members,
                union: false,
            },
        )
    }

    /// A structure of which exactly one member is set.
    #[must_use]
    pub const fn union(name: &'static str, members: &'static [Member]) -> Self {
        Self::of(name, Kind::Structure { members, union: true })
    }

    /// A list.
    #[must_use]
    pub const fn list(name: &'static str, item: &'static Self) -> Self {
        Self::of(
            name,
            Kind::List {
                item,
                item_name: "member",
                size: Limits::NONE,
            },
        )
    }

    /// A map from text.
    #[must_use]
    pub const fn map(name: &'static str, key: &'static Self, value: &'static Self) -> Self {
        Self::of(
            name,
            Kind::Map {
                key,
                value,
                size: Limits::NONE,
            },
        )
    }

    /// Text.
    #[must_use]
    pub const fn string(name: &'static str) -> Self {
        Self::of(
            name,
            Kind::String {
                length: Limits::NONE,
                pattern: None,
                values: &[],
            },
        )
    }

    /// A 32-bit number.
    #[must_use]
    pub const fn integer(name: &'static str) -> Self {
        Self::of(name, Kind::Integer { range: Limits::NONE })
    }

    /// A 64-bit number.
    #[must_use]
    pub const fn long(name: &'static str) -> Self {
        Self::of(name, Kind::Long { range: Limits::NONE })
    }

    /// A floating-point number.
    #[must_use]
    pub const fn double(name: &'static str) -> Self {
        Self::of(name, Kind::Double)
    }

    /// True or false.
    #[must_use]
    pub const fn boolean(name: &'static str) -> Self {
        Self::of(name, Kind::Boolean)
    }

    /// Bytes.
    #[must_use]
    pub const fn blob(name: &'static str) -> Self {
        Self::of(name, Kind::Blob { length: Limits::NONE })
    }

    /// An instant.
    #[must_use]
    pub const fn timestamp(name: &'static str, format: TimestampFormat) -> Self {
        Self::of(name, Kind::Timestamp { format })
    }

    /// With a least length, count or value.
    #[must_use]
    pub const fn min(mut self, min: i64) -> Self {
        if let Some(limits) = self.limits_mut() {
            limits.min = Some(min);
        }
        self
    }

    /// With a greatest length, count or value.
    #[must_use]
    pub const fn max(mut self, max: i64) -> Self {
        if let Some(limits) = self.limits_mut() {
            limits.max = Some(max);
        }
        self
    }

    const fn limits_mut(&mut self) -> Option<&mut Limits> {
        match &mut self.kind {
            Kind::List { size, .. } | Kind::Map { size, .. } => Some(size),
            Kind::String { length, .. } | Kind::Blob { length } => Some(length),
            Kind::Integer { range } | Kind::Long { range } => Some(range),
            _ => None,
        }
    }

    /// With a pattern for the whole text.
    #[must_use]
    pub const fn pattern(mut self, text: &'static Pattern) -> Self {
        if let Kind::String { pattern, .. } = &mut self.kind {
            *pattern = Some(text);
        }
        self
    }

    /// With the values allowed.
    #[must_use]
    pub const fn values(mut self, list: &'static [&'static str]) -> Self {
        if let Kind::String { values, .. } = &mut self.kind {
            *values = list;
        }
        self
    }

    /// With another element name for list items.
    #[must_use]
    pub const fn item_name(mut self, name: &'static str) -> Self {
        if let Kind::List { item_name, .. } = &mut self.kind {
            *item_name = name;
        }
        self
    }

    /// Marked as sensitive.
    #[must_use]
    pub const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// Marked as a key or password.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.sensitive = true;
        self.secret = true;
        self
    }

    /// The members of a structure; none for other kinds.
    #[must_use]
    pub const fn members(&self) -> &'static [Member] {
        match self.kind {
            Kind::Structure { members, .. } => members,
            _ => &[],
        }
    }

    /// The member of this name.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&'static Member> {
        self.members().iter().find(|member| member.name == name)
    }
}

impl fmt::Debug for Shape {
    /// The name alone: shapes refer to each other.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// Where a member of an input stands in an HTTP request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// In the body.
    Body,
    /// A label of the path.
    Uri,
    /// A parameter of the query string.
    Query,
    /// A header.
    Header,
    /// A parameter of the query string or a member of the body (`CreateSession`'s ARNs).
    QueryOrBody,
    /// The whole body.
    Payload,
}

/// One member of a structure.
#[derive(Debug, Clone, Copy)]
pub struct Member {
    /// The name in the model.
    pub name: &'static str,
    /// The name on the wire.
    pub wire_name: &'static str,
    /// Its type.
    pub shape: &'static Shape,
    /// Where it stands.
    pub location: Location,
    /// It must not be null.
    pub required: bool,
    /// A client that leaves it out sends a fresh UUID.
    pub idempotency_token: bool,
    /// In awsQuery, its items stand beside each other without an element around them.
    pub flattened: bool,
}

impl Member {
    /// An optional member of the body.
    #[must_use]
    pub const fn new(name: &'static str, shape: &'static Shape) -> Self {
        Self {
            name,
            wire_name: name,
            shape,
            location: Location::Body,
            required: false,
            idempotency_token: false,
            flattened: false,
        }
    }

    /// Must not be null.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Stands elsewhere than in the body.
    #[must_use]
    pub const fn at(mut self, location: Location, wire_name: &'static str) -> Self {
        self.location = location;
        self.wire_name = wire_name;
        self
    }

    /// Is the whole body.
    #[must_use]
    pub const fn payload(mut self) -> Self {
        self.location = Location::Payload;
        self
    }

    /// Has another name on the wire.
    #[must_use]
    pub const fn named(mut self, wire_name: &'static str) -> Self {
        self.wire_name = wire_name;
        self
    }

    /// Is filled by clients.
    #[must_use]
    pub const fn idempotency_token(mut self) -> Self {
        self.idempotency_token = true;
        self
    }

    /// Has no element around its items.
    #[must_use]
    pub const fn flattened(mut self) -> Self {
        self.flattened = true;
        self
    }
}
