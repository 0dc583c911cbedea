//! Files that describe kustomizations: reading them, and what they name
//! (kustomize, `api/types/kustomization.go`).

use super::edit::{self, Budget, Tree};
use super::refused::{Refused, Result};
use super::texts::Texts;
use crate::model::Refusal;
use crate::source::{FileId, Span, directory};
use crate::syntax::yaml::{self, Node};

/// A kustomization.
#[derive(Clone, Debug)]
pub(super) struct Kustomization {
    /// Its folder.
    pub folder: String,
    pub root: Tree,
    /// Whether it is a part for others (`kind: Component`).
    pub is_component: bool,
}

/// What kustomizations may say, sorted.
const FIELDS: [&str; 34] = [
    "apiVersion",
    "bases",
    "buildMetadata",
    "commonAnnotations",
    "commonLabels",
    "components",
    "configMapGenerator",
    "configurations",
    "crds",
    "generatorOptions",
    "generators",
    "helmChartInflationGenerator",
    "helmCharts",
    "helmGlobals",
    "imageTags",
    "images",
    "kind",
    "labels",
    "metadata",
    "namePrefix",
    "nameSuffix",
    "namespace",
    "openapi",
    "patches",
    "patchesJson6902",
    "patchesStrategicMerge",
    "replacements",
    "replicas",
    "resources",
    "secretGenerator",
    "sortOptions",
    "transformers",
    "validators",
    "vars",
];

/// What a kustomization does with something that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Objects, or another kustomization, that it takes in.
    Resource,
    /// A part of its own kind.
    Component,
    /// A file that only it reads: a patch, the content of an entry, a setting.
    Setting,
}

/// The root of a text that is a kustomization of kustomize and not an object that is named like one.
pub fn root_of<'t>(file: FileId, text: &'t str) -> Option<Node<'t>> {
    let parsed = yaml::parse(file, text);
    let root = parsed.documents.into_iter().next()?.root;
    let version = root.get("apiVersion").and_then(|version| version.as_str());
    version.is_none_or(|version| version.starts_with("kustomize.config.k8s.io/")).then_some(root)
}

impl Kustomization {
    /// Reads one; nothing where it is something else.
    pub fn read(file: FileId, texts: &Texts<'_>, budget: &Budget) -> Option<Result<Kustomization>> {
        let parsed = yaml::parse(file, texts.text(file));
        if let Some(problem) = parsed.problems.first() {
            let span = problem.span.unwrap_or(Span::file_start(file));
            let path = texts.path(file).into();
            return Some(Err(Refused::new(span, Refusal::NoObjects { path })));
        }
        let root = root_of(file, texts.text(file))?;
        Some(edit::owned(&root, budget).and_then(|root| {
            let is_component = root.get("kind").and_then(Node::as_str) == Some("Component");
            let folder = directory(texts.path(file)).to_owned();
            let read = Kustomization { folder, root, is_component };
            read.fits()?;
            Ok(read)
        }))
    }

    fn fits(&self) -> Result<()> {
        if !self.root.is_mapping() {
            return Err(Refused::unfit(self.root.span, "kustomization"));
        }
        for (key, _) in self.root.entries() {
            let name = key.as_str().unwrap_or_default();
            if FIELDS.binary_search(&name).is_err() {
                return Err(Refused::unfit(key.span, name));
            }
        }
        Ok(())
    }

    /// The elements of a list.
    pub fn list(&self, field: &str) -> &[Tree] {
        self.root.get(field).map(|list| list.elements()).unwrap_or_default()
    }

    /// A text that is not empty.
    pub fn text(&self, field: &str) -> Option<(&str, Span)> {
        text_of(&self.root, field)
    }

    /// The texts of a list.
    pub fn texts(&self, field: &str) -> Result<Vec<(&str, Span)>> {
        let text = |node: &'_ Tree| (node.span, node.is_mapping() || !node.elements().is_empty());
        let wrong = self.list(field).iter().map(text).find(|(_, is_wrong)| *is_wrong);
        if let Some((span, _)) = wrong {
            return Err(Refused::unfit(span, field));
        }
        Ok(self.list(field).iter().filter_map(|node| Some((node.as_str()?, node.span))).collect())
    }

