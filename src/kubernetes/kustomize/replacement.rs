//! Values of one object that are copied into others (kustomize, `api/filters/replacement`).

use super::configuration::gvk;
use super::edit::{self, Budget, Tree};
use super::kustomization::{Kustomization, is_set, text_of};
use super::location::{Follow, find, parts};
use super::objects;
use super::refused::{Refused, Result};
use super::resource::{Id, Resource, Resources};
use super::selector::Selector;
use super::texts::{Texts, joined};
use crate::model::Refusal;
use crate::syntax::yaml::Node;

/// Makes the replacements of a kustomization in their order.
pub(super) fn run(
    from: &Kustomization,
    texts: &Texts<'_>,
    budget: &Budget,
    resources: &mut Resources,
) -> Result<()> {
    for node in from.list("replacements") {
        match text_of(node, "path") {
            Some((path, span)) => {
                let file = joined(&from.folder, path).and_then(|path| texts.file(&path));
                let missing = || Refused::new(span, Refusal::Missing { path: path.into() });
                for tree in objects::trees(file.ok_or_else(missing)?, texts, budget)? {
                    // A file holds one, or a list of them.
                    let several = if edit::is_sequence(&tree) {
                        tree.elements()
                    } else {
                        std::slice::from_ref(&tree)
                    };
                    several.iter().try_for_each(|node| replace(node, budget, resources))?;
                }
            }
            None => replace(node, budget, resources)?,
        }
    }
    resources.recount()
}

fn replace(node: &Tree, budget: &Budget, resources: &mut Resources) -> Result<()> {
    let value = match (node.get("source"), node.get("sourceValue")) {
        (Some(source), None) => value_of(source, resources)?,
        (None, Some(value)) => value.clone(),
        _ => return Err(Refused::unfit(node.span, "source")),
    };
    let targets = node.get("targets").map(|list| list.elements()).unwrap_or_default();
    if targets.is_empty() {
        return Err(Refused::unfit(node.span, "targets"));
    }
    for target in targets {
        budget.step(resources.list.len(), target.span)?;
        let target = Target::read(target)?;
        for resource in resources.list.iter_mut().filter(|resource| target.takes(resource)) {
            target.set(resource, &value, budget)?;
        }
    }
    Ok(())
}

/// The value that a source names.
fn value_of(source: &Tree, resources: &Resources) -> Result<Tree> {
    let part = |field| text_of(source, field).map_or("", |(text, _)| text);
    let wanted =
        Id { gvk: gvk(source), name: part("name").into(), namespace: part("namespace").into() };
    let found = resources.were_or_are(&wanted.name, |id| wanted.selects(id));
    let target = || wanted.shown().into();
    let at = match found[..] {
        [at] => at,
        [] => return Err(Refused::new(source.span, Refusal::NoTarget { target: target() })),
        _ => return Err(Refused::new(source.span, Refusal::SeveralTargets { target: target() })),
    };
    let (path, span) = text_of(source, "fieldPath").unwrap_or(("metadata.name", source.span));
    let value = find(&resources.list[at].tree, &parts(path)).filter(|value| !edit::is_null(value));
    let value = value.ok_or_else(|| Refused::unfit(span, path))?;
    let options = FieldOptions::read(source);
    let Some(delimiter) = options.delimiter else { return Ok(value.clone()) };
    let pieces: Vec<&str> = value.as_str().unwrap_or_default().split(delimiter).collect();
    let piece = usize::try_from(options.index).ok().and_then(|at| pieces.get(at));
    piece.map(|piece| edit::text(piece, value.span)).ok_or_else(|| Refused::unfit(span, path))
}

#[derive(Clone, Copy, Default)]
struct FieldOptions<'n> {
    delimiter: Option<&'n str>,
    index: i64,
    create: bool,
}

impl<'n> FieldOptions<'n> {
    fn read(node: &'n Node<'_>) -> FieldOptions<'n> {
        let Some(options) = node.get("options") else { return FieldOptions::default() };
        let index = options.get("index").and_then(|index| index.as_str()?.parse().ok());
        FieldOptions {
            delimiter: text_of(options, "delimiter").map(|(text, _)| text),
            index: index.unwrap_or_default(),
            create: is_set(options, "create"),
        }
    }
}

/// Where a value goes.
struct Target<'n> {
    select: Selector,
    reject: Vec<Selector>,
    paths: Vec<&'n Tree>,
    options: FieldOptions<'n>,
}

impl<'n> Target<'n> {
    fn read(node: &'n Tree) -> Result<Target<'n>> {
        let select = node.get("select").ok_or_else(|| Refused::unfit(node.span, "select"))?;
        let rejected = node.get("reject").map(|list| list.elements()).unwrap_or_default();
        let paths = node.get("fieldPaths").map(|list| list.elements()).unwrap_or_default();
        Ok(Target {
            select: Selector::read(select)?,
            reject: rejected.iter().map(Selector::read).collect::<Result<_>>()?,
            paths: paths.iter().collect(),
            options: FieldOptions::read(node),
        })
    }

    fn takes(&self, resource: &Resource) -> bool {
        let is_rejected = |reject: &Selector| {
            (reject.is_about_marks() && reject.has_marks(resource))
                || (reject.is_about_ids() && reject.selects(resource))
        };
        self.select.has_marks(resource)
            && self.select.selects(resource)
            && !self.reject.iter().any(is_rejected)
    }

    fn set(&self, resource: &mut Resource, value: &Tree, budget: &Budget) -> Result<()> {
        let paths = self.paths.iter().map(|node| (node.as_str().unwrap_or_default(), node.span));
        let paths: Vec<_> = if self.paths.is_empty() {
            vec![("metadata.name", value.span)]
        } else {
            paths.collect()
        };
        for (path, span) in paths {
            let options = self.options;
            let mut change = |field: &mut Tree| put(field, value, options, budget);
            let makes = options.create.then(|| value.is_mapping());
            let mut follow = Follow { makes, span, change: &mut change };
            if follow.walk(&mut resource.tree, &parts(path))? == 0 {
                return Err(Refused::unfit(span, path));
            }
        }
        Ok(())
    }
}

/// Puts a value into a field, or into a piece of its text.
fn put(field: &mut Tree, value: &Tree, options: FieldOptions<'_>, budget: &Budget) -> Result<()> {
    budget.take(edit::size(field) + edit::size(value), value.span)?;
    let mut new = value.clone();
    if let Some(delimiter) = options.delimiter {
        let text = field.as_str().ok_or_else(|| Refused::unfit(field.span, "delimiter"))?;
        let word = value.as_str().unwrap_or_default();
        let mut pieces: Vec<&str> = text.split(delimiter).collect();
        match usize::try_from(options.index) {
            Err(_) => pieces.insert(0, word),
            Ok(at) if at >= pieces.len() => pieces.push(word),
            Ok(at) => pieces[at] = word,
        }
        new = edit::text(&pieces.join(delimiter), value.span);
    }
    // A scalar stays what it is, a text or a number: only its word is replaced.
    *field = match (field.as_str(), new.as_str()) {
        (Some(_), Some(text)) if edit::is_text(field) => edit::text(text, new.span),
        (Some(_), Some(text)) => edit::bare(text, new.span),
        _ => new,
    };
    Ok(())
}
