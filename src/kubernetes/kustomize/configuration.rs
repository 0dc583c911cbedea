//! Which fields the transformers of a build change: the defaults, and what kustomizations add
//! (kustomize, `api/internal/plugins/builtinconfig`).

use std::collections::HashMap;
use std::sync::LazyLock;

use super::edit::Tree;
use super::facts;
use super::field_spec::{FieldSpec, Gvk};
use super::kustomization::{is_set, text_of};
use super::refused::{Refused, Result};
use crate::syntax::yaml::Node;

/// Transformers that have fields, as configurations name them; those of references are apart.
pub(super) const TRANSFORMERS: [&str; 10] = [
    "commonAnnotations",
    "commonLabels",
    "images",
    "labels",
    "namePrefix",
    "nameSuffix",
    "namespace",
    "replicas",
    "templateLabels",
    "varReference",
];

/// The fields by transformer.
#[derive(Clone, Debug, Default)]
struct Fields {
    fields: HashMap<&'static str, Vec<FieldSpec>>,
    references: Vec<(Gvk, Vec<FieldSpec>)>,
}

/// What every kustomization starts with.
static DEFAULTS: LazyLock<Fields> = LazyLock::new(|| {
    let of = |name: &'static str| (name, facts::field_specs(name).collect());
    let mut fields = Fields { fields: TRANSFORMERS.map(of).into(), references: Vec::new() };
    facts::references().for_each(|(target, spec)| fields.add_reference(target, spec));
    fields
});

impl Fields {
    fn of(&self, transformer: &str) -> &[FieldSpec] {
        self.fields.get(transformer).map(Vec::as_slice).unwrap_or_default()
    }

    fn add(&mut self, transformer: &'static str, spec: FieldSpec) {
        let specs = self.fields.entry(transformer).or_default();
        if !specs.contains(&spec) {
            specs.push(spec);
        }
    }

    fn add_reference(&mut self, target: Gvk, spec: FieldSpec) {
        match self.references.iter_mut().find(|(known, _)| *known == target) {
            Some((_, specs)) if specs.contains(&spec) => {}
            Some((_, specs)) => specs.push(spec),
            None => self.references.push((target, vec![spec])),
        }
    }
}

/// The defaults, and what kustomizations add to them.
#[derive(Clone, Debug, Default)]
pub(super) struct Configuration {
    added: Fields,
}

impl Configuration {
    /// The fields of a transformer.
    pub fn of(&self, transformer: &str) -> impl Iterator<Item = &FieldSpec> {
        DEFAULTS.of(transformer).iter().chain(self.added.of(transformer))
    }

    /// Fields that hold names of objects, with what selects these.
    pub fn references(&self) -> impl Iterator<Item = (&Gvk, &FieldSpec)> {
        let all = DEFAULTS.references.iter().chain(&self.added.references);
        all.flat_map(|(target, specs)| specs.iter().map(move |spec| (target, spec)))
    }

    /// Adds what another has.
    pub fn merge(&mut self, other: &Configuration) {
        for (name, specs) in &other.added.fields {
            specs.iter().for_each(|spec| self.added.add(name, spec.clone()));
        }
        for (target, specs) in &other.added.references {
            specs.iter().for_each(|spec| self.added.add_reference(target.clone(), spec.clone()));
        }
    }

    /// Adds what a file of configurations says.
    pub fn read(&mut self, root: &Tree) -> Result<()> {
        for (key, value) in root.entries() {
            let name = key.as_str().unwrap_or_default();
            match TRANSFORMERS.iter().find(|known| **known == name) {
                Some(known) => {
                    value
                        .elements()
                        .iter()
                        .for_each(|node| self.added.add(known, field_spec(node)));
                }
                None if name == "nameReference" => {
                    for node in value.elements() {
                        let specs = node.get("fieldSpecs").map(|list| list.elements());
                        for spec in specs.unwrap_or_default() {
                            self.added.add_reference(gvk(node), field_spec(spec));
                        }
                    }
                }
                None => return Err(Refused::unfit(key.span, name)),
            }
        }
        Ok(())
    }
}

/// The field that a node names.
pub(super) fn field_spec(node: &Node<'_>) -> FieldSpec {
    let path = text_of(node, "path").map_or("", |(path, _)| path);
    FieldSpec::new(gvk(node), path, is_set(node, "create"))
}

/// Group, version and kind as a node names them.
pub(super) fn gvk(node: &Node<'_>) -> Gvk {
    let part = |field| text_of(node, field).map_or("", |(text, _)| text);
    Gvk::new(part("group"), part("version"), part("kind"))
}
