//! ConfigMaps and Secrets that a kustomization makes (kustomize, `api/internal/generators`, `api/kv`).

use std::collections::HashSet;

use super::edit::{self, Budget, Entries, Tree};
use super::kustomization::{Kustomization, is_set, pairs_of, text_of};
use super::refused::{Refused, Result};
use super::resource::{Behavior, Resource};
use super::texts::{Texts, joined};
use crate::model::Refusal;
use crate::source::{FileId, Span, file_name};

/// What a kustomization makes, in its order.
pub(super) fn all(
    from: &Kustomization,
    texts: &Texts<'_>,
    budget: &Budget,
) -> Result<Vec<Resource>> {
    let mut made = Vec::new();
    for (field, kind, data) in
        [("configMapGenerator", "ConfigMap", "data"), ("secretGenerator", "Secret", "stringData")]
    {
        for generator in from.list(field) {
            made.push(Generator { from, texts, budget, node: generator }.make(kind, data)?);
        }
    }
    Ok(made)
}

struct Generator<'g> {
    from: &'g Kustomization,
    texts: &'g Texts<'g>,
    budget: &'g Budget,
    node: &'g Tree,
}

impl Generator<'_> {
    fn make(&self, kind: &str, data: &str) -> Result<Resource> {
        let span = self.node.span;
        let (name, named) =
            text_of(self.node, "name").ok_or_else(|| Refused::unfit(span, "name"))?;
        let mut metadata = vec![pair("name", edit::text(name, named))];
        if let Some((namespace, at)) = text_of(self.node, "namespace") {
            metadata.push(pair("namespace", edit::text(namespace, at)));
        }
        for field in ["labels", "annotations"] {
            let entries = self.options(field);
            if !entries.is_empty() {
                metadata.push(pair(field, edit::mapping(entries, span)));
            }
        }
        let mut entries = vec![
            pair("apiVersion", edit::text("v1", span)),
            pair("kind", edit::text(kind, span)),
            pair("metadata", edit::mapping(metadata, named)),
        ];
        if kind == "Secret" {
            let (of, at) = text_of(self.node, "type").unwrap_or(("Opaque", span));
            entries.push(pair("type", edit::text(of, at)));
        }
        let content = self.content()?;
        if !content.is_empty() {
            entries.push(pair(data, edit::mapping(content, span)));
        }
        if self.is_option("immutable") {
            entries.push(pair("immutable", edit::bare("true", span)));
        }
        let mut resource = Resource::new(edit::mapping(entries, span));
        resource.needs_hash = !self.is_option("disableNameSuffixHash");
        resource.behavior = match text_of(self.node, "behavior").map(|(text, _)| text) {
            Some("merge") => Behavior::Merge,
            Some("replace") => Behavior::Replace,
            _ => Behavior::Create,
        };
        Ok(resource)
    }

    /// Options of its own, and those of all generators of the kustomization.
    fn both_options(&self) -> impl Iterator<Item = &Tree> {
        [self.node.get("options"), self.from.root.get("generatorOptions")].into_iter().flatten()
    }

    fn is_option(&self, field: &str) -> bool {
        self.both_options().any(|options| is_set(options, field))
    }

    fn options(&self, field: &str) -> Entries {
        let mut entries = Entries::new();
        let mut seen = HashSet::new();
        for (key, value) in self.both_options().flat_map(|options| pairs_of(options.get(field))) {
            if seen.insert(key) {
                let text = edit::text(value.as_str().unwrap_or_default(), value.span);
                entries.push((edit::text(key, value.span), text));
            }
        }
        entries
    }

    fn content(&self) -> Result<Entries> {
        let mut entries = Entries::new();
        let listed =
            |field: &str| self.node.get(field).map(|list| list.elements()).unwrap_or_default();
        for node in self.node.get("env").into_iter().chain(listed("envs")) {
            let path = node.as_str().unwrap_or_default();
            self.add_lines(self.file(path, node.span)?, &mut entries)?;
        }
        for node in listed("literals") {
            let text = node.as_str().unwrap_or_default();
            let (key, value) = text
                .split_once('=')
                .filter(|(key, _)| !key.is_empty())
                .ok_or_else(|| Refused::unfit(node.span, "literals"))?;
            entries.push((edit::text(key, node.span), edit::text(unquoted(value), node.span)));
        }
        for node in listed("files") {
            let text = node.as_str().unwrap_or_default();
            let (key, path) = text.split_once('=').unwrap_or((file_name(text), text));
            if key.is_empty() || path.is_empty() || path.contains('=') {
                return Err(Refused::unfit(node.span, "files"));
            }
            let id = self.file(path, node.span)?;
            let content = self.texts.text(id);
            self.budget.take(edit::weight(content), node.span)?;
            entries.push((
                edit::text(key, node.span),
                edit::text(content, Span::new(id, 0..content.len())),
            ));
        }
        let size: usize =
            entries.iter().map(|(key, value)| edit::size(key) + edit::size(value)).sum();
        self.budget.take(size, self.node.span)?;
        let mut seen = HashSet::new();
        let twice = entries.iter().find(|(key, _)| !seen.insert(key.as_str()));
        match twice {
            Some((key, value)) => {
                let object = key.as_str().unwrap_or_default().into();
                Err(Refused::new(value.span, Refusal::Twice { object }))
            }
            None => Ok(entries),
        }
    }

    fn file(&self, path: &str, span: Span) -> Result<FileId> {
        let found = joined(&self.from.folder, path).and_then(|path| self.texts.file(&path));
        found.ok_or_else(|| Refused::new(span, Refusal::Missing { path: path.into() }))
    }

    /// The lines of a file with variables of an environment.
    fn add_lines(&self, file: FileId, entries: &mut Entries) -> Result<()> {
        let mut at = 0;
        for line in self.texts.text(file).split_inclusive('\n') {
            let start = at;
            at += line.len();
            let text =
                line.trim_end_matches(['\n', '\r']).trim_start_matches('\u{feff}').trim_start();
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            let (key, value) = text.split_once('=').unwrap_or((text, ""));
            let from = start + line.find(text).unwrap_or_default();
            let span = Span::new(file, from..from + text.len());
            if key.is_empty() {
                return Err(Refused::unfit(span, "envs"));
            }
            entries.push((edit::text(key, span), edit::text(value, span)));
        }
        Ok(())
    }
}

fn pair(key: &str, value: Tree) -> (Tree, Tree) {
    (edit::text(key, value.span), value)
}

/// A value without the quotes around it.
fn unquoted(text: &str) -> &str {
    ['"', '\'']
        .iter()
        .find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote))
        .unwrap_or(text)
}

/// Puts what was generated over what is there, as its behaviour says.
pub(super) fn absorb(made: &mut Resource, old: &Resource) {
    made.take_identity(old);
    if made.behavior != Behavior::Merge {
        return;
    }
    for field in ["data", "stringData", "binaryData"] {
        let Some(inherited) = old.tree.get(field).filter(|map| map.is_mapping()) else { continue };
        let span = inherited.span;
        let Some(own) = edit::mapping_at(&mut made.tree, field, span) else { continue };
        for (key, value) in inherited.entries() {
            let name = key.as_str().unwrap_or_default();
            if own.get(name).is_none() {
                edit::set(own, name, value.clone());
            }
        }
    }
}
