//! Units of Terragrunt: their configuration files, and the modules and variables files that these lead to.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::Loader;
use crate::discover::{FileKind, FoundFile, Tree, directory};
use crate::model::Problem;
use crate::syntax::hcl;
use crate::terraform::terragrunt::config::Config;
use crate::terraform::terragrunt::{Look, Source, Unit, look};

impl Loader {
    /// Reads the units that the request asks about and those that they depend on.
    pub(super) fn follow_units(&mut self, tree: &Tree) {
        let asked: Vec<Arc<str>> = self
            .configs
            .iter()
            .filter(|file| file.kind == FileKind::Unit)
            .map(|file| file.path.as_str().into())
            .collect();
        if asked.is_empty() {
            return;
        }
        if !self.is_whole {
            self.configs.extend(configs_of(&tree.walk("").files).cloned());
        }
        self.read_configs(tree);
        let mut open = asked.clone();
        while !open.is_empty() {
            let found = self.look_at(tree, open);
            open = found.iter().flat_map(|unit| unit.dependencies.clone()).collect();
            self.add_units(tree, found);
            open.retain(|config| !self.looked.contains(config));
            open.sort();
            open.dedup();
        }
        self.loaded.deployed =
            asked.into_iter().filter(|config| self.loaded.units.contains_key(config)).collect();
    }

    /// Adds the units that run modules which say themselves where nothing lands.
    pub(super) fn add_units_of(
        &mut self,
        tree: &Tree,
        configs: Vec<FoundFile>,
        modules: &BTreeSet<String>,
    ) {
        self.configs.extend(configs);
        self.read_configs(tree);
        let open = self
            .configs
            .iter()
            .filter(|file| file.kind == FileKind::Unit)
            .map(|file| Arc::from(&*file.path));
        let open: Vec<Arc<str>> = open.filter(|config| !self.looked.contains(config)).collect();
        let runs = |unit: &Unit| matches!(&unit.source, Source::Folder(folder) if modules.contains(&**folder));
        let mut found: Vec<Unit> = self.look_at(tree, open);
        found.retain(runs);
        self.loaded.deployed.extend(found.iter().map(|unit| Arc::clone(&unit.config)));
        while !found.is_empty() {
            let mut open: Vec<Arc<str>> =
                found.iter().flat_map(|unit| unit.dependencies.clone()).collect();
            self.add_units(tree, found);
            open.retain(|config| !self.loaded.units.contains_key(config));
            found = self.look_at(tree, open);
        }
    }

    fn read_configs(&mut self, tree: &Tree) {
        let is_new = |file: &&FoundFile| self.loaded.configs.get(&file.path).is_none();
        let fresh: Vec<&FoundFile> = self.configs.iter().filter(is_new).collect();
        let texts: Vec<Result<String, String>> =
            fresh.par_iter().map(|file| tree.read(&file.path)).collect();
        let mut added = Vec::new();
        for (file, text) in fresh.into_iter().zip(texts) {
            match text {
                Ok(text) => added.push((file, self.loaded.sources.add(&file.path, text))),
                Err(error) if file.kind == FileKind::Unit => {
                    self.loaded.problems.push(Problem::of_path(&file.path, error))
                }
                // Nobody says that this is read at all.
                Err(_) => {}
            }
        }
        let sources = &self.loaded.sources;
        let parse = |(file, id): &(&FoundFile, _)| {
            let text = sources.file(*id).text();
            Config::new(&file.path, *id, text, hcl::parse(*id, text))
        };
        let parsed: Vec<Config> = added.par_iter().map(parse).collect();
        parsed.into_iter().for_each(|config| self.loaded.configs.add(config));
    }

    /// Works out what configurations run and write. Those that run nothing are parents of others.
    fn look_at(&mut self, tree: &Tree, open: Vec<Arc<str>>) -> Vec<Unit> {
        let configs = &self.loaded.configs;
        let system = self.loaded.system.as_ref();
        let open: Vec<Arc<str>> =
            open.into_iter().filter(|config| configs.get(config).is_some()).collect();
        let looks: Vec<Look> =
            open.par_iter().map(|config| look(configs, tree, system, config)).collect();
        let mut units = Vec::new();
        for (config, look) in open.into_iter().zip(looks) {
            let is_asked = self.loaded.in_scope(&config);
            self.looked.insert(config);
            let Some(mut unit) = look.unit else { continue };
            if let Source::Remote(source) = &unit.source
                && let Some(copy) = self.downloaded.copy(tree, &source.0, None)
            {
                unit.source = Source::Folder(copy.into());
            }
            let is_unit = unit.source != Source::Here || has_module(tree, unit.folder());
            if is_asked {
                self.loaded.problems.extend(look.problems);
                self.loaded.unresolved.extend(look.unresolved.into_iter().filter(|_| is_unit));
            }
            units.extend(is_unit.then_some(unit));
        }
        units
    }

    /// Reads the modules and variables files that units lead to.
    fn add_units(&mut self, tree: &Tree, units: Vec<Unit>) {
        let mut files = BTreeSet::new();
        for unit in units {
            let folders = match &unit.source {
                Source::Folder(folder) => vec![folder.to_string(), unit.folder().to_owned()],
                _ => vec![unit.folder().to_owned()],
            };
            let of_variables = unit.variables.iter().map(|path| directory(path).to_owned());
            for folder in folders.into_iter().chain(of_variables) {
                if self.listed.insert(folder.clone()) {
                    files.extend(tree.list(&folder).files);
                }
            }
            if let Source::Folder(folder) = &unit.source {
                self.sourced.insert(Arc::clone(folder));
            }
            self.sourced.insert(unit.folder().into());
            self.loaded.units.insert(Arc::clone(&unit.config), unit);
        }
        files.retain(|file| !file.kind.is_of_cluster());
        self.read(tree, files);
        self.follow_calls(tree);
    }
}

/// Whether Terragrunt may read a file.
pub(super) fn is_config(file: &FoundFile) -> bool {
    match file.kind {
        FileKind::Unit | FileKind::Hcl => true,
        FileKind::Backend => file.path.ends_with(".hcl"),
        _ => false,
    }
}

/// The files that Terragrunt may read.
pub(super) fn configs_of(files: &BTreeSet<FoundFile>) -> impl Iterator<Item = &FoundFile> {
    files.iter().filter(|file| is_config(file))
}

/// Whether a folder has files of a module.
pub(super) fn has_module(tree: &Tree, folder: &str) -> bool {
    tree.list(folder).files.iter().any(|file| file.kind == FileKind::Configuration)
}
