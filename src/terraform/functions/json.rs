//! JSON, as Go reads and writes it.

use std::sync::Arc;

use super::{Function, Needs, Outcome, Param, arg, invalid, string_of, text};
use crate::model::{Kind, Map, Number, Origin, Piece, Value, Why};
use crate::syntax::json::quoted;
use crate::terraform::evaluate::LONGEST_STRING;

pub(super) fn find(name: &str) -> Option<Function> {
    Some(match name {
        "jsondecode" => Function::new(&[Param::Text], Needs::Everything, jsondecode),
        "jsonencode" => Function::new(&[Param::Nullable], Needs::Nothing, jsonencode),
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

/// The text of a value; known in part where parts of the value are not known.
fn jsonencode(args: &[Value]) -> Outcome {
    let mut pieces = Pieces::default();
    pieces.write(arg(args, 0)?)?;
    match pieces.done.is_empty() {
        true => string_of(pieces.text),
        false => {
            pieces.end();
            Ok(Value::new(Kind::Partial(pieces.done.into()), Origin::NONE))
        }
    }
}

/// The text of a value that is wholly known.
pub(super) fn encoded(value: &Value) -> Result<String, Why> {
    let mut pieces = Pieces::default();
    pieces.write(value)?;
    match pieces.done.is_empty() {
        true => Ok(pieces.text),
        false => Err(value.first_why().unwrap_or(Why::Undecided)),
    }
}

/// Text that is known so far, and the pieces before it.
#[derive(Default)]
struct Pieces {
    done: Vec<Piece>,
    text: String,
    length: usize,
}

impl Pieces {
    fn push(&mut self, text: &str) {
        self.length += text.len();
        self.text.push_str(text);
    }

    fn hole(&mut self, value: &Value) {
        self.end();
        self.done.push(Piece::Hole(value.clone()));
    }

    fn end(&mut self) {
        if !self.text.is_empty() {
            self.done.push(Piece::Text(std::mem::take(&mut self.text).into()));
        }
    }

    fn write(&mut self, value: &Value) -> Result<(), Why> {
        if self.length > LONGEST_STRING {
            return Err(Why::Budget);
        }
        let comma = |at: usize| if at == 0 { "" } else { "," };
        match &value.kind {
            Kind::Null => self.push("null"),
            Kind::Bool(truth) => self.push(if *truth { "true" } else { "false" }),
            Kind::Number(number) => self.push(&number.to_string()),
            Kind::String(text) => self.push(&quoted(text)),
            Kind::List(items) | Kind::Set(items) => {
                self.push("[");
                for (at, item) in items.iter().enumerate() {
                    self.push(comma(at));
                    self.write(item)?;
                }
                self.push("]");
            }
            Kind::Map(map) => {
                self.push("{");
                for (at, (key, value)) in map.iter().enumerate() {
                    self.push(comma(at));
                    self.push(&quoted(key));
                    self.push(":");
                    self.write(value)?;
                }
                self.push("}");
            }
            Kind::Partial(pieces) => self.write_partial(pieces),
            Kind::Unknown(_) | Kind::OneOf(_) => self.hole(value),
            _ => return Err(value.first_why().unwrap_or(Why::Undecided)),
        }
        Ok(())
    }

    fn write_partial(&mut self, pieces: &[Piece]) {
        self.push("\"");
        for piece in pieces {
            match piece {
                Piece::Text(text) => {
                    let text = quoted(text);
                    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
                    self.push(inner.unwrap_or(&text));
                }
                Piece::Hole(value) => self.hole(value),
            }
        }
        self.push("\"");
    }
}
