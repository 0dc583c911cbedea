//! Files that a unit writes into its module: provider and backend blocks for the most part.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::config::Config;
use super::unit::{Assembled, Unit, Units};
use crate::model::{Kind, Map, Origin, Piece, Value, Why};
use crate::source::{Span, file_name};
use crate::syntax::hcl::{self, Block, Body};
use crate::terraform::deployment::{Given, Settings};
use crate::terraform::evaluate::{Each, Evaluator, Scope};
use crate::terraform::module::{Module, alias};
use crate::terraform::variables::VariablesFile;
use crate::terraform::{Modules, environment};

/// A file that is written into a module.
#[derive(Clone, Debug)]
pub struct Written {
    /// The block that writes it: `generate.provider`.
    pub address: Arc<str>,
    /// Where its text stands.
    pub span: Span,
    /// Its name.
    pub name: Arc<str>,
    /// Whether a file of that name in the module stays as it is.
    pub yields: bool,
    /// What is in it, or why nobody can tell.
    pub content: Result<Body, Why>,
}

impl<'m> Evaluator<'m> {
    /// The files that the `generate` blocks of a configuration write.
    pub(super) fn written(&mut self, view: usize) -> Vec<Written> {
        let mut written: BTreeMap<Arc<str>, Written> = BTreeMap::new();
        for (label, (layer, block)) in self.labelled(view, "generate") {
            if let Some(file) = self.written_by_block(layer, &label, block) {
                written.insert(label, file);
            }
        }
        let attribute = self.topmost(view, |config| config.body.attribute("generate"));
        if let Some((layer, attribute)) = attribute {
            let all = self.attribute_of(layer, attribute);
            for (label, value) in all.as_map().into_iter().flatten() {
                if let Some(file) =
                    value.as_map().and_then(|map| of_map(map, label, attribute.span))
                {
                    written.insert(Arc::clone(label), file);
                }
            }
        }
        written.into_values().collect()
    }

    fn written_by_block(&mut self, view: usize, label: &str, block: &'m Block) -> Option<Written> {
        let config: &'m Config = self.seen(view)?.config;
        let each = Each::None;
        let contents = block.body.attribute("contents")?;
        let here = config.written(contents);
        let mut map = Map::new();
        for attribute in &block.body.attributes {
            if here.is_none() || &*attribute.name != "contents" {
                let value = self.eval(&attribute.value, &Scope::of(view, &each));
                map.insert(Arc::clone(&attribute.name), value);
            }
        }
        let mut file = of_map(&map, label, contents.value.span)?;
        if let Some(body) = here {
            file.content = Ok(body.clone());
        }
        if file.name.ends_with(".json") {
            let what = format!("the generated file {}", file.name).into();
            file.content = Err(Why::NotSupported { what });
        }
        Some(file)
    }
}

/// The file that the attributes of a `generate` block describe; nothing where none is written.
fn of_map(map: &Map, label: &str, span: Span) -> Option<Written> {
    if matches!(map.get("disable").map(|value| &value.kind), Some(Kind::Bool(true))) {
        return None;
    }
    let name = map.get("path").and_then(Value::as_str).map_or("", file_name);
    // Terraform reads no other files.
    if !name.is_empty() && ![".tf", ".tofu", ".tf.json"].iter().any(|end| name.ends_with(end)) {
        return None;
    }
    let yields = map.get("if_exists").and_then(Value::as_str) == Some("skip");
    let nothing = Value::string("", Origin::NONE);
    let content = made(map.get("contents").unwrap_or(&nothing), span);
    let address = format!("generate.{label}").into();
    Some(Written { address, span, name: name.into(), yields, content })
}

/// The blocks in a text that was worked out: parts of it that are not known stay so.
fn made(contents: &Value, span: Span) -> Result<Body, Why> {
    let hidden = |value: &Value| value.first_why().unwrap_or(Why::Undecided);
    let text: Cow<'_, str> = match &contents.kind {
        Kind::String(text) => Cow::Borrowed(text),
        Kind::Partial(pieces) => Cow::Owned(with_gaps(pieces)),
        _ => return Err(hidden(contents)),
    };
    let wrong = |problem: crate::model::Problem| match contents.as_str() {
        Some(_) => Why::Invalid { message: problem.message.into() },
        None => hidden(contents),
    };
    let body = hcl::parse_made(span, &text).map_err(wrong)?;
    let is_named =
        |block: &Block| block.body.attribute("alias").is_none() || alias(block).is_some();
    if body.blocks.iter().all(is_named) { Ok(body) } else { Err(hidden(contents)) }
}

/// A text in which references to nothing stand for what is not known.
fn with_gaps(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(known) => text.push_str(known),
            Piece::Hole(_) => {
                let line = text.rsplit('\n').next().unwrap_or("");
                let is_quoted = line.matches('"').count() % 2 == 1;
                text.push_str(if is_quoted {
                    "${terragrunt.unknown}"
                } else {
                    "terragrunt.unknown"
                });
            }
        }
    }
    text
}

/// What is needed to put the modules of units together.
#[derive(Clone, Copy)]
pub struct Parts<'m> {
    /// Modules by directory.
    pub modules: &'m Modules,
    /// Variables files by directory.
    pub variables: &'m BTreeMap<String, Vec<VariablesFile>>,
    /// What is set from outside.
    pub settings: &'m Settings,
    /// Variables of the system, where a flag lets them count.
    pub system: Option<&'m BTreeMap<String, String>>,
}

/// A unit and all that it depends on, directly or not, each with its module as it is when it runs.
pub(in crate::terraform) fn assemble<'m>(
    units: &'m Units,
    config: &Arc<str>,
    parts: Parts<'m>,
) -> BTreeMap<Arc<str>, Assembled<'m>> {
    let mut reached: BTreeSet<&Arc<str>> = BTreeSet::new();
    let mut open = vec![config];
    let mut assembled = BTreeMap::new();
    while let Some(config) = open.pop() {
        let Some((config, unit)) = units.get_key_value(config) else { continue };
        if reached.insert(config) {
            open.extend(&unit.dependencies);
            assembled.insert(Arc::clone(config), put_together(unit, parts));
        }
    }
    assembled
}

fn put_together<'m>(unit: &'m Unit, parts: Parts<'m>) -> Assembled<'m> {
    let beside = parts.modules.get(unit.folder());
    let directory: Arc<str> = unit.directory().into();
    let base = parts.modules.get(&directory);
    let mut module = base.map_or_else(|| Cow::Owned(Module::default()), Cow::Borrowed);
    // Terragrunt copies the files beside the configuration into the module.
    if let Some(beside) = beside.filter(|_| *directory != *unit.folder()) {
        module.to_mut().add(beside);
    }
    for written in &unit.written {
        if let Ok(body) = &written.content {
            module.to_mut().write(&written.name, body.clone(), written.yields);
        }
    }
    let mut values: BTreeMap<Arc<str>, Given> = parts.settings.before.clone();
    let folders = BTreeSet::from([&*directory, unit.folder()]);
    for folder in folders {
        let files = parts.variables.get(folder).map_or(&[][..], Vec::as_slice);
        environment::loaded_by_itself(files)
            .into_iter()
            .for_each(|f| environment::set(&mut values, f));
    }
    for path in &unit.variables {
        let files = parts.variables.get(crate::source::directory(path)).into_iter().flatten();
        { files }.filter(|file| file.path == *path).for_each(|f| environment::set(&mut values, f));
    }
    values.extend(parts.settings.after.clone());
    Assembled { unit, module, directory, values }
}
