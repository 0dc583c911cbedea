//! Selectors over node labels: `nodeSelector`, node affinity, allowed topologies, labels of volumes.

use std::collections::BTreeSet;

use super::facts::{TopologyLabel, topology_label};
use super::fields::{each, elements, text};
use super::site::{Say, Word, any, constraint, of_values, provider};
use crate::model::{Because, Step, Why};
use crate::source::Span;
use crate::syntax::yaml::Node;

/// A map of labels that all hold, such as `nodeSelector`. `separator` parts several values of one label.
pub(super) fn label_map(map: &Node<'_>, separator: Option<&str>) -> Vec<Say> {
    let mut says = Vec::new();
    let mut seen = BTreeSet::new();
    for (node, _) in map.entries() {
        let Some(key) = node.as_str() else { continue };
        let Some(label) = topology_label(key).filter(|_| seen.insert(key)) else { continue };
        // A word points at itself; only a key that is all that is said has to be shown.
        let hops = if label.scale.is_some() { Vec::new() } else { constraint(node) };
        says.extend(label.provider.map(|name| Say::Provider(name, hops)));
        // A repeated key is one of its values, whichever its reader takes.
        let values = each(map, &[key]).into_iter();
        says.extend(of_values(values.map(|v| words(key, &label, v, separator)).collect()));
    }
    says
}

/// What one label with one value says that stands in a text.
pub(super) fn label_word(key: &str, value: &str, span: Span) -> Vec<Say> {
    let Some(label) = topology_label(key) else { return Vec::new() };
    let because = vec![Because { span, step: Step::Constraint }];
    let mut says: Vec<Say> =
        label.provider.map(|name| Say::Provider(name, because)).into_iter().collect();
    if let Some(scale) = label.scale.filter(|_| !value.is_empty()) {
        says.push(Say::OneOf(vec![Word::written(key, scale, label.provider, value, span)]));
    }
    says
}

/// The words of one value; none for keys that only tell a provider and for empty values.
fn words(key: &str, label: &TopologyLabel, value: &Node<'_>, separator: Option<&str>) -> Vec<Word> {
    let (Some(scale), Some(text)) = (label.scale, text(value)) else { return Vec::new() };
    let parts: Vec<&str> = match separator {
        Some(separator) => text.split(separator).collect(),
        None => vec![text],
    };
    let word = |part: &str| Word::written(key, scale, label.provider, part, value.span);
    parts.into_iter().map(word).collect()
}

/// `nodeSelectorTerms` under `holder`: one of the terms holds.
pub(super) fn node_terms(holder: &Node<'_>) -> Vec<Say> {
    terms(holder, "nodeSelectorTerms", "matchExpressions")
}

/// `allowedTopologies` under `holder`: one of the terms holds.
pub(super) fn topology_terms(holder: &Node<'_>) -> Vec<Say> {
    terms(holder, "allowedTopologies", "matchLabelExpressions")
}

fn terms(holder: &Node<'_>, list: &str, expressions: &str) -> Vec<Say> {
    let lists = each(holder, &[list]);
    if let Some(wrong) = lists.iter().find(|node| node.elements().is_empty()) {
        let message = format!("`{list}` has no terms");
        return vec![invalid(wrong, message)];
    }
    let terms = elements(holder, &[list]);
    // A term without requirements matches no node.
    let terms = terms.into_iter().filter(|term| !term.entries().is_empty());
    let term = |term: &Node<'_>| {
        elements(term, &[expressions]).into_iter().flat_map(expression).collect::<Vec<Say>>()
    };
    match lists.len() {
        0 => Vec::new(),
        _ => any(terms.map(term).collect()),
    }
}

/// A label selector requirement. Of a repeated key or operator, any may be the one that is read.
pub(super) fn expression(expression: &Node<'_>) -> Vec<Say> {
    let keys: BTreeSet<&str> =
        each(expression, &["key"]).into_iter().filter_map(|key| key.as_str()).collect();
    let operators = each(expression, &["operator"]);
    let mut readings = Vec::new();
    for key in keys {
        let Some(label) = topology_label(key) else {
            readings.push(Vec::new());
            continue;
        };
        let mut seen = BTreeSet::new();
        for operator in operators.iter().filter(|o| seen.insert(o.as_str())) {
            readings.push(requirement(expression, key, &label, operator));
        }
        // Allowed topologies have no operator: their values are a choice.
        if operators.is_empty() {
            readings.push(one_of(expression, key, &label));
        }
    }
    if readings.is_empty() { Vec::new() } else { any(readings) }
}

fn requirement(
    expression: &Node<'_>,
    key: &str,
    label: &TopologyLabel,
    operator: &Node<'_>,
) -> Vec<Say> {
    match operator.as_str().unwrap_or_default() {
        "In" => one_of(expression, key, label),
        "NotIn" => {
            let words = values(expression, key, label);
            if words.is_empty() { Vec::new() } else { vec![Say::NoneOf(words)] }
        }
        "Exists" => label.provider.map(|name| provider(name, expression)).into_iter().collect(),
        // These exclude nodes and name no place: what they leave is not less than what we keep.
        "DoesNotExist" | "Gt" | "Lt" => Vec::new(),
        other => vec![invalid(operator, format!("`{other}` is not an operator"))],
    }
}

fn one_of(expression: &Node<'_>, key: &str, label: &TopologyLabel) -> Vec<Say> {
    let hops = if label.scale.is_some() { Vec::new() } else { constraint(expression) };
    let provider = label.provider.map(|name| Say::Provider(name, hops));
    let mut says: Vec<Say> = provider.into_iter().collect();
    let words = values(expression, key, label);
    if !words.is_empty() {
        says.push(Say::OneOf(words));
    }
    says
}

fn values(expression: &Node<'_>, key: &str, label: &TopologyLabel) -> Vec<Word> {
    let values = elements(expression, &["values"]);
    values.into_iter().flat_map(|value| words(key, label, value, None)).collect()
}

/// Something that is not what its schema asks for.
pub(super) fn invalid(node: &Node<'_>, message: String) -> Say {
    let because = Because { span: node.span, step: Step::Constraint };
    Say::Open(Why::Invalid { message: message.into() }, vec![because])
}
