//! Patches of a kustomization, of both forms and in every field that takes them
//! (kustomize, `api/internal/builtins/Patch*Transformer.go`).

use super::edit::{self, Budget, Tree};
use super::json_patch;
use super::kustomization::{Kustomization, is_set};
use super::merge;
use super::objects;
use super::refused::{Refused, Result};
use super::resource::{Resource, Resources};
use super::selector::Selector;
use super::texts::{Texts, joined};
use crate::model::Refusal;
use crate::source::Span;
use crate::syntax::spans::Spans;
use crate::syntax::yaml;

/// What patches are applied with.
pub(super) struct Patches<'p> {
    pub from: &'p Kustomization,
    pub texts: &'p Texts<'p>,
    pub budget: &'p Budget,
    /// Whether some of the objects are kept elsewhere, so that those may be missing that a patch is for.
    pub is_partial: bool,
}

/// A patch, read.
enum Patch {
    Merge(Vec<Tree>),
    Operations(Tree),
}

impl Patches<'_> {
    /// The field `patchesStrategicMerge`: files, or patches themselves.
    pub fn strategic(&self, resources: &mut Resources) -> Result<()> {
        for node in self.from.list("patchesStrategicMerge") {
            let text = node.as_str().unwrap_or_default();
            let path = joined(&self.from.folder, text).filter(|_| !text.contains('\n'));
            let trees = match path.and_then(|path| self.texts.file(&path)) {
                Some(_) => self.file(text, node.span)?,
                None if text.contains(':') => self.inline(node)?,
                None => {
                    return Err(Refused::new(node.span, Refusal::Missing { path: text.into() }));
                }
            };
            self.merge_by_id(objects::flat(trees), node.span, resources, &Options::default())?;
        }
        drop_deleted(resources)
    }

    /// The field `patches`.
    pub fn patches(&self, resources: &mut Resources) -> Result<()> {
        for node in self.from.list("patches") {
            let target = node.get("target").map(Selector::read).transpose()?;
            match (self.read(node)?, target) {
                (Patch::Operations(patch), Some(target)) => {
                    self.operate(&patch, &target, true, resources)?;
                }
                (Patch::Operations(_), None) => return Err(Refused::unfit(node.span, "target")),
                (Patch::Merge(trees), None) => {
                    self.merge_by_id(trees, node.span, resources, &Options::of(node))?;
                }
                (Patch::Merge(trees), Some(target)) => match trees.as_slice() {
                    [patch] => {
                        self.merge_selected(patch, &target, resources, &Options::of(node))?
                    }
                    _ => return Err(Refused::unfit(node.span, "target")),
                },
            }
        }
        drop_deleted(resources)
    }

    /// The field `patchesJson6902`.
    pub fn json(&self, resources: &mut Resources) -> Result<()> {
        for node in self.from.list("patchesJson6902") {
            let target = node.get("target").ok_or_else(|| Refused::unfit(node.span, "target"))?;
            let target = Selector::read(target)?;
            match self.read(node)? {
                Patch::Operations(patch) => self.operate(&patch, &target, false, resources)?,
                Patch::Merge(_) => return Err(Refused::unfit(node.span, "patchesJson6902")),
            }
        }
        drop_deleted(resources)
    }

    fn read(&self, node: &Tree) -> Result<Patch> {
        let mut trees = match (node.get("path"), node.get("patch")) {
            (Some(path), None) => self.file(path.as_str().unwrap_or_default(), path.span)?,
            (None, Some(patch)) => self.inline(patch)?,
            _ => return Err(Refused::unfit(node.span, "patches")),
        };
        match trees.as_slice() {
            [list] if edit::is_sequence(list) => Ok(Patch::Operations(trees.remove(0))),
            _ => Ok(Patch::Merge(objects::flat(trees))),
        }
    }

    fn file(&self, path: &str, span: Span) -> Result<Vec<Tree>> {
        let found = joined(&self.from.folder, path).and_then(|path| self.texts.file(&path));
        let missing = || Refused::new(span, Refusal::Missing { path: path.into() });
        objects::trees(found.ok_or_else(missing)?, self.texts, self.budget)
    }

    /// A patch that is a text of the kustomization itself.
    fn inline(&self, node: &Tree) -> Result<Vec<Tree>> {
        let text = node.as_str().unwrap_or_default();
        let spans = Spans::of_scalar(text, self.texts.sources.slice(node.span), node.span);
        let parsed = yaml::parse_inside(&spans, text);
        if !parsed.problems.is_empty() {
            return Err(Refused::patch(node.span, "patch"));
        }
        parsed.documents.iter().map(|document| edit::owned(&document.root, self.budget)).collect()
    }

    /// Merges patches into the objects that they are called like.
    fn merge_by_id(
        &self,
        patches: Vec<Tree>,
        span: Span,
        resources: &mut Resources,
        options: &Options,
    ) -> Result<()> {
        for patch in patches {
            self.budget.step(resources.list.len(), span)?;
            let id = Resource::new(patch.clone()).id();
            match resources.one(&id, patch.span) {
                Ok(at) => merge_into(&mut resources.list[at], &patch, options)?,
                Err(refused) if self.tolerates(&refused) => {}
                Err(refused) => return Err(refused),
            }
        }
        Ok(())
    }

    /// Whether what a patch is for may be kept elsewhere.
    fn tolerates(&self, refused: &Refused) -> bool {
        self.is_partial && matches!(refused.refusal, Refusal::NoTarget { .. })
    }

    fn merge_selected(
        &self,
        patch: &Tree,
        target: &Selector,
        resources: &mut Resources,
        options: &Options,
    ) -> Result<()> {
        self.budget.step(resources.list.len(), patch.span)?;
        for resource in resources.list.iter_mut().filter(|resource| target.targets(resource)) {
            self.budget.take(edit::size(patch), patch.span)?;
            merge_into(resource, patch, options)?;
        }
        Ok(())
    }

    fn operate(
        &self,
        patch: &Tree,
        target: &Selector,
        remembers: bool,
        resources: &mut Resources,
    ) -> Result<()> {
        self.budget.step(resources.list.len(), patch.span)?;
        for resource in resources.list.iter_mut().filter(|resource| target.targets(resource)) {
            self.budget.take(edit::size(patch), patch.span)?;
            if remembers {
                resource.remember();
            }
            json_patch::apply(&mut resource.tree, patch, self.budget)?;
        }
        Ok(())
    }
}

