//! Reading fields so that a repeated key hides nothing.

use std::collections::HashSet;
use std::sync::Arc;

use crate::syntax::yaml::{Node, Scalar};

/// Every node at the end of a path, through every value of a repeated key. Each once, so that
/// aliases cannot multiply them.
pub(super) fn each<'n, 't>(node: &'n Node<'t>, path: &[&str]) -> Vec<&'n Node<'t>> {
    let mut nodes = vec![node];
    for key in path {
        let mut seen = HashSet::new();
        let values = nodes.iter().flat_map(|node| node.all(key));
        nodes = values.filter(|value| seen.insert(std::ptr::from_ref(value.shared()))).collect();
    }
    nodes
}

/// Every element of every sequence at the end of a path, each once.
pub(super) fn elements<'n, 't>(node: &'n Node<'t>, path: &[&str]) -> Vec<&'n Node<'t>> {
    let mut seen = HashSet::new();
    let lists = each(node, path).into_iter();
    let elements = lists.flat_map(|list| list.elements());
    elements.filter(|element| seen.insert(std::ptr::from_ref(element.shared()))).collect()
}

/// The text of a scalar that is not null and not empty.
pub(super) fn text<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    match node.scalar()? {
        Scalar::Null | Scalar::Text("") => None,
        Scalar::Text(text) => Some(text),
        // As written: `NO` is a wrong word, not a missing one.
        Scalar::Bool(_) => node.as_str(),
    }
}

/// The text at the end of a path: the value that counts.
pub(super) fn text_at<'n>(node: &'n Node<'_>, path: &[&str]) -> Option<&'n str> {
    node.at(path).and_then(text)
}

/// The text at the end of a path, shared.
pub(super) fn shared_text_at(node: &Node<'_>, path: &[&str]) -> Option<Arc<str>> {
    text_at(node, path).map(Into::into)
}

/// Whether any value at the end of a path is this text.
pub(super) fn any_is(node: &Node<'_>, path: &[&str], text: &str) -> bool {
    each(node, path).iter().any(|value| value.as_str() == Some(text))
}
