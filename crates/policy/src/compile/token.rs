//! Splits the text of a resource or condition value into literals, wildcards and variables
//! (IAM user guide, "IAM policy elements: Variables and tags").

/// One piece of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Characters that stand for themselves.
    Literal(&'a str),
    /// `*`: any run of characters, the empty one included.
    Any,
    /// `?`: one character.
    One,
    /// `${key}` or `${key, 'default'}`.
    Variable { key: &'a str, default: Option<&'a str> },
    /// A `${` that begins no variable: the text can match nothing.
    Broken,
}

/// Which characters are special.
#[derive(Debug, Clone, Copy)]
pub(super) struct Syntax {
    /// `*` and `?` are wildcards.
    pub(super) wildcards: bool,
    /// `${…}` is a variable.
    pub(super) variables: bool,
}

/// The tokens of `text`; adjacent literals are not joined.
pub(super) fn tokens(text: &str, syntax: Syntax) -> impl Iterator<Item = Token<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (token, after) = next(rest, syntax)?;
        rest = after;
        Some(token)
    })
}

/// The keys of the variables in a text, as written.
pub(crate) fn variable_keys(text: &str) -> impl Iterator<Item = &str> {
    const SYNTAX: Syntax = Syntax {
        wildcards: false,
        variables: true,
    };
    tokens(text, SYNTAX).filter_map(|token| match token {
        Token::Variable { key, .. } => Some(key),
        _ => None,
    })
}

fn next(text: &str, syntax: Syntax) -> Option<(Token<'_>, &str)> {
    if let Some(inside) = text.strip_prefix("${").filter(|_| syntax.variables) {
        return Some(variable(inside).unwrap_or((Token::Broken, "")));
    }
    let first = text.chars().next()?;
    match first {
        '*' if syntax.wildcards => Some((Token::Any, text.get(1..)?)),
        '?' if syntax.wildcards => Some((Token::One, text.get(1..)?)),
        _ => {
            let end = literal_end(text, first.len_utf8(), syntax);
            let (literal, rest) = text.split_at_checked(end)?;
            Some((Token::Literal(literal), rest))
        }
    }
}

/// Where the literal that begins `text` ends; its first character, of `from` bytes, belongs to it.
fn literal_end(text: &str, from: usize, syntax: Syntax) -> usize {
    let special = |(at, byte): (usize, &u8)| match byte {
        b'*' | b'?' => syntax.wildcards,
        b'$' => syntax.variables && text.as_bytes().get(at + 1) == Some(&b'{'),
        _ => false,
    };
    let mut bytes = text.as_bytes().iter().enumerate().skip(from);
    bytes
        .find(|found| special(*found))
        .map_or(text.len(), |(at, _)| at)
}

/// What follows `${`, up to and including `}`.
fn variable(inside: &str) -> Option<(Token<'_>, &str)> {
    for (escape, literal) in [("*}", "*"), ("?}", "?"), ("$}", "$")] {
        if let Some(rest) = inside.strip_prefix(escape) {
            return Some((Token::Literal(literal), rest));
        }
    }
    let end = inside.find([',', '}'])?;
    let (key, rest) = inside.split_at_checked(end)?;
    let key = key.trim_matches(' ');
    if let Some(rest) = rest.strip_prefix('}') {
        return Some((Token::Variable { key, default: None }, rest));
    }
    let quoted = rest
        .strip_prefix(',')?
        .trim_start_matches(' ')
        .strip_prefix('\'')?;
    let (default, rest) = quoted.split_once('\'')?;
    let rest = rest.trim_start_matches(' ').strip_prefix('}')?;
    let default = Some(default);
    Some((Token::Variable { key, default }, rest))
}
