//! Workloads: where their pods may run.

use super::facts;
use super::fields::{each, text, text_at};
use super::manifest::{self, Manifest};
use super::selector::{label_map, node_terms};
use super::site::{Say, Site, any};
use crate::model::{Labels, Why};
use crate::syntax::yaml::Node;

const POD_TEMPLATE: &[&str] = &["spec", "template", "spec"];

/// Where a kind keeps the specification of its pods; nothing for kinds that run none.
pub(super) fn pod_path(manifest: &Manifest<'_, '_>) -> Option<&'static [&'static str]> {
    facts::is_namespaced(&manifest.group, &manifest.kind)?;
    match &*manifest.kind {
        "Pod" => Some(&["spec"]),
        "Deployment"
        | "StatefulSet"
        | "DaemonSet"
        | "ReplicaSet"
        | "ReplicationController"
        | "Job" => Some(POD_TEMPLATE),
        "CronJob" => Some(&["spec", "jobTemplate", "spec", "template", "spec"]),
        _ => None,
    }
}

/// Where the pods of a workload may run: in its cluster, where the hard constraints allow. What is
/// only preferred promises nothing.
pub(super) fn site(manifest: &Manifest<'_, '_>, path: &[&str], cluster: &[Say]) -> Site {
    let mut says = in_cluster(cluster);
    says.extend(constraints(manifest, path));
    let pods = each(manifest.node, path);
    let node = pods.iter().find_map(|pod| text_at(pod, &["nodeName"]));
    let silent = match node {
        Some(node) => Why::OpaqueHandle { handle: node.into() },
        None => Why::Unconstrained,
    };
    Site { says, silent }
}

/// The labels of a workload and those it gives its pods, which policies often speak of.
pub(super) fn labels(manifest: &Manifest<'_, '_>, path: &[&str]) -> Labels {
    let Some((_, template)) = path.split_last() else { return manifest.labels() };
    let of_pods: Vec<&str> = template.iter().copied().chain(["metadata", "labels"]).collect();
    manifest::labels(&[(manifest.node, &["metadata", "labels"]), (manifest.node, &of_pods)])
}

/// What the pods ask of their nodes.
pub(super) fn constraints(manifest: &Manifest<'_, '_>, path: &[&str]) -> Vec<Say> {
    let pods = each(manifest.node, path);
    let readings: Vec<Vec<Say>> = pods.into_iter().map(of_pod).collect();
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
