//! Kustomizations of the tree: those that take in what is checked, and what they name.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::Loader;
use crate::discover::{FileKind, FoundFile, Tree, directory, file_name, is_within};
use crate::kubernetes::kustomize::{NAMES, Use, joined, names, root_of};
use crate::model::{Unresolved, Why};
use crate::source::{FileId, Span};

/// Most kustomizations of a tree that are looked at for those that take in a file.
const MOST_LOOKED_AT: usize = 20_000;

impl Loader {
    /// Reads what kustomizations name, and what the kustomizations among that name, until nothing is new.
    pub(super) fn follow_kustomizations(&mut self, tree: &Tree) {
        let mut known: HashSet<String> =
            self.loaded.sources.iter().map(|(_, file)| file.path().to_owned()).collect();
        let mut next = 0;
        while next < self.loaded.sources.len() {
            let mut files = BTreeSet::new();
            for (id, file) in self.loaded.sources.iter().skip(next) {
                if NAMES.contains(&file_name(file.path())) {
                    let named = named_by(id, file.text(), directory(file.path()));
                    files.extend(named.iter().flat_map(|(how, path)| found(tree, *how, path)));
                }
            }
            next = self.loaded.sources.len();
            files.retain(|file| known.insert(file.path.clone()));
            let unread: Vec<String> = files.iter().map(|file| file.path.clone()).collect();
            let before = self.loaded.problems.len();
            self.read(tree, files);
            // That a file cannot be read is told by the kustomization that names it.
            let is_told = |path: &str| unread.iter().any(|unread| unread == path);
            let mut at = 0;
            self.loaded.problems.retain(|problem| {
                at += 1;
                at <= before || !is_told(&problem.path)
            });
        }
    }

    /// Notes that nothing is seen of a file that a kustomization puts into an object.
    pub(super) fn add_unread(&mut self, path: &str) {
        let span = Span::file_start(self.loaded.sources.add(path, ""));
        let why = Why::NotSupported { what: "content that is no text".into() };
        self.loaded.unresolved.push(Unresolved { span, resource: path.into(), why });
    }

    /// A file or folder alone does not say what a cluster sees: the kustomizations that take it in do.
    pub(super) fn add_kustomizations_around(&mut self, tree: &Tree) {
        if self.loaded.yaml.is_empty() {
            return;
        }
        let mut takers: HashMap<String, Vec<String>> = HashMap::new();
        let everything = tree.walk("").files.into_iter();
        let descriptions = everything.filter(|file| NAMES.contains(&file_name(&file.path)));
        for file in descriptions.take(MOST_LOOKED_AT) {
            let Ok(text) = tree.read(&file.path) else { continue };
            for (_, path) in named_by(FileId::NONE, &text, directory(&file.path)) {
                takers.entry(path).or_default().push(file.path.clone());
            }
        }
        let scope = self.loaded.scope.clone();
        let is_inside = |path: &str| scope.iter().any(|scope| is_within(path, scope));
        let mut open: Vec<String> = takers.keys().filter(|path| is_inside(path)).cloned().collect();
        // A folder is taken in by its name, whatever of it is checked.
        open.extend(scope.iter().map(|path| directory(path).to_owned()));
        open.extend(scope.iter().cloned());
        let known: HashSet<String> =
            self.loaded.sources.iter().map(|(_, file)| file.path().to_owned()).collect();
        let mut files = BTreeSet::new();
        let mut seen = HashSet::new();
        while let Some(path) = open.pop() {
            for taker in takers.get(&path).into_iter().flatten() {
                if seen.insert(taker.clone()) {
                    open.push(directory(taker).to_owned());
                    files.insert(FoundFile { path: taker.clone(), kind: FileKind::Yaml });
                }
            }
        }
        files.retain(|file| !known.contains(&file.path));
        self.read(tree, files);
    }
}

/// Paths in the tree that a kustomization names, and what for.
fn named_by(id: FileId, text: &str, folder: &str) -> Vec<(Use, String)> {
    let Some(root) = root_of(id, text) else { return Vec::new() };
    let named = names(&root).into_iter();
    named.filter_map(|(how, path, _)| Some((how, joined(folder, path)?))).collect()
}

/// The file that a path leads to: a folder leads to the description of its kustomization.
fn found(tree: &Tree, how: Use, path: &str) -> Vec<FoundFile> {
    let kind = if how == Use::Setting { FileKind::Content } else { FileKind::Yaml };
    if !tree.is_dir(path) {
        let is_there = tree.exists(path);
        return is_there.then(|| FoundFile { path: path.to_owned(), kind }).into_iter().collect();
    }
    let paths = NAMES.iter().filter_map(|name| joined(path, name));
    paths
        .filter(|path| tree.exists(path))
        .map(|path| FoundFile { path, kind: FileKind::Yaml })
        .collect()
}
