//! Patches as lists of operations (RFC 6902), on pointers (RFC 6901).

use super::edit::{self, Budget, Tree};
use super::kustomization::text_of;
use super::refused::{Refused, Result};
use crate::source::Span;
use crate::syntax::yaml::{Node, NodeKind};

/// Applies the operations of a patch in their order.
pub(super) fn apply(tree: &mut Tree, patch: &Tree, budget: &Budget) -> Result<()> {
    patch.elements().iter().try_for_each(|operation| one(tree, operation, budget))
}

fn one(tree: &mut Tree, operation: &Tree, budget: &Budget) -> Result<()> {
    let wrong = || Refused::patch(operation.span, "op");
    let (op, span) = text_of(operation, "op").ok_or_else(wrong)?;
    let path = pointer(operation, "path")?;
    let value = || operation.get("value").cloned().unwrap_or_else(|| edit::bare("null", span));
    match op {
        "add" => add(tree, &path, value()),
        "remove" => take(tree, &path).map(drop),
        "replace" => {
            let value = value();
            let (parent, last) = parent(tree, &path)?;
            match parent {
                None => *tree = value,
                // Go's library, which kustomize has, replaces keys that are not there.
                Some(parent) if parent.is_mapping() => edit::set(parent, last, value),
                Some(parent) => *child(parent, last, path.span)? = value,
            }
            Ok(())
        }
        "move" => {
            let value = take(tree, &pointer(operation, "from")?)?;
            add(tree, &path, value)
        }
        "copy" => {
            let from = pointer(operation, "from")?;
            let value = found(tree, &from)?.clone();
            budget.take(edit::size(&value), span)?;
            add(tree, &path, value)
        }
        "test" => {
            let is_same = operation
                .get("value")
                .zip(found(tree, &path).ok())
                .is_some_and(|(wanted, found)| are_same(wanted, found));
            let failed = || Refused::patch(span, &format!("test {}", path.text));
            if is_same { Ok(()) } else { Err(failed()) }
        }
        _ => Err(Refused::patch(span, op)),
    }
}

/// A pointer, its parts unescaped.
struct Pointer {
    text: String,
    parts: Vec<String>,
    span: Span,
}

fn pointer(operation: &Tree, field: &str) -> Result<Pointer> {
    let node = operation.get(field).ok_or_else(|| Refused::patch(operation.span, field))?;
    let text = node.as_str().unwrap_or_default();
    let parts = match text.strip_prefix('/') {
        Some(rest) => rest.split('/').map(|p| p.replace("~1", "/").replace("~0", "~")).collect(),
        None if text.is_empty() => Vec::new(),
        None => return Err(Refused::patch(node.span, text)),
    };
    Ok(Pointer { text: text.to_owned(), parts, span: node.span })
}

/// What holds the end of a pointer, and the name of that in it; nothing for the whole.
fn parent<'n, 'p>(
    tree: &'n mut Tree,
    path: &'p Pointer,
) -> Result<(Option<&'n mut Tree>, &'p str)> {
    let Some((last, outer)) = path.parts.split_last() else { return Ok((None, "")) };
    let mut node = tree;
    for part in outer {
        node = child(node, part, path.span)?;
    }
    Ok((Some(node), last))
}

fn child<'n>(node: &'n mut Tree, part: &str, span: Span) -> Result<&'n mut Tree> {
    let missing = || Refused::patch(span, part);
    if !edit::is_sequence(node) {
        return edit::get_mut(node, part).ok_or_else(missing);
    }
    let nodes = edit::nodes_mut(node).ok_or_else(missing)?;
    let at = index(part, nodes.len()).ok_or_else(missing)?;
    nodes.get_mut(at).ok_or_else(missing)
}

/// An index; a negative one counts from the end, as kustomize allows.
fn index(part: &str, length: usize) -> Option<usize> {
    match part.strip_prefix('-').filter(|rest| !rest.is_empty()) {
        Some(back) => length.checked_sub(back.parse().ok()?),
        None => part.parse().ok(),
    }
}

fn found<'n>(tree: &'n Tree, path: &Pointer) -> Result<&'n Tree> {
    path.parts.iter().try_fold(tree, |node, part| {
        let next = match &node.kind {
            NodeKind::Sequence(nodes) => index(part, nodes.len()).and_then(|at| nodes.get(at)),
            _ => node.get(part),
        };
        next.ok_or_else(|| Refused::patch(path.span, part))
    })
}

fn add(tree: &mut Tree, path: &Pointer, value: Tree) -> Result<()> {
    let (parent, last) = parent(tree, path)?;
    let Some(parent) = parent else {
        *tree = value;
        return Ok(());
    };
    match &mut parent.kind {
        NodeKind::Sequence(nodes) if last == "-" => nodes.push(value),
        NodeKind::Sequence(nodes) => {
            let at = index(last, nodes.len()).filter(|at| *at <= nodes.len());
            nodes.insert(at.ok_or_else(|| Refused::patch(path.span, &path.text))?, value);
        }
        NodeKind::Mapping(_) => edit::set(parent, last, value),
        _ => return Err(Refused::patch(path.span, &path.text)),
    }
    Ok(())
}

fn take(tree: &mut Tree, path: &Pointer) -> Result<Tree> {
    let missing = || Refused::patch(path.span, &path.text);
    let (parent, last) = parent(tree, path)?;
    let parent = parent.ok_or_else(missing)?;
    match &mut parent.kind {
        NodeKind::Sequence(nodes) => {
            let at = index(last, nodes.len()).filter(|at| *at < nodes.len());
            Ok(nodes.remove(at.ok_or_else(missing)?))
        }
        _ => edit::remove(parent, last).ok_or_else(missing),
    }
}

/// Whether two trees say the same.
fn are_same(a: &Node<'_>, b: &Node<'_>) -> bool {
    match (&a.kind, &b.kind) {
        (NodeKind::Scalar(..), NodeKind::Scalar(..)) => a.scalar() == b.scalar(),
        (NodeKind::Sequence(a), NodeKind::Sequence(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| are_same(a, b))
        }
        (NodeKind::Mapping(entries), NodeKind::Mapping(other)) => {
            let in_other = |key: &Node<'_>| key.as_str().and_then(|key| b.get(key));
            entries.len() == other.len()
                && entries.iter().all(|(key, a)| in_other(key).is_some_and(|b| are_same(a, b)))
        }
        _ => false,
    }
}