    /// Labels or annotations.
    pub fn pairs(&self, field: &str) -> Vec<(&str, &Tree)> {
        pairs_of(self.root.get(field))
    }
}

/// A text of a mapping that is not empty.
pub(super) fn text_of<'n>(node: &'n Node<'_>, field: &str) -> Option<(&'n str, Span)> {
    let value = node.get(field)?;
    let text = value.as_str().filter(|text| !text.is_empty())?;
    (!edit::is_null(value)).then_some((text, value.span))
}

/// Whether a field of a mapping says yes.
pub(super) fn is_set(node: &Node<'_>, field: &str) -> bool {
    node.get(field).and_then(Node::scalar) == Some(yaml::Scalar::Bool(true))
}

/// Keys and values of a mapping.
pub(super) fn pairs_of(node: Option<&Tree>) -> Vec<(&str, &Tree)> {
    let entries = node.map(|node| node.entries()).unwrap_or_default();
    entries.iter().filter_map(|(key, value)| Some((key.as_str()?, value))).collect()
}

/// Paths and addresses that a kustomization names, as written, and where. Texts that hold objects and patches
/// themselves are none.
pub fn names<'n>(root: &'n Node<'_>) -> Vec<(Use, &'n str, Span)> {
    let list = |field: &str| root.get(field).map(|list| list.elements()).unwrap_or_default();
    let mut found: Vec<(Use, &Node<'_>)> = Vec::new();
    for field in ["resources", "bases"] {
        found.extend(list(field).iter().map(|node| (Use::Resource, node)));
    }
    found.extend(list("components").iter().map(|node| (Use::Component, node)));
    for field in SETTINGS {
        found.extend(list(field).iter().map(|node| (Use::Setting, node)));
    }
    for field in ["patches", "patchesJson6902", "replacements"] {
        let paths = list(field).iter().filter_map(|node| node.get("path"));
        found.extend(paths.map(|node| (Use::Setting, node)));
    }
    found.extend(root.at(&["openapi", "path"]).map(|node| (Use::Setting, node)));
    for generator in GENERATORS.iter().flat_map(|field| list(field)) {
        let nodes = generator.get("env").into_iter();
        let nodes =
            nodes.chain(elements_at(generator, "envs")).chain(elements_at(generator, "files"));
        found.extend(nodes.map(|node| (Use::Setting, node)));
    }
    let path = |(how, node): (Use, &'n Node<'_>)| {
        let text = node.as_str()?;
        // A file of a generator may be given with the key that it has there.
        let text =
            text.split_once('=').filter(|_| how == Use::Setting).map_or(text, |(_, path)| path);
        let is_path = !text.is_empty() && !text.contains('\n') && !text.starts_with('{');
        is_path.then_some((how, text, node.span))
    };
    found.into_iter().filter_map(path).collect()
}

/// Fields with files that only a kustomization reads.
const SETTINGS: [&str; 6] =
    ["patchesStrategicMerge", "configurations", "crds", "generators", "transformers", "validators"];

const GENERATORS: [&str; 2] = ["configMapGenerator", "secretGenerator"];

fn elements_at<'n, 't>(node: &'n Node<'t>, field: &str) -> impl Iterator<Item = &'n Node<'t>> {
    node.get(field).map(|list| list.elements()).unwrap_or_default().iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_sorted() {
        assert!(FIELDS.is_sorted());
    }

    #[test]
    fn what_a_kustomization_names_is_found() {
        let text = "resources: [a.yaml, ../base]\ncomponents: [c]\npatches: [{path: p.yaml}, {patch: x}]\n\
                    configMapGenerator: [{name: n, files: [k=f.txt], env: e.env}]\n";
        let root = root_of(FileId::NONE, text).expect("a kustomization");
        let found: Vec<&str> = names(&root).into_iter().map(|(_, path, _)| path).collect();
        assert_eq!(found, ["a.yaml", "../base", "c", "p.yaml", "e.env", "f.txt"]);
    }

    #[test]
    fn objects_that_are_named_like_kustomizations_are_none() {
        let flux = "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n";
        assert!(root_of(FileId::NONE, flux).is_none());
        assert!(root_of(FileId::NONE, "resources: []\n").is_some());
    }
}
