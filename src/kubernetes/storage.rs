//! Storage classes, volumes and claims: where bytes rest.

use std::sync::Arc;

use super::Context;
use super::facts::{self, Scale, VolumeSource};
use super::fields::{each, shared_text_at, text};
use super::manifest::{Manifest, references};
use super::names::{Found, follows_pod};
use super::selector::{label_map, node_terms, topology_terms};
use super::site::{Say, Site, Word, any, provider};
use super::workload::in_cluster;
use crate::model::{Because, Step, Why};
use crate::source::Span;
use crate::syntax::yaml::Node;

/// A site, and the class of what is there.
pub(super) struct Store {
    pub site: Site,
    pub class: &'static str,
    /// Whether its pods have to be where it is, as those of disks at a node.
    pub binds: bool,
}

/// Class of a volume of which nothing more is known.
const SOME_VOLUME: &str = "block_storage";

/// Where a storage class makes volumes for a user in this cluster.
pub(super) fn class(manifest: &Manifest<'_, '_>, cluster: &[Say]) -> Store {
    let provisioner = shared_text_at(manifest.node, &["provisioner"]).unwrap_or_default();
    let source = facts::volume_source(&provisioner);
    let mut own = parameters(manifest.node, source.as_ref());
    own.extend(topology_terms(manifest.node));
    let at_node = source.as_ref().is_some_and(|source| source.at_node);
    // A share may be elsewhere than the cluster, but only where its class says so.
    let mut says = if at_node || own.is_empty() { in_cluster(cluster) } else { Vec::new() };
    if let Some(name) = source.as_ref().and_then(|source| source.provider) {
        let field = manifest.node.get("provisioner").unwrap_or(manifest.node);
        says.push(provider(name, field));
    }
    says.extend(own);
    let class = source.map_or(SOME_VOLUME, |source| source.class);
    Store { site: Site { says, silent: Why::Unconstrained }, class, binds: at_node }
}

fn parameters(class: &Node<'_>, source: Option<&VolumeSource>) -> Vec<Say> {
    let provider = source.and_then(|source| source.provider);
    let mut says = Vec::new();
    for map in each(class, &["parameters"]) {
        for (key, value) in map.entries() {
            let Some(name) = key.as_str() else { continue };
            let Some(scale) = facts::class_parameter(name) else { continue };
            let values = text(value).unwrap_or_default().split(',').map(str::trim);
            let word = |word: &str| literal(name, scale, provider, word, value.span);
            let words: Vec<Word> = values.filter(|v| !v.is_empty()).map(word).collect();
            if !words.is_empty() {
                says.push((name, words));
            }
        }
    }
    // A repeated parameter is one of its values.
    let mut merged: Vec<(&str, Vec<Word>)> = Vec::new();
    for (name, words) in says {
        match merged.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => known.extend(words),
            None => merged.push((name, words)),
        }
    }
    merged.into_iter().map(|(_, words)| Say::OneOf(words)).collect()
}

fn literal(key: &str, scale: Scale, provider: Option<&str>, word: &str, span: Span) -> Word {
    Word {
        key: key.into(),
        scale,
        provider: provider.map(Arc::from),
        service: None,
        word: word.into(),
        because: vec![Because { span, step: Step::Constraint }],
        decided_by: span,
        declared: false,
    }
}

/// Where a volume is.
pub(super) fn volume(manifest: &Manifest<'_, '_>, cluster: &[Say]) -> Store {
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
                readings.push(of_source(node, &source, cluster));
            }
        }
    }
    binds &= !readings.is_empty();
    let mut says = if readings.is_empty() { Vec::new() } else { any(readings) };
    for map in each(manifest.node, &["metadata", "labels"]) {
        // Volumes over several zones join them in one label.
        says.extend(label_map(map, Some("__")));
    }
    let required = each(manifest.node, &["spec", "nodeAffinity", "required"]);
    let required: Vec<Vec<Say>> = required.into_iter().map(node_terms).collect();
    if !required.is_empty() {
        says.extend(any(required));
    }
    Store { site: Site { says, silent }, class, binds }
}

