//! Trees that a build changes: no aliases, every part with the span it came from.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::refused::{Refused, Result};
use crate::model::Refusal;
use crate::source::Span;
use crate::syntax::yaml::{Node, NodeKind, Scalar};

/// A node that lends nothing from a text.
pub(super) type Tree = Node<'static>;

/// Entries of a mapping.
pub(super) type Entries = Vec<(Tree, Tree)>;

/// Most nodes that all builds of a run make: aliases and overlays multiply what was written. A long text counts more.
const MOST_NODES: usize = 4_000_000;

/// Most objects that the changes of all builds look at.
const MOST_STEPS: usize = 20_000_000;

/// Deepest tree.
const DEEPEST: usize = 256;

/// How much may still be done.
#[derive(Debug)]
pub(super) struct Budget {
    nodes: Cell<usize>,
    steps: Cell<usize>,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget { nodes: Cell::new(MOST_NODES), steps: Cell::new(MOST_STEPS) }
    }
}

impl Budget {
    /// Pays for nodes that are made.
    pub fn take(&self, nodes: usize, span: Span) -> Result<()> {
        pay(&self.nodes, nodes, span)
    }

    /// Pays for objects that are looked at.
    pub fn step(&self, objects: usize, span: Span) -> Result<()> {
        pay(&self.steps, objects.saturating_add(1), span)
    }
}

fn pay(left: &Cell<usize>, cost: usize, span: Span) -> Result<()> {
    let rest = left.get().checked_sub(cost);
    left.set(rest.unwrap_or(0));
    rest.map(drop).ok_or_else(|| Refused::new(span, Refusal::Budget))
}

/// Nodes that a text counts as.
pub(super) fn weight(text: &str) -> usize {
    1 + text.len() / 64
}

/// A copy without aliases and merges, in which each key stands once.
pub(super) fn owned(node: &Node<'_>, budget: &Budget) -> Result<Tree> {
    copy(node, budget, 0)
}

fn copy(node: &Node<'_>, budget: &Budget, depth: usize) -> Result<Tree> {
    budget.take(node.as_str().filter(|_| !node.is_shared()).map_or(1, weight), node.span)?;
    if depth > DEEPEST {
        return Err(Refused::new(node.span, Refusal::Budget));
    }
    let kind = match &node.kind {
        NodeKind::Shared(inner) => return copy(inner, budget, depth + 1),
        NodeKind::Scalar(text, plain) => NodeKind::Scalar(Cow::Owned(text.to_string()), *plain),
        NodeKind::Sequence(nodes) => {
            let nodes = nodes.iter().map(|node| copy(node, budget, depth + 1));
            NodeKind::Sequence(nodes.collect::<Result<_>>()?)
        }
        NodeKind::Mapping(entries) => NodeKind::Mapping(merged(entries, budget, depth + 1)?),
    };
    Ok(Node { kind, span: node.span, tag: node.tag.clone() })
}

/// Entries of their own first, then those that merges (`<<`) add.
fn merged(entries: &[(Node<'_>, Node<'_>)], budget: &Budget, depth: usize) -> Result<Entries> {
    let is_merge = |key: &Node<'_>| key.is_plain() && key.as_str() == Some("<<");
    let mut found = Entries::with_capacity(entries.len());
    let mut places: HashMap<String, usize> = HashMap::new();
    for (key, value) in entries.iter().filter(|(key, _)| !is_merge(key)) {
        let (key, value) = (copy(key, budget, depth)?, copy(value, budget, depth)?);
        let place = key.as_str().and_then(|name| places.get(name)).copied();
        match (place, key.as_str()) {
            (Some(place), _) => found[place] = (key, value),
            (None, Some(name)) => {
                places.insert(name.to_owned(), found.len());
                found.push((key, value));
            }
            (None, None) => found.push((key, value)),
        }
    }
    for (_, value) in entries.iter().filter(|(key, _)| is_merge(key)) {
        let sources = match &value.shared().kind {
            NodeKind::Sequence(sources) => sources.as_slice(),
            _ => std::slice::from_ref(value),
        };
        for source in sources {
            for (key, value) in into_entries(copy(source, budget, depth)?) {
                let name = key.as_str().unwrap_or_default().to_owned();
                if let Entry::Vacant(place) = places.entry(name) {
                    place.insert(found.len());
                    found.push((key, value));
                }
            }
        }
    }
    Ok(found)
}

