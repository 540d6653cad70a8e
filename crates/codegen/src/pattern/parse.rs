//! Parsing a pattern. What is not known is refused.

use std::iter::Peekable;
use std::str::Chars;

use super::{CharSet, Node};

/// The highest count in braces.
const MAX_COUNT: u32 = 128;

struct Parser<'a> {
    rest: Peekable<Chars<'a>>,
}

type Parsed<T> = Result<T, &'static str>;

/// A leading `(?!…)`, and the rest without anchors.
pub(super) fn parse(pattern: &str) -> Parsed<(Option<Node>, Node)> {
    let pattern = pattern.strip_prefix('^').unwrap_or(pattern);
    let pattern = match pattern.strip_suffix('$') {
        Some(rest) if !rest.ends_with('\\') => rest,
        _ => pattern,
    };
    let (unless, pattern) = match pattern.strip_prefix("(?!") {
        Some(rest) => {
            let (inside, rest) = rest
                .split_once(')')
                .filter(|(inside, _)| !inside.contains(['(', '[', '\\']))
                .ok_or("a group inside a lookahead")?;
            (Some(whole(inside)?), rest)
        }
        None => (None, pattern),
    };
    Ok((unless, whole(pattern)?))
}

fn whole(pattern: &str) -> Parsed<Node> {
    let mut parser = Parser {
        rest: pattern.chars().peekable(),
    };
    let node = parser.choice()?;
    if parser.rest.next().is_some() {
        return Err("a closing parenthesis without an opening one");
    }
    Ok(node)
}

