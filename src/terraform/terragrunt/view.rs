//! Configuration files as units read them. A file says other things to other units: where its functions look, and
//! which files it includes, hangs on who reads it. Each such view is worked out on demand, once.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::assemble::Assembled;
use super::config::{Config, Configs};
use super::path;
use crate::model::{Kind, Map, Origin, Step, Unresolved, Value, Why};
use crate::source::{Span, directory};
use crate::syntax::hcl::{Access, Attribute, Block};
use crate::terraform::evaluate::{Each, Evaluator, Instance, Memo, Scope};
use crate::terraform::variables::VariablesFile;

/// A configuration file as a unit reads it.
#[derive(Debug)]
pub(in crate::terraform) struct View<'m> {
    /// The file.
    pub(super) config: &'m Config,
    /// The file whose folder functions speak of: in an included file, the one that includes it.
    pub(super) at: Arc<str>,
    /// The file that everything started with.
    pub(super) original: Arc<str>,
}

impl View<'_> {
    /// The folder that functions speak of.
    pub(super) fn folder(&self) -> &str {
        directory(&self.at)
    }

    /// The folder of the file that its expressions stand in: functions of files start there.
    pub(in crate::terraform) fn folder_of_text(&self) -> &str {
        directory(&self.config.path)
    }

    pub(super) fn is_included(&self) -> bool {
        self.config.path != self.at
    }
}

/// What is known of Terragrunt's files while a root is evaluated.
#[derive(Default)]
pub(in crate::terraform) struct Terragrunt<'m> {
    pub(super) configs: Option<&'m Configs>,
    /// Variables of the system, where a flag lets them count.
    pub(super) system: Option<&'m BTreeMap<String, String>>,
    /// Units that dependencies may lead to, by their configuration files.
    pub(super) units: Option<&'m BTreeMap<Arc<str>, Assembled<'m>>>,
    /// Variables files by directory.
    pub(super) variables: Option<&'m BTreeMap<String, Vec<VariablesFile>>>,
    /// Module instances of units, by their configuration files.
    pub(super) instances: HashMap<Arc<str>, usize>,
    /// Views by the file, the one functions speak of, and the one everything started with.
    pub(super) views: HashMap<[Arc<str>; 3], usize>,
    pub(super) includes: HashMap<usize, Arc<[Include]>>,
    pub(super) values: HashMap<usize, Memo>,
    /// What units set variables of the system to.
    pub(super) environments: HashMap<usize, Arc<Map>>,
    pub(super) inputs: HashMap<usize, Memo>,
}

/// An `include` block.
pub(super) struct Include {
    pub(super) name: Arc<str>,
    /// Path of the included file.
    pub(super) path: Arc<str>,
    view: usize,
    is_exposed: bool,
    strategy: Strategy,
}

/// How an included configuration is merged into the one that includes it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strategy {
    Not,
    Shallow,
    Deep,
}

/// Most views of one root.
const MOST_VIEWS: usize = 4_096;

impl<'m> Evaluator<'m> {
    /// The instance in which the expressions of a configuration file are worked out.
    pub(super) fn view(
        &mut self,
        file: &str,
        at: Option<&Arc<str>>,
        original: Option<&Arc<str>>,
    ) -> Result<usize, Why> {
        let missing = || Why::NotFound { reference: file.into() };
        let config =
            self.terragrunt.configs.and_then(|configs| configs.get(file)).ok_or_else(missing)?;
        let at = at.unwrap_or(&config.path);
        let original = original.unwrap_or(at);
        let key = [Arc::clone(&config.path), Arc::clone(at), Arc::clone(original)];
        if let Some(known) = self.terragrunt.views.get(&key) {
            return Ok(*known);
        }
        if self.terragrunt.views.len() >= MOST_VIEWS {
            return Err(Why::Budget);
        }
        self.problems.extend(config.problems.iter().cloned());
        let folder = directory(&config.path).into();
        let mut instance = Instance::new(&folder, &config.module, "".into(), None, Origin::NONE);
        let (at, original) = (Arc::clone(at), Arc::clone(original));
        instance.view = Some(Arc::new(View { config, at, original }));
        self.instances.push(instance);
        let view = self.instances.len() - 1;
        self.terragrunt.views.insert(key, view);
        Ok(view)
    }

