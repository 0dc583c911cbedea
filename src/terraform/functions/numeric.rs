//! Numeric functions.

use num_bigint::BigInt;

use super::{Found, Needs, Outcome, arg, invalid, items, number, plain, text};
use crate::model::{Kind, Number, Value, Why};

pub(super) fn find(name: &str) -> Found {
    Some(match name {
        "abs" => (Needs::Everything, |args| {
            one(args, |n| Some(if n.signum() < 0 { n.negated() } else { n.clone() }))
        }),
        "ceil" => (Needs::Everything, |args| one(args, Number::ceil)),
        "floor" => (Needs::Everything, |args| one(args, Number::floor)),
        "log" => (Needs::Everything, |args| machine(args, |number, base| number.ln() / base.ln())),
        "max" => (Needs::Everything, |args| fold(args, |best, next| next > best)),
        "min" => (Needs::Everything, |args| fold(args, |best, next| next < best)),
        "parseint" => (Needs::Everything, parseint),
        "pow" => (Needs::Everything, |args| machine(args, f64::powf)),
        "signum" => (Needs::Everything, signum),
        "sum" => (Needs::Everything, sum),
        _ => return None,
    })
}

fn found(number: Option<Number>) -> Outcome {
    plain(Kind::Number(number.ok_or(Why::Budget)?))
}

fn one(args: &[Value], f: fn(&Number) -> Option<Number>) -> Outcome {
    found(f(&number(arg(args, 0)?)?))
}

/// What Terraform leaves to the arithmetic of the machine. Its infinities have no literal.
fn machine(args: &[Value], f: fn(f64, f64) -> f64) -> Outcome {
    let (a, b) = (number(arg(args, 0)?)?, number(arg(args, 1)?)?);
    found(Number::of_machine(f(a.to_machine(), b.to_machine())))
}

fn signum(args: &[Value]) -> Outcome {
    let number = number(arg(args, 0)?)?;
    let whole = number.as_integer().ok_or_else(|| invalid("a whole number is needed here"))?;
    found(Number::of_integer(BigInt::from(match whole.sign() {
        num_bigint::Sign::Minus => -1,
        num_bigint::Sign::NoSign => 0,
        num_bigint::Sign::Plus => 1,
    })))
}

fn fold(args: &[Value], is_better: fn(&Number, &Number) -> bool) -> Outcome {
    let numbers = args.iter().map(number).collect::<Result<Vec<_>, Why>>()?;
    let better = |best: Number, next: Number| if is_better(&best, &next) { next } else { best };
    let best = numbers.into_iter().reduce(better);
    plain(Kind::Number(best.ok_or_else(|| invalid("a number is needed here"))?))
}

fn sum(args: &[Value]) -> Outcome {
    let mut numbers = items(arg(args, 0)?)?.iter().map(number);
    let first = numbers.next().ok_or_else(|| invalid("`sum` of nothing"))??;
    let total = numbers.try_fold(first, |total, next| total.plus(&next?).ok_or(Why::Budget))?;
    plain(Kind::Number(total))
}

fn parseint(args: &[Value]) -> Outcome {
    let base = number(arg(args, 1)?)?.as_index().filter(|base| (2..=62).contains(base));
    let base = base.and_then(|base| u32::try_from(base).ok());
    let base = base.ok_or_else(|| invalid("a base from 2 to 62 is needed"))?;
    let text = text(arg(args, 0)?)?;
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    // More digits than any number of this program has, and their time is quadratic.
    if digits.len() > 4_096 {
        return Err(Why::Budget);
    }
    let mut whole = BigInt::ZERO;
    for digit in digits.bytes() {
        let digit = digit_of(digit, base).ok_or_else(|| invalid("no number of that base"))?;
        whole = whole * base + digit;
    }
    if digits.is_empty() {
        return Err(invalid("no number of that base"));
    }
    found(Number::of_integer(if negative { -whole } else { whole }))
}

/// Up to base 36 letters of both cases are the same digit; above, capital ones come after small ones.
fn digit_of(byte: u8, base: u32) -> Option<u32> {
    let digit = match byte {
        b'0'..=b'9' => byte - b'0',
        b'a'..=b'z' => byte - b'a' + 10,
        b'A'..=b'Z' if base <= 36 => byte - b'A' + 10,
        b'A'..=b'Z' => byte - b'A' + 36,
        _ => return None,
    };
    Some(u32::from(digit)).filter(|digit| *digit < base)
}
