//! The objects that a file holds.

use super::edit::{self, Budget, Tree};
use super::refused::{Refused, Result};
use super::resource::Resource;
use super::texts::Texts;
use crate::model::Refusal;
use crate::source::{FileId, Span};
use crate::syntax::yaml;

/// The documents of a file.
pub(super) fn trees(file: FileId, texts: &Texts<'_>, budget: &Budget) -> Result<Vec<Tree>> {
    let parsed = yaml::parse(file, texts.text(file));
    let wrong = |span| Refused::new(span, Refusal::NoObjects { path: texts.path(file).into() });
    if let Some(problem) = parsed.problems.first() {
        return Err(wrong(problem.span.unwrap_or(Span::file_start(file))));
    }
    parsed.documents.iter().map(|document| edit::owned(&document.root, budget)).collect()
}

/// The objects of a file that a kustomization takes in.
pub(super) fn read(file: FileId, texts: &Texts<'_>, budget: &Budget) -> Result<Vec<Resource>> {
    let mut trees = flat(trees(file, texts, budget)?);
    trees.retain(|tree| !edit::is_null(tree));
    let is_wrong = |tree: &&Tree| {
        let lacks = |path: &[&str]| tree.at(path).is_none();
        let has_no_name = lacks(&["metadata", "name"]) && lacks(&["metadata", "generateName"]);
        lacks(&["kind"]) || (has_no_name && !is_list(tree))
    };
    match trees.iter().find(is_wrong) {
        Some(tree) => {
            Err(Refused::new(tree.span, Refusal::NoObjects { path: texts.path(file).into() }))
        }
        None => Ok(trees.into_iter().map(Resource::new).collect()),
    }
}

fn is_list(tree: &Tree) -> bool {
    tree.get("kind").and_then(|kind| kind.as_str()).is_some_and(|kind| kind.ends_with("List"))
}

/// Objects in place of the lists that hold them.
pub(super) fn flat(trees: Vec<Tree>) -> Vec<Tree> {
    let mut found = Vec::with_capacity(trees.len());
    for mut tree in trees {
        let items = if is_list(&tree) { edit::remove(&mut tree, "items") } else { None };
        match items {
            Some(mut items) => {
                let items = edit::nodes_mut(&mut items).map(std::mem::take);
                found.extend(flat(items.unwrap_or_default()));
            }
            None => found.push(tree),
        }
    }
    found
}
