//! What flags and the system's variables set for every root.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Loaded;
use crate::catalog::providers;
use crate::discover::{directory, read_text, said};
use crate::model::Problem;
use crate::source::{FileId, Sources, Span};
use crate::syntax::hcl::{self, Attribute, Expr, ExprKind};
use crate::syntax::json;
use crate::terraform::deployment::{Given, Settings};
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
                let given = text(&mut loaded.sources, &format!("--var {name}"), name, value);
                settings.after.insert(name.as_str().into(), given);
            }
            Setting::VariablesFile(path) => match variables_file(path, loaded) {
                Ok(file) => settings.after.extend(file.values.into_iter().map(argument)),
                Err(problem) => loaded.problems.push(problem),
            },
        }
    }
    let sources = &mut loaded.sources;
    let mut system = BTreeMap::new();
    for (name, value) in request.system.iter().flatten() {
        if let Some(variable) = name.strip_prefix(PREFIX) {
            settings.before.insert(variable.into(), text(sources, name, variable, value));
        } else if name == "TF_WORKSPACE" || providers::reads(name) {
            system.insert(Arc::from(name.as_str()), literal(sources, name, name, value));
        }
    }
    settings.workspace = match &request.workspace {
        Some(name) => Some(literal(sources, "--workspace", "workspace", name)),
        None => system.remove("TF_WORKSPACE"),
    };
    settings.system = Arc::new(system);
    settings
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
    let failed =
        |error| Problem::of_path(path, format!("this variables file cannot be read: {error}"));
    let content = read().map_err(failed)?;
    let path = inner.as_deref().unwrap_or(path);
    let id = loaded.sources.add(path, content);
    let mut parsed = parse(id, path, loaded.sources.file(id).text());
    loaded.problems.append(&mut parsed.problems);
    Ok(file_of(path, parsed.body))
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

/// Text that sets a variable: a string, and the expression it may be.
fn text(sources: &mut Sources, shown: &str, name: &str, value: &str) -> Given {
    let literal = literal(sources, shown, name, value);
    let span = literal.span;
    let expression = hcl::parse_expression(span.file, value).ok();
    let expression = expression
        .map(|value| Arc::new(Attribute { name: Arc::clone(&literal.name), value, span }));
    Given::Text { literal, expression }
}

fn literal(sources: &mut Sources, shown: &str, name: &str, value: &str) -> Arc<Attribute> {
    let file = sources.add(shown, value);
    let span = Span::new(file, 0..value.len());
    let value = Expr { kind: ExprKind::String(value.into()), span };
    Arc::new(Attribute { name: name.into(), value, span })
}
