//! Parts of values: elements, attributes, and what a word known in part says.

use crate::catalog::{identifiers, regions};
use crate::model::{Kind, Piece, Place, Value};

/// The place of a zone of which only the region is known.
pub(super) fn place(catalog: &str, pieces: &[Piece]) -> Option<Place> {
    let Some(Piece::Text(start)) = pieces.first() else { return None };
    regions::place_of_zones_in(catalog, start)
}

/// The place in an identifier of which the field with the region is known.
pub(super) fn identified(pieces: &[Piece]) -> Option<Place> {
    let Some(Piece::Text(start)) = pieces.first() else { return None };
    let form = identifiers::identifier(start)?;
    let mut index = 0;
    let mut field = String::new();
    for piece in pieces {
        let Piece::Text(text) = piece else {
            // What a hole holds may have separators in it: fields after it cannot be counted, but where it is
            // all that stands between two.
            if index == form.field {
                return None;
            }
            continue;
        };
        for character in text.chars() {
            if character == form.separator {
                if index == form.field {
                    return regions::place(form.provider, &field, None).ok();
                }
                index += 1;
            } else if index == form.field {
                field.push(character);
            }
        }
    }
    None
}

/// The elements of a list, or the value itself; null is left out.
pub(super) fn flat(value: &Value) -> Vec<Value> {
    match &value.kind {
        Kind::Null => Vec::new(),
        Kind::List(items) | Kind::Set(items) => items.iter().flat_map(flat).collect(),
        // However many there are, each is as this one.
        Kind::Every(element, _) => flat(element),
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
        Kind::Every(element, _) => step(element, name),
        Kind::OneOf(values) => values.iter().flat_map(|value| step(value, name)).collect(),
        Kind::Unknown(_) => vec![value.clone()],
        _ => Vec::new(),
    }
}
