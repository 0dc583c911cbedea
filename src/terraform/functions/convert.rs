//! Type conversion functions, and those that mark values as not to be shown.

use std::sync::Arc;

use super::{Function, Needs, Outcome, Param, arg, invalid, plain, text};
use crate::model::{Kind, Map, Marks, Type, Value};
use crate::terraform::types::convert;

pub(super) fn find(name: &str) -> Option<Function> {
    let of_any = |body| Function::new(&[Param::Nullable], Needs::Nothing, body).keeping_marks();
    Some(match name {
        "ephemeralasnull" => of_any(|args| Ok(without_ephemeral(arg(args, 0)?))).giving_marks(),
        "issensitive" => {
            Function::new(&[Param::Nullable], Needs::Nothing, issensitive).giving_marks()
        }
        "list" => Function::new(&[], Needs::Nothing, |args| plain(Kind::List(args.into())))
            .rest(Param::Nullable)
            .keeping_marks(),
        "map" => Function::new(&[], Needs::Shape, map).rest(Param::Nullable).keeping_marks(),
        "nonsensitive" => {
            Function::new(&[Param::Nullable], Needs::Nothing, nonsensitive).giving_marks()
        }
        "sensitive" => of_any(|args| {
            Ok(arg(args, 0)?.clone().marked(Marks { sensitive: true, ephemeral: false }))
        }),
        "tobool" => of_any(|args| to(args, &Type::Bool)),
        "tolist" => of_any(|args| to(args, &Type::List(Arc::new(Type::Any)))),
        "tomap" => of_any(|args| to(args, &Type::Map(Arc::new(Type::Any)))),
        "tonumber" => of_any(|args| to(args, &Type::Number)),
        "toset" => of_any(|args| to(args, &Type::Set(Arc::new(Type::Any)))),
        "tostring" => of_any(|args| to(args, &Type::String)),
        _ => return None,
    })
}

fn to(args: &[Value], to: &Type) -> Outcome {
    convert(arg(args, 0)?, to)
}

fn issensitive(args: &[Value]) -> Outcome {
    let value = arg(args, 0)?;
    // Whether what is not known is marked is not known either.
    match value.first_why() {
        Some(why) if !value.marks().sensitive => Err(why),
        _ => plain(Kind::Bool(value.marks().sensitive)),
    }
}

fn nonsensitive(args: &[Value]) -> Outcome {
    let value = arg(args, 0)?;
    let ephemeral = value.marks().ephemeral;
    Ok(value.clone().with_marks(Marks { sensitive: false, ephemeral }))
}

fn without_ephemeral(value: &Value) -> Value {
    if value.marks().ephemeral {
        let marks = Marks { ephemeral: false, ..value.marks() };
        return Value::null(value.origin).of_type(value.type_of()).marked(marks);
    }
    let all = |items: &[Value]| items.iter().map(without_ephemeral).collect();
    let kind = match &value.kind {
        Kind::List(items) => Kind::List(all(items)),
        Kind::Set(items) => Kind::Set(all(items)),
        Kind::Map(map) => Kind::Map(Arc::new(
            map.iter().map(|(key, value)| (Arc::clone(key), without_ephemeral(value))).collect(),
        )),
        _ => return value.clone(),
    };
    Value::new(kind, value.origin).of_type(value.type_of()).marked(value.marks())
}

/// The old `map("a", 1, "b", 2)`.
fn map(args: &[Value]) -> Outcome {
    let mut map = Map::new();
    for pair in args.chunks(2) {
        let [key, value] = pair else { return Err(invalid("`map` takes keys with values")) };
        map.insert(text(key)?, value.clone());
    }
    plain(Kind::Map(Arc::new(map)))
}
