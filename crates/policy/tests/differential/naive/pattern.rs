//! Patterns: their tokens, variables put in, and matching by definition.

use crate::case::{Case, Given};

/// A piece of a pattern as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// Stands for itself.
    Char(char),
    Any,
    One,
    Variable {
        key: String,
        default: Option<String>,
    },
    /// The beginning of a variable that is none.
    Unfinished,
}

/// A piece of a pattern for one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    Char(char),
    Any,
    One,
}

pub(super) fn tokens(text: &str, wildcards: bool, variables: bool) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if variables && rest.starts_with("${") {
            let Some((token, length)) = variable(rest) else {
                tokens.push(Token::Unfinished);
                return tokens;
            };
            tokens.push(token);
            rest = &rest[length..];
            continue;
        }
        tokens.push(match first {
            '*' if wildcards => Token::Any,
            '?' if wildcards => Token::One,
            other => Token::Char(other),
        });
        rest = &rest[first.len_utf8()..];
    }
    tokens
}

/// `${*}`, `${key}` or `${key, 'default'}` at the start of `text`, and its length.
fn variable(text: &str) -> Option<(Token, usize)> {
    for literal in ['*', '?', '$'] {
        if text.starts_with(&format!("${{{literal}}}")) {
            return Some((Token::Char(literal), 4));
        }
    }
    let key: String = text[2..].chars().take_while(|c| *c != ',' && *c != '}').collect();
    let after_key = &text[2 + key.len()..];
    let key_alone = |default| Token::Variable {
        key: key.trim_matches(' ').to_lowercase(),
        default,
    };
    if let Some(rest) = after_key.strip_prefix('}') {
        return Some((key_alone(None), text.len() - rest.len()));
    }
    let quoted = after_key
        .strip_prefix(',')?
        .trim_start_matches(' ')
        .strip_prefix('\'')?;
    let default: String = quoted.chars().take_while(|c| *c != '\'').collect();
    let rest = quoted[default.len()..].strip_prefix('\'')?;
    let rest = rest.trim_start_matches(' ').strip_prefix('}')?;
    Some((key_alone(Some(default)), text.len() - rest.len()))
}

/// The pattern with the request's values in place of variables; `None` when one has no value. What is
/// put in stands for itself.
pub(super) fn resolve(case: &Case, text: &str, wildcards: bool, variables: bool) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    for token in tokens(text, wildcards, variables) {
        match token {
            Token::Char(c) => pieces.push(Piece::Char(c)),
            Token::Any => pieces.push(Piece::Any),
            Token::One => pieces.push(Piece::One),
            Token::Unfinished => return None,
            Token::Variable { key, default } => {
                let value = match look_up(case, &key) {
                    Some(Given::Single(value)) => value.clone(),
                    // A key with several values is no variable.
                    Some(Given::Multi(_)) => return None,
                    None => default?,
                };
                pieces.extend(value.chars().map(Piece::Char));
            }
        }
    }
    Some(pieces)
}

/// A key of the request, in any letter case. A list without values is an absent key.
pub(super) fn look_up<'a>(case: &'a Case, wanted: &str) -> Option<&'a Given> {
    let wanted = wanted.to_lowercase();
    let found = case
        .request
        .context
        .iter()
        .find(|(key, _)| key.to_lowercase() == wanted);
    let (_, given) = found?;
    match given {
        Given::Multi(values) if values.is_empty() => None,
        given => Some(given),
    }
}

pub(super) fn glob(pattern: &[Piece], text: &[char]) -> bool {
    match pattern {
        [] => text.is_empty(),
        [Piece::Any, rest @ ..] => (0..=text.len()).any(|skipped| glob(rest, &text[skipped..])),
        [Piece::One, rest @ ..] => !text.is_empty() && glob(rest, &text[1..]),
        [Piece::Char(wanted), rest @ ..] => text.first() == Some(wanted) && glob(rest, &text[1..]),
    }
}
