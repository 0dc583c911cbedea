//! The environments of a root: the ways in which people run it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::deployment::{Deployment, Given, Settings};
use super::installed::Directories;
use super::variables::VariablesFile;
use crate::syntax::hcl::Attribute;

/// The deployments of a root module.
pub fn deployments(
    root: &Arc<str>,
    files: &BTreeMap<String, Vec<VariablesFile>>,
    settings: &Settings,
    installed: Option<&Arc<Directories>>,
) -> Vec<Deployment> {
    let mut values = settings.before.clone();
    for file in loaded_by_itself(files.get(&**root).map_or(&[], Vec::as_slice)) {
        set(&mut values, file);
    }
    values.extend(settings.after.clone());
    vec![Deployment {
        root: Arc::clone(root),
        values,
        system: Arc::clone(&settings.system),
        workspace: settings.workspace.clone(),
        installed: installed.cloned().unwrap_or_default(),
        ..Deployment::default()
    }]
}

/// The variables files that Terraform loads by itself, those that count less first.
pub(super) fn loaded_by_itself(files: &[VariablesFile]) -> Vec<&VariablesFile> {
    let mut loaded: Vec<_> = files.iter().filter_map(|file| Some((file.rank()?, file))).collect();
    loaded.sort_by_key(|(rank, _)| *rank);
    loaded.into_iter().map(|(_, file)| file).collect()
}

pub(super) fn set(values: &mut BTreeMap<Arc<str>, Given>, file: &VariablesFile) {
    let given =
        |value: &Arc<Attribute>| (Arc::clone(&value.name), Given::Argument(Arc::clone(value)));
    values.extend(file.values.iter().map(given));
}
