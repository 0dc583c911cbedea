//! Which module calls which: sources that lead to folders, and the roots that nobody calls.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::discover::{FileKind, FoundFile, Tree, directory};
use crate::source::FileId;
use crate::syntax::hcl::ExprKind;
use crate::syntax::json;
use crate::terraform::Modules;
use crate::terraform::module_source::is_local;

/// Pairs of a folder and one that it calls by a local source, read from the text of files that are not
/// loaded: parsing them all to find a few would cost too much.
pub(super) fn local_calls(
    tree: &Tree,
    files: &BTreeSet<FoundFile>,
    loaded: &BTreeSet<String>,
) -> Vec<(String, String)> {
    let is_open = |file: &&FoundFile| {
        file.kind == FileKind::Configuration && !loaded.contains(directory(&file.path))
    };
    files
        .par_iter()
        .filter(is_open)
        .flat_map_iter(|file| {
            let folder = directory(&file.path);
            let text = tree.read(&file.path).unwrap_or_default();
            let targets: Vec<String> = sources_of_calls(&file.path, &text)
                .iter()
                .filter(|source| is_local(source))
                .filter_map(|source| tree.follow(folder, source))
                .collect();
            targets.into_iter().map(move |target| (folder.to_owned(), target))
        })
        .collect()
}

/// What the calls of a file may name as their sources.
fn sources_of_calls(path: &str, text: &str) -> Vec<String> {
    if !path.ends_with(".json") {
        let lines = text.lines().filter_map(|line| line.trim_start().strip_prefix("source"));
        let sources =
            lines.filter_map(|rest| rest.trim_start().strip_prefix('=')?.split('"').nth(1));
        return sources.map(str::to_owned).collect();
    }
    let body = json::configuration(FileId::NONE, text).body;
    let sources = body.blocks("module").filter_map(|call| call.body.attribute("source"));
    let plain = sources.filter_map(|source| match &source.value.kind {
        ExprKind::String(text) => Some(text.to_string()),
        _ => None,
    });
    plain.collect()
}

/// Modules that no other calls, but for `downloaded` ones, whose callers are known by a list. Of modules that only
/// call one another in a circle, the first counts as a root, so that the circle is seen and reported.
pub(super) fn roots(modules: &Modules, downloaded: &BTreeSet<Arc<str>>) -> Vec<Arc<str>> {
    let called: BTreeSet<&str> = modules
        .iter()
        .flat_map(|(folder, module)| {
            let targets = module.calls.values().filter_map(|call| call.directory.as_deref());
            targets.filter(move |target| **target != **folder)
        })
        .collect();
    let is_called = |folder: &Arc<str>| called.contains(&**folder) || downloaded.contains(folder);
    let mut roots: BTreeSet<Arc<str>> =
        modules.keys().filter(|folder| !is_called(folder)).cloned().collect();
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    let known = roots.iter().chain(downloaded);
    known.for_each(|folder| reach(modules, folder, &mut reached));
    for folder in modules.keys() {
        if !reached.contains(&**folder) {
            roots.insert(Arc::clone(folder));
            reach(modules, folder, &mut reached);
        }
    }
    roots.into_iter().collect()
}

fn reach<'m>(modules: &'m Modules, from: &str, reached: &mut BTreeSet<&'m str>) {
    let mut open: Vec<&str> = vec![from];
    while let Some(folder) = open.pop() {
        let Some((folder, module)) = modules.get_key_value(folder) else { continue };
        if reached.insert(folder) {
            open.extend(module.calls.values().filter_map(|call| call.directory.as_deref()));
        }
    }
}
