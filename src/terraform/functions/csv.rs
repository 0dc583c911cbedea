//! Tables in the CSV format (RFC 4180).

use std::sync::Arc;

use super::{Function, Needs, Outcome, Param, arg, invalid, text};
use crate::model::{Kind, Map, Origin, Type, Value, Why};
use crate::terraform::evaluate::MOST_ELEMENTS;

pub(super) fn find(name: &str) -> Option<Function> {
    match name {
        "csvdecode" => Some(Function::new(&[Param::Text], Needs::Everything, csvdecode)),
        _ => None,
    }
}

/// A list of objects, whose attributes the first line names.
fn csvdecode(args: &[Value]) -> Outcome {
    let text = text(arg(args, 0)?)?;
    if has_stray_quote(&text) {
        return Err(invalid("a quote stands where none may be"));
    }
    let mut reader = ::csv::ReaderBuilder::new().flexible(false).from_reader(text.as_bytes());
    let broken = |error: ::csv::Error| invalid(&format!("this is not CSV: {error}"));
    let names: Vec<Arc<str>> = reader.headers().map_err(broken)?.iter().map(Arc::from).collect();
    if names.is_empty() {
        return Err(invalid("the line that names the columns is missing"));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(broken)?;
        if rows.len().saturating_mul(names.len()) > MOST_ELEMENTS {
            return Err(Why::Budget);
        }
        let cells = record.iter().map(|cell| Value::string(cell, Origin::NONE));
        let row: Map = names.iter().cloned().zip(cells).collect();
        rows.push(Value::new(Kind::Map(Arc::new(row)), Origin::NONE));
    }
    let fields: std::collections::BTreeMap<_, _> =
        names.iter().map(|name| (Arc::clone(name), Type::String)).collect();
    if fields.len() < names.len() {
        return Err(invalid("two columns have the same name"));
    }
    Ok(Value::list_of(rows, Type::Object(Arc::new(fields)), Origin::NONE))
}

/// Whether a quote stands inside a cell that does not begin with one, or text after a closing one: the
/// library reads these, Terraform does not.
fn has_stray_quote(text: &str) -> bool {
    let mut chars = text.chars().peekable();
    let mut at_start = true;
    while let Some(c) = chars.next() {
        match c {
            '"' if at_start => {
                loop {
                    match chars.next() {
                        None => return true,
                        Some('"') if chars.peek() == Some(&'"') => drop(chars.next()),
                        Some('"') => break,
                        Some(_) => {}
                    }
                }
                if !matches!(chars.peek(), None | Some(',' | '\n' | '\r')) {
                    return true;
                }
                at_start = false;
            }
            '"' => return true,
            ',' | '\n' => at_start = true,
            _ => at_start = false,
        }
    }
    false
}
