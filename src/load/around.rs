//! What the tree tells of the places of manifests besides them: clusters and what goes to which, volumes and their
//! classes, and Terraform that declares the stores and clusters that they name.

use std::collections::{BTreeSet, HashSet};

use rayon::prelude::*;

use super::{Loader, STDIN};
use crate::catalog::names;
use crate::discover::{FileKind, FoundFile, Tree, Walk, directory, file_name};
use crate::kubernetes::kustomize::NAMES;
use crate::kubernetes::tells_places;

impl Loader {
    /// A manifest alone does not say which cluster it goes to, nor where the stores are that it names: what is around it
    /// may. What is wrong there is not asked about.
    pub(super) fn add_around(&mut self, tree: &Tree) {
        // What comes in on standard input may be of another tree.
        let is_asked = |path: &str| path != STDIN && self.loaded.in_scope(path);
        let sources = &self.loaded.sources;
        if !self.loaded.yaml.iter().any(|id| is_asked(sources.file(*id).path())) {
            return;
        }
        let (problems, unresolved) = (self.loaded.problems.len(), self.loaded.unresolved.len());
        let everything = tree.walk("");
        self.add_manifests(tree, &everything);
        self.add_names(tree, everything);
        self.loaded.problems.truncate(problems);
        self.loaded.unresolved.truncate(unresolved);
    }

    fn add_manifests(&mut self, tree: &Tree, everything: &Walk) {
        let known: HashSet<&str> =
            self.loaded.sources.iter().map(|(_, file)| file.path()).collect();
        let tells = |file: &&FoundFile| {
            file.kind == FileKind::Yaml
                && !known.contains(&*file.path)
                && !NAMES.contains(&file_name(&file.path))
                && tree.read(&file.path).is_ok_and(|text| tells_places(&text))
        };
        let files: Vec<&FoundFile> = everything.files.par_iter().filter(tells).collect();
        let files = files.into_iter().cloned().collect();
        self.read(tree, files);
    }

    fn add_names(&mut self, tree: &Tree, everything: Walk) {
        let declares = |file: &&FoundFile| {
            file.kind == FileKind::Configuration
                && !self.listed.contains(directory(&file.path))
                && tree.read(&file.path).is_ok_and(|text| declares_name(&text))
        };
        let files: Vec<&FoundFile> = everything.files.par_iter().filter(declares).collect();
        let folders: BTreeSet<String> =
            files.iter().map(|file| directory(&file.path).to_owned()).collect();
        if folders.is_empty() {
            return;
        }
        self.listed.extend(folders.iter().cloned());
        let of_folder = |file: &&FoundFile| {
            !file.kind.is_of_cluster() && folders.contains(directory(&file.path))
        };
        let files = everything.files.iter().filter(of_folder).cloned().collect();
        self.read(tree, files);
        self.follow_calls(tree);
        let is_alone = |folder: &&String| {
            let module = self.loaded.modules.get(folder.as_str());
            module.is_some_and(|module| !module.configures_providers())
        };
        let alone: BTreeSet<String> = folders.iter().filter(is_alone).cloned().collect();
        self.add_callers_of(tree, alone, everything);
    }
}

/// Whether a configuration declares a resource that others find by its name.
fn declares_name(text: &str) -> bool {
    text.split('"').any(|word| word.contains('_') && names::name(word).is_some())
}
