//! Volumes that exist: where their handles, fields, labels and node affinity say that they are.

use std::sync::Arc;

use super::facts::{self, VolumeSource};
use super::{SOME_VOLUME, Store, mount_options, place};
use crate::catalog::addresses::{Address, addresses};
use crate::kubernetes::facts::Scale;
use crate::kubernetes::fields::{each, shared_text_at, text};
use crate::kubernetes::forms::place_in;
use crate::kubernetes::manifest::Manifest;
use crate::kubernetes::selector::{label_map, node_terms};
use crate::kubernetes::site::{Say, Site, Word, any, provider};
use crate::kubernetes::workload::in_cluster;
use crate::model::Why;
use crate::syntax::yaml::Node;

/// Where a volume is.
pub(in crate::kubernetes) fn volume(manifest: &Manifest<'_, '_>, cluster: &[Say]) -> Store {
    let mut readings = Vec::new();
    let mut silent = Why::NoLocation { argument: "spec.nodeAffinity".into() };
    let mut class = SOME_VOLUME;
    let mut binds = true;
    for (name, node) in volume_sources(manifest.node) {
        let handle = |source: &VolumeSource| shared_text_at(node, &[source.handle]);
        match facts::volume_source(&name) {
            None => {
                silent = Why::NoFact { type_name: name };
                binds = false;
                readings.push(Vec::new());
            }
            Some(source) => {
                class = source.class;
                binds &= source.at_node;
                silent = match handle(&source)
                    .filter(|_| source.provider.is_some() || !source.at_node)
                {
                    Some(handle) => Why::OpaqueHandle { handle },
                    None => Why::Unconstrained,
                };
                let mut says = of_source(node, &source, cluster);
                let options = ["spec", "mountOptions"];
                says.extend(mount_options(manifest.node, &options, Some(&source)));
                readings.push(says);
            }
        }
    }
    binds &= !readings.is_empty();
    let mut says = if readings.is_empty() { Vec::new() } else { any(readings) };
    for map in each(manifest.node, &["metadata", "labels"]) {
        // Volumes over several zones join them in one label.
        says.extend(label_map(map, Some("__")));
    }
    let required = each(manifest.node, &["spec", "nodeAffinity", "required"]).into_iter();
    let required: Vec<Vec<Say>> = required.map(node_terms).collect();
    if !required.is_empty() {
        says.extend(any(required));
    }
    Store { site: Site { says, silent }, class, binds }
}

/// What the disks say that a pod names itself instead of claiming them.
pub(in crate::kubernetes) fn inline(volume: &Node<'_>) -> Vec<Say> {
    let disks = sources_in(volume).into_iter().filter_map(|(name, node)| {
        let source = facts::volume_source(&name).filter(|source| source.at_node)?;
        Some(of_source(node, &source, &[]))
    });
    disks.flatten().collect()
}

/// The sources of a volume: the CSI driver's name, or the field of a source that is part of Kubernetes.
fn volume_sources<'n, 't>(volume: &'n Node<'t>) -> Vec<(Arc<str>, &'n Node<'t>)> {
    each(volume, &["spec"]).into_iter().flat_map(sources_in).collect()
}

fn sources_in<'n, 't>(holder: &'n Node<'t>) -> Vec<(Arc<str>, &'n Node<'t>)> {
    let mut sources = Vec::new();
    for csi in each(holder, &["csi"]) {
        let drivers = each(csi, &["driver"]).into_iter();
        sources.extend(drivers.filter_map(|driver| Some((text(driver)?.into(), csi))));
    }
    let in_tree = holder.entries().iter().filter_map(|(key, value)| Some((key.as_str()?, value)));
    let in_tree = in_tree.filter(|(_, value)| value.is_mapping());
    let known = in_tree.filter(|(key, _)| facts::volume_source(key).is_some());
    sources.extend(known.map(|(key, value)| (key.into(), value)));
    sources
}

fn of_source(node: &Node<'_>, source: &VolumeSource, cluster: &[Say]) -> Vec<Say> {
    let mut says = if source.at_node { in_cluster(cluster) } else { Vec::new() };
    let field = node.get("driver").or_else(|| node.get(source.handle)).unwrap_or(node);
    says.extend(source.provider.map(|name| provider(name, field)));
    says.extend(in_handle(node, source.handle, source));
    for field in facts::fields(source.name) {
        let values = match field.path.split_once('.') {
            Some(("mountOptions", _)) => continue,
            Some((map, name)) => each(node, &[map, name]),
            None => each(node, &[field.path]),
        };
        let values = values.into_iter().flat_map(|node| match node.elements() {
            [] => std::slice::from_ref(node),
            elements => elements,
        });
        let word = |value: &Node<'_>| {
            let name = named(field.scale, text(value)?)?;
            Some(Word::written(field.path, field.scale, source.provider, name, value.span))
        };
        let words: Vec<Word> = values.filter_map(word).collect();
        says.extend((!words.is_empty()).then(|| place(words)));
    }
    says
}

/// The place that a handle tells.
pub(super) fn in_handle(node: &Node<'_>, handle: &str, source: &VolumeSource) -> Option<Say> {
    let words = each(node, &[handle]).into_iter().filter_map(|value| {
        let (scale, word) = place_in(text(value)?, source.forms)?;
        Some(Word::written(handle, scale, source.provider, word, value.span))
    });
    let words: Vec<Word> = words.collect();
    (!words.is_empty()).then_some(Say::OneOf(words))
}

/// The word that a value holds: of an address its host, unless that is in the cluster.
fn named(scale: Scale, value: &str) -> Option<&str> {
    if scale != Scale::Host {
        return Some(value);
    }
    let host = |endpoint| match endpoint {
        Address::Host(host) => Some(host),
        Address::Inside(_) | Address::Bucket(..) | Address::Region(..) => None,
    };
    addresses(value.trim_start_matches('/')).into_iter().find_map(host)
}
