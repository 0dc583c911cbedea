//! Type conversion functions.

use std::sync::Arc;

use super::{Found, Needs, Outcome, arg, invalid, plain};
use crate::model::{Kind, Map, Value};
use crate::terraform::types::{Type, convert, distinct};

pub(super) fn find(name: &str) -> Found {
    Some(match name {
        "tobool" => (Needs::Shape, |args| to(args, &Type::Bool)),
        "tolist" => (Needs::Shape, |args| to(args, &Type::List(Box::new(Type::Any)))),
        "tomap" => (Needs::Shape, |args| to(args, &Type::Map(Box::new(Type::Any)))),
        "tonumber" => (Needs::Shape, |args| to(args, &Type::Number)),
        "toset" => (Needs::Shape, toset),
        "tostring" => (Needs::Shape, |args| to(args, &Type::String)),
        "sensitive" | "nonsensitive" | "ephemeralasnull" | "issensitive" => {
            (Needs::Nothing, |args| Ok(arg(args, 0)?.clone()))
        }
        "map" => (Needs::Shape, map),
        "list" => (Needs::Nothing, |args| plain(Kind::List(args.into()))),
        _ => return None,
    })
}

fn to(args: &[Value], to: &Type) -> Outcome {
    Ok(convert(arg(args, 0)?.clone(), to))
}

fn toset(args: &[Value]) -> Outcome {
    let value = arg(args, 0)?;
    match &value.kind {
        Kind::List(items) | Kind::Set(items) => {
            Ok(Value::new(Kind::Set(distinct(items.to_vec()).into()), value.origin))
        }
        Kind::Null => Ok(value.clone()),
        _ => Err(invalid("`toset` takes a list")),
    }
}

/// The old `map("a", 1, "b", 2)`.
fn map(args: &[Value]) -> Outcome {
    let mut map = Map::new();
    for pair in args.chunks(2) {
        let [key, value] = pair else { return Err(invalid("`map` takes keys with values")) };
        map.insert(super::text(key)?, value.clone());
    }
    plain(Kind::Map(Arc::new(map)))
}
