//! The parser that is used, behind one door: what it would take too long for is refused.

use hcl_edit::expr::Expression;
use hcl_edit::structure::Body;
use hcl_edit::template::Template;

use super::recover::{Scanner, Token};

/// Why a text does not parse.
pub(super) struct Failure {
    /// Byte where.
    pub(super) offset: usize,
    /// What is wrong.
    pub(super) message: String,
    /// Whether nobody tried: there is nothing to mend then.
    pub(super) is_refused: bool,
}

pub(super) fn body(text: &str) -> Result<Body, Failure> {
    guarded(text, hcl_edit::parser::parse_body)
}

pub(super) fn expression(text: &str) -> Result<Expression, Failure> {
    guarded(text, hcl_edit::parser::parse_expr)
}

pub(super) fn template(text: &str) -> Result<Template, Failure> {
    guarded(text, hcl_edit::parser::parse_template)
}

fn guarded<T>(
    text: &str,
    parse: impl FnOnce(&str) -> Result<T, hcl_edit::parser::Error>,
) -> Result<T, Failure> {
    if let Some(offset) = crowded(text) {
        let message = "an object has more keys than are read; put them into a file of YAML or JSON";
        return Err(Failure { offset, message: message.to_owned(), is_refused: true });
    }
    parse(text).map_err(|error| Failure {
        offset: error.location().offset(),
        message: error.message().to_owned(),
        is_refused: false,
    })
}

/// Most pairs of keys that the parser may compare: it looks through those of an object for each one that it adds.
const MOST_COMPARISONS: usize = 200_000_000;

/// The shortest key with its value.
const SHORTEST: usize = "a=1\n".len();

/// Where the objects of a text have come to more keys than are read; nothing where they are few enough.
fn crowded(text: &str) -> Option<usize> {
    if (text.len() / SHORTEST).pow(2) <= MOST_COMPARISONS {
        return None;
    }
    let mut scanner = Scanner { bytes: text.as_bytes(), at: 0 };
    let mut open: Vec<usize> = vec![0];
    let mut compared = 0;
    loop {
        let start = scanner.at;
        let token = scanner.next()?;
        let passed = &scanner.bytes[start..scanner.at];
        match token {
            Token::Open => open.push(0),
            Token::Close if open.len() > 1 => drop(open.pop()),
            // What stands inside of a string counts as one object.
            _ if passed.len() > 1 && passed.windows(2).any(|two| two == b"${") => {
                let keys = passed.iter().filter(|byte| is_sign(**byte)).count();
                compared += keys * keys / 2;
            }
            _ if passed.len() == 1 && is_sign(passed[0]) && open.len() > 1 => {
                let keys = open.last_mut()?;
                *keys += 1;
                compared += *keys;
            }
            _ => {}
        }
        if compared > MOST_COMPARISONS {
            return Some(start);
        }
    }
}

/// Whether a byte may stand between a key and its value.
fn is_sign(byte: u8) -> bool {
    matches!(byte, b'=' | b':')
}
