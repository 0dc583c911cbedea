//! Modules that other programs downloaded: the list of `terraform init`, and a folder that a flag names.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::discover::{Tree, directory, is_within};
use crate::model::Problem;
use crate::terraform::installed::{self, Directories, Installed, LIST};
use crate::terraform::module_source::ModuleAddress;

/// What is known of downloaded modules.
#[derive(Default)]
pub(super) struct Downloaded {
    /// Path in the tree of the folder that a flag names.
    folder: Option<String>,
    /// Its list, where it is such a folder as `terraform init` makes.
    modules: Vec<Installed>,
    /// Folders of modules that lists name: none of them is a root.
    pub(super) folders: BTreeSet<Arc<str>>,
}

impl Downloaded {
    /// The folder that a flag names.
    pub(super) fn open(tree: &mut Tree, path: &str) -> Result<Downloaded, Problem> {
        let wrong = |error| {
            let message = format!("this folder of modules cannot be read: {error}");
            Problem::of_path(path, message)
        };
        let folder = tree.open_modules(path).map_err(wrong)?;
        let list = format!("{folder}/modules.json");
        let modules = match tree.exists(&list) {
            true => tree.read(&list).and_then(|text| installed::parse(&text)).map_err(wrong)?,
            false => Vec::new(),
        };
        Ok(Downloaded { folder: Some(folder), modules, folders: BTreeSet::new() })
    }

    /// The copy of a module in the folder that a flag names.
    pub(super) fn copy(&self, tree: &Tree, source: &str, version: Option<&str>) -> Option<String> {
        let folder = self.folder.as_ref()?;
        let address = ModuleAddress::of(source);
        let listed = installed::find(&self.modules, &address, version);
        let of_list = listed.and_then(|module| module.dir.strip_prefix(".terraform/modules/"));
        let candidates = of_list.map(str::to_owned).into_iter().chain(address.copies(version));
        // Symbolic links that lead out of the folder are not followed.
        { candidates }.find_map(|inner| tree.follow(folder, &inner))
    }

    /// Folders of the modules that `terraform init` downloaded for a root, as far as they are in the tree.
    pub(super) fn list(&mut self, tree: &Tree, root: &str) -> Result<Directories, Problem> {
        let path = if root.is_empty() { LIST.to_owned() } else { format!("{root}/{LIST}") };
        if !tree.exists(&path) {
            return Ok(Directories::new());
        }
        let parsed = tree.read(&path).and_then(|text| installed::parse(&text));
        let modules = parsed.map_err(|error| {
            let message = format!(
                "this list of downloaded modules cannot be read: {error}; run `terraform get` again"
            );
            Problem::of_path(&path, message)
        })?;
        // Downloads lie beside the list. One that names a folder elsewhere would hide that folder, a root perhaps.
        let beside = directory(&path);
        let folder = |module: Installed| {
            let folder = tree.follow(root, &module.dir)?;
            let is_download = folder != beside && is_within(&folder, beside);
            is_download.then(|| (module.key.into(), folder.into()))
        };
        let list: Directories = modules.into_iter().filter_map(folder).collect();
        self.folders.extend(list.values().cloned());
        Ok(list)
    }
}
