//! Custom resources: Crossplane's managed resources, and a look into those nobody taught us.

use std::collections::HashSet;
use std::sync::Arc;

use super::Object;
use super::facts::{self, ManagedGroup, Scale};
use super::fields::{each, shared_text_at, text};
use super::manifest::{self, Manifest};
use super::site::{Say, Site, Word, of_values};
use crate::catalog::types::{LocationFrom, ResourceType, resource_type};
use crate::model::{Because, Holds, Labels, Step, Unresolved, Why};
use crate::source::Span;
use crate::syntax::yaml::Node;

const FOR_PROVIDER: [&str; 2] = ["spec", "forProvider"];
const PLACES: [(&str, Scale); 5] = [
    ("availabilityZone", Scale::Zone),
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
    let is_managed = managed && group.is_some();
    let mut mentions = mentions(manifest, group.as_ref().filter(|_| managed));
    let unread = mentions.extract_if(.., |mention| !is_managed || !mention.is_claim());
    // Words that are known are guessed at instead.
    let unread = unread.filter(|mention| is_managed || !mention.is_told());
    let type_name = manifest.type_name();
    let why = |mention: &Mention<'_, '_>| match is_managed {
        _ if mention.is_over_budget => Why::Budget,
        true => Why::NotSupported { what: mention.key.into() },
        false => Why::UnknownType { type_name: Arc::clone(&type_name) },
    };
    let unresolved = first_of_each(manifest, unread.map(|m| (m.span, why(&m))).collect());
    let object = group.filter(|_| managed);
    let object = object.and_then(|group| managed_resource(manifest, &group, &mentions));
    (object, unresolved)
}

/// Whether this is a managed resource of Crossplane.
pub(super) fn is_managed(manifest: &Manifest<'_, '_>) -> bool {
    let for_provider = each(manifest.node, &FOR_PROVIDER);
    for_provider.iter().any(|node| node.is_mapping())
        && facts::managed_group(&manifest.group).is_some()
}

fn first_of_each(manifest: &Manifest<'_, '_>, found: Vec<(Span, Why)>) -> Vec<Unresolved> {
    let resource = manifest.address();
    let report = |(span, why)| Unresolved { span, resource: Arc::clone(&resource), why };
    let mut found: Vec<Unresolved> = found.into_iter().map(report).collect();
    let mut seen = HashSet::new();
    found.sort();
    found.retain(|unresolved| seen.insert(unresolved.why.clone()));
    found
}

fn managed_resource(
    manifest: &Manifest<'_, '_>,
    group: &ManagedGroup,
    mentions: &[Mention<'_, '_>],
) -> Option<Object> {
    let kind = facts::managed_kind(&manifest.group, &manifest.kind)
        .or_else(|| facts::managed_kind(&group.group, &manifest.kind));
    let terraform_type = kind.as_ref().and_then(|kind| kind.terraform_type);
    let terraform_type = terraform_type.and_then(resource_type);
    let service = terraform_type.and_then(|t| t.service());
    let words = |key: &str, scale, value: &Node<'_>| -> Vec<Word> {
        let subject = Because { span: value.span, step: Step::Constraint };
        let text = place_text(value);
        text.map(|text| word(key, scale, group.provider, service, text, subject))
            .into_iter()
            .collect()
    };
    let mut says = Vec::new();
    for (field, scale) in PLACES.iter().filter(|(field, _)| !is_false(manifest, group, field)) {
        let values = each(manifest.node, &FOR_PROVIDER).into_iter().flat_map(|n| each(n, &[field]));
        says.extend(of_values(values.map(|value| words(field, *scale, value)).collect()));
    }
    let values = mentions.iter().flat_map(|m| m.values().map(|value| words(m.key, m.scale, value)));
    let copies: Vec<Word> = values.flatten().collect();
    if says.is_empty() && copies.is_empty() && group.is_global {
        return None;
    }
    if says.is_empty() {
        says.extend(terraform_type.and_then(|of| default_place(manifest.span, group.provider, of)));
    }
    let field = kind.as_ref().and_then(|kind| kind.places.split(',').next());
    let silent = match field {
        Some("") | None => Why::NoFact { type_name: manifest.type_name() },
        Some(field) => Why::NoLocation { argument: format!("spec.forProvider.{field}").into() },
    };
    let has_own = !says.is_empty() || field.is_some_and(|field| !field.is_empty());
    // What has no place of its own is where its copies are.
    says.extend(match has_own {
        _ if copies.is_empty() => None,
        true => Some(Say::Also(copies)),
        false => Some(Say::OneOf(copies)),
    });
    let class = terraform_type.map_or("", |t| t.class);
    let holds = terraform_type.map_or(Holds::Unknown, |t| t.holds);
    let mut object = Object::of(manifest, class, holds, Site { says, silent });
    object.labels = labels_and_tags(manifest);
    Some(object)
}

/// Its labels are the object's, its tags are the resource's: both say what it holds.
fn labels_and_tags(manifest: &Manifest<'_, '_>) -> Labels {
    let paths: [&[&str]; 3] = [
        &["metadata", "labels"],
        &["spec", "forProvider", "tags"],
        &["spec", "forProvider", "labels"],
    ];
    manifest::labels(&paths.map(|path| (manifest.node, path)))
}

fn is_false(manifest: &Manifest<'_, '_>, group: &ManagedGroup, field: &str) -> bool {
    let groups = [&*manifest.group, &*group.group];
    groups.iter().any(|group| facts::is_false_friend(group, &manifest.kind, field))
}

