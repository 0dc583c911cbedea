//! Variables of the environment of containers, their arguments and commands.

use std::collections::BTreeMap;

use super::{Setting, edges_of, mentioned};
use crate::kubernetes::fields::{each, elements, text, text_at};
use crate::kubernetes::manifest::Manifest;
use crate::kubernetes::{Context, Edge};
use crate::source::Span;
use crate::syntax::yaml::Node;

const CONTAINERS: [&str; 3] = ["containers", "initContainers", "ephemeralContainers"];

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
    let variables = variables(container, manifest, context);
    let is_set = |name: &str| variables.iter().any(|variable| variable.key == name);
    for variable in &variables {
        edges.extend(edges_of(*variable, &is_set, manifest));
    }
    for list in ["args", "command"] {
        for argument in elements(container, &[list]).into_iter().take(MOST_SETTINGS) {
            edges.extend(of_argument(argument, manifest));
        }
    }
    edges
}

/// The variables of a container, by value or by reference to an entry of a ConfigMap or Secret.
fn variables<'r>(
    container: &'r Node<'r>,
    manifest: &Manifest<'_, '_>,
    context: &'r Context<'_, '_, '_>,
) -> Vec<Setting<'r>> {
    let mut settings = Vec::new();
    for source in elements(container, &["envFrom"]) {
        for (reference, kind) in [("configMapRef", "/ConfigMap"), ("secretRef", "/Secret")] {
            let Some(name) = text_at(source, &[reference, "name"]) else { continue };
            settings.extend(entries(kind, name, manifest, context));
        }
    }
    for variable in elements(container, &["env"]) {
        let Some(key) = text_at(variable, &["name"]) else { continue };
        for value in each(variable, &["value"]) {
            settings.extend(text(value).map(|text| Setting { key, text, span: value.span }));
        }
        for (reference, kind) in [("configMapKeyRef", "/ConfigMap"), ("secretKeyRef", "/Secret")] {
            let from = ["valueFrom", reference];
            let Some(from) = variable.at(&from) else { continue };
            let (Some(name), Some(entry)) = (text_at(from, &["name"]), text_at(from, &["key"]))
            else {
                continue;
            };
            let found = entries(kind, name, manifest, context).into_iter();
            settings.extend(found.filter(|s| s.key == entry).map(|s| Setting { key, ..s }));
        }
    }
    // What has several lines is a file, and read where it is written.
    settings.retain(|setting| !setting.text.contains('\n'));
    settings.truncate(MOST_SETTINGS);
    settings
}

/// The entries of a ConfigMap or Secret that are written as they are read.
fn entries<'r>(
    kind: &str,
    name: &str,
    manifest: &Manifest<'_, '_>,
    context: &'r Context<'_, '_, '_>,
) -> Vec<Setting<'r>> {
    let namespace = manifest.namespace.as_deref();
    let found = context.names.object(kind, namespace, name, manifest.path).manifests;
    let mut entries: BTreeMap<(&str, Span), &str> = BTreeMap::new();
    for object in found {
        let field = if kind == "/Secret" { "stringData" } else { "data" };
        for (key, value) in each(object.node, &[field]).into_iter().flat_map(|map| map.entries()) {
            if let (Some(key), Some(text)) = (key.as_str(), text(value)) {
                entries.insert((key, value.span), text);
            }
        }
    }
    entries.into_iter().map(|((key, span), text)| Setting { key, text, span }).collect()
}

/// An argument: a flag with its value, or words of a shell among which addresses stand.
fn of_argument(argument: &Node<'_>, manifest: &Manifest<'_, '_>) -> Vec<Edge> {
    let Some(words) = text(argument) else { return Vec::new() };
    let is_quote = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '=' | '(' | ')' | ';');
    let words = words.split(is_quote).filter(|word| word.contains([':', '.']));
    let setting = |text| Setting { key: "", text, span: argument.span };
    words.take(MOST_SETTINGS).flat_map(|word| mentioned(setting(word), manifest)).collect()
}
