//! Which provider configuration a resource uses, and what that sets.
//!
//! A configuration is found in the module of the resource, or handed down by its callers: by name in
//! `providers`, or, for one without an alias, by inheritance (Terraform's language documentation,
//! "Providers Within Modules").

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::evaluate::{Each, Evaluator, Scope};
use super::expand::Expansion;
use super::module::{ModuleCall, alias};
use crate::catalog::providers;
use crate::model::{Origin, ProviderUse, Step, Value, Why};
use crate::source::Span;
use crate::syntax::hcl::{Access, Block, Expr, ExprKind, Key};

/// A provider configuration as a module names it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Name {
    local: Arc<str>,
    alias: Option<Arc<str>>,
}

impl Name {
    /// `aws`, `aws.tokyo` or `aws.by_region[each.key]`.
    fn of(expr: &Expr) -> Option<Name> {
        match &expr.kind {
            ExprKind::Variable(local) => Some(Name { local: Arc::clone(local), alias: None }),
            // Older configurations quote the name.
            ExprKind::String(text) => Some(match text.split_once('.') {
                Some((local, alias)) => Name { local: local.into(), alias: Some(alias.into()) },
                None => Name { local: Arc::clone(text), alias: None },
            }),
            ExprKind::Traversal(root, steps) => {
                let ExprKind::Variable(local) = &root.kind else { return None };
                let Some(Access::Attribute(alias, _)) = steps.first() else { return None };
                Some(Name { local: Arc::clone(local), alias: Some(Arc::clone(alias)) })
            }
            _ => None,
        }
    }

    fn of_key(key: &Key) -> Option<Name> {
        match key {
            Key::Name(local, _) => Some(Name { local: Arc::clone(local), alias: None }),
            Key::Expr(expr) => Name::of(expr),
        }
    }

    fn of_block(block: &Block) -> Name {
        Name { local: Arc::clone(&block.labels[0]), alias: alias(block).map(Arc::from) }
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.alias {
            Some(alias) => write!(f, "{}.{alias}", self.local),
            None => write!(f, "{}", self.local),
        }
    }
}

impl<'m> Evaluator<'m> {
    /// The provider configuration of a resource or data block in this module instance.
    pub(super) fn provider_of(
        &mut self,
        instance: usize,
        block: &'m Block,
        each: &Each,
    ) -> ProviderUse {
        let chosen = block.body.attribute("provider");
        let type_name = block.labels.first().map_or("", |label| label);
        let implied = type_name.split_once('_').map_or(type_name, |(prefix, _)| prefix);
        if let Some(chosen) = chosen {
            let default = || Name { local: implied.into(), alias: None };
            let name = Name::of(&chosen.value).unwrap_or_else(default);
            let key = self.provider_key(&chosen.value, &Scope::of(instance, each));
            return self.configuration(instance, name, key, vec![chosen.span]);
        }
        self.default_provider(instance, implied.into())
    }

    /// The configurations that `providers` of a call names.
    pub(super) fn providers_by_name(
        &mut self,
        instance: usize,
        call: &'m ModuleCall,
    ) -> Vec<ProviderUse> {
        let Some(attribute) = call.block.body.attribute("providers") else { return Vec::new() };
        let ExprKind::Object(entries) = &attribute.value.kind else { return Vec::new() };
        let named = entries.iter().filter_map(|(_, value)| Some((Name::of(value)?, value)));
        let mut all = Vec::new();
        for (name, value) in named {
            let key = self.provider_key(value, &Scope::of(instance, &Each::None));
            all.push(self.configuration(instance, name, key, vec![value.span]));
        }
        all
    }

    /// The key by which one of the configurations of a block with `for_each` is chosen.
    fn provider_key(&mut self, chosen: &'m Expr, scope: &Scope<'_>) -> Option<Value> {
        let ExprKind::Traversal(_, steps) = &chosen.kind else { return None };
        let Some(Access::Index(key)) = steps.get(1) else { return None };
        Some(self.eval(key, scope))
    }

    /// The default configuration of a provider, by its local name.
    pub(super) fn default_provider(&mut self, instance: usize, local: Arc<str>) -> ProviderUse {
        let key = (instance, Arc::clone(&local));
        if let Some(known) = self.defaults.get(&key) {
            return known.clone();
        }
        let found = self.configuration(instance, Name { local, alias: None }, None, Vec::new());
        self.defaults.insert(key, found.clone());
        found
    }

