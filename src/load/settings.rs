//! What flags and the system's variables set for every root.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Loaded;
use crate::catalog::providers;
use crate::discover::{directory, read_text, said};
use crate::model::Problem;
use crate::policy::{DeclaredEnvironment, Policy, Text};
use crate::source::{FileId, Sources, Span};
use crate::syntax::hcl::{self, Attribute, Expr, ExprKind};
use crate::syntax::json;
use crate::terraform::deployment::{Declared, Given, Settings};
use crate::terraform::variables::VariablesFile;
use crate::{Request, Setting};

/// The prefix of variables of the system that set variables of Terraform.
const PREFIX: &str = "TF_VAR_";

/// Reads what a request sets.
pub(super) fn settings(request: &Request, loaded: &mut Loaded) -> Settings {
    let mut settings = Settings::default();
    for setting in &request.settings {
        match setting {
            Setting::Variable { name, value } => {
                let text = shown(&mut loaded.sources, &format!("--var {name}"), value);
                settings.after.extend([given(&loaded.sources, &name.as_str().into(), &text)]);
            }
            Setting::VariablesFile(path) => match variables_file(path, loaded) {
                Ok(file) => {
                    settings.after.extend(file.values.into_iter().map(argument));
                    settings.has_file = true;
                }
                Err(problem) => loaded.problems.push(problem),
            },
            Setting::BackendConfig(text) => match text.split_once('=') {
                Some((name, value)) => {
                    let value =
                        shown(&mut loaded.sources, &format!("--backend-config {name}"), value);
                    settings.backend.push(argument_of(name, &value));
                }
                None => match variables_file(text, loaded) {
                    Ok(file) => settings.backend.extend(file.values),
                    Err(problem) => loaded.problems.push(problem),
                },
            },
        }
    }
    let sources = &mut loaded.sources;
    let mut system = BTreeMap::new();
    for (name, value) in request.system.iter().flatten() {
        if let Some(variable) = name.strip_prefix(PREFIX) {
            let text = shown(sources, name, value);
            settings.before.extend([given(sources, &variable.into(), &text)]);
        } else if name == "TF_WORKSPACE" || providers::reads(name) {
            let set = argument_of(name, &shown(sources, name, value));
            system.insert(Arc::clone(&set.name), set);
        }
    }
    settings.workspace = match &request.workspace {
        Some(name) => Some(argument_of("workspace", &shown(sources, "--workspace", name))),
        None => system.remove("TF_WORKSPACE"),
    };
    settings.system = Arc::new(system);
    settings
}

/// The environments that a policy declares, with their variables files.
pub fn declared(policy: &Policy, loaded: &mut Loaded) -> Vec<Declared> {
    let declare = |environment: &DeclaredEnvironment| {
        let files = environment.files.iter().filter_map(|path| declared_file(path, loaded));
        let files = files.collect();
        let backend = environment.backend.iter();
        let backend = backend.flat_map(|text| declared_backend(text, loaded)).collect();
        let sources = &loaded.sources;
        Declared {
            name: Arc::clone(&environment.name),
            root: environment.root.clone(),
            files,
            values: environment
                .values
                .iter()
                .map(|(name, text)| given(sources, name, text))
                .collect(),
            workspace: environment.workspace.as_ref().map(|text| argument_of("workspace", text)),
            backend,
        }
    };
    policy.environments.iter().map(declare).collect()
}

/// Arguments of a backend: `name=value`, or the path of a file.
fn declared_backend(text: &Text, loaded: &mut Loaded) -> Vec<Arc<Attribute>> {
    match text.text.split_once('=') {
        Some((name, value)) => {
            let value = Text { text: value.into(), span: text.span };
            vec![argument_of(name, &value)]
        }
        None => declared_file(text, loaded).map_or_else(Vec::new, |file| file.values),
    }
}

fn declared_file(path: &Text, loaded: &mut Loaded) -> Option<VariablesFile> {
    let files = loaded.variables.get(directory(&path.text)).into_iter().flatten();
    if let Some(known) = { files }.find(|file| file.path == path.text) {
        return Some(known.clone());
    }
    let read = match &loaded.tree {
        Some(tree) => tree.read(&path.text),
        None => Err("there is no checked tree".into()),
    };
    match read {
        Ok(content) => Some(add_file(&path.text, content, loaded)),
        Err(error) => {
            let message = format!(
                "this file cannot be read: {error}; write its path from the root of the tree"
            );
            loaded.problems.push(Problem::at(path.span, message));
            None
        }
    }
}

/// Text that sets a variable: a string, and the expression it may be.
fn given(sources: &Sources, name: &Arc<str>, text: &Text) -> (Arc<str>, Given) {
    let literal = argument_of(name, text);
    let (name, span) = (Arc::clone(name), text.span);
    let whole = sources.file(span.file).text();
    // Quotes around the text are the policy's, not the expression's.
    let start = span.start as usize + whole[span.range()].find(&*text.text).unwrap_or(0);
    let range = start..start + text.text.len();
    let expression = hcl::parse_expression(span.file, whole, range).ok();
    let expression =
        expression.map(|value| Arc::new(Attribute { name: Arc::clone(&name), value, span }));
    (name, Given::Text { literal, expression })
}

fn argument_of(name: &str, text: &Text) -> Arc<Attribute> {
    let value = Expr { kind: ExprKind::String(Arc::clone(&text.text)), span: text.span };
    Arc::new(Attribute { name: name.into(), value, span: text.span })
}

/// A file that a flag names: it may be outside the checked tree, since the user named it.
fn variables_file(path: &str, loaded: &mut Loaded) -> Result<VariablesFile, Problem> {
    let inner = loaded.tree.as_ref().and_then(|tree| tree.path_of(path).ok());
    if let Some(inner) = &inner {
        let files = loaded.variables.get(directory(inner)).into_iter().flatten();
        if let Some(known) = { files }.find(|file| *file.path == **inner) {
            return Ok(known.clone());
        }
    }
    let read = || read_text(std::fs::File::open(path).map_err(|error| said(&error))?, 0);
    let failed = |error| Problem::of_path(path, format!("this file cannot be read: {error}"));
    let content = read().map_err(failed)?;
    Ok(add_file(inner.as_deref().unwrap_or(path), content, loaded))
}

fn add_file(path: &str, content: String, loaded: &mut Loaded) -> VariablesFile {
    let id = loaded.sources.add(path, content);
    let mut parsed = parse(id, path, loaded.sources.file(id).text());
    loaded.problems.append(&mut parsed.problems);
    file_of(path, parsed.body)
}

/// Parses a variables file in either syntax.
pub(super) fn parse(id: FileId, path: &str, text: &str) -> hcl::Parsed {
    if path.ends_with(".json") { json::variables(id, text) } else { hcl::parse(id, text) }
}

/// A variables file of this body.
pub(super) fn file_of(path: &str, body: hcl::Body) -> VariablesFile {
    VariablesFile { path: path.into(), values: body.attributes.into_iter().map(Arc::new).collect() }
}

fn argument(attribute: Arc<Attribute>) -> (Arc<str>, Given) {
    (Arc::clone(&attribute.name), Given::Argument(attribute))
}

/// A value that has no file, under the name it is shown by.
fn shown(sources: &mut Sources, path: &str, value: &str) -> Text {
    let file = sources.add(path, value);
    Text { text: value.into(), span: Span::new(file, 0..value.len()) }
}
