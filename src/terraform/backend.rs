//! The backend of a root: where Terraform keeps its state, and with it what it read of every resource it made.
//!
//! A backend is a resource like any other to the stages that follow. Its block may leave arguments to `terraform
//! init`, which takes them from files and flags (Terraform's language documentation, "Partial Configuration").

use std::collections::BTreeMap;
use std::sync::Arc;

use super::evaluate::{Each, Evaluator, Scope};
use super::terragrunt::RemoteState;
use crate::catalog::types::{LocationFrom, ResourceType, resource_type};
use crate::model::{Origin, ProviderUse, Resource, Step, Value, Why};
use crate::source::{Span, directory, file_name};
use crate::syntax::hcl::{Attribute, Block};

/// What the address and the type of every backend start with.
pub const BACKEND: &str = "terraform.backend.";

/// A file with arguments of a backend, such as `prod.s3.tfbackend`.
#[derive(Clone, Debug)]
pub struct BackendFile {
    /// Its path in the checked tree.
    pub path: Arc<str>,
    /// What it sets.
    pub values: Vec<Arc<Attribute>>,
}

/// Words of paths that tell no environment.
const GENERIC: [&str; 17] = [
    "backend",
    "backends",
    "cfg",
    "conf",
    "config",
    "configs",
    "env",
    "environment",
    "environments",
    "envs",
    "hcl",
    "init",
    "state",
    "tfbackend",
    "tfstate",
    "tfvars",
    "vars",
];

impl BackendFile {
    /// The environment that it is for: what its name says, or else a folder between it and the root. Nothing where
    /// neither says one.
    pub fn environment(&self, root: &str) -> Option<Arc<str>> {
        let mut path: &str = &self.path;
        while path != root && !path.is_empty() {
            let words = file_name(path).split(['.', '-', '_']);
            let said: Vec<&str> = words.filter(|word| says_something(word)).collect();
            if !said.is_empty() {
                return Some(said.join("-").into());
            }
            path = directory(path);
        }
        None
    }
}

fn says_something(word: &str) -> bool {
    let is_type = || resource_type(&format!("{BACKEND}{word}")).is_some();
    !word.is_empty() && !GENERIC.contains(&word) && !is_type()
}

impl<'m> Evaluator<'m> {
    /// The backend of the root that is evaluated, as a resource.
    pub(super) fn declare_backend(&mut self) {
        let unit = self.instances[0].unit;
        let of_unit = unit.and_then(|unit| self.remote_state(unit));
        let resource = match (of_unit, &self.instances[0].module.backend) {
            (Some(state), _) => self.backend_of_unit(state),
            (None, Some(block)) => self.backend_of_root(block),
            (None, None) => return,
        };
        self.resources.push(resource);
    }

    fn backend_of_root(&mut self, block: &'m Block) -> Resource {
        let each = Each::None;
        let scope = Scope::of(0, &each);
        let deployment = self.deployment;
        let (type_name, names) = self.type_of(kind_of(block));
        let mut attributes = BTreeMap::new();
        for name in names {
            let value = match deployment.given_to_backend(name) {
                Some(attribute) => {
                    let value = self.eval(&attribute.value, &scope);
                    Some(self.hop(Step::ModuleArgument, attribute.span, value))
                }
                None => self.argument(&block.body, name, &scope),
            };
            attributes.extend(value.map(|value| (Arc::from(name), value)));
        }
        self.backend(type_name, block.header, attributes)
    }

    /// The backend that a unit of Terragrunt sets up with `remote_state`.
    fn backend_of_unit(&mut self, state: RemoteState) -> Resource {
        let (type_name, names) = self.type_of(&state.backend);
        let mut attributes = BTreeMap::new();
        for name in names {
            if let Some(value) = state.argument(name) {
                let value = self.hop(Step::Subject, state.span, value);
                attributes.insert(Arc::from(name), value);
            }
        }
        self.backend(type_name, state.span, attributes)
    }

    /// The type of a backend, and the arguments of it that are asked for.
    fn type_of(&self, kind: &str) -> (Arc<str>, Vec<&'static str>) {
        let type_name: Arc<str> = format!("{BACKEND}{kind}").into();
        let provider = resource_type(&type_name).map_or("", |kind| kind.provider);
        let names = crate::catalog::attributes_of_interest(&type_name, provider);
        (type_name, names.into_iter().collect())
    }

    fn backend(
        &mut self,
        type_name: Arc<str>,
        span: Span,
        mut attributes: BTreeMap<Arc<str>, Value>,
    ) -> Resource {
        let name = resource_type(&type_name).map_or("terraform.backend", |kind| kind.provider);
        // Backends read the variables that their provider reads.
        self.add_system_arguments(0, name, &mut attributes);
        for argument in resource_type(&type_name).iter().flat_map(place_arguments) {
            let why = Why::BackendNotConfigured { argument: argument.into() };
            let left_out = || Value::unknown(why, Origin::NONE);
            attributes.entry(argument.into()).or_insert_with(left_out);
        }
        let provider = ProviderUse {
            name: name.into(),
            configuration: Arc::clone(&type_name),
            arguments: Arc::default(),
            origin: Origin::NONE,
            configured: true,
        };
        Resource {
            address: Arc::clone(&type_name),
            type_name,
            span,
            provider: Some(provider),
            attributes,
            origin: Origin::NONE,
            module: None,
        }
    }
}

/// The kind of a backend: the label of its block, or `cloud`.
pub(super) fn kind_of(block: &Block) -> &str {
    block.labels.first().unwrap_or(&block.kind)
}

/// Arguments that say where a backend of this type is and have no default.
fn place_arguments(kind: &ResourceType) -> impl Iterator<Item = &'static str> + use<> {
    let kind = *kind;
    kind.location_from().filter_map(move |way| match way {
        LocationFrom::Region(path) | LocationFrom::Inherits(path) => {
            kind.default_place(path).is_none().then_some(path)
        }
        _ => None,
    })
}
