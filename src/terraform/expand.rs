//! `count` and `for_each`: blocks to instances, module calls to module instances.

use std::collections::HashMap;
use std::sync::Arc;

use super::evaluate::{Calls, Each, Evaluator, Instance, Names, Scope, key_of};
use super::module::{Module, ModuleCall, is_looked_up};
use crate::catalog::{self, ways_in};
use crate::model::{
    Kind, ModuleSource, Number, Origin, Problem, Resource, Step, Type, Unresolved, Value, Why,
};
use crate::syntax::hcl::{Block, Body};

/// Most instances of one block that are told apart; beyond, one stands for all.
const MOST_INSTANCES: usize = 4_096;
/// Most module instances of one root.
pub(super) const MOST_MODULES: usize = 10_000;
/// Most resource instances of one root.
const MOST_RESOURCES: usize = 200_000;
/// Deepest nesting of modules.
const DEEPEST_MODULE: usize = 32;

/// The instances that a block makes.
pub(super) enum Expansion {
    /// One, without a key.
    One,
    /// One for each index.
    Count(Vec<Value>),
    /// One for each key.
    Keys(Vec<(Arc<str>, Each)>),
    /// Nobody knows how many: one stands for all.
    Symbolic(Each, Why),
}

/// An instance key as Terraform writes it: `["key"]`.
pub(super) fn quoted(key: &str) -> String {
    let escaped = key.replace('\\', "\\\\").replace('"', "\\\"").replace("${", "$${");
    format!("[\"{escaped}\"]")
}

impl<'m> Evaluator<'m> {
    /// Evaluates everything that a root declares and calls.
    pub(super) fn run(&mut self, directory: &Arc<str>, root: &'m Module) {
        self.instances.push(Instance::new(directory, root, "".into(), None, Origin::NONE));
        self.run_open();
    }

    /// Evaluates what the first instance declares and calls.
    pub(super) fn run_open(&mut self) {
        self.declare_backend();
        let mut open = vec![0];
        while let Some(instance) = open.pop() {
            self.declare_resources(instance);
            let module = self.instances[instance].module;
            for name in module.calls.keys() {
                let Some(calls) = self.calls(instance, name) else { continue };
                match &*calls {
                    Calls::One(child) | Calls::Symbolic(child) => open.push(*child),
                    Calls::Count(children) => open.extend(children),
                    Calls::Keys(children) => open.extend(children.iter().map(|(_, child)| child)),
                    Calls::Closed(_) => {}
                }
            }
        }
        self.look_up_others();
        self.resources.sort_by(|a, b| a.address.cmp(&b.address));
    }

    /// Keeps the resources of other roots that values of this one were read through: these may be where they are.
    fn look_up_others(&mut self) {
        let mut at = 0;
        while let Some(address) = self.numbered.get(at).cloned() {
            at += 1;
            let Some(object) = self.objects.get(&address).cloned() else { continue };
            let is_other = !is_looked_up(object.block) && !self.is_of_this_root(object.instance);
            let is_known = || self.looked_up.iter().any(|known| known.address == address);
            if is_other && !is_known() && self.spend(1 + self.looked_up.len()) {
                let found = self.resource_at(object.instance, address, object.block, &object.each);
                self.looked_up.push(found);
            }
        }
    }

    fn declare_resources(&mut self, instance: usize) {
        let module = self.instances[instance].module;
        for (address, block) in &module.resources {
            if is_looked_up(block) {
                continue;
            }
            let expansion = self.expansion(instance, block);
            match &*expansion {
                Expansion::One => self.declare(instance, address, "", block, &Each::None),
                Expansion::Count(indexes) => {
                    for (at, index) in indexes.iter().enumerate() {
                        let each = Each::Count(index.clone());
                        self.declare(instance, address, &format!("[{at}]"), block, &each);
                    }
                }
                Expansion::Keys(pairs) => {
                    for (key, each) in pairs {
                        self.declare(instance, address, &quoted(key), block, each);
                    }
                }
                Expansion::Symbolic(each, why) => {
                    self.declare(instance, address, "[*]", block, each);
                    let resource = self.address(instance, address, "[*]");
                    let (span, why) = (block.header, why.clone());
                    self.unresolved.push(Unresolved { span, resource, why });
                }
            }
        }
    }

