//! Units: folders with a configuration that names a module, sets its variables and writes files into it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::assemble::Assembled;
use super::config::{Config, Configs};
use super::generate::Written;
use super::path;
use super::source::Source;
use super::view::Terragrunt;
use crate::files::Files;
use crate::model::{Kind, Map, Origin, Problem, Step, Unresolved, Value, Why};
use crate::source::{Span, directory};
use crate::syntax::hcl::{Access, Attribute, Block};
use crate::terraform::Modules;
use crate::terraform::deployment::Deployment;
use crate::terraform::evaluate::{Evaluator, Instance, Scope};

/// A folder with a configuration file of Terragrunt, as far as it is known before its module is evaluated.
#[derive(Debug)]
pub struct Unit {
    /// Path of its configuration file.
    pub config: Arc<str>,
    /// The module it runs.
    pub source: Source,
    /// Where the source is said: the file itself where nothing says it.
    pub span: Span,
    /// Files that are written into the module.
    pub written: Vec<Written>,
    /// Variables files that it hands over, those that count less first.
    pub variables: Vec<Arc<str>>,
    /// Configuration files of the units that it depends on.
    pub dependencies: Vec<Arc<str>>,
}

impl Unit {
    /// The directory of its module, as far as that is in the tree.
    pub fn directory(&self) -> &str {
        match &self.source {
            Source::Folder(folder) => folder,
            _ => self.folder(),
        }
    }

    /// The folder of its configuration.
    pub fn folder(&self) -> &str {
        directory(&self.config)
    }
}

/// Units by their configuration files.
pub type Units = BTreeMap<Arc<str>, Unit>;

/// What looking at one configuration gave.
#[derive(Debug, Default)]
pub struct Look {
    /// The unit, where it is one: it names a module.
    pub unit: Option<Unit>,
    /// What is open before anything is evaluated.
    pub unresolved: Vec<Unresolved>,
    /// What cannot be read.
    pub problems: Vec<Problem>,
}

/// Works out which module a configuration runs, what it writes into it and what it depends on.
pub fn look(
    configs: &Configs,
    files: &dyn Files,
    system: Option<&BTreeMap<String, String>>,
    config: &Arc<str>,
) -> Look {
    let (modules, deployment) = (Modules::new(), Deployment::default());
    let mut evaluator = Evaluator::new(&modules, files, &deployment);
    evaluator.terragrunt = Terragrunt { configs: Some(configs), system, ..Terragrunt::default() };
    let Ok(view) = evaluator.view(config, None, None) else { return Look::default() };
    let unit = evaluator.unit(view, config);
    let resolution = evaluator.finish("".into());
    Look { unit, unresolved: resolution.unresolved, problems: resolution.problems }
}

impl<'m> Evaluator<'m> {
    fn unit(&mut self, view: usize, config: &Arc<str>) -> Option<Unit> {
        let folder = directory(config);
        let file = self.seen(view)?.config.file;
        let (source, span) = self.source(view).unwrap_or((Source::Here, Span::file_start(file)));
        let dependencies = self.dependency_blocks(view).into_values();
        let dependencies = dependencies
            .filter_map(|(layer, block)| self.dependency_config(layer, block).ok())
            .collect();
        Some(Unit {
            config: Arc::clone(config),
            source,
            span,
            written: self.written(view),
            variables: self.variables_files(view, folder),
            dependencies,
        })
    }

    /// Evaluates a unit: its module, with what it sets and writes.
    pub(in crate::terraform) fn run_unit(&mut self, assembled: &'m Assembled<'m>) {
        let instance = self.assembled_instance(assembled, "".into());
        self.terragrunt.instances.insert(Arc::clone(&assembled.unit.config), 0);
        self.instances.push(instance);
        let unit = assembled.unit;
        match &unit.source {
            Source::Remote(source) => self.close_unit(0, source, unit.span),
            Source::Unknown(why) => self.left_open("terraform.source", unit.span, why.clone()),
            Source::Folder(folder) if !self.modules.contains_key(folder) => {
                let why = Why::NotFound { reference: Arc::clone(folder) };
                self.left_open("terraform.source", unit.span, why);
            }
            Source::Here | Source::Folder(_) => {}
        }
        for written in &unit.written {
            if let Err(why) = &written.content {
                self.left_open(&written.address, written.span, why.clone());
            }
        }
        self.run_open();
    }

