//! Collection functions.

use std::collections::HashSet;
use std::sync::Arc;

use super::{Found, Needs, Outcome, arg, invalid, items, number, plain, text};
use crate::model::{Kind, Map, Number, Origin, Value, Why};
use crate::terraform::evaluate::{MOST_ELEMENTS, key_of};
use crate::terraform::types::{distinct as distinct_values, first_of_equals};

pub(super) fn find(name: &str) -> Found {
    Some(match name {
        "alltrue" => (Needs::Everything, |args| all_are(args, true)),
        "anytrue" => (Needs::Everything, |args| any_is(args)),
        "chunklist" => (Needs::Shape, chunklist),
        "coalesce" => (Needs::Nothing, coalesce),
        "coalescelist" => (Needs::Shape, coalescelist),
        "compact" => (Needs::Everything, compact),
        "concat" => (Needs::Shape, concat),
        "contains" => (Needs::Everything, contains),
        "distinct" => (Needs::Everything, distinct),
        "element" => (Needs::Elements, element),
        "flatten" => (Needs::Shape, flatten),
        "index" => (Needs::Everything, index),
        "keys" => (Needs::Shape, keys),
        "length" => (Needs::Shape, length),
        "lookup" => (Needs::Nothing, lookup),
        "merge" => (Needs::Nothing, merge),
        "one" => (Needs::Shape, one),
        "range" => (Needs::Everything, range),
        "reverse" => (Needs::Shape, reverse),
        "setintersection" => (Needs::Everything, setintersection),
        "setproduct" => (Needs::Shape, setproduct),
        "setsubtract" => (Needs::Everything, setsubtract),
        "setunion" => (Needs::Everything, setunion),
        "slice" => (Needs::Shape, slice),
        "sort" => (Needs::Everything, sort),
        "transpose" => (Needs::Everything, transpose),
        "values" => (Needs::Nothing, values),
        "zipmap" => (Needs::Shape, zipmap),
        _ => return None,
    })
}

/// The most numbers of `range`.
const MOST_IN_RANGE: usize = 1_024;

fn list(values: Vec<Value>) -> Outcome {
    if values.len() > MOST_ELEMENTS { Err(Why::Budget) } else { plain(Kind::List(values.into())) }
}

fn map_of(value: &Value) -> Result<&Map, Why> {
    value
        .as_map()
        .ok_or_else(|| value.first_why().unwrap_or_else(|| invalid("a map is needed here")))
}

fn all_are(args: &[Value], truth: bool) -> Outcome {
    let all = items(arg(args, 0)?)?.iter().all(|item| item.kind == Kind::Bool(truth));
    plain(Kind::Bool(all))
}

fn any_is(args: &[Value]) -> Outcome {
    let any = items(arg(args, 0)?)?.iter().any(|item| item.kind == Kind::Bool(true));
    plain(Kind::Bool(any))
}

fn chunklist(args: &[Value]) -> Outcome {
    let size = number(arg(args, 1)?)?.as_index().ok_or_else(|| invalid("a size is needed"))?;
    let all = items(arg(args, 0)?)?;
    let size = if size == 0 { all.len().max(1) } else { size };
    let chunk = |chunk: &[Value]| Value::new(Kind::List(chunk.into()), Origin::NONE);
    list(all.chunks(size).map(chunk).collect())
}

/// The first argument that is neither null nor empty. One that is unknown may be it, and so may those
/// after it.
fn coalesce(args: &[Value]) -> Outcome {
    let mut candidates = Vec::new();
    for value in args.iter().flat_map(Value::alternatives) {
        match &value.kind {
            Kind::Null => {}
            Kind::String(text) if text.is_empty() => {}
            // A provider's computed value is never null.
            Kind::Unknown(why) if !matches!(**why, Why::Computed { .. }) => {
                candidates.push(value.clone());
            }
            _ => {
                candidates.push(value.clone());
                if args.iter().any(|arg| arg.alternatives().len() == 1 && arg.same_as(value)) {
                    break;
                }
            }
        }
    }
    if candidates.is_empty() {
        return Err(invalid("every argument of `coalesce` is null or empty"));
    }
    let origin = candidates[0].origin;
    Ok(Value::one_of(candidates, origin))
}

fn coalescelist(args: &[Value]) -> Outcome {
    let found = args.iter().find(|arg| arg.as_elements().is_some_and(|items| !items.is_empty()));
    found.cloned().ok_or_else(|| invalid("every argument of `coalescelist` is empty"))
}

fn compact(args: &[Value]) -> Outcome {
    let is_empty = |item: &Value| item.is_null() || item.as_str() == Some("");
    list(items(arg(args, 0)?)?.iter().filter(|item| !is_empty(item)).cloned().collect())
}

fn concat(args: &[Value]) -> Outcome {
    let mut all = Vec::new();
    for arg in args {
        all.extend(items(arg)?.iter().cloned());
    }
    list(all)
}