    /// Providers with a default configuration in reach of a module instance whose resources keep data.
    pub(super) fn default_providers(&self, instance: usize) -> Vec<Arc<str>> {
        let mut names = BTreeSet::new();
        let mut at = Some(instance);
        while let Some(here) = at {
            let module = self.instances[here].module;
            for block in module.providers.iter().filter(|block| alias(block).is_none()) {
                let provider = module.provider_type(&block.labels[0]);
                if providers::provider(provider).is_none_or(|facts| facts.keeps_data) {
                    names.insert(Arc::clone(provider));
                }
            }
            at = self.instances[here].parent.as_ref().map(|(parent, ..)| *parent);
        }
        names.into_iter().collect()
    }

    /// The choices on the way from a resource up to its provider block, as a chain that starts at the resource.
    fn choices(&mut self, spans: &[Span]) -> Origin {
        let hop = |before, span: &Span| self.provenance.hop(Step::ProviderChoice, *span, before);
        spans.iter().rev().fold(Origin::NONE, hop)
    }

    /// Walks up the callers to the block that configures `name`. Names are each module's own: what counts is
    /// the provider that they stand for.
    fn configuration(
        &mut self,
        mut instance: usize,
        mut name: Name,
        mut key: Option<Value>,
        mut choices: Vec<Span>,
    ) -> ProviderUse {
        let provider = Arc::clone(self.instances[instance].module.provider_type(&name.local));
        loop {
            let module = self.instances[instance].module;
            let is_it = |local: &Arc<str>, alias: Option<&str>| {
                alias == name.alias.as_deref() && *module.provider_type(local) == provider
            };
            let caller = self.instances[instance].parent.clone();
            let handed = caller.as_ref().and_then(|(_, call, _)| handed_down(call, is_it));
            let own =
                module.providers.iter().position(|block| is_it(&block.labels[0], alias(block)));
            match (handed, caller, own) {
                // Beside a configuration that is handed down, a block of the module's own is empty.
                (Some((value, outer)), Some((parent, _, each)), _) => {
                    choices.push(value.span);
                    key = self.provider_key(value, &Scope::of(parent, &each));
                    (name, instance) = (outer, parent);
                }
                (_, _, Some(at)) => {
                    let mut found = self.configured(instance, at, &provider, key.as_ref());
                    found.origin = self.choices(&choices);
                    return found;
                }
                (None, Some((parent, ..)), None) if name.alias.is_none() => instance = parent,
                _ => break,
            }
        }
        let configuration = name.to_string().into();
        let origin = self.choices(&choices);
        let mut arguments = BTreeMap::new();
        // A file that is written into the module and that nobody can tell may configure it.
        if let Some(why) = self.instances[instance].unit.and_then(|unit| unit.unread()).cloned() {
            let facts = providers::provider(&provider);
            for argument in facts.iter().flat_map(|facts| facts.block_arguments()) {
                arguments.insert(argument.into(), Value::unknown(why.clone(), origin));
            }
        }
        self.add_system_arguments(instance, &provider, &mut arguments);
        let (name, arguments) = (provider, Arc::new(arguments));
        ProviderUse { name, configuration, arguments, origin, configured: false }
    }

    /// What a provider block sets: with `for_each` (OpenTofu's language documentation, "Provider Configuration"), for
    /// the key that is chosen, or any of them where that is not known.
    fn configured(
        &mut self,
        instance: usize,
        at: usize,
        provider: &Arc<str>,
        key: Option<&Value>,
    ) -> ProviderUse {
        let block: &'m Block = &self.instances[instance].module.providers[at];
        if block.body.attribute("for_each").is_none() {
            return self.configured_for(instance, at, provider, ("", &Each::None));
        }
        let expansion = self.expansion(instance, block);
        let pairs: Vec<(&str, &Each)> = match &*expansion {
            Expansion::Keys(pairs) => pairs.iter().map(|(key, each)| (&**key, each)).collect(),
            Expansion::Symbolic(each, _) => vec![("[*]", each)],
            Expansion::One | Expansion::Count(_) => Vec::new(),
        };
        let is_known = |key: &&Value| key.alternatives().iter().all(|key| key.as_str().is_some());
        let chosen = key.filter(is_known).filter(|_| matches!(&*expansion, Expansion::Keys(_)));
        let is_chosen = |name: &str| {
            chosen.is_none_or(|key| key.alternatives().iter().any(|key| key.as_str() == Some(name)))
        };
        let mut of_keys = Vec::new();
        for pair in pairs.into_iter().filter(|(key, _)| is_chosen(key)) {
            of_keys.push(self.configured_for(instance, at, provider, pair));
        }
        one_of_all(of_keys).unwrap_or_else(|| ProviderUse {
            name: Arc::clone(provider),
            configuration: Name::of_block(block).to_string().into(),
            arguments: Arc::default(),
            origin: Origin::NONE,
            configured: false,
        })
    }

