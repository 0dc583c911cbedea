//! What a plan says of the configuration that it was made of: provider configurations, and of every expression
//! whether it is constant, or what it refers to. The expressions themselves are not in it.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use serde_json::value::RawValue;

use super::Plan;
use super::address::{bare, module_and_rest};
use super::document::{ConfigModule, Configuration};
use crate::source::FileId;
use crate::syntax::json::{Entry, Json};

/// The configuration of a plan, by addresses without keys.
#[derive(Default)]
pub(super) struct Configured<'t> {
    /// Provider configurations by their key.
    providers: HashMap<Arc<str>, ProviderConfiguration<'t>>,
    /// Modules by address; the root is empty.
    modules: HashMap<Arc<str>, ConfiguredModule<'t>>,
    /// Keys of provider configurations by resource.
    keys: HashMap<Arc<str>, Arc<str>>,
    /// Arguments of resources.
    expressions: HashMap<Arc<str>, Json<'t>>,
}

/// A `provider` block.
pub(super) struct ProviderConfiguration<'t> {
    /// `aws` or `aws.tokyo`.
    pub name: Arc<str>,
    /// The module it stands in.
    pub module: Arc<str>,
    /// Its arguments.
    pub expressions: Option<Json<'t>>,
}

#[derive(Default)]
struct ConfiguredModule<'t> {
    /// Arguments of the call.
    arguments: Option<Json<'t>>,
    outputs: HashMap<Arc<str>, Json<'t>>,
    variables: HashMap<Arc<str>, Option<Json<'t>>>,
}

/// What an expression leads to, as far as a plan tells.
pub(super) enum Referred<'t> {
    /// It is this.
    Constant(Json<'t>),
    /// It is made of this value, and perhaps is it.
    Value(Json<'t>),
    /// It is made of an attribute of one of these resource instances.
    Resources(Vec<Arc<str>>, Arc<str>),
    /// It is made of something that the plan does not hold, or of several things.
    Open(Arc<str>),
}

/// Longest chain of references that is followed.
const DEEPEST: usize = 32;

impl<'t> Configured<'t> {
    pub(super) fn new(
        file: FileId,
        text: &'t str,
        configuration: Configuration<'t>,
    ) -> Configured<'t> {
        let json = |raw: &'t RawValue| Json::of_raw(file, text, raw);
        let mut configured = Configured::default();
        for (key, provider) in configuration.provider_config.unwrap_or_default() {
            let name = match &provider.alias {
                Some(alias) => format!("{}.{alias}", provider.name).into(),
                None => (&*provider.name).into(),
            };
            let module = provider.module_address.as_deref().map(bare).unwrap_or_default().into();
            let expressions = provider.expressions.map(json);
            configured
                .providers
                .insert((&*key).into(), ProviderConfiguration { name, module, expressions });
        }
        let mut open: Vec<(String, Option<Json<'t>>, ConfigModule<'t>)> =
            vec![(String::new(), None, configuration.root_module.unwrap_or_default())];
        while let Some((path, arguments, module)) = open.pop() {
            let dot = if path.is_empty() { "" } else { "." };
            for resource in module.resources.into_iter().flatten() {
                let address: Arc<str> = format!("{path}{dot}{}", resource.address).into();
                if let Some(key) = resource.provider_config_key {
                    configured.keys.insert(Arc::clone(&address), (&*key).into());
                }
                if let Some(expressions) = resource.expressions {
                    configured.expressions.insert(address, json(expressions));
                }
            }
            for (name, call) in module.module_calls.into_iter().flatten() {
                let path = format!("{path}{dot}module.{name}");
                open.push((path, call.expressions.map(json), call.module.unwrap_or_default()));
            }
            let outputs = module.outputs.into_iter().flatten();
            let outputs = outputs
                .filter_map(|(name, output)| Some(((&*name).into(), json(output.expression?))));
            let variables = module.variables.into_iter().flatten();
            let variables =
                variables.map(|(name, variable)| ((&*name).into(), variable.default.map(json)));
            let module = ConfiguredModule {
                arguments,
                outputs: outputs.collect(),
                variables: variables.collect(),
            };
            configured.modules.insert(path.into(), module);
        }
        configured
    }

    /// The provider configuration of a resource: its key, and what it is.
    pub(super) fn provider(&self, bare: &str) -> Option<(&Arc<str>, &ProviderConfiguration<'t>)> {
        self.providers.get_key_value(self.keys.get(bare)?)
    }

    /// The expression of an argument of a resource.
    pub(super) fn expression(&self, bare: &str, argument: &str) -> Option<Json<'t>> {
        self.expressions.get(bare)?.get(argument)
    }

    /// The arguments of a resource with their expressions.
    pub(super) fn expressions_of(&self, bare: &str) -> Vec<Entry<'t>> {
        self.expressions.get(bare).map(Json::entries).unwrap_or_default()
    }

    /// Whether the configuration has a module of this address.
    pub(super) fn has_module(&self, bare: &str) -> bool {
        self.modules.contains_key(bare)
    }

    /// What the root declares: resources, calls, variables and outputs.
    pub(super) fn of_root(&self) -> BTreeSet<String> {
        let resources = self.keys.keys().chain(self.expressions.keys());
        let resources = resources.filter(|address| module_and_rest(address).0.is_empty());
        let calls = self.modules.keys().filter(|path| path.matches('.').count() == 1);
        let root = self.modules.get("");
        let variables = root.into_iter().flat_map(|root| root.variables.keys());
        let outputs = root.into_iter().flat_map(|root| root.outputs.keys());
        resources
            .chain(calls)
            .map(|address| address.to_string())
            .chain(variables.map(|name| format!("var.{name}")))
            .chain(outputs.map(|name| format!("output.{name}")))
            .collect()
    }
}

