//! `format` and `formatlist`: verbs as go-cty has them, numbers as Go writes them.

use num_bigint::{BigInt, Sign};
use unicode_segmentation::UnicodeSegmentation;

use super::{Function, Needs, Outcome, Param, arg, invalid, json, text};
use crate::model::{Kind, Number, Origin, Piece, Type, Value, Why};
use crate::syntax::json::quoted;
use crate::terraform::evaluate::{LONGEST_STRING, MOST_ELEMENTS, joined};
use crate::terraform::types::convert;

pub(super) fn find(name: &str) -> Option<Function> {
    use Param::{Nullable, Text};
    Some(match name {
        "format" => Function::new(&[Text], Needs::Nothing, format).rest(Nullable),
        "formatlist" => Function::new(&[Text], Needs::Nothing, formatlist).rest(Nullable),
        _ => return None,
    })
}

/// Parts that are not known stay holes.
fn format(args: &[Value]) -> Outcome {
    let form = text(arg(args, 0)?)?;
    untyped_null(&args[1..])?;
    formatted(&form, &args[1..].iter().collect::<Vec<_>>())
}

/// Once for each element of the lists; what is no list is the same each time.
fn formatlist(args: &[Value]) -> Outcome {
    let form = text(arg(args, 0)?)?;
    let mut length = None;
    untyped_null(&args[1..])?;
    for arg in &args[1..] {
        match &arg.kind {
            Kind::List(items) | Kind::Set(items) => match length {
                Some(length) if length != items.len() => {
                    return Err(invalid("the lists of `formatlist` differ in length"));
                }
                _ => length = Some(items.len()),
            },
            Kind::Unknown(_) | Kind::Open(..) | Kind::Every(..) | Kind::OneOf(_) => {
                return Err(arg.first_why().unwrap_or(Why::Undecided));
            }
            _ => {}
        }
    }
    let length = length.unwrap_or(1);
    if length.saturating_mul(args.len()) > MOST_ELEMENTS {
        return Err(Why::Budget);
    }
    let mut all = Vec::with_capacity(length);
    let mut size = 0_usize;
    for at in 0..length {
        let pick = |arg: &'_ Value| -> Value {
            arg.as_elements().and_then(|items| items.get(at)).unwrap_or(arg).clone()
        };
        let picked: Vec<Value> = args[1..].iter().map(pick).collect();
        let one = formatted(&form, &picked.iter().collect::<Vec<_>>())?;
        size = size.saturating_add(one.size());
        if size > LONGEST_STRING {
            return Err(Why::Budget);
        }
        all.push(one);
    }
    Ok(Value::list_of(all, Type::String, Origin::NONE))
}

/// A `null` of no type may become one of any: Terraform does not look at it.
fn untyped_null(args: &[Value]) -> Result<(), Why> {
    match args.iter().any(|arg| arg.is_null() && arg.type_of() == Type::Any) {
        true => Err(Why::Function { name: "format of null".into() }),
        false => Ok(()),
    }
}

/// A verb such as `%-08.3[2]f`.
#[derive(Default)]
struct Verb {
    zero: bool,
    sharp: bool,
    plus: bool,
    minus: bool,
    space: bool,
    width: Option<usize>,
    precision: Option<usize>,
    /// Counted from one.
    arg: usize,
    mode: char,
}

fn formatted(form: &str, args: &[&Value]) -> Outcome {
    let mut pieces = Vec::new();
    let (mut next, mut highest, mut bytes) = (1, 0, 0_usize);
    let mut rest = form;
    while let Some(at) = rest.find('%') {
        pieces.push(Piece::Text(rest[..at].into()));
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('%') {
            pieces.push(Piece::Text("%".into()));
            rest = after;
            continue;
        }
        let (verb, length) = verb(rest, next)?;
        rest = &rest[length..];
        highest = highest.max(verb.arg);
        next = verb.arg + 1;
        let value = verb.arg.checked_sub(1).and_then(|at| args.get(at));
        let value = value.ok_or_else(|| invalid("`format` has too few arguments"))?;
        let piece = match value.first_why() {
            Some(_) => Piece::Hole((*value).clone()),
            None => Piece::Text(shown(&verb, value)?.into()),
        };
        bytes = bytes.saturating_add(if let Piece::Text(text) = &piece { text.len() } else { 1 });
        if bytes > LONGEST_STRING {
            return Err(Why::Budget);
        }
        pieces.push(piece);
    }
    if highest < args.len() {
        return Err(invalid("`format` has more arguments than verbs"));
    }
    pieces.push(Piece::Text(rest.into()));
    Ok(joined(pieces, Origin::NONE))
}

