//! Nodes that pods are bound to by more than labels of places: their namespace, their runtime, a node or a pool of the
//! tree that they name.

use super::Context;
use super::facts;
use super::fields::{each, elements, text, text_at};
use super::forms;
use super::manifest::{Manifest, references};
use super::path::holders;
use super::selector::{expression, label_map, label_word};
use super::site::{Say, Word, any};
use crate::model::{Because, Step};
use crate::source::Span;
use crate::syntax::yaml::Node;

/// Annotations of a Namespace that select the nodes of all its pods (kubernetes.io, PodNodeSelector; OpenShift, project
/// node selectors).
const SELECTORS: [&str; 2] =
    ["openshift.io/node-selector", "scheduler.alpha.kubernetes.io/node-selector"];

/// The label by which a node is selected that has its own name.
const HOSTNAME: &str = "kubernetes.io/hostname";

/// What the namespace of an object asks of nodes.
pub(super) fn of_namespace(manifest: &Manifest<'_, '_>, context: &Context<'_, '_, '_>) -> Vec<Say> {
    let Some(name) = manifest.namespace.as_deref() else { return Vec::new() };
    let found = context.names.object("/Namespace", None, name, manifest.path);
    let [namespace] = found.manifests[..] else { return Vec::new() };
    let mut says = Vec::new();
    for key in SELECTORS {
        let [selector] = each(namespace.node, &["metadata", "annotations", key])[..] else {
            continue;
        };
        for pair in text(selector).unwrap_or_default().split(',') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            says.extend(label_word(key.trim(), value.trim(), selector.span));
        }
    }
    through(&mut says, manifest.span, namespace);
    says
}

/// What the runtime, the node and the pool ask that a pod names.
pub(super) fn says(
    manifest: &Manifest<'_, '_>,
    pod: &Node<'_>,
    context: &Context<'_, '_, '_>,
) -> Vec<Say> {
    let mut says = of_runtime(manifest, pod, context);
    let named = references(pod, &["nodeName"]).into_iter();
    let selected = references(pod, &["nodeSelector", HOSTNAME]);
    let fields = matched(pod);
    for (name, span) in named.chain(selected).chain(fields) {
        says.extend(of_node(manifest, name, span, context));
    }
    for map in each(pod, &["nodeSelector"]) {
        for (key, value) in map.entries() {
            let (Some(label), Some(name)) = (key.as_str(), text(value)) else { continue };
            says.extend(of_pool(manifest, label, name, value.span, context));
        }
    }
    says
}

/// The one node that the terms of a required affinity name.
fn matched<'n>(pod: &'n Node<'_>) -> Vec<(&'n str, Span)> {
    let terms = elements(
        pod,
        &[
            "affinity",
            "nodeAffinity",
            "requiredDuringSchedulingIgnoredDuringExecution",
            "nodeSelectorTerms",
        ],
    );
    let [term] = terms[..] else { return Vec::new() };
    let fields = elements(term, &["matchFields"]);
    let names = fields.into_iter().flat_map(|field| {
        let is_in = text_at(field, &["operator"]) == Some("In");
        if is_in { elements(field, &["values"]) } else { Vec::new() }
    });
    let names: Vec<&Node<'_>> = names.collect();
    match names[..] {
        [name] => text(name).map(|word| (word, name.span)).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn of_runtime(
    manifest: &Manifest<'_, '_>,
    pod: &Node<'_>,
    context: &Context<'_, '_, '_>,
) -> Vec<Say> {
    let [(name, span)] = references(pod, &["runtimeClassName"])[..] else { return Vec::new() };
    let found = context.names.object("node.k8s.io/RuntimeClass", None, name, manifest.path);
    let [class] = found.manifests[..] else { return Vec::new() };
    let selectors = each(class.node, &["scheduling", "nodeSelector"]);
    let readings: Vec<Vec<Say>> = selectors.into_iter().map(|map| label_map(map, None)).collect();
    let mut says = if readings.is_empty() { Vec::new() } else { any(readings) };
    through(&mut says, span, class);
    says
}

/// Where a node of the tree is: by its labels, else by the identifier that its provider gave it.
fn of_node(
    manifest: &Manifest<'_, '_>,
    name: &str,
    span: Span,
    context: &Context<'_, '_, '_>,
) -> Vec<Say> {
    let found = context.names.object("/Node", None, name, manifest.path);
    let [node] = found.manifests[..] else { return Vec::new() };
    let mut says: Vec<Say> = each(node.node, &["metadata", "labels"])
        .into_iter()
        .flat_map(|map| label_map(map, None))
        .collect();
    if !says.iter().any(|say| matches!(say, Say::OneOf(_))) {
        let id = node.node.at(&["spec", "providerID"]);
        says.extend(id.and_then(|id| of_provider_id(text(id)?, id.span)));
    }
    through(&mut says, span, node);
    says
}

/// The place in the identifier that a provider gave a node.
fn of_provider_id(id: &str, span: Span) -> Option<Say> {
    facts::provider_ids().find_map(|(form, provider)| {
        let (scale, word) = forms::place_in(id, form)?;
        Some(Say::OneOf(vec![Word::written("providerID", scale, Some(provider), word, span)]))
    })
}

/// What a pool of nodes asks that a label names.
fn of_pool(
    manifest: &Manifest<'_, '_>,
    label: &str,
    name: &str,
    span: Span,
    context: &Context<'_, '_, '_>,
) -> Vec<Say> {
    let Some((kind, path)) = facts::node_pool(label) else { return Vec::new() };
    let found = context.names.object(kind, None, name, manifest.path);
    let [pool] = found.manifests[..] else { return Vec::new() };
    let requirements = holders(pool.node, path).0;
    let mut says: Vec<Say> =
        requirements.iter().flat_map(|holder| expression(holder.node)).collect();
    through(&mut says, span, pool);
    says
}

fn through(says: &mut [Say], asked: Span, object: &Manifest<'_, '_>) {
    let hops = [
        Because { span: asked, step: Step::Subject },
        Because { span: object.span, step: Step::ObjectReference },
    ];
    says.iter_mut().for_each(|say| say.through(&hops));
}
