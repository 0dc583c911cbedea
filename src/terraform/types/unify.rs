//! One type for several values, and which types convert to which: the rules of `convert` in
//! zclconf/go-cty, which Terraform's conditionals, lists and function arguments follow.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::Type;

/// The most different types that are brought under one.
const MOST_TYPES: usize = 64;

/// A type that values of all these types convert to; nothing where there is none.
pub(in crate::terraform) fn unify<'t>(types: impl IntoIterator<Item = &'t Type>) -> Option<Type> {
    let mut distinct: Vec<&Type> = Vec::new();
    for kind in types {
        if !distinct.contains(&kind) {
            distinct.push(kind);
        }
        if distinct.len() > MOST_TYPES {
            return None;
        }
    }
    match distinct.as_slice() {
        [] => None,
        [only] => Some((*only).clone()),
        all => unify_structures(all).unwrap_or_else(|| preferred(all)),
    }
}

/// How many of some types are of which form.
#[derive(Default)]
struct Forms {
    any: usize,
    list: usize,
    set: usize,
    map: usize,
    tuple: usize,
    object: usize,
}

impl Forms {
    fn of(types: &[&Type]) -> Forms {
        let mut forms = Forms::default();
        for kind in types {
            match kind {
                Type::Any => forms.any += 1,
                Type::List(_) => forms.list += 1,
                Type::Set(_) => forms.set += 1,
                Type::Map(_) => forms.map += 1,
                Type::Tuple(_) => forms.tuple += 1,
                Type::Object(_) => forms.object += 1,
                Type::String | Type::Number | Type::Bool => {}
            }
        }
        forms
    }
}

/// Types of one form have a type of that form in common, or none. Nothing where the forms differ.
fn unify_structures(types: &[&Type]) -> Option<Option<Type>> {
    let Forms { any, list, set, map, tuple, object } = Forms::of(types);
    let all = types.len();
    let is = |some: usize, total: usize| some > 0 && total + any == all;
    let or_any = |unified: Option<Type>| Some(if any > 0 { Some(Type::Any) } else { unified });
    if is(map, map) {
        return or_any(elements(types).map(|inner| Type::Map(Arc::new(inner))));
    }
    if is(map, map + object) {
        return with_objects_as_maps(types).map(Some);
    }
    if is(list, list) {
        return or_any(elements(types).map(|inner| Type::List(Arc::new(inner))));
    }
    if is(list, list + tuple) {
        return with_tuples_as_lists(types).map(Some);
    }
    if is(set, set) {
        return or_any(elements(types).map(|inner| Type::Set(Arc::new(inner))));
    }
    if is(object, object) {
        return or_any(if any > 0 { None } else { unify_objects(types) });
    }
    if is(tuple, tuple) {
        return or_any(if any > 0 { None } else { unify_tuples(types) });
    }
    (object > 0 && tuple > 0).then_some(None)
}

fn elements(types: &[&Type]) -> Option<Type> {
    unify(types.iter().filter_map(|kind| kind.element()))
}

fn with_objects_as_maps(types: &[&Type]) -> Option<Type> {
    let objects: Vec<&Type> =
        types.iter().copied().filter(|kind| matches!(kind, Type::Object(_))).collect();
    let map = objects_to_map(&objects)?;
    let others = types.iter().copied().filter(|kind| !matches!(kind, Type::Object(_)));
    unify(others.chain([&map])).filter(|kind| matches!(kind, Type::Map(_)))
}

fn with_tuples_as_lists(types: &[&Type]) -> Option<Type> {
    let tuples: Vec<&Type> =
        types.iter().copied().filter(|kind| matches!(kind, Type::Tuple(_))).collect();
    let list = tuples_to_list(&tuples)?;
    let others = types.iter().copied().filter(|kind| !matches!(kind, Type::Tuple(_)));
    unify(others.chain([&list])).filter(|kind| matches!(kind, Type::List(_)))
}

fn fields(kind: &Type) -> Option<&BTreeMap<Arc<str>, Type>> {
    match kind {
        Type::Object(fields) => Some(fields),
        _ => None,
    }
}

