//! Numeric functions.

use num_bigint::BigInt;

use super::{Function, Needs, Outcome, Param, arg, invalid, items, number, plain};
use crate::model::{Kind, Number, Value, Why};

pub(super) fn find(name: &str) -> Option<Function> {
    use Param::{Any, Number as N};
    let of_one = |body| Function::new(&[N], Needs::Everything, body);
    let of_two = |body| Function::new(&[N, N], Needs::Everything, body);
    let of_many = |body| Function::new(&[], Needs::Everything, body).rest(N);
    Some(match name {
        "abs" => of_one(|args| one(args, |n| Some(n.magnitude()))),
        "ceil" => of_one(|args| one(args, Number::ceil)),
        "floor" => of_one(|args| one(args, Number::floor)),
        "log" => of_two(|args| machine(args, |number, base| number.ln() / base.ln())),
        "max" => of_many(|args| fold(args, |best, next| next > best)),
        "min" => of_many(|args| fold(args, |best, next| next < best)),
        "parseint" => Function::new(&[Any, N], Needs::Everything, parseint),
        "pow" => of_two(|args| machine(args, pow)),
        "signum" => of_one(signum),
        "sum" => Function::new(&[Any], Needs::Everything, sum),
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
    let result = f(a.to_machine(), b.to_machine());
    if result.is_nan() {
        return Err(invalid("this is not a number"));
    }
    found(Number::of_machine(result))
}

/// Go's `math.Pow`: by repeated squaring, which rounds otherwise than the function of the machine.
#[expect(clippy::float_cmp, clippy::cast_possible_truncation, reason = "as in the original")]
fn pow(x: f64, y: f64) -> f64 {
    let whole = y.abs().trunc();
    if y == 0.0 || x == 1.0 || x == 0.0 || !x.is_finite() || whole >= 9.0e18 {
        return x.powf(y);
    }
    match y {
        0.5 => return x.sqrt(),
        -0.5 => return 1.0 / x.sqrt(),
        _ => {}
    }
    let (mut whole, mut fraction) = (whole as i64, y.abs().fract());
    if fraction != 0.0 && x < 0.0 {
        return f64::NAN;
    }
    let mut result = 1.0;
    let mut power: i64 = 0;
    if fraction != 0.0 {
        if fraction > 0.5 {
            fraction -= 1.0;
            whole += 1;
        }
        result = (fraction * x.ln()).exp();
    }
    let (mut base, mut base_power) = split(x);
    while whole != 0 {
        if !(-(1 << 12)..=1 << 12).contains(&base_power) {
            power += base_power;
            break;
        }
        if whole & 1 == 1 {
            result *= base;
            power += base_power;
        }
        base *= base;
        base_power <<= 1;
        if base < 0.5 {
            base += base;
            base_power -= 1;
        }
        whole >>= 1;
    }
    if y < 0.0 {
        result = 1.0 / result;
        power = -power;
    }
    let power = i32::try_from(power.clamp(-3_000, 3_000)).unwrap_or(0);
    // In two steps, since one of them may go beyond what there is.
    result * 2_f64.powi(power / 2) * 2_f64.powi(power - power / 2)
}

/// A fraction from one half up to one, and the power of two that it is times.
fn split(x: f64) -> (f64, i64) {
    let (mut fraction, mut power) = (x, 0);
    while fraction.abs() >= 1.0 {
        fraction /= 2.0;
        power += 1;
    }
    while fraction.abs() < 0.5 {
        fraction *= 2.0;
        power -= 1;
    }
    (fraction, power)
}

fn signum(args: &[Value]) -> Outcome {
    let number = number(arg(args, 0)?)?;
    let whole = number.as_i64().ok_or_else(|| invalid("a whole number is needed here"))?;
    found(Number::of_integer(BigInt::from(whole.signum())))
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
    let Kind::String(text) = &arg(args, 0)?.kind else {
        return Err(invalid("`parseint` takes a string"));
    };
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
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
