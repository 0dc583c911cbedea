//! Functions of sets.

use std::collections::HashSet;
use std::sync::Arc;

use super::{Function, Needs, Outcome, Param, invalid, items};
use crate::model::{Kind, Origin, Type, Value, Why};
use crate::terraform::evaluate::MOST_ELEMENTS;
use crate::terraform::types::{convert, set_of, unify};

pub(super) fn find(name: &str) -> Option<Function> {
    use Param::{Any, Set};
    Some(match name {
        "setintersection" => Function::new(&[Set], Needs::Everything, |args| {
            combined(args, |kept, other| {
                let other = fingerprints(&other);
                kept.retain(|item| other.contains(&item.fingerprint()));
            })
        })
        .rest(Set),
        "setproduct" => {
            Function::new(&[Any, Any], Needs::Shape, setproduct).rest(Any).keeping_marks()
        }
        "setsubtract" => Function::new(&[Set, Set], Needs::Everything, |args| {
            combined(args, |kept, other| {
                let other = fingerprints(&other);
                kept.retain(|item| !other.contains(&item.fingerprint()));
            })
        }),
        "setunion" => Function::new(&[Set], Needs::Shape, |args| {
            combined(args, |kept, other| kept.extend(other))
        })
        .rest(Set),
        _ => return None,
    })
}

/// To look elements up by; what takes part is wholly known.
fn fingerprints(items: &[Value]) -> HashSet<Option<String>> {
    items.iter().map(Value::fingerprint).collect()
}

/// All sets brought under one type, then one after another put together.
fn combined(args: &[Value], with: fn(&mut Vec<Value>, Vec<Value>)) -> Outcome {
    let mut types = Vec::new();
    for arg in args {
        match arg.type_of() {
            Type::Set(element) if *element == Type::Any && items(arg)?.is_empty() => {}
            Type::Set(element) => types.push((*element).clone()),
            _ => types.push(Type::Any),
        }
    }
    let element = match unify(&types) {
        Some(element) => element,
        None if types.is_empty() => Type::Any,
        None => return Err(invalid("the sets have no type in common")),
    };
    let kind = Type::Set(Arc::new(element.clone()));
    let mut kept: Option<Vec<Value>> = None;
    for arg in args {
        let all = items(&convert(arg, &kind)?)?.to_vec();
        match &mut kept {
            None => kept = Some(all),
            Some(kept) => with(kept, all),
        }
    }
    Ok(set_of(kept.unwrap_or_default(), element, Origin::NONE))
}

fn setproduct(args: &[Value]) -> Outcome {
    let mut elements = Vec::new();
    let mut all: Vec<Vec<Value>> = vec![Vec::new()];
    let mut is_list = true;
    for arg in args {
        is_list = is_list && matches!(arg.kind, Kind::List(_));
        let (choices, element) = choices(arg)?;
        // Combinations hold references to the same values, but each is a tuple of its own.
        let many = all.len().saturating_mul(choices.len());
        if many.saturating_mul(elements.len() + 1) > MOST_ELEMENTS {
            return Err(Why::Budget);
        }
        elements.push(element);
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
    let tuple = |item: Vec<Value>| Value::new(Kind::List(item.into()), Origin::NONE);
    let all: Vec<Value> = all.into_iter().map(tuple).collect();
    let element = Type::Tuple(elements.into());
    Ok(if is_list {
        Value::list_of(all, element, Origin::NONE)
    } else {
        set_of(all, element, Origin::NONE)
    })
}

/// The elements of one of the sets, all of one type.
fn choices(arg: &Value) -> Result<(Vec<Value>, Type), Why> {
    let all = items(arg)?;
    match arg.type_of() {
        Type::List(element) | Type::Set(element) => Ok((all.to_vec(), (*element).clone())),
        Type::Tuple(types) if !types.is_empty() => {
            let element = match unify(types.iter()) {
                Some(element) => element,
                None if arg.is_wholly_known() => {
                    return Err(invalid("the elements have no type in common"));
                }
                None => Type::Any,
            };
            let all = all.iter().map(|item| convert(item, &element));
            Ok((all.collect::<Result<_, Why>>()?, element))
        }
        _ => Ok((all.to_vec(), Type::Any)),
    }
}