fn contains(args: &[Value]) -> Outcome {
    let wanted = arg(args, 1)?;
    let found = items(arg(args, 0)?)?.iter().any(|item| item.same_as(wanted));
    plain(Kind::Bool(found))
}

fn distinct(args: &[Value]) -> Outcome {
    list(first_of_equals(items(arg(args, 0)?)?.to_vec()))
}

fn element(args: &[Value]) -> Outcome {
    if let Kind::Every(element, _) = &arg(args, 0)?.kind {
        return Ok((**element).clone());
    }
    let all = items(arg(args, 0)?)?;
    let at = number(arg(args, 1)?)?.as_index();
    let at = at.ok_or_else(|| invalid("an index must not be negative"))?;
    let found = at.checked_rem(all.len()).and_then(|at| all.get(at));
    found.cloned().ok_or_else(|| invalid("`element` of an empty list"))
}

fn flatten(args: &[Value]) -> Outcome {
    fn into(items: &[Value], all: &mut Vec<Value>, depth: usize) -> Result<(), Why> {
        if all.len() > MOST_ELEMENTS || depth > 64 {
            return Err(Why::Budget);
        }
        for item in items {
            match &item.kind {
                Kind::List(inner) | Kind::Set(inner) => into(inner, all, depth + 1)?,
                Kind::Unknown(why) => return Err((**why).clone()),
                Kind::OneOf(_) => return Err(item.first_why().unwrap_or(Why::Undecided)),
                _ => all.push(item.clone()),
            }
        }
        Ok(())
    }
    let mut all = Vec::new();
    into(items(arg(args, 0)?)?, &mut all, 0)?;
    list(all)
}

fn index(args: &[Value]) -> Outcome {
    let wanted = arg(args, 1)?;
    let at = items(arg(args, 0)?)?.iter().position(|item| item.same_as(wanted));
    let at = at.ok_or_else(|| invalid("the list does not have this element"))?;
    count(at)
}

fn count(count: usize) -> Outcome {
    plain(Kind::Number(Number::of_index(count)))
}

fn keys(args: &[Value]) -> Outcome {
    let map = arg(args, 0)?;
    list(map_of(map)?.keys().map(|key| Value::string(Arc::clone(key), map.origin)).collect())
}

fn length(args: &[Value]) -> Outcome {
    let value = arg(args, 0)?;
    count(match &value.kind {
        Kind::List(items) | Kind::Set(items) => items.len(),
        Kind::Map(map) => map.len(),
        Kind::String(text) => text.chars().count(),
        _ => return Err(invalid("this has no length")),
    })
}

/// The value of a key. A key that is not known may be any of them, or give the default.
fn lookup(args: &[Value]) -> Outcome {
    let (map, key, default) = (arg(args, 0)?, arg(args, 1)?, args.get(2));
    let mut found = Vec::new();
    for map in map.alternatives() {
        for key in key.alternatives() {
            found.extend(lookup_one(map, key, default)?);
        }
    }
    let origin = found.first().map_or(Origin::NONE, |value| value.origin);
    Ok(Value::one_of(found, origin))
}

