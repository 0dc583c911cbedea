//! String functions. What a part that is not known leaves certain is kept.

use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;

use super::pieces::{changed, map_each, of, partial, replaced};
use super::{
    Function, Needs, Outcome, Param, arg, invalid, items, pattern, pieces, plain, string_of, text,
    whole,
};
use crate::model::{Kind, Piece, Type, Value, Why};
use crate::terraform::evaluate::{LONGEST_STRING, MOST_ELEMENTS, joined};

pub(super) fn find(name: &str) -> Option<Function> {
    use Param::{Number, Text, Texts};
    let of_text = |body| Function::new(&[Text], Needs::Everything, body);
    let of_pieces = |body| Function::new(&[Text], Needs::Pieces, body);
    let of_two = |body| Function::new(&[Text, Text], Needs::Pieces, body);
    Some(match name {
        "chomp" => of_text(|args| map(args, |t| t.trim_end_matches(['\r', '\n']).to_owned())),
        "endswith" => of_two(endswith),
        "indent" => Function::new(&[Number, Text], Needs::Everything, indent),
        "join" => Function::new(&[Text], Needs::Nothing, join).rest(Texts),
        "lower" => of_pieces(|args| each_char(args, lower)),
        "replace" => Function::new(&[Text, Text, Text], Needs::Pieces, replace),
        "split" => of_two(split),
        "startswith" => of_two(startswith),
        "strcontains" => of_two(strcontains),
        "strrev" => of_text(|args| map(args, |t| t.graphemes(true).rev().collect())),
        "substr" => Function::new(&[Text, Number, Number], Needs::Pieces, substr),
        "title" => of_text(|args| map(args, title)),
        "trim" => Function::new(&[Text, Text], Needs::Everything, trim),
        "trimprefix" => of_two(trimprefix),
        "trimspace" => of_pieces(trimspace),
        "trimsuffix" => of_two(trimsuffix),
        "upper" => of_pieces(|args| each_char(args, upper)),
        _ => return None,
    })
}

fn map(args: &[Value], f: impl Fn(&str) -> String) -> Outcome {
    string_of(f(&text(arg(args, 0)?)?))
}

fn each_char(args: &[Value], f: fn(&str) -> String) -> Outcome {
    match partial(arg(args, 0)?) {
        Some(pieces) => Ok(map_each(pieces, f)),
        None => map(args, f),
    }
}

/// Terraform changes the case of each character for one other, never for two.
fn lower(text: &str) -> String {
    text.chars().map(|c| c.to_lowercase().next().unwrap_or(c)).collect()
}

fn upper(text: &str) -> String {
    text.chars().map(upper_char).collect()
}