/// The verb after a `%`, and how many bytes it has.
fn verb(text: &str, next: usize) -> Result<(Verb, usize), Why> {
    let broken = || invalid("a verb of the format is not complete");
    let bytes = text.as_bytes();
    let mut verb = Verb { arg: next, ..Verb::default() };
    let mut at = 0;
    loop {
        match bytes.get(at) {
            Some(b'0') => verb.zero = true,
            Some(b'#') => verb.sharp = true,
            Some(b'+') => verb.plus = true,
            Some(b'-') => verb.minus = true,
            Some(b' ') => verb.space = true,
            _ => break,
        }
        at += 1;
    }
    verb.width = digits(bytes, &mut at)?;
    if bytes.get(at) == Some(&b'.') {
        at += 1;
        verb.precision = Some(digits(bytes, &mut at)?.unwrap_or(0));
    }
    if bytes.get(at) == Some(&b'[') {
        at += 1;
        verb.arg = digits(bytes, &mut at)?.filter(|arg| *arg > 0).ok_or_else(broken)?;
        if bytes.get(at) != Some(&b']') {
            return Err(broken());
        }
        at += 1;
    }
    verb.mode = bytes
        .get(at)
        .map(|byte| char::from(*byte))
        .filter(char::is_ascii_alphabetic)
        .ok_or_else(broken)?;
    Ok((verb, at + 1))
}

fn digits(bytes: &[u8], at: &mut usize) -> Result<Option<usize>, Why> {
    let start = *at;
    while bytes.get(*at).is_some_and(u8::is_ascii_digit) {
        *at += 1;
    }
    if *at == start {
        return Ok(None);
    }
    let text = String::from_utf8_lossy(&bytes[start..*at]);
    // Wider than any string may be.
    text.parse().ok().filter(|width| *width <= LONGEST_STRING).map(Some).ok_or(Why::Budget)
}

fn shown(verb: &Verb, value: &Value) -> Result<String, Why> {
    if value.is_null() && verb.mode != 'v' {
        return Err(invalid("`null` cannot be formatted"));
    }
    Ok(match verb.mode {
        'v' => padded(verb, as_is(verb, value)?),
        't' => match convert(value, &Type::Bool)?.kind {
            Kind::Bool(truth) => truth.to_string(),
            _ => return Err(invalid("true or false is needed here")),
        },
        's' | 'q' => {
            let string = text(&convert(value, &Type::String)?)?;
            let cut: String = match verb.precision {
                Some(most) if most > 0 => string.graphemes(true).take(most).collect(),
                _ => string.to_string(),
            };
            padded(verb, if verb.mode == 'q' { quoted(&cut) } else { cut })
        }
        'b' | 'd' | 'o' | 'x' | 'X' => {
            let whole = number_of(value)?.as_integer();
            integer(verb, &whole.ok_or_else(|| invalid("a whole number is needed here"))?)
        }
        'e' | 'E' | 'f' | 'g' | 'G' => float(verb, &number_of(value)?)?,
        other => return Err(invalid(&format!("there is no verb `%{other}`"))),
    })
}

fn number_of(value: &Value) -> Result<Number, Why> {
    match convert(value, &Type::Number)?.kind {
        Kind::Number(number) => Ok(number),
        _ => Err(invalid("a number is needed here")),
    }
}

fn as_is(verb: &Verb, value: &Value) -> Result<String, Why> {
    match &value.kind {
        Kind::String(text) if !verb.sharp => Ok(text.to_string()),
        Kind::Number(number) if !verb.sharp => Ok(shortest_or_scientific(number)),
        _ => json::encoded(value),
    }
}

/// Go's `%g` without a precision: with an exponent where that is below -4 or above 5.
fn shortest_or_scientific(number: &Number) -> String {
    let (negative, digits, point) = number.decimal();
    let exponent = point - 1;
    if digits.is_empty() || (-4..6).contains(&exponent) {
        return number.to_string();
    }
    let sign = if negative { "-" } else { "" };
    format!("{sign}{}", scientific(&digits, exponent, 'e'))
}

fn scientific(digits: &str, exponent: i64, letter: char) -> String {
    let (first, rest) = digits.split_at(1);
    let point = if rest.is_empty() { "" } else { "." };
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{first}{point}{rest}{letter}{sign}{:02}", exponent.unsigned_abs())
}

