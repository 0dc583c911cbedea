//! Types, and conversion from one to another.

mod constraint;
mod set;
mod unify;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{Kind, Map, Number, Origin, Type, Value, Why};

pub(super) use constraint::Constraint;
pub(super) use set::{first_of_equals, set_of};
pub(super) use unify::unify;

/// The value as one of type `to`; what is unknown in it stays so.
///
/// # Errors
/// Where it cannot be converted.
pub(super) fn convert(value: &Value, to: &Type) -> Result<Value, Why> {
    let converted = convert_plain(value, to)?;
    Ok(converted.with_origin(value.origin).marked(value.marks()))
}

fn convert_plain(value: &Value, to: &Type) -> Result<Value, Why> {
    let origin = value.origin;
    match (&value.kind, to) {
        (_, Type::Any) => Ok(value.clone()),
        (Kind::Null, _) => Ok(Value::null(origin).of_type(to.clone())),
        (Kind::Unknown(_) | Kind::Resource(_), _) => Ok(value.clone()),
        (Kind::OneOf(values), _) => alternatives(values, to, origin),
        (Kind::Bool(_) | Kind::Number(_) | Kind::String(_) | Kind::Partial(_), _) => {
            primitive(value, to)
        }
        (Kind::List(items) | Kind::Set(items), Type::List(inner)) => list(items, inner, origin),
        (Kind::List(items) | Kind::Set(items), Type::Set(inner)) => {
            let list = list(items, inner, origin)?;
            let element = list.type_of().element().cloned().unwrap_or(Type::Any);
            let items = list.as_elements().unwrap_or_default().to_vec();
            Ok(set_of(items, element, origin))
        }
        (Kind::List(items), Type::Tuple(types)) if items.len() == types.len() => {
            let each = items.iter().zip(types.iter()).map(|(item, to)| convert(item, to));
            Ok(Value::new(Kind::List(each.collect::<Result<_, Why>>()?), origin))
        }
        (Kind::Map(map), Type::Map(inner)) => {
            let (map, element) = entries(map, inner)?;
            Ok(Value::new(Kind::Map(map), origin).of_type(Type::Map(Arc::new(element))))
        }
        (Kind::Open(map, why), Type::Map(inner)) => {
            let (map, _) = entries(map, inner)?;
            Ok(Value::new(Kind::Open(map, Arc::clone(why)), origin))
        }
        (Kind::Every(element, why), Type::Map(inner) | Type::List(inner) | Type::Set(inner)) => {
            let element = convert(element, inner)?;
            let every = Value::new(Kind::Every(Arc::new(element), Arc::clone(why)), origin);
            // The elements of a set are its keys.
            Ok(if matches!(to, Type::Set(_)) { every.of_type(to.clone()) } else { every })
        }
        (Kind::Every(..), Type::Object(_) | Type::Tuple(_)) => Ok(value.clone()),
        // Fields of a string that is known in part are a list in disguise.
        (Kind::Open(..), Type::List(_) | Type::Set(_) | Type::Tuple(_)) => Ok(value.clone()),
        (Kind::Map(map), Type::Object(fields)) => {
            Ok(Value::new(Kind::Map(object(map, fields, true)?), origin))
        }
        (Kind::Open(map, why), Type::Object(fields)) => {
            let map = object(map, fields, false)?;
            Ok(Value::new(Kind::Open(map, Arc::clone(why)), origin))
        }
        _ => Err(mismatch(value, to)),
    }
}

/// A conversion that fails for some of several values leaves the others: only these can come about.
fn alternatives(values: &[Value], to: &Type, origin: Origin) -> Result<Value, Why> {
    let mut converted = Vec::new();
    let mut failed = None;
    for value in values {
        match convert(value, to) {
            Ok(value) => converted.push(value),
            Err(why) => failed = Some(why),
        }
    }
    match failed {
        Some(why) if converted.is_empty() => Err(why),
        _ => Ok(Value::one_of(converted, origin)),
    }
}