    /// Full address of an instance of a block.
    pub(super) fn address(&self, instance: usize, address: &str, key: &str) -> Arc<str> {
        let path = &self.instances[instance].path;
        let dot = if path.is_empty() { "" } else { "." };
        format!("{path}{dot}{address}{key}").into()
    }

    /// One resource instance, with the attributes that the catalogue asks for.
    fn declare(
        &mut self,
        instance: usize,
        address: &str,
        key: &str,
        block: &'m Block,
        each: &Each,
    ) {
        let full = self.address(instance, address, key);
        if self.resources.len() >= MOST_RESOURCES {
            let (span, why) = (block.header, Why::Budget);
            return self.unresolved.push(Unresolved { span, resource: full, why });
        }
        let resource = self.resource_at(instance, full, block, each);
        self.look_up_documents(&resource);
        self.resources.push(resource);
    }

    /// Keeps the data sources that write the documents by which a resource lets others in.
    fn look_up_documents(&mut self, resource: &Resource) {
        for path in ways_in::document_paths(&resource.type_name) {
            let first = path.split('.').next().and_then(|name| resource.attributes.get(name));
            let value = first.filter(|value| value.first_why().is_some()).cloned();
            if let Some(value) = value.filter(|_| self.spend(1 + self.looked_up.len())) {
                self.look_up(&value);
            }
        }
    }

    fn resource_at(
        &mut self,
        instance: usize,
        address: Arc<str>,
        block: &'m Block,
        each: &Each,
    ) -> Resource {
        let type_name = Arc::clone(&block.labels[0]);
        let provider = self.provider_of(instance, block, each);
        let scope = Scope::of(instance, each);
        let mut attributes = std::collections::BTreeMap::new();
        for &name in &*self.interest(&type_name, &provider.name) {
            if let Some(value) = self.argument(&block.body, name, &scope) {
                attributes.insert(Arc::from(name), value);
            }
        }
        let origin = self.instances[instance].origin;
        let (span, provider) = (block.header, Some(provider));
        Resource { address, type_name, span, provider, attributes, origin, module: None }
    }

    /// An argument of a resource or of a backend, an attribute or nested blocks; nothing where it is left out.
    pub(super) fn argument(
        &mut self,
        body: &'m Body,
        name: &str,
        scope: &Scope<'_>,
    ) -> Option<Value> {
        match body.attribute(name) {
            Some(attribute) => {
                let value = self.eval(&attribute.value, scope);
                Some(self.hop(Step::Subject, attribute.span, value))
            }
            None => self.nested(body, name, scope),
        }
    }

    /// Keeps the resources of other units that a name was read from.
    fn look_up_named(&mut self, name: Origin) {
        for number in self.provenance.resources(name) {
            let Some(address) = self.numbered.get(number as usize).cloned() else { continue };
            let Some(object) = self.objects.get(&address).cloned() else { continue };
            if !is_looked_up(object.block) && !self.is_of_this_root(object.instance) {
                let found = self.resource_at(object.instance, address, object.block, &object.each);
                self.looked_up.push(found);
            }
        }
    }

    /// Keeps what a provider configuration connects through, where it is not among the resources of this root: a data
    /// source, or a resource of another unit.
    pub(super) fn look_up(&mut self, value: &Value) {
        for alternative in value.alternatives() {
            if let Some(map) = alternative.as_map() {
                map.values().for_each(|value| self.look_up(value));
            }
            for element in alternative.as_elements().unwrap_or_default() {
                self.look_up(element);
            }
            let Some(Why::DataSource { resource, .. } | Why::Computed { resource, .. }) =
                alternative.first_why()
            else {
                continue;
            };
            let Some(object) = self.objects.get(&resource).cloned() else { continue };
            let is_known = self.looked_up.iter().any(|known| known.address == resource);
            let is_declared = !is_looked_up(object.block) && self.is_of_this_root(object.instance);
            if !is_known && !is_declared {
                let found = self.resource_at(object.instance, resource, object.block, &object.each);
                let name = found.attributes.get("name").map_or(Origin::NONE, |name| name.origin);
                self.looked_up.push(found.clone());
                self.look_up_documents(&found);
                self.look_up_named(name);
            }
        }
    }

    fn interest(&mut self, type_name: &Arc<str>, provider: &Arc<str>) -> Names {
        let key = (Arc::clone(type_name), Arc::clone(provider));
        let names = || catalog::attributes_of_interest(type_name, provider).into_iter().collect();
        Arc::clone(self.interests.entry(key).or_insert_with(names))
    }