    fn left_open(&mut self, what: &str, span: Span, why: Why) {
        self.unresolved.push(Unresolved { span, resource: what.into(), why });
    }

    fn assembled_instance(&self, assembled: &'m Assembled<'m>, path: Arc<str>) -> Instance<'m> {
        let (directory, module) = (&assembled.directory, assembled.module());
        let mut instance = Instance::new(directory, module, path, None, Origin::NONE);
        instance.unit = Some(assembled);
        instance
    }

    /// Whether a module instance is one of the root that is evaluated, and not of a unit that it depends on: what
    /// that declares is told where it is a root itself.
    pub(in crate::terraform) fn is_of_this_root(&self, instance: usize) -> bool {
        self.root_of(instance) == 0
    }

    /// What a unit sets a variable of its module to: the variables of the system that Terragrunt sets.
    pub(in crate::terraform) fn unit_input(
        &mut self,
        assembled: &'m Assembled<'m>,
        name: &str,
    ) -> Option<Value> {
        let view = self.view(&assembled.unit.config, None, None).ok()?;
        if let Some(found) = self.environment(view).get(&*format!("TF_VAR_{name}")) {
            return Some(found.clone());
        }
        let inputs = self.inputs(view)?;
        let span = self.topmost(view, |config| config.body.attribute("inputs"))?.1.span;
        let found = entry(&inputs, name)?;
        Some(self.hop(Step::ModuleArgument, span, found))
    }

    /// All that a unit sets: what the module behind it is handed.
    pub(in crate::terraform) fn unit_inputs(
        &mut self,
        assembled: &'m Assembled<'m>,
    ) -> Option<Value> {
        let view = self.view(&assembled.unit.config, None, None).ok()?;
        self.inputs(view)
    }

    /// The value of an interpolation that a unit filled into a file: worked out where it was written.
    pub(in crate::terraform) fn filled(
        &mut self,
        instance: usize,
        expr: &'m crate::syntax::hcl::Expr,
    ) -> Value {
        let view = self.instances[instance].unit.and_then(|assembled| {
            let at = &assembled.unit.config;
            let config = self.terragrunt.configs?.of_file(expr.span.file)?;
            self.view(&config.path, Some(at), Some(at)).ok()
        });
        match view {
            Some(view) => {
                let each = crate::terraform::evaluate::Each::None;
                self.eval(expr, &Scope::of(view, &each))
            }
            None => self.unknown(Why::Undecided, expr.span),
        }
    }

    /// The `dependency` blocks by name; those of the including configuration count more.
    fn dependency_blocks(&mut self, view: usize) -> BTreeMap<Arc<str>, (usize, &'m Block)> {
        self.labelled(view, "dependency")
    }

    /// The configuration file that a `dependency` block leads to.
    fn dependency_config(&mut self, view: usize, block: &'m Block) -> Result<Arc<str>, Why> {
        let missing = || Why::NotDeclared { reference: "config_path".into() };
        let attribute = block.body.attribute("config_path").ok_or_else(missing)?;
        let seen = self.seen(view).ok_or(Why::Undecided)?;
        let value = self.attribute_of(view, attribute);
        let text = value.as_str();
        let text = text.ok_or_else(|| value.first_why().unwrap_or(Why::Undecided))?;
        let outside = || Why::NotFound { reference: text.into() };
        self.config_at(seen.folder(), text).ok_or_else(outside)
    }

    /// `dependency.name.outputs...`: what the module of another unit gives. Its `mock_outputs` stand in only for
    /// runs before there is any, so that they say nothing.
    pub(super) fn dependency(
        &mut self,
        view: usize,
        steps: &'m [Access],
        span: Span,
        scope: &Scope<'_>,
    ) -> Value {
        let Some((Access::Attribute(name, _), rest)) = steps.split_first() else {
            return self.not_declared("dependency", span);
        };
        let reader = self.reader(view).unwrap_or(view);
        let Some((layer, block)) = self.dependency_blocks(reader).remove(name) else {
            return self.not_declared(&format!("dependency.{name}"), span);
        };
        let path: Arc<str> = format!("dependency.{name}").into();
        if let ([Access::Attribute(part, _), rest @ ..], Some(mock)) =
            (rest, self.mock(layer, block))
            && &**part == "outputs"
        {
            return self.walk(mock, rest, span, scope);
        }
        let found = self.dependency_config(layer, block);
        let instance = match found.and_then(|config| self.unit_instance(&config, &path)) {
            Ok(instance) => instance,
            Err(why) => return self.unknown(why, span),
        };
        match rest {
            [Access::Attribute(part, _), Access::Attribute(output, _), rest @ ..]
                if &**part == "outputs" =>
            {
                let value = self.output(instance, output);
                self.walk(value, rest, span, scope)
            }
            [Access::Attribute(part, _), rest @ ..] if &**part == "outputs" => {
                let value = self.outputs(instance);
                self.walk(value, rest, span, scope)
            }
            [Access::Attribute(part, _), rest @ ..] if &**part == "inputs" => {
                let assembled = self.instances[instance].unit;
                match assembled.and_then(|assembled| self.unit_inputs(assembled)) {
                    Some(inputs) => self.walk(inputs, rest, span, scope),
                    None => self.not_declared(&path, span),
                }
            }
            _ => {
                let what = format!("`{path}` as a whole").into();
                self.unknown(Why::NotSupported { what }, span)
            }
        }
    }

    /// What a `dependency` block says in place of outputs that it never asks for.
    fn mock(&mut self, view: usize, block: &'m Block) -> Option<Value> {
        let skips = self.attribute_of(view, block.body.attribute("skip_outputs")?);
        let mock = block.body.attribute("mock_outputs")?;
        matches!(skips.kind, Kind::Bool(true)).then(|| self.attribute_of(view, mock))
    }

    /// The module instance of another unit; worked out once.
    fn unit_instance(&mut self, config: &Arc<str>, path: &Arc<str>) -> Result<usize, Why> {
        if let Some(known) = self.terragrunt.instances.get(config) {
            return Ok(*known);
        }
        let missing = || Why::NotFound { reference: format!("{path} ({config})").into() };
        let assembled = self.terragrunt.units.and_then(|units| units.get(config));
        let assembled = assembled.ok_or_else(missing)?;
        if let Some(why) = assembled.unit.source.closed(path) {
            return Err(why);
        }
        let instance = self.assembled_instance(assembled, Arc::clone(path));
        self.instances.push(instance);
        let at = self.instances.len() - 1;
        self.terragrunt.instances.insert(Arc::clone(config), at);
        Ok(at)
    }

    /// The variables files that `extra_arguments` hand over to `plan` and `apply`.
    fn variables_files(&mut self, view: usize, folder: &str) -> Vec<Arc<str>> {
        let mut files: Vec<Arc<str>> = Vec::new();
        for (layer, block) in self.extra_arguments(view) {
            for name in ["required_var_files", "optional_var_files", "arguments"] {
                let Some(attribute) = block.body.attribute(name) else { continue };
                let value = self.attribute_of(layer, attribute);
                let words = value.as_elements().unwrap_or_default().iter().map(Value::as_str);
                let paths = words.flatten().filter_map(|word| match name {
                    "arguments" => word.strip_prefix("-var-file="),
                    _ => Some(word),
                });
                for found in paths.filter_map(|text| path::follow(folder, text)) {
                    if self.exists(&found) {
                        files.retain(|file| **file != *found);
                        files.push(found.into());
                    }
                }
            }
        }
        files
    }

    /// What `extra_arguments` set variables of the system to: they count before inputs.
    fn environment(&mut self, view: usize) -> Arc<Map> {
        if let Some(known) = self.terragrunt.environments.get(&view) {
            return Arc::clone(known);
        }
        self.terragrunt.environments.insert(view, Arc::default());
        let mut environment = Map::new();
        for (layer, block) in self.extra_arguments(view) {
            let Some(attribute) = block.body.attribute("env_vars") else { continue };
            let set = self.attribute_of(layer, attribute);
            let set = set.as_map().into_iter().flatten();
            environment.extend(set.map(|(name, value)| (Arc::clone(name), value.clone())));
        }
        let environment = Arc::new(environment);
        self.terragrunt.environments.insert(view, Arc::clone(&environment));
        environment
    }

    /// What the unit that a module instance belongs to sets a variable of the system to.
    pub(in crate::terraform) fn unit_variable(
        &mut self,
        instance: usize,
        name: &str,
    ) -> Option<Value> {
        let config = &self.instances[self.root_of(instance)].unit?.unit.config;
        let view = self.view(config, None, None).ok()?;
        self.environment(view).get(name).cloned()
    }

    /// The `extra_arguments` blocks in the order of the command line.
    fn extra_arguments(&mut self, view: usize) -> Vec<(usize, &'m Block)> {
        let mut found: Vec<(usize, &'m Block)> = Vec::new();
        for layer in self.layers(view) {
            let Some(seen) = self.seen(layer) else { continue };
            let config: &'m Config = seen.config;
            let blocks = config.body.blocks("terraform");
            for block in blocks.flat_map(|block| block.body.blocks("extra_arguments")) {
                let same =
                    |(_, other): &(usize, &Block)| Config::label(other) == Config::label(block);
                match found.iter_mut().find(|other| same(other)) {
                    Some(other) => *other = (layer, block),
                    None => found.push((layer, block)),
                }
            }
        }
        let runs = |block: &Block| {
            let commands = block.body.attribute("commands").map(|commands| &commands.value.kind);
            let crate::syntax::hcl::ExprKind::Tuple(items) = commands? else { return Some(true) };
            let is_run = |item: &crate::syntax::hcl::Expr| match &item.kind {
                crate::syntax::hcl::ExprKind::String(word) => ["plan", "apply"].contains(&&**word),
                _ => true,
            };
            Some(items.iter().any(is_run))
        };
        found.retain(|(_, block)| runs(block).unwrap_or(true));
        found
    }

    /// The `source` of the module, from the configuration that counts most.
    fn source(&mut self, view: usize) -> Option<(Source, Span)> {
        let find = |config: &'m Config| -> Option<&'m Attribute> {
            let mut blocks = config.body.blocks("terraform");
            blocks.find_map(|block| block.body.attribute("source"))
        };
        let (layer, attribute) = self.topmost(view, find)?;
        let folder: Arc<str> = self.seen(view)?.folder().into();
        let value = self.attribute_of(layer, attribute);
        let mut exists = |path: &str| self.exists(path);
        let (source, open) = Source::of(&value, &folder, &mut exists);
        if let Some(why) = open {
            self.left_open("terraform.source", attribute.span, why);
        }
        Some((source, attribute.span))
    }
}

/// What a map of inputs has for a name.
pub(super) fn entry(inputs: &Value, name: &str) -> Option<Value> {
    match &inputs.kind {
        Kind::Map(map) => map.get(name).cloned(),
        Kind::Open(map, why) => {
            let hidden = || Value::unknown((**why).clone(), inputs.origin);
            Some(map.get(name).cloned().unwrap_or_else(hidden))
        }
        Kind::Every(element, _) => Some((**element).clone()),
        Kind::OneOf(values) => {
            let found: Vec<Value> = values.iter().filter_map(|value| entry(value, name)).collect();
            (!found.is_empty()).then(|| Value::one_of(found, inputs.origin))
        }
        Kind::Unknown(why) => Some(Value::unknown((**why).clone(), inputs.origin)),
        _ => None,
    }
}
