//! Modules that are not on disk: what is handed to them tells where what they hold may land.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::evaluate::{Each, Evaluator, Scope};
use super::expand::{Expansion, quoted};
use super::module::ModuleCall;
use super::module_source::ModuleAddress;
use crate::model::{
    ClosedModule, Kind, ModuleSource, ProviderUse, Resource, Step, Unresolved, Why,
};
use crate::source::Span;

/// The type that stands for a module that is not on disk.
const TYPE: &str = "module";

/// Arguments of a call that are not handed to the module.
const META: [&str; 6] = ["source", "version", "providers", "count", "for_each", "depends_on"];

impl<'m> Evaluator<'m> {
    /// One resource for each instance of a call whose module is not on disk. Whether there is one.
    pub(super) fn close(
        &mut self,
        instance: usize,
        name: &str,
        call: &'m ModuleCall,
        source: &ModuleSource,
    ) -> bool {
        let before = self.resources.len();
        let providers = self.handed_providers(instance, call, source);
        let module = ClosedModule { source: source.clone(), providers };
        let expansion = self.expand(instance, &call.block);
        let mut stand =
            |key: &str, each: &Each| self.stand_for(instance, name, call, &module, key, each);
        match expansion {
            Expansion::One => stand("", &Each::None),
            Expansion::Count(indexes) => {
                for (at, index) in indexes.into_iter().enumerate() {
                    stand(&format!("[{at}]"), &Each::Count(index));
                }
            }
            Expansion::Keys(pairs) => {
                pairs.iter().for_each(|(key, each)| stand(&quoted(key), each));
            }
            Expansion::Symbolic(each, _) => stand("[*]", &each),
        }
        self.resources.len() > before
    }

    /// The resource that stands for the module of a unit, where that is not on disk.
    pub(super) fn close_unit(&mut self, instance: usize, source: &ModuleSource, span: Span) {
        let providers = self.likely_providers(instance, source);
        let unit = self.instances[instance].unit;
        let inputs = unit.and_then(|unit| self.unit_inputs(unit));
        let attributes = match inputs.map(|inputs| inputs.kind) {
            Some(Kind::Map(map) | Kind::Open(map, _)) => (*map).clone(),
            _ => BTreeMap::new(),
        };
        let address: Arc<str> = "terraform.source".into();
        let why = Why::ModuleNotOnDisk { module: Arc::clone(&address), source: source.clone() };
        self.unresolved.push(Unresolved { span, resource: Arc::clone(&address), why });
        self.resources.push(Resource {
            address,
            type_name: TYPE.into(),
            span,
            provider: providers.first().cloned(),
            attributes,
            origin: self.instances[instance].origin,
            module: Some(ClosedModule { source: source.clone(), providers }),
        });
    }

    fn stand_for(
        &mut self,
        instance: usize,
        name: &str,
        call: &'m ModuleCall,
        module: &ClosedModule,
        key: &str,
        each: &Each,
    ) {
        let scope = Scope::of(instance, each);
        let mut attributes = BTreeMap::new();
        for argument in &call.block.body.attributes {
            if !META.contains(&&*argument.name) {
                let value = self.eval(&argument.value, &scope);
                let value = self.hop(Step::ModuleArgument, argument.span, value);
                attributes.insert(Arc::clone(&argument.name), value);
            }
        }
        self.resources.push(Resource {
            address: self.address(instance, &format!("{TYPE}.{name}"), key),
            type_name: TYPE.into(),
            span: call.block.header,
            provider: module.providers.first().cloned(),
            attributes,
            origin: self.instances[instance].origin,
            module: Some(module.clone()),
        });
    }

    /// The configurations that a call hands over by name; else the default one of the provider that the module's
    /// name tells; else every default one that is in reach.
    fn handed_providers(
        &mut self,
        instance: usize,
        call: &'m ModuleCall,
        source: &ModuleSource,
    ) -> Vec<ProviderUse> {
        let handed = self.providers_by_name(instance, call);
        if !handed.is_empty() {
            return handed;
        }
        self.likely_providers(instance, source)
    }

    /// The default configuration of the provider that a module's name tells; else every one in reach.
    fn likely_providers(&mut self, instance: usize, source: &ModuleSource) -> Vec<ProviderUse> {
        let in_reach = self.default_providers(instance);
        let told = ModuleAddress::of(&source.0).provider;
        let told = told.filter(|told| crate::catalog::providers::provider(told).is_some());
        let names = told.map_or(in_reach, |told| vec![told.as_str().into()]);
        names.into_iter().map(|name| self.default_provider(instance, name)).collect()
    }
}