    /// The instances of a resource block; worked out once.
    pub(super) fn expansion(&mut self, instance: usize, block: &'m Block) -> Arc<Expansion> {
        let key = (instance, std::ptr::from_ref(block) as usize);
        if let Some(expansion) = self.expansions.get(&key) {
            return Arc::clone(expansion);
        }
        let busy = Arc::new(Expansion::Symbolic(Each::None, Why::Cycle));
        self.expansions.insert(key, busy);
        let expansion = Arc::new(self.expand(instance, block));
        self.expansions.insert(key, Arc::clone(&expansion));
        expansion
    }

    pub(super) fn expand(&mut self, instance: usize, block: &'m Block) -> Expansion {
        let each = Each::None;
        let scope = Scope::of(instance, &each);
        if let Some(count) = block.body.attribute("count") {
            let count_value = self.eval(&count.value, &scope);
            return self.counted(&count_value, count.span);
        }
        if let Some(for_each) = block.body.attribute("for_each") {
            let value = self.eval(&for_each.value, &scope);
            return self.keyed(&value, for_each.span);
        }
        Expansion::One
    }

    /// As many as the largest of the possible counts: what may exist is judged.
    fn counted(&mut self, count: &Value, span: crate::source::Span) -> Expansion {
        let mut most = 0;
        for alternative in count.alternatives() {
            let number = match super::evaluate::number(alternative) {
                Ok(Some(number)) => number.as_index(),
                _ => None,
            };
            match number {
                Some(number) if number <= MOST_INSTANCES => most = most.max(number),
                Some(_) => return self.uncounted(Why::Budget, span),
                None => {
                    let why = alternative.first_why().unwrap_or_else(|| Why::Invalid {
                        message: "count must be a whole number".into(),
                    });
                    return self.uncounted(why, span);
                }
            }
        }
        let index = |at: usize| Kind::Number(Number::of_index(at));
        let origin = self.provenance.hop(Step::Element, span, count.origin);
        Expansion::Count((0..most).map(|at| Value::new(index(at), origin)).collect())
    }

    fn uncounted(&mut self, why: Why, span: crate::source::Span) -> Expansion {
        let origin = self.provenance.hop(Step::Element, span, Origin::NONE);
        Expansion::Symbolic(Each::Count(Value::unknown(why.clone(), origin)), why)
    }

    /// The keys of all alternatives together: what may exist is judged.
    fn keyed(&mut self, value: &Value, span: crate::source::Span) -> Expansion {
        let mut keys: Vec<(Arc<str>, Each)> = Vec::new();
        let mut known = HashMap::new();
        for alternative in value.alternatives() {
            let is_list = matches!(alternative.kind, Kind::List(_));
            let pairs = match self.for_each_pairs(alternative, span) {
                Ok(_) if is_list => Err(Why::Invalid {
                    message: "for_each takes a map or a set, not a list".into(),
                }),
                Ok(pairs) if pairs.len() > MOST_INSTANCES => Err(Why::Budget),
                other => other,
            };
            let pairs = match pairs {
                Ok(pairs) => pairs,
                Err(why) => return self.unkeyed(alternative, why, span),
            };
            for (key, value) in pairs {
                let name = match key_of(&key) {
                    Ok(name) => name,
                    Err(why) => return self.unkeyed(alternative, why, span),
                };
                let at = *known.entry(Arc::clone(&name)).or_insert(keys.len());
                match keys.get_mut(at) {
                    Some((_, Each::Key(_, before))) => {
                        let origin = before.origin;
                        *before = Value::one_of([before.clone(), value], origin);
                    }
                    _ => keys.push((name, Each::Key(key, value))),
                }
            }
        }
        Expansion::Keys(keys)
    }

    /// One instance for all: `each.value` is known where all elements are alike.
    fn unkeyed(&mut self, value: &Value, why: Why, span: crate::source::Span) -> Expansion {
        let origin = self.provenance.hop(Step::Element, span, value.origin);
        let unknown = Value::unknown(why.clone(), origin);
        let element = match &value.kind {
            Kind::Every(element, _) => self.hop(Step::Element, span, (**element).clone()),
            _ => unknown.clone(),
        };
        let is_set = matches!(value.type_of(), Type::Set(_));
        let key = if is_set { element.clone() } else { unknown };
        Expansion::Symbolic(Each::Key(key, element), why)
    }

