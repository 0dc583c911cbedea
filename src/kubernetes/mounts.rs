//! Disks that bind the pods that mount them: a pod runs where its disks can be attached.

use super::Context;
use super::fields::{each, elements, text};
use super::manifest::{Manifest, claim_templates};
use super::site::Say;
use super::storage::{self, Claim};
use super::workload::Pods;
use crate::model::{Because, Step};
use crate::syntax::yaml::Node;

/// What the disks of a workload say about the place of its pods. What is not known of a disk leaves
/// its pods where they were, and so do a field with two values and a claim of two objects.
pub(super) fn says(
    manifest: &Manifest<'_, '_>,
    pods: &[Pods<'_, '_>],
    context: &Context<'_, '_, '_>,
) -> Vec<Say> {
    let mut says = Vec::new();
    if let [pods] = pods {
        for volume in elements(pods.spec, &["volumes"]) {
            says.extend(storage::inline(volume));
            says.extend(of_claim(manifest, volume, context));
            let template = volume.at(&["ephemeral", "volumeClaimTemplate"]);
            says.extend(template.into_iter().flat_map(|t| of_template(manifest, t, context)));
        }
    }
    if &*manifest.kind == "StatefulSet" {
        for template in claim_templates(manifest.node) {
            says.extend(of_template(manifest, template, context));
        }
    }
    says
}

fn of_claim(
    manifest: &Manifest<'_, '_>,
    volume: &Node<'_>,
    context: &Context<'_, '_, '_>,
) -> Vec<Say> {
    let [name] = each(volume, &["persistentVolumeClaim", "claimName"])[..] else {
        return Vec::new();
    };
    let namespace = manifest.namespace.as_deref().unwrap_or_default();
    let found = context.names.claim(namespace, text(name).unwrap_or_default(), manifest.path);
    let [object] = found.manifests[..] else { return Vec::new() };
    if context.cluster(object.path) != context.cluster(manifest.path) {
        return Vec::new();
    }
    let claim = Claim {
        node: object.node,
        path: object.path,
        namespace,
        name: &object.name,
        span: object.span,
        pod: Vec::new(),
    };
    let mut says = binding(&claim, context);
    let subject = Because { span: name.span, step: Step::Subject };
    let reference = Because { span: object.span, step: Step::ObjectReference };
    says.iter_mut().for_each(|say| say.through(&[subject, reference]));
    says
}

fn of_template(
    set: &Manifest<'_, '_>,
    template: &Node<'_>,
    context: &Context<'_, '_, '_>,
) -> Vec<Say> {
    let claim = Claim {
        node: template,
        path: set.path,
        namespace: set.namespace.as_deref().unwrap_or_default(),
        name: "",
        span: template.span,
        pod: Vec::new(),
    };
    binding(&claim, context)
}

/// What is certain of a claim that binds its pods. The cluster is theirs anyway.
fn binding(claim: &Claim<'_, '_>, context: &Context<'_, '_, '_>) -> Vec<Say> {
    let store = storage::claim(claim, context);
    let is_told = |say: &Say| match say {
        Say::OneOf(words) => !words.iter().all(|word| word.declared),
        other => !is_open(other),
    };
    if store.binds { store.site.says.into_iter().filter(is_told).collect() } else { Vec::new() }
}

fn is_open(say: &Say) -> bool {
    match say {
        Say::Open(..) => true,
        Say::Any(lists) => lists.iter().flatten().any(is_open),
        Say::First(says) => says.iter().any(is_open),
        _ => false,
    }
}