/// A text, as if it were written between quotes.
pub(super) fn text(text: &str, span: Span) -> Tree {
    Node { kind: NodeKind::Scalar(Cow::Owned(text.to_owned()), false), span, tag: None }
}

/// A scalar as if it were written bare.
pub(super) fn bare(text: &str, span: Span) -> Tree {
    Node { kind: NodeKind::Scalar(Cow::Owned(text.to_owned()), true), span, tag: None }
}

pub(super) fn mapping(entries: Entries, span: Span) -> Tree {
    Node { kind: NodeKind::Mapping(entries), span, tag: None }
}

pub(super) fn sequence(nodes: Vec<Tree>, span: Span) -> Tree {
    Node { kind: NodeKind::Sequence(nodes), span, tag: None }
}

/// The entries of a mapping; none of anything else.
pub(super) fn into_entries(tree: Tree) -> Entries {
    match tree.kind {
        NodeKind::Mapping(entries) => entries,
        _ => Vec::new(),
    }
}

/// The nodes of a sequence, to be changed; nothing of anything else.
pub(super) fn nodes_mut(tree: &mut Tree) -> Option<&mut Vec<Tree>> {
    match &mut tree.kind {
        NodeKind::Sequence(nodes) => Some(nodes),
        _ => None,
    }
}

pub(super) fn entries_mut(tree: &mut Tree) -> Option<&mut Entries> {
    match &mut tree.kind {
        NodeKind::Mapping(entries) => Some(entries),
        _ => None,
    }
}

pub(super) fn is_null(tree: &Node<'_>) -> bool {
    tree.scalar() == Some(Scalar::Null)
}

pub(super) fn is_sequence(tree: &Node<'_>) -> bool {
    matches!(tree.kind, NodeKind::Sequence(_))
}

/// Whether this is a scalar that is read as a text, not as a number or a truth word.
pub(super) fn is_text(tree: &Node<'_>) -> bool {
    let is_number = |text: &str| {
        let digits = text.trim_start_matches(['-', '+']);
        digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') && text.parse::<f64>().is_ok()
    };
    let is_bare =
        |text: &str| is_number(text) || matches!(text, "true" | "false" | "null" | "~" | "");
    tree.as_str().is_some_and(|text| !tree.is_plain() || !is_bare(text))
}

/// The value of a key, to be changed.
pub(super) fn get_mut<'n>(tree: &'n mut Tree, key: &str) -> Option<&'n mut Tree> {
    let entries = entries_mut(tree)?;
    entries.iter_mut().find(|(k, _)| k.as_str() == Some(key)).map(|(_, value)| value)
}

/// Sets the value of a key, in its place or at the end. Nothing happens to what is no mapping.
pub(super) fn set(tree: &mut Tree, key: &str, value: Tree) {
    if let Some(old) = get_mut(tree, key) {
        *old = value;
        return;
    }
    let span = value.span;
    if let Some(entries) = entries_mut(tree) {
        entries.push((text(key, span), value));
    }
}

/// Takes a key out of a mapping.
pub(super) fn remove(tree: &mut Tree, key: &str) -> Option<Tree> {
    let entries = entries_mut(tree)?;
    let at = entries.iter().position(|(k, _)| k.as_str() == Some(key))?;
    Some(entries.remove(at).1)
}

/// The mapping at a key, which is made where it is not there.
pub(super) fn mapping_at<'n>(tree: &'n mut Tree, key: &str, span: Span) -> Option<&'n mut Tree> {
    if tree.get(key).is_none_or(is_null) {
        set(tree, key, mapping(Vec::new(), span));
    }
    get_mut(tree, key).filter(|value| value.is_mapping())
}

/// Number of nodes of a tree.
pub(super) fn size(tree: &Node<'_>) -> usize {
    match &tree.kind {
        NodeKind::Sequence(nodes) => 1 + nodes.iter().map(size).sum::<usize>(),
        NodeKind::Mapping(entries) => {
            1 + entries.iter().map(|(key, value)| size(key) + size(value)).sum::<usize>()
        }
        NodeKind::Scalar(text, _) => weight(text),
        NodeKind::Shared(_) => 1,
    }
}
