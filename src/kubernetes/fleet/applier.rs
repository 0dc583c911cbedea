//! Objects that apply folders of a repository to clusters.

use super::super::fields::{text, text_at};
use super::super::manifest::Manifest;
use super::super::path::holders;
use super::Surroundings;
use super::facts::AppliedBy;
use super::home::Clusters;
use super::known::unknown;
use super::labels::is_open;
use super::parameters::{Filled, Parameters};
use super::tree::{Depth, Folder, path_of, repository};
use crate::model::{Because, Step, Why};
use crate::syntax::yaml::Node;

/// What one of them applies, and where.
pub(super) struct Applier {
    /// Index of the object.
    pub at: usize,
    /// What it applies.
    pub folders: Vec<Folder>,
    /// The clusters that it names.
    pub clusters: Clusters,
    /// Whether it applies to the cluster that it is in itself.
    pub is_own: bool,
}

/// The names by which the cluster that asks is known to itself.
const OWN: &str = "in-cluster";

/// What writers of secrets with the credentials of a cluster put after its name.
const SECRET: &str = "-kubeconfig";

/// Reads an object that applies folders, with these parameters filled in.
pub(super) fn read(
    at: usize,
    root: &Node<'_>,
    kind: AppliedBy,
    parameters: &Parameters,
    around: &Surroundings<'_, '_, '_>,
) -> Applier {
    let manifest = &around.manifests[at];
    let get = |node: &Node<'_>, path: &str| -> Option<Filled> {
        holders(node, path).0.iter().find_map(|holder| parameters.fill(holder.node))
    };
    let mut applier =
        Applier { at, folders: Vec::new(), clusters: Clusters::default(), is_own: false };
    for path in kind.sources.split(' ') {
        for holder in holders(root, path).0 {
            folders(holder.node, kind, parameters, around, manifest, &mut applier.folders);
        }
    }
    let name = get(root, kind.name);
    let server = get(root, kind.server);
    let secret = get(root, kind.secret);
    match (name, server, secret) {
        (Some(name), ..) if name.text == OWN && !around.register.has(OWN) => applier.is_own = true,
        (Some(name), ..) if is_open(&name.text) => applier.clusters = unknown(&name.text),
        (Some(name), ..) => applier.clusters = around.register.named(&name.text, &name.because),
        (None, Some(server), _) if is_open(&server.text) => {
            applier.clusters = unknown(&server.text);
        }
        (None, Some(server), _) => match around.register.at_server(&server.text, &server.because) {
            Some(clusters) => applier.clusters = clusters,
            None => applier.is_own = true,
        },
        (None, None, Some(secret)) => {
            let name = secret.text.strip_suffix(SECRET).unwrap_or(&secret.text);
            let name = if around.register.has(&secret.text) { &secret.text } else { name };
            applier.clusters = around.register.named(name, &secret.because);
        }
        (None, None, None) => selected(root, kind, around, &mut applier),
    }
    applier
}

/// The clusters that an object selects; where it does not, its own.
fn selected(
    root: &Node<'_>,
    kind: AppliedBy,
    around: &Surroundings<'_, '_, '_>,
    applier: &mut Applier,
) {
    let targets = holders(root, kind.targets).0;
    if kind.targets.is_empty() || targets.is_empty() {
        applier.is_own = true;
        return;
    }
    for target in targets {
        let because = [Because { span: target.node.span, step: Step::Destination }];
        if let Some(name) = text_at(target.node, &["clusterName"]) {
            applier.clusters.join(around.register.named(name, &because));
            continue;
        }
        let selector = target.node.get("clusterSelector");
        if selector.is_none() {
            applier.clusters.join(Clusters::unknown(Why::ClustersNotListed));
            continue;
        }
        applier.clusters.join(around.selected(selector, kind.registers, &because));
    }
}

/// The folders that a source names.
fn folders(
    source: &Node<'_>,
    kind: AppliedBy,
    parameters: &Parameters,
    around: &Surroundings<'_, '_, '_>,
    manifest: &Manifest<'_, '_>,
    found: &mut Vec<Folder>,
) {
    // What is not named has no name of its own, and is one all the same.
    let named = holders(source, kind.repository).0;
    let from = named.first().map(|holder| match holder.node.is_mapping() {
        true => source_of(holder.node, around, manifest),
        false => parameters.fill(holder.node).map(|url| repository(&url.text)).unwrap_or_default(),
    });
    for holder in holders(source, kind.folder).0 {
        let Some(folder) = parameters.fill(holder.node) else { continue };
        let Some(path) = path_of(&folder.text).filter(|path| !is_open(path)) else { continue };
        let is = |condition: &str| {
            condition.split_once('=').is_some_and(|(path, value)| {
                holders(source, path).0.iter().any(|holder| text(holder.node) == Some(value))
            })
        };
        let below = match kind.below {
            "unless-built" => !around.tree.is_built(&path),
            "always" => true,
            condition => {
                is(condition) || around.tree.folders.contains(&*format!("{path}/templates"))
            }
        };
        let depth = if below { Depth::Below } else { Depth::Here };
        found.push(Folder { repository: from.clone().unwrap_or_default(), path, depth });
    }
}

/// The repository that another object stands for: its address, else its name.
fn source_of(
    reference: &Node<'_>,
    around: &Surroundings<'_, '_, '_>,
    manifest: &Manifest<'_, '_>,
) -> String {
    let (kind, name) = (text_at(reference, &["kind"]), text_at(reference, &["name"]));
    let namespace = text_at(reference, &["namespace"]).or(manifest.namespace.as_deref());
    let (kind, name) = (kind.unwrap_or_default(), name.unwrap_or_default());
    let is_meant = |other: &&Manifest<'_, '_>| {
        &*other.kind == kind && &*other.name == name && other.namespace.as_deref() == namespace
    };
    let of_kind = around.by_kind.get(kind).map_or(&[][..], Vec::as_slice);
    let source = of_kind.iter().map(|at| &around.manifests[*at]).find(is_meant);
    match source.and_then(|source| text_at(source.node, &["spec", "url"])) {
        Some(url) if !is_open(url) => repository(url),
        _ => format!("{kind}/{}/{name}", namespace.unwrap_or_default()),
    }
}