    /// The instances of a module call; worked out once. Nothing where there is no such call.
    pub(super) fn calls(&mut self, instance: usize, name: &'m str) -> Option<Arc<Calls>> {
        if let Some(calls) = self.instances[instance].calls.get(name) {
            return Some(Arc::clone(calls));
        }
        let call = self.instances[instance].module.calls.get(name)?;
        self.instances[instance].calls.insert(name, Arc::new(Calls::Closed(Why::Cycle)));
        let calls = Arc::new(match self.called(instance, name, call) {
            Ok((directory, module)) => self.instantiate(instance, name, call, directory, module),
            Err(why) => {
                let is_called = match &why {
                    _ if !self.is_of_this_root(instance) => false,
                    Why::ModuleNotOnDisk { source, .. } => self.close(instance, name, call, source),
                    _ => true,
                };
                if is_called {
                    let resource = self.address(instance, &format!("module.{name}"), "");
                    let span = call.source().map_or(call.block.header, |(_, span)| span);
                    self.unresolved.push(Unresolved { span, resource, why: why.clone() });
                }
                Calls::Closed(why)
            }
        });
        self.instances[instance].calls.insert(name, Arc::clone(&calls));
        Some(calls)
    }

    /// The module that a call names, or why it stays closed.
    fn called(
        &mut self,
        instance: usize,
        name: &str,
        call: &'m ModuleCall,
    ) -> Result<(&'m Arc<str>, &'m Module), Why> {
        let directory = call.directory.as_ref().or_else(|| self.installed(instance, name));
        let found = directory.and_then(|directory| self.modules.get_key_value(directory));
        let Some((directory, module)) = found else {
            let text = call.source().map_or("", |(text, _)| text);
            let module = self.address(instance, &format!("module.{name}"), "");
            return Err(Why::ModuleNotOnDisk { module, source: ModuleSource(text.into()) });
        };
        let mut depth = 0;
        let mut ancestor = Some(instance);
        while let Some(at) = ancestor {
            if self.instances[at].directory == *directory {
                let message = format!("module `{name}` calls itself; this call is left out");
                self.problems.push(Problem::at(call.block.header, message));
                return Err(Why::Cycle);
            }
            depth += 1;
            ancestor = self.instances[at].parent.as_ref().map(|(parent, ..)| *parent);
        }
        if depth > DEEPEST_MODULE || self.instances.len() > MOST_MODULES {
            return Err(Why::Budget);
        }
        Ok((directory, module))
    }

    /// The directory of a downloaded module, by the names of the calls that lead to it.
    fn installed(&self, instance: usize, name: &str) -> Option<&'m Arc<str>> {
        let mut names = vec![name];
        let mut at = instance;
        while let Some((parent, call, _)) = &self.instances[at].parent {
            names.push(call.block.labels.first()?);
            at = *parent;
        }
        names.reverse();
        self.deployment_of(instance).installed.get(&*names.join("."))
    }

    fn instantiate(
        &mut self,
        parent: usize,
        name: &str,
        call: &'m ModuleCall,
        directory: &'m Arc<str>,
        module: &'m Module,
    ) -> Calls {
        let make = |this: &mut Self, key: &str, each: Each| {
            let path = this.address(parent, &format!("module.{name}"), key);
            let outer = this.instances[parent].origin;
            let origin = this.provenance.hop(Step::ModuleCall, call.block.header, outer);
            let parent = Some((parent, call, each));
            this.instances.push(Instance::new(directory, module, path, parent, origin));
            this.instances.len() - 1
        };
        match self.expand(parent, &call.block) {
            Expansion::One => Calls::One(make(self, "", Each::None)),
            Expansion::Count(indexes) => Calls::Count(
                indexes
                    .into_iter()
                    .enumerate()
                    .map(|(at, index)| make(self, &format!("[{at}]"), Each::Count(index)))
                    .collect(),
            ),
            Expansion::Keys(pairs) => Calls::Keys(
                pairs
                    .into_iter()
                    .map(|(key, each)| {
                        let instance = make(self, &quoted(&key), each);
                        (key, instance)
                    })
                    .collect(),
            ),
            Expansion::Symbolic(each, why) => {
                if self.is_of_this_root(parent) {
                    let resource = self.address(parent, &format!("module.{name}"), "[*]");
                    self.unresolved.push(Unresolved { span: call.block.header, resource, why });
                }
                Calls::Symbolic(make(self, "[*]", each))
            }
        }
    }
}