    /// The view that an instance is; only instances of configuration files are asked.
    pub(super) fn seen(&self, view: usize) -> Option<Arc<View<'m>>> {
        self.instances[view].view.clone()
    }

    /// The view in which the unit that reads this view sees its own file.
    pub(super) fn reader(&mut self, view: usize) -> Option<usize> {
        let seen = self.seen(view)?;
        self.view(&seen.at, None, Some(&seen.original)).ok()
    }

    pub(super) fn attribute_of(&mut self, view: usize, attribute: &'m Attribute) -> Value {
        let each = Each::None;
        self.eval(&attribute.value, &Scope::of(view, &each))
    }

    /// The `include` blocks of a configuration. Included files include nothing themselves.
    pub(super) fn includes(&mut self, view: usize) -> Arc<[Include]> {
        if let Some(known) = self.terragrunt.includes.get(&view) {
            return Arc::clone(known);
        }
        self.terragrunt.includes.insert(view, Arc::new([]));
        let mut includes = Vec::new();
        if let Some(seen) = self.seen(view).filter(|seen| !seen.is_included()) {
            let config = seen.config;
            for block in config.body.blocks("include") {
                match self.include(view, &seen, block) {
                    Ok(include) => includes.push(include),
                    Err((span, why)) => {
                        let resource = Arc::clone(&config.path);
                        self.unresolved.push(Unresolved { span, resource, why });
                    }
                }
            }
        }
        let includes: Arc<[Include]> = includes.into();
        self.terragrunt.includes.insert(view, Arc::clone(&includes));
        includes
    }

    fn include(
        &mut self,
        view: usize,
        seen: &View<'m>,
        block: &'m Block,
    ) -> Result<Include, (Span, Why)> {
        let missing = || (block.header, Why::NotDeclared { reference: "path".into() });
        let attribute = block.body.attribute("path").ok_or_else(missing)?;
        let place = |why| (attribute.span, why);
        let path = self.attribute_of(view, attribute);
        let Some(text) = path.as_str() else {
            return Err(place(path.first_why().unwrap_or(Why::Undecided)));
        };
        let outside = || place(Why::NotFound { reference: text.into() });
        let path: Arc<str> = path::follow(seen.folder(), text).ok_or_else(outside)?.into();
        let included = self.view(&path, Some(&seen.at), Some(&seen.original)).map_err(place)?;
        let exposed = block.body.attribute("expose").map(|expose| self.attribute_of(view, expose));
        let strategy = block.body.attribute("merge_strategy").map(|s| self.attribute_of(view, s));
        let strategy = match strategy.as_ref().and_then(Value::as_str) {
            Some("no_merge") => Strategy::Not,
            Some("deep" | "deep_map_only") => Strategy::Deep,
            _ => Strategy::Shallow,
        };
        let is_exposed = matches!(exposed.map(|value| value.kind), Some(Kind::Bool(true)));
        Ok(Include { name: Config::label(block), path, view: included, is_exposed, strategy })
    }

    /// The views that make up the configuration of `view`: those that count less first.
    pub(super) fn layers(&mut self, view: usize) -> Vec<usize> {
        let includes = self.includes(view);
        let merged = includes.iter().filter(|include| include.strategy != Strategy::Not);
        merged.map(|include| include.view).chain([view]).collect()
    }

    /// The blocks of a kind by their labels: of two of one label, the one that counts more.
    pub(super) fn labelled(
        &mut self,
        view: usize,
        kind: &'static str,
    ) -> BTreeMap<Arc<str>, (usize, &'m Block)> {
        let mut labelled = BTreeMap::new();
        for layer in self.layers(view) {
            let Some(seen) = self.seen(layer) else { continue };
            let blocks = seen.config.body.blocks(kind);
            labelled.extend(blocks.map(|block| (Config::label(block), (layer, block))));
        }
        labelled
    }

    /// The attribute that counts most among those that `find` finds in the layers of a view, and its layer.
    pub(super) fn topmost(
        &mut self,
        view: usize,
        find: impl Fn(&'m Config) -> Option<&'m Attribute>,
    ) -> Option<(usize, &'m Attribute)> {
        let layers = self.layers(view);
        let found = |layer: usize| Some((layer, find(self.seen(layer)?.config)?));
        layers.into_iter().rev().find_map(found)
    }

    /// The merged `inputs`; nothing where there are none.
    pub(super) fn inputs(&mut self, view: usize) -> Option<Value> {
        match self.terragrunt.inputs.get(&view) {
            Some(Memo::Done(value)) => return Some(value.clone()).filter(|value| !value.is_null()),
            Some(Memo::Busy) => return Some(Value::unknown(Why::Cycle, Origin::NONE)),
            None => {}
        }
        self.terragrunt.inputs.insert(view, Memo::Busy);
        let mut inputs = self.own_inputs(view);
        for include in self.includes(view).iter().rev() {
            if include.strategy == Strategy::Not {
                continue;
            }
            let below = self.own_inputs(include.view);
            inputs = merged(&below, &inputs, include.strategy == Strategy::Deep);
        }
        self.terragrunt.inputs.insert(view, Memo::Done(inputs.clone()));
        Some(inputs).filter(|value| !value.is_null())
    }

    fn own_inputs(&mut self, view: usize) -> Value {
        let attribute = self.seen(view).and_then(|seen| seen.config.body.attribute("inputs"));
        match attribute {
            Some(attribute) => self.attribute_of(view, attribute),
            None => Value::null(Origin::NONE),
        }
    }

    /// A whole configuration as a value, as `read_terragrunt_config` and exposed includes give it.
    pub(super) fn config_value(&mut self, view: usize) -> Value {
        match self.terragrunt.values.get(&view) {
            Some(Memo::Done(value)) => return value.clone(),
            Some(Memo::Busy) => return Value::unknown(Why::Cycle, Origin::NONE),
            None => {}
        }
        self.terragrunt.values.insert(view, Memo::Busy);
        let value = self.new_config_value(view);
        self.terragrunt.values.insert(view, Memo::Done(value.clone()));
        value
    }

    fn new_config_value(&mut self, view: usize) -> Value {
        let Some(seen) = self.seen(view) else { return Value::null(Origin::NONE) };
        let config = seen.config;
        let start = Span::file_start(config.file);
        let mut map = Map::new();
        for block in &config.body.blocks {
            let what = format!("the block `{}` of another configuration", block.kind).into();
            let value = self.unknown(Why::NotSupported { what }, block.header);
            map.insert(Arc::clone(&block.kind), value);
        }
        for attribute in config.body.attributes.iter().filter(|a| &*a.name != "inputs") {
            let value = self.attribute_of(view, attribute);
            map.insert(Arc::clone(&attribute.name), value);
        }
        let each = Each::None;
        let names = config.module.locals.keys();
        let locals: Map = names.map(|name| (Arc::clone(name), self.local(view, name))).collect();
        if !locals.is_empty() {
            map.insert("locals".into(), self.literal(Kind::Map(Arc::new(locals)), start));
        }
        if let Some(inputs) = self.inputs(view) {
            map.insert("inputs".into(), inputs);
        }
        let generated = self.labelled(view, "generate");
        let mut written = Map::new();
        for (name, (layer, block)) in generated {
            let scope = Scope::of(layer, &each);
            written.insert(name, self.body(&block.body, block.header, &scope));
        }
        if !written.is_empty() {
            map.insert("generate".into(), self.literal(Kind::Map(Arc::new(written)), start));
        }
        for kind in ["remote_state", "terraform"] {
            for (layer, block) in self.labelled(view, kind).into_values() {
                let value = self.body(&block.body, block.header, &Scope::of(layer, &each));
                map.insert(kind.into(), value);
            }
        }
        self.literal(Kind::Map(Arc::new(map)), start)
    }

    /// `include.name...`, `dependency.name...` and the like: names that only Terragrunt's files know.
    pub(in crate::terraform) fn terragrunt_reference(
        &mut self,
        view: usize,
        name: &str,
        steps: &'m [Access],
        span: Span,
        scope: &Scope<'_>,
    ) -> Option<Value> {
        let value = match name {
            "include" => self.included(view, steps, span, scope),
            "dependency" => self.dependency(view, steps, span, scope),
            "feature" => self.feature(view, steps, span, scope),
            "values" | "unit" | "stack" => {
                let Some(Access::Attribute(first, _)) = steps.first() else { return None };
                self.unknown(Why::Runtime { reference: format!("{name}.{first}").into() }, span)
            }
            _ => return None,
        };
        Some(self.hop(Step::Reference, span, value))
    }

    fn included(
        &mut self,
        view: usize,
        steps: &'m [Access],
        span: Span,
        scope: &Scope<'_>,
    ) -> Value {
        let includes = self.includes(view);
        // A lone block without a label is `include` itself.
        let (include, rest) = match (&*includes, steps.split_first()) {
            ([only], _) if only.name.is_empty() => (Some(only), steps),
            (_, Some((Access::Attribute(name, _), rest))) => {
                (includes.iter().find(|include| include.name == *name), rest)
            }
            _ => (None, steps),
        };
        let Some(include) = include.filter(|include| include.is_exposed) else {
            return self.not_declared("include", span);
        };
        if let [Access::Attribute(part, _), Access::Attribute(name, _), rest @ ..] = rest
            && &**part == "locals"
        {
            let value = self.local(include.view, name);
            return self.walk(value, rest, span, scope);
        }
        let value = self.config_value(include.view);
        self.walk(value, rest, span, scope)
    }

    /// `feature.name.value`: the default, since a flag or the environment may set it otherwise.
    fn feature(
        &mut self,
        view: usize,
        steps: &'m [Access],
        span: Span,
        scope: &Scope<'_>,
    ) -> Value {
        let [Access::Attribute(name, _), Access::Attribute(_, _), rest @ ..] = steps else {
            return self.not_declared("feature", span);
        };
        let reader = self.reader(view).unwrap_or(view);
        let features = self.labelled(reader, "feature");
        let default = features
            .get(name)
            .and_then(|(layer, block)| Some((*layer, block.body.attribute("default")?)));
        let Some((layer, default)) = default else {
            return self.not_declared(&format!("feature.{name}"), span);
        };
        let value = self.attribute_of(layer, default);
        self.walk(value, rest, span, scope)
    }
}

