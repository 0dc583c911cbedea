//! JSON, as Go reads and writes it.

use std::sync::Arc;

use super::{Function, Needs, Outcome, Param, arg, invalid, string_of, text};
use crate::model::{Kind, Map, Number, Origin, Value, Why};
use crate::syntax::json::quoted;
use crate::terraform::evaluate::LONGEST_STRING;

pub(super) fn find(name: &str) -> Option<Function> {
    Some(match name {
        "jsondecode" => Function::new(&[Param::Text], Needs::Everything, jsondecode),
        "jsonencode" => Function::new(&[Param::Nullable], Needs::Everything, |args| {
            string_of(encoded(arg(args, 0)?)?)
        }),
        _ => return None,
    })
}

fn jsondecode(args: &[Value]) -> Outcome {
    let value = arg(args, 0)?;
    let parsed: serde_json::Value = serde_json::from_str(&text(value)?).map_err(|error| {
        let error = error.to_string();
        match error.starts_with("recursion limit") {
            true => Why::Budget,
            false => invalid(&format!("this is not JSON: {error}")),
        }
    })?;
    Ok(from_json(parsed, value.origin))
}

fn from_json(json: serde_json::Value, origin: Origin) -> Value {
    let kind = match json {
        serde_json::Value::Null => Kind::Null,
        serde_json::Value::Bool(truth) => Kind::Bool(truth),
        serde_json::Value::Number(number) => match Number::parse(&number.to_string()) {
            Some(number) => Kind::Number(number),
            None => Kind::Unknown(Arc::new(Why::Budget)),
        },
        serde_json::Value::String(text) => Kind::String(text.into()),
        serde_json::Value::Array(items) => {
            Kind::List(items.into_iter().map(|item| from_json(item, origin)).collect())
        }
        serde_json::Value::Object(entries) => {
            let entry = |(key, value): (String, serde_json::Value)| {
                (Arc::from(key), from_json(value, origin))
            };
            Kind::Map(Arc::new(entries.into_iter().map(entry).collect::<Map>()))
        }
    };
    Value::new(kind, origin)
}

/// The text of a value that is wholly known.
pub(super) fn encoded(value: &Value) -> Result<String, Why> {
    let mut out = String::new();
    write(value, &mut out)?;
    Ok(out)
}

fn write(value: &Value, out: &mut String) -> Result<(), Why> {
    if out.len() > LONGEST_STRING {
        return Err(Why::Budget);
    }
    let comma = |at: usize| if at == 0 { "" } else { "," };
    match &value.kind {
        Kind::Null => out.push_str("null"),
        Kind::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Kind::Number(number) => out.push_str(&number.to_string()),
        Kind::String(text) => out.push_str(&quoted(text)),
        Kind::List(items) | Kind::Set(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(comma(at));
                write(item, out)?;
            }
            out.push(']');
        }
        Kind::Map(map) => {
            out.push('{');
            for (at, (key, value)) in map.iter().enumerate() {
                out.push_str(comma(at));
                out.push_str(&quoted(key));
                out.push(':');
                write(value, out)?;
            }
            out.push('}');
        }
        _ => return Err(value.first_why().unwrap_or(Why::Undecided)),
    }
    Ok(())
}
