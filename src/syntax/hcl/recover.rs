//! Reading on after a parse error: one broken block must not hide a file.

use std::ops::Range;

use super::parser;

/// The top-level attributes and blocks of `text` from byte `start` on, as ranges, found by counting
/// brackets outside strings, heredocs and comments.
pub(super) fn pieces(text: &str, start: usize) -> Vec<Range<usize>> {
    let mut scanner = Scanner { bytes: text.as_bytes(), at: start };
    let mut pieces = Vec::new();
    let mut piece_start = start;
    let mut depth = 0usize;
    while let Some(token) = scanner.next() {
        match token {
            Token::Open => depth += 1,
            Token::Close => depth = depth.saturating_sub(1),
            Token::Newline if depth == 0 => {
                if !text[piece_start..scanner.at].trim().is_empty() {
                    pieces.push(piece_start..scanner.at);
                }
                piece_start = scanner.at;
            }
            // A block that starts in the first column ends whatever was left open before it.
            Token::Newline if scanner.at_block_header() => {
                pieces.push(piece_start..scanner.at);
                piece_start = scanner.at;
                depth = 0;
            }
            Token::Newline | Token::Other => {}
        }
    }
    if !text[piece_start..].trim().is_empty() {
        pieces.push(piece_start..text.len());
    }
    pieces
}

/// The most repeated keys of one piece that are worked around.
const MOST_REPEATS: usize = 64;

/// Terraform takes the last of equal object keys; the parser refuses them. Gives the text with the
/// earlier ones renamed to others of the same length, so that spans hold.
/// Nothing where repeated keys are not what is wrong.
pub(super) fn without_repeated_keys(piece: &str) -> Option<String> {
    let mut text = piece.to_owned();
    for _ in 0..MOST_REPEATS {
        let error = match parser::body(&text) {
            Ok(_) => return Some(text),
            Err(error) => error,
        };
        let repeated = repeated_key(&text, error.offset)?;
        let stand_in = stand_in(&text, &repeated)?;
        text.replace_range(repeated, &stand_in);
    }
    None
}

/// The most keys from where the parser stopped on of which one may be the repeated one.
const MOST_AFTER: usize = 8;

/// The first of two equal keys of the object that the parser stopped in.
fn repeated_key(text: &str, stopped: usize) -> Option<Range<usize>> {
    let mut scanner = Scanner { bytes: text.as_bytes(), at: 0 };
    let mut open: Vec<Vec<Range<usize>>> = vec![Vec::new()];
    let mut line_start = true;
    let mut looked_at = 0;
    loop {
        let before = scanner.at;
        if line_start && let Some(key) = key_at(text, before) {
            let keys = open.last_mut()?;
            let name = |range: &Range<usize>| text[range.clone()].trim_matches('"');
            if key.end + 1 >= stopped.min(text.len()) {
                looked_at += 1;
                let earlier = keys.iter().find(|earlier| name(earlier) == name(&key));
                if let Some(earlier) = earlier {
                    return Some(earlier.clone());
                }
            }
            if looked_at > MOST_AFTER {
                return None;
            }
            keys.push(key);
        }
        let token = scanner.next()?;
        match token {
            Token::Open => open.push(Vec::new()),
            Token::Close if open.len() > 1 => drop(open.pop()),
            _ => {}
        }
        let byte = text.as_bytes().get(scanner.at.wrapping_sub(1));
        line_start = matches!(byte, Some(b'\n' | b'{' | b','))
            || (line_start && matches!(byte, Some(b' ' | b'\t')));
    }
}

/// An identifier or quoted name at `at` that `=` or `:` follows.
fn key_at(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    let length = if let Some(quoted) = rest.strip_prefix('"') {
        quoted.find(['"', '\n', '$', '\\']).filter(|end| quoted[*end..].starts_with('"'))? + 2
    } else {
        rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(rest.len())
    };
    let after = rest[length..].trim_start_matches([' ', '\t']);
    let assigned = (after.starts_with('=') && !after.starts_with("==")) || after.starts_with(':');
    (length > 0 && assigned).then(|| at..at + length)
}

