//! Kustomize, as `kubectl kustomize` builds: bases, components, generators, patches, replacements.
//!
//! What is built is what a cluster sees, and what is judged. Every part of it keeps the span that it came from.
//! What is kept elsewhere is told and never fetched; a kustomization that is refused is told, and its files are
//! read as they are.

mod build;
mod configuration;
mod edit;
mod facts;
mod field_spec;
mod generate;
mod json_patch;
mod kustomization;
mod location;
mod merge;
mod name_hash;
mod objects;
mod patch;
mod reference;
mod refused;
mod replacement;
mod resource;
mod selector;
mod texts;
mod transform;
mod variable;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

pub use kustomization::{Use, names, root_of};
pub use texts::{NAMES, is_elsewhere, joined};

use crate::model::{Unresolved, Why};
use crate::source::{FileId, Sources, file_name};
use crate::syntax::yaml::Document;
use build::Build;
use edit::Budget;
use kustomization::Kustomization;
use refused::Refused;
use texts::Texts;

/// What the kustomizations of a run are built to.
#[derive(Debug, Default)]
pub struct Builds {
    /// The objects of each kustomization that no other takes in, by the path of its file.
    pub built: BTreeMap<String, Vec<Document<'static>>>,
    /// Files that say nothing by themselves: what was built is read instead.
    pub used: HashSet<FileId>,
    /// What is refused or left out.
    pub unresolved: Vec<Unresolved>,
}

/// Builds every kustomization among the files that no other one takes in.
pub fn build(sources: &Sources) -> Builds {
    let mut builds = Builds::default();
    if !sources.iter().any(|(_, file)| NAMES.contains(&file_name(file.path()))) {
        return builds;
    }
    let texts = Texts::new(sources);
    let budget = Budget::default();
    let mut read = HashMap::new();
    for (id, file) in sources.iter().filter(|(_, file)| NAMES.contains(&file_name(file.path()))) {
        match Kustomization::read(id, &texts, &budget) {
            Some(Ok(kustomization)) => drop(read.insert(id, kustomization)),
            Some(Err(refused)) => builds.refuse(file.path(), refused),
            None => continue,
        }
        builds.used.insert(id);
    }
    builds.use_settings(&read, &texts);
    for root in roots(&read, &texts) {
        let mut build = Build::new(&texts, &budget, &read);
        let path = texts.path(root);
        match build.run(root) {
            Ok(resources) => {
                let document = |resource: resource::Resource| Document {
                    root: resource.tree,
                    repeated_keys: Vec::new(),
                };
                builds.built.insert(path.to_owned(), resources.into_iter().map(document).collect());
                builds.used.extend(build.taken);
            }
            Err(refused) => builds.refuse(path, refused),
        }
        build.left_out.into_iter().for_each(|refused| builds.refuse(path, refused));
    }
    builds
}

impl Builds {
    fn refuse(&mut self, path: &str, refused: Refused) {
        let Refused { span, refusal } = refused;
        let why = Why::NotBuilt { refusal };
        self.unresolved.push(Unresolved { span, resource: path.into(), why });
    }

    /// Patches, contents and settings are parts of objects, and none themselves.
    fn use_settings(&mut self, read: &HashMap<FileId, Kustomization>, texts: &Texts<'_>) {
        for from in read.values() {
            let settings = names(&from.root).into_iter().filter(|(how, ..)| *how == Use::Setting);
            let paths = settings.filter_map(|(_, path, _)| joined(&from.folder, path));
            self.used.extend(paths.filter_map(|path| texts.file(&path)));
        }
    }
}

/// Kustomizations that no other one takes in, sorted by path. In a circle none is, and one stands for it.
fn roots(read: &HashMap<FileId, Kustomization>, texts: &Texts<'_>) -> Vec<FileId> {
    let uses: HashMap<FileId, Vec<FileId>> =
        read.iter().map(|(id, from)| (*id, build::uses(from, texts))).collect();
    let used: HashSet<FileId> = uses.values().flatten().copied().collect();
    let mut left: BTreeSet<(&str, FileId)> = read.keys().map(|id| (texts.path(*id), *id)).collect();
    let is_component = |id: &FileId| read.get(id).is_some_and(|from| from.is_component);
    let mut roots: Vec<FileId> =
        left.iter().map(|(_, id)| *id).filter(|id| !used.contains(id)).collect();
    roots.retain(|id| !is_component(id));
    let mut seen: HashSet<FileId> = HashSet::new();
    let mut next = 0;
    loop {
        let mut open: Vec<FileId> = roots[next..].to_vec();
        next = roots.len();
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                open.extend(uses.get(&id).into_iter().flatten());
            }
        }
        left.retain(|(_, id)| !seen.contains(id) && !is_component(id));
        match left.first() {
            Some((_, id)) => roots.push(*id),
            None => return roots,
        }
    }
}