impl<'t> Plan<'t> {
    /// What an expression in an instance of a module leads to.
    pub(super) fn referred(&self, expression: &Json<'t>, module: &str) -> Referred<'t> {
        self.follow(expression, module, 0)
    }

    fn follow(&self, expression: &Json<'t>, module: &str, depth: usize) -> Referred<'t> {
        let mut references = Vec::new();
        for entry in expression.entries() {
            match &*entry.key {
                "constant_value" => return Referred::Constant(entry.value),
                "references" => {
                    let texts = entry.value.elements();
                    references.extend(texts.iter().filter_map(Json::as_str).map(String::from));
                }
                _ => {}
            }
        }
        let first = references.first().map_or("", String::as_str).into();
        match whole(&references) {
            Some(reference) if depth < DEEPEST => self
                .reference(&reference, module, depth)
                .unwrap_or_else(|| Referred::Open(reference.into())),
            _ => Referred::Open(first),
        }
    }

    fn reference(&self, reference: &str, module: &str, depth: usize) -> Option<Referred<'t>> {
        if let Some(name) = reference.strip_prefix("var.") {
            return self.variable(name, module, depth);
        }
        let dot = if module.is_empty() { "" } else { "." };
        if reference.starts_with("module.") {
            let (call, output) = reference.rsplit_once('.')?;
            let path = bare(&format!("{module}{dot}{call}"));
            let expression = *self.configured.modules.get(&*path)?.outputs.get(output)?;
            return Some(weaker(self.follow(
                &expression,
                &format!("{module}{dot}{call}"),
                depth + 1,
            )));
        }
        let (address, attribute) = reference.rsplit_once('.')?;
        let whole = format!("{module}{dot}{address}");
        let bare = bare(&whole);
        let mut found: Vec<&super::Instance<'t>> = Vec::new();
        for instance in self.of_block(&bare) {
            let is_same = *instance.address == *whole;
            let is_beside = module_and_rest(&instance.address).0 == module;
            if is_same {
                found = vec![instance];
                break;
            }
            if is_beside && !address.ends_with(']') {
                found.push(instance);
            }
        }
        if let [only] = found.as_slice()
            && let Some(value) = only.values.and_then(|values| values.get(attribute))
            && value.raw() != "null"
        {
            return Some(Referred::Value(value));
        }
        let addresses: Vec<Arc<str>> = found.iter().map(|i| Arc::clone(&i.address)).collect();
        (!addresses.is_empty()).then(|| Referred::Resources(addresses, attribute.into()))
    }

    fn variable(&self, name: &str, module: &str, depth: usize) -> Option<Referred<'t>> {
        if module.is_empty() {
            let value = self.given.and_then(|given| given.get(name)?.get("value"));
            return value.map(Referred::Value);
        }
        let path = bare(module);
        let configured = self.configured.modules.get(&*path)?;
        let outer = match module.rfind("module.") {
            Some(at) => module[..at].trim_end_matches('.'),
            None => "",
        };
        match configured.arguments.and_then(|arguments| arguments.get(name)) {
            Some(argument) => Some(weaker(self.follow(&argument, outer, depth + 1))),
            None => Some(Referred::Value((*configured.variables.get(name)?)?)),
        }
    }
}

/// A constant that something is made of.
fn weaker(referred: Referred<'_>) -> Referred<'_> {
    match referred {
        Referred::Constant(value) => Referred::Value(value),
        other => other,
    }
}

/// The one reference that all others are parts of: Terraform lists `a.b.c` as `a.b.c` and `a.b`.
fn whole(references: &[String]) -> Option<String> {
    let longest = references.iter().max_by_key(|reference| reference.len())?;
    let is_part = |reference: &String| {
        longest
            .strip_prefix(reference.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    references.iter().all(is_part).then(|| longest.clone())
}
