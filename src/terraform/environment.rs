//! The environments of a root: the ways in which people run it, each resolved on its own.
//!
//! A policy declares them, or the variables files of the tree tell them: those that Terraform does not load by
//! itself are there to be named by a flag, one environment at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Modules;
use super::backend::BackendFile;
use super::deployment::{Declared, Deployment, Given, Settings};
use super::installed::Directories;
use super::module::Module;
use super::variables::VariablesFile;
use crate::source::{directory, file_name, is_within};
use crate::syntax::hcl::Attribute;

/// Most environments of one root that are told apart.
pub const MOST_ENVIRONMENTS: usize = 64;

/// Stems of files with what all environments have in common.
const COMMON: [&str; 8] =
    ["all", "base", "common", "default", "defaults", "global", "globals", "shared"];

/// Stems that do not tell an environment: the folder does.
const GENERIC: [&str; 6] = ["inputs", "main", "terraform", "tfvars", "variables", "vars"];

/// What tells the environments of roots.
pub struct Environments<'e> {
    /// Variables files by directory.
    pub files: &'e BTreeMap<String, Vec<VariablesFile>>,
    /// Files with arguments of backends.
    pub backends: &'e [BackendFile],
    /// What flags and the system set.
    pub settings: &'e Settings,
    /// Downloaded modules, by root.
    pub installed: &'e BTreeMap<Arc<str>, Arc<Directories>>,
    /// What the policy declares.
    pub declared: &'e [Declared],
}

/// The variables files that Terraform loads by itself, those that count less first.
pub(super) fn loaded_by_itself(files: &[VariablesFile]) -> Vec<&VariablesFile> {
    let mut loaded: Vec<_> = files.iter().filter_map(|file| Some((file.rank()?, file))).collect();
    loaded.sort_by_key(|(rank, _)| *rank);
    loaded.into_iter().map(|(_, file)| file).collect()
}

/// An environment that variables files tell.
struct Told<'e> {
    name: Arc<str>,
    /// Those that count less first.
    files: Vec<&'e VariablesFile>,
}