/// What the disks say that a pod names itself instead of claiming them.
pub(super) fn inline(volume: &Node<'_>) -> Vec<Say> {
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
    let handles = each(node, &[source.handle]);
    let words = handles.into_iter().filter_map(|handle| {
        let (scale, word) = place_in_handle(text(handle)?, source.patterns)?;
        Some(literal(source.handle, scale, source.provider, word, handle.span))
    });
    let words: Vec<Word> = words.collect();
    if !words.is_empty() {
        says.push(Say::OneOf(words));
    }
    says
}

/// The place in a handle: where one of the patterns has `{zone}` or `{region}` between its slashes.
fn place_in_handle<'h>(handle: &'h str, patterns: &str) -> Option<(Scale, &'h str)> {
    patterns.split(' ').find_map(|pattern| {
        let mut parts = handle.split('/');
        let mut found = None;
        for expected in pattern.split('/') {
            let part = parts.next()?;
            match expected {
                "*" => {}
                "{zone}" => found = Some((Scale::Zone, part)),
                "{region}" => found = Some((Scale::Region, part)),
                literal if literal == part => {}
                _ => return None,
            }
        }
        found.filter(|(_, word)| parts.next().is_none() && !word.is_empty())
    })
}

/// A claim: an object of its own, a template in a StatefulSet.
pub(super) struct Claim<'n, 't> {
    pub node: &'n Node<'t>,
    pub path: &'n str,
    pub namespace: &'n str,
    pub name: &'n str,
    /// Where its name stands.
    pub span: Span,
    /// What its pods ask of their nodes.
    pub pod: Vec<Say>,
}

/// Where the volume of a claim is: a volume that exists, else where its class makes one.
pub(super) fn claim(claim: &Claim<'_, '_>, context: &Context<'_, '_, '_>) -> Store {
    let names = &context.names;
    let volumes = references(claim.node, &["spec", "volumeName"]);
    if !volumes.is_empty() {
        let alternatives = volumes.iter().map(|(name, span)| {
            let found = names.volume(name, claim.path);
            bound(claim, &found, *span, &format!("PersistentVolume/-/{name}"), context)
        });
        return either(alternatives.collect());
    }
    let kept = names.volumes_of_claim(claim.namespace, claim.name, claim.path);
    if !kept.manifests.is_empty() {
        return bound(claim, &kept, claim.span, "", context);
    }
    let classes = each(claim.node, &["spec", "storageClassName"]).into_iter();
    let beta = each(claim.node, &["metadata", "annotations", BETA_CLASS]);
    let classes = classes.chain(beta).filter(|c| text(c).is_some() || c.as_str() == Some(""));
    let alternatives: Vec<Store> = classes
        .filter(|class| !matches!(class.scalar(), Some(crate::syntax::yaml::Scalar::Null)))
        .map(|class| of_class(claim, text(class).unwrap_or_default(), class.span, context))
        .collect();
    if alternatives.is_empty() { of_default_class(claim, context) } else { either(alternatives) }
}

const BETA_CLASS: &str = "volume.beta.kubernetes.io/storage-class";

fn of_class(claim: &Claim<'_, '_>, name: &str, span: Span, context: &Context<'_, '_, '_>) -> Store {
    let found = context.names.class(name, claim.path);
    if !name.is_empty() && !found.manifests.is_empty() {
        return made(claim, &found, span, context);
    }
    // Without such a class the claim waits for a volume of this class's name.
    let volumes = context.names.volumes_of_class(name, claim.path);
    let missing = match name {
        "" => "PersistentVolume".to_owned(),
        name => format!("StorageClass/-/{name}"),
    };
    bound(claim, &volumes, span, &missing, context)
}

/// Where a class of this name makes volumes for an object that names it.
pub(super) fn made_by_class(
    name: &str,
    span: Span,
    manifest: &Manifest<'_, '_>,
    context: &Context<'_, '_, '_>,
) -> Store {
    let claim = Claim {
        node: manifest.node,
        path: manifest.path,
        namespace: manifest.namespace.as_deref().unwrap_or_default(),
        name: &manifest.name,
        span: manifest.span,
        pod: Vec::new(),
    };
    of_class(&claim, name, span, context)
}

