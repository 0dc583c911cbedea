//! Functions of maps and objects.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Function, Needs, Outcome, Param, arg, invalid, items, pieces, plain, text};
use crate::model::{Kind, Map, Origin, Type, Value, Why};
use crate::terraform::evaluate::{MOST_ELEMENTS, key_of};
use crate::terraform::types::convert;

pub(super) fn find(name: &str) -> Option<Function> {
    use Param::{Any, Lists, Nullable, Text, Texts};
    let of_map = |body| Function::new(&[Any], Needs::Nothing, body).keeping_marks();
    Some(match name {
        "keys" => of_map(keys),
        "lookup" => {
            Function::new(&[Any, Text], Needs::Nothing, lookup).rest(Nullable).keeping_marks()
        }
        "merge" => Function::new(&[], Needs::Nothing, merge).rest(Nullable).keeping_marks(),
        "transpose" => Function::new(&[Lists], Needs::Everything, transpose),
        "values" => of_map(values),
        "zipmap" => Function::new(&[Texts, Any], Needs::Shape, zipmap).keeping_marks(),
        _ => return None,
    })
}

fn map_of(value: &Value) -> Result<&Map, Why> {
    value
        .as_map()
        .ok_or_else(|| value.first_why().unwrap_or_else(|| invalid("a map is needed here")))
}

/// Entries as a map where `like` is the type of one, else as an object.
fn alike(map: Map, like: &Type) -> Outcome {
    if map.len() > MOST_ELEMENTS {
        return Err(Why::Budget);
    }
    let value = Value::new(Kind::Map(Arc::new(map)), Origin::NONE);
    Ok(match like {
        Type::Map(_) => value.of_type(like.clone()),
        _ => value,
    })
}

fn keys(args: &[Value]) -> Outcome {
    let map = arg(args, 0)?;
    if let Kind::Every(_, why) = &map.kind {
        let key = Value::unknown((**why).clone(), map.origin);
        return plain(Kind::Every(Arc::new(key), Arc::clone(why)));
    }
    let keys = map_of(map)?.keys().map(|key| Value::string(Arc::clone(key), map.origin));
    let keys: Vec<Value> = keys.collect();
    Ok(match map.type_of() {
        Type::Map(_) => Value::list_of(keys, Type::String, Origin::NONE),
        _ => Value::new(Kind::List(keys.into()), Origin::NONE),
    })
}

fn values(args: &[Value]) -> Outcome {
    let map = arg(args, 0)?;
    if matches!(map.kind, Kind::Every(..)) {
        return Ok(map.clone());
    }
    let values: Vec<Value> = map_of(map)?.values().cloned().collect();
    Ok(match map.type_of() {
        Type::Map(element) => Value::list_of(values, (*element).clone(), Origin::NONE),
        _ => Value::new(Kind::List(values.into()), Origin::NONE),
    })
}

/// The value of a key. A key that is not known may be any of them, or give the default.
fn lookup(args: &[Value]) -> Outcome {
    if args.len() > 3 {
        return Err(invalid("`lookup` takes two or three arguments"));
    }
    let (map, key, default) = (arg(args, 0)?, arg(args, 1)?, args.get(2));
    let default = match (map.type_of(), default) {
        (Type::Map(element), Some(default)) => Some(convert(default, &element)?),
        (_, default) => default.cloned(),
    };
    let mut found = Vec::new();
    for map in map.alternatives() {
        for key in key.alternatives() {
            found.extend(lookup_one(map, key, default.as_ref())?);
        }
    }
    let origin = found.first().map_or(Origin::NONE, |value| value.origin);
    Ok(Value::one_of(found, origin))
}

