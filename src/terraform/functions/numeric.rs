//! Numeric functions.

use super::{Found, Needs, Outcome, arg, invalid, items, number, plain, text};
use crate::model::{Kind, Number, Value, Why};

pub(super) fn find(name: &str) -> Found {
    Some(match name {
        "abs" => (Needs::Everything, |args| one(args, f64::abs)),
        "ceil" => (Needs::Everything, |args| one(args, f64::ceil)),
        "floor" => (Needs::Everything, |args| one(args, f64::floor)),
        "max" => (Needs::Everything, |args| fold(args, f64::max)),
        "min" => (Needs::Everything, |args| fold(args, f64::min)),
        "parseint" => (Needs::Everything, parseint),
        "pow" => (Needs::Everything, |args| {
            plain(Kind::Number(Number(number(arg(args, 0)?)?.powf(number(arg(args, 1)?)?))))
        }),
        "signum" => {
            (Needs::Everything, |args| one(args, |n| if n == 0.0 { 0.0 } else { n.signum() }))
        }
        "sum" => (Needs::Everything, sum),
        _ => return None,
    })
}

fn one(args: &[Value], f: fn(f64) -> f64) -> Outcome {
    plain(Kind::Number(Number(f(number(arg(args, 0)?)?))))
}

fn fold(args: &[Value], f: fn(f64, f64) -> f64) -> Outcome {
    let numbers = args.iter().map(number).collect::<Result<Vec<_>, Why>>()?;
    let result = numbers.into_iter().reduce(f).ok_or_else(|| invalid("a number is needed here"))?;
    plain(Kind::Number(Number(result)))
}

fn sum(args: &[Value]) -> Outcome {
    let numbers = items(arg(args, 0)?)?.iter().map(number).collect::<Result<Vec<_>, Why>>()?;
    plain(Kind::Number(Number(numbers.into_iter().sum())))
}

fn parseint(args: &[Value]) -> Outcome {
    let base = Number(number(arg(args, 1)?)?).as_index().and_then(|base| u32::try_from(base).ok());
    let base = base.filter(|base| (2..=36).contains(base));
    let base = base.ok_or_else(|| invalid("a base from 2 to 36 is needed"))?;
    let parsed = i64::from_str_radix(&text(arg(args, 0)?)?, base);
    #[expect(clippy::cast_precision_loss, reason = "numbers of configurations are small")]
    match parsed {
        Ok(parsed) => plain(Kind::Number(Number(parsed as f64))),
        Err(_) => Err(invalid("this is not a number of that base")),
    }
}
