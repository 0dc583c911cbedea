//! Functions of lists and tuples. The result of many is a list where they are given one, and a tuple where
//! they are given a tuple.

use std::sync::Arc;

use super::{
    Function, Needs, Outcome, Param, arg, flatten, invalid, items, number, plain, text, whole,
};
use crate::model::{Kind, Number, Origin, Type, Value, Why};
use crate::terraform::evaluate::{MOST_ELEMENTS, equal};
use crate::terraform::types::{convert, first_of_equals, unify};

pub(super) fn find(name: &str) -> Option<Function> {
    use Param::{Any, Bools, List, Nullable, Texts};
    let of_list = |needs, body| Function::new(&[Any], needs, body);
    Some(match name {
        "alltrue" => Function::new(&[Bools], Needs::Nothing, |args| truths(args, true)),
        "anytrue" => Function::new(&[Bools], Needs::Nothing, |args| truths(args, false)),
        "chunklist" => {
            Function::new(&[List, Param::Number], Needs::Shape, chunklist).keeping_marks()
        }
        "coalesce" => Function::new(&[], Needs::Nothing, coalesce).rest(Nullable),
        "coalescelist" => Function::new(&[], Needs::Nothing, coalescelist).rest(Nullable),
        "compact" => Function::new(&[Texts], Needs::Nothing, compact),
        "concat" => Function::new(&[], Needs::Nothing, concat).rest(Any).keeping_marks(),
        "contains" => Function::new(&[Any, Any], Needs::Nothing, contains),
        "distinct" => Function::new(&[List], Needs::Nothing, distinct),
        "element" => Function::new(&[Any, Param::Number], Needs::Nothing, element).keeping_marks(),
        "flatten" => of_list(Needs::Nothing, flatten::flatten).keeping_marks(),
        "index" => Function::new(&[Any, Any], Needs::Nothing, index),
        "length" => of_list(Needs::Shape, length).keeping_marks(),
        "matchkeys" => Function::new(&[List, List, List], Needs::Everything, matchkeys),
        "one" => of_list(Needs::Nothing, one),
        "range" => Function::new(&[], Needs::Everything, range).rest(Param::Number),
        "reverse" => of_list(Needs::Nothing, reverse).keeping_marks(),
        "slice" => {
            Function::new(&[Any, Param::Number, Param::Number], Needs::Shape, slice).keeping_marks()
        }
        "sort" => Function::new(&[Texts], Needs::Nothing, sort),
        _ => return None,
    })
}

/// The most numbers of `range`: Terraform itself refuses more.
const MOST_IN_RANGE: usize = 1_024;

/// Elements as a list where the type of `like` is one, else as a tuple.
fn alike(items: Vec<Value>, like: &Type) -> Outcome {
    if items.len() > MOST_ELEMENTS {
        return Err(Why::Budget);
    }
    Ok(match like {
        Type::List(element) | Type::Set(element) => {
            Value::list_of(items, (**element).clone(), Origin::NONE)
        }
        _ => Value::new(Kind::List(items.into()), Origin::NONE),
    })
}

/// What is true of each element of something of which nobody knows how many it has.
fn each(value: &Value) -> Option<(&Value, &Arc<Why>)> {
    match &value.kind {
        Kind::Every(element, why) => Some((element, why)),
        _ => None,
    }
}

fn every(element: Value, why: &Arc<Why>) -> Outcome {
    plain(Kind::Every(Arc::new(element), Arc::clone(why)))
}

/// Why it cannot be told, for a value that is not known.
fn hidden(value: &Value) -> Outcome {
    Err(value.first_why().unwrap_or_else(|| invalid("a list is needed here")))
}

/// A list or a tuple, where a set will not do.
fn sequence(value: &Value) -> Result<&[Value], Why> {
    match &value.kind {
        Kind::List(items) => Ok(items),
        Kind::Set(_) => Err(invalid("a list is needed here, and this is a set")),
        _ => items(value),
    }
}

/// Whether all are true, or any: one that decides is enough, whatever the others are.
fn truths(args: &[Value], all: bool) -> Outcome {
    let list = arg(args, 0)?;
    if let Some((element, _)) = each(list) {
        return hidden(element);
    }
    let mut open = None;
    for item in items(list)? {
        match &item.kind {
            Kind::Bool(truth) if *truth != all => return plain(Kind::Bool(!all)),
            Kind::Bool(_) => {}
            Kind::Null if all => return plain(Kind::Bool(false)),
            Kind::Null => {}
            _ => open = open.or_else(|| item.first_why()),
        }
    }
    match open {
        Some(why) => Err(why),
        None => plain(Kind::Bool(all)),
    }
}