fn upper_char(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// A few letters are two in one, of which only the first becomes large.
fn title_char(c: char) -> char {
    match c {
        'Ǆ' | 'ǆ' => 'ǅ',
        'Ǉ' | 'ǉ' => 'ǈ',
        'Ǌ' | 'ǌ' => 'ǋ',
        'Ǳ' | 'ǳ' => 'ǲ',
        c => upper_char(c),
    }
}

fn title(text: &str) -> String {
    let mut before = ' ';
    let title = |c: char| {
        let starts = match before {
            c if c.is_ascii() => !c.is_ascii_alphanumeric() && c != '_',
            c => !c.is_alphanumeric() && c.is_whitespace(),
        };
        before = c;
        if starts { title_char(c) } else { c }
    };
    text.chars().map(title).collect()
}

fn indent(args: &[Value]) -> Outcome {
    let (spaces, text) = (whole(arg(args, 0)?)?, text(arg(args, 1)?)?);
    let spaces =
        usize::try_from(spaces).map_err(|_| invalid("spaces must not be fewer than none"))?;
    let lines = text.matches('\n').count();
    if lines.saturating_mul(spaces).saturating_add(text.len()) > LONGEST_STRING {
        return Err(Why::Budget);
    }
    string_of(text.replace('\n', &format!("\n{}", " ".repeat(spaces))))
}

fn truth(truth: bool) -> Outcome {
    plain(Kind::Bool(truth))
}

/// The second argument, where a function asks whether it is at some place in the first.
fn wanted(args: &[Value]) -> Result<Arc<str>, Why> {
    text(arg(args, 1)?)
}

fn unsettled(value: &Value) -> Outcome {
    Err(value.first_why().unwrap_or(Why::Undecided))
}

fn startswith(args: &[Value]) -> Outcome {
    let (value, wanted) = (arg(args, 0)?, wanted(args)?);
    let known = pieces::start(value);
    match partial(value) {
        Some(_) if known.len() < wanted.len() && wanted.starts_with(known) => unsettled(value),
        _ => truth(known.starts_with(&*wanted)),
    }
}

fn endswith(args: &[Value]) -> Outcome {
    let (value, wanted) = (arg(args, 0)?, wanted(args)?);
    let known = pieces::end(value);
    match partial(value) {
        Some(_) if known.len() < wanted.len() && wanted.ends_with(known) => unsettled(value),
        _ => truth(known.ends_with(&*wanted)),
    }
}

fn strcontains(args: &[Value]) -> Outcome {
    let (value, wanted) = (arg(args, 0)?, wanted(args)?);
    let Some(pieces) = partial(value) else {
        return truth(text(value)?.contains(&*wanted));
    };
    let holds = |piece: &Piece| matches!(piece, Piece::Text(text) if text.contains(&*wanted));
    if pieces.iter().any(holds) { truth(true) } else { unsettled(value) }
}

fn join(args: &[Value]) -> Outcome {
    if args.len() < 2 {
        return Err(invalid("`join` takes at least one list"));
    }
    let separator = text(arg(args, 0)?)?;
    let mut pieces = Vec::new();
    let mut bytes = 0;
    for list in &args[1..] {
        for item in items(list)? {
            if item.is_null() {
                return Err(invalid("`null` cannot be joined to a string"));
            }
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
    Ok(joined(pieces, args[1].origin))
}

/// Plain replacement; what stands between slashes is a regular expression.
fn replace(args: &[Value]) -> Outcome {
    let (value, from, to) = (arg(args, 0)?, text(arg(args, 1)?)?, text(arg(args, 2)?)?);
    let is_pattern = from.len() > 1 && from.starts_with('/') && from.ends_with('/');
    if let Some(pieces) = partial(value) {
        let is_plain = !is_pattern && !from.is_empty();
        let bytes: usize = pieces.len().saturating_mul(to.len().saturating_add(1));
        if !is_plain || bytes.saturating_mul(value.size().saturating_mul(64)) > LONGEST_STRING << 6
        {
            return unsettled(value);
        }
        return Ok(replaced(pieces, &from, &to));
    }
    let whole = text(value)?;
    if is_pattern {
        return pattern::replace(&whole, &from[1..from.len() - 1], &to);
    }
    let grown = whole.matches(&*from).count().saturating_mul(to.len()).saturating_add(whole.len());
    if grown > LONGEST_STRING {
        return Err(Why::Budget);
    }
    string_of(whole.replace(&*from, &to))
}

/// Fields come from the string, not from the separator.
fn split(args: &[Value]) -> Outcome {
    let (separator, value) = (text(arg(args, 0)?)?, arg(args, 1)?);
    if let Some(pieces) = partial(value) {
        return match separator.is_empty() {
            true => unsettled(value),
            false => Ok(pieces::split(pieces, &separator, value.origin)),
        };
    }
    let whole = text(value)?;
    let field = |field: &str| Value::string(field, value.origin);
    let fields: Vec<Value> = if separator.is_empty() {
        whole.chars().map(|c| field(c.encode_utf8(&mut [0; 4]))).collect()
    } else {
        whole.split(&*separator).map(field).collect()
    };
    if fields.len() > MOST_ELEMENTS {
        return Err(Why::Budget);
    }
    Ok(Value::list_of(fields, Type::String, value.origin))
}

/// Offsets and lengths count what people see as characters.
fn substr(args: &[Value]) -> Outcome {
    let value = arg(args, 0)?;
    let (offset, length) = (whole(arg(args, 1)?)?, whole(arg(args, 2)?)?);
    let known = pieces::start(value);
    let marks: Vec<&str> = known.graphemes(true).collect();
    let count = i64::try_from(marks.len()).unwrap_or(i64::MAX);
    if partial(value).is_some() {
        let end = offset.saturating_add(length);
        if offset < 0 || length < 0 || end > count {
            return unsettled(value);
        }
    }
    if offset >= 0 && length == 0 {
        return string_of(String::new());
    }
    let start = if offset < 0 { offset.saturating_add(count).max(0) } else { offset.min(count) };
    // From the end, no length at all is as good as any.
    let end = if length <= 0 { count } else { start.saturating_add(length).min(count) };
    let at = |n: i64| usize::try_from(n).unwrap_or(0);
    string_of(marks[at(start)..at(end)].concat())
}

fn trim(args: &[Value]) -> Outcome {
    let (whole, set) = (text(arg(args, 0)?)?, text(arg(args, 1)?)?);
    string_of(whole.trim_matches(|c| set.contains(c)).to_owned())
}

fn trimprefix(args: &[Value]) -> Outcome {
    let (value, prefix) = (arg(args, 0)?, wanted(args)?);
    let Some(pieces) = partial(value) else {
        let whole = text(value)?;
        return string_of(whole.strip_prefix(&*prefix).unwrap_or(&whole).to_owned());
    };
    let known = pieces::start(value);
    let mut pieces = pieces.to_vec();
    if let Some(rest) = known.strip_prefix(&*prefix) {
        pieces[0] = Piece::Text(rest.into());
    } else if prefix.starts_with(known) {
        // Whether it begins so is not known.
        pieces[0] = changed(value);
        if !known.is_empty() && pieces.len() > 1 {
            pieces[1] = changed(value);
        }
    }
    Ok(of(pieces))
}

fn trimsuffix(args: &[Value]) -> Outcome {
    let (value, suffix) = (arg(args, 0)?, wanted(args)?);
    let Some(pieces) = partial(value) else {
        let whole = text(value)?;
        return string_of(whole.strip_suffix(&*suffix).unwrap_or(&whole).to_owned());
    };
    let known = pieces::end(value);
    let mut pieces = pieces.to_vec();
    let last = pieces.len() - 1;
    if let Some(rest) = known.strip_suffix(&*suffix) {
        pieces[last] = Piece::Text(rest.into());
    } else if suffix.ends_with(known) {
        pieces[last] = changed(value);
        if !known.is_empty() && last > 0 {
            pieces[last - 1] = changed(value);
        }
    }
    Ok(of(pieces))
}

fn trimspace(args: &[Value]) -> Outcome {
    let value = arg(args, 0)?;
    let Some(pieces) = partial(value) else {
        return map(args, |text| text.trim().to_owned());
    };
    let mut pieces = pieces.to_vec();
    let last = pieces.len() - 1;
    for (at, is_start) in [(0, true), (last, false)] {
        pieces[at] = match &pieces[at] {
            Piece::Text(text) if text.trim().is_empty() => return unsettled(value),
            Piece::Text(text) if is_start => Piece::Text(text.trim_start().into()),
            Piece::Text(text) => Piece::Text(text.trim_end().into()),
            Piece::Hole(hole) => changed(hole),
        };
    }
    Ok(of(pieces))
}
