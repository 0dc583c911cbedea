//! Modules as they are when a unit runs them: with the files beside its configuration and those that it writes.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use super::unit::{Unit, Units};
use crate::model::Why;
use crate::source::directory;
use crate::terraform::deployment::{Given, Settings};
use crate::terraform::module::Module;
use crate::terraform::variables::VariablesFile;
use crate::terraform::{Modules, environment};

/// What modules of units are put together from.
#[derive(Clone, Copy)]
pub struct Parts<'m> {
    /// Modules by directory.
    pub modules: &'m Modules,
    /// Variables files by directory.
    pub variables: &'m BTreeMap<String, Vec<VariablesFile>>,
    /// What is set from outside.
    pub settings: &'m Settings,
    /// Variables of the system, where a flag lets them count.
    pub system: Option<&'m BTreeMap<String, String>>,
}

/// A unit, with its module and variables once someone asks for them.
pub(in crate::terraform) struct Assembled<'m> {
    pub(super) unit: &'m Unit,
    pub(super) directory: Arc<str>,
    parts: Parts<'m>,
    module: OnceCell<Cow<'m, Module>>,
    values: OnceCell<BTreeMap<Arc<str>, Given>>,
}

/// The most units that one depends on, directly or not.
const MOST_UNITS: usize = 512;

/// A unit and those that it depends on, the nearest first where they are too many.
pub(super) fn assemble<'m>(
    units: &'m Units,
    config: &Arc<str>,
    parts: Parts<'m>,
) -> BTreeMap<Arc<str>, Assembled<'m>> {
    let mut reached: BTreeSet<&Arc<str>> = BTreeSet::new();
    let mut open = VecDeque::from([config]);
    let mut assembled = BTreeMap::new();
    while let Some(config) = open.pop_front() {
        let Some((config, unit)) = units.get_key_value(config) else { continue };
        if assembled.len() < MOST_UNITS && reached.insert(config) {
            open.extend(&unit.dependencies);
            assembled.insert(Arc::clone(config), Assembled::new(unit, parts));
        }
    }
    assembled
}

impl<'m> Assembled<'m> {
    fn new(unit: &'m Unit, parts: Parts<'m>) -> Assembled<'m> {
        let directory = unit.directory().into();
        Assembled { unit, directory, parts, module: OnceCell::new(), values: OnceCell::new() }
    }

    /// Its module, with everything that is written into it.
    pub(super) fn module(&self) -> &Module {
        self.module.get_or_init(|| {
            let modules = self.parts.modules;
            let mut module = match modules.get(&self.directory) {
                Some(module) => Cow::Borrowed(module),
                None => Cow::Owned(Module::default()),
            };
            // Terragrunt copies the files beside the configuration into the module.
            let is_apart = *self.directory != *self.unit.folder();
            if let Some(beside) = modules.get(self.unit.folder()).filter(|_| is_apart) {
                module.to_mut().add(beside);
            }
            for written in &self.unit.written {
                if let Some(body) = written.body() {
                    module.to_mut().write(&written.name, body.into_owned(), written.yields);
                }
            }
            module
        })
    }

    /// What variables files and the outside set.
    pub(in crate::terraform) fn values(&self) -> &BTreeMap<Arc<str>, Given> {
        self.values.get_or_init(|| {
            let mut values = self.parts.settings.before.clone();
            let files =
                |folder: &str| self.parts.variables.get(folder).map_or(&[][..], Vec::as_slice);
            for folder in BTreeSet::from([&*self.directory, self.unit.folder()]) {
                let loaded = environment::loaded_by_itself(files(folder));
                loaded.into_iter().for_each(|file| environment::set(&mut values, file));
            }
            for path in &self.unit.variables {
                let named = files(directory(path)).iter().filter(|file| file.path == *path);
                named.for_each(|file| environment::set(&mut values, file));
            }
            values.extend(self.parts.settings.after.clone());
            values
        })
    }

    /// Why a file that is written into the module cannot be told.
    pub(in crate::terraform) fn unread(&self) -> Option<&Why> {
        self.unit.written.iter().find_map(|written| written.content.as_ref().err())
    }
}
