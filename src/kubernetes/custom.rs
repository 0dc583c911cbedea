//! Custom resources: Crossplane's managed resources, and a look into those nobody taught us.

use std::collections::HashSet;
use std::sync::Arc;

use super::Object;
use super::facts::{self, ManagedGroup, Scale};
use super::fields::{each, shared_text_at, text};
use super::manifest::{self, Manifest};
use super::site::{Say, Site, Word, of_values};
use crate::catalog::types::{ResourceType, resource_type};
use crate::model::{Because, Holds, Step, Unresolved, Why};
use crate::source::Span;
use crate::syntax::yaml::Node;

const FOR_PROVIDER: [&str; 2] = ["spec", "forProvider"];
const PLACES: [(&str, Scale); 4] = [
    ("region", Scale::Region),
    ("location", Scale::Region),
    ("locationConstraint", Scale::Region),
    ("zone", Scale::Zone),
];

/// What a custom resource says: a placement where it is a managed resource, else at most a warning
/// that it names a place we cannot read.
pub(super) fn read(manifest: &Manifest<'_, '_>) -> (Option<Object>, Vec<Unresolved>) {
    let group = facts::managed_group(&manifest.group);
    let managed = each(manifest.node, &FOR_PROVIDER).iter().any(|node| node.is_mapping());
    match group.filter(|_| managed) {
        Some(group) => {
            let object = managed_resource(manifest, &group);
            let rest = unread(manifest, true, |key| Why::NotSupported { what: key.into() });
            (object, rest)
        }
        None => {
            let type_name = manifest.type_name();
            let why = |_: &str| Why::UnknownType { type_name: Arc::clone(&type_name) };
            (None, unread(manifest, false, why))
        }
    }
}

fn managed_resource(manifest: &Manifest<'_, '_>, group: &ManagedGroup) -> Option<Object> {
    let kind = facts::managed_kind(&manifest.group, &manifest.kind)
        .or_else(|| facts::managed_kind(&group.group, &manifest.kind));
    let terraform_type = kind.as_ref().and_then(|kind| kind.terraform_type);
    let terraform_type = terraform_type.and_then(resource_type);
    let service = terraform_type.and_then(|t| t.service());
    let mut says = Vec::new();
    for (field, scale) in PLACES {
        let values = each(manifest.node, &FOR_PROVIDER).into_iter().flat_map(|n| each(n, &[field]));
        let words = |value: &Node<'_>| {
            let subject = Because { span: value.span, step: Step::Subject };
            let word = |text| word(field, scale, group.provider, service, text, subject);
            text(value).map(word).into_iter().collect()
        };
        says.extend(of_values(values.map(words).collect()));
    }
    if says.is_empty() && group.is_global {
        return None;
    }
    if says.is_empty() {
        says.extend(default_place(manifest.span, group, terraform_type));
    }
    let argument = kind.and_then(|kind| kind.places.split(',').next()).filter(|p| !p.is_empty());
    let argument = format!("spec.forProvider.{}", argument.unwrap_or("region")).into();
    let site = Site { says, silent: Why::NoLocation { argument } };
    let class = terraform_type.map_or("", |t| t.class);
    let holds = terraform_type.map_or(Holds::Unknown, |t| t.holds);
    let mut object = Object::of(manifest, class, holds, site);
    // Its labels are the object's, its tags are the resource's: both say what it holds.
    let paths: [&[&str]; 3] = [
        &["metadata", "labels"],
        &["spec", "forProvider", "tags"],
        &["spec", "forProvider", "labels"],
    ];
    object.labels = manifest::labels(&paths.map(|path| (manifest.node, path)));
    Some(object)
}

/// Where the provider puts a resource that says nothing.
fn default_place(
    span: Span,
    group: &ManagedGroup,
    terraform_type: Option<ResourceType>,
) -> Option<Say> {
    let terraform_type = terraform_type?;
    PLACES.iter().find_map(|(field, scale)| {
        let place = terraform_type.default_place(field)?;
        let subject = Because { span, step: Step::Subject };
        let service = terraform_type.service();
        Some(Say::OneOf(vec![word(field, *scale, group.provider, service, place, subject)]))
    })
}

fn word(
    key: &str,
    scale: Scale,
    provider: &str,
    service: Option<&'static str>,
    text: &str,
    because: Because,
) -> Word {
    Word {
        key: key.into(),
        scale,
        provider: Some(provider.into()),
        service,
        word: text.into(),
        because: vec![because],
        decided_by: because.span,
        declared: false,
    }
}

/// The most nodes of one object that are looked at, and the deepest.
const MOST_NODES: usize = 20_000;
const DEEPEST: usize = 40;

/// Places that an object names and nobody reads: the first of each key, in the order written.
fn unread(
    manifest: &Manifest<'_, '_>,
    managed: bool,
    why: impl Fn(&str) -> Why,
) -> Vec<Unresolved> {
    let resource = manifest.address();
    let report = |span, why| Unresolved { span, resource: Arc::clone(&resource), why };
    let mut found: Vec<Unresolved> = Vec::new();
    let mut keys = HashSet::new();
    let mut seen = HashSet::new();
    let mut open = roots(manifest, managed);
    let mut steps = 0;
    while let Some((node, depth)) = open.pop() {
        steps += 1;
        if steps > MOST_NODES || depth > DEEPEST {
            found.push(report(node.span, Why::Budget));
            break;
        }
        if !seen.insert(std::ptr::from_ref(node.shared())) {
            continue;
        }
        for (key, value) in node.entries().iter().rev() {
            let key = key.as_str().unwrap_or_default();
            let read = managed && depth == 0 && PLACES.iter().any(|(place, _)| *place == key);
            if !read
                && let Some(span) = place_value(key, value)
                && !facts::is_false_friend(&manifest.group, &manifest.kind, key)
            {
                found.push(report(span, why(key)));
            }
            open.push((value, depth + 1));
        }
        open.extend(node.elements().iter().rev().map(|element| (element, depth + 1)));
    }
    found.sort();
    found.retain(|unresolved| keys.insert(unresolved.why.clone()));
    found
}

/// What is looked into: what the author asks for, not names, labels or what a controller reports.
fn roots<'n, 't>(manifest: &Manifest<'n, 't>, managed: bool) -> Vec<(&'n Node<'t>, usize)> {
    const NOT_SPEC: [&str; 4] = ["apiVersion", "kind", "metadata", "status"];
    if managed {
        return each(manifest.node, &FOR_PROVIDER).into_iter().map(|node| (node, 0)).collect();
    }
    let entries = manifest.node.entries().iter().rev();
    let spec = entries.filter(|(key, _)| !NOT_SPEC.contains(&key.as_str().unwrap_or_default()));
    spec.map(|(_, value)| (value, 0)).collect()
}

/// Where the value of a field that says a place stands.
fn place_value(key: &str, value: &Node<'_>) -> Option<Span> {
    let is_topology = || facts::topology_label(key).is_some_and(|label| label.scale.is_some());
    if !facts::is_place_key(key) && !is_topology() {
        return None;
    }
    let scalar = text(value).map(|_| value.span);
    scalar.or_else(|| value.elements().iter().find_map(|e| text(e).map(|_| e.span)))
}

/// Whether an object is one of a custom resource.
pub(super) fn is_custom(manifest: &Manifest<'_, '_>) -> bool {
    let version = shared_text_at(manifest.node, &["apiVersion"]);
    version.is_some() && facts::is_namespaced(&manifest.group, &manifest.kind).is_none()
}