fn lookup_one(map: &Value, key: &Value, default: Option<&Value>) -> Result<Vec<Value>, Why> {
    let (entries, open) = match &map.kind {
        Kind::Every(element, _) => return Ok(vec![(**element).clone()]),
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
            let mut all: Vec<Value> = entries.values().cloned().collect();
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
    for arg in args {
        match &arg.kind {
            Kind::Null => {}
            Kind::Map(map) => merged.extend(map.iter().map(|(k, v)| (Arc::clone(k), v.clone()))),
            Kind::Open(map, why) => {
                blur(&mut merged, why);
                merged.extend(map.iter().map(|(k, v)| (Arc::clone(k), v.clone())));
                open = Some((**why).clone());
            }
            _ => {
                let why = arg.first_why().unwrap_or_else(|| invalid("`merge` takes maps"));
                blur(&mut merged, &why);
                open = Some(why);
            }
        }
    }
    if merged.len() > MOST_ELEMENTS {
        return Err(Why::Budget);
    }
    let merged = Arc::new(merged);
    plain(match open {
        None => Kind::Map(merged),
        Some(why) => Kind::Open(merged, Arc::new(why)),
    })
}

/// Every value so far may be another one, for this reason.
fn blur(map: &mut Map, why: &Why) {
    for value in map.values_mut() {
        let origin = value.origin;
        let other = Value::unknown(why.clone(), origin);
        *value = Value::one_of([value.clone(), other], origin);
    }
}

fn one(args: &[Value]) -> Outcome {
    let value = arg(args, 0)?;
    if value.is_null() {
        return Ok(value.clone());
    }
    match items(value)? {
        [] => Ok(Value::null(value.origin)),
        [only] => Ok(only.clone()),
        _ => Err(invalid("`one` takes at most one element")),
    }
}

fn range(args: &[Value]) -> Outcome {
    let numbers = args.iter().map(number).collect::<Result<Vec<_>, _>>()?;
    let zero = Number::of_index(0);
    let one = |down: bool| if down { Number::of_index(1).negated() } else { Number::of_index(1) };
    let (start, end, step) = match numbers.as_slice() {
        [end] => (zero, end.clone(), one(end.signum() < 0)),
        [start, end] => (start.clone(), end.clone(), one(end < start)),
        [start, end, step] => (start.clone(), end.clone(), step.clone()),
        _ => return Err(invalid("`range` takes one to three numbers")),
    };
    let down = step.signum() < 0;
    if step.signum() == 0 || (down && start < end) || (!down && start > end) {
        return Err(invalid("the step of `range` does not lead to its end"));
    }
    let mut all = Vec::new();
    let mut next = start;
    while if down { next > end } else { next < end } {
        // Terraform itself refuses more.
        if all.len() >= MOST_IN_RANGE {
            return Err(invalid("`range` gives at most 1024 numbers"));
        }
        all.push(Value::new(Kind::Number(next.clone()), Origin::NONE));
        next = next.plus(&step).ok_or(Why::Budget)?;
    }
    list(all)
}

fn reverse(args: &[Value]) -> Outcome {
    list(items(arg(args, 0)?)?.iter().rev().cloned().collect())
}

fn set(values: Vec<Value>) -> Outcome {
    plain(Kind::Set(distinct_values(values).into()))
}

/// To look elements up by; what takes part is wholly known.
fn fingerprints(items: &[Value]) -> HashSet<Option<String>> {
    items.iter().map(Value::fingerprint).collect()
}

fn setintersection(args: &[Value]) -> Outcome {
    let (first, others) = args.split_first().ok_or_else(|| invalid("a set is needed here"))?;
    let mut kept = items(first)?.to_vec();
    for other in others {
        let other = fingerprints(items(other)?);
        kept.retain(|item| other.contains(&item.fingerprint()));
    }
    set(kept)
}

fn setproduct(args: &[Value]) -> Outcome {
    let mut all: Vec<Vec<Value>> = vec![Vec::new()];
    for arg in args {
        let choices = items(arg)?;
        if all.len().saturating_mul(choices.len()) > MOST_ELEMENTS {
            return Err(Why::Budget);
        }
        let extend = |start: &Vec<Value>| {
            let start = start.clone();
            choices.iter().map(move |choice| {
                let mut next = start.clone();
                next.push(choice.clone());
                next
            })
        };
        all = all.iter().flat_map(extend).collect();
    }
    list(all.into_iter().map(|item| Value::new(Kind::List(item.into()), Origin::NONE)).collect())
}

fn setsubtract(args: &[Value]) -> Outcome {
    let other = fingerprints(items(arg(args, 1)?)?);
    let kept = items(arg(args, 0)?)?.iter().filter(|item| !other.contains(&item.fingerprint()));
    set(kept.cloned().collect())
}

fn setunion(args: &[Value]) -> Outcome {
    let mut all = Vec::new();
    for arg in args {
        all.extend(items(arg)?.iter().cloned());
    }
    set(all)
}

fn slice(args: &[Value]) -> Outcome {
    let index = |at: usize| -> Result<usize, Why> {
        number(arg(args, at)?)?.as_index().ok_or_else(|| invalid("an index is needed here"))
    };
    let (start, end) = (index(1)?, index(2)?);
    let slice = items(arg(args, 0)?)?.get(start..end);
    list(slice.ok_or_else(|| invalid("`slice` reaches outside the list"))?.to_vec())
}

fn sort(args: &[Value]) -> Outcome {
    let mut texts = items(arg(args, 0)?)?
        .iter()
        .map(|item| Ok((text(item)?, item.origin)))
        .collect::<Result<Vec<_>, Why>>()?;
    texts.sort_by(|a, b| a.0.cmp(&b.0));
    list(texts.into_iter().map(|(text, origin)| Value::string(text, origin)).collect())
}

fn transpose(args: &[Value]) -> Outcome {
    let mut result: std::collections::BTreeMap<Arc<str>, Vec<Value>> = Default::default();
    let map = arg(args, 0)?;
    for (key, values) in map_of(map)? {
        for value in items(values)? {
            let name = Value::string(Arc::clone(key), map.origin);
            result.entry(text(value)?).or_default().push(name);
        }
    }
    let entry = |(key, values): (Arc<str>, Vec<Value>)| {
        (key, Value::new(Kind::List(values.into()), map.origin))
    };
    plain(Kind::Map(Arc::new(result.into_iter().map(entry).collect())))
}

fn values(args: &[Value]) -> Outcome {
    if let Kind::Every(element, _) = &arg(args, 0)?.kind {
        return list(vec![(**element).clone()]);
    }
    list(map_of(arg(args, 0)?)?.values().cloned().collect())
}

fn zipmap(args: &[Value]) -> Outcome {
    let (keys, values) = (items(arg(args, 0)?)?, items(arg(args, 1)?)?);
    let mut map = Map::new();
    for (key, value) in keys.iter().zip(values) {
        map.insert(key_of(key)?, value.clone());
    }
    plain(Kind::Map(Arc::new(map)))
}
