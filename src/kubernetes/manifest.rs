//! Documents to objects: who they are.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::facts;
use super::fields::{any_is, each, elements, shared_text_at, text, text_at};
use super::path::holders;
use super::{Input, Resolution};
use crate::model::{Labels, Unresolved, Why};
use crate::source::Span;
use crate::syntax::yaml::Node;

/// One object of a document.
pub(super) struct Manifest<'n, 't> {
    /// Its root.
    pub node: &'n Node<'t>,
    /// Path of its file.
    pub path: &'n str,
    /// API group; empty for the core group.
    pub group: Arc<str>,
    /// Its kind.
    pub kind: Arc<str>,
    /// Its namespace; nothing for what lives outside of namespaces.
    pub namespace: Option<Arc<str>>,
    /// Its name, or its `generateName` with `*`.
    pub name: Arc<str>,
    /// Its name as written, else its kind.
    pub span: Span,
}

/// The most objects of one document, and the deepest nesting of lists in one another. Aliases can
/// make a small document many objects.
const MOST_OBJECTS: usize = 50_000;
const DEEPEST_LIST: usize = 4;

/// A node that may be an object, and what it has of the list that it is in.
struct Open<'n, 't> {
    node: &'n Node<'t>,
    version: Option<Arc<str>>,
    kind: Option<Arc<str>>,
    depth: usize,
}

/// The objects of a document; lists give theirs, and objects that hold manifests give those as well. What is no object
/// gives nothing.
pub(super) fn read<'n, 't>(
    input: &Input<'n, 't>,
    manifests: &mut Vec<Manifest<'n, 't>>,
    resolution: &mut Resolution,
) {
    let limit = manifests.len() + MOST_OBJECTS;
    let root = Open { node: &input.document.root, version: None, kind: None, depth: 0 };
    let mut open = vec![root];
    while let Some(Open { node, version, kind, depth }) = open.pop() {
        let version = shared_text_at(node, &["apiVersion"]).or(version);
        let kind = shared_text_at(node, &["kind"]).or(kind);
        let (Some(version), Some(kind)) = (version, kind) else { continue };
        let item = kind.strip_suffix("List").filter(|_| node.get("items").is_some());
        let inside = match item {
            Some(item) => {
                let kind: Option<Arc<str>> = (!item.is_empty()).then(|| item.into());
                let items = elements_with_repeats(node).into_iter();
                let of_list = |node| {
                    let (version, kind) = (Some(Arc::clone(&version)), kind.clone());
                    Open { node, version, kind, depth: depth + 1 }
                };
                items.map(of_list).collect()
            }
            None => {
                let manifest = identify(node, input.path, &version, &kind);
                let inside = contained(&manifest, depth);
                manifests.push(manifest);
                inside
            }
        };
        let is_too_deep = depth == DEEPEST_LIST && (item.is_some() || !inside.is_empty());
        if is_too_deep || manifests.len() + open.len() + inside.len() > limit {
            let resource = format!("{kind} in {}", input.path).into();
            resolution.unresolved.push(Unresolved { span: node.span, resource, why: Why::Budget });
            continue;
        }
        // The stack turns them round.
        open.extend(inside.into_iter().rev());
    }
}

/// The manifests that an object holds.
fn contained<'n, 't>(manifest: &Manifest<'n, 't>, depth: usize) -> Vec<Open<'n, 't>> {
    let paths = facts::contained(&manifest.group, &manifest.kind);
    let nodes = paths.flat_map(|path| holders(manifest.node, path).0);
    let open = |node| Open { node, version: None, kind: None, depth: depth + 1 };
    nodes.map(|holder| open(holder.node)).collect()
}

fn elements_with_repeats<'n, 't>(node: &'n Node<'t>) -> Vec<&'n Node<'t>> {
    each(node, &["items"]).into_iter().flat_map(|items| items.elements()).collect()
}

fn identify<'n, 't>(
    node: &'n Node<'t>,
    path: &'n str,
    version: &str,
    kind: &Arc<str>,
) -> Manifest<'n, 't> {
    let group = version.rsplit_once('/').map_or("", |(group, _)| group);
    let named = text_at(node, &["metadata", "name"]).map(Arc::from);
    let generated = || Some(format!("{}*", text_at(node, &["metadata", "generateName"])?).into());
    let written = shared_text_at(node, &["metadata", "namespace"]);
    let namespace = match facts::is_namespaced(group, kind) {
        Some(true) => written.or_else(|| Some("default".into())),
        Some(false) => None,
        None => written,
    };
    let name_node = node.at(&["metadata", "name"]).or(node.at(&["metadata", "generateName"]));
    Manifest {
        node,
        path,
        group: group.into(),
        kind: Arc::clone(kind),
        namespace,
        name: named.or_else(generated).unwrap_or_else(|| "?".into()),
        span: name_node.or(node.get("kind")).unwrap_or(node).span,
    }
}

impl Manifest<'_, '_> {
    /// Whether it is of this built-in kind.
    pub fn is(&self, group: &str, kind: &str) -> bool {
        &*self.kind == kind && &*self.group == group
    }

    /// `Kind.group`, the kind alone in the core group.
    pub fn type_name(&self) -> Arc<str> {
        match &*self.group {
            "" => Arc::clone(&self.kind),
            group => format!("{}.{group}", self.kind).into(),
        }
    }

    /// `Kind/namespace/name`; kinds that are not built in carry their group.
    pub fn address(&self) -> Arc<str> {
        let is_built_in = facts::is_namespaced(&self.group, &self.kind).is_some();
        let kind = if is_built_in { Arc::clone(&self.kind) } else { self.type_name() };
        address(&kind, self.namespace.as_deref(), &self.name)
    }

    /// Its labels.
    pub fn labels(&self) -> Labels {
        labels(&[(self.node, &["metadata", "labels"])])
    }

    /// Whether an annotation says `true`.
    pub fn is_annotated(&self, key: &str) -> bool {
        any_is(self.node, &["metadata", "annotations", key], "true")
    }
}

/// An address in the form of the interfaces.
pub(super) fn address(kind: &str, namespace: Option<&str>, name: &str) -> Arc<str> {
    format!("{kind}/{}/{name}", namespace.unwrap_or("-")).into()
}

/// The labels in the maps at these paths. A key whose value is no text has an unknown value.
pub(super) fn labels(paths: &[(&Node<'_>, &[&str])]) -> Labels {
    let mut known: BTreeMap<Arc<str>, Vec<Arc<str>>> = BTreeMap::new();
    let maps = paths.iter().flat_map(|(node, path)| each(node, path));
    for (key, value) in maps.flat_map(|map| map.entries()) {
        let Some(key) = key.as_str() else { continue };
        let values = known.entry(key.into()).or_default();
        if let Some(text) = text(value).map(Arc::from)
            && !values.contains(&text)
        {
            values.push(text);
        }
    }
    Labels { known, open: false }
}

/// The values of a field that names another object, each once with where it stands.
pub(super) fn references<'n>(node: &'n Node<'_>, path: &[&str]) -> Vec<(&'n str, Span)> {
    each(node, path).into_iter().filter_map(|node| Some((text(node)?, node.span))).collect()
}

/// The templates of claims in a StatefulSet.
pub(super) fn claim_templates<'n, 't>(set: &'n Node<'t>) -> Vec<&'n Node<'t>> {
    elements(set, &["spec", "volumeClaimTemplates"])
}
