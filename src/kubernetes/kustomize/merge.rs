//! Strategic merge patches (kustomize, `kyaml/yaml/merge2`, `kyaml/yaml/walk`).

use std::collections::HashMap;

use super::edit::{self, Entries, Tree};
use super::facts::{self, MergedField};
use super::refused::{Refused, Result};
use crate::syntax::yaml::{Node, NodeKind};

/// The key of an instruction to the merge.
const DIRECTIVE: &str = "$patch";

/// What a patch says about a part of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Directive {
    Merge,
    Delete,
    Replace,
}

/// Merges a patch into an object of a type: `apiVersion/Kind`. Nothing is left where the patch deletes it.
pub(super) fn merge(object: Tree, patch: &Tree, of: &str) -> Result<Option<Tree>> {
    value(Some(object), patch, of, "")
}

/// Merges a patch into what is there, of a type; `keys` are those of its elements where it is a list.
fn value(old: Option<Tree>, patch: &Tree, of: &str, keys: &str) -> Result<Option<Tree>> {
    let old = old.filter(|old| !edit::is_null(old));
    if edit::is_null(patch) {
        return Ok(None);
    }
    let is_other =
        |old: &Tree| std::mem::discriminant(&old.kind) != std::mem::discriminant(&patch.kind);
    if let Some(old) = old.as_ref().filter(|old| is_other(old)) {
        return Err(Refused::patch(patch.span, &format!("{} is not {}", form(patch), form(old))));
    }
    match &patch.kind {
        NodeKind::Mapping(_) => mapping(old, patch, of),
        NodeKind::Sequence(_) if !keys.is_empty() => list(old, patch, of, keys),
        _ => Ok(Some(patch.clone())),
    }
}

fn form(tree: &Tree) -> &'static str {
    match tree.kind {
        NodeKind::Mapping(_) => "a mapping",
        NodeKind::Sequence(_) => "a list",
        _ => "a scalar",
    }
}

/// The instruction of a mapping.
fn directive(patch: &Node<'_>) -> Result<Directive> {
    let Some(value) = patch.get(DIRECTIVE) else { return Ok(Directive::Merge) };
    match value.as_str() {
        Some("merge") => Ok(Directive::Merge),
        Some("delete") => Ok(Directive::Delete),
        Some("replace") => Ok(Directive::Replace),
        _ => Err(Refused::patch(value.span, DIRECTIVE)),
    }
}

fn mapping(old: Option<Tree>, patch: &Tree, of: &str) -> Result<Option<Tree>> {
    let mut new = match (old, directive(patch)?) {
        (_, Directive::Delete) => return Ok(None),
        (Some(old), Directive::Merge) => old,
        (None, _) | (Some(_), Directive::Replace) => edit::mapping(Entries::new(), patch.span),
    };
    // Looking each key up costs nothing then, however many there are.
    let places: HashMap<String, usize> = {
        let entries = new.entries().iter().enumerate();
        entries.filter_map(|(at, (key, _))| Some((key.as_str()?.to_owned(), at))).collect()
    };
    let mut removed = Vec::new();
    let mut added = Entries::new();
    for (key, part) in patch.entries() {
        let name = key.as_str().unwrap_or_default();
        if name == DIRECTIVE {
            continue;
        }
        let field = facts::merged_field(of, name);
        let (of, keys) = field.map_or(("", ""), |MergedField { of, keys }| (of, keys));
        let place = places.get(name).copied();
        let entries =
            edit::entries_mut(&mut new).map(|entries| entries.as_mut_slice()).unwrap_or_default();
        match place.and_then(|at| Some((at, entries.get_mut(at)?))) {
            Some((at, (_, slot))) => {
                let old = std::mem::replace(slot, edit::bare("", part.span));
                match value(Some(old), part, of, keys)? {
                    Some(merged) => *slot = merged,
                    None => removed.push(at),
                }
            }
            None => added.extend(value(None, part, of, keys)?.map(|part| (key.clone(), part))),
        }
    }
    if let Some(entries) = edit::entries_mut(&mut new) {
        let mut at = 0;
        removed.sort_unstable();
        entries.retain(|_| {
            at += 1;
            removed.binary_search(&(at - 1)).is_err()
        });
        entries.extend(added);
    }
    Ok(Some(new))
}

