//! String functions.

use std::sync::Arc;

use super::{Found, Needs, Outcome, arg, invalid, items, number, pattern, plain, text};
use crate::model::{Kind, Origin, Piece, Value, Why};
use crate::terraform::evaluate::{LONGEST_STRING, joined};

pub(super) fn find(name: &str) -> Found {
    Some(match name {
        "chomp" => {
            (Needs::Everything, |args| map(args, |t| t.trim_end_matches(['\r', '\n']).to_owned()))
        }
        "endswith" => (Needs::Everything, |args| test(args, |t, end| t.ends_with(end))),
        "format" => (Needs::Nothing, format),
        "join" => (Needs::Shape, join),
        "lower" => (Needs::Everything, |args| map(args, str::to_lowercase)),
        "replace" => (Needs::Everything, replace),
        "split" => (Needs::Everything, split),
        "startswith" => (Needs::Everything, |args| test(args, |t, start| t.starts_with(start))),
        "strcontains" => (Needs::Everything, |args| test(args, |t, part| t.contains(part))),
        "strrev" => (Needs::Everything, |args| map(args, |t| t.chars().rev().collect())),
        "substr" => (Needs::Everything, substr),
        "title" => (Needs::Everything, |args| map(args, title)),
        "trim" => (Needs::Everything, |args| {
            trim(args, |t, set| t.trim_matches(|c| set.contains(c)).to_owned())
        }),
        "trimprefix" => (Needs::Everything, |args| {
            trim(args, |t, prefix| t.strip_prefix(prefix).unwrap_or(t).to_owned())
        }),
        "trimspace" => (Needs::Everything, |args| map(args, |t| t.trim().to_owned())),
        "trimsuffix" => (Needs::Everything, |args| {
            trim(args, |t, suffix| t.strip_suffix(suffix).unwrap_or(t).to_owned())
        }),
        "upper" => (Needs::Everything, |args| map(args, str::to_uppercase)),
        _ => return None,
    })
}

fn string(text: String) -> Outcome {
    if text.len() > LONGEST_STRING { Err(Why::Budget) } else { plain(Kind::String(text.into())) }
}

fn map(args: &[Value], f: impl Fn(&str) -> String) -> Outcome {
    string(f(&text(arg(args, 0)?)?))
}

fn test(args: &[Value], f: impl Fn(&str, &str) -> bool) -> Outcome {
    plain(Kind::Bool(f(&text(arg(args, 0)?)?, &text(arg(args, 1)?)?)))
}

fn trim(args: &[Value], f: impl Fn(&str, &str) -> String) -> Outcome {
    string(f(&text(arg(args, 0)?)?, &text(arg(args, 1)?)?))
}

/// `%s`, `%d`, `%q`, `%v` and `%%` with widths of zeros; parts that are not known stay holes.
fn format(args: &[Value]) -> Outcome {
    let form = text(arg(args, 0)?)?;
    let mut given = args[1..].iter();
    let mut pieces = Vec::new();
    let mut rest = &*form;
    while let Some(at) = rest.find('%') {
        pieces.push(Piece::Text(rest[..at].into()));
        let end = rest[at + 1..].find(|c: char| c.is_alphabetic() || c == '%');
        let end = at + 1 + end.ok_or_else(|| invalid("a verb is missing after `%`"))?;
        let (flags, verb) = (&rest[at + 1..end], &rest[end..=end]);
        rest = rest.get(end + 1..).unwrap_or("");
        if verb == "%" {
            pieces.push(Piece::Text("%".into()));
            continue;
        }
        let value = given.next().ok_or_else(|| invalid("`format` has too few arguments"))?;
        pieces.push(match (value.first_why(), flags) {
            (Some(_), _) => Piece::Hole(value.clone()),
            (None, flags) => Piece::Text(formatted(value, flags, verb)?),
        });
    }
    pieces.push(Piece::Text(rest.into()));
    Ok(joined(pieces, Origin::NONE))
}

