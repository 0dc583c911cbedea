//! Parts of values: elements, attributes, and what a word known in part says.

use crate::catalog::regions;
use crate::model::{Kind, Piece, Place, Value};

/// The place of a zone of which only the region is known.
pub(super) fn place(catalog: &str, pieces: &[Piece]) -> Option<Place> {
    let Some(Piece::Text(start)) = pieces.first() else { return None };
    regions::place_of_zones_in(catalog, start)
}

/// The elements of a list, or the value itself; null is left out.
pub(super) fn flat(value: &Value) -> Vec<Value> {
    match &value.kind {
        Kind::Null => Vec::new(),
        Kind::List(items) | Kind::Set(items) => items.iter().flat_map(flat).collect(),
        _ => vec![value.clone()],
    }
}

/// An attribute of a value; of something unknown it is unknown for the same reason.
pub(super) fn step(value: &Value, name: &str) -> Vec<Value> {
    match &value.kind {
        Kind::Map(map) => map.get(name).map(flat).unwrap_or_default(),
        // What is hidden in it may be this very attribute.
        Kind::Open(map, why) => match map.get(name) {
            Some(value) => flat(value),
            None => vec![Value::unknown((**why).clone(), value.origin)],
        },
        Kind::List(items) | Kind::Set(items) => {
            items.iter().flat_map(|value| step(value, name)).collect()
        }
        Kind::OneOf(values) => values.iter().flat_map(|value| step(value, name)).collect(),
        Kind::Unknown(_) => vec![value.clone()],
        _ => Vec::new(),
    }
}
