//! Files with values that lie around roots: variables files and arguments of backends. Which root such a file is for is
//! told by where it lies ([`crate::terraform::environment`]); so a root that a path names needs those that lie around
//! it, and a path that names such a file is about the roots that it is for.

use std::collections::{BTreeMap, BTreeSet};

use super::units::has_module;
use super::{Loader, calls};
use crate::discover::{FileKind, FoundFile, Tree, Walk, directory, is_within};

/// What a file with values is about.
pub(super) enum Home {
    /// The module in this folder, the nearest around it.
    Module(String),
    /// The roots in this folder: none is around it.
    Below(String),
}

impl Home {
    /// What the file at this path is about.
    pub(super) fn of(tree: &Tree, path: &str) -> Home {
        let folder = directory(path);
        match folders_around(folder).find(|around| has_module(tree, around)) {
            Some(around) => Home::Module(around.to_owned()),
            None => Home::Below(directory(folder).to_owned()),
        }
    }
}

impl Loader {
    /// Reads the files with values that may be for roots which were not found by walking the whole tree, and the
    /// modules that such a file may be for instead.
    pub(super) fn add_values_around(&mut self, tree: &Tree) {
        let roots: Vec<String> = calls::roots(&self.loaded.modules, &self.downloaded.folders)
            .into_iter()
            .filter(|root| !self.sourced.contains(root) && **root != *super::STDIN)
            .map(|root| root.to_string())
            .collect();
        let mut around = Around { tree, has_module: BTreeMap::new() };
        let mut values = around.values(&roots);
        let mut fresh: BTreeSet<String> = BTreeSet::new();
        values.retain(|file| {
            let folder = directory(&file.path);
            if self.listed.contains(folder) {
                return false;
            }
            let is_open = |around: &str| !self.loaded.modules.contains_key(around);
            match file.kind {
                // A root without a backend lets it pass.
                FileKind::Backend => {
                    let modules = around.modules(folder);
                    fresh.extend(modules.into_iter().filter(|around| is_open(around)));
                    true
                }
                _ => match around.modules(folder).first() {
                    Some(nearest) => !is_open(nearest),
                    None => {
                        let is_beside = |root: &String| !is_within(root, folder);
                        if roots.iter().any(is_beside) {
                            fresh.extend(around.modules_below(folder));
                        }
                        true
                    }
                },
            }
        });
        fresh.retain(|folder| self.listed.insert(folder.clone()));
        let files = fresh.iter().flat_map(|folder| tree.list(folder).files);
        self.read(tree, files.filter(|file| !file.kind.is_of_cluster()).collect());
        self.follow_calls(tree);
        values.retain(|file| !self.listed.contains(directory(&file.path)));
        self.read(tree, values);
    }
}

/// What lies around roots; which folders have a module is looked up once.
struct Around<'t> {
    tree: &'t Tree,
    has_module: BTreeMap<String, bool>,
}

impl Around<'_> {
    /// The files with values in and below these roots, in the folders around them, and in those beside them.
    fn values(&self, roots: &[String]) -> BTreeSet<FoundFile> {
        let mut values = BTreeSet::new();
        let mut add = |walk: Walk| {
            let is_value =
                |file: &FoundFile| matches!(file.kind, FileKind::Variables | FileKind::Backend);
            values.extend(walk.files.into_iter().filter(is_value));
        };
        let mut walked: Option<&String> = None;
        let mut looked: BTreeSet<&str> = BTreeSet::new();
        // Sorted: those below a root follow it.
        for root in roots {
            if walked.is_none_or(|walked| !is_within(root, walked)) {
                walked = Some(root);
                add(self.tree.walk(root));
            }
            let outer = folders_around(root).skip(1).take_while(|folder| looked.insert(folder));
            outer.for_each(|folder| add(self.tree.walk_levels(folder, 1)));
        }
        values
    }

    /// The folders around this one that have a module, itself among them, the nearest first.
    fn modules(&mut self, folder: &str) -> Vec<String> {
        let has = |around: &&str| {
            if let Some(known) = self.has_module.get(*around) {
                return *known;
            }
            let found = has_module(self.tree, around);
            self.has_module.insert((*around).to_owned(), found);
            found
        };
        folders_around(folder).filter(has).map(str::to_owned).collect()
    }

    /// The folders below this one that have a module.
    fn modules_below(&self, folder: &str) -> impl Iterator<Item = String> {
        let files = self.tree.walk(folder).files.into_iter();
        files
            .filter(|file| file.kind == FileKind::Configuration)
            .map(|file| directory(&file.path).to_owned())
    }
}

/// A folder and those around it, up to the root of the tree.
fn folders_around(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |folder| {
        let folder: &str = folder;
        (!folder.is_empty()).then(|| directory(folder))
    })
}