/// What a patch may change besides.
#[derive(Default)]
struct Options {
    name: bool,
    kind: bool,
}

impl Options {
    fn of(node: &Tree) -> Options {
        let is = |field| node.get("options").is_some_and(|options| is_set(options, field));
        Options { name: is("allowNameChange"), kind: is("allowKindChange") }
    }
}

fn merge_into(resource: &mut Resource, patch: &Tree, options: &Options) -> Result<()> {
    let (id, api_version) = (resource.id(), resource.api_version().to_owned());
    let names: Vec<Option<Tree>> =
        [&["kind"][..], &["metadata", "name"], &["metadata", "namespace"]]
            .iter()
            .map(|path| resource.tree.at(path).cloned())
            .collect();
    let version = resource.tree.get("apiVersion").cloned();
    if options.name || options.kind {
        resource.remember();
    }
    let of = format!("{api_version}/{}", id.gvk.kind);
    let old = std::mem::replace(&mut resource.tree, edit::bare("", patch.span));
    let Some(merged) = merge::merge(old, patch, &of)? else { return Ok(()) };
    resource.tree = merged;
    let [kind, name, namespace] = <[_; 3]>::try_from(names).unwrap_or_default();
    if let Some(kind) = kind.filter(|_| !options.kind) {
        edit::set(&mut resource.tree, "kind", kind);
    }
    if let Some(version) = version {
        edit::set(&mut resource.tree, "apiVersion", version);
    }
    let span = patch.span;
    let Some(metadata) = edit::mapping_at(&mut resource.tree, "metadata", span) else {
        return Ok(());
    };
    if let Some(name) = name.filter(|_| !options.name) {
        edit::set(metadata, "name", name);
    }
    match namespace {
        Some(namespace) => edit::set(metadata, "namespace", namespace),
        None => drop(edit::remove(metadata, "namespace")),
    }
    Ok(())
}

/// Takes out the objects that a patch deletes.
fn drop_deleted(resources: &mut Resources) -> Result<()> {
    resources.list.retain(|resource| !resource.tree.entries().is_empty());
    resources.recount()
}