/// Where the provider puts a resource of this type that says nothing.
pub(super) fn default_place(
    span: Span,
    provider: &str,
    terraform_type: ResourceType,
) -> Option<Say> {
    let service = terraform_type.service();
    let subject = Because { span, step: Step::Subject };
    let place =
        |key, scale, place| Say::OneOf(vec![word(key, scale, provider, service, place, subject)]);
    if terraform_type.location_from().any(|way| way == LocationFrom::Global) {
        return Some(place("", Scale::Global, terraform_type.provider));
    }
    PLACES
        .iter()
        .find_map(|(field, scale)| Some(place(field, *scale, terraform_type.default_place(field)?)))
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

/// A field that says a place, somewhere inside an object.
struct Mention<'n, 't> {
    key: &'n str,
    scale: Scale,
    value: &'n Node<'t>,
    /// Its first value.
    span: Span,
    /// Whether it is inside of what speaks of copies.
    is_copy: bool,
    /// Whether nothing after it was looked at.
    is_over_budget: bool,
}

impl<'n, 't> Mention<'n, 't> {
    /// Whether the object is there: at its zones and at its copies. Other places it names may be
    /// those of what it talks to.
    fn is_claim(&self) -> bool {
        !self.is_over_budget && (self.is_copy || self.scale == Scale::Zone)
    }

    /// Whether its words are all those of some provider.
    fn is_told(&self) -> bool {
        let mut words = self.values().filter_map(place_text);
        !self.is_over_budget && words.all(|word| facts::place_word(word).is_some())
    }

    fn values(&self) -> impl Iterator<Item = &'n Node<'t>> + use<'n, 't> {
        std::iter::once(self.value).chain(self.value.elements())
    }
}

/// Parts of the names of fields and kinds that speak of copies.
const COPIES: [&str; 2] = ["replica", "geolocation"];

fn speaks_of_copies(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    COPIES.iter().any(|part| name.contains(part))
}

/// The places that an object names besides those at the top of a managed resource.
fn mentions<'n, 't>(
    manifest: &Manifest<'n, 't>,
    managed: Option<&ManagedGroup>,
) -> Vec<Mention<'n, 't>> {
    let is_copy = speaks_of_copies(&manifest.kind);
    let mut found = if managed.is_some() { Vec::new() } else { of_metadata(manifest) };
    let mut seen = HashSet::new();
    let roots = match managed {
        Some(_) => each(manifest.node, &FOR_PROVIDER),
        None => roots(manifest),
    };
    let mut open: Vec<_> = roots.into_iter().map(|node| (node, 0, is_copy)).collect();
    let mut steps = 0;
    while let Some((node, depth, is_copy)) = open.pop() {
        steps += 1;
        if steps > MOST_NODES || depth > DEEPEST {
            let (value, span) = (node, node.span);
            let scale = Scale::Region;
            found.push(Mention { key: "", scale, value, span, is_copy, is_over_budget: true });
            break;
        }
        if !seen.insert(std::ptr::from_ref(node.shared())) {
            continue;
        }
        for (key, value) in node.entries().iter().rev() {
            let key = key.as_str().unwrap_or_default();
            let is_own = depth == 0 && PLACES.iter().any(|(place, _)| *place == key);
            let is_false = match managed {
                Some(group) => is_own || is_false(manifest, group, key),
                None => facts::is_false_friend(&manifest.group, &manifest.kind, key),
            };
            let is_copy = is_copy || speaks_of_copies(key);
            found.extend(mention(key, value, is_copy).filter(|_| !is_false));
            open.push((value, depth + 1, is_copy));
        }
        open.extend(node.elements().iter().rev().map(|element| (element, depth + 1, is_copy)));
    }
    found
}

/// Fields beside the name: some kinds keep what they are asked for there.
fn of_metadata<'n, 't>(manifest: &Manifest<'n, 't>) -> Vec<Mention<'n, 't>> {
    let metadata = each(manifest.node, &["metadata"]).into_iter();
    let entries = metadata.flat_map(|node| node.entries());
    entries.filter_map(|(key, value)| mention(key.as_str()?, value, false)).collect()
}

/// What is looked into: what the author asks for, not names, labels or what a controller reports.
pub(super) fn roots<'n, 't>(manifest: &Manifest<'n, 't>) -> Vec<&'n Node<'t>> {
    const NOT_SPEC: [&str; 4] = ["apiVersion", "kind", "metadata", "status"];
    let entries = manifest.node.entries().iter().rev();
    let spec = entries.filter(|(key, _)| !NOT_SPEC.contains(&key.as_str().unwrap_or_default()));
    spec.map(|(_, value)| value).collect()
}

fn mention<'n, 't>(key: &'n str, value: &'n Node<'t>, is_copy: bool) -> Option<Mention<'n, 't>> {
    let of_label = || facts::topology_label(key).and_then(|label| label.scale);
    let scale = facts::place_key(key).or_else(of_label)?;
    let mut mention =
        Mention { key, scale, value, span: value.span, is_copy, is_over_budget: false };
    mention.span = mention.values().find(|value| place_text(value).is_some())?.span;
    Some(mention)
}

/// The text of a value that can name a place. A number is one of the zones of a region told elsewhere.
fn place_text<'n>(value: &'n Node<'_>) -> Option<&'n str> {
    text(value).filter(|text| text.contains(|c: char| c.is_alphabetic() || c == '$'))
}

/// Whether an object is one of a custom resource.
pub(super) fn is_custom(manifest: &Manifest<'_, '_>) -> bool {
    let version = shared_text_at(manifest.node, &["apiVersion"]);
    version.is_some() && facts::is_namespaced(&manifest.group, &manifest.kind).is_none()
}
