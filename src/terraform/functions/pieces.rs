//! Strings of which parts are known: what can still be told of them.

use std::sync::Arc;

use crate::model::{Kind, Origin, Piece, Value, Why};
use crate::terraform::evaluate::joined;

/// The pieces of a string that is known in part; nothing for other values.
pub(super) fn partial(value: &Value) -> Option<&[Piece]> {
    match &value.kind {
        Kind::Partial(pieces) => Some(pieces),
        _ => None,
    }
}

/// The text that a string certainly begins with.
pub(in crate::terraform) fn start(value: &Value) -> &str {
    match &value.kind {
        Kind::String(text) => text,
        Kind::Partial(pieces) => match pieces.first() {
            Some(Piece::Text(text)) => text,
            _ => "",
        },
        _ => "",
    }
}

/// The text that a string certainly ends with.
pub(in crate::terraform) fn end(value: &Value) -> &str {
    match &value.kind {
        Kind::String(text) => text,
        Kind::Partial(pieces) => match pieces.last() {
            Some(Piece::Text(text)) => text,
            _ => "",
        },
        _ => "",
    }
}

/// Whether a string that is known in part can be this text: its parts are there, one after another.
pub(in crate::terraform) fn can_be(pieces: &[Piece], text: &str) -> bool {
    let mut rest = text;
    let last = pieces.len().saturating_sub(1);
    for (at, piece) in pieces.iter().enumerate() {
        let Piece::Text(part) = piece else { continue };
        let found = if at == 0 {
            rest.strip_prefix(&**part)
        } else if at == last {
            return rest.ends_with(&**part);
        } else {
            rest.find(&**part).map(|found| &rest[found + part.len()..])
        };
        match found {
            Some(after) => rest = after,
            None => return false,
        }
    }
    // Without a hole at the end nothing may be left.
    matches!(pieces.last(), Some(Piece::Hole(_))) || rest.is_empty()
}

/// A part that a function changed in a way that nobody can tell.
pub(super) fn changed(value: &Value) -> Piece {
    let why = value.first_why().unwrap_or(Why::Undecided);
    Piece::Hole(Value::unknown(why, value.origin))
}

/// The string of these pieces.
pub(super) fn of(pieces: Vec<Piece>) -> Value {
    joined(pieces, Origin::NONE)
}

/// The string with `f` done to each character of it, known or not.
pub(super) fn map_each(pieces: &[Piece], f: impl Fn(&str) -> String) -> Value {
    let mapped = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => Piece::Text(f(text).into()),
        Piece::Hole(value) => match strings(value) {
            Some(all) => {
                let all = all.iter().map(|text| Value::string(f(text), value.origin));
                Piece::Hole(Value::one_of(all, value.origin))
            }
            None => changed(value),
        },
    });
    of(mapped.collect())
}

/// The strings that a value is one of.
fn strings(value: &Value) -> Option<Vec<&str>> {
    value.alternatives().iter().map(Value::as_str).collect()
}

/// Whether no part that is not known can hold this text: each is one of a few strings without it.
pub(super) fn never_in_holes(pieces: &[Piece], text: &str) -> bool {
    pieces.iter().all(|piece| match piece {
        Piece::Text(_) => true,
        Piece::Hole(value) => {
            strings(value).is_some_and(|all| all.iter().all(|one| !one.contains(text)))
        }
    })
}

/// Replaces `from` in the parts that are known. A part that is not may hold it too, alone or with what
/// stands beside it.
pub(super) fn replaced(pieces: &[Piece], from: &str, to: &str) -> Value {
    let mut result = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let Piece::Text(text) = piece else {
            if let Piece::Hole(value) = piece {
                result.push(changed(value));
            }
            continue;
        };
        let hole = |at: Option<usize>| at.and_then(|at| pieces.get(at)).is_some();
        let mut kept: &str = text;
        if hole(at.checked_sub(1)) {
            let across =
                (1..from.len()).rev().filter(|length| from.is_char_boundary(from.len() - length));
            let cut =
                across.into_iter().find(|length| kept.starts_with(&from[from.len() - length..]));
            kept = &kept[cut.unwrap_or(0)..];
        }
        if hole(Some(at + 1)) {
            let across = (1..from.len()).rev().filter(|length| from.is_char_boundary(*length));
            let cut = across.into_iter().find(|length| kept.ends_with(&from[..*length]));
            kept = &kept[..kept.len() - cut.unwrap_or(0)];
        }
        result.push(Piece::Text(kept.replace(from, to).into()));
    }
    of(result)
}

/// The fields of a string between separators: those before the first part that is not known have their
/// positions, and so have all where no such part can hold a separator.
pub(super) fn split(pieces: &[Piece], separator: &str, origin: Origin) -> Value {
    // A field that is wholly known has nothing to do with what is not.
    let of = |pieces: Vec<Piece>| {
        let has_hole = pieces.iter().any(|piece| matches!(piece, Piece::Hole(_)));
        joined(pieces, if has_hole { origin } else { Origin::NONE })
    };
    let whole = !separator.is_empty() && never_in_holes(pieces, separator);
    let mut fields: Vec<Value> = Vec::new();
    let mut field: Vec<Piece> = Vec::new();
    for piece in pieces {
        let Piece::Text(text) = piece else {
            if !whole {
                break;
            }
            field.push(piece.clone());
            continue;
        };
        let mut parts = text.split(separator);
        field.push(Piece::Text(parts.next().unwrap_or("").into()));
        for part in parts {
            fields.push(of(std::mem::replace(&mut field, vec![Piece::Text(part.into())])));
        }
    }
    if whole {
        fields.push(of(field));
        return Value::list_of(fields, crate::model::Type::String, origin);
    }
    let known = fields.into_iter().enumerate();
    let known = known.map(|(at, field)| (Arc::from(at.to_string()), field)).collect();
    let why = pieces.iter().find_map(|piece| match piece {
        Piece::Hole(value) => Some(value.first_why().unwrap_or(Why::Undecided)),
        Piece::Text(_) => None,
    });
    Value::new(Kind::Open(Arc::new(known), Arc::new(why.unwrap_or(Why::Undecided))), origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hole() -> Piece {
        Piece::Hole(Value::unknown(Why::Undecided, Origin::NONE))
    }

    fn text(text: &str) -> Piece {
        Piece::Text(text.into())
    }

    #[test]
    fn parts_tell_what_a_string_can_be() {
        let pieces = [text("arn:"), hole(), text(":x"), hole()];
        assert!(can_be(&pieces, "arn:aws:x"));
        assert!(can_be(&pieces, "arn::x:y"));
        assert!(!can_be(&pieces, "urn:aws:x"));
        assert!(!can_be(&pieces, "arn:aws"));
        assert!(!can_be(&[text("a"), hole(), text("b")], "ac"));
        assert!(!can_be(&[text("ab"), hole(), text("b")], "ab"));
    }

    #[test]
    fn a_replacement_may_reach_into_what_is_not_known() {
        let value = replaced(&[text("a-b-"), hole(), text("-c")], "--", "+");
        let pieces = partial(&value).expect("parts");
        assert_eq!(pieces[0], text("a-b"));
        assert_eq!(pieces[2], text("c"));
    }

    #[test]
    fn fields_before_a_hole_have_their_place() {
        let value = split(&[text("arn:aws:"), hole(), text(":x")], ":", Origin::NONE);
        let Kind::Open(known, _) = &value.kind else { panic!("{value:?}") };
        assert_eq!(known.len(), 2);
        assert_eq!(known["1"].as_str(), Some("aws"));
    }
}