fn formatted(value: &Value, flags: &str, verb: &str) -> Result<Arc<str>, Why> {
    let plain = match verb {
        "s" | "v" => text(value)?.to_string(),
        "q" => format!("{:?}", &*text(value)?),
        "d" => number(value)?.truncated().to_string(),
        "t" => text(value)?.to_string(),
        _ => return Err(Why::Function { name: format!("format %{flags}{verb}").into() }),
    };
    if flags.is_empty() {
        return Ok(plain.into());
    }
    let width = flags.trim_start_matches('0').parse::<usize>().ok().filter(|width| *width < 256);
    match width {
        Some(width) if flags.starts_with('0') => Ok(format!("{plain:0>width$}").into()),
        Some(width) if !flags.starts_with('-') => Ok(format!("{plain:>width$}").into()),
        _ => Err(Why::Function { name: format!("format %{flags}{verb}").into() }),
    }
}

fn join(args: &[Value]) -> Outcome {
    let separator = text(arg(args, 0)?)?;
    let mut pieces = Vec::new();
    let mut bytes = 0;
    for list in &args[1..] {
        for item in items(list)? {
            if !pieces.is_empty() {
                pieces.push(Piece::Text(Arc::clone(&separator)));
            }
            let piece = match item.first_why() {
                Some(_) => Piece::Hole(item.clone()),
                None => Piece::Text(text(item)?),
            };
            bytes += separator.len() + if let Piece::Text(text) = &piece { text.len() } else { 1 };
            if bytes > LONGEST_STRING {
                return Err(Why::Budget);
            }
            pieces.push(piece);
        }
    }
    Ok(joined(pieces, Origin::NONE))
}

/// Plain replacement; what stands between slashes is a regular expression.
fn replace(args: &[Value]) -> Outcome {
    let (whole, from, to) = (text(arg(args, 0)?)?, text(arg(args, 1)?)?, text(arg(args, 2)?)?);
    if from.len() > 1 && from.starts_with('/') && from.ends_with('/') {
        return pattern::replace(&whole, &from[1..from.len() - 1], &to);
    }
    let grown = whole.matches(&*from).count().saturating_mul(to.len()).saturating_add(whole.len());
    if grown > LONGEST_STRING {
        return Err(Why::Budget);
    }
    string(whole.replace(&*from, &to))
}

fn split(args: &[Value]) -> Outcome {
    let (separator, whole) = (text(arg(args, 0)?)?, text(arg(args, 1)?)?);
    let origin = arg(args, 1)?.origin;
    let parts: Vec<Value> = if separator.is_empty() {
        whole.chars().map(|c| Value::string(c.to_string(), origin)).collect()
    } else {
        whole.split(&*separator).map(|part| Value::string(part, origin)).collect()
    };
    plain(Kind::List(parts.into()))
}

fn substr(args: &[Value]) -> Outcome {
    let whole: Vec<char> = text(arg(args, 0)?)?.chars().collect();
    let (offset, length) = (whole_number(arg(args, 1)?)?, whole_number(arg(args, 2)?)?);
    let count = i64::try_from(whole.len()).unwrap_or(i64::MAX);
    let start = if offset < 0 { offset.saturating_add(count) } else { offset }.clamp(0, count);
    let end = if length < 0 { count } else { start.saturating_add(length).min(count) };
    let at = |n: i64| usize::try_from(n).unwrap_or(0);
    string(whole[at(start)..at(end)].iter().collect())
}

fn whole_number(value: &Value) -> Result<i64, Why> {
    number(value)?.as_i64().ok_or_else(|| invalid("a whole number is needed here"))
}

fn title(text: &str) -> String {
    let mut start = true;
    text.chars()
        .flat_map(|c| {
            let upper = std::mem::replace(&mut start, !c.is_alphanumeric());
            let upper: Vec<char> = if upper { c.to_uppercase().collect() } else { vec![c] };
            upper
        })
        .collect()
}