/// A name as long as the one at `range` that the text does not have.
fn stand_in(text: &str, range: &Range<usize>) -> Option<String> {
    let name = &text[range.clone()];
    let quoted = name.starts_with('"');
    let length = if quoted { name.len() - 2 } else { name.len() };
    let candidates = (b'a'..=b'z').chain(b'A'..=b'Z').flat_map(|first| {
        (b'a'..=b'z').map(move |fill| {
            let mut candidate = String::with_capacity(length);
            candidate.push(char::from(first));
            while candidate.len() < length {
                candidate.push(char::from(fill));
            }
            candidate
        })
    });
    let free = candidates.filter(|c| c.len() == length).find(|c| !text.contains(c.as_str()))?;
    Some(if quoted { format!("\"{free}\"") } else { free })
}

/// A token, as far as reading on needs it.
pub(super) enum Token {
    Open,
    Close,
    Newline,
    Other,
}

/// Steps over a text without parsing it.
pub(super) struct Scanner<'t> {
    pub(super) bytes: &'t [u8],
    pub(super) at: usize,
}

impl Scanner<'_> {
    /// Steps over one token; strings, heredocs and comments are one each.
    pub(super) fn next(&mut self) -> Option<Token> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(match byte {
            b'{' | b'[' | b'(' => Token::Open,
            b'}' | b']' | b')' => Token::Close,
            b'\n' => Token::Newline,
            b'#' => self.skip_line(),
            b'/' if self.peek() == Some(b'/') => self.skip_line(),
            b'/' if self.peek() == Some(b'*') => self.skip_past(b"*/"),
            b'"' => self.skip_string(),
            b'<' if self.peek() == Some(b'<') => self.skip_heredoc(),
            _ => Token::Other,
        })
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_line(&mut self) -> Token {
        let rest = &self.bytes[self.at..];
        self.at += rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
        Token::Other
    }

    fn skip_past(&mut self, end: &[u8]) -> Token {
        let rest = &self.bytes[self.at..];
        let found = rest.windows(end.len()).position(|w| w == end);
        self.at += found.map_or(rest.len(), |at| at + end.len());
        Token::Other
    }

    /// A quoted string, to its closing quote or the end of its line outside an interpolation.
    fn skip_string(&mut self) -> Token {
        let mut depth = 0usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'\\' if depth == 0 => self.at += 1,
                b'$' | b'%' if self.bytes.get(self.at + 1) == Some(&b'{') => {
                    depth += 1;
                    self.at += 1;
                }
                b'{' if depth > 0 => depth += 1,
                b'}' if depth > 0 => depth -= 1,
                b'"' if depth == 0 => {
                    self.at += 1;
                    break;
                }
                b'\n' if depth == 0 => break,
                _ => {}
            }
            self.at += 1;
        }
        self.at = self.at.min(self.bytes.len());
        Token::Other
    }

    fn skip_heredoc(&mut self) -> Token {
        let mut at = self.at + 1;
        if self.bytes.get(at) == Some(&b'-') {
            at += 1;
        }
        let name = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_' || *b == b'-';
        let length = self.bytes[at.min(self.bytes.len())..].iter().take_while(|b| name(b)).count();
        if length == 0 {
            return Token::Other;
        }
        let marker = &self.bytes[at..at + length];
        self.at = at + length;
        self.skip_line();
        while self.at < self.bytes.len() {
            let start = self.at + 1;
            self.at = start.min(self.bytes.len());
            self.skip_line();
            if self.bytes[start.min(self.at)..self.at].trim_ascii() == marker {
                break;
            }
        }
        Token::Other
    }

    /// Whether a line such as `resource "a" "b" {` starts here, in the first column.
    fn at_block_header(&self) -> bool {
        let rest = &self.bytes[self.at..];
        let line = &rest[..rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len())];
        const KINDS: [&[u8]; 9] = [
            b"resource ",
            b"data ",
            b"module ",
            b"variable ",
            b"output ",
            b"provider ",
            b"locals ",
            b"terraform ",
            b"check ",
        ];
        KINDS.iter().any(|kind| line.starts_with(kind)) && line.trim_ascii_end().ends_with(b"{")
    }
}