fn chunklist(args: &[Value]) -> Outcome {
    let (list, size) = (arg(args, 0)?, whole(arg(args, 1)?)?);
    let all = items(list)?;
    let size = usize::try_from(size).map_err(|_| invalid("a size must not be negative"))?;
    let size = if size == 0 { all.len().max(1) } else { size };
    let kind = list.type_of();
    let chunks = all.chunks(size).map(|chunk| alike(chunk.to_vec(), &kind));
    Ok(Value::list_of(chunks.collect::<Result<Vec<_>, Why>>()?, kind, Origin::NONE))
}

/// The first argument that is neither null nor empty. One that is unknown may be it, and so may those
/// after it.
fn coalesce(args: &[Value]) -> Outcome {
    let types: Vec<Type> = args.iter().map(Value::type_of).collect();
    let is_settled = args.iter().all(Value::is_wholly_known);
    let kind = match unify(&types) {
        Some(kind) => kind,
        None if is_settled => return Err(invalid("the arguments have no type in common")),
        None => Type::Any,
    };
    let mut candidates = Vec::new();
    for arg in args {
        let value = convert(arg, &kind)?;
        let mut decides = true;
        for value in value.alternatives() {
            match &value.kind {
                Kind::Null => decides = false,
                Kind::String(text) if text.is_empty() => decides = false,
                // A provider's computed value is never null.
                Kind::Unknown(why) => {
                    decides = decides && matches!(**why, Why::Computed { .. });
                    candidates.push(value.clone());
                }
                _ => candidates.push(value.clone()),
            }
        }
        if decides {
            break;
        }
    }
    if candidates.is_empty() {
        return Err(invalid("every argument of `coalesce` is null or empty"));
    }
    let origin = candidates[0].origin;
    Ok(Value::one_of(candidates, origin))
}

fn coalescelist(args: &[Value]) -> Outcome {
    for arg in args {
        match &arg.kind {
            Kind::Null if arg.type_of() == Type::Any => {
                return Err(invalid("`coalescelist` takes lists, and this is a bare `null`"));
            }
            Kind::Null => {}
            Kind::List(items) if items.is_empty() => {}
            Kind::List(_) => return Ok(arg.clone()),
            Kind::Set(_) => return sequence(arg).and_then(|_| hidden(arg)),
            _ => return hidden(arg),
        }
    }
    Err(invalid("every argument of `coalescelist` is empty"))
}

/// Elements that are certainly empty are left out; whether one that is not known is empty decides how many
/// are left.
fn compact(args: &[Value]) -> Outcome {
    let list = arg(args, 0)?;
    if let Some((element, why)) = each(list) {
        return every(element.clone(), why);
    }
    let is_empty = |item: &&Value| item.is_null() || item.as_str() == Some("");
    let kept: Vec<Value> = items(list)?.iter().filter(|item| !is_empty(item)).cloned().collect();
    let unsure = |item: &&Value| {
        let may_be_empty = |one: &Value| match &one.kind {
            Kind::Unknown(_) => true,
            Kind::Partial(pieces) => {
                !pieces.iter().any(|piece| matches!(piece, crate::model::Piece::Text(_)))
            }
            one => matches!(one, Kind::Null) || matches!(one, Kind::String(t) if t.is_empty()),
        };
        item.alternatives().iter().any(may_be_empty)
    };
    match kept.iter().find(unsure).and_then(Value::first_why) {
        Some(why) => every(Value::one_of(kept, Origin::NONE), &Arc::new(why)),
        None => alike(kept, &Type::List(Arc::new(Type::String))),
    }
}