impl Environments<'_> {
    /// The deployments of all roots, in their order.
    pub fn deployments(&self, modules: &Modules, roots: &[Arc<str>]) -> Vec<Deployment> {
        let mut told = self.told(modules, roots);
        let mut backends = self.backend_files(modules, roots);
        let of_root = |root: &Arc<str>| {
            let mut deployments = self.of_root(root, told.remove(root).unwrap_or_default());
            self.set_backends(root, backends.remove(root).unwrap_or_default(), &mut deployments);
            deployments
        };
        roots.iter().flat_map(of_root).collect()
    }

    /// The files with arguments of backends, by the roots that have one: the nearest around the file, else those
    /// beside its folder.
    fn backend_files(
        &self,
        modules: &Modules,
        roots: &[Arc<str>],
    ) -> BTreeMap<Arc<str>, Vec<&BackendFile>> {
        let has_backend = |root: &&Arc<str>| {
            modules.get(*root).is_some_and(|module: &Module| module.backend.is_some())
        };
        let with_backend: Vec<&Arc<str>> = roots.iter().filter(has_backend).collect();
        let mut found: BTreeMap<Arc<str>, Vec<&BackendFile>> = BTreeMap::new();
        for file in self.backends {
            let folder = directory(&file.path);
            let around = with_backend.iter().filter(|root| is_within(folder, root));
            let beside = || with_backend.iter().filter(|root| is_within(root, directory(folder)));
            match around.max_by_key(|root| root.len()) {
                Some(root) => found.entry(Arc::clone(root)).or_default().push(file),
                None => {
                    beside().for_each(|root| found.entry(Arc::clone(root)).or_default().push(file))
                }
            }
        }
        found
    }

    /// Hands each file of a backend to the environment that it is for. Where nothing else tells environments apart,
    /// these files do.
    fn set_backends(
        &self,
        root: &Arc<str>,
        files: Vec<&BackendFile>,
        deployments: &mut Vec<Deployment>,
    ) {
        if !self.settings.backend.is_empty() {
            return;
        }
        let is_one = matches!(&deployments[..], [only] if only.environment.is_none());
        // What a policy declares is settled.
        let is_open: Vec<bool> = deployments.iter().map(|d| d.backend.is_empty()).collect();
        let (common, of_one): (Vec<_>, Vec<_>) = files
            .into_iter()
            .map(|file| (file, file.environment(root)))
            .partition(|(_, environment)| environment.is_none());
        let mut told: BTreeMap<Arc<str>, Deployment> = BTreeMap::new();
        for (file, environment) in common.into_iter().chain(of_one) {
            let values = || file.values.iter().cloned();
            if let Some(name) =
                environment.as_ref().filter(|_| is_one && is_within(&file.path, root))
            {
                let environment = environment.clone();
                let new = || Deployment { environment, ..deployments[0].clone() };
                told.entry(Arc::clone(name)).or_insert_with(new).backend.extend(values());
                continue;
            }
            for (deployment, _) in deployments.iter_mut().zip(&is_open).filter(|(_, open)| **open) {
                if environment.is_none() || deployment.environment == environment {
                    deployment.backend.extend(values());
                }
            }
        }
        if !told.is_empty() {
            *deployments = told.into_values().take(MOST_ENVIRONMENTS).collect();
        }
    }

    fn of_root(&self, root: &Arc<str>, told: Vec<&VariablesFile>) -> Vec<Deployment> {
        let base = self.base(root);
        let declared: Vec<&Declared> =
            self.declared.iter().filter(|declared| declared.is_about(root)).collect();
        if !declared.is_empty() {
            return declared.into_iter().map(|declared| self.declared(&base, declared)).collect();
        }
        if self.settings.has_file {
            return vec![self.finished(base)];
        }
        let environments = environments(root, &told);
        if environments.is_empty() {
            return vec![self.finished(base)];
        }
        let of_files = environments.into_iter().map(|told| {
            let mut deployment = Deployment { environment: Some(told.name), ..base.clone() };
            told.files.iter().for_each(|file| set(&mut deployment.values, file));
            self.finished(deployment)
        });
        // What Terraform loads by itself is a way of running it as well.
        let by_itself = self.own(root).first().map(|file| {
            let environment = Some(file_name(&file.path).into());
            self.finished(Deployment { environment, is_by_itself: true, ..base.clone() })
        });
        by_itself.into_iter().chain(of_files).collect()
    }

    /// What every environment of a root starts from.
    fn base(&self, root: &Arc<str>) -> Deployment {
        let mut values = self.settings.before.clone();
        self.own(root).into_iter().for_each(|file| set(&mut values, file));
        Deployment {
            root: Arc::clone(root),
            values,
            system: Arc::clone(&self.settings.system),
            workspace: self.settings.workspace.clone(),
            installed: self.installed.get(root).cloned().unwrap_or_default(),
            ..Deployment::default()
        }
    }

    /// The variables files that Terraform loads by itself.
    fn own(&self, root: &str) -> Vec<&VariablesFile> {
        self.files.get(root).map_or_else(Vec::new, |files| loaded_by_itself(files))
    }

    fn declared(&self, base: &Deployment, declared: &Declared) -> Deployment {
        let mut deployment =
            Deployment { environment: Some(Arc::clone(&declared.name)), ..base.clone() };
        declared.files.iter().for_each(|file| set(&mut deployment.values, file));
        deployment.values.extend(declared.values.clone());
        deployment.backend.clone_from(&declared.backend);
        if self.settings.workspace.is_none() {
            deployment.workspace.clone_from(&declared.workspace);
        }
        self.finished(deployment)
    }

    /// Flags count more than everything else.
    fn finished(&self, mut deployment: Deployment) -> Deployment {
        deployment.values.extend(self.settings.after.clone());
        deployment.backend.extend(self.settings.backend.iter().cloned());
        deployment
    }

    /// The variables files that a flag must name, by the root that they are for.
    fn told(
        &self,
        modules: &Modules,
        roots: &[Arc<str>],
    ) -> BTreeMap<Arc<str>, Vec<&VariablesFile>> {
        let known: BTreeSet<&str> = roots.iter().map(|root| &**root).collect();
        let mut told: BTreeMap<Arc<str>, Vec<&VariablesFile>> = BTreeMap::new();
        // What `terraform test` reads is no way of running a root.
        let is_of_tests = |folder: &str| file_name(folder) == "tests";
        for (folder, files) in self.files.iter().filter(|(folder, _)| !is_of_tests(folder)) {
            let is_module = modules.contains_key(folder.as_str());
            for file in files.iter().filter(|file| !is_module || file.rank().is_none()) {
                for root in roots_of(file, &known, modules) {
                    told.entry(root.into()).or_default().push(file);
                }
            }
        }
        told
    }
}