fn of_default_class(claim: &Claim<'_, '_>, context: &Context<'_, '_, '_>) -> Store {
    let found = context.names.default_class(claim.path);
    if !found.manifests.is_empty() {
        return made(claim, &found, claim.span, context);
    }
    // The cluster has its own default class: what is declared of the cluster holds for it.
    let cluster = context.cluster(claim.path);
    let mut says = in_cluster(cluster);
    says.extend(claim.pod.iter().cloned());
    let silent = Why::NotFound { reference: "StorageClass (default)".into() };
    if cluster.is_empty() {
        let subject = Because { span: claim.span, step: Step::Subject };
        says.push(Say::Open(silent.clone(), vec![subject]));
    }
    Store { site: Site { says, silent }, class: SOME_VOLUME, binds: false }
}

/// The place of volumes that exist.
fn bound(
    claim: &Claim<'_, '_>,
    found: &Found<'_, '_, '_>,
    span: Span,
    missing: &str,
    context: &Context<'_, '_, '_>,
) -> Store {
    let subject = Because { span, step: Step::Subject };
    if found.manifests.is_empty() {
        let mut says = in_cluster(context.cluster(claim.path));
        says.extend(claim.pod.iter().cloned());
        let why = Why::NotFound { reference: missing.into() };
        says.push(Say::Open(why.clone(), vec![subject]));
        let site = Site { says, silent: why };
        return Store { site, class: SOME_VOLUME, binds: false };
    }
    let of_volume = |manifest: &&Manifest<'_, '_>| {
        let mut store = volume(manifest, context.cluster(manifest.path));
        through(&mut store, subject, manifest);
        store
    };
    with_rest(found.manifests.iter().map(of_volume).collect(), found.truncated, subject)
}

/// The place of volumes that a class makes.
fn made(
    claim: &Claim<'_, '_>,
    found: &Found<'_, '_, '_>,
    span: Span,
    context: &Context<'_, '_, '_>,
) -> Store {
    let subject = Because { span, step: Step::Subject };
    let by_class = |manifest: &&Manifest<'_, '_>| {
        let mut store = class(manifest, context.cluster(claim.path));
        through(&mut store, subject, manifest);
        // A class that does not wait for the pod may make the volume where the pod cannot follow.
        if follows_pod(manifest) {
            store.site.says.extend(claim.pod.iter().cloned());
        }
        store
    };
    with_rest(found.manifests.iter().map(by_class).collect(), found.truncated, subject)
}

fn through(store: &mut Store, subject: Because, manifest: &Manifest<'_, '_>) {
    let reference = Because { span: manifest.span, step: Step::ObjectReference };
    store.site.says.iter_mut().for_each(|say| say.through(&[subject, reference]));
}

fn with_rest(mut stores: Vec<Store>, truncated: bool, subject: Because) -> Store {
    if truncated {
        let says = vec![Say::Open(Why::Budget, vec![subject])];
        let site = Site { says, silent: Why::Budget };
        stores.push(Store { site, class: SOME_VOLUME, binds: false });
    }
    either(stores)
}

/// One of several stores.
fn either(mut stores: Vec<Store>) -> Store {
    let Some(first) = stores.first() else {
        let site = Site { says: Vec::new(), silent: Why::Unconstrained };
        return Store { site, class: SOME_VOLUME, binds: false };
    };
    let binds = stores.iter().all(|store| store.binds);
    let (class, silent) = (first.class, first.site.silent.clone());
    let lists = stores.iter_mut().map(|store| std::mem::take(&mut store.site.says)).collect();
    Store { site: Site { says: any(lists), silent }, class, binds }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_tell_their_place_only_in_known_forms() {
        let disk = "projects/*/zones/{zone}/disks/* projects/*/regions/{region}/disks/*";
        let zone = place_in_handle("projects/p/zones/asia-northeast1-a/disks/d", disk);
        assert_eq!(zone, Some((Scale::Zone, "asia-northeast1-a")));
        let region = place_in_handle("projects/p/regions/asia-northeast1/disks/d", disk);
        assert_eq!(region, Some((Scale::Region, "asia-northeast1")));
        assert_eq!(place_in_handle("projects/p/zones/z/disks/d/more", disk), None);
        assert_eq!(place_in_handle("vol-0a", disk), None);
        assert_eq!(
            place_in_handle("aws://ap-northeast-1a/vol-0a", "aws://{zone}/*"),
            Some((Scale::Zone, "ap-northeast-1a"))
        );
        assert_eq!(place_in_handle("aws:///vol-0a", "aws://{zone}/*"), None);
        assert_eq!(place_in_handle("vol-0a", ""), None);
    }
}