fn primitive(value: &Value, to: &Type) -> Result<Value, Why> {
    let kind = match (&value.kind, to) {
        (Kind::String(_) | Kind::Partial(_), Type::String)
        | (Kind::Number(_), Type::Number)
        | (Kind::Bool(_), Type::Bool) => value.kind.clone(),
        (Kind::Number(number), Type::String) => Kind::String(number.to_string().into()),
        (Kind::Bool(truth), Type::String) => Kind::String(truth.to_string().into()),
        (Kind::String(text), Type::Number) => match Number::parse(text) {
            Some(number) => Kind::Number(number),
            // Terraform has infinities, which we do not know to write.
            None if matches!(text.trim_start_matches(['-', '+']), "Inf" | "inf") => {
                return Err(Why::Budget);
            }
            None => return Err(mismatch(value, to)),
        },
        (Kind::String(text), Type::Bool) => match &**text {
            "true" | "1" => Kind::Bool(true),
            "false" | "0" => Kind::Bool(false),
            _ => return Err(mismatch(value, to)),
        },
        (Kind::Partial(_), Type::Number | Type::Bool) => {
            Kind::Unknown(Arc::new(value.first_why().unwrap_or(Why::Undecided)))
        }
        _ => return Err(mismatch(value, to)),
    };
    Ok(Value::new(kind, value.origin))
}

/// Elements as those of a list, with the type that they have in common where `inner` leaves it open.
fn list(items: &[Value], inner: &Type, origin: Origin) -> Result<Value, Why> {
    let (items, element) = alike(items.iter(), inner)?;
    Ok(Value::new(Kind::List(items.into()), origin).of_type(Type::List(Arc::new(element))))
}

fn entries(map: &Map, inner: &Type) -> Result<(Arc<Map>, Type), Why> {
    let (values, element) = alike(map.values(), inner)?;
    Ok((Arc::new(map.keys().cloned().zip(values).collect()), element))
}

fn alike<'v>(
    items: impl Iterator<Item = &'v Value> + Clone,
    inner: &Type,
) -> Result<(Vec<Value>, Type), Why> {
    if !inner.has_any() {
        let items = items.map(|item| convert(item, inner));
        return Ok((items.collect::<Result<_, Why>>()?, inner.clone()));
    }
    let items: Vec<Value> = items.map(|item| convert(item, inner)).collect::<Result<_, Why>>()?;
    if items.is_empty() {
        return Ok((items, inner.clone()));
    }
    let types: Vec<Type> = items.iter().map(Value::type_of).collect();
    let is_settled = items.iter().all(Value::is_wholly_known);
    match unify(&types) {
        Some(Type::Any) if is_settled && types.iter().any(|kind| *kind != Type::Any) => {
            Err(Why::Invalid { message: "the elements have no type in common".into() })
        }
        Some(element) => {
            let items = items.iter().map(|item| convert(item, &element));
            Ok((items.collect::<Result<_, Why>>()?, element))
        }
        None if is_settled => {
            Err(Why::Invalid { message: "the elements have no type in common".into() })
        }
        // A type that only a provider knows may be the one in common.
        None => Ok((items, Type::Any)),
    }
}

/// Attributes that the type does not name are dropped; one that is left out is missing, unless the map may
/// have more than is known.
fn object(map: &Map, fields: &BTreeMap<Arc<str>, Type>, is_whole: bool) -> Result<Arc<Map>, Why> {
    let mut result = Map::new();
    for (name, to) in fields {
        match map.get(name) {
            Some(value) => drop(result.insert(Arc::clone(name), convert(value, to)?)),
            None if is_whole => {
                return Err(Why::Invalid { message: format!("`{name}` is missing here").into() });
            }
            None => {}
        }
    }
    Ok(Arc::new(result))
}

fn mismatch(value: &Value, to: &Type) -> Why {
    let message = match to {
        Type::String => "a string is needed here".to_owned(),
        Type::Number => "a number is needed here".to_owned(),
        Type::Bool => "true or false is needed here".to_owned(),
        to => format!("a {to} is needed here, and this is a {}", value.type_of()),
    };
    Why::Invalid { message: message.into() }
}