/// Two maps as one: what is above counts more. What may be hidden above may stand over anything below.
pub(super) fn merged(below: &Value, above: &Value, deep: bool) -> Value {
    let each = |values: &[Value], merge: &dyn Fn(&Value) -> Value| {
        let values: Vec<Value> = values.iter().map(merge).collect();
        Value::one_of(values, above.origin)
    };
    let join = |a: &Arc<Map>, b: &Arc<Map>| {
        let mut map = (**a).clone();
        for (key, value) in &**b {
            let value = match map.get(key).filter(|_| deep) {
                Some(under) => merged(under, value, deep),
                None => value.clone(),
            };
            map.insert(Arc::clone(key), value);
        }
        Arc::new(map)
    };
    let kind = match (&below.kind, &above.kind) {
        (_, Kind::Null) => return below.clone(),
        (_, Kind::OneOf(values)) => return each(values, &|value| merged(below, value, deep)),
        (Kind::OneOf(values), Kind::Map(_)) => {
            return each(values, &|value| merged(value, above, deep));
        }
        (Kind::Map(a), Kind::Map(b)) => Kind::Map(join(a, b)),
        (Kind::Open(a, why), Kind::Map(b)) => Kind::Open(join(a, b), Arc::clone(why)),
        (Kind::Unknown(why) | Kind::Every(_, why), Kind::Map(b)) => {
            Kind::Open(Arc::clone(b), Arc::clone(why))
        }
        (Kind::List(a), Kind::List(b)) if deep => {
            Kind::List(a.iter().chain(&**b).cloned().collect())
        }
        _ => return above.clone(),
    };
    Value::new(kind, above.origin)
}
