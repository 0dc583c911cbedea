//! Claims: the volume that exists for one, else where its class makes one.

use super::class::class;
use super::volume::volume;
use super::{SOME_VOLUME, Store, either, through, with_rest};
use crate::kubernetes::Context;
use crate::kubernetes::fields::{each, text};
use crate::kubernetes::manifest::{Manifest, references};
use crate::kubernetes::names::{Found, follows_pod};
use crate::kubernetes::site::{Say, Site};
use crate::kubernetes::workload::in_cluster;
use crate::model::{Because, Step, Why};
use crate::source::Span;
use crate::syntax::yaml::{Node, Scalar};

/// A claim: an object of its own, a template in a StatefulSet.
pub(in crate::kubernetes) struct Claim<'n, 't> {
    pub node: &'n Node<'t>,
    pub path: &'n str,
    pub namespace: &'n str,
    pub name: &'n str,
    /// Where its name stands.
    pub span: Span,
    /// What its pods ask of their nodes.
    pub pod: Vec<Say>,
}

impl<'n, 't> Claim<'n, 't> {
    /// What an object claims, whichever pods use it.
    pub fn of<'a: 'n>(manifest: &'a Manifest<'n, 't>) -> Claim<'n, 't> {
        Claim {
            node: manifest.node,
            path: manifest.path,
            namespace: manifest.namespace.as_deref().unwrap_or_default(),
            name: &manifest.name,
            span: manifest.span,
            pod: Vec::new(),
        }
    }
}

/// Where the volume of a claim is: a volume that exists, else where its class makes one.
pub(in crate::kubernetes) fn claim(claim: &Claim<'_, '_>, context: &Context<'_, '_, '_>) -> Store {
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
        .filter(|class| !matches!(class.scalar(), Some(Scalar::Null)))
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
pub(in crate::kubernetes) fn made_by_class(
    name: &str,
    span: Span,
    manifest: &Manifest<'_, '_>,
    context: &Context<'_, '_, '_>,
) -> Store {
    let claim = Claim::of(manifest);
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