fn lookup_one(map: &Value, key: &Value, default: Option<&Value>) -> Result<Vec<Value>, Why> {
    let (entries, open) = match &map.kind {
        // The key may not be among those that are there.
        Kind::Every(element, _) => {
            return Ok([(**element).clone()].into_iter().chain(default.cloned()).collect());
        }
        Kind::Map(entries) => (entries, None),
        Kind::Open(entries, why) => (entries, Some((**why).clone())),
        _ => return Err(map.first_why().unwrap_or_else(|| invalid("a map is needed here"))),
    };
    match key_of(key) {
        Ok(name) => match (entries.get(&name), open, default) {
            (Some(value), ..) => Ok(vec![value.clone()]),
            (None, Some(why), _) => Ok(vec![Value::unknown(why, map.origin)]),
            (None, None, Some(default)) => Ok(vec![default.clone()]),
            (None, None, None) => Err(invalid(&format!("the map does not have the key `{name}`"))),
        },
        Err(why) => {
            let may_be = |name: &str| match pieces::partial(key) {
                Some(pieces) => pieces::can_be(pieces, name),
                None => true,
            };
            let possible = entries.iter().filter(|(name, _)| may_be(name));
            let mut all: Vec<Value> = possible.map(|(_, value)| value.clone()).collect();
            all.extend(default.cloned());
            all.extend(open.map(|why| Value::unknown(why, map.origin)));
            if all.is_empty() { Err(why) } else { Ok(all) }
        }
    }
}

/// Later maps over earlier ones. An unknown one leaves the result open, and may change what came before.
fn merge(args: &[Value]) -> Outcome {
    let mut merged = Map::new();
    let mut open: Option<Why> = None;
    let mut types = Vec::new();
    for arg in args {
        types.push(if arg.is_null() { Type::Any } else { arg.type_of() });
        match &arg.kind {
            Kind::Null => {}
            Kind::Map(map) => merged.extend(map.iter().map(|(k, v)| (Arc::clone(k), v.clone()))),
            Kind::Open(map, why) => {
                blur(&mut merged, &Value::unknown((**why).clone(), arg.origin));
                merged.extend(map.iter().map(|(k, v)| (Arc::clone(k), v.clone())));
                open = Some((**why).clone());
            }
            Kind::Every(element, why) => {
                blur(&mut merged, element);
                open = Some((**why).clone());
            }
            _ => {
                let why = arg.first_why().unwrap_or_else(|| invalid("`merge` takes maps"));
                if let Why::Invalid { .. } = why {
                    return Err(why);
                }
                blur(&mut merged, &Value::unknown(why.clone(), arg.origin));
                open = Some(why);
            }
        }
        if merged.len() > MOST_ELEMENTS {
            return Err(Why::Budget);
        }
    }
    if let Some(why) = open {
        return plain(Kind::Open(Arc::new(merged), Arc::new(why)));
    }
    let like = match types.split_first() {
        Some((first, others)) if others.iter().all(|other| other == first) => first.clone(),
        _ => Type::Any,
    };
    alike(merged, &like)
}

/// Every value so far may be another one.
fn blur(map: &mut Map, other: &Value) {
    for value in map.values_mut() {
        let origin = value.origin;
        *value = Value::one_of([value.clone(), other.clone()], origin);
    }
}

fn transpose(args: &[Value]) -> Outcome {
    let mut result: BTreeMap<Arc<str>, Vec<Value>> = BTreeMap::new();
    let map = arg(args, 0)?;
    for (key, values) in map_of(map)? {
        for value in items(values)? {
            let name = Value::string(Arc::clone(key), map.origin);
            result.entry(text(value)?).or_default().push(name);
        }
    }
    let entry = |(key, values): (Arc<str>, Vec<Value>)| {
        (key, Value::list_of(values, Type::String, map.origin))
    };
    let list = Type::List(Arc::new(Type::String));
    alike(result.into_iter().map(entry).collect(), &Type::Map(Arc::new(list)))
}

fn zipmap(args: &[Value]) -> Outcome {
    let (keys, values) = (arg(args, 0)?, arg(args, 1)?);
    let like = match (&values.kind, values.type_of()) {
        (Kind::List(_), Type::List(element)) => Type::Map(element),
        (Kind::List(_), _) => Type::Any,
        _ => return Err(invalid("values must be a list")),
    };
    let (names, values) = (items(keys)?, items(values)?);
    if names.len() != values.len() {
        return Err(invalid("there must be as many keys as values"));
    }
    let mut map = Map::new();
    let mut marks = crate::model::Marks::default();
    for (key, value) in names.iter().zip(values) {
        match key_of(key) {
            Ok(key) => drop(map.insert(key, value.clone())),
            // Each value has some key.
            Err(why) if key.first_why().is_some() => {
                let any = Value::one_of(values.iter().cloned(), Origin::NONE);
                return plain(Kind::Every(Arc::new(any), Arc::new(why)));
            }
            Err(why) => return Err(why),
        }
        marks = marks.and(key.marks());
    }
    Ok(alike(map, &like)?.marked(marks))
}