    /// What a provider block sets, as far as the catalogue asks; worked out once.
    fn configured_for(
        &mut self,
        instance: usize,
        at: usize,
        provider: &Arc<str>,
        (key, each): (&str, &Each),
    ) -> ProviderUse {
        let memo = (instance, at, Arc::from(key));
        if let Some(known) = self.providers.get(&memo) {
            return known.clone();
        }
        let block: &'m Block = &self.instances[instance].module.providers[at];
        let empty = ProviderUse {
            name: Arc::clone(provider),
            configuration: Name::of_block(block).to_string().into(),
            arguments: Arc::default(),
            origin: Origin::NONE,
            configured: true,
        };
        // A provider block whose arguments ask for its own region finds it unset.
        self.providers.insert(memo.clone(), empty.clone());
        let mut arguments = BTreeMap::new();
        let facts = providers::provider(provider);
        let names = facts.iter().flat_map(|facts| facts.block_arguments());
        for argument in names {
            if let Some(value) = self.provider_argument(instance, block, argument, each) {
                arguments.insert(Arc::from(argument), value);
            }
        }
        self.add_system_arguments(instance, provider, &mut arguments);
        for path in facts.iter().flat_map(|facts| facts.cluster_arguments()) {
            let first = path.split('.').next().and_then(|name| arguments.get(name));
            if let Some(value) = first.cloned() {
                self.look_up(&value);
            }
        }
        let found = ProviderUse { arguments: Arc::new(arguments), ..empty };
        self.providers.insert(memo, found.clone());
        found
    }

    /// Arguments that are left out and that the provider reads from variables of the system.
    pub(super) fn add_system_arguments(
        &mut self,
        instance: usize,
        provider: &str,
        arguments: &mut BTreeMap<Arc<str>, Value>,
    ) {
        let system = &self.deployment.system;
        let Some(facts) = providers::provider(provider) else { return };
        for argument in facts.block_arguments() {
            if arguments.get(argument).is_some_and(|value| !value.is_null()) {
                continue;
            }
            let mut variables = facts.variables(argument);
            if let Some(value) = variables.find_map(|name| self.unit_variable(instance, name)) {
                arguments.insert(argument.into(), value);
                continue;
            }
            let Some(set) = facts.variables(argument).find_map(|name| system.get(name)) else {
                continue;
            };
            let value = self.eval(&set.value, &Scope::of(0, &Each::None));
            arguments.insert(argument.into(), self.hop(Step::Provider, set.span, value));
        }
    }

    /// The region that a provider configuration sets, or why it sets none.
    pub(super) fn provider_region(&mut self, provider: &ProviderUse, span: Span) -> Value {
        let facts = providers::provider(&provider.name);
        let mut names = facts.iter().flat_map(|facts| facts.region_arguments());
        let region = names.find_map(|name| provider.arguments.get(name).filter(|v| !v.is_null()));
        if let Some(region) = region {
            return region.clone();
        }
        let provider = Arc::clone(&provider.configuration);
        self.unknown(Why::ProviderNotConfigured { provider }, span)
    }

    fn provider_argument(
        &mut self,
        instance: usize,
        block: &'m Block,
        name: &str,
        each: &Each,
    ) -> Option<Value> {
        let scope = Scope::of(instance, each);
        let value = match block.body.attribute(name) {
            Some(attribute) => self.eval(&attribute.value, &scope),
            None => self.nested(&block.body, name, &scope)?,
        };
        Some(self.hop(Step::Provider, block.header, value))
    }
}

/// The configuration that a call hands down under the name that `is_it` finds.
fn handed_down(
    call: &ModuleCall,
    is_it: impl Fn(&Arc<str>, Option<&str>) -> bool,
) -> Option<(&Expr, Name)> {
    let attribute = call.block.body.attribute("providers")?;
    let ExprKind::Object(entries) = &attribute.value.kind else { return None };
    let is_named =
        |key: &Key| Name::of_key(key).is_some_and(|name| is_it(&name.local, name.alias.as_deref()));
    let (_, value) = entries.iter().find(|(key, _)| is_named(key))?;
    Some((value, Name::of(value)?))
}

/// Several configurations of which one is used and nobody knows which.
fn one_of_all(mut all: Vec<ProviderUse>) -> Option<ProviderUse> {
    let mut found = all.pop()?;
    if all.is_empty() {
        return Some(found);
    }
    all.push(found.clone());
    let names: BTreeSet<Arc<str>> =
        all.iter().flat_map(|it| it.arguments.keys().cloned()).collect();
    let of_all = |name: &Arc<str>| {
        let values: Vec<Value> =
            all.iter().filter_map(|it| it.arguments.get(name).cloned()).collect();
        Value::one_of(values, Origin::NONE)
    };
    let arguments = names.into_iter().map(|name| (Arc::clone(&name), of_all(&name)));
    found.arguments = Arc::new(arguments.collect());
    Some(found)
}
