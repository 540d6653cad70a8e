//! The decision vectors: documented and observed answers of AWS, one test each, by number.

mod actions_and_resources;
mod operators;
mod principals;
mod variables;

/// One test for each line: name, case, answer.
macro_rules! vectors {
    ($($name:ident: $case:expr => $answer:literal;)*) => {
        $(
            #[test]
            fn $name() {
                assert_eq!($case.answer(), $answer);
            }
        )*
    };
}

/// One test for each line: name, condition, the request's keys, whether it holds.
macro_rules! conditions {
    ($($name:ident: $condition:tt, $keys:expr => $holds:literal;)*) => {
        $(
            #[test]
            fn $name() {
                assert_eq!($crate::case::holds(serde_json::json!($condition), $keys), $holds);
            }
        )*
    };
}

pub(crate) use {conditions, vectors};
