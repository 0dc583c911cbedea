//! Workloads: where their pods may run.

use super::Context;
use super::facts::{self, PodForm};
use super::fields::{each, text, text_at};
use super::manifest::{self, Manifest};
use super::nodes::{self, of_namespace};
use super::path::holders;
use super::selector::{label_map, node_terms};
use super::site::{Say, Site, any};
use crate::model::{Labels, Why};
use crate::syntax::yaml::Node;

/// The fields of a pod that list what it runs.
pub(super) const CONTAINERS: [&str; 3] = ["containers", "initContainers", "ephemeralContainers"];

/// The pods of one template.
#[derive(Clone, Copy)]
pub(super) struct Pods<'n, 't> {
    /// What they run, and where.
    pub spec: &'n Node<'t>,
    /// The template, with their labels; nothing where there is none.
    template: Option<&'n Node<'t>>,
}

/// The pods that an object runs: those of each template that its kind has.
pub(super) fn pods<'n, 't>(manifest: &Manifest<'n, 't>) -> Vec<Pods<'n, 't>> {
    let mut found = Vec::new();
    let mut runs_pods = false;
    for (path, form) in facts::pod_templates(&manifest.group, &manifest.kind) {
        runs_pods = true;
        let nodes = holders(manifest.node, path).0.into_iter().map(|holder| holder.node);
        match form {
            PodForm::Spec => {
                found.extend(nodes.map(|spec| Pods { spec, template: None }));
            }
            PodForm::Template => found.extend(nodes.flat_map(|template| {
                let mut specs = each(template, &["spec"]);
                if specs.is_empty() {
                    specs.push(template);
                }
                specs.into_iter().map(move |spec| Pods { spec, template: Some(template) })
            })),
        }
    }
    if found.is_empty() && runs_pods {
        // It runs pods of which it says nothing.
        found.push(Pods { spec: manifest.node, template: None });
    }
    found
}

/// Where the pods of a workload may run: in its cluster, where the hard constraints allow. What is
/// only preferred promises nothing.
pub(super) fn site(
    manifest: &Manifest<'_, '_>,
    pods: &[Pods<'_, '_>],
    context: &Context<'_, '_, '_>,
) -> Site {
    let mut says = in_cluster(context.cluster(manifest.path));
    says.extend(of_namespace(manifest, context));
    says.extend(constraints(manifest, pods, context));
    let named = pods.iter().find_map(|pods| text_at(pods.spec, &["nodeName"]));
    let silent = match named {
        Some(node) => Why::OpaqueHandle { handle: node.into() },
        None => Why::Unconstrained,
    };
    Site { says, silent }
}

/// The labels of a workload and those it gives its pods, which policies often speak of.
pub(super) fn labels(manifest: &Manifest<'_, '_>, pods: &[Pods<'_, '_>]) -> Labels {
    let own: &[&str] = &["metadata", "labels"];
    let of_pods = pods.iter().filter_map(|pods| Some((pods.template?, own)));
    let all: Vec<_> = std::iter::once((manifest.node, own)).chain(of_pods).collect();
    manifest::labels(&all)
}

/// What the pods ask of their nodes.
pub(super) fn constraints(
    manifest: &Manifest<'_, '_>,
    pods: &[Pods<'_, '_>],
    context: &Context<'_, '_, '_>,
) -> Vec<Say> {
    let of = |pods: &Pods<'_, '_>| {
        let mut says = of_pod(pods.spec);
        says.extend(nodes::says(manifest, pods.spec, context));
        says
    };
    let readings: Vec<Vec<Say>> = pods.iter().map(of).collect();
    if readings.is_empty() { Vec::new() } else { any(readings) }
}

/// What the specification of a pod asks of its node.
pub(super) fn of_pod(pod: &Node<'_>) -> Vec<Say> {
    let selectors = each(pod, &["nodeSelector"]);
    let selectors: Vec<Vec<Say>> = selectors.into_iter().map(|map| label_map(map, None)).collect();
    let mut says = if selectors.is_empty() { Vec::new() } else { any(selectors) };
    says.extend(required(each(pod, &["affinity", "nodeAffinity", REQUIRED])));
    says
}

const REQUIRED: &str = "requiredDuringSchedulingIgnoredDuringExecution";

/// What an `Affinity` asks of nodes.
pub(super) fn of_affinity(affinity: &Node<'_>) -> Vec<Say> {
    required(each(affinity, &["nodeAffinity", REQUIRED]))
}

/// What a `NodeAffinity` asks of nodes.
pub(super) fn of_node_affinity(affinity: &Node<'_>) -> Vec<Say> {
    required(each(affinity, &[REQUIRED]))
}

fn required(selectors: Vec<&Node<'_>>) -> Vec<Say> {
    let selectors = selectors.into_iter().filter(|node| !is_null(node));
    let terms: Vec<Vec<Say>> = selectors.map(node_terms).collect();
    if terms.is_empty() { Vec::new() } else { any(terms) }
}

fn is_null(node: &Node<'_>) -> bool {
    node.scalar().is_some() && text(node).is_none()
}

/// What the declaration of a cluster says; nothing where there is none.
pub(super) fn in_cluster(cluster: &[Say]) -> Vec<Say> {
    cluster.to_vec()
}