/// The roots that a variables file is for: the nearest around it where that has its variables, else every root
/// below its folder that has them all, else every one beside that.
fn roots_of<'r>(
    file: &VariablesFile,
    roots: &BTreeSet<&'r str>,
    modules: &'r Modules,
) -> Vec<&'r str> {
    let declares = |root: &str| {
        let module = modules.get(root);
        let has = |value: &&Arc<Attribute>| {
            module.is_some_and(|module: &Module| module.variables.contains_key(&value.name))
        };
        file.values.iter().filter(has).count()
    };
    let mut around = Some(file.folder());
    while let Some(folder) = around {
        if let Some(root) = roots.get(folder) {
            let is_for = declares(root) * 2 > file.values.len();
            return if is_for { vec![root] } else { Vec::new() };
        }
        // A module that is called: its variables come from its callers.
        if modules.contains_key(folder) {
            return Vec::new();
        }
        around = (!folder.is_empty()).then(|| directory(folder));
    }
    let has_all = |root: &&&str| !file.values.is_empty() && declares(root) == file.values.len();
    let within = |folder: &str| -> Vec<&'r str> {
        roots.iter().filter(|root| is_within(root, folder)).filter(has_all).copied().collect()
    };
    let below = within(file.folder());
    if below.is_empty() { within(directory(file.folder())) } else { below }
}

/// The environments that these variables files of one root tell, sorted by name.
fn environments<'e>(root: &str, files: &[&'e VariablesFile]) -> Vec<Told<'e>> {
    let (common, files): (Vec<_>, Vec<_>) =
        files.iter().copied().partition(|file| COMMON.contains(&file.stem()));
    if files.is_empty() {
        let told = |file: &'e VariablesFile| Told { name: file.stem().into(), files: vec![file] };
        return common.into_iter().map(told).collect();
    }
    let mut folders: BTreeMap<&str, Vec<&VariablesFile>> = BTreeMap::new();
    for file in files {
        folders.entry(file.folder()).or_default().push(file);
    }
    let mut told: Vec<Told<'e>> = Vec::new();
    for (folder, files) in folders {
        let before = || common.iter().copied().filter(|file| is_within(folder, file.folder()));
        // Files that set different variables make one environment together.
        if folder != root && files.len() > 1 && are_parts(&files) {
            let name = file_name(folder).into();
            told.push(Told { name, files: before().chain(files).collect() });
            continue;
        }
        for file in files {
            let files = before().chain([file]).collect();
            told.push(Told { name: name_of(file), files });
        }
    }
    tell_apart(&mut told);
    told.sort_by(|a, b| a.name.cmp(&b.name));
    told.truncate(MOST_ENVIRONMENTS);
    told
}

/// Whether no two of these files set the same variable.
fn are_parts(files: &[&VariablesFile]) -> bool {
    let mut seen = BTreeSet::new();
    files.iter().flat_map(|file| &file.values).all(|value| seen.insert(&value.name))
}

/// The environment that a file is for: its stem, or its folder where the stem tells nothing.
fn name_of(file: &VariablesFile) -> Arc<str> {
    let folder = file_name(file.folder());
    match GENERIC.contains(&file.stem()) && !folder.is_empty() {
        true => folder.into(),
        false => file.stem().into(),
    }
}

/// Gives environments of one name the folder of their file as well.
fn tell_apart(told: &mut [Told<'_>]) {
    let mut count: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    told.iter().for_each(|told| *count.entry(Arc::clone(&told.name)).or_default() += 1);
    for told in told.iter_mut().filter(|told| count[&told.name] > 1) {
        let folder = told.files.last().map_or("", |file| file.folder());
        let folder = if *told.name == *file_name(folder) { directory(folder) } else { folder };
        told.name = format!("{folder}/{}", told.name).into();
    }
}

pub(super) fn set(values: &mut BTreeMap<Arc<str>, Given>, file: &VariablesFile) {
    let given =
        |value: &Arc<Attribute>| (Arc::clone(&value.name), Given::Argument(Arc::clone(value)));
    values.extend(file.values.iter().map(given));
}