fn concat(args: &[Value]) -> Outcome {
    if args.is_empty() {
        return Err(invalid("`concat` takes at least one list"));
    }
    let mut all = Vec::new();
    let mut open = None;
    for arg in args {
        match &arg.kind {
            Kind::List(items) => all.extend(items.iter().cloned()),
            Kind::Set(_) => return Err(invalid("`concat` takes lists, and this is a set")),
            Kind::Every(element, why) => {
                all.push((**element).clone());
                open = open.or_else(|| Some(Arc::clone(why)));
            }
            _ => {
                let Some(why) = arg.first_why() else { return hidden(arg) };
                all.push(Value::unknown(why.clone(), arg.origin));
                open = open.or_else(|| Some(Arc::new(why)));
            }
        }
        if all.len() > MOST_ELEMENTS {
            return Err(Why::Budget);
        }
    }
    if let Some(why) = open {
        return every(Value::one_of(all, Origin::NONE), &why);
    }
    let types: Vec<Type> = args.iter().map(Value::type_of).collect();
    if types.iter().any(|kind| !matches!(kind, Type::List(_))) {
        return alike(all, &Type::Any);
    }
    match unify(&types) {
        Some(Type::List(element)) => {
            let all = all.iter().map(|item| convert(item, &element));
            alike(all.collect::<Result<_, Why>>()?, &Type::List(element))
        }
        _ => alike(all, &Type::Any),
    }
}

/// Whether an element equals the value; one that may and need not leaves it open.
fn contains(args: &[Value]) -> Outcome {
    let (list, wanted) = (arg(args, 0)?, arg(args, 1)?);
    if let Some((element, why)) = each(list) {
        return match equal(element, wanted) {
            Some(false) => plain(Kind::Bool(false)),
            _ => Err((**why).clone()),
        };
    }
    let mut open = None;
    for item in items(list)? {
        match equal(item, wanted) {
            Some(true) => return plain(Kind::Bool(true)),
            Some(false) => {}
            None => open = open.or_else(|| item.first_why()).or_else(|| wanted.first_why()),
        }
    }
    match open {
        Some(why) => Err(why),
        None => plain(Kind::Bool(false)),
    }
}

fn distinct(args: &[Value]) -> Outcome {
    let list = arg(args, 0)?;
    if let Some((element, why)) = each(list) {
        return every(element.clone(), why);
    }
    let all = items(list)?;
    let unique = first_of_equals(all.to_vec());
    match list.first_why() {
        // Elements that are not known may be equal.
        Some(why) if unique.len() > 1 => every(Value::one_of(unique, Origin::NONE), &Arc::new(why)),
        _ => alike(unique, &list.type_of()),
    }
}

fn element(args: &[Value]) -> Outcome {
    let (list, at) = (arg(args, 0)?, arg(args, 1)?);
    if let Some((element, _)) = each(list) {
        return Ok(element.clone());
    }
    if let Kind::Open(known, why) = &list.kind {
        let found = number(at).ok().and_then(|at| known.get(&*at.to_string()));
        return found.cloned().ok_or_else(|| (**why).clone());
    }
    let all = sequence(list)?;
    let (Ok(count), false) = (i64::try_from(all.len()), all.is_empty()) else {
        return Err(invalid("`element` of an empty list"));
    };
    match whole(at) {
        Ok(at) => {
            // Terraform 1.11 knows positions from the end of a list, and none of a tuple.
            let rest = at.checked_rem(count).unwrap_or(-1);
            let at = usize::try_from(if list.is_uniform() { at.rem_euclid(count) } else { rest });
            let found = at.ok().and_then(|at| all.get(at));
            found.cloned().ok_or_else(|| invalid("an index must not be negative"))
        }
        // Any of them, where nobody knows which.
        Err(_) if at.first_why().is_some() => Ok(Value::one_of(all.iter().cloned(), at.origin)),
        Err(why) => Err(why),
    }
}

fn index(args: &[Value]) -> Outcome {
    let (list, wanted) = (arg(args, 0)?, arg(args, 1)?);
    for (at, item) in sequence(list)?.iter().enumerate() {
        match equal(item, wanted) {
            Some(true) => return plain(Kind::Number(Number::of_index(at))),
            Some(false) => {}
            None => {
                let why = item.first_why().or_else(|| wanted.first_why());
                return Err(why.unwrap_or(Why::Undecided));
            }
        }
    }
    Err(invalid("the list does not have this element"))
}

