//! Encoding functions.

use std::sync::Arc;

use super::{Found, Needs, Outcome, arg, invalid, plain, text};
use crate::model::{Kind, Map, Number, Origin, Value, Why};
use crate::terraform::evaluate::LONGEST_STRING;

pub(super) fn find(name: &str) -> Found {
    Some(match name {
        "jsondecode" => (Needs::Everything, jsondecode),
        "jsonencode" => (Needs::Everything, jsonencode),
        _ => return None,
    })
}

fn jsondecode(args: &[Value]) -> Outcome {
    let value = arg(args, 0)?;
    let parsed: serde_json::Value = serde_json::from_str(&text(value)?)
        .map_err(|error| invalid(&format!("this is not JSON: {error}")))?;
    Ok(from_json(parsed, value.origin))
}

fn from_json(json: serde_json::Value, origin: Origin) -> Value {
    let kind = match json {
        serde_json::Value::Null => Kind::Null,
        serde_json::Value::Bool(truth) => Kind::Bool(truth),
        serde_json::Value::Number(number) => Number::parse(&number.to_string())
            .map_or(Kind::Unknown(Arc::new(Why::Budget)), Kind::Number),
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

pub(super) fn jsonencode(args: &[Value]) -> Outcome {
    let json = to_json(arg(args, 0)?).to_string();
    if json.len() > LONGEST_STRING { Err(Why::Budget) } else { plain(Kind::String(json.into())) }
}

fn to_json(value: &Value) -> serde_json::Value {
    match &value.kind {
        Kind::Bool(truth) => (*truth).into(),
        Kind::Number(number) => {
            serde_json::from_str(&number.to_string()).unwrap_or(serde_json::Value::Null)
        }
        Kind::String(text) => (&**text).into(),
        Kind::List(items) | Kind::Set(items) => items.iter().map(to_json).collect(),
        Kind::Map(map) => {
            map.iter().map(|(key, value)| (key.to_string(), to_json(value))).collect()
        }
        _ => serde_json::Value::Null,
    }
}
