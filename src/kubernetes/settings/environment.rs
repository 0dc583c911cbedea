//! Variables of the environment of containers, their arguments and commands.

use std::borrow::Cow;
use std::collections::HashSet;

use super::{Setting, cut, edges_of, texts};
use crate::kubernetes::fields::{each, elements, text, text_at};
use crate::kubernetes::manifest::Manifest;
use crate::kubernetes::workload::CONTAINERS;
use crate::kubernetes::{Context, Edge};
use crate::source::Span;
use crate::syntax::yaml::Node;

/// The most settings of one pod that are read.
const MOST_SETTINGS: usize = 5_000;

/// What the containers of a pod are told.
pub(in crate::kubernetes) fn of_pod(
    pod: &Node<'_>,
    manifest: &Manifest<'_, '_>,
    context: &Context<'_, '_, '_>,
) -> Vec<Edge> {
    let containers = CONTAINERS.map(|kind| elements(pod, &[kind])).into_iter().flatten();
    containers.flat_map(|container| of_container(container, manifest, context)).collect()
}

fn of_container(
    container: &Node<'_>,
    manifest: &Manifest<'_, '_>,
    context: &Context<'_, '_, '_>,
) -> Vec<Edge> {
    let mut edges = Vec::new();
    let mut variables = variables(container, manifest, context);
    if variables.len() > MOST_SETTINGS {
        edges.push(cut(container.span, manifest));
        variables.truncate(MOST_SETTINGS);
    }
    let names: HashSet<&str> = variables.iter().map(|variable| &*variable.key).collect();
    let is_set = |name: &str| names.contains(name);
    for variable in &variables {
        let setting = variable.setting();
        edges.extend(match setting.text.contains('\n') {
            true => texts::of_scalar(setting, manifest, context),
            false => edges_of(setting, &is_set, manifest),
        });
    }
    edges.extend(of_command(container, manifest, context));
    edges
}

/// A variable: of its own text, or of an entry that may be written in another form.
struct Variable<'r> {
    key: Cow<'r, str>,
    text: Cow<'r, str>,
    span: Span,
}

impl Variable<'_> {
    fn setting(&self) -> Setting<'_> {
        Setting { key: &self.key, text: &self.text, span: self.span }
    }
}

/// The variables of a container, by value or by reference to an entry of a ConfigMap or Secret.
fn variables<'r>(
    container: &'r Node<'r>,
    manifest: &Manifest<'_, '_>,
    context: &'r Context<'_, '_, '_>,
) -> Vec<Variable<'r>> {
    let mut variables = Vec::new();
    for source in elements(container, &["envFrom"]) {
        let prefix = text_at(source, &["prefix"]).unwrap_or_default();
        for (reference, kind) in [("configMapRef", "/ConfigMap"), ("secretRef", "/Secret")] {
            let Some(name) = text_at(source, &[reference, "name"]) else { continue };
            variables.extend(entries(kind, name, manifest, context).map(|entry| Variable {
                key: if prefix.is_empty() {
                    entry.key
                } else {
                    format!("{prefix}{}", entry.key).into()
                },
                ..entry
            }));
        }
    }
    for variable in elements(container, &["env"]) {
        let Some(key) = text_at(variable, &["name"]) else { continue };
        for value in each(variable, &["value"]) {
            let text = text(value).map(Cow::Borrowed);
            variables.extend(text.map(|text| Variable { key: key.into(), text, span: value.span }));
        }
        for (reference, kind) in [("configMapKeyRef", "/ConfigMap"), ("secretKeyRef", "/Secret")] {
            let Some(from) = variable.at(&["valueFrom", reference]) else { continue };
            let (Some(name), Some(entry)) = (text_at(from, &["name"]), text_at(from, &["key"]))
            else {
                continue;
            };
            let found = entries(kind, name, manifest, context).filter(|found| found.key == entry);
            variables.extend(found.map(|found| Variable { key: key.into(), ..found }));
        }
    }
    variables
}

/// The entries of a ConfigMap or Secret that are one value: what has several lines is a file, and read where it is
/// written.
fn entries<'r>(
    kind: &str,
    name: &str,
    manifest: &Manifest<'_, '_>,
    context: &'r Context<'_, '_, '_>,
) -> impl Iterator<Item = Variable<'r>> {
    let namespace = manifest.namespace.as_deref();
    let found = context.names.object(kind, namespace, name, manifest.path).manifests;
    let entries = found.into_iter().flat_map(|object| texts::entries(object, context));
    let entries = entries.filter(|entry| !entry.text.contains('\n'));
    entries.map(|entry| Variable { span: entry.span(), key: entry.key.into(), text: entry.text })
}

/// What a container runs: words one by one, flags with their values after them, and scripts of several words.
fn of_command(
    container: &Node<'_>,
    manifest: &Manifest<'_, '_>,
    context: &Context<'_, '_, '_>,
) -> Vec<Edge> {
    let mut edges = Vec::new();
    let mut flag = String::new();
    let words = ["command", "args"].into_iter().flat_map(|list| elements(container, &[list]));
    for (at, word) in words.enumerate() {
        if at >= MOST_SETTINGS {
            edges.push(cut(word.span, manifest));
            break;
        }
        let Some(text) = text(word) else { continue };
        let setting = Setting { key: &flag, text, span: word.span };
        if text.contains('\n') {
            edges.extend(texts::of_scalar(setting, manifest, context));
        } else {
            edges.extend(texts::of_words(setting, manifest));
        }
        flag =
            if text.starts_with('-') && !text.contains('=') { text.into() } else { String::new() };
    }
    edges
}
