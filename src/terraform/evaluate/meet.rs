//! What two things that are known of one value leave possible together.

use std::sync::Arc;

use super::equal;
use crate::model::{Kind, Map, Value};

/// The value that is as both say; nothing where they exclude one another.
pub(super) fn meet(one: &Value, other: &Value) -> Option<Value> {
    let marks = one.marks().and(other.marks());
    let origin = one.origin;
    let kind = match (&one.kind, &other.kind) {
        (Kind::Unknown(_) | Kind::Resource(_), _) => return Some(other.clone().marked(marks)),
        (_, Kind::Unknown(_) | Kind::Resource(_)) => return Some(one.clone().marked(marks)),
        (Kind::OneOf(_), _) | (_, Kind::OneOf(_)) => {
            let others = || other.alternatives().iter();
            let pairs = one.alternatives().iter().flat_map(|a| others().map(move |b| (a, b)));
            let met: Vec<Value> = pairs.filter_map(|(a, b)| meet(a, b)).collect();
            return (!met.is_empty()).then(|| Value::one_of(met, origin).marked(marks));
        }
        (Kind::Open(a, why), Kind::Open(b, _)) => Kind::Open(merged(a, b)?, Arc::clone(why)),
        // What a whole object does not have, the other one cannot add.
        (Kind::Map(whole), Kind::Open(part, _)) | (Kind::Open(part, _), Kind::Map(whole)) => {
            let known = part.iter().filter(|(name, _)| whole.contains_key(*name));
            let known = known.map(|(name, value)| (Arc::clone(name), value.clone()));
            Kind::Map(merged(whole, &known.collect())?)
        }
        (Kind::Every(a, why), Kind::Every(b, _)) => {
            Kind::Every(Arc::new(meet(a, b)?), Arc::clone(why))
        }
        (Kind::List(items), Kind::Every(element, _))
        | (Kind::Every(element, _), Kind::List(items)) => {
            let each = items.iter().map(|item| meet(item, element));
            Kind::List(each.collect::<Option<Vec<Value>>>()?.into())
        }
        _ => {
            let known = if one.is_wholly_known() { one } else { other };
            return (equal(one, other) != Some(false)).then(|| known.clone().marked(marks));
        }
    };
    Some(Value::new(kind, origin).of_type(one.type_of()).marked(marks))
}

/// The entries of both.
fn merged(one: &Map, other: &Map) -> Option<Arc<Map>> {
    let mut merged = one.clone();
    for (name, value) in other {
        let value = match one.get(name) {
            Some(known) => meet(known, value)?,
            None => value.clone(),
        };
        merged.insert(Arc::clone(name), value);
    }
    Some(Arc::new(merged))
}
