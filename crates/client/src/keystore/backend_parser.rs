//! The names of backends on the command line: help and completion offer those that are here, and the others are
//! answered in a sentence.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, Command, Error};
use tegata_vault::Backend;

/// Reads the name of a [`Backend`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct BackendParser;

impl TypedValueParser for BackendParser {
    type Value = Backend;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<Backend, Error> {
        TypedValueParser::parse_ref(&str::parse::<Backend>, command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let names = Backend::here().map(Backend::name);
        Some(Box::new(names.map(PossibleValue::new)))
    }
}