fn padded(verb: &Verb, text: String) -> String {
    let Some(width) = verb.width else { return text };
    let given = text.graphemes(true).count();
    let pads = if verb.zero { "0" } else { " " }.repeat(width.saturating_sub(given));
    if verb.minus { text + &pads } else { pads + &text }
}

/// As Go writes big integers.
fn integer(verb: &Verb, whole: &BigInt) -> String {
    let base = match verb.mode {
        'b' => 2,
        'o' => 8,
        'x' | 'X' => 16,
        _ => 10,
    };
    let mut digits = whole.magnitude().to_str_radix(base);
    if verb.mode == 'X' {
        digits = digits.to_uppercase();
    }
    if let Some(precision) = verb.precision {
        let zeros = precision.saturating_sub(digits.len());
        digits = format!("{}{digits}", "0".repeat(zeros));
        if precision == 0 && whole.sign() == Sign::NoSign {
            digits.clear();
        }
    }
    let prefix = match (verb.sharp, verb.mode) {
        (true, 'b') => "0b",
        (true, 'o') => "0",
        (true, 'x') => "0x",
        (true, 'X') => "0X",
        _ => "",
    };
    let sign = sign_of(verb, whole.sign() == Sign::Minus);
    fill(verb, &format!("{sign}{prefix}"), &digits, verb.precision.is_none())
}

fn sign_of(verb: &Verb, negative: bool) -> &'static str {
    match (negative, verb.plus, verb.space) {
        (true, ..) => "-",
        (false, true, _) => "+",
        (false, false, true) => " ",
        (false, false, false) => "",
    }
}

/// To the width of the verb: with zeros after the sign, or with spaces.
fn fill(verb: &Verb, sign: &str, digits: &str, zeros: bool) -> String {
    let missing = verb.width.unwrap_or(0).saturating_sub(sign.len() + digits.len());
    if verb.minus {
        format!("{sign}{digits}{}", " ".repeat(missing))
    } else if verb.zero && zeros {
        format!("{sign}{}{digits}", "0".repeat(missing))
    } else {
        format!("{}{sign}{digits}", " ".repeat(missing))
    }
}

fn float(verb: &Verb, number: &Number) -> Result<String, Why> {
    let (negative, digits, point) = match verb.mode {
        // All digits that there are, to the precision of the verb.
        'f' => number.rounded_behind_point(verb.precision.unwrap_or(6)),
        'e' | 'E' => number.rounded_digits(verb.precision.unwrap_or(6).saturating_add(1)),
        _ => match verb.precision {
            Some(precision) => number.rounded_digits(precision.max(1)),
            None => number.decimal(),
        },
    };
    let precision = verb.precision.unwrap_or(6);
    if precision > LONGEST_STRING / 2 {
        return Err(Why::Budget);
    }
    let exponent = if digits.is_empty() { 0 } else { point - 1 };
    let body = match verb.mode {
        'f' => fixed(&digits, point, precision),
        'e' | 'E' => {
            let digits = format!("{digits:0<width$}", width = precision + 1);
            scientific(&digits, exponent, verb.mode)
        }
        _ => {
            let many = i64::try_from(digits.len()).unwrap_or(i64::MAX);
            let limit = match verb.precision {
                Some(precision) => {
                    let precision = i64::try_from(precision.max(1)).unwrap_or(i64::MAX);
                    if precision > many && many >= point { many } else { precision }
                }
                None => 6,
            };

            if exponent < -4 || exponent >= limit {
                let letter = if verb.mode == 'G' { 'E' } else { 'e' };
                let digits = if digits.is_empty() { "0" } else { &digits };
                scientific(digits, exponent, letter)
            } else {
                let behind = usize::try_from((many - point).max(0)).unwrap_or(0);
                fixed(&digits, point, behind)
            }
        }
    };
    Ok(fill(verb, sign_of(verb, negative), &body, true))
}

/// Digits with a point among them, and so many behind it.
fn fixed(digits: &str, point: i64, behind: usize) -> String {
    let at = |at: i64| {
        let found = usize::try_from(at).ok().and_then(|at| digits.as_bytes().get(at));
        found.map_or('0', |byte| char::from(*byte))
    };
    let mut text: String = if point > 0 { (0..point).map(at).collect() } else { "0".to_owned() };
    if behind > 0 {
        text.push('.');
        let behind = i64::try_from(behind).unwrap_or(i64::MAX);
        text.extend((point..point.saturating_add(behind)).map(at));
    }
    text
}