fn unify_objects(types: &[&Type]) -> Option<Type> {
    let all: Vec<_> = types.iter().filter_map(|kind| fields(kind)).collect();
    let first = all.first()?;
    if !all.iter().all(|other| other.keys().eq(first.keys())) {
        return objects_to_map(types);
    }
    let mut unified = BTreeMap::new();
    for name in first.keys() {
        let kind = unify(all.iter().filter_map(|fields| fields.get(name)))?;
        unified.insert(Arc::clone(name), kind);
    }
    Some(Type::Object(Arc::new(unified)))
}

fn objects_to_map(types: &[&Type]) -> Option<Type> {
    let all = types.iter().filter_map(|kind| fields(kind)).flat_map(BTreeMap::values);
    let inner = unify(all)?;
    let map = Type::Map(Arc::new(inner));
    types.iter().all(|kind| converts(kind, &map)).then_some(map)
}

fn tuple(kind: &Type) -> Option<&[Type]> {
    match kind {
        Type::Tuple(types) => Some(types),
        _ => None,
    }
}

fn unify_tuples(types: &[&Type]) -> Option<Type> {
    let all: Vec<&[Type]> = types.iter().filter_map(|kind| tuple(kind)).collect();
    let length = all.first()?.len();
    if all.iter().any(|other| other.len() != length) {
        return tuples_to_list(types);
    }
    let unified = (0..length).map(|at| unify(all.iter().map(|types| &types[at])));
    Some(Type::Tuple(unified.collect::<Option<Vec<_>>>()?.into()))
}

fn tuples_to_list(types: &[&Type]) -> Option<Type> {
    let inner = unify(types.iter().filter_map(|kind| tuple(kind)).flatten())?;
    let list = Type::List(Arc::new(inner));
    types.iter().all(|kind| converts(kind, &list)).then_some(list)
}

/// The first type, by preference, that all others convert to.
fn preferred(types: &[&Type]) -> Option<Type> {
    let mut open: Vec<&Type> = types.to_vec();
    while !open.is_empty() {
        let is_first = |kind: &&Type| !open.iter().any(|other| is_preferred(other, kind));
        let at = open.iter().position(is_first).unwrap_or(0);
        let wanted = open.remove(at);
        if types.iter().all(|kind| converts(kind, wanted)) {
            return Some(wanted.clone());
        }
    }
    None
}

/// Whether the first of two types is the more general one.
fn is_preferred(a: &Type, b: &Type) -> bool {
    match (a, b) {
        (Type::Any, _) => false,
        (_, Type::Any) => true,
        (Type::String, other) => other.is_primitive() && *other != Type::String,
        (Type::List(a), Type::List(b))
        | (Type::Set(a), Type::Set(b))
        | (Type::Map(a), Type::Map(b)) => is_preferred(a, b),
        (Type::Tuple(_) | Type::List(_), Type::Set(_))
        | (Type::List(_), Type::Tuple(_))
        | (Type::Map(_), Type::Object(_)) => true,
        _ => false,
    }
}

/// Whether values of one type convert to another, as far as the types tell.
fn converts(from: &Type, to: &Type) -> bool {
    let one_for_all = |types: Vec<&Type>, inner: &Type| match inner {
        Type::Any => {
            let unified = unify(types.iter().copied());
            types.is_empty() || unified.is_some_and(|one| types.iter().all(|t| converts(t, &one)))
        }
        inner => types.into_iter().all(|kind| converts(kind, inner)),
    };
    match (from, to) {
        (Type::Any, _) | (_, Type::Any) => true,
        (from, to) if from == to => true,
        (Type::Number | Type::Bool, Type::String) | (Type::String, Type::Number | Type::Bool) => {
            true
        }
        (Type::List(from) | Type::Set(from), Type::List(to) | Type::Set(to))
        | (Type::Map(from), Type::Map(to)) => converts(from, to),
        (Type::Tuple(types), Type::List(inner) | Type::Set(inner)) => {
            one_for_all(types.iter().collect(), inner)
        }
        (Type::Object(types), Type::Map(inner)) => one_for_all(types.values().collect(), inner),
        (Type::Map(inner), Type::Object(fields)) => fields.values().all(|to| converts(inner, to)),
        (Type::Object(from), Type::Object(to)) => {
            to.iter().all(|(name, to)| from.get(name).is_some_and(|from| converts(from, to)))
        }
        (Type::Tuple(from), Type::Tuple(to)) => {
            from.len() == to.len()
                && from.iter().zip(to.iter()).all(|(from, to)| converts(from, to))
        }
        _ => false,
    }
}