impl Parser<'_> {
    fn choice(&mut self) -> Parsed<Node> {
        let mut branches = vec![self.sequence()?];
        while self.rest.next_if_eq(&'|').is_some() {
            branches.push(self.sequence()?);
        }
        Ok(if branches.len() == 1 {
            branches.remove(0)
        } else {
            Node::Choice(branches)
        })
    }

    fn sequence(&mut self) -> Parsed<Node> {
        let mut parts = Vec::new();
        while let Some(c) = self.rest.next_if(|c| !matches!(c, '|' | ')')) {
            let atom = self.atom(c)?;
            parts.push(self.repeated(atom)?);
        }
        Ok(Node::Sequence(parts))
    }

    fn atom(&mut self, c: char) -> Parsed<Node> {
        Ok(match c {
            '(' => {
                if self.rest.next_if_eq(&'?').is_some() && self.rest.next() != Some(':') {
                    return Err("a group of another kind than (…) and (?:…)");
                }
                let inside = self.choice()?;
                if self.rest.next() != Some(')') {
                    return Err("a group that is not closed");
                }
                inside
            }
            '[' => Node::Set(self.class()?),
            '.' => Node::Set(any()),
            '\\' => Node::Set(self.escape()?),
            '^' | '$' => return Err("an anchor in the middle"),
            '*' | '+' | '?' | '{' => return Err("a repetition of nothing"),
            _ => Node::Set(CharSet::one(c)),
        })
    }

    fn repeated(&mut self, atom: Node) -> Parsed<Node> {
        let (least, most) = match self.rest.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => {
                self.rest.next();
                return self.counted(atom);
            }
            _ => return Ok(atom),
        };
        self.rest.next();
        self.plain(Node::Repeat(Box::new(atom), least, most))
    }

    fn counted(&mut self, atom: Node) -> Parsed<Node> {
        let least = self.number()?.ok_or("a count that is no number")?;
        let most = match self.rest.next() {
            Some('}') => Some(least),
            Some(',') => {
                let most = self.number()?;
                if self.rest.next() != Some('}') {
                    return Err("a count that is not closed");
                }
                most
            }
            _ => return Err("a count that is not closed"),
        };
        self.plain(Node::Repeat(Box::new(atom), least, most))
    }

    /// A repetition that is neither lazy nor possessive.
    fn plain(&mut self, node: Node) -> Parsed<Node> {
        match self.rest.peek() {
            Some('?' | '+' | '*' | '{') => Err("a repetition of a repetition"),
            _ => Ok(node),
        }
    }

    fn number(&mut self) -> Parsed<Option<u32>> {
        let mut number = None;
        while let Some(digit) = self.rest.peek().and_then(|c| c.to_digit(10)) {
            self.rest.next();
            number = Some(number.unwrap_or(0) * 10 + digit);
            if number > Some(MAX_COUNT) {
                return Err("a count above 128");
            }
        }
        Ok(number)
    }

    fn class(&mut self) -> Parsed<CharSet> {
        let negated = self.rest.next_if_eq(&'^').is_some();
        let mut set = CharSet::default();
        loop {
            let c = self.rest.next().ok_or("a class that is not closed")?;
            let first = match c {
                ']' => break,
                '[' | '&' => return Err("a class inside a class"),
                '\\' => match self.single()? {
                    Ok(c) => c,
                    Err(known) => {
                        set.merge(&known);
                        continue;
                    }
                },
                c => c,
            };
            let last = if self.rest.next_if_eq(&'-').is_some() {
                match self.rest.peek() {
                    Some(']') | None => {
                        set.add('-', '-');
                        first
                    }
                    Some(_) => self.end_of_range()?,
                }
            } else {
                first
            };
            if last < first {
                return Err("a range that goes down");
            }
            set.add(first, last);
        }
        if negated {
            set.negated().ok_or("a negated class with categories")
        } else {
            Ok(set)
        }
    }

    fn end_of_range(&mut self) -> Parsed<char> {
        match self.rest.next() {
            Some('\\') => self.single()?.map_err(|_| "a range that ends in a category"),
            Some(c) => Ok(c),
            None => Err("a class that is not closed"),
        }
    }

    fn escape(&mut self) -> Parsed<CharSet> {
        Ok(match self.single()? {
            Ok(c) => CharSet::one(c),
            Err(set) => set,
        })
    }

    /// What follows a backslash: one character, or a known set.
    fn single(&mut self) -> Parsed<Result<char, CharSet>> {
        let c = self.rest.next().ok_or("a backslash at the end")?;
        let mut set = CharSet::default();
        match c {
            'w' => {
                set.add('a', 'z');
                set.add('A', 'Z');
                set.add('0', '9');
                set.add('_', '_');
            }
            'd' => set.add('0', '9'),
            's' => {
                set.add(' ', ' ');
                set.add('\t', '\r');
            }
            'p' => self.category(&mut set)?,
            'u' => return self.code_point().map(Ok),
            'x' => {
                let digits: String = self.rest.by_ref().take(2).collect();
                let code = u32::from_str_radix(&digits, 16).map_err(|_| "a broken \\x")?;
                return Ok(Ok(char::from_u32(code).ok_or("a broken \\x")?));
            }
            't' => return Ok(Ok('\t')),
            'n' => return Ok(Ok('\n')),
            'r' => return Ok(Ok('\r')),
            c if c.is_ascii_alphanumeric() => return Err("an unknown escape"),
            c => return Ok(Ok(c)),
        }
        Ok(Err(set))
    }

    fn category(&mut self, set: &mut CharSet) -> Parsed<()> {
        let name: String = self.rest.by_ref().take(3).collect();
        match name.as_str() {
            "{L}" => {
                set.add('a', 'z');
                set.add('A', 'Z');
                set.letters = true;
            }
            "{N}" => {
                set.add('0', '9');
                set.numbers = true;
            }
            "{Z}" => {
                set.add(' ', ' ');
                set.separators = true;
            }
            _ => return Err("an unknown category"),
        }
        Ok(())
    }

    /// Four to six hexadecimal digits: the models write `\u10FFFF` where Java would want
    /// `\x{10FFFF}`, and mean the latter.
    fn code_point(&mut self) -> Parsed<char> {
        let mut digits = String::new();
        while digits.len() < 6
            && let Some(digit) = self.rest.next_if(char::is_ascii_hexdigit)
        {
            digits.push(digit);
        }
        if digits.len() < 4 {
            return Err("a broken \\u");
        }
        let code = u32::from_str_radix(&digits, 16).map_err(|_| "a broken \\u")?;
        char::from_u32(code).ok_or("a code point that is no character")
    }
}

/// `.`: all but Java's line terminators.
fn any() -> CharSet {
    let mut set = CharSet::default();
    for (first, last) in [
        ('\0', '\u{9}'),
        ('\u{b}', '\u{c}'),
        ('\u{e}', '\u{84}'),
        ('\u{86}', '\u{2027}'),
        ('\u{202a}', char::MAX),
    ] {
        set.add(first, last);
    }
    set
}
