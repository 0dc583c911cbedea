//! Policies that place objects on clusters they select: by name, by label, by a fact such as a region.

use std::sync::Arc;

use super::super::facts::{self, Scale};
use super::super::fields::{elements, text, text_at};
use super::super::manifest::Manifest;
use super::super::path::holders;
use super::super::site::{Say, Word};
use super::Surroundings;
use super::facts::PlacedBy;
use super::home::Clusters;
use super::labels::selects;
use crate::model::{Because, Step, Why};
use crate::source::{directory, is_within};
use crate::syntax::yaml::Node;

/// What a policy places, and where.
pub(super) struct Placed {
    /// Index of the policy.
    pub at: usize,
    /// Indices of the objects.
    pub objects: Vec<usize>,
    pub clusters: Clusters,
}

/// Reads a policy that places objects.
pub(super) fn read(at: usize, kind: PlacedBy, around: &Surroundings<'_, '_, '_>) -> Placed {
    let manifest = &around.manifests[at];
    let mut clusters = Clusters::default();
    for path in kind.affinities.split(' ').filter(|path| !path.is_empty()) {
        for holder in holders(manifest.node, path).0 {
            clusters.join(affinity(holder.node, kind, around));
        }
    }
    if let Some(name) = manifest.namespace.as_deref().filter(|_| kind.by_namespace) {
        let span = manifest.node.at(&["metadata", "namespace"]).unwrap_or(manifest.node).span;
        let because = [Because { span, step: Step::Destination }];
        clusters.join(around.register.named(name, &because));
    }
    if clusters.is_empty() {
        let because = [Because { span: manifest.span, step: Step::Destination }];
        clusters = around.selected(None, kind.registers, &because);
    }
    let objects = match kind.objects {
        "" => inside(at, around),
        path => chosen(manifest, path, around),
    };
    Placed { at, objects, clusters }
}

/// The objects that a manifest holds: they are read right after it.
fn inside(at: usize, around: &Surroundings<'_, '_, '_>) -> Vec<usize> {
    let whole = around.manifests[at].node.span;
    let later = around.manifests.iter().enumerate().skip(at + 1);
    let inside = later.take_while(|(_, other)| whole.contains(other.node.span));
    inside.map(|(at, _)| at).collect()
}

/// The objects that resource selectors choose, in the folder of their policy, around or inside of it.
fn chosen(policy: &Manifest<'_, '_>, path: &str, around: &Surroundings<'_, '_, '_>) -> Vec<usize> {
    let selectors = holders(policy.node, path).0;
    let here = directory(policy.path);
    let is_near = |other: &Manifest<'_, '_>| {
        let there = directory(other.path);
        is_within(there, here) || is_within(here, there)
    };
    let is_chosen = |selector: &Node<'_>, other: &Manifest<'_, '_>| {
        let is =
            |key: &str, value: &str| text_at(selector, &[key]).is_none_or(|text| text == value);
        let version = text_at(selector, &["apiVersion"]).unwrap_or_default();
        let group = version.rsplit_once('/').map_or("", |(group, _)| group);
        let namespace = text_at(selector, &["namespace"]).or(policy.namespace.as_deref());
        is("kind", &other.kind)
            && group == &*other.group
            && is("name", &other.name)
            && (namespace.is_none()
                || other.namespace.is_none()
                || namespace == other.namespace.as_deref())
            && selector
                .get("labelSelector")
                .is_none_or(|labels| selects(labels, &other.labels()) == Some(true))
    };
    let mut chosen = Vec::new();
    for selector in selectors.iter().map(|holder| holder.node) {
        let kind = text_at(selector, &["kind"]).unwrap_or_default();
        let of_kind = around.by_kind.get(kind).map_or(&[][..], Vec::as_slice);
        if !around.spend(of_kind.len()) {
            break;
        }
        chosen.extend(of_kind.iter().copied().filter(|at| {
            let other = &around.manifests[*at];
            is_near(other) && is_chosen(selector, other)
        }));
    }
    chosen
}

/// The clusters of one affinity.
fn affinity(node: &Node<'_>, kind: PlacedBy, around: &Surroundings<'_, '_, '_>) -> Clusters {
    let mut clusters = Clusters::default();
    let hop = |node: &Node<'_>| Because { span: node.span, step: Step::Destination };
    let names = kind.names.split(' ').flat_map(|path| holders(node, path).0);
    for name in names {
        if let Some(text) = text(name.node) {
            clusters.join(around.register.named(text, &[hop(name.node)]));
        }
    }
    if !clusters.is_empty() {
        return clusters;
    }
    let by_facts = kind.facts.split(' ').filter_map(|path| node.at(&[path]));
    let says: Vec<Say> = by_facts.flat_map(of_facts).collect();
    if says.iter().any(|say| matches!(say, Say::OneOf(_))) {
        return Clusters::at(says);
    }
    let excluded: Vec<&str> = elements(node, &["exclude"]).into_iter().filter_map(text).collect();
    let selector = kind.labels.split(' ').find_map(|field| node.get(field));
    let (selected, is_open) = around.register.selected(selector, kind.registers);
    for at in selected {
        let known = &around.register.all[at];
        if !known.name.as_deref().is_some_and(|name| excluded.contains(&name)) {
            clusters.join(around.register.one(at).through(&[hop(node)]));
        }
    }
    if is_open {
        clusters.join(Clusters::unknown(Why::ClustersNotListed));
    }
    clusters
}

/// What a selector over facts of clusters says about their place: `region In [...]`.
fn of_facts(selector: &Node<'_>) -> Vec<Say> {
    let mut says = Vec::new();
    for expression in elements(selector, &["matchExpressions"]) {
        let (Some(key), Some("In")) =
            (text_at(expression, &["key"]), text_at(expression, &["operator"]))
        else {
            continue;
        };
        let Some(scale) = facts::place_key(key.split('.').next().unwrap_or(key)) else { continue };
        let values = elements(expression, &["values"]).into_iter();
        let word = |value: &Node<'_>| Some(word(key, scale, text(value)?, value));
        let words: Vec<Word> = values.filter_map(word).collect();
        if !words.is_empty() {
            says.push(Say::OneOf(words));
        }
    }
    says
}

fn word(key: &str, scale: Scale, text: &str, node: &Node<'_>) -> Word {
    let because = vec![Because { span: node.span, step: Step::Constraint }];
    Word {
        key: key.into(),
        scale,
        provider: None,
        service: None,
        word: Arc::from(text),
        because,
        decided_by: node.span,
        declared: true,
    }
}