fn length(args: &[Value]) -> Outcome {
    use unicode_segmentation::UnicodeSegmentation;
    let value = arg(args, 0)?;
    let length = match &value.kind {
        // Elements of a set that are not known may be equal.
        Kind::Set(items) if items.len() > 1 && !value.is_wholly_known() => return hidden(value),
        Kind::List(items) | Kind::Set(items) => items.len(),
        Kind::Map(map) => map.len(),
        Kind::String(text) => text.graphemes(true).count(),
        _ => return Err(invalid("this has no length")),
    };
    plain(Kind::Number(Number::of_index(length)))
}

fn matchkeys(args: &[Value]) -> Outcome {
    let (values, keys, wanted) = (arg(args, 0)?, arg(args, 1)?, arg(args, 2)?);
    let kind = unify(&[keys.type_of(), wanted.type_of()]);
    let kind = kind.ok_or_else(|| invalid("keys and what is searched have different types"))?;
    let (keys, wanted) = (convert(keys, &kind)?, convert(wanted, &kind)?);
    let (all, keys, wanted) = (items(values)?, items(&keys)?, items(&wanted)?);
    if all.len() != keys.len() {
        return Err(invalid("there must be as many keys as values"));
    }
    let wanted: std::collections::HashSet<_> = wanted.iter().map(Value::fingerprint).collect();
    let is_wanted = |(_, key): &(&Value, &Value)| wanted.contains(&key.fingerprint());
    let found = all.iter().zip(keys).filter(is_wanted).map(|(value, _)| value.clone());
    alike(found.collect(), &values.type_of())
}

fn one(args: &[Value]) -> Outcome {
    let value = arg(args, 0)?;
    if let Some((element, _)) = each(value) {
        let absent = Value::null(value.origin);
        return Ok(Value::one_of([element.clone(), absent], value.origin));
    }
    match items(value)? {
        [] => {
            let element = value.type_of().element().cloned().unwrap_or(Type::Any);
            Ok(Value::null(Origin::NONE).of_type(element))
        }
        [only] => Ok(only.clone()),
        _ => Err(invalid("`one` takes at most one element")),
    }
}

fn range(args: &[Value]) -> Outcome {
    let numbers = args.iter().map(number).collect::<Result<Vec<_>, _>>()?;
    let zero = || Number::of_index(0);
    let one = |down: bool| if down { Number::of_index(1).negated() } else { Number::of_index(1) };
    let (start, end, step) = match numbers.as_slice() {
        [end] => (zero(), end.clone(), one(end.signum() < 0)),
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
        if all.len() >= MOST_IN_RANGE {
            return Err(invalid("`range` gives at most 1024 numbers"));
        }
        all.push(Value::new(Kind::Number(next.clone()), Origin::NONE));
        next = next.plus(&step).ok_or(Why::Budget)?;
    }
    alike(all, &Type::List(Arc::new(Type::Number)))
}

fn reverse(args: &[Value]) -> Outcome {
    let list = arg(args, 0)?;
    if let Some((element, why)) = each(list) {
        return every(element.clone(), why);
    }
    alike(items(list)?.iter().rev().cloned().collect(), &list.type_of())
}

fn slice(args: &[Value]) -> Outcome {
    let list = arg(args, 0)?;
    let (start, end) = (whole(arg(args, 1)?)?, whole(arg(args, 2)?)?);
    let range = usize::try_from(start).ok().zip(usize::try_from(end).ok());
    let slice = range.and_then(|(start, end)| sequence(list).ok()?.get(start..end));
    let slice = slice.ok_or_else(|| invalid("`slice` reaches outside the list"))?;
    alike(slice.to_vec(), &list.type_of())
}

fn sort(args: &[Value]) -> Outcome {
    let list = arg(args, 0)?;
    if let Some((element, why)) = each(list) {
        return every(element.clone(), why);
    }
    let all = items(list)?;
    if all.iter().any(Value::is_null) {
        return Err(invalid("`null` cannot be sorted"));
    }
    if let Some(why) = list.first_why() {
        let any = Value::one_of(all.iter().cloned(), list.origin);
        let any = all.iter().map(|_| any.clone()).collect();
        return if all.len() > 1 { alike(any, &list.type_of()) } else { Err(why) };
    }
    let mut texts: Vec<_> =
        all.iter().map(|item| Ok((text(item)?, item.clone()))).collect::<Result<_, Why>>()?;
    texts.sort_by(|a, b| a.0.cmp(&b.0));
    alike(texts.into_iter().map(|(_, item)| item).collect(), &list.type_of())
}
