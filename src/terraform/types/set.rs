//! Elements of sets: each once, in the order in which Terraform walks over them.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::sync::Arc;

use crate::model::{Kind, Origin, Type, Value};

/// A set of these elements, all of which have the same type.
pub(in crate::terraform) fn set_of(items: Vec<Value>, element: Type, origin: Origin) -> Value {
    let mut items = first_of_equals(items);
    let mut marks = crate::model::Marks::default();
    for item in &items {
        // A mark of an element is one of the whole set.
        marks = marks.and(item.all_marks());
    }
    if items.iter().all(Value::is_wholly_known) {
        items.sort_by(in_order);
    }
    Value::new(Kind::Set(items.into()), origin).of_type(Type::Set(Arc::new(element))).marked(marks)
}

/// Strings by their bytes, numbers by size, `null` last; others by a text that stands for their content.
fn in_order(a: &Value, b: &Value) -> Ordering {
    match (&a.kind, &b.kind) {
        (Kind::String(a), Kind::String(b)) => a.cmp(b),
        (Kind::Number(a), Kind::Number(b)) => a.partial_cmp(b).unwrap_or(Ordering::Equal),
        (Kind::Bool(a), Kind::Bool(b)) => a.cmp(b),
        (Kind::Null, Kind::Null) => Ordering::Equal,
        (Kind::Null, _) => Ordering::Greater,
        (_, Kind::Null) => Ordering::Less,
        _ => sort_text(a).cmp(&sort_text(b)),
    }
}

/// Terraform sorts structures by a text that it makes of them for hashing.
fn sort_text(value: &Value) -> String {
    let mut text = String::new();
    write_sort_text(value, &mut text);
    text
}

fn write_sort_text(value: &Value, out: &mut String) {
    let typed = value.type_of();
    let mut all = |open: char, items: &mut dyn Iterator<Item = &Value>, close: char| {
        out.push(open);
        for item in items {
            write_sort_text(item, out);
            out.push(';');
        }
        out.push(close);
    };
    match (&value.kind, &typed) {
        (Kind::List(items), Type::Tuple(_)) => all('<', &mut items.iter(), '>'),
        (Kind::List(items) | Kind::Set(items), _) => all('[', &mut items.iter(), ']'),
        (Kind::Map(map), Type::Map(_)) => {
            out.push('{');
            for (key, value) in &**map {
                out.push_str(&format!("{key:?}:"));
                write_sort_text(value, out);
                out.push(';');
            }
            out.push('}');
        }
        (Kind::Map(map), _) => all('<', &mut map.values(), '>'),
        (Kind::Null, _) => out.push('~'),
        (Kind::Bool(truth), _) => out.push(if *truth { 'T' } else { 'F' }),
        (Kind::Number(number), _) => out.push_str(&number.to_string()),
        (Kind::String(text), _) => out.push_str(&format!("{text:?}")),
        _ => out.push('?'),
    }
}

/// Equal elements merged, in the order in which they come.
pub(in crate::terraform) fn first_of_equals(items: Vec<Value>) -> Vec<Value> {
    // Pairs of values that are not wholly known are compared while these are few.
    const MOST_COMPARED: usize = 512;
    let mut seen = HashSet::new();
    let mut open: Vec<Value> = Vec::new();
    let mut distinct: Vec<Value> = Vec::with_capacity(items.len());
    for item in items {
        let is_new = match item.fingerprint() {
            Some(text) => seen.insert(text),
            None => open.len() >= MOST_COMPARED || !open.iter().any(|o| o.same_as(&item)),
        };
        if !is_new {
            continue;
        }
        if !item.is_wholly_known() {
            open.push(item.clone());
        }
        distinct.push(item);
    }
    distinct
}