/// A list whose elements are told by keys: those of the patch come first.
fn list(old: Option<Tree>, patch: &Tree, of: &str, keys: &str) -> Result<Option<Tree>> {
    let span = patch.span;
    let is_order = |node: &&Tree| node.get(DIRECTIVE).is_some() && node.entries().len() == 1;
    let order = patch.elements().iter().find(is_order);
    let (old, span) = match (order.map(directive).transpose()?, old) {
        (Some(Directive::Delete), _) => return Ok(None),
        (Some(Directive::Replace), _) | (_, None) => (Vec::new(), span),
        (_, Some(old)) => match old.kind {
            NodeKind::Sequence(nodes) => (nodes, old.span),
            _ => (Vec::new(), span),
        },
    };
    let parts: Vec<&Tree> = patch.elements().iter().filter(|node| !is_order(node)).collect();
    let merged = if keys == "=" { scalars(old, &parts) } else { elements(old, &parts, of, keys)? };
    Ok(Some(edit::sequence(merged, span)))
}

fn scalars(old: Vec<Tree>, parts: &[&Tree]) -> Vec<Tree> {
    let mut merged: Vec<Tree> = parts.iter().map(|part| (*part).clone()).collect();
    for node in old {
        if !parts.iter().any(|part| part.as_str() == node.as_str()) {
            merged.push(node);
        }
    }
    merged
}

/// The values of keys in an element; those that it lacks are empty.
type Values = Vec<String>;

fn values(node: &Tree, keys: &[&str]) -> Values {
    let value = |key: &&str| node.get(key).and_then(|value| value.as_str()).unwrap_or_default();
    keys.iter().map(|key| value(key).to_owned()).collect()
}

/// Whether two elements are the same one: a key that one of them lacks tells nothing, and one is in both.
fn are_same(a: &Values, b: &Values) -> bool {
    let fits = |(a, b): (&String, &String)| a == b || a.is_empty() || b.is_empty();
    let shares = |(a, b): (&String, &String)| a == b && !a.is_empty();
    a.iter().zip(b).all(fits) && a.iter().zip(b).any(shares)
}

fn elements(old: Vec<Tree>, parts: &[&Tree], of: &str, keys: &str) -> Result<Vec<Tree>> {
    let keys: Vec<&str> = keys.split(' ').collect();
    let mut old: Vec<(Values, Option<Tree>)> =
        old.into_iter().map(|node| (values(&node, &keys), Some(node))).collect();
    // By the first key there are few that may be the same.
    let mut by_first: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, (values, _)) in old.iter().enumerate() {
        by_first.entry(values[0].clone()).or_default().push(at);
    }
    let mut new = Vec::new();
    // With several keys the merged ones stay in their places, and only what is new comes first.
    let stays = keys.len() > 1;
    for part in parts {
        let wanted = values(part, &keys);
        if wanted.iter().all(String::is_empty) {
            new.extend(value(None, part, of, "")?);
            continue;
        }
        let candidates = by_first.get(&wanted[0]).cloned().unwrap_or_default();
        let place = candidates
            .into_iter()
            .find(|at| old[*at].1.is_some() && are_same(&old[*at].0, &wanted));
        match place {
            Some(at) => {
                let taken = old[at].1.take();
                let merged = value(taken, part, of, "")?.filter(|node| !node.entries().is_empty());
                match merged {
                    Some(merged) if stays => old[at].1 = Some(merged),
                    merged => new.extend(merged),
                }
            }
            None => new.extend(value(None, part, of, "")?),
        }
    }
    new.extend(old.into_iter().filter_map(|(_, node)| node));
    Ok(new)
}
