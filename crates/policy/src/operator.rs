//! The 27 condition operators, their `IfExists` form and the two set qualifiers
//! (IAM user guide, "IAM JSON policy elements: Condition operators").

use std::fmt;

/// What an operator compares, its negation aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// Whole-string equality.
    String,
    /// Whole-string equality, case folded.
    StringIgnoreCase,
    /// Glob with `*` and `?`.
    StringLike,
    /// Decimal numbers; the ordering that counts as a match.
    Numeric(Ordering),
    /// Instants; the ordering that counts as a match.
    Date(Ordering),
    /// `true` or `false`.
    Bool,
    /// Base64 text, compared as the bytes that it stands for.
    Binary,
    /// An address within a CIDR range.
    IpAddress,
    /// An ARN, its parts compared as globs.
    Arn,
    /// Whether the key is absent.
    Null,
}

impl Comparison {
    /// Whether values may hold `${…}` variables.
    pub(crate) fn takes_variables(self) -> bool {
        match self {
            Self::String | Self::StringIgnoreCase | Self::StringLike | Self::Bool | Self::Arn => true,
            Self::Numeric(_) | Self::Date(_) | Self::Binary | Self::IpAddress | Self::Null => false,
        }
    }
}

/// How the request's value must stand to the policy's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ordering {
    /// Equal.
    Equal,
    /// Less.
    Less,
    /// Less or equal.
    LessOrEqual,
    /// Greater.
    Greater,
    /// Greater or equal.
    GreaterOrEqual,
}

impl Ordering {
    /// Whether a comparison (request's value to policy's) satisfies this.
    #[must_use]
    pub fn accepts(self, found: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => found.is_eq(),
            Self::Less => found.is_lt(),
            Self::LessOrEqual => found.is_le(),
            Self::Greater => found.is_gt(),
            Self::GreaterOrEqual => found.is_ge(),
        }
    }
}

/// How an operator reads a key with several values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetQualifier {
    /// `ForAllValues:`: every value in the request must satisfy the operator.
    ForAllValues,
    /// `ForAnyValue:`: at least one must.
    ForAnyValue,
}

/// A condition operator as written: `ForAnyValue:StringLikeIfExists`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operator {
    /// `ForAllValues:` or `ForAnyValue:`, if written.
    pub set: Option<SetQualifier>,
    /// What is compared.
    pub comparison: Comparison,
    /// Whether the policy's values must all differ (`…Not…`).
    pub negated: bool,
    /// Whether an absent key satisfies it.
    pub if_exists: bool,
}

/// Name, comparison, negated. `ArnEquals` and `ArnLike` are the same operator under two names.
const NAMES: [(&str, Comparison, bool); 27] = [
    ("StringEquals", Comparison::String, false),
    ("StringNotEquals", Comparison::String, true),
    ("StringEqualsIgnoreCase", Comparison::StringIgnoreCase, false),
    ("StringNotEqualsIgnoreCase", Comparison::StringIgnoreCase, true),
    ("StringLike", Comparison::StringLike, false),
    ("StringNotLike", Comparison::StringLike, true),
    ("NumericEquals", Comparison::Numeric(Ordering::Equal), false),
    ("NumericNotEquals", Comparison::Numeric(Ordering::Equal), true),
    ("NumericLessThan", Comparison::Numeric(Ordering::Less), false),
    (
        "NumericLessThanEquals",
        Comparison::Numeric(Ordering::LessOrEqual),
        false,
    ),
    (
        "NumericGreaterThan",
        Comparison::Numeric(Ordering::Greater),
        false,
    ),
    (
        "NumericGreaterThanEquals",
        Comparison::Numeric(Ordering::GreaterOrEqual),
        false,
    ),
    ("DateEquals", Comparison::Date(Ordering::Equal), false),
    ("DateNotEquals", Comparison::Date(Ordering::Equal), true),
    ("DateLessThan", Comparison::Date(Ordering::Less), false),
    (
        "DateLessThanEquals",
        Comparison::Date(Ordering::LessOrEqual),
        false,
    ),
    ("DateGreaterThan", Comparison::Date(Ordering::Greater), false),
    (
        "DateGreaterThanEquals",
        Comparison::Date(Ordering::GreaterOrEqual),
        false,
    ),
    ("Bool", Comparison::Bool, false),
    ("BinaryEquals", Comparison::Binary, false),
    ("IpAddress", Comparison::IpAddress, false),
    ("NotIpAddress", Comparison::IpAddress, true),
    ("ArnEquals", Comparison::Arn, false),
    ("ArnLike", Comparison::Arn, false),
    ("ArnNotEquals", Comparison::Arn, true),
    ("ArnNotLike", Comparison::Arn, true),
    ("Null", Comparison::Null, false),
];

impl Operator {
    /// Reads an operator's name; letter case is not significant. `Null` takes neither a set
    /// qualifier nor `IfExists`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let (set, rest) = match (strip(name, "ForAllValues:"), strip(name, "ForAnyValue:")) {
            (Some(rest), _) => (Some(SetQualifier::ForAllValues), rest),
            (_, Some(rest)) => (Some(SetQualifier::ForAnyValue), rest),
            _ => (None, name),
        };
        let (base, if_exists) = match rest.len().checked_sub("IfExists".len()) {
            Some(at)
                if rest
                    .get(at..)
                    .is_some_and(|end| end.eq_ignore_ascii_case("IfExists")) =>
            {
                (rest.get(..at)?, true)
            }
            _ => (rest, false),
        };
        let (_, comparison, negated) = NAMES.iter().find(|(name, ..)| name.eq_ignore_ascii_case(base))?;
        if *comparison == Comparison::Null && (set.is_some() || if_exists) {
            return None;
        }
        Some(Self {
            set,
            comparison: *comparison,
            negated: *negated,
            if_exists,
        })
    }
}

impl fmt::Display for Operator {
    /// The operator's name; of the two names of an ARN comparison, the one that ends in `Equals`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.set {
            Some(SetQualifier::ForAllValues) => "ForAllValues:",
            Some(SetQualifier::ForAnyValue) => "ForAnyValue:",
            None => "",
        })?;
        let same = |(_, comparison, negated): &&(_, Comparison, bool)| {
            (*comparison, *negated) == (self.comparison, self.negated)
        };
        f.write_str(NAMES.iter().find(same).map_or("", |(name, ..)| name))?;
        f.write_str(if self.if_exists { "IfExists" } else { "" })
    }
}

fn strip<'a>(name: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, rest) = name.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}
