//! Plans and states among the files, and the roots that they were made of.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::{Loader, STDIN};
use crate::discover::{ARCHIVE, FileKind, FoundFile, Tree, directory};
use crate::kubernetes::is_manifest_start;
use crate::model::{Problem, Unresolved, Why};
use crate::source::{FileId, Span};
use crate::syntax::json;
use crate::terraform::module::Module;
use crate::terraform::plan::{Declared, Plan, declared_by, likeness, looks_like_plan};

/// A plan or state that was read.
#[derive(Clone, Debug)]
pub struct LoadedPlan {
    /// Its text.
    pub file: FileId,
    /// Directory of the root that it was made of, where that is in the tree.
    pub root: Option<Arc<str>>,
}

/// The least likeness of a plan and its root: code moves on after a plan is made.
const LEAST_LIKENESS: f64 = 0.5;

impl Loader {
    /// Whether a file that a user names is a plan or a state, whatever its name.
    pub(super) fn is_plan(tree: &Tree, path: &str) -> bool {
        let start = tree.start(path);
        start.starts_with(ARCHIVE) || looks_like_plan(&String::from_utf8_lossy(&start))
    }

    /// Whether a file in JSON starts as an object of Kubernetes does.
    pub(super) fn starts_manifest(tree: &Tree, path: &str) -> bool {
        path.ends_with(".json") && is_manifest_start(&String::from_utf8_lossy(&tree.start(path)))
    }

    /// A file whose name may be that of a plan: whether it is one is seen by how it starts.
    pub(super) fn add_plan(&mut self, tree: &Tree, path: &str) {
        let is_named = self.loaded.scope.iter().any(|scope| scope == path);
        let start = tree.start(path);
        if Loader::starts_manifest(tree, path) {
            match tree.read(path) {
                Ok(text) => {
                    let file = self.loaded.sources.add(path, text);
                    self.loaded.yaml.push(file);
                }
                Err(error) => self.loaded.problems.push(Problem::of_path(path, error)),
            }
            return;
        }
        if start.starts_with(ARCHIVE) && !is_named {
            let id = self.loaded.sources.add(path, String::new());
            let resource: Arc<str> = path.into();
            let why = Why::PlanNotShown { path: Arc::clone(&resource) };
            let span = Span::file_start(id);
            self.loaded.unresolved.push(Unresolved { span, resource, why });
        } else if is_named || looks_like_plan(&String::from_utf8_lossy(&start)) {
            match tree.read(path) {
                Ok(text) => {
                    let file = self.loaded.sources.add(path, text);
                    self.loaded.plans.push(LoadedPlan { file, root: None });
                }
                Err(error) => self.loaded.problems.push(Problem::of_path(path, error)),
            }
        }
    }

    /// Finds the root that each plan was made of, among the modules that are read and those that are not yet.
    pub(super) fn find_roots_of_plans(&mut self, tree: &Tree) {
        let mut wanted = Vec::new();
        for (at, plan) in self.loaded.plans.iter().enumerate() {
            let file = self.loaded.sources.file(plan.file);
            if let Ok(read) = Plan::read(plan.file, file.text()) {
                wanted.push((at, home(tree, file.path()), read.declared()));
            }
        }
        if wanted.is_empty() {
            return;
        }
        let modules = self.loaded.modules.iter();
        let mut candidates: BTreeMap<String, Declared> =
            modules.map(|(folder, module)| (folder.to_string(), declared_by(module))).collect();
        let is_settled = wanted.iter().all(|(_, home, declared)| {
            best(home, declared, &candidates).is_some_and(|root| root == *home)
        });
        let mut everything = BTreeSet::new();
        if !is_settled && !self.is_whole {
            everything = tree.walk("").files;
            candidates.extend(declared_in(tree, &everything, &self.listed));
        }
        for (at, home, declared) in wanted {
            let Some(root) = best(&home, &declared, &candidates) else { continue };
            if self.listed.insert(root.clone()) {
                let files = everything.iter().filter(|file| is_of(file, &root)).cloned().collect();
                self.read(tree, files);
                self.follow_calls(tree);
                self.follow_downloaded(tree);
            }
            self.loaded.plans[at].root = Some(root.into());
        }
    }
}

