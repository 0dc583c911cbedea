//! Label selectors over the labels of clusters and objects.

use std::sync::Arc;

use super::super::fields::{elements, text, text_at};
use crate::model::Labels;
use crate::syntax::yaml::Node;

/// Whether a selector selects what has these labels; nothing where that cannot be told. One that asks for nothing
/// selects all.
pub(super) fn selects(selector: &Node<'_>, labels: &Labels) -> Option<bool> {
    let mut all = Some(true);
    let mut add = |holds: Option<bool>| {
        all = match (all, holds) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        };
    };
    for (key, value) in selector.get("matchLabels").map_or(&[][..], Node::entries) {
        let (Some(key), Some(value)) = (key.as_str(), text(value)) else { continue };
        add(is_one_of(labels, key, &[value]));
    }
    for requirement in elements(selector, &["matchExpressions"]) {
        add(meets(requirement, labels));
    }
    all
}

/// Whether labels meet one requirement of `matchExpressions`.
fn meets(requirement: &Node<'_>, labels: &Labels) -> Option<bool> {
    let key = text_at(requirement, &["key"])?;
    let values: Vec<&str> =
        elements(requirement, &["values"]).into_iter().filter_map(text).collect();
    let is_there = labels.known.contains_key(key).then_some(true);
    let is_there = is_there.or((!labels.open).then_some(false));
    match text_at(requirement, &["operator"])? {
        "In" => is_one_of(labels, key, &values),
        "NotIn" => is_one_of(labels, key, &values).map(|is_one| !is_one),
        "Exists" => is_there,
        "DoesNotExist" => is_there.map(|there| !there),
        _ => None,
    }
}

fn is_one_of(labels: &Labels, key: &str, values: &[&str]) -> Option<bool> {
    if values.iter().any(|value| is_open(value)) {
        return None;
    }
    let Some(known) = labels.known.get(key) else {
        return if labels.open { None } else { Some(false) };
    };
    let is_in = |value: &Arc<str>| values.contains(&&**value);
    match (known.iter().any(is_in), known.iter().all(is_in)) {
        (_, true) if !known.is_empty() => Some(true),
        (false, _) if !known.is_empty() && !known.iter().any(|value| is_open(value)) => Some(false),
        _ => None,
    }
}

/// Whether something in a text is filled in later.
pub(super) fn is_open(text: &str) -> bool {
    ["{{", "${", "$("].iter().any(|opening| text.contains(opening))
}