/// The directory that a plan was most likely made in: its own, or where the program runs.
fn home(tree: &Tree, path: &str) -> String {
    match path {
        STDIN => tree.path_of(".").unwrap_or_default(),
        path => directory(path).to_owned(),
    }
}

fn is_of(file: &FoundFile, folder: &str) -> bool {
    directory(&file.path) == folder
        && matches!(file.kind, FileKind::Configuration | FileKind::Variables)
}

/// The most alike; the directory of the plan where several are, and none where they are elsewhere.
fn best(
    home: &str,
    declared: &Declared,
    candidates: &BTreeMap<String, Declared>,
) -> Option<String> {
    let alike = candidates.iter().map(|(root, of_root)| (likeness(declared, of_root), root));
    let mut alike: Vec<(f64, &String)> =
        alike.filter(|(likeness, _)| *likeness >= LEAST_LIKENESS).collect();
    alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    if alike.iter().any(|(_, root)| *root == home) {
        return Some(home.to_owned());
    }
    match alike.as_slice() {
        [(first, _), (second, _), ..] if first == second => None,
        [(_, root), ..] => Some((*root).clone()),
        [] => None,
    }
}

/// What the folders declare that are not read: parsing all to find one would cost too much.
fn declared_in(
    tree: &Tree,
    files: &BTreeSet<FoundFile>,
    read: &BTreeSet<String>,
) -> BTreeMap<String, Declared> {
    let is_open = |file: &&FoundFile| {
        file.kind == FileKind::Configuration && !read.contains(directory(&file.path))
    };
    let of_files: Vec<(String, Declared)> = files
        .par_iter()
        .filter(is_open)
        .map(|file| {
            let text = tree.read(&file.path).unwrap_or_default();
            (directory(&file.path).to_owned(), headers(&file.path, &text))
        })
        .collect();
    let mut declared: BTreeMap<String, Declared> = BTreeMap::new();
    for (folder, of_file) in of_files {
        declared.entry(folder).or_default().extend(of_file);
    }
    declared
}

/// What the headers of the blocks of a file declare.
fn headers(path: &str, text: &str) -> Declared {
    if path.ends_with(".json") {
        let body = json::configuration(FileId::NONE, text).body;
        return declared_by(&Module::new(vec![(path.to_owned(), body)]));
    }
    let header = |line: &str| {
        let (kind, rest) = line.split_once([' ', '"'])?;
        let mut labels = rest.split('"').map(str::trim).filter(|label| !label.is_empty());
        let mut label = || labels.next().filter(|label| *label != "{");
        Some(match kind {
            "resource" => format!("{}.{}", label()?, label()?),
            "data" => format!("data.{}.{}", label()?, label()?),
            "module" => format!("module.{}", label()?),
            "variable" => format!("var.{}", label()?),
            "output" => format!("output.{}", label()?),
            _ => return None,
        })
    };
    text.lines().filter_map(header).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_blocks_are_what_a_module_declares() {
        let text = "resource \"aws_a\" \"b\" {\n  data \"x\" {}\n}\nmodule \"m\" {\n}\ndata \"t\" \"n\" {}\nlocals {}\n";
        let declared: Vec<String> = headers("main.tf", text).into_iter().collect();
        assert_eq!(declared, ["aws_a.b", "data.t.n", "module.m"]);
    }

    #[test]
    fn of_equals_only_the_folder_of_the_plan_is_taken() {
        let set = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Declared>();
        let two =
            BTreeMap::from([("a".to_owned(), set(&["x.y"])), ("b".to_owned(), set(&["x.y"]))]);
        assert_eq!(best("b", &set(&["x.y"]), &two), Some("b".to_owned()));
        assert_eq!(best("c", &set(&["x.y"]), &two), None);
        assert_eq!(best("a", &set(&["other.name"]), &two), None);
    }
}
